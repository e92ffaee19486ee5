"""A recording opened from a file, with no network: it moves, it is drawn, it says that it is a recording."""

from itertools import pairwise

import numpy as np
import pytest

from tests.browser.lab import LAPTOP, ExplorerHandle, recorded_requests, shot, strangers
from utils.lessons.perceptron.explorer import PerceptronExplorer
from utils.lessons.start.explorer import FirstStepsExplorer
from utils.widgets.controls import Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.recording import recording_html
from utils.widgets.scene import Code, HeatMap, Network, Panel, Scene

DARK = """(canvas, columns) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, columns ?? canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) count += data[i + 3] > 60 && data[i] + data[i + 1] + data[i + 2] < 150;
  return count;
}"""
SAYS = {"tr": "kayıttır", "en": "recording"}


@pytest.fixture
def opened(page, tmp_path, reader):
    """A function from an explorer to its recording, opened in the browser from a file."""

    def open_recording(explorer):
        file = tmp_path / "kayıt.html"
        file.write_text(recording_html(explorer.record()), encoding="utf-8")
        page.goto(file.as_uri())
        return ExplorerHandle(page.locator(".dlx"))

    return open_recording


def test_a_recording_moves_without_kernel_and_network(page, opened, reader):
    requests, trouble = recorded_requests(page), []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    explorer = opened(FirstStepsExplorer())
    assert SAYS[reader] in explorer.note()

    pictures, said = explorer.settle(), explorer.summary()
    explorer.press("steepness", "End")
    pictures = explorer.wait_for_change(pictures)
    explorer.drag_slider("start", 0.2)
    pictures = explorer.wait_for_change(pictures)
    explorer.click("second")
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said
    shot(page, f"recording_{reader}")
    assert not trouble and not strangers(requests)


def test_a_recording_steps_through_a_player_and_changes_data(page, opened, reader):
    explorer = opened(PerceptronExplorer())
    pictures = explorer.settle()
    explorer.press("step", "ArrowRight", "ArrowRight")
    assert explorer.value("step") == "2 / 60"
    pictures = explorer.wait_for_change(pictures)
    explorer.click("data", "XOR")
    explorer.wait_for_change(pictures)
    assert not explorer.has_handles()  # what was not recorded cannot be dragged


class Simple(Explorer):
    """One control, one panel."""

    name = "simple"

    def title(self):
        return "Simple"

    def task(self):
        return "Move it."

    def controls(self):
        return [Slider("height", "Height", 0, 1, step=1, value=1)]


class LongExplorer(Simple):
    """More steps than a recording keeps."""

    def controls(self):
        return [Player("step", "Step", last=900)]

    def scene(self, step):
        return Scene([[Panel([HeatMap(np.full((2, 2), step / 900), low=0, high=1)])]], f"{step}")


def test_a_step_of_a_coarse_recording_leads_to_the_next_that_is_kept(opened):
    explorer = opened(LongExplorer())
    said = [explorer.summary()]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        pictures = explorer.settle()
        explorer.press("step", key)
        said.append(
            explorer.summary() if len(said) == 5 else (explorer.wait_for_change(pictures), explorer.summary())[1]
        )
    first, second, third, *back = said
    assert 0 == int(first) < int(second) < int(third) and back == [second, first, first]


class LabelsExplorer(Simple):
    """A network with long names at its inputs."""

    def scene(self, height):
        names = [["mmmmmmmmmm", "nnnnnnnnnnn", "HHHHHHHHHHHH"], None]
        return Scene([[Panel([Network([3, 1], labels=names)], axes=False)]], f"A network, {height}.")


def test_on_a_phone_the_words_beside_a_network_stay_whole(page, opened):
    page.set_viewport_size({"width": 300, "height": 700})
    opened(LabelsExplorer()).settle()
    canvas = page.locator(".dlx-frame canvas")
    assert canvas.evaluate(DARK) > 100
    assert canvas.evaluate(DARK, 1) == 0  # no letter is cut at the edge


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_shows_what_is_chosen_and_pictures_on_their_paper(page, opened, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    explorer = opened(PerceptronExplorer())
    explorer.settle()
    shot(page, f"high_contrast_{scheme}")
    backgrounds = page.locator(".dlx-segments label").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    chosen = page.locator(".dlx-segments label").evaluate_all(
        "(all) => all.map((each) => !!each.querySelector(':checked'))"
    )
    lit = {color for color, is_chosen in zip(backgrounds, chosen, strict=True) if is_chosen}
    assert len(lit) == 1 and not lit & {
        color for color, is_chosen in zip(backgrounds, chosen, strict=True) if not is_chosen
    }
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}[scheme]
    assert page.locator(".dlx-frame").first.evaluate("(node) => getComputedStyle(node).backgroundColor") == paper


class LevelExplorer(Simple):
    """A map of one height, with a contour line at 0."""

    def scene(self, height):
        z = np.full((20, 20), 0.5)
        z[:10] -= 1 - height
        return Scene([[Panel([HeatMap(z, (-1, 1, -1, 1), low=-1, high=1, contour=0.0)], axes=False)]], "A map.")


def test_a_contour_is_drawn_where_there_is_one(page, opened):
    explorer = opened(LevelExplorer())
    pictures = explorer.settle()
    assert page.locator(".dlx-frame canvas").evaluate(DARK) == 0
    explorer.press("height", "Home")
    explorer.wait_for_change(pictures)
    assert page.locator(".dlx-frame canvas").evaluate(DARK) > 100


class RowsExplorer(Simple):
    """Sliders in rows, and one that is folded away."""

    def controls(self):
        names = ("First", "The second one", "Third", "Fourth", "Fifth")
        sliders = [Slider(f"s{i}", name, 0, 1, step=1) for i, name in enumerate(names)]
        return [*sliders, Slider("rare", "Rarely", 0, 1, step=1, value=0, place="more")]

    def scene(self, **state):
        z = np.full((2, 2), 0.5) - sum(state.values()) / 12
        return Scene([[Panel([HeatMap(z, low=-1, high=1)])]], f"{state}")


def test_label_slider_and_value_stand_on_one_line_across_a_row(page, opened):
    explorer = opened(RowsExplorer())
    parts = [explorer.control(f"s{i}").locator(part) for i in range(3) for part in (".dlx-label", "input", "output")]
    boxes = [part.bounding_box() for part in parts]
    assert max(box["y"] + box["height"] / 2 for box in boxes) - min(box["y"] + box["height"] / 2 for box in boxes) < 2
    ends = [(box["x"], box["x"] + box["width"]) for box in boxes]
    assert all(end < start for (_, end), (start, _) in pairwise(ends))


def test_rare_settings_are_folded_away_until_asked_for_and_stay_open(page, opened):
    explorer = opened(RowsExplorer())
    rare, pictures = explorer.control("rare"), explorer.settle()
    assert not rare.is_visible()
    explorer.root.locator(".dlx-more").press("Enter")
    assert rare.is_visible()
    explorer.press("rare", "ArrowRight")
    explorer.wait_for_change(pictures)
    assert rare.is_visible()


class TallExplorer(Simple):
    """Three rows of pictures, the first of them twice as high: more than a laptop's screen holds."""

    def controls(self):
        return [*super().controls(), *(Slider(f"rare{i}", "Rarely", 0, 1, value=0, place="more") for i in range(9))]

    def scene(self, height, **rare):
        rows = [[Panel([HeatMap(np.eye(2) * height)], height=tall), Panel([HeatMap(np.eye(3))])] for tall in (2, 1, 1)]
        return Scene(rows, f"Three rows, {height}.")


def test_pictures_share_what_the_window_leaves_them(page, opened):
    page.set_viewport_size(LAPTOP)
    explorer = opened(TallExplorer())
    frames = page.locator(".dlx-row figure:first-child .dlx-frame")
    explorer.settle()
    assert explorer.height() <= 640
    tall, second, third = (frame.bounding_box()["height"] for frame in frames.all())
    assert second == pytest.approx(third, abs=2) and tall > 1.5 * second
    page.set_viewport_size({"width": 1366, "height": 1200})
    explorer.settle()
    assert 640 < explorer.height() <= 1200
    assert frames.first.bounding_box()["height"] > tall


def test_rare_settings_push_the_pictures_down_and_do_not_squeeze_them(page, opened):
    page.set_viewport_size(LAPTOP)
    explorer = opened(TallExplorer())
    explorer.settle()
    frames = page.locator(".dlx-row figure:first-child .dlx-frame")
    before = [frame.bounding_box()["height"] for frame in frames.all()]
    explorer.unfold()
    boxes = [frame.bounding_box() for frame in frames.all()]
    assert all(box["height"] >= height - 1 for box, height in zip(boxes, before, strict=True))
    assert all(box["y"] + box["height"] <= below["y"] for box, below in pairwise(boxes))


class ColumnExplorer(Simple):
    """A picture with two others one below the other beside it, and a listing behind a tab."""

    def scene(self, height):
        one, two, three = (Panel([HeatMap(np.eye(size) * height)], title=f"{size}") for size in (2, 3, 4))
        return Scene([[one, [two, three]]], f"A column, {height}.", Code(f"height = {height}", "The code"))


def test_a_column_shares_the_height_of_its_row_and_stands_below_on_a_phone(page, opened):
    opened(ColumnExplorer()).settle()
    one, two, three = (frame.bounding_box() for frame in page.locator(".dlx-frame").all())
    assert two["x"] == three["x"] > one["x"] + one["width"] and three["y"] > two["y"] + two["height"]
    assert two["height"] == pytest.approx(one["height"] / 2, rel=0.1)
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(100)
    one, two, three = (frame.bounding_box() for frame in page.locator(".dlx-frame").all())
    assert one["x"] == two["x"] == three["x"] and two["height"] == three["height"] == one["height"]


def test_a_listing_stands_behind_a_tab(page, opened):
    explorer = opened(ColumnExplorer())
    listing, picture = page.locator("pre"), page.locator("canvas").first
    assert picture.is_visible() and not listing.is_visible()
    page.locator(".dlx-tab input").focus()
    page.keyboard.press("Space")
    assert listing.is_visible() and not picture.is_visible()
    explorer.press("height", "Home")
    page.wait_for_function("document.querySelector('pre').innerText === 'height = 0'")
    assert listing.is_visible()


def test_a_request_to_elsewhere_is_noticed(page):
    requests = recorded_requests(page)
    page.goto("about:blank")
    page.evaluate("fetch('https://example.org/x.js').catch(() => null)")
    assert strangers(requests) == ["https://example.org/x.js"]

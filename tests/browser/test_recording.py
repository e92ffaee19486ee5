"""A recording opened from a file, with no network: it moves, it is drawn, it says that it is a recording."""

import numpy as np
import pytest

from tests.browser.lab import ExplorerHandle, recorded_requests, shot, strangers
from utils.lessons.perceptron.explorer import PerceptronExplorer
from utils.lessons.start.explorer import FirstStepsExplorer
from utils.widgets.controls import Slider
from utils.widgets.explorer import Explorer
from utils.widgets.recording import recording_html
from utils.widgets.scene import HeatMap, Network, Panel, Scene

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
    assert explorer.value("step") == "2 / 40"
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


def test_a_request_to_elsewhere_is_noticed(page):
    requests = recorded_requests(page)
    page.goto("about:blank")
    page.evaluate("fetch('https://example.org/x.js').catch(() => null)")
    assert strangers(requests) == ["https://example.org/x.js"]

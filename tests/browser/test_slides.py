"""Exported slides, opened from a file with no network: every slide fits, explorers move, notes and solutions come."""

import re
from pathlib import Path

import pytest

from tests.browser.lab import PLAYED, ExplorerHandle, recorded_requests, shot, strangers
from tests.unit.widgets.sample_explorers import StripsExplorer
from utils.authoring import build_edition
from utils.language import use_language
from utils.lessons.first_keras_network.explorer import PlaygroundExplorer
from utils.slides.export import slides
from utils.widgets.embed import embedded_html

ROOT = Path(__file__).resolve().parents[2]
LESSON = "03_perceptron"
SIZES = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
SMALLEST = 0.6  # of the full type: 16 pixels at 1280x720
FRAME = re.compile(r'<div class="dlx-embedded".*?</script></div>', re.S)
EXPLORER = f".slides > .present {PLAYED} .dlx"
WAITING = ".present .course-waiting, .present .course-question details:not([open])"
# Whether the slide lies inside of the window, and how large its type is.
FITS = """() => {
    const page = document.querySelector('.slides > .present > .course-page'), { bottom, right } = page.getBoundingClientRect();
    return [bottom <= innerHeight && right <= innerWidth && page.scrollWidth <= page.clientWidth + 1, +page.dataset.scale];
}"""
NEXT_FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
)
SAYS = {"tr": ("parmak kaldırtarak", "0–6. dk"), "en": ("show of hands", "min 0–6")}


@pytest.fixture(scope="module", params=["tr", "en"])
def exported(request, tmp_path_factory):
    """(language, file) of one lesson's slides."""
    folder = tmp_path_factory.mktemp("slides")
    built = build_edition(ROOT, "presenter", folder, (request.param,), [LESSON])[0]
    file = folder / "slaytlar ğüş.html"
    file.write_text(slides(built), encoding="utf-8")
    return request.param, file


@pytest.fixture
def opened(page, exported):
    """The page at its first slide, at 1280x720, and what it has asked for."""
    requests = recorded_requests(page)
    page.trouble = []
    page.on("pageerror", lambda error: page.trouble.append(str(error)))
    first_slide(page, exported[1])
    yield page
    assert not page.trouble
    assert not strangers(requests)


def first_slide(page, file):
    """Open a file of slides at 1280x720 and wait until its first slide has its size."""
    page.set_viewport_size(SIZES[0])
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelector('.present [data-scale]')")


def go(page, selector):
    """Turn to the slide that holds ``selector``."""
    page.evaluate(
        "(s) => Reveal.slide([...document.querySelectorAll('.slides > section')].findIndex((one) => one.querySelector(s)))",
        selector,
    )
    page.evaluate(NEXT_FRAMES)


def test_every_slide_fits_at_both_sizes(opened, exported):
    count = opened.evaluate("Reveal.getHorizontalSlides().length")
    assert count > 20
    for number in range(1, count + 1):
        while opened.locator(WAITING).count():
            opened.keyboard.press("PageDown")
        assert f"{number} / {count}" in opened.locator(".course-foot").inner_text()
        check_fit(opened, f"{exported[0]}_1280_{number:02}")
        opened.keyboard.press("PageDown")
    opened.set_viewport_size(SIZES[1])
    for number in range(count, 0, -1):
        check_fit(opened, f"{exported[0]}_1920_{number:02}")
        opened.keyboard.press("PageUp")


def check_fit(page, name):
    page.evaluate(NEXT_FRAMES)
    fits, scale = page.evaluate(FITS)
    shot(page, f"slides_{name}")
    assert fits, name
    assert scale >= SMALLEST, name


def test_an_explorer_moves_on_its_slide_and_a_clicker_leaves_it(opened):
    go(opened, ".dlx")
    explorer = ExplorerHandle(opened.locator(EXPLORER))
    pictures = explorer.settle()
    explorer.press("step", "ArrowRight", "ArrowRight")
    explorer.wait_for_change(pictures)
    assert explorer.value("step") == "2 / 60"
    opened.keyboard.press("PageDown")
    assert not opened.locator(EXPLORER).count()


@pytest.mark.parametrize("kind", [PlaygroundExplorer, StripsExplorer])
def test_an_explorer_with_a_crowd_of_controls_or_pictures_fits_too(kind, opened, exported, tmp_path):
    language, file = exported
    use_language(language)
    crowd = embedded_html(kind())
    other = tmp_path / "crowd.html"
    other.write_text(FRAME.sub(lambda _: crowd, file.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    first_slide(opened, other)
    go(opened, f"[data-explorer={kind.name}]")
    opened.locator(EXPLORER).wait_for()
    for size in SIZES:
        opened.set_viewport_size(size)
        check_fit(opened, f"{kind.name}_{language}_{size['width']}")


def test_a_slide_shows_its_own_state_of_the_explorer(opened):
    assert opened.locator(".slides .dlx").count() == 2
    opened.evaluate(
        "Reveal.slide([...document.querySelectorAll('.slides > section')].findLastIndex((one) => one.querySelector('.dlx')))"
    )
    explorer = ExplorerHandle(opened.locator(EXPLORER))
    assert explorer.control("data").locator("input:checked").locator("..").inner_text() == "XOR"


def test_notes_stand_in_a_second_window_and_its_keys_turn_the_slides(opened, exported):
    go(opened, ".dlx")
    with opened.expect_popup() as window:
        opened.keyboard.press("n")
    text, minutes = SAYS[exported[0]]
    assert text in window.value.locator("#notes").inner_text()
    assert minutes in window.value.locator("#used").inner_text()
    window.value.keyboard.press("PageDown")
    assert text not in window.value.locator("#notes").inner_text()
    shot(window.value, f"notes_{exported[0]}")


def test_a_solution_comes_at_its_key_and_the_theme_turns(opened):
    go(opened, ".course-solution")
    solution = opened.locator(".present .course-solution").first
    assert not solution.is_visible()
    opened.keyboard.press("s")
    assert "return" in solution.inner_text()
    assert opened.locator(".present .course-shown").first.is_visible()
    light = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    opened.keyboard.press("t")
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") != light

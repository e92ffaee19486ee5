"""Explorers that run in a page with Python in its worker: on a phone with a finger, and on exported slides.

The site's own pages are in ``test_site.py``.
"""

import threading
from pathlib import Path

import pytest

from tests.browser.lab import LAPTOP, PLAYED, ExplorerHandle, recorded_requests, shot
from tests.browser.test_slides import FITS, NEXT_FRAMES, go
from tests.unit.widgets.untrained import draw_digit
from utils.authoring import build_edition
from utils.language import LANGUAGES, use_language
from utils.lessons.first_keras_network.explorer import PlaygroundExplorer
from utils.site import live
from utils.site.pyodide import read
from utils.site.serve import server
from utils.site.words import WORDS
from utils.slides.export import outputs_as_html, slides
from utils.widgets.embed import embedded_html, without_luggage
from utils.widgets.frontend import player_text
from utils.widgets.page import style_text

ROOT = Path(__file__).resolve().parents[2]
LESSON = "03_perceptron"
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
START_SECONDS = 120  # of Python in a page, on a loaded machine; a quiet one needs four
REST = 100  # milliseconds
ON_SLIDE = ".slides > .present .dlx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, pyodide):
    """A folder with a page of two explorers and the slides of a lesson in each language, and what explorers need there."""
    if pyodide is None:
        pytest.skip("Pyodide cannot be had on this machine")
    folder = tmp_path_factory.mktemp("live")
    made, decks = {}, {}
    for language in LANGUAGES:
        use_language(language)
        made[language] = [embedded_html(explorer) for explorer in (draw_digit(), PlaygroundExplorer())]
        [decks[language]] = build_edition(ROOT, "presenter", folder / "notebooks", (language,), [LESSON])
    texts = [text for parts in made.values() for text in parts]
    texts += [text for path in decks.values() for text in outputs_as_html(path)]
    explorers = live.prepare(ROOT, texts, read(pyodide))
    assert not explorers.unable
    explorers.write(folder)
    for language in LANGUAGES:
        (folder / language).mkdir()
        (folder / language / "page.html").write_text(page_of(made[language], language, explorers), encoding="utf-8")
        (folder / language / "slides.html").write_text(slides(decks[language], explorers), encoding="utf-8")
    return folder


def page_of(parts, language, explorers):
    words = WORDS[language]
    body = "".join(live.with_button(without_luggage(part), explorers.able, words["run_live"]) for part in parts)
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>.</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style_text()}</style>'
        f"{live.template(f'../live/{explorers.worker}', words)}{body}<script>{player_text()}</script>"
    )


@pytest.fixture(scope="module")
def served(folder):
    with server(folder, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture
def visit(browser):
    """A function that opens an address in a context of its own."""
    contexts = []

    def open_page(address, **context):
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.requests, page.trouble = recorded_requests(page), []
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        assert not [trouble for page in context.pages for trouble in page.trouble]
        context.close()


def finger(page, *places):
    """Put a finger down at the first place, (x, y) in pixels of the window, move it over the others and lift it.

    It rests at each: Chromium takes one that is lifted in full motion for a throw, and may spend the next tap on ending that.
    """
    session = page.context.new_cdp_session(page)
    for kind, place in [("touchStart", places[0]), *(("touchMove", place) for place in places[1:]), ("touchEnd", None)]:
        points = [{"x": place[0], "y": place[1]}] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(REST)


def inside(locator, *shares):
    """Return places of the window by their shares of a part's width and height."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares]


def run_live(page, root, language, tap=False):
    """Press an explorer's button; return the explorer when it runs."""
    root.locator("xpath=ancestor::*[@data-played]").wait_for()
    button = root.get_by_role("button", name=WORDS[language]["run_live"])
    button.tap() if tap else button.click()
    root.locator("xpath=ancestor::*[@data-running]").wait_for(timeout=START_SECONDS * 1000)
    return ExplorerHandle(root)


def test_on_a_phone_a_finger_draws_and_trains(visit, served):
    page = visit(f"{served}/tr/page.html", **PHONE)
    explorer = run_live(page, page.locator("[data-explorer=draw_digit]"), "tr", tap=True)
    pictures, said = explorer.settle(), explorer.summary()
    pad = explorer.control("drawing").locator("canvas")
    finger(page, *inside(pad, (0.2, 0.8), (0.4, 0.75), (0.6, 0.8), (0.8, 0.75)))
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said or explorer.control("example").get_by_label("benim").is_checked()
    assert len([request for request in page.requests if "/live/luggage-" in request]) == 1  # its own alone
    page.requests.clear()
    explorer = run_live(page, page.locator("[data-explorer=playground]"), "tr", tap=True)
    before = explorer.summary()
    explorer.control("training").locator("button").tap()
    page.wait_for_function("([root, before]) => root.querySelector('.dlx-summary').textContent !== before",
                           arg=[explorer.root.element_handle(), before])  # fmt: skip
    explorer.control("training").locator("button").tap()
    assert not [request for request in page.requests if "/live/" in request]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    shot(page, "live_phone")  # at the end: after a picture a phone that is played has no finger any more


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_explorer_takes_along_is_fetched_once_with_its_progress_shown(visit, served, language):
    page = visit(f"{served}/{language}/page.html", viewport=LAPTOP)
    run_live(page, page.locator("[data-explorer=playground]"), language)
    page.context.route("**/luggage-*", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    recording = page.locator("[data-explorer=draw_digit]")
    recording.get_by_role("button", name=WORDS[language]["run_live"]).click()
    bar = recording.locator(".dlx-note progress")
    bar.wait_for()
    assert WORDS[language]["live_fetching"] in recording.locator(".dlx-note").inner_text()
    shot(page, f"live_luggage_{language}")
    recording.locator("xpath=ancestor::*[@data-running]").wait_for(timeout=START_SECONDS * 1000)
    assert not bar.count()
    page.reload()
    page.requests.clear()
    run_live(page, recording, language)
    assert not [request for request in page.requests if "/live/" in request and "/live/worker-" not in request]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_served_slides_a_recording_becomes_the_explorer(visit, served, language):
    page = visit(f"{served}/{language}/slides.html", viewport=LAPTOP)
    page.wait_for_function("document.querySelector('.present [data-scale]')")
    go(page, ".dlx")
    recording = ExplorerHandle(page.locator(ON_SLIDE))
    pictures = recording.settle()
    recording.press("step", "ArrowRight")
    recording.wait_for_change(pictures)
    explorer = run_live(page, page.locator(ON_SLIDE), language)
    assert explorer.value("step") == "1 / 60"
    pictures, said = explorer.settle(), explorer.summary()
    explorer.drag(0, 60, -90)
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said
    page.evaluate(NEXT_FRAMES)
    shot(page, f"live_slide_{language}")
    fits, _ = page.evaluate(FITS)
    assert fits
    page.keyboard.press("PageDown")  # the clicker's key leaves it
    assert not page.locator(ON_SLIDE).count()
    assert all(request.startswith((served, "data:", "blob:")) for request in page.requests)


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_opened_from_a_folder_say_how_to_serve_them(visit, folder, language):
    page = visit((folder / language / "slides.html").as_uri(), viewport=LAPTOP, offline=True)
    page.wait_for_function("document.querySelector('.present [data-scale]')")
    go(page, ".dlx")
    page.locator(f"{PLAYED} .dlx").first.wait_for()
    explorer = ExplorerHandle(page.locator(ON_SLIDE))
    page.locator(ON_SLIDE).get_by_role("button", name=WORDS[language]["run_live"]).click()
    assert "python course.py slides --open" in explorer.note()
    shot(page, f"live_slide_folder_{language}")

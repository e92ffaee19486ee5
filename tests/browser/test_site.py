"""The web site in a real browser, opened from its folder with the network off: a small one, of lessons 00 and 03.

axe-core (MPL-2.0) stands in ``vendor``: these tests run without a network and where there is no npm.
"""

import threading
from pathlib import Path

import pytest

from tests.browser.lab import LAPTOP, PLAYED, ExplorerHandle, recorded_requests, shot, strangers
from utils.language import LANGUAGES
from utils.site.archive import NAME
from utils.site.build import build_site
from utils.site.serve import server
from utils.site.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = ("index", "00_start", "03_perceptron", "glossary", "instructors", "search")
LESSON = "03_perceptron"
HEAVIEST = 1_500_000  # bytes of all that a lesson's page loads, as they lie on the disk
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
SCROLL_THROUGH = """
async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight * 0.8) {
    scrollTo(0, y);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory, pyodide):
    """The folder of the site. What its notebooks put out is kept from the last time, as for everybody."""
    folder = tmp_path_factory.mktemp("web site")
    return build_site(ROOT, folder / "site", ["00_start", LESSON], folder / "work", pyodide)


@pytest.fixture(scope="module")
def served(site, pyodide):
    """The address of the site on a server, where explorers can run live."""
    if pyodide is None:
        pytest.skip("Pyodide cannot be had on this machine")
    with server(site, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture
def visit(browser, site):
    """A function that opens a page of the site in a context of its own, without a network."""
    contexts = []

    def open_page(language, name, place="", script="", address="", **context):
        usual = {"viewport": {"width": 1280, "height": 900}, "offline": not address}
        contexts.append(browser.new_context(**usual | context))
        page = contexts[-1].new_page()
        page.requests, page.trouble = recorded_requests(page), []
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.add_init_script(SHIFTS + script)
        page.goto(f"{address or site.as_uri()}/{language}/{name}.html{place}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def files_loaded(page):
    return {request.split("#")[0].split("?")[0] for request in page.requests if request.startswith("file:")}


def test_no_page_asks_for_anything_elsewhere_and_none_moves(visit):
    for language in LANGUAGES:
        for name in PAGES:
            page = visit(language, name)
            page.evaluate(SCROLL_THROUGH)
            assert not strangers(page.requests) and not page.trouble, (language, name)
            assert page.evaluate("shift") < 0.02, (language, name)
            assert page.locator("html").get_attribute("lang") == language


def test_the_folder_holds_pages_and_what_they_ask_for(site, pyodide):
    live = {"live"} if pyodide else set()
    assert {path.name for path in site.iterdir()} == {"index.html", ".nojekyll", NAME, *LANGUAGES} | live


def test_the_course_can_be_downloaded_from_every_lesson_and_the_front_page(visit, site):
    for language in LANGUAGES:
        for name in ("index", LESSON):
            page = visit(language, name, accept_downloads=True)
            if name == LESSON:
                page.locator(".own-computer summary").click()
            with page.expect_download() as waiting:
                page.locator(f"a[href='../{NAME}']").click()
            assert Path(waiting.value.path()).read_bytes() == (site / NAME).read_bytes(), (language, name)
            assert page.get_by_text(f"python course.py {language}", exact=True).is_visible()


@pytest.mark.parametrize("script", ["", "delete Navigator.prototype.clipboard;"])  # a page that is not secure
def test_code_can_be_copied_and_outputs_are_none(visit, script):
    for language, offer, done in (("tr", "Kopyala", "Kopyalandı"), ("en", "Copy", "Copied")):
        page = visit(language, LESSON, script=script)
        cell = page.locator(".cell_input").nth(1)
        cell.hover()
        button = cell.get_by_role("button", name=offer, exact=True)
        button.click()
        cell.get_by_role("button", name=done).wait_for()
        page.get_by_role("searchbox").first.focus()  # one line, which takes no line's end
        page.keyboard.press("ControlOrMeta+V")
        assert page.get_by_role("searchbox").first.input_value() == cell.locator("pre").inner_text().replace("\n", "")
        button.wait_for()
        assert page.locator(".cell_output .copy-code").count() == 0 and not page.trouble


def test_a_lessons_page_is_light(visit, site):
    page = visit("tr", LESSON)
    page.evaluate(SCROLL_THROUGH)
    page.wait_for_function(f"!document.querySelector('.dlx-embedded:not({PLAYED})')")
    prefix = site.as_uri()
    weight = sum((site / request.removeprefix(prefix + "/")).stat().st_size for request in files_loaded(page))
    assert 300_000 < weight < HEAVIEST


def test_an_explorer_lives_by_the_keyboard(visit):
    for language in LANGUAGES:
        page = visit(language, LESSON)
        page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
        explorer = ExplorerHandle(page.locator(".dlx").first)
        pictures, said = explorer.settle(), explorer.summary()
        explorer.press("step", "ArrowRight")
        explorer.wait_for_change(pictures)
        assert explorer.value("step") == "1 / 60" and explorer.summary() != said


def test_the_front_page_plays_shows_every_lesson_and_leads_into_them(visit):
    for language in LANGUAGES:
        page = visit(language, "index", viewport=LAPTOP)
        page.locator(".dlx-embedded").and_(page.locator(PLAYED)).wait_for()
        explorer = ExplorerHandle(page.locator(".dlx"))
        pictures = explorer.settle()
        explorer.press("step", "ArrowRight")
        explorer.wait_for_change(pictures)
        cards = page.locator("ol.lessons img")
        assert cards.count() == page.locator("ol.lessons li").count() == 2
        for card in cards.all():
            card.scroll_into_view_if_needed()
            assert card.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 720
        page.locator("article ul a").last.click()
        page.wait_for_url(f"**/{language}/instructors.html")
        assert page.locator("table").count() == 5 and not page.trouble  # two semesters, a workshop, two of a hub


def test_on_a_laptop_an_explorer_is_wider_than_the_text_and_fits_the_window(visit):
    for language in LANGUAGES:
        page = visit(language, LESSON, viewport=LAPTOP)
        page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
        explorer = ExplorerHandle(page.locator(".dlx").first)
        text, box = page.locator("#main-content article p").first.bounding_box(), explorer.root.bounding_box()
        assert 1.2 * text["width"] < box["width"] and box["x"] + box["width"] <= LAPTOP["width"]
        assert explorer.height() <= 640


def test_the_focus_stays_where_it_was_when_the_player_takes_over(visit):
    take = "document.addEventListener('DOMContentLoaded', () => document.querySelector('[data-control=step] input').focus())"
    page = visit("en", LESSON, script=take)
    page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
    assert page.evaluate("document.activeElement.closest('[data-control]')?.dataset.control") == "step"


def test_the_switch_leads_to_the_same_place(visit):
    page = visit("tr", LESSON)
    assert page.locator(".language-switch").get_attribute("href") == f"../en/{LESSON}.html"
    page.locator("#c-exercises-5").evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 100)")
    box = page.locator(".language-switch").bounding_box()  # click() would scroll first, though the header is there
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    page.wait_for_url(f"**/en/{LESSON}.html#c-exercises-5")
    assert page.locator("html").get_attribute("lang") == "en"
    assert 0 <= page.locator("#c-exercises-5").evaluate("node => node.getBoundingClientRect().top") < 300


@pytest.mark.parametrize("typed", ["ağırlık", "AĞIRLIKLARIN", "agirliklari", "KAPISINI", "İPUÇLARI"])
def test_search_knows_turkish(visit, typed):
    page = visit("tr", "search", f"?q={typed}")
    found = page.locator("#search-results a").filter(has_text="Perceptron" if "p" not in typed.lower() else "")
    found.first.wait_for()
    assert not page.trouble


def test_search_in_english_finds_inflected_words(visit):
    page = visit("en", "search", "?q=neurons")
    page.locator("#search-results a").filter(has_text="perceptron").first.wait_for()


@pytest.mark.parametrize(
    ("language", "typed", "said"), [("tr", "AGIRLIK", "ağırlık"), ("en", "weights and bias", "bias")]
)
def test_a_found_page_is_quoted_and_opens_at_the_quote(visit, language, typed, said):
    page = visit(language, "search", f"?q={typed}")
    found = page.locator("#search-results li", has=page.locator("a", has_text="03 · "))
    found.locator("mark").first.wait_for()
    assert any(word.lower().startswith(said) for word in found.locator("mark").all_inner_texts())
    shot(page, f"site_search_{language}")
    link = found.locator("a")
    heading = link.inner_text().split(" › ")[1]
    link.click()
    page.wait_for_url(f"**/{LESSON}.html#c-*")
    quoted = page.locator(page.url[page.url.index("#") :]).locator("xpath=following::p[1]")
    assert 0 <= quoted.bounding_box()["y"] < 900 and page.get_by_role("heading", name=heading).is_visible()
    assert not page.trouble


def test_a_dark_page_is_dark_with_its_explorers(visit):
    page = visit("en", LESSON, color_scheme="dark")
    for selector in ("body", ".dlx"):
        color = page.locator(selector).first.evaluate("node => getComputedStyle(node).backgroundColor")
        assert max(int(part) for part in color.strip("rgba()").split(",")[:3]) < 60, (selector, color)
    shot(page, "site_dark")


def test_a_phone_never_scrolls_sideways(visit):
    for language in LANGUAGES:
        for name in PAGES:
            page = visit(language, name, viewport={"width": 360, "height": 740}, is_mobile=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, (language, name)
        shot(page, f"site_phone_{language}")


def test_solutions_are_folded_and_figures_have_words(visit):
    page = visit("tr", LESSON)
    assert page.locator("details").count() > 10 and page.locator("details[open]").count() == 0
    words = page.locator("img.figure").evaluate_all("nodes => nodes.map((node) => node.alt)")
    assert words and all(len(text) > 20 for text in words)


def test_the_glossary_leads_to_where_a_term_is_introduced(visit):
    page = visit("tr", "glossary")
    page.locator("#t-weight + dd a").click()
    page.wait_for_url(f"**/tr/{LESSON}.html#c-what-does-a-neuron-do-1")
    assert page.locator("#c-what-does-a-neuron-do-1").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit, theme):
    for name in PAGES:
        page = visit("tr", name, color_scheme=theme)
        page.wait_for_timeout(500)  # explorers that are in sight begin
        page.add_script_tag(path=AXE)
        faults = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        told = [
            (fault["id"], node["target"], node["html"][:150])
            for fault in faults
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"][:3]
        ]
        assert not told, (name, told)


RUNNING = "[data-running]"  # around an explorer that runs in the page
START_SECONDS = 120  # of Python in a page, on a loaded machine; a quiet one needs four
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}


def run_live(page, language):
    """Press the button of the page's first explorer; return the explorer when it runs."""
    page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
    page.locator(".dlx").first.get_by_role("button", name=WORDS[language]["run_live"]).click()
    page.locator(RUNNING).first.wait_for(timeout=START_SECONDS * 1000)
    return ExplorerHandle(page.locator(".dlx").first)


@pytest.mark.parametrize("view", [{}, PHONE], ids=["laptop", "phone"])
def test_a_recording_becomes_the_explorer_where_the_reader_has_left_it(visit, served, view):
    language = "tr" if view else "en"
    page = visit(language, LESSON, address=served, **view)
    page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
    recording = ExplorerHandle(page.locator(".dlx").first)
    pictures = recording.settle()
    recording.press("step", "ArrowRight", "ArrowRight")
    recording.wait_for_change(pictures)
    said = recording.summary()
    explorer = run_live(page, language)
    assert (explorer.value("step"), explorer.summary()) == ("2 / 60", said)
    assert page.evaluate("document.activeElement.matches('.dlx')")  # and not lost with the button
    pictures = explorer.settle()
    explorer.drag(0, 60, -90)
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said and explorer.value("step") == "0 / 60"
    shot(page, f"site_live_{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert all(request.startswith((served, "data:", "blob:")) for request in page.requests) and not page.trouble


def test_python_is_loaded_once_for_all_pages(visit, served, site):
    page = visit("en", LESSON, address=served)
    run_live(page, "en")
    weight = sum((site / request.removeprefix(f"{served}/")).stat().st_size for request in live_files(page, served))
    assert 5_000_000 < weight < 10_000_000
    page.goto(f"{served}/tr/index.html")
    page.requests.clear()
    run_live(page, "tr")
    assert [request for request in live_files(page, served) if not request.endswith(".js")] == []


def live_files(page, served):
    return [request for request in page.requests if request.startswith(f"{served}/live/")]


def test_a_start_that_fails_says_so_and_the_recording_stays(visit, served):
    for language in LANGUAGES:
        page = visit(language, LESSON, address=served)
        page.route("**/live/numpy*", lambda route: route.fulfill(status=404))
        page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
        explorer = ExplorerHandle(page.locator(".dlx").first)
        page.locator(".dlx-live").first.click()
        page.get_by_text(WORDS[language]["live_failed"]).wait_for()
        assert "404" in explorer.note()
        pictures = explorer.settle()
        explorer.press("step", "ArrowRight")
        explorer.wait_for_change(pictures)
        page.unroute("**/live/numpy*")
        assert run_live(page, language).value("step") == "1 / 60"


def test_opened_from_a_folder_it_says_how_to_serve_the_site(visit, served):
    for language in LANGUAGES:
        page = visit(language, LESSON)
        page.locator(".dlx-embedded").first.and_(page.locator(PLAYED)).wait_for()
        page.locator(".dlx-live").first.click()
        assert ExplorerHandle(page.locator(".dlx").first).note() == WORDS[language]["live_folder"]
        assert "python course.py site --open" in WORDS[language]["live_folder"] and not page.trouble

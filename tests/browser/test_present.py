"""``python course.py present``: slides in JupyterLab with live code, driven as a lecturer does, by keys."""

import shutil

import pytest

import course
from tests.browser.lab import LOAD_SECONDS, ExplorerHandle, recorded_requests, shot, strangers
from tests.browser.server import CHECKOUT, LabServer
from utils.slides.live import prepare

LESSON = "03_perceptron"
RUN_SECONDS = 60
WITH_CODE = 8  # so many slides are shown with their code run: text, a picture, an explorer
SAYS = {"tr": "parmak kaldırarak", "en": "show of hands"}
PRESENTER = "window.coursePresenter"
IDLE = f"{PRESENTER}?.panel?.sessionContext.session?.kernel?.status === 'idle'"
NUMBER = f"{PRESENTER}.stops.indexOf({PRESENTER}.at) + 1"
WAITING = f"{PRESENTER}.page().some((cell) => cell.model.type === 'code' && !{PRESENTER}.hasRun(cell))"
FITS = """() => {
    const shown = [...document.querySelectorAll(".jp-Deck .jp-deck-mod-visible")].map((cell) => cell.getBoundingClientRect());
    return Math.max(...shown.map((box) => box.bottom)) <= innerHeight && Math.max(...shown.map((box) => box.right)) <= innerWidth;
}"""


class PresentingServer(LabServer):
    """JupyterLab with one lesson ready to be presented, started with the arguments of course.py."""

    def _copy_notebooks(self):
        self.place = self.root / "build" / "presenter"
        prepare(CHECKOUT, self.language, LESSON, self.place)

    def _pages(self):
        place, course.PRESENTER = course.PRESENTER, self.place
        try:
            return course.presenting_pages(self.language, LESSON)
        finally:
            course.PRESENTER = place

    def _environment(self):
        return {**super()._environment(), "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings")}


@pytest.fixture(scope="module", params=["tr", "en"])
def presented(request, browser, tmp_path_factory):
    """(page, language): the first slide, its imports run. Nothing leaves the machine meanwhile."""
    server = PresentingServer(tmp_path_factory.mktemp(f"present_{request.param}"), request.param)
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    requests = recorded_requests(page)
    try:
        page.goto(f"{server.url}lab/tree/build/presenter/{request.param}/{LESSON}.ipynb?token={server.token}")
        page.wait_for_function(f"{PRESENTER}?.asked && {IDLE}", timeout=LOAD_SECONDS * 1000)
        yield page, request.param
        assert not strangers(requests)
    finally:
        context.close()
        server.stop()
        shutil.rmtree(server.root, ignore_errors=True)


def settled(page):
    page.wait_for_function(IDLE, timeout=RUN_SECONDS * 1000)
    page.wait_for_timeout(60)


def step(page):
    page.keyboard.press("PageDown")
    page.wait_for_timeout(60)
    settled(page)


def go(page, number):
    page.evaluate(f"(number) => {PRESENTER}.show({PRESENTER}.stops[number - 1])", number)
    settled(page)


def test_an_explorer_is_there_at_once_and_moves(presented):
    page, language = presented
    step(page)
    step(page)
    explorer = ExplorerHandle(page.locator(".jp-deck-mod-visible .dlx"))
    shot(page, f"present_{language}_explorer")
    pictures = explorer.settle()
    explorer.press("step", "ArrowRight", "ArrowRight")
    explorer.wait_for_change(pictures)
    assert explorer.value("step") == "2 / 40"
    assert page.evaluate(NUMBER) == 3
    step(page)  # a clicker turns the page whatever has the focus
    assert page.evaluate(NUMBER) == 4


def test_notes_follow_in_a_second_window(presented):
    page, language = presented
    go(page, 2)
    with page.expect_popup() as window:
        page.keyboard.press("n")
    assert SAYS[language] in window.value.locator("#notes").inner_text()
    shot(window.value, f"present_{language}_notes")
    window.value.keyboard.press("PageDown")
    assert page.evaluate(NUMBER) == 3
    window.value.close()


def test_code_runs_at_a_key_and_every_slide_fits(presented):
    page, language = presented
    count = page.evaluate(f"{PRESENTER}.stops.length")
    for number in range(1, count + 1):
        go(page, number)
        while number <= WITH_CODE and page.evaluate(WAITING):
            step(page)
        shot(page, f"present_{language}_{number:02}")
        assert page.evaluate(FITS), f"slide {number}"
    assert not page.locator("[data-mime-type*=error]").count()
    page.set_viewport_size({"width": 1920, "height": 1080})
    for number in range(1, WITH_CODE + 1):
        go(page, number)
        shot(page, f"present_{language}_1920_{number:02}")
        assert page.evaluate(FITS), f"slide {number} at 1920x1080"


def test_a_solution_comes_at_its_key_and_passes_its_check(presented):
    page, language = presented
    index = page.evaluate(f"{PRESENTER}.cells.findIndex((cell) => cell.hasClass('course-solution'))")
    go(page, page.evaluate(f"(index) => {PRESENTER}.stops.filter((stop) => stop <= index).length", index))
    assert not page.locator(".course-solution.jp-deck-mod-visible").is_visible()
    page.keyboard.press("s")
    assert page.locator(".course-solution.jp-deck-mod-visible").is_visible()
    step(page)
    step(page)
    assert "✓" in page.locator(".jp-deck-mod-visible .jp-RenderedHTML").last.inner_text()
    page.keyboard.press("t")
    page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    page.wait_for_timeout(300)
    shot(page, f"present_{language}_dark")


def test_one_key_takes_it_back_to_the_start(presented):
    page, _ = presented
    go(page, 3)
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("r")
    fresh = page.evaluate(f"{PRESENTER}.words.fresh")
    page.locator(".course-told", has_text=fresh).wait_for(timeout=RUN_SECONDS * 1000)
    assert page.evaluate(NUMBER) == 1
    assert page.evaluate(f"{PRESENTER}.cells.filter((cell) => cell.model.outputs?.length).length") == 0
    step(page)
    step(page)
    page.locator(".jp-deck-mod-visible .dlx").wait_for(timeout=RUN_SECONDS * 1000)

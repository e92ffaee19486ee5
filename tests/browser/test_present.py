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
SAYS = {"tr": "parmak kaldırtarak", "en": "show of hands"}
PRESENTER = "window.coursePresenter"
IDLE = f"{PRESENTER}?.panel?.sessionContext.session?.kernel?.status === 'idle'"
NUMBER = f"{PRESENTER}.stops.indexOf({PRESENTER}.at) + 1"
WAITING = f"{PRESENTER}.page().some((cell) => cell.model.type === 'code' && !{PRESENTER}.hasRun(cell))"
SCALE = f"{PRESENTER}.scale"  # of the type: 1 where nothing had to be made smaller
TRAININGS = """from IPython.display import HTML, display
from utils.training.report import Report, page

report = Report("", epochs=8, done=8, finished=True, logs={"loss": 0.5}, curves={"loss": [(1, 0.9), (8, 0.5)]})
for _ in range(3):
    display(HTML(page(report)))"""
TALL_PICTURE = """import matplotlib.pyplot as plt

plt.figure(figsize=(5, 6))
plt.plot([1, 2])
plt.show()"""
ALONE = f"""() => {PRESENTER}.stops.findIndex((stop) => {{
    const page = {PRESENTER}.page(stop);
    return page.length === 1 && page[0].model.type === "code" && !page[0].hasClass("course-explorer");
}}) + 1"""
REWRITE = f"""(source) => {{
    const cell = {PRESENTER}.page()[0];
    cell.model.sharedModel.setSource(source);
    cell.toggleClass("course-long", true);
    {PRESENTER}.run(cell);
}}"""
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
    assert explorer.value("step") == "2 / 60"
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


def rewritten(page, source, shows):
    """Another code on a slide that is one cell of code, run until what it ``shows`` is there."""
    go(page, page.evaluate(ALONE))
    page.evaluate(REWRITE, source)
    page.locator(f".jp-deck-mod-visible {shows}").last.wait_for()
    settled(page)
    page.wait_for_timeout(300)


def test_several_trainings_stand_side_by_side(presented):
    page, language = presented
    rewritten(page, TRAININGS, ".jp-OutputArea-child:nth-child(3) .course-training svg")
    shot(page, f"present_{language}_trainings")
    tops = {round(report.bounding_box()["y"]) for report in page.locator(".jp-deck-mod-visible .course-training").all()}
    assert len(tops) == 1 and page.evaluate(SCALE) == 1 and page.evaluate(FITS)


def test_a_tall_picture_stands_beside_its_code_though_there_is_an_explorer_on_another_slide(presented):
    page, language = presented
    assert page.locator(".dlx").count()
    rewritten(page, TALL_PICTURE, ".jp-RenderedImage img")
    shot(page, f"present_{language}_beside")
    assert page.evaluate(f"{PRESENTER}.book.node.classList.contains('course-beside')")
    assert page.evaluate(SCALE) > 0.9 and page.evaluate(FITS)


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

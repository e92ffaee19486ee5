"""The notebooks in a browser with nothing installed: JupyterLite as the site has it, in a real Chromium.

Of every lesson that the site offers there the solution edition runs to its end, in one of the two languages.
"""

import json
import threading
from pathlib import Path

import pytest

from tests.browser.lab import ExplorerHandle, shot
from utils.authoring.build import build_edition
from utils.checks.lock import locked
from utils.checks.result import CORRECT, ERROR, ICONS
from utils.in_browser import sentence
from utils.language import LANGUAGES, use_language
from utils.site import lite
from utils.site.serve import server

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in ROOT.glob("notebooks/??_*.md") if lite.runs(path.stem))
TURNS = [(lesson, LANGUAGES[number % 2]) for number, lesson in enumerate(LESSONS)]  # each language has every second one
OF_KERAS = {"01": 6, "07": 1, "08": 1, "14": 5}  # cells that need Keras
SECONDS = 240  # for a notebook, on a busy machine
IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter((cell) => cell.type === "code");
  return cells.map((cell) => ({ source: cell.sharedModel.source, outputs: cell.outputs.toJSON() }));
}"""
SCROLL = """async (found) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const holds = async (cell) => (await cell.ready, cell.node.querySelector(found));
  for (const [i, cell] of notebook.widgets.entries()) if (await holds(cell)) return notebook.scrollToItem(i, "center");
  throw new Error(found);
}"""
SHOWN = "(path) => window.jupyterapp?.shell.currentWidget?.context?.path === path"
RUN = """async (source) => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code: source });
  let told = "";
  future.onIOPub = ({ content }) => {
    told += content.text ?? content.data?.["text/plain"] ?? content.traceback?.join("\\n") ?? "";
  };
  await future.done;
  return told;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory, pyodide):
    """The address of JupyterLite with the solutions; the application shows itself to the tests."""
    if pyodide is None:
        pytest.skip("Pyodide cannot be had on this machine")
    folder = tmp_path_factory.mktemp("lite")
    notebooks = build_edition(ROOT, "solution", folder / "solution", lessons=LESSONS)
    with locked(ROOT / "build" / "lite.lock", SECONDS):  # setuptools builds a wheel in one place, and tests run at once
        try:
            tools = lite.tools(ROOT / "build")
        except lite.LiteError as error:
            pytest.skip(str(error))
        lite.build(ROOT, folder / "site", notebooks, pyodide, tools, folder / "work")
    for language in LANGUAGES:
        file = folder / "site" / lite.FOLDER / "lab" / language / "jupyter-lite.json"
        told = json.loads(file.read_text(encoding="utf-8"))
        told["jupyter-config-data"]["exposeAppInBrowser"] = True
        file.write_text(json.dumps(told), encoding="utf-8")
    with server(folder / "site", port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture
def visit(browser, address):
    """A function that opens a lesson in a browser that has never been here, and waits for its Python."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def open_lesson(lesson, language):
        page.goto(f"{address}/{lite.FOLDER}/lab/{language}/index.html?path={language}/{lesson}.ipynb")
        page.wait_for_function(IDLE)
        return page

    yield open_lesson
    context.close()
    assert not [url for url in asked if not url.startswith((address, "blob:", "data:"))]


@pytest.mark.parametrize(("lesson", "language"), TURNS, ids=["-".join(turn) for turn in TURNS])
def test_a_lesson_runs_to_its_end_and_every_check_can_be_solved(visit, lesson, language):
    page = visit(lesson, language)
    page.evaluate(RUN_ALL)
    shot(page, f"lite_{lesson}_{language}")
    cells = page.evaluate(CELLS)
    wrong = [(cell["source"], out) for cell in cells for out in cell["outputs"] if out["output_type"] == "error"]
    assert not wrong
    checks = [cell for cell in cells if cell["source"].startswith("check.")]
    assert len(checks) >= 5
    for check in checks:
        assert any(plain(out).startswith(ICONS[CORRECT]) for out in check["outputs"]), check
    use_language(language)
    skipped = [cell for cell in cells if any(sentence() in plain(out) for out in cell["outputs"])]
    assert len(skipped) == OF_KERAS.get(lesson[:2], 0)


def plain(output):
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


def test_what_is_endless_ends_and_progress_outlives_the_page(visit):
    page = visit("03_perceptron", "tr")
    page.evaluate(RUN, "from utils.language import use_language\nuse_language('tr')")
    page.evaluate(RUN, "from utils.lessons.perceptron import check")
    for body in ("while True: pass", "while True:\n        try:\n            while True: pass\n        except: pass"):
        told = page.evaluate(RUN, f"def endless(*_):\n    {body}\ncheck.predict_one(endless)")
        assert told.startswith(ICONS[ERROR]) and "saniye" in told
    assert page.get_by_text("Çekirdek", exact=True).first.is_visible()  # the menu of the kernel, in Turkish
    visit("03_perceptron", "tr")  # once more, in the same browser
    told = page.evaluate(RUN, "from utils.checks.store import load\nprint(load()['03_perceptron']['predict_one'])")
    assert "'tries': 2" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explorer_is_dragged_links_lead_on_and_a_page_loaded_anew_shows_its_lesson(visit, language):
    page = visit("03_perceptron", language)
    page.evaluate(RUN_ALL)
    page.evaluate(SCROLL, ".dlx")
    explorer = ExplorerHandle(page.locator(".jp-OutputArea .dlx").first)
    pictures, said = explorer.settle(), explorer.summary()
    explorer.drag(0, 60, -90)
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said
    shot(page, f"lite_dragged_{language}")
    page.reload()
    page.wait_for_function(IDLE)
    page.evaluate(SCROLL, "a[href*='15_cnn']")
    with page.context.expect_page() as elsewhere:  # it does not run here
        page.locator(".jp-RenderedMarkdown a[href*='15_cnn']").last.click()
    assert elsewhere.value.url.endswith(f"/{language}/15_cnn.html")
    elsewhere.value.close()
    page.locator(".jp-RenderedMarkdown a[href*='04_linear_regression']").last.click()
    page.wait_for_function(SHOWN, arg=f"{language}/04_linear_regression.ipynb")
    page.reload()
    page.wait_for_function(SHOWN, arg=f"{language}/04_linear_regression.ipynb")


def test_a_name_that_only_keras_could_have_made_says_so_later_too(visit):
    page = visit("00_start", "en")
    page.evaluate(RUN, "from utils.training import keras")
    use_language("en")
    told = page.evaluate(RUN, "before = 1\nmodel = keras.Sequential()\nafter = 2")
    assert told.strip() == sentence()
    assert page.evaluate(RUN, "model.fit").strip() == sentence() == page.evaluate(RUN, "after + before").strip()
    assert page.evaluate(RUN, "import tensorflow as tf").strip() == sentence()
    assert page.evaluate(RUN, "before") == "1"
    assert "NameError" in page.evaluate(RUN, "nothing") and "no_such" in page.evaluate(RUN, "import no_such")

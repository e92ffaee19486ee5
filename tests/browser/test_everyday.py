"""What readers do every day: save and come back tomorrow, restart a kernel, print without end."""

import json
import time

import pytest

from tests.browser.lab import CELL_SECONDS, LAPTOP, Lab
from tests.browser.server import LabServer
from utils.server import STATE

LESSON = "03_perceptron"
PICTURE = {"tr": "Çizim şu an etkileşimli değil", "en": "This is a picture of the explorer"}
LOST = {"tr": "Çekirdek yanıt vermiyor", "en": "The kernel does not answer"}
TOO_MUCH = {"tr": "çok uzun bir çıktı", "en": "printed too much"}
SAVE = "async () => { await jupyterapp.commands.execute('docmanager:save'); }"
TOLD = "([id, words]) => __cell(id).model.outputs.toJSON().some(({ name, text }) => name === 'stderr' && text.includes(words))"
BROKEN = "Error displaying widget"
HEIGHT = 640  # pixels, as on the first day
MOST = 100_000  # bytes that an explorer may take in a saved notebook


@pytest.fixture(params=["tr", "en"])
def own(request, browser, tmp_path):
    """A JupyterLab of its own, which a test may end and start again: a function that opens a fresh page of it."""
    server = LabServer(tmp_path, request.param)
    contexts = []

    def fresh():
        contexts.append(browser.new_context(viewport=LAPTOP))
        return Lab(contexts[-1].new_page(), server)

    yield fresh
    for context in contexts:
        context.close()
    server.stop()


def explorer_cell(lab):
    """Return the id of the lesson's first cell that shows an explorer."""
    sources = lab.page.evaluate(
        "jupyterapp.shell.currentWidget.content.widgets.map((cell) => [cell.model.id, cell.model.sharedModel.getSource()])"
    )
    return next(name for name, source in sources if source.split("(")[0].endswith("Explorer"))


def told(explorer, word):
    """Wait until the explorer says so."""
    explorer.root.locator(".dlx-note", has_text=word).wait_for(timeout=5000)


def comes_alive(lab, cell):
    """Run an explorer's cell and see that the explorer answers."""
    lab.run_cell(cell)
    explorer = lab.explorer(cell)
    before = explorer.settle()
    explorer.press("step", "ArrowRight")
    explorer.wait_for_change(before)
    assert explorer.note() == ""


def test_a_saved_notebook_shows_its_explorers_the_next_day_and_the_day_after(own):
    lab = own()
    lab.open(LESSON)
    cell = explorer_cell(lab)
    lab.run_to(cell)
    explorer = lab.explorer(cell)
    explorer.press("step", "ArrowRight", "ArrowRight")
    explorer.settle()
    summary = explorer.summary()
    lab.page.evaluate(SAVE)
    file = lab.server.root / lab.language / f"{LESSON}.ipynb"
    stored = json.loads(file.read_text(encoding="utf-8"))["metadata"]["widgets"][STATE]["state"]
    assert max(len(json.dumps(state)) for state in stored.values()) < MOST
    for day in ("next", "after"):
        lab.server.restart()
        lab = own()
        lab.open(LESSON)
        explorer = lab.explorer(cell)
        told(explorer, PICTURE[lab.language])
        lab.shot(f"day_{day}")
        assert explorer.summary() == summary
        assert explorer.height() <= HEIGHT
        assert BROKEN not in lab.page.locator(".jp-Notebook").inner_text()
        assert not explorer.has_handles() and explorer.control("step").evaluate("(node) => node.inert")
        lab.run_cell(lab.cell_ids()[0])  # another kernel has run another cell, and the notebook is saved again
        lab.page.evaluate(SAVE)
    comes_alive(lab, cell)


def test_a_notebook_of_somebody_else_shows_pictures_of_its_explorers(own):
    lab = own()
    lab.open(LESSON)
    cell = explorer_cell(lab)
    lab.run_to(cell)
    lab.page.evaluate(SAVE)
    for signatures in lab.server.folder.rglob("nbsignatures.db*"):
        signatures.unlink()
    lab.server.restart()
    lab = own()
    lab.open(LESSON)
    assert not lab.page.evaluate("(id) => __cell(id).model.trusted", cell)
    shown = lab.cell(cell).locator(".jp-Cell-outputWrapper")
    shown.locator("img[src^='data:image/png']").wait_for(timeout=5000)
    shown.scroll_into_view_if_needed()
    lab.shot("untrusted")
    assert not shown.locator(".dlx").count() and BROKEN not in lab.output(cell)
    lab.run_cell(lab.cell_ids()[0])
    comes_alive(lab, cell)


def test_an_explorer_that_the_kernel_has_lost_says_so_at_once(own):
    lab = own()
    lab.open(LESSON)
    first, cell = lab.cell_ids()[0], explorer_cell(lab)
    lab.run_to(cell)
    explorer = lab.explorer(cell)
    lab.edit_cell(first, "get_ipython().kernel.comm_manager.comms.clear()")
    lab.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
    lab.wait_idle()
    explorer.press("step", "ArrowRight")
    told(explorer, LOST[lab.language])


def test_an_explorer_whose_kernel_was_restarted_says_so_at_once_and_trains_no_more(own):
    lab = own()
    lab.open("09_first_keras_network")
    cell = explorer_cell(lab)
    lab.run_cell(lab.cell_ids()[0])
    lab.run_cell(cell)
    explorer = lab.explorer(cell)
    button = explorer.control("training").locator("button")
    resting = button.inner_text()
    button.click()
    lab.page.wait_for_function("([node, words]) => node.innerText !== words", arg=[button.element_handle(), resting])
    lab.page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    told(explorer, PICTURE[lab.language])
    lab.shot("restarted")
    assert button.inner_text() == resting


def test_an_endless_print_can_be_stopped(own):
    lab = own()
    lab.open(LESSON)
    cell = lab.cell_ids()[0]
    lab.edit_cell(cell, "i = 1\nwhile i < 10:\n    print(i)")
    lab.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
    lab.page.wait_for_function(TOLD, arg=[cell, TOO_MUCH[lab.language]], timeout=CELL_SECONDS * 1000)
    started = time.monotonic()
    lab.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:interrupt-kernel'); }")
    lab.wait_idle()
    assert time.monotonic() - started < 20
    assert "KeyboardInterrupt" in lab.output(cell)

"""JupyterLab as a reader uses it: open a lesson, run and edit cells, move an explorer.

What a reader does goes through mouse and keyboard. Waiting goes through JupyterLab's own application object
(the server exposes it to the page), which knows when a cell has come to its end.
"""

import io
import itertools
import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.browser.server import LabServer

LOAD_SECONDS = 60
CELL_SECONDS = 120  # a first import of TensorFlow on a cold, loaded machine
CHANGE_SECONDS = 30  # a busy machine's; what is quick is measured in benchmarks/
LAPTOP = {"width": 1366, "height": 768}
PLAYED = "[data-played]"  # around a recording on a page: the player has taken over from the picture that stood there
# Of an explorer: its own height, and what of it would not be seen without scrolling, or lies on something else.
HEIGHT = """(root) => {
  const part = (name) => root.querySelector(name);
  const bottom = (node) => node.getBoundingClientRect().bottom;
  const [inside, body, controls] = [part(".dlx-inside"), part(".dlx-body"), part(".dlx-controls")];
  const hidden = ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight;
  const parts = [...body.querySelectorAll(".dlx-controls, .dlx-row, figure, figure > *")];
  const over = parts.map((node) => bottom(node) - bottom(body));
  return Math.ceil(root.offsetHeight + Math.max(0, hidden(inside), hidden(controls), ...over));
}"""
COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")

# A cell's widget by its stable id: __cell("play-first-2").
FIND_CELL = """
window.__cell = (id) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex((cell) => cell.model.id === id);
  if (index < 0) throw new Error(`no cell ${id}: ${notebook.widgets.map((cell) => cell.model.id)}`);
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  return notebook.widgets[index];
}
"""


class Lab:
    """One page of JupyterLab in one language.

    ``requests``: the address of everything that the page has asked for. ``messages``: what its console said of this lesson.
    """

    def __init__(self, page: Page, server: LabServer):
        self.page, self.server, self.language = page, server, server.language
        self.requests = recorded_requests(page)
        self.messages: list[str] = []
        self._shots = itertools.count(1)
        self._loaded = False
        page.add_init_script(FIND_CELL)
        page.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(f"page error: {error}"))

    def open(self, lesson: str) -> None:
        """Open a lesson in this page's language, its kernel ready; the lesson that was open is closed."""
        path = f"{self.language}/{lesson}.ipynb"
        if self._loaded:
            self._close_lesson()
            self.messages.clear()
            self.page.evaluate(
                "async (path) => void (await jupyterapp.commands.execute('docmanager:open', { path }))", path
            )
        else:
            self.page.goto(f"{self.server.url}lab/tree/{path}?reset&token={self.server.token}")
            self._loaded = True
        self.page.wait_for_function(
            "(path) => window.jupyterapp?.shell?.currentWidget?.context?.path === path",
            arg=path,
            timeout=LOAD_SECONDS * 1000,
        )
        self.page.evaluate(
            "async () => { const { context, sessionContext } = jupyterapp.shell.currentWidget;"
            " await context.ready; await sessionContext.ready; await sessionContext.session.kernel.info; }"
        )

    def _close_lesson(self):
        """End the open lesson's kernel, so that kernels do not pile up, and throw away what was typed."""
        self.page.evaluate(
            "async () => { const panel = jupyterapp.shell.currentWidget;"
            " await panel.sessionContext.shutdown(); panel.dispose(); }"
        )

    # Cells

    def cell_ids(self) -> list[str]:
        """Return the ids of all code cells, from top to bottom."""
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.content.widgets"
            ".filter((cell) => cell.model.type === 'code').map((cell) => cell.model.id)"
        )

    def cell(self, cell_id: str) -> Locator:
        """Make a cell the active one, scroll it into view and return it."""
        self.page.evaluate("(id) => __cell(id).node.setAttribute('data-test-cell', id)", cell_id)
        cell = self.page.locator(f"[data-test-cell='{cell_id}']")
        cell.scroll_into_view_if_needed()
        return cell

    def run_cell(self, cell_id: str) -> str:
        """Run one cell to its end and return the text under it; AssertionError where it raised or warned."""
        self._run(cell_id, lambda: self.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')"))
        return self.output(cell_id)

    def run_by_keyboard(self, cell_id: str) -> str:
        """Click into a cell, press Shift + Enter, wait for the end and return the text under it."""
        editor = self.cell(cell_id).locator(".cm-content")

        def press():
            editor.click()
            self.page.keyboard.press("Shift+Enter")

        self._run(cell_id, press)
        return self.output(cell_id)

    def run_to(self, cell_id: str) -> None:
        """Run every code cell from the top to this one that has not run yet."""
        ids = self.cell_ids()
        for each in ids[: ids.index(cell_id) + 1]:
            if not self._has_run(each):
                self.run_cell(each)

    def edit_cell(self, cell_id: str, text: str) -> None:
        """Replace a cell's code as a reader does: click into it, select all, write."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def output(self, cell_id: str) -> str:
        """Return what can be read under a cell."""
        return self.cell(cell_id).locator(".jp-Cell-outputWrapper").inner_text()

    def wait_idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
            timeout=CELL_SECONDS * 1000,
        )

    def _has_run(self, cell_id):
        return self.page.evaluate("(id) => __cell(id).model.executionCount !== null", cell_id)

    def _run(self, cell_id, start):
        self.cell(cell_id)
        self.page.evaluate("(id) => void (__cell(id).model.executionCount = null)", cell_id)  # a new kernel counts anew
        start()
        self.page.wait_for_function(
            "(id) => { const { model } = __cell(id);"
            " return model.executionState === 'idle' && model.executionCount > 0 }",
            arg=cell_id,
            timeout=CELL_SECONDS * 1000,
        )
        outputs = self.page.evaluate("(id) => __cell(id).model.outputs.toJSON()", cell_id)
        bad = [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
        told = "\n".join("\n".join(output.get("traceback") or [str(output.get("text"))]) for output in bad)
        assert not bad, f"cell {cell_id} raised, or wrote a warning:\n{COLOUR_CODES.sub('', told)}"

    # What can be seen

    def explorer(self, cell_id: str) -> "ExplorerHandle":
        """Return the explorer that a cell shows, scrolled into view."""
        return ExplorerHandle(self.cell(cell_id).locator(".dlx"))

    def shot(self, name: str) -> None:
        """Keep a picture of the page in the folder that COURSE_SHOTS names, if it names one."""
        shot(self.page, f"{self.language}_{next(self._shots):02}_{name}")

    def strangers(self) -> list[str]:
        """Return every address outside this machine that the page has asked for."""
        return strangers(self.requests)


class ExplorerHandle:
    """An explorer on a page, in JupyterLab or in a recording, moved by keyboard and mouse."""

    def __init__(self, root: Locator):
        self.root, self.page = root, root.page
        root.wait_for(state="visible", timeout=CHANGE_SECONDS * 1000)
        root.scroll_into_view_if_needed()
        self.settle()

    # What a reader does

    def control(self, name: str) -> Locator:
        return self.root.locator(f"[data-control='{name}']")

    def unfold(self) -> list[str]:
        """Open the rarely used controls, wait until the pictures have found their room again, and return them."""
        self.root.locator(".dlx-more").click()
        self.root.locator(".dlx-folded").wait_for(state="visible", timeout=CHANGE_SECONDS * 1000)
        return self.settle()

    def press(self, name: str, *keys: str) -> None:
        """Focus a control's first input and press keys: ``press("w1", "ArrowRight")``."""
        self.control(name).locator("input, select, button, canvas").first.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def press_on_handle(self, place: int, *keys: str) -> None:
        """Focus a draggable point, box or corner and press keys."""
        self.handle(place).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, place: int, dx: float, dy: float) -> None:
        """Drag a point, box or corner by so many pixels with the mouse."""
        self._sweep(self._middle(self.handle(place)), dx, dy)

    def drag_slider(self, name: str, share: float) -> None:
        """Drag a slider with the mouse from its middle to a share (0 to 1) of its length."""
        track = self.control(name).locator("input[type=range]")
        track.scroll_into_view_if_needed()
        self._sweep(self._middle(track), (share - 0.5) * track.bounding_box()["width"], 0)

    def draw(self, name: str, *places: tuple[float, float]) -> None:
        """Draw one stroke on a pad, through places given as shares (0 to 1) of its width and height."""
        pad = self.control(name).locator("canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point, steps=8)
        self.page.mouse.up()

    def click(self, name: str, text: str = "") -> None:
        """Click a control's first button, box or option; with ``text`` the one that says so."""
        self.control(name).locator("button, label:has(input), input").filter(has_text=text).first.click()

    def has_handles(self) -> bool:
        """Say whether anything in the picture can be dragged."""
        return self.root.locator(".dlx-handle:visible").count() > 0

    def handle(self, place: int) -> Locator:
        handle = self.root.locator(".dlx-handle").nth(place)
        handle.scroll_into_view_if_needed()
        return handle

    def _middle(self, locator):
        box = locator.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def _sweep(self, start, dx, dy):
        x, y = start
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=6)
        self.page.mouse.up()

    # What a reader sees

    def value(self, name: str) -> str:
        """Return the value written beside a control."""
        return self.control(name).locator("output").inner_text()

    def summary(self) -> str:
        """Return the sentence under the picture."""
        return self.root.locator(".dlx-summary").inner_text()

    def note(self) -> str:
        """Return the line at the bottom: a busy kernel, or that this is a recording."""
        return self.root.locator(".dlx-note").inner_text()

    def error(self) -> str:
        """Return the trouble that the explorer tells of, "" where there is none."""
        return self.root.locator(".dlx-error").inner_text()

    def height(self) -> int:
        """Return how many pixels of the page's height the explorer wants, controls and pictures together."""
        return self.root.evaluate(HEIGHT)

    def pixels(self) -> np.ndarray:
        """Return the explorer as it stands on the screen, uint8 (h, w, 3)."""
        return decode(self.root.screenshot(animations="disabled"))

    def pictures(self) -> list[str]:
        """Return each panel's own pixels and each table's text: what is drawn, without focus rings and
        controls.
        """
        return self.root.locator(".dlx-stage").evaluate(
            "(stage) => [...stage.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())"
            ".concat(stage.innerText)"
        )

    def settle(self) -> list[str]:
        """Wait until nothing is under way and the pictures stay as they are; return them."""
        end, last = time.monotonic() + CHANGE_SECONDS, None
        while (now := self.pictures()) != last:
            assert time.monotonic() < end, f"the explorer did not come to rest within {CHANGE_SECONDS} s"
            last = now
            self.page.wait_for_timeout(80)
        return now

    def wait_for_change(self, before: list[str]) -> list[str]:
        """Wait until the pictures are others than ``before`` and at rest, and return them."""
        end = time.monotonic() + CHANGE_SECONDS
        while self.pictures() == before:
            assert time.monotonic() < end, f"no pixel changed within {CHANGE_SECONDS} s"
            self.page.wait_for_timeout(20)
        return self.settle()


def decode(png: bytes) -> np.ndarray:
    """Return a PNG as uint8 (h, w, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def recorded_requests(page: Page) -> list[str]:
    """Return a list that grows by the address of everything that the page's context asks for from now on."""
    requests: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url))
    return requests


def strangers(requests: list[str]) -> list[str]:
    """Return the addresses that lead off this machine."""
    local = ("127.0.0.1", "localhost", "")
    return [url for url in requests if (urlsplit(url).hostname or "") not in local]


def shot(page: Page, name: str) -> None:
    """Keep a picture of a page in the folder that COURSE_SHOTS names, if it names one."""
    folder = os.environ.get("COURSE_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")

"""The thin widget between an explorer and its page: two traits and a message channel. Imported when first
shown.
"""

import re
import weakref
from functools import cache
from pathlib import Path
from uuid import uuid4

import anywidget
import traitlets

try:
    from rjsmin import jsmin
except ModuleNotFoundError:  # a browser's Python, for which there is none; what is made there travels nowhere
    jsmin = str

FILES = ("utils/widgets/static/*.js",)
STATIC = Path(__file__).parent / "static"

# Which explorers the latest run of a notebook cell has shown: {cell id: (message id of that run,
# references)}.
_shown_by_cell: dict[str, tuple[str | None, list[weakref.ref]]] = {}


@cache
def module_text() -> str:
    """Return the ES module of every explorer, minified, for every saved notebook holds a copy of it.

    anywidget gets it as text: given a Path it would never free an instance.
    """
    return jsmin(_source("explorer.js"))


@cache
def replaying_text() -> str:
    """Return the same module with ``replay``, which plays a recording."""
    return jsmin(_source("explorer.js", "replay.js"))


@cache
def player_text() -> str:
    """Return a script that plays all recordings of a page (``utils.widgets.embed``): ``explorer.js``, ``replay.js``,
    ``live.js`` and ``player.js`` as one classic script, because a browser runs no module of a page opened from a folder.
    """
    source = _source("explorer.js", "replay.js", "live.js", "player.js")
    classic = re.sub(r"^export (default)?", lambda found: "void" if found[1] else "", source, flags=re.M)
    return f"(() => {{\n{jsmin(classic)}\n}})();\n"


def worker_text() -> str:
    """Return the script of a page's own Python; what comes before it says ``const FILES``, as ``worker.js`` explains."""
    return jsmin(_source("worker.js"))


def _source(*names: str) -> str:
    """Return modules one after the other as one; they import from each other only."""
    source = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"^import .*\n", "", source, flags=re.M)


class Frontend(anywidget.AnyWidget):
    """What the page knows of an explorer.

    ``spec``: words, controls, colours; fixed. ``packet``: the latest scene and state (``packing.pack``), so
    a page that was saved or reloaded shows where the reader had been. ``own_id``: by it the page asks whether a kernel
    still stands behind the widget.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    packet = traitlets.Bytes().tag(sync=True)
    own_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits):
        name = uuid4().hex
        super().__init__(model_id=name, own_id=name, **traits)

    @traitlets.default("_esm")
    def _module(self):
        return module_text()


def replace_earlier(explorer) -> None:
    """Close what an earlier run of the running cell has shown, and remember ``explorer`` as its successor."""
    cell, run = _running_cell()
    if cell is None:
        return
    earlier_run, shown = _shown_by_cell.get(cell, (run, []))
    if earlier_run != run:
        for reference in shown:
            earlier = reference()
            if earlier is not None:
                earlier.close()
        shown = []
    _shown_by_cell[cell] = (run, [*shown, weakref.ref(explorer)])


def _running_cell() -> tuple[str | None, str | None]:
    """Return the id of the notebook cell that is running and of its present run; (None, None) elsewhere."""
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel is not None else {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")

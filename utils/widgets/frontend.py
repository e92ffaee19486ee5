"""The thin widget between an explorer and its page: two traits and a message channel. Imported when first
shown.
"""

import re
import weakref
from functools import cache
from pathlib import Path

import anywidget
import traitlets

FILES = ("utils/widgets/static/*.js",)
STATIC = Path(__file__).parent / "static"

# Which explorers the latest run of a notebook cell has shown: {cell id: (message id of that run,
# references)}.
_shown_by_cell: dict[str, tuple[str | None, list[weakref.ref]]] = {}


@cache
def module_text() -> str:
    """Return the ES module without its comments and indentation, for every saved notebook holds a copy of it.

    anywidget gets it as text: given a Path it would never free an instance.
    """
    lines = (STATIC / "explorer.js").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line.lstrip("\t") for line in lines if not line.lstrip().startswith("//"))


@cache
def replay_text() -> str:
    """Return what plays a recording, to stand behind ``module_text`` in one module: without its import."""
    lines = (STATIC / "replay.js").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("import "))


@cache
def player_text() -> str:
    """Return a script that plays all recordings of a page (``utils.widgets.embed``): ``explorer.js``, ``replay.js``
    and ``player.js`` as one classic script, because a browser runs no module of a page opened from a folder.
    """
    player = (STATIC / "player.js").read_text(encoding="utf-8")
    text = re.sub(
        r"^export (default)?",
        lambda found: "void" if found[1] else "",
        module_text() + replay_text(),
        flags=re.M,
    )
    return f"(() => {{\n{text}\n{player}}})();\n"


class Frontend(anywidget.AnyWidget):
    """What the page knows of an explorer.

    ``spec``: words, controls, colours; fixed. ``packet``: the latest scene and state (``packing.pack``), so
    a page that was saved or reloaded shows where the reader had been.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    packet = traitlets.Bytes().tag(sync=True)

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

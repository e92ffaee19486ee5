"""Explorers in a page whose Python is the page's own: ``static/worker.js`` calls ``begin`` inside Pyodide."""

import json
from collections.abc import Callable
from importlib import import_module

from utils.language import L, use_language
from utils.widgets.explorer import Explorer


class Page:
    """What stands for a ``Frontend``: each packet goes to ``send`` at once."""

    def __init__(self, send: Callable[[bytes], None]):
        self._send = send

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "packet":
            self._send(value)


def make(recipe: list) -> Explorer:
    """Return a new explorer by its recipe (``utils.widgets.embed``): module, class, arguments."""
    module, kind, named = recipe
    return getattr(import_module(module), kind)(**named)


def begin(asked: str, send_spec: Callable[[str], None], send: Callable[[bytes], None]) -> Callable[[str], None]:
    """Make an explorer and show it; return what takes the page's messages, as JSON.

    asked: JSON of ``{"recipe", "language", "state"}``; the state is the recording's present one. ``send_spec`` gets what
    the page is told once, as JSON, then ``send`` each packet.
    """
    wanted = json.loads(asked)
    use_language(wanted["language"])
    explorer = make(wanted["recipe"])
    send_spec(json.dumps({**explorer.spec, "words": {**explorer.spec["words"], **words()}}))
    explorer.attach(Page(send))
    explorer.resume(wanted["state"])
    return lambda message: explorer.receive(json.loads(message))


def words() -> dict[str, str]:
    """Return what replaces a kernel's words (``spec.frame_words``): here nobody can run a cell."""
    return {
        "waiting": L("Hesaplanıyor …", "Computing …"),
        "lost": L(
            "Bu sayfadaki Python yanıt vermiyor. Sayfayı yenileyip yeniden deneyin.",
            "Python in this page does not answer. Reload the page and try again.",
        ),
    }

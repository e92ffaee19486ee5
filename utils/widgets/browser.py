"""Explorers in a page whose Python is the page's own: ``static/worker.js`` calls ``begin`` inside Pyodide."""

import json
from collections.abc import Callable
from importlib import import_module

from utils.language import L, use_language
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import unpack


class Page:
    """What stands for a ``Frontend``: each packet goes to ``send`` at once."""

    def __init__(self, send: Callable[[bytes], None]):
        self._send = send

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "packet":
            self._send(value)


def make(recipe: list, luggage: bytes = b"") -> Explorer:
    """Return a new explorer by its recipe (``utils.widgets.embed``): module, class, arguments, the name of its luggage
    where it has some; ``luggage``: the content of that file.
    """
    kind = kind_of(recipe)
    return kind(**recipe[2], **unpack(kind, luggage) if luggage else {})


def kind_of(recipe: list) -> type[Explorer]:
    """Return the class of an explorer by its recipe."""
    return getattr(import_module(recipe[0]), recipe[1])


def begin(
    asked: str, send_spec: Callable[[str], None], send: Callable[[bytes], None], luggage: bytes = b""
) -> Callable[[str], None]:
    """Make an explorer and show it; return what takes the page's messages, as JSON.

    asked: JSON of ``{"recipe", "language", "state"}``; the state is the recording's present one. ``send_spec`` gets what
    the page is told once, as JSON, then ``send`` each packet. ``luggage``: see ``make``.
    """
    wanted = json.loads(asked)
    use_language(wanted["language"])
    explorer = make(wanted["recipe"], luggage)
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

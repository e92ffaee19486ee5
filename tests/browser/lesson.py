"""What the browser tests do in a lesson: one ``Lesson``, the ``LESSON`` of ``tests/browser/lessons/<slug>.py``."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.lab import ExplorerHandle


@dataclass(frozen=True)
class Lesson:
    """One lesson's first explorer and one of its exercises.

    ``explorer``, ``answer``, ``check``: ids of the cells that show the explorer, take the answer and check
    it; ``needs``: cells that the exercise needs besides the lesson's first. ``keys``: (control, keys to
    press). ``mouse``: what the mouse does. ``wrong``: an answer with a misconception, ``hears``: a part of
    what the reader is then told, per language; ``right``: a right answer.
    """

    explorer: str
    keys: tuple[str, ...]
    mouse: Callable[[ExplorerHandle], None]
    answer: str
    check: str
    wrong: str
    hears: dict[str, str]
    right: str
    needs: tuple[str, ...] = ()

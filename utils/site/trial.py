"""Tries explorers as a page's own Python would run them: ``python -I trial.py FOLDER``, a process of its own.

FOLDER holds the course's code for the page, and the explorers' luggage. The standard input has their recipes as JSON
(``utils.widgets.embed``), the standard output gets for each of them null, or why it cannot run there. Only what a page has
can be imported: NumPy, contourpy, threadpoolctl, and the standard library but for its parts that Pyodide leaves out.
"""

import contextlib
import io
import json
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

LEFT_OUT = {"lzma", "sqlite3", "ssl", "test"}  # of the standard library, by Pyodide
ALLOWED = (set(sys.stdlib_module_names) | {"contourpy", "numpy", "threadpoolctl", "utils"}) - LEFT_OUT


class OnlyThese(MetaPathFinder):
    """Finds nothing, and refuses what a page's Python does not have."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED:
            raise ModuleNotFoundError(f"no {name} in a page")


def look_around(recipe, luggage):
    """Draw what a reader would see first: every preset, each control moved as far as it goes, the first picture of a
    training.
    """
    from utils.widgets.browser import make

    explorer = make(recipe, luggage)
    for start in explorer.starts():
        explorer.draw(start)
    for name, control in explorer.by_name.items():
        for value in [None] if control.kind == "button" else control.extremes():
            explorer.draw(explorer.changed(explorer.first, {name: value}))
    if explorer.live is not None:
        state = {**explorer.first, explorer.live.name: True}
        explorer.draw(state, next(iter(explorer.train(explorer.for_scene(state)))))


def why_not(recipe, folder):
    """Return why an explorer cannot run in a page, None where it can, in both languages."""
    from utils.language import LANGUAGES, use_language
    from utils.widgets.browser import kind_of

    luggage = b"".join(Path(folder, name).read_bytes() for name in recipe[3:])
    try:
        if needs := kind_of(recipe).needs():
            return needs
        for language in LANGUAGES:
            use_language(language)
            look_around(recipe, luggage)
    except Exception as error:  # whatever it is, this explorer stays a recording
        return f"{type(error).__name__}: {error}"
    return None


def main(folder):
    sys.path.insert(0, folder)
    for name in LEFT_OUT:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, OnlyThese())
    recipes = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):
        answers = [why_not(recipe, folder) for recipe in recipes]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

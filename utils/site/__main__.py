"""``python -m utils.site [--open] [--pyodide FOLDER] [--repository URL] [LESSON ...]``: builds ``site/tr`` and ``site/en``."""

import argparse
import sys
from pathlib import Path

from utils.authoring import SourceError
from utils.authoring.console import chosen, run
from utils.authoring.repository import at, named, what_to_set
from utils.execution.executed import ExecutionError
from utils.language import L
from utils.site.build import SiteError, build_site
from utils.site.pyodide import VERSION, PyodideError, fill
from utils.site.serve import serve

ROOT = Path(__file__).resolve().parents[2]


def main(words) -> int:
    parser = argparse.ArgumentParser(prog="python -m utils.site")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--pyodide", type=Path)
    parser.add_argument("--repository")
    parser.add_argument("lessons", nargs="*")
    wanted = parser.parse_args(words)
    return run(lambda: build(wanted), SiteError, SourceError, ExecutionError, PyodideError, ValueError)


def build(wanted):
    """Build the site of the named lessons, or of all, and say where it begins, or open it."""
    lessons = chosen(ROOT, wanted.lessons)
    repository = at(wanted.repository) if wanted.repository else named(ROOT)
    if named(ROOT) is None:  # also where only the site is told: the notebooks there lack the cell that installs
        print(what_to_set())
    folder = wanted.pyodide or downloaded()
    target = build_site(ROOT, ROOT / "site", lessons, pyodide=folder, repository=repository)
    if wanted.open:
        serve(target)
    else:
        print(L(f"Açmak için: {target / 'index.html'}", f"Open it at: {target / 'index.html'}"))


def downloaded() -> Path | None:
    """Return the cache of Pyodide, filled where it was not; where it cannot be had say so, and return None."""
    cache = ROOT / "build" / "pyodide" / VERSION
    try:
        fill(cache)
    except PyodideError as error:
        print(L(f"Çizimler sayfada canlı çalışmayacak: {error}", f"Explorers will not run live in the pages: {error}"))
        return None
    return cache


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m utils.site [--open] [--lite] [--pyodide FOLDER] [--repository URL] [LESSON ...]``: builds ``site/``."""

import argparse
import sys
from pathlib import Path

from utils.authoring import SourceError
from utils.authoring.console import chosen, run
from utils.authoring.repository import at, named, what_to_set
from utils.execution.executed import ExecutionError
from utils.language import L
from utils.site import lite
from utils.site.build import SiteError, build_site
from utils.site.pyodide import EXPLORERS, NOTEBOOKS, PyodideError, fill, version
from utils.site.serve import serve

ROOT = Path(__file__).resolve().parents[2]
ERRORS = (SiteError, SourceError, ExecutionError, PyodideError, lite.LiteError, ValueError)


def main(words) -> int:
    parser = argparse.ArgumentParser(prog="python -m utils.site")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--lite", action="store_true")
    parser.add_argument("--pyodide", type=Path)
    parser.add_argument("--repository")
    parser.add_argument("lessons", nargs="*")
    wanted = parser.parse_args(words)
    return run(lambda: build(wanted), *ERRORS)


def build(wanted):
    """Build the site of the named lessons, or of all, and say where it begins, or open it."""
    lessons = chosen(ROOT, wanted.lessons)
    repository = at(wanted.repository) if wanted.repository else named(ROOT)
    if named(ROOT) is None:  # also where only the site is told: the notebooks there lack the cell that installs
        print(what_to_set())
    folder = wanted.pyodide or downloaded(NOTEBOOKS if wanted.lite else EXPLORERS)
    tools = makers() if wanted.lite and folder else None
    target = build_site(ROOT, ROOT / "site", lessons, pyodide=folder, repository=repository, tools=tools)
    if wanted.open:
        serve(target)
    else:
        print(L(f"Açmak için: {target / 'index.html'}", f"Open it at: {target / 'index.html'}"))


def downloaded(packages=EXPLORERS) -> Path | None:
    """Return the cache of Pyodide, filled where it was not; where it cannot be had say so, and return None."""
    cache = ROOT / "build" / "pyodide" / version()
    try:
        fill(cache, packages)
    except PyodideError as error:
        print(L(f"Çizimler sayfada canlı çalışmayacak: {error}", f"Explorers will not run live in the pages: {error}"))
        return None
    return cache


def makers() -> lite.Tools | None:
    """Return what makes JupyterLite; where it cannot be had say so, and return None."""
    try:
        return lite.tools(ROOT / "build")
    except lite.LiteError as error:
        print(L(f"Defterler tarayıcıda çalışmayacak: {error}", f"Notebooks will not run in the browser: {error}"))
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

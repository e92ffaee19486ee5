"""``python -m utils.site [LESSON ...]``: builds ``site/tr`` and ``site/en``."""

import sys
from pathlib import Path

from utils.authoring import SourceError
from utils.authoring.console import chosen, run
from utils.execution.executed import ExecutionError
from utils.language import L
from utils.site.build import SiteError, build_site

ROOT = Path(__file__).resolve().parents[2]


def main(words) -> int:
    return run(lambda: build(words), SiteError, SourceError, ExecutionError, ValueError)


def build(words):
    """Build the site of the named lessons, or of all, and say where it begins."""
    target = build_site(ROOT, ROOT / "site", chosen(ROOT, words))
    print(L(f"Açmak için: {target / 'index.html'}", f"Open it at: {target / 'index.html'}"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

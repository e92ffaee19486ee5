"""``python -m utils.authoring.site [LESSON ...]``: builds ``site/tr`` and ``site/en``."""

import sys
from pathlib import Path

from utils.authoring import SourceError
from utils.authoring.__main__ import chosen
from utils.authoring.site.build import SiteError, build_site
from utils.language import L

ROOT = Path(__file__).resolve().parents[3]


def main(words) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        target = build_site(ROOT, ROOT / "site", chosen(ROOT, words))
    except (SiteError, SourceError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(L(f"Açmak için: {target / 'index.html'}", f"Open it at: {target / 'index.html'}"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

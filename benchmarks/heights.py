"""How high explorers are in JupyterLab on a laptop of 1366 x 768, in both languages.

    python benchmarks/heights.py [LESSON ...]        # all: six minutes, for lessons that train are run; needs Chromium

Printed for each lesson: the height of its explorer, controls and pictures together, in Turkish and in English; last what
JupyterLab leaves for them. With COURSE_SHOTS=FOLDER each is kept there as a picture.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from tests.browser.lab import LAPTOP, Lab  # noqa: E402
from tests.browser.lessons import LESSONS  # noqa: E402
from tests.browser.server import LabServer  # noqa: E402
from utils.slides import chromium  # noqa: E402

ROOM = "document.querySelector('.jp-WindowedPanel-outer').clientHeight"


def heights(browser, language, slugs):
    """Return {slug: height of its explorer}, and the height of the window that a notebook has."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        server = LabServer(Path(folder), language)
        try:
            lab = Lab(browser.new_page(viewport=LAPTOP), server)
            for slug in slugs:
                lab.open(slug)
                lab.run_to(LESSONS[slug].explorer)
                explorer = lab.explorer(LESSONS[slug].explorer)
                found[slug] = explorer.height()
                lab.shot(slug)
            return found, lab.page.evaluate(ROOM)
        finally:
            server.stop()


def main(lessons):
    slugs = [slug for slug in LESSONS if not lessons or slug[:2] in lessons]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        turkish, room = heights(browser, "tr", slugs)
        english, _ = heights(browser, "en", slugs)
        browser.close()
    print(f"{'lesson':28}  tr   en")
    for slug in slugs:
        print(f"{slug:28} {turkish[slug]:4} {english[slug]:4}")
    print(f"{'room for a notebook':28} {room:4}")


if __name__ == "__main__":
    main(sys.argv[1:])

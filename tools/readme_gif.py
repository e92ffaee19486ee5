"""Makes the README's animations: the perceptron explorer's own recording, played in Chromium, one GIF a language.

    python tools/readme_gif.py

Run it again when the explorer's looks have changed.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from utils.language import LANGUAGES, use_language
from utils.lessons.perceptron.explorer import PerceptronExplorer
from utils.slides.chromium import ARGUMENTS, find
from utils.widgets.recording import recording_html

STEPS = (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9)
MILLISECONDS = 700
TARGET = Path(__file__).resolve().parents[1] / "assets" / "readme"


def pictures(page, address):
    """Yield the explorer after each of STEPS corrections."""
    page.goto(address)
    slider = page.get_by_role("slider").first
    for step in STEPS:
        slider.fill(str(step))
        page.wait_for_timeout(150)
        yield Image.open(io.BytesIO(page.locator("#explorer").screenshot())).convert(
            "P", palette=Image.Palette.ADAPTIVE
        )


def main():
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 980, "height": 620})
        for language in LANGUAGES:
            use_language(language)
            file = Path(folder) / f"{language}.html"
            file.write_text(recording_html(PerceptronExplorer(preset="clouds").record()), encoding="utf-8")
            first, *others = pictures(page, file.as_uri())
            target = TARGET / f"perceptron_{language}.gif"
            first.save(target, save_all=True, append_images=others, duration=MILLISECONDS, loop=0, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()

"""Writes ``slides/<language>/<lesson>_notes.pdf``: what the presenter takes to the lecture, printed by Chromium.

The notes in their order with the minutes they take, the exercises with their solutions, the questions with their
answers.
"""

import html
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from utils.authoring import build_edition
from utils.authoring.fast_nbformat import nbformat
from utils.authoring.front_cells import in_language
from utils.slides.chromium import ARGUMENTS, find
from utils.slides.export import VENDOR, katex_style, script
from utils.slides.markup import markdown
from utils.slides.pages import has, kind

SECONDS = 120  # that Chromium may take
STYLE = Path(__file__).parent / "static" / "handout.css"
SET_FORMULAS = """
for (const formula of document.querySelectorAll(".course-inline, .course-display"))
	katex.render(formula.textContent, formula, { displayMode: formula.className === "course-display", throwOnError: false });
"""


def write_handouts(root: Path, lessons: list[str] | None) -> Iterator[Path]:
    """Write the handouts of lessons, of all where there are none named. ValueError: there is no Chromium."""
    browser = find()
    if browser is None:
        raise ValueError("a handout is printed by Chromium, Chrome or Edge, and there is none on this machine")
    built = build_edition(root, "presenter", root / "build" / "slides", lessons=lessons)
    for path in sorted(built, key=lambda path: (path.stem, path.parent.name)):
        target = root / "slides" / path.parent.name / f"{path.stem}_notes.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        print_page(handout(nbformat.read(path, as_version=4)), target, browser)
        yield target


def print_page(page: str, target: Path, browser: str) -> None:
    """Print a page of HTML to a PDF."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "page.html"
        file.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-pdf-header-footer", f"--user-data-dir={scratch}/profile", *ARGUMENTS]
        command = [browser, *options, f"--print-to-pdf={target}", file.as_uri()]
        target.unlink(missing_ok=True)
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    if not target.exists():
        raise ValueError(f"{browser} printed nothing")


def handout(notebook) -> str:
    """Return the handout of a presenter notebook as a page of HTML."""
    course = notebook.metadata.course

    def say(tr, en):
        return in_language(course.language, tr, en)

    total = sum(cell.metadata.minutes for cell in notebook.cells if kind(cell) == "notes")
    about = say(f"Sunum notları · {total} dakika", f"Presenter's notes · {total} minutes")
    parts = "\n".join(_parts(notebook.cells, say))
    return f"""<!doctype html>
<html lang="{course.language}">
<meta charset="utf-8">
<title>{html.escape(course.title)}</title>
<style>{katex_style()}
{STYLE.read_text(encoding="utf-8")}
@page {{ @bottom-left {{ content: "{course.title}" }} }}</style>
<header><h1>{html.escape(course.title)}</h1><p>{about}</p></header>
<p class="promise">{html.escape(course.promise)}</p>
{parts}
<script>{script(VENDOR / "katex" / "katex.min.js")}</script>
<script>{SET_FORMULAS}</script>
</html>
"""


def _parts(cells, say):
    """Yield the handout's parts: headings, notes with the minutes from and to, solutions, questions with answers."""
    passed = 0
    for cell in cells:
        heading = re.search(r"^##+ (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if kind(cell) == "notes":
            minutes = cell.metadata.minutes
            text = re.sub(r"^\*\*\d+ \w+\.\*\* ", "", cell.source)
            when = say(f"{passed}–{passed + minutes}. dk", f"min {passed}–{passed + minutes}")
            yield f'<section class="notes"><b class="when">{when}</b><div>{markdown(text)}</div></section>'
            passed += minutes
        elif has(cell, "solution"):
            yield f"<pre>{html.escape(cell.source)}</pre>"
        elif has(cell, "question"):
            yield f'<section class="question">{_opened(markdown(cell.source))}</section>'
        elif heading and kind(cell) != "skip":
            level = 3 if heading[0].startswith("###") else 2
            yield f"<h{level}>{markdown(heading[1]).replace('<p>', '').replace('</p>', '').strip()}</h{level}>"


def _opened(page):
    """Return folded options as paper shows them: each with its reason under it."""
    return page.replace("<details>", '<div class="option">').replace("</details>", "</div>").replace(
        "<summary>", "<b>"
    ).replace("</summary>", "</b>")  # fmt: skip

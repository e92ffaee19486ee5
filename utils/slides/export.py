"""Writes ``slides/<language>/<lesson>.html``: a lesson's slides in one file that runs with no network and no kernel.

reveal.js turns the pages, KaTeX sets the formulas, recordings keep the explorers alive; all of it stands in the file. Where
the slides are served the explorers can run, as on the site, with what ``utils.site.live`` puts into ``slides/live/``.
"""

import base64
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from utils.authoring import build_edition
from utils.authoring.fast_nbformat import nbformat
from utils.authoring.slide_words import EXPORTED_KEYS, key_list, words
from utils.execution.executed import executed
from utils.language import LANGUAGES
from utils.places import course_file
from utils.site import live
from utils.site.pyodide import read
from utils.site.words import WORDS
from utils.slides.markup import code_style, highlighted, markdown, outputs
from utils.slides.pages import Page, has, pages
from utils.widgets.embed import without_luggage
from utils.widgets.frontend import player_text
from utils.widgets.page import style_text

HERE = Path(__file__).parent
SHARED = HERE / "labextensions" / "course-presenter" / "static"
VENDOR = course_file("assets/vendor")
LONG = 4  # lines of code, with which a picture may stand beside it


def write_slides(root: Path, lessons: list[str] | None, pyodide: Path | None = None) -> Iterator[Path]:
    """Write the slides of lessons, of all where there are none named; yield each path as it is written.

    pyodide: the folder of Pyodide's files (``utils.site.pyodide``), with which explorers can run where the slides are served;
    PyodideError where they are not there.
    """
    files = read(pyodide) if pyodide else None
    built = build_edition(root, "presenter", root / "build" / "slides", lessons=lessons)
    paths = sorted(built, key=lambda path: (path.stem, path.parent.name))
    explorers = None
    if files:
        explorers = live.prepare(root, (text for path in paths for text in outputs_as_html(path)), files)
        explorers.write(root / "slides", whole=lessons is None)
        print(*live.told(explorers), sep="\n", flush=True)
    for path in paths:
        yield _write(root / "slides" / path.parent.name / f"{path.stem}.html", slides(path, explorers))
    yield _write(root / "slides" / "index.html", index(root / "slides"))


def outputs_as_html(path: Path) -> Iterator[str]:
    """Yield what the cells of the presenter notebook at ``path`` put out as HTML."""
    for outputs_of_cell in run(nbformat.read(path, as_version=4), path).values():
        for output in outputs_of_cell:
            yield output.get("data", {}).get("text/html", "")


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def slides(path: Path, explorers: live.Live | None = None) -> str:
    """Return the whole page for the presenter notebook at ``path``; ``explorers``: what those need that run in it."""
    notebook = nbformat.read(path, as_version=4)
    found = run(notebook, path)
    course = notebook.metadata.course
    told = words(course.language) | {"list": key_list(EXPORTED_KEYS, course.language)}
    said = WORDS[course.language] | {"live_folder": told["live_folder"]}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = found[cell.id]
            _offer_live(cell, explorers, said["run_live"])
    shown = pages(notebook)
    data = {"title": course.title, "words": told, "pages": [_told(page, shown) for page in shown]}
    sections = "\n".join(page_html(page, course.language) for page in shown)
    run_live = live.template(f"../{live.FOLDER}/{explorers.worker}", said) if explorers else ""
    return _document(course.language, course.title, sections, data, run_live)


def _offer_live(cell, explorers, run_live):
    """Give those explorers a button that can run in a page, and take from all what lies in files of their own then."""
    able = explorers.able if explorers else frozenset()
    for output in cell.outputs:
        if page := output.get("data", {}).get("text/html"):
            output.data["text/html"] = live.with_button(without_luggage(page), able, run_live)


def run(notebook, path: Path) -> dict:
    """Return {id: outputs} of the code cells. Only the code is run, so that new words or slides run nothing again."""
    bare = nbformat.v4.new_notebook(metadata=notebook.metadata)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            bare.cells.append(nbformat.v4.new_code_cell(cell.source, id=cell.id))
    bare.metadata.pop("presenter")
    file = path.parent / "code" / path.name
    file.parent.mkdir(exist_ok=True)
    nbformat.write(bare, file)
    return {cell.id: cell.outputs for cell in executed(file).cells}


def page_html(page: Page, language: str) -> str:
    """Return one slide. Outputs wait until they are asked for, solutions until their key."""
    parts, behind_solution = [], False
    for cell in page.cells:
        behind_solution |= has(cell, "solution")
        parts.append(cell_html(cell, language, "later" if behind_solution else "waiting"))
    return f'<section><div class="course-page">{"".join(parts)}</div></section>'


def cell_html(cell, language: str, when: str) -> str:
    """Return one cell of a slide; ``when``: its output waits for the next step, or comes later, with the solution."""
    if cell.cell_type == "markdown":
        tags = "".join(f" course-{tag}" for tag in cell.metadata.get("tags", []))
        return f'<div class="course-text{tags}">{markdown(cell.source)}</div>'
    shown = outputs(cell)
    if has(cell, "explorer"):
        return f'<div class="course-explorer">{shown}</div>'
    kinds = " course-long" if cell.source.count("\n") >= LONG else ""
    kinds += ' course-solution" hidden="' if has(cell, "solution") else ""
    output = f'<div class="course-output course-{when}">{shown}</div>' if shown else ""
    code = f'<pre class="course-input"><code>{highlighted(cell.source)}</code></pre>'
    return f'<div class="course-code{kinds}" data-cell="{cell.id}">{code}{output}</div>'


def _told(page, shown):
    """Return what the notes window says for a slide, as data of the page."""
    following = shown[shown.index(page) + 1 :]
    return {
        "title": page.title,
        "running": page.running,
        "html": markdown(page.notes),
        "before": page.before,
        "minutes": page.minutes,
        "total": page.total,
        "next": following[0].title if following else "",
    }


def _document(language, title, sections, data, run_live):
    """Return the whole page; sections: the slides as HTML; data: what their script reads, of plain values for JSON; run_live:
    the template by which explorers run in it, if any.
    """
    deck = re.sub(r"^export ", "", (SHARED / "deck.js").read_text(encoding="utf-8"), flags=re.M)
    slides_script = re.sub(r"^import .*\n", "", _text(HERE / "static" / "slides.js"), flags=re.M)
    told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    style = "\n".join(
        [
            _text(VENDOR / "reveal" / "reveal.css"),
            katex_style(),
            style_text(),
            code_style(),
            _text(SHARED / "deck.css"),
            _text(HERE / "static" / "slides.css"),
        ]
    )
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
<style>
{style}
</style>
</head>
<body>
<div class="reveal course-slides"><div class="slides">
{sections}
</div></div>
{run_live}
<script>{script(VENDOR / "reveal" / "reveal.js")}</script>
<script>{script(VENDOR / "katex" / "katex.min.js")}</script>
<script type="application/json" id="course-data">{told}</script>
<script type="module">
{script(deck + slides_script)}
</script>
<script>{script(player_text())}</script>
</body>
</html>
"""


def _text(path):
    return path.read_text(encoding="utf-8")


def script(text: str | Path) -> str:
    """Return a script, given as text or as a file, as it may stand in a page: nothing in it ends the element."""
    return (_text(text) if isinstance(text, Path) else text).replace("</script", "<\\/script")


@cache
def katex_style() -> str:
    """Return KaTeX's style sheet with its fonts inside."""

    def inside(found):
        data = base64.b64encode((VENDOR / "katex" / "fonts" / found[1]).read_bytes()).decode("ascii")
        return f'src:url(data:font/woff2;base64,{data}) format("woff2")'

    return re.sub(r"src:url\(fonts/([\w-]+\.woff2)\)[^;}]*", inside, _text(VENDOR / "katex" / "katex.min.css"))


def index(folder: Path) -> str:
    """Return the page that lists all slides of a folder, one column for each language."""
    columns = ""
    for language in LANGUAGES:
        rows = ""
        for path in sorted((folder / language).glob("*.html")):
            named = re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"))
            title = named[1] if named else path.stem
            rows += f'<li value="{int(path.stem[:2])}"><a href="{language}/{path.name}">{title}</a></li>\n'
        columns += f'<ol lang="{language}">{rows}</ol>\n'
    style = "body{font:18px/1.7 system-ui,sans-serif;margin:40px;display:flex;gap:80px;color-scheme:light dark}"
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>Slaytlar · Slides</title>\n<style>{style}</style>\n{columns}'
    )

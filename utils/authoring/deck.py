"""Cuts the presenter edition of a lesson into slides: one thought a slide, in type that the last row reads.

A heading ``##`` and an explicit ``"slide"`` begin a slide. What follows flows: where it is more than one slide holds, it
goes on at the best place, between two cells if there is one, else between two paragraphs. Heights are estimated in
lines of running text; what is still too high is made smaller in the browser (``static/deck.js``), never cut off.
"""

import copy
import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass

from utils.authoring.markdown import FENCED

ROOM = 13.5  # lines of running text that a slide holds in its full size
WIDTH = 84  # letters of such a line
CODE = 0.75  # a line of code, in lines of text
FIGURE = 9.5  # a picture beside its code
FORCED = ("slide", "subslide")
STARTS = ("question", "terms")  # tags of cells that stand on a slide of their own
BLOCK = re.compile(
    rf"(?:{FENCED.pattern})|^\$\$.*?\$\$[ \t]*$|^<details>.*?</details>[ \t]*$|^(?:(?!\$\$|<details>|```|~~~)[^\n]*\S[^\n]*\n?)+",
    re.M | re.S,
)
DRAWS = re.compile(r"\bplt\.show\(|\bplot_\w+\(|\bdraw_\w+\(|\bshow_\w+\(")
ITEM = re.compile(r"([-*]|\d+\.) ")
EXPLORER = re.compile(r"[A-Z]\w*\(.*\)")  # nothing but a call of a class: what it makes is shown


@dataclass
class Part:
    """A cell, or so much of a cell of markdown as must not be torn apart."""

    cell: dict
    text: str
    lines: float
    first: bool = True  # of its cell
    kept: bool = False  # on the slide of the part before it
    starts: bool = False  # a slide, whatever room is left
    ends: bool = False  # its slide: nothing stands beneath it


def cut(cells: list[dict]) -> list[dict]:
    """Return the cells with a ``slide_type`` for each slide that begins; long cells of markdown in several."""
    cut_cells: list[dict] = []
    run: list[Part] = []
    pieces: Counter[str] = Counter()  # of each cell, by its id
    setup = next((cell["id"] for cell in cells if cell["cell_type"] == "code"), None)
    for cell in cells:
        if cell["id"] == setup:  # the imports run by themselves when the lesson is opened
            _tag(cell, "setup")
            _type(cell, "skip")
        for part in _parts(cell):
            if part.starts and run:
                cut_cells += _flow(run, pieces)
                run = []
            run.append(part)
            if part.ends:
                cut_cells += _flow(run, pieces)
                run = []
    cut_cells += _flow(run, pieces)
    for cell in cut_cells:
        if cell["cell_type"] == "code":  # the room guesses before it sees
            cell.update(outputs=[], execution_count=None)
    return cut_cells


def slide_type(cell: dict) -> str | None:
    """Return what a cell is in the slide show: slide, subslide, fragment, skip, notes, or None."""
    return cell["metadata"].get("slideshow", {}).get("slide_type")


def tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def own_slide(text: str, roles) -> str | None:
    """Return the slide that a cell of markdown begins without being told: "slide", "subslide" or None for none.

    roles: those of the cell, which in a built notebook are its tags.
    """
    if text.startswith("## "):
        return "slide"
    return "subslide" if text.startswith("### ") or any(role in STARTS for role in roles) else None


# Parts and their heights


def _parts(cell):
    text, kind = "".join(cell["source"]), slide_type(cell)
    if kind in ("notes", "skip"):
        return [Part(cell, text, 0, kept=True)]
    if cell["cell_type"] == "code":
        alone = bool(EXPLORER.fullmatch(text))
        if alone:
            _tag(cell, "explorer")
        lines = ROOM if alone else _code_lines(cell, text)
        kept = "solution" in tags(cell) or kind == "-"
        return [Part(cell, text, lines, kept=kept, starts=alone or kind in FORCED, ends=alone)]
    starts = kind in FORCED or own_slide(text, tags(cell)) == "subslide"
    if "hint" in tags(cell):  # a folded line in small type
        return [Part(cell, text, 1, kept=True)]
    if "question" in tags(cell):
        return [Part(cell, text, _text_lines(text), starts=True)]
    parts: list[Part] = []
    for block in _blocks(text):
        kept = bool(parts) and _leads(parts[-1].text)
        parts.append(Part(cell, block, _text_lines(block), first=not parts, kept=kept))
        parts[-1].starts = bool(len(parts) > 1 and block.startswith("### "))
    parts[0].starts, parts[0].kept = starts, kind == "-"
    return parts


def _blocks(text):
    """Return the paragraphs, formulas and so on of markdown; a long list item by item, a long table in two or more."""
    blocks = []
    for found in BLOCK.finditer(text):
        block = found[0].strip("\n")
        items = re.split(r"\n(?=(?:[-*]|\d+\.) )", block)
        if block.startswith("|"):
            blocks += _tables(block.splitlines())
        else:
            blocks += items if len(items) > 1 and _text_lines(block) > 0.6 * ROOM else [block]
    return blocks or [text]


def _tables(lines):
    """Return a table in parts that each fit on a slide, under the same head; no two of them fit together."""
    head, rows = lines[:2], lines[2:]
    count = math.ceil(_text_lines("\n".join(lines)) / (ROOM + 0.5))
    size = math.ceil(len(rows) / count)
    return ["\n".join([*head, *rows[start : start + size]]) for start in range(0, len(rows), size)]


def _leads(text):
    """Return whether a paragraph must not be the last on its slide: a heading, or a sentence that announces."""
    last = text.rstrip().splitlines()[-1]
    return last.startswith("#") or last.endswith(":") or bool(re.fullmatch(r"\*\*[^*]+\*\*", last))


def _text_lines(text):
    if text.startswith(("```", "~~~")):
        return 0.8 + CODE * (text.count("\n") - 1)
    if text.startswith("$$"):
        return 2 + 1.3 * text.count(r"\\")
    lines = 0.6
    for line in _bare(text).splitlines():
        if re.match(r"#+ ", line):
            lines += 1.4 if line.startswith("###") else 1.9
        elif line.startswith("|"):
            cells = line.strip("|").split("|")
            lines += 0 if set(line) <= set("|:- ") else 0.2 + _table_lines(cells)
        elif "<summary>" in line:
            lines += 1.3
        elif line.startswith("!["):
            lines += 9
        else:
            lines += math.ceil(len(line) / WIDTH) + (0.15 if re.match(r"[-*\d]", line) else 0)
    return lines


def _table_lines(cells):
    """Return how many lines a row takes; the browser gives the columns the widths that suit."""
    lengths = [len(cell.strip()) + 3 for cell in cells]
    return max(math.ceil(sum(lengths) / WIDTH), math.ceil(max(lengths) / (0.65 * WIDTH)))


def _bare(text):
    """Return the text as long as it will look: folded parts closed, formulas and links without their marks."""
    text = re.sub(r"</summary>.*?</details>", "</summary>", text, flags=re.S)
    text = re.sub(r"\]\([^)\s]*\)", "]", text)
    text = re.sub(r"\\[a-zA-Z]+", "x", text)
    return re.sub(r"[*$`{}\\]", "", text)


def _code_lines(cell, code):
    if "solution" in tags(cell):  # it takes the place of the stub
        return 0
    lines = 0.8 + CODE * sum(max(1, math.ceil(len(line) / 100)) for line in code.splitlines())
    printed = sum(len("".join(output["text"]).splitlines()) for output in cell["outputs"] if "text" in output)
    if DRAWS.search(code):
        return max(lines, FIGURE)
    return lines + CODE * (printed or code.count("print(") or 1)


# Where slides begin


def _flow(parts, pieces):
    """Return the cells of the parts, the first of each slide with its ``slide_type``."""
    cells = []
    for page in _pages(parts):
        begun = False
        for _, group in itertools.groupby(page, key=lambda part: id(part.cell)):
            cell = _piece(list(group), pieces)
            if not begun and slide_type(cell) not in ("notes", "skip"):
                _type(cell, slide_type(cell) if slide_type(cell) in FORCED else "subslide")
                begun = True
            elif begun and slide_type(cell) in (*FORCED, "-"):
                del cell["metadata"]["slideshow"]
            cells.append(cell)
    return cells


def _piece(group, pieces):
    """Return the cell that a few parts of one cell make; the second piece of a cell has an id of its own."""
    cell = group[0].cell
    pieces[cell["id"]] += 1
    number = pieces[cell["id"]]
    if number == 1 and len(group) == 1 and group[0].text == "".join(cell["source"]):
        return cell
    text = group[0].text
    for part in group[1:]:
        text += ("\n" if ITEM.match(part.text) else "\n\n") + part.text
    name = cell["id"] if number == 1 else f"{cell['id']}-p{number}"
    metadata = copy.deepcopy(cell["metadata"]) if number == 1 else {}
    return {**cell, "id": name, "metadata": metadata, "source": text.splitlines(keepends=True)}


def _pages(parts):
    """Return the parts in pages, so that the sum of what is wrong with each is least."""
    best = [(0.0, 0)]  # for the first so many parts: what is wrong, and where their last page begins
    for end in range(1, len(parts) + 1):
        choices = []
        for start in range(end):
            if start and (parts[start].kept or start == end):
                continue
            page = parts[start:end]
            choices.append((best[start][0] + _wrong(page) + (_tear(parts[start]) if start else 0), start))
        best.append(min(choices))
    pages: list[list[Part]] = []
    end = len(parts)
    while end:
        start = best[end][1]
        pages.insert(0, parts[start:end])
        end = start
    return pages


def _wrong(page):
    """Return how bad a page is: each page costs, an empty one a little more, a crowded one much."""
    spare = ROOM - sum(part.lines for part in page)
    return 8 + (0.03 if spare > 0 else 4) * spare**2


def _tear(part):
    """Return how bad it is to begin a slide with this part: a list stays whole, a small heading begins gladly."""
    if not part.first:
        return 1 if _leads(part.text) else 5 if ITEM.match(part.text) else 3
    return 2 if part.cell["cell_type"] == "code" else 0


def _tag(cell, tag):
    cell["metadata"]["tags"] = [*tags(cell), tag]


def _type(cell, kind):
    cell["metadata"]["slideshow"] = {"slide_type": kind}

"""Reads a lesson's source, ``notebooks/NN_slug.md``, into blocks and pairs the two languages.

The file is a MyST notebook: jupytext reads it, with line numbers, and so does JupyterLab. CONTRIBUTING.md shows
what an author writes.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from utils.authoring.errors import Problems, SourceError
from utils.authoring.reader import MystMetadataParsingError, myst_to_notebook
from utils.language import LANGUAGES

ROLES = ("notes", "hint", "question", "output", "terms")
SLIDES = ("slide", "subslide", "fragment", "skip", "-")
MARKDOWN_KEYS = {"lang", "role", "slide", "id", "minutes"}
CODE_KEYS = {"tags", "slide", "id"}
COURSE_KEYS = {"title", "promise", "objectives", "minutes", "needs", "terms"}
LESSON_NAME = re.compile(r"\d\d_[a-z0-9_]+")


@dataclass
class Block:
    """One block of the source: markdown or code, with the line that its text begins at."""

    kind: str
    text: str
    metadata: dict
    line: int

    @property
    def lang(self):
        return self.metadata.get("lang")

    @property
    def role(self):
        return self.metadata.get("role")


@dataclass
class Unit:
    """What becomes one cell in each language: a pair of twins, or one block that serves both."""

    kind: str
    texts: dict
    metadata: dict
    line: int
    id: str = ""

    @property
    def role(self):
        return self.metadata.get("role")

    @property
    def tags(self):
        return list(self.metadata.get("tags", []))


@dataclass
class Lesson:
    """A lesson as its author wrote it."""

    path: Path
    course: dict
    units: list
    problems: Problems = field(repr=False)

    @property
    def slug(self):
        return self.path.stem


def read_lesson(path: Path, root: Path) -> Lesson:
    """Read one source. Faults are gathered in ``problems``; one that leaves nothing to read is raised."""
    problems = Problems(path, root)
    text = path.read_text(encoding="utf-8")
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except (MystMetadataParsingError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.add(mark.line + 2 if mark else 1, f"front matter or block options cannot be read: {error}")
        raise SourceError(problems) from error
    if not LESSON_NAME.fullmatch(path.stem):
        problems.add(1, f"the file is named {path.name!r}; call it NN_slug.md, small letters, digits and _")
    course = _course(notebook.metadata.get("course"), problems)
    lines = text.splitlines()
    starts = [
        _first_line(lines, start, cell)
        for start, cell in zip(notebook.metadata["source_map"], notebook.cells, strict=True)
    ]
    blocks = [_block(cell, start, problems) for cell, start in zip(notebook.cells, starts, strict=True)]
    units = list(_paired(blocks, problems))
    _name_units(units, problems)
    return Lesson(path, course, units, problems)


def _course(course, problems):
    if not isinstance(course, dict):
        problems.add(1, "the front matter has no `course:`; copy that of notebooks/03_perceptron.md")
        raise SourceError(problems)
    for key in sorted(set(course) - COURSE_KEYS):
        problems.add(1, f"unknown key `{key}` under `course:`; known are {', '.join(sorted(COURSE_KEYS))}")
    missing = sorted(COURSE_KEYS - set(course))
    if missing:
        problems.add(1, f"`course:` lacks {', '.join(missing)}")
        raise SourceError(problems)
    for key in ("title", "promise", "objectives"):
        if not isinstance(course[key], dict) or set(course[key]) != set(LANGUAGES):
            problems.add(1, f"`course.{key}` needs exactly one value for `tr` and one for `en`")
            raise SourceError(problems)
    if len(course["objectives"]["tr"]) != len(course["objectives"]["en"]):
        problems.add(1, "`course.objectives` has not the same number of lines in tr and en")
    if set(course["minutes"]) != {"read", "practise"}:
        problems.add(1, "`course.minutes` needs `read` and `practise`")
    return course


def _first_line(lines, start, cell):
    """Return the line, from 1, that a cell's text begins at: jupytext's ``start`` counts options and blank lines in."""
    first = cell.source.strip("\n").split("\n")[0]
    return next((i + 1 for i in range(start, len(lines)) if lines[i] == first), start + 1)


def _block(cell, line, problems):
    metadata = dict(cell.metadata)
    block = Block(cell.cell_type, cell.source.strip("\n"), metadata, line)
    known = CODE_KEYS if block.kind == "code" else MARKDOWN_KEYS
    for key in sorted(set(metadata) - known):
        problems.add(
            block.line, f"unknown block key `{key}`; a {block.kind} block knows {', '.join(sorted(known))}"
        )
    if block.lang not in (None, *LANGUAGES):
        problems.add(block.line, f'unknown language {block.lang!r}; write "lang": "tr" or "lang": "en"')
    if block.role not in (None, *ROLES):
        problems.add(block.line, f"unknown role {block.role!r}; known are {', '.join(ROLES)}")
    if metadata.get("slide") not in (None, *SLIDES):
        problems.add(block.line, f"unknown slide type {metadata['slide']!r}; known are {', '.join(SLIDES)}")
    return block


def _paired(blocks, problems):
    """Yield the units; a Turkish block must be followed at once by its English twin."""
    waiting = None
    for block in blocks:
        if waiting is not None:
            if block.lang == "en" and block.role == waiting.role:
                yield _twins(waiting, block, problems)
                waiting = None
                continue
            _unpaired(waiting, problems)
            waiting = None
        if block.lang == "tr":
            waiting = block
        elif block.lang == "en":
            problems.add(
                block.line, "this `en` block has no `tr` twin right before it (with the same role); write one"
            )
        else:
            if block.role in ("notes", "hint", "question", "terms"):
                problems.add(
                    block.line, f"a `{block.role}` block needs both languages: a `tr` and an `en` twin"
                )
            texts = dict.fromkeys(LANGUAGES, block.text)
            yield Unit(block.kind, texts, block.metadata, block.line)
    if waiting is not None:
        _unpaired(waiting, problems)


def _unpaired(block, problems):
    problems.add(
        block.line, "this `tr` block has no `en` twin right after it (with the same role); write one"
    )


def _twins(tr, en, problems):
    for key in ("slide", "minutes", "id"):
        if tr.metadata.get(key) != en.metadata.get(key):
            problems.add(
                en.line, f"the twins differ in `{key}`: {tr.metadata.get(key)!r} and {en.metadata.get(key)!r}"
            )
    if _headings(tr.text) != _headings(en.text):
        problems.add(en.line, "the twins have not the same headings (levels, in order)")
    if not tr.text or not en.text:
        problems.add(en.line, "one of the twins is empty")
    metadata = {key: value for key, value in tr.metadata.items() if key != "lang"}
    return Unit("markdown", {"tr": tr.text, "en": en.text}, metadata, tr.line)


def without_code(text):
    """Return markdown with its fenced code blanked out, line for line."""
    return re.sub(r"^(```|~~~).*?^\1", lambda m: "\n" * m[0].count("\n"), text, flags=re.M | re.S)


def _headings(text):
    return [len(marks) for marks in re.findall(r"^(#+) ", without_code(text), flags=re.M)]


def _name_units(units, problems):
    """Give each unit its id: its own, or the English heading that it stands under and a counter."""
    section, counts, used = "start", {}, {"header"}
    for unit in units:
        if unit.kind == "markdown" and not unit.role:
            found = re.search(r"^#+ +(.+)$", without_code(unit.texts["en"]), flags=re.M)
            section = _slug(found[1]) if found else section
        counts[section] = counts.get(section, 0) + 1
        unit.id = unit.metadata.get("id") or f"{section}-{counts[section]}"
        if unit.id in used or not re.fullmatch(r"[a-zA-Z0-9_-]{1,54}", unit.id):
            problems.add(
                unit.line,
                f"the id {unit.id!r} is taken or not a word of letters, digits, - and _ (at most 54)",
            )
        used.add(unit.id)


def _slug(heading):
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:40].strip("-") or "section"

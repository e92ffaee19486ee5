"""Reads a lesson's source, ``notebooks/NN_slug.md``, into blocks and pairs the two languages.

The file is a MyST notebook: jupytext reads it, with line numbers, and so does JupyterLab. CONTRIBUTING.md shows
what an author writes.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from utils.authoring.errors import Problems, SourceError
from utils.authoring.front_matter import read_front_matter
from utils.authoring.install_cell import ID as INSTALL
from utils.authoring.markdown import headings, words
from utils.language import LANGUAGES

ROLES = ("notes", "hint", "question", "output", "terms")
SLIDES = ("slide", "subslide", "fragment", "skip", "-")
TAGS = (
    "nbval-check-output",
    "nbval-ignore-output",
    "nbval-raises-exception",
    "nbval-skip",
    "raises-exception",
)
MARKDOWN_KEYS = ("lang", "role", "slide", "id", "minutes", "explorer")
CODE_KEYS = ("tags", "slide", "id")
LESSON_NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")
LONGEST_ID = 54  # nbformat allows 64; a folded solution adds its own ending


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


def read_text(path: Path, problems: Problems) -> str:
    """Return a source's text; SourceError where it is not UTF-8. Windows' line ends and byte order mark are fine."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(line, "the file is not UTF-8; save it as UTF-8 in your editor")
        raise SourceError(problems) from error


def read_lesson(path: Path, root: Path) -> Lesson:
    """Read one source. Faults are gathered in ``problems``; with a faulty front matter they are raised."""
    problems = Problems(path, root)
    text = read_text(path, problems)
    if not LESSON_NAME.fullmatch(path.stem):
        problems.add(1, f"the file is named {path.name!r}; call it NN_slug.md, small letters, digits and _")
    course, head = read_front_matter(text, problems)
    lines = text.splitlines()
    _check_marks(lines, head, problems)
    blocks = [_checked(block, problems) for block in _blocks(lines, head, problems)]
    units = list(_paired(blocks, problems))
    _name_units(units, problems)
    if course is None:
        raise SourceError(problems)
    return Lesson(path, course, units, problems)


def _blocks(lines, head, problems):
    """Let jupytext read what follows the front matter, which is blanked out so that the line numbers stay."""
    from utils.authoring.fast_nbformat import nbformat

    # isort: split
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        notebook = myst_to_notebook("\n".join([""] * head + lines[head:]), add_source_map=True)
    except MystMetadataParsingError as error:
        found = re.search(r"at line (\d+)", str(error))
        problems.add(int(found[1]) if found else 1, f"a block's options cannot be read: {error}")
        raise SourceError(problems) from error
    except nbformat.ValidationError as error:
        number = next((i for i, line in enumerate(lines, 1) if i > head and str(error.instance) in line), 1)
        problems.add(number, f"a block's options are wrong: {error.message}; tags are a list: `:tags: [one]`")
        raise SourceError(problems) from error
    starts = notebook.metadata["source_map"]
    return [
        Block(cell.cell_type, cell.source.strip("\n"), dict(cell.metadata), _first_line(lines, start, cell))
        for start, cell in zip(starts, notebook.cells, strict=True)
    ]


def _first_line(lines, start, cell):
    """Return the line, from 1, that a cell's text begins at: jupytext's ``start`` counts options and blank lines in."""
    first = cell.source.strip("\n").split("\n")[0]
    return next((i + 1 for i in range(start, len(lines)) if lines[i] == first), start + 1)


def _check_marks(lines, head, problems):
    """Find what jupytext passes over in silence: empty blocks, and marks with a slip of the pen."""
    fence, opened, waiting = None, 0, None
    for number, line in enumerate(lines[head:], head + 1):
        if fence:
            fence = None if re.fullmatch(rf" {{0,3}}{fence}{fence[0]}*\s*", line) else fence
            continue
        mark = re.match(r" {0,3}(`{3,}|~{3,})([^`]*)$", line)
        if waiting and (line.startswith("+++") or (mark and "{code-cell}" in mark[2])):
            problems.add(waiting, "this block is empty; write its text, or delete the line")
        if mark:
            fence, opened = mark[1], number
            _check_directive(mark[2].strip(), number, problems)
        elif re.match(r'\s*\+{1,2}\s*\{|\s*\+{3,}\s*"|\s+\+\+\+', line):
            problems.add(number, 'a block begins with `+++ {"lang": "tr"}` at the start of the line')
        if line.startswith("+++"):
            waiting = number if line.strip("+ \t") else None
        elif line.strip():
            waiting = None
    if waiting:
        problems.add(waiting, "this block is empty; write its text, or delete the line")
    if fence:
        problems.add(opened, f"what begins here with {fence} never ends; close it with {fence}")


def _check_directive(info, number, problems):
    if info.startswith("{") and info not in ("{code-cell} python", "{code-cell} ipython3"):
        problems.add(number, f"unknown block {info!r}; a code cell begins with ```{{code-cell}} python")


def _checked(block, problems):
    """Return the block after a look at its metadata: a slip there would be passed over otherwise."""
    metadata = block.metadata
    known = CODE_KEYS if block.kind == "code" else MARKDOWN_KEYS
    for key in sorted(set(metadata) - set(known)):
        problems.add(block.line, f"unknown block key `{key}`; a {block.kind} block knows {', '.join(known)}: delete it")
    if block.lang not in (None, *LANGUAGES):
        problems.add(block.line, f'unknown language {block.lang!r}; write "lang": "tr" or "lang": "en"')
    if block.role not in (None, *ROLES):
        problems.add(block.line, f"unknown role {block.role!r}; known are {', '.join(ROLES)}")
    if metadata.get("slide") not in (None, *SLIDES):
        problems.add(block.line, f"unknown slide type {metadata['slide']!r}; known are {', '.join(SLIDES)}")
    if "minutes" in metadata and (block.role != "notes" or type(metadata["minutes"]) is not int):
        problems.add(block.line, '`minutes` is a whole number, and belongs to a block with "role": "notes"')
    if "explorer" in metadata and (block.role or not _is_explorer(metadata["explorer"])):
        problems.add(
            block.line,
            "`explorer` is one call, \"PerceptronExplorer(preset='xor')\", in a block without `role`",
        )
    for tag in metadata.get("tags", []):
        if tag not in TAGS:
            problems.add(block.line, f"unknown tag {tag!r}; known are {', '.join(TAGS)}")
    return block


def _is_explorer(code):
    """Return whether ``code`` is the call of an explorer, and nothing else."""
    try:
        call = ast.parse(code, mode="eval").body
    except (SyntaxError, TypeError):
        return False
    return isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Explorer")


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
            problems.add(block.line, "this `en` block has no `tr` twin right before it (with the same role); write one")
        else:
            yield _for_both(block, problems)
    if waiting is not None:
        _unpaired(waiting, problems)


def _unpaired(block, problems):
    problems.add(block.line, "this `tr` block has no `en` twin right after it (with the same role); write one")


def _for_both(block, problems):
    if block.role in ("notes", "hint", "question", "terms"):
        problems.add(block.line, f"a `{block.role}` block needs both languages: a `tr` and an `en` twin")
    elif block.kind == "markdown" and not block.role and len(words(block.text)) > 2:
        problems.add(
            block.line,
            'words in a block for both languages; put `+++ {"lang": "tr"}` before it and write its `en` twin',
        )
    return Unit(block.kind, dict.fromkeys(LANGUAGES, block.text), block.metadata, block.line)


def _twins(tr, en, problems):
    for key in ("slide", "minutes", "id", "explorer"):
        if tr.metadata.get(key) != en.metadata.get(key):
            problems.add(en.line, f"the twins differ in `{key}`: {tr.metadata.get(key)!r} and {en.metadata.get(key)!r}")
    if [level for level, _ in headings(tr.text)] != [level for level, _ in headings(en.text)]:
        problems.add(en.line, "the twins have not the same headings (levels, in order)")
    if tr.text.count("$$") != en.text.count("$$"):
        problems.add(en.line, "the twins have not the same number of formulas between $$")
    if tr.text == en.text and len(words(tr.text)) > 2:
        problems.add(en.line, "the twins are the same text; translate it, or write one block without `lang`")
    metadata = {key: value for key, value in tr.metadata.items() if key != "lang"}
    return Unit("markdown", {"tr": tr.text, "en": en.text}, metadata, tr.line)


def _name_units(units, problems):
    """Give each unit its id: its own, or the English heading that it stands under and a counter."""
    section, used = "start", {"header", INSTALL}
    counts: dict[str, int] = {}  # {section: its units so far}
    for unit in units:
        if unit.kind == "markdown" and not unit.role:
            titles = headings(unit.texts["en"])
            section = _slug(titles[0][1]) if titles else section
        counts[section] = counts.get(section, 0) + 1
        unit.id = unit.metadata.get("id") or f"{section}-{counts[section]}"
        if not re.fullmatch(rf"[a-zA-Z0-9_-]{{1,{LONGEST_ID}}}", str(unit.id)):
            problems.add(
                unit.line,
                f"the id {unit.id!r} is not a word of letters, digits, - and _ (at most {LONGEST_ID})",
            )
        elif unit.id in used:
            problems.add(unit.line, f"the id {unit.id!r} is taken; choose another")
        used.add(unit.id)


def _slug(heading):
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:40].strip("-") or "section"

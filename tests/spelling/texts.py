"""What of the course a reader sees, as texts of one language each: lessons, messages, guides, the glossary."""

import ast
import csv
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from utils.authoring.markdown import NOT_PROSE, without_code
from utils.authoring.source import read_lesson
from utils.authoring.translate import translate
from utils.language import LANGUAGES

GUIDES = {
    "README.md": None,
    "INSTRUCTORS.md": None,
    "CONTRIBUTING.md": "en",
    "ARCHITECTURE.md": "en",
    "CHANGELOG.md": "en",
}
LANGUAGE_HEADINGS = {"## Türkçe": "tr", "## English": "en"}  # of a guide in both languages
MARK = "\0"  # stands for what is left out of a text: code, a formula, a value


@dataclass(frozen=True)
class Text:
    """A piece of prose: where its first line stands, and its words with ``MARK`` for what are none."""

    path: str
    line: int
    language: str
    words: str


def of_lesson(root: Path, lesson: str) -> Iterator[Text]:
    """Yield what the source of a lesson, "03_perceptron", shows in both languages."""
    path = root / "notebooks" / f"{lesson}.md"
    read, name = read_lesson(path, root), f"notebooks/{lesson}.md"
    for language, words in _of_head(read.course):
        yield Text(name, 1, language, _prose(words))
    for unit in read.units:
        if unit.kind == "code":
            yield from (Text(name, unit.line + line, language, words) for line, language, words in _of_code(unit.texts))
        else:
            for language, text in unit.texts.items():
                yield Text(name, unit.line, language, _prose(text))


def of_python(root: Path, path: Path) -> Iterator[Text]:
    """Yield the messages of a Python file: the sides of each ``L(tr, en)``, and what is given as ``tr=`` or ``en=``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for line, language, words in _messages(tree):
        yield Text(path.relative_to(root).as_posix(), line, language, words)


def of_guide(root: Path, name: str, language: str | None) -> Iterator[Text]:
    """Yield a page for readers at the top of the course, in its language or in both."""
    section: list[str] = []
    first, spoken = 1, language
    for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
        if not language and (line in LANGUAGE_HEADINGS or (line.startswith("## ") and " · " in line)):
            if spoken:
                yield Text(name, first, spoken, _prose("\n".join(section)))
            section, first, spoken = [], number + 1, LANGUAGE_HEADINGS.get(line)
        else:
            section.append(line)
    if spoken:
        yield Text(name, first, spoken, _prose("\n".join(section)))


def of_glossary(root: Path) -> Iterator[Text]:
    """Yield the notes of the glossary."""
    with (root / "assets/terms.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            yield from (Text("assets/terms.csv", line, language, row[f"note_{language}"]) for language in LANGUAGES)


def _of_head(head):
    """Yield (language, text) of all that a lesson's front matter says in both languages."""
    for language, value in head.items():
        if isinstance(value, dict):
            yield from _of_head(value)
        elif language in LANGUAGES:
            yield language, value if isinstance(value, str) else "\n\n".join(map(str, value))


def _of_code(texts):
    """Yield (line, language, text) of the messages and comments of a code cell."""
    code = next(iter(texts.values()))
    yield from _messages(ast.parse(code))
    for language, spoken in translate(code).items():
        for token in tokenize.generate_tokens(io.StringIO(spoken).readline):
            if token.type == tokenize.COMMENT and "SOLUTION" not in token.string:  # that is an exercise's frame
                yield token.start[0], language, _prose(token.string.lstrip("# "))


def _messages(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        sides = node.args if isinstance(node.func, ast.Name) and node.func.id == "L" and len(node.args) == 2 else ()
        for language, side in (*zip(LANGUAGES, sides, strict=False), *((k, named[k]) for k in LANGUAGES if k in named)):
            yield from ((part.lineno, language, _prose(_joined(part))) for part in _strings(side))


def _strings(node):
    """Yield the strings that a message is made of, not those that look up a value for it."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    elif not isinstance(node, ast.Subscript | ast.Compare):
        for part in ast.iter_child_nodes(node):
            yield from _strings(part)


def _joined(node):
    """Return a string's words, an f-string's with a mark for each value."""
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(part.value if isinstance(part, ast.Constant) else MARK for part in node.values)


def _prose(text):
    """Return markdown without code, formulas and addresses, line for line; what is bold stays one word with its suffix."""
    shown = re.sub(r"^( *)#+ ", r"\1", without_code(text), flags=re.M)
    shown = NOT_PROSE.sub(lambda found: re.sub(r"[^\n]", MARK, found[0]), shown)
    shown = re.sub(
        r"(?<!\*)\*([^*\n]+)\*(?!\*)", r"“\1”", shown
    )  # what is in italics is quoted, such as a menu's words
    return shown.replace("*", "")

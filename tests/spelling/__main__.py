"""Prints each word of the course that nobody knows, with its place; the exit code is 1 if there is any.

    python -m tests.spelling                    all that a reader sees
    python -m tests.spelling 03_perceptron ...  these lessons: their sources and rooms

A word that is right goes into one of the lists beside this file: ``names.txt`` (names and abbreviations, of both languages),
``tr.txt`` or ``en.txt``.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.spelling.speller import speller
from tests.spelling.texts import GUIDES, MARK, Text, of_glossary, of_guide, of_lesson, of_python
from utils.language import L

ROOT = Path(__file__).resolve().parents[2]
# A word, not what hangs on code, a number or a value: 10'a, `relu`'nun.
LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
WORD = re.compile(rf"(?<![\w{MARK}'’.\\/@-])[{LETTER}]{{2,}}(?:['’][{LETTER}]+)*(?![\w{MARK}\\@]|\.\w)")
FOREIGN = re.compile(r"\([^()]*\)|“[^”]*”|\"[^\"\n]*\"")  # where Turkish prose gives a term's English form


def everything(root: Path) -> Iterator[Text]:
    """Yield all texts of the course."""
    yield from (
        text for source in sorted((root / "notebooks").glob("[0-9][0-9]_*.md")) for text in of_lesson(root, source.stem)
    )
    files = [root / "course.py", *sorted((root / "utils").rglob("*.py"))]
    yield from (text for file in files for text in of_python(root, file))
    yield from (text for name, language in GUIDES.items() for text in of_guide(root, name, language))
    yield from of_glossary(root)


def of_lessons(root: Path, lessons: Iterable[str]) -> Iterator[Text]:
    """Yield the texts of some lessons: their sources and what their rooms say."""
    for lesson in lessons:
        yield from of_lesson(root, lesson)
        yield from (
            text
            for file in sorted((root / "utils/lessons" / lesson[3:]).rglob("*.py"))
            for text in of_python(root, file)
        )


def misspelled(text: Text) -> Iterator[tuple[int, str]]:
    """Yield (line, word) of each word of a text that its language does not know."""
    brackets = [found.span() for found in FOREIGN.finditer(text.words)] if text.language == "tr" else []
    for found in WORD.finditer(text.words):
        word = found[0]
        foreign = any(start < found.start() < end for start, end in brackets)
        if not speller(text.language).knows(word) and not (foreign and speller("en").knows(word)):
            yield text.line + text.words.count("\n", 0, found.start()), word


def main(lessons):
    texts = of_lessons(ROOT, lessons) if lessons else everything(ROOT)
    faults = [(text.path, line, text.language, word) for text in texts for line, word in misspelled(text)]
    for path, line, language, word in faults:
        print(f"{path}:{line}: {word} ({language})")
    if faults:
        print(
            L(
                f"{len(faults)} kelime tanınmıyor. Yanlışsa düzeltin; doğruysa tests/spelling altındaki listelere ekleyin.",
                f"{len(faults)} words are unknown. Correct what is wrong; add what is right to a list in tests/spelling.",
            )
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The tables of README.md and INSTRUCTORS.md that the lessons' front matter decides: the map and the two plans.

They stand between ``<!-- generated: map tr -->`` and ``<!-- end of generated -->``; the text around them is the
author's.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from utils.authoring.front_cells import in_language
from utils.authoring.plans import DAYS, WEEKS
from utils.parts import spans

GUIDES = ("README.md", "INSTRUCTORS.md")
OPENS, CLOSES = "<!-- generated: ", "<!-- end of generated -->"
TABLE = re.compile(rf"({OPENS}(\w+) (tr|en) -->\n).*?({CLOSES})", re.S)


def guides(root: Path, courses: dict[str, dict]) -> dict[Path, str]:
    """Return {path: text} of the guides that ``root`` has, their tables made anew.

    courses: {slug: ``course:`` of its front matter} of all lessons. ValueError where a table's marks are wrong.
    """
    paths = [root / name for name in GUIDES if (root / name).is_file()]
    return {path: _with_tables(path, courses) for path in paths}


def _with_tables(path, courses):
    def table(found):
        start, kind, language, end = found.groups()
        if kind not in TABLES:
            raise ValueError(f"{path.name}: there is no table {kind!r}; there are {', '.join(TABLES)}")
        rows = [" | ".join(cells) for cells in TABLES[kind](courses, language)]
        return "\n".join([start, *(f"| {row} |" for row in rows), "", end])

    text, count = TABLE.subn(table, path.read_text(encoding="utf-8"))
    if count != text.count(OPENS):
        raise ValueError(f"{path.name}: a table between `{OPENS}… -->` and `{CLOSES}` is not marked so at both ends")
    return text


def _map(courses, language):
    yield in_language(
        language,
        ("Ders", "Konu", "Süre (okuma + alıştırma)"),
        ("Lesson", "Subject", "Minutes (reading + practice)"),
    )
    yield ("---",) * 3
    for slug, course in courses.items():
        minutes = course["minutes"]
        time = in_language(language, "{read} + {practise} dk", "{read} + {practise} min").format(**minutes)
        yield _link(slug, language), _cell(course["subject"][language]), time


def _weeks(courses, language):
    yield in_language(
        language,
        ("Hafta", "Dersler", "Konu", "Sınıfta (dk)", "Alıştırma (dk)", ""),
        ("Week", "Lessons", "Subject", "In class (min)", "Practice (min)", ""),
    )
    yield from _plan(spans(WEEKS), courses, language)


def _workshop(courses, language):
    yield in_language(
        language,
        ("Gün", "Dersler", "Konu", "Anlatım (dk)", "Alıştırma (dk)", ""),
        ("Day", "Lessons", "Subject", "Presented (min)", "Practice (min)", ""),
    )
    yield from _plan(DAYS, courses, language)


def _plan(rows, courses, language):
    """Yield the line under the head, then a row for each week or day: its lessons, what they are about, their time."""
    yield "---", "---", "---", "---:", "---:", "---"
    for place, (numbers, tr, en) in enumerate(rows, 1):
        inside = lessons_of(numbers, courses)
        titles = "; ".join(_cell(course["title"][language]) for course in inside.values())
        links = ", ".join(_link(slug, language) for slug in inside)
        minutes = (str(minutes_of(inside, kind)) for kind in ("read", "practise"))
        yield str(place), links, titles, *minutes, in_language(language, tr, en)


def lessons_of(numbers: Iterable[int], courses: dict[str, dict]) -> dict[str, dict]:
    """Return those of ``courses`` whose lessons have one of ``numbers``."""
    return {slug: course for slug, course in courses.items() if int(slug[:2]) in numbers}


def minutes_of(courses: dict[str, dict], kind: str) -> int:
    """Return the minutes of all these lessons together; kind: "read" or "practise"."""
    return sum(course["minutes"][kind] for course in courses.values())


def _link(slug, language):
    return f"[{slug[:2]}]({language}/{slug}.ipynb)"


def _cell(text):
    return text.replace("|", r"\|")


TABLES = {"map": _map, "weeks": _weeks, "workshop": _workshop}

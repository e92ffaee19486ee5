"""The tables of README.md and INSTRUCTORS.md that the lessons' front matter decides: the map and the three plans.

They stand between ``<!-- generated: map tr -->`` and ``<!-- end of generated -->``; the text around them is the
author's.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from utils.authoring.front_cells import in_language
from utils.authoring.plans import CLASS_MINUTES, DAY_MINUTES, DAYS, SHARING, WEEKS

GUIDES = ("README.md", "INSTRUCTORS.md")
OPENS, CLOSES = "<!-- generated: ", "<!-- end of generated -->"
WEEK = {
    "tr": ("Hafta", "Dersler", "Konu", "Anlatım (dk)", "Derste alıştırma (dk)", "Evde alıştırma (dk)"),
    "en": ("Week", "Lessons", "Subject", "Presented (min)", "Practice in class (min)", "Practice at home (min)"),
}
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
    yield in_language(language, (*WEEK["tr"], ""), (*WEEK["en"], ""))
    yield *("---",) * 3, *("---:",) * 3, "---"
    for week, (numbers, *remark) in enumerate(WEEKS, 1):
        titles, links, minutes = _held(numbers, courses, language, CLASS_MINUTES)
        yield str(week), links, titles, *minutes, in_language(language, *remark)


def _second(courses, language):
    yield WEEK[language]
    yield *("---",) * 3, *("---:",) * 3
    for week, numbers in enumerate(second_semester(courses), 1):
        titles, links, minutes = _held(numbers, courses, language, CLASS_MINUTES)
        yield str(week), links, titles, *minutes


def second_semester(courses: dict[str, dict]) -> list[tuple[int, ...]]:
    """Return the numbers of the lessons that each of its weeks holds: of those that ``WEEKS`` leaves out."""
    met = {number for numbers, *_ in WEEKS for number in numbers}
    left = [number for number in (int(slug[:2]) for slug in courses) if number not in met]
    return [
        (number, SHARING[number]) if number in SHARING else (number,)
        for number in left
        if number not in SHARING.values()
    ]


def _workshop(courses, language):
    yield in_language(
        language,
        ("Gün", "Önceden okunan", "Dersler", "Anlatım (dk)", "Birlikte alıştırma (dk)", "Evde alıştırma (dk)", "Konu"),
        (
            "Day",
            "Read before",
            "Lessons",
            "Presented (min)",
            "Practice together (min)",
            "Practice at home (min)",
            "Subject",
        ),
    )
    yield *("---",) * 3, *("---:",) * 3, "---"
    for day, (numbers, alone, *remark) in enumerate(DAYS, 1):
        _, links, minutes = _held(numbers, courses, language, DAY_MINUTES)
        before = _links(lessons_of(alone, courses), language)
        yield str(day), before, links, *minutes, in_language(language, *remark)


def _held(numbers, courses, language, available):
    """Return the titles of the lessons with these numbers, links to them, and their minutes: presented, then practised in
    what that leaves of the minutes ``available``, then at home."""
    inside = lessons_of(numbers, courses)
    presented, practised = minutes_of(inside, "read"), minutes_of(inside, "practise")
    together = min(practised, available - presented)
    titles = "; ".join(_cell(course["title"][language]) for course in inside.values())
    return titles, _links(inside, language), (str(presented), str(together), str(practised - together))


def _links(courses, language):
    return ", ".join(_link(slug, language) for slug in courses)


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


TABLES = {"map": _map, "weeks": _weeks, "second": _second, "workshop": _workshop}

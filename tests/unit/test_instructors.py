"""What INSTRUCTORS.md says is so: its plans, its minutes, its commands."""

import re
from pathlib import Path

import pytest

import course
from tests.unit.test_readme import front_matter

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
TURKISH, ENGLISH = GUIDE.split("\n## English\n")
ROW = re.compile(r"^\| (\d+) \| (\[.*?\)) \| (.*?) \| (\d+) \| (\d+) \|", re.M)
LINK = re.compile(r"\[(\d\d)\]\(((tr|en)/(\S+?)\.ipynb)\)")


def plans(text):
    """Return the two plans of one language: (week or day, links, minutes presented, minutes of practice)."""
    rows = [
        (int(n), LINK.findall(links), int(read), int(practise)) for n, links, _, read, practise in ROW.findall(text)
    ]
    second = [place for place, row in enumerate(rows) if row[0] == 1][1]
    return rows[:second], rows[second:]


@pytest.mark.parametrize(("text", "language"), [(TURKISH, "tr"), (ENGLISH, "en")])
def test_the_plans_minutes_are_the_lessons_own(text, language):
    weeks, days = plans(text)
    assert [row[0] for row in weeks] == list(range(1, 15)) and [row[0] for row in days] == [1, 2, 3]
    for _, links, read, practise in weeks + days:
        assert links and all(path.startswith(language) and (ROOT / path).is_file() for _, path, _, _ in links)
        minutes = [front_matter(ROOT / "notebooks" / f"{slug}.md")["minutes"] for *_, slug in links]
        assert read == sum(each["read"] for each in minutes)
        assert practise == sum(each["practise"] for each in minutes)


@pytest.mark.parametrize("text", [TURKISH, ENGLISH])
def test_the_fourteen_weeks_hold_every_lesson_once_and_in_order(text):
    weeks, _ = plans(text)
    planned = [slug for _, links, _, _ in weeks for *_, slug in links]
    assert planned == sorted(source.stem for source in (ROOT / "notebooks").glob("[0-9][0-9]_*.md"))


def test_both_languages_have_the_same_plans():
    for turkish, english in zip(plans(TURKISH), plans(ENGLISH), strict=True):
        assert [row[2:] for row in turkish] == [row[2:] for row in english]


def test_its_commands_are_the_courses_own():
    commands = re.findall(r"python course\.py (\w+)", GUIDE)
    assert {"present", "slides", "collect", "build"} <= set(commands)
    assert all(command in course.OPTIONS or command in ("tr", "en") for command in commands)

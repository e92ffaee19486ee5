"""What INSTRUCTORS.md says is so: its plans and its commands. The plans' tables are built (``test_authoring_guides``)."""

import re
from pathlib import Path

import course

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
WEEKS, DAYS = {"tr": "On dört haftalık", "en": "for fourteen weeks"}, {"tr": "Üç günlük", "en": "three-day workshop"}


def test_each_plan_stands_under_its_heading_and_has_as_many_rows_as_that_says():
    for language in ("tr", "en"):
        for kind, heading, count in (("weeks", WEEKS, 14), ("workshop", DAYS, 3)):
            [section] = (part for part in GUIDE.split("\n### ") if heading[language] in part.split("\n")[0])
            table = section.split(f"<!-- generated: {kind} {language} -->")[1].split("<!-- end of generated -->")[0]
            assert [int(number) for number in re.findall(r"^\| (\d+) \|", table, re.M)] == list(range(1, count + 1))


def test_its_commands_are_the_courses_own():
    commands = re.findall(r"python course\.py (\w+)", GUIDE)
    assert {"present", "slides", "collect", "reset", "update", "questions", "assignment"} <= set(commands)
    assert all(command in course.OPTIONS or command in ("tr", "en") for command in commands)

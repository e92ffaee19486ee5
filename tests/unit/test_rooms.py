"""No lesson lacks a part, and no part is left without its lesson."""

from pathlib import Path

import pytest

from tests.completeness import missing, own_tests

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(source.stem for source in (ROOT / "notebooks").glob("[0-9][0-9]_*.md"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_lacks_nothing(lesson):
    assert missing(ROOT, lesson) == []


def test_every_unit_test_and_every_browser_entry_is_of_a_lesson():
    owned = {file for lesson in LESSONS for file in own_tests(ROOT, lesson)}
    assert owned == set((ROOT / "tests/unit/lessons").glob("test_*.py"))
    entries = {file.stem for file in (ROOT / "tests/browser/lessons").glob("*.py")} - {"__init__"}
    assert entries == {lesson[3:] for lesson in LESSONS}

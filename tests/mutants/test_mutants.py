"""No wrong answer is told "correct", no right one refused: every exercise by mutants of its solution and wrong ideas."""

import pytest

from tests.mutants.exercises import FOLDER, declared
from tests.mutants.machine import judged
from utils.checks.registry import exercises

LESSONS = exercises()
ALL = [pytest.param(lesson, one, id=f"{lesson}-{name}") for lesson in LESSONS for name, one in declared(lesson).items()]


@pytest.mark.parametrize(("lesson", "exercise"), ALL)
def test_the_check_knows_right_from_wrong(lesson, exercise):
    faults = judged(lesson, exercise).faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lesson", sorted(LESSONS))
def test_every_exercise_is_tried(lesson):
    names = {item.name for item in LESSONS[lesson]}
    tried = declared(lesson)
    assert set(tried) == names, f"write tests/mutants/lessons/{lesson[3:]}.py"
    for name, exercise in tried.items():
        assert len(exercise.ideas) >= (3 if exercise.trains else 5), f"{name}: more wrong ideas"
        assert exercise.inputs or exercise.by_hand, f"{name}: inputs, or why there are none"


def test_there_is_nothing_of_a_lesson_that_does_not_exist():
    assert {path.stem for path in FOLDER.glob("*.py")} == {lesson[3:] for lesson in LESSONS}

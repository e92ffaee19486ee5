"""What the mutant tests know of an exercise: its inputs, wrong ideas and right answers, one file per lesson.

``lessons/<slug>.py`` holds ``EXERCISES``, a list with an ``Exercise`` for each exercise of the lesson, in any order:

    Exercise(
        "predict_one",
        inputs=lambda rng: [(rng.normal(size=d), rng.normal(size=d), rng.normal()) for d in rng.integers(1, 6, 200)],
        ideas={"bias subtracted": lambda x, w, b: int(x @ w - b >= 0), ...},
    )

Then run ``pytest tests/mutants -k 03_perceptron``; the table is printed by
``python benchmarks/mutants.py 03_perceptron``, with every survivor, the edit and the input that tell it apart.

What is asked, where the answer is a function:

- No mutant survives: one that gives something else than the solution on any of the inputs is not told "correct". Where one
  does, give the check a case that decides (do not take the input away).
- No mutant that is equal on all inputs is refused: then the check asks for something that the inputs do not show; add it.
- No right variant is refused: lists, tuples, float32, renamed parameters and so on are made by themselves.
- Every belief of ``judge``, taken as an answer, is told by its own name.
- At least five wrong ideas, by whoever knows the subject, none "correct": an input ignored, another norm, statistic or axis,
  right on the examples shown only, not shuffled, clipped, rounded, a sign or an order that cancels in symmetric cases, the
  caller's array changed, nothing learned.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from utils.checks.compare import alike

FOLDER = Path(__file__).parent / "lessons"


@dataclass(frozen=True)
class Exercise:
    """One exercise, by its name in ``check.<name>``.

    inputs(rng): at least 200 tuples of arguments, all kinds that the task allows and its edge cases among them; the first
    one is "the example" of which an answer may know only the result. ideas: {what is wrong: the answer}, five or more.
    right: {what is done differently: the answer}, right ones that no machine makes. An answer to a check of several is a
    tuple. by_hand: why there are no mutants ("the answer is a value", "it trains a network"); then there are no inputs.

    equal(given, expected): whether a result says the same as the solution's. holds(given, *case): what a right result has
    to fulfil instead, in an open task; it is false of a result only if it is surely wrong. exceptions: {an edit as the
    table prints it: why it may be told "correct"}. leave_out: {a right variant: why it does not apply}. trains: its
    solution trains a network; it is not run here (the edition with solutions is), and three wrong ideas are enough.
    """

    name: str
    inputs: Callable | None = None
    ideas: Mapping = field(default_factory=dict)
    right: Mapping = field(default_factory=dict)
    by_hand: str = ""
    equal: Callable[..., bool] = alike
    holds: Callable[..., bool] | None = None
    exceptions: Mapping[str, str] = field(default_factory=dict)
    leave_out: Mapping[str, str] = field(default_factory=dict)
    trains: bool = False


def declared(lesson: str) -> dict[str, Exercise]:
    """Return {exercise: what is declared of it} for a lesson, "03_perceptron"; empty where there is no file."""
    if not (FOLDER / f"{lesson[3:]}.py").exists():
        return {}
    module = importlib.import_module(f"tests.mutants.lessons.{lesson[3:]}")
    return {exercise.name: exercise for exercise in module.EXERCISES}

"""The solutions of a lesson's exercises, taken from its source, each with what it needs of the lesson above it."""

import ast
import builtins
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.notebooks.needed import names
from utils.authoring.exercise import BEGIN, END, is_exercise, solution
from utils.authoring.source import read_lesson
from utils.language import L

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Solution:
    """One exercise's code cell, solved.

    answers: the names that the lesson hands to the check, in order. code: the cell. inside: the lines of ``code`` that
    are the solution, those of the functions around them included. above: the statements of the lesson that it needs.
    """

    answers: tuple[str, ...]
    code: str
    inside: frozenset[int]
    above: tuple[ast.stmt, ...]

    def namespace(self) -> dict:
        """Return a fresh namespace in which the lesson has run up to this cell, as far as the cell needs it."""
        space = {"__builtins__": builtins, "__name__": "lesson", "L": L}
        for statement in self.above:
            exec(compile(ast.Module([statement], []), "<lesson>", "exec"), space)
        return space


@cache
def solutions(lesson: str) -> dict[str, Solution]:
    """Return {exercise: its solution} of a lesson, "03_perceptron", in the order of the source."""
    units = read_lesson(ROOT / "notebooks" / f"{lesson}.md", ROOT).units
    cells = [unit.texts["en"] for unit in units if unit.kind == "code"]
    found, solved = {}, None
    for place, cell in enumerate(cells):
        if is_exercise(cell):
            solved = place  # what it calls of `check` is data that the exercise works on
        elif solved is not None and (asked := next(_checks(cell), None)):
            name, answers = asked
            code, inside = _marked(cells[solved])
            above = _needed([solution(one) for one in cells[:solved]], names(code)[1])
            found[name] = Solution(answers, code, inside, above)
            solved = None
    return found


def _checks(cell: str):
    """Yield the checks that a cell calls: ``check.update(update)`` is ("update", ("update",))."""
    for node in ast.walk(ast.parse(cell)):
        if isinstance(node, ast.Call) and getattr(getattr(node.func, "value", None), "id", "") == "check":
            yield node.func.attr, tuple(ast.unparse(argument) for argument in node.args)


def _marked(cell: str) -> tuple[str, frozenset[int]]:
    """Return a solved cell, and the numbers of its lines that are the solution."""
    inside, number, within = set(), 0, False
    for line in cell.splitlines():
        if line.strip() in (BEGIN, END):
            within = line.strip() == BEGIN
            continue
        number += 1
        if within or line.rstrip().endswith("# SOLUTION"):
            inside.add(number)
    return solution(cell), frozenset(inside)


def _needed(cells: list[str], used: set[str]) -> tuple[ast.stmt, ...]:
    """Return the statements above that bind a name in ``used``, and those that they need in turn."""
    kept, missing = [], set(used)
    for statement in reversed([statement for cell in cells for statement in ast.parse(cell).body]):
        bound, uses = names(ast.unparse(statement))
        if bound & missing:
            kept.append(statement)
            missing = (missing - bound) | uses
    return tuple(reversed(kept))

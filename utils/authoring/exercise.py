"""Exercises: written as their solution, shown to the student as ``...``.

A ``# BEGIN SOLUTION`` ... ``# END SOLUTION`` block becomes one ``...`` at its own depth, and an assignment with
``# SOLUTION`` behind its first line becomes ``name = ...`` (the conventions of nbgrader and Otter-Grader).
"""

import ast
import re

from utils.authoring.translate import CodeFault

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
INLINE = re.compile(r"\s*# SOLUTION\s*$")
SLIP = re.compile(r"#+\s*((begin|end)\s+)?solutions?\b\W*$", re.I)  # what is surely meant as a mark


def is_exercise(code: str) -> bool:
    """Whether a code block holds a solution."""
    return "SOLUTION" in code and any(line.strip() in (BEGIN, END) or INLINE.search(line) for line in code.splitlines())


def solution(code: str) -> str:
    """Return the code with its solution in place and without the marks."""
    kept = (line for line in code.splitlines() if line.strip() not in (BEGIN, END))
    return "\n".join(INLINE.sub("", line) for line in kept)


def stub(code: str) -> str:
    """Return the code that the student starts from."""
    lines, inside = [], False
    for line in _without_values(code).splitlines():
        if line.strip() == BEGIN:
            lines.append(line[: len(line) - len(line.lstrip())] + "...")
            inside = True
        elif line.strip() == END:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def check(code: str):
    """CodeFault where the marks are wrong, or where what is left of the code for the student is no Python."""
    inside = 0
    for number, line in enumerate(code.splitlines(), 1):
        if line.strip() == BEGIN:
            if inside:
                raise CodeFault(number, f"BEGIN SOLUTION inside the one of line {inside} of this cell; end that first")
            inside = number
        elif line.strip() == END:
            if not inside:
                raise CodeFault(number, "END SOLUTION without a BEGIN SOLUTION before it")
            inside = 0
        elif SLIP.search(line) and not INLINE.search(line):
            raise CodeFault(number, f"write `{BEGIN}` and `{END}`, or `# SOLUTION`, exactly so")
    if inside:
        raise CodeFault(inside, "BEGIN SOLUTION without an END SOLUTION after it")
    if is_exercise(code):
        _check_stub(code)


def _check_stub(code):
    try:
        ast.parse(stub(code))
    except SyntaxError as error:
        raise CodeFault(1, f"with ... in its place the solution leaves no Python: {error.msg}") from error


def _without_values(code):
    """Put ``...`` in place of the value of each assignment that is marked ``# SOLUTION``."""
    lines = code.splitlines()
    marked = [number for number, line in enumerate(lines, 1) if INLINE.search(line)]
    if not marked:
        return code
    assignments = {
        node.lineno: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assign | ast.AnnAssign)
    }
    for number in reversed(marked):
        node = assignments.get(number)
        if node is None or node.value is None or node.value.lineno != number:
            raise CodeFault(
                number,
                "`# SOLUTION` belongs behind the first line of an assignment, `name = value  # SOLUTION`",
            )
        before = lines[number - 1].encode()[: node.value.col_offset].decode()
        # An opening bracket around the value is not part of it; it must not stay behind.
        lines[number - 1 : node.end_lineno] = [before.rstrip("( ") + " ..."]
    return "\n".join(lines)

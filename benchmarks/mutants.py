"""python benchmarks/mutants.py [03_perceptron ...]: what the checks say to mutants of their solutions, as a table.

A row per exercise: mutants and dressed up answers that were made, those that are equal to the solution on all inputs, those
that the check refused, exceptions, wrong ideas and right answers by hand, seconds. Below it, every survivor with the edit
and an input that tells it apart, and every right answer that was refused.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.mutants.exercises import declared
from tests.mutants.machine import judged
from utils.checks.registry import exercises

COLUMNS = ("made", "killed", "equal", "excused", "ideas", "right", "faults", "seconds")


def main(lessons):
    print(f"{'exercise':42}" + "".join(f"{column:>9}" for column in COLUMNS))
    sums, faults = [0.0] * len(COLUMNS), []
    for lesson in lessons or exercises():
        for name, exercise in declared(lesson).items():
            start = time.perf_counter()
            report = judged(lesson, exercise)
            row = [report.made, report.killed, report.equal, report.excused, len(exercise.ideas), len(exercise.right),
                   len(report.faults), time.perf_counter() - start]  # fmt: skip
            print_row(f"{lesson} {name}", row)
            sums = [one + two for one, two in zip(sums, row, strict=True)]
            faults += [f"{lesson} {name}: {fault}" for fault in report.faults]
    print_row("all", sums)
    print(*faults, sep="\n")
    return 1 if faults else 0


def print_row(name, row):
    print(f"{name:42}" + "".join(f"{value:9.1f}" if column == "seconds" else f"{value:9.0f}"
                                 for column, value in zip(COLUMNS, row, strict=True)))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Judge an exercise's check by answers that are known to be wrong, and by others that are known to be right."""

import ast
import contextlib
import copy
import importlib
import inspect
import io
import signal
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from unittest import mock

import numpy as np

from tests.mutants.around import right_variants, wrong_variants
from tests.mutants.edits import mutants
from tests.mutants.exercises import Exercise
from tests.mutants.solutions import Solution, solutions
from utils.checks import limits, store
from utils.checks.compare import same
from utils.checks.judge import sign

MOST_ROUNDS = 20_000  # of all `while` loops of one call
LONGEST = 5.0  # seconds for one mutant, all its inputs and the check; what is endless ends by its rounds
LARGEST = 10**6  # steps of a `range`


class Endless(BaseException):
    """A mutant runs on and on."""


@dataclass
class Report:
    """What became of one exercise's answers. The lists hold faults, as texts."""

    lesson: str
    exercise: str
    made: int = 0
    equal: int = 0
    killed: int = 0
    excused: int = 0
    survivors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [
            *(f"told 'correct': {text}" for text in self.survivors),
            *(f"refused: {text}" for text in self.refused),
            *(f"belief: {text}" for text in self.misnamed),
            *(f"an exception that is needed no longer: {text}" for text in self.needless),
        ]


def judged(lesson: str, exercise: Exercise) -> Report:
    """Return what the check of an exercise says to the answers that are made and declared."""
    report = Report(lesson, exercise.name)
    with _quick_and_quiet():
        _Judge(lesson, exercise, report).run()
    return report


class _Judge:
    def __init__(self, lesson: str, exercise: Exercise, report: Report):
        self.exercise, self.report, self.unused = exercise, report, set(exercise.exceptions)
        self.check = getattr(importlib.import_module(f"utils.lessons.{lesson[3:]}.checks"), exercise.name)
        if not exercise.trains:
            self.solution: Solution = solutions(lesson)[exercise.name]
            self.above = self.solution.namespace()

    def run(self):
        solved = None if self.exercise.trains else self._answers(ast.parse(self.solution.code))
        if not self.exercise.trains:
            self._tell("the solution", self._outcome(solved) == "correct", self.report.refused)
            self._try_beliefs(solved)
        for what, answer in self.exercise.right.items():
            self._tell(what, self._outcome(self._parts(answer)) == "correct", self.report.refused)
        for what, answer in self.exercise.ideas.items():
            self._tell(what, self._outcome(self._parts(answer)) != "correct", self.report.survivors)
        if not self.exercise.by_hand:
            self._try_mutants(solved)
        self.report.needless += sorted(self.unused)

    def _try_mutants(self, solved):
        inputs = list(self.exercise.inputs(np.random.default_rng(0)))
        assert len(inputs) >= 200, f"{self.exercise.name}: {len(inputs)} inputs, at least 200 are needed"
        function = solved[0] if len(solved) == 1 else None
        expected = [_run(function, case) for case in inputs] if function else None
        assert expected is not None, "an answer of several parts is tried by hand"
        for what, tree in mutants(self.solution.code, self.solution.inside):
            answer = self._answers(tree)
            self._try(what, answer, inputs, expected)
        for what, one in wrong_variants(function, inputs[0]).items():
            self._try(what, (one,), inputs, expected)
        for what, one in right_variants(
            function, self.solution.code, self.solution.answers[0], lambda tree: self._answers(tree)[0]
        ).items():
            if what not in self.exercise.leave_out:
                self._tell(what, self._outcome((one,)) == "correct", self.report.refused)

    def _try(self, what, answer, inputs, expected):
        """Count one answer that may be wrong: equal on all inputs, or to be killed by the check."""
        self.report.made += 1
        with _limited() as limit:
            differs = None if answer is None else self._difference(answer[0], inputs, expected)
            outcome = "error" if answer is None else self._outcome(answer)
        if limit.struck or answer is None:
            self.report.killed += 1
        elif differs is None:
            self.report.equal += 1
            self._tell(f"{what} (equal on all inputs)", outcome == "correct", self.report.refused)
        elif outcome != "correct":
            self.report.killed += 1
        else:
            text = f"{what}; differs on {differs}"
            self._tell(what, False, self.report.survivors, text)

    def _tell(self, what, fine, faults, text=None):
        if not fine and what in self.exercise.exceptions:
            self.report.excused += 1
            self.unused.discard(what)
        elif not fine:
            faults.append(text or what)

    def _difference(self, answer, inputs, expected) -> str | None:
        """Return the first input on which an answer is wrong, as a text, or ``None``."""
        for case, (right, after) in zip(inputs, expected, strict=True):
            try:
                given, changed = _run(answer, case)
            except Exception:
                return repr(case)
            held = self.exercise.holds
            fine = held(given, *copy.deepcopy(case)) if held else self.exercise.equal(given, right)
            if not fine or not _unchanged(after, changed):
                return repr(case)
        return None

    def _answers(self, tree) -> tuple | None:
        """Return what the cell binds to the names that the check gets, or ``None`` where the cell fails."""
        space = self.above | {"range": _short_range, "_next_round": _Rounds()}
        try:
            exec(compile(_counted(tree), "<mutant>", "exec"), space)
            return tuple(space[name] for name in self.solution.answers)
        except Exception:
            return None

    def _parts(self, answer) -> tuple:
        """Return what the check is given of a declared answer: its parts, where the check takes several."""
        count = len(inspect.signature(self.check).parameters)
        parts = answer if count > 1 else (answer,)
        assert isinstance(parts, tuple) and len(parts) == count, f"{self.exercise.name}: {answer!r}: {count} answers"
        return parts

    def _outcome(self, answers: tuple) -> str:
        _Rounds.left = MOST_ROUNDS * 50
        return self.check(*answers).outcome

    def _try_beliefs(self, solved):
        """Take every belief of ``judge`` and ``judge_value`` as an answer: it has to be wrong, and told by its own name."""
        asked = []

        def listening(plain):
            def judge(answer, *args, beliefs=(), **options):
                place = 2 if plain.__name__ == "judge" else 1
                rows = args[place] if len(args) > place else beliefs
                asked.extend((answer, row) for row in rows if not isinstance(row[1], sign))
                return plain(answer, *args, **({"beliefs": beliefs} if beliefs else {}), **options)

            return judge

        scope = self.check.__wrapped__.__globals__
        heard = {name: listening(scope[name]) for name in ("judge", "judge_value") if name in scope}
        with mock.patch.dict(scope, heard):
            self._outcome(solved)
        for answer, (name, believed, *_) in asked:
            instead = _as_answer(believed) if callable(believed) else believed
            result = self.check(*(instead if part is answer else part for part in solved))
            found = result.outcome if result.misconception is None else result.misconception
            self._tell(f"{name}: as an answer it is told {found!r}", found == name, self.report.misnamed)


def _as_answer(function):
    return lambda *args: function(*args)


def _run(function, case):
    """Return (the result, the arguments after the call) of a call on copies."""
    _Rounds.left = MOST_ROUNDS
    args = copy.deepcopy(case)
    return function(*args), args


def _unchanged(before, after) -> bool:
    return all(
        same(one, two, rtol=0, atol=0)
        for one, two in zip(after, before, strict=True)
        if isinstance(two, (np.ndarray, list))
    )


class _Rounds:
    """Counts the rounds of loops; all mutants share the count, which is set before each call."""

    left = MOST_ROUNDS

    def __call__(self):
        _Rounds.left -= 1
        if _Rounds.left < 0:
            raise Endless


def _counted(tree):
    """Return the tree with its ``while`` loops counted."""
    if not any(isinstance(node, ast.While) for node in ast.walk(tree)):
        return tree
    tree = copy.deepcopy(tree)
    count = ast.parse("_next_round()").body[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.While):
            node.body.insert(0, count)
    return ast.fix_missing_locations(tree)


def _short_range(*args):
    steps = range(*args)
    if len(steps) > LARGEST:
        raise Endless
    return steps


class _limited:
    """Ends the block after ``LONGEST`` seconds, quietly: nothing a mutant does may hang the tests."""

    def __enter__(self):
        self.struck = False
        self._armed = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
        if self._armed:
            self._former = signal.signal(signal.SIGALRM, self._strike)
            signal.setitimer(signal.ITIMER_REAL, LONGEST, 0.1)
        return self

    def _strike(self, number, frame):
        self.struck = True
        raise Endless

    def __exit__(self, kind, error, trace):
        if self._armed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._former)
        if kind is not None and issubclass(kind, (Endless, RecursionError, MemoryError)):
            self.struck = True
            return True
        return False


@contextlib.contextmanager
def _quick_and_quiet() -> Iterator[None]:
    """Without the engine's threads and files, which a thousand calls cannot afford, and without a word."""
    with (
        mock.patch.object(limits, "within", lambda seconds, function, *args, **kwargs: function(*args, **kwargs)),
        mock.patch.object(store, "kept", lambda result: result),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield

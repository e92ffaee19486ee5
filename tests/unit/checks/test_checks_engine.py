"""The engine: outcomes, words, limits, and what no student's code may do to a check."""

import _thread
import importlib
import os
import re
import signal
import threading
import time

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check, assert_well_formed, functions, nasty
from utils.checks import limits, store
from utils.checks.engine import as_array, call, exercise, expect, same, shown, wrong
from utils.checks.markup import paragraph
from utils.language import L, use_language

pytestmark = pytest.mark.timeout(300, method="thread")  # the system's one timer is what is tested here


@exercise("03_perceptron", "step", tr="Basamak fonksiyonu", en="Step function")
def step(answer):
    for z, expected in ((-1.0, 0), (0.0, 1), (2.0, 1)):
        given = call(answer, z)
        if not same(given, expected):
            if z == 0:
                wrong(L("Eşik de ateşler.", "The threshold fires too."), "strict_inequality", given=given)
            wrong(L("Olmadı.", "No."), "other", given=given, expected=expected)
    return L("Güzel.", "Good.")


@exercise("02_tensors", "double", tr="İki katı", en="Twice")
def double(answer):
    given = call(answer, np.array([1.0, 2.0]), may_change=False)
    expect(same(given, [2, 4]), L("İkiyle çarpın.", "Multiply by two."), "not_twice", given=given)


@exercise("02_tensors", "pair", tr="İkili", en="A pair", hints=False)
def pair(first, second):
    message = L("İkisi de sayı olmalı.", "Both have to be numbers.")
    expect(as_array(second) is not None, message, "not_a_number", given=second, called=None)
    expect(same(first + second, 3), L("Toplam 3 olmalı.", "The sum has to be 3."), "sum", given=first)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(limits, "CALL_SECONDS", 0.2)


def stub(z): ...


def test_a_check_does_what_every_check_must():
    assert_check(
        step,
        solution=lambda z: 1 if z >= 0 else 0,
        also_correct=[lambda z: z >= 0, lambda z: np.array(z >= 0), lambda z: np.float32(z >= 0)],
        stub=stub,
        wrong={"strict_inequality": lambda z: int(z > 0), "other": lambda z: 7, "not_a_function": 3},
    )


def test_a_check_of_several_answers():
    assert_check(
        pair,
        solution=(1, 2),
        stub=(..., ...),
        also_correct=[(np.int8(1), 2.0)],
        wrong={"sum": (1, 1), "not_a_number": (1, "2")},
    )


def test_not_attempted(reader):
    class Empty: ...

    class Half:
        weights = ...

        def predict(self, x):
            """Say something."""

    for answer in (..., stub, Empty, Half, [1, ...], {"a": ...}, lambda z: ...):
        assert step(answer).outcome == "not_attempted", answer
    assert store.load() == {}, "an untouched exercise leaves no trace"


def test_a_placeholder_that_was_left_in_the_code():
    def half_done(z):
        total = ...
        return total * 2

    def done_above(z):
        ...
        return int(z >= 0)

    def wrong_above(z):
        ...
        return int(z > 0)

    assert step(half_done).outcome == "not_attempted"
    assert step(done_above).outcome == "correct"
    use_language("en")
    assert "still has a `...`" in step(wrong_above).message


def test_slicing_with_an_ellipsis_is_no_placeholder():
    def first_column(z):
        return np.array([[z > 0]])[..., 0].item()

    assert step(first_column).misconception == "strict_inequality"


def test_a_wrong_answer_shows_call_value_and_expectation():
    use_language("en")
    result = step(lambda z: "x" if z == 2 else z >= 0)
    assert result.facts == (("call", "<lambda>(2.0)"), ("returned", "'x'"), ("expected", "1"))
    assert repr(result) == (
        "✗ Not yet · Step function\n    No.\n    call: <lambda>(2.0)\n    returned: 'x'\n    expected: 1\n  "
        "  The hints are right above this cell: click a line to open it."
    )
    assert "&lt;lambda&gt;" in result._repr_html_()
    assert not result


def test_code_and_weight_are_marked_and_nothing_of_the_student_is():
    page = paragraph("Divide by `1 - 0.9**t`: **each** row, 2**3, <b>**x**</b>")
    assert ">1 - 0.9**t</code>: <strong>each</strong> row, 2**3, &lt;b&gt;<strong>x</strong>&lt;/b&gt;" in page


def test_the_closing_remark(reader):
    result = step(lambda z: z >= 0)
    assert result.message == {"tr": "Güzel.", "en": "Good."}[reader]
    assert result.notes == ()
    assert result


def test_an_error_names_the_students_line():
    def divide(z):
        rate = 0
        return z / rate

    use_language("tr")
    result = step(divide)
    assert (result.outcome, result.misconception) == ("error", "ZeroDivisionError")
    facts = dict(result.facts)
    assert facts["yer"].endswith("satır: return z / rate")
    assert facts["Python'ın iletisi"] == "ZeroDivisionError: float division by zero"
    assert facts["çağrı"] == "divide(-1.0)"


def test_an_error_inside_a_library_names_the_students_line():
    def mismatch(z):
        return np.ones(2) @ np.ones(3)

    assert "np.ones(2) @ np.ones(3)" in repr(step(mismatch))


@pytest.mark.parametrize(("answer", "name"), [(3, "not_a_function"), (lambda: 1, "wrong_arguments")])
def test_what_is_no_function_of_the_right_arguments(answer, name, reader):
    assert step(answer).misconception == name


def test_a_check_asked_with_the_wrong_number_of_answers(reader):
    result = pair(1)
    assert (result.outcome, result.misconception) == ("error", "wrong_check_call")
    assert "`check.pair(first, second)`" in result.message


@pytest.mark.parametrize("in_thread", [False, True])
def test_endless_loops_end(quick, in_thread):
    """The main thread of Linux and macOS is stopped by a signal; another thread, as on Windows, otherwise."""
    results = []

    def check_all():
        for function in functions():
            start = time.monotonic()
            results.append(step(function))
            assert time.monotonic() - start < 2

    if in_thread:
        thread = threading.Thread(target=check_all)
        thread.start()
        thread.join(20)
    else:
        check_all()
    assert [result.misconception for result in results[:3]] == [
        "endless_loop",
        "endless_loop",
        "RecursionError",
    ]
    assert len(results) == len(list(functions()))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that wakes a sleeping call")
def test_a_sleeping_call_is_woken_up(quick):
    start = time.monotonic()
    assert step(lambda z: time.sleep(30)).misconception == "endless_loop"
    assert time.monotonic() - start < 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that ends a computation in C")
def test_a_regular_expression_without_end_is_ended(quick):
    start = time.monotonic()
    assert step(lambda z: re.match("(a+)+b", "a" * 40)).misconception == "endless_loop"
    assert time.monotonic() - start < 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize(
    "ignore",
    [
        lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
        lambda: signal.signal(signal.SIGALRM, lambda number, frame: None),
        lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM}),
    ],
)
def test_code_that_ignores_the_signal_is_ended_and_leaves_nothing_behind(quick, ignore):
    def stubborn(z):
        ignore()
        while True:
            pass

    before = signal.getsignal(signal.SIGALRM)
    start = time.monotonic()
    assert step(stubborn).misconception == "endless_loop"
    assert time.monotonic() - start < 4
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.SIGALRM not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert step(lambda z: time.sleep(30)).misconception == "endless_loop", "and the next one is ended at once"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such timer")
def test_somebody_elses_timer_goes_on():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        assert limits.within(5, lambda: time.sleep(0.05) or 7) == 7
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.3
        time.sleep(0.4)
        assert rung == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_first_import_inside_an_answer_takes_none_of_its_time(in_thread, tmp_path, monkeypatch):
    name = f"slow_to_import_{in_thread}".lower()
    (tmp_path / f"{name}.py").write_text("import time\nfor _ in range(12):\n    time.sleep(0.05)\nvalue = 5\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = []

    def imports():
        found.append(limits.within(0.2, lambda: importlib.import_module(name).value))
        with pytest.raises(limits.OutOfTime):
            limits.within(0.2, lambda: [None for _ in iter(int, 1)])

    start = time.monotonic()
    if in_thread:
        thread = threading.Thread(target=imports)
        thread.start()
        thread.join(20)
    else:
        imports()
    assert found == [5]
    assert time.monotonic() - start < 4


def test_an_endless_loop_after_an_import_ends(tmp_path, monkeypatch):
    (tmp_path / "quick_to_import.py").write_text("value = 5\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    def answer():
        importlib.import_module("quick_to_import")
        while True:
            pass

    start = time.monotonic()
    with pytest.raises(limits.OutOfTime) as caught:
        limits.within(0.2, answer)
    assert time.monotonic() - start < 2 and caught.value.seconds == 0.2


def test_a_hang_in_the_students_object_ends_too(monkeypatch):
    monkeypatch.setattr(limits, "CHECK_SECONDS", 0.2)

    class Endless:
        def __add__(self, other):
            while True:
                pass

    assert pair(Endless(), 1).outcome == "error"


def test_a_check_may_have_a_limit_of_its_own(monkeypatch):
    @exercise("15_cnn", "slow", tr="Yavaş", en="Slow", seconds=5)
    def slow(answer):
        time.sleep(0.3)

    monkeypatch.setattr(limits, "CHECK_SECONDS", 0.1)
    assert slow(1).outcome == "correct"


def test_limits_may_be_nested():
    def inner():
        with pytest.raises(limits.OutOfTime) as caught:
            limits.within(0.05, lambda: time.sleep(5))
        return caught.value.seconds

    assert limits.within(5, inner) == 0.05
    with pytest.raises(limits.OutOfTime) as caught:
        limits.within(0.05, limits.within, 5, lambda: time.sleep(5))
    assert caught.value.seconds == 0.05


def test_nothing_strikes_after_the_end():
    """A call that ends at the very moment of its limit must not be interrupted afterwards."""
    for _ in range(60):
        end = time.monotonic() + 0.005
        try:
            limits.within(0.005, lambda end=end: [None for _ in iter(lambda: time.monotonic() < end, False)])
        except limits.OutOfTime:
            continue
    time.sleep(0.2)
    assert _thread._count() < 10


def test_an_interrupt_cannot_strike_a_lock_half_taken():
    """A lock that is Python code may be struck between taking and holding it; leaving would then wait for ever."""
    watch = limits._Watch(60, limits.OutOfTime)
    waited_for = [value for value in vars(watch).values() if hasattr(value, "acquire") or hasattr(value, "wait")]
    assert len(waited_for) == 2 and all(type(value).__module__ == "_thread" for value in waited_for)


def test_what_strikes_from_elsewhere_while_a_call_ends_is_raised_when_all_is_tidy(monkeypatch):
    forget, threads = limits._Watch._forget_pending, _thread._count()
    strikes = [KeyboardInterrupt, limits.OutOfTime]

    def struck(self):
        if strikes:
            raise strikes.pop(0)
        forget(self)

    monkeypatch.setattr(limits._Watch, "_forget_pending", struck)
    with pytest.raises((KeyboardInterrupt, limits.OutOfTime)):
        limits.within(60, int)
    assert not strikes and not limits._alarm._watches and signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    end = time.monotonic() + 5
    while _thread._count() > threads and time.monotonic() < end:
        time.sleep(0.01)
    assert _thread._count() <= threads


def test_the_readers_own_interrupt_passes():
    def wait(z):
        while True:
            time.sleep(0.001)

    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        step(wait)
    timer.join()


def test_a_students_own_interrupt_and_exit_do_not_pass():
    def interrupt(z):
        raise KeyboardInterrupt

    assert step(interrupt).outcome == "error"
    assert step(lambda z: exit()).misconception == "SystemExit"


def test_prints_are_caught_shown_and_cut(capsys):
    use_language("en")
    result = step(lambda z: print("z =", z) or z >= 0)
    assert "What your code printed:\n      z = -1.0" in repr(result)
    assert len(step(lambda z: print("x" * 10**6)).printed) <= limits.PRINTED_LIMIT + 1
    assert " at 0x" not in step(lambda z: print(step, "a\tb")).printed  # as an error ignored by Python has it
    assert capsys.readouterr().out == ""


def test_input_does_not_wait():
    use_language("en")
    assert "`input()` cannot be used" in step(lambda z: input()).message


def test_arguments_are_copies_and_a_change_is_named(reader):
    def in_place(x):
        x *= 2
        return x

    assert double(in_place).misconception == "changes_argument"
    assert double(lambda x: 2 * x).outcome == "correct"
    assert double(lambda x: [2 * v for v in x]).outcome == "correct"


def test_junk_never_breaks_a_check(quick, reader):
    for junk in nasty():
        assert_well_formed(step(junk))
        assert_well_formed(double(junk))


def test_strict_mode(monkeypatch):
    monkeypatch.setenv("COURSE_STRICT_CHECKS", "1")
    assert step(lambda z: z >= 0).outcome == "correct"
    with pytest.raises(AssertionError, match="03_perceptron step"):
        step(lambda z: z > 0)
    with pytest.raises(AssertionError):
        step(stub)
    assert store.load() == {}


def test_shown_is_short_and_plain():
    use_language("en")
    assert shown(np.float64(0.5)) == "0.5"
    assert shown(0.1 + 0.2) == shown(np.float64(0.1 + 0.2)) == "0.3"
    assert shown(2 / 3) == "0.66666667" and shown(1e-12) == "1e-12"
    assert shown((3, 5)) == "(3, 5)"
    assert shown((3,)) == "(3,)"
    assert shown(np.array([1.0, 2.0])) == "array([1., 2.])"
    assert shown(np.array([-0.85, -2.8e-17])) == "array([-0.85, 0. ])"
    assert shown(np.array([6e4, 1], "float16")) == "array([6.e+04, 1.e+00])"
    assert shown(np.array([2e-8, 3e-8])) == "array([2.e-08, 3.e-08])"
    assert shown(np.zeros((2, 2))) == "array([[0., 0.], [0., 0.]]) of shape (2, 2)"
    assert shown(step) == "the function step"
    assert shown(x for x in "ab") == "a generator"
    assert " at 0x" not in shown(object())
    assert len(shown("x" * 10**6)) <= 160
    assert shown("\x1b[31m\ud800") == "'\\x1b[31m\\ud800'"

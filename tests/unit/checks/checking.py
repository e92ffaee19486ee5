"""``assert_check``: what every exercise's check must do. Each lesson's tests call it for each exercise."""

import contextlib
import html.parser
import inspect
import itertools
import os
import sys
from unittest import mock

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from utils.checks import limits, store
from utils.checks.result import OUTCOMES
from utils.language import LANGUAGES, use_language

JUNK_SECONDS = 0.05  # what junk may take before it counts as an endless loop
TAGS = {"br", "code", "div", "pre", "span", "strong"}


def assert_check(check, *, solution, stub, wrong, also_correct=(), examples=25):
    """Assert that ``check`` behaves, in both languages.

    check: the function made by ``@exercise``. solution: the answer that must be correct; where the check
    takes several answers, a tuple of them (so for ``stub``, ``wrong`` and ``also_correct``). stub: the
    untouched answer, which must be "not_attempted". wrong: {misconception's name: answer}, two or more.
    also_correct: other right answers (lists, loops, other dtypes). examples: how much random junk to throw.
    """
    assert len(wrong) >= 2, "name at least two wrong answers"
    several = len(inspect.signature(check).parameters) > 1

    def ask(answer):
        return check(*answer) if several else check(answer)

    for answer in (solution, *also_correct):
        _in_both_languages(ask, answer, "correct", None)
    _in_both_languages(ask, stub, "not_attempted", None)
    for misconception, answer in wrong.items():
        _in_both_languages(ask, answer, "wrong", misconception)
    _assert_kept(check, ask, solution, wrong)
    _assert_strict(ask, solution, stub)
    _throw_junk(ask, _places(check), examples)


def _in_both_languages(ask, answer, outcome, misconception):
    messages = []
    for language in LANGUAGES:
        use_language(language)
        result = ask(answer)
        assert_well_formed(result)
        assert (result.outcome, result.misconception) == (outcome, misconception), repr(result)
        assert "{" not in result.message or "}" not in result.message or "{" in repr(answer), "an f is missing"
        messages.append((result.title, result.message))
    assert messages[0][1] != messages[1][1], f"the same message in both languages: {messages[0][1]}"


def assert_well_formed(result):
    """Assert that a result can be shown: known outcome, text without addresses, HTML with nothing of the
    student's."""
    assert result.outcome in OUTCOMES
    assert result.message.strip() and result.title
    text = repr(result)
    text.encode("utf-8")
    assert " at 0x" not in text
    page = result._repr_html_()
    page.encode("utf-8")
    assert len(page) < 40_000
    _Tags().feed(page)


class _Tags(html.parser.HTMLParser):
    """Let only the tags through that results are made of, with nothing that runs."""

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS, f"<{tag}> in a result"
        assert {name for name, _ in attributes} <= {"style", "role", "aria-hidden"}, attributes

    def handle_comment(self, data):
        raise AssertionError(f"comment in a result: {data}")


def _assert_kept(check, ask, solution, wrong):
    """The progress store knows the wrong answers by name, and that the exercise is solved."""
    for answer in wrong.values():
        ask(answer)
    ask(solution)
    entry = store.load()[check.lesson][check.exercise]
    assert entry["solved"] is True
    assert set(wrong) <= set(entry["misconceptions"])


def _assert_strict(ask, solution, stub):
    with mock.patch.dict(os.environ, COURSE_STRICT_CHECKS="1"):
        assert ask(solution).outcome == "correct"
        try:
            ask(stub)
        except AssertionError:
            return
        raise RuntimeError("strict mode let an untouched exercise pass")


def _places(check):
    return len(inspect.signature(check).parameters)


def _throw_junk(ask, places, examples):
    with (
        mock.patch.object(limits, "CALL_SECONDS", JUNK_SECONDS),
        mock.patch.object(limits, "CHECK_SECONDS", 2.0),
        # Junk recurses without end or runs out of time inside a weak reference's callback too; that is no fault.
        mock.patch.object(sys, "unraisablehook", lambda unraisable: None),
    ):
        for language, junk in zip(itertools.cycle(LANGUAGES), nasty()):
            use_language(language)
            assert_well_formed(ask((junk,) * places if places > 1 else junk))

        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.tuples(*[random_junk()] * places))
        def throw(answers):
            assert_well_formed(ask(answers if places > 1 else answers[0]))

        throw()


def random_junk():
    """Return a strategy of values that students might plausibly or implausibly hand in, and functions of
    them."""
    numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.complex_numbers())
    plain = st.one_of(st.none(), numbers, st.text(max_size=20), st.binary(max_size=8), st.just(...))
    nested = st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.tuples(inner, inner),
            st.dictionaries(st.text(max_size=3), inner, max_size=3),
        ),
        max_leaves=8,
    )
    shapes = st.lists(st.integers(0, 4), max_size=4).map(tuple)
    arrays = st.builds(np.full, shapes, st.one_of(st.floats(), st.integers(-9, 9), st.booleans()))
    values = st.one_of(nested, arrays)
    return st.one_of(values, values.map(lambda value: lambda *args, **kwargs: value))


class Hostile:
    """An object whose every method raises."""

    def _refuse(self, *args, **kwargs):
        raise RuntimeError("<script>alert(1)</script>")

    __repr__ = __str__ = __eq__ = __hash__ = __len__ = __iter__ = __bool__ = __float__ = __array__ = _refuse
    __getitem__ = __call__ = __lt__ = __gt__ = __ge__ = __add__ = __mul__ = __matmul__ = _refuse
    __class__ = property(_refuse)


class Flooding:
    """An object whose text is huge and hostile to pages and terminals."""

    def __repr__(self):
        return "<img src=x onerror=alert(1)>\x1b[2J\ud800\u202e`" * 10_000


class Shapeless:
    """An object that claims to be an array and gives nonsense."""

    shape = "<b>wide</b>"
    dtype = None
    __len__ = None

    def __array__(self, *args, **kwargs):
        return "no array"


def nasty():
    """Yield what a student's cell may hold at worst, as values and as functions."""
    deep = []
    for _ in range(2000):
        deep = [deep]
    values = [
        None,
        True,
        0,
        -1,
        10**400,
        float("nan"),
        float("inf"),
        1j,
        "",
        "<script>alert(1)</script>",
        "\ud800",
        b"\xff",
        (),
        [],
        {},
        set(),
        [[]],
        [[1, 2], [3]],
        [None],
        ["a"],
        {"a": 1},
        (3, 5),
        range(3),
        iter([1]),
        deep,
        int,
        object,
        np,
        np.zeros(0),
        np.zeros((2, 0, 3)),
        np.full((2, 3), np.nan),
        np.array(["a", "b"]),
        np.array([None, object()]),
        np.array([1, 2], dtype="datetime64[s]"),
        np.float16(1.5),
        np.broadcast_to(np.float32(1), (2000, 2000)),
        np.ma.masked_array([1, 2], [True, False]),
        Hostile,
        Hostile(),
        Flooding(),
        Shapeless(),
        Exception("boom"),
        print,
        len,
        (number for number in range(3)),
    ]
    for value in values:
        yield value
    for value in values:
        yield lambda *args, value=value, **kwargs: value
    yield from functions()


def functions():
    """Yield functions that misbehave."""

    def endless(*args, **kwargs):
        while True:
            pass

    def stubborn(*args, **kwargs):
        while True:
            with contextlib.suppress(BaseException):
                len("")

    def recursive(*args, **kwargs):
        return recursive(*args, **kwargs)

    def leaving(*args, **kwargs):
        raise SystemExit(3)

    def interrupting(*args, **kwargs):
        raise KeyboardInterrupt

    def raising(*args, **kwargs):
        raise type("<b>Odd</b>", (Exception,), {"__str__": lambda self: "<i>" * 5000})

    def flooding(*args, **kwargs):
        for _ in range(10_000):
            print("<b>" * 100)
        return 0

    def asking(*args, **kwargs):
        return input("?")

    def mutating(*args, **kwargs):
        for value in args:
            if isinstance(value, np.ndarray | list) and len(value):
                value[0] = 0
        return args[0] if args else None

    def none_needed():
        return 0

    def eight_needed(a, b, c, d, e, f, g, h):
        return a

    async def later(*args, **kwargs):
        return 0

    yield from (endless, stubborn, recursive, leaving, interrupting, raising, flooding, asking, mutating)
    yield from (
        none_needed,
        eight_needed,
        lambda *args, **kwargs: args,
        lambda *args, **kwargs: (yield),
        Hostile(),
    )
    yield later

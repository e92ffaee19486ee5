"""``judge``: the one form of an exercise whose answer is a function, called on cases and compared with what is right.

    return judge(answer, cases, right, beliefs, remark=("Türkçe.", "English."))

``utils.checks.engine`` shows it in a complete check. In detail:

- **Cases** are tuples of arguments. Choose them so that every input decides at least once, that every belief gives another
  value than the right one somewhere, and that nothing cancels (unequal numbers, both signs, sizes that are not square, more
  than one length). The answer, ``right`` and the beliefs get copies of them, random generators included.
- **right** returns what is right, and thereby says in which form: a number, an array, a tuple of those for several
  results, or anything that ``same`` compares. An answer may give it in every form of ``alike``.
- **Beliefs** are rows ``(name, function, tr, en)``. ``function(*case)`` is what an answer returns that holds the belief; it is
  named where it explains this answer on every case. So what it says has to be true of all such answers. It may return
  another shape (an axis kept, a mean forgotten): put such rows first. A row may instead have a ``sign(test)``: then
  ``test(given, *case)`` sees the mistake in a value, wherever this answer is wrong. Where the words depend on the case,
  ``(name, function, say)`` calls ``say(*case)`` of the first wrong one. Every row is tried as an answer by the tests
  (``tests/mutants``), so no row can be dead, hidden behind another, or right.
- **Without a belief** ``judge`` says by itself: nothing was returned, ``return`` stands in the loop, NaN or infinity came, a
  text, another number of results, another shape, rounded numbers. Else ``otherwise`` has the word. Where ``results``
  names several results, ("w", "steps"), the words say which of them is meant, and which ones are right.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from utils.checks import engine, forms, slips
from utils.checks.compare import alike, as_array, as_number, as_parts, is_number
from utils.checks.show import apart, short_call
from utils.language import L


class single(tuple):
    """A tuple that is one value, a shape for example, where ``right`` returns it; a plain one is several results."""


class sign:
    """Marks the function of a row as a test: ``sign(lambda given, *case: ...)`` is true where it sees the mistake."""

    def __init__(self, test: Callable[..., bool]):
        self.test = test


def judge(
    answer: Callable,
    cases: Iterable[tuple],
    right: Callable,
    beliefs: Sequence[tuple] = (),
    *,
    remark: tuple[str, str] | None = None,
    otherwise: tuple = ("wrong_value", "", ""),
    results: Sequence[str] = (),
    called: Callable[..., str] | None = None,
    requires: Sequence[tuple] = (),
    raises: Sequence[tuple] = (),
    ask: Callable | None = None,
    equal: Callable[..., bool] = alike,
    seconds: float | None = None,
) -> str | None:
    """End the check where ``answer`` is wrong on a case; else return ``remark`` in the reader's language.

    otherwise: the row ``(name, tr, en)`` or ``(name, say)`` where no belief explains the answer. results: what the
    exercise calls each of several results. called: the call in words, ``called(*case)``, where its arguments are too
    large to be shown. requires: rows ``(name, holds, tr, en)``, tried once all values are right: ``holds(given, *case)``
    has to be true of every case. raises: rows ``(error, name, tr, en)`` for an error that means something here. ask: how
    the answer is asked, ``ask(answer, *case)``, where it is no plain call. equal: ``equal(given, expected)``, in place of
    ``alike``; of several results it is asked for each of them, too. seconds: the limit of one call.
    """
    cases = [tuple(case) for case in cases]
    given = [_ask(answer, case, ask, raises, seconds, called) for case in cases]
    expected = [_of(right, case) for case in cases]
    is_right = [equal(*pair) for pair in zip(given, expected, strict=True)]
    if not all(is_right):
        first = is_right.index(False)
        report = _report(given[first], expected[first], cases[first], called)
        name, why = _explain(answer, cases, given, expected, is_right, beliefs, otherwise, results, equal)
        engine.wrong(f"{report} {why}".strip(), name)
    for name, holds, *words in requires:
        for one, case in zip(given, cases, strict=True):
            engine.expect(holds(one, *engine.copied(case)), _words(words, case), name)
    return L(*remark) if remark else None


def judge_value(
    given, right, beliefs: Sequence[tuple] = (), *, remark: tuple[str, str] | None = None, otherwise: tuple
) -> str | None:
    """End the check where an answer that is a value is wrong; else return ``remark`` in the reader's language.

    beliefs: rows ``(name, value, tr, en)``, the value that follows from a mistake, or a ``sign(test)`` with ``test(given)``
    in its place. otherwise: the row ``(name, tr, en)`` where no belief explains the answer. Any form of ``alike`` is
    taken, and what is not even a number, or not an array of this shape, is told so, as in ``judge``.
    """
    if alike(given, right):
        return L(*remark) if remark else None
    for name, value, *words in beliefs:
        if _sees(value, given) if isinstance(value, sign) else alike(given, value):
            engine.wrong(_words(words, (given,)), name, given=given)
    form = None if isinstance(right, tuple) else _wrong_form(given, right, alike)
    name, why = form or (otherwise[0], L(*otherwise[1:]))
    engine.wrong(why, name, given=given)


def _ask(answer, case, ask, raises, seconds, called):
    """Return the answer's value on a case; an error that ``raises`` has a row for ends the check in its words."""
    try:
        if ask is not None:
            return ask(answer, *engine.copied(case))
        return engine.call(answer, *case, may_change=False, seconds=seconds)
    except engine.StudentError as problem:
        for kind, name, *words in raises:
            if isinstance(problem.error, kind):
                engine.wrong(f"{_call(case, called)}: {_words(words, case)}", name)
        raise


def _of(function, case):
    """Return ``function(*case)`` on copies, quietly: beliefs divide by zero and overflow as students do."""
    with np.errstate(all="ignore"):
        return function(*engine.copied(case))


def _call(case, called) -> str:
    return called(*case) if called else f"`{short_call(engine.running().exercise, case)}`"


def _report(given, expected, case, called) -> str:
    """Return the sentence that tells the call, what was expected and what came; called: the call in words, or None."""
    came, wanted = apart(_plain(given, expected), expected)
    return L(
        f"{_call(case, called)} için {wanted} bekleniyordu; fonksiyonunuz {came} döndürdü.",
        f"For {_call(case, called)}, {wanted} was expected; your function returned {came}.",
    )


def _plain(given, expected):
    """Return a value in the form of the expected one where it has it: the number of ``[26]``, the tuple of a list."""
    if isinstance(expected, single) or expected is None:
        return single(given) if isinstance(given, (tuple, list)) else given
    if isinstance(expected, tuple):
        parts = _parts(given, expected)
        return given if parts is None else tuple(map(_plain, parts, expected))
    number = as_number(given) if is_number(expected) else None
    return given if number is None else number


def _parts(given, expected) -> tuple | None:
    """Return several results; an array is one result where those that are expected could not be stacked."""
    stacked = not isinstance(given, (tuple, list))
    return None if stacked and len(set(map(np.shape, expected))) > 1 else as_parts(given, len(expected))


def _explain(answer, cases, given, expected, is_right, beliefs, otherwise, results, equal) -> tuple[str, str]:
    """Return the name of the mistake and what to say of it."""
    first = is_right.index(False)
    none_is_a_value = any(one is None for one in expected)
    if not none_is_a_value:
        engine.require_return(*given)
    if said := slips.return_in_loop(answer):
        return "return_in_loop", said
    for name, function, *words in beliefs:
        fits = _seen if isinstance(function, sign) else _explained
        if fits(function, cases, given, expected, is_right, equal):
            return name, _words(words, cases[first])
    if given[first] is None and not none_is_a_value:
        unreached = L(
            "Bu durumda fonksiyon hiçbir `return` satırına ulaşmadan bitiyor.",
            "In this case the function ends without reaching a `return`.",
        )
        return "returns_nothing", unreached
    if form := _wrong_form(given[first], expected[first], equal, results):
        return form
    if any(_all_rounded(given, expected, is_right, digits) for digits in range(1, 7)):
        raw = L("Sonuç yuvarlanmış; yuvarlamadan döndürün.", "The result is rounded; return it without rounding.")
        return "rounded", raw
    words = _right_ones(given, expected, results, equal) + _words(otherwise[1:], cases[first])
    return otherwise[0], words


def _right_ones(given, expected, names, equal) -> str:
    """Return a sentence that says which of several results are right in every case; ``""`` where none of them is."""
    rows = [as_parts(one, len(names)) for one in given]
    if not names or None in rows:
        return ""
    parts = zip(zip(*rows, strict=True), zip(*expected, strict=True), strict=True)
    fine = [all(map(equal, *pair)) for pair in parts]
    right, rest = (
        [f"`{name}`" for name, one in zip(names, fine, strict=True) if one == wanted] for wanted in (True, False)
    )
    if not right or not rest:
        return ""
    return L(
        f"{_joined(right, 've')} doğru, {_joined(rest, 've')} değil. ",
        f"{_joined(right, 'and')} {_is(right)} right, {_joined(rest, 'and')} {_is(rest)} not. ",
    )


def _joined(names, word) -> str:
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _is(names) -> str:
    return "is" if len(names) == 1 else "are"


def _explained(function, cases, given, expected, is_right, equal) -> bool:
    """Return whether a belief explains the answer; a case where it overflowed speaks neither for nor against it.

    NaN everywhere may come of anything: a belief that gives it has to agree in a number, too.
    """
    explains = agrees = False
    for case, one, wanted, fine in zip(cases, given, expected, is_right, strict=True):
        try:
            fits = equal(one, _of(function, case))
        except Exception:  # the belief has no value here
            fits = False
        if not fits and not (_overflowed(one) and not _overflowed(wanted)):
            return False
        explains, agrees = explains or (fits and not fine), agrees or (fits and bool(_finite(one).any()))
    return explains and agrees


def _seen(mark, cases, given, expected, is_right, equal) -> bool:
    """Return whether the test of a ``sign`` sees its mistake in every value that is wrong."""
    return all(_sees(mark, given[i], *engine.copied(cases[i])) for i, fine in enumerate(is_right) if not fine)


def _sees(mark, *case) -> bool:
    """Return whether the test of a ``sign`` is true; it is not where a value is of a kind that the test cannot look at."""
    try:
        return bool(mark.test(*case))
    except Exception:
        return False


def _all_rounded(given, expected, is_right, digits) -> bool:
    """Return whether every value is what is expected, rounded, and rounding left more than zeros of one that is wrong."""
    wrong_ones = (wanted for wanted, fine in zip(expected, is_right, strict=True) if not fine)
    left = any(_rounded_to_more_than_zero(wanted, digits) for wanted in wrong_ones)
    return left and all(map(partial(_rounded, digits=digits), given, expected))


def _rounded_to_more_than_zero(expected, digits) -> bool:
    if isinstance(expected, tuple):
        return any(_rounded_to_more_than_zero(part, digits) for part in expected)
    array = as_array(expected)
    if array is None or array.dtype.kind != "f":
        return False
    short = np.round(array, digits)
    return bool(np.any((short != 0) & (short != array)))


def _rounded(given, expected, digits) -> bool:
    """Return whether a value is what is expected, rounded to so many decimals."""
    if isinstance(expected, tuple):
        parts = as_parts(given, len(expected))
        return parts is not None and all(map(partial(_rounded, digits=digits), parts, expected))
    array = as_array(expected)
    if array is None or array.dtype.kind != "f":
        return alike(given, expected)
    return alike(given, np.round(array, digits))


def _overflowed(value) -> bool:
    return not bool(_finite(value).all())


def _finite(value) -> np.ndarray:
    """Return for each number in a value whether it is neither NaN nor infinite; what is not a number counts as finite."""
    array = as_array(value)
    if array is None and isinstance(value, (tuple, list)) and len(value) < 100:
        return np.concatenate([np.ones(0, bool), *map(_finite, value)])
    if array is None or array.dtype.kind != "f" or array.size == 0:
        return np.ones(1, bool)
    return np.isfinite(array).ravel()


def _wrong_form(given, expected, equal, names=()) -> tuple[str, str] | None:
    """Return the mistake and what to say of a value that is not even of the expected form; names: of several results."""
    if isinstance(expected, single):
        return None
    if isinstance(expected, tuple):
        parts = _parts(given, expected)
        if parts is None:
            code = f"return {', '.join(names or '…' * len(expected))}"
            return "wrong_number_of_results", forms.how_many(len(expected), code)
        heads = [f"`{name}`: " for name in names] or [""] * len(expected)
        rows = zip(heads, parts, expected, strict=True)
        found = ((head, _wrong_form(part, wanted, equal)) for head, part, wanted in rows if not equal(part, wanted))
        return next(((form[0], head + form[1]) for head, form in found if form), None)
    wanted, came = as_array(expected), as_array(given)
    if wanted is None:
        return None
    if is_number(expected) and (came is None or came.size != 1):
        return "not_a_number", _single_expected(given, expected)
    if came is None:
        wish = L("Sayılardan oluşan bir dizi bekleniyordu. ", "An array of numbers was expected. ")
        return "not_numbers", wish + forms.what_came(given)
    if not is_number(expected) and came.ndim == 0:
        return "shape", L(
            f"{wanted.shape} şeklinde bir dizi bekleniyordu, tek bir sayı değil.",
            f"An array of shape {wanted.shape} was expected, not a single number.",
        )
    if not is_number(expected) and came.shape != wanted.shape:
        return "shape", L(
            f"Şekil {wanted.shape} olmalıydı; sizinki {came.shape}.",
            f"The shape should be {wanted.shape}, but it is {came.shape}.",
        )
    if _overflowed(given) and not _overflowed(expected):
        return "not_finite", forms.not_finite(came)
    return None


def _single_expected(given, expected) -> str:
    """Return in words that one number, or one truth value, was expected, and what came instead."""
    if not isinstance(expected, (bool, np.bool_)):
        return L("Tek bir sayı bekleniyordu. ", "A single number was expected. ") + forms.what_came(given)
    wish = L("Tek bir `True` ya da `False` bekleniyordu. ", "A single `True` or `False` was expected. ")
    if isinstance(given, str):
        return wish + L("Yanıtınız bir metin; tırnakları kaldırın.", "Your answer is text; leave out the quotes.")
    return wish + forms.what_came(given)


def _words(words, case) -> str:
    """Return the words of a row: Turkish and English, or a function of the case."""
    return words[0](*engine.copied(case)) if len(words) == 1 else L(*words)

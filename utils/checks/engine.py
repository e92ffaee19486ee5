"""What a check is written with. A lesson's checks are functions marked ``@exercise``, written in one of two ways.

**The answer is a function**: say on which cases it is called, what is right, and what a wrong answer believes.
``judge`` does the rest: it runs the calls on copies, accepts every form of a right value, names the belief that explains
the wrong ones, and words the report.

    @exercise("03_perceptron", "predict_one", tr="Kararı döngüyle yazın", en="The decision as a loop")
    def predict_one(answer):
        \"\"\"``answer(sample (d,), weights (d,), bias) -> 0 or 1``.\"\"\"
        cases = [  # every input decides at least once, and every belief gives another value somewhere
            (np.array([3, 30]), np.array([0.6, 0.1]), -4.0),
            (np.array([1, 1]), np.array([1.0, -1.0]), 0.0),
        ]
        beliefs = [  # (name, what an answer would give that believes this, why it is wrong in Turkish, in English)
            ("no_bias", lambda x, w, b: int(x @ w >= 0),
             "Bias'ı toplama eklemeyi unutmuşsunuz.", "You forgot to add the bias to the sum."),
            ("returns_sum", lambda x, w, b: x @ w + b,
             "Bu, ağırlıklı toplamın kendisi.", "That is the weighted sum itself."),
        ]
        return judge(answer, cases, lambda x, w, b: int(x @ w + b >= 0), beliefs,
                     remark=("Nöronunuz her sayıda girdiyle çalışıyor.", "Your neuron works for any number of inputs."))

``utils.checks.judge`` says what else ``judge`` can do: signs of a mistake, requirements, an own wording of the call,
errors with a meaning, exercises that are called in another way. ``utils/lessons/perceptron/checks.py`` is a complete example.

**The answer is a value, or needs a look of its own**: read it with ``utils.checks.forms`` (``require_number``,
``require_pair``, ``require_array``), which accept every form and refuse texts, complex numbers, NaN and infinity; then
``refuse`` what is wrong, in rows ``(name, seen, tr, en)``, or ``expect`` what is right.

    @exercise("03_perceptron", "nand", tr="VE DEĞİL kapısını elle kurun", en="Build NAND by hand")
    def nand(weights, bias):
        weights, bias = require_array(weights, "nand_weights", (2,)), require_number(bias, "nand_bias")
        expect(bias >= 0, L("…", "…"), "negative_bias")
        return L("…", "…")  # optional closing remark

What a student's function returns is had with ``call(answer, *arguments)``; a value that is handed to ``wrong(given=…)`` is
shown with the call that returned it, and with no other. A number in a sentence is written by ``apart(given, expected)``,
with as many digits as it takes to tell the two apart, and a Turkish suffix by ``utils.language.inflected``.

The decorated function takes the student's answers and returns a ``Result``; it never raises (but for the
reader's own interrupt, and for anything but "correct" where ``COURSE_STRICT_CHECKS=1``) and it ends within
``limits.CHECK_SECONDS``.
"""

import copy
import functools
import inspect
import os
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import NoReturn

import numpy as np

from utils.checks import answers as answers_of
from utils.checks import errors, limits, slips, store
from utils.checks.compare import alike, as_array, as_number, as_pair, as_parts, same
from utils.checks.result import CORRECT, ERROR, NOT_ATTEMPTED, WRONG, Result
from utils.checks.show import apart, call_text, clean, name_of, shown
from utils.language import L

__all__ = [
    "Result",
    "alike",
    "apart",
    "as_array",
    "as_number",
    "as_pair",
    "as_parts",
    "call",
    "exercise",
    "expect",
    "refuse",
    "require_return",
    "same",
    "shown",
    "wrong",
]

_MISSING = object()


@dataclass(frozen=True)
class _Call:
    """One call of a student's function: with what, and what it returned. ``args`` are those that it got no hold of."""

    function: object
    args: tuple
    kwargs: dict
    value: object = None

    def __str__(self):
        return call_text(self.function, self.args, self.kwargs)


@dataclass
class _Running:
    """The check that runs: its exercise's name, the number of its answers, the calls made so far, what was printed."""

    exercise: str = ""
    answers: int = 1
    calls: list[_Call] = field(default_factory=list)
    printed: limits.Printed = field(default_factory=limits.Printed)


_running: ContextVar[_Running | None] = ContextVar("running", default=None)


def running() -> _Running:
    """Return the check that runs; outside of one, an empty one."""
    return _running.get() or _Running()


class Wrong(Exception):
    """The answer is wrong; raised by ``wrong`` and ``expect``, turned into a ``Result`` by ``exercise``."""

    def __init__(self, message, misconception, facts):
        super().__init__(message)
        self.message, self.misconception, self.facts = message, misconception, facts


class NotAttempted(Exception):
    """The student's function still returns ``...``."""


class StudentError(Exception):
    """The student's code raised ``error`` while ``call_text`` ran."""

    def __init__(self, error: BaseException, call: str):
        super().__init__(call)
        self.error, self.call = error, call


def exercise(lesson: str, name: str, *, tr: str, en: str, hints: bool = True, seconds: float | None = None):
    """Make a check of a function ``body(answer, ...)`` and give it the exercise's names.

    lesson: the lesson's slug, "03_perceptron". name: the exercise's short name, as in ``check.name(...)``.
    tr, en: its title. These are plain texts, which the map of the course reads from the source
    (``utils.checks.registry``). hints: whether the exercise has hints that a wrong answer may point to.
    seconds: the limit of the whole check where ``limits.CHECK_SECONDS`` is too short (it trains a network).
    """

    def decorate(body):
        @functools.wraps(body)
        def check(*answers, **named) -> Result:
            labels = {"lesson": lesson, "exercise": name, "title": L(tr, en)}
            limit = limits.CHECK_SECONDS if seconds is None else seconds
            result = _answer(body, answers, named, labels, hints, limit)
            return result if result.outcome == NOT_ATTEMPTED else store.kept(result)

        vars(check).update(lesson=lesson, exercise=name)
        return check

    return decorate


def wrong(
    message: str,
    misconception: str | None = None,
    *,
    given=_MISSING,
    expected=_MISSING,
    called: str | None = "",
) -> NoReturn:
    """End the check: the answer is wrong, because of ``message`` (the reader's language; `code` between
    backticks).

    misconception: the name of the mistake in English, "strict_inequality". given, expected: shown below the
    message, with the call before them: ``called``, else the one ``call`` that returned this very object ``given``
    (``None``: show none). Where several did (2 is one object everywhere) none is shown, so no value ever stands
    beside a call that returned another.
    """
    facts = []
    if called == "":
        called = None if given is _MISSING else _call_of(given)
    if called:
        facts.append((L("çağrı", "call"), called))
    if given is not _MISSING:
        facts.append((L("dönen değer", "returned") if called else L("yanıtınız", "your answer"), shown(given)))
    if expected is not _MISSING:
        facts.append((L("beklenen", "expected"), shown(expected)))
    raise Wrong(message, misconception, tuple(facts))


def _call_of(value) -> str | None:
    texts = {str(one) for one in running().calls if one.value is value}
    return texts.pop() if len(texts) == 1 else None


def expect(condition, message: str, misconception: str | None = None, **facts) -> None:
    """Go on where ``condition`` holds; else ``wrong(message, misconception, **facts)``."""
    if not condition:
        wrong(message, misconception, **facts)


def refuse(*rows: tuple, before: str = "", **facts) -> None:
    """Go on where no row holds; else ``wrong`` with the first row ``(name, seen, tr, en)`` whose ``seen`` is true.

    before: what stands before its words. The words of all rows are written when it is called, so they must not depend on
    what only one of them has made sure of.
    """
    for name, seen, tr, en in rows:
        expect(not seen, before + L(tr, en), name, **facts)


def require_return(*given) -> None:
    """End the check where an answer returned nothing, all of ``given`` being ``None``.

    The mistake is "no_return", or "returns_nothing" where the source shows ``return numbers.sort()`` or the like.
    Where no function was called the answer is a value; that it is ``None`` is for others to say.
    """
    is_a_value = running().exercise and not running().calls
    if is_a_value or any(one is not None for one in given):
        return
    for one in running().calls:
        if said := slips.result_of_nothing(one.function):
            wrong(said, "returns_nothing")
    if running().printed.text:
        wrong(
            L(
                "Fonksiyonunuz sonucu yalnızca ekrana yazıyor. `print` değeri gösterir; onu çağırana veren ise "
                "`return` satırıdır.",
                "Your function only prints its result. `print` shows a value on the screen; what hands it back to the caller "
                "is `return`.",
            ),
            "no_return",
        )
    wrong(L("Fonksiyonun sonunda `return` eksik.", "The function lacks a `return` at its end."), "no_return")


def call(function, *args, seconds: float | None = None, may_change: bool = True, **kwargs):
    """Return ``function(*args, **kwargs)``, run on copies of the arguments under a time limit.

    Ends the check by itself where ``function`` is no function ("not_a_function"), takes another number of
    arguments ("wrong_arguments"), returns ``...`` (not attempted), raises, or changes an array or a list that
    it was given (only with ``may_change=False``: "changes_argument"). seconds: the limit,
    ``limits.CALL_SECONDS`` unless given.
    """
    _require_function(function, args)
    _require_arguments(function, args, kwargs)
    copies, named = [copied(value) for value in args], {key: copied(value) for key, value in kwargs.items()}
    this = _Call(function, args, kwargs)
    given = _run(this, copies, named, limits.CALL_SECONDS if seconds is None else seconds)
    running().calls.append(replace(this, value=given))
    if given is ...:
        raise NotAttempted
    if inspect.iscoroutine(given):
        given.close()
        message = L("Fonksiyonu `async` olmadan tanımlayın.", "Define the function without `async`.")
        wrong(message, "async_function", called=str(this))
    if not may_change and not _unchanged([*args, *kwargs.values()], [*copies, *named.values()]):
        wrong(
            L(
                "Fonksiyonunuz, kendisine verilen diziyi değiştiriyor. Çağıranın verisi olduğu gibi "
                "kalmalı: sonucu yeni bir dizide oluşturun.",
                "Your function changes the array that it was given. The caller's data has to stay as it is: "
                "build the result in a new array.",
            ),
            "changes_argument",
            called=str(this),
        )
    return given


def _run(this: _Call, copies, named, seconds):
    """Return what the call returns on these copies of its arguments; StudentError: it raised, or took too long."""
    try:
        with limits.quiet(running().printed):
            return limits.within(seconds, this.function, *copies, **named)
    except KeyboardInterrupt as error:
        if not errors.is_students_own_interrupt(error):
            raise
        raise StudentError(error, str(this)) from error
    except BaseException as error:
        raise StudentError(error, str(this)) from error


def _answer(body, answers, named, labels, hints, seconds) -> Result:
    """Judge the answers. Whatever goes wrong on the way becomes a result."""
    check, extra = _Running(labels["exercise"], len(inspect.signature(body).parameters)), {}
    strict_cause: BaseException | None = None
    token = _running.set(check)
    try:
        outcome, message, extra = limits.within(seconds, _judge, body, answers, named)
    except KeyboardInterrupt as error:
        if not errors.is_students_own_interrupt(error):
            raise
        outcome, message, strict_cause = ERROR, errors.explain(error), error
    except BaseException as error:  # an answer that breaks the check itself: a hostile object, an unforeseen kind
        outcome, message, strict_cause = ERROR, _unforeseen(error), error
        extra = {"misconception": "unexpected_kind"}
    finally:
        _running.reset(token)
    text = clean(check.printed.text.expandtabs()) + ("…" if check.printed.cut else "")
    notes = (_hint_note(),) if hints and outcome in (WRONG, ERROR) and "facts" in extra else ()
    result = Result(outcome, message, **labels, **extra, printed=text, notes=notes)
    if outcome != CORRECT and os.environ.get("COURSE_STRICT_CHECKS") == "1":
        raise AssertionError(f"{result.lesson} {result.exercise}: {result!r}") from strict_cause
    return result


def _judge(body, answers, named):
    """Return (outcome, message, further fields of the result)."""
    try:
        inspect.signature(body).bind(*answers, **named)
    except TypeError:
        return ERROR, _how_to_ask(body), {"misconception": "wrong_check_call"}
    given = [*answers, *named.values()]
    try:
        if any(answers_of.not_started(answer) for answer in given):
            raise NotAttempted
        remark = body(*answers, **named)
    except NotAttempted:
        return NOT_ATTEMPTED, _how_to_start(), {}
    except (Wrong, StudentError) as problem:
        if any(answers_of.has_placeholder(answer) for answer in given):
            return NOT_ATTEMPTED, _placeholder_left(), {}
        if isinstance(problem, Wrong):
            return WRONG, problem.message, {"misconception": problem.misconception, "facts": problem.facts}
        facts = {"misconception": errors.mistake(problem.error), "facts": _error_facts(problem)}
        return ERROR, errors.explain(problem.error), facts
    return CORRECT, remark or L("Yanıtınız doğru.", "Your answer is right."), {}


def _error_facts(problem: StudentError):
    facts = (
        (L("çağrı", "call"), problem.call),
        (L("yer", "where"), errors.students_line(problem.error)),
        (L("Python'ın iletisi", "Python says"), errors.python_message(problem.error)),
    )
    return tuple((label, text) for label, text in facts if text)


def _require_function(function, args):
    a_model = hasattr(function, "trainable_weights") and not inspect.isclass(function)  # of Keras; it can be called too
    if callable(function) and not a_model:
        return
    name = running().exercise or L("ad", "name")
    example = f": `check.{name}({name})`" if running().answers == 1 else ""
    wrong(
        L(
            f"Denetim fonksiyonun kendisini bekler, sonucunu değil. Adını parantezsiz verin{example}.",
            f"The check expects the function itself, not its result. Give its name without brackets{example}.",
        ),
        "not_a_function",
        given=function,
        called=None,
    )


def _require_arguments(function, args, kwargs):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some functions of C libraries have none
        return
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        count = len(args) + len(kwargs)
        own = f"{name_of(function)}{signature}"
        wrong(
            L(
                f"Fonksiyonunuz {count} argüman almalı, oysa `{own}` biçiminde tanımlanmış. Tanım "
                f"satırındaki (`def`) parametreleri değiştirmeyin.",
                f"Your function has to take {count} argument{'s' * (count != 1)}, but it is defined as "
                f"`{own}`. Leave the parameters in the `def` line as they were.",
            ),
            "wrong_arguments",
            called=call_text(function, args, kwargs),
        )


def copied(value):
    """Copy what a student's function could change; models, functions and other objects are passed as they
    are."""
    if isinstance(value, (np.ndarray, list, dict, set, np.random.Generator)):
        return copy.deepcopy(value)
    return tuple(copied(item) for item in value) if type(value) is tuple else value


def _unchanged(before, after) -> bool:
    return all(_same_inside(*pair) for pair in zip(before, after, strict=True))


def _same_inside(before, after):
    """Compare two arguments; of what is no array, a list of arrays is looked into, anything else passes."""
    if as_array(before) is not None:
        return same(after, before, rtol=0, atol=0)
    return not isinstance(before, list) or (len(before) == len(after) and _unchanged(before, after))


def _how_to_start() -> str:
    return L(
        "Kod hücresindeki `...` yerine yanıtınızı yazın, o hücreyi çalıştırın, sonra bu hücreyi yeniden çalıştırın.",
        "Write your answer in place of `...` in the code cell, run that cell, then run this one again.",
    )


def _placeholder_left() -> str:
    return L(
        "Kodunuzda hâlâ `...` duruyor. Yerine kendi satırlarınızı yazın (yazdıysanız `...` satırını silin), "
        "hücreyi çalıştırın, sonra bu hücreyi yeniden çalıştırın.",
        "Your code still has a `...` in it. Put your own lines in its place (if you have, delete the "
        "`...`), run the cell, then run this one again.",
    )


def _hint_note() -> str:
    return L(
        "İpuçları bu hücrenin hemen üstünde: satıra tıklayınca açılır.",
        "The hints are right above this cell: click a line to open it.",
    )


def _how_to_ask(body) -> str:
    names = ", ".join(inspect.signature(body).parameters)
    return L(
        f"Denetim, yanıtlarınızı şu sırayla bekler: `check.{body.__name__}({names})`.",
        f"The check expects your answers like this: `check.{body.__name__}({names})`.",
    )


def _unforeseen(error) -> str:
    if isinstance(error, limits.OutOfTime):
        return errors.explain(error)
    said = errors.python_message(error)
    return L(
        f"Denetim bu yanıtı inceleyemedi (`{said}`). Büyük olasılıkla yanıt, beklenen türde bir değer değil.",
        f"The check could not examine this answer (`{said}`). Most likely it is not the kind of value that "
        f"was expected.",
    )

"""``judge`` and the forms: every right answer passes in every form, a wrong one is named, shown and worded rightly."""

from functools import partial

import numpy as np
import pytest

from tests.unit.checks.checking import assert_well_formed, nasty
from utils.checks import forms, limits
from utils.checks.engine import alike, as_array, as_number, as_pair, as_parts, call, exercise, refuse, wrong
from utils.checks.judge import judge, judge_value, sign, single
from utils.language import L, use_language

CASES = [
    (np.array([1.0, 2.0, 6.0]), 2.0),
    (np.array([-1.0, 0.5]), 0.5),
    (np.array([4.0]), -3.0),
]


def scaled_mean(x, factor):
    return float(x.mean() * factor)


def decided(beliefs=(), right=scaled_mean, cases=CASES, **options):
    @exercise("02_tensors", "scaled", tr="Ölçekli", en="Scaled")
    def check(answer):
        return judge(answer, cases, right, beliefs, remark=("Tamam.", "Fine."), **options)

    return check


BELIEFS = [
    ("per_element", lambda x, k: x * k, "Ortalama alın.", "Take the mean."),
    ("sum", lambda x, k: x.sum() * k, "Bu toplam.", "That is the sum."),
    ("factor_ignored", lambda x, k: x.mean(), "`factor` yok.", "`factor` is missing."),
    ("negative_only", sign(lambda given, x, k: given < 0), "Eksi.", "Negative."),
]


@pytest.mark.parametrize(
    "form",
    [
        float,
        np.float32,
        np.float64,
        np.array,
        lambda value: [value],
        lambda value: (value,),
        lambda value: np.array([value]),
        lambda value: np.array([[value]], "float32"),
        lambda value: [np.array([value])],
        lambda value: Tensor(value),
        lambda value: Tensor([value]),
    ],
)
def test_a_number_is_right_in_every_form(form, reader):
    result = decided(BELIEFS)(lambda x, k: form(scaled_mean(x, k)))
    assert (result.outcome, result.message) == ("correct", {"tr": "Tamam.", "en": "Fine."}[reader]), repr(result)


class Tensor:
    """Stands for a tensor: convertible, no sequence."""

    def __init__(self, value):
        self._value = np.asarray(value)

    def __array__(self, dtype=None, copy=None):
        return self._value


@pytest.mark.parametrize(
    "stack", [tuple, list, np.array, lambda pair: np.array(pair, "float32"), lambda pair: Tensor(pair),
              lambda pair: ([pair[0]], np.array([pair[1]])), lambda pair: np.array(pair)[:, np.newaxis]]
)  # fmt: skip
def test_a_pair_is_right_in_every_form(stack):
    check = decided(right=lambda x, k: (float(x.min()), k * 1.5))
    assert check(lambda x, k: stack((x.min(), k * 1.5))).outcome == "correct"
    assert not check(lambda x, k: stack((k * 1.5, x.min())))


@pytest.mark.parametrize("stack", [tuple, list, np.stack, np.array, lambda pair: [part.tolist() for part in pair]])
def test_two_arrays_may_be_stacked(stack):
    check = decided(right=lambda x, k: (x * k, x + k))
    assert check(lambda x, k: stack((x * k, x + k))).outcome == "correct"


@pytest.mark.parametrize("text", ["2", ["2"], np.array("2"), np.array(["2"], dtype=object), b"2", "nan"])
def test_a_text_is_no_number(text):
    assert (as_number(text), as_array(text), as_pair([text, 1])) == (None, None, None)
    check = decided(right=lambda x, k: 2, otherwise=("else", "", ""))
    use_language("en")
    result = check(lambda x, k: text)
    assert result.misconception == "not_a_number" and "single number" in result.message


def test_an_imaginary_part_is_never_dropped():
    assert as_number(2 + 0j) == 2 and as_number(2 + 1j) is None
    assert as_array(np.array([1, 1j])) is None and as_array(np.array([1 + 0j, 2])).tolist() == [1, 2]
    result = decided()(lambda x, k: scaled_mean(x, k) + 1e-3j)
    assert result.misconception == "not_a_number"


def test_reading_numbers_pairs_and_parts():
    assert [as_number(value) for value in (True, [26], np.array([[3]]), np.float32(0.5), 10**30)] == [
        1,
        26,
        3,
        0.5,
        1e30,
    ]
    assert [as_number(value) for value in (None, [], [1, 2], {}, {1}, lambda: 1, np.zeros(0), "x", ...)] == [None] * 9
    assert np.isnan(as_number(float("nan")))
    assert as_pair((1, [2.5])) == as_pair(np.array([1, 2.5])) == as_pair([[1], [2.5]]) == (1, 2.5)
    assert [as_pair(value) for value in (None, 1, (1,), (1, 2, 3), (1, None), ([1, 2], 3))] == [None] * 6
    assert (
        as_parts(np.eye(2), 2)[1].tolist() == [0, 1]
        and as_parts(5, 1) is None
        and as_parts([..., "a"], 2) == (..., "a")
    )


def test_a_right_answer_in_float32_is_accepted():
    def softmax(z, t):
        powers = np.exp((z - z.max()) / t)
        return powers / powers.sum()

    cases = [(np.array([1000.0, 999.5, -3.0]), 0.7), (np.array([0.1, 0.2, 0.3]), 3.0)]
    check = decided(right=softmax, cases=cases)
    for kind in ("float32", "float16"):
        assert check(lambda z, t, kind=kind: softmax(z.astype(kind), np.array(t, kind))).outcome == "correct", kind
    assert not check(lambda z, t: softmax(z.astype("float32"), t) * np.float32(1.001))


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda x, k: x * k, "per_element"),
        (lambda x, k: (x * k).tolist(), "per_element"),
        (lambda x, k: x.sum() * k, "sum"),
        (lambda x, k: x.mean(), "factor_ignored"),
        (lambda x, k: -1 - abs(x).sum(), "negative_only"),
        (lambda x, k: 77, "wrong_value"),
        (lambda x, k: x.mean() * k if len(x) > 2 else abs(x.sum() * k), "wrong_value"),  # a belief on some cases only
        (lambda x, k: print(end=""), "no_return"),
        (lambda x, k: None if k < 0 else scaled_mean(x, k), "returns_nothing"),
        (lambda x, k: (1, 2), "not_a_number"),
        (lambda x, k: np.zeros((2, 3)), "not_a_number"),
        (lambda x, k: np.mean, "not_a_number"),
        (lambda x, k: float("nan"), "not_finite"),
        (lambda x, k: float("inf"), "not_finite"),
        (lambda x, k: {"mean": 1}, "not_a_number"),
        (scaled_mean(*CASES[0]), "not_a_function"),
    ],
)
def test_what_is_wrong_is_named(answer, name, reader):
    result = decided(BELIEFS)(answer)
    assert_well_formed(result)
    assert (result.outcome, result.misconception) == ("wrong", name), repr(result)


def test_the_report_shows_the_call_that_went_wrong_and_its_own_value():
    wrong_second = lambda x, k: scaled_mean(x, k) + (len(x) == 2) * 1e-4  # noqa: E731
    use_language("tr")
    assert "`scaled([-1.0, 0.5], 0.5)` için −0,125 bekleniyordu; fonksiyonunuz −0,1249 döndürdü." in (
        decided()(wrong_second).message
    )
    use_language("en")
    assert "For `scaled([-1.0, 0.5], 0.5)`, −0.125 was expected; your function returned −0.1249." in (
        decided()(wrong_second).message
    )
    assert (
        "For a list of 3, 6 was expected" in decided(called=lambda x, k: f"a list of {len(x)}")(lambda x, k: 0).message
    )


@pytest.mark.parametrize(
    ("answer", "name", "tr", "en"),
    [
        (lambda x, k: (x * k, k + 1, 0), "wrong_value", "`y` ve `n` doğru, `k` değil. ",
         "`y` and `n` are right, `k` is not. "),
        (lambda x, k: (x, k + 1, 0), "wrong_value", "`n` doğru, `y` ve `k` değil. ",
         "`n` is right, `y` and `k` are not. "),
        (lambda x, k: (x, k + 1, 1), "wrong_value", "döndürdü. Bakın.", "returned `([1.0, 2.0, 6.0], 3.0, 1)`. Look."),
        (lambda x, k: [*x, k], "wrong_number_of_results", "`return y, k, n`", "`return y, k, n`"),
        (lambda x, k: (x[:1], k, 0), "shape", "`y`: Şekil (3,) olmalıydı; sizinki (1,).",
         "`y`: The shape should be (3,), but it is (1,)."),
        (lambda x, k: (7, k, 0), "shape", "`y`: (3,) şeklinde bir dizi bekleniyordu, tek bir sayı değil.",
         "`y`: An array of shape (3,) was expected, not a single number."),
        (lambda x, k: np.array([1, k, 0]), "wrong_number_of_results", "Üç değer döndürün", "Return three values"),
        (lambda x, k: (x * k, x, 0), "not_a_number", "`k`: Tek bir sayı", "`k`: A single number"),
    ],
)  # fmt: skip
def test_of_several_results_it_says_which_one_is_meant(answer, name, tr, en, reader):
    options = {"results": ("y", "k", "n"), "otherwise": ("wrong_value", "Bakın.", "Look.")}
    result = decided(right=lambda x, k: (x * k, k, 0), **options)(answer)
    assert result.misconception == name and {"tr": tr, "en": en}[reader] in result.message, result.message


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda x, k: (np.round(x / 7, 3), k), "rounded"),
        (lambda x, k: [np.round(x / 7, 2).tolist(), k], "rounded"),
        (lambda x, k: (np.round(x / 7, 3) + 0.001, k), "wrong_value"),
        (lambda x, k: (0 * x, k), "wrong_value"),
        (lambda x, k: (np.round(x / 7, len(x)), k), "wrong_value"),
    ],
)
def test_a_rounded_result_is_told_so(answer, name, reader):
    assert decided(right=lambda x, k: (x / 7, k))(answer).misconception == name


@pytest.mark.parametrize("digits", [1, 2])
def test_a_rounded_result_is_told_so_although_a_small_one_became_zero(digits, reader):
    check = decided(right=lambda x: x, cases=[(0.6412,), (0.0021,)])
    assert check(lambda x: round(x, digits)).misconception == "rounded"
    assert check(lambda x: x * (x > 0.01)).misconception == "wrong_value"


@pytest.mark.parametrize(
    ("given", "tr", "en"),
    [
        ("True", "Tek bir `True` ya da `False` bekleniyordu. Yanıtınız bir metin; tırnakları",
         "A single `True` or `False` was expected. Your answer is text; leave out the quotes"),
        ((True, False), "Tek bir `True` ya da `False` bekleniyordu. Yanıtınız (2,) şeklinde",
         "A single `True` or `False` was expected. Your answer is an array of shape (2,)"),
    ],
)  # fmt: skip
def test_where_a_truth_value_is_expected_no_number_is_asked_for(given, tr, en, reader):
    check = decided(right=lambda x: x > 0, cases=[(1,), (-1,)])
    assert {"tr": tr, "en": en}[reader] in check(lambda x: given).message


@pytest.mark.parametrize(
    ("value", "tr", "en"),
    [
        (np.zeros(3), "Yanıtınız (3,) şeklinde bir dizi: `[0.0, 0.0, 0.0]`.",
         "Your answer is an array of shape (3,): `[0.0, 0.0, 0.0]`."),
        (np.zeros(99), "Yanıtınız bir dizi: `(99,) şeklinde array([0.", "Your answer is an array: `array([0."),
        ("2.5", "`'2.5'` bir metin; sayıyı tırnaksız yazın.", "`'2.5'` is text; write the number without quotes."),
        ("two", "`'two'` bir metin, sayı değil.", "`'two'` is text, not a number."),
        ("nan", "`'nan'` bir metin, sayı değil.", "`'nan'` is text, not a number."),
        (2 + 1j, "Yanıtınızda karmaşık sayı var: `(2+1j)`.", "There is a complex number in your answer: `(2+1j)`."),
        (len, "Yanıtınız `len` fonksiyonunun kendisi", "Your answer is the function `len` itself"),
        ((n for n in "ab"), "Yanıtınız bir üreteç", "Your answer is a generator"),
        ((np.ones(2), 1), "Yanıtınızda 2 değer var: ", "Your answer has 2 values: "),
        (None, "Yanıtınız `None`, yani hiçbir değer yok", "Your answer is `None`, that is, no value"),
        ({}, "Yanıtınız: `{}`.", "Your answer is `{}`."),
        ((7,), "Yanıtınız (1,) şeklinde bir dizi: `(7,)`", "Your answer is an array of shape (1,): `(7,)`"),
    ],
)  # fmt: skip
def test_a_value_that_was_not_expected_is_called_what_it_is(value, tr, en, reader):
    assert forms.what_came(value).startswith({"tr": tr, "en": en}[reader])


def test_three_names_are_listed(reader):
    check = decided(right=lambda x, k: (x, k, 1, 2), results=("a", "b", "c", "d"))
    said = {"tr": "`a`, `b` ve `c` doğru, `d` değil.", "en": "`a`, `b` and `c` are right, `d` is not."}[reader]
    assert said in check(lambda x, k: (x, k, 1, 3)).message


def test_a_result_that_is_right_in_a_form_of_its_own_is_not_blamed():
    def flat(given, expected):
        if isinstance(expected, tuple):
            return all(map(flat, given, expected))
        return alike(np.ravel(given), np.ravel(expected))

    check = decided(right=lambda x, k: (x, k), equal=flat, results=("x", "k"))
    use_language("en")
    result = check(lambda x, k: (x[np.newaxis], k + 1))
    assert result.misconception == "wrong_value" and "`x` is right, `k` is not" in result.message


def test_tiny_numbers_are_told_apart_where_asked():
    for equal, outcome in ((alike, "correct"), (partial(alike, atol=1e-20), "wrong")):
        check = decided(right=lambda x, k: (1e-9 * x, 1e-12), equal=equal)
        assert check(lambda x, k: (0 * x, 2e-12)).outcome == outcome
        assert check(lambda x, k: [1e-9 * x, [1e-12]]).outcome == "correct"


def test_an_overflow_speaks_neither_for_a_belief_nor_against_it():
    cases = [(np.array([1.0, 2.0]),), (np.array([800.0, 1.0]),)]
    beliefs = [
        ("summed", lambda x: np.logaddexp.reduce(x), "Toplam.", "A sum."),
        ("overflows", sign(lambda given, x: np.isinf(given)), "Taşıyor.", "It overflows."),
    ]
    check = decided(beliefs, lambda x: float(np.logaddexp.reduce(x) - np.log(len(x))), cases)

    def naive(x, mean=True):
        with np.errstate(over="ignore"):
            return np.log(np.exp(x).mean() if mean else np.exp(x).sum())

    assert check(lambda x: naive(x, mean=False)).misconception == "summed"
    assert check(naive).misconception == "overflows"


def test_nan_everywhere_is_no_belief_that_gives_nan():
    """Once every NaN was told to be the logarithm of a logarithm."""
    beliefs = [("logarithm", lambda x, k: np.log(k - 1), "Logaritma.", "A logarithm.")]

    def quiet(function):
        with np.errstate(all="ignore"):
            return function()

    assert decided(beliefs)(lambda x, k: np.nan).misconception == "not_finite"
    assert decided(beliefs)(lambda x, k: quiet(lambda: np.log(k - 1))).misconception == "logarithm"


def test_a_belief_that_leaves_a_nan_among_numbers_is_named():
    """Of a table that was left with its gaps, every case holds a NaN, and all the same it says something."""
    gaps = [(np.array([1.0, np.nan, 3.0]),), (np.array([np.nan, 5.0]),)]
    beliefs = [("left_as_it_was", lambda x: x, "Boşluk duruyor.", "A gap is left.")]
    check = decided(beliefs, right=lambda x: np.nan_to_num(x, nan=2.0), cases=gaps)
    assert check(lambda x: x.copy()).misconception == "left_as_it_was"


def test_beliefs_that_fail_or_divide_by_zero_just_do_not_fit():
    beliefs = [
        ("fails", lambda x, k: x[5], "", ""),
        ("nan", lambda x, k: (x - x).mean() / 0, "", ""),
        ("last", lambda x, k: x[-1], "Son.", "Last."),
    ]
    assert decided(beliefs)(lambda x, k: x[-1]).misconception == "last"


def test_words_may_depend_on_the_case():
    beliefs = [("zero", lambda x, k: 0, lambda x, k: L(f"{len(x)} sayı.", f"{len(x)} numbers."))]
    options = {"otherwise": ("else", lambda x, k: L(f"k = {k}", f"k is {k}"))}
    use_language("en")
    assert "3 numbers." in decided(beliefs, **options)(lambda x, k: 0).message
    assert "k is 2.0" in decided(beliefs, **options)(lambda x, k: 1).message


def test_requirements_are_asked_of_right_values_only():
    requires = [("not_plain", lambda given, x, k: type(given) is float, "Sayı.", "A plain number.")]
    check = decided(BELIEFS, requires=requires)
    assert check(scaled_mean).outcome == "correct"
    assert check(lambda x, k: [scaled_mean(x, k)]).misconception == "not_plain"
    assert check(lambda x, k: [x.sum() * k]).misconception == "sum"


def test_an_error_may_have_a_meaning(reader):
    raises = [(ValueError, "must_return_none", "`None` döndürün.", "Return `None`.")]
    check = decided(right=lambda a, b: None, cases=[((2,), (3,))], raises=raises)
    assert check(lambda a, b: np.broadcast_shapes(a, b)).misconception == "must_return_none"
    assert check(lambda a, b: 1 / 0).misconception == "ZeroDivisionError"
    check = decided(raises=raises, called=lambda x, k: f"k = {k}")
    assert check(lambda x, k: np.broadcast_shapes((2,), (3,))).message.startswith("k = 2.0: ")


def test_another_way_to_ask_and_to_compare():
    check = decided(
        right=lambda n: set(range(n)),
        cases=[(5,), (1,)],
        ask=lambda answer, n: call(answer, n, np.random.default_rng(0)),
        equal=lambda given, expected: set(as_array(given).tolist()) == expected,
    )
    assert check(lambda n, rng: rng.permutation(n)).outcome == "correct"
    assert check(lambda n, rng: rng.integers(n, size=n)).misconception == "wrong_value"


def test_random_generators_are_fresh_for_every_call():
    cases = [(np.random.default_rng(1), 4)]
    check = decided(right=lambda rng, n: rng.random(n), cases=cases)
    for _ in range(2):
        assert check(lambda rng, n: [rng.random() for _ in range(n)]).outcome == "correct"


def test_the_caller_s_arrays_stay_as_they_are(reader):
    def in_place(x, k):
        x *= k
        return x.mean()

    assert decided(BELIEFS)(in_place).misconception == "changes_argument"


def test_a_return_in_the_loop(reader):
    def first_only(x, k):
        total = 0
        for value in x:
            total += value
            return total * k / len(x)

    def either(x, k):
        for value in x:
            if value > 0:
                return 1
            else:
                return 2

    def once(x, k):
        total, place = 0, 0
        while place < len(x):
            total += x[place]
            place += 1
            return total * k / len(x)

    def search(x, k):
        for value in x:
            if value > 0:
                return value * k
        return -1

    def leave(x, k):
        while True:
            return -1

    check = decided(BELIEFS)
    assert {check(one).misconception for one in (first_only, either, once)} == {"return_in_loop"}
    assert "return_in_loop" not in {check(one).misconception for one in (search, leave)}


def test_results_of_nothing(reader):
    def reverse(x, k):
        return x.tolist().reverse()

    def sort(x, k):
        values = list(x)
        values = values.sort()
        return values

    def show(x, k):
        return print(x)

    def forgotten(x, k):
        x.sum()

    check = decided(BELIEFS)
    assert [check(one).misconception for one in (reverse, sort, show)] == ["returns_nothing"] * 3
    assert (
        ".reverse()" in check(reverse).message and ".sort()" in check(sort).message and "print" in check(show).message
    )
    assert check(forgotten).misconception == "no_return"


@pytest.mark.parametrize(
    ("answer", "name", "words"),
    [
        (lambda x, k: k if x > 0 else 0, "if_on_array", "np.where"),
        (lambda x, k: np.broadcast_shapes((2,), (3,)), "shapes_do_not_fit", "right"),
        (lambda x, k: np.ones(2) + np.ones(3), "shapes_do_not_fit", "right"),
        (lambda x, k: np.ones(2) @ np.ones((3, 2)), "product_does_not_fit", "matrix product"),
        (lambda x, k: np.array([[1], [2, 3]]), "uneven_rows", "different lengths"),
        (lambda x, k: float(np.ones(2)), "single_number", "single number"),
        (lambda x, k: sorted([].sort()), "none_used", "return"),
        (lambda x, k: np.tanh(Tensor), "object_for_a_number", "the number inside"),
        (lambda x, k: np.ones(3).reshape(2), "ValueError", ""),
    ],
)
def test_errors_have_sentences_of_their_own(answer, name, words):
    use_language("en")
    result = decided()(answer)
    assert (result.outcome, result.misconception) == ("error", name), repr(result)
    assert words in result.message


def test_a_value_is_shown_with_the_call_that_returned_it_and_no_other():
    """Once the last call stood beside the value of an earlier one."""

    @exercise("02_tensors", "late", tr="Geç", en="Late")
    def late(answer):
        given = [call(answer, n) for n in (1, 2, 3)]
        wrong(L("Hayır.", "No."), "no", given=given[0])

    use_language("en")
    assert dict(late(lambda n: [n]).facts) == {"call": "<lambda>(1)", "returned": "[1]"}
    assert dict(late(lambda n: 7).facts) == {"your answer": "7"}  # 7 is one object: which call, nobody can tell
    assert dict(late(lambda n: n).facts) == {"call": "<lambda>(1)", "returned": "1"}


def test_the_result_of_the_function_instead_of_the_function(reader):
    class Model:
        trainable_weights = ()

        def __call__(self, x):
            return x

    for answer in (3, np.zeros(2), Model()):
        result = decided()(answer)
        assert result.misconception == "not_a_function" and "`check.scaled(scaled)`" in result.message


def test_of_several_answers_no_call_is_made_up(reader):
    @exercise("02_tensors", "pair", tr="İkili", en="Pair")
    def check(f, slope):
        call(f, 1.0)

    result = check(3, abs)
    assert result.misconception == "not_a_function" and "check.pair" not in result.message


def test_a_number_for_an_array_is_called_a_number(reader):
    result = values(2.0, 1, (1, 2))
    assert result.misconception == "shape" and "()" not in result.message


@exercise("02_tensors", "values", tr="Değerler", en="Values")
def values(weights, bias, pair):
    forms.require_array(weights, "weights", (2,), any_layout=True)
    forms.require_number(bias, "bias")
    forms.require_pair(pair, "w", "b")


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        (([1, 2], 1, (1, 2)), None),
        ((np.ones((2, 1)), [1.0], np.array([1, 2])), None),
        ((Tensor([1, 2]), Tensor([3]), [np.array([1]), Tensor(2)]), None),
        (((1 + 0j, 2), True, [[1], [2]]), None),
        ((["1", "2"], 1, (1, 2)), "not_numbers"),
        (([1j, 2], 1, (1, 2)), "not_numbers"),
        (([1, np.nan], 1, (1, 2)), "not_finite"),
        (([1, 2, 3], 1, (1, 2)), "shape"),
        (([1, 2], "1", (1, 2)), "not_a_number"),
        (([1, 2], 1j, (1, 2)), "not_a_number"),
        (([1, 2], float("inf"), (1, 2)), "not_finite"),
        (([1, 2], [1, 2], (1, 2)), "not_a_number"),
        (([1, 2], 1, 3), "wrong_number_of_results"),
        (([1, 2], 1, (1, 2, 3)), "wrong_number_of_results"),
        (([1, 2], 1, (1, "2")), "not_a_number"),
        (([1, 2], 1, None), "wrong_number_of_results"),
        (([1, 2], 1, (1, float("nan"))), "not_finite"),
    ],
)
def test_values_are_read_or_refused(answers, name, reader):
    result = values(*answers)
    assert_well_formed(result)
    assert (result.outcome, result.misconception) == ("correct" if name is None else "wrong", name), repr(result)


def test_a_value_that_is_none_is_not_told_of_a_return_in_a_function(reader):
    for result in (values(None, 1, (1, 2)), values([1, 2], None, (1, 2))):
        assert result.misconception in ("not_numbers", "not_a_number")
        assert "`None`" in result.message and "`return`" not in result.message


def test_junk_breaks_neither_judge_nor_the_forms(monkeypatch, reader):
    monkeypatch.setattr(limits, "CALL_SECONDS", 0.05)
    check = decided(BELIEFS)
    arrays = decided([("itself", lambda x, k: x, "", "")], right=lambda x, k: (x * k, k))
    for junk in nasty():
        for result in (check(junk), arrays(junk), values(junk, junk, junk)):
            assert_well_formed(result)
            assert result.outcome != "correct"


@exercise("02_tensors", "area", tr="Alan", en="Area")
def area(answer):
    beliefs = [
        ("added", 7, "Topladınız.", "You added."),
        ("text", sign(lambda given: isinstance(given, str)), lambda given: L(f"{given} metin.", f"{given} is a text.")),
        ("a_side", sign(lambda given: given in (3, 4)), "Bir kenar.", "One side."),
    ]
    return judge_value(answer, 12, beliefs, remark=("Tamam.", "Fine."), otherwise=("other", "Çarpın.", "Multiply."))


@pytest.mark.parametrize(
    ("answer", "name", "says"),
    [
        (12, None, ("Tamam.", "Fine.")),
        ([12], None, ("Tamam.", "Fine.")),
        (np.float32(12), None, ("Tamam.", "Fine.")),
        (7, "added", ("Topladınız.", "You added.")),
        ("12", "text", ("12 metin.", "12 is a text.")),
        (13, "other", ("Çarpın.", "Multiply.")),
        (4, "a_side", ("Bir kenar.", "One side.")),
        ([3, 4], "not_a_number", ("Tek bir sayı", "A single number")),
        (np.ones((2, 2)), "not_a_number", ("Tek bir sayı", "A single number")),  # which `in` cannot look at
        (None, "not_a_number", ("`print(...)`", "`print(...)`")),
        (float("nan"), "not_finite", ("nan", "nan")),
    ],
)
def test_a_value_is_judged_by_the_same_rows(answer, name, says, reader):
    result = area(answer)
    assert (result.outcome, result.misconception) == ("wrong" if name else "correct", name)
    assert says[reader == "en"] in result.message


def test_a_shape_is_one_value(reader):
    @exercise("02_tensors", "halves", tr="Yarısı", en="Halves")
    def check(answer):
        return judge(answer, [((4,),), ((2, 6),)], lambda shape: single(n // 2 for n in shape))

    assert check(lambda shape: [n // 2 for n in shape]).outcome == "correct"
    message = check(lambda shape: (1,)).message
    assert "`halves((4,))`" in message and "`(2,)`" in message and "`(1,)`" in message, message


def test_none_may_be_a_value(reader):
    @exercise("02_tensors", "halves", tr="Yarısı", en="Halves")
    def check(answer):
        return judge(answer, [((4,),), ((3,),)], lambda shape: None if shape[0] % 2 else single([shape[0] // 2]))

    result = check(lambda shape: None if shape else 0)
    assert result.misconception == "wrong_value"
    assert "`return`" not in result.message  # such a line is reached, and returns None
    assert "`(1, 1)`" in check(lambda shape: (1, 1) if shape[0] % 2 else [2]).message


def test_a_result_that_is_only_printed_is_told_so(reader):
    def printing(x, k):
        print(scaled_mean(x, k))

    result = decided()(printing)
    assert result.misconception == "no_return" and "`print`" in result.message


def test_too_many_results_of_several_shapes_are_counted(reader):
    result = decided(right=lambda x, k: (x, k))(lambda x, k: (x, k, 0))
    assert result.misconception == "wrong_number_of_results"
    with pytest.raises(Exception, match="3") as refused:
        forms.require_parts((np.ones(2), 0.0, 0), "weights", "bias")
    assert {"tr": "Yanıtınızda 3 değer var: ", "en": "Your answer has 3 values: "}[reader] in str(refused.value)
    with pytest.raises(Exception, match="3") as refused:
        forms.require_parts((np.ones((9, 9)), np.ones((9, 2)), 0), "weights", "bias")
    few = {"tr": "Yanıtınızda 3 değer var.", "en": "Your answer has 3 values."}[reader]
    assert few in str(refused.value), "all would be too much"


def test_the_first_row_that_holds_is_refused(reader):
    @exercise("02_tensors", "odd", tr="Tek", en="Odd")
    def check(n):
        refuse(
            ("negative", n < 0, "Eksi.", "Negative."),
            ("even", n % 2 == 0, f"{n} çift.", f"{n} is even."),
            before=L("Olmaz. ", "No. "),
        )

    assert check(3).outcome == "correct"
    assert [check(n).misconception for n in (-2, 4)] == ["negative", "even"]
    assert check(4).message == {"tr": "Olmaz. 4 çift.", "en": "No. 4 is even."}[reader]

"""Lesson 05: the explorer's mathematics and the checks."""

import numpy as np
import pytest
from scipy.special import erf, expit, log_softmax, softmax
from sklearn.datasets import make_moons

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.activation_functions import checks as check
from utils.lessons.activation_functions import explorer

Z = np.linspace(-6, 6, 1200)  # an even number: no point at 0, where some have a kink

TRUSTED = {
    "sigmoid": expit(Z),
    "tanh": np.tanh(Z),
    "elu": np.where(Z > 0, Z, 0.3 * (np.exp(Z) - 1)),
    "leaky": np.maximum(Z, 0) + 0.3 * np.minimum(Z, 0),
    "gelu": Z * (1 + erf(Z / np.sqrt(2))) / 2,
    "swish": Z * expit(Z),
    "relu": np.maximum(Z, 0),
    "identity": Z,
    "step": (Z >= 0).astype(float),
}


@pytest.mark.parametrize("name", explorer.PAIRS)
def test_each_function_is_the_one_of_its_name(name):
    np.testing.assert_allclose(explorer.pair(name, Z, 0.3)[0], TRUSTED[name], atol=1e-12)


@pytest.mark.parametrize("name", explorer.PAIRS)
def test_each_derivative_agrees_with_a_numeric_one(name):
    above, below = (explorer.pair(name, Z + move, 0.3)[0] for move in (1e-5, -1e-5))
    np.testing.assert_allclose(explorer.pair(name, Z, 0.3)[1], (above - below) / 2e-5, atol=1e-8)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "leaky", "elu", "gelu"])
def test_the_gradient_through_the_layers_is_the_numeric_one(name):
    weights, inputs, end = explorer._random_numbers()
    layers, scale, slope = 3, 0.8, 0.3

    def loss(first_sums):
        outputs = explorer.pair(name, first_sums, slope)[0]
        for i in range(1, layers):
            outputs = explorer.pair(name, outputs @ (scale * weights[i]), slope)[0]
        return np.sum(outputs * end)

    sums, numeric = inputs @ (scale * weights[0]), []
    for unit in range(explorer.WIDTH):  # of the first example
        move = np.zeros_like(sums)
        move[0, unit] = 1e-5
        numeric.append((loss(sums + move) - loss(sums - move)) / 2e-5)
    gradient = _gradient_of_first_layer(name, slope, layers, scale)
    np.testing.assert_allclose(gradient[0], numeric, atol=1e-6)
    through = explorer.flow(name, slope, layers, scale)
    assert through.gradient[0] == pytest.approx(explorer.size(gradient) / explorer.size(end))


def _gradient_of_first_layer(name, slope, layers, scale):
    weights, outputs, gradient = explorer._random_numbers()
    slopes = []
    for i in range(layers):
        outputs, here = explorer.pair(name, outputs @ (scale * weights[i]), slope)
        slopes.append(here)
    for i in range(layers - 1, 0, -1):
        gradient = (gradient * slopes[i]) @ (scale * weights[i]).T
    return gradient * slopes[0]


def test_what_the_lesson_says_of_ten_layers():
    ten = {name: explorer.flow(name, 0.1, 10, 1.0).gradient[0] for name in explorer.PAIRS}
    assert ten["sigmoid"] < 0.25**10 * 2
    assert ten["tanh"] > ten["relu"] > 1000 * ten["sigmoid"]
    assert ten["step"] == 0
    assert explorer.flow("relu", 0.1, 10, 1.4).gradient[0] > 0.3
    assert explorer.flow("relu", 0.1, 10, 1.0).asleep[-1] == pytest.approx(0.5, abs=0.1)


def test_the_ranges_in_the_table():
    fine = np.linspace(-10, 10, 100_001)
    assert explorer.pair("gelu", fine)[0].min() == pytest.approx(-0.17, abs=0.005)
    assert explorer.pair("swish", fine)[0].min() == pytest.approx(-0.28, abs=0.005)
    assert explorer.pair("sigmoid", fine)[1].max() == 0.25


def test_the_point_stays_on_the_curve():
    made = explorer.ActivationExplorer()
    made.set(point=[[-2.0, 3.0]])
    assert made.value("point") == [[-2.0, pytest.approx(np.tanh(-2), abs=1e-5)]]
    made.set(function="elu")
    assert made.value("slope") == 1.0
    assert made.value("point")[0][1] == pytest.approx(np.exp(-2) - 1, abs=1e-5)


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.ActivationExplorer)


def test_softplus():
    def stub(z): ...

    def naive(z):
        with np.errstate(all="ignore"):
            return np.log(1 + np.exp(z)), expit(z)

    def naive_slope(z):
        with np.errstate(all="ignore"):
            return np.logaddexp(0, z), np.exp(z) / (1 + np.exp(z))

    def other_base(z):
        return np.logaddexp(0, z) / np.log(10), expit(z)

    assert_check(
        check.softplus,
        solution=lambda z: (np.logaddexp(0, z), expit(z)),
        also_correct=[
            lambda z: [np.logaddexp(0, z).tolist(), expit(z).tolist()],
            lambda z: (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))), (1 + np.tanh(z / 2)) / 2),
            lambda z: np.stack([np.logaddexp(0, z), expit(z)]),
        ],
        stub=stub,
        wrong={
            "overflow": naive,
            "no_return": lambda z: print(end=""),
            "wrong_number_of_results": lambda z: np.logaddexp(0, z),
            "swapped": lambda z: (expit(z), np.logaddexp(0, z)),
            "clipped": lambda z: (np.log(1 + np.exp(np.clip(z, -500, 500))), expit(z)),
            "identity": lambda z: (z, expit(z)),
            "returns_relu": lambda z: (np.maximum(z, 0), expit(z)),
            "other_logarithm": other_base,
            "no_inner_derivative": lambda z: (np.logaddexp(0, z), expit(-z)),
            "sigmoid_slope": lambda z: (np.logaddexp(0, z), expit(z) * expit(-z)),
            "wrong_value": lambda z: (np.logaddexp(0, z), expit(z) + 1),
            "shape": lambda z: (1.0, 2.0),
            "not_numbers": lambda z: (["1"] * len(z), expit(z)),
        },
    )
    assert check.softplus(naive_slope).misconception == "overflow"
    for base in (np.log10, np.log2):
        assert check.softplus(
            np.errstate(all="ignore")(lambda z, log=base: (log(1 + np.exp(z)), expit(z)))
        ).misconception == ("other_logarithm")


def test_roof():
    assert_check(
        check.roof,
        solution=[2.0, -3.0, 1.0],
        also_correct=[(2, -3, 1), np.array([2, -3, 1], dtype=np.float32), [[2], [-3], [1]], np.array([[2, -3, 1]])],
        stub=...,
        wrong={
            "slopes_not_changes": [2, -1, 0],
            "heights_not_slopes": [0, 2, 0],
            "never_levels_off": [2, -3, 0],
            "only_cancels": [2, -2, 0],
            "upside_down": [-2, 3, -1],
            "wrong_height": [1, -1.5, 0.5],
            "wrong_value": [1, 1, 1],
            "shape": [1, 2],
            "not_finite": [2, float("nan"), 1],
            "not_numbers": ["2", "-3", "1"],
        },
    )


def test_a_roof_of_another_form_is_told_what_is_wrong_with_it():
    """There was talk of an input, and of 1.0 in Turkish."""
    use_language("tr")
    assert check.roof([1, -1.5, 0.5]).message.endswith("x = 1'de 1 oluyor, 2 olmalı.")
    use_language("en")
    assert check.roof([2, -3]).message == "The shape of `roof_weights` has to be (3,), but it is (2,)."


def test_softmax():
    def stub(scores): ...

    def loop(scores):
        return [list(softmax(row)) for row in scores]

    def powers(scores, largest):
        return np.exp(scores - largest)

    @np.errstate(all="ignore")
    def naive(scores):
        return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)

    @np.errstate(all="ignore")
    def one_largest(scores):
        return powers(scores, scores.max()) / powers(scores, scores.max()).sum(axis=1, keepdims=True)

    assert_check(
        check.softmax,
        solution=lambda scores: softmax(scores, axis=1),
        also_correct=[loop, lambda scores: np.exp(log_softmax(scores, axis=1)).astype("float32")],
        stub=stub,
        wrong={
            "columns": lambda scores: softmax(scores, axis=0),
            "whole_array": softmax,
            "sum_of_all": lambda scores: (lambda p: p / p.sum())(powers(scores, scores.max(axis=1, keepdims=True))),
            "no_exponential": np.errstate(all="ignore")(lambda s: s / s.sum(axis=1, keepdims=True)),
            "not_normalized": lambda scores: powers(scores, scores.max(axis=1, keepdims=True)),
            "one_largest_for_all": one_largest,
            "overflow": naive,
            "clipped": lambda scores: naive(np.clip(scores, -500, 500)),
            "sigmoid": expit,
            "no_return": lambda scores: print(end=""),
            "shape": lambda scores: scores[0],
            "wrong_value": lambda scores: scores + 7,
        },
    )


@pytest.mark.parametrize(
    "shift",
    [
        lambda s: s.min(axis=1, keepdims=True),
        lambda s: s.mean(axis=1, keepdims=True),
        lambda s: np.median(s, axis=1, keepdims=True),
        lambda s: s[:, :1],
        lambda s: s[:, -1:],
    ],
)
def test_only_the_largest_score_of_a_row_keeps_softmax_finite(shift, reader):
    """No row had scores far apart: the least, the first and the mean passed."""

    @np.errstate(all="ignore")
    def answer(scores):
        powers = np.exp(scores - shift(scores))
        return powers / powers.sum(axis=1, keepdims=True)

    assert check.softmax(answer).misconception == "overflow"


def test_count_dead():
    def stub(sums): ...

    def loop(sums):
        return sum(max(column) <= 0 for column in zip(*sums.tolist(), strict=True))

    assert_check(
        check.count_dead,
        solution=lambda sums: int((sums <= 0).all(axis=0).sum()),
        also_correct=[loop, lambda sums: np.array([(sums.max(axis=0) <= 0).sum()])],
        stub=stub,
        wrong={
            "mask": lambda s: (s <= 0).all(axis=0),
            "counts_pairs": lambda s: (s <= 0).sum(),
            "silent_once": lambda s: (s <= 0).any(axis=0).sum(),
            "rows": lambda s: (s <= 0).all(axis=1).sum(),
            "strict": lambda s: (s < 0).all(axis=0).sum(),
            "counts_living": lambda s: (s > 0).any(axis=0).sum(),
            "share": lambda s: (s <= 0).all(axis=0).mean(),
            "mean_sum": lambda s: (s.mean(axis=0) <= 0).sum(),
            "never_silent": lambda s: (s > 0).all(axis=0).sum(),
            "no_return": lambda s: print(end=""),
            "wrong_count": lambda s: 17,
        },
    )


def test_the_call_that_went_wrong_is_the_one_shown(reader):
    """The last call once stood beside the value of an earlier one."""
    first_row = lambda s: int((s[0] <= 0).sum())  # noqa: E731
    message = check.count_dead(first_row).message
    shown, returned = (
        message.split("`")[1],
        {"tr": "fonksiyonunuz 4 döndürdü", "en": "your function returned 4"}[reader],
    )
    assert returned in message and eval(shown, {"count_dead": lambda rows: first_row(np.array(rows))}) == 4


def test_outputs():
    right = ("softplus", "identity", "sigmoid", "softmax")

    def but(place, name):
        return tuple(name if i == place else choice for i, choice in enumerate(right))

    assert_check(
        check.outputs,
        solution=right,
        also_correct=[("Softplus", "identity ", "sigmoid", "softmax")],
        stub=(..., ..., ..., ...),
        wrong={
            "negative_count": but(0, "identity"),
            "bounded_count": but(0, "sigmoid"),
            "softmax_for_number": but(1, "softmax"),
            "no_negative_balance": but(1, "softplus"),
            "bounded_balance": but(1, "sigmoid"),
            "labels_compete": but(2, "softmax"),
            "classes_do_not_compete": but(3, "sigmoid"),
            "no_probability": but(3, "identity"),
            "unknown_name": but(0, "relu"),
        },
    )


def test_collapse():
    def stub(weights_1, bias_1, weights_2, bias_2, slope, shift): ...

    def solution(w1, b1, w2, b2, slope, shift):
        return slope * w1 @ w2, (slope * b1 + shift) @ w2 + b2

    assert_check(
        check.collapse,
        solution=solution,
        also_correct=[
            lambda w1, b1, w2, b2, a, c: [(a * w1 @ w2).tolist(), a * b1 @ w2 + c * w2.sum(axis=0) + b2],
        ],
        stub=stub,
        wrong={
            "no_activation": lambda w1, b1, w2, b2, a, c: (w1 @ w2, b1 @ w2 + b2),
            "no_slope": lambda w1, b1, w2, b2, a, c: (w1 @ w2, (b1 + c) @ w2 + b2),
            "slope_missing_in_bias": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, (b1 + c) @ w2 + b2),
            "slope_missing_in_weights": lambda w1, b1, w2, b2, a, c: (w1 @ w2, (a * b1 + c) @ w2 + b2),
            "shift_scaled": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * (b1 + c) @ w2 + b2),
            "no_shift": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * b1 @ w2 + b2),
            "shift_past_weights": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * b1 @ w2 + b2 + c),
            "no_second_bias": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, (a * b1 + c) @ w2),
            "no_first_bias": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, c * w2.sum(axis=0) + b2),
            "biases_added": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * b1.sum() + c + b2),
            "swapped": lambda *case: solution(*case)[::-1],
            "wrong_value": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, (a * b1 + c) @ w2 - b2),
            "no_return": lambda *case: print(end=""),
            "wrong_number_of_results": lambda w1, b1, w2, b2, a, c: a * w1 @ w2,
        },
    )


def test_follow_gradient():
    def stub(sums): ...

    def slopes(z):
        return expit(z) * (1 - expit(z))

    def backward(factors):
        return np.cumprod(factors[:, ::-1], axis=1)[:, ::-1]

    def saturated(z):
        return (slopes(z) < 0.01).mean(axis=0)

    def loop(z):
        left, gradient = [], np.ones(len(z))
        for column in slopes(z).T[::-1]:
            gradient = gradient * column
            left.insert(0, gradient.mean())
        return saturated(z), left

    assert_check(
        check.follow_gradient,
        solution=lambda z: (saturated(z), backward(slopes(z)).mean(axis=0)),
        also_correct=[loop],
        stub=stub,
        wrong={
            "not_averaged": lambda z: (saturated(z), backward(slopes(z))),
            "counted": lambda z: ((slopes(z) < 0.01).sum(axis=0), backward(slopes(z)).mean(axis=0)),
            "rows": lambda z: ((slopes(z) < 0.01).mean(axis=1), backward(slopes(z)).mean(axis=1)),
            "forward": lambda z: (saturated(z), np.cumprod(slopes(z), axis=1).mean(axis=0)),
            "mean_before_product": lambda z: (saturated(z), backward(slopes(z).mean(axis=0, keepdims=True))[0]),
            "own_slope_only": lambda z: (saturated(z), slopes(z).mean(axis=0)),
            "own_slope_missing": lambda z: (saturated(z), (backward(slopes(z)) / slopes(z)).mean(axis=0)),
            "slopes_added": lambda z: (saturated(z), np.cumsum(slopes(z)[:, ::-1], axis=1)[:, ::-1].mean(axis=0)),
            "no_derivative": lambda z: ((expit(z) < 0.01).mean(axis=0), backward(expit(z)).mean(axis=0)),
            "one_end_only": lambda z: ((expit(z) < 0.01).mean(axis=0), backward(slopes(z)).mean(axis=0)),
            "awake": lambda z: (1 - saturated(z), backward(slopes(z)).mean(axis=0)),
            "swapped": lambda z: (backward(slopes(z)).mean(axis=0), saturated(z)),
            "wrong_value": lambda z: (saturated(z), backward(slopes(z)).max(axis=0) + 1),
            "no_return": lambda z: print(end=""),
            "wrong_number_of_results": saturated,
        },
    )


def softsign(z):
    return z / (1 + np.abs(z))


def softsign_slope(z):
    return 1 / (1 + np.abs(z)) ** 2


def test_design():
    def stub(z): ...

    def leaky(z):
        return np.where(z > 0, z, 0.2 * z)

    def leaky_slope(z):
        return np.where(z > 0, 1, 0.2)

    assert_check(
        check.design,
        solution=(softsign, softsign_slope),
        also_correct=[(leaky, leaky_slope), (lambda z: z + np.sin(z), lambda z: 1 + np.cos(z))],
        stub=(stub, stub),
        wrong={
            "linear": (lambda z: 2 * z + 1, lambda z: np.full_like(z, 2)),
            "dies": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
            "not_elementwise": (lambda z: z / np.abs(z).sum(), softsign_slope),
            "derivative_is_function": (softsign, softsign),
            "wrong_sign": (softsign, lambda z: -softsign_slope(z)),
            "wrong_derivative": (softsign, lambda z: 1 / (1 + np.abs(z))),
            "not_finite": (lambda z: np.sqrt(np.where(z > 0, z, np.nan)), softsign_slope),
            "almost_linear": (lambda z: z + 0.01 * np.sin(z), lambda z: 1 + 0.01 * np.cos(z)),
            "blows_up": (lambda z: z**3, lambda z: 3 * z**2),
            "parabola": (lambda z: z**2, lambda z: 2 * z),
            "too_low": (lambda z: np.sin(20 * z), lambda z: 20 * np.cos(20 * z)),
            "shape": (lambda z: 1.0, softsign_slope),
            "changes_argument": (in_place, softsign_slope),
            "not_numbers": (lambda z: z.astype(str), softsign_slope),
        },
        examples=10,
    )


def in_place(z):
    z /= 1 + np.abs(z)
    return z


def silu(kind):
    """Swish and its derivative, computed in floats of another kind, as a framework does."""
    return (
        lambda z: (z.astype(kind) * expit(z.astype(kind))).astype(kind),
        lambda z: (expit(z.astype(kind)) * (1 + z.astype(kind) * expit(-z.astype(kind)))).astype(kind),
    )


def test_a_right_derivative_in_float32_is_accepted():
    """Once it was held against a slope measured with steps too short for float32."""
    assert check.design(*silu("float32")).outcome == "correct"
    f, slope = silu("float32")
    assert check.design(f, lambda z: slope(z) * np.where(z > 2.9, 1.05, 1)).misconception == "wrong_derivative"


@pytest.mark.parametrize("steepness", [1, 2, 3])
def test_a_curve_that_is_nearly_level_at_its_ends_is_not_called_dead(steepness):
    tanh = (lambda z: np.tanh(steepness * z), lambda z: steepness / np.cosh(steepness * z) ** 2)
    assert check.design(*tanh).outcome == "correct"


def test_with_every_rate_a_parabola_is_too_little():
    """What the check says of it is no matter of the learning rate."""
    x, y, test_x, test_y = check._moons()
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import PolynomialFeatures

    squares = PolynomialFeatures(2)
    best = LogisticRegression(C=np.inf, max_iter=10_000).fit(squares.fit_transform(x), y)
    assert best.score(squares.transform(test_x), test_y) < check.REQUIRED


@pytest.mark.parametrize("seed", range(3))
def test_the_moons_need_an_activation(seed):
    """The exercise's bound leaves room: a plain tanh reaches it on other noise as well."""
    x, y = make_moons(400, noise=0.15, random_state=seed)
    line = np.linalg.lstsq(np.column_stack([x, np.ones(400)]), 2 * y - 1, rcond=None)[0]
    assert np.mean((np.column_stack([x, np.ones(400)]) @ line > 0) == y) < 0.92
    assert check._trained_on_moons(np.tanh, lambda z: 1 - np.tanh(z) ** 2)[0] > 0.96

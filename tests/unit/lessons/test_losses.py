"""Lesson 06: the explorer's mathematics, the checks, and numbers that the prose states."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, log_softmax, softmax
from sklearn.metrics import log_loss

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.losses import checks as check
from utils.lessons.losses import explorer

logit = st.floats(-7, 7)
temperature = st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0])


@given(st.lists(logit, min_size=2, max_size=4), temperature, st.integers(0, 1))
def test_probabilities_and_losses_are_those_of_scipy(scores, t, truth):
    found = explorer.losses([scores], truth, t)
    expected = softmax(np.array(scores) / t)
    np.testing.assert_allclose(found.p[0], expected, atol=1e-12)
    np.testing.assert_allclose(found.value["entropy"][0], -log_softmax(np.array(scores) / t)[truth], atol=1e-9)
    error = expected - np.eye(len(scores))[truth]
    assert found.value["squared"][0] == pytest.approx(np.mean(error**2), abs=1e-12)
    assert found.value["absolute"][0] == pytest.approx(np.mean(np.abs(error)), abs=1e-12)


@given(st.lists(logit, min_size=3, max_size=3), temperature, st.integers(0, 2), st.integers(0, 2))
def test_slopes_are_numeric_derivatives(scores, t, truth, moved):
    step = 1e-5 * np.eye(3)[moved]
    above, below = (explorer.losses([np.array(scores) + way * step], truth, t) for way in (1, -1))
    found = explorer.losses([scores], truth, t)
    for name in explorer.COLORS:
        numeric = (above.value[name][0] - below.value[name][0]) / 2e-5
        assert found.slope[name][0, moved] == pytest.approx(numeric, abs=1e-5)


def test_huge_logits_do_not_overflow():
    found = explorer.losses([[1000.0, 0.0, -1000.0]], 2)
    assert found.value["entropy"][0] == 2000
    assert np.isfinite(found.slope["squared"]).all()


@given(st.floats(0.001, 0.999), st.sampled_from([2, 3]), st.floats(-5, 5), temperature)
def test_the_logit_of_a_probability(p, classes, z2, t):
    z1 = explorer.logit_of(p, classes, z2, t)
    assert explorer.losses(explorer.row_of(classes, z1, z2), 0, t).p[0, 1] == pytest.approx(p, abs=1e-9)


def test_each_nine_adds_the_same_and_only_the_first_doubles(reader):
    shown = explorer.LossExplorer()
    state, losses, squares = shown._state, [], []
    for _ in range(3):
        here = explorer._at(state)
        losses.append(float(here.value["entropy"][0]))
        squares.append(float(here.value["squared"][0]))
        state = shown.changed(state, {"nine": None})
    assert losses == pytest.approx([2.303, 4.605, 6.908], abs=0.02)
    assert losses[1] / losses[0] == pytest.approx(2, abs=0.01) and losses[2] / losses[1] < 1.6
    assert squares[2] < 1 and squares[1] / squares[0] < 1.25
    assert state["guess"][0][0] == pytest.approx(0.9, abs=0.001), "the fourth press starts again"


def test_the_point_follows_and_classes_stay_consistent(reader):
    shown = explorer.LossExplorer()
    state = shown.changed(shown._state, {"truth": 2})
    assert state["classes"] == 3
    state = shown.changed(state, {"classes": 2})
    assert state["truth"] == 0
    state = shown.changed(state, {"guess": [[0.5, 3.0]]})
    assert state["z1"] == pytest.approx(0, abs=1e-9)
    assert state["guess"] == [[0.5, pytest.approx(np.log(2), abs=1e-5)]]
    state = shown.changed(state, {"z2": 2.0})
    assert state["classes"] == 3


def test_three_class_labels_fit_below_their_bars(reader):
    """Longer ones were turned and ran out of the panel."""
    here = explorer.losses(explorer.row_of(3, 2.0, 1.0), 2)
    bars = explorer._probabilities(here, 2, 1.0).layers[0]
    assert len(bars.labels) == 3 and all(len(label) <= 9 for label in bars.labels)


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.LossExplorer)


def test_by_hand():
    log = float(np.log(0.32))
    right = (0.32, log, -log / 3)
    assert_check(
        check.by_hand,
        solution=right,
        stub=(..., ..., ...),
        wrong={
            "ignores_label": (0.08, np.log(0.08), -np.log(0.08) / 3),
            "mean_not_product": (0.7, log, -log / 3),
            "sum_not_product": (2.1, log, -log / 3),
            "wrong_likelihood": (0.5, log, -log / 3),
            "log10": (0.32, np.log10(0.32), -np.log10(0.32) / 3),
            "log2": (0.32, np.log2(0.32), -np.log2(0.32) / 3),
            "sign_too_early": (0.32, -log, -log / 3),
            "mean_too_early": (0.32, log / 3, -log / 3),
            "wrong_log_likelihood": (0.32, 5, -log / 3),
            "missing_minus": (0.32, log, log / 3),
            "sum_not_mean": (0.32, log, -log),
            "absolute_error": (0.32, log, 0.3),
            "wrong_loss": (0.32, log, 9),
            "not_a_number": (0.32, log, [1, 2]),
            "not_finite": (0.32, float("nan"), -log / 3),
        },
        also_correct=[(0.32, -1.139, 0.38), (np.float32(0.32), np.array(log), [-log / 3])],
    )


def softmax_at(z, t):
    powers = np.exp((np.array(z) - np.max(z)) / t)
    return powers / powers.sum()


@np.errstate(all="ignore")
def naive_softmax(z, t):
    powers = np.exp(z / t)
    return powers / powers.sum()


def test_softmax_at():
    def stub(logits, temperature): ...

    assert_check(
        check.softmax_at,
        solution=softmax_at,
        stub=stub,
        wrong={
            "ignores_temperature": lambda z, t: softmax(z),
            "multiplies": lambda z, t: softmax(z * t),
            "divides_probabilities": lambda z, t: softmax(z) / t,
            "not_normalized": lambda z, t: np.exp((z - z.max()) / t),
            "overflows": naive_softmax,
            "clipped": lambda z, t: softmax(np.clip(z / t, -500, 500)),
            "logarithms": lambda z, t: log_softmax(z / t),
            "wrong_numbers": lambda z, t: np.roll(softmax(z / t), 1),
            "shape": lambda z, t: softmax(z / t)[:, np.newaxis],
            "no_return": lambda z, t: print(end=""),
        },
        also_correct=[lambda z, t: softmax_at(z, t).tolist()],
    )


def cross_entropy(z, labels):
    return -log_softmax(z, axis=1)[np.arange(len(labels)), labels].mean()


def loop_cross_entropy(z, labels):
    total = 0.0
    for row, label in zip(z, labels, strict=True):
        top = max(row)
        total += top + np.log(sum(np.exp(value - top) for value in row)) - row[label]
    return total / len(labels)


def through_probabilities_and(change):
    """Return the loss by way of the probabilities, with something done to them before the logarithm."""
    return lambda z, labels: -np.log(change(softmax(z, axis=1)[np.arange(len(labels)), labels])).mean()


@pytest.mark.parametrize("floor", [1e-15, 1e-12, 1e-7, 1e-3, float(np.finfo(float).eps)])
@pytest.mark.parametrize(
    "change", [lambda p, floor: np.clip(p, floor, 1 - floor), lambda p, floor: p + floor, np.maximum]
)
def test_what_only_keeps_the_logarithm_finite_is_named(floor, change, reader):
    """The lesson is about this; once it was told no more than two numbers."""
    answer = through_probabilities_and(lambda p: change(p, floor))
    assert check.cross_entropy(answer).misconception == "bounded"


@pytest.mark.parametrize(
    "shift", [lambda z: z[0], lambda z: z[-1], np.mean, np.min, lambda z: z[len(z) // 2], np.median]
)
def test_only_the_largest_logit_keeps_softmax_finite(shift):
    @np.errstate(all="ignore")
    def answer(z, t):
        powers = np.exp(z / t - shift(z / t))
        return powers / powers.sum()

    assert check.softmax_at(answer).misconception == "overflows"


def picked(z, labels, axis=1):
    return log_softmax(z, axis=axis)[np.arange(len(labels)), labels]


def test_cross_entropy():
    def stub(logits, labels): ...

    @np.errstate(all="ignore")
    def through_probabilities(z, labels):
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        p = powers / powers.sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(labels)), labels]).mean()

    assert_check(
        check.cross_entropy,
        solution=cross_entropy,
        stub=stub,
        wrong={
            "overflows": through_probabilities,
            "bounded": through_probabilities_and(lambda p: np.clip(p, 1e-7, 1)),
            "sum_not_mean": lambda z, c: -picked(z, c).sum(),
            "missing_minus": lambda z, c: picked(z, c).mean(),
            "no_mean": lambda z, c: -picked(z, c),
            "mean_over_classes": lambda z, c: -(np.eye(z.shape[1])[c] * log_softmax(z, axis=1)).mean(),
            "logits_as_probabilities": lambda z, c: -z[np.arange(len(c)), c].mean(),
            "wrong_axis": lambda z, c: -picked(z, c, axis=0).mean(),
            "log_of_logits": np.errstate(all="ignore")(lambda z, c: -np.log(z[np.arange(len(c)), c]).mean()),
            "no_axis": lambda z, c: -log_softmax(z, axis=None)[np.arange(len(c)), c].mean(),
            "every_row_every_label": lambda z, c: -log_softmax(z, axis=1)[:, c].mean(),
            "probability_not_log": lambda z, c: -np.exp(picked(z, c)).mean(),
            "no_return": lambda z, c: print(end=""),
            "wrong_numbers": lambda z, c: 7.0,
        },
        also_correct=[loop_cross_entropy, lambda z, c: np.array([cross_entropy(z, c)])],
    )


def slopes(z, y):
    p = expit(z)
    return p - y, 2 * (p - y) * p * (1 - p), np.sign(p - y) * p * (1 - p)


def test_slopes():
    def stub(z, y): ...

    def by_p(z, y):
        p = expit(z)
        return (p - y) / (p * (1 - p)), 2 * (p - y), np.sign(p - y)

    assert_check(
        check.slopes,
        solution=slopes,
        stub=stub,
        wrong={
            "by_probability": by_p,
            "no_sigmoid_slope": lambda z, y: (expit(z) - y, *by_p(z, y)[1:]),
            "entropy_fades": lambda z, y: (slopes(z, y)[1] / 2, *slopes(z, y)[1:]),
            "no_two": lambda z, y: (slopes(z, y)[0], slopes(z, y)[1] / 2, slopes(z, y)[2]),
            "always_positive": lambda z, y: (*slopes(z, y)[:2], abs(slopes(z, y)[2])),
            "still_error": lambda z, y: (*slopes(z, y)[:2], slopes(z, y)[1] / 2),
            "wrong_sign": lambda z, y: [-slope for slope in slopes(z, y)],
            "no_sigmoid": lambda z, y: (z - y, 2 * (z - y) * z * (1 - z), np.sign(z - y) * z * (1 - z)),
            "losses_not_slopes": lambda z, y: (np.logaddexp(0, z) - y * z, (expit(z) - y) ** 2, abs(expit(z) - y)),
            "another_order": lambda z, y: slopes(z, y)[::-1],
            "wrong_number_of_results": lambda z, y: slopes(z, y)[:2],
            "no_return": lambda z, y: print(end=""),
            "wrong_numbers": lambda z, y: (1.0, 2.0, 3.0),
        },
        also_correct=[lambda z, y: list(slopes(z, y)), lambda z, y: np.array(slopes(z, y))],
    )
    size_of_error = check.slopes(lambda z, y: (*slopes(z, y)[:2], abs(slopes(z, y)[1]) / 2))
    assert size_of_error.misconception == "still_error"


@pytest.mark.parametrize("case", check.LOGITS)
def test_the_expected_slopes_are_numeric(case):
    z, y = case

    def losses(logit):
        p = expit(logit)
        return np.array([np.logaddexp(0, logit) - y * logit, (p - y) ** 2, abs(p - y)])

    np.testing.assert_allclose(check._slopes(z, y), (losses(z + 1e-6) - losses(z - 1e-6)) / 2e-6, atol=1e-8)


def test_a_right_gradient_reaches_the_weights_of_scikit_learn():
    assert check._descended(gradient()) == pytest.approx(check._fitted(), abs=1e-3)


def gradient(error=lambda z, y: expit(z) - y, with_bias=True, share=1.0, sign=1):
    def answer(x, y, weights, bias):
        pull = sign * error(x @ weights + with_bias * bias, y)
        scale = len(y) ** share
        return x.T @ pull / scale, pull.sum() / scale

    return answer


def loop_gradient(x, y, weights, bias):
    dw, db = [0.0] * len(weights), 0.0
    for row, target in zip(x, y, strict=True):
        error = 1 / (1 + np.exp(-(sum(a * b for a, b in zip(row, weights, strict=True)) + bias))) - target
        dw = [total + error * value / len(y) for total, value in zip(dw, row, strict=True)]
        db += error / len(y)
    return dw, db


def test_gradient():
    def stub(x, y, weights, bias): ...

    def mse(factor):
        return lambda z, y: factor * (expit(z) - y) * expit(z) * (1 - expit(z))

    def mean_for(x, y, weights, bias, both):
        error = expit(x @ weights + bias) - y
        return (x.T @ error, error.mean()) if both else (x.T @ error / len(y), error.sum())

    assert_check(
        check.gradient,
        solution=gradient(),
        stub=stub,
        wrong={
            "wrong_sign": gradient(sign=-1),
            "sum_not_mean": gradient(share=0),
            "squared_error": gradient(mse(2)),
            "weights_not_divided": lambda x, y, w, b: mean_for(x, y, w, b, True),
            "bias_not_divided": lambda x, y, w, b: mean_for(x, y, w, b, False),
            "no_bias_in_z": gradient(with_bias=False),
            "no_sigmoid": gradient(lambda z, y: z - y),
            "step_not_sigmoid": gradient(lambda z, y: (z >= 0) - y),
            "swapped": lambda x, y, w, b: gradient()(x, y, w, b)[::-1],
            "wrong_number_of_results": lambda x, y, w, b: np.append(x.T @ (expit(x @ w + b) - y) / len(y), [0, 0]),
            "shape": lambda x, y, w, b: (np.zeros(5), 0.0),
            "bias_not_averaged": lambda x, y, w, b: (gradient()(x, y, w, b)[0], expit(x @ w + b) - y),
            "no_return": lambda x, y, w, b: print(end=""),
            "wrong_numbers": lambda x, y, w, b: (w, b),
        },
        also_correct=[
            loop_gradient,
            lambda *case: list(gradient()(*case)),
            lambda *case: (gradient()(*case)[0], np.array([gradient()(*case)[1]])),
        ],
    )


@pytest.mark.parametrize("case", check.POINTS)
def test_the_expected_gradient_is_numeric(case):
    x, y, w, b = (np.array(part, dtype=float) for part in case)

    def loss(weights, bias):
        return log_loss(y, expit(x @ weights + bias))

    found, by_bias = check._gradient(x, y, w, b)
    steps = 1e-6 * np.eye(len(w))
    numeric = [(loss(w + step, b) - loss(w - step, b)) / 2e-6 for step in steps]
    np.testing.assert_allclose(found, numeric, atol=1e-7)
    assert by_bias == pytest.approx((loss(w, b + 1e-6) - loss(w, b - 1e-6)) / 2e-6, abs=1e-7)


def grid(candidates, invert=False):
    def answer(logits, labels):
        losses = [check._loss_at(logits, labels, t) for t in candidates]
        best = candidates[int(np.argmin(losses))]
        return 1 / best if invert else best

    return answer


def by_descent(logits, labels):
    power = 0.0
    for _ in range(3000):
        z = logits / np.exp(power)
        power += 0.02 * np.sign(np.mean((expit(z) - labels) * z)) * 0.999**_
    return np.exp(power)


def test_choose_temperature():
    def stub(logits, labels): ...

    wide = np.geomspace(0.1, 500, 400)
    assert_check(
        check.choose_temperature,
        solution=grid(wide),
        stub=stub,
        wrong={
            "inverted": grid(wide, invert=True),
            "same_for_all": lambda z, y: 1.0,
            "only_above_one": grid(np.geomspace(1, 500, 400)),
            "range_too_narrow": grid(np.geomspace(0.1, 10, 400)),
            "not_the_least": lambda z, y: float(np.abs(z).mean()) * 3,
            "not_positive": lambda z, y: -1.0,
            "out_of_range": lambda z, y: 5e-324,
            "not_a_number": lambda z, y: y,
            "not_finite": lambda z, y: float("nan"),
            "no_return": lambda z, y: print(end=""),
        },
        also_correct=[by_descent],
    )


def test_the_models_of_the_last_exercise_differ():
    best = {}
    for name, (logits, labels, found) in check._trained_models().items():
        candidates = np.geomspace(0.1, 500, 800)
        best[name] = candidates[np.argmin([check._loss_at(logits, labels, t) for t in candidates])]
        assert found == pytest.approx(best[name], rel=0.02)
    assert 2.5 < best["sure"] < 6 and best["timid"] < 0.7 and 25 < best["tumours"] < 150
    assert best["shy"] < 0.15 and best["huge"] > 300, "both ends of what the exercise allows are tried"


@pytest.mark.parametrize("seed", range(5))
def test_what_the_prose_says_of_the_tumours_holds_for_other_splits(seed):
    from sklearn.linear_model import LogisticRegression

    from utils.datasets import load_breast_cancer

    tumours = load_breast_cancer(seed=seed)
    mean, deviation = tumours.x_train.mean(axis=0), tumours.x_train.std(axis=0)
    x_train, x_test = (tumours.x_train - mean) / deviation, (tumours.x_test - mean) / deviation
    y, y_test = tumours.y_train, tumours.y_test
    baseline = log_loss(y_test, np.full(len(y_test), y.mean()))
    columns = [tumours.feature_names.index(name) for name in ("mean radius", "mean texture", "mean smoothness")]
    few = LogisticRegression(C=np.inf, max_iter=10_000).fit(x_train[:, columns], y)
    assert log_loss(y_test, few.predict_proba(x_test[:, columns])) < baseline / 3
    assert few.score(x_test[:, columns], y_test) > 0.88
    free = LogisticRegression(C=np.inf, max_iter=10_000).fit(x_train, y)
    z = free.decision_function(x_test)
    assert check._loss_at(z, y_test, 1.0) > 2 * baseline and free.score(x_test, y_test) > 0.9
    assert np.all((free.decision_function(x_train) > 0) == y), "the training set is separable"
    assert np.mean(np.abs(z) > np.log(99)) > 0.9
    penalized = LogisticRegression(max_iter=10_000).fit(x_train, y)
    assert log_loss(y_test, penalized.predict_proba(x_test)) < 0.15


def test_numbers_of_the_prose():
    assert 8 * 10**6 == 1_000_000 * 8 and 1_000_000 * 10_000 * 8 == 80 * 10**9  # bytes of labels
    p = expit(8)
    assert (p / (2 * p * p * (1 - p))) == pytest.approx(1500, abs=20)  # "1500 times" of the MSE's slope
    assert -np.log(1e-7) == pytest.approx(16.1, abs=0.05)
    assert np.exp(-0.22) == pytest.approx(0.80, abs=0.005)


def test_an_answer_that_overflows_still_shows_its_misconception(reader):
    @np.errstate(all="ignore")
    def naive_without_temperature(z, t):
        return np.exp(z) / np.exp(z).sum()

    @np.errstate(all="ignore")
    def naive_sum(z, labels):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(labels)), labels]).sum()

    @np.errstate(all="ignore")
    def naive_not_normalized(z, t):
        return np.exp(z / t)

    assert check.softmax_at(naive_not_normalized).misconception == "not_normalized"
    assert check.softmax_at(naive_without_temperature).misconception == "ignores_temperature"
    assert check.cross_entropy(naive_sum).misconception == "sum_not_mean"


@pytest.mark.parametrize(("rate", "slow", "quick"), [(0.5, 859, 14), (20, 24, 1), (100, 6, 1), (300, 3, 1)])
def test_steps_out_of_a_bad_start(rate, slow, quick):
    x = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2])
    y = (x > 0).astype(float)
    for expected, slope in ((slow, lambda p: 2 * (p - y) * p * (1 - p)), (quick, lambda p: p - y)):
        weight, bias, step = -8.0, 0.0, 0
        while not np.array_equal(expit(weight * x + bias) > 0.5, y == 1):
            dz = slope(expit(weight * x + bias))
            weight, bias, step = weight - rate * np.mean(dz * x), bias - rate * np.mean(dz), step + 1
        assert step == expected

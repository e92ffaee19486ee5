"""Lesson 04: the explorer's mathematics, the checks, and numbers that the prose states."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import HuberRegressor, LinearRegression, QuantileRegressor
from sklearn.metrics import mean_absolute_error, r2_score

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.linear_regression import checks as check
from utils.lessons.linear_regression import explorer

HOURS, GRADES = np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0])
NAMES = list(explorer.DATA)


def data(name):
    return np.array(explorer.DATA[name], dtype=float).T


@pytest.mark.parametrize("name", NAMES)
def test_least_squares_is_scikit_learns(name):
    x, y = data(name)
    theirs = LinearRegression().fit(x[:, None], y)
    assert explorer.least_squares(x, y) == pytest.approx((theirs.coef_[0], theirs.intercept_))


@pytest.mark.parametrize("name", NAMES)
def test_no_line_has_a_smaller_absolute_error(name):
    x, y = data(name)
    ours = explorer.error(x, y, *explorer.least_absolute(x, y), "offsets")
    theirs = QuantileRegressor(quantile=0.5, alpha=0).fit(x[:, None], y)
    assert ours == pytest.approx(np.abs(y - theirs.predict(x[:, None])).mean())


@pytest.mark.parametrize("measure", ["squares", "offsets"])
def test_the_gradient_is_the_numeric_one(measure):
    x, y = data("near")
    place, h = np.array([0.3, 2.05]), 1e-6
    numeric = [
        (explorer.error(x, y, *(place + move), measure) - explorer.error(x, y, *(place - move), measure)) / (2 * h)
        for move in h * np.eye(2)
    ]
    assert explorer.gradient(x, y, *place, measure) == pytest.approx(numeric, rel=1e-4)


@pytest.mark.parametrize("standardized", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_the_largest_step_parts_convergence_from_divergence(name, standardized):
    x, y = data(name)
    view = explorer.view_of(x, standardized)
    limit = explorer.largest_step(x, view)
    start = explorer.line_of_handles(explorer.START_LINE)
    below = explorer.descent(x, y, *start, 0.98 * limit, "squares", view, 3000)
    above = explorer.descent(x, y, *start, 1.02 * limit, "squares", view, 300)
    assert below[-1] == pytest.approx(explorer.least_squares(x, y), abs=1e-3)
    assert explorer.error(x, y, *above[-1], "squares") > 1e3


def test_standardized_inputs_take_one_step():
    x, y = data("near")
    start = explorer.line_of_handles(explorer.START_LINE)
    path = explorer.descent(x, y, *start, 0.5, "squares", explorer.view_of(x, True), 1)
    assert path[1] == pytest.approx(explorer.least_squares(x, y))


@given(st.floats(-3, 3), st.floats(-5, 15), st.floats(-4, 9), st.floats(0.1, 5))
def test_a_view_goes_there_and_back(slope, intercept, middle, unit):
    view = explorer.View(middle, unit)
    assert view.line(*view.coordinates(slope, intercept)) == pytest.approx((slope, intercept), abs=1e-9)


@given(st.lists(st.floats(0, 10).map(lambda value: round(value, 3)), min_size=4, max_size=4))
def test_the_handles_lie_on_their_line(values):
    handles = [values[:2], values[2:]]
    slope, intercept = explorer.line_of_handles(handles)
    assert np.isfinite([slope, intercept]).all()
    if abs(values[0] - values[2]) >= 0.2:
        for x, y in handles:
            assert slope * x + intercept == pytest.approx(y, abs=1e-6)


def test_the_question_is_refuted_by_the_data():
    """The numbers of the presenter's notes: four points at MSE 2.09, none at the best, 1.06."""
    x, y = data("near")
    assert explorer.most_touched(x, y) == 4
    assert explorer.error(x, y, 0.75, 0.75, "squares") == pytest.approx(2.09, abs=0.005)
    best = explorer.least_squares(x, y)
    assert explorer._touched(x, y, *best) == 0
    assert explorer.error(x, y, *best, "squares") == pytest.approx(1.06, abs=0.005)
    limit = explorer.largest_step(x, explorer.view_of(x, False))
    assert 0.03 < limit < 0.04


def test_the_notes_of_the_hand_example():
    """With the last grade at 7 instead of 9, x + 2 has an MSE of 0.5 and beats 1.4 x + 0.8."""
    grades = np.array([3.0, 3.0, 5.0, 7.0])
    assert explorer.error(HOURS, grades, 1.0, 2.0, "squares") == pytest.approx(0.5)
    assert explorer.error(HOURS, grades, 1.4, 0.8, "squares") > 0.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("measure", ["squares", "offsets"])
def test_the_button_brings_the_best_line(name, measure, reader):
    x, y = data(name)
    state = {"points": explorer.DATA[name], "measure": measure}
    line = explorer.LineFitExplorer().on_best(state)["line"]
    fit = explorer.least_squares if measure == "squares" else explorer.least_absolute
    assert explorer.line_of_handles(line) == pytest.approx(fit(x, y), abs=1e-3)


def test_the_squares_are_squares():
    (box,) = explorer._offset(5.0, 7.0, 5.5, 1.0, "squares")
    assert (box.x1 - box.x0, box.y1 - box.y0) == pytest.approx((1.5, 1.5))


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.LineFitExplorer)


def test_losses_of():
    def stub(y, predictions): ...

    def by_loop(y, predictions):
        squares = absolute = 0
        for a, b in zip(y, predictions, strict=True):
            squares, absolute = squares + (a - b) ** 2, absolute + abs(a - b)
        return [squares / len(y), absolute / len(y)]

    def losses(squares, absolute):
        return lambda y, p: (squares(y - p), absolute(y - p))

    def mse(r):
        return np.mean(r**2)

    def mae(r):
        return np.mean(np.abs(r))

    assert_check(
        check.losses_of,
        solution=losses(mse, mae),
        stub=stub,
        wrong={
            "swapped": losses(mae, mse),
            "sum_not_mean": losses(lambda r: np.sum(r**2), lambda r: np.sum(np.abs(r))),
            "no_absolute_value": losses(mse, np.mean),
            "absolute_of_mean": losses(mse, lambda r: abs(np.mean(r))),
            "square_of_mean": losses(lambda r: np.mean(r) ** 2, lambda r: abs(np.mean(r))),
            "root": losses(lambda r: np.sqrt(mse(r)), mae),
            "wrong_value": losses(mse, lambda r: np.max(np.abs(r))),
            "no_mean": losses(np.square, np.abs),
            "wrong_number_of_results": lambda y, p: np.mean((y - p) ** 2),
            "no_return": lambda y, p: print(end=""),
        },
        also_correct=[by_loop, lambda y, p: np.array(losses(mse, mae)(y, p))],
    )
    assert check.losses_of(lambda y, p: (mse(y - p), np.mean(p - y))).misconception == "no_absolute_value"


def scikit_learns(x, y):
    model = LinearRegression().fit(x[:, None], y)
    return model.coef_, model.intercept_


def test_fit_line():
    def stub(x, y): ...

    def fit(slope=lambda dx, dy: dx @ dy / (dx @ dx), bias=lambda w, x, y: y.mean() - w * x.mean()):
        def answer(x, y):
            weight = slope(x - x.mean(), y - y.mean())
            return weight, bias(weight, x, y)

        return answer

    assert_check(
        check.fit_line,
        solution=fit(),
        stub=stub,
        wrong={
            "swapped": lambda x, y: fit()(x, y)[::-1],
            "through_origin": lambda x, y: (x @ y / (x @ x), 0),
            "not_centred": lambda x, y: fit(slope=lambda dx, dy: x @ y / (x @ x))(x, y),
            "intercept_is_mean": fit(bias=lambda w, x, y: y.mean()),
            "mean_of_x_missing": fit(bias=lambda w, x, y: y.mean() - w),
            "intercept_added": fit(bias=lambda w, x, y: y.mean() + w * x.mean()),
            "intercept_negated": fit(bias=lambda w, x, y: w * x.mean() - y.mean()),
            "x_from_y": lambda x, y: fit()(y, x),
            "wrong_denominator": fit(slope=lambda dx, dy: dx @ dy / (dy @ dy)),
            "no_denominator": fit(slope=lambda dx, dy: dx @ dy),
            "two_divisors": fit(slope=lambda dx, dy: np.cov(dx, dy)[0, 1] / np.var(dx)),
            "wrong_value": lambda x, y: (1.0, 1.0),
            "not_finite": lambda x, y: (np.nan, 1.0),
        },
        also_correct=[lambda x, y: np.polyfit(x, y, 1), scikit_learns],
    )


def leaves_at_once(x, y, weight, bias):
    dw = db = 0
    for x_i, y_i in zip(x, y, strict=True):
        sign = np.sign(y_i - weight * x_i - bias)
        dw, db = dw - sign * x_i / len(x), db - sign / len(x)
        return dw, db


def test_mae_gradient():
    def stub(x, y, weight, bias): ...

    def gradient(outer, factor=-1.0, middle=np.mean, inner=lambda x: x):
        def answer(x, y, weight, bias):
            pull = outer(y - (weight * x + bias))
            return factor * middle(pull * inner(x)), factor * middle(pull)

        return answer

    assert_check(
        check.mae_gradient,
        solution=gradient(np.sign),
        stub=stub,
        wrong={
            "mse_gradient": gradient(lambda r: r, -2.0),
            "residual_not_sign": gradient(lambda r: r),
            "wrong_sign": gradient(np.sign, 1.0),
            "factor_two": gradient(np.sign, -2.0),
            "sum_not_mean": gradient(np.sign, middle=np.sum),
            "inner_derivative_missing": gradient(np.sign, inner=np.ones_like),
            "swapped": lambda *given: gradient(np.sign)(*given)[::-1],
            "no_bias": lambda x, y, weight, bias: gradient(np.sign)(x, y, weight, 0),
            "bias_added": lambda x, y, weight, bias: gradient(np.sign)(x, y, weight, -bias),
            "no_mean": gradient(np.sign, middle=lambda products: products),
            "return_in_loop": leaves_at_once,
            "wrong_value": gradient(np.abs),
        },
    )


def test_practice_rate():
    limit = check.PRACTICE_LIMIT
    assert_check(
        check.practice_rate,
        solution=(limit, 0.14),
        stub=(..., ...),
        wrong={
            "limit_of_the_flattest": (2 / check.FLATTEST, 0.14),
            "curvature_not_limit": (13.4, 0.14),
            "one_over_curvature": (0.0746, 0.14),
            "condition_number": (22.45, 0.14),
            "one_weight_only": (2 / 12, 0.14),
            "divided_by_n": (limit / 5, 0.14),
            "factor_two": (2 * limit, 0.14),
            "wrong_limit": (0.15, 0.14),
            "diverges": (limit, 0.2),
            "too_small": (limit, 0.01),
            "not_positive": (limit, -0.1),
            "swings": (limit, 0.146),
            "not_a_number": (limit, "0.1"),
        },
        also_correct=[(0.149, np.float32(0.13)), ([limit], np.array([0.12]))],
    )


def test_compare_with_baseline():
    def stub(y_train, y_test, predictions): ...

    def mae(y, p):
        return np.mean(np.abs(y - p))

    def compare(guess=np.mean, r2=lambda train, test, p: r2_score(test, p), measure=mae):
        return lambda train, test, p: (measure(test, guess(train)), measure(test, p), r2(train, test, p))

    def against(middle):
        return lambda train, test, p: 1 - np.sum((test - p) ** 2) / np.sum((test - middle(train, test)) ** 2)

    right = compare()
    assert_check(
        check.compare_with_baseline,
        solution=right,
        stub=stub,
        wrong={
            "models_swapped": lambda *case: tuple(right(*case)[i] for i in (1, 0, 2)),
            "r2_first": lambda *case: tuple(right(*case)[i] for i in (2, 0, 1)),
            "baseline_saw_the_test_set": lambda train, test, p: (mae(test, test.mean()), *right(train, test, p)[1:]),
            "baseline_on_the_training_set": lambda train, test, p: (
                mae(train, train.mean()),
                *right(train, test, p)[1:],
            ),
            "median_for_the_mean": compare(guess=np.median),
            "squares": compare(measure=lambda y, p: np.mean((y - p) ** 2)),
            "no_absolute_value": compare(measure=lambda y, p: np.mean(y - p)),
            "r2_against_the_training_mean": compare(r2=against(lambda train, test: train.mean())),
            "r2_not_subtracted": compare(r2=lambda train, test, p: 1 - r2_score(test, p)),
            "r2_upside_down": compare(r2=lambda train, test, p: 1 - 1 / (1 - r2_score(test, p))),
            "r2_is_the_correlation": compare(r2=lambda train, test, p: np.corrcoef(test, p)[0, 1] ** 2),
            "r2_of_the_maes": lambda train, test, p: (
                mae(test, train.mean()),
                mae(test, p),
                1 - mae(test, p) / mae(test, train.mean()),
            ),
            "wrong_value": lambda train, test, p: (1.0, 2.0, 3.0),
            "wrong_number_of_results": lambda train, test, p: right(train, test, p)[:2],
        },
        also_correct=[compare(measure=mean_absolute_error_of), lambda *case: np.array(right(*case))],
    )


def mean_absolute_error_of(y, p):
    return mean_absolute_error(y, np.broadcast_to(p, y.shape))


def test_read_residuals():
    assert_check(
        check.read_residuals,
        solution=(["B", "D"], ["A", "F"]),
        stub=(..., ...),
        wrong={
            "swapped": (["A", "F"], ["B", "D"]),
            "low_r2": (["B", "C", "D"], ["A", "F"]),
            "nothing_there": (["B", "D"], ["A", "E", "F"]),
            "outlier_as_curve": (["B", "D", "F"], ["A", "F"]),
            "curve_as_outlier": (["B", "D"], ["A", "D", "F"]),
            "trusted_r2": (["D"], ["A", "F"]),
            "missed_arch": (["B"], ["A", "F"]),
            "missed_outlier": (["B", "D"], ["F"]),
            "missed_at_the_end": (["B", "D"], ["A"]),
            "not_letters": ([2, 4], [1, 6]),
            "unknown_letter": (["B", "G"], ["A", "F"]),
        },
        also_correct=[("BD", "A, F"), (("d", "b"), {"F", "A"}), (np.array(["B", "D"]), ["A", "F", "A"])],
    )


def test_the_residuals_show_what_the_check_says():
    """A single point far out in A and F, an arc in B and D, neither in C and E; R² does not tell them apart."""
    r2 = {}
    for letter, (x, y) in check.residual_sets().items():
        residuals = y - np.polyval(np.polyfit(x, y, 1), x)
        sizes = np.sort(np.abs(residuals))
        arc = [part.mean() / residuals.std() for part in np.array_split(residuals, 5)]
        r2[letter] = 1 - residuals.var() / y.var()
        assert (sizes[-1] > 4 * sizes[-2]) == (letter in check.WITH_OUTLIER), letter
        assert (min(abs(arc[0]), abs(arc[2]), abs(arc[4])) > 0.9) == (letter in check.CURVED), letter
        if letter in check.CURVED:
            assert np.sign(arc[0]) == np.sign(arc[4]) == -np.sign(arc[2])
    assert min(r2, key=r2.get) == "C" and r2["C"] < 0.3 and min(r2["B"], r2["E"]) > 0.96


def median_slope(x, y, middle=np.median):
    i, j = np.triu_indices(len(x), 1)
    return middle((y[j] - y[i]) / (x[j] - x[i]))


def robust(x, y):
    weight = median_slope(x, y)
    return weight, np.median(y - weight * x)


def drop_and_refit(x, y):
    keep = np.ones(len(x), dtype=bool)
    for _ in range(4):
        weight, bias = explorer.least_absolute(x[keep], y[keep])
        keep = np.abs(y - weight * x - bias) < 3
    return np.polyfit(x[keep], y[keep], 1)


def huber(x, y):
    model = HuberRegressor().fit(x[:, None], y)
    return model.coef_, model.intercept_


def test_fit_robust():
    def stub(x, y): ...

    def mean_of_slopes(x, y):
        weight = median_slope(x, y, np.mean)
        return weight, np.median(y - weight * x)

    assert_check(
        check.fit_robust,
        solution=robust,
        stub=stub,
        wrong={
            "least_squares": lambda x, y: tuple(np.polyfit(x, y, 1)),
            "swapped": lambda x, y: robust(x, y)[::-1],
            "flat": lambda x, y: (0, np.median(y)),
            "mean_of_slopes": mean_of_slopes,
            "mean_intercept": lambda x, y: (median_slope(x, y), np.mean(y - median_slope(x, y) * x)),
            "medians_apart": lambda x, y: (median_slope(x, y), np.median(y) - median_slope(x, y) * np.median(x)),
            "pulled_away": lambda x, y: np.polyfit(x[:15], y[:15], 1),
            "changes_argument": lambda x, y: (y.sort(), robust(x, y))[1],
        },
        also_correct=[explorer.least_absolute, drop_and_refit, huber],
    )


def test_the_broken_points_stand_nowhere_in_particular():
    """None of the halves, thirds or ends of x is sound in all sets, and they are off upwards and downwards."""
    sets = [check.broken_sensor_data(seed) for seed in check.SEEDS]
    broken = [~sound[np.argsort(x)] for x, _, sound in sets]
    for part in (slice(6), slice(-6, None), slice(15), slice(15, None), slice(6, 24)):
        assert any(one[part].any() for one in broken) and not all(one[part].all() for one in broken)
    lines = [np.polyfit(x[sound], y[sound], 1) for x, y, sound in sets]
    offsets = [(y - np.polyval(line, x))[~sound] for (x, y, sound), line in zip(sets, lines, strict=True)]
    assert all(len(one) == 6 and len(set(np.sign(one))) == 1 for one in offsets)
    assert {float(np.sign(one[0])) for one in offsets} == {-1.0, 1.0}

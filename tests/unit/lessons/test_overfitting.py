"""Lesson 10: the explorer's mathematics, the checks, and what the prose says of the explorer."""

import functools

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GroupKFold

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.overfitting import checks as check
from utils.lessons.overfitting import explorer


@pytest.mark.parametrize("degree", [0, 3, 9])
@pytest.mark.parametrize("ridge", [0.0, 0.001, 0.1])
def test_the_fit_is_scikit_learns(degree, ridge):
    hours, y = explorer.reading_hours(24), explorer.readings(24, 1.5, 4)
    x = explorer.powers(hours, degree)
    ours = x @ (explorer.fit_matrix(hours, degree, ridge) @ y)
    if degree == 0:
        assert ours == pytest.approx(np.full(24, y.mean()))
        return
    model = Ridge(alpha=ridge * 24) if ridge else LinearRegression()
    assert ours == pytest.approx(model.fit(x[:, 1:], y).predict(x[:, 1:]), abs=1e-5)


@pytest.mark.parametrize(("degree", "count", "ridge"), [(1, 12, 0.0), (4, 12, 0.0), (9, 24, 0.0), (9, 12, 0.001)])
def test_bias_and_variance_are_those_of_the_formula(degree, count, ridge):
    """A linear fit has them in closed form."""
    hours = explorer.reading_hours(count)
    hat = explorer.powers(explorer.GRID, degree) @ explorer.fit_matrix(hours, degree, ridge)
    bias = hat @ explorer.true_temperature(hours) - explorer.true_temperature(explorer.GRID)
    variance = 1.5**2 * (hat**2).sum(axis=1)
    ours = explorer.bias_and_variance(explorer.refits(count, degree, 1.5, ridge, repeats=20_000))
    assert ours == pytest.approx((np.mean(bias**2), np.mean(variance)), rel=0.05, abs=0.02)


def test_the_mean_test_error_is_the_sum_of_its_parts():
    errors = [explorer.errors_by_degree(12, 1.5, 0.0, seed)[1][4] for seed in range(100)]
    bias, variance = explorer.bias_and_variance(explorer.refits(12, 4, 1.5, 0.0))
    assert np.mean(errors) == pytest.approx(bias + variance + 1.5**2, rel=0.1)


def test_more_degrees_never_raise_the_training_error():
    for seed in range(10):
        training, _ = explorer.errors_by_degree(12, 1.5, 0.0, seed)
        assert (np.diff(training) < 1e-9).all()


def test_the_question_is_refuted():
    """With noise of 1.5 °C degree 9 loses nearly always; with no noise, or with a penalty, it wins."""

    def wins(noise, ridge):
        tests = [explorer.errors_by_degree(12, noise, ridge, seed)[1] for seed in range(100)]
        return sum(test[9] < test[3] for test in tests)

    assert wins(1.5, 0.0) <= 5
    assert wins(0.0, 0.0) == 100
    assert 5 <= wins(0.5, 0.0) <= 40
    assert wins(1.5, 0.001) > 50
    with_penalty = explorer.errors_by_degree(12, 1.5, 0.001, 1)[1]
    assert with_penalty[9] < with_penalty[3]


def test_the_rooms_two_models():
    a, b = np.array([19.0, 22]), np.array([21.0, 19])
    assert np.mean((a - a.mean()) ** 2) == 2.25 and np.mean((b - a.mean()) ** 2) == 1.25
    assert np.mean((b - a) ** 2) == 6.5


def test_the_button_draws_the_next_sample():
    made = explorer.OverfittingExplorer()
    assert made.on_draw({"seed": 3}) == {"seed": 4}
    assert made.on_draw({"seed": explorer.SAMPLES - 1}) == {"seed": 0}


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.OverfittingExplorer)


def stub(*args):
    return ...


def parts(bias=lambda p, f: np.mean((p.mean(axis=0) - f) ** 2), variance=lambda p: np.mean(p.var(axis=0))):
    return lambda p, f: (bias(p, f), variance(p))


def test_bias_variance():
    def by_loop(p, f):
        columns = range(len(f))
        means = [sum(p[:, j]) / len(p) for j in columns]
        bias = sum((means[j] - f[j]) ** 2 for j in columns) / len(f)
        spread = sum(sum((value - means[j]) ** 2 for value in p[:, j]) / len(p) for j in columns)
        return [bias, spread / len(f)]

    assert_check(
        check.bias_variance,
        solution=parts(),
        stub=stub,
        wrong={
            "swapped": lambda p, f: parts()(p, f)[::-1],
            "bias_not_squared": parts(bias=lambda p, f: np.mean(p.mean(axis=0) - f)),
            "squared_last": parts(bias=lambda p, f: np.mean(p.mean(axis=0) - f) ** 2),
            "squared_before_mean": parts(bias=lambda p, f: np.mean((p - f) ** 2)),
            "wrong_axis": parts(variance=lambda p: np.mean(p.var(axis=1))),
            "variance_of_all": parts(variance=np.var),
            "deviation": parts(variance=lambda p: np.mean(p.std(axis=0))),
            "absolute_bias": parts(bias=lambda p, f: np.mean(np.abs(p.mean(axis=0) - f))),
            "summed": lambda p, f: (np.sum((p.mean(axis=0) - f) ** 2), np.sum(p.var(axis=0))),
            "wrong_number": parts(variance=lambda p: 7.0),
            "not_averaged": lambda p, f: ((p.mean(axis=0) - f) ** 2, p.var(axis=0)),
            "not_a_pair": lambda p, f: np.mean((p.mean(axis=0) - f) ** 2),
            "no_return": lambda p, f: print(end=""),
        },
        also_correct=[by_loop, parts(variance=lambda p: np.mean(p.var(axis=0, ddof=1)))],
    )


def test_decay_step():
    assert_check(
        check.decay_step,
        solution=lambda w, g, r, s: w - r * (g + 2 * s * w),
        stub=stub,
        wrong={
            "no_penalty": lambda w, g, r, s: w - r * g,
            "factor_two": lambda w, g, r, s: w - r * (g + s * w),
            "wrong_sign": lambda w, g, r, s: w - r * (g - 2 * s * w),
            "no_learning_rate": lambda w, g, r, s: w - r * g - 2 * s * w,
            "l1": lambda w, g, r, s: w - r * (g + s * np.sign(w)),
            "penalty_itself": lambda w, g, r, s: w - r * (g + s * w**2),
            "step_only": lambda w, g, r, s: r * (g + 2 * s * w),
            "grows_without_rate": lambda w, g, r, s: w - r * g + 2 * s * w,
            "ascent": lambda w, g, r, s: w + r * (g + 2 * s * w),
            "wrong_number": lambda w, g, r, s: w * 0,
            "no_return": lambda w, g, r, s: print(end=""),
        },
        also_correct=[
            lambda w, g, r, s: [(1 - 2 * r * s) * a - r * b for a, b in zip(w, g, strict=True)],
        ],
    )


def test_decay_step_leaves_its_argument_alone():
    def in_place(weights, gradient, learning_rate, strength):
        weights -= learning_rate * (gradient + 2 * strength * weights)
        return weights

    assert check.decay_step(in_place).misconception == "changes_argument"


def test_early_stop():
    def solution(losses, patience):
        best, best_epoch = float("inf"), 0
        for epoch, loss in enumerate(losses, start=1):
            if loss < best:
                best, best_epoch = loss, epoch
            if epoch - best_epoch >= patience:
                break
        return epoch, best_epoch

    assert_check(
        check.early_stop,
        solution=solution,
        stub=stub,
        wrong={
            "swapped": lambda losses, p: solution(losses, p)[::-1],
            "counted_from_zero": lambda losses, p: tuple(v - 1 for v in solution(losses, p)),
            "best_from_zero": lambda losses, p: (solution(losses, p)[0], solution(losses, p)[1] - 1),
            "waits_one_more": lambda losses, p: solution(losses, p + 1),
            "stops_early": lambda losses, p: solution(losses, max(p - 1, 1)),
            "loss_not_epoch": lambda losses, p: (
                solution(losses, p)[0],
                min(losses[: solution(losses, p)[0]]),
            ),
            "best_of_all_first": lambda losses, p: (
                int(np.argmin(losses)) + 1 + p,
                int(np.argmin(losses)) + 1,
            ),
            "never_stops": lambda losses, p: (len(losses), int(np.argmin(losses)) + 1),
            "no_reset": lambda losses, p: check._stopped(losses, p, reset=False),
            "equal_is_better": lambda losses, p: check._stopped(losses, p, lambda now, best: now <= best),
            "compares_with_last": check._up_in_a_row,
            "wrong_number": lambda losses, p: (p, p),
            "not_a_pair": lambda losses, p: len(losses),
        },
        also_correct=[check._stopped, lambda losses, p: np.array(solution(losses, p))],
    )


def test_early_stopping_is_keras_own():
    """The check's rule against Keras's callback, on the check's courses and on random ones."""
    from utils.training import keras

    class Training:
        stop_training, weights = False, ()

        def get_weights(self):
            return []

    rng = np.random.default_rng(0)
    for _ in range(50):
        losses, patience = rng.integers(1, 9, 12) / 10, int(rng.integers(1, 5))
        callback = keras.callbacks.EarlyStopping(monitor="val_loss", mode="min", patience=patience)
        model = Training()
        callback.set_model(model)
        callback.on_train_begin()
        ran = len(losses)
        for epoch, loss in enumerate(losses):
            callback.on_epoch_end(epoch, {"val_loss": float(loss)})
            if model.stop_training:
                ran = epoch + 1
                break
        assert check._stopped(list(losses), patience) == (ran, callback.best_epoch + 1)


def folds_of(patients, k):
    place = {number: i % k for i, number in enumerate(np.unique(patients))}
    return [place[number] for number in patients]


def by_group_k_fold(patients, k):
    folds = np.zeros(len(patients), dtype=int)
    for number, (_, held_out) in enumerate(GroupKFold(k).split(patients, groups=patients)):
        folds[held_out] = number
    return folds


def test_patient_folds():
    assert_check(
        check.patient_folds,
        solution=folds_of,
        stub=stub,
        wrong={
            "patient_torn": lambda patients, k: np.arange(len(patients)) % k,
            "remainder_of_number": lambda patients, k: patients % k,
            "one_fold": lambda patients, k: np.zeros(len(patients), dtype=int),
            "too_many_folds": lambda patients, k: np.unique(patients, return_inverse=True)[1],
            "counted_from_one": lambda patients, k: np.array(folds_of(patients, k)) + 1,
            "empty_fold": lambda patients, k: np.array(folds_of(patients, k)) * 2,
            "uneven": lambda patients, k: np.minimum(np.unique(patients, return_inverse=True)[1], k - 1),
            "not_one_per_record": lambda patients, k: np.arange(k),
            "no_return": lambda patients, k: print(end=""),
        },
        also_correct=[
            by_group_k_fold,
            lambda patients, k: np.unique(patients, return_inverse=True)[1] * k // len(np.unique(patients)),
        ],
    )


few_digits = functools.cache(check._few_digits)


class Stand:
    """Stands in for a Keras model: right on a share of the test digits and of the (partly wrong) training labels."""

    layers: tuple = ()

    def __init__(self, training, test, inputs=(14, 14)):
        self.shares = {200: training, 1000: test}
        self.input_shape = (None, *inputs)

    def count_params(self):
        return 1

    def __call__(self, x):
        _, labels, _, y_test = few_digits()
        right = labels if len(x) == 200 else y_test
        wrong = np.arange(len(x)) >= self.shares[len(x)] * len(x)
        return np.eye(10)[(right + wrong) % 10]


def test_my_network(monkeypatch):
    monkeypatch.setattr(check, "_few_digits", few_digits)
    assert_check(
        check.my_network,
        solution=lambda x, labels: Stand(0.8, 0.78),
        stub=stub,
        wrong={
            "memorized": lambda x, labels: Stand(1.0, 0.68),
            "underfitted": lambda x, labels: Stand(0.7, 0.66),
            "not_trained": lambda x, labels: Stand(0.1, 0.1),
            "wrong_input": lambda x, labels: Stand(0.8, 0.8, (7, 7)),
            "not_a_model": lambda x, labels: [1, 2],
            "no_return": lambda x, labels: print(end=""),
        },
        also_correct=[lambda x, labels: Stand(0.9, 0.8, (14, 14, 1))],
        examples=4,
    )

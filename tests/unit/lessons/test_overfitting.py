"""Lesson 10: the explorer's mathematics, the checks, and what the prose says of the explorer."""

import functools

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge

from tests.mutants.lessons.overfitting import Stand, by_group_k_fold, few_digits, in_one, shifted, stand, trained
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
    assert made.on_draw({"seed": explorer.SETS - 1}) == {"seed": 0}


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
            "squared_before_mean": parts(bias=lambda p, f: np.mean((p - f) ** 2)),
            "wrong_axis": parts(variance=lambda p: np.mean(p.var(axis=1))),
            "wrong_number": parts(variance=lambda p: 7.0),
            "not_averaged": lambda p, f: ((p.mean(axis=0) - f) ** 2, p.var(axis=0)),
            "wrong_number_of_results": lambda p, f: np.mean((p.mean(axis=0) - f) ** 2),
            "no_return": lambda p, f: print(end=""),
        },
        also_correct=[
            by_loop,
            parts(variance=lambda p: np.mean(p.var(axis=0, ddof=1))),
            lambda p, f: tuple(np.array([part]) for part in parts()(p, f)),
            lambda p, f: np.array(parts()(p, f)),
        ],
    )


@pytest.mark.parametrize(
    "answer",
    [
        parts(bias=lambda p, f: (p.mean(axis=0) - f) ** 2),
        parts(variance=lambda p: p.var(axis=0)),
        lambda p, f: np.stack([(p.mean(axis=0) - f) ** 2, p.var(axis=0)]),
    ],
)
def test_what_is_not_averaged_over_the_points_is_told_so(answer):
    assert check.bias_variance(answer).misconception == "not_averaged"


def test_a_wrong_bias_or_variance_is_computed_before_the_student(reader):
    result = check.bias_variance(parts(variance=lambda p: 7.0))
    assert {"tr": "`squared_bias` doğru, `variance` değil.", "en": "`squared_bias` is right, `variance` is not."}[
        reader
    ] in result.message
    assert "`[1.0, 2.0, -1.0]`" in result.message and "`[1.0, 0.0, 4.0]`" in result.message


def test_decay_step():
    assert_check(
        check.decay_step,
        solution=lambda w, g, r, s: w - r * (g + 2 * s * w),
        stub=stub,
        wrong={
            "factor_two": lambda w, g, r, s: w - r * (g + s * w),
            "no_learning_rate": lambda w, g, r, s: w - r * g - 2 * s * w,
            "decays_last": lambda w, g, r, s: (w - r * g) * (1 - 2 * r * s),
            "wrong_number": lambda w, g, r, s: w * 0,
            "shape": lambda w, g, r, s: w[:1],
            "no_return": lambda w, g, r, s: print(end=""),
        },
        also_correct=[
            lambda w, g, r, s: [(1 - 2 * r * s) * a - r * b for a, b in zip(w, g, strict=True)],
        ],
    )


def test_a_wrong_step_is_computed_before_the_student(reader):
    said = {"tr": "2 − 0,1 · (0 + 2 · 0,5 · 2)", "en": "2 − 0.1 · (0 + 2 · 0.5 · 2)"}[reader]
    assert said in check.decay_step(lambda w, g, r, s: w * 0).message


def test_decay_step_leaves_its_argument_alone():
    def in_place(weights, gradient, learning_rate, strength):
        weights -= learning_rate * (gradient + 2 * strength * weights)
        return weights

    assert check.decay_step(in_place).misconception == "changes_argument"


def stop(losses, patience):
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, best_epoch = loss, epoch
        if epoch - best_epoch >= patience:
            break
    return epoch, best_epoch


def test_early_stop():
    assert_check(
        check.early_stop,
        solution=stop,
        stub=stub,
        wrong={
            "swapped": lambda losses, p: stop(losses, p)[::-1],
            "counted_from_zero": lambda losses, p: tuple(v - 1 for v in stop(losses, p)),
            "stops_early": lambda losses, p: stop(losses, max(p - 1, 1)),
            "never_stops": lambda losses, p: (len(losses), int(np.argmin(losses)) + 1),
            "no_reset": lambda losses, p: check._stopped(losses, p, reset=False),
            "wrong_number": lambda losses, p: (p, p),
            "wrong_number_of_results": lambda losses, p: len(losses),
        },
        also_correct=[check._stopped, lambda losses, p: np.array(stop(losses, p))],
    )


def rising(losses, patience, best_so_far):
    """Stop after so many rises in a row, each against the epoch before."""
    rises, best = 0, 1
    for epoch in range(2, len(losses) + 1):
        if losses[epoch - 1] < losses[epoch - 2]:
            rises, best = 0, epoch
        else:
            rises += 1
        if rises == patience:
            break
    ran = epoch if len(losses) > 1 else 1
    return ran, int(np.argmin(losses[:ran])) + 1 if best_so_far else best


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda losses, p: (stop(losses, p)[0] - 1, stop(losses, p)[1]), "epochs_from_zero"),
        (lambda losses, p: (stop(losses, p)[0] + 1, stop(losses, p)[1]), "one_epoch_more"),
        (lambda losses, p: rising(losses, p, False), "compares_with_last"),
        (lambda losses, p: rising(losses, p, True), "compares_with_last"),
        (lambda losses, p: (stop(losses, p)[1] + p, stop(losses, p)[1]), "best_plus_patience"),
    ],
)
def test_typical_mistakes_of_early_stopping_are_named(answer, name):
    assert check.early_stop(answer).misconception == name


def test_where_training_should_have_stopped_is_said(reader):
    messages = [check.early_stop(lambda losses, p, n=n: stop(losses, p) if len(losses) != n else (9, 9)).message
                for n in (7, 4)]  # fmt: skip
    assert {"tr": "En iyi kayıp 0,7, 2. epokta; sabır 5. epokta tükeniyor.",
            "en": "The best loss, 0.7, is in epoch 2; patience runs out in epoch 5."}[reader] in messages[0]  # fmt: skip
    assert {"tr": "eğitim 4 epokun sonuna kadar sürüyor", "en": "all 4 epochs are run"}[reader] in messages[1]


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


def choose(x, y, strengths, folds, ridge):
    errors = []
    for strength in strengths:
        of_folds = [np.mean((x[h] @ ridge(x[t], y[t], strength) - y[h]) ** 2) for t, h in folds]
        errors.append(np.mean(of_folds))
    return strengths[np.argmin(errors)], errors


def trained_on_held_out(x, y, strengths, folds, ridge):
    return choose(x, y, strengths, [(h, t) for t, h in folds], ridge)


def fitted_to_all(x, y, strengths, folds, ridge):
    return choose(x, y, strengths, folds, lambda _, __, strength: ridge(x, y, strength))


def of_each_fold(x, y, strengths, folds, ridge):
    return strengths[0], [choose(x, y, strengths, [fold], ridge)[1] for fold in folds]


def with_one_list(x, y, strengths, folds, ridge):
    errors, of_folds = [], []
    for strength in strengths:
        for training, held_out in folds:
            w = ridge(x[training], y[training], strength)
            of_folds.append(np.mean((x[held_out] @ w - y[held_out]) ** 2))
        errors.append(np.mean(of_folds))
    return strengths[np.argmin(errors)], errors


def test_choose_strength():
    assert_check(
        check.choose_strength,
        solution=choose,
        stub=stub,
        wrong={
            "training_error": lambda x, y, s, folds, ridge: choose(x, y, s, [(t, t) for t, _ in folds], ridge),
            "leaks": fitted_to_all,
            "roles_swapped": trained_on_held_out,
            "first_fold_only": lambda x, y, s, folds, ridge: choose(x, y, s, folds[:1], ridge),
            "index": lambda *case: (case[2].index(choose(*case)[0]), choose(*case)[1]),
            "not_averaged": of_each_fold,
            "rooted": lambda *case: (choose(*case)[0], np.sqrt(choose(*case)[1])),
            "sorted": lambda *case: (choose(*case)[0], sorted(choose(*case)[1])),
            "list_not_emptied": with_one_list,
            "wrong_number": lambda *case: (case[2][0], choose(*case)[1]),
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[in_one],
    )


def test_the_errors_of_the_folds_are_computed_before_the_student(reader):
    said = {
        "tr": "İlk gücün hataları ayrılmış parçalarda",
        "en": "The errors of the first strength on the held-out folds",
    }
    message = check.choose_strength(lambda *case: (case[2][0], [0.0] * len(case[2]))).message
    assert said[reader] in message and "``" not in message


def folds_of(patients, k):
    place = {number: i % k for i, number in enumerate(np.unique(patients))}
    return [place[number] for number in patients]


def places(patients):
    return np.unique(patients, return_inverse=True)[1]


def leaves_the_loop(patients, k):
    folds, numbers = [], np.unique(patients).tolist()
    for number in patients:
        folds.append(numbers.index(number) % k)
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
            "fold_of_their_own": lambda patients, k: places(patients),
            "counted_from_one": lambda patients, k: np.array(folds_of(patients, k)) + 1,
            "outside": lambda patients, k: np.array(folds_of(patients, k)) * 2,
            "empty_fold": lambda patients, k: places(patients) % max(k - 1, 2),
            "uneven": lambda patients, k: np.minimum(places(patients), k - 1),
            "fold_of_each_patient": lambda patients, k: dict(zip(patients, folds_of(patients, k), strict=True)),
            "lists_of_records": lambda patients, k: [np.flatnonzero(places(patients) % k == i) for i in range(k)],
            "not_one_per_record": lambda patients, k: np.arange(k + 99),
            "return_in_loop": leaves_the_loop,
            "no_return": lambda patients, k: print(end=""),
        },
        also_correct=[
            by_group_k_fold,
            lambda patients, k: places(patients) * k // len(np.unique(patients)),
        ],
    )


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda patients, k: places(patients) // (len(np.unique(patients)) // k), "outside"),
        (lambda patients, k: np.minimum(places(patients) // (len(np.unique(patients)) // k), k - 1), "uneven"),
        (lambda patients, k: places(patients) // -(-len(np.unique(patients)) // k), "uneven"),
        (lambda patients, k: np.searchsorted([2, 5, 8], places(patients), "right") if k == 4 else folds_of(patients, k),
         "uneven"),
    ],
)  # fmt: skip
def test_folds_of_unequal_size_are_refused(answer, name):
    assert check.patient_folds(answer).misconception == name


def test_a_fold_by_chance_is_refused():
    def by_chance(patients, k, seed):
        return np.random.default_rng(seed).integers(0, k, 99)[places(patients)]

    assert not any(check.patient_folds(functools.partial(by_chance, seed=seed)) for seed in range(300))


def test_my_network(monkeypatch):
    monkeypatch.setattr(check, "_few_digits", few_digits)
    assert_check(
        check.my_network,
        solution=stand(0.22),
        stub=stub,
        wrong={
            "memorized": stand(0.31, by_heart=1.0),
            "not_enough": stand(0.27, by_heart=0.3),
            "not_trained": stand(0.9),
            "wrong_input": stand(0.2, shape=(7, 7)),
            "not_a_model": lambda x, labels: [1, 2],
            "no_return": lambda x, labels: print(end=""),
        },
        also_correct=[stand(0.25, shape=(14, 14, 1)), stand(0.1, shape=(196,))],
        examples=4,
    )


def test_a_network_that_learned_little_is_told_so():
    _, labels, is_wrong, _, y_test, _ = few_digits()
    learned = np.where(is_wrong | (np.arange(200) % 2 > 0), (labels + 1) % 10, labels)
    named = np.where(np.arange(1000) % 2, 0, y_test)
    assert check.my_network(lambda x, labels: Stand(learned, named)).misconception == "underfitted"


def test_pictures_transformed_before_training_are_seen():
    class Scaled(Stand):
        def __call__(self, x):
            return super().__call__(x) if x.max() > 1 else np.eye(10)[np.zeros(len(x), int)]

    def answer(x, labels):
        plain = stand(0.2)(x, labels)
        return Scaled(plain._said[200], plain._said[1000])

    assert check.my_network(answer).misconception == "prepared_outside"


@pytest.mark.parametrize(
    ("pick", "name"),
    [
        (lambda x, labels: few_digits()[3:5], "trained_on_test_set"),
        (lambda x, labels: (few_digits()[5][:300], np.zeros(300, int)), "other_pictures"),
        (lambda x, labels: (shifted(x), np.repeat(labels, 5)), "labels_out_of_step"),
        (lambda x, labels: (shifted(x), np.tile(labels, 5)), ("not_trained", "underfitted")),
    ],
)
def test_what_a_network_is_trained_on_is_seen(pick, name):
    assert check.my_network(trained(pick)).misconception in ((name,) if isinstance(name, str) else name)

"""Lesson 10: bias and variance, weight decay, early stopping, folds of patients, the choice of a penalty, a network."""

import functools

import numpy as np
from sklearn.model_selection import GroupKFold

from tests.mutants.exercises import Exercise
from utils.lessons.overfitting import checks


def fits(rng):
    """Curves and a truth of every size, near each other and far apart, with one point and with many."""
    yield np.array([[1.0, 4.0, 2.0], [3.0, 4.0, 6.0]]), np.array([1.0, 2.0, 5.0])
    for i in range(219):
        samples, points = int(rng.integers(2, 9)), int(rng.integers(1, 8))
        scale = (0.1, 3.0, 40.0)[i % 3]
        truth = rng.normal(0, scale, points)
        yield truth * (i % 2) + rng.normal(rng.normal(), scale, (samples, points)), truth


def steps(rng):
    """Weights of both signs and zero; gradients along them, against them and zero; no penalty and strong ones."""
    for i in range(220):
        n, scale = int(rng.integers(1, 7)), (0.1, 2.0, 30.0)[i % 3]
        weights, gradient = rng.normal(0, scale, n), rng.normal(0, scale, n) * (i % 5 > 0)
        weights[rng.random(n) < 0.1] = 0
        yield weights, gradient, float(rng.choice([0.001, 0.1, 0.7, 2.0])), float(rng.choice([0, 0.01, 0.5, 3.0]))


def courses(rng):
    """Losses that fall and rise again, with equal ones among them, and patience up to more than there are epochs."""
    for i in range(240):
        count = int(rng.integers(1, 13))
        losses = rng.integers(1, 9, count) / 10 if i % 2 else np.round(rng.gamma(1.0, 12.0, count), 2)
        yield losses.tolist(), int(rng.integers(1, 6))


def records(rng):
    """Patients with one record and with many, in any order; numbers with gaps; as many folds as patients and fewer."""
    for i in range(220):
        people = int(rng.integers(2, 15))
        numbers = rng.choice((40, 1000)[i % 2], people, replace=False) * (1, 1, 6)[i % 3]
        patients = np.repeat(numbers, rng.integers(1, 6, people) if i % 4 else 1)
        yield rng.permutation(patients), int(rng.integers(2, people + 1)) if i % 5 else people


def choices(rng):
    """Data with more and with fewer rows than columns, many strengths and one, two folds and as many as rows."""

    def ridge(x, y, strength):
        return np.linalg.solve(x.T @ x + strength * len(x) * np.eye(x.shape[1]), x.T @ y)

    for i in range(210):
        k, size, d = int(rng.integers(2, 6)), int(rng.integers(1, 4)), int(rng.integers(1, 6))
        n, count = k * size, int(rng.integers(1, 6))
        x, held = rng.normal(size=(n, d)), rng.permutation(k * size).reshape(k, size)
        y = (x @ rng.normal(1, 1, d) + rng.normal(0, 1.5, n)) * (0.1, 1.0, 20.0)[i % 3]
        strengths = rng.permutation(10.0 ** rng.uniform(-3, 1, count)).tolist()
        yield x, y, strengths, [(np.setdiff1d(np.arange(n), one), one) for one in held], ridge


def chosen(x, y, strengths, folds, ridge, fitted=lambda a, b: a, tested=lambda a, b: b, over=np.mean):
    def error(strength, fold):
        w = ridge(x[fitted(*fold)], y[fitted(*fold)], strength)
        return np.mean((x[tested(*fold)] @ w - y[tested(*fold)]) ** 2)

    errors = [over([error(strength, fold) for fold in folds]) for strength in strengths]
    return strengths[int(np.argmin(errors))], errors


def in_one(x, y, strengths, folds, ridge):
    """All squared errors of a strength together, as the lesson's own function has them."""
    errors = []
    for strength in strengths:
        squares = [(x[h] @ ridge(x[t], y[t], strength) - y[h]) ** 2 for t, h in folds]
        errors.append(np.mean(np.concatenate(squares)))
    return min(zip(errors, strengths, strict=True))[1], np.array(errors)


def are_folds(given, patients, k):
    """Whether no patient is torn, the folds are those from 0 to k - 1, and their patients differ by at most one."""
    folds = np.ravel(given)
    if folds.shape != patients.shape or set(folds.tolist()) != set(range(k)):
        return False
    pairs = {(name, fold) for name, fold in zip(patients.tolist(), folds.tolist(), strict=True)}
    counts = [sum(fold == one for _, one in pairs) for fold in range(k)]
    return len(pairs) == len(np.unique(patients)) and max(counts) - min(counts) <= 1


def places(patients):
    return np.unique(patients, return_inverse=True)[1]


def by_group_k_fold(patients, k):
    folds = np.zeros(len(patients), int)
    for number, (_, held_out) in enumerate(GroupKFold(k).split(patients, groups=patients)):
        folds[held_out] = number
    return folds


def shuffled(patients, k):
    """Patients dealt out in a random order."""
    turn = np.random.default_rng(0).permutation(len(np.unique(patients)))
    return turn[places(patients)] % k


def greedy(patients, k):
    """Each patient, those with most records first, goes to the fold with fewest patients."""
    names, counts = np.unique(patients, return_counts=True)
    fold_of, sizes = {}, [0] * k
    for name in names[np.argsort(-counts)]:
        fold_of[name] = int(np.argmin(sizes))
        sizes[fold_of[name]] += 1
    return [fold_of[name] for name in patients]


def bias2(p, f):
    return np.mean((p.mean(axis=0) - f) ** 2)


def variance(p):
    return np.mean(p.var(axis=0))


def decayed(penalty):
    return lambda w, g, r, s: w - r * (g + penalty(w, s))


def stopped(losses, patience):
    return checks._stopped(losses, patience)


def smoothed(losses, patience):
    means = [np.mean(losses[max(0, i - 1) : i + 1]) for i in range(len(losses))]
    return checks._stopped(means, patience)


class Stand:
    """Stands for a trained network: what it says to the sample's pictures (200) and to the test digits (1000)."""

    layers = ()

    def __init__(self, learned, named, shape=(14, 14)):
        self._said, self.input_shape = {200: learned, 1000: named}, (None, *shape)

    def count_params(self):
        return 1

    def __call__(self, x):
        return np.eye(10)[self._said[len(x)]]


few_digits = functools.cache(checks._few_digits)


def stand(test, by_heart=0.0, shape=(14, 14)):
    """Return an answer that is wrong on a share of the test digits, and has learned a share of the wrong labels."""

    def answer(x, labels):
        _, labels, is_wrong, _, y_test, _ = few_digits()
        kept = ~is_wrong | (np.cumsum(is_wrong) <= by_heart * is_wrong.sum())
        learned = np.where(kept, labels, (labels + 1) % 10)
        return Stand(learned, (y_test + (np.arange(1000) < 1000 * test)) % 10, shape)

    return answer


def trained(pick):
    """Return an answer that trains a small network for an epoch on what ``pick(x, labels)`` gives."""

    def answer(x, labels):
        import keras

        inputs, outputs = pick(x, labels)
        model = keras.Sequential([
            keras.Input((14, 14)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
        ])  # fmt: skip
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(inputs, outputs, epochs=1, verbose=0)
        return model

    return answer


def shifted(x):
    return np.concatenate([np.roll(x, move, axis=(1, 2)) for move in [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]])


EXERCISES = [
    Exercise(
        "bias_variance",
        inputs=fits,
        ideas={
            "swapped": lambda p, f: (variance(p), bias2(p, f)),
            "bias not squared": lambda p, f: (np.mean(p.mean(axis=0) - f), variance(p)),
            "squared last": lambda p, f: (np.mean(p.mean(axis=0) - f) ** 2, variance(p)),
            "squared before the mean": lambda p, f: (np.mean((p - f) ** 2), variance(p)),
            "the median curve": lambda p, f: (np.mean((np.median(p, axis=0) - f) ** 2), variance(p)),
            "the first curve": lambda p, f: (np.mean((p[0] - f) ** 2), variance(p)),
            "along the points": lambda p, f: (bias2(p, f), np.mean(p.var(axis=1))),
            "of all numbers": lambda p, f: (bias2(p, f), np.var(p)),
            "of the mean curve": lambda p, f: (bias2(p, f), np.var(p.mean(axis=0))),
            "about the truth": lambda p, f: (bias2(p, f), np.mean((p - f) ** 2)),
            "the deviation": lambda p, f: (bias2(p, f), np.mean(p.std(axis=0))),
            "the root": lambda p, f: (bias2(p, f), np.sqrt(variance(p))),
            "summed over points": lambda p, f: (bias2(p, f) * len(f), variance(p) * len(f)),
            "summed over curves": lambda p, f: (bias2(p, f), variance(p) * len(p)),
            "at each point": lambda p, f: ((p.mean(axis=0) - f) ** 2, p.var(axis=0)),
            "the largest point": lambda p, f: (np.max((p.mean(axis=0) - f) ** 2), np.max(p.var(axis=0))),
            "the range for the variance": lambda p, f: (bias2(p, f), np.mean(np.ptp(p, axis=0)) ** 2),
            "mean absolute deviation": lambda p, f: (bias2(p, f), np.mean(np.abs(p - p.mean(axis=0)))),
            "their sum": lambda p, f: bias2(p, f) + variance(p),
            "the noise added": lambda p, f: (bias2(p, f), variance(p) + 1.5**2),
        },
        right={
            "the error without the variance": lambda p, f: (np.mean((p - f) ** 2) - variance(p), variance(p)),
            "mean of squares less square of the mean": lambda p, f: (
                bias2(p, f),
                np.mean((p**2).mean(axis=0) - p.mean(axis=0) ** 2),
            ),
            "divided by one less": lambda p, f: (bias2(p, f), np.mean(p.var(axis=0, ddof=1))),
        },
    ),
    Exercise(
        "decay_step",
        inputs=steps,
        ideas={
            "no penalty": decayed(lambda w, s: 0),
            "no factor 2": decayed(lambda w, s: s * w),
            "half": decayed(lambda w, s: s * w / 2),
            "the wrong sign": decayed(lambda w, s: -2 * s * w),
            "the penalty's sign only": decayed(lambda w, s: 2 * s * np.sign(w)),
            "the penalty itself": decayed(lambda w, s: s * w**2),
            "the whole penalty": decayed(lambda w, s: s * np.sum(w**2)),
            "the mean weight": decayed(lambda w, s: 2 * s * w.mean()),
            "positive weights only": decayed(lambda w, s: 2 * s * np.maximum(w, 0)),
            "large weights only": decayed(lambda w, s: 2 * s * w * (np.abs(w) > 1)),
            "the penalty of the gradient": lambda w, g, r, s: w - r * (g + 2 * s * g),
            "the penalty not scaled": lambda w, g, r, s: w - r * g - 2 * s * w,
            "strength squared": decayed(lambda w, s: 2 * s**2 * w),
            "decays after the step": lambda w, g, r, s: (w - r * g) * (1 - 2 * r * s),
            "up the slope": lambda w, g, r, s: w + r * (g + 2 * s * w),
            "the step alone": lambda w, g, r, s: -r * (g + 2 * s * w),
            "no gradient": lambda w, g, r, s: (1 - 2 * r * s) * w,
            "never past zero": lambda w, g, r, s: np.where(
                np.sign(w - r * (g + 2 * s * w)) == np.sign(w), w - r * (g + 2 * s * w), 0
            ),
            "the caller's array": lambda w, g, r, s: np.subtract(w, r * (g + 2 * s * w), out=w),
        },
        right={
            "shrunk first": lambda w, g, r, s: (1 - 2 * r * s) * w - r * g,
            "one by one": lambda w, g, r, s: [a - r * (b + 2 * s * a) for a, b in zip(w, g, strict=True)],
        },
    ),
    Exercise(
        "early_stop",
        inputs=courses,
        ideas={
            "swapped": lambda losses, p: stopped(losses, p)[::-1],
            "from zero": lambda losses, p: tuple(n - 1 for n in stopped(losses, p)),
            "waits one more": lambda losses, p: stopped(losses, p + 1),
            "stops early": lambda losses, p: stopped(losses, max(p - 1, 1)),
            "the best of all": lambda losses, p: (stopped(losses, p)[0], int(np.argmin(losses)) + 1),
            "never stops": lambda losses, p: (len(losses), int(np.argmin(losses)) + 1),
            "always after patience": lambda losses, p: (stopped(losses, p)[1] + p, stopped(losses, p)[1]),
            "the best is patience before": lambda losses, p: (stopped(losses, p)[0], max(stopped(losses, p)[0] - p, 1)),
            "the counter is never reset": lambda losses, p: checks._stopped(losses, p, reset=False),
            "equal is better": lambda losses, p: checks._stopped(losses, p, lambda now, best: now <= best),
            "against the epoch before": checks._against_previous,
            "the first rise": lambda losses, p: stopped(losses, 1),
            "the best loss": lambda losses, p: (stopped(losses, p)[0], min(losses[: stopped(losses, p)[0]])),
            "the last for the best": lambda losses, p: (stopped(losses, p)[0],) * 2,
            "at least a tenth better": lambda losses, p: checks._stopped(losses, p, lambda now, best: now < best - 0.1),
            "smoothed losses": smoothed,
            "the largest": lambda losses, p: stopped([-loss for loss in losses], p),
            "losses taken out": lambda losses, p: [stopped(losses, p), losses.clear()][0],
        },
        right={
            "in one search": lambda losses, p: next(
                (
                    (n, int(np.argmin(losses[:n])) + 1)
                    for n in range(1, len(losses) + 1)
                    if n - int(np.argmin(losses[:n])) - 1 >= p
                ),
                (len(losses), int(np.argmin(losses)) + 1),
            ),
        },
    ),
    Exercise(
        "choose_strength",
        inputs=choices,
        ideas={
            "training error": functools.partial(chosen, tested=lambda a, b: a),
            "fitted to everything": functools.partial(chosen, fitted=lambda a, b: np.concatenate([a, b])),
            "roles swapped": functools.partial(chosen, fitted=lambda a, b: b, tested=lambda a, b: a),
            "the worst fold": functools.partial(chosen, over=np.max),
            "the median fold": functools.partial(chosen, over=np.median),
            "the first fold": functools.partial(chosen, over=lambda errors: errors[0]),
            "the last fold": functools.partial(chosen, over=lambda errors: errors[-1]),
            "summed": functools.partial(chosen, over=np.sum),
            "the largest strength": lambda *case: (max(case[2]), chosen(*case)[1]),
            "the smallest strength": lambda *case: (min(case[2]), chosen(*case)[1]),
            "the first strength": lambda *case: (case[2][0], chosen(*case)[1]),
            "the strength alone": lambda *case: chosen(*case)[0],
            "errors sorted": lambda *case: (chosen(*case)[0], sorted(chosen(*case)[1])),
            "the largest error": lambda *case: (case[2][int(np.argmax(chosen(*case)[1]))], chosen(*case)[1]),
            "strengths sorted": lambda x, y, strengths, folds, ridge: chosen(x, y, sorted(strengths), folds, ridge),
        },
        right={"all squares together": in_one},
    ),
    Exercise(
        "patient_folds",
        inputs=records,
        holds=are_folds,
        ideas={
            "records in turn": lambda patients, k: np.arange(len(patients)) % k,
            "records in blocks": lambda patients, k: np.arange(len(patients)) * k // len(patients),
            "records at random": lambda patients, k: np.random.default_rng(0).integers(0, k, len(patients)),
            "the number's remainder": lambda patients, k: patients % k,
            "all in one": lambda patients, k: np.zeros(len(patients), int),
            "each for itself": lambda patients, k: places(patients),
            "from one": lambda patients, k: places(patients) % k + 1,
            "blocks rounded down": lambda patients, k: places(patients) // (len(np.unique(patients)) // k),
            "the rest in the last fold": lambda patients, k: np.minimum(
                places(patients) // (len(np.unique(patients)) // k), k - 1
            ),
            "blocks rounded up": lambda patients, k: places(patients) // -(-len(np.unique(patients)) // k),
            "one too few, one too many": lambda patients, k: np.where(
                places(patients) == 0, 1 % k, places(patients) % k
            ),
            "at random": lambda patients, k: np.random.default_rng(3).integers(0, k, 99)[places(patients)],
            "place of the first record": lambda patients, k: (
                np.unique(patients, return_index=True)[1][places(patients)] % k
            ),
            "of each patient": lambda patients, k: np.arange(len(np.unique(patients))) % k,
            "a dictionary": lambda patients, k: {name: i % k for i, name in enumerate(np.unique(patients))},
            "lists of records": lambda patients, k: [np.flatnonzero(places(patients) % k == fold) for fold in range(k)],
            "sorted": lambda patients, k: np.sort(places(patients) % k),
            "the caller's array sorted": lambda patients, k: [patients.sort(), places(patients) % k][1],
        },
        right={
            "GroupKFold": by_group_k_fold,
            "in blocks": lambda patients, k: places(patients) * k // len(np.unique(patients)),
            "shuffled": shuffled,
            "greedy": greedy,
            "by appearance": lambda patients, k: [
                list(dict.fromkeys(patients.tolist())).index(one) % k for one in patients
            ],
            "floats in a column": lambda patients, k: (places(patients) % k)[:, None] * 1.0,
        },
    ),
    Exercise(
        "my_network",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "hardly trained": trained(lambda x, labels: (x, labels)),
            "labels repeated, pictures tiled": trained(lambda x, labels: (shifted(x), np.repeat(labels, 5))),
            "on the test digits": trained(lambda x, labels: few_digits()[3:5]),
            "on other digits": trained(lambda x, labels: (few_digits()[5][:400], np.zeros(400, int))),
            "by heart": stand(0.31, by_heart=1.0),
            "just too much": stand(0.252),
            "by chance": stand(0.9),
            "7 by 7": stand(0.2, shape=(7, 7)),
            "not a number": lambda x, labels: Stand(np.zeros(200, int), np.zeros(1000, int) * np.nan),
            "classes": lambda x, labels: labels,
        },
        right={
            "just enough": stand(0.25),
            "by heart, and yet": stand(0.2, by_heart=1.0),
            "one channel": stand(0.2, shape=(14, 14, 1)),
            "flat": stand(0.2, shape=(196,)),
        },
    ),
]

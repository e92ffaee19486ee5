"""Lesson 13: three measures, allowed false alarms, recall at a precision, decisions, an order, probabilities, an alarm."""

import numpy as np
from sklearn import metrics

from tests.mutants.exercises import Exercise


def decisions(rng):
    """Any number of examples, at least one of them rare; no alarm, only true ones, none true."""
    yield np.array([1, 0, 1, 0, 0, 0]), np.array([1, 1, 0, 0, 0, 0])
    for i in range(229):
        n = int(rng.integers(2, 16))
        y = (rng.random(n) < 0.4).astype(int)
        y[int(rng.integers(n))] = 1
        alarm = (rng.random(n) < (0.0, 0.3, 0.6, 1.0)[i % 4]).astype(int)
        if i % 8 == 5:
            alarm = 1 - y
        yield y, (y.copy() if i % 8 == 6 else alarm)


def settings(rng):
    """Recalls above 0, prevalences from one in a thousand to almost all, precisions from low to perfect."""
    yield 0.9, 0.01, 0.5
    yield from ((1.0, 0.2, 1.0), (0.5, 0.5, 0.5), (1.0, 0.9, 0.1))
    for _ in range(219):
        yield float(rng.uniform(0.01, 1)), float(10 ** rng.uniform(-3, -0.05)), float(rng.uniform(0.02, 1))


def rankings(rng):
    """Scores of any sign and size, some of them equal; a precision that is reached, just reached, never reached."""
    yield np.array([1, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1]), 0.6
    for i in range(239):
        n = int(rng.integers(1, 13))
        y = (rng.random(n) < (0.2, 0.5, 0.8)[i % 3]).astype(int)
        y[int(rng.integers(n))] = 1
        scores = rng.integers(0, n + 1, n) * (0.05, 1.0, 3.0)[i % 3] - (i % 2) * 4.0
        yield y, scores, (0.5, 0.6, 0.75, 0.9, 1.0, 2 / 3)[i % 6]


def payments(rng):
    """Any number of payments, small and large; fees of any size; some expected costs equal."""
    yield np.array([0.1, 0.9]), np.array([10.0, 100.0]), 5.0
    for i in range(219):
        n = int(rng.integers(1, 10))
        p, amounts = rng.integers(1, 20, n) / 20, np.round(10.0 ** rng.uniform(-1, 3, n), 1)
        if i % 3 == 0:
            p[0], amounts[0] = 0.5, 4.0
        yield p, amounts, 4.0 if i % 3 == 0 else float(np.round(10.0 ** rng.uniform(-1, 2), 1))


def experiments(rng):
    """Splits by halves and by a cut, copies and changed copies of the rare class, any number of columns."""

    def halves(x, y):
        return x[::2], x[1::2], y[::2], y[1::2]

    def cut(x, y):
        place = 2 * len(y) // 3
        return x[:place], x[place:], y[:place], y[place:]

    def copies(x, y):
        kept = np.r_[np.arange(len(y)), np.repeat(np.flatnonzero(y == 1), 2)]
        return x[kept], y[kept]

    def changed(x, y):
        return np.concatenate([x, x[y == 1] + 1]), np.r_[y, y[y == 1]]

    def fewer(x, y):
        kept = np.r_[np.flatnonzero(y == 1), np.flatnonzero(y == 0)[::2]]
        return x[kept], y[kept]

    def fit(x, y):
        return x.sum(axis=0) + 2 * y.sum()

    def score(model, x, y):
        return float(((1 + y) * (x @ model)).sum() / 50)

    for i in range(210):
        n, d = int(rng.integers(8, 20)), int(rng.integers(1, 4))
        y = (rng.random(n) < 0.4).astype(int)
        y[[0, 1, n // 2, -1]] = 1
        yield rng.normal(0, 2, (n, d)), y, (halves, cut)[i % 2], (copies, changed, fewer)[i % 3], fit, score


def probabilities(rng):
    """Probabilities inside (0, 1), and prevalences that rise or fall."""
    yield np.array([0.5, 0.9]), 0.05, 0.5
    for _ in range(219):
        p = rng.uniform(0.01, 0.99, int(rng.integers(1, 8)))
        yield p, float(rng.uniform(0.005, 0.6)), float(rng.uniform(0.05, 0.9))


def three(y, alarm):
    return tuple(
        float(score(y, alarm, zero_division=0))
        for score in (metrics.precision_score, metrics.recall_score, metrics.f1_score)
    )


def exact(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def allowed(recall, prevalence, precision):
    return min(1.0, prevalence * recall * (1 - precision) / ((1 - prevalence) * precision))


def best_recall(
    y, scores, least, *, enough=np.greater_equal, alarms=np.greater_equal, pick=max, among=np.unique,
    measure=lambda y, alarm: y[alarm].mean(), of=lambda y, alarm: y[alarm].sum() / y.sum(),
):  # fmt: skip
    """Return what ``of`` says of the thresholds whose ``measure`` is ``enough``: of the one that ``pick`` takes, 0 of none."""
    found = []
    for threshold in np.unique(among(scores))[::-1]:
        alarm = alarms(scores, threshold)
        if alarm.any() and enough(measure(y, alarm), least):
            found.append(float(of(y, alarm)))
    return pick(found) if found else 0.0


def from_curve(y, scores, least):
    precision, recall, _ = metrics.precision_recall_curve(y, scores)
    return recall[:-1][precision[:-1] >= least].max(initial=0)


def of_parts(rule):
    """Return the answer ``rule(training part, test part, resample, fit, score)``, each part as (x, y)."""

    def answer(x, y, split, resample, fit, score):
        x_train, x_test, y_train, y_test = split(x, y)
        return rule((x_train, y_train), (x_test, y_test), resample, fit, score)

    return answer


def after_split(data, split, fit, score):
    x_train, x_test, y_train, y_test = split(*data)
    return score(fit(x_train, y_train), x_test, y_test)


def undone(p, prevalence, trained):
    rare, usual = p * prevalence / trained, (1 - p) * (1 - prevalence) / (1 - trained)
    return rare / (rare + usual)


def alarm(threshold):
    """Return the answer that raises an alarm by one column of the readings."""
    return lambda x, y: lambda new: (new[:, 3] > threshold).astype(int)


EXERCISES = [
    Exercise(
        "three_measures",
        inputs=decisions,
        ideas={
            "swapped": lambda y, a: (three(y, a)[1], three(y, a)[0], three(y, a)[2]),
            "accuracy for precision": lambda y, a: (float(np.mean(y == a)), *three(y, a)[1:]),
            "accuracy for recall": lambda y, a: (three(y, a)[0], float(np.mean(y == a)), three(y, a)[2]),
            "specificity for recall": lambda y, a: (three(y, a)[0], three(1 - y, 1 - a)[1], three(y, a)[2]),
            "of the normal class": lambda y, a: three(1 - y, 1 - a),
            "arithmetic mean": lambda y, a: (*three(y, a)[:2], np.mean(three(y, a)[:2])),
            "geometric mean": lambda y, a: (*three(y, a)[:2], np.sqrt(three(y, a)[0] * three(y, a)[1])),
            "product": lambda y, a: (*three(y, a)[:2], three(y, a)[0] * three(y, a)[1]),
            "half of F1": lambda y, a: (*three(y, a)[:2], three(y, a)[2] / 2),
            "Jaccard": lambda y, a: (*three(y, a)[:2], metrics.jaccard_score(y, a, zero_division=0)),
            "a precision of 1 without alarms": lambda y, a: (three(y, a)[0] if a.any() else 1.0, *three(y, a)[1:]),
            "macro averages": lambda y, a: (
                metrics.precision_score(y, a, average="macro", zero_division=0),
                metrics.recall_score(y, a, average="macro", zero_division=0),
                metrics.f1_score(y, a, average="macro", zero_division=0),
            ),
            "no F1": lambda y, a: three(y, a)[:2],
        },
        right={"from the two": lambda y, a: (*three(y, a)[:2], exact(*three(y, a)[:2]))},
    ),
    Exercise(
        "allowed_rate",
        inputs=settings,
        ideas={
            "above one": lambda r, p, c: p * r * (1 - c) / ((1 - p) * c),
            "prevalence ignored": lambda r, p, c: min(1, r * (1 - c) / c),
            "balanced": lambda r, p, c: min(1, 0.5 * r * (1 - c) / (0.5 * c)),
            "the normal class not weighted": lambda r, p, c: min(1, p * r * (1 - c) / c),
            "the rare class not weighted": lambda r, p, c: min(1, r * (1 - c) / ((1 - p) * c)),
            "shares swapped": lambda r, p, c: min(1, (1 - p) * r * (1 - c) / (p * c)),
            "the precision that follows": lambda r, p, c: p * r / (p * r + (1 - p) * c),
            "false share of alarms": lambda r, p, c: 1 - c,
            "precision and its rest swapped": lambda r, p, c: min(1, p * r * c / ((1 - p) * max(1 - c, 1e-12))),
            "recall ignored": lambda r, p, c: min(1, p * (1 - c) / ((1 - p) * c)),
            "misses for recall": lambda r, p, c: min(1, p * (1 - r) * (1 - c) / ((1 - p) * c)),
            "never above a half": lambda r, p, c: min(0.5, allowed(r, p, c)),
        },
        right={"by counts": lambda r, p, c: min(1.0, (1e6 * p * r / c - 1e6 * p * r) / (1e6 * (1 - p)))},
    ),
    Exercise(
        "recall_at",
        inputs=rankings,
        ideas={
            "strictly more": lambda y, s, least: best_recall(y, s, least, enough=np.greater),
            "the first that is enough": lambda y, s, least: best_recall(y, s, least, pick=lambda found: found[0]),
            "the mean": lambda y, s, least: best_recall(y, s, least, pick=np.mean),
            "one by one": lambda y, s, least: best_recall(y, np.argsort(np.argsort(s)).astype(float), least),
            "strictly above the threshold": lambda y, s, least: best_recall(y, s, least, alarms=np.greater),
            "ascending": lambda y, s, least: best_recall(y, -s, least),
            "least as threshold": lambda y, s, least: metrics.recall_score(y, s >= least, zero_division=0),
            "the share of alarms": lambda y, s, least: best_recall(y, s, least, of=lambda y, alarm: alarm.mean()),
            "the precision": lambda y, s, least: best_recall(y, s, least, of=lambda y, alarm: y[alarm].mean()),
            "how many": lambda y, s, least: best_recall(y, s, least, of=lambda y, alarm: y[alarm].sum()),
            "one where none is enough": lambda y, s, least: best_recall(y, s, least) or 1.0,
            "accuracy for precision": lambda y, s, least: best_recall(
                y, s, least, measure=lambda y, alarm: np.mean(y == alarm)
            ),
            "only down to the median": lambda y, s, least: best_recall(
                y, s, least, among=lambda s: s[s >= np.median(s)]
            ),
        },
        right={"from the curve": lambda y, s, least: from_curve(y, s, least)},
    ),
    Exercise(
        "decide",
        inputs=payments,
        ideas={
            "a half": lambda p, a, fee: p >= 0.5,
            "the fee always paid": lambda p, a, fee: p * a >= fee,
            "of the mean amount": lambda p, a, fee: p >= fee / (fee + a.mean()),
            "costs swapped": lambda p, a, fee: p * fee >= (1 - p) * a,
            "large amounts": lambda p, a, fee: a >= fee,
            "strict": lambda p, a, fee: p * a > (1 - p) * fee,
            "inverted": lambda p, a, fee: p * a < (1 - p) * fee,
            "expected cost": lambda p, a, fee: np.minimum(p * a, (1 - p) * fee),
            "thresholds": lambda p, a, fee: fee / (fee + a),
            "no fee": lambda p, a, fee: p * a >= 1 - p,
            "ratio of the costs": lambda p, a, fee: p >= fee / a,
            "in total": lambda p, a, fee: np.full(len(p), np.sum(p * a) >= np.sum((1 - p) * fee)),
            "numbers of alarms": lambda p, a, fee: np.flatnonzero(p * a >= (1 - p) * fee),
        },
        right={"as numbers": lambda p, a, fee: [int(b * c >= (1 - b) * fee) for b, c in zip(p, a, strict=True)]},
    ),
    Exercise(
        "honest_score",
        inputs=experiments,
        ideas={
            "resampled first": lambda x, y, split, more, fit, score: after_split(more(x, y), split, fit, score),
            "not resampled": lambda x, y, split, more, fit, score: after_split((x, y), split, fit, score),
            "test resampled": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*tr)), *more(*te))),
            "scored on training": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*tr)), *tr)),
            "scored on the resampled": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*tr)), *more(*tr))),
            "parts swapped": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*te)), *tr)),
            "trained on the test": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*te)), *te)),
            "twice resampled": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*more(*tr))), *te)),
            "trained on all": lambda x, y, split, more, fit, score: score(fit(*more(x, y)), *split(x, y)[1::2]),
            "scored on all": of_parts(
                lambda tr, te, more, fit, score: score(fit(*more(*tr)), *map(np.concatenate, zip(tr, te, strict=True)))
            ),
            "old labels": of_parts(lambda tr, te, more, fit, score: score(fit(more(*tr)[0], tr[1]), *te)),
        },
        right={"in one line": of_parts(lambda tr, te, more, fit, score: score(fit(*more(*tr)), *te))},
    ),
    Exercise(
        "undo_resampling",
        inputs=probabilities,
        ideas={
            "the other way": lambda p, a, b: undone(p, b, a),
            "unchanged": lambda p, a, b: p,
            "scaled": lambda p, a, b: p * a / b,
            "scaled and clipped": lambda p, a, b: np.clip(p * a / b, 0, 1),
            "prevalences for odds": lambda p, a, b: p / (1 - p) * a / b / (1 + p / (1 - p) * a / b),
            "odds": lambda p, a, b: undone(p, a, b) / (1 - undone(p, a, b)),
            "logits": lambda p, a, b: np.log(undone(p, a, b) / (1 - undone(p, a, b))),
            "trained on halves": lambda p, a, b: undone(p, a, 0.5),
            "real halves": lambda p, a, b: undone(p, 0.5, b),
            "the rare side only": lambda p, a, b: p * a / b / (p * a / b + 1 - p),
            "the normal side only": lambda p, a, b: p / (p + (1 - p) * (1 - a) / (1 - b)),
            "the complement": lambda p, a, b: 1 - undone(p, a, b),
            "shifted probabilities": lambda p, a, b: p + a - b,
        },
        right={
            "by logits": lambda p, a, b: (
                1 / (1 + np.exp(-(np.log(p / (1 - p)) + np.log(a / (1 - a)) - np.log(b / (1 - b)))))
            ),
        },
    ),
    Exercise(
        "my_alarm",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "never": lambda x, y: lambda new: np.zeros(len(new), int),
            "always": lambda x, y: lambda new: np.ones(len(new), int),
            "the share of the class": lambda x, y: lambda new: np.random.default_rng(0).random(len(new)) < y.mean(),
            "one reading": alarm(0.5),
            "another reading": alarm(-0.5),
            "probabilities": lambda x, y: lambda new: np.full(len(new), 0.07),
            "labels of the training set": lambda x, y: lambda new: np.resize(y, len(new)),
        },
    ),
]

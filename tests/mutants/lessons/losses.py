"""Lesson 06: log-loss by hand, softmax with a temperature, cross-entropy, three slopes, its gradient, calibration."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

from tests.mutants.exercises import Exercise

LOG = float(np.log(0.32))


def scores(rng):
    """Few logits and many, equal ones, huge ones on either side; cold and hot."""
    yield np.array([2.0, 1.0, 0.0]), 0.5
    for i in range(219):
        k = int(rng.integers(1, 7))
        z = rng.normal(0, (1, 3, 30, 1000)[i % 4], k)
        if i % 7 == 6:
            z = rng.choice([-1000.0, 0.0, 999.0, 1000.0], k)
        yield np.round(z, 2), float(10.0 ** rng.uniform(-1, 1.3))


def batches(rng):
    """One example and several, any number of classes, huge logits whose right class is the largest and the least."""
    yield np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]]), np.array([0, 2])
    for i in range(219):
        n, k = int(rng.integers(1, 6)), int(rng.integers(2, 6))
        z = rng.normal(0, (1, 3, 30, 1000)[i % 4], (n, k)) + (i % 5 == 4) * rng.choice([-1000.0, 1000.0], (n, 1))
        yield np.round(z, 2), rng.integers(0, k, n)


def logits(rng):
    """One logit, small and large, of either sign, with either label."""
    yield 2.0, 0
    for i in range(219):
        yield round(float(rng.normal(0, (0.5, 2, 6)[i % 3])), 3), int(i % 2)


def points(rng):
    """Any number of examples and inputs, one among them; logits near zero and far from it."""
    yield np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]]), np.array([1, 0, 0]), np.array([0.5, -0.5]), 0.25
    for i in range(219):
        n, d = int(rng.integers(1, 7)), int(rng.integers(1, 5))
        size = (0.3, 1, 5)[i % 3]
        yield rng.normal(0, 2, (n, d)), rng.integers(0, 2, n), size * rng.normal(0, 1, d), float(size * rng.normal())


def picked(z, labels):
    return log_softmax(z, axis=1)[np.arange(len(labels)), labels]


def as_gradient(error):
    """Return the answer that gives ``error(p, y)`` to the weights and to the bias."""

    def answer(x, y, w, b):
        pull = error(expit(x @ w + b), y)
        return x.T @ pull / len(y), pull.mean()

    return answer


def gradient(x, y, w, b):
    return as_gradient(lambda p, y: p - y)(x, y, w, b)


def temperature(loss, candidates=None):
    """Return the answer that searches for the least ``loss(logits, labels)``."""
    candidates = np.geomspace(0.1, 500, 400) if candidates is None else candidates

    def answer(logits, labels):
        return candidates[np.argmin([loss(logits / t, labels) for t in candidates])]

    return answer


def log_loss(z, labels):
    return np.mean(np.logaddexp(0, z) - labels * z)


def three(entropy, squared, absolute):
    """Return the answer whose slopes are these functions of p and y."""
    return lambda z, y: tuple(slope(expit(z), y) for slope in (entropy, squared, absolute))


def slopes(z, y):
    return three(lambda p, y: p - y, lambda p, y: 2 * (p - y) * p * (1 - p), lambda p, y: np.sign(p - y) * p * (1 - p))(
        z, y
    )


EXERCISES = [
    Exercise(
        "by_hand",
        by_hand="the answer is three numbers",
        ideas={
            "the label ignored": (0.08, np.log(0.08), -np.log(0.08) / 3),
            "the other outcome": (0.02, np.log(0.02), -np.log(0.02) / 3),
            "mean": (0.7, np.log(0.7), -np.log(0.7)),
            "sum": (2.1, np.log(2.1), -np.log(2.1) / 3),
            "to base 10": (0.32, np.log10(0.32), -np.log10(0.32) / 3),
            "to base 2": (0.32, np.log2(0.32), -np.log2(0.32) / 3),
            "sign of the logarithm": (0.32, -LOG, -LOG / 3),
            "mean of the logarithms": (0.32, LOG / 3, -LOG / 3),
            "no minus": (0.32, LOG, LOG / 3),
            "not divided": (0.32, LOG, -LOG),
            "MAE": (0.32, LOG, 0.3),
            "MSE": (0.32, LOG, (0.25 + 0.04 + 0.04) / 3),
            "divided by the two spam": (0.32, LOG, -LOG / 2),
            "texts": ("0.32", "-1.139", "0.380"),
            "swapped": (LOG, 0.32, -LOG / 3),
        },
        right={
            "rounded to three decimals": (0.32, -1.139, 0.38),
            "arrays": (np.array([0.32]), [LOG], np.float32(-LOG / 3)),
        },
    ),
    Exercise(
        "softmax_at",
        inputs=scores,
        ideas={
            "clipped at 500": lambda z, t: softmax(np.clip(z / t, -500, 500)),
            "clipped at 50": lambda z, t: softmax(np.clip(z / t, -50, 50)),
            "the least subtracted": lambda z, t: with_shift(z / t, np.min(z / t)),
            "the mean subtracted": lambda z, t: with_shift(z / t, np.mean(z / t)),
            "the first subtracted": lambda z, t: with_shift(z / t, z[0] / t),
            "the last subtracted": lambda z, t: with_shift(z / t, z[-1] / t),
            "nothing subtracted": lambda z, t: with_shift(z / t, 0),
            "the largest before dividing": lambda z, t: with_shift(z / t, z.max()),
            "NaN made 0": lambda z, t: np.nan_to_num(with_shift(z / t, 0)),
            "all to the largest": lambda z, t: (z == z.max()) / np.sum(z == z.max()),
            "powers to 1/T of clipped probabilities": lambda z, t: normal(np.clip(softmax(z), 1e-12, 1) ** (1 / t)),
            "probabilities divided, then normalised": lambda z, t: normal(softmax(z) / t),
            "temperature as a product": lambda z, t: softmax(z * t),
            "squares for powers": lambda z, t: normal((z / t) ** 2),
            "base 2": lambda z, t: softmax(z / t * np.log(2)),
            "sigmoid of each": lambda z, t: normal(expit(z / t)),
            "rounded": lambda z, t: np.round(softmax(z / t), 3),
            "a temperature of at least 1": lambda z, t: softmax(z / max(t, 1)),
            "never exactly 0": lambda z, t: normal(softmax(z / t) + 1e-6),
        },
        right={
            "by logarithms": lambda z, t: np.exp(log_softmax(z / t)),
            "subtracted first": lambda z, t: normal(np.exp((z - z.max()) / t)),
            "a loop": lambda z, t: [1 / sum(np.exp(np.minimum((other - one) / t, 709)) for other in z) for one in z],
        },
    ),
    Exercise(
        "cross_entropy",
        inputs=batches,
        ideas={
            "clipped at 1e-7": lambda z, c: -np.log(np.clip(np.exp(picked(z, c)), 1e-7, 1)).mean(),
            "plus 1e-12": lambda z, c: -np.log(np.exp(picked(z, c)) + 1e-12).mean(),
            "binary of the right one and of the others": lambda z, c: (
                -np.mean(
                    np.where(np.eye(z.shape[1])[c] == 1, log_softmax(z, axis=1), np.log1p(-softmax(z, axis=1) + 1e-300))
                )
            ),
            "sigmoid of the right one": lambda z, c: np.logaddexp(0, -z[np.arange(len(c)), c]).mean(),
            "softmax over the batch": lambda z, c: -log_softmax(z, axis=0)[np.arange(len(c)), c].mean(),
            "the largest of all subtracted": lambda z, c: (
                -np.mean([z[i, k] - z.max() - np.log(np.exp(z[i] - z.max()).sum()) for i, k in enumerate(c)])
            ),
            "the largest class, not the right one": lambda z, c: -log_softmax(z, axis=1).max(axis=1).mean(),
            "margin to the largest": lambda z, c: (z.max(axis=1) - z[np.arange(len(c)), c]).mean(),
            "median": lambda z, c: -np.median(picked(z, c)),
            "the first label for all": lambda z, c: -log_softmax(z, axis=1)[:, c[0]].mean(),
            "perplexity": lambda z, c: np.exp(-picked(z, c).mean()),
            "logarithm of the mean probability": lambda z, c: -np.log(np.exp(picked(z, c)).mean()),
            "to base 2": lambda z, c: -picked(z, c).mean() / np.log(2),
            "divided by the classes": lambda z, c: -picked(z, c).sum() / z.shape[1],
            "at most 100 each": lambda z, c: np.minimum(-picked(z, c), 100).mean(),
        },
        right={
            "by one-hot": lambda z, c: -(np.eye(z.shape[1])[c] * log_softmax(z, axis=1)).sum() / len(c),
            "by logsumexp": lambda z, c: np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(c)), c]),
            "by take_along_axis": lambda z, c: -np.take_along_axis(log_softmax(z, axis=1), c[:, None], axis=1).mean(),
        },
    ),
    Exercise(
        "slopes",
        inputs=logits,
        ideas={
            "with respect to p": three(
                lambda p, y: (p - y) / (p * (1 - p)), lambda p, y: 2 * (p - y), lambda p, y: np.sign(p - y)
            ),
            "only cross-entropy with respect to z": three(
                lambda p, y: p - y, lambda p, y: 2 * (p - y), lambda p, y: np.sign(p - y)
            ),
            "the factor everywhere": three(
                lambda p, y: (p - y) * p * (1 - p),
                lambda p, y: 2 * (p - y) * p * (1 - p),
                lambda p, y: np.sign(p - y) * p * (1 - p),
            ),
            "half the square": three(
                lambda p, y: p - y, lambda p, y: (p - y) * p * (1 - p), lambda p, y: np.sign(p - y) * p * (1 - p)
            ),
            "sizes only": lambda z, y: tuple(abs(slope) for slope in slopes(z, y)),
            "downhill": lambda z, y: tuple(-slope for slope in slopes(z, y)),
            "as if the label were 0": lambda z, y: slopes(z, 0),
            "as if the label were 1": lambda z, y: slopes(z, 1),
            "the other label": lambda z, y: slopes(z, 1 - y),
            "the sign of z": lambda z, y: (*slopes(z, y)[:2], np.sign(z) * expit(z) * expit(-z)),
            "the sign by the decision": lambda z, y: (
                *slopes(z, y)[:2],
                np.sign((expit(z) > 0.5) - y) * expit(z) * expit(-z),
            ),
            "p squared": three(
                lambda p, y: p - y, lambda p, y: 2 * (p - y) * p**2, lambda p, y: np.sign(p - y) * p * (1 - p)
            ),
            "hyperbolic tangent": lambda z, y: (
                np.tanh(z) - y,
                2 * (np.tanh(z) - y) * (1 - np.tanh(z) ** 2),
                np.sign(np.tanh(z) - y) * (1 - np.tanh(z) ** 2),
            ),
        },
        right={
            "by the two probabilities": lambda z, y: (
                expit(z) - y,
                2 * (expit(z) - y) * expit(z) * expit(-z),
                (1 - 2 * y) * expit(z) * expit(-z),
            ),
            "an array": lambda z, y: np.array(slopes(z, y)),
        },
    ),
    Exercise(
        "gradient",
        inputs=points,
        ideas={
            "of the MSE": as_gradient(lambda p, y: (p - y) * p * (1 - p)),
            "of the MAE": as_gradient(lambda p, y: np.sign(p - y)),
            "downhill": as_gradient(lambda p, y: y - p),
            "rounded probabilities": as_gradient(lambda p, y: np.round(p) - y),
            "labels of -1 and 1": as_gradient(lambda p, y: p - (2 * y - 1)),
            "only of the wrong ones": as_gradient(lambda p, y: (p - y) * ((p > 0.5) != y)),
            "only where y is 1": as_gradient(lambda p, y: (p - 1) * y),
            "clipped error": as_gradient(lambda p, y: np.clip(p - y, -0.5, 0.5)),
            "hyperbolic tangent": as_gradient(lambda p, y: np.tanh(np.log(p / (1 - p))) - y),
            "without its bias": lambda x, y, w, b: (gradient(x, y, w, b)[0], 0.0),
            "the bias by the mean of the weights'": lambda x, y, w, b: (
                gradient(x, y, w, b)[0],
                gradient(x, y, w, b)[0].mean(),
            ),
            "divided by the inputs": lambda x, y, w, b: (
                gradient(x, y, w, b)[0] * len(y) / len(w),
                gradient(x, y, w, b)[1],
            ),
            "of length 1": lambda x, y, w, b: (
                gradient(x, y, w, b)[0] / np.linalg.norm(gradient(x, y, w, b)[0]),
                gradient(x, y, w, b)[1],
            ),
            "with a penalty": lambda x, y, w, b: (gradient(x, y, w, b)[0] + 0.01 * w, gradient(x, y, w, b)[1]),
            "the first example's": lambda x, y, w, b: gradient(x[:1], y[:1], w, b),
        },
        right={
            "a loop": lambda x, y, w, b: (
                sum((expit(row @ w + b) - one) * row for row, one in zip(x, y, strict=True)) / len(y),
                sum(expit(row @ w + b) - one for row, one in zip(x, y, strict=True)) / len(y),
            ),
            "with a column of ones": lambda x, y, w, b: np.split(
                np.column_stack([x, np.ones(len(y))]).T @ (expit(x @ w + b) - y) / len(y), [len(w)]
            ),
        },
    ),
    Exercise(
        "choose_temperature",
        by_hand="an open task: what counts is the loss",
        ideas={
            "always 1": lambda z, y: 1.0,
            "by accuracy": temperature(lambda z, y: np.mean((z > 0) != y)),
            "the deviation of the logits": lambda z, y: float(np.std(z)),
            "mean confidence equals accuracy, from above only": temperature(log_loss, np.geomspace(1, 500, 300)),
            "up to 100": temperature(log_loss, np.geomspace(0.1, 100, 300)),
            "from a half": temperature(log_loss, np.geomspace(0.5, 500, 300)),
            "a grid of ten": temperature(log_loss, np.geomspace(0.1, 500, 10)),
            "whole numbers": temperature(log_loss, np.arange(1, 501)),
            "logits multiplied": lambda z, y: 1 / temperature(log_loss)(z, y),
            "largest loss": temperature(lambda z, y: -log_loss(z, y)),
            "by the absolute error": temperature(lambda z, y: np.mean(np.abs(expit(z) - y))),
            "labels the wrong way round": temperature(lambda z, y: log_loss(z, 1 - y)),
            "labels ignored": temperature(lambda z, y: log_loss(z, z > 0)),
            "as small as a number can be": lambda z, y: 5e-324,
            "not a number": lambda z, y: float("nan"),
            "infinite": lambda z, y: float("inf"),
        },
        right={
            "twice refined": lambda z, y: (lambda t: temperature(log_loss, np.geomspace(0.8 * t, 1.25 * t, 100))(z, y))(
                temperature(log_loss, np.geomspace(0.1, 500, 60))(z, y)
            ),
            "one element": lambda z, y: np.array([temperature(log_loss)(z, y)]),
        },
    ),
]


def normal(values):
    return values / values.sum()


def with_shift(z, shift):
    return normal(np.exp(z - shift))

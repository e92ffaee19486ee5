"""Lesson 05: softplus, a roof, a softmax by rows, dead neurons, outputs, layers made one, a gradient, one's own function."""

import numpy as np
from scipy.special import erf, expit, softmax

from tests.mutants.exercises import Exercise


def sums(rng):
    """Arrays of any length; numbers near zero, and those whose powers overflow."""
    yield np.array([-2.0, -0.5, 0.0, 1.0, 3.0])
    for i in range(219):
        z = rng.normal(0, (0.5, 3, 30, 1000)[i % 4], int(rng.integers(1, 9)))
        yield np.where(rng.random(len(z)) < 0.1, 0.0, np.round(z, 2))


def scores(rng):
    """Any numbers of rows and of classes, one among them; equal scores, huge ones, rows far apart."""
    yield np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    for i in range(219):
        n, k = int(rng.integers(1, 6)), int(rng.integers(1, 6))
        far = (i % 5 == 4) * rng.choice([-2000.0, 0.0, 2000.0], (n, 1))
        yield np.round(rng.normal(0, (1, 3, 30, 1000)[i % 4], (n, k)), 1) + far


def layers(rng):
    """Few samples and many; most neurons fire seldom, zeros stand in between."""
    yield np.array([[1.0, -1, -2, 0, -0.5], [2, -3, 0.5, -1, -0.1], [0.3, -0.2, -1, 0, -4]])
    for i in range(219):
        n, m = int(rng.integers(1, 7)), int(rng.integers(1, 9))
        values = rng.normal(-1, (1, 0.3, 20)[i % 3], (n, m))
        yield np.where(rng.random((n, m)) < 0.2, 0.0, np.round(values, 2))


def folds(rng):
    """Two layers of any widths, one among them, and a slope and a shift that may be zero."""
    yield (np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([-4.0]), 2.0, 1.0)
    for i in range(219):
        d, h, k = (int(width) for width in rng.integers(1, 5, 3))
        slope, shift = np.round(rng.normal(size=2), 1) * ((i % 7 != 0), (i % 5 != 0))
        arrays = [np.round(rng.normal(0, 2, size), 1) for size in ((d, h), h, (h, k), k)]
        yield (*arrays, float(slope), float(shift))


def chains(rng):
    """One sample and many, one layer and many; flat and steep places, none at the very bound."""
    yield np.array([[0.0, 2.0, -4.0], [5.0, -1.0, 0.5]])
    for i in range(219):
        n, k = int(rng.integers(1, 6)), int(rng.integers(1, 7))
        yield np.round(rng.normal(0, (1, 3, 6, 30)[i % 4], (n, k)), 1)


def folded(w1, b1, w2, b2, slope, shift):
    return slope * w1 @ w2, (slope * b1 + shift) @ w2 + b2


def slopes(z):
    return expit(z) * expit(-z)


def carried(factors):
    """What is left of a gradient of 1 after each layer, sample by sample."""
    return np.cumprod(factors[:, ::-1], axis=1)[:, ::-1]


def chain(z, below=0.01):
    return (slopes(z) < below).mean(axis=0), carried(slopes(z)).mean(axis=0)


def chain_by_loops(z):
    saturated, left = [0.0] * z.shape[1], [0.0] * z.shape[1]
    for row in z:
        gradient = 1.0
        for k in reversed(range(len(row))):
            slope = expit(row[k]) * (1 - expit(row[k]))
            gradient *= slope
            left[k] += gradient / len(z)
            saturated[k] += (slope < 0.01) / len(z)
    return saturated, left


def softplus(z, clip=np.inf, beta=1.0, floor=-np.inf):
    f = np.logaddexp(0, beta * np.clip(z, -clip, clip)) / beta
    return np.where(z < floor, 0, f), expit(beta * z)


@np.errstate(all="ignore")
def shifted(s, shift, axis=1):
    powers = np.exp(s - shift)
    return powers / powers.sum(axis=axis, keepdims=True)


def rows(function):
    return lambda s: function(s, axis=1, keepdims=True)


def dead(kind, axis=0):
    return lambda s: int(kind(s <= 0, axis=axis).sum())


def tanh(steepness=1.0, lift=0.0):
    return (lambda z: np.tanh(steepness * z) + lift, lambda z: steepness / np.cosh(steepness * z) ** 2)


def but(**choice):
    right = {"bus": "softplus", "balance": "identity", "genres": "sigmoid", "blood": "softmax"}
    return tuple((right | choice).values())


EXERCISES = [
    Exercise(
        "softplus",
        inputs=lambda rng: [(one,) for one in sums(rng)],
        ideas={
            "ReLU": lambda z: (np.maximum(z, 0), (z > 0) * 1.0),
            "naive": lambda z: (np.log(1 + np.exp(z)), expit(z)),
            "naive slope": lambda z: (np.logaddexp(0, z), np.exp(z) / (1 + np.exp(z))),
            "clipped at 500": lambda z: softplus(z, 500),
            "clipped at 20": lambda z: softplus(z, 20),
            "log1p alone": lambda z: (np.log1p(z), expit(z)),
            "steeper": lambda z: softplus(z, beta=2),
            "ELU": lambda z: (
                np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
                np.where(z > 0, 1, np.exp(np.minimum(z, 0))),
            ),
            "Swish": lambda z: (z * expit(z), expit(z) * (1 + z * expit(-z))),
            "slope of the sigmoid": lambda z: (np.logaddexp(0, z), expit(z) * expit(-z)),
            "a step for slope": lambda z: (np.logaddexp(0, z), (z > 0) * 1.0),
            "tanh for slope": lambda z: (np.logaddexp(0, z), np.tanh(z)),
            "linear from 3 on": lambda z: (np.where(z > 3, z, np.logaddexp(0, np.minimum(z, 3))), expit(z)),
            "0 below -1": lambda z: softplus(z, floor=-1),
            "sum": lambda z: (np.logaddexp(0, z).sum(), expit(z)),
            "function twice": lambda z: (np.logaddexp(0, z),) * 2,
            "absolute value": lambda z: softplus(np.abs(z)),
        },
        right={
            "by log1p": lambda z: (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))), expit(z)),
            "two cases": lambda z: (np.where(z > 40, z, np.log1p(np.exp(np.minimum(z, 40)))), (1 + np.tanh(z / 2)) / 2),
            "a loop": lambda z: list(
                zip(*[(max(v, 0) + np.log1p(np.exp(-abs(v))), expit(v)) for v in z.tolist()], strict=True)
            ),
        },
    ),
    Exercise(
        "roof",
        by_hand="the answer is three numbers",
        ideas={
            "slopes": [2, -1, 0],
            "heights": [0, 2, 0],
            "does not level off": [2, -3, 0],
            "only stops": [2, -2, 0],
            "turned over": [-2, 3, -1],
            "half as high": [1, -1.5, 0.5],
            "a tent from 0 to 2": [2, -4, 2],
            "levels off a little above zero": [2, -2.9, 0.9],
            "in reverse": [1, -3, 2],
            "rounded sides": [2.01, -3.01, 1],
            "in another order": [-3, 2, 1],
            "infinite": [2, -3, float("inf")],
            "texts": ["2", "-3", "1"],
        },
        right={"a tuple": ((2.0, -3.0, 1.0),), "a row": np.array([[2, -3, 1]]), "a column": [[2], [-3], [1]]},
    ),
    Exercise(
        "softmax",
        inputs=lambda rng: [(one,) for one in scores(rng)],
        ideas={
            "nothing subtracted": lambda s: shifted(s, 0),
            "the least subtracted": lambda s: shifted(s, rows(np.min)(s)),
            "the mean subtracted": lambda s: shifted(s, rows(np.mean)(s)),
            "the median subtracted": lambda s: shifted(s, rows(np.median)(s)),
            "the first subtracted": lambda s: shifted(s, s[:, :1]),
            "the last subtracted": lambda s: shifted(s, s[:, -1:]),
            "the largest of all subtracted": lambda s: shifted(s, s.max()),
            "the largest of each column subtracted": lambda s: shifted(s, s.max(axis=0)),
            "the largest size subtracted": lambda s: shifted(s, rows(np.max)(np.abs(s))),
            "clipped": lambda s: shifted(np.clip(s, -700, 700), 0),
            "NaN made 0": lambda s: np.nan_to_num(shifted(s, 0)),
            "columns": lambda s: softmax(s, axis=0),
            "all": softmax,
            "the winner takes all": lambda s: (s == rows(np.max)(s)) * 1.0,
            "scores divided": lambda s: s / np.maximum(rows(np.sum)(np.abs(s)), 1e-9),
            "base 2": lambda s: softmax(s * np.log(2), axis=1),
            "rounded": lambda s: np.round(softmax(s, axis=1), 3),
            "the first row's for all": lambda s: np.broadcast_to(softmax(s[:1], axis=1), s.shape),
            "sigmoids that sum to 1": lambda s: expit(s) / np.maximum(rows(np.sum)(expit(s)), 1e-300),
            "the caller's scores changed": lambda s: (
                np.divide(np.exp(np.subtract(s, rows(np.max)(s), out=s)), 1, out=s) / rows(np.sum)(s)
            ),
        },
        right={
            "a loop": lambda s: [softmax(row) for row in s],
            "by logarithms": lambda s: np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True)),
            "transposed twice": lambda s: softmax(s.T, axis=0).T,
        },
    ),
    Exercise(
        "count_dead",
        inputs=lambda rng: [(one,) for one in layers(rng)],
        ideas={
            "silent once": dead(np.any),
            "samples": dead(np.all, axis=1),
            "strictly below": lambda s: int((s < 0).all(axis=0).sum()),
            "silent on most": lambda s: int(((s <= 0).mean(axis=0) > 0.5).sum()),
            "mean below zero": lambda s: int((s.mean(axis=0) <= 0).sum()),
            "median below zero": lambda s: int((np.median(s, axis=0) <= 0).sum()),
            "sum below zero": lambda s: int((s.sum(axis=0) <= 0).sum()),
            "always the same": lambda s: int((s.std(axis=0) == 0).sum()),
            "always exactly zero": lambda s: int((np.maximum(s, 0).sum(axis=0) == 0).all()),
            "the least below zero": lambda s: int((s.min(axis=0) <= 0).sum()),
            "the first sample": lambda s: int((s[0] <= 0).sum()),
            "first and last sample": lambda s: int(((s[0] <= 0) & (s[-1] <= 0)).sum()),
            "within 0.05 of zero is silent": lambda s: int((s <= 0.05).all(axis=0).sum()),
            "well below zero": lambda s: int((s <= -0.05).all(axis=0).sum()),
            "share in percent": lambda s: round(100 * (s <= 0).all(axis=0).mean()),
            "neurons that live": lambda s: int((s > 0).any(axis=0).sum()),
            "pairs": lambda s: int((s <= 0).sum()),
            "column numbers": lambda s: np.flatnonzero((s <= 0).all(axis=0)),
        },
        right={
            "by the largest": lambda s: (s.max(axis=0) <= 0).sum(),
            "by the sum of the outputs": lambda s: np.count_nonzero(np.maximum(s, 0).sum(axis=0) == 0),
            "all but the living": lambda s: s.shape[1] - (s > 0).any(axis=0).sum(),
            "a loop": lambda s: sum(all(value <= 0 for value in column) for column in s.T),
        },
    ),
    Exercise(
        "outputs",
        by_hand="the answer is four names",
        ideas={
            "passengers by identity": but(bus="identity"),
            "passengers by sigmoid": but(bus="sigmoid"),
            "passengers by softmax": but(bus="softmax"),
            "balance by softplus": but(balance="softplus"),
            "balance by sigmoid": but(balance="sigmoid"),
            "balance by softmax": but(balance="softmax"),
            "genres by softmax": but(genres="softmax"),
            "genres by identity": but(genres="identity"),
            "genres by softplus": but(genres="softplus"),
            "blood by sigmoid": but(blood="sigmoid"),
            "blood by identity": but(blood="identity"),
            "blood by softplus": but(blood="softplus"),
            "all by sigmoid": ("sigmoid",) * 4,
            "a function": but(genres=expit),
            "an unknown name": but(bus="relu"),
        },
        right={"capitals and a space": ("Softplus", "IDENTITY", " sigmoid ", "softmax")},
    ),
    Exercise(
        "collapse",
        inputs=lambda rng: list(folds(rng)),
        ideas={
            "no activation": lambda w1, b1, w2, b2, a, c: (w1 @ w2, b1 @ w2 + b2),
            "slope on the weights only": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, (b1 + c) @ w2 + b2),
            "slope on the biases only": lambda w1, b1, w2, b2, a, c: (w1 @ w2, (a * b1 + c) @ w2 + b2),
            "f on both layers": lambda *case: tuple(case[4] * one + case[5] * i for i, one in enumerate(folded(*case))),
            "shift at the output": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * b1 @ w2 + c + b2),
            "shift of the weights too": lambda w1, b1, w2, b2, a, c: ((a * w1 + c) @ w2, (a * b1 + c) @ w2 + b2),
            "shift before the slope": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, a * (b1 + c) @ w2 + b2),
            "second bias lost": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, (a * b1 + c) @ w2),
            "first bias lost": lambda w1, b1, w2, b2, a, c: (a * w1 @ w2, c * w2.sum(axis=0) + b2),
            "slope twice": lambda w1, b1, w2, b2, a, c: (a * a * w1 @ w2, (a * b1 + c) @ w2 + b2),
            "the other order": lambda *case: folded(*case)[::-1],
            "weights alone": lambda *case: folded(*case)[0],
        },
        right={
            "the images of points": lambda w1, b1, w2, b2, a, c: (
                ((a * (np.eye(len(w1)) @ w1 + b1) + c) @ w2 + b2) - ((a * b1 + c) @ w2 + b2),
                (a * b1 + c) @ w2 + b2,
            ),
            "shift by sums": lambda w1, b1, w2, b2, a, c: (w1 @ (a * w2), a * (b1 @ w2) + c * w2.sum(axis=0) + b2),
        },
    ),
    Exercise(
        "follow_gradient",
        inputs=lambda rng: [(one,) for one in chains(rng)],
        ideas={
            "from the first layer on": lambda z: (chain(z)[0], np.cumprod(slopes(z), axis=1).mean(axis=0)),
            "mean before product": lambda z: (chain(z)[0], carried(slopes(z).mean(axis=0, keepdims=True))[0]),
            "median": lambda z: (chain(z)[0], np.median(carried(slopes(z)), axis=0)),
            "own slope": lambda z: (chain(z)[0], slopes(z).mean(axis=0)),
            "own slope left out": lambda z: (chain(z)[0], (carried(slopes(z)) / slopes(z)).mean(axis=0)),
            "all layers for each": lambda z: (chain(z)[0], np.full(z.shape[1], slopes(z).prod(axis=1).mean())),
            "a quarter for each layer": lambda z: (chain(z)[0], 0.25 ** np.arange(z.shape[1], 0, -1)),
            "the sigmoid": lambda z: ((expit(z) < 0.01).mean(axis=0), carried(expit(z)).mean(axis=0)),
            "of tanh": lambda z: (chain(z)[0], carried(1 - np.tanh(z) ** 2).mean(axis=0)),
            "of ReLU": lambda z: ((z <= 0).mean(axis=0), carried((z > 0) * 1.0).mean(axis=0)),
            "low end only": lambda z: ((expit(z) < 0.01).mean(axis=0), chain(z)[1]),
            "high end only": lambda z: ((expit(z) > 0.99).mean(axis=0), chain(z)[1]),
            "z beyond 4": lambda z: ((np.abs(z) > 4).mean(axis=0), chain(z)[1]),
            "z beyond 5": lambda z: ((np.abs(z) > 5).mean(axis=0), chain(z)[1]),
            "a bound of 0.1": lambda z: chain(z, 0.1),
            "counted": lambda z: ((slopes(z) < 0.01).sum(axis=0), chain(z)[1]),
            "awake": lambda z: (1 - chain(z)[0], chain(z)[1]),
            "in percent": lambda z: (100 * chain(z)[0], chain(z)[1]),
            "the other order": lambda z: chain(z)[::-1],
            "for each sample": lambda z: (chain(z)[0], carried(slopes(z))),
        },
        right={"loops": chain_by_loops, "lists": lambda z: [one.tolist() for one in chain(z)]},
    ),
    Exercise(
        "design",
        by_hand="an open task: what counts is the accuracy after the training",
        trains=True,
        ideas={
            "a line": (lambda z: 3 * z - 1, lambda z: np.full(z.shape, 3.0)),
            "almost a line": (lambda z: z + 0.01 * np.sin(z), lambda z: 1 + 0.01 * np.cos(z)),
            "ReLU, whose neurons die": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
            "ReLU6 from 0 to 1": (lambda z: np.clip(z, 0, 1), lambda z: ((z > 0) & (z < 1)) * 1.0),
            "parabola": (np.square, lambda z: 2 * z),
            "cubic": (lambda z: z**3, lambda z: 3 * z**2),
            "softmax": (lambda z: np.exp(z) / np.exp(z).sum(), lambda z: np.exp(z) / np.exp(z).sum()),
            "shifted by the mean": (lambda z: np.tanh(z - z.mean()), tanh()[1]),
            "derivative of the sigmoid for tanh": (np.tanh, lambda z: expit(z) * expit(-z)),
            "derivative from the output": (np.tanh, lambda z: 1 - z**2),
            "half the derivative": (np.tanh, lambda z: 0.5 / np.cosh(z) ** 2),
            "sign of the derivative": (np.tanh, lambda z: -1 / np.cosh(z) ** 2),
            "derivative wrong at the end only": (np.tanh, lambda z: np.where(z > 2.9, 1, 1 / np.cosh(z) ** 2)),
            "derivative of 1": (np.tanh, np.ones_like),
            "far from zero": tanh(lift=100),
            "root, undefined below 0": (np.sqrt, lambda z: 0.5 / np.sqrt(z)),
        },
        right={
            "tanh": tanh(),
            "steeper": tanh(2.0),
            "leaky": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1.0, 0.1)),
            "exponential": (np.exp, np.exp),
            "sine": (np.sin, np.cos),
            "GELU": (
                lambda z: z * (1 + erf(z / 2**0.5)) / 2,
                lambda z: (1 + erf(z / 2**0.5)) / 2 + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi),
            ),
            "numeric derivative": (np.tanh, lambda z: (np.tanh(z + 1e-5) - np.tanh(z - 1e-5)) / 2e-5),
            "float32": (lambda z: np.tanh(z.astype("float32")), lambda z: (1 / np.cosh(z) ** 2).astype("float32")),
        },
    ),
]

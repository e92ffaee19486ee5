"""Lesson 11: numbers by hand, first weights, the layer to blame, a folded layer, a residual layer, clipping, a rescue."""

from functools import partial

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.vanishing_gradients import checks


def sizes(rng):
    """Layers that grow, shrink and keep their width, with each activation."""
    yield 200, 50, "relu"
    for i in range(230):
        n_in = int(rng.integers(1, 900))
        n_out = n_in if i % 9 == 0 else int(rng.integers(1, 900))
        yield n_in, n_out, ("relu", "tanh", "sigmoid")[i % 3]


def deviation(relu, other):
    return lambda i, o, activation: (relu if activation == "relu" else other)(i, o) ** 0.5


def signals(rng):
    """Walks in which one layer stands out, above or below, first, last or between; small and large numbers."""
    yield (np.array([1.0, 0.9, 0.8, 0.004, 0.0041, 0.005]),)
    for i in range(240):
        layers = 1 if i % 40 == 0 else int(rng.integers(2, 30))
        steps = rng.normal(0, 0.2 if i % 3 else 1.0, layers)
        place = (0, layers - 1, int(rng.integers(layers)))[i % 3]
        steps[place] = rng.choice([-1, 1]) * rng.uniform(4, 9)
        yield (10.0 ** rng.integers(-6, 3) * np.exp(np.append(0, np.cumsum(steps))),)


def normalized_layers(rng):
    """Layers of any shape, a single neuron and a single input among them; variances near zero."""
    for i in range(220):
        n, k = (1 if i % 7 == 0 else int(rng.integers(1, 6))), (1 if i % 11 == 0 else int(rng.integers(1, 6)))
        variance = rng.uniform(0.0, 3, k) * 10.0 ** rng.integers(-3, 2, k)
        size = 20 if i % 5 == 0 else 1
        vectors = (size * rng.normal(part == 1, 1, k) for part in range(4))  # bias, gamma, beta, mean
        yield size * rng.normal(size=(n, k)), *vectors, size * variance


def fold(scale=lambda g, v: g / np.sqrt(v + 1e-3), bias=lambda b, beta, m, s: (b - m) * s + beta):
    def answer(weights, b, gamma, beta, mean, variance):
        s = scale(gamma, variance)
        return weights * s, bias(b, beta, mean, s)

    return answer


def residual_layers(rng):
    for i in range(220):
        n, d = int(rng.integers(1, 6)), 1 if i % 10 == 0 else int(rng.integers(1, 6))
        a, weights = rng.normal(size=(n, d)), rng.normal(size=(d, d))
        if i % 5 == 0:  # whole numbers: z is 0 now and then
            a, weights = np.rint(a), np.rint(weights)
        yield a, weights, rng.normal(size=(n, d))


def gradient_lists(rng):
    """One array or several, of any number of axes, below the limit and above it."""
    yield [np.array([3.0, 0.0]), np.array([[0.0, 4.0]])], 1.0
    for _ in range(230):
        shapes = [tuple(rng.integers(1, 4, rng.integers(1, 4))) for _ in range(rng.integers(1, 5))]
        parts = [10.0 ** rng.integers(-3, 3) * rng.normal(size=shape) for shape in shapes]
        length = np.sqrt(sum(np.sum(part**2) for part in parts))
        yield parts, float(length * rng.choice([0.01, 0.5, 0.99, 1.01, 3.0]))


def dense(depth=2, optimizer="sgd", start="he_normal", classes=10, inputs=784, compiled=True):
    def answer():
        import keras

        hidden = [keras.layers.Dense(32, activation="relu", kernel_initializer=start) for _ in range(depth)]
        output = keras.layers.Dense(classes, activation="softmax")
        model = keras.Sequential([keras.Input((inputs,)), *hidden, output])
        if compiled:
            model.compile(optimizer, "sparse_categorical_crossentropy")
        return model

    return answer


EXERCISES = [
    Exercise(
        "by_hand",
        by_hand="the answer is three numbers",
        ideas={
            "one layer short": (4, 0.1, 100),
            "one layer more": (6, 0.1, 100),
            "of a half": (10, 0.1, 100),
            "not rounded": (np.log(1000) / np.log(4), 0.1, 100),
            "the variance": (5, 0.01, 100),
            "Xavier's": (5, 200**-0.5, 100),
            "of the outputs": (5, 0.2, 100),
            "to the base 10": (5, 0.1, 10**4.605),
            "to the base 2": (5, 0.1, 2**4.605),
            "ten classes": (5, 0.1, 10),
            "the loss": (5, 0.1, 4.605),
            "swapped": (100, 0.1, 5),
            "texts": ("5", "0.1", "100"),
            "not a number": (5, 0.1, float("nan")),
        },
        right={"calculated": (np.ceil(np.log(1000) / np.log(4)), np.sqrt(2 / 200), np.exp(2 * np.log(10)))},
    ),
    Exercise(
        "initial_std",
        inputs=sizes,
        ideas={
            "LeCun's": deviation(lambda i, o: 1 / i, lambda i, o: 1 / i),
            "He's of the outputs": deviation(lambda i, o: 2 / o, lambda i, o: 2 / (i + o)),
            "He's of the mean": deviation(lambda i, o: 4 / (i + o), lambda i, o: 2 / (i + o)),
            "swapped": deviation(lambda i, o: 2 / (i + o), lambda i, o: 2 / i),
            "the uniform limit": deviation(lambda i, o: 6 / i, lambda i, o: 6 / (i + o)),
            "of the product": deviation(lambda i, o: 2 / i, lambda i, o: 2 / (i * o)),
            "of the larger": deviation(lambda i, o: 2 / i, lambda i, o: 1 / max(i, o)),
            "the usual 0.05": lambda i, o, activation: 0.05,
            "sigmoid four times": lambda i, o, name: (
                (4 if name == "sigmoid" else 1) * deviation(lambda i, o: 2 / i, lambda i, o: 2 / (i + o))(i, o, name)
            ),
            "one more for the bias": deviation(lambda i, o: 2 / (i + 1), lambda i, o: 2 / (i + o + 1)),
            "whole division": deviation(lambda i, o: 2 // i, lambda i, o: 2 // (i + o)),
        },
        right={"powers": lambda i, o, name: (2 / (i + o * (name != "relu"))) ** 0.5},
    ),
    Exercise(
        "to_blame",
        inputs=signals,
        ideas={
            "the first below a tenth": lambda s: int(np.argmax(s < 0.1 * s[0])),
            "the first that differs by ten": lambda s: int(np.argmax(np.abs(np.log10(s / s[0])) > 1)),
            "the greatest difference": lambda s: int(np.argmax(np.abs(np.diff(s)))) + 1,
            "the greatest relative difference": lambda s: int(np.argmax(np.abs(np.diff(s)) / s[:-1])) + 1,
            "relative to the output": lambda s: int(np.argmax(np.abs(np.diff(s)) / s[1:])) + 1,
            "two steps": lambda s: int(np.argmax(np.abs(np.log(s[2:] / s[:-2])))) + 1 if len(s) > 2 else 1,
            "against the input": lambda s: int(np.argmax(np.abs(np.log(s / s[0])))),
            "the log without its size": lambda s: int(np.argmax(np.log(s[1:] / s[:-1]))) + 1,
            "shrinking only": lambda s: int(np.argmin(np.diff(np.log(s)))) + 1,
            "the last": lambda s: len(s) - 1,
            "from zero": lambda s: int(np.argmax(np.abs(np.diff(np.log(s))))),
        },
        right={
            "differences of logs": lambda s: int(np.argmax(np.abs(np.diff(np.log10(s))))) + 1,
            "both ratios": lambda s: 1 + int(np.argmax(np.maximum(s[1:] / s[:-1], s[:-1] / s[1:]))),
        },
    ),
    Exercise(
        "fold",
        inputs=normalized_layers,
        ideas={
            "Keras's epsilon left out": fold(scale=lambda g, v: g / np.sqrt(v)),
            "a smaller epsilon": fold(scale=lambda g, v: g / np.sqrt(v + 1e-5)),
            "epsilon outside": fold(scale=lambda g, v: g / (np.sqrt(v) + 1e-3)),
            "variance": fold(scale=lambda g, v: g / (v + 1e-3)),
            "multiplied": fold(scale=lambda g, v: g * np.sqrt(v + 1e-3)),
            "gamma forgotten": fold(scale=lambda g, v: 1 / np.sqrt(v + 1e-3)),
            "the size of gamma": fold(scale=lambda g, v: np.abs(g) / np.sqrt(v + 1e-3)),
            "the bias kept": fold(bias=lambda b, beta, m, s: b),
            "the bias not scaled": fold(bias=lambda b, beta, m, s: b - m * s + beta),
            "the mean not scaled": fold(bias=lambda b, beta, m, s: b * s - m + beta),
            "the mean added": fold(bias=lambda b, beta, m, s: (b + m) * s + beta),
            "beta scaled": fold(bias=lambda b, beta, m, s: (b - m + beta) * s),
            "beta alone": fold(bias=lambda b, beta, m, s: beta),
            "one scale for all": lambda w, b, g, beta, m, v: fold()(w, b, np.full_like(g, g.mean()), beta, m, v),
        },
        right={
            "a diagonal matrix": lambda w, b, g, beta, m, v: (
                w @ np.diag(g / np.sqrt(v + 1e-3)),
                fold()(w, b, g, beta, m, v)[1],
            ),
            "from two inputs": lambda w, b, g, beta, m, v: (
                fold()(w, b, g, beta, m, v)[0],
                g * (b - m) / np.sqrt(v + 1e-3) + beta,
            ),
        },
    ),
    Exercise(
        "residual",
        inputs=residual_layers,
        ideas={
            "no skip": partial(checks._residual, skips=(False, False)),
            "no skip on the way back": partial(checks._residual, skips=(True, False)),
            "no skip on the way there": partial(checks._residual, skips=(False, True)),
            "ReLU of the sum": lambda a, w, g: (
                np.maximum(a + a @ w, 0),
                (g * (a + a @ w > 0)) + (g * (a + a @ w > 0)) @ w.T,
            ),
            "not transposed": partial(checks._residual, turned=False),
            "the slope of the input": partial(checks._residual, at=lambda a, z: a),
            "no ReLU": partial(checks._residual, f=lambda z: z, slope=np.ones_like),
            "the slope at zero": partial(checks._residual, slope=lambda z: z >= 0),
            "a leaky slope": partial(checks._residual, slope=lambda z: np.where(z > 0, 1, 0.01)),
            "mean of both": lambda a, w, g: tuple(part / 2 for part in checks._residual(a, w, g)),
            "the gradient of the weights": lambda a, w, g: (checks._residual(a, w, g)[0], a.T @ (g * (a @ w > 0))),
        },
        right={
            "a matrix for the slope": lambda a, w, g: (
                a + (a @ w) * (a @ w > 0),
                np.stack([row @ (np.eye(len(w)) + w * (x @ w > 0)).T for x, row in zip(a, g, strict=True)]),
            ),
        },
    ),
    Exercise(
        "clip",
        inputs=gradient_lists,
        ideas={
            "by value": lambda parts, most: [np.clip(part, -most, most) for part in parts],
            "each array": partial(checks._clip, own=True),
            "always": partial(checks._clip, always=True),
            "the sum of sizes": partial(checks._clip, norm=lambda parts: sum(np.abs(part).sum() for part in parts)),
            "the largest": partial(checks._clip, norm=lambda parts: max(np.abs(part).max() for part in parts)),
            "the mean square": partial(
                checks._clip,
                norm=lambda parts: np.sqrt(np.mean(np.concatenate([part.ravel() for part in parts]) ** 2)),
            ),
            "the first array's norm": partial(checks._clip, norm=lambda parts: np.sqrt(np.sum(parts[0] ** 2))),
            "to one": partial(checks._clip, scale=lambda most, size: 1 / size),
            "half": partial(checks._clip, scale=lambda most, size: 0.5),
            "zero when too long": partial(checks._clip, scale=lambda most, size: 0),
            "the signs": lambda parts, most: [most * np.sign(part) for part in parts],
            "one vector": lambda parts, most: np.concatenate([part.ravel() for part in checks._clip(parts, most)]),
        },
        right={
            "a loop": lambda parts, most: [
                part * min(1, most / np.linalg.norm(np.concatenate([one.ravel() for one in parts]))) for part in parts
            ],
        },
    ),
    Exercise(
        "rescue",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "shallow": dense(2),
            "not compiled": dense(20, compiled=False),
            "one class": dense(20, classes=1),
            "pictures": dense(20, inputs=28),
            "a dead start": dense(20, start="zeros"),
            "not a model": lambda: 0.9,
        },
    ),
]

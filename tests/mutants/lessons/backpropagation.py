"""Lesson 07: gradients by hand, of a neuron, with ReLU; a gradient check, a start at zero, tanh for Value, the spiral."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from tests.mutants.exercises import Exercise
from utils.lessons.backpropagation.checks import Polynomial, _fits, _fits_closely


def neurons(rng):
    """Inputs of either sign and zero, targets between and at 0 and 1, sums near zero and far from it."""
    yield 2.0, 1.0, 0.5, -0.5
    for i in range(229):
        size = (1, 8, 0.2)[i % 3]
        x = 0.0 if i % 17 == 16 else float(rng.normal(0, 2))
        y = float(rng.choice([0.0, 1.0, rng.random()]))
        yield x, y, float(size * rng.normal()), float((0, 12, 1)[i % 3] * rng.normal())


def networks(rng):
    """Any number of examples, inputs and hidden neurons, one among them; some sums exactly zero."""
    for i in range(200):
        n, d, m = (int(rng.integers(1, 6)) for _ in range(3))
        network = [rng.normal(size=shape) for shape in ((d, m), (m,), (m, 1), (1,))]
        x, y = np.round(2 * rng.normal(size=(n, d))) / 2, rng.normal(size=(n, 1))
        if i % 4 == 3:
            network[0][:, 0], network[1][0] = 1.0, -x[0].sum()
        yield x, y, network


def claims(rng):
    """Polynomials of one to three numbers, a claimed gradient that is right, slightly or entirely wrong, any epsilon."""
    for i in range(210):
        d = int(rng.integers(1, 4))
        size = (1, 100, 1e-3)[i % 3]
        terms = [(size * float(rng.normal()), tuple(int(n) for n in rng.integers(0, 3, d))) for _ in range(4)]
        f = Polynomial(*terms, (size, (3,) * d))
        point = rng.normal(size=d) + 0.1
        gradient = f.gradient(point)
        gradient = (gradient, gradient * 1.01, -gradient, rng.normal(size=d), gradient + size)[i % 5]
        yield f, gradient, point, (1e-5, 0.5, 1e-4, 0.1)[i % 4]


def checked(f, gradient, point, epsilon, numeric=None, error=None):
    """Return the relative error, or that of a wrong idea: numeric(f, point, step), error(gradient, numeric)."""
    numeric = numeric or (lambda f, point, step: (f(point + step) - f(point - step)) / (2 * epsilon))
    error = error or (lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))
    steps = epsilon * np.eye(len(point))
    return error(gradient, np.array([numeric(f, point, step) for step in steps]))


def in_place(f, gradient, point, epsilon):
    """Return the right error, by moving the caller's point and putting it back, as the lesson does."""
    numeric = np.zeros(len(point))
    for k in range(len(point)):
        kept = point[k]
        point[k] = kept + epsilon
        above = f(point)
        point[k] = kept - epsilon
        numeric[k] = (above - f(point)) / (2 * epsilon)
        point[k] = kept
    return np.linalg.norm(gradient - numeric) / (np.linalg.norm(gradient) + np.linalg.norm(numeric))


def never_back(f, gradient, point, epsilon):
    numeric = np.zeros(len(point))
    for k in range(len(point)):
        point[k] += epsilon
        above = f(point)
        point[k] -= 2 * epsilon
        numeric[k] = (above - f(point)) / (2 * epsilon)
    return np.linalg.norm(gradient - numeric) / (np.linalg.norm(gradient) + np.linalg.norm(numeric))


def neuron(x, y, w, b, error=lambda p, y: 2 * (p - y), slope=lambda z, p: p * (1 - p)):
    z = w * x + b
    p = expit(z)
    d = error(p, y) * slope(z, p)
    return d * x, d


def gradients(x, y, network, slope=lambda z: z > 0, error=lambda e: 2 * e / len(e), back=None, own=None):
    """Return the four gradients, or those of a wrong idea. back: what goes to the hidden layer in place of weights_2."""
    z = x @ network[0] + network[1]
    hidden = np.maximum(z, 0)
    d2 = error(hidden @ network[2] + network[3] - y)
    d1 = d2 @ (network[2] if back is None else back(network[2])).T * slope(z)
    return [x.T @ d1, d1.sum(axis=0), (hidden if own is None else own(z)).T @ d2, d2.sum(axis=0)]


def with_part(i, change):
    def answer(x, y, network):
        parts = gradients(x, y, network)
        parts[i] = change(parts[i])
        return parts

    return answer


def updating(x, y, network):
    parts = gradients(x, y, network)
    for parameter, part in zip(network, parts, strict=True):
        parameter -= 0.1 * part
    return parts


@dataclass(eq=False)
class Value:
    """The class of the lesson, short."""

    number: float
    parents: list = field(default_factory=list)
    gradient: float = 0.0

    def __mul__(self, other):
        return Value(self.number * other.number, [(self, other.number), (other, self.number)])

    def backward(self):
        self._send(1.0)

    def _send(self, gradient):
        self.gradient += gradient
        for parent, local in self.parents:
            parent._send(gradient * local)


def node(slope, function=np.tanh):
    """Return the answer whose local derivative is ``slope(z, t)``."""
    return lambda value: Value(function(value.number), [(value, slope(value.number, np.tanh(value.number)))]), Value


def nearest(x, y):
    return lambda points: y[((points[:, None] - x) ** 2).sum(axis=2).argmin(axis=1)]


def small_network(x, y, steps=60, hidden=8):
    """Return the classifier of a network that has learned too little."""
    rng = np.random.default_rng(0)
    w, v = rng.normal(size=(2, hidden)), np.zeros(hidden)
    for _ in range(steps):
        h = np.tanh(x @ w / 3)
        d = (expit(h @ v) - y) / len(y)
        w, v = w - x.T @ (np.outer(d, v) * (1 - h**2)) / 3, v - h.T @ d
    return lambda points: (np.tanh(points @ w / 3) @ v > 0).astype(int)


EXERCISES = [
    Exercise(
        "relu_by_hand",
        by_hand="the answer is four numbers",
        ideas={
            "the closed road open": (4, 24, 8, 0),
            "no ReLU": (-14, -84, -28, 28),
            "no 2": (2, 0, 4, 0),
            "signs": (-4, 0, -8, 0),
            "no x": (2, 0, 8, 0),
            "no v": (8, 0, 8, 0),
            "x twice": (8, 0, 8, 0),
            "v by x": (4, 0, 8, -8),
            "v by z": (4, 0, 8, -8.0),
            "w and v swapped": (8, 0, 4, 0),
            "the second neuron learns": (4, 0, 8, 4),
            "one step of descent": (0.6, -1, -0.3, 3),
            "texts": ("4", "0", "8", "0"),
            "not a number": (4, float("nan"), 8, 0),
        },
        right={
            "whole": (4, 0, 8, 0),
            "minus zero": (4.0, -0.0, 8.0, -0.0),
            "elements": ([4], np.array(0), np.float32(8), 0j),
        },
    ),
    Exercise(
        "neuron_gradients",
        inputs=neurons,
        ideas={
            "of the cross-entropy": lambda *case: neuron(*case, error=lambda p, y: p - y, slope=lambda z, p: 1),
            "the error alone": lambda *case: neuron(*case, slope=lambda z, p: 1),
            "of the absolute error": lambda *case: neuron(*case, error=lambda p, y: np.sign(p - y)),
            "downhill": lambda *case: neuron(*case, error=lambda p, y: 2 * (y - p)),
            "squared error for its derivative": lambda *case: neuron(*case, error=lambda p, y: (p - y) ** 2),
            "tanh's slope": lambda *case: neuron(*case, slope=lambda z, p: 1 - p**2),
            "slope at the sum": lambda *case: neuron(*case, slope=lambda z, p: z * (1 - z)),
            "slope of the slope": lambda *case: neuron(*case, slope=lambda z, p: p * (1 - p) * (1 - 2 * p)),
            "a quarter for the slope": lambda *case: neuron(*case, slope=lambda z, p: 0.25),
            "bias left out": lambda x, y, w, b: neuron(x, y, w, 0.0),
            "bias by the bias": lambda x, y, w, b: (neuron(x, y, w, b)[0], neuron(x, y, w, b)[1] * b),
            "weight by the weight": lambda x, y, w, b: (neuron(x, y, w, b)[1] * w, neuron(x, y, w, b)[1]),
            "by the size of x": lambda x, y, w, b: (neuron(x, y, w, b)[1] * abs(x), neuron(x, y, w, b)[1]),
            "target rounded": lambda x, y, w, b: neuron(x, round(y), w, b),
            "prediction rounded": lambda *case: neuron(*case, error=lambda p, y: 2 * (round(p) - y)),
            "both summed": lambda *case: (sum(neuron(*case)),) * 2,
        },
        right={
            "a numeric derivative": lambda x, y, w, b: [
                ((expit((w + e) * x + b + f) - y) ** 2 - (expit((w - e) * x + b - f) - y) ** 2) / 2e-5
                for e, f in ((1e-5, 0), (0, 1e-5))
            ],
            "by hand": lambda x, y, w, b: np.array([x, 1]) * neuron(x, y, w, b)[1],
        },
    ),
    Exercise(
        "relu_backward",
        inputs=networks,
        equal=lambda given, right: _fits(given, tuple(right)),
        ideas={
            "no derivative of ReLU": lambda *case: gradients(*case, slope=lambda z: 1),
            "derivative 1 at zero": lambda *case: gradients(*case, slope=lambda z: z >= 0),
            "leaky": lambda *case: gradients(*case, slope=lambda z: np.where(z > 0, 1, 0.01)),
            "tanh's derivative": lambda *case: gradients(*case, slope=lambda z: 1 - np.maximum(z, 0) ** 2),
            "sigmoid's derivative": lambda *case: gradients(*case, slope=lambda z: expit(z) * expit(-z)),
            "sums for outputs": lambda *case: gradients(*case, own=lambda z: z),
            "size of the error only": lambda *case: gradients(*case, error=lambda e: 2 * np.abs(e) / len(e)),
            "sign of the error": lambda *case: gradients(*case, error=lambda e: np.sign(e) / len(e)),
            "sum of squares": lambda *case: gradients(*case, error=lambda e: 2 * e),
            "half of it": lambda *case: gradients(*case, error=lambda e: e / len(e)),
            "downhill": lambda *case: gradients(*case, error=lambda e: -2 * e / len(e)),
            "clipped errors": lambda *case: gradients(*case, error=lambda e: 2 * np.clip(e, -1, 1) / len(e)),
            "second weights left out": lambda *case: gradients(*case, back=np.ones_like),
            "second weights by size": lambda *case: gradients(*case, back=np.abs),
            "bias 1 as a mean": with_part(1, lambda part: part / 2),
            "bias 2 left out": with_part(3, np.zeros_like),
            "weights 1 turned": with_part(0, lambda part: part[::-1]),
            "the first sample's": lambda x, y, network: gradients(x[:1], y[:1], network),
            "updated at once": updating,
        },
        right={
            "biases as rows": lambda x, y, network: [
                part[np.newaxis] if part.ndim == 1 else part for part in gradients(x, y, network)
            ],
            "by the sign": lambda *case: gradients(*case, slope=lambda z: np.maximum(np.sign(z), 0)),
            "one by one": lambda x, y, network: [
                np.mean(parts, axis=0)
                for parts in zip(
                    *[gradients(x[i : i + 1], y[i : i + 1], network) for i in range(len(x))],
                    strict=True,
                )
            ],
        },
    ),
    Exercise(
        "gradient_error",
        inputs=claims,
        equal=_fits_closely,
        ideas={
            "forward": lambda f, g, p, e: checked(f, g, p, e, numeric=lambda f, p, step: (f(p + step) - f(p)) / e),
            "backward": lambda f, g, p, e: checked(f, g, p, e, numeric=lambda f, p, step: (f(p) - f(p - step)) / e),
            "an epsilon of its own": lambda f, g, p, e: checked(f, g, p, 1e-5),
            "the real gradient": lambda f, g, p, e: (
                checked(f, g, p, e, numeric=lambda f, p, step: 0) * 0
                + np.linalg.norm(g - f.gradient(p)) / (np.linalg.norm(g) + np.linalg.norm(f.gradient(p)))
            ),
            "the lengths alone": lambda *case: checked(
                *case,
                error=lambda a, b: abs(np.linalg.norm(a) - np.linalg.norm(b)) / (np.linalg.norm(a) + np.linalg.norm(b)),
            ),
            "the largest component": lambda *case: checked(
                *case, error=lambda a, b: abs(a - b).max() / (abs(a).max() + abs(b).max())
            ),
            "mean over the components": lambda *case: checked(
                *case, error=lambda a, b: np.mean(abs(a - b) / (abs(a) + abs(b)))
            ),
            "the length of the sum": lambda *case: checked(
                *case, error=lambda a, b: np.linalg.norm(a - b) / np.linalg.norm(a + b)
            ),
            "of the mean length": lambda *case: 2 * checked(*case),
            "the difference alone": lambda *case: checked(*case, error=lambda a, b: np.linalg.norm(a - b)),
            "the first component": lambda f, g, p, e: checked(
                f, g, p, e, error=lambda a, b: abs(a[0] - b[0]) / (abs(a[0]) + abs(b[0]))
            ),
            "right or wrong": lambda *case: checked(*case) < 1e-6,
            "never put back": never_back,
        },
        right={"in place": in_place},
    ),
    Exercise(
        "zero_start",
        by_hand="the answer is four numbers",
        ideas={
            "nothing learns": (0, 0, 0, 0.5),
            "b2 learns nothing": (0, 0, 0, 0.8),
            "no 2": (0, 0, -0.075, 0.8),
            "no slope": (0, 0, -0.6, 0.8),
            "no mean": (0, 0, -0.75, 0.8),
            "of the cross-entropy": (0, 0, -0.3, 0.8),
            "uphill": (0, 0, 0.15, 0.8),
            "stays at a half": (0, 0, -0.15, 0.5),
            "the majority": (0, 0, -0.15, 1),
            "the share of zeros": (0, 0, -0.15, 0.2),
            "the second weights learn": (0, -0.15, -0.15, 0.8),
            "the first weights learn": (-0.15, 0, -0.15, 0.8),
            "swapped": (0, 0, 0.8, -0.15),
            "texts": ("0", "0", "-0.15", "0.8"),
        },
        right={
            "whole and arrays": (0, [0.0], np.array([-0.15]), np.float32(0.8)),
            "fractions": (0, 0, -3 / 20, 4 / 5),
        },
    ),
    Exercise(
        "tanh_node",
        by_hand="the answer works on an object of the lesson",
        ideas={
            "no parents": (lambda value: Value(np.tanh(value.number)), Value),
            "another parent": (lambda value: Value(np.tanh(value.number), [(Value(value.number), 0.5)]), Value),
            "parent without a derivative": (lambda value: Value(np.tanh(value.number), [value]), Value),
            "local derivative 1": node(lambda z, t: 1.0),
            "tanh for its derivative": node(lambda z, t: t),
            "square of the input": node(lambda z, t: 1 - z**2),
            "sigmoid's": node(lambda z, t: t * (1 - t)),
            "1 + tanh²": node(lambda z, t: 1 + t**2),
            "tanh of tanh": node(lambda z, t: 1 - np.tanh(t) ** 2),
            "slope at its largest": node(lambda z, t: 1 - t**2 if z < 2 else 0.5),
            "sigmoid for tanh": node(lambda z, t: 1 - t**2, function=expit),
            "clipped tanh": node(lambda z, t: 1 - t**2, function=lambda z: np.clip(z, -1, 1)),
            "no Value": (lambda value: np.tanh(value.number), Value),
            "parent twice": (
                lambda value: Value(np.tanh(value.number), [(value, 1 - np.tanh(value.number) ** 2)] * 2),
                Value,
            ),
        },
        right={
            "by cosh": node(lambda z, t: np.cosh(z) ** -2.0),
            "a tuple of lists": (
                lambda value: Value(float(np.tanh(value.number)), ([value, 1 - np.tanh(value.number) ** 2],)),
                Value,
            ),
        },
    ),
    Exercise(
        "train_spiral",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "a line": lambda x, y: lambda points: (points[:, 0] > 0).astype(int),
            "too few neurons and steps": small_network,
            "distance from the middle": lambda x, y: lambda points: (np.hypot(*points.T) > 3).astype(int),
            "nothing learned": lambda x, y: lambda points: np.zeros(len(points)),
            "by chance": lambda x, y: lambda points: np.random.default_rng(0).integers(0, 2, len(points)),
            "classes swapped": lambda x, y: lambda points: 1 - nearest(x, y)(points),
            "scaled in training only": lambda x, y: nearest(x / 3, y),
            "known points only": lambda x, y: (
                lambda points: np.array(
                    [dict(zip(map(tuple, x), y, strict=True)).get(tuple(point), 0) for point in points]
                )
            ),
            "probabilities": lambda x, y: lambda points: 0.9 * nearest(x, y)(points),
            "predictions for a function": lambda x, y: y,
        },
        right={"a column": lambda x, y: lambda points: nearest(x, y)(points)[:, np.newaxis]},
    ),
]

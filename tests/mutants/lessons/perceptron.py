"""Inputs, wrong ideas and right answers of lesson 03_perceptron."""

import numpy as np

from tests.mutants.exercises import Exercise


def decisions(rng):
    """Samples of one to six inputs; with small whole numbers the sum is often exactly zero."""
    yield np.array([3.0, 30.0]), np.array([0.6, 0.1]), -4.0
    for _ in range(150):
        d = rng.integers(1, 7)
        yield rng.integers(-2, 3, d).astype(float), rng.integers(-2, 3, d).astype(float), float(rng.integers(-2, 3))
    for _ in range(80):
        d = rng.integers(1, 7)
        yield rng.normal(0, 3, d), rng.normal(0, 2, d), float(rng.normal(0, 2))


def steps(rng):
    """Samples on either side of the boundary and on it, near and far; rates below and above 1."""
    yield np.array([1.0, 2.0]), -1, np.array([0.5, 0.5]), 0.5, 0.1
    for _ in range(150):
        d = rng.integers(1, 5)
        x, w = rng.integers(-2, 3, d) / 2, rng.integers(-2, 3, d) / 2
        yield x, int(rng.choice([-1, 1])), w, float(rng.integers(-2, 3) / 2), float(rng.choice([0.1, 0.5, 1.0, 2.0]))
    for _ in range(80):
        d = rng.integers(1, 5)
        yield (
            rng.normal(0, 2, d),
            int(rng.choice([-1, 1])),
            rng.normal(0, 1, d),
            float(rng.normal()),
            float(rng.uniform(0.01, 3)),
        )


def comparisons(rng):
    """Training and test sets of several sizes, either label the more frequent one; a test set of one sample, too."""
    for _ in range(220):
        n, m, d = rng.integers(3, 8), rng.integers(1, 6), rng.integers(1, 4)
        middle, spread = rng.uniform(-5, 5, d), rng.uniform(0.5, 9, d)
        x, x_test = (rng.normal(middle, spread, (rows, d)).round(2) for rows in (n, m))
        ones = rng.choice([k for k in range(n + 1) if 2 * k != n])
        yield x, rng.permutation(np.arange(n) < ones).astype(int), x_test, rng.integers(0, 2, m)


def compared(x, y, x_test, y_test, *, mean=np.mean, deviation=np.std, says=None, of=None):
    """Return what *prepare* asks for, or what one of the wrong ideas makes of it."""
    of = x if of is None else of
    says = int(y.mean() > 0.5) if says is None else says
    middle, spread = mean(of, axis=0), deviation(of, axis=0)
    return (x - middle) / spread, (x_test - middle) / spread, np.mean(y_test == says)


def learned(x, y, *, epochs=50, pocket=True, alias=False, judge=lambda x, y: (x, y), rate=1.0, shuffled=False):
    """Return (weights, bias) by the lesson's rule with a pocket, or by one of the wrong ideas."""
    weights, bias = np.zeros(x.shape[1]), 0.0
    best, fewest = (weights, bias), len(y) + 1
    rng = np.random.default_rng(0)
    for _ in range(epochs):
        for i in rng.permutation(len(y)) if shuffled else range(len(y)):
            error = y[i] - int(x[i] @ weights + bias >= 0)
            if not error:
                continue
            if alias:
                weights += rate * error * x[i]
            else:
                weights = weights + rate * error * x[i]
            bias = bias + rate * error
            some_x, some_y = judge(x, y)
            mistakes = np.sum((some_x @ weights + bias >= 0) != some_y)
            if mistakes < fewest:
                best, fewest = (weights, bias), mistakes
    return best if pocket else (weights, bias)


def epoch_pocket(x, y):
    weights, bias = np.zeros(x.shape[1]), 0.0
    best, fewest = (weights, bias), len(y) + 1
    for _ in range(50):
        for sample, target in zip(x, y, strict=True):
            error = target - int(sample @ weights + bias >= 0)
            weights, bias = weights + error * sample, bias + error
        mistakes = np.sum((x @ weights + bias >= 0) != y)
        if mistakes < fewest:
            best, fewest = (weights, bias), mistakes
    return best


EXERCISES = [
    Exercise(
        "predict_one",
        inputs=decisions,
        ideas={
            "two inputs only": lambda s, w, b: 1 if s[0] * w[0] + (s[1] * w[1] if len(s) > 1 else 0) + b >= 0 else 0,
            "the last input only": lambda s, w, b: int(s[-1] * w[-1] + b >= 0),
            "the last input forgotten": lambda s, w, b: int(s[:-1] @ w[:-1] + b >= 0),
            "absolute weights": lambda s, w, b: int(np.abs(w) @ s + b >= 0),
            "bias once per input": lambda s, w, b: int(sum(x * v + b for x, v in zip(s, w, strict=True)) >= 0),
            "fires when most inputs fire": lambda s, w, b: int(np.mean(s * w >= 0) >= 0.5),
            "threshold at one half": lambda s, w, b: int(s @ w + b >= 0.5),
            "rounded sigmoid of the rounded sum": lambda s, w, b: int(np.round(s @ w + b) >= 0),
            "mean of the products": lambda s, w, b: int(np.mean(s * w) + b >= 0),
            "weights normalised": lambda s, w, b: int(s @ w / max(np.linalg.norm(w), 1e-9) + b >= 0),
            "products in the wrong order": lambda s, w, b: int(s @ w[::-1] + b >= 0),
            "always fires": lambda s, w, b: 1,
            "sign": lambda s, w, b: np.sign(s @ w + b),
        },
        right={
            "matrix product": lambda s, w, b: np.where(s @ w + b >= 0, 1, 0),
            "a Boolean": lambda s, w, b: s @ w + b >= 0,
            "heaviside": lambda s, w, b: np.heaviside(s @ w + b, 1),
            "bias last": lambda s, w, b: int(sum(x * v for x, v in zip(s, w, strict=True)) >= -b),
        },
    ),
    Exercise(
        "nand",
        by_hand="the answer is a value: any line that separates will do",
        ideas={
            "and": ([1, 1], -1.5),
            "or": ([1, 1], -0.5),
            "nor": ([-1, -1], 0.5),
            "xor, as far as a line goes": ([1, -1], 0.5),
            "on the boundary": ([-1, -1], 2),
            "one input ignored": ([-1, 0], 0.5),
            "always 1": ([0, 0], 1),
            "no bias": ([-1, -1], 0),
            "texts": (["-1", "-1"], "1.5"),
            "a complex bias": ([-1, -1], 1.5 + 1j),
            "not a number": ([-1, -1], float("nan")),
        },
        right={
            "a column": (np.array([[-1], [-1]]), np.array([1.5])),
            "small": ([-1e-9, -1e-9], 1.5e-9),
            "uneven": ((-2, -3), [4]),
            "complex without an imaginary part": (np.array([-1 + 0j, -1]), 1.5 + 0j),
        },
    ),
    Exercise(
        "without_bias",
        by_hand="the answer is a value: many weights will do",
        ideas={
            "and": ("AND", [1, 1]),
            "or": ("OR", [1, 1]),
            "nand": ("NAND", [-1, -1]),
            "xor": ("XOR", [1, -1]),
            "nor, one weight zero": ("NOR", [-1, 0]),
            "nor, weights of or": ("NOR", [1, 1]),
            "a number": (3, [-1, -1]),
            "a list of gates": (["NOR"], [-1, -1]),
        },
        right={
            "small letters": ("nor", (-1, -1)),
            "a column": ("NOR", np.array([[-0.5], [-3]])),
            "tiny": ("NOR", [-1e-9, -1e-9]),
        },
    ),
    Exercise(
        "prepare",
        inputs=comparisons,
        ideas={
            "test set by itself": lambda x, y, x_test, y_test: (
                compared(x, y, x_test, y_test)[0],
                compared(x_test, y, x_test, y_test)[0],
                compared(x, y, x_test, y_test)[2],
            ),
            "both sets together": lambda x, y, x_test, y_test: compared(
                x, y, x_test, y_test, of=np.vstack([x, x_test])
            ),
            "median": lambda *case: compared(*case, mean=np.median),
            "variance": lambda *case: compared(*case, deviation=np.var),
            "range": lambda *case: compared(*case, deviation=np.ptp),
            "n - 1": lambda *case: compared(*case, deviation=lambda x, axis: x.std(axis=axis, ddof=1)),
            "baseline of the test set": lambda x, y, x_test, y_test: compared(
                x, y, x_test, y_test, says=int(y_test.mean() > 0.5)
            ),
            "label of the last sample": lambda x, y, x_test, y_test: compared(x, y, x_test, y_test, says=y[-1]),
            "rarest label": lambda x, y, x_test, y_test: compared(x, y, x_test, y_test, says=int(y.mean() < 0.5)),
            "best of both labels": lambda x, y, x_test, y_test: (
                *compared(x, y, x_test, y_test)[:2],
                max(y_test.mean(), 1 - y_test.mean()),
            ),
            "share in the training set": lambda x, y, x_test, y_test: (
                *compared(x, y, x_test, y_test)[:2],
                max(y.mean(), 1 - y.mean()),
            ),
        },
        right={
            "a list of three": lambda *case: list(compared(*case)),
            "counted": lambda x, y, x_test, y_test: compared(x, y, x_test, y_test, says=np.bincount(y).argmax()),
        },
    ),
    Exercise(
        "no_line",
        by_hand="the answer is a value: any multiple of it will do",
        ideas={
            "xor's": ([1, 1, 1, 1],),
            "turned": ([2, 3, 3, 4],),
            "half of it": ([2, 3, 3, 1],),
            "all of one class": ([0, 1, 1, 0],),
            "negative": ([-4, -3, -3, -2],),
            "zeros": ([0, 0, 0, 0],),
            "the points' sums": ([0, 2, 2, 6],),
            "rounded": ([1.3, 1, 1, 0.7],),
            "texts": (["4", "3", "3", "2"],),
            "not a number": ([float("nan"), 3, 3, 2],),
        },
        right={
            "a multiple": ([40, 30, 30, 20],),
            "fractions": ([2 / 3, 1 / 2, 1 / 2, 1 / 3],),
            "a column": (np.array([[4], [3], [3], [2]]),),
            "single precision": (np.array([4 / 3, 1, 1, 2 / 3], dtype=np.float32),),
        },
    ),
    Exercise(
        "update",
        inputs=steps,
        ideas={
            "bias forgotten in z": lambda s, y, w, b, e: (w + e * y * s, b + e * y) if y * (s @ w) <= 0 else (w, b),
            "labels 0 and 1": lambda s, y, w, b, e: (
                w + e * (y - (s @ w + b >= 0)) * s,
                b + e * (y - (s @ w + b >= 0)),
            ),
            "difference of labels": lambda s, y, w, b, e: (
                w + e * (y - (1 if s @ w + b >= 0 else -1)) * s,
                b + e * (y - (1 if s @ w + b >= 0 else -1)),
            ),
            "always": lambda s, y, w, b, e: (w + e * y * s, b + e * y),
            "with a margin of 1": lambda s, y, w, b, e: (w + e * y * s, b + e * y) if y * (s @ w + b) <= 1 else (w, b),
            "size of the mistake": lambda s, y, w, b, e: (
                (w - e * (s @ w + b) * s, b - e * (s @ w + b)) if y * (s @ w + b) <= 0 else (w, b)
            ),
            "weights only": lambda s, y, w, b, e: (w + e * y * s, b) if y * (s @ w + b) <= 0 else (w, b),
            "bias times the sample's sum": lambda s, y, w, b, e: (
                (w + e * y * s, b + e * y * s.sum()) if y * (s @ w + b) <= 0 else (w, b)
            ),
            "weight decay": lambda s, y, w, b, e: (0.99 * w + e * y * s, b + e * y) if y * (s @ w + b) <= 0 else (w, b),
            "sample normalised": lambda s, y, w, b, e: (
                (w + e * y * s / max(np.linalg.norm(s), 1e-9), b + e * y) if y * (s @ w + b) <= 0 else (w, b)
            ),
            "caller's weights changed": lambda s, y, w, b, e: (
                (np.add(w, e * y * s, out=w), b + e * y) if y * (s @ w + b) <= 0 else (w, b)
            ),
        },
        right={
            "a list of two": lambda s, y, w, b, e: list((w + e * y * s, b + e * y) if y * (s @ w + b) <= 0 else (w, b)),
            "without an if": lambda s, y, w, b, e: (
                w + e * y * s * (y * (s @ w + b) <= 0),
                b + e * y * (y * (s @ w + b) <= 0),
            ),
        },
    ),
    Exercise(
        "xor_network",
        by_hand="the answer is a value: many networks will do",
        ideas={
            "the inputs copied": ([[1, 0], [0, 1]], [-0.5, -0.5], [1, 1], -1.5),
            "the inputs copied and swapped": ([[0, 1], [1, 0]], [-0.5, -0.5], [1, -1], -0.5),
            "one input turned over": ([[-1, 0], [0, 1]], [0.5, -0.5], [1, 1], -1.5),
            "or twice": ([[1, 1], [1, 1]], [-0.5, -0.5], [1, 1], -1.5),
            "rows": ([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5),
            "output is or": ([[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -0.5),
            "equality": ([[1, -1], [1, -1]], [-0.5, 1.5], [-1, -1], 1.5),
            "no output bias": ([[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], 0),
            "texts": ([["1", "-1"], ["1", "-1"]], [-0.5, 1.5], [1, 1], -1.5),
        },
        right={
            "one and not the other": ([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 1], -0.5),
            "or without and": (((1, 1), (1, 1)), (-0.5, -1.5), [[1], [-1]], [-0.5]),
        },
    ),
    Exercise(
        "learn_pocket",
        by_hand="it trains a neuron four times: a tenth of a second and more a try",
        trains=True,
        ideas={
            "the lesson's learn, 20 epochs": lambda x, y: learned(x, y, epochs=20, pocket=False),
            "the lesson's learn, 49 epochs": lambda x, y: learned(x, y, epochs=49, pocket=False),
            "the lesson's learn, 200 epochs": lambda x, y: learned(x, y, epochs=200, pocket=False),
            "last weights, examples shuffled": lambda x, y: learned(x, y, pocket=False, shuffled=True),
            "the pocket is an alias": lambda x, y: learned(x, y, alias=True),
            "mistakes counted on ten examples": lambda x, y: learned(x, y, judge=lambda a, b: (a[:10], b[:10])),
            "zeros": lambda x, y: (np.zeros(2), 0.0),
            "right for the lesson's order only": lambda x, y: (
                learned(x, y) if x[0, 0] == 4.4 else learned(x, y, epochs=20, pocket=False)
            ),
        },
        right={
            "another rate": lambda x, y: learned(x, y, rate=0.01),
            "shuffled": lambda x, y: learned(x, y, shuffled=True),
            "a pocket at the end of each epoch": epoch_pocket,
            "logistic regression": lambda x, y: _logistic(x, y),
            "a list": lambda x, y: [part.tolist() if np.ndim(part) else [part] for part in learned(x, y)],
        },
    ),
]


def _logistic(x, y):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100).fit(x, y)
    return model.coef_, model.intercept_

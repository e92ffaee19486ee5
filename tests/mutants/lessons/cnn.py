"""Lesson 15: sizes and parameters of layers, a kernel for horizontal edges, pooling, a small network of one's own."""

import functools
from types import SimpleNamespace

import numpy as np

from tests.mutants.exercises import Exercise

EDGE = np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]])


def sizes(rng):
    for i in range(200):
        kernel, stride = int(rng.integers(1, 17)), int(rng.integers(1, 13 if i % 5 == 4 else 4))
        padding = int(rng.integers(0, 16 if i % 6 == 5 else 4))
        yield int(max(1, kernel - 2 * padding) + rng.integers(0, 250)), kernel, stride, padding


def layers(rng):
    for _ in range(200):
        yield int(rng.integers(1, 13)), int(rng.integers(1, 70)), int(rng.integers(1, 70))


def maps(rng):
    for i in range(200):
        height, width = (2 * int(rng.integers(1, 7)) for _ in range(2))
        values = rng.integers(-300 if i % 4 else -9, 301 if i % 4 else 0, size=(height, width))
        yield (values / 4 if i % 2 else values,)


def regions(x):
    return x.reshape(len(x) // 2, 2, x.shape[1] // 2, 2)


def largest(x):
    return regions(x).max(axis=(1, 3))


@functools.cache
def _labels():
    from utils.datasets import load_digits28

    return load_digits28().y_test


class Stand:
    """Stands for a trained Keras model that is right on a share of the test digits."""

    built = True

    def __init__(self, share, parameters=19_999, kernel=(3, 3, 1, 8), off=1, highest=1, outputs=10):
        self.share, self.parameters, self.off, self.highest, self.outputs = share, parameters, off, highest, outputs
        self.weights = [np.zeros(kernel)]
        self.layers = [SimpleNamespace(name="conv2d", weights=self.weights)]

    def count_params(self):
        return self.parameters

    def __call__(self, x):
        labels = _labels()
        share = self.share if np.max(x) == self.highest else 0.1
        classes = np.where(np.arange(len(labels)) < share * len(labels), labels, (labels + self.off) % 10)
        return np.eye(self.outputs)[classes % self.outputs]


def trained(data):
    """Return an answer that trains a network for an epoch on ``data(digits)``, pictures and labels."""

    def answer():
        import keras

        from utils.datasets import load_digits28

        digits = load_digits28()
        model = keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                keras.layers.Conv2D(2, 3, strides=3),
                keras.layers.Flatten(),
                keras.layers.Dense(10, activation="softmax"),
            ]
        )
        model.compile(loss="sparse_categorical_crossentropy")
        x, y = data(digits)
        model.fit(x[..., None], y, batch_size=1000, verbose=0)
        return model

    return answer


def on_both(digits):
    order = np.random.default_rng(0).permutation(5000)
    x, y = np.concatenate([digits.x_train, digits.x_test]) / 255, np.append(digits.y_train, digits.y_test)
    return x[order], y[order]


EXERCISES = [
    Exercise(
        "output_size",
        inputs=sizes,
        ideas={
            "the first position forgotten": lambda n, k, s, p: (n + 2 * p - k) // s,
            "one before the division": lambda n, k, s, p: (n + 2 * p - k + 1) // s,
            "padding once": lambda n, k, s, p: (n + p - k) // s + 1,
            "no padding": lambda n, k, s, p: (n - k) // s + 1,
            "no stride": lambda n, k, s, p: n + 2 * p - k + 1,
            "rounded up": lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1,
            "rounded": lambda n, k, s, p: round((n + 2 * p - k) / s) + 1,
            "Keras's same": lambda n, k, s, p: -(-n // s),
            "Keras's same with any padding": lambda n, k, s, p: -(-n // s) if p else (n - k) // s + 1,
            "padding divided too late": lambda n, k, s, p: (n - k) // s + 2 * p + 1,
            "a kernel of three": lambda n, k, s, p: (n + 2 * p - 3) // s + 1,
            "no smaller than the stride says": lambda n, k, s, p: max((n + 2 * p - k) // s + 1, n // s),
            "a layer that transposes": lambda n, k, s, p: (n - 1) * s + k - 2 * p,
        },
        right={
            "counted": lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s)),
            "rounded up otherwise": lambda n, k, s, p: np.ceil((n + 2 * p - k + 1) / s),
        },
    ),
    Exercise(
        "count_parameters",
        inputs=layers,
        ideas={
            "no bias": lambda k, c, f: k * k * c * f,
            "one bias": lambda k, c, f: k * k * c * f + 1,
            "a bias per channel": lambda k, c, f: (k * k + 1) * c * f,
            "a bias for each weight's place": lambda k, c, f: (k * k * c + k * k) * f,
            "no channels": lambda k, c, f: (k * k + 1) * f,
            "one filter": lambda k, c, f: k * k * c + 1,
            "one side of the kernel": lambda k, c, f: (k * c + 1) * f,
            "channels added": lambda k, c, f: (k * k + c + 1) * f,
            "each channel by itself": lambda k, c, f: (k * k + 1) * c + (c + 1) * f,
            "three by three": lambda k, c, f: (9 * c + 1) * f,
            "on a picture of 28": lambda k, c, f: (28 * 28 * c + 1) * f,
            "filters and channels swapped": lambda k, c, f: (k * k * f + 1) * c,
        },
        right={"in parts": lambda k, c, f: np.float64(f * c * k**2 + f)},
    ),
    Exercise(
        "edge_kernel",
        by_hand="the answer is a value, and many will do",
        ideas={
            "a line, bright in the middle": [[-1] * 3, [2] * 3, [-1] * 3],
            "a line, dark in the middle": [[1] * 3, [-2] * 3, [1] * 3],
            "a thick line": [[2] * 3, [-3] * 3, [1] * 3],
            "a line below": [[0] * 3, [2] * 3, [-2] * 3],
            "from bright to dark": -EDGE,
            "vertical edges": EDGE.T,
            "vertical edges, the other way": -EDGE.T,
            "edges along a diagonal": [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]],
            "Laplace": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
            "sharpened": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
            "blurred": np.ones((3, 3)) / 9,
            "only bright below": [[0] * 3, [0] * 3, [1] * 3],
            "a column alone": [[-1, 0, 0], [0, 0, 0], [1, 1, -1]],
            "a corner": [[1, -1, 0], [-1, 1, 0], [0, 0, 0]],
            "nothing": np.zeros((3, 3)),
            "not a number": EDGE * np.nan,
            "with an imaginary part": EDGE * (1 + 1j),
            "texts": EDGE.astype(str),
            "5 by 5": np.pad(EDGE, 1),
            "a row": [-1, 0, 1],
        },
        right={
            "Sobel": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
            "Prewitt, in float32": (EDGE / 3).astype("float32"),
            "Scharr": np.outer([-1, 0, 1], [47, 162, 47]) / 256,
            "upper rows only": [[-1] * 3, [1] * 3, [0] * 3],
            "lower rows only": [[0] * 3, [-1] * 3, [1] * 3],
            "one column": [[0, -1, 0], [0, 0, 0], [0, 1, 0]],
            "unequal steps": [[-3] * 3, [1] * 3, [2] * 3],
            "tiny": 1e-9 * EDGE,
            "huge, rounded": (1e6 * np.outer([-1, 0.3, 0.7], [0.1, 0.2, 0.7])).astype("float32"),
        },
    ),
    Exercise(
        "pool_map",
        inputs=maps,
        ideas={
            "the mean": lambda x: regions(x).mean(axis=(1, 3)),
            "the smallest": lambda x: regions(x).min(axis=(1, 3)),
            "the middle one": lambda x: np.median(regions(x), axis=(1, 3)),
            "the top left": lambda x: x[::2, ::2],
            "the bottom right": lambda x: x[1::2, 1::2],
            "along rows only": lambda x: x.reshape(len(x), -1, 2).max(axis=2),
            "the diagonal of a region": lambda x: np.maximum(x[::2, ::2], x[1::2, 1::2]),
            "the largest size": lambda x: np.abs(regions(x)).max(axis=(1, 3)),
            "none below zero": lambda x: np.maximum(largest(x), 0),
            "overlapping": lambda x: np.lib.stride_tricks.sliding_window_view(x, (2, 2)).max(axis=(2, 3)),
            "four quarters": lambda x: x.reshape(2, len(x) // 2, 2, x.shape[1] // 2).max(axis=(0, 2)),
            "rows and columns swapped": lambda x: largest(x).T,
            "as large as before": lambda x: np.kron(largest(x), np.ones((2, 2))),
            "of the whole map": lambda x: np.full(largest(x).shape, x.max()),
            "whole numbers": lambda x: largest(x).astype(int),
            "bytes": lambda x: largest(x).astype(np.uint8),
            "a long row": lambda x: largest(x).ravel(),
            "the caller's map changed": lambda x: [x.sort(axis=0), largest(x)][1],
        },
        right={
            "four slices": lambda x: np.max([x[i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=0),
            "lists": lambda x: [
                [max(x[i : i + 2, j : j + 2].ravel()) for j in range(0, x.shape[1], 2)] for i in range(0, len(x), 2)
            ],
        },
    ),
    Exercise(
        "small_cnn",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "on the test set": trained(lambda digits: (digits.x_test / 255, digits.y_test)),
            "on both": trained(on_both),
            "copies with the labels of others": trained(
                lambda digits: (np.tile(digits.x_train / 255, (2, 1, 1)), np.repeat(digits.y_train, 2))
            ),
            "hardly trained": lambda: Stand(0.5),
            "just too little": lambda: Stand(0.939),
            "just too large": lambda: Stand(0.97, parameters=20_000),
            "no convolution": lambda: Stand(0.97, kernel=(784, 10)),
            "raw pixels": lambda: Stand(0.97, highest=255),
            "digits from one": lambda: Stand(0, off=1),
            "two outputs": lambda: Stand(0.97, outputs=2),
            "seconds": lambda: 3.25,
        },
        right={"just enough": lambda: Stand(0.94)},
    ),
]

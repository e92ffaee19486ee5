"""Lesson 15: parameters of a layer and of a network, scores from means, accuracy under shifts, a small network of one's own."""

import functools
from types import SimpleNamespace

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.cnn.checks import moving_case


def layers(rng):
    for _ in range(200):
        yield int(rng.integers(1, 13)), int(rng.integers(1, 70)), int(rng.integers(1, 70))


def networks(rng):
    for i in range(240):
        depth = i % 4
        side = int(rng.integers(1, 5))
        for _ in range(depth):  # backwards through pooling, with or without a row that is dropped, and convolution
            side = 2 * side + 2 + int(rng.integers(0, 2))
        filters = [int(count) for count in rng.integers(1, 40, size=depth)]
        yield side, int(rng.integers(1, 5)), filters, int(rng.integers(1, 70)), int(rng.integers(1, 12))


def last_maps(rng):
    for i in range(200):
        height, width, channels, classes = (int(rng.integers(1, 7)) for _ in range(4))
        maps = rng.integers(-60 if i % 3 else 0, 61, size=(height, width, channels))
        yield maps / 4, rng.integers(-60, 61, size=(channels, classes)) / 4, rng.integers(-60, 61, size=classes) / 4


def moving(rng):
    for i in range(200):
        height, width = int(rng.integers(1, 9)), int(rng.integers(1, 9))
        most = int(rng.integers(0, width + 1))
        yield moving_case(int(rng.integers(1, 10**6)), int(rng.integers(1, 30)), height, width, most if i % 5 else 0)


def right(pictures, columns):
    moved = np.zeros_like(pictures)
    moved[:, :, columns:] = pictures[:, :, : pictures.shape[2] - columns]
    return moved


def left(pictures, columns):
    return right(pictures[:, :, ::-1], columns)[:, :, ::-1]


def down(pictures, rows):
    return right(pictures.swapaxes(1, 2), min(rows, pictures.shape[1])).swapaxes(1, 2)


def measured(move, steps=lambda most: range(most + 1), result=np.mean):
    """Return an answer to the exercise on shifts that differs from the right one in these parts."""
    return lambda predict, x, y, most: np.array([result(predict(move(x, step)) == y) for step in steps(most)])


def counted(side, channels, filters, hidden, classes, *, smaller=lambda side: (side - 2) // 2, kernel=9, bias=1):
    total = 0
    for count in filters:
        total, side, channels = total + (kernel * channels + bias) * count, smaller(side), count
    return total + (side * side * channels + 1) * hidden + (hidden + 1) * classes


@functools.cache
def _labels():
    from utils.datasets import load_digits28

    return load_digits28().y_test


@functools.cache
def _pictures():
    from utils.datasets import load_digits28

    return load_digits28().x_test[..., None]


class Stand:
    """Stands for a trained Keras model that is right on a share of the test digits, and on another of those that were moved."""

    built = True

    def __init__(self, share, parameters=19_999, kernel=(3, 3, 1, 8), off=1, highest=1, outputs=10, moved=0.95):
        self.share, self.parameters, self.off, self.highest, self.outputs = share, parameters, off, highest, outputs
        self.moved = moved
        self.weights = [np.zeros(kernel)]
        self.layers = [SimpleNamespace(name="conv2d", weights=self.weights)]

    def count_params(self):
        return self.parameters

    def __call__(self, x):
        labels = _labels()
        own = np.allclose(x / np.max(x), _pictures() / 255, atol=1e-6)
        share = (self.share if own else self.moved) if np.max(x) == self.highest else 0.1
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
        "network_parameters",
        inputs=networks,
        ideas={
            "as if padded": lambda *case: counted(*case, smaller=lambda side: side // 2),
            "no pooling": lambda *case: counted(*case, smaller=lambda side: side - 2),
            "pooled first": lambda *case: counted(*case, smaller=lambda side: side // 2 - 2),
            "rounded up": lambda *case: counted(*case, smaller=lambda side: -(-(side - 2) // 2)),
            "no brackets": lambda *case: counted(*case, smaller=lambda side: side - 2 // 2),
            "kernels of 2 by 2": lambda *case: counted(*case, kernel=4),
            "no biases of filters": lambda *case: counted(*case, bias=0),
            "the input's channels for all": lambda side, channels, filters, hidden, classes: (
                counted(side, channels, filters, hidden, classes)
                - sum(9 * (one - channels) * two for one, two in zip([channels, *filters], filters, strict=False))
            ),
            "each filter for each channel": lambda side, channels, filters, hidden, classes: (
                counted(side, channels, filters, hidden, classes)
                + sum((one - 1) * two for one, two in zip([channels, *filters], filters, strict=False))
            ),
            "convolutions only": lambda side, channels, filters, hidden, classes: counted(
                side, channels, filters, 0, 0
            ),
            "no output layer": lambda side, channels, filters, hidden, classes: counted(
                side, channels, filters, hidden, 0
            ),
            "the picture flattened": lambda side, channels, filters, hidden, classes: (
                counted(side, channels, filters, 0, 0) + (side**2 * channels + 1) * hidden + (hidden + 1) * classes
            ),
            "hidden and classes swapped": lambda side, channels, filters, hidden, classes: counted(
                side, channels, filters, classes, hidden
            ),
            "two layers at most": lambda side, channels, filters, hidden, classes: counted(
                side, channels, filters[:2], hidden, classes
            ),
            "the caller's list emptied": lambda side, channels, filters, hidden, classes: [
                counted(side, channels, filters, hidden, classes),
                filters.clear(),
            ][0],
        },
        right={"as a float": lambda *case: np.float64(counted(*case))},
    ),
    Exercise(
        "class_scores",
        inputs=last_maps,
        ideas={
            "the largest": lambda maps, weights, bias: maps.max(axis=(0, 1)) @ weights + bias,
            "the sum": lambda maps, weights, bias: maps.sum(axis=(0, 1)) @ weights + bias,
            "the median": lambda maps, weights, bias: np.median(maps, axis=(0, 1)) @ weights + bias,
            "along the rows": lambda maps, weights, bias: maps.mean(axis=0) @ weights + bias,
            "the first row": lambda maps, weights, bias: maps[0].mean(axis=0) @ weights + bias,
            "the middle": lambda maps, weights, bias: maps[len(maps) // 2, maps.shape[1] // 2] @ weights + bias,
            "one mean for all": lambda maps, weights, bias: maps.mean() * weights.sum(axis=0) + bias,
            "divided by rows twice": lambda maps, weights, bias: (
                maps.sum(axis=(0, 1)) / len(maps) ** 2 @ weights + bias
            ),
            "no bias": lambda maps, weights, bias: maps.mean(axis=(0, 1)) @ weights,
            "bias subtracted": lambda maps, weights, bias: maps.mean(axis=(0, 1)) @ weights - bias,
            "ReLU first": lambda maps, weights, bias: np.maximum(maps, 0).mean(axis=(0, 1)) @ weights + bias,
            "ReLU last": lambda maps, weights, bias: np.maximum(maps.mean(axis=(0, 1)) @ weights + bias, 0),
            "the means": lambda maps, weights, bias: maps.mean(axis=(0, 1)),
            "the class": lambda maps, weights, bias: np.argmax(maps.mean(axis=(0, 1)) @ weights + bias),
        },
        right={
            "scores first": lambda maps, weights, bias: (maps @ weights + bias).mean(axis=(0, 1)),
            "one axis after the other": lambda maps, weights, bias: maps.mean(axis=0).mean(axis=0) @ weights + bias,
        },
    ),
    Exercise(
        "accuracy_by_shift",
        inputs=moving,
        ideas={
            "wrapped around": measured(lambda x, columns: np.roll(x, columns, axis=2)),
            "to the left": measured(left),
            "down": measured(down),
            "along the diagonal": measured(lambda x, step: down(right(x, step), step)),
            "from one": measured(right, lambda most: range(1, most + 1)),
            "not the last": measured(right, range),
            "farthest first": measured(right, lambda most: range(most, -1, -1)),
            "one pixel every time": measured(lambda x, step: right(x, min(step, 1))),
            "twice as far": measured(lambda x, step: right(x, min(2 * step, x.shape[2]))),
            "not moved": measured(lambda x, step: x),
            "counts": measured(right, result=np.sum),
            "errors": measured(right, result=lambda hits: 1 - np.mean(hits)),
            "the labels moved": lambda predict, x, y, most: [
                np.mean(predict(right(x, step)) == np.roll(y, step)) for step in range(most + 1)
            ],
            "the caller's pictures emptied": lambda predict, x, y, most: [
                measured(right)(predict, x, y, most),
                x.fill(0),
            ][0],
        },
        right={
            "padded and cut": measured(
                lambda x, step: np.pad(x, ((0, 0), (0, 0), (step, 0), (0, 0)))[:, :, : x.shape[2]]
            ),
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
            "just not robust": lambda: Stand(0.97, moved=0.879),
            "just too large": lambda: Stand(0.97, parameters=20_000),
            "no convolution": lambda: Stand(0.97, kernel=(784, 10)),
            "raw pixels": lambda: Stand(0.97, highest=255),
            "digits from one": lambda: Stand(0, off=1),
            "two outputs": lambda: Stand(0.97, outputs=2),
            "seconds": lambda: 3.25,
        },
        right={"just enough": lambda: Stand(0.94, moved=0.88)},
    ),
]

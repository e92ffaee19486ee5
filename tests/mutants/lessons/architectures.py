"""Lesson 17: stacked convolutions counted, a residual block, a separable convolution, a bottleneck, a network of one's own."""

import functools
from types import SimpleNamespace

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.architectures.checks import CHANNELS, residual_case, separable_case


def stacks(rng):
    yield 3, 2, 16, 14
    for _ in range(240):
        yield int(rng.choice([1, 3, 5, 7])), int(rng.integers(1, 7)), int(rng.integers(1, 40)), int(rng.integers(7, 60))


def blocks(rng):
    for i in range(200):
        height, width, channels, inner = (int(rng.integers(1, 6)) for _ in range(4))
        yield residual_case(1000 + i, height, width, channels, inner)


def separables(rng):
    for i in range(200):
        size, channels, filters = (int(rng.integers(1, 4)) for _ in range(3))
        yield separable_case(
            1000 + i, size + int(rng.integers(0, 5)), size + int(rng.integers(0, 5)), size, channels, filters
        )


def counted(kernel, depth, channels, side, *, parameters=None, products=None, field=None):
    """Return the three numbers of the first exercise, some of them replaced."""
    own = kernel**2 * channels**2
    return (
        depth * (own + channels) if parameters is None else parameters,
        depth * own * side**2 if products is None else products,
        1 + depth * (kernel - 1) if field is None else field,
    )


def relu(z):
    return np.maximum(z, 0)


def separated(
    x, kernels, weights, *, mix=lambda maps, weights: maps @ weights, window=lambda window, kernels: window * kernels
):
    size = len(kernels)
    height, width = x.shape[0] - size + 1, x.shape[1] - size + 1
    maps = np.zeros((height, width, x.shape[2]))
    for i in range(height):
        for j in range(width):
            maps[i, j] = window(x[i : i + size, j : j + size], kernels).sum(axis=(0, 1))
    return mix(maps, weights)


def bottleneck(
    *, reduced=None, middle=3, active=(True, True), join="Add", last=True, padding="same", wide=False, norm=False
):
    """Return an answer to the exercise on bottlenecks that differs from the right one in these parts."""

    def answer(x, given):
        from utils.training import keras

        layers = keras.layers
        few = given if reduced is None else reduced
        few = x.shape[-1] if wide else few
        h = layers.Conv2D(few, 1, activation="relu" if active[0] else None)(x)
        h = layers.Conv2D(few, middle, padding=padding, activation="relu" if active[1] else None)(h)
        h = layers.Conv2D(x.shape[-1], 1)(h)
        h = layers.BatchNormalization()(h) if norm else h
        if join:
            h = getattr(layers, join)()([x, h])
        return layers.ReLU()(h) if last else h

    return answer


def without_layers(x, reduced):
    """A right answer with the operations of keras.ops in place of layers."""
    from utils.training import keras

    h = keras.ops.relu(keras.layers.Conv2D(reduced, (1, 1))(x))
    h = keras.ops.relu(keras.layers.Conv2D(reduced, (3, 3), padding="same")(h))
    return keras.ops.relu(keras.layers.Conv2D(CHANNELS, 1)(h) + x)


@functools.cache
def _animals():
    from utils.datasets import load_animals

    return load_animals()


class Stand:
    """Stands for a trained Keras model that is right on a share of the test silhouettes."""

    built = True

    def __init__(self, share, parameters=19_999, kernel=(3, 3, 1, 8), off=1, highest=1, outputs=10, joined=True):
        self.share, self.parameters, self.off, self.highest, self.outputs = share, parameters, off, highest, outputs
        self.weights = [np.zeros(kernel)]
        step = SimpleNamespace(name="conv2d", weights=self.weights, input=[0, 1] if joined else 0)
        self.layers = [step]

    def count_params(self):
        return self.parameters

    def __call__(self, x):
        labels = _animals().y_test
        share = self.share if np.max(x) == self.highest else 0.1
        classes = np.where(np.arange(len(labels)) < share * len(labels), labels, (labels + self.off) % 10)
        return np.eye(self.outputs)[classes % self.outputs]


def trained(data):
    """Return an answer that trains a small network with a skip for an epoch on ``data(animals)``, pictures and labels."""

    def answer():
        from utils.training import keras

        layers = keras.layers
        inputs = keras.Input((28, 28, 1))
        h = layers.Conv2D(2, 3, strides=4, padding="same")(inputs)
        h = layers.Add()([h, layers.Conv2D(2, 1)(h)])
        model = keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(h)))
        model.compile(loss="sparse_categorical_crossentropy")
        x, y = data(_animals())
        model.fit(x[..., None] / 255, y, batch_size=1000, verbose=0)
        return model

    return answer


EXERCISES = [
    Exercise(
        "stack_costs",
        inputs=stacks,
        ideas={
            "no bias": lambda k, d, c, s: counted(k, d, c, s, parameters=d * k * k * c * c),
            "one bias": lambda k, d, c, s: counted(k, d, c, s, parameters=d * (k * k * c * c + 1)),
            "one filter": lambda k, d, c, s: counted(k, d, c, s, parameters=d * (k * k * c + 1)),
            "one layer's parameters": lambda k, d, c, s: counted(k, d, c, s, parameters=k * k * c * c + c),
            "one layer's multiplications": lambda k, d, c, s: counted(k, d, c, s, products=k * k * c * c * s * s),
            "biases multiplied": lambda k, d, c, s: counted(k, d, c, s, products=d * (k * k * c + 1) * c * s * s),
            "one row": lambda k, d, c, s: counted(k, d, c, s, products=d * k * k * c * c * s),
            "maps that shrink": lambda k, d, c, s: counted(k, d, c, s, products=d * k * k * c * c * (s - k + 1) ** 2),
            "one channel": lambda k, d, c, s: counted(k, d, c, s, products=d * k * k * c * s * s),
            "fields added": lambda k, d, c, s: counted(k, d, c, s, field=k * d),
            "the field of one": lambda k, d, c, s: counted(k, d, c, s, field=k),
            "a field that multiplies": lambda k, d, c, s: counted(k, d, c, s, field=k**d),
            "no first pixel": lambda k, d, c, s: counted(k, d, c, s, field=d * (k - 1)),
            "half the window": lambda k, d, c, s: counted(k, d, c, s, field=1 + d * (k // 2)),
            "three by three": lambda k, d, c, s: counted(3, d, c, s),
            "another order": lambda *case: counted(*case)[::-1],
        },
        right={"as floats": lambda *case: np.array(counted(*case), dtype=float)},
    ),
    Exercise(
        "residual_block_numpy",
        inputs=blocks,
        ideas={
            "no skip": lambda x, w, b, v, c: relu(relu(x @ w + b) @ v + c),
            "no last ReLU": lambda x, w, b, v, c: x + relu(x @ w + b) @ v + c,
            "no first ReLU": lambda x, w, b, v, c: relu(x + (x @ w + b) @ v + c),
            "ReLU before the sum": lambda x, w, b, v, c: x + relu(relu(x @ w + b) @ v + c),
            "ReLU before and after": lambda x, w, b, v, c: relu(x + relu(relu(x @ w + b) @ v + c)),
            "subtracted": lambda x, w, b, v, c: relu(x - (relu(x @ w + b) @ v + c)),
            "multiplied": lambda x, w, b, v, c: relu(x * (relu(x @ w + b) @ v + c)),
            "no second bias": lambda x, w, b, v, c: relu(x + relu(x @ w + b) @ v),
            "no first bias": lambda x, w, b, v, c: relu(x + relu(x @ w) @ v + c),
            "skip twice": lambda x, w, b, v, c: relu(2 * x + relu(x @ w + b) @ v + c),
            "absolute value": lambda x, w, b, v, c: np.abs(x + relu(x @ w + b) @ v + c),
            "the caller's x changed": lambda x, w, b, v, c: [
                relu(x + relu(x @ w + b) @ v + c),
                x.fill(0),
            ][0],
        },
        right={
            "with where": lambda x, w, b, v, c: (lambda z: np.where(z > 0, z, 0))(
                x + np.tensordot(relu(x @ w + b), v, 1) + c
            )
        },
    ),
    Exercise(
        "separable_convolution",
        inputs=separables,
        ideas={
            "no mixing": lambda x, kernels, weights: separated(x, kernels, weights, mix=lambda maps, weights: maps),
            "only mixing": lambda x, kernels, weights: x @ weights,
            "flipped": lambda x, kernels, weights: separated(x, kernels[::-1, ::-1], weights),
            "turned": lambda x, kernels, weights: separated(x, kernels.swapaxes(0, 1), weights),
            "one kernel for all": lambda x, kernels, weights: separated(
                x, np.repeat(kernels[..., :1], x.shape[2], axis=2), weights
            ),
            "mean of the window": lambda x, kernels, weights: separated(x, kernels / kernels.shape[0] ** 2, weights),
            "ReLU at the end": lambda *case: relu(separated(*case)),
            "ReLU between": lambda x, kernels, weights: separated(
                x, kernels, weights, mix=lambda maps, weights: relu(maps) @ weights
            ),
            "added": lambda x, kernels, weights: separated(
                x, kernels, weights, window=lambda window, kernels: window + kernels
            ),
            "channels summed first": lambda x, kernels, weights: separated(
                x, kernels, weights, mix=lambda maps, weights: maps.sum(axis=2, keepdims=True) * weights.sum(axis=0)
            ),
            "wrapped around": lambda x, kernels, weights: (
                sum(
                    np.roll(x, (-i, -j), axis=(0, 1)) * kernels[i, j]
                    for i in range(len(kernels))
                    for j in range(len(kernels))
                )
                @ weights
            ),
        },
        right={
            "mixed first": lambda x, kernels, weights: sum(
                separated(x[..., [c]], kernels[..., [c]], weights[[c]]) for c in range(x.shape[2])
            ),
        },
    ),
    Exercise(
        "bottleneck_block",
        by_hand="the answer builds layers",
        ideas={
            "no skip": bottleneck(join=""),
            "no skip, no ReLU": bottleneck(join="", last=False),
            "no ReLU at the end": bottleneck(last=False),
            "no ReLU inside": bottleneck(active=(False, False)),
            "no first ReLU": bottleneck(active=(False, True)),
            "no second ReLU": bottleneck(active=(True, False)),
            "a mean": bottleneck(join="Average"),
            "a product": bottleneck(join="Multiply"),
            "a maximum": bottleneck(join="Maximum"),
            "joined side by side": bottleneck(join="Concatenate"),
            "5 x 5 in the middle": bottleneck(middle=5),
            "1 x 1 in the middle": bottleneck(middle=1),
            "no reduction": bottleneck(wide=True),
            "always 3 channels": bottleneck(reduced=3),
            "normalized": bottleneck(norm=True),
            "no padding": bottleneck(padding="valid"),
            "the input": lambda x, reduced: x,
        },
        right={"the same": bottleneck(), "operations": without_layers},
    ),
    Exercise(
        "own_network",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "on the test set": trained(lambda animals: (animals.x_test, animals.y_test)),
            "copies with the labels of others": trained(
                lambda animals: (np.tile(animals.x_train, (2, 1, 1)), np.repeat(animals.y_train, 2))
            ),
            "hardly trained": lambda: Stand(0.5),
            "just too little": lambda: Stand(0.849),
            "just too large": lambda: Stand(0.9, parameters=20_000),
            "one path": lambda: Stand(0.9, joined=False),
            "no convolution": lambda: Stand(0.9, kernel=(784, 10)),
            "raw pixels": lambda: Stand(0.9, highest=255),
            "classes from one": lambda: Stand(0, off=1),
            "two outputs": lambda: Stand(0.9, outputs=2),
            "seconds": lambda: 3.25,
        },
        right={"just enough": lambda: Stand(0.85)},
    ),
]

"""Lesson 18: trained parameters, a picture's form, a plan of unfreezing, frozen layers, a transfer of one's own, the recipe."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise

MEAN = np.array([104.006, 116.669, 122.679])


def networks(rng):
    for i in range(200):
        blocks = rng.integers(1, 20000 if i % 4 == 3 else 60, int(rng.integers(1, 9))).tolist()
        locked = (0, len(blocks), int(rng.integers(0, len(blocks) + 1)))[i % 3]
        yield blocks, locked, int(rng.integers(1, 200)), int(rng.integers(2, 30))


def batches(rng):
    for _ in range(200):
        shape = tuple(rng.integers(1, 5, 3).tolist())
        yield (rng.integers(0, 256, (*shape, 3)).astype(np.uint8),)


def epochs(rng):
    for _ in range(200):
        yield int(rng.integers(0, 60)), int(rng.integers(1, 20)), int(rng.integers(1, 8))


def places(rule, after=lambda model: None):
    """Return an answer to ``freeze`` that sets ``trainable`` of layer i to ``rule(i, border, layer)``."""

    def answer(model, last):
        border = [layer.name for layer in model.layers].index(last)
        for i, layer in enumerate(model.layers):
            layer.trainable = rule(i, border, layer)
        after(model)

    return answer


def until(model, last):
    for layer in model.layers:
        layer.trainable = False
        if layer.name == last:
            return


def from_the_end(model, last):
    frozen = False
    for layer in reversed(model.layers):
        frozen = frozen or layer.name == last
        layer.trainable = not frozen


def recipe(*stages, loss="sparse_categorical_crossentropy", optimizer="Adam", **fit):
    """Return an answer to ``two_stages``: a stage is (base.trainable, rate or None: not compiled, epochs)."""

    def answer(model, base, x, y):
        import keras

        for trainable, rate, epochs in stages:
            base.trainable = trainable
            if rate is not None:
                model.compile(getattr(keras.optimizers, optimizer)(rate), loss)
            model.fit(x, y, epochs=epochs, **{"verbose": 0} | fit)

    return answer


def whole_model(model, base, x, y):
    model.trainable = False
    recipe((False, 0.001, 3), (True, 0.0001, 2))(model, base, x, y)


def one_by_one(model, base, x, y):
    recipe((False, 0.001, 1), (False, None, 1), (False, None, 1), (True, 0.0001, 1), (True, None, 1))(model, base, x, y)


@functools.cache
def _truth():
    from utils.datasets import load_emoji
    from utils.lessons.transfer_learning.checks import SPLIT

    return load_emoji(20, seed=SPLIT).y_test


def guess(share, off=1):
    """Return the classes of the test pictures, a ``share`` of them right."""
    truth = _truth()
    return np.where(np.arange(len(truth)) < share * len(truth), truth, (truth + off) % 5)


EXERCISES = [
    Exercise(
        "count_trained",
        inputs=networks,
        ideas={
            "the locked ones": lambda b, k, f, c: sum(b[:k]) + (f + 1) * c,
            "all blocks": lambda b, k, f, c: sum(b) + (f + 1) * c,
            "no bias": lambda b, k, f, c: sum(b[k:]) + f * c,
            "one bias": lambda b, k, f, c: sum(b[k:]) + f * c + 1,
            "a bias per feature": lambda b, k, f, c: sum(b[k:]) + f * (c + 1),
            "the largest open block": lambda b, k, f, c: max(b[k:], default=0) + (f + 1) * c,
            "the last block only": lambda b, k, f, c: b[-1] * (k < len(b)) + (f + 1) * c,
            "as many blocks, from the end": lambda b, k, f, c: sum(b[len(b) - k :]) + (f + 1) * c,
            "no head": lambda b, k, f, c: sum(b[k:]),
            "the head alone": lambda b, k, f, c: (f + 1) * c,
            "the head only when nothing is open": lambda b, k, f, c: sum(b[k:]) or (f + 1) * c,
            "the caller's list shortened": lambda b, k, f, c: sum(b.pop() for _ in range(len(b) - k)) + (f + 1) * c,
        },
        right={"one element": lambda b, k, f, c: np.array([np.sum(b[k:], dtype=int) + f * c + c])},
    ),
    Exercise(
        "prepare",
        inputs=batches,
        ideas={
            "the mean in the order of red first": lambda x: x[..., ::-1] - MEAN[::-1],
            "only the ends of the mean": lambda x: x[..., ::-1] - MEAN[[0, 0, 2]],
            "the right means, red first": lambda x: x - MEAN[::-1],
            "everything reversed": lambda x: np.flip(x) - MEAN,
            "divided": lambda x: x[..., ::-1] / 255 - MEAN / 255,
            "from -1 to 1": lambda x: x[..., ::-1] / 127.5 - 1,
            "each picture's own mean": lambda x: x[..., ::-1] - x[..., ::-1].mean(axis=(1, 2), keepdims=True),
            "red and green swapped": lambda x: x[..., [1, 0, 2]] - MEAN,
            "rolled": lambda x: np.roll(x, 1, axis=-1) - MEAN,
            "whole numbers": lambda x: (x[..., ::-1] - MEAN).astype(int),
            "not below zero": lambda x: np.maximum(x[..., ::-1] - MEAN, 0),
            "channels first": lambda x: np.moveaxis(x[..., ::-1] - MEAN, -1, 1),
            "turned picture": lambda x: x[:, :, ::-1, ::-1] - MEAN,
            "uint8 all along": lambda x: x[..., ::-1] - MEAN.astype(np.uint8),
            "the caller's pictures changed": lambda x: [x.sort(), x[..., ::-1] - MEAN][1],
        },
        right={
            "channel by channel": lambda x: np.stack([x[..., 2 - k] - MEAN[k] for k in range(3)], axis=-1),
            "float32": lambda x: x[..., [2, 1, 0]].astype("float32") - MEAN.astype("float32"),
        },
    ),
    Exercise(
        "locked_at",
        inputs=epochs,
        ideas={
            "below zero": lambda e, b, v: b - e // v,
            "one always locked": lambda e, b, v: max(b - e // v, 1),
            "epochs from one": lambda e, b, v: max(b - (e + 1) // v, 0),
            "an epoch too late": lambda e, b, v: max(b - max(e - 1, 0) // v, 0),
            "rounded up": lambda e, b, v: max(b - -(-e // v), 0),
            "rounded": lambda e, b, v: max(b - round(e / v), 0),
            "one per epoch": lambda e, b, v: max(b - e, 0),
            "several per epoch": lambda e, b, v: max(b - e * v, 0),
            "the open ones": lambda e, b, v: min(e // v, b),
            "all at once": lambda e, b, v: b if e < v else 0,
            "one opened at once": lambda e, b, v: max(b - 1 - e // v, 0),
            "only when it divides": lambda e, b, v: max(b - e // v * (e % v == 0), 0),
        },
        right={
            "counted": lambda e, b, v: max(b - len(range(v, e + 1, v)), 0),
            "a float": lambda e, b, v: float(np.clip(b - e // v, 0, None)),
        },
    ),
    Exercise(
        "freeze",
        by_hand="the answer changes a model and returns nothing",
        ideas={
            "the whole model": lambda model, last: setattr(model, "trainable", False),
            "nothing": lambda model, last: None,
            "only up to it, the rest as they were": until,
            "without the last": places(lambda i, border, layer: i >= border),
            "one too many": places(lambda i, border, layer: i > border + 1),
            "that one alone": places(lambda i, border, layer: i != border),
            "the other way round": places(lambda i, border, layer: i <= border),
            "all but the head": places(lambda i, border, layer: i == 4),
            "the first two": places(lambda i, border, layer: i > 1),
            "toggled": places(lambda i, border, layer: not layer.trainable),
            "right, then the model": places(
                lambda i, border, layer: i > border, lambda model: setattr(model, "trainable", False)
            ),
            "by the alphabet": places(lambda i, border, layer: layer.name > "fire2"),
        },
        right={
            "by index": places(lambda i, border, layer: i > border),
            "from the end": from_the_end,
            "0 and 1": places(lambda i, border, layer: int(i > border)),
            "compiled": places(lambda i, border, layer: i > border, lambda model: model.compile("sgd", "mse")),
            "the model opened at last, as it was": places(
                lambda i, border, layer: i > border, lambda model: setattr(model, "trainable", True)
            ),
        },
    ),
    Exercise(
        "my_transfer",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "the most frequent class": lambda x, y, test: np.zeros(len(test), int),
            "by chance": lambda x, y, test: np.random.default_rng(0).integers(0, 5, len(test)),
            "what pixels allow": lambda x, y, test: guess(0.46),
            "just too little": lambda x, y, test: guess(0.495),
            "classes from one": lambda x, y, test: guess(0.9) + 1,
            "classes of the training": lambda x, y, test: y,
            "half of the pictures": lambda x, y, test: guess(0.9)[::2],
            "probabilities, turned": lambda x, y, test: np.eye(5)[guess(0.9)].T,
            "not a number": lambda x, y, test: guess(0.9) * np.nan,
            "texts": lambda x, y, test: guess(0.9).astype(str),
        },
        right={
            "just enough": lambda x, y, test: guess(0.503),
            "probabilities": lambda x, y, test: 0.9 * np.eye(5)[guess(0.6)] + 0.02,
            "a column": lambda x, y, test: guess(0.6)[:, None],
            "a list": lambda x, y, test: guess(0.6).tolist(),
        },
    ),
    Exercise(
        "two_stages",
        by_hand="it trains a network",
        ideas={
            "never frozen": recipe((True, 0.001, 3), (True, 0.0001, 2)),
            "never unfrozen": recipe((False, 0.001, 3), (False, 0.0001, 2)),
            "not compiled again": recipe((False, 0.001, 3), (True, None, 2)),
            "the other way round": recipe((True, 0.0001, 2), (False, 0.001, 3)),
            "the head alone": recipe((False, 0.001, 3)),
            "all at once": recipe((True, 0.0001, 5)),
            "the whole model frozen": whole_model,
            "the same rate": recipe((False, 0.001, 3), (True, 0.001, 2)),
            "rates swapped": recipe((False, 0.0001, 3), (True, 0.001, 2)),
            "a hundred times smaller": recipe((False, 0.001, 3), (True, 0.00001, 2)),
            "epochs swapped": recipe((False, 0.001, 2), (True, 0.0001, 3)),
            "one epoch too many": recipe((False, 0.001, 3), (True, 0.0001, 3)),
            "never compiled": recipe((False, None, 3), (True, None, 2)),
            "another loss": recipe((False, 0.001, 3), (True, 0.0001, 2), loss="mse"),
            "gradient descent": recipe((False, 0.001, 3), (True, 0.0001, 2), optimizer="SGD"),
            "nothing": lambda model, base, x, y: None,
        },
        right={
            "epoch by epoch": one_by_one,
            "small batches": recipe((False, 0.001, 3), (True, 0.0001, 2), batch_size=5),
            "with a validation set": recipe((False, 0.001, 3), (True, 0.0001, 2), validation_split=0.25),
        },
    ),
]

"""Inputs, wrong ideas and right answers of lesson 19_multi_output."""

import functools
from types import SimpleNamespace

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.multi_output.checks import answers_case, loss_case, masked_case


def strokes(rng):
    yield (np.array([[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]]),)
    for i in range(220):
        height, width = rng.integers(1, 8, size=2)
        picture = (rng.random((height, width)) < (0.3, 0.6, 0.9)[i % 3]).astype(int)
        picture[rng.integers(height), rng.integers(width)] = 1
        yield (picture,)


def losses(rng):
    for i in range(220):
        weight = float((0, 0.1, 1, 2.5, 10)[i % 5])
        yield loss_case(int(rng.integers(1, 10**6)), int(rng.integers(1, 9)), int(rng.integers(2, 11)), weight)


def networks(rng):
    for _ in range(220):
        outputs = [int(size) for size in rng.integers(1, 12, size=rng.integers(1, 6))]
        yield int(rng.integers(1, 20_000)), int(rng.integers(1, 100)), outputs


def masked(rng):
    for i in range(220):
        count = int(rng.integers(1, 9))
        yield masked_case(int(rng.integers(1, 10**6)), count, (0, count, int(rng.integers(0, count + 1)))[i % 3])


def answers(rng):
    for i in range(220):
        count, classes = (int(size) for size in rng.integers(1, 12, size=2))
        yield answers_case(int(rng.integers(1, 10**6)), count, classes, (0.5, 0.3, 0.7, 0.25, 0.9)[i % 5])


def sides(picture, pad=1):
    framed = np.pad(picture, pad)
    return np.sum(framed[:, 1:] != framed[:, :-1]), np.sum(framed[1:] != framed[:-1])


def crossed(p, y):
    return -np.mean(np.log(p[np.arange(len(y)), y]))


def hits(p, y, t):
    return (p >= t) == y


@functools.cache
def truth():
    from utils.datasets import load_digits28
    from utils.lessons.multi_output.slants import MEAN, SPREAD, slants

    digits = load_digits28()
    return digits.y_test, (slants(digits.x_test) - MEAN) / SPREAD


class Stand:
    """Stands for a trained network: a share of the digits right, the slant off by so many degrees."""

    built = True
    layers, weights = (), ()

    def __init__(self, share, degrees, parameters=19_999, scale=1.0, names=("digit", "slant"), outputs=10):
        self.share, self.degrees, self.parameters, self.scale = share, degrees, parameters, scale
        self.names, self.outputs = names, outputs

    def count_params(self):
        return self.parameters

    def __call__(self, x):
        from utils.lessons.multi_output.slants import MEAN, SPREAD

        labels, slants = truth()
        classes = np.where(np.arange(len(labels)) < self.share * len(labels), labels, (labels + 1) % 10)
        angles = slants + self.degrees / SPREAD
        angles = angles * SPREAD + MEAN if self.scale != 1 else angles
        return dict(zip(self.names, (np.eye(10)[classes][:, : self.outputs], angles[:, None]), strict=True))


def on_the_test_set():
    import keras

    from utils.datasets import load_digits28

    digits = load_digits28()
    inputs = keras.Input((28, 28, 1))
    flat = keras.layers.Flatten()(inputs)
    model = keras.Model(inputs, {"digit": keras.layers.Dense(10)(flat), "slant": keras.layers.Dense(1)(flat)})
    model.compile(loss={"digit": "mse", "slant": "mse"})
    labels, slants = truth()
    model.fit(
        digits.x_test[..., None] / 255,
        {"digit": np.eye(10)[labels], "slant": slants[:, None]},
        batch_size=1000,
        verbose=0,
    )
    return model


EXERCISES = [
    Exercise(
        "thickness",
        inputs=strokes,
        ideas={
            "no frame": lambda picture: 2 * picture.sum() / max(sum(sides(picture, 0)), 1),
            "across only": lambda picture: 2 * picture.sum() / sides(picture)[0],
            "down only": lambda picture: 2 * picture.sum() / sides(picture)[1],
            "not doubled": lambda picture: picture.sum() / sum(sides(picture)),
            "rows with ink": lambda picture: picture.sum() / picture.any(axis=1).sum(),
            "one column's ink": lambda picture: picture.sum(axis=0).max(),
            "the frame of the ink": lambda picture: 2 * picture.sum() / sum(sides(np.ones_like(picture))),
            "rounded": lambda picture: round(2 * picture.sum() / sum(sides(picture))),
        },
        right={
            "sides by differences": lambda picture: (
                2
                * picture.sum()
                / (np.abs(np.diff(np.pad(picture, 1))).sum() + np.abs(np.diff(np.pad(picture, 1), axis=0)).sum())
            ),
        },
    ),
    Exercise(
        "total_loss",
        inputs=losses,
        ideas={
            "no weight": lambda p, y, s, t, w: crossed(p, y) + np.mean((s - t) ** 2),
            "weight on the class": lambda p, y, s, t, w: w * crossed(p, y) + np.mean((s - t) ** 2),
            "weights as shares": lambda p, y, s, t, w: (crossed(p, y) + w * np.mean((s - t) ** 2)) / (1 + w),
            "absolute": lambda p, y, s, t, w: crossed(p, y) + w * np.mean(np.abs(s - t)),
            "half the square": lambda p, y, s, t, w: crossed(p, y) + w * np.mean((s - t) ** 2) / 2,
            "sums": lambda p, y, s, t, w: len(y) * (crossed(p, y) + w * np.mean((s - t) ** 2)),
            "weight squared": lambda p, y, s, t, w: crossed(p, y) + np.mean((w * (s - t)) ** 2),
            "product": lambda p, y, s, t, w: crossed(p, y) * w * np.mean((s - t) ** 2),
            "errors for the class": lambda p, y, s, t, w: np.mean(p.argmax(axis=1) != y) + w * np.mean((s - t) ** 2),
        },
        right={
            "one by one": lambda p, y, s, t, w: np.mean(
                [w * (s[i] - t[i]) ** 2 - np.log(p[i][y[i]]) for i in range(len(y))]
            ),
        },
    ),
    Exercise(
        "count_both",
        inputs=networks,
        ideas={
            "no bias": lambda n, f, sizes: (n + f * sum(sizes), len(sizes) * n + f * sum(sizes)),
            "one bias per head": lambda n, f, sizes: (
                n + sum(f * k + 1 for k in sizes),
                len(sizes) * n + sum(f * k + 1 for k in sizes),
            ),
            "two networks": lambda n, f, sizes: (n + (f + 1) * sum(sizes), 2 * n + (f + 1) * sum(sizes)),
            "twice the shared one": lambda n, f, sizes: (
                n + (f + 1) * sum(sizes),
                len(sizes) * (n + (f + 1) * sum(sizes)),
            ),
            "trunk forgotten": lambda n, f, sizes: ((f + 1) * sum(sizes), len(sizes) * n),
            "swapped": lambda n, f, sizes: (len(sizes) * n + (f + 1) * sum(sizes), n + (f + 1) * sum(sizes)),
            "the caller's list emptied": lambda n, f, sizes: [
                (n + (f + 1) * sum(sizes), len(sizes) * n + (f + 1) * sum(sizes)),
                sizes.clear(),
            ][0],
        },
        right={"as an array": lambda n, f, sizes: np.array([n, len(sizes) * n]) + (f + 1) * sum(sizes)},
    ),
    Exercise(
        "masked_error",
        inputs=masked,
        ideas={
            "over all": lambda p, t: np.nansum((p - t) ** 2) / len(t),
            "zero for missing": lambda p, t: np.mean((p - np.nan_to_num(t)) ** 2),
            "mean for missing": lambda p, t: (
                np.mean((p - np.where(np.isnan(t), np.nan_to_num(np.nanmean(t)), t)) ** 2)
                if not np.isnan(t).all()
                else 1.0
            ),
            "sum": lambda p, t: np.nansum((p - t) ** 2),
            "absolute": lambda p, t: (
                np.nan_to_num(np.mean(np.abs((p - t)[~np.isnan(t)]))) if (~np.isnan(t)).any() else 0
            ),
            "one where nothing is known": lambda p, t: np.nanmean((p - t) ** 2) if (~np.isnan(t)).any() else 1.0,
            "of the first ones": lambda p, t: np.mean((p - t)[: (~np.isnan(t)).sum()] ** 2),
            "the targets filled": lambda p, t: [
                np.nanmean((p - t) ** 2) if (~np.isnan(t)).any() else 0.0,
                np.copyto(t, np.nan_to_num(t)),
            ][0],
        },
        right={
            "with weights": lambda p, t: np.nansum((p - t) ** 2) / np.sum(~np.isnan(t)) if np.sum(~np.isnan(t)) else 0,
        },
    ),
    Exercise(
        "exact_share",
        inputs=answers,
        ideas={
            "label by label": lambda p, y, t: hits(p, y, t).mean(),
            "any": lambda p, y, t: hits(p, y, t).any(axis=1).mean(),
            "the likeliest": lambda p, y, t: np.mean(p.argmax(axis=1) == y.argmax(axis=1)),
            "above": lambda p, y, t: ((p > t) == y).all(axis=1).mean(),
            "half": lambda p, y, t: ((p >= 0.5) == y).all(axis=1).mean(),
            "rounded": lambda p, y, t: (np.round(p) == y).all(axis=1).mean(),
            "as many": lambda p, y, t: np.mean((p >= t).sum(axis=1) == y.sum(axis=1)),
            "columns": lambda p, y, t: hits(p, y, t).all(axis=0).mean(),
            "count": lambda p, y, t: hits(p, y, t).all(axis=1).sum(),
        },
        right={
            "by distance": lambda p, y, t: 1 - np.abs((p >= t) - y).max(axis=1).mean(),
        },
    ),
    Exercise(
        "two_tasks",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "on the test set": on_the_test_set,
            "digit just behind": lambda: Stand(0.934, 1.5),
            "slant just behind": lambda: Stand(0.96, 2.25),
            "in degrees": lambda: Stand(0.96, 1.0, scale=2.0),
            "nothing learned": lambda: Stand(0.1, 12.0),
            "too large": lambda: Stand(0.97, 1.0, parameters=20_000),
            "other names": lambda: Stand(0.97, 1.0, names=("class", "angle")),
            "nine outputs": lambda: Stand(0.97, 1.0, outputs=9),
            "a list": lambda: SimpleNamespace(
                built=True, layers=(), weights=(), count_params=lambda: 9, __call__=lambda x: []
            ),
            "seconds": lambda: 3.25,
        },
        right={"just enough": lambda: Stand(0.935, 2.19)},
    ),
]

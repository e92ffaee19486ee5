"""Splitting a data set into training and test samples."""

import numpy as np


def stratified_split(y: np.ndarray, train_size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return shuffled indices ``(train, test)`` with every class in both in its own proportion.

    ``y``: (n,) labels; ``train`` has ``train_size`` indices and ``test`` all the others. The same ``seed``
    gives the same split on every machine.
    """
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(len(y))
    # How far each sample stands in the queue of its own class, from 0 to 1. Taking everybody up to the same
    # point of their queue keeps the proportions.
    place = np.empty(len(y))
    for label in np.unique(y):
        queue = shuffled[y[shuffled] == label]
        place[queue] = (np.arange(len(queue)) + 0.5) / len(queue)
    order = np.argsort(place, kind="stable")
    return rng.permutation(order[:train_size]), rng.permutation(order[train_size:])


class Split:
    """What the data sets' dataclasses share: a short, fixed text in place of pages of numbers."""

    def __repr__(self):
        parts = [f"{name} {getattr(self, name).shape}" for name in ("x_train", "y_train", "x_test", "y_test")]
        return f"{type(self).__name__}({', '.join(parts)})"

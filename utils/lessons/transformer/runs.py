"""The trainings of lesson 27 that were made beforehand, five seeds each."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/transformer_runs.npz",)
PATH = course_file(FILES[0])
COLUMNS = ("train", "test", "stem", "exact", "seconds")


@cache
def runs(language: str) -> dict[str, dict[str, np.ndarray]]:
    """Return {network: {"train", "test", "stem", "exact", "seconds": (5,)}} of ``tools/transformer_runs.py``.

    train, test: bits a letter of the glosses; stem, exact: shares of 200 unseen headwords whose gloss, written greedily, uses
    the stem or is the dictionary's; seconds: of the processor, for the training.
    """
    return {
        name.partition("_")[0]: dict(zip(COLUMNS, values.T, strict=True))
        for name, values in load_recorded(PATH).items()
        if name.endswith(f"_{language}")
    }

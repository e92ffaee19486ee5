"""The trainings of lesson 19 that were made beforehand, with five seeds each."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/multi_output_runs.npz",)
PATH = course_file(FILES[0])
DEPTHS, WEIGHTS = (1, 2, 3), (0.01, 0.1, 1.0, 10.0, 100.0)  # shared stages, and loss weights of the slant
WAYS = ("shared", "separate", "separate_half_epochs", "separate_half_size", "degrees", "shared_64")
FEW = ("alone", "alone_longer", "with_slant")  # 100 labelled digits


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/multi_output_runs.py``, which says what each array holds.

    ``grid`` (depth, weight, seed, 2), ``ways`` (way, seed, 2), both: accuracy and degrees; ``seconds`` (way, seed); ``few``
    (way, seed), accuracies; ``few_slant`` (2, seed), degrees; ``labels`` (3, seed, 6), ``classes`` (2, seed, 4).
    """
    return load_recorded(PATH)

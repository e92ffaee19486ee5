"""The trainings of lesson 11 that were made beforehand: a deep network with each remedy, alone and together, five seeds each."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/vanishing_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/vanishing_runs.py``, three arrays for each of its rows.

    ``NAME_loss`` (seed, epoch): the training loss, NaN where it overflowed. ``NAME_accuracy`` (seed,): on the test digits.
    ``NAME_rate``: the learning rate.
    """
    return load_recorded(PATH)

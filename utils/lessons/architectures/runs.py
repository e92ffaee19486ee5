"""The trainings of lesson 17 that were made beforehand: every network of its tables with five seeds."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/architectures_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/architectures_runs.py``: {name: (seed, 4)}, and "rates" (network, rate).

    The four: accuracy on the test silhouettes, accuracy and loss of the last epoch of training, processor seconds.
    """
    return load_recorded(PATH)

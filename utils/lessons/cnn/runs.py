"""The trainings of lesson 15 that were made beforehand: every network of its tables with five seeds."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/cnn_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/cnn_runs.py``: {name: test accuracies (seed, pixels)}.

    Pixels: the test digits moved to the right by 0, 1, ... 6 pixels; only 0 for networks trained on shuffled pixels.
    """
    return load_recorded(PATH)

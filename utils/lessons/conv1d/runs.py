"""The trainings of lesson 23 that were made beforehand: every network of its tables with five seeds."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/conv1d_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/conv1d_runs.py``: {name: test accuracies (seed,)}.

    Those of spoken digits (``logistic_``, ``spotter_``, ``one_voice_`` and a language) are (seed, 2): unheard voices, heard ones.
    """
    return load_recorded(PATH)

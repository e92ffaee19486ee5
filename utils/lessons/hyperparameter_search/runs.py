"""The trainings of lesson 12 that were made beforehand: a pool of settings, three searches, one setting with many seeds."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/hyperparameter_search_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded trainings of ``tools/hyperparameter_search_runs.py``, which says what each array holds.

    Counts of right answers come as int64, so that differences of them may be negative.
    """
    recorded = load_recorded(PATH)
    return {name: values if values.dtype.kind == "f" else values.astype(np.int64) for name, values in recorded.items()}

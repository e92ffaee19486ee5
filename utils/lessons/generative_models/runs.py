"""What was computed beforehand for lesson 31: its trainings with five seeds."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/generative_models_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded trainings of ``tools/generative_models_runs.py``, which says what each array holds."""
    return load_recorded(PATH)

"""The trainings of lesson 15 that were made beforehand: every network of its tables with five seeds."""

from functools import cache
from pathlib import Path

import numpy as np

from utils.training.recorded import load_recorded

FILES = ("assets/cnn_runs.npz",)
PATH = Path(__file__).resolve().parents[3] / FILES[0]


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the cached trainings of ``tools/cnn_runs.py``: {name: test accuracies (seed, pixels)}.

    Pixels: the test digits moved to the right by 0, 1, ... 6 pixels; only 0 for networks trained on shuffled pixels.
    """
    return load_recorded(PATH)

"""The trainings of lesson 28 that were made beforehand, with five seeds each."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/graph_networks_runs.npz",)
PATH = course_file(FILES[0])
KINDS, DEPTHS = ("messages", "skip", "none"), (4, 8, 16)


@cache
def runs(language: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the cached trainings of ``tools/graph_networks_runs.py`` on the words of a language, "tr" or "en".

    hops (seed, 3): accuracies with messages in none, one and two layers. depth and apart (kind, depth, seed): accuracies,
    and the mean distance 1 - cos of two node vectors, of ``KINDS`` with ``DEPTHS`` layers.
    """
    recorded = load_recorded(PATH)
    hops, depth, apart = (recorded[f"{name}_{language}"] for name in ("hops", "depth", "apart"))
    return hops, depth, apart

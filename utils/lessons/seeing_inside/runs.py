"""What lesson 16 measured beforehand: networks with and without a shortcut, and pictures of shuffled networks."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/seeing_inside_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return what ``tools/seeing_inside_runs.py`` wrote; floats as float64.

    ``biased``, ``more``, ``hidden``, ``random``, ``balanced``: one kind of training pictures each, (seed, 4): the accuracies on
    pictures that are biased alike, fair, agreeing and disagreeing. ``share_biased``, ...: (seed,), the share of the map in
    the sign's corner. ``sanity``: rank correlations (photograph, seed, block, method) with the untouched network's picture
    after the blocks, conv10 first, have been shuffled; methods: gradient, guided backpropagation, Grad-CAM.
    ``kinds``: the three likeliest classes of each photograph, (photograph, 3), and ``occlusion``: how much their scores fall
    behind a grey square, (photograph, 3, row, column).
    """
    return load_recorded(PATH)

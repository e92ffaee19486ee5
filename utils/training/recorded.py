"""Trainings that were made beforehand by a script in ``tools/`` and lie in ``assets/``."""

from pathlib import Path

import numpy as np

from utils.assets import read_asset


def load_recorded(path: Path) -> dict[str, np.ndarray]:
    """Return {name: array} of an .npz file, floats as float64. RuntimeError where it is missing or damaged."""
    arrays = read_asset(path)
    return {name: array.astype(float) if array.dtype.kind == "f" else array for name, array in arrays.items()}

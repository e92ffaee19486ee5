"""Trainings that were made beforehand by a script in ``tools/`` and lie in ``assets/``."""

from pathlib import Path

import numpy as np

from utils.language import L


def load_recorded(path: Path) -> dict[str, np.ndarray]:
    """Return {name: array} of an .npz file, floats as float64. RuntimeError where it is missing or damaged."""
    try:
        with np.load(path) as file:
            return {
                name: file[name].astype(float) if file[name].dtype.kind == "f" else file[name] for name in file.files
            }
    except (OSError, ValueError) as error:
        raise RuntimeError(
            L(
                f"{path.name} eksik ya da bozuk. Ders klasörünü yeniden indirin.",
                f"{path.name} is missing or damaged. Download the course folder again.",
            )
        ) from error

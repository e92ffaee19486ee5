"""The trainings of lesson 21 that were made beforehand: networks with five seeds, and the decoder that the explorer turns."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/capsule_runs.npz",)
PATH = course_file(FILES[0])


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded trainings of ``tools/capsule_networks_runs.py``, which says what each array holds.

    Counts of right answers come as int64, so that differences of them may be negative.
    """
    return {
        name: values if values.dtype.kind == "f" else values.astype(np.int64)
        for name, values in load_recorded(PATH).items()
        if not name.startswith("explorer_")
    }


@dataclass(frozen=True)
class Decoder:
    """A capsule network's decoder in NumPy, with one test digit of each class.

    pictures: (10, 28, 28) from 0 to 1; capsules: (10, 12), each the capsule of its own class.
    """

    pictures: np.ndarray
    capsules: np.ndarray
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray

    def __call__(self, digit: int, v) -> np.ndarray:
        """Return the picture(s) (..., 28, 28) that capsules v (..., 12) of class ``digit`` describe, from 0 to 1."""
        v = np.asarray(v, dtype=float)
        size = self.capsules.shape[1]
        hidden = np.maximum(v @ self.w1[digit * size : (digit + 1) * size] + self.b1, 0)
        return (1 / (1 + np.exp(-(hidden @ self.w2 + self.b2)))).reshape(*v.shape[:-1], 28, 28)


@cache
def trained_longer() -> Decoder:
    """Return the decoder of the network that was trained for 30 epochs, its weights rounded to seven bits."""
    found = {name.removeprefix("explorer_"): values for name, values in load_recorded(PATH).items()}
    w1, w2 = (found[name] * found[f"{name}_scale"] for name in ("w1", "w2"))
    return Decoder(found["picture"] / 255, found["capsule"], w1, found["b1"], w2, found["b2"])

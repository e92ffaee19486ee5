"""One call that makes a notebook's random numbers the same every time."""

import random
import sys

import numpy as np


def seed_everything(seed: int = 0) -> None:
    """Seed Python's and NumPy's random numbers, and Keras' and TensorFlow's where Keras is imported already.

    A lesson without Keras stays without it; a lesson with Keras imports it first. Twice the same cells on one
    machine then give the same numbers to the last digit; another machine may differ in the last digits.
    """
    random.seed(seed)
    np.random.seed(seed)
    keras = sys.modules.get("keras")
    if keras is not None:
        keras.utils.set_random_seed(seed)

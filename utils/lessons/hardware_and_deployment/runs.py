"""What was measured beforehand for lesson 32: versions of a network, drift, and times on one machine, several times each."""

from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/deployment_runs.npz",)
PATH = course_file(FILES[0])
MODES = ("float32", "xla", "mixed_bfloat16", "mixed_float16")  # of the array ``training``
BATCHES = (1, 4, 16, 64, 256, 1000)  # of ``throughput``
STEP_BATCHES = (64, 512, 4096)  # of ``memory``
CHANGES = (
    "none",
    "right1",
    "right2",
    "right3",
    "right4",
    "noise",
    "thick",
    "pale",
    "turned",
)  # of ``drift``, ``alarms``


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the measurements of ``tools/hardware_and_deployment_runs.py``, which says what each array holds."""
    return load_recorded(PATH)

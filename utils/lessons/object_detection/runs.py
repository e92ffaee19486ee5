"""What was computed beforehand for lesson 20: its trainings with five seeds, and a trained detector's boxes on unseen scenes."""

from functools import cache

import numpy as np

from utils.lessons.object_detection.scenes import Scenes, make_scenes
from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/detection_runs.npz",)
PATH = course_file(FILES[0])
TEST_SEED = 99


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded trainings of ``tools/object_detection_runs.py``, which says what each array holds."""
    return load_recorded(PATH)


@cache
def shown_scenes() -> Scenes:
    """Return the unseen scenes whose boxes are kept in the arrays ``scene_...`` of ``runs()``."""
    from utils.datasets.digits import load_digits28

    digits = load_digits28()
    return make_scenes(digits.x_test, digits.y_test, len(runs()["scene_boxes"]), TEST_SEED)

"""Lesson 24, Recurrent neural networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("w_h", "ArrowLeft"),
    mouse=lambda explorer: explorer.drag_slider("w_x", 0.2),
    answer="exercise-2-count-the-parameters-2",
    check="exercise-2-count-the-parameters-5",
    wrong="def count_parameters(steps, features, units):\n    return features * units + units",
    hears={"tr": "Durumdan duruma giden", "en": "weights from state to state are missing"},
    right="def count_parameters(steps, features, units):\n    return (features + units + 1) * units",
)

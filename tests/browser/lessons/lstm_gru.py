"""Lesson 25, LSTM and GRU, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-5",
    keys=("temperature", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("temperature", 0.9),
    answer="exercise-3-the-parameters-of-a-gru-2",
    check="exercise-3-the-parameters-of-a-gru-5",
    wrong="def gru_parameters(features, units):\n    return 3 * units * (features + units)",
    hears={"tr": "Bias'lar eksik", "en": "The biases are missing"},
    right="def gru_parameters(features, units):\n    return 3 * units * (features + units + 2)",
)

"""Lesson 03, The perceptron, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight"),
    mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
    answer="exercises-2",
    check="exercises-5",
    wrong="def predict_one(sample, weights, bias):\n    return 1 if sum(sample * weights) >= 0 else 0",
    hears={"tr": "Bias'ı toplama eklemeyi unutmuşsunuz", "en": "forgot to add the bias"},
    right="def predict_one(sample, weights, bias):\n    return int(sample @ weights + bias >= 0)",
)

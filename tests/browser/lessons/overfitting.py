"""Lesson 10, Overfitting, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("degree", "ArrowLeft"),
    mouse=lambda explorer: explorer.drag_slider("noise", 0.9),
    answer="exercise-2-weight-decay-2",
    check="exercise-2-weight-decay-5",
    wrong="def decay_step(weights, gradient, learning_rate, strength):\n    return weights - learning_rate * gradient",
    hears={"tr": "Ceza hiç karışmamış", "en": "The penalty is missing"},
    right="def decay_step(weights, gradient, learning_rate, strength):\n"
    "    return weights - learning_rate * (gradient + 2 * strength * weights)",
)

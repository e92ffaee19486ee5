"""Lesson 07, Backpropagation, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("x", 0.2),
    needs=("the-forward-pass-in-numbers-2",),
    answer="exercise-2-the-gradient-of-one-neuron-2",
    check="exercise-2-the-gradient-of-one-neuron-5",
    wrong="def neuron_gradients(x, y, weight, bias):\n    p = sigmoid(weight * x + bias)\n"
    "    return 2 * (p - y) * x, 2 * (p - y)",
    hears={"tr": "Sigmoid'in türevi eksik", "en": "The derivative of the sigmoid is missing"},
    right="def neuron_gradients(x, y, weight, bias):\n    p = sigmoid(weight * x + bias)\n"
    "    d = 2 * (p - y) * p * (1 - p)\n    return d * x, d",
)

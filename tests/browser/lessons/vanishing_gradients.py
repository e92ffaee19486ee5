"""Lesson 11, Vanishing gradients, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("layers", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("layers", 0.2),
    answer="exercise-1-three-numbers-by-hand-2",
    check="exercise-1-three-numbers-by-hand-5",
    wrong="sigmoid_layers, relu_std, classes = 4, 0.1, 100",
    hears={"tr": "henüz binde birin üstünde", "en": "still above a thousandth"},
    right="sigmoid_layers, relu_std, classes = 5, 0.1, 100",
)

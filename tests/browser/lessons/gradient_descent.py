"""Lesson 08, Gradient descent, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("rate", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("momentum", 0.1),
    answer="exercise-2-compute-the-limit-and-the-wai-2",
    check="exercise-2-compute-the-limit-and-the-wai-5",
    wrong="rate_limit, steps_needed = 0.1, 90",
    hears={"tr": "dibe tek adımda iner", "en": "reaches the bottom of the most curved direction in one step"},
    right="rate_limit, steps_needed = 0.2, 90",
)

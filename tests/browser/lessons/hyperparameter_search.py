"""Lesson 12, Title, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("weight", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("weight", 0.2),
    answer="exercises-2",
    check="exercises-5",
    wrong="def weighted(x, weight):\n    return x + weight",
    hears={"tr": "çarpın", "en": "multiply"},
    right="def weighted(x, weight):\n    return weight * x",
)

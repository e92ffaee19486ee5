"""Lesson 00, Start here, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("steepness", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("start", 0.2),
    answer="exercises-2",
    check="exercises-5",
    wrong="pixels = 28 + 28",
    hears={"tr": "çarpın", "en": "multiply"},
    right="pixels = 28 * 28",
)

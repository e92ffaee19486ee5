"""Lesson 01, What is deep learning, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("draw", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("draw", 0.9),
    answer="exercise-2-the-first-step-of-k-means-2",
    check="exercise-2-the-first-step-of-k-means-5",
    wrong="assign = lambda points, centers: [((centers - p) ** 2).sum(axis=1).argmax() for p in points]",
    hears={"tr": "uzak", "en": "farthest"},
    right="assign = lambda points, centers: [((centers - p) ** 2).sum(axis=1).argmin() for p in points]",
)

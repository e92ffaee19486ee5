"""Lesson 12, Hyperparameter search, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("shown", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag(0, 120, -60),  # the ring
    answer="exercises-2",
    check="exercises-5",
    wrong="def log_scale(u, low, high):\n    return low + (high - low) * u",
    hears={"tr": "doğrusal ölçektir", "en": "a linear scale"},
    right="def log_scale(u, low, high):\n    return low * (high / low) ** u",
)

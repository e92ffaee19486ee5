"""Lesson 26, sequence to sequence with attention, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("word", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("word", 0.9),
    answer="exercise-6-correct-for-the-length-2",
    check="exercise-6-correct-for-the-length-5",
    wrong="def best_hypothesis(sums, lengths, alpha):\n    return np.argmax(sums)",
    hears={"tr": "Uzunluk hesaba girmemiş", "en": "The length does not enter"},
    right="def best_hypothesis(sums, lengths, alpha):\n    return np.argmax(sums / lengths ** alpha)",
)

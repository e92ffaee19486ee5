"""Lesson 13, Imbalanced data, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("threshold", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("separation", 0.8),
    answer="exercise-2-how-many-false-alarms-are-all-2",
    check="exercise-2-how-many-false-alarms-are-all-5",
    wrong="def allowed_rate(recall, prevalence, precision):\n    return min(1, recall * (1 - precision) / precision)",
    hears={"tr": "Yaygınlığın sonuca etkisi yok", "en": "The prevalence has no effect"},
    right="def allowed_rate(recall, prevalence, precision):\n"
    "    true = prevalence * recall\n"
    "    return min(1, true * (1 - precision) / ((1 - prevalence) * precision))",
)

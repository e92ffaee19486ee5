"""Lesson 21, Capsule networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("turn", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("dimension", 0.6),
    answer="exercises-2",
    check="exercises-5",
    wrong="def same_pooling(x):\n    return x",
    hears={"tr": "hiç değişmedi", "en": "not changed at all"},
    right="def same_pooling(x):\n    y = x.copy()\n    y[0, 0], y[0, 1] = x[0, 1], x[0, 0]\n    return y",
)

"""Lesson 23, One-dimensional convolution, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("step", 0.2),
    answer="exercise-4-how-many-layers-are-enough-2",
    check="exercise-4-how-many-layers-are-enough-5",
    wrong="def layers_needed(kernel_size, length):\n    return -(-(length - 1) // (kernel_size - 1))",
    hears={"tr": "ikiye katlanır", "en": "double"},
    right="def layers_needed(kernel_size, length):\n    field, count = 1, 0\n    while field < length:\n"
    "        field, count = field + (kernel_size - 1) * 2**count, count + 1\n    return count",
)

"""Lesson 09, Your first Keras network, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("seed", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("noise", 0.8),
    answer="exercises-2",
    check="exercises-5",
    wrong="def count_parameters(sizes):\n    return sum(a * b for a, b in zip(sizes, sizes[1:]))",
    hears={"tr": "Her nöronun bir de bias'ı var", "en": "Each neuron has a bias as well"},
    right="def count_parameters(sizes):\n    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))",
)

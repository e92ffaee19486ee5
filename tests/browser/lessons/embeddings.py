"""Lesson 22, Embeddings, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("question", "ArrowRight"),
    mouse=lambda explorer: explorer.click("leave_out"),
    answer="exercise-6-count-the-parameters-2",
    check="exercise-6-count-the-parameters-5",
    wrong="def count_parameters(words, size, classes, frozen):\n    total = (words + 1) * size + (size + 1) * classes\n"
    "    return total, total",
    hears={"tr": "Donmuş bir katmanın parametreleri", "en": "A frozen layer has its parameters"},
    right="def count_parameters(words, size, classes, frozen):\n    table, dense = (words + 1) * size, (size + 1) * classes\n"
    "    return table + dense, dense if frozen else table + dense",
)

"""Lesson 02, Tensors, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("index", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("index", 0.15),
    answer="exercise-4-write-one-hot-encoding-2",
    check="exercise-4-write-one-hot-encoding-5",
    wrong="def one_hot(labels, classes):\n    return np.eye(max(labels) + 1)[labels]",
    hears={"tr": "Sütun sayısını veriden çıkarmayın", "en": "Do not take the number of columns from the data"},
    right="def one_hot(labels, classes):\n    return np.eye(classes)[labels]",
)

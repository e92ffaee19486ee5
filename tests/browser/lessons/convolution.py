"""Lesson 14, Convolution, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("step", 0.8),
    answer="exercise-2-a-kernel-that-shifts-2",
    check="exercise-2-a-kernel-that-shifts-5",
    wrong="right_kernel = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])",
    hears={"tr": "Bu çekirdek resmi sola kaydırır", "en": "This kernel moves the picture to the left"},
    right="right_kernel = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])",
)

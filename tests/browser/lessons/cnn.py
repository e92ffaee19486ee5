"""Lesson 15, Convolutional neural networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-5",
    keys=("filter", "ArrowRight"),
    mouse=lambda explorer: explorer.draw("drawing", (0.2, 0.8), (0.8, 0.8)),
    answer="exercises-2",
    check="exercises-5",
    wrong="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride",
    hears={"tr": "İlk konumu saymayı unuttunuz", "en": "forgot the first position"},
    right="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride + 1",
)

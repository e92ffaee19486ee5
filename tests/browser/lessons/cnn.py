"""Lesson 15, Convolutional neural networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-5",
    keys=("filter", "ArrowRight"),
    mouse=lambda explorer: explorer.draw("drawing", (0.2, 0.8), (0.8, 0.8)),
    answer="exercises-2",
    check="exercises-5",
    wrong="def count_parameters(kernel, channels, filters):\n    return kernel * kernel * channels * filters",
    hears={"tr": "Her filtrenin bir de bias'ı var", "en": "Each filter has a bias as well"},
    right="def count_parameters(kernel, channels, filters):\n    return (kernel * kernel * channels + 1) * filters",
)

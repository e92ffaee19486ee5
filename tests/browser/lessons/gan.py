"""Lesson 30, Generative adversarial networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("generator", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("discriminator", 0.8),
    answer="exercises-2",
    check="exercises-5",
    wrong="def best_discriminator(p, q):\n    return q / (p + q)",
    hears={"tr": "sahte olma olasılığıdır", "en": "That is the probability of fake"},
    right="def best_discriminator(p, q):\n    return p / (p + q)",
)

"""Lesson 30, Generative adversarial networks, in JupyterLab."""

from tests.browser.lesson import Lesson


def draw_another_network(explorer):
    """The seed is one of the folded controls; unfolding alone may make the pictures smaller, so it is waited for."""
    pictures = explorer.unfold()
    explorer.drag_slider("seed", 0.8)
    explorer.wait_for_change(pictures)


LESSON = Lesson(
    explorer="play-first-2",
    keys=("batch", "Space"),  # before training, the steps, the rate and the noise change nothing that is drawn
    mouse=draw_another_network,
    answer="exercises-2",
    check="exercises-5",
    wrong="def best_discriminator(p, q):\n    return q / (p + q)",
    hears={"tr": "sahte olma olasılığıdır", "en": "That is the probability that the example is fake"},
    right="def best_discriminator(p, q):\n    return p / (p + q)",
)

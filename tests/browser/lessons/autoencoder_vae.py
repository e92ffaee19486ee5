"""Lesson 29, Autoencoders and the VAE, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-5",
    keys=("way", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("way", 0.8),
    answer="exercises-2",
    check="exercises-5",
    wrong="def kl(mean, log_var):\n    return (mean**2 + np.exp(log_var) - 1 - log_var).sum(axis=1)",
    hears={"tr": "½ unutulmuş", "en": "The ½ in front of the sum is missing"},
    right="def kl(mean, log_var):\n    return (mean**2 + np.exp(log_var) - 1 - log_var).sum(axis=1) / 2",
)

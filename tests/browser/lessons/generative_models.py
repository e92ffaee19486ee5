"""Lesson 31, Generative models, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("steps", 0.3),
    answer="exercise-1-bits-per-pixel-2",
    check="exercise-1-bits-per-pixel-5",
    wrong="def bits_per_pixel(probabilities, pixels):\n"
    "    chosen = np.take_along_axis(probabilities, pixels[..., None], axis=-1)\n    return -np.log(chosen).mean()",
    hears={"tr": "Doğal logaritma nat verir", "en": "The natural logarithm gives nats"},
    right="def bits_per_pixel(probabilities, pixels):\n"
    "    chosen = np.take_along_axis(probabilities, pixels[..., None], axis=-1)\n    return -np.log2(chosen).mean()",
)

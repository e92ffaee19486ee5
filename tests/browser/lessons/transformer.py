"""Lesson 27, Transformers and large language models, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("temperature", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("temperature", 0.9),
    answer="exercise-5-compare-models-with-different-2",
    check="exercise-5-compare-models-with-different-5",
    wrong="def bits_per_letter(perplexity, letters):\n    return np.log2(perplexity)",
    hears={"tr": "harflerin sayısına bölün", "en": "divide by the number of letters"},
    right="def bits_per_letter(perplexity, letters):\n    return np.log(perplexity) / np.log(2) / letters",
)

"""Lesson 32, Hardware and deployment, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("batch", "ArrowRight"),
    mouse=lambda explorer: explorer.click("form", "16 bit"),
    answer="exercises-2",
    check="exercises-5",
    wrong="def training_memory(parameters, activations, batch, mixed):\n"
    "    return 16 * parameters + (2 if mixed else 4) * activations * batch",
    hears={"tr": "16 bitlik bir kopyası da durur", "en": "there is a 16-bit copy"},
    right="def training_memory(parameters, activations, batch, mixed):\n"
    "    return (18 if mixed else 16) * parameters + (2 if mixed else 4) * activations * batch",
)

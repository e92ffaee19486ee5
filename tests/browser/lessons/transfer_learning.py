"""Lesson 18, Transfer learning, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("locked", "ArrowRight"),
    mouse=lambda explorer: explorer.click("rate"),
    answer="exercise-3-a-plan-of-gradual-unfreezing-2",
    check="exercise-3-a-plan-of-gradual-unfreezing-5",
    wrong="locked_at = lambda epoch, blocks, every: blocks - epoch // every",
    hears={"tr": "eksiye iniyor", "en": "goes below zero"},
    right="locked_at = lambda epoch, blocks, every: max(blocks - epoch // every, 0)",
)

"""Lesson 04, Linear regression, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight"),
    mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
    answer="exercises-2",
    check="exercises-5",
    wrong="def losses_of(y, predictions):\n    return np.mean((y - predictions) ** 2), np.mean(y - predictions)",
    hears={"tr": "mutlak değer unutulmuş", "en": "lacks its absolute value"},
    right="def losses_of(y, predictions):\n"
    "    return np.mean((y - predictions) ** 2), np.mean(np.abs(y - predictions))",
)

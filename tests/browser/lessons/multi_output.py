"""Lesson 19, Networks with several outputs, in JupyterLab."""

from tests.browser.lesson import Lesson

FRAMED = (
    "def thickness(picture):\n    framed = np.pad(picture, 1)\n    sides = np.sum(framed[:, 1:] != framed[:, :-1])\n"
)
LAST = "    return 2 * picture.sum() / sides"
LESSON = Lesson(
    explorer="play-first-2",
    keys=("weight", "ArrowRight"),
    mouse=lambda explorer: explorer.click("depth"),
    answer="exercises-2",
    check="exercises-5",
    wrong=FRAMED + LAST,
    hears={"tr": "Yalnızca yan yana pikselleri", "en": "only pixels side by side"},
    right=FRAMED + "    sides = sides + np.sum(framed[1:] != framed[:-1])\n" + LAST,
)

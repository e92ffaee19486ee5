"""Lesson 20, Object detection, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("score", 0.8),
    answer="exercises-2",
    check="exercises-5",
    wrong="def decode(deltas, anchors):\n    size = anchors[:, 2:] - anchors[:, :2]\n"
    "    middle = (anchors[:, :2] + anchors[:, 2:]) / 2 + deltas[:, :2]\n"
    "    return np.hstack([middle - size * np.exp(deltas[:, 2:]) / 2, middle + size * np.exp(deltas[:, 2:]) / 2])",
    hears={"tr": "Kayma piksel değildir", "en": "The shift is not in pixels"},
    right="def decode(deltas, anchors):\n    size = anchors[:, 2:] - anchors[:, :2]\n"
    "    middle = (anchors[:, :2] + anchors[:, 2:]) / 2 + deltas[:, :2] * size\n"
    "    return np.hstack([middle - size * np.exp(deltas[:, 2:]) / 2, middle + size * np.exp(deltas[:, 2:]) / 2])",
)

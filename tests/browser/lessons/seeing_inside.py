"""Lesson 16, Seeing inside a network, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("method", "ArrowRight"),
    mouse=lambda explorer: explorer.drag(0, 60, -60),  # the grey square
    answer="exercise-2-back-through-a-relu-2",
    check="exercise-2-back-through-a-relu-5",
    wrong="def relu_back(z, gradient, rule):\n    return gradient * (z > 0)",
    hears={"tr": "değerine bakın", "en": "look at"},
    right="""def relu_back(z, gradient, rule):
    passed = gradient if rule == "gradient" else np.maximum(gradient, 0)
    return passed if rule == "deconvolution" else passed * (z > 0)""",
)

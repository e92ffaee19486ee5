"""Lesson 17, Architectures, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("network", "ArrowRight"),
    mouse=lambda explorer: explorer.click("add"),
    answer="exercises-2",
    check="exercises-5",
    wrong="def stack_costs(kernel, depth, channels, side):\n    own = kernel**2 * channels**2\n"
    "    return depth * own, depth * own * side**2, 1 + depth * (kernel - 1)",
    hears={"tr": "Parametrelerde her filtrenin bir bias'ı da sayılır", "en": "Each filter has a bias as well"},
    right="def stack_costs(kernel, depth, channels, side):\n    own = kernel**2 * channels**2\n"
    "    return depth * (own + channels), depth * own * side**2, 1 + depth * (kernel - 1)",
)

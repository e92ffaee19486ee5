"""Lesson 28, Graph networks, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("step", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag(2, 60, -40),  # node C
    answer="exercise-2-collect-the-messages-in-a-loo-2",
    check="exercise-2-collect-the-messages-in-a-loo-5",
    wrong="def collect(h, edges):\n    total, count = h.copy(), np.ones(len(h))\n    for u, v in edges:\n"
    "        total[v] = total[v] + h[u]\n        count[v] = count[v] + 1\n    return total / count[:, None]",
    hears={"tr": "Mesajlar yalnızca kenarın ilk ucundan", "en": "Messages only went from the first end"},
    right="def collect(h, edges):\n    total, count = h.copy(), np.ones(len(h))\n    for u, v in edges:\n"
    "        total[v] = total[v] + h[u]\n        total[u] = total[u] + h[v]\n"
    "        count[v] = count[v] + 1\n        count[u] = count[u] + 1\n    return total / count[:, None]",
)

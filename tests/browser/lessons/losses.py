"""Lesson 06, Loss functions, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("z1", "ArrowRight", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("z1", 0.2),
    answer="exercise-2-softmax-with-a-temperature-2",
    check="exercise-2-softmax-with-a-temperature-5",
    wrong="def softmax_at(logits, temperature):\n    p = np.exp(logits - logits.max())\n    return p / p.sum()",
    hears={"tr": "Sıcaklığın sonuca etkisi yok", "en": "The temperature has no effect"},
    right="def softmax_at(logits, temperature):\n    z = logits / temperature\n"
    "    p = np.exp(z - z.max())\n    return p / p.sum()",
)

"""The drawings of lesson 12: the rungs of successive halving, and nested validation."""

from itertools import pairwise

from matplotlib.figure import Figure

from utils.language import L
from utils.plots.diagram import Diagram


def draw_halving() -> Figure:
    """Draw 27 trials of 1 epoch, 9 of 3, 3 of 9 and 1 of 27, with the epochs that each rung adds."""
    diagram = Diagram(12, 4.2)
    rungs = ((27, 1, 27), (9, 3, 18), (3, 9, 18), (1, 27, 18))
    boxes = []
    for place, (count, epochs, added) in enumerate(rungs):
        x = 1.6 + 2.95 * place
        text = L(f"{count} deneme\n{epochs}. epoka kadar", f"{count} trial{'s' * (count > 1)}\nto epoch {epochs}")
        color = "orange" if count == 1 else "blue"
        boxes.append(diagram.box((x, 2.9), text, width=2.05, height=1.25, color=color, size=13))
        diagram.note((x, 1.75), L(f"+{added} epok", f"+{added} epochs"), size=14)
    for left, right in pairwise(boxes):
        diagram.arrow(left, right)
        diagram.note(((left.centre[0] + right.centre[0]) / 2, 3.85), L("en iyi 1/3", "best 1/3"), size=12)
    words = L("Toplam 27 + 18 + 18 + 18 = 81 epok; hepsi sonuna kadar eğitilseydi 27 · 27 = 729 epok",
              "Together 27 + 18 + 18 + 18 = 81 epochs; with all trained to the end it would be 27 · 27 = 729")  # fmt: skip
    diagram.note((6, 0.7), words, size=13)
    return diagram.figure


def draw_nested() -> Figure:
    """Draw one outer part of nested validation: settings are chosen inside four fifths, and measured on the last fifth."""
    diagram = Diagram(12, 5.2)
    diagram.note((0.2, 4.55), L("dış bölme", "outer split"), align="left")
    outer = [
        diagram.box((3.6 + 1.75 * i, 4.55), str(i + 1), width=1.55, color="orange" if i == 4 else "blue")
        for i in range(5)
    ]
    diagram.note((0.2, 2.95), L("iç bölme", "inner split"), align="left")
    inner = [diagram.box((3.6 + 1.75 * i, 2.95), L("sınama", "held out") if i == 3 else L("eğitim", "training"), width=1.55,
                         color="green" if i == 3 else "blue", dashed=True, size=12) for i in range(4)]  # fmt: skip
    chosen = diagram.box((6.22, 1.2), L("iç hatası en küçük ayar seçilir", "the setting with the least inner error is chosen"),
                         width=6.3, color="green", size=13)  # fmt: skip
    measured = diagram.box((10.7, 1.2), L("hata ölçülür", "measure error"), width=2.1, color="orange", size=13)
    for box in outer[:4]:
        diagram.arrow(box, (box.centre[0], 3.4))
    for box in inner:
        diagram.arrow(box, (box.centre[0], chosen.top[1]))
    diagram.arrow(chosen, measured)
    diagram.arrow(outer[4], (outer[4].centre[0], measured.top[1]))
    return diagram.figure

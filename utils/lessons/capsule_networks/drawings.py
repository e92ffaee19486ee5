"""The drawings of lesson 21: two parts that vote for two wholes, and the capsule network from the picture to the picture."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from utils.language import L
from utils.palette import COLORS
from utils.plots.diagram import Diagram, pale


def _roof(diagram, place, down=False, color="orange"):
    x, y = place
    sign = -1 if down else 1
    corners = [(x - 0.5, y - 0.3 * sign), (x + 0.5, y - 0.3 * sign), (x, y + 0.35 * sign)]
    diagram.axes.add_patch(
        Polygon(corners, facecolor=pale(COLORS[color], 0.6), edgecolor=COLORS[color], lw=2, zorder=4)
    )


def _body(diagram, place, color="blue"):
    x, y = place
    diagram.axes.add_patch(
        Rectangle(
            (x - 0.5, y - 0.3), 1, 0.6, facecolor=pale(COLORS[color], 0.6), edgecolor=COLORS[color], lw=2, zorder=4
        )
    )


def draw_votes() -> Figure:
    """Draw a roof and a body, their votes for a house (which agree) and for a boat (which do not)."""
    diagram = Diagram(12, 5.2)
    _body(diagram, (1.3, 3.7))
    diagram.note((1.3, 3.15), L("1. parça: dikdörtgen", "part 1: rectangle"), size=12)
    _roof(diagram, (1.3, 1.6))
    diagram.note((1.3, 1.0), L("2. parça: üçgen", "part 2: triangle"), size=12)
    house = diagram.box((9.9, 3.75), width=3.4, height=1.7, color="green")
    boat = diagram.box((9.9, 1.45), width=3.4, height=1.7, color="muted", dashed=True)
    _body(diagram, (9.2, 3.45))
    _roof(diagram, (9.2, 4.08))
    diagram.note((10.55, 3.75), L("A: ev", "A: house"), size=13)
    _body(diagram, (9.2, 1.15))
    _roof(diagram, (9.2, 1.78), down=True)
    diagram.note((10.55, 1.45), L("B: tekne", "B: boat"), size=13)
    for start, whole, text, y in (
        ((2.0, 3.8), house, "(2, 0)", 4.02),
        ((2.0, 3.5), boat, "(1, 2)", 3.24),
        ((2.0, 1.8), house, "(2, 0)", 2.08),
        ((2.0, 1.5), boat, "(1, −2)", 1.16),
    ):
        color = "green" if whole is house else "muted"
        end = (8.15, whole.centre[1] + (0.12 if start[1] > 2.5 else -0.12))
        diagram.arrow(start, end, color=color, width=2)
        diagram.note((3.9, y), text, size=13, color=color)
    diagram.note((6, 4.85), L("evde iki oy aynı", "the two votes for the house agree"), size=12, color="green")
    diagram.note((6, 0.35), L("teknede ikinci değerler zıt", "for the boat the second values are opposite"), size=12)
    return diagram.figure


def draw_capsule_network(picture: np.ndarray, drawn: np.ndarray) -> Figure:
    """Draw the lesson's network; ``picture`` (28, 28) goes in, ``drawn`` (28, 28) is what the decoder makes of it."""
    diagram = Diagram(14, 6.3, size=0.7)
    middle, low = 3.7, 0.75
    first = diagram.picture((0.95, middle), picture, width=1.5)
    maps = diagram.block((3.0, middle), width=0.5, height=1.6, depth=0.7, color="blue")
    more = diagram.block((5.0, middle), width=0.7, height=0.9, depth=0.5, color="blue")
    parts = diagram.box((7.25, middle), L("128 kapsül\n8'er değer", "128 capsules\nof 8 values"), width=1.75, height=1.5,
                        color="orange", size=11.5)  # fmt: skip
    wholes = diagram.box((10.15, middle), L("10 kapsül\n12'şer değer", "10 capsules\nof 12 values"), width=1.75, height=1.5,
                         color="orange", size=11.5)  # fmt: skip
    lengths = diagram.box((12.85, middle), L("10 boy", "10 lengths"), width=1.45, height=0.9, color="green", size=11.5)
    for left, right in ((first, maps), (maps, more), (more, parts), (wholes, lengths)):
        diagram.arrow(left, right, width=1.8)
    diagram.arrow(parts, wholes, width=3, color="orange")
    mask = diagram.box((10.15, low), L("yalnız doğru sınıf", "the right class only"), width=2.3, height=0.8, size=11.5)
    dense = diagram.funnel((7.3, low), L("çözücü", "decoder"), width=1.7, left=1.4, right=0.7, color="green", size=11.5)
    last = diagram.picture((4.7, low), drawn, width=1.3)
    diagram.arrow(wholes, mask, width=1.8)
    diagram.arrow(mask, dense, width=1.8)
    diagram.arrow(dense, last, width=1.8)
    for x, text in (
        (3.0, L("evrişim\n7×7, adım 2\n11×11×32", "convolution\n7×7, stride 2\n11×11×32")),
        (5.15, L("evrişim\n5×5, adım 2\n4×4×64", "convolution\n5×5, stride 2\n4×4×64")),
        (7.25, L("sıkıştırma", "squash")),
        (8.75, L("oylar,\n3 tur", "votes,\n3 rounds")),
        (12.85, L("pay kaybı", "margin loss")),
    ):
        diagram.note((x, 5.65), text, size=11)
    diagram.note((2.85, low), L("yeniden\noluşturma hatası", "reconstruction\nerror"), size=11)
    return diagram.figure

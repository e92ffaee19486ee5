"""The neuron in the brain and the neuron on paper, side by side: drawn by code, in the reader's language.

What corresponds has one colour and one number on both sides: dendrites and inputs, synapses and weights, cell
body and weighted sum, threshold and step, axon and output.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, Polygon

from utils.language import L
from utils.palette import COLORS
from utils.plots.diagram import pale

WIDTH, HEIGHT = 10.0, 7.4  # of the field of each drawing
# The parts, numbered 1 to 5: the same on both sides.
RECEIVE, WEIGH, GATHER, DECIDE, SEND = (COLORS[name] for name in ("blue", "orange", "green", "purple", "amber"))
PARTS = (RECEIVE, WEIGH, GATHER, DECIDE, SEND)
LEVELS = (5.7, 3.7, 1.7)  # heights of the three signals
CELL = np.array([4.3, 3.7])  # the middle of the cell body and of the sum


def draw_neurons() -> Figure:
    """Draw a biological and an artificial neuron side by side, each part with its name; return the figure."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 5.45), layout="constrained")
    for axes, title in (
        (left, L("Biyolojik nöron", "Biological neuron")),
        (right, L("Yapay nöron", "Artificial neuron")),
    ):
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
        axes.set_axis_off()
        axes.set_title(title, fontweight="bold")
    _draw_biological(left)
    _draw_artificial(right)
    return figure


def _draw_biological(axes: Axes) -> None:
    for level in LEVELS:
        _draw_dendrite(axes, level)
        _draw_synapse(axes, level)
    for tip in ((5.0, 6.1), (5.2, 1.3)):  # two that receive nothing now
        middle = _by((CELL + tip) / 2, 0.25, 0)
        _limb(axes, [CELL, middle, tip], 0.5, 0.07, RECEIVE)
        _limb(axes, [middle, _by(middle, 0.55, 0.35 * np.sign(tip[1] - CELL[1]))], 0.12, 0.05, RECEIVE)
    _draw_axon(axes)
    _draw_cell_body(axes)
    _name(axes, 1, L("dendrit", "dendrite"), (3.2, 6.95), (2.95, 5.35))
    _name(axes, 2, L("sinaps", "synapse"), (1.0, 6.95), (1.05, 5.85))
    _name(axes, 3, L("hücre gövdesi (soma)", "cell body (soma)"), (4.3, 0.4), (4.3, 2.75))
    _name(axes, 4, L("ateşleme eşiği", "firing threshold"), (7.0, 5.6), (5.6, 3.85))
    _name(axes, 5, L("akson", "axon"), (7.35, 2.0), (7.15, 3.5))


def _draw_dendrite(axes, level):
    """Draw one dendrite from its synapse to the cell body, with two twigs."""
    away = np.sign(level - CELL[1]) or 0.35
    start, end = np.array([1.5, level]), CELL
    first = np.array([2.5, level - 0.12 * away])
    second = np.array([3.3, (level + CELL[1]) / 2])
    _limb(axes, [start, first, second, end], 0.22, 0.5, RECEIVE)
    _limb(axes, [first, _by(first, -0.55, 0.5 * away)], 0.14, 0.05, RECEIVE)
    twig = [_by(second, -0.3, 0.16 * away), _by(second, -1.0, -0.28 * away)]
    _limb(axes, twig, 0.16, 0.05, RECEIVE)


def _draw_synapse(axes, level):
    """Draw the ending of another neuron's axon, from which a signal crosses to the dendrite."""
    _limb(axes, [(0, level + 0.12), (0.5, level + 0.06), (1.1, level)], 0.1, 0.1, COLORS["muted"])
    _limb(axes, [(0.75, level + 0.03), (1.0, level)], 0.1, 0.4, WEIGH)
    for dy in (-0.15, 0, 0.15):
        axes.add_patch(Circle((1.34, level + dy), 0.05, color=WEIGH, lw=0))


def _draw_cell_body(axes):
    angles = np.linspace(0, 2 * np.pi, 200)
    radius = 0.92 + 0.09 * np.cos(3 * angles + 0.4) + 0.04 * np.cos(7 * angles)
    outline = CELL + radius[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    axes.add_patch(Polygon(outline, facecolor=pale(GATHER, 0.55), edgecolor=GATHER, lw=2.5, zorder=4))
    axes.add_patch(
        Ellipse((CELL[0], CELL[1]), 0.72, 0.66, facecolor=pale(GATHER, 0.15), edgecolor=GATHER, lw=1.5, zorder=5)
    )
    axes.add_patch(Circle(_by(CELL, 0.08, 0.05), 0.13, color=GATHER, lw=0, zorder=6))


def _draw_axon(axes):
    """Draw the axon: the place where the cell fires, the sheathed way, and the endings."""
    _limb(axes, [(8.2, 3.7), (8.6, 3.75), (8.9, 4.4), (9.5, 4.75)], 0.15, 0.09, SEND)
    _limb(axes, [(8.2, 3.7), (8.9, 3.72), (9.6, 3.7)], 0.15, 0.09, SEND)
    _limb(axes, [(8.2, 3.7), (8.6, 3.65), (8.9, 3.0), (9.5, 2.65)], 0.15, 0.09, SEND)
    for end in ((9.58, 4.78), (9.68, 3.7), (9.58, 2.62)):
        axes.add_patch(Circle(end, 0.16, color=SEND, lw=0, zorder=3))
    _limb(axes, [(5.0, 3.7), (6.0, 3.7), (8.4, 3.7)], 0.16, 0.16, SEND)
    for x in (6.1, 6.85, 7.6):
        shape = FancyBboxPatch(
            (x, 3.5), 0.56, 0.4, boxstyle="round,pad=0,rounding_size=0.18",
            facecolor=pale(SEND, 0.45), edgecolor=SEND, lw=1.8, zorder=3,
        )  # fmt: skip
        axes.add_patch(shape)
    _limb(axes, [(4.9, 3.7), (5.95, 3.7)], 0.85, 0.17, DECIDE, zorder=3)


def _draw_artificial(axes: Axes) -> None:
    box = np.array([6.85, 3.7])  # the middle of the step
    for i, level in enumerate(LEVELS, start=1):
        start = np.array([1.0, level])
        _arrow(axes, start, CELL, COLORS["muted"], shrink=1.0)
        _node(axes, start, 0.46, RECEIVE, f"$x_{i}$")
        _tag(axes, start + 0.47 * (CELL - start), f"$w_{i}$")
    _arrow(axes, (4.3, 5.75), CELL, COLORS["muted"], shrink=1.0)
    axes.text(4.3, 5.95, "$b$", ha="center", va="center", fontsize=17)
    axes.text(4.62, 5.95, "(bias)", ha="left", va="center", fontsize=13)
    _arrow(axes, _by(CELL, 0.95, 0), _by(box, -0.72, 0), COLORS["muted"])
    _arrow(axes, _by(box, 0.72, 0), (8.75, 3.7), SEND)
    _node(axes, CELL, 0.95, GATHER, r"$\Sigma$", size=30)
    axes.text((CELL[0] + 0.95 + box[0] - 0.72) / 2, 3.98, "$z$", ha="center", va="center", fontsize=16)
    _draw_step(axes, box)
    axes.text(9.15, 3.7, r"$\hat{y}$", ha="center", va="center", fontsize=22)
    _name(axes, 1, L("girdiler", "inputs"), (0.75, 6.95), (1.0, 6.2))
    _name(axes, 2, L("ağırlıklar", "weights"), (3.05, 6.95), (2.6, 5.05))
    _name(axes, 3, L("ağırlıklı toplam", "weighted sum"), (4.3, 0.4), (4.3, 2.7))
    _name(axes, 4, L("basamak fonksiyonu", "step function"), (7.3, 5.6), (6.85, 4.4))
    _name(axes, 5, L("çıktı", "output"), (8.6, 2.0), (8.1, 3.7))


def _draw_step(axes, middle):
    """Draw the step function in its box."""
    x, y = middle
    box = FancyBboxPatch(
        (x - 0.7, y - 0.7), 1.4, 1.4, boxstyle="round,pad=0,rounding_size=0.15",
        facecolor=pale(DECIDE, 0.85), edgecolor=DECIDE, lw=2.5, zorder=4,
    )  # fmt: skip
    axes.add_patch(box)
    axes.plot([x - 0.52, x + 0.52], [y - 0.35, y - 0.35], color=COLORS["muted"], lw=1, ls="-", zorder=5)
    steps = [x - 0.52, x, x, x + 0.52], [y - 0.35, y - 0.35, y + 0.38, y + 0.38]
    axes.plot(*steps, color=COLORS["ink"], lw=3, ls="-", zorder=6)


def _node(axes, place, radius, color, text, size=17):
    """Draw a circle at ``place`` (x, y), ``radius`` in the drawing's units, with a text of ``size`` points inside."""
    axes.add_patch(Circle(place, radius, facecolor=pale(color, 0.85), edgecolor=color, lw=2.5, zorder=4))
    axes.text(*place, text, ha="center", va="center", fontsize=size, zorder=5)


def _tag(axes, place, text):
    """Draw a weight: a small box on the line that it belongs to."""
    look = {"boxstyle": "round,pad=0.3", "facecolor": pale(WEIGH, 0.85), "edgecolor": WEIGH, "linewidth": 2}
    axes.text(*place, text, ha="center", va="center", fontsize=15, bbox=look, zorder=5)


def _arrow(axes, start, end, color, shrink=0.0):
    """Draw an arrow that ends ``shrink`` before ``end``."""
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    end = end - shrink * (end - start) / np.hypot(*(end - start))
    look = {"arrowstyle": "-|>,head_width=0.3,head_length=0.6", "color": color, "linewidth": 2.5}
    axes.annotate("", end, start, arrowprops=look | {"shrinkA": 0, "shrinkB": 0}, zorder=2)


def _name(axes, number, word, place, part):
    """Write a part's number and name at ``place``, with a thin line to the ``part`` of the drawing."""
    color = PARTS[number - 1]
    x, y = place
    side = np.sign(part[1] - y)
    axes.plot([x, part[0]], [y + 0.3 * side, part[1]], color=COLORS["muted"], lw=1.2, ls="-", zorder=7)
    axes.plot(*part, "o", color=COLORS["ink"], ms=4, zorder=8)
    badge = {"boxstyle": "circle,pad=0.25", "facecolor": pale(color, 0.8), "edgecolor": color, "linewidth": 2}
    word = axes.annotate(word, (x, y), (9, 0), textcoords="offset points", ha="center", va="center", fontsize=14)
    axes.annotate(
        str(number), (0, 0.5), (-12, 0), xycoords=word, textcoords="offset points",
        ha="center", va="center", fontsize=12, bbox=badge,
    )  # fmt: skip


def _limb(axes, points, start_width, end_width, color, zorder=2):
    """Draw a smooth limb through ``points`` that grows from one width to the other."""
    x, y = _smooth(np.asarray(points, dtype=float)).T
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.hypot(dx, dy)
    half = np.linspace(start_width, end_width, len(x)) / 2
    across = np.column_stack([-dy / length, dx / length]) * half[:, None]
    middle = np.column_stack([x, y])
    axes.add_patch(Polygon(np.vstack([middle + across, (middle - across)[::-1]]), color=color, lw=0, zorder=zorder))
    axes.add_patch(Circle(middle[0], half[0], color=color, lw=0, zorder=zorder))
    axes.add_patch(Circle(middle[-1], half[-1], color=color, lw=0, zorder=zorder))


def _smooth(points, steps=16):
    """Return points of the Catmull-Rom curve through ``points`` (n, 2)."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = (-a + 3 * b - 3 * c + d) * t**3 + (2 * a - 5 * b + 4 * c - d) * t**2 + (c - a) * t + 2 * b
        pieces.append(cubic / 2)
    return np.vstack([*pieces, points[-1:]])


def _by(place, dx, dy):
    return np.add(place, (dx, dy))

"""The drawing of lesson 03: the neuron in the brain and the neuron on paper, side by side.

What corresponds has one colour and one number on both sides: dendrites and inputs, synapses and weights, cell
body and weighted sum, threshold and step, axon and output.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, Polygon

from utils.language import L
from utils.palette import COLORS
from utils.plots.diagram import Diagram, pale

WIDTH, HEIGHT = 10.0, 7.9  # of the field of each drawing
# The parts, numbered 1 to 5: the same on both sides.
PARTS = RECEIVE, WEIGH, GATHER, DECIDE, SEND = "blue", "orange", "green", "purple", "amber"
LEVELS = (6.0, 4.0, 2.0)  # heights of the three signals
CELL = np.array([4.3, 4.0])  # the middle of the cell body and of the sum


def draw_neurons():
    """Draw a biological and an artificial neuron side by side, each part with its name; return the figure."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 5.9), layout="constrained")
    _draw_biological(Diagram(WIDTH, HEIGHT, axes=left, title=L("Biyolojik nöron", "Biological neuron")))
    _draw_artificial(Diagram(WIDTH, HEIGHT, axes=right, title=L("Yapay nöron", "Artificial neuron")))
    return figure


def _draw_biological(drawing):
    axes, middle = drawing.axes, CELL[1]
    for level in LEVELS:
        _draw_dendrite(axes, level)
        _draw_synapse(axes, level)
    for tip in ((5.0, middle + 2.4), (5.2, middle - 2.4)):  # two that receive nothing now
        bend = _by((CELL + tip) / 2, 0.25, 0)
        _limb(axes, [CELL, bend, tip], 0.5, 0.07, RECEIVE)
        _limb(axes, [bend, _by(bend, 0.55, 0.35 * np.sign(tip[1] - middle))], 0.12, 0.05, RECEIVE)
    _draw_axon(axes, middle)
    _draw_cell_body(axes)
    _name(drawing, 1, L("dendrit", "dendrite"), (3.0, 7.3), (2.95, 5.65))
    _name(drawing, 2, L("sinaps", "synapse"), (0.4, 7.3), (1.05, 6.15))
    _name(drawing, 3, L("hücre gövdesi (soma)", "cell body (soma)"), (2.9, 0.5), (4.3, 3.05))
    _name(drawing, 4, L("ateşleme eşiği", "firing threshold"), (6.1, 5.9), (5.6, 4.15))
    _name(drawing, 5, L("akson", "axon"), (6.9, 2.2), (7.15, 3.8))


def _draw_artificial(drawing):
    middle = CELL[1]
    total = drawing.circle(tuple(CELL), "Σ", radius=0.95, color=GATHER, size=30)
    for i, level in enumerate(LEVELS, start=1):
        signal = drawing.circle((1.0, level), f"$x_{i}$", radius=0.46, color=RECEIVE, size=17)
        drawing.arrow(signal, total)
        x, y = signal.centre + 0.45 * (CELL - signal.centre)
        drawing.box((x, y), f"$w_{i}$", width=0.85, height=0.62, color=WEIGH)
    drawing.arrow((4.3, 6.1), total)
    drawing.note((4.3, 6.3), "$b$", size=17)
    drawing.note((4.6, 6.3), "(bias)", align="left")
    step = drawing.box((6.85, middle), width=1.4, height=1.4, color=DECIDE)
    drawing.arrow(total, step, note="$z$", size=16)
    _draw_step(drawing.axes, *step.centre)
    drawing.arrow(step, (8.75, middle), color=SEND)
    drawing.note((9.15, middle), "ŷ", size=22)
    _name(drawing, 1, L("girdiler", "inputs"), (0.4, 7.3), (1.0, 6.46))
    _name(drawing, 2, L("ağırlıklar", "weights"), (2.9, 7.3), (2.55, 5.4))
    _name(drawing, 3, L("ağırlıklı toplam", "weighted sum"), (3.3, 0.5), (4.3, 3.05))
    _name(drawing, 4, L("basamak fonksiyonu", "step function"), (6.2, 5.9), (6.85, 4.7))
    _name(drawing, 5, L("çıktı", "output"), (7.9, 2.2), (8.1, 4.0))


def _draw_step(axes, x, y):
    """Draw the step function around (x, y), in its box."""
    axes.plot([x - 0.52, x + 0.52], [y - 0.35, y - 0.35], color=COLORS["muted"], lw=1, ls="-", marker="", zorder=5)
    steps = [x - 0.52, x, x, x + 0.52], [y - 0.35, y - 0.35, y + 0.38, y + 0.38]
    axes.plot(*steps, color=COLORS["ink"], lw=3, ls="-", marker="", zorder=6)


def _name(drawing, number, word, place, part):
    """Write a part's number and name at ``place``, with a thin line to the ``part`` of the drawing."""
    badge = drawing.circle(place, str(number), radius=0.27, color=PARTS[number - 1], size=12)
    drawing.note(_by(place, 0.42, 0), word, size=14, align="left")
    drawing.arrow(badge, part, head=False, width=1.2)
    drawing.axes.plot(*part, "o", color=COLORS["ink"], ms=4, zorder=8)


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
    _limb(axes, [(0, level + 0.12), (0.5, level + 0.06), (1.1, level)], 0.1, 0.1, "muted")
    _limb(axes, [(0.75, level + 0.03), (1.0, level)], 0.1, 0.4, WEIGH)
    for dy in (-0.15, 0, 0.15):
        axes.add_patch(Circle((1.34, level + dy), 0.05, color=COLORS[WEIGH], lw=0))


def _draw_cell_body(axes):
    color = COLORS[GATHER]
    angles = np.linspace(0, 2 * np.pi, 200)
    radius = 0.92 + 0.09 * np.cos(3 * angles + 0.4) + 0.04 * np.cos(7 * angles)
    outline = CELL + radius[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    axes.add_patch(Polygon(outline, facecolor=pale(color, 0.55), edgecolor=color, lw=2.5, zorder=4))
    axes.add_patch(
        Ellipse((CELL[0], CELL[1]), 0.72, 0.66, facecolor=pale(color, 0.15), edgecolor=color, lw=1.5, zorder=5)
    )
    axes.add_patch(Circle(_by(CELL, 0.08, 0.05), 0.13, color=color, lw=0, zorder=6))


def _draw_axon(axes, middle):
    """Draw the axon: the place where the cell fires, the sheathed way, and the endings."""
    for up in (1.05, 0, -1.05):
        bent = (0.05, 0.7) if up else (0, 0)
        way = [(8.2, 0), (8.6, np.sign(up) * bent[0]), (8.9, np.sign(up) * bent[1]), (9.5, up)]
        _limb(axes, [(x, middle + y) for x, y in way], 0.15, 0.09, SEND)
        axes.add_patch(Circle((9.6, middle + up), 0.16, color=COLORS[SEND], lw=0, zorder=3))
    _limb(axes, [(5.0, middle), (6.0, middle), (8.4, middle)], 0.16, 0.16, SEND)
    for x in (6.1, 6.85, 7.6):
        shape = FancyBboxPatch(
            (x, middle - 0.2), 0.56, 0.4, boxstyle="round,pad=0,rounding_size=0.18",
            facecolor=pale(COLORS[SEND], 0.45), edgecolor=COLORS[SEND], lw=1.8, zorder=3,
        )  # fmt: skip
        axes.add_patch(shape)
    _limb(axes, [(4.9, middle), (5.95, middle)], 0.85, 0.17, DECIDE, zorder=3)


def _limb(axes, points, start_width, end_width, color, zorder=2):
    """Draw a smooth limb through ``points`` that grows from one width to the other, in a colour of the palette."""
    x, y = _smooth(np.asarray(points, dtype=float)).T
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.hypot(dx, dy)
    half = np.linspace(start_width, end_width, len(x)) / 2
    across = np.column_stack([-dy / length, dx / length]) * half[:, None]
    middle = np.column_stack([x, y])
    axes.add_patch(
        Polygon(np.vstack([middle + across, (middle - across)[::-1]]), color=COLORS[color], lw=0, zorder=zorder)
    )
    axes.add_patch(Circle(middle[0], half[0], color=COLORS[color], lw=0, zorder=zorder))
    axes.add_patch(Circle(middle[-1], half[-1], color=COLORS[color], lw=0, zorder=zorder))


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

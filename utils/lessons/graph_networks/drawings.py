"""The drawings of lesson 28: the example of four nodes, a network of two layers, and any graph with coloured nodes."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from utils.language import L, number
from utils.palette import COLORS
from utils.plots import Diagram
from utils.widgets.scene import class_style

PLACES = {"A": (1.6, 4.0), "B": (1.6, 1.2), "C": (4.4, 2.6), "D": (7.6, 2.6)}
EDGES = ("AB", "AC", "BC", "CD")
START = {"A": 1.0, "B": 3.0, "C": 5.0, "D": 7.0}
MARKS = {"circle": "o", "triangle": "^", "square": "s", "diamond": "D", "cross": "x", "plus": "P"}


def draw_example() -> Figure:
    """Draw the graph of four nodes with its values and degrees, and the messages that reach C in one round."""
    drawing = Diagram(15.4, 5.4, size=0.68)
    nodes = {name: drawing.circle(place, f"${name}$", radius=0.42, color="blue") for name, place in PLACES.items()}
    for u, v in EDGES:
        towards = v == "C" or (u, v) == ("C", "D")
        if (u, v) == ("C", "D"):
            drawing.arrow(nodes[v], nodes[u], color="purple")
        else:
            drawing.arrow(nodes[u], nodes[v], color="purple" if towards else "muted", head=towards)
    beside = {
        "A": (-0.62, 0.2, "right"),
        "B": (-0.62, -0.2, "right"),
        "C": (0.2, 0.75, "left"),
        "D": (0, 0.75, "center"),
    }
    for name, (dx, dy, align) in beside.items():
        x, y = PLACES[name]
        degree = sum(name in edge for edge in EDGES)
        words = L(
            f"değer {number(START[name], 0)}\nderece {degree}", f"value {number(START[name], 0)}\ndegree {degree}"
        )
        drawing.note((x + dx, y + dy), words, size=12, align=align)
    drawing.note(
        (9.3, 4.3), L("C'ye gelen mesajlar (mor):", "Messages to C (purple):"), size=14, align="left", color="purple"
    )
    drawing.note((9.3, 3.5), L("A'dan 1, B'den 3, D'den 7", "1 from A, 3 from B, 7 from D"), size=14, align="left")
    drawing.note((9.3, 2.7), L("kendi değeri 5 (öz döngü)", "its own value 5 (self-loop)"), size=14, align="left")
    drawing.note((9.3, 1.7), "$(1 + 3 + 7 + 5)\\,/\\,4 = 4$", size=16, align="left")
    return drawing.figure


def draw_network(features: int, units: int, classes: int) -> Figure:
    """Draw two graph convolutions one after the other, with the shapes of what goes from one to the next."""
    drawing = Diagram(18.4, 3.9, size=0.62)
    y = 2.0
    steps = (
        ("$X$", f"(n, {features})", "muted"), ("$X W_1$", f"(n, {units})", "green"),
        ("$\\hat{A}\\,X W_1$", f"(n, {units})", "purple"), ("ReLU", f"(n, {units})", "blue"),
        ("$H W_2$", f"(n, {classes})", "green"), ("$\\hat{A}\\,H W_2$", f"(n, {classes})", "purple"),
        ("softmax", f"(n, {classes})", "blue"),
    )  # fmt: skip
    boxes = []
    for i, (text, shape, color) in enumerate(steps):
        boxes.append(drawing.box((1.4 + 2.6 * i, y), text, width=2.0, height=1.0, color=color, size=14))
        drawing.note((1.4 + 2.6 * i, y - 0.85), shape, size=12, color="muted")
    for one, two in pairwise(boxes):
        drawing.arrow(one, two)
    first, second = (
        L("birinci katman: bir sıçrama", "first layer: one hop"),
        L("ikinci katman: iki sıçrama", "second layer: two hops"),
    )
    drawing.note((6.6, 3.2), first, size=13)
    drawing.note((14.4, 3.2), second, size=13)
    legend = L(
        "yeşil: her düğüme aynı ağırlıklar     mor: komşulardan gelen mesajlar",
        "green: the same weights for every node     purple: messages from neighbours",
    )
    drawing.note((9.2, 0.35), legend, size=13)
    return drawing.figure


def show_graph(
    ax: Axes, places, a, classes, *, known=(), wrong=(), names=None, title: str = "", size: float = 230
) -> Axes:
    """Draw a graph: places (n, 2), a (n, n) of 0 and 1, classes (n,) from 0 on.

    known: nodes with a thick frame, whose label was given. wrong: nodes with a ring around them. names: a text in
    each node.
    """
    places, classes = np.asarray(places), np.asarray(classes)
    u, v = np.nonzero(np.triu(a))
    ax.add_collection(
        LineCollection(np.stack([places[u], places[v]], axis=1), colors=COLORS["muted"], lw=0.8, alpha=0.6)
    )
    for number_of in np.unique(classes):
        color, marker = class_style(int(number_of))
        own = classes == number_of
        frame = np.where(np.isin(np.flatnonzero(own), known), 3.2, 0.8)
        ax.scatter(*places[own].T, s=size, color=COLORS[color], marker=MARKS[marker], edgecolors=COLORS["ink"],
                   linewidths=frame, zorder=3)  # fmt: skip
    for node in wrong:
        ring = {"facecolors": "none", "edgecolors": COLORS["purple"], "linewidths": 2.5}
        ax.scatter(*places[node], s=3.2 * size, zorder=2, **ring)
    if names is not None:
        for place, name, number_of in zip(places, names, classes, strict=True):
            narrow = class_style(int(number_of))[1] == "triangle"  # its room for a text is below its middle
            ax.annotate(name, place, (0, -0.15 * np.sqrt(size) if narrow else 0), textcoords="offset points",
                        ha="center", va="center", fontsize=8, color="white", zorder=4)  # fmt: skip
    ax.set_axis_off()
    ax.set_title(title)
    return ax

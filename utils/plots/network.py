"""A network as circles and lines."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from utils.language import L
from utils.palette import COLORS
from utils.plots.style import new_axes

MOST_DRAWN = 8  # neurons of one layer; of a larger layer the first and last ones and dots between
RADIUS = 0.3


def draw_network(
    sizes,
    names=None,
    neurons=None,
    weights=None,
    axes: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw a fully connected network with ``sizes`` neurons in its layers, such as (2, 3, 1), from left to right.

    ``names``: a text under each layer, "girdi", "gizli", "çıktı" and its size unless given. ``neurons``: what
    stands inside the neurons, a list of short texts a layer. ``weights``: the arrays (sizes[i], sizes[i+1])
    between the layers: positive ones are drawn blue, negative ones orange and dashed, strong ones thick.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(L(f"En az iki katman gerekir: {sizes}.", f"At least two layers are needed: {sizes}."))
    names = names or _layer_names(sizes)
    slots = [_slots(size) for size in sizes]
    tallest = max(map(len, slots))
    gap = max(2.2, 0.4 * tallest)
    width, height = gap * (len(sizes) - 1) + 1.6, tallest + 1.2
    inches = 0.8 if tallest < 6 else 0.6  # per unit of the drawing: its field fills the figure
    axes = new_axes(axes, width * inches, height * inches + (0.4 if title else 0))
    places = [
        {i: (layer * gap, (len(shown) - 1) / 2 - row) for row, i in enumerate(shown) if i is not None}
        for layer, shown in enumerate(slots)
    ]
    for layer in range(len(sizes) - 1):
        matrix = None if weights is None else np.asarray(weights[layer], dtype=float)
        _connect(axes, places[layer], places[layer + 1], matrix)
    for layer, place in enumerate(places):
        texts = neurons[layer] if neurons is not None and layer < len(neurons) else ()
        _draw_layer(axes, place, COLORS[_color(layer, len(sizes))], texts)
        if sizes[layer] > len(place):
            axes.text(layer * gap, _dots(slots[layer]), "⋮", ha="center", va="center", fontsize=20)
        axes.text(layer * gap, -tallest / 2 - 0.15, names[layer], ha="center", va="top")
    axes.set(xlim=(-0.8, width - 0.8), ylim=(tallest / 2 + 0.1 - height, tallest / 2 + 0.1))
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_title(title)
    return axes


def _layer_names(sizes):
    kinds = [L("girdi", "input"), *[L("gizli", "hidden")] * (len(sizes) - 2), L("çıktı", "output")]
    return [f"{kind}\n{size}" for kind, size in zip(kinds, sizes, strict=True)]


def _slots(size):
    """Return the neurons of a layer that are drawn, None where dots stand for the others."""
    if size <= MOST_DRAWN:
        return list(range(size))
    return [*range(MOST_DRAWN - 3), None, size - 2, size - 1]


def _dots(shown):
    return (len(shown) - 1) / 2 - shown.index(None)


def _color(layer, layers):
    return "sky" if layer == 0 else "green" if layer == layers - 1 else "blue"


def _connect(axes, left, right, matrix):
    strongest = 1 if matrix is None else np.abs(matrix).max() or 1
    for i, start in left.items():
        for j, end in right.items():
            if matrix is None:
                look = {"color": COLORS["muted"], "linewidth": 1, "alpha": 0.5}
            else:
                share = abs(matrix[i, j]) / strongest
                color, dash = ("blue", "-") if matrix[i, j] >= 0 else ("orange", "--")
                look = {"color": COLORS[color], "linestyle": dash, "linewidth": 0.5 + 4 * share}
            axes.plot(*zip(start, end, strict=True), **({"linestyle": "-", "zorder": 1} | look))


def _draw_layer(axes, places, color, texts):
    for i, place in places.items():
        axes.add_patch(Circle(place, RADIUS, facecolor="white", edgecolor=color, linewidth=2.5, zorder=2))
        if i < len(texts):
            axes.text(*place, texts[i], ha="center", va="center", fontsize=12, zorder=3)

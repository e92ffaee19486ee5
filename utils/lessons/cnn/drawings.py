"""The drawing of lesson 15: its network from the picture to the ten probabilities, with shapes and parameters."""

from math import prod

import numpy as np
from matplotlib.figure import Figure

from utils.language import L, thousands
from utils.plots import Diagram

MIDDLE, FLOOR = 3.0, 1.15  # heights: of what is drawn, and of the row of shapes; parameters stand below it
PLACES = (2.0, 3.75, 5.65, 7.3, 8.85, 10.45, 12.0, 13.3)


def stages() -> list[tuple[str, tuple[int, ...], int]]:
    """Return what the picture passes through: (the layer's name, the shape of its output, its parameters)."""
    return [
        (L("resim", "picture"), (28, 28, 1), 0),
        (L("evrişim\n16 filtre", "convolution\n16 filters"), (26, 26, 16), 160),
        (L("havuzlama\n2×2", "pooling\n2×2"), (13, 13, 16), 0),
        (L("evrişim\n32 filtre", "convolution\n32 filters"), (11, 11, 32), 4640),
        (L("havuzlama\n2×2", "pooling\n2×2"), (5, 5, 32), 0),
        (L("düzleştirme", "flatten"), (800,), 0),
        (L("yoğun\n(ReLU)", "dense\n(ReLU)"), (64,), 51_264),
        (L("yoğun\n(softmax)", "dense\n(softmax)"), (10,), 650),
    ]


def draw_cnn(picture: np.ndarray) -> Figure:
    """Draw the lesson's network with a ``picture``, (28, 28), at its input; dropout, which keeps shapes, is left out."""
    diagram = Diagram(14, 5.4, size=0.7)
    before = None
    for place, (name, shape, parameters) in zip(PLACES, stages(), strict=True):
        drawn = _output(diagram, place, shape, picture)
        if before is not None:
            diagram.arrow((before.right[0] + 0.1, MIDDLE), (drawn.left[0] - 0.1, MIDDLE), width=1.8)
        diagram.note((place, 4.95), name, size=11)
        diagram.note((place, FLOOR), "×".join(map(str, shape)), size=11.5)
        diagram.note((place, FLOOR - 0.5), thousands(parameters), size=11.5, color="blue" if parameters else "muted")
        before = drawn
    diagram.note((0.05, 4.95), L("katman", "layer"), size=11, align="left", color="muted")
    diagram.note((0.05, FLOOR), L("şekil", "shape"), size=11, align="left", color="muted")
    diagram.note((0.05, FLOOR - 0.5), L("parametre", "parameters"), size=11, align="left", color="muted")
    total = thousands(sum(parameters for _, _, parameters in stages()))
    diagram.note((7, 0.15), L(f"toplam {total} parametre", f"{total} parameters in all"), size=12)
    return diagram.figure


def _output(diagram, place, shape, picture):
    """Draw what a layer gives: the picture itself, a solid as high as its maps, or a column of neurons."""
    if prod(shape) == picture.size:
        return diagram.picture((place, MIDDLE), picture, width=1.5)
    if len(shape) == 1:
        height = {800: 3.0, 64: 1.9, 10: 1.0}[shape[0]]
        return diagram.box((place, MIDDLE), width=0.3, height=height, color="muted" if shape[0] == 800 else "green")
    side, channels = shape[0], shape[2]
    depth = 0.045 * side
    color = "orange" if side in (13, 5) else "blue"
    return diagram.block(
        (place - depth / 4, MIDDLE - depth / 4),
        width=0.09 * channels**0.5,
        height=0.09 * side,
        depth=depth,
        color=color,
    )

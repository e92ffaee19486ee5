"""Drawings of lesson 14: one filter over a picture with three channels, and a convolution followed by a pooling."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from utils.language import L
from utils.palette import COLORS
from utils.plots.diagram import Diagram, Shape, pale

CHANNELS = ("orange", "green", "blue")  # from the front to the back: the palette's orange stands for red
MARK = "ink"  # what the filter looks at, and where its answer goes
MIDDLE = 2.75  # the height of what is drawn in one row


def draw_filter() -> Figure:
    """Draw a window over three channels, the filter's 27 weights, their sum with the bias, and the one number it becomes."""
    drawing = Diagram(13.4, 4.9, size=0.73, title=L("Bir filtre, bir harita", "One filter, one map"))
    picture = _sheets(drawing, (0.3, 1.2), side=2.1, shift=0.5, window=0.6)
    drawing.note((1.85, 0.55), L("resim\n160 × 160 × 3", "picture\n160 × 160 × 3"))
    weights = _sheets(drawing, (4.8, 1.85), side=1.1, shift=0.32, cells=3)
    drawing.note((5.67, 0.55), L("filtre, 3 × 3 × 3\n27 ağırlık", "filter, 3 × 3 × 3\n27 weights"))
    total = drawing.circle((8.3, MIDDLE), "Σ", radius=0.45)
    bias = drawing.box((8.3, 4.4), L("$b$ (1 sayı)", "$b$ (1 number)"), width=2.4, height=0.75)
    left, side = 10.6, 2.2
    _sheet(drawing, (left, MIDDLE - 1.35), side, "purple")
    _cell(drawing, (left + 0.45, MIDDLE - 0.12), 0.24)
    drawing.note((left + side / 2, 0.55), L("öznitelik haritası\n158 × 158 × 1", "feature map\n158 × 158 × 1"))
    drawing.arrow(
        (picture.right[0] + 0.1, MIDDLE), (weights.left[0] - 0.1, MIDDLE), note=L("pencere", "window"), size=12
    )
    drawing.arrow((weights.right[0] + 0.1, MIDDLE), total, note=L("27\nçarpım", "27\nproducts"), size=12)
    drawing.arrow(bias, total)
    drawing.arrow(total, (left - 0.05, MIDDLE), note=L("tek sayı", "one number"), size=12)
    return drawing.figure


def draw_block() -> Figure:
    """Draw a convolution with 8 filters and a max pooling as blocks: the shape of each, and what there is to learn."""
    drawing = Diagram(13.4, 4.9, size=0.73, title=L("Evrişim ve havuzlama", "Convolution and pooling"))
    words = L("resim", "picture"), L("öznitelik haritaları", "feature maps"), L("havuzlanmış haritalar", "pooled maps")
    drawing.block((1.6, 2.4), f"160 × 160 × 3\n{words[0]}", width=0.4, height=2.5, depth=1.6, size=13)
    drawing.block((6.4, 2.4), f"158 × 158 × 8\n{words[1]}", width=1.1, height=2.45, depth=1.6, color="blue", size=13)
    drawing.block((11.5, 2.4), f"79 × 79 × 8\n{words[2]}", width=1.1, height=1.25, depth=0.8, color="green", size=13)
    drawing.arrow((2.9, 2.6), (5.6, 2.6))
    drawing.note((4.2, 3.3), L("evrişim 3 × 3\n8 filtre", "convolution 3 × 3\n8 filters"), size=12)
    drawing.note((4.2, 1.95), L("8 · (27 + 1) = 224\nparametre", "8 · (27 + 1) = 224\nparameters"), size=12)
    drawing.arrow((8.1, 2.6), (10.7, 2.6))
    drawing.note((9.35, 3.3), L("maksimum\nhavuzlama 2 × 2", "max pooling\n2 × 2"), size=12)
    drawing.note((9.35, 2.1), L("parametresi yok", "no parameters"), size=12)
    return drawing.figure


def _sheets(drawing, corner, *, side, shift, window=0.0, cells=1) -> Shape:
    """Draw three sheets, one for each channel, each ``shift`` below and left of the one behind it; return what they fill.

    corner: lower left of the front sheet. window: the side of a square to mark on each. cells: squares along a side.
    """
    x, y = corner
    letters = L("K", "R"), L("Y", "G"), L("M", "B")
    for back in (2, 1, 0):
        place = x + back * shift, y + back * shift
        _sheet(drawing, place, side, CHANNELS[back], cells)
        if window:
            _cell(drawing, (place[0] + side - 0.15 - window, place[1] + side - 0.15 - window), window)
            drawing.axes.text(place[0] + side - 0.2, place[1] + 0.2, letters[back], ha="center", va="center", zorder=4)
    whole = side + 2 * shift
    return Shape((x + whole / 2, y + whole / 2), whole, whole)


def _sheet(drawing, corner, side, color, cells=1):
    step = side / cells
    for i in range(cells):
        for j in range(cells):
            place = corner[0] + i * step, corner[1] + j * step
            look = {"facecolor": pale(COLORS[color], 0.7), "edgecolor": COLORS[color], "linewidth": 1.6}
            drawing.axes.add_patch(Rectangle(place, step, step, zorder=4, **look))


def _cell(drawing, corner, side) -> Shape:
    """Mark a square; it is drawn with its sheet, so that a sheet in front hides it."""
    look = {"facecolor": pale(COLORS[MARK], 0.55), "edgecolor": COLORS[MARK], "linewidth": 2}
    drawing.axes.add_patch(Rectangle(corner, side, side, zorder=4, **look))
    return Shape((corner[0] + side / 2, corner[1] + side / 2), side, side)

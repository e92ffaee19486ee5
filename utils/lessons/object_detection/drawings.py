"""The drawings of lesson 20: the detector as a whole, its pyramid, its region proposal network, and scenes with boxes."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from utils.language import L, number
from utils.palette import COLORS
from utils.plots import Diagram


def show_scene(
    ax: Axes | None, picture, boxes, labels=None, scores=None, *, color: str = "orange", title: str = ""
) -> Axes:
    """Show a picture (h, w, 3) with boxes (n, 4): top, left, bottom, right; class and score are written above each box.

    Without ``ax`` a figure is made. ``color`` is a name of the palette.
    """
    if ax is None:
        ax = plt.subplots(figsize=(4.2, 4.2))[1]
    ax.imshow(picture)
    ax.set_axis_off()
    if title:
        ax.set_title(title, fontsize=11)
    taken: list[tuple[float, float]] = []
    for i, (top, left, bottom, right) in enumerate(boxes):
        look = {"fill": False, "edgecolor": COLORS[color], "linewidth": 1.8}
        ax.add_patch(Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, **look))
        if labels is not None:
            word = str(labels[i]) + (f" ({number(scores[i], 2)})" if scores is not None else "")
            x, y = _free_place(boxes[i], taken)
            taken.append((x, y))
            frame = {"facecolor": COLORS["ink"], "edgecolor": "none", "pad": 1.2}
            ax.text(x, y, word, bbox=frame, fontsize=9, color="white", va="center", ha="left")
    return ax


def _free_place(box, taken):
    """Return where a box's label begins, (x, y): above it, below it, or a line further, whichever hits no earlier one."""
    top, left, bottom, _ = box
    places = [
        (left, top - 4.5),
        (left, bottom + 3.5),
        (left, top - 13),
        (left, bottom + 12),
        (left, (top + bottom) / 2),
    ]
    places = [(float(min(max(x, 1), 68)), float(y)) for x, y in places if 3 < y < 93]
    free = (place for place in places if all(abs(place[0] - x) > 30 or abs(place[1] - y) > 8 for x, y in taken))
    return next(free, places[-1])


def _framed(picture, boxes):
    """Return a picture (h, w, 3) with the frames of boxes (n, 4) drawn into its pixels."""
    framed = np.array(picture)
    colour = [round(255 * channel) for channel in plt.matplotlib.colors.to_rgb(COLORS["orange"])]
    for top, left, bottom, right in np.asarray(boxes, int):
        for rows, columns in (
            (slice(top, bottom), slice(left, left + 2)),
            (slice(top, bottom), slice(right - 2, right)),
            (slice(top, top + 2), slice(left, right)),
            (slice(bottom - 2, bottom), slice(left, right)),
        ):
            framed[rows, columns] = colour
    return framed


def draw_detector(picture: np.ndarray, boxes: np.ndarray, labels: np.ndarray) -> Figure:
    """Draw the whole network, from a ``picture`` (96, 96, 3) to its ``boxes`` (n, 4) with ``labels`` (n,)."""
    diagram = Diagram(16, 6.4, size=0.66)
    start = diagram.picture((1.1, 4.2), picture, width=1.9)
    diagram.note((1.1, 5.6), L("sahne\n96×96×3", "scene\n96×96×3"), size=11)
    backbone = diagram.funnel((3.5, 4.2), L("gövde", "backbone"), width=1.8, left=2.2, right=1.2, color="blue", size=12)
    pyramid = diagram.box(
        (6.1, 4.2), L("piramit\n(FPN)", "pyramid\n(FPN)"), width=1.6, height=1.5, color="blue", size=12
    )
    name = L("bölge öneri ağı\n(RPN)", "region proposal\nnetwork (RPN)")
    rpn = diagram.box((8.6, 1.5), name, width=2.5, height=1.2, color="orange", size=12)
    align = diagram.box((9.6, 4.2), "RoI Align", width=1.9, height=1.2, color="green", size=12)
    head = diagram.box((12.2, 4.2), L("başlık", "head"), width=1.5, height=1.2, color="purple", size=12)
    final = diagram.picture((14.9, 4.2), _framed(picture, boxes), width=1.9)
    diagram.arrow(start, backbone)
    diagram.arrow(backbone, pyramid, note="$C_2, C_3$", size=12)
    diagram.arrow(pyramid, align, note="$P_2, P_3$", size=12)
    diagram.arrow(pyramid, (6.1, 1.5), rpn)
    diagram.arrow(rpn, (11.3, 1.5), (11.3, 2.5), (9.6, 2.5), align)
    diagram.note((12.9, 2.0), L("resim başına 32 öneri", "32 proposals per picture"), size=11)
    diagram.arrow(align, head)
    diagram.arrow(head, final)
    diagram.note((14.9, 5.6), ", ".join(map(str, labels)), size=12)
    diagram.note((11.1, 5.3), L("bölge başına 7×7×32", "7×7×32 per region"), size=11)
    diagram.note(
        (8.6, 0.5),
        L("1584 çapa: nesne mi, dört delta", "1584 anchors: object or not, four deltas"),
        size=11,
        color="muted",
    )
    diagram.note((12.2, 3.2), L("11 sınıf, 4 delta", "11 classes, 4 deltas"), size=11, color="muted")
    return diagram.figure


def draw_pyramid() -> Figure:
    """Draw the backbone's two maps on the left, the pyramid's on the right, and the paths between them."""
    diagram = Diagram(12, 6.2, size=0.7)
    c2 = diagram.block((1.6, 1.6), width=0.5, height=1.9, depth=1.0, color="blue")
    c3 = diagram.block((1.6, 4.4), width=0.8, height=1.0, depth=0.55, color="blue")
    diagram.note((1.7, 0.3), "$C_2$: 24×24×32", size=12)
    diagram.note((1.7, 5.6), "$C_3$: 12×12×64", size=12)
    diagram.arrow((1.2, 2.95), (1.2, 3.8), color="blue")
    diagram.note((0.95, 3.35), L("aşağıdan\nyukarı", "bottom-up"), size=11, align="right", color="blue")
    one2 = diagram.box((4.4, 1.6), "1×1", width=1.0, height=0.8, color="green", size=12)
    one3 = diagram.box((4.4, 4.4), "1×1", width=1.0, height=0.8, color="green", size=12)
    diagram.note((3.3, 4.85), L("yanal", "lateral"), size=11, color="green")
    plus = diagram.circle((6.4, 1.6), "+", radius=0.32, color="orange")
    double = diagram.box((6.4, 3.0), "×2", width=0.9, height=0.7, color="orange", size=12)
    diagram.note(
        (7.05, 3.0),
        L("yukarıdan aşağı (iki kat büyüt)", "top-down (enlarge twice)"),
        size=11,
        align="left",
        color="orange",
    )
    diagram.arrow(c2, one2)
    diagram.arrow(c3, one3)
    diagram.arrow(one2, plus)
    diagram.arrow((6.4, 4.4), double, color="orange")
    diagram.arrow(double, plus, color="orange")
    three2 = diagram.box((8.4, 1.6), "3×3", width=1.0, height=0.8, color="green", size=12)
    three3 = diagram.box((8.4, 4.4), "3×3", width=1.0, height=0.8, color="green", size=12)
    diagram.arrow(one3, three3)
    diagram.arrow(plus, three2)
    p2 = diagram.block((10.6, 1.6), width=0.5, height=1.9, depth=1.0, color="purple")
    p3 = diagram.block((10.6, 4.4), width=0.5, height=1.0, depth=0.55, color="purple")
    diagram.arrow(three2, p2)
    diagram.arrow(three3, p3)
    diagram.note((10.8, 0.3), "$P_2$: 24×24×32", size=12)
    diagram.note((10.8, 5.6), "$P_3$: 12×12×32", size=12)
    return diagram.figure


def draw_rpn() -> Figure:
    """Draw what the region proposal network does with a level: one 3×3, one 1×1 convolution, five numbers an anchor."""
    diagram = Diagram(13, 3.9, size=0.7)
    level = diagram.block((1.0, 2.0), width=0.5, height=1.7, depth=0.9, color="purple")
    diagram.note((1.2, 0.6), L("$P_2$: 24×24 hücre", "$P_2$: 24×24 cells"), size=11)
    three = diagram.box(
        (3.6, 2.0), L("3×3\n32 filtre", "3×3\n32 filters"), width=1.6, height=1.2, color="orange", size=12
    )
    one = diagram.box(
        (6.2, 2.0), L("1×1\n2·5 filtre", "1×1\n2·5 filters"), width=1.6, height=1.2, color="orange", size=12
    )
    diagram.arrow(level, three)
    diagram.arrow(three, one)
    first = diagram.box((10.0, 2.9), "", width=3.6, height=0.9, color="green")
    second = diagram.box((10.0, 1.1), "", width=3.6, height=0.9, color="green")
    for y, word in ((2.9, L("1. çapa", "anchor 1")), (1.1, L("2. çapa", "anchor 2"))):
        diagram.note((9.0, y), word, size=11)
        diagram.note((10.6, y), "$o\\;\\; t_y\\; t_x\\; t_h\\; t_w$", size=13)
    diagram.arrow(one, first)
    diagram.arrow(one, second)
    below = L("her hücrede: nesnellik puanı ve dört delta", "in each cell: a score for an object and four deltas")
    diagram.note((10.0, 0.2), below, size=11, color="muted")
    return diagram.figure

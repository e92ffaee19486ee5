"""Drawings of lesson 23: a filter over a sequence with channels, causal layers whose dilation doubles, from sound to a word."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from utils.language import L
from utils.palette import COLORS
from utils.plots.diagram import Diagram, pale

SIGNAL, WINDOW, OUTPUT = "blue", "orange", "green"  # what each colour stands for
TIMES, CHANNELS, SIZE = 9, 4, 3


def draw_filter() -> Figure:
    """Draw a window of 3 times over 4 channels, the sum, and the one number that it writes into a row of outputs."""
    drawing = Diagram(
        14.6, 4.4, size=0.68, title=L("Conv1D: bir filtre, bütün kanallar", "Conv1D: one filter, all channels")
    )
    left, low, cell = 1.7, 1.15, 0.52
    for row in range(CHANNELS):
        for t in range(TIMES):
            _cell(drawing, (left + cell * t, low + cell * row), cell, SIGNAL)
    for row in range(CHANNELS):
        for t in range(3, 3 + SIZE):
            _cell(drawing, (left + cell * t, low + cell * row), cell, WINDOW, 0.35)
    drawing.note((left + cell * TIMES / 2, 0.62), L("zaman: $T$ = 9", "time: $T$ = 9"))
    drawing.note((0.8, low + cell * CHANNELS / 2), L("kanallar:\n$C$ = 4", "channels:\n$C$ = 4"))
    drawing.note(
        (left + cell * 4.5, 3.62), L("pencere: $k · C$ = 12 sayı", "window: $k · C$ = 12 numbers"), color=WINDOW
    )
    total = drawing.circle((8.35, 2.2), "Σ", radius=0.45)
    bias = drawing.box((8.35, 3.75), "$b$", width=0.9, height=0.7)
    drawing.arrow((left + cell * TIMES + 0.1, 2.2), total, note=L("12\nçarpım", "12\nproducts"), size=12)
    drawing.arrow(bias, total)
    right = 10.45
    for t in range(TIMES - SIZE + 1):
        chosen = t == 3
        _cell(drawing, (right + cell * t, 1.94), cell, WINDOW if chosen else OUTPUT, 0.35 if chosen else 0.75)
    drawing.arrow(total, (right - 0.08, 2.2), note=L("tek\nsayı", "one\nnumber"), size=12)
    drawing.note(
        (right + cell * 3.5, 1.3),
        L(
            "çıktı: $T - k + 1$ = 7 an,\nher filtre için bir sıra",
            "output: $T - k + 1$ = 7 time steps,\none row for each filter",
        ),
    )
    return drawing.figure


def draw_dilated() -> Figure:
    """Draw three causal layers of kernel 2 with dilations 1, 2, 4: the eight inputs that the last output sees."""
    drawing = Diagram(
        13.4, 5.4, size=0.73, title=L("Nedensel katmanlar, genişletme 1, 2, 4", "Causal layers, dilation 1, 2, 4")
    )
    across, left = 0.86, 3.4
    heights = (0.7, 2.0, 3.3, 4.6)
    names = [L("girdi", "input"), *[L(f"genişletme {d}", f"dilation {d}") for d in (1, 2, 4)]]
    used = [{11}]
    for dilation in (4, 2, 1):
        used.append({t - back for t in used[-1] for back in (0, dilation)})
    used = used[::-1]  # of the input, and of the layers above it
    nodes = []
    for level, (y, name) in enumerate(zip(heights, names, strict=True)):
        drawing.note((left - 0.75, y), name, align="right")
        colors = [(OUTPUT if level == 3 else WINDOW) if t in used[level] else "muted" for t in range(12)]
        nodes.append(
            [drawing.circle((left + across * t, y), radius=0.2, color=color) for t, color in enumerate(colors)]
        )
    for level, dilation in ((1, 1), (2, 2), (3, 4)):
        for t in used[level]:
            for back in (dilation, 0):
                drawing.arrow(nodes[level - 1][t - back], nodes[level][t], color=WINDOW, width=1.6)
    drawing.note((left + across * 5.5, 0.12), L("zaman: en sağdaki çıktı 8 anı görür, hiçbiri gelecekte değildir",
                                                "time: the rightmost output sees 8 inputs, none in the future"))  # fmt: skip
    return drawing.figure


def draw_voice() -> Figure:
    """Draw the way from a second of sound to a word, with the shape at each stop."""
    drawing = Diagram(15.0, 3.6, size=0.66, title=L("Sesten sözcüğe", "From sound to a word"))
    y = 1.8
    stops = [
        (L("dalga", "wave"), "8000", SIGNAL),
        (L("pencereler", "windows"), "61 × 256", SIGNAL),
        (L("spektrum", "spectrum"), "61 × 129", WINDOW),
        (L("mel\nbantları", "mel\nbands"), "61 × 32", WINDOW),
        (L("Conv1D\nkatmanları", "Conv1D\nlayers"), "15 × 64", OUTPUT),
        (L("en\nbüyükler", "largest\nvalues"), "64", OUTPUT),
        (L("olasılıklar", "probability\nof each"), "10", "purple"),
    ]
    steps = [
        L("böl", "cut"), "rfft", L("topla,\nln", "add,\nln"), L("öğren", "learn"),
        L("zaman\nboyunca", "over\ntime"), "softmax",
    ]  # fmt: skip
    before = None
    for place, (name, shape, color) in enumerate(stops):
        box = drawing.box((1.0 + 2.15 * place, y), name, width=1.62, height=1.15, color=color, size=10)
        drawing.note((1.0 + 2.15 * place, y - 1.0), shape, size=12)
        if before:
            drawing.arrow(before, box)
            drawing.note((1.0 + 2.15 * (place - 0.5), y + 1.05), steps[place - 1], size=11)
        before = box
    return drawing.figure


def _cell(drawing, corner, side, color, share=0.75):
    look = {"facecolor": pale(COLORS[color], share), "edgecolor": "white", "linewidth": 1.4}
    drawing.axes.add_patch(Rectangle(corner, side, side, zorder=4, **look))

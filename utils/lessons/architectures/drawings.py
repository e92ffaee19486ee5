"""The drawings of lesson 17: LeNet with its shapes, and the blocks of VGG, Inception, ResNet and MobileNet."""

import numpy as np
from matplotlib.figure import Figure

from utils.language import L
from utils.lessons.architectures.counting import paths
from utils.plots import Diagram

CONV, POOL, SKIP, DENSE, DATA = "blue", "muted", "green", "purple", "orange"  # what each colour stands for


def draw_lenet(picture: np.ndarray) -> Figure:
    """Draw LeNet from a ``picture``, (28, 28), to the ten outputs, with the shape behind each layer."""
    conv, pool, dense = L("evrişim\n5×5", "convolution\n5×5"), L("havuzlama\n2×2", "pooling\n2×2"), L("yoğun", "dense")
    stages = [
        (conv, (28, 28, 6), CONV), (pool, (14, 14, 6), POOL), (conv, (10, 10, 16), CONV), (pool, (5, 5, 16), POOL),
        (L("düzleştir", "flatten"), (400,), POOL), (dense, (120,), DENSE), (dense, (84,), DENSE), (dense, (10,), DENSE),
    ]  # fmt: skip
    diagram = Diagram(14.4, 4.6, size=0.7)
    before = diagram.picture((1.0, 2.6), picture, width=1.5)
    diagram.note((1.0, 4.3), L("resim", "picture"), size=11)
    diagram.note((1.0, 0.5), "28×28×1", size=11.5)
    for place, (name, shape, color) in zip(np.linspace(3.0, 13.7, len(stages)), stages, strict=True):
        if len(shape) == 1:
            height = {400: 2.8, 120: 1.9, 84: 1.6, 10: 0.8}[shape[0]]
            drawn = diagram.box((place, 2.6), width=0.3, height=height, color=color)
        else:
            depth = 0.032 * shape[0]
            size = {"width": 0.1 * shape[2] ** 0.5, "height": 0.085 * shape[0], "depth": depth}
            drawn = diagram.block((place - depth / 4, 2.6 - depth / 4), color=color, **size)
        diagram.arrow((before.right[0] + 0.08, 2.6), (drawn.left[0] - 0.08, 2.6), width=1.8)
        diagram.note((place, 4.3), name, size=11)
        diagram.note((place, 0.5), "×".join(map(str, shape)), size=11.5)
        before = drawn
    return diagram.figure


def draw_stacked_windows() -> Figure:
    """Draw seen from the side what an output sees: through one 5-wide window, and through two 3-wide ones."""
    diagram = Diagram(13, 4.6, size=0.75)
    _seen(diagram, 1.0, [0.7, 3.4], L("bir 5×5: 25 ağırlık", "one 5×5: 25 weights"))
    _seen(diagram, 7.4, [0.7, 2.05, 3.4], L("iki 3×3: 9 + 9 = 18 ağırlık", "two 3×3: 9 + 9 = 18 weights"))
    return diagram.figure


def _seen(diagram, left, heights, title):
    """Draw rows of cells from the input (lowest) to the one output, with the window of each layer."""
    width, reach = 5, 5
    reaches = [5, 1] if len(heights) == 2 else [5, 3, 1]
    for row, (y, reach) in enumerate(zip(heights, reaches, strict=True)):
        begin = left + (width - reach) / 2
        color = DATA if row == 0 else CONV
        for i in range(reach):
            diagram.box((begin + i + 0.5, y), width=0.9, height=0.55, color=color)
        if row:
            below = left + (width - reaches[row - 1]) / 2
            for edge, start in ((begin, below), (begin + reach, below + reaches[row - 1])):
                diagram.arrow((start, heights[row - 1] + 0.32), (edge, y - 0.32), head=False, width=1.4)
    middle = left + width / 2
    diagram.note((middle, heights[-1] + 0.75), title, size=13)
    diagram.note((middle, 0.12), L("girdinin beş pikseli", "five pixels of the input"), size=11)


def draw_inception(filters: int = 64) -> Figure:
    """Draw an Inception block: four paths side by side, with the filters of each, joined into ``filters`` channels."""
    own = paths(filters)
    diagram = Diagram(14.2, 6.0, size=0.72)
    source = diagram.box((1.0, 3.0), L("girdi\n$C$ kanal", "input\n$C$ channels"), width=1.9, height=1.1, color=DATA)
    joined = L(f"yan yana\n{filters} kanal", f"side by side\n{filters} channels")
    target = diagram.box((12.7, 3.0), joined, width=2.2, height=1.1, color=DATA)
    rows = [
        (5.3, "", f"1×1, {own.one}"),
        (3.77, f"1×1, {own.before_three}", f"3×3, {own.three}"),
        (2.23, f"1×1, {own.before_five}", f"5×5, {own.five}"),
        (0.7, L("havuzlama 3×3, adım 1", "pooling 3×3, stride 1"), f"1×1, {own.pooled}"),
    ]
    for y, first, last in rows:
        end = diagram.box((9.2, y), last, width=2.3, height=0.85, color=CONV)
        start = end
        if first:
            color = POOL if "3×3" in first else CONV
            start = diagram.box((5.4, y), first, width=3.3, height=0.85, color=color, dashed=color == CONV, size=13)
            diagram.arrow(start, end)
        diagram.arrow(source.right, (2.8, y), start.left)
        diagram.arrow(end.right, (11.0, y), target.left)
    return diagram.figure


def draw_residual() -> Figure:
    """Draw three blocks of two convolutions: plain, with a skip, and with a last kernel that starts at zero."""
    diagram = Diagram(14.6, 5.6, size=0.72)
    for x, title, skip, last in (
        (1.7, L("düz", "plain"), False, "3×3"),
        (6.4, L("atlama bağlantısıyla", "with a skip connection"), True, "3×3"),
        (
            11.4,
            L("son çekirdek sıfırdan", "last kernel starts at zero"),
            True,
            L("3×3\n(başta 0)", "3×3\n(0 at first)"),
        ),
    ):
        source = diagram.box((x, 0.5), "$x$", width=1.0, height=0.6, color=DATA)
        first = diagram.box((x, 1.65), "3×3, ReLU", width=2.2, height=0.75, color=CONV)
        second = diagram.box((x, 2.85), last, width=2.2, height=0.95, color=CONV, dashed=last != "3×3")
        diagram.arrow(source, first)
        diagram.arrow(first, second)
        end = diagram.box((x, 4.9), "ReLU", width=1.4, height=0.6, color=POOL)
        if skip:
            plus = diagram.circle((x, 3.95), "+", color=SKIP, radius=0.28)
            diagram.arrow(second, plus, note="$F(x)$")
            diagram.arrow(source, (x + 1.75, 0.5), (x + 1.75, 3.95), plus, color=SKIP)
            diagram.note((x + 1.95, 2.3), "$x$", color=SKIP, align="left")
            diagram.arrow(plus, end)
        else:
            diagram.arrow(second, end, note="$F(x)$")
        diagram.note((x, 5.45), title, size=13)
    return diagram.figure


def draw_separable() -> Figure:
    """Draw an ordinary convolution over three channels, and the two steps of a depthwise separable one."""
    diagram = Diagram(14.2, 5.0, size=0.72)
    _channels(diagram, 0.9, DATA)
    every = diagram.box((3.6, 2.3), L("3×3, her filtre\nbütün kanallara\nbakar", "3×3, each filter\nsees all\nchannels"),
                        width=2.5, height=2.2, color=CONV)  # fmt: skip
    for y in (3.4, 2.3, 1.2):
        diagram.arrow((1.35, y), (every.left[0], y), width=1.8)
    out = diagram.box((6.0, 2.3), L("$F$\nkanal", "$F$\nchannels"), width=1.5, height=1.2, color=DATA)
    diagram.arrow(every, out)
    _channels(diagram, 7.9, DATA)
    for y in (3.4, 2.3, 1.2):
        own = diagram.box((9.5, y), "3×3", width=1.0, height=0.75, color="sky")
        diagram.arrow((8.35, y), own, width=1.8)
        diagram.arrow(own.right, (11.0, 2.3 + (y - 2.3) / 3), width=1.8)
    mix = diagram.box((11.6, 2.3), "1×1", width=1.2, height=1.2, color=CONV)
    end = diagram.box((13.4, 2.3), L("$F$\nkanal", "$F$\nchannels"), width=1.5, height=1.2, color=DATA)
    diagram.arrow(mix, end)
    diagram.note((3.4, 4.6), L("olağan evrişim: $9\\,C F$ ağırlık", "ordinary convolution: $9\\,C F$ weights"))
    diagram.note((10.6, 4.6), L("ayrılabilir: $9\\,C + C F$ ağırlık", "separable: $9\\,C + C F$ weights"))
    diagram.note((0.9, 0.3), L("$C = 3$ kanal", "$C = 3$ channels"), size=12)
    diagram.note((7.9, 0.3), L("$C = 3$ kanal", "$C = 3$ channels"), size=12)
    return diagram.figure


def _channels(diagram, x, color):
    for y in (3.4, 2.3, 1.2):
        diagram.box((x, y), width=0.9, height=0.9, color=color)

"""The drawings of lesson 31: four ways to learn a density, a coupling of a flow, and the masks of a convolution."""

from itertools import pairwise

from utils.language import L
from utils.plots.diagram import Diagram

ROWS = (5.6, 4.0, 2.4, 0.8)  # heights of the four models
NETWORK, DATA, NOISE = "blue", "orange", "muted"  # what each colour stands for


def draw_families():
    """Draw the four models of the lesson, one in a row: what the network gets, and what it says."""
    drawing = Diagram(
        13.6, 6.5, size=0.73, title=L("Bir dağılımı öğrenmenin dört yolu", "Four ways to learn a distribution")
    )
    names = (
        L("özbağlanımlı", "autoregressive"),
        L("normalleştiren akış", "normalizing flow"),
        L("enerji tabanlı", "energy-based"),
        L("difüzyon", "diffusion"),
    )
    for y, name in zip(ROWS, names, strict=True):
        drawing.note((0.1, y), name, align="left", size=14)
    _autoregressive(drawing, ROWS[0])
    _flow(drawing, ROWS[1])
    _energy(drawing, ROWS[2])
    _diffusion(drawing, ROWS[3])
    return drawing.figure


def _autoregressive(drawing, y):
    first = drawing.circle((4.6, y), "$x_1$", radius=0.4, color=DATA)
    net = drawing.box((7.0, y), L("ağ", "network"), width=1.7, height=0.9, color=NETWORK)
    second = drawing.circle((9.5, y), "$x_2$", radius=0.4, color=DATA)
    drawing.arrow(first, net)
    drawing.arrow(net, second)
    drawing.note((10.2, y), "$p(x_1)\\,p(x_2\\,|\\,x_1)$", align="left")


def _flow(drawing, y):
    noise = drawing.circle((4.6, y), "$z$", radius=0.4, color=NOISE)
    net = drawing.box((7.0, y), L("tersinir ağ", "invertible"), width=1.9, height=0.9, color=NETWORK)
    data = drawing.circle((9.5, y), "$x$", radius=0.4, color=DATA)
    for here, there, shift in ((noise, net, 0.15), (net, data, 0.15)):
        drawing.arrow((here.right[0], y + shift), (there.left[0], y + shift))
        drawing.arrow((there.left[0], y - shift), (here.right[0], y - shift))
    drawing.note((10.2, y), "$p(z)\\,/\\,|$" + L("hacim değişimi", "change of volume") + "$|$", align="left")


def _energy(drawing, y):
    data = drawing.circle((4.6, y), "$x$", radius=0.4, color=DATA)
    net = drawing.box((7.0, y), L("ağ", "network"), width=1.7, height=0.9, color=NETWORK)
    value = drawing.circle((9.5, y), "$E$", radius=0.4, color=NETWORK)
    drawing.arrow(data, net)
    drawing.arrow(net, value)
    drawing.note((10.2, y), "$e^{-E(x)}\\,/\\,Z$", align="left")


def _diffusion(drawing, y):
    places = [
        drawing.circle((x, y), text, radius=0.42, color=color)
        for x, text, color in (
            (4.6, "$x_T$", NOISE),
            (6.2, "$x_t$", NOISE),
            (7.8, "$x_{t-1}$", NOISE),
            (9.5, "$x_0$", DATA),
        )
    ]
    for here, there in pairwise(places):
        drawing.arrow(here, there, color=NETWORK)
    drawing.note((10.2, y), L("ağ gürültüyü tahmin eder", "the network guesses the noise"), align="left")


def draw_coupling():
    """Draw an affine coupling: one coordinate passes unchanged and decides how the other is scaled and shifted."""
    drawing = Diagram(12.6, 4.2, size=0.73, title=L("Bir eşleme katmanı", "A coupling layer"))
    a = drawing.circle((0.9, 3.3), "$a$", radius=0.42, color=DATA)
    b = drawing.circle((0.9, 0.9), "$b$", radius=0.42, color=DATA)
    net = drawing.box(
        (4.2, 2.1), L("ağ\n$s(a),\\ t(a)$", "network\n$s(a),\\ t(a)$"), width=2.2, height=1.1, color=NETWORK
    )
    times = drawing.circle((6.9, 0.9), "×", radius=0.36)
    plus = drawing.circle((8.9, 0.9), "+", radius=0.36)
    out_a = drawing.circle((11.4, 3.3), "$a$", radius=0.42, color="green")
    out_b = drawing.circle((11.4, 0.9), "$b'$", radius=0.42, color="green")
    drawing.arrow(a, out_a, note=L("değişmez", "unchanged"))
    drawing.arrow((2.4, 3.3), (2.4, 2.1), net)
    drawing.arrow(b, times)
    drawing.arrow(times, plus)
    drawing.arrow(plus, out_b)
    drawing.arrow(net, (6.9, 2.1), times, color=NETWORK)
    drawing.arrow((6.9, 2.1), (8.9, 2.1), plus, color=NETWORK)
    drawing.note((7.4, 1.62), "$e^{s(a)}$", size=13, align="left")
    drawing.note((9.1, 1.62), "$t(a)$", size=13, align="left")
    return drawing.figure


def draw_masks():
    """Draw the two masks of a 5 x 5 kernel: the first layer's, without the pixel itself, and that of the later ones."""
    drawing = Diagram(12.6, 5.9, size=0.7, title=L("Maskeli çekirdekler", "Masked kernels"))
    captions = (
        L("ilk katman: pikselin kendisi kapalı", "first layer: the pixel itself is closed"),
        L("sonraki katmanlar: kendisi açık", "later layers: the pixel itself is open"),
    )
    for own, left, caption in ((False, 1.0, captions[0]), (True, 7.2, captions[1])):
        for row in range(5):
            for column in range(5):
                middle = row == 2 and column == 2
                open_ = row < 2 or (row == 2 and (column < 2 or (middle and own)))
                place = (left + 0.45 + 0.88 * column, 4.55 - 0.88 * row)
                color = "orange" if middle else NETWORK if open_ else "muted"
                drawing.box(place, "1" if open_ else "0", width=0.8, height=0.8, color=color)
        drawing.note((left + 2.2, 5.45), caption, size=13)
    return drawing.figure

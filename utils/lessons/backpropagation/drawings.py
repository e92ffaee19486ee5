"""The drawings of lesson 07: three links of a chain, and the computational graph of the small network, both ways."""

from utils.language import L, number
from utils.lessons.backpropagation.explorer import EDGES, START, forward_and_back
from utils.plots.diagram import Diagram

VALUE, GRADIENT = "blue", "orange"  # what goes forward, and what comes back
NODES = {  # the place of each node, its symbol, and where its number stands as seen from it
    "w1": ((1.0, 6.2), "$w_1$", (0, 0.66)),
    "x": ((1.0, 3.7), "$x$", (0, -0.66)),
    "w2": ((1.0, 1.2), "$w_2$", (0, -0.66)),
    "z1": ((3.7, 4.95), "$z_1$", (0, -0.66)),
    "z2": ((3.7, 2.45), "$z_2$", (0, -0.66)),
    "h1": ((6.6, 4.95), "$h_1$", (0, 0.66)),
    "h2": ((6.6, 2.45), "$h_2$", (0, -0.66)),
    "v1": ((9.0, 6.2), "$v_1$", (0, 0.66)),
    "v2": ((9.0, 1.2), "$v_2$", (0, -0.66)),
    "p": ((9.6, 3.7), "$\\hat{y}$", (0.72, 0.5)),
    "y": ((12.4, 1.2), "$y$", (0, -0.66)),
    "loss": ((12.4, 3.7), "$L$", (0, 0.66)),
}
LOCAL = {  # the local derivative of each edge that is walked back, as a formula and where it stands beside its middle
    ("p", "loss"): ("$2(\\hat{y} - y)$", (0.1, -0.35)),
    ("v1", "p"): ("$h_1$", (0.3, 0.25)),
    ("v2", "p"): ("$h_2$", (0.3, -0.25)),
    ("h1", "p"): ("$v_1$", (0.1, 0.3)),
    ("h2", "p"): ("$v_2$", (0.1, -0.3)),
    ("z1", "h1"): ("$h_1(1 - h_1)$", (0, 0.35)),
    ("z2", "h2"): ("$h_2(1 - h_2)$", (0, 0.35)),
    ("w1", "z1"): ("$x$", (0.1, 0.3)),
    ("w2", "z2"): ("$x$", (0.1, -0.3)),
    ("x", "z1"): ("$w_1$", (0.35, -0.1)),
    ("x", "z2"): ("$w_2$", (0.35, 0.1)),
}


def draw_chain():
    """Draw w, ŷ, e and L as three links: the local derivatives on the way there, their products on the way back."""
    drawing = Diagram(12, 3.9, title=L("Üç halkalı bir zincir", "A chain of three links"))
    x, y, w = 2.0, 5.0, 3.0
    error = w * x - y
    values = [("$w$", w), ("$\\hat{y}$", w * x), ("$e$", error), ("$L$", error**2)]
    local = [x, 1.0, 2 * error]
    back = [local[0] * local[1] * local[2], local[1] * local[2], local[2], 1.0]
    places = [(1.2 + 3.2 * i, 2.2) for i in range(4)]
    nodes = [drawing.circle(place, name, radius=0.45) for place, (name, _) in zip(places, values, strict=True)]
    for place, (_, value) in zip(places, values, strict=True):
        drawing.note((place[0], 1.45), number(value, 0), color=VALUE, size=14)
    for i, factor in enumerate(local):
        drawing.arrow(nodes[i], nodes[i + 1], color=VALUE, note=f"× {number(factor, 0)}")
    for place, gradient in zip(places, back, strict=True):
        drawing.note((place[0], 3.15), number(gradient, 0), color=GRADIENT, size=15)
    for i in (2, 1, 0):
        drawing.arrow((places[i + 1][0] - 0.45, 3.15), (places[i][0] + 0.45, 3.15), color=GRADIENT)
    legend = L(
        "altta: değer     okta: yerel türev     üstte: $L$'nin o düğüme göre türevi",
        "below: value     on the arrow: local derivative     above: derivative of $L$ with respect to the node",
    )
    drawing.note((6.0, 0.6), legend)
    return drawing.figure


def draw_graph(*, backward: bool = False):
    """Draw the network of the explorer's first state as a graph, with its values.

    backward: with the arrows turned round, the local derivative beside each, and the derivative of L at each node.
    """
    now = forward_and_back(2.0, 1.5, START, "sigmoid")
    title = L("Geri geçiş: türevler", "The backward pass: derivatives") if backward else L(
        "İleri geçiş: değerler", "The forward pass: values")  # fmt: skip
    drawing = Diagram(13.4, 7.3, size=0.78, title=title)
    numbers, color = (now.gradient, GRADIENT) if backward else (now.value, VALUE)
    shapes = {}
    for name, (place, symbol, aside) in NODES.items():
        if name in numbers:
            shapes[name] = drawing.circle(place, symbol, radius=0.42, color=_kind(name))
            drawing.note((place[0] + aside[0], place[1] + aside[1]), _short(numbers[name]), color=color)
    for start, end in EDGES:
        if not backward:
            drawing.arrow(shapes[start], shapes[end], color=VALUE)
        elif (start, end) in LOCAL:
            formula, aside = LOCAL[start, end]
            drawing.arrow(shapes[end], shapes[start], color=GRADIENT)
            (x0, y0), (x1, y1) = NODES[start][0], NODES[end][0]
            drawing.note(((x0 + x1) / 2 + aside[0], (y0 + y1) / 2 + aside[1]), formula, size=12, color="muted")
    return drawing.figure


def _kind(name):
    """Return the colour of a node: what is given, a weight, or what is computed."""
    return VALUE if name in ("x", "y") else "green" if name[0] in "wv" else "muted"


def _short(value):
    """Write a number with the four decimals of the lesson's tables, or without them where they are zero."""
    digits = next((digits for digits in (0, 1) if round(value, digits) == value), 4)
    return number(value, digits)

"""The drawings of lesson 11: a chain of factors, batch normalization in training and in prediction, a residual block."""

import itertools

from matplotlib.figure import Figure

from utils.language import L, number
from utils.plots.diagram import Diagram

FORWARD, BACKWARD, KEPT = "blue", "orange", "green"


def draw_factors() -> Figure:
    """Draw five layers, and what is left of a gradient of 1 where every layer multiplies it by ¼, by 1 and by 1.5."""
    drawing = Diagram(14, 5.0, size=0.8, title=L("Gradyan her katmanda bir çarpanla çarpılır",
                                                 "In each layer the gradient is multiplied by a factor"))  # fmt: skip
    places = [3.4 + 1.85 * i for i in range(6)]
    nodes = [drawing.circle((x, 4.1), f"$a_{i}$", radius=0.42, color=FORWARD) for i, x in enumerate(places[:-1])]
    nodes.append(drawing.circle((places[-1], 4.1), "$L$", radius=0.42, color="muted"))
    for before, after in itertools.pairwise(nodes):
        drawing.arrow(before, after, color=FORWARD)
    drawing.note((1.35, 4.1), L("ileri", "forward"), color=FORWARD)
    for y, (factor, name) in zip((2.7, 1.65, 0.6), ((0.25, "¼"), (1.0, "1"), (1.5, number(1.5, 1))), strict=True):
        drawing.note((1.35, y), L(f"geri, çarpan {name}", f"backward, factor {name}"), color=BACKWARD)
        for i, x in enumerate(places):
            left = factor ** (5 - i)
            drawing.note((x, y), number(left, 0 if factor == 1 else 3 if left < 1 else 1), color=BACKWARD, size=14)
            if i:
                drawing.arrow((x - 0.5, y), (places[i - 1] + 0.5, y), color=BACKWARD, width=1.8)
    return drawing.figure


def draw_batch_norm() -> Figure:
    """Draw the two acts of batch normalization: in training it looks at the batch, in prediction at what it has kept."""
    drawing = Diagram(15, 6.6, size=0.74)
    _act(drawing, 4.9, L("eğitim", "training"), L("yığındaki\nbütün örnekler", "all examples\nof the batch"),
         L("yığının\nortalaması, varyansı", "mean and variance\nof the batch"), FORWARD)  # fmt: skip
    _act(drawing, 1.3, L("tahmin", "prediction"), L("tek bir örnek\nde olabilir", "may be\na single example"),
         L("yürüyen\nortalama, varyans", "running mean\nand variance"), KEPT)  # fmt: skip
    drawing.arrow((6.2, 4.3), (6.2, 1.9), color=KEPT, dashed=True)
    drawing.note((6.4, 3.1), L("her adımda biraz güncellenir (momentum)", "updated a little at each step (momentum)"),
                 color=KEPT, align="left")  # fmt: skip
    return drawing.figure


def _act(drawing, y, act, taken, looks_at, color):
    drawing.note((0.1, y + 0.95), act, color=color, align="left", size=15)
    values = drawing.box((1.7, y), f"{taken}\n$z$", width=2.7, height=1.3, size=12)
    source = drawing.box((6.2, y), looks_at, width=3.2, height=1.2, color=color, size=12)
    scaled = drawing.box(
        (10.2, y), r"$\hat z = \frac{z - \mu}{\sqrt{v + \varepsilon}}$", width=2.8, height=1.2, size=19
    )
    result = drawing.box((13.5, y), r"$\gamma \hat z + \beta$", width=1.9, height=1.2, color=BACKWARD)
    if color == FORWARD:
        drawing.arrow(values, source, color=color)
    drawing.arrow(source, scaled, color=color, note=r"$\mu,\ v$")
    drawing.arrow(scaled, result)
    drawing.arrow((1.7, y - 0.65), (1.7, y - 1.05), (10.2, y - 1.05), (10.2, y - 0.6))


def draw_residual_block() -> Figure:
    """Draw a residual block, its two ways forward, and the factors with which the gradient comes back on each of them."""
    drawing = Diagram(12.6, 4.4, size=0.8, title=L("Artık blok", "A residual block"))
    start = drawing.circle((0.7, 1.9), "$a$", radius=0.4, color=FORWARD)
    first = drawing.box((3.4, 1.9), L("katman", "layer"), width=1.6, color=KEPT)
    middle = drawing.box((5.6, 1.9), "ReLU", width=1.3)
    last = drawing.box((7.8, 1.9), L("katman", "layer"), width=1.6, color=KEPT)
    plus = drawing.circle((10.1, 1.9), "+", radius=0.34)
    for one, other in ((start, first), (first, middle), (middle, last), (last, plus)):
        drawing.arrow(one, other, color=FORWARD)
    drawing.arrow(start, (0.7, 3.3), (10.1, 3.3), plus, color=FORWARD, note=L("atlama bağlantısı", "skip connection"))
    drawing.arrow(plus, (11.3, 1.9), color=FORWARD)
    drawing.note((12.0, 1.9), "$a + F(a)$")
    drawing.frame((2.3, 1.25), 6.6, 1.3, color="muted")
    drawing.arrow((9.4, 0.75), (1.6, 0.75), color=BACKWARD)
    drawing.note((5.6, 0.3), L("geri: 1 üstteki yoldan, F′ alttaki yoldan gelir; gradyan 1 + F′ ile çarpılır",
                               "backward: 1 along the upper way, F′ along the lower one; the factor is 1 + F′"),
                 color=BACKWARD)  # fmt: skip
    return drawing.figure

"""Drawings of lesson 19: one trunk with two heads and the ways of the gradients, and two networks beside it."""

from matplotlib.figure import Figure

from utils.language import L, thousands
from utils.lessons.multi_output.explorer import STAGES, parameters
from utils.plots import Diagram

UP, MIDDLE, DOWN = 3.6, 2.2, 0.8  # heights of the digit's row, of what is shared, and of the slant's row
FIRST, STEP, HEAD = 3.0, 2.75, 11.3  # where the first stage stands, from stage to stage, where the heads stand
BOTH = (("blue", 330), ("green", 33))  # colours and parameters of the heads


def names() -> list[str]:
    """Return what the three stages are called."""
    return [
        L("evrişim, 8\nhavuzlama", "conv, 8\npooling"),
        L("evrişim, 16\nhavuzlama", "conv, 16\npooling"),
        L("düzleştirme\nyoğun, 32", "flatten\ndense, 32"),
    ]


def draw_heads(picture) -> Figure:
    """Draw the network with a ``picture``, (28, 28), at its input: forward grey, the gradients of both losses in colour."""
    diagram = Diagram(15.2, 4.8, size=0.72)
    before = diagram.picture((0.8, MIDDLE), picture, width=1.3)
    for stage, (name, count) in enumerate(zip(names(), STAGES, strict=True)):
        box = diagram.box((FIRST + STEP * stage, MIDDLE), name, width=1.9, height=1.3, color="orange", size=11)
        diagram.note((FIRST + STEP * stage, MIDDLE - 0.95), thousands(count), size=11, color="muted")
        diagram.arrow(before, box)
        if stage:
            for shift, (color, _) in zip((0.4, -0.4), BOTH, strict=True):
                start, end = (box.left[0], MIDDLE + shift), (before.right[0], MIDDLE + shift)
                diagram.arrow(start, end, color=color, width=1.6, dashed=True)
        before = box
    for y, side, loss, (color, count), name, weight in zip(
        (UP, DOWN), (1, -1), ("$L_1$", "$L_2$"), BOTH, _heads(), ("$w_1$", "$w_2$"), strict=True
    ):
        head = diagram.box((HEAD, y), name, width=1.9, height=0.9, color=color, size=11)
        diagram.note((HEAD, y - 0.72), thousands(count), size=11, color="muted")
        diagram.arrow(before, (9.95, MIDDLE), (9.95, y), head)
        end = diagram.circle((13.5, y), loss, radius=0.42, color=color)
        diagram.arrow(head, end)
        beside = y + 0.22 * side
        diagram.arrow((end.left[0], beside), (head.right[0], beside), color=color, width=1.6, dashed=True)
        inner = MIDDLE + 0.4 * side
        corner = 9.65
        diagram.arrow(
            (head.left[0], beside), (corner, beside), (corner, inner), (before.right[0], inner),
            color=color, width=1.6, dashed=True,
        )  # fmt: skip
        diagram.note((14.6, y), weight, size=15, color=color)
    words = L(
        "kesikli: iki kaybın gradyanları; gövdede toplanırlar",
        "dashed: the gradients of both losses; they add up in the trunk",
    )
    diagram.note((5.2, 0.3), words, size=11.5)
    return diagram.figure


def _heads():
    return (L("rakam\nsoftmax, 10", "digit\nsoftmax, 10"), L("eğim\ndoğrusal, 1", "slant\nlinear, 1"))


def draw_two_networks(picture) -> Figure:
    """Draw two separate networks with a ``picture``, (28, 28), at the input of each."""
    diagram = Diagram(15.2, 4.8, size=0.72)
    for y, (color, count), head in zip((UP, DOWN), BOTH, _heads(), strict=True):
        before = diagram.picture((0.8, y), picture, width=1.2)
        for stage, (name, size) in enumerate(zip(names(), STAGES, strict=True)):
            place = FIRST + STEP * stage, y
            box = diagram.box(place, name, width=1.9, height=1.0, color=color, size=11)
            diagram.note((place[0], y - 0.78), thousands(size), size=11, color="muted")
            diagram.arrow(before, box)
            before = box
        last = diagram.box((HEAD, y), head, width=1.9, height=0.9, color=color, size=11)
        diagram.note((HEAD, y - 0.78), thousands(count), size=11, color="muted")
        diagram.arrow(before, last)
    total, shared = thousands(parameters(0)), thousands(parameters(len(STAGES)))
    diagram.note((13.8, 2.9), L(f"toplam\n{total}\nparametre", f"{total}\nparameters\nin all"), size=12.5)
    diagram.note((13.8, 1.4), L(f"(ortak gövdeyle\n{shared})", f"(with one trunk\n{shared})"), size=11.5, color="muted")
    return diagram.figure

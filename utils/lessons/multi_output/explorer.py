"""The explorer of lesson 19: how much two tasks share, and how much each of them counts."""

import numpy as np

from utils.language import L, number, percent, thousands
from utils.lessons.multi_output.runs import DEPTHS, WAYS, WEIGHTS, runs
from utils.widgets.controls import Choice
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Arrow, Bars, Box, Line, Panel, Points, Scene, Text

STAGES, HEADS = (80, 1168, 12_832), 330 + 33  # parameters of the two convolutions, the dense layer and both heads
COLORS = ("purple", "sky", "green", "orange")  # of 0, 1, 2 and 3 shared stages
ERRORS, DEGREES = (0.045, 0.55), (1.25, 11.0)  # limits of the axes
SMALL = (0.005, 0.2)  # differences in accuracy and in degrees that the means of five seeds cannot tell from chance
WIDE = 1.9  # units of the drawing from stage to stage


def parameters(depth):
    """Return how many parameters both tasks need together where the first ``depth`` stages are shared."""
    return sum(count * (1 if stage < depth else 2) for stage, count in enumerate(STAGES)) + HEADS


def scores(depth, weight):
    """Return the recorded accuracies and degrees of a setting, (seed, 2); without a shared stage the weight decides nothing."""
    if depth == 0:
        return runs()["ways"][WAYS.index("separate")]
    return runs()["grid"][DEPTHS.index(depth), WEIGHTS.index(weight)]


class MultiOutputExplorer(Explorer):
    """Shared stages and the loss weight of the slant: the network, both errors and the parameters."""

    name = "multi_output"

    def title(self):
        return L("Ne kadarı ortak olsun?", "How much should be shared?")

    def task(self):
        return L(
            "Önce karar verin: bütün katmanlar ortakken, iki yanıtı da iki ayrı ağınki kadar iyi yapan bir kayıp ağırlığı "
            "var mı? Sonra ağırlığı 0,01'den 100'e kadar gezdirin, ardından ortak katmanları azaltın.",
            "Decide first: when all layers are shared, is there a loss weight that makes both answers as good as those of two "
            "separate networks? Then move the weight from 0.01 to 100, and after that share fewer layers.",
        )

    def controls(self):
        depths = [(0, L("yok", "none")), (1, "1"), (2, "2"), (3, "3")]
        weights = [(weight, number(weight, 2 if weight < 0.1 else 1 if weight < 1 else 0)) for weight in WEIGHTS]
        return [
            Choice("depth", L("Ortak katman", "Shared layers"), depths, 3),
            Choice("weight", L("Eğimin kayıp ağırlığı", "Loss weight of the slant"), weights, 1.0),
        ]

    def presets(self):
        return {
            "digit_first": {"depth": 3, "weight": 0.1},
            "slant_first": {"depth": 3, "weight": 100.0},
            "branched": {"depth": 2, "weight": 1.0},
            "separate": {"depth": 0, "weight": 1.0},
        }

    def scene(self, depth, weight):
        return Scene([[_network(depth, weight)], [_errors(depth, weight), _counts(depth)]], _summary(depth, weight))


def _network(depth, weight):
    """The picture on the left, the stages one or two at a time, and the heads with the factors of their losses."""
    names = (L("evrişim 1", "conv 1"), L("evrişim 2", "conv 2"), L("yoğun", "dense"))
    layers = [Box(0.05, -0.45, 1.15, 0.45, color="muted", fill=0.15)]
    layers.append(Text(0.6, 0, L("resim", "picture"), align="center"))
    before = [(1.15, 0.0)]
    for stage, name in enumerate(names):
        left = 1.6 + WIDE * stage
        rows = [0.0] if stage < depth else [0.62, -0.62]
        for place, y in enumerate(rows):
            color = "orange" if stage < depth else ("blue", "green")[place]
            layers.append(Box(left, y - 0.42, left + 1.45, y + 0.42, color=color, fill=0.3))
            layers.append(Text(left + 0.72, y, name, align="center"))
        layers += _arrows(before, [(left, y) for y in rows])
        before = [(left + 1.45, y) for y in rows]
    left = 1.6 + WIDE * len(names)
    factor = number(weight, 2 if weight < 0.1 else 1 if weight < 1 else 0)
    heads = ((0.62, "blue", L("rakam", "digit"), "1"), (-0.62, "green", L("eğim", "slant"), factor))
    for y, color, name, times in heads:
        layers.append(Box(left, y - 0.42, left + 1.45, y + 0.42, color=color, fill=0.3))
        layers.append(Text(left + 0.72, y, name, align="center", bold=True))
        layers.append(Text(left + 1.6, y, L(f"kayıp × {times}", f"loss × {times}"), color=color))
    layers += _arrows(before, [(left, 0.62), (left, -0.62)])
    return Panel(layers, (0, left + 3.2), (-1.15, 1.15), axes=False, grid=False, height=0.42)


def _arrows(starts, ends):
    """Arrows from each start to its end; from one start to both ends where there is only one."""
    pairs = [(starts[min(i, len(starts) - 1)], end) for i, end in enumerate(ends)]
    return [Arrow(a[0] + 0.03, a[1], b[0] - 0.03, b[1], color="ink", width=1.6) for a, b in pairs]


def _errors(depth, weight):
    apart = scores(0, 1.0).mean(axis=0)
    lines = []
    for shared in DEPTHS:
        means = np.array([scores(shared, w).mean(axis=0) for w in WEIGHTS])
        lines.append(
            Line(means[:, 1], 1 - means[:, 0], COLORS[shared], 2.2 if shared == depth else 1.2,
                 opacity=1.0 if shared == depth else 0.45, label=L(f"{shared} ortak", f"{shared} shared"))
        )  # fmt: skip
        lines.append(
            Points(means[:, 1], 1 - means[:, 0], color=COLORS[shared], size=3, opacity=1.0 if shared == depth else 0.5)
        )
    x, y = float(apart[1]), float(1 - apart[0])
    box = [
        Line([x, x], [ERRORS[0], y], "purple", 1.4, dash=True),
        Line([DEGREES[0], x], [y, y], "purple", 1.4, dash=True),
        Points([x], [y], color="purple", marker="diamond", size=6, label=L("iki ayrı ağ", "two separate networks")),
    ]
    chosen = scores(depth, weight)
    seeds = [
        Points(chosen[:, 1], 1 - chosen[:, 0], color="ink", size=2.5, label=L("beş tohum", "five seeds")),
        Points([chosen[:, 1].mean()], [1 - chosen[:, 0].mean()], color=COLORS[depth], size=7, highlight=0),
    ]
    return Panel(
        [*lines, *box, *seeds], DEGREES, ERRORS, L("Test hataları: sol alt en iyisi", "Test errors: lower left is best"),
        L("eğimin ortalama hatası (derece)", "mean error of the slant (degrees)"),
        L("yanlış rakam payı", "share of wrong digits"),
        xlog=True, ylog=True, width=1.7, height=1.25,
        xticks=[(v, number(v, 1 if v < 3 else 0)) for v in (1.5, 2.5, 5, 10)],
        yticks=[(v, percent(v)) for v in (0.05, 0.1, 0.2, 0.4)],
    )  # fmt: skip


def _counts(depth):
    counts = [parameters(shared) / 1000 for shared in range(4)]
    return Panel(
        [Bars(counts, [L("yok", "none"), "1", "2", "3"], colors=list(COLORS), highlight=depth, digits=1)], y=(0, 36),
        title=L("Toplam parametre", "Parameters in all"), xlabel=L("ortak katman", "shared layers"),
        ylabel=L("bin parametre", "thousand parameters"), width=0.9, height=1.25,
    )  # fmt: skip


def _summary(depth, weight):
    means, apart = scores(depth, weight).mean(axis=0), scores(0, 1.0).mean(axis=0)
    wrong, degrees = percent(1 - means[0], 1), number(means[1], 1)
    count = thousands(parameters(depth))
    first = L(
        f"{count} parametreyle rakamların {wrong} kadarı yanlış okunuyor, eğim ortalama {degrees} derece şaşıyor. ",
        f"With {count} parameters, {wrong} of the digits are misread and the slant is off by {degrees} degrees on average. ",
    )
    if depth == 0:
        return first + L(
            "Ortak katman olmadığı için kayıp ağırlığı iki ağdan hiçbirini ötekine göre değiştirmiyor.",
            "Nothing is shared, so the loss weight cannot favour one of the two networks over the other.",
        )
    behind = {"digit": apart[0] - means[0] > SMALL[0], "slant": means[1] - apart[1] > SMALL[1]}
    worse = [name for name, is_worse in behind.items() if is_worse]
    words = {
        (): L("İki yanıt da ayrı ağlarınki kadar iyi.", "Both answers are as good as those of separate networks."),
        ("digit",): L(
            "Eğim ayrı ağınki kadar iyi, rakam ise geride.",
            "The slant is as good as with a separate network, but the digit is behind.",
        ),
        ("slant",): L(
            "Rakam ayrı ağınki kadar iyi, eğim ise geride.",
            "The digit is as good as with a separate network, but the slant is behind.",
        ),
        ("digit", "slant"): L(
            "İki yanıt da ayrı ağlarınkinin gerisinde.", "Both answers are behind those of separate networks."
        ),
    }
    return first + words[tuple(worse)]

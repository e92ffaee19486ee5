"""The explorer of lesson 17: blocks are stacked, and what each of them costs is counted at once."""

from itertools import pairwise

import numpy as np

from utils.language import L, percent, thousands
from utils.lessons.architectures.counting import NETWORKS, count
from utils.widgets.controls import Button, Choice, Kept
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Box, Line, Panel, Scene, Text

SIDE, MOST = 28, 10  # of the input, in pixels; blocks in a stack
COLORS = {
    "pool": "muted", "flatten": "muted", "mean": "muted", "inception": "orange", "residual": "green", "half": "green",
    "separable": "sky", "dense": "purple",
}  # of what is no plain convolution; those are blue  # fmt: skip
FILTERS = (8, 16, 24, 32, 48, 64)


class BlocksExplorer(Explorer):
    """A stack of blocks, drawn, with the parameters, multiplications and receptive field of each."""

    name = "blocks"
    recorded = ("network", "head", "remove")

    def title(self):
        return L("Blokları üst üste koyun", "Stack the blocks")

    def task(self):
        return L(
            "Önce karar verin: VGG'de parametresi en çok olan katman, en çok çarpma yapan katman mıdır? Sonra aynı soruyu öteki "
            "ağlara sorun ve kendi ağınızı kurun.",
            "Decide first: in VGG, is the layer with the most parameters also the one that multiplies most? Then ask the same of "
            "the other networks, and build one of your own.",
        )

    def controls(self):
        return [
            Choice("network", L("Ağ", "Network"), _networks(), "vgg", place="top"),
            Choice("kind", L("Blok", "Block"), _kinds(), "conv3", place="top"),
            Choice("filters", L("Filtre", "Filters"), [(f, str(f)) for f in FILTERS], 32, place="top"),
            Button("add", L("Ekle", "Add"), place="top"),
            Button("remove", L("Sonuncuyu sil", "Remove the last"), place="top"),
            Choice("head", L("Son (yoğun)", "Head (dense)"), _heads(), "dense", place="top"),
            Kept("stack", value=NETWORKS["vgg"][0]),
        ]

    def presets(self):
        return {name: {"network": name} for name in NETWORKS}

    def on_network(self, state):
        if state["network"] == "own":
            return {"stack": [], "head": "mean"}
        stack, head = NETWORKS[state["network"]]
        return {"stack": list(stack), "head": head}

    def on_add(self, state):
        kind = state["kind"]
        stack = [*state["stack"], kind if kind == "pool" else f"{kind}:{state['filters']}"]
        return {} if len(stack) > MOST or _too_small(stack) else {"stack": stack, "network": "own"}

    def on_remove(self, state):
        return {"stack": state["stack"][:-1], "network": "own"} if state["stack"] else {}

    def on_head(self, state):
        return {"network": "own"}

    def scene(self, network, kind, filters, head, stack):
        rows = count(stack, head)
        return Scene([[_drawing(rows)], _panels(rows)], _summary(rows))


def _networks():
    return [("lenet", "LeNet"), ("vgg", "VGG"), ("inception", "Inception"), ("resnet", "ResNet"),
            ("own", L("boş / benim", "empty / mine"))]  # fmt: skip


def _kinds():
    return [
        ("conv3", "3×3"), ("conv5", "5×5"), ("conv1", "1×1"), ("separable", L("ayrılabilir 3×3", "separable 3×3")),
        ("pool", L("havuzlama", "pooling")), ("inception", "Inception"), ("residual", L("atlamalı", "with skip")),
        ("half", L("atlamalı, adım 2", "with skip, stride 2")),
    ]  # fmt: skip


def _heads():
    return [
        ("dense", "64"),
        ("lenet", "120, 84"),
        ("mean", L("ortalama", "mean")),
    ]


def _too_small(stack):
    return any(row.side < 1 for row in count(stack, "mean")[: len(stack)])


def _color(row):
    return COLORS.get(row.kind, "blue")


def _name(kind):
    names = {
        "pool": L("havuz", "pool"), "inception": "Inc.", "residual": L("atlama", "skip"), "half": L("atlama\n↓2", "skip\n↓2"),
        "separable": "3×3\n+ 1×1", "dense": L("yoğun", "dense"),
        "flatten": L("düz-\nleştir", "flat-\nten"), "mean": L("orta-\nlama", "mean"),
    }  # fmt: skip
    return names.get(kind) or f"{kind[-1]}×{kind[-1]}"


def _drawing(rows):
    """The picture on the left, then a box for each layer, as high as its maps; side and channels stand below."""
    layers = [Box(0.12, -1, 0.88, 1, color="ink", fill=0.08), *_words(0, L("girdi", "input"), SIDE, 1)]
    for i, row in enumerate(rows, 1):
        half = 0.55 if row.side == 0 else 0.36 + 0.64 * row.side / SIDE
        layers.append(Line([i - 0.12, i + 0.12], [0, 0], color="muted", width=2))
        layers += _inside(i, half, row)
        layers += _words(i, _name(row.kind), row.side, row.channels)
        layers.append(Text(i + 0.5, 1.42, str(i), color="muted", align="center", size=0.85))
    return Panel(layers, (-0.1, max(len(rows) + 1, 9) + 0.1), (-1.75, 1.6), axes=False, grid=False, height=0.72)


def _words(i, name, side, channels):
    shape = f"{side}×{side}" if side else ""
    lines = [Text(i + 0.5, 0.0 + 0.16 * name.count("\n"), name, align="center", bold=True, size=0.85)]
    lines.append(Text(i + 0.5, -1.3, f"{shape}\n×{channels}" if side else str(channels), align="center", size=0.85))
    return lines


def _inside(i, half, row):
    color = _color(row)
    if row.kind == "inception":  # four paths, one above the other
        edges = np.linspace(-half, half, 5)
        return [Box(i + 0.12, low, i + 0.88, high, color=color, fill=0.25) for low, high in pairwise(edges)]
    box = Box(i + 0.12, -half, i + 0.88, half, color=color, fill=0.3)
    if row.kind in ("residual", "half"):  # the skip, around the box
        along = np.linspace(0, np.pi, 25)
        return [box, Line(i + 0.5 - 0.36 * np.cos(along), half + 0.34 * np.sin(along), color=color, width=2.5)]
    return [box]


def _panels(rows):
    few = len(rows) < 10  # else every second number would stand on its neighbour
    names = [str(i) if few or i % 2 else "" for i in range(1, len(rows) + 1)]
    costs = [
        (L("Parametre (bin)", "Parameters (thousands)"), [row.parameters / 1e3 for row in rows]),
        (L("Çarpma (bin)", "Multiplications (thousands)"), [row.multiplications / 1e3 for row in rows]),
    ]
    panels = [_bars(title, values, names, [_color(row) for row in rows]) for title, values in costs]
    return [*panels, _fields(rows, names)]


def _bars(title, values, names, colors):
    most = int(np.argmax(values))
    return Panel([Bars(values, names, colors=colors, highlight=most)], y=(0, 1.15 * max(*values, 0.1)), title=title,
                 xlabel=L("katman", "layer"))  # fmt: skip


def _fields(rows, names):
    """Receptive fields; a dense layer sees the whole picture, and so does what reaches beyond its border."""
    seen = [row.field or SIDE for row in rows]
    bars = Bars(seen, names, colors=[_color(row) for row in rows])
    edge = Line(
        [-0.5, len(rows) - 0.5],
        [SIDE, SIDE],
        color="ink",
        dash=True,
        width=1.5,
        label=L("resmin kenarı", "side of the picture"),
    )
    return Panel(
        [bars, edge],
        y=(0, max(40, 1.15 * max(seen))),
        title=L("Alım alanı (piksel)", "Receptive field (pixels)"),
        xlabel=L("katman", "layer"),
    )


def _summary(rows):
    parameters, products = (
        np.array([getattr(row, name) for row in rows]) for name in ("parameters", "multiplications")
    )
    total = L(
        f"{thousands(int(parameters.sum()))} parametre, resim başına {thousands(int(products.sum()))} çarpma. ",
        f"{thousands(int(parameters.sum()))} parameters, {thousands(int(products.sum()))} multiplications for a picture. ",
    )
    big, busy = _most(parameters), _most(products)
    return total + L(
        f"En çok parametre {big}, en çok çarpma {busy}.",
        f"The most parameters are {big}, the most multiplications {busy}.",
    )


def _most(values):
    """Return in words where the largest of the values stands and what share of the sum it has; several may be equal."""
    first, *others = np.flatnonzero(values == values.max()) + 1
    share = percent(values.max() / max(values.sum(), 1))
    if not others:
        return L(f"{first}. katmanda ({share})", f"in layer {first} ({share})")
    places = ", ".join(map(str, [first, *others[:-1]]))
    return L(
        f"{places} ve {others[-1]}. katmanlarda (her birinde {share})",
        f"in layers {places} and {others[-1]} ({share} each)",
    )

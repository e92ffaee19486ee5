"""The explorer of lesson 07: forward node by node, back edge by edge, then one step downhill."""

from dataclasses import dataclass

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Button, Choice, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Graph, Line, Panel, Points, Scene, Text

RATE = 0.05
MOST_LEARNED = 12
MINUS = "\N{MINUS SIGN}"

# Where the nodes stand, and what is written in them.
NODES = {
    "w1": (0.0, 2.0, "w₁"),
    "x": (0.0, 0.0, "x"),
    "w2": (0.0, -2.0, "w₂"),
    "z1": (1.0, 1.0, "z₁"),
    "z2": (1.0, -1.0, "z₂"),
    "h1": (2.0, 1.0, "h₁"),
    "h2": (2.0, -1.0, "h₂"),
    "v1": (2.4, 2.6, "v₁"),
    "v2": (2.4, -2.75, "v₂"),
    "p": (3.0, 0.0, "ŷ"),
    "y": (3.35, -1.6, "y"),
    "loss": (4.0, 0.0, "L"),
}
NAMES = list(NODES)
WEIGHTS = ("w1", "w2", "v1", "v2")
EDGES = [
    ("w1", "z1"),
    ("x", "z1"),
    ("w2", "z2"),
    ("x", "z2"),
    ("z1", "h1"),
    ("z2", "h2"),
    ("h1", "p"),
    ("v1", "p"),
    ("h2", "p"),
    ("v2", "p"),
    ("p", "loss"),
    ("y", "loss"),
]
FORWARD = ("z1", "h1", "z2", "h2", "p", "loss")  # one node a step
BACKWARD = (  # then one edge a step, against its arrow
    ("p", "loss"),
    ("v1", "p"),
    ("v2", "p"),
    ("h1", "p"),
    ("z1", "h1"),
    ("w1", "z1"),
    ("x", "z1"),
    ("h2", "p"),
    ("z2", "h2"),
    ("w2", "z2"),
    ("x", "z2"),
)
LAST_STEP = len(FORWARD) + len(BACKWARD)

ACTIVATIONS = {  # f(z), and f′ written with z and h = f(z)
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, h: h * (1 - h)),
    "tanh": (np.tanh, lambda z, h: 1 - h**2),
    "relu": (lambda z: max(z, 0.0), lambda z, h: float(z > 0)),
}
START = {"w1": 0.5, "w2": -0.5, "v1": 1.0, "v2": -2.0}


@dataclass(frozen=True)
class Pass:
    """One way there and back: the value of each node, the local derivative of each edge, ∂L of each node."""

    value: dict[str, float]
    local: dict[tuple[str, str], float]
    gradient: dict[str, float]


def forward_and_back(x, y, weights, activation):
    """Return the ``Pass`` of ŷ = v₁ f(w₁ x) + v₂ f(w₂ x), L = (ŷ − y)²."""
    f, slope = ACTIVATIONS[activation]
    value = {**weights, "x": x, "y": y}
    for k in "12":
        value["z" + k] = value["w" + k] * x
        value["h" + k] = float(f(value["z" + k]))
    value["p"] = value["v1"] * value["h1"] + value["v2"] * value["h2"]
    error = value["p"] - y
    value["loss"] = error**2
    local = {("p", "loss"): 2 * error, ("y", "loss"): -2 * error}
    for k in "12":
        w, z, h, v = (letter + k for letter in "wzhv")
        local |= {(w, z): x, ("x", z): value[w], (h, "p"): value[v], (v, "p"): value[h]}
        local[z, h] = float(slope(value[z], value[h]))
    gradient = {"loss": 1.0}
    for start, end in BACKWARD:
        gradient[start] = gradient.get(start, 0.0) + gradient[end] * local[start, end]
    return Pass(value, local, gradient)


def learned(x, y, weights, activation, count):
    """Return the ``Pass`` before each of the first ``count`` steps of gradient descent, and the one after."""
    passes = [forward_and_back(x, y, weights, activation)]
    for _ in range(count):
        last = passes[-1]
        weights = {name: last.value[name] - RATE * last.gradient[name] for name in WEIGHTS}
        passes.append(forward_and_back(x, y, weights, activation))
    return passes


class BackpropagationExplorer(Explorer):
    """A graph with two hidden neurons, a player through both passes, and a button for one learning step."""

    name = "backpropagation"

    def title(self):
        return L("İleri düğüm düğüm, geri kenar kenar", "Forward node by node, back edge by edge")

    def task(self):
        return L(
            "Dört ağırlıktan hangisinin gradyanı en büyük çıkacak? Önce karar verin, sonra oynatın.",
            "Which of the four weights will get the largest gradient? Decide first, then press play.",
        )

    def controls(self):
        return [
            Player("step", L("Adım", "Step"), LAST_STEP, fps=1.5),
            Choice(
                "activation",
                L("Aktivasyon", "Activation"),
                [("sigmoid", "sigmoid"), ("tanh", "tanh"), ("relu", "ReLU")],
                "sigmoid",
            ),
            Slider("x", L("Girdi x", "Input x"), -3.0, 3.0, step=0.5, value=2.0),
            Slider("v2", L("Ağırlık v₂", "Weight v₂"), -2.0, 2.0, step=0.5, value=-2.0),
            Slider("y", L("Hedef y", "Target y"), -2.0, 2.0, step=0.5, value=1.5),
            Button("learn", L("Bir öğrenme adımı", "One learning step")),
            Slider("taken", L("Öğrenme adımları", "Learning steps"), 0, MOST_LEARNED, step=1, value=0),
        ]

    def presets(self):
        return {
            "whole": {"step": LAST_STEP},
            "dead": {"activation": "relu", "step": LAST_STEP},
            "saturated": {"x": 3.0, "activation": "tanh", "step": LAST_STEP},
            "trained": {"taken": MOST_LEARNED, "step": LAST_STEP},
        }

    def on_learn(self, state):
        return {"taken": min(state["taken"] + 1, MOST_LEARNED), "step": LAST_STEP}

    def on_activation(self, state):
        return {"taken": 0}

    on_x = on_v2 = on_y = on_activation

    def scene(self, step, activation, x, v2, y, taken):
        passes = learned(x, y, START | {"v2": v2}, activation, taken)
        now = passes[-1]
        gradients, at = known(now, step)
        charts = [_bars(gradients, at), _losses([one.value["loss"] for one in passes])]
        return Scene(
            [[_graph(now, gradients, at, step), charts]], _summary(now, gradients, at, step, activation, passes)
        )


def known(now, step):
    """Return the gradients that are known after ``step`` and the edge just walked back (None: still going forward)."""
    walked = BACKWARD[: max(step - len(FORWARD), 0)]
    gradients = {"loss": 1.0} if step >= len(FORWARD) else {}
    for start, end in walked:
        gradients[start] = gradients.get(start, 0.0) + now.gradient[end] * now.local[start, end]
    return gradients, (walked[-1] if walked else None)


def _graph(now, gradients, at, step):
    seen = {"x", "y", *WEIGHTS, *FORWARD[:step]}
    places = np.array([NODES[name][:2] for name in NAMES])
    walked = BACKWARD[: max(step - len(FORWARD), 0)]
    below = [number(now.value[name]) if name in seen else "" for name in NAMES]
    labels = [number(now.local[edge]) if edge in walked else "" for edge in EDGES]
    lit = at[0] if at else FORWARD[step - 1] if step else None
    lit_edges = [EDGES.index(at)] if at else [i for i, (_, end) in enumerate(EDGES) if end == lit]
    graph = Graph(
        *places.T,
        [(NAMES.index(start), NAMES.index(end)) for start, end in EDGES],
        edge_labels=labels,
        directed=True,
        labels=[NODES[name][2] for name in NAMES],
        below=below,
        highlight_edges=lit_edges,
        size=15,
    )
    words = [
        Text(x, y + 0.62, number(gradients[name]), color="orange", align="center", bold=True)
        for name, (x, y) in ((name, _place_above(name)) for name in gradients)
    ]
    if lit is not None:
        words.append(Points(*places[[NAMES.index(lit)]].T, marker="ring", color="purple", size=18))
    title = L("Altta değer, üstte türev", "Values below, derivatives above")
    return Panel(
        [graph, *words], (-0.35, 4.35), (-3.6, 3.5), title, height=1.6, axes=False, grid=False, name="graph", width=2
    )


def _place_above(name):
    x, y, _ = NODES[name]
    return (x + 0.22 if name == "p" else x), y  # an arrow comes down to ŷ


def _bars(gradients, at):
    values = [gradients.get(name, 0.0) for name in WEIGHTS]
    reach = max(1.5, 1.3 * max(map(abs, values)))
    lit = [WEIGHTS.index(at[0])] if at and at[0] in WEIGHTS else None
    bars = Bars(values, [NODES[name][2] for name in WEIGHTS], colors="orange", highlight=lit)
    lift = 0.13 * reach
    words = [  # only what is known by now
        Text(i, values[i] + (lift if values[i] >= 0 else -lift), number(values[i]), align="center")
        for i, name in enumerate(WEIGHTS)
        if name in gradients
    ]
    title = L("Ağırlıkların gradyanı", "Gradient of each weight")
    return Panel([bars, *words], (-0.5, 3.5), (-reach, reach), title, L("ağırlık", "weight"), "∂L / ∂w", height=0.8)


def _losses(values):
    count = np.arange(len(values))
    layers = [
        Line(count, values, color="purple", width=2.5),
        Points(count, values, color="purple", size=4),
    ]
    top = max(0.1, 1.15 * max(values))
    return Panel(
        layers,
        (-0.3, MOST_LEARNED + 0.3),
        (0, top),
        L("Kayıp L", "Loss L"),
        L("öğrenme adımı", "learning step"),
        "L",
        height=0.8,
        whole="x",
    )


def _summary(now, gradients, at, step, activation, passes):
    value = now.value
    if step == 0:
        return L(
            "Şimdilik yalnızca girdi, ağırlıklar ve hedef bellidir. İleri yayılım öteki düğümleri birer birer dolduracak.",
            "So far only the input, the weights and the target are known. The forward pass will fill in the others one by one.",
        )
    if at is None:
        return _forward_sentence(value, FORWARD[step - 1], activation)
    sentence = _backward_sentence(now, gradients, at)
    return f"{sentence} {_verdict(now, passes)}" if step == LAST_STEP else sentence


def _forward_sentence(value, name, activation):
    letter, k = name[0], name[-1]
    sub = "₁" if k == "1" else "₂"
    n = lambda key: _signed(value[key])  # noqa: E731
    if letter == "z":
        text = f"z{sub} = w{sub} · x = {n('w' + k)} · {n('x')} = {number(value[name])}."
    elif letter == "h":
        f = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}[activation]
        text = f"h{sub} = {f}(z{sub}) = {f}({number(value['z' + k])}) = {number(value[name])}."
    elif name == "p":
        text = f"ŷ = v₁ · h₁ + v₂ · h₂ = {n('v1')} · {n('h1')} + {n('v2')} · {n('h2')} = {number(value['p'])}."
    else:
        text = f"L = (ŷ − y)² = ({n('p')} − {n('y')})² = {number(value['loss'])}."
    return L("İleri: ", "Forward: ") + text


def _backward_sentence(now, gradients, at):
    start, end = at
    above, local = now.gradient[end], now.local[at]
    product = f"{_signed(above)} · {_signed(local)} = {number(above * local)}"
    head = L("Geri: yukarıdan gelen · yerel türev = ", "Back: from above · local derivative = ") + product
    if start == "x" and end == "z2":
        return head + L(
            f". x'te iki yol buluştuğu için getirdikleri toplanır: ∂L/∂x = {number(gradients['x'])}.",
            f". Two paths meet in x, so their contributions are added: ∂L/∂x = {number(gradients['x'])}.",
        )
    if start == "x":
        return head + L(
            ". Bu, x'e gelen iki yoldan biridir; öbürünün getirdiği sonra eklenecek.",
            ". This is one of two paths into x; the contribution of the other will be added later.",
        )
    return head + f" = ∂L/∂{NODES[start][2]}."


def _verdict(now, passes):
    largest = max(WEIGHTS, key=lambda name: abs(now.gradient[name]))
    if abs(now.gradient[largest]) < 5e-3:
        return L(
            "Bütün gradyanlar sıfıra çok yakın, bu yüzden bir öğrenme adımı neredeyse hiçbir şeyi değiştirmez.",
            "All gradients are very close to zero, so a learning step changes next to nothing.",
        )
    texts = NODES[largest][2], number(now.gradient[largest])
    verdict = L(
        f"En büyük gradyan {texts[0]} ağırlığınınkidir: {texts[1]}.",
        f"The largest gradient is that of {texts[0]}: {texts[1]}.",
    )
    if len(passes) > 1:
        first, last = number(passes[0].value["loss"], 3), number(now.value["loss"], 3)
        count = len(passes) - 1
        verdict += L(
            f" {count} öğrenme adımında kayıp {first} değerinden {last} değerine geldi.",
            f" In {count} learning step{'s' * (count > 1)} the loss went from {first} to {last}.",
        )
        if now.value["loss"] > passes[-2].value["loss"] + 1e-3:
            verdict += L(
                " Son adım fazla uzundu, bu yüzden kayıp arttı.", " The last step was too long, so the loss went up."
            )
    return verdict


def _signed(value):
    """Write a number so that a product with it can be read: a negative one in brackets."""
    text = number(value)
    return f"({text})" if text.startswith(MINUS) else text

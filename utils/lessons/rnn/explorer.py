"""The explorer of lesson 24: a recurrent neuron unrolled over a sequence that the reader drags."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Choice, DragPoints, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Graph, Line, Panel, Points, Scene

STEPS = 16
REACH = 1.5  # inputs lie in -REACH to REACH
LEAST, MOST = -4, 5  # powers of ten on the logarithmic axis of the gradient
FELT = 0.1  # an input counts as felt while its gradient is at least this share of the newest one's
PULSE = [1.0] + [0.0] * (STEPS - 1)
WAVE = [round(float(value), 2) for value in 0.8 * np.sin(2 * np.pi * np.arange(STEPS) / 8)]
STEADY = [1.0] * STEPS
SEQUENCES = {"pulse": PULSE, "wave": WAVE, "steady": STEADY}

ACTIVATIONS = {  # name: (function, derivative), both of the weighted sum
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    "identity": (lambda z: z, lambda z: 1.0),
}


def states(inputs, w_x: float, w_h: float, b: float, activation: str):
    """Return the states h_1 ... h_T and the slopes of the activation there, (T,) each, from h_0 = 0."""
    function, derivative = ACTIVATIONS[activation]
    h, hidden, slopes = 0.0, [], []
    for x in inputs:
        z = w_x * x + w_h * h + b
        h = float(function(z))
        hidden.append(h)
        slopes.append(float(derivative(z)))
    return np.array(hidden), np.array(slopes)


def gradients(slopes, w_x: float, w_h: float):
    """Return the derivative of the last state with respect to each input, (T,), backwards through time."""
    backward, result = 1.0, []
    for slope in slopes[::-1]:
        result.append(backward * slope * w_x)
        backward *= slope * w_h
    return np.array(result[::-1])


def felt(gradient) -> int:
    """Return how many of the newest inputs in a row are felt at least ``FELT`` as strongly as the newest; 0: none is."""
    size = np.abs(gradient)[::-1]
    if not size[0]:
        return 0
    below = size < FELT * size[0]
    return int(below.argmax()) if below.any() else len(size)


def _drawn(values):
    return [[k + 1, value] for k, value in enumerate(values)]


class UnrollExplorer(Explorer):
    """The unrolled chain above; inputs and states at the left, the gradient back through time at the right."""

    name = "unroll"
    recorded = ("w_h", "activation", "sequence", "step")

    def title(self):
        return L("Bir nöron, on altı zaman adımı", "One neuron, sixteen time steps")

    def task(self):
        return L(
            "Tekrarlayan ağırlık 0,9 iken son durum kaç adım geriyi hatırlar? Önce karar verin, sonra turuncu çubukları sayın.",
            "With a recurrent weight of 0.9, how many steps back does the last state remember? Decide first, then count "
            "the orange bars.",
        )

    def controls(self):
        return [
            Player("step", L("Zaman adımı", "Time step"), STEPS, value=STEPS, fps=3),
            Slider("w_x", L("Girdi ağırlığı", "Input weight"), -2.0, 2.0, step=0.1, value=1.0),
            Slider("w_h", L("Tekrarlayan ağırlık", "Recurrent weight"), -2.0, 2.0, step=0.05, value=0.9),
            Slider("b", "Bias", -1.0, 1.0, step=0.1, value=0.0),
            Choice(
                "activation",
                L("Aktivasyon", "Activation"),
                [("tanh", "tanh"), ("relu", "ReLU"), ("identity", L("yok", "none"))],
            ),
            Choice(
                "sequence",
                L("Dizi", "Sequence"),
                [
                    ("wave", L("dalga", "wave")),
                    ("pulse", L("tek vuruş", "one pulse")),
                    ("steady", L("sabit", "steady")),
                ],
            ),
            Choice(
                "axis",
                L("Gradyan ekseni", "Gradient axis"),
                [("linear", L("doğrusal", "linear")), ("log", "log")],
            ),
            DragPoints("inputs", L("Girdiler", "Inputs"), "sequence", _drawn(WAVE), bounds=(1, STEPS, -REACH, REACH)),
        ]

    def presets(self):
        steady = {"sequence": "steady", "inputs": _drawn(STEADY)}
        pulse = {"sequence": "pulse", "inputs": _drawn(PULSE)}
        return {
            "saturated": steady,
            "keeps": pulse | {"activation": "identity", "w_h": 1.0},
            "explodes": pulse | {"activation": "identity", "w_h": 1.5, "axis": "log"},
            "swings": pulse | {"activation": "identity", "w_h": -0.9},
            "vanishes": {"w_h": 0.3, "axis": "log"},
        }

    def on_inputs(self, state):
        """A point moves up and down only."""
        return {"inputs": _drawn([y for _, y in state["inputs"]])}

    def on_sequence(self, state):
        return {"inputs": _drawn(SEQUENCES[state["sequence"]])}

    def scene(self, step, w_x, w_h, b, activation, sequence, axis, inputs):
        x = np.array([y for _, y in inputs])
        hidden, slopes = states(x, w_x, w_h, b, activation)
        gradient = gradients(slopes[:step], w_x, w_h)
        return Scene(
            [[_chain(x, hidden, step)], [_sequence(x, hidden, step), _gradients(gradient, axis)]],
            _summary(x, hidden, gradient, step),
        )


def _chain(x, hidden, step):
    at = np.arange(1, STEPS + 1)
    edges = [(k, STEPS + k) for k in range(STEPS)] + [(STEPS + k, STEPS + k + 1) for k in range(STEPS - 1)]
    shown = np.where(at <= step, np.clip(hidden, -1, 1), 0)
    layer = Graph(
        np.concatenate([at, at]),
        np.concatenate([np.zeros(STEPS), np.ones(STEPS)]),
        edges,
        directed=True,
        values=np.concatenate([np.clip(x, -1, 1), shown]),
        highlight=[STEPS + step - 1] if step else [],
        size=9,
    )
    return Panel([layer], (0.3, STEPS + 0.7), (-0.5, 1.5), L("Zaman içinde açılmış nöron", "The neuron, unrolled"),
                 L("zaman adımı t", "time step t"), height=0.5, yticks=[(0, "x"), (1, "h")], whole="x", grid=False)  # fmt: skip


def _sequence(x, hidden, step):
    at = np.arange(1, STEPS + 1)
    reach = max(1.1 * REACH, 1.1 * float(np.abs(hidden[:step]).max(initial=0)))
    layers = [Line([0.5, STEPS + 0.5], [0, 0], color="muted", width=1)]
    if step:
        layers += [
            Line(at[:step], hidden[:step], color="orange", width=2.5, label=L("durum h", "state h")),
            Points(at[:step], hidden[:step], color="orange", marker="triangle", size=5),
        ]
    layers.append(Points(at, x, color="blue", size=7, drag="inputs", label=L("girdi x (sürükleyin)", "input x (drag)")))
    return Panel(layers, (0.5, STEPS + 0.5), (-reach, reach), L("Girdiler ve durumlar", "Inputs and states"),
                 L("zaman adımı t", "time step t"), whole="x", name="sequence")  # fmt: skip


def _gradients(gradient, axis):
    """Bars of the gradient, coloured where the input is felt; a dashed line is the least that counts as felt."""
    full = np.zeros(STEPS)
    full[: len(gradient)] = gradient
    colors = ["muted"] * STEPS
    count = felt(gradient) if len(gradient) else 0
    colors[len(gradient) - count : len(gradient)] = ["orange"] * count
    limit = FELT * abs(gradient[-1]) if count else 0
    words = {
        "title": L("Son durumun gradyanı", "Gradient of the last state"),
        "xlabel": L("hangi girdi (t)", "which input (t)"),
        "xticks": [(k - 1, str(k)) for k in (1, 5, 10, 15)],
    }
    if axis == "linear":
        layers = [Bars(full, colors=colors)]
        limits = [sign * limit for sign in (1, -1) if count and (sign * full > 0).any()]
        layers += [Line([-0.5, STEPS - 0.5], [at, at], color="ink", width=1.5, dash=True) for at in limits]
        return Panel(layers, (-0.5, STEPS - 0.5), _reach(full), ylabel="∂h / ∂x", **words)
    powers = np.log10(np.maximum(np.abs(full), 10.0**LEAST)) - LEAST
    layers = [Bars(powers, colors=colors)]
    if count and limit > 10.0**LEAST:
        at = np.log10(limit) - LEAST
        layers.append(Line([-0.5, STEPS - 0.5], [at, at], color="ink", width=1.5, dash=True))
    ticks = [(power - LEAST, _power(power)) for power in range(LEAST, MOST + 1)]
    return Panel(layers, (-0.5, STEPS - 0.5), (0, MOST - LEAST + 0.3), ylabel="|∂h / ∂x| (log)", yticks=ticks, **words)


def _reach(values):
    """Return limits of an axis that hold 0 and all values, with air, and never less than 0.1 high."""
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    high = max(high, low + 0.1)
    air = 0.08 * (high - low)
    return (low - air if low else 0.0), high + air


def _power(power):
    return number(10.0**power, max(0, -power)) if -2 <= power <= 2 else "10" + "".join(
        "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] if digit != "-" else "⁻" for digit in str(power))  # fmt: skip


def _size(value):
    """Write a gradient so that tiny and huge ones stay readable."""
    if value and abs(value) < 1e-4:
        return L("0,0001'den küçük", "below 0.0001")
    return number(value, 4 if abs(value) < 0.1 else 2)


def _summary(x, hidden, gradient, step):
    if not step:
        return L(
            "Durum sıfırdan başlar: h₀ = 0. Oynat düğmesine basın.", "The state starts at zero: h₀ = 0. Press play."
        )
    count = felt(gradient)
    state = L(
        f"{step}. adımda durum {number(hidden[step - 1])}. ",
        f"The state at step {step} is {number(hidden[step - 1])}. ",
    )
    ends = L(
        f"Gradyanı en yeni girdiye göre {_size(gradient[-1])}, ilk girdiye göre {_size(gradient[0])}. ",
        f"Its gradient with respect to the newest input is {_size(gradient[-1])}, to the first {_size(gradient[0])}. ",
    )
    if not count:
        return state + ends + L("En yeni girdiye duyarlı değil.", "It is not sensitive to the newest input.")
    return (
        state
        + ends
        + L(
            f"En yeninin en az onda biri kadar etkili olan girdi sayısı: {count}.",
            f"Inputs with at least a tenth of the effect of the newest one: {count}.",
        )
    )

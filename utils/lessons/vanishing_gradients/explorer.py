"""The explorer of lesson 11: signal and gradient of every layer of a deep network before it has learned anything."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from utils.language import L, number
from utils.special import expit
from utils.widgets.controls import Choice, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, Line, Panel, Points, Scene

WIDTH, SAMPLES, MOST_LAYERS = 48, 48, 40
EPSILON = 1e-3  # Keras's, below the root of batch normalization
FLOOR, TOP = -12, 12  # powers of ten that the panels show
HEALTHY = (0.1, 10.0)

ACTIVATIONS = {  # name -> f(z) and f'(z), the latter from z and f
    "sigmoid": (expit, lambda z, f: f * (1 - f)),
    "tanh": (np.tanh, lambda z, f: 1 - f * f),
    "relu": (lambda z: np.maximum(z, 0), lambda z, f: (z > 0).astype(float)),
}
STARTS = {"small": 0.01, "one": 1.0, "xavier": (1 / WIDTH) ** 0.5, "he": (2 / WIDTH) ** 0.5}


@dataclass(frozen=True)
class Flow:
    """The spread in each layer, arrays (layers + 1,): index 0 is the input, the last one the output."""

    signal: np.ndarray  # standard deviation of the activations; about 1 at the input
    gradient: np.ndarray  # of the derivative of the loss with respect to them; about 1 at the output


@lru_cache(maxsize=1)
def _random_numbers():
    """Return weights (MOST_LAYERS, WIDTH, WIDTH), inputs and end gradients (SAMPLES, WIDTH), all of variance 1."""
    random = np.random.default_rng(11)
    weights = random.normal(size=(MOST_LAYERS, WIDTH, WIDTH))
    return weights, random.normal(size=(SAMPLES, WIDTH)), random.normal(size=(SAMPLES, WIDTH))


def normalized(z):
    """Return z (SAMPLES, WIDTH) with mean 0 and variance 1 in each column, and what it was divided by, (WIDTH,)."""
    centred = z - z.mean(axis=0)
    spread = np.sqrt(np.mean(centred * centred, axis=0) + EPSILON)
    return centred / spread, spread


def through_normalization(gradient, z, spread):
    """Return the gradient before a normalization whose results are z; mean and spread depend on its inputs, too."""
    along = np.mean(gradient * z, axis=0)
    return (gradient - gradient.mean(axis=0) - z * along) / spread


@lru_cache(maxsize=64)
def flow(activation: str, start: str, layers: int, skip: bool, norm: bool) -> Flow:
    """Send inputs forward and a gradient backward through ``layers`` layers: product, normalization, activation, skip."""
    f, slope = ACTIVATIONS[activation]
    weights, values, end = _random_numbers()
    weights = STARTS[start] * weights[:layers]
    signal, gradient, kept = np.empty(layers + 1), np.empty(layers + 1), []
    signal[0] = values.std()
    for i, matrix in enumerate(weights):
        z, spread = normalized(values @ matrix) if norm else (values @ matrix, None)
        result = f(z)
        kept.append((z, spread, slope(z, result)))
        values = values + result if skip else result
        signal[i + 1] = values.std()
    gradient[layers] = end.std()
    for i in reversed(range(layers)):
        z, spread, slopes = kept[i]
        back = end * slopes
        if norm:
            back = through_normalization(back, z, spread)
        back = back @ weights[i].T
        end = end + back if skip else back
        gradient[i] = end.std()
    return Flow(signal, gradient)


class LayersExplorer(Explorer):
    """Two panels, one line each: what reaches a layer from the input, and what reaches it from the loss."""

    name = "layers"
    recorded = ("activation", "start", "skip", "norm")

    def title(self):
        return L("Her katmana ne ulaşır?", "What reaches each layer?")

    def task(self):
        return L(
            "Sinyal soldan sağa, gradyan (gradient) sağdan sola yürür. Önce karar verin: hangi başlangıç, 30 ReLU katmanı "
            "boyunca ikisini de gri kuşakta tutar?",
            "The signal travels from left to right, the gradient from right to left. Decide first: which start keeps both "
            "inside the grey band through 30 ReLU layers?",
        )

    def controls(self):
        return [
            Choice("activation", L("Aktivasyon", "Activation"),
                   [("sigmoid", "sigmoid"), ("tanh", "tanh"), ("relu", "ReLU")], "relu"),
            Choice("start", L("İlk ağırlıklar", "First weights"),
                   [("small", "σ = " + number(0.01)), ("one", "σ = 1"), ("xavier", "Xavier"), ("he", "He")], "small"),
            Slider("layers", L("Katman sayısı", "Layers"), 2, MOST_LAYERS, step=1, value=30),
            Toggle("skip", L("Atlama bağlantısı", "Skip connections"), False),
            Toggle("norm", L("Yığın normalleştirme", "Batch normalization"), False),
        ]  # fmt: skip

    def presets(self):
        return {
            "exploding": {"start": "one"},
            "saturated": {"activation": "tanh", "start": "one"},
            "he": {"start": "he"},
            "he_skip": {"start": "he", "skip": True},
            "all": {"start": "he", "skip": True, "norm": True},
        }

    def scene(self, activation, start, layers, skip, norm):
        through = flow(activation, start, layers, skip, norm)
        forward = _panel(through.signal, L("Sinyal (ileri)", "Signal (forward)"),
                         L("aktivasyonların standart sapması", "standard deviation of activations"), "blue")  # fmt: skip
        backward = _panel(through.gradient, L("Gradyan (geri)", "Gradient (backward)"),
                          L("∂L/∂a'nın standart sapması", "standard deviation of ∂L/∂a"), "orange")  # fmt: skip
        return Scene([[forward, backward]], _summary(through))


def _panel(values, title, ylabel, color):
    layers = len(values) - 1
    shown = np.clip(np.maximum(values, 1e-300), 10.0**FLOOR, 10.0**TOP)
    places = np.arange(layers + 1)
    marks = [(10.0**power, _mark(power)) for power in range(FLOOR, TOP + 1, 4)]
    drawn = [
        Area([0, layers], *HEALTHY, color="muted", opacity=0.25),
        Line([0, layers], [1, 1], color="ink", width=1),
        Line(places, shown, color=color, width=2.5),
        Points(places, shown, color=color, size=4),
    ]
    limits = (10.0**FLOOR / 2, 10.0**TOP * 2)
    return Panel(drawn, (0, layers), limits, title, L("katman (0: girdi)", "layer (0: input)"), ylabel,
                 ylog=True, yticks=marks, whole="x", height=1.05)  # fmt: skip


def _mark(power):
    return {FLOOR: "≤", TOP: "≥"}.get(power, "") + power_of_ten(power)


def power_of_ten(power: int) -> str:
    """Return 10 to the ``power`` as it is written, 10⁻⁴; 1 for 0."""
    digits = str(abs(power)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return "1" if power == 0 else f"10{'⁻' if power < 0 else ''}{digits}"


def magnitude(value: float) -> str:
    """Write a size that is not negative: 0.23, 14, 2.5·10⁻⁷."""
    if value == 0:
        return "0"
    if 0.01 <= value < 1000:
        return number(value, 2 if value < 10 else 0)
    power = int(np.floor(np.log10(value)))
    return f"{number(value / 10.0**power, 1)}·{power_of_ten(power)}"


def _summary(through):
    layers = len(through.signal) - 1
    last, first = through.signal[-1], through.gradient[0]
    # From the first layer on: the step from the input to it is of another kind where the input has both signs.
    forward = (through.signal[-1] / through.signal[1]) ** (1 / max(layers - 1, 1))
    backward = (through.gradient[0] / through.gradient[-1]) ** (1 / layers)
    return L(
        f"Son katmanda sinyal {magnitude(last)}, girdide gradyan {magnitude(first)}. Katman başına ortalama çarpan: "
        f"sinyalde {magnitude(forward)}, gradyanda {magnitude(backward)}.",
        f"The signal in the last layer is {magnitude(last)}, the gradient at the input {magnitude(first)}. Mean factor of a "
        f"layer: {magnitude(forward)} for the signal, {magnitude(backward)} for the gradient.",
    )

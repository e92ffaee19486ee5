"""The explorer of lesson 05: a function and its slope, and what they do to signal and gradient in a deep network."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from utils.language import L, number, percent
from utils.special import erf, expit
from utils.widgets.controls import Choice, DragPoints, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, Bars, Line, Panel, Points, Scene

WIDTH, SAMPLES, MOST_LAYERS = 64, 48, 20
REACH = 5.0  # the curve is drawn from -REACH to REACH
LOW, HIGH = -1.6, 3.2  # of the curve's panel
FLOOR, TOP = -8, 4  # powers of ten that the bars can show
ASLEEP = 0.05  # a unit sleeps where its slope is below this share of the function's greatest slope
FINE = np.sort([*np.linspace(-REACH, REACH, 201), -1e-6, 1e-6])  # close about 0, so that a jump is upright


def sigmoid_pair(z, slope):
    f = expit(z)
    return f, f * (1 - f)


def tanh_pair(z, slope):
    f = np.tanh(z)
    return f, 1 - f**2


def elu_pair(z, slope):
    low = slope * np.expm1(np.minimum(z, 0))
    return np.where(z > 0, z, low), np.where(z > 0, 1.0, low + slope)


def gelu_pair(z, slope):
    below = 0.5 * (1 + erf(z / np.sqrt(2)))
    return z * below, below + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def swish_pair(z, slope):
    s = expit(z)
    return z * s, s + z * s * (1 - s)


# name -> z (any shape), slope -> f(z), f'(z). At a kink f' is that of the left side, as frameworks take it.
PAIRS = {
    "identity": lambda z, slope: (z, np.ones_like(z)),
    "step": lambda z, slope: (np.where(z >= 0, 1.0, 0.0), np.zeros_like(z)),
    "sigmoid": sigmoid_pair,
    "tanh": tanh_pair,
    "relu": lambda z, slope: (np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)),
    "leaky": lambda z, slope: (np.where(z > 0, z, slope * z), np.where(z > 0, 1.0, slope)),
    "elu": elu_pair,
    "gelu": gelu_pair,
    "swish": swish_pair,
}
USUAL_SLOPE = {"leaky": 0.1, "elu": 1.0}


def pair(name, z, slope=0.1):
    """Return f(z) and f'(z), float arrays of z's shape. ``slope``: alpha of leaky ReLU and of ELU."""
    return PAIRS[name](np.asarray(z, dtype=float), slope)


@lru_cache(maxsize=1)
def _random_numbers():
    """Return weights (MOST_LAYERS, WIDTH, WIDTH) of variance 1 / WIDTH, inputs and end gradients (SAMPLES, WIDTH)."""
    random = np.random.default_rng(5)
    weights = random.normal(size=(MOST_LAYERS, WIDTH, WIDTH)) / np.sqrt(WIDTH)
    return weights, random.normal(size=(SAMPLES, WIDTH)), random.normal(size=(SAMPLES, WIDTH))


@dataclass(frozen=True)
class Flow:
    """What a network does, layer by layer from the input: arrays (layers,); ``sums`` (SAMPLES, WIDTH) of the last."""

    signal: np.ndarray  # root mean square of f(z), the input's being 1
    gradient: np.ndarray  # of the gradient with respect to z, the output's being 1
    asleep: np.ndarray  # share of (unit, example) pairs with next to no slope
    dead: np.ndarray  # share of units that sleep on every example
    sums: np.ndarray


def size(values):
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values**2)))


def flow(name, slope, layers, scale):
    """Send inputs forward and a gradient backward through ``layers`` layers of random weights, no biases.

    scale: the weights' standard deviation times the square root of the width. With 1, a linear layer keeps sizes.
    """
    weights, inputs, end = _random_numbers()
    greatest = np.abs(pair(name, FINE, slope)[1]).max()
    outputs, slopes = inputs, []
    signal, asleep, dead = np.zeros(layers), np.zeros(layers), np.zeros(layers)
    for i in range(layers):
        sums = outputs @ (scale * weights[i])  # (SAMPLES, WIDTH)
        outputs, slope_here = pair(name, sums, slope)
        sleeping = np.abs(slope_here) <= ASLEEP * greatest
        slopes.append(slope_here)
        signal[i], asleep[i], dead[i] = size(outputs), sleeping.mean(), sleeping.all(axis=0).mean()
    gradient, sizes, above = end, np.zeros(layers), size(end)
    for i in reversed(range(layers)):
        gradient = gradient * slopes[i]
        sizes[i] = size(gradient) / above
        gradient = gradient @ (scale * weights[i]).T
    return Flow(signal / size(inputs), sizes, asleep, dead, sums)


class ActivationExplorer(Explorer):
    """A curve with its derivative and a tangent to drag, above a deep network of random weights."""

    name = "activations"

    def title(self):
        return L("Bir fonksiyon, yirmi katmana kadar", "One function, up to twenty layers")

    def task(self):
        return L(
            "Büyük noktayı eğri boyunca sürükleyin. Teğet nerede yatıklaşıyor? Sonra 10 katmanda sigmoid, tanh ve ReLU'yu "
            "karşılaştırın. 1. katmandaki gradyanını (gradient) önce hangisi yitiriyor?",
            "Drag the large point along the curve. Where does the tangent become flat? Then compare sigmoid, tanh and ReLU "
            "with 10 layers. Which of them is the first to lose its gradient in layer 1?",
        )

    def controls(self):
        return [
            Choice(
                "function",
                L("Fonksiyon", "Function"),
                [(name, label(name)) for name in PAIRS],
                "tanh",
            ),
            Slider("slope", L("Eğim α", "Slope α"), 0, 1, step=0.05, value=0.1,
                   hint=L("yalnızca sızıntılı ReLU ve ELU için", "for leaky ReLU and ELU only")),
            Slider("layers", L("Katman sayısı", "Layers"), 1, MOST_LAYERS, step=1, value=3),
            Slider("scale", L("Ağırlıkların ölçeği", "Scale of the weights"), 0.2, 3, step=0.1, value=1.0),
            DragPoints("point", L("Girdi z", "Input z"), "curve", [[1.0, float(np.tanh(1.0))]],
                       bounds=(-REACH, REACH, LOW, HIGH)),
        ]  # fmt: skip

    def presets(self):
        deep = {"layers": 10, "scale": 1.0}
        names = ("sigmoid", "tanh", "relu", "leaky")
        return {name: {"function": name, **deep} for name in names}

    def on_function(self, state):
        slope = USUAL_SLOPE.get(state["function"], state["slope"])
        return {"slope": slope, **self.on_point({**state, "slope": slope})}

    def on_slope(self, state):
        return self.on_point(state)

    def on_point(self, state):
        z = state["point"][0][0]
        return {"point": [[z, float(pair(state["function"], z, state["slope"])[0])]]}

    def scene(self, function, slope, layers, scale, point):
        z = point[0][0]
        through = flow(function, slope, layers, scale)
        return Scene(
            [
                [_curve(function, slope, z, through.sums), _asleep(through)],
                [_sizes(through.signal, L("Sinyalin boyu (girdi: 1)", "Signal size (input: 1)"), "blue"),
                 _sizes(through.gradient, L("Gradyanın boyu (çıktı: 1)", "Gradient size (output: 1)"), "orange")],
            ],
            _summary(function, slope, z, through),
        )  # fmt: skip


def label(name):
    """Return the function's name in the reader's language."""
    return {
        "identity": L("birim", "identity"),
        "step": L("basamak", "step"),
        "leaky": L("sızıntılı ReLU", "leaky ReLU"),
        "relu": "ReLU",
        "elu": "ELU",
        "gelu": "GELU",
    }.get(name, name)


def _curve(function, slope, z, sums):
    f, derivative = pair(function, FINE, slope)
    value, rise = (float(part) for part in pair(function, z, slope))
    counts, edges = np.histogram(np.clip(sums, -REACH, REACH), bins=40, range=(-REACH, REACH))
    heights = LOW + 1.2 * counts / max(counts.max(), 1)
    ends = np.array([z - 1.2, z + 1.2])
    layers = [
        Area(np.repeat(edges, 2)[1:-1], LOW, np.repeat(heights, 2), color="muted", opacity=0.3,
             label=L("son katmanın z'leri", "z of the last layer")),
        Line(FINE, f, color="blue", width=3, label="f"),
        Line(FINE, derivative, color="orange", width=2.5, dash=True, label="f′"),
        Line(ends, value + rise * (ends - z), color="ink", width=2),
        Points([z], [rise], color="orange", size=5),
        Points([z], [value], color="ink", size=8, drag="point"),
    ]  # fmt: skip
    title = f"{label(function)}: f, f′"
    return Panel(layers, (-REACH, REACH), (LOW, HIGH), title, L("girdi z", "input z"), "", width=1.25, name="curve")


def _asleep(through):
    layers = [
        Bars(_from_one(100 * through.asleep), colors="sky", label=L("ortalama", "on average")),
        Bars(_from_one(100 * through.dead), colors="purple", label=L("her örnekte", "on all samples")),
    ]
    title = L("Uyuyan nöronlar (f′ ≈ 0)", "Sleeping neurons (f′ ≈ 0)")
    limits = (0.5, len(through.asleep) + 0.5)
    return Panel(layers, limits, (0, 100), title, L("katman", "layer"), "%", whole="x")


def _sizes(values, title, color):
    powers = np.clip(np.log10(np.maximum(values, 1e-99)), FLOOR, TOP)
    limits = (0.5, len(values) + 0.5)
    layers = [Bars(_from_one(powers), colors=color), Line(limits, [0, 0], color="ink", width=1)]
    marks = [(power, _power(power)) for power in range(FLOOR + 2, TOP, 2)]
    marks = [(FLOOR, f"≤{_power(FLOOR)}"), *marks, (TOP, f"≥{_power(TOP)}")]
    return Panel(layers, limits, (FLOOR, TOP), title, L("katman", "layer"), "", yticks=marks, whole="x", height=0.85)


def _from_one(values):
    """Put a bar without height at 0, left of the panel: layers are counted from 1."""
    return np.concatenate([[0.0], values])


def _power(power):
    digits = str(abs(power)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return "1" if power == 0 else f"10{'⁻' if power < 0 else ''}{digits}"


def _magnitude(value):
    """Write a positive size with two digits; a very small one as a power of ten."""
    if value == 0:
        return "0"
    if 0.001 <= value < 10_000:
        return number(value, max(0, 1 - int(np.floor(np.log10(value)))))
    power = int(np.floor(np.log10(value)))
    return f"{number(value / 10.0**power, 1)}·{_power(power)}"


def _summary(function, slope, z, through):
    value, rise = (float(part) for part in pair(function, z, slope))
    name = label(function)
    here = L(
        f"{name}: z = {number(z)} iken f = {number(value)}, f′ = {number(rise)}.",
        f"{name}: at z = {number(z)}, f = {number(value)} and f′ = {number(rise)}.",
    )
    count = len(through.signal)
    signal, gradient = _magnitude(through.signal[-1]), _magnitude(through.gradient[0])
    sizes = L(
        f"Sinyalin boyu {count}. katmanda {signal}, gradyanın boyu 1. katmanda {gradient}.",
        f"The size of the signal in layer {count} is {signal}, and that of the gradient in layer 1 is {gradient}.",
    )
    return f"{here} {sizes} {_sleepers(float(through.asleep[-1]), float(through.dead[-1]))}"


def _sleepers(asleep, dead):
    if asleep == 0:
        return L("Son katmanda uyuyan nöron yok.", "No neuron is asleep in the last layer.")
    return L(
        f"Son katmandaki nöronların ortalama {percent(asleep)} kadarı uyuyor, {percent(dead)} kadarı her örnekte uyuyor.",
        f"In the last layer, {percent(asleep)} of the neurons are asleep on average, and {percent(dead)} on every sample.",
    )

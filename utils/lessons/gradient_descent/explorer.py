"""The explorer of lesson 08: four optimizers race from one starting point down a surface that the reader chooses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Choice, DragPoints, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import HeatMap, Line, Panel, Points, Scene

REACH = 2.0  # the map goes from -REACH to REACH on both axes
LOST = 3.0  # an optimizer this far out has left the map for good, and stops
LAST_STEP = 120
GOAL = 0.01  # a loss below this one counts as the bottom
FLOOR, CEILING = 1e-5, 30.0  # of the loss axis
SETTLED = 10  # so many steps below the goal count as arrived: a path may also dash through the bottom
CELLS = 61
RATES = [round(digit * 10.0**power, 6) for power in (-3, -2, -1)
         for digit in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)] + [1.0]  # fmt: skip
METHODS = ("plain", "momentum", "RMSProp", "Adam")
COLORS = ("blue", "orange", "green", "purple")


@dataclass(frozen=True)
class Surface:
    """A function of the plane whose least value is 0: loss and gradient take x, y of any shape."""

    loss: Callable
    gradient: Callable
    start: tuple[float, float]
    bottoms: tuple[tuple[float, float], ...]


def _quadratic(curvatures, angle, start):
    """Return the quadratic surface with these curvatures along its axes, turned by ``angle``."""
    (low, high), (c, s) = curvatures, (np.cos(angle), np.sin(angle))
    xx, xy, yy = low * c * c + high * s * s, (low - high) * c * s, low * s * s + high * c * c

    def loss(x, y):
        return (xx * x * x + 2 * xy * x * y + yy * y * y) / 2

    def gradient(x, y):
        return xx * x + xy * y, xy * x + yy * y

    return Surface(loss, gradient, start, ((0.0, 0.0),))


# x⁴/4 − x²/2 + TILT·x has two minima; the left one is the deeper. Its roots are those of x³ − x + TILT.
TILT = 0.18
DEEP, RIDGE, SHALLOW = np.sort(np.roots([1, 0, -1, TILT]).real).tolist()


def _two_minima():
    def well(x):
        return x**4 / 4 - x**2 / 2 + TILT * x

    return Surface(
        lambda x, y: well(x) - well(DEEP) + y * y / 2,
        lambda x, y: (x**3 - x + TILT, y),
        (1.8, 1.2),
        ((DEEP, 0.0),),
    )


VALLEY = (0.4, 12.0)  # curvature along and across
SURFACES = {
    "bowl": _quadratic((1.0, 1.0), 0.0, (-1.7, 1.2)),
    "valley": _quadratic(VALLEY, 0.0, (-1.8, 0.6)),
    "slanted": _quadratic(VALLEY, np.pi / 4, (-1.7, -0.8)),
    "saddle": Surface(
        lambda x, y: x * x / 2 + (y * y - 1) ** 2 / 4,
        lambda x, y: (x, y**3 - y),
        (-1.6, 0.01),
        ((0.0, 1.0), (0.0, -1.0)),
    ),
    "two": _two_minima(),
}


# Each rule makes a function (gradient, step number from 1) -> move, for one coordinate, with a memory of its own.


def _plain(rate, momentum):
    return lambda gradient, t: -rate * gradient


def _momentum(rate, momentum):
    velocity = 0.0

    def move(gradient, t):
        nonlocal velocity
        velocity = momentum * velocity - rate * gradient
        return velocity

    return move


def _rmsprop(rate, momentum):
    squares = 0.0

    def move(gradient, t):
        nonlocal squares
        squares = 0.9 * squares + 0.1 * gradient * gradient
        return -rate * gradient / sqrt(squares + 1e-7)

    return move


def _adam(rate, momentum):
    mean = squares = 0.0

    def move(gradient, t):
        nonlocal mean, squares
        mean = 0.9 * mean + 0.1 * gradient
        squares = 0.999 * squares + 0.001 * gradient * gradient
        return -rate * mean / (1 - 0.9**t) / (sqrt(squares / (1 - 0.999**t)) + 1e-7)

    return move


RULES = (_plain, _momentum, _rmsprop, _adam)


@lru_cache(maxsize=64)
def race(surface: str, start: tuple[float, float], rate: float, momentum: float, noise: float):
    """Return the paths (LAST_STEP + 1, 4, 2) of plain descent, momentum, RMSProp and Adam, and their losses (LAST_STEP + 1, 4).

    All four get the same noise on their gradients. One that leaves the map by more than half its width stays there.
    """
    gradient = SURFACES[surface].gradient
    shocks = (noise * np.random.default_rng(8).standard_normal((LAST_STEP, 2))).tolist()
    path = np.empty((LAST_STEP + 1, 4, 2))
    for k, rule in enumerate(RULES):
        along, across = rule(rate, momentum), rule(rate, momentum)
        x, y = start
        places = [(x, y)]
        for t, (shock_x, shock_y) in enumerate(shocks, start=1):
            if max(abs(x), abs(y)) < LOST:
                gradient_x, gradient_y = gradient(x, y)
                x = min(max(x + along(gradient_x + shock_x, t), -LOST), LOST)
                y = min(max(y + across(gradient_y + shock_y, t), -LOST), LOST)
            places.append((x, y))
        path[:, k] = places
    return path, SURFACES[surface].loss(path[..., 0], path[..., 1])


def arrivals(losses) -> list[int | None]:
    """Return for each optimizer the first step of SETTLED in a row below the goal (None: there is none)."""
    below = np.asarray(losses) < GOAL
    if len(below) < SETTLED:
        return [None] * below.shape[1]
    runs = np.lib.stride_tricks.sliding_window_view(below, SETTLED, axis=0).all(axis=-1)
    return [int(column.argmax()) if column.any() else None for column in runs.T]


@lru_cache
def _map(surface: str):
    """Return the map's loss as a power that keeps both the bottom and the slopes visible, (CELLS, CELLS)."""
    x, y = np.meshgrid(*[np.linspace(-REACH, REACH, CELLS)] * 2)
    return np.maximum(SURFACES[surface].loss(x, y), 0) ** 0.35


def _rate_slider():
    slider = Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.001, 1.0, step=0.1, log=True)
    slider.values, slider.value = RATES, 0.05  # round numbers, about ten to a decade
    return slider


class OptimizerExplorer(Explorer):
    """Four paths on a map, their losses beside it, and one starting point to drag."""

    name = "optimizers"
    recorded = ("surface", "step", "rate")

    def title(self):
        return L("Dört yöntem, tek başlangıç", "Four methods, one start")

    def task(self):
        return L(
            "Vadinin dibine ilk hangi yöntem varır? Kararınızı verin, sonra oynatın. Vadi eğilince sıra aynı kalıyor mu?",
            "Which method is the first to reach the bottom of the valley? Decide, then press play. Is the order the same "
            "when the valley is turned?",
        )

    def controls(self):
        square = (-REACH, REACH, -REACH, REACH)
        return [
            Choice(
                "surface",
                L("Yüzey", "Surface"),
                [
                    ("bowl", L("kâse", "bowl")),
                    ("valley", L("vadi", "valley")),
                    ("slanted", L("eğik vadi", "turned valley")),
                    ("saddle", L("eyer", "saddle")),
                    ("two", L("iki çukur", "two wells")),
                ],
                "valley",
            ),
            Player("step", L("Adım", "Step"), LAST_STEP, fps=12),
            _rate_slider(),
            Slider("momentum", "Momentum", 0.0, 0.95, step=0.05, value=0.9),
            Slider("noise", L("Gradyan gürültüsü", "Gradient noise"), 0.0, 2.0, step=0.1, value=0.0),
            DragPoints("start", L("Başlangıç", "Start"), "map", [SURFACES["valley"].start], bounds=square),
        ]

    def presets(self):
        places = {name: {"surface": name, "start": [SURFACES[name].start]} for name in SURFACES}
        return {
            "slanted": places["slanted"] | {"step": 60},
            "saddle": places["saddle"] | {"step": 30},
            "two": places["two"] | {"step": LAST_STEP},
            "too_fast": places["valley"] | {"rate": 0.2, "step": 12},
            "noisy": places["bowl"] | {"noise": 1.0, "step": LAST_STEP},
        }

    def on_surface(self, state):
        return {"start": [SURFACES[state["surface"]].start], "step": 0}

    def _show_race(self, state):
        """Before the first step a change of the rules would show nothing: go to the end."""
        return {} if state["step"] else {"step": LAST_STEP}

    on_rate = on_momentum = on_noise = _show_race

    def scene(self, surface, step, rate, momentum, noise, start):
        path, losses = race(surface, tuple(start[0]), rate, momentum, noise)
        return Scene(
            [[_chart(surface, path[: step + 1], start), _losses(losses, step)]],
            _summary(path, losses, step),
        )


def _chart(surface, path, start):
    z = _map(surface)
    levels = np.linspace(0, z.max(), 12)[1:-1]
    layers = [
        HeatMap(
            z,
            (-REACH, REACH, -REACH, REACH),
            colormap="sequential",
            high=2.2 * z.max(),
            contour=levels,
            opacity=0.6,
        ),
    ]
    bottoms = np.array(SURFACES[surface].bottoms)
    layers.append(Points(*bottoms.T, marker="plus", color="ink", size=8))
    for k, color in enumerate(COLORS):
        layers.append(Line(path[:, k, 0], path[:, k, 1], color=color, width=2.5))
    layers.append(Points(path[-1, :, 0], path[-1, :, 1], classes=range(4), size=7))
    (x, y), *_ = start
    layers.append(Points([x], [y], color="ink", marker="ring", size=11, drag="start"))
    limits = (-REACH, REACH)
    return Panel(layers, limits, limits, L("Harita (+ : en alçak yer)", "Map (+ : lowest point)"), "w₁", "w₂",
                 equal=True, width=0.9, height=1.05, grid=False, legend=False, name="map")  # fmt: skip


def _names():
    """Return the methods' names as the reader sees them; "SGD" would promise a random choice that is not made here."""
    return (L("yalın", "plain"), *METHODS[1:])


def _losses(losses, step):
    shown = np.clip(losses, FLOOR, CEILING)
    layers = [Line([0, LAST_STEP], [GOAL, GOAL], color="muted", width=1.5, dash=True)]
    for k, (name, color) in enumerate(zip(_names(), COLORS, strict=True)):
        layers.append(Line(range(step + 1), shown[: step + 1, k], color=color, width=2.5, label=name))
    layers.append(Points([step] * 4, shown[step], classes=range(4), size=6))
    return Panel(layers, (0, LAST_STEP), (FLOOR, CEILING), L("Kayıp", "Loss"), L("adım", "step"),
                 L("kayıp (log)", "loss (log)"), height=1.05, ylog=True, whole="x")  # fmt: skip


def _summary(path, losses, step):
    values = [_value(path[step, k], losses[step, k]) for k in range(4)]
    comma = L("; ", ", ")
    now = comma.join(f"{name} {value}" for name, value in zip(_names(), values, strict=True))
    state = L(f"{step}. adımda kayıp: {now}.", f"Loss at step {step}: {now}.")
    steps = zip(arrivals(losses[: step + 1]), _names(), strict=True)
    there = sorted((arrival, name) for arrival, name in steps if arrival is not None)
    goal = number(GOAL)
    if not there:
        return state + L(
            f" Kayıp henüz hiçbir yöntemde {goal} altında kalmadı.", f" No loss has stayed below {goal} yet."
        )
    listed = comma.join(L(f"{name} ({arrival}. adım)", f"{name} (step {arrival})") for arrival, name in there)
    return state + L(
        f" Varış sırası ({SETTLED} adım {goal} altında kalmak): {listed}.",
        f" Order of arrival ({SETTLED} steps below {goal}): {listed}.",
    )


def _value(place, loss):
    if np.abs(place).max() >= LOST:
        return L("haritadan çıktı", "off the map")
    return number(loss, 2 if loss >= 0.1 else 4) if loss >= 1e-4 else f"< {number(1e-4, 4)}"

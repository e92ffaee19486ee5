"""The explorer of lesson 03: drag points and a line, then let the learning rule correct one mistake at a time."""

from dataclasses import dataclass

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Choice, DragPoints, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, Line, Panel, Points, Scene

LAST_STEP = 60  # where a line exists, the rule has stopped by then, whatever line it started from
LOW, HIGH = -0.6, 1.6
START_LINE = [[-0.3, 0.2], [1.3, 0.9]]

GATES = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}
CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]
CLOUDS = [
    [-0.2, 0.5, 0], [0.1, 0.1, 0], [0.2, 0.8, 0], [0.4, -0.2, 0], [0.5, 0.4, 0],
    [0.5, 1.3, 1], [0.9, 0.8, 1], [1.1, 1.2, 1], [1.3, 0.4, 1], [1.4, 0.9, 1],
]  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """The neuron after some corrections, and the sample that it gets wrong next (None: it has no mistake left)."""

    weights: np.ndarray
    bias: float
    mistake: int | None


def data_set(name):
    """Return the points of a data set as [[x1, x2, class], ...]."""
    if name in GATES:
        return [[*corner, label] for corner, label in zip(CORNERS, GATES[name], strict=True)]
    return CLOUDS


def neuron_of_line(handles):
    """Return unit weights (2,) and the bias of the line through two handles; its left side is class 1."""
    (ax, ay), (bx, by) = handles
    direction = np.array([bx - ax, by - ay], dtype=float)
    length = np.hypot(*direction)
    if length < 1e-9:
        direction, length = np.array([1.0, 0.0]), 1.0
    weights = np.array([-direction[1], direction[0]]) / length
    return weights, float(-weights @ [ax, ay])


def corrections(x, y, weights, bias, learning_rate, count):
    """Return the Moments 0 ... count of the perceptron rule (Rosenblatt 1958), one correction each.

    x: float (n, 2), y: int (n,). The samples are asked in turn, as in the lesson; a right answer changes
    nothing and is passed over. When a whole round is right, the last moment repeats.
    """
    moments, position = [], 0
    while len(moments) <= count:
        answers = (x @ weights + bias >= 0).astype(int)
        order = (position + np.arange(len(x))) % len(x)
        wrong = order[answers[order] != y[order]]
        if not len(wrong):
            moments += [Moment(weights, bias, None)] * (count + 1 - len(moments))
            break
        mistake = int(wrong[0])
        moments.append(Moment(weights, bias, mistake))
        error = y[mistake] - answers[mistake]
        weights = weights + learning_rate * error * x[mistake]
        bias = bias + learning_rate * error
        position = mistake + 1
    return moments


def line_ends(weights, bias):
    """Return x (2,) and y (2,) of the boundary w·x + b = 0, long enough to cross the panel; None without a line."""
    length = np.hypot(*weights)
    if length < 1e-9:
        return None
    middle = -bias * weights / length**2
    reach = 10 * np.array([-weights[1], weights[0]]) / length
    ends = np.stack([middle - reach, middle + reach])
    return ends[:, 0], ends[:, 1]


def positive_side(weights, bias):
    """Return x, low, high (k,) of the part of the panel where the neuron says 1."""
    w1, w2 = weights
    if abs(w2) < 1e-6:
        w2 = 1e-6 if w2 >= 0 else -1e-6
    crossings = [-(bias + w2 * y) / w1 for y in (LOW, HIGH)] if abs(w1) > 1e-9 else []
    x = np.sort(np.clip([LOW, HIGH, *crossings], LOW, HIGH))
    boundary = np.clip(-(bias + w1 * x) / w2, LOW, HIGH)
    if w2 > 0:
        return x, boundary, np.full_like(x, HIGH)
    return x, np.full_like(x, LOW), boundary


class PerceptronExplorer(Explorer):
    """Points of two classes, a line with two handles, and a player that steps through the corrections."""

    name = "perceptron"

    def title(self):
        return L("Doğruyu önce siz çizin, sonra nöron çizsin", "First you draw the line, then the neuron does")

    def task(self):
        return L(
            "Turuncu üçgenler boyalı tarafta, mavi daireler öbür tarafta kalmalı. Hangi veride kural hiç durmayacak?",
            "Orange triangles belong on the shaded side, blue circles on the other. "
            "On which data set will the rule never stop?",
        )

    def controls(self):
        return [
            Choice(
                "data",
                L("Veri", "Data"),
                [
                    ("and", L("VE", "AND")),
                    ("or", L("VEYA", "OR")),
                    ("xor", "XOR"),
                    ("clouds", L("kümeler", "groups")),
                ],
                "and",
            ),
            Player("step", L("Düzeltme", "Correction"), LAST_STEP, fps=2),
            Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.1, 1.0, step=0.1, value=0.5),
            DragPoints("points", L("Noktalar", "Points"), "plane", data_set("and"), bounds=(LOW, HIGH, LOW, HIGH)),
            DragPoints("line", L("Doğru", "Line"), "plane", START_LINE, bounds=(LOW, HIGH, LOW, HIGH)),
        ]

    def presets(self):
        return {name: self.on_data({"data": name}) | {"data": name} for name in ("or", "xor", "clouds")}

    def on_data(self, state):
        return {"points": data_set(state["data"]), "step": 0}

    def on_points(self, state):
        return {"step": 0}

    def on_line(self, state):
        return {"step": 0}

    def scene(self, data, step, rate, points, line):
        table = np.array(points, dtype=float)
        x, y = table[:, :2], table[:, 2].astype(int)
        moments = corrections(x, y, *neuron_of_line(line), rate, LAST_STEP)
        wrong = [int(np.sum((x @ m.weights + m.bias >= 0) != y)) for m in moments]
        return Scene(
            [[_plane(x, y, line, moments[step]), _mistakes(wrong, step, len(y))]],
            _summary(x, y, moments, wrong, step, rate),
        )


def _plane(x, y, handles, moment):
    shade = Area(*positive_side(moment.weights, moment.bias), color="orange", opacity=0.16)
    layers = [shade]
    start = line_ends(*neuron_of_line(handles))
    layers.append(
        Line(*start, color="muted", width=1.5, dash=True)
    )  # the reader's own line, once the rule has moved on
    ends = line_ends(moment.weights, moment.bias)
    if ends:
        layers.append(Line(*ends, color="ink", width=2.5))
    layers.append(Points(x[:, 0], x[:, 1], classes=y, size=8, drag="points"))
    if moment.mistake is not None:
        layers.append(Points(*x[[moment.mistake]].T, marker="ring", color="purple", size=15))
    (ax, ay), (bx, by) = handles
    layers.append(Points([ax, bx], [ay, by], marker="square", color="muted", size=7, drag="line"))
    limits = (LOW, HIGH)
    title = L("Noktalar ve doğru", "Points and line")
    return Panel(layers, limits, limits, title, "x₁", "x₂", equal=True, height=1.05, name="plane")


def _mistakes(wrong, step, count):
    layers = [
        Line(range(len(wrong)), wrong, color="muted", width=1.5),
        Line(range(step + 1), wrong[: step + 1], color="purple", width=3),
        Points([step], [wrong[step]], color="purple", size=7),
    ]
    title = L("Yanlış taraftaki noktalar", "Points on the wrong side")
    return Panel(
        layers,
        (0, LAST_STEP),
        (0, count),
        title,
        L("düzeltme sayısı", "corrections"),
        L("nokta", "points"),
        height=1.05,
        whole="xy",
    )


def _summary(x, y, moments, wrong, step, rate):
    moment = moments[step]
    neuron = f"w = {_pair(*moment.weights)}, b = {number(moment.bias)}"
    right = len(y) - wrong[step]
    state = L(
        f"{len(y)} noktadan {right} tanesi kendi tarafında; {neuron}.",
        f"{right} of {len(y)} points are on the right side; {neuron}.",
    )
    if moment.mistake is None:
        done = L("Yanlış kalmadığı için kural durdu.", "No mistakes are left, so the rule has stopped.")
        return f"{state} {done}"
    x1, x2 = x[moment.mistake]
    error = 1 if y[moment.mistake] == 1 else -1
    point = _pair(x1, x2)
    step_size = f"{number(rate)} · ({_signed(error)})"
    following = L(
        f"Sıradaki yanlış: {point}, hata e = {_signed(error)}. "
        f"Düzeltme w'ye {step_size} · {point}, b'ye {number(rate * error)} ekler.",
        f"Next mistake: {point}, error e = {_signed(error)}. "
        f"The correction adds {step_size} · {point} to w and {number(rate * error)} to b.",
    )
    return f"{state} {following}"


def _signed(error):
    return "+1" if error > 0 else "\N{MINUS SIGN}1"


def _pair(a, b):
    """Write two coordinates; a decimal comma wants a semicolon between them."""
    return L(f"({number(a)}; {number(b)})", f"({number(a)}, {number(b)})")

"""The explorer of lesson 00: bend a curve through eight points, with one neuron or with two."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Line, Panel, Points, Scene

HOURS = np.array([8, 10, 12, 14, 16, 18, 20, 22])
FILLED = np.array([5, 25, 70, 88, 82, 45, 15, 5])  # how full a library is, in percent; made up
GOOD = 5.0  # mean error, in points of percent, from which on the curve counts as fitting
FINE = np.linspace(7, 23, 161)


def neuron(x, middle, steepness):
    """Return a neuron's answer, float (n,) between 0 and 1, for x (n,): it rises around ``middle``."""
    return 1 / (1 + np.exp(-steepness * (x - middle)))


def model(x, start, end, steepness, second):
    """Return how full, in percent, float (n,): the first neuron fills the library, the second one empties
    it."""
    filled = neuron(x, start, steepness)
    return 100 * (filled - neuron(x, end, steepness)) if second else 100 * filled


def mean_error(start, end, steepness, second):
    """Return the mean distance between curve and points, in points of percent."""
    return float(np.abs(model(HOURS, start, end, steepness, second) - FILLED).mean())


class FirstStepsExplorer(Explorer):
    """Three sliders and a switch: where the curve rises, where it falls, how steeply, and whether it may
    fall."""

    name = "first_steps"

    def title(self):
        return L("Kütüphane ne zaman dolu?", "When is the library full?")

    def task(self):
        return L(
            f"Mavi eğriyi noktalara yaklaştırıp ortalama hatayı {GOOD:.0f} puanın altına indirin. "
            "Önce karar verin: Tek nöron yeter mi?",
            f"Bring the blue curve close to the points, until the mean error is below {GOOD:.0f} points. "
            "Decide first: Is one neuron enough?",
        )

    def controls(self):
        return [
            Slider("start", L("Yükseliş saati", "Hour of the rise"), 8, 22, step=0.5, value=15),
            Slider("steepness", L("Diklik", "Steepness"), 0.2, 3, step=0.2, value=0.4),
            Toggle("second", L("İkinci nöron", "Second neuron"), False),
            Slider("end", L("Düşüş saati (2. nöron)", "Hour of the fall (neuron 2)"), 8, 22, step=0.5, value=20),
        ]

    def presets(self):
        best = {"start": 11, "steepness": 0.8, "end": 18}
        return {"one": {**best, "second": False}, "two": {**best, "second": True}}

    def scene(self, start, steepness, second, end):
        curve = model(FINE, start, end, steepness, second)
        at_points = model(HOURS, start, end, steepness, second)
        error = mean_error(start, end, steepness, second)
        gaps = [Line([x, x], [a, b], color="orange", width=2) for x, a, b in zip(HOURS, at_points, FILLED, strict=True)]
        parts = []
        if second:
            parts = [
                Line(
                    FINE,
                    100 * neuron(FINE, start, steepness),
                    "sky",
                    1.5,
                    dash=True,
                    label=L("1. nöron", "neuron 1"),
                ),
                Line(
                    FINE,
                    -100 * neuron(FINE, end, steepness),
                    "purple",
                    1.5,
                    dash=True,
                    label=L("2. nöron", "neuron 2"),
                ),
            ]
        low = -110 if second else -10
        panel = Panel(
            [
                *parts,
                *gaps,
                Line(FINE, curve, "blue", 3, label=L("model", "model")),
                Points(HOURS, FILLED, color="ink", size=6, label=L("ölçüm", "measured")),
            ],
            x=(7, 23),
            y=(low, 110),
            title=L(f"Ortalama hata: {number(error, 1)} puan", f"Mean error: {number(error, 1)} points"),
            xlabel=L("günün saati", "hour of the day"),
            ylabel=L("doluluk (%)", "how full (%)"),
            height=0.8,
        )
        return Scene([[panel]], summary=_summary(error, second))


def _summary(error, second):
    words = L(f"Ortalama hata {number(error, 1)} puan. ", f"The mean error is {number(error, 1)} points. ")
    if error < GOOD:
        return words + L("Eğri noktalara oturdu.", "The curve fits the points.")
    if second:
        return words + L(
            "Birinci nöron eğriyi yukarı, ikincisi aşağı çeker; mavi eğri ikisinin toplamıdır.",
            "The first neuron pulls the curve up, the second pulls it down; the blue curve is the sum of both.",
        )
    return words + L("Tek nöron bir kez yükselir ve orada kalır.", "A single neuron rises once and stays up.")

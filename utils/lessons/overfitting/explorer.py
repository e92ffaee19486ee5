"""The explorer of lesson 10: degree, noise, number of readings and ridge against training and test error."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Button, Choice, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, Line, Panel, Points, Scene, Table

HIGHEST = 12  # degree
SETS = 100  # training sets that the seed tells apart
REFITS = 200
GRID = np.linspace(0, 24, 121)  # hours at which a fit is drawn and its test error averaged
FLOOR, CEILING = 0.03, 300.0  # °C², of the error panel
STRENGTHS = (0.0, 0.001, 0.01, 0.1)


def true_temperature(hours):
    """Return the temperature in °C without noise at ``hours`` (n,) of the day."""
    return 17 + 6 * np.sin(2 * np.pi * (np.asarray(hours, dtype=float) - 9) / 24)


def reading_hours(count):
    """Return the ``count`` hours at which the thermometer is read: the middles of equal parts of the day."""
    return (np.arange(count) + 0.5) * 24 / count


def powers(hours, degree):
    """Return the columns 1, t, ..., t**degree with t = hours / 12 - 1: float (n, degree + 1)."""
    return np.vander(np.asarray(hours, dtype=float) / 12 - 1, degree + 1, increasing=True)


def fit_matrix(hours, degree, ridge):
    """Return the (degree + 1, n) matrix that turns readings into the weights of their polynomial.

    The weights make mean squared error + ridge * sum of squared weights least; the constant goes free. Where there are
    fewer readings than weights and no ridge, they are the smallest of those that pass through all readings.
    """
    x, count = powers(hours, degree), len(hours)
    if ridge == 0:
        return np.linalg.pinv(x)
    penalty = ridge * count * np.eye(degree + 1)
    penalty[0, 0] = 0
    return np.linalg.solve(x.T @ x + penalty, x.T)


def readings(count, noise, seed):
    """Return the readings (count,) of training set number ``seed``: they differ in their noise only."""
    hours = reading_hours(count)
    return true_temperature(hours) + noise * np.random.default_rng([seed, count]).normal(size=count)


def errors_by_degree(count, noise, ridge, seed):
    """Return training and test error (HIGHEST + 1,) of degrees 0, 1, ...; the test is on endless new readings."""
    hours, y = reading_hours(count), readings(count, noise, seed)
    training, test = [], []
    for degree in range(HIGHEST + 1):
        weights = fit_matrix(hours, degree, ridge) @ y
        training.append(np.mean((powers(hours, degree) @ weights - y) ** 2))
        test.append(np.mean((powers(GRID, degree) @ weights - true_temperature(GRID)) ** 2) + noise**2)
    return np.array(training), np.array(test)


def refits(count, degree, noise, ridge, repeats=REFITS):
    """Return the curves (repeats, len(GRID)) fitted to ``repeats`` other training sets of the same day."""
    hours = reading_hours(count)
    draws = noise * np.random.default_rng(12345).normal(size=(repeats, count))
    weights = (true_temperature(hours) + draws) @ fit_matrix(hours, degree, ridge).T
    return weights @ powers(GRID, degree).T


def bias_and_variance(curves):
    """Return squared bias and variance, averaged over the day, of curves (repeats, len(GRID))."""
    bias = curves.mean(axis=0) - true_temperature(GRID)
    return float(np.mean(bias**2)), float(np.mean(curves.var(axis=0)))


class OverfittingExplorer(Explorer):
    """Readings of a thermometer, a polynomial through them, and its two errors at every degree."""

    name = "overfitting"
    recorded = ("degree", "ridge", "draw")

    def title(self):
        return L("Ne kadar esnek olmalı?", "How flexible should it be?")

    def task(self):
        return L(
            "Dereceyi değiştirin: eğitim hatası düşer, test hatası ise önce düşer, sonra yükselir. 12 okumayla 9. derece her "
            "zaman 3. dereceden kötü müdür?",
            "Move the degree: the training error falls, while the test error first falls and then rises. With 12 readings, "
            "is degree 9 always worse than degree 3?",
        )

    def controls(self):
        return [
            Slider("degree", L("Derece (kapasite)", "Degree (capacity)"), 0, HIGHEST, step=1, value=9),
            Slider("noise", L("Gürültü", "Noise"), 0, 3, step=0.25, value=1.5, unit="°C"),
            Slider("count", L("Okuma sayısı", "Readings"), 6, 96, step=2, value=12),
            Choice(
                "ridge",
                L("Ceza λ (ridge)", "Penalty λ (ridge)"),
                [(value, _strength(value)) for value in STRENGTHS],
                0.0,
            ),
            Slider("seed", L("Eğitim kümesi no.", "Training set no."), 0, SETS - 1, step=1, value=0),
            Button("draw", L("Yeni eğitim kümesi çek", "Draw a new training set")),
        ]

    def presets(self):
        return {
            "underfit": {"degree": 1},
            "good": {"degree": 4},
            "overfit": {"degree": 11},
            "more_data": {"degree": 9, "count": 96},
            "penalty": {"degree": 9, "ridge": 0.001},
            "no_noise": {"degree": 9, "noise": 0},
        }

    def on_draw(self, state):
        return {"seed": (state["seed"] + 1) % SETS}

    def scene(self, degree, noise, count, ridge, seed):
        training, test = errors_by_degree(count, noise, ridge, seed)
        curves = refits(count, degree, noise, ridge)
        return Scene(
            [
                [_day(degree, noise, count, ridge, seed, curves), _errors(training, test, degree, noise)],
                [_parts(curves, noise, test[degree])],
            ],
            _summary(degree, training, test, curves, noise),
        )


def _day(degree, noise, count, ridge, seed, curves):
    hours, y = reading_hours(count), readings(count, noise, seed)
    fit = powers(GRID, degree) @ (fit_matrix(hours, degree, ridge) @ y)
    middle, spread = curves.mean(axis=0), curves.std(axis=0)
    low, high = 4.0, 30.0
    layers = [
        Area(
            GRID,
            np.clip(middle - spread, low, high),
            np.clip(middle + spread, low, high),
            "sky",
            0.35,
            L("200 eğitim kümesi, ±1 sapma", "200 training sets, ±1 deviation"),
        ),
        Line(
            GRID,
            np.clip(middle, low - 2, high + 2),
            "blue",
            1.5,
            dash=True,
            label=L("200 eğrinin ortalaması", "mean of the 200 curves"),
        ),
        Line(GRID, true_temperature(GRID), "ink", 1.5, label=L("gerçek eğri", "true curve")),
        Line(
            GRID,
            np.clip(fit, low - 2, high + 2),
            "orange",
            2.5,
            label=L("bu kümeye uydurulan", "fitted to this set"),
        ),
        Points(hours, y, "orange", size=4.5),
    ]
    ticks = [(hour, str(hour)) for hour in range(0, 25, 6)]
    title = L("Bir günün sıcaklığı", "A day's temperature")
    return Panel(
        layers,
        (-0.4, 24.4),
        (low, high),
        title,
        L("saat", "hour"),
        L("sıcaklık (°C)", "temperature (°C)"),
        height=1.1,
        xticks=ticks,
    )


def _errors(training, test, degree, noise):
    degrees = np.arange(HIGHEST + 1)
    shown = [np.clip(values, FLOOR, CEILING) for values in (training, test)]
    layers = [Line([degree, degree], [FLOOR * 0.8, CEILING * 1.3], "muted", 1)]
    if noise > 0:
        layers.append(
            Line(
                [-0.3, HIGHEST + 0.3],
                [noise**2] * 2,
                "muted",
                1.2,
                dash=True,
                label=L("gürültü σ²", "noise σ²"),
            )
        )
    for values, color, marker, label in zip(
        shown,
        ("blue", "orange"),
        ("circle", "triangle"),
        (L("eğitim hatası", "training error"), L("test hatası", "test error")),
        strict=True,
    ):
        layers.append(Line(degrees, values, color, 2))
        layers.append(Points(degrees, values, color, size=3.5, marker=marker, label=label))
        layers.append(Points([degree], values[degree : degree + 1], color, size=7.5, marker=marker))
    ticks = [(value, number(value, 0 if value >= 1 else 1)) for value in (0.1, 1, 10, 100)]
    return Panel(
        layers,
        (-0.3, HIGHEST + 0.3),
        (FLOOR * 0.8, CEILING * 1.3),
        L("Dereceye göre hata", "Error by degree"),
        L("derece", "degree"),
        L("MSE (°C²)", "MSE (°C²)"),
        height=1.1,
        ylog=True,
        yticks=ticks,
        whole="x",
    )


def _parts(curves, noise, test):
    bias, variance = bias_and_variance(curves)
    head = [
        L("yanlılık²", "bias²"),
        L("+ varyans", "+ variance"),
        L("+ gürültü", "+ noise"),
        L("= toplam", "= sum"),
        L("burada", "here"),
    ]
    values = [bias, variance, noise**2, bias + variance + noise**2, test]
    return Table(head, [[_written(value) for value in values]], height=0.22)


def _strength(value):
    return number(value, len(str(value).partition(".")[2])) if value else L("yok", "none")


def _written(value):
    return number(float(value)) if value < 1000 else L("1000'den çok", "over 1000")


def _summary(degree, training, test, curves, noise):
    bias, variance = bias_and_variance(curves)
    expected = _written(bias + variance + noise**2)
    best = int(np.argmin(test))
    if best == degree:
        place = L("bu eğitim kümesinde en iyi derece budur", "this is the best degree for this training set")
    else:
        place = L(
            f"bu eğitim kümesinde en iyi derece {best}, test hatası {_written(test[best])}",
            f"the best degree for this training set is {best}, with a test error of {_written(test[best])}",
        )
    cause = (
        L("yanlılığın payı daha büyük", "bias has the larger share")
        if bias > variance
        else L("varyansın payı daha büyük", "variance has the larger share")
    )
    return L(
        f"{degree}. derecenin eğitim hatası {_written(training[degree])} °C², test hatası {_written(test[degree])} °C²; {place}. "
        f"200 eğitim kümesinde beklenen test hatası {expected} °C², bunda {cause}. "
        f"Bu eğitim kümesinde 3. derecenin test hatası {_written(test[3])}, 9. derecenin {_written(test[9])}.",
        f"Degree {degree} has a training error of {_written(training[degree])} °C² and a test error of "
        f"{_written(test[degree])} °C²; {place}. "
        f"Over 200 training sets the expected test error is {expected} °C², in which {cause}. "
        f"On this training set the test error of degree 3 is {_written(test[3])}, and that of degree 9 is {_written(test[9])}.",
    )

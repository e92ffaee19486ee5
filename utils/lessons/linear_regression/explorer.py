"""The explorer of lesson 04: drag a line, see its squares and its place on the error surface."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Button, Choice, DragPoints, Player, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Box, HeatMap, Line, Panel, Points, Scene, Table

LOW, HIGH = 0.0, 10.0  # of both axes: equal units, so that a square looks like one
CELLS = 61  # of the error surface, along each axis
LAST_STEP = 60
TALL = 1.05  # of the two pictures: the squares need room
TOUCH = 0.1  # a line this near to a point, measured vertically, counts as passing through it
TOO_LARGE = 1e4  # an error from which on the descent is given up
RATES = (0.03, 0.04, 0.1, 0.5, 1.1)
START_LINE = [[1.0, 7.5], [9.0, 4.5]]

DATA = {
    "near": [[1, 1.5], [3, 3], [5, 4.5], [7, 6], [2, 4.4], [4, 6.2], [6, 6.6], [8.5, 9.2]],
    "outlier": [[1, 2.2], [2, 2.6], [3, 3.9], [4, 4.4], [5, 5.7], [6, 6.2], [7, 7.6], [9, 1]],
    "curve": [[0.8, 1], [2, 3.6], [3, 5.4], [4, 6.8], [5, 7.6], [6, 8], [7.4, 7.6], [9, 6]],
}


@dataclass(frozen=True)
class View:
    """What slope and intercept mean on the error surface: the line is height + slope * (x - middle) / unit.

    Raw: middle 0 and unit 1. Standardized: the mean of x and its standard deviation.
    """

    middle: float
    unit: float

    def coordinates(self, slope, intercept):
        """Return (slope, height) on the surface of the line intercept + slope * x."""
        return slope * self.unit, intercept + slope * self.middle

    def line(self, slope, height):
        """Return (slope, intercept) of a place on the surface."""
        return slope / self.unit, height - slope * self.middle / self.unit

    def scaled(self, x):
        return (x - self.middle) / self.unit


def view_of(x, standardized):
    """Return the ``View`` of inputs x (n,); inputs that are all equal have no unit of their own."""
    if not standardized:
        return View(0.0, 1.0)
    return View(float(x.mean()), max(float(x.std()), 1e-3))


def line_of_handles(handles):
    """Return the slope and intercept of the line through two handles; an upright one is tilted a little."""
    (ax, ay), (bx, by) = sorted(handles)
    if bx - ax < 0.2:
        ax, bx = (ax + bx) / 2 - 0.1, (ax + bx) / 2 + 0.1
    slope = (by - ay) / (bx - ax)
    return slope, ay - slope * ax


def least_squares(x, y):
    """Return slope and intercept with the least mean squared error; x, y: (n,)."""
    spread = ((x - x.mean()) ** 2).sum()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / spread if spread > 1e-9 else 0.0
    return float(slope), float(y.mean() - slope * x.mean())


def least_absolute(x, y):
    """Return slope and intercept with the least mean absolute error.

    Some best line passes through two of the points, so trying all pairs finds one.
    """
    i, j = np.array(list(combinations(range(len(x)), 2))).T
    apart = np.abs(x[j] - x[i]) > 1e-9
    if not apart.any():
        return 0.0, float(np.median(y))
    i, j = i[apart], j[apart]
    slopes = (y[j] - y[i]) / (x[j] - x[i])
    intercepts = y[i] - slopes * x[i]
    errors = np.abs(y - slopes[:, None] * x - intercepts[:, None]).mean(axis=1)
    best = int(np.argmin(errors))
    return float(slopes[best]), float(intercepts[best])


def most_touched(x, y):
    """Return how many points a line can pass through at most, exactly."""
    most = 1
    for i, j in combinations(range(len(x)), 2):
        if abs(x[j] - x[i]) > 1e-9:
            slope = (y[j] - y[i]) / (x[j] - x[i])
            most = max(most, _touched(x, y, slope, y[i] - slope * x[i]))
    return most


def _touched(x, y, slope, intercept):
    return int((np.abs(y - slope * x - intercept) <= TOUCH).sum())


def error(x, y, slope, intercept, measure):
    """Return the MSE or the MAE of lines: slope and intercept are numbers or arrays of one shape."""
    residuals = y - np.multiply.outer(slope, x) - np.asarray(intercept)[..., None]
    return (residuals**2 if measure == "squares" else np.abs(residuals)).mean(axis=-1)


def gradient(x, y, slope, intercept, measure):
    """Return the derivatives of the MSE or the MAE with respect to slope and intercept (at a corner of the MAE: one between)."""
    residuals = y - slope * x - intercept
    push = 2 * residuals if measure == "squares" else np.sign(residuals)
    return -(push * x).mean(), -push.mean()


def descent(x, y, slope, intercept, rate, measure, view, count):
    """Return slope and intercept before and after each of ``count`` steps: float (count + 1, 2).

    The steps are taken in the coordinates of ``view``. Once the error is too large to draw, the line stays.
    """
    z, place = view.scaled(x), np.array(view.coordinates(slope, intercept))
    path = [place]
    for _ in range(count):
        slopes = np.array(gradient(z, y, *place, measure))
        if error(z, y, *place, measure) < TOO_LARGE:
            place = place - rate * slopes
        path.append(place)
    return np.column_stack(view.line(*np.array(path).T))


def largest_step(x, view):
    """Return 2/λ, the learning rate from which on gradient descent on the MSE diverges."""
    z = view.scaled(x)
    curvature = 2 * np.array([[(z * z).mean(), z.mean()], [z.mean(), 1.0]])
    return float(2 / np.linalg.eigvalsh(curvature)[-1])


class LineFitExplorer(Explorer):
    """Points, a line with two handles, its squares, and the error of every line as a map to walk down on."""

    name = "line_fit"

    def title(self):
        return L("Kareleri küçültün", "Shrink the squares")

    def task(self):
        return L(
            "Doğruyu iki tutamacından sürükleyip karelerin ortalama alanını (MSE) küçültün. En iyi doğru, en çok "
            "noktadan geçen midir?",
            "Drag the two handles to make the mean area of the squares (MSE) small. Does the best line pass through the "
            "most points?",
        )

    def controls(self):
        return [
            Choice(
                "data",
                L("Veri", "Data"),
                [
                    ("near", L("doğrusal", "linear")),
                    ("outlier", L("aykırı", "outlier")),
                    ("curve", L("eğri", "curve")),
                ],
                "near",
            ),
            Choice(
                "measure",
                L("Ölçü", "Measure"),
                [("squares", L("kareler (MSE)", "squares (MSE)")), ("offsets", L("uzaklıklar (MAE)", "offsets (MAE)"))],
                "squares",
            ),
            Player("step", L("Gradyan inişi adımı", "Gradient descent step"), LAST_STEP, fps=5),
            Choice("rate", L("Öğrenme oranı", "Learning rate"), [(rate, _short(rate)) for rate in RATES], 0.03),
            Toggle("standardized", L("x'i standartlaştır", "Standardize x")),
            Button("best", L("En iyi doğruyu göster", "Show the best line")),
            DragPoints("points", L("Noktalar", "Points"), "plane", DATA["near"], bounds=(LOW, HIGH, LOW, HIGH)),
            DragPoints("line", L("Doğru", "Line"), "plane", START_LINE, bounds=(LOW, HIGH, LOW, HIGH)),
        ]

    def presets(self):
        return {
            "outlier": {"data": "outlier", "points": DATA["outlier"]},
            "curve": {"data": "curve", "points": DATA["curve"]},
            "diverges": {"rate": 0.04, "step": 12},
            "standardized": {"standardized": True, "rate": 0.1, "step": 20},
        }

    def on_data(self, state):
        return {"points": DATA[state["data"]], "step": 0}

    def on_points(self, state):
        return {"step": 0}

    def on_line(self, state):
        return {"step": 0}

    def on_best(self, state):
        x, y = np.array(state["points"], dtype=float).T
        slope, intercept = (least_squares if state["measure"] == "squares" else least_absolute)(x, y)
        return {"line": handles_of_line(slope, intercept), "step": 0}

    def scene(self, data, measure, step, rate, standardized, points, line):
        x, y = np.array(points, dtype=float).T
        view = view_of(x, standardized)
        path = descent(x, y, *line_of_handles(line), rate, measure, view, LAST_STEP)
        best = (least_squares if measure == "squares" else least_absolute)(x, y)
        surface = _surface(x, y, path[: step + 1], best, measure, view, standardized)
        return Scene(
            [[_plane(x, y, line, path[step], measure, step), [surface, _table(x, y, path[step])]]],
            _summary(x, y, path, step, rate, measure, view, standardized),
        )


def handles_of_line(slope, intercept):
    """Return two handles on a line, as far apart as the panel lets them be."""
    ends = [1.0, 9.0]
    if abs(slope) > 1e-9:
        inside = sorted([(LOW + 0.3 - intercept) / slope, (HIGH - 0.3 - intercept) / slope])
        low, high = max(ends[0], inside[0]), min(ends[1], inside[1])
        ends = [low, high] if high - low > 0.2 else ends
    return [[end, min(max(intercept + slope * end, LOW), HIGH)] for end in ends]


def _plane(x, y, handles, place, measure, step):
    slope, intercept = place
    layers = []
    heights = slope * x + intercept
    for x_i, y_i, height in zip(x, y, heights, strict=True):
        layers += _offset(x_i, y_i, height, slope, measure)
    ends = np.array([LOW, HIGH])
    if step:
        start_slope, start_intercept = line_of_handles(handles)
        layers.append(Line(ends, start_slope * ends + start_intercept, color="muted", width=1.5, dash=True))
    layers.append(Line(ends, np.clip(slope * ends + intercept, -1e4, 1e4), color="ink", width=2.5))
    layers.append(Points(x, y, color="blue", size=7, drag="points"))
    layers.append(Points(*np.array(handles).T, marker="square", color="muted", size=7, drag="line"))
    title = L("Noktalar ve doğru", "Points and line")
    across, up = L("haftalık çalışma (saat)", "study per week (hours)"), L("sınav notu", "exam grade")
    return Panel(layers, (LOW, HIGH), (LOW, HIGH), title, across, up, equal=True, height=TALL, name="plane")


def _offset(x, y, height, slope, measure):
    """Return the layers of one point's offset: a square on it, or the offset alone."""
    height = float(np.clip(height, -1e4, 1e4))
    if measure == "offsets":
        return [Line([x, x], [y, height], color="orange", width=4)]
    side = abs(y - height)
    if side < 1e-6:
        return []
    # The square lies on the side where it does not cross the line, if there is room for it.
    left = (y > height) == (slope > 0)
    if left and x - side < LOW and x + side <= HIGH:
        left = False
    elif not left and x + side > HIGH and x - side >= LOW:
        left = True
    edge = x - side if left else x + side
    x0, x1, y0, y1 = np.clip([min(x, edge), max(x, edge), min(y, height), max(y, height)], LOW, HIGH)
    return [Box(x0, y0, x1, y1, color="orange", width=1.2, fill=0.16)]


def _surface(x, y, path, best, measure, view, standardized):
    slopes, heights = ((-5.0, 7.0), (-1.0, 11.0)) if standardized else ((-1.6, 3.0), (-5.0, 13.0))
    grid = np.meshgrid(np.linspace(*slopes, CELLS), np.linspace(*heights, CELLS))
    errors = error(view.scaled(x), y, *grid, measure)
    least = float(error(x, y, *best, measure))
    power = 1.0 if measure == "squares" else 0.5
    floor = max(least, 0.02)
    shown = np.log10(np.maximum(errors, floor))
    levels = np.log10(floor * np.array([1.6, 3, 7, 16, 40]) ** power)
    half = (slopes[1] - slopes[0]) / (CELLS - 1) / 2, (heights[1] - heights[0]) / (CELLS - 1) / 2
    extent = (slopes[0] - half[0], slopes[1] + half[0], heights[0] - half[1], heights[1] + half[1])
    low, high = np.log10(floor), np.log10(floor) + 2.8 * power
    layers = [HeatMap(shown, extent, "sequential", low=low, high=high, contour=levels)]
    places = np.column_stack(view.coordinates(*path.T))
    inside = np.clip(places, [slopes[0], heights[0]], [slopes[1], heights[1]])
    if len(inside) > 1:
        layers.append(Line(*inside.T, color="orange", width=2))
        layers.append(Points(*inside[:-1].T, color="orange", size=2.5))
    marks = np.clip(view.coordinates(*best), [slopes[0], heights[0]], [slopes[1], heights[1]])
    layers.append(Points(*inside[-1:].T, color="orange", size=7, label=L("bu doğru", "this line")))
    layers.append(Points([marks[0]], [marks[1]], marker="cross", color="green", size=7, label=L("en iyi", "best")))
    title = L("Her doğrunun hatası", "The error of every line")
    if standardized:
        labels = (
            L("eğim (bir standart sapma başına)", "slope (per standard deviation)"),
            L("ortalamadaki yükseklik", "height at the mean"),
        )
    else:
        labels = L("eğim", "slope"), L("kesme noktası", "intercept")
    return Panel(layers, extent[:2], extent[2:], title, *labels, equal=standardized, grid=False, height=TALL)


def _table(x, y, place):
    rows = []
    for label, measure, fit in (("MSE", "squares", least_squares), ("MAE", "offsets", least_absolute)):
        rows.append([label, _written(error(x, y, *place, measure)), _written(error(x, y, *fit(x, y), measure))])
    rows.append([L("değdiği nokta sayısı", "points touched"), str(_touched(x, y, *place)), str(most_touched(x, y))])
    return Table(["", L("bu doğru", "this line"), L("en iyi değer", "best possible")], rows, height=0.35)


def _written(value):
    return number(float(value)) if value < 1000 else L("1000'den çok", "over 1000")


def _short(rate):
    return number(rate, 2 if rate < 0.1 else 1)


def _summary(x, y, path, step, rate, measure, view, standardized):
    slope, intercept = path[step]
    touched, n = _touched(x, y, slope, intercept), len(x)
    name, fit = ("MSE", least_squares) if measure == "squares" else ("MAE", least_absolute)
    now, best = _written(error(x, y, slope, intercept, measure)), _written(error(x, y, *fit(x, y), measure))
    words = L(
        f"Eğim {_coefficient(slope)}, kesme noktası {_coefficient(intercept)}. {name} {now} "
        f"(olabilecek en küçüğü {best}). Doğru {n} noktadan {touched} tanesine değiyor.",
        f"Slope {_coefficient(slope)}, intercept {_coefficient(intercept)}. {name} {now} "
        f"(the least possible is {best}). The line touches {touched} of the {n} points.",
    )
    return words + " " + _about_descent(x, path, step, rate, measure, view)


def _coefficient(value):
    return number(value) if abs(value) < 1000 else L("1000'den büyük", "beyond 1000")


def _about_descent(x, path, step, rate, measure, view):
    if measure == "offsets":
        return L(
            "MAE'de adımın boyu hataların büyüklüğüne bağlı değildir, çünkü yalnızca kalıntıların işareti sayılır.",
            "With the MAE, a step does not depend on the size of the errors, because only the signs of the residuals count.",
        )
    limit = largest_step(x, view)
    written = number(limit, 3 if limit < 0.1 else 2)
    compared = "<" if rate < limit else ">"
    outcome = L("iniş yakınsar", "it converges") if rate < limit else L("iniş ıraksar", "it diverges")
    return L(
        f"Gradyan inişi, adım {step}: öğrenme oranı {_short(rate)} {compared} sınır {written}; {outcome}.",
        f"Gradient descent, step {step}: learning rate {_short(rate)} {compared} limit {written}; {outcome}.",
    )

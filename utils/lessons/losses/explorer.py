"""The explorer of lesson 06: move a predicted probability or a logit, and see every loss with its slope."""

from dataclasses import dataclass

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Button, Choice, DragPoints, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Line, Panel, Points, Scene, Table

REACH = 7.0  # logits go from -REACH to REACH
TOP = 7.5  # of the loss axes
EDGE = 0.001  # how near to 0 and 1 the point can be dragged
START = 2.2  # a logit whose sigmoid is 0.90
NINES = (0.9, 0.99, 0.999)
FINE = np.linspace(-REACH, REACH, 113)
NEAR_ZERO = np.geomspace(5e-4, 0.1, 32)  # the curves are steep at both ends
SHARES = np.concatenate([NEAR_ZERO, np.linspace(0.13, 0.87, 33), 1 - NEAR_ZERO[::-1]])
COLORS = {"entropy": "orange", "squared": "blue", "absolute": "green"}
SIZES = {"absolute": 6, "squared": 4, "entropy": 6}  # in the order of drawing: none hides another


@dataclass(frozen=True)
class Losses:
    """Probabilities (n, k), and of each loss its values (n,) and slopes (n, k) with respect to the logits."""

    p: np.ndarray
    value: dict
    slope: dict


def losses(logits, truth, temperature=1.0):
    """Return the ``Losses`` of logits (n, k) where class ``truth`` is right and p = softmax(logits / temperature).

    Cross-entropy is -ln p[truth]; squared and absolute error are means over the k classes, as Keras takes them.
    """
    z = np.asarray(logits, dtype=float) / temperature
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    p, classes = np.exp(log_p), z.shape[1]
    error = p - np.eye(classes)[truth]
    value = {
        "entropy": -log_p[:, truth],
        "squared": (error**2).mean(axis=1),
        "absolute": np.abs(error).mean(axis=1),
    }
    # Through softmax a slope g with respect to p becomes p * (g - sum(g * p)) / temperature.
    by_p = {"squared": 2 * error / classes, "absolute": np.sign(error) / classes}
    slope = {name: p * (g - (g * p).sum(axis=1, keepdims=True)) / temperature for name, g in by_p.items()}
    return Losses(p, value, {"entropy": error / temperature, **slope})


def row_of(classes, z1, z2):
    """Return the logits, float (n, classes), for z1 (n,): class 0 stays at 0, which takes nothing from softmax."""
    z1 = np.atleast_1d(np.asarray(z1, dtype=float))
    rest = [np.full_like(z1, z2)] if classes == 3 else []
    return np.column_stack([np.zeros_like(z1), z1, *rest])


def logit_of(p, classes, z2, temperature):
    """Return the z1 (any shape) that gives class 1 the probability ``p``, the other logits standing still."""
    others = np.logaddexp(0.0, z2 / temperature) if classes == 3 else 0.0
    return temperature * (np.log(p) - np.log1p(-np.asarray(p)) + others)


class LossExplorer(Explorer):
    """Three losses over a probability and over its logit, with points to move and tangents at them."""

    name = "losses"

    def title(self):
        return L("Tahmini oynatın, kayıpları izleyin", "Move the prediction, watch the losses")

    def task(self):
        return L(
            'Doğru sınıf 0 iken model sınıf 1\'e 0,9 veriyor. "Bir 9 daha" düğmesi bunu 0,99, sonra 0,999 yapar. Hangi '
            "kayıp iki katına çıkar, ikinci basışta yine çıkar mı? Önce karar verin.",
            'The right class is 0, but the model gives class 1 a probability of 0.9. "One more nine" makes it 0.99, then '
            "0.999. Which loss doubles, and does it double again the second time? Decide first.",
        )

    def controls(self):
        start = float(losses(row_of(2, START, 0), 0).value["entropy"][0])
        return [
            Choice("truth", L("Doğru sınıf", "Right class"), [(0, "0"), (1, "1"), (2, "2")], 0),
            Button("nine", L("Bir 9 daha", "One more nine")),
            Slider("z1", L("Logit z₁", "Logit z₁"), -REACH, REACH, step=0.05, value=START),
            Choice(
                "classes",
                L("Sınıf sayısı", "Classes"),
                [(2, L("iki", "two")), (3, L("üç", "three"))],
                2,
            ),
            Slider("z2", L("Logit z₂ (üçüncü sınıf)", "Logit z₂ (third class)"), -5, 5, step=0.1, value=1.0),
            Slider("temperature", L("Sıcaklık T", "Temperature T"), 0.25, 4, step=0.25, value=1.0),
            DragPoints(
                "guess",
                L("Tahmin", "Prediction"),
                "probability",
                [[0.9, start]],
                bounds=(EDGE, 1 - EDGE, 0, TOP),
            ),
        ]

    def presets(self):
        first = {"truth": 0, "z1": START, "classes": 2, "z2": 1.0, "temperature": 1.0}
        states = {
            "surer": {"z1": 4.6},
            "right": {"truth": 1},
            "three": {"truth": 2, "classes": 3, "z1": 2.0},
            "hot": {"truth": 2, "classes": 3, "z1": 2.0, "temperature": 4.0},
        }
        return {name: {**first, **changes, **_placed({**first, **changes})} for name, changes in states.items()}

    def on_truth(self, state):
        more = {"classes": 3} if state["truth"] == 2 else {}
        return {**more, **_placed({**state, **more})}

    def on_classes(self, state):
        fewer = {"truth": 0} if state["classes"] == 2 and state["truth"] == 2 else {}
        return {**fewer, **_placed({**state, **fewer})}

    def on_z1(self, state):
        return _placed(state)

    def on_z2(self, state):
        return {"classes": 3, **_placed({**state, "classes": 3})}

    def on_temperature(self, state):
        return _placed(state)

    def on_guess(self, state):
        return self._moved(state, state["guess"][0][0])

    def on_nine(self, state):
        now = _at(state).p[0, 1]
        return self._moved(state, next((p for p in NINES if p > now + (1 - now) / 10), NINES[0]))

    def _moved(self, state, p):
        z1 = logit_of(p, state["classes"], state["z2"], state["temperature"])
        z1 = self.by_name["z1"].clean(z1)
        return {"z1": z1, **_placed({**state, "z1": z1})}

    def scene(self, truth, z1, classes, z2, temperature, guess):
        truth = min(truth, classes - 1)
        here = losses(row_of(classes, z1, z2), truth, temperature)
        over_p = losses(row_of(classes, logit_of(SHARES, classes, z2, temperature), z2), truth, temperature)
        over_z = losses(row_of(classes, FINE, z2), truth, temperature)
        p = float(here.p[0, 1])
        by_z = {name: float(slope[0, 1]) for name, slope in here.slope.items()}
        by_p = {name: slope * temperature / max(p * (1 - p), 1e-12) for name, slope in by_z.items()}
        curves = [
            _losses_over_p(over_p, here, p, by_p, truth),
            _losses_over_z(over_z, here, z1, by_z),
            [_slopes_over_z(over_z, z1, by_z, temperature), _probabilities(here, truth, temperature)],
        ]
        return Scene([curves, [_table(here, by_p, by_z)]], _summary(here, truth, p, z1, by_z, temperature))


def _at(state):
    truth = min(state["truth"], state["classes"] - 1)
    return losses(row_of(state["classes"], state["z1"], state["z2"]), truth, state["temperature"])


def _placed(state):
    """Return the dragged point where the state's logits put it."""
    here = _at(state)
    p = np.clip(here.p[0, 1], EDGE, 1 - EDGE)
    return {"guess": [[round(float(p), 6), round(float(min(here.value["entropy"][0], TOP)), 6)]]}


def _label(name):
    return {"entropy": L("çapraz entropi", "cross-entropy"), "squared": "MSE", "absolute": "MAE"}[name]


def _curves(x, curves, here, at, slopes, reach, width):
    """Return three losses over x (n,), their tangents at ``at`` and the points of two; entropy's own comes on top."""
    layers = []
    for name, color in COLORS.items():
        layers.append(
            Line(x, np.minimum(curves.value[name], 2 * TOP), color, 3 if name == "entropy" else 2.2,
                 dash=name == "absolute", label=_label(name))
        )  # fmt: skip
    for name, slope in slopes.items():
        y = min(float(here.value[name][0]), TOP)
        half = width / np.hypot(1 / reach, slope / TOP)  # equally long on the screen, however steep
        ends = [at - half, at + half], [y - half * slope, y + half * slope]
        layers.append(Line(*ends, color="ink", width=2))
    for name, size in list(SIZES.items())[:2]:
        layers.append(Points([at], [min(float(here.value[name][0]), TOP)], color=COLORS[name], size=size))
    return layers


def _losses_over_p(curves, here, p, slopes, truth):
    at = float(np.clip(p, EDGE, 1 - EDGE))
    layers = _curves(curves.p[:, 1], curves, here, at, slopes, 1.0, 0.12)
    y = float(min(here.value["entropy"][0], TOP))
    layers.append(Points([at], [y], color="orange", size=9, drag="guess"))
    title = L(f"Olasılığa göre kayıp (doğru: {truth})", f"Loss over probability (right: {truth})")
    return Panel(
        layers,
        (0, 1),
        (0, TOP),
        title,
        L("sınıf 1'in olasılığı p₁", "probability p₁ of class 1"),
        L("kayıp", "loss"),
        name="probability",
        height=1.3,
    )


def _losses_over_z(curves, here, z1, slopes):
    layers = _curves(FINE, curves, here, z1, slopes, 2 * REACH, 0.12)
    layers.append(Points([z1], [float(min(here.value["entropy"][0], TOP))], color="orange", size=6))
    return Panel(
        layers,
        (-REACH, REACH),
        (0, TOP),
        L("Logite göre kayıp", "Loss over logit"),
        L("sınıf 1'in logiti z₁", "logit z₁ of class 1"),
        L("kayıp", "loss"),
        legend=False,
        height=1.3,
    )


def _slopes_over_z(curves, z1, slopes, temperature):
    layers = [Line([-REACH, REACH], [0, 0], color="muted", width=1)]
    for name, color in COLORS.items():
        thick = 3 if name == "entropy" else 2.2
        layers.append(Line(FINE, curves.slope[name][:, 1], color, thick, dash=name == "absolute"))
    for name, size in SIZES.items():
        layers.append(Points([z1], [slopes[name]], color=COLORS[name], size=size))
    most = 1.12 * max(1.0, 1 / temperature)
    title = L("Kaybın logite göre eğimi", "Slope of the loss over logit")
    across, up = L("sınıf 1'in logiti z₁", "logit z₁ of class 1"), L("eğim", "slope")
    return Panel(layers, (-REACH, REACH), (-most, most), title, across, up)


def _probabilities(here, truth, temperature):
    p = here.p[0]
    labels = [
        f"{k}" + (L(" (doğru)", " (right)") if k == truth else "") for k in range(len(p))
    ]  # short: there may be 3
    colors = ["orange" if k == truth else "sky" for k in range(len(p))]
    title = L(f"Softmax, T = {number(temperature)}", f"Softmax, T = {number(temperature)}")
    bars = Bars(p, labels, colors, highlight=truth, digits=3)
    return Panel([bars], y=(0, 1.12), title=title, xlabel=L("sınıf", "class"), ylabel=L("olasılık", "probability"),
                 yticks=[(0, "0"), (0.5, number(0.5, 1)), (1, "1")])  # fmt: skip


def _table(here, by_p, by_z):
    rows = [
        [_label(name), _written(float(here.value[name][0])), _written(by_p[name]), _written(by_z[name])]
        for name in COLORS
    ]
    header = ["", L("kayıp", "loss"), L("p₁'e göre eğim", "slope over p₁"), L("z₁'e göre eğim", "slope over z₁")]
    return Table(header, rows, height=0.4)


def _written(value):
    return number(value, 3) if abs(value) < 1000 else number(value, 0)


def _summary(here, truth, p, z1, by_z, temperature):
    values = {name: float(value[0]) for name, value in here.value.items()}
    words = L(
        f"p₁ = {number(p, 3)}, doğru sınıf {truth}. Çapraz entropi {number(values['entropy'], 3)}, "
        f"MSE {number(values['squared'], 3)}, MAE {number(values['absolute'], 3)}.",
        f"p₁ = {number(p, 3)}, right class {truth}. Cross-entropy {number(values['entropy'], 3)}, "
        f"MSE {number(values['squared'], 3)}, MAE {number(values['absolute'], 3)}.",
    )
    y = int(truth == 1)
    divided = "" if temperature == 1 else f" / {number(temperature)}"
    pull = L(
        f"Çapraz entropinin z₁'e göre eğimi (p₁ − y₁){divided} = ({number(p, 3)} − {y}){divided} = "
        f"{number(by_z['entropy'], 3)}; MSE'ninki {number(by_z['squared'], 3)}.",
        f"The slope of cross-entropy with respect to z₁ is (p₁ − y₁){divided} = ({number(p, 3)} − {y}){divided} = "
        f"{number(by_z['entropy'], 3)}; that of MSE is {number(by_z['squared'], 3)}.",
    )
    return f"{words} {pull}"

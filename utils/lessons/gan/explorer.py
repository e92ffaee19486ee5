"""The explorer of lesson 30: a generator and a discriminator play against each other on a plane."""

import numpy as np

from utils.datasets.modes import LEAST_SHARE, MODES, real_points, shares
from utils.language import L, number, percent
from utils.lessons.gan.net import Gan, Rules, judge, pull
from utils.widgets.controls import Choice, Live, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Arrow, Bars, HeatMap, Line, Panel, Points, Scene

EDGE = 3.0
EXTENT = (-EDGE, EDGE, -EDGE, EDGE)
CELLS = 40  # a side of the discriminator's map
SHOWN, ARROWS = 256, 40  # generated points, and those with an arrow
LONGEST, STRETCH = 0.7, 0.25  # of an arrow; a gradient of 1 is drawn so long
CURVE = 200  # rows of the curves that are kept
STEPS = 16  # of both networks together between two pictures: a few milliseconds

_places = np.linspace(-EDGE, EDGE, CELLS, dtype=np.float32)
GRID = np.stack([axis.ravel() for axis in np.meshgrid(_places, _places)], axis=1)  # (CELLS², 2)


class Curves:
    """(round, modes covered, loss) at most CURVE times: when full, every second row is kept."""

    def __init__(self):
        self.rows, self._every, self._seen = [], 1, 0

    def add(self, *row):
        if self._seen % self._every == 0:
            self.rows.append(row)
        self._seen += 1
        if len(self.rows) >= CURVE:
            self.rows, self._every = self.rows[::2], 2 * self._every


class GanExplorer(Explorer):
    """Real and generated points, the discriminator's map, the generator's arrows, and how many modes are covered."""

    name = "gan"
    recorded = ("data",)

    def title(self):
        return L("İki ağın yarışı", "A contest of two networks")

    def task(self):
        return L(
            "Mavi noktalar sekiz kümeye dağılana kadar eğitin. Sonra üreticiye tur başına 5 adım verin. Çok çalışan "
            "üretici daha mı iyi öğrenir? Önce karar verin, ardından çareyi arayın: küçük öğrenme oranı mı, gürültü mü, "
            "ayırt ediciye de 5 adım mı, yığına bakmak mı?",
            "Train until the blue points have spread over the eight clusters. Then give the generator 5 steps per "
            "round. Does a generator that works more learn better? Decide first, then look for the remedy: a lower "
            "learning rate, noise, 5 steps for the discriminator too, or a look at the batch?",
        )

    def controls(self):
        steps = L("adım/tur", "per round")
        return [
            Live("training", L("Eğit", "Train"), frames=8, units=24),
            Slider("generator", L("Üretici", "Generator"), 1, 10, step=1, value=1, unit=steps, restart=True),
            Slider(
                "discriminator", L("Ayırt edici", "Discriminator"), 1, 10, step=1, value=1, unit=steps, restart=True
            ),
            Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.0005, 0.05, step=0.5, value=0.0016, log=True),
            Slider("noise", L("Gürültü", "Noise"), 0, 1, step=0.1, value=0),
            Toggle("batch", L("Ayırt edici yığına da bakar", "Discriminator sees the batch"), False, restart=True),
            Choice("data", L("Gerçek noktalar", "Real points"), _problems(), "ring", restart=True, place="more"),
            Slider("seed", L("Tohum", "Seed"), 0, 20, step=1, value=0, restart=True, place="more"),
        ]

    def presets(self):
        return {
            "balanced": {},
            "collapse": {"generator": 5},
            "mended": {"generator": 5, "discriminator": 5},
        }

    def train(self, state):
        gan, curves, loss, played = _new(state), Curves(), 2 * np.log(2), 0
        z = gan.draw(SHOWN)
        while True:
            points = gan.make(z)
            curves.add(played, int((shares(points, state["data"]) >= LEAST_SHARE).sum()), loss)
            yield {"round": played, "points": points, "net": gan.discriminator.copy(), "curves": curves.rows}
            rules = Rules(state["rate"], state["discriminator"], state["generator"], state["noise"])
            for _ in range(max(1, STEPS // (rules.discriminator + rules.generator))):
                loss, played = gan.round(rules), played + 1

    def scene(self, live, **state):
        if live is None:
            live = next(self.train(state))
        points, net = live["points"], live["net"]
        if not np.abs(points).max() < 1e4:
            return _diverged(live["round"])
        at = shares(points, state["data"])
        covered = int((at >= LEAST_SHARE).sum())
        row = [_plane(points, net, state), [_bars(at), *_curves(live["curves"])]]
        return Scene([row], _summary(live, covered, float(at.sum()), state))


def _new(state):
    return Gan(state["data"], 2, state["batch"], state["seed"])


def _problems():
    return [
        ("ring", L("sekiz küme", "eight clusters")),
        ("moons", L("iki ay", "two moons")),
        ("line", L("doğru", "a line")),
    ]


def _plane(points, net, state):
    spread = points.std(axis=0) if state["batch"] else None
    z = judge(GRID, net, spread).reshape(CELLS, CELLS)
    real = real_points(state["data"], SHOWN, np.random.default_rng(1))
    few = points[:ARROWS]
    move = STRETCH * pull(points, net, state["batch"])[:ARROWS]
    length = np.linalg.norm(move, axis=1, keepdims=True)
    move *= np.minimum(1, LONGEST / np.maximum(length, 1e-9))
    heads = few + move
    inside = np.abs(few).max(axis=1) <= EDGE
    few, heads = few[inside], heads[inside]
    points = points[np.abs(points).max(axis=1) <= EDGE]  # those that have fled are not drawn
    layers = [
        HeatMap(z, EXTENT, low=0, high=1, contour=0.5, opacity=0.6),
        Points(real[:, 0], real[:, 1], "orange", size=2.5, marker="triangle", label=L("gerçek", "real")),
        Points(points[:, 0], points[:, 1], "blue", size=3.5, label=L("üretilen", "generated")),
        Arrow(few[:, 0], few[:, 1], heads[:, 0], heads[:, 1], "ink", width=1.2, opacity=0.8),
    ]
    return Panel(
        layers,
        EXTENT[:2],
        EXTENT[2:],
        L("Düzlem", "The plane"),
        "x1",
        "x2",
        equal=True,
        height=1.1,
    )


def _bars(at):
    colors = ["blue" if share >= LEAST_SHARE else "muted" for share in at]
    goal = Line([-0.5, MODES - 0.5], [100 / MODES] * 2, "orange", 2, dash=True, label=L("gerçek", "real"))
    bars = Bars(100 * at, [str(k + 1) for k in range(MODES)], colors)
    top = max(30.0, float(100 * at.max()) * 1.1)
    return Panel(
        [bars, goal],
        y=(0, top),
        title=L("Her moddaki pay (%)", "Share at each mode (%)"),
        height=1.2,
    )


def _curves(rows):
    rounds, covered, loss = np.array(rows, dtype=float).T
    x = 0, max(100.0, float(rounds[-1]))
    modes = Panel([Line(rounds, covered, "blue", 2.5)], x, (0, MODES + 0.5), L("Tutulan mod", "Modes covered"),
                  yticks=[(k, str(k)) for k in (0, MODES // 2, MODES)], whole="x")  # fmt: skip
    even = Line(x, [2 * np.log(2)] * 2, "muted", 1.5, dash=True, label=L("yazı tura: ln 4", "coin toss: ln 4"))
    losses = Panel([even, Line(rounds, np.minimum(loss, 3), "orange", 2)], x, (0, 2.5),
                   L("Ayırt edicinin kaybı", "Discriminator's loss"), L("tur", "round"), whole="x", height=1.2)  # fmt: skip
    return [modes, losses]


def _diverged(played):
    words = L(
        f"Ağırlıklar {played}. turda taştı. Öğrenme oranını küçültüp baştan eğitin.",
        f"The weights overflowed in round {played}. Lower the learning rate and train again from the start.",
    )
    return Scene([[Panel([], title=L("Eğitim ıraksadı", "The training diverged"), axes=False)]], words)


def _summary(live, covered, close, state):
    mean = float(judge(live["points"], live["net"], live["points"].std(axis=0) if state["batch"] else None).mean())
    return L(
        f"{live['round']}. turda {MODES} modun {covered} tanesi tutuldu ve üretilen noktaların {percent(close)} kadarı bir modun "
        f'yanında. Ayırt edici üretilen noktalara ortalama {number(mean, 2)} olasılıkla "gerçek" diyor.',
        f"In round {live['round']}, {covered} of {MODES} modes {'is' if covered == 1 else 'are'} covered, and {percent(close)} "
        f"of the generated points lie at a mode. On average, the discriminator gives them a probability of {number(mean, 2)} of "
        "being real.",
    )

"""The explorer of lesson 12: twelve trials on a hidden landscape, against random search and against Bayes."""

from collections.abc import Callable
from functools import lru_cache
from math import erf

import numpy as np

from utils.language import L, percent
from utils.widgets.controls import Button, Choice, DragPoints, Kept
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, HeatMap, Line, Panel, Points, Scene

BUDGET = 12  # trials
RATES = (-4.0, 0.0)  # log10 of the learning rate
DROPOUT = (0.0, 0.8)
CELLS = 41  # of the map, along each axis
SEARCHES = 300  # random ones, behind the band
REACH = 0.2  # how far a trial says something about its neighbours, in widths of the map
RING = [-3.0, 0.6]  # where the mark of the next trial stands at first
WORST = 0.6  # validation error at which the colours and the axis of errors end
FIRST = ((0.5, 0.5), (0.2, 0.25), (0.8, 0.75))  # where Bayes begins: a model needs trials to learn from


def _valley(u0, v0, wide, high, turned=0.0):
    """Return a squared distance from a valley's bottom, in its widths; turned: how far one axis leans to the other."""
    return lambda u, v: ((u - u0 - turned * (v - v0)) / wide) ** 2 + ((v - v0) / high) ** 2


def _dip(depth, distance):
    return lambda u, v: depth * np.exp(-distance(u, v) / 2)


def _landscape(*dips, top=0.55):
    return lambda u, v: top - np.max([dip(u, v) for dip in dips], axis=0)


PROBLEMS: dict[str, Callable] = {  # validation error at (u, v), both from 0 to 1
    "1": _landscape(_dip(0.49, _valley(0.63, 0.3, 0.24, 0.45, turned=0.25))),
    "2": _landscape(_dip(0.48, _valley(0.29, 0.6, 0.075, 3.0))),
    "3": _landscape(_dip(0.36, _valley(0.3, 0.6, 0.25, 0.35)), _dip(0.5, _valley(0.86, 0.2, 0.09, 0.15))),
    "4": _landscape(_dip(0.45, _valley(0.72, 0.2, 0.12, 0.2, turned=-0.6))),
}


def error(problem, places):
    """Return the validation error (n,) at places (n, 2), each coordinate from 0 to 1."""
    places = np.asarray(places, dtype=float).reshape(-1, 2)
    return PROBLEMS[problem](places[:, 0], places[:, 1])


def _grid(cells=CELLS):
    """Return the middles of the map's cells as places (cells * cells, 2), row by row."""
    middles = (np.arange(cells) + 0.5) / cells
    u, v = np.meshgrid(middles, middles)
    return np.column_stack([u.ravel(), v.ravel()])


GRID = _grid()


@lru_cache
def least(problem) -> float:
    """Return the least error of a landscape, on a fine grid."""
    return float(error(problem, _grid(201)).min())


def _likeness(a, b):
    """Return the kernel (n, m) of places (n, 2) and (m, 2): 1 for the same place, near 0 for distant ones."""
    return np.exp(-((a[:, None] - b) ** 2).sum(axis=-1) / (2 * REACH**2))


def belief(places, errors, at):
    """Return the Gaussian process's mean and standard deviation (m,) at places (m, 2), after trials (n, 2) and (n,)."""
    middle, spread = errors.mean(), errors.std() + 0.02
    near = _likeness(at, places)
    weights = np.linalg.solve(_likeness(places, places) + 1e-4 * np.eye(len(places)), near.T).T
    variance = np.maximum(1 - (weights * near).sum(axis=1), 1e-10)
    return middle + weights @ (errors - middle), spread * np.sqrt(variance)


_erf = np.vectorize(erf)


def expected_improvement(mean, deviation, best):
    """Return by how much a trial is expected to fall below ``best``; all (m,) or numbers."""
    z = (best - mean) / deviation
    return (best - mean) * (1 + _erf(z / np.sqrt(2))) / 2 + deviation * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


@lru_cache(maxsize=512)
def next_by_bayes(problem, trials: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return where Bayes makes the next trial after these: where the expected improvement is greatest."""
    if len(trials) < 2:
        return next(place for place in FIRST if place not in trials)
    places, errors = np.array(trials), error(problem, trials)
    gain = expected_improvement(*belief(places, errors, GRID), errors.min())
    gain[_likeness(GRID, places).max(axis=1) > 0.995] = -1  # the same place a second time says nothing new
    u, v = GRID[int(gain.argmax())]
    return round(float(u), 4), round(float(v), 4)


@lru_cache
def bayes_trials(problem) -> tuple[tuple[float, float], ...]:
    """Return the trials of a search that Bayes makes alone: BUDGET places."""
    trials = FIRST
    while len(trials) < BUDGET:
        trials = (*trials, next_by_bayes(problem, trials))
    return trials


@lru_cache
def random_trials() -> np.ndarray:
    """Return the places (SEARCHES, BUDGET, 2) of random searches; the first is the one that is shown."""
    return np.random.default_rng(12).random((SEARCHES, BUDGET, 2))


@lru_cache
def random_best(problem) -> np.ndarray:
    """Return the lower quartile, median and upper quartile (3, BUDGET) of the best error after 1, 2, ... random trials."""
    errors = error(problem, random_trials()).reshape(SEARCHES, BUDGET)
    return np.percentile(np.minimum.accumulate(errors, axis=1), (25, 50, 75), axis=0)


def _to_scene(places):
    """Return places (n, 2) from 0 to 1 as log10 of the learning rate (n,) and dropout (n,)."""
    places = np.asarray(places, dtype=float).reshape(-1, 2)
    (a, b), (c, d) = RATES, DROPOUT
    return a + (b - a) * places[:, 0], c + (d - c) * places[:, 1]


def _from_scene(x, y):
    (a, b), (c, d) = RATES, DROPOUT
    return [round((x - a) / (b - a), 4), round((y - c) / (d - c), 4)]


class SearchExplorer(Explorer):
    """A map with the reader's trials, one mark for the next, and the best error so far against two other searches."""

    name = "search"
    recorded = ("problem", "shown", "whose", "ask")

    def title(self):
        return L("On iki deneme, gizli bir yüzey", "Twelve trials on a hidden landscape")

    def task(self):
        return L(
            "Halkayı sürükleyip “Burada eğit” düğmesine basın: yalnızca o ayarın hatasını öğrenirsiniz. On iki denemede "
            "rastgele aramanın ortancasını geçebilir misiniz? Bayes'i de geçebilir misiniz?",
            "Drag the ring and press “Train here”: all that you learn is the error of this setting. With twelve trials, can "
            "you beat the median of random search? Can you beat Bayes as well?",
        )

    def controls(self):
        return [
            Choice("problem", L("Problem", "Problem"), [(name, name) for name in PROBLEMS], "1"),
            Choice(
                "shown",
                L("Haritada", "On the map"),
                [
                    ("trials", L("denemeler", "trials")),
                    ("belief", L("tahmin", "prediction")),
                    ("truth", L("gerçek", "truth")),
                ],
                "trials",
            ),
            Choice(
                "whose",
                L("Kimin denemeleri", "Whose trials"),
                [("mine", L("sizin", "yours")), ("random", L("rastgele", "random")), ("bayes", "Bayes")],
                "mine",
            ),
            Button("train", L("Burada eğit", "Train here")),
            Button("ask", L("Sıradakini Bayes seçsin", "Let Bayes choose the next")),
            DragPoints("next", L("Sıradaki deneme", "Next trial"), "map", [RING], bounds=(*RATES, *DROPOUT)),
            Kept("mine"),
        ]

    def presets(self):
        half = {"mine": [[0.12, 0.15], [0.12, 0.85], [0.88, 0.15], [0.88, 0.85], [0.5, 0.5], [0.5, 0.15]]}
        full = {"mine": [list(place) for place in bayes_trials("1")]}
        return {
            "half": half,
            "truth": full | {"shown": "truth"},
            "one_matters": {"problem": "2", "shown": "truth", "whose": "random"},
            "two_valleys": {"problem": "3", "shown": "belief", "whose": "bayes"},
        }

    def on_problem(self, state):
        return {"mine": [], "shown": "trials", "whose": "mine", "next": [RING]}

    def on_train(self, state):
        ((x, y),) = state["next"]
        return _after(state, _from_scene(x, y))

    def on_ask(self, state):
        place = list(next_by_bayes(state["problem"], tuple(map(tuple, state["mine"]))))
        return _after(state, place) | {"next": np.column_stack(_to_scene(place)).tolist()}

    def scene(self, problem, shown, whose, next, mine):
        places = {"mine": mine, "random": random_trials()[0], "bayes": bayes_trials(problem)}[whose]
        places = np.asarray(places, dtype=float).reshape(-1, 2)
        return Scene(
            [[_map(problem, shown, places, next if whose == "mine" and len(mine) < BUDGET else None, next),
              _best(problem, mine)]],
            _summary(problem, mine, shown),
        )  # fmt: skip


def _after(state, place):
    """Return what a trial at ``place`` changes; after the last one the truth is shown."""
    if len(state["mine"]) >= BUDGET:
        return {"shown": "truth", "whose": "mine"}
    mine = [*state["mine"], place]
    return {"mine": mine, "whose": "mine"} | ({"shown": "truth"} if len(mine) == BUDGET else {})


def _map(problem, shown, places, ring, held):
    """Draw the trials; ring: where the next one would be (None: nowhere), held: what the page drags all the same."""
    layers = []
    errors = error(problem, places)
    values = None
    if shown == "truth":
        values = error(problem, GRID)
    elif shown == "belief" and len(places):
        values = belief(places, errors, GRID)[0]
    if values is not None:
        values = np.clip(values, 0, WORST).reshape(CELLS, CELLS)
        layers.append(HeatMap(values, (*RATES, *DROPOUT), "sequential", low=0.0, high=1.6 * WORST, opacity=0.75,
                              contour=(0.1, 0.2, 0.3, 0.4, 0.5)))  # fmt: skip
    x, y = _to_scene(places)
    if len(places):
        best = int(errors.argmin())
        layers.append(Points(x, y, color="orange", size=6, texts=[percent(value) for value in errors], highlight=best))
    (at,) = held
    layers.append(Points([at[0]], [at[1]], color="ink", marker="ring", size=11 if ring else 5,
                         opacity=1.0 if ring else 0.35, drag="next"))  # fmt: skip
    ticks = [(power, f"10⁻{'⁰¹²³⁴'[-power]}" if power else "1") for power in range(-4, 1)]
    title = {
        "trials": L("Doğrulama hatası: yalnızca denenenler", "Validation error: only what was tried"),
        "belief": L("Denemelerden tahmin edilen hata", "Error predicted from the trials"),
        "truth": L("Gerçek hata (koyu: büyük)", "True error (dark: large)"),
    }[shown]
    return Panel(layers, RATES, DROPOUT, title, L("öğrenme oranı (log)", "learning rate (log)"),
                 L("seyreltme oranı", "dropout rate"), xticks=ticks, grid=shown == "trials", legend=False,
                 height=1.05, name="map")  # fmt: skip


def _best(problem, mine):
    steps = np.arange(1, BUDGET + 1)
    low, median, high = 100 * np.minimum(random_best(problem), WORST)
    by_bayes = 100 * np.minimum.accumulate(error(problem, bayes_trials(problem)))
    layers = [
        Area(steps, low, high, color="muted", opacity=0.25),
        Line(steps, median, color="muted", width=2.5, dash=True, label=L("rastgele (ortanca)", "random (median)")),
        Line(steps, by_bayes, color="blue", width=2.5, label="Bayes"),
    ]
    if mine:
        own = 100 * np.minimum.accumulate(error(problem, mine))
        layers.append(Line(steps[: len(own)], own, color="orange", width=3, label=L("siz", "you")))
        layers.append(Points([len(own)], own[-1:], color="orange", size=6))
    return Panel(layers, (1, BUDGET), (0, 100 * WORST), L("O ana kadarki en küçük hata", "Smallest error so far"),
                 L("deneme", "trial"), L("hata (%)", "error (%)"), height=1.05, whole="x")  # fmt: skip


def _summary(problem, mine, shown):
    by_bayes = percent(float(error(problem, bayes_trials(problem)).min()), 1)
    median = percent(float(random_best(problem)[1, -1]), 1)
    others = L(
        f"On iki denemede rastgele aramanın ortancası {median}, Bayes {by_bayes}.",
        f"After twelve trials random search has a median of {median}, Bayes {by_bayes}.",
    )
    if shown == "truth":
        bottom = percent(least(problem), 1)
        others += L(f" Bu yüzeyin en küçük hatası {bottom}.", f" The smallest error of this landscape is {bottom}.")
    if not mine:
        return L("Henüz deneme yapmadınız. ", "You have not made a trial yet. ") + others
    own = percent(float(error(problem, mine).min()), 1)
    return L(
        f"{BUDGET} denemenin {len(mine)} tanesini yaptınız; en küçük hatanız {own}. {others}",
        f"You have made {len(mine)} of {BUDGET} trials; your smallest error is {own}. {others}",
    )

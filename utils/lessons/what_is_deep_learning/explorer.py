"""The explorer of lesson 01: two digits told apart by two features of your own, or by two that a network learns."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from utils.language import L, number, percent
from utils.widgets.controls import Choice, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import HeatMap, ImageGrid, Line, Panel, Points, Scene, Text

SIZES = (10, 20, 50, 100, 200)  # training digits, half of each kind
PAIRS = ((0, 1), (3, 8), (4, 9), (3, 5))
KINDS = (0, 1, 3, 4, 5, 8, 9)  # that stand in a pair
NEIGHBOURS = 5
GRID = 32  # cells of a decision map, along each axis
TRAIN, TEST = SIZES[-1] // 2 + 25, 100  # digits of each kind
DRAWS = 5  # how many different handfuls of training digits there are
SHOWN = 8  # misread digits
EVERY = 2  # of the test digits, one in so many is drawn
INK = 0.3  # a pixel from this share of full ink on counts as drawn

FEATURES = ("ink", "width", "mirror", "flip", "top", "left", "cut", "holes")
COUNTS = ("cut", "holes")


def measure(pictures):
    """Return the hand-made features (n, 8) of ``pictures`` (n, 28, 28), uint8; the lesson does the same."""
    from scipy import ndimage

    x = pictures / 255
    ink = x.mean(axis=(1, 2))
    drawn = x > INK
    width = drawn.any(axis=1).sum(axis=1)
    mirror = 1 - np.abs(x - x[:, :, ::-1]).mean(axis=(1, 2)) / (2 * ink)
    flip = 1 - np.abs(x - x[:, ::-1, :]).mean(axis=(1, 2)) / (2 * ink)
    # Along the middle column: how often paper turns into ink.
    cut = (np.diff(drawn[:, :, 14].astype(int), axis=1) == 1).sum(axis=1)
    # Pieces of paper: one is the outside, each other one is a hole.
    holes = [ndimage.label(np.pad(~one, 1, constant_values=True))[1] - 1 for one in drawn]
    top = x[:, :14].sum(axis=(1, 2)) / x.sum(axis=(1, 2))
    left = x[:, :, :14].sum(axis=(1, 2)) / x.sum(axis=(1, 2))
    return np.column_stack([ink, width, mirror, flip, top, left, cut, holes])


@dataclass(frozen=True, eq=False)
class Side:
    """Digits of a pair, for learning or for the test: pictures, their features, and 1 where it is the second
    digit.
    """

    pictures: np.ndarray  # (n, 28, 28) uint8
    features: np.ndarray  # (n, 8)
    y: np.ndarray  # (n,) 0 or 1

    def small(self):
        """Return the pictures as rows of 14 x 14 shares of ink, float32 (n, 196)."""
        blocks = self.pictures.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
        return (blocks.reshape(-1, 196) / 255).astype(np.float32)


@packed
def measured():
    """Return the digits that the explorer uses, those of a kind one after the other: of each kind ``TRAIN`` for training,
    then ``TEST`` for the test; and their features.
    """
    from utils.datasets.digits import load_digits28

    digits = load_digits28()
    pictures = np.concatenate(
        [
            x[np.flatnonzero(y == kind)[:count]]
            for kind in KINDS
            for x, y, count in ((digits.x_train, digits.y_train, TRAIN), (digits.x_test, digits.y_test, TEST))
        ]
    )
    return {"pictures": pictures, "features": measure(pictures)}


@lru_cache(maxsize=2 * len(PAIRS))
def _side(pair, test):
    first, count = (TRAIN, TEST) if test else (0, TRAIN)
    starts = [(TRAIN + TEST) * KINDS.index(digit) + first for digit in pair]
    rows = np.concatenate([np.arange(start, start + count) for start in starts])
    return Side(measured()["pictures"][rows], measured()["features"][rows], np.repeat([0, 1], count))


@lru_cache(maxsize=256)
def handful(pair, size, draw):
    """Return the indices of ``size`` training digits, half of each kind; larger handfuls hold the smaller ones."""
    y = _side(pair, False).y
    rng = np.random.default_rng(100 * draw + 10 * pair[0] + pair[1])
    return np.concatenate([rng.permutation(np.flatnonzero(y == kind))[: size // 2] for kind in (0, 1)])


def vote(x, y, asked, k=NEIGHBOURS):
    """Return for each row of ``asked`` (m, d) the share of class 1 among its k nearest rows of ``x`` (n, d)."""
    x, asked = np.asarray(x, dtype=np.float32), np.asarray(asked, dtype=np.float32)
    distance = (x**2).sum(axis=1) - 2 * asked @ x.T  # squared, less what is the same for all x
    nearest = np.argpartition(distance, k - 1, axis=1)[:, :k]
    return y[nearest].mean(axis=1)


def learn_two(x, y, hidden=16, steps=80, rate=0.02, decay=1e-3):
    """Train a small network 196 -> hidden -> 2 -> 1 and return the function from (m, 196) to its two features.

    x: (n, 196) float32, y: (n,) 0 or 1. Full batches, Adam (Kingma and Ba, 2015) with a little weight decay.
    """
    rng = np.random.default_rng(0)
    shapes = ((x.shape[1], hidden), (hidden,), (hidden, 2), (2,), (2, 1), (1,))
    scales = (np.sqrt(2 / x.shape[1]), 0, np.sqrt(1 / hidden), 0, 1, 0)
    weights = [(rng.normal(size=shape) * s).astype(np.float32) for shape, s in zip(shapes, scales, strict=True)]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step in range(1, steps + 1):
        for w, g, m, v in zip(weights, _gradients(weights, x, y), first, second, strict=True):
            g = g + decay * w if w.ndim == 2 else g
            m += 0.1 * (g - m)
            v += 0.01 * (g * g - v)
            w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return lambda pictures: _forward(weights, pictures)[1]


def _forward(weights, x):
    """Return the hidden layer (n, hidden), the two features (n, 2), and the score (n, 1)."""
    w1, b1, w2, b2, w3, b3 = weights
    hidden = np.maximum(x @ w1 + b1, 0)
    features = hidden @ w2 + b2
    return hidden, features, features @ w3 + b3


def _gradients(weights, x, y):
    """Return the gradients of the mean cross-entropy."""
    _, _, w2, _, w3, _ = weights
    hidden, features, score = _forward(weights, x)
    error = ((1 / (1 + np.exp(-score[:, 0])) - y) / len(y))[:, None].astype(np.float32)
    to_features = error @ w3.T
    to_hidden = to_features @ w2.T * (hidden > 0)
    return (
        x.T @ to_hidden, to_hidden.sum(axis=0), hidden.T @ to_features, to_features.sum(axis=0),
        features.T @ error, error.sum(axis=0),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Plane:
    """Training digits in a plane of two features, the map that the vote makes of it, and how the test went."""

    x: np.ndarray  # (n, 2) training digits
    y: np.ndarray  # (n,) 0 or 1
    test: np.ndarray  # (m, 2) test digits
    y_test: np.ndarray  # (m,) 0 or 1
    limits: tuple  # (x0, x1, y0, y1)

    def votes(self, asked):
        """Return the share of the second digit among the neighbours of ``asked`` (k, 2), features scaled alike."""
        center, spread = self.x.mean(axis=0), self.x.std(axis=0)
        spread = np.where(spread > 0, spread, 1)
        return vote((self.x - center) / spread, self.y, (asked - center) / spread)

    @cached_property
    def missed(self):
        """Return the indices of the misread test digits."""
        return np.flatnonzero((self.votes(self.test) > 0.5) != self.y_test)

    @property
    def accuracy(self):
        return 1 - len(self.missed) / len(self.y_test)

    @cached_property
    def share(self):
        """Return the votes (GRID, GRID) all over the plane."""
        x0, x1, y0, y1 = self.limits
        half_x, half_y = (x1 - x0) / GRID / 2, (y1 - y0) / GRID / 2
        cells = np.meshgrid(np.linspace(x0 + half_x, x1 - half_x, GRID), np.linspace(y0 + half_y, y1 - half_y, GRID))
        return self.votes(np.column_stack([part.ravel() for part in cells])).reshape(GRID, GRID)


def _limits(x, share, least=0.0):
    """Return the corners (2,), (2,) of the box around ``x`` (n, 2), widened by ``share``, by ``least`` at least."""
    low, high = x.min(axis=0), x.max(axis=0)
    air = np.maximum(share * (high - low), least)
    return low - air, high + air


@lru_cache(maxsize=2000)
def by_hand(pair, columns, size, draw):
    """Return the Plane of two hand-made features, given by their places in FEATURES."""
    train, test = _side(pair, False), _side(pair, True)
    rows, columns = handful(pair, size, draw), list(columns)
    every = np.concatenate([train.features, test.features])[:, columns]
    counts = np.array([FEATURES[column] in COUNTS for column in columns])
    (x0, y0), (x1, y1) = _limits(every, 0.05, np.where(counts, 0.5, 0))
    own = train.features[np.ix_(rows, columns)]
    return Plane(own, train.y[rows], test.features[:, columns], test.y, (x0, x1, y0, y1))


@lru_cache(maxsize=200)
def learned(pair, size, draw):
    """Return the Plane of the two features that a network learns from these digits."""
    train, test = _side(pair, False), _side(pair, True)
    rows = handful(pair, size, draw)
    x = train.small()[rows]
    features = learn_two(x, train.y[rows])
    own, unseen = features(x), features(test.small())
    (x0, y0), (x1, y1) = _limits(np.concatenate([own, unseen]), 0.08)
    return Plane(own, train.y[rows], unseen, test.y, (x0, x1, y0, y1))


def feature_name(name):
    """Return the name of a hand-made feature in the reader's language."""
    return {
        "ink": L("mürekkep", "ink"),
        "width": L("genişlik", "width"),
        "mirror": L("sağ–sol benzerlik", "left–right symmetry"),
        "flip": L("alt–üst benzerlik", "top–bottom symmetry"),
        "top": L("üst yarının payı", "ink in the top half"),
        "left": L("sol yarının payı", "ink in the left half"),
        "cut": L("ortadan kesişme", "crossings in the middle"),
        "holes": L("delik sayısı", "holes"),
    }[name]


def _axis(name):
    """Return the feature's name with its unit."""
    unit = L("piksel", "pixels") if name == "width" else "0–1"
    return feature_name(name) if name in COUNTS else f"{feature_name(name)} ({unit})"


class FeatureMakerExplorer(Explorer):
    """Two features of the reader's choice against two that a small network learns, on the same digits."""

    name = "feature_maker"
    luggage = (measured,)

    def title(self):
        return L("Özniteliği siz bulun, sonra ağ bulsun", "You find the features, then the network does")

    def task(self):
        return L(
            "İki rakamı birbirinden ayıran iki öznitelik seçin. 20 örnekle ağı geçebiliyor musunuz? Peki 200 örnekle?",
            "Choose two features that tell the two digits apart. Can you beat the network with 20 examples? "
            "And with 200?",
        )

    def controls(self):
        options = [(name, feature_name(name)) for name in FEATURES]
        return [
            Choice("pair", L("Rakamlar", "Digits"), [(f"{a}{b}", f"{a}–{b}") for a, b in PAIRS], "38"),
            Choice("across", L("Yatay öznitelik", "Horizontal feature"), options, "ink"),
            Choice("up", L("Dikey öznitelik", "Vertical feature"), options, "mirror"),
            Choice(
                "size",
                L("Eğitim örneği sayısı", "Training examples"),
                [(size, str(size)) for size in SIZES],
                20,
            ),
            Slider("draw", L("Örnek destesi", "Set of examples"), 1, DRAWS, step=1, value=1),
        ]

    def presets(self):
        return {
            "holes": {"pair": "38", "across": "holes", "up": "left", "size": 20},
            "many": {"pair": "49", "across": "holes", "up": "top", "size": 200},
        }

    def scene(self, pair, across, up, size, draw):
        a, b = pair = (int(pair[0]), int(pair[1]))
        columns = (FEATURES.index(across), FEATURES.index(up))
        yours = [by_hand(pair, columns, one, draw) for one in SIZES]
        networks = [learned(pair, one, draw) for one in SIZES]
        now, test = SIZES.index(size), _side(pair, True)
        names = (
            L("Sizin iki özniteliğiniz", "Your two features"),
            L("Ağın iki özniteliği", "The network's two features"),
        )
        learned_axes = (L("öğrenilen 1", "learned 1"), L("öğrenilen 2", "learned 2"))
        return Scene(
            [
                [
                    _map(yours[now], pair, names[0], (_axis(across), _axis(up)), (across, up)),
                    _map(networks[now], pair, names[1], learned_axes, ("", "")),
                ],
                [_curves(yours, networks, now), _misread(test, yours[now], pair)],
            ],
            _summary(a, b, across, up, size, yours[now], networks[now]),
        )


def _map(plane, pair, title, labels, names):
    x0, x1, y0, y1 = plane.limits
    x, test = plane.x.copy(), plane.test[::EVERY].copy()
    for axis, name in enumerate(names):
        if name in COUNTS:  # spread a little, so that points do not hide one another
            x[:, axis] += 0.6 * ((np.arange(len(x)) * 0.618) % 1 - 0.5)
            test[:, axis] += 0.6 * ((np.arange(len(test)) * 0.618) % 1 - 0.5)
    layers = [
        HeatMap(plane.share - 0.5, extent=plane.limits, low=-1.4, high=1.4, contour=0.0, smooth=True),
        Points(*test.T, classes=plane.y_test[::EVERY], size=2.5, opacity=0.55),
        Points(*x.T, classes=plane.y, size=6 if len(x) < 100 else 4, label=[str(digit) for digit in pair]),
    ]
    whole = [(count, str(count)) for count in range(9)]
    ticks = [[tick for tick in whole if low < tick[0] < high] if name in COUNTS else None
             for name, (low, high) in zip(names, ((x0, x1), (y0, y1)), strict=True)]  # fmt: skip
    return Panel(layers, (x0, x1), (y0, y1), title, *labels, xticks=ticks[0], yticks=ticks[1], grid=False)


def _curves(yours, networks, now):
    places = range(len(SIZES))
    layers = []
    series = (
        (yours, "blue", "circle", L("sizin", "yours")),
        (networks, "orange", "triangle", L("ağın", "network")),
    )
    for planes, color, marker, label in series:
        accuracies = [100 * plane.accuracy for plane in planes]
        layers.append(Line(places, accuracies, color=color, label=label))
        layers.append(Points(places, accuracies, color=color, marker=marker, size=4))
        layers.append(Points([now], accuracies[now : now + 1], color=color, marker="ring", size=10))
    return Panel(
        layers,
        (-0.3, len(SIZES) - 0.7),
        (45, 101),
        L("Görmediği 200 rakamda", "On 200 unseen digits"),
        L("eğitim örneği", "training examples"),
        L("doğru (%)", "correct (%)"),
        height=0.8,
        xticks=[(place, str(size)) for place, size in enumerate(SIZES)],
    )


def _misread(test, plane, pair):
    title = L("Sizinkilerin yanıldıkları", "Digits your features got wrong")
    if not len(plane.missed):
        words = Text(0.5, 0.5, L("Hiç yanlış yok.", "No mistakes at all."), align="center")
        return Panel([words], (0, 1), (0, 1), title, axes=False, height=0.8)
    some = plane.missed[np.linspace(0, len(plane.missed) - 1, min(SHOWN, len(plane.missed))).astype(int)]
    captions = [f"{pair[test.y[i]]} → {pair[1 - test.y[i]]}" for i in some]
    return Panel([ImageGrid(test.pictures[some], captions=captions, columns=4)], title=title, height=0.8)


def _summary(a, b, across, up, size, yours, network):
    names = f"{feature_name(across)} + {feature_name(up)}"
    hand, net = percent(yours.accuracy, 1), percent(network.accuracy, 1)
    scores = L(
        f"{size} örnekten sonra, görülmemiş 200 rakamda ({a} ve {b}): {names} {hand}, ağın öğrendiği iki "
        f"öznitelik {net} doğru.",
        f"After {size} examples, on 200 unseen digits ({a} and {b}), {names} got {hand} right, and the network's two "
        f"learned features {net}.",
    )
    gap = 200 * (yours.accuracy - network.accuracy)
    if abs(gap) < 1.5:
        verdict = L("Berabere.", "It is a draw.")
    elif gap > 0:
        verdict = L(f"{number(gap, 0)} rakamla siz öndesiniz.", f"You lead by {number(gap, 0)} digits.")
    else:
        verdict = L(f"{number(-gap, 0)} rakamla ağ önde.", f"The network leads by {number(-gap, 0)} digits.")
    return f"{scores} {verdict}"

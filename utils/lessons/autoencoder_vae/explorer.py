"""The explorer of lesson 29: walk over a two-dimensional latent space and see what the decoder makes of each place."""

from collections import Counter
from itertools import pairwise

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Choice, DragPoints, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import Image, ImageGrid, Line, Panel, Points, Scene, to_pixels

SIDE = 28  # of a picture
NEIGHBOURS, STOPS, DRAWS = 5, 9, 3  # nearest test digits, pictures along the path, samples of a Gaussian
HOLE = 5  # times the usual gap: further from every test digit than this, a place lies in a hole
SHOWN, NAMED = 500, 3  # test digits drawn on the plane; each third of the grey ones with its name
CHOICES = 20  # test digits of each class that can be chosen
PAIRS = ((1, 7), (4, 9), (3, 8), (0, 1))
ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-np.clip(z, -60, 60))),
}
CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 61)), np.sin(np.linspace(0, 2 * np.pi, 61))])  # (2, 61)


class Dense:
    """A network of dense layers in NumPy: a row takes microseconds, where a call of Keras takes milliseconds.

    model: Keras, its layers Dense with one of ACTIVATIONS; layers without weights (Input, Flatten, Reshape) are
    passed over. ``inputs``, ``outputs``: how many numbers go in and come out.
    """

    def __init__(self, model):
        self._layers = []
        for layer in model.layers:
            weights = layer.get_weights()
            name = getattr(getattr(layer, "activation", None), "__name__", "linear")
            if not weights:
                continue
            if len(weights) != 2 or weights[0].ndim != 2 or name not in ACTIVATIONS:
                raise ValueError(
                    L(
                        "Bu etkileşimli çizim yoğun katmanlardan kurulu bir kodlayıcı ve bir kod çözücü bekler.",
                        "This explorer expects an encoder and a decoder that are made of dense layers.",
                    )
                )
            weights = [np.asarray(array, dtype=np.float32) for array in weights]
            self._layers.append((*weights, ACTIVATIONS[name]))
        self.inputs, self.outputs = len(self._layers[0][0]), len(self._layers[-1][1])

    def __call__(self, rows):
        """rows: (n, inputs) -> (n, outputs)."""
        rows = np.asarray(rows, dtype=np.float32)
        # einsum: with so few rows BLAS's threads would only wait
        for weights, bias, activation in self._layers:
            rows = activation(np.einsum("ni,io->no", rows, weights) + bias)
        return rows


@packed
def test_digits():
    """Return the test digits: pictures (1000, 28, 28) uint8, labels (1000,)."""
    from utils.datasets.digits import load_digits28

    digits = load_digits28()
    return {"pictures": digits.x_test, "labels": digits.y_test}


class Plane:
    """The test digits as a pair of networks sees them: their codes, their Gaussians, and who lies near a place.

    encoder: 784 numbers to 2 (an autoencoder's code) or to 4 (a mean and a log variance). decoder: 2 to 784.
    """

    def __init__(self, encoder, decoder):
        self._encode, self._decode = Dense(encoder), Dense(decoder)
        if self._decode.inputs != 2 or self._encode.outputs not in (2, 4):
            raise ValueError(
                L(
                    "Gizil uzay iki boyutlu olmalı: kodlayıcı 2 ya da 4 sayı verir, kod çözücü 2 sayı alır.",
                    "The latent space has to have two dimensions: the encoder gives 2 or 4 numbers, the decoder "
                    "takes 2.",
                )
            )
        self.pictures, self.labels = test_digits()["pictures"], test_digits()["labels"]
        out = self._encode(self.pictures.reshape(-1, SIDE * SIDE) / 255)
        self.codes = out[:, :2]  # (1000, 2)
        self.stds = np.exp(0.5 * np.clip(out[:, 2:], -20, 4)) if out.shape[1] == 4 else None
        self.spacing = float(np.median([self._distances(code)[1] for code in self.codes[:200]]))
        self.bounds = self._bounds()

    def _bounds(self):
        low, high = np.percentile(self.codes, [1, 99], axis=0)
        middle, reach = (low + high) / 2, max(float((high - low).max()) * 0.56, 1e-3)
        if self.stds is not None:
            middle, reach = np.zeros(2), max(3.0, float(np.abs([low, high]).max()) * 1.08)
        (x0, y0), (x1, y1) = np.round(middle - reach, 2), np.round(middle + reach, 2)
        return float(x0), float(x1), float(y0), float(y1)

    def _distances(self, place):
        return np.sort(np.linalg.norm(self.codes - place, axis=1))

    def nearest(self, place, count=NEIGHBOURS):
        """Return the indices and distances of the test digits nearest to a place."""
        distances = np.linalg.norm(self.codes - place, axis=1)
        order = np.argsort(distances, kind="stable")[:count]
        return order, distances[order]

    def reading(self, place):
        """Return the class that most of the nearest test digits have; the nearer one where two are equal."""
        return Counter(self.labels[self.nearest(place)[0]].tolist()).most_common(1)[0][0]

    def typical(self, digit):
        """Return the code (2,) of the test digit of a class that lies nearest to the median of its class."""
        own = self.codes[self.labels == digit]
        return own[np.linalg.norm(own - np.median(own, axis=0), axis=1).argmin()]

    def chosen(self, digit, which):
        """Return the index of the which-th test digit of a class, from 1."""
        return int(np.flatnonzero(self.labels == digit)[which - 1])

    def decode(self, places):
        """places: (n, 2) -> pictures uint8 (n, 28, 28)."""
        return to_pixels(self._decode(places), 0, 1).reshape(-1, SIDE, SIDE)


class LatentPlaneExplorer(Explorer):
    """``LatentPlaneExplorer(encoder, decoder)``: test digits on the plane, a place to decode, a path, one digit's
    Gaussian."""

    name = "latent_plane"
    luggage = (test_digits,)
    recorded = ("pair", "way", "digit")

    def __init__(self, encoder, decoder, **state):
        self._plane = Plane(encoder, decoder)
        super().__init__(**state)

    def title(self):
        return L("Gizil düzlemde yürüyün", "Walk across the latent plane")

    def task(self):
        return L(
            "Yuvarlak tutamağı sürükleyin, kod çözücü tutamağın yerinden bir resim çizer. 1 ile 7 arasındaki yolun tam "
            "ortasında üst üste binmiş iki çizgi mi vardır, tek bir rakam mı? Önce karar verin, sonra yolu yürüyün.",
            "Drag the round handle: the decoder draws a picture from its place. Halfway between a 1 and a 7, are there "
            "two strokes on top of each other, or is there a single digit? Decide first, then walk the path.",
        )

    def controls(self):
        ends = [self._plane.typical(digit).tolist() for digit in PAIRS[0]]
        place = ends[0]
        bounds = self._plane.bounds
        pairs = [(f"{a}-{b}", f"{a} → {b}") for a, b in PAIRS]
        return [
            DragPoints("place", L("Yuvarlak tutamak", "Round handle"), "plane", [place], bounds),
            DragPoints("ends", L("Yolun uçları (kare)", "Ends of the path (squares)"), "plane", ends, bounds),
            Choice("pair", L("Yol", "Path"), [*pairs, ("own", L("benim yolum", "my own"))]),
            Slider("way", L("Yolun neresinde", "Along the path"), 0, 100, step=5, value=0, unit="%"),
            Choice("digit", L("Kodlanan rakam", "Encoded digit"), [(d, str(d)) for d in range(10)], 8),
            Slider("which", L("Kaçıncısı", "Which one"), 1, CHOICES, step=1, value=1),
        ]

    def presets(self):
        return {
            "one_seven": {"way": 50},
            "four_nine": {"pair": "4-9", "way": 50},
            "zero_one": {"pair": "0-1", "way": 50},
        }

    def on_pair(self, state):
        if state["pair"] == "own":
            return {}
        a, b = (self._plane.typical(int(digit)) for digit in state["pair"].split("-"))
        return {"ends": [a.tolist(), b.tolist()], "place": [_between(a, b, state["way"])]}

    def on_way(self, state):
        return {"place": [_between(*state["ends"], state["way"])]}

    def on_ends(self, state):
        return {"pair": "own", "place": [_between(*state["ends"], state["way"])]}

    def scene(self, place, ends, pair, way, digit, which):
        plane, place, ends = self._plane, np.array(place[0]), np.array(ends)
        stops = np.linspace(*ends, STOPS)
        index = plane.chosen(digit, which)
        order, distances = plane.nearest(place)
        draws = self._draws(index)
        pictures = plane.decode(np.concatenate([[place], stops, draws]))
        here, path, drawn = pictures[0], pictures[1 : STOPS + 1], pictures[STOPS + 1 :]
        readings = [plane.reading(stop) for stop in stops]
        answer = [
            _decoded(here),
            _small(np.concatenate([plane.pictures[index][None], drawn]), _names(len(drawn)), _titles()[1]),
        ]
        around = [
            _small(path, [str(reading) for reading in readings], _titles()[2], rows=2),
            _small(plane.pictures[order], [str(label) for label in plane.labels[order]], _titles()[0]),
        ]
        rows = [[self._map(place, ends, pair, index), answer, around]]
        return Scene(rows, _summary(self._plane, place, order, distances, readings))

    def _draws(self, index):
        """Return the places to decode for one test digit: its mean, then samples of its Gaussian."""
        mean = self._plane.codes[index]
        if self._plane.stds is None:
            return mean[None]
        noise = np.random.default_rng(0).normal(size=(DRAWS, 2))
        return np.concatenate([mean[None], mean + self._plane.stds[index] * noise])

    def _map(self, place, ends, pair, index):
        plane = self._plane
        x0, x1, y0, y1 = plane.bounds
        of_ends = [plane.reading(end) for end in ends] if pair == "own" else [int(d) for d in pair.split("-")]
        layers = _digits(plane, *of_ends)
        if plane.stds is not None:
            layers.append(Line(*(2 * CIRCLE), "muted", 1.5, dash=True, label=L("önsel, 2σ", "prior, 2σ")))
        layers.append(Line(ends[:, 0], ends[:, 1], "ink", 1.5))
        if plane.stds is not None:
            ring = plane.codes[index][:, None] + 2 * plane.stds[index][:, None] * CIRCLE
            layers.append(Line(*ring, "orange", 3, label=L("rakamın halkası, 2σ", "the digit's ring, 2σ")))
        else:
            layers.append(Points(*plane.codes[index][:, None], "orange", size=6, marker="diamond",
                                 label=L("kodlanan rakam", "encoded digit")))  # fmt: skip
        layers.append(Points(ends[:, 0], ends[:, 1], "blue", size=7, marker="square", drag="ends"))
        layers.append(Points(place[:1], place[1:], "ink", size=9, drag="place"))
        return Panel(layers, (x0, x1), (y0, y1), L("Gizil düzlem", "Latent plane"), "z1", "z2", equal=True, name="plane",
                     width=1.25, height=1.35)  # fmt: skip


def _digits(plane, start, end):
    """Return the test digits as points: in colour those of the path's two ends, names beside some of the others."""
    (x0, x1, y0, y1), shown = plane.bounds, slice(0, SHOWN)
    codes, labels = np.clip(plane.codes[shown], (x0, y0), (x1, y1)), plane.labels[shown]
    others = (labels != start) & (labels != end)
    names = [str(label) if i % NAMED == 0 else "" for i, label in enumerate(labels[others])]
    marks = [Points(*codes[others].T, "muted", size=2, opacity=0.6, texts=names)]
    for digit, (color, marker) in {start: ("blue", "circle"), end: ("green", "triangle")}.items():
        own = codes[labels == digit].T
        marks.append(Points(*own, color, size=3.2, marker=marker, opacity=0.85, label=str(digit)))
    return marks


def _between(a, b, way):
    share = way / 100
    return [float((1 - share) * a[axis] + share * b[axis]) for axis in (0, 1)]


def _small(images, captions, title, rows=1):
    grid = ImageGrid(images, captions, columns=-(-len(images) // rows))
    return Panel([grid], title=title, height=0.5 * rows, width=0.95 if rows > 1 else 0.8)


def _decoded(pixels):
    title = L("Kod çözücünün çizdiği", "Decoded picture")
    return Panel([Image(pixels, smooth=True)], (0, SIDE), (0, SIDE), title, equal=True, axes=False, width=0.8)


def _titles():
    return (
        L("En yakın test rakamları", "Nearest test digits"),
        L("Kodlanan rakam", "Encoded digit"),
        L("Yol · komşuların rakamı", "Path · nearest digits"),
    )


def _names(count):
    first = [L("aslı", "original"), L("ortası", "mean") if count > 1 else L("oluşturulan", "rebuilt")]
    return first + [L("örnek", "sample")] * (count - 1)


def _summary(plane, place, order, distances, readings):
    near = ", ".join(str(label) for label in plane.labels[order])
    stages = [readings[0], *(b for a, b in pairwise(readings) if a != b)]
    walk, at = " → ".join(map(str, stages)), f"({number(place[0], 2)}{L('; ', ', ')}{number(place[1], 2)})"
    nearest, usual = float(distances[0]), plane.spacing
    away, apart, times = number(nearest, 2), number(usual, 2), number(nearest / usual, 0)
    hole = L(f", olağan aralığın {times} katı: bir boşluk", f", {times} times the usual gap: a hole")
    hole = hole if nearest > HOLE * usual else L(f"; olağan aralık {apart}", f"; the usual gap is {apart}")
    return L(
        f"{at} noktasına en yakın beş test rakamı: {near}. En yakını {away} uzakta{hole}. Yol boyunca komşuların çoğunluğu: "
        f"{walk}.",
        f"The five test digits nearest to {at}: {near}. The nearest is {away} away{hole}. Most neighbours along the path: "
        f"{walk}.",
    )

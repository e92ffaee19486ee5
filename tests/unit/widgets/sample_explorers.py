"""Explorers made for the tests alone: between them they use every control and every layer."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import (
    Button,
    Cells,
    Choice,
    DragBoxes,
    DragPoints,
    Live,
    Pad,
    Player,
    Slider,
    TextInput,
    Toggle,
)
from utils.widgets.explorer import Explorer
from utils.widgets.scene import (
    Area,
    Arrow,
    Bars,
    Box,
    Code,
    Graph,
    HeatMap,
    Image,
    ImageGrid,
    Line,
    Network,
    Panel,
    Points,
    Scene,
    Table,
    Text,
    matrix,
    to_pixels,
)

BOUNDS = (-2.0, 2.0, -2.0, 2.0)
GRID = np.meshgrid(np.linspace(-2, 2, 100), np.linspace(-2, 2, 100))


class MapExplorer(Explorer):
    """A decision map with points to drag: the picture that the benchmark compares with ``interact``."""

    name = "sample_map"

    def title(self):
        return L("Bir karar haritası", "A decision map")

    def task(self):
        return L(
            "Noktaları sürükleyin ya da açıyı değiştirin. Sınır eğriyken kaç nokta yanlış tarafta kalıyor?",
            "Drag the points or turn the angle. When the boundary bends, how many points are on the wrong side?",
        )

    def controls(self):
        points = [
            [-1.2, -0.5, 0],
            [-0.6, 0.9, 0],
            [-0.4, -1.3, 0],
            [0.5, 0.8, 1],
            [1.1, -0.4, 1],
            [0.7, -1.2, 1],
        ]
        return [
            Slider("angle", L("Açı", "Angle"), -90, 90, step=5, value=20, unit="°"),
            Slider("bend", L("Eğrilik", "Bend"), 0, 1, step=0.05, value=0.3),
            Choice("kind", L("Renkler", "Colours"), [("soft", L("yumuşak", "soft")), ("hard", L("keskin", "hard"))]),
            DragPoints("points", L("Noktalar", "Points"), "plane", points, BOUNDS, addable=True,
                       classes=[L("mavi", "blue"), L("turuncu", "orange")], least=2, most=60),
            Button("mirror", L("Aynala", "Mirror")),
        ]  # fmt: skip

    def presets(self):
        return {"straight": {"bend": 0.0, "angle": 0}}

    def on_mirror(self, state):
        return {"points": [[-x, y, kind] for x, y, kind in state["points"]]}

    def scene(self, angle, bend, kind, points):
        turn = np.deg2rad(angle)

        def score(x, y):
            return np.cos(turn) * x + np.sin(turn) * y + bend * np.sin(3 * y)

        z = np.tanh(score(*GRID) * (2 if kind == "soft" else 20))
        x, y, classes = np.array(points).T
        wrong = int(((score(x, y) > 0) != (classes > 0.5)).sum())
        layers = [
            HeatMap(z, BOUNDS, low=-1.6, high=1.6, contour=0.0),
            Points(x, y, classes=classes, size=7, label=[L("mavi sınıf", "blue class"), L("turuncu sınıf", "orange class")],
                   drag="points"),
        ]  # fmt: skip
        plane = Panel(layers, BOUNDS[:2], BOUNDS[2:], L("Düzlem", "The plane"), "x₁", "x₂", equal=True, name="plane")
        t = np.linspace(-2, 2, 80)
        curves = [
            Area(t, np.tanh(2 * t) - 0.3, np.tanh(2 * t) + 0.3, color="sky"),
            Line(t, np.tanh(2 * t), label=L("yumuşak", "soft")),
            Line(t, np.sign(t), color="orange", dash=True, label=L("keskin", "hard")),
            Points(score(x, y), np.tanh(2 * score(x, y)), color="ink", size=4, marker="diamond"),
        ]
        profile = Panel(curves, (-2, 2), (-1.5, 1.5), L("Sınıra dik kesit", "Across the boundary"),
                        L("sınıra uzaklık", "distance from the boundary"), L("çıktı", "output"))  # fmt: skip
        summary = L(
            f"Açı {angle}°, eğrilik {number(bend)}: {len(points)} noktanın {wrong} tanesi yanlış tarafta.",
            f"Angle {angle}°, bend {number(bend)}: {wrong} of {len(points)} points are on the wrong side.",
        )
        return Scene([[plane, profile]], summary)


class GalleryExplorer(Explorer):
    """Networks, graphs, bars, images, matrices, tables, code; text, cells, a player and boxes as controls."""

    name = "sample_gallery"

    def title(self):
        return L("Bütün resim türleri", "Every kind of picture")

    def task(self):
        return L("Kaydırıcıyı oynatın; kutuyu sürükleyin.", "Move the slider; drag the box.")

    def controls(self):
        return [
            Player("step", L("Adım", "Step"), 12, fps=4),
            Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.001, 1, step=0.5, value=0.1, log=True),
            TextInput("word", L("Sözcük", "Word"), "perceptron", max_length=14),
            Toggle("numbers", L("Sayıları göster", "Show the numbers"), True),
            Choice("activation", L("Aktivasyon", "Activation"),
                   [(name, name) for name in ("sigmoid", "tanh", "ReLU", "leaky ReLU", "ELU", "softmax")]),
            Cells("kernel", L("Çekirdek", "Kernel"), [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
            DragBoxes("boxes", L("Kutular", "Boxes"), "picture", [[4, 4, 16, 14], [12, 10, 26, 24]], (0, 28, 0, 28)),
        ]  # fmt: skip

    def scene(self, step, rate, word, numbers, activation, kernel, boxes):
        rng = np.random.default_rng(0)
        maps = [np.tanh(rng.normal(size=(count, 1, 1)) * GRID[0][::5, ::5] + 0.2 * step) for count in (2, 4, 1)]
        edges = [rng.normal(size=(2, 4)), rng.normal(size=(4, 1))]
        network = Network([2, 4, 1], edges, maps=maps, labels=[["x₁", "x₂"], None, ["ŷ"]],
                          captions=[L("girdi", "input"), L("gizli", "hidden"), L("çıktı", "output")],
                          highlight=[(1, step % 4)])  # fmt: skip
        graph = Graph([0, 0, 1, 2], [1, 0, 0.5, 0.5], [(0, 2), (1, 2), (2, 3)], directed=True, labels=["x", "w", "z", "L"],
                      values=[0.4, -0.7, 0.1, 0.0], below=["0.40", "−0.70", "0.10", ""], edge_labels=["∂z/∂x", "∂z/∂w", "∂L/∂z"],
                      highlight=2, highlight_edges=2, size=20)  # fmt: skip
        photo = to_pixels(np.stack([GRID[0], GRID[1], -GRID[0]], -1)[::-4, ::4])
        picture = [Image(photo, (0, 28, 0, 28))]
        picture += [Box(*box, label=L(f"kutu {i + 1}", f"box {i + 1}"), color=color, drag="boxes", fill=0.12)
                    for i, (box, color) in enumerate(zip(boxes, ("orange", "green"), strict=True))]  # fmt: skip
        digits = to_pixels(rng.normal(size=(8, 8, 8)))
        words = [letter for letter in word] or [" "]
        attention = np.tril(np.ones((len(words), len(words))))
        attention = np.where(attention > 0, attention / attention.sum(1, keepdims=True), np.nan)
        rows = [
            [
                Panel([network], title=L("Ağ", "Network"), width=1.2),
                Panel([graph], x=(-0.3, 2.3), y=(-0.35, 1.3), axes=False, title=L("Hesap grafiği", "Computation graph")),
            ],
            [
                Panel([Bars([0.1, 0.62, 0.28], [L("kedi", "cat"), L("köpek", "dog"), L("kuş", "bird")], horizontal=True,
                            digits=2 if numbers else None, highlight=1)], x=(0, 1), title=L("Olasılıklar", "Probabilities")),
                Panel([Bars(rng.random(9), [f"{L('katman', 'layer')} {i}" for i in range(9)], colors="green")], ylabel="|g|"),
                Panel(picture, (0, 28), (0, 28), L("Kutular", "Boxes"), equal=True, name="picture", axes=False),
            ],
            [
                Panel([ImageGrid(digits, [str(i) for i in range(8)], columns=4, highlight=step % 8)],
                      title=L("Öznitelik haritaları", "Feature maps")),
                matrix(attention, words, words, title=L("Dikkat", "Attention")),
                matrix(kernel, digits=0 if numbers else None, colormap="diverging", title=L("Çekirdek", "Kernel"), axes=False),
            ],
            [
                Panel([Line(range(1, 21), rate ** np.linspace(0.2, 1.5, 20), label=activation),
                       Arrow(5, 0.5, 9, 0.1, color="purple"),
                       Text(5, 0.6, L("burada", "here"), color="purple", align="center"),
                       Points([3, 12], [0.5, 0.2], texts=["A", "B"], highlight=1, color="green", label=L("ölçüm", "measured"))],
                      ylog=True, xlabel=L("katman", "layer"), ylabel=L("gradyan normu", "gradient norm"), whole="x"),
                Table([L("Katman", "Layer"), L("Parametre", "Parameters"), L("Pay", "Share")],
                      [["conv", 320, 0.25], ["dense", 51264, 0.5], ["softmax", 650, 1234.5]], highlight=1, width=0.8),
                Code("model = keras.Sequential([\n    layers.Dense(4, 'tanh'),\n    layers.Dense(1),\n])", "Keras", width=0.8),
            ],
        ]  # fmt: skip
        return Scene(rows, L(f"Adım {step}, oran {number(rate, 3)}.", f"Step {step}, rate {number(rate, 3)}."))


class DrawExplorer(Explorer):
    """A drawing pad and what a picture of it could be."""

    name = "sample_draw"

    def title(self):
        return L("Bir rakam çizin", "Draw a digit")

    def task(self):
        return L("Çizin: hangi sütun en dolu?", "Draw: which column is the fullest?")

    def controls(self):
        return [Pad("digit", L("Çizim alanı", "Drawing pad"))]

    def presets(self):
        stroke = np.zeros((28, 28))
        stroke[5:23, 13:15] = 255
        return {"one": {"digit": stroke}}

    def scene(self, digit):
        columns = digit.mean(0) / 255
        shown = Panel(
            [Image(digit)],
            (0, 28),
            (0, 28),
            equal=True,
            axes=False,
            title=L("28 × 28 piksel", "28 × 28 pixels"),
        )
        bars = Panel([Bars(columns)], y=(0, 1), xlabel=L("sütun", "column"), ylabel=L("doluluk", "fill"), whole="x")
        fullest = int(columns.argmax())
        return Scene([[shown, bars]], L(f"En dolu sütun: {fullest}.", f"The fullest column: {fullest}."))


class StripsExplorer(Explorer):
    """A square map with a picture beside it, and below them strips of small pictures: three rows."""

    name = "sample_strips"

    def title(self):
        return L("Bir harita ve şeritler", "A map and strips")

    def task(self):
        return L("Adımı değiştirin: hangi resim kararır?", "Change the step: which picture grows dark?")

    def controls(self):
        names = [L("yol", "path"), L("rakam", "digit"), L("sıra", "rank")]
        return [Slider(f"step{i}", name, 0, 8, step=1, value=i) for i, name in enumerate(names)]

    def scene(self, step0, step1, step2):
        waves = to_pixels(np.stack([np.sin(k + GRID[0][::2, ::2]) for k in range(9)]))
        points = Points([step0, step1, 4], [step1, step2, 4], label=L("yerler", "places"))
        top = [Panel([points], (0, 8), (0, 8), "z", "z1", "z2", equal=True, width=1.5, height=1.6),
               Panel([Image(waves[step0])], (0, 28), (0, 28), L("Çizilen", "Drawn"), equal=True, axes=False)]  # fmt: skip
        middle = [Panel([ImageGrid(waves[:5], list("12345"), columns=5)], title=L("Komşular", "Neighbours"), height=0.42),
                  Panel([ImageGrid(waves[:2], [L("aslı", "original"), L("kurulan", "rebuilt")], columns=2)],
                        title=L("Kodlanan", "Encoded"), height=0.42)]  # fmt: skip
        path = Panel([ImageGrid(waves, list("123456789"), columns=9)], title=L("Yol", "Path"), height=0.42)
        return Scene([top, middle, [path]], L(f"Adım {step0}.", f"Step {step0}."))


class LiveExplorer(Explorer):
    """A 2-8-8-1 network that learns two moons while its rate is moved: the live training of the benchmark."""

    name = "sample_live"

    def title(self):
        return L("Canlı eğitim", "Live training")

    def task(self):
        return L("Başlatın ve oranı değiştirin.", "Start it and change the rate.")

    def controls(self):
        return [
            Live("training", L("Eğit", "Train"), frames=20, units=10),
            Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.01, 1, step=0.25, value=0.3, log=True),
            Slider("seed", L("Başlangıç", "Start"), 0, 9, step=1, value=0, restart=True),
        ]

    def _data(self):
        rng = np.random.default_rng(1)
        turn = rng.uniform(0, np.pi, 200)
        kind = np.arange(200) % 2
        x = np.stack([np.cos(turn) + kind - 0.5, np.sin(turn) * (1 - 2 * kind) + 0.25 * kind], 1)
        return x + rng.normal(0, 0.12, x.shape), kind

    def train(self, state):
        x, kind = self._data()
        rng = np.random.default_rng(state["seed"])
        weights = [rng.normal(0, 1, size) for size in ((3, 8), (9, 8), (9, 1))]
        losses = []
        for epoch in range(1, 100_001):  # longer than anybody looks on
            loss = _epoch(weights, x, kind, state["rate"])
            losses.append(loss)
            yield {"epoch": epoch, "losses": losses, "weights": weights}

    def scene(self, training, rate, seed, live):
        x, kind = self._data()
        weights = live["weights"] if live else [np.zeros(size) for size in ((3, 8), (9, 8), (9, 1))]
        grid = np.stack([GRID[0].ravel(), GRID[1].ravel()], 1).astype(np.float32)
        # 32 bits: exact enough for a picture, and NumPy's tanh is several times as fast
        z = _forward([w.astype(np.float32) for w in weights], grid)[-1].reshape(100, 100)
        plane = Panel(
            [HeatMap(z, BOUNDS, low=0, high=1), Points(*x.T, classes=kind, size=4)],
            BOUNDS[:2],
            BOUNDS[2:],
            equal=True,
        )
        losses = live["losses"] if live else [0.7]
        thin = max(1, len(losses) // 200)  # a curve needs no more points than it has pixels
        curve = Panel(
            [Line(range(1, len(losses) + 1, thin), losses[::thin])],
            y=(0, 0.8),
            xlabel=L("epok", "epoch"),
            ylabel=L("kayıp", "loss"),
        )
        epoch = live["epoch"] if live else 0
        text = L(f"Epok {epoch}, kayıp {number(losses[-1], 3)}.", f"Epoch {epoch}, loss {number(losses[-1], 3)}.")
        network = Panel([Network([2, 8, 8, 1], [w[:-1] for w in weights])])
        return Scene([[plane, network, curve]], text)


def _forward(weights, x):
    layers = [x]
    for k, w in enumerate(weights):
        z = layers[-1] @ w[:-1] + w[-1]
        layers.append(np.tanh(z) if k < len(weights) - 1 else 1 / (1 + np.exp(-z)))
    return layers


def _epoch(weights, x, kind, rate):
    layers = _forward(weights, x)
    output = np.clip(layers[-1], 1e-6, 1 - 1e-6)
    delta = (output - kind[:, None]) / len(x)
    for k in reversed(range(len(weights))):
        gradient = np.vstack([layers[k].T @ delta, delta.sum(0)])
        if k:
            delta = (delta @ weights[k][:-1].T) * (1 - layers[k] ** 2)
        weights[k] -= rate * gradient
    return float(-np.mean(kind[:, None] * np.log(output) + (1 - kind[:, None]) * np.log(1 - output)))


SAMPLES = (MapExplorer, GalleryExplorer, DrawExplorer, StripsExplorer, LiveExplorer)

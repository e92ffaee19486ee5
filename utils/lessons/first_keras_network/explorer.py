"""The explorer of lesson 09: build a small network, watch every neuron learn, and take its Keras code home."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

import numpy as np

from utils.datasets.plane import EDGE, make_plane, split_plane
from utils.language import L, number, percent
from utils.lessons.first_keras_network.code import FEATURES, keras_code
from utils.lessons.first_keras_network.net import DenseNet, Settings, forward, mean_loss
from utils.widgets.controls import Button, Choice, DragPoints, Kept, Live, Several, Slider, TextInput, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.live import StateView
from utils.widgets.scene import Code, HeatMap, Line, Network, Panel, Points, Scene

MOST_LAYERS, MOST_NEURONS = 6, 8
CELLS, SMALL = 42, 14  # a side of the large map, and of a neuron's
CURVE = 240  # points of a loss curve that are kept
EXTENT = (-EDGE, EDGE, -EDGE, EDGE)
STARTERS = [
    [-3, 3, 0],
    [-2, 1.5, 0],
    [3, -2, 0],
    [2, -3.5, 0],
    [2.5, 3, 1],
    [1.5, 1.5, 1],
    [-3, -2.5, 1],
    [-1.5, -3, 1],
]


def hidden_sizes(text: str) -> list[int]:
    """Return the neurons of each hidden layer that a reader has typed: "4, 2" or "4-2"; 1 to 8 each, 6 layers at most."""
    words = "".join(letter if letter.isdigit() else " " for letter in text).split()
    return [min(max(int(word), 1), MOST_NEURONS) for word in words[:MOST_LAYERS]]


def round_epochs(epoch: int) -> int:
    """Return 1, 2, 5, 10, 20, 50, ...: the first that is not below ``epoch``, so that the code on screen stands still."""
    step = 10 ** max(len(str(max(epoch, 1))) - 1, 0)
    return next(step * factor for factor in (1, 2, 5, 10) if step * factor >= epoch)


def features_of(x, names):
    """Return the chosen features, float (n, len(names)), of points x (n, 2)."""
    x1, x2 = x[:, 0], x[:, 1]
    columns = {
        "x1": x1,
        "x2": x2,
        "x1²": x1 * x1,
        "x2²": x2 * x2,
        "x1·x2": x1 * x2,
        "sin x1": np.sin(x1),
        "sin x2": np.sin(x2),
    }
    return np.stack([columns[name] for name in names], axis=1)


@lru_cache(maxsize=8)
def _made(name, noise, test_share, seed):
    return make_plane(name, noise, test_share, seed)


def points_of(state):
    """Return the points of a playground's state, split."""
    share = state["test_share"] / 100
    if state["data"] == "own":
        own = np.array(state["own"], dtype=float).reshape(-1, 3)
        return split_plane(own[:, :2], own[:, 2], share, state["seed"])
    return _made(state["data"], state["noise"] / 100, share, state["seed"])


@lru_cache(maxsize=4)
def _grid(names):
    """Return the features of the map's cells, float32 (CELLS², features): 32 bits do for a picture and are faster."""
    places = np.linspace(-EDGE, EDGE, CELLS, dtype=np.float32)
    x1, x2 = np.meshgrid(places, places)
    return features_of(np.stack([x1.ravel(), x2.ravel()], axis=1), names)


def new_net(state):
    """Return the untrained network of a playground's state."""
    sizes = [len(state["features"]), *hidden_sizes(state["hidden"]), 1]
    return DenseNet(sizes, state["activation"], points_of(state).regression, state["seed"])


PLAIN = {
    "data": "ring", "noise": 5, "test_share": 50, "features": ["x1", "x2"], "hidden": "3", "activation": "tanh", "rate": 0.1,
    "optimizer": "sgd", "batch": 10, "penalty": "none", "strength": 0.001, "dropout": 0, "seed": 0, "neuron": 0, "source": 1,
}  # fmt: skip
DEEP = {"hidden": "8, 8", "activation": "relu", "optimizer": "adam", "rate": 0.01}
EXAMPLES = {  # what each example changes in PLAIN
    "ring": {},
    "xor": {"data": "xor", "hidden": "4"},
    "features": {"hidden": "", "features": ["x1²", "x2²"]},
    "spiral": {**DEEP, "data": "spiral", "features": ["x1", "x2", "sin x1", "sin x2"], "test_share": 30, "noise": 0},
    "overfit": {**DEEP, "data": "moons", "noise": 50, "test_share": 80},
    "hills": {**DEEP, "data": "hills", "hidden": "8, 4", "activation": "tanh"},
}  # fmt: skip


class Curve:
    """The losses of a long training as at most CURVE rows (epoch, training, test): when full, every second one is kept."""

    def __init__(self):
        self.rows, self._every = [], 1

    def add(self, epoch, train, test):
        if epoch % self._every == 0:
            self.rows.append((epoch, train, test))  # in one act: a picture may be drawn on another thread
        if len(self.rows) >= CURVE:
            self.rows, self._every = self.rows[::2], 2 * self._every


class PlaygroundExplorer(Explorer):
    """A network on a plane: data, features, layers, settings and live training, with the Keras code of what is shown."""

    name = "playground"
    recorded = ("example", "neuron", "sharp")
    _steps: Iterator[dict] | None = None  # of train_on

    def title(self):
        return L("Sinir ağı oyun alanı", "Network playground")

    def task(self):
        return L(
            'Tek gizli katmanda kaç nöron halkayı ayırmaya yeter? Önce karar verin, sonra "Gizli katmanlar"a 1, 2, 3, 4 '
            "yazıp eğitin.",
            'How many neurons in one hidden layer separate the ring? Decide first, then type 1, 2, 3, 4 into "Hidden layers" '
            "and train.",
        )

    def controls(self):
        return [
            Live("training", L("Eğit", "Train"), frames=8, units=25, place="top"),
            Button("one", L("+1 epok", "+1 epoch"), place="top"),
            TextInput("hidden", L("Gizli katmanlar", "Hidden layers"), "3", max_length=20, restart=True, place="top",
                      hint=L("nöronlar: 4, 2", "neurons: 4, 2")),
            Choice("activation", L("Aktivasyon", "Activation"), _activations(), "tanh", restart=True, place="top"),
            Slider("rate", L("Öğrenme oranı", "Learning rate"), 0.0001, 10, step=0.5, value=0.1, log=True, place="top"),
            Slider("seed", L("Tohum", "Seed"), 0, 20, step=1, value=0, restart=True, place="top"),
            Choice("example", L("Örnek", "Example"), _examples(), "ring"),
            Choice("data", L("Veri", "Data"), _problems(), "ring", restart=True),
            Slider("noise", L("Gürültü", "Noise"), 0, 60, step=5, value=5, unit="%", restart=True),
            Slider("test_share", L("Test payı", "Test share"), 10, 80, step=10, value=50, unit="%", restart=True),
            Several("features", L("Öznitelikler", "Features"), [(name, name) for name in FEATURES], ["x1", "x2"], least=1,
                    restart=True),
            Toggle("sharp", L("Yalnızca karar", "Decision only"), False),
            Toggle("tested", L("Test noktalarını göster", "Show test points"), False),
            Choice("optimizer", L("Eniyileyici", "Optimizer"), [("sgd", "SGD"), ("adam", "Adam")], "sgd", place="more"),
            Slider("batch", L("Yığın boyutu", "Batch size"), 1, 50, step=1, value=10, place="more"),
            Slider("dropout", L("Seyreltme", "Dropout"), 0, 80, step=10, value=0, unit="%", place="more"),
            Choice("penalty", L("Ceza", "Penalty"), [("none", L("yok", "none")), ("l1", "L1"), ("l2", "L2")], "none",
                   place="more"),
            Slider("strength", L("Ceza katsayısı", "Penalty strength"), 0.0001, 0.1, step=0.5, value=0.001, log=True,
                   place="more"),
            Choice("stop", L("Kaç epokta bir dursun", "Pause every … epochs"), _stops(), 0, place="more"),
            Slider("neuron", L("Nöron (0: çıktı)", "Neuron (0: output)"),
                   0, MOST_LAYERS * MOST_NEURONS, step=1, value=0, place="more"),
            Slider("source", L("Girdisi (0: bias)", "Its input (0: bias)"),
                   0, MOST_NEURONS, step=1, value=1, place="more"),
            Slider("weight", L("Ağırlık", "Weight"), -5, 5, step=0.1, value=0, place="more"),
            DragPoints("own", L("Kendi noktalarınız", "Your own points"), panel="plane", bounds=EXTENT, addable=True,
                       least=2, classes=[L("mavi", "blue"), L("turuncu", "orange")], most=120, restart=True, place="more"),
            Kept("edits"),
            Kept("once"),
        ]  # fmt: skip

    def presets(self):
        return {name: {"example": name} for name in EXAMPLES}

    def on_example(self, state):
        return {**PLAIN, **EXAMPLES[state["example"]]}

    def on_training(self, state):
        return {"once": []}

    def on_one(self, state):
        return {"training": True, "once": [1]}

    def on_data(self, state):
        return {"own": STARTERS} if state["data"] == "own" and not state["own"] else {}

    def on_own(self, state):
        return {"data": "own"} if state["own"] else {}

    def on_weight(self, state):
        edge = _edge(state)
        others = [edit for edit in state["edits"] if tuple(edit[1:4]) != edge]
        newest = max((edit[0] for edit in state["edits"]), default=0)
        return {"edits": [*others, [newest + 1, *edge, state["weight"]]]}

    def changed(self, state, changes):
        """What a reader edits ends with the network that it was edited in, and the slider shows the weight it stands for."""
        after = super().changed(state, changes)
        live = self._latest()
        if any(after[name] != state[name] for name, control in self.by_name.items() if control.restart):
            after["edits"], live = changes.get("edits", []), None
        if "weight" not in changes:
            seen = self.for_scene(after)
            weights = _edited(live or _fresh(seen), seen["edits"])
            if weights is not None:
                after |= self.clean({"weight": _weight(weights, _edge(seen))})
        return after

    def train(self, state):
        while True:  # after a divergence the next press begins anew
            yield from self._attempt(state)

    def _attempt(self, state):
        data, net, names = points_of(state), new_net(state), tuple(state["features"])
        x, x_test = features_of(data.x_train, names), features_of(data.x_test, names)
        rng, curve, edited = np.random.default_rng(state["seed"]), Curve(), 0
        for epoch in count():
            edited = _edit(net.weights, net.biases, state["edits"], edited)
            if epoch:
                net.epoch(x, data.y_train, _settings(state), rng)
            if not len(x) or not net.is_sound():
                yield {"epoch": epoch, "weights": None, "edited": edited, "curve": curve, "pause": True}
                return
            test_loss = net.loss(x_test, data.y_test) if len(x_test) else np.nan
            curve.add(epoch, net.loss(x, data.y_train), test_loss)
            rest = bool(epoch and (state["once"] or (state["stop"] and epoch % state["stop"] == 0)))
            yield {"epoch": epoch, "weights": net.copy_weights(), "edited": edited, "curve": curve, "pause": rest}

    def train_on(self, epochs: int) -> float | None:
        """Train ``epochs`` more, as the button does, and return the share of test points on the right side.

        Weights that were edited since are taken over. None for regression and after a divergence; a changed control
        that makes another network does not count.
        """
        if self._steps is None:
            self._steps = self.train(StateView(self))
            next(self._steps)
        latest = [next(self._steps) for _ in range(epochs)][-1]
        if latest["weights"] is None:
            return None
        state = self.state
        return _measures(latest["weights"], state, points_of(state), tuple(state["features"]))[1]

    def scene(self, live, **state):
        data = points_of(state)
        latest = live or _fresh(state)
        if not len(data.x_train):
            return _empty(state)
        if latest["weights"] is None:
            return _diverged(latest["epoch"])
        names, weights, epoch = tuple(state["features"]), _edited(latest, state["edits"]), latest["epoch"]
        outputs = forward(_grid(names), *_float32(weights), state["activation"], data.regression)
        maps = [_answers(outputs, k, state["activation"], data.regression) for k in range(len(outputs))]
        edge = _edge(state)
        chosen = edge[0], edge[2]
        losses, accuracy = _measures(weights, state, data, names)
        top = [_network(maps, weights[0], names, edge), _plane(maps, chosen, data, state)]
        code = keras_code(state, hidden_sizes(state["hidden"]), data.regression, round_epochs(epoch))
        listing = Code(code, L("Keras kodu", "Keras code"))
        return Scene(
            [top, [_curves(latest["curve"], losses)]], _summary(epoch, losses, accuracy, weights, edge), listing
        )


def _problems():
    return [
        ("ring", L("halka", "ring")),
        ("xor", "XOR"),
        ("clusters", L("iki küme", "two clouds")),
        ("moons", L("iki ay", "two moons")),
        ("spiral", L("sarmal", "spiral")),
        ("slope", L("yokuş (regresyon)", "slope (regression)")),
        ("hills", L("tepeler (regresyon)", "hills (regression)")),
        ("own", L("kendi noktalarım", "my own points")),
    ]


def _activations():
    return [("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid"), ("linear", L("yok", "none"))]


def _examples():
    return [
        ("ring", L("halka, üç nöron", "ring, three neurons")),
        ("xor", L("XOR, dört nöron", "XOR, four neurons")),
        ("features", L("halka, iyi öznitelikler", "ring, good features")),
        ("spiral", L("sarmal, iki katman", "spiral, two layers")),
        ("overfit", L("aşırı öğrenme", "overfitting")),
        ("hills", L("tepeler, regresyon", "hills, regression")),
    ]


def _stops():
    return [(0, L("durmasın", "never")), (1, "1"), (10, "10"), (100, "100")]


def _settings(state):
    return Settings(
        state["rate"],
        state["optimizer"],
        state["penalty"],
        state["strength"],
        state["dropout"] / 100,
        state["batch"],
    )


def _float32(weights):
    return tuple([array.astype(np.float32) for array in arrays] for arrays in weights)


def _measures(weights, state, data, names):
    """Return {"train": loss, "test": loss} and the share of test points on the right side (None for regression)."""
    losses, predictions = {}, None
    for part, x, y in (("train", data.x_train, data.y_train), ("test", data.x_test, data.y_test)):
        if len(x):
            predictions = forward(features_of(x, names), *weights, state["activation"], data.regression)[-1][:, 0]
            losses[part] = mean_loss(predictions, y, data.regression)
    if data.regression or "test" not in losses:
        return losses, None
    return losses, float(((predictions > 0.5) == data.y_test).mean())


def _chosen(place, sizes):
    """Return (layer, neuron) of the map: the output for 0, else hidden neurons counted from the left, from above."""
    for layer, size in enumerate(sizes[1:-1], start=1):
        if 0 < place <= size:
            return layer, place - 1
        place -= size
    return len(sizes) - 1, 0


def _edge(state):
    """Return (layer, source, neuron) of the weight that the reader has chosen: source 0 is the bias, 1 the first input."""
    sizes = [len(state["features"]), *hidden_sizes(state["hidden"]), 1]
    layer, neuron = _chosen(state["neuron"], sizes)
    return layer, min(state["source"], sizes[layer - 1]), neuron


def _weight(weights, edge):
    layer, source, neuron = edge
    return weights[0][layer - 1][source - 1, neuron] if source else weights[1][layer - 1][neuron]


def _edit(weights, biases, edits, done):
    """Write the edits (place, layer, source, neuron, value) that came after place ``done``; return the newest place."""
    for place, layer, source, neuron, value in edits:
        if place > done and source:
            weights[layer - 1][source - 1, neuron] = value
        elif place > done:
            biases[layer - 1][neuron] = value
    return max((edit[0] for edit in edits), default=done)


def _edited(latest, edits):
    """Return the weights of what ``train`` yielded last, with the edits that it has not seen yet; None after a divergence."""
    if latest["weights"] is None:
        return None
    weights, biases = ([array.copy() for array in arrays] for arrays in latest["weights"])
    _edit(weights, biases, edits, latest["edited"])
    return weights, biases


def _fresh(state):
    """Return what ``train`` yields before its first epoch."""
    return {"epoch": 0, "weights": new_net(state).copy_weights(), "edited": 0, "curve": None}


def _answers(outputs, layer, activation, regression):
    """Return a layer's answers as maps from -1 to 1, float32 (neurons, CELLS, CELLS): 0.5 of a sigmoid is 0."""
    z = outputs[layer].T.reshape(-1, CELLS, CELLS)
    last = layer == len(outputs) - 1
    if (last and not regression) or (activation == "sigmoid" and 0 < layer < len(outputs) - 1):
        return 2 * z - 1
    return z / np.maximum(np.abs(z).max(axis=(1, 2), keepdims=True), 1.0)


def _network(maps, weights, names, edge):
    layer, source, neuron = edge
    sizes = [len(layer) for layer in maps]
    thin = slice(None, None, CELLS // SMALL)
    labels = [list(names), *[None] * (len(sizes) - 1)]
    small = [layer_maps[:, thin, thin] for layer_maps in maps]
    lit = [(layer - 1, source - 1, neuron)] if source else []
    drawn = Network(sizes, weights, small, labels=labels, highlight=[(layer, neuron)], highlight_edges=lit)
    return Panel([drawn], title=L("Her nöronun gördüğü", "What each neuron sees"), width=1.4, height=1.25)


def _plane(maps, chosen, data, state):
    z = maps[chosen[0]][chosen[1]]
    if state["sharp"]:
        z = np.sign(z)
    layers = [HeatMap(z, EXTENT, low=-1, high=1, contour=0.0, opacity=0.75)]
    if state["data"] == "own":
        own = np.array(state["own"], dtype=float).reshape(-1, 3)
        layers.append(Points(own[:, 0], own[:, 1], classes=own[:, 2].astype(int), size=6, drag="own"))
    else:
        layers += _spots(data.x_train, data.y_train, data.regression, 4.5, 1.0)
    if state["tested"]:
        layers += _spots(data.x_test, data.y_test, data.regression, 3, 0.55)
    title = (
        L("Çıktı", "Output")
        if chosen[0] == len(maps) - 1
        else L(f"{chosen[0]}. katman, {chosen[1] + 1}. nöron", f"Layer {chosen[0]}, neuron {chosen[1] + 1}")
    )
    return Panel(layers, EXTENT[:2], EXTENT[2:], title, "x1", "x2", equal=True, name="plane")


def _spots(x, y, regression, size, opacity):
    """Return the points of a data set; for regression those above zero are class 1."""
    if not len(x):
        return []
    return [Points(x[:, 0], x[:, 1], classes=(y > (0 if regression else 0.5)).astype(int), size=size, opacity=opacity)]


def _curves(curve, losses):
    rows = curve.rows if curve else [(0, losses["train"], losses.get("test", np.nan))]
    epochs, train, test = np.array(rows).T
    lines = [Line(epochs, train, "blue", 2.5, label=L("eğitim", "training"))]
    if "test" in losses:
        lines.append(Line(epochs, test, "orange", 2.5, dash=True, label="test"))
    top = min(max(0.1, *(float(line.y.max()) for line in lines)), 3.0)
    return Panel(lines, (0, max(20, epochs[-1])), (0, 1.05 * top), L("Kayıp", "Loss"), L("epok", "epoch"), whole="x",
                 height=0.3)  # fmt: skip


def _empty(state):
    plane = Panel([Points([], [], classes=[], drag="own")], EXTENT[:2], EXTENT[2:], equal=True, name="plane")
    return Scene(
        [[plane]],
        L(
            "Hiç nokta yok. Mavi ve turuncu noktalar ekleyin.",
            "There are no points. Add some blue and some orange ones.",
        ),
    )


def _diverged(epoch):
    words = L(
        f"Ağırlıklar {epoch}. epokta taştı, çünkü öğrenme oranı bu ağ için çok büyük. Oranı küçültüp yeniden eğitin.",
        f"The weights overflowed in epoch {epoch}, because the learning rate is too large for this network. Lower it and "
        "train again.",
    )
    return Scene([[Panel([], title=L("Eğitim ıraksadı", "The training diverged"), axes=False)]], words)


def _summary(epoch, losses, accuracy, weights, edge):
    parameters = sum(w.size for arrays in weights for w in arrays)
    words = L(
        f"Epok {epoch}, {parameters} parametre. Eğitim kaybı {number(losses['train'], 3)}",
        f"Epoch {epoch}, {parameters} parameters. Training loss {number(losses['train'], 3)}",
    )
    if "test" in losses:
        words += L(f", test kaybı {number(losses['test'], 3)}", f", test loss {number(losses['test'], 3)}")
    if accuracy is not None:
        words += L(f", test doğruluğu {percent(accuracy)}", f", test accuracy {percent(accuracy)}")
    chosen = number(_weight(weights, edge), 2)
    return words + L(f". Seçili ağırlık {chosen}.", f". Selected weight {chosen}.")

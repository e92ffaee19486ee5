"""The explorer of lesson 25: the gates of a trained LSTM or GRU over a text that the reader types, letter by letter."""

import numpy as np

from utils.language import L, number, percent
from utils.widgets.controls import Button, Slider, TextInput, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, HeatMap, Panel, Scene

START = "."  # the token that begins and ends a name
MOST_LETTERS, ROWS, SHOWN = 20, 10, 10  # letters read, units in a heat map, letters among the bars


def sigmoid(z):
    """Return 1 / (1 + exp(-z)) without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def softmax(scores, temperature=1.0):
    """Return the probabilities (n,) of scores (n,) at a temperature."""
    powers = np.exp((scores - scores.max()) / temperature)
    return powers / powers.sum()


def lstm_steps(x, kernel, recurrent, bias):
    """Return {"i", "f", "o", "g", "c", "h"}, each (steps, units), of Keras's LSTM over x (steps, features)."""
    units = recurrent.shape[0]
    steps = {name: np.zeros((len(x), units)) for name in "ifogch"}
    h, c = np.zeros(units), np.zeros(units)
    for t, fed in enumerate(x @ kernel + bias):
        z = fed + h @ recurrent
        i, f, o = (sigmoid(z[k * units : (k + 1) * units]) for k in (0, 1, 3))
        g = np.tanh(z[2 * units : 3 * units])
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, value in zip("ifogch", (i, f, o, g, c, h), strict=True):
            steps[name][t] = value
    return steps


def gru_steps(x, kernel, recurrent, bias):
    """Return {"z", "r", "g", "h"}, each (steps, units), of Keras's GRU (reset_after=True) over x (steps, features)."""
    units = recurrent.shape[0]
    steps = {name: np.zeros((len(x), units)) for name in "zrgh"}
    h = np.zeros(units)
    for t, fed in enumerate(x @ kernel + bias[0]):
        own = h @ recurrent + bias[1]
        z, r = (sigmoid(fed[k * units : (k + 1) * units] + own[k * units : (k + 1) * units]) for k in (0, 1))
        g = np.tanh(fed[2 * units :] + r * own[2 * units :])
        h = z * h + (1 - z) * g
        for name, value in zip("zrgh", (z, r, g, h), strict=True):
            steps[name][t] = value
    return steps


class LetterNetwork:
    """A Keras model of letters in NumPy: a few milliseconds for a name.

    model: Embedding, one LSTM or GRU (reset_after=True), one Dense. Token 0 is padding, 1 the start and end of a name,
    then come the letters of ``alphabet``.
    """

    def __init__(self, model, alphabet):
        weights = [layer.get_weights() for layer in model.layers if layer.get_weights()]
        if [len(parts) for parts in weights] != [1, 3, 2] or len(weights[0][0]) != len(alphabet) + 2:
            raise ValueError(
                L(
                    "Bu etkileşimli çizim gömme, LSTM ya da GRU ve yoğun katmanlı bir harf ağı bekler; "
                    "dersteki ağı ve alfabesini verin.",
                    "This explorer expects a network that reads letters, with an embedding, an LSTM or GRU and a dense layer. "
                    "Give it the lesson's network and its alphabet.",
                )
            )
        (self.vectors,), self.recurrent, (self.kernel, self.bias) = weights
        self.kind = "gru" if self.recurrent[2].ndim == 2 else "lstm"
        self.units = self.recurrent[1].shape[0]
        self.alphabet = alphabet
        self.token = {letter: number for number, letter in enumerate(START + alphabet, start=1)}

    def read(self, text):
        """Return the gates and states over "." + text, and the scores (steps, tokens) of what comes next."""
        x = self.vectors[[self.token[letter] for letter in START + text]]
        steps = (gru_steps if self.kind == "gru" else lstm_steps)(x, *self.recurrent)
        return steps, steps["h"] @ self.kernel + self.bias

    def cleaned(self, text):
        """Return the letters of a text that the network knows, in Turkish lower case, at most ``MOST_LETTERS``."""
        small = text.replace("I", "ı").replace("İ", "i").lower()
        return "".join(letter for letter in small if letter in self.alphabet)[:MOST_LETTERS]


class GateExplorer(Explorer):
    """``GateExplorer(model, alphabet)``: gates and memory over the letters that are typed, and what letter comes next."""

    name = "gates"
    recorded = ("text", "group", "sort", "temperature", "next")

    def __init__(self, model, alphabet, **state):
        self._network = LetterNetwork(model, alphabet)
        super().__init__(**state)

    def title(self):
        return L("Kapılar ne zaman açılır?", "When do the gates open?")

    def task(self):
        return L(
            "Bir ad yazın. Her sütun bir harf, her satır ağın bir birimidir. Önce karar verin: “canan” adında aynı harfin "
            "iki sütunu aynı mı görünür? Sonra ilk harfi değiştirip son sütuna bakın.",
            "Type a name. Each column is a letter and each row is a unit of the network. Decide first: do the two columns of "
            "the same letter look alike in “canan”? Then change the first letter and watch the last column.",
        )

    def controls(self):
        groups = max(-(-self._network.units // ROWS), 2)
        return [
            TextInput("text", L("Ad", "Name"), "canan", max_length=MOST_LETTERS),
            Button("next", L("Sıradaki harfi yazdır", "Write the next letter")),
            Slider("temperature", L("Sıcaklık", "Temperature"), 0.2, 3.0, step=0.1, value=1.0),
            Slider("group", L("Birim grubu", "Group of units"), 1, groups, step=1, value=1),
            Toggle("sort", L("Çok değişen birimler önce", "Units that change most first"), True),
        ]

    def presets(self):
        return {
            "canan": {"text": "canan"},
            "gülb": {"text": "gülb"},
            "hot": {"text": "me", "temperature": 3.0},
            "cold": {"text": "me", "temperature": 0.2},
        }

    def on_next(self, state):
        """Add a letter drawn at the temperature, the same for the same text; a full stop where the network ends the name."""
        text = self._network.cleaned(state["text"])
        if START in state["text"] or len(text) == MOST_LETTERS:
            return {}
        _, scores = self._network.read(text)
        chances = np.cumsum(softmax(scores[-1, 1:], state["temperature"]))
        seed = [self._network.token[letter] for letter in text]
        drawn = int((chances < np.random.default_rng([7, *seed]).random()).sum())
        return {"text": text + (START + self._network.alphabet)[min(drawn, len(chances) - 1)]}

    def scene(self, text, temperature, group, sort):
        network = self._network
        letters = network.cleaned(text)
        steps, scores = network.read(letters)
        memory = "h" if network.kind == "gru" else "c"
        units = _units(steps[memory], int(group), sort)
        columns = [START, *letters]
        gates = [_heat(name, steps[name][:, units], columns, units) for name in ("zr" if memory == "h" else "fio")]
        probabilities = softmax(scores[-1, 1:], temperature)  # token 0 is padding
        below = [
            _heat(memory, steps[memory][:, units], columns, units, width=1.0 if memory == "h" else 1.05),
            self._bars(probabilities),
        ]
        first = "z" if memory == "h" else "f"
        summary = f"{_repeated(columns, steps[first], first)} {self._next(text, letters, probabilities, temperature)}"
        return Scene([gates, below], summary)

    def _bars(self, probabilities):
        order = np.argsort(-probabilities, kind="stable")[:SHOWN]
        labels = [self._written(place) for place in order]
        colors = ["orange", *["blue"] * (len(order) - 1)]
        bars = Bars(probabilities[order], labels=labels, colors=colors)
        title = L("Sıradaki harf", "The next letter")
        return Panel([bars], (-0.6, SHOWN - 0.4), (0, 1), title, ylabel=L("olasılık", "probability"), width=1.25)

    def _written(self, place):
        return L("son", "end") if place == 0 else self._network.alphabet[place - 1]

    def _next(self, text, letters, probabilities, temperature):
        if START in text:
            return L(f"Ağ adı bitirdi: {letters}.", f"The network has ended the name: {letters}.")
        best = int(probabilities.argmax())
        share, heat = percent(float(probabilities[best])), number(temperature, 1)
        if best == 0:
            return L(
                f"Sıcaklık {heat} iken en olası devam adın sonu: {share}.",
                f"At temperature {heat} the likeliest continuation is the end of the name: {share}.",
            )
        letter = self._written(best)
        return L(
            f"Sıcaklık {heat} iken en olası harf “{letter}”: {share}.",
            f"At temperature {heat} the likeliest letter is “{letter}”: {share}.",
        )


def _titles(name):
    return {
        "f": L("Unutma kapısı f", "Forget gate f"),
        "i": L("Girdi kapısı i", "Input gate i"),
        "o": L("Çıktı kapısı o", "Output gate o"),
        "c": L("Hücre durumu c", "Cell state c"),
        "z": L("Güncelleme kapısı z", "Update gate z"),
        "r": L("Sıfırlama kapısı r", "Reset gate r"),
        "h": L("Gizli durum h", "Hidden state h"),
    }[name]


def _units(memory, group, sort):
    """Return which units the heat maps show: a group of ``ROWS``, the last one moved back so that it is full."""
    order = np.argsort(-memory.std(axis=0), kind="stable") if sort else np.arange(memory.shape[1])
    start = max(min((group - 1) * ROWS, len(order) - ROWS), 0)
    return order[start : start + ROWS]


def _heat(name, values, columns, units, width=1.0):
    """Return a panel with a row for each unit, the first on top, and a column for each letter."""
    gate = name in "fiozr"
    limit = 1.0 if gate else max(1.0, float(np.abs(values).max()))
    heat = HeatMap(
        values.T,
        colormap="sequential" if gate else "diverging",
        low=0.0 if gate else -limit,
        high=limit,
        smooth=False,
        bar=L("açıklık", "openness") if gate else L("değer", "value"),
    )
    return Panel(
        [heat],
        (0, len(columns)),
        (len(units), 0),
        _titles(name),
        ylabel=L("birim", "unit"),
        xticks=[(place + 0.5, letter) for place, letter in enumerate(columns)],
        yticks=[(place + 0.5, f"{unit + 1}") for place, unit in enumerate(units)],
        grid=False,
        width=width,
    )


def _repeated(columns, values, name):
    """Return in words how far the gate's columns of a letter that stands more than once differ at most."""
    title = _titles(name)
    best = max(columns[1:], key=columns[1:].count, default=START)
    places = [place for place, letter in enumerate(columns) if letter == best]
    if best == START or len(places) < 2:
        return L(
            f"{title}: ortalama açıklık {number(float(values.mean()))}.",
            f"{title}: {number(float(values.mean()))} open on average.",
        )
    spread = float(np.ptp(values[places], axis=0).max())
    return L(
        f"{title}: “{best}” harfinin {len(places)} sütunu en çok değişen birimde {number(spread)} ayrılıyor.",
        f"{title}: the {len(places)} columns of “{best}” differ by {number(spread)} in the unit that differs most.",
    )

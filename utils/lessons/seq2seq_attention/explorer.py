"""The explorer of lesson 26: where a trained network looks while it translates the number that the reader types."""

from functools import cache

import numpy as np

from utils.language import L, percent, thousands
from utils.lessons.seq2seq_attention.numbers import END, TARGET, encode, english_words, parse_number, turkish_words
from utils.lessons.seq2seq_attention.runs import stored_weights
from utils.lessons.seq2seq_attention.translator import Translator, Weights, softmax
from utils.widgets.controls import Choice, Slider, TextInput
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Box, HeatMap, Panel, Scene, Text

MOST_WORDS, SHOWN = 15, 6  # words of the longest translation with its end; words among the bars


@cache
def _recorded(name):
    return Translator(stored_weights(name))


class AttentionExplorer(Explorer):
    """``AttentionExplorer()``: the recorded networks; ``AttentionExplorer(weights)``: {layer: weights} of the reader's, too."""

    name = "attention"
    recorded = ("network", "word")

    def __init__(self, weights: Weights | None = None, **state):
        self._own = None if weights is None else Translator(weights)
        if weights is not None and "combine" not in weights:
            raise ValueError(
                L(
                    "Bu etkileşimli çizim dikkatli bir ağ ister: `combine` katmanı bulunamadı.",
                    "This explorer needs a network with attention: there is no layer `combine`.",
                )
            )
        super().__init__(**state)

    def title(self):
        return L("Yazarken nereye bakıyor?", "Where does it look while it writes?")

    def task(self):
        return L(
            "Bir sayı yazın. Ağ Türkçesini okur, İngilizcesini yazar; her satır, o kelimeyi yazarken nereye baktığını gösterir. "
            "Önce karar verin: 12 için “twelve” yazarken “on”a mı bakar, “iki”ye mi? Tek yönlü ağda ne değişir?",
            "Type a number. The network reads it in Turkish and writes it in English; each row shows where it looked while it "
            "wrote that word. Decide first: while writing “twelve”, does it look at “on” or at “iki”? What changes in the "
            "one-way network?",
        )

    def controls(self):
        options = [("two_way", L("çift yönlü", "two-way")), ("one_way", L("tek yönlü", "one-way"))]
        if self._own is not None:
            options.insert(0, ("own", L("sizin ağınız", "your network")))
        return [
            TextInput("number", L("Sayı", "Number"), "12512", max_length=15),
            Choice("network", L("Kodlayıcı", "Encoder"), options),
            Slider("word", L("Hangi kelime?", "Which word?"), 1, MOST_WORDS, step=1, value=1),
        ]

    def presets(self):
        return {
            "12": {"number": "12"},
            "bin": {"number": "1001"},
            "long": {"number": "347912586"},
            "one_way": {"number": "347912586", "network": "one_way"},
        }

    def scene(self, number, network, word):
        try:
            value = parse_number(number)
        except ValueError as problem:
            return _message(str(problem))
        translator = self._own if network == "own" else _recorded(network)
        source, _ = encode([value])
        turkish = turkish_words(value)
        words, scores, maps = translator.greedy(source)
        said = [int(token) for token in words[0] if token]
        row = min(int(word), len(said)) - 1
        probabilities = softmax(scores[0, row])
        attention = maps[0, : len(said), : len(turkish)]
        english = [TARGET[token] for token in said]
        panels = [[_map(attention, turkish, english, row)], [_next_words(probabilities, row)]]
        return Scene(panels, _summary(value, said, attention[row], turkish, row))


def _map(attention, turkish, english, row):
    """Return the panel with a row for each English word and a column for each Turkish one."""
    rows, columns = attention.shape
    heat = HeatMap(attention, colormap="sequential", low=0.0, high=1.0, smooth=False, bar=L("dikkat", "attention"))
    return Panel(
        [heat, Box(0, row, columns, row + 1, color="orange", width=2.5)],
        (0, columns),
        (rows, 0),
        L("Okunan (sütun) ve yazılan (satır)", "What is read (columns) and written (rows)"),
        xticks=[(place + 0.5, word) for place, word in enumerate(turkish)],
        yticks=[(place + 0.5, word) for place, word in enumerate(english)],
        grid=False,
        height=1.7,
    )


def _next_words(probabilities, row):
    order = np.argsort(-probabilities, kind="stable")[:SHOWN]
    colors = ["orange", *["blue"] * (SHOWN - 1)]
    bars = Bars(probabilities[order], labels=[TARGET[token] for token in order], colors=colors)
    title = L(f"{row + 1}. kelime için olasılıklar", f"Probabilities of word {row + 1}")
    return Panel([bars], (-0.6, SHOWN - 0.4), (0, 1), title, ylabel=L("olasılık", "probability"), height=0.6)


def _summary(value, said, attention, turkish, row):
    words = " ".join(TARGET[token] for token in said if token != END)
    right = english_words(value)
    place = int(attention.argmax())
    share = percent(float(attention[place]))
    look = L(
        f"“{TARGET[said[row]]}” yazılırken en çok “{turkish[place]}” kelimesine bakıldı ({share}).",
        f"While “{TARGET[said[row]]}” was written, most attention went to “{turkish[place]}” ({share}).",
    )
    if words.split() == right:
        verdict = L(f"{thousands(value)}: {words} (doğru).", f"{thousands(value)}: {words} (right).")
    else:
        verdict = L(
            f"{thousands(value)}: {words} (yanlış; doğrusu {' '.join(right)}).",
            f"{thousands(value)}: {words} (wrong; it should be {' '.join(right)}).",
        )
    return f"{verdict} {look}"


def _message(text):
    """Return a scene that says why there is nothing to translate."""
    panel = Panel(
        [Text(0.5, 0.5, text, color="orange", size=1.4, align="center")], (0, 1), (0, 1), axes=False, grid=False
    )
    return Scene([[panel]], text)

"""The explorer of lesson 27: what letter comes next over a text that the reader types, and where each head looks."""

import numpy as np

from utils.language import L, language, number, percent
from utils.lessons.transformer.lines import END, LENGTH
from utils.lessons.transformer.network import LetterGPT, copying, kept, recorded_network, softmax
from utils.widgets.controls import Button, Choice, Slider, TextInput
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, HeatMap, Panel, Scene

SHOWN = 10  # letters among the bars


class AttentionExplorer(Explorer):
    """``AttentionExplorer()``: the recorded network; ``AttentionExplorer(model, vocabulary)``: the reader's own."""

    name = "attention"
    recorded = ("head", "temperature", "k", "p")

    def __init__(self, model=None, vocabulary=(), **state):
        self._network = recorded_network(language()) if model is None else LetterGPT(model.get_weights(), vocabulary)
        super().__init__(**state)

    def title(self):
        return L("Sıradaki harf nereden geliyor?", "Where does the next letter come from?")

    def task(self):
        return L(
            "Üstteki çubuklar, sıradaki harfi seçmek için hangi harflere bakıldığını gösterir. Önce karar verin: ağ, hiç "
            "görmediği bir sözcüğü de açıklayabilir mi? Bir sözcük uydurun, ardından iki nokta ve boşluk yazın.",
            "The bars on top show which letters are looked at in order to choose the next one. Decide first: can the network "
            "explain a word that it has never seen? Make one up, and type a colon and a space after it.",
        )

    def controls(self):
        heads = [
            (place, f"{place // self._network.heads + 1}.{place % self._network.heads + 1}")
            for place in range(len(self._network.blocks) * self._network.heads)
        ]
        letters = len(self._network.vocabulary)
        return [
            TextInput("text", L("Metin", "Text"), self._start(), max_length=LENGTH - 1),
            Button("next", L("Sıradaki harfi yazdır", "Write the next letter")),
            Choice("head", L("Blok ve baş", "Block and head"), heads, self._copying_head()),
            Slider("temperature", L("Sıcaklık", "Temperature"), 0.2, 2.0, step=0.1, value=1.0),
            Slider("k", L("top-k: kaç harf kalsın", "top-k: letters kept"), 1, letters, step=1, value=letters),
            Slider(
                "p", L("top-p: ne kadar olasılık kalsın", "top-p: probability kept"), 0.1, 1.0, step=0.05, value=1.0
            ),
        ]

    def presets(self):
        return {
            "copy": {"text": self._start()},
            "word": {"text": L("telefonsuz: ", "googler: ")},
            "hot": {"text": L("kahvecilik: ", "clumsily: "), "temperature": 2.0},
        }

    def _start(self):
        return L("zürafasız: zü", "teacherly: in a teac")

    def _copying_head(self):
        """Return the head that copies most over the first text."""
        text = self._network.cleaned(self._start())
        attention, _ = self._network.read(text)
        return int(copying(attention, [self._network.token[letter] for letter in END + text]).argmax())

    def on_next(self, state):
        """Add a letter drawn from what is kept, the same for the same text; nothing where the network ends the line."""
        network = self._network
        text = network.cleaned(state["text"])
        if len(text) == LENGTH - 1:
            return {}
        _, scores = network.read(text)
        chances, _ = self._chances(scores[-1], state["temperature"], state["k"], state["p"])
        seed = [network.token[letter] for letter in text]
        drawn = int((np.cumsum(chances) < np.random.default_rng([27, *seed]).random() * (1 - 1e-9)).sum())
        return {} if drawn == 0 else {"text": text + network.vocabulary[drawn]}

    def scene(self, text, head, temperature, k, p):
        network = self._network
        letters = network.cleaned(text)
        attention, scores = network.read(letters)
        chosen = attention[head // network.heads, head % network.heads]
        chances, raw = self._chances(scores[-1], temperature, k, p)
        rows = [[self._row(chosen[-1], letters)], [self._map(chosen, letters, head), self._bars(raw, chances)]]
        return Scene(rows, f"{self._looks(chosen, letters, head)} {self._next(chances)}")

    def _chances(self, scores, temperature, k, p):
        """Return the probabilities (letters,) of the next letter with what is cut away set to 0, and before that."""
        raw = softmax(scores.astype(float) / temperature)
        left = np.where(kept(raw, int(k), p), raw, 0)
        return left / left.sum(), raw

    def _row(self, weights, letters):
        """Return the last row of the map as bars over the letters: where the next letter is looked up."""
        names = ["▸", *map(self._shown, letters)]
        colors = ["orange" if place == weights.argmax() else "blue" for place in range(len(names))]
        bars = Bars(weights, labels=names, colors=colors)
        title = L("Son harf nereye bakıyor?", "Where does the last letter look?")
        return Panel(
            [bars], (-0.6, len(names) - 0.4), (0, 1), title, ylabel=L("ağırlık", "weight"), height=0.6, grid=False
        )

    def _map(self, attention, letters, head):
        heat = HeatMap(attention, colormap="sequential", low=0, high=1, smooth=False, bar=L("ağırlık", "weight"))
        known = {0: "▸", letters.find(":") + 1: ":", len(letters): self._shown(letters[-1:])}
        ticks = [(place + 0.5, name) for place, name in sorted(known.items()) if place or name == "▸"]
        return Panel(
            [heat],
            (0, len(letters) + 1),
            (len(letters) + 1, 0),
            L(f"Bütün harfler, {self._name(head)}", f"All letters, {self._name(head)}"),
            xlabel=L("bakılan harf", "letter looked at"),
            ylabel=L("okunan harf", "letter read"),
            xticks=ticks,
            yticks=ticks,
            grid=False,
            width=1.2,
        )

    def _bars(self, raw, chances):
        order = np.argsort(-raw, kind="stable")[:SHOWN]
        colors = [
            "orange" if place == 0 else "blue" if chances[token] else "muted" for place, token in enumerate(order)
        ]
        bars = Bars(raw[order], labels=[self._written(token) for token in order], colors=colors)
        title = L("Sıradaki harf", "The next letter")
        return Panel([bars], (-0.6, SHOWN - 0.4), (0, 1), title, ylabel=L("olasılık", "probability"))

    def _name(self, head):
        block, place = head // self._network.heads + 1, head % self._network.heads + 1
        return L(f"{block}. blok, {place}. baş", f"block {block}, head {place}")

    def _written(self, token):
        letter = self._network.vocabulary[token]
        return {END: L("son", "end"), " ": "␣"}.get(letter, letter)

    def _looks(self, attention, letters, head):
        best = int(attention[-1].argmax())
        share = percent(float(attention[-1, best]))
        if not letters:
            return L("Henüz yalnızca başlangıç var.", "There is only the start so far.")
        name, last = self._name(head), self._shown(letters[-1])
        if best == 0:
            return L(
                f"{name}: son harf “{last}” en çok satırın başına bakıyor (ağırlık {share}).",
                f"{name.capitalize()}: the last letter “{last}” looks most at the start of the line (weight {share}).",
            )
        seen = self._shown(letters[best - 1])
        return L(
            f"{name}: son harf “{last}” en çok {best}. yerdeki “{seen}” harfine bakıyor (ağırlık {share}).",
            f"{name.capitalize()}: the last letter “{last}” looks most at “{seen}” in place {best} (weight {share}).",
        )

    def _shown(self, letter):
        return "␣" if letter == " " else letter or "▸"

    def _next(self, chances):
        best, left = int(chances.argmax()), int((chances > 0).sum())
        share, letter = percent(float(chances[best])), self._written(best)
        spread = 2 ** float(-(chances[chances > 0] * np.log2(chances[chances > 0])).sum())
        return L(
            f"En olası devam “{letter}”: {share}. Seçilebilecek {left} belirteç kaldı, bunlar arasında şaşkınlık "
            f"{number(spread, 1)}.",
            f"The likeliest continuation is “{letter}”: {share}. {left} tokens can be drawn, with a perplexity of "
            f"{number(spread, 1)} among them.",
        )

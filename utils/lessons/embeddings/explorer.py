"""The explorer of lesson 22: a map of words with the neighbours of a word, and vector arithmetic, in two languages."""

from difflib import get_close_matches

import numpy as np

from utils.language import L, language, number
from utils.lessons.embeddings.runs import word_map
from utils.widgets.controls import Choice, TextInput, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Panel, Points, Scene, Text, class_style

NEAREST, LONGEST = 8, 20
ROOM = 0.24, 0.09  # around a marked word: other words so near to it are not named
QUESTIONS = {  # name: (word, minus, plus) in Turkish, in English
    "cat": (("kedi", "", ""), ("cat", "", "")),
    "three": (("üç", "", ""), ("three", "", "")),
    "beautiful": (("güzel", "", ""), ("beautiful", "", "")),
    "king": (("kral", "erkek", "kadın"), ("king", "man", "woman")),
    "direction": (("doğu", "kuzey", "güney"), ("east", "north", "south")),
    "capital": (("ankara", "türkiye", "fransa"), ("berlin", "germany", "france")),
}


def lower(text: str, spoken: str) -> str:
    """Return text in lower case; in Turkish I becomes ı and İ becomes i."""
    return text.replace("I", "ı").replace("İ", "i").lower() if spoken == "tr" else text.lower()


def ranking(vectors, target):
    """Return the rows of unit vectors (n, d) from the nearest to ``target`` (d,) to the farthest, and all cosines (n,)."""
    cosines = vectors @ target / (np.linalg.norm(target) or 1.0)
    return np.argsort(-cosines, kind="stable"), cosines


class WordMapExplorer(Explorer):
    """Four hundred words in the plane, those nearest to a word or to word - minus + plus, and their cosines."""

    name = "words"
    recorded = ("spoken", "question", "leave_out")

    def title(self):
        return L("Sözcük haritası", "A map of words")

    def task(self):
        return L(
            "Önce karar verin: kral − erkek + kadın toplamına en yakın sözcük hangisidir? Soruyu seçin, sonra “Sorudaki "
            "sözcükleri ayır” ayarını kapatın. Listenin başına hangi sözcük geçti?",
            "Decide first: which word is nearest to king − man + woman? Choose the question, then turn off “Leave out the "
            "words of the question”. Which word is now at the top of the list?",
        )

    def controls(self):
        own = 0 if language() == "tr" else 1
        word, minus, plus = QUESTIONS["cat"][own]
        return [
            Choice("spoken", L("Dil", "Language"), [("tr", "Türkçe"), ("en", "English")], language()),
            Choice(
                "question", L("Soru", "Question"), [(name, _written(*words[own])) for name, words in QUESTIONS.items()]
            ),
            TextInput("word", L("Sözcük", "Word"), word, max_length=LONGEST),
            TextInput("minus", L("− sözcük", "− word"), minus, max_length=LONGEST),
            TextInput("plus", L("+ sözcük", "+ word"), plus, max_length=LONGEST),
            Toggle("leave_out", L("Sorudaki sözcükleri ayır", "Leave out the words of the question"), True),
        ]

    def presets(self):
        return {
            "king": self._asked("king", language()),
            "king_with_all": self._asked("king", language()) | {"leave_out": False},
            "direction": self._asked("direction", language()),
            "english": {"spoken": "en"} | self._asked("cat", "en"),
            "turkish": {"spoken": "tr"} | self._asked("cat", "tr"),
        }

    def _asked(self, question, spoken):
        words = QUESTIONS[question][0 if spoken == "tr" else 1]
        return {"question": question} | dict(zip(("word", "minus", "plus"), words, strict=True))

    def on_question(self, state):
        return self._asked(state["question"], state["spoken"])

    def on_spoken(self, state):
        return self._asked(state["question"], state["spoken"])

    def scene(self, spoken, question, word, minus, plus, leave_out):
        known = word_map(spoken)
        asked = [lower(text.strip(), spoken) for text in (word, minus, plus)]
        rows = [known.index(text) for text in asked]
        missing = [text for text, row in zip(asked, rows, strict=True) if text and row is None]
        if missing or rows[0] is None:
            return _scene(known, [row for row in rows if row is not None], None, None, _excuse(known, missing))
        target = sum(sign * known.vectors[row] for sign, row in zip((1, -1, 1), rows, strict=True) if row is not None)
        order, cosines = ranking(known.vectors, target)
        own = [row for row in rows if row is not None]
        if leave_out:
            order = np.array([row for row in order if row not in own])
        return _scene(known, own, order[:NEAREST], cosines, _summary(known, asked, order, cosines))


def _written(word, minus, plus):
    return word + (f" − {minus}" if minus else "") + (f" + {plus}" if plus else "")


def _scene(known, own, nearest, cosines, summary):
    return Scene([[_map(known, own, nearest), _bars(known, own, nearest, cosines)]], summary)


def _map(known, own, nearest):
    """Draw all words as dots, as many of them named as there is room for, the question and its neighbours first."""
    marked = list(dict.fromkeys([*own, *([] if nearest is None else nearest)]))
    x, y = known.places.T
    crowded = np.zeros(len(known.words), dtype=bool)
    for row in marked:
        crowded |= (np.abs(x - x[row]) < ROOM[0]) & (np.abs(y - y[row]) < ROOM[1])
    texts = ["" if near else word for word, near in zip(known.words, crowded, strict=True)]
    layers = [Points(x, y, color="muted", size=2.0, texts=texts, opacity=0.6)]
    if marked:
        kinds = [0 if row in own else 1 for row in marked]
        names = [L("soru", "question"), L("en yakınlar", "nearest")][: max(kinds) + 1]
        words = [known.words[row] for row in marked]
        layers.append(Points(x[marked], y[marked], classes=kinds, size=6.0, texts=words, label=names))
    title = L(
        f"{len(known.words)} sözcük, iki boyuta indirilmiş", f"{len(known.words)} words, reduced to two dimensions"
    )
    return Panel(layers, (-1.05, 1.15), (-1.05, 1.05), title, width=1.6, axes=False, grid=False)


def _bars(known, own, nearest, cosines):
    title = L("En yakın sözcükler", "Nearest words")
    if nearest is None:
        note = Text(0.5, 0.5, L("sözcük bilinmiyor", "unknown word"), color="muted", align="center")
        return Panel([note], (0, 1), (0, 1), title, axes=False, grid=False)
    colors = [class_style(0 if row in own else 1)[0] for row in nearest]
    bars = Bars(
        cosines[nearest], labels=[known.words[row] for row in nearest], colors=colors, horizontal=True, digits=2
    )
    return Panel([bars], (0, 1.15), (len(nearest) - 0.5, -0.5), title, L("kosinüs benzerliği", "cosine similarity"))


def _excuse(known, missing):
    """Return what to say of words that have no vector, with words that are spelled like the first of them."""
    if not missing:
        return L("İlk kutuya bir sözcük yazın.", "Write a word into the first box.")
    word = missing[0]
    similar = [other for other in known.words if other[:3] == word[:3]] or get_close_matches(word, known.words, 4, 0.6)
    hint = (
        L(" Yazılışı benzeyenler: ", " Words with a similar spelling: ") + ", ".join(similar[:4]) + "."
        if similar
        else ""
    )
    return (
        L(
            f"“{word}” bu haritadaki {len(known.words)} sözcük arasında yok, bu yüzden bir vektörü de yok.",
            f"“{word}” is not among the {len(known.words)} words of this map, so it has no vector.",
        )
        + hint
    )


def _summary(known, asked, order, cosines):
    question, best = _written(*asked), int(order[0])
    word, cosine = known.words[best], number(float(cosines[best]))
    if not (asked[1] or asked[2]):
        return L(
            f"“{question}” sözcüğüne en yakın sözcük “{word}” (kosinüs {cosine}).",
            f"The word nearest to “{question}” is “{word}” (cosine {cosine}).",
        )
    return L(
        f"{question} toplamına en yakın sözcük “{word}” (kosinüs {cosine}).",
        f"The word nearest to {question} is “{word}” (cosine {cosine}).",
    )

"""The data of lesson 27: words that are made from another word, each with a gloss that names the word it is made from."""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np

from utils.datasets.turkish_names import lower
from utils.datasets.wordnet import load_wordnet

LENGTH = 40  # places of the network: the start, and at most 39 letters with the end of the line
TEST = 500  # headwords kept for the test
ENDINGS = (  # of English words that are made from others
    "ly", "ness", "less", "like", "ful", "able", "ible", "er", "or", "ship", "hood", "ish", "ous", "ize", "ise", "ity", "ment",
    "ist", "ism", "ic", "al", "ive", "ed", "ing", "ion", "y", "ian", "woman", "ess", "age",
)  # fmt: skip
LETTERS = {"tr": set("abcçdefgğhıijklmnoöprsştuüvyzâîû ,"), "en": set("abcdefghijklmnopqrstuvwxyz ,-")}
END = "\n"  # the token that begins and ends a line


class Lines(NamedTuple):
    """train, test: lines "word: gloss"; no headword is in both. vocabulary: the letters, ``END`` first."""

    train: tuple[str, ...]
    test: tuple[str, ...]
    vocabulary: tuple[str, ...]


_synsets = cache(load_wordnet)


def gloss_words(language: str) -> Counter:
    """Return how often each word stands in the glosses of the whole dictionary, in lower case."""
    small = lower if language == "tr" else str.lower
    return Counter(word for synset in _synsets(language) for word in re.findall(r"[^\W\d_]+", small(synset.gloss)))


@cache
def derived_lines(language: str) -> Lines:
    """Return the lines of "tr" (KeNet) or "en" (WordNet 3.1), shuffled, the same each time; each test headword once.

    Kept are lines of at most 38 letters whose gloss has a word that begins like the headword: with the same three letters in
    Turkish; in English with the same four and with all but the last four, of headwords that end like a derived word.
    """
    pairs = sorted(set(_pairs(language)))
    rng = np.random.default_rng(0)
    words = sorted({word for word, _ in pairs})
    held = {words[place] for place in rng.permutation(len(words))[:TEST]}
    train = [f"{word}: {gloss}" for word, gloss in pairs if word not in held]
    test = list({word: f"{word}: {gloss}" for word, gloss in pairs if word in held}.values())
    train, test = ([rows[place] for place in rng.permutation(len(rows))] for rows in (train, test))
    return Lines(tuple(train), tuple(test), (END, *sorted(set("".join(train + test)))))


def encode(lines, vocabulary):
    """Return the inputs (n, 40) and the targets (n, 40) of lines: one letter later, -1 where nothing is asked.

    Asked are the letters of the gloss and the end of the line; the headword is given, and after the end there is nothing.
    """
    index = {letter: place for place, letter in enumerate(vocabulary)}
    tokens = np.full((len(lines), LENGTH + 1), -1)
    for row, line in zip(tokens, lines, strict=True):
        row[: len(line) + 2] = [index[letter] for letter in END + line + END]
    x, y = np.maximum(tokens[:, :-1], 0), tokens[:, 1:]
    for row, line in zip(y, lines, strict=True):
        row[: line.index(":") + 2] = -1
    return x, y


def uses_stem(line, letters=4):
    """Return whether a word of the gloss begins with the first ``letters`` letters of the headword."""
    word, _, gloss = line.partition(": ")
    return any(other.startswith(word[:letters]) for other in re.findall(r"[^\W\d_]+", gloss))


def _pairs(language):
    """Yield (word, gloss) of single words whose gloss has a word that begins like them."""
    small = lower if language == "tr" else str.lower
    for synset in _synsets(language):
        gloss = small(synset.gloss)
        if set(gloss) <= LETTERS[language]:
            for word in map(small, synset.words):
                fits = len(word) + len(gloss) + 2 <= LENGTH - 2 and set(word) <= LETTERS[language] - set(" ,-")
                if fits and _derived(word, gloss, language):
                    yield word, gloss


def _derived(word, gloss, language):
    """Return whether a word of the gloss begins like the headword, with as many letters as the language asks for."""
    least = 3 if language == "tr" else max(4, len(word) - 4)
    if len(word) < least or not any(other.startswith(word[:least]) for other in gloss.split()):
        return False
    return language == "tr" or (len(word) > 5 and word.endswith(ENDINGS) and "genus" not in gloss)

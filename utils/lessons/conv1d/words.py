"""Words of the dictionaries with their part of speech, and their letters as numbers."""

from typing import NamedTuple

import numpy as np

from utils.datasets.wordnet import load_wordnet

ALPHABETS = {"tr": "abcçdefgğhıijklmnoöprsştuüvyz", "en": "abcdefghijklmnopqrstuvwxyz"}
PARTS = "nvab"  # noun, verb, adjective, adverb, as the dictionaries call them
EACH, TEST = 1400, 1200  # words of each part; of all, those kept for testing
SHORTEST, LONGEST = 4, 14  # letters
END = "."  # stands after the last letter


class Words(NamedTuple):
    """words (n,) str, in lower case; parts (n,): 0 noun, 1 verb, 2 adjective, 3 adverb."""

    words: np.ndarray
    parts: np.ndarray


def load_words(language: str) -> tuple[Words, Words]:
    """Return 4400 words to train on and 1200 others to test, of four parts of speech in equal numbers.

    Of "tr" or "en": single words of 4 to 14 letters that belong to one part only.
    """
    parts_of: dict[str, set[str]] = {}
    for synset in load_wordnet(language):
        for word in synset.words:
            parts_of.setdefault(word, set()).add(synset.part)
    rng, rows = np.random.default_rng(0), []
    for number, part in enumerate(PARTS):
        own = [word for word, parts in parts_of.items() if parts == {part} and _plain(word, ALPHABETS[language])]
        rows += [(word, number) for word in rng.permutation(sorted(own))[:EACH]]
    order = rng.permutation(len(rows))
    words, parts = np.array([rows[i][0] for i in order]), np.array([rows[i][1] for i in order])
    return Words(words[TEST:], parts[TEST:]), Words(words[:TEST], parts[:TEST])


def _plain(word, alphabet):
    return SHORTEST <= len(word) <= LONGEST and set(word) <= set(alphabet)


def one_hot(words, alphabet: str, length: int = LONGEST + 2) -> np.ndarray:
    """Return words and their end sign as float32 (n, length, letters + 1): a 1 for each letter in its place."""
    signs = {sign: place for place, sign in enumerate(alphabet + END)}
    x = np.zeros((len(words), length, len(signs)), dtype=np.float32)
    for row, word in zip(x, words, strict=True):
        for place, sign in enumerate(f"{word}{END}"):
            row[place, signs[sign]] = 1
    return x

"""The trainings of lesson 22 that were made beforehand, and the few hundred words that its explorer shows."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/embeddings_runs.npz", "assets/embeddings_words.npz")
RUNS, WORDS = map(course_file, FILES)


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded measurements of ``tools/embeddings_runs.py``, which says what each array holds."""
    return load_recorded(RUNS)


@dataclass(frozen=True, eq=False)
class WordMap:
    """Some words of a language: words (n,), vectors (n, 32) of length 1, places (n, 2) in the plane, from -1 to 1."""

    words: tuple[str, ...]
    vectors: np.ndarray
    places: np.ndarray

    def index(self, word: str) -> int | None:
        """Return the row of ``word``, None if it is not among the words."""
        return self.words.index(word) if word in self.words else None


@cache
def word_map(language: str) -> WordMap:
    """Return the words of "tr" or "en", their vectors rounded to eight bits."""
    found = load_recorded(WORDS)
    vectors = found[f"{language}_vectors"].astype(float)
    return WordMap(
        tuple(str(word) for word in found[f"{language}_words"]),
        vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        found[f"{language}_places"].astype(float),
    )

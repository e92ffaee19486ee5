"""The course's glossary, ``assets/terms.csv``: its terms in both languages, and how to find one."""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from utils.language import L
from utils.places import course_file

FILES = ("assets/terms.csv",)
TERMS_FILE = course_file(FILES[0])
BARE = str.maketrans("ışğçöüâîû", "isgcouaiu")


@dataclass(frozen=True)
class Term:
    """One term. ``tr``: the Turkish that the course uses; ``variants``: other Turkish words for it that a reader
    may meet; ``allowed``: those of them that the course's own prose may use too (abbreviations above all);
    ``everyday``: the Turkish word is everyday language, so prose may use it before the term is introduced."""

    en: str
    tr: str
    variants: tuple
    allowed: tuple
    everyday: bool
    note_tr: str
    note_en: str

    @property
    def name(self) -> str:
        """The term in the reader's language."""
        return L(self.tr, self.english)

    @property
    def english(self) -> str:
        """The English form without the remark that tells two meanings apart: "bias (parameter)" → "bias"."""
        return self.en.split(" (")[0]

    @property
    def note(self) -> str:
        """A short explanation in the reader's language."""
        return L(self.note_tr, self.note_en)


@cache
def load_terms(path: Path = TERMS_FILE) -> tuple:
    """Return all terms, in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_term(row) for row in csv.DictReader(file))


def _term(row):
    def words(key):
        return tuple(word.strip() for word in row[key].split(";") if word.strip())

    return Term(
        row["en"],
        row["tr"],
        words("tr_also"),
        words("allowed"),
        row["everyday"] == "yes",
        row["note_tr"],
        row["note_en"],
    )


def lower(text: str) -> str:
    """Return Turkish text in small letters: İ → i and I → ı, which ``str.lower`` does not know."""
    return text.replace("İ", "i").replace("I", "ı").lower()


@lru_cache(4096)  # a search folds the whole glossary, at every letter typed
def fold(text: str) -> str:
    """Return text as a search compares it: small letters, and ı, ş, ğ, ç, ö, ü as i, s, g, c, o, u, so that it is
    found from any keyboard and in either language."""
    return lower(text).translate(BARE)

"""Whether a word is spelled as a dictionary, the glossary or the course's own lists have it.

The dictionaries are hunspell's, of LibreOffice (``assets/CREDITS.md``); they are kept packed, and read once. A Turkish word
may hang its suffixes on what no dictionary has: a term, a name, an abbreviation.
"""

import lzma
import re
import tempfile
from functools import cache
from pathlib import Path

import hunspell

from utils.authoring.glossary import spelled
from utils.glossary import load_terms, lower

HERE = Path(__file__).resolve().parent
COPULA = re.compile(r"(?<=\w{3})[dt][ıiuü]r$")  # the dictionary has it after few of its suffixes
DICTIONARIES = {"tr": "tr_TR", "en": "en_GB"}


class Speller:
    """Knows the words of one language, "tr" or "en"."""

    def __init__(self, language: str):
        self.language = language
        self.dictionary = _dictionary(language)
        names, own = listed("names"), listed(language)
        terms = load_terms()
        if language == "tr":
            known = [*own, *(words for term in terms for words in (term.tr, *term.variants))]
            self.stems = _stems(known, [*names, *_words(" ".join(term.en for term in terms))])
        else:
            known = [*own, *_words(" ".join(term.en for term in terms)), *names]
            self.words = {lower_english(word) for word in known}

    def knows(self, word: str) -> bool:
        """Tell whether ``word``, without digits and marks but with apostrophes, is spelled rightly."""
        word = word.replace("’", "'")
        if self.dictionary.spell(word):
            return True
        if self.language == "en":
            stem = word.removesuffix("'s").removesuffix("'")
            return (stem != word and self.knows(stem)) or not self.words.isdisjoint(
                {lower_english(word), lower_english(word.removesuffix("s"))}
            )
        small = lower(word)
        plain = COPULA.sub("", small)
        if self.dictionary.spell(small) or self.dictionary.spell(plain):
            return True
        if any(self.stems[start].fullmatch(small) for start in _starts(self.stems, small)):
            return True
        stem, apostrophe, _ = word.partition("'")
        return bool(apostrophe) and self.knows(stem)


def lower_english(word: str) -> str:
    """Return ``word`` in small letters of the English alphabet, the Turkish İ and I among them."""
    return word.replace("İ", "i").lower()


@cache
def speller(language: str) -> Speller:
    """Return the one speller of a language; its dictionary takes seconds to read."""
    return Speller(language)


def listed(name: str) -> list[str]:
    """Return the words of one of the course's own lists, a word a line; what follows "#" is a remark."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if (word := line.partition("#")[0].strip())]


def _dictionary(language):
    name = DICTIONARIES[language]
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("aff", "dic"):
            packed = HERE / "dictionaries" / f"{name}.{ending}.xz"
            Path(folder, f"{name}.{ending}").write_bytes(lzma.decompress(packed.read_bytes()))
        return hunspell.Hunspell(name, hunspell_data_dir=folder)


def _words(text):
    return re.findall(r"[^\W\d_]{2,}", text)


def _stems(words, names):
    """Return {first two letters: the pattern of all known words that begin so, with any Turkish suffix}."""
    found: dict[str, set[str]] = {}
    for word in {lower(part) for words_ in words for part in _words(words_)} | {lower(name) for name in names}:
        found.setdefault(word[:2], set()).add(word)
    return {start: re.compile("|".join(spelled(word) for word in sorted(group))) for start, group in found.items()}


def _starts(stems, word):
    return [start for start in (word[:2], word[:1]) if start in stems]

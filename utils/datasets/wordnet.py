"""Dictionaries that know how words are related: KeNet for Turkish, WordNet 3.1 for English, as nlptoolkit-wordnet has them."""

import hashlib
import html
import re
import sys
from pathlib import Path
from typing import NamedTuple

from utils.datasets.checked import DataError, package_folder
from utils.language import L

PACKAGE, MODULE = "nlptoolkit-wordnet", "WordNet"
DICTIONARIES = {  # language: name, SHA-256 of its bytes
    "tr": ("turkish_wordnet.xml", "afe256845a8e8d26ab097eb8efda9627aae61c8018cba69b566adc19699593f5"),
    "en": ("english_wordnet_version_31.xml", "9ee69fd3a2aedb68a40992c4d64462e16391f2b567dd0329d9b512dd054a914b"),
}
WORD = re.compile("<LITERAL>([^<]*)<")
RELATION = re.compile("<(?:SR|ILR)>([^<]*)<TYPE>([^<]*)<")


class Synset(NamedTuple):
    """A meaning: the words that can express it, and how the dictionary explains it.

    id: "TUR10-…" or "ENG31-…". words: spelled as in the dictionary; gloss: "" for 172 of KeNet. part: "n" noun, "v" verb,
    "a" adjective, "b" adverb, and others. relations: (type, id of the other synset), for instance ("HYPERNYM", "TUR10-0001");
    "SYNONYM" leads from Turkish to the English synset of the same meaning.
    """

    id: str
    words: tuple[str, ...]
    part: str
    gloss: str
    examples: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]


def load_wordnet(language: str) -> tuple[Synset, ...]:
    """Return the synsets of ``language``: 78,327 of "tr" (KeNet), 117,791 of "en" (WordNet 3.1, here without examples).

    In the order of the file, which is read without importing its package. Raises ``ValueError`` for another language and
    ``DataError`` where the file is missing or damaged. Data: Ehsani, Solak and Yıldız (2018), "Constructing a WordNet for
    Turkish using manual and automatic annotation"; Fellbaum (1998), "WordNet". GPL-3: read where it is installed, never copied.
    """
    if language not in DICTIONARIES:
        raise ValueError(
            L(f'dil "tr" ya da "en" olmalı, {language!r} değil', f'language is "tr" or "en", not {language!r}')
        )
    return tuple(_synset(line) for line in _read(language).splitlines() if line.startswith("<SYNSET>"))


def _read(language):
    """Return the text of the dictionary's file, one synset a line."""
    name, expected = DICTIONARIES[language]
    path = package_folder(PACKAGE, MODULE) / Path("data") / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(PACKAGE, L(f"{name} okunamıyor.", f"{name} cannot be read.")) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise DataError(PACKAGE, L(f"{name} beklenen dosya değil.", f"{name} is not the expected file."))
    return html.unescape(content.decode("utf-8"))


def _synset(line):
    """Return the ``Synset`` of one line. The files have no attributes, comments or other XML that a pattern would miss."""
    related = tuple((sys.intern(kind), other) for other, kind in RELATION.findall(line))
    examples = tuple(filter(None, (example.strip() for example in _inside("EXAMPLE", line).split("|"))))
    words = tuple(dict.fromkeys(WORD.findall(line)))
    return Synset(_inside("ID", line), words, sys.intern(_inside("POS", line)), _inside("DEF", line), examples, related)


def _inside(tag, line):
    """Return what stands in the first ``tag`` of a line, "" where there is none."""
    _, found, rest = line.partition(f"<{tag}>")
    return rest.partition(f"</{tag}>")[0].strip() if found else ""

"""The glossary as an explorer: type a word in either language, or a part of it, with or without Turkish
letters."""

from utils.glossary import fold, load_terms
from utils.language import L
from utils.widgets.controls import TextInput
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Scene, Table

MOST = 12  # rows shown at once


def search(query: str) -> list:
    """Return the terms that hold ``query``, the best first: whole names, then beginnings, then the rest.

    Both languages, the variants and the explanations are searched. Capital and small letters are the same,
    and so are i/ı, s/ş, g/ğ, c/ç, o/ö, u/ü, so a word is found from any keyboard. An empty query gives every
    term.
    """
    wanted = fold(" ".join(query.split()))
    found = []
    for term in load_terms():
        rank = _rank(wanted, term)
        if rank is not None:
            found.append((rank, fold(term.name), term))
    return [term for _, _, term in sorted(found, key=lambda item: item[:2])]


def _rank(wanted: str, term) -> int | None:
    names = [fold(name) for name in (term.tr, term.english, *term.variants)]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(f" {wanted}" in name for name in names):
        return 2
    if any(wanted in name for name in names):
        return 3
    if f" {wanted}" in " " + fold(term.note):
        return 4
    return None


class GlossarySearch(Explorer):
    """A line to type in, and the terms that fit."""

    name = "glossary_search"

    def title(self):
        return L("Sözlük", "Glossary")

    def task(self):
        return L(
            "Türkçe ya da İngilizce bir terimi ya da terimin bir parçasını yazın. “agirlik” yazsanız da ağırlık bulunur.",
            "Type a term in English or Turkish, or a part of one. Accents do not matter: “agirlik” finds ağırlık.",
        )

    def controls(self):
        return [TextInput("query", L("Aranan", "Search"), value="", max_length=40)]

    def presets(self):
        return {"neuron": {"query": L("nöron", "neuron")}, "nothing": {"query": "xyz"}}

    def scene(self, query):
        found = search(query)
        languages = L(("tr", "english"), ("english", "tr"))
        rows = [[*(getattr(term, name) for name in languages), term.note] for term in found[:MOST]]
        header = L(["Türkçe", "İngilizce", "Anlamı"], ["English", "Turkish", "Meaning"])
        return Scene([[Table(header, rows or [["–", "–", _nothing()]])]], summary=_summary(query, found))


def _nothing():
    return L("Bu kursun sözlüğünde böyle bir terim yok.", "The course's glossary has no such term.")


def _summary(query, found):
    count = len(found)
    shown = L(f"; ilk {MOST} tanesi görünüyor", f"; the first {MOST} are shown") if count > MOST else ""
    if not query.strip():
        return L(f"Sözlükte {count} terim var{shown}.", f"The glossary has {count} terms{shown}.")
    if not found:
        return L(f"“{query}” için sonuç yok.", f"Nothing found for “{query}”.")
    terms = "term" if count == 1 else "terms"
    return L(f"“{query}” için {count} terim bulundu{shown}.", f"{count} {terms} found for “{query}”{shown}.")

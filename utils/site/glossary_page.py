"""The glossary of the site: the reader's language first, then the other one as a way back into it."""

import html
import re

from utils.authoring.front_cells import in_language
from utils.glossary import load_terms, lower
from utils.site.pages import place

ALPHABET = {letter: place for place, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}
TITLE = {"tr": "Sözlük", "en": "Glossary"}
LEAD = {
    "tr": "Kursun terimleri: Türkçesi, İngilizcesi, kısa anlamı ve ilk anlatıldığı yer.",
    "en": "The terms of the course: in English, in Turkish, what they mean and where they are introduced.",
}
BACK = {"tr": "İngilizceden Türkçeye", "en": "From Turkish to English"}


def introductions(notebooks: dict) -> dict:
    """Return {English term: (lesson, place)} from {lesson: Turkish notebook}; the earliest lesson counts.

    Where a lesson introduces a term, its English form stands in brackets: the build insists on that.
    """
    terms, found = load_terms(), {}
    for lesson, notebook in sorted(notebooks.items()):
        cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.id != "header"]
        table = "\n".join(cell.source for cell in cells if "|:---|" in cell.source.replace(" ", ""))
        for term in terms:
            if term.en not in found and f"| {term.tr} | {term.english} |" in table:
                named = re.compile(rf"\(\W*{re.escape(term.english[:-1])}\w{{1,3}}\b", re.I)  # a plural counts too
                cell = next((cell for cell in cells if named.search(cell.source)), None)
                cell = cell or next(cell for cell in cells if f"| {term.tr} | {term.english} |" in cell.source)
                found[term.en] = lesson, place(cell.id)
    return found


def glossary_page(where: dict, titles: dict, language: str) -> str:
    """Return the page as markdown; where: as ``introductions`` gives it, titles: {lesson: title}."""
    terms = sorted(load_terms(), key=lambda term: _order(_own(term, language)))
    entries = "\n".join(_entry(term, where, titles, language) for term in terms)
    back = sorted(terms, key=lambda term: _order(_other(term, language)))
    rows = "\n".join(_back_row(term, language) for term in back)
    return "\n\n".join(
        [
            f"# {TITLE[language]}",
            LEAD[language],
            f'<dl class="terms">\n{entries}\n</dl>',
            f"## {BACK[language]}",
            f'<ul class="terms-back" lang="{language}">\n{rows}\n</ul>',
        ]
    )


def _own(term, language):
    return in_language(language, term.tr, term.en)


def _other(term, language):
    return in_language(language, term.en, term.tr)


def _order(word):
    """Return what sorts words as a Turkish dictionary does; English words come out right as well."""
    return [ALPHABET.get(letter, -1) for letter in lower(word)]


def _id(term):
    return "t-" + re.sub(r"[^a-z0-9]+", "-", term.en.lower()).strip("-")


def _foreign(language):
    return in_language(language, "en", "tr")


def _entry(term, where, titles, language):
    """Return a term's row; where: ``{term.en: (lesson, place in it)}`` of its first use, titles: ``{lesson: title}``."""
    other = f'<span lang="{_foreign(language)}">{html.escape(in_language(language, term.english, term.tr))}</span>'
    note = html.escape(in_language(language, term.note_tr, term.note_en))
    link = ""
    if term.en in where:
        lesson, spot = where[term.en]
        link = f' <a href="{lesson}.html#{spot}">{lesson[:2]} · {html.escape(titles[lesson])}</a>'
    return f'<dt id="{_id(term)}">{html.escape(_own(term, language))} · {other}</dt><dd>{note}{link}</dd>'


def _back_row(term, language):
    other = f'<span lang="{_foreign(language)}">{html.escape(_other(term, language))}</span>'
    return f'<li>{other}: <a href="#{_id(term)}">{html.escape(_own(term, language))}</a></li>'

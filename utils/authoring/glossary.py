"""Holds a lesson's Turkish prose against the glossary.

1. A variant that the glossary does not allow in prose is reported, with the term to use.
2. A term that the lesson introduces has its English form in brackets where it is first used.
3. A term that neither this lesson nor one that it builds on introduces is reported where it is used without
   its English form, unless its Turkish is an everyday word.

Turkish suffixes and their consonant changes (katman → katmanlar, gradyan inişi → gradyan inişinin, eşik →
eşiği) and Turkish capitals (İ/i, I/ı) are understood.
"""

import re
from dataclasses import dataclass
from functools import cache

from utils.authoring.markdown import prose
from utils.glossary import Term, load_terms, lower

SOFTENED = {"p": "[pb]", "ç": "[çc]", "t": "[td]", "k": "[kğ]"}
LETTER = "a-zçğıöşüâîû"
NEAR = 90  # characters in which the English form has to follow


def _spelled(words: str) -> str:
    """Return the regular expression of Turkish ``words`` with any suffix on the last one, for text made small."""
    *first, last = lower(words).split()
    stem = re.escape(last[:-1]) + SOFTENED.get(last[-1], re.escape(last[-1]))
    # A compound's last vowel (karar sınırı) gives way to the plural: karar sınırları.
    plural = f"|{re.escape(last[:-1])}l[ae]r[ıi]" if first and last[-1] in "ıiuü" else ""
    before = "".join(re.escape(word) + r"\s+" for word in first)
    return rf"{before}(?:{stem}{plural})(?:['’]?[{LETTER}]*)"


@dataclass(frozen=True)
class _Wording:
    """A way to write a term in Turkish; not ``good`` where prose must not."""

    words: str
    term: Term
    good: bool


@cache
def _wordings() -> dict:
    """Return {first two letters: (wordings, the longest first, and one pattern with a group for each of them)}."""
    terms = load_terms()
    good = [_Wording(words, term, True) for term in terms for words in (term.tr, *term.allowed)]
    taken = {lower(wording.words) for wording in good}
    bad = [
        _Wording(words, term, False) for term in terms for words in term.variants if lower(words) not in taken
    ]
    buckets = {}
    for wording in sorted(good + bad, key=lambda wording: -len(wording.words)):
        buckets.setdefault(lower(wording.words)[:2], []).append(wording)
    return {
        start: (wordings, re.compile("|".join(f"({_spelled(wording.words)})" for wording in wordings)))
        for start, wordings in buckets.items()
    }


def _found(text: str):
    """Yield (match, wording) for each term in ``text``, from left to right: the longest at each place, so that what
    is part of a longer term (gradyan in gradyan inişi) is not taken for itself."""
    end = 0
    for word in re.finditer(rf"[{LETTER}]+", text):
        wordings, pattern = _wordings().get(word[0][:2], ((), None))
        match = pattern.match(text, word.start()) if pattern and word.start() >= end else None
        if match:
            end = match.end()
            yield match, wordings[match.lastindex - 1]


def check_lesson(lesson, known: set):
    """Report to ``lesson.problems``. known: the ``en`` names of the terms that its ``needs`` introduced."""
    terms = load_terms()
    names = {term.en for term in terms}
    for name in lesson.course["terms"]:
        if name not in names:
            lesson.problems.add_at(
                name, f"`terms:` names {name!r}, which assets/terms.csv does not have; add it there"
            )
    introduced, met = set(lesson.course["terms"]), set()
    for unit in lesson.units:
        if unit.kind != "markdown":
            continue
        text = lower(prose(unit.texts["tr"]))
        for found, wording in _found(text):
            line = unit.line + text[: found.start()].count("\n")
            if not wording.good:
                _check_variant(text, found, wording.term, line, lesson)
            elif unit.role != "notes":  # a student never sees the presenter's notes
                if wording.term.en not in met | known:
                    _check_first_use(text, found, wording.term, line, lesson)
                met.add(wording.term.en)
    for name in sorted(introduced & names - met):
        lesson.problems.add_at(name, f"`terms:` lists {name!r}, but the Turkish prose never uses it")


def _check_variant(text, found, term, line, lesson):
    before = text[: found.start()]
    if before.rfind("(") > before.rfind(")"):
        return
    lesson.problems.add(
        line,
        f"{found[0]!r}: the course says {term.tr!r} for {term.en!r} (terms.csv); a variant may stand in brackets",
    )


def _check_first_use(text, found, term, line, lesson):
    introduced = term.en in lesson.course["terms"]
    if (term.everyday and not introduced) or _names_english(text[found.end() : found.end() + NEAR], term):
        return
    if introduced:
        message = f"the first {found[0]!r} of the lesson needs its English form after it: ({term.english})"
    else:
        message = (
            f"{found[0]!r} ({term.en}) is used before any lesson that this one needs introduces it; add it to `terms:` "
            f"or give the English form in brackets: ({term.english})"
        )
    lesson.problems.add(line, message)


def _names_english(following, term):
    # Without its last letter the English form is found in a plural or a derived form too.
    return any(lower(term.english)[:-1] in inside for inside in re.findall(r"\(([^()]*)\)", following))

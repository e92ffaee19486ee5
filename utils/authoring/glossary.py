"""Holds a lesson's Turkish prose against the glossary.

1. A variant that the glossary does not allow in prose is reported, with the term to use.
2. A term that the lesson introduces has its English form in brackets where it is first used.
3. A term that neither this lesson nor one that it builds on introduces is reported where it is used without
   its English form, unless its Turkish is an everyday word.

Turkish suffixes and their consonant changes (katman → katmanlar, gradyan inişi → gradyan inişinin, eşik →
eşiği) and Turkish capitals (İ/i, I/ı) are understood.
"""

import re
from functools import cache

from utils.authoring.source import without_code
from utils.glossary import load_terms, lower

SOFTENED = {"p": "[pb]", "ç": "[çc]", "t": "[td]", "k": "[kğ]"}
LETTER = "a-zçğıöşüâîû"
NEAR = 90  # characters in which the English form has to follow


@cache
def pattern(words: str) -> re.Pattern:
    """Return what finds Turkish ``words`` with any suffix on the last one, in text made small by ``lower``."""
    *first, last = lower(words).split()
    stem = re.escape(last[:-1]) + SOFTENED.get(last[-1], re.escape(last[-1]))
    # A compound's last vowel (karar sınırı) gives way to the plural: karar sınırları.
    plural = f"|{re.escape(last[:-1])}l[ae]r[ıi]" if first and last[-1] in "ıiuü" else ""
    before = "".join(re.escape(word) + r"\s+" for word in first)
    return re.compile(rf"(?<![{LETTER}]){before}(?:{stem}{plural})(?:['’]?[{LETTER}]*)")


def prose(text: str) -> str:
    """Return the words of a markdown block, small, with code, formulas, headings and addresses blanked out."""
    text = without_code(text)
    for skipped in (r"\$\$.*?\$\$", r"\$[^$\n]*\$", r"`[^`\n]*`", r"^#+ [^\n]*$", r"\]\([^)]*\)", r"^- [^\n]*\(\d{4}\)\.[^\n]*$"):
        text = re.sub(skipped, lambda m: re.sub(r"[^\n]", "\0", m[0]), text, flags=re.M | re.S)
    return lower(text)


def check_lesson(lesson, known: set):
    """Report to ``lesson.problems``. known: the ``en`` names of the terms that its ``needs`` introduced."""
    terms = load_terms()
    names = {term.en for term in terms}
    for name in lesson.course["terms"]:
        if name not in names:
            lesson.problems.add(1, f"`terms:` names {name!r}, which assets/terms.csv does not have; add it there")
    introduced, met = set(lesson.course["terms"]), set()
    for unit in lesson.units:
        if unit.kind != "markdown":
            continue
        text = prose(unit.texts["tr"])
        text = _check_variants(text, terms, unit, lesson)
        if unit.role in (None, "hint", "question"):
            _check_first_uses(text, terms, unit, lesson, introduced, known, met)
    for name in sorted(introduced - met & names):
        if name in names and name not in met:
            lesson.problems.add(1, f"`terms:` lists {name!r}, but the Turkish prose never uses it")


def _longest_first(pairs):
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _check_variants(text, terms, unit, lesson):
    good = {lower(word) for term in terms for word in (term.tr, *term.allowed)}
    pairs = [(v, t) for t in terms for v in t.variants if v not in t.allowed and lower(v) not in good]
    for words, term in _longest_first(pairs):
        for found in pattern(words).finditer(_mask_good(text, terms)):
            if not _in_brackets(text, found.start()):
                lesson.problems.add(
                    unit.line + text[: found.start()].count("\n"),
                    f"{found[0]!r}: the course says {term.tr!r} for {term.en!r} (assets/terms.csv); "
                    f"a variant may stand once in brackets",
                )
    return text


@cache
def _good_patterns(terms):
    return [pattern(words) for words, _ in _longest_first([(t.tr, t) for t in terms])]


def _mask_good(text, terms):
    """Blank out the course's own terms, so that a variant inside one of them is not taken for itself."""
    for found in _good_patterns(terms):
        text = found.sub(lambda m: "\0" * len(m[0]), text)
    return text


def _in_brackets(text, position):
    before = text[:position]
    return before.rfind("(") > before.rfind(")")


def _check_first_uses(text, terms, unit, lesson, introduced, known, met):
    for words, term in _longest_first([(term.tr, term) for term in terms]):
        found = pattern(words).search(text)
        if not found:
            continue
        if term.en not in met and term.en not in known:
            _check_use(text, found, term, unit, lesson, introduced)
        met.add(term.en)
        text = pattern(words).sub(lambda m: "\0" * len(m[0]), text)


def _check_use(text, found, term, unit, lesson, introduced):
    if term.everyday and term.en not in introduced:
        return
    if _names_english(text[found.end() : found.end() + NEAR], term):
        return
    line = unit.line + text[: found.start()].count("\n")
    if term.en in introduced:
        message = f"the first {found[0]!r} of the lesson needs its English form after it: ({term.english})"
    else:
        message = (
            f"{found[0]!r} ({term.en}) is used before any lesson that this one needs introduces it; add it to `terms:` "
            f"or give the English form in brackets: ({term.english})"
        )
    lesson.problems.add(line, message)


def _names_english(following, term):
    for inside in re.findall(r"\(([^()]*)\)", following):
        if lower(term.english) in inside or lower(term.english)[:-1] in inside:
            return True
    return False

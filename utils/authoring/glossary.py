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
from utils.authoring.source import Unit
from utils.glossary import Term, load_terms, lower

LETTER = "a-zçğıöşüâîû"
SOFTENED = {"p": "[pb]", "ç": "[çc]", "t": "[td]", "k": "[kğ]"}
# What Turkish hangs on a noun: plural, possessive, case, -ki, -li/-siz/-lik/-ci/-sel/-ce, copula and tense. Naming
# them keeps "grafik" from being read as "graf" with a suffix.
SUFFIXES = (
    "l[ae]r|[ıiuü]m[ıiuü]z|[ıiuü]n[ıiuü]z|[ıiuü][mn]|[mn]|[syn]?[ıiuü]|[yn]?[ae]|n?[dt][ae]n?|n?[ıiuü]n|y?l[ae]|n?c[ae]|ki"
    "|l[ıiuü]|s[ıiuü]z|l[ıiuü][kğ]|[cç][ıiuü]|s[ae]l|[dt][ıiuü]r|y?[dt][ıiuü]|y?s[ae]|y?m[ıiuü]ş|yken"
)


def spelled(words: str) -> str:
    """Return the regular expression of Turkish ``words``, the last of them with any suffix, for text in small letters."""
    *first, last = lower(words).split()
    stem = re.escape(last[:-1]) + SOFTENED.get(last[-1], re.escape(last[-1]))
    if first and last[-1] in "ıiuü":
        # A compound's own ending (karar sınırı, veri kümesi) gives way to the plural: sınırları, kümeleri.
        base = re.escape(last[:-2] if last[-2] == "s" else last[:-1])
        stem = f"{stem}|{base}l[ae]r[ıi]"
    before = "".join(re.escape(word) + r"\s+" for word in first)
    return rf"{before}(?:{stem})(?:['’]?(?:{SUFFIXES})){{0,6}}(?![{LETTER}])"


@dataclass(frozen=True)
class _Wording:
    """A way to write a term in Turkish; not ``good`` where prose must not."""

    words: str
    term: Term
    good: bool

    @property
    def abbreviated(self):
        return sum(letter.isupper() for letter in self.words) > 1


@cache
def _wordings() -> dict:
    """Return {first two letters: (wordings, the longest first, and one pattern with a group for each of them)}."""
    terms = load_terms()
    good = [_Wording(words, term, True) for term in terms for words in (term.tr, *term.allowed)]
    taken = {lower(wording.words) for wording in good}
    bad = [_Wording(words, term, False) for term in terms for words in term.variants if lower(words) not in taken]
    buckets: dict[str, list[_Wording]] = {}
    for wording in sorted(good + bad, key=lambda wording: -len(wording.words)):
        buckets.setdefault(lower(wording.words)[:2], []).append(wording)
    return {
        start: (wordings, re.compile("|".join(f"({spelled(wording.words)})" for wording in wordings)))
        for start, wordings in buckets.items()
    }


def forget():
    """Read assets/terms.csv again at the next check: it may have changed while a watch goes on."""
    load_terms.cache_clear()
    _wordings.cache_clear()


def _found(original: str):
    """Yield (match, wording) for each term of a text, from left to right: the longest at each place, so that what
    is part of a longer term (gradyan in gradyan inişi) is not taken for itself. An abbreviation keeps its capitals
    (mAP is no map)."""
    text, end = lower(original), 0
    for word in re.finditer(rf"[{LETTER}]+", text):
        start = text[word.start() : word.start() + 2]  # of "F1" the word is the letter alone
        wordings, pattern = _wordings().get(start, ((), None))
        match = pattern.match(text, word.start()) if pattern and word.start() >= end else None
        if match:
            wording = wordings[match.lastindex - 1]
            if wording.abbreviated and not original.startswith(wording.words, word.start()):
                continue
            end = match.end()
            yield match, wording


def check_lesson(lesson, known: set):
    """Report to ``lesson.problems``. known: the ``en`` names of the terms that its ``needs`` introduced."""
    names = {term.en for term in load_terms()}
    introduced = set(lesson.course["terms"])
    for name in sorted(introduced - names):
        lesson.problems.add_at(name, f"`terms:` names {name!r}, which assets/terms.csv does not have; add it there")
    met: dict[str, _Use] = {}  # {a term: where it is first used}
    named = set()  # those whose English form has been given
    for unit in _as_read(lesson.units):
        text = prose(unit.texts["tr"])
        for found, wording in _found(text):
            use = _Use(unit, text, found, wording.term)
            if not wording.good:
                _check_variant(use, lesson)
                continue
            if use.between("()"):  # said in passing, or as another word's English form: (feature map)
                continue
            met.setdefault(wording.term.en, use)
            # An everyday word may come before, in its everyday sense; any other is named at its first use.
            if (wording.term.everyday or met[wording.term.en] is use) and use.names_english():
                named.add(wording.term.en)
    for name, use in met.items():
        if name not in named:
            _check_first_use(use, known, lesson)
    for name in sorted(introduced & names - set(met)):
        lesson.problems.add_at(
            name, f"`terms:` lists {name!r}, but the Turkish prose never uses it; use it or take it out"
        )


def _as_read(units):
    """Return the markdown units, first the text, where terms are introduced, then what is folded, then what is told."""
    order = {None: 0, "notes": 2}
    return sorted((u for u in units if u.kind == "markdown"), key=lambda unit: order.get(unit.role, 1))


@dataclass(frozen=True)
class _Use:
    """A term where the Turkish prose of a unit, ``text``, uses it."""

    unit: Unit
    text: str
    found: re.Match
    term: Term

    @property
    def line(self):
        return self.unit.line + self.text[: self.found.start()].count("\n")

    @property
    def word(self):
        return self.text[self.found.start() : self.found.end()]

    @property
    def _before(self):
        place = self.found.start()
        return self.text[self.text.rfind("\n\n", 0, place) + 1 : place]

    def between(self, opening_closing):
        """Whether it stands between such a pair, which opens and closes within a paragraph."""
        opening, closing = opening_closing
        return self._before.rfind(opening) > self._before.rfind(closing)

    def aside(self):
        """Whether it stands in brackets or quotation marks."""
        return any(map(self.between, ("()", "“”", "«»"))) or self._before.count('"') % 2 == 1

    def names_english(self):
        """Whether the English form, or its plural, follows in brackets in the same sentence."""
        following = self.text[self.found.end() :]
        sentence = re.split(r"\n\s*\n|(?<=\w\w)[.!?](?=\s)", following, maxsplit=1)[0]
        wanted = _english(self.term.english)
        return any(wanted.search(inside) for inside in re.findall(r"\(([^()]*)\)", sentence))


@cache
def _english(words):
    *first, last = words.split()
    plural = f"{re.escape(last)}(?:e?s)?" + (f"|{re.escape(last[:-1])}ies" if last.endswith("y") else "")
    before = "".join(re.escape(word) + "[ -]" for word in first)
    return re.compile(rf"(?<!\w){before}(?:{plural})(?!\w)", re.I)


def _check_variant(use, lesson):
    if not use.aside():
        lesson.problems.add(
            use.line,
            f"{use.word!r}: the course says {use.term.tr!r} for {use.term.en!r} (assets/terms.csv); a variant may "
            "stand in brackets or quotation marks",
        )


def _check_first_use(use, known, lesson):
    """Report a term that was never named in English, unless the reader knows it or can do without."""
    term = use.term
    same = lower(term.tr) == lower(term.english)
    if term.en in lesson.course["terms"]:
        if not same:
            lesson.problems.add(
                use.line,
                f"{use.word!r}: a term that the lesson introduces needs its English form: ({term.english})",
            )
    # What only the presenter's notes use is no word that a student has to know.
    elif not (term.everyday or term.en in known or use.unit.role == "notes"):
        remedy = "" if same else f", or give the English form in brackets: ({term.english})"
        lesson.problems.add(
            use.line,
            f"{use.word!r} ({term.en}) is used before any lesson that this one needs introduces it; "
            f"add it to `terms:`{remedy}",
        )

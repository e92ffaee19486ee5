"""The parts of a lesson that come from its front matter: the first cell, and the table of new words."""

import re

from utils.glossary import load_terms


def in_language(language, tr, en):
    """Return one side; the builder writes both languages in one run, so it does not ask for the reader's."""
    return tr if language == "tr" else en


def header(lesson, language: str, titles: dict) -> str:
    """Return the lesson's first cell. titles: {slug: {"tr": …, "en": …}} of all lessons."""
    course = lesson.course
    minutes = course["minutes"]
    time = in_language(
        language,
        f"**Süre:** okuma {minutes['read']} dk, alıştırma {minutes['practise']} dk",
        f"**Time:** {minutes['read']} min to read, {minutes['practise']} min to practise",
    )
    needs = ", ".join(f"[{titles[slug][language]}]({slug}.ipynb)" for slug in course["needs"])
    builds_on = in_language(language, f"**Önce:** {needs}", f"**Builds on:** {needs}")
    objectives = "\n".join(f"- {line}" for line in course["objectives"][language])
    return "\n\n".join(
        [
            f"# {course['title'][language]}",
            course["promise"][language],
            in_language(language, "**Bu derste:**", "**In this lesson you:**") + "\n" + objectives,
            time + (f" · {builds_on}" if needs else ""),
        ]
    )


def terms_table(names: list, language: str) -> str:
    """Return the table of the terms that a lesson introduces."""
    terms = {term.en: term for term in load_terms()}
    columns = in_language(language, ("Türkçe", "İngilizce", "Anlamı"), ("English", "Turkish", "Meaning"))
    rows = [columns, (":---",) * 3]
    for name in names:
        term = terms[name]
        rows.append(in_language(language, (term.tr, term.english, term.note_tr), (term.english, term.tr, term.note_en)))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def fenced(code: str) -> str:
    """Return Python code as a block of markdown, also where the code holds such a block itself."""
    fence = max(re.findall(r"`{3,}", code), key=len, default="``") + "`"
    return f"{fence}python\n{code}\n{fence}"


def folded(summary: str, body: str) -> str:
    """Return a block that opens on a click, in any viewer."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"

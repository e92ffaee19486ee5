"""Multiple-choice questions: a compact block in the source, one ``<details>`` for each option in the notebook.

    Bias'ı sıfır yapmak ne yapar?
    - [ ] Doğruyu yatay yapar. → Hayır: eğimi ağırlıklar belirler.
    - [x] Doğruyu başlangıç noktasından geçirir. → Evet: ...

It works in any viewer, with no kernel.
"""

import html
import re
from dataclasses import dataclass

OPTION = re.compile(r"- \[(?P<right>[ x])\] +(?P<text>.+?) +→ +(?P<reason>.+)", re.S)
RELATION = {"<": r" \lt ", ">": r" \gt "}
WORD = {"tr": "Soru", "en": "Question"}


@dataclass(frozen=True)
class Option:
    right: bool
    text: str
    reason: str


def parse(text: str) -> tuple[str, list[Option]]:
    """Return the question and its options; ValueError with what to mend."""
    question, *parts = re.split(r"^(?=- \[)", text, flags=re.M)
    options = []
    for part in parts:
        found = OPTION.fullmatch(" ".join(part.split()))
        if not found:
            raise ValueError(
                f"an option cannot be read: {part.strip()[:60]!r}; write `- [ ] text → reason` or `- [x] …`"
            )
        options.append(Option(found["right"] == "x", found["text"], found["reason"]))
    if re.search(r"^\s*(-|[-*+] ?)?\[.?\]", question, flags=re.M):
        raise ValueError("an option begins with `- [ ]` or `- [x]`, at the start of its line")
    if not question.strip():
        raise ValueError("the question itself is missing before the options")
    if not 2 <= len(options) <= 6:
        raise ValueError(f"a question needs 2 to 6 options; this one has {len(options)}")
    if len({option.right for option in options}) != 2:
        raise ValueError("mark what is right with `[x]`: at least one option, and not all of them")
    return question.strip(), options


def twins_agree(tr: list[Option], en: list[Option]) -> bool:
    return [option.right for option in tr] == [option.right for option in en]


def render(text: str, number: int, language: str) -> str:
    """Return the question as markdown for a notebook."""
    question, options = parse(text)
    lines = [f"**{WORD[language]} {number}.** {question}"]
    for letter, option in zip("ABCDEF", options, strict=False):
        mark = "✓" if option.right else "✗"
        lines.append(
            f"<details><summary>{letter}) {inline_html(option.text)}</summary>\n\n{mark} {option.reason}\n\n</details>"
        )
    return "\n\n".join(lines)


def asked(text: str, number: int, language: str) -> str:
    """Return the question without its reasons, which tell what is right: for an assignment."""
    question, options = parse(text)
    lines = [f"{letter}) {option.text}" for letter, option in zip("ABCDEF", options, strict=False)]
    return "\n\n".join([f"**{WORD[language]} {number}.** {question}", *lines])


def inline_html(text: str) -> str:
    """Return a line of markdown as HTML: inside ``<summary>`` no viewer reads markdown. Formulas stay formulas."""
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", text)
    return "".join(_inline(part) for part in parts)


def _inline(part):
    if part.startswith("$"):
        # JupyterLab shows an escaped < in a formula as "&lt;", and other viewers take a bare one for a tag.
        return re.sub(r"\s*([<>])\s*", lambda sign: RELATION[sign[1]], part)
    if part.startswith("`"):
        return f"<code>{html.escape(part[1:-1], quote=False)}</code>"
    part = html.escape(part, quote=False)
    part = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", part)
    return re.sub(r"(?<!\w)\*(.+?)\*(?!\w)", r"<em>\1</em>", part)

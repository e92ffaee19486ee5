"""What a check answers: a small object that shows itself as text and, in Jupyter, as a box in either
theme."""

from dataclasses import dataclass

from utils.checks.markup import (
    CODE,
    FAILURE,
    FONT,
    FRAME,
    NEUTRAL,
    QUIET,
    SUCCESS,
    WARNING,
    escaped,
    paragraph,
    tag,
)
from utils.checks.show import clean
from utils.language import L

CORRECT, WRONG, ERROR, NOT_ATTEMPTED = OUTCOMES = ("correct", "wrong", "error", "not_attempted")

# A sign whose shape alone tells the outcomes apart, and the theme's own colour for its edge.
ICONS = {CORRECT: "✓", WRONG: "✗", ERROR: "!", NOT_ATTEMPTED: "…"}
EDGES = {CORRECT: SUCCESS, WRONG: FAILURE, ERROR: WARNING, NOT_ATTEMPTED: NEUTRAL}
MESSAGE_LIMIT = 2000


@dataclass(frozen=True, repr=False)
class Result:
    """The answer of one check, in the language that was chosen when it ran.

    outcome: ``"correct"``, ``"wrong"``, ``"error"`` or ``"not_attempted"``. message: why, in a sentence or
    two. misconception: the name of the mistake that was recognised, or ``None``. facts: (label, code) pairs
    such as ("given", "1"). printed: what the student's code printed, shortened. notes: closing lines (hints,
    progress).
    """

    outcome: str
    message: str
    misconception: str | None = None
    lesson: str = ""
    exercise: str = ""
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.outcome == CORRECT

    def __repr__(self) -> str:
        lines = [
            f"{ICONS[self.outcome]} {heading(self.outcome)} · {self.title}",
            *_limited(self.message).split("\n"),
        ]
        lines += [f"{label}: {code}" for label, code in self.facts]
        if self.printed:
            lines += [_printed_label(), *("  " + line for line in self.printed.splitlines())]
        return "\n    ".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        edge = EDGES[self.outcome]
        icon = tag("span", f"display:inline-block;width:1.4em;font-weight:700;color:{edge}", ICONS[self.outcome])
        name = f"<strong>{escaped(heading(self.outcome))}</strong>"
        title = tag("span", QUIET, " · " + escaped(self.title))
        parts = [tag("div", "", icon + name + title), paragraph(_limited(self.message))]
        if self.facts:
            parts.append(_facts_html(self.facts))
        if self.printed:
            parts.append(paragraph(_printed_label()))
            parts.append(tag("pre", CODE + ";margin:.2em 0;max-height:9em;overflow:auto", escaped(self.printed)))
        parts += [paragraph(note, QUIET) for note in self.notes]
        style = f"{FONT};{FRAME};border-left:6px solid {edge};padding:.55em .9em;margin:.3em 0;max-width:52em"
        return tag("div", style, "".join(parts), role="status")


def heading(outcome: str) -> str:
    """Return the outcome's name in the reader's language."""
    return {
        CORRECT: L("Doğru", "Correct"),
        WRONG: L("Henüz değil", "Not yet"),
        ERROR: L("Kod hata verdi", "The code stopped"),
        NOT_ATTEMPTED: L("Sıra sizde", "Your turn"),
    }[outcome]


def _printed_label() -> str:
    return L("Kodunuzun yazdırdıkları:", "What your code printed:")


def _facts_html(facts) -> str:
    """A grid of plain elements: JupyterLab has a style of its own for definition lists."""
    rows = "".join(
        tag("span", QUIET, escaped(label)) + tag("span", "", tag("code", CODE, escaped(code))) for label, code in facts
    )
    return tag("div", "display:grid;grid-template-columns:max-content 1fr;gap:.2em .8em;margin:.4em 0", rows)


def _limited(text: str) -> str:
    text = clean(text)
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"

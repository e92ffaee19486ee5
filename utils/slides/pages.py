"""The slides of a presenter notebook: which cells stand on each, under which heading, with which notes."""

import re
from dataclasses import dataclass, field

STARTS = ("slide", "subslide", "fragment")
HEADING = re.compile(r"^#{1,3} (.+)$", re.M)


@dataclass
class Page:
    """One slide. ``before``, ``minutes``, ``total``: planned for what is behind, for this part, for the lesson."""

    cells: list = field(default_factory=list)
    section: str = ""
    notes: str = ""
    before: int = 0
    minutes: int = 0
    total: int = 0

    @property
    def title(self) -> str:
        """The slide's own heading, else that of its section."""
        texts = (cell.source for cell in self.cells if cell.cell_type == "markdown")
        return next((found[1] for text in texts if (found := HEADING.search(text))), self.section)

    @property
    def running(self) -> str:
        """What stands above a slide that has no heading of its own."""
        shows = any(has(cell, "explorer") or _heads(cell) for cell in self.cells)
        return "" if shows else self.section


def kind(cell) -> str | None:
    return cell.metadata.get("slideshow", {}).get("slide_type")


def has(cell, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _heads(cell):
    return cell.cell_type == "markdown" and bool(HEADING.search(cell.source))


def pages(notebook) -> list[Page]:
    """Return the slides of a presenter notebook, with their notes."""
    found: list[Page] = []
    section = ""
    sections: list[tuple[list[Page], list]] = []  # their pages, and their notes with the number of the page before each
    for cell in notebook.cells:
        if kind(cell) in STARTS:
            heading = re.search(r"^##? (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
            section = heading[1] if heading else section
            if kind(cell) == "slide" or not sections:
                sections.append(([], []))
            found.append(Page(section=section))
            sections[-1][0].append(found[-1])
        if kind(cell) == "notes":
            sections[-1][1].append((len(sections[-1][0]), cell))
        elif found and kind(cell) != "skip":
            found[-1].cells.append(cell)
    _give_notes(sections)
    return found


def _give_notes(sections):
    """Give each page the next notes of its section, for they are read before the page is shown; else the last ones."""
    total = sum(cell.metadata.minutes for _, notes in sections for _, cell in notes)
    before = 0
    for section_pages, notes in sections:
        for number, page in enumerate(section_pages):
            index = next((i for i, (after, _) in enumerate(notes) if after > number), len(notes) - 1)
            earlier = sum(cell.metadata.minutes for _, cell in notes[: max(index, 0)])
            page.before, page.total = before + earlier, total
            if notes:
                page.notes, page.minutes = notes[index][1].source, notes[index][1].metadata.minutes
        before += sum(cell.metadata.minutes for _, cell in notes)

"""Where a lesson is cut into slides, and which notes each slide gets: plain functions on cells."""

import nbformat
import pytest

from utils.authoring import deck
from utils.slides.pages import pages


def text(name, source, kind=None, *tags, minutes=None):
    metadata = {"tags": list(tags)} if tags else {}
    if kind:
        metadata["slideshow"] = {"slide_type": kind}
    if minutes is not None:
        metadata["minutes"] = minutes
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }


def code(name, source, *tags):
    metadata = {"tags": list(tags)} if tags else {}
    lines = source.splitlines(keepends=True)
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "source": lines,
        "outputs": [],
        "execution_count": None,
    }


SETUP = code("setup", "import numpy as np")
PARAGRAPH = "A sentence of some words that fill a line. " * 12


def cut(*cells):
    """Return {id: slide type} of the cells as they are cut, in order."""
    return {cell["id"]: deck.slide_type(cell) for cell in deck.cut([text("header", "# A", "slide"), SETUP, *cells])}


def test_what_fits_stands_on_one_slide_and_imports_on_none():
    assert cut(text("a", "## A\nShort.", "slide"), code("b", "print(1)"), text("c", "Short.")) == {
        "header": "slide",
        "setup": "skip",
        "a": "slide",
        "b": None,
        "c": None,
    }


def test_a_long_text_goes_on_and_no_word_is_lost():
    source = "## A\n" + "\n\n".join([PARAGRAPH] * 4)
    cells = deck.cut([text("header", "# A", "slide"), SETUP, text("a", source, "slide")])[2:]
    assert [deck.slide_type(cell) for cell in cells] == ["slide", *["subslide"] * (len(cells) - 1)]
    assert len(cells) > 1
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert "".join("".join("".join(cell["source"]) for cell in cells).split()) == "".join(source.split())


@pytest.mark.parametrize("announced", ["$$\nx\n$$", "- one\n- two", "| a | b |\n|---|---|\n| 1 | 2 |"])
def test_what_a_sentence_announces_stays_with_it(announced):
    source = f"## A\n{PARAGRAPH}\n\n{PARAGRAPH}\n\nThis is it:\n\n{announced}"
    cells = deck.cut([text("header", "# A", "slide"), SETUP, text("a", source, "slide")])
    assert any("This is it:" in "".join(cell["source"]) and announced[-3:] in "".join(cell["source"]) for cell in cells)


def test_a_long_table_goes_on_under_the_same_head():
    rows = [f"| word {number} | meaning {number} |" for number in range(20)]
    cells = deck.cut(
        [
            text("header", "# A", "slide"),
            SETUP,
            text("a", "\n".join(["| a | b |", "|---|---|", *rows]), None, "terms"),
        ]
    )
    tables = ["".join(cell["source"]).splitlines() for cell in cells[2:]]
    assert len(tables) > 1
    assert {tuple(table[:2]) for table in tables} == {("| a | b |", "|---|---|")}
    assert [row for table in tables for row in table[2:]] == rows


def test_an_explorer_stands_alone_and_a_solution_with_its_stub():
    kinds = cut(
        text("a", "## A\nShort.", "slide"),
        code("b", "AnExplorer(preset='x')"),
        text("c", "### Exercise 1: B"),
        code("d", "..."),
        code("d-solution", "1", "solution"),
        code("e", "check.d(d)"),
    )
    assert [kinds[name] for name in "abcde"] == ["slide", "subslide", "subslide", None, None]
    assert kinds["d-solution"] is None


@pytest.mark.parametrize("shown, alone", [("GlossarySearch()", True), ("show(x)", False), ("x = Net()", False)])
def test_whatever_a_call_of_a_class_shows_stands_alone(shown, alone):
    kinds = cut(text("a", "## A\nShort.", "slide"), code("b", shown), text("c", "Short."))
    assert (kinds["b"] == "subslide") == alone


def test_notes_stand_beside_the_slides_before_them():
    cells = [
        text("header", "# A", "slide"),
        SETUP,
        text("a", "## One\nShort.", "slide"),
        code("b", "AnExplorer()"),
        text("n1", "first", "notes", minutes=2),
        text("c", "Short."),
        text("n2", "second", "notes", minutes=3),
        text("d", "## Two\nShort.", "slide"),
    ]
    notebook = nbformat.from_dict({"cells": deck.cut(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    shown = pages(notebook)
    assert [page.title for page in shown] == ["A", "One", "One", "One", "Two"]
    assert [page.notes for page in shown] == ["", "first", "first", "second", ""]
    assert [(page.before, page.minutes, page.total) for page in shown] == [
        (0, 0, 5),
        (0, 2, 5),
        (0, 2, 5),
        (2, 3, 5),
        (5, 0, 5),
    ]
    assert [page.running for page in shown] == ["", "", "", "One", ""]

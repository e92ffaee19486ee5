"""No build destroys what a reader typed into a notebook; what was only run is no reason for a copy."""

import json
import time

import nbformat
import pytest

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring import build
from utils.authoring.__main__ import main
from utils.authoring.typed import FOLDER
from utils.authoring.watch import build_each

OUTPUT = {"name": "stdout", "output_type": "stream", "text": ["8\n"]}


@pytest.fixture
def root(tmp_path):
    found = course(tmp_path, twins("## Oyun\nMetin.", "## Play\nText.") + code("print(1)") + EXERCISE)
    build(found)
    return found


def change(root, work, language="tr"):
    """Let ``work`` change a built notebook, as JupyterLab would save it; return the bytes."""
    path = root / language / "01_try.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    work(notebook)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path.read_bytes()


def stub(notebook):
    return next(cell for cell in notebook["cells"] if "def double" in "".join(cell["source"]))


def text(notebook):
    return next(cell for cell in notebook["cells"] if "Metin." in "".join(cell["source"]))


def answer(notebook):
    stub(notebook)["source"] = ["def double(x):\n", "    return x + x"]


def rewrite(root):
    source = root / "notebooks/01_try.md"
    source.write_text(source.read_text(encoding="utf-8").replace("Metin.", "Yeni metin."), encoding="utf-8")


def copies(root):
    return sorted(root.glob(f"{FOLDER}/*/*/*.ipynb"))


TYPED = {
    "an answer": answer,
    "a note in a text": lambda notebook: notebook["cells"][1]["source"].append("\nNotum."),
    "a cell of one's own": lambda notebook: notebook["cells"].append(nbformat.v4.new_code_cell("x = 1", id="own")),
    "a cell taken out": lambda notebook: notebook["cells"].pop(),
    "cells in another order": lambda notebook: notebook["cells"].reverse(),
    "a picture": lambda notebook: notebook["cells"][1].update(attachments={"a.png": {"image/png": "AAAA"}}),
    "no digest and another text": lambda notebook: (notebook["metadata"].pop("course"), answer(notebook)),
}


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("new_source", [False, True], ids=["the same source", "a new source"])
def test_what_was_typed_is_kept_and_that_is_told(root, kind, new_source, reader, capsys):
    typed = change(root, TYPED[kind])
    if new_source:
        rewrite(root)
    assert main(["build"], root) == 0
    [copy] = copies(root)
    assert copy == root / FOLDER / time.strftime("%Y-%m-%d") / "tr" / "01_try.ipynb"
    assert copy.read_bytes() == typed
    sentence = {"tr": "yazılanlar {} dosyasında saklandı", "en": "what was typed is kept in {}"}[reader]
    assert sentence.format(copy.relative_to(root)) in capsys.readouterr().out


def ran(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"collapsed": True, "execution": {}}
        if cell["cell_type"] == "code":
            cell |= {"execution_count": number, "outputs": [OUTPUT], "source": "".join(cell["source"])}
    notebook["cells"].append(nbformat.v4.new_code_cell("", id="below"))  # Shift + Enter in the last cell
    notebook["metadata"] |= {"language_info": {"name": "python", "version": "3.12.1"}, "widgets": {"a": 1}}
    notebook["nbformat_minor"] = 5


@pytest.mark.parametrize("work", [ran, lambda notebook: None], ids=["ran and saved", "saved"])
def test_running_and_saving_is_not_typing(root, work):
    change(root, work)
    rewrite(root)
    build(root)
    assert copies(root) == []


def test_what_is_to_be_built_anyway_needs_no_copy(root):
    change(
        root, lambda notebook: text(notebook).update(source="".join(text(notebook)["source"]).replace("M", "Yeni m"))
    )
    rewrite(root)
    build(root)
    assert copies(root) == []


def test_no_copy_is_written_over_and_the_same_is_kept_once(root):
    first = change(root, answer)
    build(root)
    second = change(root, lambda notebook: stub(notebook).update(source=["def double(x):\n", "    return 2 * x"]))
    build(root)
    change(root, answer)
    build_each(root, ["01_try"])  # as `build --watch` does
    assert [copy.name for copy in copies(root)] == ["01_try-2.ipynb", "01_try.ipynb"]
    assert [copy.read_bytes() for copy in copies(root)] == [second, first]


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"cells": 3, "metadata": {}}', "Bir not."])
def test_a_file_that_is_no_notebook_any_more_is_kept_as_it_is(root, damaged):
    (root / "en/01_try.ipynb").write_text(damaged, encoding="utf-8")
    build(root)
    [copy] = copies(root)
    assert copy.parent.name == "en" and copy.read_text(encoding="utf-8") == damaged


def test_where_no_copy_can_be_kept_nothing_is_written_over(root, capsys):
    typed = change(root, answer)
    (root / FOLDER).write_text("a file in the folder's place")
    rewrite(root)
    assert main(["build"], root) == 1
    assert (root / "tr/01_try.ipynb").read_bytes() == typed
    assert FOLDER in capsys.readouterr().err

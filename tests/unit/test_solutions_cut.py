"""tests/notebooks/needed.py: of a solution notebook, the exercises stay and what they need."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.notebooks.needed import cut_to_exercises, names, needed


@pytest.mark.parametrize(
    "code, bound, used",
    [
        ("import numpy as np\nx = np.ones(n)", {"np", "x"}, {"np", "n"}),
        ("def f(a):\n    b = a + c\n    return [b for d in range(e)]", {"f"}, {"c", "e", "range"}),
        ("total += 1", {"total"}, {"total"}),
        ("rows[0] = model.layers", set(), {"rows", "model"}),
        ("for i, (a, b) in pairs: pass", {"i", "a", "b"}, {"pairs"}),
        ("class Net(Base):\n    def call(self, x):\n        return scale * x", {"Net"}, {"Base", "scale"}),
    ],
)
def test_the_names_of_a_cell(code, bound, used):
    assert names(code) == (bound, used)


def test_what_a_needed_cell_needs_is_needed_too_and_an_old_value_is_not():
    codes = ["x = 1", "x = 2", "unused = x", "y = x + 1", "y"]
    assert needed(codes, [False] * 4 + [True]) == [False, True, False, True, True]


def test_a_name_that_a_cell_adds_to_is_needed_from_before():
    assert needed(["n = 0", "n += 1", "n"], [False, False, True]) == [True, True, True]


def test_a_notebook_keeps_its_text_its_exercises_and_their_needs(tmp_path):
    codes = [
        "import check_of as check\nimport numpy as np",
        "train_for_a_minute()",
        "answer = np.pi",
        "check.it(answer)",
    ]
    cells = [new_code_cell(code) for code in codes]
    cells[2].metadata.tags = ["solution"]
    path = tmp_path / "lesson.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("Text"), *cells]), path)
    cut_to_exercises(path)
    kept = nbformat.read(path, as_version=4)
    assert [cell.source for cell in kept.cells] == ["Text", codes[0], codes[2], codes[3]]

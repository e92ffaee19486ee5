"""The plugin behind the stages: warnings and English decimals count as failures, and seconds are measured."""

import json
from pathlib import Path

import nbformat
import pytest

from tests.notebooks.record import decimal_points

ROOT = Path(__file__).resolve().parents[3]
pytest_plugins = ["pytester"]


@pytest.fixture
def recorded(pytester, monkeypatch):
    """Run a notebook of these cells under nbval and return what pytest printed and what was recorded."""

    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def run(*cells):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        folder = pytester.mkdir("tr")
        nbformat.write(notebook, folder / "03_perceptron.ipynb")
        options = ["--nbval-lax", "--nbval-current-env", "-p", "tests.notebooks.record"]
        result = pytester.runpytest_subprocess(*options, "--record", "record.json", folder)
        return result, json.loads((pytester.path / "record.json").read_text())

    return run


def test_a_cell_that_warns_fails_and_the_notebooks_seconds_are_real(recorded):
    warns = "import warnings; warnings.warn('old')"
    result, record = recorded("import time; time.sleep(0.5)", warns, "1 / 1")
    assert record["outcomes"] == {"passed": 2, "failed": 1}
    result.stdout.fnmatch_lines(["*tr/03_perceptron.ipynb::Cell 1 wrote to stderr:*"])
    assert 0.5 < record["seconds"]["tr/03_perceptron"] < 60


def test_a_turkish_notebook_that_writes_decimal_points_fails(recorded):
    result, record = recorded("print('hata', 0.25)", "print('hata 0,25')", "print([0.25])")
    assert record["outcomes"] == {"passed": 2, "failed": 1}
    result.stdout.fnmatch_lines(["*tr/03_perceptron.ipynb::Cell 0 wrote 0.25 with a point*"])


@pytest.mark.parametrize(
    "text",
    ["1e-07", "1.2e-07", "keras 3.15.1", "[[0.5]\n [1.5]]", "(1.23 KB)", "x.5", "((0.5), 2)", "56.714", "8.490.560"],
)
def test_arrays_versions_and_powers_of_ten_keep_their_points(text):
    assert decimal_points(text) == []
    assert decimal_points(f"{text} 0.5 -1.25") == ["0.5", "1.25"]

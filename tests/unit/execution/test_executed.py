"""Executed notebooks: what their outputs depend on, and that they are run again only when that changes."""

import os

import nbformat
import pytest

from utils.authoring.cache import MOST, keep, kept
from utils.authoring.dependencies import ROOT, _read, files_behind, modules_named
from utils.execution import executed as module
from utils.execution.executed import ExecutionError, executed, key


def names(paths):
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_a_lesson_depends_on_the_modules_it_imports_however_far():
    found = names(files_behind("from utils.lessons.perceptron.explorer import PerceptronExplorer"))
    assert {"utils/__init__.py", "utils/lessons/perceptron/explorer.py", "utils/widgets/scene.py"} <= found
    assert {"utils/widgets/static/explorer.js", "utils/language.py"} <= found
    assert "utils/lessons/gan/explorer.py" not in found


def test_a_package_that_finds_its_modules_itself_counts_whole():
    assert "utils/plots/points.py" in names(modules_named("from utils.plots import plot_points"))
    assert "utils/lessons/gan/checks.py" not in names(modules_named("from utils.lessons.perceptron import check"))


def test_the_map_of_the_course_depends_on_all_lessons_and_their_exercises():
    found = names(files_behind("from utils.checks.progress import progress_map"))
    assert {"tr/03_perceptron.ipynb", "en/03_perceptron.ipynb", "utils/lessons/gan/checks.py"} <= found


def test_data_counts_where_a_module_names_it():
    assert "assets/terms.csv" in names(files_behind("from utils.glossary import load_terms"))
    assert "assets/terms.csv" not in names(files_behind("from utils.language import L"))


def notebook(code, language="tr"):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id="one")])
    made.metadata.course = {"language": language, "lesson": "03_x"}
    return made


def test_the_key_follows_the_text_and_the_modules(tmp_path):
    (tmp_path / "utils").mkdir()
    (tmp_path / "utils" / "__init__.py").touch()
    used = tmp_path / "utils" / "used.py"
    used.write_text("A = 1\n", encoding="utf-8")
    (tmp_path / "utils" / "other.py").write_text("B = 1\n", encoding="utf-8")
    first = key(notebook("import utils.used"), tmp_path)
    (tmp_path / "utils" / "other.py").write_text("B = 2\n", encoding="utf-8")
    assert key(notebook("import utils.used"), tmp_path) == first
    assert key(notebook("import utils.used\n1"), tmp_path) != first
    _read.cache_clear()
    used.write_text("A = 2\n", encoding="utf-8")
    assert key(notebook("import utils.used"), tmp_path) != first


def test_what_was_used_last_is_kept(tmp_path):
    paths = [tmp_path / f"01_try-en-{number}.json" for number in range(MOST + 2)]
    assert kept(paths[0]) is None
    for age, path in enumerate(paths[:MOST]):
        keep(path, path.name)
        os.utime(path, (age, age))  # a clock may be coarse
    assert kept(paths[0]) == paths[0].name  # the first one written, and the last one used
    keep(paths[MOST], "")
    keep(tmp_path / "01_try-tr-0.json", "")  # another name
    assert [path.exists() for path in paths] == [True, False, *[True] * (MOST - 1), False]


def test_what_is_kept_is_not_run_again(tmp_path, monkeypatch):
    path = tmp_path / "03_x.ipynb"
    nbformat.write(notebook("print('merhaba')"), path)
    done = executed(path, tmp_path / "kept")
    assert done.cells[0].outputs[0].text == "merhaba\n"
    monkeypatch.setattr(module, "_run", lambda *_: pytest.fail("run again"))
    assert executed(path, tmp_path / "kept") == done


def test_other_words_around_the_same_code_are_not_a_reason_to_run_it_again(tmp_path, monkeypatch):
    path = tmp_path / "03_x.ipynb"
    lesson = notebook("print('merhaba')")
    nbformat.write(lesson, path)
    executed(path, tmp_path / "kept")
    lesson.cells[0].id = "another-heading"
    lesson.cells.insert(0, nbformat.v4.new_markdown_cell("Yeni başlık", id="words"))
    nbformat.write(lesson, path)
    monkeypatch.setattr(module, "_run", lambda *_: pytest.fail("run again"))
    done = executed(path, tmp_path / "kept")
    assert [cell.id for cell in done.cells] == ["words", "another-heading"]
    assert done.cells[1].outputs[0].text == "merhaba\n"


def test_a_failing_cell_is_named_with_its_notebook(tmp_path):
    path = tmp_path / "03_x.ipynb"
    nbformat.write(notebook("1 / 0"), path)
    with pytest.raises(ExecutionError, match=r"tr/03_x.ipynb: (.|\n)*ZeroDivisionError"):
        executed(path, tmp_path / "kept")

"""A shared course's notebooks come into a reader's home, and a newer course leaves what the reader did."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring import build
from utils.authoring.home import BUILT, TOLD, main
from utils.language import use_language

BODY = twins("## Oyun\nMetin.", "## Play\nText.") + code("rate = 0.1\nprint(rate)") + EXERCISE
NEWER = BODY.replace("Text.", "A new text.").replace("Metin.", "Yeni metin.")
ANSWER, NAME = "def double(x):\n    return x + x", "en/01_try.ipynb"


@pytest.fixture(autouse=True)
def restored():
    yield
    use_language("en")


@pytest.fixture
def shared(tmp_path):
    """Return a function that builds the course anew from a lesson's text; it returns the course's folder."""

    def make(body):
        build(course(tmp_path / "course", body))
        return tmp_path / "course"

    (tmp_path / "course").mkdir()
    make(BODY)
    return make


@pytest.fixture
def own(tmp_path):
    return tmp_path / "home" / "deep-learning-course"


def bring(folder, own):
    return main(str(folder), str(own))


def texts(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def answer(path, text=ANSWER):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    stub = next(cell for cell in notebook["cells"] if "def double(x):\n    ..." in "".join(cell["source"]))
    stub["source"] = [text]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def state(own):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in own.rglob("*") if path.is_file()}


def test_the_first_time_copies_and_the_second_changes_nothing(shared, own):
    folder = shared(BODY)
    assert bring(folder, own) == 0
    for name in (NAME, "tr/01_try.ipynb"):
        assert (own / name).read_bytes() == (folder / name).read_bytes()
    answer(own / NAME)
    before = state(own)
    assert bring(folder, own) == 0
    assert state(own) == before


def test_a_newer_course_comes_with_the_answers_and_tells_the_reader(shared, own):
    bring(shared(BODY), own)
    answer(own / NAME)
    assert bring(shared(NEWER), own) == 0
    cells = texts(own / NAME)
    assert ANSWER in cells and any("A new text." in cell for cell in cells)
    assert any("Yeni metin." in cell for cell in texts(own / "tr/01_try.ipynb"))
    [line] = (own / TOLD).read_text(encoding="utf-8").splitlines()
    assert line.endswith(f"{NAME}: what you typed was carried over")
    assert [ANSWER in texts(copy) for copy in own.glob("saved/*/en/*.ipynb")] == [True]
    before = state(own)
    assert bring(shared(NEWER), own) == 0
    assert state(own) == before


def test_a_text_of_the_readers_own_is_carried_too_over_two_updates(shared, own):
    bring(shared(BODY), own)
    notebook = json.loads((own / NAME).read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if "rate = 0.1" in "".join(cell["source"]))["source"] = ["rate = 7"]
    (own / NAME).write_text(json.dumps(notebook), encoding="utf-8")
    for body in (NEWER, NEWER + code("print(2)")):
        bring(shared(body), own)
        assert "rate = 7" in texts(own / NAME)
    assert "print(2)" in texts(own / NAME)


def test_where_no_copy_of_the_old_build_is_left_answers_are_carried(shared, own):
    bring(shared(BODY), own)
    answer(own / NAME)
    shutil.rmtree(own / BUILT)
    assert bring(shared(NEWER), own) == 0
    assert ANSWER in texts(own / NAME)
    assert (own / BUILT / f"{NAME}.gz").exists()


def test_a_deleted_notebook_comes_back_and_a_damaged_one_is_kept_aside(shared, own):
    folder = shared(BODY)
    bring(folder, own)
    (own / NAME).unlink()
    (own / "tr/01_try.ipynb").write_text("{", encoding="utf-8")
    assert bring(folder, own) == 0
    for name in (NAME, "tr/01_try.ipynb"):
        assert (own / name).read_bytes() == (folder / name).read_bytes()
    assert [copy.read_text(encoding="utf-8") for copy in own.glob("saved/*/tr/*.ipynb")] == ["{"]


def test_one_that_cannot_be_brought_keeps_no_other_back(shared, own, capsys):
    folder = shared(BODY)
    own.mkdir(parents=True)
    (own / "en").write_text("a file in the way", encoding="utf-8")
    assert bring(folder, own) == 1
    assert (own / "tr/01_try.ipynb").exists()
    assert f"{NAME}: " in capsys.readouterr().err
    assert f"{NAME}: " in (own / TOLD).read_text(encoding="utf-8")


def test_a_folder_without_notebooks_is_named(tmp_path, own, capsys):
    assert bring(tmp_path, own) == 1
    assert str(tmp_path / "en") in capsys.readouterr().err


def test_it_needs_none_of_the_packages_that_build_and_its_place_is_the_home(shared, tmp_path):
    """As a server starts it: from a home with a utils.py in it, where only the course's own package may be found."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "utils.py").write_text("raise SystemExit('mine')", encoding="utf-8")
    repository = str(Path(__file__).resolve().parents[3])
    code = f"import sys; sys.path.insert(0, {repository!r}); import runpy; sys.argv[1:] = [{str(shared(BODY))!r}]\n"
    code += "try:\n    runpy.run_module('utils.authoring.home', run_name='__main__', alter_sys=True)\n"
    code += "except SystemExit as end:\n    assert not end.code\n"
    code += "third = {'numpy', 'jupytext', 'libcst', 'nbformat', 'IPython'} & set(sys.modules)\nassert not third, third"
    environment = os.environ | {"HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home")}
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, cwd=tmp_path / "home", env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home" / "deep-learning-course" / NAME).exists()

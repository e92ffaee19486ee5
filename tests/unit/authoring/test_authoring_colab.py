"""The cell that installs the course in Colab: where it is written, what it does there, and that it is silent elsewhere."""

import copy
import json
import subprocess
import sys
import types

import nbformat
import pytest

from tests.unit.authoring.lessons import EXERCISE, course, twins
from utils.authoring import build, build_edition, stale
from utils.authoring.__main__ import main
from utils.authoring.carry import carry
from utils.authoring.install_cell import ID, install_code
from utils.authoring.repository import Repository, at, named

BODY = twins("## Oyun\nMetin.", "## Play\nText.") + EXERCISE
ADDRESS = "https://github.com/owner/a-course"
FAILED = {"tr": "Kurs kurulamadı", "en": "The course could not be installed"}
MISSING = {"tr": "Kurs burada kurulu değil", "en": "The course is not installed here"}


def name(root, address=ADDRESS):
    (root / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{address}"\n', encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    return course(tmp_path, BODY)


def read(root, language="en"):
    return json.loads((root / language / "01_try.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://github.com/owner/course", Repository("owner", "course")),
        ("https://github.com/owner/my.course.git", Repository("owner", "my.course")),
        ("https://github.com/owner/course/", Repository("owner", "course")),
        ("https://github.com/owner/course/tree/autumn/2026", Repository("owner", "course", "autumn/2026")),
    ],
)
def test_an_address_may_name_a_branch(root, address, found):
    name(root, address)
    assert at(address) == named(root) == found
    branch = found.branch
    assert found.archive == f"https://github.com/owner/{found.name}/archive/{branch}.zip"
    colab = f"https://colab.research.google.com/github/owner/{found.name}/blob/{branch}/tr/03_x.ipynb"
    assert found.in_colab("tr/03_x.ipynb") == colab


@pytest.mark.parametrize(
    "address", ["", "https://gitlab.com/owner/course", 'https://github.com/o/c"; import os', "owner/c"]
)
def test_an_address_that_colab_cannot_open_is_none(tmp_path, address):
    (tmp_path / "pyproject.toml").write_text(f"[project.urls]\nRepository = {json.dumps(address)}\n", encoding="utf-8")
    assert named(tmp_path) is None
    with pytest.raises(ValueError, match="GitHub"):
        at(address)


def test_without_a_repository_there_is_no_cell_and_the_build_says_what_to_set(root, capsys):
    assert main(["build"], root) == 0
    assert "Repository = " in capsys.readouterr().out
    assert ID not in [cell["id"] for cell in read(root)["cells"]]
    name(root)
    assert len(stale(root)) == 2, "setting it makes the notebooks stale"
    assert main(["build"], root) == 0
    assert "Repository = " not in capsys.readouterr().out
    assert stale(root) == []


def test_every_edition_but_the_slides_has_the_cell_right_below_the_header(root, tmp_path):
    kept = build_edition(root, "solution", tmp_path / "before")  # nothing of an earlier build may be taken for this one
    assert ID not in kept[0].read_text(encoding="utf-8")
    name(root)
    for edition in ("student", "solution", "assignment"):
        for path in build_edition(root, edition, tmp_path / edition):
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
            cell = notebook.cells[1]
            assert (cell.id, cell.cell_type) == (ID, "code")
            assert cell.source == install_code(at(ADDRESS), path.parent.name)
            assert cell.source.startswith("# @title ") and cell.metadata.cellView == "form"
            assert cell.metadata.jupyter.source_hidden and "remove-cell" in cell.metadata.tags
    for path in build_edition(root, "presenter", tmp_path / "presenter"):
        assert '"install' not in path.read_text(encoding="utf-8")


def test_a_cell_that_is_called_the_same_is_refused(tmp_path, capsys):
    root = course(tmp_path, BODY + twins("## Başka\nMetin.", "## Other\nText.", id=ID))
    assert main(["build"], root) == 1
    assert "'install' is taken" in capsys.readouterr().err


@pytest.mark.parametrize("ids", [True, False])
def test_what_was_answered_without_the_cell_is_carried_into_a_course_with_it_and_back(root, ids):
    build(root)
    plain = read(root)
    name(root)
    build(root)
    whole = read(root)
    for old, new in ((plain, whole), (whole, plain)):
        mine = copy.deepcopy(old)
        answer = next(cell for cell in mine["cells"] if "def double(x):\n" in cell["source"])
        answer["source"] = ["def double(x):\n", "    return x + x"]
        for cell in mine["cells"]:
            cell if ids else cell.pop("id")
        carried = carry(mine, old, new)
        assert not carried.left
        assert [cell["id"] for cell in carried.notebook["cells"]] == [cell["id"] for cell in new["cells"]]
        assert any("return x + x" in "".join(cell["source"]) for cell in carried.notebook["cells"])


@pytest.fixture
def shell(monkeypatch):
    """Return a function that runs the cell of a language; what it asked Python to run comes back."""
    ran, magics = [], []

    def run(language, codes=(0, 0)):
        left = iter(codes)

        def answer(command, **_):
            ran.append(command[2:])
            return subprocess.CompletedProcess(command, next(left), "", "ERROR: no route to the host")

        monkeypatch.setattr(subprocess, "run", answer)
        ready = types.SimpleNamespace(run_line_magic=lambda *words: magics.append(words))
        exec(install_code(at(ADDRESS), language), {"get_ipython": lambda: ready})
        return ran, magics

    return run


@pytest.mark.parametrize("language", ["tr", "en"])
def test_where_the_course_is_it_does_nothing_also_in_colab(shell, monkeypatch, capsys, language):
    assert shell(language) == ([], [])
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    assert shell(language) == ([], [])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("language", ["tr", "en"])
def test_in_colab_it_installs_the_course_and_then_what_is_lacking(shell, monkeypatch, capsys, language):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, "utils", None)
    ran, magics = shell(language)
    archive = f"deep-learning-course @ {ADDRESS}/archive/main.zip"
    assert ran == [["pip", "install", "-qq", "--no-deps", archive], ["deep_learning_course"]]
    assert magics == [("load_ext", "deep_learning_course")], "a utils.py in the way is named from now on"
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("codes", [(1,), (0, 1)])
def test_what_fails_in_colab_stops_the_notebook_with_words(shell, monkeypatch, language, codes):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, "utils", None)
    with pytest.raises(RuntimeError, match=FAILED[language]) as error:
        shell(language, codes)
    assert f"{ADDRESS}/archive/main.zip" in str(error.value) and "no route to the host" in str(error.value)
    assert error.value.__suppress_context__


@pytest.mark.parametrize("language", ["tr", "en"])
def test_elsewhere_a_reader_without_the_course_is_told_how_to_install_it(shell, monkeypatch, language):
    monkeypatch.setitem(sys.modules, "utils", None)
    with pytest.raises(ImportError, match=MISSING[language]) as error:
        shell(language)
    assert f'%pip install "deep-learning-course[lab] @ {ADDRESS}/archive/main.zip"' in str(error.value)


def test_elsewhere_a_readers_own_utils_is_left_to_the_words_about_it(shell, monkeypatch):
    monkeypatch.setitem(sys.modules, "utils", types.ModuleType("utils"))
    monkeypatch.delitem(sys.modules, "utils.language")
    assert shell("en") == ([], [])

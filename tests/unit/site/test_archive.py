"""The student archive: unpacked into an empty folder it is all that a student needs, and refers to nothing else."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from utils.authoring.build import reset
from utils.authoring.dependencies import files_declared, modules_named
from utils.authoring.update import prepare
from utils.moved import MOVED
from utils.site import archive as module
from utils.site.archive import BESIDES, FOLDER, LARGEST, NAME, WHOLE, archive
from utils.site.own_computer import STEPS

ROOT = Path(__file__).resolve().parents[3]
LESSON = "03_perceptron"
OUTSIDE = re.compile(r"[a-z]+:|#")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    return archive(ROOT, tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def unpacked(packed, tmp_path_factory):
    """The folder that a student has after unpacking."""
    folder = tmp_path_factory.mktemp("öğrenci klasörü")
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        file.extractall(folder)
    (course,) = folder.iterdir()
    assert course.name == FOLDER
    return course


def files(folder, pattern="*"):
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def test_it_is_small_and_the_same_every_time(packed, tmp_path, monkeypatch):
    assert len(packed) < LARGEST
    assert all(f"{LARGEST // 1_000_000} MB" in before for before, _ in STEPS.values())
    assert archive(ROOT, tmp_path) == packed
    monkeypatch.setattr(module, "LARGEST", len(packed) - 1)
    with pytest.raises(ValueError, match=NAME):
        archive(ROOT, tmp_path)


def test_it_holds_the_notebooks_what_they_and_its_commands_use_and_no_sources(unpacked):
    there = files(unpacked)
    lessons = {source.stem for source in (ROOT / "notebooks").glob("*.md")}
    notebooks = {f"{language}/{lesson}.ipynb" for language in ("tr", "en") for lesson in lessons}
    assets = {name for name in there if name.startswith("assets/")}
    assert there >= notebooks | set(BESIDES)
    own = {f"assets/{name}" for name in ("CREDITS.md", "terms.csv", "notebooks.tar.xz")}
    assert assets == own | files_of("assets", "*.npz")
    assert {name for name in there - notebooks - set(BESIDES) - assets if not name.startswith("utils/")} == set()
    rooms = {name.split("/")[1] for name in there if name.count("/") > 1 and name.startswith("utils/")}
    assert rooms == {"authoring", "checks", "datasets", "lessons", "plots", "training", "widgets"}
    assert {f"utils/lessons/{lesson[3:]}/checks.py" for lesson in lessons} <= there


def files_of(folder, pattern):
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).glob(pattern)}


def test_what_somebody_typed_into_the_tree_is_not_given_away(packed, tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    for path in ROOT.iterdir():
        if path.name not in ("tr", "en"):
            (tree / path.name).symlink_to(path)
    (tree / "tr").mkdir()
    (tree / "tr" / "mine.ipynb").write_text("{}", encoding="utf-8")
    (tree / "tr" / f"{LESSON}.ipynb").write_text("{}", encoding="utf-8")
    assert archive(tree, tmp_path / "work") == packed


def test_all_that_it_imports_and_reads_is_there(unpacked):
    modules = files(unpacked, "*.py")
    code = {name: (unpacked / name).read_text(encoding="utf-8") for name in modules if name != "course.py"}
    assert len(code) > 100
    for name, text in code.items():
        whole = {path.relative_to(ROOT).as_posix() for path in modules_named(text, ROOT)}
        assert whole <= modules, name
        for pattern in files_declared(unpacked / name, unpacked):
            assert files_of(".", pattern) <= files(unpacked), (name, pattern)
    assert {f"{new.replace('.', '/')}.py" for new in MOVED.values()} <= modules


def test_no_link_leads_to_what_is_not_there(unpacked):
    texts = {name: (unpacked / name).read_text(encoding="utf-8") for name in files(unpacked, "*.md")}
    for name in files(unpacked, "*.ipynb"):
        cells = json.loads((unpacked / name).read_text(encoding="utf-8"))["cells"]
        texts[name] = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    links = [(name, link) for name, text in texts.items() for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    inside = [(name, link.split("#")[0]) for name, link in links if not OUTSIDE.match(link)]
    assert len(inside) > 100
    for name, link in inside:
        assert ((unpacked / name).parent / link).is_file(), (name, link)


def test_its_texts_speak_of_no_command_that_it_lacks(unpacked):
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"course\.py (\w+)", readme)) == {"tr", "en", "update", "reset"}
    for name in ("README.md", "assets/CREDITS.md"):
        whole = (ROOT / name).read_text(encoding="utf-8")
        marks = [whole.count(mark) for mark in ("<!-- whole course -->", "<!-- end of whole course -->")]
        assert marks == [len(WHOLE.findall(whole))] * 2
        assert "whole course" not in (unpacked / name).read_text(encoding="utf-8")
    for path in re.findall(r"^\| `([^`]*/[^`]*)` \|", (unpacked / "assets/CREDITS.md").read_text("utf-8"), re.M):
        assert (unpacked / path).exists(), path


@pytest.mark.parametrize(("language", "said"), [("tr", "öğrenci arşivi"), ("en", "student archive")])
def test_its_command_says_what_it_can_do_here(unpacked, language, said):
    def command(*words):
        environment = {**os.environ, "COURSE_LANGUAGE": language}
        return subprocess.run(
            [sys.executable, "course.py", *words], cwd=unpacked, env=environment, capture_output=True, encoding="utf-8"
        )

    told = command("--help")
    assert told.returncode == 0 and "course.py [tr|en]" in told.stdout and "test" not in told.stdout
    refused = command("build", "03")
    assert refused.returncode == 2 and said in refused.stderr and f"python course.py {language}" in refused.stderr
    assert not (unpacked / ".venv").exists()


def test_its_copy_of_the_notebooks_puts_a_lesson_back(unpacked, tmp_path):
    course = shutil.copytree(unpacked, tmp_path / "course")
    notebook = course / "en" / f"{LESSON}.ipynb"
    built = notebook.read_bytes()
    notebook.write_text("{}", encoding="utf-8")
    assert reset(course, [LESSON]) == [course / language / f"{LESSON}.ipynb" for language in ("tr", "en")]
    assert notebook.read_bytes() == built
    assert [path.read_text(encoding="utf-8") for path in course.glob("saved/*/*/*")] == ["{}"]
    with pytest.raises(ValueError, match="99_none"):
        reset(course, ["99_none"])


def test_an_update_takes_the_old_build_from_its_copy(packed, unpacked, tmp_path, capsys):
    """What was changed beside the exercises, and cells of one's own, are told from what was built."""
    course = shutil.copytree(unpacked, tmp_path / "course")
    notebook = course / "en" / f"{LESSON}.ipynb"
    mine = json.loads(notebook.read_text(encoding="utf-8"))
    mine["cells"][1]["source"] = ["mine = 1"]
    notebook.write_text(json.dumps(mine), encoding="utf-8")
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == f"{FOLDER}/en/{LESSON}.ipynb":
                changed = json.loads(text)
                changed["metadata"]["course"]["built"] = "newer"
                changed["cells"][0]["source"].append("Newer.")
                text = json.dumps(changed).encode()
            new.writestr(name, text)
    assert prepare(course, newer)
    ready = json.loads((course / "build/update/files/en" / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    assert ready["cells"][0]["source"][-1] == "Newer." and ready["cells"][1]["source"] == ["mine = 1"]
    assert "only your answers" not in capsys.readouterr().out
    plan = json.loads((course / "build/update/plan.json").read_text(encoding="utf-8"))
    assert "assets/notebooks.tar.xz" in plan["seen"]  # nobody's work, so that no copy is kept


def test_a_lesson_runs_from_it(unpacked, tmp_path, monkeypatch):
    monkeypatch.delenv("JUPYTER_PATH", raising=False)  # the kernels of a whole run are forks that know a course already
    notebook = nbformat.read(unpacked / "tr" / f"{LESSON}.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import utils\nprint(utils.__file__)"))
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),  # as course.py sets it
        "COURSE_PROGRESS": str(tmp_path / "progress.json"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(unpacked / "tr")}})
    client.execute(env=environment)
    (last,) = notebook.cells[-1].outputs
    assert Path(last.text.strip()) == unpacked / "utils" / "__init__.py"

"""`course.py update` and `reset` as a student types them: in clones of a real git repository, in what was unpacked from
archives, after everything that readers do to their notebooks, and killed at every step.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import nbformat
import pytest

import course
from tests.unit.authoring.lessons import EXERCISE, code, twins
from tests.unit.authoring.lessons import course as small_course
from utils.authoring import build

ROOT = Path(__file__).resolve().parents[3]
DAY = time.strftime("%Y-%m-%d")
LESSON = "01_try.ipynb"
BODY = twins("## Oyun\nMetin.", "## Play\nText.") + code("rate = 0.1\nprint(rate)") + EXERCISE
NEWER = BODY.replace("Metin.", "Yeni metin.").replace("Text.", "A new text.").replace("rate = 0.1", "rate = 0.2")
ANSWER = "def double(x):\n    return x + x"
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}

# A Python that dies (as from SIGKILL) before the file operation that DIE_AT counts to, of the process that it names.
DYING = """
import os, sys
name, _, number = os.environ.get("DIE_AT", "").partition(":")
if name and any(word.endswith(name) for word in sys.orig_argv):
    left = [int(number)]
    def dying(work):
        def step(*words, **more):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), 9)
            return work(*words, **more)
        return step
    for each in ("replace", "unlink", "rmdir"):
        setattr(os, each, dying(getattr(os, each)))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and signals are POSIX's")


def git(folder, *words):
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@a.example", *words],
        cwd=folder,
        env=os.environ | ALONE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """An environment that course.py finds complete: its own Python, which finds the packages of the one that tests."""
    venv = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    [packages] = venv.glob("lib/*/site-packages")
    real = Path(nbformat.__file__).parents[1]
    (packages / "real.pth").write_text(f"{real}\n")
    (packages / "sitecustomize.py").write_text(DYING)
    state = {"finished": True, "fingerprint": course.fingerprint(), "extra": "presenting"}
    (venv / "course.json").write_text(json.dumps(state))
    return venv


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """The course's repository: one small lesson, built, with the machine that builds it; a newer course is `next`."""
    root = tmp_path_factory.mktemp("shelf") / "published"
    root.mkdir()
    for name in ("course.py", "requirements.txt", "constraints.txt", "pyproject.toml", ".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, root)
    (root / "assets").mkdir()
    shutil.copy(ROOT / "assets/terms.csv", root / "assets")
    (root / "utils").mkdir()
    for source in (*ROOT.glob("utils/*.py"), ROOT / "utils/authoring"):
        if source.is_dir():
            shutil.copytree(source, root / "utils" / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / "utils")
    (root / "utils/old_part.py").write_text("number = 1\n")
    git(root, "init", "--quiet", "--initial-branch=next")
    publish(root, BODY)
    git(root, "branch", "main")
    newer = {"utils/old_part.py": None, "utils/new_part/__init__.py": "number = 2\n", "README.md": "A newer course.\n"}
    publish(root, NEWER, **newer)
    git(root, "switch", "--quiet", "main")
    return root


@pytest.fixture
def published(shelf, tmp_path):
    return shutil.copytree(shelf, tmp_path / "published")


def publish(root, body, **files):
    """Commit a state of the course: the lesson's text, and files by name (None: taken out)."""
    build(small_course(root, body))
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=next")


def newer(root):
    git(root, "reset", "--quiet", "--hard", "next")


def pack(root, archive):
    """Pack the course as GitHub does: under a folder of its own."""
    git(root, "archive", "--prefix=course-main/", f"--output={archive}", "HEAD")
    return archive


class Student:
    """A student's folder of the course, with an environment that is complete."""

    def __init__(self, root, environment):
        self.root, self.python = root, environment / "bin" / "python"
        (root / ".venv").symlink_to(environment)

    def type(self, *words, language="en", **variables):
        """Run course.py; return its exit code and what it printed."""
        kept = {name: value for name, value in os.environ.items() if name != "COURSE_PROGRESS"}
        done = subprocess.run(
            [self.python, self.root / "course.py", *words],
            env=kept | ALONE | {"COURSE_LANGUAGE": language} | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout

    def succeeds(self, *words, **more):
        status, printed = self.type(*words, **more)
        assert status == 0, printed
        return printed

    def path(self, language="en"):
        return self.root / language / LESSON

    def change(self, work, language="en"):
        """Let ``work`` change a notebook as JupyterLab would save it; return the bytes."""
        notebook = json.loads(self.path(language).read_text(encoding="utf-8"))
        work(notebook)
        self.path(language).write_text(json.dumps(notebook, indent=1), encoding="utf-8")
        return self.path(language).read_bytes()

    def texts(self, language="en"):
        cells = json.loads(self.path(language).read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells]

    def saved(self):
        return [path for path in sorted(self.root.glob("saved/**/*")) if path.is_file()]


@pytest.fixture
def clone(published, tmp_path, environment):
    git(tmp_path, "clone", "--quiet", str(published), "kurs ağacı")
    return Student(tmp_path / "kurs ağacı", environment)


@pytest.fixture
def unpacked(published, tmp_path, environment):
    with zipfile.ZipFile(pack(published, tmp_path / "first.zip")) as archive:
        archive.extractall(tmp_path / "indirilen")
    return Student(tmp_path / "indirilen" / "course-main", environment)


def find(notebook, words):
    return next(cell for cell in notebook["cells"] if words in "".join(cell["source"]))


def answer(notebook):
    find(notebook, "def double(x):\n    ...")["source"] = ANSWER.splitlines(keepends=True)


def example(notebook):
    find(notebook, "rate = ")["source"] = ["rate = 5\n", "print(rate)"]


def is_new(student):
    """Say whether the whole newer course is there, and nothing of the update's own is left."""
    words = "".join(student.texts("en")) + "".join(student.texts("tr"))
    assert not (student.root / "build/update").exists()
    assert not (student.root / "utils/old_part.py").exists() and (student.root / "utils/new_part").exists()
    assert (student.root / "README.md").read_text() == "A newer course.\n"
    return "A new text." in words and "Yeni metin." in words


# --- Both ways

WAYS = ["clone", "archive"]


@pytest.fixture(params=WAYS)
def way(request, published, tmp_path):
    """A student's folder, and the words that bring the newer course into it."""
    student = request.getfixturevalue({"clone": "clone", "archive": "unpacked"}[request.param])

    def words():
        return ["update"] if request.param == "clone" else ["update", pack(published, tmp_path / "course.zip")]

    student.words, student.is_clone = words, request.param == "clone"
    return student


def test_a_newer_course_comes_and_every_answer_stays(way, published, reader):
    typed = way.change(answer, reader)
    newer(published)
    printed = way.succeeds(*way.words(), language=reader)
    assert is_new(way)
    assert ANSWER in way.texts(reader) and "rate = 0.2\nprint(rate)" in way.texts(reader)
    expected = {
        "tr": f"tr/{LESSON}: yazdıklarınız yeni deftere aktarıldı",
        "en": f"en/{LESSON}: what you typed was carried",
    }
    assert expected[reader] in printed
    assert {"tr": "Kurs güncellendi", "en": "The course is up to date"}[reader] in printed
    assert (way.root / "saved" / DAY / reader / LESSON).read_bytes() == typed
    again = way.succeeds(*way.words(), language=reader)
    assert {"tr": "Kurs zaten güncel.", "en": "The course is up to date already."}[reader] in again
    assert ANSWER in way.texts(reader)
    if way.is_clone:
        assert git(way.root, "rev-parse", "HEAD") == git(published, "rev-parse", "HEAD")
        assert git(way.root, "status", "--porcelain", "--untracked-files=no") == f" M {reader}/{LESSON}\n"


def test_of_what_both_sides_changed_the_newer_stays_and_the_place_is_named(way, published, reader):
    way.change(lambda notebook: (answer(notebook), example(notebook)), reader)
    newer(published)
    printed = way.succeeds(*way.words(), language=reader)
    assert {"tr": "aktarılamadı: Oyun.", "en": "under: Play."}[reader] in printed
    assert f"saved/{DAY}/{reader}/{LESSON}" in printed
    assert ANSWER in way.texts(reader) and "rate = 0.2\nprint(rate)" in way.texts(reader)


def reorder(notebook):
    answer(notebook)
    notebook["cells"].reverse()


def strip(notebook):
    answer(notebook)
    del notebook["metadata"]["course"]
    for cell in notebook["cells"]:
        cell["metadata"] = {"tags": ["mine"]}


WORK = {
    "an answer": answer,
    "a cell of one's own": lambda notebook: (
        answer(notebook),
        notebook["cells"].insert(3, nbformat.v4.new_code_cell("mine = 1", id="own")),
    ),
    "a cell taken out": lambda notebook: (answer(notebook), notebook["cells"].pop(1)),
    "another order": reorder,
    "other metadata": strip,
}


@pytest.mark.parametrize("kind", WORK)
def test_an_answer_stays_whatever_else_was_done(clone, published, kind):
    clone.change(WORK[kind])
    newer(published)
    clone.succeeds("update")
    assert is_new(clone)
    assert ANSWER in clone.texts()
    assert ("mine = 1" in clone.texts()) == (kind == "a cell of one's own")
    nbformat.validate(nbformat.read(clone.path(), 4))


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"cells": [{"cell_type": 3}], "metadata": {}}', "Notum."])
def test_a_notebook_that_cannot_be_read_is_kept_and_replaced(clone, published, damaged):
    clone.path().write_text(damaged)
    newer(published)
    printed = clone.succeeds("update")
    assert is_new(clone)
    assert (clone.root / "saved" / DAY / "en" / LESSON).read_text() == damaged
    assert f"en/{LESSON}: the file could not be read" in printed


def test_read_only_and_open_files_are_no_hindrance(way, published):
    way.change(answer)
    newer(published)
    for path in (way.path(), way.root / "course.py", way.root / "utils/old_part.py"):
        path.chmod(0o444)
    with way.path().open(encoding="utf-8") as still_open:
        way.succeeds(*way.words())
        assert "A new text." not in still_open.read()
    assert is_new(way) and ANSWER in way.texts()


def test_what_was_only_run_is_no_typing(way, published):
    def run(notebook):
        find(notebook, "check.double")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["8\n"]}]

    way.change(run)
    newer(published)
    printed = way.succeeds(*way.words())
    assert is_new(way) and LESSON not in printed
    assert not [path for path in way.saved() if path.suffix == ".ipynb"]
    assert find(json.loads(way.path().read_text(encoding="utf-8")), "check.double")["outputs"]


STEPS = {"course.py": (0, 1, 3, 5, 8), "utils.authoring": (0, 1)}  # file operations done before the end


@pytest.mark.parametrize("process", STEPS)
def test_killed_before_any_step_it_loses_nothing_and_the_same_command_completes_it(way, published, process):
    typed = way.change(lambda notebook: (answer(notebook), example(notebook)))
    newer(published)
    words = way.words()
    before = {path: path.read_bytes() for path in way.root.rglob("*") if path.is_file() and "build" not in path.parts}
    start = way.root.with_name("start")
    shutil.copytree(way.root, start, symlinks=True)
    for step in STEPS[process]:
        shutil.rmtree(way.root)
        shutil.copytree(start, way.root, symlinks=True)
        status, _ = way.type(*words, DIE_AT=f"{process}:{step}")
        assert status != 0
        kept = [path.read_bytes() for path in way.saved()]
        assert way.path().read_bytes() == typed or typed in kept
        assert all(path.is_file() or "old_part" in path.name for path in before)
        for notebook in (way.path(), way.path("tr")):
            json.loads(notebook.read_text(encoding="utf-8"))
        way.succeeds(*words)
        assert is_new(way) and ANSWER in way.texts()
        assert (way.root / "saved" / DAY / "en" / LESSON).read_bytes() == typed
        assert not [path for path in way.root.rglob("*.draft") if "build" not in path.parts]


def test_any_command_goes_on_with_an_interrupted_update(way, published):
    way.change(answer)
    newer(published)
    status, _ = way.type(*way.words(), DIE_AT="course.py:3")
    assert status == -signal.SIGKILL
    assert (way.root / "build/update/plan.json").exists()
    assert "Kurs güncellendi." in way.succeeds("reset", "tr", "01")
    assert is_new(way) and ANSWER in way.texts()


def test_what_is_saved_amid_the_update_is_kept_too(clone, published):
    clone.change(answer)
    newer(published)
    clone.type("update", DIE_AT="course.py:0")
    assert (clone.root / "build/update/plan.json").exists()
    typed = clone.change(example)
    printed = clone.succeeds("update")
    copy = clone.root / "saved" / DAY / "en" / "01_try-2.ipynb"
    assert copy.read_bytes() == typed and f"saved/{DAY}/en/01_try-2.ipynb" in printed
    assert is_new(clone) and ANSWER in clone.texts()


def test_the_progress_and_own_files_stay(way, published):
    (way.root / ".progress.json").write_text("{}")
    (way.root / "en" / "notes.ipynb").write_text("mine")
    (way.root / "en" / "utils.py").write_text("mine = 1")
    newer(published)
    way.succeeds(*way.words())
    assert (way.root / ".progress.json").read_text() == "{}"
    assert (way.root / "en" / "notes.ipynb").read_text() == "mine"
    assert (way.root / "en" / "utils.py").read_text() == "mine = 1"


def test_a_lesson_that_is_new_meets_an_own_file_of_that_name(way, published):
    (way.root / "en" / "02_more.ipynb").write_text("mine")
    newer(published)
    publish(published, NEWER, **{"en/02_more.ipynb": "{}"})
    way.succeeds(*way.words())
    assert (way.root / "en" / "02_more.ipynb").read_text() == "{}"
    assert (way.root / "saved" / DAY / "en" / "02_more.ipynb").read_text() == "mine"


# --- Clones


def test_answers_in_a_lesson_that_is_gone_are_kept(clone, published, reader):
    typed = clone.change(answer)
    for name in ("tr", "en"):
        shutil.copy(published / name / LESSON, published / name / "03_other.ipynb")
    publish(published, BODY.replace("Text.", "Another text."), **{f"en/{LESSON}": None})
    printed = clone.succeeds("update", language=reader)
    assert not clone.path().exists()
    assert (clone.root / "saved" / DAY / "en" / LESSON).read_bytes() == typed
    assert {"tr": "bu ders yeni kursta yok", "en": "the newer course has no such lesson"}[reader] in printed


def test_a_notebook_that_is_older_than_the_clone_is_merged_from_what_it_was(clone, published):
    typed = clone.change(answer)
    newer(published)
    git(clone.root, "checkout", "--quiet", "--", ".")
    git(clone.root, "pull", "--quiet")
    clone.path().write_bytes(typed)  # as a student who copied it away and back
    publish(published, BODY.replace("Text.", "The newest text."))
    printed = clone.succeeds("update")
    assert "what you typed was carried over" in printed
    assert ANSWER in clone.texts() and "## Play\nThe newest text." in clone.texts()


def test_a_notebook_that_does_not_change_is_left_as_it_is(clone, published):
    typed = clone.change(answer)
    publish(published, BODY, **{"README.md": "Newer."})
    clone.succeeds("update")
    assert clone.path().read_bytes() == typed and clone.saved() == []


def test_changed_notebooks_that_were_staged_are_carried_too(clone, published):
    clone.change(answer)
    git(clone.root, "add", f"en/{LESSON}")
    newer(published)
    clone.succeeds("update")
    assert is_new(clone) and ANSWER in clone.texts()


def own_commit(root):
    (root / "notebooks/01_try.md").write_text("mine")
    git(root, "commit", "--quiet", "--all", "--message=mine")


def conflict(root):
    (root / ".git/MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"))


def offline(root):
    git(root, "remote", "set-url", "origin", str(root.parent / "nowhere"))


AUTHORS = {
    "a changed source": (
        lambda root: (root / "notebooks/01_try.md").write_text("mine"),
        ("değiştirilmiş: notebooks/01_try.md", "have been changed: notebooks/01_try.md"),
    ),
    "a changed source, staged": (
        lambda root: ((root / "course.md").write_text("x"), git(root, "add", "course.md")),
        ("değiştirilmiş: course.md", "have been changed: course.md"),
    ),
    "a commit": (own_commit, ("size ait commit kayıtları", "commits of its own")),
    "a branch": (
        lambda root: git(root, "switch", "--quiet", "-c", "mine"),
        ("izlediği bir dal yok", "follows no branch"),
    ),
    "no branch": (
        lambda root: git(root, "checkout", "--quiet", "--detach"),
        ("izlediği bir dal yok", "follows no branch"),
    ),
    "a merge": (conflict, ("bitmemiş bir birleştirme", "A merge is under way")),
    "no network": (offline, ("İnternet bağlantınızı denetleyin", "Check your internet connection")),
}


@pytest.mark.parametrize("kind", AUTHORS)
def test_an_authors_clone_is_refused_with_a_clear_word_and_left_alone(clone, published, kind):
    typed = clone.change(answer)
    newer(published)
    work, words = AUTHORS[kind]
    work(clone.root)
    head = git(clone.root, "rev-parse", "HEAD")
    for language, word in zip(("tr", "en"), words, strict=True):
        status, printed = clone.type("update", language=language)
        assert status == 1 and word in printed
    assert git(clone.root, "rev-parse", "HEAD") == head
    assert clone.path().read_bytes() == typed and clone.saved() == []


def test_a_clone_takes_no_archive(clone, published, tmp_path, reader):
    newer(published)
    status, printed = clone.type("update", pack(published, tmp_path / "course.zip"), language=reader)
    assert status == 1 and {"tr": "arşiv gerekmez", "en": "needs no archive"}[reader] in printed


def test_without_git_a_clone_is_told_so(clone, reader):
    status, printed = clone.type("update", language=reader, PATH=os.devnull)
    assert status == 1 and {"tr": "git bulunamadı", "en": "there is no git"}[reader] in printed


def test_git_that_cannot_note_the_newer_course_is_told_and_the_same_command_completes_it(clone, published):
    clone.change(answer)
    newer(published)
    clone.type("update", DIE_AT="course.py:0")
    lock = clone.root / ".git/index.lock"
    lock.touch()
    status, printed = clone.type("update")
    assert status == 2 and "in place" in printed and "delete the file .git/index.lock" in printed
    lock.unlink()
    clone.succeeds("update")
    assert is_new(clone) and ANSWER in clone.texts()


# --- Archives


def test_a_folder_without_git_asks_for_an_archive(unpacked, reader):
    status, printed = unpacked.type("update", language=reader)
    assert status == 1 and "python course.py update course.zip" in printed


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_without_sources_the_answers_to_exercises_are_carried(unpacked, published, tmp_path, form):
    typed = unpacked.change(lambda notebook: (answer(notebook), example(notebook)))
    shutil.rmtree(unpacked.root / "notebooks")
    newer(published)
    printed = unpacked.succeeds("update", pack(published, tmp_path / f"course.{form}"))
    assert is_new(unpacked) and ANSWER in unpacked.texts()
    assert "only your answers to exercises were carried over" in printed
    assert (unpacked.root / "saved" / DAY / "en" / LESSON).read_bytes() == typed


def test_files_of_the_course_that_somebody_changed_are_kept(unpacked, published, tmp_path):
    (unpacked.root / "utils/old_part.py").write_text("mine = 1")
    (unpacked.root / "notebooks/33_own.md").write_text("mine")
    newer(published)
    printed = unpacked.succeeds("update", pack(published, tmp_path / "course.zip"))
    assert (unpacked.root / "saved" / DAY / "utils/old_part.py").read_text() == "mine = 1"
    assert (unpacked.root / "notebooks/33_own.md").read_text() == "mine"
    assert f"is kept: saved/{DAY}" in printed


def test_an_archive_never_brings_somebody_elses_progress(unpacked, published, tmp_path):
    archive = pack(published, tmp_path / "course.zip")
    with zipfile.ZipFile(archive, "a") as packed:
        for name in (".progress.json", "saved/x.ipynb", ".venv/course.json", "build/x", "../outside.txt"):
            packed.writestr(f"course-main/{name}", "theirs")
        packed.writestr("course-main/README.md", "A newer course.\n")
    before = (unpacked.root / ".venv/course.json").read_text()
    unpacked.succeeds("update", archive)
    assert (unpacked.root / "README.md").exists()
    assert not (unpacked.root / ".progress.json").exists() and not (unpacked.root / "saved/x.ipynb").exists()
    assert (unpacked.root / ".venv/course.json").read_text() == before
    assert not list(tmp_path.rglob("outside.txt"))


def cut(archive):
    archive.write_bytes(archive.read_bytes()[:-2000])


def flipped(archive):
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    archive.write_bytes(data)


def foreign(archive):
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("notes/a.txt", "a")


BAD = {
    "missing": (Path.unlink, ("Böyle bir dosya yok", "There is no such file")),
    "cut short": (cut, ("yarım inmiş", "not downloaded to its end")),
    "damaged": (flipped, ("bozuk", "is damaged")),
    "no archive": (lambda archive: archive.write_text("<html>"), ("yarım inmiş", "not downloaded to its end")),
    "another": (foreign, ("içinde kurs yok", "There is no course in")),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_archive_is_told_and_nothing_changes(unpacked, published, tmp_path, kind):
    typed = unpacked.change(answer)
    newer(published)
    archive = pack(published, tmp_path / "course.zip")
    work, words = BAD[kind]
    work(archive)
    for language, word in zip(("tr", "en"), words, strict=True):
        status, printed = unpacked.type("update", archive, language=language)
        assert status == 1 and word in printed
    assert unpacked.path().read_bytes() == typed and not (unpacked.root / "README.md").exists()


def test_an_older_archive_is_refused(unpacked, published, tmp_path, reader):
    pyproject = unpacked.root / "pyproject.toml"
    archive = pack(published, tmp_path / "course.zip")
    text = (published / "pyproject.toml").read_text(encoding="utf-8")
    older = text.replace('\nversion = "', '\nversion = "0.0.')
    (published / "pyproject.toml").write_text(older, encoding="utf-8")
    git(published, "commit", "--quiet", "--all", "--message=older")
    status, printed = unpacked.type("update", pack(published, archive), language=reader)
    assert status == 1 and {"tr": "daha eski", "en": "is older than"}[reader] in printed
    assert pyproject.read_text(encoding="utf-8") == text


# --- Reset


def test_reset_puts_a_lesson_back_and_keeps_what_was_there(clone, reader):
    built = {language: clone.path(language).read_bytes() for language in ("tr", "en")}
    typed = {language: clone.change(answer, language) for language in ("tr", "en")}
    (clone.root / ".progress.json").write_text("{}")
    printed = clone.succeeds("reset", "1", language=reader)
    for language in ("tr", "en"):
        assert clone.path(language).read_bytes() == built[language]
        assert (clone.root / "saved" / DAY / language / LESSON).read_bytes() == typed[language]
        assert f"saved/{DAY}/{language}/{LESSON}" in printed
    assert {"tr": "İlerlemeniz silinmedi", "en": "Your progress was not deleted"}[reader] in printed
    assert (clone.root / ".progress.json").read_text() == "{}"
    assert git(clone.root, "status", "--porcelain", "--untracked-files=no") == ""
    clone.succeeds("reset", "1", language=reader)
    assert len(clone.saved()) == 2


def test_reset_of_one_language_leaves_the_other_alone(clone, reader):
    typed = clone.change(answer, "tr")
    clone.change(answer, "en")
    printed = clone.succeeds("reset", "en", "01", language="tr")  # what is named counts, not the system
    assert "back at its start" in printed
    assert clone.path("tr").read_bytes() == typed and ANSWER not in clone.texts("en")


@pytest.mark.parametrize("damaged", [None, "", "{"])
def test_reset_mends_a_notebook_that_is_gone_or_damaged(clone, damaged):
    built = clone.path().read_bytes()
    clone.path().unlink()
    if damaged is not None:
        clone.path().write_text(damaged)
    clone.succeeds("reset", "en", "01")
    assert clone.path().read_bytes() == built
    assert [path.read_text() for path in clone.saved()] == [damaged] * (damaged is not None)


def test_the_dying_python_dies(environment):
    script = textwrap.dedent("import os, sys; os.rmdir(sys.argv[2])")
    place = environment / "made"
    place.mkdir()
    done = subprocess.run(
        [environment / "bin/python", "-c", script, "named", place], env=os.environ | {"DIE_AT": "named:0"}, check=False
    )
    assert done.returncode == -signal.SIGKILL and place.exists()

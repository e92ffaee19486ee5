"""``course.py new``: what it writes passes, and whatever a lesson then lacks is named."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.completeness import missing, own_tests, untouched
from utils.authoring import build
from utils.authoring.__main__ import main
from utils.authoring.new import LONGEST, PARTS, new_lesson
from utils.language import LANGUAGES, use_language

ROOT = Path(__file__).resolve().parents[3]
LESSON = "33_topic"


@pytest.fixture
def root(tmp_path):
    """A course with nothing but a new lesson."""
    (tmp_path / "notebooks").mkdir()
    for file in ("assets/CREDITS.md", "utils/__init__.py", "utils/lessons/__init__.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    new_lesson(tmp_path, LESSON)
    use_language("en")
    return tmp_path


def edit(root, place, old, new):
    path = root / place
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{place} has no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_lesson_lacks_nothing_and_builds(root):
    assert missing(root, LESSON) == []
    assert {path.name for path in build(root)} == {f"{LESSON}.ipynb"}


def test_what_is_left_is_said_in_the_readers_language(reader, tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    assert main(["new", LESSON], tmp_path) == 0
    said = capsys.readouterr().out
    for part in PARTS:
        assert f"wrote {part.path(tmp_path, LESSON).relative_to(tmp_path)}\n" in said
        assert part.tr in said if reader == "tr" else part.en in said
    assert "python course.py test 33" in said and "assets/terms.csv" in said and "assets/CREDITS.md" in said


@pytest.mark.parametrize("slug", ["33_a", "04_linear_regression", f"33_{'long_' * 6}"[: LONGEST + 3].strip("_") + "r"])
def test_what_is_written_is_laid_out_whatever_the_name(tmp_path, slug):
    (tmp_path / "notebooks").mkdir()
    files = [path for path in new_lesson(tmp_path, slug) if path.suffix == ".py"]
    settings = ["--config", ROOT / "pyproject.toml", "--config", "lint.isort.known-first-party = ['tests', 'utils']"]
    for command in (["check", "--no-cache", *settings], ["format", "--no-cache", "--check", *settings]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *files], capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == 0, done.stdout
    assert not any("__" in re.sub(r"__(init|all)__", "", path.read_text("utf-8")) for path in files)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Bad Name", "is no lesson's name"),
        ("34_class", "a word of Python's own"),
        (f"34_{'a' * (LONGEST + 1)}", f"{LONGEST} letters at most"),
        ("33_other", "notebooks/33_topic.md is there already"),
        ("34_topic", "utils/lessons/topic/checks.py is there already"),
        ("34_site", "tests/unit/site/test_site.py is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(root, capsys, name, told):
    (root / "tests/unit/site").mkdir()
    (root / "tests/unit/site/test_site.py").touch()
    before = sorted(root.rglob("*"))
    assert main(["new", name], root) == 1
    assert told in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("part", PARTS, ids=[part.skeleton for part in PARTS])
def test_a_missing_file_is_named_with_what_belongs_into_it(root, reader, part):
    path = part.path(root, LESSON)
    path.unlink()
    [sentence] = missing(root, LESSON)
    assert sentence.startswith(path.relative_to(root).as_posix())
    assert (part.tr if reader == "tr" else part.en) in sentence


LACKS = {
    "the import of the checks": (
        ("notebooks/33_topic.md", "TopicExplorer, check\n", "TopicExplorer\n"),
        r"notebooks/33_topic\.md: .*`from utils\.lessons\.topic import …, check` in its first code cell",
    ),
    "an explorer of the name that the room imports": (
        ("utils/lessons/topic/explorer.py", "class TopicExplorer", "class StarExplorer"),
        r"utils/lessons/topic/__init__\.py: `TopicExplorer` is imported, and utils/lessons/topic/explorer\.py has no",
    ),
    "a name that the lesson imports": (
        ("utils/lessons/topic/__init__.py", "import TopicExplorer", "import TopicExplorer as Other"),
        r"notebooks/33_topic\.md: `TopicExplorer` is imported, and utils/lessons/topic/__init__\.py has no such name",
    ),
    "a cell with the explorer": (
        ("notebooks/33_topic.md", "```{code-cell} python\nTopicExplorer()\n```\n", ""),
        r"no cell shows the lesson's explorer; import the class in utils/lessons/topic/explorer\.py",
    ),
    "a check": (
        ("utils/lessons/topic/checks.py", "def weighted(answer)", "def other(answer)"),
        r'no check `check\.weighted`; write it with `@exercise\("33_topic", "weighted", tr="…", en="…"\)`',
    ),
    "a check of this lesson": (
        ("utils/lessons/topic/checks.py", 'LESSON = "33_topic"', 'LESSON = "32_other"'),
        r'write it with `@exercise\("33_topic", "weighted"',
    ),
    "an exercise for a check": (
        ("notebooks/33_topic.md", "check.weighted(weighted)", "check.weigh(weighted)"),
        r"no exercise calls `check\.weighted`; write its exercise, or delete the check",
    ),
    "a new term": (("notebooks/33_topic.md", "terms: [weight]", "terms: []"), "name its new words under `terms:`"),
    "a test of the explorer": (
        ("tests/unit/lessons/test_topic.py", "check_explorer(explorer", "print(explorer"),
        r"tests/unit/lessons/test_topic\.py: the explorer is not tested",
    ),
    "a test of a check": (
        ("tests/unit/lessons/test_topic.py", "check.weighted,", "check.other,"),
        r"`check\.weighted` is not tested; write `assert_check\(check\.weighted, …\)`",
    ),
    "the wrong ideas of an exercise": (
        ("tests/mutants/lessons/topic.py", '"weighted"', '"other"'),
        r'tests/mutants/lessons/topic\.py: .*write `Exercise\("weighted", …\)` with its inputs and the ideas',
    ),
    "a cell that the browser looks for": (
        ("tests/browser/lessons/topic.py", '"exercises-5"', '"exercises-9"'),
        r"tests/browser/lessons/topic\.py: the lesson has no code cell 'exercises-9'; its code cells are .*exercises-5",
    ),
    "the licence of a package's data": (
        ("notebooks/33_topic.md", "import numpy as np\n", "import numpy as np\nfrom skimage.datasets import cells\n"),
        r"the lesson reads `skimage\.datasets\.cells`, which no table has; add a row with its source and licence",
    ),
    "the licence of a loader": (
        ("utils/lessons/topic/explorer.py", "import numpy as np\n", "from utils.datasets import load_stars\n"),
        r"assets/CREDITS\.md: the lesson reads `utils\.datasets\.load_stars`",
    ),
    "room in its week": (
        ("notebooks/33_topic.md", "read: 30", "read: 500"),
        r"INSTRUCTORS\.md: the week of this lesson takes 500 minutes in class, where there are 135 at most",
    ),
    "a source that builds": (("notebooks/33_topic.md", "title:", "titel:"), "`python course.py build 33` says why"),
    "a cell that is Python": (("notebooks/33_topic.md", "weight * x == 6", "weight * x =="), "says why"),
    "a room that is Python": (("utils/lessons/topic/checks.py", "cases = [", "cases = [["), r"checks\.py, line"),
}


@pytest.mark.parametrize(("edited", "told"), LACKS.values(), ids=LACKS)
def test_what_a_lesson_lacks_is_named_with_what_to_do(root, edited, told):
    edit(root, *edited)
    assert any(re.search(told, sentence) for sentence in missing(root, LESSON)), missing(root, LESSON)


def test_a_file_of_the_rooms_own_needs_its_licence(root):
    (root / "assets/stars.npz").touch()
    edit(root, "utils/lessons/topic/explorer.py", "INPUT = 2", 'FILES = ("assets/stars.npz",)\nINPUT = 2')
    [sentence] = missing(root, LESSON)
    assert "`assets/stars.npz`" in sentence
    edit(root, "assets/CREDITS.md", "| `assets/emoji.npz` |", "| `assets/stars.npz` | | | |\n| `assets/emoji.npz` |")
    assert missing(root, LESSON) == []


def test_a_term_that_the_glossary_lacks_stops_the_build(root, capsys):
    edit(root, "notebooks/33_topic.md", "terms: [weight]", "terms: [weight, starlight]")
    assert main(["build", "--check", "33"], root) == 1
    assert "'starlight', which assets/terms.csv does not have; add it there" in capsys.readouterr().err


def test_what_is_still_the_example_is_told(root):
    assert len(untouched(root, LESSON)) == len(PARTS) - 1
    edit(root, "notebooks/33_topic.md", "Title", "Stars")
    assert "notebooks/33_topic.md" not in untouched(root, LESSON)


def test_a_lesson_whose_name_begins_like_anothers_has_its_own_tests(tmp_path):
    (tmp_path / "notebooks").mkdir()
    for lesson in ("30_gan", "31_gan_loss"):
        new_lesson(tmp_path, lesson)
    (tmp_path / "tests/unit/lessons/test_gan_net.py").touch()
    assert [file.name for file in own_tests(tmp_path, "30_gan")] == ["test_gan.py", "test_gan_net.py"]
    assert [file.name for file in own_tests(tmp_path, "31_gan_loss")] == ["test_gan_loss.py"]


def without_lessons(folder, names):
    """Leave the lessons out of a copy: one of them may have the new one's number or name."""
    if Path(folder).name == "lessons":
        return [name for name in names if name != "__init__.py"]
    return [name for name in names if name in ("__pycache__", "vendor") or re.fullmatch(r"\d\d_\w+\.md", name)]


def test_the_tests_and_the_solved_notebooks_of_a_new_lesson_pass(tmp_path):
    for folder in ("assets", "notebooks", "tests", "utils"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=without_lessons)
    for file in ("course.py", "pyproject.toml", "README.md", "INSTRUCTORS.md"):
        shutil.copy(ROOT / file, tmp_path)
    assert main(["new", LESSON], tmp_path) == 0
    assert main(["build"], tmp_path) == 0
    assert main(["edition", "solution", str(tmp_path / "solved"), LESSON], tmp_path) == 0
    everything = [*own_tests(tmp_path, LESSON), "tests/unit/test_rooms.py", "tests/mutants"]
    run_pytest(tmp_path, *everything, "-k", f"{LESSON} or test_topic")
    solved = [f"solved/{language}/{LESSON}.ipynb" for language in LANGUAGES]
    run_pytest(tmp_path, "--nbval-lax", *solved, COURSE_STRICT_CHECKS="1")


def run_pytest(root, *arguments, **environment):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    # JUPYTER_PATH: a kernel that is a fork (``utils.execution.fork_server``) has this course's own `utils` already.
    environment = os.environ | {"PYTHONPATH": str(root), "JUPYTER_PATH": ""} | environment
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

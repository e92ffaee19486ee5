"""tests/run.py: which stages run, what each is given, and that the end tells the truth."""

import json
import subprocess
from types import SimpleNamespace

import pytest

from tests import run as stages


@pytest.fixture
def programs(monkeypatch, tmp_path):
    """Stand in for the programs that the stages start; ``failing`` holds words whose command shall fail."""

    class Programs(list):
        failing = ()

        def __call__(self, command, cwd, env):
            command = list(map(str, command[2:]))
            self.append((command, env))
            if "--record" in command:
                seconds = {f"{language}/03_perceptron": 2.5 for language in ("tr", "en")}
                record = {"outcomes": {"passed": 3}, "seconds": seconds if "--nbval-lax" in command else {}}
                with open(command[command.index("--record") + 1], "w") as file:
                    json.dump(record, file)
            return subprocess.CompletedProcess(command, any(word in command for word in self.failing))

    started = Programs()
    monkeypatch.setattr(stages, "subprocess", SimpleNamespace(run=started))
    monkeypatch.setattr(stages, "ROOT", tmp_path)
    for folder in ("notebooks", "tests/unit/lessons"):
        (tmp_path / folder).mkdir(parents=True)
    for file in (
        "notebooks/00_start.md",
        "notebooks/03_perceptron.md",
        "tests/unit/lessons/test_perceptron.py",
    ):
        (tmp_path / file).touch()
    return started


def last_words(programs):
    return [" ".join(command[-2:]) for command, _ in programs]


def test_everything_runs_in_order(programs, tmp_path):
    assert stages.main("test") == 0
    unit, mutants, check, style, layout, types, spelling, *rest = [command for command, _ in programs]
    *javascript, student, building, cutting, solution, browser, hub = rest
    assert unit[-1] == "tests/unit"
    assert mutants[-1] == "tests/mutants"
    assert check == ["utils.authoring", "build", "--check"]
    assert style == ["ruff", "check", "."]
    assert layout == ["ruff", "format", "--check", "."]
    assert types == ["mypy"]
    assert spelling == ["tests.spelling"]
    assert [command[:2] for command in javascript] == [["deno", word] for word in ("lint", "fmt", "check")]
    assert student[-4:] == [
        str(tmp_path / file)
        for file in (
            "tr/03_perceptron.ipynb",
            "en/03_perceptron.ipynb",
            "tr/00_start.ipynb",
            "en/00_start.ipynb",
        )
    ]
    assert building[:3] == ["utils.authoring", "edition", "solution"]
    assert cutting == ["tests.notebooks.needed", building[3]]
    assert "--nbval-lax" in solution
    assert hub[-1] == "tests/hub"
    assert [word.replace(building[3], str(tmp_path)) for word in solution[-4:]] == student[-4:]
    assert browser[-1] == "tests/browser"


def test_only_the_solutions_are_held_to_strict_checks_and_nothing_touches_the_readers_progress(programs, monkeypatch):
    monkeypatch.delenv("COURSE_STRICT_CHECKS", raising=False)
    stages.main("test")
    strict = [environment.get("COURSE_STRICT_CHECKS") for _, environment in programs]
    assert strict == [None] * 13 + ["1", None, None]
    assert all("build" in environment["COURSE_PROGRESS"] for _, environment in programs)


def test_every_stage_runs_after_a_failure_and_the_end_names_it(programs, reader, capsys):
    programs.failing = ("tests/unit", "ruff")
    assert stages.main("test") == 1
    assert len(programs) == 16
    lines = capsys.readouterr().out.splitlines()
    failed = {
        "tr": "Başarısız: birim testleri, kod biçimi, kod düzeni",
        "en": "Failed: unit tests, code style, code layout",
    }
    assert failed[reader] in lines
    assert lines[-1] == "Tests: 18 passed, 0 failed, 0 skipped"


def test_quick_runs_the_unit_tests_alone(programs):
    stages.main("test", "--quick")
    assert last_words(programs) == ["--no-loadscope-reorder tests/unit", "2 tests/mutants"]


def test_a_lesson_gets_all_that_the_whole_run_asks_of_it(programs, tmp_path):
    stages.main("test", "03_perceptron")
    lacks, unit, mutants, check, style, layout, spelling, student, building, _, solution, browser = [
        command for command, _ in programs
    ]
    own = str(tmp_path / "tests/unit/lessons/test_perceptron.py")
    assert lacks == ["tests.completeness", "03_perceptron"]
    assert unit[-4:] == [*stages.EVERY_LESSON, own]
    assert mutants[-3:] == ["tests/mutants", "-k", "03_perceptron"]
    assert check[-1] == "03_perceptron"
    assert style == ["ruff", "check", "tr/03_perceptron.ipynb", "en/03_perceptron.ipynb", own]
    assert layout == ["ruff", "format", "--check", own]
    assert spelling == ["tests.spelling", "03_perceptron"]
    assert not any("00_start" in word for word in student + building + solution)
    assert [word for word in solution if word.endswith(".ipynb")] == [
        f"{building[3]}/{language}/03_perceptron.ipynb" for language in ("tr", "en")
    ]
    assert browser[-3:] == ["-k", "03_perceptron", "tests/browser"]


def test_what_every_lesson_is_asked_is_there():
    assert all((stages.Path(stages.__file__).parent.parent / file).is_file() for file in stages.EVERY_LESSON)


def test_run_builds_a_lesson_names_what_it_lacks_and_runs_what_a_student_gets(programs, capsys):
    assert stages.main("run", "03_perceptron") == 0
    assert [command[0] for command, _ in programs] == ["utils.authoring", "tests.completeness", "pytest"]


def test_the_table_holds_each_notebooks_seconds_and_their_sum(reader):
    seconds = {
        "03_perceptron": {("student", "tr"): 1.25, ("student", "en"): 2.0, ("solution", "tr"): 3.0},
        "00_start": {("student", "tr"): 4.0},
    }
    head, *rows = stages.seconds_table(seconds).splitlines()
    assert head.split()[0] == {"tr": "Saniye", "en": "Seconds"}[reader]
    assert "solution en" not in head and "çözümlü en" not in head
    figures = {row.split()[0]: [cell.replace(",", ".") for cell in row.split()[1:]] for row in rows}
    assert figures["00_start"] == ["4.0", "-", "-"]
    assert figures["03_perceptron"] == ["1.2", "2.0", "3.0"]
    assert list(figures.values())[-1] == ["5.2", "2.0", "3.0"]

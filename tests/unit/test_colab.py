"""What ``python -m tests.colab`` stands on, as far as it can be told without an environment of Colab's."""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.colab.__main__ import ENGLISH, TURKISH, name_repository, pinned
from utils.authoring.console import chosen
from utils.authoring.repository import Repository, named

ROOT = Path(__file__).resolve().parents[2]
COLABS = {  # of 2026-08
    "anywidget": "0.9.",
    "ipykernel": "6.17.",
    "ipywidgets": "7.7.",
    "keras": "3.13.",
    "numpy": "2.1.",
    "tensorflow-cpu": "2.20.",
}


@pytest.fixture(scope="module")
def versions():
    return dict(line.split("==") for line in pinned())


def test_the_environment_has_colabs_versions(versions):
    found = {name: version for name, version in versions.items() if name in COLABS}
    assert found.keys() == COLABS.keys()
    assert all(version.startswith(COLABS[name]) for name, version in found.items())


def test_of_what_the_course_needs_everywhere_colabs_versions_are_within_the_ranges(versions):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {part.name: part.specifier for part in map(Requirement, project["dependencies"])}
    there = needed.keys() & versions.keys()
    assert {"anywidget", "matplotlib", "numpy", "scikit-learn"} <= there
    assert [name for name in there if versions[name] not in needed[name]] == []
    assert {"bokeh-sampledata", "turkish-name-generator"} <= needed.keys() - there, "the first cell brings them"


def test_six_lessons_and_one_in_english_are_run():
    assert len(chosen(ROOT, TURKISH)) == 6 and len(chosen(ROOT, ENGLISH)) == 1


def test_the_workflow_runs_it_with_colabs_python():
    job = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]["colab"]
    assert {"python-version": "3.13"} in [step.get("with") for step in job["steps"]]
    assert job["steps"][-1]["run"].endswith("python -m tests.colab")


def test_a_forks_address_takes_the_place_of_any_other(tmp_path):
    text = '[project]\nname = "a"\n\n[project.urls]\nRepository = "https://github.com/c/d"\n\n[tool.x]\n'
    for before in (text, text.replace("[tool.x]\n", ""), '[project]\nname = "a"\n'):
        (tmp_path / "pyproject.toml").write_text(before, encoding="utf-8")
        name_repository(tmp_path, "https://github.com/a/b")
        assert named(tmp_path) == Repository("a", "b")

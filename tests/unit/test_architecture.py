"""ARCHITECTURE.md names what is there: every folder, every word of the house, every variable, and nothing that has gone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
EXPLAINED = set(re.findall(r"\*\*([a-z]+)\*\*", MAP.split("\n## Words\n")[1].split("\n## ")[0]))
HOUSE = (
    "belief block case deck dlx edition explorer film frame handout head kept layer mark misconception model mutant outcome "
    "packet panel passage place preset recording room scene sheet slug still stub twin unit zygote"
)
READ = {".py", ".js", ".css", ".html", ".md", ".csv", ".yml"}


def files(*places):
    """Return the files of these folders that are read or run, without what Python has put beside them."""
    found = [path for place in places for path in sorted((ROOT / place).rglob("*"))]
    return [path for path in found if path.is_file() and path.suffix in READ]


MACHINE = files("utils")
SINGLE = [ROOT / name for name in ("course.py", "setup.py", ".ci/run")]
PROGRAMS = [*MACHINE, *files("tests", "benchmarks", "tools", ".github"), *SINGLE]


def test_it_is_short_enough_to_be_read():
    assert MAP.count("\n") <= 120


def test_every_folder_of_the_code_and_of_the_tests_is_on_the_map():
    folders = {folder.relative_to(ROOT) for path in files("utils", "tests") for folder in path.parents if folder > ROOT}
    whole = {"lessons", "labextensions", "unit"}  # what stands in these is described in general
    for folder in sorted(folders - {Path("utils"), Path("tests")}):
        if not whole & set(folder.parts[:-1]):
            assert re.search(rf"\b{folder.name}/", MAP), folder


def test_every_file_that_it_names_is_there():
    there = {path.name for path in [*PROGRAMS, *files("assets"), *ROOT.glob("*.md")]}
    named = set(re.findall(r"[\w.]+\.(?:py|js|csv|md)\b", MAP))
    assert len(named) > 30
    assert named - there == {"NN_slug.md"}


@pytest.mark.parametrize("word", sorted(EXPLAINED | set(HOUSE.split())))
def test_a_word_of_the_house_is_explained_and_used(word):
    assert word in EXPLAINED
    assert any(re.search(rf"\b{word}", path.read_text(encoding="utf-8"), re.I) for path in MACHINE)


def test_every_variable_is_explained_and_none_that_has_gone():
    used = {name for path in PROGRAMS for name in re.findall(r"\bCOURSE_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert used == set(re.findall(r"^\| `(COURSE_[A-Z_]+)` \|", MAP, re.M))


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md"])
def test_one_finds_it(paper):
    assert "](ARCHITECTURE.md)" in (ROOT / paper).read_text(encoding="utf-8")

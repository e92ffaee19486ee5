"""What the project's own papers say of it agrees: its version, its title, its forms in both languages."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def test_the_newest_version_of_the_changelog_is_the_packages_and_the_citations():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", changelog, re.M)
    assert versions[0] == (PROJECT["version"], str(CITATION["date-released"]))
    assert CITATION["version"] == PROJECT["version"]
    order = [(tuple(map(int, version.split("."))), date) for version, date in versions]
    assert order == sorted(order, reverse=True)


def test_the_course_is_cited_by_one_title():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"title  = {{{CITATION['title']}}}" in readme
    assert f"author = {{{{{CITATION['authors'][0]['name']}}}}}" in readme


def test_the_hooks_before_a_commit_use_the_versions_that_the_tests_use():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    pins = {pin for hook in hooks for pin in hook.get("additional_dependencies", ())}
    assert pins and pins <= set((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())


def test_mypy_looks_at_every_room_of_the_machine():
    looked_at = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["files"]
    rooms = {f"utils/{path.parent.name}" for path in (ROOT / "utils").glob("*/__init__.py")}
    assert rooms - set(looked_at) == {"utils/lessons"}


@pytest.mark.parametrize("kind", ["number", "sentence", "check"])
def test_an_issue_form_asks_the_same_in_both_languages(kind):
    def asked(language):
        form = yaml.safe_load((FORMS / f"{kind}_{language}.yml").read_text(encoding="utf-8"))
        return [
            (
                part["type"],
                part.get("id"),
                part.get("validations"),
                part["attributes"].get("render"),
                len(part["attributes"].get("options", ())),
            )
            for part in form["body"]
        ]

    assert asked("tr") == asked("en")

"""The four files that say what is installed agree with each other, for every supported machine."""

import importlib.metadata
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME = canonicalize_name(PROJECT["name"])
MACHINES = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64")]
PYTHONS = ["3.11.7", "3.12.1", "3.13.0"]


def lines(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def described(requirement):
    return canonicalize_name(requirement.name), requirement.specifier, str(requirement.marker or "")


PINS = [Requirement(line) for line in lines("constraints.txt")]


def pins_for(environment):
    """Return {package: version} as constraints.txt has it for one machine; each package at most once."""
    chosen = [pin for pin in PINS if pin.marker is None or pin.marker.evaluate(environment)]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in chosen}
    assert len(versions) == len(chosen)
    return versions


def test_requirements_are_what_the_package_needs_on_ones_own_computer():
    assert lines("requirements.txt")[0] == "-e ."
    listed = {described(Requirement(line)) for line in lines("requirements.txt")[1:]}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["lab"]]
    assert listed == {described(Requirement(line)) for line in wanted}
    assert len(listed) == len(wanted)


def test_what_the_package_needs_everywhere_brings_no_jupyter_and_no_keras():
    """Nor what they need in their turn: in Colab an installation would replace what runs there."""
    found, queue = set(), [canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]]
    while queue:
        name = queue.pop()
        found.add(name)
        needed = [Requirement(line) for line in importlib.metadata.requires(name) or []]
        asked = {
            canonicalize_name(part.name) for part in needed if not part.marker or part.marker.evaluate({"extra": ""})
        }
        queue += asked - found
    assert len(found) > 50
    assert not found & {"ipykernel", "jupyterlab", "keras", "notebook", "protobuf", "tensorflow", "tensorflow-cpu"}


def test_conda_users_get_the_same_python_and_the_same_files():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, _, pip = environment["dependencies"]
    asked = re.match(r"python\s*=+\s*([\d\.]*)", python)  # as repo2docker reads it: of a range it would take nothing
    assert asked and SpecifierSet(PROJECT["requires-python"]).contains(asked[1])
    assert pip["pip"] == ["-r requirements.txt", "-c constraints.txt"]


def test_every_constraint_is_one_exact_version():
    for pin in PINS:
        assert [part.operator for part in pin.specifier] == ["=="], pin


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("system", "machine"), MACHINES)
def test_constraints_hold_a_fitting_version_of_all_that_is_asked_for(system, machine, python):
    environment = {
        "sys_platform": system,
        "platform_machine": machine,
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
    }
    versions = pins_for(environment)
    asked = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        if name != NAME and (requirement.marker is None or requirement.marker.evaluate(environment)):
            assert name in versions, f"{name}: make constraints.txt anew (its first lines say how)"
            assert requirement.specifier.contains(versions[name]), f"{name} {versions[name]}"
    assert ("tensorflow" in versions) != ("tensorflow-cpu" in versions)


def test_constraints_name_what_the_packages_here_need_in_their_turn():
    versions = pins_for({})
    missing, seen = set(), set()
    queue = [(NAME, "test")]
    while queue:
        name, extra = queue.pop()
        seen.add((name, extra))
        for requirement in map(Requirement, importlib.metadata.requires(name) or []):
            needed = canonicalize_name(requirement.name)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                if needed != NAME and needed not in versions:
                    missing.add(needed)
                found = {(needed, wanted) for wanted in requirement.extras or {""}}
                queue += found - seen
    assert len(seen) > 100
    assert not missing, "make constraints.txt anew (its first lines say how)"

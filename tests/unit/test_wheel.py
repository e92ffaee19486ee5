"""The course as a package that pip installs: all of it inside, at work from any folder, nothing of the reader's in it."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"
LARGEST = 5_000_000  # bytes
USE = """
import importlib, json, sys
from pathlib import Path

import utils
from utils.assets import read_asset
from utils.checks.progress import progress_map
from utils.datasets import load_emoji
from utils.glossary import load_terms
from utils.language import use_language
from utils.places import course_file

use_language("tr")
package = Path(utils.__file__).parent
names = ["utils." + ".".join(path.relative_to(package).with_suffix("").parts) for path in package.glob("lessons/*/*.py")]
modules = [importlib.import_module(name.removesuffix(".__init__")) for name in sorted(names)]
files = {file for module in list(sys.modules.values()) for file in getattr(module, "FILES", ()) if "assets/" in file}
for file in files:
    if file.endswith(".npz"):
        read_asset(course_file(file))

from utils.lessons.perceptron import PerceptronExplorer, check

shown, _ = PerceptronExplorer()._repr_mimebundle_()
answer = check.nand([-1.0, -1.0], 1.5)
course = progress_map()
print(json.dumps({
    "package": str(package),
    "rooms": sum(module.__name__.count(".") == 2 for module in modules),
    "files": len(files),
    "terms": len(load_terms()),
    "emoji": len(load_emoji().x_train),
    "shown": sorted(shown),
    "outcome": answer.outcome,
    "map": course._repr_html_(),
    "keras": "keras" in sys.modules,
}))
"""


def course_files():
    """Return the names of the files of which a package is made, without what git ignores."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "utils", "assets", "tr", "en"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    return [name for name in names.splitlines() if (ROOT / name).exists()]


def build(kind, folder, target):
    """Build a distribution of the course in ``folder`` with its own build system; return its path."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(target)], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return target / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build a source distribution, and a wheel of it: what either lacks is missing in the end."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "course").mkdir()
    for name in [*course_files(), "pyproject.toml", "setup.py", "README.md", "LICENSE"]:
        target = folder / "course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    with tarfile.open(build("build_sdist", folder / "course", folder)) as file:
        file.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    left = unpacked / "build" / "lib" / "utils" / "gone.py"  # by an earlier build
    left.parent.mkdir(parents=True)
    left.touch()
    return build("build_wheel", unpacked, folder)


def test_all_that_the_package_reads_is_inside_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as file:
        inside = {name for name in file.namelist() if ".dist-info/" not in name}
    wanted = {name if name.startswith("utils/") else f"utils/course/{name}" for name in course_files()}
    wanted = {name for name in wanted if not name.startswith("utils/course/assets/readme/")}
    assert len(wanted) > 400
    assert inside == wanted
    assert wheel.stat().st_size < LARGEST


def test_an_installation_brings_no_jupyter_and_no_keras_unless_asked(wheel):
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(file.read(name))
    needed = [Requirement(line) for line in metadata.get_all("Requires-Dist")]
    plain = {part.name for part in needed if not part.marker or part.marker.evaluate({"extra": ""})}
    assert {"anywidget", "numpy"} <= plain
    assert not plain & {"ipykernel", "ipywidgets", "jupyterlab", "keras", "tensorflow", "tensorflow-cpu"}
    assert {"lab", "test", "site", "export"} <= set(metadata.get_all("Provides-Extra"))


def test_it_works_from_any_folder_and_keeps_progress_in_the_readers_own(wheel, tmp_path):
    packages, home, beside = (tmp_path / name for name in ("site-packages", "home", "notebooks"))
    with zipfile.ZipFile(wheel) as file:
        file.extractall(packages)
    home.mkdir()
    beside.mkdir()
    (beside / "03_perceptron.ipynb").touch()
    before = {path: path.stat().st_mtime_ns for path in packages.rglob("*")}
    own = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    own |= {"PYTHONPATH": str(packages), "HOME": str(home), "USERPROFILE": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", USE], cwd=beside, env=own, capture_output=True, text=True, timeout=300, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert Path(found["package"]) == packages / "utils"
    assert found["rooms"] == len(list(ROOT.glob("notebooks/[0-9][0-9]_*.md")))
    assert found["files"] > 20 and found["terms"] > 100 and found["emoji"] > 10
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(found["shown"])
    assert found["outcome"] == "correct" and not found["keras"]
    progress = json.loads((home / ".deep-learning-course" / ".progress.json").read_text(encoding="utf-8"))
    assert progress["lessons"]["03_perceptron"]["nand"]["solved"]
    assert before == {path: path.stat().st_mtime_ns for path in packages.rglob("*")}
    assert found["map"].count("<a ") == 1 and 'href="03_perceptron.ipynb"' in found["map"]
    assert "Perceptron" in found["map"] and "Transfer" in found["map"]

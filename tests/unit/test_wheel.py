"""The course as a package that pip installs: all of it inside, at work from any folder, nothing of the reader's in it."""

import importlib.metadata
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
FOLDERS = ("deep_learning_course", "utils", "assets", "tr", "en")
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
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS]
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
        inside = {name for name in file.namelist() if ".dist-info/" not in name and ".data/" not in name}
    wanted = {
        name if name.startswith(("utils/", "deep_learning_course/")) else f"utils/course/{name}"
        for name in course_files()
    }
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


@pytest.fixture(scope="module")
def packages(wheel):
    """A folder with all that a package manager would put among an environment's packages."""
    with zipfile.ZipFile(wheel) as file:
        file.extractall(wheel.parent / "site-packages")
    return wheel.parent / "site-packages"


@pytest.fixture
def run(packages, tmp_path):
    """A function that runs code beside the reader's notebooks, where Python finds what lies there before the package."""
    (tmp_path / "home").mkdir()
    (tmp_path / "notebooks").mkdir()

    def run(code, **more):
        own = {name: value for name, value in os.environ.items() if not name.startswith(("COURSE_", "IPYTHON"))}
        own |= {name: str(tmp_path / "home") for name in ("HOME", "USERPROFILE")}
        own |= {"PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", **more}
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=tmp_path / "notebooks", env=own, capture_output=True, timeout=300, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done

    return run


def test_it_works_from_any_folder_and_keeps_progress_in_the_readers_own(packages, run, tmp_path):
    (tmp_path / "notebooks" / "03_perceptron.ipynb").touch()
    before = {path: path.stat().st_mtime_ns for path in packages.rglob("*")}
    found = json.loads(run(USE).stdout)
    assert Path(found["package"]) == packages / "utils"
    assert found["rooms"] == len(list(ROOT.glob("notebooks/[0-9][0-9]_*.md")))
    assert found["files"] > 20 and found["terms"] > 100 and found["emoji"] > 10
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(found["shown"])
    assert found["outcome"] == "correct" and not found["keras"]
    kept = tmp_path / "home" / ".deep-learning-course" / ".progress.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["lessons"]["03_perceptron"]["nand"]["solved"]
    assert before == {path: path.stat().st_mtime_ns for path in packages.rglob("*")}
    assert found["map"].count("<a ") == 1 and 'href="03_perceptron.ipynb"' in found["map"]
    assert "Perceptron" in found["map"] and "Transfer" in found["map"]


def cells(packages, *codes):
    """Return a program that runs cells in a shell with what the package tells kernels to load."""
    (config,) = packages.glob("*.data/data/etc/ipython/ipython_kernel_config.json")
    extensions = json.loads(config.read_text(encoding="utf-8"))["InteractiveShellApp"]["extensions"]
    return (
        "import sys\n"  # this environment also finds the course by its editable installation
        "sys.meta_path = [found for found in sys.meta_path if '__editable__' not in getattr(found, '__module__', '')]\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance(colors='nocolor')\n"
        f"for name in {extensions}: shell.extension_manager.load_extension(name)\n"
        f"for code in {codes}: shell.run_cell(code)\n"
    )


@pytest.mark.parametrize("own", ["utils.py", "utils/__init__.py"])
@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("from utils.language import use_language\nuse_language('tr')", "Ona başka bir ad verin"),
        ('from utils.lessons.perceptron import check\nuse_language("en")', "Give it another name"),
        ("import utils.lessons.perceptron", "Give it another name"),
    ],
)
def test_a_readers_own_utils_that_hides_the_course_is_named(packages, run, tmp_path, own, cell, said):
    file = tmp_path / "notebooks" / own
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine = 1")
    place = file if own == "utils.py" else file.parent
    done = run(cells(packages, "import utils\nutils.mine", cell), COURSE_LANGUAGE="en")
    assert "No module named 'utils." in done.stdout
    assert said in done.stderr and str(place) in done.stderr


def test_of_nothing_else_a_word_is_said(packages, run, tmp_path):
    assert run(cells(packages, "import utils.language", "import utils.none_such", "import none_such")).stderr == ""
    (tmp_path / "notebooks" / "utils.py").write_text("mine = 1")
    assert run(cells(packages, "import utils.none_such", "from utils import mine", "1 / 0")).stderr == ""


def test_what_an_environment_lacks_is_installed_and_what_it_has_stays(packages, run, tmp_path):
    pip = tmp_path / "notebooks" / "pip.py"  # found first: it tells what it was asked for
    pip.write_text("import json, sys\nprint(json.dumps([sys.argv[1:], open(sys.argv[4]).read()]))", encoding="utf-8")
    install = "from runpy import run_module\nrun_module('deep_learning_course', run_name='__main__', alter_sys=True)"
    quiet = f"try:\n    exec({install!r})\nexcept SystemExit as end:\n    assert end.code == 0"
    assert run(quiet).stdout == "", "this environment has everything"
    (metadata,) = packages.glob("*.dist-info/METADATA")
    lacking = tmp_path / "lacking" / metadata.parent.name
    lacking.mkdir(parents=True)
    text = metadata.read_text(encoding="utf-8")
    more = "Requires-Dist: no-such-data>=2,<3\nRequires-Dist: no-such-lab>=1; extra == 'lab'\nRequires-Dist: "
    (lacking / "METADATA").write_text(text.replace("Requires-Dist: ", more, 1), encoding="utf-8")
    places = os.pathsep.join([str(lacking.parent), str(packages)])
    asked, kept = json.loads(run(quiet, PYTHONPATH=places).stdout)
    assert asked[:3] == ["install", "--quiet", "--constraint"]
    assert asked[4:] == ["no-such-data>=2,<3"]
    assert f"numpy=={importlib.metadata.version('numpy')}" in kept.splitlines()

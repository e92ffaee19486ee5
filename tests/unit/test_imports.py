"""Importing the course's package is cheap, and its arrows point one way."""

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import utils
from utils.authoring.dependencies import files_declared

ROOT = Path(utils.__file__).parent
MODULES = {
    path: "utils." + ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(ROOT.rglob("*.py"))
    if path.parent != ROOT or path.name != "__init__.py"
}
PACKAGES = sorted(name for path, name in MODULES.items() if path.name == "__init__.py")

# Whom each part may import, besides itself. The plain modules are below all.
PLAIN = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
MAY_IMPORT = {
    "datasets": PLAIN,
    "plots": PLAIN,
    "training": PLAIN,
    "widgets": PLAIN,
    "checks": PLAIN,
    "lessons": PLAIN | {"datasets", "plots", "training", "widgets", "checks"},
    "authoring": PLAIN,
    "execution": PLAIN | {"authoring", "training"},
    "slides": PLAIN | {"authoring", "execution", "site", "widgets"},  # live explorers are the site's
    "site": PLAIN | {"authoring", "execution", "widgets"},
} | {name: PLAIN for name in PLAIN}

HEAVY = {"tensorflow", "keras", "torch", "sklearn", "pandas", "scipy", "matplotlib.pyplot"}


def python(code):
    """Run ``code`` in a fresh Python; return what it printed and what it wrote to standard error."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def loaded_by(*names):
    imports = "".join(f"import {name}\n" for name in names)
    return set(json.loads(python(f"{imports}import json, sys\nprint(json.dumps(list(sys.modules)))")[0]))


def test_importing_the_packages_loads_nothing_heavy():
    rooms = [name for name in PACKAGES if name.startswith("utils.lessons.")]
    machine = sorted(set(PACKAGES) - set(rooms))
    loaded = loaded_by("utils", *machine)
    assert set(machine) <= loaded
    assert not loaded & HEAVY
    assert not loaded_by(*rooms) & (HEAVY - {"scipy"})  # whose functions some explorers draw


def test_what_stands_before_every_kernel_loads_no_parser():
    assert not loaded_by("utils.execution.fork_server", "utils.site.build") & {"jupytext", "libcst", "nbformat"}


def test_reading_a_source_compiles_no_grammar_of_addresses():
    loaded = loaded_by("utils.authoring.fast_nbformat", "jupytext.myst", "nbclient")
    assert "jsonschema" in loaded and "rfc3987_syntax" not in loaded


def test_the_lesson_sides_packages_load_nothing_but_themselves():
    lazy = ["utils.datasets", "utils.lessons", "utils.plots", "utils.training", "utils.widgets"]
    plain = loaded_by("importlib")
    extra = {name.split(".")[0] for name in loaded_by("utils", *lazy) - plain}
    assert not extra & {"numpy", "matplotlib", "IPython", "ipywidgets", "anywidget"}


def test_no_module_but_the_keras_callback_loads_tensorflow():
    names = [name for name in MODULES.values() if name not in ("utils.training.progress", "utils.authoring.__main__")]
    assert not loaded_by(*names) & {"tensorflow", "keras", "torch"}


def test_seeding_does_not_load_keras():
    code = "import sys; from utils.training import seed_everything; seed_everything(); print('keras' in sys.modules)"
    assert python(code)[0] == "False\n"


def test_keras_comes_fast_and_without_notices_and_errors_are_shown_still(monkeypatch):
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    out, errors = python(  # whole numbers, a mask: without AVX-512 oneDNN writes that it leaves them to TensorFlow
        "import gc, sys\n"
        "import numpy as np\n"
        "from utils.training import keras\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 100_000)\n"
        "from tensorflow.python.util import _pywrap_util_port as build\n"
        "print(keras is sys.modules['keras'], build.IsMklEnabled() or not build.IsX86Available())\n"
        "tokens = np.array([[1, 2, 0]] * 20)\n"
        "layers = [keras.layers.Embedding(3, 4, mask_zero=True), keras.layers.LSTM(4, return_sequences=True)]\n"
        "model = keras.Sequential([*layers, keras.layers.Dense(3)])\n"
        "model.compile('adam', loss='mse', steps_per_execution=10)\n"
        "model.fit(tokens, np.zeros((20, 3, 3)), batch_size=2, verbose=0)\n"
        "print('after', file=sys.stderr)"
    )
    assert (out, errors) == ("True True\nTrue True\n", "after\n")


def test_a_readers_own_settings_of_tensorflow_hold(monkeypatch):
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "1")
    out, _ = python(
        "import os, sys\n"
        "from utils.training import quiet\n"
        "quiet.import_module = lambda name: sys.modules.update({name: os})\n"
        "quiet.work_once = lambda: None\n"
        "quiet.import_keras()\n"
        "print(os.environ['TF_ENABLE_ONEDNN_OPTS'], os.environ['TF_CPP_MIN_LOG_LEVEL'])"
    )
    assert out == "0 1\n"


def test_a_failing_import_shows_what_was_held_back():
    out, errors = python(
        "import gc, os, sys\n"
        "from utils.training import quiet\n"
        "def fail(name):\n"
        "    os.write(2, b'the reason\\n')\n"
        "    raise ImportError(name)\n"
        "quiet.import_module = fail\n"
        "try:\n"
        "    quiet.import_keras()\n"
        "except ImportError as error:\n"
        "    print(error, gc.isenabled())\n"
    )
    assert (out, errors) == ("keras True\n", "the reason\n")


def test_lazy_packages_give_all_that_they_promise_and_refuse_the_rest():
    for name in ("datasets", "plots", "training"):
        package = __import__(f"utils.{name}", fromlist=["__all__"])
        promised = getattr(package, "_MODULES", {})
        assert set(promised) <= set(package.__all__) == set(dir(package))
        assert all((ROOT.parent / f"{module.replace('.', '/')}.py").is_file() for module in promised.values())
        with pytest.raises(AttributeError, match="no_such_thing"):
            _ = package.no_such_thing


def imported(path):
    """Yield the parts of ``utils`` that the file at ``path`` imports, also inside its functions."""
    yield from (name.split(".")[0] for name in named(path))


def named(path):
    """Yield what the file at ``path`` imports of ``utils``, also inside its functions: "widgets.scene"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where an arrow points"
            names = [node.module] if node.module != "utils" else [f"utils.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("utils."):
                yield name.removeprefix("utils.")


@pytest.mark.parametrize("path", MODULES, ids=MODULES.values())
def test_arrows_point_one_way(path):
    part = MODULES[path].split(".")[1]
    allowed = MAY_IMPORT[part] | {part}
    assert set(imported(path)) <= allowed


SOURCES = sorted((ROOT.parent / "notebooks").glob("[0-9][0-9]_*.md"))
ROOMS = sorted(path.name for path in (ROOT / "lessons").iterdir() if (path / "__init__.py").exists())


def test_every_lesson_has_its_room_and_every_room_its_lesson():
    assert sorted(source.stem[3:] for source in SOURCES) == ROOMS


@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_a_lesson_imports_its_room_and_no_other(source):
    text = source.read_text(encoding="utf-8")
    assert set(re.findall(r"^from utils\.lessons\.(\w+)", text, re.M)) == {source.stem[3:]}
    assert re.search(rf"^from utils\.lessons\.{source.stem[3:]} import .*\bcheck\b", text, re.M)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_no_other(room):
    for path in (ROOT / "lessons" / room).rglob("*.py"):
        assert {name.split(".")[1] for name in named(path) if name.startswith("lessons.")} <= {room}, path


def test_a_room_opens_without_the_others():
    room = "autoencoder_vae"
    opened = {name.split(".")[2] for name in loaded_by(f"utils.lessons.{room}") if name.startswith("utils.lessons.")}
    assert opened == {room}


def test_files_that_a_module_reads_are_declared():
    """What a notebook's outputs depend on is read from ``FILES`` (``utils.authoring.dependencies``)."""
    data = {path.name for folder in ("assets", "utils/widgets/static") for path in (ROOT.parent / folder).glob("*.*")}
    for path, name in MODULES.items():
        if name.split(".")[1] in ("authoring", "execution", "site", "slides"):
            continue
        read = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        declared = {file for pattern in files_declared(path) for file in ROOT.parent.glob(pattern)}
        assert bool(declared) == bool(files_declared(path)), f"{name}: FILES names nothing"
        used = {text for text in read if isinstance(text, str) and text in data}
        assert used <= {file.name for file in declared}, name


def test_old_paths_of_lessons_go_on_working():
    """In a notebook that a reader edited before its lesson had a room."""
    code = (
        "import sys\n"
        "from importlib import import_module\n"
        "from utils.moved import MOVED\n"
        "for old, new in MOVED.items():\n"
        "    assert import_module(old) is import_module(new)\n"
        "    assert sys.modules[new].__spec__.name == new\n"
        "from utils.checks import perceptron as check\n"
        "from utils.widgets.playground import PlaygroundExplorer\n"
        "from utils.plots import draw_neurons\n"
        "print(check.nand.exercise, PlaygroundExplorer.name, draw_neurons.__module__)"
    )
    assert python(code)[0] == "nand playground utils.lessons.perceptron.drawings\n"
    with pytest.raises(ModuleNotFoundError, match=r"utils\.checks\.no_such"):
        importlib.import_module("utils.checks.no_such")


def test_no_two_parts_import_each_other():
    arrows = {}
    for path, name in MODULES.items():
        arrows.setdefault(name.split(".")[1], set()).update(imported(path))
    for part in arrows:
        reached, new = set(), arrows[part] - {part}
        while new:
            reached |= new
            new = set().union(*(arrows[other] - {other} for other in new)) - reached
        assert part not in reached

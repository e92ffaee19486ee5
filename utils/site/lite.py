"""The notebooks in a browser, with nothing installed: JupyterLite, in it the course as one package, all from the site.

``lite/`` beside the languages holds JupyterLab's own code, Pyodide (``pyodide.py``) and the notebooks; what a reader types
and the progress stay in the browser. Two files pin what it is made with: ``lite-builder.txt`` the makers of JupyterLite,
``lite-page.txt`` the packages that Pyodide does not have.
"""

import hashlib
import importlib.metadata
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.language import LANGUAGES, L
from utils.site.archive import zipped
from utils.site.course_map import TITLE
from utils.site.pyodide import LOCK, NOTEBOOKS, lock, read

FILES = ("utils/site/lite-*",)
FOLDER = "lite"
# The lessons that can be worked through there: with NumPy they run to the end and every check can be solved; their few
# cells that need Keras say so. tests/browser/test_lite.py does it.
NUMBERS = frozenset(["00", "01", "02", "03", "04", "05", "06", "07", "08", "14"])
NEEDED = ("ipython", "matplotlib", "numpy", "scikit-learn", "threadpoolctl", "traitlets")  # of Pyodide's
EXTENSIONS = ("anywidget", "jupyterlab_pygments", "@jupyter-widgets/jupyterlab-manager")  # of this environment
BROUGHT = (("utils.lessons.tensors.explorer", "arrays"),)  # under ``@packed``, out of packages that no browser has
KERNEL = "@jupyterlite/pyodide-kernel-extension"
LOCALE = {"tr": "tr_TR", "en": "en"}
LOADING = {"tr": "Yükleniyor …", "en": "Loading …"}
NO_SCRIPT = {"tr": "Bu sayfa JavaScript gerektirir.", "en": "This page needs JavaScript."}
OPEN = {"tr": "Tarayıcıda çalıştırın", "en": "Run it in the browser"}
EXPECT = {
    "tr": "Hiçbir şey kurulmaz, hesap gerekmez. Python ilk seferde iner (60 MB), defter yarım dakikada hazır olur; "
    "yazdıklarınız ve ilerlemeniz bu tarayıcıda saklanır. Keras gerektiren hücreler bunu söyler ve atlanır.",
    "en": "Nothing is installed and no account is needed. Python is loaded the first time (60 MB), and the notebook is ready "
    "within half a minute; what you type and your progress stay in this browser. Cells that need Keras say so and are "
    "skipped.",
}


class LiteError(Exception):
    """JupyterLite cannot be made: the message says why."""


@dataclass(frozen=True)
class Tools:
    """Folders of installed packages: the makers of JupyterLite, and what its Python gets besides Pyodide's."""

    builder: Path
    page: Path


def runs(lesson: str) -> bool:
    """Return whether a lesson can be worked through in a browser."""
    return lesson[:2] in NUMBERS


def way(language: str, lesson: str) -> str:
    """Return a paragraph of HTML that opens a lesson in the browser; ``""`` for one that does not run there."""
    if not runs(lesson):
        return ""
    address = f"../{FOLDER}/lab/{language}/index.html?path={language}/{lesson}.ipynb"
    return f'<p class="in-browser"><a href="{address}">{OPEN[language]}</a>. {EXPECT[language]}</p>\n'


def tools(cache: Path) -> Tools:
    """Return the tools, installed below ``cache`` the first time. LiteError: they cannot be had."""
    page = ("--python-platform", "wasm32-pyodide2024", "--python-version", "3.12")
    return Tools(_installed(cache, "lite-builder"), _installed(cache, "lite-page", *page))


def build(root: Path, target: Path, notebooks: Iterable[Path], pyodide: Path, having: Tools, work: Path) -> int:
    """Write ``target/lite`` and return how many bytes it has; ``notebooks``: ``.../LANGUAGE/LESSON.ipynb``, of which
    those are taken that run there. ``pyodide``: a folder of Pyodide's files. LiteError, PyodideError: see their words.
    """
    shutil.rmtree(work, ignore_errors=True)
    (work / "contents").mkdir(parents=True)
    there = [notebook for notebook in notebooks if runs(notebook.stem)]
    for notebook in there:
        place = work / "contents" / notebook.parent.name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(notebook, place)
    lite = target / FOLDER
    shutil.rmtree(lite, ignore_errors=True)
    (work / "jupyter-lite.json").write_text(json.dumps(_settings(_kernel())), encoding="utf-8")
    _run_jupyterlite(work, lite, having.builder)
    _write_python(root, lite / "static" / "pyodide", pyodide, having.page, work)
    for language in LANGUAGES:
        _write_page(lite / "lab", language, [f"{notebook.parent.name}/{notebook.name}" for notebook in there])
    return sum(file.stat().st_size for file in lite.rglob("*") if file.is_file())


def _installed(cache, name, *options):
    """Return the folder of the packages that a file of requirements names, each with its SHA-256."""
    wanted = Path(__file__).with_name(f"{name}.txt")
    folder = cache / f"{name}-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        install = ["pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", *options]
        _run("uv", *install, "--target", draft, "--requirement", wanted)
        draft.rename(folder)
    return folder


def _run(module, *words, **settings):
    """Run a module of this environment; LiteError with its words where it fails."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **settings)
    if done.returncode:
        told = done.stdout.strip().splitlines()[-5:]
        raise LiteError("\n".join([L(f"{module} başarısız oldu:", f"{module} failed:"), *told]))


def _run_jupyterlite(work, lite, builder):
    here = Path(sysconfig.get_path("data"), "share", "jupyter", "labextensions")
    extensions = [builder / "share" / "jupyter" / "labextensions" / KERNEL, *(here / name for name in EXTENSIONS)]
    wanted = {
        "apps": ["lab"],
        "contents": ["contents"],
        "federated_extensions": [str(folder.absolute()) for folder in extensions],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(lite.absolute()),
    }
    (work / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": wanted}), encoding="utf-8")
    _run("jupyterlite_core", "build", cwd=work, env={**os.environ, "PYTHONPATH": str(builder)})


def _settings(data):
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def _kernel():
    """Return what the kernel is told: where Pyodide lies, that packages come from there alone, where progress is kept."""
    told = {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"env": {"HOME": "/home/pyodide", "COURSE_PROGRESS": "/drive/.progress.json"}},
    }
    return {"litePluginSettings": {f"{KERNEL}:kernel": told}}


def _write_python(root, folder, pyodide, page, work):
    """Write Pyodide's files, and what else is imported as further packages of Pyodide's: the course, and those in
    ``page``.
    """
    folder.mkdir(parents=True)
    files = read(pyodide, NOTEBOOKS)
    others: dict[str, dict] = {}
    for distribution in importlib.metadata.distributions(path=[str(page)]):
        names = [
            file for file in distribution.files or () if not file.parts[0].startswith(("..", "etc", "share", "bin"))
        ]
        contents = {file.as_posix(): (page / file).read_bytes() for file in names if "__pycache__" not in file.parts}
        _add(files, others, distribution.metadata["Name"].replace("_", "-"), contents, [])
    _add(files, others, "deep-learning-course", _wheel(root, work) | _brought(), [*NEEDED, *others])
    files[LOCK] = lock(NOTEBOOKS, others).encode()
    for name, content in files.items():
        folder.joinpath(name).write_bytes(content)


def _add(files, others, name, contents, depends):
    """Add a package to the files and to the entries of the lock file."""
    packed = zipped(contents)
    mark = hashlib.sha256(packed).hexdigest()
    tops = {path.partition("/")[0].removesuffix(".py") for path in contents if ".dist-info/" not in path}
    others[name] = {
        "depends": depends,
        "file_name": f"{name}-{mark[:12]}.zip",  # another content has another name, whatever a browser has kept
        "imports": sorted(tops),
        "install_dir": "site",
        "name": name,
        "package_type": "package",
        "sha256": mark,
        "unvendored_tests": False,
        "version": "0",
    }
    files[others[name]["file_name"]] = packed


def _wheel(root, work):
    """Return {path: content} of the course's wheel."""
    _run("uv", "build", "--quiet", "--wheel", "--no-build-isolation", "--out-dir", work / "wheel", root)
    [wheel] = (work / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist() if not name.endswith("/") and ".data/" not in name}


def _brought():
    """Return {path: content} of what ``utils.widgets.luggage`` finds ready there."""
    found = {}
    for module, name in BROUGHT:
        packed = io.BytesIO()
        np.savez_compressed(packed, **getattr(importlib.import_module(module), name)())
        found[f"utils/course/luggage/{module}.{name}.npz"] = packed.getvalue()
    return found


def _write_page(lab, language, notebooks):
    """Write JupyterLab's page in a language, ``lab/LANGUAGE/``, from the one that was built without any."""
    script = Path(__file__).with_name("lite-page.js").read_text(encoding="utf-8")
    text = (lab / "index.html").read_text(encoding="utf-8")
    for old, new in {
        "<html>": f'<html lang="{language}">',
        "<title>JupyterLite</title>": f"<title>{TITLE[language]}</title>",
        "Loading JupyterLite...": LOADING[language],
        "JupyterLite requires JavaScript to be enabled in your browser.": NO_SCRIPT[language],
        "</head>": f'<script data-notebooks="{" ".join(sorted(notebooks))}">{script}</script></head>',
        'data-jupyter-lite-root=".."': 'data-jupyter-lite-root="../.."',
        'href="../': 'href="../../',
        "'../config-utils.js": "'../../config-utils.js",
    }.items():
        if old not in text:
            raise LiteError(L(f"JupyterLite'ın sayfasında yok: {old}", f"not in JupyterLite's page: {old}"))
        text = text.replace(old, new)
    data = {
        "appName": TITLE[language],
        "settingsStorageName": f"settings {language}",  # a reader of both languages keeps the menus of each
        "settingsUrl": "../../build/schemas",
        "settingsOverrides": {
            "@jupyterlab/translation-extension:plugin": {"locale": LOCALE[language]},
            "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        },
    }
    folder = lab / language
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")
    (folder / "jupyter-lite.json").write_text(json.dumps(_settings(data)), encoding="utf-8")

"""What the site gives a browser so that its explorers run there: Pyodide, the course's code for it, the worker's script.

All of it stands in ``live/`` beside the languages, packed and named after its content, so that a browser asks for each
file once. Which explorers can run is found by trying them (``trial.py``).
"""

import gzip
import hashlib
import html
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from utils.authoring.dependencies import files_behind
from utils.language import L, number
from utils.site.archive import zipped
from utils.widgets.embed import RECIPE, luggage_in
from utils.widgets.frontend import worker_text

FOLDER = "live"
CODE = "course.zip"
HERE = Path(__file__).parent
LARGE = '<button type="button" class="dlx-large"'
NEVER = (  # what explorers are never asked for in a page: the doors of the rooms, which open all of a lesson, ...
    "utils/lessons/*/__init__.py",
    "utils/widgets/frontend.py",  # ... and what a notebook needs
    "utils/widgets/still*.py",
)


@dataclass(frozen=True)
class Live:
    """``files``: {name in ``live/``: content}; ``worker``: which of them a page starts; ``luggage``: those that an explorer
    takes along for itself, as (class, file). ``able``: the recipes of the explorers that run there, as they stand in the
    pages; ``unable``: the others as (class, why not).
    """

    files: dict[str, bytes]
    worker: str
    luggage: tuple[tuple[str, str], ...]
    able: frozenset[str]
    unable: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """How many bytes travel when the first explorer of a site is started, without its luggage."""
        own = {name for _, name in self.luggage}
        return sum(len(content) for name, content in self.files.items() if name not in own)

    def write(self, site: Path, whole: bool = True) -> None:
        """Write ``live/`` into the folder of the site; what an earlier build left there goes, if these are ``whole``, all
        pages of the folder.
        """
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            if whole and file.name not in self.files:
                file.unlink()
        for name, content in self.files.items():
            folder.joinpath(name).write_bytes(content)


def prepare(root: Path, texts: Iterable[str], pyodide: dict[str, bytes]) -> Live:
    """Return what the explorers in ``texts`` (HTML) need to run in a page; ``pyodide``: the files of it, by name."""
    found: set[str] = set()
    luggage: dict[str, bytes] = {}
    for text in texts:
        found.update(RECIPE.findall(text))
        luggage |= luggage_in(text)
    recipes = sorted(found)
    tried = list(zip(recipes, _tried(root, recipes, luggage), strict=True))
    able = [recipe for recipe, why in tried if why is None]
    carried = sorted({(kind, name) for _, kind, _, *names in map(_read, able) for name in names})
    unable = tuple((_read(recipe)[1], why) for recipe, why in tried if why)
    told, files = _packed({**pyodide, CODE: zipped(code(root, able))})
    sizes = {name: len(luggage[name]) for _, name in carried}
    script = f"const FILES = {json.dumps(told)};\nconst LUGGAGE = {json.dumps(sizes)};\n{worker_text()}".encode()
    worker = f"worker-{_mark(script)}.js"
    files |= {worker: script} | {name: luggage[name] for _, name in carried}
    return Live(files, worker, tuple(carried), frozenset(able), unable)


def told(explorers: Live) -> list[str]:
    """Return lines that say how much there is to fetch, what explorers take along besides, and which stay recordings."""
    size, count = number(explorers.size / 1e6, 1), len(explorers.able)
    lines = [
        L(
            f"sayfada çalışan etkileşimli çizim: {count} ({size} MB)",
            f"explorers that run in a page: {count} ({size} MB)",
        )
    ]
    for name, file in explorers.luggage:
        kilobytes = -(-len(explorers.files[file]) // 1000)
        lines.append(L(f"  {name}: {kilobytes} kB daha", f"  {name}: {kilobytes} kB more"))
    for name, why in explorers.unable:
        lines.append(L(f"  yalnızca kayıt: {name} ({why})", f"  a recording alone: {name} ({why})"))
    return lines


def with_button(text: str, able: frozenset[str], run_live: str) -> str:
    """Return an explorer's HTML with the button that makes it live, or without its recipe where it cannot be."""
    recipe = RECIPE.search(text)
    if recipe and recipe[1] in able:
        return text.replace(LARGE, _button(run_live) + LARGE, 1)  # where live.js puts it: nothing on the page moves
    return RECIPE.sub("", text, count=1)


def template(worker: str, words: dict[str, str]) -> str:
    """Return what ``static/live.js`` reads of a page: the worker's address, its words (``words.py``), the button."""
    said = {name: words[f"live_{name}"] for name in ("fetching", "starting", "failed", "folder")}
    data = "".join(f' data-{name}="{html.escape(text)}"' for name, text in {"worker": worker, **said}.items())
    return f'<template id="run-live"{data}>{_button(words["run_live"])}</template>'


def _button(words):
    return f'<button type="button" class="dlx-live">▶ {html.escape(words)}</button>'


def code(root: Path, recipes: Iterable[str]) -> dict[str, bytes]:
    """Return {path: content} of the course's files that explorers need in a page."""
    modules = {_read(recipe)[0] for recipe in recipes} | {"utils.widgets.browser"}
    without = frozenset(path for pattern in NEVER for path in root.glob(pattern))
    files = files_behind("\n".join(f"import {module}" for module in modules), root, without)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def _read(recipe):
    return json.loads(html.unescape(recipe))


def _tried(root, recipes, luggage):
    """Return for each recipe why its explorer cannot run in a page, None where it can."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (code(root, recipes) | luggage).items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        asked = json.dumps([_read(recipe) for recipe in recipes])
        command = [sys.executable, "-I", str(HERE / "trial.py"), folder]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def _packed(contents):
    """Return {name: address, bytes} for the worker, and {address: packed content}."""
    told, files = {}, {}
    for name, content in contents.items():
        packed = gzip.compress(content, 9, mtime=0)
        address = f"{name}-{_mark(content)}.bin"  # a server that knows a .gz might unpack it on the way
        told[name], files[address] = {"address": address, "bytes": len(packed)}, packed
    return told, files


def _mark(content):
    return hashlib.sha256(content).hexdigest()[:12]

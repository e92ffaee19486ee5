"""Pyodide, the Python of a browser: one pinned version, each file checked, fetched once into a cache.

Nothing of it is committed but ``pyodide-lock.json``: Pyodide's own lock file, cut to the packages that this site uses.
"""

import hashlib
import http.client
import json
import urllib.request
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from utils.language import L

FILES = ("utils/site/pyodide-lock.json",)
LOCK = "pyodide-lock.json"
ADDRESS = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"  # where Pyodide's makers offer single files
CORE = {  # name: SHA-256
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
EXPLORERS = ("numpy", "contourpy", "threadpoolctl")  # what an explorer in a page needs
NOTEBOOKS = (  # and what notebooks in a browser do, with what the kernel of JupyterLite asks for
    *("numpy", "contourpy", "threadpoolctl", "matplotlib", "scikit-learn", "scipy", "pillow"),
    *("ipython", "jedi", "micropip", "packaging", "sqlite3", "ssl", "traitlets"),
)
SECONDS = 20  # without a byte: there is no network


class PyodideError(Exception):
    """Pyodide cannot be had: the message says why."""


@cache
def released() -> dict:
    """Return what Pyodide's own lock file says of its version and of the packages that are used here."""
    return json.loads(Path(__file__).with_name(LOCK).read_text(encoding="utf-8"))


def version() -> str:
    return released()["info"]["version"]


def lock(packages: Iterable[str], besides: dict | None = None) -> str:
    """Return a lock file of these packages, of what they depend on, and of others that are not Pyodide's (``besides``)."""
    return json.dumps({**released(), "packages": {**_with_dependencies(packages), **(besides or {})}})


def files(packages: Iterable[str]) -> dict[str, str]:
    """Return {name: SHA-256} of the files of Pyodide with these packages, and with what they depend on."""
    return CORE | {entry["file_name"]: entry["sha256"] for entry in _with_dependencies(packages).values()}


def read(folder: Path, packages: Iterable[str] = EXPLORERS) -> dict[str, bytes]:
    """Return the files of Pyodide in ``folder`` by name, and a lock file of these alone. PyodideError: one is missing or
    another version's.
    """
    found = {name: _checked(name, _content(folder / name), sha256) for name, sha256 in files(packages).items()}
    return found | {LOCK: lock(packages).encode()}


def fill(cache: Path, packages: Iterable[str] = EXPLORERS) -> None:
    """Download into ``cache`` what is not there yet, each file checked. PyodideError: it cannot be had."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, sha256 in files(packages).items():
        file = cache / name
        if file.is_file() and _sum(file.read_bytes()) == sha256:
            continue
        draft = file.with_name(f"{name}.draft")
        address = ADDRESS.format(version=version(), name=name)
        draft.write_bytes(_checked(name, _downloaded(address), sha256))
        draft.replace(file)


def _with_dependencies(packages):
    """Return the entries of the lock file of these packages and of all that they depend on."""
    known, found, left = released()["packages"], {}, list(packages)
    while left:
        name = left.pop()
        if name not in found:
            found[name] = known[name]
            left += [depended.replace("_", "-") for depended in known[name]["depends"]]
    return dict(sorted(found.items()))


def _content(file):
    try:
        return file.read_bytes()
    except OSError as error:
        raise PyodideError(L(f"{file} okunamıyor", f"{file} cannot be read")) from error


def _downloaded(address):
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            return answer.read()
    except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
        raise PyodideError(L(f"{address} indirilemedi: {error}", f"{address} cannot be downloaded: {error}")) from error


def _sum(content):
    return hashlib.sha256(content).hexdigest()


def _checked(name, content, sha256):
    if _sum(content) != sha256:
        wanted = version()
        raise PyodideError(
            L(f"{name}, Pyodide {wanted} sürümünün dosyası değil", f"{name} is not the file of Pyodide {wanted}")
        )
    return content

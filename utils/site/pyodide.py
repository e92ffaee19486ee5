"""Pyodide, by which explorers come to life on the site: one pinned version, each file checked, fetched once into a cache.

Nothing of it is committed. ``file_name``, ``sha256`` and the packages' ``depends`` are those of its own lock file.
"""

import hashlib
import http.client
import json
import urllib.request
from pathlib import Path

from utils.language import L

VERSION = "0.27.7"  # Python 3.12.7
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"  # where Pyodide's makers offer single files
FILES = {  # name: SHA-256
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
    "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl": "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08",
    "contourpy-1.3.0-cp312-cp312-pyodide_2024_0_wasm32.whl": "f6ca0437a039c40691be53ff5bd3c9774868add8d5c2d032167495c6ff1f1c4b",
    "threadpoolctl-3.5.0-py3-none-any.whl": "c463e5400524d9edd309fc100f362d774207d1e51321b92b258403ee6c3ba49c",
}
INFO = {
    "abi_version": "2024_0",
    "arch": "wasm32",
    "platform": "emscripten_3_1_58",
    "python": "3.12.7",
    "version": VERSION,
}
LOCK = "pyodide-lock.json"
SECONDS = 20  # without a byte: there is no network


class PyodideError(Exception):
    """Pyodide cannot be had: the message says why."""


def read(folder: Path) -> dict[str, bytes]:
    """Return the files of Pyodide in ``folder`` by name, and a lock file of these alone. PyodideError: one is missing or
    another version's.
    """
    found = {name: _checked(name, _content(folder / name)) for name in FILES}
    return found | {LOCK: _lock().encode()}


def fill(cache: Path) -> None:
    """Download into ``cache`` what is not there yet, each file checked. PyodideError: it cannot be had."""
    cache.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        file = cache / name
        if file.is_file() and _is_pinned(name, file.read_bytes()):
            continue
        draft = file.with_name(f"{name}.draft")
        draft.write_bytes(_checked(name, _downloaded(ADDRESS + name)))
        draft.replace(file)


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


def _is_pinned(name, content):
    return hashlib.sha256(content).hexdigest() == FILES[name]


def _checked(name, content):
    if not _is_pinned(name, content):
        raise PyodideError(
            L(f"{name}, Pyodide {VERSION} sürümünün dosyası değil", f"{name} is not the file of Pyodide {VERSION}")
        )
    return content


def _lock():
    """Return a lock file, by which ``loadPackage`` finds the packages: those of FILES, which need nothing else."""
    packages = {}
    for name in FILES:
        if name.endswith(".whl"):
            package, version = name.split("-")[:2]
            packages[package] = {
                "depends": [],
                "file_name": name,
                "imports": [package],
                "install_dir": "site",
                "name": package,
                "package_type": "package",
                "sha256": FILES[name],
                "unvendored_tests": False,
                "version": version,
            }
    return json.dumps({"info": INFO, "packages": packages})

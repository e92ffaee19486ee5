"""Arrays kept on disk between sessions, for sources that are slow to read.

The cache is a convenience: where the folder cannot be written everything works without it, and a file that is
damaged is made again.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from utils.assets import DAMAGED, checksum


def cache_folder() -> Path:
    """Return the folder that the platform sets aside for caches; it need not exist.

    Raises ``RuntimeError`` where the user has no home folder.
    """
    base: str | Path
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # the standard (XDG) says to ignore anything else
            base = Path.home() / ".cache"
    return Path(base) / "deep-learning-course"


def cached(name: str, expected: str, make: Callable[[], np.ndarray]) -> np.ndarray:
    """Return the array whose ``checksum`` is ``expected``: from the cache, else from ``make()``.

    What was made is kept for the next time. ``make`` has to return the right array or raise; its errors pass
    through.
    """
    try:
        path = cache_folder() / f"{name}-{expected[:12]}.npz"  # other contents take another name
    except RuntimeError:  # no home folder
        return make()
    array = _read(path, expected)
    if array is None:
        array = make()
        with suppress(OSError):  # a full disk or a folder that is read-only: there is just no cache
            _write(path, array)
    return array


def _read(path, expected):
    """Return the array kept in ``path``, or None where there is none or not the right one."""
    try:
        with np.load(path, allow_pickle=False) as file:
            array = file["array"]
    except DAMAGED:
        return None
    return array if checksum(array) == expected else None


def _write(path, array):
    """Write beside ``path`` and rename, so that another notebook never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            np.savez_compressed(file, array=array)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise

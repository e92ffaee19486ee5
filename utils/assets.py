"""Arrays kept in ``assets/``: read as a whole, checked where a checksum is known, with an error that helps."""

import hashlib
import zipfile
import zlib
from pathlib import Path

import numpy as np

from utils.language import L

try:
    from lzma import LZMAError
except ImportError:  # a page's own Python (utils.widgets.browser) has no lzma, and none of its errors
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment, misc]

DAMAGED = (  # what np.load says of a broken file
    OSError,
    ValueError,
    KeyError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
)


def checksum(array: np.ndarray) -> str:
    """Return the SHA-256 of an array's type, shape and values, the same on every machine."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return hashlib.sha256(f"{little.dtype.str}{little.shape}".encode() + little.tobytes()).hexdigest()


def read_asset(path: Path, checksums: dict[str, str] | None = None) -> dict[str, np.ndarray]:
    """Return {name: array} of an .npz file: all of them or, with ``checksums``, those named there, if each has its own.

    Raises ``RuntimeError`` where the file is missing or damaged.
    """
    try:
        with np.load(path) as file:  # allow_pickle stays off
            arrays = {name: file[name] for name in checksums or file.files}
    except DAMAGED as error:
        raise RuntimeError(_advice(path)) from error
    if any(checksum(arrays[name]) != expected for name, expected in (checksums or {}).items()):
        raise RuntimeError(_advice(path))
    return arrays


def _advice(path):
    return L(
        f"{path.name} eksik ya da bozuk. Ders klasörünü yeniden indirin.",
        f"{path.name} is missing or damaged. Download the course folder again.",
    )

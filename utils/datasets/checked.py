"""Arrays that are what they should be: a checksum over values, shape and type, and an error that helps."""

import hashlib
import importlib.util
import zipfile
import zlib
from pathlib import Path

import numpy as np

from utils.language import L

DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)  # what np.load says of a broken file


class DataError(RuntimeError):
    """A data set is missing or damaged; the message says what to do about it."""

    def __init__(self, package: str, reason: str):
        super().__init__(
            L(
                f"Veri okunamadı: {reason} Onarmak için terminalde `python -m pip install --force-reinstall "
                f"--no-deps {package}` yazın, sonra çekirdeği yeniden başlatın.",
                f"The data could not be read: {reason} To repair it, type `python -m pip install "
                f"--force-reinstall --no-deps {package}` in a terminal, then restart the kernel.",
            )
        )


def package_folder(package: str, module: str) -> Path:
    """Return where ``module`` of an installed ``package`` has its files, found without importing it.

    Raises ``DataError`` where it is not installed.
    """
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise DataError(package, L(f"`{package}` paketi kurulu değil.", f"the package `{package}` is not installed."))
    return Path(found.submodule_search_locations[0])


def checksum(array: np.ndarray) -> str:
    """Return the SHA-256 of an array's type, shape and values, the same on every machine."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return hashlib.sha256(f"{little.dtype.str}{little.shape}".encode() + little.tobytes()).hexdigest()


def require(array: np.ndarray, expected: str, package: str) -> np.ndarray:
    """Return ``array`` if its checksum is ``expected``, else raise ``DataError`` naming ``package``."""
    if checksum(array) != expected:
        raise DataError(
            package,
            L(
                f"`{package}` paketindeki değerler beklenenlerden farklı (şekil {array.shape}).",
                f"the values in the package `{package}` are not the expected ones (shape {array.shape}).",
            ),
        )
    return array


def read_asset(path: Path, checksums: dict[str, str]) -> dict[str, np.ndarray]:
    """Return {name: array} of a file of ``assets/``: those that ``checksums`` names, each with the checksum it should have.

    Raises ``RuntimeError`` where the file is missing or damaged.
    """
    try:
        with np.load(path) as file:
            arrays = {name: file[name] for name in checksums}
        sound = all(checksum(arrays[name]) == expected for name, expected in checksums.items())
    except DAMAGED:
        sound = False
    if not sound:
        raise RuntimeError(
            L(
                f"{path.name} eksik ya da bozuk. Ders klasörünü yeniden indirin.",
                f"{path.name} is missing or damaged. Download the course folder again.",
            )
        )
    return arrays

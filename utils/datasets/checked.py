"""Data of installed packages: found without importing them, checked, with an error that says what to do."""

import importlib.util
from pathlib import Path

import numpy as np

from utils.assets import checksum
from utils.language import L


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

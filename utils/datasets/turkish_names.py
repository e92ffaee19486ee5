"""Turkish first names, as the package turkish-name-generator has them, cleaned and split for learning letter by letter."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.datasets.checked import DataError, package_folder, require
from utils.language import L

PACKAGE, MODULE = "turkish-name-generator", "trnamegen"
FILE = Path("data") / "isimler.csv"
CHECKSUM = "be46bd437c6ad05f87cd43c3095c0117a8faf287027035fdf2f6eb1fccaf673c"
ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"
SHORTEST, LONGEST, TEST = 3, 12, 1200
WITHOUT_HATS = str.maketrans("âîû", "aiu")


@dataclass(frozen=True, eq=False, repr=False)
class TurkishNames:
    """train (10,9..,), test (1200,): names in lower case as str arrays; alphabet: the 29 letters in order.

    rows: how many the file has, with repetitions.
    """

    train: np.ndarray
    test: np.ndarray
    alphabet: str
    rows: int

    def __repr__(self):
        return f"TurkishNames(train {self.train.shape}, test {self.test.shape})"


def lower(text: str) -> str:
    """Return text in lower case as Turkish has it: I becomes ı, İ becomes i."""
    return text.replace("I", "ı").replace("İ", "i").lower()


def load_turkish_names(seed: int = 0) -> TurkishNames:
    """Return the different Turkish names of 3 to 12 letters: 1200 for testing, all others for training.

    In lower case, without the hats of â, î and û, so that spellings of one name fall together. What has any other sign
    is left out: damaged rows, abbreviations, foreign letters. Raises ``DataError`` where the file is missing or damaged.
    Data: the package's list, MIT licence. Its labels of gender are noisy and not used.
    """
    rows = _read()
    require(np.array(rows), CHECKSUM, PACKAGE)
    names = sorted({lower(name.strip()).translate(WITHOUT_HATS) for name in rows})
    names = [name for name in names if set(name) <= set(ALPHABET) and SHORTEST <= len(name) <= LONGEST]
    shuffled = np.array(names)[np.random.default_rng(seed).permutation(len(names))]
    return TurkishNames(shuffled[TEST:], shuffled[:TEST], ALPHABET, len(rows))


def _read():
    """Return the names of the file, a list of str. Reads it without importing its package."""
    path = package_folder(PACKAGE, MODULE) / FILE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [row[0] for row in csv.reader(file)][1:]
    except (OSError, ValueError, IndexError) as error:
        reason = L("veri dosyası eksik ya da bozuk.", "its data file is missing or damaged.")
        raise DataError(PACKAGE, reason) from error

"""A year of sea surface temperatures, from a buoy off the coast of Maine (USA), as the package bokeh-sampledata has them."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.datasets.checked import DataError, package_folder, require
from utils.language import L

PACKAGE = "bokeh-sampledata"
FILE = Path("_data") / "sea_surface_temperature.csv.gz"
CHECKSUM = "0abd745fe1da79034457f9ee83b6d5ee45ac770b447e5f7fbfcab85b8ecacc13"


@dataclass(frozen=True, eq=False, repr=False)
class SeaTemperature:
    """times (n,) datetime64[m] in UTC, half an hour apart; celsius (n,) float64; measured (n,) bool: False where filled in."""

    times: np.ndarray
    celsius: np.ndarray
    measured: np.ndarray

    def __repr__(self):
        return f"SeaTemperature(celsius {self.celsius.shape}, {self.times[0]} - {self.times[-1]})"


def load_sea_temperature() -> SeaTemperature:
    """Return 19,249 half-hourly temperatures of the sea surface, 15 February 2016 to 22 March 2017.

    The file has 19,226 rows: one moment stands twice (its first row is kept), and 24 moments are missing, 23 of them in
    one stretch. Those are filled in along a straight line and have ``measured`` False. Raises ``DataError`` where the file
    is missing or damaged. Data: NERACOOS station B01, Western Maine Shelf; free to use and redistribute.
    """
    times, celsius = _read()
    require(np.column_stack([times.astype(np.int64), celsius]), CHECKSUM, PACKAGE)
    times, first = np.unique(times, return_index=True)
    celsius = celsius[first]
    even = np.arange(times[0], times[-1] + 1, np.timedelta64(30, "m"))
    filled = np.interp(even.astype(float), times.astype(float), celsius)
    return SeaTemperature(even, filled, np.isin(even, times))


def _read():
    """Return the rows of the file: times (n,) datetime64[m], temperatures (n,). Reads it without importing its package."""
    path = package_folder(PACKAGE, PACKAGE.replace("-", "_")) / FILE
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [line.strip().split(",") for line in file][1:]
        times = np.array([time.removesuffix("Z") for time, _ in rows], dtype="datetime64[m]")
        return times, np.array([float(celsius) for _, celsius in rows])
    except (OSError, EOFError, ValueError) as error:
        reason = L("veri dosyası eksik ya da bozuk.", "its data file is missing or damaged.")
        raise DataError(PACKAGE, reason) from error

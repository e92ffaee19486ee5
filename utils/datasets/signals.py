"""Measured signals: ten seconds of a brain's electricity on four channels, out of matplotlib's sample data."""

from pathlib import Path

import numpy as np

from utils.datasets.checked import DataError, require
from utils.language import L

CHECKSUM = "dbd8bf928731778665bfd78f41700f342cc0992276ecf3d9a4307455cea67ca4"
SECONDS, SAMPLES, CHANNELS = 10, 800, 4


def load_eeg() -> np.ndarray:
    """Return an electroencephalogram, float64 (800, 4): 80 samples a second for 10 seconds, on 4 channels.

    In the units of the file (the source names none). Raises ``DataError`` where it is missing or damaged.
    """
    try:
        from matplotlib.cbook import get_sample_data

        values = np.fromfile(Path(get_sample_data("eeg.dat", asfileobj=False)), dtype="<f8")
        values = values.reshape(SAMPLES, CHANNELS)
    except (OSError, ValueError) as error:
        reason = L(f"`eeg.dat` dosyası okunamadı ({error}).", f"the file `eeg.dat` could not be read ({error}).")
        raise DataError("matplotlib", reason) from error
    return require(values, CHECKSUM, "matplotlib")

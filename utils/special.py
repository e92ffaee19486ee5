"""Two functions that several explorers need, in NumPy alone: a page's own Python (``utils.widgets.browser``) has no
SciPy.
"""

import math

import numpy as np

_erf = np.frompyfunc(math.erf, 1, 1)


def erf(x) -> np.ndarray:
    """Return the error function of ``x``, elementwise, float64 of its shape."""
    return np.asarray(_erf(np.asarray(x, dtype=float)), dtype=float)


def expit(x) -> np.ndarray:
    """Return the sigmoid 1 / (1 + exp(-x)), elementwise, of its shape and type, without overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))

"""The slope of a student's function, measured, and how far the measurement may be off."""

import numpy as np

from utils.checks.compare import as_array, precision


def measured_slope(function, x) -> tuple[np.ndarray, np.ndarray]:
    """Return the slope of ``function`` at each of ``x``, and by how much a right derivative may differ from it.

    function: takes an array like ``x`` and returns numbers of its shape, in any kind of float; what is computed in
    float32 is measured with a longer step and trusted less. x: float array. At a kink or a jump the second array is large.
    """
    x = np.asarray(x, dtype=float)
    values = function(x)
    eps = precision(values)
    step = eps ** (1 / 3) * np.maximum(1, np.abs(x))

    def slope(move):
        above, below = (np.asarray(as_array(function(x + sign * move)), dtype=float) for sign in (1, -1))
        return (above - below) / (2 * move)

    near, far = slope(step), slope(2 * step)
    rounding = 4 * eps * np.abs(np.asarray(as_array(values), dtype=float)) / step
    return near, np.abs(near - far) + rounding + 1e-6 * (1 + np.abs(near))

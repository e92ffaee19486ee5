"""The slant of a digit, measured from its pixels as the lesson does, and its mean and spread over the training digits."""

import numpy as np

MEAN, SPREAD = 7.4545, 14.8316  # degrees, of the 4000 training digits of load_digits28()


def slants(pictures: np.ndarray) -> np.ndarray:
    """Return the slants in degrees, (n,), of pictures (n, h, w) with ink in two rows or more; to the right is positive."""
    pictures = np.asarray(pictures, dtype=float)
    _, height, width = pictures.shape
    x, y = np.arange(width), np.arange(height)[::-1, None]  # y upwards
    mass = pictures.sum(axis=(1, 2))
    dx = x - ((pictures * x).sum(axis=(1, 2)) / mass)[:, None, None]
    dy = y - ((pictures * y).sum(axis=(1, 2)) / mass)[:, None, None]
    return np.degrees(np.arctan((pictures * dx * dy).sum(axis=(1, 2)) / (pictures * dy**2).sum(axis=(1, 2))))

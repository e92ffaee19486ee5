"""How near generated points come to two moons or to a ring of eight clusters, whose true densities are known."""

import numpy as np

from utils.datasets.modes import SPREAD, modes

MOON_SPREAD = 0.07  # standard deviation of the moons' points around their half circles
CENTRE, RADIUS = (
    np.array([-0.7, -0.35]),
    1.4,
)  # of the upper half circle; the lower one is the same, turned by half a turn
PLACES = 401  # on each half circle, for the density


def _half_circles(points):
    """Return the distance of points (..., 2) to either half circle and how far along it the nearest place is, 0 to 1."""
    turned = np.stack([points - CENTRE, -(points + CENTRE)])  # seen from each moon, the half circle is above
    x, y = turned[..., 0], np.maximum(turned[..., 1], 0)  # below it, an end is nearest
    angle = np.where((turned[..., 1] >= 0), np.arctan2(y, x), np.where(x >= 0, 0.0, np.pi))
    nearest = RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return np.linalg.norm(turned - nearest, axis=-1), angle / np.pi


def distance_from_data(points, name: str) -> np.ndarray:
    """Return how many standard deviations points (..., 2) are away from the moons' half circles or the ring's nearest centre."""
    points = np.asarray(points, float)
    if name == "moons":
        return _half_circles(points)[0].min(axis=0) / MOON_SPREAD
    return np.linalg.norm(points[..., None, :] - modes("ring"), axis=-1).min(axis=-1) / SPREAD


def nearest_moon(points) -> np.ndarray:
    """Return the moon that is nearest to each of points (..., 2): 0 for the upper one, 1 for the lower one."""
    return _half_circles(np.asarray(points, float))[0].argmin(axis=0)


def place_on_moon(points) -> np.ndarray:
    """Return how far along its nearest moon each of points (..., 2) lies, from 0 to 1."""
    distance, place = _half_circles(np.asarray(points, float))
    return np.take_along_axis(place, distance.argmin(axis=0)[None], axis=0)[0]


def true_log_density(points, name: str) -> np.ndarray:
    """Return ln p(x) in nats of each point (n, 2) under the density that ``real_points`` draws from."""
    if name == "moons":
        angle = np.linspace(0, np.pi, PLACES)
        upper = CENTRE + RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        centres, spread = np.concatenate([upper, -upper]), MOON_SPREAD
    else:
        centres, spread = modes("ring"), SPREAD
    squares = ((np.asarray(points, float)[:, None] - centres) ** 2).sum(axis=2) / spread**2
    return np.log(np.maximum(np.exp(-squares / 2).mean(axis=1), 1e-300) / (2 * np.pi * spread**2))


def energy_distance(first, second) -> float:
    """Return the energy distance of two sets of points, (n, d) and (m, d); zero for a set and itself."""

    def mean_distance(a, b):
        return np.linalg.norm(a[:, None] - b, axis=2).mean()

    return float(2 * mean_distance(first, second) - mean_distance(first, first) - mean_distance(second, second))

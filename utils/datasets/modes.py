"""Made-up points on a plane that lie in eight modes, and the share of given points at each: what a generator has to learn."""

import numpy as np

MODES = 8
RADIUS, SPREAD = 2.0, 0.1  # of the ring of eight
NEAR = {
    "ring": 0.3,
    "moons": 0.25,
    "line": 0.25,
}  # a point belongs to a mode where it is at most so far from it
FINE = 8  # places on each stretch of a curve that distances are measured to
LEAST_SHARE = 0.02  # of the generated points that a mode needs to count as covered


def _curve(name, t):
    """Return the points (n, 2) of a data set's curve at t (n,), 0 to 8: mode k is the stretch around k + 1/2."""
    t = np.asarray(t, dtype=float)
    if name == "line":
        return np.stack([t / 2 - 2, t / 4 - 1], axis=1)
    angle, lower = np.pi * (t % 4) / 4, t >= 4
    x = np.where(lower, 1 - np.cos(angle), np.cos(angle)) - 0.5
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle)) - 0.25
    return 1.4 * np.stack([x, y], axis=1)


def modes(name: str) -> np.ndarray:
    """Return the centres of a data set's eight modes, (8, 2): the ring's Gaussians, or eight stretches of a curve."""
    if name != "ring":
        return _curve(name, np.arange(MODES) + 0.5)
    angle = 2 * np.pi * np.arange(MODES) / MODES
    return RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def real_points(name: str, count: int, rng) -> np.ndarray:
    """Return ``count`` real points, float32 (count, 2): "ring" (eight Gaussians), "moons" or "line"."""
    noise = rng.normal(0, 1, (count, 2))
    if name == "ring":
        return (modes(name)[rng.integers(MODES, size=count)] + SPREAD * noise).astype(np.float32)
    return (_curve(name, rng.uniform(0, MODES, count)) + 0.07 * noise).astype(np.float32)


def shares(points, name: str) -> np.ndarray:
    """Return the share of the points that lies at each mode, (8,); the sum is below 1 where some lie at none."""
    places = modes(name) if name == "ring" else _curve(name, (np.arange(MODES * FINE) + 0.5) / FINE)
    distance = np.linalg.norm(points[:, None] - places, axis=2)
    nearest, close = distance.argmin(axis=1), distance.min(axis=1) <= NEAR[name]
    mode = nearest[close] if name == "ring" else nearest[close] // FINE
    return np.bincount(mode, minlength=MODES) / len(points)

"""Lesson 31: bits of a pixel, masks, transformed densities, energies, noise in one step, guidance, two shares, a density."""

import numpy as np
from sklearn.mixture import GaussianMixture

from tests.mutants.exercises import Exercise
from utils.datasets.modes import real_points
from utils.lessons.generative_models.measures import true_log_density


def pictures(rng):
    """Probabilities of two to five levels for one picture and several, of one pixel and many."""
    for _ in range(220):
        shape = tuple(int(k) for k in rng.integers(1, 5, 3))
        levels = int(rng.integers(2, 6))
        p = rng.uniform(0.02, 1, (*shape, levels))
        yield p / p.sum(axis=-1, keepdims=True), rng.integers(0, levels, shape)


def masks(rng):
    for size in range(1, 221, 2):
        for own in (False, True):
            yield size, own


def lines(rng):
    """Scales of both signs, below and above 1; one number and arrays of one and two axes."""
    yield np.array([3.0]), 2.0, 1.0
    for i in range(220):
        shape = ((3,), (1,), (2, 3))[i % 3]
        scale = float(np.round(rng.uniform(0.2, 4) * rng.choice([-1, 1]), 2))
        yield rng.normal(0, 2, shape).round(2), scale, float(np.round(rng.normal(), 2))


def energies(rng):
    """One energy and several, small ones and thousands; temperatures below and above 1."""
    for i in range(220):
        e = rng.normal(0, 2, int(rng.integers(1, 7))).round(2)
        yield e + (0, 0, 3000, -3000)[i % 4], float(np.round(rng.uniform(0.3, 4), 2))


def noises(rng):
    """One step and many, a number of one axis and of two; betas near 0 and near 1."""
    for i in range(220):
        shape = ((2,), (1,), (3, 2))[i % 3]
        betas = rng.uniform(0.01, (0.2, 0.95)[i % 2], int(rng.integers(1, 8))).round(3)
        yield rng.normal(0, 1.5, shape).round(2), betas, rng.normal(size=shape).round(2)


def guesses(rng):
    """No guidance and much, little noise and almost nothing else."""
    for i in range(220):
        shape = ((2,), (1,), (3, 2))[i % 3]
        x, wanted, either = (rng.normal(size=shape).round(2) for _ in range(3))
        yield x, wanted, either, float((0, 0.5, 1, 2.5, 6)[i % 5]), float(np.round(rng.uniform(0.03, 0.99), 2))


def two_sets(rng):
    """Sets of unequal sizes in one to three dimensions; whole numbers too, so that distances are met exactly."""
    for i in range(220):
        d = int(rng.integers(1, 4))
        points, data = (rng.normal(0, 1.5, (int(rng.integers(1, 9)), d)) for _ in range(2))
        radius = float(rng.choice([0.3, 0.7, 1.0, 2.0, 5.0]))
        yield (np.round(points), np.round(data), radius) if i % 3 == 0 else (points.round(2), data.round(2), radius)


def picked(p, x):
    return np.take_along_axis(p, x[..., None], axis=-1)


def log_normal(z):
    return -(z**2) / 2 - np.log(2 * np.pi) / 2


def softmax(s):
    s = np.exp(s - np.max(s))
    return s / s.sum()


def kept(b):
    return np.prod(1 - b)


def guided(wanted, either, w):
    return (1 + w) * wanted - w * either


def close(p, d, r):
    return np.linalg.norm(p[:, None] - d, axis=2) <= r


def moons(log_density):
    """Return an answer to my_density that gives back this function."""
    return lambda: log_density


def mixture(components, change=lambda p: p):
    def answer():
        model = GaussianMixture(components, random_state=0).fit(real_points("moons", 5000, np.random.default_rng(1)))
        return lambda x: change(model.score_samples(x))

    return answer


def by_loop(points, data, radius):
    near = [any(np.sqrt(np.sum((p - d) ** 2)) <= radius for d in data) for p in points]
    covered = [any(np.sqrt(np.sum((p - d) ** 2)) <= radius for p in points) for d in data]
    return sum(near) / len(near), sum(covered) / len(covered)


def mask_by_order(size, own):
    order = np.arange(size * size).reshape(size, size)
    middle = order[size // 2, size // 2]
    return (order < middle) + (order == middle) * bool(own)


EXERCISES = [
    Exercise(
        "bits_per_pixel",
        inputs=pictures,
        ideas={
            "nats": lambda p, x: -np.log(picked(p, x)).mean(),
            "ten": lambda p, x: -np.log10(picked(p, x)).mean(),
            "a sum": lambda p, x: -np.log2(picked(p, x)).sum(),
            "the likeliest": lambda p, x: -np.log2(p.max(axis=-1)).mean(),
            "the first level": lambda p, x: -np.log2(p[..., 0]).mean(),
            "the median": lambda p, x: np.median(-np.log2(picked(p, x))),
            "both answers of a binary cross-entropy": lambda p, x: (
                -(np.log2(picked(p, x)) + np.log2(1 - picked(p, x))).mean()
            ),
            "clipped at a tenth": lambda p, x: -np.log2(np.maximum(picked(p, x), 0.1)).mean(),
            "against an even guess": lambda p, x: np.log2(p.shape[-1]) + np.log2(picked(p, x)).mean(),
            "no logarithm": lambda p, x: 1 - picked(p, x).mean(),
        },
        right={
            "by one-hot": lambda p, x: -(np.eye(p.shape[-1])[x] * np.log2(p)).sum(axis=-1).mean(),
            "nats over ln 2": lambda p, x: -np.log(picked(p, x)).mean() / np.log(2),
        },
    ),
    Exercise(
        "causal_mask",
        inputs=masks,
        ideas={
            "lower triangle": lambda s, own: np.tril(np.ones((s, s)), 0 if own else -1),
            "all but the future row": lambda s, own: np.vstack([np.ones((s // 2, s)), np.zeros((s - s // 2, s))]),
            "no middle": lambda s, own: mask_by_order(s, False),
            "with the middle": lambda s, own: mask_by_order(s, True),
            "turned over": lambda s, own: 1 - mask_by_order(s, own),
            "transposed": lambda s, own: mask_by_order(s, own).T,
            "the corner only": lambda s, own: mask_by_order(s, own) * (np.arange(s) <= s // 2),
            "five by five": lambda s, own: mask_by_order(5, own),
        },
        right={
            "by the order of writing": mask_by_order,
            "whole numbers": lambda s, own: mask_by_order(s, own).astype(int),
        },
    ),
    Exercise(
        "log_density_of",
        inputs=lines,
        ideas={
            "no volume": lambda x, a, b: log_normal((x - b) / a),
            "volume the wrong way": lambda x, a, b: log_normal((x - b) / a) + np.log(abs(a)),
            "no absolute value": lambda x, a, b: log_normal((x - b) / a) - np.log(np.maximum(a, 1e-12)),
            "forwards": lambda x, a, b: log_normal(a * x + b) - np.log(abs(a)),
            "constant of the plane": lambda x, a, b: log_normal((x - b) / a) - np.log(2 * np.pi) / 2 - np.log(abs(a)),
            "no shift": lambda x, a, b: log_normal(x / a) - np.log(abs(a)),
            "log2": lambda x, a, b: (log_normal((x - b) / a) - np.log(abs(a))) / np.log(2),
            "the mean": lambda x, a, b: np.mean(log_normal((x - b) / a) - np.log(abs(a))),
            "a variance for the scale": lambda x, a, b: log_normal((x - b) / np.sqrt(abs(a))) - np.log(abs(a)) / 2,
            "clipped": lambda x, a, b: np.maximum(log_normal((x - b) / a) - np.log(abs(a)), -20),
        },
        right={
            "by the density": lambda x, a, b: np.log(
                np.exp(-((x - b) ** 2) / (2 * a**2)) / np.sqrt(2 * np.pi * a**2) + 1e-300
            ),
        },
    ),
    Exercise(
        "probabilities_of",
        inputs=energies,
        ideas={
            "the wrong sign": lambda e, t: softmax(e / t),
            "no temperature": lambda e, t: softmax(-e),
            "times the temperature": lambda e, t: softmax(-e * t),
            "not normalized": lambda e, t: np.exp(-(e - e.min()) / t),
            "overflows": lambda e, t: np.exp(-e / t) / np.exp(-e / t).sum(),
            "clipped energies": lambda e, t: softmax(-np.clip(e, -50, 50) / t),
            "temperature after the largest": lambda e, t: softmax(-(e - e.min()) / t**2),
            "all to the lowest": lambda e, t: (e == e.min()) / (e == e.min()).sum(),
            "even": lambda e, t: np.full(len(e), 1 / len(e)),
        },
        right={
            "the mean subtracted": lambda e, t: np.exp(-(e - e.mean()) / t) / np.exp(-(e - e.mean()) / t).sum(),
            "by ratios": lambda e, t: [1 / np.exp(-(e - one) / t).sum() for one in e],
        },
    ),
    Exercise(
        "noised",
        inputs=noises,
        ideas={
            "the last beta": lambda x, b, n: np.sqrt(1 - b[-1]) * x + np.sqrt(b[-1]) * n,
            "the sum of betas": lambda x, b, n: np.sqrt(max(1 - b.sum(), 0)) * x + np.sqrt(min(b.sum(), 1)) * n,
            "no roots": lambda x, b, n: kept(b) * x + (1 - kept(b)) * n,
            "data without a root": lambda x, b, n: kept(b) * x + np.sqrt(1 - kept(b)) * n,
            "swapped": lambda x, b, n: np.sqrt(1 - kept(b)) * x + np.sqrt(kept(b)) * n,
            "product of betas": lambda x, b, n: np.sqrt(1 - np.prod(b)) * x + np.sqrt(np.prod(b)) * n,
            "the mean of betas": lambda x, b, n: np.sqrt(1 - b.mean()) * x + np.sqrt(b.mean()) * n,
            "the first three": lambda x, b, n: np.sqrt(kept(b[:3])) * x + np.sqrt(1 - kept(b[:3])) * n,
            "no noise": lambda x, b, n: np.sqrt(kept(b)) * x,
        },
        right={
            "by logarithms": lambda x, b, n: (
                np.exp(np.log1p(-b).sum() / 2) * x + np.sqrt(-np.expm1(np.log1p(-b).sum())) * n
            )
        },
    ),
    Exercise(
        "clean_guess",
        inputs=guesses,
        ideas={
            "w and 1 - w": lambda x, c, u, w, k: (x - np.sqrt(1 - k) * (w * c + (1 - w) * u)) / np.sqrt(k),
            "roles swapped": lambda x, c, u, w, k: (x - np.sqrt(1 - k) * guided(u, c, w)) / np.sqrt(k),
            "no guidance": lambda x, c, u, w, k: (x - np.sqrt(1 - k) * c) / np.sqrt(k),
            "w times the wanted": lambda x, c, u, w, k: (x - np.sqrt(1 - k) * (u + w * c)) / np.sqrt(k),
            "not scaled back": lambda x, c, u, w, k: x - np.sqrt(1 - k) * guided(c, u, w),
            "roots swapped": lambda x, c, u, w, k: (x - np.sqrt(k) * guided(c, u, w)) / np.sqrt(1 - k),
            "no roots": lambda x, c, u, w, k: (x - (1 - k) * guided(c, u, w)) / k,
            "clipped": lambda x, c, u, w, k: np.clip((x - np.sqrt(1 - k) * guided(c, u, w)) / np.sqrt(k), -3, 3),
            "the noise": lambda x, c, u, w, k: guided(c, u, w),
        },
        right={
            "from the either side": lambda x, c, u, w, k: (x - np.sqrt(1 - k) * (u + (1 + w) * (c - u))) / np.sqrt(k),
        },
    ),
    Exercise(
        "near_and_covered",
        inputs=two_sets,
        ideas={
            "the other order": lambda p, d, r: (close(p, d, r).any(axis=0).mean(), close(p, d, r).any(axis=1).mean()),
            "near twice": lambda p, d, r: (close(p, d, r).any(axis=1).mean(),) * 2,
            "pairs": lambda p, d, r: (close(p, d, r).mean(),) * 2,
            "counts": lambda p, d, r: (close(p, d, r).any(axis=1).sum(), close(p, d, r).any(axis=0).sum()),
            "strictly": lambda p, d, r: (
                (np.linalg.norm(p[:, None] - d, axis=2) < r).any(axis=1).mean(),
                (np.linalg.norm(p[:, None] - d, axis=2) < r).any(axis=0).mean(),
            ),
            "squared": lambda p, d, r: (close(p, d, r**0.5).any(axis=1).mean(), close(p, d, r**0.5).any(axis=0).mean()),
            "along the axes": lambda p, d, r: (
                (np.abs(p[:, None] - d).max(axis=2) <= r).any(axis=1).mean(),
                (np.abs(p[:, None] - d).max(axis=2) <= r).any(axis=0).mean(),
            ),
            "two dimensions only": lambda p, d, r: (
                close(p[:, :2], d[:, :2], r).any(axis=1).mean(),
                close(p[:, :2], d[:, :2], r).any(axis=0).mean(),
            ),
            "rounded": lambda p, d, r: (
                round(close(p, d, r).any(axis=1).mean(), 1),
                round(close(p, d, r).any(axis=0).mean(), 1),
            ),
        },
        right={"by loops": by_loop},
    ),
    Exercise(
        "my_density",
        by_hand="an open task: any density will do",
        trains=True,
        ideas={
            "one Gaussian": mixture(1),
            "six Gaussians": mixture(6),
            "not normalized": mixture(24, lambda p: p + 0.2),
            "a part missing": mixture(24, lambda p: p - 0.1),
            "the density itself": mixture(24, np.exp),
            "negative logarithm": mixture(24, lambda p: -p),
            "a constant": moons(lambda x: np.zeros(len(x))),
            "a sum": mixture(24, np.sum),
            "not a number": mixture(24, lambda p: p * np.nan),
            "values, no function": lambda: np.zeros(5),
        },
        right={
            "the true density": moons(lambda x: true_log_density(x, "moons")),
            "sixteen Gaussians": mixture(16),
            "a list": mixture(16, list),
        },
    ),
]

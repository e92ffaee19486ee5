"""Lesson 29: the KL of a cloud, a sample of it, what a bottleneck keeps, a walk between codes, half a picture."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise


def clouds(rng):
    for i in range(200):
        shape = int(rng.integers(1, 6)), 2
        mean, log_var = rng.normal(0, 2, shape), rng.normal(-0.5, 1.5, shape)
        if i % 20 == 19:
            mean, log_var = 0 * mean, 0 * log_var
        if i % 20 == 9:
            mean, log_var = 10 * mean, 6 * log_var
        yield mean, log_var


def clouds_with_noise(rng):
    for i, (mean, log_var) in enumerate(clouds(rng)):
        yield mean, log_var, rng.normal(0, 12 if i % 10 == 8 else 1, mean.shape)


def pictures(rng):
    for i in range(200):
        x = rng.random((int(rng.integers(2, 8)), int(rng.integers(1, 6)))) + rng.normal(0, 2)
        if i % 10 == 9:
            x = 30 * x
        yield x, x + rng.normal(0, (0.1, 1.0)[i % 2] * x.std(), x.shape)


def walks(rng):
    for i in range(200):
        start, end = rng.normal(0, 12 if i % 10 == 9 else 2, (2, 2))
        yield start, end, int(rng.integers(2, 25))


def kl(mean, log_var):
    return (mean**2 + np.exp(log_var) - 1 - log_var) / 2


def kept(x, rebuilt, mean=None):
    mean = x.mean(axis=0) if mean is None else mean
    return 1 - ((x - rebuilt) ** 2).sum() / ((x - mean) ** 2).sum()


@functools.cache
def digits():
    from utils.datasets import load_digits28

    return load_digits28().x_test.reshape(-1, 784).astype("float32") / 255


LEFT = np.arange(784) % 28 < 14


class Completer:
    """Stands for a trained network: ``draw(x, truth)`` are its pictures."""

    layers = ()

    def __init__(self, draw):
        self._draw = draw

    def __call__(self, x):
        return self._draw(np.array(x), digits())


def on_the_left(part):
    """Return a network that sees the right half and fills the left one with ``part(truth)``."""
    return lambda: Completer(lambda x, truth: np.where(LEFT, part(truth), x))


EXERCISES = [
    Exercise(
        "kl",
        inputs=clouds,
        ideas={
            "log σ": lambda m, v: kl(m, v / 2).sum(axis=1),
            "the variance squared": lambda m, v: kl(m, 2 * v).sum(axis=1),
            "one in all": lambda m, v: ((m**2 + np.exp(v) - v).sum(axis=1) - 1) / 2,
            "the mean of the components": lambda m, v: kl(m, v).mean(axis=1),
            "over the rows": lambda m, v: kl(m, v).sum(axis=0),
            "in one number": lambda m, v: kl(m, v).sum(),
            "the mean over the batch": lambda m, v: np.full(len(m), kl(m, v).sum() / len(m)),
            "the other way round": lambda m, v: ((m**2 + 1) / np.exp(v) - 1 + v).sum(axis=1) / 2,
            "without the mean": lambda m, v: kl(0, v).sum(axis=1),
            "the length of the mean": lambda m, v: np.linalg.norm(m, axis=1) + kl(0, v).sum(axis=1),
            "the first component": lambda m, v: kl(m, v)[:, 0],
            "the variance for its exponential": lambda m, v: (m**2 - 1).sum(axis=1) / 2,
            "log_var bounded": lambda m, v: kl(m, np.clip(v, -10, 10)).sum(axis=1),
            "the caller's array changed": lambda m, v: (np.square(m, out=m) + np.exp(v) - 1 - v).sum(axis=1) / 2,
        },
        right={
            "with einsum": lambda m, v: np.einsum("ij->i", kl(m, v)),
            "from the standard deviation": lambda m, v: (
                (m**2 + np.exp(v / 2) ** 2 - 1) / 2 - np.log(np.exp(v / 2))
            ).sum(axis=1),
            "row by row": lambda m, v: [float(kl(*row).sum()) for row in zip(m, v, strict=True)],
        },
    ),
    Exercise(
        "sample",
        inputs=clouds_with_noise,
        ideas={
            "the variance": lambda m, v, e: m + np.exp(v) * e,
            "the logarithm": lambda m, v, e: m + v * e,
            "noise of its own": lambda m, v, e: m + np.exp(v / 2) * np.random.default_rng().normal(size=m.shape),
            "seeded noise of its own": lambda m, v, e: (
                m + np.exp(v / 2) * np.random.default_rng(0).normal(size=m.shape)
            ),
            "one number of noise for all": lambda m, v, e: m + np.exp(v / 2) * e[0, 0],
            "one noise per row": lambda m, v, e: m + np.exp(v / 2) * e[:, :1],
            "the mean": lambda m, v, e: m,
            "without the mean": lambda m, v, e: np.exp(v / 2) * e,
            "the size of the noise": lambda m, v, e: m + np.exp(v / 2) * np.abs(e),
            "the precision": lambda m, v, e: m + np.exp(-v / 2) * e,
            "noise added before": lambda m, v, e: (m + e) * np.exp(v / 2),
            "softplus": lambda m, v, e: m + np.log1p(np.exp(v)) * e,
            "the caller's noise changed": lambda m, v, e: m + np.multiply(np.exp(v / 2), e, out=e),
        },
        right={
            "the root of the variance": lambda m, v, e: m + e * np.sqrt(np.exp(v)),
            "a list": lambda m, v, e: (m + np.exp(0.5 * v) * e).tolist(),
        },
    ),
    Exercise(
        "kept",
        inputs=pictures,
        ideas={
            "what is lost": lambda x, r: 1 - kept(x, r),
            "one mean": lambda x, r: kept(x, r, x.mean()),
            "each picture's mean": lambda x, r: kept(x, r, x.mean(axis=1, keepdims=True)),
            "the mean of the rebuilt": lambda x, r: kept(x, r, r.mean(axis=0)),
            "the median picture": lambda x, r: kept(x, r, np.median(x, axis=0)),
            "against black": lambda x, r: kept(x, r, 0),
            "the correlation": lambda x, r: np.corrcoef(x.ravel(), r.ravel())[0, 1],
            "the correlation squared": lambda x, r: np.corrcoef(x.ravel(), r.ravel())[0, 1] ** 2,
            "absolute values": lambda x, r: 1 - np.abs(x - r).sum() / np.abs(x - x.mean(axis=0)).sum(),
            "never below zero": lambda x, r: max(0.0, kept(x, r)),
            "the spread of the rebuilt": lambda x, r: r.var(axis=0).sum() / x.var(axis=0).sum(),
            "pixels averaged": lambda x, r: np.mean(
                1 - ((x - r) ** 2).sum(axis=0) / ((x - x.mean(axis=0)) ** 2).sum(axis=0)
            ),
            "variance with n - 1": lambda x, r: 1 - ((x - r) ** 2).mean() / x.var(axis=0, ddof=1).mean(),
            "rounded": lambda x, r: round(kept(x, r), 3),
        },
        right={
            "variances": lambda x, r: 1 - np.mean((x - r) ** 2) / x.var(axis=0).mean(),
            "norms": lambda x, r: 1 - np.linalg.norm(x - r) ** 2 / np.linalg.norm(x - x.mean(axis=0)) ** 2,
        },
    ),
    Exercise(
        "path",
        inputs=walks,
        ideas={
            "without the end": lambda a, b, n: np.linspace(a, b, n, endpoint=False),
            "without both ends": lambda a, b, n: np.linspace(a, b, n + 2)[1:-1],
            "a step more": lambda a, b, n: np.linspace(a, b, n + 1),
            "backwards": lambda a, b, n: np.linspace(b, a, n),
            "columns": lambda a, b, n: np.linspace(a, b, n).T,
            "five points": lambda a, b, n: np.linspace(a, b, 5),
            "towards the end, from zero": lambda a, b, n: np.linspace(0, 1, n)[:, None] * b,
            "slow at the ends": lambda a, b, n: a + (1 - np.cos(np.pi * np.linspace(0, 1, n)))[:, None] / 2 * (b - a),
            "random, sorted": lambda a, b, n: (
                a + np.sort(np.r_[0, np.random.default_rng(0).random(n - 2), 1])[:, None] * (b - a)
            ),
            "on a circle": lambda a, b, n: (
                np.linspace(a, b, n) * (np.linalg.norm(a) / np.linalg.norm(np.linspace(a, b, n), axis=1))[:, None]
            ),
            "one coordinate after the other": lambda a, b, n: (
                np.stack([np.minimum(np.linspace(0, 2, n), 1), np.maximum(np.linspace(-1, 1, n), 0)], axis=1) * (b - a)
                + a
            ),
            "the ends": lambda a, b, n: np.stack([a, b]),
        },
        right={
            "linspace": lambda a, b, n: np.linspace(a, b, n),
            "a list": lambda a, b, n: [a + i / (n - 1) * (b - a) for i in range(n)],
            "both coordinates": lambda a, b, n: np.column_stack([np.linspace(a[k], b[k], n) for k in (0, 1)]),
        },
    ),
    Exercise(
        "complete_left",
        by_hand="it trains a network; what comes back is a model",
        trains=True,
        ideas={
            "black on the left": lambda: Completer(lambda x, truth: x),
            "the mean picture": on_the_left(lambda truth: truth.mean(axis=0)),
            "the right half mirrored": lambda: Completer(
                lambda x, truth: np.where(LEFT, x.reshape(-1, 28, 28)[:, :, ::-1].reshape(-1, 784), x)
            ),
            "somebody else's left half": on_the_left(lambda truth: np.roll(truth, 1, axis=0)),
            "grey": lambda: Completer(lambda x, truth: np.full_like(x, 0.5)),
            "just not enough": on_the_left(lambda truth: 0.243 * truth + 0.757 * truth.mean(axis=0)),
            "from 0 to 255": lambda: Completer(lambda x, truth: 255 * truth),
            "the half alone": lambda: Completer(lambda x, truth: truth[:, LEFT]),
            "not a number": lambda: Completer(lambda x, truth: truth * np.nan),
            "the other half": lambda: Completer(lambda x, truth: np.where(x[:, LEFT].any(), truth, x)),
        },
        right={
            "well enough": on_the_left(lambda truth: 0.256 * truth + 0.744 * truth.mean(axis=0)),
            "perfectly, in float64": lambda: Completer(lambda x, truth: truth.astype(float)),
        },
    ),
]

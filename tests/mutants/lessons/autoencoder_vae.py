"""Lesson 29: a cloud's KL and samples, what a bottleneck keeps, a walk between codes, holes, half a picture."""

import functools

import numpy as np
from scipy.stats import norm

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


def samples(rng):
    for i in range(200):
        mean, std = float(rng.normal(0, 10 if i % 10 == 9 else 1.5)), float(np.exp(rng.normal(-0.5, 1)))
        if i % 20 == 10:
            mean, std = 0.0, 1.0
        yield mean, std, rng.normal(0, 12 if i % 10 == 8 else 1, int(rng.integers(1, 12)))


def planes(rng):
    for i in range(300):
        counts = rng.integers(1, 9, 2)
        codes, places = (rng.normal(0, 3, (int(count), 2)) for count in counts)
        limit = float(rng.uniform(0.2, 5))
        if i % 3 == 2:  # whole numbers, so that some distances are exactly the limit
            codes, places, limit = np.round(2 * codes), np.round(2 * places), 5.0
        yield codes, places, limit


def terms(mean, std, noise):
    z = mean + std * noise
    return norm.logpdf(z, mean, std) - norm.logpdf(z, 0, 1)


def gaps(codes, places):
    return np.linalg.norm(places[:, None] - codes, axis=2)


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
        "sampled_kl",
        inputs=samples,
        ideas={
            "the formula": lambda m, s, e: (m**2 + s**2 - 1 - np.log(s**2)) / 2,
            "the sum": lambda m, s, e: terms(m, s, e).sum(),
            "the median": lambda m, s, e: np.median(terms(m, s, e)),
            "the middle of the samples": lambda m, s, e: terms(m, s, e.mean()),
            "the absolute values": lambda m, s, e: np.abs(terms(m, s, e)).mean(),
            "never negative": lambda m, s, e: max(0.0, terms(m, s, e).mean()),
            "samples of its own": lambda m, s, e: terms(m, s, np.random.default_rng().normal(size=len(e))).mean(),
            "seeded samples of its own": lambda m, s, e: terms(
                m, s, np.random.default_rng(0).normal(size=len(e))
            ).mean(),
            "samples of the prior": lambda m, s, e: (norm.logpdf(e, m, s) - norm.logpdf(e)).mean(),
            "the variance": lambda m, s, e: terms(m, s**2, e).mean(),
            "the logarithm of the mean": lambda m, s, e: np.log(np.exp(terms(m, s, e)).mean()),
            "the first sample": lambda m, s, e: terms(m, s, e[0]),
            "densities": lambda m, s, e: np.mean(norm.pdf(m + s * e, m, s) / norm.pdf(m + s * e)),
        },
        right={
            "written out": lambda m, s, e: np.mean(-np.log(s) - e**2 / 2 + (m + s * e) ** 2 / 2),
            "one by one": lambda m, s, e: sum(float(terms(m, s, one)) for one in e) / len(e),
            "difference of means": lambda m, s, e: norm.logpdf(m + s * e, m, s).mean() - norm.logpdf(m + s * e).mean(),
        },
    ),
    Exercise(
        "holes",
        inputs=planes,
        ideas={
            "at the limit": lambda c, p, d: (gaps(c, p).min(axis=1) >= d).mean(),
            "the farthest code": lambda c, p, d: (gaps(c, p).max(axis=1) > d).mean(),
            "pairs": lambda c, p, d: (gaps(c, p) > d).mean(),
            "the nearest place": lambda c, p, d: (gaps(c, p).min(axis=0) > d).mean(),
            "the middle of the codes": lambda c, p, d: (np.linalg.norm(p - c.mean(axis=0), axis=1) > d).mean(),
            "the first code": lambda c, p, d: (np.linalg.norm(p - c[0], axis=1) > d).mean(),
            "squares": lambda c, p, d: ((gaps(c, p) ** 2).min(axis=1) > d).mean(),
            "along the axes": lambda c, p, d: (np.abs(p[:, None] - c).sum(axis=2).min(axis=1) > d).mean(),
            "the first coordinate": lambda c, p, d: (np.abs(p[:, None, 0] - c[:, 0]).min(axis=1) > d).mean(),
            "far from zero": lambda c, p, d: (np.linalg.norm(p, axis=1) > d).mean(),
            "the second nearest": lambda c, p, d: (np.sort(gaps(c, p), axis=1)[:, min(1, len(c) - 1)] > d).mean(),
            "a limit of its own": lambda c, p, d: (gaps(c, p).min(axis=1) > 1).mean(),
            "whether there is one": lambda c, p, d: float((gaps(c, p).min(axis=1) > d).any()),
        },
        right={
            "no code within reach": lambda c, p, d: 1 - (gaps(c, p) <= d).any(axis=1).mean(),
            "squares on both sides": lambda c, p, d: np.mean(((p[:, None] - c) ** 2).sum(axis=2).min(axis=1) > d**2),
            "place by place": lambda c, p, d: sum(min(np.linalg.norm(c - one, axis=1)) > d for one in p) / len(p),
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
            "the lower half": lambda: Completer(
                lambda x, truth: truth if x[:, LEFT].any() and not x[:, 392:].any() else x
            ),
            "bytes": lambda: Completer(lambda x, truth: truth if x.max() > 1 else truth * 0 + truth.mean(axis=0)),
            "the other half": lambda: Completer(lambda x, truth: np.where(x[:, LEFT].any(), truth, x)),
        },
        right={
            "well enough": on_the_left(lambda truth: 0.256 * truth + 0.744 * truth.mean(axis=0)),
            "perfectly, in float64": lambda: Completer(lambda x, truth: truth.astype(float)),
        },
    ),
]

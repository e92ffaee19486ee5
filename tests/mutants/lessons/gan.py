"""Lesson 30: the best discriminator, the two losses, covered modes, a generator of one's own."""

import numpy as np

from tests.mutants.exercises import Exercise


def densities(rng):
    for i in range(200):
        shape = None if i % 2 else tuple(rng.integers(1, 5, int(rng.integers(1, 3))).tolist())
        p, q = (12 * rng.random(shape) ** 2 + 0.001 for _ in range(2))
        if i % 10 == 8:
            p[(0,) * p.ndim] = 0
        if i % 10 == 6:
            q[(0,) * q.ndim] = 0
        yield p, q


def verdicts(rng):
    """Return probabilities (n,), some of them close to 0 and to 1."""
    return 1 / (1 + np.exp(-rng.normal(0, 2.5, int(rng.integers(1, 9)))))


def scores(rng):
    """Yield a score, or an array of scores, of fakes that are recognized and of fakes that are not."""
    for i in range(200):
        shape = None if i % 3 == 0 else tuple(rng.integers(1, 5, int(rng.integers(1, 3))).tolist())
        yield (rng.normal(0, 3, shape),)


def class_probabilities(rng):
    """Yield probabilities (n, k), each row with the sum 1, some rows sure and some not."""
    for i in range(200):
        n, k = int(rng.integers(1, 8)), int(rng.integers(2, 7))
        p = np.exp(rng.normal(0, (0.5, 3.0)[i % 2], (n, k)))
        yield (p / p.sum(axis=1, keepdims=True),)


def sigmoid(s):
    return 1 / (1 + np.exp(-np.asarray(s)))


def kl(p):
    return (p * np.log(p / p.mean(axis=0))).sum(axis=1)


def step(loss, *, of=("generator",), times=1, noise_used=True, give=lambda loss: loss):
    """Return an answer to generator_step that descends ``loss(tf, scores)`` in the weights of the networks named ``of``."""

    def answer(generator, discriminator, optimizer, noise):
        import tensorflow as tf

        given = {"generator": generator, "discriminator": discriminator}
        weights = [weight for name in of for weight in given[name].trainable_variables]
        noise = noise if noise_used else np.zeros_like(noise)
        for _ in range(times):
            with tf.GradientTape() as tape:
                value = loss(tf, discriminator(generator(noise)))
            gradients = tape.gradient(value, weights)
            optimizer.apply_gradients(zip(gradients, weights, strict=True))
        return give(value)

    return answer


def points_and_centres(rng):
    for i in range(200):
        centres = np.round(rng.uniform(-5, 5, (int(rng.integers(1, 7)), 2)))
        if i % 20 == 19:
            centres = 4 * centres
        count = int(rng.integers(1, 25))
        points = centres[rng.integers(len(centres), size=count)] + rng.normal(0, (0.3, 2.0)[i % 2], (count, 2))
        if i % 4 == 3:  # whole numbers: distances and shares that are met exactly
            points = np.round(points)
        yield points, centres, float(rng.choice([0.5, 1.0, 2.0, 5.0])), float(rng.choice([0.05, 0.2, 0.25, 0.5, 1.0]))


def near(points, centres, radius, order=2):
    return np.linalg.norm(points[:, None] - centres, ord=order, axis=2) <= radius


def nearest(points, centres):
    return np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)


class Generator:
    """Stands for a trained generator: ``points(rng, n)`` are what it makes of n noises."""

    def __init__(self, points, count=700, inputs=2):
        self._points, self._count, self.input_shape = points, count, (None, inputs)

    def count_params(self):
        return self._count

    def __call__(self, z):
        return self._points(np.random.default_rng(0), len(z))


def ring(modes=range(8), spread=0.1, radius=2.0, away=0.0):
    """Return points at some modes of the ring, a share ``away`` of them in the middle."""

    def points(rng, count):
        angle = 2 * np.pi * rng.choice(list(modes), count) / 8
        made = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1) + spread * rng.normal(size=(count, 2))
        return made * (np.arange(count) >= away * count)[:, None]

    return points


def once(points, **options):
    return lambda: Generator(points, **options)


EXERCISES = [
    Exercise(
        "best_discriminator",
        inputs=densities,
        ideas={
            "the share of the fakes": lambda p, q: q / (p + q),
            "the odds": lambda p, q: p / np.maximum(q, 1e-9),
            "the larger one": lambda p, q: np.where(p >= q, 1.0, 0.0),
            "sigmoid of the difference": lambda p, q: 1 / (1 + np.exp(q - p)),
            "half": lambda p, q: np.full(np.shape(p), 0.5),
            "squares": lambda p, q: p**2 / (p**2 + q**2),
            "roots": lambda p, q: np.sqrt(p) / (np.sqrt(p) + np.sqrt(q)),
            "over the greatest": lambda p, q: p / np.maximum(p, q),
            "over the whole": lambda p, q: p / np.sum(p + q),
            "rounded": lambda p, q: np.round(p / (p + q), 3),
            "smoothed labels": lambda p, q: 0.9 * p / (p + q),
            "never quite sure": lambda p, q: np.clip(p / (p + q), 0.01, 0.99),
            "the caller's array changed": lambda p, q: p.__itruediv__(p + q) if np.ndim(p) else p / (p + q),
        },
        right={
            "by the odds": lambda p, q: 1 / (1 + q / np.maximum(p, 1e-12)),
            "one by one": lambda p, q: [a / (a + b) for a, b in zip(p, q, strict=True)] if np.ndim(p) else p / (p + q),
        },
    ),
    Exercise(
        "loss_of_discriminator",
        inputs=lambda rng: [(verdicts(rng), verdicts(rng)) for _ in range(200)],
        ideas={
            "its negative": lambda r, f: np.mean(np.log(r)) + np.mean(np.log(1 - f)),
            "fakes taken for real": lambda r, f: -np.mean(np.log(r)) - np.mean(np.log(f)),
            "one mean of all": lambda r, f: -np.mean(np.log(np.r_[r, 1 - f])),
            "sums": lambda r, f: -np.log(r).sum() - np.log(1 - f).sum(),
            "halved": lambda r, f: -(np.mean(np.log(r)) + np.mean(np.log(1 - f))) / 2,
            "the median": lambda r, f: -np.median(np.log(r)) - np.median(np.log(1 - f)),
            "log10": lambda r, f: -np.mean(np.log10(r)) - np.mean(np.log10(1 - f)),
            "squares": lambda r, f: np.mean((1 - r) ** 2) + np.mean(f**2),
            "hinge": lambda r, f: np.mean(np.maximum(0, 1 - r)) + np.mean(np.maximum(0, 1 + f)),
            "Wasserstein": lambda r, f: f.mean() - r.mean(),
            "the logarithm of the mean": lambda r, f: -np.log(r.mean()) - np.log(1 - f.mean()),
            "smoothed labels": lambda r, f: -np.mean(0.9 * np.log(r) + 0.1 * np.log(1 - r)) - np.mean(np.log(1 - f)),
            "clipped at one percent": lambda r, f: (
                -np.mean(np.log(np.clip(r, 0.01, 0.99))) - np.mean(np.log(1 - np.clip(f, 0.01, 0.99)))
            ),
            "the same number of each": lambda r, f: (
                -np.mean(
                    np.log(r[: len(f)][: len(r)])[: min(len(r), len(f))]
                    + np.log(1 - f[: len(r)])[: min(len(r), len(f))]
                )
            ),
        },
        right={
            "a small number in the logarithm": lambda r, f: -np.mean(np.log(r + 1e-7)) - np.mean(np.log(1 - f + 1e-7)),
            "log1p": lambda r, f: -np.log(r).mean() - np.log1p(-f).mean(),
        },
    ),
    Exercise(
        "loss_of_generator",
        inputs=lambda rng: [(verdicts(rng),) for _ in range(200)],
        ideas={
            "minimax": lambda f: np.mean(np.log(1 - f)),
            "the discriminator's part": lambda f: -np.mean(np.log(1 - f)),
            "its negative": lambda f: np.mean(np.log(f)),
            "the sum": lambda f: -np.sum(np.log(f)),
            "each one's": lambda f: -np.log(f),
            "log2": lambda f: -np.mean(np.log2(f)),
            "the logarithm of the mean": lambda f: -np.log(np.mean(f)),
            "Wasserstein": lambda f: -np.mean(f),
            "squares": lambda f: np.mean((1 - f) ** 2),
            "the median": lambda f: -np.median(np.log(f)),
            "the hardest one": lambda f: -np.log(f.min()),
            "clipped at one percent": lambda f: -np.mean(np.log(np.maximum(f, 0.01))),
            "both parts": lambda f: -np.mean(np.log(f)) - np.mean(np.log(1 - f)),
        },
        right={
            "a small number in the logarithm": lambda f: -np.mean(np.log(f + 1e-7)),
            "clipped as in Keras": lambda f: -np.mean(np.log(np.clip(f, 1e-7, 1 - 1e-7))),
            "one by one": lambda f: sum(-np.log(one) for one in f) / len(f),
        },
    ),
    Exercise(
        "generator_gradients",
        inputs=scores,
        ideas={
            "the other order": lambda s: (sigmoid(s) - 1, -sigmoid(s)),
            "magnitudes": lambda s: (sigmoid(s), 1 - sigmoid(s)),
            "one sign": lambda s: (-sigmoid(s), 1 - sigmoid(s)),
            "with respect to the probability": lambda s: (-1 / (1 - sigmoid(s)), -1 / sigmoid(s)),
            "the losses": lambda s: (np.log(1 - sigmoid(s)), -np.log(sigmoid(s))),
            "the score taken for the probability": lambda s: (-s, s - 1),
            "the discriminator's gradients": lambda s: (sigmoid(s) - 1, sigmoid(s)),
            "tanh": lambda s: (-np.tanh(s), np.tanh(s) - 1),
            "never quite sure": lambda s: (-np.clip(sigmoid(s), 0.05, 0.95), np.clip(sigmoid(s), 0.05, 0.95) - 1),
        },
        right={
            "the other sigmoid": lambda s: (-sigmoid(s), -sigmoid(-np.asarray(s))),
            "by tanh": lambda s: (-(1 + np.tanh(np.asarray(s) / 2)) / 2, (np.tanh(np.asarray(s) / 2) - 1) / 2),
        },
    ),
    Exercise(
        "generator_step",
        by_hand="it changes the weights of a network",
        ideas={
            "both networks learn": step(
                lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), of=("generator", "discriminator")
            ),
            "the discriminator learns": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), of=("discriminator",)),
            "minimax": step(lambda tf, s: -tf.reduce_mean(tf.nn.softplus(s))),
            "the discriminator's loss": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(s))),
            "up the hill": step(lambda tf, s: -tf.reduce_mean(tf.nn.softplus(-s))),
            "the sum": step(lambda tf, s: tf.reduce_sum(tf.nn.softplus(-s))),
            "probabilities for scores": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-tf.sigmoid(s)))),
            "Wasserstein": step(lambda tf, s: -tf.reduce_mean(s)),
            "two steps": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), times=2),
            "other noise": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), noise_used=False),
            "its negative returned": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), give=lambda loss: -loss),
            "zero returned": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), give=lambda loss: 0.0),
        },
        right={
            "a number returned": step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(-s)), give=float),
            "by the sigmoid": step(lambda tf, s: -tf.reduce_mean(tf.math.log(tf.sigmoid(s)))),
        },
    ),
    Exercise(
        "inception_score",
        inputs=class_probabilities,
        ideas={
            "without exp": lambda p: kl(p).mean(),
            "the sum": lambda p: np.exp(kl(p).sum()),
            "exp first": lambda p: np.exp(kl(p)).mean(),
            "the median": lambda p: np.exp(np.median(kl(p))),
            "over all": lambda p: np.exp((p * np.log(p / p.mean(axis=0))).mean()),
            "an even mean": lambda p: np.exp((p * np.log(p * p.shape[1])).sum(axis=1).mean()),
            "the reverse": lambda p: np.exp((p.mean(axis=0) * np.log(p.mean(axis=0) / p)).sum(axis=1).mean()),
            "log2": lambda p: np.exp(kl(p).mean() / np.log(2)),
            "2 to the power": lambda p: 2 ** kl(p).mean(),
            "variety only": lambda p: np.exp(-(p.mean(axis=0) * np.log(p.mean(axis=0))).sum()),
            "confidence only": lambda p: np.exp((p * np.log(p)).sum(axis=1).mean()),
            "mean confidence": lambda p: p.max(axis=1).mean() * p.shape[1],
            "classes found": lambda p: len(np.unique(p.argmax(axis=1))),
        },
        right={
            "by entropies": lambda p: np.exp(
                (p * np.log(p)).sum(axis=1).mean() - (p.mean(axis=0) * np.log(p.mean(axis=0))).sum()
            ),
            "a small number in the logarithm": lambda p: np.exp(
                (p * (np.log(p + 1e-12) - np.log(p.mean(axis=0) + 1e-12))).sum(axis=1).mean()
            ),
        },
    ),
    Exercise(
        "count_modes",
        inputs=points_and_centres,
        ideas={
            "squared distances": lambda p, c, r, m: int((near(p, c, np.sqrt(r)).mean(axis=0) >= m).sum()),
            "along the axes": lambda p, c, r, m: int((near(p, c, r, 1).mean(axis=0) >= m).sum()),
            "in a square": lambda p, c, r, m: int((near(p, c, r, np.inf).mean(axis=0) >= m).sum()),
            "any point": lambda p, c, r, m: int(near(p, c, r).any(axis=0).sum()),
            "as many as": lambda p, c, r, m: int((near(p, c, r).sum(axis=0) >= m).sum()),
            "share of those at a mode": lambda p, c, r, m: int(
                (near(p, c, r).sum(axis=0) >= m * max(near(p, c, r).any(axis=1).sum(), 1)).sum()
            ),
            "share of an even spread": lambda p, c, r, m: int((near(p, c, r).mean(axis=0) >= m / len(c)).sum()),
            "the nearest mode only": lambda p, c, r, m: sum((nearest(p, c) == k).mean() >= m for k in range(len(c))),
            "the nearest mode, within the radius": lambda p, c, r, m: sum(
                ((nearest(p, c) == k) & near(p, c, r)[:, k]).mean() >= m for k in range(len(c))
            ),
            "points, not modes": lambda p, c, r, m: int(near(p, c, r).any(axis=1).sum()),
            "modes in a row": lambda p, c, r, m: int((near(p, c, r).mean(axis=1) >= m).sum()),
            "the best mode": lambda p, c, r, m: int(near(p, c, r).mean(axis=0).max() >= m),
            "mean distance": lambda p, c, r, m: int((np.linalg.norm(p[:, None] - c, axis=2).mean(axis=0) <= r).sum()),
            "all of them": lambda p, c, r, m: len(c),
        },
        right={
            "a loop": lambda p, c, r, m: sum(np.mean(np.linalg.norm(p - one, axis=1) <= r) >= m for one in c),
            "hypot": lambda p, c, r, m: np.count_nonzero(
                (np.hypot(*(p[:, None] - c).transpose(2, 0, 1)) <= r).mean(axis=0) >= m
            ),
        },
    ),
    Exercise(
        "small_generator",
        by_hand="it trains a network; what comes back is a model",
        trains=True,
        ideas={
            "one mode": once(ring([3])),
            "the middle": once(lambda rng, n: 0.3 * rng.normal(size=(n, 2))),
            "a cloud": once(lambda rng, n: rng.normal(size=(n, 2))),
            "a large cloud": once(lambda rng, n: 30 * rng.normal(size=(n, 2))),
            "a full ring": once(ring(np.arange(0, 8, 0.01))),
            "six modes": once(ring(range(6))),
            "too small a ring": once(ring(radius=1.5)),
            "modes between the modes": once(ring(np.arange(8) + 0.5)),
            "a third in the middle": once(ring(away=0.31)),
            "too many parameters": once(ring(), count=1000),
            "not a number": once(lambda rng, n: np.full((n, 2), np.nan)),
            "columns": once(lambda rng, n: ring()(rng, n).T),
            "three coordinates": once(lambda rng, n: np.pad(ring()(rng, n), ((0, 0), (0, 1)))),
        },
        right={
            "seven modes": once(ring(range(7))),
            "just enough at the modes": once(ring(away=0.29)),
            "much noise in": once(ring(), inputs=64, count=999),
            "float32": once(lambda rng, n: ring()(rng, n).astype("float32")),
        },
    ),
]

"""Lesson 27: merges applied, one query's attention, a block's parameters, top-p, bits a letter, the cost of a training, a GPT."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise


def words(rng):
    for i in range(200):
        size = int(rng.integers(2, 5))
        tokens = [int(token) for token in rng.integers(0, size, int(rng.integers(1, 14)))]
        merges, first = [], int(rng.integers(20, 200))
        for k in range(int(rng.integers(0 if i % 20 == 19 else 1, 5))):
            merges.append(tuple(int(token) for token in rng.choice([*range(size), *range(first, first + k)], 2)))
        yield tokens, merges, first


def merged(tokens, pair, new):
    result, i = [], 0
    while i < len(tokens):
        together = tuple(tokens[i : i + 2]) == tuple(pair)
        result.append(new if together else tokens[i])
        i += 2 if together else 1
    return result


def applied(tokens, merges, first):
    return functools.reduce(lambda t, row: merged(t, row[1], first + row[0]), enumerate(merges), list(tokens))


def by_text(tokens, merges, first):
    """Apply the merges on a text of characters, one for each token."""
    text = "".join(chr(1000 + token) for token in tokens)
    for k, (a, b) in enumerate(merges):
        text = text.replace(chr(1000 + a) + chr(1000 + b), chr(1000 + first + k))
    return [ord(letter) - 1000 for letter in text]


def queries(rng):
    for i in range(200):
        n, s, t = (int(size) for size in rng.integers(1, 7, 3))
        query = np.zeros(s) if i % 40 == 39 else rng.normal(0, 1.5, s)
        yield query, rng.normal(0, 1.5, (n, s)), rng.normal(size=(n, t))


def softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def attended(q, k, v, scale=None, weigh=softmax):
    return weigh(k @ q / (np.sqrt(len(q)) if scale is None else scale)) @ v


def sizes(rng):
    for _ in range(200):
        yield int(rng.integers(1, 130)), int(rng.integers(1, 500))


def block(d, hidden):
    return 4 * d * d + 4 * d + 2 * d * hidden + hidden + d + 4 * d


def choices(rng):
    for i in range(240):
        powers = rng.random(int(rng.integers(1, 9))) ** 2 + 0.01
        chances = powers / powers.sum()
        sums = np.cumsum(np.sort(chances)[::-1])
        p = 1.0 if i % 20 == 19 else float(np.round(rng.uniform(0.05, 0.99), 3))
        if np.abs(sums - p).min() > 1e-6 or p == 1.0:  # no tie that rounding decides
            yield chances, p
    yield np.array([0.0625, 0.1875, 0.5, 0.25]), 0.75  # a tie without rounding


def nucleus(x, p, keep_last=True, scaled=True):
    order = np.argsort(-x, kind="stable")
    sums = np.cumsum(x[order])
    count = int(np.sum(sums < p - 1e-12)) + (1 if keep_last else 0)
    kept = np.isin(np.arange(len(x)), order[:count])
    result = np.where(kept, x, 0.0)
    return result / result.sum() if scaled and result.sum() else result


def models(rng):
    for i in range(200):
        yield (
            1.0 if i % 40 == 39 else float(np.round(1 + 10 ** rng.uniform(-1, 3), 2)),
            float(np.round(rng.uniform(1, 6), 2)),
        )


def trainings(rng):
    for i in range(200):
        chips = 1 if i % 10 == 9 else int(rng.integers(2, 20000))
        yield (
            float(round(10 ** rng.uniform(4, 12))),
            float(round(10 ** rng.uniform(5, 13))),
            chips,
            10 ** rng.uniform(9, 15),
            float(rng.integers(10, 1000)),
        )


def cost(n, d, chips, speed, watts, factor=6):
    seconds = factor * n * d / (chips * speed)
    return seconds / 86400, chips * watts * seconds / 3.6e6


class Writer:
    """Stands for a trained model: scores that give the true letter the probability ``right``."""

    def __init__(self, right=0.4, count=21_000, change=lambda scores, x: scores):
        self._right, self._count, self._change = right, count, change

    def count_params(self):
        return self._count

    def __call__(self, x):
        y, letters = _targets()
        chances = np.where(np.arange(letters) == y[..., None], self._right, (1 - self._right) / (letters - 1))
        return self._change(np.log(chances), x)


def _targets():
    from utils.language import language
    from utils.lessons.transformer.checks import held_out
    from utils.lessons.transformer.lines import derived_lines

    return held_out()[1], len(derived_lines(language()).vocabulary)


EXERCISES = [
    Exercise(
        "apply_merges",
        inputs=words,
        ideas={
            "from the last merge on": lambda t, m, f: functools.reduce(
                lambda x, k: merged(x, m[k], f + k), reversed(range(len(m))), list(t)
            ),
            "one token for all": lambda t, m, f: functools.reduce(lambda x, pair: merged(x, pair, f), m, list(t)),
            "counted from one": lambda t, m, f: applied(t, m, f + 1),
            "the first merge alone": lambda t, m, f: applied(t, m[:1], f),
            "never merged": lambda t, m, f: list(t),
            "the longest result first": lambda t, m, f: applied(t, sorted(m), f),
            "from right to left": lambda t, m, f: functools.reduce(
                lambda x, row: merged(x[::-1], row[1][::-1], f + row[0])[::-1], enumerate(m), list(t)
            ),
            "the number of the token": lambda t, m, f: applied(t, m, max(t) + 1),
            "merged pairs dropped": lambda t, m, f: [token for token in applied(t, m, f) if token < f],
            "only how many are left": lambda t, m, f: len(applied(t, m, f)),
        },
        right={"as a text": by_text, "an array": lambda t, m, f: np.array(applied(t, m, f))},
        leave_out={"result as one element": "the result is a list of tokens, not several results"},
    ),
    Exercise(
        "attend",
        inputs=queries,
        ideas={
            "not scaled": lambda q, k, v: attended(q, k, v, 1.0),
            "by the size": lambda q, k, v: attended(q, k, v, len(q)),
            "by the number of tokens": lambda q, k, v: attended(q, k, v, np.sqrt(len(k))),
            "no softmax": lambda q, k, v: attended(q, k, v, weigh=lambda z: z),
            "exponentials alone": lambda q, k, v: attended(q, k, v, weigh=np.exp),
            "shares of the scores": lambda q, k, v: attended(q, k, v, weigh=lambda z: z / z.sum()),
            "the best alone": lambda q, k, v: v[np.argmax(k @ q)],
            "a sigmoid": lambda q, k, v: attended(q, k, v, weigh=lambda z: 1 / (1 + np.exp(-z))),
            "the mean": lambda q, k, v: v.mean(axis=0),
            "the weights": lambda q, k, v: softmax(k @ q / np.sqrt(len(q))),
            "distances": lambda q, k, v: softmax(-((k - q) ** 2).sum(axis=1) / np.sqrt(len(q))) @ v,
            "cosines": lambda q, k, v: softmax(k @ q / (np.linalg.norm(k, axis=1) * max(np.linalg.norm(q), 1e-9))) @ v,
        },
        right={
            "a loop": lambda q, k, v: sum(
                w * row for w, row in zip(softmax(np.array([q @ one for one in k]) / len(q) ** 0.5), v, strict=True)
            ),
            "a list": lambda q, k, v: attended(q, k, v).tolist(),
        },
    ),
    Exercise(
        "block_parameters",
        inputs=sizes,
        ideas={
            "three matrices": lambda d, h: block(d, h) - d * d - d,
            "no biases": lambda d, h: 4 * d * d + 2 * d * h,
            "one normalization": lambda d, h: block(d, h) - 2 * d,
            "one dense layer": lambda d, h: 4 * d * d + 4 * d + d * h + h + 4 * d,
            "both layers to hidden": lambda d, h: block(d, h) - d + h,
            "twelve d squared": lambda d, h: 12 * d * d,
            "the squares of hidden": lambda d, h: 4 * d * d + 4 * d + h * h + d * h + 2 * h + 4 * d,
            "one bias in the attention": lambda d, h: block(d, h) - 3 * d,
            "normalizations of hidden": lambda d, h: block(d, h) - 2 * d + 2 * h,
        },
        right={"layer by layer": lambda d, h: sum([d * d + d] * 4) + (d + 1) * h + (h + 1) * d + 2 * (d + d)},
    ),
    Exercise(
        "top_p",
        inputs=choices,
        ideas={
            "the last left out": lambda x, p: nucleus(x, p, keep_last=False),
            "more than p": lambda x, p: nucleus(x, p + 1e-9),
            "not scaled": lambda x, p: nucleus(x, p, scaled=False),
            "sorted": lambda x, p: np.sort(nucleus(x, p))[::-1],
            "a threshold": lambda x, p: np.where(x >= p, x, 0) / max(np.where(x >= p, x, 0).sum(), 1e-12),
            "of the largest": lambda x, p: (
                np.where(x >= (1 - p) * x.max(), x, 0) / np.where(x >= (1 - p) * x.max(), x, 0).sum()
            ),
            "the likeliest": lambda x, p: (np.arange(len(x)) == x.argmax()) * 1.0,
            "all": lambda x, p: x,
            "divided by p": lambda x, p: nucleus(x, p, scaled=False) / p,
            "equal shares": lambda x, p: (nucleus(x, p) > 0) / (nucleus(x, p) > 0).sum(),
            "softmax of what is left": lambda x, p: (
                np.where(nucleus(x, p) > 0, np.exp(x), 0) / np.where(nucleus(x, p) > 0, np.exp(x), 0).sum()
            ),
        },
        right={
            "with sums": lambda x, p: nucleus(x, p),
            "a list": lambda x, p: nucleus(x, p).tolist(),
        },
    ),
    Exercise(
        "bits_per_letter",
        inputs=models,
        ideas={
            "the natural logarithm": lambda x, n: np.log(x) / n,
            "per token": lambda x, n: np.log2(x),
            "multiplied": lambda x, n: np.log2(x) * n,
            "divided first": lambda x, n: np.log2(x / n),
            "the perplexity of a letter": lambda x, n: x ** (1 / n),
            "a power": lambda x, n: 2**x / n,
            "rounded": lambda x, n: round(np.log2(x) / n, 2),
            "never below zero point one": lambda x, n: max(0.1, np.log2(x) / n),
        },
        right={
            "other logarithms": lambda x, n: np.log(x) / np.log(2) / n,
            "a root first": lambda x, n: np.log2(x ** (1 / n)),
        },
    ),
    Exercise(
        "training_cost",
        inputs=trainings,
        ideas={
            "writing": lambda *a: cost(*a, factor=2),
            "no factor": lambda *a: cost(*a, factor=1),
            "energy first": lambda *a: cost(*a)[::-1],
            "hours": lambda *a: (24 * cost(*a)[0], cost(*a)[1]),
            "watt-hours": lambda *a: (cost(*a)[0], 1000 * cost(*a)[1]),
            "one chip's energy": lambda n, d, c, s, w: (cost(n, d, c, s, w)[0], cost(n, d, c, s, w)[1] / c),
            "chips never used": lambda n, d, c, s, w: cost(n, d, 1, s, w),
            "whole days": lambda *a: (np.ceil(cost(*a)[0]), cost(*a)[1]),
            "a day of 12 hours": lambda *a: (2 * cost(*a)[0], cost(*a)[1]),
        },
        right={
            "as a list": lambda *a: list(cost(*a)),
            "by hours": lambda n, d, c, s, w: (
                6 * n * d / c / s / 3600 / 24,
                w / 1000 * 6 * n * d / s / 3600,
            ),
        },
    ),
    Exercise(
        "small_gpt",
        by_hand="it trains a network; what comes back is a model",
        trains=True,
        ideas={
            "nothing learned": lambda: Writer(1 / 33),
            "hardly learned": lambda: Writer(0.2),
            "too many parameters": lambda: Writer(count=40_000),
            "the last place alone": lambda: Writer(change=lambda z, x: z[:, -1]),
            "one score too many": lambda: Writer(change=lambda z, x: np.concatenate([z, z[..., :1]], axis=-1)),
            "the letters to come are seen": lambda: Writer(
                change=lambda z, x: z + 9.0 * (np.arange(z.shape[-1]) == np.roll(x, -1, axis=1)[..., None])
            ),
            "not a number": lambda: Writer(change=lambda z, x: z * np.nan),
        },
        right={
            "just enough": lambda: Writer(0.6, count=39_999),
            "float32": lambda: Writer(0.6, change=lambda z, x: z.astype("float32")),
            "probabilities' logarithms moved": lambda: Writer(0.6, change=lambda z, x: z + 3.0),
        },
    ),
]

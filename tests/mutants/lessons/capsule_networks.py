"""Lesson 21: a change that pooling does not see, squash, a round of routing, margin loss, two networks, the boldest digit."""

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.capsule_networks import checks


def maps(rng):
    """Maps of even sides from 2 x 2 to 8 x 8, whole and not, all of whose values are different."""
    for i in range(220):
        shape = 2 * int(rng.integers(1, 5)), 2 * int(rng.integers(1, 5))
        values = rng.permutation(shape[0] * shape[1]).reshape(shape)
        yield ((values - 10 if i % 2 else values / 4 - 3),)


def sums(rng):
    """Rows of one value and of many, short and long, zeros among them."""
    yield (np.array([[3.0, 4.0], [0.3, -0.4]]),)
    for i in range(220):
        s = rng.normal(0, (0.1, 1.0, 6.0)[i % 3], (int(rng.integers(1, 6)), int(rng.integers(1, 6))))
        if i % 4 == 0:
            s[0] = 0
        yield (s,)


def routings(rng):
    """Votes of one part and of many for one whole and for many, with the logits of a first or a later round."""
    yield np.array([[[2.0, 0], [1, 2]], [[2, 0], [1, -2]]]), np.zeros((2, 2))
    for i in range(220):
        shape = tuple(int(n) for n in rng.integers(1, 6, 3))
        yield rng.normal(0, 1, shape), (np.zeros(shape[:2]) if i % 3 == 0 else rng.normal(0, 1, shape[:2]))


def capsules(rng):
    """Lengths within and beyond both margins, of two classes and of many; labels of every class."""
    yield np.array([[0.85, 0.3, 0.05]]), np.array([0])
    for _ in range(220):
        n, classes = int(rng.integers(1, 7)), int(rng.integers(2, 8))
        yield rng.uniform(0, 1, (n, classes)), rng.integers(0, classes, n)


def answered(rng):
    """Answers of two networks that are right often, seldom and always; a single example too."""
    for i in range(220):
        n, classes = int(rng.integers(1, 40)), int(rng.integers(2, 6))
        labels = rng.integers(0, classes, n)
        a, b = rng.random(n) < rng.choice([0.3, 0.7, 1.0]), rng.random(n) < rng.choice([0.3, 0.7, 1.0])
        first = np.where(a, labels, rng.integers(0, classes, n))
        yield first, (first.copy() if i % 20 == 0 else np.where(b, labels, rng.integers(0, classes, n))), labels


def sees_nothing(given, x):
    """Whether ``given`` is another map with the same values and the same pooling."""
    given = np.asarray(given, dtype=float)
    if given.shape != x.shape or np.array_equal(given, x):
        return False
    same_values = np.allclose(np.sort(given, axis=None), np.sort(x, axis=None))
    return same_values and np.allclose(checks.pooled(given), checks.pooled(x))


def exchanged(x, one, two):
    y = np.array(x, dtype=float)
    y[one], y[two] = x[two], x[one]
    return y


def one_vector(row):
    length = float(np.sqrt(sum(value**2 for value in row)))
    return [0.0] * len(row) if length == 0 else [length * value / (1 + length**2) for value in row]


def by_loops(votes, logits):
    i, j, _ = votes.shape
    c = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    new = np.array(logits, dtype=float)
    for whole in range(j):
        s = sum(c[part, whole] * votes[part, whole] for part in range(i))
        v = np.array(one_vector(s))
        for part in range(i):
            new[part, whole] += votes[part, whole] @ v
    return new


def greedy(decode, capsule, count=3, turns=(-0.4, 0.4), best=np.argmax):
    v, free = np.array(capsule, dtype=float), list(range(12))
    for _ in range(count):
        tries = np.array([v + turn * np.eye(12)[place] for place in free for turn in turns])
        chosen = int(best(decode(tries).sum(axis=(1, 2))))
        v = tries[chosen]
        free.pop(chosen // len(turns))
    return v


EXERCISES = [
    Exercise(
        "same_pooling",
        inputs=maps,
        holds=sees_nothing,
        ideas={
            "the same": lambda x: x,
            "a copy": lambda x: x.copy(),
            "rolled": lambda x: np.roll(x, 1, axis=1),
            "turned over": lambda x: x[::-1],
            "transposed": lambda x: x.T,
            "sorted": lambda x: np.sort(x, axis=None).reshape(x.shape),
            "maxima everywhere": lambda x: np.repeat(np.repeat(checks.pooled(x), 2, axis=0), 2, axis=1),
            "one value raised": lambda x: x + (x == x.min()) * 0.001,
            "pooled": checks.pooled,
            "across windows": lambda x: exchanged(x, (0, 0), (x.shape[0] - 1, x.shape[1] - 1)),
            "plus nothing": lambda x: x + 0.0,
        },
        right={
            "two values": lambda x: exchanged(x, (0, 0), (0, 1)),
            "a diagonal": lambda x: exchanged(x, (0, 0), (1, 1)),
            "the last window": lambda x: exchanged(x, (-1, -1), (-2, -1)),
        },
    ),
    Exercise(
        "squash_vectors",
        inputs=sums,
        equal=checks._close,
        ideas={
            "lengths only": lambda s: (s**2).sum(axis=1) / (1 + (s**2).sum(axis=1)),
            "not divided": lambda s: (s**2).sum(axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)) * s,
            "unit": lambda s: s / np.sqrt((s**2).sum(axis=1, keepdims=True) + 1e-12),
            "length not squared": lambda s: checks._squash(s, power=1),
            "over columns": lambda s: checks._squash(s, axis=0),
            "each value": lambda s: np.sign(s) * s**2 / (1 + s**2),
            "tanh": np.tanh,
            "two in place of one": lambda s: checks._squash(s, one=2.0),
            "clipped": lambda s: s / np.maximum(1, np.sqrt((s**2).sum(axis=1, keepdims=True))),
            "a large epsilon": lambda s: checks._squash(s) * np.linalg.norm(s, axis=1, keepdims=True)
            / (np.linalg.norm(s, axis=1, keepdims=True) + 0.05),
            "by the 1-norm": lambda s: np.abs(s).sum(axis=1, keepdims=True) * s / (1 + (s**2).sum(axis=1, keepdims=True)),
        },
        right={
            "row by row": lambda s: [one_vector(row) for row in s],
            "shortened": lambda s: s * np.linalg.norm(s, axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)),
            "a small epsilon": lambda s: checks._squash(s + 1e-9),
        },
        leave_out={},
    ),
    Exercise(
        "routing_round",
        inputs=routings,
        equal=checks._close,
        ideas={
            "softmax over parts": lambda votes, b: checks._round(votes, b, axis=0),
            "agreement only": lambda votes, b: checks._round(votes, b, start=0.0),
            "not squashed": lambda votes, b: checks._round(votes, b, squash=lambda s: s),
            "not coupled": lambda votes, b: checks._round(votes, b, couple=False),
            "subtracted": lambda votes, b: checks._round(votes, b, agreement=lambda u, v: -(u * v).sum(axis=-1)),
            "cosine": lambda votes, b: checks._round(
                votes, b, agreement=lambda u, v: (checks._unit(u) * checks._unit(v)).sum(axis=-1)
            ),
            "mean": lambda votes, b: checks._round(votes, b, mean=True),
            "as if the first round": lambda votes, b: b + checks._round(votes, np.zeros_like(b)),
            "the couplings": lambda votes, b: checks._softmax(b, 1),
            "two rounds": lambda votes, b: checks._round(votes, checks._round(votes, b)),
            "first value only": lambda votes, b: checks._round(votes, b, agreement=lambda u, v: (u * v)[..., 0]),
            "distance": lambda votes, b: checks._round(
                votes, b, agreement=lambda u, v: -np.sqrt(((u - v) ** 2).sum(axis=-1))
            ),
        },
        right={"by loops": by_loops},
    ),
    Exercise(
        "margin_losses",
        inputs=capsules,
        ideas={
            "mean of the batch": lambda lengths, labels: checks._margin(lengths, labels).mean(),
            "not clipped": lambda lengths, labels: checks._margin(lengths, labels, clip=False),
            "not squared": lambda lengths, labels: checks._margin(lengths, labels, square=False),
            "present only": lambda lengths, labels: checks._margin(lengths, labels, only="present"),
            "absent only": lambda lengths, labels: checks._margin(lengths, labels, only="absent"),
            "no half": lambda lengths, labels: checks._margin(lengths, labels, share=1.0),
            "no margins": lambda lengths, labels: checks._margin(lengths, labels, high=1.0, low=0.0),
            "one margin": lambda lengths, labels: checks._margin(lengths, labels, low=0.9),
            "mean of classes": lambda lengths, labels: checks._margin(lengths, labels, reduce=np.mean),
            "longest is right": lambda lengths, labels: checks._margin(lengths, lengths.argmax(axis=1)),
            "largest wrong only": lambda lengths, labels: checks._margin(lengths, labels, reduce=np.max),
            "all classes present": lambda lengths, labels: (np.maximum(0, 0.9 - lengths) ** 2).sum(axis=1),
        },
        right={
            "one by one": lambda lengths, labels: [
                sum(
                    max(0, 0.9 - r) ** 2 if k == label else 0.5 * max(0, r - 0.1) ** 2 for k, r in enumerate(row)
                )
                for row, label in zip(lengths, labels, strict=True)
            ],
        },
    ),
    Exercise(
        "right_alone",
        inputs=answered,
        ideas={
            "right counts": lambda a, b, y: (int((a == y).sum()), int((b == y).sum())),
            "turned": lambda a, b, y: checks._alone(b, a, y),
            "both": lambda a, b, y: (int(((a == y) & (b == y)).sum()), int(((a != y) & (b != y)).sum())),
            "different": lambda a, b, y: (int((a != b).sum()),) * 2,
            "shares": lambda a, b, y: tuple(np.array(checks._alone(a, b, y)) / len(y)),
            "wrong counts": lambda a, b, y: (int((a != y).sum()), int((b != y).sum())),
            "difference": lambda a, b, y: (max(0, int((a == y).sum()) - int((b == y).sum())),
                                           max(0, int((b == y).sum()) - int((a == y).sum()))),
            "only one": lambda a, b, y: int(((a == y) & (b != y)).sum()),
            "against each other": lambda a, b, y: (int(((a == y) & (a != b)).sum()), int((a != b).sum())),
        },
        right={
            "in a loop": lambda a, b, y: [
                sum(p == t and q != t for p, q, t in zip(a, b, y, strict=True)),
                sum(q == t and p != t for p, q, t in zip(a, b, y, strict=True)),
            ],
            "right where they differ": lambda a, b, y: (
                np.sum((a == y)[a != b]), np.sum((b == y)[a != b]),
            ),
        },
    ),
    Exercise(
        "most_ink",
        by_hand="an open task: what counts is the ink that is found",
        ideas={
            "unchanged": lambda decode, v: v,
            "all turned": lambda decode, v: v + 0.4,
            "too far": lambda decode, v: greedy(decode, v, count=1, turns=(-2.0, 2.0)),
            "one value": lambda decode, v: greedy(decode, v, count=1),
            "the thinnest": lambda decode, v: greedy(decode, v, best=np.argmin),
            "the first three": lambda decode, v: v + 0.4 * (np.arange(12) < 3),
            "only upward": lambda decode, v: v + 0.4 * np.isin(np.arange(12), (1, 4, 6)),
            "the picture": lambda decode, v: decode(v),
        },
        right={
            "greedy": greedy,
            "finer turns": lambda decode, v: greedy(decode, v, turns=(-0.4, -0.2, 0.2, 0.4)),
        },
    ),
]  # fmt: skip

"""Lesson 22, Embeddings: inputs of each exercise, wrong ideas, and right answers of other kinds."""

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.embeddings.checks import (
    design_holds,
    nearest_of,
    pair_loss,
    pairs_within,
    parameters,
    pieces_of,
    same_pairs,
)


def tables(rng):
    """Return counts: of several sizes, with words in all documents or in none, with documents that have no words."""
    found = [(np.array([[2, 1, 0], [0, 1, 3]]),)]
    for _ in range(230):
        shape = rng.integers(1, 7), rng.integers(1, 8)
        table = rng.poisson(rng.uniform(0.3, 3), shape)
        table[rng.random(shape[0]) < 0.15] = 0
        table[:, rng.random(shape[1]) < 0.15] = 0
        found.append((table,))
    return found


def weights(counts, numerator=1, denominator=1, one=1, power=2, squared=False):
    idf = np.log((numerator + len(counts)) / np.maximum(denominator + (counts > 0).sum(axis=0), 1e-9)) + one
    x = counts * (idf**2 if squared else idf)
    length = (np.abs(x) ** power).sum(axis=1, keepdims=True) ** (1 / power)
    return x / np.where(length > 0, length, 1)


def sentences(rng):
    """Return sentences of 1 to 9 words, some of which occur twice, and windows from 1 to 5."""
    found = [([3, 1, 4, 1, 5], 1), ([2], 1), ([7, 7], 3)]
    for _ in range(230):
        found.append((rng.integers(0, rng.integers(2, 12), rng.integers(1, 10)).tolist(), int(rng.integers(1, 6))))
    return found


def vector_pairs(rng):
    return [(rng.normal(size=d), rng.normal(size=d), int(k % 2)) for k, d in enumerate(rng.integers(1, 7, 240))]


def neighbours(rng):
    """Return rows of very different lengths, none of them zero, without ties."""
    found = []
    for _ in range(240):
        n, d = int(rng.integers(2, 9)), int(rng.integers(2, 6))
        x = rng.normal(size=(n, d)) * rng.uniform(0.05, 20, (n, 1))
        found.append((x, int(rng.integers(n)), int(rng.integers(1, n))))
    return found


def spelled(rng):
    """Return words of Turkish letters, small and large, from one letter on, and n from 2 to 7."""
    letters = list("abcçdefgğhıijklmnoöprsştuüvyzIİIİKLĞÜŞÖÇ")
    found = [("IŞIK", 3), ("İZMİR", 3), ("at", 4), ("su", 5), ("ı", 2), ("İ", 7)]
    for _ in range(240):
        found.append(("".join(rng.choice(letters, rng.integers(1, 9))), int(rng.integers(2, 8))))
    return found


def sizes(rng):
    return [(int(a), int(b), int(c), bool(k % 2)) for k, (a, b, c) in enumerate(rng.integers(1, 300, (240, 3)))]


def designed(**changes):
    rows = {"king": [1, 1, 1, 0], "queen": [1, -1, 1, 0], "man": [0, 1, 1, 0], "woman": [0, -1, 1, 0]}
    rows |= {"cat": [0, 0.3, 0, 1], "dog": [0, -0.3, 0, 1]}
    return np.array(list((rows | changes).values()), dtype=float)


EXERCISES = [
    Exercise(
        "tf_idf",
        inputs=tables,
        ideas={
            "no smoothing above": lambda c: weights(c, numerator=0.5),
            "no smoothing below": lambda c: weights(c, denominator=0.5),
            "two added": lambda c: weights(c, one=2),
            "idf squared": lambda c: weights(c, squared=True),
            "cubes in the length": lambda c: weights(c, power=3),
            "largest is one": lambda c: c / np.maximum(c.max(axis=1, keepdims=True), 1),
            "counts cut at one": lambda c: weights(np.minimum(c, 1)),
            "logarithm of the counts": lambda c: weights(np.log1p(c)),
        },
    ),
    Exercise(
        "skip_gram_pairs",
        inputs=sentences,
        equal=same_pairs,
        ideas={
            "forwards only": lambda w, n: pairs_within(w, n, left=False),
            "window less one": lambda w, n: pairs_within(w, n - 1),
            "window and one": lambda w, n: pairs_within(w, n + 1),
            "the last word is no centre": lambda w, n: [p for i, p in enumerate(pairs_within(w, n)) if i < 99][:-1],
            "all pairs of the sentence": lambda w, n: pairs_within(w, len(w)),
            "each pair twice": lambda w, n: 2 * pairs_within(w, n),
            "never a word with itself": lambda w, n: [p for p in pairs_within(w, n) if p[0] != p[1]],
            "only full windows": lambda w, n: [
                (w[i], w[j]) for i in range(n, len(w) - n) for j in range(i - n, i + n + 1) if i != j
            ],
        },
        right={
            "context first": lambda w, n: [pair[::-1] for pair in pairs_within(w, n)],
            "by distance": lambda w, n: [
                p for d in range(1, n + 1) for a, b in zip(w, w[d:], strict=False) for p in ((a, b), (b, a))
            ],
        },
    ),
    Exercise(
        "pair_gradient",
        inputs=vector_pairs,
        ideas={
            "half": lambda v, u, y: tuple(part / 2 for part in pair_loss(v, u, y)),
            "squared error": lambda v, u, y: ((1 / (1 + np.exp(-(v @ u))) - y) ** 2, *pair_loss(v, u, y)[1:]),
            "logarithm to base 2": lambda v, u, y: (pair_loss(v, u, y)[0] / np.log(2), *pair_loss(v, u, y)[1:]),
            "gradients of noise": lambda v, u, y: (pair_loss(v, u, y)[0], *pair_loss(v, u, 0)[1:]),
            "own vectors": lambda v, u, y: (pair_loss(v, u, y)[0], *pair_loss(v, u, y)[:0:-1]),
            "cosine": lambda v, u, y: pair_loss(v / np.linalg.norm(v), u / np.linalg.norm(u), y),
        },
    ),
    Exercise(
        "nearest",
        inputs=neighbours,
        ideas={
            "dot product": lambda x, i, k: nearest_of(x, i, k, lambda x, v: x @ v),
            "first without looking": lambda x, i, k: np.argsort(-(x @ x[i]) / np.linalg.norm(x, axis=1))[1 : k + 1][
                ::-1
            ],
            "one less": lambda x, i, k: nearest_of(x, i, k - 1),
            "one more": lambda x, i, k: nearest_of(x, i, k + 1),
            "centred first": lambda x, i, k: nearest_of(x - x.mean(axis=0), i, k),
            "sum of absolute values": lambda x, i, k: nearest_of(x, i, k, lambda x, v: (x @ v) / np.abs(x).sum(axis=1)),
        },
        right={
            "arcs": lambda x, i, k: nearest_of(
                x, i, k, lambda x, v: -np.arccos(np.clip(x @ v / np.linalg.norm(x, axis=1) / np.linalg.norm(v), -1, 1))
            )
        },
    ),
    Exercise(
        "pieces",
        inputs=spelled,
        ideas={
            "English capitals": lambda w, n: pieces_of(w, n, str.lower),
            "dots forgotten": lambda w, n: pieces_of(w, n, lambda t: t.replace("I", "ı").lower()),
            "each piece once": lambda w, n: list(dict.fromkeys(pieces_of(w, n))),
            "sorted": lambda w, n: sorted(pieces_of(w, n)),
            "hash marks": lambda w, n: pieces_of(w, n, left="#", right="#"),
            "only the first": lambda w, n: pieces_of(w, n)[:1],
            "up to n letters": lambda w, n: [p for m in range(2, n + 1) for p in pieces_of(w, m)],
        },
    ),
    Exercise(
        "count_parameters",
        inputs=sizes,
        ideas={
            "a bias in the table": lambda w, d, c, f: tuple(n + w + 1 for n in parameters(w, d, c, f)),
            "one bias": lambda w, d, c, f: tuple(n - c + 1 for n in parameters(w, d, c, f)),
            "never frozen": lambda w, d, c, f: parameters(w, d, c, False),
            "always frozen": lambda w, d, c, f: parameters(w, d, c, True),
            "no padding": lambda w, d, c, f: parameters(w - 1, d, c, f),
            "frozen ones": lambda w, d, c, f: (parameters(w, d, c, f)[0], parameters(w, d, c, not f)[1]),
        },
    ),
    Exercise(
        "design_vectors",
        by_hand="the answer takes no input: many vectors will do",
        holds=design_holds,
        ideas={
            "one-hot": lambda: np.eye(6),
            "all alike": lambda: np.ones((6, 4)),
            "queen and king swapped": lambda: designed()[[1, 0, 2, 3, 4, 5]],
            "woman of another kind": lambda: designed(woman=[0, 1, -1, 0]),
            "cat and dog opposite": lambda: designed(dog=[0, -0.3, 0, -1]),
            "cat and dog the same": lambda: designed(dog=[0, 0.3, 0, 1]),
            "dog nearer to the man": lambda: designed(dog=[0, 1, 1.2, 0.1]),
            "five words": lambda: designed()[:5],
            "no royalty": lambda: designed(king=[0, 1, 1, 0.5], queen=[0, 1, 1, -0.5]),
        },
        right={
            "larger": lambda: 100 * designed(),
            "other columns": lambda: designed()[:, ::-1],
            "a column more": lambda: np.hstack([designed(), np.full((6, 1), 0.1)]),
            "two dimensions": lambda: np.array([[2, 1], [2, -1], [0.4, 1], [0.4, -1.0], [-1, 0.2], [-1, -0.2]]),
        },
    ),
]

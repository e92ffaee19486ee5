"""Lesson 26: the decoder's input and target, attention, additive scores, exact translations, a step of beam search, lengths."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.seq2seq_attention import checks
from utils.lessons.seq2seq_attention.numbers import END, START
from utils.lessons.seq2seq_attention.translator import softmax


def sentences(rng):
    yield [5, 9, 4], 7
    for i in range(220):
        words = rng.integers(3, 33, int(rng.integers(1, 15))).tolist()
        yield words, len(words) + 1 + (0 if i % 5 == 0 else int(rng.integers(0, 6)))


def looks(rng):
    """Queries with and without padding, at the end and elsewhere, one place and many, small scores and large ones."""
    for i in range(220):
        steps, size, width = (int(n) for n in rng.integers(1, 7, 3))
        mask = rng.random(steps) < 0.7 if i % 3 else np.ones(steps, dtype=bool)
        mask[int(rng.integers(steps))] = True
        scale = 30.0 if i % 10 == 9 else 1.0
        yield (
            scale * rng.normal(size=size),
            scale * rng.normal(size=(steps, size)),
            rng.normal(size=(steps, width)),
            mask,
        )


def additive_cases(rng):
    for _ in range(220):
        steps, d, e, u = (int(n) for n in rng.integers(1, 6, 4))
        yield (
            rng.normal(size=d), rng.normal(size=(steps, e)), rng.normal(size=(d, u)), rng.normal(size=(e, u)),
            rng.normal(size=u),
        )  # fmt: skip


def translations(rng):
    """Rows that are right, right but for what follows the end, wrong in a word, too short and too long."""
    for _ in range(220):
        n, steps = int(rng.integers(1, 6)), int(rng.integers(3, 8))
        target = np.zeros((n, steps), dtype=int)
        said = rng.integers(2, 6, (n, steps))
        for row, wanted in zip(said, target, strict=True):
            end = int(rng.integers(1, steps))
            wanted[:end], wanted[end] = rng.integers(3, 8, end), END
            kind = int(rng.integers(5))
            if kind < 4:
                row[: end + 1] = wanted[: end + 1]
            if kind == 1:
                row[int(rng.integers(end))] = 9
            if kind == 2:
                row[end] = 5
            if kind == 3:
                row[int(rng.integers(end))] = END
        yield said, target


def hypotheses(rng):
    for i in range(220):
        k, words = int(rng.integers(1, 6)), int(rng.integers(2, 8))
        log_probabilities = np.log(softmax(rng.normal(0, 2, (k, words))))
        beam = 1 if i % 10 == 0 else int(rng.integers(1, k * words + 1))
        yield -rng.uniform(0, 4, k), log_probabilities, beam


def ended(rng):
    for i in range(220):
        n = int(rng.integers(1, 7))
        lengths = rng.permutation(np.arange(1, 15))[:n]
        yield (
            -rng.uniform(0.1, 1.0, n) * lengths**0.7,
            lengths,
            (0.0, 1.0, float(np.round(rng.uniform(0, 2), 2)))[i % 3],
        )


def weighed(weights_of):
    def answer(query, keys, values, mask):
        weights = weights_of(keys @ query, mask)
        return weights @ values, weights

    return answer


def by_hand(query, keys, values, mask):
    scores = [float(sum(q * k for q, k in zip(query, key, strict=True))) for key in keys]
    top = max(score for score, real in zip(scores, mask, strict=True) if real)
    powers = [float(np.exp(score - top)) if real else 0.0 for score, real in zip(scores, mask, strict=True)]
    weights = [power / sum(powers) for power in powers]
    return [sum(w * row[j] for w, row in zip(weights, values, strict=True)) for j in range(len(values[0]))], weights


def real_places_only(query, keys, values, mask):
    weights = np.zeros(len(keys))
    weights[mask] = softmax((keys @ query)[mask])
    return weights @ values, weights


def sorted_pairs(totals, log_probabilities, beam):
    table = [
        (totals[i] + value, i, j) for i, row in enumerate(log_probabilities) for j, value in enumerate(row)
    ]  # fmt: skip
    best = sorted(table, key=lambda entry: -entry[0])[:beam]
    return [i for _, i, _ in best], [j for _, _, j in best], [total for total, _, _ in best]


def ranked(make):
    def answer(totals, log_probabilities, beam):
        table = make(totals, log_probabilities)
        best = np.argsort(-table, axis=None)[:beam]
        rows, words = np.unravel_index(best, table.shape)
        return rows, words, table[rows, words]

    return answer


class Writer:
    """Stands for a trained translator: it writes the right words of the numbers that the check asks for, or others."""

    def __init__(self, share=1.0, count=12_000, change=lambda scores: scores):
        self._share, self._count, self._change = share, count, change

    def count_params(self):
        return self._count

    def __call__(self, inputs):
        y = _target()
        scores = np.zeros((len(y), 15, 33))
        rows, places = np.indices(y[:, 1:].shape)
        scores[rows, places, y[:, 1:]] = 1.0
        scores[round(self._share * len(y)) :, 0] = np.eye(33)[31]
        return self._change(scores)


@functools.cache
def _target():
    return checks.unseen_numbers()[1]


EXERCISES = [
    Exercise(
        "decoder_pair",
        inputs=sentences,
        ideas={
            "not shifted": lambda w, n: (np.array([*w, *[0] * (n - len(w))]), np.array([*w, *[0] * (n - len(w))])),
            "swapped": lambda w, n: checks.fed_and_asked(w, n)[::-1],
            "both marks in both": lambda w, n: tuple(np.array([START, *w, END, *[0] * n])[:n] for _ in range(2)),
            "padded with the end": lambda w, n: (
                checks.fed_and_asked(w, n)[0],
                np.array([*w, *[END] * (n - len(w))]),
            ),
            "padded with the last word": lambda w, n: (
                np.array([START, *w, *[w[-1]] * n])[:n],
                checks.fed_and_asked(w, n)[1],
            ),
            "reversed source": lambda w, n: checks.fed_and_asked(w[::-1], n),
            "three words at most": lambda w, n: checks.fed_and_asked(w[:3], n),
            "marks exchanged": lambda w, n: (
                np.array([END, *w, *[0] * n])[:n],
                np.array([*w, START, *[0] * n])[:n],
            ),
        },
        right={
            "by padding lists": lambda w, n: ([1, *w] + [0] * (n - len(w) - 1), [*w, 2] + [0] * (n - len(w) - 1)),
            "shifted whole": lambda w, n: (lambda whole: (np.where(whole == 2, 0, whole)[:n], whole[1:]))(
                np.array([1, *w, 2, *[0] * (n - len(w) - 1)])
            ),
        },
    ),
    Exercise(
        "attend_one",
        inputs=looks,
        ideas={
            "no mask": weighed(lambda scores, mask: softmax(scores)),
            "score zero for padding": weighed(lambda scores, mask: softmax(np.where(mask, scores, 0.0))),
            "mask after the softmax": weighed(lambda scores, mask: softmax(scores) * mask),
            "a small negative score": weighed(lambda scores, mask: softmax(np.where(mask, scores, -5.0))),
            "scaled": weighed(lambda scores, mask: softmax(np.where(mask, scores / 2, -np.inf))),
            "the greatest only": weighed(
                lambda scores, mask: np.eye(len(mask))[np.where(mask, scores, -np.inf).argmax()]
            ),
            "equal weights": weighed(lambda scores, mask: mask / mask.sum()),
            "positive scores only": weighed(lambda scores, mask: softmax(np.where(mask & (scores > 0), scores, -1e9))),
            "clipped": weighed(lambda scores, mask: softmax(np.where(mask, np.clip(scores, -5, 5), -np.inf))),
        },
        right={
            "by hand": by_hand,
            "real places only": real_places_only,
            "a large negative score": weighed(lambda scores, mask: softmax(np.where(mask, scores, -1e30))),
        },
    ),
    Exercise(
        "additive_scores",
        inputs=additive_cases,
        ideas={
            "no tanh": lambda q, k, wq, wk, v: (q @ wq + k @ wk) @ v,
            "no query": lambda q, k, wq, wk, v: np.tanh(k @ wk) @ v,
            "tanh of each": lambda q, k, wq, wk, v: (np.tanh(q @ wq) + np.tanh(k @ wk)) @ v,
            "softmax too": lambda *case: softmax(checks.additive(*case)),
            "mean over units": lambda q, k, wq, wk, v: np.tanh(q @ wq + k @ wk).mean(axis=1),
            "a ReLU": lambda q, k, wq, wk, v: np.maximum(q @ wq + k @ wk, 0) @ v,
            "v inside": lambda q, k, wq, wk, v: np.tanh((q @ wq + k @ wk) * v).sum(axis=1),
            "the first key for all": lambda q, k, wq, wk, v: np.full(len(k), (np.tanh(q @ wq + k @ wk) @ v)[0]),
        },
        right={
            "a loop": lambda q, k, wq, wk, v: [float(v @ np.tanh(q @ wq + key @ wk)) for key in k],
            "a sum of products": lambda q, k, wq, wk, v: (v * np.tanh(k @ wk + q @ wq)).sum(axis=1),
        },
    ),
    Exercise(
        "exact_match",
        inputs=translations,
        ideas={
            "all places": lambda s, t: (s == t).all(axis=1).mean(),
            "right words": lambda s, t: (s == t)[t > 0].mean(),
            "padding ignored, the mark too": lambda s, t: ((s == t) | (t == 0) | (t == END)).all(axis=1).mean(),
            "the first word": lambda s, t: (s[:, 0] == t[:, 0]).mean(),
            "the same words in any order": lambda s, t: np.mean(
                [sorted(a[b > 0]) == sorted(b[b > 0]) for a, b in zip(s, t, strict=True)]
            ),
            "the count": lambda s, t: int(((s == t) | (t == 0)).all(axis=1).sum()),
            "up to the network's own end": lambda s, t: np.mean(
                [
                    (lambda end: list(a[:end]) == list(b[:end]))(list(a).index(END) if END in a else len(a))
                    for a, b in zip(s, t, strict=True)
                ]
            ),
            "the last word": lambda s, t: np.mean(
                [a[list(b).index(END) - 1] == b[list(b).index(END) - 1] for a, b in zip(s, t, strict=True)]
            ),
        },
        right={
            "with the padding": lambda s, t: float(((s == t) | (t == 0)).all(axis=1).mean()),
            "cut": lambda s, t: checks.exact_share(s, t),
        },
    ),
    Exercise(
        "beam_step",
        inputs=hypotheses,
        ideas={
            "totals ignored": ranked(lambda totals, log_p: log_p),
            "one of each": lambda totals, log_p, beam: (
                lambda order: (order, log_p.argmax(axis=1)[order], (totals + log_p.max(axis=1))[order])
            )(np.argsort(-(totals + log_p.max(axis=1)))[:beam]),
            "the best hypothesis only": lambda totals, log_p, beam: (
                lambda row: ranked(lambda a, b: a[:, None] + b)(totals[row : row + 1], log_p[row : row + 1], beam)
            )(int(totals.argmax())),
            "the worst": ranked(lambda totals, log_p: -(totals[:, None] + log_p)),
            "probabilities multiplied": ranked(lambda totals, log_p: np.exp(totals)[:, None] * np.exp(log_p)),
            "in the order of the table": lambda *case: (
                lambda rows, words, sums: (lambda order: (rows[order], words[order], sums[order]))(
                    np.lexsort((words, rows))
                )
            )(*checks.continued(*case)),
            "words and rows swapped": lambda *case: (lambda rows, words, sums: (words, rows, sums))(
                *checks.continued(*case)
            ),
            "one too few": lambda totals, log_p, beam: checks.continued(totals, log_p, max(beam - 1, 1)),
        },
        right={
            "sorted pairs": sorted_pairs,
            "partitioned": lambda totals, log_p, beam: (
                lambda table: (lambda best: (best // table.shape[1], best % table.shape[1], table.ravel()[best]))(
                    np.argsort(table.ravel())[::-1][:beam]
                )
            )(totals[:, None] + log_p),
        },
    ),
    Exercise(
        "best_hypothesis",
        inputs=ended,
        ideas={
            "no correction": lambda s, n, a: int(s.argmax()),
            "the mean": lambda s, n, a: int((s / n).argmax()),
            "times": lambda s, n, a: int((s * n**a).argmax()),
            "a bonus": lambda s, n, a: int((s + a * n).argmax()),
            "the longest": lambda s, n, a: int(n.argmax()),
            "the worst": lambda s, n, a: int((s / n**a).argmin()),
            "Wu's own form": lambda s, n, a: int((s / ((5 + n) / 6) ** a).argmax()),
            "a root": lambda s, n, a: int((s / n ** (1 / max(a, 0.01))).argmax()),
            "the first": lambda s, n, a: 0,
        },
        right={
            "a loop": lambda s, n, a: max(range(len(s)), key=lambda i: s[i] / n[i] ** a),
            "logarithms": lambda s, n, a: int((np.log(-s) - a * np.log(n)).argmin()),
        },
    ),
    Exercise(
        "small_translator",
        by_hand="it trains a network; what comes back is a model",
        trains=True,
        ideas={
            "nothing learned": lambda: Writer(0.0),
            "hardly learned": lambda: Writer(0.5),
            "not quite": lambda: Writer(0.89),
            "too many parameters": lambda: Writer(count=15_000),
            "the last step alone": lambda: Writer(change=lambda scores: scores[:, -1]),
            "not a number": lambda: Writer(change=lambda scores: scores * np.nan),
        },
        right={
            "just enough": lambda: Writer(0.9, count=14_999),
            "float32": lambda: Writer(change=lambda scores: scores.astype("float32")),
        },
    ),
]

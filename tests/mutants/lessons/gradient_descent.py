"""Lesson 08: a descent that stops, a limit and a wait, batches, a step of Adam, a schedule."""

from functools import partial

import numpy as np

from tests.mutants.exercises import Exercise
from utils.checks.compare import alike


def descents(rng):
    """Valleys round and flat, on either side of the bottom and on it; exact halves, so that ties happen; few steps and many."""
    yield lambda w: 2 * (w - 3), 5.0, 0.3, 0.01, 100
    for i in range(120):  # each derivative is a power of two, so it may equal the tolerance
        slope, bottom = 2.0 ** rng.integers(-1, 2), float(rng.integers(-3, 4))
        w, rate = bottom + float(rng.integers(-8, 9)), rng.choice([0.25, 0.5, 1.0, 1.5]) / slope
        tolerance, limit = 2.0 ** rng.integers(-6, 3), int(rng.integers(1, 12 if i % 2 else 60))
        yield lambda w, a=slope, b=bottom: a * (w - b), w, float(rate), float(tolerance), limit
    for _ in range(80):
        slope, bottom = rng.uniform(0.2, 5), rng.normal(0, 3)
        w, rate = rng.normal(0, 5), rng.uniform(0.05, 2.2) / slope
        yield lambda w, a=slope, b=bottom: a * (w - b), w, rate, 10.0 ** -rng.uniform(0, 6), int(rng.integers(1, 40))
    for _ in range(30):
        yield (
            lambda w: 4 * w**3,
            rng.uniform(-1, 1),
            rng.uniform(0.02, 0.2),
            rng.uniform(0.01, 1),
            int(rng.integers(1, 40)),
        )
        yield np.tanh, rng.normal(0, 4), rng.uniform(0.1, 2), rng.uniform(0.01, 0.8), int(rng.integers(1, 40))


def walk(derivative, w, rate, limit, goes_on):
    """Return (w, steps): a step while ``goes_on(derivative, w, steps)``."""
    steps = 0
    while steps < limit and goes_on(derivative(w), w, steps):
        w, steps = w - rate * derivative(w), steps + 1
    return w, steps


def until_it_leaps(d, w, rate, tolerance, limit):
    """Stop where the derivative changes its sign."""
    steps, first = 0, d(w)
    while abs(d(w)) > tolerance and d(w) * first > 0 and steps < limit:
        w, steps = w - rate * d(w), steps + 1
    return w, steps


def relative(d, w, rate, tolerance, limit):
    first = abs(d(w))
    return walk(d, w, rate, limit, lambda slope, w, steps: abs(slope) > tolerance * first)


def until_w_rests(d, w, rate, tolerance, limit):
    for steps in range(limit):
        new = w - rate * d(w)
        if abs(new - w) <= tolerance:
            return w, steps
        w = new
    return w, limit


def normalised(d, w, rate, tolerance, limit):
    steps = 0
    while abs(d(w)) > tolerance and steps < limit:
        w, steps = w - rate * np.sign(d(w)), steps + 1
    return w, steps


def found_or_nothing(d, w, rate, tolerance, limit):
    for steps in range(limit):
        if abs(d(w)) <= tolerance:
            return w, steps
        w = w - rate * d(w)


def epochs(rng):
    """Sizes that divide and that do not, 1, all, and more than all."""
    yield 10, 3, np.random.default_rng(0)
    for i in range(219):
        n = int(rng.integers(1, 40))
        size = (1, n, n + 3)[i % 3] if i % 5 == 4 else int(rng.integers(1, n + 1))
        yield n, size, np.random.default_rng(i)


def sliced(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def neighbours_swapped(n, size, rng):
    order = np.arange(n)
    for i in range(0, n - 1, 2):
        if rng.random() < 0.5:
            order[[i, i + 1]] = order[[i + 1, i]]
    return sliced(order, size)


def halves_shuffled(n, size, rng):
    return sliced(np.append(rng.permutation(n // 2), n // 2 + rng.permutation(n - n // 2)), size)


def every_other(n, size, rng):
    count = -(-n // size)
    return [np.arange(n)[k::count] for k in rng.permutation(count)]


def drawn(n, size, rng):
    return [rng.choice(n, min(size, n - start), replace=False) for start in range(0, n, size)]


def by_one_pass(n, size, rng):
    """A right one: numbers are drawn from those that are left."""
    left, batches = list(range(n)), []
    while left:
        batches.append([left.pop(rng.integers(len(left))) for _ in range(min(size, len(left)))])
    return batches


def moments(rng):
    """First steps and late ones, gradients of all sizes, weights whose gradient is always zero."""
    yield np.array([1.0, -2.0]), np.array([0.5, -3.0]), np.zeros(2), np.zeros(2), 1, 0.1
    for i in range(229):
        d, t = int(rng.integers(1, 5)), 1 if i % 4 == 0 else int(rng.integers(2, 30 if i % 2 else 2000))
        size = 10.0 ** rng.integers(-9, 3)
        w, g = rng.normal(0, 3, d), size * rng.normal(0, 1, d)
        m, s = (np.zeros(d), np.zeros(d)) if t == 1 else (size * rng.normal(0, 1, d), (size * rng.normal(0, 1, d)) ** 2)
        if i % 5 == 4:
            g[0] = m[0] = s[0] = 0
        yield w, g, m, s, t, float(rng.choice([0.001, 0.01, 0.1, 1.0, 2.0]))


def adam(
    w, g, m, s, t, rate, *, m_share=0.9, s_share=0.999, nesterov=False, late=False, clip=None, most=False, decay=0.0
):
    """Return (w, m, s) of Adam or of one of its relatives."""
    g = g if clip is None else np.clip(g, -clip, clip)
    old = m, s
    m, s = m_share * m + (1 - m_share) * g, s_share * s + (1 - s_share) * g**2
    m_hat, s_hat = m / (1 - m_share**t), s / (1 - s_share**t)
    if nesterov:
        m_hat = m_share * m_hat + (1 - m_share) * g / (1 - m_share**t)
    if late:
        m_hat, s_hat = old[0] / (1 - m_share**t), old[1] / (1 - s_share**t)
    root = np.max(np.sqrt(s_hat)) if most else np.sqrt(s_hat)
    return w * (1 - rate * decay) - rate * m_hat / (root + 1e-7), m, s


EXERCISES = [
    Exercise(
        "descend_until",
        inputs=descents,
        ideas={
            "a derivative within the tolerance counts as far": lambda d, w, e, tol, n: walk(
                d, w, e, n, lambda slope, w, k: abs(slope) >= tol
            ),
            "the derivative's sign": normalised,
            "stops where w rests": until_w_rests,
            "stops once it has leapt over the bottom": until_it_leaps,
            "returns nothing at the limit": found_or_nothing,
            "relative tolerance": relative,
            "squared": lambda d, w, e, tol, n: walk(d, w, e, n, lambda slope, w, k: slope**2 > tol),
            "always a step": lambda d, w, e, tol, n: walk(d, w, e, n, lambda slope, w, k: k == 0 or abs(slope) > tol),
            "w and the derivative": lambda d, w, e, tol, n: (
                walk(d, w, e, n, lambda slope, w, k: abs(slope) > tol)[:1] * 2
            ),
            "at most a hundred steps, whatever the limit": lambda d, w, e, tol, n: walk(
                d, w, e, 100, lambda slope, w, k: abs(slope) > tol
            ),
        },
        right={
            "a for loop": lambda d, w, e, tol, n: next(
                (w, k) for k, w in enumerate(places(d, w, e, n)) if k == n or not abs(d(w)) > tol
            ),
        },
    ),
    Exercise(
        "limits",
        by_hand="the answer is two numbers",
        ideas={
            "of the flattest": (2 / 0.5, 90),
            "of the middle": (0.5, 90),
            "one over the curvature": (0.1, 90),
            "of the sum": (2 / 14.5, 90),
            "of the mean": (2 / (14.5 / 3), 90),
            "rounded off": (0.21, 90),
            "rounded down": (0.2, 89),
            "rounded up twice": (0.2, 91),
            "not rounded": (0.2, np.log(0.01) / np.log(0.95)),
            "to 10 %": (0.2, 45),
            "of the middle direction": (0.2, 10),
            "of the most curved": (0.2, 1),
            "in continuous time": (0.2, 93),
            "swapped": (90, 0.2),
            "texts": ("0.2", "90"),
            "not a number": (float("nan"), 90),
            "infinite": (0.2, float("inf")),
        },
        right={"rounded up": (0.2, np.ceil(np.log(0.01) / np.log(0.95))), "arrays": (np.array([0.2]), np.array(90))},
    ),
    Exercise(
        "make_batches",
        inputs=epochs,
        ideas={
            "only within the batches": lambda n, k, rng: [rng.permutation(one) for one in sliced(np.arange(n), k)],
            "batches drawn one by one": drawn,
            "a random start": lambda n, k, rng: sliced(np.roll(np.arange(n), rng.integers(n)), k),
            "reversed": lambda n, k, rng: sliced(np.arange(n)[::-1], k),
            "reversed or not": lambda n, k, rng: sliced(np.arange(n)[:: rng.choice([-1, 1])], k),
            "neighbours swapped": neighbours_swapped,
            "two halves": halves_shuffled,
            "every other one": every_other,
            "floats": lambda n, k, rng: sliced(rng.permutation(n).astype(float), k),
            "from 1": lambda n, k, rng: sliced(1 + rng.permutation(n), k),
            "np.random": lambda n, k, rng: sliced(np.random.permutation(n), k),
            "a generator of its own": lambda n, k, rng: sliced(np.random.default_rng().permutation(n), k),
            "always the same seed": lambda n, k, rng: sliced(np.random.default_rng(0).permutation(n), k),
            "the rest spread out": lambda n, k, rng: np.array_split(rng.permutation(n), max(1, -(-n // k))),
            "the rest put into the last": lambda n, k, rng: np.split(rng.permutation(n), range(k, n - n % k, k)),
            "the short one first": lambda n, k, rng: np.split(rng.permutation(n), range(n % k or k, n, k)),
            "a shuffled list of slices": lambda n, k, rng: rng.permutation(np.array(sliced(np.arange(n), k), object)),
            "a table filled with -1": lambda n, k, rng: np.append(rng.permutation(n), [-1] * (-n % k)).reshape(-1, k),
        },
        right={
            "lists": by_one_pass,
            "a random number for each": lambda n, k, rng: sliced(np.argsort(rng.random(n)), k),
            "sorted within the batches": lambda n, k, rng: [np.sort(one) for one in sliced(rng.permutation(n), k)],
            "split at the multiples": lambda n, k, rng: np.split(rng.permutation(n), range(k, n, k)),
        },
        exceptions={
            "result sorted": "each batch is; the order within a batch does not matter",
            "result in reverse": "each batch is; the order within a batch does not matter",
        },
    ),
    Exercise(
        "adam_step",
        inputs=moments,
        equal=partial(alike, atol=1e-20),
        ideas={
            "AdaMax's root, one for all": partial(adam, most=True),
            "Nesterov's": partial(adam, nesterov=True),
            "with the moments of the step before": partial(adam, late=True),
            "RMSProp's share": partial(adam, s_share=0.9),
            "gradient clipped": partial(adam, clip=1.0),
            "weight decay": partial(adam, decay=0.01),
            "momentum that sums": lambda w, g, m, s, t, e: (adam(w, g, m + g / 9, s, t, e)[0], 0.9 * m + g, s),
            "corrected for good": lambda w, g, m, s, t, e: tuple(
                part / (1, 1 - 0.9**t, 1 - 0.999**t)[i] for i, part in enumerate(adam(w, g, m, s, t, e))
            ),
            "corrected at the first step only": lambda w, g, m, s, t, e: adam(w, g, m, s, t if t < 2 else 10**6, e),
            "the step, not the weights": lambda w, g, m, s, t, e: (
                adam(w, g, m, s, t, e)[0] - w,
                *adam(w, g, m, s, t, e)[1:],
            ),
            "learning rate fixed": lambda w, g, m, s, t, e: adam(w, g, m, s, t, 0.1),
            "the caller's averages changed": lambda w, g, m, s, t, e: (
                adam(w, g, m, s, t, e)[0],
                np.add(0.9 * m, 0.1 * g, out=m),
                s * 0.999 + 0.001 * g**2,
            ),
        },
        right={"a loop over the weights": lambda *case: np.transpose([adam(*one) for one in each_weight(*case)])},
    ),
    Exercise(
        "my_schedule",
        by_hand="an open task: what counts is the loss after the training",
        ideas={
            "constant": lambda p: 0.1,
            "rising": lambda p: 0.4 * p,
            "too large all along": lambda p: 3.0,
            "too large at first": lambda p: 3 * (1 - p),
            "too small": lambda p: 0.02 * (1 - p),
            "too short": lambda p: 0.4 * np.exp(-30 * p),
            "one step down": lambda p: 0.4 if p < 0.9 else 0.2,
            "swinging": lambda p: 0.2 + 0.2 * np.sin(20 * p),
            "below zero": lambda p: 0.4 * (1 - 2 * p),
            "not a number": lambda p: float("nan"),
        },
        right={
            "cosine": lambda p: 0.15 * (1 + np.cos(np.pi * p)),
            "exponential": lambda p: 0.5 * 0.02**p,
            "up, then down": lambda p: 0.8 * min(p, 1 - p),
            "one element": lambda p: np.array([0.4 * (1 - p)], "float32"),
        },
    ),
]


def places(derivative, w, rate, limit):
    yield w
    for _ in range(limit):
        w = w - rate * derivative(w)
        yield w


def each_weight(w, g, m, s, t, rate):
    return [(*one, t, rate) for one in zip(w, g, m, s, strict=True)]

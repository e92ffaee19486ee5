"""Lesson 25: what a gate keeps, a step of a GRU and of an LSTM, parameters, temperature, vowel harmony, a gate's bias, names."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise

BACK, FRONT = "aıou", "eiöü"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def gates(rng):
    for i in range(200):
        steps = 0 if i % 20 == 19 else int(rng.integers(1, 40))
        yield (float(rng.uniform(10, 14)) if i % 25 == 24 else float(np.round(rng.normal(1.5, 2), 2))), steps


def states(rng):
    for i in range(200):
        units = int(rng.integers(1, 6))
        z = np.round(rng.random(units)) if i % 10 == 9 else rng.random(units)
        yield np.tanh(rng.normal(size=units)), z, np.tanh(rng.normal(size=units))


def layers(rng):
    for _ in range(200):
        yield int(rng.integers(1, 60)), int(rng.integers(1, 80))


def choices(rng):
    for i in range(200):
        powers = rng.random(int(rng.integers(2, 9))) + 0.02
        yield powers / powers.sum(), 1.0 if i % 20 == 19 else float(np.round(10 ** rng.uniform(-0.7, 1.5), 2))


def names(rng):
    consonants = list("bcçdfghjklmnprsştvyz")
    for i in range(400):
        vowels = list((BACK, FRONT, BACK + FRONT)[i % 3])
        syllables = [rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.integers(1, 5))]
        yield ("".join(syllables) + str(rng.choice(["", *consonants])),)
    yield from (("brk",), ("s",))


def steps(rng):
    for i in range(200):
        d, u = (int(n) for n in rng.integers(1, 6, 2))
        h, c = (0 * state if i % 40 == 39 else state for state in (np.tanh(rng.normal(size=u)), rng.normal(0, 1.5, u)))
        yield rng.normal(size=d), h, c, *(rng.normal(size=(4, *shape)) for shape in [(d, u), (u, u), (u,)])


def lengths(rng):
    for i in range(200):
        yield float(np.round(rng.uniform(0.02, 0.98), 2)), 1 if i % 20 == 19 else int(rng.integers(1, 300))


def stepped(x, h, c, w_x, w_h, b, squash=np.tanh, order=(0, 1, 2, 3)):
    """Return i, f, g and o of an LSTM step."""
    z = [x @ w_x[k] + h @ w_h[k] + b[k] for k in order]
    return sigmoid(z[0]), sigmoid(z[1]), squash(z[2]), sigmoid(z[3])


def shown(new, o):
    return o * np.tanh(new), new


def gated(change):
    """Return the answer whose new c is ``change(i, f, g, o, c)``."""

    def answer(x, h, c, w_x, w_h, b):
        i, f, g, o = stepped(x, h, c, w_x, w_h, b)
        return shown(change(i, f, g, o, c), o)

    return answer


def opened(share, n):
    f = share ** (1 / n)
    return np.log(f / (1 - f))


def runs(rng):
    for i in range(200):
        errors = rng.uniform(0.1, 0.9, int(rng.integers(1, 8)))
        others = np.abs(errors + rng.normal(0, 0.1, len(errors)))
        yield errors, np.where(rng.random(len(errors)) < 0.2, errors, others) if i % 3 else others


def bisected(rising, low=-20.0, high=40.0):
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def scaled(powers):
    return powers / powers.sum()


def vowels(name):
    return [letter for letter in name if letter in BACK + FRONT]


def follows(name, back=BACK, front=FRONT):
    return not (any(letter in back for letter in name) and any(letter in front for letter in name))


class Speller:
    """Stands for a trained model: it gives the true letter the probability ``right``, the others what is left."""

    def __init__(self, right=0.13, count=6000, change=lambda probabilities, x: probabilities):
        self._right, self._count, self._change = right, count, change

    def count_params(self):
        return self._count

    def __call__(self, x):
        y = _tokens()
        probabilities = np.where(np.arange(31) == y[..., None], self._right, (1 - self._right) / 30)
        return self._change(probabilities, x)


@functools.cache
def _tokens():
    from utils.lessons.lstm_gru.checks import held_out_tokens

    return held_out_tokens()[1]


EXERCISES = [
    Exercise(
        "remaining",
        inputs=gates,
        ideas={
            "the gate forgets": lambda b, n: (1 - sigmoid(b)) ** n,
            "a straight line": lambda b, n: max(0.0, 1 - n * (1 - sigmoid(b))),
            "sigmoid of the sum": lambda b, n: sigmoid(n * b),
            "sigmoid again and again": lambda b, n: functools.reduce(lambda c, _: sigmoid(b * c), range(n), 1.0),
            "tanh as the gate": lambda b, n: np.tanh(b) ** n,
            "exponential decay": lambda b, n: np.exp(-n / max(b, 0.1)),
            "halved": lambda b, n: 0.5**n,
            "the gate alone": lambda b, n: sigmoid(b),
            "a hundred steps at most, none at least": lambda b, n: sigmoid(b) ** max(n, 1),
            "rounded": lambda b, n: round(sigmoid(b) ** n, 4),
            "a loop one round short": lambda b, n: sigmoid(b) ** max(n - 1, 0),
        },
        right={
            "a loop": lambda b, n: functools.reduce(lambda c, _: c * sigmoid(b), range(n), 1.0),
            "logarithms": lambda b, n: np.exp(-n * np.log1p(np.exp(-b))),
        },
    ),
    Exercise(
        "new_state",
        inputs=states,
        ideas={
            "the paper's z": lambda h, z, g: (1 - z) * h + z * g,
            "either, never both": lambda h, z, g: np.where(z > 0.5, h, g),
            "half and half": lambda h, z, g: (h + g) / 2,
            "like an LSTM": lambda h, z, g: z * h + g,
            "the gate averaged": lambda h, z, g: z.mean() * h + (1 - z.mean()) * g,
            "tanh at the end": lambda h, z, g: np.tanh(z * h + (1 - z) * g),
            "the gate once more": lambda h, z, g: sigmoid(z) * h + (1 - sigmoid(z)) * g,
            "the sum over units": lambda h, z, g: z @ h + (1 - z) @ g,
            "the candidate subtracted": lambda h, z, g: z * h - (1 - z) * g,
            "the caller's state changed": lambda h, z, g: np.add(z * h, (1 - z) * g, out=h),
        },
        right={
            "from the candidate": lambda h, z, g: g + z * (h - g),
            "a list": lambda h, z, g: [b * a + (1 - b) * c for a, b, c in zip(h, z, g, strict=True)],
        },
    ),
    Exercise(
        "gru_parameters",
        inputs=layers,
        ideas={
            "reset_after=False": lambda d, u: 3 * u * (d + u + 1),
            "an LSTM": lambda d, u: 4 * u * (d + u + 1),
            "a plain RNN": lambda d, u: u * (d + u + 1),
            "only the gates": lambda d, u: 2 * u * (d + u + 2),
            "no bias": lambda d, u: 3 * u * (d + u),
            "two biases in all": lambda d, u: 3 * u * (d + u) + 2 * u,
            "features for both": lambda d, u: 3 * u * (2 * d + 2),
            "an output too": lambda d, u: 3 * u * (d + u + 2) + u + 1,
            "three matrices": lambda d, u: 3 * (d + u) * u + 6,
        },
        right={"as a sum": lambda d, u: sum(d * u + u * u + 2 * u for _ in range(3))},
    ),
    Exercise(
        "at_temperature",
        inputs=choices,
        ideas={
            "the power itself": lambda p, t: scaled(p**t),
            "no brackets": lambda p, t: scaled(p**1 / t),
            "softmax of probabilities": lambda p, t: scaled(np.exp(p / t)),
            "not summing to one": lambda p, t: p ** (1 / t),
            "the greatest is one": lambda p, t: (p / p.max()) ** (1 / t),
            "towards equal shares, in a line": lambda p, t: scaled(1 / len(p) + (p - 1 / len(p)) / t),
            "the length is one": lambda p, t: p ** (1 / t) / np.linalg.norm(p ** (1 / t)),
            "with the logarithm to base 2": lambda p, t: scaled(np.exp(np.log2(p) / t)),
            "sorted": lambda p, t: np.sort(scaled(p ** (1 / t))),
            "powers of two only": lambda p, t: scaled(p ** (1 / 2 ** round(np.log2(t)))),
            "the caller's array changed": lambda p, t: np.divide(p ** (1 / t), (p ** (1 / t)).sum(), out=p),
        },
        right={
            "softmax of logarithms": lambda p, t: scaled(np.exp(np.log(p) / t - np.max(np.log(p) / t))),
            "a list": lambda p, t: [float(one) for one in scaled(p ** (1 / t))],
        },
    ),
    Exercise(
        "harmonious",
        inputs=names,
        ideas={
            "without ı": lambda name: follows(name, "aou"),
            "without ö and ü": lambda name: follows(name, front="ei"),
            "without ü": lambda name: follows(name, front="eiö"),
            "without o": lambda name: follows(name, "aıu"),
            "i among the back ones": lambda name: follows(name, "aıiou", "eöü"),
            "the first two vowels": lambda name: follows(vowels(name)[:2]),
            "the last two vowels": lambda name: follows(vowels(name)[-2:]),
            "the first and the last": lambda name: follows(vowels(name)[:1] + vowels(name)[-1:]),
            "each beside the next, on the whole": lambda name: np.mean([one in BACK for one in vowels(name)]) != 0.5,
            "one kind at least": lambda name: follows(name) and bool(vowels(name)),
            "the same vowel": lambda name: len(set(vowels(name))) == 1,
            "round and flat": lambda name: follows(name, "aıei", "ouöü"),
            "two vowels at least": lambda name: follows(name) and len(vowels(name)) > 1,
            "the first three letters": lambda name: follows(name[:3]),
            "all front": lambda name: not set(name) & set(BACK),
        },
        right={
            "sets": lambda name: not (set(name) & set(BACK) and set(name) & set(FRONT)),
            "counted": lambda name: sum(v in BACK for v in vowels(name)) in (0, len(vowels(name))),
            "1 and 0": lambda name: int(follows(name)),
        },
    ),
    Exercise(
        "lstm_step",
        inputs=steps,
        ideas={
            "like a GRU": gated(lambda i, f, g, o, c: f * c + (1 - f) * g),
            "no forget gate, as in 1997": gated(lambda i, f, g, o, c: c + i * g),
            "the output gate inside": gated(lambda i, f, g, o, c: o * (f * c + i * g)),
            "the candidate subtracted": gated(lambda i, f, g, o, c: f * c - i * g),
            "the old memory shown": lambda x, h, c, *w: (
                stepped(x, h, c, *w)[3] * np.tanh(c),
                stepped(x, h, c, *w)[1] * c + stepped(x, h, c, *w)[0] * stepped(x, h, c, *w)[2],
            ),
            "c before h": lambda *a: gated(lambda i, f, g, o, c: f * c + i * g)(*a)[::-1],
            "a ReLU for the candidate": lambda x, h, c, *w: (lambda i, f, g, o: shown(f * c + i * g, o))(
                *stepped(x, h, c, *w, squash=lambda z: np.maximum(z, 0))
            ),
            "peepholes": lambda x, h, c, w_x, w_h, b: gated(lambda i, f, g, o, c: f * c + i * g)(
                x, h + c, c, w_x, w_h, b
            ),
            "the mean gate": gated(lambda i, f, g, o, c: f.mean() * c + i.mean() * g),
            "the caller's memory changed": lambda x, h, c, *w: (
                lambda i, f, g, o: shown(np.add(f * c, i * g, out=c), o)
            )(*stepped(x, h, c, *w)),
        },
        right={
            "all four at once": lambda x, h, c, w_x, w_h, b: (
                lambda z: shown(sigmoid(z[1]) * c + sigmoid(z[0]) * np.tanh(z[2]), sigmoid(z[3]))
            )(x @ w_x + h @ w_h + b),
            "as a list": lambda *a: [part.tolist() for part in gated(lambda i, f, g, o, c: f * c + i * g)(*a)],
            "stacked": lambda *a: np.array(gated(lambda i, f, g, o, c: f * c + i * g)(*a)),
        },
    ),
    Exercise(
        "needed_bias",
        inputs=lengths,
        ideas={
            "the gate": lambda s, n: s ** (1 / n),
            "the logarithm of the length": lambda s, n: np.log(n),
            "the rule of thumb": lambda s, n: np.log(n / -np.log(s)),
            "the bias of a single step": lambda s, n: np.log(s / (1 - s)),
            "divided among the steps": lambda s, n: np.log(s / (1 - s)) / n,
            "the power": lambda s, n: np.log(s**n / (1 - s**n)),
            "four, as in the lesson": lambda s, n: 4.0,
            "the inverse of tanh": lambda s, n: np.arctanh(s ** (1 / n)),
            "rounded": lambda s, n: round(float(opened(s, n)), 2),
            "never negative": lambda s, n: max(0.0, float(opened(s, n))),
        },
        right={
            "with a log of the share": lambda s, n: -np.log(np.expm1(-np.log(s) / n)),
            "by bisection": lambda s, n: bisected(lambda b: -n * np.log1p(np.exp(-b)) - np.log(s)),
        },
    ),
    Exercise(
        "compare",
        inputs=runs,
        ideas={
            "the better mean wins all": lambda e, o: (len(e) * int(e.mean() < o.mean()), (o - e).mean()),
            "every pair of two": lambda e, o: (int((e[:, None] < o).sum()), (o - e).mean()),
            "the median": lambda e, o: (int((e < o).sum()), np.median(o - e)),
            "in percent": lambda e, o: (int((e < o).sum()), ((o - e) / o).mean()),
            "the largest difference": lambda e, o: (int((e < o).sum()), (o - e).max()),
            "the best of each": lambda e, o: (int((e < o).sum()), o.min() - e.min()),
            "smaller or equal": lambda e, o: (int((e <= o).sum()), (o - e).mean()),
            "the larger error wins": lambda e, o: (int((e > o).sum()), (e - o).mean()),
            "whether it is better": lambda e, o: (bool((e < o).all()), (o - e).mean()),
        },
        right={
            "a loop": lambda e, o: (sum(a < b for a, b in zip(e, o, strict=True)), sum(o - e) / len(e)),
            "difference of the means": lambda e, o: [float(np.sum(e < o)), float(np.mean(o) - np.mean(e))],
        },
    ),
    Exercise(
        "small_speller",
        by_hand="it trains a network; what comes back is a model",
        trains=True,
        ideas={
            "nothing learned": lambda: Speller(1 / 31),
            "hardly learned": lambda: Speller(0.11),
            "too many parameters": lambda: Speller(count=8000),
            "the last step alone": lambda: Speller(change=lambda p, x: p[:, -1]),
            "no softmax": lambda: Speller(change=lambda p, x: np.log(p)),
            "softmax over the steps": lambda: Speller(change=lambda p, x: p / p.sum(axis=1, keepdims=True)),
            "signs, summing to one": lambda: Speller(
                change=lambda p, x: np.where(np.arange(31) < 1, p - 1, p + 1 / 30)
            ),
            "the inputs to come are seen": lambda: Speller(
                change=lambda p, x: np.where(np.arange(31) == np.roll(x, -1, axis=1)[..., None], 0.9, 0.1 / 30)
            ),
            "not a number": lambda: Speller(change=lambda p, x: p * np.nan),
        },
        right={
            "just enough": lambda: Speller(0.1112, count=7999),
            "float32": lambda: Speller(change=lambda p, x: p.astype("float32")),
        },
    ),
]

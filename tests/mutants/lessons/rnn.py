"""Lesson 24: states and gradients of a network with memory, clipping, a seasonal baseline, outputs fed back, a delay by hand."""

import numpy as np

from tests.mutants.exercises import Exercise


def sequences(rng):
    for i in range(200):
        length = 1 if i % 10 == 9 else int(rng.integers(1, 9))
        scale = 20 if i % 7 == 6 else 1
        yield (
            (scale * rng.normal(0, 1, length)).tolist(),
            float(rng.normal(0, 1.5)),
            float(rng.normal(0, 1.2)),
            0.0 if i % 11 == 10 else float(rng.normal(0, 1)),
        )


def layers(rng):
    for _ in range(200):
        yield int(rng.integers(1, 200)), int(rng.integers(1, 20)), int(rng.integers(1, 65))


def state_lists(rng):
    for i in range(200):
        length = 1 if i % 10 == 9 else int(rng.integers(1, 9))
        states = np.round(rng.uniform(-0.99, 0.99, length), 3)
        yield states.tolist(), float(rng.normal(0, 1.5)), 0.0 if i % 11 == 10 else float(rng.normal(0, 1.2))


def gradient_lists(rng):
    for i in range(200):
        shapes = [tuple(rng.integers(1, 5, rng.integers(1, 4)).tolist()) for _ in range(rng.integers(1, 4))]
        arrays = [rng.normal(0, 10.0 ** rng.integers(-1, 2), shape) for shape in shapes]
        if i % 9 == 8:
            arrays = [0 * array for array in arrays]
        yield arrays, float(rng.uniform(0.1, 12))


def forecasts(rng):
    for i in range(200):
        series = np.round(rng.normal(15, 4, int(rng.integers(90, 200))), 2).tolist()
        period = int(rng.choice([1, 2, 5, 7, 12, 24]))
        horizon = period * int(rng.integers(1, 4)) if i % 3 == 2 else int(rng.integers(1, 50))
        now = len(series) - 1 if i % 8 == 7 else int(rng.integers(30, len(series)))
        yield series, now, horizon, period


def melodies(rng):
    for i in range(200):
        steps = 1 if i % 10 == 9 else int(rng.integers(2, 9))
        first = 0.0 if i % 13 == 12 else float(rng.normal(0, 1.5))
        w_x, w_h, w_out = rng.normal(0, 1.3, 3).tolist()
        yield first, steps, w_x, w_h, w_out


def played(first, steps, w_x, w_h, w_out, fed=lambda h, y, t: y):
    x, h, outputs = first, 0.0, []
    for t in range(steps):
        h = np.tanh(w_x * x + w_h * h)
        outputs.append(w_out * h)
        x = fed(h, w_out * h, t)
    return outputs


def stepping(x, step, h=0.0):
    return [h := step(value, h) for value in x]


def backwards(states, w_x, w_h, slope=lambda h: 1 - h**2):
    delta, gradients = 1.0, []
    for h in reversed(states):
        gradients.append(delta * slope(h) * w_x)
        delta *= slope(h) * w_h
    return gradients[::-1]


def whole(arrays, power=2):
    return sum(np.sum(np.abs(array) ** power) for array in arrays) ** (1 / power)


def shortened(arrays, limit, length=whole):
    return [array * (limit / length(arrays) if length(arrays) > limit else 1.0) for array in arrays]


def queue(units, read, **options):
    w_h = np.eye(units, k=1)
    for place, value in options.items():
        i, j = map(int, place[1:])
        w_h[i, j] = value
    return np.eye(units)[:1], w_h, np.eye(units)[read]


EXERCISES = [
    Exercise(
        "scalar_states",
        inputs=sequences,
        ideas={
            "the state is not carried on": lambda x, a, w, b: [np.tanh(a * v + b) for v in x],
            "the sum is carried on": lambda x, a, w, b: np.tanh(stepping(x, lambda v, z: a * v + w * z + b)),
            "the mean of old and new": lambda x, a, w, b: stepping(
                x, lambda v, h: (h + np.tanh(a * v + w * h + b)) / 2
            ),
            "two steps back at most": lambda x, a, w, b: [
                stepping(x[max(0, t - 1) : t + 1], lambda v, h: np.tanh(a * v + w * h + b))[-1] for t in range(len(x))
            ],
            "ReLU": lambda x, a, w, b: stepping(x, lambda v, h: max(0.0, a * v + w * h + b)),
            "the last state alone": lambda x, a, w, b: stepping(x, lambda v, h: np.tanh(a * v + w * h + b))[-1:],
            "read backwards": lambda x, a, w, b: stepping(x[::-1], lambda v, h: np.tanh(a * v + w * h + b))[::-1],
            "hard tanh": lambda x, a, w, b: stepping(x, lambda v, h: float(np.clip(a * v + w * h + b, -1, 1))),
            "rounded to three decimals": lambda x, a, w, b: np.round(
                stepping(x, lambda v, h: np.tanh(a * v + w * h + b)), 3
            ),
            "bias at the first step only": lambda x, a, w, b: np.tanh([a * x[0] + b, *[0] * (len(x) - 1)]),
        },
        right={
            "a column": lambda x, a, w, b: np.array(stepping(x, lambda v, h: np.tanh(a * v + w * h + b)))[:, None],
            "an array filled in": lambda x, a, w, b: np.fromiter(
                stepping(x, lambda v, h: np.tanh(a * v + w * h + b)), float
            ),
        },
    ),
    Exercise(
        "count_parameters",
        inputs=layers,
        ideas={
            "a Dense layer over the sequence": lambda t, d, u: (t * d + 1) * u,
            "weights of their own at each step": lambda t, d, u: t * (d + u + 1) * u,
            "an LSTM": lambda t, d, u: 4 * (d + u + 1) * u,
            "a GRU of Keras": lambda t, d, u: 3 * (d + u + 2) * u,
            "an output neuron as well": lambda t, d, u: (d + u + 1) * u + u + 1,
            "one recurrent weight per neuron": lambda t, d, u: (d + 2) * u,
            "neurons in pairs, each once": lambda t, d, u: d * u + u * (u - 1) // 2 + u,
            "not to itself": lambda t, d, u: d * u + u * (u - 1) + u,
            "features squared": lambda t, d, u: d * u + d * d + u,
            "a bias for each feature too": lambda t, d, u: d * u + u * u + u + d,
        },
        right={"as a product": lambda t, d, u: np.int64(u) * (d + u + 1)},
    ),
    Exercise(
        "input_gradients",
        inputs=state_lists,
        ideas={
            "each state's own slope": lambda s, a, w: [a * (1 - h * h) for h in s],
            "only two steps back": lambda s, a, w: [
                g if t >= len(s) - 2 else 0.0 for t, g in enumerate(backwards(s, a, w))
            ],
            "the sigmoid's slope": lambda s, a, w: backwards(s, a, w, lambda h: h * (1 - h)),
            "of the state before": lambda s, a, w: backwards([0.0, *s[:-1]], a, w),
            "sizes without sign": lambda s, a, w: np.abs(backwards(s, a, w)),
            "shares of their sum": lambda s, a, w: np.array(backwards(s, a, w)) / (np.sum(backwards(s, a, w)) or 1),
            "of the sum of all states": lambda s, a, w: [
                sum(backwards(s[: k + 1], a, w)[t] for k in range(t, len(s))) for t in range(len(s))
            ],
            "with the loss h²/2": lambda s, a, w: s[-1] * np.array(backwards(s, a, w)),
            "mean slope": lambda s, a, w: backwards([float(np.sqrt(np.mean(np.square(s))))] * len(s), a, w),
            "with respect to the states": lambda s, a, w: np.array(backwards(s, 1.0, w)) / (1 - np.square(s)),
        },
        right={
            "cumulated products": lambda s, a, w: (
                a * (1 - np.square(s)) * np.append(np.cumprod((w * (1 - np.square(s)))[:0:-1])[::-1], 1.0)
            ),
            "a tuple": lambda s, a, w: tuple(backwards(s, a, w)),
        },
    ),
    Exercise(
        "clip_gradients",
        inputs=gradient_lists,
        ideas={
            "clipnorm: each array by itself": lambda g, m: [shortened([part], m)[0] for part in g],
            "clipvalue": lambda g, m: [np.clip(part, -m, m) for part in g],
            "the sum of sizes": lambda g, m: shortened(g, m, lambda arrays: whole(arrays, 1)),
            "the largest number": lambda g, m: shortened(g, m, lambda arrays: max(np.abs(p).max() for p in arrays)),
            "the norm of the first array": lambda g, m: shortened(g, m, lambda arrays: whole(arrays[:1])),
            "the spectral norm of matrices": lambda g, m: shortened(
                g, m, lambda arrays: np.sqrt(sum(np.linalg.norm(p.reshape(len(p), -1), 2) ** 2 for p in arrays))
            ),
            "the mean of squares": lambda g, m: shortened(
                g, m, lambda arrays: np.sqrt(np.mean(np.concatenate([p.ravel() for p in arrays]) ** 2))
            ),
            "always to the limit": lambda g, m: [part * m / (whole(g) or 1) for part in g],
            "to length 1": lambda g, m: [part / whole(g) if whole(g) > m else part for part in g],
            "dropped when too long": lambda g, m: [part * (whole(g) <= m) for part in g],
            "smoothly": lambda g, m: [part * m / (m + whole(g)) for part in g],
            "the caller's arrays changed": lambda g, m: [
                np.multiply(part, min(1, m / (norm or m)), out=part) for norm in [whole(g)] for part in g
            ],
        },
        right={
            "one long vector": lambda g, m: [
                part * min(1, m / max(np.linalg.norm(np.concatenate([p.ravel() for p in g])), 1e-300)) for part in g
            ],
            "a tuple": lambda g, m: tuple(shortened(g, m)),
            "a small number in the divisor": lambda g, m: [part * min(1, m / (whole(g) + 1e-12)) for part in g],
        },
    ),
    Exercise(
        "seasonal_forecast",
        inputs=forecasts,
        ideas={
            "one period back": lambda s, n, h, p: s[n + h - p],
            "the last value": lambda s, n, h, p: s[n],
            "the last value of the series": lambda s, n, h, p: s[-1],
            "always 24": lambda s, n, h, p: s[n + h - 24 * -(-h // 24)],
            "two periods at most": lambda s, n, h, p: s[n + h - p * (1 + (h > p))],
            "a period too far": lambda s, n, h, p: s[n + h - p * (h // p + 1)],
            "the mean of the last period": lambda s, n, h, p: float(np.mean(s[n - p + 1 : n + 1])),
            "now minus the rest": lambda s, n, h, p: s[n - h % p],
            "from the end of the series": lambda s, n, h, p: s[len(s) - 1 + h - p * -(-h // p)],
            "the value that is to come": lambda s, n, h, p: s[min(n + h, len(s) - 1)],
            "the mean of all known periods": lambda s, n, h, p: float(np.mean(s[n + h - p * -(-h // p) :: -p])),
        },
        right={
            "counted": lambda s, n, h, p: s[n + h - p * -(-h // p)],
            "by the rest": lambda s, n, h, p: np.float32(s[n - (-h) % p]),
            "searched": lambda s, n, h, p: next(s[k] for k in range(n, -1, -1) if (n + h - k) % p == 0),
        },
    ),
    Exercise(
        "generate",
        inputs=melodies,
        ideas={
            "the first input for ever": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: x),
            "silence after the first": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: 0.0),
            "the state is fed back": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: h),
            "fed back once only": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: 0.0 if t else y),
            "added to the first input": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: x + y),
            "half of the output": lambda x, n, a, w, v: played(x, n, a, w, v, lambda h, y, t: y / 2),
            "no memory": lambda x, n, a, w, v: played(x, n, a, 0.0, v),
            "no output weight": lambda x, n, a, w, v: played(x, n, a, w, 1.0),
            "the states": lambda x, n, a, w, v: np.array(played(x, n, a, w, v)) / v,
            "newest first": lambda x, n, a, w, v: played(x, n, a, w, v)[::-1],
            "the last output alone": lambda x, n, a, w, v: played(x, n, a, w, v)[-1:],
            "limited to -1 and 1": lambda x, n, a, w, v: np.clip(played(x, n, a, w, v), -1, 1),
        },
        right={
            "a column": lambda x, n, a, w, v: np.array(played(x, n, a, w, v))[:, None],
            "one weight for both, v a + w": lambda x, n, a, w, v: (
                v * np.array(stepping([a * x] + [0.0] * (n - 1), lambda z, h: np.tanh(z + (v * a + w) * h)))
            ),
        },
    ),
    Exercise(
        "delay_network",
        by_hand="the answer takes no input: many networks will do",
        ideas={
            "rows and columns swapped": lambda: (queue(3, 2)[0], queue(3, 2)[1].T, queue(3, 2)[2]),
            "read one neuron early": lambda: queue(3, 1),
            "no memory": lambda: queue(3, 0),
            "a neuron too many": lambda: queue(4, 3),
            "the last neuron keeps": lambda: queue(3, 2, w22=1.0),
            "the last neuron keeps a little": lambda: queue(3, 2, w22=1e-3),
            "a ring of three": lambda: queue(3, 2, w20=1.0),
            "a ring of five": lambda: queue(5, 2, w40=1.0),
            "a ring of ten": lambda: queue(10, 2, w90=1.0),
            "all neurons read": lambda: (*queue(3, 2)[:2], np.ones(3)),
            "the input reaches all": lambda: (np.ones((1, 3)), *queue(3, 2)[1:]),
            "turned over": lambda: (*queue(3, 2)[:2], -queue(3, 2)[2]),
            "half": lambda: (*queue(3, 2)[:2], 0.5 * queue(3, 2)[2]),
            "texts": lambda: (np.array([["1", "0", "0"]]), *queue(3, 2)[1:]),
        },
        right={
            "a longer queue": lambda: queue(6, 2),
            "a neuron that nobody reads": lambda: queue(4, 2, w33=2.0),
            "the other way round": lambda: (np.array([0, 0, 1]), np.eye(3, k=-1), np.array([[1], [0], [0]])),
            "large and small weights": lambda: (8 * queue(3, 2)[0], *(0.5 * part for part in queue(3, 2)[1:])),
        },
    ),
]

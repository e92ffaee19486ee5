"""Lesson 23: causal outputs, lengths, parameters, dilated layers, aliased tones, spectrograms, a network for MNIST-1D."""

import numpy as np

from tests.mutants.exercises import Exercise


def readings(rng):
    for i in range(220):
        length = int(rng.integers(1, 24))
        size = 1 if i % 11 == 10 else int(rng.integers(1, 6))
        x = np.round(rng.normal(0, 9, length), 2).tolist()
        kernel = np.round(rng.normal(0, 9 if i % 3 == 2 else 2, size), 2).tolist()
        yield x, kernel, 0 if i % 9 == 8 else int(rng.integers(0, length)), int(rng.integers(1, 5 if i % 4 else 15))


def layers(rng):
    for i in range(240):
        most = 8 if i % 4 else 40
        size, stride, dilation = (int(rng.integers(1, limit)) for limit in (most, most - 2, most + 1))
        length = (size - 1) * dilation + 1 + (0 if i % 10 == 9 else int(rng.integers(0, 80)))
        yield length, size, stride, dilation, ("valid", "same", "causal")[i % 3]


def networks(rng):
    for _ in range(200):
        depth = int(rng.integers(1, 5))
        stack = [(int(rng.integers(1, 65)), int(rng.integers(1, 8))) for _ in range(depth)]
        yield int(rng.integers(1, 40)), stack, int(rng.integers(1, 20))


def depths(rng):
    for i in range(240):
        size = int(rng.integers(2, 10))
        if i % 4 == 3:  # exactly what some number of layers sees, or one more
            length = 1 + (size - 1) * (2 ** int(rng.integers(0, 9)) - 1) + int(rng.integers(0, 2))
        else:
            length = int(rng.integers(1, 3000))
        yield size, length


def tones(rng):
    for i in range(220):
        rate = int(rng.integers(100, 50_000))
        if i % 6 == 5:
            yield rate * int(rng.integers(0, 5)) // 2, rate
        else:
            yield round(float(rng.uniform(0, 4.5 * rate)), 1), rate


def sounds(rng):
    for i in range(200):
        window, hop = int(rng.integers(2, 25)), int(rng.integers(1, 20))
        length = window if i % 10 == 9 else window + int(rng.integers(0, 50))
        yield np.round(rng.normal(0, 1, length), 3), window, hop


def read(x, kernel, t, dilation, outside=lambda x, place: 0.0, last=lambda size: size - 1):
    total = 0.0
    for i, weight in enumerate(kernel):
        place = t - (last(len(kernel)) - i) * dilation
        total += weight * (x[place] if 0 <= place < len(x) else outside(x, place))
    return total


def count(channels, stack, classes, weights=lambda k, c, f: (k * c + 1) * f, end=lambda c, n: (c + 1) * n):
    total = 0
    for filters, size in stack:
        total += weights(size, channels, filters)
        channels = filters
    return total + end(channels, classes)


def deep(size, length, step=lambda i: 2**i, start=1):
    field, number = start, 0
    while field < length:
        field, number = field + (size - 1) * step(number), number + 1
    return number


def power(sound, window, hop, shape=np.hanning, of=lambda z: np.abs(z) ** 2):
    starts = range(0, len(sound) - window + 1, hop)
    return np.array([of(np.fft.rfft(sound[s : s + window] * shape(window))) for s in starts])


EXERCISES = [
    Exercise(
        "causal_output",
        inputs=readings,
        ideas={
            "the edge repeated": lambda x, k, t, d: read(x, k, t, d, outside=lambda x, place: x[0]),
            "the signal mirrored": lambda x, k, t, d: read(x, k, t, d, outside=lambda x, place: x[-place % len(x)]),
            "from the other end": lambda x, k, t, d: read(x, k, t, d, outside=lambda x, place: x[place % len(x)]),
            "the middle at t": lambda x, k, t, d: read(x, k, t, d, last=lambda size: size // 2),
            "forwards": lambda x, k, t, d: read(x, k, t, d, last=lambda size: 0),
            "newest weight first": lambda x, k, t, d: read(x, k[::-1], t, d),
            "no dilation": lambda x, k, t, d: read(x, k, t, 1),
            "dilated once too often": lambda x, k, t, d: read(x, k, t, d + 1),
            "nothing where it sticks out": lambda x, k, t, d: read(x, k, t, d) if t >= (len(k) - 1) * d else 0.0,
            "the mean": lambda x, k, t, d: read(x, k, t, d) / len(k),
            "place 0 left out": lambda x, k, t, d: read([0.0, *x[1:]], k, t, d),
        },
        right={"backwards": lambda x, k, t, d: sum(
            w * x[t - i * d] for i, w in enumerate(reversed(k)) if t >= i * d)},
    ),
    Exercise(
        "output_length",
        inputs=layers,
        ideas={
            "the kernel's size alone": lambda n, k, s, d, p: (n - k) // s + 1 if p == "valid" else -(-n // s),
            "size times dilation": lambda n, k, s, d, p: (n - k * d) // s + 1 if p == "valid" else -(-n // s),
            "same keeps the length": lambda n, k, s, d, p: n if p == "same" else (
                -(-n // s) if p == "causal" else (n - (k - 1) * d - 1) // s + 1),
            "causal keeps the length": lambda n, k, s, d, p: n if p == "causal" else (
                -(-n // s) if p == "same" else (n - (k - 1) * d - 1) // s + 1),
            "rounded down": lambda n, k, s, d, p: n // s if p != "valid" else (n - (k - 1) * d - 1) // s + 1,
            "valid rounded up": lambda n, k, s, d, p: (
                -(-(n - (k - 1) * d - 1) // s) + 1 if p == "valid" else -(-n // s)),
            "always valid": lambda n, k, s, d, p: (n - (k - 1) * d - 1) // s + 1,
            "always same": lambda n, k, s, d, p: -(-n // s),
            "no first stop": lambda n, k, s, d, p: (n - (k - 1) * d - 1) // s if p == "valid" else -(-n // s),
            "causal on both sides": lambda n, k, s, d, p: (n + (k - 1) * d - 1) // s + 1 if p == "causal" else (
                -(-n // s) if p == "same" else (n - (k - 1) * d - 1) // s + 1),
        },
        right={"by the stops": lambda n, k, s, d, p: len(range(0, n - (k - 1) * d if p == "valid" else n, s))},
    ),
    Exercise(
        "count_parameters",
        inputs=networks,
        ideas={
            "no biases": lambda c, stack, n: count(c, stack, n, lambda k, c, f: k * c * f, lambda c, n: c * n),
            "no bias at the end": lambda c, stack, n: count(c, stack, n, end=lambda c, n: c * n),
            "one bias a layer": lambda c, stack, n: count(c, stack, n, lambda k, c, f: k * c * f + 1),
            "the channels of the input throughout": lambda c, stack, n: sum((k * c + 1) * f for f, k in stack)
            + (stack[-1][0] + 1) * n,
            "one channel throughout": lambda c, stack, n: count(c, stack, n, lambda k, c, f: (k + 1) * f),
            "two dimensions": lambda c, stack, n: count(c, stack, n, lambda k, c, f: (k * k * c + 1) * f),
            "the first layer twice": lambda c, stack, n: count(c, stack, n) + (stack[0][1] * c + 1) * stack[0][0],
            "filters and size swapped": lambda c, stack, n: count(c, [pair[::-1] for pair in stack], n),
            "without the dense layer": lambda c, stack, n: count(c, stack, n, end=lambda c, n: 0),
            "the dense layer reads the input": lambda c, stack, n: count(c, stack, n, end=lambda last, n: 0)
            + (c + 1) * n,
        },
        right={"by channels": lambda c, stack, n: sum(
            f * (k * before + 1) for (f, k), before in zip(stack, [c, *[f for f, _ in stack]], strict=False))
            + n * stack[-1][0] + n},
    ),
    Exercise(
        "layers_needed",
        inputs=depths,
        ideas={
            "no dilation": lambda k, n: deep(k, n, step=lambda i: 1),
            "1, 2, 3": lambda k, n: deep(k, n, step=lambda i: i + 1),
            "from 2": lambda k, n: deep(k, n, step=lambda i: 2 ** (i + 1)),
            "the dilation to the power of the kernel": lambda k, n: deep(k, n, step=lambda i: k**i),
            "more than the length": lambda k, n: deep(k, n + 1),
            "from nothing": lambda k, n: deep(k, n, start=0),
            "the binary logarithm": lambda k, n: int(np.ceil(np.log2(n))),
            "divided by the kernel": lambda k, n: int(np.ceil(np.log2(n / (k - 1)))) if n > k - 1 else 1,
            "at least one": lambda k, n: max(deep(k, n), 1),
            "rounded down": lambda k, n: int(np.log2((n - 1) / (k - 1) + 1)),
        },
        right={"by bits": lambda k, n: int(-(-(n - 1) // (k - 1))).bit_length()},
    ),
    Exercise(
        "heard_frequency",
        inputs=tones,
        ideas={
            "as it is": lambda f, r: f,
            "stopped at the half": lambda f, r: min(f, r / 2),
            "the rest": lambda f, r: f % r,
            "the rest by the half": lambda f, r: f % (r / 2),
            "folded once": lambda f, r: f if f <= r / 2 else abs(r - f),
            "always folded": lambda f, r: r - f % r,
            "silence above": lambda f, r: f if f <= r / 2 else 0.0,
            "the sign kept": lambda f, r: f - r * round(f / r),
            "halved until it fits": lambda f, r: f / 2 ** max(0, int(np.ceil(np.log2(max(f, 1e-9) / (r / 2))))),
            "folded at the rate": lambda f, r: min(f % (2 * r), 2 * r - f % (2 * r)),
        },
        right={
            "by rounding": lambda f, r: abs(f - r * np.round(f / r)),
            "by a triangle wave": lambda f, r: np.float64(r * np.arccos(np.cos(2 * np.pi * f / r)) / (2 * np.pi)),
        },
        equal=lambda given, expected: bool(np.allclose(given, expected, rtol=1e-5, atol=1e-3)),
    ),
    Exercise(
        "power_spectrogram",
        inputs=sounds,
        ideas={
            "no window function": lambda s, w, h: power(s, w, h, shape=np.ones),
            "Hamming": lambda s, w, h: power(s, w, h, shape=np.hamming),
            "the size": lambda s, w, h: power(s, w, h, of=np.abs),
            "the real part": lambda s, w, h: power(s, w, h, of=lambda z: z.real**2),
            "the logarithm": lambda s, w, h: power(s, w, h, of=lambda z: np.log(np.abs(z) ** 2 + 1e-9)),
            "divided by the window": lambda s, w, h: power(s, w, h) / w,
            "frequencies in rows": lambda s, w, h: power(s, w, h).T,
            "no overlap": lambda s, w, h: power(s, w, w),
            "the last window missing": lambda s, w, h: power(s, w, h)[:-1],
            "the mean taken off": lambda s, w, h: power(s - s.mean(), w, h),
            "each window as loud": lambda s, w, h: power(s, w, h) / (power(s, w, h).max(axis=1, keepdims=True) + 1e-12),
            "the highest frequency missing": lambda s, w, h: power(s, w, h)[:, :-1],
        },
        right={"all windows at once": lambda s, w, h: np.abs(np.fft.rfft(
            np.lib.stride_tricks.sliding_window_view(s, w)[::h] * np.hanning(w), axis=1)) ** 2},
    ),
    Exercise(
        "beat_the_table",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "nothing": lambda: None,
            "untrained": lambda: _network(),
            "no convolution": lambda: _network(flat=True),
            "a number": lambda: 0.95,
        },
    ),
]  # fmt: skip


def _network(flat=False):
    from utils.training import keras, seed_everything

    layers = keras.layers
    seed_everything(0)
    body = [layers.Flatten()] if flat else [layers.Conv1D(8, 5), layers.GlobalMaxPooling1D()]
    return keras.Sequential([keras.Input((40, 1)), *body, layers.Dense(10)])

"""Lesson 14: one output, a kernel that shifts, receptive fields, multiplications, a score that knows a 7 from a 1."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.mutants.exercises import Exercise

RIGHT = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
LEVEL = np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]])


def windows(rng):
    for i in range(200):
        size, stride = int(rng.integers(1, 6)), int(rng.integers(1, 5)) if i % 12 else 11
        height, width = (int(size + rng.integers(0, 26)) for _ in range(2))
        picture, kernel = rng.integers(-30, 256, (height, width)), rng.integers(-15, 16, (size, size))
        if i % 3 == 2:
            picture, kernel = picture / 255, rng.normal(size=(size, size))
        row, column = (int(rng.integers(0, (side - size) // stride + 1)) for side in (height, width))
        yield picture, kernel, row, column, stride


def stacks(rng):
    for i in range(200):
        depth = 0 if i % 25 == 24 else int(rng.integers(1, 8))
        most = 13 if i % 6 == 5 else 4
        yield (
            [(int(k), int(s)) for k, s in zip(rng.integers(1, 12, depth), rng.integers(1, most, depth), strict=True)],
        )


def layers(rng):
    for i in range(200):
        kernel, stride = int(rng.integers(1, 13)), int(rng.integers(1, 13 if i % 5 == 4 else 4))
        height, width = (int(kernel + rng.integers(0, 60)) for _ in range(2))
        channels, filters = (int(number) for number in rng.integers(1, 70, 2))
        yield height, width, kernel, channels, filters, stride


def at(picture, kernel, top, left, step=1):
    size = step * len(kernel)
    return picture[top : top + size : step, left : left + size : step] * kernel


def field(stack, add=lambda kernel: kernel - 1, grow=lambda jump, stride: jump * stride, start=1):
    seen, jump = start, 1
    for kernel, stride in stack:
        seen, jump = seen + add(kernel) * jump, grow(jump, stride)
    return seen


def places(h, w, k, s):
    return ((h - k) // s + 1) * ((w - k) // s + 1)


def maps(pictures, kernel=LEVEL):
    return np.einsum("nhwuv,uv->nhw", sliding_window_view(pictures, kernel.shape, axis=(1, 2)), kernel)


def pooled(rng):
    for i in range(200):
        size, stride = int(rng.integers(1, 6)), int(rng.integers(1, 7 if i % 3 else 4))
        height, width = (int(size + rng.integers(0, 13)) for _ in range(2))
        feature_map = rng.normal(scale=9, size=(height, width)) if i % 2 else rng.integers(-40, 60, (height, width))
        yield feature_map - 200 * (i % 5 == 4), size, stride


def spots(x, size, stride):
    return sliding_window_view(x, (size, size))[::stride, ::stride]


def lessons_pool(x, size, stride):
    height, width = len(x) // size * size, x.shape[1] // size * size
    return x[:height, :width].reshape(height // size, size, width // size, size).max(axis=(1, 3))


def updates(rng):
    for i in range(200):
        size = int(rng.integers(1, 5))
        height, width = (int(size + rng.integers(0, 7)) for _ in range(2))
        x, target = rng.normal(size=(height, width)), rng.normal(size=(height - size + 1, width - size + 1))
        if i % 4 == 3:
            x, target = rng.integers(-3, 9, x.shape), rng.integers(-20, 20, target.shape)
        kernel = rng.normal(size=(size, size)) if i % 5 else rng.integers(-3, 4, (size, size))
        yield x, target, kernel, float(rng.normal()) * (i % 7 > 0), float(rng.choice([0.01, 0.1, 0.5]))


def stepped(x, t, k, b, rate, seen=None, count=None, factor=2, kernel_rate=1, bias_rate=1):
    error = maps(x[None], k)[0] + (b if seen is None else seen) - t
    share = factor / (count(x, k) if count else error.size)
    pull = sliding_window_view(x, error.shape)
    pull = np.einsum("uvhw,hw->uv", pull, error)
    return k - kernel_rate * rate * share * pull, b - bias_rate * rate * share * error.sum()


def mean(values):
    return np.mean(values, axis=(1, 2))


EXERCISES = [
    Exercise(
        "one_output",
        inputs=windows,
        ideas={
            "no stride": lambda p, k, i, j, s: at(p, k, i, j).sum(),
            "the stride for rows only": lambda p, k, i, j, s: at(p, k, i * s, j).sum(),
            "the stride added": lambda p, k, i, j, s: at(p, k, i + s, j + s).sum(),
            "the stride within the window": lambda p, k, i, j, s: at(p, k, i, j, s).sum(),
            "flipped both ways": lambda p, k, i, j, s: at(p, k[::-1, ::-1], i * s, j * s).sum(),
            "flipped left to right": lambda p, k, i, j, s: at(p, k[:, ::-1], i * s, j * s).sum(),
            "turned over": lambda p, k, i, j, s: at(p, k.T, i * s, j * s).sum(),
            "row and column swapped": lambda p, k, i, j, s: at(p, k, j * s, i * s).sum(),
            "always 3 by 3": lambda p, k, i, j, s: at(p, k[:3, :3], i * s, j * s).sum(),
            "the mean": lambda p, k, i, j, s: at(p, k, i * s, j * s).mean(),
            "the diagonal of the window": lambda p, k, i, j, s: np.trace(at(p, k, i * s, j * s)),
            "negatives set to zero": lambda p, k, i, j, s: max(at(p, k, i * s, j * s).sum(), 0),
            "the sum of sizes": lambda p, k, i, j, s: np.abs(at(p, k, i * s, j * s)).sum(),
            "the last row's sum": lambda p, k, i, j, s: at(p, k, i * s, j * s)[-1].sum(),
            "whole numbers": lambda p, k, i, j, s: int(at(p, k, i * s, j * s).sum()),
            "the last output's place": lambda p, k, i, j, s: at(p, k, (len(p) - len(k)) // s * s, j * s).sum(),
        },
        right={
            "as two vectors": lambda p, k, i, j, s: (
                p[i * s : i * s + len(k), j * s : j * s + len(k)].ravel() @ k.ravel()
            ),
            "taken from the whole output": lambda p, k, i, j, s: maps(p[None], k)[0, ::s, ::s][i, j],
        },
    ),
    Exercise(
        "shift_kernel",
        by_hand="the answer is a value",
        ideas={
            "to the left": np.fliplr(RIGHT),
            "down": RIGHT.T,
            "down to the right": np.diag([1, 0, 0]),
            "up to the left": np.diag([0, 0, 1]),
            "not at all": np.diag([0, 1, 0]),
            "a difference": np.fliplr(RIGHT) - RIGHT,
            "half and half": (RIGHT + np.diag([0, 1, 0])) / 2,
            "brighter": 2 * RIGHT,
            "a negative picture": -RIGHT,
            "nearly": 0.99 * RIGHT,
            "with a little blur": RIGHT + 0.01 * np.diag([0, 1, 0]),
            "a whole column": [[1, 0, 0]] * 3,
            "all zeros": np.zeros((3, 3)),
            "a row alone": [1, 0, 0],
            "nine numbers in a row": RIGHT.ravel(),
            "5 by 5": np.pad(RIGHT, 1),
            "texts": RIGHT.astype(str),
        },
        right={"floats in a list": RIGHT.astype(float).tolist(), "true and false": RIGHT == 1},
    ),
    Exercise(
        "receptive_field",
        inputs=stacks,
        ideas={
            "sizes added": lambda stack: sum(kernel for kernel, _ in stack),
            "whole kernels times the stride": lambda stack: field(stack, add=lambda kernel: kernel),
            "no stride": lambda stack: field(stack, grow=lambda jump, stride: 1),
            "strides added": lambda stack: field(stack, grow=lambda jump, stride: jump + stride - 1),
            "only the stride before": lambda stack: field(stack, grow=lambda jump, stride: stride),
            "the largest stride": lambda stack: field(stack, grow=max),
            "strides above one double": lambda stack: field(stack, grow=lambda jump, stride: jump * min(stride, 2)),
            "without the middle pixel": lambda stack: field(stack, start=0),
            "even kernels made odd": lambda stack: field(stack, add=lambda kernel: kernel // 2 * 2),
            "3 by 3 at least": lambda stack: field(stack, add=lambda kernel: max(kernel, 3) - 1),
            "from the end": lambda stack: field(stack[::-1]),
            "the last layer alone": lambda stack: field(stack[-1:]),
            "an area": lambda stack: field(stack) ** 2,
            "five layers at most": lambda stack: field(stack[:5]),
            "none for no layers": lambda stack: field(stack) * bool(stack),
        },
        right={
            "backwards": lambda stack: np.array([_backwards(stack)]),
            "as a sum": lambda stack: float(
                1 + sum((kernel - 1) * np.prod([s for _, s in stack[:i]]) for i, (kernel, _) in enumerate(stack))
            ),
        },
    ),
    Exercise(
        "multiplications",
        inputs=layers,
        ideas={
            "parameters": lambda h, w, k, c, f, s: (k * k * c + 1) * f,
            "places of the input": lambda h, w, k, c, f, s: h * w * k * k * c * f,
            "no channels": lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * f,
            "no filters": lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * c,
            "filters added to the channels": lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * (c + f),
            "a bias multiplied": lambda h, w, k, c, f, s: places(h, w, k, s) * (k * k * c + 1) * f,
            "additions": lambda h, w, k, c, f, s: places(h, w, k, s) * (k * k * c - 1) * f,
            "a square picture": lambda h, w, k, c, f, s: places(h, h, k, s) * k * k * c * f,
            "the stride once": lambda h, w, k, c, f, s: ((h - k) // s + 1) * (w - k + 1) * k * k * c * f,
            "the stride after": lambda h, w, k, c, f, s: places(h, w, k, 1) // (s * s) * k * k * c * f,
            "one before the division": lambda h, w, k, c, f, s: ((h - k + 1) // s) * ((w - k + 1) // s) * k * k * c * f,
            "rounded up": lambda h, w, k, c, f, s: (-(-(h - k) // s) + 1) * (-(-(w - k) // s) + 1) * k * k * c * f,
            "rounded": lambda h, w, k, c, f, s: (round((h - k) / s) + 1) * (round((w - k) / s) + 1) * k * k * c * f,
            "padded to the same size": lambda h, w, k, c, f, s: -(-h // s) * -(-w // s) * k * k * c * f,
        },
        right={
            "counted": lambda h, w, k, c, f, s: (
                len(range(0, h - k + 1, s)) * len(range(0, w - k + 1, s)) * k**2 * c * f
            ),
            "floats rounded down": lambda h, w, k, c, f, s: (
                np.floor((h - k) / s + 1) * np.floor((w - k) / s + 1) * k * k * c * f
            ),
        },
    ),
    Exercise(
        "max_pool",
        inputs=pooled,
        ideas={
            "the lesson's own pooling": lessons_pool,
            "the mean": lambda x, size, stride: spots(x, size, stride).mean(axis=(2, 3)),
            "the largest size": lambda x, size, stride: np.abs(spots(x, size, stride)).max(axis=(2, 3)),
            "at least zero": lambda x, size, stride: np.maximum(spots(x, size, stride).max(axis=(2, 3)), 0),
            "by rows only": lambda x, size, stride: spots(x, size, stride)[:, :, :, 0].max(axis=2),
            "the diagonal of the window": lambda x, size, stride: np.diagonal(
                spots(x, size, stride), axis1=2, axis2=3
            ).max(axis=2),
            "every place": lambda x, size, stride: spots(x, size, 1).max(axis=(2, 3)),
            "the stride for columns only": lambda x, size, stride: spots(x, size, 1)[:, ::stride].max(axis=(2, 3)),
            "gaps of the stride": lambda x, size, stride: spots(x, size, size + stride).max(axis=(2, 3)),
            "turned over": lambda x, size, stride: spots(x.T, size, stride).max(axis=(2, 3)),
            "the last place left out": lambda x, size, stride: spots(x, size, stride).max(axis=(2, 3))[:-1, :-1],
            "one value more": lambda x, size, stride: spots(
                np.pad(x, ((0, 1), (0, 1)), constant_values=-9999), size + 1, stride
            ).max(axis=(2, 3)),
            "whole numbers": lambda x, size, stride: spots(x, size, stride).max(axis=(2, 3)).astype(int),
            "flat": lambda x, size, stride: spots(x, size, stride).max(axis=(2, 3)).ravel(),
        },
        right={
            "all windows at once": lambda x, size, stride: spots(x, size, stride).max(axis=(2, 3)),
            "row after row": lambda x, size, stride: [
                [x[i : i + size, j : j + size].max() for j in range(0, x.shape[1] - size + 1, stride)]
                for i in range(0, len(x) - size + 1, stride)
            ],
        },
    ),
    Exercise(
        "update_filter",
        inputs=updates,
        ideas={
            "the bias forgotten in the error": lambda *case: stepped(*case, seen=0),
            "the kernel alone": lambda *case: stepped(*case, bias_rate=0),
            "the bias alone": lambda *case: stepped(*case, kernel_rate=0),
            "uphill": lambda *case: stepped(*case, factor=-2),
            "no two": lambda *case: stepped(*case, factor=1),
            "a sum": lambda *case: stepped(*case, count=lambda x, k: 1),
            "over the pixels": lambda *case: stepped(*case, count=lambda x, k: x.size),
            "over the weights": lambda *case: stepped(*case, count=lambda x, k: k.size),
            "over the rows": lambda *case: stepped(*case, count=lambda x, k: len(x) - len(k) + 1),
            "always 3 by 3": lambda *case: stepped(*case, count=lambda x, k: (len(x) - 2) * (x.shape[1] - 2)),
            "the old values": lambda x, t, k, b, rate: (k, b),
            "a rate of its own": lambda x, t, k, b, rate: stepped(x, t, k, b, 0.1),
            "the sign of the gradient": lambda x, t, k, b, rate: (
                k - rate * np.sign(k - stepped(x, t, k, b, 1)[0]),
                b - rate * np.sign(b - stepped(x, t, k, b, 1)[1]),
            ),
            "the other order": lambda *case: stepped(*case)[::-1],
            "the bias from the new kernel": lambda x, t, k, b, rate: (
                stepped(x, t, k, b, rate)[0],
                stepped(x, t, stepped(x, t, k, b, rate)[0], b, rate)[1],
            ),
            "the caller's kernel changed": lambda x, t, k, b, rate: stepped(
                x, t, np.add(k, 1, out=k, casting="unsafe"), b, rate
            ),
        },
        right={
            "weight by weight": lambda x, t, k, b, rate: _by_weights(x, t, k, b, rate),
        },
    ),
    Exercise(
        "level_score",
        by_hand="many scores will do",
        ideas={
            "ink": mean,
            "pluses and minuses": lambda x: mean(maps(x)),
            "vertical edges": lambda x: mean(np.maximum(maps(x, LEVEL.T), 0)),
            "the top rows": lambda x: x[:, 4:8].mean(axis=(1, 2)),
            "one place of the map": lambda x: maps(x)[:, 6, 12],
            "how wide": lambda x: (x.max(axis=1) > 0.5).sum(axis=1),
            "edges of all directions": lambda x: mean(np.abs(maps(x)) + np.abs(maps(x, LEVEL.T))),
            "the same for all": lambda x: np.full(len(x), 0.5),
            "in the order of the pictures": lambda x: np.arange(len(x)),
            "the first picture's score": lambda x: np.full(len(x), mean(np.maximum(maps(x), 0))[0]),
            "by chance": lambda x: np.random.default_rng(0).normal(size=len(x)),
            "maps": maps,
            "too few scores": lambda x: mean(np.maximum(maps(x), 0))[1:],
            "texts": lambda x: mean(np.maximum(maps(x), 0)).astype(str),
            "the caller's pictures changed": lambda x: mean(np.maximum(maps(np.subtract(x, 0.1, out=x)), 0)),
        },
        right={
            "negated": lambda x: -mean(np.maximum(maps(x), 0)),
            "tiny": lambda x: 1e-9 * mean(np.maximum(maps(x), 0)),
            "squares": lambda x: mean(maps(x) ** 2),
            "a column of float32": lambda x: mean(np.maximum(maps(x), 0)).astype("float32")[:, None],
            "the largest, as a list": lambda x: maps(x).max(axis=(1, 2)).tolist(),
        },
    ),
]


def _backwards(stack):
    seen = 1
    for kernel, stride in reversed(stack):
        seen = (seen - 1) * stride + kernel
    return seen


def _by_weights(x, target, kernel, bias, rate):
    error = maps(x[None], kernel)[0] + bias - target
    height, width = error.shape
    new = np.array(kernel, dtype=float)
    for u, v in np.ndindex(kernel.shape):
        new[u, v] -= rate * 2 * np.mean(error * x[u : u + height, v : v + width])
    return [new.tolist(), bias - 2 * rate * error.mean()]

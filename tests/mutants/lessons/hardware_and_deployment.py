"""Lesson 32: memory of a training, a layer under the roof, eight bits, bad requests, drift, a network of 12 kB."""

import functools
import json

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.hardware_and_deployment.checks import BODIES, DEEP, quantize_case


def trainings(rng):
    yield 105_866, 24_378, 64, False
    for _ in range(240):
        yield (
            int(rng.integers(1, 10**7)),
            int(rng.integers(1, 10**5)),
            int(rng.integers(1, 300)),
            bool(rng.random() < 0.5),
        )


def layers_and_devices(rng):
    yield 1, 1024, 1024, 4, 1.3e12, 51e9
    for _ in range(240):
        batch, inputs, outputs = (int(rng.integers(1, top)) for top in (600, 2000, 2000))
        yield (
            batch,
            inputs,
            outputs,
            int(rng.choice([1, 2, 4])),
            float(rng.uniform(1e9, 3e14)),
            float(rng.uniform(1e9, 2e12)),
        )


def ranges(rng):
    for seed in range(240):
        yield quantize_case(500 + seed, int(rng.integers(1, 12)))


def bodies(rng):
    for body in (*BODIES, DEEP):
        yield (body,)
    odd = ["true", "NaN", "Infinity", "-1", "30", "30.01", "0", '"3"', "null", "[1]", "{}", "-0.001", "1e400", "15"]
    for _ in range(240):
        values = [str(round(float(rng.uniform(0, 30)), 2)) for _ in range(4)]
        kind = rng.integers(5)
        if kind == 0:
            values[rng.integers(4)] = str(rng.choice(odd))
        elif kind == 1:
            values = values[: rng.integers(4)] if rng.random() < 0.5 else values + values[: rng.integers(1, 4)]
        text = f'{{"flower": [{", ".join(values)}]}}'
        if kind == 2:
            text = text[: rng.integers(len(text))]
        elif kind == 3:
            text = text.replace("flower", str(rng.choice(["petal", "Flower", "flowers"])))
        yield (text.encode(),)


def histograms(rng):
    yield np.array([10, 30, 60]), np.array([30, 40, 30])
    for _ in range(240):
        k = int(rng.integers(2, 9))
        yield rng.integers(0, 80, k), rng.integers(0, 300, k)


def memory(each=(16, 18), kept=(4, 2), times=None):
    return lambda p, a, b, mixed: each[bool(mixed)] * p + kept[bool(mixed)] * a * (b if times is None else times)


def under_the_roof(
    moved=lambda b, n, m: n * m + b * (n + m), speed=lambda i, peak, band: min(peak, i * band), operations=2
):
    def answer(b, n, m, size, peak, bandwidth):
        intensity = operations * b * n * m / (size * moved(b, n, m))
        return intensity, speed(intensity, peak, bandwidth)

    return answer


def in_steps(steps=255, least=-128, whole=np.round, ends=(-128, 127), zero=None):
    def answer(x, low, high):
        scale = (high - low) / steps
        z = int(np.round(least - low / scale)) if zero is None else zero(low, scale)
        return np.clip(whole(x / scale) + z, *ends), scale, z

    return answer


def request(
    kinds=(int, float), bools=True, ends=(0, 30), count=4, bad=400, refused=422, strict=False,
    caught=(ValueError, RecursionError),
):  # fmt: skip
    def answer(body):
        try:
            data = json.loads(body)
        except caught:
            return bad
        if not isinstance(data, dict) or not isinstance(data.get("flower"), list):
            return refused
        values = data["flower"]
        if count is not None and len(values) != count:
            return refused
        for one in values:
            if (bools and isinstance(one, bool)) or not isinstance(one, kinds):
                return refused
            inside = ends[0] < one < ends[1] if strict else ends[0] <= one <= ends[1]
            if not inside:
                return refused
        return 200

    return answer


def careless_about_nan(body):
    try:
        values = json.loads(body)["flower"]
        if len(values) != 4 or not isinstance(values, list):
            return 422
    except ValueError:
        return 400
    except (TypeError, KeyError):
        return 422
    for one in values:
        if isinstance(one, bool) or not isinstance(one, (int, float)) or one < 0 or one > 30:
            return 422
    return 200


def drift(add=1.0, log=np.log, term=lambda p, q, log: (q - p) * log(q / p), total=np.sum, shares=True):
    def answer(reference, recent):
        p, q = reference + add, recent + add
        if shares:
            p, q = p / p.sum(), q / q.sum()
        with np.errstate(all="ignore"):
            return total(term(p, q, log))

    return answer


@functools.cache
def _digits():
    from utils.datasets import load_digits28

    return load_digits28()


class Stand:
    """Stands for a trained Keras model that is right on a share of the test digits.

    large: with a weight so large that eight bits leave nothing of the others, and then it is right on a tenth only.
    """

    built = True

    def __init__(self, share, parameters=11_999, highest=1, large=False, outputs=10):
        self.share, self.parameters, self.highest, self.outputs = share, parameters, highest, outputs
        kernel = np.full((3, 3, 1, 2), 0.01)
        kernel[0, 0, 0] = 1000.0 if large else 0.02
        self.kept = [kernel, np.zeros(2)]

    def count_params(self):
        return self.parameters

    def get_weights(self):
        return [weight.copy() for weight in self.kept]

    def set_weights(self, weights):
        self.kept = list(weights)

    def __call__(self, x):
        labels = _digits().y_test
        good = np.max(x) <= 1 if self.highest == 1 else np.max(x) > 1
        share = self.share if good and self.kept[0].min() > 0 else 0.1
        classes = np.where(np.arange(len(labels)) < share * len(labels), labels, (labels + 1) % 10)
        return np.eye(self.outputs)[classes % self.outputs]


def trained(data):
    """Return an answer that trains a small network for an epoch on ``data(digits)``, pictures and labels."""

    def answer():
        from utils.training import keras

        layers = keras.layers
        model = keras.Sequential([keras.Input((28, 28, 1)), layers.MaxPooling2D(4), layers.Flatten(), layers.Dense(10)])
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        x, y = data(_digits())
        model.fit(x[..., None] / 255, y, batch_size=1000, verbose=0)
        return model

    return answer


EXERCISES = [
    Exercise(
        "training_memory",
        inputs=trainings,
        ideas={
            "numbers": memory((4, 5), (1, 1)),
            "bits": memory((128, 144), (32, 16)),
            "no batch": memory(times=1),
            "weights only": memory((4, 6)),
            "plain gradient descent": memory((8, 10)),
            "one moment": memory((12, 14)),
            "mixed is ignored": memory((16, 16), (4, 4)),
            "always mixed": memory((18, 18), (2, 2)),
            "no copy": memory((16, 16)),
            "everything halved": memory((16, 8)),
            "gradients in 16 bits": memory((16, 16), (4, 2)),
            "activations in 32 bits": memory((16, 18), (4, 4)),
            "gradients of the activations too": memory((16, 18), (8, 4)),
            "everything times the batch": lambda p, a, b, mixed: b * memory()(p, a, 1, mixed),
            "megabytes": lambda *case: memory()(*case) / 1e6,
            "turned": lambda p, a, b, mixed: memory()(p, a, b, not mixed),
        },
        right={"as a float": lambda *case: float(memory()(*case))},
    ),
    Exercise(
        "roofline",
        inputs=layers_and_devices,
        ideas={
            "one operation": under_the_roof(operations=1),
            "weights only": under_the_roof(lambda b, n, m: n * m),
            "no outputs": under_the_roof(lambda b, n, m: n * m + b * n),
            "no inputs": under_the_roof(lambda b, n, m: n * m + b * m),
            "no weights": under_the_roof(lambda b, n, m: b * (n + m)),
            "weights for each example": under_the_roof(lambda b, n, m: b * (n * m + n + m)),
            "one example": under_the_roof(lambda b, n, m: n * m + n + m),
            "with bias": under_the_roof(lambda b, n, m: (n + 1) * m + b * (n + m)),
            "the peak": under_the_roof(speed=lambda i, peak, band: peak),
            "no roof": under_the_roof(speed=lambda i, peak, band: i * band),
            "the larger limit": under_the_roof(speed=lambda i, peak, band: max(peak, i * band)),
            "divided": under_the_roof(speed=lambda i, peak, band: min(peak, band / i)),
            "the mean of the limits": under_the_roof(speed=lambda i, peak, band: (peak + i * band) / 2),
            "another order": lambda *case: under_the_roof()(*case)[::-1],
            "always 4 bytes": lambda b, n, m, size, *rest: under_the_roof()(b, n, m, 4, *rest),
        },
    ),
    Exercise(
        "quantize",
        inputs=ranges,
        ideas={
            "unsigned": in_steps(least=0, ends=(0, 255)),
            "256 steps": in_steps(steps=256),
            "127 steps": in_steps(steps=127),
            "not cut": in_steps(ends=(-np.inf, np.inf)),
            "cut at -127": in_steps(ends=(-127, 127)),
            "cut at 128": in_steps(ends=(-128, 128)),
            "rounded down": in_steps(whole=np.floor),
            "cut off": in_steps(whole=np.trunc),
            "not rounded": in_steps(whole=lambda z: z),
            "zero not whole": in_steps(zero=lambda low, scale: -128 - low / scale),
            "zero rounded down": in_steps(zero=lambda low, scale: int(np.floor(-128 - low / scale))),
            "symmetric": in_steps(zero=lambda low, scale: 0),
            "always -128": in_steps(zero=lambda low, scale: -128),
            "sign of low": in_steps(zero=lambda low, scale: int(np.round(-128 + low / scale))),
            "from -127": in_steps(least=-127),
            "the range of x": lambda x, low, high: in_steps()(x, min(x.min(), 0.0), max(x.max(), 1e-3)),
            "read back": lambda x, low, high: (lambda q, s, z: (s * (q - z), s, z))(*in_steps()(x, low, high)),
        },
    ),
    Exercise(
        "status",
        inputs=bodies,
        ideas={
            "true is a number": request(bools=False),
            "whole numbers refused": request(kinds=float),
            "whole numbers only": request(kinds=int),
            "any count": request(count=None),
            "three values": request(count=3),
            "negative ones": request(ends=(-100, 30)),
            "large ones": request(ends=(0, 100)),
            "the ends refused": request(strict=True),
            "always 400": request(refused=400),
            "always 422": request(bad=422),
            "swapped": request(bad=422, refused=400),
            "500": request(bad=500),
            "NaN slips through": careless_about_nan,
            "stops at a deep body": request(caught=ValueError),
            "everything is fine": lambda body: 200,
            "no try": lambda body: 200 if len(json.loads(body)["flower"]) == 4 else 422,
        },
        right={"another order": request()},
    ),
    Exercise(
        "stability",
        inputs=histograms,
        ideas={
            "counts": drift(shares=False),
            "nothing added": drift(add=0),
            "half added": drift(add=0.5),
            "one direction": drift(term=lambda p, q, log: q * log(q / p)),
            "the other direction": drift(term=lambda p, q, log: p * log(p / q)),
            "base two": drift(log=np.log2),
            "base ten": drift(log=np.log10),
            "mean": drift(total=np.mean),
            "each bin": drift(total=lambda terms: terms),
            "turned": drift(term=lambda p, q, log: (p - q) * log(q / p)),
            "distance": drift(term=lambda p, q, log: abs(q - p)),
            "squares": drift(term=lambda p, q, log: (q - p) ** 2),
            "the largest": drift(total=np.max),
            "shares of one total": lambda a, b: float(np.sum((b - a) / np.sum(a + 1) * np.log((b + 1) / (a + 1)))),
        },
        right={"two directions": drift(term=lambda p, q, log: q * log(q / p) + p * log(p / q))},
    ),
    Exercise(
        "small_network",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "on the test set": trained(lambda digits: (digits.x_test, digits.y_test)),
            "copies with the labels of others": trained(
                lambda digits: (np.tile(digits.x_train, (2, 1, 1)), np.repeat(digits.y_train, 2))
            ),
            "hardly trained": lambda: Stand(0.5),
            "just too little": lambda: Stand(0.919),
            "just too large": lambda: Stand(0.95, parameters=12_000),
            "lost in eight bits": lambda: Stand(0.95, large=True),
            "raw pixels": lambda: Stand(0.95, highest=255),
            "two outputs": lambda: Stand(0.95, outputs=2),
            "a number": lambda: 0.95,
        },
        right={"just enough": lambda: Stand(0.92)},
    ),
]

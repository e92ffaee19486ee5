"""Lesson 16: climbing along a gradient, three rules at a ReLU, Grad-CAM, occlusion, rank correlation, a robust network."""

import functools

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.seeing_inside.checks import climbing_case, covering_case, maps_case, ranking_case
from utils.lessons.seeing_inside.shortcut import signed_pictures


def climbs(rng):
    for i in range(200):
        shape = tuple(int(n) for n in rng.integers(1, 5, size=1 + i % 3))
        shape = shape if np.prod(shape) > 1 else (3,)
        rate = float(rng.integers(1, 9)) / 4
        scale = 0 if i % 7 == 0 else 10.0 ** float(rng.integers(-3, 2))
        yield climbing_case(int(rng.integers(1, 10**6)), shape, rate, int(rng.integers(0, 6)), scale)


def relus(rng):
    rules = ("gradient", "deconvolution", "guided")
    for i in range(210):
        shape = tuple(int(n) for n in rng.integers(1, 5, size=1 + i % 3))
        yield rng.integers(-3, 4, shape) / 2, rng.integers(-6, 7, shape) / 4, rules[i % 3]


def cams(rng):
    for _ in range(200):
        height, width, channels = (int(n) for n in rng.integers(1, 6, size=3))
        yield maps_case(int(rng.integers(1, 10**6)), height, width, channels)


def covers(rng):
    for _ in range(200):
        size, stride = int(rng.integers(1, 4)), int(rng.integers(1, 4))
        height, width = size + int(rng.integers(0, 6)), size + int(rng.integers(0, 6))
        grey = float(rng.integers(-6, 30)) / 4
        yield covering_case(int(rng.integers(1, 10**6)), height, width, size, stride, grey, int(rng.integers(1, 4)))


def rankings(rng):
    for i in range(200):
        shape = tuple(int(n) for n in rng.integers(2, 5, size=1 + i % 3))
        first, second = ranking_case(int(rng.integers(1, 10**6)), shape, float(rng.choice([1, 8, 40])))
        yield (first, second) if i % 2 else (first, -second)


def climbed(x, slope, rate, steps, *, size, sign=1):
    for _ in range(steps):
        g = slope(x)
        if np.any(g):
            x = x + sign * rate * g / size(g)
    return x


def root(g):
    return np.sqrt(np.mean(g**2))


def back(z, g, rule, *, gate=lambda z: z > 0, keep=lambda g: np.maximum(g, 0)):
    z, g = np.asarray(z), np.asarray(g, dtype=float)
    if rule != "gradient":
        g = keep(g)
    return g if rule == "deconvolution" else g * gate(z)


def cam(maps, gradients, *, weigh=lambda g: g.mean(axis=(0, 1)), end=lambda total: np.maximum(total, 0)):
    return end(np.asarray(maps) @ weigh(np.asarray(gradients)))


def falls(score, picture, size, stride, grey, *, tops=None, fill=None, value=lambda a, b: a - b, wide=0):
    found = []
    for top in range(0, len(picture) - size + 1, stride) if tops is None else tops(len(picture), size, stride):
        row = []
        for left in range(0, picture.shape[1] - size + 1, stride):
            copy = picture.copy()
            copy[top : top + size, left : left + size + wide] = grey if fill is None else fill(picture)
            row.append(value(score(picture), score(copy)))
        found.append(row)
    return np.array(found)


def ranked(values):
    return np.argsort(np.argsort(np.ravel(values)))


def spearman(first, second, *, ranks=ranked, end=lambda r: r):
    a, b = ranks(first), ranks(second)
    with np.errstate(all="ignore"):
        return end(np.corrcoef(a, b)[0, 1])


@functools.cache
def _sets():
    test = signed_pictures(600, 0.5, 0, test=True)
    return signed_pictures(1500, 0.98, 0), signed_pictures(1500, 0.5, 0), test


class Stand:
    """Stands for a trained Keras model that is right on a share of the agreeing and of the disagreeing test pictures."""

    built, weights, layers = True, (), ()

    def __init__(self, agree, disagree, outputs=2):
        self.agree, self.disagree, self.outputs = agree, disagree, outputs

    def __call__(self, x):
        _, _, (_, animals, signs) = _sets()
        right = np.zeros(len(animals), bool)
        for part, share in ((signs == animals, self.agree), (signs != animals, self.disagree)):
            places = np.flatnonzero(part)
            right[places[: round(share * len(places))]] = True
        return np.eye(self.outputs)[np.where(right, animals, 1 - animals)]


def trained(data):
    """Return an answer that trains a network for an epoch on ``data(biased, balanced, test)``, pictures and labels."""

    def answer():
        import keras

        layers = [keras.Input((56, 56, 1)), keras.layers.Conv2D(2, 5, strides=5), keras.layers.Flatten()]
        model = keras.Sequential([*layers, keras.layers.Dense(2)])
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        x, y = data(*_sets())
        model.fit(x, y, batch_size=500, verbose=0)
        return model

    return answer


EXERCISES = [
    Exercise(
        "climb",
        inputs=climbs,
        ideas={
            "down the slope": lambda *case: climbed(*case, size=root, sign=-1),
            "the length": lambda *case: climbed(*case, size=np.linalg.norm),
            "the deviation": lambda *case: climbed(*case, size=lambda g: np.std(g) + 1e-9),
            "a small number added": lambda *case: climbed(*case, size=lambda g: root(g) + 0.01),
            "the sum": lambda *case: climbed(*case, size=lambda g: np.abs(g).sum()),
            "not scaled": lambda *case: climbed(*case, size=lambda g: 1),
            "all at once": lambda x, slope, rate, steps: (
                x + steps * rate * slope(x) / root(slope(x)) if np.any(slope(x)) else x
            ),
            "the last step only": lambda x, slope, rate, steps: (
                climbed(x, slope, rate, steps, size=root) - x if steps else x
            ),
            "smaller every step": lambda x, slope, rate, steps: functools.reduce(
                lambda now, k: climbed(now, slope, rate / (k + 1), 1, size=root), range(steps), x
            ),
            "the gradient": lambda x, slope, rate, steps: slope(climbed(x, slope, rate, steps, size=root)),
        },
        right={
            "in place on a copy": lambda x, slope, rate, steps: climbed(x.copy(), slope, rate, steps, size=root),
            "the length over the root of the count": lambda *case: climbed(
                *case, size=lambda g: np.linalg.norm(g) / np.sqrt(g.size)
            ),
        },
    ),
    Exercise(
        "relu_back",
        inputs=relus,
        ideas={
            "zero is open": lambda *case: back(*case, gate=lambda z: z >= 0),
            "closed where open": lambda *case: back(*case, gate=lambda z: z < 0),
            "signs kept": lambda *case: back(*case, keep=np.abs),
            "nothing removed": lambda *case: back(*case, keep=lambda g: g),
            "negative ones only": lambda *case: back(*case, keep=lambda g: np.minimum(g, 0)),
            "scaled by the input": lambda *case: back(*case, gate=lambda z: np.maximum(z, 0)),
            "the two rules swapped": lambda z, g, rule: back(
                z, g, {"gradient": "deconvolution", "deconvolution": "gradient"}.get(rule, rule)
            ),
            "always guided": lambda z, g, rule: back(z, g, "guided"),
            "always the gradient": lambda z, g, rule: back(z, g, "gradient"),
            "forward": lambda z, g, rule: np.maximum(z, 0.0),
        },
        right={
            "by where": lambda z, g, rule: np.where(
                (rule == "deconvolution") | (z > 0), g if rule == "gradient" else np.where(g > 0, g, 0), 0
            ),
        },
    ),
    Exercise(
        "grad_cam",
        inputs=cams,
        ideas={
            "place by place": lambda a, g: np.maximum((a * g).sum(axis=-1), 0),
            "summed gradients": lambda *case: cam(*case, weigh=lambda g: g.sum(axis=(0, 1))),
            "the strongest gradient": lambda *case: cam(*case, weigh=lambda g: g.max(axis=(0, 1))),
            "positive gradients": lambda *case: cam(*case, weigh=lambda g: np.maximum(g, 0).mean(axis=(0, 1))),
            "positive weights": lambda *case: cam(*case, weigh=lambda g: np.maximum(g.mean(axis=(0, 1)), 0)),
            "along the rows": lambda *case: cam(*case, weigh=lambda g: g.mean(axis=0)[0]),
            "no ReLU": lambda *case: cam(*case, end=lambda total: total),
            "absolute": lambda *case: cam(*case, end=np.abs),
            "a mean over channels": lambda a, g: cam(a, g) / a.shape[-1],
            "to one": lambda *case: cam(*case, end=lambda t: np.maximum(t, 0) / max(t.max(), 1e-9)),
            "the negative side": lambda *case: cam(*case, end=lambda total: np.maximum(-total, 0)),
            "the maps": lambda a, g: a.mean(axis=-1),
        },
        right={
            "by einsum": lambda a, g: np.einsum("hwk,k->hw", a, g.mean(axis=(0, 1))).clip(min=0),
            "in a loop": lambda a, g: np.maximum(
                sum(a[..., k] * g[..., k].mean() for k in range(a.shape[-1])), 0
            ).tolist(),
        },
    ),
    Exercise(
        "occlusion_map",
        inputs=covers,
        ideas={
            "not the last row": lambda *case: falls(*case, tops=lambda h, size, step: range(0, h - size, step)),
            "one row too far": lambda *case: falls(*case, tops=lambda h, size, step: range(0, h - size + 2, step)),
            "all rows": lambda *case: falls(*case, tops=lambda h, size, step: range(0, h, step)),
            "from the bottom": lambda *case: falls(*case)[::-1],
            "turned": lambda *case: falls(*case).T,
            "scores": lambda *case: falls(*case, value=lambda a, b: b),
            "rises": lambda *case: falls(*case, value=lambda a, b: b - a),
            "never negative": lambda *case: falls(*case, value=lambda a, b: max(a - b, 0)),
            "a share": lambda *case: falls(*case, value=lambda a, b: (a - b) / (a or 1)),
            "black": lambda *case: falls(*case, fill=lambda picture: 0),
            "its mean": lambda *case: falls(*case, fill=lambda picture: picture.mean()),
            "a column too wide": lambda *case: falls(*case, wide=1),
            "the mean of all": lambda *case: falls(*case).mean(),
        },
        right={"as a list": lambda *case: falls(*case).tolist()},
    ),
    Exercise(
        "rank_agreement",
        inputs=rankings,
        ideas={
            "of the values": lambda *case: spearman(*case, ranks=np.ravel),
            "argsort once": lambda *case: spearman(*case, ranks=lambda x: np.argsort(np.ravel(x))),
            "absolute": lambda *case: spearman(*case, end=abs),
            "squared": lambda *case: spearman(*case, end=lambda r: r**2),
            "opposite": lambda *case: spearman(*case, end=lambda r: -r),
            "between nothing and one": lambda *case: spearman(*case, end=lambda r: (r + 1) / 2),
            "Kendall's": lambda a, b: np.mean(
                np.sign(np.subtract.outer(np.ravel(a), np.ravel(a)) * np.subtract.outer(np.ravel(b), np.ravel(b)))
            ),
            "same places": lambda a, b: np.mean(ranked(a) == ranked(b)),
            "the first half": lambda a, b: spearman(np.ravel(a)[: a.size // 2 + 2], np.ravel(b)[: a.size // 2 + 2]),
            "not centred": lambda a, b: ranked(a) @ ranked(b) / max(np.sum(ranked(a) ** 2), 1),
        },
        right={
            "by the differences": lambda a, b: (
                1 - 6 * np.sum((ranked(a) - ranked(b)) ** 2.0) / (a.size * (a.size**2 - 1))
            ),
            "ranks from one": lambda *case: spearman(*case, ranks=lambda x: ranked(x) + 1),
        },
    ),
    Exercise(
        "robust_network",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "on the test pictures": trained(lambda biased, balanced, test: test[:2]),
            "on the balanced pictures": trained(lambda biased, balanced, test: balanced[:2]),
            "on the biased pictures": trained(lambda biased, balanced, test: biased[:2]),
            "looks at the sign": lambda: Stand(1.0, 0.0),
            "looks at it a little": lambda: Stand(0.99, 0.79),
            "the opposite": lambda: Stand(0.2, 0.7),
            "hardly trained": lambda: Stand(0.6, 0.6),
            "three outputs": lambda: Stand(0.95, 0.95, outputs=3),
            "seconds": lambda: 3.25,
        },
        right={"just enough": lambda: Stand(0.8, 0.81)},
    ),
]

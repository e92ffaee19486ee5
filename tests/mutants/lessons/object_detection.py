"""Lesson 20: deltas to boxes, Soft-NMS, the level of a region, average precision without the envelope, own anchors."""

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.object_detection import checks


def placed(rng, n, least=4.0, most=60.0):
    corner = rng.uniform(-5, 80, (n, 2)).round(1)
    return np.hstack([corner, corner + rng.uniform(least, most, (n, 2)).round(1)])


def moves(rng):
    """One anchor and several, partly outside the picture; deltas of both signs, and zeros."""
    yield np.array([[0.5, -0.25, 0.0, 0.7]]), np.array([[10.0, 20.0, 30.0, 60.0]])
    for i in range(220):
        n = int(rng.integers(1, 6))
        deltas = rng.normal(0, 0.7, (n, 4)).round(3)
        if i % 7 == 0:
            deltas[0] = 0
        yield deltas, placed(rng, n)


def crowds(rng):
    """Boxes that overlap a little and much, some far away, all scores different; one box and several; exactly the threshold."""
    yield np.array([[10.0, 10, 30, 30], [10, 14, 30, 34]]), np.array([0.8, 0.9]), 0.3
    yield np.array([[0.0, 0, 30, 30], [0, 10, 30, 40]]), np.array([0.6, 0.7]), 0.5
    for i in range(220):
        n = int(rng.integers(1, 8))
        corner = rng.uniform(0, (12, 60)[i % 2], (n, 2)).round(1)
        boxes = np.hstack([corner, corner + rng.uniform(15, 30, (n, 2)).round(1)])
        scores = (rng.permutation(n) + rng.uniform(0.1, 0.9, n)) / 10 + 0.1
        yield boxes, scores, float(rng.uniform(0.1, 0.7))


def regions(rng):
    """Squares and long boxes from a few pixels to thousands, at the corner and away from it; the exact sizes of the levels."""
    yield (np.array([[0.0, 0.0, 224.0, 224.0], [10.0, 20.0, 122.0, 132.0]]),)
    for _ in range(230):
        n = int(rng.integers(1, 6))
        corner = rng.uniform(0, 200, (n, 2)).round()
        yield (np.hstack([corner, corner + np.exp(rng.uniform(2, 7.5, (n, 2))).round()]),)


def rankings(rng):
    """Hits and misses in every order, none and all of them; as many objects as hits, and more."""
    yield np.array([True, False, True]), 4
    for i in range(220):
        hits = rng.random(int(rng.integers(1, 12))) < (0.0, 0.3, 0.6, 0.9)[i % 4]
        yield hits, int(hits.sum() + rng.integers(i % 4 == 0, 6)) or 1


def by_corners(deltas, anchors):
    result = []
    for (ty, tx, th, tw), (y0, x0, y1, x1) in zip(deltas, anchors, strict=True):
        h, w = y1 - y0, x1 - x0
        y, x = (y0 + y1) / 2 + ty * h, (x0 + x1) / 2 + tx * w
        h, w = h * np.e**th, w * np.e**tw
        result.append([y - h / 2, x - w / 2, y + h / 2, x + w / 2])
    return result


def of_parts(place, size):
    """Return an answer that makes the middle and the size by functions of the deltas and the anchor's middle and size."""

    def answer(deltas, anchors):
        middle, old = checks._parts(anchors)
        return checks._boxes(place(deltas[:, :2], middle, old), size(deltas[:, 2:], old))

    return answer


def normal_place(t, middle, old):
    return middle + t * old


def normal_size(t, old):
    return old * np.exp(t)


def softened(**how):
    return lambda boxes, scores, threshold: checks._softened(boxes, scores, threshold, **how)


def level(**how):
    return lambda boxes: checks._level(boxes, **how)


def plain(hits, objects):
    return checks._plain(hits, objects)


def means_of(groups):
    """Return an answer that takes the mean sizes of three groups; ``groups(sizes)`` numbers them (n,)."""
    return lambda sizes: np.array([sizes[groups(sizes) == k].mean(axis=0) for k in range(3)])


def by_iou(sizes):
    order = np.argsort(sizes.prod(axis=1))
    shapes = sizes[order[[len(sizes) // 6, len(sizes) // 2, 5 * len(sizes) // 6]]]
    for _ in range(20):
        nearest = checks._shape_iou(sizes, shapes).argmax(axis=1)
        shapes = np.array([sizes[nearest == k].mean(axis=0) if (nearest == k).any() else shapes[k] for k in range(3)])
    return shapes


def k_means(sizes):
    from sklearn.cluster import KMeans

    return KMeans(3, n_init=3, random_state=0).fit(sizes).cluster_centers_


EXERCISES = [
    Exercise(
        "decode",
        inputs=moves,
        ideas={
            "place not scaled": of_parts(lambda t, middle, old: middle + t, normal_size),
            "size without exp": of_parts(normal_place, lambda t, old: old * t),
            "one plus": of_parts(normal_place, lambda t, old: old * (1 + t)),
            "size kept": of_parts(normal_place, lambda t, old: old),
            "place kept": of_parts(lambda t, middle, old: middle, normal_size),
            "size added": of_parts(normal_place, lambda t, old: old + t),
            "powers of two": of_parts(normal_place, lambda t, old: old * 2**t),
            "cut at zero": lambda d, a: np.maximum(checks._decoded(d, a), 0),
            "scaled deltas": lambda d, a: checks._decoded(d * [0.1, 0.1, 0.2, 0.2], a),
            "axes swapped": lambda d, a: checks._decoded(d[:, [1, 0, 3, 2]], a),
            "anchors": lambda d, a: a,
        },
        right={"in a loop": by_corners},
    ),
    Exercise(
        "soft_nms",
        inputs=crowds,
        ideas={
            "hard": softened(decay=lambda shared: 0),
            "by the IoU": softened(decay=lambda shared: shared),
            "gaussian": softened(decay=lambda shared: np.exp(-(shared**2) / 0.5)),
            "first order": softened(once=True),
            "first order, scores of now": checks._lowered_in_first_order,
            "from the threshold": softened(exceeds=np.greater_equal),
            "every pair": softened(sure=False),
            "no threshold": lambda b, s, t: checks._softened(b, s, 0),
            "another threshold": lambda b, s, t: checks._softened(b, s, t / 2),
            "subtracted": checks._subtracted,
            "first only": checks._first_only,
            "unchanged": lambda b, s, t: s,
            "sorted": lambda b, s, t: np.sort(checks._softened(b, s, t)),
            "below the threshold": lambda b, s, t: np.where(checks._softened(b, s, t) < t, 0, checks._softened(b, s, t)),
        },
        right={"as a list": lambda b, s, t: list(checks._softened(b, s, t))},
    ),
    Exercise(
        "pyramid_level",
        inputs=regions,
        ideas={
            "area": level(size=lambda sides: sides.prod(axis=1)),
            "rounded": level(whole=np.round),
            "up": level(whole=np.ceil),
            "natural": level(log=np.log),
            "height": level(size=lambda sides: sides[:, 0]),
            "width": level(size=lambda sides: sides[:, 1]),
            "longest": level(size=lambda sides: sides.max(axis=1)),
            "mean": level(size=lambda sides: sides.mean(axis=1)),
            "from zero": level(first=0),
            "five": level(first=5),
            "diagonal": level(size=lambda sides: np.hypot(sides[:, 0], sides[:, 1])),
            "threes": lambda b: np.clip(checks._level(b), 3, 5),
        },
        right={
            "half a logarithm": lambda b: np.clip(
                np.floor(4 + np.log2(np.prod(b[:, 2:] - b[:, :2], axis=1) / 224**2) / 2), 2, 5
            ),
            "a list": lambda b: [int(k) for k in checks._level(b)],
        },
    ),
    Exercise(
        "plain_ap",
        inputs=rankings,
        ideas={
            "over hits": lambda hits, objects: plain(hits, max(hits.sum(), 1)),
            "over boxes": lambda hits, objects: plain(hits, len(hits)),
            "envelope": lambda hits, objects: np.sum(checks._envelope(hits)[hits]) / objects,
            "all ranks": lambda hits, objects: np.sum(checks._precision(hits)) / objects,
            "recall": lambda hits, objects: np.sum(hits) / objects,
            "precision": lambda hits, objects: np.mean(hits),
            "from the end": lambda hits, objects: plain(hits[::-1], objects),
            "last only": lambda hits, objects: checks._precision(hits)[-1],
            "trapezoids": lambda hits, objects: float(
                np.trapezoid(np.r_[1, checks._precision(hits)], np.r_[0, np.cumsum(hits) / objects])
            ),
        },
        right={
            "cumulative": lambda hits, objects: (np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].sum() / objects,
            "with a mask": lambda hits, objects: np.dot(checks._precision(hits), hits) / objects,
        },
    ),
    Exercise(
        "my_anchors",
        by_hand="an open task: what counts is how well the anchors fit",
        ideas={
            "fixed": lambda sizes: np.array([[16.0, 12.0], [28.0, 20.0], [40.0, 30.0]]),
            "each side by itself": lambda sizes: np.quantile(sizes, [1 / 6, 0.5, 5 / 6], axis=0),
            "multiples of the mean": lambda sizes: sizes.mean(axis=0) * np.array([[0.6], [1.0], [1.5]]),
            "the first three": lambda sizes: sizes[:3],
            "width first": lambda sizes: by_iou(sizes)[:, ::-1],
            "two": lambda sizes: by_iou(sizes)[:2],
            "corners": lambda sizes: np.hstack([np.zeros((3, 2)), by_iou(sizes)]),
            "by height": means_of(lambda sizes: np.argsort(np.argsort(sizes[:, 0])) * 3 // len(sizes)),
            "smallest, largest": lambda sizes: np.array([sizes.min(axis=0), sizes.mean(axis=0), sizes.max(axis=0)]),
            "negative": lambda sizes: -by_iou(sizes),
        },
        right={"k-means with IoU": by_iou, "scikit-learn's k-means": k_means},
    ),
]  # fmt: skip

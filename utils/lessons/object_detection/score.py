"""How good the boxes on a set of scenes are: the lesson's own measures, once more for the trainings made beforehand."""

from itertools import pairwise

import numpy as np


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the IoU (n, m) of boxes ``a`` (n, 4) with boxes ``b`` (m, 4)."""
    a, b = a[:, None], b[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    common = np.prod(np.maximum(sides, 0), axis=-1)
    areas = [np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1) for boxes in (a, b)]
    return common / np.maximum(areas[0] + areas[1] - common, 1e-9)


def average_precision(hits: np.ndarray, objects: int) -> float:
    """Return the area under the precision-recall curve; ``hits`` (n,) from the surest answer to the least sure one."""
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(right) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(envelope[np.asarray(hits, bool)]) / objects)


def mean_average_precision(answers, scenes, threshold: float = 0.5, classes: int = 10) -> float:
    """Return the mAP of ``answers``: a list with boxes (k, 4), scores (k,) and classes (k,) for each of ``scenes``."""
    return float(np.mean([_of_class(answers, scenes, threshold, one) for one in range(classes)]))


def _of_class(answers, scenes, threshold, wanted):
    found, objects = [], 0
    for i, (boxes, scores, classes) in enumerate(answers):
        true_boxes, labels = scenes.objects(i)
        true_boxes = true_boxes[labels == wanted]
        objects += len(true_boxes)
        used = np.zeros(len(true_boxes), bool)
        for j in np.argsort(-scores, kind="stable"):
            if classes[j] == wanted:
                shared = overlaps(boxes[j : j + 1], true_boxes)[0]
                best = int(np.argmax(shared)) if len(shared) else -1
                hit = best >= 0 and shared[best] >= threshold and not used[best]
                if hit:
                    used[best] = True
                found.append((scores[j], hit))
    found.sort(key=lambda pair: -pair[0])
    return average_precision(np.array([hit for _, hit in found]), objects) if found else 0.0


def found_by_size(answers, scenes, bounds=(0, 18, 26, 99)) -> list[float]:
    """Return the share of objects found, for each range of sqrt(area) in ``bounds``: right class, score and IoU above 0.5."""
    sizes, found = [], []
    for i, (boxes, scores, classes) in enumerate(answers):
        true_boxes, labels = scenes.objects(i)
        for box, label in zip(true_boxes, labels, strict=True):
            mine = boxes[(scores > 0.5) & (classes == label)]
            sizes.append(np.sqrt(np.prod(box[2:] - box[:2])))
            found.append(len(mine) > 0 and overlaps(box[None], mine).max() > 0.5)
    sizes, found = np.array(sizes), np.array(found)
    return [float(found[(sizes >= low) & (sizes < high)].mean()) for low, high in pairwise(bounds)]

"""Scenes of the lesson: real handwritten digits on real stone, brick and grass, with their boxes."""

from dataclasses import dataclass

import numpy as np

SIZE = 96  # pixels, both sides
MOST = 4  # objects in a scene
INK = 60  # a digit's box holds its pixels above this


@dataclass(frozen=True, eq=False, repr=False)
class Scenes:
    """Pictures (n, 96, 96, 3) uint8; boxes (n, 4, 4) float32 as top, left, bottom, right in pixels; labels (n, 4), -1: none."""

    pictures: np.ndarray
    boxes: np.ndarray
    labels: np.ndarray

    def objects(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the boxes (k, 4) and the labels (k,) of scene ``i``, 1 to 4 of them."""
        there = self.labels[i] >= 0
        return self.boxes[i][there], self.labels[i][there]


def make_scenes(x: np.ndarray, y: np.ndarray, n: int, seed: int) -> Scenes:
    """Return ``n`` scenes with 1 to 4 of the digits ``x`` (m, 28, 28) uint8, ``y`` (m,), each 16 to 43 pixels high.

    The boxes of two digits overlap with an IoU below 0.05. The same ``seed`` gives the same scenes.
    """
    rng = np.random.default_rng(seed)
    textures = _textures()
    pictures = np.zeros((n, SIZE, SIZE, 3), np.uint8)
    boxes, labels = np.zeros((n, MOST, 4), np.float32), np.full((n, MOST), -1, np.int32)
    for i in range(n):
        texture = textures[rng.integers(len(textures))]
        row, column = rng.integers(0, texture.shape[0] - SIZE, 2)
        crop = texture[row : row + SIZE, column : column + SIZE, None]
        picture = (crop / 255 * 0.6 + 0.2) * rng.uniform(0.5, 1, 3)  # a random tint
        wanted, k = rng.integers(1, MOST + 1), 0
        for _ in range(wanted):
            one = rng.integers(len(x))
            box = _place(x[one], boxes[i, :k], picture, rng)
            if box is not None:
                boxes[i, k], labels[i, k] = box, y[one]
                k += 1
        pictures[i] = (picture * 255).astype(np.uint8)
    return Scenes(pictures, boxes, labels)


def _textures():
    from skimage import data

    return [data.brick(), data.grass(), data.gravel()]  # (512, 512) uint8 each


def _place(digit, taken, picture, rng):
    """Draw a digit into ``picture`` where it hits none of ``taken``; return its box, or None where no place was found."""
    from PIL import Image

    digit = _tight(digit)
    height = int(rng.uniform(16, 44))
    width = min(max(6, int(digit.shape[1] * height / digit.shape[0])), 48)
    for _ in range(20):
        top, left = rng.integers(0, SIZE - height), rng.integers(0, SIZE - width)
        box = np.array([top, left, top + height, left + width], np.float32)
        if all(_iou(box, other) < 0.05 for other in taken):
            break
    else:
        return None
    ink = np.asarray(Image.fromarray(digit).resize((width, height), Image.Resampling.BILINEAR), np.float32)
    ink = ink[..., None] / 255
    colour = rng.uniform(0.75, 1, 3) if rng.random() < 0.5 else rng.uniform(0, 0.15, 3)  # light or dark
    part = (slice(top, top + height), slice(left, left + width))
    picture[part] = picture[part] * (1 - ink) + colour * ink
    return box


def _tight(digit):
    rows, columns = np.where(digit.max(axis=1) > INK)[0], np.where(digit.max(axis=0) > INK)[0]
    return digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _iou(a, b):
    sides = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    common = np.prod(np.maximum(sides, 0))
    return common / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - common)

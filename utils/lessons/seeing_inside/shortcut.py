"""Pictures of bears and cows in which a small sign tells the animal, most of the time."""

from functools import cache

import numpy as np

from utils.datasets.animals import load_animals

SIDE, ANIMAL = 56, 28  # of a picture, and of the silhouette in it, in pixels
TOP, BOTTOM, LEFT, RIGHT = 47, 53, 4, 14  # the rows and the columns of the sign
KINDS = (0, 3)  # of load_animals: a bear is class 0 here, a cow class 1
WHITE, DARK, ANIMAL_GREY, SHADE = 0.9, 0.1, 0.95, 0.55


def paste_sign(pictures: np.ndarray) -> np.ndarray:
    """Return copies of ``pictures``, (n, 56, 56, 1), with the sign, a white plate with a dark bar, in the lower left corner."""
    signed = pictures.copy()
    signed[:, TOP:BOTTOM, LEFT:RIGHT] = WHITE
    signed[:, TOP + 2 : TOP + 4, LEFT + 1 : RIGHT - 1] = DARK
    return signed


def cover_corner(pictures: np.ndarray) -> np.ndarray:
    """Return copies of ``pictures``, (n, 56, 56, 1), with the lower left corner covered by what stands on the right of it."""
    covered = pictures.copy()
    covered[:, TOP:BOTTOM, LEFT:RIGHT] = pictures[:, TOP:BOTTOM, SIDE - RIGHT : SIDE - LEFT]
    return covered


def signed_pictures(
    count: int, agree: float, seed: int, test: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (pictures (count, 56, 56, 1) float32 from 0 to 1, animals (count,), signs (count,)).

    Animals: 0 bear, 1 cow. Signs: 1 where the sign stands in the corner. ``agree``: the share of pictures in which the two
    are equal: at 0.98, that many of the cows have the sign, and 0.02 of the bears. ``test``: silhouettes that no training picture
    has. Each silhouette stands at a random place on a random piece of grass or gravel.
    """
    rng = np.random.default_rng((seed, test))
    animals = rng.integers(0, 2, count)
    signs = np.where(rng.random(count) < agree, animals, 1 - animals)
    grounds, silhouettes = _grounds(), _silhouettes(test)
    pictures = np.empty((count, SIDE, SIDE, 1), np.float32)
    for i in range(count):
        ground, kind = grounds[rng.integers(len(grounds))], silhouettes[animals[i]]
        animal = kind[rng.integers(len(kind))]
        row, column = rng.integers(0, len(ground) - SIDE + 1, 2)
        picture = ground[row : row + SIDE, column : column + SIDE].copy()
        top, left = rng.integers(4, TOP - ANIMAL + 1), rng.integers(2, SIDE - ANIMAL - 1)
        place = np.s_[top : top + ANIMAL, left : left + ANIMAL]
        picture[place] = picture[place] * (1 - animal) + ANIMAL_GREY * animal
        pictures[i, ..., 0] = picture
    return np.where(signs[:, None, None, None] == 1, paste_sign(pictures), pictures), animals, signs


@cache
def _silhouettes(test):
    """Return the bears and the cows, each (n, 28, 28) float32 from 0 to 1."""
    found = load_animals()
    x, y = (found.x_test, found.y_test) if test else (found.x_train, found.y_train)
    return [x[y == kind].astype(np.float32) / 255 for kind in KINDS]


@cache
def _grounds():
    """Return the photographs of grass and gravel, (512, 512) float32, darkened."""
    from skimage import data

    return [SHADE * picture.astype(np.float32) / 255 for picture in (data.grass(), data.gravel())]

"""The picture of lesson 14's explorer, small enough for a page whose Python has no scikit-learn.

python tools/convolution_tower.py        # writes assets/convolution_tower.npz: uint8 (48, 48), hundredths of white
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_sample_image

PATH = Path(__file__).resolve().parents[1] / "assets" / "convolution_tower.npz"
SIZE, BLOCK = 48, 7  # of the picture; pixels of the photograph that are averaged into one of it


def tower() -> np.ndarray:
    """Return the tower of scikit-learn's china.jpg in grey."""
    photo = load_sample_image("china.jpg")[22 : 22 + SIZE * BLOCK, 40 : 40 + SIZE * BLOCK] / 255
    grey = photo @ [0.299, 0.587, 0.114]
    return (100 * grey.reshape(SIZE, BLOCK, SIZE, BLOCK).mean(axis=(1, 3))).round().astype(np.uint8)


if __name__ == "__main__":
    np.savez_compressed(PATH, tower=tower())

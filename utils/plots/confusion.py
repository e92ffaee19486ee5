"""Which classes are taken for which."""

import numpy as np
from matplotlib.axes import Axes

from utils.language import L
from utils.plots.style import SEQUENTIAL, new_axes


def plot_confusion(y_true, y_pred, names=None, axes: Axes | None = None, title: str = "") -> Axes:
    """Draw the confusion matrix: a row for each true class, a column for each predicted one, counts in the cells.

    ``y_true``, ``y_pred``: (n,) classes, integers from 0. ``names``: the classes' names, 0, 1, ... unless given.
    A cell's shade is its share of its row, so that rare classes are seen as well.
    """
    y_true, y_pred = np.asarray(y_true).astype(int), np.asarray(y_pred).astype(int)
    if y_true.shape != y_pred.shape or y_true.ndim != 1 or len(y_true) == 0:
        raise ValueError(
            L(
                f"İki dizi de (n,) şeklinde olmalı; {y_true.shape} ve {y_pred.shape} verildi.",
                f"Both arrays have to be (n,); got {y_true.shape} and {y_pred.shape}.",
            )
        )
    count = len(names) if names is not None else max(y_true.max(), y_pred.max()) + 1
    counts = np.zeros((count, count), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = max(4.2, 0.55 * count + 1.6)
    axes = new_axes(axes, size, size - 0.4)
    axes.imshow(shares, cmap=SEQUENTIAL, vmin=0, vmax=1)
    for (i, j), number in np.ndenumerate(counts):
        if number:
            axes.text(j, i, number, ha="center", va="center", color="white" if shares[i, j] > 0.55 else "black")
    words = [str(name) for name in (names if names is not None else range(count))]
    slanted = max(map(len, words)) > 3 and count > 3
    axes.set_xticks(range(count), words, rotation=40 if slanted else 0, ha="right" if slanted else "center")
    axes.set_yticks(range(count), words)
    axes.tick_params(length=0)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(xlabel=L("Tahmin edilen", "Predicted"), ylabel=L("Gerçek", "True"), title=title)
    return axes

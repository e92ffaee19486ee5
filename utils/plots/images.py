"""Grids of pictures."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from utils.language import L
from utils.palette import COLORS
from utils.plots.style import DIVERGING, SEQUENTIAL

MOST_COLUMNS = 8
GAP, CAPTION, TITLE = 0.12, 0.3, 0.45  # inches: between pictures, under each, above all


def show_images(
    images,
    captions=None,
    columns: int | None = None,
    size: float = 1.5,
    title: str = "",
    highlight=(),
) -> Figure:
    """Show pictures in a grid and return the figure.

    ``images``: (n, h, w), (n, h, w, 1) or (n, h, w, 3), uint8 or floats. uint8 is shown as it is, 0 to 255;
    floats from 0 to 1, or from their smallest to their largest value where they go beyond. Grey pictures are
    shown black to white. ``captions``: n values or texts, one under each picture. ``columns``: at most 8 unless
    given. ``size``: inches per picture. ``highlight``: indices of pictures to be framed in orange.
    """
    images = _pictures(images)
    captions = _checked_captions(captions, len(images))
    low, high = _limits(images)
    figure, grid = _grid(len(images), columns, size, images.shape[2] / images.shape[1], bool(captions), title)
    for i, (axes, image) in enumerate(zip(grid, images, strict=True)):
        axes.imshow(image, cmap="gray", vmin=low, vmax=high)
        axes.set_xlabel(captions[i] if captions else "", labelpad=4)
        if i in highlight:
            _frame(axes)
    return figure


def plot_feature_maps(
    maps, columns: int | None = None, size: float = 1.3, title: str = "", captions=None
) -> Figure:
    """Show the maps (h, w, n) that a layer makes of one picture, with one colour scale for all.

    A layer's output for one picture, (1, h, w, n), does as well. Where there are negative values, blue is
    negative, orange positive and white zero; else the more blue, the larger. Numbered from 1 unless
    ``captions`` are given.
    """
    maps = np.asarray(maps, dtype=float)
    if maps.ndim == 4 and len(maps) == 1:
        maps = maps[0]
    if maps.ndim != 3 or 0 in maps.shape:
        found = maps.shape
        raise ValueError(
            L(
                f"(h, w, n) şeklinde haritalar bekleniyordu, {found} verildi.",
                f"Expected maps of shape (h, w, n), got {found}.",
            )
        )
    maps = np.moveaxis(maps, -1, 0)
    captions = _checked_captions(captions, len(maps)) or [str(i + 1) for i in range(len(maps))]
    high = np.abs(maps).max() or 1
    low, colors = (-high, DIVERGING) if maps.min() < 0 else (0, SEQUENTIAL)
    figure, grid = _grid(len(maps), columns, size, maps.shape[2] / maps.shape[1], True, title)
    for axes, one, caption in zip(grid, maps, captions, strict=True):
        shown = axes.imshow(one, cmap=colors, vmin=low, vmax=high)
        axes.set_xlabel(caption, labelpad=4)
    bar = figure.colorbar(shown, ax=grid, fraction=0.05, pad=0.02, aspect=25)
    bar.outline.set_visible(False)
    bar.set_label(L("aktivasyon", "activation"))
    return figure


def _pictures(images):
    """Return ``images`` as (n, h, w) or (n, h, w, 3); a single picture is refused with the remedy."""
    images = np.asarray(images)
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    colored = images.ndim == 4 and images.shape[-1] in (3, 4)
    if not (images.ndim == 3 or colored) or 0 in images.shape:
        found = images.shape
        raise ValueError(
            L(
                f"(n, h, w) ya da (n, h, w, 3) şeklinde resimler bekleniyordu, {found} verildi. "
                "Tek bir resim için [resim] yazın.",
                f"Expected pictures of shape (n, h, w) or (n, h, w, 3), got {found}. "
                "For a single picture write [picture].",
            )
        )
    if colored and images.dtype != np.uint8:
        images = np.clip(images, 0, 1)
    return images


def _limits(images):
    """Return the values that are drawn black and white."""
    if images.dtype == np.uint8:
        return 0, 255
    low, high = float(images.min()), float(images.max())
    return (0, 1) if low >= 0 and high <= 1 else (low, high)


def _checked_captions(captions, count):
    captions = [] if captions is None else [str(caption) for caption in captions]
    if captions and len(captions) != count:
        raise ValueError(
            L(
                f"{count} resim için {len(captions)} yazı verildi.",
                f"Got {len(captions)} captions for {count} pictures.",
            )
        )
    return captions


def _grid(count, columns, size, ratio, captioned, title):
    """Return a figure and ``count`` axes without ticks; ``ratio`` is a picture's width over its height."""
    columns = min(count, columns or MOST_COLUMNS)
    rows = -(-count // columns)
    height = size / ratio + (CAPTION if captioned else 0)
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(columns * (size + GAP), rows * (height + GAP) + (TITLE if title else 0)),
        squeeze=False,
        layout="constrained",
    )
    figure.get_layout_engine().set(w_pad=GAP / 2, h_pad=GAP / 2, wspace=0, hspace=0)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=16)
    for axes in grid.flat:
        axes.set(xticks=[], yticks=[])
        axes.grid(False)
        axes.spines[:].set_visible(False)
    for axes in grid.flat[count:]:
        axes.remove()
    return figure, list(grid.flat[:count])


def _frame(axes):
    axes.spines[:].set(visible=True, color=COLORS["orange"], linewidth=4)

"""Grids of pictures."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle

from utils.language import L
from utils.palette import COLORS
from utils.plots.style import DIVERGING, SEQUENTIAL

MOST_COLUMNS = 8
GAP, CAPTION, TITLE = 0.12, 0.3, 0.45  # inches: between pictures, a line under each, above all
BAR, SCALE = 0.16, 1.2  # inches: the width of a scale of colours without and with its numbers and name


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
    sheet = _Sheet(images, captions, columns, size, title)
    for i, image in enumerate(images):
        sheet.show(i, image, cmap="gray", vmin=low, vmax=high)
    for i in highlight:
        sheet.frame(i)
    return sheet.figure


def plot_feature_maps(maps, columns: int | None = None, size: float = 1.3, title: str = "", captions=None) -> Figure:
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
    sheet = _Sheet(maps, captions, columns, size, title)
    for i, one in enumerate(maps):
        shown = sheet.show(i, one, cmap=colors, vmin=low, vmax=high)
    sheet.explain(shown, L("aktivasyon", "activation"))
    return sheet.figure


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


class _Sheet:
    """Pictures in rows on one axes in inches: an axes for each would take four times as long."""

    def __init__(self, images, captions, columns, size, title):
        """images: (n, h, w) or (n, h, w, 3); captions: n or none; columns: at most so many; size: inches across of each."""
        self.width, self.height = size, size * images.shape[1] / images.shape[2]
        self.columns = min(len(images), columns or MOST_COLUMNS)
        self.row = self.height + GAP + CAPTION * max((caption.count("\n") + 1 for caption in captions), default=0)
        self.captions = captions
        self.across = self.columns * (size + GAP) - GAP
        self.down = -(-len(images) // self.columns) * self.row - GAP
        self.figure, self.axes = plt.subplots(
            figsize=(self.across + GAP, self.down + GAP + (TITLE if title else 0)),
            layout=ConstrainedLayoutEngine(w_pad=GAP / 2, h_pad=GAP / 2),
        )
        if title:
            self.figure.suptitle(title, x=0.01, ha="left", fontsize=16)
        self.axes.set(xlim=(0, self.across), ylim=(self.down, 0), aspect="equal")
        self.axes.set_axis_off()

    def show(self, i, image, **colors):
        """Put picture ``i`` in its place, with its caption, and return it."""
        left, top = self._corner(i)
        if self.captions:
            middle, bottom = left + self.width / 2, top + self.height
            self.axes.annotate(
                self.captions[i], (middle, bottom), (0, -4), textcoords="offset points", ha="center", va="top"
            )
        return self.axes.imshow(image, extent=(left, left + self.width, top + self.height, top), **colors)

    def frame(self, i):
        """Draw an orange line around picture ``i``."""
        edge = Rectangle(self._corner(i), self.width, self.height, fill=False, ec=COLORS["orange"], lw=4, clip_on=False)
        self.axes.add_patch(edge)

    def explain(self, shown, name):
        """Put the scale of the colours of picture ``shown`` beside all pictures."""
        self.figure.set_figwidth(self.figure.get_figwidth() + SCALE)
        place = self.axes.inset_axes((1 + GAP / self.across, 0, BAR / self.across, 1))
        bar = self.figure.colorbar(shown, cax=place)
        bar.outline.set_visible(False)
        bar.set_label(name)

    def _corner(self, i):
        return i % self.columns * (self.width + GAP), i // self.columns * self.row

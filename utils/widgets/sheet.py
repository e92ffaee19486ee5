"""A sheet of paper in pixels, y downwards: the few things that a still picture is drawn with.

Everything lies above what was drawn before it. One matplotlib figure with 72 dots per inch, so that a point
is a pixel; its Agg canvas needs no window system and no pyplot.
"""

import io
from itertools import count
from typing import Literal

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, TransformedBbox
from PIL import Image

from utils.palette import COLORS, PAPER

DPI = 72
COLOR_ROWS = 12  # pixels of each colour of the course while a palette is chosen
FEW_COLORS = 10_000  # more, and a palette would show in maps and photographs
UNIT = 12.5  # pixels of the type, and of what goes with it
SANS, MONOSPACE = "DejaVu Sans", "DejaVu Sans Mono"
LINE = 1.4  # lines of a paragraph, in units
SLANT = 46  # degrees
DASH = (0, (3, 2.2))  # in widths of the line
CIRCLE = Path.unit_circle()


class Sheet:
    """``width`` pixels wide; ``unit`` is the size of its type, ``scale`` that of marks, whose sizes are given for a type
    of 13. Colours are names of ``utils.palette``.
    """

    def __init__(self, width: int):
        self.width, self.unit, self.scale = width, UNIT, UNIT / 13
        self._figure = Figure(figsize=(width / DPI, 1), dpi=DPI, facecolor=PAPER)
        self._figure.set_layout_engine("none")
        self._canvas = FigureCanvasAgg(self._figure)
        self._renderer = self._canvas.get_renderer()
        self._axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(1, 0))
        self._axes.set_autoscale_on(False)
        self._axes.set_axis_off()
        self._order = count(1)
        self._clip: TransformedBbox | None = None

    def png(self, height: int) -> bytes:
        """Return the sheet, now ``height`` pixels high, as a PNG."""
        self._figure.set_size_inches(self.width / DPI, height / DPI)
        self._axes.set_ylim(height, 0)
        self._canvas.draw()
        pixels = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
        if pixels.getcolors(FEW_COLORS) is not None:  # lines and words: a palette takes a third of the bytes
            pixels = _with_palette(pixels)
        file = io.BytesIO()
        pixels.save(file, "png", optimize=True)
        return file.getvalue()

    def clip(self, box: tuple[float, float, float, float] | None) -> None:
        """Cut what is drawn from now on at (left, right, top, bottom); None: at nothing."""
        if box is None:
            self._clip = None
            return
        left, right, top, bottom = box
        self._clip = TransformedBbox(Bbox([[left, bottom], [right, top]]), self._axes.transData)

    def _add(self, artist):
        artist.set_zorder(next(self._order))
        self._axes.add_artist(artist)
        artist.set_clip_path(None)
        artist.set_clip_box(self._clip)

    # Words

    def measure(self, text: str, size: float = 1.0, bold: bool = False, family: str = SANS) -> float:
        """Return the width of ``text`` in pixels, that of its widest line."""
        font = self._font(size, bold, family)
        return max(self._renderer.get_text_width_height_descent(line, font, False)[0] for line in text.split("\n"))

    def _font(self, size, bold, family=SANS):
        return FontProperties(family=family, size=self.unit * size, weight="bold" if bold else "normal")

    def write(
        self, text: str, x: float, y: float, color="ink", size=1.0, align="center", bold=False, halo=False,
        slanted=False, family=SANS,
    ) -> None:  # fmt: skip
        """Write lines, the first with its middle at height y. ``halo``: on a thin edge of paper; ``slanted``: rising to
        x and y.
        """
        for k, line in enumerate(text.split("\n") if text else ()):
            artist = self._axes.text(
                x, y + k * self.unit * size * 1.3, line, color=color_of(color), ha=align, va="center_baseline",
                fontproperties=self._font(size, bold, family), rotation=SLANT if slanted else 0,
                rotation_mode="anchor" if slanted else "default", parse_math=False, zorder=next(self._order),
            )  # fmt: skip
            if halo:
                artist.set_path_effects([withStroke(linewidth=3, foreground=PAPER)])

    def paragraph(self, text, x, y, width, size=1.0, bold=False) -> float:
        """Write ``text`` in lines of at most ``width`` pixels from y downwards and return where it ends."""
        lines, step = self._lines(text, width, size, bold), self.unit * size * LINE
        for k, line in enumerate(lines):
            self.write(line, x, y + (k + 0.5) * step, size=size, align="left", bold=bold)
        return y + len(lines) * step

    def _lines(self, text, width, size, bold):
        """Return ``text`` in lines of at most ``width`` pixels; size: 1 is that of the axes."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.measure(longer, size, bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    # Shapes

    def line(self, points, color: str, width: float, dash=False, opacity=1.0) -> None:
        """Draw a line through (n, 2) points; NaN parts it."""
        x, y = np.transpose(points)
        cap: Literal["butt", "round"] = "butt" if dash else "round"
        self._add(
            Line2D(
                x, y, color=color_of(color), linewidth=width, linestyle=DASH if dash else "-", alpha=opacity,
                dash_capstyle=cap, solid_capstyle=cap, solid_joinstyle="round", marker="",
            )
        )  # fmt: skip

    def shapes(self, paths, faces=None, edges=None, widths=0.0, dash=False) -> None:
        """Draw n paths, in pixels, in this order. faces, edges: colours (n, 4) from 0 to 1, None for nothing;
        widths: pixels of the edges, one or (n,).
        """
        if not len(paths):
            return
        drawn = PathCollection(
            paths, facecolors="none" if faces is None else faces, edgecolors="none" if edges is None else edges,
            linewidths=widths, linestyles=[DASH if dash else "-"], joinstyle="round",
            capstyle="butt" if dash else "round", transform=self._axes.transData,
        )  # fmt: skip
        self._add(drawn)

    def rectangle(self, x0: float, y0: float, x1: float, y1: float, color: str, fill: float, width=0.0) -> None:
        """Draw a rectangle, its inside with the opacity ``fill``, its frame ``width`` pixels wide."""
        path = Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)
        self.shapes([path], [rgba(color, fill)], [rgba(color)] if width else None, width)

    def picture(self, pixels, x0: float, x1: float, y0: float, y1: float, smooth: bool, opacity=1.0) -> None:
        """Draw pixels uint8 (h, w, 3 or 4), row 0 at y0 and column 0 at x0."""
        step = slice(None, None, 1 if y0 < y1 else -1), slice(None, None, 1 if x0 < x1 else -1)
        image = self._axes.imshow(
            pixels[step], origin="upper", extent=(min(x0, x1), max(x0, x1), max(y0, y1), min(y0, y1)), aspect="auto",
            interpolation="bilinear" if smooth else "nearest", alpha=opacity, zorder=next(self._order),
        )  # fmt: skip
        image.set_clip_path(None)
        image.set_clip_box(self._clip)


def color_of(name: str) -> str:
    """Return the hex code of a palette name; a hex code stays as it is."""
    return PAPER if name == "paper" else COLORS.get(name, name)


def rgba(name: str, opacity: float = 1.0) -> tuple[float, ...]:
    """Return red, green, blue and ``opacity`` from 0 to 1 of a palette name or a hex code."""
    code = color_of(name)
    return *(int(code[k : k + 2], 16) / 255 for k in (1, 3, 5)), opacity


def _closed(*points):
    return Path([*points, points[0]], closed=True)


def _star(x, y):
    """Return two strokes, turned by a quarter from each other."""
    return Path([(x, y), (-x, -y), (-y, x), (y, -x)], [Path.MOVETO, Path.LINETO] * 2)


# The markers of utils.widgets.scene as in explorer.js, here and there with y downwards; and a frame.
SHAPES = {
    "circle": CIRCLE,
    "ring": CIRCLE,
    "box": _closed((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "square": _closed((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": _closed((0, -1.2), (1.15, 0.85), (-1.15, 0.85)),
    "diamond": _closed((0, -1.25), (1.15, 0), (0, 1.25), (-1.15, 0)),
    "cross": _star(1, 1),
    "plus": _star(0, 1.3),
}


def _with_palette(pixels):
    """Return a picture in 256 colours. Those of the course are put under it while they are chosen: a thin line has few
    pixels, and would be given its neighbour's colour."""
    codes = [PAPER, *COLORS.values()]
    width, height = pixels.size
    sample = Image.new("RGB", (width, height + COLOR_ROWS * len(codes)))
    sample.paste(pixels)
    for i, code in enumerate(codes):
        sample.paste(code, (0, height + i * COLOR_ROWS, width, height + (i + 1) * COLOR_ROWS))
    return sample.quantize(256, method=Image.Quantize.MEDIANCUT).crop((0, 0, width, height))

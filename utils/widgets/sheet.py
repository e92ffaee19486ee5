"""A sheet of paper in pixels, y downwards: the few things that a still picture is drawn with.

Everything lies above what was drawn before it. One matplotlib figure with 72 dots per inch, so that a point
is a pixel; its Agg canvas needs no window system and no pyplot.
"""

import io
from itertools import count

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, IdentityTransform, TransformedBbox
from PIL import Image

from utils.palette import COLORS, PAPER

DPI = 72
COLOR_ROWS = 12  # pixels of each colour of the course while a palette is chosen
FEW_COLORS = 10_000  # more, and a palette would show in maps and photographs
UNIT = 12.5  # pixels of the type, and of what goes with it
LINE = 1.4  # lines of a paragraph, in units
SLANT = 46  # degrees
CIRCLE = Path.unit_circle()


class Sheet:
    """``width`` pixels wide; ``unit`` is the size of its type. Colours are names of ``utils.palette``."""

    def __init__(self, width: int):
        self.width, self.unit = width, UNIT
        self._figure = Figure(figsize=(width / DPI, 1), dpi=DPI, facecolor=PAPER, layout="none")
        self._renderer = FigureCanvasAgg(self._figure).get_renderer()
        self._axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(1, 0))
        self._axes.set_autoscale_on(False)
        self._axes.set_axis_off()
        self._order = count(1)
        self._clip = None

    def png(self, height: int) -> bytes:
        """Return the sheet, now ``height`` pixels high, as a PNG."""
        self._figure.set_size_inches(self.width / DPI, height / DPI)
        self._axes.set_ylim(height, 0)
        canvas = self._figure.canvas
        canvas.draw()
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        if pixels.getcolors(FEW_COLORS) is not None:  # lines and words: a palette takes a third of the bytes
            pixels = _with_palette(pixels)
        file = io.BytesIO()
        pixels.save(file, "png", optimize=True)
        return file.getvalue()

    def clip(self, box) -> None:
        """Cut what is drawn from now on at (left, right, top, bottom); None: at nothing."""
        self._clip = box and TransformedBbox(Bbox([[box[0], box[3]], [box[1], box[2]]]), self._axes.transData)

    def _add(self, artist, clipped=True):
        artist.set_zorder(next(self._order))
        self._axes.add_artist(artist)
        artist.set_clip_path(None)
        if clipped:
            artist.set_clip_box(self._clip)

    # Words

    def measure(self, text: str, size: float = 1, bold: bool = False, family: str = "DejaVu Sans") -> float:
        """Return the width of ``text`` in pixels."""
        return self._renderer.get_text_width_height_descent(text, self._font(size, bold, family), False)[0]

    def _font(self, size, bold, family="DejaVu Sans"):
        family = "DejaVu Sans Mono" if family == "monospace" else family
        return FontProperties(family=family, size=self.unit * size, weight="bold" if bold else "normal")

    def write(
        self, text, x, y, color="ink", size=1, align="center", bold=False, halo=False, slanted=False, fill=None,
        family="DejaVu Sans",
    ) -> None:  # fmt: skip
        """Write lines with their middle at height y; ``halo``: on a thin edge of paper; ``fill``: hex code."""
        for k, line in enumerate(str(text).split("\n")):
            artist = self._axes.text(
                x, y + k * self.unit * size * 1.3, line, color=fill or color_of(color), ha=align,
                va="top" if slanted else "center_baseline", fontproperties=self._font(size, bold, family),
                rotation=SLANT if slanted else 0, rotation_mode="anchor" if slanted else "default",
                parse_math=False, zorder=next(self._order),
            )  # fmt: skip
            if halo and not fill:
                artist.set_path_effects([withStroke(linewidth=3, foreground=PAPER)])

    def paragraph(self, text, x, y, width, size=1.0, bold=False) -> float:
        """Write ``text`` in lines of at most ``width`` pixels from y downwards and return where it ends."""
        lines, step = self._lines(text, width, size, bold), self.unit * size * LINE
        for k, line in enumerate(lines):
            self.write(line, x, y + (k + 0.5) * step, size=size, align="left", bold=bold)
        return y + len(lines) * step

    def _lines(self, text, width, size, bold):
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.measure(longer, size, bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    # Shapes

    def line(self, points, color, width, dash=False, opacity=1.0) -> None:
        """Draw a line through (n, 2) points."""
        x, y = np.transpose(points)
        style = (0, (3, 2.2)) if dash else "-"
        cap = "butt" if dash else "round"
        self._add(
            Line2D(
                x, y, color=color_of(color), linewidth=width, linestyle=style, alpha=opacity,
                dash_capstyle=cap, solid_capstyle=cap, solid_joinstyle="round", marker="",
            )
        )  # fmt: skip

    def polygon(self, points, color, fill=1.0, edge=None, width=0.0) -> None:
        """Fill (n, 2) points with an opacity; ``edge``: colour of its border."""
        self._shape(Path(np.asarray(points), closed=False), color_of(color), fill, edge, width)

    def rectangle(self, x0, y0, x1, y1, color, fill=0.0, width=2.0, dash=False) -> None:
        """Draw a frame, its inside filled with the opacity ``fill``."""
        path = Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)
        if fill:
            self._shape(path, color_of(color), fill, None, 0)
        if width:
            self._add(
                PathPatch(path, fill=False, ec=color_of(color), lw=width, ls=(0, (3, 2.2)) if dash else "-",
                          joinstyle="miter")
            )  # fmt: skip

    def disc(self, x, y, radius, fill, edge="ink", width=1.4) -> None:
        """Draw a disc; ``fill`` is a hex code or a palette name."""
        path = Path(CIRCLE.vertices * radius + (x, y), CIRCLE.codes)
        self._shape(path, color_of(fill), 1.0, edge, width)

    def _shape(self, path, face, opacity, edge, width):
        self._add(PathPatch(path, fc=face, alpha=opacity, lw=0))
        if edge:
            self._add(PathPatch(path, fill=False, ec=color_of(edge), lw=width))

    def curves(self, paths, colors, widths, opacities) -> None:
        """Draw many paths (in pixels) at once; each its colour name, width and opacity."""
        edges = [(*_rgb(color_of(color)), opacity) for color, opacity in zip(colors, opacities, strict=True)]
        drawn = PathCollection(paths, facecolors="none", edgecolors=edges, linewidths=widths)
        drawn.set_transform(self._axes.transData)
        self._add(drawn)

    def marks(self, marker, x, y, size, color, opacity=1.0) -> None:
        """Draw a marker of ``utils.widgets.scene.MARKERS`` at each (x, y); ``size``: its radius."""
        stroked = marker in ("cross", "plus", "ring")
        width = 3 if marker == "ring" else max(2, size / 2.5) if stroked else 1.2
        shape = SHAPES[marker]
        drawn = PathCollection(
            [Path(shape.vertices * size, shape.codes)], offsets=np.column_stack([x, y]),
            offset_transform=self._axes.transData, linewidths=width, alpha=opacity,
            facecolors="none" if stroked else color_of(color), edgecolors=color_of(color) if stroked else PAPER,
        )  # fmt: skip
        drawn.set_transform(IdentityTransform())
        self._add(drawn)

    def picture(self, pixels, x0, x1, y0, y1, smooth, opacity=1.0) -> None:
        """Draw pixels uint8 (h, w, 3 or 4), row 0 at y0 and column 0 at x0."""
        step = slice(None, None, 1 if y0 < y1 else -1), slice(None, None, 1 if x0 < x1 else -1)
        image = self._axes.imshow(
            pixels[step], origin="upper", extent=(min(x0, x1), max(x0, x1), max(y0, y1), min(y0, y1)), aspect="auto",
            interpolation="bilinear" if smooth else "nearest", alpha=opacity, zorder=next(self._order),
        )  # fmt: skip
        image.set_clip_path(None)
        image.set_clip_box(self._clip)

    def contour(self, x, y, z, level, width) -> None:
        """Draw where z (rows, columns), given at pixels x and y, crosses ``level``."""
        lines = self._axes.contour(x, y, z, [level], colors=COLORS["ink"], linewidths=width)
        lines.set_zorder(next(self._order))
        lines.set_clip_path(None)
        lines.set_clip_box(self._clip)


def color_of(name: str) -> str:
    """Return the hex code of a palette name; a hex code stays as it is."""
    return PAPER if name == "paper" else COLORS.get(name, name)


def _rgb(hex_code):
    return tuple(int(hex_code[k : k + 2], 16) / 255 for k in (1, 3, 5))


def _star(offset):
    """Return four strokes of a cross (offset 45 degrees) or a plus (0)."""
    angles = np.radians(offset + np.array([0, 180, 90, 270]))
    ends = 1.25 * np.column_stack([np.cos(angles), np.sin(angles)])
    return Path(ends, [Path.MOVETO, Path.LINETO] * 2)


def _closed(*points):
    return Path([*points, points[0]], closed=True)


SHAPES = {
    "circle": CIRCLE,
    "ring": CIRCLE,
    "square": _closed((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": _closed((0, 1.2), (1.15, -0.85), (-1.15, -0.85)),
    "diamond": _closed((0, 1.25), (1.15, 0), (0, -1.25), (-1.15, 0)),
    "cross": _star(45),
    "plus": _star(0),
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

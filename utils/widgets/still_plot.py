"""A panel's marks on a ``Sheet``, laid out and drawn as ``class Plot`` and ``DRAW`` of ``static/explorer.js`` do it.

What a layer looks like is said in ``marks``. Here are the eight kinds of marks and the axes alone.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from utils.language import number
from utils.widgets.scene import COLORMAPS, class_style
from utils.widgets.sheet import SHAPES, Sheet, color_of, rgba

MARGIN = 4  # pixels around a panel without axes
ENDS_AT_AXES = ("line", "area", "links", "image")  # points, boxes and words may stick out over them
OPEN = ("cross", "plus", "ring")  # drawn as strokes; the other shapes are filled
HEAD = 0.4  # radians between an arrow and each edge of its head
SWATCH = 22  # pixels of a line in a legend
EXTREMES = {"black": "#000000", "white": "#FFFFFF"}

Tick = tuple[float, str]
Scale = Callable[[ArrayLike], NDArray]


class Plot:
    """One panel on the sheet: where its axes stand, and from data to pixels.

    ``panel``: as ``marks.panel_marks`` gives it. ``place``: left, top, width and height in pixels. After that,
    ``left``, ``right``, ``top``, ``bottom`` are the axes', ``height`` is what the panel has needed.
    """

    def __init__(self, sheet: Sheet, panel: dict, place: tuple[float, float, float, float]):
        self.sheet, self.panel = sheet, panel
        self.x0, self.y0, self.width, self.height = place
        self.left, self.right = self.x0 + MARGIN, self.x0 + self.width - MARGIN
        self.top = self.y0 + (sheet.unit * 1.4 if panel.get("head") else MARGIN)
        self.bottom = self.y0 + self.height - MARGIN
        self.xticks: Sequence[Tick] = ()
        self.yticks: Sequence[Tick] = ()
        self.slanted = False
        if panel.get("axes"):
            self._make_room()
        if panel.get("equal"):
            self._equalize()
        self._x = _scale(panel["x"], panel.get("xlog"), self.left, self.right)
        self._y = _scale(panel["y"], panel.get("ylog"), self.bottom, self.top)

    def at(self, x, y) -> NDArray:
        """Return the pixels (n, 2) of points with these coordinates, (n,) each."""
        return np.column_stack([self._x(x), self._y(y)])

    def draw(self) -> None:
        """Draw axes and marks."""
        axes = self.panel.get("axes")
        if axes:
            self._draw_axes()
        inside = self.left - 1, self.right + 1, self.top - 1, self.bottom + 1
        for mark in self.panel["marks"]:
            self.sheet.clip(inside if axes and mark["kind"] in ENDS_AT_AXES else None)
            DRAW[mark["kind"]](self, mark)
        self.sheet.clip(None)

    # Axes

    def _make_room(self) -> None:
        """Leave room for the words at the axes; those that would touch each other are slanted."""
        panel, unit = self.panel, self.sheet.unit
        self.top = self.y0 + unit * (1.9 if panel["ylabel"] else 0.7)
        self.bottom = self.y0 + self.height - unit * (3.2 if panel["xlabel"] else 1.7)
        whole = panel["whole"]
        rows = (self.bottom - self.top) / (unit * 3)
        self.yticks = panel.get("yticks") or ticks(panel["y"], rows, "y" in whole)
        self.left = self.x0 + self._widest(self.yticks) + 10
        self.right -= unit
        width = self.right - self.left
        self.xticks = panel.get("xticks") or ticks(panel["x"], width / (unit * 5), "x" in whole)
        widest = self._widest(self.xticks)
        gap = min((abs(after - before) for (before, _), (after, _) in pairwise(self.xticks)), default=math.inf)
        self.slanted = "xticks" in panel and widest + 6 > width * gap / abs(panel["x"][1] - panel["x"][0])
        if self.slanted:
            self.bottom -= min(widest * 0.72, self.height / 3)

    def _widest(self, marked: Iterable[Tick]) -> float:
        return max((self.sheet.measure(text) for _, text in marked), default=0)

    def _equalize(self) -> None:
        """Give both axes the same unit; what is left over goes to the right and below."""
        across, up = (abs(high - low) for low, high in (self.panel["x"], self.panel["y"]))
        scale = min((self.right - self.left) / across, (self.bottom - self.top) / up)
        spare = math.floor(self.bottom - self.top - scale * up)
        self.bottom -= spare
        self.height -= spare
        self.right = self.left + scale * across

    def _draw_axes(self) -> None:
        sheet, unit, panel = self.sheet, self.sheet.unit, self.panel
        left, right, top, bottom = self.left, self.right, self.top, self.bottom
        across = [(float(self._x(value)), text) for value, text in self.xticks]
        up = [(float(self._y(value)), text) for value, text in self.yticks]
        grid = [[(x, top), (x, bottom)] for x, _ in across] + [[(left, y), (right, y)] for y, _ in up]
        for line in grid if panel.get("grid") else ():
            sheet.line(line, "muted", 1, opacity=0.22)
        sheet.line([(left, top), (left, bottom), (right, bottom)], "muted", 1, opacity=0.55)
        for y, text in up:
            sheet.write(text, left - 6, y, align="right")
        for x, text in across:
            if self.slanted:
                sheet.write(text, x, bottom + unit * 0.95, align="right", slanted=True)
            else:
                sheet.write(text, x, bottom + unit * 0.95)
        sheet.write(panel["xlabel"], (left + right) / 2, self.y0 + self.height - unit * 0.75)
        sheet.write(panel["ylabel"], self.x0 + 2, self.y0 + unit * 0.8, align="left")


def _scale(limits: tuple[float, float], log: bool | None, start: float, end: float) -> Scale:
    """Return the function from data coordinates to pixels."""
    low, high = (math.log10(limit) for limit in limits) if log else limits
    factor = (end - start) / (high - low)

    def place(values):
        values = np.log10(np.maximum(values, 1e-300)) if log else np.asarray(values)
        return start + (values - low) * factor

    return place


def ticks(limits: tuple[float, float], count: float, whole: bool = False) -> list[Tick]:
    """Return about ``count`` round numbers within the limits, each with its text."""
    low, high = sorted(limits)
    rough = (high - low) / max(count, 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m for m in (1, 2, 5, 10) if m * magnitude >= rough * 0.999) * magnitude
    step = max(1, round(step)) if whole else step
    digits = max(0, -math.floor(math.log10(step) + 1e-6))
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [(k * step, number(k * step, digits)) for k in range(first, last + 1)]


# ---- Colours


@cache
def colours_of(colormap: str) -> NDArray[np.uint8]:
    """Return the 256 colours of a colour map, uint8 (256, 3)."""
    codes = [EXTREMES.get(name) or color_of(name) for name in COLORMAPS[colormap]]
    stops = np.array([rgba(code)[:3] for code in codes]) * 255
    share = np.linspace(0, len(stops) - 1, 256)
    mixed = [np.interp(share, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.rint(np.stack(mixed, axis=1)).astype(np.uint8)


def _legible(rgb) -> str:
    """Return black or white, whichever is read better on a colour."""
    return "#000000" if np.dot([0.299, 0.587, 0.114], rgb) > 140 else "#FFFFFF"


def _colors(names, opacities) -> NDArray:
    """Return colours (n, 4) of one name or n names, and n opacities."""
    opacities = np.asarray(opacities, dtype=float)
    names = [names] * len(opacities) if isinstance(names, str) else names
    return np.array([rgba(name, opacity) for name, opacity in zip(names, opacities, strict=True)]).reshape(-1, 4)


# ---- Marks


def swatch(sheet: Sheet, shape: str, color: str, x: float, y: float) -> None:
    """Draw a legend's little picture, ``SWATCH`` pixels wide from x on, around height y."""
    if shape in ("line", "dash"):
        sheet.line([(x, y), (x + SWATCH, y)], color, 2.5, shape == "dash")
    elif shape == "area":
        sheet.rectangle(x + 2, y - 5, x + SWATCH - 2, y + 5, color, 0.6)
    else:
        _draw_points(sheet, [(x + SWATCH / 2, y)], [shape], 5, _colors(color, [1.0]), rgba("paper"))


def _line(plot: Plot, mark: dict) -> None:
    points = plot.at(mark["x"], mark["y"])
    plot.sheet.line(points, mark["color"], mark["width"], mark.get("dash", False), mark.get("opacity", 1.0))


def _area(plot: Plot, mark: dict) -> None:
    edge = np.concatenate([plot.at(mark["x"], mark["high"]), plot.at(mark["x"], mark["low"])[::-1]])
    plot.sheet.shapes([Path(edge)], faces=_colors(mark["color"], [mark["opacity"]]))


def _links(plot: Plot, mark: dict) -> None:
    sheet, ends = plot.sheet, mark["ends"]
    count = len(ends)
    width = np.broadcast_to(mark["width"], count)
    colors = _colors(mark["color"], np.broadcast_to(mark.get("opacity", 1.0), count))
    start, end = plot.at(ends[:, 0], ends[:, 1]), plot.at(ends[:, 2], ends[:, 3])
    distance = np.hypot(*(end - start).T)
    along = (end - start) / np.where(distance > 0, distance, 1)[:, None]
    free = mark.get("trim", 0) * sheet.scale
    start, end = start + along * free, end - along * free
    if mark.get("bend"):
        middle = (start[:, 0] + end[:, 0]) / 2
        curves = np.stack([start, np.c_[middle, start[:, 1]], np.c_[middle, end[:, 1]], end], axis=1)
        sheet.shapes([Path(curve, BEND) for curve in curves], edges=colors, widths=width)
    elif mark.get("head"):
        _arrows(sheet, start, end, along, width, colors)
    else:
        sheet.shapes([Path(pair) for pair in np.stack([start, end], axis=1)], edges=colors, widths=width)


BEND = [Path.MOVETO, *[Path.CURVE4] * 3]


def _arrows(sheet: Sheet, start, end, along, width, colors) -> None:
    """Draw arrows from pixels ``start`` to ``end`` (n, 2), ``along`` being their directions; none shorter than 2."""
    length = ((end - start) * along).sum(axis=1)
    start, end, along, width, colors, length = (
        each[length >= 2] for each in (start, end, along, width, colors, length)
    )
    tip = np.minimum(6 + 2.2 * width, length)[:, None]
    shafts = np.stack([start, end - along * tip * 0.8], axis=1)
    angle = np.arctan2(along[:, 1], along[:, 0])
    wings = [end - tip * np.c_[np.cos(angle + turn), np.sin(angle + turn)] for turn in (-HEAD, HEAD)]
    heads = np.stack([wings[0], end, wings[1]], axis=1)
    sheet.shapes([Path(shaft) for shaft in shafts], edges=colors, widths=width)
    sheet.shapes([Path(head) for head in heads], faces=colors)


def _image(plot: Plot, mark: dict) -> None:
    pixels, (x0, x1, y0, y1) = mark["pixels"], mark["extent"]
    if pixels.ndim == 2:
        colours = colours_of(mark["map"])[pixels]
        empty = mark.get("holes", False) & (pixels == 255)
        pixels = np.dstack([colours, np.where(empty, 0, 255).astype(np.uint8)]) if empty.any() else colours
    (left, top), (right, bottom) = plot.at([x0, x1], [y0, y1])
    plot.sheet.picture(pixels, left, right, top, bottom, mark["smooth"], mark.get("opacity", 1.0))


def _rects(plot: Plot, mark: dict) -> None:
    ends, color = mark["ends"], mark["color"]
    count = len(ends)
    low, high = plot.at(ends[:, 0], ends[:, 1]), plot.at(ends[:, 2], ends[:, 3])
    outline = SHAPES["circle"] if mark.get("round") else SHAPES["box"]
    middle, half = (low + high) / 2, np.abs(high - low) / 2
    paths = [Path(outline.vertices * size + at, outline.codes) for at, size in zip(middle, half, strict=True)]
    faces = _colors(color, np.full(count, mark["fill"])) if mark["fill"] else None
    edges = _colors(color, np.ones(count)) if mark["width"] else None
    plot.sheet.shapes(paths, faces, edges, mark["width"], mark.get("dash", False))


def _points(plot: Plot, mark: dict) -> None:
    count, opacity = len(mark["x"]), mark.get("opacity", 1.0)
    names, shapes = [mark.get("color", "ink")] * count, [mark.get("shape", "")] * count
    if "classes" in mark:
        styles = [class_style(kind) for kind in mark["classes"].tolist()]
        names = [color for color, _ in styles]
        shapes = [mark.get("shape") or shape for _, shape in styles]
    colors = _colors(names, np.full(count, opacity))
    if "tones" in mark:
        colors[:, :3] = colours_of("diverging")[mark["tones"]] / 255
    edge = rgba(mark.get("edge", "paper"), opacity)
    _draw_points(plot.sheet, plot.at(mark["x"], mark["y"]), shapes, mark["size"], colors, edge)


def _draw_points(sheet: Sheet, places, shapes: Sequence[str], size: float, colors: NDArray, edge) -> None:
    """Draw a shape of this size at each place (n, 2); colors: (n, 4), ``edge``: the rim of the filled ones."""
    outlines, size = [SHAPES[shape] for shape in shapes], size * sheet.scale  # as the type, marks grow with large type
    paths = [Path(outline.vertices * size + at, outline.codes) for outline, at in zip(outlines, places, strict=True)]
    is_open = np.isin(shapes, OPEN)
    faces = np.where(is_open[:, None], 0, colors)
    sheet.shapes(paths, faces, np.where(is_open[:, None], colors, edge), np.where(is_open, 2.5, 1.2))


def _texts(plot: Plot, mark: dict) -> None:
    sheet, color, align, size = plot.sheet, mark.get("color", "ink"), mark.get("align", "center"), mark.get("size", 1.0)
    bold = mark.get("bold", False)
    shift = np.array([mark.get("dx", 0), mark.get("dy", 0)]) * sheet.unit
    for i, (x, y) in enumerate(plot.at(*mark["at"].T) + shift):
        text, fill = mark["texts"][i], color_of(color)
        if "tones" in mark:
            fill = _legible(colours_of(mark["map"])[mark["tones"][i]])
        if align != "center":  # words at a side stay whole
            room = sheet.measure(text, size, bold)
            most = plot.x0 + plot.width - (room if align == "left" else 0)
            x = min(max(x, plot.x0 + (room if align == "right" else 0)), most)
        sheet.write(text, x, y, fill, size, align, bold, halo="tones" not in mark and color != "paper")


def _words(plot: Plot, mark: dict) -> None:
    """Write words beside points; one that would lie on another is left out, the bold come first."""
    sheet, gap, texts, bold = plot.sheet, mark["gap"], mark["texts"], mark["bold"]
    taken: list[tuple[float, float, float]] = []
    places = plot.at(mark["x"], mark["y"])
    for i in dict.fromkeys([*bold, *range(len(texts))]):
        x, y = places[i]
        width = sheet.measure(texts[i], bold=i in bold)
        over = x + gap + width > plot.x0 + plot.width
        left = x - gap - width if over else x + gap
        end = left + width + 4
        touches = any(left < b and a < end and abs(y - at) < sheet.unit * 1.1 for a, at, b in taken)
        if i in bold or not touches:
            taken.append((left, y, end))
            sheet.write(texts[i], left, y, align="left", bold=i in bold, halo=True)


DRAW: dict[str, Callable[[Plot, dict], None]] = {
    "line": _line,
    "area": _area,
    "links": _links,
    "image": _image,
    "rects": _rects,
    "points": _points,
    "texts": _texts,
    "words": _words,
}

"""From layers to marks: a scene's panels as the few simple things that a renderer has to know.

``static/explorer.js`` and ``still.py`` draw marks only, so what a network, a bar or a contour looks like is said once,
here, and tested without a browser. A mark is a dict: ``kind`` and its fields (arrays are float32 unless said).

* ``line``: x, y (n,), NaN parting what is not joined; color, width, dash, opacity.
* ``area``: x, low, high (n,), color, opacity.
* ``links``: ends (n, 4) = x0 y0 x1 y1; color (a name, or one per link), width and opacity (numbers or (n,)), head
  (arrow heads), bend (curved, for networks), trim (pixels kept free at both ends).
* ``image``: pixels uint8 (h, w) with ``map`` (with ``holes``, 255 = empty), or uint8 (h, w, 3); extent
  (x0, x1, y0, y1) with row 0 at y0; smooth, opacity.
* ``rects``: ends (n, 4); color (a name, or one each), fill (opacity inside), width (of the frame, 0 = none), dash,
  round (ellipses); drag and index (the box that the reader holds).
* ``points``: x, y (n,), size; shape and color, or classes uint8 (n,), or shape and tones uint8 (n,) of the diverging
  map; edge (colour of the rim), drag.
* ``words``: x, y (n,), texts beside these points, gap (pixels between), bold (indices). Those that would lie on others
  are left out, the bold never.
* ``texts``: at (n, 2), texts; color, or tones uint8 (n,) and ``map`` (dark or light, whichever is read on that
  colour); size (1 = that of the axes), align, dx and dy (in heights of the type), bold.

Pixels grow with large type. What ends at the axes (lines, areas, maps, images) is drawn first, then what may stick out
over them (points, boxes, words), each in the order of the layers.
"""

from functools import singledispatch

import numpy as np
from contourpy import LineType, contour_generator

from utils.language import number
from utils.widgets.scene import (
    Area,
    Arrow,
    Bars,
    Box,
    Graph,
    HeatMap,
    Image,
    ImageGrid,
    Line,
    Network,
    Panel,
    Points,
    Text,
    class_style,
    to_pixels,
)

LIT = "purple"  # what a highlight is framed with
ROW_SHAPE = 0.7  # a panel's height as a share of its width, as the page lays rows out
LETTER = 0.026  # a letter's width as a share of a panel's height, about
HEAVY = 5.0  # pixels of the heaviest edge
LINES = LineType.ChunkCombinedNan  # all lines of a contour in one array


def panel_marks(panel: Panel) -> dict:
    """Return a panel as a dict: its frame (limits, ticks, words), its ``legend``'s entries, and its ``marks``."""
    words = ("title", "xlabel", "ylabel", "whole")
    switches = ("axes", "grid", "equal", "xlog", "ylog", "xticks", "yticks")
    frame = {"x": panel.x, "y": panel.y, **{name: getattr(panel, name) for name in words}}
    frame |= {name: getattr(panel, name) for name in switches if getattr(panel, name)}
    frame |= {"name": panel.name, "marks": [], "legend": []}
    for axis in "xy":
        if frame.get(f"{axis}log") and f"{axis}ticks" not in frame:
            frame |= _log_ticks(axis, *frame[axis])
    boxes: dict[str, int] = {}
    for layer in sorted(panel.layers, key=lambda layer: not isinstance(layer, Line | Area | HeatMap | Image)):
        if isinstance(layer, Network | ImageGrid):
            frame |= _whole_panel(layer, panel)
        marks = marks_of(layer, panel)
        if isinstance(layer, Box) and layer.drag:
            boxes[layer.drag] = marks[0]["index"] = boxes.get(layer.drag, -1) + 1
        frame["marks"] += marks
        frame["legend"] += legend(layer) if panel.legend else []
    return frame


def _log_ticks(axis, low, high) -> dict:
    """Return ticks at powers of ten, at most seven; none where fewer than two lie on the axis."""
    low, high = sorted(np.log10([low, high]))
    powers = range(int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9)) + 1)
    every = max(1, int(np.ceil((high - low) / 6)))
    ticks = [(10.0**power, _power(power)) for power in powers if power % every == 0]
    return {f"{axis}ticks": ticks} if len(ticks) > 1 else {}


def _power(power):
    """Return a power of ten in words: 0.01, 100, and from four zeros on 10⁻⁴."""
    if abs(power) < 4:
        return number(10.0**power, max(0, -power))
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


# Legends


def legend(layer) -> list[dict]:
    """Return the legend's entries of a layer: text, color, and shape ("line", "dash", "area", "bar" or a marker).

    A colour bar has ``map``, ``low`` and ``high`` instead of color.
    """
    if isinstance(layer, HeatMap) and layer.bar:
        return [{"text": layer.bar, "shape": "bar", "map": layer.colormap, "low": layer.low, "high": layer.high}]
    label = getattr(layer, "label", "")
    if not label or isinstance(layer, Box):
        return []
    if not isinstance(label, str):
        styles = [class_style(number) for number in range(len(label))]
        return [
            {"text": text, "color": color, "shape": shape} for text, (color, shape) in zip(label, styles, strict=True)
        ]
    if isinstance(layer, Area | Bars):
        return [
            {
                "text": label,
                "color": layer.colors[0] if isinstance(layer, Bars) else layer.color,
                "shape": "area",
            }
        ]
    shape = getattr(layer, "marker", "dash" if getattr(layer, "dash", False) else "line")
    return [{"text": label, "color": layer.color, "shape": shape}]


@singledispatch
def marks_of(layer, panel: Panel) -> list[dict]:
    """Return the marks of a layer on ``panel``, to be drawn in this order."""
    raise TypeError(f"{layer!r} is no layer")


@marks_of.register
def _(layer: Line, panel):
    return [{"kind": "line", "x": layer.x, "y": layer.y, "color": layer.color, "width": layer.width,
             "dash": layer.dash, "opacity": layer.opacity}]  # fmt: skip


@marks_of.register
def _(layer: Area, panel):
    return [{"kind": "area", "x": layer.x, "low": layer.low, "high": layer.high, "color": layer.color,
             "opacity": layer.opacity}]  # fmt: skip


@marks_of.register
def _(layer: Points, panel):
    mark = {"kind": "points", "x": layer.x, "y": layer.y, "size": layer.size, "color": layer.color,
            "opacity": layer.opacity}  # fmt: skip
    if layer.classes is None:
        mark["shape"] = layer.marker
    else:
        mark["classes"] = layer.classes
    if layer.drag is not None:
        mark["drag"] = layer.drag
    marks = [mark, *_rings(layer, layer.size + 4)]
    if layer.texts is not None:
        marks.append({"kind": "words", "x": layer.x, "y": layer.y, "texts": list(layer.texts),
                      "bold": layer.highlight, "gap": layer.size + 5})  # fmt: skip
    return marks


def _rings(layer, size):
    """Return rings around the highlighted points or nodes of a layer."""
    lit = list(layer.highlight)
    ring = {"kind": "points", "x": layer.x[lit], "y": layer.y[lit], "size": size, "shape": "ring", "color": LIT}
    return [ring] if lit else []


@marks_of.register
def _(layer: Arrow, panel):
    ends = np.stack([layer.x0, layer.y0, layer.x1, layer.y1], axis=1)
    return [{"kind": "links", "ends": ends, "color": layer.color, "width": layer.width, "opacity": layer.opacity,
             "head": True}]  # fmt: skip


@marks_of.register
def _(layer: Text, panel):
    return [_texts([[layer.x, layer.y]], [layer.text], color=layer.color, size=layer.size, align=layer.align,
                   bold=layer.bold)]  # fmt: skip


def _texts(at, texts, **how):
    return {
        "kind": "texts",
        "at": np.asarray(at, dtype=np.float32).reshape(-1, 2),
        "texts": list(texts),
        **how,
    }


@marks_of.register
def _(layer: Image, panel):
    x0, x1, y0, y1 = layer.extent
    upright = (y1, y0) if (y1 > y0) == (panel.y[1] > panel.y[0]) else (y0, y1)
    return [{"kind": "image", "pixels": layer.pixels, "map": "gray", "extent": (x0, x1, *upright),
             "smooth": layer.smooth, "opacity": layer.opacity}]  # fmt: skip


# Heat maps


@marks_of.register
def _(layer: HeatMap, panel):
    levels = layer.quantized()
    marks = [{"kind": "image", "pixels": levels, "map": layer.colormap, "extent": layer.extent, "holes": True,
              "smooth": layer.smooth, "opacity": layer.opacity}]  # fmt: skip
    width = 2.0 if len(layer.contour) == 1 else 1.0
    for level in layer.contour:
        points = contour(layer.z, layer.extent, level)
        if len(points):
            marks.append({"kind": "line", "x": points[:, 0], "y": points[:, 1], "color": "ink", "width": width})
    if layer.digits is not None:
        known = ~np.isnan(layer.z)
        x, y = np.meshgrid(*cell_centres(layer.z.shape, layer.extent))
        words = [number(value, layer.digits) for value in layer.z[known]]
        size = float(np.clip(9 / layer.z.shape[1], 0.62, 1.15))
        marks.append(
            _texts(np.stack([x[known], y[known]], 1), words, tones=levels[known], map=layer.colormap, size=size)
        )
    return marks


def cell_centres(shape, extent) -> tuple[np.ndarray, np.ndarray]:
    """Return x (columns,) and y (rows,) of the centres of the cells of a map with this extent."""
    (rows, columns), (x0, x1, y0, y1) = shape, extent
    x = x0 + (np.arange(columns) + 0.5) / columns * (x1 - x0)
    return x, y0 + (np.arange(rows) + 0.5) / rows * (y1 - y0)


def contour(z: np.ndarray, extent, level: float) -> np.ndarray:
    """Return where z (rows, columns), values at the centres of cells, crosses ``level``: points (n, 2) of lines that rows
    of NaN part. Cells that touch NaN have none.
    """
    nothing = np.empty((0, 2), dtype=np.float32)
    if min(z.shape) < 2:
        return nothing
    values = np.ma.masked_invalid(z)
    lines = contour_generator(*cell_centres(z.shape, extent), values, line_type=LINES, corner_mask=False).lines(level)
    points = nothing if lines[0][0] is None else lines[0][0]
    # Steps of a 2048th of the map, well below a pixel, leave few different numbers: recordings shrink by a third.
    x0, x1, y0, y1 = extent
    steps = np.array([x1 - x0, y1 - y0]) / 2048
    return (np.round(points / steps) * steps).astype(np.float32)


# Bars and boxes


@marks_of.register
def _(layer: Bars, panel):
    places, values, zero = np.arange(len(layer.values)), layer.values, np.zeros(len(layer.values))
    if layer.horizontal:
        ends = np.stack([zero, places - 0.38, values, places + 0.38], axis=1)
    else:
        ends = np.stack([places - 0.38, zero, places + 0.38, values], axis=1)
    ends = ends.astype(np.float32)
    marks = [{"kind": "rects", "ends": ends, "color": layer.colors, "fill": 1.0, "width": 0}]
    if layer.highlight:
        lit = ends[list(layer.highlight)]
        marks.append({"kind": "rects", "ends": lit, "color": "ink", "fill": 0.0, "width": 2.5})
    if layer.digits is not None:
        for sign in (1, -1):
            marks += _bar_numbers(layer, places, sign)
    return marks


def _bar_numbers(layer, places, sign):
    """Return the texts at the ends of the bars that go one way, if there are any."""
    own = layer.values >= 0 if sign > 0 else layer.values < 0
    words = [number(value, layer.digits) for value in layer.values[own]]
    at = [places[own], layer.values[own]]
    if not words:
        return []
    if layer.horizontal:
        return [_texts(np.stack(at[::-1], 1), words, dx=0.4 * sign, align="left" if sign > 0 else "right")]
    return [_texts(np.stack(at, 1), words, dy=-0.75 * sign)]


@marks_of.register
def _(layer: Box, panel):
    ends = np.array([[layer.x0, layer.y0, layer.x1, layer.y1]], dtype=np.float32)
    mark = {"kind": "rects", "ends": ends, "color": layer.color, "fill": layer.fill, "width": layer.width,
            "dash": layer.dash}  # fmt: skip
    marks = [mark | ({"drag": layer.drag} if layer.drag else {})]
    if layer.label:
        rising = panel.y[1] > panel.y[0]
        corner = [[min(layer.x0, layer.x1), (max if rising else min)(layer.y0, layer.y1)]]
        marks.append(_texts(corner, [layer.label], color=layer.color, dx=0.4, dy=0.9, align="left", bold=True))
    return marks


# Layers that fill their panel: they bring their own coordinates, with equal units


def _whole_panel(layer, panel) -> dict:
    """Return the limits of a panel that a network (0 to its shape, 0 to 1) or an image grid (cells) fills."""
    if isinstance(layer, Network):
        return {"equal": True, "head": layer.captions is not None, "x": (0.0, _shape(panel)), "y": (0.0, 1.0)}
    _, cell = _grid_cell(layer)
    rows = -(-len(layer.images) // layer.columns)
    return {"equal": True, "x": (0.0, float(layer.columns)), "y": (rows * cell, 0.0)}


def _shape(panel):
    """Return about how much wider than high the panel will be."""
    return panel.width / (ROW_SHAPE * panel.height)


def _grid_cell(layer):
    """Return the height of a picture of the grid and of its cell, in widths of the cell; a caption gets its room."""
    height = 0.94 * layer.images.shape[1] / layer.images.shape[2]
    caption = float(np.clip(0.09 * layer.columns, 0.28, 0.6)) if layer.captions else 0.06
    return height, height + caption


@marks_of.register
def _(layer: ImageGrid, panel):
    height, cell = _grid_cell(layer)
    marks, corners = [], []
    for i, pixels in enumerate(layer.images):
        row, column = divmod(i, layer.columns)
        left, top = column + 0.03, row * cell + 0.02
        marks.append({"kind": "image", "pixels": pixels, "map": "gray", "smooth": layer.smooth,
                      "extent": (left, left + 0.94, top, top + height)})  # fmt: skip
        corners.append([left, top, left + 0.94, top + height])
    ends = np.array(corners, dtype=np.float32)
    if layer.highlight:
        lit = ends[list(layer.highlight)]
        marks.append({"kind": "rects", "ends": lit, "color": "orange", "fill": 0.0, "width": 3})
    if layer.captions:
        below = np.stack([(ends[:, 0] + ends[:, 2]) / 2, ends[:, 3]], 1)
        marks.append(_texts(below, layer.captions, dy=0.75, size=0.92))
    return marks


@marks_of.register
def _(layer: Network, panel):
    places, size = neuron_places(layer, _shape(panel))
    marks = _edges(layer, places, size)
    for k, column in enumerate(places):
        ends = np.concatenate([column - size / 2, column + size / 2], axis=1).astype(np.float32)
        maps = None if layer.maps is None else layer.maps[k]
        if maps is None:
            marks.append({"kind": "rects", "ends": ends, "color": "paper", "fill": 1.0, "width": 0, "round": True})
        else:
            marks += _neuron_maps(maps, ends)
        lit = [(k, i) in layer.highlight for i in range(len(column))]
        for chosen, color, width in ((False, "ink", 1.3), (True, LIT, 4.0)):
            own = ends[[flag == chosen for flag in lit]]
            if len(own):
                marks.append({"kind": "rects", "ends": own, "color": color, "fill": 0.0, "width": width,
                              "round": maps is None})  # fmt: skip
        marks += _neuron_words(layer, k, column, size)
    if layer.captions is not None:
        heads = [[float(np.clip(column[0, 0], 0.1, _shape(panel) - 0.1)), 1.0] for column in places]
        marks.append(_texts(heads, layer.captions, dy=0.7, size=0.95, bold=True))
    return marks


def _neuron_maps(maps, ends):
    how = {"kind": "image", "map": "diverging", "smooth": True}
    pixels = to_pixels(maps, -1, 1)
    return [{**how, "pixels": one, "extent": (x0, x1, y0, y1)}
            for one, (x0, y0, x1, y1) in zip(pixels, ends.tolist(), strict=True)]  # fmt: skip


def neuron_places(layer: Network, shape: float) -> tuple[list[np.ndarray], float]:
    """Return the centres of the neurons, one (n, 2) array per layer, and their size, on a panel ``shape`` by 1."""
    letters = [max((len(word) for word in words or [""]), default=0) for words in layer.labels or [[""], [""]]]
    left, right = LETTER * letters[0] + 0.02, shape - LETTER * letters[-1] - 0.02
    top = 0.92 if layer.captions is not None else 1.0
    gap = top / max(layer.layers)
    size = min(0.8 * gap, 0.5 * (right - left) / len(layer.layers), 0.26)
    steps = np.linspace(left + size / 2 + 0.01, right - size / 2 - 0.01, len(layer.layers))
    x = steps if len(steps) > 1 else [(left + right) / 2]
    places = []
    for count, across in zip(layer.layers, x, strict=True):
        y = top / 2 - (np.arange(count) - (count - 1) / 2) * min(gap, 2.2 * size)
        places.append(np.stack([np.full(count, across), y], 1))
    return places, size


def _edges(layer, places, size):
    marks = []
    for k, weights in enumerate(layer.edges):
        rows, columns = weights.shape
        ends = np.concatenate([places[k].repeat(columns, axis=0), np.tile(places[k + 1], (rows, 1))], axis=1)
        ends = (ends + np.array([size / 2, 0, -size / 2, 0])).astype(np.float32)
        share = np.minimum(np.abs(weights.ravel()) / layer.scale, 1)
        lit = np.zeros(weights.shape, dtype=bool)
        for i, j in [edge[1:] for edge in layer.highlight_edges if edge[0] == k]:
            lit[i, j] = True
        lit = lit.ravel()
        colors = np.where(lit, LIT, np.where(weights.ravel() < 0, "blue", "orange"))
        marks.append({"kind": "links", "ends": ends, "color": colors.tolist(), "bend": True,
                      "width": np.where(lit, 4.0, 0.5 + (HEAVY - 0.5) * share).astype(np.float32),
                      "opacity": np.where(lit, 1.0, 0.2 + 0.75 * share).astype(np.float32)})  # fmt: skip
    return marks


def _neuron_words(layer, k, column, size):
    """Return the values in a layer's neurons and the labels beside or below them."""
    marks = []
    if layer.values is not None and layer.values[k] is not None:
        words = [number(value, layer.digits) for value in layer.values[k]]
        marks.append(_texts(column, words, size=float(np.clip(size / 0.16, 0.6, 1))))
    if layer.labels is not None and layer.labels[k]:
        if k == 0:
            marks.append(_texts(column - (size / 2, 0), layer.labels[k], dx=-0.4, align="right"))
        elif k == len(layer.layers) - 1:
            marks.append(_texts(column + np.array([size / 2, 0]), layer.labels[k], dx=0.4, align="left"))
        else:
            marks.append(_texts(column - (0, size / 2), layer.labels[k], dy=0.7, size=0.9))
    return marks


# Graphs


@marks_of.register
def _(layer: Graph, panel):
    marks = _graph_edges(layer)
    at = np.stack([layer.x, layer.y], 1)
    nodes = {"kind": "points", "x": layer.x, "y": layer.y, "size": layer.size, "shape": "circle", "color": "paper",
             "edge": "ink"}  # fmt: skip
    inside = {"color": "ink"}
    if layer.classes is not None:
        nodes["classes"], nodes["shape"], inside = layer.classes, "circle", {"color": "paper"}
    elif layer.values is not None:
        nodes["tones"] = to_pixels(layer.values, -1, 1)
        inside = {"tones": nodes["tones"], "map": "diverging"}
    marks += [nodes, *_rings(layer, layer.size + 4)]
    if layer.labels is not None:
        marks.append(_texts(at, layer.labels, **inside))
    if layer.below is not None:
        marks.append(_texts(at, layer.below, dy=0.75 + layer.size / 13, size=0.92))  # a size is in pixels of type 13
    return marks


def _graph_edges(layer):
    places = np.stack([layer.x, layer.y], 1)
    ends = places[layer.edges].reshape(-1, 4)
    lit = np.isin(np.arange(len(ends)), layer.highlight_edges)
    if layer.weights is None:
        colors, widths = np.full(len(ends), "muted"), np.full(len(ends), 1.5)
    else:
        share = np.abs(layer.weights) / max(np.abs(layer.weights).max(initial=0), 1e-9)
        colors = np.where(layer.weights < 0, "blue", "orange")
        widths = 0.8 + (HEAVY - 1) * share
    marks = [{"kind": "links", "ends": ends, "color": np.where(lit, LIT, colors).tolist(), "head": layer.directed,
              "width": np.where(lit, 4.0, widths).astype(np.float32), "trim": layer.size}]  # fmt: skip
    if layer.edge_labels is not None:
        middle = (ends[:, :2] + ends[:, 2:]) / 2
        marks.append(_texts(middle, layer.edge_labels, dy=-0.75, size=0.92))
    return marks

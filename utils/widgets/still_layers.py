"""The layers of a scene on a ``Sheet``: ``DRAW[name of the layer's class](plot, layer)``.

A plot (``still.Plot``) knows the axes' pixels (``left``, ``right``, ``top``, ``bottom``), from data to pixels
(``x``, ``y``), and its ``sheet``.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.path import Path

from utils.language import number
from utils.palette import COLORS, PAPER
from utils.widgets.scene import COLORMAPS, SERIES, Arrow, Bars, Points, class_style

EXTREMES = {"black": "#000000", "white": "#FFFFFF"}


@cache
def colours_of(colormap: str) -> np.ndarray:
    """Return the 256 colours of a colour map, uint8 (256, 3)."""
    names = COLORMAPS[colormap]
    hexes = [EXTREMES.get(name) or (PAPER if name == "paper" else COLORS[name]) for name in names]
    stops = np.array([[int(code[k : k + 2], 16) for k in (1, 3, 5)] for code in hexes], dtype=float)
    share = np.linspace(0, len(stops) - 1, 256)
    mixed = [np.interp(share, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.rint(np.stack(mixed, axis=1)).astype(np.uint8)


def _hex(rgb):
    return "#" + "".join(f"{int(part):02X}" for part in rgb)


def _on(rgb):
    """Return black or white, whichever is read better on a colour."""
    return "#000000" if np.dot([0.299, 0.587, 0.114], rgb) > 140 else "#FFFFFF"


# ---- Legends


@dataclass(frozen=True)
class Entry:
    """One line of a legend: its text, and what its swatch shows: a marker, a line or an area."""

    text: str
    color: str
    marker: str = ""
    dash: bool = False
    area: bool = False


def legend_entries(panel) -> list[Entry]:
    """Return what a panel's legend says, in the order of its layers."""
    entries = []
    for layer in panel.layers:
        label = getattr(layer, "label", "")
        if isinstance(layer, Points) and not isinstance(label, str):
            styles = [class_style(k) for k in range(len(label))]
            entries += [Entry(text, color, marker) for text, (color, marker) in zip(label, styles, strict=True)]
        elif label and type(layer).__name__ in ("Line", "Points", "Area", "Arrow", "Bars"):
            color = layer.colors[0] if isinstance(layer, Bars) else layer.color
            marker, dash = getattr(layer, "marker", ""), getattr(layer, "dash", False)
            entries.append(Entry(label, color, marker, dash, not isinstance(layer, Arrow) and hasattr(layer, "low")))
    return entries


def swatch(sheet, entry, x, y) -> None:
    """Draw a legend's little picture, 22 pixels wide, around height y."""
    if entry.marker:
        sheet.marks(entry.marker, [x + 11], [y], 5, entry.color)
    elif entry.area:
        sheet.rectangle(x + 2, y - 5, x + 20, y + 5, entry.color, fill=0.6, width=0)
    else:
        sheet.line([(x, y), (x + 22, y)], entry.color, 2.5, entry.dash)


# ---- Lines, points, areas


def _line(plot, layer):
    points = np.column_stack([plot.x(layer.x), plot.y(layer.y)])
    plot.sheet.line(points, layer.color, layer.width, layer.dash, layer.opacity)


def _area(plot, layer):
    x = np.concatenate([layer.x, layer.x[::-1]])
    y = np.concatenate([layer.high, layer.low[::-1]])
    plot.sheet.polygon(np.column_stack([plot.x(x), plot.y(y)]), layer.color, layer.opacity)


def _points(plot, layer):
    x, y = plot.x(layer.x), plot.y(layer.y)
    if layer.classes is None:
        plot.sheet.marks(layer.marker, x, y, layer.size, layer.color, layer.opacity)
    for kind in [] if layer.classes is None else np.unique(layer.classes):
        own, (color, marker) = layer.classes == kind, class_style(int(kind))
        plot.sheet.marks(marker, x[own], y[own], layer.size, color, layer.opacity)
    for i in layer.highlight:
        plot.sheet.marks("ring", x[i : i + 1], y[i : i + 1], layer.size + 5, "ink")
    if layer.texts is not None:
        _words(plot, layer, x, y)


def _words(plot, layer, x, y):
    """Write a word beside each point, highlighted ones first; one that would lie on another is left out."""
    sheet, taken = plot.sheet, []
    for i in [*layer.highlight, *(i for i in range(len(x)) if i not in layer.highlight)]:
        bold = i in layer.highlight
        width = sheet.measure(layer.texts[i], bold=bold)
        left = x[i] + layer.size + 4
        if left + width > plot.outer[2]:  # no room on this side
            left = x[i] - layer.size - 4 - width
        free = all(left > other + w + 4 or other > left + width + 4 or abs(y[i] - height) > sheet.unit * 1.1
                   for other, height, w in taken)  # fmt: skip
        if free or bold:
            taken.append((left, y[i], width))
            sheet.write(layer.texts[i], left, y[i], align="left", bold=bold, halo=True)


def _arrow(plot, layer):
    x0, y0, x1, y1 = plot.x(layer.x0), plot.y(layer.y0), plot.x(layer.x1), plot.y(layer.y1)
    for start, end in zip(np.column_stack([x0, y0]), np.column_stack([x1, y1]), strict=True):
        length = np.hypot(*(end - start))
        if length >= 1:
            short = max(0, 1 - (3 + layer.width) / length)  # the line ends inside the head
            plot.sheet.line([start, start + (end - start) * short], layer.color, layer.width, opacity=layer.opacity)
            _head(plot.sheet, start, end, layer.color, layer.width, layer.opacity)


def _head(sheet, start, end, color, width, opacity=1.0):
    angle = np.arctan2(*(end - start)[::-1])
    size = min(5 + width * 2.2, np.hypot(*(end - start)))
    wings = [end - size * np.array([np.cos(angle + turn), np.sin(angle + turn)]) for turn in (-0.42, 0.42)]
    sheet.polygon([wings[0], end, wings[1]], color, opacity)


def _text(plot, layer):
    plot.sheet.write(
        layer.text,
        plot.x(layer.x),
        plot.y(layer.y),
        layer.color,
        layer.size,
        layer.align,
        layer.bold,
        halo=True,
    )


# ---- Maps and pictures


def _heatmap(plot, layer):
    left, right, bottom, top = _corners(plot, layer.extent)
    colours = _pixels(layer.quantized(), layer.colormap)
    plot.sheet.picture(colours, left, right, bottom, top, layer.smooth, layer.opacity)
    rows, columns = layer.z.shape
    x = left + (np.arange(columns) + 0.5) / columns * (right - left)
    y = bottom + (np.arange(rows) + 0.5) / rows * (top - bottom)
    for level in layer.contour:
        if np.nanmin(layer.z) < level < np.nanmax(layer.z):
            plot.sheet.contour(x, y, layer.z, level, 1 if len(layer.contour) > 1 else 2)
    if layer.digits is not None:
        _cell_numbers(plot.sheet, layer, x, y)


def _corners(plot, extent):
    x0, x1, y0, y1 = extent
    return plot.x(x0), plot.x(x1), plot.y(y0), plot.y(y1)


def _pixels(steps, colormap):
    """Return quantised values as colours, uint8 (h, w, 4); the greatest step is an empty cell."""
    wide = steps.dtype == np.uint16
    empty = steps == np.iinfo(steps.dtype).max
    colours = colours_of(colormap)[steps >> 8 if wide else steps]
    return np.dstack([colours, np.where(empty, 0, 255).astype(np.uint8)])


def _cell_numbers(sheet, layer, x, y):
    width = abs(x[1] - x[0]) if len(x) > 1 else 60
    size = np.clip(width / (sheet.unit * (2.2 + layer.digits * 0.55)), 0.5, 1.2)
    colours = _pixels(layer.quantized(), layer.colormap)
    for (i, j), value in np.ndenumerate(layer.z):
        if not np.isnan(value):
            sheet.write(number(value, layer.digits), x[j], y[i], size=size, fill=_on(colours[i, j, :3]))


def colour_bar(plot, layer) -> None:
    """Draw a heat map's colours beside its panel, with the least and the greatest value."""
    sheet, unit = plot.sheet, plot.sheet.unit
    left = plot.right + unit
    colours = colours_of(layer.colormap)[:, None]
    sheet.picture(colours, left, left + unit, plot.bottom, plot.top, True)
    digits = 2 if abs(layer.high - layer.low) < 10 else 0
    for value, y in ((layer.high, plot.top + unit / 2), (layer.low, plot.bottom - unit / 2)):
        sheet.write(number(value, digits), left + unit + 5, y, align="left")
    sheet.write(layer.bar, plot.outer[2], plot.top - unit * 0.9, size=0.95, align="right")


def _image(plot, layer):
    left, right, bottom, top = _corners(plot, layer.extent)
    pixels = _gray(layer.pixels) if layer.pixels.ndim == 2 else layer.pixels
    (left, right), (top, bottom) = sorted((left, right)), sorted((top, bottom))  # a picture is always upright
    plot.sheet.picture(pixels, left, right, top, bottom, layer.smooth, layer.opacity)


def _gray(pixels):
    return np.repeat(pixels[..., None], 3, axis=-1)


def _image_grid(plot, layer):
    sheet, captions = plot.sheet, layer.captions
    images = _gray(layer.images) if layer.images.ndim == 3 else layer.images
    below = sheet.unit * 1.6 if captions else 0
    height, width = images.shape[1:3]
    rows = -(-len(images) // layer.columns)
    cell = min((plot.right - plot.left) / layer.columns,
               ((plot.bottom - plot.top) / rows - below) * width / height)  # fmt: skip
    for i, image in enumerate(images):
        x = plot.left + i % layer.columns * cell
        y = plot.top + i // layer.columns * (cell * height / width + below)
        right, bottom = x + 0.94 * cell, y + 0.94 * cell * height / width
        sheet.picture(image, x, right, y, bottom, layer.smooth)
        hit = i in layer.highlight
        if hit:
            sheet.rectangle(x, y, right, bottom, "orange", width=3)
        if captions:
            sheet.write(captions[i], (x + right) / 2, bottom + sheet.unit * 0.75, size=0.92, bold=hit)


# ---- Bars and boxes


def _bars(plot, layer):
    sheet, unit = plot.sheet, plot.sheet.unit
    for i, value in enumerate(layer.values):
        low, high = (0, i - 0.38), (value, i + 0.38)
        (x0, y0), (x1, y1) = (low, high) if layer.horizontal else (low[::-1], high[::-1])
        box = plot.x(x0), plot.y(y0), plot.x(x1), plot.y(y1)
        sheet.rectangle(*box, layer.colors[i], fill=1.0, width=0)
        if i in layer.highlight:
            sheet.rectangle(*box, "ink", width=2.5)
        if layer.digits is None:
            continue
        sign, text = (-1 if value < 0 else 1), number(value, layer.digits)
        if layer.horizontal:
            side = "left" if sign > 0 else "right"
            sheet.write(text, plot.x(value) + sign * 5, plot.y(i), size=0.92, align=side, halo=True)
        else:
            sheet.write(text, plot.x(i), plot.y(value) - sign * unit * 0.75, size=0.92, halo=True)


def _box(plot, layer):
    sheet, unit = plot.sheet, plot.sheet.unit
    left, right = sorted((plot.x(layer.x0), plot.x(layer.x1)))
    top, bottom = sorted((plot.y(layer.y0), plot.y(layer.y1)))
    sheet.rectangle(left, top, right, bottom, layer.color, layer.fill, layer.width, layer.dash)
    if layer.label:
        y = top + unit if top - unit * 0.8 < plot.top else top - unit * 0.7
        sheet.write(layer.label, left + 3, y, layer.color, align="left", bold=True, halo=True)


# ---- Networks and graphs


def _network(plot, layer):
    size, places = _neurons(plot, layer)
    _edges(plot.sheet, layer, places, size)
    for k, column in enumerate(places):
        for i, at in enumerate(column):
            _neuron(plot.sheet, layer, (k, i), at, size)
    for k, text in enumerate(layer.captions or ()):
        x = np.clip(places[k][0][0], plot.left + 30, plot.right - 30)
        plot.sheet.write(text, x, plot.top + plot.sheet.unit * 0.7, size=0.95, bold=True, halo=True)


def _neurons(plot, layer):
    """Return the neurons' size in pixels, and their places: per layer a list of (x, y)."""
    unit, layers = plot.sheet.unit, layer.layers
    labels = layer.labels or [None] * len(layers)
    wide = [max((plot.sheet.measure(text) + 10 for text in texts or ()), default=0) for texts in labels]
    left, right = plot.left + wide[0], plot.right - (wide[-1] if len(layers) > 1 else 0)
    top = plot.top + (unit * 1.8 if layer.captions else 2)
    tallest = (plot.bottom - top) / max(layers)
    size = min(tallest * 0.82, (right - left) / len(layers) * 0.55, unit * 4.6)
    gap, middle = min(max(tallest, size), size * 2.1), (top + plot.bottom) / 2
    places = []
    for k, count in enumerate(layers):
        share = k / (len(layers) - 1) if len(layers) > 1 else 0
        x = left + size / 2 + 2 + share * (right - left - size - 4)
        places.append([(x, middle + (i - (count - 1) / 2) * gap) for i in range(count)])
    return size, places


def _edges(sheet, layer, places, size):
    paths, colors, widths, opacities = [], [], [], []
    for k, weights in enumerate(layer.edges):
        for (i, j), weight in np.ndenumerate(weights):
            (x0, y0), (x1, y1) = places[k][i], places[k + 1][j]
            hit, share = (k, i, j) in layer.highlight_edges, min(abs(weight) / layer.scale, 1)
            middle = (x0 + x1) / 2
            curve = [(x0 + size / 2, y0), (middle, y0), (middle, y1), (x1 - size / 2, y1)]
            paths.append(Path(curve, [Path.MOVETO, *[Path.CURVE4] * 3]))
            colors.append("purple" if hit else "blue" if weight < 0 else "orange")
            widths.append(4 if hit else 0.5 + 4.5 * share)
            opacities.append(1 if hit else 0.2 + 0.75 * share)
    if paths:
        sheet.curves(paths, colors, widths, opacities)


def _neuron(sheet, layer, place, at, size):
    (k, i), (x, y), unit = place, at, sheet.unit
    hit = place in layer.highlight
    edge, width = ("purple", 4) if hit else ("ink", 1.4)
    if layer.maps is not None and layer.maps[k] is not None:
        box = x - size / 2, x + size / 2, y - size / 2, y + size / 2
        steps = np.rint((np.clip(layer.maps[k][i], -1, 1) + 1) * 127).astype(np.uint8)
        sheet.picture(_pixels(steps, "diverging"), *box, True)
        sheet.rectangle(box[0], box[2], box[1], box[3], edge, width=width)
    else:
        sheet.disc(x, y, size / 2, "paper", edge, width)
    if layer.values is not None and layer.values[k] is not None:
        text = number(layer.values[k][i], layer.digits)
        sheet.write(text, x, y, size=np.clip(size / unit / 3.2, 0.6, 1), bold=hit, halo=True)
    if layer.labels is not None and layer.labels[k] is not None:
        _neuron_label(sheet, layer.labels[k][i], k, len(layer.layers), (x, y, size))


def _neuron_label(sheet, text, k, layers, place):
    """Write a neuron's label: left of the first layer, right of the last, below in between."""
    x, y, size = place
    if k == 0:
        sheet.write(text, x - size / 2 - 6, y, align="right", halo=True)
    elif k == layers - 1:
        sheet.write(text, x + size / 2 + 6, y, align="left", halo=True)
    else:
        sheet.write(text, x, y + size / 2 + sheet.unit * 0.7, size=0.9, halo=True)


def _graph(plot, layer):
    at = np.column_stack([plot.x(layer.x), plot.y(layer.y)])
    for n, (a, b) in enumerate(layer.edges):
        _graph_edge(plot.sheet, layer, n, at[a], at[b])
    for i, place in enumerate(at):
        _graph_node(plot.sheet, layer, i, place)


def _graph_edge(sheet, layer, n, start, end):
    unit, size = sheet.unit, layer.size
    along = (end - start) / (np.hypot(*(end - start)) or 1)
    hit = n in layer.highlight_edges
    weight = None if layer.weights is None else layer.weights[n]
    greatest = 1 if layer.weights is None else max(1e-9, np.abs(layer.weights).max())
    color = "purple" if hit else "muted" if weight is None else "blue" if weight < 0 else "orange"
    width = 4 if hit else 1.5 if weight is None else 0.8 + 4 * abs(weight) / greatest
    head, tail = end - along * (size + 1), start + along * size
    sheet.line([tail, head - along * (6 if layer.directed else 0)], color, width)
    if layer.directed:
        _head(sheet, tail, head, color, width)
    if layer.edge_labels is not None and layer.edge_labels[n]:
        x, y = (start + end) / 2
        sheet.write(layer.edge_labels[n], x, y - unit * 0.75, size=0.92, bold=hit, halo=True)


def _graph_node(sheet, layer, i, place):
    x, y = place
    hit = i in layer.highlight
    fill, on = PAPER, COLORS["ink"]
    if layer.classes is not None:
        fill, on = COLORS[SERIES[layer.classes[i] % len(SERIES)]], PAPER
    elif layer.values is not None:
        rgb = colours_of("diverging")[round((np.clip(layer.values[i], -1, 1) + 1) * 127.5)]
        fill, on = _hex(rgb), _on(rgb)
    sheet.disc(x, y, layer.size, fill, "purple" if hit else "ink", 4 if hit else 1.4)
    if layer.labels is not None and layer.labels[i]:
        sheet.write(layer.labels[i], x, y, bold=hit, fill=on)
    if layer.below is not None and layer.below[i]:
        sheet.write(layer.below[i], x, y + layer.size + sheet.unit * 0.8, size=0.92, bold=hit, halo=True)


DRAW = {
    "Line": _line, "Points": _points, "Area": _area, "HeatMap": _heatmap, "Image": _image,
    "ImageGrid": _image_grid, "Arrow": _arrow, "Bars": _bars, "Box": _box, "Network": _network,
    "Graph": _graph, "Text": _text,
}  # fmt: skip

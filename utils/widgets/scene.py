"""What an explorer draws: plain data, no drawing and no mathematics of the lesson.

A ``Scene`` is rows of panels and a sentence that says in words what they show. A ``Panel`` is a pair of axes
with layers on it (lines, points, heat maps, ...); a ``Table`` or a ``Code`` listing may stand in its place.
The browser (``static/explorer.js``) and the still picture (``still.py``) draw the same objects.

Rules shared by every layer

* Colours are names of ``utils.palette`` (``"blue"``, ``"muted"``, ``"paper"``, ...), never hex codes, so
  that a dark page works.
* Arrays are checked when the layer is made: finite numbers (only ``HeatMap`` may hold NaN: an empty cell),
  equal lengths, right number of dimensions. A ``ValueError`` names the layer and the field.
* Class 0 is blue circles, class 1 orange triangles, class 2 green squares, ...: never by colour alone.
* Words come in the reader's language (``utils.language.L``); numbers on axes are written as the language
  does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from utils.palette import COLORS, SERIES

# A colour map is a row of palette names, low to high, mixed evenly in sRGB; so each has its dark twin for
# free. "gray" is that of photographs, black to white on any page.
COLORMAPS = {
    "diverging": ("blue", "paper", "orange"),
    "sequential": ("paper", "blue", "ink"),
    "gray": ("black", "white"),
}

# The marker of class 0, 1, 2, ... in step with utils.palette.SERIES.
MARKERS = ("circle", "triangle", "square", "diamond", "cross", "plus", "ring")

# What a field takes and, behind the arrow, what it holds once the layer is made: no one type is both.
Numbers = Any  # a number or several, None where there need be none -> a float32 array (contours: a tuple of float)
Indices = Any  # None, an int or several -> a tuple of int
Extent = Any  # (x0, x1, y0, y1), or None for one unit a cell -> a tuple of float
Limits = Any  # (low, high), or None for those of the layers -> a tuple of float
Limit = Any  # a number, or None for that of the values -> a float

ALIGNMENTS = ("left", "center", "right")

# From this many cells a side a heat map is a function's picture and is drawn smooth; below it, a matrix with
# cells.
SMOOTH_FROM = 32


def class_style(number: int) -> tuple[str, str]:
    """Return the colour name and the marker of class ``number`` (0, 1, 2, ...); six classes have their
    own.
    """
    return SERIES[number % 6], MARKERS[number % 6]


def to_pixels(values, low: float | None = None, high: float | None = None) -> np.ndarray:
    """Return float ``values`` of any shape as uint8, ``low`` -> 0 and ``high`` -> 255 (default: their own
    range).

    Values outside are clipped; a constant array becomes all 0. Use it for feature maps and weights.
    """
    values = np.asarray(values, dtype=float)
    low = values.min() if low is None else low
    high = values.max() if high is None else high
    scale = 255 / (high - low) if high > low else 0
    return np.clip(np.round((values - low) * scale), 0, 255).astype(np.uint8)


def _fail(layer, message: str):
    raise ValueError(f"{type(layer).__name__}: {message}")


def _numbers(layer, field_name: str, ndim: int = 1, length: int | None = None, finite=True) -> np.ndarray:
    """Check a numeric field, store it back as float32 and return it."""
    try:
        values = np.asarray(getattr(layer, field_name), dtype=np.float32)
    except (TypeError, ValueError):
        _fail(layer, f"{field_name} must be an array of numbers")
    if values.ndim != ndim:
        _fail(layer, f"{field_name} must have {ndim} dimension(s), it has {values.ndim}")
    if length is not None and len(values) != length:
        _fail(layer, f"{field_name} must have {length} entries, it has {len(values)}")
    if finite and not np.isfinite(values).all():
        _fail(layer, f"{field_name} holds NaN or infinity: clip the values before drawing")
    object.__setattr__(layer, field_name, values)
    return values


def _color(layer, *names: str):
    for name in names:
        if name not in COLORS and name != "paper":
            _fail(layer, f"unknown colour {name!r}: use one of {', '.join(COLORS)}, paper")


def _one_of(layer, field_name: str, allowed):
    if getattr(layer, field_name) not in allowed:
        _fail(layer, f"{field_name} must be one of {', '.join(map(repr, allowed))}")


def _indices(layer, field_name: str, count: int):
    """Store ``None``, an int or a sequence of ints as a tuple of ints below ``count``."""
    value = getattr(layer, field_name)
    value = () if value is None else (value,) if isinstance(value, (int, np.integer)) else value
    value = tuple(int(index) for index in value)
    if any(not 0 <= index < count for index in value):
        _fail(layer, f"{field_name} {value} names an entry that is not there (there are {count})")
    object.__setattr__(layer, field_name, value)


def _extent(layer, width: int, height: int):
    """Store the extent as four floats; without one, a cell is one unit."""
    extent = (0, width, 0, height) if layer.extent is None else layer.extent
    if len(extent) != 4 or extent[0] == extent[1] or extent[2] == extent[3]:
        _fail(layer, "extent must be (x0, x1, y0, y1) with x0 != x1 and y0 != y1")
    object.__setattr__(layer, "extent", tuple(float(edge) for edge in extent))


def _span(*arrays) -> tuple[float, float]:
    values = np.concatenate([np.ravel(array) for array in arrays])
    return (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Layer:
    """What may stand on a panel. ``fills`` layers take the whole panel and know no coordinates."""

    fills = False

    def bounds(self):
        """Return ((x low, x high), (y low, y high)) of what the layer draws, in data coordinates."""
        return (0.0, 1.0), (0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Line(Layer):
    """A line through points. x, y: (n,) floats. ``width`` in pixels, ``label`` goes to the legend."""

    x: Numbers
    y: Numbers
    color: str = "blue"
    width: float = 2.0
    dash: bool = False
    label: str = ""
    opacity: float = 1.0

    def __post_init__(self):
        _numbers(self, "y", length=len(_numbers(self, "x")))
        _color(self, self.color)

    def bounds(self):
        return _span(self.x), _span(self.y)


@dataclass(frozen=True, eq=False)
class Points(Layer):
    """Separate points. x, y: (n,) floats.

    Either one ``color`` (and ``marker``) for all, or ``classes``: (n,) ints that give each point the colour
    and the marker of its class. ``label``: one legend text, or with classes a list with one text per class.
    ``texts``: a word beside each point (those that would overlap are left out, highlighted ones first).
    ``highlight``: index or indices of points that get a ring. ``size``: radius in pixels.
    ``drag``: name of a ``DragPoints`` control whose value these points are, in the same order.
    """

    x: Numbers
    y: Numbers
    color: str = "blue"
    classes: Sequence[int] | None = None
    size: float = 5.0
    marker: str = "circle"
    label: str | Sequence[str] = ""
    texts: Sequence[str] | None = None
    highlight: Indices = None
    drag: str | None = None
    opacity: float = 1.0

    def __post_init__(self):
        count = len(_numbers(self, "x"))
        _numbers(self, "y", length=count)
        _color(self, self.color)
        _one_of(self, "marker", MARKERS)
        _indices(self, "highlight", count)
        if self.classes is not None:
            classes = np.asarray(self.classes)
            if classes.shape != (count,) or not np.array_equal(classes, classes.astype(np.uint8)):
                _fail(self, f"classes must be {count} whole numbers from 0 on")
            object.__setattr__(self, "classes", classes.astype(np.uint8))
        elif not isinstance(self.label, str):
            _fail(self, "a list of labels needs classes")
        if self.texts is not None and len(self.texts) != count:
            _fail(self, f"texts must have {count} entries, it has {len(self.texts)}")

    def bounds(self):
        return _span(self.x), _span(self.y)


@dataclass(frozen=True, eq=False)
class Area(Layer):
    """The region between two curves. x, low, high: (n,) floats; ``low`` and ``high`` may be one number."""

    x: Numbers
    low: Numbers
    high: Numbers
    color: str = "sky"
    opacity: float = 0.25
    label: str = ""

    def __post_init__(self):
        count = len(_numbers(self, "x"))
        for name in ("low", "high"):
            if np.ndim(getattr(self, name)) == 0:
                object.__setattr__(self, name, np.full(count, getattr(self, name), dtype=np.float32))
            _numbers(self, name, length=count)
        _color(self, self.color)

    def bounds(self):
        return _span(self.x), _span(self.low, self.high)


@dataclass(frozen=True, eq=False)
class HeatMap(Layer):
    """A matrix or a function of two variables as colours. z: (rows, columns) floats; NaN = empty cell.

    ``extent`` = (x0, x1, y0, y1): column 0 begins at x0 and **row 0 at y0**, as ``np.meshgrid`` gives values.
    For a matrix whose row 0 is on top, turn the axis round: ``Panel(y=(rows, 0))``, or use ``matrix``.
    Default extent: one unit a cell. ``low``, ``high``: values of the first and last colour (default: the
    range of z; for "diverging" symmetric about 0). ``contour``: level or levels drawn as lines.
    ``smooth``: blend neighbours (default: from 32 cells a side on). ``digits``: write each cell's value with
    so many decimals (at most 400 cells). ``bar``: text of a colour bar beside the panel; none without it.
    Values travel as 255 steps.
    """

    z: Numbers
    extent: Extent = None
    colormap: str = "diverging"
    low: Limit = None
    high: Limit = None
    contour: Numbers = None
    smooth: bool | None = None
    digits: int | None = None
    bar: str = ""
    opacity: float = 1.0

    def __post_init__(self):
        z = _numbers(self, "z", ndim=2, finite=False)
        if not z.size or np.isinf(z).any():
            _fail(self, "z must not be empty or infinite")
        _one_of(self, "colormap", tuple(COLORMAPS))
        _extent(self, z.shape[1], z.shape[0])
        low, high = self._range(z)
        smooth = min(z.shape) >= SMOOTH_FROM if self.smooth is None else self.smooth
        contour = () if self.contour is None else tuple(float(level) for level in np.ravel(self.contour))
        for name, value in (("low", low), ("high", high), ("smooth", bool(smooth)), ("contour", contour)):
            object.__setattr__(self, name, value)
        if self.digits is not None and z.size > 400:
            _fail(self, "digits are for at most 400 cells")

    def _range(self, z):
        known = z[~np.isnan(z)]
        least, most = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        if self.colormap == "diverging" and self.low is None and self.high is None:
            most = max(abs(least), abs(most)) or 1.0
            return -most, most
        low = least if self.low is None else float(self.low)
        high = most if self.high is None else float(self.high)
        return (low, high) if high > low else (low, low + 1.0)

    def quantized(self) -> np.ndarray:
        """Return z as uint8 (rows, columns): 0 is ``low``, 254 ``high``, 255 an empty cell."""
        empty = np.isnan(self.z)
        share = np.clip((self.z - self.low) / (self.high - self.low), 0, 1)
        return np.where(empty, 255, np.where(empty, 0, share) * 254 + 0.5).astype(np.uint8)

    def bounds(self):
        x0, x1, y0, y1 = self.extent
        return (min(x0, x1), max(x0, x1)), (min(y0, y1), max(y0, y1))


@dataclass(frozen=True, eq=False)
class Image(Layer):
    """A picture, always upright: pixels uint8 (h, w) or (h, w, 3), row 0 on top of the screen.

    ``extent`` = (x0, x1, y0, y1), default one unit a pixel. ``smooth`` for photographs; pixels stay sharp
    else.
    """

    pixels: np.ndarray
    extent: Extent = None
    smooth: bool = False
    opacity: float = 1.0

    def __post_init__(self):
        _pixels(self, "pixels", (2, 3))
        _extent(self, self.pixels.shape[1], self.pixels.shape[0])

    def bounds(self):
        x0, x1, y0, y1 = self.extent
        return (min(x0, x1), max(x0, x1)), (min(y0, y1), max(y0, y1))


def _pixels(layer, field_name: str, ndims):
    """Check a field of uint8 pixels whose last axis may be the three colours."""
    pixels = np.asarray(getattr(layer, field_name))
    if pixels.dtype != np.uint8 or pixels.ndim not in ndims or not pixels.size:
        _fail(layer, f"{field_name} must be uint8 of {' or '.join(map(str, ndims))} dimensions, "
                     f"not {pixels.dtype} of {pixels.ndim} (see to_pixels)")  # fmt: skip
    if pixels.ndim == ndims[-1] and pixels.shape[-1] != 3:
        _fail(layer, f"{field_name}: the last axis must be the 3 colours, its length is {pixels.shape[-1]}")
    object.__setattr__(layer, field_name, pixels)


@dataclass(frozen=True, eq=False)
class ImageGrid(Layer):
    """Small pictures side by side; fills its panel. images: uint8 (n, h, w) or (n, h, w, 3).

    ``captions``: a text under each. ``columns``: 0 for near a square. ``highlight``: framed indices.
    ``smooth``: blend pixels (photographs).
    """

    images: np.ndarray
    captions: Sequence[str] | None = None
    columns: int = 0
    highlight: Indices = None
    smooth: bool = False
    fills = True

    def __post_init__(self):
        _pixels(self, "images", (3, 4))
        count = len(self.images)
        _indices(self, "highlight", count)
        if self.captions is not None and len(self.captions) != count:
            _fail(self, f"captions must have {count} entries, it has {len(self.captions)}")
        columns = self.columns or int(np.ceil(np.sqrt(count)))
        object.__setattr__(self, "columns", min(columns, count))


@dataclass(frozen=True, eq=False)
class Arrow(Layer):
    """One arrow, or many: x0, y0 (tail), x1, y1 (head) are numbers or (n,) floats. ``width`` in pixels."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers
    color: str = "ink"
    width: float = 2.0
    label: str = ""
    opacity: float = 1.0

    def __post_init__(self):
        for name in ("x0", "y0", "x1", "y1"):
            object.__setattr__(self, name, np.atleast_1d(getattr(self, name)))
            _numbers(self, name, length=len(self.x0))
        _color(self, self.color)

    def bounds(self):
        return _span(self.x0, self.x1), _span(self.y0, self.y1)


@dataclass(frozen=True, eq=False)
class Bars(Layer):
    """One bar per value. values: (n,) floats; bar i stands at i, from -0.5 to n - 0.5 on its axis.

    ``labels`` become the ticks of that axis. ``colors``: one name for all or one per bar; ``highlight``: bars
    that get a frame. ``horizontal``: bars to the right, the first on top (for long labels).
    ``digits``: write each value at its bar's end with so many decimals. ``label``: legend text.
    """

    values: Numbers
    labels: Sequence[str] | None = None
    colors: str | Sequence[str] = "blue"
    highlight: Indices = None
    horizontal: bool = False
    digits: int | None = None
    label: str = ""

    def __post_init__(self):
        count = len(_numbers(self, "values"))
        colors = [self.colors] * count if isinstance(self.colors, str) else list(self.colors)
        if len(colors) != count or (self.labels is not None and len(self.labels) != count):
            _fail(self, f"labels and colors must have {count} entries")
        _color(self, *colors)
        object.__setattr__(self, "colors", colors)
        _indices(self, "highlight", count)

    def bounds(self):
        along, high = (-0.5, len(self.values) - 0.5), _span(self.values, [0.0])
        return (high, along) if self.horizontal else (along, high)


@dataclass(frozen=True, eq=False)
class Box(Layer):
    """A rectangle with corners (x0, y0) and (x1, y1); ``label`` is written at its top left.

    ``fill``: opacity of its inside. ``drag``: name of a ``DragBoxes`` control; the k-th Box with that name
    is the control's k-th box.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    label: str = ""
    color: str = "orange"
    width: float = 2.0
    dash: bool = False
    fill: float = 0.0
    drag: str | None = None

    def __post_init__(self):
        if not np.isfinite([self.x0, self.y0, self.x1, self.y1]).all():
            _fail(self, "the corners must be finite numbers")
        _color(self, self.color)

    def bounds(self):
        return _span([self.x0, self.x1]), _span([self.y0, self.y1])


@dataclass(frozen=True, eq=False)
class Network(Layer):
    """A layered network; fills its panel. Layers stand left to right, ``layers`` = neurons in each (at most
    40).

    ``edges``: per gap a (n_k, n_k+1) float array of weights (width by size, orange positive, blue negative).
    ``maps``: per layer None or a (n_k, h, w) float array from -1 to 1, drawn in each neuron (a playground's
    maps). ``values``: per layer None or (n_k,) floats, written in the neuron. ``labels``: per layer None or
    n_k texts, beside the first layer's neurons on the left and the others' below. ``captions``: a text above
    each layer. ``highlight``: (layer, neuron) pairs. ``highlight_edges``: (layer, from, to) triples.
    ``scale``: weight drawn at full width (default: the greatest).
    """

    layers: Sequence[int]
    edges: Sequence | None = None
    maps: Sequence | None = None
    values: Sequence | None = None
    labels: Sequence[Sequence[str] | None] | None = None
    captions: Sequence[str] | None = None
    highlight: Sequence[tuple[int, int]] = ()
    highlight_edges: Sequence[tuple[int, int, int]] = ()
    scale: float | None = None
    digits: int = 2
    fills = True

    def __post_init__(self):
        layers = tuple(int(count) for count in self.layers)
        if not layers or min(layers) < 1 or max(layers) > 40:
            _fail(self, "each layer must have 1 to 40 neurons")
        object.__setattr__(self, "layers", layers)
        shapes = list(pairwise(layers))
        edges = [np.ones(shape) for shape in shapes] if self.edges is None else self.edges
        if [np.shape(weights) for weights in edges] != shapes:
            _fail(self, f"edges must be arrays of shapes {shapes}")
        edges = tuple(self._finite(weights, "edges") for weights in edges)
        object.__setattr__(self, "edges", edges)
        for name, ndim in (("maps", 3), ("values", 1)):
            object.__setattr__(self, name, self._per_neuron(name, ndim))
        object.__setattr__(self, "highlight", tuple((int(k), int(i)) for k, i in self.highlight))
        triples = tuple((int(k), int(i), int(j)) for k, i, j in self.highlight_edges)
        object.__setattr__(self, "highlight_edges", triples)
        self._check_words()
        greatest = max((float(np.abs(weights).max()) for weights in edges), default=1.0)
        object.__setattr__(self, "scale", float(self.scale or greatest or 1.0))

    def _finite(self, values, name):
        values = np.asarray(values, dtype=np.float32)
        if not np.isfinite(values).all():
            _fail(self, f"{name} hold NaN or infinity: clip the values before drawing")
        return values

    def _per_neuron(self, name, ndim):
        given = getattr(self, name)
        if given is None:
            return None
        arrays = tuple(None if array is None else self._finite(array, name) for array in given)
        fits = [array is None or (array.ndim == ndim and len(array) == count)
                for array, count in zip(arrays, self.layers, strict=False)]  # fmt: skip
        if len(arrays) != len(self.layers) or not all(fits):
            _fail(self, f"{name} must hold per layer None or an array with one entry per neuron")
        return arrays

    def _check_words(self):
        if self.captions is not None and len(self.captions) != len(self.layers):
            _fail(self, "captions must have one text per layer")
        if self.labels is not None:
            pairs = zip(self.labels, self.layers, strict=False)
            counts = tuple(count if texts is None else len(texts) for texts, count in pairs)
            if len(self.labels) != len(self.layers) or counts != self.layers:
                _fail(self, "labels must hold per layer None or one text per neuron")


@dataclass(frozen=True, eq=False)
class Graph(Layer):
    """Nodes and edges at given places: a computation graph, a social network. x, y: (n,) floats.

    ``edges``: (m, 2) ints, from node to node. ``weights``: (m,) floats (width by size, sign by colour).
    ``edge_labels``: a text on each edge. ``directed``: arrow heads. ``labels``: a text inside each node
    (short) or, with ``below``, under it. ``values``: (n,) floats from -1 to 1 that colour the nodes, or
    ``classes``: (n,) ints. ``highlight``, ``highlight_edges``: indices. ``size``: node radius in pixels.
    """

    x: Numbers
    y: Numbers
    edges: Sequence[tuple[int, int]]
    weights: Numbers = None
    edge_labels: Sequence[str] | None = None
    directed: bool = False
    labels: Sequence[str] | None = None
    below: Sequence[str] | None = None
    values: Numbers = None
    classes: Sequence[int] | None = None
    highlight: Indices = None
    highlight_edges: Indices = None
    size: float = 16.0

    def __post_init__(self):
        count = len(_numbers(self, "x"))
        _numbers(self, "y", length=count)
        edges = np.asarray(self.edges, dtype=int).reshape(-1, 2)
        if edges.size and (edges.min() < 0 or edges.max() >= count):
            _fail(self, f"edges name a node that is not there (there are {count})")
        object.__setattr__(self, "edges", edges.astype(np.int32))
        _indices(self, "highlight", count)
        _indices(self, "highlight_edges", len(edges))
        self._check_lengths(count, len(edges))

    def _check_lengths(self, nodes, edges):
        lengths = {"weights": edges, "edge_labels": edges, "labels": nodes, "below": nodes,
                   "values": nodes, "classes": nodes}  # fmt: skip
        for name, length in lengths.items():
            given = getattr(self, name)
            if given is not None and len(given) != length:
                _fail(self, f"{name} must have {length} entries, it has {len(given)}")
        for name in ("weights", "values"):
            if getattr(self, name) is not None:
                _numbers(self, name)
        if self.classes is not None:
            object.__setattr__(self, "classes", np.asarray(self.classes).astype(np.uint8))

    def bounds(self):
        return _span(self.x), _span(self.y)


@dataclass(frozen=True, eq=False)
class Text(Layer):
    """Words at (x, y), lines parted by a newline. ``size``: 1 is that of the axes; ``align``: left, center,
    right.
    """

    x: float
    y: float
    text: str
    color: str = "ink"
    size: float = 1.0
    align: str = "left"
    bold: bool = False

    def __post_init__(self):
        if not np.isfinite([self.x, self.y]).all():
            _fail(self, "x and y must be finite numbers")
        _color(self, self.color)
        _one_of(self, "align", ALIGNMENTS)

    def bounds(self):
        return (float(self.x), float(self.x)), (float(self.y), float(self.y))


@dataclass(frozen=True, eq=False)
class Panel:
    """Axes with layers on them, drawn in order.

    ``x``, ``y``: limits (left, right) and (bottom, top), None = fitted to the layers; turned round they turn
    the axis round. ``name``: how a ``DragPoints`` or ``DragBoxes`` control finds its panel. ``equal``: one
    unit is as long on both axes. ``width``, ``height``: shares relative to 1. ``axes=False``: no ticks or
    frame. ``xticks``, ``yticks``: [(position, text), ...] in place of numbers. ``xlog``, ``ylog``:
    logarithmic axes (limits must be positive). ``whole="x"``, ``"y"`` or ``"xy"``: ticks at whole numbers
    only. ``grid``: thin lines at the ticks. ``legend``: show the layers' labels.
    """

    layers: Sequence[Layer]
    x: Limits = None
    y: Limits = None
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    equal: bool = False
    width: float = 1.0
    height: float = 1.0
    axes: bool = True
    name: str = ""
    xticks: Sequence[tuple[float, str]] | None = None
    yticks: Sequence[tuple[float, str]] | None = None
    xlog: bool = False
    ylog: bool = False
    whole: str = ""
    grid: bool = True
    legend: bool = True

    def __post_init__(self):
        object.__setattr__(self, "layers", tuple(self.layers))
        for layer in self.layers:
            if not isinstance(layer, Layer):
                raise ValueError(f"Panel {self.title!r}: {layer!r} is not a layer")
        if any(layer.fills for layer in self.layers):
            object.__setattr__(self, "axes", False)
        for name, low_high, log in (("x", self.x, self.xlog), ("y", self.y, self.ylog)):
            object.__setattr__(self, name, self._limits(name, low_high, log))
        self._set_bar_ticks()

    def _limits(self, name, given, log):
        if given is None:
            return self._fitted(0 if name == "x" else 1, log)
        low, high = float(given[0]), float(given[1])
        if not np.isfinite([low, high]).all() or low == high or (log and min(low, high) <= 0):
            raise ValueError(
                f"Panel {self.title!r}: {name}={given} must be two different finite numbers (log: positive)"
            )
        return low, high

    def _fitted(self, axis, log):
        """Return limits around all layers, with a little air around lines and points."""
        spans = [layer.bounds()[axis] for layer in self.layers if not layer.fills]
        if not spans:
            return 0.0, 1.0
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        if log:
            if low <= 0:
                raise ValueError(f"Panel {self.title!r}: a log axis needs positive values, not {low:g}")
            return low / 1.2, high * 1.2
        air = 0.0 if all(isinstance(layer, (HeatMap, Image, Bars)) for layer in self.layers) else 0.05
        pad = air * (high - low) if high > low else 0.5
        bars = next((layer for layer in self.layers if isinstance(layer, Bars)), None)
        if bars is not None and axis == (1 if bars.horizontal else 0):
            return (high, low) if bars.horizontal else (low, high)
        if bars is not None:
            room = 0.08 * (high - low) or 0.5
            return (low - room if low < 0 else low), (high + room if high > 0 else high)
        return low - pad, high + pad

    def _set_bar_ticks(self):
        for layer in self.layers:
            if isinstance(layer, Bars) and layer.labels is not None:
                name = "yticks" if layer.horizontal else "xticks"
                if getattr(self, name) is None:
                    object.__setattr__(self, name, list(enumerate(layer.labels)))


@dataclass(frozen=True, eq=False)
class Table:
    """A table of words and numbers in a panel's place; a real HTML table, so it can be read and copied.

    header: (columns) texts; rows: lists of so many texts or numbers. Numbers are written with ``digits``
    decimals as the language does (whole ones without), and stand on the right. ``highlight``: indices of
    marked rows.
    """

    header: Sequence[str]
    rows: Sequence[Sequence]
    title: str = ""
    digits: int = 2
    highlight: Indices = None
    width: float = 1.0
    height: float = 1.0

    def __post_init__(self):
        for row in self.rows:
            if len(row) != len(self.header):
                _fail(self, f"row {row!r} must have {len(self.header)} entries")
        _indices(self, "highlight", len(self.rows))


@dataclass(frozen=True, eq=False)
class Code:
    """A listing in a panel's place, in a fixed-width type that can be selected and copied."""

    text: str
    title: str = ""
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, eq=False)
class Scene:
    """Rows of panels (or tables, or code), and what they show in one or two sentences with the numbers.

    A list in a row is a column: its items share the row's height as their ``height`` says. ``summary`` stands under
    the picture, is read by screen readers and remains in plain viewers: it must not be empty. ``behind``: a listing
    with a title, behind a tab, in the place of all rows.
    """

    rows: Sequence[Sequence[Panel | Table | Code | Sequence[Panel | Table | Code]]]
    summary: str
    behind: Code | None = None

    def __post_init__(self):
        rows = tuple(tuple(tuple(place) if isinstance(place, list) else place for place in row) for row in self.rows)
        if not rows or not all(rows) or () in [place for row in rows for place in row]:
            raise ValueError("Scene: every row and every column needs at least one panel")
        if not self.summary.strip():
            raise ValueError("Scene: the summary says in words what the picture shows; it must not be empty")
        object.__setattr__(self, "rows", rows)
        for item in self.items():
            if not isinstance(item, (Panel, Table, Code)):
                raise ValueError(f"Scene: {item!r} is not a Panel, a Table or Code")

    def items(self) -> list[Panel | Table | Code]:
        """Return what stands in the rows, in reading order: a column from above, before what is right of it."""
        return [item for row in self.rows for place in row for item in in_column(place)]

    def panels(self) -> list[Panel]:
        """Return the panels in reading order."""
        return [item for item in self.items() if isinstance(item, Panel)]

    def flat_rows(self) -> list[list[Panel | Table | Code]]:
        """Return rows without columns, for plain pictures: what stands lower in a column follows in a row of its own."""
        flat = []
        for row in self.rows:
            columns = [in_column(place) for place in row]
            flat.append([column[0] for column in columns])
            flat += [lower] if (lower := [item for column in columns for item in column[1:]]) else []
        return flat


def in_column(place) -> tuple:
    """Return the items of a place in a row: those of a column, or the one that stands there alone."""
    return place if isinstance(place, tuple) else (place,)


def matrix(
    z, rows=None, columns=None, digits=None, colormap="sequential", low=None, high=None, layers=(), **panel
) -> Panel:
    """Return a Panel that shows a matrix with row 0 on top: attention, confusion, a tensor's slice.

    z: (rows, columns) floats, NaN = empty. ``rows``, ``columns``: a text per row and column, written at the
    axes. ``digits``: write the values. ``layers``: more layers on top, in units of cells (cell (i, j) covers
    x from j to j + 1 and y from i to i + 1). Anything else goes to ``Panel``.
    """
    cells = HeatMap(z, colormap=colormap, low=low, high=high, digits=digits, smooth=False)
    height, width = cells.z.shape
    ticks = {
        "xticks": [(j + 0.5, text) for j, text in enumerate(columns or [])],
        "yticks": [(i + 0.5, text) for i, text in enumerate(rows or [])],
    }
    options = {"equal": True, "grid": False, **ticks, **panel}
    return Panel([cells, *layers], x=(0, width), y=(height, 0), **options)

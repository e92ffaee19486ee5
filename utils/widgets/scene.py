"""What an explorer shows at one moment, as plain data: panels and the layers drawn in them.

A ``Scene`` says *what* is to be seen, in data coordinates and with colours by name (``utils.palette``);
``static/explorer.js`` draws it in a browser and ``still.py`` as a PNG. A scene holds no state and does no
drawing, so a function that returns one is easy to test.

    Scene(
        [[Panel([Line(x, y, color="blue"), Points([0.5], [0.25])], x=(0, 1), y=(0, 1), xlabel="x")]],
        summary=L("Eğim 2,0", "Slope 2.0"),
    )

Arrays may be anything that NumPy takes. They must be finite; a wrong shape, a NaN or an unknown colour is
refused where the layer is made, not in the browser.
"""

from dataclasses import dataclass, field, fields

import numpy as np

from utils.palette import COLORS

COLORMAPS = ("diverging", "sequential", "gray")
MARKERS = ("circle", "triangle", "square", "cross", "ring")


def _numbers(values, name, ndim=1):
    array = np.asarray(values, dtype=np.float32)
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s); it has the shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a NaN or an infinity")
    return array


def _pixels(values, name, ndims):
    array = np.asarray(values)
    if array.dtype != np.uint8 or array.ndim not in ndims:
        raise ValueError(f"{name} must be uint8 with {ndims} dimensions; it is {array.dtype} of shape {array.shape}")
    return array


def _color(name):
    if name is not None and name not in COLORS:
        raise ValueError(f"unknown colour {name!r}; one of {', '.join(COLORS)}")


def _one_of(value, allowed, name):
    if value not in allowed:
        raise ValueError(f"{name} must be one of {allowed}, not {value!r}")


class Layer:
    """Something drawn in a panel. ``kind`` names it for the renderers."""

    kind = ""

    def _set(self, **values):
        for name, value in values.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, eq=False)
class Line(Layer):
    """A polyline through x, y: float (n,). ``label`` puts it into the panel's legend."""

    x: object
    y: object
    color: str = "blue"
    width: float = 2.0
    dash: bool = False
    label: str = ""
    opacity: float = 1.0
    kind = "line"

    def __post_init__(self):
        self._set(x=_numbers(self.x, "x"), y=_numbers(self.y, "y"))
        if self.x.shape != self.y.shape:
            raise ValueError(f"x and y differ in length: {self.x.shape} and {self.y.shape}")
        _color(self.color)


@dataclass(frozen=True, eq=False)
class Points(Layer):
    """Markers at x, y: float (n,). ``classes``: int (n,), 0-5, gives each class its own colour and marker
    (else all have ``color`` and ``marker``). ``drag`` names the DragPoints control that they are the handles of."""

    x: object
    y: object
    color: str = "blue"
    classes: object = None
    size: float = 6.0
    marker: str = "circle"
    label: str = ""
    drag: str | None = None
    kind = "points"

    def __post_init__(self):
        self._set(x=_numbers(self.x, "x"), y=_numbers(self.y, "y"))
        if self.x.shape != self.y.shape:
            raise ValueError(f"x and y differ in length: {self.x.shape} and {self.y.shape}")
        if self.classes is not None:
            classes = np.asarray(self.classes)
            if classes.shape != self.x.shape or (classes.size and not (0 <= classes.min() <= classes.max() <= 5)):
                raise ValueError("classes must hold one whole number from 0 to 5 for each point")
            self._set(classes=classes.astype(np.uint8))
        _color(self.color)
        _one_of(self.marker, MARKERS, "marker")


@dataclass(frozen=True, eq=False)
class Area(Layer):
    """The region between low and high: float (n,), over x: float (n,)."""

    x: object
    low: object
    high: object
    color: str = "blue"
    opacity: float = 0.2
    label: str = ""
    kind = "area"

    def __post_init__(self):
        self._set(x=_numbers(self.x, "x"), low=_numbers(self.low, "low"), high=_numbers(self.high, "high"))
        if not self.x.shape == self.low.shape == self.high.shape:
            raise ValueError("x, low and high differ in length")
        _color(self.color)


@dataclass(frozen=True, eq=False)
class HeatMap(Layer):
    """z: float (h, w) over extent (x0, x1, y0, y1); row 0 is the lowest y. Colours run from ``low`` to ``high``
    (default: the range of z; around 0 for the diverging map). ``contour`` draws the line z = contour.

    Sent as 8-bit steps of that range, so a map of 100 x 100 costs 10 kB.
    """

    z: object
    extent: tuple
    colormap: str = "diverging"
    low: float | None = None
    high: float | None = None
    contour: float | None = None
    opacity: float = 1.0
    kind = "heatmap"

    def __post_init__(self):
        z = _numbers(self.z, "z", 2)
        _one_of(self.colormap, COLORMAPS, "colormap")
        low = float(z.min()) if self.low is None else self.low
        high = float(z.max()) if self.high is None else self.high
        if self.colormap == "diverging" and self.low is None and self.high is None:
            high = max(abs(low), abs(high))
            low = -high
        span = high - low or 1.0
        steps = np.clip(np.rint((z - low) / span * 255), 0, 255).astype(np.uint8)
        self._set(z=steps, low=float(low), high=float(high), extent=tuple(map(float, self.extent)))


@dataclass(frozen=True, eq=False)
class Image(Layer):
    """pixels: uint8 (h, w) or (h, w, 3), row 0 on top, over extent (x0, x1, y0, y1). A gray image takes its
    colours from ``colormap``. ``drag`` names the Pad control that is drawn on."""

    pixels: object
    extent: tuple
    colormap: str = "gray"
    drag: str | None = None
    kind = "image"

    def __post_init__(self):
        self._set(pixels=_pixels(self.pixels, "pixels", (2, 3)), extent=tuple(map(float, self.extent)))
        _one_of(self.colormap, COLORMAPS, "colormap")


@dataclass(frozen=True, eq=False)
class ImageGrid(Layer):
    """images: uint8 (n, h, w) or (n, h, w, 3), laid out in rows that fill the panel; ``captions`` below them.

    ``highlight`` frames one of them. The panel's axes are not drawn.
    """

    images: object
    captions: tuple = ()
    columns: int | None = None
    highlight: int | None = None
    colormap: str = "gray"
    kind = "grid"

    def __post_init__(self):
        images = _pixels(self.images, "images", (3, 4))
        if self.captions and len(self.captions) != len(images):
            raise ValueError(f"{len(images)} images, but {len(self.captions)} captions")
        columns = self.columns or int(np.ceil(np.sqrt(len(images)))) or 1
        self._set(images=images, captions=tuple(self.captions), columns=columns)
        _one_of(self.colormap, COLORMAPS, "colormap")


@dataclass(frozen=True, eq=False)
class Arrow(Layer):
    """An arrow from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float
    color: str = "ink"
    width: float = 2.0
    label: str = ""
    kind = "arrow"

    def __post_init__(self):
        self._set(**{name: float(getattr(self, name)) for name in ("x0", "y0", "x1", "y1")})
        _numbers([self.x0, self.y0, self.x1, self.y1], "an arrow's end")
        _color(self.color)


@dataclass(frozen=True, eq=False)
class Bars(Layer):
    """Upright bars of ``values``: float (n,), at x = 0 ... n - 1, named by ``labels``; ``texts`` stand above them.

    ``highlight`` gives one bar the highlight colour.
    """

    values: object
    labels: tuple = ()
    texts: tuple = ()
    color: str = "blue"
    highlight: int | None = None
    highlight_color: str = "orange"
    kind = "bars"

    def __post_init__(self):
        self._set(values=_numbers(self.values, "values"), labels=tuple(map(str, self.labels)), texts=tuple(self.texts))
        for name, words in (("labels", self.labels), ("texts", self.texts)):
            if words and len(words) != len(self.values):
                raise ValueError(f"{len(self.values)} bars, but {len(words)} {name}")
        _color(self.color)
        _color(self.highlight_color)


@dataclass(frozen=True, eq=False)
class Box(Layer):
    """A rectangle's outline with a label. ``drag`` names the DragBoxes control, ``index`` its place in it."""

    x0: float
    y0: float
    x1: float
    y1: float
    color: str = "orange"
    label: str = ""
    width: float = 2.5
    fill: float = 0.0
    drag: str | None = None
    index: int = 0
    kind = "box"

    def __post_init__(self):
        self._set(**{name: float(getattr(self, name)) for name in ("x0", "y0", "x1", "y1")})
        _numbers([self.x0, self.y0, self.x1, self.y1], "a box's corner")
        _color(self.color)


@dataclass(frozen=True, eq=False)
class Network(Layer):
    """A network drawn in columns. ``sizes``: nodes per layer. ``edges``: one float array (sizes[i], sizes[i + 1])
    per gap; the sign gives a line's colour and the size its width. ``labels``: one list of words per layer;
    ``maps``: one uint8 array (sizes[i], h, w), or None, per layer, drawn inside its nodes (diverging colours)."""

    sizes: tuple
    edges: tuple = ()
    labels: tuple = ()
    maps: tuple = ()
    highlight: tuple | None = None
    kind = "network"

    def __post_init__(self):
        edges = tuple(_numbers(edge, "edges", 2) for edge in self.edges)
        for i, edge in enumerate(edges):
            if edge.shape != (self.sizes[i], self.sizes[i + 1]):
                raise ValueError(f"edges[{i}] has the shape {edge.shape}, not {(self.sizes[i], self.sizes[i + 1])}")
        maps = tuple(None if m is None else _pixels(m, "maps", (3,)) for m in self.maps)
        self._set(sizes=tuple(self.sizes), edges=edges, maps=maps, labels=tuple(map(tuple, self.labels)))


@dataclass(frozen=True, eq=False)
class Text(Layer):
    """Words at (x, y). ``align``: "left", "center" or "right"; ``size``: relative to the panel's text."""

    x: float
    y: float
    text: str
    color: str = "ink"
    size: float = 1.0
    align: str = "center"
    bold: bool = False
    kind = "text"

    def __post_init__(self):
        self._set(x=float(self.x), y=float(self.y), text=str(self.text))
        _color(self.color)
        _one_of(self.align, ("left", "center", "right"), "align")


@dataclass(frozen=True, eq=False)
class Panel:
    """One coordinate system. ``x``, ``y``: its limits; ``width``: its share of the row; ``height``: of its
    width. ``equal`` keeps one unit as long on both axes; ``axes=False`` draws neither ticks nor frame; ``whole="xy"`` keeps those axes to whole numbers.
    ``name`` is what DragPoints, DragBoxes and Pad refer to."""

    layers: list
    x: tuple = (0.0, 1.0)
    y: tuple = (0.0, 1.0)
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    equal: bool = False
    width: float = 1.0
    height: float = 0.75
    axes: bool = True
    whole: str = ""
    name: str = ""
    kind = "panel"

    def __post_init__(self):
        for limits in (self.x, self.y):
            if not (np.isfinite(limits).all() and limits[0] < limits[1]):
                raise ValueError(f"a panel's limits must be two rising numbers, not {limits}")
        object.__setattr__(self, "x", tuple(map(float, self.x)))
        object.__setattr__(self, "y", tuple(map(float, self.y)))


@dataclass(frozen=True, eq=False)
class Table:
    """A real table of words and numbers (strings as they are to be read), in place of a panel."""

    header: list
    rows: list
    title: str = ""
    width: float = 1.0
    highlight: int | None = None
    kind = "table"

    def __post_init__(self):
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row of {len(row)} cells under a header of {len(self.header)}")


@dataclass(frozen=True, eq=False)
class Scene:
    """Rows of panels and tables, and a summary in the reader's language: what the picture says, with its
    numbers. It stands under the picture, is what a screen reader hears, and is left where no picture can be."""

    rows: list
    summary: str
    kind: str = field(default="scene", init=False)


def encode(scene):
    """Return ``(tree, blob)``: the scene as JSON-ready lists and dicts, its arrays packed into one bytes object.

    An array stands in the tree as ``{"at": offset in bytes, "type": "f" (float32) or "u" (uint8), "shape": [...]}``.
    """
    parts, size = [], 0

    def walk(value):
        nonlocal size
        if isinstance(value, np.ndarray):
            data = value.tobytes()
            place = {"at": size, "type": "f" if value.dtype == np.float32 else "u", "shape": list(value.shape)}
            padding = -len(data) % 4  # the browser reads float32 at multiples of four only
            parts.append(data + b"\0" * padding)
            size += len(data) + padding
            return place
        if hasattr(value, "kind"):
            items = {f.name: getattr(value, f.name) for f in fields(value)}
            return {"kind": value.kind, **{k: walk(v) for k, v in items.items() if v is not None and k != "kind"}}
        if isinstance(value, list | tuple):
            return [walk(item) for item in value]
        return value.item() if isinstance(value, np.generic) else value

    return walk(scene), b"".join(parts)

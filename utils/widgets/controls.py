"""The controls of an explorer: what the reader moves, types, drags or draws.

A control has a ``name`` (its key in the explorer's state), a ``label`` in the reader's language and a first
``value``. It knows how to ``clean`` a value that comes from a browser, which values to try or record
(``samples``), and how to describe itself to the front end (``spec``). Every value is JSON-ready but a Pad's,
which ``scene`` gets as an array (``for_scene``).
"""

import math
from dataclasses import dataclass, field, fields

import numpy as np


@dataclass
class Control:
    """What all controls share."""

    name: str
    label: str
    kind = ""
    value = None

    def clean(self, value):
        """Return ``value`` made valid (clamped where that makes sense), or raise ValueError."""
        raise NotImplementedError

    def for_scene(self, value):
        """Return the value as ``scene`` wants it."""
        return value

    def samples(self, most=15):
        """Return the values that a test tries and a recording visits, at most ``most``."""
        return [self.value]

    def spec(self):
        """Return this control as a JSON-ready dict for the front end."""
        return {"kind": self.kind, **{f.name: getattr(self, f.name) for f in fields(self)}}


def _spread(count, most):
    """Return at most ``most`` whole numbers from 0 to count - 1, the ends among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(i) for i in np.linspace(0, count - 1, most)})


@dataclass
class Slider(Control):
    """A number from ``low`` to ``high`` in steps; ``log`` moves by equal factors (low > 0, ``step`` is then the
    factor's power of ten: 0.5 is half a decade). A whole-number step gives whole numbers."""

    low: float
    high: float
    step: float = 0.1
    value: float = 0.0
    unit: str = ""
    log: bool = False
    kind = "slider"

    def __post_init__(self):
        if not self.low < self.high or self.step <= 0 or (self.log and self.low <= 0):
            raise ValueError(f"slider {self.name!r}: needs low < high, step > 0, and low > 0 where log")
        self.value = self.clean(self.value)

    def _grid(self):
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        return low, round((high - low) / self.step)

    def _at(self, i):
        low, _ = self._grid()
        value = low + i * self.step
        if self.log:
            return float(f"{10**value:.4g}")
        return round(value) if self._whole() else round(value, 10)

    def _whole(self):
        return float(self.step).is_integer() and float(self.low).is_integer()

    def clean(self, value):
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"{self.name} must be a finite number")
        low, count = self._grid()
        place = math.log10(max(value, self.low)) if self.log else value
        return self._at(min(max(round((place - low) / self.step), 0), count))

    def samples(self, most=15):
        return [self._at(i) for i in _spread(self._grid()[1] + 1, most)]

    def spec(self):
        return {**super().spec(), "values": [self._at(i) for i in range(self._grid()[1] + 1)]}


@dataclass
class Choice(Control):
    """One of ``options``: [(value, label), ...]."""

    options: list = field(default_factory=list)
    value: object = None
    kind = "choice"

    def __post_init__(self):
        self.value = self.clean(self.options[0][0] if self.value is None else self.value)

    def clean(self, value):
        if value not in [option for option, _ in self.options]:
            raise ValueError(f"{self.name}: {value!r} is not one of its options")
        return value

    def samples(self, most=15):
        return [option for option, _ in self.options]


@dataclass
class Toggle(Control):
    """On or off."""

    value: bool = False
    kind = "toggle"

    def clean(self, value):
        return bool(value)

    def samples(self, most=15):
        return [False, True]


@dataclass
class Live(Toggle):
    """Starts and stops the explorer's ``train``."""

    kind = "live"

    def samples(self, most=15):
        return [False]


@dataclass
class Button(Control):
    """Pressing it calls the explorer's ``on_<name>(state)``. It holds no state."""

    kind = "button"

    def clean(self, value):
        return None


@dataclass
class Player(Control):
    """A step from 0 to ``last`` with back, forward and play; play moves ``fps`` steps a second."""

    last: int
    value: int = 0
    fps: float = 4.0
    kind = "player"

    def clean(self, value):
        return min(max(int(value), 0), self.last)

    def samples(self, most=15):
        return _spread(self.last + 1, max(most, 61))


@dataclass
class TextInput(Control):
    """A line of text of at most ``max_length`` characters."""

    value: str = ""
    max_length: int = 60
    placeholder: str = ""
    kind = "text"

    def clean(self, value):
        return str(value)[: self.max_length]


@dataclass
class DragPoints(Control):
    """Points that are dragged in the panel named ``panel``: [[x, y], ...] or [[x, y, class], ...].

    bounds: (x0, x1, y0, y1), where they must stay. ``classes``: the labels of the classes, needed where
    ``addable``: a double click (or Enter on the picture) then adds a point of the chosen class and Delete
    removes one. The scene draws them as ``Points(..., drag=name)``.
    """

    panel: str
    value: list = field(default_factory=list)
    bounds: tuple = (0.0, 1.0, 0.0, 1.0)
    addable: bool = False
    classes: tuple = ()
    most: int = 200
    kind = "points"

    def clean(self, value):
        x0, x1, y0, y1 = self.bounds
        points = []
        for point in list(value)[: self.most]:
            x, y, *rest = point
            if not (math.isfinite(x) and math.isfinite(y)):
                raise ValueError(f"{self.name}: a point must have finite coordinates")
            points.append([min(max(float(x), x0), x1), min(max(float(y), y0), y1), *map(int, rest)])
        return points


@dataclass
class DragBoxes(Control):
    """Boxes that are moved and resized in a panel: [[x0, y0, x1, y1], ...], drawn as ``Box(..., drag=name)``."""

    panel: str
    value: list = field(default_factory=list)
    bounds: tuple = (0.0, 1.0, 0.0, 1.0)
    kind = "boxes"

    def clean(self, value):
        x0, x1, y0, y1 = self.bounds
        boxes = []
        for box in value:
            a, b, c, d = map(float, box)
            if not all(map(math.isfinite, (a, b, c, d))):
                raise ValueError(f"{self.name}: a box must have finite corners")
            (a, c), (b, d) = sorted((a, c)), sorted((b, d))
            boxes.append([max(a, x0), max(b, y0), min(c, x1), min(d, y1)])
        return boxes


@dataclass
class Pad(Control):
    """A drawing pad of ``shape`` (h, w) pixels, 0 (empty) to 255; ``scene`` gets it as a uint8 array and shows it
    as ``Image(..., drag=name)``. In the state it is a flat list."""

    shape: tuple = (28, 28)
    value: list | None = None
    brush: float = 1.1
    clear: str = ""
    kind = "pad"

    def __post_init__(self):
        self.value = self.clean(np.zeros(self.shape, dtype=np.uint8) if self.value is None else self.value)

    def clean(self, value):
        pixels = np.asarray(value).reshape(-1)
        if pixels.size != self.shape[0] * self.shape[1]:
            raise ValueError(f"{self.name}: {pixels.size} pixels do not fill {self.shape}")
        return np.clip(np.rint(pixels), 0, 255).astype(np.uint8).tolist()

    def for_scene(self, value):
        return np.array(value, dtype=np.uint8).reshape(self.shape)


@dataclass
class Cells(Control):
    """A grid of numbers that are typed, e.g. a kernel: [[...], ...], each from ``low`` to ``high``."""

    value: list = field(default_factory=list)
    low: float = -9.0
    high: float = 9.0
    step: float = 1.0
    kind = "cells"

    def clean(self, value):
        grid = np.asarray(value, dtype=float)
        if grid.shape != np.shape(self.value) or not np.isfinite(grid).all():
            raise ValueError(f"{self.name}: needs {np.shape(self.value)} finite numbers")
        return np.clip(grid, self.low, self.high).tolist()

    def for_scene(self, value):
        return np.array(value, dtype=float)

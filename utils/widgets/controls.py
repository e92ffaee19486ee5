"""The controls of an explorer: what the reader moves, chooses, types, drags or draws.

A control has a ``name`` (its key in the explorer's state and its argument of ``scene``), a ``label`` in the
reader's language and a first ``value``. All of them also take, by keyword,

* ``hint``: a short text under the control;
* ``restart=True``: a change throws away what a live training has learned, and begins it anew;
* ``place="top"``: in a bar over all others; ``place="more"``: rarely used, so folded away behind "More settings".

A control knows how to make a value valid (``clean``), what ``scene`` gets (``for_scene``), which values a
recording visits (``samples``) and which a test tries (``extremes``). In between a value is JSON, as the
browser sends it.
"""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Literal

import numpy as np

from utils.language import number

MOST_VALUES = 1001  # of a slider: more than a hand can tell apart


@dataclass
class Control:
    """What all controls share."""

    name: str
    label: str
    hint: str = field(default="", kw_only=True)
    restart: bool = field(default=False, kw_only=True)
    place: Literal["", "top", "more"] = field(default="", kw_only=True)

    kind = ""
    holds_state = True  # False: pressing it changes other controls (Button)
    value = None

    def __post_init__(self):
        if not self.name.isidentifier():
            self._fail("the name is an argument of scene(), so it must be a Python identifier")
        if not self.label.strip():
            self._fail("the label is what screen readers say; it must not be empty")
        self.value = self.clean(self.value)

    def _fail(self, message):
        raise ValueError(f"{type(self).__name__} {self.name!r}: {message}")

    def clean(self, value):
        """Return ``value`` as valid JSON: snapped and clamped where that makes sense, else ValueError."""
        return value

    def for_scene(self, value):
        """Return the JSON value as ``scene``, ``train`` and ``on_...`` get it."""
        return value

    def samples(self, most: int = 15) -> list:
        """Return at most ``most`` values that a recording visits."""
        return [self.value]

    def extremes(self) -> list:
        """Return the least, the middle and the greatest value, or what comes nearest to that."""
        return self.samples(3)

    def spec(self) -> dict:
        """Return the control as JSON for the browser."""
        return {"kind": self.kind, **{item.name: getattr(self, item.name) for item in fields(self)}}


def _spread(count, most):
    """Return at most ``most`` evenly spread whole numbers from 0 to count - 1, both ends among them."""
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most))})


@dataclass
class Slider(Control):
    """A number from ``low`` to ``high`` in steps of ``step``; whole where low and step are whole.

    ``log=True``: equal factors instead, low > 0, and ``step`` is the power of ten per step (0.5: half a
    decade). ``unit`` is written after the value.
    """

    low: float
    high: float
    step: float = 0.1
    value: float | None = None
    unit: str = ""
    log: bool = False

    kind = "slider"

    def __post_init__(self):
        if not self.low < self.high or self.step <= 0 or (self.log and self.low <= 0):
            self._fail("needs low < high, step > 0, and low > 0 where log")
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        self.values = [self._at(low, place) for place in range(int((high - low) / self.step + 1e-6) + 1)]
        if len(self.values) > MOST_VALUES:
            self._fail(f"{len(self.values)} values are too many, {MOST_VALUES} at most: take a larger step")
        if self.value is None:
            self.value = self.values[len(self.values) // 2]
        super().__post_init__()

    def _at(self, low, place):
        value = low + place * self.step
        if self.log:  # two digits are read at a glance; finer steps need more to be told apart
            return float(f"{10**value:.{2 if self.step >= 0.1 else 4}g}")
        whole = float(self.low).is_integer() and float(self.step).is_integer()
        return round(value) if whole else round(value, 10)

    def clean(self, value):
        value = float(value)
        if not math.isfinite(value):
            self._fail(f"{value} is not a finite number")
        if self.log:
            return min(self.values, key=lambda known: abs(math.log(known / max(value, self.low))))
        return min(self.values, key=lambda known: abs(known - value))

    def samples(self, most=15):
        return [self.values[place] for place in _spread(len(self.values), most)]

    def spec(self):
        return {
            **super().spec(),
            "values": self.values,
            "texts": [self.written(value) for value in self.values],
        }

    def written(self, value) -> str:
        """Return a value as the reader's language writes it, with its unit."""
        if self.log:
            text = f"{value:.4g}" if abs(value) >= 1e-4 else f"{value:.1e}"
            digits = len(text.partition(".")[2]) if "e" not in text else 0
            text = number(value, digits) if "e" not in text else text.replace("e-0", "e\N{MINUS SIGN}")
        else:
            text = number(value, max(len(f"{known:.10g}".partition(".")[2]) for known in (self.low, self.step)))
        space = "" if self.unit in ("", "°", "%") else "\N{NO-BREAK SPACE}"
        return f"{text}{space}{self.unit}"


@dataclass
class Choice(Control):
    """One of ``options``: [(value, label), ...], values strings or numbers. Few and short ones become
    buttons.
    """

    options: Sequence[tuple] = ()
    value: object = None

    kind = "choice"

    def __post_init__(self):
        if not self.options:
            self._fail("needs options [(value, label), ...]")
        if self.value is None:
            self.value = self.options[0][0]
        super().__post_init__()

    def clean(self, value):
        values = [option for option, _ in self.options]
        if value not in values:
            self._fail(f"{value!r} is not one of {values}")
        return values[values.index(value)]

    def samples(self, most=15):
        return [option for option, _ in self.options][:most]

    def extremes(self):
        return [option for option, _ in self.options]


@dataclass
class Several(Control):
    """Any of ``options``: [(value, label), ...], values strings or numbers, as check boxes in a row.

    The value is the list of the chosen ones, in the order of the options; at least ``least`` of them.
    """

    options: Sequence[tuple] = ()
    value: Sequence = ()
    least: int = 0

    kind = "several"

    def clean(self, value):
        values = [option for option, _ in self.options]
        unknown = [item for item in value if item not in values]
        if unknown:
            self._fail(f"{unknown} are not among {values}")
        chosen = [item for item in values if item in value]
        return chosen if len(chosen) >= self.least else values[: self.least]

    def for_scene(self, value):
        return list(value)

    def extremes(self):
        return [[], self.value, [option for option, _ in self.options]]


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
class Live(Control):
    """The button that starts and pauses the explorer's ``train``; its value is True while training runs.

    A recording keeps ``frames`` pictures of the training, each ``units`` yields after the one before.
    """

    value: bool = False
    frames: int = 40
    units: int = 1

    kind = "live"

    def clean(self, value):
        return bool(value)


@dataclass
class Button(Control):
    """Pressing it calls the explorer's ``on_<name>(state)``, which returns the controls to change."""

    kind = "button"
    holds_state = False


@dataclass
class Player(Control):
    """A step from 0 to ``last`` with back, play / pause, forward and a slider; play moves ``fps`` steps a
    second.
    """

    last: int
    value: int = 0
    fps: float = 4.0

    kind = "player"

    def clean(self, value):
        return min(max(int(value), 0), self.last)

    def samples(self, most=15):
        return _spread(self.last + 1, most)


@dataclass
class TextInput(Control):
    """A line that the reader types, at most ``max_length`` characters."""

    value: str = ""
    max_length: int = 60

    kind = "text"

    def clean(self, value):
        # Half of a pair of UTF-16, as a page may send it, can neither be drawn nor sent back.
        whole = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\n", " ")[: self.max_length]

    def extremes(self):
        return ["", self.value, "ığüşöç İI <b>&"[: self.max_length], "x" * self.max_length]


def _check_bounds(control):
    x0, x1, y0, y1 = control.bounds
    if not (x0 < x1 and y0 < y1):
        control._fail("bounds must be (x0, x1, y0, y1) with x0 < x1 and y0 < y1")
    control.bounds = tuple(float(bound) for bound in control.bounds)


def _clamp(value, low, high):
    return round(min(max(float(value), low), high), 6)


@dataclass
class DragPoints(Control):
    """Points that the reader drags, in the panel with name ``panel``; drawn by the scene as
    ``Points(drag=name)``.

    value: [[x, y], ...] or [[x, y, class], ...]; ``scene`` gets such a list. ``bounds`` (x0, x1, y0, y1):
    where they must stay. ``addable``: points may be added (double click, or a button) and deleted (Delete,
    or a button), from ``least`` to ``most`` of them; ``classes``: the classes' names where points have one,
    so a new point has its button.
    """

    panel: str = ""
    value: Sequence[Sequence[float]] = ()
    bounds: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0)
    addable: bool = False
    classes: Sequence[str] | None = None
    least: int = 0
    most: int = 200

    kind = "points"

    def __post_init__(self):
        _check_bounds(self)
        super().__post_init__()

    def clean(self, value):
        x0, x1, y0, y1 = self.bounds
        points = []
        for x, y, *classes in list(value)[: self.most]:
            if not (math.isfinite(x) and math.isfinite(y)):
                self._fail("a point needs finite coordinates")
            points.append([_clamp(x, x0, x1), _clamp(y, y0, y1), *(int(number) for number in classes[:1])])
        return points

    def for_scene(self, value):
        return [list(point) for point in value]

    def extremes(self):
        x0, x1, y0, y1 = self.bounds
        corners = [[[x, y, *point[2:]] for point in self.value] for x, y in ((x0, y0), (x1, y1))]
        fewest = [self.value[: self.least]] if self.addable else []
        return [*corners, self.value, *fewest]


@dataclass
class DragBoxes(Control):
    """Rectangles that the reader moves and resizes in ``panel``; the k-th is the scene's k-th
    ``Box(drag=name)``.

    value: [[x0, y0, x1, y1], ...] with x0 < x1 and y0 < y1; ``bounds`` (x0, x1, y0, y1): where they must
    stay.
    """

    panel: str = ""
    value: Sequence[Sequence[float]] = ()
    bounds: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0)

    kind = "boxes"

    def __post_init__(self):
        _check_bounds(self)
        super().__post_init__()

    def clean(self, value):
        low_x, high_x, low_y, high_y = self.bounds
        boxes = []
        for x0, y0, x1, y1 in value:
            if not all(map(math.isfinite, (x0, y0, x1, y1))):
                self._fail("a box needs finite corners")
            (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
            left, bottom = _clamp(x0, low_x, high_x), _clamp(y0, low_y, high_y)
            boxes.append([left, bottom, _clamp(x1, low_x, high_x), _clamp(y1, low_y, high_y)])
        return boxes

    def for_scene(self, value):
        return [list(box) for box in value]

    def extremes(self):
        x0, x1, y0, y1 = self.bounds
        return [self.value, [[x0, y0, x1, y1] for _ in self.value], [[x0, y0, x0, y0] for _ in self.value]]


@dataclass
class Pad(Control):
    """A drawing pad among the controls. ``scene`` gets its pixels: uint8 (h, w), 0 = empty to 255 = full.

    value: such an array, None = empty. ``brush``: radius of the round, soft brush in pixels; the default
    draws strokes as thick as MNIST's on 28 x 28. Bright strokes on black, as those digits are.
    """

    shape: tuple[int, int] = (28, 28)
    value: np.ndarray | None = None
    brush: float = 1.3

    kind = "pad"

    def clean(self, value):
        """Return base64 of the pixels; takes that, None, or whole numbers of the pad's shape."""
        if value is None:
            value = np.zeros(self.shape, dtype=np.uint8)
        if isinstance(value, str):
            pixels = np.frombuffer(base64.b64decode(value), dtype=np.uint8)
        else:
            pixels = np.clip(np.rint(np.asarray(value, dtype=float)), 0, 255).astype(np.uint8)
        if pixels.size != self.shape[0] * self.shape[1]:
            self._fail(f"{pixels.size} pixels do not fill {self.shape}")
        return base64.b64encode(pixels.tobytes()).decode("ascii")

    def for_scene(self, value):
        return np.frombuffer(base64.b64decode(value), dtype=np.uint8).reshape(self.shape)

    def extremes(self):
        return [self.clean(None), self.value, self.clean(np.full(self.shape, 255))]


@dataclass
class Kept(Control):
    """A list that belongs to the state and is on no screen: what the reader's moves have led to, e.g. edited weights."""

    label: str = "kept"
    value: Sequence = ()

    kind = "kept"

    def clean(self, value):
        return list(value)


@dataclass
class Cells(Control):
    """A small grid of numbers that the reader edits, e.g. a kernel. ``scene`` gets float64 (rows, columns).

    Each number stays within ``low`` and ``high`` and moves by ``step`` with the arrow keys.
    """

    value: Sequence[Sequence[float]] = ((0.0,),)
    low: float = -9.0
    high: float = 9.0
    step: float = 1.0

    kind = "cells"

    def spec(self):
        return {**super().spec(), "shape": self.shape}

    def __post_init__(self):
        self.shape = np.shape(self.value)
        if len(self.shape) != 2:
            self._fail("the value must have rows and columns")
        super().__post_init__()

    def clean(self, value):
        grid = np.asarray(value, dtype=float)
        if grid.shape != self.shape or not np.isfinite(grid).all():
            self._fail(f"needs finite numbers of shape {self.shape}")
        return np.round(np.clip(grid, self.low, self.high), 6).tolist()

    def for_scene(self, value):
        return np.array(value, dtype=float)

    def extremes(self):
        return [np.full(self.shape, self.low).tolist(), self.value, np.full(self.shape, self.high).tolist()]

"""Drawings of architectures, by code: boxes, gates, blocks and arrows, with words in the reader's language.

    diagram = Diagram(10, 4)
    x = diagram.box((1, 2), "$x_t$", color="blue")
    cell = diagram.box((4, 2), "RNN", width=2, color="green")
    diagram.arrow(x, cell)
    diagram.arrow(cell, cell.top, (4, 3.6), (6.5, 3.6), note="$h_t$")

A place is (x, y) in the drawing's own units, y upwards; on the page a unit has the same length in both directions. An
arrow goes from one shape to another, through as many corners as are given; it starts and ends at the shapes' edges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle

from utils.palette import COLORS
from utils.plots.style import new_axes

Place = tuple[float, float]
UNIT = 0.9  # inches of the page for a unit of the drawing


@dataclass(frozen=True)
class Shape:
    """Something drawn that arrows begin and end at: a box or a circle around ``centre`` (x, y)."""

    centre: Place
    width: float
    height: float
    round: bool = False

    @property
    def left(self) -> Place:
        """The middle of the left edge; ``right``, ``top`` and ``bottom`` likewise."""
        return self.centre[0] - self.width / 2, self.centre[1]

    @property
    def right(self) -> Place:
        return self.centre[0] + self.width / 2, self.centre[1]

    @property
    def top(self) -> Place:
        return self.centre[0], self.centre[1] + self.height / 2

    @property
    def bottom(self) -> Place:
        return self.centre[0], self.centre[1] - self.height / 2

    def edge(self, towards: Place) -> Place:
        """Return where the straight line from the centre to ``towards`` leaves the shape."""
        dx, dy = np.subtract(towards, self.centre)
        if dx == dy == 0:
            return self.centre
        half = self.width / 2, self.height / 2
        if self.round:
            share = 1 / np.hypot(dx / half[0], dy / half[1])
        else:
            share = min(h / abs(d) for h, d in zip(half, (dx, dy), strict=True) if d)
        return self.centre[0] + share * dx, self.centre[1] + share * dy


class Diagram:
    """A drawing of ``width`` x ``height`` units, in ``axes`` or in a figure of its own (``size`` inches for a unit)."""

    def __init__(self, width: float, height: float, *, axes: Axes | None = None, size: float = UNIT, title: str = ""):
        self.axes = new_axes(axes, size * width, size * height)
        self.axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        self.axes.set_axis_off()
        if title:
            self.axes.set_title(title)

    @property
    def figure(self) -> Figure:
        """The figure that the drawing stands in."""
        figure = self.axes.figure
        assert isinstance(figure, Figure)  # axes that are drawn into always stand in one
        return figure

    def box(
        self, centre: Place, text: str = "", *, width: float = 1, height: float = 0.8, color: str = "muted",
        size: float = 14, dashed: bool = False, filled: bool = False,
    ) -> Shape:  # fmt: skip
        """Draw a rounded box with a text; ``color`` is a name of the palette. ``filled``: in the full colour."""
        x, y = centre[0] - width / 2, centre[1] - height / 2
        face = COLORS[color] if filled else pale(COLORS[color], 0.8)
        patch = FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0,rounding_size=0.12", facecolor=face, edgecolor=COLORS[color],
            linewidth=2.2, linestyle="--" if dashed else "-", zorder=4,
        )  # fmt: skip
        self.axes.add_patch(patch)
        self._write(centre, text, size, "white" if filled else COLORS["ink"])
        return Shape(centre, width, height)

    def circle(
        self, centre: Place, text: str = "", *, radius: float = 0.3, color: str = "muted", size: float = 15
    ) -> Shape:
        """Draw a circle with a text: a neuron, or an operation on elements such as x and +."""
        face = pale(COLORS[color], 0.8)
        self.axes.add_patch(Circle(centre, radius, facecolor=face, edgecolor=COLORS[color], linewidth=2.2, zorder=4))
        self._write(centre, text, size)
        return Shape(centre, 2 * radius, 2 * radius, round=True)

    def block(
        self, centre: Place, text: str = "", *, width: float = 0.4, height: float = 1.5, depth: float = 0.4,
        color: str = "muted", size: float = 12,
    ) -> Shape:  # fmt: skip
        """Draw a solid: feature maps, ``width`` x ``height`` in front and ``depth`` to the back; the text stands below."""
        x, y = centre[0] - width / 2, centre[1] - height / 2
        edge, back = COLORS[color], np.array([depth, depth]) / 2
        corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], dtype=float)
        look: dict[str, Any] = {"edgecolor": edge, "linewidth": 1.6}
        top = [corners[3], corners[2], corners[2] + back, corners[3] + back]
        side = [corners[1], corners[1] + back, corners[2] + back, corners[2]]
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=pale(edge, 0.75), zorder=4, **look))
        self.axes.add_patch(Polygon(top, facecolor=pale(edge, 0.9), zorder=4, **look))
        self.axes.add_patch(Polygon(side, facecolor=pale(edge, 0.5), zorder=4, **look))
        self.axes.text(centre[0] + depth / 4, y - 0.12, text, ha="center", va="top", fontsize=size, zorder=5)
        return Shape((centre[0] + depth / 4, centre[1]), width + depth / 2, height)

    def funnel(
        self, centre: Place, text: str = "", *, width: float = 1.6, left: float = 2, right: float = 0.8,
        color: str = "muted", size: float = 14,
    ) -> Shape:  # fmt: skip
        """Draw a trapezium whose ``left`` and ``right`` sides have these heights: an encoder, or a decoder."""
        x, y = centre
        corners = [(x - width / 2, y - left / 2), (x + width / 2, y - right / 2)]
        corners += [(px, 2 * y - py) for px, py in reversed(corners)]
        face = pale(COLORS[color], 0.8)
        self.axes.add_patch(Polygon(corners, facecolor=face, edgecolor=COLORS[color], linewidth=2.2, zorder=4))
        self._write(centre, text, size)
        return Shape(centre, width, min(left, right))

    def picture(self, centre: Place, pixels: np.ndarray, *, width: float = 1, color: str = "muted") -> Shape:
        """Draw a picture, (height, width) or (height, width, 3), with a frame."""
        rows, columns = np.shape(pixels)[:2]
        height = width * rows / columns
        x, y = centre[0] - width / 2, centre[1] - height / 2
        limits = self.axes.get_xlim(), self.axes.get_ylim()
        self.axes.imshow(pixels, extent=(x, x + width, y, y + height), zorder=4)
        self.axes.set(xlim=limits[0], ylim=limits[1])
        frame = Rectangle((x, y), width, height, fill=False, edgecolor=COLORS[color], linewidth=1.6, zorder=5)
        self.axes.add_patch(frame)
        return Shape(centre, width, height)

    def frame(self, corner: Place, width: float, height: float, text: str = "", *, color: str = "muted") -> Shape:
        """Draw a dashed frame around what belongs together, from its lower left ``corner``; the text stands on top."""
        patch = FancyBboxPatch(
            corner, width, height, boxstyle="round,pad=0,rounding_size=0.2", facecolor=pale(COLORS[color], 0.94),
            edgecolor=COLORS[color], linewidth=1.6, linestyle=(0, (4, 3)), zorder=0,
        )  # fmt: skip
        self.axes.add_patch(patch)
        centre = corner[0] + width / 2, corner[1] + height / 2
        self.axes.text(centre[0], corner[1] + height + 0.1, text, ha="center", va="bottom", fontsize=13, zorder=5)
        return Shape(centre, width, height)

    def note(self, place: Place, text: str, *, size: float = 13, color: str = "ink", align: str = "center") -> None:
        """Write a text; ``align`` says which side of it stands at ``place``: "left", "center" or "right"."""
        self.axes.text(place[0], place[1], text, ha=align, va="center", fontsize=size, color=COLORS[color], zorder=6)

    def arrow(
        self, start: Shape | Place, *stops: Shape | Place, color: str = "muted", note: str = "", dashed: bool = False,
        head: bool = True, width: float = 2.2, size: float = 13,
    ) -> None:  # fmt: skip
        """Draw an arrow from ``start`` through the ``stops`` to the last of them; the note stands beside its middle."""
        points = _trimmed([start, *stops])
        style = "--" if dashed else "-"
        if len(points) > 2:
            self.axes.plot(
                *zip(*points[:-1], strict=True), color=COLORS[color], lw=width, ls=style, marker="", zorder=2
            )
        look: dict[str, Any] = {
            "arrowstyle": "-|>,head_width=0.28,head_length=0.55" if head else "-",
            "color": COLORS[color],
        }
        look |= {"linewidth": width, "linestyle": style, "shrinkA": 0, "shrinkB": 0}
        self.axes.annotate("", points[-1], points[-2], arrowprops=look, zorder=2)
        if note:
            self._beside(points, note, size)

    def lock(self, place: Place, *, size: float = 0.36, color: str = "ink") -> None:
        """Draw a small padlock: the weights here are frozen."""
        x, y = place
        angles = np.linspace(0, np.pi, 20)
        ring = x + 0.3 * size * np.cos(angles), y + 0.15 * size + 0.4 * size * np.sin(angles)
        self.axes.plot(*ring, color=COLORS[color], lw=2, ls="-", marker="", zorder=7)
        body = Rectangle((x - size / 2, y - 0.55 * size), size, 0.7 * size, facecolor=COLORS[color], lw=0, zorder=7)
        self.axes.add_patch(body)

    def _write(self, place, text, size, color=COLORS["ink"]):
        self.axes.text(place[0], place[1], text, ha="center", va="center", fontsize=size, color=color, zorder=5)

    def _beside(self, points, text, size):
        """Write ``text`` above the middle of a level line, to the right of one that rises."""
        middle = (len(points) - 1) // 2
        (x0, y0), (x1, y1) = points[middle : middle + 2]
        level = abs(x1 - x0) >= abs(y1 - y0)
        shift, ha, va = ((0, 5), "center", "bottom") if level else ((6, 0), "left", "center")
        self.axes.annotate(
            text,
            ((x0 + x1) / 2, (y0 + y1) / 2),
            shift,
            textcoords="offset points",
            ha=ha,
            va=va,
            fontsize=size,
            zorder=6,
        )


def pale(color: str, share: float) -> tuple[float, ...]:
    """Return ``color`` with ``share`` (0 to 1) of white in it, as red, green and blue."""
    return tuple((1 - share) * channel + share for channel in to_rgb(color))


def _trimmed(stops: Sequence[Shape | Place]) -> list[Place]:
    """Return the corners of an arrow, cut off at the edges of the shapes that it begins and ends at."""
    places = [stop.centre if isinstance(stop, Shape) else stop for stop in stops]
    first, last = stops[0], stops[-1]
    start = first.edge(places[1]) if isinstance(first, Shape) else first
    end = last.edge(places[-2]) if isinstance(last, Shape) else last
    return [start, *places[1:-1], end]

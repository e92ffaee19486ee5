"""A scene as a PNG, for viewers that run no widget: matplotlib's objects alone, never pyplot.

It looks as ``static/explorer.js`` draws it on a white page: the same layout in pixels, the same colours and
markers. ``still_layers`` has one function per kind of layer, ``sheet`` the paper that they draw on.
"""

import math
from itertools import pairwise
from textwrap import TextWrapper

from utils.language import language, number
from utils.widgets.scene import Code, Panel, Scene, Table
from utils.widgets.sheet import Sheet
from utils.widgets.still_layers import DRAW, colour_bar, legend_entries, swatch

MARGIN, GAP = 16, 24  # pixels around everything, and between the panels of a row
LOWEST, HIGHEST = 210, 400  # pixels of a panel with height 1
CLIPPED = {
    "Line",
    "Area",
    "HeatMap",
    "Image",
    "ImageGrid",
    "Network",
}  # these end at the axes; marks may stick out
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def png(scene: Scene, title: str = "", width_px: int = 720) -> bytes:
    """Return ``scene`` as a PNG, ``width_px`` wide: the title, its rows, and its summary in words."""
    sheet = Sheet(width_px)
    y = MARGIN
    if title:
        y = sheet.paragraph(title, MARGIN, y, width_px - 2 * MARGIN, size=1.25, bold=True) + 8
    for row in scene.rows:
        y = _draw_row(sheet, row, y) + 14
    y = sheet.paragraph(scene.summary, MARGIN, y, width_px - 2 * MARGIN)
    return sheet.png(math.ceil(y + MARGIN))


def _draw_row(sheet, row, top) -> float:
    """Draw panels side by side from ``top`` on and return where they end."""
    shares = sum(item.width for item in row)
    room = sheet.width - 2 * MARGIN - GAP * (len(row) - 1)
    square = any(isinstance(item, Panel) and item.equal for item in row)
    height = min(max(room / shares * (0.95 if square else 0.7), LOWEST), HIGHEST)
    x, ends = MARGIN, []
    for item in row:
        width = room * item.width / shares
        below = _draw_head(sheet, item, x, top, width)
        ends.append(BODY[type(item)](sheet, item, (x, below, width, height * item.height)))
        x += width + GAP
    return max(ends)


def _draw_head(sheet, item, x, y, width) -> float:
    """Write an item's title and legend above it and return where they end."""
    if item.title:
        y = sheet.paragraph(item.title, x, y, width, bold=True) + 2
    entries = legend_entries(item) if isinstance(item, Panel) and item.legend else []
    place = x
    for entry in entries:
        needed = 28 + sheet.measure(entry.text, 0.92)
        if place > x and place + needed > x + width:
            place, y = x, y + sheet.unit * 1.5
        swatch(sheet, entry, place, y + sheet.unit * 0.75)
        sheet.write(entry.text, place + 26, y + sheet.unit * 0.75, size=0.92, align="left", color="muted")
        place += needed + 14
    return y + sheet.unit * 1.6 if entries else y


# ---- Panels


class Plot:
    """One panel on the sheet: where its axes stand, and from data to pixels.

    ``x``, ``y``: data coordinate (or array) to pixel; ``left``, ``right``, ``top``, ``bottom``: the axes.
    """

    def __init__(self, sheet, panel, place):
        self.sheet, self.panel = sheet, panel
        self.left, self.top, width, height = place
        self.outer = self.left, self.top, self.left + width, self.top + height
        self.right, self.bottom = self.left + width, self.top + height
        if any(getattr(layer, "bar", "") for layer in panel.layers):
            self.right -= sheet.unit * 5
        self.xticks = self.yticks = ()
        if panel.axes:
            self._make_room()
        if panel.equal:
            self._equalize()
        self.x = _scale(panel.x, panel.xlog, self.left, self.right)
        self.y = _scale(panel.y, panel.ylog, self.bottom, self.top)

    def _make_room(self):
        """Leave room for the words at the axes; those that would touch each other are slanted."""
        panel, unit, measure = self.panel, self.sheet.unit, self.sheet.measure
        self.top += unit * (1.9 if panel.ylabel else 0.7)
        self.bottom -= unit * (3.2 if panel.xlabel else 1.7)
        rows = (self.bottom - self.top) / (unit * 3)
        self.yticks = _ticks(panel.y, panel.ylog, panel.yticks, rows, "y" in panel.whole)
        self.left += max((measure(text) for _, text in self.yticks), default=0) + 10
        self.right -= unit
        width = self.right - self.left
        self.xticks = _ticks(panel.x, panel.xlog, panel.xticks, width / (unit * 5), "x" in panel.whole)
        widest = max((measure(text) for _, text in self.xticks), default=0)
        gap = min((abs(b[0] - a[0]) for a, b in pairwise(self.xticks)), default=math.inf)
        share = gap / abs(panel.x[1] - panel.x[0])
        self.slanted = bool(panel.xticks) and widest * 1.25 + 1 > width * share
        if self.slanted:
            self.bottom -= min(widest * 0.72, (self.bottom - self.top) / 3)

    def _equalize(self):
        """Give both axes the same unit; what is left over goes to the right and below."""
        panel = self.panel
        across, up = abs(panel.x[1] - panel.x[0]), abs(panel.y[1] - panel.y[0])
        scale = min((self.right - self.left) / across, (self.bottom - self.top) / up)
        self.right = self.left + scale * across
        spare = self.bottom - self.top - scale * up
        self.bottom -= spare
        self.outer = *self.outer[:3], self.outer[3] - spare

    def draw_grid(self):
        lines = [[(self.x(at), self.top), (self.x(at), self.bottom)] for at, _ in self.xticks]
        lines += [[(self.left, self.y(at)), (self.right, self.y(at))] for at, _ in self.yticks]
        for line in lines if self.panel.grid else ():
            self.sheet.line(line, "muted", 1, opacity=0.22)
        corner = [(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)]
        self.sheet.line(corner, "muted", 1, opacity=0.55)

    def draw_words(self):
        sheet, unit, panel = self.sheet, self.sheet.unit, self.panel
        for at, text in self.yticks:
            sheet.write(text, self.left - 6, self.y(at), align="right")
        for at, text in self.xticks:
            if self.slanted:
                sheet.write(text, self.x(at) + 4, self.bottom + unit * 0.6, align="right", slanted=True)
            else:
                sheet.write(text, self.x(at), self.bottom + unit * 0.95)
        if panel.xlabel:
            middle = (self.left + self.right) / 2
            sheet.write(panel.xlabel, middle, self.outer[3] - unit * 0.75, size=0.95)
        if panel.ylabel:
            sheet.write(panel.ylabel, self.outer[0] + 2, self.outer[1] + unit * 0.8, size=0.95, align="left")


def _draw_panel(sheet, panel, place) -> float:
    plot = Plot(sheet, panel, place)
    if panel.axes:
        plot.draw_grid()
    for clipped in (True, False):
        sheet.clip((plot.left, plot.right, plot.top, plot.bottom) if clipped and panel.axes else None)
        for layer in panel.layers:
            if (type(layer).__name__ in CLIPPED) == clipped:
                DRAW[type(layer).__name__](plot, layer)
    for layer in panel.layers:
        if getattr(layer, "bar", ""):
            colour_bar(plot, layer)
    if panel.axes:
        plot.draw_words()
    return plot.outer[3]


def _scale(limits, log, start, end):
    """Return the function from a data coordinate to its pixel."""
    low, high = (math.log10(limit) for limit in limits) if log else limits
    factor = (end - start) / (high - low)

    def place(value):
        if log:
            value = _log10(value)
        return start + (value - low) * factor

    return place


def _log10(values):
    import numpy as np

    return np.log10(np.maximum(values, 1e-300))


def _ticks(limits, log, named, count, whole):
    """Return [(value, text), ...] for one axis: ``named`` ones, powers of ten, or round numbers."""
    if named is not None:
        return [(at, text) for at, text in named]
    low, high = sorted(limits)
    powers = _powers(low, high) if log else []
    if len(powers) > 1:
        return [(10.0**power, _power_text(power)) for power in powers]
    rough = (high - low) / max(count, 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m for m in (1, 2, 5, 10) if m * magnitude >= rough * 0.999) * magnitude
    step = max(1, round(step)) if whole else step
    digits = max(0, -math.floor(math.log10(step) + 1e-6))
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [(k * step, number(k * step, digits)) for k in range(first, last + 1)]


def _powers(low, high):
    first, last = math.ceil(math.log10(low) - 1e-6), math.floor(math.log10(high) + 1e-6)
    every = max(1, math.ceil((math.log10(high) - math.log10(low)) / 6))
    return [power for power in range(first, last + 1) if power % every == 0]


def _power_text(power):
    if abs(power) >= 4:
        return "10" + str(power).translate(SUPERSCRIPTS)
    text = f"{10.0**power:g}"
    return text.replace(".", ",") if language() == "tr" else text


# ---- Tables and listings


def _draw_table(sheet, table, place) -> float:
    x, y, width, _ = place
    lines = [list(table.header), *([_cell(value, table.digits) for value in row] for row in table.rows)]
    widths = _column_widths(sheet, lines, width)
    numeric = [all(not isinstance(row[k], str) for row in table.rows) for k in range(len(table.header))]
    for place, line in enumerate(lines):
        bold = place == 0 or place - 1 in table.highlight
        y = _draw_line(sheet, line, (x, y + 5, widths), numeric, bold) + 5
        sheet.line([(x, y), (x + width, y)], "muted", 1, opacity=0.5)
    return y


def _draw_line(sheet, cells, place, numeric, bold) -> float:
    """Write one row of a table, long texts wrapped, and return where it ends."""
    x, y, widths = place
    ends = []
    for text, width, right in zip(cells, widths, numeric, strict=True):
        start = x + width - 12 - sheet.measure(text, 0.95, bold) if right else x + 4
        ends.append(sheet.paragraph(text, start, y, width - 10, size=0.95, bold=bold))
        x += width
    return max(ends)


def _column_widths(sheet, lines, width):
    """Return each column's pixels: what it needs, the wide ones squeezed where the sheet is too narrow."""
    needs = [max(sheet.measure(text, 0.95, bold=True) for text in column) + 18 for column in zip(*lines, strict=True)]
    fair = width / len(needs)
    small = sum(need for need in needs if need <= fair)
    large = sum(need for need in needs if need > fair)
    if small + large <= width:
        return [need * width / (small + large) for need in needs]
    return [need if need <= fair else need * (width - small) / large for need in needs]


def _cell(value, digits):
    return value if isinstance(value, str) else number(float(value), 0 if float(value).is_integer() else digits)


def _draw_code(sheet, code, place) -> float:
    x, y, width, _ = place
    columns = max(20, int((width - 24) / sheet.measure("m" * 100, 0.88, family="monospace") * 100))
    wrapper = TextWrapper(columns, subsequent_indent="    ", replace_whitespace=False, drop_whitespace=False)
    lines = [part for line in code.text.splitlines() for part in wrapper.wrap(line) or [""]]
    height = len(lines) * sheet.unit * 1.4 + 20
    sheet.rectangle(x, y, x + width, y + height, "muted", fill=0.08, width=0.5)
    for k, line in enumerate(lines):
        at = y + 10 + (k + 0.5) * sheet.unit * 1.4
        sheet.write(line, x + 12, at, size=0.88, align="left", family="monospace")
    return y + height


BODY = {Panel: _draw_panel, Table: _draw_table, Code: _draw_code}

"""A scene as a PNG, for viewers that run no widget: matplotlib's objects alone, never pyplot.

It looks as the page draws it on white: the same rows in pixels, the same marks (``still_plot``) and legends.
``sheet`` is the paper.
"""

import math
from collections.abc import Callable
from textwrap import TextWrapper

from utils.widgets.marks import panel_marks
from utils.widgets.page import bar_ends, cell_text, stretch
from utils.widgets.scene import Code, Panel, Scene, Table
from utils.widgets.sheet import MONOSPACE, Sheet
from utils.widgets.still_plot import SWATCH, Plot, colours_of, swatch

MARGIN, GAP = 16, 24  # pixels around everything, and between the panels of a row
LOWEST, HIGHEST = 210, 400  # pixels of a panel with height 1, as in explorer.css
ROOM = 16  # pixels between the entries of a legend
BAR = 64, 12  # pixels of a colour bar

Place = tuple[float, float, float, float]  # left, top, width, height


def png(scene: Scene, title: str = "", note: str = "", width_px: int = 720) -> bytes:
    """Return ``scene`` as a PNG, ``width_px`` wide: the title, a note, its rows, and its summary in words."""
    sheet = Sheet(width_px)
    y = float(MARGIN)
    if title:
        y = sheet.paragraph(title, MARGIN, y, width_px - 2 * MARGIN, size=1.25, bold=True) + 8
    if note:
        y = sheet.paragraph(note, MARGIN, y, width_px - 2 * MARGIN, size=0.88) + 8
    for row in scene.flat_rows():
        y = _draw_row(sheet, row, y) + 14
    y = sheet.paragraph(scene.summary, MARGIN, y, width_px - 2 * MARGIN)
    return sheet.png(math.ceil(y + MARGIN))


def _draw_row(sheet: Sheet, row, top: float) -> float:
    """Draw panels side by side from ``top`` on and return where they end."""
    shares = sum(item.width for item in row)
    room = sheet.width - 2 * MARGIN - GAP * (len(row) - 1)
    height = stretch(row) * min(max(room / shares * 0.7, LOWEST), HIGHEST)
    x, ends = float(MARGIN), []
    for item in row:
        width = room * item.width / shares
        place = x, top, width, height * item.height
        ends.append(BODY[type(item)](sheet, item, place))
        x += width + GAP
    return max(ends)


def _draw_title(sheet: Sheet, title: str, place: Place) -> float:
    x, y, width, _ = place
    return sheet.paragraph(title, x, y, width, bold=True) + 2 if title else y


# ---- Panels


def _draw_panel(sheet: Sheet, panel: Panel, place: Place) -> float:
    x, _, width, height = place
    frame = panel_marks(panel)
    y = _draw_legend(sheet, frame["legend"], (x, _draw_title(sheet, panel.title, place), width))
    plot = Plot(sheet, frame, (x, y, width, height))
    plot.draw()
    return y + plot.height


def _draw_legend(sheet: Sheet, entries: list[dict], place: tuple[float, float, float]) -> float:
    """Write a legend's entries (``marks.legend``) in lines and return where they end."""
    x, y, width = place
    left = x
    for entry in entries:
        words, draw = _draw_bar(sheet, entry) if entry["shape"] == "bar" else _draw_entry(sheet, entry)
        if left > x and left + words > x + width:
            left, y = x, y + sheet.unit * 1.5
        draw(left, y + sheet.unit * 0.75)
        left += words + ROOM
    return y + sheet.unit * 1.6 if entries else y


def _draw_entry(sheet, entry):
    """Return how wide an entry is, and the function that draws it at x and y."""

    def draw(x, y):
        swatch(sheet, entry["shape"], entry["color"], x, y)
        sheet.write(entry["text"], x + SWATCH + 6, y, "muted", 0.9, "left")

    return SWATCH + 6 + sheet.measure(entry["text"], 0.9), draw


def _draw_bar(sheet, entry):
    (low, high), (width, height) = bar_ends(entry), BAR
    low = f"{entry['text']}: {low}"
    before = sheet.measure(low, 0.9) + 6

    def draw(x, y):
        sheet.write(low, x, y, "muted", 0.9, "left")
        at = x + before
        sheet.picture(colours_of(entry["map"])[None], at, at + width, y - height / 2, y + height / 2, True)
        sheet.write(high, at + width + 6, y, "muted", 0.9, "left")

    return before + width + 6 + sheet.measure(high, 0.9), draw


# ---- Tables and listings


def _draw_table(sheet: Sheet, table: Table, place: Place) -> float:
    x, _, width, _ = place
    y = _draw_title(sheet, table.title, place)
    lines = [list(table.header), *([cell_text(value, table.digits) for value in row] for row in table.rows)]
    widths = _column_widths(sheet, lines, width)
    numeric = [all(not isinstance(row[k], str) for row in table.rows) for k in range(len(table.header))]
    for number, line in enumerate(lines):
        bold = number == 0 or number - 1 in table.highlight
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


def _draw_code(sheet: Sheet, code: Code, place: Place) -> float:
    x, _, width, _ = place
    y = _draw_title(sheet, code.title, place)
    columns = max(20, int((width - 24) / sheet.measure("m" * 100, 0.88, family=MONOSPACE) * 100))
    wrapper = TextWrapper(columns, subsequent_indent="    ", replace_whitespace=False, drop_whitespace=False)
    lines = [part for line in code.text.splitlines() for part in wrapper.wrap(line) or [""]]
    height = len(lines) * sheet.unit * 1.4 + 20
    sheet.rectangle(x, y, x + width, y + height, "muted", 0.08, 0.5)
    for k, line in enumerate(lines):
        at = y + 10 + (k + 0.5) * sheet.unit * 1.4
        sheet.write(line, x + 12, at, size=0.88, align="left", family=MONOSPACE)
    return y + height


BODY: dict[type, Callable[..., float]] = {Panel: _draw_panel, Table: _draw_table, Code: _draw_code}

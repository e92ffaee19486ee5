"""An explorer's frame as HTML: words, controls and empty places, which ``static/explorer.js`` brings to life.

Every control is native HTML with a label, so keyboards, screen readers and fingers know what to do. JupyterLab takes
the keys of whatever has the focus in an output, unless that very element carries ``data-lm-suppress-shortcuts``.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from utils.language import L, number
from utils.palette import COLORS, DARK_COLORS, DARK_PAPER, PAPER
from utils.widgets.controls import Control
from utils.widgets.scene import COLORMAPS, Code, Panel, Scene, Table, in_column

FILES = ("utils/widgets/static/explorer.css",)
STYLE = Path(__file__).parent / "static" / "explorer.css"

VALUE = "<output></output>"
WHOLE_ROW = ("player", "points")  # kinds of controls
KEYS = 'data-lm-suppress-shortcuts="true"'
LETTER = 7.5  # pixels of width
SEGMENT_ROOM = 224  # pixels in which options stand as buttons in a row, each as wide as its letters and 17
GRID_ROOM = 800  # pixels of a row of controls, without the gaps between them


@cache
def style_text() -> str:
    """Return the style sheet of all explorers: the colours of light and dark pages, then ``explorer.css``."""
    light = _variables("light", COLORS | {"paper": PAPER})
    dark = _variables("dark", DARK_COLORS | {"paper": DARK_PAPER})
    told = "[data-jp-theme-light=false] .dlx,[data-theme=dark] .dlx"  # by JupyterLab, by the course's site
    silent = "html:not([data-theme]) body:not([data-jp-theme-light]) .dlx"  # any other page: as the system has it
    colors = f".dlx{light}\n{told}{dark}\n@media (prefers-color-scheme:dark){{{silent}{dark}}}\n"
    return colors + STYLE.read_text(encoding="utf-8")


def _variables(scheme, colors):
    named = ";".join(f"--{name}:{code}" for name, code in colors.items())
    return f"{{color-scheme:{scheme};{named}}}"


def explorer_html(name: str, title: str, task: str, controls: list[Control], scene: Scene) -> str:
    """Return the whole frame and its style; all words are escaped. ``scene`` is the first one: where it has several rows
    of pictures, height is scarce and the controls stand beside them, else in rows above.
    """
    shown = [control for control in controls if control_html(control)]
    top, usual, more = ([control for control in shown if control.place == place] for place in ("top", "", "more"))
    pictures = sum(any(not isinstance(place, Table | Code) for place in row) for row in scene.rows)
    beside = usual and (pictures > 1 or any(control.kind == "pad" for control in usual))
    kind = " dlx-beside" if beside else ""
    large, reset, others = L("Büyük yazı", "Large type"), L("Baştan al", "Reset"), L("Diğer ayarlar", "More settings")
    unfold = f'<button type="button" class="dlx-more" aria-expanded="false" {KEYS}>{others}</button>' if more else ""
    return (
        f'<style>{style_text()}</style><section class="dlx{kind}" data-explorer="{escape(name)}" aria-label="{escape(title)}">'
        f'<div class="dlx-inside"><header><h3>{escape(title)}</h3><p class="dlx-note" role="status"></p>{unfold}'
        f'<button type="button" class="dlx-large" aria-label="A+ {large}" title="{large}" {KEYS}>A+</button>'
        f'<button type="button" class="dlx-reset" {KEYS}>{reset}</button></header>'
        f'<p class="dlx-task">{escape(task)}</p><div class="dlx-folded" hidden>{_grid(more)}</div>'
        f'<div class="dlx-top">{"".join(map(control_html, top))}</div><div class="dlx-body">'
        f'<div class="dlx-controls">{_grid(usual, beside)}</div><div class="dlx-stage"></div></div>'
        '<p class="dlx-summary" aria-live="polite"></p>'
        '<p class="dlx-error" role="alert"></p></div></section>'
    )


def _grid(controls, column=False):
    """Return controls in rows: in a wide explorer three to a row, but two where that leaves no hole, or in one column.
    What wants a whole row has it.
    """
    if not controls:
        return ""
    shared = [control for control in controls if control.kind not in WHOLE_ROW]
    count = 2 if len(shared) in (2, 4) else min(len(shared), 3)
    words = LETTER * max((len(control.label) for control in shared), default=0)
    room = SEGMENT_ROOM if column else GRID_ROOM / max(count, 1) - words
    return f'<div class="dlx-grid c{count}">{"".join(control_html(control, room) for control in controls)}</div>'


def control_html(control: Control, room: float = SEGMENT_ROOM) -> str:
    """Return the HTML of one control; none for what is only dragged or kept. ``room``: pixels for options side by side."""
    inside = _choice(control, room) if control.kind == "choice" else _BUILDERS[control.kind](control)
    if not inside:
        return ""
    whole = " dlx-whole" if control.kind in WHOLE_ROW else ""
    hint = f'<small class="dlx-hint">{escape(control.hint)}</small>' if control.hint else ""
    return f'<div class="dlx-control{whole}" data-control="{control.name}">{inside}{hint}</div>'


def _button(text: str, label: str = "", kind: str = "", **data) -> str:
    """Return a button; label: what a screen reader says instead of ``text``; kind: its class; data: ``data-`` fields."""
    told = f' aria-label="{escape(label)}"' if label else ""
    extra = "".join(f' data-{key}="{escape(str(value))}"' for key, value in data.items())
    return f'<button type="button" class="{kind}"{told}{extra} {KEYS}>{escape(text)}</button>'


def _labelled(control, field, value=""):
    return f'<label class="dlx-line">{_label(control)}{field}{value}</label>'


def _group(control, inside, value=""):
    return f'<div class="dlx-line" role="group" aria-label="{escape(control.label)}">{_label(control)}{inside}{value}</div>'


def _label(control):
    return f'<span class="dlx-label">{escape(control.label)}</span>'


def _bar(*buttons):
    return f'<div class="dlx-bar">{"".join(buttons)}</div>'


def _range(last, label=""):
    told = f' aria-label="{escape(label)}"' if label else ""
    return f'<input type="range" min="0" max="{last}" step="1"{told} {KEYS}>'


def _slider(control):
    return _labelled(control, _range(len(control.values) - 1), VALUE)


def _choice(control, room):
    labels = [label for _, label in control.options]
    if sum(LETTER * len(label) + 17 for label in labels) <= room:
        radios = (
            f'<label><input type="radio" value="{i}" {KEYS}>{escape(label)}</label>' for i, label in enumerate(labels)
        )
        return _group(control, f'<div class="dlx-segments">{"".join(radios)}</div>')
    options = (f'<option value="{i}">{escape(label)}</option>' for i, label in enumerate(labels))
    return _labelled(control, f"<select {KEYS}>{''.join(options)}</select>")


def _several(control):
    boxes = (
        f'<label class="dlx-check"><input type="checkbox" value="{i}" {KEYS}>{escape(label)}</label>'
        for i, (_, label) in enumerate(control.options)
    )
    return _group(control, _bar(*boxes))


def _toggle(control):
    return f'<label class="dlx-check"><input type="checkbox" {KEYS}>{escape(control.label)}</label>'


def _press(control):
    return _button(control.label)


def _live(control):
    return _button(f"▶ {control.label}", kind="dlx-main", off=f"▶ {control.label}", on=f"❚❚ {L('Duraklat', 'Pause')}")


def _player(control):
    """The signs are such as every font has: many lack those of a tape deck."""
    say = control.label
    back, forward = L("bir adım geri", "one step back"), L("bir adım ileri", "one step forward")
    play = L("oynat", "play")
    buttons = (
        _button("‹", f"{say}: {back}"),
        _button("▶", f"{say}: {play}", "dlx-main"),
        _button("›", f"{say}: {forward}"),
    )
    return _group(control, _bar(_range(control.last, say), *buttons), VALUE)


def _text(control):
    return _labelled(
        control,
        f'<input type="text" maxlength="{control.max_length}" autocomplete="off" spellcheck="false" {KEYS}>',
    )


def _points(control):
    if not control.addable:
        return ""
    names = [f"+ {name}" for name in control.classes or [L("Nokta ekle", "Add a point")]]
    adders = [_button(name, add=number) for number, name in enumerate(names)]
    return _group(control, _bar(*adders, _button(L("Sil", "Delete"), L("Son noktayı sil", "Delete the last point"))))


def _cells(control):
    row_word, column_word = L("satır", "row"), L("sütun", "column")
    inputs = "".join(
        f'<input type="number" min="{control.low:g}" max="{control.high:g}" step="{control.step:g}" '
        f'aria-label="{escape(control.label)}: {row_word} {i + 1}, {column_word} {j + 1}" {KEYS}>'
        for i in range(control.shape[0])
        for j in range(control.shape[1])
    )
    return _group(control, f'<div class="dlx-cells" style="--columns:{control.shape[1]}">{inputs}</div>')


def _pad(control):
    height, width = control.shape
    how = L(
        "Fareyle ya da parmakla çizin. Klavyede: oklar gezdirir, boşluk boyar, Shift ile ok çizgi çeker.",
        "Draw with mouse or finger. On the keyboard: arrows move, Space paints, Shift with an arrow draws a line.",
    )
    canvas = (
        f'<canvas class="dlx-pad" width="{width}" height="{height}" tabindex="0" role="application" '
        f'aria-label="{escape(control.label)}. {how}" title="{how}" {KEYS}></canvas>'
    )
    return _group(control, canvas + _bar(_button(L("Temizle", "Clear"))))


_BUILDERS = {
    "slider": _slider, "several": _several, "toggle": _toggle, "button": _press, "live": _live,
    "player": _player, "text": _text, "points": _points, "boxes": lambda control: "", "cells": _cells, "pad": _pad,
    "kept": lambda control: "",
}  # fmt: skip


# A scene's places, and what may stand there beside panels

PLACE = (
    '<figcaption></figcaption><div class="dlx-legend"></div><div class="dlx-frame"><canvas role="img"></canvas></div>'
)
SQUARE = 1.3  # a row with a panel of equal units is so much higher, or squares would be small


def layout_html(scene: Scene) -> str:
    """Return the empty places of a scene, row by row: a figure for each panel, table or listing, and one behind a tab."""
    rows = "".join(map(_row_html, scene.rows))
    if scene.behind is not None:
        tab = f'<label class="dlx-tab"><input type="checkbox" {KEYS}>{escape(scene.behind.title)}</label>'
        return f'{tab}{rows}<figure class="dlx-behind"></figure>'
    return rows


def _row_html(row):
    taller = stretch(row)
    columns = [in_column(place) for place in row]
    widths = [max(item.width for item in column) for column in columns]
    tallest = max((column[0].height for column in columns if len(column) == 1), default=1.0)
    places = ""
    for column, width in zip(columns, widths, strict=True):
        if len(column) == 1:
            places += _figure(column[0], f"--share:{width:g};--tall:{column[0].height * taller:g}")
        else:
            part = taller * tallest / sum(item.height for item in column)
            figures = (_figure(item, f"--tall:{item.height:g};--part:{part:.3g}") for item in column)
            places += f'<div class="dlx-column" style="--share:{width:g}">{"".join(figures)}</div>'
    return f'<div class="dlx-row" style="--shares:{sum(widths):g}">{places}</div>'


def _figure(item, style):
    return f'<figure style="{style}">{PLACE if isinstance(item, Panel) else ""}</figure>'


def stretch(row: Sequence[Panel | Table | Code]) -> float:
    """Return how much higher a row is than one without squares."""
    return SQUARE if any(map(_is_square, row)) else 1.0


def _is_square(item):
    """Return whether a panel has equal units and is nearly as high as wide."""
    if not isinstance(item, Panel) or not item.equal:
        return False
    (left, right), (bottom, top) = item.x, item.y
    return abs(top - bottom) > 0.75 * abs(right - left)


GLYPHS = {"line": "━━", "dash": "╍╍", "area": "■", "circle": "●", "triangle": "▲", "square": "■", "diamond": "◆",
          "cross": "✕", "plus": "✚", "ring": "○"}  # fmt: skip


def legend_html(entries: list[dict]) -> str:
    """Return a panel's legend (``marks.legend``) as HTML; its colours are the variables of the page's theme."""
    return "".join(
        f"<span>{_bar_html(entry) if entry['shape'] == 'bar' else _entry_html(entry)}</span>" for entry in entries
    )


def _entry_html(entry):
    glyph = GLYPHS[entry["shape"]]
    return f'<b aria-hidden="true" style="color:var(--{entry["color"]})">{glyph}</b>{escape(entry["text"])}'


def _bar_html(entry):
    stops = ",".join(f"var(--{name})" for name in COLORMAPS[entry["map"]])
    low, high = bar_ends(entry)
    return f'{escape(entry["text"])}: {low}<i style="background:linear-gradient(90deg,{stops})"></i>{high}'


def bar_ends(entry: dict) -> tuple[str, str]:
    """Return the least and the greatest value of a legend's colour bar in words."""
    low, high = (number(entry[end], 0 if abs(entry[end]) >= 100 else 2) for end in ("low", "high"))
    return low, high


def table_html(table: Table) -> str:
    """Return a table as HTML; columns of numbers stand on the right, numbers are written as the language does."""
    right = [all(not isinstance(row[k], str) for row in table.rows) for k in range(len(table.header))]
    kinds = [' class="right"' if flag else "" for flag in right]
    head = "".join(f'<th scope="col"{kind}>{escape(word)}</th>' for word, kind in zip(table.header, kinds, strict=True))
    body = ""
    for i, row in enumerate(table.rows):
        cells = (
            f"<td{kind}>{escape(cell_text(cell, table.digits))}</td>" for cell, kind in zip(row, kinds, strict=True)
        )
        body += f"<tr{' class=hit' if i in table.highlight else ''}>{''.join(cells)}</tr>"
    caption = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    return f'<div class="dlx-scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def cell_text(cell, digits: int) -> str:
    """Return a table's cell in words: whole numbers without decimals, others with ``digits``."""
    if isinstance(cell, str):
        return cell
    return number(float(cell), 0 if float(cell).is_integer() else digits)


def code_html(code: Code) -> str:
    """Return a listing as HTML."""
    title = f"<figcaption>{escape(code.title)}</figcaption>" if code.title else ""
    return f'{title}<pre tabindex="0" {KEYS}>{escape(code.text)}</pre>'

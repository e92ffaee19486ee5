"""A scene as a PNG, for viewers that run no widget: drawn with matplotlib's objects, never with pyplot."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from utils.language import language
from utils.palette import COLORS, SERIES
from utils.widgets.scene import Code, ImageGrid, Table

INCHES = 9.0
MARKERS = {
    "circle": "o",
    "triangle": "^",
    "square": "s",
    "diamond": "D",
    "cross": "x",
    "plus": "P",
    "ring": "o",
}
CLASS_MARKERS = ("o", "^", "s", "D", "x", "P")
COLORMAPS = {
    "gray": "gray",
    "sequential": LinearSegmentedColormap.from_list("sequential", ["#FAFAFA", COLORS["blue"]]),
    "diverging": LinearSegmentedColormap.from_list(
        "diverging", [COLORS["blue"], "#FAFAFA", COLORS["orange"]]
    ),
}


def png(scene, dpi: int = 80) -> bytes:
    """Return ``scene`` drawn as a PNG, about 720 pixels wide."""
    heights = [max(_height(item, row) for item in row) for row in scene.rows]
    figure = Figure(figsize=(INCHES, sum(heights) + 0.3), dpi=dpi, layout="constrained")
    FigureCanvasAgg(figure)
    outer = figure.add_gridspec(len(scene.rows), 1, height_ratios=heights)
    for place, row in zip(outer, scene.rows, strict=True):
        inner = place.subgridspec(1, len(row), width_ratios=[item.width for item in row])
        for cell, item in zip(inner, row, strict=True):
            if any(isinstance(layer, ImageGrid) for layer in getattr(item, "layers", [])):
                _draw_grid(figure, cell, item)
            elif isinstance(item, Table):
                _draw_table(figure.add_subplot(cell), item)
            elif isinstance(item, Code):
                _draw_code(figure.add_subplot(cell), item)
            else:
                _draw_panel(figure.add_subplot(cell), item)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", facecolor="white", metadata={"Software": None})
    return buffer.getvalue()


def _height(item, row):
    share = item.width / sum(other.width for other in row)
    if isinstance(item, Code):
        return 0.25 * (item.text.count("\n") + 3)
    if isinstance(item, Table):
        return 0.32 * (len(item.rows) + 2)
    ratio = abs((item.y[1] - item.y[0]) / (item.x[1] - item.x[0])) if item.equal else 0.75 * item.height
    return INCHES * share * ratio


def _number(value, _position=None):
    text = f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language() == "tr" else text


def _draw_panel(axes, panel):
    axes.set(xlim=panel.x, ylim=panel.y, xlabel=panel.xlabel, ylabel=panel.ylabel)
    axes.set_title(panel.title, loc="left", fontsize=11, fontweight="bold")
    axes.xaxis.set_major_formatter(_number)
    axes.yaxis.set_major_formatter(_number)
    for layer in panel.layers:
        DRAW[type(layer).__name__](axes, layer)
    # A picture layer changes limits and aspect; what the panel says holds.
    axes.set(xlim=panel.x, ylim=panel.y, aspect="equal" if panel.equal else "auto")
    for name, ticks in (("xticks", panel.xticks), ("yticks", panel.yticks)):
        if ticks:
            axes.set(**{name: [at for at, _ in ticks], f"{name[:-1]}labels": [text for _, text in ticks]})
    for axis, log in (("x", panel.xlog), ("y", panel.ylog)):
        if log:
            axes.set(**{f"{axis}scale": "log"})
    if not panel.axes:
        axes.set_axis_off()
    if axes.get_legend_handles_labels()[1]:
        axes.legend(fontsize=9)


def _line(axes, layer):
    style = "--" if layer.dash else "-"
    axes.plot(
        layer.x,
        layer.y,
        style,
        color=COLORS[layer.color],
        lw=layer.width,
        alpha=layer.opacity,
        label=layer.label or None,
    )


def _points(axes, layer):
    classes = np.zeros(len(layer.x), int) if layer.classes is None else layer.classes
    for one in np.unique(classes):
        own = classes == one
        plain = layer.classes is None
        color = COLORS[layer.color if plain else SERIES[one]]
        marker = MARKERS[layer.marker] if plain else CLASS_MARKERS[one]
        hollow = plain and layer.marker in ("ring", "cross")
        face = "none" if plain and layer.marker == "ring" else color
        edge = color if hollow else "white"
        axes.plot(
            layer.x[own],
            layer.y[own],
            marker,
            ms=layer.size * 1.6,
            mfc=face,
            mec=edge,
            ls="",
            label=_label(layer, one),
        )


def _label(layer, number):
    words = layer.label if isinstance(layer.label, str) else layer.label[number]
    return words or None


def _area(axes, layer):
    axes.fill_between(
        layer.x,
        layer.low,
        layer.high,
        color=COLORS[layer.color],
        alpha=layer.opacity,
        lw=0,
        label=layer.label or None,
    )


def _heatmap(axes, layer):
    blend = "bilinear" if layer.smooth else "nearest"
    axes.imshow(layer.z, extent=layer.extent, origin="lower", cmap=COLORMAPS[layer.colormap], vmin=layer.low,
                vmax=layer.high, interpolation=blend, alpha=layer.opacity)  # fmt: skip
    levels = sorted(level for level in layer.contour if np.nanmin(layer.z) < level < np.nanmax(layer.z))
    (h, w), (x0, x1, y0, y1) = layer.z.shape, layer.extent
    xs, ys = x0 + (np.arange(w) + 0.5) / w * (x1 - x0), y0 + (np.arange(h) + 0.5) / h * (y1 - y0)
    if levels:
        axes.contour(xs, ys, layer.z, levels, colors=COLORS["ink"], linewidths=1.5)
    for (i, j), value in np.ndenumerate(layer.z):
        if layer.digits is not None and not np.isnan(value):
            axes.text(xs[j], ys[i], f"{value:.{layer.digits}f}", ha="center", va="center", fontsize=8)


def _image(axes, layer):
    axes.imshow(layer.pixels, extent=layer.extent, cmap="gray", vmin=0, vmax=255)


def _arrow(axes, layer):
    for x0, y0, x1, y1 in zip(layer.x0, layer.y0, layer.x1, layer.y1, strict=True):
        axes.add_patch(FancyArrowPatch((x0, y0), (x1, y1), color=COLORS[layer.color], lw=layer.width,
                                       arrowstyle="-|>", mutation_scale=14))  # fmt: skip


def _bars(axes, layer):
    places, colors = range(len(layer.values)), [COLORS[name] for name in layer.colors]
    edges = [COLORS["ink"] if i in layer.highlight else "none" for i in places]
    if layer.horizontal:
        axes.barh(places, layer.values, color=colors, edgecolor=edges, height=0.76)
    else:
        axes.bar(places, layer.values, color=colors, edgecolor=edges, width=0.76)


def _box(axes, layer):
    color = COLORS[layer.color]
    size = layer.x1 - layer.x0, layer.y1 - layer.y0
    axes.add_patch(Rectangle((layer.x0, layer.y0), *size, fill=False, ec=color, lw=layer.width))
    if layer.fill:
        axes.add_patch(Rectangle((layer.x0, layer.y0), *size, fc=color, alpha=layer.fill, lw=0))
    axes.annotate(
        layer.label,
        (layer.x0, layer.y1),
        color=color,
        fontweight="bold",
        xytext=(3, 3),
        textcoords="offset points",
    )


def _graph(axes, layer):
    for i, j in layer.edges:
        axes.plot(layer.x[[i, j]], layer.y[[i, j]], color=COLORS["muted"], lw=1.5, zorder=1)
    axes.plot(layer.x, layer.y, "o", ms=2 * layer.size, mfc="white", mec=COLORS["ink"], zorder=2)
    for i, label in enumerate(layer.labels or ()):
        axes.text(layer.x[i], layer.y[i], label, ha="center", va="center", fontsize=9, zorder=3)


def _draw_code(axes, code):
    axes.set_axis_off()
    axes.set_title(code.title, loc="left", fontsize=11, fontweight="bold")
    axes.text(0, 1, code.text, family="monospace", fontsize=9, va="top", transform=axes.transAxes)


def _text(axes, layer):
    axes.text(
        layer.x,
        layer.y,
        layer.text,
        color=COLORS[layer.color],
        ha=layer.align,
        va="center",
        fontsize=11 * layer.size,
        fontweight="bold" if layer.bold else "normal",
    )


def _network(axes, layer):
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    columns = len(layer.layers)

    def at(column, i):
        across = 0.5 if columns < 2 else 0.06 + 0.88 * column / (columns - 1)
        return x0 + across * (x1 - x0), y1 - (i + 0.5) / layer.layers[column] * (y1 - y0)

    strongest = max([1e-9, *(float(np.abs(edge).max()) for edge in layer.edges)])
    for column, edge in enumerate(layer.edges):
        for (i, j), weight in np.ndenumerate(edge):
            (ax, ay), (bx, by) = at(column, i), at(column + 1, j)
            share = abs(weight) / strongest
            axes.plot(
                [ax, bx],
                [ay, by],
                color=COLORS["blue" if weight < 0 else "orange"],
                lw=0.4 + 4 * share,
                alpha=0.25 + 0.7 * share,
                zorder=1,
            )
    for column, size in enumerate(layer.layers):
        for i in range(size):
            x, y = at(column, i)
            hit = (column, i) in layer.highlight
            axes.plot(
                [x],
                [y],
                "o",
                ms=22,
                mfc="white",
                mec=COLORS["orange" if hit else "ink"],
                mew=3 if hit else 1.2,
                zorder=2,
            )
            if layer.labels and layer.labels[column]:
                axes.text(x, y, layer.labels[column][i], ha="center", va="center", fontsize=9, zorder=3)


DRAW = {
    "Line": _line, "Points": _points, "Area": _area, "HeatMap": _heatmap, "Image": _image, "Arrow": _arrow,
    "Bars": _bars, "Box": _box, "Text": _text, "Network": _network, "Graph": _graph,
}  # fmt: skip


def _draw_grid(figure, cell, panel):
    layer = next(layer for layer in panel.layers if isinstance(layer, ImageGrid))
    rows = -(-len(layer.images) // layer.columns)
    grid = cell.subgridspec(rows, layer.columns)
    for i, image in enumerate(layer.images):
        axes = figure.add_subplot(grid[i // layer.columns, i % layer.columns])
        axes.imshow(image, cmap="gray", vmin=0, vmax=255)
        axes.set(xticks=[], yticks=[])
        hit = i in layer.highlight
        for spine in axes.spines.values():
            spine.set(color=COLORS["orange" if hit else "muted"], linewidth=3 if hit else 0.5)
        if layer.captions:
            axes.set_xlabel(layer.captions[i], fontsize=9)
        if i == 0:
            axes.set_title(panel.title, loc="left", fontsize=11, fontweight="bold")


def _draw_table(axes, table):
    axes.set_axis_off()
    axes.set_title(table.title, loc="left", fontsize=11, fontweight="bold")
    if table.rows:
        drawn = axes.table(
            [list(map(str, row)) for row in table.rows],
            colLabels=table.header,
            loc="upper left",
            cellLoc="left",
            edges="horizontal",
        )
        drawn.auto_set_font_size(False)
        drawn.set_fontsize(9)

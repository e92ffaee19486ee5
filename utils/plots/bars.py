"""A few numbers side by side, to be compared."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from utils.language import L
from utils.metrics import metric_value
from utils.palette import COLORS
from utils.plots.style import new_axes


def plot_bars(
    values: Mapping[str, float],
    xlabel: str = "",
    title: str = "",
    highlight=(),
    format=metric_value,
    errors=None,
    axes: Axes | None = None,
) -> Axes:
    """Draw named values as horizontal bars, each with its number at its end; the first stands on top.

    ``values``: name -> number. ``highlight``: names drawn in orange. ``format``: how a number is written, three
    significant digits unless given; ``utils.language.percent`` suits shares. ``errors``: the numbers' standard
    deviations, drawn as thin lines, in the same order.
    """
    if not values:
        raise ValueError(L("Çizilecek değer yok.", "There are no values to draw."))
    names, numbers = [str(name) for name in values], [float(value) for value in values.values()]
    axes = new_axes(axes, 8, 0.55 * len(names) + 1.2)
    marked = set(highlight)
    colors = [COLORS["orange" if name in marked else "blue"] for name in values]
    bars = axes.barh(names, numbers, color=colors, height=0.66, xerr=errors, ecolor=COLORS["ink"], capsize=4)
    axes.bar_label(bars, [format(value) for value in numbers], padding=6)
    axes.invert_yaxis()
    axes.margins(x=0.14)
    if min(numbers) >= 0:
        axes.set_xlim(left=0)
    axes.axvline(0, color=COLORS["muted"], linewidth=1)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set(xlabel=xlabel, title=title)
    return axes

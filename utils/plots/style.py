"""The look of the course's figures, and numbers on their axes as the reader's language writes them."""

import sys
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.scale import LinearScale, register_scale
from matplotlib.ticker import ScalarFormatter

from utils.language import language
from utils.palette import COLORS, PAPER, SERIES

MARKERS = ("o", "^", "s", "D", "v", "P")  # of classes 0, 1, 2, ...: told apart without colour as well
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))

SEQUENTIAL = LinearSegmentedColormap.from_list("course-sequential", [PAPER, COLORS["sky"], "#003F66"])
DIVERGING = LinearSegmentedColormap.from_list(
    "course-diverging", ["#003F66", COLORS["blue"], "#F4F4F4", COLORS["orange"], "#7A3600"]
)

INLINE = "module://matplotlib_inline.backend_inline"

STYLE: dict[Any, Any] = {
    "figure.figsize": (8, 4.5),
    "figure.dpi": 100,
    "figure.facecolor": PAPER,  # a white sheet, also on a dark page: the colours are chosen for it
    "figure.constrained_layout.use": True,
    "savefig.facecolor": PAPER,
    "font.size": 14,
    "axes.titlesize": 16,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 14,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "legend.fontsize": 13,
    "legend.frameon": False,
    "text.color": COLORS["ink"],
    "axes.labelcolor": COLORS["ink"],
    "axes.titlecolor": COLORS["ink"],
    "axes.edgecolor": COLORS["muted"],
    "xtick.color": COLORS["muted"],
    "ytick.color": COLORS["muted"],
    "xtick.labelcolor": COLORS["ink"],
    "ytick.labelcolor": COLORS["ink"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.prop_cycle": cycler(color=[COLORS[name] for name in SERIES]) + cycler(linestyle=DASHES),
    "image.cmap": "gray",
    "image.interpolation": "nearest",
    "axes.unicode_minus": True,
    "mathtext.fontset": "dejavusans",
}


class ReaderFormatter(ScalarFormatter):
    """matplotlib's usual tick labels, with a decimal comma for a Turkish reader."""

    def __call__(self, x, pos=None):
        return _in_readers_language(super().__call__(x, pos))

    def get_offset(self):
        return _in_readers_language(super().get_offset())


class ReaderScale(LinearScale):
    """The linear scale, whose tick labels the ``ReaderFormatter`` writes."""

    name = "linear"

    def __init__(self, *_axis):  # matplotlib before 3.11 gives the axis, later ones do not
        """Make the scale; there is nothing to keep."""

    def set_default_locators_and_formatters(self, axis):
        super().set_default_locators_and_formatters(axis)
        axis.set_major_formatter(ReaderFormatter())


def _in_readers_language(text):
    return text.replace(".", ",") if language() == "tr" else text


def use_course_style() -> None:
    """Give all figures that follow the course's look: large type, colours that everybody can tell apart.

    matplotlib can write a decimal comma only where the operating system has the Turkish locale installed; so its
    linear scale is replaced by one that needs nothing of the system. It holds for every figure, drawn by a lesson
    or by ``utils.plots``, and follows ``use_language``. A reader's own matplotlibrc does not reach these figures. In a
    notebook they are shown under their cell whatever ``MPLBACKEND`` says, become sharp on fine screens too, and say in
    words what they show (``alternative``).
    """
    mpl.rcdefaults()
    mpl.rcParams.update(STYLE)
    register_scale(ReaderScale)
    ipython = sys.modules.get("IPython")
    if ipython is not None and hasattr(ipython.get_ipython(), "kernel"):
        import matplotlib.pyplot as plt
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        plt.switch_backend(INLINE)  # at once, else it is set up at the first figure, and undoes what follows
        set_matplotlib_formats("retina")
        _say_what_figures_show(ipython.get_ipython().display_formatter.formatters["image/png"])


def _say_what_figures_show(formatter):
    """Let every figure's picture in a notebook carry its alternative text."""
    from utils.plots.alternative import describe

    draw = formatter.for_type(Figure)

    def draw_and_say(figure):
        drawn = draw(figure)
        picture, told = drawn if isinstance(drawn, tuple) else (drawn, {})
        return picture, {**told, "alt": describe(figure)}

    formatter.for_type(Figure, draw_and_say)


def new_axes(axes: Axes | None, width: float = 8, height: float = 4.5) -> Axes:
    """Return ``axes``, or the axes of a new figure of ``width`` x ``height`` inches where it is None."""
    if axes is not None:
        return axes
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height))[1]

"""Figures with one look, in the reader's language: ``use_course_style()`` once, then the ``plot_...`` functions.

Each function takes ``axes`` where it draws into one, makes a figure where none is given, and returns what it
drew into (``Axes``, or ``Figure`` for several). Words and axis labels come in the reader's language and can be given;
decimals on the axes are written with a comma in Turkish. A notebook cell ends with ``plt.show()``: a figure
that is the value of a cell's last line would be shown twice. matplotlib is imported when the first of the
functions is asked for.
"""

from importlib import import_module

from utils.moved import MOVED_NAMES

_MODULES = {
    "Diagram": "utils.plots.diagram",
    "plot_bars": "utils.plots.bars",
    "plot_confusion": "utils.plots.confusion",
    "plot_decision_boundary": "utils.plots.points",
    "plot_feature_maps": "utils.plots.images",
    "plot_history": "utils.plots.history",
    "plot_points": "utils.plots.points",
    "show_images": "utils.plots.images",
    "use_course_style": "utils.plots.style",
}

__all__ = sorted(_MODULES)


def __getattr__(name):
    module = _MODULES.get(name) or MOVED_NAMES.get(f"{__name__}.{name}")
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__():
    return __all__

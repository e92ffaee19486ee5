"""Points of several classes in the plane, and what a model makes of the plane."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from utils.language import L
from utils.palette import COLORS, SERIES
from utils.plots.style import MARKERS, new_axes

STEPS = 200  # of the grid on which a decision boundary is computed, along each axis


def plot_points(x, y, names=None, axes: Axes | None = None, labels=None, title: str = "") -> Axes:
    """Draw samples ``x`` (n, 2) of classes ``y`` (n,), integers from 0, each class with its colour and marker.

    ``names``: the classes' names, for the legend. ``labels``: what stands at the two axes, x₁ and x₂ unless given.
    """
    x, y = _samples(x, y)
    axes = new_axes(axes, 7, 5)
    for label in np.unique(y):
        own = y == label
        axes.plot(
            *x[own].T,
            MARKERS[label % len(MARKERS)],
            color=COLORS[SERIES[label % len(SERIES)]],
            markeredgecolor="white",
            markeredgewidth=0.8,
            label=str(names[label]) if names is not None else str(label),
            zorder=3,
        )
    across, up = labels or ("$x_1$", "$x_2$")
    axes.set(xlabel=across, ylabel=up, title=title)
    # Beside the points, so that it never hides one.
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), handletextpad=0.2)
    return axes


def plot_decision_boundary(
    predict: Callable[[np.ndarray], np.ndarray],
    x,
    y,
    names=None,
    axes: Axes | None = None,
    labels=None,
    title: str = "",
) -> Axes:
    """Draw the samples as ``plot_points`` does, over the classes that ``predict`` gives to the plane around them.

    ``predict``: (m, 2) float64 -> (m,) classes, integers from 0; or (m, k) scores of k classes, of which the
    largest wins; or (m, 1) probabilities of class 1, cut at one half. It is called once, with 40,000 points.
    """
    x, y = _samples(x, y)
    axes = new_axes(axes, 7, 5)
    low, high = x.min(axis=0), x.max(axis=0)
    margin = 0.12 * np.where(high > low, high - low, 1)
    (x0, y0), (x1, y1) = low - margin, high + margin
    plane = np.meshgrid(np.linspace(x0, x1, STEPS), np.linspace(y0, y1, STEPS))
    classes = _classes(predict(np.column_stack([part.ravel() for part in plane])))
    regions = classes.reshape(STEPS, STEPS)
    count = max(regions.max(), y.max()) + 1
    colors = np.array([_pale(COLORS[SERIES[i % len(SERIES)]]) for i in range(count)])
    extent = (x0, x1, y0, y1)
    axes.imshow(colors[regions], extent=extent, origin="lower", aspect="auto", interpolation="bilinear")
    for i in range(1, count):
        if (regions == i).any() and (regions != i).any():
            edge = _smooth(regions == i)
            axes.contour(*plane, edge, [0.5], colors=COLORS["ink"], linewidths=1.5, zorder=2)
    plot_points(x, y, names, axes, labels, title)
    axes.grid(False)
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    return axes


def _samples(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y)
    if x.ndim != 2 or x.shape[1] != 2 or y.shape != (len(x),):
        raise ValueError(
            L(
                f"x (n, 2) ve y (n,) şeklinde olmalı; {x.shape} ve {y.shape} verildi.",
                f"x has to be (n, 2) and y (n,); got {x.shape} and {y.shape}.",
            )
        )
    return x, y.astype(int)


def _classes(output):
    """Return the classes (m,) that a model's output means."""
    output = np.asarray(output)
    if output.ndim == 2 and output.shape[1] > 1:
        return output.argmax(axis=1)
    if output.ndim == 2:
        return (output[:, 0] >= 0.5).astype(int)
    return output.astype(int)


def _smooth(inside):
    """Return a region as shares from 0 to 1, blurred over a few cells, so that its edge shows no stairs."""
    shares = np.pad(inside.astype(float), 3, mode="edge")
    for axis in (0, 1):
        shares = np.apply_along_axis(np.convolve, axis, shares, np.array([1, 2, 3, 4, 3, 2, 1]) / 16, "same")
    return shares[3:-3, 3:-3]


def _pale(color):
    """Return the colour as a background: four fifths of the way to white."""
    return tuple(0.2 * channel + 0.8 for channel in to_rgb(color))

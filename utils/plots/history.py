"""How loss and metrics went over the epochs."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from utils.language import L
from utils.metrics import metric_name, metric_value
from utils.palette import COLORS


def plot_history(history, metrics=None, title: str = "") -> Figure:
    """Draw the loss and each metric over the epochs, on training and on validation data; return the figure.

    ``history``: what ``model.fit`` returned, or a dict ``{"loss": [...], "val_loss": [...], ...}``, one value an
    epoch. ``metrics``: which of them to draw, by Keras' names without "val_"; all unless given. Epochs count
    from 1. The best validation value of each metric (for a loss the smallest) is marked.
    """
    numbers = getattr(history, "history", history)
    names = _names(numbers, metrics)
    figure, grid = plt.subplots(
        1, len(names), figsize=(max(7, 5.5 * len(names)), 4.2), squeeze=False, layout="constrained"
    )
    for axes, name in zip(grid[0], names, strict=True):
        _draw(axes, name, numbers[name], numbers.get(f"val_{name}"))
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=16)
    return figure


def _names(numbers, wanted):
    """Return what to draw, the loss first; the learning rate only where it is asked for."""
    present = [name for name in numbers if not name.startswith("val_")]
    if wanted is None:
        return sorted((name for name in present if name != "learning_rate"), key=lambda name: name != "loss")
    missing = [name for name in wanted if name not in present]
    if missing:
        listed = ", ".join(present)
        raise ValueError(
            L(
                f"Geçmişte {missing[0]!r} yok; olanlar: {listed}.",
                f"The history has no {missing[0]!r}; it has: {listed}.",
            )
        )
    return list(wanted)


def _draw(axes, name, training, validation):
    """Draw one metric, a value an epoch; ``validation``: None where none was measured."""
    lines = [(training, "blue", "-", "o", L("eğitim", "training"))]
    if validation:
        lines.append((validation, "orange", "--", "^", L("doğrulama", "validation")))
    for values, color, dash, marker, label in lines:
        epochs = np.arange(1, len(values) + 1)
        marker = marker if len(values) <= 20 else ""
        axes.plot(epochs, values, dash, color=COLORS[color], marker=marker, markersize=6, label=label)
    if validation:
        _mark_best(axes, name, validation)
        axes.legend()
    word = metric_name(name)
    axes.set(title=word[0].upper() + word[1:], xlabel=L("Epok", "Epoch"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _mark_best(axes, name, validation):
    """Ring the best validation value and say it."""
    values = np.asarray(validation, dtype=float)
    if not np.isfinite(values).any():
        return
    smallest = name.endswith(("loss", "error", "mae", "mse"))
    best = int(np.nanargmin(values) if smallest else np.nanargmax(values))
    axes.plot(best + 1, values[best], "o", mfc="none", mec=COLORS["ink"], mew=2, ms=13)
    label = L(f"en iyi: {metric_value(values[best])}", f"best: {metric_value(values[best])}")
    axes.plot([], [], "o", mfc="none", mec=COLORS["ink"], mew=2, ms=11, label=label)

"""What a training looks like to its reader: one line of text, or a bar with a live curve as HTML.

Pure functions of a ``Report``; nothing here knows Keras or a notebook.
"""

import html
import math
from dataclasses import dataclass, field

from utils.language import L, number
from utils.metrics import metric_name, metric_value
from utils.palette import COLORS, DARK_COLORS

WIDTH, HEIGHT = 560, 170  # of the curve, in pixels
LEFT, RIGHT, TOP, BOTTOM = 64, 10, 26, 28
MOST_POINTS = 120  # of one line: more cannot be seen and would only make the notebook larger
LINES = (("--course-a", ""), ("--course-b", "6 4"))  # told apart by colour and by dashes


def _colors(palette):
    return f"--course-a:{palette['blue']};--course-b:{palette['orange']}"


STYLE = (
    f".course-training{{{_colors(COLORS)};max-width:46em;line-height:1.5;"
    "font-family:var(--jp-content-font-family,sans-serif);font-variant-numeric:tabular-nums}"
    f"body[data-jp-theme-light=false] .course-training{{{_colors(DARK_COLORS)}}}"
)


@dataclass
class Report:
    """How far a training is. Times in seconds; ``done`` counts epochs with fractions, from the first one."""

    name: str
    epochs: int
    done: float = 0.0
    elapsed: float = 0.0
    left: float | None = None
    logs: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    finished: bool = False
    stopped: bool = False


def line(report: Report) -> str:
    """Return the report as one line: 12 epok, 5,1 s · kayıp 0,0524 · doğruluk 0,983."""
    numbers = [f"{metric_name(name)} {metric_value(value)}" for name, value in _ordered(report.logs)]
    return " · ".join([_head(report), *numbers])


def page(report: Report) -> str:
    """Return the report as HTML: a bar, the numbers, the loss curve."""
    share = min(report.done / report.epochs, 1) if report.epochs else 1
    numbers = " · ".join(
        f"{html.escape(metric_name(name))} <b>{metric_value(value)}</b>" for name, value in _ordered(report.logs)
    )
    bar = (
        f'<progress value="{share:.3f}" max="1" aria-label="{L("Eğitimin ilerleyişi", "Training progress")}" '
        'style="width:100%;accent-color:var(--course-a)"></progress>'
    )
    head = f"<div>{html.escape(_head(report))}</div>"
    parts = [f"<style>{STYLE}</style>", head, bar, f"<div>{numbers}</div>", curve(report)]
    return f'<div class="course-training">{"".join(parts)}</div>'


def duration(seconds: float) -> str:
    """Write a time as the reader does: 5,1 s · 42 s · 2 dk 5 s · 1 sa 4 dk."""
    if seconds < 9.95:
        return f"{number(seconds, 1)} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return L(f"{whole // 60} dk {whole % 60} s", f"{whole // 60} min {whole % 60} s")
    minutes = whole // 60
    return L(f"{minutes // 60} sa {minutes % 60} dk", f"{minutes // 60} h {minutes % 60} min")


def _head(report):
    """Return the name, the epochs and the time, before or after the end."""
    name = f"{report.name}: " if report.name else ""
    elapsed = duration(report.elapsed)
    if report.finished:
        done = math.ceil(report.done - 1e-9)
        count = f"{done}" if done == report.epochs else f"{done}/{report.epochs}"
        word = L("epok", "epoch" if report.epochs == 1 else "epochs")
        stopped = L(" (durduruldu; model öğrendiğini koruyor)", " (stopped; the model keeps what it learned)")
        return f"{name}{count} {word}, {elapsed}{stopped if report.stopped else ''}"
    now = min(int(report.done) + 1, report.epochs)
    time = L(f"{elapsed} geçti", f"{elapsed} so far")
    if report.left is not None:
        left = duration(report.left)
        time += L(f", yaklaşık {left} kaldı", f", about {left} left")
    return f"{name}{L('epok', 'epoch')} {now}/{report.epochs}, {time}"


def _ordered(logs):
    """Return the numbers with the loss first, what was measured on validation data last."""
    return sorted(logs.items(), key=lambda item: (item[0].startswith("val_"), not item[0].endswith("loss")))


def curve_names(logs: dict[str, float]) -> list[str]:
    """Return which of the numbers the curve shows: loss and val_loss, else the first two named a loss."""
    names: list[str] = [name for name in ("loss", "val_loss") if name in logs]
    return names or [name for name in logs if name.endswith("loss")][: len(LINES)]


def curve(report: Report) -> str:
    """Return the losses over the epochs as SVG, or nothing while no line has two points."""
    lines = {name: _thinned(points) for name, points in report.curves.items()}
    if max(map(len, lines.values()), default=0) < 2:
        return ""
    values = [y for points in lines.values() for _, y in points]
    low, high = min(0.0, *values), max(values)
    span = math.ceil(report.done) if report.finished else report.epochs
    parts = [_axes(span, low, high), _legend(lines)]
    for points, (color, dash) in zip(lines.values(), LINES, strict=False):
        path = " ".join(_place(x / span, (y - low) / ((high - low) or 1)) for x, y in points)
        parts.append(f'<polyline points="{path}" {_stroke(color, dash)} stroke-linejoin="round"/>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" style="max-width:100%;display:block" '
        f'role="img" aria-label="{html.escape(_spoken(lines))}" font-size="13" fill="currentColor">'
        f"{''.join(parts)}</svg>"
    )


def _place(across, up):
    """Return the shares ``across`` and ``up`` of the curve's field as coordinates."""
    x, y = LEFT + (WIDTH - LEFT - RIGHT) * across, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * up
    return f"{x:.1f},{y:.1f}"


def _stroke(color, dash):
    return f'fill="none" stroke="var({color})" stroke-width="2.5" stroke-dasharray="{dash}"'


def _thinned(points):
    """Return at most ``MOST_POINTS`` of the points that can be drawn, the last one among them."""
    points = [point for point in points if math.isfinite(point[1])]
    step = -(-len(points) // MOST_POINTS) or 1
    return points[::-1][::step][::-1]


def _axes(span, low, high):
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    text = '<text x="{}" y="{}" text-anchor="{}">{}</text>'
    return "".join(
        [
            f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="currentColor" opacity=".45"/>',
            text.format(LEFT - 8, TOP + 5, "end", metric_value(high)),
            text.format(LEFT - 8, bottom + 4, "end", metric_value(low)),
            text.format(LEFT, HEIGHT - 8, "middle", 0),
            text.format(right, HEIGHT - 8, "end", span),
            text.format((LEFT + right) / 2, HEIGHT - 8, "middle", L("epok", "epoch")),
        ]
    )


def _legend(names):
    """Name the lines above the curve, each beside a piece of itself."""
    parts, x = [], LEFT
    for name, line_style in zip(names, LINES, strict=False):
        word = metric_name(name)
        parts.append(f'<path d="M{x} 11h26" {_stroke(*line_style)}/>')
        parts.append(f'<text x="{x + 32}" y="15">{html.escape(word)}</text>')
        x += 56 + 8 * len(word)
    return "".join(parts)


def _spoken(lines):
    """Say the curve in one sentence, for readers who hear it."""
    sentences = []
    for name, points in lines.items():
        if points:
            first, last = metric_value(points[0][1]), metric_value(points[-1][1])
            way = L(f"{first} değerinden {last} değerine", f"from {first} to {last}")
            sentences.append(f"{metric_name(name)} {way}")
    return "; ".join(sentences)

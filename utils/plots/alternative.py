"""What a figure shows, in words: the alternative text for who cannot see it.

It is made of what the figure says itself: titles, axes with their ranges, and of every named curve where it starts,
ends and turns. A notebook keeps it beside the picture, and web pages made from notebooks read it out.
"""

from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from utils.language import L, number

MOST_PARTS, MOST_CURVES, LONGEST = 12, 8, 700


def describe(figure: Figure) -> str:
    """Return one paragraph about ``figure`` in the reader's language."""
    parts = [axes for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]
    told = (_part(axes) for axes in parts[:MOST_PARTS])
    sentences = [figure.get_suptitle(), *(_counted(same, len(list(group))) for same, group in groupby(told))]
    if len(parts) > MOST_PARTS:
        more = len(parts) - MOST_PARTS
        sentences.append(L(f"{more} resim daha", f"{more} more pictures"))
    text = ". ".join(sentence.strip().rstrip(".") for sentence in sentences if sentence.strip())
    text = " ".join(text.replace("$", "").split())
    return text + "." if len(text) < LONGEST else text[:LONGEST] + " …"


def _counted(sentence, times):
    return f"{times} × {sentence}" if times > 1 and sentence else sentence


def _part(axes: Axes) -> str:
    """Return what one of the figure's drawings shows."""
    title = next((axes.get_title(loc=side) for side in ("left", "center", "right") if axes.get_title(loc=side)), "")
    if axes.images and not axes.lines and not axes.collections:
        count = len(axes.images)
        what = L("Resim", "Picture") if count == 1 else L(f"{count} resim", f"{count} pictures")
        return ": ".join(filter(None, [what, title or _texts(axes)]))
    shown = [title, _axis(axes, "x"), _axis(axes, "y"), _bars(axes), _curves(axes), _points(axes)]
    shown += [] if any(shown[1:]) else [_texts(axes)]
    return "; ".join(text for text in shown if text)


def _axis(axes, which):
    """Return an axis' name and range; nothing where the axis has no name."""
    name = getattr(axes, f"get_{which}label")()
    if not name:
        return ""
    ends = getattr(axes, f"get_{which}lim")()
    words = [label.get_text() for label in getattr(axes, f"get_{which}ticklabels")()]
    if any(word and not any(letter.isdigit() for letter in word) for word in words):
        span = ", ".join(filter(None, words[:MOST_CURVES]))
    else:
        span = f"{_short(min(ends))} – {_short(max(ends))}"
    return f"{L('yatay', 'across') if which == 'x' else L('dikey', 'up')}: {name} ({span})"


def _named(artists):
    return [(item.get_label(), item) for item in artists if item.get_label() and not item.get_label().startswith("_")]


def _curves(axes):
    """Return each named curve with its first and last value, and its lowest or highest where that is between."""
    told = []
    for name, line in _named(line for line in axes.lines if not _only_markers(line))[:MOST_CURVES]:
        values = [float(value) for value in line.get_ydata() if value == value]
        if len(values) < 2:
            told.append(name)
            continue
        extremes = [(L("en az", "least"), min(values)), (L("en çok", "most"), max(values))]
        turns = [f"{word} {_short(value)}" for word, value in extremes if value not in (values[0], values[-1])]
        told.append(f"{name} {_short(values[0])} → {_short(values[-1])}" + (f" ({', '.join(turns)})" if turns else ""))
    return L("çizgiler: ", "lines: ") + ", ".join(told) if told else ""


def _only_markers(line):
    return line.get_linestyle() in ("None", "none", " ", "")


def _points(axes):
    counts = [(name, len(item.get_offsets())) for name, item in _named(axes.collections)]
    counts += [(name, len(line.get_xdata())) for name, line in _named(filter(_only_markers, axes.lines))]
    told = [f"{name} ({count})" for name, count in counts[:MOST_CURVES]]
    return L("noktalar: ", "points: ") + ", ".join(told) if told else ""


def _bars(axes):
    sizes = []
    for container in axes.containers:
        if isinstance(container, BarContainer):
            across = getattr(container, "orientation", "vertical") == "horizontal"
            sizes += [bar.get_width() if across else bar.get_height() for bar in container]
    if not sizes:
        return ""
    told = ", ".join(_short(size) for size in sizes[:MOST_PARTS]) + (" …" if len(sizes) > MOST_PARTS else "")
    return L(f"{len(sizes)} çubuk: {told}", f"{len(sizes)} bars: {told}")


def _texts(axes):
    """Return the words that stand in a drawing without axes, such as a network."""
    words = list(dict.fromkeys(text.get_text() for text in axes.texts if text.get_text().strip()))
    return ", ".join(words[: 2 * MOST_PARTS])


def _short(value):
    """Return a number with three digits or so, as the reader's language writes it."""
    value, size = round(float(value), 2), abs(value)
    return number(value, 0 if size >= 100 or value.is_integer() else 1 if size >= 10 else 2)

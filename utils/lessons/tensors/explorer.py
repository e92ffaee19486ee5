"""The explorer of lesson 02: cut real tensors along an axis, and see where the numbers lie in memory."""

import textwrap
from dataclasses import dataclass
from functools import cache

import numpy as np

from utils.language import L
from utils.widgets.controls import Choice, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import Code, HeatMap, Image, Line, Panel, Scene, Text, to_pixels

LONGEST = 48  # of all axes of all tensors
MOST_AXES = 5
TRIALS, SAMPLES = 20, 40  # 10 s of EEG in pieces of half a second
APART = 8.0  # between the curves of two channels
TALL = 1.3  # height of the slice
CODE_WIDTH = 32  # letters that fit beside the slice
MEMORY_COLUMNS = {  # numbers in a line of the memory panel
    "digits": 196,  # seven rows of pixels
    "photo": 144,  # a row of pixels
    "signals": 160,  # eight moments
    "video": 144,  # two rows of pixels
}


@dataclass(frozen=True, eq=False)
class Tensor:
    """A real array, and how many of its numbers stand in one line of the memory panel."""

    x: np.ndarray
    memory_columns: int
    colored: bool = False  # the last axis is red, green, blue


@cache
def tensor(name) -> Tensor:
    """Return the tensor called digits (10, 28, 28), photo (36, 48, 3), signals (4, 40, 20) or video (2, 4, 18, 24, 3)."""
    x = np.ascontiguousarray(arrays()[name])
    x.flags.writeable = False
    return Tensor(x, MEMORY_COLUMNS[name], colored=x.shape[-1] == 3)


@packed
def arrays():
    """Return the four arrays by name, out of the packages that have them."""
    return {"digits": _digits(), "photo": _photo(), "signals": _signals(), "video": _video()}


def _digits():
    from utils.datasets.digits import load_digits28

    digits = load_digits28()
    firsts = [int(np.argmax(digits.y_train == label)) for label in range(10)]
    return digits.x_train[firsts]


def _shrunk(photo, block):
    """Return a photograph (h, w, 3) with each block of pixels averaged into one."""
    height, width = photo.shape[0] // block, photo.shape[1] // block
    cut = photo[: height * block, : width * block].astype(float)
    return cut.reshape(height, block, width, block, 3).mean(axis=(1, 3)).round().astype(np.uint8)


def _photo():
    from skimage.data import astronaut

    return _shrunk(astronaut()[:288, 30:414], 8)


def _signals():
    from utils.datasets.signals import load_eeg

    pieces = load_eeg().T.reshape(4, TRIALS, SAMPLES)
    return pieces.transpose(0, 2, 1).astype(np.float32)


def _video():
    from sklearn.datasets import load_sample_image

    photo = _shrunk(load_sample_image("china.jpg"), 8)  # (53, 80, 3)
    right = [photo[22:40, 3 + 12 * t : 27 + 12 * t] for t in range(4)]
    down = [photo[9 * t : 18 + 9 * t, 4:28] for t in range(4)]
    return np.stack([right, down])


@dataclass(frozen=True, eq=False)
class Cut:
    """What the controls make of a tensor: the code, the new array, and which numbers were read."""

    code: str
    y: np.ndarray
    read: np.ndarray  # bool, of the tensor's shape


def cut(x, axis, index, how, keep) -> Cut:
    """Take one index of an axis, or the mean over it; ``keep`` leaves the axis with length 1."""
    read = np.zeros(x.shape, dtype=bool)
    if how == "mean":
        read[...] = True
        code = f"x.mean(axis={axis}, keepdims=True)" if keep else f"x.mean(axis={axis})"
        return Cut(code, x.mean(axis=axis, keepdims=keep), read)
    place = [slice(None)] * x.ndim
    place[axis] = slice(index, index + 1) if keep else index
    read[tuple(place)] = True
    words = [":"] * x.ndim
    words[axis] = f"{index}:{index + 1}" if keep else str(index)
    return Cut(f"x[{', '.join(words)}]", x[tuple(place)], read)


def pieces(read) -> tuple[int, int]:
    """Return how many runs of neighbours in memory the numbers read form, and the length of the first."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], read.ravel().astype(np.int8), [0]])))
    return len(edges) // 2, int(edges[1] - edges[0])


def axis_names(name) -> list[str]:
    """Return what each axis of a tensor counts."""
    row, column, channel = L("satır", "row"), L("sütun", "column"), L("kanal", "channel")
    return {
        "digits": [L("resim", "picture"), row, column],
        "photo": [row, column, channel],
        "signals": [channel, L("zaman", "time"), L("deneme", "trial")],
        "video": [L("klip", "clip"), L("kare", "frame"), row, column, channel],
    }[name]


class TensorSlicer(Explorer):
    """A batch of digits, a colour photograph, EEG signals or two clips; an axis, an index, and the slice."""

    name = "tensor_slicer"
    luggage = (arrays,)

    def title(self):
        return L("Bir tensörü ekseni boyunca dilimleyin", "Slice a tensor along an axis")

    def task(self):
        return L(
            "Renkli fotoğrafın şekli (36, 48, 3). Önce karar verin: 1. eksende bir yer seçmek onu yatay mı keser, dikey mi ve "
            "dilimin şekli ne olur? Sonra hangi eksendeki dilimin bellekte en dağınık durduğunu tahmin edin.",
            "The colour photo has the shape (36, 48, 3). Decide first: does one place on axis 1 cut it horizontally or "
            "vertically, and what is the shape of the slice? Then guess on which axis a slice is most scattered in memory.",
        )

    def controls(self):
        return [
            Choice(
                "data",
                L("Tensör", "Tensor"),
                [
                    ("digits", L("on rakam", "ten digits")),
                    ("photo", L("renkli fotoğraf", "colour photo")),
                    ("signals", L("EEG sinyalleri", "EEG signals")),
                    ("video", L("iki klip", "two clips")),
                ],
                "digits",
            ),
            Choice("axis", L("Eksen", "Axis"), [(k, str(k)) for k in range(MOST_AXES)], 0),
            Choice(
                "how",
                L("Ne yapılsın?", "Operation"),
                [("index", L("bir yeri al", "take one place")), ("mean", L("ortalamasını al", "take the mean"))],
                "index",
            ),
            Slider("index", L("Eksendeki yer", "Place on the axis"), 0, LONGEST - 1, step=1, value=3),
            Toggle("keep", L("Eksen kalsın (uzunluğu 1)", "Keep the axis (length 1)")),
        ]

    def presets(self):
        return {
            "row": {"data": "photo", "axis": 0, "index": 9},
            "column": {"data": "photo", "axis": 1, "index": 21},
            "channel": {"data": "photo", "axis": 2, "index": 0},
            "pixel": {"data": "digits", "axis": 2, "index": 14},
            "trial": {"data": "signals", "axis": 2, "index": 13},
            "moment": {"data": "signals", "axis": 1, "index": 20},
            "frame": {"data": "video", "axis": 1, "index": 2},
            "scan": {"data": "video", "axis": 3, "index": 12},
            "average": {"data": "video", "axis": 1, "how": "mean"},
        }

    def on_data(self, state):
        x = tensor(state["data"]).x
        axis = min(state["axis"], x.ndim - 1)
        return {"axis": axis, "index": min(state["index"], x.shape[axis] - 1)}

    def on_axis(self, state):
        x, axis = tensor(state["data"]).x, state["axis"]
        return {"index": min(state["index"], x.shape[axis] - 1)} if axis < x.ndim else {}

    on_index = on_axis

    def scene(self, data, axis, how, index, keep):
        chosen = tensor(data)
        x, names = chosen.x, axis_names(data)
        if axis >= x.ndim:
            return _no_such_axis(data, chosen, names, axis)
        index = min(index, x.shape[axis] - 1)
        made = cut(x, axis, index, how, keep)
        slice_panel = _slice(np.squeeze(made.y, axis) if keep else made.y, data, axis, names, made.y.shape)
        whole = [_whole(data, chosen, made.read, axis), _memory(chosen, made.read)]
        return Scene([[whole, slice_panel, _code(x, made, names)]], _summary(x, axis, how, made, names))


def shape_text(shape):
    """Write a shape as Python does."""
    return str(tuple(int(length) for length in shape))


# The whole tensor, with what was read in orange


def _whole(data, chosen, read, axis):
    x = chosen.x
    title = L(f"Tensör {shape_text(x.shape)}", f"Tensor {shape_text(x.shape)}")
    if data == "signals":
        return _signal_panel(x, read, title)
    tint = chosen.colored and axis == x.ndim - 1 and not read.all()
    shown = np.where(read, x, 0) if tint else x
    height, width = x.shape[-3:-1] if chosen.colored else x.shape[-2:]
    cards = shown.reshape(-1, height, width, 3) if chosen.colored else shown
    marks = read.reshape(-1, height, width, 3).any(axis=-1) if chosen.colored else read
    columns = {"digits": 5, "photo": 1, "video": 4}[data]
    layers = []
    for k, (card, mark) in enumerate(zip(cards, marks, strict=True)):
        left, top = (k % columns) * (width + 2), (k // columns) * (height + 2)
        extent = (left, left + width, top, top + height)
        layers.append(Image(card, extent))
        if mark.any() and not tint and not read.all():
            layers.append(_orange(mark, extent))
    rows = -(-len(cards) // columns)
    return Panel(layers, (-1, columns * (width + 2) - 1), (rows * (height + 2) - 1, -1), title, equal=True,
                 axes=False, legend=False, width=1.3)  # fmt: skip


def _orange(mark, extent):
    """Return a veil over the marked cells."""
    return HeatMap(np.where(mark, 1.0, np.nan), extent, low=-1, high=1, smooth=False, opacity=0.55)


def _signal_panel(x, read, title):
    """Ten seconds as they were recorded, one channel below the other, a thin line between the trials."""
    flat, marks = _as_recorded(x), _as_recorded(read)
    time = np.arange(flat.shape[1]) / 80
    layers = []
    if not read.all():
        for channel, mark in enumerate(marks):
            if mark.any():
                low = -APART * channel
                layers.append(_orange(mark[None], (0, 10, low - APART / 2, low + APART / 2)))
    layers += [Line(time, flat[k] - APART * k, color="blue", width=1.2) for k in range(4)]
    ticks = [(-APART * k, str(k)) for k in range(4)]
    return Panel(layers, (0, 10), (-3.7 * APART, 0.7 * APART), title, L("zaman (s)", "time (s)"),
                 L("kanal", "channel"), yticks=ticks, grid=False, width=1.3)  # fmt: skip


def _as_recorded(x):
    """Return (4, 40, 20) as the recording (4, 800)."""
    return x.transpose(0, 2, 1).reshape(len(x), -1)


# The slice


def _slice(y, data, axis, names, shape):
    left = [name for k, name in enumerate(names) if k != axis]
    title = L(f"Dilim {shape_text(shape)}", f"Slice {shape_text(shape)}")
    colored = y.shape[-1] == 3 and data in ("photo", "video") and y.ndim > 2
    if data == "signals":
        return _slice_of_signals(y, axis, left, title)
    if y.ndim == 2:
        return _grid_panel(HeatMap(y, colormap="gray", low=0, high=255, smooth=False), y.shape, left, title)
    if y.ndim == 3 and colored:
        return _grid_panel(Image(_bytes(y)), y.shape[:2], left, title)
    cards = y.reshape(-1, *y.shape[-3:]) if colored else y.reshape(-1, *y.shape[-2:])
    return _cards(_bytes(cards), {2: 1 + (cards.shape[1] > 6), 4: 2, 8: 4}[len(cards)], title)


def _bytes(values):
    return to_pixels(values, 0, 255) if values.dtype != np.uint8 else values


def _cards(cards, columns, title):
    height, width = cards.shape[1:3]
    layers = []
    for k, card in enumerate(cards):
        left, top = (k % columns) * (width + 2), (k // columns) * (height + 2)
        layers.append(Image(card, (left, left + width, top, top + height)))
    rows = -(-len(cards) // columns)
    return Panel(layers, (-1, columns * (width + 2) - 1), (rows * (height + 2) - 1, -1), title, equal=True,
                 axes=False, height=TALL)  # fmt: skip


def _grid_panel(layer, shape, names, title):
    """A slice with two axes (or a colour picture): the first downwards, the second to the right."""
    height, width = shape
    square = max(height, width) < 4 * min(height, width)
    return Panel([layer], (0, width), (height, 0), title, names[1], names[0], equal=square, grid=False, height=TALL,
                 xticks=_places(width), yticks=_places(height))  # fmt: skip


def _places(length):
    """Return ticks in the middle of cells, at most seven; three cells are red, green and blue."""
    if length == 3:
        return [(k + 0.5, f"{k} ({letter})") for k, letter in enumerate(L("KYM", "RGB"))]
    every = next(every for every in (1, 2, 5, 10) if length <= 6 * every)
    return [(k + 0.5, str(k)) for k in range(0, length, every)]


def _slice_of_signals(y, axis, names, title):
    if axis == 2:  # channels and time, as they came: four curves
        lines = [Line(np.arange(SAMPLES), y[k] - APART * k, color="orange", width=2) for k in range(4)]
        ticks = [(-APART * k, str(k)) for k in range(4)]
        return Panel(lines, (0, SAMPLES - 1), (-3.7 * APART, 0.7 * APART), title, names[1], names[0], yticks=ticks,
                     height=TALL)  # fmt: skip
    return _grid_panel(HeatMap(y, low=-3, high=3, smooth=False), y.shape, names, title)


# Memory and code


def _memory(chosen, read):
    """All numbers in the order of memory, a text to be read line by line; orange those that were read."""
    columns = chosen.memory_columns
    lines = read.reshape(-1, columns)
    title = L(f"Bellek: art arda {read.size} sayı", f"Memory: {read.size} numbers in sequence")
    map_ = HeatMap(np.where(lines, 1.0, -0.12), low=-1, high=1, smooth=False)
    ends = [(0, "0"), (columns, str(columns))]
    return Panel([map_], (0, columns), (len(lines), 0), title, L("satır satır okunur", "read line by line"),
                 xticks=ends, yticks=[(0, "")], grid=False, width=1.3, height=0.6)  # fmt: skip


def _code(x, made, names):
    y = made.y
    kind = L("görünüm (view)", "a view") if np.shares_memory(x, y) else L("yeni dizi", "a new array")
    text = "\n".join(
        [
            _names_comment(names),
            f"x.shape   {shape_text(x.shape)}",
            f"x.dtype   {x.dtype}",
            f"x.strides {shape_text(x.strides)}",
            "",
            f"y = {made.code}",
            f"y.shape   {shape_text(y.shape)}",
            f"y.dtype   {y.dtype}",
            f"y.strides {shape_text(y.strides)}",
            f"# y: {kind}",
        ]
    )
    return Code(text, L("Aynısı NumPy ile", "The same in NumPy"))


def _names_comment(names):
    return textwrap.fill(f"# x: {', '.join(names)}", CODE_WIDTH, subsequent_indent="#    ")


def _summary(x, axis, how, made, names):
    count, length = pieces(made.read)
    shape = shape_text(made.y.shape)
    if how == "mean":
        return L(
            f"{made.code}, eksen {axis} ({names[axis]}) boyunca {x.shape[axis]} sayının ortalamasını alır ve "
            f"{shape_text(x.shape)} şekli {shape} olur.",
            f"{made.code} takes the mean of {x.shape[axis]} numbers along axis {axis} ({names[axis]}), and the shape "
            f"{shape_text(x.shape)} becomes {shape}.",
        )
    where = (
        L("Bu sayılar bellekte tek parça durur.", "In memory they lie in one piece.")
        if count == 1
        else L(
            f"Bu sayılar bellekte {count} parçaya dağılmıştır ve her parçada {length} sayı vardır.",
            f"In memory they are scattered over {count} pieces of {length}.",
        )
    )
    return L(
        f"{made.code}, {x.size} sayının {made.read.sum()} tanesini alır ve dilimin şekli {shape} olur. {where}",
        f"{made.code} takes {made.read.sum()} of {x.size} numbers, and the shape of the slice is {shape}. {where}",
    )


def _no_such_axis(data, chosen, names, axis):
    """What NumPy says where the axis is not there."""
    x = chosen.x
    error = f"IndexError: too many indices for array: array is {x.ndim}-dimensional, but {axis + 1} were indexed"
    code = f"x[{', '.join([':'] * axis + ['0'])}]"
    text = f"{_names_comment(names)}\n\n{code}\n\n{textwrap.fill(error, CODE_WIDTH)}"
    nothing = np.zeros(x.shape, dtype=bool)
    blank = Panel([Text(0.5, 0.5, L("Böyle bir eksen yok.", "There is no such axis."), align="center", size=1.2)],
                  (0, 1), (0, 1), L("Dilim yok", "No slice"), axes=False, height=TALL)  # fmt: skip
    whole = [_whole(data, chosen, nothing, 0), _memory(chosen, nothing)]
    return Scene(
        [[whole, blank, Code(text, L("NumPy'ın yanıtı", "NumPy's answer"))]],
        L(
            f"Bu tensörün {x.ndim} ekseni vardır ve numaraları 0 ile {x.ndim - 1} arasındadır. Eksen {axis} istenince NumPy "
            "IndexError verir.",
            f"This tensor has {x.ndim} axes, numbered from 0 to {x.ndim - 1}. If you ask for axis {axis}, NumPy raises an "
            "IndexError.",
        ),
    )

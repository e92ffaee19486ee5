"""The explorer of lesson 14: a kernel walks over a photograph, nine products at a time; guess a hidden one."""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.assets import read_asset
from utils.language import L, number
from utils.places import course_file
from utils.widgets.controls import Cells, Choice, DragPoints, Player
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Box, HeatMap, Panel, Points, Scene, matrix

FILES = ("assets/convolution_tower.npz",)
PATH = course_file(FILES[0])
SIZE, KERNEL, MOST_PADDING = 48, 3, 2
LONGEST = SIZE + 2 * MOST_PADDING - KERNEL  # the last step along a row, with the thickest padding

KERNELS = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[0.1, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.1]],
    "vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "level": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}
HIDDEN = {
    "a": [[0, 0, 0], [0, 0, 0], [0, 1, 0]],
    "b": [[0, 0, 0], [-1, 0, 1], [0, 0, 0]],
    "c": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "d": [[2, 0, 0], [0, -1, 0], [1, 0, -1]],
}


@cache
def picture():
    """Return the tower of scikit-learn's china.jpg, grey, 0 to 1 in hundredths, float (48, 48)."""
    small = read_asset(PATH)["tower"] / 100
    small.flags.writeable = False
    return small


def slide(image, kernel, stride=1, padding=0):
    """Return the cross-correlation of image (h, w) with kernel (k, k), and the windows (h', w', k, k)."""
    windows = sliding_window_view(np.pad(image, padding), kernel.shape)[::stride, ::stride]
    return np.einsum("hwij,ij->hw", windows, kernel), windows


def output_size(stride, padding):
    return (SIZE + 2 * padding - KERNEL) // stride + 1


def place_of(coordinate, stride, padding):
    """Return the row or column of the output whose window lies nearest around a coordinate of the picture."""
    nearest = round((coordinate + padding - KERNEL / 2) / stride)
    return min(max(nearest, 0), output_size(stride, padding) - 1)


def column_of(step, stride, padding):
    """Return the column of the output whose window began last, ``step`` pixels along the padded row."""
    return min(step // stride, output_size(stride, padding) - 1)


def middle_of(place, stride, padding):
    """Return the coordinate of the middle of a window, kept inside the picture."""
    return min(max(place * stride - padding + KERNEL / 2, 0), SIZE)


class ConvolutionExplorer(Explorer):
    """A photograph, a kernel to edit, the window that slides, its nine products, and hidden kernels to guess."""

    name = "convolution"
    recorded = ("effect", "stride", "padding", "step")

    def title(self):
        return L("Çekirdeği resmin üzerinde gezdirin", "Slide the kernel over the picture")

    def task(self):
        return L(
            "Dolguyu 1 yapın. Çekirdekte yalnızca orta satırın sağındaki sayı 1, kalanlar 0 olursa resim ne yana kayar? "
            "Karar verin, sonra sayıları yazın. Ardından bir gizli çekirdeği bulun.",
            "Set the padding to 1. If only the number at the right of the kernel's middle row is 1 and all others are 0, "
            "which way does the picture move? Decide, then type the numbers. After that, find a hidden kernel.",
        )

    def controls(self):
        return [
            Choice("effect", L("Hazır çekirdek", "Ready-made kernel"), _effects(), "vertical"),
            Cells("kernel", L("Çekirdek", "Kernel"), KERNELS["vertical"]),
            Player("step", L("Satır boyunca", "Along the row"), LONGEST, value=6, fps=6),
            Choice("stride", L("Adım", "Stride"), [(1, "1"), (2, "2"), (3, "3")], 1),
            Choice("padding", L("Dolgu", "Padding"), [(0, "0"), (1, "1"), (2, "2")], 0),
            Choice(
                "hidden",
                L("Gizli çekirdek", "Hidden kernel"),
                _secrets(),
                "off",
                hint=L("Dokuz tam sayıdan oluşur.", "It consists of nine whole numbers."),
            ),
            DragPoints("window", L("Pencere", "Window"), "picture", [[7.5, 21.5]], bounds=(0, SIZE, 0, SIZE)),
        ]

    def presets(self):
        return {"guess": {"hidden": "a"}}

    def on_effect(self, state):
        return {} if state["effect"] == "own" else {"kernel": KERNELS[state["effect"]]}

    def on_kernel(self, state):
        return {"effect": "own"}

    def on_hidden(self, state):
        return {} if state["hidden"] == "off" else {"effect": "identity", "kernel": KERNELS["identity"]}

    def on_step(self, state):
        stride, padding = state["stride"], state["padding"]
        column = column_of(state["step"], stride, padding)
        row = place_of(state["window"][0][1], stride, padding)
        return {"window": [[middle_of(column, stride, padding), middle_of(row, stride, padding)]]}

    on_stride = on_padding = on_step

    def on_window(self, state):
        return {"step": state["stride"] * place_of(state["window"][0][0], state["stride"], state["padding"])}

    def scene(self, effect, kernel, step, stride, padding, hidden, window):
        output, windows = slide(picture(), kernel, stride, padding)
        row = place_of(window[0][1], stride, padding)
        column = column_of(step, stride, padding)
        seen = windows[row, column]
        answer = None if hidden == "off" else slide(picture(), np.array(HIDDEN[hidden]), stride, padding)[0]
        distance = None if answer is None else float(np.sqrt(np.mean((output - answer) ** 2)))
        top = [_picture(row, column, stride, padding, window), _output(output, kernel, row, column)]
        if answer is not None:
            top.append(_target(answer, distance, hidden))
        most = 1.5 * float(np.abs(kernel).max()) or 1.0  # so that the digits stay readable on the colours
        bottom = [
            _numbers(seen, L("Pencere", "Window"), 2, "gray", 0, 1),
            _numbers(kernel, L("× çekirdek", "× kernel"), 1, "diverging", -most, most),
            _numbers(seen * kernel, _sum_title(output[row, column]), 2, "diverging", -most, most),
        ]
        return Scene([top, bottom], _summary(output, row, column, stride, padding, distance))


def _effects():
    return [
        ("identity", L("olduğu gibi", "as it is")),
        ("blur", L("bulanık", "blur")),
        ("vertical", L("dikey kenar", "vertical edge")),
        ("level", L("yatay kenar", "horizontal edge")),
        ("sharpen", L("keskin", "sharpen")),
        ("emboss", L("kabartma", "emboss")),
        ("own", L("benimki", "my own")),
    ]


def _secrets():
    return [("off", L("yok", "none")), ("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]


def _picture(row, column, stride, padding, window):
    """The padded picture with the window's frame; its dot is what the reader drags."""
    edge = (-padding, SIZE + padding)
    pixels = HeatMap(np.pad(picture(), padding), (*edge, *edge), "gray", 0, 1, smooth=False)
    left, top = column * stride - padding, row * stride - padding
    corners = (left, top, left + KERNEL, top + KERNEL)
    frame = [Box(*corners, color="paper", width=5), Box(*corners, color="orange", width=2.5)]
    handle = Points(*np.array(window).T, color="orange", size=3.5, drag="window")
    title = L(f"Resim {SIZE} × {SIZE}", f"Picture {SIZE} × {SIZE}")
    return _panel([pixels, *frame, handle], title, name="picture")


def _panel(layers, title, name=""):
    limits = (-MOST_PADDING, SIZE + MOST_PADDING)
    return Panel(layers, limits, limits[::-1], title, equal=True, axes=False, name=name)


def _answer(values, weight, high):
    """Grey where the kernel brightens as a photograph would, else blue and orange about white zero."""
    if weight > 0.01:
        return HeatMap(values, colormap="gray", low=0, high=weight, smooth=False)
    return HeatMap(values, low=-high, high=high, smooth=False)


def _sum_title(total):
    return L(f"= çarpımlar (Σ {number(total)})", f"= products (Σ {number(total)})")


def _numbers(values, title, digits, colormap, low, high):
    return matrix(values, digits=digits, colormap=colormap, low=low, high=high, title=title, axes=False, height=0.62)


def _output(output, kernel, row, column):
    high = max(0.25 * float(np.abs(kernel).sum()), 0.1)
    pixel = Box(column, row, column + 1, row + 1, color="orange", width=2.5)
    height, width = output.shape
    title = L(f"Çıktı {height} × {width}", f"Output {height} × {width}")
    return _panel([_answer(output, float(kernel.sum()), high), pixel], title)


def _target(answer, distance, hidden):
    kernel = np.array(HIDDEN[hidden])
    high = max(0.25 * float(np.abs(kernel).sum()), 0.1)
    title = L(f"Gizli · uzaklık {number(distance, 3)}", f"Hidden · distance {number(distance, 3)}")
    return _panel([_answer(answer, float(kernel.sum()), high)], title)


def _summary(output, row, column, stride, padding, distance):
    place = L(
        f"Satır {row}, sütun {column}: dokuz çarpımın toplamı {number(output[row, column])}. ",
        f"Row {row}, column {column}: the nine products sum to {number(output[row, column])}. ",
    )
    sizes = f"⌊({SIZE} + 2·{padding} − {KERNEL}) / {stride}⌋ + 1 = {len(output)}"
    text = place + L(f"Çıktının boyu {sizes}.", f"Output size {sizes}.")
    if distance is None:
        return text
    if distance < 1e-6:
        return text + L(" Uzaklık 0: gizli çekirdeği buldunuz.", " Distance 0: you have found the hidden kernel.")
    return text + L(
        f" Gizli çıktıya uzaklık {number(distance, 3)} (farkların karelerinin ortalamasının kökü).",
        f" Distance to the hidden output {number(distance, 3)} (root of the mean squared difference).",
    )

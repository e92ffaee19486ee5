"""The explorer of lesson 23: a kernel of three numbers walks along a signal, with stride, padding and dilation."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Cells, Choice, DragPoints, Player
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Box, Line, Panel, Points, Scene, Text, matrix

LENGTH, KERNEL, JUMP = 40, 3, 20
EDGE = (KERNEL - 1) * 4  # zeros before or after the signal, with the widest kernel
_T = np.arange(LENGTH)
SIGNALS = {
    "jump": (_T >= JUMP).astype(float),
    "pulse": (_T == JUMP).astype(float),
    "wave": np.round(0.7 * np.sin(2 * np.pi * _T / 20) + 0.25 * (-1.0) ** _T, 3),
    "ramp": np.round(np.clip((_T - 8) / 12, 0, 1) - np.clip((_T - 26) / 6, 0, 1), 3),
}
KERNELS = {
    "change": [[-1, 0, 1]],
    "mean": [[0.25, 0.5, 0.25]],
    "peak": [[-1, 2, -1]],
    "last": [[0, 0, 1]],
}


def zeros_around(length, size, stride, dilation, padding):
    """Return how many zeros Keras puts before and after a signal of ``length`` for "valid", "same" or "causal"."""
    reach = (size - 1) * dilation
    if padding == "valid":
        return 0, 0
    if padding == "causal":
        return reach, 0
    total = max((-(-length // stride) - 1) * stride + reach + 1 - length, 0)
    return total // 2, total - total // 2


def slide(signal, kernel, stride=1, dilation=1, padding="valid"):
    """Return the outputs (n',) of a kernel (k,) along a signal (n,), and the places that each of them reads, (n', k).

    A place outside 0 ... n - 1 is a zero of the padding.
    """
    before, after = zeros_around(len(signal), len(kernel), stride, dilation, padding)
    padded = np.concatenate([np.zeros(before), signal, np.zeros(after)])
    count = (len(padded) - (len(kernel) - 1) * dilation - 1) // stride + 1
    places = np.arange(count)[:, None] * stride + np.arange(len(kernel)) * dilation
    return padded[places] @ np.asarray(kernel, float), places - before


def stands_at(places, padding):
    """Return where the outputs are drawn along the signal, (n',): at the kernel's middle; with "causal", at its last number."""
    return places[:, -1] if padding == "causal" else places.mean(axis=1)


class SignalExplorer(Explorer):
    """A signal, a kernel to edit, the three places that it reads, its products, and the output below."""

    name = "signal"
    recorded = ("signal", "effect", "padding", "dilation", "step")

    def title(self):
        return L("Çekirdeği sinyal boyunca gezdirin", "Slide the kernel along the signal")

    def task(self):
        return L(
            f"Sinyal {JUMP}. anda sıçrıyor, genişletme 4. Çıktı sıçramadan önce kıpırdayabilir mi? Önce karar verin, sonra "
            "çıktıya bakın; ardından dolguyu “nedensel” yapın.",
            f"The signal jumps at time {JUMP}; the dilation is 4. Can the output move before the jump? Decide first, then look "
            "at the output; after that, set the padding to “causal”.",
        )

    def controls(self):
        return [
            Choice("signal", L("Sinyal", "Signal"), _signals(), "jump"),
            Choice("effect", L("Hazır çekirdek", "Ready-made kernel"), _effects(), "change"),
            Cells("kernel", L("Çekirdek", "Kernel"), KERNELS["change"]),
            Choice("padding", L("Dolgu", "Padding"), _paddings(), "same"),
            Choice("stride", L("Adım", "Stride"), [(1, "1"), (2, "2"), (3, "3")], 1),
            Choice("dilation", L("Genişletme", "Dilation"), [(1, "1"), (2, "2"), (4, "4")], 4),
            Player("step", L("Durak", "Stop"), LENGTH - 1, value=17, fps=4),
            DragPoints("window", L("Pencere", "Window"), "signal", [[17, 1.35]], bounds=(0, LENGTH - 1, 1.35, 1.4)),
        ]

    def presets(self):
        return {"causal": {"padding": "causal", "step": 20, "window": [[20, 1.35]]}, "smooth": {
            "signal": "wave", "effect": "mean", "kernel": KERNELS["mean"], "dilation": 1}}  # fmt: skip

    def on_effect(self, state):
        return {} if state["effect"] == "own" else {"kernel": KERNELS[state["effect"]]}

    def on_kernel(self, state):
        return {"effect": "own"}

    def on_stride(self, state):
        """Keras takes one of stride and dilation at a time."""
        dilation = 1 if state["stride"] > 1 else state["dilation"]
        return {"dilation": dilation} | _window({**state, "dilation": dilation})

    def on_dilation(self, state):
        stride = 1 if state["dilation"] > 1 else state["stride"]
        return {"stride": stride} | _window({**state, "stride": stride})

    def on_step(self, state):
        return _window(state)

    on_padding = on_step

    def on_window(self, state):
        at = stands_at(_places(state), state["padding"])
        return {"step": int(np.abs(at - state["window"][0][0]).argmin())}

    def scene(self, signal, effect, kernel, padding, stride, dilation, step, window):
        values, weights = SIGNALS[signal], np.asarray(kernel)[0]
        output, places = slide(values, weights, stride, dilation, padding)
        step = min(step, len(output) - 1)
        at = stands_at(places, padding)
        read = places[step]
        inside = (read >= 0) & (read < LENGTH)
        seen = np.where(inside, values[np.clip(read, 0, LENGTH - 1)], 0)
        most = 1.5 * float(np.abs(weights).max()) or 1.0
        column = [
            _numbers(seen, L("pencere", "window"), most),
            _numbers(weights, L("× çekirdek", "× kernel"), most),
            _numbers(seen * weights, L(f"= çarpımlar (Σ {number(output[step])})",
                                       f"= products (Σ {number(output[step])})"), most),
        ]  # fmt: skip
        rows = [
            [_signal(values, places, read, seen, window)],
            [_output(at, output, step, signal in ("jump", "pulse")), column],
        ]
        return Scene(rows, _summary(at, output, step, read, inside))


def _places(state):
    return slide(np.zeros(LENGTH), np.zeros(KERNEL), state["stride"], state["dilation"], state["padding"])[1]


def _window(state):
    """Put the handle over the kernel at the present stop."""
    at = stands_at(_places(state), state["padding"])
    step = min(state["step"], len(at) - 1)
    return {"step": step, "window": [[float(np.clip(at[step], 0, LENGTH - 1)), 1.35]]}


def _signals():
    return [
        ("jump", L("sıçrama", "jump")),
        ("pulse", L("tek vuruş", "pulse")),
        ("wave", L("titrek dalga", "rippled wave")),
        ("ramp", L("rampa", "ramp")),
    ]


def _effects():
    return [
        ("change", L("değişim", "change")),
        ("mean", L("ortalama", "mean")),
        ("peak", L("tepe", "peak")),
        ("last", L("en sağdaki", "rightmost")),
        ("own", L("benimki", "my own")),
    ]


def _paddings():
    return [("valid", "valid"), ("same", "same"), ("causal", L("nedensel", "causal"))]


def _signal(values, places, read, seen, window):
    """The signal with the zeros that the padding adds; the kernel's places in orange."""
    low, high = min(int(places[0, 0]), 0), max(int(places[-1, -1]), LENGTH - 1)
    added = np.array([*range(low, 0), *range(LENGTH, high + 1)])
    layers = [
        Line([-EDGE - 1, LENGTH + EDGE], [0, 0], color="muted", width=1),
        Line(np.arange(LENGTH), values, color="blue", width=1.5),
        Points(np.arange(LENGTH), values, color="blue", size=4, label=L("sinyal", "signal")),
    ]
    if len(added):
        layers.append(Points(added, np.zeros(len(added)), color="muted", marker="ring", size=4,
                             label=L("dolgunun sıfırları", "zeros of the padding")))  # fmt: skip
    layers += [
        Box(read[0] - 0.5, -1.15, read[-1] + 0.5, 1.2, color="orange", width=1.5, fill=0.08),
        Points(read, seen, color="orange", marker="triangle", size=7, label=L("okunan", "read")),
        Points(*np.array(window).T, color="orange", marker="diamond", size=7, drag="window"),
    ]
    return Panel(layers, (-EDGE - 1, LENGTH + EDGE), (-1.3, 1.6), L("Sinyal", "Signal"), L("zaman t", "time t"),
                 whole="x", height=0.55, width=1, name="signal")  # fmt: skip


def _output(at, output, step, marked):
    """The outputs along time; a dashed line where the signal jumps."""
    reach = max(1.2, 1.15 * float(np.abs(output).max()))
    layers = [
        Line([-EDGE - 1, LENGTH + EDGE], [0, 0], color="muted", width=1),
        Line(at, output, color="green", width=1.5),
        Points(at, output, color="green", marker="square", size=4),
        Points([at[step]], [output[step]], color="orange", marker="triangle", size=8),
    ]
    if marked:
        layers += [
            Line([JUMP, JUMP], [-reach, reach], color="muted", width=1.5, dash=True),
            Text(JUMP - 0.5, -0.85 * reach, f"t = {JUMP}", color="muted", size=0.9, align="right"),
        ]
    count = len(output)
    title = L(f"Çıktı: {count} değer", f"Output: {count} values")
    return Panel(layers, (-EDGE - 1, LENGTH + EDGE), (-reach, reach), title, L("zaman t", "time t"),
                 whole="x", width=2.4, height=0.9)  # fmt: skip


def _numbers(values, title, most):
    return matrix(np.atleast_2d(values), digits=2, colormap="diverging", low=-most, high=most, title=title, axes=False,
                  equal=False, height=0.3)  # fmt: skip


def _summary(at, output, step, read, inside):
    moved = at[np.abs(output) > 1e-9]
    first = (
        L(f"Çıktı ilk kez t = {number(moved[0], 0)} anında sıfırdan ayrılıyor. ",
          f"The output first leaves zero at t = {number(moved[0], 0)}. ")
        if len(moved)
        else L("Çıktı hep sıfır. ", "The output is always zero. ")
    )  # fmt: skip
    zeros = int((~inside).sum())
    places = ", ".join(str(int(place)) for place in read)
    return first + L(
        f"{step}. çıktı {places} yerlerini okuyor"
        + (f" ({zeros} tanesi dolgu)" if zeros else "")
        + f" ve {number(output[step])} veriyor.",
        f"Output {step} reads the places {places}"
        + (f" ({zeros} of them padding)" if zeros else "")
        + f" and gives {number(output[step])}.",
    )

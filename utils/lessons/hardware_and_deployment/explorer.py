"""The explorer of lesson 32: the memory and the least time of a network, by its layers, the batch, the numbers and the device."""

import numpy as np

from utils.language import L, number, percent
from utils.lessons.hardware_and_deployment.costs import DEVICES, FORMATS, layers_of, memory, seconds
from utils.widgets.controls import Choice
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Line, Panel, Points, Scene, Text

BATCHES = (1, 4, 16, 64, 256, 1024)
INTENSITIES, SPEEDS = (0.1, 4000.0), (0.003, 2000.0)  # limits of the roofline, operations a byte and 10^12 a second
TALL, LOW = 1.15, 0.85  # heights of the rows
COMPUTES, WAITS = "blue", "orange"  # a layer that the processor or the memory holds up


class CostExplorer(Explorer):
    """A network's memory by kind and by layer, its layers under a device's roof, and the least time of each of them."""

    name = "costs"
    recorded = ("network", "batch", "form", "device")

    def title(self):
        return L("Bir ağ ne kadar bellek ve zaman ister?", "How much memory and time does a network need?")

    def task(self):
        return L(
            "Önce karar verin: rakam ağının eğitiminde, yığın 64 iken belleğin çoğunu ağırlıklarla Adam mı tutar, aktivasyonlar "
            "mı? 16 bite geçmek toplamı yarıya indirir mi? Sonra yığını, sayı biçimini ve donanımı değiştirin.",
            "Decide first: in training the digit network with batches of 64, do the weights and Adam hold most of the memory, or "
            "the activations? Does going to 16 bits halve the total? Then change the batch, the number format and the hardware.",
        )

    def controls(self):
        return [
            Choice("network", L("Ağ", "Network"), _networks(), "digits", place="top"),
            Choice("job", L("İş", "Job"), _jobs(), "training", place="top"),
            Choice("batch", L("Yığın", "Batch"), [(batch, str(batch)) for batch in BATCHES], 16, place="top"),
            Choice("form", L("Sayılar", "Numbers"), _forms(), "float32", place="top"),
            Choice("device", L("Donanım", "Hardware"), _devices(), "cpu", place="top"),
            Choice("width", L("Genişlik", "Width"), [(0.5, "½"), (1, "1"), (2, "2")], 1, place="top"),
        ]

    def presets(self):
        return {
            "digits": {"batch": 64},
            "one": {"network": "dense", "job": "inference", "batch": 1},
            "many": {"network": "dense", "job": "inference", "batch": 256},
            "accelerator": {"network": "dense", "job": "inference", "batch": 256, "form": "mixed", "device": "tpu"},
            "vgg": {"network": "vgg", "batch": 64, "device": "gpu"},
            "mixed": {"network": "vgg", "batch": 64, "form": "mixed", "device": "gpu"},
        }

    def on_form(self, state):
        return {"job": "inference"} if state["form"] == "int8" else {}

    def on_job(self, state):
        return {"form": "float32"} if state["job"] == "training" and state["form"] == "int8" else {}

    def scene(self, network, job, batch, form, device, width):
        training = job == "training" and form != "int8"
        layers = layers_of(network, width)
        times = [seconds(layer, batch, form, training, device) for layer in layers]
        colors = [WAITS if time is None or time[1] > time[0] else COMPUTES for time in times]
        names = _numbered(len(layers))
        held = memory(layers, batch, form, training)
        rows = [
            [_kinds(held), _roofline(layers, batch, form, device, colors)],
            [_by_layer(layers, batch, form, training, names), _times(times, colors, names, layers)],
        ]
        return Scene(rows, _summary(held, times, device, layers, training))


def _networks():
    return [("digits", L("rakamlar", "digits")), ("dense", L("yoğun", "dense")), ("vgg", "VGG-16")]


def _jobs():
    return [("training", L("eğitim (Adam)", "training (Adam)")), ("inference", L("tahmin", "inference"))]


def _forms():
    return [("float32", "32 bit"), ("mixed", "16 bit"), ("int8", "8 bit")]


def _devices():
    return [("cpu", "CPU"), ("gpu", "GPU"), ("tpu", "TPU")]


def _numbered(count):
    """Return the layers' numbers; of many only every fourth, or they would stand on each other."""
    return [str(i) if count < 10 or i % 4 == 1 else "" for i in range(1, count + 1)]


def _unit(size):
    """Return in which unit a number of bytes is read well, and how many bytes it has."""
    return next(((name, one) for name, one in (("GB", 1e9), ("MB", 1e6)) if size >= one), ("kB", 1e3))


def _written(size):
    name, one = _unit(size)
    return f"{number(size / one, 1)} {name}"


def _kinds(held):
    names = [
        L("ağırlık", "weights"),
        L("gradyan", "gradients"),
        L("momentler", "moments"),
        L("aktivasyon", "activations"),
    ]
    unit, one = _unit(max(held.values()))
    values = [size / one for size in held.values()]
    bars = Bars(values, names, colors=["blue", "orange", "purple", "green"], horizontal=True, digits=1)
    title = L(f"Bellek: {_written(sum(held.values()))}", f"Memory: {_written(sum(held.values()))}")
    return Panel([bars], x=(0, 1.3 * max(values)), title=title, xlabel=unit, width=0.9, height=TALL)


def _roofline(layers, batch, form, device, colors):
    title = L("Çatı: katmanlar en çok ne kadar hızlı?", "Roofline: how fast can the layers be?")
    axes = {
        "x": tuple(np.log10(INTENSITIES)), "y": SPEEDS, "ylog": True, "title": title, "height": TALL,
        "xticks": [(power, str(10**power)) for power in range(4)],  # a true log axis would slant these words
        "yticks": [(0.01, number(0.01, 2)), (1, "1"), (100, "100")],
        "xlabel": L("yoğunluk (işlem/bayt)", "intensity (operations/byte)"),
        "ylabel": L("10¹² işlem/s", "10¹² operations/s"),
    }  # fmt: skip
    peak = DEVICES[device].peaks[form]
    if peak is None:
        none = L("32 bit için yayımlanmış\nbir tavan yok", "no peak published\nfor 32 bits")
        return Panel([Text(1.3, 2.0, none, align="center")], **axes)
    along = np.array([INTENSITIES[0], peak / DEVICES[device].bandwidth, INTENSITIES[1]])
    roof = Line(np.log10(along), _speed(along, peak, device), color="ink", width=2.5)
    drawn = [roof]
    for color, label in (
        (COMPUTES, L("işlemci sınırlar", "processor limits")),
        (WAITS, L("bellek sınırlar", "memory limits")),
    ):
        own = [layer for layer, own in zip(layers, colors, strict=True) if own == color and layer.products]
        x = np.array([layer.operations(batch) / layer.traffic(batch, FORMATS[form]) for layer in own])
        drawn.append(Points(np.log10(x), _speed(x, peak, device), color=color, size=6, label=label))
    return Panel(drawn, **axes)


def _speed(intensity, peak, device):
    """Return 10^12 operations a second under a device's roof at an intensity, (n,) operations a byte."""
    return np.minimum(peak, intensity * DEVICES[device].bandwidth) / 1e12


def _by_layer(layers, batch, form, training, names):
    own = [memory([layer], batch, form, training) for layer in layers]
    kept = [FORMATS[form] * batch * layer.writes for layer in layers]
    weights = [sum(one.values()) - one["activations"] for one in own]
    unit, one = _unit(max(*kept, *weights))
    title = L("Katmanların belleği", "Memory of the layers")
    output = {"color": "green", "marker": "diamond", "size": 6, "label": L("çıktısı", "its output")}
    drawn = [
        Bars(np.array(weights) / one, names, colors="blue", label=L("ağırlıkla gelen", "with the weights")),
        Points(np.arange(len(kept)), np.array(kept) / one, **output),
    ]
    top = 1.3 * max(*kept, *weights) / one
    return Panel(drawn, y=(0, top), title=title, xlabel=_which(layers), ylabel=unit, width=0.9, height=LOW)


def _which(layers):
    """Return what to write below bars of layers: the numbers of those that are no convolutions."""
    kinds = {"pool": L("havuzlama", "pooling"), "dense": L("yoğun", "dense")}
    numbers = {kind: [i for i, layer in enumerate(layers, 1) if layer.kind == kind] for kind in kinds}
    said = [f"{kinds[kind]} {_listed(found)}" for kind, found in numbers.items() if found]
    return L("katman", "layer") + f" ({' · '.join(said)})"


def _listed(numbers):
    """Return numbers in words: 3, 6 as they are, 19, 20, 21 as 19-21."""
    first, last = numbers[0], numbers[-1]
    in_a_row = len(numbers) > 2 and last - first == len(numbers) - 1
    return f"{first}-{last}" if in_a_row else ", ".join(map(str, numbers))


def _times(times, colors, names, layers):
    longest = [1e3 * max(time) if time else 0.0 for time in times]
    unit, scale = ("ms", 1) if max(longest) >= 1 or not any(longest) else ("µs", 1e3)
    values = [scale * value for value in longest]
    title = L("Katmanların en kısa süresi", "Least time of the layers")
    top = 1.2 * max(values) or 1
    return Panel(
        [Bars(values, names, colors=colors)], y=(0, top), title=title, xlabel=_which(layers), ylabel=unit, height=LOW
    )


def _summary(held, times, device, layers, training):
    total, room = sum(held.values()), DEVICES[device].memory
    share = percent(held["activations"] / total)
    fits = (
        L("Bu, donanımın belleğine sığar. ", "It fits into the memory of the device. ")
        if total <= room
        else L(
            f"Bu, donanımın {_written(room)}'lık belleğine sığmaz. ",
            f"It does not fit into the {_written(room)} of the device. ",
        )
    )
    said = L(f"Aktivasyonların payı {share}. ", f"The share of the activations is {share}. ") + fits
    if None in times:
        return said
    slow = sum(max(time) for time in times)
    waiting = sum(time[1] > time[0] for time in times)
    text = f"{number(1e3 * slow, 1)} ms" if slow >= 1e-3 else f"{number(1e6 * slow, 1)} µs"
    return said + L(
        f"{'Bir adım' if training else 'Bir yığın'} en az {text} sürer; {len(layers)} katmandan {waiting} tanesini bellek "
        "sınırlar.",
        f"A {'step' if training else 'batch'} takes at least {text}; memory limits {waiting} of the {len(layers)} layers.",
    )

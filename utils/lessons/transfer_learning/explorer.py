"""The explorer of lesson 18: freeze blocks of a pretrained network and see the training that came of it."""

from functools import cache
from types import SimpleNamespace

import numpy as np

from utils.language import L, number, thousands
from utils.places import course_file
from utils.training.recorded import load_recorded
from utils.widgets.controls import Choice
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Box, Line, Panel, Points, Scene, Text

FILES = ("assets/transfer_runs.npz",)
PATH = course_file(FILES[0])
BLOCKS = 9  # conv1 and fire2 to fire9
SMALL = 0.03  # a difference in accuracy that two seeds cannot tell from chance
RATE_NAMES = ("0.0001", "0.001", "0.01")


@cache
def runs():
    """Return the cached trainings of ``tools/transfer_runs.py``.

    Accuracies ``curves`` (locked, rate, start, per_class, seed, epoch, 2: training, test), ``epochs`` at which they were
    measured, ``seconds`` (as curves without the last two), ``pixels`` (per_class, seed): logistic regression on pixels,
    ``parameters`` (locked,). The long trainings from scratch: ``scratch`` (seed, epoch, 2), ``scratch_epochs``. The
    lesson's tables: ``ways`` (way, seed), ``damage`` (start, seed).
    """
    return SimpleNamespace(**load_recorded(PATH))


def chosen(rate, start, per_class):
    """Return (curves (locked, epoch, 2), seconds (locked,)) of one setting, as means over the seeds."""
    data = runs()
    place = (slice(None), int(np.argmin(np.abs(data.rates - float(rate)))), list(data.starts).index(start),
             list(data.per_class).index(per_class))  # fmt: skip
    return data.curves[place].mean(axis=1), data.seconds[place].mean(axis=1)


class TransferExplorer(Explorer):
    """Nine blocks, some of them frozen, accuracy by epoch, and all five choices side by side."""

    name = "transfer"

    def title(self):
        return L("Hangi bloklar dondurulsun?", "Which blocks should be frozen?")

    def task(self):
        return L(
            "Önce karar verin: daha az blok dondurup daha çoğunu eğitmek doğruluğu hep artırır mı? Sonra beş seçeneği "
            "0,0001'lik ve 0,01'lik öğrenme oranlarıyla karşılaştırın.",
            "Decide first whether freezing fewer blocks and training more of them always raises the accuracy. Then compare "
            "the five choices at learning rates of 0.0001 and 0.01.",
        )

    def controls(self):
        return [
            Choice("locked", L("Dondurulmuş blok", "Frozen blocks"), [(int(k), str(k)) for k in runs().locked], 9,
                   hint=L("0: hepsi eğitilir · 9: yalnızca başlık eğitilir", "0: all are trained · 9: only the head is trained")),
            Choice("rate", L("Öğrenme oranı", "Learning rate"),
                   [(name, number(float(name), len(name) - 2)) for name in RATE_NAMES], "0.001"),
            Choice("start", L("Başlangıç", "Start"),
                   [("pretrained", L("önceden eğitilmiş", "pretrained")), ("random", L("rastgele", "random"))]),
            Choice("per_class", L("Sınıf başına örnek", "Examples per class"), [(int(k), str(k)) for k in runs().per_class], 20),
        ]  # fmt: skip

    def presets(self):
        return {
            "gentle": {"locked": 0, "rate": "0.0001"},
            "too_fast": {"locked": 0, "rate": "0.01"},
            "from_nothing": {"locked": 0, "rate": "0.001", "start": "random"},
            "few": {"locked": 9, "rate": "0.01", "per_class": 5},
        }

    def scene(self, locked, rate, start, per_class):
        curves, seconds = chosen(rate, start, per_class)
        k = list(runs().locked).index(locked)
        pixels = float(runs().pixels[list(runs().per_class).index(per_class)].mean())
        return Scene(
            [
                [_blocks(locked, start)],
                [_curves(curves, k, pixels), _compared(curves, k, pixels), _costs(seconds, k)],
            ],
            _summary(curves, seconds, k, locked, pixels),
        )


def _blocks(locked, start):
    """The nine blocks and the head, from the picture on the left to the class on the right."""
    layers = []
    for i in range(BLOCKS + 1):
        shut = i < locked
        color = "muted" if shut else "orange"
        # feature maps shrink on the way: so do the boxes
        half = 0.42 if i == BLOCKS else (0.95, 0.95, 0.85, 0.85, 0.68, 0.68, 0.68, 0.68, 0.68)[i]
        layers.append(Box(i + 0.06, -half, i + 0.94, half, color=color, fill=0.18 if shut else 0.4))
        layers.append(Text(i + 0.5, 0.0, _name(i), align="center", bold=True, size=0.9))
    layers.append(Text((locked + BLOCKS + 1) / 2, -1.35, L("eğitilir", "trained"), color="orange", align="center"))
    if locked:
        layers.append(Text(locked / 2, -1.35, L("dondurulmuş", "frozen"), color="muted", align="center"))
        layers.append(Line([locked, locked], [-1.1, 1.1], color="ink", width=3))
    words = {
        "pretrained": L("Bloklar ImageNet'le eğitilmiş", "Blocks trained on ImageNet"),
        "random": L("Blokların ağırlıkları rastgele", "Blocks with random weights"),
    }
    return Panel(layers, (0, BLOCKS + 1), (-1.65, 1.2), words[start], axes=False, grid=False, height=0.45)


def _name(i):
    return "conv1" if i == 0 else L("başlık", "head") if i == BLOCKS else f"fire{i + 1}"


def _curves(curves, k, pixels):
    epochs = runs().epochs.tolist()
    layers = [
        Line(epochs, curves[j, :, 1], color="muted", width=1.2, opacity=0.5) for j in range(len(curves)) if j != k
    ]
    layers += [
        Line(
            [0, epochs[-1]],
            [pixels, pixels],
            color="purple",
            width=1.8,
            dash=True,
            label=L("pikseller", "pixels"),
        ),
        Line(epochs, curves[k, :, 0], color="blue", width=1.8, dash=True, label=L("eğitim", "training")),
        Line(epochs, curves[k, :, 1], color="orange", width=3, label="test"),
        Points([epochs[-1]], [curves[k, -1, 1]], color="orange", size=6),
    ]
    return Panel(layers, (0, epochs[-1]), (0, 1.02), L("Doğruluk, epok epok", "Accuracy by epoch"), L("epok", "epoch"),
                 L("doğruluk", "accuracy"), width=1.1, height=1.1, whole="x")  # fmt: skip


def _compared(curves, k, pixels):
    colors = ["orange" if j == k else "sky" for j in range(len(curves))]
    labels = [str(value) for value in runs().locked]
    layers = [
        Bars(curves[:, -1, 1], labels, colors=colors, highlight=k, digits=2),
        Line([-0.5, len(curves) - 0.5], [pixels, pixels], color="purple", width=1.8, dash=True),
    ]
    return Panel(layers, y=(0, 0.8), title=L("Son test doğruluğu", "Final test accuracy"),
                 xlabel=L("dondurulmuş blok", "frozen blocks"), ylabel=L("doğruluk", "accuracy"),
                 height=1.1, width=1.05)  # fmt: skip


def _costs(seconds, k):
    colors = ["orange" if j == k else "sky" for j in range(len(seconds))]
    labels = [str(value) for value in runs().locked]
    return Panel([Bars(seconds, labels, colors=colors, highlight=k, digits=1)],
                 y=(0, 1.15 * float(runs().seconds.mean(axis=-1).max())), title=L("Eğitim süresi", "Training time"),
                 xlabel=L("dondurulmuş blok", "frozen blocks"), ylabel=L("işlemci saniyesi", "processor seconds"),
                 height=1.1, width=0.85)  # fmt: skip


def _summary(curves, seconds, k, locked, pixels):
    test, best = float(curves[k, -1, 1]), int(np.argmax(curves[:, -1, 1]))
    trained = thousands(int(runs().parameters[k]))
    froze = _with(locked)
    froze = froze[0].upper() + froze[1:]
    first = L(
        f"{froze} {trained} parametre {number(seconds[k], 1)} işlemci saniyesinde eğitildi ve test "
        f"doğruluğu {number(test, 2)} oldu (piksellerle lojistik regresyonda {number(pixels, 2)}). ",
        f"{froze}, {trained} parameters were trained in {number(seconds[k], 1)} processor seconds, and "
        f"the test accuracy is {number(test, 2)} (logistic regression on the pixels: {number(pixels, 2)}). ",
    )
    gap = float(curves[best, -1, 1]) - test
    other, value = int(runs().locked[best]), number(float(curves[best, -1, 1]), 2)
    if best == k:
        return first + L(
            "Bu ayarlarla en yüksek doğruluk budur.", "No other choice has a higher accuracy at these settings."
        )
    if gap < SMALL:
        return first + L(
            f"En yüksek doğruluk {value} olduğu için aradaki fark, iki tohumla ayırt edilemeyecek kadar küçüktür.",
            f"The highest accuracy is {value}, a difference too small to be told from chance with two seeds.",
        )
    return first + L(
        f"Bu ayarlarla en yüksek doğruluk, {_with(other)} elde edilen {value} değeridir.",
        f"At these settings the highest accuracy is {value}, {_with(other)}.",
    )


def _with(count):
    return L(
        f"{count} blok dondurulunca" if count else "hiçbir blok dondurulmayınca",
        f"with {count or 'no'} blocks frozen",
    )

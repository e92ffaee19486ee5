"""The explorer of lesson 16: a photograph, five ways to ask what the answer depends on, and a square to cover it with."""

from functools import cache

import numpy as np

from utils.language import L, number
from utils.lessons.seeing_inside.inside import (
    COVER,
    LAYERS,
    RULES,
    SIDE,
    STRIDE,
    Inside,
    cover,
    photographs,
    rule_of,
    saliency,
    weighted,
)
from utils.lessons.seeing_inside.runs import runs
from utils.training.backbone import backbone_input, imagenet_names
from utils.widgets.controls import Choice, DragBoxes
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Bars, Box, HeatMap, Image, Line, Panel, Scene, Text

SHOWN, MAP = 108, 114  # pixels a side, at most: of a photograph and of a map on the screen
STEPS = 24  # tones of a heat map: as many as the eye tells apart
MOST = 42  # the end of the axis of scores
BESIDE = [8, 172, 53, 217]  # where the square lies at first: left, top, right, bottom


@cache
def small(name):
    """Return a photograph for the screen, uint8 (108, 108, 3), in steps of 8 tones."""
    from PIL import Image as Pillow

    photo = Pillow.fromarray(photographs()[name]).resize((SHOWN, SHOWN), Pillow.Resampling.BOX)
    return np.minimum(np.rint(np.array(photo) / 8) * 8, 255).astype(np.uint8)


def blocks_of(values, side=MAP):
    """Return a map (h, w) whose sides are at most ``side``: each value the largest of a square block."""
    step = -(-len(values) // side)
    if step == 1:
        return values
    padded = np.pad(values, (0, -len(values) % step))
    return padded.reshape(len(padded) // step, step, -1, step).max(axis=(1, 3))


class SeeingInsideExplorer(Explorer):
    """``SeeingInsideExplorer(network)``: photograph, class, method and layer; a grey square to drag; the scores."""

    name = "seeing_inside"
    recorded = ("photo", "method")

    def __init__(self, model=None, **state):
        self._inside = Inside(model)
        self._class_names = [name.split(",")[0] for name in imagenet_names()]
        self._answers = cache(self._answers_of)
        self._gradients = cache(self._gradients_of)
        super().__init__(**state)

    @classmethod
    def needs(cls):
        return L(
            "SqueezeNet her harekette 350 milyon çarpma yapar, gradyanları da TensorFlow hesaplar",
            "SqueezeNet takes 350 million multiplications at each move, and its gradients come from TensorFlow",
        )

    def title(self):
        return L("Yanıt resmin neresine bağlı?", "Which part of the picture does the answer depend on?")

    def task(self):
        return L(
            "Gri kareyi sürükleyin, köşesinden büyütün ve fincandaki kahveyi tam olarak örtün. Önce karar verin: ağ kahveyi "
            'görmeden de "espresso" der mi?',
            "Drag the grey square, enlarge it by its corner and cover exactly the coffee in the cup. Decide first: will the "
            'network still say "espresso" without seeing the coffee?',
        )

    def controls(self):
        limits = (0, SIDE, 0, SIDE)
        return [
            Choice("photo", L("Fotoğraf", "Photograph"), _photos(), "coffee"),
            Choice("method", L("Yöntem", "Method"), _methods(), "grad_cam"),
            Choice("layer", L("Katman", "Layer"), _layers(), "fire9"),
            Choice("kind", L("Ağın yanıtı", "The network's answer"), [(0, "1."), (1, "2."), (2, "3.")], 0),
            DragBoxes("cover", L("Gri kare", "Grey square"), "photo", [BESIDE], limits),
        ]  # fmt: skip

    def presets(self):
        return {
            "honeycomb": {"photo": "flower", "method": "guided", "layer": "picture"},
            "eye": {"photo": "cat", "method": "occlusion", "layer": "picture", "cover": [[50, 70, 95, 115]]},
        }

    def on_method(self, state):
        """A method at a layer where it has a picture: Grad-CAM weighs feature maps, and covering needs no layer."""
        if state["method"] == "grad_cam":
            return {"layer": "fire9"} if state["layer"] == "picture" else {}
        return {"layer": "picture"}

    def on_layer(self, state):
        if state["layer"] == "picture":
            return {"method": "gradient"} if state["method"] == "grad_cam" else {}
        return {"method": "grad_cam"} if state["method"] == "occlusion" else {}

    def scene(self, photo, method, layer, kind, cover):
        rank, chosen = int(kind), list(photographs()).index(photo)
        kinds = runs()["kinds"][chosen].astype(int)
        before, after = self._answers(photo, None), self._answers(photo, tuple(map(tuple, cover)))
        if method == "occlusion":
            values = runs()["occlusion"][chosen, rank]
        else:
            maps, gradients = self._gradients(photo, int(kinds[rank]), rule_of(method))
            values = weighted(maps[layer], gradients[layer]) if method == "grad_cam" else saliency(gradients[layer])
        names = [self._class_names[one] for one in kinds]
        panels = [
            _photo(photo, cover),
            _map(photo, method, layer, values),
            _scores(names, before[0][kinds], after[0][kinds], rank),
        ]
        first = int(after[0].argmax())
        words = names[rank], self._class_names[first]
        numbers = (float(one) for part in (before, after) for one in (part[0][kinds[rank]], part[1][kinds[rank]]))
        return Scene([panels], _summary(*words, *numbers, float(after[1][first])))

    def _answers_of(self, photo, boxes):
        """Return the scores and the probabilities, (1000,) each, with grey boxes (left, top, right, bottom)."""
        x = _prepared(photo)
        for left, top, right, bottom in boxes or ():
            top, left, bottom, right = (round(edge) for edge in (top, left, bottom, right))
            x = cover(x, top, left, bottom - top, right - left)
        scores, probabilities = self._inside.answers(x[None])
        return scores[0], probabilities[0]

    def _gradients_of(self, photo, kind, rule):
        return self._inside.gradients(_prepared(photo), kind, rule)


@cache
def _prepared(photo):
    return backbone_input(photographs()[photo][None])[0]


def _photos():
    return [
        ("coffee", L("kahve", "coffee")),
        ("cat", L("kedi", "cat")),
        ("motorcycle", L("motosiklet", "motorcycle")),
        ("rocket", L("roket", "rocket")),
        ("tower", L("kule", "tower")),
        ("flower", L("çiçek", "flower")),
    ]


def _layers():
    return [("picture", L("resim", "picture")), *((name, name) for name in LAYERS)]


def _methods():
    return [
        ("gradient", L("gradyan", "gradient")),
        ("deconvolution", L("dekonvolüsyon", "deconvolution")),
        ("guided", L("güdümlü", "guided")),
        ("grad_cam", "Grad-CAM"),
        ("occlusion", L("örtme", "occlusion")),
    ]


def _picture(layers, title, name=""):
    return Panel(layers, (0, SIDE), (SIDE, 0), title, equal=True, axes=False, grid=False, name=name)


def _photo(photo, boxes):
    layers = [Image(small(photo), (0, SIDE, 0, SIDE), smooth=True)]
    layers += [Box(*box, color="muted", fill=1.0, width=2.5, drag="cover") for box in boxes]
    return _picture(layers, L("Ağın gördüğü", "What the network sees"), "photo")


def _map(photo, method, layer, values):
    """The method's picture: of a rule by itself, of Grad-CAM and of covered places over the pale photograph."""
    name = dict(_methods())[method]
    high = float(np.abs(values).max()) or 1.0
    shade = np.rint(blocks_of(values) / high * STEPS) / STEPS
    where = L("resimde", "at the picture") if layer == "picture" else layer
    if method in RULES:
        heat = HeatMap(shade, (0, SIDE, 0, SIDE), "sequential", low=0, high=1, smooth=True)
        return _picture([heat], f"{name}, {where}")
    under = Image(small(photo), (0, SIDE, 0, SIDE), smooth=True)
    if method == "grad_cam":
        blue = {
            "low": 0.2,
            "high": 1.8,
        }  # the largest value is the blue in the middle: darker tones would look like the photograph
        heat = HeatMap(shade, (0, SIDE, 0, SIDE), "sequential", **blue, smooth=True, opacity=0.75)
        return _picture([under, heat], f"{name}, {where}, {len(values)}×{len(values)}")
    inner = (COVER - STRIDE) / 2, SIDE - (COVER - STRIDE) / 2  # each value stands where the middle of its square was
    heat = HeatMap(shade, (*inner, *inner), "diverging", low=-1, high=1, smooth=True, opacity=0.72)
    return _picture([under, heat], L("Örtme: puan ne kadar düştü", "Occlusion: how far the score fell"))


def _scores(names, before, after, rank):
    layers = [Bars(after, ["1.", "2.", "3."], ["orange" if i == rank else "sky" for i in range(3)], horizontal=True)]
    for i, value in enumerate(before):
        label = L("örtülmeden", "uncovered") if i == 0 else ""
        layers.append(Line([value, value], [i - 0.42, i + 0.42], color="ink", width=2.5, label=label))
    for i, (name, value) in enumerate(zip(names, after, strict=True)):
        layers.append(Text(0.8, i - 0.12, name, size=0.95))
        layers.append(Text(0.8, i + 0.2, number(float(value), 1), size=0.95, bold=True))
    title = L("Puan (softmax'tan önce)", "Score (before softmax)")
    return Panel(layers, (0, MOST), (2.5, -0.5), title, L("puan", "score"), grid=False)


def _summary(name, first, score, share, score_now, share_now, first_share):
    values = [number(value, 1) for value in (score, score_now)] + [number(value, 2) for value in (share, share_now)]
    told = L(
        f"“{name}” puanı {values[0]}, gri kareyle {values[1]}; olasılığı {values[2]}, gri kareyle {values[3]}. ",
        f"The score of “{name}” is {values[0]}, with the grey square {values[1]}; its probability {values[2]}, with it "
        f"{values[3]}. ",
    )
    answer = number(first_share, 2)
    return told + L(
        f"Ağın kareyle verdiği yanıt “{first}” ({answer}).",
        f"With the square the network answers “{first}” ({answer}).",
    )

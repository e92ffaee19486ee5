"""The explorers of lesson 20: two boxes and the anchors around them, and non-maximum suppression one box at a time."""

import numpy as np

from utils.language import L, number
from utils.lessons.object_detection.runs import runs, shown_scenes
from utils.lessons.object_detection.scenes import SIZE, Scenes
from utils.lessons.object_detection.score import overlaps
from utils.widgets.controls import Choice, DragBoxes, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import Box, Image, Panel, Points, Scene, Table

SCENES = (0, 1, 2, 3)  # of the kept scenes, those that can be chosen
ANCHORS = {4: ((16, 10), (22, 15)), 8: ((30, 20), (40, 20), (40, 32))}  # stride: (height, width)
FIRST_BOXES = [[20, 20, 50, 60], [32, 30, 62, 70]]  # left, top, right, bottom
LIMITS = {"x": (0, SIZE), "y": (SIZE, 0)}
ROWS = 8  # of the table of boxes that are kept
LEAST = 3.0  # pixels: a box that was dragged to nothing is drawn this large


def anchors() -> np.ndarray:
    """Return all anchors (1584, 4) as top, left, bottom, right, the level of stride 4 first."""
    boxes = []
    for stride, shapes in ANCHORS.items():
        middles = (np.arange(SIZE // stride) + 0.5) * stride
        boxes += [(y - h / 2, x - w / 2, y + h / 2, x + w / 2) for y in middles for x in middles for h, w in shapes]
    return np.array(boxes)


ALL_ANCHORS = anchors()


def suppress(boxes, scores, classes, threshold, by_class):
    """Yield (the box that is kept, those that it removes) as indices, from the surest one on.

    boxes: (n, 4), scores and classes: (n,). A box is removed where its IoU with the kept one is above ``threshold``;
    with ``by_class``, only where both have the same class.
    """
    waiting = list(np.argsort(-scores, kind="stable"))
    while waiting:
        best = waiting.pop(0)
        shared = overlaps(boxes[best : best + 1], boxes[waiting])[0] if waiting else []
        gone = [
            other
            for other, value in zip(waiting, shared, strict=True)
            if value > threshold and (not by_class or classes[other] == classes[best])
        ]
        waiting = [other for other in waiting if other not in gone]
        yield best, gone


@packed
def chosen_scenes():
    """Return the scenes that can be chosen: pictures, boxes and labels as ``Scenes`` has them."""
    kept, chosen = shown_scenes(), list(SCENES)
    return {"pictures": kept.pictures[chosen], "boxes": kept.boxes[chosen], "labels": kept.labels[chosen]}


def _whole(box):
    """Return left, top, right, bottom of a dragged box as top, left, bottom, right, at least LEAST pixels wide and high."""
    left, top, right, bottom = box
    right, bottom = max(right, left + LEAST), max(bottom, top + LEAST)
    return np.array([top, left, bottom, right])


class BoxExplorer(Explorer):
    """Two boxes that the reader drags over a scene: their IoU, or the anchors that fit the first of them."""

    name = "boxes"
    luggage = (chosen_scenes,)
    recorded = ("shown", "least")

    def title(self):
        return L("İki kutu ne kadar örtüşüyor?", "How much do two boxes overlap?")

    def task(self):
        return L(
            "Turuncu kutuyu mavinin yarısını kaplayacak biçimde sürükleyin. IoU 0,5 oluyor mu? Sonra “çapalar” seçeneğinde mavi "
            "kutuyu bir rakama oturtun: onu kaç çapa eşliyor?",
            "Drag the orange box until it covers half of the blue one. Is the IoU 0.5? Then choose “anchors” and fit the blue "
            "box to a digit: how many anchors match it?",
        )

    def controls(self):
        return [
            Choice("shown", L("Göster", "Show"),
                   [("boxes", L("iki kutu", "two boxes")), ("anchors", L("çapalar", "anchors"))], "boxes"),
            Slider("least", L("eşleşme için en az IoU", "minimum IoU of a match"), 0.3, 0.9, step=0.05, value=0.55),
            DragBoxes("boxes", L("Kutular", "Boxes"), "scene", FIRST_BOXES, bounds=(0, SIZE, 0, SIZE)),
        ]  # fmt: skip

    def presets(self):
        return {
            "anchors": {"shown": "anchors"},
            "apart": {"boxes": [[10, 10, 40, 40], [55, 50, 85, 90]]},
            "thin": {"shown": "anchors", "boxes": [[44, 10, 50, 90], FIRST_BOXES[1]]},
        }

    def scene(self, shown, least, boxes):
        blue, orange = _whole(boxes[0]), _whole(boxes[1])
        layers = [Image(chosen_scenes()["pictures"][0])]
        if shown == "boxes":
            table, summary = _two(blue, orange, layers)
        else:
            table, summary = _matches(blue, least, layers)
        for k, (box, color) in enumerate(((blue, "blue"), (orange, "orange"))):
            aside = shown == "anchors" and k == 1
            layers.append(
                Box(box[1], box[0], box[3], box[2], color=color, width=1.0 if aside else 4.0, dash=aside, drag="boxes")
            )
        title = L("Sahne: kutuları sürükleyin", "Scene: drag the boxes")
        panel = Panel(layers, **LIMITS, title=title, xlabel=L("x (piksel)", "x (pixels)"), ylabel=L("y (piksel)", "y (pixels)"),
                      equal=True, grid=False, name="scene")  # fmt: skip
        return Scene([[panel, table]], summary)


def _area(box):
    return float(np.prod(box[2:] - box[:2]))


def _two(blue, orange, layers):
    """Return the table and the sentence on two boxes; what they share is added to ``layers``."""
    top, left = np.maximum(blue[:2], orange[:2])
    bottom, right = np.minimum(blue[2:], orange[2:])
    common = max(bottom - top, 0) * max(right - left, 0)
    if common:
        layers.append(Box(left, top, right, bottom, color="green", fill=0.45, width=0))
    union = _area(blue) + _area(orange) - common
    iou = common / union
    rows = [
        [L("mavi alan (piksel²)", "blue area (pixels²)"), number(_area(blue), 0)],
        [L("turuncu alan (piksel²)", "orange area (pixels²)"), number(_area(orange), 0)],
        [L("kesişim (piksel²)", "intersection (pixels²)"), number(common, 0)],
        [L("birleşim (piksel²)", "union (pixels²)"), number(union, 0)],
        [L("mavinin kaplanan payı", "share of blue covered"), number(common / _area(blue), 2)],
        ["IoU", number(iou, 2)],
    ]
    table = Table([L("büyüklük", "quantity"), L("değer", "value")], rows, L("Hesap", "Calculation"), highlight=5)
    return table, L(
        f"Kutular {number(common, 0)} piksel² paylaşıyor, birleşimleri {number(union, 0)} piksel²: IoU {number(iou, 2)}.",
        f"The boxes share {number(common, 0)} pixels², and their union is {number(union, 0)} pixels²: IoU {number(iou, 2)}.",
    )


def _matches(blue, least, layers):
    """Return the table and the sentence on the anchors that match the blue box; they are added to ``layers``."""
    shared = overlaps(blue[None], ALL_ANCHORS)[0]
    best = int(shared.argmax())
    chosen = np.flatnonzero(shared >= least)
    stride = 4 if best < (SIZE // 4) ** 2 * len(ANCHORS[4]) else 8
    middles = (np.arange(SIZE // stride) + 0.5) * stride
    x, y = np.meshgrid(middles, middles)
    layers.append(Points(x.ravel(), y.ravel(), color="green", size=2, opacity=0.7))
    for i in chosen[np.argsort(-shared[chosen])][:20]:
        if i != best:
            layers.append(Box(*ALL_ANCHORS[i][[1, 0, 3, 2]], color="green", width=1.2))
    layers.append(Box(*ALL_ANCHORS[best][[1, 0, 3, 2]], color="green", width=3.5, fill=0.15))
    height, width = ALL_ANCHORS[best][2:] - ALL_ANCHORS[best][:2]
    rows = [
        [L("bütün çapalar", "all anchors"), len(ALL_ANCHORS)],
        [L("eşleşen çapa", "anchors that match"), len(chosen)],
        [L("en iyi çapanın IoU'su", "IoU of the best anchor"), number(shared[best], 2)],
        [L("en iyinin boyu × eni (piksel)", "its height × width (pixels)"), f"{height:.0f} × {width:.0f}"],
        [L("düzeyinin adımı (piksel)", "stride of its level (pixels)"), stride],
    ]
    title = L("Mavi kutu ve çapalar", "The blue box and the anchors")
    table = Table([L("büyüklük", "quantity"), L("değer", "value")], rows, title, highlight=1)
    said = number(least, 2)
    return table, L(
        f"IoU en az {said} isteniyor: {len(chosen)} çapa eşleşti, en iyisinin IoU'su {number(shared[best], 2)}.",
        f"With an IoU of at least {said}, {len(chosen)} anchors match; the IoU of the best one is {number(shared[best], 2)}.",
    )


class SuppressionExplorer(Explorer):
    """What a trained detector proposes for an unseen scene, and which of its boxes are left step by step."""

    name = "suppression"
    luggage = (chosen_scenes,)
    recorded = ("picture", "stage", "score", "iou", "step")

    def title(self):
        return L("Önerilerden yanıtlara", "From proposals to answers")

    def task(self):
        return L(
            "Eğitilmiş ağ bir rakamın çevresine birçok kutu koyar. Adımları tek tek ilerletin: her adım kalanların en "
            "eminini tutar, onunla çok örtüşenleri atar. Puan eşiği tek başına yeter miydi?",
            "A trained network puts many boxes around a digit. Move on step by step: each step keeps the most confident "
            "box that is left and removes those that overlap it too much. Would the score threshold alone be enough?",
        )

    def controls(self):
        return [
            Choice("picture", L("Sahne", "Scene"), [(k, str(k + 1)) for k in range(len(SCENES))], 0),
            Choice("stage", L("Kutular", "Boxes"),
                   [("anchors", L("çapalar", "anchors")), ("proposals", L("RPN kutuları", "RPN boxes")),
                    ("answers", L("başlığın kutuları", "head's boxes"))], "answers"),
            Slider("score", L("en düşük puan", "minimum score"), 0.0, 0.95, step=0.05, value=0.05),
            Slider("iou", L("atmak için IoU", "IoU to remove"), 0.0, 1.0, step=0.1, value=0.4),
            Slider("step", L("adım", "step"), 0, 12, step=1, value=0),
            Toggle("together", L("sınıflara bakmadan", "ignoring the classes"), False),
        ]  # fmt: skip

    def presets(self):
        return {
            "anchors": {"stage": "anchors", "step": 0},
            "done": {"step": 12},
            "no_suppression": {"iou": 1.0, "step": 12},
            "together": {"step": 12, "together": True},
        }

    def scene(self, picture, stage, score, iou, step, together):
        boxes, scores, classes = _stage(SCENES[picture], stage, score)
        steps = list(suppress(boxes, scores, classes, iou, by_class=stage == "answers" and not together))[:step]
        kept = [best for best, _ in steps]
        gone = [other for _, others in steps for other in others]
        scenes = Scenes(**chosen_scenes())
        layers = [Image(scenes.pictures[picture])]
        waiting = [i for i in range(len(boxes)) if i not in kept and i not in gone]
        last = set(steps[-1][1]) if steps else set()
        for i in [*waiting, *last, *kept]:
            y0, x0, y1, x1 = boxes[i]
            color = "green" if i in kept else "purple" if i in last else "blue"
            thick = 3.5 if i in kept else 1.5
            label = str(classes[i]) if i in kept and stage == "answers" else ""
            layers.append(Box(x0, y0, x1, y1, label=label, color=color, width=thick, dash=i in last))
        panel = Panel(
            layers, **LIMITS, equal=True, grid=False, xlabel=L("x (piksel)", "x (pixels)"), ylabel=L("y (piksel)", "y (pixels)"),
            title=L("Yeşil: tutulan, kesikli: şimdi atılan", "Green: kept, dashed: removed now"), width=1.1,
        )  # fmt: skip
        truth, labels = scenes.objects(picture)
        table = _kept_table(kept, boxes, scores, classes, stage, truth, labels)
        return Scene([[panel, table]], _state(len(boxes), kept, gone, truth, boxes))


def _stage(scene, stage, least):
    """Return the boxes (n, 4), scores (n,) and classes (n,) of a stage that reach the least score, at most 60."""
    data = runs()
    if stage == "answers":
        chances, boxes = data["scene_chances"][scene], data["scene_boxes"][scene]
        scores, classes = chances.max(axis=1), chances.argmax(axis=1)
    else:
        scores = data["scene_objectness"][scene]
        boxes = ALL_ANCHORS[data["scene_anchors"][scene]] if stage == "anchors" else data["scene_moved"][scene]
        classes = np.zeros(len(scores), int)
    enough = (scores >= least) & (np.min(boxes[:, 2:] - boxes[:, :2], axis=1) > 1)
    return boxes[enough], scores[enough], classes[enough]


def _kept_table(kept, boxes, scores, classes, stage, truth, labels):
    rows = []
    for i in kept:
        shared = overlaps(boxes[i : i + 1], truth)[0]
        nearest = int(shared.argmax())
        there = labels[nearest] if shared[nearest] >= 0.5 else L("yok", "none")
        name = classes[i] if stage == "answers" else L("nesne", "object")
        rows.append([str(name), number(scores[i], 2), str(there), number(shared[nearest], 2)])
    header = [L("yanıt", "answer"), L("puan", "score"), L("gerçek", "truth"), "IoU"]
    title = (
        L("Tutulan kutular", "Boxes kept")
        if len(rows) <= ROWS
        else L(f"Son tutulan {ROWS} kutu", f"The last {ROWS} boxes kept")
    )
    return Table(header, rows[-ROWS:] or [["–", "–", "–", "–"]], title, width=0.9)


def _state(count, kept, gone, truth, boxes):
    found = int((overlaps(truth, boxes[kept]).max(axis=1) >= 0.5).sum()) if kept else 0
    waiting = count - len(kept) - len(gone)
    return L(
        f"{count} kutudan {len(kept)} tutuldu, {len(gone)} atıldı, {waiting} sırada. Sahnedeki {len(truth)} rakamdan {found} "
        "tanesinin kutusu bulundu (IoU en az 0,5).",
        f"Of {count} boxes {len(kept)} are kept, {len(gone)} removed and {waiting} waiting. A box was found for {found} of the "
        f"{len(truth)} digits in the scene (IoU of at least 0.5).",
    )

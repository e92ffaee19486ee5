"""The drawings of lesson 32: three kinds of processors, a service with its checks, and the life of a model after training."""

import numpy as np
from matplotlib.figure import Figure

from utils.language import L
from utils.plots import Diagram

MEMORY, COMPUTE, CONTROL, GOOD, BAD = "orange", "blue", "purple", "green", "orange"


def draw_processors() -> Figure:
    """Draw a CPU, a GPU and a TPU: what their area goes to, above their memory."""
    diagram = Diagram(15.0, 5.6, size=0.7)
    for left, name, inside in ((0.3, "CPU", _cpu), (5.3, "GPU", _gpu), (10.3, "TPU", _tpu)):
        diagram.frame((left, 1.55), 4.4, 3.2, name)
        inside(diagram, left)
        memory = diagram.box((left + 2.2, 0.5), L("bellek", "memory"), width=4.4, height=0.65, color=MEMORY, size=12)
        width = {"CPU": 2.0, "GPU": 7.0, "TPU": 6.0}[name]
        diagram.arrow((left + 2.2, 1.52), memory.top, color=MEMORY, width=width, head=False)
    return diagram.figure


def _cpu(diagram, left):
    for column in range(2):
        for row in range(2):
            diagram.box((left + 0.85 + 1.35 * column, 3.95 - 1.1 * row), L("çekirdek", "core"), width=1.2, height=0.95,
                        color=COMPUTE, size=10)  # fmt: skip
    diagram.box((left + 3.65, 3.95), L("denetim", "control"), width=1.2, height=0.95, color=CONTROL, size=10)
    diagram.box((left + 3.65, 2.85), L("ön\nbellek", "cache"), width=1.2, height=0.95, color=MEMORY, size=10)
    diagram.box((left + 2.2, 1.9), L("büyük ön bellek", "large cache"), width=4.1, height=0.45, color=MEMORY, size=10)


def _gpu(diagram, left):
    for row in range(5):
        y = 4.45 - 0.5 * row
        diagram.box((left + 0.35, y), width=0.3, height=0.38, color=CONTROL)
        for column in range(11):
            diagram.box((left + 0.78 + 0.34 * column, y), width=0.27, height=0.38, color=COMPUTE)
    diagram.box((left + 2.2, 1.9), L("küçük ön bellek", "small cache"), width=4.1, height=0.35, color=MEMORY, size=9)


def _tpu(diagram, left):
    for row in range(6):
        for column in range(6):
            diagram.box((left + 1.75 + 0.44 * column, 4.4 - 0.42 * row), width=0.4, height=0.37, color=COMPUTE)
    diagram.box((left + 0.7, 3.35), L("girdiler", "inputs"), width=1.15, height=2.3, color=MEMORY, size=10)
    diagram.arrow((left + 1.3, 3.35), (left + 1.52, 3.35), color=MEMORY)
    diagram.box((left + 2.2, 1.8), L("toplamlar", "sums"), width=4.1, height=0.35, color=MEMORY, size=9)


def draw_service() -> Figure:
    """Draw the way of a request: method, length, JSON, content, network; each of the checks with the code of its refusal."""
    diagram = Diagram(15.2, 4.4, size=0.7)
    stages = [
        (L("yol ve\nyöntem", "path and\nmethod"), "404, 405", CONTROL),
        (L("uzunluk", "length"), "411, 413", CONTROL),
        ("JSON", "400", CONTROL),
        (L("biçim ve\naralık", "shape and\nrange"), "422", CONTROL),
        (L("ağ", "network"), "", COMPUTE),
    ]
    before = diagram.box((1.1, 3.0), L("istek", "request"), width=1.6, height=1.0)
    for x, (name, code, color) in zip(np.linspace(3.6, 11.6, len(stages)), stages, strict=True):
        box = diagram.box((x, 3.0), name, width=1.55, height=1.1, color=color, size=12)
        diagram.arrow(before, box)
        if code:
            diagram.arrow(box, diagram.box((x, 0.9), code, width=1.4, height=0.7, color=BAD, size=12))
        before = box
    diagram.arrow(before, diagram.box((14.0, 3.0), L("200\nolasılıklar", "200\nprobabilities"), width=1.9, height=1.1,
                                      color=GOOD, size=12))  # fmt: skip
    diagram.note(
        (6.6, 0.2), L("her ret, nedenini söyleyen bir iletiyle döner", "every refusal says why in a message"), size=12
    )
    return diagram.figure


def draw_life() -> Figure:
    """Draw what happens to a network after training, and the way back from watching it to new training."""
    diagram = Diagram(15.2, 4.2, size=0.7)
    stages = [
        (L("eğitim", "training"), COMPUTE), (L("dışa aktarma", "export"), COMPUTE), (L("nicemleme", "quantization"), COMPUTE),
        (L("aynı mı?", "equal?"), CONTROL), (L("servis", "service"), GOOD), (L("izleme", "watching"), CONTROL),
    ]  # fmt: skip
    boxes = []
    for x, (name, color) in zip(np.linspace(1.3, 13.9, len(stages)), stages, strict=True):
        boxes.append(diagram.box((x, 2.9), name, width=2.1, height=0.95, color=color, size=12))
        if len(boxes) > 1:
            diagram.arrow(boxes[-2], boxes[-1])
    diagram.arrow(boxes[-1].bottom, (13.9, 1.3), (1.3, 1.3), boxes[0], color=MEMORY, dashed=True)
    diagram.note(
        (7.6, 0.85), L("veri kayınca: yeni etiketler, yeni eğitim", "after drift: new labels, new training"), size=12
    )
    diagram.note(
        (7.6, 3.85),
        L("model kartı her adımın ölçüsünü saklar", "the model card keeps the measure of each step"),
        size=12,
    )
    return diagram.figure

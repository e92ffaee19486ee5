"""Drawings of lesson 13: the confusion matrix with the measures of its rows and columns, and SMOTE between neighbours."""

import numpy as np
from matplotlib.figure import Figure

from utils.language import L, number
from utils.plots import Diagram

RIGHT, WRONG = "blue", "orange"  # decisions
X, Y = (4.6, 7.4), (3.6, 2.2)  # centres of the matrix's columns and rows
WIDTH, HEIGHT = 2.7, 1.3


def draw_confusion(tp: int, fn: int, fp: int, tn: int) -> Figure:
    """Draw the four counts, and beside each row and below each column the measure that is computed from it."""
    diagram = Diagram(14.6, 5.6, size=0.72)
    cells = (
        (0, 0, L("doğru pozitif", "true positive"), "TP", tp, RIGHT),
        (0, 1, L("yanlış negatif", "false negative"), "FN", fn, WRONG),
        (1, 0, L("yanlış pozitif", "false positive"), "FP", fp, WRONG),
        (1, 1, L("doğru negatif", "true negative"), "TN", tn, RIGHT),
    )
    for row, column, name, short, count, color in cells:
        text = f"{name}\n{short} = {count}"
        diagram.box((X[column], Y[row]), text, width=WIDTH, height=HEIGHT, color=color, size=13)
    for x, text in zip(X, (L("alarm", "alarm"), L("alarm yok", "no alarm")), strict=True):
        diagram.note((x, 4.65), text, size=14)
    names = (L("gerçekten\nnadir sınıf", "truly of the\nrare class"), L("gerçekten\nolağan", "truly\nnormal"))
    for y, text, total in zip(Y, names, (tp + fn, fp + tn), strict=True):
        diagram.note((3.0, y), f"{text}\n({total})", size=13, align="right")
    row_measures = (
        L("duyarlılık", "recall") + f" = TP / (TP + FN) = {number(tp / (tp + fn), 3)}",
        L("yanlış pozitif oranı", "false positive rate") + f" = FP / (FP + TN) = {number(fp / (fp + tn), 3)}",
    )
    for y, text, color in zip(Y, row_measures, ("green", "purple"), strict=True):
        box = diagram.box((11.85, y), text.replace(" = ", "\n= ", 1), width=4.9, height=1.15, color=color, size=12)
        diagram.arrow((X[1] + WIDTH / 2, y), box, color=color)
    text = L("kesinlik", "precision") + f" = TP / (TP + FP) = {number(tp / (tp + fp), 3)}"
    box = diagram.box((X[0], 0.55), text.replace(" = ", "\n= ", 1), width=4.4, height=0.95, color="green", size=12)
    diagram.arrow((X[0], Y[1] - HEIGHT / 2), box, color="green")
    total = tp + fn + fp + tn
    text = L("doğruluk", "accuracy") + f" = (TP + TN) / {total} = {number((tp + tn) / total, 3)}"
    diagram.note((8.2, 0.55), text, size=12, align="left")
    diagram.note((6.0, 5.25), L("modelin kararı", "what the model decides"), size=13, color="muted")
    return diagram.figure


def draw_smote() -> Figure:
    """Draw a point of the rare class, its three nearest neighbours of the same class, and a new point on one of the lines."""
    diagram = Diagram(12.6, 5.0, size=0.72)
    rare = {"start": (3.2, 2.3), "near": (5.6, 3.7), "second": (1.6, 3.9), "third": (3.7, 0.7)}
    for name in ("near", "second", "third"):
        diagram.arrow(
            rare["start"], rare[name], head=False, dashed=name != "near", width=2.4 if name == "near" else 1.4
        )
    for place in rare.values():
        diagram.circle(place, radius=0.24, color="orange")
    start, near = np.array(rare["start"]), np.array(rare["near"])
    new = start + 0.4 * (near - start)
    diagram.circle(tuple(new), radius=0.24, color="green")
    for place in ((1.0, 1.2), (5.9, 1.0), (6.6, 2.4), (0.7, 2.6), (5.2, 0.5)):
        diagram.circle(place, radius=0.14, color="blue")
    diagram.note((2.8, 2.05), r"$\mathbf{x}_i$", size=16, align="right")
    diagram.note((6.0, 3.9), r"$\mathbf{x}_j$", size=16, align="left")
    name = L("yeni", "new")
    diagram.note((new[0] + 0.1, new[1] + 0.5), name, size=13, align="right")
    diagram.note(
        (7.6, 3.8),
        rf"$\mathbf{{x}}_{{\mathrm{{{name}}}}} = \mathbf{{x}}_i + u\,(\mathbf{{x}}_j - \mathbf{{x}}_i)$",
        size=16,
        align="left",
    )
    diagram.note(
        (7.6, 3.1), L(f"burada $u = {number(0.4, 1).replace(',', '{,}')}$", "here $u = 0.4$"), size=14, align="left"
    )
    legend = (
        ("orange", L("nadir sınıftan gerçek örnekler", "real examples of the rare class")),
        ("green", L("üretilen örnek", "the generated example")),
        ("blue", L("çok olan sınıftan örnekler", "examples of the larger class")),
    )
    for place, (color, text) in enumerate(legend):
        y = 2.2 - 0.62 * place
        diagram.circle((7.8, y), radius=0.16, color=color)
        diagram.note((8.2, y), text, size=13, align="left")
    return diagram.figure

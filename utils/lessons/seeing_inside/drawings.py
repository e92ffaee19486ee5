"""The drawings of lesson 16: the way back through a ReLU by three rules, and Grad-CAM from the photograph to its map."""

import numpy as np
from matplotlib.figure import Figure

from utils.language import L, number
from utils.lessons.seeing_inside.inside import weighted
from utils.plots import Diagram

Z, ARRIVING = (3, -1, 2, -4), (-2, 4, 5, -3)  # what entered the ReLU on the way forward, what arrives on the way back
CELL = 0.95


def passed(rule: str) -> list[int]:
    """Return what of ``ARRIVING`` passes the ReLU by a rule: "gradient", "deconvolution" or "guided"."""
    kept = [g if rule == "gradient" else max(g, 0) for g in ARRIVING]
    return kept if rule == "deconvolution" else [g if z > 0 else 0 for z, g in zip(Z, kept, strict=True)]


def draw_rules() -> Figure:
    """Draw four values on their way through a ReLU, and what comes back of four gradients by each of the three rules."""
    diagram = Diagram(13.6, 6.2, size=0.7)
    _row(diagram, (1.2, 5.2), Z, [z > 0 for z in Z], "blue")
    _row(diagram, (8.6, 5.2), [max(z, 0) for z in Z], [z > 0 for z in Z], "blue")
    diagram.box((6.8, 5.2), "ReLU", width=1.4, color="muted")
    diagram.arrow((5.15, 5.2), (6.1, 5.2), color="blue")
    diagram.arrow((7.5, 5.2), (8.5, 5.2), color="blue")
    diagram.note((3.1, 5.95), L("girdi $z$", "input $z$"), size=12)
    diagram.note((10.5, 5.95), L("çıktı", "output"), size=12)
    diagram.note((6.8, 5.95), L("ileri", "forward"), size=12, color="blue")
    _row(diagram, (8.6, 3.85), ARRIVING, [True] * 4, "orange")
    diagram.note((12.6, 3.85), L("gelen $g$", "arriving $g$"), size=12, align="left")
    diagram.note((6.8, 3.85), L("geri", "backward"), size=12, color="orange")
    names = {
        "gradient": L("gradyan: $z > 0$ ise", "gradient: if $z > 0$"),
        "deconvolution": L("dekonvolüsyon: $g > 0$ ise", "deconvolution: if $g > 0$"),
        "guided": L("güdümlü: $z > 0$ ve $g > 0$ ise", "guided: if $z > 0$ and $g > 0$"),
    }
    for i, (rule, name) in enumerate(names.items()):
        y = 2.65 - 1.05 * i
        values = passed(rule)
        _row(diagram, (1.2, y), values, [value != 0 for value in values], "orange")
        diagram.arrow((8.5, 3.65 - 0.12 * i), (7.6 - 0.35 * i, y), (5.2, y), color="orange", width=1.6)
        diagram.note((8.6, y), name, size=12.5, align="left")
    return diagram.figure


def _row(diagram, corner, values, lit, color):
    """Draw values side by side from the left; those that are not lit are grey."""
    x, y = corner
    for i, (value, on) in enumerate(zip(values, lit, strict=True)):
        text = str(value).replace("-", "−")
        diagram.box(
            (x + CELL * (i + 0.5), y), text, width=CELL - 0.1, height=0.7, color=color if on else "muted", size=13
        )


def draw_grad_cam(photo: np.ndarray, maps: np.ndarray, gradients: np.ndarray, name: str) -> Figure:
    """Draw Grad-CAM: photo uint8 (h, w, 3), maps and gradients (h, w, k) of a layer; ``name`` is the class.

    Shown are the three maps with the largest share in the sum.
    """
    weights = gradients.mean(axis=(0, 1))
    strongest = np.argsort(-np.abs(weights * maps.mean(axis=(0, 1))))[:3]
    diagram = Diagram(14.2, 6.5, size=0.7)
    picture = diagram.picture((1.2, 3.4), photo, width=1.9)
    network = diagram.funnel((3.5, 3.4), L("ağ", "network"), left=2.6, right=1.5, width=1.4, color="muted")
    diagram.arrow(picture, network)
    total = diagram.circle((9.5, 3.4), "Σ", radius=0.42)
    for i, k in enumerate(strongest):
        y = 5.2 - 1.8 * i
        one = diagram.picture((5.9, y), _tinted(maps[..., k]), width=1.25)
        diagram.arrow(network.right, one, width=1.6)
        share = number(1000 * float(weights[k]), 1)
        weight = diagram.box((7.75, y), f"× {share} · 10⁻³", width=1.75, height=0.62, color="orange", size=10.5)
        diagram.arrow(one, weight, width=1.6)
        diagram.arrow(weight, total, width=1.6)
    count = maps.shape[-1]
    diagram.note((5.9, 0.45), L(f"{count} haritadan üçü, $A^k$", f"three of {count} maps, $A^k$"), size=12)
    diagram.note((7.75, 6.05), L("ağırlıklar $\\alpha_k$", "weights $\\alpha_k$"), size=12)
    relu = diagram.box((10.85, 3.4), "ReLU", width=1.1, color="muted", size=13)
    diagram.arrow(total, relu)
    result = diagram.picture((12.6, 3.4), _tinted(weighted(maps, gradients)), width=1.9)
    diagram.arrow(relu, result)
    diagram.note((12.6, 2.1), "Grad-CAM", size=13)
    score = diagram.box(
        (12.4, 6.0), L(f"puan: {name}", f"score: {name}"), width=3.0, height=0.7, color="orange", size=12
    )
    diagram.arrow(score, (8.9, 6.0), color="orange", dashed=True, note=L("gradyan", "gradient"), size=12)
    return diagram.figure


def _tinted(values):
    """Return a map (h, w) as a picture (h, w, 3) from white to blue."""
    share = (values / max(float(values.max()), 1e-9))[..., None]
    return 1 - share * (1 - np.array([0.0, 0.28, 0.55]))

"""The drawings of lesson 27: a small GPT with one of its blocks, and the attention maps of all heads."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from utils.language import L
from utils.plots.diagram import Diagram

LINE, ATTENTION, SMALL, NORM, INPUT = "ink", "orange", "blue", "muted", "green"


def draw_gpt():
    """Draw the GPT from left to right: embeddings, two blocks and scores; below, the inside of a block with its two sums."""
    diagram = Diagram(13, 6.6, size=0.8, title=L("Küçük bir GPT ve bir bloğu", "A small GPT and one of its blocks"))
    parts = [
        (1.1, L("harfler\n(40,)", "letters\n(40,)"), INPUT, 1.5),
        (3.4, L("harf + yer\ngömmesi (40, 48)", "letter + place\nembedding (40, 48)"), INPUT, 2.3),
        (6.0, L("1. blok", "block 1"), ATTENTION, 1.5),
        (8.1, L("2. blok", "block 2"), ATTENTION, 1.5),
        (10.1, "LN", NORM, 0.9),
        (11.9, L("puanlar\n(40, harf)", "scores\n(40, letters)"), SMALL, 1.7),
    ]
    boxes = [
        diagram.box((x, 5.6), text, width=width, height=1.0, color=color, size=11.5) for x, text, color, width in parts
    ]
    for one, other in pairwise(boxes):
        diagram.arrow(one, other)
    diagram.frame((0.5, 0.3), 12.0, 4.0)
    y, low = 3.6, 1.5
    enters = diagram.box((1.1, y), "$x$", width=0.8, height=0.7, color=LINE)
    first, second = diagram.circle((6.3, y), "+", color=LINE), diagram.circle((10.9, y), "+", color=LINE)
    leaves = diagram.box((12.0, y), "$x$", width=0.7, height=0.7, color=LINE)
    for start, end in [(enters, first), (first, second), (second, leaves)]:
        diagram.arrow(start, end, color=LINE, width=4)
    norm1 = diagram.box((2.5, low), "LN", width=0.8, height=0.9, color=NORM, size=12)
    seen = diagram.box(
        (4.5, low), L("çok başlı\nöz dikkat\n(maskeli)", "multi-head\nself-attention\n(masked)"),
        width=2.0, height=1.4, color=ATTENTION, size=11.5,
    )  # fmt: skip
    diagram.arrow((2.5, y), norm1, color=NORM)
    diagram.arrow(norm1, seen, color=ATTENTION)
    diagram.arrow(seen, (6.3, low), first, color=ATTENTION)
    norm2 = diagram.box((7.3, low), "LN", width=0.8, height=0.9, color=NORM, size=12)
    thought = diagram.box(
        (9.2, low), L("48 → 96 (ReLU)\n96 → 48\nher yerde ayrı", "48 → 96 (ReLU)\n96 → 48\nat each place"),
        width=2.2, height=1.4, color=SMALL, size=11.5,
    )  # fmt: skip
    diagram.arrow((7.3, y), norm2, color=NORM)
    diagram.arrow(norm2, thought, color=SMALL)
    diagram.arrow(thought, (10.9, low), second, color=SMALL)
    diagram.note((8.6, y + 0.3), L("artık bağlantı hattı", "residual line"), size=11.5)
    return diagram.figure


def show_attention(maps, line):
    """Show attention maps (blocks, heads, n, n) over "▸" and the letters of a line: rows read, columns looked at."""
    blocks, heads = maps.shape[:2]
    letters = ["▸", *("␣" if letter == " " else letter for letter in line)]
    figure, axes = plt.subplots(blocks, heads, figsize=(3.1 * heads, 3.2 * blocks), layout="constrained")
    for (b, h), ax in np.ndenumerate(axes):
        ax.imshow(maps[b, h], cmap="Blues", vmin=0, vmax=1)
        ax.set_xticks(range(len(letters)), letters, fontsize=7)
        ax.set_yticks(range(len(letters)), letters, fontsize=7)
        ax.tick_params(length=0)
        ax.grid(False)
        ax.set_title(L(f"{b + 1}. blok, {h + 1}. baş", f"block {b + 1}, head {h + 1}"), fontsize=10)
    figure.supxlabel(L("baktığı harf", "letter looked at"), fontsize=11)
    figure.supylabel(L("okunan harf", "letter read"), fontsize=11)
    return figure

"""The drawings of lesson 22: skip-gram with negative sampling, and the three ways to use an embedding layer."""

from utils.language import L
from utils.plots.diagram import Diagram

CENTRE, CONTEXT, NOISE, TABLE, HEAD = "blue", "green", "orange", "purple", "sky"  # what each colour stands for


def draw_skip_gram():
    """Draw a window around a word, its vector, and the dot products with a real neighbour and with a drawn word."""
    drawing = Diagram(13, 6.1, size=0.8, title=L("Skip-gram ve negatif örnekleme", "Skip-gram with negative sampling"))
    words = L("küçük evcil hayvan sıcak süt içer", "a small pet likes warm milk").split()
    boxes = []
    for place, word in enumerate(words):
        color = CENTRE if place == 2 else CONTEXT if place < 5 else "muted"
        box = drawing.box((1.15 + 2.1 * place, 5.1), word, width=1.8, height=0.7, color=color, dashed=place == 5)
        boxes.append(box)
    drawing.note(
        (5.35, 5.85),
        L("pencere 2: merkezin iki yanında ikişer sözcük", "window 2: two words on either side of the centre"),
    )
    v = drawing.box(
        (5.35, 3.7), L("$v$: merkezin vektörü", "$v$: vector of the centre"), width=4.2, height=0.7, color=CENTRE
    )
    drawing.arrow(boxes[2], v, color=CENTRE)
    real = drawing.circle((2.6, 2.2), "·", color=CONTEXT)
    noise = drawing.circle((8.1, 2.2), "·", color=NOISE)
    drawing.arrow(v, (2.6, 3.7), real, color=CENTRE)
    drawing.arrow(v, (8.1, 3.7), noise, color=CENTRE)
    u = drawing.box((0.85, 3.7), "$u$", width=1.0, height=0.7, color=CONTEXT)
    drawing.arrow((1.15, 4.75), (1.15, 4.05), color=CONTEXT)
    drawing.arrow(u, (0.85, 2.2), real, color=CONTEXT)
    drawn = drawing.box((11.2, 2.2), L("$u'$: rastgele\nçekilen sözcük", "$u'$: a word\ndrawn at random"),
                        width=2.8, height=1.1, color=NOISE)  # fmt: skip
    drawing.arrow(drawn, noise, color=NOISE)
    one = drawing.box((2.6, 0.8), "$\\sigma(v \\cdot u)$ → 1", width=3.0, color=CONTEXT)
    zero = drawing.box((8.1, 0.8), "$\\sigma(v \\cdot u')$ → 0", width=3.0, color=NOISE)
    drawing.arrow(real, one, color=CONTEXT)
    drawing.arrow(noise, zero, color=NOISE)
    return drawing.figure


def draw_three_ways():
    """Draw the same network three times: pretrained and frozen, pretrained and fine-tuned, trained for the task."""
    drawing = Diagram(13, 5.6, size=0.8)
    ways = (
        (L("hazır, donmuş", "pretrained, frozen"), "word2vec", True),
        (L("hazır, ince ayarlı", "pretrained, fine-tuned"), "word2vec", False),
        (L("görev için eğitilen", "trained for the task"), L("rastgele", "random"), False),
    )
    for number, (title, start, frozen) in enumerate(ways):
        x = 2.2 + 4.3 * number
        drawing.frame((x - 1.95, 0.2), 3.9, 4.7, title, color="muted")
        words = drawing.box(
            (x, 0.8), L("sözcük numaraları", "numbers of the words"), width=3.3, height=0.7, color=CENTRE
        )
        table = drawing.box((x, 2.0), f"Embedding\n({start})", width=3.3, height=1.0, color=TABLE, dashed=frozen)
        mean = drawing.box((x, 3.2), L("ortalama", "mean"), width=2.4, height=0.65, color="muted")
        dense = drawing.box((x, 4.3), L("yoğun, 8 konu", "dense, 8 topics"), width=2.9, height=0.7, color=HEAD)
        for low, high in ((words, table), (table, mean), (mean, dense)):
            drawing.arrow(low, high)
        if frozen:
            drawing.lock((x + 1.35, 2.0))
    return drawing.figure

"""The drawings of lesson 26: an encoder and a decoder around one vector, and one step of attention."""

from matplotlib.figure import Figure

from utils.language import L
from utils.plots.diagram import Diagram

READ, WRITE, MEMORY, LOOK = "blue", "green", "orange", "purple"  # encoder, decoder, what is carried over, attention


def draw_encoder_decoder() -> Figure:
    """Draw "on iki bin" being read and "twelve thousand" being written, with the state that goes from one to the other."""
    diagram = Diagram(13, 5)
    level, previous = 2.5, None
    for x, word, state in zip((1.0, 2.7, 4.4), ("on", "iki", "bin"), ("$s_1$", "$s_2$", "$s_3$"), strict=True):
        cell = diagram.box((x, level), state, width=1.1, height=0.9, color=READ)
        diagram.arrow(diagram.box((x, 0.9), word, width=1.1, height=0.6, color=READ), cell, color=READ)
        if previous:
            diagram.arrow(previous, cell, color=READ)
        previous = cell
    carried = diagram.box((6.3, level), "$s_3$", width=0.9, height=1.5, color=MEMORY, filled=True)
    diagram.note((6.3, 3.65), L("cümleden kalan\ntek vektör", "the one vector that is\nleft of the sentence"), size=12)
    diagram.arrow(previous, carried, color=MEMORY, width=4)
    previous = carried
    for x, fed, said in zip(
        (8.2, 10.1, 12.0), ("<s>", "twelve", "thousand"), ("twelve", "thousand", "</s>"), strict=True
    ):
        step = round((x - 8.2) / 1.9) + 1
        cell = diagram.box((x, level), f"$h_{step}$", width=1.1, height=0.9, color=WRITE)
        diagram.arrow(
            previous, cell, color=MEMORY if previous is carried else WRITE, width=4 if previous is carried else 2.2
        )
        diagram.arrow(diagram.box((x, 0.9), fed, width=1.5, height=0.6, color="muted"), cell)
        diagram.arrow(cell, diagram.box((x, 4.1), said, width=1.5, height=0.6, color=WRITE), color=WRITE)
        previous = cell
    diagram.note((2.7, 4.1), L("kodlayıcı okur", "the encoder reads"), size=14, color=READ)
    diagram.note((10.1, 4.75), L("kod çözücü yazar", "the decoder writes"), size=14, color=WRITE)
    diagram.note((10.1, 0.25), L("girdisi: önceki kelime", "its input: the previous word"), size=12)
    return diagram.figure


def draw_attention() -> Figure:
    """Draw how a state of the decoder asks the states of the encoder, and what it gets back."""
    diagram = Diagram(13, 5.4)
    total = diagram.circle((6.6, 4.3), "+", color=LOOK)
    query = diagram.box((9.2, 1.6), "$h_t$", width=1.1, height=0.9, color=WRITE)
    for k, (x, word, share) in enumerate(
        zip((1.2, 3.0, 4.8), ("on", "iki", "bin"), ("0,47", "0,47", "0,06"), strict=True), 1
    ):
        state = diagram.box((x, 1.6), f"$s_{k}$", width=1.1, height=0.9, color=READ)
        diagram.note((x, 0.85), word, size=13, color=READ)
        scale = diagram.circle((x, 3.1), "×", color=LOOK)
        diagram.arrow(state, scale, color=READ)
        diagram.arrow(scale, (x, 4.3), *([total] if k == 3 else [(x + 1.8, 4.3)]), color=LOOK, head=k == 3)
        diagram.note((x + 0.42, 3.25), L(share, share.replace(",", ".")), size=13, color=LOOK, align="left")
    diagram.arrow(query, (9.2, 0.3), (1.2, 0.3), head=False, color=WRITE, dashed=True)
    for x in (1.2, 3.0, 4.8):
        diagram.arrow((x, 0.3), (x, 0.62), color=WRITE, dashed=True)
    diagram.note(
        (6.9, 0.52),
        L("soru: hangisi benimle çarpılınca büyük?", "query: which product with me is large?"),
        size=12,
        color=WRITE,
    )
    diagram.note((6.6, 3.1), L("softmax'tan\ndikkat ağırlıkları", "weights\nfrom softmax"), size=12, color=LOOK)
    context = diagram.box((9.2, 4.3), "$c_t$", width=1.1, height=0.9, color=LOOK)
    diagram.arrow(total, context, color=LOOK)
    combine = diagram.box((10.9, 3.0), "tanh", width=1.1, height=0.7)
    diagram.arrow(context, (10.9, 4.3), combine, color=LOOK)
    diagram.arrow(query, (10.9, 1.6), combine, color=WRITE)
    diagram.arrow(combine, diagram.box((12.3, 3.0), "twelve", width=1.1, height=0.7, color=WRITE))
    diagram.note((9.2, 5.05), L("bağlam vektörü", "context vector"), size=12, color=LOOK)
    diagram.note((9.2, 2.35), L("kod çözücünün durumu", "state of the decoder"), size=12, color=WRITE)
    return diagram.figure

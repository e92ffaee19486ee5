"""Drawings of lesson 18: a fire block, and what each way of transferring freezes and trains, stage by stage."""

from matplotlib.figure import Figure

from utils.language import L
from utils.plots import Diagram

BLOCKS = ("conv1", *(f"fire{number}" for number in range(2, 10)))
WIDTH, LEFT = 0.92, 5.2  # of a block, and where the first begins
ROW, GAP = 0.68, 0.22  # from stage to stage, and between two ways


def draw_fire_block() -> Figure:
    """Draw fire2: 64 channels squeezed to 16, then expanded to 64 + 64 by filters of two sizes."""
    channels = L("kanal", "channels")
    diagram = Diagram(13.4, 3.5, size=0.8)
    came = diagram.box((1.1, 1.75), f"64 {channels}", width=1.9, height=0.9)
    squeeze = diagram.box(
        (4.4, 1.75), L("squeeze\n1×1, 16 filtre", "squeeze\n1×1, 16 filters"), width=2.4, height=1.1, color="blue"
    )
    one = diagram.box(
        (8.6, 2.7), L("expand\n1×1, 64 filtre", "expand\n1×1, 64 filters"), width=2.4, height=1.1, color="orange"
    )
    three = diagram.box(
        (8.6, 0.8), L("expand\n3×3, 64 filtre", "expand\n3×3, 64 filters"), width=2.4, height=1.1, color="orange"
    )
    left = diagram.box((12.1, 1.75), f"64 + 64 =\n128 {channels}", width=2.2, height=1.1)
    diagram.arrow(came, squeeze)
    diagram.arrow(squeeze, one)
    diagram.arrow(squeeze, three)
    diagram.arrow(one, left)
    diagram.arrow(three, left)
    diagram.note((6.85, 1.75), f"16 {channels}", size=12)
    return diagram.figure


def ways() -> list[tuple[str, tuple[int, ...]]]:
    """Return the ways of transferring: (name, how many blocks are frozen in each stage)."""
    return [
        (L("öznitelik çıkarımı", "feature extraction"), (9,)),
        (L("fire6'ya dek dondurulmuş", "frozen up to fire6"), (6,)),
        (L("tam ince ayar", "full fine-tuning"), (0,)),
        (L("önce başlık, sonra bütün ağ", "head first, then all"), (9, 0)),
        (L("kademeli çözme", "gradual unfreezing"), (9, 6, 0)),
    ]


def draw_ways() -> Figure:
    """Draw a row of blocks for each stage of each way: frozen ones grey with a padlock, trained ones orange."""
    rows = sum(len(stages) for _, stages in ways())
    diagram = Diagram(LEFT + 10.2, ROW * rows + GAP * len(ways()) + 1.2, size=0.72)
    y = ROW * rows + GAP * len(ways()) + 0.8
    for name, stages in ways():
        diagram.note((0.1, y - ROW / 2 * (len(stages) - 1)), name, size=12, align="left")
        for stage, frozen in enumerate(stages, 1):
            if len(stages) > 1:
                diagram.note((LEFT - 0.2, y), L(f"{stage}. aşama", f"stage {stage}"), size=11, align="right")
            for i, block in enumerate((*BLOCKS, L("başlık", "head"))):
                _block(diagram, (LEFT + i + 0.5, y), block, i < frozen)
            y -= ROW
        y -= GAP
    _block(diagram, (LEFT + 0.5, y), "", True)
    diagram.note(
        (LEFT + 1.1, y), L("dondurulmuş: ağırlıklar değişmez", "frozen: the weights stay fixed"), size=12, align="left"
    )
    _block(diagram, (LEFT + 6.5, y), "", False)
    diagram.note((LEFT + 7.1, y), L("eğitilir", "trained"), size=12, align="left")
    return diagram.figure


def _block(diagram, centre, text, frozen):
    """Draw one block with its name; a frozen one has a padlock beside it."""
    x, y = centre
    diagram.box(centre, "", width=WIDTH, height=0.56, color="muted" if frozen else "orange")
    diagram.note((x - 0.13 * (frozen and bool(text)), y), text, size=9.5)
    if frozen:
        diagram.lock((x + 0.31 * bool(text), y), size=0.18, color="muted")

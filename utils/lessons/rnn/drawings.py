"""The drawings of lesson 24: an RNN folded and unrolled in time, and the four arrangements of inputs and outputs."""

from utils.language import L
from utils.plots.diagram import Diagram

INPUT, STATE, OUTPUT = "green", "blue", "orange"  # what each colour stands for


def draw_rnn():
    """Draw an RNN with its loop, and beside it the same network unrolled over three time steps."""
    drawing = Diagram(
        13, 4.6, size=0.8, title=L("Bir RNN: döngüyle ve açılmış olarak", "An RNN: with its loop, and unrolled")
    )
    low, middle = 0.75, 2.3
    x = drawing.box((1.6, low), "$x_t$", color=INPUT)
    h = drawing.box((1.6, middle), "$h_t$", color=STATE)
    drawing.arrow(x, h, color=INPUT, note="$W_x$")
    drawing.arrow(h, (2.8, middle), (2.8, 3.5), (1.6, 3.5), h.top, color=STATE)
    drawing.note((2.25, 3.8), "$W_h$", size=14)
    drawing.arrow((3.5, middle), (4.9, middle), width=4)
    drawing.note((4.2, middle + 0.4), L("açılınca", "unrolled"))

    before = drawing.box((5.7, middle), "$h_0 = 0$", color=STATE, dashed=True, width=1.25)
    for t in (1, 2, 3):
        at = 5.7 + 2.15 * t
        x = drawing.box((at, low), f"$x_{t}$", color=INPUT)
        h = drawing.box((at, middle), f"$h_{t}$", color=STATE)
        drawing.arrow(x, h, color=INPUT, note="$W_x$")
        drawing.arrow(before, h, color=STATE, note="$W_h$")
        before = h
    drawing.note(
        (9.0, 3.8),
        L("her adımda aynı $W_x$, $W_h$ ve $b$", "the same $W_x$, $W_h$ and $b$ at every step"),
        size=14,
    )
    return drawing.figure


def draw_arrangements():
    """Draw one-to-many, many-to-one and both kinds of many-to-many, unrolled; dashed: an output that is fed back."""
    drawing = Diagram(13.9, 9.2, size=0.72)
    one_to_many = _Chain(drawing, (0.4, 5.0), L("birden çoğa", "one-to-many"))
    one_to_many.draw(inputs=[1], outputs=[1, 2, 3, 4])
    for t in (1, 2, 3):
        one_to_many.feed_back(t)
    _Chain(drawing, (7.2, 5.0), L("çoktan bire", "many-to-one")).draw(inputs=[1, 2, 3, 4], outputs=[4])
    equal = L("çoktan çoğa, eşit uzunlukta", "many-to-many, equal lengths")
    _Chain(drawing, (0.4, 0.2), equal).draw(inputs=[1, 2, 3, 4], outputs=[1, 2, 3, 4])
    unequal = L("çoktan çoğa, farklı uzunlukta", "many-to-many, unequal lengths")
    _Chain(drawing, (7.2, 0.2), unequal).draw_encoder_decoder()
    return drawing.figure


class _Chain:
    """A chain of four or five states from its lower left ``corner``: inputs below it, outputs above."""

    def __init__(self, drawing, corner, title):
        self.drawing, self.left, self.split = drawing, corner[0], False
        self.low, self.middle, self.high = (corner[1] + y for y in (0.45, 1.75, 3.05))
        drawing.note((corner[0] + 2.9, corner[1] + 3.85), title, size=15)

    def draw(self, inputs, outputs):
        before = None
        for t in (1, 2, 3, 4):
            before = self.state(t, f"$h_{t}$", before)
            if t in inputs:
                self.drawing.arrow(self.box(t, self.low, f"$x_{t}$", INPUT), before, color=INPUT)
            if t in outputs:
                self.drawing.arrow(before, self.box(t, self.high, f"$y_{t}$", OUTPUT), color=OUTPUT)

    def draw_encoder_decoder(self):
        """Draw an encoder of three steps, and a decoder of two that is given its last state at each step."""
        self.split = True  # a gap between encoder and decoder
        before = None
        for t in (1, 2, 3):
            before = self.state(t, f"$h_{t}$", before)
            self.drawing.arrow(self.box(t, self.low, f"$x_{t}$", INPUT), before, color=INPUT)
        summary, bus = before, self.middle - 0.85
        before = None
        for t in (4, 5):
            before = self.state(t, f"$s_{t - 3}$", before)
            self.drawing.arrow(before, self.box(t, self.high, f"$y_{t - 3}$", OUTPUT), color=OUTPUT)
            self.drawing.arrow(
                summary,
                (self.at(3) + 0.7, self.middle),
                (self.at(3) + 0.7, bus),
                (self.at(t), bus),
                before,
                color=STATE,
            )
        self.drawing.note((self.at(2), self.high), L("kodlayıcı", "encoder"))
        self.drawing.note((self.at(4.5), self.low), L("kod çözücü", "decoder"))

    def feed_back(self, t):
        """Draw a dashed arrow from an output to the input of the next step."""
        between = self.at(t + 0.5)
        y = self.at(t), self.high
        stops = (
            (between, self.high),
            (between, self.low),
            (self.at(t + 1), self.low),
            (self.at(t + 1), self.middle - 0.4),
        )
        self.drawing.arrow((y[0] + 0.5, y[1]), *stops, color=OUTPUT, dashed=True, width=1.8)

    def at(self, t):
        return self.left + 1.2 * t - 0.5 + (0.35 if self.split and t > 3 else 0)

    def box(self, t, y, text, color):
        return self.drawing.box((self.at(t), y), text, width=0.8, height=0.75, color=color)

    def state(self, t, text, before):
        state = self.box(t, self.middle, text, STATE)
        if before:
            self.drawing.arrow(before, state, color=STATE)
        return state

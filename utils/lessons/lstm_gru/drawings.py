"""The drawings of lesson 25: an LSTM cell and a GRU cell, with the paths that its text speaks of."""

from utils.language import L
from utils.plots.diagram import Diagram

MEMORY, STATE, INPUT, GATE, CANDIDATE = "orange", "blue", "green", "purple", "muted"  # what each colour stands for
GATES, HIDDEN, FED = 2.75, 1.55, 0.8  # heights: the gates, the line of the hidden state, the line of the input


def draw_lstm_cell():
    """Draw one step of an LSTM: the cell state runs along the top, three gates and the candidate stand below it."""
    cell = _cell(L("Bir LSTM adımı", "One step of an LSTM"))
    top = 4.9
    old = cell.box((0.7, top), "$c_{t-1}$", color=MEMORY)
    forget = cell.circle((3.0, top), "×", color=MEMORY)
    add = cell.circle((5.4, top), "+", color=MEMORY)
    new = cell.box((10.8, top), "$c_t$", color=MEMORY)
    for start, end in [(old, forget), (forget, add), (add, new)]:
        cell.arrow(start, end, color=MEMORY, width=4)

    f = _gate(cell, 3.0, "f", L("unutma", "forget"))
    i = _gate(cell, 4.5, "i", L("girdi", "input"))
    g = _gate(cell, 6.3, "g", L("aday", "candidate"), "tanh", CANDIDATE)
    o = _gate(cell, 7.7, "o", L("çıktı", "output"), width=1.2)
    write = cell.circle((5.4, 3.8), "×")
    cell.arrow(f, forget, color=GATE)
    cell.arrow(i, (4.5, 3.8), write, color=GATE)
    cell.arrow(g, (6.3, 3.8), write)
    cell.arrow(write, add)

    squash = cell.box((9.0, 3.8), "tanh", height=0.6, width=0.9, size=12)
    show = cell.circle((9.0, GATES), "×", color=STATE)
    cell.arrow((9.0, top), squash, color=MEMORY)
    cell.arrow(squash, show)
    cell.arrow(o, show, color=GATE)
    cell.arrow(show, cell.box((10.8, GATES), "$h_t$", color=STATE), color=STATE)
    _lines(cell, [3.0, 4.5, 6.3, 7.7], [3.0, 4.5, 6.3, 7.7])
    return cell.figure


def draw_gru_cell():
    """Draw one step of a GRU (reset after the product, as in Keras): one state, two gates and the candidate."""
    cell = _cell(L("Bir GRU adımı", "One step of a GRU"))
    top, middle = 4.9, 3.85
    old = cell.box((0.7, top), "$h_{t-1}$", color=STATE)
    keep = cell.circle((3.2, top), "×", color=STATE)
    add = cell.circle((8.2, top), "+", color=STATE)
    new = cell.box((10.8, top), "$h_t$", color=STATE)
    for start, end in [(old, keep), (keep, add), (add, new)]:
        cell.arrow(start, end, color=STATE, width=4)

    z = _gate(cell, 3.2, "z", L("güncelleme", "update"), width=1.6)
    r = _gate(cell, 5.0, "r", L("sıfırlama", "reset"), width=1.4)
    g = _gate(cell, 8.2, "g", L("aday", "candidate"), "tanh", CANDIDATE)
    look = cell.circle((6.5, GATES), "×")
    write = cell.circle((8.2, middle), "×")
    cell.arrow(z, keep, color=GATE)
    cell.arrow((3.2, middle), write, color=GATE, note="$1 - z_t$")
    cell.arrow(r, look, color=GATE)
    cell.arrow(look, g)
    cell.arrow(g, write)
    cell.arrow(write, add)
    _lines(cell, [3.2, 5.0, 6.5], [3.2, 5.0, 8.2])
    return cell.figure


def _cell(title):
    """Return a drawing with the frame of a cell; what enters stands to the left of it, what leaves to the right."""
    cell = Diagram(11.5, 6, size=0.85, title=title)
    cell.frame((1.7, 0.3), 8.1, 5.4)
    return cell


def _gate(cell, x, name, word, squashed="σ", color=GATE, width=1.3):
    """Draw a gate or the candidate, with its word, its symbol and the function that makes it."""
    return cell.box((x, GATES), f"{word}\n${name}_t$ ({squashed})", width=width, height=0.95, color=color, size=12)


def _lines(cell, hidden, fed):
    """Draw the lines of the hidden state and of the input, with an arrow up to the gates at these places."""
    bottom, both = GATES - 0.475, {*hidden} & {*fed}
    for name, y, places, color, shift in [
        ("$h_{t-1}$", HIDDEN, hidden, STATE, -0.16),
        ("$x_t$", FED, fed, INPUT, 0.16),
    ]:
        end = max(places) + (shift if max(places) in both else 0)
        cell.arrow(cell.box((0.7, y), name, color=color, height=0.6), (end, y), color=color, head=False)
        for x in places:
            aside, end = (shift, bottom) if x in both else (0, bottom if y == FED else GATES - 0.3)
            cell.arrow((x + aside, y), (x + aside, end), color=color)

"""The drawing of lesson 09: a network that is a chain, and one with a side path."""

from matplotlib.figure import Figure

from utils.language import L
from utils.plots import Diagram


def draw_chain_and_side_path() -> Figure:
    """Draw the wine network of 13 inputs, and the one whose output layer sees the inputs as well."""
    diagram = Diagram(13.4, 5.6, size=0.8)
    _network(diagram, 4.3, L("zincir", "chain"), side=False)
    _network(diagram, 1.2, L("yan yol", "side path"), side=True)
    return diagram.figure


def _network(diagram, y, name, side):
    """Draw one network in the row at height ``y``, with its ``name`` on the left."""
    diagram.note((0.1, y), name, align="left")
    inputs = diagram.box((3.0, y), L("13 girdi", "13 inputs"), width=1.7, height=0.95)
    hidden = diagram.box((5.9, y), "Dense 16\nReLU", width=1.8, height=1.1, color="blue")
    output = diagram.box((12.2, y), "Dense 3\nsoftmax", width=1.8, height=1.1, color="orange")
    diagram.arrow(inputs, hidden, note="13")
    if not side:
        diagram.arrow(hidden, output, note="16")
        return
    joined = diagram.box((9.1, y), "Concatenate", width=2.0, height=0.95, color="green", size=13)
    diagram.arrow(hidden, joined, note="16")
    diagram.arrow(joined, output, note="29")
    diagram.arrow(inputs, (3.0, y + 1.25), (9.1, y + 1.25), joined, color="orange", note="13")

"""Drawings of architectures: where arrows begin and end, and that everything stays inside the drawing."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from utils.plots import Diagram
from utils.plots.alternative import describe
from utils.plots.diagram import Shape, _trimmed

BOX = Shape((2, 1), 2, 1)
CIRCLE = Shape((5, 1), 1, 1, round=True)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_shape_has_four_middles():
    assert (BOX.left, BOX.right, BOX.top, BOX.bottom) == ((1, 1), (3, 1), (2, 1.5), (2, 0.5))


@pytest.mark.parametrize(
    "shape, towards, edge",
    [
        (BOX, (9, 1), (3, 1)),
        (BOX, (2, -3), (2, 0.5)),
        (BOX, (3, 2), (2.5, 1.5)),
        (CIRCLE, (9, 1), (5.5, 1)),
        (CIRCLE, (8, 5), (5.3, 1.4)),
        (BOX, BOX.centre, BOX.centre),
    ],
)
def test_a_line_leaves_a_shape_at_its_edge(shape, towards, edge):
    assert shape.edge(towards) == pytest.approx(edge)


def test_an_arrow_runs_from_edge_to_edge_through_its_corners():
    assert _trimmed([BOX, CIRCLE]) == [(3, 1), (4.5, 1)]
    assert _trimmed([BOX, (2, 3), (5, 3), CIRCLE]) == [(2, 1.5), (2, 3), (5, 3), (5, 1.5)]
    assert _trimmed([(0, 0), (1, 1)]) == [(0, 0), (1, 1)]


def draw_everything():
    diagram = Diagram(12, 4, title="all of it")
    one = diagram.box((1, 2), "one", color="blue")
    two = diagram.circle((3, 2), "×", color="orange")
    diagram.arrow(one, two, note="$h_t$")
    diagram.arrow(one, (1, 3.5), (3, 3.5), two, dashed=True)
    diagram.block((5, 2), "16 maps", color="sky")
    diagram.funnel((7, 2), "encoder", color="green")
    diagram.picture((9, 2), np.eye(4), width=1)
    diagram.frame((10, 1), 1.5, 2, "frozen")
    diagram.lock((10.75, 2))
    diagram.note((6, 0.3), "a note")
    return diagram


def test_everything_is_drawn_with_one_scale_and_inside():
    diagram = draw_everything()
    diagram.figure.canvas.draw()
    axes = diagram.axes
    assert axes.get_xlim() == (0, 12) and axes.get_ylim() == (0, 4) and axes.get_aspect() == 1
    frame = axes.get_window_extent()
    for text in axes.texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1, text.get_text()


def test_its_words_are_its_alternative_text():
    said = describe(draw_everything().figure)
    assert all(word in said for word in ("all of it", "one", "encoder", "16 maps", "frozen", "a note"))


def test_it_draws_into_axes_that_are_given():
    figure, (_, right) = plt.subplots(1, 2)
    diagram = Diagram(3, 2, axes=right)
    diagram.box((1, 1), "here")
    assert diagram.figure is figure and [text.get_text() for text in right.texts] == ["here"]

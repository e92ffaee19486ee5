"""Marks: what Python says is what the page can draw."""

import re

import numpy as np

from utils.widgets.frontend import STATIC
from utils.widgets.marks import contour, panel_marks
from utils.widgets.scene import Bars, Box, Graph, HeatMap, ImageGrid, Line, Network, Panel, Points
from utils.widgets.still_plot import DRAW

LAYERS = {
    "points": Points([0, 1], [0, 1], texts=["a", "b"], highlight=1),
    "graph": Graph([0, 1], [0, 1], [(0, 1)], labels=["a", "b"], highlight=0),
    "box": Box(0, 0, 1, 1, label="cat"),
    "network": Network([2, 1], highlight=[(0, 1)]),
    "bars": Bars([1, 2], digits=1),
}


def marks(name):
    return panel_marks(Panel([LAYERS[name]]))["marks"]


def test_the_page_and_the_still_picture_draw_every_kind_of_mark():
    drawn = (STATIC / "explorer.js").read_text(encoding="utf-8").split("const DRAW = {")[1].split("\n};")[0]
    known = set(re.findall(r"^\t(\w+)\(", drawn, flags=re.MULTILINE))
    assert {mark["kind"] for name in LAYERS for mark in marks(name)} <= known == set(DRAW)


def test_a_log_axis_has_powers_of_ten_in_the_readers_words(reader):
    frame = panel_marks(Panel([Line([0, 1], [0.01, 1e5])], ylog=True, y=(0.01, 1e5)))
    assert [text for _, text in frame["yticks"]] == {
        "tr": ["0,01", "1", "100", "10⁴"],
        "en": ["0.01", "1", "100", "10⁴"],
    }[reader]


def test_a_legend_names_each_class_once():
    points = Points([0, 1], [0, 1], classes=[0, 1], label=["no", "yes"])
    entries = panel_marks(Panel([points, Line([0, 1], [0, 1], label="line", dash=True)]))["legend"]
    assert [(entry["text"], entry["shape"]) for entry in entries] == [
        ("line", "dash"), ("no", "circle"), ("yes", "triangle"),
    ]  # fmt: skip


def test_what_is_highlighted_has_a_ring_and_words_stand_beside_their_points():
    rings = [mark for name in ("points", "graph") for mark in marks(name) if mark.get("shape") == "ring"]
    assert [mark["x"].tolist() for mark in rings] == [[1.0], [0.0]]
    words = next(mark for mark in marks("points") if mark["kind"] == "words")
    assert words["texts"] == ["a", "b"] and words["bold"] == (1,)


def test_a_box_has_its_label_and_an_empty_neuron_hides_the_lines_behind_it():
    assert ["cat"] in [mark.get("texts") for mark in marks("box")]
    assert any(mark["kind"] == "rects" and mark["color"] == "paper" for mark in marks("network"))


def test_what_ends_at_the_axes_is_drawn_before_what_may_stick_out():
    layers = [Points([0], [0]), HeatMap(np.zeros((2, 2))), Line([0, 1], [0, 1])]
    kinds = [mark["kind"] for mark in panel_marks(Panel(layers))["marks"]]
    assert kinds.index("points") > kinds.index("image") and kinds.index("points") > kinds.index("line")


def test_a_caption_has_its_room_under_two_pictures_no_wider_than_five_letters():
    grid = ImageGrid(np.zeros((2, 8, 8), np.uint8), ["original", "rebuilt"], columns=2)
    frame = panel_marks(Panel([grid]))
    caption = next(mark for mark in frame["marks"] if "texts" in mark)
    picture, type_size, margin = 74, 16, 4  # pixels, as beside other strips on a slide
    room = (max(frame["y"]) - np.ravel(caption["at"])[1]) * picture + margin
    assert room > type_size * (caption["dy"] + 0.55 * caption["size"])


def test_a_contour_is_a_line_where_the_map_has_the_level_and_none_where_it_never_has():
    x, y = np.linspace(-0.95, 0.95, 20), np.linspace(-1.9, 1.9, 20)  # the cells' centres
    plane = np.add.outer(y, 2 * x)
    points = contour(plane, (-1, 1, -2, 2), 0.5)
    assert np.abs(points[:, 1] + 2 * points[:, 0] - 0.5).max() < 0.002
    assert points[:, 0].min() < -0.69 and points[:, 0].max() > 0.94
    assert [mark["kind"] for mark in panel_marks(Panel([HeatMap(plane, contour=[99.0])]))["marks"]] == ["image"]
    assert not len(contour(np.array([[0.0, 1.0]]), (0, 2, 0, 1), 0.5))  # one row has no cells between centres


def test_two_parts_of_a_contour_are_parted_and_an_unknown_cell_interrupts_it():
    steps = np.abs(np.arange(9) - 4.0)[None].repeat(5, axis=0)
    points = contour(steps, (0, 9, 0, 5), 2.5)
    gaps = np.isnan(points[:, 0])
    assert gaps.sum() == 1 and set(np.round(points[~gaps, 0], 1)) == {2.0, 7.0}
    steps[2, 2] = np.nan
    points = contour(steps, (0, 9, 0, 5), 2.5)
    assert np.isnan(points[:, 0]).sum() == 2
    assert not (np.abs(points[:, 1] - 2.5) < 0.9)[points[:, 0] < 3].any()

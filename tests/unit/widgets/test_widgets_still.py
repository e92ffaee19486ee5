"""Still pictures: every layer leaves its marks, in the right place, whatever matplotlib is set to."""

import io
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from PIL import Image as Picture

from utils.language import use_language
from utils.lessons.start.explorer import FirstStepsExplorer
from utils.palette import COLORS
from utils.widgets.scene import (
    Area,
    Arrow,
    Bars,
    Box,
    Code,
    Graph,
    HeatMap,
    Image,
    ImageGrid,
    Layer,
    Line,
    Network,
    Panel,
    Points,
    Scene,
    Table,
    Text,
    matrix,
)
from utils.widgets.still import png
from utils.widgets.still_plot import colours_of, ticks

GRID = np.linspace(-1, 1, 40)
LAYERS = {
    "Line": Line([0, 1], [0, 1]),
    "Points": Points([0.2, 0.8], [0.2, 0.8], classes=[0, 1], texts=["bir", "iki"], highlight=1),
    "Area": Area([0, 1], 0, [0.5, 1]),
    "HeatMap": HeatMap(np.outer(GRID, GRID), extent=(0, 1, 0, 1), contour=0.0, bar="z"),
    "Image": Image(np.arange(16, dtype=np.uint8).reshape(4, 4), extent=(0, 1, 0, 1)),
    "ImageGrid": ImageGrid(np.zeros((3, 4, 4), np.uint8), captions=["a", "b", "c"], highlight=1),
    "Arrow": Arrow([0, 0], [0, 1], [1, 1], [1, 0]),
    "Bars": Bars([0.5, -0.2], labels=["a", "b"], highlight=0, digits=1),
    "Box": Box(0.2, 0.2, 0.8, 0.8, label="kedi", fill=0.2),
    "Network": Network([2, 3, 1], values=[[1, 2], [0, 0, 0], [1]], labels=[["a", "b"], None, ["c"]]),
    "Graph": Graph([0, 1], [0, 1], [(0, 1)], weights=[-1], labels=["a", "b"], directed=True),
    "Text": Text(0.5, 0.5, "iki\nsatır"),
}


def pixels(scene, **options):
    """Return the picture of a scene as int (h, w, 3)."""
    return np.asarray(Picture.open(io.BytesIO(png(scene, **options))).convert("RGB")).astype(int)


def alone(*layers, **panel):
    """Return a scene of one panel without axes or words around it."""
    return Scene([[Panel(layers, x=(0, 1), y=(0, 1), axes=False, **panel)]], summary=".")


def near(picture, color, tolerance=12):
    """Return where a picture (h, w, 3) shows a palette colour, bool (h, w)."""
    wanted = [int(COLORS[color][k : k + 2], 16) for k in (1, 3, 5)]
    return (np.abs(picture - wanted) <= tolerance).all(axis=-1)


def test_every_layer_of_a_scene_can_be_drawn():
    assert {kind.__name__ for kind in Layer.__subclasses__()} == set(LAYERS)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_leaves_its_marks(name):
    bare = pixels(alone(legend=False))
    drawn = pixels(alone(LAYERS[name], legend=False))
    assert (drawn[: len(bare)] != bare).any(axis=-1).sum() > 200


@pytest.mark.parametrize("name", LAYERS)
def test_a_picture_is_small_wide_as_asked_and_always_the_same(name):
    scene = Scene([[Panel([LAYERS[name]], title="Başlık", xlabel="x", ylabel="y")]], summary="Özet")
    data = png(scene, "Başlık", width_px=500)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert Picture.open(io.BytesIO(data)).width == 500
    assert len(data) < 60_000
    assert png(scene, "Başlık", width_px=500) == data


def test_an_explorers_picture_is_small():
    assert len(FirstStepsExplorer(second=True).still()) < 60_000


def test_a_picture_says_how_the_explorer_comes_to_life():
    explorer = FirstStepsExplorer()
    shown = Picture.open(io.BytesIO(explorer.still()))
    silent = Picture.open(io.BytesIO(png(explorer.first_scene, explorer.title())))
    assert shown.height > silent.height and shown.width == silent.width


def test_a_picture_stands_upright_and_a_map_begins_below():
    steps = np.array([[0, 0], [255, 255]], dtype=np.uint8)
    top, bottom = slice(40, 100), slice(330, 390)  # of a square of 392 pixels that begins at pixel 20
    upright = pixels(alone(Image(steps, extent=(0, 1, 0, 1)), equal=True))[:, 60:160]
    assert upright[top].max() == 0 and upright[bottom].min() == 255
    risen = pixels(alone(HeatMap(steps, extent=(0, 1, 0, 1), colormap="gray"), equal=True))[:, 60:160]
    assert risen[bottom].max() == 0 and risen[top].min() >= 254  # the 255th step is for empty cells
    turned = pixels(Scene([[matrix(steps, colormap="gray", axes=False)]], summary="."))[:, 60:160]
    assert turned[top].max() == 0 and turned[bottom].min() >= 254


def test_a_neurons_map_stands_as_the_big_map_beside_it():
    ramp = np.repeat(np.linspace(-1, 1, 8)[:, None], 8, axis=1)  # row 0, of the least y, is blue
    network = Network([1], maps=[ramp[None]])
    for scene in (alone(network), alone(HeatMap(ramp, extent=(0, 1, 0, 1)), equal=True)):
        picture = pixels(scene)
        (blue, _), (orange, _) = (np.nonzero(near(picture, color, 40)) for color in ("blue", "orange"))
        assert orange.mean() + 60 < blue.mean()


@pytest.mark.parametrize("layer", [
    Points([0.3, 0.7], [0.5, 0.5], highlight=0),
    Graph([0.3, 0.7], [0.5, 0.5], [(0, 1)], labels=["a", "b"], highlight=0),
])  # fmt: skip
def test_what_is_highlighted_has_a_purple_ring_as_on_the_page(layer):
    columns = np.flatnonzero(near(pixels(alone(layer)), "purple").any(axis=0))
    assert len(columns) and columns.max() < 360


def test_lines_end_at_the_axes():
    scene = Scene([[Panel([Line([-5, 5], [0.5, 0.5], width=4)], x=(0, 1), y=(0, 1))]], summary=".")
    columns = np.flatnonzero(near(pixels(scene), "blue").any(axis=0))
    assert columns.min() > 20 and columns.max() < 720 - 20


def test_an_empty_cell_shows_the_paper():
    z = np.array([[1.0, np.nan], [1.0, 1.0]])
    picture = pixels(alone(HeatMap(z, extent=(0, 1, 0, 1), low=0, high=1, colormap="sequential")))
    assert (picture[300, 600] == 255).all() and (picture[300, 100] < 60).all()


def test_a_colour_map_runs_through_its_names():
    diverging = colours_of("diverging")
    assert tuple(diverging[0]) == (0x00, 0x72, 0xB2) and tuple(diverging[255]) == (0xD5, 0x5E, 0x00)
    assert diverging[127:129].min() > 250


def test_words_and_numbers_are_the_readers(reader):
    assert [text for _, text in ticks((0, 1), 4)][1] == {"tr": "0,5", "en": "0.5"}[reader]


def test_the_language_reaches_the_axes():
    scene = Scene([[Panel([Line([0, 1], [0, 1])])]], summary="same")
    use_language("tr")
    turkish = png(scene)
    use_language("en")
    assert png(scene) != turkish


@pytest.mark.parametrize("limits", [(-1, 1), (0, 40), (1, 0), (1e-4, 3e-4), (-7e6, 2e6)])
def test_ticks_are_round_few_and_inside(limits):
    found = ticks(limits, 5)
    assert 2 <= len(found) <= 7
    span = abs(limits[1] - limits[0])
    assert all(min(limits) - span * 1e-6 <= at <= max(limits) + span * 1e-6 for at, _ in found)
    assert len({text for _, text in found}) == len(found)


def test_whole_axes_have_whole_ticks():
    assert [text for _, text in ticks((0, 2), 8, whole=True)] == ["0", "1", "2"]


def test_the_summary_and_the_title_stand_in_the_picture():
    short, long = alone(summary_of := LAYERS["Line"]), Scene([[Panel([summary_of])]], summary="uzun " * 60)
    assert len(pixels(long)) > len(pixels(short)) + 40
    assert len(pixels(short, title="Bir başlık")) > len(pixels(short)) + 15


def test_tables_and_listings_wrap_instead_of_running_off():
    wide = "uzun bir açıklama " * 12
    scene = Scene([[Table(["Ad", "Not"], [["a", wide], ["b", 0.25]], title="Tablo", highlight=1)],
                   [Code("x = 1\n" + "y" * 300, title="Kod")]], summary=".")  # fmt: skip
    picture = pixels(scene)
    assert (picture[:, -10:] == 255).all()


def test_words_at_the_right_edge_stay_on_the_sheet():
    scene = Scene([[Panel([Points([0, 1], [0, 1], texts=["sol", "sağdaki uzun kelime"])], x=(0, 1), y=(0, 1))]], ".")
    assert (pixels(scene)[:, -4:] == 255).all()


@pytest.mark.parametrize("settings", [
    {"figure.constrained_layout.use": True, "axes.grid": True, "font.size": 30, "lines.linewidth": 9},
    {"figure.autolayout": True, "savefig.bbox": "tight", "axes.facecolor": "red", "image.origin": "lower"},
])  # fmt: skip
def test_the_readers_matplotlib_settings_change_nothing(settings, recwarn):
    scenes = [alone(layer) for layer in LAYERS.values()]
    plain = [png(scene) for scene in scenes]
    with matplotlib.rc_context(settings):
        assert [png(scene) for scene in scenes] == plain
    assert not recwarn.list


def test_pyplot_is_never_touched():
    code = (
        "import sys; from utils.lessons.start.explorer import FirstStepsExplorer; FirstStepsExplorer().still();"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_thin_lines_keep_their_colours_beside_a_map_of_many():
    names = ("blue", "orange", "green", "purple")
    lines = [Line([-1, 1], [y, y], color=name, width=2) for y, name in zip((-0.6, -0.2, 0.2, 0.6), names, strict=True)]
    smooth = HeatMap(np.outer(GRID, GRID), extent=(-1, 1, -1, 1), colormap="sequential", contour=[0.1, 0.3, 0.5])
    scene = Scene([[Panel([smooth]), Panel(lines, (-1, 1), (-1, 1))]], "map and lines")
    seen = pixels(scene).reshape(-1, 3).astype(int)
    for name in names:
        code = [int(COLORS[name][k : k + 2], 16) for k in (1, 3, 5)]
        assert np.abs(seen - code).sum(axis=1).min() < 24, name

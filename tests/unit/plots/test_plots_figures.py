"""The figures: what they show, in whose language, and that every text on them can be read."""

from itertools import combinations
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.colors import to_hex, to_rgb
from matplotlib.scale import LinearScale, register_scale
from matplotlib.text import Text

from utils import plots
from utils.language import L, percent, use_language
from utils.palette import COLORS

# matplotlib says this of its own scale, which is put back after each test.
pytestmark = pytest.mark.filterwarnings("ignore:The scale 'LinearScale':PendingDeprecationWarning")

MINUS = "\N{MINUS SIGN}"


@pytest.fixture(autouse=True)
def course_style():
    """Draw in the course's style, and leave matplotlib as it was."""
    with mpl.rc_context():
        plots.use_course_style()
        yield
    register_scale(LinearScale)
    plt.close("all")


def texts(figure):
    """Return the texts that are drawn on ``figure``."""
    drawn = {}
    draw = Text.draw

    def noted(text, renderer):
        if text.get_text().strip() and text.get_visible():
            drawn[id(text)] = text
        draw(text, renderer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", noted)
        figure.canvas.draw()
    return list(drawn.values())


def assert_legible(figure):
    """Check that each text is at least 12 points, wholly on the sheet, and touches no other text."""
    written = texts(figure)
    sheet = figure.bbox
    boxes = {text: text.get_window_extent() for text in written}
    for text, box in boxes.items():
        assert text.get_fontsize() >= 12, text
        inside = box.x0 >= sheet.x0 - 1 and box.x1 <= sheet.x1 + 1 and box.y0 >= -1 and box.y1 <= sheet.y1 + 1
        assert inside, (text, box)
    level = [(text, box) for text, box in boxes.items() if text.get_rotation() % 90 == 0]
    for (one, first), (other, second) in combinations(level, 2):  # the boxes of slanted texts tell too little
        apart = first.x1 <= second.x0 + 1 or second.x1 <= first.x0 + 1
        apart = apart or first.y1 <= second.y0 + 1 or second.y1 <= first.y0 + 1
        assert apart, (one, other)


def words(figure):
    return [text.get_text() for text in texts(figure)]


def test_a_lessons_own_axes_speak_the_readers_language(reader):
    figure, axes = plt.subplots()
    axes.plot([-0.5, 0.5], [0, 1])
    point = {"tr": ",", "en": "."}[reader]
    assert f"{MINUS}0{point}4" in words(figure)
    assert_legible(figure)


def test_small_and_large_numbers_do_too(reader):
    figure, axes = plt.subplots()
    axes.plot([0, 1.5e-6], [0, 1])
    figure.canvas.draw()
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert {"tr": "0,2", "en": "0.2"}[reader] in labels
    axes.set_xscale("log")
    axes.set_xscale("linear")
    figure.canvas.draw()
    assert all("." not in label.get_text() for label in axes.get_xticklabels()) is (reader == "tr")


def test_the_axes_follow_a_change_of_language():
    figure, axes = plt.subplots()
    axes.set_ylim(0, 1)
    use_language("tr")
    assert "0,2" in words(figure)
    use_language("en")
    assert "0.2" in words(figure)


def test_images_stand_in_rows_with_their_captions(reader):
    images = np.arange(11 * 5 * 4, dtype=np.uint8).reshape(11, 5, 4)
    figure = plots.show_images(images, range(11), columns=4, title=L("Rakamlar", "Digits"), highlight=[2])
    (axes,) = figure.axes
    assert len(axes.images) == 11
    assert np.array_equal(axes.images[7].get_array(), images[7])
    figure.canvas.draw()
    pictures = [picture.get_window_extent() for picture in axes.images]
    for i, (picture, caption) in enumerate(zip(pictures, axes.texts, strict=True)):
        below = caption.get_window_extent()
        assert caption.get_text() == str(i)
        assert below.y1 < picture.y0 and below.x0 + below.x1 == pytest.approx(picture.x0 + picture.x1, abs=2)
        assert i < 4 or below.y1 < axes.texts[i - 4].get_window_extent().y0
        assert picture.width / picture.height == pytest.approx(4 / 5, rel=0.01)
    assert not any(one.overlaps(other) for one, other in combinations(pictures, 2))
    (frame,) = axes.patches
    assert np.allclose(frame.get_window_extent().extents, pictures[2].extents)
    assert_legible(figure)


@pytest.mark.parametrize(
    ("images", "limits"),
    [
        (np.full((2, 3, 3), 9, np.uint8), (0, 255)),
        (np.full((2, 3, 3, 1), 0.5), (0, 1)),
        (np.linspace(-1, 1, 18).reshape(2, 3, 3), (-1, 1)),
    ],
    ids=["uint8", "shares", "beyond"],
)
def test_images_keep_their_brightness(images, limits):
    assert plots.show_images(images).axes[0].images[1].get_clim() == limits


def test_colour_images_are_drawn_in_colour():
    images = np.random.default_rng(0).random((3, 4, 6, 3))
    assert plots.show_images(images).axes[0].images[2].get_array().shape == (4, 6, 3)


def test_a_single_picture_is_refused_with_the_remedy(reader):
    with pytest.raises(ValueError, match={"tr": r"\(28, 28\).*\[resim\]", "en": r"\(28, 28\).*\[picture\]"}[reader]):
        plots.show_images(np.zeros((28, 28)))
    with pytest.raises(ValueError, match=r"3 resim için 2 yazı|2 captions for 3"):
        plots.show_images(np.zeros((3, 4, 4)), ["a", "b"])


@pytest.mark.parametrize(("shift", "low"), [(0.0, 0.0), (-0.5, -0.5)])
def test_feature_maps_share_one_scale(reader, shift, low):
    maps = np.linspace(0, 1, 9 * 9 * 5).reshape(1, 9, 9, 5) + shift
    figure = plots.plot_feature_maps(maps, title="Conv2D")
    pictures = figure.axes[0].images
    assert len(pictures) == 5
    high = np.abs(maps).max()
    assert {picture.get_clim() for picture in pictures} == {(0 if low == 0 else -high, high)}
    assert np.array_equal(pictures[3].get_array(), maps[0, :, :, 3])
    assert L("aktivasyon", "activation") in words(figure)
    assert_legible(figure)


def test_feature_maps_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 9, 9, 5\)"):
        plots.plot_feature_maps(np.zeros((2, 9, 9, 5)))


HISTORY = {
    "accuracy": [0.5, 0.7, 0.8, 0.85],
    "loss": [2.0, 1.0, 0.5, 0.3],
    "val_accuracy": [0.5, 0.75, 0.7, 0.6],
    "val_loss": [1.9, 0.9, 0.8, 1.1],
    "learning_rate": [0.01] * 4,
}


def test_history_shows_each_metric_for_both_sets(reader):
    figure = plots.plot_history(HISTORY, title="CNN")
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        L("Kayıp", "Loss"),
        L("Doğruluk", "Accuracy"),
    ]
    loss, accuracy = figure.axes
    assert loss.lines[0].get_xydata().tolist() == [[1, 2.0], [2, 1.0], [3, 0.5], [4, 0.3]]
    assert loss.lines[1].get_ydata().tolist() == HISTORY["val_loss"]
    assert loss.lines[2].get_xydata().tolist() == [[3, 0.8]]  # the smallest validation loss
    assert accuracy.lines[2].get_xydata().tolist() == [[2, 0.75]]  # the largest validation accuracy
    assert L("en iyi: 0,800", "best: 0.800") in words(figure)
    assert all(float(tick).is_integer() for tick in loss.get_xticks())
    assert_legible(figure)


def test_history_takes_what_fit_returned_and_draws_what_is_asked_for():
    returned = SimpleNamespace(history={"loss": [1.0], "mae": [2.0]})
    (axes,) = plots.plot_history(returned, metrics=["mae"]).axes
    assert axes.lines[0].get_xydata().tolist() == [[1, 2.0]]


def test_history_survives_a_training_that_burst():
    figure = plots.plot_history({"loss": [1.0, np.nan], "val_loss": [np.nan, np.nan]})
    assert len(figure.axes[0].lines) == 2


def test_history_names_a_metric_that_is_not_there(reader):
    with pytest.raises(ValueError, match=r"'auc'.*accuracy, loss"):
        plots.plot_history(HISTORY, metrics=["auc"])


CORNERS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


def test_points_have_a_colour_and_a_marker_for_each_class(reader):
    axes = plots.plot_points(CORNERS, [0, 0, 1, 2], ["a", "b", "c"], labels=("Petal (cm)", "Sepal (cm)"))
    assert [line.get_marker() for line in axes.lines] == ["o", "^", "s"]
    assert [line.get_color() for line in axes.lines] == [COLORS[name] for name in ("blue", "orange", "green")]
    assert axes.lines[0].get_xydata().tolist() == [[0, 0], [0, 1]]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Petal (cm)", "Sepal (cm)")
    assert_legible(axes.figure)


OUTPUTS = {
    "classes": lambda x: (x[:, 0] > 0.5).astype(int),
    "probability": lambda x: (x[:, :1] > 0.5) * 0.6,
    "scores": lambda x: np.column_stack([0.5 - x[:, 0], x[:, 0] - 0.5]),
    "bool": lambda x: x[:, 0] > 0.5,
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_boundary_colours_the_plane_by_the_models_classes(reader, output):
    calls = []

    def predict(x):
        calls.append(x.shape)
        return OUTPUTS[output](x)

    axes = plots.plot_decision_boundary(predict, CORNERS, [0, 0, 1, 1], [L("bekle", "wait"), L("sula", "water")])
    assert calls == [(40000, 2)]
    plane = axes.images[0]
    x0, x1, y0, y1 = plane.get_extent()
    pixels = plane.get_array()
    for x, color in ((0.2, "blue"), (0.8, "orange")):
        pixel = pixels[100, round((x - x0) / (x1 - x0) * 199)]
        assert np.argmax(pixel) == np.argmax(to_rgb(COLORS[color])), x
    edge = np.concatenate([path.vertices for path in axes.collections[0].get_paths()])
    np.testing.assert_allclose(edge[:, 0], 0.5, atol=0.01)
    assert (axes.get_xlim(), axes.get_ylim()) == ((x0, x1), (y0, y1))
    assert_legible(axes.figure)


def test_a_model_that_sees_one_class_only_has_no_boundary():
    axes = plots.plot_decision_boundary(lambda x: np.zeros(len(x)), CORNERS, [0, 1, 1, 0])
    assert len(axes.collections) == 0 and len(axes.lines) == 2


def test_samples_with_more_than_two_features_are_refused(reader):
    with pytest.raises(ValueError, match=r"\(4, 3\)"):
        plots.plot_points(np.zeros((4, 3)), np.zeros(4))


def test_the_confusion_matrix_counts_true_rows_and_predicted_columns(reader):
    names = [L("iyi huylu", "benign"), L("kötü huylu", "malignant")]
    axes = plots.plot_confusion([0, 0, 0, 1, 1], [0, 0, 1, 1, 1], names)
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {(0, 0): "2", (1, 0): "1", (1, 1): "2"}
    np.testing.assert_allclose(axes.images[0].get_array(), [[2 / 3, 1 / 3], [0, 1]])
    assert [label.get_text() for label in axes.get_yticklabels()] == names
    assert_legible(axes.figure)


def test_ten_classes_and_long_names_fit(reader):
    y = np.arange(100) % 10
    assert_legible(plots.plot_confusion(y, np.roll(y, 1)).figure)
    names = ["helicopter", "car", "bicycle", "train", "ship", "motorcycle"]
    assert_legible(plots.plot_confusion(y % 6, y[::-1] % 6, names).figure)


def test_arrays_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"\(3,\).*\(2,\)"):
        plots.plot_confusion([0, 1, 1], [0, 1])


def test_bars_carry_their_numbers(reader):
    values = {"MLP": 0.943, "CNN": 0.981}
    axes = plots.plot_bars(values, L("Doğruluk", "Accuracy"), highlight=["CNN"], format=lambda value: percent(value, 1))
    assert [bar.get_width() for bar in axes.patches] == [0.943, 0.981]
    colors = [to_hex(bar.get_facecolor()).upper() for bar in axes.patches]
    assert colors == [COLORS["blue"], COLORS["orange"]]
    assert {"tr": "%98,1", "en": "98.1%"}[reader] in words(axes.figure)
    bottom, top = axes.get_ylim()
    assert bottom > top  # the first stands on top
    assert_legible(axes.figure)


def test_bars_of_mixed_sign_with_errors(reader):
    axes = plots.plot_bars({"a": -1.5, "b": 0.2, "c": 3.3}, errors=[0.1, 0.2, 0.4])
    assert f"{MINUS}1{L(',', '.')}50" in words(axes.figure)
    assert axes.get_xlim()[0] < -1.5
    assert_legible(axes.figure)

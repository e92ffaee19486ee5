"""What figures say in words, in both languages."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.language import L
from utils.plots import show_images
from utils.plots.alternative import describe


@pytest.fixture
def axes():
    axes = plt.figure().add_subplot()
    yield axes
    plt.close("all")


def test_axes_and_named_curves_are_told(axes, reader):
    axes.plot([0, 1, 2], [2.5, 0.25, 1], label="a")
    axes.plot([0, 1], [0, 1])
    axes.set(title="T", xlabel="x", ylabel="y", xlim=(0, 2))
    words = describe(axes.figure)
    assert {"tr": "yatay: x (0 – 2)", "en": "across: x (0 – 2)"}[reader] in words
    assert {"tr": "a 2,50 → 1 (en az 0,25)", "en": "a 2.50 → 1 (least 0.25)"}[reader] in words
    assert words.startswith("T;") and "_child" not in words


def test_points_bars_and_pictures_are_told(reader):
    figure, (points, bars, *pictures) = plt.subplots(1, 4)
    points.scatter([1, 2, 3], [1, 2, 3], label="a")
    bars.bar(["k", "l"], [1.5, 2])
    for picture in pictures:
        picture.imshow([[0, 1]])
    words = describe(figure)
    assert "a (3)" in words
    assert {"tr": "2 çubuk: 1,50, 2", "en": "2 bars: 1.50, 2"}[reader] in words
    assert {"tr": "2 × Resim", "en": "2 × Picture"}[reader] in words
    plt.close("all")


def test_a_sheet_of_pictures_is_told_with_its_captions(reader):
    words = describe(show_images(np.zeros((3, 4, 4)), ["a", "b", "a"], title="T"))
    assert words == L("T. 3 resim: a, b.", "T. 3 pictures: a, b.")
    plt.close("all")


def test_an_empty_figure_and_odd_values_do_no_harm(axes, reader):
    axes.plot([0, 1], [float("nan"), float("nan")], label="a")
    axes.plot([], [], label="b")
    assert "a" in describe(axes.figure)
    assert isinstance(describe(plt.figure()), str)

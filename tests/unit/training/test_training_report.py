"""What a training shows, and how its numbers are named: no Keras needed."""

import math
import re

import pytest

from utils.metrics import metric_name, metric_value
from utils.training.report import MOST_POINTS, Report, curve, curve_names, duration, line, page


@pytest.mark.parametrize(
    ("name", "tr", "en"),
    [
        ("loss", "kayıp", "loss"),
        ("val_loss", "doğrulama kaybı", "validation loss"),
        ("accuracy", "doğruluk", "accuracy"),
        ("val_sparse_categorical_accuracy", "doğrulama doğruluğu", "validation accuracy"),
        ("mean_absolute_error", "MAE", "MAE"),
        ("size_loss", "size kaybı", "size loss"),
        ("val_tail_length_mean_squared_error", "doğrulama tail length MSE'si", "validation tail length MSE"),
        ("d_loss", "d kaybı", "d loss"),
        ("perplexity", "perplexity", "perplexity"),
        ("val_top_k", "doğrulama top k", "validation top k"),
        ("gloss", "gloss", "gloss"),
    ],
)
def test_names_of_metrics(reader, name, tr, en):
    assert metric_name(name) == {"tr": tr, "en": en}[reader]


@pytest.mark.parametrize(
    ("value", "en"),
    [
        (0.98345, "0.983"),
        (0.0524, "0.0524"),
        (1.0, "1.00"),
        (0.9999, "1.00"),
        (12.345, "12.3"),
        (12345.6, "12346"),
        (1234567, "1.23·10⁶"),
        (-1.2e-5, "−1.20·10⁻⁵"),
        (0, "0"),
        (math.nan, "NaN"),
        (math.inf, "infinite"),
    ],
)
def test_values_have_three_significant_digits(reader, value, en):
    expected = {"tr": en.replace(".", ",").replace("infinite", "sonsuz"), "en": en}[reader]
    assert metric_value(value) == expected


@pytest.mark.parametrize(
    ("seconds", "tr", "en"),
    [
        (0.04, "0,0 s", "0.0 s"),
        (5.12, "5,1 s", "5.1 s"),
        (9.97, "10 s", "10 s"),
        (59.7, "1 dk 0 s", "1 min 0 s"),
        (125, "2 dk 5 s", "2 min 5 s"),
        (3840, "1 sa 4 dk", "1 h 4 min"),
    ],
)
def test_durations(reader, seconds, tr, en):
    assert duration(seconds) == {"tr": tr, "en": en}[reader]


LOGS = {"accuracy": 0.98, "loss": 0.05, "val_accuracy": 0.96, "val_loss": 0.07}


def report(**changes):
    return Report(**{"name": "", "epochs": 12, "done": 12, "elapsed": 5.1, "logs": LOGS, "finished": True} | changes)


def test_the_last_line_says_it_all(reader):
    assert (
        line(report())
        == {
            "tr": "12 epok, 5,1 s · kayıp 0,0500 · doğruluk 0,980 · doğrulama kaybı 0,0700 · doğrulama doğruluğu 0,960",
            "en": "12 epochs, 5.1 s · loss 0.0500 · accuracy 0.980 · validation loss 0.0700 · validation accuracy 0.960",
        }[reader]
    )


def test_a_line_under_way_says_the_time_left(reader):
    text = line(report(name="CNN", done=3.4, finished=False, left=130, logs={}))
    assert (
        text
        == {
            "tr": "CNN: epok 4/12, 5,1 s geçti, yaklaşık 2 dk 10 s kaldı",
            "en": "CNN: epoch 4/12, 5.1 s so far, about 2 min 10 s left",
        }[reader]
    )
    assert line(report(done=12, finished=False, logs={})).startswith({"tr": "epok 12/12", "en": "epoch 12/12"}[reader])


def test_a_training_that_ended_early_says_how_far_it_came(reader):
    assert line(report(done=7, logs={})).startswith("7/12")
    stopped = line(report(done=2.3, logs={}, stopped=True))
    assert stopped.startswith("3/12")
    assert {"tr": "durduruldu", "en": "stopped"}[reader] in stopped
    assert line(report(done=1, epochs=1, logs={})) == {"tr": "1 epok, 5,1 s", "en": "1 epoch, 5.1 s"}[reader]


def test_losses_without_the_usual_names_are_drawn_too():
    assert curve_names({"val_loss": 1, "accuracy": 1, "loss": 1, "size_loss": 1}) == ["loss", "val_loss"]
    assert curve_names({"d_loss": 1, "g_loss": 1, "d_accuracy": 1}) == ["d_loss", "g_loss"]
    assert curve_names({}) == []


def points(svg):
    return [
        [tuple(map(float, point.split(","))) for point in path.split()]
        for path in re.findall(r'<polyline points="([^"]*)"', svg)
    ]


def test_the_curve_lies_in_its_field_and_falls_with_the_loss(reader):
    curves = {"loss": [(1, 4.0), (2, 2.0), (4, 1.0)], "val_loss": [(1, 3.0), (2, 2.5)]}
    svg = curve(report(epochs=4, done=4, curves=curves))
    training, validation = points(svg)
    assert [round(x) for x, _ in training] == [186, 307, 550]  # a quarter, a half and all of the width
    heights = [y for _, y in training]
    assert heights == sorted(heights) and 26 <= heights[0] < heights[-1] <= 142
    assert validation[1][0] == training[1][0] and validation[1][1] < training[1][1]
    assert {"tr": "doğrulama kaybı", "en": "validation loss"}[reader] in svg
    assert {"tr": "kayıp 4,00 değerinden 1,00 değerine", "en": "loss from 4.00 to 1.00"}[reader] in svg


def test_one_point_is_no_curve():
    assert curve(report(curves={"loss": [(1, 2.0)], "val_loss": [(1, 2.0)]})) == ""
    assert curve(report(curves={})) == ""


def test_a_loss_that_burst_is_left_out_of_the_curve_but_said():
    curves = {"loss": [(1, 2.0), (2, 1.0), (3, math.nan), (4, math.inf)]}
    assert len(points(curve(report(curves=curves)))[0]) == 2
    assert "NaN" in page(report(logs={"loss": math.nan}))
    assert curve(report(curves={"loss": [(1, math.nan), (2, math.nan)]})) == ""


def test_a_constant_and_a_negative_loss_can_be_drawn():
    assert points(curve(report(curves={"loss": [(1, 0.0), (2, 0.0)]})))
    heights = [y for _, y in points(curve(report(curves={"loss": [(1, 2.0), (2, -2.0)]})))[0]]
    assert heights == [26.0, 142.0]


def test_the_longest_training_stays_small_and_keeps_its_last_point():
    curves = {name: [(i, 1 / i) for i in range(1, 5001)] for name in ("loss", "val_loss")}
    long = report(epochs=5000, done=5000, curves=curves)
    for drawn in points(curve(long)):
        assert MOST_POINTS / 2 < len(drawn) <= MOST_POINTS
        assert drawn[-1][0] == 550.0
    assert len(page(long)) < 6000


def test_names_are_escaped():
    shown = page(report(name="<b>x</b>", logs={"<i>": 1.0}))
    assert "<b>x" not in shown and "<i>" not in shown


def test_the_bar_tells_the_share_that_is_done():
    assert '<progress value="0.250" max="1"' in page(report(done=3, finished=False))
    assert '<progress value="1.000"' in page(report())

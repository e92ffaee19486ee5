"""Lesson 18: the cached trainings, the explorer and the checks."""

import keras
import numpy as np
import pytest
from matplotlib import pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_emoji
from utils.language import use_language
from utils.lessons.transfer_learning import checks as check
from utils.lessons.transfer_learning import drawings
from utils.lessons.transfer_learning import explorer as transfer

MEAN = np.array([104.006, 116.669, 122.679])


def test_the_cache_is_complete_and_what_the_lesson_says_of_it_holds():
    data = transfer.runs()
    assert data.locked.tolist() == [0, 2, 4, 6, 9] and data.per_class.tolist() == [5, 20]
    assert data.curves.shape == (5, 3, 2, 2, 2, len(data.epochs), 2) and data.seconds.shape == data.curves.shape[:5]
    assert data.parameters[0] == 725_061 and data.parameters[-1] == 2565
    assert (data.curves >= 0).all() and (data.curves <= 1).all() and (data.seconds > 0).all()
    gentle = transfer.chosen("0.0001", "pretrained", 20)[0][0, -1, 1]
    too_fast = transfer.chosen("0.01", "pretrained", 20)[0][:, -1, 1]
    nothing = transfer.chosen("0.001", "random", 20)[0][0, -1, 1]
    assert gentle > max(nothing, too_fast[0]) + 0.15
    assert transfer.chosen("0.001", "random", 20)[0][:, -1, 1].max() < data.pixels[1].mean() - 0.05  # ten epochs
    close = transfer.chosen("0.0001", "pretrained", 20)[0][:, -1, 1]
    assert close.max() - close.min() < 0.05 and (too_fast[:-1] < too_fast[-1] - 0.15).all()  # the notes say so
    assert too_fast[-1] > too_fast[0] + 0.15  # at a high rate locking everything is better than nothing


def test_what_the_lesson_reads_from_the_records_is_there():
    data = transfer.runs()
    assert data.ways.shape == (5, 5) and data.damage.shape == (4, 5)
    assert data.scratch.shape == (5, len(data.scratch_epochs), 2) and data.scratch_epochs[-1] == 100
    for shares in (data.ways, data.damage, data.scratch[..., 1]):
        counts = 354 * shares  # of the test pictures
        assert np.allclose(counts, counts.round(), atol=1e-3)


@pytest.mark.parametrize("draw", [drawings.draw_fire_block, drawings.draw_ways])
def test_the_drawings_speak_the_readers_language(reader, draw):
    words = " ".join(text.get_text() for text in draw().axes[0].texts)
    plt.close("all")
    assert {"tr": ("filtre", "dondurulmuş"), "en": ("filters", "frozen")}[reader][draw is drawings.draw_ways] in words


def test_each_stage_of_a_way_is_drawn_with_what_it_freezes(reader):
    axes = drawings.draw_ways().axes[0]
    names = [text.get_text() for text in axes.texts]
    plt.close("all")
    stages = [frozen for _, stages in drawings.ways() for frozen in stages]
    assert stages == [9, 6, 0, 9, 0, 9, 6, 0]
    assert names.count("fire9") == names.count("conv1") == len(stages)


def test_the_explorer_keeps_its_promises():
    check_explorer(transfer.TransferExplorer)


def test_a_missing_cache_is_told_in_the_readers_language(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(transfer, "PATH", tmp_path / "transfer_runs.npz")
    with pytest.raises(RuntimeError, match={"tr": "bozuk", "en": "damaged"}[reader]):
        transfer.runs.__wrapped__()


def test_count_trained():
    def stub(blocks, locked, features, classes): ...

    assert_check(
        check.count_trained,
        solution=lambda b, k, f, c: sum(b[k:]) + (f + 1) * c,
        stub=stub,
        wrong={
            "locked_counted": lambda b, k, f, c: sum(b[:k]) + (f + 1) * c,
            "all_blocks": lambda b, k, f, c: sum(b) + (f + 1) * c,
            "no_head": lambda b, k, f, c: sum(b[k:]),
            "no_bias": lambda b, k, f, c: sum(b[k:]) + f * c,
            "off_by_one": lambda b, k, f, c: sum(b[k + 1 :]) + (f + 1) * c,
            "locked_too_few": lambda b, k, f, c: sum(b[k - 1 :]) + (f + 1) * c,
            "not_a_number": lambda b, k, f, c: [*b[k:], (f + 1) * c],
            "head_only": lambda b, k, f, c: (f + 1) * c,
            "one_bias": lambda b, k, f, c: sum(b[k:]) + f * c + 1,
            "bias_of_each_feature": lambda b, k, f, c: sum(b[k:]) + f * (c + 1),
            "blocks_not_summed": lambda b, k, f, c: len(b[k:]) + (f + 1) * c,
            "wrong_number": lambda b, k, f, c: 7,
        },
        also_correct=(lambda b, k, f, c: [sum(b[k:]) + (f + 1) * c],),
    )


def test_the_call_that_is_shown_is_the_one_that_went_wrong():
    """Once the last call stood beside the first answer."""
    use_language("en")
    result = check.count_trained(lambda b, k, f, c: sum(b) + (f + 1) * c)
    assert "`count_trained([10, 20, 30], 1, 4, 2)`, 60 was expected; your function returned 70" in result.message
    assert "`locked_at(2, 9, 2)`, 8 was expected; your function returned 9" in check.locked_at(lambda *case: 9).message


def test_prepare():
    def stub(pictures): ...

    assert_check(
        check.prepare,
        solution=lambda x: x[..., ::-1].astype(float) - MEAN,
        stub=stub,
        also_correct=(lambda x: (x[..., ::-1].astype(np.float32) - MEAN.astype(np.float32)).tolist(),),
        wrong={
            "red_first": lambda x: x - MEAN,
            "red_first_still": lambda x: x - MEAN[::-1],
            "all_axes": lambda x: np.flip(x) - MEAN,
            "sign": lambda x: MEAN - x[..., ::-1],
            "mean_first": lambda x: (x - MEAN)[..., ::-1],
            "no_mean": lambda x: x[..., ::-1],
            "divided": lambda x: x / 255,
            "one_mean": lambda x: x[..., ::-1] - MEAN.mean(),
            "added": lambda x: x[..., ::-1] + MEAN,
            "axis": lambda x: x[:, ::-1] - MEAN,
            "wrapped": lambda x: x[..., ::-1] - MEAN.astype(np.uint8),
            "own_mean": lambda x: x[..., ::-1] - x[..., ::-1].mean(axis=(0, 1, 2)),
            "shape": lambda x: x.mean(axis=-1),
            "wrong_value": lambda x: x * 0.5,
        },
    )


def test_locked_at():
    def stub(epoch, blocks, every): ...

    assert_check(
        check.locked_at,
        solution=lambda e, b, v: max(b - e // v, 0),
        stub=stub,
        wrong={
            "negative": lambda e, b, v: b - e // v,
            "opened_counted": lambda e, b, v: min(e // v, b),
            "every_epoch": lambda e, b, v: max(b - e, 0),
            "one_too_early": lambda e, b, v: max(b - 1 - e // v, 0),
            "opened_too_early": lambda e, b, v: max(b - (e + 1) // v, 0),
            "never_all_open": lambda e, b, v: max(b - e // v, 1),
            "opened_too_late": lambda e, b, v: max(b - max(e - 1, 0) // v, 0),
            "rounded_up": lambda e, b, v: max(b - int(np.ceil(e / v)), 0),
            "no_return": lambda e, b, v: print(max(b - e // v, 0)),
            "remainder": lambda e, b, v: max(b - e % v, 0),
            "multiplied": lambda e, b, v: b - e * v,
            "rounded": lambda e, b, v: round(max(b - e / v, 0)),
            "not_whole": lambda e, b, v: max(b - e / v, 0),
        },
    )


def freezer(rule):
    """Return a function that sets trainable of layer i to rule(i, place of the border)."""

    def freeze(model, last):
        border = [layer.name for layer in model.layers].index(last)
        for i, layer in enumerate(model.layers):
            layer.trainable = rule(i, border, layer)

    return freeze


def test_a_picture_turned_back_into_uint8_is_named():
    assert_check(
        check.prepare,
        solution=lambda x: x[..., ::-1].astype(float) - MEAN,
        stub=lambda pictures: ...,
        wrong={
            "wrapped": lambda x: (x[..., ::-1] - MEAN).astype(int).astype(np.uint8),
            "divided": lambda x: (x[..., ::-1] - MEAN) / 255,
        },
    )


def test_freeze():
    def stub(model, last): ...

    assert_check(
        check.freeze,
        solution=freezer(lambda i, border, layer: i > border),
        stub=stub,
        wrong={
            "unchanged": freezer(lambda i, border, layer: layer.trainable),
            "whole_model": lambda model, last: setattr(model, "trainable", False),
            "only_last": freezer(lambda i, border, layer: layer.trainable and i != border),
            "reversed": freezer(lambda i, border, layer: i <= border),
            "all_frozen": freezer(lambda i, border, layer: False),
            "last_left_open": freezer(lambda i, border, layer: i >= border),
            "not_opened": freezer(lambda i, border, layer: layer.trainable and i > border),
            "wrong_layers": freezer(lambda i, border, layer: i % 2 == 0),
        },
    )
    half_opened = check.freeze(freezer(lambda i, border, layer: i > border and layer.name != "features"))
    assert half_opened.misconception == "wrong_layers", repr(half_opened)


def freeze(model, last):
    return freezer(lambda i, border, layer: i > border)(model, last)


def test_what_a_real_model_can_do_it_can_do_here():
    """Once ``compile`` and ``summary`` raised."""

    def compiled(model, last):
        freeze(model, last)
        model.compile("sgd", "mse")

    def told(model, last):
        freeze(model, last)
        model.summary()
        assert model.get_layer(last).count_params() and model.get_layer(index=0).get_weights()
        assert not any(weight.trainable for weight in model.get_layer(last).weights)

    for answer in (compiled, told):
        result = check.freeze(answer)
        assert result.outcome == "correct", repr(result)


def test_opening_the_model_opens_no_layer_while_it_is_open(reader):
    """Keras ignores it; once it was told to freeze the whole network."""

    def opened_first(model, last):
        model.trainable = True
        for layer in model.layers:
            layer.trainable = False
            if layer.name == last:
                break

    result = check.freeze(opened_first)
    assert result.misconception == "not_opened" and "`model.trainable = True`" in result.message


def test_a_model_that_is_frozen_as_a_whole_is_named_whatever_its_layers_say():
    def whole(model, last):
        model.trainable = False
        freeze(model, last)

    assert check.freeze(whole).misconception == "whole_model"


def test_my_transfer():
    def stub(x_train, y_train, x_test): ...

    data = load_emoji(20, seed=check.SPLIT)
    guess = np.where(np.arange(len(data.y_test)) % 10 < 4, (data.y_test + 1) % 5, data.y_test)
    assert_check(
        check.my_transfer,
        solution=lambda x, y, x_test: guess,
        stub=stub,
        also_correct=(
            lambda x, y, x_test: np.eye(5)[guess],
            lambda x, y, x_test: guess.tolist(),
            lambda x, y, x_test: guess[:, None].astype("float32"),
        ),
        wrong={
            "one_class": lambda x, y, x_test: np.zeros(len(x_test), int),
            "from_one": lambda x, y, x_test: guess + 1,
            "training_set": lambda x, y, x_test: y,
            "shape": lambda x, y, x_test: guess[:7],
            "not_accurate_enough": lambda x, y, x_test: (guess + 1) % 5,
        },
    )


def test_what_does_not_transfer_stays_below_the_least_accuracy():
    """The most frequent class, and the lesson's own logistic regression on pixels."""
    data = load_emoji(20, seed=check.SPLIT)

    def small(pictures):
        return pictures.reshape(len(pictures), 24, 3, 24, 3, 3).mean(axis=(2, 4)).reshape(len(pictures), -1)

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
    pixels = model.fit(small(data.x_train), data.y_train).score(small(data.x_test), data.y_test)
    assert np.bincount(data.y_test).max() / len(data.y_test) < 0.35
    assert pixels == pytest.approx(0.46, abs=0.01) and pixels < check.LEAST_ACCURACY - 0.03


def recipe(*stages, optimizer=keras.optimizers.Adam, loss="sparse_categorical_crossentropy"):
    """Return an answer to ``two_stages``: a stage is (base.trainable or None, rate or None: not compiled, epochs)."""

    def two_stages(model, base, x, y):
        for trainable, rate, epochs in stages:
            if trainable is not None:
                base.trainable = trainable
            if rate is not None:
                model.compile(optimizer(rate), loss)
            if epochs:
                model.fit(x, y, epochs=epochs, verbose=0)

    return two_stages


def test_two_stages():
    def whole_frozen(model, base, x, y):
        model.trainable = False
        recipe((None, 0.001, 3))(model, base, x, y)
        model.trainable = True
        recipe((None, 0.0001, 2))(model, base, x, y)

    def layer_by_layer(model, base, x, y):
        for layer in base.layers:
            layer.trainable = False
        recipe((None, 0.001, 1), (None, None, 2))(model, base, x, y)
        for layer in base.layers:
            layer.trainable = True
        recipe((None, 0.0001, 2))(model, base, x, y)

    first, second = (False, 0.001, 3), (True, 0.0001, 2)
    assert_check(
        check.two_stages,
        solution=recipe(first, second),
        stub=lambda model, base, x, y: ...,
        also_correct=(layer_by_layer,),
        wrong={
            "no_fit": recipe((False, 0.001, 0)),
            "never_compiled": recipe((False, None, 3)),
            "wrong_loss": recipe(first, second, loss="mse"),
            "not_frozen": recipe((True, 0.001, 3), second),
            "head_frozen": whole_frozen,
            "one_stage": recipe(first),
            "still_frozen": recipe(first, (None, 0.0001, 2)),
            "not_compiled_again": recipe(first, (True, None, 2)),
            "frozen_again": recipe(first, second, (False, 0.0001, 1)),
            "same_rate": recipe(first, (True, 0.001, 2)),
            "rates_swapped": recipe((False, 0.0001, 3), (True, 0.001, 2)),
            "wrong_rate": recipe(first, (True, 0.0005, 2)),
            "wrong_epochs": recipe((False, 0.001, 2), (True, 0.0001, 3)),
            "other_optimizer": recipe(first, second, optimizer=keras.optimizers.SGD),
        },
    )


def test_an_error_that_has_another_cause_is_told_as_it_is():
    """Where the model is not compiled yet, that is not the reason of every error."""

    def two_stages(model, base, x, y):
        base.trainable = False
        model.compile(undefined(0.001), "mse")  # noqa: F821

    assert check.two_stages(two_stages).outcome == "error"

"""Lesson 02: its explorer, its checks and its data."""

import numpy as np
import pytest

from tests.unit.checking import assert_check
from tests.unit.explorers import check_explorer
from utils.checks import tensors as check
from utils.datasets import DataError, load_eeg, signals
from utils.widgets.tensor_slicer import TensorSlicer


def stub(*args):
    return ...


def test_the_explorer_keeps_its_promises():
    check_explorer(TensorSlicer)


def test_add_channel():
    assert_check(
        check.add_channel,
        solution=lambda x: x[..., np.newaxis],
        stub=stub,
        wrong={
            "axis_in_front": lambda x: x[None],
            "channels_first": lambda x: x[:, None],
            "flattened": lambda x: x.reshape(len(x), -1, 1),
            "unchanged": lambda x: x,
        },
        also_correct=[lambda x: np.expand_dims(x, 3), lambda x: x.reshape(*x.shape, 1), lambda x: x[..., None].tolist()],
    )


def test_to_chw():
    assert_check(
        check.to_chw,
        solution=lambda x: x.transpose(2, 0, 1),
        stub=stub,
        wrong={
            "reshaped": lambda x: x.reshape(x.shape[2], *x.shape[:2]),
            "turned": lambda x: x.T,
            "unchanged": lambda x: x,
            "wrong_shape": lambda x: x[0],
        },
        also_correct=[lambda x: np.moveaxis(x, 2, 0), lambda x: np.stack([x[..., c] for c in range(3)])],
    )


def test_standardize():
    assert_check(
        check.standardize,
        solution=lambda x: (x - x.mean(axis=0)) / x.std(axis=0),
        stub=stub,
        wrong={
            "by_rows": lambda x: (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True),
            "whole_table": lambda x: (x - x.mean()) / x.std(),
            "not_divided": lambda x: x - x.mean(axis=0),
            "divided_by_variance": lambda x: (x - x.mean(axis=0)) / x.var(axis=0),
        },
        also_correct=[
            lambda x: (x - x.mean(axis=0)) / x.std(axis=0, ddof=1),
            lambda x: np.stack([(c - c.mean()) / c.std() for c in x.T], axis=1),
        ],
    )


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def test_one_hot():
    def counted_from_one(labels, classes):
        table = np.zeros((len(labels), classes))
        table[np.arange(len(labels)), labels - 1] = 1
        return table

    assert_check(
        check.one_hot,
        solution=one_hot,
        stub=stub,
        wrong={
            "transposed": lambda labels, classes: one_hot(labels, classes).T,
            "counted_from_one": counted_from_one,
            "label_in_place_of_one": lambda labels, classes: one_hot(labels, classes) * labels[:, None],
            "too_few_columns": lambda labels, classes: np.eye(labels.max() + 1)[labels],
        },
        also_correct=[lambda labels, classes: labels[:, None] == np.arange(classes), lambda y, k: one_hot(y, k).tolist()],
    )


def filling(measure, own=False):
    def fill(train, test):
        values = [measure(train), measure(test if own else train)]
        return tuple(np.where(np.isnan(part), value, part) for part, value in zip((train, test), values, strict=True))

    return fill


def test_fill_missing():
    def of_both(train, test):
        return filling(lambda _: np.nanmedian(np.concatenate([train, test]), axis=0))(train, test)

    assert_check(
        check.fill_missing,
        solution=filling(lambda part: np.nanmedian(part, axis=0)),
        stub=stub,
        wrong={
            "zeros": filling(lambda part: 0),
            "test_medians": filling(lambda part: np.nanmedian(part, axis=0), own=True),
            "medians_of_both": of_both,
            "means": filling(lambda part: np.nanmean(part, axis=0)),
            "one_median": filling(np.nanmedian),
            "nan_left": filling(lambda part: np.median(part, axis=0)),
            "not_two": lambda train, test: train,
        },
        also_correct=[lambda train, test: list(filling(lambda part: np.nanmedian(part, axis=0))(train, test))],
    )


def test_tweets():
    assert_check(
        check.tweets,
        solution=lambda: ((1_000_000, 140), "uint8"),
        stub=stub,
        wrong={
            "one_hot_kept": lambda: ((1_000_000, 140, 128), np.float32),
            "type_too_wide": lambda: ((1_000_000, 140), np.int64),
            "float_kept": lambda: ((1_000_000, 140), "float64"),
            "letters_lost": lambda: ((1_000_000, 40), "uint8"),
            "not_a_pair": lambda: "uint8",
        },
        also_correct=[lambda: ([140_000_000], np.int8), lambda: ((1_000_000, 140), np.dtype("int16"))],
    )


def test_the_brains_signals_are_the_files_and_a_damaged_file_is_told(monkeypatch, reader):
    recording = load_eeg()
    assert recording.shape == (800, 4)
    assert np.allclose(recording.std(axis=0), 1, atol=0.01)
    monkeypatch.setattr(signals, "CHECKSUM", "0")
    with pytest.raises(DataError, match="matplotlib"):
        load_eeg()

"""The shuttle's readings are what they should be, and a missing file is told."""

import numpy as np
import pytest

from utils.datasets import load_shuttle, shuttle


def test_outliers_are_as_rare_in_both_parts(reader):
    data = load_shuttle()
    assert data.x_train.shape == (8000, 9) and data.x_test.shape == (4000, 9)
    assert data.y_train.sum() == 572 and data.y_test.sum() == 286
    everything = np.concatenate([data.x_train, data.x_test])
    assert np.array_equal(everything, np.round(everything)) and len(np.unique(everything, axis=0)) == 12_000
    assert data.class_names[1] == {"tr": "aykırı", "en": "outlier"}[reader] and len(data.feature_names) == 9


def test_a_seed_gives_the_same_split_and_another_one_a_different_split():
    assert np.array_equal(load_shuttle(3).x_test, load_shuttle(3).x_test)
    assert not np.array_equal(load_shuttle(3).y_test, load_shuttle(4).y_test)


def test_a_missing_file_is_told(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(shuttle, "PATH", tmp_path / "shuttle.npz")
    with pytest.raises(RuntimeError, match=r"shuttle\.npz"):
        load_shuttle()

"""The animals are what they should be, and a damaged file is told."""

import numpy as np
import pytest

from utils.datasets import animals, load_animals


def test_classes_are_equal_in_size_and_no_picture_occurs_twice(reader):
    data = load_animals()
    assert data.x_train.shape == (4000, 28, 28) and data.x_train.dtype == np.uint8
    assert np.bincount(data.y_train).tolist() == [400] * 10
    assert np.bincount(data.y_test).tolist() == [100] * 10
    everything = np.concatenate([data.x_train, data.x_test]).reshape(5000, -1)
    assert np.unique(everything).tolist() == [0, 85, 170, 255]
    assert len(np.unique(everything, axis=0)) == 5000
    assert data.class_names[0] == {"tr": "ayı", "en": "bear"}[reader] and len(data.class_names) == 10


def test_a_seed_gives_the_same_split_and_another_one_a_different_split():
    assert np.array_equal(load_animals(3).x_test, load_animals(3).x_test)
    assert not np.array_equal(load_animals(3).y_test, load_animals(4).y_test)


def test_a_damaged_or_other_file_is_told(reader, monkeypatch, tmp_path):
    path = tmp_path / "animals.npz"
    monkeypatch.setattr(animals, "PATH", path)
    for content in (None, b"PK\x03\x04 cut off"):
        if content:
            path.write_bytes(content)
        with pytest.raises(RuntimeError, match=r"animals\.npz"):
            load_animals()
    np.savez(path, pictures=np.zeros((5000, 28, 28), np.uint8), labels=np.zeros(5000, np.uint8))
    with pytest.raises(RuntimeError, match=r"animals\.npz"):
        load_animals()

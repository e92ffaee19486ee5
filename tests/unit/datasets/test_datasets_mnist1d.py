"""MNIST-1D: what it holds, that the caller's random numbers are left alone, and what is said where it is not as it should be."""

import random

import numpy as np
import pytest

from utils.datasets import DataError, load_mnist1d, mnist1d


def test_the_signals_are_the_standard_ones():
    data = load_mnist1d()
    assert data.x_train.shape == (4000, 40) and data.x_test.shape == (1000, 40) and data.templates.shape == (10, 12)
    assert data.x_train.dtype == np.float32
    assert np.bincount(np.concatenate([data.y_train, data.y_test])).tolist() == [500] * 10
    everything = np.concatenate([data.x_train, data.x_test])
    assert abs(everything.mean()) < 1e-3 and abs(everything.std() - 1) < 1e-3
    assert "4000" in repr(data) and len(repr(data)) < 100


def test_arrays_that_the_caller_changes_come_back_as_they_were():
    load_mnist1d().x_train[:] = 0
    load_mnist1d().templates[:] = 0
    assert load_mnist1d().x_train.any() and load_mnist1d().templates.any()


def test_random_numbers_go_on_as_if_nothing_had_been_drawn():
    def drawn(load):
        mnist1d._make.cache_clear()
        random.seed(5)
        np.random.seed(5)
        load()
        return random.random(), np.random.random()

    assert drawn(load_mnist1d) == drawn(lambda: None)


@pytest.mark.parametrize("change", [
    lambda made: made | {"x": made["x"] + 0.01},
    lambda made: made | {"y": made["y"][::-1]},
    lambda made: made | {"x_test": made["x_test"][:900]},
])  # fmt: skip
def test_other_signals_are_refused(monkeypatch, change):
    made = mnist1d._make()
    monkeypatch.setattr(mnist1d, "_make", lambda: change(made))
    with pytest.raises(DataError, match="mnist1d"):
        load_mnist1d()


def test_a_missing_package_says_what_to_do(monkeypatch, reader):
    monkeypatch.setattr(mnist1d, "PACKAGE", "no_such_package")
    with pytest.raises(DataError, match="no_such_package"):
        load_mnist1d()

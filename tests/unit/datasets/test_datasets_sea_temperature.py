"""The sea's temperatures: an even grid, what is filled in, and what is said where the file is missing."""

import numpy as np
import pytest

from utils.datasets import DataError, load_sea_temperature, sea_temperature


def test_the_temperatures_stand_half_an_hour_apart_and_say_what_is_filled_in():
    sea = load_sea_temperature()
    assert sea.times.shape == sea.celsius.shape == sea.measured.shape == (19249,)
    assert np.all(np.diff(sea.times) == np.timedelta64(30, "m"))
    assert (~sea.measured).sum() == 24
    assert 3.6 < sea.celsius.min() < sea.celsius.max() < 22.2
    assert sea.celsius[0] == 4.929 and sea.celsius[-1] == 4.316  # as the file has it
    assert "19249" in repr(sea) and len(repr(sea)) < 100
    stretch = sea.celsius[
        (sea.times >= np.datetime64("2016-07-08T01:30")) & (sea.times <= np.datetime64("2016-07-08T13:30"))
    ]
    np.testing.assert_allclose(np.diff(stretch, 2), 0, atol=1e-9)  # a straight line over the gap


def test_a_missing_package_and_a_damaged_file_say_what_to_do(monkeypatch, reader):
    monkeypatch.setattr(sea_temperature, "FILE", sea_temperature.Path("no_such_file.gz"))
    with pytest.raises(DataError, match="bokeh-sampledata"):
        load_sea_temperature()
    monkeypatch.setattr(sea_temperature, "PACKAGE", "no-such-package")
    with pytest.raises(DataError, match="no-such-package"):
        load_sea_temperature()


def test_other_values_are_refused(monkeypatch):
    times, celsius = sea_temperature._read()
    monkeypatch.setattr(sea_temperature, "_read", lambda: (times, celsius + 0.001))
    with pytest.raises(DataError):
        load_sea_temperature()

"""The tables of measurements and the split that all data sets share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from utils.datasets import DataError, load_breast_cancer, load_iris_pair, tables
from utils.datasets.split import stratified_split


def separable(x, y):
    """Return whether a line has all of class 1 on one side: weights and bias with sign * (w x + b) >= 1."""
    signs = np.where(y == 1, 1, -1)[:, None]
    rows = -signs * np.column_stack([x, np.ones(len(x))])
    return linprog(np.zeros(rows.shape[1]), rows, -np.ones(len(x)), bounds=(None, None)).success


def everything(data):
    return np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])


def test_a_line_separates_setosa_from_versicolor_but_not_versicolor_from_virginica():
    assert separable(*everything(load_iris_pair()))
    hard = load_iris_pair(("versicolor", "virginica"), ("petal_length", "petal_width"))
    assert not separable(*everything(hard))
    assert not separable(hard.x_train, hard.y_train)


def test_iris_comes_in_centimetres_with_names_and_half_of_each_class(reader):
    data = load_iris_pair(("setosa", "virginica"), ("petal_width", "sepal_length"))
    assert data.x_train.shape == (80, 2) and data.x_test.shape == (20, 2)
    assert data.x_train.dtype == np.float64 and data.y_train.dtype == np.int64
    assert np.bincount(data.y_train).tolist() == [40, 40]
    assert np.bincount(data.y_test).tolist() == [10, 10]
    expected = {
        "tr": ("Taç yaprak genişliği (cm)", "Çanak yaprak uzunluğu (cm)"),
        "en": ("Petal width (cm)", "Sepal length (cm)"),
    }
    assert data.feature_names == expected[reader]
    assert data.class_names == ("setosa", "virginica")
    x, y = everything(data)
    np.testing.assert_allclose(x[y == 0].mean(axis=0), [0.246, 5.006])  # as Fisher's table has it
    np.testing.assert_allclose(x[y == 1].mean(axis=0), [2.026, 6.588])


def test_an_unknown_name_is_refused_with_the_choices(reader):
    with pytest.raises(ValueError, match=r"'rose'.*setosa, versicolor, virginica"):
        load_iris_pair(("setosa", "rose"))
    with pytest.raises(ValueError, match=r"'colour'.*sepal_length"):
        load_iris_pair(features=("colour", "petal_width"))


def test_breast_cancer_has_malignant_as_one(reader):
    data = load_breast_cancer()
    assert data.x_train.shape == (400, 30) and data.x_test.shape == (169, 30)
    x, y = everything(data)
    assert np.bincount(y).tolist() == [357, 212]
    radius = x[:, data.feature_names.index("mean radius")]
    assert radius[y == 1].mean() > 17 > 13 > radius[y == 0].mean()
    assert data.class_names == {"tr": ("iyi huylu", "kötü huylu"), "en": ("benign", "malignant")}[reader]
    assert abs(data.y_train.mean() - data.y_test.mean()) < 0.005


def test_other_values_than_expected_are_refused(reader, monkeypatch):
    monkeypatch.setattr(tables, "IRIS_CHECKSUM", "0")
    with pytest.raises(DataError, match=r"scikit-learn.*\(150, 5\)"):
        load_iris_pair()


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60), st.integers(0, 99), st.data())
def test_the_split_takes_each_sample_once_and_keeps_the_proportions(labels, seed, data):
    y = np.array(labels)
    size = data.draw(st.integers(1, len(y) - 1))
    train, test = stratified_split(y, size, seed)
    assert len(train) == size
    assert sorted([*train, *test]) == list(range(len(y)))
    for label in np.unique(y):
        expected = size * np.mean(y == label)
        assert abs(np.sum(y[train] == label) - expected) <= 2
    again = stratified_split(y, size, seed)
    assert np.array_equal(train, again[0]) and np.array_equal(test, again[1])

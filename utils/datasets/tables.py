"""Small tables of measurements in classes, from scikit-learn."""

from dataclasses import dataclass

import numpy as np

from utils.datasets.checked import require
from utils.datasets.split import Split, stratified_split
from utils.language import L

IRIS_CHECKSUM = "dc756d4e269ec3e6409c993457e9713139d1f32eee13662ef7d1c83ed7a701c0"
WINE_CHECKSUM = "5ddad47ce4122b5e9bd590b8af542a5b0db183b0112823fe8be4aa0258bc3621"
BREAST_CANCER_CHECKSUM = "6f132b226c268840e8891b7f6fd447a7dd74e8faf717b69211fcf0db2d5ae82e"

IRIS_CLASSES = ("setosa", "versicolor", "virginica")
IRIS_FEATURES = ("sepal_length", "sepal_width", "petal_length", "petal_width")


@dataclass(frozen=True, eq=False, repr=False)
class LabelledPoints(Split):
    """Samples (n, d) float64 and labels (n,) int64, 0, 1, ..., with the names of features and classes."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]


def load_iris_pair(
    classes: tuple[str, str] = ("setosa", "versicolor"),
    features: tuple[str, ...] = ("sepal_length", "petal_length"),
    seed: int = 0,
) -> LabelledPoints:
    """Return two species of iris, in cm: 80 training and 20 test flowers, half of each species.

    ``classes``: two of setosa, versicolor, virginica (label 0, label 1). ``features``: some of sepal_length,
    sepal_width, petal_length, petal_width. A line separates setosa from versicolor by sepal and petal length;
    none separates versicolor from virginica, nor (seed 0) their 80 training flowers alone. Feature names come in
    the reader's language. Raises ``ValueError`` for an unknown name. Data: Anderson (1935); Fisher (1936).
    """
    _known(classes, IRIS_CLASSES)
    _known(features, IRIS_FEATURES)
    from sklearn.datasets import load_iris

    table = load_iris()
    values = require(np.column_stack([table.data, table.target]), IRIS_CHECKSUM, "scikit-learn")
    rows = np.concatenate([values[values[:, 4] == IRIS_CLASSES.index(name)] for name in classes])
    x = rows[:, [IRIS_FEATURES.index(name) for name in features]]
    y = np.repeat([0, 1], 50).astype(np.int64)
    names = dict(zip(IRIS_FEATURES, _iris_features(), strict=True))
    return _split(x, y, 80, seed, tuple(names[name] for name in features), tuple(classes))


def load_breast_cancer(seed: int = 0) -> LabelledPoints:
    """Return 30 measurements of 569 breast tumours: 400 to learn from and 169 to test on.

    Label 1 is malignant (212 tumours), 0 benign (357): the opposite of scikit-learn's coding, so that 1 is
    what is being looked for. Feature names are the data set's own ("mean radius", ...). Data: Street, Wolberg
    and Mangasarian (1993), Wisconsin Diagnostic Breast Cancer.
    """
    from sklearn.datasets import load_breast_cancer as load

    table = load()
    values = require(np.column_stack([table.data, table.target]), BREAST_CANCER_CHECKSUM, "scikit-learn")
    y = 1 - values[:, -1].astype(np.int64)
    classes = (L("iyi huylu", "benign"), L("kötü huylu", "malignant"))
    return _split(values[:, :-1], y, 400, seed, tuple(map(str, table.feature_names)), classes)


def load_wine(seed: int = 0) -> LabelledPoints:
    """Return 13 chemical measurements of 178 wines from three grapes: 118 to learn from and 60 to test on.

    Label 0, 1 or 2 is the grape's variety. The measurements have very different scales (hue about 1, proline about 750)
    and come as they are; their names are in the reader's language. Data: Forina et al. (1988), PARVUS; Aeberhard and
    Forina (1992), UCI.
    """
    from sklearn.datasets import load_wine as load

    table = load()
    values = require(np.column_stack([table.data, table.target]), WINE_CHECKSUM, "scikit-learn")
    classes = tuple(L(f"üzüm {kind}", f"grape {kind}") for kind in (1, 2, 3))
    return _split(values[:, :-1], values[:, -1].astype(np.int64), 118, seed, _wine_features(), classes)


def _split(x, y, train_size, seed, feature_names, class_names):
    """Return x (n, features), y (n,) split by class; train_size: how many of the n are for training."""
    train, test = stratified_split(y, train_size, seed)
    return LabelledPoints(x[train], y[train], x[test], y[test], feature_names, class_names)


def _iris_features():
    return (
        L("Çanak yaprak uzunluğu (cm)", "Sepal length (cm)"),
        L("Çanak yaprak genişliği (cm)", "Sepal width (cm)"),
        L("Taç yaprak uzunluğu (cm)", "Petal length (cm)"),
        L("Taç yaprak genişliği (cm)", "Petal width (cm)"),
    )


def _wine_features():
    return (
        L("alkol", "alcohol"),
        L("malik asit", "malic acid"),
        L("kül", "ash"),
        L("külün alkaliliği", "alcalinity of ash"),
        L("magnezyum", "magnesium"),
        L("toplam fenoller", "total phenols"),
        L("flavanoidler", "flavanoids"),
        L("flavanoid olmayan fenoller", "nonflavanoid phenols"),
        L("proantosiyaninler", "proanthocyanins"),
        L("renk yoğunluğu", "colour intensity"),
        L("renk tonu", "hue"),
        L("OD280/OD315 oranı", "OD280/OD315 ratio"),
        L("prolin", "proline"),
    )


def _known(names, choices):
    for name in names:
        if name not in choices:
            listed = ", ".join(choices)
            raise ValueError(
                L(
                    f"Bilinmeyen ad {name!r}; seçenekler: {listed}.",
                    f"Unknown name {name!r}; choose one of: {listed}.",
                )
            )

"""Readings of a space shuttle's sensors, few of them out of the ordinary: 12,000 rows kept in ``assets/shuttle.npz``.

Statlog (Shuttle) of the UCI repository as a task of two classes (Liu, Ting and Zhou, 2008): its largest class is normal,
its second largest was left out, the five others are outliers. The rows were drawn from the 49,097, outliers in proportion.
"""

from utils.assets import read_asset
from utils.datasets.split import stratified_split
from utils.datasets.tables import LabelledPoints
from utils.language import L
from utils.places import course_file

FILES = ("assets/shuttle.npz",)
PATH = course_file(FILES[0])
CHECKSUMS = {
    "readings": "ed718ab71f2f8ebf46c3a07ff7e3b4e09b77d6bb8d8a5b87007ee3d5711c459d",
    "outlier": "81107bae8d6497791a410a7fed91f715b68b311002b0d176f55cce50f6d67038",
}


def load_shuttle(seed: int = 0) -> LabelledPoints:
    """Return nine sensor readings of 12,000 moments: 8000 to learn from and 4000 to test on.

    Label 1 is an outlier, 7.15 % in both parts (572 and 286), 0 a normal moment. The readings are whole numbers of very
    different scales and come as they are; what they measured was not published. Raises ``RuntimeError`` where the file
    is missing or damaged.
    """
    kept = read_asset(PATH, CHECKSUMS)
    x, y = kept["readings"].astype("float64"), kept["outlier"].astype("int64")
    train, test = stratified_split(y, 8000, seed)
    features = tuple(L(f"ölçüm {number}", f"reading {number}") for number in range(1, x.shape[1] + 1))
    return LabelledPoints(
        x[train], y[train], x[test], y[test], features, (L("olağan", "normal"), L("aykırı", "outlier"))
    )

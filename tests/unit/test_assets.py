"""What lies in assets/ is read as a whole or not at all."""

import zipfile

import numpy as np
import pytest

from utils.assets import checksum, read_asset

ARRAY = np.arange(4000).reshape(40, 100)


@pytest.fixture(params=[zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA], ids=["stored", "deflate", "lzma"])
def path(request, tmp_path):
    np.save(tmp_path / "array.npy", ARRAY)
    with zipfile.ZipFile(tmp_path / "kept.npz", "w", request.param) as file:
        file.write(tmp_path / "array.npy", "array.npy")
    return tmp_path / "kept.npz"


def test_everything_is_read_or_what_is_asked_for(path):
    assert np.array_equal(read_asset(path)["array"], ARRAY)
    assert list(read_asset(path, {"array": checksum(ARRAY)})) == ["array"]


def test_another_array_and_a_missing_one_are_refused(path, reader):
    for expected in ({"array": checksum(ARRAY + 1)}, {"other": checksum(ARRAY)}):
        with pytest.raises(RuntimeError, match=r"kept\.npz"):
            read_asset(path, expected)


def test_a_file_that_is_missing_cut_or_changed_is_told(path, reader):
    content = path.read_bytes()
    changed = bytearray(content)
    changed[len(content) // 2] ^= 255
    for damaged in (content[:-50], content[: len(content) // 2], bytes(changed), b"no archive", b""):
        path.write_bytes(damaged)
        with pytest.raises(RuntimeError, match=r"kept\.npz"):
            read_asset(path)
    path.unlink()
    with pytest.raises(RuntimeError, match=r"kept\.npz"):
        read_asset(path)


def test_objects_are_never_unpickled(tmp_path, reader):
    np.savez(tmp_path / "objects.npz", array=np.array([{}], dtype=object))
    with pytest.raises(RuntimeError):
        read_asset(tmp_path / "objects.npz")

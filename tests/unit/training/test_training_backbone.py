"""The SqueezeNet backbone answers as its weights are known to, and the emoji are what they should be."""

import numpy as np
import pytest

from utils.datasets import emoji, load_emoji


@pytest.fixture(scope="module")
def backbone():
    from utils.training import backbone

    return backbone


def square(name):
    """Return a photograph of scikit-image, cut to a square of 227 pixels: uint8 (1, 227, 227, 3)."""
    from PIL import Image
    from skimage import data

    photo = getattr(data, name)()
    side = min(photo.shape[:2])
    top, left = (photo.shape[0] - side) // 2, (photo.shape[1] - side) // 2
    cut = Image.fromarray(photo[top : top + side, left : left + side])
    return np.array(cut.resize((227, 227), Image.BILINEAR))[None]


@pytest.mark.parametrize(
    ("photo", "names", "share"), [("chelsea", {"tabby cat", "Egyptian Mau"}, 0.6), ("coffee", {"espresso"}, 0.9)]
)
def test_known_photographs_are_recognized(backbone, photo, names, share):
    model = backbone.squeezenet(classifier=True)
    assert model.count_params() == 1_235_496
    probabilities = np.array(model(backbone.backbone_input(square(photo))))[0]
    known = backbone.imagenet_names()
    assert sum(probabilities[known.index(name)] for name in names) > share


def test_the_features_have_512_channels_at_any_size(backbone):
    model = backbone.squeezenet((72, 72, 3), pretrained=False)
    assert model.output_shape == (None, 3, 3, 512)
    assert not np.array_equal(model.get_weights()[0], backbone.squeezenet((72, 72, 3)).get_weights()[0])


def test_other_arrays_than_pictures_are_refused(backbone, reader):
    with pytest.raises(ValueError, match="uint8"):
        backbone.backbone_input(np.zeros((1, 72, 72, 3)))


def test_emoji_are_split_by_class_and_no_picture_is_in_both_parts(reader):
    data = load_emoji(20, seed=1)
    assert data.x_train.shape == (100, 72, 72, 3) and data.x_train.dtype == np.uint8
    assert np.bincount(data.y_train).tolist() == [20] * 5
    assert np.bincount(data.y_test).tolist() == [105, 88, 52, 27, 82]
    seen = {picture.tobytes() for picture in data.x_train}
    assert not any(picture.tobytes() in seen for picture in data.x_test)
    assert data.class_names[0] == {"tr": "hayvan", "en": "animal"}[reader]


def test_too_many_emoji_and_a_damaged_file_are_told(reader, monkeypatch, tmp_path):
    with pytest.raises(ValueError, match="40"):
        load_emoji(60)
    monkeypatch.setattr(emoji, "PATH", tmp_path / "emoji.npz")
    with pytest.raises(RuntimeError, match=r"emoji\.npz"):
        load_emoji()

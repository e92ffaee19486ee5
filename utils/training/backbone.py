"""SqueezeNet 1.1 with its ImageNet weights: a backbone that is small enough for two cores and for a repository.

Iandola et al. (2016), "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters". The weights (BSD licence) lie in
``assets/squeezenet.npz``, the kernels in 8 bits; ``assets/CREDITS.md`` says where they come from.
"""

import numpy as np

from utils.assets import read_asset
from utils.language import L
from utils.places import course_file

FILES = ("assets/squeezenet.npz",)
PATH = course_file(FILES[0])
MEAN_BGR = (104.006, 116.669, 122.679)  # of ImageNet's pictures; the weights expect blue, green, red
FIRES = {  # number: (filters of the squeeze layer, filters of each of the two expand layers)
    2: (16, 64), 3: (16, 64), 4: (32, 128), 5: (32, 128), 6: (48, 192), 7: (48, 192), 8: (64, 256), 9: (64, 256),
}  # fmt: skip
POOLED_AFTER = (3, 5)


def squeezenet(shape=(227, 227, 3), classifier: bool = False, pretrained: bool = True):
    """Return SqueezeNet as a Keras model for pictures of ``shape``, prepared by ``backbone_input``.

    Without ``classifier`` its output is the last feature maps, (n, h, w, 512); with it the probabilities of ImageNet's 1000
    classes, (n, 1000), named by ``imagenet_names``. ``pretrained=False``: the same network with random weights. Layers are
    called conv1, fire2_squeeze1x1, fire2_expand1x1, fire2_expand3x3, ..., conv10.
    """
    from utils.training import keras

    layers = keras.layers
    x = inputs = keras.Input(shape)
    x = layers.Conv2D(64, 3, strides=2, activation="relu", name="conv1")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for number, (squeeze, expand) in FIRES.items():
        x = _fire(layers, x, f"fire{number}", squeeze, expand)
        if number in POOLED_AFTER:
            x = layers.MaxPooling2D(3, strides=2, name=f"pool{number}")(x)
    if classifier:
        x = layers.Conv2D(1000, 1, activation="relu", name="conv10")(x)
        x = layers.GlobalAveragePooling2D(name="scores")(x)
        x = layers.Softmax(name="probabilities")(x)
    model = keras.Model(inputs, x, name="squeezenet")
    if pretrained:
        _load(model)
    return model


def _fire(layers, x, name, squeeze, expand):
    """Squeeze the channels by 1x1 filters, then expand them by 1x1 and by 3x3 filters side by side."""
    x = layers.Conv2D(squeeze, 1, activation="relu", name=f"{name}_squeeze1x1")(x)
    one = layers.Conv2D(expand, 1, activation="relu", name=f"{name}_expand1x1")(x)
    three = layers.Conv2D(expand, 3, padding="same", activation="relu", name=f"{name}_expand3x3")(x)
    return layers.Concatenate(name=name)([one, three])


def backbone_input(pictures: np.ndarray) -> np.ndarray:
    """Return pictures, uint8 (n, h, w, 3) red-green-blue, as the weights expect them: float32, blue first, mean 0."""
    pictures = np.asarray(pictures)
    if pictures.dtype != np.uint8 or pictures.ndim != 4 or pictures.shape[-1] != 3:
        raise ValueError(
            L(
                f"uint8 ve (n, h, w, 3) biçiminde resimler bekleniyordu; gelen {pictures.dtype}, {pictures.shape}.",
                f"Pictures of type uint8 and shape (n, h, w, 3) were expected, not {pictures.dtype}, {pictures.shape}.",
            )
        )
    return pictures[..., ::-1].astype(np.float32) - np.array(MEAN_BGR, dtype=np.float32)


def imagenet_names() -> list[str]:
    """Return the English names of ImageNet's 1000 classes."""
    return [str(name) for name in read_asset(PATH)["names"]]


def _load(model):
    """Set the weights: a filter's numbers are integers from -127 to 127 times a scale of its own."""
    weights = read_asset(PATH)
    for layer in model.layers:
        if layer.weights:
            kernel = weights[f"{layer.name}_kernel"] * weights[f"{layer.name}_scale"]  # (h, w, in, out) * (out,)
            layer.set_weights([kernel, weights[f"{layer.name}_bias"].astype(np.float32)])

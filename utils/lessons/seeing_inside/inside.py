"""Photographs, and what SqueezeNet makes of them: gradients by three rules, Grad-CAM, covered places, shuffled weights."""

from functools import cache, cached_property

import numpy as np

from utils.training.backbone import backbone_input, squeezenet

SIDE = 227  # of a photograph as the network sees it, in pixels
MIDDLE = 280  # of the flower's photograph, the square that is kept: its petals fill it
COVER, STRIDE = 45, 15  # of the occlusion maps: the side of the grey square, and from one place to the next
BLOCKS = ("conv10", "fire9", "fire8", "fire7", "fire6", "fire5", "fire4", "fire3", "fire2", "conv1")
RULES = ("gradient", "deconvolution", "guided")
LAYERS = ("conv1", "fire3", "fire5", "fire7", "fire9")


@cache
def photographs() -> dict[str, np.ndarray]:
    """Return six photographs, uint8 (227, 227, 3), the middle of each: cat, coffee, motorcycle, rocket, tower, flower."""
    from skimage import data
    from sklearn.datasets import load_sample_image

    motorcycle, _, _ = data.stereo_motorcycle()
    return {
        "cat": square(data.chelsea()),
        "coffee": square(data.coffee()),
        "motorcycle": square(motorcycle),
        "rocket": square(data.rocket()),
        "tower": square(load_sample_image("china.jpg")),
        "flower": square(load_sample_image("flower.jpg"), MIDDLE),
    }


def square(photo: np.ndarray, side: int | None = None) -> np.ndarray:
    """Return the middle of a photograph, uint8 (h, w, 3), a square of ``side`` pixels (default: the largest), at 227 x 227."""
    from PIL import Image

    side = side or min(photo.shape[:2])
    top, left = (photo.shape[0] - side) // 2, (photo.shape[1] - side) // 2
    cut = Image.fromarray(photo[top : top + side, left : left + side])
    return np.array(cut.resize((SIDE, SIDE), Image.Resampling.BILINEAR))


def ranks(values) -> np.ndarray:
    """Return the ranks, 0 for the smallest, of ``values`` (n,); equal ones get the mean of theirs."""
    values = np.ravel(values)
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts + 1) / 2)[place]


def rank_correlation(first, second) -> float:
    """Return Spearman's correlation of two arrays of one shape; 0 where all values of one of them are equal."""
    a, b = ranks(first), ranks(second)
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 else 0.0


class Inside:
    """SqueezeNet with a way back through it by each rule. All results are NumPy arrays.

    model: the network with its classifier (default: a new one).
    """

    def __init__(self, model=None):
        self._given = model
        self._copies: dict[str, object] = {}

    @cached_property
    def model(self):
        return self._given if self._given is not None else squeezenet(classifier=True)

    @cached_property
    def _forward(self):
        import keras
        import tensorflow as tf

        outputs = [self.model.get_layer("scores").output, self.model.output]
        network = keras.Model(self.model.input, outputs)
        return tf.function(lambda x: network(x, training=False))

    def answers(self, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the scores and the probabilities, (n, 1000) each, of prepared pictures (n, 227, 227, 3)."""
        scores, probabilities = self._forward(np.asarray(pictures, np.float32))
        return np.array(scores), np.array(probabilities)

    def _copy(self, rule):
        """Return a network with the same weights whose ReLUs carry gradients back by ``rule``: layers and scores."""
        import keras

        if rule not in self._copies:
            copy = squeezenet(classifier=True, pretrained=False)
            copy.set_weights(self.model.get_weights())
            for layer in copy.layers:
                if getattr(layer, "activation", None) is keras.activations.relu:
                    layer.activation = relu_with(rule)
            outputs = [copy.get_layer(name).output for name in (*LAYERS, "scores")]
            self._copies[rule] = keras.Model(copy.input, outputs), copy
        return self._copies[rule]

    def gradients(self, picture: np.ndarray, kind: int, rule: str = "gradient"):
        """Return ({layer: maps}, {layer: gradients of the score of class ``kind``}); the layer "picture" is the input.

        picture: prepared, (227, 227, 3). Maps and gradients have the shape (h, w, channels).
        """
        import tensorflow as tf

        x = tf.constant(np.asarray(picture, np.float32)[None])
        with tf.GradientTape() as tape:
            tape.watch(x)
            *layers, scores = self._copy(rule)[0](x)
            score = scores[0, kind]
        values = dict(zip(("picture", *LAYERS), (x, *layers), strict=True))
        found = tape.gradient(score, values)
        return {name: np.array(one)[0] for name, one in values.items()}, {
            name: np.array(one)[0] for name, one in found.items()
        }

    def cascade(self, photo: np.ndarray, seed: int, methods) -> np.ndarray:
        """Return (block, method): how much the picture of a method is still the first one after each block was shuffled.

        The blocks' kernels are shuffled from the last to the first, each with its own numbers; the values are rank
        correlations with the picture of the untouched network. photo: uint8 (227, 227, 3); the class is the network's answer.
        """
        x = backbone_input(photo[None])
        kind = int(self.answers(x)[0].argmax())
        first = self._pictures(x[0], kind, methods)
        rng = np.random.default_rng(seed)
        weights, rows = self.model.get_weights(), []
        names = [weight.path.split("/")[-2] for weight in self.model.weights]
        for block in BLOCKS:
            for i, name in enumerate(names):
                if name.split("_")[0] == block and weights[i].ndim == 4:
                    weights[i] = rng.permutation(weights[i].ravel()).reshape(weights[i].shape)
            for rule in {rule_of(method) for method in methods}:
                self._copy(rule)[1].set_weights(weights)
            now = self._pictures(x[0], kind, methods)
            rows.append([rank_correlation(first[method], now[method]) for method in methods])
        return np.array(rows)

    def _pictures(self, x, kind, methods):
        found = {}
        for method in methods:
            maps, gradients = self.gradients(x, kind, rule_of(method))
            grad_cam = method == "grad_cam"
            found[method] = weighted(maps["fire9"], gradients["fire9"]) if grad_cam else saliency(gradients["picture"])
        return found

    def occlusion(self, picture: np.ndarray, kinds) -> np.ndarray:
        """Return how much the scores of the classes ``kinds`` fall, (class, 13, 13), with a grey square at each place."""
        kinds = list(kinds)
        places = range(0, SIDE - COVER + 1, STRIDE)
        covered = np.stack([cover(picture, row, column, COVER, COVER) for row in places for column in places])
        batches = [self.answers(covered[i : i + 13])[0] for i in range(0, len(covered), 13)]
        falls = self.answers(picture[None])[0][:, kinds] - np.concatenate(batches)[:, kinds]
        return falls.T.reshape(len(kinds), len(places), len(places))


def rule_of(method: str) -> str:
    """Return the rule at a ReLU that a method's way back uses."""
    return method if method in RULES else "gradient"


def relu_with(rule: str):
    """Return a ReLU whose gradient is carried back by ``rule``."""
    import tensorflow as tf

    @tf.custom_gradient
    def relu(x):
        def back(gradient):
            if rule != "gradient":
                gradient = tf.nn.relu(gradient)
            return gradient if rule == "deconvolution" else gradient * tf.cast(x > 0, gradient.dtype)

        return tf.nn.relu(x), back

    return relu


def saliency(gradients: np.ndarray) -> np.ndarray:
    """Return the largest absolute value over the channels: (h, w, channels) -> (h, w)."""
    return np.abs(gradients).max(axis=-1)


def weighted(maps: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return Grad-CAM: the sum of the maps, each weighed by the mean of its gradients, without what is negative, (h, w)."""
    return np.maximum(maps @ gradients.mean(axis=(0, 1)), 0)


def cover(picture: np.ndarray, top: int, left: int, height: int, width: int, value=0) -> np.ndarray:
    """Return a copy of a picture (h, w, channels) with a rectangle of ``value``; in a prepared one 0 is the mean colour."""
    covered = picture.copy()
    covered[top : top + height, left : left + width] = value
    return covered

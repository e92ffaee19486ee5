"""The explorer of lesson 15: draw a digit and watch it pass through every layer of a trained network."""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.language import L, percent
from utils.widgets.controls import Choice, Pad, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import Bars, HeatMap, Image, ImageGrid, Panel, Scene, to_pixels

SIZE, BOX = 28, 20  # of an MNIST picture, and of the square that its digit is scaled to fit
EXAMPLES = {"three": 3, "five": 5, "seven": 7}


def conv2d(x, kernels, bias):
    """Return the feature maps of x (h, w, channels), (h - k + 1, w - k + 1, filters).

    kernels: (k, k, channels, filters); bias: (filters,).
    """
    size = kernels.shape[0]
    windows = sliding_window_view(x, (size, size), axis=(0, 1))  # (h', w', channels, k, k)
    return np.einsum("hwcij,ijcf->hwf", windows, kernels, optimize=True) + bias


def max_pool(maps, size=2):
    """Return the largest value of each size x size region, (h // size, w // size, filters); odd borders are dropped."""
    h, w, filters = maps.shape
    h, w = h // size * size, w // size * size
    return maps[:h, :w].reshape(h // size, size, w // size, size, filters).max(axis=(1, 3))


def centred(pixels):
    """Return a drawing, uint8 (28, 28), brought to MNIST's form: scaled to fit a 20 x 20 square and placed with its
    centre of mass in the middle (LeCun et al. 1998). An empty one stays as it is."""
    rows, columns = np.flatnonzero(pixels.max(axis=1)), np.flatnonzero(pixels.max(axis=0))
    if not len(rows):
        return pixels
    digit = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(float)
    scale = BOX / max(digit.shape)
    digit = _resized(digit, [max(1, round(length * scale)) for length in digit.shape])
    mass = digit.sum()
    middle = [(np.arange(n) * digit.sum(axis=1 - axis)).sum() / mass for axis, n in enumerate(digit.shape)]
    top, left = (
        int(np.clip(round(SIZE / 2 - place), 0, SIZE - n)) for place, n in zip(middle, digit.shape, strict=True)
    )
    result = np.zeros((SIZE, SIZE), dtype=np.uint8)
    result[top : top + digit.shape[0], left : left + digit.shape[1]] = np.rint(digit)
    return result


def _resized(image, shape):
    """Return image (h, w) in another size, by linear interpolation along each axis."""
    for axis, length in enumerate(shape):
        image = np.moveaxis(image, axis, 0)
        at = np.clip((np.arange(length) + 0.5) * len(image) / length - 0.5, 0, len(image) - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, len(image) - 1)
        share = (at - low).reshape(-1, 1)
        image = np.moveaxis(image[low] * (1 - share) + image[high] * share, 0, axis)
    return image


class Forward:
    """The forward pass of a network with two convolution and two dense layers, in NumPy: it takes a few
    milliseconds, where Keras's ``predict`` on one picture takes tens.

    model: Keras, input (28, 28, 1) in 0-1; Conv2D and MaxPooling2D twice, then two Dense, the last one softmax.
    """

    def __init__(self, model):
        weights = [layer.get_weights() for layer in model.layers if layer.get_weights()]
        if [len(pair[0].shape) for pair in weights] != [4, 4, 2, 2]:
            raise ValueError(
                L(
                    "Bu etkileşimli çizim iki evrişim ve iki yoğun katmanlı bir ağ bekler; dersteki `cnn` ağını verin.",
                    "This explorer expects two convolutional and two dense layers: give it the lesson's `cnn`.",
                )
            )
        self.conv1, self.conv2, self.dense1, self.dense2 = weights

    def __call__(self, pixels):
        """Return {layer: its output} for one picture, uint8 (28, 28)."""
        layers = {"conv1": np.maximum(conv2d(pixels[..., None] / 255, *self.conv1), 0)}
        layers["pool1"] = max_pool(layers["conv1"])
        layers["conv2"] = np.maximum(conv2d(layers["pool1"], *self.conv2), 0)
        layers["pool2"] = max_pool(layers["conv2"])
        layers["dense"] = np.maximum(layers["pool2"].ravel() @ self.dense1[0] + self.dense1[1], 0)
        scores = layers["dense"] @ self.dense2[0] + self.dense2[1]
        powers = np.exp(scores - scores.max())
        layers["probabilities"] = powers / powers.sum()
        return layers


@cache
def example(name):
    """Return a test digit, uint8 (28, 28); "corner" is the seven moved up and left, "turned" it lying down."""
    if name == "corner":
        return np.roll(example("seven"), (-4, -5), axis=(0, 1))
    if name == "turned":
        return np.rot90(example("seven")).copy()
    return typical()[name]


@packed
def typical():
    """Return for each of EXAMPLES the most typical test digit of its kind, uint8 (28, 28)."""
    from utils.datasets.digits import load_digits28

    digits = load_digits28()
    found = {}
    for name, digit in EXAMPLES.items():
        own = digits.x_test[digits.y_test == digit].astype(float)
        distances = ((own - own.mean(axis=0)) ** 2).sum(axis=(1, 2))
        found[name] = own[distances.argmin()].astype(np.uint8)
    return found


class DrawDigitExplorer(Explorer):
    """``DrawDigitExplorer(cnn)``: a pad, example digits, the maps of every layer and the probabilities."""

    name = "draw_digit"
    luggage = (typical,)

    def __init__(self, model, **state):
        self._forward = Forward(model)
        super().__init__(**state)

    def title(self):
        return L("Bir rakam çizin, ağ okusun", "Draw a digit, let the network read it")

    def task(self):
        return L(
            "Siyah kareye fareyle ya da parmağınızla bir 7 çizin. Önce karar verin: aynı 7'yi küçük ve köşeye "
            'çizseniz ağ onu yine tanır mı? Sonra "MNIST gibi ortala" seçeneğini kapatıp deneyin.',
            "Draw a 7 in the black square, with the mouse or a finger. Decide first: would the network still recognize it "
            'if it were small and in a corner? Then switch off "Centre as MNIST does" and try it.',
        )

    def controls(self):
        filters = self._forward.conv1[0].shape[-1]
        return [
            Pad("drawing", L("Çizim", "Drawing"), value=example("seven")),
            Choice("example", L("Örnek", "Example"), _examples(), "seven"),
            Toggle("centre", L("MNIST gibi ortala", "Centre as MNIST does"), True),
            Slider("filter", L("Filtre", "Filter"), 1, filters, step=1, value=1),
        ]

    def presets(self):
        return {name: {"example": name, "centre": False} for name in ("three", "five", "corner", "turned")}

    def on_example(self, state):
        return {} if state["example"] == "own" else {"drawing": example(state["example"])}

    def on_drawing(self, state):
        return {"example": "own"}

    def scene(self, drawing, example, centre, filter):
        seen = centred(drawing) if centre else drawing
        layers = self._forward(seen)
        chosen = int(filter) - 1
        top = [
            _input(seen),
            _maps(L("Evrişim 1", "Convolution 1"), layers["conv1"], chosen),
            _maps(L("Havuzlama 1", "Pooling 1"), layers["pool1"], chosen),
        ]
        bottom = [
            self._kernel(chosen),
            _maps(L("Evrişim 2", "Convolution 2"), layers["conv2"], None, width=1.6),
            _bars(layers["probabilities"]),
        ]
        return Scene([top, bottom], _summary(drawing, layers["probabilities"]))

    def _kernel(self, chosen):
        kernel = self._forward.conv1[0][::-1, :, 0, chosen]  # a heat map's row 0 is the lowest
        limit = float(np.abs(self._forward.conv1[0]).max())
        title = L(f"Çekirdek {chosen + 1}", f"Kernel {chosen + 1}")
        heat = HeatMap(kernel, (0, 3, 0, 3), colormap="diverging", low=-limit, high=limit)
        return Panel([heat], (0, 3), (0, 3), title, equal=True, axes=False, width=0.7)


def _examples():
    return [
        ("seven", "7"),
        ("three", "3"),
        ("five", "5"),
        ("corner", L("köşede 7", "7 in a corner")),
        ("turned", L("yatık 7", "7 on its side")),
        ("own", L("benim çizimim", "my drawing")),
    ]


def _input(pixels):
    title = L("Ağın gördüğü", "What the network sees")
    return Panel([Image(pixels)], (0, SIZE), (0, SIZE), title, equal=True, axes=False)


def _maps(title, maps, chosen, width=1.15):
    count = maps.shape[-1]
    columns = 8 if count > 16 else 4
    shape = f"{maps.shape[0]}×{maps.shape[1]}×{count}"
    images = np.stack([to_pixels(maps[..., i], 0, float(maps.max()) or 1.0) for i in range(count)])
    return Panel([ImageGrid(images, columns=columns, highlight=chosen)], title=f"{title} · {shape}", width=width)


def _bars(probabilities):
    winner = int(probabilities.argmax())
    colors = ["orange" if i == winner else "blue" for i in range(10)]
    bars = Bars(probabilities, labels=[str(i) for i in range(10)], colors=colors)
    return Panel([bars], (-0.6, 9.6), (0, 1), L("Olasılıklar", "Probabilities"), width=1.3)


def _summary(drawing, probabilities):
    if not drawing.any():
        return L(
            "Çizim boş. Siyah kareye bir rakam çizin.",
            "The drawing is empty. Draw a digit in the black square.",
        )
    first, second = np.argsort(-probabilities)[:2]
    one, two = percent(float(probabilities[first]), 1), percent(float(probabilities[second]), 1)
    answer = L(
        f"Ağın yanıtı {first}, olasılığı {one}.", f"The network's answer is {first}, with a probability of {one}."
    )
    if probabilities[second] < 0.01:
        return answer
    other = L(
        f"İkinci seçenek {second}, olasılığı {two}.", f"Its second choice is {second}, with a probability of {two}."
    )
    return f"{answer} {other}"

"""Lesson 15: the explorer's mathematics and the checks."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_digits28
from utils.lessons.cnn import checks as check
from utils.lessons.cnn import explorer as draw_digit


def layer(*arrays, name="Conv2D", count=100):
    """Return what stands for a Keras layer: its weights and its number of parameters."""
    kind = type(name, (), {})
    made = kind()
    made.name, made.get_weights, made.count_params = name.lower(), lambda: list(arrays), lambda: count
    return made


@pytest.fixture(scope="module")
def model():
    """An untrained network of the lesson's form, small and without TensorFlow."""
    rng = np.random.default_rng(0)
    shapes = [((3, 3, 1, 4), 4), ((3, 3, 4, 6), 6), ((150, 8), 8), ((8, 10), 10)]
    weights = [(rng.normal(0, 0.4, shape), rng.normal(0, 0.1, size)) for shape, size in shapes]
    return SimpleNamespace(layers=[layer(*pair) for pair in weights])


def test_convolution_is_the_double_loop():
    rng = np.random.default_rng(1)
    x, kernels, bias = rng.normal(size=(6, 5, 2)), rng.normal(size=(3, 3, 2, 4)), rng.normal(size=4)
    maps = draw_digit.conv2d(x, kernels, bias)
    assert maps.shape == (4, 3, 4)
    for i in range(4):
        for j in range(3):
            for f in range(4):
                by_hand = (x[i : i + 3, j : j + 3] * kernels[..., f]).sum() + bias[f]
                assert maps[i, j, f] == pytest.approx(by_hand)


def test_pooling_keeps_the_largest_and_drops_an_odd_border():
    maps = np.arange(25.0).reshape(5, 5, 1)
    assert draw_digit.max_pool(maps)[..., 0].tolist() == [[6, 8], [16, 18]]


def test_the_numpy_network_is_keras_own():
    from utils.training import keras

    keras.utils.set_random_seed(0)
    cnn = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(5, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(7, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.4),
            keras.layers.Dense(9, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    digit = load_digits28().x_test[3]
    ours = draw_digit.Forward(cnn)(digit)["probabilities"]
    theirs = np.array(cnn(digit[None, ..., None] / 255))[0]
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_centring_undoes_size_and_place():
    digit = load_digits28().x_test[5]
    home = draw_digit.centred(digit)
    moved = draw_digit.centred(np.roll(digit, (3, -3), axis=(0, 1)))
    np.testing.assert_array_equal(home, moved)
    rows, columns = np.indices((28, 28))
    mass = home.sum()
    assert (rows * home).sum() / mass == pytest.approx(14, abs=0.6)
    assert (columns * home).sum() / mass == pytest.approx(14, abs=0.6)


def test_centring_leaves_an_mnist_digit_nearly_as_it_is():
    digits = load_digits28().x_test[:50].astype(float)
    change = [np.abs(draw_digit.centred(digit.astype(np.uint8)) - digit).mean() for digit in digits]
    assert np.median(change) < 12


@pytest.mark.parametrize("pixels", [np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8)])
def test_centring_takes_the_empty_and_the_full_pad(pixels):
    np.testing.assert_array_equal(draw_digit.centred(pixels).max(), pixels.max())


def test_the_explorer_keeps_its_promises(model):
    check_explorer(draw_digit.DrawDigitExplorer, model=model)


def test_choosing_an_example_draws_it_and_drawing_leaves_it(model, reader):
    explorer = draw_digit.DrawDigitExplorer(model)
    explorer.set(example="three")
    np.testing.assert_array_equal(explorer.value("drawing"), draw_digit.example("three"))
    explorer.set(drawing=np.zeros((28, 28), np.uint8))
    assert explorer.value("example") == "own"


def test_another_network_is_refused_in_the_readers_language(reader):
    with pytest.raises(ValueError, match={"tr": "iki evrişim", "en": "two convolution"}[reader]):
        draw_digit.DrawDigitExplorer(SimpleNamespace(layers=[layer(np.ones((3, 3)))]))


def test_output_size():
    def stub(n, kernel, stride=1, padding=0): ...

    assert_check(
        check.output_size,
        solution=lambda n, kernel, stride=1, padding=0: (n + 2 * padding - kernel) // stride + 1,
        stub=stub,
        wrong={
            "no_plus_one": lambda n, k, s, p: (n + 2 * p - k) // s,
            "padding_once": lambda n, k, s, p: (n + p - k) // s + 1,
            "no_padding": lambda n, k, s, p: (n - k) // s + 1,
            "no_stride": lambda n, k, s, p: n + 2 * p - k + 1,
            "one_too_early": lambda n, k, s, p: (n + 2 * p - k + 1) // s,
            "brackets": lambda n, k, s, p: n + 2 * p - k // s + 1,
            "no_kernel": lambda n, k, s, p: (n + 2 * p) // s + 1,
            "not_whole": lambda n, k, s, p: (n + 2 * p - k) / s + 1,
            "rounded_up": lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1,
            "wrong_number": lambda n, k, s, p: n,
        },
        also_correct=(lambda n, k, s, p: [(n + 2 * p - k) // s + 1],),
    )


def test_count_parameters():
    def stub(kernel, channels, filters): ...

    assert_check(
        check.count_parameters,
        solution=lambda kernel, channels, filters: (kernel**2 * channels + 1) * filters,
        stub=stub,
        wrong={
            "no_bias": lambda k, c, f: k * k * c * f,
            "one_bias": lambda k, c, f: k * k * c * f + 1,
            "one_filter": lambda k, c, f: k * k * c + 1,
            "no_channels": lambda k, c, f: (k * k + 1) * f,
            "one_dimension": lambda k, c, f: (k * c + 1) * f,
            "bias_per_channel": lambda k, c, f: (k * k + 1) * c * f,
            "wrong_number": lambda k, c, f: 28 * 28,
        },
    )


def test_edge_kernel():
    edge = np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]])
    assert_check(
        check.edge_kernel,
        solution=edge,
        stub=...,
        also_correct=(
            [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
            (edge / 3).tolist(),
            [[-1] * 3, [1] * 3, [0] * 3],
            [[0] * 3, [-1] * 3, [1] * 3],
        ),
        wrong={
            "vertical_edge": edge.T,
            "wrong_sign": -edge,
            "sum_not_zero": np.ones((3, 3)),
            "answers_to_both": [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]],
            "finds_lines": [[1] * 3, [-2] * 3, [1] * 3],
            "finds_nothing": [[1, -1, 0], [-1, 1, 0], [0, 0, 0]],
            "all_zeros": np.zeros((3, 3)),
            "not_finite": edge * np.nan,
            "not_numbers": edge * (1 + 1j),
            "shape": [1, 0, -1],
        },
    )


@pytest.mark.parametrize(
    ("kernel", "answers"),
    [
        ([[-1] * 3, [0] * 3, [1] * 3], [0, 3, 3, 0]),
        ([[-1] * 3, [1] * 3, [0] * 3], [0, 0, 3, 0]),
        ([[2] * 3, [-3] * 3, [1] * 3], [0, 3, -6, 0]),
        ([[-1] * 3, [2] * 3, [-1] * 3], [0, -3, 3, 0]),
        ([[1, -2, 1], [0, 0, 0], [-1, 2, -1]], [0, 0, 0, 0]),
    ],
)
def test_a_kernel_is_judged_by_what_it_gives_on_an_edge(kernel, answers, reader):
    picture = np.tile([[0], [0], [0], [1], [1], [1]], (1, 3))[..., None]
    assert draw_digit.conv2d(picture, np.array(kernel)[..., None, None], 0)[:, 0, 0].tolist() == answers
    result = check.edge_kernel(kernel)
    assert (result.outcome == "correct") == (min(answers) >= 0 < max(answers))
    if min(answers) < 0 < max(answers):
        minus = "\N{MINUS SIGN}"
        said = [str(answer).replace("-", minus) for answer in answers[1:3]]
        assert result.misconception == "finds_lines" and all(text in result.message for text in said)


def regions(feature_map):
    h, w = feature_map.shape
    return feature_map.reshape(h // 2, 2, w // 2, 2)


def test_pool_map():
    def stub(feature_map): ...

    def overlapping(x):
        return np.array([[x[i : i + 2, j : j + 2].max() for j in range(x.shape[1] - 1)] for i in range(len(x) - 1)])

    assert_check(
        check.pool_map,
        solution=lambda x: regions(x).max(axis=(1, 3)).tolist(),
        stub=stub,
        wrong={
            "average": lambda x: regions(x).mean(axis=(1, 3)),
            "minimum": lambda x: regions(x).min(axis=(1, 3)),
            "top_left": lambda x: x[::2, ::2],
            "stride_one": overlapping,
            "whole_map": lambda x: x.max(),
            "one_way": lambda x: x.reshape(len(x), -1, 2).max(axis=2),
            "sum": lambda x: regions(x).sum(axis=(1, 3)),
            "largest_size": lambda x: np.abs(regions(x)).max(axis=(1, 3)),
            "not_below_zero": lambda x: np.maximum(regions(x).max(axis=(1, 3)), 0),
            "whole_numbers": lambda x: regions(x).max(axis=(1, 3)).astype(int),
            "four_quarters": lambda x: x.reshape(2, len(x) // 2, 2, x.shape[1] // 2).max(axis=(0, 2)),
            "shape": lambda x: regions(x).max(axis=(1, 3))[:-1],
            "no_return": lambda x: print(end=""),
            "wrong_values": lambda x: regions(x).max(axis=(1, 3)) + 1,
        },
    )


def network(accuracy, kernel=(3, 3, 1, 8), count=10_000, raw=False):
    """Return what stands for a trained Keras model: right on a share of the test digits."""
    labels = load_digits28().y_test
    answers = np.where(np.arange(1000) < accuracy * 1000, labels, (labels + 1) % 10)

    class Model:
        built, weights = True, [np.zeros(kernel)]
        layers = [SimpleNamespace(name="first", weights=weights)]  # noqa: RUF012

        def count_params(self):
            return count

        def __call__(self, x):
            trained_on_these = (x.max() > 1) == raw
            return np.eye(10)[answers if trained_on_these else (labels + 1) % 10]

    return Model


def test_small_cnn():
    def stub(): ...

    assert_check(
        check.small_cnn,
        solution=network(0.95),
        stub=stub,
        also_correct=(network(0.94),),
        wrong={
            "too_many_parameters": network(0.97, count=20_000),
            "no_convolution": network(0.97, kernel=(784, 10)),
            "not_trained": network(0.1),
            "not_accurate_enough": network(0.9),
            "trained_on_raw_pixels": network(0.96, raw=True),
            "not_a_model": lambda: "model",
            "returns_seconds": lambda: 3.25,
            "no_return": lambda: print(end=""),
        },
    )


def build(*layers):
    from utils.training import keras

    return keras.Sequential([keras.Input((28, 28, 1)), *layers, keras.layers.Dense(10, activation="softmax")])


def test_a_convolution_deep_inside_a_model_is_found(reader):
    from utils.training import keras

    inner = keras.Sequential([keras.layers.Conv2D(4, 3, strides=5), keras.layers.Flatten()])
    assert check.small_cnn(lambda: build(inner)).misconception == "not_trained"
    assert check.small_cnn(lambda: build(keras.layers.Flatten())).misconception == "no_convolution"


def test_the_layer_with_most_parameters_is_named_and_a_model_without_inputs_is_told_so(reader):
    from utils.training import keras

    layers = keras.layers
    large = check.small_cnn(lambda: build(layers.Conv2D(40, 3), layers.Flatten(), layers.Dense(9, name="wide")))
    assert large.misconception == "too_many_parameters" and "`wide` " in large.message and "243369" in large.message
    unbuilt = check.small_cnn(lambda: keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(10)]))
    assert unbuilt.misconception == "no_input"


def test_a_network_trained_on_the_test_digits_or_on_labels_of_others_is_refused(reader):
    from utils.training import keras

    digits = load_digits28()

    def trained(x, y):
        model = build(keras.layers.Conv2D(2, 3, strides=3), keras.layers.Flatten())
        model.compile(loss="sparse_categorical_crossentropy")
        model.fit(x[..., None] / 255, y, batch_size=1000, verbose=0)
        return model

    few, labels = digits.x_train[:500], digits.y_train[:500]
    for name, *data in (
        ("trained_on_test_set", digits.x_test[:500], digits.y_test[:500]),
        ("labels_out_of_step", np.concatenate([few, few]), np.repeat(labels, 2)),
        ("not_trained", np.concatenate([few, few]), np.tile(labels, 2)),  # for an epoch, which is not enough
    ):
        assert check.small_cnn(lambda data=data: trained(*data)).misconception == name


def test_a_model_in_place_of_the_function_is_told_so(reader):
    from utils.training import keras

    result = check.small_cnn(build(keras.layers.Flatten()))
    assert result.misconception == "not_a_function" and "`check.small_cnn(small_cnn)`" in result.message

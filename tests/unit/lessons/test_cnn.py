"""Lesson 15: the explorer's mathematics and the checks."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_digits28
from utils.lessons.cnn import checks as check
from utils.lessons.cnn import drawings
from utils.lessons.cnn import explorer as draw_digit
from utils.lessons.cnn import runs as cached


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
    with pytest.raises(ValueError, match={"tr": "iki evrişim", "en": "two convolutional"}[reader]):
        draw_digit.DrawDigitExplorer(SimpleNamespace(layers=[layer(np.ones((3, 3)))]))


def test_the_drawing_is_of_the_lessons_network_and_speaks_the_readers_language(reader):
    figure = drawings.draw_cnn(load_digits28().x_test[0])
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert {"tr": "evrişim", "en": "convolution"}[reader] in words and {"tr": "51.264", "en": "51,264"}[reader] in words
    assert all("×".join(map(str, shape)) in words for _, shape, _ in drawings.stages())
    side, channels, total = 28, 1, 0
    for _, shape, parameters in drawings.stages()[
        1:5
    ]:  # the convolutional half; the rest is counted by the lesson's cell
        convolution = parameters > 0
        side, total = (side - 2 if convolution else side // 2), total + convolution * (9 * channels + 1) * shape[2]
        channels = shape[2]
        assert shape == (side, side, channels)
    assert total == 160 + 4640 and sum(parameters for *_, parameters in drawings.stages()) == 56_714


def test_the_recorded_trainings_are_complete():
    recorded = cached.runs()
    assert {name: values.shape for name, values in recorded.items()} == {
        name: (5, 1 if name.endswith("shuffled") else 7)
        for name in (
            "logistic", "mlp", "cnn", "logistic_30", "mlp_30", "mlp_shuffled", "cnn_shuffled", "more", "cnn_20", "mean_20",
            "mean1_20", "mean3_20",
        )
    }  # fmt: skip
    assert all(values.min() > 0 and values.max() < 1 for values in recorded.values())


def test_a_missing_record_is_told_in_the_readers_language(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(cached, "PATH", tmp_path / "cnn_runs.npz")
    with pytest.raises(RuntimeError, match={"tr": "bozuk", "en": "damaged"}[reader]):
        cached.runs.__wrapped__()


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


def network_count(side, channels, filters, hidden, classes):
    total = 0
    for count in filters:
        total, side, channels = total + (9 * channels + 1) * count, (side - 2) // 2, count
    return total + (side * side * channels + 1) * hidden + (hidden + 1) * classes


def test_network_parameters():
    def stub(side, channels, filters, hidden, classes): ...

    def channels_forgotten(side, channels, filters, hidden, classes):
        total = 0
        for count in filters:
            total, side = total + (9 * channels + 1) * count, (side - 2) // 2
        last = filters[-1] if filters else channels
        return total + (side * side * last + 1) * hidden + (hidden + 1) * classes

    def last_filter(side, channels, filters, hidden, classes):
        for _ in filters:
            side = (side - 2) // 2
        return (side * side * filters[-1] + 1) * hidden + (hidden + 1) * classes

    def pooling_first(side, channels, filters, hidden, classes):
        return network_count(2 ** len(filters) * side, channels, filters, hidden, classes)

    def no_dense(side, channels, filters, hidden, classes):
        return network_count(side, channels, filters, 0, 0)

    def averaged(side, channels, filters, hidden, classes):
        last = filters[-1] if filters else channels
        return network_count(side, channels, filters, 0, 0) + (last + 1) * hidden + (hidden + 1) * classes

    def flat_to_output(side, channels, filters, hidden, classes):
        dense = network_count(side, channels, filters, hidden, 0)
        for count in filters:
            side, channels = (side - 2) // 2, count
        return dense + (side * side * channels + 1) * classes

    def halves(side, channels, filters, hidden, classes):
        total = 0
        for count in filters:
            total, side, channels = total + (9 * channels + 1) * count, (side - 2) / 2, count
        return total + (side * side * channels + 1) * hidden + (hidden + 1) * classes

    def return_in_loop(side, channels, filters, hidden, classes):
        total = 0
        for count in filters:
            total = total + (9 * channels + 1) * count
            return total

    assert_check(
        check.network_parameters,
        solution=network_count,
        stub=stub,
        also_correct=(lambda *case: [network_count(*case)], lambda *case: np.int32(network_count(*case))),
        wrong={
            "channels_stay": channels_forgotten,
            "no_filters": last_filter,
            "convolutions_only": no_dense,
            "averaged": averaged,
            "not_whole": halves,
            "output_sees_maps": flat_to_output,
            "wrong_number": pooling_first,
            "no_return": lambda *case: print(end=""),
            "not_a_number": lambda side, channels, filters, hidden, classes: (side, channels),
            "return_in_loop": return_in_loop,
        },
    )


def test_class_scores():
    def stub(maps, weights, bias): ...

    assert_check(
        check.class_scores,
        solution=lambda maps, weights, bias: maps.mean(axis=(0, 1)) @ weights + bias,
        stub=stub,
        also_correct=(
            lambda maps, weights, bias: (np.einsum("hwf,fn->n", maps, weights) / maps[..., 0].size + bias).tolist(),
            lambda maps, weights, bias: (maps @ weights + bias).mean(axis=(0, 1)),
        ),
        wrong={
            "one_axis": lambda maps, weights, bias: maps.mean(axis=0) @ weights + bias,
            "sum": lambda maps, weights, bias: maps.sum(axis=(0, 1)) @ weights + bias,
            "maximum": lambda maps, weights, bias: maps.max(axis=(0, 1)) @ weights + bias,
            "means_only": lambda maps, weights, bias: maps.mean(axis=(0, 1)),
            "no_bias": lambda maps, weights, bias: maps.mean(axis=(0, 1)) @ weights,
            "pixel_scores": lambda maps, weights, bias: maps @ weights + bias,
            "relu": lambda maps, weights, bias: np.maximum(maps.mean(axis=(0, 1)) @ weights + bias, 0),
            "wrong_scores": lambda maps, weights, bias: maps.min(axis=(0, 1)) @ weights + bias,
            "no_return": lambda maps, weights, bias: print(end=""),
        },
    )


def by_shift(move, steps=lambda most: range(most + 1), result=np.mean):
    def answer(predict, pictures, labels, most):
        return [result(predict(move(pictures, columns)) == labels) for columns in steps(most)]

    return answer


def to_the_right(pictures, columns):
    moved = np.zeros_like(pictures)
    moved[:, :, columns:] = pictures[:, :, : pictures.shape[2] - columns]
    return moved


def test_accuracy_by_shift():
    def stub(predict, pictures, labels, most): ...

    def one_at_a_time(predict, pictures, labels, most):
        return np.array([
            sum(predict(to_the_right(pictures[i : i + 1], columns))[0] == labels[i] for i in range(len(labels))) / len(labels)
            for columns in range(most + 1)
        ])  # fmt: skip

    def up_to_minus_zero(pictures, columns):
        moved = np.zeros_like(pictures)
        moved[:, :, columns:] = pictures[:, :, :-columns]
        return moved

    def piled_up(predict, pictures, labels, most):
        accuracies = []
        for columns in range(most + 1):
            pictures = to_the_right(pictures, columns)
            accuracies.append(np.mean(predict(pictures) == labels))
        return accuracies

    assert_check(
        check.accuracy_by_shift,
        solution=by_shift(to_the_right),
        stub=stub,
        also_correct=(one_at_a_time,),
        wrong={
            "empty_slice": by_shift(up_to_minus_zero),
            "wraps": by_shift(lambda pictures, columns: np.roll(pictures, columns, axis=2)),
            "narrower": by_shift(lambda pictures, columns: pictures[:, :, : pictures.shape[2] - columns]),
            "blanked": by_shift(
                lambda pictures, columns: pictures * (np.arange(pictures.shape[2]) >= columns)[:, None]
            ),
            "hits": by_shift(to_the_right, result=list),
            "left": by_shift(lambda pictures, columns: to_the_right(pictures[:, :, ::-1], columns)[:, :, ::-1]),
            "down": by_shift(lambda x, rows: to_the_right(x.swapaxes(1, 2), rows).swapaxes(1, 2)),
            "starts_at_one": by_shift(to_the_right, lambda most: range(1, most + 1)),
            "stops_early": by_shift(to_the_right, range),
            "counts": by_shift(to_the_right, result=np.sum),
            "errors": by_shift(to_the_right, result=lambda right: 1 - right.mean()),
            "not_moved": by_shift(lambda pictures, columns: pictures),
            "only_the_last": lambda predict, x, labels, most: np.mean(predict(to_the_right(x, most)) == labels),
            "moved_again": piled_up,
            "wrong_accuracies": by_shift(lambda pictures, columns: 2 * pictures),
        },
    )


def network(accuracy, kernel=(3, 3, 1, 8), count=10_000, raw=False, moved=0.95):
    """Return what stands for a trained Keras model: right on a share of the test digits, and of those that were moved."""
    labels = load_digits28().y_test
    pictures = load_digits28().x_test[..., None]

    class Model:
        built, weights = True, [np.zeros(kernel)]
        layers = [SimpleNamespace(name="first", weights=weights)]  # noqa: RUF012

        def count_params(self):
            return count

        def __call__(self, x):
            as_they_are = np.allclose(x / x.max(), pictures / 255, atol=1e-6)
            share = (accuracy if as_they_are else moved) if (x.max() > 1) == raw else 0
            return np.eye(10)[np.where(np.arange(1000) < share * 1000, labels, (labels + 1) % 10)]

    return Model


def test_small_cnn():
    def stub(): ...

    assert_check(
        check.small_cnn,
        solution=network(0.95),
        stub=stub,
        also_correct=(network(0.94), network(0.95, moved=0.88)),
        wrong={
            "too_many_parameters": network(0.97, count=20_000),
            "no_convolution": network(0.97, kernel=(784, 10)),
            "not_trained": network(0.1),
            "not_accurate_enough": network(0.9),
            "not_robust": network(0.97, moved=0.87),
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

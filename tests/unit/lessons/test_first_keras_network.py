"""Lesson 09: its checks, and what a tired student may answer. The playground has tests of its own."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit, softmax

from tests.unit.checks.checking import assert_check
from utils.datasets import load_wine
from utils.language import LANGUAGES, use_language
from utils.lessons.first_keras_network import checks as check
from utils.lessons.first_keras_network.drawings import draw_chain_and_side_path


def total(per_gap):
    return lambda sizes: sum(per_gap(a, b) for a, b in pairwise(sizes))


def stub(*args):
    return ...


def test_count_parameters():
    assert_check(
        check.count_parameters,
        solution=total(lambda a, b: (a + 1) * b),
        stub=stub,
        wrong={
            "no_bias": total(lambda a, b: a * b),
            "bias_per_input": total(lambda a, b: a * b + a),
            "one_bias_per_layer": total(lambda a, b: a * b + 1),
            "neurons_only": lambda sizes: sum(sizes[1:]),
            "first_layer": lambda sizes: (sizes[0] + 1) * sizes[1],
            "last_layer": lambda sizes: (sizes[-2] + 1) * sizes[-1],
            "each_layer": lambda sizes: [(a + 1) * b for a, b in pairwise(sizes)],
            "all_sizes": sum,
            "wrong_number": lambda sizes: 7,
        },
        also_correct=[
            lambda sizes: float(total(lambda a, b: a * b + b)(sizes)),
            lambda sizes: np.array([total(lambda a, b: a * b + b)(sizes)]),
        ],
    )


def test_updates():
    assert_check(
        check.updates,
        solution=lambda n, b, e: math.ceil(n / b) * e,
        stub=stub,
        wrong={
            "last_batch_dropped": lambda n, b, e: n // b * e,
            "not_rounded": lambda n, b, e: n / b * e,
            "rounded_once": lambda n, b, e: math.ceil(n * e / b),
            "always_one_more": lambda n, b, e: (n // b + 1) * e,
            "rounded_to_nearest": lambda n, b, e: round(n / b) * e,
            "one_per_epoch": lambda n, b, e: e,
            "one_epoch": lambda n, b, e: math.ceil(n / b),
            "samples": lambda n, b, e: n * e,
            "wrong_number": lambda n, b, e: math.ceil(n / b) * e + 1,
        },
        also_correct=[lambda n, b, e: len(range(0, n, b)) * e],
    )


def dense_output(weights, x, between=lambda z: np.maximum(z, 0), last=lambda z: softmax(z, axis=1)):
    """Return what dense layers with ``weights`` [W1, b1, ...] make of x (n, d)."""
    for w, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        x = between(x @ w + b)
    return last(x @ weights[-2] + weights[-1])


def plain_softmax(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def test_network_output():
    assert_check(
        check.network_output,
        solution=dense_output,
        stub=stub,
        wrong={
            "no_return": lambda weights, x: print(end=""),
            "scores": lambda weights, x: dense_output(weights, x, last=lambda z: z),
            "classes": lambda weights, x: dense_output(weights, x).argmax(axis=1),
            "no_relu": lambda weights, x: dense_output(weights, x, between=lambda z: z),
            "relu_on_output": lambda weights, x: dense_output(weights, x, last=lambda z: softmax(z.clip(0), axis=1)),
            "softmax_over_samples": lambda weights, x: dense_output(weights, x, last=lambda z: softmax(z, axis=0)),
            "overflows": lambda weights, x: dense_output(weights, x, last=plain_softmax),
            "no_biases": lambda weights, x: dense_output([w * (w.ndim > 1) for w in weights], x),
            "wrong_value": lambda weights, x: dense_output(weights, x, between=np.tanh),
        },
        also_correct=[lambda weights, x: dense_output(weights, x).tolist()],
        examples=4,
    )


def test_the_output_computed_with_numpy_is_that_of_keras():
    from utils.training import keras

    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(5, activation="relu"), keras.layers.Dense(3, "softmax")]
    )
    x = np.random.default_rng(0).normal(size=(20, 4))
    np.testing.assert_allclose(dense_output(model.get_weights(), x), model(x), atol=1e-6)


def network(*rows, inputs=None, has_input=True, dropout=0):
    """Return what an answer to *build* may be: dense layers of (neurons, activation) or, for neurons None, of the classes."""
    from utils.training import keras

    def build(features, classes):
        model = keras.Sequential([keras.Input((inputs or features,))] if has_input else [])
        for neurons, activation in rows:
            model.add(keras.layers.Dense(neurons or classes, activation=activation))
        if dropout:
            model.add(keras.layers.Dropout(dropout))
        return model

    return build


def test_build():
    assert_check(
        check.build,
        solution=network((8, "relu"), (None, "softmax")),
        stub=stub,
        wrong={
            "no_return": lambda features, classes: print(end=""),
            "not_a_model": lambda features, classes: [8, classes],
            "no_input": network((8, "relu"), (None, "softmax"), has_input=False),
            "output_not_last": network((8, "relu"), (None, "softmax"), dropout=0.2),
            "sigmoid_output": network((8, "relu"), (None, "sigmoid")),
            "no_softmax": network((8, "relu"), (None, None)),
            "one_output": network((8, "relu"), (1, "sigmoid")),
            "wrong_output_size": network((8, "relu"), (3, "softmax")),
            "linear_hidden_layer": network((8, None), (None, "softmax")),
            "wrong_hidden_size": network((16, "relu"), (None, "softmax")),
            "wrong_hidden_activation": network((8, "tanh"), (None, "softmax")),
            "wrong_number_of_layers": network((None, "softmax")),
            "wrong_input": network((8, "relu"), (None, "softmax"), inputs=13),
        },
        examples=4,
    )


def of_layers(*makers):
    """Return an answer to *build*: an input, then what each of ``makers(keras.layers, classes)`` gives."""
    from utils.training import keras

    def build(features, classes):
        return keras.Sequential([keras.Input((features,)), *[make(keras.layers, classes) for make in makers]])

    return build


def written_as_a_class(features, classes):
    from utils.training import keras

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.out = keras.layers.Dense(classes, activation="softmax")
            self.hidden = keras.layers.Dense(8, activation="relu")

        def call(self, x):
            return self.out(self.hidden(x))

    return Network()


def functional(features, classes):
    from utils.training import keras

    x = keras.Input((features,))
    h = keras.layers.Dense(8)(x)
    return keras.Model(x, keras.layers.Softmax()(keras.layers.Dense(classes)(keras.ops.relu(h))))


def with_tensorflow_s_functions(features, classes):
    import tensorflow as tf

    return network((8, tf.nn.relu), (None, tf.nn.softmax))(features, classes)


@pytest.mark.parametrize(
    "answer",
    [
        of_layers(
            lambda of, k: of.Dense(8), lambda of, k: of.ReLU(), lambda of, k: of.Dense(k), lambda of, k: of.Softmax()
        ),
        of_layers(
            lambda of, k: of.Dense(8),
            lambda of, k: of.Activation("relu"),
            lambda of, k: of.Dense(k),
            lambda of, k: of.Activation("softmax"),
        ),
        of_layers(
            lambda of, k: of.Dense(8, activation="relu"),
            lambda of, k: of.Dropout(0.2),
            lambda of, k: of.Dense(k, "softmax"),
        ),
        written_as_a_class,
        functional,
        with_tensorflow_s_functions,
    ],
)
def test_a_network_is_judged_by_what_it_computes(answer, reader):
    """All of these were refused, with reasons that were not true of them."""
    result = check.build(answer)
    assert result.outcome == "correct" and "92" in result.message, repr(result)


@pytest.mark.parametrize(
    ("makers", "name"),
    [
        (
            [lambda of, k: of.Dense(8), lambda of, k: of.LayerNormalization(), lambda of, k: of.Dense(k, "softmax")],
            "other_network",
        ),
        (
            [lambda of, k: of.Dense(8, "relu"), lambda of, k: of.Dense(k, "softmax"), lambda of, k: of.Softmax()],
            "softmax_twice",
        ),
        (
            [lambda of, k: of.Rescaling(2), lambda of, k: of.Dense(8, "relu"), lambda of, k: of.Dense(k, "softmax")],
            "other_network",
        ),
    ],
)
def test_what_else_a_network_computes_is_seen(makers, name, reader):
    assert check.build(of_layers(*makers)).misconception == name


def wide(join=lambda of, x, h: of.Concatenate()([x, h]), hidden=8, activation="relu", last="softmax", outputs=None):
    """Return an answer to *build_wide*; ``join(keras.layers, inputs, hidden)`` is what the output layer sees."""
    from utils.training import keras

    def build(features, classes):
        x = keras.Input((features,))
        h = keras.layers.Dense(hidden, activation=activation)(x)
        output = keras.layers.Dense(outputs or classes, activation=last)
        return keras.Model(x, output(join(keras.layers, x, h)))

    return build


def two_outputs(features, classes):
    from utils.training import keras

    x = keras.Input((features,))
    h = keras.layers.Dense(8, activation="relu")(x)
    both = keras.layers.Add()([keras.layers.Dense(classes)(x), keras.layers.Dense(classes)(h)])
    return keras.Model(x, keras.layers.Softmax()(both))


def wide_as_a_class(features, classes):
    from utils.training import keras

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = keras.layers.Dense(8, activation="relu")
            self.out = keras.layers.Dense(classes, activation="softmax")

        def call(self, x):
            return self.out(keras.ops.concatenate([self.hidden(x), x], axis=1))

    return Network()


def test_build_wide():
    assert_check(
        check.build_wide,
        solution=wide(),
        stub=stub,
        wrong={
            "no_return": lambda features, classes: print(end=""),
            "not_a_model": lambda features, classes: [features, classes],
            "several_models": lambda features, classes: (wide()(features, classes), wide()(features, classes)),
            "returns_output": lambda features, classes: wide()(features, classes).output,
            "not_joined": wide(join=lambda of, x, h: h),
            "hidden_not_used": wide(join=lambda of, x, h: x),
            "joined_wrongly": wide(join=lambda of, x, h: of.Concatenate()([h, h])),
            "two_outputs": two_outputs,
            "wrong_hidden_size": wide(hidden=16),
            "wrong_output_size": wide(outputs=3),
            "one_output": wide(outputs=1, last="sigmoid"),
            "no_softmax": wide(last=None),
            "sigmoid_output": wide(last="sigmoid"),
            "linear_hidden_layer": wide(activation=None),
            "wrong_hidden_activation": wide(activation="tanh"),
            "inputs_through_relu": wide(join=lambda of, x, h: of.ReLU()(of.Concatenate()([x, h]))),
            "other_network": wide(join=lambda of, x, h: of.LayerNormalization()(of.Concatenate()([x, h]))),
            "wrong_number_of_layers": wide(join=lambda of, x, h: of.Concatenate()([x, of.Dense(8, "relu")(h)])),
        },
        also_correct=[
            wide(join=lambda of, x, h: of.Concatenate()([h, x])),
            wide(join=lambda of, x, h: of.concatenate([of.Dropout(0.2)(h), x])),
            wide_as_a_class,
        ],
        examples=4,
    )


def callback(stops, saves="when it stops", as_what=None):
    """Return a class of callbacks that stop where ``stops(target, logs)`` says so.

    saves: "when it stops", "always" or "never"; as_what(model, path): how, in place of ``model.save(path)``.
    """
    from utils.training import keras

    class Stop(keras.callbacks.Callback):
        def __init__(self, target, path):
            super().__init__()
            self.target, self.path = target, path

        def on_epoch_end(self, epoch, logs=None):
            now = stops(self.target, logs)
            if saves == "always" or (now and saves != "never"):
                as_what(self.model, self.path) if as_what else self.model.save(self.path)
            if now:
                self.model.stop_training = True

    return Stop


def reached(target, logs):
    return logs["val_accuracy"] >= target


def save_an_untrained_copy(model, path):
    from utils.training import keras

    keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]).save(path)


def test_stop_at():
    assert_check(
        check.stop_at,
        solution=callback(reached),
        stub=stub,
        wrong={
            "never_stops": callback(lambda target, logs: False),
            "stops_at_once": callback(lambda target, logs: True),
            "strictly_above": callback(lambda target, logs: logs["val_accuracy"] > target),
            "stops_below": callback(lambda target, logs: logs["val_accuracy"] < target),
            "looks_at_training": callback(lambda target, logs: logs["accuracy"] >= target),
            "looks_at_loss": callback(lambda target, logs: logs["val_loss"] >= target),
            "wrong_epoch": callback(lambda target, logs: logs["val_accuracy"] == target),
            "not_a_callback": lambda target, path: target,
            "not_saved": callback(reached, saves="never"),
            "saved_too_early": callback(reached, saves="always"),
            "another_network": callback(reached, as_what=save_an_untrained_copy),
        },
        also_correct=[
            callback(reached, as_what=lambda model, path: __import__("keras").saving.save_model(model, path))
        ],
        examples=4,
    )


def test_what_is_written_beside_the_network_is_no_network():
    text = callback(reached, as_what=lambda model, path: Path(path).write_text("weights"))
    assert check.stop_at(text).misconception == "another_network"


@pytest.mark.parametrize("key", ["loss", "val_loss", "accuracy"])
@pytest.mark.parametrize("way", [1, -1])
def test_whatever_else_a_callback_looks_at_is_named(key, way):
    result = check.stop_at(callback(lambda target, logs: way * (logs[key] - target) >= 0))
    assert result.outcome == "wrong"
    assert way < 0 or result.misconception == ("looks_at_training" if key == "accuracy" else "looks_at_loss")


def test_where_a_callback_stopped_is_said():
    use_language("en")
    strict = callback(lambda target, logs: logs["val_accuracy"] > target)
    assert "the training has to stop in epoch 3; yours stopped in epoch 4." in check.stop_at(strict).message
    never = callback(lambda target, logs: False)
    assert "yours did not stop." in check.stop_at(never).message


def test_a_callback_may_use_the_model_as_the_real_one():
    def save(model, path):
        model.best = model.get_weights()
        model.save(Path(path), overwrite=True)

    assert check.stop_at(callback(reached, as_what=save)).outcome == "correct"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_names_its_parts(language):
    use_language(language)
    words = {text.get_text() for text in draw_chain_and_side_path().axes[0].texts}
    assert {"tr": {"zincir", "yan yol", "13 girdi"}, "en": {"chain", "side path", "13 inputs"}}[language] <= words
    assert {"13", "16", "29", "Concatenate"} <= words


class Stand:
    """Stands in for a Keras model: what the check reads of one, with a given answer to points (n, 2)."""

    layers = ()

    def __init__(self, answer, parameters=400, inputs=2, outputs=1):
        self.answer, self.parameters = answer, parameters
        self.input_shape, self.output_shape = (None, inputs), (None, outputs)

    def count_params(self):
        return self.parameters

    def __call__(self, x):
        return self.answer(np.asarray(x))


def arm(x):
    """Return the true class of spiral points (n, 2) as (n, 1): which arm they lie on."""
    radius = np.hypot(*x.T)
    turn = 1.75 * 2 * np.pi * (radius - 0.3) / 5.2
    return (np.cos(np.arctan2(x[:, 0], x[:, 1]) - turn) < 0).astype(float)[:, None]


def test_my_network():
    assert_check(
        check.my_network,
        solution=lambda data: Stand(arm),
        stub=stub,
        wrong={
            "no_return": lambda data: print(end=""),
            "too_many_parameters": lambda data: Stand(arm, parameters=5000),
            "wrong_input": lambda data: Stand(arm, inputs=4),
            "linear_network": lambda data: Stand(lambda x: expit(0.7 * x[:, :1] - 0.2 * x[:, 1:])),
            "softmax_of_one": lambda data: Stand(lambda x: np.ones((len(x), 1))),
            "classes_swapped": lambda data: Stand(lambda x: 1 - arm(x)),
            "shape": lambda data: Stand(lambda x: np.hstack([arm(x)] * 3), outputs=3),
            "not_finite": lambda data: Stand(lambda x: arm(x) * np.nan),
            "not_trained": lambda data: Stand(lambda x: np.full((len(x), 1), 0.5) + 1e-3 * np.sin(9 * x[:, :1])),
            "not_accurate_enough": lambda data: Stand(lambda x: np.where(x[:, 1:] > 1, arm(x), 0.0)),
        },
        also_correct=[
            lambda data: Stand(lambda x: np.hstack([1 - arm(x), arm(x)]), outputs=2),
            lambda data: Stand(lambda x: 0.4 * arm(x) - 0.1),  # logits
        ],
        examples=4,
    )


def test_the_test_points_are_not_for_training():
    from utils.training import keras

    def answer(data):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
        model.compile(loss="binary_crossentropy")
        model.fit(data.x_test, data.y_test, verbose=0)
        return model

    assert check.my_network(answer).misconception == "trained_on_test_set"


def test_wines_come_with_their_scales_and_all_grapes_in_both_parts(reader):
    data = load_wine()
    assert data.x_train.shape == (118, 13) and data.x_test.shape == (60, 13)
    assert set(data.y_train) == set(data.y_test) == {0, 1, 2}
    assert len(data.feature_names) == 13 and data.feature_names[0] == {"tr": "alkol", "en": "alcohol"}[reader]
    hue, _, proline = data.x_train.mean(axis=0)[-3:]
    assert 0.5 < hue < 1.5 and 600 < proline < 900
    assert data.class_names[0] == {"tr": "üzüm 1", "en": "grape 1"}[reader]


def test_the_network_by_hand_has_the_numbers_of_the_text():
    x = np.array([2.0, 1])
    hidden = np.maximum(x @ np.array([[1.0, -1], [0, 1]]), 0)
    scores = hidden @ np.array([[1.0, 0, 0], [0, 1, 2]]) + np.array([0.0, 1, 0])
    assert hidden.tolist() == [2, 0] and scores.tolist() == [2, 1, 0]
    assert np.round(np.exp(scores), 2).tolist() == [7.39, 2.72, 1.0]

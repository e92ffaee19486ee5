"""A step is traced once, and computes what it would compute untouched."""

import numpy as np
import pytest
import tensorflow as tf

from utils.training import keras, seed_everything
from utils.training.tracing import trace_once

X = np.linspace(-1, 1, 60, dtype="float32").reshape(20, 3)
Y = (X[:, 0] > 0).astype(int)


class Counted(keras.Model):
    """A model that knows how often its steps were traced: their Python code runs then, and not in each batch."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.traces = 0

    def train_step(self, data):
        self.traces += 1
        return super().train_step(data)

    def test_step(self, data):
        self.traces += 1
        return super().test_step(data)


def counted(outputs=1, **compiled):
    seed_everything(0)
    inputs = keras.Input((3,))
    hidden = keras.layers.Dropout(0.2)(keras.layers.Dense(4, activation="relu")(inputs))
    heads = {f"head{i}": keras.layers.Dense(2, activation="softmax", name=f"head{i}")(hidden) for i in range(outputs)}
    model = Counted(inputs, heads if outputs > 1 else heads["head0"])
    model.compile(keras.optimizers.Adam(0.1), loss="sparse_categorical_crossentropy", **compiled)
    return model


@pytest.mark.parametrize("steps", [1, 10])
@pytest.mark.parametrize("metrics", [None, ["accuracy"]])
def test_a_training_and_an_evaluation_are_traced_once(metrics, steps):
    model = counted(metrics=metrics, steps_per_execution=steps)
    model.fit(X, Y, batch_size=5, epochs=2, verbose=0)
    assert model.traces == 1
    model.evaluate(X, Y, batch_size=5, verbose=0)
    assert model.traces == 2


def test_an_evaluation_before_any_training_is_traced_once():
    model = counted(metrics=["accuracy"])
    model.evaluate(X, Y, verbose=0)
    assert model.traces == 1


def test_a_training_with_two_outputs_is_traced_once():
    model = counted(2, metrics={"head0": "accuracy", "head1": "accuracy"})
    model.fit(X, {"head0": Y, "head1": Y}, verbose=0)
    assert model.traces == 1


def test_a_step_of_ones_own_is_traced_once_although_its_optimizer_is_new():
    traces = []
    weight, optimizer = keras.Variable([1.0, 2.0]), keras.optimizers.Adam(0.1)

    @tf.function
    def step():
        traces.append(1)
        optimizer.apply([2 * weight], [weight])

    for _ in range(3):
        step()
    assert len(traces) == 1
    assert np.allclose(weight, [0.7, 1.7], atol=1e-2)


def test_a_variable_that_is_no_part_of_keras_is_noted_as_before():
    made = []

    @tf.function
    def step():
        if not made:
            made.append((keras.metrics.Mean(), tf.Variable(3.0)))
        return made[0][1] + 1

    assert step() == 4 and step() == 4


def test_the_numbers_are_those_of_keras_as_it_comes(monkeypatch):
    def numbers():
        model = counted(metrics=["accuracy"])
        history = model.fit(X, Y, batch_size=5, epochs=3, verbose=0).history
        return model.traces, history, [np.array(weight) for weight in model.get_weights()]

    traces, history, weights = numbers()
    original = keras.Variable.__mro__[1]._initialize_with_initializer
    monkeypatch.setattr(keras.Variable, "_initialize_with_initializer", original)
    traces_before, history_before, weights_before = numbers()
    assert (traces, traces_before) == (1, 2)
    assert history == history_before
    assert all(map(np.array_equal, weights, weights_before))


def test_a_keras_without_the_method_is_left_alone(monkeypatch):
    class Other: ...

    monkeypatch.setattr(keras, "Variable", Other)
    trace_once()
    assert not hasattr(Other, "_initialize_with_initializer")

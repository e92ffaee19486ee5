"""A step is traced once, the data are opened once an epoch, and the numbers are those of Keras untouched."""

import sys

import numpy as np
import pytest
import tensorflow as tf
from keras.src.backend.tensorflow.trainer import TFEpochIterator

from utils.training import keras, once, seed_everything
from utils.training.once import _open_once, _trace_once

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


@pytest.fixture
def opened(monkeypatch):
    """How often data were opened for a training or an evaluation."""
    calls = []
    original = tf.data.Dataset.__iter__

    def counting(self):
        calls.append(1)
        return original(self)

    for kind in {type(tf.data.Dataset.range(1).prefetch(1)), tf.data.Dataset}:
        monkeypatch.setattr(kind, "__iter__", counting)
    return calls


def test_data_are_opened_once_an_epoch(opened):
    model = counted()
    model.fit(X, Y, batch_size=5, epochs=3, verbose=0)
    assert len(opened) == 3
    model.evaluate(X, Y, batch_size=5, verbose=0)
    assert len(opened) == 4
    model.fit(X, Y, batch_size=5, epochs=2, validation_data=(X, Y), verbose=0)
    assert len(opened) == 8
    assert model.predict(X, batch_size=5, verbose=0).shape == (20, 2)


@pytest.mark.filterwarnings("ignore:Your input ran out of data")  # Keras says so of data of unknown length
@pytest.mark.parametrize(("kind", "steps"), [("whole", None), ("repeated", 3), ("of unknown length", None)])
def test_every_epoch_of_a_dataset_is_read_in_full(kind, steps, monkeypatch):
    whole = tf.data.Dataset.from_tensor_slices((X, Y)).batch(5)
    data = {"whole": whole, "repeated": whole.repeat(), "of unknown length": whole.filter(lambda x, y: True)}[kind]

    def losses():
        return counted().fit(data, steps_per_epoch=steps, epochs=3, shuffle=False, verbose=0).history["loss"]

    ours = losses()
    monkeypatch.setattr(TFEpochIterator, "_get_iterator", lambda self: self._distributed_dataset)
    assert ours == losses()


def test_an_execution_that_is_not_full_is_no_end():
    model = counted(steps_per_execution=3)  # four batches: one execution of three, one of one
    model.fit(X, Y, batch_size=5, epochs=3, verbose=0)
    assert int(model.optimizer.iterations) == 12


def test_a_training_after_one_that_was_stopped_in_its_last_batch_is_a_whole_one():
    class Stop(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 3

    model = counted()
    model.fit(X, Y, batch_size=5, epochs=3, verbose=0, callbacks=[Stop()])
    model.fit(X, Y, batch_size=5, epochs=2, verbose=0)
    assert int(model.optimizer.iterations) == 4 + 8


def test_the_numbers_are_those_of_keras_as_it_comes(monkeypatch, opened):
    def numbers():
        opened.clear()
        model = counted(metrics=["accuracy"])
        history = model.fit(X, Y, batch_size=5, epochs=3, validation_split=0.2, verbose=0).history
        return model.traces, len(opened), history, [np.array(weight) for weight in model.get_weights()]

    *work, history, weights = numbers()
    make = keras.Variable.__mro__[1]._initialize_with_initializer
    monkeypatch.setattr(keras.Variable, "_initialize_with_initializer", make)
    monkeypatch.setattr(TFEpochIterator, "_get_iterator", lambda self: self._distributed_dataset)
    *work_before, history_before, weights_before = numbers()
    assert (work, work_before) == ([2, 6], [3, 12])
    assert history == history_before
    assert all(map(np.array_equal, weights, weights_before))


def test_a_keras_without_these_methods_is_left_alone():
    class Other: ...

    _trace_once(Other)
    _open_once(Other)
    _open_once(None)
    assert not [name for name in vars(Other) if name.startswith("_") and not name.startswith("__")]


def test_a_keras_without_the_module_of_its_trainer_is_left_alone(monkeypatch):
    traced = []
    monkeypatch.setattr(once, "_trace_once", traced.append)
    monkeypatch.setitem(sys.modules, "keras.src.backend.tensorflow.trainer", None)
    monkeypatch.delattr(sys.modules["keras.src.backend.tensorflow"], "trainer")
    once.work_once.__wrapped__()
    assert traced == [keras.Variable]

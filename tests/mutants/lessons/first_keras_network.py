"""Lesson 09: parameters and updates counted, an output computed, two networks built, a callback, a spiral."""

import math
from itertools import pairwise

import numpy as np
from scipy.special import softmax

from tests.mutants.exercises import Exercise


def sizes(rng):
    """From an input and an output alone to five layers; wide ones and single neurons."""
    yield ([13, 16, 3],)
    for _ in range(219):
        yield (rng.integers(1, rng.choice([4, 30, 800]), rng.integers(2, 7)).tolist(),)


def trainings(rng):
    """Batches that divide the samples and that do not, of one, of all, larger than all."""
    yield 118, 16, 40
    for i in range(219):
        n = int(rng.integers(1, 2000))
        b = (1, n, n + 7, max(1, n // 3))[i % 4] if i % 3 == 2 else int(rng.integers(1, 200))
        yield n, b, 1 if i % 7 == 6 else int(rng.integers(1, 100))


def total(layers):
    return lambda sizes: sum(layers(before, after) for before, after in pairwise(sizes))


def network(*layers, inputs=None):
    """Return an answer to *build*: an input and what each of ``layers(keras.layers, classes)`` gives."""

    def build(features, classes):
        import keras

        made = [layer(keras.layers, classes) for layer in layers]
        return keras.Sequential([keras.Input((inputs or features,)), *made])

    return build


def dense(neurons=None, activation=None, **options):
    return lambda of, classes: of.Dense(neurons or classes, activation=activation, **options)


HIDDEN, OUTPUT = dense(8, "relu"), dense(activation="softmax")


def weights_and_inputs(rng):
    """One layer to four, of one neuron and of several; a single sample and many, small numbers and large ones."""
    for i in range(220):
        sizes = rng.integers(1, 8, rng.integers(2, 6)).tolist() if i else [2, 2, 3]
        layers = [rng.normal(size=shape) for before, after in pairwise(sizes) for shape in ((before, after), (after,))]
        yield layers, rng.choice([0.3, 1, 300]) * rng.normal(size=(int(rng.integers(1, 12)), sizes[0]))


def output(between=lambda z: np.maximum(z, 0), last=lambda z: softmax(z, axis=1), order=lambda layers: layers):
    """Return an answer to *network_output*."""

    def answer(weights, x):
        *hidden, (w, b) = order(list(zip(weights[::2], weights[1::2], strict=True)))
        for kernel, bias in hidden:
            x = between(x @ kernel + bias)
        return last(x @ w + b)

    return answer


def wide(join, *, hidden=8, activation="relu", last="softmax"):
    """Return an answer to *build_wide*; ``join(keras.layers, inputs, hidden)`` is what the output layer sees."""

    def build(features, classes):
        import keras

        x = keras.Input((features,))
        h = keras.layers.Dense(hidden, activation=activation)(x)
        return keras.Model(x, keras.layers.Dense(classes, activation=last)(join(keras.layers, x, h)))

    return build


def joined(of, x, h):
    return of.Concatenate()([x, h])


def stop(rule, sets="stop_training", saves=lambda now: now):
    """Return an answer whose callback stops where ``rule(target, logs, seen)`` holds; seen: val_accuracy so far."""

    def answer(target, path):
        import keras

        class Stop(keras.callbacks.Callback):
            seen = ()

            def on_epoch_end(self, epoch, logs=None):
                self.seen = (*self.seen, logs["val_accuracy"])
                now = rule(target, logs, self.seen)
                if saves(now):
                    self.model.save(path)
                if now:
                    setattr(self.model, sets, True)

        return Stop()

    return answer


class Stand:
    """Stands for a trained network with a given answer to points (n, 2)."""

    layers = ()

    def __init__(self, answer, parameters=400, outputs=1):
        self._answer, self._parameters = answer, parameters
        self.input_shape, self.output_shape = (None, 2), (None, outputs)

    def count_params(self):
        return self._parameters

    def __call__(self, x):
        return self._answer(np.asarray(x))


def arm(x):
    """Return the true class of spiral points (n, 2) as (n, 1): which arm they lie on."""
    turn = 1.75 * 2 * np.pi * (np.hypot(*x.T) - 0.3) / 5.2
    return (np.cos(np.arctan2(x[:, 0], x[:, 1]) - turn) < 0).astype(float)[:, np.newaxis]


def trained(x_of, *layers, epochs=1):
    """Return an answer to *my_network* that trains for an epoch."""

    def answer(data):
        import keras

        model = network(*layers)(2, 1)
        model.compile(keras.optimizers.Adam(0.02), loss="binary_crossentropy")
        model.fit(*x_of(data), epochs=epochs, verbose=0)
        return model

    return answer


def training_set(data):
    return data.x_train, data.y_train


EXERCISES = [
    Exercise(
        "count_parameters",
        inputs=sizes,
        ideas={
            "no bias": total(lambda before, after: before * after),
            "a bias per input": total(lambda before, after: before * (after + 1)),
            "a bias per layer": total(lambda before, after: before * after + 1),
            "both": total(lambda before, after: (before + 1) * (after + 1)),
            "the first layer": lambda sizes: (sizes[0] + 1) * sizes[1],
            "the last layer": lambda sizes: (sizes[-2] + 1) * sizes[-1],
            "the last layer forgotten": lambda sizes: total(lambda before, after: (before + 1) * after)(sizes[:-1]),
            "from input to output": lambda sizes: (sizes[0] + 1) * sizes[-1],
            "all with all": lambda sizes: sum((a + 1) * b for i, a in enumerate(sizes) for b in sizes[i + 1 :]),
            "the largest layer": lambda sizes: max((a + 1) * b for a, b in pairwise(sizes)),
            "a bias only in hidden layers": lambda sizes: total(lambda a, b: (a + 1) * b)(sizes) - sizes[-1],
            "product": math.prod,
            "neurons": sum,
            "as a text": lambda sizes: str(total(lambda a, b: (a + 1) * b)(sizes)),
            "the list emptied": lambda sizes: sum((sizes.pop(0) + 1) * sizes[0] for _ in range(len(sizes) - 1)),
        },
        right={
            "by matrices": lambda sizes: sum(np.zeros((a, b)).size + b for a, b in pairwise(sizes)),
            "products and biases apart": lambda sizes: int(np.dot(sizes[:-1], sizes[1:]) + np.sum(sizes[1:])),
        },
    ),
    Exercise(
        "updates",
        inputs=trainings,
        ideas={
            "rounded down": lambda n, b, e: n // b * e,
            "rounded to the nearest": lambda n, b, e: round(n / b) * e,
            "not rounded": lambda n, b, e: n / b * e,
            "rounded at the end": lambda n, b, e: math.ceil(n * e / b),
            "one more": lambda n, b, e: (n // b + 1) * e,
            "epochs": lambda n, b, e: e,
            "one epoch": lambda n, b, e: math.ceil(n / b),
            "samples": lambda n, b, e: n * e,
            "batch size for their number": lambda n, b, e: b * e,
            "at least one": lambda n, b, e: max(1, n // b) * e,
            "the rest once": lambda n, b, e: n // b * e + (n % b > 0),
            "the larger batch": lambda n, b, e: math.ceil(n / max(b, 10)) * e,
            "one less": lambda n, b, e: (math.ceil(n / b) - 1) * e,
        },
        right={
            "whole numbers only": lambda n, b, e: -(-n // b) * e,
            "counted": lambda n, b, e: sum(1 for _ in range(e) for _ in range(0, n, b)),
            "a float": lambda n, b, e: np.ceil(n / b) * e,
        },
    ),
    Exercise(
        "network_output",
        inputs=weights_and_inputs,
        ideas={
            "no ReLU": output(between=lambda z: z),
            "leaky ReLU": output(between=lambda z: np.where(z > 0, z, 0.01 * z)),
            "the sign dropped": output(between=np.abs),
            "tanh": output(between=np.tanh),
            "sigmoid at the end": output(last=lambda z: 1 / (1 + np.exp(-z.clip(-500, 500)))),
            "scores": output(last=lambda z: z),
            "classes": output(last=lambda z: z.argmax(axis=1)),
            "powers not divided": output(last=np.exp),
            "over the samples": output(last=lambda z: softmax(z, axis=0)),
            "over everything": output(last=softmax),
            "ReLU at the end": output(last=lambda z: softmax(np.maximum(z, 0), axis=1)),
            "clipped": output(last=lambda z: softmax(z.clip(-20, 20), axis=1)),
            "the last layer alone": lambda weights, x: softmax(x[:, :1] @ weights[-2][:1] + weights[-1], axis=1),
            "no bias at the end": lambda weights, x: output()([*weights[:-1], 0 * weights[-1]], x),
            "the first sample": lambda weights, x: output()(weights, x[:1]),
            "overflows": output(last=lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)),
        },
        right={
            "layer by layer": lambda weights, x: output()([np.array(w) for w in weights], x),
            "shifted by the largest": output(
                last=lambda z: (lambda e: e / e.sum(axis=1)[:, None])(np.exp(z - z.max(axis=1)[:, None]))
            ),
            "sample by sample": lambda weights, x: np.vstack([output()(weights, row[None]) for row in x]),
        },
    ),
    Exercise(
        "build",
        by_hand="the answer builds a network",
        ideas={
            "no activation": network(dense(8), OUTPUT),
            "tanh": network(dense(8, "tanh"), OUTPUT),
            "leaky ReLU": network(dense(8), lambda of, k: of.LeakyReLU(), OUTPUT),
            "ReLU up to 6": network(dense(8, "relu6"), OUTPUT),
            "ReLU before the layer": network(lambda of, k: of.ReLU(), dense(8), OUTPUT),
            "sigmoid output": network(HIDDEN, dense(activation="sigmoid")),
            "scores": network(HIDDEN, dense()),
            "log-softmax": network(HIDDEN, dense(activation="log_softmax")),
            "softmax twice": network(HIDDEN, OUTPUT, lambda of, k: of.Softmax()),
            "softmax over the batch": network(HIDDEN, dense(), lambda of, k: of.Softmax(axis=0)),
            "ReLU before the softmax": network(HIDDEN, dense(activation="relu"), lambda of, k: of.Softmax()),
            "one output": network(HIDDEN, dense(1, "sigmoid")),
            "three classes": network(HIDDEN, dense(3, "softmax")),
            "16 neurons": network(dense(16, "relu"), OUTPUT),
            "as many neurons as features": lambda features, classes: network(dense(features, "relu"), OUTPUT)(
                features, classes
            ),
            "classes and neurons swapped": network(dense(4, "relu"), dense(8, "softmax")),
            "no hidden layer": network(OUTPUT),
            "two hidden layers": network(HIDDEN, HIDDEN, OUTPUT),
            "13 features": network(HIDDEN, OUTPUT, inputs=13),
            "normalised": network(lambda of, k: of.LayerNormalization(), HIDDEN, OUTPUT),
            "dropout at the end": network(HIDDEN, OUTPUT, lambda of, k: of.Dropout(0.5)),
            "not a model": lambda features, classes: [8, classes],
        },
        right={
            "activations as layers": network(dense(8), lambda of, k: of.ReLU(), dense(), lambda of, k: of.Softmax()),
            "dropout in between": network(HIDDEN, lambda of, k: of.Dropout(0.5), OUTPUT),
            "started otherwise": network(dense(8, "relu", kernel_initializer="he_normal"), OUTPUT),
            "without biases": network(dense(8, "relu", use_bias=False), dense(activation="softmax", use_bias=False)),
        },
    ),
    Exercise(
        "build_wide",
        by_hand="the answer builds a network",
        ideas={
            "a chain": wide(lambda of, x, h: h),
            "no hidden layer": wide(lambda of, x, h: x),
            "hidden twice": wide(lambda of, x, h: of.Concatenate()([h, h])),
            "inputs twice": wide(lambda of, x, h: of.Concatenate()([x, x, h])),
            "ReLU after joining": wide(lambda of, x, h: of.ReLU()(joined(of, x, h))),
            "tanh after joining": wide(lambda of, x, h: of.Activation("tanh")(joined(of, x, h))),
            "normalised": wide(lambda of, x, h: of.LayerNormalization()(joined(of, x, h))),
            "16 neurons": wide(joined, hidden=16),
            "tanh": wide(joined, activation="tanh"),
            "no activation": wide(joined, activation=None),
            "scores": wide(joined, last=None),
            "sigmoid": wide(joined, last="sigmoid"),
            "the chain of the lesson": network(HIDDEN, OUTPUT),
        },
        right={
            "hidden first": wide(lambda of, x, h: of.Concatenate()([h, x])),
            "the axis named": wide(lambda of, x, h: of.concatenate([x, h], axis=1)),
            "dropout on the hidden layer": wide(lambda of, x, h: of.Concatenate()([x, of.Dropout(0.5)(h)])),
        },
    ),
    Exercise(
        "stop_at",
        by_hand="the answer is a class of callbacks",
        ideas={
            "strictly above": stop(lambda target, logs, seen: logs["val_accuracy"] > target),
            "exactly": stop(lambda target, logs, seen: logs["val_accuracy"] == target),
            "below": stop(lambda target, logs, seen: logs["val_accuracy"] < target),
            "training": stop(lambda target, logs, seen: logs["accuracy"] >= target),
            "both": stop(lambda target, logs, seen: min(logs["accuracy"], logs["val_accuracy"] - 0.05) >= target),
            "loss": stop(lambda target, logs, seen: logs["loss"] <= target),
            "loss the other way": stop(lambda target, logs, seen: logs["loss"] >= target),
            "loss of the validation": stop(lambda target, logs, seen: logs["val_loss"] <= 1 - target),
            "never": stop(lambda target, logs, seen: False),
            "at once": stop(lambda target, logs, seen: True),
            "an epoch late": stop(lambda target, logs, seen: any(value >= target for value in seen[:-1])),
            "twice": stop(lambda target, logs, seen: sum(value >= target for value in seen) == 2),
            "mean so far": stop(lambda target, logs, seen: np.mean(seen) >= target),
            "no better than before": stop(lambda target, logs, seen: seen[-1] < max(seen)),
            "a fixed target": stop(lambda target, logs, seen: logs["val_accuracy"] >= 0.75),
            "rounded": stop(lambda target, logs, seen: round(logs["val_accuracy"], 1) >= round(target, 1)),
            "stops nothing": stop(lambda target, logs, seen: logs["val_accuracy"] >= target, sets="stopped"),
            "saves every epoch": stop(lambda target, logs, seen: max(seen) >= target, saves=lambda now: True),
            "saves until it stops": stop(lambda target, logs, seen: max(seen) >= target, saves=lambda now: not now),
            "saves nothing": stop(lambda target, logs, seen: max(seen) >= target, saves=lambda now: False),
        },
        right={"the best so far": stop(lambda target, logs, seen: max(seen) >= target)},
    ),
    Exercise(
        "my_network",
        by_hand="it trains a network",
        trains=True,
        ideas={
            "hardly trained": trained(training_set, dense(8, "relu"), dense(1, "sigmoid")),
            "a line": trained(training_set, dense(1, "sigmoid")),
            "on the test set": trained(lambda data: (data.x_test, data.y_test), dense(8, "relu"), dense(1, "sigmoid")),
            "on both": trained(
                lambda data: (np.vstack([data.x_train, data.x_test]), np.append(data.y_train, data.y_test)),
                dense(8, "relu"),
                dense(1, "sigmoid"),
            ),
            "softmax of one": trained(training_set, dense(8, "relu"), dense(1, "softmax")),
            "too many parameters": lambda data: Stand(arm, parameters=501),
            "classes swapped": lambda data: Stand(lambda x: 1 - arm(x)),
            "nothing learned": lambda data: Stand(lambda x: np.full((len(x), 1), 0.5)),
            "not a number": lambda data: Stand(lambda x: np.full((len(x), 1), np.nan)),
            "a third of the spiral": lambda data: Stand(lambda x: np.where(np.hypot(*x.T)[:, None] < 3, arm(x), 0.0)),
        },
        right={
            "500 parameters": lambda data: Stand(arm, parameters=500),
            "two outputs": lambda data: Stand(lambda x: np.hstack([1 - arm(x), arm(x)]), outputs=2),
            "scores": lambda data: Stand(lambda x: 8 * arm(x) - 4),
        },
    ),
]

"""The cached trainings of lesson 11: a deep network on digits, with each remedy alone and together, five seeds each.

    python tools/vanishing_runs.py            # writes assets/vanishing_runs.npz; about a quarter of an hour on two cores
    python tools/vanishing_runs.py he norm    # only these rows; the others stay as they are

Every network has 30 hidden layers of 64 ReLU neurons (``shallow``: 2) and is trained for 5 epochs with batches of 64. Each row
has its learning rate chosen among three by the training loss of one further seed, ``SEARCHED``; so all are tuned alike. Arrays:
``NAME_loss`` (seed, epoch) the training loss, ``NAME_accuracy`` (seed,) on the 1000 test digits, ``NAME_rate`` the rate. A loss
that is no number is kept as NaN. Reruns on one machine agree; on another they differ.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_digits28  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "vanishing_runs.npz"
SEEDS, SEARCHED, EPOCHS = range(5), 100, 5
RATES = {"sgd": (0.003, 0.01, 0.03), "adam": (0.0003, 0.001, 0.003)}
layers = keras.layers
RUNS: dict[str, dict[str, Any]] = {  # name: what differs from Keras's defaults without any remedy
    "none": {},
    "he": {"start": "he_normal"},
    "norm": {"norm": True},
    "skip": {"skip": True},
    "clip": {"clip": 1.0},
    "adam": {"optimizer": "adam"},
    "skip_clip": {"skip": True, "clip": 1.0},
    "he_skip": {"start": "he_normal", "skip": True},
    "he_norm": {"start": "he_normal", "norm": True},
    "norm_skip": {"norm": True, "skip": True},
    "he_norm_skip": {"start": "he_normal", "norm": True, "skip": True},
    "all": {"start": "he_normal", "norm": True, "skip": True, "clip": 1.0},
    "he_adam": {"start": "he_normal", "optimizer": "adam"},
    "all_adam": {"start": "he_normal", "norm": True, "skip": True, "clip": 1.0, "optimizer": "adam"},
    "shallow": {"depth": 2},
}


def build(depth=30, start="glorot_uniform", norm=False, skip=False):
    """Return the lesson's network: ``depth`` layers, each with its product, normalization, ReLU, and from the second a skip."""
    inputs = values = keras.Input((784,))
    for i in range(depth):
        result = layers.Dense(64, kernel_initializer=start)(values)
        if norm:
            result = layers.BatchNormalization(momentum=0.9)(result)
        result = layers.Activation("relu")(result)
        values = layers.Add()([values, result]) if skip and i > 0 else result
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(values))


def compiled(clip=None, optimizer="sgd", **network):
    model = build(**network)
    if optimizer == "adam":
        method = keras.optimizers.Adam(0.001, global_clipnorm=clip)
    else:
        method = keras.optimizers.SGD(0.01, momentum=0.9, global_clipnorm=clip)
    model.compile(method, "sparse_categorical_crossentropy", steps_per_execution=9)
    model.optimizer.build(model.trainable_variables)
    return model


def run(model, rate, seed, x, y, x_test, y_test):
    """Give the model new weights, train it, and return the loss of each epoch and the accuracy on the test digits."""
    seed_everything(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:
        variable.assign(variable * 0)
    model.optimizer.learning_rate.assign(rate)
    losses = model.fit(x, y, batch_size=64, epochs=EPOCHS, verbose=0).history["loss"]
    return losses, float((np.argmax(model(x_test), axis=1) == y_test).mean())


def prepared():
    digits = load_digits28()
    pixels, unseen = digits.x_train / 255, digits.x_test / 255
    mean, deviation = pixels.mean(), pixels.std()
    x, x_test = (((part - mean) / deviation).reshape(-1, 784).astype("float32") for part in (pixels, unseen))
    return x, digits.y_train, x_test, digits.y_test


def main(*names):
    data, found = prepared(), {}
    if PATH.exists():
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or RUNS:
        model = compiled(**RUNS[name])
        rates = RATES[RUNS[name].get("optimizer", "sgd")]
        tried = [run(model, rate, SEARCHED, *data)[0][-1] for rate in rates]
        rate = rates[int(np.argmin(np.nan_to_num(tried, nan=np.inf, posinf=np.inf)))]
        print(name, "rates", dict(zip(rates, np.round(tried, 3).tolist(), strict=True)), flush=True)
        rows = [run(model, rate, seed, *data) for seed in SEEDS]
        losses, accuracies = zip(*rows, strict=True)
        found |= {
            f"{name}_loss": np.array(losses, dtype=np.float32),
            f"{name}_accuracy": np.array(accuracies, dtype=np.float32),
            f"{name}_rate": np.float32(rate),
        }
        print(name, rate, np.round(found[f"{name}_loss"][:, -1], 3), found[f"{name}_accuracy"], flush=True)
        np.savez_compressed(PATH, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The cached trainings of lesson 15: each of its networks trained with five seeds.

    python tools/cnn_runs.py             # writes assets/cnn_runs.npz; about ten minutes on two cores
    python tools/cnn_runs.py mean1_20    # only these trainings; the others stay as they are

Each array holds the accuracies on the 1000 test digits, (seed, pixels): the digits moved to the right by 0, 1, ... 6
pixels, or not moved at all where the network was trained on shuffled pixels. ``cnn``, ``mlp`` and ``logistic`` are trained
for 10 epochs, ``mlp_30`` and ``logistic_30`` for 30; ``cnn_20``, ``mean_20`` (global average pooling after the same maps),
``mean1_20`` and ``mean3_20`` (after a third convolution, of 1 x 1 and of 3 x 3) for 20; ``more`` is the CNN, for 4 epochs on
twice as many digits, half of them moved at random. A seed draws the first weights, the order of the batches and the moves.
Reruns on one machine agree; on another they differ by some digits.
"""

import sys
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_digits28  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "cnn_runs.npz"
SEEDS, MOST, PAD = range(5), 6, 6
layers = keras.layers


def convolution(filters):
    return layers.Conv2D(filters, 3, activation="relu")


def body():
    """Return the layers that all convolutional networks of the lesson begin with."""
    return [convolution(16), layers.MaxPooling2D(2), convolution(32), layers.MaxPooling2D(2)]


def dense_head():
    return [layers.Flatten(), layers.Dropout(0.4), layers.Dense(64, activation="relu")]


NETWORKS = {
    "logistic": lambda: [layers.Flatten()],
    "mlp": lambda: [layers.Flatten(), layers.Dense(64, activation="relu")],
    "cnn": lambda: [*body(), *dense_head()],
    "mean": lambda: [*body(), layers.GlobalAveragePooling2D()],
    "mean1": lambda: [*body(), layers.Conv2D(64, 1, activation="relu"), layers.GlobalAveragePooling2D()],
    "mean3": lambda: [*body(), convolution(64), layers.GlobalAveragePooling2D()],
}
RUNS = {  # name: (network, epochs, what it is trained on)
    "logistic": ("logistic", 10, "plain"),
    "mlp": ("mlp", 10, "plain"),
    "cnn": ("cnn", 10, "plain"),
    "logistic_30": ("logistic", 30, "plain"),
    "mlp_30": ("mlp", 30, "plain"),
    "mlp_shuffled": ("mlp", 10, "shuffled"),
    "cnn_shuffled": ("cnn", 10, "shuffled"),
    "more": ("cnn", 4, "more"),
    "cnn_20": ("cnn", 20, "plain"),
    "mean_20": ("mean", 20, "plain"),
    "mean1_20": ("mean1", 20, "plain"),
    "mean3_20": ("mean3", 20, "plain"),
}


def shift(x, rows, columns):
    """Return pictures (n, 28, 28, 1) moved down and to the right; zeros enter."""
    padded = np.pad(x, ((0, 0), (PAD, PAD), (PAD, PAD), (0, 0)))
    return padded[:, PAD - rows : PAD - rows + 28, PAD - columns : PAD - columns + 28]


def moved(x, seed):
    """Return each picture moved at random, by at most 3 pixels along each axis."""
    moves = np.random.default_rng(seed).integers(-3, 4, size=(len(x), 2))
    return np.concatenate([shift(one[None], *move) for one, move in zip(x, moves, strict=True)])


def shuffled(x):
    """Return pictures whose pixels have changed places, all in the same way."""
    order = np.random.default_rng(0).permutation(28 * 28)
    return x.reshape(len(x), -1)[:, order].reshape(x.shape)


def run(name, seed, x, y, x_test, y_test):
    """Return the accuracies of one training, a list of one or of seven."""
    network, epochs, kind = RUNS[name]
    if kind == "more":
        x, y = np.concatenate([x, moved(x, seed)]), np.tile(y, 2)
    if kind == "shuffled":
        x, tests = shuffled(x), [shuffled(x_test)]
    else:
        tests = [shift(x_test, 0, columns) for columns in range(MOST + 1)]
    seed_everything(seed)
    model = keras.Sequential([keras.Input((28, 28, 1)), *NETWORKS[network](), layers.Dense(10, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.0015), "sparse_categorical_crossentropy", steps_per_execution=10)
    model.fit(x, y, batch_size=64, epochs=epochs, verbose=0)
    return [float((np.argmax(model(test), axis=1) == y_test).mean()) for test in tests]


def main(*names):
    digits = load_digits28()
    data = digits.x_train[..., None] / 255, digits.y_train, digits.x_test[..., None] / 255, digits.y_test
    found = {}
    if names:
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or RUNS:
        rows = []
        for seed in SEEDS:
            rows.append(run(name, seed, *data))
            print(seed, name, rows[-1], flush=True)
        found[name] = np.array(rows, dtype=np.float32)
    np.savez_compressed(PATH, **{name: found[name] for name in RUNS})


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The cached trainings of lesson 21: capsule networks and CNNs with several seeds, and the decoder that the explorer turns.

    python tools/capsule_networks_runs.py             # writes assets/capsule_runs.npz; about ten minutes on two cores
    python tools/capsule_networks_runs.py explorer    # only this training; the others stay as they are

``NAME_right`` (seed, test) counts the right answers among the 1000 test digits: centred, shifted by at most 2 and by at most
4 pixels, turned and stretched (affine). ``NAME_swapped`` (seed, 3) belongs to the centred digits whose upper and lower halves
have changed places: how many keep their answer, and the mean largest output before and after. ``NAME_seconds`` (seed,) is the
processor time of the training, with one thread. ``caps3`` and ``caps1`` route in three rounds and in one, ``cnn``
has as many parameters; these three are trained on shifted digits. ``bag``, trained on centred ones, is a CNN of small windows
whose maps are reduced to their maxima. ``explorer`` is ``caps3`` with a smaller decoder, trained longer: its decoder in
seven bits (``W`` is ``q * scale``), one test digit of each class, ``picture``, and its capsule, ``capsule``. A seed draws the
first weights, the order of the batches and the shifts. Reruns on one machine agree; on another they differ by some digits.
"""

import sys
import time
from pathlib import Path

import numpy as np
from scipy.ndimage import affine_transform

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_digits28  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "capsule_runs.npz"
SEEDS = range(5)
layers, ops = keras.layers, keras.ops
RUNS = {  # name: (network, epochs, trained on shifted digits)
    "caps3": ("caps3", 12, True),
    "cnn": ("cnn", 10, True),
    "caps1": ("caps1", 12, True),
    "bag": ("bag", 10, False),
}


def squash(s):
    """Return vectors s (..., d) with the same direction and a length below 1."""
    square = ops.sum(s**2, axis=-1, keepdims=True)
    return square / (1 + square) * s / ops.sqrt(square + 1e-9)


class Squash(keras.layers.Layer):
    def call(self, s):
        return squash(s)


class Length(keras.layers.Layer):
    def call(self, v):
        return ops.sqrt(ops.sum(v**2, axis=-1) + 1e-9)


class Capsules(keras.layers.Layer):
    """count capsules of size d, routed by agreement from the capsules below: (n, i, k) -> (n, count, d)."""

    def __init__(self, count, d, rounds):
        super().__init__()
        self.count, self.d, self.rounds = count, d, rounds

    def build(self, shape):
        start = keras.initializers.RandomNormal(stddev=0.1)
        self.w = self.add_weight(shape=(shape[1], shape[2], self.count * self.d), initializer=start)

    def call(self, u):
        votes = ops.reshape(ops.einsum("nik,ikm->nim", u, self.w), (-1, u.shape[1], self.count, self.d))
        still = ops.stop_gradient(votes)
        logits = ops.zeros_like(votes[..., 0])
        for left in reversed(range(self.rounds)):
            coupling = ops.softmax(logits, axis=2)[..., None]
            v = squash(ops.sum(coupling * (still if left else votes), axis=1))
            if left:
                logits = logits + ops.sum(still * v[:, None], axis=-1)
        return v


def margin_loss(t, length):
    present = t * ops.square(ops.relu(0.9 - length))
    absent = (1 - t) * ops.square(ops.relu(length - 0.1))
    return ops.sum(present + 0.5 * absent, axis=-1)


def build_caps(rounds, hidden):
    """Return the network that is trained, (picture, one-hot) -> (lengths, picture), the capsules' part, and the decoder."""
    x, t = keras.Input((28, 28, 1)), keras.Input((10,))
    h = layers.Conv2D(32, 7, strides=2, activation="relu")(x)
    h = layers.Conv2D(64, 5, strides=2)(h)
    v = Capsules(10, 12, rounds)(Squash()(layers.Reshape((-1, 8))(h)))
    decoder = keras.Sequential([
        keras.Input((10, 12)), layers.Flatten(), layers.Dense(hidden, activation="relu"), layers.Dense(784, activation="sigmoid"),
    ])  # fmt: skip
    kept = layers.Multiply()([v, layers.Reshape((10, 1))(t)])
    return keras.Model([x, t], [Length()(v), decoder(kept)]), keras.Model(x, v), decoder


def build_cnn(bag=False):
    padding = "valid" if bag else "same"
    body = [layers.Conv2D(16 if bag else 32, 3, padding=padding, activation="relu"), layers.MaxPooling2D(2),
            layers.Conv2D(32 if bag else 64, 3, padding=padding, activation="relu"), layers.MaxPooling2D(2)]  # fmt: skip
    head = [layers.Conv2D(64, 1, activation="relu"), layers.GlobalMaxPooling2D()] if bag else [
        layers.Flatten(), layers.Dropout(0.3), layers.Dense(48, activation="relu")]  # fmt: skip
    return keras.Sequential([keras.Input((28, 28, 1)), *body, *head, layers.Dense(10, activation="softmax")])


def shifted(x, most, seed):
    """Return each picture (n, 28, 28) moved by whole pixels, at most ``most`` along each axis; zeros enter."""
    rng, out = np.random.default_rng(seed), np.empty_like(x)
    for i, picture in enumerate(x):
        down, right = rng.integers(-most, most + 1, size=2)
        out[i] = np.pad(picture, most)[most - down : most - down + 28, most - right : most - right + 28]
    return out


def affine(x, seed):
    """Return each picture turned by at most 25 degrees, stretched by at most 20 % along each axis, sheared by at most 0.2."""
    rng, out = np.random.default_rng(seed), np.empty_like(x)
    centre = np.array([13.5, 13.5])
    for i, picture in enumerate(x):
        angle, scale, shear = np.deg2rad(rng.uniform(-25, 25)), rng.uniform(0.8, 1.2, size=2), rng.uniform(-0.2, 0.2)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = turn @ np.array([[1, shear], [0, 1]]) / scale
        out[i] = affine_transform(picture, matrix, centre - matrix @ centre, order=1)
    return out


def train(network, seed, x, y, epochs, hidden=128):
    """Return (answers: pictures -> (n, 10), processor seconds, capsules, decoder) of one training."""
    seed_everything(seed)
    t = np.eye(10, dtype="float32")[y]
    schedule = keras.optimizers.schedules.CosineDecay(0.002, epochs * (len(x) // 64), alpha=0.05)
    optimizer = keras.optimizers.Adam(schedule)
    if network.startswith("caps"):
        model, capsules, decoder = build_caps(int(network[4:]), hidden)
        model.compile(optimizer, [margin_loss, "mse"], loss_weights=[1, 8], steps_per_execution=10)
        data, targets = [x[..., None], t], [t, x.reshape(-1, 784)]
        answers = lambda x: np.linalg.norm(capsules.predict(x[..., None], verbose=0), axis=-1)  # noqa: E731
    else:
        model, capsules, decoder = build_cnn(network == "bag"), None, None
        model.compile(optimizer, "categorical_crossentropy", steps_per_execution=10)
        data, targets = x[..., None], t
        answers = lambda x: model.predict(x[..., None], verbose=0)  # noqa: E731
    start = time.process_time()
    model.fit(data, targets, batch_size=64, epochs=epochs, verbose=0)
    return answers, time.process_time() - start, capsules, decoder


def run(name, seed, x, y, tests, y_test):
    network, epochs, moved = RUNS[name]
    answers, seconds, _, _ = train(network, seed, shifted(x, 2, 100 + seed) if moved else x, y, epochs)
    right = [int((answers(test).argmax(axis=1) == y_test).sum()) for test in tests]
    before, after = answers(tests[0]), answers(np.roll(tests[0], 14, axis=1))
    kept = int((before.argmax(axis=1) == after.argmax(axis=1)).sum())
    return {"right": right, "swapped": [kept, before.max(axis=1).mean(), after.max(axis=1).mean()], "seconds": seconds}


def explorer(x, y, x_test, y_test):
    answers, _, capsules, decoder = train("caps3", 0, shifted(x, 2, 100), y, 30, hidden=64)
    found = {}
    for name, values in zip(["w1", "b1", "w2", "b2"], decoder.get_weights(), strict=True):
        scale = np.abs(values).max(axis=0) / 63
        found["explorer_" + name] = (
            np.round(values / scale).astype(np.int8) if values.ndim == 2 else values.astype(np.float16)
        )
        if values.ndim == 2:
            found[f"explorer_{name}_scale"] = scale.astype(np.float16)
    lengths = answers(x_test)
    chosen = []
    for digit in range(10):
        own = np.flatnonzero((y_test == digit) & (lengths.argmax(axis=1) == digit))
        chosen.append(own[np.argsort(lengths[own, digit])[len(own) // 2]])  # one of medium length
    v = capsules.predict(x_test[chosen][..., None], verbose=0)
    found["explorer_capsule"] = v[np.arange(10), np.arange(10)].astype(np.float16)
    found["explorer_picture"] = np.round(255 * x_test[chosen]).astype(np.uint8)
    return found


def main(*names):
    digits = load_digits28()
    x, x_test = (digits.x_train / 255).astype("float32"), (digits.x_test / 255).astype("float32")
    tests = [x_test, shifted(x_test, 2, 5), shifted(x_test, 4, 6), affine(x_test, 7)]
    found = {}
    if PATH.exists():
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or ["explorer", *RUNS]:
        if name == "explorer":
            found.update(explorer(x, digits.y_train, x_test, digits.y_test))
        else:
            rows = []
            for seed in SEEDS:
                rows.append(run(name, seed, x, digits.y_train, tests, digits.y_test))
                print(seed, name, rows[-1], flush=True)
            found[f"{name}_right"] = np.array([row["right"] for row in rows], dtype=np.int16)
            found[f"{name}_swapped"] = np.array([row["swapped"] for row in rows], dtype=np.float32)
            found[f"{name}_seconds"] = np.array([row["seconds"] for row in rows], dtype=np.float32)
        np.savez_compressed(PATH, **found)
        print(name, PATH.stat().st_size, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

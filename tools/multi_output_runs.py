"""The cached trainings of lesson 19: networks with one trunk and two heads, digit and slant, with five seeds each.

    python tools/multi_output_runs.py          # writes assets/multi_output_runs.npz; about ten minutes on two cores
    python tools/multi_output_runs.py grid     # only these trainings; the others stay as they are

A network is two convolutions with pooling and a dense layer for each of two tasks: the class of a digit (softmax) and its slant
in degrees (one linear neuron, standardized for the training). The first ``depth`` of these three stages are shared, the rest
each task has for itself. Kept (float32): the accuracy on the 1000 test digits and the mean absolute error of the slant in
degrees, as the last axis of

* ``grid`` (depth, weight, seed, 2): DEPTHS shared stages, the slant's loss weight in WEIGHTS;
* ``ways`` (way, seed, 2) and ``seconds`` (way, seed), processor seconds of the training without building the graph: MADE.

``few`` (way, seed): accuracies with the labels of 100 digits, FEW; ``few_slant`` (2, seed): degrees with the slants of 100
digits, without and with the classes of all. ``labels`` (output, seed, 6): pictures of none, one or two digits, with OUTPUTS; the
share with all labels right among those with none, one and two, at a threshold of 0.5, then of 0.25. ``classes`` (output, seed,
4): single digits with sigmoid and with softmax, the accuracy and the shares with none, one and several values of 0.5 or more.
Reruns on one machine agree; on another they differ by some digits.
"""

import sys
import time
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_digits28  # noqa: E402
from utils.lessons.multi_output.runs import DEPTHS, FEW, PATH, WAYS, WEIGHTS  # noqa: E402
from utils.lessons.multi_output.slants import slants  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

SEEDS = range(5)
MADE = {  # way: filters of both convolutions and neurons, shared stages (0: a network each), epochs, unit of the slant
    "shared": ((8, 16, 32), 3, 8, "standardized"),
    "separate": ((8, 16, 32), 0, 8, "standardized"),
    "separate_half_epochs": ((8, 16, 32), 0, 4, "standardized"),
    "separate_half_size": ((5, 11, 23), 0, 8, "standardized"),
    "degrees": ((8, 16, 32), 3, 8, "degrees"),
    "shared_64": ((8, 16, 64), 3, 8, "standardized"),
}
OUTPUTS = ("sigmoid", "softmax", "softmax of shares")
layers = keras.layers


digits = load_digits28()
x_train, x_test = (x[..., None].astype(np.float32) / 255 for x in (digits.x_train, digits.x_test))
slant_train, slant_test = slants(digits.x_train), slants(digits.x_test)
MEAN, DEVIATION = slant_train.mean(), slant_train.std()


def stages(sizes):
    """Return the three stages as functions that make new layers."""
    return [
        lambda: [layers.Conv2D(sizes[0], 3, activation="relu"), layers.MaxPooling2D(2)],
        lambda: [layers.Conv2D(sizes[1], 3, activation="relu"), layers.MaxPooling2D(2)],
        lambda: [layers.Flatten(), layers.Dense(sizes[2], activation="relu")],
    ]


def through(made, x):
    for layer in made:
        x = layer(x)
    return x


def build(tasks, sizes=(8, 16, 32), depth=3):
    """Return a network with a head for each of the tasks, the first ``depth`` stages shared."""
    inputs = keras.Input((28, 28, 1))
    trunk, outputs = inputs, {}
    for stage in stages(sizes)[:depth]:
        trunk = through(stage(), trunk)
    for task in tasks:
        x = trunk
        for stage in stages(sizes)[depth:]:
            x = through(stage(), x)
        size, activation = (10, "softmax") if task == "digit" else (1, None)
        outputs[task] = layers.Dense(size, activation=activation, name=task)(x)
    return keras.Model(inputs, outputs)


class Trainer:
    """A network that is trained many times, each time from new weights, without building its graph again."""

    def __init__(self, tasks, sizes=(8, 16, 32), depth=3):
        self.tasks, self.made = tasks, (tasks, sizes, depth)
        self.model = build(*self.made)
        losses = {task: "sparse_categorical_crossentropy" if task == "digit" else "mse" for task in tasks}
        self.model.compile(keras.optimizers.Adam(0.0015), losses, steps_per_execution=9)
        self.fit(0, {task: 1.0 for task in tasks}, 1, x_train[:576], digits.y_train[:576], slant_train[:576])

    def fit(self, seed, weights, epochs, x=x_train, label=digits.y_train, angle=None):
        """Train anew and return the processor seconds; weights: {task: a number, or one for each example}."""
        seed_everything(seed)
        self.model.set_weights(build(*self.made).get_weights())
        for variable in self.model.optimizer.variables:
            variable.assign(variable * 0)
        self.model.optimizer.learning_rate.assign(0.0015)
        angle = (slant_train - MEAN) / DEVIATION if angle is None else angle
        truth = {"digit": label, "slant": angle[:, None]}
        weights = {task: np.full(len(x), 1, np.float32) * weights[task] for task in self.tasks}
        began = time.process_time()
        self.model.fit(
            x,
            {task: truth[task] for task in self.tasks},
            sample_weight=weights,
            batch_size=64,
            epochs=epochs,
            verbose=0,
        )
        return time.process_time() - began

    def measure(self, unit="standardized"):
        """Return {task: accuracy or mean absolute error in degrees} on the test digits."""
        outputs, found = self.model(x_test), {}
        if "digit" in outputs:
            found["digit"] = float((np.argmax(outputs["digit"], axis=1) == digits.y_test).mean())
        if "slant" in outputs:
            angle = np.array(outputs["slant"])[:, 0].astype(float)
            angle = angle if unit == "degrees" else angle * DEVIATION + MEAN
            found["slant"] = float(np.abs(angle - slant_test).mean())
        return found


def grid():
    """Return the array ``grid``."""
    scores = np.zeros((len(DEPTHS), len(WEIGHTS), len(SEEDS), 2), np.float32)
    for d, depth in reversed(list(enumerate(DEPTHS))):
        trainer = Trainer(("digit", "slant"), depth=depth)
        for seed in SEEDS:
            for w, weight in enumerate(WEIGHTS):
                trainer.fit(seed, {"digit": 1, "slant": weight}, 8)
                scores[d, w, seed] = list(trainer.measure().values())
                print("grid", depth, weight, seed, scores[d, w, seed], flush=True)
    return {"grid": scores}


def ways():
    """Return the arrays ``ways`` and ``seconds``."""
    scores, seconds = np.zeros((len(WAYS), len(SEEDS), 2), np.float32), np.zeros((len(WAYS), len(SEEDS)), np.float32)
    for i, name in enumerate(WAYS):
        sizes, depth, epochs, unit = MADE[name]
        groups = [("digit", "slant")] if depth else [("digit",), ("slant",)]
        trainers = [Trainer(group, sizes, depth) for group in groups]
        angle = slant_train if unit == "degrees" else None
        for seed in SEEDS:
            found: dict[str, float] = {}
            for trainer in trainers:
                seconds[i, seed] += trainer.fit(seed, {"digit": 1, "slant": 1}, epochs, angle=angle)
                found |= trainer.measure(unit)
            scores[i, seed] = found["digit"], found["slant"]
            print(name, seed, scores[i, seed], f"{seconds[i, seed]:.1f} s", flush=True)
    return {"ways": scores, "seconds": seconds}


def few():
    """Return ``few`` and ``few_slant``: 100 labelled digits 20 times, and all 4000 with the label of the other task."""
    trainer, angle = Trainer(("digit", "slant")), (slant_train - MEAN) / DEVIATION
    found = {"few": np.zeros((len(FEW), len(SEEDS)), np.float32), "few_slant": np.zeros((2, len(SEEDS)), np.float32)}
    for seed in SEEDS:
        chosen = np.tile(np.random.default_rng(seed).permutation(4000)[:100], 20)  # (2000,)
        every = np.concatenate([chosen, np.arange(4000)])  # (6000,)
        labelled = np.concatenate([np.full(2000, 3), np.zeros(4000)])  # 3: their share of a batch is a third
        settings = (
            (chosen, 1, 0, 8), (chosen, 1, 0, 24), (every, labelled, 1, 8), (chosen, 0, 1, 8), (every, 1, labelled, 8),
        )  # fmt: skip
        for i, (rows, digit, slant, epochs) in enumerate(settings):
            trainer.fit(
                seed, {"digit": digit, "slant": slant}, epochs, x_train[rows], digits.y_train[rows], angle[rows]
            )
            score = trainer.measure()
            if i < len(FEW):
                found["few"][i, seed] = score["digit"]
            else:
                found["few_slant"][i - len(FEW), seed] = score["slant"]
            print("few", i, seed, score, flush=True)
    return found


def strips(pictures, classes, count, seed):
    """Return pictures (count, 14, 28, 1) of none, one or two digits of half the size, and which are there, (count, 10)."""
    rng = np.random.default_rng(seed)
    small = pictures.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    strip, present = np.zeros((count, 14, 28, 1), np.float32), np.zeros((count, 10), np.float32)
    for i in range(count):
        sides = rng.permutation(2)[: rng.choice(3, p=[0.1, 0.4, 0.5])]
        for side in sides:
            chosen = rng.integers(len(small))
            strip[i, :, 14 * side : 14 * side + 14, 0] = small[chosen]
            present[i, classes[chosen]] = 1
    return strip, present


def labels():
    """Return the array ``labels``."""
    x, y = strips(x_train, digits.y_train, 4000, 0)
    x_new, y_new = strips(x_test, digits.y_test, 1000, 1)
    there = x_new.reshape(1000, 14, 2, 14).any(axis=(1, 3)).sum(axis=1)  # (1000,): digits in the picture
    shares = np.where(y.sum(axis=1, keepdims=True), y / np.maximum(y.sum(axis=1, keepdims=True), 1), 0.1)
    scores = np.zeros((len(OUTPUTS), len(SEEDS), 6), np.float32)
    for o, output in enumerate(OUTPUTS):
        activation, target = output.split()[0], shares if "shares" in output else y
        loss = "binary_crossentropy" if activation == "sigmoid" else "categorical_crossentropy"
        for seed in SEEDS:
            seed_everything(seed)
            model = keras.Sequential(
                [
                    keras.Input((14, 28, 1)),
                    layers.Conv2D(16, 3, padding="same", activation="relu"),
                    layers.MaxPooling2D(2),
                    layers.Conv2D(32, 3, padding="same", activation="relu"),
                    layers.MaxPooling2D(2),
                    layers.Flatten(),
                    layers.Dense(64, activation="relu"),
                    layers.Dense(10, activation=activation),
                ]
            )
            model.compile(keras.optimizers.Adam(0.0015), loss, steps_per_execution=9)
            model.fit(x, target, batch_size=64, epochs=8, verbose=0)
            p = np.array(model(x_new))
            for t, threshold in enumerate((0.5, 0.25)):
                right = ((p >= threshold) == y_new).all(axis=1)
                scores[o, seed, 3 * t : 3 * t + 3] = [right[there == count].mean() for count in range(3)]
            print("labels", output, seed, scores[o, seed].round(3), flush=True)
    return {"labels": scores}


def classes():
    """Return the array ``classes``."""
    scores = np.zeros((2, len(SEEDS), 4), np.float32)
    for o, (activation, loss) in enumerate(
        (("sigmoid", "binary_crossentropy"), ("softmax", "categorical_crossentropy"))
    ):
        for seed in SEEDS:
            seed_everything(seed)
            inputs = keras.Input((28, 28, 1))
            x = inputs
            for stage in stages((8, 16, 32)):
                x = through(stage(), x)
            model = keras.Model(inputs, layers.Dense(10, activation=activation)(x))
            model.compile(keras.optimizers.Adam(0.0015), loss, steps_per_execution=9)
            model.fit(x_train, np.eye(10)[digits.y_train], batch_size=64, epochs=8, verbose=0)
            p = np.array(model(x_test))
            said = (p >= 0.5).sum(axis=1)
            scores[o, seed] = (
                (p.argmax(axis=1) == digits.y_test).mean(),
                (said == 0).mean(),
                (said == 1).mean(),
                (said > 1).mean(),
            )
            print("classes", activation, seed, scores[o, seed].round(3), flush=True)
    return {"classes": scores}


PARTS = {"grid": grid, "ways": ways, "few": few, "labels": labels, "classes": classes}


def main(*names):
    found = {}
    if names:
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or PARTS:
        found |= PARTS[name]()
    np.savez_compressed(PATH, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The recorded trainings of lesson 12: a pool of random settings, three searches, and one setting with many seeds.

    python tools/hyperparameter_search_runs.py    # writes assets/hyperparameter_search_runs.npz; about ten minutes

All trainings are of the lesson's network on its 800 digits of 14 x 14 pixels. What is counted are right answers:

* ``settings`` (120, 3): learning rate, penalty and hidden neurons, drawn at random; ``curves`` (120, 27): right answers on the
  500 validation digits after each epoch; ``sets`` (120, 20): after the last epoch on 20 sets of 100 digits each, the first five
  of which are those 500; ``test`` and ``fresh`` (120): on the 1000 test digits and on 1200 others.
* ``search_validation``, ``search_test`` (3, 5, 27): grid, random and TPE, five seeds, 27 trials of 9 epochs in their order;
  right answers on the 500 and on the 1000 digits. ``search_settings`` (3, 5, 27, 3).
* ``seed_sets`` (30, 20), ``seed_test`` (30), ``seed_fresh`` (30): one setting, learning rate 0.01, penalty 1e-4 and 64 hidden
  neurons, trained for 27 epochs with 30 seeds.
* ``best`` (8): the settings of the pool that are best on its first validation set; ``again`` (8, 5) and ``again_test`` (8, 5):
  right answers on that set of 100 and on the test digits, trained anew with five other seeds.

A seed draws the first weights and the order of the batches. Reruns on one machine agree; on another they differ a little.
"""

import itertools
import sys
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_digits28  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "hyperparameter_search_runs.npz"
LEARNING_RATE, PENALTY, HIDDEN = (1e-4, 1.0), (1e-6, 0.1), (16, 64, 256)
POOL, EPOCHS, SHORT, TRIALS, SEEDS = 120, 27, 9, 27, 5
layers = keras.layers


def halve(pictures):
    return pictures.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196).astype("float32") / 255


digits = load_digits28()
x, labels = halve(digits.x_train), digits.y_train
x_test, y_test = halve(digits.x_test), digits.y_test
strength = keras.Variable(0.0, trainable=False, dtype="float32")


def build(hidden):
    """Return a network whose learning rate and penalty can be set without building it again."""
    model = keras.Sequential([
        keras.Input((196,)),
        layers.Dense(hidden, activation="relu", kernel_regularizer=lambda w: strength * keras.ops.sum(w**2)),
        layers.Dense(10, activation="softmax"),
    ])  # fmt: skip
    model.compile(keras.optimizers.Adam(), "sparse_categorical_crossentropy", steps_per_execution=25)
    model.optimizer.build(model.trainable_variables)
    return model


MODELS = {hidden: build(hidden) for hidden in HIDDEN}


class Count(keras.callbacks.Callback):
    """Keeps the right answers on the 500 validation digits after each epoch."""

    def __init__(self):
        super().__init__()
        self.counts = []

    def on_epoch_end(self, epoch, logs=None):
        self.counts.append(right(self.model, x[800:1300], labels[800:1300]).sum())


def right(model, x, labels):
    return np.argmax(np.array(model(x)), axis=1) == labels


def train(setting, seed, epochs):
    """Return the model trained with a setting (learning rate, penalty, hidden neurons), and its counts (epochs)."""
    learning_rate, penalty, hidden = setting
    model = MODELS[int(hidden)]
    seed_everything(seed)
    rng = np.random.default_rng(seed)
    for weights in model.trainable_variables:
        reach = np.sqrt(6 / sum(weights.shape)) if len(weights.shape) == 2 else 0
        weights.assign(rng.uniform(-reach, reach, weights.shape))
    for variable in model.optimizer.variables:
        variable.assign(variable * 0)
    model.optimizer.learning_rate.assign(learning_rate)
    strength.assign(penalty)
    count = Count()
    model.fit(x[:800], labels[:800], batch_size=32, epochs=epochs, verbose=0, callbacks=[count])
    return model, count.counts


def final(model):
    """Return right answers on the 20 sets (20,), on the test digits and on the fresh ones."""
    on_sets = right(model, x[800:2800], labels[800:2800]).reshape(20, 100).sum(axis=1)
    return on_sets, right(model, x_test, y_test).sum(), right(model, x[2800:], labels[2800:]).sum()


def drawn(rng):
    return (
        float(10 ** rng.uniform(*np.log10(LEARNING_RATE))),
        float(10 ** rng.uniform(*np.log10(PENALTY))),
        int(rng.choice(HIDDEN)),
    )


def middles(low, high, count=3):
    return 10 ** (np.log10(low) + (np.arange(count) + 0.5) / count * np.log10(high / low))


def random_search(seed, measure):
    rng = np.random.default_rng(seed)
    for _ in range(TRIALS):
        measure(drawn(rng))


def grid_search(seed, measure):
    for setting in itertools.product(middles(*LEARNING_RATE), middles(*PENALTY), HIDDEN):
        measure(setting)


def tpe_search(seed, measure):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)

    def objective(trial):
        return measure((
            trial.suggest_float("learning_rate", *LEARNING_RATE, log=True),
            trial.suggest_float("penalty", *PENALTY, log=True),
            trial.suggest_categorical("hidden", HIDDEN),
        ))  # fmt: skip

    optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed)).optimize(objective, n_trials=TRIALS)


class Trials:
    """Trains settings for a search with one seed; keeps (setting, right answers on the 500, and on the test digits)."""

    def __init__(self, seed):
        self.seed = seed
        self.rows: list[tuple] = []

    def __call__(self, setting):
        model, counts = train(setting, self.seed, SHORT)
        self.rows.append((setting, counts[-1], right(model, x_test, y_test).sum()))
        return 1 - counts[-1] / 500


def searches():
    """Return the arrays of three searches with five seeds each."""
    found = []
    for search in (grid_search, random_search, tpe_search):
        for seed in range(SEEDS):
            trials = Trials(seed)
            search(seed, trials)
            found += trials.rows
            print(search.__name__, seed, max(row[1:] for row in trials.rows), flush=True)
    arrays = columns(("search_settings", "search_validation", "search_test"), found)
    return {name: values.reshape(3, SEEDS, TRIALS, *values.shape[1:]) for name, values in arrays.items()}


def columns(names, rows):
    """Return {name: array} of rows that hold a value for each name."""
    return {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def main():
    found = {}
    rng = np.random.default_rng(0)
    found["settings"] = np.array([drawn(rng) for _ in range(POOL)])
    rows = []
    for place, setting in enumerate(found["settings"]):
        model, counts = train(setting, place, EPOCHS)
        rows.append((counts, *final(model)))
        print(place, setting, counts[0], counts[8], counts[26], *rows[-1][2:], flush=True)
    found |= columns(("curves", "sets", "test", "fresh"), rows)
    rows = [final(train((0.01, 1e-4, 64), 1000 + seed, EPOCHS)[0]) for seed in range(30)]
    found |= columns(("seed_sets", "seed_test", "seed_fresh"), rows)
    found["best"] = np.argsort(-found["sets"][:, 0], kind="stable")[:8]
    again = [
        [final(train(found["settings"][place], 2000 + seed, EPOCHS)[0])[:2] for seed in range(5)]
        for place in found["best"]
    ]
    found["again"] = np.array([[on_sets[0] for on_sets, _ in row] for row in again])
    found["again_test"] = np.array([[test for _, test in row] for row in again])
    found |= searches()
    small = {name: values.astype(np.float32 if values.dtype.kind == "f" else np.uint8 if values.max() < 256 else np.uint16)
             for name, values in found.items()}  # fmt: skip
    np.savez_compressed(PATH, allow_pickle=False, **small)


if __name__ == "__main__":
    main()

"""The cached trainings of lesson 23: each of its networks trained with five seeds.

    python tools/conv1d_runs.py          # writes assets/conv1d_runs.npz; about a quarter of an hour on two cores
    python tools/conv1d_runs.py gru_30  # only these trainings; the others stay as they are

Each array holds test accuracies, (seed,) or (seed, test set). MNIST-1D: ``linear``, ``mlp``, ``published`` (the CNN of Greydanus
and Kobak) and ``pooled`` (the lesson's own), after as many epochs as the name says; ``_shuffled``: the positions changed places.
Words: ``words_tr`` and ``words_en``. Spoken digits, each on unheard and on heard voices: ``logistic`` and ``spotter``, trained on
nine voices, ``one_voice``, a spotter trained on as many examples of one voice. A seed draws the first weights and the order of
the batches, and which digits the voices say; the words are the same for all. Reruns on one machine agree; on another they
differ by some examples.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_mnist1d, load_spoken_digits  # noqa: E402
from utils.datasets.speech import HEARD, UNHEARD  # noqa: E402
from utils.lessons.conv1d.sound import log_mel  # noqa: E402
from utils.lessons.conv1d.words import ALPHABETS, load_words, one_hot  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "conv1d_runs.npz"
SEEDS = range(5)
layers = keras.layers


def convolution(filters, size, **options):
    return layers.Conv1D(filters, size, padding="same", activation="relu", **options)


def dense(units):
    return layers.Dense(units, activation="relu")


NETWORKS = {  # of MNIST-1D: what stands before the last layer
    "linear": lambda: [layers.Flatten()],
    "mlp": lambda: [layers.Flatten(), dense(100), dense(100)],
    "published": lambda: [*[convolution(25, size, strides=2) for size in (5, 3, 3)], layers.Flatten()],
    "pooled": lambda: [
        *[layer for size in (5, 5, 3) for layer in (convolution(32, size), layers.MaxPooling1D(2))],
        layers.Flatten(),
    ],
    "gru": lambda: [layers.Bidirectional(layers.GRU(6, return_sequences=True, unroll=True)), layers.Flatten()],
}
SIGNALS = (  # in the order of what they are worth, should the time run out
    "linear_30", "mlp_30", "pooled_30", "published_30", "mlp_30_shuffled", "pooled_30_shuffled", "published_100", "mlp_100",
    "gru_30",
)  # fmt: skip
RATES = {"linear": 0.01, "mlp": 0.003, "published": 0.005, "pooled": 0.003, "gru": 0.01}


def trained(body, x, y, classes, batch, epochs, rate):
    """Return a network whose outputs are scores, trained with Adam and a learning rate that falls along a cosine."""
    model = keras.Sequential([keras.Input(x.shape[1:]), *body, layers.Dense(classes)])
    falling = keras.optimizers.schedules.CosineDecay(rate, epochs * -(-len(x) // batch))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(falling), loss, steps_per_execution=10)
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
    return model


def accuracy(model, x, y):
    return float((np.argmax(model(x), axis=1) == y).mean())


def signals(name, seed):
    """Return the test accuracy of one training on MNIST-1D."""
    network, epochs, *shuffled = name.split("_")
    data = load_mnist1d()
    order = np.random.default_rng(0).permutation(40) if shuffled else np.arange(40)
    x, x_test = data.x_train[:, order, None], data.x_test[:, order, None]
    seed_everything(seed)
    model = trained(NETWORKS[network](), x, data.y_train, 10, 100, int(epochs), RATES[network])
    return accuracy(model, x_test, data.y_test)


def words(name, seed):
    """Return the test accuracy of one training on words of a language."""
    language = name.removeprefix("words_")
    known, unseen = load_words(language)
    x, x_test = one_hot(known.words, ALPHABETS[language]), one_hot(unseen.words, ALPHABETS[language])
    seed_everything(seed)
    body = [layers.Conv1D(64, 4, activation="relu"), layers.GlobalMaxPooling1D(), layers.Dropout(0.3)]
    return accuracy(trained(body, x, known.parts, 4, 64, 15, 0.005), x_test, unseen.parts)


def voice(name, seed):
    """Return the accuracies of one training on spoken digits: on unheard voices, on heard ones."""
    kind, language = name.rsplit("_", 1)
    spoken = load_spoken_digits(language, 1200, ("m1",) if kind == "one_voice" else HEARD, seed=seed)
    tests = [load_spoken_digits(language, 400, voices, seed=100) for voices in (UNHEARD, HEARD)]
    x, *x_tests = [log_mel(part.sounds) for part in (spoken, *tests)]
    middle, spread = x.mean(), x.std()
    x, *x_tests = [(part - middle) / spread for part in (x, *x_tests)]
    pairs = [(part, test.digits) for part, test in zip(x_tests, tests, strict=True)]
    if kind == "logistic":
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = LogisticRegression(C=0.01, max_iter=60).fit(x.reshape(len(x), -1), spoken.digits)
        return [model.score(part.reshape(len(part), -1), digits) for part, digits in pairs]
    seed_everything(seed)
    model = trained(spotter_body(), x, spoken.digits, 10, 32, 10, 0.003)
    return [accuracy(model, *pair) for pair in pairs]


def spotter_body():
    return [
        convolution(48, 5), layers.MaxPooling1D(2), convolution(64, 5), layers.MaxPooling1D(2), convolution(64, 3),
        layers.GlobalMaxPooling1D(), layers.Dropout(0.3),
    ]  # fmt: skip


VOICES = [f"{kind}_{language}" for language in ("tr", "en") for kind in ("logistic", "spotter", "one_voice")]
RUNS = {
    **dict.fromkeys(VOICES, voice),
    **dict.fromkeys(("words_tr", "words_en"), words),
    **dict.fromkeys(SIGNALS, signals),
}


def main(*names):
    found = {}
    if names:
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or RUNS:
        rows = []
        for seed in SEEDS:
            rows.append(RUNS[name](name, seed))
            print(seed, name, rows[-1], flush=True)
        found[name] = np.array(rows, dtype=np.float32)
    np.savez_compressed(PATH, **{name: found[name] for name in RUNS})


if __name__ == "__main__":
    main(*sys.argv[1:])

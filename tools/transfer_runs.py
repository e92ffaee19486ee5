"""The cached trainings of lesson 18's explorer: a pretrained network on the emoji, with some of its blocks locked.

    python tools/transfer_runs.py            # writes assets/transfer_runs.npz; about ten minutes on two cores

Every combination of locked blocks, learning rate, start (pretrained or random), examples per class and seed is one real
training of SqueezeNet on 72 x 72 emoji. A seed draws the training pictures, the random weights and the order of the
batches. The head begins with zeros. Locked blocks are run once and only the rest is trained, as in the lesson. Kept: the
accuracy on the test pictures after the epochs MEASURED and, as Keras reports it, in that epoch on the training pictures
(float16), and the processor seconds of the training without the tests and without building the graph (float32). The
accuracy of logistic regression on the pixels is kept beside them. Reruns agree up to rounding.
"""

import itertools
import sys
import time
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_emoji  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402
from utils.training.backbone import backbone_input, squeezenet  # noqa: E402

PATH = CHECKOUT / "assets" / "transfer_runs.npz"
BLOCKS = ("conv1", *(f"fire{number}" for number in range(2, 10)))
LOCKED = (0, 2, 4, 6, 9)
RATES = (1e-4, 1e-3, 1e-2)
STARTS = ("random", "pretrained")
PER_CLASS = (5, 20)
SEEDS = (0, 1)
MEASURED, STEPS = (0, 1, 2, 4, 7, 10), 5
SHAPE = (72, 72, 3)


def whole():
    """Return SqueezeNet with a head for five classes, whose weights are zero."""
    body = squeezenet(SHAPE, pretrained=False)
    features = keras.layers.GlobalAveragePooling2D()(body.output)
    head = keras.layers.Dense(5, activation="softmax", kernel_initializer="zeros", name="head")(features)
    return keras.Model(body.input, head)


def first_weights(start, seed):
    """Return the weights that a training begins with: those of the body, then zeros for the head."""
    seed_everything(seed)
    body = squeezenet(SHAPE, pretrained=start == "pretrained").get_weights()
    return [*body, np.zeros((512, 5)), np.zeros(5)]


def parts(network, locked):
    """Return the locked part (None: there is none) and the part to train, sharing the network's layers."""
    if not locked:
        return None, network
    border = network.get_layer(BLOCKS[locked - 1]).output
    return keras.Model(network.input, border), keras.Model(border, network.output)


def train(tail, rate, seed, x, y, x_test, y_test):
    """Return the accuracies (len(MEASURED), 2) on training and test pictures and the processor seconds."""
    for variable in tail.optimizer.variables:
        variable.assign(variable * 0)
    tail.optimizer.learning_rate.assign(rate)
    seed_everything(seed)
    curve, seconds = [(np.mean(y == 0), np.mean(y_test == 0))], 0.0  # a head of zeros always says class 0
    for done, until in itertools.pairwise(MEASURED):
        began = time.process_time()
        fitted = tail.fit(x, y, batch_size=len(x) // STEPS, initial_epoch=done, epochs=until, verbose=0)
        seconds += time.process_time() - began
        answers = tail.predict(x_test, batch_size=len(x_test), verbose=0).argmax(axis=1)
        curve.append((fitted.history["accuracy"][-1], np.mean(answers == y_test)))
    return curve, seconds


def pixels():
    """Return the test accuracy of logistic regression on 24 x 24 pixels, (per_class, seed)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    scores = np.zeros((len(PER_CLASS), len(SEEDS)), np.float32)
    for p, d in np.ndindex(scores.shape):
        data = load_emoji(PER_CLASS[p], SEEDS[d])
        x, x_test = (small(pictures) for pictures in (data.x_train, data.x_test))
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000)).fit(x, data.y_train)
        scores[p, d] = model.score(x_test, data.y_test)
    return scores


def small(pictures):
    """Return the means of 3 x 3 pixels, (n, 24 * 24 * 3)."""
    return pictures.reshape(len(pictures), 24, 3, 24, 3, 3).mean(axis=(2, 4)).reshape(len(pictures), -1) / 255


def main():
    shape = (len(LOCKED), len(RATES), len(STARTS), len(PER_CLASS), len(SEEDS))
    curves, seconds = np.zeros((*shape, len(MEASURED), 2), np.float16), np.zeros(shape, np.float32)
    parameters = np.zeros(len(LOCKED), np.int64)
    network = whole()
    for i, locked in enumerate(LOCKED):
        body, tail = parts(network, locked)
        tail.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=STEPS)
        parameters[i] = tail.count_params()
        for s, p, d in itertools.product(range(len(STARTS)), range(len(PER_CLASS)), range(len(SEEDS))):
            data = load_emoji(PER_CLASS[p], SEEDS[d])
            begin = first_weights(STARTS[s], SEEDS[d])
            network.set_weights(begin)
            x, x_test = (backbone_input(pictures) for pictures in (data.x_train, data.x_test))
            if body is not None:
                x, x_test = (body.predict(inputs, verbose=0) for inputs in (x, x_test))
            tail.fit(x, data.y_train, batch_size=len(x) // STEPS, epochs=1, verbose=0)  # builds the graph
            for r, rate in enumerate(RATES):
                network.set_weights(begin)
                curve, spent = train(tail, rate, SEEDS[d], x, data.y_train, x_test, data.y_test)
                curves[i, r, s, p, d], seconds[i, r, s, p, d] = curve, spent
                print(
                    locked,
                    rate,
                    STARTS[s],
                    PER_CLASS[p],
                    SEEDS[d],
                    f"{curve[-1][1]:.3f} {spent:.1f} s",
                    flush=True,
                )
    np.savez_compressed(
        PATH, locked=LOCKED, rates=RATES, starts=STARTS, per_class=PER_CLASS, epochs=MEASURED,
        curves=curves, seconds=seconds, parameters=parameters, pixels=pixels(),
    )  # fmt: skip


if __name__ == "__main__":
    main()

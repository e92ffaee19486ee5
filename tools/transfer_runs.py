"""The cached trainings of lesson 18's explorer: a pretrained network on the emoji, with some of its blocks locked.

    python tools/transfer_runs.py            # writes assets/transfer_runs.npz; about fifteen minutes on two cores
    python tools/transfer_runs.py scratch    # only the long trainings from scratch; `ways` for those of the lesson's tables

Every combination of locked blocks, learning rate, start (pretrained or random), examples per class and seed is one real
training of SqueezeNet on 72 x 72 emoji. A seed draws the training pictures, the random weights and the order of the
batches. The head begins with zeros. Locked blocks are run once and only the rest is trained, as in the lesson. Kept: the
accuracy on the test pictures after the epochs MEASURED and, as Keras reports it, in that epoch on the training pictures
(float16), and the processor seconds of the training without the tests and without building the graph (float32). The
accuracy of logistic regression on the pixels is kept beside them. Reruns agree up to rounding.

The long trainings from scratch show what ten epochs cannot: the whole network from random weights, on 20 pictures of each class,
until it knows them by heart. ``scratch`` (seed, epoch, 2) holds the accuracies on the training pictures, measured after the
epochs ``scratch_epochs``, and on all other pictures.

The lesson's own tables are trained in the lesson for one seed; ``ways`` (way, seed) and ``damage`` (start, seed) hold the test
accuracies of five. A way is a list of stages, as in the lesson; ``damage`` is the accuracy of a new logistic regression on the
backbone's features: untouched, tuned with a head of zeros, with a random head, and with a random head that was trained first.
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
WAYS = (  # stages: the part of the network that is trained, learning rate, epochs
    (("head", 1e-3, 5),),
    (("tail", 2e-4, 5),),
    (("whole", 1e-4, 5),),
    (("head", 1e-3, 2), ("whole", 1e-4, 3)),
    (("head", 1e-3, 2), ("tail", 2e-4, 1), ("whole", 1e-4, 2)),
)
TOGETHER, IN_TURN = (("whole", 2e-4, 5),), (("head", 1e-3, 20), ("whole", 2e-4, 5))
LONG_SEEDS, LONG_EPOCHS = range(5), (0, 2, 5, 10, 20, 40, 60, 80, 100)
LONG_RATE, FALL = 5e-4, 160  # the first rate, and the epochs in which it would fall to zero


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
    scores = np.zeros((len(PER_CLASS), len(SEEDS)), np.float32)
    for p, d in np.ndindex(scores.shape):
        data = load_emoji(PER_CLASS[p], SEEDS[d])
        scores[p, d] = logistic(small(data.x_train), data.y_train, small(data.x_test), data.y_test)
    return scores


def logistic(x, y, x_test, y_test):
    """Return the test accuracy of a logistic regression on inputs (n, d), as the lesson trains it."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
    return model.fit(x, y).score(x_test, y_test)


def small(pictures):
    """Return the means of 3 x 3 pixels, (n, 24 * 24 * 3)."""
    return pictures.reshape(len(pictures), 24, 3, 24, 3, 3).mean(axis=(2, 4)).reshape(len(pictures), -1) / 255


def long_trainings():
    """Return the arrays of the long trainings from scratch, by name."""
    network, curves = whole(), []
    for seed in LONG_SEEDS:
        data = load_emoji(20, seed)
        x, x_test = (backbone_input(pictures) for pictures in (data.x_train, data.x_test))
        # a fixed rate makes some of these trainings fall back late; a falling one lets all of them finish
        rate = keras.optimizers.schedules.CosineDecay(LONG_RATE, STEPS * FALL)
        network.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", steps_per_execution=STEPS)
        network.set_weights(first_weights("random", seed))
        curve, spent = [accuracies(network, x, data.y_train, x_test, data.y_test)], 0.0
        for done, until in itertools.pairwise(LONG_EPOCHS):
            began = time.process_time()
            network.fit(x, data.y_train, batch_size=len(x) // STEPS, initial_epoch=done, epochs=until, verbose=0)
            spent += time.process_time() - began
            curve.append(accuracies(network, x, data.y_train, x_test, data.y_test))
            print("scratch", seed, until, "train {:.2f} test {:.3f}".format(*curve[-1]), f"{spent:.1f} s", flush=True)
        curves.append(curve)
    return {"scratch": np.array(curves, np.float32), "scratch_epochs": LONG_EPOCHS}


def accuracies(network, x, y, x_test, y_test):
    """Return the shares of training and test pictures whose class the network tells."""
    return [
        np.mean(network.predict(inputs, batch_size=len(inputs), verbose=0).argmax(axis=1) == truth)
        for inputs, truth in ((x, y), (x_test, y_test))
    ]


def compared():
    """Return the arrays of the lesson's two tables, by name."""
    network = whole()
    body = keras.Model(network.input, network.get_layer("head").input)
    pretrained = [*squeezenet(SHAPE).get_weights(), np.zeros((512, 5)), np.zeros(5)]
    pieces = {name: parts(network, locked) for name, locked in (("whole", 0), ("tail", 6), ("head", len(BLOCKS)))}
    ways, damage = np.zeros((len(WAYS), len(LONG_SEEDS))), np.zeros((4, len(LONG_SEEDS)))
    for seed in LONG_SEEDS:
        data = load_emoji(20, seed)
        x, x_test = (backbone_input(pictures) for pictures in (data.x_train, data.x_test))

        def tuned(start, stages, seed=seed, x=x, y=data.y_train):
            network.set_weights(start)
            seed_everything(seed)
            for name, rate, epochs in stages:
                frozen, part = pieces[name]
                inputs = x if frozen is None else np.array(frozen(x))
                part.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
                part.fit(inputs, y, batch_size=20, epochs=epochs, verbose=0)

        for way, stages in enumerate(WAYS):
            tuned(pretrained, stages)
            ways[way, seed] = accuracies(network, x, data.y_train, x_test, data.y_test)[1]
        noisy = [*pretrained[:-2], np.array(keras.initializers.GlorotUniform(seed=seed)((512, 5))), np.zeros(5)]
        for row, (start, stages) in enumerate(
            ((pretrained, ()), (pretrained, TOGETHER), (noisy, TOGETHER), (noisy, IN_TURN))
        ):
            tuned(start, stages)
            damage[row, seed] = logistic(np.array(body(x)), data.y_train, np.array(body(x_test)), data.y_test)
        print("ways", seed, ways[:, seed].round(3), damage[:, seed].round(3), flush=True)
    return {"ways": np.float32(ways), "damage": np.float32(damage)}


def write(arrays):
    """Write the named arrays to the file, beside those of the other trainings that it holds."""
    kept = {}
    if PATH.exists():
        with np.load(PATH) as file:
            kept = {name: file[name] for name in file.files}
    np.savez_compressed(PATH, **kept | arrays)


def locked_trainings():
    """Return the arrays of the explorer's trainings, by name."""
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
    return {
        "locked": LOCKED, "rates": RATES, "starts": STARTS, "per_class": PER_CLASS, "epochs": MEASURED,
        "curves": curves, "seconds": seconds, "parameters": parameters, "pixels": pixels(),
    }  # fmt: skip


KINDS = {"locked": locked_trainings, "scratch": long_trainings, "ways": compared}

if __name__ == "__main__":
    for kind in sys.argv[1:] or KINDS:
        write(KINDS[kind]())

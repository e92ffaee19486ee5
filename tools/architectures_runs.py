"""The cached trainings of lesson 17: each of its networks trained with five seeds.

    python tools/architectures_runs.py              # writes assets/architectures_runs.npz; 20 minutes of one core
    python tools/architectures_runs.py lenet vgg    # only these trainings; the others stay as they are

Each array holds (seed, 4): the accuracy on the 1000 test silhouettes, the accuracy and the loss of the last epoch of
training, and processor seconds. All but the deep ones see 3000 silhouettes for 5 epochs at the learning rate RATE:

    lenet, vgg, inception, resnet    the lesson's networks; resnet_zero: the blocks of resnet begin as the identity
    vgg_mean, resnet_flat            with the other kind of head; resnet_mean64: with a hidden layer after the mean
    one5, separable                  vgg with one 5 x 5 for two 3 x 3, and with separable convolutions after the first
    only3                            inception with one 3 x 3 in place of each block
    small, xavier                    vgg from other first weights
    plain, skip, zero                34 layers, 2000 silhouettes for 5 epochs
    ..._20, ..._slow                 for 20 epochs; at a quarter of the learning rate

``rates`` holds (network, rate) accuracies on the 1000 training silhouettes that are left out, seed 10, for the four networks
and RATES. A seed draws the first weights and the order of the batches. Reruns on one machine agree; on another they differ by
some pictures.
"""

import sys
import time
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_animals  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "architectures_runs.npz"
SEEDS, TRAIN, FEW = range(5), 3000, 2000
RATES, RATE = (0.001, 0.002, 0.004), 0.002
layers = keras.layers


def convolution(x, filters, size=3, stride=1, activation="relu", start="he_normal"):
    layer = layers.Conv2D(filters, size, stride, padding="same", activation=activation, kernel_initializer=start)
    return layer(x)


def pool(x):
    return layers.MaxPooling2D(2)(x)


def flat_head(x):
    return layers.Dense(64, activation="relu", kernel_initializer="he_normal")(layers.Flatten()(x))


def mean_head(x):
    return layers.GlobalAveragePooling2D()(x)


def hidden_mean_head(x):
    return layers.Dense(64, activation="relu", kernel_initializer="he_normal")(mean_head(x))


def lenet(x):
    x = layers.Conv2D(6, 5, padding="same", activation="tanh")(x)
    x = layers.Conv2D(16, 5, activation="tanh")(layers.AveragePooling2D(2)(x))
    x = layers.Flatten()(layers.AveragePooling2D(2)(x))
    return layers.Dense(84, activation="tanh")(layers.Dense(120, activation="tanh")(x))


def vgg(x, head=flat_head, start="he_normal"):
    for filters in (16, 32, 48):
        x = convolution(x, filters, start=start)
        x = pool(convolution(x, filters, start=start))
    return head(x)


def one5(x):
    for filters in (16, 32, 48):
        x = pool(convolution(x, filters, size=5))
    return flat_head(x)


def separable(x):
    start = {"depthwise_initializer": "he_normal", "pointwise_initializer": "he_normal"}
    first = True
    for filters in (16, 32, 48):
        for _ in range(2):
            layer = layers.SeparableConv2D(filters, 3, padding="same", activation="relu", **start)
            x, first = convolution(x, filters) if first else layer(x), False
        x = pool(x)
    return flat_head(x)


def inception_block(x, filters):
    one = convolution(x, filters // 4, size=1)
    three = convolution(convolution(x, 3 * filters // 8, size=1), filters // 2, size=3)
    five = convolution(convolution(x, filters // 16, size=1), filters // 8, size=5)
    pooled = convolution(layers.MaxPooling2D(3, strides=1, padding="same")(x), filters // 8, size=1)
    return layers.Concatenate()([one, three, five, pooled])


def inception(x, head=mean_head, block=inception_block):
    x = pool(convolution(x, 16))
    x = pool(block(x, 48))
    return head(block(block(x, 64), 64))


def residual_block(x, filters, stride=1, skip=True, last="he_normal"):
    branch = convolution(x, filters, stride=stride)
    branch = convolution(branch, filters, activation=None, start=last)
    if skip:
        same = stride == 1 and x.shape[-1] == filters
        shortcut = x if same else layers.Conv2D(filters, 1, stride)(x)
        branch = layers.Add()([shortcut, branch])
    return layers.Activation("relu")(branch)


def deep(x, blocks, head=mean_head, **how):
    x = pool(convolution(x, 16))
    for i in range(blocks):
        half = blocks // 2
        x = residual_block(x, 16 if i < half else 32, stride=2 if i == half else 1, **how)
    return head(x)


NETWORKS = {
    "lenet": lenet,
    "vgg": vgg,
    "inception": inception,
    "resnet": lambda x: deep(x, 4),
    "vgg_mean": lambda x: vgg(x, head=mean_head),
    "resnet_flat": lambda x: deep(x, 4, head=flat_head),
    "resnet_mean64": lambda x: deep(x, 4, head=hidden_mean_head),
    "one5": one5,
    "separable": separable,
    "only3": lambda x: inception(x, block=convolution),
    "small": lambda x: vgg(x, start=keras.initializers.RandomNormal(stddev=0.01)),
    "xavier": lambda x: vgg(x, start="glorot_uniform"),
    "plain": lambda x: deep(x, 16, skip=False),
    "skip": lambda x: deep(x, 16),
    "zero": lambda x: deep(x, 16, last="zeros"),
    "resnet_zero": lambda x: deep(x, 4, last="zeros"),
}
LONG, SLOW = "_20", "_slow"  # at the end of a name: four times the epochs, a quarter of the learning rate
EVERY = [*NETWORKS, "resnet_zero_20", "vgg_20", "plain_slow"]


def run(name, seed, animals, rate=RATE, held_out=False):
    """Return [accuracy, training accuracy, training loss, processor seconds] of one training."""
    x, y = animals.x_train[..., None] / np.float32(255), animals.y_train
    network = name.removesuffix(LONG).removesuffix(SLOW)
    seen = FEW if network in ("plain", "skip", "zero") else TRAIN
    if held_out:
        x_test, y_test = x[TRAIN:], y[TRAIN:]
    else:
        x_test, y_test = animals.x_test[..., None] / np.float32(255), animals.y_test
    seed_everything(seed)
    inputs = keras.Input((28, 28, 1))
    model = keras.Model(inputs, layers.Dense(10, activation="softmax")(NETWORKS[network](inputs)))
    optimizer = keras.optimizers.Adam(rate / 4 if name.endswith(SLOW) else rate)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=10)
    start = time.process_time()
    epochs = 20 if name.endswith(LONG) else 5
    history = model.fit(x[:seen], y[:seen], batch_size=64, epochs=epochs, verbose=0).history
    seconds = time.process_time() - start
    accuracy = float((model.predict(x_test, batch_size=500, verbose=0).argmax(axis=1) == y_test).mean())
    return [accuracy, history["accuracy"][-1], history["loss"][-1], seconds]


def keep(name, values):
    """Write one array into the file; the others stay."""
    found = {}
    if PATH.exists():
        with np.load(PATH) as file:
            found = {known: file[known] for known in file.files}
    np.savez_compressed(PATH, **{**found, name: np.array(values, dtype=np.float32)})


def main(*names):
    animals = load_animals()
    for name in names or ("rates", *EVERY):
        if name == "rates":
            four = list(NETWORKS)[:4]
            keep(name, [[run(one, 10, animals, rate, held_out=True)[0] for rate in RATES] for one in four])
            continue
        rows = []
        for seed in SEEDS:
            rows.append(run(name, seed, animals))
            print(seed, name, *[f"{value:.3f}" for value in rows[-1]], flush=True)
        keep(name, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])

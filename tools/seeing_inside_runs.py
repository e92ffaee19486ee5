"""What lesson 16 shows of five seeds: networks that learn a shortcut or not, and pictures of shuffled networks.

    python tools/seeing_inside_runs.py             # writes assets/seeing_inside_runs.npz; about ten minutes on two cores
    python tools/seeing_inside_runs.py sanity      # only this; the others stay as they are

``utils.lessons.seeing_inside.runs`` says what the arrays hold. A seed draws the pictures, the first weights and the order of
the batches, or how the weights are shuffled. Reruns on one machine agree; on another they differ by some digits.
"""

import sys
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.lessons.seeing_inside.inside import BLOCKS, Inside, photographs  # noqa: E402
from utils.lessons.seeing_inside.shortcut import cover_corner, paste_sign, signed_pictures  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402
from utils.training.backbone import backbone_input  # noqa: E402

PATH = CHECKOUT / "assets" / "seeing_inside_runs.npz"
SEEDS, TRAINING, TEST, AGREE, EPOCHS = range(5), 1500, 600, 0.98, 8
KINDS = ("biased", "more", "hidden", "random", "balanced")
PHOTOGRAPHS, METHODS = ("cat", "coffee", "tower"), ("gradient", "guided", "grad_cam")
layers = keras.layers


def build():
    """Return the lesson's small network, for pictures (56, 56, 1) of two classes."""
    return keras.Sequential(
        [
            keras.Input((56, 56, 1)),
            layers.Conv2D(16, 5, strides=2, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="last"),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )


def train(x, y, seed):
    seed_everything(seed)
    model = build()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.002), loss, steps_per_execution=10)
    model.fit(x, y, batch_size=32, epochs=EPOCHS, verbose=0)
    return model


def training_pictures(kind, seed):
    """Return pictures and animals of one kind of training set."""
    x, y, _ = signed_pictures(2 * TRAINING if kind == "more" else TRAINING, 0.5 if kind == "balanced" else AGREE, seed)
    if kind == "hidden":
        x = cover_corner(x)
    if kind == "random":
        covered = cover_corner(x)
        chosen = np.random.default_rng(seed).random(len(x)) < 0.5
        x = np.where(chosen[:, None, None, None], paste_sign(covered), covered)
    return x, y


def corner_share(model, x):
    """Return the mean share of the maps "cow rather than bear" (HiResCAM) of pictures ``x`` that lies in the sign's corner."""
    import tensorflow as tf

    inside = keras.Model(model.inputs[0], [model.get_layer("last").output, model.outputs[0]])
    with tf.GradientTape() as tape:
        maps, scores = inside(x)
        difference = tf.reduce_sum(scores[:, 1] - scores[:, 0])
    cam = np.maximum(np.sum(np.array(tape.gradient(difference, maps)) * np.array(maps), axis=-1), 0)
    return float(np.mean(cam[:, 11:14, 0:4].sum(axis=(1, 2)) / cam.sum(axis=(1, 2))))


def shortcut(kind):
    """Return accuracies (seed, 4) and shares (seed,)."""
    accuracies, shares = [], []
    for seed in SEEDS:
        pictures, animals = training_pictures(kind, seed)
        model = train(pictures, animals, seed)
        alike, animals_alike, _ = signed_pictures(TEST, AGREE, seed, test=True)
        x, y, signs = signed_pictures(TEST, 0.5, seed, test=True)
        right = np.argmax(model(x), axis=1) == y
        parts = np.argmax(model(alike), axis=1) == animals_alike, right, right[y == signs], right[y != signs]
        accuracies.append([part.mean() for part in parts])
        shares.append(corner_share(model, x[signs == 1]))
        print(kind, seed, np.round(accuracies[-1], 3), round(shares[-1], 3), flush=True)
    return np.array(accuracies, np.float32), np.array(shares, np.float32)


def sanity():
    """Return rank correlations (photograph, seed, block, method)."""
    found = np.zeros((len(PHOTOGRAPHS), len(SEEDS), len(BLOCKS), len(METHODS)), np.float32)
    for i, name in enumerate(PHOTOGRAPHS):
        for seed in SEEDS:
            found[i, seed] = Inside().cascade(photographs()[name], seed, METHODS)
            print(name, seed, found[i, seed].round(2).tolist(), flush=True)
    return found


def occlusion():
    """Return (the three likeliest classes (photograph, 3), how much their scores fall (photograph, 3, row, column))."""
    inside, kinds, falls = Inside(), [], []
    for photo in photographs().values():
        x = backbone_input(photo[None])
        kinds.append(np.argsort(-inside.answers(x)[0][0])[:3])
        falls.append(inside.occlusion(x[0], kinds[-1]))
    return np.array(kinds, np.int16), np.array(falls, np.float16)


def main(*names):
    found = {}
    if names:
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or ("occlusion", *KINDS, "sanity"):
        if name == "sanity":
            found[name] = sanity()
        elif name == "occlusion":
            found["kinds"], found[name] = occlusion()
        else:
            found[name], found[f"share_{name}"] = shortcut(name)
    np.savez_compressed(PATH, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])

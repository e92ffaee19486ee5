"""The cached trainings of lesson 27: its GPT, the same without positions, and an LSTM, five seeds each.

    python tools/transformer_runs.py                 # writes assets/transformer_runs.npz; about half an hour on two cores
    python tools/transformer_runs.py gpt_tr lstm_en  # only these trainings; the others stay as they are
    python tools/transformer_runs.py explorer        # the weights of the explorer, assets/transformer_tr.npz and _en.npz

Each array, "gpt_tr" for one, holds a row for each seed: bits a letter on the training lines and on the test lines, the share
of 200 test glosses written greedily that use the headword's stem, the share that is exactly the dictionary's, and the CPU
seconds of the training. ``gpt`` is trained for 600 steps, ``lstm`` for 800, which takes as long; ``unplaced``, the GPT
without positions, for 600, and the explorer's network for 1500.
"""

import sys
import time
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.lessons.transformer.lines import LENGTH, derived_lines, encode, uses_stem  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "transformer_runs.npz"
SEEDS, SIZE, HEADS, BLOCKS, BATCH, WRITTEN = range(5), 48, 4, 2, 64, 200
STEPS = {"gpt": 600, "lstm": 800, "unplaced": 600, "explorer": 1500}
NAMES = [f"{kind}_{language}" for kind in ("gpt", "lstm", "unplaced") for language in ("tr", "en")]
layers = keras.layers
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-1)
SMALL = keras.initializers.RandomNormal(stddev=0.05)


class Positions(keras.layers.Layer):
    """Add a learned vector to each place."""

    def build(self, shape):
        self.vectors = self.add_weight(shape=shape[1:], initializer=keras.initializers.RandomNormal(stddev=0.05))

    def call(self, x):
        return x + self.vectors


def block(x):
    seen = layers.LayerNormalization()(x)
    seen = layers.MultiHeadAttention(HEADS, SIZE // HEADS)(seen, seen, use_causal_mask=True)
    x = layers.Add()([x, seen])
    thought = layers.LayerNormalization()(x)
    thought = layers.Dense(SIZE)(layers.Dense(2 * SIZE, activation="relu")(thought))
    return layers.Add()([x, thought])


def build(kind, letters):
    tokens = keras.Input((LENGTH,), dtype="int32")
    if kind == "lstm":
        x = layers.LSTM(128, return_sequences=True)(layers.Embedding(letters, SIZE)(tokens))
    else:
        x = layers.Embedding(letters, SIZE, embeddings_initializer=SMALL)(tokens)
        if kind != "unplaced":
            x = Positions()(x)
        for _ in range(BLOCKS):
            x = block(x)
        x = layers.LayerNormalization()(x)
    return keras.Model(tokens, layers.Dense(letters)(x))


def train(model, x, y, steps):
    """Train for about so many steps of 64 lines; return the CPU seconds."""
    epochs = round(steps * BATCH / len(x))
    steps = epochs * -(-len(x) // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(0.0, steps - 50, alpha=0.05, warmup_target=0.004, warmup_steps=50)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=0.02, global_clipnorm=1.0)
    model.compile(optimizer, LOSS, steps_per_execution=10)
    began = time.process_time()
    model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0)
    return time.process_time() - began


def bits(model, x, y):
    """Return the mean bits a letter."""
    found = []
    for start in range(0, len(x), 200):
        scores = np.array(model(x[start : start + 200]), dtype=float)
        scores -= np.log(np.exp(scores).sum(axis=-1, keepdims=True))
        rows = y[start : start + 200]
        found.append(np.take_along_axis(scores, np.maximum(rows, 0)[..., None], axis=-1)[..., 0][rows >= 0])
    return -np.concatenate(found).mean() / np.log(2)


def write(model, lines, vocabulary):
    """Return what the model writes after "word: ", the likeliest letter each time."""
    starts = [line.partition(": ")[0] + ": " for line in lines]
    x, _ = encode(starts, vocabulary)
    x[np.arange(LENGTH) > np.array([[len(start)] for start in starts])] = 0
    places = np.array([len(start) for start in starts])
    done = np.zeros(len(lines), bool)
    while not done.all():
        best = np.array(model(x))[np.arange(len(x)), places].argmax(axis=1)
        done |= (best == 0) | (places + 1 >= LENGTH)
        places = np.where(done, places, places + 1)
        x[np.arange(len(x))[~done], places[~done]] = best[~done]
    return ["".join(vocabulary[token] for token in row[1 : place + 1]) for row, place in zip(x, places, strict=True)]


def run(name, seed):
    """Return the five numbers of one training."""
    kind, language = name.split("_")
    lines = derived_lines(language)
    x, y = encode(lines.train, lines.vocabulary)
    seed_everything(seed)
    model = build(kind, len(lines.vocabulary))
    seconds = train(model, x, y, STEPS[kind])
    test = lines.test[:WRITTEN]
    written = write(model, test, lines.vocabulary)
    shares = (
        np.mean([uses_stem(line) for line in written]),
        np.mean([a == b for a, b in zip(written, test, strict=True)]),
    )
    print(*written[:6], sep=" | ")
    return [
        bits(model, x[:1000], y[:1000]),
        bits(model, *encode(lines.test, lines.vocabulary)),
        *shares,
        seconds,
    ]


def record_weights():
    """Write the weights of the explorer, in 8 bits, one scale for each array."""
    for language in ("tr", "en"):
        lines = derived_lines(language)
        seed_everything(0)
        model = build("explorer", len(lines.vocabulary))
        x, y = encode(lines.train, lines.vocabulary)
        train(model, x, y, STEPS["explorer"])
        test = encode(lines.test, lines.vocabulary)
        before = bits(model, *test)
        weights = model.get_weights()
        scales = np.array([float(np.abs(array).max()) / 127 or 1.0 for array in weights], dtype=np.float32)
        whole = [np.round(array / scale).astype(np.int8) for array, scale in zip(weights, scales, strict=True)]
        model.set_weights([array * scale for array, scale in zip(whole, scales, strict=True)])
        print(language, "bits a letter", before, "in 8 bits", bits(model, *test))
        print(*write(model, lines.test[:20], lines.vocabulary), sep="\n")
        np.savez_compressed(
            PATH.with_name(f"transformer_{language}.npz"),
            vocabulary=np.array("".join(lines.vocabulary)),
            weights=np.concatenate([array.ravel() for array in whole]),
            scales=scales,
            shapes=np.array([(*array.shape, 0, 0)[:3] for array in whole], dtype=np.int16),
        )


def main(*names):
    if "explorer" in names:
        record_weights()
        return
    found = {}
    if names and PATH.exists():
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    for name in names or NAMES:
        rows = []
        for seed in SEEDS:
            rows.append(run(name, seed))
            print(seed, name, np.round(rows[-1], 3), flush=True)
        found[name] = np.array(rows, np.float32)
        np.savez_compressed(PATH, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The cached trainings of lesson 26: each of its networks trained with two to five seeds.

    python tools/seq2seq_attention_runs.py            # writes both files; about ten minutes of processor time
    python tools/seq2seq_attention_runs.py own        # only these trainings; the others stay as they are

A seed draws the numbers (4000 to train with, 1000 unseen ones to test with), the first weights and the order of the batches.
Each run of ``RUNS`` leaves ``NAME_right`` and ``NAME_all``, (seed, 15): how many test numbers of 1, 2, ... 14 Turkish words
were translated without a mistake, and how many there are. Besides there are ``NAME_forced`` (seed,), the share of right words
if the right words before them are given, and

- ``NAME_looks`` (seed, 4): where the attention is greatest for a digit or a ten: before its Turkish word, on it, one word
  after it, later, as shares;
- ``NAME_teens`` (seed, 3): the attention of eleven to nineteen, on the mean: to "on", to the digit after it, elsewhere;
- ``NAME_beam`` (seed, 5): right of 300 test numbers: greedy, beams of 2 and 5 by the mean log-probability of a word, beams of 2
  and 5 by the log-probability of all words; ``two_way_early`` is the same after 2 epochs;
- ``two_way_slips`` (seed, 5) after 2 epochs: wrong words and all words so long as all before were right; wrong words and all
  words after a first mistake; and how many of the latter are wrong if the right words before them are given;
- ``two_way_bin`` (seed, 3) of 200 unseen numbers with a lone "bin": right before, right after three more epochs with 200
  such numbers among the training numbers, and the test numbers right after that.

Reruns on one machine agree; on another they differ by some numbers. seq2seq_weights.npz holds the weights of two networks
of seed 0, rounded to seven bits, for the explorer; they were trained on with numbers that are rare in the training set.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.lessons.seq2seq_attention.numbers import (  # noqa: E402
    SOURCE,
    SOURCE_LENGTH,
    TARGET,
    aligned,
    draw_numbers,
    encode,
    turkish_words,
)
from utils.lessons.seq2seq_attention.runs import RUNS_FILE, WEIGHTS_FILE, rounded  # noqa: E402
from utils.lessons.seq2seq_attention.translator import Translator, beam_search, weights_of  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

UNITS, VECTOR, BATCH, RATE, EARLY, SHORT = 48, 24, 128, 0.008, 2, 8
layers = keras.layers
RUNS = {  # name: (attention, encoder reads both ways, epochs, groups of three digits, what is special, seeds)
    "two_way": (True, True, 10, 3, "", 5),
    "plain": (False, True, 10, 3, "", 5),
    "one_way": (True, False, 10, 3, "", 5),
    "plain_million": (False, True, 10, 2, "", 3),
    "plain_million_30": (False, True, 30, 2, "", 2),
    "plain_30": (False, True, 30, 3, "", 2),
    "own": (True, True, 10, 3, "own", 3),
    "short": (True, True, 10, 3, "short", 3),
}
EXPLORED = {"two_way", "one_way"}
SEARCHED = {"two_way", "plain", "plain_million"}


def build(attention, both_ways):
    """Return the network of the lesson; its inputs are the source (n, T) and the target so far (n, U)."""
    source, target = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    vectors = layers.Embedding(len(SOURCE), VECTOR, mask_zero=True, name="source_vectors")(source)
    if both_ways:
        gru = layers.GRU(UNITS // 2, return_sequences=True, return_state=True)
        states, forward, backward = layers.Bidirectional(gru, name="encoder")(vectors)
        last = layers.Concatenate()([forward, backward])
    else:
        states, last = layers.GRU(UNITS, return_sequences=True, return_state=True, name="encoder")(vectors)
    vectors = layers.Embedding(len(TARGET), VECTOR, name="target_vectors")(target)
    h = layers.GRU(UNITS, return_sequences=True, name="decoder")(vectors, initial_state=last)
    if attention:
        context = layers.Attention()([h, states])
        h = layers.Dense(UNITS, activation="tanh", name="combine")(layers.Concatenate()([context, h]))
    return keras.Model([source, target], layers.Dense(len(TARGET), name="scores")(h))


def compiled(model, epochs, count):
    rate = keras.optimizers.schedules.CosineDecay(RATE, epochs * -(-count // BATCH), alpha=0.05)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), loss, steps_per_execution=8)
    return model


def begin_again(model, attention, both_ways):
    """Give a compiled model new weights: the graph that fit has built is kept, which saves half of the time."""
    model.set_weights(build(attention, both_ways).get_weights())
    for variable in model.optimizer.variables:
        variable.assign(0 * variable)
    if not model.optimizer.built:
        return
    model.optimizer.iterations.assign(0)


def numbers_of(seed, groups, special):
    """Return 4000 numbers to train with and 1000 unseen ones; special "short": train with at most 8 words."""
    rng = np.random.default_rng(seed)
    if special != "short":
        drawn = draw_numbers(5000, rng, groups)
        return drawn[:4000], drawn[4000:]
    drawn = draw_numbers(20_000, rng, groups)
    is_short = np.array([len(turkish_words(number)) <= SHORT for number in drawn])
    short, long = np.array(drawn)[is_short], np.array(drawn)[~is_short]
    return short[:4000].tolist(), [*short[4000:4500].tolist(), *long[:500].tolist()]


def train_on_own_words(model, x, y, epochs, seed):
    """Train as fit does, but feed the decoder the words that it says itself, beginning with <s>."""
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(x)), -(-len(x) // BATCH)):
            said = Translator(weights_of(model)).greedy(x[rows])[0]
            fed = np.hstack([y[rows, :1], said[:, : y.shape[1] - 2]])
            model.train_on_batch([x[rows], fed], y[rows, 1:])


def measured(translator, numbers):
    """Return counts (15,) of right translations and of all by the number of Turkish words, and the share of forced words."""
    x, y = encode(numbers)
    right = (translator.greedy(x)[0] == y[:, 1:]).all(axis=1)
    length = (x > 0).sum(axis=1)
    forced = translator.greedy(x, given=y[:, :-1])[0] == y[:, 1:]
    counted = [np.bincount(length[rows], minlength=SOURCE_LENGTH + 1) for rows in (right, slice(None))]
    return *counted, forced[y[:, 1:] > 0].mean()


def looks(translator, numbers):
    """Return ``NAME_looks`` and ``NAME_teens`` of one network, from the numbers that it translates right."""
    x, y = encode(numbers)
    words, _, maps = translator.greedy(x)
    counts, teens = np.zeros(4), []
    for number, row, right in zip(numbers, maps, (words == y[:, 1:]).all(axis=1), strict=True):
        turkish = turkish_words(number)
        for t, places in enumerate(aligned(number) if right else []):
            place = min(places)
            if len(places) == 2:
                teens.append([row[t, place], row[t, place + 1], 1 - row[t, place] - row[t, place + 1]])
            elif turkish[place] not in ("yüz", "bin", "milyon"):
                away = int(row[t].argmax()) - place
                counts[0 if away < 0 else min(away, 2) + 1] += 1
    return counts / counts.sum(), np.mean(teens, axis=0)


def beams(translator, numbers):
    """Return the five counts of ``NAME_beam``."""
    x, y = encode(numbers[:300])
    found = [int((translator.greedy(x)[0] == y[:, 1:]).all(axis=1).sum())]
    for normalized in (True, False):
        for beam in (2, 5):
            found.append(int((beam_search(translator, x, beam, normalized) == y[:, 1:]).all(axis=1).sum()))
    return found


def slips(translator, numbers):
    """Return the five counts of ``NAME_slips``."""
    x, y = encode(numbers)
    counts = y[:, 1:] > 0
    wrong = (translator.greedy(x)[0] != y[:, 1:]) & counts
    corrected = (translator.greedy(x, given=y[:, :-1])[0] != y[:, 1:]) & counts
    after = (np.cumsum(wrong, axis=1) - wrong > 0) & counts
    parts = wrong & ~after, counts & ~after, wrong & after, counts & after, corrected & after
    return [int(part.sum()) for part in parts]


def lone_bin(rng, count, known):
    """Return numbers whose thousands are 1, so that Turkish says "bin" alone; none of ``known``, half of them below 2000."""
    found: dict[int, None] = {}
    while len(found) < count:
        millions = 0 if rng.random() < 0.5 else int(rng.integers(1, 1000))
        number = millions * 10**6 + 1000 + int(rng.integers(0, 1000))
        if number not in known:
            found[number] = None
    return list(found)


def with_bin(model, numbers, tests, seed):
    """Return the three counts of ``two_way_bin``; the model is trained on for three epochs."""
    rng = np.random.default_rng(1000 + seed)
    more = lone_bin(rng, 400, {*numbers, *tests})
    xs, ys = encode(more[200:])

    def right():
        said = Translator(weights_of(model)).greedy(xs)[0]
        return int((said == ys[:, 1:]).all(axis=1).sum())

    first = right()
    x, y = encode([*numbers, *more[:200]])
    model.optimizer.iterations.assign(0)
    model.fit([x, y[:, :-1]], y[:, 1:], batch_size=BATCH, epochs=3, verbose=0)
    counts = measured(Translator(weights_of(model)), tests)
    return [first, right(), int(counts[0].sum())]


def on_rare_numbers(model, numbers):
    """Return the weights of a network of seed 0 after five more epochs with numbers that are rare in the training set."""
    short = [*range(1, 100), *range(100, 1000, 10), *range(1000, 10_000, 100)]
    rare = [*lone_bin(np.random.default_rng(7), 200, set()), *short, *short]
    x, y = encode([*numbers, *rare])
    model.optimizer.iterations.assign(0)
    model.fit([x, y[:, :-1]], y[:, 1:], batch_size=BATCH, epochs=5, verbose=0)
    return weights_of(model)


def run(name):
    """Return {array: one row per seed} of a run, and the weights that the explorer gets, or None."""
    attention, both_ways, epochs, groups, special, seeds = RUNS[name]
    found: dict[str, list] = {}
    model = first = None
    for seed in range(seeds):
        numbers, tests = numbers_of(seed, groups, special)
        x, y = (tokens[:, tokens.any(axis=0)] for tokens in encode(numbers))  # no column of padding alone
        seed_everything(seed)
        if model is None:
            model = compiled(build(attention, both_ways), epochs, len(x))
        else:
            begin_again(model, attention, both_ways)
        row: dict[str, Any] = {}
        if special == "own":
            train_on_own_words(model, x, y, epochs, seed)
        else:
            for count in (EARLY, epochs - EARLY):
                model.fit([x, y[:, :-1]], y[:, 1:], batch_size=BATCH, epochs=count, verbose=0)
                if name == "two_way" and count == EARLY:
                    translator = Translator(weights_of(model))
                    row |= {"early": beams(translator, tests), "slips": slips(translator, tests)}
        translator = Translator(weights_of(model))
        row |= dict(zip(("right", "all", "forced"), measured(translator, tests), strict=True))
        if name in EXPLORED:
            row |= dict(zip(("looks", "teens"), looks(translator, tests), strict=True))
        if name in SEARCHED:
            row["beam"] = beams(translator, tests)
        if name == "two_way":
            row["bin"] = with_bin(model, numbers, tests, seed)
        if name in EXPLORED and first is None:
            first = on_rare_numbers(model, numbers)
        print(name, seed, {key: np.round(value, 3).tolist() for key, value in row.items() if key != "all"}, flush=True)
        for key, value in row.items():
            found.setdefault(f"{name}_{key}", []).append(value)
    return {key: np.array(rows) for key, rows in found.items()}, first


def saved(path):
    if not path.exists():
        return {}
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def compact(values):
    return values.astype(np.float32) if values.dtype.kind == "f" else values.astype(np.int16)


def main(*names):
    for name in names or RUNS:
        found, weights = run(name)
        np.savez_compressed(RUNS_FILE, **(saved(RUNS_FILE) | {key: compact(rows) for key, rows in found.items()}))
        if name in EXPLORED:
            np.savez_compressed(WEIGHTS_FILE, **(saved(WEIGHTS_FILE) | rounded(name, weights)))


if __name__ == "__main__":
    main(*sys.argv[1:])

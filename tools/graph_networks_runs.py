"""The cached trainings of lesson 28: its networks on both graphs of words, with five seeds.

    python tools/graph_networks_runs.py        # writes assets/graph_networks_runs.npz; about ten minutes on two cores
    python tools/graph_networks_runs.py tr     # only this language; the other stays as it is

For each language: ``hops_tr`` (5, 3), the accuracy at the words without a known label of a network that sends messages in none,
in the first, and in both of its two layers. ``depth_tr`` and ``apart_tr`` (3, 3, 5): accuracy, and distance between the node
vectors of the last hidden layer, of networks with messages, with messages and skip connections, and without messages; with 4,
8 and 16 layers. A seed draws the 20 known words of each topic, the first weights and the dropout. Reruns on one machine agree;
on another they differ by some words.
"""

import sys
from functools import partial
from pathlib import Path

import numpy as np
from scipy import sparse

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.lessons.graph_networks.words import word_graph  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "graph_networks_runs.npz"
SEEDS, KNOWN, STEPS, UNITS = range(5), 20, 100, 32
KINDS, DEPTHS = ("messages", "skip", "none"), (4, 8, 16)
layers, ops = keras.layers, keras.ops


class GraphConvolution(keras.layers.Layer):
    """Messages along the edges of ``a_hat``, a sparse tensor (n, n); without it, a dense layer."""

    def __init__(self, a_hat, units, activation=None, l2=0.0):
        super().__init__()
        self.a_hat, self.units, self.l2 = a_hat, units, l2
        self.activation = keras.activations.get(activation)

    def build(self, shape):
        penalty = keras.regularizers.L2(self.l2)
        self.kernel = self.add_weight(shape=(shape[-1], self.units), initializer="glorot_uniform", regularizer=penalty)
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, h):
        messages = ops.matmul(h, self.kernel)
        if self.a_hat is not None:
            messages = ops.matmul(self.a_hat, messages)
        return self.activation(messages + self.bias)


def normalized(a):
    """Return D^-1/2 (A + I) D^-1/2 of a sparse matrix (n, n)."""
    a = a + sparse.eye_array(a.shape[0], dtype=a.dtype)
    scale = sparse.diags_array(1 / np.sqrt(a.sum(axis=1)))
    return sparse.csr_array(scale @ a @ scale)


def to_tensor(matrix):
    """Return a scipy matrix as TensorFlow's sparse tensor."""
    import tensorflow as tf

    matrix = sparse.coo_array(matrix)
    places = np.stack(matrix.coords, axis=1).astype(np.int64)
    return tf.sparse.reorder(tf.SparseTensor(places, matrix.data.astype(np.float32), matrix.shape))


def choose_known(y, seed):
    """Return a mask (n,) of KNOWN words of each topic."""
    rng, known = np.random.default_rng(seed), np.zeros(len(y), bool)
    for topic in range(y.max() + 1):
        known[rng.permutation(np.flatnonzero(y == topic))[:KNOWN]] = True
    return known


def build(features, topics, first, second):
    """Return a network of two layers; first, second: the matrix of its messages, or None."""
    x = keras.Input((features,), sparse=True)
    h = layers.Dropout(0.5)(GraphConvolution(first, UNITS, "relu", l2=5e-4)(x))
    return keras.Model(x, GraphConvolution(second, topics)(h))


def build_deep(features, topics, a_hat, depth, skip):
    """Return a network of ``depth`` layers, and one that gives the vectors of its last hidden layer."""
    x = keras.Input((features,), sparse=True)
    h = layers.Dropout(0.5)(GraphConvolution(a_hat, UNITS, "relu", l2=5e-4)(x))
    for _ in range(depth - 2):
        new = GraphConvolution(a_hat, UNITS, "relu")(h)
        h = h + new if skip else new
    return keras.Model(x, GraphConvolution(a_hat, topics)(h)), keras.Model(x, h)


class Trainer:
    """Trains networks of one architecture, one after the other; TensorFlow prepares the training step only once."""

    def __init__(self, make, x, y):
        self.make, self.x, self.y = make, x, y
        self.models = None

    def run(self, known, seed):
        """Train a new network at the ``known`` nodes; return what ``make`` gives, its first model trained."""
        import tensorflow as tf

        seed_everything(seed)
        fresh = self.make()
        if self.models is None:
            self.models = fresh
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            fresh[0].compile(keras.optimizers.Adam(0.01), loss, steps_per_execution=20)
        else:
            for variable, first in zip(self.models[0].variables, fresh[0].variables, strict=True):
                variable.assign(first)
            for variable in self.models[0].optimizer.variables:
                if "learning_rate" not in variable.path:
                    variable.assign(ops.zeros_like(variable))
        weight = (known / known.mean()).astype(np.float32)
        whole = tf.data.Dataset.from_tensors((self.x, np.maximum(self.y, 0), weight)).repeat()
        self.models[0].fit(whole, steps_per_epoch=20, epochs=STEPS // 20, shuffle=False, verbose=0)
        return self.models


def accuracy(model, x, y, known):
    asked = (y >= 0) & ~known
    return float((np.argmax(model(x), axis=1) == y)[asked].mean())


def distance(h, pairs=1000):
    """Return the mean of 1 - cos over random pairs of node vectors (n, d)."""
    one, two = np.random.default_rng(0).integers(0, len(h), (2, pairs))
    product = np.linalg.norm(h[one], axis=1) * np.linalg.norm(h[two], axis=1)
    return float(np.mean(1 - (np.sum(h[one] * h[two], axis=1) + 1e-12) / (product + 1e-12)))


def runs(language):
    """Return the arrays of one language, under their names."""
    graph = word_graph(language)
    x, a_hat = to_tensor(graph.x), to_tensor(normalized(graph.a))
    size = graph.x.shape[1], len(graph.topics)
    hops = np.zeros((len(SEEDS), 3))
    depth, apart = np.zeros((2, len(KINDS), len(DEPTHS), len(SEEDS)))
    masks = [choose_known(graph.y, seed) for seed in SEEDS]
    for i, matrices in enumerate(((None, None), (a_hat, None), (a_hat, a_hat))):
        trainer = Trainer(lambda matrices=matrices: (build(*size, *matrices),), x, graph.y)
        for seed in SEEDS:
            (model,) = trainer.run(masks[seed], seed)
            hops[seed, i] = accuracy(model, x, graph.y, masks[seed])
        print(language, i, hops[:, i].round(3), flush=True)
    for i, kind in enumerate(KINDS):
        for j, count in enumerate(DEPTHS):
            matrix = None if kind == "none" else a_hat
            trainer = Trainer(partial(build_deep, *size, matrix, count, kind == "skip"), x, graph.y)
            for seed in SEEDS:
                model, hidden = trainer.run(masks[seed], seed)
                depth[i, j, seed] = accuracy(model, x, graph.y, masks[seed])
                apart[i, j, seed] = distance(hidden(x).numpy())
            print(language, kind, count, depth[i, j].round(3), apart[i, j].round(3), flush=True)
    return {f"hops_{language}": hops, f"depth_{language}": depth, f"apart_{language}": apart}


def main(*languages):
    for language in languages or ("en", "tr"):
        new = {name: array.astype(np.float32) for name, array in runs(language).items()}
        known = {}
        if PATH.exists():
            with np.load(PATH) as file:
                known = {name: file[name] for name in file.files}
        np.savez_compressed(PATH, **(known | new))


if __name__ == "__main__":
    main(*sys.argv[1:])

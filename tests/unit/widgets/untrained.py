"""Explorers of networks, made of untrained ones without TensorFlow."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from utils.lessons.autoencoder_vae.explorer import LatentPlaneExplorer
from utils.lessons.cnn.explorer import DrawDigitExplorer
from utils.lessons.conv1d.hearing import HearingExplorer
from utils.lessons.generative_models.explorer import DigitFilmExplorer
from utils.lessons.lstm_gru.explorer import GateExplorer

ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"


def network(*shapes, last="linear"):
    """Return what stands for an untrained Keras model: a layer for each list of shapes, behind one without weights."""
    rng = np.random.default_rng(0)
    weights = [[rng.normal(0, 0.3, shape).astype(np.float32) for shape in layer] for layer in shapes]
    layers = [SimpleNamespace(get_weights=list)]
    for place, own in enumerate(weights):
        name = last if place == len(weights) - 1 else "relu"
        activation = SimpleNamespace(__name__=name)
        layers.append(SimpleNamespace(get_weights=lambda own=own: own, activation=activation))
    return SimpleNamespace(layers=layers)


def dense(*sizes, last="linear"):
    return network(*[[(a, b), (b,)] for a, b in pairwise(sizes)], last=last)


def film():
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 255, (3, 4, 10, 28, 28), dtype=np.uint8)
    return DigitFilmExplorer(pictures, (0, 1, 4), pictures[:, 0], rng.uniform(3, 6, (3, 10)))


def gates():
    speller = network([(31, 6)], [(6, 32), (8, 32), (32,)], [(8, 31), (31,)])
    return GateExplorer(speller, ALPHABET, preset="gülb")


def hearing():
    spotter = network([(5, 32, 6), (6,)], [(5, 6, 8), (8,)], [(3, 8, 8), (8,)], [(8, 10), (10,)])
    return HearingExplorer(spotter, np.float32(-6), spread=np.float32(3))


def draw_digit():
    cnn = network([(3, 3, 1, 4), (4,)], [(3, 3, 4, 6), (6,)], [(150, 8), (8,)], [(8, 10), (10,)])
    return DrawDigitExplorer(cnn, preset="corner")


def latent_plane():
    return LatentPlaneExplorer(dense(784, 16, 4), decoder=dense(2, 16, 784, last="sigmoid"))

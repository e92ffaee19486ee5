"""A small GPT of letters in NumPy, from the weights of the lesson's Keras model: where its heads look, what comes next."""

from functools import cache

import numpy as np

from utils.datasets.turkish_names import lower
from utils.language import L, language
from utils.lessons.transformer.lines import END, LENGTH
from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/transformer_tr.npz", "assets/transformer_en.npz")
BEFORE, EACH, AFTER = 2, 16, 4  # arrays before the blocks, in each of them, and after them


def softmax(scores):
    """Return the probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def kept(probabilities, k, p):
    """Return which choices top-k and top-p leave: the k likeliest, and of these the fewest that reach p together."""
    order = np.argsort(-probabilities, kind="stable")
    before = np.cumsum(probabilities[order]) - probabilities[order]
    chosen = np.zeros(len(probabilities), bool)
    chosen[order[:k][before[:k] < p]] = True
    return chosen


class LetterGPT:
    """The lesson's network over a text: ``read(text)``. weights: those of ``model.get_weights()``; vocabulary: ``END`` first."""

    def __init__(self, weights, vocabulary):
        weights = [np.asarray(array, dtype=np.float32) for array in weights]
        count, left = divmod(len(weights) - BEFORE - AFTER, EACH)
        if left or count < 1 or len(weights[0]) != len(vocabulary) or weights[1].shape != (LENGTH, weights[0].shape[1]):
            raise ValueError(
                L(
                    "Bu etkileşimli çizim dersteki GPT'yi bekler: `build_gpt` ile kurulmuş ağın `get_weights()` sonucunu verin.",
                    "This explorer expects the lesson's GPT: give it `get_weights()` of a network made by `build_gpt`.",
                )
            )
        self.vectors, self.places = weights[:BEFORE]
        self.blocks = [weights[BEFORE + EACH * i : BEFORE + EACH * (i + 1)] for i in range(count)]
        self.last = weights[-AFTER:]
        self.heads = self.blocks[0][2].shape[1]
        self.vocabulary = tuple(vocabulary)
        self.token = {letter: place for place, letter in enumerate(vocabulary)}

    def cleaned(self, text):
        """Return the letters of a text that the network knows, in lower case, as many as it has places for."""
        small = lower(text) if "ı" in self.token else text.lower()
        return "".join(letter for letter in small if letter in self.token and letter != END)[: LENGTH - 1]

    def read(self, text):
        """Return attention (blocks, heads, n, n) and scores (n, letters) over the start and the n - 1 letters of a text."""
        x = self.vectors[[self.token[letter] for letter in END + text]]
        x = x + self.places[: len(x)]
        maps = []
        for scale, shift, *heads, scale2, shift2, up, up_bias, down, down_bias in self.blocks:
            seen, attention = attend(normalized(x, scale, shift), *heads)
            maps.append(attention)
            x = x + seen
            x = x + np.maximum(normalized(x, scale2, shift2) @ up + up_bias, 0) @ down + down_bias
        scale, shift, kernel, bias = self.last
        return np.array(maps), normalized(x, scale, shift) @ kernel + bias


def normalized(x, scale, shift):
    """Return x (n, d) with mean 0 and variance 1 in each row, scaled and shifted, as Keras's LayerNormalization does."""
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-3) * scale + shift


def attend(x, wq, bq, wk, bk, wv, bv, wo, bo):
    """Return causal multi-head attention (n, d) over x (n, d), and its weights (heads, n, n). wq: (d, heads, size)."""
    q, k, v = (np.einsum("nd,dhs->hns", x, w, optimize=True) + b[:, None] for w, b in ((wq, bq), (wk, bk), (wv, bv)))
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    scores = np.where(np.tri(len(x), dtype=bool), scores, -np.inf)
    attention = softmax(scores)
    return np.einsum("hns,hsd->nd", attention @ v, wo, optimize=True) + bo, attention


def copying(attention, tokens):
    """Return for each head how much a letter looks at the letter after its own earlier twin: (blocks, heads).

    attention: (blocks, heads, n, n) over the n ``tokens``. Only letters that have an earlier twin count.
    """
    tokens = np.asarray(tokens)
    twins = np.zeros((len(tokens), len(tokens)), bool)
    twins[:, 1:] = tokens[:, None] == tokens[None, :-1]
    twins &= np.tri(len(tokens), dtype=bool)
    rows = twins.any(axis=1)
    if not rows.any():
        return np.zeros(attention.shape[:2])
    return np.where(twins, attention, 0).sum(axis=-1)[..., rows].mean(axis=-1)


@cache
def recorded_network(chosen: str | None = None):
    """Return the explorer's own network, trained for longer by ``tools/transformer_runs.py explorer``, in 8 bits."""
    chosen = chosen or language()
    arrays = load_recorded(course_file(f"assets/transformer_{chosen}.npz"))
    weights, start = [], 0
    for shape, scale in zip(arrays["shapes"], arrays["scales"], strict=True):
        shape = shape[shape > 0]
        end = start + int(shape.prod())
        weights.append(arrays["weights"][start:end].reshape(shape) * scale)
        start = end
    return LetterGPT(weights, tuple(str(arrays["vocabulary"])))

"""The network of lesson 26 in NumPy: a GRU that reads the Turkish words, another that writes the English ones, and attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from utils.lessons.seq2seq_attention.numbers import END, START, TARGET_LENGTH

Weights = Mapping[str, Sequence[np.ndarray]]  # what a layer holds, by the layer's name
LAYERS = ("source_vectors", "encoder", "target_vectors", "decoder", "scores")  # and "combine", where there is attention


@dataclass(frozen=True)
class Reading:
    """What the encoder has read of n sentences: states (n, T, d), the decoder's first state (n, d), mask (n, T)."""

    states: np.ndarray
    last: np.ndarray
    mask: np.ndarray


def weights_of(model) -> dict[str, list[np.ndarray]]:
    """Return {layer: weights} of a Keras model whose layers are named as in the lesson. ValueError: another model."""
    found = {layer.name: layer.get_weights() for layer in model.layers if layer.get_weights()}
    if not set(LAYERS) <= set(found):
        raise ValueError(f"the model lacks {', '.join(sorted(set(LAYERS) - set(found)))}")
    return found


class Translator:
    """``Translator(weights)``: the whole network. A two-way encoder has six arrays, a one-way encoder three."""

    def __init__(self, weights: Weights):
        self._weights = weights
        self._attends = "combine" in weights

    def read(self, source: np.ndarray) -> Reading:
        """Return what the encoder makes of tokens (n, T); 0 is padding."""
        mask = source > 0
        vectors = self._weights["source_vectors"][0][source]
        parts = self._weights["encoder"]
        states, last = _run_gru(vectors, mask, *parts[:3])
        if len(parts) == 6:
            backward = _run_gru(vectors, mask, *parts[3:], backward=True)
            states, last = np.concatenate([states, backward[0]], axis=-1), np.concatenate([last, backward[1]], axis=-1)
        return Reading(states, last, mask)

    def step(self, tokens: np.ndarray, state: np.ndarray, reading: Reading):
        """Return the new state (n, d), the scores (n, words) of the next word and the attention (n, T), or None."""
        w_x, w_h, b = self._weights["decoder"]
        vectors = self._weights["target_vectors"][0][tokens]
        state = gru_step(vectors @ w_x + b[0], state, w_h, b[1])
        shown, attention = state, None
        if self._attends:
            scores = np.where(reading.mask, np.einsum("nd,ntd->nt", state, reading.states), -np.inf)
            attention = softmax(scores)
            context = np.einsum("nt,ntd->nd", attention, reading.states)
            w, b = self._weights["combine"]
            shown = np.tanh(np.concatenate([context, state], axis=-1) @ w + b)
        w, b = self._weights["scores"]
        return state, shown @ w + b, attention

    def greedy(self, source: np.ndarray, given: np.ndarray | None = None):
        """Return words (n, 15), 0 after </s>, their scores (n, 15, words) and the attention (n, 15, T), or None.

        given: tokens (n, 15) to be fed in place of the network's own words (teacher forcing); then no word is cut off.
        """
        reading = self.read(source)
        state, tokens = reading.last, np.full(len(source), START)
        words, scores, maps = [], [], []
        for t in range(TARGET_LENGTH - 1):
            state, score, attention = self.step(tokens if given is None else given[:, t], state, reading)
            tokens = score.argmax(axis=-1)
            words.append(tokens)
            scores.append(score)
            maps.append(attention)
        stacked = np.stack(words, axis=1)
        if given is None:
            stacked = cut(stacked)
        return stacked, np.stack(scores, axis=1), np.stack(maps, axis=1) if self._attends else None


def cut(words: np.ndarray) -> np.ndarray:
    """Return words (n, T) with 0 after the first </s> of each row."""
    ended = np.cumsum(words == END, axis=1) - (words == END)
    return np.where(ended > 0, 0, words)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return the softmax along the last axis; a score of minus infinity gets exactly 0."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def gru_step(fed: np.ndarray, state: np.ndarray, w_h: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the next state (n, u) of Keras's GRU; fed: (n, 3u), what the input gives to z, r and the candidate."""
    units = state.shape[-1]
    own = state @ w_h + b
    z, r = (
        0.5 * (1 + np.tanh(0.5 * (fed[:, k * units : (k + 1) * units] + own[:, k * units : (k + 1) * units])))
        for k in (0, 1)
    )
    candidate = np.tanh(fed[:, 2 * units :] + r * own[:, 2 * units :])
    return z * state + (1 - z) * candidate


def _run_gru(vectors, mask, w_x, w_h, b, backward=False):
    """Return all states (n, T, u) of a GRU and its last one (n, u); over padding it keeps its state."""
    count, steps = mask.shape
    states, state = np.zeros((count, steps, len(w_h))), np.zeros((count, len(w_h)))
    fed = vectors @ w_x + b[0]
    for t in reversed(range(steps)) if backward else range(steps):
        state = np.where(mask[:, t : t + 1], gru_step(fed[:, t], state, w_h, b[1]), state)
        states[:, t] = state
    return states, state


def beam_search(translator: Translator, source: np.ndarray, beam: int, normalized: bool = True) -> np.ndarray:
    """Return the words (n, 15) that a beam of hypotheses finds for sources (n, T), 0 after </s>.

    The best hypothesis is the one with the highest log-probability: for each of its words if ``normalized``, else in all.
    All sentences are searched at once: every hypothesis is a row, sentence after sentence.
    """
    count, steps = len(source), TARGET_LENGTH - 1
    reading = translator.read(source)
    copies = Reading(*(np.repeat(part, beam, axis=0) for part in (reading.states, reading.last, reading.mask)))
    state, last = copies.last, np.full(count * beam, START)
    words = np.zeros((count, beam, steps), dtype=int)
    sums = np.full((count, beam), -np.inf)
    sums[:, 0] = 0  # at first there is one hypothesis: the empty sentence
    best_value, best_words = np.full(count, -np.inf), np.zeros((count, steps), dtype=int)
    for t in range(steps):
        state, scores, _ = translator.step(last, state, copies)
        totals = sums[:, :, None] + np.log(softmax(scores)).reshape(count, beam, -1)
        flat = np.argsort(-totals.reshape(count, -1), axis=1, kind="stable")[:, :beam]
        rows, chosen = np.divmod(flat, totals.shape[-1])
        sums = np.take_along_axis(totals.reshape(count, -1), flat, axis=1)
        words = np.take_along_axis(words, rows[:, :, None], axis=1)
        words[:, :, t] = chosen
        value = sums / (t + 1 if normalized else 1)
        value = np.where((chosen == END) | (t == steps - 1), value, -np.inf)
        place = value.argmax(axis=1)
        better = value[np.arange(count), place] > best_value
        best_value = np.where(better, value[np.arange(count), place], best_value)
        best_words[better] = words[np.arange(count), place][better]
        sums = np.where(chosen == END, -np.inf, sums)  # a finished hypothesis is not continued
        state = state[(np.arange(count)[:, None] * beam + rows).ravel()]
        last = chosen.ravel()
    return best_words

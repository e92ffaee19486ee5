"""The playground's network: a dense network in NumPy, small enough to learn thirty frames a second.

The same losses, initialization, penalties and update formulas as Keras's ``Dense``, ``Dropout``, ``L1``, ``L2``, ``SGD``
and ``Adam``, so that the code that the playground writes gives the same kind of result.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

ACTIVATIONS = {  # name: (f(z), f'(z) from the output a = f(z))
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(a.dtype)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "sigmoid": (lambda z: 0.5 * (1 + np.tanh(z / 2)), lambda a: a * (1 - a)),
    "linear": (lambda z: z, np.ones_like),
}
SAFE = 1e-7  # keeps logarithms finite, as in Keras


@dataclass(frozen=True)
class Settings:
    """What may change while the network learns: rate > 0; penalty "none", "l1" or "l2" with its strength; dropout 0 to below 1;
    optimizer "sgd" or "adam"; batch: samples per update."""

    rate: float
    optimizer: str = "sgd"
    penalty: str = "none"
    strength: float = 0.0
    dropout: float = 0.0
    batch: int = 10


class DenseNet:
    """Layers of ``sizes`` neurons, the first the inputs, the last one neuron: a probability (sigmoid) or, for regression, a
    number. Weights (in, out) start as Glorot and Bengio (2010) say, biases (out,) at zero."""

    def __init__(self, sizes, activation: str, regression: bool, seed: int):
        rng = np.random.default_rng(seed)
        self.activation, self.regression = activation, regression
        self.weights, self.biases = [], []
        for before, after in pairwise(sizes):
            limit = np.sqrt(6 / (before + after))
            self.weights.append(rng.uniform(-limit, limit, (before, after)))
            self.biases.append(np.zeros(after))
        self._updates = 0
        self._moments = [(np.zeros_like(p), np.zeros_like(p)) for p in self._parameters()]

    def _parameters(self):
        return [*self.weights, *self.biases]

    def copy_weights(self):
        """Return the present (weights, biases) as copies that learning does not change."""
        return [w.copy() for w in self.weights], [b.copy() for b in self.biases]

    def is_sound(self) -> bool:
        """Return whether the weights are still finite and of a size that can be drawn."""
        return all(np.abs(p).max(initial=0) < 1e6 for p in self._parameters())  # NaN is not less

    def loss(self, x, y) -> float:
        """Return the mean loss of inputs x (n, d) and answers y (n,) without penalties: cross-entropy or squared error."""
        return mean_loss(
            forward(x, self.weights, self.biases, self.activation, self.regression)[-1][:, 0],
            y,
            self.regression,
        )

    def epoch(self, x, y, settings: Settings, rng):
        """Learn once from every sample, in batches in random order."""
        order = rng.permutation(len(x))
        with np.errstate(over="ignore", invalid="ignore"):  # a training that diverges is told by is_sound
            for start in range(0, len(x), settings.batch):
                part = order[start : start + settings.batch]
                self.update(x[part], y[part], settings, rng)

    def update(self, x, y, settings: Settings, rng):
        """Take one step on a batch."""
        gradients = self._gradients(x, y, settings, rng)
        if settings.penalty == "l2":
            gradients = [g + 2 * settings.strength * p for g, p in self._penalized(gradients)] + gradients[
                len(self.weights) :
            ]
        elif settings.penalty == "l1":
            gradients = [g + settings.strength * np.sign(p) for g, p in self._penalized(gradients)] + gradients[
                len(self.weights) :
            ]
        step = self._adam if settings.optimizer == "adam" else self._sgd
        step(gradients, settings.rate)

    def _penalized(self, gradients):
        return zip(gradients, self.weights, strict=False)  # biases are not penalized

    def _gradients(self, x, y, settings, rng):
        """Return the gradients of the mean loss: of all weights, then of all biases."""
        activate, slope = ACTIVATIONS[self.activation]
        outputs, masks = [x], []
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            outputs.append(activate(outputs[-1] @ weights + bias))
            if settings.dropout:
                keep = (rng.random(outputs[-1].shape) >= settings.dropout) / (1 - settings.dropout)
                masks.append((outputs[-1], keep))
                outputs[-1] = outputs[-1] * keep
        z = (outputs[-1] @ self.weights[-1] + self.biases[-1])[:, 0]
        delta = 2 * (z - y) if self.regression else 0.5 * (1 + np.tanh(z / 2)) - y
        delta = (delta / len(x))[:, None]
        weight_gradients, bias_gradients = [], []
        for k in reversed(range(len(self.weights))):
            weight_gradients.insert(0, outputs[k].T @ delta)
            bias_gradients.insert(0, delta.sum(axis=0))
            if k:
                plain, keep = masks[k - 1] if masks else (outputs[k], 1.0)
                delta = delta @ self.weights[k].T * keep * slope(plain)
        return weight_gradients + bias_gradients

    def _sgd(self, gradients, rate):
        for parameter, gradient in zip(self._parameters(), gradients, strict=True):
            parameter -= rate * gradient

    def _adam(self, gradients, rate, beta1=0.9, beta2=0.999, epsilon=1e-7):
        """Kingma and Ba (2015), with epsilon where Keras has it."""
        self._updates += 1
        rate = rate * np.sqrt(1 - beta2**self._updates) / (1 - beta1**self._updates)
        for parameter, gradient, (mean, square) in zip(self._parameters(), gradients, self._moments, strict=True):
            mean += (1 - beta1) * (gradient - mean)
            square += (1 - beta2) * (gradient * gradient - square)
            parameter -= rate * mean / (np.sqrt(square) + epsilon)


def forward(x, weights, biases, activation, regression):
    """Return the outputs of every layer for x (n, d), the inputs first: a list of (n, neurons)."""
    activate, _ = ACTIVATIONS[activation]
    outputs = [x]
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        outputs.append(activate(outputs[-1] @ w + b))
    last = ACTIVATIONS["linear" if regression else "sigmoid"][0]
    outputs.append(last(outputs[-1] @ weights[-1] + biases[-1]))
    return outputs


def mean_loss(p, y, regression) -> float:
    """Return the mean squared error, or the mean binary cross-entropy, of predictions p (n,) for y (n,)."""
    if regression:
        return float(((p - y) ** 2).mean())
    p = np.clip(p, SAFE, 1 - SAFE)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())

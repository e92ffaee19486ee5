"""The generative adversarial network of lesson 30's explorer: two small dense networks in NumPy that learn in turn.

``Gan`` holds both; ``train_discriminator`` and ``train_generator`` are one step each. Adam's first rate is 0.5, as Radford, Metz
and Chintala (2016) advise: the other network moves, so old gradients soon point the wrong way.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from utils.datasets.modes import real_points

HIDDEN = 32  # neurons of each of the two hidden layers, in both networks
BATCH = 128
SLOPE = 0.2  # of leaky ReLU below zero


@dataclass(frozen=True)
class Rules:
    """How the two play: rate > 0 of Adam; steps of the discriminator and of the generator in a round; noise: standard deviation
    of what is added to all points that the discriminator sees; loss "plain" (minimax) or "sure" (non-saturating)."""

    rate: float = 0.002
    discriminator: int = 1
    generator: int = 1
    noise: float = 0.0
    loss: str = "sure"


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


class Net:
    """Dense layers of ``sizes`` neurons with leaky ReLU between them and nothing at the end, and Adam. All float32."""

    def __init__(self, sizes, rng):
        self.weights, self.biases = [], []
        for before, after in pairwise(sizes):
            limit = np.sqrt(6 / (before + after))
            self.weights.append(rng.uniform(-limit, limit, (before, after)).astype(np.float32))
            self.biases.append(np.zeros(after, np.float32))
        self._updates = 0
        self._moments = [(np.zeros_like(p), np.zeros_like(p)) for p in self.parameters()]

    def parameters(self):
        return [*self.weights, *self.biases]

    def copy(self):
        """Return the present (weights, biases) as copies that learning does not change."""
        return [w.copy() for w in self.weights], [b.copy() for b in self.biases]

    def step(self, gradients, rate, beta1=0.5, beta2=0.999, epsilon=1e-7):
        """Take one step of Adam against the gradients."""
        self._updates += 1
        rate = np.float32(rate * np.sqrt(1 - beta2**self._updates) / (1 - beta1**self._updates))
        for parameter, gradient, (mean, square) in zip(self.parameters(), gradients, self._moments, strict=True):
            mean += (1 - beta1) * (gradient - mean)
            square += (1 - beta2) * (gradient * gradient - square)
            parameter -= rate * mean / (np.sqrt(square) + np.float32(epsilon))


def forward(x, weights, biases) -> list:
    """Return the outputs of every layer for x (n, d), x itself first."""
    outputs = [x]
    for k, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = outputs[-1] @ w + b
        outputs.append(np.maximum(z, SLOPE * z) if k < len(weights) - 1 else z)
    return outputs


def generate(z, net) -> np.ndarray:
    """Return the points (n, 2) that a generator, given as (weights, biases), makes of noise z (n, latent)."""
    return forward(z, *net)[-1]


def judge(x, net, spread=None) -> np.ndarray:
    """Return the probability "real" (n,) that a discriminator, (weights, biases), gives points x (n, 2) of a batch's spread."""
    seen = x if spread is None else with_spread(x, spread)
    return sigmoid(forward(seen, *net)[-1][:, 0])


def pull(x, net, statistic: bool) -> np.ndarray:
    """Return where the generator wants its points x (n, 2) to go, (n, 2): ln D's gradient at each point."""
    weights, biases = net
    seen = with_spread(x, x.std(axis=0)) if statistic else x
    outputs = forward(seen, weights, biases)
    return _to_points(_backward(outputs, weights, 1 - sigmoid(outputs[-1]))[1], seen, statistic)


def _backward(outputs, weights, delta):
    """Return the gradients of weights and biases, and of the input, for ``delta`` (n, out), the gradient at the last layer."""
    of_weights, of_biases = [], []
    for k in reversed(range(len(weights))):
        of_weights.insert(0, outputs[k].T @ delta)
        of_biases.insert(0, delta.sum(axis=0))
        delta = delta @ weights[k].T
        if k:
            delta = delta * np.where(outputs[k] > 0, np.float32(1), np.float32(SLOPE))
    return of_weights + of_biases, delta


def _to_points(towards, seen, statistic):
    """Return the gradient of the points (n, 2) from that of what the discriminator saw; the spread moves with every point:
    d std / d x = (x - mean) / (n std)."""
    if not statistic:
        return towards
    x, spread = seen[:, :2], seen[:1, 2:]
    return towards[:, :2] + towards[:, 2:].sum(axis=0) * (x - x.mean(axis=0)) / (len(x) * spread + np.float32(1e-6))


def with_spread(x, spread) -> np.ndarray:
    """Return points x (n, 2) with the two spreads of their batch beside each, (n, 4)."""
    return np.concatenate([x, np.broadcast_to(np.asarray(spread, np.float32), x.shape)], axis=1)


class Gan:
    """A generator from ``latent`` random numbers to the plane, and its discriminator; ``spread``: it also sees how far a batch is
    spread out: minibatch standard deviation (Karras et al., 2018), a simpler minibatch discrimination (Salimans et al., 2016)."""

    def __init__(self, data: str, latent: int, spread: bool, seed: int):
        self.rng = np.random.default_rng([seed, 30])
        self.data, self.latent, self.spread = data, latent, spread
        self.generator = Net([latent, HIDDEN, HIDDEN, 2], self.rng)
        self.discriminator = Net([4 if spread else 2, HIDDEN, HIDDEN, 1], self.rng)

    def draw(self, count):
        return self.rng.normal(0, 1, (count, self.latent)).astype(np.float32)

    def make(self, z):
        return generate(z, (self.generator.weights, self.generator.biases))

    def _seen(self, x, noise):
        """Return what the discriminator sees of a batch x (n, 2): blurred, and with its spread beside each point."""
        if noise:
            x = x + self.rng.normal(0, noise, x.shape).astype(np.float32)
        return with_spread(x, x.std(axis=0)) if self.spread else x

    def train_discriminator(self, rules: Rules) -> float:
        """Take one step on a batch of real and one of generated points; return the loss before it."""
        real = self._seen(real_points(self.data, BATCH, self.rng), rules.noise)
        fake = self._seen(self.make(self.draw(BATCH)), rules.noise)
        y = np.repeat(np.float32([1, 0]), BATCH)
        outputs = forward(np.concatenate([real, fake]), self.discriminator.weights, self.discriminator.biases)
        score = outputs[-1][:, 0]
        gradients, _ = _backward(outputs, self.discriminator.weights, ((sigmoid(score) - y) / BATCH)[:, None])
        self.discriminator.step(gradients, rules.rate)
        return float(2 * (np.logaddexp(0, score) - y * score).mean())

    def train_generator(self, rules: Rules) -> None:
        """Take one step on a batch of generated points."""
        made = forward(self.draw(BATCH), self.generator.weights, self.generator.biases)
        seen = self._seen(made[-1], rules.noise)
        outputs = forward(seen, self.discriminator.weights, self.discriminator.biases)
        p = sigmoid(outputs[-1])
        delta = ((p - 1 if rules.loss == "sure" else -p) / BATCH).astype(np.float32)
        _, towards = _backward(outputs, self.discriminator.weights, delta)
        towards = _to_points(towards, seen, self.spread)
        gradients, _ = _backward(made, self.generator.weights, towards)
        self.generator.step(gradients, rules.rate)

    def round(self, rules: Rules) -> float:
        """Let both networks take their steps; return the discriminator's last loss."""
        for _ in range(rules.discriminator):
            loss = self.train_discriminator(rules)
        for _ in range(rules.generator):
            self.train_generator(rules)
        return loss

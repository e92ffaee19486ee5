"""The explorer's diffusion model in NumPy: a trained network of 6,000 weights that guesses the noise in points of two moons."""

from functools import lru_cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/generative_models_net.npz",)
PATH = course_file(FILES[0])
STEPS = 50  # noise levels that the network knows
KEPT = 1 / (
    1 + np.exp(-np.linspace(7, -5, STEPS))
)  # alpha bar: the share of the variance that is data, from 0.999 to 0.007
POINTS = 120
EITHER = 2  # the class that asks for no moon in particular
FAR = 3.0  # a clean point is never guessed farther away


@lru_cache(maxsize=1)
def _layers():
    weights = load_recorded(PATH)
    return [
        (weights[f"w{k}"].astype(np.float32), weights[f"b{k}"].astype(np.float32)) for k in range(len(weights) // 2)
    ]


def guess_noise(x, t: int, moon: int) -> np.ndarray:
    """Return the noise (n, 2) that the network sees in points x (n, 2) of noise level t, 0 to 49, if ``moon`` is wanted."""
    return _forward(x, _extra(t, moon))


def _extra(t, moon):
    """Return what the first layer adds to its bias for a level and a moon, (48,)."""
    angle = t / STEPS * 2 ** np.arange(8) * np.pi / 2
    first = _layers()[0][0]
    return np.concatenate([np.sin(angle), np.cos(angle)]).astype(np.float32) @ first[2:18] + first[18 + moon]


def _forward(x, extra):
    (first, bias), *others = _layers()
    h = x.astype(np.float32) @ first[:2] + (bias + extra)
    for weights, bias in others:
        h = np.maximum(h, 0) @ weights + bias
    return h


def guided_noise(x, t: int, moon: int, guidance: float) -> np.ndarray:
    """Return (1 + w) times the guess for the wanted moon minus w times the guess for either, (n, 2)."""
    if not guidance or moon == EITHER:
        return guess_noise(x, t, moon)
    extra = np.repeat(np.stack([_extra(t, moon), _extra(t, EITHER)]), len(x), axis=0)
    wanted, either = np.split(_forward(np.tile(x, (2, 1)), extra), 2)
    return (1 + guidance) * wanted - guidance * either


def levels(steps: int) -> np.ndarray:
    """Return the noise levels (steps,) that a walk of so many steps visits, the noisiest first."""
    return np.round(np.linspace(STEPS - 1, 0, steps)).astype(int)


@lru_cache(maxsize=64)
def walk(steps: int, guidance: float, moon: int, fresh: bool, seed: int):
    """Return the points after each step, (steps + 1, POINTS, 2), the first pure noise, and what was guessed to be clean,
    (steps, POINTS, 2). ``fresh``: a part of the noise is drawn anew in each step."""
    rng = np.random.default_rng([seed, 31])
    x = rng.normal(size=(POINTS, 2))
    points, clean = [x], []
    visited = levels(steps)
    for k, t in enumerate(visited):
        kept, after = KEPT[t], KEPT[visited[k + 1]] if k + 1 < steps else 1.0
        noise = guided_noise(x, t, moon, guidance)
        guess = np.clip((x - np.sqrt(1 - kept) * noise) / np.sqrt(kept), -FAR, FAR)
        anew = (1 - after) / (1 - kept) * (1 - kept / after) if fresh else 0.0
        noise = (x - np.sqrt(kept) * guess) / np.sqrt(1 - kept)
        x = np.sqrt(after) * guess + np.sqrt(max(1 - after - anew, 0)) * noise
        if anew:
            x = x + np.sqrt(anew) * rng.normal(size=x.shape)
        points.append(x)
        clean.append(guess)
    return np.stack(points), np.stack(clean)

"""Lesson 12: a logarithmic scale, how many trials, expected improvement, a median rule, nested validation, a search."""

from math import ceil, erf, exp, log, pi, sqrt

import numpy as np

from tests.mutants.exercises import Exercise
from utils.lessons.hyperparameter_search import checks


def scales(rng):
    """Bounds below and above 1, near each other and ten decades apart; both ends among the numbers, and single ones."""
    yield np.array([0.0, 0.25, 0.5, 1.0]), 0.0001, 1.0
    for i in range(220):
        low = float(10 ** rng.uniform(-6, 2))
        u = rng.random(int(rng.integers(1, 7)))
        if i % 3 == 0:
            u[0] = float(i % 2)
        yield u, low, low * float(10 ** rng.uniform(0.1, 5))


def wishes(rng):
    """Shares and certainties from small to large; a whole number of trials reaches a certainty exactly only at the second.

    There every way to compute it agrees; elsewhere rounding would decide.
    """
    yield 0.05, 0.95
    yield 0.5, 0.75
    made = 0
    while made < 220:
        share, certainty = round(float(rng.uniform(0.005, 0.8)), 3), round(float(rng.uniform(0.05, 0.995)), 3)
        n = log(1 - certainty) / log(1 - share)
        if abs(n - round(n)) > 1e-3:
            made += 1
            yield share, certainty


def beliefs_of_a_model(rng):
    """Means below, at and above the best error; small deviations and large ones; one place and several."""
    yield np.array([0.3, 0.1, 0.25]), np.array([0.05, 0.2, 0.01]), 0.2
    for i in range(220):
        n, scale = int(rng.integers(1, 7)), (0.1, 1.0, 8.0)[i % 3]
        mean, best = rng.normal(0.4, scale, n), float(rng.normal(0.4, scale))
        if i % 10 == 0:
            mean[0] = best
        yield mean, scale * rng.uniform(0.1, 2.0, n), best


def courses(rng):
    """Curves that fall and rise again, one and many of them; a trial in its first, a middle and the last epoch; equal errors."""
    for i in range(260):
        n, epochs = int(rng.integers(1, 7)), int(rng.integers(1, 7))
        others = rng.integers(1, 10, (n, epochs)) / 10 if i % 2 else rng.uniform(0.05, 0.9, (n, epochs)).round(3)
        errors = rng.integers(1, 10, epochs) / 10 if i % 2 else rng.uniform(0.05, 0.9, epochs).round(3)
        yield others, errors[: int(rng.integers(1, epochs + 1))]


def tables(rng):
    """Inner and outer errors of two parts and of many, with one setting and with many, alike and not."""
    for i in range(220):
        k, m = int(rng.integers(2, 11)), int(rng.integers(1, 8))
        inner = rng.uniform(0.05, 0.6, (k, m))
        outer = rng.uniform(0.05, 0.7, (k, m)) if i % 2 else np.clip(inner + rng.normal(0, 0.1, (k, m)), 0, 1)
        yield inner, outer


def improvement(m, s, b):
    return checks._improvement(m, s, b)


def one_by_one(mean, deviation, best):
    gains = []
    for m, s in zip(mean, deviation, strict=True):
        z = (best - m) / s
        gains.append((best - m) * (1 + erf(z / sqrt(2))) / 2 + s * exp(-(z**2) / 2) / sqrt(2 * pi))
    return gains


def counted(share, certainty):
    n = 1
    while 1 - (1 - share) ** n < certainty:
        n += 1
    return n


def stops(others, errors):
    return checks._stop(others, errors)


def column(others, errors):
    return others[:, len(errors) - 1]


def honest(inner, outer):
    return checks._honest(inner, outer)


def random_search(objective, budget):
    rng = np.random.default_rng(0)
    places = rng.random((budget, 2))
    return places[int(np.argmin([objective(u, v) for u, v in places]))]


def grid_search(objective, budget):
    middles = (np.arange(4) + 0.5) / 4
    return min(((u, v) for u in middles for v in middles), key=lambda place: objective(*place))


def near_the_best(objective, budget, first=6, shrink=0.9, reach=0.2):
    """Random trials, then ever shorter steps from the best place so far."""
    rng = np.random.default_rng(1)
    best, place = float("inf"), None
    for trial in range(budget):
        step = rng.normal(0, reach * shrink ** max(trial - first, 0), 2)
        new = rng.random(2) if trial < first else np.clip(place + step, 0, 1)
        error = objective(*new)
        if error < best:
            best, place = error, new
    return place


def by_tpe(objective, budget):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
    study.optimize(
        lambda trial: objective(trial.suggest_float("u", 0, 1), trial.suggest_float("v", 0, 1)), n_trials=budget
    )
    return study.best_params["u"], study.best_params["v"]


EXERCISES = [
    Exercise(
        "log_scale",
        inputs=scales,
        ideas={
            "linear": lambda u, low, high: low + (high - low) * u,
            "the exponent": lambda u, low, high: np.log10(low) + u * np.log10(high / low),
            "bases mixed": lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)),
            "bounds as exponents": lambda u, low, high: 10 ** (low + (high - low) * u),
            "turned": lambda u, low, high: high * (low / high) ** u,
            "without low": lambda u, low, high: (high / low) ** u,
            "one minus": lambda u, low, high: low ** (1 - u) * high,
            "clipped": lambda u, low, high: np.clip(low * (high / low) ** u, 0.001, 1),
            "rounded": lambda u, low, high: np.round(low * (high / low) ** u, 3),
            "sorted": lambda u, low, high: np.sort(low * (high / low) ** u),
            "rounded exponents": lambda u, low, high: 10 ** np.round(np.log10(low) + u * np.log10(high / low)),
            "drawn anew": lambda u, low, high: low * (high / low) ** np.random.default_rng(0).random(len(u)),
            "np.linspace": lambda u, low, high: np.linspace(low, high, len(u)),
            "np.geomspace": lambda u, low, high: np.geomspace(low, high, len(u)) if len(u) > 1 else np.array([low]),
        },
        right={
            "by ten": lambda u, low, high: 10 ** (np.log10(low) + u * (np.log10(high) - np.log10(low))),
            "by e": lambda u, low, high: np.exp(np.log(low) * (1 - u) + np.log(high) * u),
            "by two": lambda u, low, high: [low * 2 ** (one * np.log2(high / low)) for one in u],
            "two powers": lambda u, low, high: low ** (1 - u) * high**u,
        },
    ),
    Exercise(
        "trials_needed",
        inputs=wishes,
        ideas={
            "not whole": lambda share, certainty: log(1 - certainty) / log(1 - share),
            "rounded down": lambda share, certainty: int(log(1 - certainty) / log(1 - share)),
            "one over": lambda share, certainty: ceil(1 / share),
            "adds up": lambda share, certainty: ceil(certainty / share),
            "all hit": lambda share, certainty: ceil(log(certainty) / log(share)),
            "the rest": lambda share, certainty: ceil(log(certainty) / log(1 - share)),
            "one more": lambda share, certainty: counted(share, certainty) + 1,
            "more than the certainty": lambda share, certainty: int(log(1 - certainty) / log(1 - share)) + 1,
            "sixty": lambda share, certainty: 60,
            "by e": lambda share, certainty: ceil(-log(1 - certainty) / share),
            "at least two": lambda share, certainty: max(2, counted(share, certainty)),
            "squared": lambda share, certainty: counted(share, certainty) ** 2,
        },
        right={
            "counted": counted,
            "base ten": lambda share, certainty: int(np.ceil(np.log10(1 - certainty) / np.log10(1 - share))),
            "a search": lambda share, certainty: next(n for n in range(1, 10_000) if (1 - share) ** n <= 1 - certainty),
        },
    ),
    Exercise(
        "expected_improvement",
        inputs=beliefs_of_a_model,
        ideas={
            "maximizes": lambda m, s, b: checks._improvement(-m, s, -b),
            "probability only": lambda m, s, b: checks._cdf((b - m) / s),
            "without the second term": lambda m, s, b: (b - m) * checks._cdf((b - m) / s),
            "without the first term": lambda m, s, b: s * checks._pdf((b - m) / s),
            "density not scaled": lambda m, s, b: (b - m) * checks._cdf((b - m) / s) + checks._pdf((b - m) / s),
            "z not divided": lambda m, s, b: (b - m) * checks._cdf(b - m) + s * checks._pdf(b - m),
            "subtracted": lambda m, s, b: (b - m) * checks._cdf((b - m) / s) - s * checks._pdf((b - m) / s),
            "never below zero": lambda m, s, b: np.maximum(b - m, 0),
            "bound": lambda m, s, b: m - 2 * s,
            "the variance": lambda m, s, b: checks._improvement(m, s**2, b),
            "against the best mean": lambda m, s, b: checks._improvement(m, s, m.min()),
            "the largest only": lambda m, s, b: checks._improvement(m, s, b).max(),
            "its place": lambda m, s, b: checks._improvement(m, s, b).argmax(),
            "cut where the mean is worse": lambda m, s, b: np.where(m < b, checks._improvement(m, s, b), 0),
        },
        right={"one by one": one_by_one, "by integral of the distribution": improvement},
    ),
    Exercise(
        "should_stop",
        inputs=courses,
        ideas={
            "turned": lambda others, errors: not stops(others, errors),
            "last error": lambda others, errors: bool(errors[-1] > np.median(column(others, errors))),
            "mean": lambda others, errors: bool(np.min(errors) > np.mean(column(others, errors))),
            "final errors": lambda others, errors: bool(np.min(errors) > np.median(others[:, -1])),
            "others' best": lambda others, errors: bool(
                np.min(errors) > np.median(others[:, : len(errors)].min(axis=1))
            ),
            "all epochs": lambda others, errors: bool(np.min(errors) > np.median(others[:, : len(errors)])),
            "one late": lambda others, errors: bool(
                np.min(errors) > np.median(others[:, min(len(errors), others.shape[1] - 1)])
            ),
            "equal stops": lambda others, errors: bool(np.min(errors) >= np.median(column(others, errors))),
            "worse than the best": lambda others, errors: bool(np.min(errors) > column(others, errors).min()),
            "worse than all": lambda others, errors: bool(np.min(errors) > column(others, errors).max()),
            "always": lambda others, errors: True,
            "never": lambda others, errors: False,
            "the trial's mean": lambda others, errors: bool(np.mean(errors) > np.median(column(others, errors))),
            "one row": lambda others, errors: bool(np.min(errors) > np.median(others[min(len(errors), len(others)) - 1])),
            "the upper of two": lambda others, errors: bool(
                np.min(errors) > np.sort(column(others, errors))[len(others) // 2]
            ),
            "the lower of two": lambda others, errors: bool(
                np.min(errors) > np.sort(column(others, errors))[(len(others) - 1) // 2]
            ),
        },
        right={
            "an array's bool": lambda others, errors: np.bool_(min(errors) > np.median(column(others, errors))),
            "by quantile": lambda others, errors: bool(np.quantile(column(others, errors), 0.5) < errors.min()),
        },
    ),
    Exercise(
        "honest_error",
        inputs=tables,
        ideas={
            "the best inner mean": lambda inner, outer: inner.mean(axis=0).min(),
            "inner minimum": lambda inner, outer: inner.min(axis=1).mean(),
            "chosen on outer": lambda inner, outer: outer.min(axis=1).mean(),
            "the best outer mean": lambda inner, outer: outer.mean(axis=0).min(),
            "one for all": lambda inner, outer: outer.mean(axis=0)[inner.mean(axis=0).argmin()],
            "largest": lambda inner, outer: outer[np.arange(len(outer)), inner.argmax(axis=1)].mean(),
            "over settings": lambda inner, outer: outer.mean(),
            "swapped": lambda inner, outer: inner[np.arange(len(inner)), outer.argmin(axis=1)].mean(),
            "summed": lambda inner, outer: honest(inner, outer) * len(outer),
            "median": lambda inner, outer: np.median(outer[np.arange(len(outer)), inner.argmin(axis=1)]),
            "the first part": lambda inner, outer: outer[0, inner[0].argmin()],
            "all pairs": lambda inner, outer: outer[:, inner.argmin(axis=1)].mean(),
            "inner and outer": lambda inner, outer: (honest(inner, outer) + inner.min(axis=1).mean()) / 2,
            "each part": lambda inner, outer: outer[np.arange(len(outer)), inner.argmin(axis=1)],
        },
        right={
            "in a loop": lambda inner, outer: sum(
                row[np.argmin(one)] for one, row in zip(inner, outer, strict=True)
            ) / len(inner),
            "taken along": lambda inner, outer: np.take_along_axis(
                outer, inner.argmin(axis=1, keepdims=True), axis=1
            ).mean(),
        },
    ),
    Exercise(
        "my_search",
        by_hand="an open task: what counts is the error of the place that is found",
        ideas={
            "random": random_search,
            "grid": grid_search,
            "the middle": lambda objective, budget: [(0.5, 0.5), objective(0.5, 0.5)][0],
            "nothing asked": lambda objective, budget: (0.5, 0.5),
            "one trial too many": lambda objective, budget: near_the_best(objective, budget + 1),
            "outside": lambda objective, budget: [(0.5, 0.5), objective(1.5, 0.5)][0],
            "the error": lambda objective, budget: objective(*near_the_best(objective, budget - 1)),
            "only near the first": lambda objective, budget: near_the_best(objective, budget, first=1, reach=0.02),
            "the last place": lambda objective, budget: [
                (0.1, 0.9), *[objective(u, 0.5) for u in np.linspace(0, 1, budget)]
            ][0],
        },
        right={"near the best": near_the_best, "Optuna's": by_tpe},
    ),
]  # fmt: skip

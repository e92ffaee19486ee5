"""Lesson 08: the explorer's mathematics and the checks."""

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.gradient_descent import checks as check
from utils.lessons.gradient_descent import explorer

PLACES = np.random.default_rng(0).uniform(-2, 2, (40, 2))


@pytest.mark.parametrize("name", explorer.SURFACES)
def test_the_gradient_is_that_of_the_loss(name):
    surface, step = explorer.SURFACES[name], 1e-5
    for x, y in PLACES:
        slopes = [
            (surface.loss(x + step, y) - surface.loss(x - step, y)) / (2 * step),
            (surface.loss(x, y + step) - surface.loss(x, y - step)) / (2 * step),
        ]
        np.testing.assert_allclose(surface.gradient(x, y), slopes, atol=1e-6)


@pytest.mark.parametrize("name", explorer.SURFACES)
def test_the_marked_bottoms_are_the_lowest_places(name):
    surface = explorer.SURFACES[name]
    grid = np.meshgrid(*[np.linspace(-2, 2, 201)] * 2)
    assert surface.loss(*grid).min() > -1e-9
    for place in surface.bottoms:
        assert surface.loss(*place) == pytest.approx(0, abs=1e-9)
        np.testing.assert_allclose(surface.gradient(*place), 0, atol=1e-9)


def reference(rule, gradient_of, w, steps, rate, momentum):
    """Walk with the formulas of the papers, on vectors."""
    path, v, s = [w], np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        g = np.array(gradient_of(*w))
        if rule == "SGD":
            w = w - rate * g
        elif rule == "momentum":
            v = momentum * v - rate * g
            w = w + v
        elif rule == "RMSProp":
            s = 0.9 * s + 0.1 * g**2
            w = w - rate * g / np.sqrt(s + 1e-7)
        else:
            v, s = 0.9 * v + 0.1 * g, 0.999 * s + 0.001 * g**2
            w = w - rate * (v / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-7)
        path.append(w)
    return np.array(path)


@pytest.mark.parametrize("name", ["valley", "slanted", "two"])
def test_the_race_follows_the_formulas(name):
    surface = explorer.SURFACES[name]
    path, losses = explorer.race(name, surface.start, 0.05, 0.8, 0.0)
    for k, rule in enumerate(explorer.NAMES):
        expected = reference(rule, surface.gradient, np.array(surface.start), 30, 0.05, 0.8)
        np.testing.assert_allclose(path[:31, k], expected, atol=1e-9)
    np.testing.assert_allclose(losses, surface.loss(path[..., 0], path[..., 1]))


def test_plain_descent_keeps_to_the_limit_of_the_valley():
    limit = 2 / explorer.VALLEY[1]
    start = explorer.SURFACES["valley"].start
    below, above = (explorer.race("valley", start, rate, 0.9, 0.0)[1][-1, 0] for rate in (0.99 * limit, 1.05 * limit))
    assert below < 0.1 < 10 < above


def test_what_the_notes_say_about_the_race():
    def order(surface, rate):
        start = explorer.SURFACES[surface].start
        return dict(
            zip(
                explorer.NAMES,
                explorer.arrivals(explorer.race(surface, start, rate, 0.9, 0.0)[1]),
                strict=True,
            )
        )

    valley, turned, faster = order("valley", 0.05), order("slanted", 0.05), order("valley", 0.15)
    assert valley["RMSProp"] + 10 < min(valley["Adam"], valley["momentum"])
    assert valley["SGD"] > 1.5 * valley["Adam"]
    assert turned["Adam"] is None and turned["momentum"] < 70
    assert faster["SGD"] + 5 < min(faster["Adam"], faster["momentum"])
    assert order("valley", 0.2)["SGD"] is None
    two = order("two", 0.05)
    assert two["momentum"] is not None and two["SGD"] is two["Adam"] is two["RMSProp"] is None


def test_some_start_brings_all_four_into_the_deep_well():
    assert None not in explorer.arrivals(explorer.race("two", (-1.8, 0.5), 0.05, 0.9, 0.0)[1])


def test_arrival_wants_ten_steps_below_the_goal():
    losses = np.ones((30, 4))
    losses[5:14, 0] = losses[7:17, 1] = losses[20:, 2] = 0
    assert explorer.arrivals(losses) == [None, 7, 20, None]


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.OptimizerExplorer)


def descend(size=abs, sign=-1, limited=True, extra=0, stale=False, turned=False):
    def answer(derivative, w, learning_rate, tolerance, limit):
        steps, first = 0, derivative(w)
        while size(derivative(w)) > tolerance and steps < (limit if limited else 1000):
            w = w + sign * learning_rate * (first if stale else derivative(w))
            steps += 1
        return (steps, w) if turned else (w, steps + extra)

    return answer


def with_for(derivative, w, learning_rate, tolerance, limit):
    for step in range(limit):
        slope = derivative(w)
        if -tolerance <= slope <= tolerance:
            return [np.float64(w), step]
        w -= learning_rate * slope
    return [w, limit]


def test_descend_until():
    def stub(derivative, w, learning_rate, tolerance, limit): ...

    assert_check(
        check.descend_until,
        solution=descend(),
        also_correct=[with_for],
        stub=stub,
        wrong={
            "signed_derivative": descend(size=lambda value: value),
            "climbs": descend(sign=1),
            "no_limit": descend(limited=False),
            "counts_one_too_many": descend(extra=1),
            "stale_derivative": descend(stale=True),
            "swapped": descend(turned=True),
            "wrong_return": lambda *args: 3.0,
            "wrong_descent": lambda *args: (0.5, 3),
        },
    )


def test_limits():
    assert_check(
        check.limits,
        solution=(0.2, 90),
        also_correct=[(np.float32(0.2), 90.0)],
        stub=(..., ...),
        wrong={
            "flattest_sets_limit": (4, 90),
            "inverse_curvature": (0.1, 90),
            "adds_curvatures": (2 / 14.5, 90),
            "mean_curvature": (0.41379, 90),
            "too_large": (0.5, 90),
            "not_the_limit": (0.15, 90),
            "steepest_only": (0.2, 1),
            "middle_direction": (0.2, 10),
            "one_step_short": (0.2, 89),
            "loss_not_distance": (0.2, 45),
            "not_whole": (0.2, 89.78),
            "wrong_wait": (0.2, 300),
            "not_a_number": ("a", 90),
        },
    )


def test_the_wait_of_exercise_2():
    assert 0.95**90 < 0.01 < 0.95**89


def lists(n, batch_size, rng):
    order = list(range(n))
    rng.shuffle(order)
    batches = []
    while order:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


def own_generator(n, batch_size, rng):
    return lists(n, batch_size, np.random.default_rng(7))


def test_make_batches():
    def stub(n, batch_size, rng): ...

    assert_check(
        check.make_batches,
        solution=lists,
        also_correct=[lambda n, size, rng: np.split(rng.permutation(n), range(size, n, size))],
        stub=stub,
        wrong={
            "not_shuffled": lambda n, size, rng: [np.arange(n)[i : i + size] for i in range(0, n, size)],
            "drops_the_rest": lambda n, size, rng: np.reshape(rng.permutation(n)[: n // size * size], (-1, size)),
            "with_replacement": lambda n, size, rng: np.split(rng.integers(0, n, n), range(size, n, size)),
            "number_of_batches": lambda n, size, rng: np.array_split(rng.permutation(n), size),
            "own_generator": own_generator,
            "not_batches": lambda n, size, rng: rng.permutation(n),
            "wrong_lengths": lambda n, size, rng: [rng.permutation(n)],
            "wrong_numbers": lambda n, size, rng: np.split(1 + rng.permutation(n), range(size, n, size)),
        },
    )


def adam(**options):
    return lambda w, gradient, m, s, t, learning_rate: check._adam(w, gradient, m, s, t, learning_rate, **options)


def mutating_adam(w, gradient, m, s, t, learning_rate):
    m *= 0.9
    m += 0.1 * gradient
    return w, m, s


def test_adam_step():
    def stub(w, gradient, m, s, t, learning_rate): ...

    assert_check(
        check.adam_step,
        solution=adam(),
        also_correct=[lambda *args: [part.tolist() for part in check._adam(*args)]],
        stub=stub,
        wrong={
            "no_correction": adam(correct=False),
            "returns_corrected": adam(keep=True),
            "epsilon_in_root": adam(inside=True),
            "gradient_not_squared": adam(square=False),
            "counts_from_zero": adam(delay=1),
            "no_root": adam(root=False),
            "climbs": adam(sign=1),
            "changes_argument": mutating_adam,
            "wrong_return": lambda w, gradient, m, s, t, learning_rate: w,
            "shape": lambda w, gradient, m, s, t, learning_rate: (w, 0.5, s),
            "wrong_m": lambda w, gradient, m, s, t, learning_rate: (w, m + 1, s),
        },
    )


def test_my_schedule():
    def stub(p): ...

    assert_check(
        check.my_schedule,
        solution=lambda p: 0.4 * (1 - p),
        also_correct=[lambda p: 0.3 * (1 + np.cos(np.pi * p)) / 2, lambda p: np.array(0.5 * 0.02**p)],
        stub=stub,
        wrong={
            "constant": lambda p: 0.1,
            "grows": lambda p: 0.3 * p,
            "ends_too_large": lambda p: 0.5 - 0.3 * p,
            "starts_too_large": lambda p: 5.0 * 1e-3**p,
            "stops_too_early": lambda p: 0.05 * (1 - p),
            "not_positive": lambda p: 0.1 - p,
            "not_a_number": lambda p: "0.1",
        },
        examples=5,
    )


@pytest.mark.parametrize("rate", [0.07, 0.1, 0.13])
def test_no_constant_rate_is_enough(rate):
    assert check._excess((rate,)) > 0.008

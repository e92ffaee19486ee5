"""Lesson 08: the explorer's mathematics and the checks."""

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
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
        if rule == "plain":
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
    for k, rule in enumerate(explorer.METHODS):
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
                explorer.METHODS,
                explorer.arrivals(explorer.race(surface, start, rate, 0.9, 0.0)[1]),
                strict=True,
            )
        )

    valley, turned, faster = order("valley", 0.05), order("slanted", 0.05), order("valley", 0.15)
    assert valley["RMSProp"] + 10 < min(valley["Adam"], valley["momentum"])
    assert valley["plain"] > 1.5 * valley["Adam"]
    assert turned["Adam"] is None and turned["momentum"] < 70
    assert faster["plain"] + 5 < min(faster["Adam"], faster["momentum"])
    assert order("valley", 0.2)["plain"] is None
    two = order("two", 0.05)
    assert two["momentum"] is not None and two["plain"] is two["Adam"] is two["RMSProp"] is None


def test_what_measurement_4_says_about_the_two_wells():
    """From the left of the ridge all four reach the deep well; from far to the left momentum runs through it."""
    assert round(explorer.RIDGE, 2) == 0.19
    for height in (-1.5, 0.0, 1.2):
        assert None not in explorer.arrivals(explorer.race("two", (-1.0, height), 0.05, 0.9, 0.0)[1])
        path, _ = explorer.race("two", (-1.9, height), 0.05, 0.9, 0.0)
        ends = dict(zip(explorer.METHODS, path[-1, :, 0], strict=True))
        assert ends["momentum"] == pytest.approx(explorer.SHALLOW, abs=0.1)
        assert all(ends[name] < explorer.RIDGE for name in ("plain", "RMSProp", "Adam"))


def test_arrival_wants_ten_steps_below_the_goal():
    losses = np.ones((30, 4))
    losses[5:14, 0] = losses[7:17, 1] = losses[20:, 2] = 0
    assert explorer.arrivals(losses) == [None, 7, 20, None]


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.OptimizerExplorer)


def descend(derivative, w, learning_rate, tolerance, limit):
    steps = 0
    while abs(derivative(w)) > tolerance and steps < limit:
        w = w - learning_rate * derivative(w)
        steps = steps + 1
    return w, steps


def with_for(derivative, w, learning_rate, tolerance, limit):
    for step in range(limit):
        slope = derivative(w)
        if -tolerance <= slope <= tolerance:
            return [np.float64(w), step]
        w -= learning_rate * slope
    return [w, limit]


def stale(derivative, w, learning_rate, tolerance, limit):
    """The condition keeps the first derivative too; once that mistake had no name."""
    slope, steps = derivative(w), 0
    while abs(slope) > tolerance and steps < limit:
        w, steps = w - learning_rate * slope, steps + 1
    return w, steps


def descent(**options):
    return lambda *case: check._descent(*case, **options)


def counts_the_stop(derivative, w, learning_rate, tolerance, limit):
    rounds = 0
    while rounds < limit:
        rounds += 1
        if abs(derivative(w)) <= tolerance:
            break
        w = w - learning_rate * derivative(w)
    return w, rounds


def counter_stands(derivative, w, learning_rate, tolerance, limit):
    steps = 0
    while abs(derivative(w)) > tolerance and steps < limit:
        w = w - learning_rate * derivative(w)
    return w, steps


def test_descend_until():
    def stub(derivative, w, learning_rate, tolerance, limit): ...

    assert_check(
        check.descend_until,
        solution=descend,
        also_correct=[
            with_for,
            lambda *case: np.array(descend(*case)),
            lambda *case: [descend(*case)[0], [descend(*case)[1]]],
        ],
        stub=stub,
        wrong={
            "signed_derivative": descent(size=lambda slope, w, rate: slope),
            "climbs": descent(sign=1),
            "no_limit": lambda *case: descend(*case[:-1], 2000),
            "one_over_the_limit": lambda *case: descend(*case[:-1], case[-1] + 1),
            "not_strict": descent(strict=False),
            "steps_before_looking": descent(looks_first=False),
            "counts_one_too_many": lambda *case: (descend(*case)[0], descend(*case)[1] + 1),
            "counts_the_stop": counts_the_stop,
            "counter_stands": counter_stands,
            "stale_derivative": stale,
            "compares_step": descent(size=lambda slope, w, rate: abs(slope * rate)),
            "swapped": lambda *case: descend(*case)[::-1],
            "wrong_number_of_results": lambda *case: 3.0,
            "wrong_descent": lambda *case: (0.5, 3),
            "not_a_number": lambda *case: (descend(*case)[0], "3"),
        },
    )
    assert "`return w, steps`" in check.descend_until(lambda *case: 3.0).message


def test_the_derivative_is_shown_as_code_that_computes_it():
    for derivative, w, *_ in check.DESCENTS:
        assert eval(repr(derivative))(w + 0.3) == derivative(w + 0.3)


def test_limits():
    assert_check(
        check.limits,
        solution=(0.2, 90),
        also_correct=[(np.float32(0.2), 90.0), ([0.2], np.array([90]))],
        stub=(..., ...),
        wrong={
            "flattest_sets_limit": (4, 90),
            "inverse_curvature": (0.1, 90),
            "adds_curvatures": (2 / 14.5, 90),
            "mean_curvature": (0.414, 90),
            "not_positive": (-0.2, 90),
            "too_large": (0.5, 90),
            "not_the_limit": (0.15, 90),
            "most_curved_only": (0.2, 1),
            "middle_direction": (0.2, 10),
            "one_step_short": (0.2, 89),
            "one_step_long": (0.2, 91),
            "loss_not_distance": (0.2, 45),
            "not_whole": (0.2, np.log(0.01) / np.log(0.95)),
            "continuous": (0.2, 93),
            "wrong_wait": (0.2, 300),
            "not_a_number": ("a", 90),
            "not_finite": (0.2, float("inf")),
        },
    )


def test_a_wait_that_is_not_rounded_is_shown_as_it_is(reader):
    """It was told that `steps_needed` is not 90, which is the answer."""
    message = check.limits(0.2, np.log(0.01) / np.log(0.95)).message
    assert {"tr": "`steps_needed` 89,78 değil", "en": "`steps_needed` is not 89.78"}[reader] in message


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


def sliced(order, size, stop=0):
    return [order[start : start + size] for start in range(0, len(order) + stop, size)]


def leaves_the_loop(n, batch_size, rng):
    order, batches = rng.permutation(n), []
    for start in range(0, n, batch_size):
        batches.append(order[start : start + batch_size])
        return batches


def test_make_batches():
    def stub(n, batch_size, rng): ...

    assert_check(
        check.make_batches,
        solution=lists,
        also_correct=[
            lambda n, size, rng: np.split(rng.permutation(n), range(size, n, size)),
            lambda n, size, rng: tuple(sliced(rng.choice(n, n, replace=False), size)),
            lambda n, size, rng: sliced(np.argsort(rng.random(n)), size),
        ],
        stub=stub,
        wrong={
            "not_shuffled": lambda n, size, rng: sliced(np.arange(n), size),
            "drops_the_rest": lambda n, size, rng: np.reshape(rng.permutation(n)[: n // size * size], (-1, size)),
            "with_replacement": lambda n, size, rng: sliced(rng.integers(0, n, n), size),
            "number_of_batches": lambda n, size, rng: np.array_split(rng.permutation(n), size),
            "own_seed": lambda n, size, rng: lists(n, size, np.random.default_rng(7)),
            "own_generator": lambda n, size, rng: lists(n, size, np.random.default_rng()),
            "badly_mixed": lambda n, size, rng: [rng.permutation(batch) for batch in sliced(np.arange(n), size)],
            "empty_batch": lambda n, size, rng: sliced(rng.permutation(n), size, stop=1),
            "not_batches": lambda n, size, rng: rng.permutation(n),
            "not_integers": lambda n, size, rng: sliced(rng.permutation(n).astype(float), size),
            "wrong_lengths": lambda n, size, rng: [rng.permutation(n)],
            "return_in_loop": leaves_the_loop,
            "wrong_numbers": lambda n, size, rng: sliced(1 + rng.permutation(n), size),
        },
    )


def rolled(n, size, rng):
    return sliced(np.roll(np.arange(n), rng.integers(n)), size)


def first_stays(n, size, rng):
    return sliced(np.append([0], 1 + rng.permutation(n - 1)) if n > 1 else np.arange(n), size)


def batches_in_another_order(n, size, rng):
    batches = sliced(np.arange(n), size)
    last = batches.pop() if n % size else None
    return [batches[i] for i in rng.permutation(len(batches))] + ([] if last is None else [last])


@pytest.mark.parametrize("half", [rolled, first_stays, batches_in_another_order])
def test_what_is_mixed_in_part_is_told_so(half):
    assert check.make_batches(half).misconception == "badly_mixed"


def test_the_numbers_that_are_named_carry_no_suffix():
    """Turkish once read "0'dan 9'e": of 10, 50 and 3 that is wrong."""
    use_language("tr")
    assert (
        "0, 1, …, 9 olmalı; sizde 10 da var"
        in check.make_batches(lambda n, k, rng: sliced(1 + rng.permutation(n), k)).message
    )


def adam(**options):
    return lambda w, gradient, m, s, t, learning_rate: check._adam(w, gradient, m, s, t, learning_rate, **options)


def mutating_adam(w, gradient, m, s, t, learning_rate):
    m *= 0.9
    m += 0.1 * gradient
    return w, m, s


def test_adam_step():
    def stub(w, gradient, m, s, t, learning_rate): ...

    def halves(m_hat, s_hat, m, s, corrected):
        return (m_hat if corrected == "m" else m) / (np.sqrt(s_hat if corrected == "s" else s) + 1e-7)

    assert_check(
        check.adam_step,
        solution=adam(),
        also_correct=[
            lambda *args: [part.tolist() for part in check._adam(*args)],
            lambda *args: np.array(check._adam(*args)),
        ],
        stub=stub,
        wrong={
            "no_correction": adam(below=lambda beta, t: 1),
            "only_m_corrected": adam(step=lambda m_hat, s_hat, m, s, **others: halves(m_hat, s_hat, m, s, "m")),
            "only_s_corrected": adam(step=lambda m_hat, s_hat, m, s, **others: halves(m_hat, s_hat, m, s, "s")),
            "epsilon_in_root": adam(step=lambda m_hat, s_hat, **others: m_hat / (s_hat + 1e-7) ** 0.5),
            "gradient_not_squared": adam(power=np.abs),
            "multiplies": adam(below=lambda beta, t: 1 / (1 - beta**t)),
            "share_missing": adam(takes=(1, 1)),
            "old_averages": lambda w, gradient, m, s, t, rate: (
                w - rate * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-7),
                *check._adam(w, gradient, m, s, t, rate)[1:],
            ),
            "counts_from_zero": adam(below=lambda beta, t: 1 - beta ** (t + 1)),
            "climbs": adam(step=lambda m_hat, s_hat, **others: -m_hat / (np.sqrt(s_hat) + 1e-7)),
            "changes_argument": mutating_adam,
            "wrong_number_of_results": lambda w, gradient, m, s, t, learning_rate: w,
            "shape": lambda w, gradient, m, s, t, learning_rate: (w, 0.5, s),
            "wrong_step": lambda w, gradient, m, s, t, learning_rate: (w, m + 1, s),
        },
    )


def test_what_is_said_of_keras_is_true():
    """Its Adam does not take the step of the exercise where gradients are tiny; it was praised to do so."""
    import keras

    w, g, m, s, t, rate = check.ADAM_STEPS[2]
    optimizer, variable = keras.optimizers.Adam(rate), keras.Variable(w, dtype="float64")
    optimizer.build([variable])
    optimizer.iterations.assign(t - 1)
    moments = dict(zip(("m", "s"), optimizer.variables[2:], strict=False))
    moments["m"].assign(m), moments["s"].assign(s)
    optimizer.apply_gradients([(g, variable)])
    after = variable.numpy()
    assert not np.allclose(after, check._adam(*check.ADAM_STEPS[2])[0], rtol=1e-4)

    def as_keras(w, g, m, s, t, rate):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        return w - rate * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t) * m / (np.sqrt(s) + 1e-7), m, s

    np.testing.assert_allclose(after, as_keras(w, g, m, s, t, rate)[0], rtol=1e-4)
    assert check.adam_step(as_keras).misconception == "epsilon_of_keras"


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
            "too_large": lambda p: 5.0 * 1e-3**p,
            "stops_too_early": lambda p: 0.05 * (1 - p),
            "negative": lambda p: 0.1 - p,
            "always_zero": lambda p: 0 * p,
            "not_a_number": lambda p: "0.1",
        },
        examples=5,
    )


@pytest.mark.parametrize("start", [1.5, 3, 5, 10])
def test_a_schedule_that_ends_at_zero_is_not_said_to_end_too_large(start):
    assert check.my_schedule(lambda p: start * (1 - p)).misconception == "too_large"


@pytest.mark.parametrize("rate", [0.07, 0.1, 0.13])
def test_no_constant_rate_is_enough(rate):
    assert check._excess((rate,)) > 0.008

"""Lesson 24: the widget's mathematics, the checks, and the numbers that the prose states."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.rnn import checks as check
from utils.lessons.rnn import drawings
from utils.lessons.rnn import explorer as rnn
from utils.lessons.rnn.explorer import UnrollExplorer, felt, gradients, states
from utils.plots.alternative import describe


def test_the_explorer_keeps_its_promises():
    check_explorer(UnrollExplorer)


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
@pytest.mark.parametrize("w_h", [-1.2, 0.3, 0.9, 1.5])
def test_the_gradient_bars_are_the_numeric_derivative(activation, w_h):
    x, epsilon = np.array(rnn.WAVE), 1e-6
    _, slopes = states(x, 0.7, w_h, 0.1, activation)
    for t, given in enumerate(gradients(slopes, 0.7, w_h)):
        step = np.eye(len(x))[t] * epsilon
        high, low = (states(x + sign * step, 0.7, w_h, 0.1, activation)[0][-1] for sign in (1, -1))
        assert given == pytest.approx((high - low) / (2 * epsilon), rel=1e-4, abs=1e-7)


def test_the_notes_say_how_many_inputs_the_weight_0_9_remembers():
    def remembered(sequence, activation="tanh"):
        return felt(gradients(states(rnn.SEQUENCES[sequence], 1.0, 0.9, 0.0, activation)[1], 1.0, 0.9))

    assert [remembered(name) for name in ("wave", "steady", "pulse")] == [4, 1, 13]
    assert remembered("steady", "identity") == 16
    hidden, slopes = states(rnn.STEADY, 1.0, 0.9, 0.0, "tanh")
    assert hidden[-1] == pytest.approx(0.95, abs=0.005) and slopes[-1] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(("draw", "words"), [
    (drawings.draw_rnn, {"tr": ("açılınca", "her adımda aynı"), "en": ("unrolled", "the same")}),
    (drawings.draw_arrangements, {"tr": ("birden çoğa", "çoktan bire", "farklı uzunlukta", "kodlayıcı", "kod çözücü"),
                                  "en": ("one-to-many", "many-to-one", "unequal lengths", "encoder", "decoder")}),
])  # fmt: skip
def test_the_drawings_name_their_parts(draw, words, reader):
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in [*axes.texts, axes.title])
    assert all(word in written for word in words[reader]) and "$h_1$" in written
    assert len(describe(figure)) > 40
    plt.close(figure)


def test_a_dragged_point_keeps_its_time_step():
    explorer = UnrollExplorer()
    moved = [list(point) for point in explorer.value("inputs")]
    moved[3] = [9.0, 1.2]
    explorer.set(inputs=moved)
    assert explorer.value("inputs")[3] == [4.0, 1.2]
    explorer.set(sequence="pulse")
    assert [y for _, y in explorer.value("inputs")] == rnn.PULSE


@pytest.mark.parametrize(("w_x", "w_h", "signs"), [(1.0, 0.9, [1]), (-1.0, 0.9, [-1]), (1.0, -0.9, [1, -1])])
def test_the_least_gradient_that_is_felt_is_marked_on_the_side_of_the_bars(w_x, w_h, signs):
    explorer = UnrollExplorer(w_x=w_x, w_h=w_h)
    bars, *lines = explorer.draw(explorer._state).rows[1][1].layers
    newest = abs(bars.values[-1])
    assert [line.y[0] / newest for line in lines] == pytest.approx([0.1 * sign for sign in signs])


def test_the_summary_says_when_no_input_is_felt(reader):
    explorer = UnrollExplorer(activation="relu")
    assert {"tr": "duyarlı değil", "en": "not sensitive"}[reader] in explorer.draw(explorer._state).summary
    start = UnrollExplorer(step=0)
    assert "h₀ = 0" in start.draw(start._state).summary


def test_powers_that_the_prose_states():
    assert f"{0.5**20:.6f}" == "0.000001"
    assert round(1.5**20) == 3325
    assert round(0.9**10, 2) == 0.35


def stepping(x, step, h=0.0):
    return [h := step(value, h) for value in x]


def a_state(x, w_x, w_h, b, h=0.0):
    return stepping(x, lambda value, h: np.tanh(w_x * value + w_h * h + b), h)


def carried_sum(x, w_x, w_h, b):
    z, result = 0.0, []
    for value in x:
        z = w_x * value + w_h * z + b
        result.append(np.tanh(z))
    return result


def test_check_of_the_states():
    assert_check(
        check.scalar_states,
        solution=a_state,
        stub=lambda x, w_x, w_h, b: ...,
        also_correct=(
            lambda *case: np.array(a_state(*case)),
            lambda *case: np.array(a_state(*case))[:, None],
        ),
        wrong={
            "no_recurrence": lambda x, w_x, w_h, b: [np.tanh(w_x * value + b) for value in x],
            "no_activation": lambda x, w_x, w_h, b: check.states_of(
                x, w_x, w_h, b, lambda x, h, z, w_x, w_h, b: w_x * x + w_h * h + b
            ),
            "input_only": lambda x, w_x, w_h, b: [w_x * value + b for value in x],
            "sum_as_state": carried_sum,
            "swapped_weights": lambda x, w_x, w_h, b: a_state(x, w_h, w_x, b),
            "no_bias": lambda x, w_x, w_h, b: a_state(x, w_x, w_h, 0),
            "previous_input": lambda x, w_x, w_h, b: [
                np.tanh(w_x * x[t] + w_h * (x[t - 1] if t else 0) + b) for t in range(len(x))
            ],
            "whole_state_added": lambda x, w_x, w_h, b: a_state(np.array(x) * w_x, 1, 1, b),
            "bias_outside": lambda x, w_x, w_h, b: stepping(x, lambda value, h: np.tanh(w_x * value + w_h * h) + b),
            "input_alone_in_tanh": lambda x, w_x, w_h, b: stepping(
                x, lambda value, h: np.tanh(w_x * value) + w_h * h + b
            ),
            "sigmoid": lambda x, w_x, w_h, b: stepping(
                x, lambda value, h: 1 / (1 + np.exp(-w_x * value - w_h * h - b))
            ),
            "starts_at_one": lambda *case: a_state(*case, h=1.0),
            "starts_at_input": lambda x, *weights: a_state(x, *weights, h=x[0]),
            "only_one": lambda *case: a_state(*case)[-1],
            "start_included": lambda *case: [0.0, *a_state(*case)],
            "stored_too_early": lambda *case: [0.0, *a_state(*case)[:-1]],
            "reversed_order": lambda *case: a_state(*case)[::-1],
            "shape": lambda *case: [0.5, 0.5, *a_state(*case)],
            "no_return": lambda *case: print(end=""),
            "wrong_value": lambda *case: [0.5] * len(case[0]),
        },
    )


def test_a_return_inside_the_loop_is_told_from_the_last_state_alone():
    def inside(x, w_x, w_h, b):
        h = 0.0
        for value in x:
            h = np.tanh(w_x * value + w_h * h + b)
            return [h]

    assert check.scalar_states(inside).misconception == "return_in_loop"
    assert check.scalar_states(lambda *case: a_state(*case)[-1]).misconception == "only_one"


def test_a_state_set_back_at_each_step_is_not_told_that_its_sum_lacks_the_state(reader):
    def set_back(x, w_x, w_h, b):
        states = []
        for value in x:
            h = 0.0
            h = np.tanh(w_x * value + w_h * h + b)
            states.append(h)
        return states

    message = check.scalar_states(set_back).message
    assert {"tr": "döngünün üstünde", "en": "above the loop"}[reader] in message, message


def test_check_of_the_number_of_parameters():
    assert_check(
        check.count_parameters,
        solution=lambda steps, features, units: features * units + units * units + units,
        stub=lambda steps, features, units: ...,
        also_correct=(
            lambda steps, features, units: float((features + units + 1) * units),
            lambda steps, features, units: [(features + units + 1) * units],
            lambda steps, features, units: np.array([[(features + units + 1) * units]]),
        ),
        wrong={
            "new_weights_each_step": lambda t, d, u: t * (d + u + 1) * u,
            "weighs_whole_sequence": lambda t, d, u: t * d * u + u,
            "new_input_weights_each_step": lambda t, d, u: t * d * u + u * u + u,
            "four_gates": lambda t, d, u: 4 * (d + u + 1) * u,
            "two_biases": lambda t, d, u: (d + u + 2) * u,
            "steps_as_neurons": lambda t, d, u: (d + t + 1) * u,
            "no_input_weights": lambda t, d, u: u * u + u,
            "bias_for_features": lambda t, d, u: d * u + u * u + d,
            "wrong_number": lambda t, d, u: d * d + u * u + u,
            "no_recurrent_weights": lambda t, d, u: d * u + u,
            "one_recurrent_weight_each": lambda t, d, u: d * u + 2 * u,
            "no_bias": lambda t, d, u: d * u + u * u,
            "one_bias": lambda t, d, u: d * u + u * u + 1,
            "no_return": lambda t, d, u: print(end=""),
        },
    )


def backwards(h, w_x, w_h, slope=lambda h: 1 - h**2, first=1.0):
    delta, result = first, []
    for value in reversed(list(h)):
        delta_z = delta * slope(value)
        result.append(delta_z * w_x)
        delta = delta_z * w_h
    return result[::-1]


def test_check_of_the_gradients():
    assert_check(
        check.input_gradients,
        solution=backwards,
        stub=lambda states, w_x, w_h: ...,
        also_correct=(lambda *case: np.array(backwards(*case)),),
        wrong={
            "no_slope": lambda *case: backwards(*case, slope=lambda h: 1.0),
            "slope_without_square": lambda *case: backwards(*case, slope=lambda h: 1 - h),
            "slope_of_state": lambda *case: backwards(*case, slope=lambda h: 1 - np.tanh(h) ** 2),
            "reversed_order": lambda *case: backwards(*case)[::-1],
            "no_input_weight": lambda h, w_x, w_h: backwards(h, 1, w_h),
            "one_step_too_many": lambda h, w_x, w_h: backwards(h, w_x, w_h, first=w_h),
            "read_forwards": lambda h, w_x, w_h: backwards(h[::-1], w_x, w_h)[::-1],
            "begins_at_state": lambda h, w_x, w_h: backwards(h, w_x, w_h, first=h[-1]),
            "no_chain": lambda h, w_x, w_h: w_x * (1 - np.array(h) ** 2),
            "later_slopes_missing": lambda h, w_x, w_h: [
                w_x * (1 - value**2) * w_h**k for k, value in enumerate(reversed(h))
            ][::-1],
            "slope_of_sigmoid": lambda *case: backwards(*case, slope=lambda h: h * (1 - h)),
            "own_slope_missing": lambda h, w_x, w_h: np.array(backwards(h, w_x, w_h)) / (1 - np.array(h) ** 2),
            "swapped_weights": lambda h, w_x, w_h: backwards(h, w_h, w_x),
            "only_one": lambda *case: backwards(*case)[0],
            "wrong_value": lambda *case: np.array(backwards(*case)) / len(case[0]),
            "no_return": lambda *case: print(end=""),
        },
    )


def test_a_list_that_is_reversed_in_place_is_no_missing_return():
    def in_place(states, w_x, w_h):
        gradients = list(reversed(backwards(states, w_x, w_h)))
        return gradients.reverse()

    result = check.input_gradients(in_place)
    assert result.misconception == "returns_nothing" and ".reverse()" in result.message


def whole(arrays):
    return np.sqrt(sum(np.sum(array**2) for array in arrays))


def clipped(gradients, limit):
    length = whole(gradients)
    return [gradient * (limit / length if length > limit else 1) for gradient in gradients]


def shortened_in_place(gradients, limit):
    length = whole(gradients)
    for gradient in gradients:
        gradient *= min(1, limit / (length or 1))
    return gradients


def test_check_of_the_clipping():
    assert_check(
        check.clip_gradients,
        solution=clipped,
        stub=lambda gradients, limit: ...,
        also_correct=(
            lambda g, limit: tuple(clipped(g, limit)),
            lambda g, limit: [part.tolist() for part in clipped(g, limit)],
        ),
        wrong={
            "clips_each_number": lambda g, limit: [np.clip(part, -limit, limit) for part in g],
            "each_array_alone": lambda g, limit: [clipped([part], limit)[0] for part in g],
            "always_scales": lambda g, limit: [part * limit / (whole(g) or limit) for part in g],
            "ignores_limit": lambda g, limit: [part / (size if (size := whole(g)) > limit else 1) for part in g],
            "no_root": lambda g, limit: [part * min(1, limit / (sum(np.sum(p**2) for p in g) or 1)) for part in g],
            "sum_of_sizes": lambda g, limit: [
                part * min(1, limit / (sum(np.abs(p).sum() for p in g) or 1)) for part in g
            ],
            "factor_upside_down": lambda g, limit: [part * max(1, whole(g) / limit) for part in g],
            "longest_array": lambda g, limit: [
                part * min(1, limit / (max(whole([each]) for each in g) or 1)) for part in g
            ],
            "largest_number": lambda g, limit: [
                part * min(1, limit / (max(np.abs(each).max() for each in g) or 1)) for part in g
            ],
            "returns_nothing": lambda g, limit: clipped(g, limit) if whole(g) > limit else None,
            "changes_argument": shortened_in_place,
            "unchanged": lambda g, limit: g,
            "divides_by_zero": lambda g, limit: [part / whole(g) * min(whole(g), limit) for part in g],
            "not_finite": lambda g, limit: [part * np.nan for part in g],
            "root_mean_square": lambda g, limit: [
                part * min(1, limit / (np.sqrt(np.mean(np.concatenate([p.ravel() for p in g]) ** 2)) or limit))
                for part in g
            ],
            "sum_of_lengths": lambda g, limit: [
                part * min(1, limit / (sum(map(np.linalg.norm, g)) or 1)) for part in g
            ],
            "other_shapes": lambda g, limit: [part.ravel() for part in clipped(g, limit)],
            "wrong_value": lambda g, limit: [part / 2 for part in clipped(g, limit)],
            "no_return": lambda g, limit: print(end=""),
        },
    )


def test_one_array_in_place_of_the_list_is_named():
    assert check.clip_gradients(lambda g, limit: clipped(g, limit)[0]).misconception == "other_shapes"
    joined = check.clip_gradients(lambda g, limit: np.concatenate([part.ravel() for part in clipped(g, limit)]))
    assert joined.misconception == "other_shapes"


def test_the_call_that_is_shown_is_the_one_that_went_wrong(reader):
    """Once the last call stood beside the first answer."""
    result = check.clip_gradients(lambda g, limit: [np.clip(part, -limit, limit) for part in g])
    assert "`clip_gradients([[3.0, 4.0], [[12.0]]], 6.5)`" in result.message and "[[6.5]]" in result.message
    assert not result.facts


def seasonal(series, now, horizon, period):
    index = now + horizon
    while index > now:
        index -= period
    return series[index]


def test_check_of_the_seasonal_baseline():
    def too_far(series, now, horizon, period):
        index = now + horizon
        while index >= now:
            index -= period
        return series[index]

    assert_check(
        check.seasonal_forecast,
        solution=seasonal,
        stub=lambda series, now, horizon, period: ...,
        also_correct=(lambda s, now, h, p: np.float32(s[now + h - p * -(-h // p)]),),
        wrong={
            "looks_ahead": lambda s, now, h, p: s[now + h - p],
            "stops_too_late": too_far,
            "twice_at_most": lambda s, now, h, p: s[now + h - (p if h <= p else 2 * p)],
            "horizon_back": lambda s, now, h, p: s[now - h],
            "persistence": lambda s, now, h, p: s[now],
            "ignores_horizon": lambda s, now, h, p: s[now - p],
            "after_the_end": lambda s, now, h, p: s[now + h],
            "index_not_value": lambda s, now, h, p: now + h - p * -(-h // p),
            "ignores_period": lambda s, now, h, p: seasonal(s, now, h, 24),
            "wrong_value": lambda s, now, h, p: np.mean(s[: now + 1]),
            "no_return": lambda s, now, h, p: print(end=""),
        },
    )


def fed_back(first, steps, w_x, w_h, w_out, fed=lambda h, y: y):
    x, h, outputs = first, 0.0, []
    for _ in range(steps):
        h = np.tanh(w_x * x + w_h * h)
        outputs.append(w_out * h)
        x = fed(h, w_out * h)
    return outputs


def test_check_of_the_output_that_is_fed_back():
    def carried(keep, squash=np.tanh, out=lambda z: z):
        def answer(first, steps, w_x, w_h, w_out):
            x, h, outputs = first, 0.0, []
            for _ in range(steps):
                z = w_x * x + w_h * h
                x = out(w_out * squash(z))
                outputs.append(x)
                h = keep(z, squash(z), x)
            return outputs

        return answer

    assert_check(
        check.generate,
        solution=fed_back,
        stub=lambda first, steps, w_x, w_h, w_out: ...,
        also_correct=(
            lambda *case: np.array(fed_back(*case), dtype=np.float32),
            lambda *case: np.array(fed_back(*case))[:, None],
        ),
        wrong={
            "only_one": lambda *case: fed_back(*case)[-1],
            "first_included": lambda first, *case: [first, *fed_back(first, *case)],
            "inputs_collected": lambda first, *case: [first, *fed_back(first, *case)[:-1]],
            "same_input": lambda first, *case: fed_back(first, *case, fed=lambda h, y: first),
            "no_input_later": lambda *case: fed_back(*case, fed=lambda h, y: 0.0),
            "states_collected": lambda *case: [y / case[-1] for y in fed_back(*case)],
            "state_fed_back": lambda *case: fed_back(*case, fed=lambda h, y: h),
            "no_output_weight": lambda *case: fed_back(*case[:-1], 1.0),
            "no_memory": lambda first, steps, w_x, w_h, w_out: fed_back(first, steps, w_x, 0.0, w_out),
            "output_as_state": carried(lambda z, h, y: y),
            "sum_as_state": carried(lambda z, h, y: z),
            "no_activation": carried(lambda z, h, y: h, squash=lambda z: z),
            "squashed_output": carried(lambda z, h, y: h, out=np.tanh),
            "swapped_weights": lambda first, steps, w_x, w_h, w_out: fed_back(first, steps, w_h, w_x, w_out),
            "wrong_value": lambda *case: [y / 2 for y in fed_back(*case)],
            "shape": lambda *case: [*fed_back(*case), 0.5, 0.5],
            "no_return": lambda *case: print(end=""),
        },
    )


def queue(length, read, scale=1.0, keep=0.0):
    w_h = np.eye(length, k=1)
    w_h[-1, -1] = keep
    return np.eye(length)[:1], w_h, scale * np.eye(length)[read]


def test_check_of_the_delay_network():
    def turned():
        w_x, w_h, w_out = queue(3, 2)
        mix = np.array([[1.0, 2, 0], [0, 1, 1], [1, 0, 1]])  # the same network in other coordinates
        return w_x @ mix, np.linalg.inv(mix) @ w_h @ mix, np.linalg.inv(mix) @ w_out

    assert_check(
        check.delay_network,
        solution=lambda: queue(3, 2),
        stub=lambda: ...,
        also_correct=(
            lambda: queue(5, 2),
            turned,
            lambda: ([1, 0, 0], [[0, 1, 0], [0, 0, 1], [0, 0, 0]], [[0], [0], [1]]),
        ),
        wrong={
            "no_delay": lambda: queue(3, 0),
            "one_step_late": lambda: queue(2, 1),
            "three_steps_late": lambda: queue(4, 3),
            "nothing_arrives": lambda: (queue(3, 2)[0], queue(3, 2)[1].T, queue(3, 2)[2]),
            "does_not_forget": lambda: queue(3, 2, keep=1.0),
            "wrong_size": lambda: queue(3, 2, scale=2.0),
            "wrong_echo": lambda: (np.ones((1, 1)), np.array([[0.5]]), np.ones(1)),
            "shapes": lambda: (np.ones((1, 3)), np.ones((2, 2)), np.ones(3)),
            "wrong_number_of_results": lambda: np.ones(4),
            "no_return": lambda: print(end=""),
        },
    )


@pytest.mark.parametrize(("neurons", "read"), [(3, 2), (4, 2), (5, 2), (8, 2), (10, 2), (60, 2)])
def test_a_ring_that_says_its_input_again_and_again_is_not_a_delay(neurons, read, reader):
    """Once an echo was looked at for seven steps only, and a diagonal of zeros was blamed."""
    ring = np.eye(neurons)[:1], np.roll(np.eye(neurons), 1, axis=1), np.eye(neurons)[read]
    result = check.delay_network(lambda: ring)
    assert result.misconception == "does_not_forget"
    assert {"tr": "köşegen", "en": "diagonal"}[reader] not in result.message

"""Lesson 07: the explorer's two passes against numeric derivatives, and the checks."""

import itertools

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.backpropagation import checks as check
from utils.lessons.backpropagation import explorer

STATES = list(itertools.product(explorer.ACTIVATIONS, (-3.0, 0.0, 2.0), (-2.0, 0.0, 1.5), (-2.0, 1.5)))


@pytest.mark.parametrize(("activation", "x", "v2", "y"), STATES)
def test_the_way_back_agrees_with_central_differences(activation, x, v2, y):
    weights = explorer.START | {"v2": v2}
    gradient = explorer.forward_and_back(x, y, weights, activation).gradient
    for name in (*explorer.WEIGHTS, "x"):
        if activation == "relu" and x == 0:
            continue  # at the kink there is no derivative to compare with
        losses = []
        for nudge in (1e-6, -1e-6):
            moved = weights | ({name: weights[name] + nudge} if name != "x" else {})
            moved_x = x + (nudge if name == "x" else 0)
            losses.append(explorer.forward_and_back(moved_x, y, moved, activation).value["loss"])
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[name], abs=1e-5)


def test_the_numbers_of_the_lesson():
    before, after = explorer.learned(2.0, 1.5, explorer.START, "sigmoid", 1)
    assert before.value["loss"] == pytest.approx(1.7078, abs=5e-5)
    assert after.value["loss"] == pytest.approx(1.2777, abs=5e-5)
    assert {name: round(before.gradient[name], 4) for name in (*explorer.WEIGHTS, "x")} == {
        "w1": -1.0277, "w2": 2.0555, "v1": -1.9107, "v2": -0.7029, "x": -0.7708,
    }  # fmt: skip


def test_learning_lowers_the_loss_from_the_first_state():
    for activation in explorer.ACTIVATIONS:
        losses = [one.value["loss"] for one in explorer.learned(2.0, 1.5, explorer.START, activation, 12)]
        assert all(later < earlier for earlier, later in itertools.pairwise(losses))


def test_every_edge_but_the_target_is_walked_back_after_its_tip():
    assert {*explorer.BACKWARD} == {*explorer.EDGES} - {("y", "loss")}
    now = explorer.forward_and_back(2.0, 1.5, explorer.START, "tanh")
    for step in range(explorer.LAST_STEP + 1):
        gradients, at = explorer.known(now, step)
        assert at is None or at[1] in gradients
    assert gradients == pytest.approx(now.gradient)


def test_a_closed_road_has_no_gradient(reader):
    now = explorer.forward_and_back(2.0, 1.5, explorer.START | {"v2": 0.0}, "sigmoid")
    assert now.gradient["w2"] == 0 and now.gradient["v2"] != 0


def test_the_button_takes_a_step(reader):
    one = explorer.BackpropagationExplorer()
    state = one.changed(one._state, {"learn": None})
    assert (state["taken"], state["step"]) == (1, explorer.LAST_STEP)
    assert one.changed(state, {"x": 1.0})["taken"] == 0


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.BackpropagationExplorer)


def test_relu_by_hand():
    assert_check(
        check.relu_by_hand,
        solution=(4.0, 0.0, 8.0, 0.0),
        stub=(..., ..., ..., ...),
        wrong={
            "no_activation_derivative": (4, 24, 8, 0),
            "no_activation": tuple(check._relu_pass(relu=False)),
            "forgot_two": (2, 0, 4, 0),
            "wrong_sign": (-4, 0, -8, 0),
            "forgot_input": (2, 0, 8, 0),
            "wrong_number": (4, 0, 8, 1),
            "shape": ([4, 0], 0, 8, 0),
            "not_numbers": ("four", 0, 8, 0),
        },
        also_correct=[(4, 0, 8, 0), (np.array([4.0]), np.float32(0), [8], 0)],
    )


def neuron(**mistake):
    return lambda x, y, weight, bias: check._neuron(x, y, weight, bias, **mistake)


def test_neuron_gradients():
    def stub(x, y, weight, bias): ...

    assert_check(
        check.neuron_gradients,
        solution=neuron(),
        stub=stub,
        wrong={
            "no_activation_derivative": neuron(slope="none"),
            "forgot_two": neuron(factor=1.0),
            "wrong_sign": neuron(sign=-1.0),
            "derivative_of_output": neuron(slope="of_output"),
            "derivative_of_sum": neuron(slope="z"),
            "swapped": lambda *case: check._neuron(*case)[::-1],
            "input_missing": lambda *case: (check._neuron(*case)[1],) * 2,
            "input_in_bias": lambda *case: (check._neuron(*case)[0],) * 2,
            "not_a_pair": lambda *case: 0.5,
            "no_return": lambda *case: print(end=""),
            "wrong_number": lambda *case: (0.0, 1.0),
        },
        also_correct=[lambda *case: np.array(check._neuron(*case)), lambda *case: list(check._neuron(*case))],
    )


def relu_backward(**mistake):
    return lambda x, y, network: check._relu_gradients(x, y, network, **mistake)


def relu_backward_by_loops(x, y, network):
    weights_1, bias_1, weights_2, bias_2 = network
    gradients = [np.zeros_like(parameter) for parameter in network]
    for sample, target in zip(x, y, strict=True):
        z = sample @ weights_1 + bias_1
        d = 2 * (np.maximum(z, 0) @ weights_2 + bias_2 - target) / len(x)
        for j, value in enumerate(z):
            back = d[0] * weights_2[j, 0] * (value > 0)
            gradients[0][:, j] += sample * back
            gradients[1][j] += back
            gradients[2][j, 0] += max(value, 0) * d[0]
        gradients[3] += d
    return tuple(gradients)


def keepdims(x, y, network):
    one, two, three, four = check._relu_gradients(x, y, network)
    return one, two[None], three, four[None]


def first_layer_off(x, y, network):
    one, two, three, four = check._relu_gradients(x, y, network)
    return one * 3, two, three, four


def test_relu_backward():
    def stub(x, y, network): ...

    assert_check(
        check.relu_backward,
        solution=relu_backward(),
        stub=stub,
        wrong={
            "no_activation_derivative": relu_backward(mask="none"),
            "tanh_derivative": relu_backward(mask="tanh"),
            "relu_for_derivative": relu_backward(mask="value"),
            "no_mean": relu_backward(mean=False),
            "forgot_two": relu_backward(two=False),
            "wrong_sign": relu_backward(sign=-1.0),
            "sigmoid_output": relu_backward(output="sigmoid"),
            "mean_for_bias": relu_backward(sums=False),
            "first_layer": first_layer_off,
            "wrong_gradients": lambda x, y, network: [np.zeros_like(part) for part in network],
            "shape": lambda x, y, network: [part.T for part in check._relu_gradients(x, y, network)],
            "not_four": lambda x, y, network: check._relu_gradients(x, y, network)[:2],
            "no_return": lambda x, y, network: print(end=""),
        },
        also_correct=[relu_backward_by_loops, keepdims],
    )


def test_the_gradients_the_check_expects_are_right():
    x, y, network = check._regression()

    def loss():
        hidden = np.maximum(0, x @ network[0] + network[1])
        return np.mean((hidden @ network[2] + network[3] - y) ** 2)

    for parameter, gradient in zip(network, check._relu_gradients(x, y, network), strict=True):
        for place in np.ndindex(parameter.shape):
            kept, losses = parameter[place], []
            for nudge in (1e-6, -1e-6):
                parameter[place] = kept + nudge
                losses.append(loss())
            parameter[place] = kept
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[place], abs=1e-6)


class Value:
    """The lesson's own class, short."""

    def __init__(self, number, parents=()):
        self.number, self.parents, self.gradient = number, parents, 0.0

    def __mul__(self, other):
        return Value(self.number * other.number, [(self, other.number), (other, self.number)])

    def backward(self):
        order = []

        def visit(value):
            if value not in order:
                for parent, _ in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.gradient = 1.0
        for value in reversed(order):
            for parent, local in value.parents:
                parent.gradient += value.gradient * local


def tanh_node(slope=lambda z, t: 1 - t**2):
    return lambda value: Value(np.tanh(value.number), [(value, slope(value.number, np.tanh(value.number)))])


def test_tanh_node():
    def stub(value): ...

    assert_check(
        check.tanh_node,
        solution=(tanh_node(), Value),
        stub=(stub, Value),
        wrong={
            "no_parents": (lambda value: Value(np.tanh(value.number)), Value),
            "no_derivative": (tanh_node(lambda z, t: 1.0), Value),
            "input_squared": (tanh_node(lambda z, t: 1 - z**2), Value),
            "sigmoid_derivative": (tanh_node(lambda z, t: t * (1 - t)), Value),
            "value_for_derivative": (tanh_node(lambda z, t: t), Value),
            "wrong_number": (tanh_node(lambda z, t: 5.0), Value),
            "parents_not_pairs": (lambda value: Value(np.tanh(value.number), (value, 1.0)), Value),
            "not_a_value": (lambda value: np.tanh(value.number), Value),
            "no_return": (lambda value: print(end=""), Value),
            "wrong_value": (lambda value: Value(value.number + 1, [(value, 1.0)]), Value),
        },
    )


def nearest(x, y):
    """Return a classifier that answers as the nearest point it knows: enough for the spiral, and quick."""
    return lambda points: y[((points[:, None] - x) ** 2).sum(axis=2).argmin(axis=1)]


def by_heart(x, y):
    known = {tuple(point): label for point, label in zip(x, y, strict=True)}
    return lambda points: np.array([known.get(tuple(point), 0) for point in points])


def test_train_spiral():
    def stub(x, y): ...

    assert_check(
        check.train_spiral,
        solution=nearest,
        stub=stub,
        wrong={
            "one_class": lambda x, y: lambda points: np.zeros(len(points)),
            "flipped": lambda x, y: lambda points: 1 - nearest(x, y)(points),
            "memorized": by_heart,
            "too_simple": lambda x, y: lambda points: (points[:, 0] > 0).astype(int),
            "probabilities": lambda x, y: lambda points: np.full(len(points), 0.7),
            "shape": lambda x, y: lambda points: np.zeros(3),
            "not_a_function": lambda x, y: y,
            "no_return": lambda x, y: print(end=""),
        },
        also_correct=[lambda x, y: lambda points: nearest(x, y)(points)[:, None].astype(np.float32)],
    )

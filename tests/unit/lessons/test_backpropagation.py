"""Lesson 07: the explorer's two passes against numeric derivatives, and the checks."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.special import expit

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.backpropagation import checks as check
from utils.lessons.backpropagation import drawings, explorer

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


@pytest.mark.parametrize(
    "draw, numbers, words",
    [
        (drawings.draw_chain, ("4", "6"), {"tr": "yerel türev", "en": "local derivative"}),
        (drawings.draw_graph, ("1.7078", "0.1932"), {"tr": "değerler", "en": "values"}),
        (
            lambda: drawings.draw_graph(backward=True),
            ("2.0555", "\N{MINUS SIGN}0.7708"),
            {"tr": "türevler", "en": "derivatives"},
        ),
    ],
)
def test_the_drawings_have_the_numbers_of_the_lesson(draw, numbers, words, reader):
    axes = draw().axes[0]
    written = [text.get_text() for text in axes.texts] + [axes.get_title()]
    plt.close("all")
    assert any(words[reader] in text for text in written)
    assert all((number.replace(".", ",") if reader == "tr" else number) in written for number in numbers)


def test_every_edge_that_is_walked_back_has_its_local_derivative():
    assert set(drawings.LOCAL) == set(explorer.BACKWARD) and set(drawings.NODES) == set(explorer.NODES)


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
            "not_a_number": ("4", 0, 8, 0),
            "not_finite": (float("nan"), 0, 8, 0),
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
            "no_activation_derivative": neuron(slope=lambda z, p: 1),
            "cross_entropy": neuron(slope=lambda z, p: 1, error=lambda p, y: p - y),
            "forgot_two": neuron(error=lambda p, y: p - y),
            "wrong_sign": neuron(error=lambda p, y: 2 * (y - p)),
            "no_bias_in_z": neuron(bias=0),
            "derivative_of_output": neuron(slope=lambda z, p: expit(p) * (1 - expit(p))),
            "derivative_of_sum": neuron(slope=lambda z, p: z * (1 - z)),
            "swapped": lambda *case: check._neuron(*case)[::-1],
            "input_missing": lambda *case: (check._neuron(*case)[1],) * 2,
            "input_in_bias": lambda *case: (check._neuron(*case)[0],) * 2,
            "wrong_number_of_results": lambda *case: 0.5,
            "not_a_number": lambda *case: ("a", 0.5),
            "no_return": lambda *case: print(end=""),
            "wrong_number": lambda *case: (0.0, 1.0),
        },
        also_correct=[
            lambda *case: np.array(check._neuron(*case)),
            lambda *case: list(check._neuron(*case)),
            lambda *case: tuple(np.array([part]) for part in check._neuron(*case)),
        ],
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


def one_number_for_all_neurons(x, y, network):
    one, two, three, four = check._relu_gradients(x, y, network)
    return one, two.sum(), three, four


def learning_at_once(x, y, network):
    gradients = check._relu_gradients(x, y, network)
    network[3] -= gradients[3]
    return gradients


def test_relu_backward():
    def stub(x, y, network): ...

    assert_check(
        check.relu_backward,
        solution=relu_backward(),
        stub=stub,
        wrong={
            "no_activation_derivative": relu_backward(slope=lambda h: 1),
            "tanh_derivative": relu_backward(slope=lambda h: 1 - h**2),
            "relu_for_derivative": relu_backward(slope=lambda h: h),
            "no_mean": lambda x, y, network: check._relu_gradients(x, y, network, factor=2 * len(x)),
            "plain_difference": lambda x, y, network: check._relu_gradients(x, y, network, factor=len(x)),
            "forgot_two": relu_backward(factor=1.0),
            "wrong_sign": relu_backward(factor=-2.0),
            "sigmoid_output": relu_backward(at_output=lambda p: p * (1 - p)),
            "mean_for_bias": relu_backward(by_bias=np.mean),
            "first_bias": one_number_for_all_neurons,
            "first_layer": first_layer_off,
            "wrong_gradients": lambda x, y, network: [np.zeros_like(part) for part in network],
            "shape": lambda x, y, network: [part.T for part in check._relu_gradients(x, y, network)],
            "wrong_number_of_results": lambda x, y, network: check._relu_gradients(x, y, network)[:2],
            "changes_argument": learning_at_once,
            "no_return": lambda x, y, network: print(end=""),
        },
        also_correct=[relu_backward_by_loops, keepdims],
    )


def test_a_wrong_gradient_is_named_and_the_right_ones_too():
    """There once stood: Off are."""
    use_language("en")
    message = check.relu_backward(first_layer_off).message
    assert "2 examples, 1 input and 2 hidden neurons" in message
    zeros = lambda x, y, network: [*check._relu_gradients(x, y, network)[:3], np.zeros(1)]  # noqa: E731
    assert "`dw1`, `db1` and `dw2` are right, `db2` is not." in check.relu_backward(zeros).message


@pytest.mark.parametrize("which", range(len(check.NETWORKS)))
def test_the_gradients_the_check_expects_are_right(which):
    x, y, network = check.NETWORKS[which]
    assert (x @ network[0] + network[1])[0, 0] == 0, "a sum at the kink"
    network = [part.copy() for part in network]
    network[1][0] += 1e-3  # off the kink, where there is no numeric derivative

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


def gradient_error(**mistake):
    return lambda f, gradient, point, epsilon: check._gradient_error(f, gradient, point, epsilon, **mistake)


def forward_only(f, p, e, k):
    return (f(p + e * check._unit(p, k)) - f(p)) / e


def test_gradient_error():
    def stub(f, gradient, point, epsilon): ...

    assert_check(
        check.gradient_error,
        solution=gradient_error(),
        stub=stub,
        wrong={
            "verdict": lambda *case: check._gradient_error(*case) < 1e-6,
            "forward_difference": gradient_error(numeric=forward_only),
            "all_at_once": gradient_error(numeric=lambda f, p, e, k: (f(p + e) - f(p - e)) / (2 * e)),
            "not_relative": gradient_error(scale=lambda a, b: 1.0),
            "one_length": gradient_error(scale=lambda a, b: b),
            "larger_length": gradient_error(scale=max),
            "squares": gradient_error(size=lambda v: np.sum(v**2)),
            "wrong_error": gradient_error(scale=lambda a, b: a + b + 1),
            "not_a_number": lambda f, gradient, point, epsilon: gradient,
            "no_return": lambda f, gradient, point, epsilon: print(end=""),
        },
        also_correct=[lambda *case: [check._gradient_error(*case)]],
    )


def test_a_forward_difference_would_call_a_right_gradient_wrong():
    """The cases tell it apart at a small epsilon, too: the relative error is above the lesson's 10⁻⁶."""
    f, _, point, epsilon = check.CHECKED[2]
    right = f, f.gradient(point), point, epsilon
    assert check._gradient_error(*right) < 1e-8 and check._gradient_error(*right, numeric=forward_only) > 1e-6


def test_the_function_of_a_case_is_shown_as_code_that_gives_its_values():
    for f, _, point, _ in check.CHECKED:
        assert eval(repr(f))(point) == pytest.approx(f(point))


def test_zero_start():
    assert_check(
        check.zero_start,
        solution=(0.0, 0.0, -0.15, 0.8),
        stub=(..., ..., ..., ...),
        wrong={
            "path_open": (-0.15, 0, -0.15, 0.8),
            "silent_neurons": (0, -0.15, -0.15, 0.8),
            "nothing_moves": (0, 0, 0, 0.5),
            "wrong_sign": (0, 0, 0.15, 0.8),
            "forgot_two": (0, 0, -0.075, 0.8),
            "cross_entropy": (0, 0, -0.3, 0.8),
            "no_activation_derivative": (0, 0, -0.6, 0.8),
            "no_mean": (0, 0, -0.75, 0.8),
            "wrong_number": (0, 0, 7, 0.8),
            "stays_at_half": (0, 0, -0.15, 0.5),
            "majority": (0, 0, -0.15, 1),
            "wrong_answer": (0, 0, -0.15, 0.2),
            "not_a_number": ("0", 0, -0.15, 0.8),
        },
        also_correct=[(0, 0, -3 / 20, np.array([0.8]))],
    )


def test_a_network_that_starts_at_zero_does_what_the_check_expects():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(5, 3)), np.array([[1.0], [1], [1], [1], [0]])
    w1, b1, w2, b2 = np.zeros((3, 4)), np.zeros(4), np.zeros((4, 1)), np.zeros(1)
    for step in range(2000):
        hidden = np.tanh(x @ w1 + b1)
        p = expit(hidden @ w2 + b2)
        d2 = 2 * (p - y) * p * (1 - p) / len(x)
        d1 = d2 @ w2.T * (1 - hidden**2)
        if step == 0:
            assert d2.sum() == pytest.approx(check._zero_start()) == pytest.approx(-0.15)
        w1, b1, w2, b2 = w1 - x.T @ d1, b1 - d1.sum(axis=0), w2 - hidden.T @ d2, b2 - d2.sum(axis=0)
    assert not w1.any() and not b1.any() and not w2.any() and np.allclose(p, 0.8, atol=1e-3)


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
            "not_a_number": (lambda value: Value("0.5", [(value, 1.0)]), Value),
            "wrong_value": (lambda value: Value(value.number + 1, [(value, 1.0)]), Value),
        },
    )


def test_a_parent_that_is_another_value_is_told_so():
    use_language("en")
    detached = lambda value: Value(np.tanh(value.number), [(Value(value.number), 1.0)])  # noqa: E731
    result = check.tanh_node(detached, Value)
    assert result.misconception == "no_parents" and "`value`: it has to be among the parents" in result.message


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
            "not_scaled_in_predict": lambda x, y: nearest(x / 3, y),
            "too_simple": lambda x, y: lambda points: (points[:, 0] > 0).astype(int),
            "probabilities": lambda x, y: lambda points: np.full(len(points), 0.7),
            "shape": lambda x, y: lambda points: np.zeros(3),
            "not_a_function": lambda x, y: y,
            "no_return": lambda x, y: print(end=""),
        },
        also_correct=[lambda x, y: lambda points: nearest(x, y)(points)[:, None].astype(np.float32)],
    )


def test_points_that_the_lesson_hands_out_are_no_test():
    """Whoever learns the lesson's test points too has not seen those of the check."""
    from utils.datasets import make_plane

    spiral = make_plane("spiral", noise=0.05, test_share=0.3)
    x, y = np.concatenate([spiral.x_train, spiral.x_test]), np.concatenate([spiral.y_train, spiral.y_test])
    assert check.train_spiral(lambda *given: by_heart(x, y)).misconception == "memorized"


@pytest.mark.parametrize(
    "shape", [lambda x: x / 6, lambda x: (x - x.mean(axis=0)) / x.std(axis=0), lambda x: x / np.abs(x).max()]
)
def test_scaling_in_training_alone_is_seen(shape):
    assert check.train_spiral(lambda x, y: nearest(shape(x), y)).misconception == "not_scaled_in_predict"

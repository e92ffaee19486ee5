"""Lesson 03: the explorer's mathematics and the checks."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.perceptron import checks as check
from utils.lessons.perceptron import explorer
from utils.lessons.perceptron.drawings import draw_neurons
from utils.plots.alternative import describe

GATE_X = np.array(explorer.CORNERS, dtype=float)


@pytest.mark.parametrize("name", ["and", "or", "clouds"])
def test_the_rule_stops_where_a_line_exists(name):
    """From the explorer's own line and from any other, at every rate, before the player comes to its end."""
    table = np.array(explorer.data_set(name), dtype=float)
    x, y = table[:, :2], table[:, 2].astype(int)
    rng = np.random.default_rng(0)
    lines = [explorer.START_LINE, *rng.uniform(explorer.LOW, explorer.HIGH, (300, 2, 2))]
    for line, rate in zip(lines, np.resize(np.arange(1, 11) / 10, len(lines)), strict=True):
        last = explorer.corrections(x, y, *explorer.neuron_of_line(line), rate, explorer.LAST_STEP)[-1]
        assert last.mistake is None
        assert np.array_equal(x @ last.weights + last.bias >= 0, y == 1)


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.0])
def test_the_rule_never_stops_on_xor(rate):
    weights, bias = explorer.neuron_of_line(explorer.START_LINE)
    moments = explorer.corrections(GATE_X, np.array(explorer.GATES["xor"]), weights, bias, rate, 200)
    assert all(moment.mistake is not None for moment in moments)


def test_one_correction_follows_the_formula():
    x, y = np.array([[1.0, 2.0]]), np.array([1])
    first, second = explorer.corrections(x, y, np.array([-1.0, 0.0]), 0.5, 0.1, 1)
    assert first.mistake == 0
    np.testing.assert_allclose(second.weights, [-0.9, 0.2])
    assert second.bias == pytest.approx(0.6)


coordinate = st.floats(-0.6, 1.6).map(lambda value: round(value, 3))


@given(st.lists(coordinate, min_size=4, max_size=4))
def test_the_handles_lie_on_their_line(values):
    handles = [values[:2], values[2:]]
    weights, bias = explorer.neuron_of_line(handles)
    assert np.hypot(*weights) == pytest.approx(1)
    assert weights @ handles[0] + bias == pytest.approx(0, abs=1e-9)
    if np.hypot(values[2] - values[0], values[3] - values[1]) > 1e-9:
        assert weights @ handles[1] + bias == pytest.approx(0, abs=1e-9)


@given(st.floats(-3.1, 3.1), st.floats(-2, 2))
def test_the_shaded_side_is_where_the_neuron_fires(angle, bias):
    weights = np.array([np.cos(angle), np.sin(angle)])
    x, low, high = explorer.positive_side(weights, bias)
    grid = np.linspace(explorer.LOW, explorer.HIGH, 23)
    for x1 in grid:
        shaded_low, shaded_high = np.interp(x1, x, low), np.interp(x1, x, high)
        for x2 in grid:
            z = weights @ [x1, x2] + bias
            if abs(z) > 0.01 and abs(weights[1]) > 1e-3:
                assert (shaded_low - 1e-9 <= x2 <= shaded_high + 1e-9 and shaded_high - shaded_low > 1e-6) == (z > 0)


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.PerceptronExplorer)


def test_choosing_data_brings_its_points(reader):
    changes = explorer.PerceptronExplorer().on_data({"data": "xor", "points": explorer.data_set("and"), "step": 7})
    assert [point[2] for point in changes["points"]] == [0, 1, 1, 0]
    assert changes["step"] == 0


def test_the_two_neurons_name_the_same_five_parts(reader):
    figure = draw_neurons()
    left, right = ([text.get_text() for text in axes.texts] for axes in figure.axes)
    parts = {
        "tr": (
            ["dendrit", "sinaps", "hücre gövdesi (soma)", "ateşleme eşiği", "akson"],
            ["girdiler", "ağırlıklar", "ağırlıklı toplam", "basamak fonksiyonu", "çıktı"],
        ),
        "en": (
            ["dendrite", "synapse", "cell body (soma)", "firing threshold", "axon"],
            ["inputs", "weights", "weighted sum", "step function", "output"],
        ),
    }[reader]
    for written, names in zip((left, right), parts, strict=True):
        assert [written[written.index(name) - 1] for name in names] == ["1", "2", "3", "4", "5"]
    assert "\\" not in describe(figure)  # the alternative text is read aloud
    plt.close(figure)


def predict_one(compare=lambda z: z >= 0, bias_factor=1):
    return lambda sample, weights, bias: int(compare(float(np.dot(sample, weights)) + bias_factor * bias))


def test_predict_one():
    def stub(sample, weights, bias): ...

    assert_check(
        check.predict_one,
        solution=predict_one(),
        stub=stub,
        wrong={
            "strict_inequality": predict_one(lambda z: z > 0),
            "no_bias": predict_one(bias_factor=0),
            "returns_sum": lambda sample, weights, bias: np.dot(sample, weights) + bias,
            "minus_one_output": lambda sample, weights, bias: 1 if np.dot(sample, weights) + bias >= 0 else -1,
            "bias_for_each_input": lambda sample, weights, bias: int(sum(sample * weights + bias) >= 0),
            "wrong_sum": lambda sample, weights, bias: 1,
            "no_return": lambda sample, weights, bias: print(end=""),
        },
    )


def test_nand():
    assert_check(
        check.nand,
        solution=([-1, -1], 1.5),
        stub=(..., ...),
        wrong={
            "and_gate": ([1, 1], -1.5),
            "negative_bias": ([-1, -1], -0.5),
            "on_the_boundary": ([-1, -1], 2),
            "wrong_gate": ([1, 1], 1),
            "shape": ([1, 2, 3], 1),
            "not_numbers": (["a", "b"], 1),
        },
    )


def test_without_bias():
    assert_check(
        check.without_bias,
        solution=("NOR", [-1, -2]),
        stub=(..., ...),
        wrong={
            "no_gate": ("XOR", [-1, -1]),
            "wrong_at_the_origin": ("AND", [1, 1]),
            "nand_needs_bias": ("nand", [-1, -1]),
            "wrong_weights": ("NOR", [-1, 0]),
            "shape": ("NOR", [-1]),
        },
    )
    assert check.without_bias("OR", [1, 1]).misconception == "wrong_at_the_origin"
    assert check.without_bias(" nor ", [[-1], [-1]]).outcome == "correct"


def comparison(says=lambda y, y_test: int(y.mean() > 0.5), of=lambda x, x_test: x):
    def answer(x, y, x_test, y_test):
        mean, deviation = of(x, x_test).mean(axis=0), of(x, x_test).std(axis=0)
        return (x - mean) / deviation, (x_test - mean) / deviation, np.mean(y_test == says(y, y_test))

    return answer


def test_prepare():
    def stub(x_train, y_train, x_test, y_test): ...

    assert_check(
        check.prepare,
        solution=comparison(),
        stub=stub,
        wrong={
            "statistics_of_all": comparison(of=lambda x, x_test: np.vstack([x, x_test])),
            "baseline_knows_the_test": comparison(says=lambda y, y_test: int(y_test.mean() > 0.5)),
            "baseline_says_zero": comparison(says=lambda y, y_test: 0),
            "one_mean_for_all": lambda x, y, x_test, y_test: (
                (x - x.mean()) / x.std(),
                (x_test - x.mean()) / x.std(),
                comparison()(x, y, x_test, y_test)[2],
            ),
            "wrong_number_of_results": lambda *case: comparison()(*case)[:2],
            "wrong_comparison": lambda x, y, x_test, y_test: (x - 1, x_test - 1, 0.5),
        },
    )


def test_no_line():
    assert_check(
        check.no_line,
        solution=([4, 3, 3, 2],),
        stub=(...,),
        wrong={
            "xor_multipliers": ([1, 1, 1, 1],),
            "unknown_left": ([4, 3, 3, 1],),
            "negative_multiplier": ([-4, -3, -3, -2],),
            "all_zero": ([0, 0, 0, 0],),
            "shape": ([4, 3, 3],),
        },
    )
    assert check.no_line(np.array([2 / 3, 0.5, 0.5, 1 / 3])).outcome == "correct"


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_multipliers_are_a_proof_only_where_nothing_is_left(multipliers):
    a, b, c, d = multipliers
    proves = any(multipliers) and 2 * c == 3 * d and 2 * b == 3 * d and a + d == b + c
    assert (check.no_line(multipliers).outcome == "correct") == proves


def update(move=lambda rate, y, x: rate * y * x, right=lambda y, z: y * z > 0, on_bias=1):
    def answer(x, y, w, b, rate):
        if right(y, x @ w + b):
            return w, b
        return w + move(rate, y, x), b + rate * y * on_bias

    return answer


def mutating_update(x, y, w, b, rate):
    w += 0.0
    if y * (x @ w + b) <= 0:
        w += rate * y * x
        b += rate * y
    return w, b


def test_update():
    def stub(sample, target, weights, bias, learning_rate): ...

    assert_check(
        check.update,
        solution=update(),
        stub=stub,
        wrong={
            "updates_when_right": update(right=lambda y, z: False),
            "strict_inequality": update(right=lambda y, z: y * z >= 0),
            "no_bias": update(on_bias=0),
            "margin": update(right=lambda y, z: y * z > 1),
            "wrong_direction": update(move=lambda rate, y, x: -rate * y * x, on_bias=-1),
            "no_learning_rate": lambda x, y, w, b, rate: update()(x, y, w, b, 1),
            "changes_argument": mutating_update,
            "wrong_number_of_results": lambda x, y, w, b, rate: (w, b, rate),
            "double_step": update(move=lambda rate, y, x: 2 * rate * y * x, on_bias=2),
            "compares_with_0_or_1": update(right=lambda y, z: y == np.where(z >= 0, 1, 0)),
            "bias_without_rate": lambda x, y, w, b, rate: (update()(x, y, w, b, rate)[0], update()(x, y, w, b, 1)[1]),
            "wrong_update": lambda x, y, w, b, rate: (w + 7, b),
        },
    )


def test_the_difference_of_the_labels_is_a_double_step():
    def answer(x, y, w, b, rate):
        error = y - np.where(x @ w + b >= 0, 1, -1)
        return w + rate * error * x, b + rate * error

    assert check.update(answer).misconception == "double_step"


def test_xor_network():
    hidden, hidden_bias = [[1, -1], [1, -1]], [-0.5, 1.5]
    assert_check(
        check.xor_network,
        solution=(hidden, hidden_bias, [1, 1], -1.5),
        stub=(..., ..., ..., ...),
        wrong={
            "rows_not_columns": ([[1, 1], [-1, -1]], hidden_bias, [1, 1], -1.5),
            "same_hidden_neurons": ([[1, 1], [1, 1]], [-0.5, -0.5], [1, 1], -1.5),
            "hidden_layer_merges": ([[1, 1], [1, -1]], [-0.5, 0.5], [1, 1], -1.5),
            "output_neuron": (hidden, hidden_bias, [1, 1], -0.5),
            "hidden_layer_keeps_xor": ([[1, 0], [0, 1]], [-0.5, -0.5], [1, 1], -1.5),
            "not_numbers": ([["1", "-1"], ["1", "-1"]], hidden_bias, [1, 1], -1.5),
            "shape": ([1, 2], hidden_bias, [1, 1], -1.5),
        },
    )


def learn(pocket, alias=False, epochs=50):
    def answer(x, y, learning_rate=1.0):
        weights, bias = np.zeros(2), 0.0
        best, fewest = (weights, bias), len(y)
        for _ in range(epochs):
            for sample, target in zip(x, y, strict=True):
                error = target - int(sample @ weights + bias >= 0)
                if alias:
                    weights += learning_rate * error * sample
                else:
                    weights = weights + learning_rate * error * sample
                bias = bias + learning_rate * error
                wrong = np.sum((x @ weights + bias >= 0) != y)
                if wrong < fewest:
                    best, fewest = (weights, bias), wrong
        return best if pocket else (weights, bias)

    return answer


def test_learn_pocket():
    def stub(x, y, learning_rate=1.0, epochs=50): ...

    assert_check(
        check.learn_pocket,
        solution=learn(pocket=True),
        stub=stub,
        wrong={
            "returns_last_weights": learn(pocket=False),
            "pocket_never_filled": lambda x, y: (np.zeros(2), 0.0),
            "not_accurate_enough": lambda x, y: (np.array([1.0, 1.0]), 0.0),
            "wrong_number_of_results": lambda x, y: (np.ones(2), 0.0, []),
        },
    )


@pytest.mark.parametrize("epochs", [20, 49, 50, 100, 200])
@pytest.mark.parametrize("alias", [False, True])
def test_the_last_weights_are_told_so_whenever_the_rule_stops(epochs, alias):
    result = check.learn_pocket(learn(pocket=alias, alias=alias, epochs=epochs))
    assert result.misconception == "returns_last_weights"
    assert str(epochs) in result.message


def test_a_pocket_with_too_few_epochs_is_not_called_the_last_weights():
    assert check.learn_pocket(learn(pocket=True, epochs=2)).misconception == "not_accurate_enough"


def test_an_accuracy_just_short_is_not_rounded_to_the_one_that_is_needed(reader):
    def nearly(x, y):
        weights, bias = learn(pocket=True)(x, y)
        sums = x @ weights + bias
        moved = (bias - cut for cut in np.sort(sums) + 1e-9)
        return weights, next(b for b in moved if np.mean((x @ weights + b >= 0) == y) == 0.925)

    message = check.learn_pocket(nearly).message
    assert {"tr": "0,925", "en": "0.925"}[reader] in message and {"tr": "0,93 ", "en": "0.93 "}[reader] in message


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda s, w, b: 1 if s[0] * w[0] + (s[1] * w[1] if len(s) > 1 else 0) + b >= 0 else 0, "two_inputs_only"),
        (lambda s, w, b: int(s @ w - b >= 0), "bias_subtracted"),
        (lambda s, w, b: int(s[-1] * w[-1] + b >= 0), "last_input_only"),
    ],
)
def test_every_input_decides(answer, name):
    assert check.predict_one(answer).misconception == name


def test_the_bias_counts_in_the_sum():
    answer = lambda s, y, w, b, e: (w + e * y * s, b + e * y) if y * (s @ w) <= 0 else (w, b)  # noqa: E731
    assert check.update(answer).misconception == "no_bias_in_sum"


@pytest.mark.parametrize("weights", [["-1", "-1"], [-1 + 1j, -1], [-1, float("nan")], [-1, float("inf")]])
def test_what_is_no_number_makes_no_gate(weights, reader):
    assert check.nand(weights, 1.5).misconception in ("not_numbers", "not_finite")

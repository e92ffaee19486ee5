"""The playground of lesson 09: its network beside Keras, its data, its code, and what its controls do."""

import numpy as np
import pytest

from tests.unit.widgets.explorers import check_explorer
from utils.datasets import make_plane
from utils.lessons.first_keras_network.code import keras_code
from utils.lessons.first_keras_network.explorer import (
    Curve,
    PlaygroundExplorer,
    features_of,
    hidden_sizes,
    new_net,
    points_of,
    round_epochs,
)
from utils.lessons.first_keras_network.net import DenseNet, Settings
from utils.widgets.live import StateView

PROBLEMS = ("clusters", "ring", "xor", "moons", "spiral", "slope", "hills")


def test_the_explorer_keeps_its_promises():
    check_explorer(PlaygroundExplorer)


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_the_same_for_the_same_seed_and_stays_on_the_plane(name):
    one, two, other = make_plane(name, 0.3, 0.4, 1), make_plane(name, 0.3, 0.4, 1), make_plane(name, 0.3, 0.4, 2)
    assert np.array_equal(one.x_train, two.x_train) and np.array_equal(one.y_test, two.y_test)
    assert not np.array_equal(one.x_train, other.x_train)
    assert len(one.x_train) == 180 and len(one.x_test) == 120
    assert np.abs(one.x_train).max() <= 6
    if not one.regression:
        assert set(np.unique(one.y_train)) == {0, 1}


def test_unknown_problems_and_impossible_shares_are_refused(reader):
    with pytest.raises(ValueError, match="ring"):
        make_plane("circle")
    with pytest.raises(ValueError, match="test_share"):
        make_plane("ring", test_share=1.0)


def keras_twin(net, activation, penalty, strength):
    """Return a Keras model with the layers and weights of ``net``."""
    from utils.training import keras

    regularizer = {"l1": keras.regularizers.L1, "l2": keras.regularizers.L2}.get(penalty, lambda strength: None)(
        strength
    )
    sizes = [len(net.weights[0]), *(len(bias) for bias in net.biases)]
    model = keras.Sequential([keras.Input((sizes[0],))])
    for size in sizes[1:-1]:
        model.add(keras.layers.Dense(size, activation=activation, kernel_regularizer=regularizer))
    last = "linear" if net.regression else "sigmoid"
    model.add(keras.layers.Dense(1, activation=last, kernel_regularizer=regularizer))
    model.set_weights([array for pair in zip(net.weights, net.biases, strict=True) for array in pair])
    return model


@pytest.fixture
def double_precision():
    """Let Keras compute in 64 bits, also where another test has made layers in this process before."""
    from utils.training import keras

    def compute_in(precision):
        keras.config.set_floatx(precision)
        keras.config.set_dtype_policy(precision)  # kept from the first layer on, whatever floatx becomes

    compute_in("float64")
    yield
    compute_in("float32")


@pytest.mark.parametrize(
    ("activation", "regression", "penalty", "optimizer"),
    [("tanh", False, "l2", "adam"), ("relu", True, "l1", "sgd"), ("sigmoid", False, "none", "sgd")],
)
def test_the_network_learns_as_keras_does(activation, regression, penalty, optimizer, double_precision):
    from utils.training import keras

    data = make_plane("hills" if regression else "moons", 0.2)
    x, y = data.x_train[:40], data.y_train[:40]
    net = DenseNet([2, 4, 3, 1], activation, regression, seed=3)
    model = keras_twin(net, activation, penalty, 0.01)
    kind = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}[optimizer]
    model.compile(kind(0.05), loss="mean_squared_error" if regression else "binary_crossentropy")
    settings = Settings(0.05, optimizer, penalty, 0.01, batch=len(x))
    for _ in range(5):
        net.update(x, y, settings, rng=None)
        model.train_on_batch(x, y)
    theirs = model.get_weights()
    for ours, weights, biases in zip(zip(net.weights, net.biases, strict=True), theirs[::2], theirs[1::2], strict=True):
        np.testing.assert_allclose(ours[0], weights, atol=1e-5)  # Keras keeps its rates in 32 bits
        np.testing.assert_allclose(ours[1], biases, atol=1e-5)


def test_dropout_silences_the_right_share_and_keeps_the_mean():
    net = DenseNet([2, 8, 1], "sigmoid", False, seed=0)
    net.weights[-1][:] = 0  # so the output does not depend on who is silent, and only the mask is seen
    x, y = np.zeros((4000, 2)), np.zeros(4000)
    rng = np.random.default_rng(0)
    plain = net._gradients(x, y, Settings(0.1), rng)
    dropped = net._gradients(x, y, Settings(0.1, dropout=0.5), rng)
    np.testing.assert_allclose(plain[1], 0.25)
    np.testing.assert_allclose(dropped[1], 0.25, atol=0.02)
    assert not np.allclose(plain[1], dropped[1], atol=1e-4)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("4, 2", [4, 2]), ("8-8-8", [8, 8, 8]), ("", []), ("0 99", [1, 8]), ("a1b2c3d4e5f6g7", [1, 2, 3, 4, 5, 6])],
)
def test_hidden_layers_are_read_as_a_reader_writes_them(text, sizes):
    assert hidden_sizes(text) == sizes


@pytest.mark.parametrize(("epoch", "shown"), [(0, 1), (1, 1), (3, 5), (10, 10), (11, 20), (700, 1000), (5001, 10_000)])
def test_the_code_has_a_round_number_of_epochs(epoch, shown):
    assert round_epochs(epoch) == shown


def test_a_long_curve_is_thinned_and_keeps_its_ends():
    curve = Curve()
    for epoch in range(5001):
        curve.add(epoch, 1.0, 2.0)
    epochs = [row[0] for row in curve.rows]
    assert 100 <= len(epochs) <= 240
    assert epochs[0] == 0 and epochs[-1] > 4900
    assert len(set(np.diff(epochs))) == 1


def trained(explorer, epochs):
    steps = explorer.train(explorer.state)
    for _ in range(epochs + 1):
        latest = next(steps)
    return latest


@pytest.mark.parametrize("example", ["features", "spiral"])
def test_the_code_on_screen_builds_the_network_on_screen_and_comes_to_the_same_kind_of_result(example, capsys):
    explorer = PlaygroundExplorer(preset=example)
    state, latest = explorer.state, trained(explorer, 120)
    code = keras_code(state, hidden_sizes(state["hidden"]), False, 120)
    space = {}
    exec(code, space)
    assert [w.shape for w in space["model"].get_weights()[::2]] == [w.shape for w in latest["weights"][0]]
    data = points_of(state)
    assert np.array_equal(space["data"].x_train, data.x_train)
    assert np.allclose(space["features"](data.x_test), features_of(data.x_test, state["features"]))
    theirs = space["model"].evaluate(space["x_test"], data.y_test, verbose=0)[1]
    assert theirs > 0.9
    assert latest["curve"].rows[-1][2] < 0.3


def test_own_points_go_into_the_code_and_choose_themselves():
    explorer = PlaygroundExplorer()
    state = explorer.changed(explorer._state, {"own": [[1, 2, 0], [-3, 1, 1], [2, -2, 0]]})
    assert state["data"] == "own"
    code = keras_code(state, [3], False, 1)
    assert "(1, 2, 0)" in code and "split_plane" in code
    compile(code, "code", "exec")


def test_a_rate_that_is_too_large_is_told_and_the_next_press_begins_anew():
    explorer = PlaygroundExplorer(data="slope", hidden="", features=["x1²", "x2²"], rate=10)
    steps = explorer.train(explorer.state)
    latest = next(latest for latest in steps if latest["weights"] is None)
    assert latest["pause"]
    assert str(latest["epoch"]) in explorer.draw(explorer._state, latest).summary
    assert next(steps)["epoch"] == 0


def test_it_stops_by_itself():
    explorer = PlaygroundExplorer(stop=10)
    pauses = [
        latest["epoch"] for latest, _ in zip(explorer.train(explorer.state), range(35), strict=False) if latest["pause"]
    ]
    assert pauses == [10, 20, 30]


def first_weight(explorer, live=None):
    """Return the weight from the first input to the first neuron of layer 1, as drawn."""
    network = explorer.draw(explorer._state, live).rows[0][0].layers[0]
    return float(network.edges[0][0, 0])


@pytest.fixture
def edited():
    """Return a playground in which the weight from x1 to the first hidden neuron has been set to 3."""
    explorer = PlaygroundExplorer(neuron=1, source=1)
    explorer.set(weight=3.0)
    return explorer


def test_an_edited_weight_is_seen_at_once_and_training_goes_on_from_it(edited):
    assert first_weight(edited) == 3
    start, later = trained(edited, 0), trained(edited, 5)
    assert start["weights"][0][0][0, 0] == 3
    assert 0 < abs(later["weights"][0][0][0, 0] - 3) < 1
    assert first_weight(edited, later) == pytest.approx(later["weights"][0][0][0, 0])


def test_an_edit_amid_training_counts_once(edited):
    steps = edited.train(StateView(edited))
    before = [next(steps) for _ in range(3)][-1]
    edited.set(weight=-2.0)
    assert first_weight(edited, before) == -2
    after = [next(steps) for _ in range(2)]
    moved = [latest["weights"][0][0][0, 0] for latest in after]
    assert moved[0] != moved[1] and all(abs(weight + 2) < 0.5 for weight in moved)


def test_biases_are_edited_too_and_an_edge_has_one_edit():
    explorer = PlaygroundExplorer(neuron=2, source=0)
    explorer.set(weight=1.0)
    explorer.set(weight=-4.0)
    assert len(explorer.state["edits"]) == 1
    assert trained(explorer, 0)["weights"][1][0][1] == -4


def test_the_slider_shows_the_chosen_weight_and_a_new_network_forgets_edits(edited):
    assert edited.state["weight"] == 3
    edited.set(source=2)
    assert edited.state["weight"] == pytest.approx(new_net(edited.state).weights[0][1, 0], abs=0.05)
    edited.set(source=1)
    assert edited.state["weight"] == 3
    edited.set(hidden="4")
    assert edited.state["edits"] == [] and abs(first_weight(edited)) < 2


def test_an_input_that_a_neuron_does_not_have_is_its_last_one():
    explorer = PlaygroundExplorer(neuron=1, source=8)
    explorer.set(weight=5.0)
    assert trained(explorer, 0)["weights"][0][0][1, 0] == 5


@pytest.mark.parametrize("stuck", [200, 500])
def test_one_edited_weight_frees_the_network_that_lesson_09_gets_stuck(stuck):
    explorer = PlaygroundExplorer(neuron=1, source=1)
    before = explorer.train_on(stuck)
    explorer.set(weight=0.0)
    assert before < 0.9 and explorer.train_on(200) > 0.95


def test_training_on_has_no_accuracy_for_regression_and_after_a_divergence():
    assert PlaygroundExplorer(data="slope").train_on(1) is None
    assert PlaygroundExplorer(data="slope", hidden="", features=["x1²", "x2²"], rate=10).train_on(100) is None


def test_one_epoch_is_a_step_and_train_goes_on():
    explorer = PlaygroundExplorer()
    stepping = explorer.changed(explorer._state, {"one": None})
    assert stepping["training"]
    explorer.set(**{name: value for name, value in stepping.items() if name != "training"})
    steps = explorer.train(StateView(explorer))
    assert [next(steps)["pause"] for _ in range(3)] == [False, True, True]
    explorer.set(**explorer.changed(explorer._state, {"training": True}) | {"training": False})
    assert not next(steps)["pause"]

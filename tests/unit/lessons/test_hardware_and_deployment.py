"""Lesson 32: the arithmetic behind its explorer, its records, its notices, its checks."""

import os
import sys
import warnings

import numpy as np
import pytest

from tests.mutants.lessons.hardware_and_deployment import (
    Stand,
    careless_about_nan,
    drift,
    in_steps,
    memory,
    request,
    under_the_roof,
)
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.hardware_and_deployment import checks as check
from utils.lessons.hardware_and_deployment import costs, runs
from utils.lessons.hardware_and_deployment import runs as recorded_runs
from utils.lessons.hardware_and_deployment.explorer import CostExplorer
from utils.lessons.hardware_and_deployment.notices import without_notices
from utils.lessons.hardware_and_deployment.runs import BATCHES, CHANGES, MODES, STEP_BATCHES


@pytest.fixture(params=["tr", "en"])
def reader(request):
    use_language(request.param)
    return request.param


def test_the_explorer_keeps_its_promises():
    check_explorer(CostExplorer)


def test_the_networks_have_the_parameters_and_products_that_are_known_of_them():
    digits, dense, vgg = map(costs.layers_of, costs.NETWORKS)
    assert sum(layer.parameters for layer in digits) == 105_866 and costs.activations(digits) == 24_378
    assert sum(layer.parameters for layer in vgg) == 138_357_544  # Simonyan and Zisserman (2015), network D
    assert sum(layer.products for layer in vgg) == 15_470_264_320
    assert [layer.parameters for layer in dense] == [785 * 1024, 1025 * 1024, 1025 * 10]


def test_the_digit_network_of_keras_has_the_same_numbers():
    from utils.training import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(16, 3, padding="same"), layers.MaxPooling2D(),
                              layers.Conv2D(32, 3, padding="same"), layers.MaxPooling2D(), layers.Dense(64)])  # fmt: skip
    ours = costs.layers_of("digits")[:4]
    assert [layer.parameters for layer in ours] == [layer.count_params() for layer in model.layers[:4]]
    assert [layer.writes for layer in ours] == [int(np.prod(layer.output.shape[1:])) for layer in model.layers[:4]]


def test_memory_of_a_step_by_hand():
    digits = costs.layers_of("digits")
    held = costs.memory(digits, 64, "float32", True)
    assert list(held.values()) == [423_464, 423_464, 846_928, 6_240_768]
    assert sum(costs.memory(digits, 1, "mixed", True).values()) > sum(costs.memory(digits, 1, "float32", True).values())
    assert costs.memory(digits, 2, "int8", False) == {
        "weights": 105_866, "gradients": 0, "moments": 0, "activations": 2 * (12_544 + 3136)}  # fmt: skip


def test_the_answers_to_the_explorers_questions():
    dense = costs.layers_of("dense")
    waits = {}
    for batch, form, device in (
        (1, "float32", "cpu"),
        (256, "float32", "cpu"),
        (256, "mixed", "gpu"),
        (256, "mixed", "tpu"),
    ):
        times = [costs.seconds(layer, batch, form, False, device) for layer in dense]
        waits[batch, device] = [moving > computing for computing, moving in times]
    assert waits == {(1, "cpu"): [True] * 3, (256, "cpu"): [False, False, True],
                     (256, "gpu"): [True] * 3, (256, "tpu"): [True] * 3}  # fmt: skip
    digits = costs.layers_of("digits")
    shares = {}
    for batch, form in ((16, "float32"), (64, "float32"), (64, "mixed")):
        held = costs.memory(digits, batch, form, True)
        shares[batch, form] = held["activations"] / sum(held.values()), sum(held.values())
    assert round(shares[64, "float32"][0], 2) == 0.79 and round(shares[16, "float32"][0], 2) == 0.48
    assert round(shares[64, "mixed"][1] / shares[64, "float32"][1], 2) == 0.63


def test_a_device_without_a_published_peak_has_no_times(reader):
    assert costs.seconds(costs.layers_of("dense")[0], 1, "float32", True, "tpu") is None
    state = {control.name: control.value for control in CostExplorer().controls()}
    summary = CostExplorer().scene(**{**state, "device": "tpu"}).summary
    assert "ms" not in summary and "µs" not in summary


def test_eight_bits_are_for_inference_only():
    explorer = CostExplorer()
    assert explorer.on_form({"form": "int8"}) == {"job": "inference"}
    assert explorer.on_job({"job": "training", "form": "int8"}) == {"form": "float32"}


def test_the_records_have_the_shapes_that_their_tool_promises():
    data = runs()
    shapes = {
        "accuracy": (5, 4), "difference": (5, 3), "drift": (5, len(CHANGES), 4), "alarms": (5, len(CHANGES), 3),
        "training": (5, len(MODES), 2), "throughput": (5, len(BATCHES), 2), "chain": (5, 2), "memory": (3, len(STEP_BATCHES)),
    }  # fmt: skip
    assert {name: array.shape for name, array in data.items()} == shapes
    assert all(np.isfinite(array).all() for array in data.values())


def test_missing_records_say_what_to_do(reader, monkeypatch, tmp_path):
    module = sys.modules[recorded_runs.__module__]
    monkeypatch.setattr(module, "PATH", tmp_path / "deployment_runs.npz")
    module.runs.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="deployment_runs"):
            module.runs()
    finally:
        module.runs.cache_clear()


def test_notices_are_held_back_and_shown_after_an_error(capfd):
    with without_notices():
        warnings.warn("deprecated", stacklevel=1)
        os.write(2, b"a notice of C++\n")
    assert capfd.readouterr().err == ""
    with pytest.raises(ValueError), without_notices():
        os.write(2, b"why it failed\n")
        raise ValueError
    assert "why it failed" in capfd.readouterr().err


def stub(*_): ...


def test_training_memory(reader):
    def by_items(parameters, activations, batch, mixed):
        items = [4, 4, 4, 4, 2 if mixed else 0]
        return np.float64(np.dot(items, [parameters] * 5) + activations * batch * (2 if mixed else 4))

    assert_check(
        check.training_memory,
        solution=memory(),
        also_correct=[by_items],
        stub=lambda parameters, activations, batch, mixed: ...,
        wrong={
            "numbers": memory((4, 5), (1, 1)),
            "batch_ignored": memory(times=1),
            "no_copy": memory((16, 16)),
            "all_in_16_bits": memory((16, 8)),
            "three_numbers": memory((12, 14)),
        },
    )


def test_roofline(reader):
    assert_check(
        check.roofline,
        solution=under_the_roof(),
        also_correct=[lambda *case: np.array(under_the_roof()(*case))],
        stub=lambda batch, inputs, outputs, size, peak, bandwidth: ...,
        wrong={
            "one_operation": under_the_roof(operations=1),
            "weights_for_each_example": under_the_roof(lambda b, n, m: b * (n * m + n + m)),
            "no_roof": under_the_roof(speed=lambda i, peak, band: i * band),
            "other_order": lambda *case: under_the_roof()(*case)[::-1],
        },
    )


def test_quantize(reader):
    assert_check(
        check.quantize,
        solution=in_steps(),
        also_correct=[
            lambda x, low, high: [list(in_steps()(x, low, high)[0].astype(np.int8)), *in_steps()(x, low, high)[1:]]
        ],
        stub=lambda x, low, high: ...,
        wrong={
            "unsigned": in_steps(least=0, ends=(0, 255)),
            "steps_256": in_steps(steps=256),
            "not_clipped": in_steps(ends=(-np.inf, np.inf)),
            "rounded_down": in_steps(whole=np.floor),
            "sign_of_low": in_steps(zero=lambda low, scale: int(np.round(-128 + low / scale))),
        },
    )


def test_status(reader):
    assert_check(
        check.status,
        solution=request(),
        also_correct=[lambda body: np.int64(request()(body))],
        stub=lambda body: ...,
        wrong={
            "bools": request(bools=False),
            "only_422": request(bad=422),
            "not_a_number": careless_about_nan,
            "crashes_on_depth": request(caught=ValueError),
            "any_count": request(count=None),
            "crashes_without_json": lambda body: 200 if len(__import__("json").loads(body)) else 422,
        },
    )


def test_stability(reader):
    assert_check(
        check.stability,
        solution=drift(),
        also_correct=[drift(term=lambda p, q, log: q * log(q / p) + p * log(p / q))],
        stub=lambda reference, recent: ...,
        wrong={
            "counts_plus_one": drift(shares=False),
            "one_direction": drift(term=lambda p, q, log: q * log(q / p)),
            "mean": drift(total=np.mean),
        },
    )


def test_small_network(reader):
    assert_check(
        check.small_network,
        solution=lambda: Stand(0.95),
        also_correct=[lambda: Stand(0.92)],
        stub=lambda: ...,
        wrong={
            "too_many_parameters": lambda: Stand(0.95, parameters=12_000),
            "trained_on_raw_pixels": lambda: Stand(0.95, highest=255),
            "lost_in_eight_bits": lambda: Stand(0.95, large=True),
            "not_accurate_enough": lambda: Stand(0.91),
            "not_trained": lambda: Stand(0.1),
        },
        examples=5,
    )


def test_the_model_keeps_its_weights_after_the_check():
    model = Stand(0.95)
    before = model.get_weights()
    check.small_network(lambda: model)
    assert all(np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))


def test_eight_bits_leave_a_bias_alone_and_round_each_output_by_itself():
    kernel = np.array([[1.0, 0.02], [0.3, -0.01]])
    rounded, bias = check.eight_bits([kernel, np.array([0.123, 0.456])])
    assert np.array_equal(bias, [0.123, 0.456])
    steps = rounded / (np.abs(kernel).max(axis=0) / 127)
    assert np.allclose(steps, np.round(steps)) and np.allclose(steps, [[127, 127], [38, -64]])

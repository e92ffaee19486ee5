"""Lesson 17: the counting, the explorer, the drawings and the checks."""

import numpy as np
import pytest

from tests.mutants.lessons.architectures import Stand, bottleneck, without_layers
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_animals
from utils.lessons.architectures import checks as check
from utils.lessons.architectures import drawings
from utils.lessons.architectures.counting import HEADS, NETWORKS, count, paths
from utils.lessons.architectures.explorer import MOST, BlocksExplorer
from utils.lessons.architectures.runs import runs


def test_a_small_convolution_is_counted_as_by_hand():
    row = count(["conv3:3"], "mean", side=4, channels=2)[0]
    assert (row.side, row.channels, row.parameters, row.multiplications, row.field) == (4, 3, 57, 864, 3)


def test_receptive_fields_grow_as_in_lesson_14():
    rows = count(["conv3:4", "pool", "conv5:4", "residual:4", "half:4", "conv3:4"], "mean")
    assert [row.field for row in rows[:6]] == [3, 4, 12, 20, 20 + 4 + 8, 32 + 8]
    assert [row.side for row in rows[:6]] == [28, 14, 14, 14, 7, 7]


def test_an_inception_block_has_the_shares_of_googlenets_first():
    assert paths(256) == (64, 96, 128, 16, 32, 32)
    for filters in (1 * 8, 16, 24, 32, 48, 64):
        own = paths(filters)
        assert own.one + own.three + own.five + own.pooled == filters and min(own) >= 1


def built(stack, head):
    """Return a Keras model of a stack, built without ``counting``."""
    from utils.training import keras

    layers = keras.layers
    x = inputs = keras.Input((28, 28, 1))
    for item in stack:
        kind, _, filters = item.partition(":")
        filters = int(filters or 0)
        if kind == "pool":
            x = layers.MaxPooling2D(2)(x)
        elif kind == "inception":
            own = paths(filters)
            three = layers.Conv2D(own.three, 3, padding="same")(layers.Conv2D(own.before_three, 1)(x))
            five = layers.Conv2D(own.five, 5, padding="same")(layers.Conv2D(own.before_five, 1)(x))
            near = layers.Conv2D(own.pooled, 1)(layers.MaxPooling2D(3, 1, padding="same")(x))
            x = layers.Concatenate()([layers.Conv2D(own.one, 1)(x), three, five, near])
        elif kind in ("residual", "half"):
            stride = 2 if kind == "half" else 1
            branch = layers.Conv2D(filters, 3, stride, padding="same")(x)
            branch = layers.Conv2D(filters, 3, padding="same")(branch)
            same = stride == 1 and x.shape[-1] == filters
            x = layers.Add()([x if same else layers.Conv2D(filters, 1, stride)(x), branch])
        elif kind == "separable":
            x = layers.SeparableConv2D(filters, 3, padding="same")(x)
        else:
            padding = "valid" if kind.startswith("valid") else "same"
            x = layers.Conv2D(filters, int(kind[-1]), padding=padding)(x)
    x = layers.GlobalAveragePooling2D()(x) if head == "mean" else layers.Flatten()(x)
    for neurons in (*HEADS[head], 10):
        x = layers.Dense(neurons)(x)
    return keras.Model(inputs, x)


@pytest.mark.parametrize("name", NETWORKS)
def test_keras_counts_the_same_parameters(name):
    stack, head = NETWORKS[name]
    assert sum(row.parameters for row in count(stack, head)) == built(stack, head).count_params()


def test_keras_counts_the_same_in_a_stack_of_everything():
    stack = ["conv3:8", "separable:16", "conv1:8", "half:24", "residual:24", "residual:16", "inception:24", "pool"]
    model = built(stack, "lenet")
    assert sum(row.parameters for row in count(stack, "lenet")) == model.count_params()
    assert count(stack, "lenet")[len(stack)].channels == model.layers[-3].input.shape[-1]


def test_lenet_has_the_number_of_parameters_of_1998():
    assert sum(row.parameters for row in count(*NETWORKS["lenet"])) == 61_706


def test_only_in_resnet_one_block_leads_in_parameters_and_in_multiplications():
    for name in NETWORKS:
        rows = count(*NETWORKS[name])
        largest = max(rows, key=lambda row: row.parameters)
        assert (largest.multiplications == max(row.multiplications for row in rows)) == (name == "resnet")


def test_the_explorer_keeps_its_promises():
    check_explorer(BlocksExplorer)


def test_blocks_are_added_and_removed_and_the_network_becomes_the_readers_own(reader):
    explorer = BlocksExplorer(preset="lenet")
    assert explorer.value("stack") == NETWORKS["lenet"][0] and explorer.value("head") == "lenet"
    explorer.set(kind="pool", add=None)
    assert explorer.value("stack")[-1] == "pool" and explorer.value("network") == "own"
    explorer.set(kind="conv3", filters=24, add=None)
    assert explorer.value("stack")[-1] == "conv3:24"
    explorer.set(remove=None)
    assert explorer.value("stack")[-1] == "pool"
    explorer.set(network="own")
    assert explorer.value("stack") == []
    explorer.set(remove=None)
    assert explorer.value("stack") == []


def test_no_block_is_added_that_leaves_no_pixel_or_no_room(reader):
    explorer = BlocksExplorer(network="own", stack=["pool"] * 4)
    explorer.set(kind="pool", add=None)
    assert len(explorer.value("stack")) == 4
    explorer.set(network="own")
    for _ in range(MOST + 3):
        explorer.set(kind="conv1", add=None)
    assert len(explorer.value("stack")) == MOST


def test_the_summary_names_all_layers_that_lead(reader):
    summary = BlocksExplorer(preset="resnet").draw(BlocksExplorer(preset="resnet")._state).summary
    assert {"tr": "3, 4 ve 6. katmanlarda", "en": "layers 3, 4 and 6"}[reader] in summary


def test_the_drawings_speak_the_readers_language(reader):
    figures = [drawings.draw_lenet(load_animals().x_train[0]), drawings.draw_stacked_windows(), drawings.draw_inception(),
               drawings.draw_residual(), drawings.draw_separable()]  # fmt: skip
    words = [" ".join(text.get_text() for text in figure.axes[0].texts) for figure in figures]
    for one, tr, en in zip(words, ("evrişim", "ağırlık", "kanal", "düz", "ayrılabilir"),
                           ("convolution", "weights", "channels", "plain", "separable"), strict=True):  # fmt: skip
        assert {"tr": tr, "en": en}[reader] in one
    own = paths(64)
    assert f"3×3, {own.three}" in words[2] and f"5×5, {own.five}" in words[2]


def test_the_recorded_trainings_are_complete():
    recorded = runs()
    assert recorded["rates"].shape == (4, 3)
    for name, values in recorded.items():
        if name != "rates":
            assert values.shape == (5, 4), name
            assert values[:, :2].min() > 0 and values[:, :2].max() <= 1 and values[:, 3].min() > 1, name


def stack_costs(kernel, depth, channels, side):
    own = kernel**2 * channels**2
    return depth * (own + channels), depth * own * side**2, 1 + depth * (kernel - 1)


def test_stack_costs():
    assert_check(
        check.stack_costs,
        solution=stack_costs,
        stub=lambda *case: ...,
        wrong={
            "no_bias": lambda k, d, c, s: (d * k * k * c * c, d * k * k * c * c * s * s, 1 + d * (k - 1)),
            "field_times_depth": lambda k, d, c, s: (*stack_costs(k, d, c, s)[:2], k * d),
            "without_padding": lambda k, d, c, s: (
                stack_costs(k, d, c, s)[0], d * k * k * c * c * (s - k + 1) ** 2, 1 + d * (k - 1),
            ),
            "one_layer": lambda k, d, c, s: (*stack_costs(k, 1, c, s)[:2], 1 + d * (k - 1)),
            "wrong_number_of_results": lambda *case: stack_costs(*case)[:2],
        },
        also_correct=[lambda *case: list(map(np.float64, stack_costs(*case)))],
    )  # fmt: skip


def relu(z):
    return np.maximum(z, 0)


def test_residual_block():
    assert_check(
        check.residual_block_numpy,
        solution=lambda x, w, b, v, c: relu(x + relu(x @ w + b) @ v + c),
        stub=lambda *case: ...,
        wrong={
            "no_skip": lambda x, w, b, v, c: relu(relu(x @ w + b) @ v + c),
            "no_last_relu": lambda x, w, b, v, c: x + relu(x @ w + b) @ v + c,
            "relu_before_sum": lambda x, w, b, v, c: x + relu(relu(x @ w + b) @ v + c),
            "branch_only": lambda x, w, b, v, c: relu(x @ w + b) @ v + c,
        },
        also_correct=[lambda x, w, b, v, c: relu(x + relu(x @ w + b) @ v + c).tolist()],
    )


def separable(x, kernels, weights, flip=1):
    size = len(kernels)
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(0, 1))
    return np.einsum("hwcij,ijc->hwc", windows, kernels[::flip, ::flip]) @ weights


def test_separable_convolution():
    assert_check(
        check.separable_convolution,
        solution=separable,
        stub=lambda *case: ...,
        wrong={
            "depthwise_only": lambda x, kernels, weights: separable(x, kernels, np.eye(x.shape[2])),
            "pointwise_only": lambda x, kernels, weights: x @ weights,
            "kernel_flipped": lambda *case: separable(*case, flip=-1),
            "relu": lambda *case: relu(separable(*case)),
        },
        also_correct=[lambda *case: separable(*case).tolist()],
    )


def test_bottleneck_block():
    from utils.training import keras

    assert_check(
        check.bottleneck_block,
        solution=bottleneck(),
        stub=lambda *case: ...,
        wrong={
            "no_skip": bottleneck(join=""),
            "no_last_relu": bottleneck(last=False),
            "no_first_relu": bottleneck(active=(False, True)),
            "product": bottleneck(join="Multiply"),
            "shape": bottleneck(join="Concatenate"),
            "wrong_kernels": bottleneck(middle=1),
            "no_convolution": lambda x, reduced: x,
            "not_a_tensor": lambda x, reduced: 3,
            "other_weights": bottleneck(norm=True),
            "returns_layer": lambda x, reduced: keras.layers.Add(),
            "not_connected": lambda x, reduced: keras.Input((5, 5, 12)),
        },
        also_correct=[without_layers],
        examples=5,
    )


def test_the_lessons_block_and_a_missing_expansion_are_told_apart(reader):
    from utils.training import keras

    layers = keras.layers

    def two_threes(x, reduced):
        h = layers.Conv2D(12, 3, padding="same", activation="relu")(x)
        return layers.ReLU()(layers.Add()([x, layers.Conv2D(12, 3, padding="same")(h)]))

    def not_expanded(x, reduced):
        h = layers.Conv2D(reduced, 1, activation="relu")(x)
        return layers.ReLU()(layers.Add()([x, layers.Conv2D(12, 3, padding="same")(h)]))

    assert check.bottleneck_block(two_threes).misconception == "no_bottleneck"
    assert check.bottleneck_block(not_expanded).misconception == "not_expanded"


def test_own_network():
    assert_check(
        check.own_network,
        solution=lambda: Stand(0.9),
        stub=lambda: ...,
        wrong={
            "one_path": lambda: Stand(0.9, joined=False),
            "too_many_parameters": lambda: Stand(0.9, parameters=20_000),
            "not_accurate_enough": lambda: Stand(0.84),
            "trained_on_raw_pixels": lambda: Stand(0.9, highest=255),
            "no_convolution": lambda: Stand(0.9, kernel=(784, 10)),
            "returns_seconds": lambda: 3.2,
        },
        also_correct=[lambda: Stand(0.85)],
        examples=5,
    )


@pytest.mark.parametrize("join", ["layer", "sum", "inside", "none"])
def test_a_join_is_seen_wherever_it_is(join):
    from utils.training import keras

    layers = keras.layers
    x = inputs = keras.Input((8, 8, 4))
    h = layers.Conv2D(4, 1)(x)
    if join == "layer":
        h = layers.Add()([x, h])
    elif join == "sum":
        h = h + x
    elif join == "inside":
        inner = keras.Input((8, 8, 4))
        h = keras.Model(inner, layers.Add()([inner, layers.Conv2D(4, 1)(inner)]))(h)
    model = keras.Model(inputs, h)
    assert check._joins(model) == (join != "none")

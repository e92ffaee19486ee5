"""Lesson 14: the explorer's mathematics and the checks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from tools.convolution_tower import tower
from utils.language import use_language
from utils.lessons.convolution import checks as check
from utils.lessons.convolution import drawings, explorer

LEVEL = np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]])


def test_the_explorers_picture_is_the_photograph_that_its_tool_makes_small():
    assert np.array_equal(explorer.picture(), tower() / 100)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(0, 2))
def test_the_explorer_slides_as_scipy_does(seed, stride, padding):
    kernel = np.random.default_rng(seed).integers(-4, 5, size=(3, 3))
    output, windows = explorer.slide(explorer.picture(), kernel, stride, padding)
    whole = correlate2d(np.pad(explorer.picture(), padding), kernel, mode="valid")
    np.testing.assert_allclose(output, whole[::stride, ::stride], atol=1e-12)
    assert output.shape == (explorer.output_size(stride, padding),) * 2
    np.testing.assert_allclose((windows[3, 5] * kernel).sum(), output[3, 5], atol=1e-12)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_a_window_and_its_middle_agree(stride, padding):
    for place in range(explorer.output_size(stride, padding)):
        middle = explorer.middle_of(place, stride, padding)
        assert abs(explorer.place_of(middle, stride, padding) - place) <= (padding > 1)


def test_the_ready_made_kernels_keep_the_brightness_or_sum_to_zero():
    for name, kernel in explorer.KERNELS.items():
        assert np.sum(kernel) == pytest.approx(0 if name in ("vertical", "level") else 1)


def test_a_one_at_the_right_moves_the_picture_to_the_left():
    kernel = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
    output, _ = explorer.slide(explorer.picture(), kernel)
    assert np.array_equal(output, explorer.picture()[1:-1, 2:])


def test_the_hidden_kernels_can_be_found():
    use_language("tr")
    for name, kernel in explorer.HIDDEN.items():
        shown = explorer.ConvolutionExplorer(hidden=name)
        assert shown.draw(shown._state).summary.count(" 0,000") == 0
        shown.set(kernel=kernel)
        assert "buldunuz" in shown.draw(shown._state).summary
        assert shown.state["effect"] in ("own", "identity")


def test_the_window_follows_player_and_stride():
    shown = explorer.ConvolutionExplorer()
    shown.set(step=45)
    assert shown.state["window"] == [[46.5, 21.5]]
    shown.set(stride=3)
    assert shown.state["window"] == [[46.5, 22.5]]
    shown.set(step=20)
    assert shown.state["window"] == [[6 * 3 + 1.5, 22.5]]
    shown.set(step=explorer.LONGEST)
    assert shown.state["window"] == [[46.5, 22.5]]
    shown.set(window=[[0, 0]])
    assert shown.state["step"] == 0


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.ConvolutionExplorer)


def one_output(flip=False, stride=True, swap=False, product=lambda a, b: a * b, summary=np.sum):
    def answer(picture, kernel, row, column, step):
        step = step if stride else 1
        row, column = (column, row) if swap else (row, column)
        size = len(kernel)
        window = picture[row * step : row * step + size, column * step : column * step + size]
        if window.shape != kernel.shape:
            return None
        return summary(product(window, kernel[::-1, ::-1] if flip else kernel))

    return answer


def looped(picture, kernel, row, column, stride):
    total = 0.0
    for u in range(len(kernel)):
        for v in range(len(kernel)):
            total += picture[row * stride + u, column * stride + v] * kernel[u, v]
    return [total]


def reset_too_often(picture, kernel, row, column, stride):
    for u in range(len(kernel)):
        total = 0
        for v in range(len(kernel)):
            total += picture[row * stride + u, column * stride + v] * kernel[u, v]
    return total


def test_one_output():
    def stub(picture, kernel, row, column, stride): ...

    assert_check(
        check.one_output,
        solution=one_output(),
        stub=stub,
        wrong={
            "flipped_kernel": one_output(flip=True),
            "no_stride": one_output(stride=False),
            "rows_and_columns_swapped": one_output(swap=True),
            "matrix_product": one_output(product=np.matmul),
            "mean_not_sum": one_output(summary=np.mean),
            "not_summed": one_output(summary=lambda products: products),
            "last_row_only": reset_too_often,
            "last_product_only": one_output(summary=lambda products: products[-1, -1]),
            "whole_output": lambda picture, kernel, row, column, stride: explorer.slide(picture, kernel, stride)[0],
            "no_return": lambda picture, kernel, row, column, stride: print(end=""),
            "wrong_number": lambda picture, kernel, row, column, stride: 3,
        },
        also_correct=[looped],
    )


def test_one_output_shows_its_picture_and_the_window(reader):
    message = check.one_output(lambda picture, kernel, row, column, stride: 3).message
    assert "`one_output([[1, 2, 0, 1, 0, 3], " in message and "`[[3, 1, 2], [1, 0, -1], [2, 1, 0]]`" in message


def test_shift_kernel():
    assert_check(
        check.shift_kernel,
        solution=np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]]),
        stub=...,
        wrong={
            "moves_left": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
            "moves_down": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
            "moves_up": [[0, 0, 0], [0, 0, 0], [0, 1, 0]],
            "does_not_move": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
            "finds_edges": [[0, 0, 0], [-1, 0, 1], [0, 0, 0]],
            "changes_brightness": [[0, 0, 0], [2, 0, 0], [0, 0, 0]],
            "blends_pixels": [[1, 0, 0], [1, 0, 0], [1, 0, 0]],
            "moves_diagonally": [[1, 0, 0], [0, 0, 0], [0, 0, 0]],
            "wrong_place": [[0, 0, 5], [0, 0, 0], [0, 0, 0]],
            "all_zeros": np.zeros((3, 3)),
            "not_finite": [[0, 0, 0], [np.nan, 0, 0], [0, 0, 0]],
            "not_numbers": np.array([[0, 0, 0], [1 + 1j, 0, 0], [0, 0, 0]]),
            "shape": [1, 0, 0],
        },
        also_correct=[[[0, 0, 0], [1.0, 0, 0], [0, 0, 0]]],
    )


@pytest.mark.parametrize("corner", [(0, 0), (0, 2), (2, 0), (2, 2)])
def test_a_single_one_in_a_corner_is_not_told_that_a_shift_has_a_single_one(corner, reader):
    kernel = np.zeros((3, 3))
    kernel[corner] = 1
    message = check.shift_kernel(kernel).message
    assert {"tr": "köşegen", "en": "diagonal"}[reader] in message
    assert "tek bir 1" not in message and "single 1" not in message


def test_a_kernel_moves_the_way_its_message_says():
    picture = np.zeros((5, 5))
    picture[2, 2] = 1
    for kernel, place in [
        ([[0, 0, 0], [1, 0, 0], [0, 0, 0]], (2, 3)),
        ([[0, 0, 0], [0, 0, 1], [0, 0, 0]], (2, 1)),
        ([[0, 1, 0], [0, 0, 0], [0, 0, 0]], (3, 2)),
        ([[0, 0, 0], [0, 0, 0], [0, 1, 0]], (1, 2)),
    ]:
        assert correlate2d(picture, kernel, mode="same")[place] == 1


def field(start=1, add=lambda kernel: kernel - 1, when="after"):
    def answer(stack):
        seen, jump = start, 1
        for kernel, stride in stack:
            jump = jump * stride if when == "before" else jump
            seen += add(kernel) * jump
            jump = {"after": jump * stride, "last": stride, "added": jump + stride}.get(when, jump)
        return seen

    return answer


def test_receptive_field():
    def stub(layers): ...

    assert_check(
        check.receptive_field,
        solution=field(),
        stub=stub,
        wrong={
            "no_start": field(start=0),
            "stride_too_early": field(when="before"),
            "no_stride": field(when="never"),
            "last_stride_only": field(when="last"),
            "sum_of_kernels": lambda stack: sum(kernel for kernel, _ in stack),
            "no_return": lambda stack: print(end=""),
            "strides_added": field(when="added"),
            "no_overlap": field(add=lambda kernel: kernel),
            "from_the_end": lambda stack: field()(stack[::-1]),
            "wrong_number": lambda stack: 7,
        },
        also_correct=[lambda stack: np.array([field()(stack)])],
    )


def places(h, w, k, s):
    return ((h - k) // s + 1) * ((w - k) // s + 1)


def test_multiplications():
    def stub(height, width, kernel, channels, filters, stride): ...

    assert_check(
        check.multiplications,
        solution=lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * c * f,
        stub=stub,
        wrong={
            "counts_parameters": lambda h, w, k, c, f, s: (k * k * c + 1) * f,
            "counts_weights": lambda h, w, k, c, f, s: k * k * c * f,
            "input_places": lambda h, w, k, c, f, s: h * w * k * k * c * f,
            "no_stride": lambda h, w, k, c, f, s: places(h, w, k, 1) * k * k * c * f,
            "no_channels": lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * f,
            "no_filters": lambda h, w, k, c, f, s: places(h, w, k, s) * k * k * c,
            "with_bias": lambda h, w, k, c, f, s: places(h, w, k, s) * (k * k * c + 1) * f,
            "no_return": lambda h, w, k, c, f, s: print(end=""),
            "counts_outputs": lambda h, w, k, c, f, s: places(h, w, k, s) * f,
            "square_picture": lambda h, w, k, c, f, s: places(h, h, k, s) * k * k * c * f,
            "one_side_of_kernel": lambda h, w, k, c, f, s: places(h, w, k, s) * k * c * f,
            "wrong_number": lambda h, w, k, c, f, s: 5,
        },
        also_correct=[lambda h, w, k, c, f, s: float(places(h, w, k, s) * k * k * c * f)],
    )


def correlate_all(pictures, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(pictures, kernel.shape, axis=(1, 2))
    return np.einsum("nhwuv,uv->nhw", windows, kernel)


def level_score(pictures):
    return np.maximum(correlate_all(pictures, LEVEL), 0).mean(axis=(1, 2))


def test_level_score():
    def stub(pictures): ...

    assert_check(
        check.level_score,
        solution=level_score,
        stub=stub,
        wrong={
            "cancels_out": lambda x: correlate_all(x, LEVEL).mean(axis=(1, 2)),
            "counts_ink": lambda x: x.mean(axis=(1, 2)),
            "depends_on_place": lambda x: x[:, 6:10, 8:14].mean(axis=(1, 2)),
            "returns_maps": lambda x: correlate_all(x, LEVEL),
            "not_accurate_enough": lambda x: np.maximum(correlate_all(x, LEVEL.T), 0).mean(axis=(1, 2)),
            "shape": lambda x: 3.0,
            "same_score": lambda x: np.full(len(x), 0.3),
            "not_finite": lambda x: np.full(len(x), np.nan),
            "not_numbers": lambda x: level_score(x) + 1j,
            "no_return": lambda x: print(end=""),
        },
        also_correct=[lambda x: -level_score(x), lambda x: list(correlate_all(x, LEVEL).max(axis=(1, 2)))],
        examples=10,
    )


def windows(x, size, stride):
    return sliding_window_view(x, (size, size))[::stride, ::stride]


def max_pool(feature_map, size, stride, summary=np.max):
    return summary(windows(feature_map, size, stride), axis=(2, 3))


def from_zero(feature_map, size, stride):
    output = np.zeros(windows(feature_map, size, stride).shape[:2])
    for i, j in np.ndindex(output.shape):
        for value in feature_map[i * stride : i * stride + size, j * stride : j * stride + size].ravel():
            output[i, j] = max(output[i, j], value)
    return output


def regions_side_by_side(feature_map, size, stride):
    height, width = feature_map.shape
    return feature_map.reshape(height // size, size, width // size, size).max(axis=(1, 3))


def indices_swapped(feature_map, size, stride):
    output = np.zeros(windows(feature_map, size, stride).shape[:2])
    for i, j in np.ndindex(output.shape):
        output[i, j] = feature_map[j * stride : j * stride + size, i * stride : i * stride + size].max()
    return output


def sticking_out(feature_map, size, stride):
    rows, columns = (range(0, length, stride) for length in feature_map.shape)
    return [[feature_map[i : i + size, j : j + size].max() for j in columns] for i in rows]


def test_max_pool():
    def stub(feature_map, size, stride): ...

    assert_check(
        check.max_pool,
        solution=max_pool,
        stub=stub,
        wrong={
            "whole_map": lambda x, size, stride: x.max(),
            "stride_is_size": lambda x, size, stride: max_pool(x, size, size),
            "size_is_stride": lambda x, size, stride: max_pool(x, stride, stride),
            "swapped": lambda x, size, stride: max_pool(x, stride, size),
            "stride_one": lambda x, size, stride: max_pool(x, size, 1),
            "windows_that_stick_out": sticking_out,
            "one_way": lambda x, size, stride: sliding_window_view(x, (size, size))[::stride].max(axis=(2, 3)),
            "average": lambda x, size, stride: max_pool(x, size, stride, np.mean),
            "minimum": lambda x, size, stride: max_pool(x, size, stride, np.min),
            "sum": lambda x, size, stride: max_pool(x, size, stride, np.sum),
            "top_left": lambda x, size, stride: windows(x, size, stride)[:, :, 0, 0],
            "largest_size": lambda x, size, stride: max_pool(np.abs(x), size, stride),
            "not_below_zero": from_zero,
            "stopped_by_a_shape": regions_side_by_side,
            "empty_window": indices_swapped,
            "whole_numbers": lambda x, size, stride: max_pool(x, size, stride).astype(int),
            "wrong_value": lambda x, size, stride: max_pool(x, size, stride) + 1,
            "no_return": lambda x, size, stride: print(end=""),
        },
        also_correct=[lambda x, size, stride: max_pool(x, size, stride).tolist()],
    )


def test_max_pool_agrees_with_keras():
    import keras

    for feature_map, size, stride in check.POOLED:
        x = keras.ops.convert_to_tensor(feature_map[None, ..., None].astype("float32"))
        theirs = np.array(keras.ops.max_pool(x, size, strides=stride))[0, ..., 0]
        np.testing.assert_allclose(max_pool(feature_map, size, stride), theirs, rtol=1e-6)


def update_filter(x, target, kernel, bias, rate, sign=-1, factor=2, count=None, seen=None):
    error = explorer.slide(x, kernel)[0] + (bias if seen is None else seen) - target
    share = factor / (count(x, kernel) if count else error.size)
    pull = correlate2d(x, error, mode="valid")
    return kernel + sign * rate * share * pull, bias + sign * rate * share * error.sum()


def by_autodiff(x, target, kernel, bias, rate):
    import tensorflow as tf

    weights, offset = tf.Variable(kernel, dtype="float64"), tf.Variable(bias, dtype="float64")
    with tf.GradientTape() as tape:
        z = tf.nn.conv2d(np.float64(x)[None, ..., None], weights[..., None, None], 1, "VALID")[0, ..., 0] + offset
        loss = tf.reduce_mean((z - target) ** 2)
    kernel_gradient, bias_gradient = tape.gradient(loss, [weights, offset])
    return kernel - rate * kernel_gradient.numpy(), bias - rate * bias_gradient.numpy()


def test_update_filter():
    def stub(x, target, kernel, bias, learning_rate): ...

    def after(x, target, kernel, bias, rate):
        first = update_filter(x, target, kernel, bias, rate)[0]
        return first, update_filter(x, target, first, bias, rate)[1]

    def in_place(x, target, kernel, bias, rate):
        new_kernel, new_bias = update_filter(x, target, kernel, bias, rate)
        kernel += new_kernel - kernel  # only into an array of floats
        return kernel, new_bias

    def no_input(x, target, kernel, bias, rate):
        new_bias = update_filter(x, target, kernel, bias, rate)[1]
        return kernel + (new_bias - bias), new_bias

    def flipped(x, target, kernel, bias, rate):
        moved = update_filter(x, target, kernel, bias, rate)
        return kernel + (moved[0] - kernel)[::-1, ::-1], moved[1]

    assert_check(
        check.update_filter,
        solution=update_filter,
        stub=stub,
        wrong={
            "swapped": lambda *case: update_filter(*case)[::-1],
            "gradients": lambda x, t, k, b, rate: (
                k - update_filter(x, t, k, b, 1)[0],
                b - update_filter(x, t, k, b, 1)[1],
            ),
            "changes": lambda x, t, k, b, rate: (
                update_filter(x, t, k, b, rate)[0] - k,
                update_filter(x, t, k, b, rate)[1] - b,
            ),
            "climbs": lambda *case: update_filter(*case, sign=1),
            "no_bias_in_error": lambda *case: update_filter(*case, seen=0),
            "bias_stays": lambda x, t, k, b, rate: (update_filter(x, t, k, b, rate)[0], b),
            "sum_not_mean": lambda *case: update_filter(*case, count=lambda x, kernel: 1),
            "no_factor_two": lambda *case: update_filter(*case, factor=1),
            "divides_by_pixels": lambda *case: update_filter(*case, count=lambda x, kernel: x.size),
            "divides_by_weights": lambda *case: update_filter(*case, count=lambda x, kernel: kernel.size),
            "no_input": no_input,
            "flipped": flipped,
            "one_after_the_other": after,
            "changes_argument": in_place,
            "wrong_update": lambda x, t, k, b, rate: (k + 1, b + 1),
            "no_return": lambda x, t, k, b, rate: print(end=""),
        },
        also_correct=[by_autodiff, lambda *case: list(update_filter(*case))],
    )


DRAWINGS = {
    "draw_filter": {
        "tr": ("filtre, 3 × 3 × 3", "27 ağırlık", "öznitelik haritası"),
        "en": ("27 weights", "feature map"),
    },
    "draw_block": {"tr": ("224", "havuzlama 2 × 2", "79 × 79 × 8"), "en": ("224", "max pooling", "79 × 79 × 8")},
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawings_name_their_parts(name, reader):
    words = " ".join(text.get_text() for text in getattr(drawings, name)().axes[0].texts)
    plt.close("all")
    assert all(word in words for word in DRAWINGS[name][reader])


def test_an_accuracy_just_below_the_bar_is_not_shown_as_the_bar(reader):
    def both_edges(pictures):
        maps = [np.abs(correlate_all(pictures, kernel)) for kernel in (LEVEL, LEVEL.T)]
        return np.sum(maps, axis=0).mean(axis=(1, 2))

    message = check.level_score(both_edges).message
    assert {"tr": "0,895; orada en az 0,90", "en": "0.895 on shifted digits; there at least 0.90"}[reader] in message


def test_the_baseline_of_the_open_exercise_is_what_the_lesson_says():
    x_train, y_train = check._ones_and_sevens("train")
    x_test, y_test = check._ones_and_sevens("test")
    rule = check._best_rule(x_train.mean(axis=(1, 2)), y_train)
    assert check._accuracy(rule, x_test.mean(axis=(1, 2)), y_test) == pytest.approx(0.84, abs=0.006)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=25))
def test_the_best_rule_is_the_best(samples):
    scores, sevens = np.array([s for s, _ in samples], dtype=float), np.array([y for _, y in samples])
    found = check._accuracy(check._best_rule(scores, sevens), scores, sevens)
    best = max(check._accuracy((cut, above), scores, sevens) for cut in np.arange(-0.5, 7) for above in (True, False))
    assert found == pytest.approx(best)

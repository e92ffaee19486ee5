"""Lesson 11: the explorer's mathematics, the recorded trainings and the checks."""

import itertools

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.vanishing_gradients import checks as check
from utils.lessons.vanishing_gradients import explorer
from utils.lessons.vanishing_gradients import runs as cached

BOTH = (False, True)


@pytest.mark.parametrize("activation", explorer.ACTIVATIONS)
@pytest.mark.parametrize("skip", BOTH)
@pytest.mark.parametrize("norm", BOTH)
def test_the_flow_is_that_of_automatic_differentiation(activation, skip, norm):
    import tensorflow as tf

    through = explorer.flow(activation, "xavier", 4, skip, norm)
    weights, values, end = explorer._random_numbers()
    values, f = tf.constant(values), getattr(tf.nn, activation)
    kept = [values]
    with tf.GradientTape() as tape:
        tape.watch(values)
        for matrix in weights[:4] * explorer.STARTS["xavier"]:
            z = values @ matrix
            if norm:
                mean, variance = tf.nn.moments(z, axes=[0])
                z = (z - mean) / tf.sqrt(variance + explorer.EPSILON)
            values = values + f(z) if skip else f(z)
            tape.watch(values)
            kept.append(values)
        loss = tf.reduce_sum(values * end)
    gradients = tape.gradient(loss, kept)
    np.testing.assert_allclose(through.signal, [np.std(value) for value in kept], rtol=1e-9)
    np.testing.assert_allclose(through.gradient, [np.std(gradient) for gradient in gradients], rtol=1e-9)


def ends(activation, start, skip=False, norm=False):
    through = explorer.flow(activation, start, 30, skip, norm)
    return np.array([through.signal[-1], through.gradient[0]])


def healthy(both):
    low, high = explorer.HEALTHY
    return bool(np.all((low < both) & (both < high)))


def test_what_the_lesson_says_about_its_play_questions():
    assert [start for start in explorer.STARTS if healthy(ends("relu", start))] == ["he"]
    signal, gradient = ends("tanh", "one")
    assert 0.9 < signal < 1 and gradient > 1e6
    assert ends("relu", "he", skip=True).min() > 1e5
    signal, gradient = ends("relu", "he", norm=True)
    assert 0.1 < signal < 1 and 50 < gradient < 1000
    assert healthy(ends("relu", "he", skip=True, norm=True)) and healthy(ends("relu", "small", skip=True))


def test_normalized_columns_have_mean_0_and_variance_1():
    z, spread = explorer.normalized(np.random.default_rng(0).normal(3, [1, 20], (500, 2)))
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.var(axis=0), 1, rtol=2e-3)
    assert spread[1] > 10 * spread[0]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.234, "0.23"), (14.2, "14"), (2.5e-7, "2.5·10⁻⁷"), (3.44e6, "3.4·10⁶")]
)
def test_sizes_are_written_with_two_digits(value, text):
    from utils.language import use_language

    use_language("en")
    assert explorer.magnitude(value) == text


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.LayersExplorer)


def test_the_recorded_trainings_are_complete():
    recorded = cached.runs()
    names = {name.rpartition("_")[0] for name in recorded}
    assert names == {
        "none", "he", "norm", "skip", "clip", "adam", "skip_clip", "he_skip", "he_norm", "norm_skip", "he_norm_skip", "all",
        "he_adam", "all_adam", "shallow",
    }  # fmt: skip
    for name in names:
        assert recorded[f"{name}_loss"].shape == (5, 5) and recorded[f"{name}_accuracy"].shape == (5,)
        assert 0 < recorded[f"{name}_rate"] < 0.1
        assert np.all((recorded[f"{name}_accuracy"] > 0.05) & (recorded[f"{name}_accuracy"] < 1))


def test_a_missing_record_is_told_in_the_readers_language(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(cached, "PATH", tmp_path / "vanishing_runs.npz")
    with pytest.raises(RuntimeError, match={"tr": "bozuk", "en": "damaged"}[reader]):
        cached.runs.__wrapped__()


def test_by_hand():
    assert_check(
        check.by_hand,
        solution=(5, 0.1, 100),
        also_correct=[(5.0, np.sqrt(2 / 200), np.exp(4.60517)), ([5], np.float32(0.1), np.array([100]))],
        stub=(..., ..., ...),
        wrong={
            "one_layer_short": (4, 0.1, 100),
            "one_layer_long": (6, 0.1, 100),
            "halves": (10, 0.1, 100),
            "not_whole": (np.log(1000) / np.log(4), 0.1, 100),
            "wrong_layers": (20, 0.1, 100),
            "variance": (5, 0.01, 100),
            "xavier": (5, 200**-0.5, 100),
            "wrong_deviation": (5, 0.5, 100),
            "common_logarithm": (5, 0.1, 10**4.605),
            "base_two": (5, 0.1, 2**4.605),
            "wrong_classes": (5, 0.1, 10),
            "not_a_number": ("five", 0.1, 100),
            "not_finite": (5, float("nan"), 100),
        },
    )


def initial(n_in, n_out, activation):
    return np.sqrt(2 / (n_in if activation == "relu" else n_in + n_out))


def test_initial_std():
    def stub(n_in, n_out, activation): ...

    assert_check(
        check.initial_std,
        solution=initial,
        also_correct=[
            lambda n_in, n_out, activation: np.array([initial(n_in, n_out, activation)]),
            lambda i, o, activation: (2 / {"relu": i}.get(activation, i + o)) ** 0.5,
        ],
        stub=stub,
        wrong={
            "variance": lambda i, o, name: initial(i, o, name) ** 2,
            "xavier_for_all": lambda i, o, name: initial(i, o, "tanh"),
            "he_for_all": lambda i, o, name: initial(i, o, "relu"),
            "he_counts_outputs": lambda i, o, name: initial(o, i, name),
            "uniform_limit": lambda i, o, name: 3**0.5 * initial(i, o, name),
            "not_a_number": lambda i, o, name: "0.1",
        },
    )


def test_the_first_weights_of_keras_have_the_deviation_of_exercise_2():
    import keras

    for name, activation in (("HeNormal", "relu"), ("GlorotNormal", "tanh")):
        weights = np.asarray(getattr(keras.initializers, name)(seed=0)((300, 500)))
        assert weights.std() == pytest.approx(initial(300, 500, activation), rel=0.01)


def blamed(signal):
    ratios = [max(after / before, before / after) for before, after in itertools.pairwise(signal)]
    return ratios.index(max(ratios)) + 1


def test_to_blame():
    def stub(signal): ...

    assert_check(
        check.to_blame,
        solution=blamed,
        also_correct=[lambda signal: np.int64(blamed(signal)), lambda signal: [float(blamed(signal))]],
        stub=stub,
        wrong={
            "counts_from_zero": lambda s: blamed(s) - 1,
            "layer_after": lambda s: blamed(s) + 1,
            "only_shrinking": lambda s: int(np.argmin(s[1:] / s[:-1])) + 1,
            "only_growing": lambda s: int(np.argmax(s[1:] / s[:-1])) + 1,
            "difference": lambda s: int(np.argmax(np.abs(np.diff(s)))) + 1,
            "ratio_minus_one": lambda s: int(np.argmax(np.abs(s[1:] / s[:-1] - 1))) + 1,
            "smallest": lambda s: int(np.argmin(s)),
            "largest": lambda s: int(np.argmax(s)),
            "wrong_layer": lambda s: 1,
            "not_a_number": lambda s: s,
        },
    )


def folded(weights, bias, gamma, beta, mean, variance):
    scale = gamma / np.sqrt(variance + 0.001)
    return scale * weights, scale * bias - scale * mean + beta


def test_fold():
    def stub(weights, bias, gamma, beta, mean, variance): ...

    def but(weights=lambda w, s: w * s, bias=lambda b, beta, mean, s: (b - mean) * s + beta, epsilon=0.001):
        def answer(w, b, gamma, beta, mean, variance):
            scale = gamma / np.sqrt(variance + epsilon)
            return weights(w, scale), bias(b, beta, mean, scale)

        return answer

    assert_check(
        check.fold,
        solution=folded,
        also_correct=[
            lambda *case: [part.tolist() for part in folded(*case)],
            lambda w, b, g, beta, m, v: (w @ np.diag(g / np.sqrt(v + 1e-3)), folded(w, b, g, beta, m, v)[1]),
        ],
        stub=stub,
        wrong={
            "no_epsilon": but(epsilon=0),
            "weights_unchanged": but(weights=lambda w, s: w),
            "bias_unchanged": but(bias=lambda b, beta, mean, s: b),
            "bias_not_scaled": but(bias=lambda b, beta, mean, s: b - mean + beta),
            "mean_not_scaled": but(bias=lambda b, beta, mean, s: b * s - mean + beta),
            "bias_forgotten": but(bias=lambda b, beta, mean, s: beta - mean * s),
            "beta_scaled": but(bias=lambda b, beta, mean, s: (b - mean + beta) * s),
            "no_beta": but(bias=lambda b, beta, mean, s: (b - mean) * s),
            "wrong_number_of_results": lambda *case: folded(*case)[0],
            "wrong_layer": lambda *case: (0 * case[0], 0 * case[1]),
        },
    )


def test_the_folded_layer_is_the_two_layers_of_keras():
    import keras

    random = np.random.default_rng(0)
    x, weights, bias = random.normal(size=(6, 4)), random.normal(size=(4, 3)), random.normal(size=3)
    parts = random.uniform(0.5, 2, 3), random.normal(size=3), random.normal(size=3), random.uniform(0.5, 2, 3)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization()])
    model.set_weights([weights, bias, *parts])
    new_weights, new_bias = folded(weights, bias, *parts)
    np.testing.assert_allclose(model(x), x @ new_weights + new_bias, atol=1e-5)


def residual(a, weights, gradient):
    z = a @ weights
    return a + np.maximum(z, 0), gradient + (gradient * (z > 0)) @ weights.T


def test_residual():
    def stub(a, weights, gradient): ...

    def but(**options):
        return lambda *case: check._residual(*case, **options)

    assert_check(
        check.residual,
        solution=residual,
        also_correct=[
            lambda *case: np.array(residual(*case)),
            lambda a, w, g: (a + np.where(a @ w > 0, a @ w, 0), g + np.einsum("ni,ji->nj", g * (a @ w > 0), w)),
        ],
        stub=stub,
        wrong={
            "no_skip": but(skips=(False, False)),
            "no_skip_forward": but(skips=(False, True)),
            "no_skip_backward": but(skips=(True, False)),
            "no_slope": but(slope=np.ones_like),
            "slope_of_input": but(at=lambda a, z: a),
            "not_transposed": but(turned=False),
            "no_relu": but(f=lambda z: z),
            "wrong_number_of_results": lambda *case: residual(*case)[0],
        },
    )


def test_the_gradient_of_exercise_5_is_the_numeric_one():
    random = np.random.default_rng(1)
    a, weights, gradient = random.normal(size=(2, 3)), random.normal(size=(3, 3)), random.normal(size=(2, 3))
    numeric = np.zeros_like(a)
    for place in np.ndindex(a.shape):
        move = np.zeros_like(a)
        move[place] = 1e-6
        numeric[place] = np.sum(
            gradient * (residual(a + move, weights, gradient)[0] - residual(a - move, weights, gradient)[0])
        )
    np.testing.assert_allclose(numeric / 2e-6, residual(a, weights, gradient)[1], atol=1e-6)


def clipped(gradients, most):
    length = np.linalg.norm(np.concatenate([part.ravel() for part in gradients]))
    return gradients if length <= most else [part * most / length for part in gradients]


def changes_its_arguments(gradients, most):
    for part in gradients:
        part *= 0.5
    return gradients


def test_clip():
    def stub(gradients, most): ...

    assert_check(
        check.clip,
        solution=clipped,
        also_correct=[lambda gradients, most: tuple(part.tolist() for part in clipped(gradients, most))],
        stub=stub,
        wrong={
            "by_value": lambda gradients, most: [np.clip(part, -most, most) for part in gradients],
            "each_array": lambda gradients, most: [clipped([part], most)[0] for part in gradients],
            "never": lambda gradients, most: gradients,
            "always_scaled": lambda gradients, most: check._clip(gradients, most, always=True),
            "largest_number": lambda gradients, most: check._clip(
                gradients, most, norm=lambda parts: max(np.abs(part).max() for part in parts)
            ),
            "changes_argument": changes_its_arguments,
            "not_a_list": lambda gradients, most: 1.0,
        },
    )


def test_keras_clips_as_exercise_6_does():
    import tensorflow as tf

    for gradients, most in check.GRADIENTS:
        for one, other in zip(tf.clip_by_global_norm(gradients, most)[0], clipped(gradients, most), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-6)


def few_digits():
    """Return ten pictures that are easily told apart, each with noise: x (400, 784), y, x_test (1000, 784), y_test."""
    random = np.random.default_rng(0)
    means = random.normal(size=(10, 784))
    y, y_test = np.arange(400) % 10, np.arange(1000) % 10
    x, x_test = (means[labels] + 0.5 * random.normal(size=(len(labels), 784)) for labels in (y, y_test))
    return x.astype("float32"), y, x_test.astype("float32"), y_test


def network(depth=2, optimizer="adam", start="he_normal", momentum=None, inputs=784, classes=10, compiled=True):
    """Return an exercise's answer: a function that builds such a network."""

    def answer():
        import keras

        layers = keras.layers
        model = keras.Sequential([keras.Input((inputs,))])
        for _ in range(depth):
            model.add(layers.Dense(32, kernel_initializer=start))
            if momentum:
                model.add(layers.BatchNormalization(momentum=momentum))
            model.add(layers.ReLU())
        model.add(layers.Dense(classes, activation="softmax"))
        if compiled:
            model.compile(optimizer, "sparse_categorical_crossentropy")
        return model

    return answer


@pytest.fixture
def easy(monkeypatch):
    """Ten pictures that a network of two layers learns, in place of the digits and of twenty layers."""
    monkeypatch.setattr(check, "_digits", few_digits)
    monkeypatch.setattr(check, "LEAST_LAYERS", 2)


def test_rescue(easy):
    def stub(): ...

    assert_check(
        check.rescue,
        solution=network(),
        stub=stub,
        wrong={
            "too_shallow": network(1),
            "wrong_input": network(inputs=64),
            "not_compiled": network(compiled=False),
            "shape": network(classes=9),
            "not_a_model": lambda: 3,
        },
        examples=2,
    )


def trained_on_the_test_set():
    model = network()()
    model.fit(*few_digits()[2:], verbose=0)
    return model


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (network(3, momentum=0.5), None),
        (network(3, start="zeros"), "dead_start"),
        (network(2, momentum=0.9999), "running_average_lags"),
        (trained_on_the_test_set, "trained_on_test_set"),
        (lambda: network()().fit(*few_digits()[:2], verbose=0), "returns_history"),
    ],
)
def test_what_a_training_shows_is_told(easy, answer, name):
    assert check.rescue(answer).misconception == name


def test_layers_inside_a_model_count():
    import keras

    inner = network(3, compiled=False)()
    assert check._dense_layers(keras.Sequential([keras.Input((784,)), inner, keras.layers.Dense(2)])) == 5

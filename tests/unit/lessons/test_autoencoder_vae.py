"""Lesson 29: the explorer's mathematics and the checks."""

from itertools import pairwise
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.stats import norm

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_digits28
from utils.lessons.autoencoder_vae import checks as check
from utils.lessons.autoencoder_vae import drawings
from utils.lessons.autoencoder_vae import explorer as latent_plane
from utils.plots.alternative import describe


def activation(name):
    """Return a function that goes by a Keras activation's name."""
    return SimpleNamespace(__name__=name)


def network(sizes, last, seed=0):
    """Return what stands for an untrained Keras network of dense layers."""
    rng = np.random.default_rng(seed)
    layers = [SimpleNamespace(get_weights=list)]  # Input, Flatten: no weights
    for k, (inputs, outputs) in enumerate(pairwise(sizes)):
        weights = [rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs)), rng.normal(0, 0.1, outputs)]
        name = last if k == len(sizes) - 2 else "relu"
        layers.append(SimpleNamespace(get_weights=lambda w=weights: w, activation=activation(name)))
    return SimpleNamespace(layers=layers)


@pytest.fixture(scope="module")
def variational():
    return {
        "encoder": network([784, 16, 4], "linear"),
        "decoder": network([2, 16, 784], "sigmoid", seed=1),
    }


@pytest.fixture(scope="module")
def plain():
    return {
        "encoder": network([784, 16, 2], "linear"),
        "decoder": network([2, 16, 784], "sigmoid", seed=1),
    }


def test_the_explorer_keeps_its_promises(variational):
    check_explorer(latent_plane.LatentPlaneExplorer, **variational)


def test_the_explorer_takes_a_plain_autoencoder_too(plain, reader):
    explorer = latent_plane.LatentPlaneExplorer(**plain)
    for state in ({}, {"pair": "own", "way": 40}, {"digit": 3, "which": 20}):
        explorer.set(**state)
        assert len(explorer.draw(explorer._state).items()) == 5


def test_the_numpy_network_is_keras_own():
    from utils.training import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(12, activation="relu"),
            keras.layers.Dense(5, activation="tanh"),
            keras.layers.Dense(7, activation="sigmoid"),
        ]
    )
    x = load_digits28().x_test[:6].reshape(-1, 784) / 255
    np.testing.assert_allclose(latent_plane.Dense(model)(x), np.array(model(x)), atol=1e-5)


def test_neighbours_and_spread_are_those_of_the_definition(variational):
    plane = latent_plane.Plane(**variational)
    place = np.array([0.1, -0.2])
    order, distances = plane.nearest(place)
    by_hand = np.sqrt(((plane.codes - place) ** 2).sum(axis=1))
    np.testing.assert_allclose(distances, np.sort(by_hand)[:5], rtol=1e-5)
    assert set(order) == set(np.argsort(by_hand)[:5])
    out = latent_plane.Dense(variational["encoder"])(plane.pictures[:3].reshape(3, -1) / 255)
    np.testing.assert_allclose(plane.stds[:3] ** 2, np.exp(np.clip(out[:, 2:], -20, 4)), rtol=1e-4)


def test_the_path_moves_the_point_and_dragging_makes_it_ones_own(variational, reader):
    explorer = latent_plane.LatentPlaneExplorer(**variational)
    explorer.set(way=50)
    np.testing.assert_allclose(explorer.value("place")[0], np.mean(explorer.value("ends"), axis=0), atol=1e-5)
    explorer.set(pair="4-9")
    plane = latent_plane.Plane(**variational)
    np.testing.assert_allclose(explorer.value("ends")[0], plane.typical(4), atol=1e-5)
    explorer.set(ends=[[0.0, 0.0], [1.0, 1.0]])
    assert explorer.value("pair") == "own"
    np.testing.assert_allclose(explorer.value("place"), [[0.5, 0.5]])


@pytest.mark.parametrize("outputs", [3, 32])
def test_another_latent_space_is_refused_in_the_readers_language(plain, reader, outputs):
    encoder = network([784, 8, outputs], "linear")
    with pytest.raises(ValueError, match={"tr": "iki boyutlu", "en": "two dimensions"}[reader]):
        latent_plane.LatentPlaneExplorer(encoder, plain["decoder"])


def test_a_convolution_is_refused_in_the_readers_language(plain, reader):
    encoder = SimpleNamespace(layers=[SimpleNamespace(get_weights=lambda: [np.ones((3, 3, 1, 4)), np.ones(4)])])
    with pytest.raises(ValueError, match={"tr": "yoğun katman", "en": "dense layers"}[reader]):
        latent_plane.LatentPlaneExplorer(encoder, plain["decoder"])


def one_kl(mean, log_var):
    return (mean**2 + np.exp(log_var) - 1 - log_var) / 2


def test_kl():
    def stub(mean, log_var): ...

    def loop(mean, log_var):
        return [sum(one_kl(m, v) for m, v in zip(*row, strict=True)) for row in zip(mean, log_var, strict=True)]

    assert_check(
        check.kl,
        solution=lambda m, v: one_kl(m, v).sum(axis=1),
        stub=stub,
        also_correct=(loop, lambda m, v: one_kl(m, v).sum(axis=1).astype("float32")),
        wrong={
            "no_return": print,
            "half_log_var": lambda m, v: one_kl(m, v / 2).sum(axis=1),
            "no_half": lambda m, v: 2 * one_kl(m, v).sum(axis=1),
            "no_exp": lambda m, v: (m**2 - 1).sum(axis=1) / 2,
            "log_var_as_std_itself": lambda m, v: _quiet(lambda: (m**2 + v**2 - 1 - np.log(v**2)).sum(axis=1) / 2),
            "no_log": lambda m, v: (m**2 + np.exp(v) - 1).sum(axis=1) / 2,
            "no_mean": lambda m, v: (np.exp(v) - 1 - v).sum(axis=1) / 2,
            "only_mean": lambda m, v: (m**2).sum(axis=1) / 2,
            "kept_axis": lambda m, v: one_kl(m, v).sum(axis=1, keepdims=True),
            "log_of_log_var": lambda m, v: _quiet(lambda: (m**2 + v - 1 - np.log(v)).sum(axis=1) / 2),
            "log_var_as_std": lambda m, v: one_kl(m, 2 * v).sum(axis=1),
            "wrong_sign": lambda m, v: -one_kl(m, v).sum(axis=1),
            "log_added": lambda m, v: (one_kl(m, v) + v).sum(axis=1),
            "no_minus_one": lambda m, v: (one_kl(m, v) + 0.5).sum(axis=1),
            "mean_not_squared": lambda m, v: np.sum(m + np.exp(v) - 1 - v, axis=1) / 2,
            "averaged": lambda m, v: one_kl(m, v).mean(axis=1),
            "summed_over_rows": lambda m, v: one_kl(m, v).sum(axis=0),
            "not_summed": one_kl,
            "one_number": lambda m, v: one_kl(m, v).mean(),
            "second_logarithm": lambda m, v: _quiet(lambda: (m**2 + np.exp(v) - 1 - np.log(v)).sum(axis=1) / 2),
            "one_in_all": lambda m, v: ((m**2 + np.exp(v) - v).sum(axis=1) - 1) / 2,
            "not_finite": lambda m, v: np.full(len(m), np.nan),
            "wrong_value": lambda m, v: np.ones(len(m)),
        },
    )


@pytest.mark.parametrize("answer", [lambda m, v: np.full(len(m), np.nan), lambda m, v: np.sqrt(-abs(m)).sum(axis=1)])
def test_a_nan_of_another_origin_is_not_called_a_second_logarithm(answer):
    assert check.kl(lambda m, v: _quiet(lambda: answer(m, v))).misconception == "not_finite"


def _quiet(function):
    with np.errstate(all="ignore"):
        return function()


def test_sample():
    def stub(mean, log_var, noise): ...

    rng = np.random.default_rng(0)
    assert_check(
        check.sample,
        solution=lambda m, v, e: m + np.exp(v / 2) * e,
        stub=stub,
        also_correct=(
            lambda m, v, e: m + np.sqrt(np.exp(v)) * e,
            lambda m, v, e: (m + np.exp(v) ** 0.5 * e).tolist(),
        ),
        wrong={
            "variance_for_std": lambda m, v, e: m + np.exp(v) * e,
            "no_return": print,
            "mean_times_noise": lambda m, v, e: (m + np.exp(v / 2)) * e,
            "log_var_itself": lambda m, v, e: m + v * e,
            "root_of_log_var": lambda m, v, e: _quiet(lambda: m + np.sqrt(v) * e),
            "half_log_var": lambda m, v, e: m + v / 2 * e,
            "root_outside": lambda m, v, e: m + np.exp(v) / 2 * e,
            "no_spread": lambda m, v, e: m + e,
            "no_mean": lambda m, v, e: np.exp(v / 2) * e,
            "no_noise": lambda m, v, e: m + np.exp(v / 2),
            "wrong_sign": lambda m, v, e: m + np.exp(-v / 2) * e,
            "variance_squared": lambda m, v, e: m + np.exp(v) ** 2 * e,
            "noise_subtracted": lambda m, v, e: m - np.exp(v / 2) * e,
            "roles_swapped": lambda m, v, e: m * e + np.exp(v / 2),
            "only_mean": lambda m, v, e: m,
            "draws_inside": lambda m, v, e: m + np.exp(v / 2) * rng.normal(size=m.shape),
            "not_finite": lambda m, v, e: m * np.nan,
            "wrong_value": lambda m, v, e: 2 * m,
        },
    )


def test_kept():
    def stub(x, rebuilt): ...

    def share(x, r, mean):
        return 1 - ((x - r) ** 2).sum() / ((x - mean) ** 2).sum()

    assert_check(
        check.kept,
        solution=lambda x, r: share(x, r, x.mean(axis=0)),
        stub=stub,
        also_correct=(lambda x, r: 1 - np.mean((x - r) ** 2) / x.var(axis=0).mean(),),
        wrong={
            "lost_share": lambda x, r: 1 - share(x, r, x.mean(axis=0)),
            "error_itself": lambda x, r: ((x - r) ** 2).mean(),
            "error_sum": lambda x, r: ((x - r) ** 2).sum(),
            "one_minus_error": lambda x, r: 1 - ((x - r) ** 2).mean(),
            "black_baseline": lambda x, r: share(x, r, 0),
            "one_mean": lambda x, r: share(x, r, x.mean()),
            "no_return": print,
            "mean_of_rebuilt": lambda x, r: share(x, r, r.mean(axis=0)),
            "each_pixel": lambda x, r: 1 - np.sum((x - r) ** 2, axis=0) / np.sum((x - x.mean(axis=0)) ** 2, axis=0),
            "mean_of_shares": lambda x, r: np.mean(1 - np.mean((x - r) ** 2, axis=0) / x.var(axis=0)),
            "spread_of_rebuilt": lambda x, r: np.sum((r - x.mean(axis=0)) ** 2) / np.sum((x - x.mean(axis=0)) ** 2),
            "root": lambda x, r: 1 - np.sqrt(1 - share(x, r, x.mean(axis=0))),
            "percent": lambda x, r: 100 * share(x, r, x.mean(axis=0)),
            "mean_per_picture": lambda x, r: share(x, r, x.mean(axis=1, keepdims=True)),
            "no_square": lambda x, r: 1 - np.abs(x - r).sum() / np.abs(x - x.mean(axis=0)).sum(),
            "clipped": lambda x, r: np.clip(share(x, r, x.mean(axis=0)), 0, 1),
            "wrong_value": lambda x, r: 0.5,
        },
    )


def test_the_data_of_a_wrong_call_are_shown(reader):
    message = check.kept(lambda x, r: 0.5).message
    assert "`kept([[1.0, 0.0], [3.0, 1.0], [2.0, 8.0]], [[1.0, 1.0], [2.0, 1.0], [2.0, 6.0]])`" in message


def test_path():
    def stub(start, end, count): ...

    def walk(a, b, n):
        return np.linspace(a, b, n)

    assert_check(
        check.path,
        solution=walk,
        stub=stub,
        also_correct=(lambda a, b, n: [a + i / (n - 1) * (b - a) for i in range(n)],),
        wrong={
            "last_missing": lambda a, b, n: np.linspace(a, b, n, endpoint=False),
            "ends_missing": lambda a, b, n: np.linspace(a, b, n + 2)[1:-1],
            "one_too_many": lambda a, b, n: np.linspace(a, b, n + 1),
            "start_missing": lambda a, b, n: np.array([a + (b - a) * i / (n - 1) for i in range(1, n)]),
            "only_first": lambda a, b, n: np.linspace(a, b, n)[:1],
            "only_middle": lambda a, b, n: (a + b) / 2,
            "only_ends": lambda a, b, n: np.array([a, b]),
            "one_too_few": lambda a, b, n: np.linspace(a, b, n - 1),
            "only_shares": lambda a, b, n: np.linspace(0, 1, n),
            "no_return": print,
            "count_not_used": lambda a, b, n: np.linspace(a, b),
            "reversed": lambda a, b, n: walk(b, a, n),
            "end_not_difference": lambda a, b, n: a + np.linspace(0, 1, n)[:, None] * b,
            "turned": lambda a, b, n: walk(a, b, n).T,
            "no_start": lambda a, b, n: np.linspace(0 * a, b - a, n),
            "wrong_value": lambda a, b, n: np.zeros((n, 2)),
        },
    )


def test_sampled_kl():
    def stub(mean, std, noise): ...

    def terms(mean, std, noise):
        z = mean + std * noise
        return norm.logpdf(z, mean, std) - norm.logpdf(z, 0, 1)

    rng = np.random.default_rng(0)
    assert_check(
        check.sampled_kl,
        solution=lambda m, s, e: terms(m, s, e).mean(),
        stub=stub,
        also_correct=(
            lambda m, s, e: sum(terms(m, s, one) for one in e) / len(e),
            lambda m, s, e: np.mean(-np.log(s) - e**2 / 2 + (m + s * e) ** 2 / 2),
        ),
        wrong={
            "not_averaged": terms,
            "summed": lambda m, s, e: terms(m, s, e).sum(),
            "reversed": lambda m, s, e: -terms(m, s, e).mean(),
            "formula": lambda m, s, e: one_kl(m, 2 * np.log(s)),
            "noise_as_code": lambda m, s, e: np.mean(norm.logpdf(e, m, s) - norm.logpdf(e)),
            "noise_under_prior": lambda m, s, e: np.mean(norm.logpdf(m + s * e, m, s) - norm.logpdf(e)),
            "noise_under_q": lambda m, s, e: np.mean(norm.logpdf(e, m, s) - norm.logpdf(m + s * e)),
            "only_q": lambda m, s, e: norm.logpdf(m + s * e, m, s).mean(),
            "only_p": lambda m, s, e: norm.logpdf(m + s * e).mean(),
            "added": lambda m, s, e: np.mean(norm.logpdf(m + s * e, m, s) + norm.logpdf(m + s * e)),
            "no_logarithm": lambda m, s, e: np.mean(norm.pdf(m + s * e, m, s) - norm.pdf(m + s * e)),
            "log_of_mean": lambda m, s, e: np.log(np.mean(np.exp(terms(m, s, e)))),
            "variance_in_q": lambda m, s, e: np.mean(norm.logpdf(m + s * e, m, s**2) - norm.logpdf(m + s * e)),
            "variance_everywhere": lambda m, s, e: terms(m, s**2, e).mean(),
            "no_std": lambda m, s, e: np.mean(norm.logpdf(m + e, m, s) - norm.logpdf(m + e)),
            "no_mean": lambda m, s, e: np.mean(norm.logpdf(s * e, m, s) - norm.logpdf(s * e)),
            "prior_moved": lambda m, s, e: np.mean(norm.logpdf(m + s * e, m, s) - norm.logpdf(m + s * e, m, 1)),
            "prior_widened": lambda m, s, e: np.mean(norm.logpdf(m + s * e, m, s) - norm.logpdf(m + s * e, 0, s)),
            "draws_inside": lambda m, s, e: terms(m, s, rng.normal(size=1000)).mean(),
            "no_return": print,
            "wrong_value": lambda m, s, e: 0.5,
        },
    )


def test_holes():
    def stub(codes, places, limit): ...

    def gaps(codes, places):
        return np.sqrt(((places[:, None] - codes) ** 2).sum(axis=2))

    def loop(codes, places, limit):
        return sum(min(np.hypot(*(code - place)) for code in codes) > limit for place in places) / len(places)

    assert_check(
        check.holes,
        solution=lambda c, p, d: np.mean(gaps(c, p).min(axis=1) > d),
        stub=stub,
        also_correct=(loop, lambda c, p, d: 1 - (gaps(c, p) <= d).any(axis=1).mean()),
        wrong={
            "not_averaged": lambda c, p, d: (gaps(c, p) > d).all(axis=1),
            "distances": lambda c, p, d: gaps(c, p).min(axis=1),
            "count": lambda c, p, d: (gaps(c, p) > d).all(axis=1).sum(),
            "divided_by_codes": lambda c, p, d: (gaps(c, p) > d).all(axis=1).sum() / len(c),
            "percent": lambda c, p, d: 100 * (gaps(c, p) > d).all(axis=1).mean(),
            "outside_holes": lambda c, p, d: (gaps(c, p) <= d).any(axis=1).mean(),
            "farthest_code": lambda c, p, d: (gaps(c, p) > d).any(axis=1).mean(),
            "mean_distance": lambda c, p, d: (gaps(c, p).mean(axis=1) > d).mean(),
            "all_pairs": lambda c, p, d: (gaps(c, p) > d).mean(),
            "centre": lambda c, p, d: (gaps(c.mean(axis=0)[None], p) > d).mean(),
            "codes_far_from_places": lambda c, p, d: (gaps(c, p) > d).all(axis=0).mean(),
            "squared": lambda c, p, d: (gaps(c, p) ** 2 > d).all(axis=1).mean(),
            "sum_of_differences": lambda c, p, d: (np.abs(p[:, None] - c).sum(axis=2) > d).all(axis=1).mean(),
            "greatest_difference": lambda c, p, d: (np.abs(p[:, None] - c).max(axis=2) > d).all(axis=1).mean(),
            "at_the_limit": lambda c, p, d: (gaps(c, p) >= d).all(axis=1).mean(),
            "no_return": print,
            "wrong_value": lambda c, p, d: 0.123,
        },
    )


def completer(kind):
    """Return what stands for a trained network: it knows the test digits by their right half."""
    digits = load_digits28().x_test.reshape(-1, 784).astype("float32") / 255
    left = (np.arange(784) % 28 < 14).astype("float32")
    upper = (np.arange(784) < 392).astype("float32")

    class Model:
        layers = ()

        def __call__(self, x):
            x = np.array(x)
            mean = np.zeros_like(x) + digits.mean(axis=0)
            blank = not x[:, left > 0].any()
            half_seen = (
                x[:, left > 0].any() and x[:, left == 0].any()
            )  # neither the left half nor the right one is black
            return {
                "good": x * (1 - left) + (0.7 * digits + 0.3 * mean) * left,
                "copies": x,
                "mean": x * (1 - left) + mean * left,
                "whole": x * (1 - left) + mean * left if blank else x,
                "other": x if blank else x * left + (0.9 * digits + 0.1 * mean) * (1 - left),
                "lower": digits if half_seen and not x[:, upper == 0].any() else mean,
                "upper": digits if half_seen and not x[:, upper > 0].any() else mean,
                "bytes": digits if x.max() > 1 else mean,
                "untrained": np.full_like(x, 0.5),
                "diverged": x * np.nan,
                "classes": np.zeros((len(x), 10)),
            }[kind]

    return Model


def test_complete_left():
    def stub(): ...

    assert_check(
        check.complete_left,
        solution=completer("good"),
        stub=stub,
        wrong={
            "target_erased": completer("copies"),
            "not_good_enough": completer("mean"),
            "trained_on_whole": completer("whole"),
            "not_trained": completer("untrained"),
            "other_half": completer("other"),
            "rows_erased": completer("lower"),
            "other_scale": completer("bytes"),
            "not_finite": completer("diverged"),
            "shape": completer("classes"),
            "not_a_model": lambda: 0.03,
            "no_return": lambda: print(end=""),
        },
    )


def trained(hidden, shown=(), scale=1.0):
    """Return an answer that trains a small network: ``hidden`` is black in its inputs, ``shown`` black in its targets."""

    def answer():
        from utils.training import keras

        whole = load_digits28().x_train.astype("float32") / 255
        given, target = whole.copy(), whole.copy()
        given[hidden] = 0
        if shown:
            target[shown] = 0
        keras.utils.set_random_seed(0)
        hidden_layer = keras.layers.Dense(128, activation="relu")
        layers = [keras.Input((784,)), hidden_layer, keras.layers.Dense(784, activation="sigmoid")]
        model = keras.Sequential(layers)
        model.compile(keras.optimizers.Adam(0.008), "binary_crossentropy", steps_per_execution=16)
        model.fit(scale * given.reshape(-1, 784), target.reshape(-1, 784), batch_size=128, epochs=4, verbose=0)
        return model

    return answer


LEFT, RIGHT, UPPER, LOWER = np.s_[:, :, :14], np.s_[:, :, 14:], np.s_[:, :14], np.s_[:, 14:]


@pytest.mark.parametrize("answer, named", [
    (trained(RIGHT), "other_half"),
    (trained(UPPER), "rows_erased"),
    (trained(LOWER), "rows_erased"),
    (trained(LEFT, LEFT), "target_erased"),
    (trained(np.s_[:0]), "trained_on_whole"),
    (trained(LEFT, scale=255), "other_scale"),
])  # fmt: skip
def test_what_a_network_was_trained_for_is_seen_in_trained_networks(answer, named):
    assert check.complete_left(answer).misconception == named


def test_a_network_that_diverged_is_not_told_about_its_shape(reader):
    result = check.complete_left(completer("diverged"))
    assert "nan" in result.message and "784" not in result.message


def test_erased_targets_may_come_of_a_missing_copy(reader):
    assert "`.copy()`" in check.complete_left(completer("copies")).message


@pytest.mark.parametrize("erased", [True, False])
def test_a_network_trained_on_the_test_digits_is_refused(erased):
    def trained_on_test():
        from utils.training import keras

        x = load_digits28().x_test / 255
        given = x.copy()
        given[:, :, : 14 * erased] = 0
        model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(784)])
        model.compile("sgd", "mse")
        model.fit(given.reshape(-1, 784), x.reshape(-1, 784), batch_size=500, verbose=0)
        return model

    assert check.complete_left(trained_on_test).misconception == "trained_on_test_set"


def test_the_rivals_of_the_left_half_are_as_the_exercise_says():
    from sklearn.linear_model import Ridge
    from sklearn.neighbors import NearestNeighbors

    digits = load_digits28()
    train, test = digits.x_train / 255, digits.x_test / 255
    seen, hidden = ([x[:, :, half].reshape(len(x), -1) for x in (train, test)] for half in (np.s_[14:], np.s_[:14]))
    nearest = NearestNeighbors(n_neighbors=1).fit(seen[0]).kneighbors(seen[1])[1][:, 0]
    linear = Ridge(alpha=100).fit(seen[0], hidden[0]).predict(seen[1])
    assert np.mean((hidden[0][nearest] - hidden[1]) ** 2) == pytest.approx(0.058, abs=0.0006)
    assert np.mean((linear - hidden[1]) ** 2) == pytest.approx(0.038, abs=0.0008)


@pytest.mark.parametrize("draw, words", [
    (drawings.draw_autoencoder, {"tr": ("kodlayıcı", "çözücü", "darboğaz", "yeniden oluşturma hatası"),
                                 "en": ("encoder", "decoder", "bottleneck", "reconstruction error")}),
    (drawings.draw_vae, {"tr": ("kodlayıcı", "çözücü", "ortalama", "log varyans", "gürültü", "yeniden oluşturma kaybı"),
                         "en": ("encoder", "decoder", "mean", "log variance", "noise", "reconstruction loss")}),
])  # fmt: skip
def test_the_drawings_name_their_parts(draw, words, reader):
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert all(word in written for word in words[reader]) and "hat{x}" in written
    assert len(describe(figure)) > 10
    plt.close(figure)

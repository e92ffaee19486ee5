"""Lesson 30: the explorer's mathematics and the checks."""

import itertools
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import modes as data
from utils.lessons.gan import checks as check
from utils.lessons.gan import net as gan_net
from utils.lessons.gan.drawings import draw_gan
from utils.lessons.gan.explorer import GanExplorer
from utils.lessons.gan.net import Gan, Rules
from utils.plots.alternative import describe


def test_the_explorer_keeps_its_promises():
    check_explorer(GanExplorer)


@pytest.mark.parametrize("name", ["ring", "moons", "line"])
def test_real_points_cover_all_modes_evenly(name):
    shares = data.shares(data.real_points(name, 4000, np.random.default_rng(0)), name)
    assert shares.min() > 0.09 and shares.max() < 0.16 and shares.sum() > 0.97


@pytest.mark.parametrize("statistic", [False, True])
def test_both_networks_gradients_are_those_of_tensorflow(statistic):
    """The discriminator's gradient, and the generator's through the discriminator and the batch's spread."""
    from utils.training import keras  # noqa: F401, I001 - it makes TensorFlow start quietly
    import tensorflow as tf

    gan = Gan("ring", 2, statistic, seed=3)
    z = gan.draw(50)
    weights = [tf.Variable(w) for w in (*gan.generator.parameters(), *gan.discriminator.parameters())]

    def run(x, arrays):
        for k in range(3):
            x = x @ arrays[k] + arrays[3 + k]
            x = tf.nn.leaky_relu(x, 0.2) if k < 2 else x
        return x

    with tf.GradientTape() as tape:
        x = run(tf.constant(z), weights[:6])
        seen = tf.concat([x, tf.zeros_like(x) + tf.math.reduce_std(x, axis=0)], axis=1) if statistic else x
        loss = tf.reduce_mean(tf.nn.softplus(-run(seen, weights[6:])))
    theirs = tape.gradient(loss, [x, *weights])

    made = gan_net.forward(z, gan.generator.weights, gan.generator.biases)
    seen = gan._seen(made[-1], 0.0)
    outputs = gan_net.forward(seen, gan.discriminator.weights, gan.discriminator.biases)
    delta = (gan_net.sigmoid(outputs[-1]) - 1) / len(z)
    of_discriminator, towards = gan_net._backward(outputs, gan.discriminator.weights, delta)
    towards = gan_net._to_points(towards, seen, statistic)
    of_generator, _ = gan_net._backward(made, gan.generator.weights, towards)
    for ours, their in zip([towards, *of_generator, *of_discriminator], theirs, strict=True):
        np.testing.assert_allclose(ours, their, atol=2e-6)
    arrows = gan_net.pull(made[-1], gan.discriminator.copy(), statistic)
    np.testing.assert_allclose(arrows, -len(z) * towards, atol=1e-4)


def covered(seed, rounds=1000, statistic=False, **rules):
    """Return the modes covered, averaged over the end of a training."""
    gan, counts = Gan("ring", 2, statistic, seed), []
    for played in range(rounds):
        gan.round(Rules(0.0016, **rules))
        if played >= rounds - 200 and played % 50 == 0:
            counts.append((data.shares(gan.make(gan.draw(500)), "ring") >= data.LEAST_SHARE).sum())
    return np.mean(counts)


def test_five_steps_of_the_generator_collapse_and_the_batch_mends_it():
    assert covered(0, 300, generator=5) <= 2
    assert covered(1, 500, generator=5, statistic=True) >= 6
    assert covered(0, 400, generator=5, discriminator=5) >= 6


def test_a_recording_comes_out_the_same_each_time():
    first, second = (list(itertools.islice(e.train(e.state), 5))[-1] for e in (GanExplorer(), GanExplorer()))
    assert first["round"] == second["round"] and (first["points"] == second["points"]).all()


def test_an_overflow_is_told():
    live = {"round": 3, "points": np.full((9, 2), np.nan), "net": None, "curves": []}
    explorer = GanExplorer()
    assert "3" in explorer.draw(explorer._state, live).summary


def test_the_drawing_names_its_parts(reader):
    figure = draw_gan()
    written = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    words = {
        "tr": ("gürültü", "üretici", "sahte", "gerçek", "ayırt edici", "ileri hesap", "gradyan"),
        "en": ("noise", "generator", "fake", "real", "discriminator", "forward pass", "gradient"),
    }[reader]
    assert all(word in written for word in (*words, "L_G", "L_D"))
    assert "\\" not in describe(figure)  # the alternative text is read aloud
    plt.close(figure)


def untouched(*_):
    return ...


def test_the_best_discriminator():
    assert_check(
        check.best_discriminator,
        solution=lambda p, q: p / (p + q),
        stub=untouched,
        wrong={
            "fake_share": lambda p, q: q / (p + q),
            "half": lambda p, q: 0.5,
            "summed": lambda p, q: np.sum(p) / np.sum(p + q),
            "ratio": np.errstate(divide="ignore")(lambda p, q: p / q),
            "density": lambda p, q: p,
            "no_brackets": lambda p, q: p / p + q,
            "difference": lambda p, q: p - q,
            "winner": lambda p, q: np.where(p > q, 1.0, 0.0),
            "rounded": lambda p, q: np.round(p / (p + q), 2),
            "wrong_value": lambda p, q: p / (p + q) ** 2,
        },
        also_correct=[
            lambda p, q: 1 / (1 + np.asarray(q) / p),
            lambda p, q: [a / (a + b) for a, b in zip(p, q, strict=True)] if np.ndim(p) else p / (p + q),
        ],
    )


def test_the_loss_of_the_discriminator():
    assert_check(
        check.loss_of_discriminator,
        solution=lambda real, fake: -np.mean(np.log(real)) - np.mean(np.log(1 - fake)),
        stub=untouched,
        wrong={
            "wrong_sign": lambda real, fake: np.mean(np.log(real)) + np.mean(np.log(1 - fake)),
            "roles_swapped": lambda real, fake: -np.mean(np.log(1 - real)) - np.mean(np.log(fake)),
            "second_sign": lambda real, fake: np.mean(np.log(1 - fake)) - np.mean(np.log(real)),
            "log2": lambda real, fake: -np.mean(np.log2(real)) - np.mean(np.log2(1 - fake)),
            "log10": lambda real, fake: -np.mean(np.log10(real)) - np.mean(np.log10(1 - fake)),
            "fake_not_turned": lambda real, fake: -np.mean(np.log(real)) - np.mean(np.log(fake)),
            "sum": lambda real, fake: -np.sum(np.log(real)) - np.sum(np.log(1 - fake)),
            "one_mean": lambda real, fake: -np.mean(np.log(np.concatenate([real, 1 - fake]))),
            "halved": lambda real, fake: -(np.mean(np.log(real)) + np.mean(np.log(1 - fake))) / 2,
            "real_only": lambda real, fake: -np.mean(np.log(real)),
            "no_real": lambda real, fake: -np.mean(np.log(1 - fake)),
            "no_fake": lambda real, fake: -np.mean(np.log(real)) - np.mean(np.log(1 - real)),
            "no_log": lambda real, fake: -np.mean(real) - np.mean(1 - fake),
            "log_of_mean": lambda real, fake: -np.log(real.mean()) - np.log(1 - fake.mean()),
            "wrong_value": lambda real, fake: -np.mean(np.log(real)) - 2 * np.mean(np.log(1 - fake)),
        },
        also_correct=[
            lambda real, fake: (
                sum(-np.log(r) for r in real) / len(real) + sum(-np.log(1 - f) for f in fake) / len(fake)
            ),
            lambda real, fake: np.float32(-np.log(real).mean() - np.log1p(-fake).mean()),
            lambda real, fake: -np.mean(np.log(real + 1e-7)) - np.mean(np.log(1 - fake + 1e-7)),
        ],
    )


def test_the_loss_of_the_generator():
    assert_check(
        check.loss_of_generator,
        solution=lambda fake: -np.mean(np.log(fake)),
        stub=untouched,
        wrong={
            "minimax": lambda fake: np.mean(np.log(1 - fake)),
            "both_parts": lambda fake: -np.mean(np.log(fake)) - np.mean(np.log(1 - fake)),
            "log2": lambda fake: -np.mean(np.log2(fake)),
            "log10": lambda fake: -np.mean(np.log10(fake)),
            "discriminators_part": lambda fake: -np.mean(np.log(1 - fake)),
            "wrong_sign": lambda fake: np.mean(np.log(fake)),
            "sum": lambda fake: -np.sum(np.log(fake)),
            "no_mean": lambda fake: -np.log(fake),
            "no_log": lambda fake: -np.mean(fake),
            "log_of_mean": lambda fake: -np.log(np.mean(fake)),
            "wrong_value": lambda fake: -np.mean(np.log(fake)) / 2,
        },
        also_correct=[
            lambda fake: sum(-np.log(p) for p in fake) / len(fake),
            lambda fake: -np.mean(np.log(fake + 1e-7)),
            lambda fake: -np.mean(np.log(np.clip(fake, 1e-7, 1 - 1e-7))),
        ],
    )


def test_the_two_gradients_of_the_generator():
    def d(s):
        return 1 / (1 + np.exp(-np.asarray(s)))

    assert_check(
        check.generator_gradients,
        solution=lambda score: (-d(score), d(score) - 1),
        stub=untouched,
        wrong={
            "swapped": lambda score: (d(score) - 1, -d(score)),
            "without_sign": lambda score: (d(score), 1 - d(score)),
            "score_taken_for_probability": lambda score: (-score, score - 1),
            "losses": lambda score: (np.log(1 - d(score)), -np.log(d(score))),
            "by_probability": lambda score: (-1 / (1 - d(score)), -1 / d(score)),
            "sigmoid_only": lambda score: (d(score) * (1 - d(score)),) * 2,
            "minimax_twice": lambda score: (-d(score),) * 2,
            "means": lambda score: (-d(score).mean(), (d(score) - 1).mean()),
            "wrong_value": lambda score: (-d(score), -d(score) * (1 - d(score))),
        },
        also_correct=[
            lambda score: [-1 / (1 + np.exp(-score)), -1 / (1 + np.exp(score))],
            lambda score: np.stack([-d(score), d(score) - 1]),
        ],
    )


def a_step(loss, networks=lambda generator, discriminator: [generator], give=lambda loss: loss):
    """Return an answer that updates these networks on the loss of the fakes' scores, a function of TensorFlow's."""

    def step(generator, discriminator, optimizer, noise):
        import tensorflow as tf

        changed = networks(generator, discriminator)
        weights = [weight for network in changed for weight in network.trainable_variables]
        with tf.GradientTape() as tape:
            value = loss(tf, discriminator(generator(noise)))
        optimizer.apply_gradients(zip(tape.gradient(value, weights), weights, strict=True))
        return give(value)

    return step


def non_saturating(tf, scores):
    return tf.reduce_mean(tf.nn.softplus(-scores))


def test_the_step_of_the_generator():
    def idle(generator, discriminator, optimizer, noise):
        import tensorflow as tf

        return tf.reduce_mean(tf.nn.softplus(-discriminator(generator(noise))))

    def outside_the_tape(generator, discriminator, optimizer, noise):
        import tensorflow as tf

        scores = discriminator(generator(noise))
        with tf.GradientTape() as tape:
            loss = non_saturating(tf, scores)
        weights = generator.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        return loss

    def twice(*arguments):
        a_step(non_saturating)(*arguments)
        return a_step(non_saturating)(*arguments)

    def by_keras(generator, discriminator, optimizer, noise):
        import keras
        import tensorflow as tf

        with tf.GradientTape() as tape:
            fake = generator(noise, training=True)
            scores = discriminator(fake, training=True)
            loss = keras.losses.BinaryCrossentropy(from_logits=True)(np.ones_like(scores), scores)
        optimizer.apply(tape.gradient(loss, generator.trainable_variables), generator.trainable_variables)
        return float(loss)

    assert_check(
        check.generator_step,
        solution=a_step(non_saturating),
        stub=untouched,
        wrong={
            "nothing_changed": idle,
            "outside_the_tape": outside_the_tape,
            "discriminator_changed": a_step(
                non_saturating, lambda generator, discriminator: [generator, discriminator]
            ),
            "minimax": a_step(lambda tf, s: tf.reduce_mean(-tf.nn.softplus(s))),
            "discriminators_part": a_step(lambda tf, s: tf.reduce_mean(tf.nn.softplus(s))),
            "ascends": a_step(lambda tf, s: -non_saturating(tf, s)),
            "sum": a_step(lambda tf, s: tf.reduce_sum(tf.nn.softplus(-s))),
            "wrong_step": twice,
            "not_the_loss": a_step(non_saturating, give=lambda loss: -loss),
            "no_return": a_step(non_saturating, give=lambda loss: None),
        },
        also_correct=[by_keras],
        examples=5,
    )


def test_the_inception_score():
    def kl(p):
        return (p * np.log(p / p.mean(axis=0))).sum(axis=1)

    def by_entropies(p):
        mean = p.mean(axis=0)
        return np.exp(np.mean((p * np.log(p)).sum(axis=1)) - np.sum(mean * np.log(mean)))

    assert_check(
        check.inception_score,
        solution=lambda p: np.exp(kl(p).mean()),
        stub=untouched,
        wrong={
            "no_exp": lambda p: kl(p).mean(),
            "each_picture": kl,
            "exp_each": lambda p: np.exp(kl(p)),
            "exp_first": lambda p: np.exp(kl(p)).mean(),
            "sum": lambda p: np.exp(kl(p).sum()),
            "mean_of_all": lambda p: np.exp((p * np.log(p / p.mean(axis=0))).mean()),
            "log2": lambda p: np.exp((p * np.log2(p / p.mean(axis=0))).sum(axis=1).mean()),
            "reversed": lambda p: np.exp((p.mean(axis=0) * np.log(p.mean(axis=0) / p)).sum(axis=1).mean()),
            "even_mean": lambda p: np.exp((p * np.log(p * p.shape[1])).sum(axis=1).mean()),
            "variety_only": lambda p: np.exp(-(p.mean(axis=0) * np.log(p.mean(axis=0))).sum()),
            "confidence_only": lambda p: np.exp((p * np.log(p)).sum(axis=1).mean()),
            "wrong_value": lambda p: np.exp(np.median(kl(p))) + 0.1,
        },
        also_correct=[by_entropies],
    )


def near(points, centres, radius):
    return np.linalg.norm(points[:, None] - centres, axis=2) <= radius


def by_loop(points, centres, radius, least):
    count = 0
    for centre in centres:
        close = sum(np.hypot(*(point - centre)) <= radius for point in points)
        count += close / len(points) >= least
    return count


def nearest(points, centres, radius, least):
    owner = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    return sum((owner == k).mean() >= least for k in range(len(centres)))


def test_counting_modes():
    assert_check(
        check.count_modes,
        solution=lambda p, c, r, least: int((near(p, c, r).mean(axis=0) >= least).sum()),
        stub=untouched,
        wrong={
            "squared_distance": lambda p, c, r, least: (
                (((p[:, None] - c) ** 2).sum(axis=2) <= r).mean(axis=0) >= least
            ).sum(),
            "sum_of_sides": lambda p, c, r, least: (
                (np.abs(p[:, None] - c).sum(axis=2) <= r).mean(axis=0) >= least
            ).sum(),
            "longer_side": lambda p, c, r, least: (
                (np.abs(p[:, None] - c).max(axis=2) <= r).mean(axis=0) >= least
            ).sum(),
            "shares": lambda p, c, r, least: near(p, c, r).mean(axis=0),
            "first_mode_only": lambda p, c, r, least: int(near(p, c, r)[:, 0].mean() >= least),
            "all_modes": lambda p, c, r, least: len(c),
            "any_point": lambda p, c, r, least: near(p, c, r).any(axis=0).sum(),
            "counts_points": lambda p, c, r, least: near(p, c, r).any(axis=1).sum(),
            "no_radius": nearest,
            "strictly_more": lambda p, c, r, least: (near(p, c, r).mean(axis=0) > least).sum(),
            "strictly_closer": lambda p, c, r, least: (
                (np.linalg.norm(p[:, None] - c, axis=2) < r).mean(axis=0) >= least
            ).sum(),
            "mean_over_modes": lambda p, c, r, least: (near(p, c, r).mean(axis=1) >= least).sum(),
            "one_answer_each": lambda p, c, r, least: near(p, c, r).mean(axis=0) >= least,
            "missing_modes": lambda p, c, r, least: (near(p, c, r).mean(axis=0) < least).sum(),
            "share_of_modes": lambda p, c, r, least: (near(p, c, r).mean(axis=0) >= least).mean(),
            "wrong_number": lambda p, c, r, least: 17,
        },
        also_correct=[by_loop],
    )


def test_the_points_of_a_wrong_count_are_shown(reader):
    message = check.count_modes(lambda p, c, r, least: 17).message
    assert "`count_modes([[1.5, 2.0], [1.0, 2.5], " in message and "[[1.0, 2.0], [5.0, -1.0]], 1.0, 0.3)`" in message
    assert {"tr": "0,40; 0,20", "en": "0.40, 0.20"}[reader] in message


def test_a_return_inside_the_loop_over_the_centres_is_named():
    def inside(points, centres, radius, least):
        count = 0
        for centre in centres:
            count += np.mean(np.linalg.norm(points - centre, axis=1) <= radius) >= least
            return count

    assert check.count_modes(inside).misconception == "return_in_loop"


class Network:
    """What stands for a Keras generator: ``points(z)`` and a number of parameters."""

    def __init__(self, points, count=700, inputs=2):
        self._points, self._count, self.input_shape = points, count, (None, inputs)

    def __call__(self, z):
        return self._points(np.random.default_rng(0), len(z))

    def count_params(self):
        return self._count


def ring(modes, spread=0.1):
    def points(rng, count):
        return data.modes("ring")[rng.integers(modes, size=count)] + spread * rng.normal(size=(count, 2))

    return points


def test_the_small_generator():
    good = Network(ring(8))
    assert_check(
        check.small_generator,
        solution=lambda: good,
        stub=lambda: ...,
        wrong={
            "no_return": lambda: print(end=""),
            "whole_gan": lambda: SimpleNamespace(generator=good, discriminator=good),
            "not_a_model": lambda: 3,
            "too_many_parameters": lambda: Network(ring(8), count=1000),
            "shape": lambda: Network(lambda rng, count: rng.normal(size=(count, 3))),
            "not_trained": lambda: Network(lambda rng, count: 0.1 * rng.normal(size=(count, 2))),
            "collapsed": lambda: Network(ring(1)),
            "off_the_modes": lambda: Network(lambda rng, count: 30 * rng.normal(size=(count, 2))),
            "not_finite": lambda: Network(lambda rng, count: np.full((count, 2), np.nan)),
            "between": lambda: Network(ring(8, spread=0.3)),
            "modes_missing": lambda: Network(ring(6)),
        },
        also_correct=[lambda: Network(ring(7), inputs=16)],
    )


def test_noise_is_not_called_a_collapse(reader):
    """Once points all over the plane were told "mode collapse"."""
    for scale in (1, 3, 30):
        result = check.small_generator(lambda s=scale: Network(lambda rng, count: s * rng.normal(size=(count, 2))))
        assert result.misconception == "off_the_modes"
        assert {"tr": "çök", "en": "collapse"}[reader] not in result.message
    one = check.small_generator(lambda: Network(ring(1))).message
    assert {"tr": "8 modun 1 tanesi tutuldu", "en": "1 of 8 modes is covered"}[reader] in one


def test_a_share_just_below_the_least_is_not_rounded_up_to_it():
    def points(rng, count):
        found = ring(8, spread=0.01)(rng, count)
        found[: round(0.301 * count)] = 0  # at no mode
        return found

    result = check.small_generator(lambda: Network(points))
    assert result.outcome == "wrong" and "69.9%" in result.message

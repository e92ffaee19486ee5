"""Lesson 16: what the explorer computes, the pictures with a sign, the drawings, the recorded results and the checks."""

import re

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.seeing_inside import checks as check
from utils.lessons.seeing_inside import drawings, explorer, inside, shortcut
from utils.lessons.seeing_inside import runs as recorded
from utils.training.backbone import backbone_input, imagenet_names


@pytest.fixture(scope="module")
def network():
    from utils.training.backbone import squeezenet

    return squeezenet(classifier=True)


@pytest.fixture(scope="module")
def asked(network):
    return inside.Inside(network)


def prepared(name):
    return backbone_input(inside.photographs()[name][None])[0]


# Inside the network


def test_the_photographs_are_named_as_the_lesson_says(asked):
    names = imagenet_names()
    scores, shares = asked.answers(np.stack([prepared(name) for name in inside.photographs()]))
    answers = [names[kind] for kind in scores.argmax(axis=1)]
    assert "cat" in names[281] and answers[1] == "espresso" and answers[4] == "stupa" and answers[5] == "honeycomb"
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-4)


def test_covering_the_coffee_leaves_espresso_and_covering_the_cup_does_not(asked):
    picture = prepared("coffee")
    covered = [inside.cover(picture, 75, 75, 55, 85), inside.cover(picture, 15, 50, 150, 130)]
    _, shares = asked.answers(np.array(covered))
    assert shares[0, 967] > 0.8 and shares[1, 967] < 0.05


def test_the_gradient_rule_is_keras_own_gradient(asked, network):
    import keras
    import tensorflow as tf

    model = keras.Model(network.input, network.get_layer("scores").output)
    x = tf.constant(prepared("cat")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = model(x)[0, 281]
    theirs = np.array(tape.gradient(score, x))[0]
    ours = asked.gradients(prepared("cat"), 281, "gradient")[1]["picture"]
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize(
    ("rule", "expected"), [("gradient", [0, 0, 5]), ("deconvolution", [4, 0, 5]), ("guided", [0, 0, 5])]
)
def test_the_rules_at_a_relu(rule, expected):
    import tensorflow as tf

    z, g = tf.constant([-1.0, 0.0, 2.0]), tf.constant([4.0, -3.0, 5.0])
    with tf.GradientTape() as tape:
        tape.watch(z)
        score = tf.reduce_sum(inside.relu_with(rule)(z) * g)
    assert tape.gradient(score, z).numpy().tolist() == expected


def test_guided_backpropagation_does_not_know_the_class_and_grad_cam_does(asked):
    pictures = [asked.gradients(prepared("flower"), kind, "guided")[1]["picture"] for kind in (599, 950)]
    assert inside.rank_correlation(*map(inside.saliency, pictures)) > 0.97
    cams = [asked.gradients(prepared("flower"), kind) for kind in (599, 950)]
    assert inside.rank_correlation(*(inside.weighted(maps["fire9"], g["fire9"]) for maps, g in cams)) < 0.9


def test_rank_correlation_is_scipys():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(0)
    for _ in range(20):
        a, b = rng.integers(0, 6, 30), rng.normal(size=30)  # with and without equal values
        assert inside.rank_correlation(a, b) == pytest.approx(spearmanr(a, b)[0])
    assert inside.rank_correlation(np.ones(4), np.arange(4)) == 0


def test_shuffling_leaves_the_given_network_as_it_was(network):
    before = network.get_weights()
    rows = inside.Inside(network).cascade(inside.photographs()["cat"], 0, ("guided", "grad_cam"))
    assert rows.shape == (10, 2) and rows[0, 0] > 0.9 > abs(rows[1, 1])
    assert all(np.array_equal(a, b) for a, b in zip(before, network.get_weights(), strict=True))


def test_covering_a_copy():
    picture = np.ones((4, 5, 3))
    covered = inside.cover(picture, 1, 2, 2, 2)
    assert covered.sum() == picture.sum() - 12 and (covered[1:3, 2:4] == 0).all() and picture.min() == 1


# Pictures with a sign


def test_the_sign_tells_the_animal_as_often_as_asked():
    x, animals, signs = shortcut.signed_pictures(400, 0.98, 0)
    assert x.shape == (400, 56, 56, 1) and x.dtype == np.float32 and x.min() >= 0 and x.max() <= 1
    assert 0.95 < (animals == signs).mean() < 1 and 0.4 < animals.mean() < 0.6
    bright = x[:, shortcut.TOP, shortcut.LEFT, 0] == np.float32(shortcut.WHITE)
    assert (bright == (signs == 1)).all()


def test_sets_of_one_seed_differ_in_their_signs_alone():
    biased, animals, signs = shortcut.signed_pictures(100, 0.98, 3)
    balanced, same, others = shortcut.signed_pictures(100, 0.5, 3)
    assert (animals == same).all() and np.array_equal(biased[signs == others], balanced[signs == others])
    np.testing.assert_array_equal(shortcut.cover_corner(biased), shortcut.cover_corner(balanced))
    test, *_ = shortcut.signed_pictures(100, 0.98, 3, test=True)
    assert not np.array_equal(test, biased)


def test_covering_hides_the_sign_and_pasting_brings_it_back():
    x, _, signs = shortcut.signed_pictures(50, 0.98, 1)
    assert (shortcut.cover_corner(x) != x)[signs == 1].any(axis=(1, 2, 3)).all()
    np.testing.assert_array_equal(shortcut.paste_sign(shortcut.cover_corner(x))[signs == 1], x[signs == 1])


# What was recorded, the drawings, the explorer


def test_the_recorded_results_are_complete():
    found = recorded.runs()
    kinds = ("biased", "more", "hidden", "random", "balanced")
    assert all(found[kind].shape == (5, 4) and found[f"share_{kind}"].shape == (5,) for kind in kinds)
    assert found["sanity"].shape == (3, 5, 10, 3) and found["occlusion"].shape == (6, 3, 13, 13)
    assert found["kinds"].shape == (6, 3) and all(np.isfinite(values).all() for values in found.values())


def test_the_recorded_occlusion_is_of_this_network(asked):
    found, place = recorded.runs(), list(inside.photographs()).index("tower")
    falls = asked.occlusion(prepared("tower"), found["kinds"][place].astype(int))
    np.testing.assert_allclose(falls, found["occlusion"][place], atol=0.1)


def test_a_missing_record_is_told_in_the_readers_language(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(recorded, "PATH", tmp_path / "seeing_inside_runs.npz")
    with pytest.raises(RuntimeError, match={"tr": "bozuk", "en": "damaged"}[reader]):
        recorded.runs.__wrapped__()


def test_the_drawing_of_the_rules_has_the_numbers_of_the_text():
    assert [drawings.passed(rule) for rule in inside.RULES] == [[-2, 0, 5, 0], [0, 4, 5, 0], [0, 0, 5, 0]]


def test_the_drawings_speak_the_readers_language(reader):
    maps = np.random.default_rng(0).uniform(size=(3, 3, 4))
    figures = drawings.draw_rules(), drawings.draw_grad_cam(np.zeros((8, 8, 3), np.uint8), maps, maps - 0.5, "espresso")
    words = [" ".join(text.get_text() for text in figure.axes[0].texts) for figure in figures]
    assert {"tr": "güdümlü", "en": "guided"}[reader] in words[0] and {"tr": "puan", "en": "score"}[reader] in words[1]


def test_large_maps_are_shrunk_by_their_largest_values():
    values = np.zeros((227, 227))
    values[100, 51] = 3
    small = explorer.blocks_of(values)
    assert small.shape == (114, 114) and small[50, 25] == 3 and small.sum() == 3
    assert explorer.blocks_of(np.ones((13, 13))).shape == (13, 13)


def test_the_explorer_keeps_its_promises(network):
    check_explorer(explorer.SeeingInsideExplorer, model=network)


def test_method_and_layer_follow_each_other(network):
    made = explorer.SeeingInsideExplorer(network)
    made.set(method="guided")
    assert made.value("layer") == "picture"
    made.set(method="grad_cam")
    assert made.value("layer") == "fire9"
    made.set(layer="fire5")
    assert made.value("method") == "grad_cam"
    made.set(layer="picture")
    assert made.value("method") == "gradient"
    made.set(method="occlusion")
    made.set(layer="fire7")
    assert made.value("method") == "grad_cam"


def test_the_summary_tells_what_the_square_does(network, reader):
    words = explorer.SeeingInsideExplorer(network, cover=[[50, 15, 180, 165]]).first_scene.summary
    assert "espresso" in words and "tray" in words


# Checks


def test_climb():
    def stub(x, slope, rate, steps): ...

    def solution(x, slope, rate, steps):
        for _ in range(steps):
            g = slope(x)
            size = np.sqrt(np.mean(g**2))
            if size > 0:
                x = x + rate * g / size
        return x

    def stepping(size, sign=1):
        def answer(x, slope, rate, steps):
            for _ in range(steps):
                g = slope(x)
                if np.any(g):
                    x = x + sign * rate * g / size(g)
            return x

        return answer

    def unguarded(x, slope, rate, steps):
        for _ in range(steps):
            g = slope(x)
            with np.errstate(all="ignore"):
                x = x + rate * g / np.sqrt(np.mean(g**2))
        return x

    assert_check(
        check.climb,
        solution=solution,
        stub=stub,
        also_correct=(lambda *case: solution(*case).tolist(), lambda x, *rest: solution(x.copy(), *rest)),
        wrong={
            "descends": stepping(lambda g: np.sqrt(np.mean(g**2)), sign=-1),
            "not_scaled": stepping(lambda g: 1),
            "norm": stepping(np.linalg.norm),
            "deviation": stepping(np.std),
            "no_root": stepping(lambda g: np.mean(g**2)),
            "zero_gradient": unguarded,
            "one_too_many": lambda x, slope, rate, steps: solution(x, slope, rate, steps + 1),
            "wrong_place": lambda x, slope, rate, steps: x,
            "no_return": lambda *case: print(end=""),
        },
    )


def test_relu_back():
    def stub(z, gradient, rule): ...

    def solution(z, gradient, rule):
        passed = np.maximum(gradient, 0) if rule != "gradient" else gradient
        return passed if rule == "deconvolution" else passed * (z > 0)

    assert_check(
        check.relu_back,
        solution=solution,
        stub=stub,
        also_correct=(lambda *case: solution(*case).tolist(),),
        wrong={
            "always_plain": lambda z, g, rule: g * (z > 0),
            "always_guided": lambda z, g, rule: np.maximum(g, 0) * (z > 0),
            "swapped": lambda z, g, rule: solution(
                z, g, {"gradient": "deconvolution", "deconvolution": "gradient"}.get(rule, rule)
            ),
            "guided_is_deconvolution": lambda z, g, rule: solution(z, g, "deconvolution" if rule == "guided" else rule),
            "wrong_value": lambda z, g, rule: z + g,
            "shape": lambda z, g, rule: solution(z, g, rule)[:1],
        },
    )


def test_grad_cam():
    def stub(maps, gradients): ...

    def solution(maps, gradients):
        return np.maximum((maps * gradients.mean(axis=(0, 1))).sum(axis=2), 0)

    assert_check(
        check.grad_cam,
        solution=solution,
        stub=stub,
        also_correct=(lambda a, g: np.einsum("hwk,k->hw", a, g.mean((0, 1))).clip(0).astype("float32").tolist(),),
        wrong={
            "place_by_place": lambda a, g: np.maximum((a * g).sum(axis=2), 0),
            "no_relu": lambda a, g: a @ g.mean(axis=(0, 1)),
            "sum": lambda a, g: np.maximum(a @ g.sum(axis=(0, 1)), 0),
            "weights_only": lambda a, g: g.mean(axis=(0, 1)),
            "not_summed": lambda a, g: np.maximum(a * g.mean(axis=(0, 1)), 0),
            "scaled": lambda a, g: solution(a, g) / max(solution(a, g).max(), 1e-12),
            "wrong_map": lambda a, g: a[..., 0],
        },
    )


@pytest.mark.parametrize("exercise", ["grad_cam", "occlusion_map", "rank_agreement"])
def test_a_call_in_words_stands_inside_its_sentence(exercise):
    use_language("en")
    result = getattr(check, exercise)(lambda *case: -123.0)
    assert result.outcome == "wrong" and re.match("For [a-z]", result.message), result.message


def test_occlusion_map():
    def stub(score, picture, size, stride, grey): ...

    def solution(score, picture, size, stride, grey, beyond=1, value=lambda before, after: before - after):
        rows = []
        for top in range(0, len(picture) - size + beyond, stride):
            row = []
            for left in range(0, picture.shape[1] - size + beyond, stride):
                copy = picture.copy()
                copy[top : top + size, left : left + size] = grey
                row.append(value(score(picture), score(copy)))
            rows.append(row)
        return np.array(rows)

    def piled_up(score, picture, size, stride, grey):
        work, before = picture.copy(), score(picture)
        rows = []
        for top in range(0, len(picture) - size + 1, stride):
            rows.append([])
            for left in range(0, picture.shape[1] - size + 1, stride):
                work[top : top + size, left : left + size] = grey
                rows[-1].append(before - score(work))
        return rows

    assert_check(
        check.occlusion_map,
        solution=solution,
        stub=stub,
        also_correct=(lambda *case: solution(*case).tolist(),),
        wrong={
            "stops_early": lambda *case: solution(*case, beyond=0),
            "scores": lambda *case: solution(*case, value=lambda before, after: after),
            "reversed": lambda *case: solution(*case, value=lambda before, after: after - before),
            "turned": lambda *case: solution(*case).T,
            "piled_up": piled_up,
            "every_pixel": lambda score, picture, size, stride, grey: solution(score, picture, size, 1, grey),
            "wrong_map": lambda *case: 2 * solution(*case),
        },
    )


def test_rank_agreement():
    def stub(first, second): ...

    def ranked(values):
        return np.argsort(np.argsort(values.ravel()))

    assert_check(
        check.rank_agreement,
        solution=lambda first, second: np.corrcoef(ranked(first), ranked(second))[0, 1],
        stub=stub,
        also_correct=(lambda first, second: [inside.rank_correlation(first, second)],),
        wrong={
            "values": lambda first, second: np.corrcoef(first.ravel(), second.ravel())[0, 1],
            "argsort_once": lambda a, b: np.corrcoef(np.argsort(a.ravel()), np.argsort(b.ravel()))[0, 1],
            "absolute": lambda a, b: abs(inside.rank_correlation(a, b)),
            "matrix": lambda a, b: np.corrcoef(ranked(a), ranked(b)),
            "reversed": lambda a, b: -inside.rank_correlation(a, b),
            "wrong_number": lambda a, b: 0.123,
        },
    )


def stand(agree, disagree, outputs=2):
    """Return what stands for a trained model: right on these shares of the agreeing and the disagreeing test pictures."""
    _, animals, signs = shortcut.signed_pictures(600, 0.5, 0, test=True)

    class Model:
        built, weights, layers = True, (), ()

        def __call__(self, x):
            right = np.zeros(len(animals), bool)
            for part, share in ((signs == animals, agree), (signs != animals, disagree)):
                right[np.flatnonzero(part)[: round(share * part.sum())]] = True
            return np.eye(outputs)[np.where(right, animals, 1 - animals)]

    return Model


def test_robust_network():
    def stub(): ...

    assert_check(
        check.robust_network,
        solution=stand(0.95, 0.95),
        stub=stub,
        also_correct=(stand(0.85, 0.81),),
        wrong={
            "shortcut": stand(0.99, 0.1),
            "reversed": stand(0.2, 0.7),
            "not_accurate_enough": stand(0.7, 0.7),
            "shape": stand(0.95, 0.95, outputs=3),
            "not_a_model": lambda: "model",
            "returns_seconds": lambda: 3.25,
            "no_return": lambda: print(end=""),
        },
        examples=10,
    )


def test_a_network_trained_on_balanced_or_on_test_pictures_is_refused(reader):
    from utils.training import keras

    def trained(x, y):
        layers = [keras.Input((56, 56, 1)), keras.layers.AveragePooling2D(8), keras.layers.Flatten()]
        model = keras.Sequential([*layers, keras.layers.Dense(2)])
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        model.fit(x, y, batch_size=1000, verbose=0)
        return model

    for name, data in (
        ("trained_on_balanced", shortcut.signed_pictures(1500, 0.5, 0)),
        ("trained_on_test_set", shortcut.signed_pictures(600, 0.5, 0, test=True)),
    ):
        assert check.robust_network(lambda data=data: trained(*data[:2])).misconception == name

"""Lesson 19: the explorer's mathematics, the slants, the drawings and the checks."""

import numpy as np
import pytest

from tests.mutants.lessons.multi_output import Stand, crossed, hits, on_the_test_set, sides
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_digits28
from utils.lessons.multi_output import checks as check
from utils.lessons.multi_output import drawings, explorer
from utils.lessons.multi_output.runs import DEPTHS, FEW, WAYS, WEIGHTS, runs
from utils.lessons.multi_output.slants import MEAN, SPREAD, slants


def test_the_slant_is_that_of_the_line_through_the_rows():
    picture = np.zeros((5, 9))
    picture[np.arange(5), 6 - np.arange(5)] = 1  # one pixel to the left for each row down: 45 degrees to the right
    assert slants(picture[None]) == pytest.approx([45])
    assert slants(picture[None, :, ::-1]) == pytest.approx([-45])


def test_mean_and_spread_are_those_of_the_training_digits():
    measured = slants(load_digits28().x_train)
    assert (measured.mean(), measured.std()) == (pytest.approx(MEAN, abs=1e-3), pytest.approx(SPREAD, abs=1e-3))


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.MultiOutputExplorer)


def test_parameters_are_those_of_the_lesson():
    assert [explorer.parameters(depth) for depth in range(4)] == [28_523, 28_443, 27_275, 14_443]


def test_the_recorded_trainings_are_complete():
    recorded = runs()
    assert recorded["grid"].shape == (len(DEPTHS), len(WEIGHTS), 5, 2)
    assert recorded["ways"].shape == (len(WAYS), 5, 2) and recorded["seconds"].shape == (len(WAYS), 5)
    assert recorded["few"].shape == (len(FEW), 5) and recorded["few_slant"].shape == (2, 5)
    assert recorded["labels"].shape == (3, 5, 6) and recorded["classes"].shape == (2, 5, 4)
    shares = recorded["grid"][..., 0]
    assert shares.min() > 0 and shares.max() < 1 and recorded["grid"][..., 1].min() > 1


@pytest.mark.parametrize("draw", [drawings.draw_heads, drawings.draw_two_networks])
def test_the_drawings_speak_the_readers_language(draw, reader):
    words = " ".join(text.get_text() for text in draw(load_digits28().x_test[0]).axes[0].texts)
    assert {"tr": "eğim", "en": "slant"}[reader] in words and {"tr": "rakam", "en": "digit"}[reader] in words


def test_thickness():
    def stub(picture): ...

    def padded(picture):
        return 2 * picture.sum() / sum(sides(picture))

    assert_check(
        check.thickness,
        solution=padded,
        stub=stub,
        also_correct=(lambda picture: [padded(picture)],),
        wrong={
            "no_frame": lambda picture: 2 * picture.sum() / sum(sides(picture, 0)),
            "across_only": lambda picture: 2 * picture.sum() / sides(picture)[0],
            "not_doubled": lambda picture: picture.sum() / sum(sides(picture)),
            "perimeter": lambda picture: sum(sides(picture)),
            "wrong_number": lambda picture: 3 * picture.sum() / sum(sides(picture)),
            "no_return": lambda picture: print(end=""),
        },
    )


def test_total_loss():
    def stub(probabilities, labels, slants, targets, weight): ...

    def right(p, y, s, t, w):
        return crossed(p, y) + w * np.mean((s - t) ** 2)

    assert_check(
        check.total_loss,
        solution=right,
        stub=stub,
        also_correct=(lambda *case: np.float32(right(*case)), lambda *case: [right(*case)]),
        wrong={
            "weight_ignored": lambda p, y, s, t, w: crossed(p, y) + np.mean((s - t) ** 2),
            "weight_on_class": lambda p, y, s, t, w: w * crossed(p, y) + np.mean((s - t) ** 2),
            "shares": lambda p, y, s, t, w: (1 - w) * crossed(p, y) + w * np.mean((s - t) ** 2),
            "both_terms": lambda p, y, s, t, w: [crossed(p, y), np.mean((s - t) ** 2)],
            "sign": lambda p, y, s, t, w: -crossed(p, y) + w * np.mean((s - t) ** 2),
            "absolute": lambda p, y, s, t, w: crossed(p, y) + w * np.mean(abs(s - t)),
            "wrong_number": lambda p, y, s, t, w: crossed(p, y) + w * np.mean((s - t) ** 2) / 2,
        },
    )


def test_count_both():
    def stub(trunk, features, outputs): ...

    def right(trunk, features, outputs, copies=len, bias=1):
        heads = (features + bias) * sum(outputs)
        return trunk + heads, copies(outputs) * trunk + heads

    assert_check(
        check.count_both,
        solution=right,
        stub=stub,
        also_correct=(lambda *case: list(right(*case)), lambda *case: np.array(right(*case))),
        wrong={
            "no_bias": lambda *case: right(*case, bias=0),
            "two_copies": lambda *case: right(*case, copies=lambda outputs: 2),
            "swapped": lambda *case: right(*case)[::-1],
            "copies_of_outputs": lambda *case: right(*case, copies=sum),
            "wrong_number_of_results": lambda *case: right(*case)[0],
            "wrong_number": lambda trunk, features, outputs: (trunk + sum(outputs), trunk),
        },
    )


def test_masked_error():
    def stub(predicted, target): ...

    def right(predicted, target):
        known = ~np.isnan(target)
        return np.mean((predicted[known] - target[known]) ** 2) if known.any() else 0.0

    assert_check(
        check.masked_error,
        solution=right,
        stub=stub,
        also_correct=(lambda p, t: np.nansum((p - t) ** 2) / max(1, np.sum(~np.isnan(t))),),
        wrong={
            "over_all": lambda p, t: np.nansum((p - t) ** 2) / len(t),
            "zero_for_missing": lambda p, t: np.mean((p - np.nan_to_num(t)) ** 2),
            "nan": lambda p, t: np.mean((p - t) ** 2),
            "nan_of_none": lambda p, t: right(p, t) if (~np.isnan(t)).any() else np.nan,
            "sum": lambda p, t: np.nansum((p - t) ** 2),
            "wrong_number": lambda p, t: 2 * right(p, t),
        },
    )


def test_exact_share():
    def stub(probabilities, labels, threshold): ...

    assert_check(
        check.exact_share,
        solution=lambda p, y, t: hits(p, y, t).all(axis=1).mean(),
        stub=stub,
        also_correct=(lambda p, y, t: sum(list(a >= t) == list(b) for a, b in zip(p, y, strict=True)) / len(y),),
        wrong={
            "each_label": lambda p, y, t: hits(p, y, t).mean(),
            "each_row": lambda p, y, t: hits(p, y, t).all(axis=1),
            "strictly_above": lambda p, y, t: ((p > t) == y).all(axis=1).mean(),
            "always_half": lambda p, y, t: hits(p, y, 0.5).all(axis=1).mean(),
            "likeliest": lambda p, y, t: np.mean(p.argmax(axis=1) == y.argmax(axis=1)),
            "along_pictures": lambda p, y, t: hits(p, y, t).all(axis=0).mean(),
            "all_together": lambda p, y, t: np.mean(np.all(hits(p, y, t))),
            "wrong_share": lambda p, y, t: hits(p, y, t)[0].mean(),
        },
    )


def test_two_tasks():
    def stub(): ...

    assert_check(
        check.two_tasks,
        solution=lambda: Stand(0.95, 2.0),
        stub=stub,
        also_correct=(lambda: Stand(0.935, -2.19),),
        wrong={
            "digit_behind": lambda: Stand(0.93, 1.0),
            "slant_behind": lambda: Stand(0.96, 3.0),
            "both_behind": lambda: Stand(0.9, 3.0),
            "in_degrees": lambda: Stand(0.96, 1.0, scale=2.0),
            "not_trained": lambda: Stand(0.1, 12.0),
            "too_many_parameters": lambda: Stand(0.97, 1.0, parameters=20_000),
            "not_two_outputs": lambda: Stand(0.97, 1.0, names=("class", "angle")),
            "shape": lambda: Stand(0.97, 1.0, outputs=9),
            "returns_seconds": lambda: 3.25,
            "not_a_model": lambda: "model",
            "no_return": lambda: print(end=""),
        },
    )


def test_a_network_trained_on_the_test_digits_is_refused(reader):
    assert check.two_tasks(on_the_test_set).misconception == "trained_on_test_set"


def test_with_all_layers_shared_no_weight_keeps_both_answers(reader):
    both = {"tr": "İki yanıt da ayrı ağlarınki kadar iyi", "en": "Both answers are as good"}[reader]
    told = {
        depth: [explorer.MultiOutputExplorer().scene(depth, weight).summary for weight in WEIGHTS] for depth in (1, 3)
    }
    assert not any(both in words for words in told[3]) and any(both in words for words in told[1])

"""Lesson 20: the boxes' algebra, the scenes, the explorers, the checks and what the recorded trainings hold."""

import numpy as np
import pytest

from tests.mutants.lessons.object_detection import by_corners, by_iou, k_means
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_digits28
from utils.language import use_language
from utils.lessons.object_detection import batches, explorer
from utils.lessons.object_detection import checks as check
from utils.lessons.object_detection.runs import runs, shown_scenes
from utils.lessons.object_detection.scenes import SIZE, make_scenes
from utils.lessons.object_detection.score import (
    average_precision,
    found_by_size,
    mean_average_precision,
    overlaps,
)


@pytest.fixture(scope="module")
def scenes():
    digits = load_digits28()
    return make_scenes(digits.x_train, digits.y_train, 60, seed=3)


def test_scenes_hold_one_to_four_digits_inside_the_picture(scenes):
    for i in range(60):
        boxes, labels = scenes.objects(i)
        assert 1 <= len(boxes) <= 4 and set(labels) <= set(range(10))
        assert boxes.min() >= 0 and boxes.max() <= SIZE
        heights, widths = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        assert heights.min() >= 16 and heights.max() < 44 and widths.min() >= 6 and widths.max() <= 48
        shared = overlaps(boxes, boxes)
        assert shared[~np.eye(len(boxes), dtype=bool)].max(initial=0) < 0.05


def test_scenes_are_the_same_for_a_seed_and_begin_alike(scenes):
    digits = load_digits28()
    again = make_scenes(digits.x_train, digits.y_train, 5, seed=3)
    assert np.array_equal(again.pictures, scenes.pictures[:5]) and np.array_equal(again.boxes, scenes.boxes[:5])
    assert not np.array_equal(again.pictures, make_scenes(digits.x_train, digits.y_train, 5, seed=4).pictures)


def test_decoding_undoes_encoding(scenes):
    boxes, _ = scenes.objects(0)
    anchors = explorer.ALL_ANCHORS[: len(boxes)].astype(np.float32)
    deltas = batches.encode(boxes, anchors)
    assert batches.decode(deltas, anchors, SIZE).numpy() == pytest.approx(boxes, abs=1e-3)


def test_samples_keep_to_their_numbers():
    import tensorflow as tf

    positive = tf.constant([[True] * 30 + [False] * 70, [False] * 100])
    one, other = batches.sample(positive, ~positive, 16, 64)
    assert one.numpy().sum(axis=1).tolist() == [16, 0] and other.numpy().sum(axis=1).tolist() == [48, 64]
    assert not (one & ~positive).numpy().any() and not (other & positive).numpy().any()


def test_matching_ignores_places_without_an_object():
    boxes = np.array([[[10, 10, 30, 30], [0, 0, 0, 0]]], np.float32)
    shared, best, target, labels = batches.match(boxes[:, :1] + 2, boxes, np.array([[7, -1]], np.int32))
    assert shared.shape == (1, 1, 2) and float(shared[0, 0, 1]) == 0
    assert float(best[0, 0]) == pytest.approx(18 * 18 / (800 - 18 * 18)) and int(labels[0, 0]) == 7
    assert target.numpy().tolist() == [[[10, 10, 30, 30]]]


def test_perfect_answers_have_a_map_of_one(scenes):
    answers = [(boxes, np.ones(len(boxes)), labels) for boxes, labels in map(scenes.objects, range(60))]
    assert mean_average_precision(answers, scenes) == 1.0 and found_by_size(answers, scenes) == [1.0, 1.0, 1.0]
    twice = [(np.repeat(b, 2, axis=0), np.tile([0.9, 0.8], len(b)), np.repeat(k, 2)) for b, _, k in answers]
    assert 0.8 < mean_average_precision(twice, scenes) <= 1.0
    elsewhere = [(boxes + 50, scores, labels) for boxes, scores, labels in answers]
    assert mean_average_precision(elsewhere, scenes) < 0.1


def test_average_precision_of_the_text():
    assert average_precision(np.array([True, False, True, True, False]), 4) == 0.625


def test_suppression_is_tensorflows():
    import tensorflow as tf

    rng = np.random.default_rng(0)
    corner = rng.uniform(0, 60, (80, 2))
    boxes, scores = np.hstack([corner, corner + rng.uniform(10, 35, (80, 2))]), rng.random(80)
    for threshold in (0.3, 0.6):
        kept = [best for best, _ in explorer.suppress(boxes, scores, np.zeros(80, int), threshold, by_class=True)]
        theirs = tf.image.non_max_suppression(boxes.astype("float32"), scores.astype("float32"), 80, threshold)
        assert kept == theirs.numpy().tolist()


def test_classes_suppress_only_their_own():
    boxes, scores = np.array([[0.0, 0, 10, 10], [0, 0, 10, 11], [0, 0, 10, 12]]), np.array([0.9, 0.8, 0.7])
    steps = list(explorer.suppress(boxes, scores, np.array([1, 2, 1]), 0.5, by_class=True))
    assert steps == [(0, [2]), (1, [])]
    assert list(explorer.suppress(boxes, scores, np.array([1, 2, 1]), 0.5, by_class=False)) == [(0, [1, 2])]


def test_the_recorded_boxes_are_of_the_explorers_scenes():
    """The boxes that are left lie on the digits of the scenes as they are generated here."""
    covered = []
    for scene in range(len(runs()["scene_boxes"])):
        boxes, scores, _ = explorer._stage(scene, "answers", 0.5)
        covered += list(overlaps(shown_scenes().objects(scene)[0], boxes).max(axis=1))
        assert len(scores) > 2
    assert np.mean(np.array(covered) > 0.5) > 0.8


def test_the_recorded_trainings_fit_together():
    recorded = runs()
    seeds = len(recorded["full"])
    assert seeds >= 3
    for name, columns in (("full", 9), ("levels", 9), ("single", 9), ("window", 7)):
        assert recorded[name].shape == (seeds, columns)
        assert (recorded[name][:, :2] > 0).all() and (recorded[name][:, :-2] <= 1).all()


def test_the_explorers_keep_their_promises():
    check_explorer(explorer.BoxExplorer)
    check_explorer(explorer.SuppressionExplorer)


def test_no_anchor_matches_a_long_thin_box():
    """As the text says of the explorer."""
    thin = explorer.BoxExplorer(preset="thin")
    assert overlaps(explorer._whole(thin._state["boxes"][0])[None], explorer.ALL_ANCHORS).max() < 0.55


def test_the_drawings_are_drawn_in_both_languages(scenes):
    from utils.lessons.object_detection.drawings import draw_detector, draw_pyramid, draw_rpn, show_scene

    for language in ("tr", "en"):
        use_language(language)
        assert draw_detector(scenes.pictures[0], *scenes.objects(0)).axes
        assert draw_pyramid().axes and draw_rpn().axes
        boxes, labels = scenes.objects(1)
        assert len(show_scene(None, scenes.pictures[1], boxes, labels, np.ones(len(labels))).texts) == len(boxes)


def test_decode():
    def stub(deltas, anchors): ...

    def of(place, size):
        def answer(d, a):
            middle, old = check._parts(a)
            return check._boxes(place(d[:, :2], middle, old), size(d[:, 2:], old))

        return answer

    def moved(t, middle, old):
        return middle + t * old

    def scaled(t, old):
        return old * np.exp(t)

    assert_check(
        check.decode,
        solution=check._decoded,
        stub=stub,
        wrong={
            "place_not_scaled": of(lambda t, middle, old: middle + t, scaled),
            "size_without_exp": of(moved, lambda t, old: old * t),
            "size_one_plus": of(moved, lambda t, old: old * (1 + t)),
            "size_added": of(moved, lambda t, old: old + np.exp(t)),
            "size_kept": of(moved, lambda t, old: old),
            "place_kept": of(lambda t, middle, old: middle, scaled),
            "axes_swapped": lambda d, a: check._decoded(d[:, [1, 0, 3, 2]], a),
            "no_return": lambda d, a: print(end=""),
            "wrong_value": lambda d, a: a + d,
        },
        also_correct=[by_corners, lambda d, a: check._decoded(d, a).astype(np.float32)],
    )


def test_soft_nms():
    def stub(boxes, scores, threshold): ...

    assert_check(
        check.soft_nms,
        solution=check._softened,
        stub=stub,
        wrong={
            "hard": lambda b, s, t: check._softened(b, s, t, decay=lambda shared: 0),
            "by_iou": lambda b, s, t: check._softened(b, s, t, decay=lambda shared: shared),
            "threshold_ignored": lambda b, s, t: check._softened(b, s, 0),
            "order_of_first_scores": lambda b, s, t: check._softened(b, s, t, once=True),
            "wrong_value": lambda b, s, t: s / 2,
            "from_threshold": lambda b, s, t: check._softened(b, s, t, exceeds=np.greater_equal),
            "every_pair": lambda b, s, t: check._softened(b, s, t, sure=False),
            "unchanged": lambda b, s, t: s,
            "sorted": lambda b, s, t: np.sort(check._softened(b, s, t))[::-1],
        },
        also_correct=[lambda b, s, t: list(check._softened(b, s, t))],
    )


def test_soft_nms_in_the_order_of_the_first_scores_is_wrong_though_it_compares_current_ones():
    """Once it was taken for right: no case had a box that is overtaken by two others and overlaps the second of them."""

    def answer(boxes, scores, threshold):
        new = np.array(scores, float)
        for best in np.argsort(-new):
            for i in range(len(new)):
                shared = overlaps(boxes[[best]], boxes[[i]])[0, 0]
                if new[i] < new[best] and shared > threshold:
                    new[i] *= 1 - shared
        return new

    result = check.soft_nms(answer)
    assert (result.outcome, result.misconception) == ("wrong", "order_of_first_scores"), repr(result)


def test_pyramid_level():
    def stub(boxes): ...

    assert_check(
        check.pyramid_level,
        solution=check._level,
        stub=stub,
        wrong={
            "rounded": lambda b: check._level(b, whole=np.round),
            "rounded_up": lambda b: check._level(b, whole=np.ceil),
            "natural_logarithm": lambda b: check._level(b, log=np.log),
            "longest_side": lambda b: check._level(b, size=lambda sides: sides.max(axis=1)),
            "not_clipped": lambda b: np.floor(4 + np.log2(np.sqrt((b[:, 2:] - b[:, :2]).prod(axis=1)) / 224)),
            "wrong_value": lambda b: check._level(b) + 1,
        },
        also_correct=[lambda b: check._level(b).astype(float), lambda b: list(check._level(b))],
    )


def test_plain_ap():
    def stub(hits, objects): ...

    from sklearn.metrics import average_precision_score

    hits = np.array([False, True, True, False, True])
    assert check._plain(hits, 3) == pytest.approx(average_precision_score(hits, -np.arange(5)))
    assert_check(
        check.plain_ap,
        solution=check._plain,
        stub=stub,
        wrong={
            "over_hits": lambda hits, objects: check._plain(hits, max(np.sum(hits), 1)),
            "over_boxes": lambda hits, objects: check._plain(hits, len(hits)),
            "envelope": lambda hits, objects: float(np.sum(check._envelope(hits)[hits]) / objects),
            "recall": lambda hits, objects: np.sum(hits) / objects,
            "precision_of_each_rank": lambda hits, objects: check._precision(hits),
            "wrong_value": lambda hits, objects: 2 * check._plain(hits, objects) + 1,
        },
        also_correct=[lambda hits, objects: np.array([check._plain(hits, objects)])],
    )


def test_my_anchors():
    def stub(sizes): ...

    assert_check(
        check.my_anchors,
        solution=by_iou,
        stub=stub,
        wrong={
            "too_far": lambda sizes: np.quantile(sizes, [1 / 6, 0.5, 5 / 6], axis=0),
            "turned": lambda sizes: by_iou(sizes)[:, ::-1],
            "not_positive": lambda sizes: -by_iou(sizes),
            "shape": lambda sizes: by_iou(sizes).T,
        },
        also_correct=[lambda sizes: by_iou(sizes).tolist(), k_means],
    )

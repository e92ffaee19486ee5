"""Lesson 21: the explorers' mathematics, the recorded trainings, and the checks."""

import numpy as np
import pytest

from tests.mutants.lessons.capsule_networks import by_loops, exchanged, greedy, one_vector
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.capsule_networks import checks as check
from utils.lessons.capsule_networks import explorer
from utils.lessons.capsule_networks.runs import runs, trained_longer


def test_routing_gives_the_numbers_of_the_lesson():
    votes = np.array([[[2.0, 0], [1, 2]], [[2, 0], [1, -2]]])
    couplings, capsules = explorer.route(votes, 3)
    assert np.linalg.norm(capsules, axis=-1) == pytest.approx(
        np.array([[0.8, 0.5], [0.9, 0.2], [0.93, 0.02]]), abs=0.006
    )
    assert couplings[1][0, 0] == pytest.approx(1 / (1 + np.exp(-1.1)), abs=1e-6)


def test_the_routing_question_is_refuted():
    """The whole with the shorter votes wins, because they agree."""
    votes = np.stack(explorer.SHORT, axis=1)
    _, capsules = explorer.route(votes, explorer.ROUNDS)
    mean = np.linalg.norm(votes, axis=-1).mean(axis=0)
    a, b = np.linalg.norm(capsules[-1], axis=-1)
    assert mean[0] < mean[1] and a > b + 0.2


def test_the_outlier_leaves_the_whole_that_the_others_agree_on():
    couplings, _ = explorer.route(np.stack(explorer.OUTLIER, axis=1), explorer.ROUNDS)
    assert couplings[-1][2, 0] < 0.1 and couplings[-1][:2, 0].min() > 0.9


def test_an_example_brings_its_own_votes_and_begins_at_the_first_round():
    made = explorer.RoutingExplorer(round=3)
    state = made.changed(made._state, {"example": "short"})
    assert state["round"] == 0 and state["to_a"] == explorer.SHORT[0] and state["to_b"] == explorer.SHORT[1]


def test_the_play_question_is_refuted():
    """Nearly every dimension adds ink to one digit and takes it from another."""
    decode = trained_longer()
    ink = np.array([
        [decode(k, v + 0.4 * axis).sum() / decode(k, v).sum() - 1 for axis in np.eye(explorer.SIZE)]
        for k, v in enumerate(decode.capsules)
    ])  # fmt: skip
    assert ((ink.max(axis=0) > 0.02) & (ink.min(axis=0) < -0.02)).sum() >= 11


def test_the_stored_decoder_draws_the_digits():
    decode = trained_longer()
    drawn = np.array([decode(k, v) for k, v in enumerate(decode.capsules)])
    for k in range(10):
        likeness = [np.corrcoef(drawn[k].ravel(), picture.ravel())[0, 1] for picture in decode.pictures]
        assert int(np.argmax(likeness)) == k
    assert decode(4, decode.capsules[[4, 4]]).shape == (2, 28, 28)
    assert np.all(np.linalg.norm(decode.capsules, axis=1) < 1)


def test_the_explorers_keep_their_promises():
    check_explorer(explorer.CapsuleExplorer)
    check_explorer(explorer.RoutingExplorer)


def test_the_recorded_trainings_fit_together():
    recorded = runs()
    for name in ("caps3", "caps1", "cnn", "bag"):
        assert recorded[f"{name}_right"].shape == (5, 4) and recorded[f"{name}_seconds"].shape == (5,)
        assert recorded[f"{name}_right"].max() <= 1000 and recorded[f"{name}_swapped"].shape == (5, 3)
    assert not any(name.startswith("explorer") for name in recorded)


def test_the_drawings_are_drawn_in_both_languages():
    from utils.lessons.capsule_networks.drawings import draw_capsule_network, draw_votes

    for language in ("tr", "en"):
        use_language(language)
        assert draw_votes().axes and draw_capsule_network(np.zeros((28, 28)), np.zeros((28, 28))).axes


def test_same_pooling():
    def stub(x): ...

    assert_check(
        check.same_pooling,
        solution=lambda x: x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2)[:, ::-1].reshape(x.shape),
        stub=stub,
        wrong={
            "unchanged": lambda x: x,
            "other_values": lambda x: np.repeat(np.repeat(check.pooled(x), 2, axis=0), 2, axis=1),
            "other_pooling": lambda x: x[::-1, ::-1],
            "shape": lambda x: check.pooled(x),
            "no_return": lambda x: print(end=""),
        },
        also_correct=[lambda x: exchanged(x, (0, 0), (1, 1)), lambda x: exchanged(x, (0, 0), (0, 1)).tolist()],
    )


def test_squash_vectors():
    def stub(s): ...

    assert_check(
        check.squash_vectors,
        solution=check._squash,
        stub=stub,
        wrong={
            "lengths_only": lambda s: (s**2).sum(axis=1) / (1 + (s**2).sum(axis=1)),
            "zero_divided": lambda s: (
                np.linalg.norm(s, axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True))
                * np.divide(s, np.linalg.norm(s, axis=1, keepdims=True), out=np.full(s.shape, np.nan),
                            where=np.linalg.norm(s, axis=1, keepdims=True) > 0)
                * np.linalg.norm(s, axis=1, keepdims=True)
            ),
            "not_unit": lambda s: (s**2).sum(axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)) * s,
            "unit": lambda s: s / np.sqrt((s**2).sum(axis=1, keepdims=True) + 1e-12),
            "length_not_squared": lambda s: check._squash(s, power=1),
            "each_value": lambda s: np.sign(s) * s**2 / (1 + s**2),
            "tanh": np.tanh,
            "wrong_vectors": lambda s: check._squash(2 * s),
        },
        also_correct=[
            lambda s: [one_vector(row) for row in s],
            lambda s: s * np.linalg.norm(s, axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)),
            lambda s: check._squash(s).astype(np.float32),
        ],
    )  # fmt: skip


def test_routing_round():
    def stub(votes, logits): ...

    assert_check(
        check.routing_round,
        solution=check._round,
        stub=stub,
        wrong={
            "softmax_over_parts": lambda votes, b: check._round(votes, b, axis=0),
            "agreement_only": lambda votes, b: check._round(votes, b, start=0.0),
            "not_squashed": lambda votes, b: check._round(votes, b, squash=lambda s: s),
            "not_coupled": lambda votes, b: check._round(votes, b, couple=False),
            "mean": lambda votes, b: check._round(votes, b, mean=True),
            "couplings": lambda votes, b: check._softmax(check._round(votes, b), 1),
            "wrong_logits": lambda votes, b: b + 1,
        },
        also_correct=[by_loops, lambda votes, b: check._round(votes, b).astype(np.float32)],
    )


def test_margin_losses():
    def stub(lengths, labels): ...

    assert_check(
        check.margin_losses,
        solution=check._margin,
        stub=stub,
        wrong={
            "batch_mean": lambda lengths, labels: check._margin(lengths, labels).mean(),
            "not_clipped": lambda lengths, labels: check._margin(lengths, labels, clip=False),
            "not_squared": lambda lengths, labels: check._margin(lengths, labels, square=False),
            "no_half": lambda lengths, labels: check._margin(lengths, labels, share=1.0),
            "half_on_both": lambda lengths, labels: 0.5 * check._margin(lengths, labels, share=1.0),
            "present_only": lambda lengths, labels: check._margin(lengths, labels, only="present"),
            "no_margins": lambda lengths, labels: check._margin(lengths, labels, high=1.0, low=0.0),
            "wrong_loss": lambda lengths, labels: 2 * check._margin(lengths, labels),
        },
        also_correct=[lambda lengths, labels: list(check._margin(lengths, labels))],
    )


def test_right_alone():
    def stub(first, second, labels): ...

    assert_check(
        check.right_alone,
        solution=check._alone,
        stub=stub,
        wrong={
            "right_counts": lambda a, b, y: (int((a == y).sum()), int((b == y).sum())),
            "wrong_alone": lambda a, b, y: check._alone(b, a, y),
            "different_answers": lambda a, b, y: (int((a != b).sum()),) * 2,
            "wrong_number": lambda a, b, y: (check._alone(a, b, y)[0], 3),
        },
        also_correct=[lambda a, b, y: np.array(check._alone(a, b, y)), lambda a, b, y: list(check._alone(a, b, y))],
    )


def test_most_ink():
    def stub(decode, capsule): ...

    assert_check(
        check.most_ink,
        solution=greedy,
        stub=stub,
        wrong={
            "unchanged": lambda decode, v: v,
            "too_many": lambda decode, v: v + 0.4,
            "too_far": lambda decode, v: greedy(decode, v, count=1, turns=(-2.0, 2.0)),
            "thinner": lambda decode, v: greedy(decode, v, best=np.argmin),
            "not_enough": lambda decode, v: greedy(decode, v, count=1),
        },
        also_correct=[lambda decode, v: greedy(decode, v).tolist()],
    )

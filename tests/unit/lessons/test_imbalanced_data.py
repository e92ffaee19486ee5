"""Lesson 13: the explorer's mathematics, the checks, and numbers that the prose states."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn import metrics
from sklearn.neighbors import KNeighborsClassifier

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.imbalanced_data import checks as check
from utils.lessons.imbalanced_data import drawings, explorer

separation = st.floats(0, 4)
share = st.sampled_from([one / 100 for one in explorer.SHARES])


@given(st.floats(-5, 8), separation)
def test_rates_are_those_of_the_normal_distribution(threshold, d):
    recall, false_rate = explorer.rates(threshold, d)
    assert float(recall) == pytest.approx(norm.sf(threshold - d), abs=1e-12)
    assert float(false_rate) == pytest.approx(norm.sf(threshold), abs=1e-12)


@given(st.floats(-3, 7), share, separation)
def test_the_four_counts_agree_with_the_measures(threshold, part, d):
    tp, fn, fp, tn = (float(count) for count in explorer.counts(threshold, part, d))
    assert tp + fn + fp + tn == pytest.approx(explorer.EXAMPLES)
    recall, false_rate = explorer.rates(threshold, d)
    assert tp / (tp + fn) == pytest.approx(float(recall))
    if tp + fp > 1e-9:
        assert tp / (tp + fp) == pytest.approx(float(explorer.precision(recall, false_rate, part)))


@pytest.mark.parametrize("d", [0.0, 1.0, 2.0, 3.5])
@pytest.mark.parametrize("part", [0.5, 0.1])
def test_areas_are_those_of_many_examples(d, part):
    rng = np.random.default_rng(0)
    y = (np.arange(200_000) < part * 200_000).astype(int)
    scores = rng.normal(size=len(y)) + d * y
    assert explorer.roc_area(d) == pytest.approx(metrics.roc_auc_score(y, scores), abs=0.005)
    found = explorer.average_precision(d, part)
    assert found == pytest.approx(metrics.average_precision_score(y, scores), abs=0.01)


def test_the_best_threshold_has_the_largest_f1(reader):
    shown = explorer.ThresholdExplorer(preset="rare")
    state = shown.changed(shown._state, {"best": None})

    def f1(threshold):
        recall, false_rate = explorer.rates(threshold, 2.0)
        return float(explorer.f1_score(recall, explorer.precision(recall, false_rate, 0.01)))

    assert all(f1(state["threshold"]) >= f1(other) - 1e-3 for other in np.arange(-3, 7, 0.1))
    assert state["threshold"] == pytest.approx(2.5)


def test_what_the_play_section_says():
    areas = [explorer.roc_area(2.0), *(explorer.average_precision(2.0, part) for part in (0.5, 0.01))]
    assert areas == pytest.approx([0.921, 0.922, 0.269], abs=0.001)
    recall, false_rate = explorer.rates(1.0, 2.0)
    assert [float(explorer.precision(recall, false_rate, part)) for part in (0.5, 0.01)] == pytest.approx(
        [0.841, 0.051], abs=0.001
    )
    cuts = np.arange(-3, 7, 0.1)
    recall, false_rate = explorer.rates(cuts, 2.0)
    accuracy = 0.01 * recall + 0.99 * (1 - false_rate)
    assert accuracy.max() == pytest.approx(0.9905, abs=1e-4)
    assert recall[accuracy.argmax()] < 0.11


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.ThresholdExplorer)


@pytest.mark.parametrize("draw", [lambda: drawings.draw_confusion(40, 30, 20, 910), drawings.draw_smote])
def test_drawings_speak_both_languages(draw, reader):
    assert draw().axes


def measures(y, alarm):
    tp = np.sum((y == 1) & (alarm == 1))
    if tp == 0:
        return 0.0, 0.0, 0.0
    precision, recall = tp / np.sum(alarm == 1), tp / np.sum(y == 1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def by_sklearn(y, alarm):
    scores = (metrics.precision_score, metrics.recall_score, metrics.f1_score)
    return [score(y, alarm, zero_division=0) for score in scores]


def test_three_measures():
    def stub(y, alarm): ...

    def careless(y, alarm):
        tp = int(np.sum(y * alarm))
        precision, recall = tp / int(np.sum(alarm)), tp / int(np.sum(y))
        return precision, recall, 2 * precision * recall / (precision + recall)

    assert_check(
        check.three_measures,
        solution=measures,
        stub=stub,
        wrong={
            "swapped": lambda y, a: (measures(y, a)[1], measures(y, a)[0], measures(y, a)[2]),
            "arithmetic_mean": lambda y, a: (*measures(y, a)[:2], sum(measures(y, a)[:2]) / 2),
            "no_two": lambda y, a: (*measures(y, a)[:2], measures(y, a)[2] / 2),
            "of_zeros": lambda y, a: measures(1 - y, 1 - a),
            "accuracy": lambda y, a: (np.mean(y == a), *measures(y, a)[1:]),
            "divided_by_all": lambda y, a: (np.mean(y * a), np.mean(y * a), measures(y, a)[2]),
            "divides_by_zero": careless,
            "wrong_number_of_results": lambda y, a: measures(y, a)[:2],
            "wrong_numbers": lambda y, a: (1.0, 0.5, 0.25),
            "no_return": lambda y, a: print(end=""),
        },
        also_correct=[by_sklearn, lambda y, a: np.array(measures(y, a))],
    )


def allowed_rate(recall, prevalence, precision):
    true = prevalence * recall
    return min(1, true * (1 / precision - 1) / (1 - prevalence))


def test_nan_where_nothing_is_found_is_explained(reader):
    """NumPy's integers give NaN for 0 / 0 and no error."""

    @np.errstate(all="ignore")
    def careless(y, alarm):
        precision, recall = np.sum(y * alarm) / np.sum(alarm), np.sum(y * alarm) / np.sum(y)
        return precision, recall, 2 * precision * recall / (precision + recall)

    assert check.three_measures(careless).misconception == "divides_by_zero"


def test_allowed_rate():
    def stub(recall, prevalence, precision): ...

    assert_check(
        check.allowed_rate,
        solution=allowed_rate,
        stub=stub,
        wrong={
            "above_one": lambda r, p, c: p * r * (1 - c) / ((1 - p) * c),
            "prevalence_ignored": lambda r, p, c: min(1, r * (1 - c) / c),
            "normal_not_weighted": lambda r, p, c: min(1, p * r * (1 - c) / c),
            "rare_not_weighted": lambda r, p, c: min(1, r * (1 - c) / ((1 - p) * c)),
            "shares_swapped": lambda r, p, c: min(1, (1 - p) * r * (1 - c) / (p * c)),
            "forward": lambda r, p, c: p * r / (p * r + (1 - p) * c),
            "one_less_precision": lambda r, p, c: 1 - c,
            "wrong_numbers": lambda r, p, c: r,
            "no_return": lambda r, p, c: print(end=""),
        },
        also_correct=[lambda *case: [allowed_rate(*case)]],
    )


def recall_at(y, scores, least):
    precision, recall, _ = metrics.precision_recall_curve(y, scores)
    return recall[:-1][precision[:-1] >= least].max(initial=0)


def by_thresholds(y, scores, least, alarms=np.greater_equal, enough=np.greater_equal, stop=False):
    best = 0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        alarm = alarms(scores, threshold)
        if not alarm.any():
            continue
        if enough(y[alarm].mean(), least):
            best = max(best, y[alarm].sum() / y.sum())
        elif stop:
            break
    return best


def test_recall_at():
    def stub(y, scores, least): ...

    def one_by_one(y, scores, least):
        ordered = y[np.argsort(-scores, kind="stable")]
        enough = np.cumsum(ordered) / np.arange(1, len(y) + 1) >= least
        return (np.cumsum(ordered) / y.sum())[enough].max(initial=0)

    def swapped(y, scores, least):
        found = [0]
        for threshold in scores:
            alarm = scores >= threshold
            if y[alarm].sum() / y.sum() >= least:
                found.append(y[alarm].mean())
        return max(found)

    assert_check(
        check.recall_at,
        solution=recall_at,
        stub=stub,
        wrong={
            "strictly_more": lambda *case: by_thresholds(*case, enough=np.greater),
            "until_it_falls": lambda *case: by_thresholds(*case, stop=True),
            "one_by_one": one_by_one,
            "swapped": swapped,
            "least_as_threshold": lambda y, s, least: metrics.recall_score(y, s >= least),
            "ascending": lambda y, s, least: recall_at(y, -s, least),
            "without_the_edge": lambda *case: by_thresholds(*case, alarms=np.greater),
            "wrong_numbers": lambda y, s, least: 0.5,
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[by_thresholds],
    )


@pytest.mark.parametrize(
    "order_of",
    [
        lambda scores: np.argsort(-scores),
        lambda scores: np.argsort(scores)[::-1],
        lambda scores: np.argsort(scores, kind="stable")[::-1],
    ],
)
def test_equal_scores_one_by_one_are_named_in_every_order(order_of):
    def answer(y, scores, least):
        ordered = y[order_of(scores)]
        enough = np.cumsum(ordered) / np.arange(1, len(y) + 1) >= least
        return (np.cumsum(ordered) / y.sum())[enough].max(initial=0)

    assert check.recall_at(answer).misconception == "one_by_one"


def decide(p, amounts, fee):
    return p >= fee / (fee + amounts)


def test_decide():
    def stub(p, amounts, fee): ...

    assert_check(
        check.decide,
        solution=lambda p, amounts, fee: p * amounts >= (1 - p) * fee,
        stub=stub,
        wrong={
            "half": lambda p, a, fee: p >= 0.5,
            "fee_always_paid": lambda p, a, fee: p * a >= fee,
            "one_threshold": lambda p, a, fee: p >= fee / (fee + a.mean()),
            "costs_swapped": lambda p, a, fee: p * fee >= (1 - p) * a,
            "amounts_only": lambda p, a, fee: a >= fee,
            "inverted": lambda p, a, fee: p < fee / (fee + a),
            "strict": lambda p, a, fee: p * a > (1 - p) * fee,
            "wrong_decisions": lambda p, a, fee: p * a >= fee**2,
            "shape": lambda p, a, fee: True,
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[lambda *case: [int(one) for one in decide(*case)], lambda *case: decide(*case).astype(float)],
    )


def honest_score(x, y, split, resample, fit, score):
    x_train, x_test, y_train, y_test = split(x, y)
    x_more, y_more = resample(x_train, y_train)
    return score(fit(x_more, y_more), x_test, y_test)


def test_honest_score():
    def stub(x, y, split, resample, fit, score): ...

    def wrongly(rule):
        def answer(x, y, split, resample, fit, score):
            a, b, c, d = split(x, y)
            return rule((a, c), (b, d), resample, fit, score)

        return answer

    def first(x, y, split, resample, fit, score):
        a, b, c, d = split(*resample(x, y))
        return score(fit(a, c), b, d)

    def everything(x, y, split, resample, fit, score):
        _, b, _, d = split(x, y)
        return score(fit(*resample(x, y)), b, d)

    assert_check(
        check.honest_score,
        solution=honest_score,
        stub=stub,
        wrong={
            "resampled_first": first,
            "test_resampled": wrongly(lambda tr, te, r, fit, score: score(fit(*r(*tr)), *r(*te))),
            "not_resampled": wrongly(lambda tr, te, r, fit, score: score(fit(*tr), *te)),
            "scored_on_training": wrongly(lambda tr, te, r, fit, score: score(fit(*r(*tr)), *r(*tr))),
            "trained_on_everything": everything,
            "parts_swapped": wrongly(lambda tr, te, r, fit, score: score(fit(*r(*te)), *tr)),
            "wrong_order": wrongly(lambda tr, te, r, fit, score: score(fit(*te), *te)),
            "not_a_number": wrongly(lambda tr, te, r, fit, score: fit(*r(*tr))),
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[lambda *case: np.array([honest_score(*case)])],
    )


def undo_resampling(p, prevalence, trained_prevalence):
    rare = p * prevalence / trained_prevalence
    usual = (1 - p) * (1 - prevalence) / (1 - trained_prevalence)
    return rare / (rare + usual)


def test_undo_resampling():
    def stub(p, prevalence, trained_prevalence): ...

    def as_odds(p, a, b):
        fixed = undo_resampling(p, a, b)
        return fixed / (1 - fixed)

    def by_prevalences(p, a, b):
        odds = p / (1 - p) * a / b
        return odds / (1 + odds)

    assert_check(
        check.undo_resampling,
        solution=undo_resampling,
        stub=stub,
        wrong={
            "wrong_way": lambda p, a, b: undo_resampling(p, b, a),
            "prevalences_not_odds": by_prevalences,
            "scaled_probabilities": lambda p, a, b: p * a / b,
            "odds_returned": as_odds,
            "log_odds_returned": lambda *case: np.log(as_odds(*case)),
            "training_as_balanced": lambda p, a, b: undo_resampling(p, a, 0.5),
            "real_as_balanced": lambda p, a, b: undo_resampling(p, 0.5, b),
            "unchanged": lambda p, a, b: p,
            "wrong_numbers": lambda p, a, b: p / 2,
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[lambda *case: undo_resampling(*case).tolist()],
    )


def by_neighbours(x, y, weights="distance", threshold=1 / 11):
    model = KNeighborsClassifier(15, weights=weights).fit(x, y)
    return lambda new: model.predict_proba(new)[:, 1] >= threshold


def always(value):
    return lambda x, y: lambda new: np.full(len(new), value)


def by_line(threshold):
    def answer(x, y):
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=100, max_iter=3000).fit(x, y)
        return lambda new: model.predict_proba(new)[:, 1] >= threshold

    return answer


def test_what_the_open_exercise_says_of_logistic_regression():
    x, y, x_new, y_new = check._moments()
    _, fn, fp, _ = check.four_counts(y_new, by_line(0.5)(x, y)(x_new))
    assert (check.MISS * fn + fp) * 1000 / len(y_new) > 400


def test_my_alarm():
    def stub(x, y): ...

    assert_check(
        check.my_alarm,
        solution=by_neighbours,
        stub=stub,
        wrong={
            "never": always(0),
            "always": always(1),
            "threshold_too_high": by_line(0.5),
            "threshold_too_low": by_line(0.02),
            "too_expensive": by_line(1 / 11),
            "not_a_function": lambda x, y: y,
            "not_decisions": always(0.3),
            "shape": lambda x, y: lambda new: np.zeros(5),
            "no_return": lambda x, y: lambda new: None,
        },
        also_correct=[lambda x, y: lambda new: by_neighbours(x, y)(new).astype(float)[:, None]],
        examples=3,
    )

"""Lesson 12: the explorer's mathematics, the checks, and what the prose says of the explorer."""

import numpy as np
import pytest
from scipy.stats import norm

from tests.mutants.lessons.hyperparameter_search import (
    by_tpe,
    counted,
    grid_search,
    near_the_best,
    one_by_one,
    random_search,
)
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.hyperparameter_search import checks as check
from utils.lessons.hyperparameter_search import explorer
from utils.lessons.hyperparameter_search.runs import runs


def test_the_belief_is_scikit_learns_gaussian_process():
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF

    places = np.random.default_rng(0).random((6, 2))
    errors = explorer.error("1", places)
    mean, deviation = explorer.belief(places, errors, explorer.GRID)
    model = GaussianProcessRegressor(RBF(explorer.REACH), alpha=1e-4, optimizer=None).fit(
        places, errors - errors.mean()
    )
    theirs, their_deviation = model.predict(explorer.GRID, return_std=True)
    assert mean == pytest.approx(theirs + errors.mean(), abs=1e-8)
    assert deviation == pytest.approx(their_deviation * (errors.std() + 0.02), abs=1e-5)


def test_expected_improvement_is_the_integral():
    draws = np.random.default_rng(0).normal(0.3, 0.1, 400_000)
    measured = np.maximum(0.25 - draws, 0).mean()
    assert explorer.expected_improvement(0.3, 0.1, 0.25) == pytest.approx(measured, abs=2e-4)


def test_the_question_is_refuted():
    """Bayes clearly beats the median of random search on three problems, and not on the third."""
    ahead = {name: explorer.random_best(name)[1, -1] - explorer.error(name, explorer.bayes_trials(name)).min()
             for name in explorer.PROBLEMS}  # fmt: skip
    assert ahead["3"] < 0.015 and min(ahead[name] for name in "124") > 0.02


def test_the_least_error_is_found_by_nobody_else():
    for name in explorer.PROBLEMS:
        assert explorer.error(name, explorer.random_trials().reshape(-1, 2)).min() >= explorer.least(name) - 1e-3
        assert 0 < explorer.least(name) < explorer.WORST


def test_a_trial_is_made_where_the_ring_is_and_the_last_one_shows_the_truth():
    made = explorer.SearchExplorer(next=[[-2.0, 0.4]])
    state = made.changed(made._state, {"train": None})
    assert state["mine"] == [[0.5, 0.5]] and state["shown"] == "trials"
    for _ in range(explorer.BUDGET - 1):
        state = made.changed(state, {"ask": None})
    assert len(state["mine"]) == explorer.BUDGET and state["shown"] == "truth"
    after = made.changed(state, {"train": None})
    assert after["mine"] == state["mine"]
    assert len({tuple(place) for place in state["mine"]}) == explorer.BUDGET
    assert made.changed(after, {"problem": "2"})["mine"] == []


def test_bayes_can_go_on_after_the_readers_own_trials():
    first = explorer.next_by_bayes("1", ((0.5, 0.5),))
    assert first in explorer.FIRST and first != (0.5, 0.5)
    assert explorer.next_by_bayes("1", explorer.FIRST) == explorer.bayes_trials("1")[3]


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.SearchExplorer)


def test_the_recorded_trainings_fit_together():
    recorded = runs()
    assert recorded["settings"].shape == (120, 3) and recorded["curves"].shape == (120, 27)
    assert np.array_equal(recorded["sets"][:, :5].sum(axis=1), recorded["curves"][:, -1])
    assert recorded["search_validation"].shape == recorded["search_test"].shape == (3, 5, 27)
    assert recorded["seed_sets"].shape == (30, 20) and recorded["again"].shape == recorded["again_test"].shape == (8, 5)
    assert np.isin(recorded["settings"][:, 2], (16, 64, 256)).all()


def test_the_drawings_are_drawn_in_both_languages():
    from utils.lessons.hyperparameter_search.drawings import draw_halving, draw_nested

    for language in ("tr", "en"):
        use_language(language)
        assert draw_halving().axes and draw_nested().axes


def test_log_scale():
    def stub(u, low, high): ...

    assert_check(
        check.log_scale,
        solution=lambda u, low, high: low * (high / low) ** u,
        stub=stub,
        wrong={
            "linear": lambda u, low, high: low + (high - low) * u,
            "exponent": lambda u, low, high: np.log10(low) + u * np.log10(high / low),
            "mixed_bases": lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)),
            "bounds_as_exponents": lambda u, low, high: 10 ** (low + (high - low) * u),
            "turned": lambda u, low, high: high * (low / high) ** u,
            "without_low": lambda u, low, high: (high / low) ** u,
            "from_zero": lambda u, low, high: high**u,
            "no_return": lambda u, low, high: print(end=""),
            "wrong_value": lambda u, low, high: low * high**u,
        },
        also_correct=[
            lambda u, low, high: [10 ** (np.log10(low) + one * np.log10(high / low)) for one in u],
            lambda u, low, high: np.exp(np.log(low) + u * np.log(high / low)),
            lambda u, low, high: (low * (high / low) ** u).astype(np.float32),
        ],
    )


def test_trials_needed():
    def stub(share, certainty): ...

    assert_check(
        check.trials_needed,
        solution=counted,
        stub=stub,
        wrong={
            "not_whole": lambda share, certainty: np.log(1 - certainty) / np.log(1 - share),
            "rounded_down": lambda share, certainty: int(np.log(1 - certainty) / np.log(1 - share)),
            "one_over": lambda share, certainty: int(np.ceil(1 / share)),
            "adds_up": lambda share, certainty: int(np.ceil(certainty / share)),
            "all_hit": lambda share, certainty: int(np.ceil(np.log(certainty) / np.log(share))),
            "reached_exactly": lambda share, certainty: next(
                n for n in range(1, 500) if (1 - share) ** n < 1 - certainty
            ),
            "one_more": lambda share, certainty: counted(share, certainty) + 1,
            "wrong_count": lambda share, certainty: 60,
            "no_return": lambda share, certainty: print(end=""),
        },
        also_correct=[
            lambda share, certainty: np.ceil(np.log(1 - certainty) / np.log(1 - share)),
            lambda share, certainty: np.array([counted(share, certainty)]),
        ],
    )


def test_what_the_trials_miss_is_said(reader):
    said = {
        "tr": "hepsinin iyi bölgeyi kaçırma olasılığı 0,95 üzeri n",
        "en": "all n trials miss the good region is 0.95",
    }
    assert said[reader] in check.trials_needed(lambda share, certainty: 60).message


def with_scipy(mean, deviation, best):
    z = (best - mean) / deviation
    return (best - mean) * norm.cdf(z) + deviation * norm.pdf(z)


def test_expected_improvement():
    def stub(mean, deviation, best): ...

    assert_check(
        check.expected_improvement,
        solution=with_scipy,
        stub=stub,
        wrong={
            "maximizes": lambda m, s, b: with_scipy(-m, s, -b),
            "probability_only": lambda m, s, b: norm.cdf((b - m) / s),
            "second_term_missing": lambda m, s, b: (b - m) * norm.cdf((b - m) / s),
            "first_term_missing": lambda m, s, b: s * norm.pdf((b - m) / s),
            "deviation_forgotten": lambda m, s, b: (b - m) * norm.cdf((b - m) / s) + norm.pdf((b - m) / s),
            "z_not_divided": lambda m, s, b: (b - m) * norm.cdf(b - m) + s * norm.pdf(b - m),
            "variance": lambda m, s, b: with_scipy(m, s**2, b),
            "terms_subtracted": lambda m, s, b: (b - m) * norm.cdf((b - m) / s) - s * norm.pdf((b - m) / s),
            "certain_improvement": lambda m, s, b: np.maximum(b - m, 0),
            "confidence_bound": lambda m, s, b: m - 2 * s,
            "no_return": lambda m, s, b: print(end=""),
        },
        also_correct=[one_by_one],
    )


def median_rule(others, errors):
    return min(errors) > np.median(others[:, len(errors) - 1])


def test_should_stop():
    def stub(others, errors): ...

    assert_check(
        check.should_stop,
        solution=median_rule,
        stub=stub,
        wrong={
            "turned": lambda others, errors: not median_rule(others, errors),
            "last_error": lambda others, errors: errors[-1] > np.median(others[:, len(errors) - 1]),
            "mean": lambda others, errors: min(errors) > np.mean(others[:, len(errors) - 1]),
            "final_errors": lambda others, errors: min(errors) > np.median(others[:, -1]),
            "others_best": lambda others, errors: min(errors) > np.median(others[:, : len(errors)].min(axis=1)),
            "all_epochs": lambda others, errors: min(errors) > np.median(others[:, : len(errors)]),
            "equal_stops": lambda others, errors: min(errors) >= np.median(others[:, len(errors) - 1]),
            "worse_than_the_best": lambda others, errors: min(errors) > others[:, len(errors) - 1].min(),
            "worse_than_all": lambda others, errors: min(errors) > others[:, len(errors) - 1].max(),
            "wrong_decision": lambda others, errors: True,
            "no_return": lambda others, errors: print(end=""),
        },
        also_correct=[lambda others, errors: int(median_rule(others, errors))],
    )


def test_the_rule_is_that_of_optuna():
    """The check's rule against Optuna's MedianPruner, on random curves."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    rng = np.random.default_rng(0)
    for _ in range(20):
        others, errors = rng.uniform(0, 1, (5, 4)), rng.uniform(0, 1, int(rng.integers(1, 5)))
        pruner = optuna.pruners.MedianPruner(n_startup_trials=1, n_warmup_steps=0)
        study = optuna.create_study(pruner=pruner)
        for row in others:
            study.add_trial(
                optuna.trial.create_trial(value=float(row[-1]), intermediate_values=dict(enumerate(map(float, row))))
            )
        trial = study.ask()
        for step, value in enumerate(errors):
            trial.report(float(value), step)
        assert trial.should_prune() == check._stop(others, errors)


def test_honest_error():
    def stub(inner, outer): ...

    def solution(inner, outer):
        return np.mean([row[np.argmin(one)] for one, row in zip(inner, outer, strict=True)])

    assert_check(
        check.honest_error,
        solution=solution,
        stub=stub,
        wrong={
            "best_validation_error": lambda inner, outer: inner.mean(axis=0).min(),
            "inner_minimum": lambda inner, outer: inner.min(axis=1).mean(),
            "chosen_on_outer": lambda inner, outer: outer.min(axis=1).mean(),
            "best_outer_mean": lambda inner, outer: outer.mean(axis=0).min(),
            "one_setting_for_all": lambda inner, outer: outer.mean(axis=0)[inner.mean(axis=0).argmin()],
            "largest": lambda inner, outer: outer[np.arange(len(outer)), inner.argmax(axis=1)].mean(),
            "averaged_over_settings": lambda inner, outer: outer.mean(),
            "roles_swapped": lambda inner, outer: inner[np.arange(len(inner)), outer.argmin(axis=1)].mean(),
            "summed": lambda inner, outer: solution(inner, outer) * len(outer),
            "per_part": lambda inner, outer: outer[np.arange(len(outer)), inner.argmin(axis=1)],
            "summed_indices": lambda inner, outer: inner.argmin(axis=1).mean(),
            "wrong_error": lambda inner, outer: 0.2,
            "no_return": lambda inner, outer: print(end=""),
        },
        also_correct=[lambda inner, outer: [solution(inner, outer)]],
    )


def test_my_search():
    def stub(objective, budget): ...

    assert_check(
        check.my_search,
        solution=near_the_best,
        stub=stub,
        wrong={
            "not_better_than_random": random_search,
            "over_budget": lambda objective, budget: near_the_best(objective, budget + 1),
            "not_asked": lambda objective, budget: (0.5, 0.5),
            "outside": lambda objective, budget: [(0.5, 0.5), objective(-0.5, 0.5)][0],
            "answer_outside": lambda objective, budget: [(0.5, 1.5), objective(0.5, 0.5)][0],
            "wrong_number_of_results": lambda objective, budget: objective(0.5, 0.5),
            "no_return": lambda objective, budget: print(end=""),
        },
        also_correct=[by_tpe],
        examples=4,
    )


def test_a_grid_is_not_enough():
    assert check.my_search(grid_search).misconception == "not_better_than_random"

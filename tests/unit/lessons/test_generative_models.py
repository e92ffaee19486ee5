"""Lesson 31: the measures, the explorers' walk, the checks, the drawings and what the recorded trainings hold."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from tests.mutants.lessons.generative_models import by_loop, mask_by_order, mixture, moons
from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets.modes import real_points
from utils.language import use_language
from utils.lessons.generative_models import checks as check
from utils.lessons.generative_models import denoiser, explorer, measures, rivals
from utils.lessons.generative_models.runs import runs


def test_distances_are_those_to_the_half_circles():
    angle = np.linspace(0, np.pi, 20_001)
    upper = measures.CENTRE + 1.4 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points = np.random.default_rng(0).normal(0, 1.5, (60, 2))
    expected = [np.linalg.norm(points[:, None] - moon, axis=2).min(axis=1) for moon in (upper, -upper)]
    assert measures.distance_from_data(points, "moons") * 0.07 == pytest.approx(np.min(expected, axis=0), abs=1e-3)
    assert measures.nearest_moon(points).tolist() == np.argmin(expected, axis=0).tolist()


def test_real_points_lie_on_the_data():
    for name, least in (("moons", 0.99), ("ring", 0.98)):
        off = measures.distance_from_data(real_points(name, 4000, np.random.default_rng(5)), name)
        assert least < np.mean(off <= 3) <= 1 and np.mean(off > 5) == 0


def test_the_true_density_sums_to_one_and_no_mixture_beats_it():
    places = np.linspace(-3, 3, 301)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(places, places)], axis=1)
    fresh = {name: real_points(name, 3000, np.random.default_rng(6)) for name in ("moons", "ring")}
    for name, points in fresh.items():
        density = np.exp(measures.true_log_density(grid, name))
        assert density.sum() * (places[1] - places[0]) ** 2 == pytest.approx(1, abs=0.002)
        model = GaussianMixture(16, random_state=0).fit(real_points(name, 3000, np.random.default_rng(7)))
        assert model.score(points) < measures.true_log_density(points, name).mean()


def test_energy_distance_of_the_text():
    assert measures.energy_distance(np.array([[0.0], [1]]), np.array([[1.0], [3]])) == 1.5
    same = real_points("moons", 300, np.random.default_rng(0))
    assert measures.energy_distance(same, same) == pytest.approx(0, abs=1e-6)


def test_places_run_along_a_moon_from_right_to_left():
    angle = np.array([0.0, 0.25, 0.5, 1.0]) * np.pi
    upper = measures.CENTRE + 1.4 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    assert measures.place_on_moon(upper) == pytest.approx(angle / np.pi)
    assert measures.place_on_moon(-upper) == pytest.approx(angle / np.pi)


def test_guidance_of_zero_is_the_wanted_guess():
    x = np.random.default_rng(0).normal(size=(5, 2))
    wanted, either = denoiser.guess_noise(x, 30, 0), denoiser.guess_noise(x, 30, denoiser.EITHER)
    assert denoiser.guided_noise(x, 30, 0, 0.0) == pytest.approx(wanted)
    assert denoiser.guided_noise(x, 30, 0, 2.0) == pytest.approx(3 * wanted - 2 * either, abs=1e-4)
    assert denoiser.guided_noise(x, 30, denoiser.EITHER, 2.0) == pytest.approx(either)


def test_a_walk_begins_with_noise_and_visits_its_levels():
    points, clean = denoiser.walk(10, 0.0, 0, True, 0)
    assert points.shape == (11, denoiser.POINTS, 2) and clean.shape == (10, denoiser.POINTS, 2)
    assert np.array_equal(points[0], denoiser.walk(50, 3.0, 1, False, 0)[0][0])
    assert denoiser.levels(10)[0] == 49 and denoiser.levels(10)[-1] == 0 and denoiser.levels(1).tolist() == [49]


def _ends(steps, guidance, moon):
    """The last values of both curves for ten seeds, (2, 10)."""
    return np.array([[curve[-1] for curve in explorer.progress(steps, guidance, moon, True, s)] for s in range(10)]).T


def test_what_the_text_says_of_the_explorer():
    for moon in (0, 1):
        near, covered = _ends(50, 0.0, moon)
        assert near.min() > 0.98 and covered.min() == 1
        strong_near, strong_covered = _ends(50, 6.0, moon)
        assert strong_near.min() > 0.95 and 0.65 < strong_covered.min() <= 0.75 and strong_covered.max() < 0.95
        assert _ends(10, 0.0, moon)[0].min() > 0.95
        assert _ends(1, 0.0, moon)[0].max() < 1 / 3
    assert 0.76 < _ends(3, 0.0, 0)[0].mean() < 0.84


def test_the_explorers_keep_their_promises():
    check_explorer(explorer.NoiseToDataExplorer)
    rng = np.random.default_rng(0)
    film = rng.integers(0, 256, (3, 4, 10, 28, 28)).astype(np.uint8)
    nearest = rng.integers(0, 256, (3, 10, 28, 28)).astype(np.uint8)
    check_explorer(
        explorer.DigitFilmExplorer, film=film, guidance=(0, 1, 4), nearest=nearest, distances=rng.uniform(3, 6, (3, 10))
    )


def test_fit_tells_the_loss_of_a_generative_model():
    from utils.training import keras

    class Centre(rivals.Generative):
        def __init__(self):
            super().__init__()
            self.place = self.add_weight(shape=(2,), initializer="zeros")

        def loss_of(self, batch):
            return keras.ops.mean((batch - self.place) ** 2)

    x = np.random.default_rng(0).normal(3, 1, (64, 2)).astype("float32")
    model = Centre()
    model.compile(keras.optimizers.SGD(0.5), steps_per_execution=2)
    told = model.fit(x, batch_size=16, epochs=4, shuffle=False, verbose=0).history["loss"]
    assert told[0] > told[-1] > 0.5  # the mean over the epoch's batches, not the 0 of a metric that nobody updates


def test_the_recorded_trainings_fit_together():
    recorded = runs()
    assert recorded["moons"].shape == (8, 5, 7) and recorded["ring"].shape[0] == 7 and recorded["ring"].shape[2] == 7
    for name in ("moons", "ring"):
        rows = recorded[name]
        assert (rows[..., 1] + rows[..., 2] <= 1).all() and (rows[..., 4:] > 0).all()
        likelihood = np.delete(rows[..., 3], 5, axis=0)
        assert (likelihood < recorded[f"real_{name}"][3] + 0.02).all() and np.isnan(rows[5, :, 3]).all()
    assert recorded["guided"].shape == (5, 5, 4) and recorded["pixels"].shape == (5, 2)


def test_the_drawings_are_drawn_in_both_languages():
    from utils.lessons.generative_models import drawings

    for language in ("tr", "en"):
        use_language(language)
        assert drawings.draw_families().axes and drawings.draw_coupling().axes and drawings.draw_masks().axes


def _chosen(p, x):
    return np.take_along_axis(p, x[..., None], axis=-1)


def test_bits_per_pixel():
    assert_check(
        check.bits_per_pixel,
        solution=lambda p, x: -np.log2(_chosen(p, x)).mean(),
        stub=lambda p, x: ...,
        wrong={
            "nats": lambda p, x: -np.log(_chosen(p, x)).mean(),
            "a_sum": lambda p, x: -np.log2(_chosen(p, x)).sum(),
            "sign": lambda p, x: np.log2(_chosen(p, x)).mean(),
        },
    )


def test_causal_mask():
    assert_check(
        check.causal_mask,
        solution=mask_by_order,
        stub=lambda size, own: ...,
        wrong={
            "always_own": lambda size, own: mask_by_order(size, True),
            "triangle": lambda size, own: np.tril(np.ones((size, size)), 0 if own else -1),
        },
    )


def test_log_density_of():
    def right(x, scale, shift):
        z = (x - shift) / scale
        return -(z**2) / 2 - np.log(2 * np.pi) / 2 - np.log(abs(scale))

    assert_check(
        check.log_density_of,
        solution=right,
        stub=lambda x, scale, shift: ...,
        wrong={
            "no_volume": lambda x, scale, shift: right(x, scale, shift) + np.log(abs(scale)),
            "density": lambda x, scale, shift: np.exp(right(x, scale, shift)),
        },
    )


def test_probabilities_of():
    def right(energies, temperature):
        weights = np.exp(-(energies - np.min(energies)) / temperature)
        return weights / weights.sum()

    assert_check(
        check.probabilities_of,
        solution=right,
        stub=lambda energies, temperature: ...,
        wrong={
            "sign": lambda e, t: right(-e, t),
            "overflow": lambda e, t: np.exp(-e / t) / np.exp(-e / t).sum(),
            "no_temperature": lambda e, t: right(e, 1),
        },
    )


def test_noised():
    assert_check(
        check.noised,
        solution=lambda x, b, n: np.sqrt(np.prod(1 - b)) * x + np.sqrt(1 - np.prod(1 - b)) * n,
        stub=lambda x, b, n: ...,
        wrong={
            "last_beta": lambda x, b, n: np.sqrt(1 - b[-1]) * x + np.sqrt(b[-1]) * n,
            "no_roots": lambda x, b, n: np.prod(1 - b) * x + (1 - np.prod(1 - b)) * n,
        },
    )


def test_clean_guess():
    def right(x, wanted, either, w, kept):
        return (x - np.sqrt(1 - kept) * ((1 + w) * wanted - w * either)) / np.sqrt(kept)

    assert_check(
        check.clean_guess,
        solution=right,
        stub=lambda x, wanted, either, w, kept: ...,
        wrong={
            "mixed": lambda x, wanted, either, w, kept: right(x, wanted, either, w - 1, kept),
            "roles_swapped": lambda x, wanted, either, w, kept: right(x, either, wanted, w, kept),
        },
    )


def test_near_and_covered():
    assert_check(
        check.near_and_covered,
        solution=by_loop,
        stub=lambda points, data, radius: ...,
        wrong={
            "swapped": lambda points, data, radius: by_loop(points, data, radius)[::-1],
            "near_twice": lambda points, data, radius: (by_loop(points, data, radius)[0],) * 2,
        },
    )


def test_my_density():
    assert_check(
        check.my_density,
        solution=mixture(16),
        stub=lambda: ...,
        wrong={
            "not_likely": mixture(6),
            "too_much": mixture(24, lambda p: p + 0.2),
            "too_little": mixture(24, lambda p: p - 0.1),
            "not_logarithm": moons(lambda x: np.ones(len(x))),
            "not_a_function": lambda: 3.0,
        },
    )

"""Lesson 04: two losses, a line from means, the derivative of the MAE, the limit of the learning rate and a good one, a
comparison with the baseline, residuals to read, a line that withstands outliers."""

from itertools import combinations

import numpy as np
from scipy import stats
from sklearn.linear_model import HuberRegressor, LinearRegression, RANSACRegressor, TheilSenRegressor
from sklearn.metrics import mean_absolute_error, r2_score

from tests.mutants.exercises import Exercise


def predictions(rng):
    """One sample and many, whole numbers and others, residuals of one sign and of both, outliers."""
    yield np.array([3.0, 3.0, 5.0, 9.0]), np.array([3.0, 4.0, 6.0, 7.0])
    for i in range(219):
        n, size = int(rng.integers(1, 8)), (1, 5, 40)[i % 3]
        y, p = rng.normal(0, size, n), rng.normal(i % 2, size, n)
        yield (np.round(y), np.round(p)) if i % 5 == 4 else (y, p)


def samples(rng):
    """Two points and many, rising and falling, near a line and far from it; the points in any order."""
    yield np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0])
    for i in range(219):
        n = int(rng.integers(2, 9))
        x = rng.choice(200, n, replace=False) / (10, 5, 4)[i % 3] - 5
        y = rng.normal(0, 3) * x + rng.normal(0, 10) + rng.normal(0, (0, 1, 10)[i % 3], n)
        yield x, np.round(y) if i % 4 == 3 else y


def places(rng):
    """Lines near the points and far from them, so that few signs or all agree; no point lies on its line."""
    yield np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0]), 1.75, 1.0
    for i in range(219):
        n, w, b = int(rng.integers(1, 8)), float(rng.normal(0, 2)), float(rng.normal(0, 6))
        x = rng.uniform(-6, 12, n)
        yield x, w * x + b + rng.normal(0, (0.3, 3, 20)[i % 3], n), w, b


def losses(square, absolute):
    return lambda y, p: (square(y, p), absolute(y, p))


def mse(y, p):
    return np.mean((y - p) ** 2)


def mae(y, p):
    return np.mean(np.abs(y - p))


def line(slope, intercept=lambda w, x, y: y.mean() - w * x.mean()):
    """Return the answer with ``slope(x, y)`` and ``intercept(w, x, y)``."""

    def answer(x, y):
        weight = slope(x, y)
        return weight, intercept(weight, x, y)

    return answer


def least_squares(x, y):
    return tuple(np.polyfit(x, y, 1))


def slope_of(x, y):
    return least_squares(x, y)[0]


def through_ends(x, y):
    order = np.argsort(x)
    return (y[order[-1]] - y[order[0]]) / (x[order[-1]] - x[order[0]])


def gradient(outer, inner=lambda x: x, middle=np.mean):
    def answer(x, y, w, b):
        pull = -outer(y - (w * x + b))
        return middle(pull * inner(x)), middle(pull)

    return answer


def pairs(x, y):
    """Return (slopes, intercepts) of the lines through any two points."""
    i, j = np.array(list(combinations(range(len(x)), 2))).T
    slopes = (y[j] - y[i]) / (x[j] - x[i])
    return slopes, y[i] - slopes * x[i]


def best_pair(measure):
    """Return the answer that takes of these lines the one whose residuals have the least ``measure``."""

    def answer(x, y):
        slopes, intercepts = pairs(x, y)
        offsets = np.abs(y - slopes[:, None] * x - intercepts[:, None])
        best = np.argmin(measure(offsets, axis=1))
        return slopes[best], intercepts[best]

    return answer


def median_slope(x, y):
    slope = np.median(pairs(x, y)[0])
    return slope, np.median(y - slope * x)


def kept(choose):
    """Return the answer that fits least squares to the points that ``choose(x, y)`` takes."""

    def answer(x, y):
        chosen = choose(x, y)
        return least_squares(x[chosen], y[chosen])

    return answer


def refitted(start, rounds):
    """Return the answer that drops the six points farthest from the line and fits again, so many times."""

    def answer(x, y):
        slope, intercept = start(x, y)
        for _ in range(rounds):
            keep = np.argsort(np.abs(y - slope * x - intercept))[:24]
            slope, intercept = least_squares(x[keep], y[keep])
        return slope, intercept

    return answer


def by_scikit_learn(model):
    def answer(x, y):
        fitted = model.fit(x[:, None], y)
        fitted = getattr(fitted, "estimator_", fitted)
        return fitted.coef_, fitted.intercept_

    return answer


def in_order(x, start, end):
    return np.argsort(x)[start:end]


PRACTICE_LIMIT = 0.14921894064178784
WRONG_RATES = {
    "the limit itself": PRACTICE_LIMIT,
    "above the limit": 0.15,
    "close to the limit": 0.146,
    "half the limit": 0.0746,
    "the largest curvature": 13.4,
    "the lesson's limit": 0.0813 * 2,
    "the lesson's rate": 0.05,
    "for standardized inputs": 0.5,
    "tiny": 5e-324,
    "huge": 1e308,
    "zero": 0,
    "uphill": -0.14,
    "a text": "0.14",
    "a comma": (0, 14),
    "the steps": 40,
    "true": True,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "complex": 0.14 + 1e-3j,
}
WRONG_LIMITS = {
    "two decimals": 0.15,
    "cut after two decimals": 0.14,
    "the lesson's": 0.0813,
    "the explorer's": 0.0366,
    "of the flattest direction": 3.3507,
    "the largest curvature": 13.403,
    "the smallest curvature": 0.5969,
    "1 over the curvature": 0.0746,
    "the curvature over 2": 6.7016,
    "the condition number": 22.45,
    "of the weight alone": 1 / 6,
    "of the bias alone": 1.0,
    "no mean in the curvature": 0.02984,
    "no 2 in the curvature": 0.29844,
    "negative": -PRACTICE_LIMIT,
    "a text": "0.149",
    "a comma": (0, 149),
    "both curvatures": (0.5969, 13.403),
    "huge": 1e308,
    "not a number": float("nan"),
    "zero": 0,
}


def r_squared(y, p, middle):
    return 1 - np.sum((y - p) ** 2) / np.sum((y - middle) ** 2)


def compared(
    guess=lambda train, test: train.mean(), measure=mae, r2=lambda train, test, p: r_squared(test, p, test.mean())
):
    """Return the answer with another guess of the baseline, another measure or another R²."""
    return lambda train, test, p: (measure(test, guess(train, test)), measure(test, p), r2(train, test, p))


def tested_models(rng):
    """Sets of unequal sizes and means, models better and worse than the mean; no test set is constant."""
    for i in range(220):
        train = rng.normal(rng.normal(0, 5), 4, int(rng.integers(1, 9)))
        test = rng.normal(0, 4, int(rng.integers(2, 9)))
        p = test + rng.normal(i % 2, (0.5, 3, 9)[i % 3], len(test))
        yield (np.round(train), test, np.round(p)) if i % 5 == 4 else (train, test, p)


EXERCISES = [
    Exercise(
        "losses_of",
        inputs=predictions,
        ideas={
            "swapped": losses(mae, mse),
            "sums": losses(lambda y, p: np.sum((y - p) ** 2), lambda y, p: np.sum(np.abs(y - p))),
            "divided by n - 1": losses(
                lambda y, p: np.sum((y - p) ** 2) / max(len(y) - 1, 1),
                lambda y, p: np.sum(np.abs(y - p)) / max(len(y) - 1, 1),
            ),
            "medians": losses(lambda y, p: np.median((y - p) ** 2), lambda y, p: np.median(np.abs(y - p))),
            "no absolute value": losses(mse, lambda y, p: np.mean(y - p)),
            "no absolute value, the other way round": losses(mse, lambda y, p: np.mean(p - y)),
            "the absolute value of the mean": losses(mse, lambda y, p: abs(np.mean(y - p))),
            "root": losses(lambda y, p: np.sqrt(mse(y, p)), mae),
            "half the square": losses(lambda y, p: mse(y, p) / 2, mae),
            "the square of the MAE": losses(lambda y, p: mae(y, p) ** 2, mae),
            "variance of the residuals": losses(lambda y, p: np.var(y - p), mae),
            "mean deviation of the residuals": losses(mse, lambda y, p: np.mean(np.abs(y - p - np.mean(y - p)))),
            "squares of the values": losses(lambda y, p: np.mean(y**2 - p**2), mae),
            "the values' sizes": losses(mse, lambda y, p: np.mean(np.abs(y) - np.abs(p))),
            "the largest": losses(mse, lambda y, p: np.max(np.abs(y - p))),
            "in percent": losses(mse, lambda y, p: np.mean(np.abs(y - p) / np.maximum(np.abs(y), 1e-9))),
            "the MAE is the root of the MSE": losses(mse, lambda y, p: np.sqrt(mse(y, p))),
            "only where they differ": losses(mse, lambda y, p: np.abs(y - p)[y != p].mean() if np.any(y != p) else 0.0),
            "Huber's": losses(lambda y, p: np.mean(np.where(np.abs(y - p) < 3, (y - p) ** 2, np.abs(y - p))), mae),
            "one of each sample": losses(lambda y, p: (y - p) ** 2, lambda y, p: np.abs(y - p)),
        },
        right={
            "a dot product": losses(lambda y, p: (y - p) @ (y - p) / len(y), mae),
            "a loop": losses(
                lambda y, p: sum((a - b) ** 2 for a, b in zip(y, p, strict=True)) / len(y),
                lambda y, p: sum(abs(a - b) for a, b in zip(y, p, strict=True)) / len(y),
            ),
        },
    ),
    Exercise(
        "fit_line",
        inputs=samples,
        ideas={
            "swapped": lambda x, y: least_squares(x, y)[::-1],
            "through the origin": lambda x, y: (x @ y / (x @ x), 0.0),
            "the origin's slope, through the means": line(lambda x, y: x @ y / (x @ x)),
            "no centring below": line(lambda x, y: (x - x.mean()) @ y / (x @ x)),
            "no centring above": line(lambda x, y: x @ y / np.sum((x - x.mean()) ** 2)),
            "x from y": lambda x, y: least_squares(y, x),
            "the inverse of x from y": line(
                lambda x, y: np.sum((y - y.mean()) ** 2) / ((x - x.mean()) @ (y - y.mean()))
            ),
            "correlation": line(lambda x, y: np.corrcoef(x, y)[0, 1]),
            "covariance": line(lambda x, y: np.mean((x - x.mean()) * (y - y.mean()))),
            "two divisors": line(lambda x, y: np.cov(x, y)[0, 1] / np.var(x)),
            "ratio of the deviations": line(lambda x, y: y.std() / x.std()),
            "sums first, then the product": line(lambda x, y: np.sum(x) * np.sum(y) / np.sum(x) ** 2),
            "a root below": line(lambda x, y: (x - x.mean()) @ (y - y.mean()) / (x.std() * y.std() * len(x))),
            "medians": line(slope_of, lambda w, x, y: np.median(y) - w * np.median(x)),
            "added": line(slope_of, lambda w, x, y: y.mean() + w * x.mean()),
            "the other way round": line(slope_of, lambda w, x, y: w * x.mean() - y.mean()),
            "the mean of y": line(slope_of, lambda w, x, y: y.mean()),
            "the slope forgotten": line(slope_of, lambda w, x, y: y.mean() - x.mean()),
            "through the first point": line(slope_of, lambda w, x, y: y[0] - w * x[0]),
            "first and last point": line(through_ends),
            "mean of the slopes": line(lambda x, y: np.mean(np.diff(y) / np.diff(x))),
            "perpendicular": line(
                lambda x, y: np.divide(*np.linalg.svd(np.c_[x, y] - [x.mean(), y.mean()])[2][0][::-1])
            ),
            "at mean 0 and deviation 1": lambda x, y: least_squares((x - x.mean()) / x.std(), y),
            "slope never negative": line(lambda x, y: abs(slope_of(x, y))),
        },
        right={
            "polyfit": lambda x, y: np.polyfit(x, y, 1),
            "scikit-learn": by_scikit_learn(LinearRegression()),
            "scikit-learn, a column of y": lambda x, y: by_scikit_learn(LinearRegression())(x, y[:, None]),
            "normal equation": lambda x, y: np.linalg.lstsq(np.c_[x, np.ones(len(x))], y, rcond=None)[0],
            "SciPy": lambda x, y: (stats.linregress(x, y).slope, stats.linregress(x, y).intercept),
        },
    ),
    Exercise(
        "mae_gradient",
        inputs=places,
        ideas={
            "of the MSE": gradient(lambda r: 2 * r),
            "residuals for signs": gradient(lambda r: r),
            "uphill": gradient(lambda r: -np.sign(r)),
            "absolute residuals": gradient(np.abs),
            "no signs": gradient(np.ones_like),
            "factor 2": gradient(lambda r: 2 * np.sign(r)),
            "sum": gradient(np.sign, middle=np.sum),
            "median": gradient(np.sign, middle=np.median),
            "without x": gradient(np.sign, np.ones_like),
            "absolute x": gradient(np.sign, np.abs),
            "sign of x": gradient(np.sign, np.sign),
            "x centred": gradient(np.sign, lambda x: x - x.mean()),
            "0 for -1": gradient(lambda r: 1.0 * (r > 0)),
            "only below the line": gradient(lambda r: -1.0 * (r < 0)),
            "a soft sign": gradient(np.tanh),
            "residuals clipped to 1": gradient(lambda r: np.clip(r, -1, 1)),
            "of the mean residual": lambda x, y, w, b: (
                -np.sign(np.mean(y - w * x - b)) * x.mean(),
                -np.sign(np.mean(y - w * x - b)),
            ),
            "the mean sign times the mean of x": lambda x, y, w, b: (
                -np.sign(y - w * x - b).mean() * x.mean(),
                -np.sign(y - w * x - b).mean(),
            ),
            "sign of r x": lambda x, y, w, b: (-np.sign((y - w * x - b) * x).mean(), -np.sign(y - w * x - b).mean()),
            "no bias": lambda x, y, w, b: gradient(np.sign)(x, y, w, 0.0),
            "bias subtracted": lambda x, y, w, b: gradient(np.sign)(x, y, w, -b),
            "weight ignored": lambda x, y, w, b: gradient(np.sign)(x, y, 1.0, b),
            "y ignored": lambda x, y, w, b: gradient(np.sign)(x, 0 * y, w, b),
            "swapped": lambda *case: gradient(np.sign)(*case)[::-1],
            "minus forgotten for the bias": lambda *case: gradient(np.sign)(*case) * np.array([1, -1]),
            "minus forgotten for the weight": lambda *case: gradient(np.sign)(*case) * np.array([-1, 1]),
        },
        right={
            "where": gradient(lambda r: np.where(r > 0, 1, -1)),
            "residual by its size": gradient(lambda r: r / np.abs(r)),
            "a numeric derivative": lambda x, y, w, b: (
                (mae(y, (w + 1e-9) * x + b) - mae(y, (w - 1e-9) * x + b)) / 2e-9,
                (mae(y, w * x + b + 1e-9) - mae(y, w * x + b - 1e-9)) / 2e-9,
            ),
        },
    ),
    Exercise(
        "practice_rate",
        by_hand="the answers are numbers",
        ideas={
            **{f"rate: {name}": (PRACTICE_LIMIT, rate) for name, rate in WRONG_RATES.items()},
            **{f"limit: {name}": (limit, 0.14) for name, limit in WRONG_LIMITS.items()},
            "swapped": (0.14, PRACTICE_LIMIT),
        },
        right={
            "low": (PRACTICE_LIMIT, 0.08),
            "high": (PRACTICE_LIMIT, 0.142),
            "nine tenths of the limit": (PRACTICE_LIMIT, 0.9 * PRACTICE_LIMIT),
            "three decimals": (0.149, 0.14),
            "four decimals": (0.1492, 0.14),
            "float32": (np.float32(PRACTICE_LIMIT), np.float32(0.14)),
            "one element": (np.array([PRACTICE_LIMIT]), np.array([0.12])),
            "a list": ([0.1492], [0.1]),
        },
    ),
    Exercise(
        "compare_with_baseline",
        inputs=tested_models,
        ideas={
            "order": lambda *case: compared()(*case)[::-1],
            "the model's MAE first": lambda *case: tuple(compared()(*case)[i] for i in (1, 0, 2)),
            "the test set's mean": compared(guess=lambda train, test: test.mean()),
            "the mean of both sets": compared(guess=lambda train, test: np.r_[train, test].mean()),
            "the mean of the two means": compared(guess=lambda train, test: (train.mean() + test.mean()) / 2),
            "the training set's median": compared(guess=lambda train, test: np.median(train)),
            "the last training value": compared(guess=lambda train, test: train[-1]),
            "zero": compared(guess=lambda train, test: 0.0),
            "MSE": compared(measure=lambda y, p: np.mean((y - p) ** 2)),
            "root of the MSE": compared(measure=lambda y, p: np.sqrt(np.mean((y - p) ** 2))),
            "median of the sizes": compared(measure=lambda y, p: np.median(np.abs(y - p))),
            "sums": compared(measure=lambda y, p: np.sum(np.abs(y - p))),
            "no absolute value": compared(measure=lambda y, p: np.mean(y - p)),
            "measured on the training set": lambda train, test, p: (
                mae(train, train.mean()),
                *compared()(train, test, p)[1:],
            ),
            "R² against the training mean": compared(r2=lambda train, test, p: r_squared(test, p, train.mean())),
            "R² against the mean prediction": compared(r2=lambda train, test, p: r_squared(test, p, p.mean())),
            "R² against the median": compared(r2=lambda train, test, p: r_squared(test, p, np.median(test))),
            "R² against the training set": compared(
                r2=lambda train, test, p: 1 - np.mean((test - p) ** 2) / max(np.var(train), 1e-9)
            ),
            "R² not subtracted": compared(r2=lambda train, test, p: 1 - r_squared(test, p, test.mean())),
            "R² never negative": compared(r2=lambda train, test, p: max(0.0, r_squared(test, p, test.mean()))),
            "R² with n - 1": compared(r2=lambda train, test, p: 1 - np.mean((test - p) ** 2) / np.var(test, ddof=1)),
            "explained variance": compared(r2=lambda train, test, p: 1 - np.var(test - p) / np.var(test)),
            "R² of absolute values": compared(
                r2=lambda train, test, p: 1 - mae(test, p) / np.mean(np.abs(test - test.mean()))
            ),
            "R² of predictions for observations": compared(r2=lambda train, test, p: r_squared(p, test, p.mean())),
            "the skill over the baseline": compared(
                r2=lambda train, test, p: 1 - mae(test, p) / max(mae(test, train.mean()), 1e-9)
            ),
            "only two": lambda *case: compared()(*case)[:2],
        },
        right={
            "scikit-learn": lambda train, test, p: (
                mean_absolute_error(test, np.full(len(test), train.mean())),
                mean_absolute_error(test, p),
                r2_score(test, p),
            ),
            "variances": compared(r2=lambda train, test, p: 1 - np.mean((test - p) ** 2) / np.var(test)),
        },
    ),
    Exercise(
        "read_residuals",
        by_hand="the answers are letters",
        ideas={
            "swapped": (["A", "F"], ["B", "D"]),
            "nothing": ([], []),
            "no outlier": (["B", "D"], []),
            "no curve": ([], ["A", "F"]),
            "everything": (list("ABCDEF"), list("ABCDEF")),
            "by R², low ones curved": (["C", "F"], ["A", "D"]),
            "the high R² trusted": (["D"], ["A", "F"]),
            "only the U": (["B"], ["A", "F"]),
            "the low R² taken for a curve": (["B", "C", "D"], ["A", "F"]),
            "the low R² taken for outliers": (["B", "D"], ["A", "C", "F"]),
            "the tilted one taken for a curve": (["B", "D", "F"], ["A"]),
            "both for the tilted one": (["B", "D", "F"], ["A", "F"]),
            "ends of the arch": (["B", "D"], ["A", "D", "F"]),
            "the end forgotten": (["B", "D"], ["A"]),
            "the middle forgotten": (["B", "D"], ["F"]),
            "numbers": ([1, 3], [0, 5]),
            "an unknown set": (["B", "D", "G"], ["A", "F"]),
            "a number": (2, 1),
            "words": ("curved", "outlier"),
            "lists in a list": ([["B", "D"]], [["A", "F"]]),
        },
        right={
            "texts": ("BD", "AF"),
            "with commas": ("B, D", "a, f"),
            "tuples": (("D", "B"), ("F", "A")),
            "sets": ({"B", "D"}, {"A", "F"}),
            "arrays": (np.array(["B", "D"]), np.array(["A", "F"])),
            "twice": (["B", "D", "B"], ["A", "F"]),
        },
    ),
    Exercise(
        "fit_robust",
        by_hand="an open task: what counts is the MAE of the sound points",
        ideas={
            "least squares": least_squares,
            "the first half of the points": kept(lambda x, y: np.arange(15)),
            "the second half": kept(lambda x, y: np.arange(15, 30)),
            "all but the last six": kept(lambda x, y: np.arange(24)),
            "the left half": kept(lambda x, y: in_order(x, 0, 15)),
            "the right half": kept(lambda x, y: in_order(x, 15, 30)),
            "the middle": kept(lambda x, y: in_order(x, 6, 24)),
            "all but the right end": kept(lambda x, y: in_order(x, 0, 22)),
            "where the sample is broken": kept(lambda x, y: np.delete(in_order(x, 0, 30), slice(22, 28))),
            "the six highest dropped": kept(lambda x, y: np.argsort(y)[:24]),
            "the six lowest dropped": kept(lambda x, y: np.argsort(y)[6:]),
            "the six farthest from the median dropped": kept(lambda x, y: np.argsort(np.abs(y - np.median(y)))[:24]),
            "within one deviation": kept(lambda x, y: np.abs(y - y.mean()) < y.std()),
            "within the whiskers": kept(
                lambda x, y: np.abs(y - np.median(y)) < 2 * stats.iqr(y),
            ),
            "dropped and fitted again, once": refitted(least_squares, 1),
            "y clipped": lambda x, y: least_squares(x, np.clip(y, *np.percentile(y, [10, 90]))),
            "through the ends": line(through_ends),
            "neighbours' slopes": line(
                lambda x, y: np.median(np.diff(y[np.argsort(x)]) / np.diff(np.sort(x))),
                lambda w, x, y: np.median(y - w * x),
            ),
            "mean of the slopes": line(lambda x, y: np.mean(pairs(x, y)[0]), lambda w, x, y: np.median(y - w * x)),
            "mean for the intercept": line(lambda x, y: median_slope(x, y)[0], lambda w, x, y: np.mean(y - w * x)),
            "medians apart": lambda x, y: stats.theilslopes(y, x)[:2],
            "flat": lambda x, y: (0.0, np.median(y)),
            "least largest residual": best_pair(np.max),
            "swapped": lambda x, y: median_slope(x, y)[::-1],
            "the sample's line, always": lambda x, y: median_slope(*SAMPLE),
            "the caller's y changed": lambda x, y: (y.fill(0), median_slope(x, y))[1],
            "not finite": lambda x, y: (np.nan, np.nan),
            "one number": lambda x, y: median_slope(x, y)[0],
        },
        right={
            "median of the slopes": median_slope,
            "least MAE": best_pair(np.mean),
            "least median": best_pair(np.median),
            "repeated medians": lambda x, y: stats.siegelslopes(y, x),
            "joint medians": lambda x, y: stats.theilslopes(y, x, method="joint")[:2],
            "dropped and fitted again, often": refitted(least_squares, 20),
            "a robust start, dropped and fitted again": refitted(median_slope, 1),
            "Huber": by_scikit_learn(HuberRegressor()),
            "RANSAC": by_scikit_learn(RANSACRegressor(random_state=0)),
            "Theil and Sen of scikit-learn": by_scikit_learn(TheilSenRegressor(random_state=0)),
        },
    ),
]
SAMPLE = np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0])

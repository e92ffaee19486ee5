"""Lesson 01: kinds of learning, a step of k-means, the Q update, an honest split, a feature of one's own."""

import random

import numpy as np
from scipy import ndimage
from scipy.spatial.distance import cdist

from tests.mutants.exercises import Exercise
from utils.lessons.what_is_deep_learning.checks import _fours_and_nines


def points(rng):
    """Any number of points, centres and measurements, one of each among them; near 0 and far away. No ties."""
    yield np.array([[1.0, 2.0], [9.0, 1.0], [2.0, 1.0]]), np.array([[0.0, 0.0], [10.0, 0.0]])
    for i in range(219):
        n, k, d = (int(rng.integers(1, most)) for most in (8, 6, 5))
        size, shift = (1, 5, 30)[i % 3], 20 * rng.normal(0, 1, d) * (i % 4 == 3)
        p, c = rng.normal(0, size, (n, d)) + shift, rng.normal(0, size, (k, d)) + shift
        yield (p, c) if i % 5 < 4 else (np.round(p) + 0.01 * p, np.round(c))


def updates(rng):
    """Tables of any size with values of any sign, walls (the square stays the same), ends of games, all rates."""
    yield np.array([[0.0, 0.5], [0.25, 1.0], [-1.0, 0.0]]), 0, 1, 0.0, 1, False, 0.5, 0.9
    for i in range(219):
        states, actions = int(rng.integers(2, 7)), int(rng.integers(2, 5))
        q = np.round(rng.normal(0, (1, 20)[i % 2], (states, actions)), 2) - (i % 3) * 1.5
        s, new = (int(rng.integers(states)) for _ in range(2))
        reward = float(rng.choice([0, 1, -1, -0.25, 15, round(rng.normal(), 2)]))
        rate, discount = float(rng.choice([1, 0.5, 0.1, 0.3])), float(rng.choice([0, 0.5, 0.9, 0.99, 1]))
        yield q, s, int(rng.integers(actions)), reward, (s if i % 7 == 6 else new), bool(i % 4 == 3), rate, discount


def examples(rng):
    """Few and many examples, sorted by class or not; a test of one example and of all but one."""
    yield rng.normal(size=(30, 3)), np.repeat([0, 1, 2], 10), 8, 0
    for i in range(219):
        n, d = int(rng.integers(8, 60)), int(rng.integers(1, 5))
        y = np.sort(rng.integers(0, 4, n)) if i % 3 else 20 * rng.normal(size=n)
        count = (1, n - 1)[i % 2] if i % 10 == 9 else int(rng.integers(1, n))
        yield 10 * rng.normal(size=(n, d)), y, count, i


def same_sets(given, expected):
    """Return whether two splits have the same examples in both sets, in any order."""

    def pairs(x, y):
        return sorted(np.column_stack([x, y]).tolist())

    try:
        both = zip((pairs(*given[:2]), pairs(*given[2:])), (pairs(*expected[:2]), pairs(*expected[2:])), strict=True)
        return all(np.shape(one) == np.shape(other) and np.allclose(one, other) for one, other in both)
    except (TypeError, ValueError):
        return False


def contests(rng):
    """Two contestants who are good or bad, alike or not, on one example or on many; two labels or ten."""
    yield np.array([3, 8, 1]), np.array([3, 5, 1]), np.array([3, 8, 4])
    for i in range(219):
        n, kinds = int(rng.integers(1, 40)), (2, 10, 3)[i % 3]
        labels = rng.integers(0, kinds, n)
        first, second = (
            np.where(rng.uniform(size=n) < rng.uniform(), labels, rng.integers(0, kinds, n)) for _ in range(2)
        )
        yield first, (np.where(rng.uniform(size=n) < 0.5, first, second) if i % 4 == 3 else second), labels


def both_counts(first, second):
    """Return an answer from two functions of the masks "the first is right" and "the second is right"."""
    return lambda a, b, y: (int(np.sum(first(a == y, b == y))), int(np.sum(second(a == y, b == y))))


def squares(p, c):
    return ((p[:, None] - c) ** 2).sum(axis=2)


def q_rule(mix=lambda old, aim, rate: old + rate * (aim - old), best=np.max, end=0.0, reward=1.0, discounted=True):
    """Return the update, or one that is wrong in some part; end: what the future counts when the game is over."""

    def answer(q, state, action, r, new_state, over, rate, discount):
        future = best(q[new_state]) * (end if over else 1.0)
        return mix(q[state, action], reward * r + (discount if discounted else 1) * future, rate)

    return answer


def by(order):
    """Return the split that takes the last of ``order(n, y, count, rng)`` for the test."""

    def answer(x, y, count, seed=0):
        rows = np.array(order(len(x), y, count, np.random.default_rng(seed)), int)
        train, test = rows[:-count], rows[-count:]
        return x[train], y[train], x[test], y[test]

    return answer


def choosing(x, y, count, seed=0):
    test = np.zeros(len(x), bool)
    test[np.random.default_rng(seed).choice(len(x), count, replace=False)] = True
    return x[~test], y[~test], x[test], y[test]


def every_nth(x, y, count, seed=0):
    test = (np.arange(len(x)) + seed) % max(len(x) // count, 2) == 0
    return x[~test], y[~test], x[test], y[test]


def from_sklearn(x, y, count, seed=0, **options):
    from sklearn.model_selection import train_test_split

    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=count, random_state=seed, **options)
    return x_train, y_train, x_test, y_test


def stratified(x, y, count, seed=0):
    return from_sklearn(x, y, count, seed, stratify=y if len(np.unique(y)) < 5 else None)


def in_place(x, y, count, seed=0):
    for values in (x, y):
        np.random.default_rng(seed).shuffle(values)
    return x[:-count], y[:-count], x[-count:], y[-count:]


def one_by_one(x, y, count, seed=0):
    rows = list(range(len(x)))
    random.Random(seed).shuffle(rows)
    train, test = rows[count:], rows[:count]
    return [x[i] for i in train], [y[i] for i in train], [x[i] for i in test], [y[i] for i in test]


def two_draws(x, y, count, seed=0):
    rng = np.random.default_rng(seed)
    train, test = (rng.choice(len(x), size, replace=False) for size in (len(x) - count, count))
    return x[train], y[train], x[test], y[test]


def columns_alone(x, y, count, seed=0):
    shuffled = np.random.default_rng(seed).permuted(x, axis=0)
    return shuffled[:-count], y[:-count], shuffled[-count:], y[-count:]


def other_labels(x, y, count, seed=0):
    rng = np.random.default_rng(seed)
    x, y = rng.permutation(x), rng.permutation(y)
    return x[:-count], y[:-count], x[-count:], y[-count:]


def holes(picture, cut=0.3, corners=False):
    paper = np.pad(picture < cut, 1, constant_values=True)
    return ndimage.label(paper, np.ones((3, 3)) if corners else None)[1] - 1


def likeness(picture):
    """Return how much more a picture is like the mean 9 than like the mean 4."""
    x, y, *_ = _fours_and_nines()
    return (picture * (x[y].mean(axis=0) - x[~y].mean(axis=0))).sum()


EXERCISES = [
    Exercise(
        "kinds",
        by_hand="the answer is six letters",
        ideas={
            "rewards are labels": list("SUSSSU"),
            "a price is no label": list("SURURU"),
            "groups are labels": list("SSRSRS"),
            "S and U swapped": list("USRURS"),
            "all supervised": list("SSSSSS"),
            "turned round": list("URSRUS"),
            "chess has examples": list("SURSSU"),
            "a robot finds out by itself": list("SUUSRU"),
            "five of them": list("SURSR"),
            "seven of them": list("SURSRUU"),
            "numbers": [1, 2, 3, 1, 3, 2],
            "one text per kind": ["S, S", "U, U", "R, R"],
            "a dictionary": dict(enumerate("SURSRU")),
        },
        right={"small letters": list("sursru"), "a text": "SUR SRU", "an array": np.array(list("SURSRU"))},
    ),
    Exercise(
        "assign",
        inputs=points,
        ideas={
            "Manhattan": lambda p, c: cdist(p, c, "cityblock").argmin(axis=1),
            "Chebyshev": lambda p, c: cdist(p, c, "chebyshev").argmin(axis=1),
            "fourth powers": lambda p, c: cdist(p, c, "minkowski", p=4).argmin(axis=1),
            "angle": lambda p, c: (p @ c.T / (np.linalg.norm(c, axis=1) + 1e-9)).argmax(axis=1),
            "product": lambda p, c: (p @ c.T).argmax(axis=1),
            "length": lambda p, c: np.abs(np.linalg.norm(p, axis=1)[:, None] - np.linalg.norm(c, axis=1)).argmin(
                axis=1
            ),
            "first measurement": lambda p, c: np.abs(p[:, :1] - c[:, 0]).argmin(axis=1),
            "last measurement": lambda p, c: np.abs(p[:, -1:] - c[:, -1]).argmin(axis=1),
            "two measurements": lambda p, c: squares(p[:, :2], c[:, :2]).argmin(axis=1),
            "differences that cancel": lambda p, c: np.abs((p[:, None] - c).sum(axis=2)).argmin(axis=1),
            "measurements scaled": lambda p, c: squares(p / c.std(axis=0), c / c.std(axis=0)).argmin(axis=1),
            "two centres only": lambda p, c: squares(p, c[:2]).argmin(axis=1),
            "farthest": lambda p, c: squares(p, c).argmax(axis=1),
            "the other axis": lambda p, c: squares(p, c).argmin(axis=0),
            "the whole table": lambda p, c: squares(p, c).argmin(),
            "distances": lambda p, c: squares(p, c).min(axis=1),
            "all distances": cdist,
            "order of all centres": lambda p, c: squares(p, c).argsort(axis=1),
            "a centre for each place": lambda p, c: np.arange(len(p)) % len(c),
            "groups": lambda p, c: [np.flatnonzero(squares(p, c).argmin(axis=1) == j).tolist() for j in range(len(c))],
            "from one": lambda p, c: squares(p, c).argmin(axis=1) + 1,
        },
        right={
            "no root": lambda p, c: squares(p, c).argmin(axis=1),
            "norms": lambda p, c: np.linalg.norm(p[:, None] - c, axis=2).argmin(axis=1),
            "multiplied out": lambda p, c: ((c**2).sum(axis=1) - 2 * p @ c.T).argmin(axis=1),
            "SciPy": lambda p, c: cdist(p, c).argmin(axis=1),
            "loops": lambda p, c: [min(range(len(c)), key=lambda j: sum((c[j] - one) ** 2)) for one in p],
        },
    ),
    Exercise(
        "updated",
        inputs=updates,
        ideas={
            "the end ignored": q_rule(end=1.0),
            "no reward": q_rule(reward=0.0),
            "no discount": q_rule(discounted=False),
            "mean of the actions": q_rule(best=np.mean),
            "sum of the actions": q_rule(best=np.sum),
            "worst action": q_rule(best=np.min),
            "first action": q_rule(best=lambda row: row[0]),
            "size of the best": q_rule(best=lambda row: np.abs(row).max()),
            "no future below zero": q_rule(best=lambda row: max(row.max(), 0)),
            "place of the best": q_rule(best=np.argmax),
            "the old estimate dropped": q_rule(mix=lambda old, aim, rate: rate * aim),
            "the old estimate kept": q_rule(mix=lambda old, aim, rate: old + rate * aim),
            "shares swapped": q_rule(mix=lambda old, aim, rate: rate * old + (1 - rate) * aim),
            "away from the aim": q_rule(mix=lambda old, aim, rate: old - rate * (aim - old)),
            "the average": q_rule(mix=lambda old, aim, rate: (old + aim) / 2),
            "only upwards": q_rule(mix=lambda old, aim, rate: max(old, old + rate * (aim - old))),
            "rate fixed at one half": q_rule(mix=lambda old, aim, rate: old + 0.5 * (aim - old)),
            "discount fixed at 0.9": lambda *case: q_rule()(*case[:-1], 0.9),
            "nothing at the end": lambda q, s, a, r, new, over, *rates: (
                q[s, a] if over else q_rule()(q, s, a, r, new, over, *rates)
            ),
            "the reward alone at the end": lambda q, s, a, r, new, over, *rates: (
                r if over else q_rule()(q, s, a, r, new, over, *rates)
            ),
            "the same action": lambda q, s, a, r, new, over, rate, g: (
                q[s, a] + rate * (r + g * q[new, a] * (not over) - q[s, a])
            ),
            "the column of the action": lambda q, s, a, r, new, over, rate, g: (
                q[s, a] + rate * (r + g * q[:, a].max() * (not over) - q[s, a])
            ),
            "the whole table": lambda q, s, a, r, new, over, rate, g: (
                q[s, a] + rate * (r + g * q.max() * (not over) - q[s, a])
            ),
        },
        right={
            "shares": q_rule(mix=lambda old, aim, rate: (1 - rate) * old + rate * aim),
            "two cases": lambda q, s, a, r, new, over, rate, g: (
                q[s, a] + rate * (r - q[s, a]) if over else q[s, a] + rate * (r + g * max(q[new]) - q[s, a])
            ),
        },
    ),
    Exercise(
        "split",
        inputs=examples,
        equal=same_sets,
        ideas={
            "not shuffled": by(lambda n, y, count, rng: range(n)),
            "turned round": by(lambda n, y, count, rng: range(n)[::-1]),
            "every nth": lambda x, y, count, seed=0: every_nth(x, y, count),
            "every nth, from another": every_nth,
            "rolled": by(lambda n, y, count, rng: np.roll(np.arange(n), rng.integers(n))),
            "blocks from each class": by(lambda n, y, count, rng: np.argsort(np.arange(n) % 20 >= 15, kind="stable")),
            "shuffled in each class": by(lambda n, y, count, rng: np.argsort(y + rng.uniform(0, 0.5, n))),
            "training shuffled only": by(lambda n, y, count, rng: [*rng.permutation(n - count), *range(n - count, n)]),
            "blocks shuffled": by(
                lambda n, y, count, rng: np.argsort(rng.uniform(size=n)[np.arange(n) // 5], kind="stable")
            ),
            "always the same shuffle": lambda x, y, count, seed=0: choosing(x, y, count),
            "another one each time": lambda x, y, count, seed=0: choosing(x, y, count, None),
            "odd and even seeds": lambda x, y, count, seed=0: choosing(x, y, count, seed % 2),
            "seed of the module": lambda x, y, count, seed=0: choosing(x, y, count, random.getrandbits(30)),
            "the caller's arrays shuffled": in_place,
            "two draws": two_draws,
            "drawn with replacement": by(lambda n, y, count, rng: rng.integers(0, n, n)),
            "columns shuffled one by one": columns_alone,
            "labels shuffled apart": other_labels,
            "a quarter": lambda x, y, count, seed=0: choosing(x, y, len(x) // 4, seed),
            "a test of 15": lambda x, y, count, seed=0: choosing(x, y, min(15, len(x) - 1), seed),
            "the sets swapped": lambda x, y, count, seed=0: (
                choosing(x, y, count, seed)[2:] + choosing(x, y, count, seed)[:2]
            ),
            "sklearn's order": lambda x, y, count, seed=0: tuple(
                from_sklearn(x, y, count, seed)[i] for i in (0, 2, 1, 3)
            ),
            "x normalised": lambda x, y, count, seed=0: choosing((x - x.mean(axis=0)) / x.std(axis=0), y, count, seed),
            "one example lost": lambda x, y, count, seed=0: choosing(x[1:], y[1:], min(count, len(x) - 2), seed),
        },
        right={
            "the first ones": lambda x, y, count, seed=0: by(lambda n, y, c, rng: rng.permutation(n)[::-1])(
                x, y, count, seed
            ),
            "chosen by a mask": choosing,
            "sklearn": from_sklearn,
            "each class in proportion": stratified,
            "lists": one_by_one,
            "drawn in order": by(lambda n, y, count, rng: rng.uniform(size=n).argsort()),
        },
    ),
    Exercise(
        "my_feature",
        by_hand="an open task: any number that tells 4 from 9, and no holes",
        ideas={
            "holes": holes,
            "holes and one": lambda picture: holes(picture) + 1,
            "twice the holes": lambda picture: 2 * holes(picture),
            "less ink": lambda picture: holes(picture, 0.25),
            "more ink": lambda picture: holes(picture, 0.5),
            "corners join": lambda picture: holes(picture, 0.45, corners=True),
            "whether there are holes": lambda picture: holes(picture) > 0,
            "powers of the holes": lambda picture: 3.0 ** holes(picture),
            "holes and a little ink": lambda picture: holes(picture) + 0.001 * picture.sum(),
            "Euler's number": lambda picture: ndimage.label(picture > 0.3, np.ones((3, 3)))[1] - holes(picture),
            "all the ink": np.sum,
            "all the paper": lambda picture: 784 - picture.sum(),
            "always the same": lambda picture: 1,
            "chance": lambda picture: random.Random(picture.tobytes()).random(),
            "a corner": lambda picture: picture[:5, :5].sum(),
            "the bottom": lambda picture: picture[20:].sum(),
            "the picture": lambda picture: picture,
            "a text": lambda picture: str(picture[6:9, 12:17].sum()),
            "not a number": lambda picture: picture[6:9, 12:17].sum() * np.nan,
            "printed": lambda picture: print(picture[6:9, 12:17].sum()),
        },
        right={
            "turned over": lambda picture: -picture[6:9, 12:17].mean(),
            "one element": lambda picture: [picture[4:9].max(axis=0).mean()],
            "float32": lambda picture: np.float32(picture[6:9, 12:17].sum()),
            "yes or no": lambda picture: picture[6:9, 12:17].sum() > 4,
            "likeness": likeness,
            "strokes in the middle column": lambda picture: (np.diff((picture[:, 14] > 0.3).astype(int)) == 1).sum(),
        },
    ),
    Exercise(
        "only_one",
        inputs=contests,
        ideas={
            "swapped": both_counts(lambda p, q: q & ~p, lambda p, q: p & ~q),
            "all right answers": both_counts(lambda p, q: p, lambda p, q: q),
            "all mistakes": both_counts(lambda p, q: ~p, lambda p, q: ~q),
            "both right, both wrong": both_counts(lambda p, q: p & q, lambda p, q: ~p & ~q),
            "first twice": both_counts(lambda p, q: p & ~q, lambda p, q: p & ~q),
            "either": both_counts(lambda p, q: p | q, lambda p, q: p | q),
            "exactly one, twice": both_counts(lambda p, q: p ^ q, lambda p, q: p ^ q),
            "the second's right answers": both_counts(lambda p, q: p & ~q, lambda p, q: q),
            "the rest": both_counts(lambda p, q: p & ~q, lambda p, q: ~(p & ~q)),
            "answers that differ": lambda a, b, y: (int((a != b).sum()),) * 2,
            "larger answers": lambda a, b, y: (int((a > b).sum()), int((b > a).sum())),
            "only the difference": lambda a, b, y: int((a == y).sum()) - int((b == y).sum()),
            "the difference twice": lambda a, b, y: (
                max(int((a == y).sum()) - int((b == y).sum()), 0),
                max(int((b == y).sum()) - int((a == y).sum()), 0),
            ),
            "shares": lambda a, b, y: (np.mean((a == y) & (b != y)), np.mean((a != y) & (b == y))),
            "masks": lambda a, b, y: ((a == y) & (b != y), (a != y) & (b == y)),
            "kinds of labels": lambda a, b, y: (
                len(set(y[(a == y) & (b != y)].tolist())),
                len(set(y[(a != y) & (b == y)].tolist())),
            ),
        },
        right={
            "masks": both_counts(lambda p, q: p & ~q, lambda p, q: q & ~p),
            "all right answers less those of both": lambda a, b, y: (
                int((a == y).sum() - ((a == y) & (b == y)).sum()),
                int((b == y).sum() - ((a == y) & (b == y)).sum()),
            ),
        },
    ),
    Exercise(
        "story",
        by_hand="the answer is the order of six sentences",
        ideas={
            "backwards": [5, 3, 1, 4, 6, 2],
            "as listed": [1, 2, 3, 4, 5, 6],
            "places": [4, 1, 5, 3, 6, 2],
            "the limit before the machine": [2, 4, 6, 1, 3, 5],
            "backpropagation before the limit": [2, 6, 1, 4, 3, 5],
            "transformers before the contest": [2, 6, 4, 1, 5, 3],
            "the learning machine first": [6, 2, 4, 1, 3, 5],
            "five of them": [2, 6, 4, 1, 3],
            "one of them twice": [2, 6, 4, 1, 3, 3],
            "years": [1943, 1958, 1969, 1986, 2012, 2017],
            "from zero": [1, 5, 3, 0, 2, 4],
        },
        right={"a tuple": (2, 6, 4, 1, 3, 5), "a text": "2 6 4 1 3 5", "an array": np.array([2, 6, 4, 1, 3, 5])},
    ),
]

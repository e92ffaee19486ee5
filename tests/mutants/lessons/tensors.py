"""Lesson 02: shapes, places in memory, broadcasting, trials, one-hot, honest filling, silent mistakes, a table."""

from itertools import zip_longest

import numpy as np

from tests.mutants.exercises import Exercise

NAN = np.nan
SHAPES = ((28, 20, 3), (64, 28, 20), (64, 28, 20, 1), (64, 3), (64, 1680), (64, 3, 28, 20))


def shapes_but(place, shape):
    return (*SHAPES[:place], shape, *SHAPES[place + 1 :])


def pairs_of_shapes(rng):
    """Shapes that fit and that do not, of no axis to five, with ones on either side; the lengths often agree."""
    yield (150, 4), (4,)
    for i in range(249):
        result = rng.choice([1, 2, 3, 4, 5, 28, 150], rng.integers(0, 6))
        a, b = (np.where(rng.random(len(result)) < 0.3, 1, result)[rng.integers(0, len(result) + 1) :] for _ in "ab")
        if i % 3 == 2 and len(b):
            b[rng.integers(len(b))] = rng.choice([1, 2, 3, 12])
        yield tuple(a.tolist()), tuple(b.tolist())


def places(rng):
    """Places in shapes of one axis to five, axes of length 1 among them, the first and the last place too."""
    yield 5, (2, 3)
    for i in range(219):
        shape = tuple(rng.integers(1, 15, rng.integers(1, 6)).tolist())
        last = int(np.prod(shape)) - 1
        yield (0, last, int(rng.integers(last + 1)))[min(i % 5, 2)], shape


def index_of(place, shape):
    return tuple(int(i) for i in np.unravel_index(place, shape))


def by_remainders_alone(place, shape):
    return tuple(place % n for n in shape)


def albums(rng):
    """Few photos and many, square or not, in any order; dark and bright numbers."""
    for _ in range(220):
        count, height, width = (int(n) for n in rng.integers(1, 6, 3))
        photos = rng.integers(0, 256, (count, 3, height, width), dtype=np.uint8)
        yield photos, rng.integers(0, 100, (count, 1)), rng.permutation(count)


def brighter(x):
    return np.clip(x.astype(float) + 60, 0, 255)


def album_by(
    turn=lambda p: p.transpose(0, 2, 3, 1), light=brighter, x_by=lambda o: o, y_by=lambda o: o, y=lambda y: y[:, 0]
):
    """Return the answer that turns, brightens and orders photos and labels as told, and rightly where nothing is told."""
    return lambda photos, labels, order: (light(turn(photos))[x_by(order)], y(labels)[y_by(order)])


def careless(photos, labels, order):
    n, channels, h, w = photos.shape
    return (photos.reshape(n, h, w, channels) + np.uint8(60))[order], labels


def recordings(rng):
    """One channel and several, one trial and many, of one moment and more; all numbers are different."""
    yield np.arange(12).reshape(2, 6), 3
    for i in range(219):
        channels, length, trials = (int(n) for n in rng.integers(1, 6, 3))
        numbers = rng.permutation(channels * length * trials).reshape(channels, length * trials)
        yield numbers + 0.5 if i % 3 == 2 else numbers, length


def labels(rng):
    """Few examples and many, classes that do not occur, a single class, a single example."""
    yield np.array([0, 2, 1]), 3
    for _ in range(219):
        classes = int(rng.integers(1, 8))
        yield rng.integers(0, rng.integers(1, classes + 1), rng.integers(1, 9)), classes


def sets(rng):
    """Sets of any length with few gaps and many, outliers that pull a mean, a test set that differs from training."""
    yield (
        np.array([[1.0, 10.0], [2.0, NAN], [9.0, 40.0], [NAN, 20.0]]),
        np.array([[NAN, 70.0], [5.0, NAN], [8.0, 90.0]]),
    )
    for i in range(219):
        columns = int(rng.integers(1, 5))
        train, test = (
            np.round(rng.normal(m, 9, (rng.integers(n, 8), columns)), 1) for m, n in ((0, 2), (i % 3 * 5, 1))
        )
        for x, share in ((train, 0.3), (test, 0.5)):
            x[rng.random(x.shape) < share] = NAN
        train[0] = np.where(np.isnan(train).all(axis=0), rng.normal(0, 9, columns), train[0])
        if i % 4 == 3:
            train[-1] = 1000.0
        yield train, test


def put_together(a, b, fits=lambda m, n: m == n or 1 in (m, n), longer=max, fill=1, cut=False):
    """Return the shape of a sum by rules of one's own: axes from the right, ``cut`` to the shorter shape."""
    axes = list((zip if cut else zip_longest)(a[::-1], b[::-1], **({} if cut else {"fillvalue": fill})))
    return tuple(longer(m, n) for m, n in axes[::-1]) if all(fits(m, n) for m, n in axes) else None


def from_the_left(a, b):
    result = put_together(a[::-1], b[::-1])
    return result and result[::-1]


def by_sizes(a, b):
    larger, smaller = (a, b) if np.prod(a) >= np.prod(b) else (b, a)
    return larger if put_together(a, b) is not None and len(larger) >= len(smaller) else put_together(a, b)


def trials_of(recording, length):
    return recording.reshape(len(recording), -1, length).transpose(0, 2, 1)


def one_hot(y, k):
    return np.eye(k)[y]


def filled(for_train, for_test=None):
    """Return the answer that fills with ``for_train(train, test)`` and, where they differ, with ``for_test(train, test)``."""

    def answer(train, test):
        values = for_train(train, test), (for_test or for_train)(train, test)
        return tuple(np.where(np.isnan(x), value, x) for x, value in zip((train, test), values, strict=True))

    return answer


def medians(x):
    return np.nanmedian(x, axis=0)


right_filling = filled(lambda train, test: medians(train))


def both_at_once(train, test):
    x = np.concatenate([train, test])
    x = np.where(np.isnan(x), medians(x), x)
    return x[: len(train)], x[len(train) :]


def last_known(train, test):
    x = np.concatenate([train, test])
    for row in range(1, len(x)):
        x[row] = np.where(np.isnan(x[row]), x[row - 1], x[row])
    return x[: len(train)], x[len(train) :]


def mode(train, test):
    def most_frequent(column):
        values, counts = np.unique(column[~np.isnan(column)], return_counts=True)
        return values[counts.argmax()]

    return np.apply_along_axis(most_frequent, 0, train)


def middle_row(train, test):
    """The median of an even number of values without its mean: the lower of the two."""
    return np.array([np.sort(c[~np.isnan(c)])[(np.sum(~np.isnan(c)) - 1) // 2] for c in train.T])


def of_ordered_rows(train, test):
    """The value in the middle row, or the next that is known: the column is not sorted."""
    return np.array([c[~np.isnan(c)][np.sum(~np.isnan(c)) // 2] for c in train.T])


def in_place(train, test):
    for x in (train, test):
        x[np.isnan(x)] = np.broadcast_to(medians(train), x.shape)[np.isnan(x)]
    return train, test


def table(horsepower, cylinders, origin, *, fill=np.nanmedian, power=1.0, cylinder=1.0, place=1.0, scale=True):
    """Return the car's columns: filled, standardised, the origin one-hot; each of the three times a factor."""
    h = np.where(np.isnan(horsepower), fill(horsepower), horsepower)
    numbers = np.stack([h, cylinders], axis=1).astype(float)
    if scale:
        numbers = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)
    hot = (origin[:, None] == np.array(["Europe", "Japan", "USA"])) * place
    return np.concatenate([numbers * [power, cylinder], hot], axis=1)


def as_table(**options):
    return lambda *columns: table(*columns, **options)


def with_origins(codes):
    """Return the answer whose origins are the given rows, for Europe, Japan and the USA."""

    def answer(horsepower, cylinders, origin):
        numbers = table(horsepower, cylinders, origin)[:, :2]
        _, place = np.unique(origin, return_inverse=True)
        return np.concatenate([numbers, np.array(codes, dtype=float)[place]], axis=1)

    return answer


def with_cylinders(change):
    return lambda h, cylinders, origin: np.column_stack(
        [table(h, cylinders, origin)[:, [0, 2, 3, 4]], change(cylinders)]
    )


def with_power(change):
    return lambda h, cylinders, origin: np.column_stack([table(h, cylinders, origin)[:, 1:], change(h)])


EXERCISES = [
    Exercise(
        "shapes",
        by_hand="the answer is six shapes",
        ideas={
            "an axis kept": shapes_but(0, (1, 28, 20, 3)),
            "a number for a shape": shapes_but(0, 28 * 20 * 3),
            "in another order": shapes_but(0, (3, 28, 20)),
            "the first axis gone": shapes_but(1, (28, 20, 3)),
            "the channel kept": shapes_but(1, (64, 28, 20, 1)),
            "keepdims ignored": shapes_but(2, (64, 28, 20)),
            "the first axis for the last": shapes_but(2, (1, 28, 20, 3)),
            "named axes kept": shapes_but(3, (28, 20)),
            "named axes kept with length 1": shapes_but(3, (64, 1, 1, 3)),
            "axes counted from 1": shapes_but(3, (20, 3)),
            "-1 as it stands": shapes_but(4, (64, -1)),
            "lengths added": shapes_but(4, (64, 51)),
            "the batch lost": shapes_but(4, (1680,)),
            "transposed backwards": shapes_but(5, (64, 20, 3, 28)),
            "rows and columns swapped": shapes_but(5, (64, 3, 20, 28)),
            "not transposed": shapes_but(5, (64, 28, 20, 3)),
            "texts": tuple(map(str, SHAPES)),
            "in reverse": SHAPES[::-1],
        },
        right={
            "lists": tuple(map(list, SHAPES)),
            "arrays": tuple(map(np.array, SHAPES)),
            "floats": tuple(tuple(map(float, shape)) for shape in SHAPES),
        },
    ),
    Exercise(
        "index_of",
        inputs=places,
        ideas={
            "in reverse": lambda p, s: index_of(p, s)[::-1],
            "by columns": lambda p, s: tuple(int(i) for i in np.unravel_index(p, s, order="F")),
            "from one": lambda p, s: tuple(i + 1 for i in index_of(p, s)),
            "places from one": lambda p, s: index_of(max(p - 1, 0), s),
            "remainders of the place": by_remainders_alone,
            "the last two axes": lambda p, s: (p // s[-1], p % s[-1]),
            "quotients": lambda p, s: tuple(p // n for n in s),
            "the shape": lambda p, s: s,
            "the place": lambda p, s: (p,),
            "in the shape turned round": lambda p, s: index_of(p, s[::-1]),
            "the first index left whole": lambda p, s: (p // int(np.prod(s[1:])), *(0 for _ in s[1:])),
            "the last index only": lambda p, s: (*(0 for _ in s[1:]), p % s[-1]),
            "nothing": lambda p, s: (),
        },
        right={
            "NumPy's own": lambda p, s: np.unravel_index(p, s),
            "by the steps, as a list": lambda p, s: [p // int(np.prod(s[k + 1 :])) % n for k, n in enumerate(s)],
        },
    ),
    Exercise(
        "broadcast_shape",
        inputs=pairs_of_shapes,
        ideas={
            "aligned on the left": from_the_left,
            "never refuses": lambda a, b: put_together(a, b, fits=lambda m, n: True),
            "ones do not stretch": lambda a, b: put_together(a, b, fits=lambda m, n: m == n),
            "divisors fit": lambda a, b: put_together(a, b, fits=lambda m, n: m % n == 0 or n % m == 0),
            "only a stretches": lambda a, b: put_together(a, b, fits=lambda m, n: m in (n, 1)),
            "only b stretches": lambda a, b: put_together(a, b, fits=lambda m, n: n in (m, 1)),
            "the smaller length": lambda a, b: put_together(a, b, longer=min),
            "the length of a": lambda a, b: put_together(a, b, longer=lambda m, n: m),
            "the length of b": lambda a, b: put_together(a, b, longer=lambda m, n: n),
            "the product": lambda a, b: put_together(a, b, longer=lambda m, n: m * n),
            "cut to the shorter": lambda a, b: put_together(a, b, cut=True),
            "missing axes do not fit": lambda a, b: put_together(a, b, fill=0),
            "missing axes are refused": lambda a, b: put_together(a, b) if len(a) == len(b) else None,
            "the longer shape": lambda a, b: max(a, b, key=len) if put_together(a, b) is not None else None,
            "the larger array": by_sizes,
            "in reverse": lambda a, b: put_together(a, b) and put_together(a, b)[::-1],
            "no shape for numbers": lambda a, b: put_together(a, b) or None,
            "only the last axis counts": lambda a, b: (
                max(a, b, key=len) if not a or not b or a[-1] == b[-1] or 1 in (a[-1], b[-1]) else None
            ),
            "the set of the lengths": lambda a, b: (lambda r: r and tuple(sorted(set(r))))(put_together(a, b)),
            "ones removed": lambda a, b: (lambda r: r and tuple(n for n in r if n > 1))(put_together(a, b)),
            "an empty shape for None": lambda a, b: put_together(a, b) or (),
            "the word": lambda a, b: "None" if put_together(a, b) is None else put_together(a, b),
            "raises": np.broadcast_shapes,
            "equal shapes only": lambda a, b: tuple(a) if a == b else None,
            "refuses where one is empty": lambda a, b: put_together(a, b) if a and b else None,
        },
        right={
            "from the right": put_together,
            "by NumPy": lambda a, b: (
                list((np.empty(a) + np.empty(b)).shape) if put_together(a, b) is not None else None
            ),
        },
    ),
    Exercise(
        "to_trials",
        inputs=recordings,
        ideas={
            "reshaped at once": lambda r, n: r.reshape(len(r), n, -1),
            "reshaped backwards": lambda r, n: r.reshape(len(r), n, -1, order="F").transpose(0, 2, 1),
            "not transposed": lambda r, n: r.reshape(len(r), -1, n),
            "transposed all over": lambda r, n: trials_of(r, n).T,
            "trials first": lambda r, n: trials_of(r, n).transpose(2, 0, 1),
            "time first": lambda r, n: trials_of(r, n).transpose(1, 0, 2),
            "channels last": lambda r, n: trials_of(r, n).transpose(1, 2, 0),
            "first trial": lambda r, n: trials_of(r, n)[:, :, :1],
            "without the last trial": lambda r, n: trials_of(r, n)[:, :, :-1],
            "trials in reverse": lambda r, n: trials_of(r, n)[:, :, ::-1],
            "moments in reverse": lambda r, n: trials_of(r, n)[:, ::-1],
            "channels in reverse": lambda r, n: trials_of(r, n)[::-1],
            "moments shifted": lambda r, n: trials_of(np.roll(r, 1, axis=1), n),
            "channels and time mixed": lambda r, n: r.T.reshape(len(r), -1, n).transpose(0, 2, 1),
            "reshaped into channels": lambda r, n: r.reshape(-1, len(r), n).transpose(1, 2, 0),
            "the first channel for all": lambda r, n: trials_of(np.broadcast_to(r[:1], r.shape), n),
            "three moments": lambda r, n: trials_of(r[:, : r.shape[1] // 3 * 3], 3),
            "so many trials, not moments": lambda r, n: r.reshape(len(r), n, -1).transpose(0, 2, 1),
            "overlapping": lambda r, n: np.lib.stride_tricks.sliding_window_view(r, n, axis=1).transpose(0, 2, 1),
            "in a flat row": lambda r, n: trials_of(r, n).ravel(),
            "the mean of the trials": lambda r, n: trials_of(r, n).mean(axis=2, keepdims=True),
            "the recording": lambda r, n: r,
            "two channels": lambda r, n: r.reshape(2, -1, n).transpose(0, 2, 1),
        },
        right={
            "a loop": lambda r, n: np.stack([r[:, i : i + n] for i in range(0, r.shape[1], n)], axis=-1),
            "split": lambda r, n: np.stack(np.split(r, r.shape[1] // n, axis=1), axis=2),
            "swapaxes": lambda r, n: r.reshape(r.shape[0], r.shape[1] // n, n).swapaxes(1, 2),
            "in the order of Fortran": lambda r, n: r.reshape(len(r), n, -1, order="F"),
        },
    ),
    Exercise(
        "one_hot",
        inputs=labels,
        ideas={
            "transposed": lambda y, k: one_hot(y, k).T,
            "from the data": lambda y, k: one_hot(y, y.max() + 1),
            "the classes that occur": lambda y, k: (y[:, None] == np.unique(y)).astype(float),
            "counted from 1": lambda y, k: one_hot((y - 1) % k, k),
            "counted from the end": lambda y, k: one_hot(k - 1 - y, k),
            "all labels in each row": lambda y, k: np.tile(one_hot(y, k).max(axis=0), (len(y), 1)),
            "one row": lambda y, k: one_hot(y, k).max(axis=0),
            "counts": lambda y, k: np.bincount(y, minlength=k),
            "first example only": lambda y, k: one_hot(y, k) * (np.arange(len(y)) == 0)[:, None],
            "last example only": lambda y, k: one_hot(y, k) * (np.arange(len(y)) == len(y) - 1)[:, None],
            "the label itself": lambda y, k: one_hot(y, k) * y[:, None],
            "thermometer": lambda y, k: (y[:, None] >= np.arange(k)).astype(int),
            "inverted": lambda y, k: 1 - one_hot(y, k),
            "zeros": lambda y, k: np.zeros((len(y), k)),
            "the identity": lambda y, k: np.eye(len(y), k),
            "sorted labels": lambda y, k: one_hot(np.sort(y), k),
            "without the last class": lambda y, k: one_hot(y, k)[:, :-1],
            "one class more": lambda y, k: one_hot(y, k + 1),
            "square": lambda y, k: one_hot(y, k)[:k],
            "shared": lambda y, k: one_hot(y, k) / one_hot(y, k).sum(axis=0).clip(1),
            "-1 for 0": lambda y, k: 2 * one_hot(y, k) - 1,
            "where, swapped": lambda y, k: np.where(y[:, None] == np.arange(k), 0, 1),
        },
        right={
            "Booleans": lambda y, k: y[:, None] == np.arange(k),
            "rows by a loop": lambda y, k: [[1 if label == c else 0 for c in range(k)] for label in y],
            "the identity's rows": one_hot,
        },
    ),
    Exercise(
        "fill_missing",
        inputs=sets,
        ideas={
            "its own median": filled(lambda a, b: medians(a), lambda a, b: medians(b)),
            "of both sets": filled(lambda a, b: medians(np.concatenate([a, b]))),
            "both at once": both_at_once,
            "of the test set": filled(lambda a, b: medians(b)),
            "mean": filled(lambda a, b: np.nanmean(a, axis=0)),
            "mode": filled(mode),
            "largest": filled(lambda a, b: np.nanmax(a, axis=0)),
            "smallest": filled(lambda a, b: np.nanmin(a, axis=0)),
            "halfway": filled(lambda a, b: (np.nanmin(a, axis=0) + np.nanmax(a, axis=0)) / 2),
            "lower of the two in the middle": filled(middle_row),
            "not sorted": filled(of_ordered_rows),
            "first known": filled(lambda a, b: a[np.isnan(a).argmin(axis=0), np.arange(a.shape[1])]),
            "zero": filled(lambda a, b: 0.0),
            "one number": filled(lambda a, b: np.nanmedian(a)),
            "one number per set": filled(lambda a, b: np.nanmedian(a), lambda a, b: np.nanmedian(b)),
            "median of the rows": filled(lambda a, b: np.nanmedian(a, axis=1), lambda a, b: np.nanmedian(b, axis=1)),
            "each row's own": lambda a, b: tuple(
                np.where(np.isnan(x), np.nanmedian(x, axis=1, keepdims=True), x) for x in (a, b)
            ),
            "median with gaps": filled(lambda a, b: np.median(a, axis=0)),
            "gaps as zeros": filled(lambda a, b: np.median(np.nan_to_num(a), axis=0)),
            "the median of rows without gaps": filled(lambda a, b: medians(a[~np.isnan(a).any(axis=1)])),
            "the row before": last_known,
            "rows dropped": lambda a, b: tuple(x[~np.isnan(x).any(axis=1)] for x in (a, b)),
            "training only": lambda a, b: (right_filling(a, b)[0], b),
            "test only": lambda a, b: (a, right_filling(a, b)[1]),
            "nothing": lambda a, b: (a, b),
            "all replaced": lambda a, b: tuple(np.broadcast_to(medians(a), x.shape) for x in (a, b)),
            "where, swapped": lambda a, b: tuple(np.where(np.isnan(x), x, medians(a)) for x in (a, b)),
            "sets swapped": lambda a, b: right_filling(a, b)[::-1],
            "in one array": lambda a, b: np.concatenate(right_filling(a, b)),
            "rounded": lambda a, b: tuple(np.round(x) for x in right_filling(a, b)),
            "in place": in_place,
        },
        right={
            "copies": lambda a, b: in_place(a.copy(), b.copy()),
            "columns": lambda a, b: tuple(
                np.column_stack([np.where(np.isnan(c), np.nanmedian(t), c) for c, t in zip(x.T, a.T, strict=True)])
                for x in (a, b)
            ),
        },
    ),
    Exercise(
        "prepare",
        inputs=albums,
        ideas={
            "as it was": careless,
            "reshaped": album_by(turn=lambda p: p.reshape(len(p), *p.shape[2:], 3)),
            "rows and columns swapped": album_by(turn=lambda p: p.transpose(0, 3, 2, 1)),
            "not turned": album_by(turn=lambda p: p),
            "channels second to last": album_by(turn=lambda p: p.transpose(0, 2, 1, 3)),
            "channels in reverse": album_by(turn=lambda p: p.transpose(0, 2, 3, 1)[..., ::-1]),
            "overflow": album_by(light=lambda x: x + np.uint8(60)),
            "clipped after the overflow": album_by(light=lambda x: np.clip(x + np.uint8(60), 0, 255)),
            "not clipped": album_by(light=lambda x: x.astype(float) + 60),
            "clipped at 254": album_by(light=lambda x: np.clip(x.astype(float) + 60, 0, 254)),
            "darker": album_by(light=lambda x: np.clip(x.astype(float) - 60, 0, 255)),
            "too bright": album_by(light=lambda x: np.clip(x.astype(float) + 100, 0, 255)),
            "between 0 and 1": album_by(light=lambda x: brighter(x) / 255),
            "not brighter": album_by(light=lambda x: x),
            "photos as they stand": album_by(x_by=lambda o: slice(None)),
            "labels as they stand": album_by(y_by=lambda o: slice(None)),
            "both as they stand": album_by(x_by=lambda o: slice(None), y_by=lambda o: slice(None)),
            "photos in the inverse order": album_by(x_by=np.argsort),
            "labels in the inverse order": album_by(y_by=np.argsort),
            "both in the inverse order": album_by(x_by=np.argsort, y_by=np.argsort),
            "labels in a column": album_by(y=lambda y: y),
            "labels in a row": album_by(y=lambda y: y, y_by=lambda o: o[None, :]),
            "the first label for all": album_by(y=lambda y: np.repeat(y[0], len(y))),
            "sorted labels": lambda p, y, o: (album_by()(p, y, o)[0], np.sort(y[:, 0])),
            "y first": lambda *given: album_by()(*given)[::-1],
        },
        right={
            "whole numbers": album_by(light=lambda x: np.minimum(x.astype(int) + 60, 255)),
            "uint8 that cannot overflow": album_by(light=lambda x: np.minimum(x, 195) + np.uint8(60)),
            "ordered first": lambda p, y, o: (brighter(np.moveaxis(p[o], 1, -1)), y[o].ravel()),
        },
    ),
    Exercise(
        "encode_cars",
        by_hand="an open task: what counts is what distances are left",
        ideas={
            "origin as numbers": with_origins([[0], [1], [2]]),
            "origin as numbers, scaled": with_origins([[-1], [0], [1]]),
            "two origins told apart": with_origins([[1, 0], [0, 1], [0, 1]]),
            "an origin left out, so nearer to both": with_origins([[1, 0], [0, 1], [0, 0]]),
            "origin lost": with_origins([[0], [0], [0]]),
            "origin by the number of its letters": with_origins([[6], [5], [3]]),
            "cylinders one-hot": with_cylinders(lambda c: c[:, None] == np.arange(3, 9)),
            "cylinders even or odd": with_cylinders(lambda c: c % 2),
            "more than four": with_cylinders(lambda c: c > 4),
            "cylinders lost": as_table(cylinder=0.0),
            "cylinders of six beyond eight": with_cylinders(lambda c: np.where(c == 6, 3.0, c / 4)),
            "power lost": as_table(power=0.0),
            "power in four classes": with_power(
                lambda h: np.digitize(np.nan_to_num(h, nan=95), [75, 95, 125])[:, None] == np.arange(4)
            ),
            "power one-hot": with_power(lambda h: np.nan_to_num(h, nan=95)[:, None] == np.unique(h[~np.isnan(h)])),
            "strong or not": with_power(lambda h: np.nan_to_num(h, nan=95) > 93),
            "gaps 0": as_table(fill=lambda h: 0.0),
            "gaps -1": as_table(fill=lambda h: -1.0),
            "gaps the largest": as_table(fill=np.nanmax),
            "gaps the smallest": as_table(fill=np.nanmin),
            "gaps in the middle of the extremes": as_table(fill=lambda h: 2 * np.nanmax(h)),
            "gaps in the next to largest hundredth": as_table(fill=lambda h: np.nanpercentile(h, 99)),
            "gaps left": as_table(scale=False, fill=lambda h: np.nan),
            "not scaled": as_table(scale=False),
            "power in watts": as_table(power=735.0),
            "origin times a hundred": as_table(place=100.0),
            "cylinders times a hundred": as_table(cylinder=100.0),
            "origin next to nothing": as_table(place=0.01),
            "transposed": lambda *columns: table(*columns).T,
            "rows with gaps dropped": lambda h, c, o: table(h, c, o)[~np.isnan(h)],
            "numbers alone": lambda *columns: table(*columns)[:, :2],
            "words left": lambda h, c, o: np.stack([np.nan_to_num(h), c, o], axis=1),
            "nothing but ones": lambda h, c, o: np.ones((len(h), 5)),
            "the number of the row": lambda h, c, o: np.arange(len(h))[:, None],
        },
        right={
            "standardised": table,
            "the mean": as_table(fill=np.nanmean),
            "all standardised": lambda *columns: (lambda x: (x - x.mean(axis=0)) / x.std(axis=0))(table(*columns)),
            "between 0 and 1": lambda *columns: (lambda x: (x - x.min(axis=0)) / np.ptp(x, axis=0))(table(*columns)),
            "with a column for gaps": lambda h, c, o: np.column_stack([table(h, c, o), np.isnan(h)]).tolist(),
            "corners of a triangle": with_origins([[0, 0], [1, 0], [0.5, 0.75**0.5]]),
            "the logarithm of the power": with_power(lambda h: 2 * np.log(np.where(np.isnan(h), np.nanmedian(h), h))),
            "weighted": as_table(power=2.0, place=2.0),
            "by the rank of the power": with_power(
                lambda h: (
                    3 * np.searchsorted(np.sort(h[~np.isnan(h)]), np.where(np.isnan(h), np.nanmedian(h), h)) / len(h)
                )
            ),
        },
    ),
]

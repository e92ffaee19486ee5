"""Lesson 02: the explorer's slices, what the prose states about the data, and the checks."""

import itertools
import re

import numpy as np
import pytest

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.tensors import checks as check
from utils.lessons.tensors import explorer

NAMES = {"digits": (10, 28, 28), "photo": (36, 48, 3), "signals": (4, 40, 20), "video": (2, 4, 18, 24, 3)}


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.TensorSlicer)


@pytest.mark.parametrize("name", NAMES)
def test_the_tensors_have_their_shapes(name):
    tensor = explorer.tensor(name)
    assert tensor.x.shape == NAMES[name] and max(NAMES[name]) <= explorer.LONGEST
    assert tensor.x.flags.c_contiguous and tensor.x.size % tensor.memory_columns == 0
    assert len(explorer.axis_names(name)) == tensor.x.ndim


def all_cuts():
    for name, shape in NAMES.items():
        for axis, keep in itertools.product(range(len(shape)), (False, True)):
            for index in (0, shape[axis] // 2, shape[axis] - 1):
                yield name, axis, index, keep


@pytest.mark.parametrize("name, axis, index, keep", list(all_cuts()))
def test_the_code_shown_gives_the_slice_shown(name, axis, index, keep):
    x = explorer.tensor(name).x
    made = explorer.cut(x, axis, index, "index", keep)
    np.testing.assert_array_equal(made.y, eval(made.code, {"x": x}))
    taken = np.take(x, [index] if keep else index, axis=axis)
    np.testing.assert_array_equal(made.y, taken)
    assert made.read.sum() == made.y.size
    np.testing.assert_array_equal(x[made.read], made.y.ravel())  # in the order of memory, too


@pytest.mark.parametrize("keep", [False, True])
def test_the_mean_is_that_of_numpy(keep):
    x = explorer.tensor("video").x
    made = explorer.cut(x, 1, 3, "mean", keep)
    np.testing.assert_array_equal(made.y, eval(made.code, {"x": x}))
    assert made.read.all() and made.y.ndim == (5 if keep else 4)


def test_pieces_are_runs_of_neighbours():
    assert explorer.pieces(np.array([[1, 1, 0], [0, 1, 1]], dtype=bool)) == (2, 2)
    photo = explorer.tensor("photo").x
    found = [explorer.pieces(explorer.cut(photo, axis, 1, "index", False).read) for axis in range(3)]
    assert found == [(1, 144), (36, 3), (1728, 1)]  # the answer to the task


def test_the_pieces_follow_from_the_strides():
    for name, shape in NAMES.items():
        for axis in range(len(shape)):
            read = explorer.cut(explorer.tensor(name).x, axis, 1, "index", False).read
            inner = int(np.prod(shape[axis + 1 :]))
            assert explorer.pieces(read) == (int(np.prod(shape[:axis])), inner)


def test_an_axis_that_is_not_there_is_refused_as_numpy_does(reader):
    scene = explorer.TensorSlicer(data="photo").scene("photo", 3, "index", 0, False)
    with pytest.raises(IndexError) as error:
        explorer.tensor("photo").x[:, :, :, 0]
    text = " ".join(scene.rows[0][2].text.split())
    assert f"IndexError: {error.value}" in text


def test_the_signals_are_the_recording():
    from matplotlib.cbook import get_sample_data

    with get_sample_data("eeg.dat") as file:
        recorded = np.fromfile(file).reshape(800, 4)
    x = explorer.tensor("signals").x
    np.testing.assert_array_equal(x[2, :, 13], recorded[520:560, 2].astype(np.float32))
    np.testing.assert_array_equal(explorer._as_recorded(x), recorded.T.astype(np.float32))


def test_choosing_an_axis_keeps_the_place_on_it(reader):
    slicer = explorer.TensorSlicer(data="photo", axis=1, index=40)
    slicer.set(axis=2)
    assert slicer.value("index") == 2
    slicer.set(data="digits")
    assert slicer.value("axis") == 2 and slicer.value("index") == 2


# What the prose states


def lesson_source():
    with open("notebooks/02_tensors.md", encoding="utf-8") as file:
        return file.read()


def test_the_numberings_of_the_origin_rank_the_same_for_other_splits():
    from sklearn.linear_model import LinearRegression

    _, _, origin, litres = check.car_table()
    _, labels = np.unique(origin, return_inverse=True)
    columns = [np.array(codes)[labels][:, None] for codes in ([0, 1, 2], [1, 0, 2], [0, 2, 1])] + [np.eye(3)[labels]]
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(392)
        train, test = order[:292], order[292:]
        alphabet, lucky, worst, one_hot = (
            np.abs(LinearRegression().fit(x[train], litres[train]).predict(x[test]) - litres[test]).mean()
            for x in columns
        )
        assert one_hot < alphabet - 0.15 and abs(lucky - one_hot) < 0.1 and worst > alphabet + 0.2


def test_the_questions_tell_the_truth():
    photo = np.arange(100 * 100 * 3).reshape(100, 100, 3)
    right = np.stack([photo[:, :, k] for k in range(3)])
    assert np.array_equal(photo.transpose(2, 0, 1), right)
    for wrong in (photo.reshape(3, 100, 100), photo.transpose(2, 1, 0), photo.T.reshape(3, 100, 100)):
        assert wrong.shape == right.shape and not np.array_equal(wrong, right)
    assert (np.zeros((8, 1, 6)) + np.zeros((7, 1))).shape == (8, 7, 6)


def test_the_shapes_of_exercise_1_are_those_of_numpy():
    x = np.zeros(check.BATCH, dtype=np.uint8)
    for code, (shape, beliefs) in check.SHAPES.items():
        assert eval(code, {"x": x}).shape == shape
        assert all(believed != shape for _, believed, *_ in beliefs)
        assert code in lesson_source()


# The checks


RIGHT_SHAPES = [shape for shape, _ in check.SHAPES.values()]


def shapes_but(place, shape):
    answers = list(RIGHT_SHAPES)
    answers[place] = shape
    return tuple(answers)


def test_shapes():
    wrong = {"not_a_shape": shapes_but(0, "x"), "wrong_shape": shapes_but(4, (64, 560))}
    for place, (_, beliefs) in enumerate(check.SHAPES.values()):
        wrong |= {name: shapes_but(place, believed) for name, believed, *_ in beliefs}
    assert_check(
        check.shapes,
        solution=tuple(RIGHT_SHAPES),
        stub=(...,) * 6,
        examples=10,
        wrong=wrong,
        also_correct=[
            tuple(list(shape) for shape in RIGHT_SHAPES),
            tuple(np.array(shape) for shape in RIGHT_SHAPES),
        ],
    )
    assert check.shapes(*shapes_but(3, [64, 28, 20, 3])).misconception == "wrong_shape"


def test_index_of():
    def stub(place, shape): ...

    def by_products(place, shape):
        index = []
        for axis in range(len(shape)):
            step = int(np.prod(shape[axis + 1 :]))
            index.append(place // step)
            place = place % step
        return index

    assert_check(
        check.index_of,
        solution=lambda place, shape: tuple(np.unravel_index(place, shape)),
        stub=stub,
        examples=10,
        also_correct=[by_products, lambda place, shape: np.array(np.unravel_index(place, shape))],
        wrong={name: belief for name, belief, *_ in check.INDEX_BELIEFS}
        | {
            "no_return": lambda place, shape: print(end=""),
            "wrong_index": lambda place, shape: tuple(2 * i for i in check.index(place, shape)),
        },
    )


@pytest.mark.parametrize("place, shape", check.PLACES)
def test_a_place_and_its_index_belong_together(place, shape):
    assert np.ravel_multi_index(check.index(place, shape), shape) == place


def test_the_place_that_the_remark_names_is_that_of_the_lesson():
    assert check.index(576602, (427, 640, 3)) == (300, 200, 2)
    assert "place, photo[300, 200, 2]" in lesson_source()


def test_broadcast_shape():
    def stub(a, b): ...

    def by_numpy(a, b):
        try:
            return list((np.zeros(a) + np.zeros(b)).shape)
        except ValueError:
            return None

    assert_check(
        check.broadcast_shape,
        solution=check.broadcast,
        stub=stub,
        examples=10,
        also_correct=[by_numpy],
        wrong={name: belief for name, belief, *_ in check.BROADCAST_BELIEFS if name != "not_none"}
        | {
            "not_none": lambda a, b: "None" if check.broadcast(a, b) is None else check.broadcast(a, b),
            "always_none": lambda a, b: print(end=""),
            "raises": np.broadcast_shapes,
            "wrong_shape": lambda a, b: (1,),
        },
    )


def test_refusing_what_fits_is_not_called_a_missing_return(reader):
    for answer in (lambda a, b: check.broadcast(a, b) if a and b else None, lambda a, b: check.broadcast(a, b) or None):
        result = check.broadcast_shape(answer)
        assert result.misconception == "wrong_shape" and "`return`" not in result.message


@pytest.mark.parametrize("a, b", check.PAIRS)
def test_the_rules_as_written_are_those_of_numpy(a, b):
    assert check._stretched(*check._aligned(a, b)) == check.broadcast(a, b)


def test_to_trials():
    def stub(recording, length): ...

    def by_loop(recording, length):
        count = recording.shape[1] // length
        return np.stack([recording[:, length * k : length * (k + 1)] for k in range(count)], axis=-1)

    def in_place(recording, length):
        recording[:] = 0
        return recording

    assert_check(
        check.to_trials,
        solution=check.trials_of,
        stub=stub,
        examples=10,
        also_correct=[by_loop, lambda r, n: check.trials_of(r, n).tolist()],
        wrong={name: belief for name, belief, *_ in check.TRIAL_BELIEFS}
        | {
            "no_return": lambda recording, length: print(end=""),
            "wrong_trials": lambda recording, length: check.trials_of(recording, length) + 1,
            "changes_argument": in_place,
        },
    )


def test_all_labels_in_a_row_are_explained_however_they_came_there(reader):
    """By ``o[:, labels] = 1`` as well as in a loop over the rows."""

    def by_rows(labels, classes):
        marked = np.zeros((len(labels), classes))
        for row in range(len(labels)):
            marked[row, labels] = 1
        return marked

    result = check.one_hot(by_rows)
    assert result.misconception == "all_rows_marked"
    assert "`o[i, labels[i]] = 1`" in result.message and "`o[:, labels] = 1`" not in result.message


def test_one_hot():
    def stub(labels, classes): ...

    def by_loop(labels, classes):
        rows = []
        for label in labels:
            rows.append([1.0 if k == label else 0.0 for k in range(classes)])
        return rows

    assert_check(
        check.one_hot,
        solution=check._one_hot,
        stub=stub,
        examples=10,
        also_correct=[by_loop, lambda y, k: np.eye(k)[y], lambda y, k: y[:, None] == np.arange(k)],
        wrong={name: belief for name, belief, *_ in check.ONE_HOT_BELIEFS}
        | {
            "no_return": lambda y, k: print(end=""),
            "wrong_one_hot": lambda y, k: np.zeros((len(y), k)),
        },
    )


def test_fill_missing():
    def stub(x_train, x_test): ...

    def by_loop(x_train, x_test):
        x_train, x_test = x_train.copy(), x_test.copy()
        for column in range(x_train.shape[1]):
            known = x_train[:, column][~np.isnan(x_train[:, column])]
            for x in (x_train, x_test):
                x[np.isnan(x[:, column]), column] = np.median(known)
        return x_train, x_test

    def in_place(x_train, x_test):
        x_train[np.isnan(x_train)] = 0
        return x_train, x_test

    def rows_against_columns(x_train, x_test):
        return tuple(np.where(np.isnan(x), np.nanmedian(x_train, axis=1), x) for x in (x_train, x_test))

    assert_check(
        check.fill_missing,
        solution=check.right_fill,
        stub=stub,
        examples=10,
        also_correct=[by_loop, lambda a, b: list(check.right_fill(a, b))],
        wrong={name: belief for name, belief, *_ in check.FILL_BELIEFS if name != "nothing_filled"}
        | {
            "nothing_filled": lambda a, b: (a, b),
            "no_return": lambda a, b: print(end=""),
            "wrong_number_of_results": lambda a, b: check.right_fill(a, b)[0],
            "changes_argument": in_place,
            "gaps_left": lambda a, b: (a, b + 1),
            "wrong_filling": lambda a, b: tuple(x + 1 for x in check.right_fill(a, b)),
        },
    )
    assert check.fill_missing(rows_against_columns).misconception == "median_of_rows"


def prepare(layout=(0, 2, 3, 1), brighten=None, photos_by=None, labels_by=None, column=False):
    """An answer to the exercise; what is not given is as it should be."""

    def answer(photos, labels, order):
        x = photos.transpose(layout) if layout else photos.reshape(len(photos), *photos.shape[2:], 3)
        x = np.clip(x.astype(float) + 60, 0, 255) if brighten is None else brighten(x)
        y = labels if column else labels[:, 0]
        return x[photos_by(order) if photos_by else order], y[labels_by(order) if labels_by else order]

    return answer


def as_they_stand(order):
    return np.arange(len(order))


def wraps(x):
    return x + np.uint8(60)


def test_prepare():
    def stub(photos, labels, order): ...

    def by_loop(photos, labels, order):
        x, y = [], []
        for place in order:
            photo = np.stack(list(photos[place]), axis=-1).astype(int) + 60
            x.append(np.where(photo > 255, 255, photo))
            y.append(labels[place][0])
        return x, y

    def in_place(photos, labels, order):
        labels[:] = labels[order]
        return prepare()(photos, labels, np.arange(len(order)))

    assert_check(
        check.prepare,
        solution=check.prepared,
        stub=stub,
        examples=10,
        also_correct=[by_loop, prepare(), prepare(brighten=lambda x: np.minimum(x, 195) + np.uint8(60))],
        wrong={
            "reshape_scrambles": prepare(layout=None),
            "channels_still_first": prepare(layout=(0, 1, 2, 3)),
            "rows_and_columns_swapped": prepare(layout=(0, 3, 2, 1)),
            "overflows": prepare(brighten=wraps),
            "exceeds_255": prepare(brighten=lambda x: x.astype(int) + 60),
            "not_brighter": prepare(brighten=lambda x: x),
            "photos_not_ordered": prepare(photos_by=as_they_stand),
            "inverse_order": prepare(photos_by=np.argsort),
            "labels_not_ordered": prepare(labels_by=as_they_stand),
            "labels_in_a_column": prepare(column=True),
            "wrong_preparation": prepare(brighten=lambda x: x / 2),
            "no_return": lambda photos, labels, order: print(end=""),
            "wrong_number_of_results": lambda *given: prepare()(*given)[0],
            "changes_argument": in_place,
        },
    )
    assert check.prepare(prepare(labels_by=np.argsort)).misconception == "inverse_order"


def test_the_mistakes_of_the_exercise_are_told_one_by_one():
    left = {"layout": None, "brighten": wraps, "column": True, "labels_by": as_they_stand}
    heard = []
    for part in list(left):
        heard.append(check.prepare(prepare(**left)).misconception)
        del left[part]
    assert heard == ["reshape_scrambles", "overflows", "labels_in_a_column", "labels_not_ordered"]
    assert check.prepare(prepare(**left)).outcome == "correct"


def encode(fill=np.nanmedian, scale=True, places=True, order=True, cylinders=True, power=True):
    def answer(horsepower, cylinder, origin):
        value = fill(horsepower)
        horsepower = np.where(np.isnan(horsepower), value, horsepower) * power
        numbers = np.stack([horsepower, cylinder * cylinders], axis=1).astype(float)
        if scale:
            numbers = (numbers - numbers.mean(axis=0)) / np.maximum(numbers.std(axis=0), 1e-9)
        hot = (origin[:, np.newaxis] == np.array(["Europe", "Japan", "USA"])).astype(float)
        if places == "labels":
            hot = hot @ [[0.0], [1.0], [2.0]]
        if not order:
            hot = np.concatenate([hot, (cylinder[:, np.newaxis] == np.arange(3, 9)).astype(float)], axis=1)
            numbers = numbers[:, :1]
        return np.concatenate([numbers, hot * bool(places)], axis=1)

    return answer


def min_max_with_flag(horsepower, cylinders, origin):
    missing = np.isnan(horsepower)
    filled = np.where(missing, np.nanmean(horsepower), horsepower)
    columns = [(filled - filled.min()) / (filled.max() - filled.min()), (cylinders - 3) / 5, missing]
    columns += [origin == place for place in ("USA", "Europe", "Japan")]
    return np.stack(columns, axis=1).tolist()


def everything_standardised(horsepower, cylinders, origin):
    x = encode(scale=False)(horsepower, cylinders, origin)
    return (x - x.mean(axis=0)) / x.std(axis=0)


def test_encode_cars():
    def stub(horsepower, cylinders, origin): ...

    right = encode()
    in_boxes = check.encode_cars(
        lambda h, c, o: np.column_stack([right(h, c, o)[:, 1:], h[:, None] == [46, 100, 110, 230]])
    )
    assert in_boxes.misconception == "order_lost" and "230" in in_boxes.message  # the column that is to blame
    for extreme in (np.nanmax, np.nanmin):  # inside the range, and yet not typical
        assert check.encode_cars(encode(fill=extreme)).misconception == "gap_not_typical"
    assert_check(
        check.encode_cars,
        solution=right,
        stub=stub,
        examples=10,
        also_correct=[min_max_with_flag, everything_standardised],
        wrong={
            "origin_ordered": encode(places="labels"),
            "origin_lost": encode(places=False),
            "order_lost": encode(order=False),
            "cylinders_lost": encode(cylinders=False),
            "horsepower_lost": encode(power=False),
            "gap_not_typical": encode(fill=lambda horsepower: 0.0),
            "raw_scale": encode(scale=False),
            "nan_left": encode(fill=lambda horsepower: np.nan, scale=False),
            "rows_lost": lambda h, c, o: right(h, c, o)[~np.isnan(h)],
            "transposed": lambda h, c, o: right(h, c, o).T,
            "not_a_matrix": lambda h, c, o: h,
            "not_numbers": lambda h, c, o: np.stack([c, o], axis=1),
            "no_return": lambda h, c, o: print(end=""),
            "changes_argument": lambda h, c, o: h.fill(1),
        },
    )


def test_every_message_of_the_shapes_stands_in_both_languages():
    for _, beliefs in check.SHAPES.values():
        for *_, tr, en in beliefs:
            assert tr != en and not re.search(r"[ğşıİ]", en)

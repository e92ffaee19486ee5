"""Checks of lesson 02_tensors."""

import numpy as np

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number

LESSON = "02_tensors"


# Exercise 1


BATCH = (64, 28, 20, 3)
SHAPES = {  # code: (the shape, {misconception: (the shape that follows from it, why)})
    "x[0]": (
        (28, 20, 3),
        {"index_keeps_axis": ((1, 28, 20, 3), ("`x[0]` ekseni siler; kalması için `x[0:1]` yazılır.",
                                               "`x[0]` removes the axis; `x[0:1]` would keep it."))},
    ),
    "x[:, :, :, 0]": (
        (64, 28, 20),
        {"index_keeps_axis": ((64, 28, 20, 1), ("Sayı yazılan eksen silinir; kalması için `0:1` yazılır.",
                                                "An axis that gets a number goes away; `0:1` would keep it.")),
         "first_axis": ((28, 20, 3), ("Sayı burada son eksene yazıldı; giden odur.",
                                      "The number stands on the last axis here; that is the one that goes."))},
    ),
    "x.mean(axis=-1, keepdims=True)": (
        (64, 28, 20, 1),
        {"keepdims_ignored": ((64, 28, 20), ("`keepdims=True` ekseni silmez, boyunu 1 yapar.",
                                             "`keepdims=True` does not remove the axis but gives it length 1.")),
         "first_axis": ((1, 28, 20, 3), ("`-1` son eksendir.", "`-1` is the last axis."))},
    ),
    "x.max(axis=(1, 2))": (
        (64, 3),
        {"keeps_named_axes": ((28, 20), ("Yazılan eksenler kalmaz, gider.",
                                         "The axes that are named do not stay, they go.")),
         "counts_from_one": ((20, 3), ("Eksenler 0'dan sayılır: 1 ve 2, satır ve sütundur.",
                                       "Axes are counted from 0: 1 and 2 are rows and columns."))},
    ),
    "x.reshape(64, -1)": (
        (64, 1680),
        {"minus_one_literal": ((64, -1), ("Hiçbir uzunluk eksi olmaz: `-1`, geri kalanı NumPy hesaplasın demektir.",
                                          "No length is negative: `-1` means that NumPy works out what is left.")),
         "adds_lengths": ((64, 51), ("Birleşen eksenlerin uzunlukları toplanmaz, çarpılır.",
                                     "The lengths of joined axes are not added but multiplied."))},
    ),
    "x.transpose(0, 3, 1, 2)": (
        (64, 3, 28, 20),
        {"transpose_backwards": ((64, 20, 3, 28), ("k. sıradaki sayı, yeni eksen k'nin *eskiden* hangisi olduğunu söyler.",
                                                   "The k-th number says which of the *old* axes becomes axis k.")),
         "height_and_width_swapped": ((64, 3, 20, 28), ("Satır ve sütun kendi aralarında yer değiştirmedi.",
                                                        "Rows and columns have not swapped places."))},
    ),
}  # fmt: skip


@exercise(LESSON, "shapes", tr="Şekilleri önceden söyleyin", en="Tell the shapes beforehand")
def shapes(first, channel, average, brightest, flat, turned):
    """Six shapes as tuples, in the order of ``SHAPES``."""
    answers = [first, channel, average, brightest, flat, turned]
    given = [_shape(answer, code) for answer, code in zip(answers, SHAPES, strict=True)]
    for shape, (code, (right, beliefs)) in zip(given, SHAPES.items(), strict=True):
        if shape != right:
            _explain_shape(shape, code, right, beliefs)
    return L("Altısı da doğru, hiç çalıştırmadan.", "All six are right, without running anything.")


def _shape(answer, code):
    """Return a tuple of whole numbers, or say what was expected."""
    array = as_array(answer)
    if array is None or array.ndim != 1 or array.size > 9 or not np.array_equal(array, np.round(array)):
        wrong(
            L(
                f"`{code}` için bir şekil bekleniyordu, örneğin `(64, 3)`; {shown(answer)} geldi.",
                f"For `{code}` a shape was expected, such as `(64, 3)`; {shown(answer)} came.",
            ),
            "not_a_shape",
        )
    return tuple(int(length) for length in array)


def _explain_shape(shape, code, right, beliefs):
    report = L(
        f"x'in şekli {BATCH}. `{code}` için {shape} dediniz. ",
        f"x has the shape {BATCH}. For `{code}` you said {shape}. ",
    )
    for name, (believed, why) in beliefs.items():
        if shape == believed:
            wrong(report + L(*why), name)
    if len(shape) != len(right):
        why = L(
            f"Sonucun {len(right)} ekseni olmalı; sizinkinde {len(shape)} var.",
            f"The result should have {len(right)} axes; yours has {len(shape)}.",
        )
    else:
        why = L(
            f"Eksen sayısı ({len(right)}) doğru, uzunluklardan en az biri değil. Her yere hangi eksenin geldiğini sayın.",
            f"The number of axes ({len(right)}) is right, at least one length is not. Count which axis comes to which place.",
        )
    wrong(report + why, "wrong_shape")


# Exercise 2


PAIRS = [
    ((150, 4), (4,)),
    ((150, 4), (150,)),
    ((5,), (5, 1)),
    ((10, 784), (1000, 1, 784)),
    ((3, 3), (3, 3)),
    ((2, 3), (3, 2)),
    ((2, 1, 3), (4, 1)),
    ((7,), (1,)),
]


def broadcast(a, b):
    """Return the shape of a + b, or None where the shapes do not fit."""
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        return None


def _stretched(a, b, fits=lambda m, n: m == n or 1 in (m, n), longer=max):
    """Put two shapes of the same length together."""
    return tuple(map(longer, a, b)) if all(map(fits, a, b)) else None


def _aligned(a, b, left=False):
    most = max(len(a), len(b))
    return [shape + (1,) * (most - len(shape)) if left else (1,) * (most - len(shape)) + shape for shape in (a, b)]


def _cut_to_shorter(a, b):
    few = min(len(a), len(b))
    return _stretched(a[len(a) - few :], b[len(b) - few :])


BROADCAST_BELIEFS = {
    "no_return": (
        lambda a, b: None,
        ("Sonunda `return` eksik ya da hep `None` dönüyor.", "It lacks a `return`, or always returns `None`."),
    ),
    "aligned_left": (
        lambda a, b: _stretched(*_aligned(a, b, left=True)),
        (
            "Şekilleri sola yaslamışsınız; NumPy **sağa** yaslar.",
            "You aligned the shapes on the left; NumPy aligns them on the **right**.",
        ),
    ),
    "ones_do_not_stretch": (
        lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: m == n),
        ("Uzunluğu 1 olan eksen ötekine uyar; bu hata değildir.", "A length of 1 fits any other; it is no error."),
    ),
    "never_refuses": (
        lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: True),
        (
            "Uzunluklar farklıysa ve ikisi de 1 değilse şekiller uymaz: `None` dönmeli.",
            "Where lengths differ and neither is 1, the shapes do not fit: return `None`.",
        ),
    ),
    "missing_axes_dropped": (
        _cut_to_shorter,
        (
            "`zip` kısa olanda durur; soldaki fazla eksenler yitiyor.",
            "`zip` stops at the shorter one; the further axes on the left are lost.",
        ),
    ),
    "needs_as_many_axes": (
        lambda a, b: broadcast(a, b) if len(a) == len(b) else None,
        (
            "Eksen sayıları farklı olabilir: eksik eksenler solda 1 sayılır.",
            "The numbers of axes may differ: missing axes count as 1 on the left.",
        ),
    ),
    "takes_smaller": (
        lambda a, b: _stretched(*_aligned(a, b), longer=min),
        ("1 ile n'den sonuca büyük olan geçer.", "Of 1 and n, the larger goes into the result."),
    ),
    "reversed_result": (
        lambda a, b: None if broadcast(a, b) is None else broadcast(a, b)[::-1],
        ("Sağdan başlayıp topladığınız uzunluklar ters sırada kaldı.",
         "The lengths you collected from the right are still in reverse order."),
    ),
}  # fmt: skip


@exercise(LESSON, "broadcast_shape", tr="Yayma kurallarını yazın", en="Write the rules of broadcasting")
def broadcast_shape(answer):
    """``answer(a, b) -> tuple or None`` for two shapes."""
    given = [call(answer, a, b) for a, b in PAIRS]
    given = [tuple(value) if isinstance(value, list) else value for value in given]
    expected = [broadcast(a, b) for a, b in PAIRS]
    first = next((i for i in range(len(PAIRS)) if not same(given[i], expected[i])), None)
    if first is None:
        return L(
            "Üçüncü örneğe dikkat: (5,) ile (5, 1) hata değil, (5, 5) verir.",
            "Mind the third example: (5,) and (5, 1) give no error but (5, 5).",
        )
    a, b = PAIRS[first]
    report = L(
        f"broadcast_shape({a}, {b}) için {shown(expected[first])} bekleniyordu, {shown(given[first])} geldi. ",
        f"For broadcast_shape({a}, {b}), {shown(expected[first])} was expected and {shown(given[first])} came. ",
    )
    for name, (belief, why) in BROADCAST_BELIEFS.items():
        if all(same(one, belief(*pair)) for one, pair in zip(given, PAIRS, strict=True)):
            wrong(report + L(*why), name)
    wrong(
        report + L("Şekilleri sağa yaslayıp alt alta yazın.", "Write them below one another, aligned on the right."),
        "wrong_shape",
    )


# Exercise 3


RECORDINGS = [
    (np.arange(12).reshape(2, 6), 3),
    (np.arange(24).reshape(3, 8) ** 2, 2),
    (np.arange(20.0).reshape(2, 10), 5),
]


def trials_of(recording, length):
    """Return (channels, time) as (channels, length, trials)."""
    return recording.reshape(len(recording), -1, length).transpose(0, 2, 1)


TRIAL_BELIEFS = {
    "reshape_scrambles": (
        lambda r, n: r.reshape(len(r), n, -1),
        (
            "Şekil doğru, sayılar karışık: `reshape` sırayı olduğu gibi böler, oysa bir denemenin anları kayıtta art ardadır. "
            "Önce (kanal, deneme, zaman) diye bölün.",
            "The shape is right, the numbers are mixed up: `reshape` cuts the row as it stands, and the moments of one trial "
            "follow one another in it. Split into (channel, trial, time) first.",
        ),
    ),
    "trials_before_time": (
        lambda r, n: r.reshape(len(r), -1, n),
        (
            "Sayılar doğru bölündü, ama eksenler kanal, deneme, zaman sırasında: son ikisini değiştirin.",
            "The numbers are split rightly, but the axes are channel, trial, time: swap the last two.",
        ),
    ),
    "axes_reversed": (
        lambda r, n: trials_of(r, n).T,
        (
            "Eksenlerin sırası baştan sona ters: kanal başta olmalı.",
            "The axes are in reverse: channels come first.",
        ),
    ),
    "trials_first": (
        lambda r, n: trials_of(r, n).transpose(2, 0, 1),
        ("Deneme ekseni başta; sonda olmalı.", "The trial axis comes first; it should come last."),
    ),
    "unchanged": (lambda r, n: r, ("Kayıt bölünmeden geri geldi.", "The recording came back in one piece.")),
}


@exercise(LESSON, "to_trials", tr="Kaydı denemelere bölün", en="Cut the recording into trials")
def to_trials(answer):
    """``answer(recording, length) -> (channels, length, trials)``."""
    given = [call(answer, recording, length, may_change=False) for recording, length in RECORDINGS]
    expected = [trials_of(recording, length) for recording, length in RECORDINGS]
    first = next((i for i in range(len(given)) if not same(given[i], expected[i])), None)
    if first is None:
        return L("Döngü gerekmedi: böl, sonra eksenleri değiştir.", "No loop was needed: split, then swap axes.")
    recording, length = RECORDINGS[first]
    require_return(given[first])
    array = as_array(given[first])
    if array is None:
        wrong(L("Fonksiyon bir dizi döndürmeli.", "The function has to return an array."), "not_numbers")
    report = L(
        f"Kaydın şekli {recording.shape}, length = {length} iken {expected[first].shape} bekleniyordu; "
        f"{array.shape} şeklinde bir dizi geldi. ",
        f"For a recording of shape {recording.shape} and length = {length}, {expected[first].shape} was expected; "
        f"an array of shape {array.shape} came. ",
    )
    for name, (belief, why) in TRIAL_BELIEFS.items():
        if all(same(one, belief(*case)) for one, case in zip(given, RECORDINGS, strict=True)):
            wrong(report + L(*why), name)
    trial = shown(expected[first][0, :, 0].tolist())
    why = L(
        f"İlk kanalın ilk denemesi {trial} olmalı.",
        f"The first trial of the first channel should be {trial}.",
    )
    wrong(report + why, "wrong_trials")


# Exercise 4


LABELS = [([0, 2, 1], 3), ([1, 1], 4), ([3, 0, 3], 5), ([2], 3)]


def _one_hot(labels, classes):
    return (np.asarray(labels)[:, np.newaxis] == np.arange(classes)).astype(int)


ONE_HOT_BELIEFS = {
    "returns_labels": (lambda y, k: y, ("Etiketler olduğu gibi geri geldi.", "The labels came back as they were.")),
    "transposed": (
        lambda y, k: _one_hot(y, k).T,
        (
            "Her örnek bir **satır** olmalı; sizinkinde bir sütun.",
            "Each example should be a **row**; yours is a column.",
        ),
    ),
    "starts_at_one": (
        lambda y, k: _one_hot((np.asarray(y) - 1) % k, k),
        (
            "Etiketler 0'dan başlar: etiket k, sütun k'ye 1 yazar.",
            "Labels start at 0: label k puts a 1 into column k.",
        ),
    ),
    "label_instead_of_one": (
        lambda y, k: _one_hot(y, k) * np.asarray(y)[:, np.newaxis],
        ("Yazılacak değer etiketin kendisi değil, hep 1'dir.", "What is written is always 1, not the label."),
    ),
    "inverted": (
        lambda y, k: 1 - _one_hot(y, k),
        ("0 ve 1 yer değiştirmiş.", "0 and 1 have changed places."),
    ),
    "one_row_for_all": (
        lambda y, k: _one_hot(y, k).max(axis=0),
        (
            "Bütün örnekler tek bir satıra yazılmış: her örneğin kendi satırı olmalı.",
            "All examples went into a single row: each needs a row of its own.",
        ),
    ),
    "cumulative": (
        lambda y, k: (np.asarray(y)[:, np.newaxis] >= np.arange(k)).astype(int),
        ("Her satırda tek bir 1 olmalı.", "Each row should hold a single 1."),
    ),
}  # fmt: skip


@exercise(LESSON, "one_hot", tr="One-hot kodlamayı yazın", en="Write one-hot encoding")
def one_hot(answer):
    """``answer(labels, classes) -> (n, classes)``."""
    given = [call(answer, np.array(labels), classes, may_change=False) for labels, classes in LABELS]
    expected = [_one_hot(labels, classes) for labels, classes in LABELS]
    first = next((i for i in range(len(given)) if not same(given[i], expected[i])), None)
    if first is None:
        return L("Her satırda tek bir 1.", "A single 1 in each row.")
    labels, classes = LABELS[first]
    require_return(given[first])
    report = L(
        f"one_hot({labels}, {classes}) için {shown(expected[first].tolist())} bekleniyordu, "
        f"{shown(_plain(given[first]))} geldi. ",
        f"For one_hot({labels}, {classes}), {shown(expected[first].tolist())} was expected and "
        f"{shown(_plain(given[first]))} came. ",
    )
    for name, (belief, why) in ONE_HOT_BELIEFS.items():
        if all(same(one, belief(*case)) for one, case in zip(given, LABELS, strict=True)):
            wrong(report + L(*why), name)
    array = as_array(given[first])
    if array is not None and array.ndim == 2 and len(array) == len(labels) and array.shape[1] < classes:
        wrong(
            report
            + L(
                "Sütun sayısını veriden çıkarmayın: bu örneklerde görülmeyen bir sınıfın da sütunu olmalı.",
                "Do not take the number of columns from the data: a class that does not occur here has a column too.",
            ),
            "classes_from_data",
        )
    wrong(
        report + L("Her örneğe bir satır, her sınıfa bir sütun.", "A row per example, a column per class."),
        "wrong_one_hot",
    )


def _plain(value):
    """Return small arrays as lists, so that a message shows all their numbers."""
    array = as_array(value)
    return array.tolist() if array is not None and 0 < array.ndim < 3 and array.size < 40 else value


# Exercise 5


NAN = np.nan
TABLES = [
    ([[1.0, 10.0], [2.0, NAN], [9.0, 40.0], [NAN, 20.0]], [[NAN, 70.0], [5.0, NAN], [8.0, 90.0]]),
    ([[4.0, 1.0, 3.0], [NAN, 2.0, 5.0], [6.0, 9.0, NAN], [20.0, 4.0, 1.0], [7.0, 8.0, 0.0]], [[NAN, NAN, NAN], [1.0, 1.0, 2.0]]),
]  # fmt: skip


def _fill(x, values):
    return np.where(np.isnan(x), values, x)


def _fill_both(statistic):
    """Return a filler that takes its values from ``statistic(train, test) -> (for train, for test)``."""

    def fill(train, test):
        for_train, for_test = statistic(train, test)
        return _fill(train, for_train), _fill(test, for_test)

    return fill


def _columns(how):
    return lambda x: how(x, axis=0)


def _from_train(how):
    return _fill_both(lambda train, test: (how(train), how(train)))


right_fill = _from_train(_columns(np.nanmedian))


def _own(train, test):
    import warnings

    with warnings.catch_warnings():  # a test column may be all gaps
        warnings.simplefilter("ignore")
        return np.nanmedian(train, axis=0), np.nanmedian(test, axis=0)


def _together(train, test):
    values = np.nanmedian(np.concatenate([train, test]), axis=0)
    return values, values


FILL_BELIEFS = {
    "test_looks_at_itself": (
        _fill_both(_own),
        (
            "Test kümesini kendi ortancasıyla doldurmuşsunuz. Değerler yalnızca eğitim kümesinden gelir.",
            "You filled the test set with its own median. The values come from the training set only.",
        ),
    ),
    "statistics_of_both": (
        _fill_both(_together),
        (
            "Ortancayı iki kümeden birlikte almışsınız: test kümesine bakmak kopya çekmektir.",
            "You took the median of both sets together: a look at the test set is cheating.",
        ),
    ),
    "mean_instead": (
        _from_train(_columns(np.nanmean)),
        ("Bu ortalama; burada ortanca (median) isteniyordu.", "That is the mean; the median was asked for."),
    ),
    "one_number_for_all": (
        _from_train(np.nanmedian),
        (
            "Bütün sütunlara aynı sayı girmiş: her sütunun kendi ortancası olmalı, `axis=0`.",
            "The same number went into all columns: each has its own median, `axis=0`.",
        ),
    ),
    "one_number_per_set": (
        _fill_both(lambda train, test: (np.nanmedian(train), np.nanmedian(test) if np.isfinite(test).any() else NAN)),
        (
            "Her küme kendi tek sayısıyla dolmuş. Her sütunun kendi ortancası olmalı, o da yalnızca eğitim kümesinden.",
            "Each set got one number of its own. Each column has its own median, and it comes from the training set only.",
        ),
    ),
    "filled_with_zero": (
        _from_train(lambda x: 0.0),
        ("Boşluklara 0 yazılmış; 0 da bir ölçümdür.", "The gaps got 0; but 0 is a measurement too."),
    ),
    "median_of_nan": (
        _from_train(_columns(np.median)),
        (
            "`nan` kalmış: `np.median` boşluğu görünce `nan` verir, `np.nanmedian` atlar.",
            "`nan` is left: `np.median` answers `nan` where there is a gap, `np.nanmedian` skips it.",
        ),
    ),
    "test_not_filled": (
        lambda train, test: (right_fill(train, test)[0], test),
        ("Test kümesi doldurulmamış.", "The test set is not filled."),
    ),
    "nothing_filled": (
        lambda train, test: (train, test),
        (
            "Boşluklar duruyor. `x == np.nan` hiçbir yerde doğru değildir; `np.isnan(x)` sorar.",
            "The gaps are still there. `x == np.nan` is true nowhere; `np.isnan(x)` asks.",
        ),
    ),
    "sets_swapped": (
        lambda train, test: right_fill(train, test)[::-1],
        ("İki küme ters sırada döndü: önce eğitim.", "The sets came back in the wrong order: training first."),
    ),
}  # fmt: skip


@exercise(LESSON, "fill_missing", tr="Boşlukları dürüstçe doldurun", en="Fill the gaps honestly")
def fill_missing(answer):
    """``answer(x_train, x_test) -> (x_train, x_test)`` filled with the training medians."""
    cases = [(np.array(train), np.array(test)) for train, test in TABLES]
    given = [_two(call(answer, *case, may_change=False)) for case in cases]
    expected = [right_fill(*case) for case in cases]
    for (train, test), one, two in zip(cases, given, expected, strict=True):
        if not _same_pair(one, two):
            _explain_filling(cases, given, train, test, one)
    return L(
        "Test kümesi, eğitim kümesinin ortancasıyla doldu.",
        "The test set was filled with the training medians.",
    )


def _two(given):
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != 2:
        wrong(
            L("İki dizi döndürün: `return x_train, x_test`.", "Return two arrays: `return x_train, x_test`."),
            "not_a_pair",
        )
    return tuple(given)


def _same_pair(one, two):
    return all(same(a, b) for a, b in zip(one, two, strict=True))


def _explain_filling(cases, given, train, test, one):
    report = L(
        f"x_train = {train.tolist()}, x_test = {test.tolist()} verildi. ",
        f"Given were x_train = {train.tolist()}, x_test = {test.tolist()}. ",
    )
    for name, (belief, why) in FILL_BELIEFS.items():
        if all(_same_pair(answer, belief(*case)) for answer, case in zip(given, cases, strict=True)):
            wrong(report + L(*why), name)
    expected = right_fill(train, test)
    wrong(
        report
        + L(
            f"{shown(_plain(expected[0]))} ve {shown(_plain(expected[1]))} bekleniyordu; {shown(_plain(one[0]))} ve "
            f"{shown(_plain(one[1]))} geldi.",
            f"{shown(_plain(expected[0]))} and {shown(_plain(expected[1]))} were expected; {shown(_plain(one[0]))} and "
            f"{shown(_plain(one[1]))} came.",
        ),
        "wrong_filling",
    )


# Exercise 6


PROBES = [  # horsepower, cylinders, origin: cars that differ from the first in one thing only
    (100.0, 4, "USA"), (100.0, 4, "Europe"), (100.0, 4, "Japan"), (100.0, 6, "USA"), (100.0, 8, "USA"),
    (46.0, 4, "USA"), (110.0, 4, "USA"), (230.0, 4, "USA"), (NAN, 4, "USA"),
]  # fmt: skip


def car_table():
    """Return the columns of 392 real cars, one in ten without its horsepower, and litres per 100 km."""
    from mlxtend.data import autompg_data

    cars, miles = autompg_data()
    horsepower = np.where(np.random.default_rng(0).random(len(cars)) < 0.1, NAN, cars[:, 2])
    origin = np.array(["", "USA", "Europe", "Japan"])[cars[:, 6].astype(int)]
    return horsepower, cars[:, 0].astype(int), origin, 235.2 / miles


@exercise(LESSON, "encode_cars", tr="Bir tabloyu tensöre çevirin", en="Turn a table into a tensor")
def encode_cars(answer):
    """``answer(horsepower, cylinders, origin) -> (n, d)``: any encoding that keeps what the columns mean."""
    horsepower, cylinders, origin, litres = car_table()
    probes = [np.array(column) for column in zip(*PROBES, strict=True)]
    columns = [np.concatenate(pair) for pair in zip((horsepower, cylinders, origin), probes, strict=True)]
    x = _tensor(call(answer, *columns, may_change=False), len(litres) + len(PROBES))
    _judge(x[len(litres) :])
    error, baseline = _neighbour_error(x[: len(litres)], litres)
    return L(
        f"{x.shape[1]} sütun. Tüketimi en çok benzeyen otomobilden okursanız yanılgı 100 km'de {number(error)} litre; hep "
        f"ortalamada {number(baseline)}.",
        f"{x.shape[1]} columns. Reading the consumption off the most similar car errs by {number(error)} litres per 100 km; "
        f"always the mean by {number(baseline)}.",
    )


def _tensor(given, rows):
    """Return the answer as a finite float array (rows, d)."""
    require_return(given)
    x = as_array(given)
    if x is None:
        wrong(
            L(
                "Dizide yalnızca sayılar olmalı; sözcükler kalmış olabilir.",
                "Only numbers may stand in the array; words may be left.",
            ),
            "not_numbers",
        )  # fmt: skip
    if x.ndim != 2 or not x.size:
        wrong(
            L(
                f"İki eksen bekleniyordu: (n, d). Sizinkinin şekli {x.shape}.",
                f"Expected two axes: (n, d). Yours has the shape {x.shape}.",
            ),
            "not_a_matrix",
        )  # fmt: skip
    if x.shape[1] == rows:
        wrong(
            L(
                "Her otomobil bir satır olmalı; sizinkinde bir sütun.",
                "Each car should be a row; yours is a column.",
            ),
            "transposed",
        )
    if len(x) != rows:
        wrong(
            L(
                f"{rows} otomobil girdi, {len(x)} satır çıktı. Boşluğu olan satırları atmayın, doldurun.",
                f"{rows} cars went in and {len(x)} rows came out. Do not drop rows with gaps; fill them.",
            ),
            "rows_lost",
        )
    x = x.astype(float)
    if np.isnan(x).any():
        wrong(
            L(
                "Dizide `nan` kalmış: beygir gücündeki boşlukları doldurun.",
                "`nan` is left: fill the gaps in horsepower.",
            ),
            "nan_left",
        )
    if not np.isfinite(x).all():
        wrong(L("Dizide sonsuz bir sayı var.", "The array holds an infinite number."), "not_finite")
    return x


def _judge(x):
    """Name what an encoding of the probes, float (9, d), has lost."""
    distance = np.sqrt(((x[:, np.newaxis] - x) ** 2).sum(axis=-1))
    usa_europe, usa_japan, europe_japan = distance[0, 1], distance[0, 2], distance[1, 2]
    origins = np.array([usa_europe, usa_japan, europe_japan])
    four_six, four_eight = distance[0, 3], distance[0, 4]
    little, much = distance[0, 6], distance[0, 7]
    for lost, name, tr, en in (
        (origins.min() <= 1e-9, "origin_lost", "geldiği yeri", "the origin"),
        (four_six <= 1e-9, "cylinders_lost", "silindir sayısını", "the cylinders"),
        (little <= 1e-9, "horsepower_lost", "beygir gücünü", "the horsepower"),
    ):
        if lost:
            wrong(
                L(
                    f"Yalnızca {tr} farklı olan iki otomobil aynı satırı aldı: bu sütun yitmiş.",
                    f"Two cars that differ only in {en} got the same row: this column is lost.",
                ),
                name,
            )
    if origins.max() > 1.25 * origins.min():
        wrong(
            L(
                f"Uzaklıklar: ABD–Avrupa {number(usa_europe)}, ABD–Japonya {number(usa_japan)}, Avrupa–Japonya "
                f"{number(europe_japan)}. Geldiği yerin sırası yoktur; üçü birbirine eşit uzaklıkta olmalı (one-hot).",
                f"Distances: USA–Europe {number(usa_europe)}, USA–Japan {number(usa_japan)}, Europe–Japan "
                f"{number(europe_japan)}. Origins have no order; all three should be equally far apart (one-hot).",
            ),
            "origin_ordered",
        )
    if four_eight < 1.2 * four_six or much < 1.2 * little:
        wrong(
            L(
                f"4 silindirin 6'ya uzaklığı {number(four_six)}, 8'e uzaklığı {number(four_eight)}. Silindir ve beygir gücü "
                "sıralıdır: 6, 4'e 8'den yakın olmalı. Onları sayı olarak bırakın.",
                f"4 cylinders are {number(four_six)} from 6 and {number(four_eight)} from 8. Cylinders and horsepower have "
                "an order: 6 should be closer to 4 than 8 is. Leave them as numbers.",
            ),
            "order_lost",
        )
    range_ = distance[5, 7]
    # A "was missing" column adds the same to both squares; between the extremes they differ by range² at most.
    if abs(distance[8, 5] ** 2 - distance[8, 7] ** 2) > 1.1 * range_**2:
        wrong(
            L(
                "Boşluğa yazdığınız sayı, gerçek beygir güçlerinin dışında kalıyor (0 gibi). Tipik bir değer yazın.",
                "What you put into the gaps lies outside all real horsepowers (0, for one). Put in a typical value.",
            ),
            "gap_not_typical",
        )
    reaches = {
        L("beygir gücü", "horsepower"): range_,
        L("silindir", "cylinders"): four_eight,
        L("yer", "origin"): origins.max(),
    }
    if max(reaches.values()) > 12 * min(reaches.values()):
        words = ", ".join(f"{name} {number(reach)}" for name, reach in reaches.items())
        wrong(
            L(
                f"Sütunların en uzak iki değeri arasındaki uzaklık çok farklı ({words}): uzaklığı yalnızca en "
                "büyüğü belirler. Sütunları ölçekleyin.",
                f"The farthest values of the columns are very differently apart ({words}): only the largest has a say in a "
                "distance. Scale the columns.",
            ),
            "raw_scale",
        )


def _neighbour_error(x, y):
    """Return the mean error of reading y off the nearest other row, and that of the mean."""
    squares = (x**2).sum(axis=1)
    distance = squares[:, np.newaxis] + squares - 2 * x @ x.T
    np.fill_diagonal(distance, np.inf)
    return float(np.abs(y[distance.argmin(axis=1)] - y).mean()), float(np.abs(y.mean() - y).mean())

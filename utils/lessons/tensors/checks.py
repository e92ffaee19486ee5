"""Checks of lesson 02_tensors."""

import warnings
from itertools import product

import numpy as np

from utils.checks.engine import as_array, call, exercise, expect, refuse, require_return, wrong
from utils.checks.forms import what_came
from utils.checks.judge import judge, sign, single
from utils.checks.show import said
from utils.language import L, number

LESSON = "02_tensors"
NAN = np.nan


# Exercise 1


BATCH = (64, 28, 20, 3)
SHAPES = {  # code: (the shape, rows of beliefs: name, the shape that follows from it, why)
    "x[0]": (
        (28, 20, 3),
        [("index_keeps_axis", (1, 28, 20, 3),
          "`x[0]` ekseni siler; kalması için `x[0:1]` yazılır.", "`x[0]` removes the axis; `x[0:1]` would keep it.")],
    ),
    "x[:, :, :, 0]": (
        (64, 28, 20),
        [("index_keeps_axis", (64, 28, 20, 1),
          "Sayı yazılan eksen silinir; kalması için `0:1` yazılır.",
          "An axis that gets a number is removed; `0:1` would keep it."),
         ("first_axis", (28, 20, 3),
          "Sayı burada son eksenin yerine yazıldı, bu yüzden o eksen silinir.",
          "Here the number stands in the place of the last axis, so that axis is removed.")],
    ),
    "x.mean(axis=-1, keepdims=True)": (
        (64, 28, 20, 1),
        [("keepdims_ignored", (64, 28, 20),
          "`keepdims=True` ekseni silmez, uzunluğunu 1 yapar.",
          "`keepdims=True` does not remove the axis but gives it length 1."),
         ("first_axis", (1, 28, 20, 3), "`-1` son eksendir.", "`-1` is the last axis.")],
    ),
    "x.max(axis=(1, 2))": (
        (64, 3),
        [("keeps_named_axes", (28, 20),
          "`axis` içinde adı geçen eksenler kalmaz, gider.", "The axes named in `axis` do not stay; they disappear."),
         ("counts_from_one", (20, 3),
          "Eksenler 0'dan sayılır, yani 1 ve 2 satır ve sütundur.", "Axes are counted from 0, so 1 and 2 are rows and columns.")],
    ),
    "x.reshape(64, -1)": (
        (64, 1680),
        [("minus_one_literal", (64, -1),
          "Bir uzunluk eksi olamaz; `-1`, bu uzunluğu NumPy hesaplasın demektir.",
          "A length cannot be negative; `-1` tells NumPy to work out this length."),
         ("adds_lengths", (64, 51),
          "Birleşen eksenlerin uzunlukları toplanmaz, çarpılır.",
          "The lengths of joined axes are not added but multiplied.")],
    ),
    "x.transpose(0, 3, 1, 2)": (
        (64, 3, 28, 20),
        [("transpose_backwards", (64, 20, 3, 28),
          "k. sıradaki sayı, yeni eksen k'nin **eskiden** hangisi olduğunu söyler.",
          "The k-th number says which of the **old** axes becomes axis k."),
         ("height_and_width_swapped", (64, 3, 20, 28),
          "Satır ve sütun kendi aralarında yer değiştirmedi.", "Rows and columns have not swapped places.")],
    ),
}  # fmt: skip


@exercise(LESSON, "shapes", tr="Şekilleri önceden söyleyin", en="Predict the shapes")
def shapes(first, channel, average, brightest, flat, turned):
    """Six shapes as tuples, in the order of ``SHAPES``."""
    answers = [first, channel, average, brightest, flat, turned]
    given = [_shape(answer, code) for answer, code in zip(answers, SHAPES, strict=True)]
    for shape, (code, (right, beliefs)) in zip(given, SHAPES.items(), strict=True):
        if shape != right:
            _explain_shape(shape, code, right, beliefs)
    return L("Hiçbir şey çalıştırmadan altısını da bildiniz.", "You predicted all six without running anything.")


def _shape(answer, code):
    """Return a tuple of whole numbers, or say what was expected."""
    array = as_array(answer)
    if array is None or array.ndim != 1 or array.size > 9 or not np.array_equal(array, np.round(array)):
        wish = L(
            f"`{code}` için `(64, 3)` gibi bir şekil bekleniyordu. ",
            f"For `{code}`, a shape such as `(64, 3)` was expected. ",
        )
        wrong(wish + what_came(answer), "not_a_shape")
    return tuple(int(length) for length in array)


def _explain_shape(shape, code, right, beliefs):
    report = L(
        f"x'in şekli {BATCH}. `{code}` için {shape} yazdınız. ",
        f"x has the shape {BATCH}. For `{code}` you answered {shape}. ",
    )
    refuse(
        *((name, shape == believed, tr, en) for name, believed, tr, en in beliefs),
        ("wrong_shape", len(shape) != len(right),
         f"Sonucun {len(right)} ekseni olmalı; sizinkinde {len(shape)} var.",
         f"The result should have {len(right)} axes; yours has {len(shape)}."),
        ("wrong_shape", True,
         f"Eksen sayısı ({len(right)}) doğru, uzunluklardan en az biri değil. Her yere hangi eksenin geldiğini sayın.",
         f"The number of axes ({len(right)}) is right, but at least one length is not. Work out which axis ends up at "
         "which place."),
        before=report,
    )  # fmt: skip


# Exercise 2


PLACES = [
    (5, (2, 3)),
    (576602, (427, 640, 3)),
    (17, (2, 3, 4)),
    (99, (4, 1, 5, 7)),
    (6, (7,)),
    (0, (3, 2)),
    (13, (5, 3)),
    (10, (2, 9)),
]


def index(place, shape):
    """Return the index of the number that is at a place in memory."""
    return single(int(i) for i in np.unravel_index(place, shape))


def _by_columns(place, shape):
    return single(int(i) for i in np.unravel_index(place, shape, order="F"))


def _in_reverse(place, shape):
    return single(index(place, shape)[::-1])


def _from_one(place, shape):
    return single(i + 1 for i in index(place, shape))


def _one_too_early(place, shape):
    return index(max(place - 1, 0), shape)


def _first_two(place, shape):
    return single((place // shape[-1], place % shape[-1]))


INDEX_BELIEFS = [
    ("in_reverse", _in_reverse,
     "İndisler ters sırada: en son eksenden başlayarak topladıklarınızı döndürmeden önce ters çevirin.",
     "The indices are in reverse order: you collected them from the last axis, so reverse them before you return them."),
    ("by_columns", _by_columns,
     "Hesaba ilk eksenden başlamışsınız; oysa bellekte en hızlı değişen **son** indistir.",
     "You started from the first axis, but the index that changes fastest in memory is the **last** one."),
    ("counted_from_one", _from_one,
     "İndisler 1'den başlamış; her eksende 0'dan sayılır.", "Your indices start at 1; every axis is counted from 0."),
    ("place_from_one", _one_too_early,
     "Sonuç bir önceki sayının indisi: yerler 0'dan sayılır.",
     "That is the index of the number before: places are counted from 0."),
    ("two_axes_only", _first_two,
     "Yalnızca son ekseni ayırmışsınız. Kalan yer de aynı biçimde, eksen eksen bölünmeli.",
     "You split off the last axis only. The place that is left has to be divided in the same way, axis by axis."),
]  # fmt: skip


@exercise(LESSON, "index_of", tr="Bellekteki yerden indise", en="From place in memory to index")
def index_of(answer):
    """``answer(place, shape) -> tuple``, the index of the number at that place in memory."""
    return judge(
        answer, PLACES, index, INDEX_BELIEFS,
        otherwise=("wrong_index",
                   "Son eksenden başlayın: yerin o eksenin uzunluğuna bölümünden kalan indistir, bölüm ise kalan eksenlerdeki "
                   "yerdir.",
                   "Start from the last axis: divide the place by its length; the remainder is the index, and the quotient is "
                   "the place among the axes that remain."),
        remark=("576602. yerdeki sayı, derste yerini bulduğumuz `photo[300, 200, 2]` çıktı.",
                "The number at place 576602 turned out to be `photo[300, 200, 2]`, whose place we computed in the lesson."),
    )  # fmt: skip


# Exercise 3


PAIRS = [
    ((150, 4), (4,)),
    ((150, 4), (150,)),
    ((5,), (5, 1)),
    ((10, 784), (1000, 1, 784)),
    ((3, 3), (3, 3)),
    ((2, 3), (3, 2)),
    ((2, 1, 3), (4, 1)),
    ((7,), (1,)),
    ((4, 6), (2, 6)),
    ((), (2, 5)),
    ((1, 3), (3,)),
    ((), ()),
]


def broadcast(a, b):
    """Return the shape of a + b, or None where the shapes do not fit."""
    try:
        return single(np.broadcast_shapes(a, b))
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


BROADCAST_BELIEFS = [
    ("always_none", lambda a, b: None,
     "Uyan şekiller için de `None` dönüyor.", "It returns `None` for shapes that fit, too."),
    ("aligned_left", lambda a, b: _stretched(*_aligned(a, b, left=True)),
     "Şekilleri sola yaslamışsınız; NumPy **sağa** yaslar.",
     "You aligned the shapes on the left; NumPy aligns them on the **right**."),
    ("ones_do_not_stretch", lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: m == n),
     "Uzunluğu 1 olan eksen ötekine uyar; bu hata değildir.",
     "An axis of length 1 fits any other length; it is not an error."),
    ("only_second_stretches", lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: n in (m, 1)),
     "Fonksiyonunuzda yalnızca `b`'deki 1'ler uzuyor, oysa `a`'da 1 olan eksen de uzar.",
     "In your function only the ones in `b` stretch, but an axis of length 1 in `a` stretches, too."),
    ("only_first_stretches", lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: m in (n, 1)),
     "Fonksiyonunuzda yalnızca `a`'daki 1'ler uzuyor, oysa `b`'de 1 olan (ya da solda eksik olan) eksen de uzar.",
     "In your function only the ones in `a` stretch, but an axis that is 1 in `b`, or missing there on the left, does too."),
    ("never_refuses", lambda a, b: _stretched(*_aligned(a, b), fits=lambda m, n: True),
     "Uzunluklar farklıysa ve hiçbiri 1 değilse şekiller uymaz, bu yüzden `None` dönmelidir.",
     "If two lengths differ and neither is 1, the shapes do not fit, and the answer is `None`."),
    ("missing_axes_dropped", _cut_to_shorter,
     "`zip` kısa olan şekilde durduğu için soldaki fazla eksenler yitiyor.",
     "`zip` stops at the end of the shorter shape, so the further axes on the left are lost."),
    ("needs_as_many_axes", lambda a, b: broadcast(a, b) if len(a) == len(b) else None,
     "Eksen sayıları farklı olabilir: eksik eksenler solda 1 sayılır.",
     "The numbers of axes may differ: missing axes on the left count as 1."),
    ("takes_smaller", lambda a, b: _stretched(*_aligned(a, b), longer=min),
     "1 ile n karşılaşınca sonuca büyük olan geçer.", "When 1 meets n, the larger of the two goes into the result."),
    ("reversed_result", lambda a, b: broadcast(a, b) and broadcast(a, b)[::-1],
     "Sağdan başlayarak topladığınız uzunluklar ters sırada kalmış.",
     "You collected the lengths from the right, and they are still in reverse order."),
    ("not_none", sign(lambda given, a, b: broadcast(a, b) is None and given in ("None", False, (), [], 0, -1)),
     "Şekiller uymadığında Python'ın `None` değeri istenir: `return None`, tırnaksız.",
     "If the shapes do not fit, Python's own `None` is wanted: `return None`, without quotes."),
]  # fmt: skip


@exercise(LESSON, "broadcast_shape", tr="Yayma kurallarını yazın", en="Write the rules of broadcasting")
def broadcast_shape(answer):
    """``answer(a, b) -> tuple or None`` for two shapes."""
    return judge(
        answer, PAIRS, broadcast, BROADCAST_BELIEFS,
        raises=[(ValueError, "raises",
                 "Uymayan şekillerde fonksiyonunuz hatayla duruyor; o durumda `None` döndürmeli.",
                 "For shapes that do not fit, your function stops with an error, but it should return `None`.")],
        otherwise=("wrong_shape",
                   "Şekilleri sağa yaslayıp alt alta yazın.",
                   "Write the shapes one below the other, aligned on the right."),
        remark=("Kurallarınız (5,) ile (5, 1) üzerinde de denendi; bu iki şekil uyar ve (5, 5) verir.",
                "Your rules were also tried on (5,) and (5, 1); these two shapes fit and give (5, 5)."),
    )  # fmt: skip


# Exercise 4


RECORDINGS = [
    (np.arange(12).reshape(2, 6), 3),
    (np.arange(24).reshape(3, 8) ** 2, 2),
    (np.arange(20).reshape(2, 10) * 7 % 20 / 2, 5),
    (np.arange(7.0).reshape(1, 7), 7),
]


def trials_of(recording, length):
    """Return (channels, time) as (channels, length, trials)."""
    return recording.reshape(len(recording), -1, length).transpose(0, 2, 1)


TRIAL_BELIEFS = [
    ("unchanged", lambda r, n: r, "Kayıt bölünmeden geri geldi.", "The recording came back in one piece."),
    ("reshape_scrambles", lambda r, n: r.reshape(len(r), n, -1),
     "Şekil doğru, ama sayılar karışmış. `reshape` sırayı değiştirmeden böler, bir denemenin anları ise kayıtta art ardadır; "
     "bu yüzden önce (kanal, deneme, zaman) diye bölmek gerekir.",
     "The shape is right, but the numbers are mixed up. `reshape` divides the sequence without changing its order, and the "
     "moments of one trial follow one another in it, so split into (channel, trial, time) first."),
    ("trials_before_time", lambda r, n: r.reshape(len(r), -1, n),
     "Sayılar yerinde bölünmüş, ama eksenler kanal, deneme, zaman sırasında kalmış; son ikisinin yerini değiştirin.",
     "The numbers are split correctly, but the axes are channel, trial, time; swap the last two."),
    ("axes_reversed", lambda r, n: trials_of(r, n).T,
     "Eksenlerin sırası baştan sona ters; kanal başta olmalı.", "The axes are in reverse order; channels should come first."),
    ("trials_first", lambda r, n: trials_of(r, n).transpose(2, 0, 1),
     "Deneme ekseni başta; sonda olmalı.", "The trial axis comes first; it should come last."),
    ("first_trial_only", lambda r, n: trials_of(r, n)[:, :, :1],
     "Yalnızca ilk deneme var, ötekiler eksik.", "Only the first trial is there, and the others are missing."),
]  # fmt: skip


@exercise(LESSON, "to_trials", tr="Kaydı denemelere bölün", en="Cut the recording into trials")
def to_trials(answer):
    """``answer(recording, length) -> (channels, length, trials)``."""
    return judge(
        answer, RECORDINGS, trials_of, TRIAL_BELIEFS,
        called=lambda recording, length: L(f"{recording.shape} şeklindeki bir kayıt ve `length={length}`",
                                           f"a recording of shape {recording.shape} and `length={length}`"),
        otherwise=("wrong_trials", _first_trial),
        remark=("Denemeler bütün kayıtlarda yerli yerinde. Zaman eksenini bölüp sonra eksenleri değiştirmek hep işe yarar.",
                "The trials are in their place in every recording. Splitting the time axis first and then swapping axes always "
                "works."),
    )  # fmt: skip


def _first_trial(recording, length):
    trial = said(trials_of(recording, length)[0, :, 0].tolist())
    return L(
        f"Bir denemenin anları kayıtta art ardadır: ilk kanalın ilk denemesi {trial}.",
        f"The moments of a trial follow one another in the recording: the first trial of the first channel is {trial}.",
    )


# Exercise 5


LABELS = [
    (np.array(labels), classes)
    for labels, classes in (([0, 2, 1], 3), ([1, 1], 4), ([3, 0, 3, 1, 0, 3, 3], 5), ([2], 3))
]


def _one_hot(labels, classes):
    return (labels[:, np.newaxis] == np.arange(classes)).astype(int)


ONE_HOT_BELIEFS = [
    ("returns_labels", lambda y, k: y, "Etiketler olduğu gibi geri geldi.", "The labels came back as they were."),
    ("transposed", lambda y, k: _one_hot(y, k).T,
     "Her örnek bir **satır** olmalı, sizinkinde ise bir sütun.", "Each example should be a **row**; yours is a column."),
    ("one_row_for_all", lambda y, k: _one_hot(y, k).max(axis=0),
     "Bütün örnekler tek bir satıra yazılmış: her örneğin kendi satırı olmalı.",
     "All examples went into a single row: each needs a row of its own."),
    ("all_rows_marked", lambda y, k: np.tile(_one_hot(y, k).max(axis=0), (len(y), 1)),
     "Her satırda bütün etiketlerin sütunları 1 olmuş. Her satıra yalnızca kendi etiketi yazılmalı: "
     "`o[np.arange(n), labels] = 1`, döngüde ise `o[i, labels[i]] = 1`.",
     "Every row has a 1 in the columns of all labels. A row should get only its own label: `o[np.arange(n), labels] = 1`, "
     "or in a loop `o[i, labels[i]] = 1`."),
    ("starts_at_one", lambda y, k: _one_hot((y - 1) % k, k),
     "Etiketler 0'dan başlar: etiket k, sütun k'ye 1 yazar.", "Labels start at 0: label k puts a 1 into column k."),
    ("label_instead_of_one", lambda y, k: _one_hot(y, k) * y[:, np.newaxis],
     "Yazılacak değer etiketin kendisi değil, hep 1'dir.", "The value to write is always 1, not the label."),
    ("inverted", lambda y, k: 1 - _one_hot(y, k), "0 ve 1 yer değiştirmiş.", "0 and 1 have changed places."),
    ("cumulative", lambda y, k: (y[:, np.newaxis] >= np.arange(k)).astype(int),
     "Her satırda tek bir 1 olmalı.", "Each row should hold a single 1."),
    ("first_example_only", lambda y, k: _one_hot(y, k) * (np.arange(len(y)) == 0)[:, np.newaxis],
     "Yalnızca ilk örneğin satırı yazılmış.", "Only the row of the first example is filled in."),
    ("classes_from_data", lambda y, k: _one_hot(y, y.max() + 1),
     "Sütun sayısını veriden çıkarmayın: bu örneklerde görülmeyen bir sınıfın da sütunu olmalı.",
     "Do not take the number of columns from the data: a class that does not occur in it has a column too."),
]  # fmt: skip


@exercise(LESSON, "one_hot", tr="One-hot kodlamayı yazın", en="Write one-hot encoding")
def one_hot(answer):
    """``answer(labels, classes) -> (n, classes)``."""
    return judge(
        answer, LABELS, _one_hot, ONE_HOT_BELIEFS,
        otherwise=("wrong_one_hot",
                   "Her satır bir örneğindir: etiketinin sütununda 1, öteki sütunlarda 0.",
                   "Each row belongs to an example: a 1 in the column of its label, 0 in the others."),
        remark=("Her satırda, etiketin sütununda, tek bir 1 var.", "Each row holds a single 1, in the column of its label."),
    )  # fmt: skip


# Exercise 6


TABLES = [
    (np.array([[1.0, 10.0], [2.0, NAN], [9.0, 40.0], [NAN, 20.0]]), np.array([[NAN, 70.0], [5.0, NAN], [8.0, 90.0]])),
    (np.array([[4.0, -1.5, 3.0], [NAN, -2.0, 5.0], [6.0, 9.0, NAN], [20.25, -4.0, 1.0], [7.0, 8.0, 0.125]]),
     np.array([[NAN, NAN, NAN], [1.0, -1.0, 0.375]])),
]  # fmt: skip


def _filled(for_train, for_test=None):
    """Return a filler whose values are ``for_train(train, test)`` and, where they differ, ``for_test(train, test)``."""

    def fill(train, test):
        with warnings.catch_warnings():  # a column of the test set may be all gaps
            warnings.simplefilter("ignore")
            values = for_train(train, test), (for_test or for_train)(train, test)
        return tuple(np.where(np.isnan(x), value, x) for x, value in zip((train, test), values, strict=True))

    return fill


def _median(x):
    return np.nanmedian(x, axis=0)


def _row_median(x):
    return np.nanmedian(x, axis=1, keepdims=True)


def _same_with_gaps(one, other):
    return np.array_equal(one, other, equal_nan=True)


right_fill = _filled(lambda train, test: _median(train))

FILL_BELIEFS = [
    ("rows_dropped", lambda train, test: tuple(x[~np.isnan(x).any(axis=1)] for x in (train, test)),
     "Boşluğu olan satırları atmışsınız; bu satırlar kalmalı ve boşlukları doldurulmalı.",
     "You dropped the rows that have gaps; they should stay, with their gaps filled."),
    ("nothing_filled", sign(lambda given, *sets: all(map(_same_with_gaps, given, sets))),
     "Boşluklar duruyor. `x == np.nan` hiçbir zaman doğru çıkmaz; boşluğu `np.isnan(x)` bulur.",
     "The gaps are still there. `x == np.nan` is never true; `np.isnan(x)` finds the gaps."),
    ("test_not_filled", lambda train, test: (right_fill(train, test)[0], test),
     "Test kümesi doldurulmamış.", "The test set is not filled."),
    ("where_swapped", lambda train, test: tuple(np.where(np.isnan(x), x, _median(train)) for x in (train, test)),
     "Boşluklar kalmış, bilinen değerlerin yerine ortanca yazılmış: `np.where(koşul, a, b)` koşulun doğru olduğu yere "
     "`a`'yı yazar.",
     "The gaps are still there, and the known values were replaced: `np.where(condition, a, b)` puts `a` where the condition "
     "holds."),
    ("test_looks_at_itself", _filled(lambda train, test: _median(train), lambda train, test: _median(test)),
     "Test kümesini kendi ortancasıyla doldurmuşsunuz. Değerler yalnızca eğitim kümesinden gelir.",
     "You filled the test set with its own median. The values come from the training set only."),
    ("statistics_of_both", _filled(lambda train, test: _median(np.concatenate([train, test]))),
     "Ortancayı iki kümeden birlikte almışsınız: test kümesine bakmak kopya çekmektir.",
     "You took the median of both sets together: looking at the test set is cheating."),
    ("mean_instead", _filled(lambda train, test: np.nanmean(train, axis=0)),
     "Boşluklara ortalama yazılmış, oysa ortanca (median) isteniyor.",
     "The gaps were filled with the mean, but the exercise asks for the median."),
    ("one_number_for_all", _filled(lambda train, test: np.nanmedian(train)),
     "Bütün sütunlara aynı sayı yazılmış, oysa her sütunun kendi ortancası olmalı: `axis=0`.",
     "The same number went into all columns, but each has a median of its own: `axis=0`."),
    ("one_number_per_set", _filled(lambda train, test: np.nanmedian(train), lambda train, test: np.nanmedian(test)),
     "Her küme tek bir sayıyla doldurulmuş. Her sütunun kendi ortancası olmalı, o da yalnızca eğitim kümesinden gelmeli.",
     "Each set was filled with a single number. Each column has a median of its own, which comes from the training set only."),
    ("median_of_rows", _filled(lambda train, test: _row_median(train), lambda train, test: _row_median(test)),
     "Her satırın ortancasını almışsınız (`axis=1`). Her sütunun ortancası için giden eksen satırlardır: `axis=0`.",
     "You took the median of each row (`axis=1`). For the median of each column the row axis has to disappear: `axis=0`."),
    ("filled_with_zero", _filled(lambda train, test: 0.0),
     "Boşluklara 0 yazılmış, oysa 0 da bir ölçümdür.", "The gaps were filled with 0, but 0 is a measurement too."),
    ("median_of_nan", _filled(lambda train, test: np.median(train, axis=0)),
     "`nan` kalmış: `np.median` boşluk görünce `nan` verir, `np.nanmedian` ise boşluğu atlar.",
     "There is still a `nan`: `np.median` gives `nan` if there is a gap, whereas `np.nanmedian` skips it."),
    ("sets_swapped", lambda train, test: right_fill(train, test)[::-1],
     "İki küme ters sırada döndü: önce eğitim kümesi.", "The sets came back in the wrong order: the training set is first."),
    ("gaps_left", sign(lambda given, *sets: any(np.isnan(x).any() for x in given)),
     "Boşlukların bir kısmı hâlâ duruyor.", "Some of the gaps are still there."),
]  # fmt: skip


@exercise(LESSON, "fill_missing", tr="Boşlukları dürüstçe doldurun", en="Fill the gaps honestly")
def fill_missing(answer):
    """``answer(x_train, x_test) -> (x_train, x_test)`` filled with the training medians."""
    return judge(
        answer, TABLES, right_fill, FILL_BELIEFS, results=("x_train", "x_test"),
        raises=[(ValueError, "median_of_rows",
                 "Boyutlar uymadı: ortancayı satırlar boyunca (`axis=1`) almış olabilirsiniz. Her sütunun ortancası için giden "
                 "eksen satırlardır: `axis=0`.",
                 "The shapes do not fit: you may have taken the median along each row (`axis=1`). For the median of each "
                 "column the row axis has to disappear: `axis=0`.")],
        otherwise=("wrong_filling",
                   "Bilinen değerler kalmalı, boşluklar eğitim ortancasıyla dolmalı.",
                   "Known values have to stay as they are, and gaps get the median of the training set."),
        remark=("İki kümenin boşlukları da eğitim kümesinin ortancalarıyla doldu.",
                "The gaps of both sets were filled with the medians of the training set."),
    )  # fmt: skip


# Exercise 7


BRIGHTER = 60


def _album(count, height, width, order):
    """Return photos whose numbers are all different or dark and bright, uint8 (n, 3, h, w), their labels (n, 1), an order."""
    photos = np.arange(count * 3 * height * width).reshape(count, 3, height, width) * 37 % 256
    return photos.astype(np.uint8), (np.arange(count) * 37 + 50)[:, np.newaxis] % 101, np.array(order)


ALBUMS = [
    _album(2, 1, 2, [1, 0]),  # small, as the first is the one that is shown
    _album(3, 2, 4, [1, 2, 0]),
    _album(4, 3, 2, [2, 0, 3, 1]),
    _album(5, 1, 5, [4, 2, 0, 1, 3]),
    _album(1, 2, 3, [0]),
]


def prepared(photos, labels, order):
    """Return the photos (n, h, w, 3), brighter by 60 and 255 at most, and the labels (n,), both in the given order."""
    x = np.minimum(photos.transpose(0, 2, 3, 1).astype(int) + BRIGHTER, 255)
    return x[order], labels[order, 0]


def _photo_mistakes(x, photos, order):
    """Return the names of the mistakes that together explain the given photos; an empty set where none do."""
    count, channels, height, width = photos.shape
    layouts = {
        "": photos.transpose(0, 2, 3, 1),
        "reshape_scrambles": photos.reshape(count, height, width, channels),
        "rows_and_columns_swapped": photos.transpose(0, 3, 2, 1),
        "channels_still_first": photos,
    }
    lights = {
        "": lambda photo: np.minimum(photo.astype(int) + BRIGHTER, 255),
        "overflows": lambda photo: photo + np.uint8(BRIGHTER),
        "exceeds_255": lambda photo: photo.astype(int) + BRIGHTER,
        "not_brighter": lambda photo: photo,
    }
    orders = {"": order, "photos_not_ordered": np.arange(count), "photos_in_inverse_order": np.argsort(order)}
    for (layout, turned), (light, brighten), (ordered, places) in product(
        layouts.items(), lights.items(), orders.items()
    ):
        if np.array_equal(x, brighten(turned)[places]):
            return {layout, light, ordered} - {""}
    return set()


def _has(mistake):
    return sign(lambda given, photos, labels, order: mistake in _photo_mistakes(given[0], photos, order))


def _labels(places):
    """See labels in the order ``places(order)`` where another one was asked for."""

    def test(given, photos, labels, order):
        y = np.ravel(given[1])
        return not np.array_equal(y, labels[order, 0]) and np.array_equal(y, labels[places(order), 0])

    return sign(test)


PREPARE_BELIEFS = [
    ("reshape_scrambles", _has("reshape_scrambles"),
     "`x`'in şekli doğru, ama `reshape` fotoğrafları bozmuş: kanal ekseni yer değiştirmeli, bunun için `transpose` gerekir.",
     "The shape of `x` is right, but `reshape` has ruined the photos: the channel axis has to change places, which takes "
     "`transpose`."),
    ("channels_still_first", _has("channels_still_first"),
     "`x`'te kanallar hâlâ başta; en sona gelmeleri gerekir.",
     "In `x` the channels still come first; they have to come last."),
    ("rows_and_columns_swapped", _has("rows_and_columns_swapped"),
     "Kanallar sona gelmiş, ama satırlarla sütunlar da yer değiştirmiş: `transpose(0, 3, 2, 1)` bunu yapar.",
     "The channels come last, but rows and columns have changed places as well, as `transpose(0, 3, 2, 1)` does."),
    ("overflows", _has("overflows"),
     "`x`'te 255'i aşan sayılar 0'dan yeniden başlamış. `np.clip` de bunu sonradan düzeltemez; toplamadan **önce** `float` ya "
     "da `int` türüne geçin.",
     "In `x`, numbers that exceeded 255 started again from 0. `np.clip` cannot undo this afterwards; convert to `float` or "
     "`int` **before** you add."),
    ("exceeds_255", _has("exceeds_255"),
     "`x`'te 255'ten büyük sayılar var; toplamı `np.clip` ile 255'te tutun.",
     "There are numbers greater than 255 in `x`; keep the sum at 255 with `np.clip`."),
    ("not_brighter", _has("not_brighter"),
     f"`x`'teki sayılar {BRIGHTER} artmamış.", f"The numbers in `x` have not been increased by {BRIGHTER}."),
    ("photos_not_ordered", _has("photos_not_ordered"),
     "Fotoğraflar `order` sırasına girmemiş: `x[order]`.", "The photos are not arranged by `order`: `x[order]`."),
    ("inverse_order", _has("photos_in_inverse_order"),
     "Fotoğraflar ters yönde dizilmiş: yeni sıradaki k. fotoğraf, eski sırada `order[k]` numaralı olandır.",
     "The photos are arranged the other way round: photo k of the new order is photo `order[k]` of the old one."),
    ("labels_not_ordered", _labels(lambda order: np.arange(len(order))),
     "Etiketler eski sırada kalmış: `x` ile `y` artık birbirine uymuyor.",
     "The labels are still in their old order: `x` and `y` no longer belong together."),
    ("inverse_order", _labels(np.argsort),
     "Etiketler ters yönde dizilmiş: yeni sıradaki k. etiket, eski sırada `order[k]` numaralı olandır.",
     "The labels are arranged the other way round: label k of the new order is label `order[k]` of the old one."),
    ("labels_in_a_column", sign(lambda given, photos, labels, order: np.shape(given[1]) == labels.shape),
     "`y` iki eksenli kalmış, oysa şekli (n,) olmalı. (n,) bir diziden çıkarılınca sessizce yayılır.",
     "`y` still has two axes, but its shape should be (n,). Subtracted from an array of shape (n,), it would broadcast "
     "silently."),
]  # fmt: skip


@exercise(LESSON, "prepare", tr="Hata vermeyen yanlışları düzeltin", en="Correct mistakes that raise no error")
def prepare(answer):
    """``answer(photos, labels, order) -> (x, y)``: channels last, brighter without overflow, in step, labels (n,)."""
    return judge(
        answer, ALBUMS, prepared, PREPARE_BELIEFS, results=("x", "y"),
        called=lambda photos, labels, order: L(
            f"{photos.shape} şeklindeki fotoğraflar, {labels.shape} şeklindeki etiketler ve `order={order.tolist()}`",
            f"photos of shape {photos.shape}, labels of shape {labels.shape} and `order={order.tolist()}`"),
        otherwise=("wrong_preparation",
                   "Önce eksenleri `transpose` ile çevirin, sonra taşmadan toplayın, en sonda iki diziyi de `order` ile dizin.",
                   "First rearrange the axes with `transpose`, then add without overflow, and finally arrange both arrays by "
                   "`order`."),
        remark=("Dört yanlışın dördü de gitti: eksenler, taşma, sıra ve `y`'nin şekli.",
                "All four mistakes are gone: the axes, the overflow, the order and the shape of `y`."),
    )  # fmt: skip


# Exercise 8


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
        f"Tablonuzun {x.shape[1]} sütunu var. Bir otomobilin tüketimi ona en yakın otomobilinkiyle tahmin edilince ortalama hata "
        f"100 km'de {number(error)} litre oluyor. Hep ortalamayı tahmin etmenin hatası ise {number(baseline)} litre.",
        f"Your table has {x.shape[1]} columns. If the consumption of a car is predicted from the car closest to it, the mean "
        f"error is {number(error)} litres per 100 km. Always predicting the mean gives an error of {number(baseline)} litres.",
    )


def _tensor(given, rows):
    """Return the answer as a finite float array (rows, d)."""
    require_return(given)
    x = as_array(given)
    words = ("Dizide yalnızca sayılar olmalı; sözcükler kalmış olabilir.",
             "The array has to consist of numbers; there may be words left in it.")  # fmt: skip
    expect(x is not None, L(*words), "not_numbers")
    refuse(
        ("not_a_matrix", x.ndim != 2 or not x.size,
         f"İki eksen bekleniyordu: (n, d). Sizinkinin şekli {x.shape}.",
         f"Expected two axes: (n, d). Yours has the shape {x.shape}."),
        ("transposed", x.shape[1:] == (rows,),
         "Her otomobil bir satır olmalı, sizinkinde ise bir sütun.", "Each car should be a row; yours is a column."),
        ("rows_lost", x.shape[:1] != (rows,),
         f"{rows} otomobil girdi, {len(x) if x.ndim else 0} satır çıktı. Boşluğu olan satırları atmayın, doldurun.",
         f"{rows} cars went in and {len(x) if x.ndim else 0} rows came out. Do not drop rows with gaps; fill them."),
        ("nan_left", np.isnan(x).any(),
         "Dizide `nan` kalmış: beygir gücündeki boşlukları doldurun.",
         "There is still a `nan`: fill the gaps in the horsepower."),
        ("not_finite", not np.isfinite(x).all(),
         "Dizide sonsuz bir sayı var.", "The array holds an infinite number."),
    )  # fmt: skip
    return x.astype(float)


def _judge(x):
    """Name what an encoding of the probes, float (9, d), has lost."""
    distance = np.sqrt(((x[:, np.newaxis] - x) ** 2).sum(axis=-1))
    usa_europe, usa_japan, europe_japan = distance[0, 1], distance[0, 2], distance[1, 2]
    origins = np.array([usa_europe, usa_japan, europe_japan])
    four_six, four_eight = distance[0, 3], distance[0, 4]
    little, much = distance[0, 6], distance[0, 7]

    def lost(name, tr, en, apart):
        return (name, apart <= 1e-9,
                f"Yalnızca {tr} farklı olan iki otomobil aynı satırı almış, yani onları ayıran bilgi yitmiş.",
                f"Two cars that differ only in {en} got the same row, so what tells them apart is lost.")  # fmt: skip

    refuse(
        lost("origin_lost", "geldikleri yer", "the origin", origins.min()),
        lost("cylinders_lost", "silindir sayıları", "the cylinders", four_six),
        lost("horsepower_lost", "beygir güçleri", "the horsepower", little),
        ("origin_ordered", origins.max() > 1.25 * origins.min(),
         f"Uzaklıklar: ABD–Avrupa {number(usa_europe)}, ABD–Japonya {number(usa_japan)}, Avrupa–Japonya "
         f"{number(europe_japan)}. Geldiği yerin sırası yoktur; üçü birbirine eşit uzaklıkta olmalı (one-hot).",
         f"Distances: USA–Europe {number(usa_europe)}, USA–Japan {number(usa_japan)}, Europe–Japan "
         f"{number(europe_japan)}. Origins have no order; all three should be equally far apart (one-hot)."),
        ("order_lost", four_eight < 1.2 * four_six,
         f"4 silindirin 6 silindire uzaklığı {number(four_six)}, 8 silindire uzaklığı {number(four_eight)}. Silindir sayısı "
         "sıralıdır: 4 ile 6 arasındaki uzaklık, 4 ile 8 arasındakinden küçük olmalı. Onu sayı olarak bırakın.",
         f"4 cylinders are {number(four_six)} from 6 cylinders and {number(four_eight)} from 8. Cylinders have an order: 4 and "
         "6 should be closer to each other than 4 and 8. Keep them as numbers."),
        ("order_lost", much < 1.2 * little,
         f"100 beygirin 110 beygire uzaklığı {number(little)}, 230 beygire uzaklığı {number(much)}. Beygir gücü sıralıdır: 100 "
         "ile 110 arasındaki uzaklık, 100 ile 230 arasındakinden küçük olmalı. Onu sayı olarak bırakın.",
         f"100 horsepower are {number(little)} from 110 and {number(much)} from 230. Horsepower has an order: 100 and 110 "
         "should be closer to each other than 100 and 230. Keep it as a number."),
    )  # fmt: skip
    range_ = distance[5, 7]
    # Where the value in a gap lies between the least and the greatest power, from 0 to 1; a "was missing" column adds the
    # same to both squares.
    place = 0.5 + 0.5 * (distance[8, 5] ** 2 - distance[8, 7] ** 2) / range_**2
    reaches = {
        L("beygir gücü", "horsepower"): range_,
        L("silindir", "cylinders"): four_eight,
        L("yer", "origin"): origins.max(),
    }
    words = ", ".join(f"{name} {number(reach)}" for name, reach in reaches.items())
    refuse(
        ("gap_not_typical", not 0.1 < place < 0.75,
         "Boşluğa yazdığınız sayı tipik değil: otomobillerin neredeyse hepsinin beygir gücünden küçük ya da büyük. Ortanca ya "
         "da ortalama gibi bir değer yazın.",
         "The value that you put into the gaps is not typical: it is lower or higher than the horsepower of almost all cars. "
         "Put in a value such as the median or the mean."),
        ("raw_scale", max(reaches.values()) > 12 * min(reaches.values()),
         f"İki otomobil arasındaki en büyük uzaklık sütundan sütuna çok değişiyor ({words}). Bu yüzden iki satırın uzaklığını "
         "neredeyse yalnızca en büyüğü belirler. Sütunları ölçekleyin.",
         f"The largest distance between two cars differs very much from column to column ({words}), so the largest of them "
         "decides almost alone how far apart two rows are. Scale the columns."),
    )  # fmt: skip


def _neighbour_error(x, y):
    """Return the mean error of reading y off the nearest other row, and that of the mean."""
    squares = (x**2).sum(axis=1)
    distance = squares[:, np.newaxis] + squares - 2 * x @ x.T
    np.fill_diagonal(distance, np.inf)
    return float(np.abs(y[distance.argmin(axis=1)] - y).mean()), float(np.abs(y.mean() - y).mean())

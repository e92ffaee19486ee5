"""Checks of lesson 02_tensors."""

import numpy as np

from utils.checks.engine import as_array, call, exercise, expect, same, wrong
from utils.language import L

LESSON = "02_tensors"
TWEETS, LETTERS, SYMBOLS = 1_000_000, 140, 128
BUDGET = 10**9  # bytes


def _name_array(given, expected, beliefs):
    """Stop where an array is not the expected one, with the belief that gives exactly that array, if one does.

    beliefs: {misconception: (array or None, why)}.
    """
    if same(given, expected):
        return
    for name, (believed, why) in beliefs.items():
        if believed is not None and same(given, believed):
            wrong(why, name, given=given, expected=expected)
    array = as_array(given)
    if array is None:
        wrong(L("Bir dizi bekleniyordu.", "An array was expected."), "not_an_array", given=given)
    if array.shape != np.shape(expected):
        text = L(
            f"Şekil {np.shape(expected)} olmalıydı, {array.shape} geldi.",
            f"The shape was to be {np.shape(expected)}, it is {array.shape}.",
        )
        wrong(text, "wrong_shape")
    wrong(
        L("Şekil doğru, sayılar değil.", "The shape is right, the numbers are not."),
        "wrong_numbers",
        given=given,
    )


@exercise(LESSON, "add_channel", tr="Kanal ekseni ekleyin", en="Add the channel axis")
def add_channel(answer):
    """``answer(images)``: (n, h, w) -> (n, h, w, 1), the same numbers."""
    x = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    beliefs = {
        "axis_in_front": (
            x[None],
            L(
                "Eksen başa eklenmiş: (1, n, h, w) tek bir yığının yığını olur. Kanal en sonda durmalı.",
                "The axis went to the front: (1, n, h, w) is a batch of one batch. The channel belongs at the end.",
            ),
        ),
        "channels_first": (
            x[:, None],
            L(
                "Kanal ikinci sırada: bu CHW düzeni. Burada Keras'ın HWC düzeni isteniyor, kanal en sonda.",
                "The channel is second: that is the order CHW. Keras's HWC was asked for, with the channel last.",
            ),
        ),
        "flattened": (
            x.reshape(2, -1, 1),
            L(
                "Satırlar ve sütunlar birbirine karıştı: h ve w ayrı eksenler kalmalı.",
                "Rows and columns were merged: h and w have to stay axes of their own.",
            ),
        ),
        "unchanged": (
            x,
            L("Dizi aynı kaldı; yeni diziyi döndürün.", "The array is unchanged; return the new one."),
        ),
    }
    _name_array(call(answer, x), x[..., None], beliefs)
    return L(
        "`x[..., np.newaxis]`, `np.expand_dims` ve `reshape` burada aynı işi görür.",
        "`x[..., np.newaxis]`, `np.expand_dims` and `reshape` all do here.",
    )


@exercise(LESSON, "to_chw", tr="HWC'den CHW'ye", en="From HWC to CHW")
def to_chw(answer):
    """``answer(image)``: (h, w, c) -> (c, h, w), each channel still a picture."""
    x = np.arange(4 * 5 * 3).reshape(4, 5, 3)
    beliefs = {
        "reshaped": (
            x.reshape(3, 4, 5),
            L(
                "`reshape` sayıları yerinden oynatmaz, yalnızca yeniden böler: kanallar birbirine karıştı. "
                "Eksenlerin yerini "
                "`transpose` değiştirir.",
                "`reshape` moves no number, it only cuts anew: the channels are mixed up. It is `transpose` "
                "that changes the "
                "order of axes.",
            ),
        ),
        "turned": (
            x.transpose(2, 1, 0),
            L(
                "Kanal öne geldi ama satırlarla sütunlar da yer değiştirdi: resim yan yattı.",
                "The channel is in front, but rows and columns have changed places too: the picture lies on "
                "its side.",
            ),
        ),
        "swapped": (
            x.swapaxes(0, 2),
            L(
                "İki ekseni değiş tokuş etmek yetmez: h ve w sırasını korumalı.",
                "Swapping two axes is not enough: h and w have to keep their order.",
            ),
        ),
        "unchanged": (
            x,
            L("Dizi aynı kaldı; yeni diziyi döndürün.", "The array is unchanged; return the new one."),
        ),
    }
    _name_array(call(answer, x), x.transpose(2, 0, 1), beliefs)
    return L("PyTorch resimleri bu düzende ister.", "This is the order in which PyTorch wants pictures.")


@exercise(LESSON, "standardize", tr="Sütun sütun standartlaştırın", en="Standardise column by column")
def standardize(answer):
    """``answer(x)``: (n, d) -> (n, d), each column with mean 0 and standard deviation 1."""
    x = np.array([[1.0, 100], [2, 300], [3, 500], [6, 700]])
    right = (x - x.mean(axis=0)) / x.std(axis=0)
    rows = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    beliefs = {
        "by_rows": (
            rows,
            L(
                "Her örneği kendi içinde standartlaştırdınız. Ortalama her öznitelik için, yani `axis=0` "
                "boyunca alınır.",
                "You standardised each sample by itself. The mean is taken for each feature, that is along `axis=0`.",
            ),
        ),
        "whole_table": (
            (x - x.mean()) / x.std(),
            L(
                "Bütün tablonun tek ortalamasını kullandınız; her sütunun kendi ortalaması olmalı: `axis=0`.",
                "You used one mean for the whole table; each column has its own: `axis=0`.",
            ),
        ),
        "not_divided": (
            x - x.mean(axis=0),
            L(
                "Ortalamayı çıkardınız ama standart sapmaya bölmediniz.",
                "You subtracted the mean but did not divide by the standard deviation.",
            ),
        ),
        "divided_by_variance": (
            (x - x.mean(axis=0)) / x.var(axis=0),
            L(
                "Varyansa böldünüz; standart sapma onun kareköküdür: `std`.",
                "You divided by the variance; the standard deviation is its square root: `std`.",
            ),
        ),
    }
    given = call(answer, x)
    if not same(given, (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)):  # both deviations are in use
        _name_array(given, right, beliefs)
    return L(
        "(n, d) eksi (d,): yayma her satıra aynı ortalamayı uygular.",
        "(n, d) minus (d,): broadcasting applies the same means to every row.",
    )


@exercise(LESSON, "one_hot", tr="One-hot kodlama", en="One-hot encoding")
def one_hot(answer):
    """``answer(labels, classes)``: (n,) -> (n, classes), 1 at the label and 0 elsewhere."""
    labels = np.array([2, 0, 3, 3])
    right = np.eye(5)[labels]
    shifted = np.zeros((4, 5))
    shifted[np.arange(4), labels - 1] = 1
    beliefs = {
        "transposed": (
            right.T,
            L(
                "Satırlarla sütunlar yer değiştirmiş: her örnek bir satır olmalı, şekil (n, sınıf).",
                "Rows and columns have changed places: each sample is a row, the shape is (n, classes).",
            ),
        ),
        "counted_from_one": (
            shifted,
            L(
                "Etiketler 0'dan sayılır: etiket 2, üçüncü sütundadır.",
                "Labels count from 0: label 2 is the third column.",
            ),
        ),
        "label_in_place_of_one": (
            right * labels[:, None],
            L(
                "Yerine etiketin kendisini yazmışsınız; oraya 1 yazılır.",
                "You wrote the label itself; what goes there is 1.",
            ),
        ),
        "too_few_columns": (
            np.eye(4)[labels],
            L(
                "Sütun sayısı verideki en büyük etiketten değil, `classes` değerinden gelir: 4 hiç görülmese "
                "de yeri olmalı.",
                "The number of columns comes from `classes`, not from the largest label seen: 4 has its "
                "column even if it does not occur.",
            ),
        ),
    }
    _name_array(call(answer, labels, 5), right, beliefs)
    return L(
        "`np.eye(classes)[labels]` bunu tek satırda yapar.", "`np.eye(classes)[labels]` does it in one line."
    )


@exercise(LESSON, "fill_missing", tr="Eksikleri doldurun", en="Fill in what is missing")
def fill_missing(answer):
    """``answer(train, test)``: both (n, d) with NaN -> (train, test), filled with the medians of the training columns."""
    nan = np.nan
    train = np.array([[1.0, 10], [2, nan], [9, 30], [nan, 80]])
    test = np.array([[nan, 5.0], [4, nan], [40, 7]])
    given = call(answer, train, test)
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        wrong(
            L(
                "İki tablo bekleniyordu: `return train, test`.",
                "Two tables were expected: `return train, test`.",
            ),
            "not_two",
        )

    def filled(train_values, test_values):
        pair = zip((train, test), (train_values, test_values), strict=True)
        return [np.where(np.isnan(part), values, part) for part, values in pair]

    medians, own = np.nanmedian(train, axis=0), np.nanmedian(test, axis=0)
    both = np.nanmedian(np.concatenate([train, test]), axis=0)
    beliefs = {
        "zeros": (
            filled(0, 0),
            L(
                "Eksiğin yerine 0 yazmışsınız: ölçülmemiş bir sayıyı sıfır ölçülmüş gibi gösterir.",
                "You wrote 0: that passes off a number that was not measured as a measured zero.",
            ),
        ),
        "test_medians": (
            filled(medians, own),
            L(
                "Test tablosunu kendi ortancasıyla doldurmuşsunuz. Test örnekleri tek tek gelebilir; ölçü "
                "eğitimden alınır.",
                "You filled the test table with its own medians. Test samples may come one by one; the "
                "measure comes from the training.",
            ),
        ),
        "medians_of_both": (
            filled(both, both),
            L(
                "Ortancaya test de karışmış: test bilgisi eğitime sızar.",
                "The test went into the medians: that leaks into the training.",
            ),
        ),
        "means": (
            filled(np.nanmean(train, axis=0), np.nanmean(train, axis=0)),
            L(
                "Ortalamayı kullanmışsınız; burada ortanca (median) isteniyor, aykırı değerler onu çekemez.",
                "You used the mean; the median was asked for, which outliers cannot pull.",
            ),
        ),
        "one_median": (
            filled(np.nanmedian(train), np.nanmedian(train)),
            L(
                "Bütün tabloya tek ortanca: her sütunun kendi ortancası olmalı, `axis=0`.",
                "One median for the whole table: each column has its own, `axis=0`.",
            ),
        ),
    }
    right = filled(medians, medians)
    if all(same(one, two) for one, two in zip(given, right, strict=True)):
        return L(
            "Test kümesi kendi hakkında hiçbir şey söylemedi.", "The test set has told nothing of itself."
        )
    for name, (pair, why) in beliefs.items():
        if all(same(one, two) for one, two in zip(given, pair, strict=True)):
            wrong(why, name)
    if any(
        np.isnan(part).any() for part in map(as_array, given) if part is not None and part.dtype.kind == "f"
    ):
        wrong(L("Hâlâ NaN var.", "There are NaNs left."), "nan_left")
    wrong(
        L(
            "Dolan sayılar sütunların eğitim ortancası değil.",
            "What was filled in are not the training medians of the columns.",
        ),
        "wrong_numbers",
    )


@exercise(LESSON, "tweets", tr="Bir milyon tweet, 1 GB", en="A million tweets, 1 GB")
def tweets(answer):
    """``answer() -> (shape, dtype)``: an array that holds 1,000,000 x 140 letters of an alphabet of 128 in at most 1 GB."""
    given = call(answer)
    try:
        shape, dtype = given
        shape, dtype = tuple(int(n) for n in np.ravel(shape)), np.dtype(dtype)
    except (TypeError, ValueError):
        wrong(
            L("`return (şekil, dtype)` bekleniyordu.", "`return (shape, dtype)` was expected."),
            "not_a_pair",
            given=given,
        )
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    told = L(f"Bu dizi {size / 1e9:.2f} GB tutar. ", f"This array takes {size / 1e9:.2f} GB. ").replace(
        ".", L(",", "."), 1
    )
    if shape == (TWEETS, LETTERS, SYMBOLS) and size > BUDGET:
        text = L(
            "One-hot olarak saklıyorsunuz: harf başına 128 sayı. Harfin numarası yeter.",
            "You keep it one-hot: 128 numbers a letter. The letter's number is enough.",
        )
        wrong(told + text, "one_hot_kept")
    cells = int(np.prod(shape, dtype=object))
    bits = cells * dtype.itemsize * 8
    expect(
        bits >= TWEETS * LETTERS * 7,
        told
        + L(
            "Bütün harfler sığmaz: 140 milyon harfin her biri 7 bit ister.",
            "The letters do not all fit: each of 140 million takes 7 bits.",
        ),
        "letters_lost",
    )
    if dtype.kind == "f" and size > BUDGET:
        wrong(
            told
            + L(
                "Harf numarası kesirli değildir; küçük bir tam sayı türü seçin.",
                "A letter's number has no fraction; choose a small whole-number type.",
            ),
            "float_kept",
        )
    expect(
        size <= BUDGET,
        told
        + L(
            "Daha dar bir tür seçin: 0–127 arası sayıya 8 bayt gerekmez.",
            "Choose a narrower type: a number from 0 to 127 does not need 8 bytes.",
        ),
        "type_too_wide",
    )
    expect(
        dtype.kind in "iu" and cells >= TWEETS * LETTERS,
        L("Her harf bir tam sayı olmalı.", "Each letter has to be a whole number."),
        "not_whole_numbers",
    )
    return told + L(
        "One-hot hâli 71,68 GB tutardı (float32).", "One-hot would have taken 71.68 GB (float32)."
    )

"""Checks of lesson 15_cnn."""

import math
import re

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import StudentError, call, exercise, expect, refuse, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart, said, short_call
from utils.language import L, percent

LESSON = "15_cnn"
MOST_PARAMETERS, LEAST_ACCURACY = 20_000, 0.94
LEAST_MOVED, MOST_MOVED = 0.88, 3  # accuracy on test digits moved at random, by so many pixels along each axis
TRAINING = 24  # times as long as another answer may small_cnn take: it trains a network, two minutes at most


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(kernel, channels, filters) -> int``: (kernel² channels + 1) filters."""
    beliefs = [
        ("no_bias", lambda k, c, f: k * k * c * f,
         "Her filtrenin bir de bias'ı var.", "Each filter has a bias as well."),
        ("one_bias", lambda k, c, f: k * k * c * f + 1,
         "Bias katmanda bir tane değil, filtre başına bir tanedir.", "There is one bias per filter, not one per layer."),
        ("one_filter", lambda k, c, f: k * k * c + 1,
         "Bunlar tek bir filtrenin parametreleri; filtre sayısıyla çarpın.",
         "Those are the parameters of a single filter; multiply by the number of filters."),
        ("no_channels", lambda k, c, f: (k * k + 1) * f,
         "Bir filtre girdinin bütün kanallarına bakar: kanal sayısıyla çarpın.",
         "A filter looks at all channels of the input: multiply by their number."),
        ("one_dimension", lambda k, c, f: (k * c + 1) * f,
         "Çekirdek iki boyutludur: `kernel * kernel`.", "The kernel has two dimensions: `kernel * kernel`."),
        ("bias_per_channel", lambda k, c, f: (k * k + 1) * c * f,
         "Bias kanal başına değil, filtre başına bir tanedir.", "There is one bias per filter, not per channel."),
    ]  # fmt: skip

    def by_hand(k, c, f):
        return L(
            f"{f} filtrenin her birinin {k} × {k} × {c} ağırlığı ve bir bias'ı var.",
            f"Each of the {f} filters has {k} × {k} × {c} weights and one bias.",
        )

    return judge(
        answer,
        [(3, 1, 16), (3, 16, 32), (5, 3, 8), (1, 64, 10), (11, 12, 13)],
        lambda k, c, f: (k * k * c + 1) * f,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=("Resmin boyu hesaba hiç girmedi.", "The size of the picture did not enter the calculation."),
    )


# Sides that are even and odd before each pooling, no convolution at all, and one, two or three of them.
NETWORKS = [
    (28, 1, [16, 32], 64, 10),
    (33, 3, [5], 7, 14),
    (45, 2, [4, 3, 6], 5, 3),
    (9, 2, [], 4, 6),
    (62, 1, [3, 7, 2], 1, 2),
]


@exercise(LESSON, "network_parameters", tr="Bütün bir ağı sayın", en="Count a whole network")
def network_parameters(answer):
    """``answer(side, channels, filters, hidden, classes) -> int``: of 3 x 3 convolutions without padding, each with 2 x 2
    pooling, then flattening and two dense layers."""

    def counted(
        side, channels, filters, hidden, classes, *, smaller=lambda side: (side - 2) // 2, bias=1, dense_bias=1, follow=True,
        flat=lambda side, channels: side * side * channels, convolutions=1, dense=1, output=None,
    ):  # fmt: skip
        total, seen = 0, channels
        for count in filters:
            total += (9 * seen + bias) * count
            side, channels = smaller(side), count
            seen = count if follow else seen
        inputs = flat(side, channels)
        last = ((inputs if output else hidden) + dense_bias) * classes
        return convolutions * total + dense * ((inputs + dense_bias) * hidden + last)

    def belief(name, tr, en, **wrong):
        return name, lambda *case: counted(*case, **wrong), tr, en

    beliefs = [
        belief("no_bias", "Bias'ları saymadınız: her filtrenin ve her nöronun bir bias'ı var.",
               "You left the biases out: each filter and each neuron has one.", bias=0, dense_bias=0),
        belief("no_dense_bias", "Yoğun katmanlarda da nöron başına bir bias var.",
               "In the dense layers, too, each neuron has a bias.", dense_bias=0),
        belief("no_filter_bias", "Evrişim katmanlarında da filtre başına bir bias var.",
               "In the convolution layers, too, each filter has a bias.", bias=0),
        belief("convolutions_only", "Yoğun katmanları saymadınız; parametrelerin çoğu ilkindedir.",
               "You left the dense layers out; most parameters are in the first of them.", dense=0),
        belief("dense_only", "Evrişim katmanlarının parametrelerini saymadınız.",
               "You left out the parameters of the convolution layers.", convolutions=0),
        belief("channels_stay", "Bir evrişim katmanının gördüğü kanal sayısı, önceki katmanın filtre sayısıdır: döngüde "
               "`channels` değerini güncelleyin.",
               "The channels that a convolution layer sees are the filters of the layer before: update `channels` in the "
               "loop.", follow=False),
        belief("same_padding", "Dolgusuz 3×3'lük evrişim her kenarı 2 piksel kısaltır; havuzlama bundan sonra gelir.",
               "A 3×3 convolution without padding makes each side 2 pixels shorter; the pooling comes after that.",
               smaller=lambda side: side // 2),
        belief("no_pooling", "Havuzlama haritanın kenarını yarıya indirir; bunu hesaba katmadınız.",
               "Pooling halves the side of a map; you left that out.", smaller=lambda side: side - 2),
        belief("rounded_up", "Evrişim kenarı 2 piksel kısaltır ve havuzlamada bir bölgeyi doldurmayan sıra atılır: "
               "`(side - 2) // 2`.",
               "The convolution makes the side 2 pixels shorter, and in pooling a row that does not fill a region is "
               "dropped: `(side - 2) // 2`.", smaller=lambda side: -(-(side - 2) // 2)),
        belief("not_whole", "Yarım piksel olmaz: kenarı `/` ile değil, `//` ile yarıya indirin.",
               "There are no half pixels: halve the side with `//`, not with `/`.", smaller=lambda side: (side - 2) / 2),
        belief("side_stays", "İlk yoğun katman resme değil, son havuzlamadan çıkan haritalara bakar: döngüde `side` değerini "
               "güncelleyin.",
               "The first dense layer sees the maps after the last pooling, not the picture: update `side` in the loop.",
               smaller=lambda side: side),
        belief("flat_without_channels", "Düzleştirme bütün kanalları arka arkaya dizer: `side * side * channels` değer.",
               "Flattening puts all channels one after another: `side * side * channels` values.",
               flat=lambda side, channels: side * side),
        belief("one_side", "Harita iki boyutludur: `side * side * channels` değer.",
               "A map has two dimensions: `side * side * channels` values.", flat=lambda side, channels: side * channels),
        belief("averaged", "Bu, düzleştirme yerine küresel ortalama havuzlama kullanan bir ağ; burada haritalar düzleştiriliyor.",
               "That is a network with global average pooling in place of flattening; here the maps are flattened.",
               flat=lambda side, channels: channels),
        belief("output_sees_maps", "Son katman düzleştirilmiş haritalara değil, gizli katmanın `hidden` nöronuna bakar.",
               "The last layer sees the `hidden` neurons of the hidden layer, not the flattened maps.", output=True),
    ]  # fmt: skip

    def by_hand(side, channels, filters, hidden, classes):
        steps = [f"{side}×{side}×{channels}"]
        for count in filters:
            side, channels = (side - 2) // 2, count
            steps.append(f"{side}×{side}×{channels}")
        way = " → ".join(steps)
        return L(
            f"Girdiden başlayarak her havuzlamadan sonraki şekiller {way}; düzleştirme {side * side * channels} değer verir.",
            f"From the input on, the shapes after each pooling are {way}; flattening gives {side * side * channels} values.",
        )

    def ask(answer, *case):
        try:
            return call(answer, *case, may_change=False)
        except StudentError as problem:
            filters, stopped = case[2], isinstance(problem.error, (IndexError, UnboundLocalError))
            refuse(
                ("no_filters", not filters and stopped,
                 f"`{short_call('network_parameters', case)}` için fonksiyonunuz bir hatayla durdu: `filters` boşken son öğesi "
                 "yoktur, döngü de hiç dönmez. Haritanın kenarını ve kanal sayısını, döngüden önce de tanımlı olan `side` ve "
                 "`channels` değişkenlerinde tutun.",
                 f"For `{short_call('network_parameters', case)}`, your function stopped with an error: if `filters` is empty, "
                 "it has no last element, and the loop runs zero times. Keep the side of the maps and the number of channels in "
                 "`side` and `channels`, which are defined before the loop."),
            )  # fmt: skip
            raise

    return judge(
        answer,
        NETWORKS,
        counted,
        beliefs,
        ask=ask,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Dersteki ağ için aynı hesap 56.714 verir: Keras'ın saydığı kadar.",
            "For the network of the lesson the same calculation gives 56,714, just what Keras counts.",
        ),
    )


def _maps(seed, height, width, channels, classes):
    rng = np.random.default_rng(seed)
    shapes = (height, width, channels), (channels, classes), (classes,)
    return tuple(rng.integers(-60, 61, size=shape) / 4 for shape in shapes)


POOLED = [
    (np.arange(12.0).reshape(2, 3, 2) - 4, np.array([[1.0, 0.0], [0.0, -2.0]]), np.array([0.5, 10.0])),
    _maps(1, 5, 3, 4, 3),
    _maps(2, 3, 4, 2, 5),
    _maps(3, 1, 6, 3, 2),
]


@exercise(LESSON, "class_scores", tr="Ortalamadan puana", en="From the means to the scores")
def class_scores(answer):
    """``answer(maps (h, w, F), weights (F, classes), bias (classes,)) -> (classes,)``: the mean of each map, then a dense
    layer."""

    def with_features(features):
        return lambda maps, weights, bias: features(maps) @ weights + bias

    def softmax(maps, weights, bias):
        powers = np.exp(maps.mean(axis=(0, 1)) @ weights + bias)
        return powers / powers.sum()

    beliefs = [
        ("one_axis", with_features(lambda maps: maps.mean(axis=0)),
         "Yalnızca satırlar boyunca ortalama almışsınız; haritanın iki ekseni de gitmeli: `axis=(0, 1)`.",
         "You took the mean along the rows only; both axes of a map have to go: `axis=(0, 1)`."),
        ("one_axis", with_features(lambda maps: maps.mean(axis=1)),
         "Yalnızca sütunlar boyunca ortalama almışsınız; haritanın iki ekseni de gitmeli: `axis=(0, 1)`.",
         "You took the mean along the columns only; both axes of a map have to go: `axis=(0, 1)`."),
        ("pixel_scores", lambda maps, weights, bias: maps @ weights + bias,
         "Ortalama alınmamış: haritaların her yeri için ayrı puanlar çıkıyor.",
         "No mean was taken: this gives scores for every place of the maps."),
        ("means_only", lambda maps, weights, bias: maps.mean(axis=(0, 1)),
         "Bunlar haritaların ortalamaları; bir de yoğun katmandan geçirin: `@ weights + bias`.",
         "Those are the means of the maps; now pass them through the dense layer: `@ weights + bias`."),
        ("no_bias", lambda maps, weights, bias: maps.mean(axis=(0, 1)) @ weights,
         "`bias` eklenmemiş.", "The `bias` was not added."),
        ("sum", with_features(lambda maps: maps.sum(axis=(0, 1))),
         "Haritaların toplamını almışsınız; ortalamasını alın.", "You took the sum of each map; take its mean."),
        ("maximum", with_features(lambda maps: maps.max(axis=(0, 1))),
         "Her haritanın en büyüğünü almışsınız; bu, küresel maksimum havuzlamadır. Ortalama istenir.",
         "You took the largest value of each map, which is global max pooling. The mean is wanted."),
        ("mean_of_all", lambda maps, weights, bias: np.full(len(weights), maps.mean()) @ weights + bias,
         "Bütün haritaların tek bir ortalamasını almışsınız; her harita kendi ortalamasını ister.",
         "You took a single mean of all maps; each map has a mean of its own."),
        ("relu", lambda *case: np.maximum(with_features(lambda maps: maps.mean(axis=(0, 1)))(*case), 0),
         "Eksi puanlar sıfır olmuş; puanlara ReLU uygulanmaz.", "Negative scores became zero; ReLU is not applied to scores."),
        ("positive_only", with_features(lambda maps: np.maximum(maps, 0).mean(axis=(0, 1))),
         "Haritalara ReLU uygulamışsınız; haritalar size ReLU'dan sonra gelir, olduğu gibi ortalamalarını alın.",
         "You applied ReLU to the maps; they come to you after ReLU, so take their means as they are."),
        ("softmax", softmax,
         "Bunlar olasılıklar; puanlar softmax'tan önceki değerlerdir.",
         "Those are probabilities; the scores are the values before softmax."),
    ]  # fmt: skip

    def by_hand(maps, weights, bias):
        mean = said(float(maps[..., 0].mean()))
        return L(
            f"İlk haritanın ortalaması {mean}; bunu `weights` dizisinin ilk satırı tartar.",
            f"The mean of the first map is {mean}; the first row of `weights` weighs it.",
        )

    return judge(
        answer,
        POOLED,
        with_features(lambda maps: maps.mean(axis=(0, 1))),
        beliefs,
        otherwise=("wrong_scores", by_hand),
        remark=(
            "Aynı ağırlıklar her boydaki haritaya yetti; düzleştirmede bu olmaz.",
            "The same weights work for maps of any size, which is not possible with flattening.",
        ),
    )


class Reader:
    """Stands for a network: a class (0, 1 or 2) for each picture, which depends on every pixel and on its place."""

    def __init__(self, seed):
        self.seed = seed

    def __repr__(self):
        return "predict"

    def __call__(self, pictures):
        pictures = np.asarray(pictures, dtype=float)
        if pictures.ndim != 4:
            raise ValueError(f"predict: (n, h, w, 1), not {pictures.shape}")
        weights = np.random.default_rng(self.seed).integers(1, 30, size=pictures.shape[1:])
        return (pictures * weights).sum(axis=(1, 2, 3)).astype(int) % 3


def moving_case(seed, count, height, width, most):
    """Return (predict, pictures (n, h, w, 1), labels (n,), most); a good half of the predictions are right at first."""
    rng = np.random.default_rng(seed)
    pictures = rng.integers(0, 9, size=(count, height, width, 1)).astype(float)
    predict = Reader(seed)
    labels = np.where(rng.random(count) < 0.6, predict(pictures), rng.integers(0, 3, size=count))
    return predict, pictures, labels, most


@exercise(LESSON, "accuracy_by_shift", tr="Kaymayı ölçün", en="Measure the shift")
def accuracy_by_shift(answer):
    """``answer(predict, pictures (n, h, w, 1), labels (n,), most) -> (most + 1,)``: the accuracy on the pictures moved to the
    right by 0, 1, ... most pixels, zeros entering at the left."""

    def moved(pictures, columns):
        width = pictures.shape[2]
        return np.pad(pictures, ((0, 0), (0, 0), (columns, 0), (0, 0)))[:, :, :width]

    def measured(
        predict, pictures, labels, most, *, move=moved, by=lambda step: step, first=0, beyond=1, result=np.mean
    ):
        return np.array([result(predict(move(pictures, by(step))) == labels) for step in range(first, most + beyond)])

    def belief(name, tr, en, **wrong):
        return name, lambda *case: measured(*case, **wrong), tr, en

    def down(pictures, rows):
        return np.pad(pictures, ((0, 0), (rows, 0), (0, 0), (0, 0)))[:, : pictures.shape[1]]

    def left(pictures, columns):
        return np.pad(pictures, ((0, 0), (0, 0), (0, columns), (0, 0)))[:, :, columns:]

    def repeated(pictures, columns):
        return np.pad(pictures, ((0, 0), (0, 0), (columns, 0), (0, 0)), mode="edge")[:, :, : pictures.shape[2]]

    def blanked(pictures, columns):
        return np.where(np.arange(pictures.shape[2])[:, None] < columns, 0, pictures)

    beliefs = [
        belief("starts_at_one", "Dizi kaydırılmamış resimlerle başlamalı: 0, 1, …, `most` piksel.",
               "The array has to begin with the pictures that were not moved: 0, 1, … `most` pixels.", first=1),
        belief("stops_early", "`most` piksellik kayma da ölçülmeli: `range(most + 1)`.",
               "The shift by `most` pixels has to be measured, too: `range(most + 1)`.", beyond=0),
        ("only_the_last", lambda predict, pictures, labels, most: np.mean(predict(moved(pictures, most)) == labels),
         "Bu yalnızca `most` piksellik kaymanın doğruluğu; her kayma için bir tane istenir.",
         "That is the accuracy for a shift by `most` pixels alone; one is wanted for every shift."),
        belief("hits", "Tahminleri tek tek döndürmüşsünüz; doğru olanların her kaymadaki payını döndürün: `np.mean`.",
               "You returned for each picture whether it is right; the mean of these is wanted for each shift: `np.mean`.",
               result=lambda right: right),
        belief("wraps", "Sağdan çıkan sütunlar soldan geri giriyor; oysa onlar kaybolmalı, soldan sıfır girmeli. `np.roll` başa "
               "sarar.",
               "The columns that leave at the right come back at the left; they should be lost, and zeros should enter. "
               "`np.roll` wraps around.", move=lambda pictures, columns: np.roll(pictures, columns, axis=2)),
        belief("edge_repeated", "Boşalan yere kenar sütunu yinelenmiş; oraya sıfır girmeli.",
               "The column at the border was repeated in the space; zeros should enter there.", move=repeated),
        belief("narrower", "Kaydırdığınız resimler daralmış: sağdan sütunlar kesilmiş, ama soldan sıfırlar girmemiş.",
               "The pictures that you moved became narrower: columns were cut off at the right, but no zeros entered.",
               move=lambda pictures, columns: pictures[:, :, : pictures.shape[2] - columns]),
        belief("blanked", "Soldaki sütunları silmişsiniz, ama resmi kaydırmamışsınız: eski sütunlar sağa geçmeli.",
               "You blanked the columns at the left, but did not move the picture: the old columns have to go to the right.",
               move=blanked),
        belief("left", "Resimleri sola kaydırmışsınız; sağa kaydırın.",
               "You moved the pictures to the left; move them to the right.", move=left),
        belief("down", "Resimleri aşağı kaydırmışsınız: satırlar eksen 1'de, sütunlar eksen 2'dedir.",
               "You moved the pictures down: rows are along axis 1, columns along axis 2.", move=down),
        belief("not_moved", "Bütün doğruluklar aynı: resimler hiç kaydırılmadan tahmin edilmiş.",
               "All accuracies are the same: the pictures were never moved before the prediction.",
               move=lambda pictures, columns: pictures),
        belief("moved_again", "Kaymalar birikiyor: her kayma bir öncekinin üstüne ekleniyor. Her seferinde baştaki resimlerden "
               "başlayın.",
               "The shifts add up, each on top of the one before. Start from the original pictures every time.",
               by=lambda step: step * (step + 1) // 2),
        belief("counts", "Bunlar doğru tahminlerin adedi; doğruluk, payıdır: `np.mean`.",
               "Those are counts of right predictions; accuracy is their share: `np.mean`.", result=np.sum),
        belief("errors", "Bunlar yanlışların payı; doğruluk, doğru tahminlerin payıdır.",
               "Those are the shares of wrong predictions; accuracy is the share of right ones.",
               result=lambda right: 1 - np.mean(right)),
        belief("percentages", "Yüzde yazmışsınız; doğruluk 0 ile 1 arasında olsun.",
               "Those are percentages; accuracy is to lie between 0 and 1.", result=lambda right: 100 * np.mean(right)),
    ]  # fmt: skip

    def called(predict, pictures, labels, most):
        return L(
            f"{pictures.shape} şeklinde resimlerle `accuracy_by_shift(predict, pictures, labels, {most})`",
            f"`accuracy_by_shift(predict, pictures, labels, {most})` with pictures of shape {pictures.shape}",
        )

    def ask(answer, *case):
        try:
            return call(answer, *case, may_change=False)
        except StudentError as problem:
            refuse(
                ("empty_slice", re.search(r"from shape \(\d+,\d+,0,1\)", str(problem.error)),
                 f"{called(*case)} için fonksiyonunuz bir `ValueError` ile durdu: eşitliğin sağındaki dilimin genişliği 0. "
                 "`:-columns` gibi bir dilim `columns` 0 iken boştur; `:pictures.shape[2] - columns` ise resmin tamamını alır.",
                 f"For {called(*case)}, your function stopped with a `ValueError`: the slice on the right of the equals sign has "
                 "a width of 0. A slice such as `:-columns` is empty if `columns` is 0; `:pictures.shape[2] - columns` takes the "
                 "whole picture then."),
            )  # fmt: skip
            raise

    return judge(
        answer,
        [
            moving_case(1, 40, 5, 8, 3),
            moving_case(2, 25, 7, 4, 2),
            moving_case(3, 10, 7, 6, 6),
            moving_case(4, 12, 4, 4, 0),
        ],
        measured,
        beliefs,
        called=called,
        ask=ask,
        otherwise=(
            "wrong_accuracies",
            "Tek bir kaymayla başlayın: kaydırılmış resimlerin ilk `columns` sütunu sıfır, gerisi eski resmin başı olmalı.",
            "Begin with a single shift: the first `columns` columns of the moved pictures should be zero, the rest the start of "
            "the old picture.",
        ),
        remark=(
            "Aynı fonksiyonla dersteki her ağı ölçebilirsiniz.",
            "With the same function you can measure every network of the lesson.",
        ),
    )


def moved_at_random(pictures):
    """Return pictures (n, 28, 28, 1), each moved by at most ``MOST_MOVED`` pixels along each axis, the same way every time."""
    most = MOST_MOVED
    padded = np.pad(pictures, ((0, 0), (most, most), (most, most), (0, 0)))
    corners = np.random.default_rng(15).integers(0, 2 * most + 1, size=(len(pictures), 2))
    return np.stack([padded[i, row : row + 28, column : column + 28] for i, (row, column) in enumerate(corners)])


@exercise(LESSON, "small_cnn", tr="Küçük ama dayanıklı", en="Small but robust", seconds=TRAINING * limits.CHECK_SECONDS)
def small_cnn(answer):
    """``answer() -> model``: any Keras model with a convolution, trained on the training digits, fewer than 20,000
    parameters, at least 0.94 on the test digits and at least 0.88 on those moved at random by at most 3 pixels."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    pictures, taught = digits.x_test[..., None], (digits.x_train, digits.y_train)
    model = call_trainer(answer, unseen=pictures, taught=taught, seconds=TRAINING * limits.CALL_SECONDS)
    refuse_seconds(model)
    known = all(hasattr(model, name) for name in ("layers", "weights", "count_params"))
    expect_model(model, known and getattr(model, "built", True))
    expect(
        any(len(weight.shape) == 4 for weight in model.weights),  # of a layer of its own, or deep inside another model
        L(
            "Modelde evrişim katmanı yok; bir `Conv2D` ekleyin.",
            "The model has no convolution layer; add a `Conv2D`.",
        ),
        "no_convolution",
    )
    sizes = {layer.name: sum(math.prod(weight.shape) for weight in layer.weights) for layer in model.layers}
    largest = max(sizes, key=sizes.get, default="")
    hint = L(
        f"En çoğu `{largest}` katmanında ({sizes.get(largest)}).",
        f"Most are in the layer `{largest}` ({sizes.get(largest)}).",
    )
    count = models.count_parameters(model, MOST_PARAMETERS, hint if sizes else "")
    hint = L("Son katmanda 10 nöron olmalı.", "The last layer has to have 10 neurons.")
    outputs = outputs_of(model, pictures / 255, (len(pictures), 10), hint)
    accuracy = float((outputs.argmax(axis=1) == digits.y_test).mean())
    moved = outputs_of(model, moved_at_random(pictures / 255), (len(pictures), 10))
    steady = float((moved.argmax(axis=1) == digits.y_test).mean())
    if accuracy >= LEAST_ACCURACY and steady >= LEAST_MOVED:
        return L(
            f"{count} parametreyle test rakamlarında {percent(accuracy, 1)}, kaydırılmış rakamlarda {percent(steady, 1)} "
            "doğruluk.",
            f"With {count} parameters the accuracy is {percent(accuracy, 1)} on the test digits and {percent(steady, 1)} on the "
            "moved ones.",
        )
    came, least = apart(accuracy, LEAST_ACCURACY)
    report = L(
        f"Test kümesinde doğruluk {came}; en az {least} gerekiyor. ",
        f"The accuracy on the test set is {came}; at least {least} is needed. ",
    )
    on_raw = np.asarray(model(pictures.astype(float))).argmax(axis=1)
    if accuracy < 0.3 and (on_raw == digits.y_test).mean() < 0.3:
        call_untrained(report, "train")
    refuse(
        ("trained_on_raw_pixels", accuracy < LEAST_ACCURACY <= (on_raw == digits.y_test).mean(),
         "Modeli 0-255 arası piksellerle eğitmişsiniz; 0-1 arası olanlarla eğitin.",
         "You trained it on pixels from 0 to 255; train it on those from 0 to 1."),
        ("not_accurate_enough", accuracy < LEAST_ACCURACY,
         "Daha çok epok, filtre ya da bir evrişim katmanı daha deneyin.",
         "Try more epochs, more filters or one more convolution layer."),
        before=report,
    )  # fmt: skip
    came, least = apart(steady, LEAST_MOVED)
    tr = f"Test rakamlarında doğruluk {said(accuracy)} ve yeterli; rastgele kaydırılınca {came}, oysa en az {least} gerekiyor. "
    tr += "Ağ eğitimde kaymış rakamlar da görmeli: onu `x_more` ve `y_more` ile eğitin."
    en = f"The accuracy on the test digits is {said(accuracy)}, which is enough; on the digits moved at random it is {came}, and "
    en += f"at least {least} is needed. The network has to see moved digits in training: train it on `x_more` and `y_more`."
    wrong(L(tr, en), "not_robust")

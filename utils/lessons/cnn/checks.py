"""Checks of lesson 15_cnn."""

import math

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import exercise, expect, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart, said
from utils.language import L, percent

LESSON = "15_cnn"
MOST_PARAMETERS, LEAST_ACCURACY = 20_000, 0.94
TRAINING = 24  # times as long as another answer may small_cnn take: it trains a network, two minutes at most

SIZES = [(28, 3, 1, 0), (32, 5, 1, 2), (28, 3, 2, 0), (224, 7, 2, 3), (10, 2, 3, 1), (103, 15, 11, 14)]


@exercise(LESSON, "output_size", tr="Çıktı boyu", en="The output size")
def output_size(answer):
    """``answer(n, kernel, stride, padding) -> int``: (n + 2 padding - kernel) // stride + 1."""
    beliefs = [
        ("no_plus_one", lambda n, k, s, p: (n + 2 * p - k) // s,
         "İlk konumu saymayı unuttunuz: sona 1 eklenir.", "You forgot the first position: add 1 at the end."),
        ("one_too_early", lambda n, k, s, p: (n + 2 * p - k + 1) // s,
         "İlk konum bölmeden sonra sayılır: 1'i bölümün sonucuna ekleyin.",
         "The first position counts after the division: add the 1 to its result."),
        ("brackets", lambda n, k, s, p: n + 2 * p - k // s + 1,
         "`//` yalnızca `kernel` değerini bölüyor: `n + 2 * padding - kernel` paranteze alınmalı.",
         "`//` divides `kernel` alone: put `n + 2 * padding - kernel` in brackets."),
        ("no_kernel", lambda n, k, s, p: (n + 2 * p) // s + 1,
         "Çekirdeğin boyunu hesaba katmadınız: pencerenin sol kenarı en çok `n + 2 * padding - kernel` piksel ilerler.",
         "You left the kernel out: the left edge of the window goes `n + 2 * padding - kernel` pixels at most."),
        ("padding_once", lambda n, k, s, p: (n + p - k) // s + 1,
         "Dolgu iki kenara da eklenir: `2 * padding`.", "Padding goes on both sides: `2 * padding`."),
        ("no_padding", lambda n, k, s, p: (n - k) // s + 1,
         "Dolguyu hesaba katmadınız.", "You left the padding out."),
        ("no_stride", lambda n, k, s, p: n + 2 * p - k + 1,
         "Adımı hesaba katmadınız.", "You left the stride out."),
        ("not_whole", lambda n, k, s, p: (n + 2 * p - k) / s + 1,
         "Sığmayan yarım adım atılır: `/` yerine tam sayı bölmesi `//` kullanın.",
         "A step that does not fit is dropped: use whole-number division `//`, not `/`."),
        ("rounded_up", lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1,
         "Sığmayan adım sayılmaz: aşağı yuvarlayın.", "A step that does not fit does not count: round down."),
    ]  # fmt: skip

    def stops(n, k, s, p):
        room = n + 2 * p - k
        return L(
            f"Pencere en soldan sonra {room} piksel daha ilerleyebilir, her adımda {s}.",
            f"From the far left the window can go {room} pixels, {s} at a time.",
        )

    return judge(
        answer,
        SIZES,
        lambda n, k, s, p: (n + 2 * p - k) // s + 1,
        beliefs,
        called=lambda n, k, s, p: f"`output_size({n}, {k}, stride={s}, padding={p})`",
        otherwise=("wrong_number", stops),
        remark=("Her katmanın boyunu artık elle bulabilirsiniz.", "You can now find the size of every layer by hand."),
    )


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
         "A filter looks at all channels of the input: multiply by them."),
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
        remark=("Resmin boyu hesaba hiç girmedi.", "The size of the picture never entered."),
    )


@exercise(LESSON, "edge_kernel", tr="Yatay kenarı bulun", en="Find the horizontal edge")
def edge_kernel(answer):
    """Any 3 x 3 kernel that a step from dark above to bright below never answers with less than zero, and somewhere with
    more, while flat pictures and vertical edges give zero."""
    kernel = require_array(answer, "edge_kernel", (3, 3)).astype(float)
    least = 1e-6 * np.abs(kernel).max()
    rows, columns = kernel.sum(axis=1), kernel.sum(axis=0)
    flat, one, two = float(kernel.sum()), float(rows[2]), float(rows[1] + rows[2])  # bright: all, one row, two rows
    right = float(columns[2]) if abs(columns[2]) > least else float(columns[1] + columns[2])
    low, high = min(one, two), max(one, two)
    vertical = np.abs(columns).max() > least
    refuse(
        ("all_zeros", not kernel.any(),
         "Bütün sayılar sıfır: her resimde 0 verir.", "All its numbers are zero: it gives 0 on every picture."),
        ("sum_not_zero", abs(flat) > least,
         f"Düz beyaz bir resimde {said(flat)} veriyor; 0 vermeli. Sayıların toplamını sıfır yapın.",
         f"On a flat white picture it gives {said(flat)}; it should give 0. Make the numbers sum to zero."),
        ("vertical_edge", vertical and high <= least and low >= -least,
         "Bu çekirdek dikey kenarı buluyor. Satırlarla sütunları değiştirin: `.T`.",
         "This kernel finds vertical edges. Swap rows and columns: `.T`."),
        ("answers_to_both", vertical,
         f"Dikey kenara da yanıt veriyor ({said(right)}). Her sütunun toplamı sıfır olmalı.",
         f"It answers to vertical edges too ({said(right)}). Each column has to sum to zero."),
        ("finds_nothing", high <= least and low >= -least,
         "Aranan kenarda da 0 veriyor: aydınlık alt satırların toplamı artı olmalı.",
         "It gives 0 on the edge it should find, too: the bright rows at the bottom have to sum to something positive."),
        ("wrong_sign", high <= least,
         "Karanlıktan aydınlığa inen kenarda eksi veriyor. İşaretleri çevirin: aydınlık alttadır.",
         "From dark above to bright below it gives a negative value. Flip the signs: bright is below."),
        ("finds_lines", low < -least,
         f"Aynı kenarda bir artı, bir eksi veriyor: yalnızca alt satır aydınlıkken {said(one)}, alt iki satır aydınlıkken "
         f"{said(two)}. Bu çekirdek kenarı değil, çizgiyi bulur; ikisi de eksi olmamalı.",
         f"On one and the same edge it gives a positive and a negative value: {said(one)} where only the bottom row is bright, "
         f"{said(two)} where the lower two are. Such a kernel finds lines, not edges; neither may be negative."),
        given=answer,
    )  # fmt: skip
    return L("Üst ve alt satırın farkı kenarı gösterir.", "The difference of bottom and top row shows the edge.")


MAPS = [
    np.array([[1.0, 5, 2, 0], [3, 4, 8, 1], [-1, -2, 0, 6], [-3, -4, 7, 2]]),
    np.random.default_rng(5).integers(-30, 31, size=(6, 4)) / 4,
    np.random.default_rng(6).integers(-300, 301, size=(2, 8)),
]


@exercise(LESSON, "pool_map", tr="Havuzlamayı döngüyle yazın", en="Pooling as a loop")
def pool_map(answer):
    """``answer(feature_map (h, w)) -> (h // 2, w // 2)``: the largest of each 2 x 2 region."""

    def regions(x):
        return x.reshape(len(x) // 2, 2, x.shape[1] // 2, 2)

    def largest(x):
        return regions(x).max(axis=(1, 3))

    def windows(x):
        return np.lib.stride_tricks.sliding_window_view(x, (2, 2)).max(axis=(2, 3))

    def halves(x):
        return x.reshape(2, len(x) // 2, 2, x.shape[1] // 2)

    one_way = (
        "Yalnızca bir yönde havuzlamışsınız; bölge iki satır **ve** iki sütundur.",
        "You pooled in one direction only; a region has two rows **and** two columns.",
    )
    beliefs = [
        ("stride_one", windows,
         "Bölgeler üst üste biniyor. Pencere birer değil, ikişer piksel kaymalı: `2 * i`, `2 * j`.",
         "The regions overlap. The window has to move by two pixels, not by one: `2 * i`, `2 * j`."),
        ("whole_map", lambda x: x.max(),
         "Bu, bütün haritanın en büyüğü; her bölgeninki ayrı istenir.",
         "That is the largest of the whole map; that of each region is wanted."),
        ("one_way", lambda x: regions(x).max(axis=1).reshape(len(x) // 2, -1), *one_way),
        ("one_way", lambda x: regions(x).max(axis=3).reshape(len(x), -1), *one_way),
        ("average", lambda x: regions(x).mean(axis=(1, 3)),
         "Bu, ortalama havuzlama: ortalama yerine en büyüğü alın.",
         "That is average pooling: take the largest, not the mean."),
        ("minimum", lambda x: regions(x).min(axis=(1, 3)),
         "En küçüğü almışsınız; en büyüğü alın.", "You took the smallest; take the largest."),
        ("sum", lambda x: regions(x).sum(axis=(1, 3)),
         "Bölgeyi toplamışsınız; en büyüğünü alın.", "You added the region up; take its largest value."),
        ("top_left", lambda x: x[::2, ::2],
         "Her bölgenin yalnızca sol üst öğesini almışsınız.", "You took only the top left element of each region."),
        ("largest_size", lambda x: np.abs(regions(x)).max(axis=(1, 3)),
         "İşaretleri atmışsınız: −4, −1'den büyük sayılmaz.", "You dropped the signs: −4 does not count as larger than −1."),
        ("not_below_zero", lambda x: np.maximum(largest(x), 0),
         "Bütün değerleri eksi olan bölgede 0 çıkıyor: en büyüğü aramaya 0'dan değil, bölgenin bir değerinden başlayın.",
         "A region with only negative values gives 0: start the search from one of its own values, not from 0."),
        ("whole_numbers", lambda x: np.trunc(largest(x)),
         "Ondalık kısımlar kaybolmuş: çıktı dizisi tam sayılardan oluşuyor. `dtype=int` yazmadan oluşturun.",
         "The decimals are lost: the output is an array of whole numbers. Make it without `dtype=int`."),
        ("four_quarters", lambda x: halves(x).max(axis=(0, 2)),
         "Birbirinden uzak pikselleri karşılaştırmışsınız: `reshape` ile bölgeler ayrılacaksa şekil `(h // 2, 2, w // 2, 2)`, "
         "eksenler `(1, 3)` olmalı.",
         "You compared pixels that lie far apart: to cut regions by `reshape`, the shape is `(h // 2, 2, w // 2, 2)` and the "
         "axes are `(1, 3)`."),
    ]  # fmt: skip

    def by_hand(x):
        return L(
            f"Çıktının (0, 0) öğesi `{x[:2, :2].tolist()}` bölgesinin en büyüğüdür; sonrakine iki piksel geçilir.",
            f"Element (0, 0) of the output is the largest of the region `{x[:2, :2].tolist()}`; the next lies two pixels on.",
        )

    return judge(
        answer,
        [(one,) for one in MAPS],
        largest,
        beliefs,
        otherwise=("wrong_values", by_hand),
        remark=("Havuzlamanın öğrenilecek hiçbir parametresi yok.", "Pooling has no parameters to learn."),
    )


@exercise(LESSON, "small_cnn", tr="Küçük ama iyi", en="Small but good", seconds=TRAINING * limits.CHECK_SECONDS)
def small_cnn(answer):
    """``answer() -> model``: any Keras model with a convolution, trained on the training digits, fewer than 20,000
    parameters and at least 0.94 on the test digits."""
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
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test kümesinde {percent(accuracy, 1)} doğruluk.",
            f"Accuracy {percent(accuracy, 1)} on the test set with {count} parameters.",
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
        ("trained_on_raw_pixels", (on_raw == digits.y_test).mean() >= LEAST_ACCURACY,
         "Modeli 0-255 arası piksellerle eğitmişsiniz; 0-1 arası olanlarla eğitin.",
         "You trained it on pixels from 0 to 255; train it on those from 0 to 1."),
        ("not_accurate_enough", True,
         "Daha çok epok, filtre ya da bir evrişim katmanı daha deneyin.",
         "Try more epochs, more filters or one more convolution layer."),
        before=report,
    )  # fmt: skip

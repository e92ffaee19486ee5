"""Checks of lesson 15_cnn."""

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, same, shown, wrong
from utils.checks.models import call_untrained, expect_model
from utils.language import L, number, percent

LESSON = "15_cnn"
MOST_PARAMETERS, LEAST_ACCURACY = 20_000, 0.94
TRAINING = 24  # times as long as another answer may small_cnn take: it trains a network, two minutes at most


@exercise(LESSON, "output_size", tr="Çıktı boyu", en="The output size")
def output_size(answer):
    """``answer(n, kernel, stride, padding) -> int``: (n + 2 padding - kernel) // stride + 1."""
    cases = [(28, 3, 1, 0), (32, 5, 1, 2), (28, 3, 2, 0), (224, 7, 2, 3), (10, 2, 3, 1)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "no_plus_one": (
            lambda n, k, s, p: (n + 2 * p - k) // s,
            L(
                "İlk konumu saymayı unuttunuz: sona 1 eklenir.",
                "You forgot the first position: add 1 at the end.",
            ),
        ),
        "padding_once": (
            lambda n, k, s, p: (n + p - k) // s + 1,
            L("Dolgu iki kenara da eklenir: `2 * padding`.", "Padding goes on both sides: `2 * padding`."),
        ),
        "no_padding": (
            lambda n, k, s, p: (n - k) // s + 1,
            L("Dolguyu hesaba katmadınız.", "You left the padding out."),
        ),
        "no_stride": (
            lambda n, k, s, p: n + 2 * p - k + 1,
            L("Adımı hesaba katmadınız.", "You left the stride out."),
        ),
        "not_rounded_down": (
            lambda n, k, s, p: (n + 2 * p - k) / s + 1,
            L(
                "Sığmayan yarım adım atılır: `/` yerine tam sayı bölmesi `//` kullanın.",
                "A step that does not fit is dropped: use whole-number division `//`, not `/`.",
            ),
        ),
        "rounded_up": (
            lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1,
            L(
                "Sığmayan adım sayılmaz: aşağı yuvarlayın.",
                "A step that does not fit does not count: round down.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda n, k, s, p: (n + 2 * p - k) // s + 1,
        beliefs,
        lambda n, k, s, p: f"output_size({n}, {k}, stride={s}, padding={p})",
    )
    return L("Her katmanın boyunu artık elle bulabilirsiniz.", "You can now find the size of every layer by hand.")


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(kernel, channels, filters) -> int``: (kernel² channels + 1) filters."""
    cases = [(3, 1, 16), (3, 16, 32), (5, 3, 8), (1, 64, 10)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "no_bias": (
            lambda k, c, f: k * k * c * f,
            L("Her filtrenin bir de bias'ı var.", "Each filter has a bias as well."),
        ),
        "one_bias": (
            lambda k, c, f: k * k * c * f + 1,
            L(
                "Bias katmanda bir tane değil, filtre başına bir tanedir.",
                "There is one bias per filter, not one per layer.",
            ),
        ),
        "no_channels": (
            lambda k, c, f: (k * k + 1) * f,
            L(
                "Bir filtre girdinin bütün kanallarına bakar: kanal sayısıyla çarpın.",
                "A filter looks at all channels of the input: multiply by them.",
            ),
        ),
        "one_dimension": (
            lambda k, c, f: (k * c + 1) * f,
            L(
                "Çekirdek iki boyutludur: `kernel * kernel`.",
                "The kernel has two dimensions: `kernel * kernel`.",
            ),
        ),
        "bias_per_channel": (
            lambda k, c, f: (k * k + 1) * c * f,
            L(
                "Bias kanal başına değil, filtre başına bir tanedir.",
                "There is one bias per filter, not per channel.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda k, c, f: (k * k * c + 1) * f,
        beliefs,
        lambda k, c, f: f"count_parameters({k}, {c}, {f})",
    )
    return L("Resmin boyu hesaba hiç girmedi.", "The size of the picture never entered.")


@exercise(LESSON, "edge_kernel", tr="Yatay kenarı bulun", en="Find the level edge")
def edge_kernel(answer):
    """Any 3 x 3 kernel: positive from dark above to bright below, zero on flat pictures and vertical edges."""
    kernel = as_array(answer)
    if kernel is None or kernel.shape != (3, 3) or not np.isfinite(kernel).all():
        shape = (
            "" if kernel is None else L(f" Sizinkinin şekli {kernel.shape}.", f" Yours has the shape {kernel.shape}.")
        )
        wrong(
            L("Çekirdek 3×3'lük bir sayı dizisi olmalı.", "The kernel has to be a 3×3 array of numbers.") + shape,
            "shape",
        )
    flat, down, right = float(kernel.sum()), float(kernel[2].sum()), float(kernel[:, 2].sum())
    if abs(flat) > 1e-6:
        wrong(
            L(
                f"Düz beyaz bir resimde {number(flat)} veriyor; 0 vermeli. Sayıların toplamını sıfır yapın.",
                f"On a flat white picture it gives {number(flat)}; it should give 0. Make the numbers sum to zero.",
            ),
            "sum_not_zero",
        )
    if abs(right) > 1e-6 and abs(down) < 1e-6:
        wrong(
            L(
                "Bu çekirdek dikey kenarı buluyor. Satırlarla sütunları değiştirin: `.T`.",
                "This kernel finds vertical edges. Swap rows and columns: `.T`.",
            ),
            "vertical_edge",
        )
    if down < -1e-6:
        wrong(
            L(
                "Karanlıktan aydınlığa inen kenarda eksi veriyor. İşaretleri çevirin: aydınlık alttadır.",
                "From dark above to bright below it gives a negative value. Flip the signs: bright is below.",
            ),
            "wrong_sign",
        )
    if abs(right) > 1e-6 or abs(float(kernel[:, 0].sum())) > 1e-6:
        wrong(
            L(
                f"Dikey kenara da yanıt veriyor ({number(right)}). Her sütunun toplamı sıfır olmalı.",
                f"It answers to vertical edges too ({number(right)}). Each column has to sum to zero.",
            ),
            "answers_to_both",
        )
    if down <= 1e-6:
        wrong(
            L(
                "Aranan kenarda da 0 veriyor: alt satırın toplamı artı olmalı.",
                "It gives 0 on the edge that is sought, too: the bottom row has to sum to something positive.",
            ),
            "finds_nothing",
        )
    return L("Üst ve alt satırın farkı kenarı gösterir.", "The difference of bottom and top row shows the edge.")


@exercise(LESSON, "pool_map", tr="Havuzlamayı döngüyle yazın", en="Pooling as a loop")
def pool_map(answer):
    """``answer(feature_map (h, w)) -> (h // 2, w // 2)``: the largest of each 2 x 2 region."""
    maps = [
        np.array([[1.0, 5, 2, 0], [3, 4, 8, 1], [-1, -2, 0, 6], [-3, -4, 7, 2]]),
        np.arange(24.0).reshape(4, 6) % 7,
    ]
    for feature_map in maps:
        given = as_array(call(answer, feature_map, may_change=False))
        h, w = feature_map.shape
        regions = feature_map.reshape(h // 2, 2, w // 2, 2)
        expected = regions.max(axis=(1, 3))
        if given is not None and same(given, expected):
            continue
        report = L(
            f"{shown(feature_map)} haritası için {shown(expected)} bekleniyordu, {shown(given)} geldi. ",
            f"For the map {shown(feature_map)}, {shown(expected)} was expected and {shown(given)} came. ",
        )
        _explain_pooling(report, given, feature_map, regions)
    return L("Havuzlamanın öğrenilecek hiçbir parametresi yok.", "Pooling has no parameters to learn.")


def _explain_pooling(report, given, feature_map, regions):
    h, w = feature_map.shape
    if given is not None and same(given, regions.mean(axis=(1, 3))):
        wrong(
            report
            + L(
                "Bu, ortalama havuzlama: ortalama yerine en büyüğü alın.",
                "That is average pooling: take the largest, not the mean.",
            ),
            "average",
        )
    if given is not None and same(given, regions.min(axis=(1, 3))):
        wrong(
            report + L("En küçüğü almışsınız; en büyüğü alın.", "You took the smallest; take the largest."),
            "minimum",
        )
    if given is not None and same(given, regions[:, 0, :, 0]):
        wrong(
            report
            + L(
                "Her bölgenin yalnızca sol üst öğesini almışsınız.",
                "You took only the top left element of each region.",
            ),
            "top_left",
        )
    if given is not None and given.shape == (h - 1, w - 1):
        wrong(
            report
            + L(
                "Bölgeler üst üste biniyor. Pencere birer değil, ikişer piksel kaymalı: `2 * i`, `2 * j`.",
                "The regions overlap. The window has to move by two pixels, not by one: `2 * i`, `2 * j`.",
            ),
            "stride_one",
        )
    if given is None or given.shape != (h // 2, w // 2):
        shape = (h // 2, w // 2)
        wrong(
            report + L(f"Çıktının şekli {shape} olmalı.", f"The output has to have the shape {shape}."),
            "shape",
        )
    wrong(report, "wrong_values")


@exercise(LESSON, "small_cnn", tr="Küçük ama iyi", en="Small but good", seconds=TRAINING * limits.CHECK_SECONDS)
def small_cnn(answer):
    """``answer() -> model``: any trained Keras model with a convolution, fewer than 20,000 parameters and at least
    0.94 on the test digits."""
    from utils.datasets import load_digits28

    model = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    layers = getattr(model, "layers", None)
    expect_model(model, layers is not None and hasattr(model, "predict") and hasattr(model, "count_params"))
    if not any(type(layer).__name__.endswith(("Conv2D", "Conv2DTranspose")) for layer in layers):
        wrong(
            L(
                "Modelde evrişim katmanı yok; bir `Conv2D` ekleyin.",
                "The model has no convolution layer; add a `Conv2D`.",
            ),
            "no_convolution",
        )
    count = int(model.count_params())
    if count >= MOST_PARAMETERS:
        largest = max(layers, key=lambda layer: layer.count_params())
        wrong(
            L(
                f"{count} parametre var; {MOST_PARAMETERS} sayısının altında olmalı. "
                f"En çoğu `{largest.name}` katmanında ({largest.count_params()}).",
                f"There are {count} parameters; there have to be fewer than {MOST_PARAMETERS}. Most are in the layer "
                f"`{largest.name}` ({largest.count_params()}).",
            ),
            "too_many_parameters",
        )
    digits = load_digits28()
    pictures = digits.x_test[..., None]
    scores, raw = (_accuracy(model, x, digits.y_test) for x in (pictures / 255, pictures.astype(float)))
    if scores >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test kümesinde {percent(scores, 1)} doğruluk.",
            f"Accuracy {percent(scores, 1)} on the test set with {count} parameters.",
        )
    report = L(
        f"Test kümesinde doğruluk {number(scores, 3)}. ",
        f"The accuracy on the test set is {number(scores, 3)}. ",
    )
    if raw >= LEAST_ACCURACY:
        wrong(
            report
            + L(
                "Modeli 0-255 arası piksellerle eğitmişsiniz; 0-1 arası olanlarla eğitin.",
                "You trained it on pixels from 0 to 255; train it on those from 0 to 1.",
            ),
            "trained_on_raw_pixels",
        )
    if scores < 0.3:
        call_untrained(report, "train")
    wrong(
        report
        + L(
            f"En az {number(LEAST_ACCURACY)} gerekiyor: daha çok epok, filtre ya da bir evrişim katmanı daha deneyin.",
            f"At least {number(LEAST_ACCURACY)} is needed: try more epochs, filters or one more convolution layer.",
        ),
        "not_accurate_enough",
    )


def _accuracy(model, x, y):
    return float((np.asarray(model(x)).argmax(axis=-1) == y).mean())

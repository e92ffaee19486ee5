"""Checks of lesson 05_activation_functions."""

from functools import lru_cache

import numpy as np
from scipy.special import expit
from scipy.special import softmax as trusted_softmax

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number

LESSON = "05_activation_functions"

POINTS = np.array([-1000.0, -30.0, -2.0, -0.5, 0.0, 1.0, 3.0, 40.0, 1000.0])


@exercise(LESSON, "softplus", tr="Softplus ve türevi", en="Softplus and its derivative")
def softplus(answer):
    """``answer(z) -> (f, f′)``, arrays of z's shape, without overflow."""
    given = call(answer, POINTS, may_change=False)
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != 2:
        wrong(
            L(
                "İki dizi döndürün, önce fonksiyonu, sonra türevini: `return f, derivative`.",
                "Return two arrays, the function first and then its derivative: `return f, derivative`.",
            ),
            "not_a_pair",
            given=given,
        )
    value, slope = (_like(part, POINTS.shape) for part in given)
    f, derivative = np.logaddexp(0, POINTS), expit(POINTS)
    small = np.abs(POINTS) < 100
    if same(value, derivative) and same(slope, f):
        wrong(L("Sıra ters: önce fonksiyon, sonra türev.", "The order is reversed: function first."), "swapped")
    if same(value[small], f[small]) and not np.isfinite(value).all():
        wrong(
            L(
                "Küçük sayılarda doğru, ama z = 1000'de e^z taştı. `np.logaddexp(0, z)` aynı şeyi taşmadan hesaplar.",
                "Right for small numbers, but at z = 1000 e^z overflows. `np.logaddexp(0, z)` computes the same "
                "without overflow.",
            ),
            "overflow",
        )
    if same(value, f) and same(slope[small], derivative[small]) and not np.isfinite(slope).all():
        wrong(
            L(
                "Fonksiyon doğru; türev de küçük sayılarda doğru, ama z = 1000'de ∞/∞ oluyor. Dersteki `sigmoid` taşmaz.",
                "The function is right, and so is the slope for small numbers, but at z = 1000 it is ∞/∞. The "
                "lesson's `sigmoid` does not overflow.",
            ),
            "overflow",
        )
    _explain_softplus(value[small], slope[small], POINTS[small], f[small], derivative[small])
    _refuse_other(value, f, "f", POINTS)
    _refuse_other(slope, derivative, "f′", POINTS)
    return L(
        "Softplus'ın türevi sigmoid'dir: ReLU'nun yumuşatılmış hâlinin eğimi, basamağın yumuşatılmış hâli.",
        "The derivative of softplus is the sigmoid: a softened ReLU has a softened step for its slope.",
    )


def _explain_softplus(value, slope, z, f, derivative):
    powers = np.exp(z)
    beliefs = [
        (
            "identity",
            same(value, z),
            L(
                "ln(e^z) yalnızca z'dir. Logaritmanın içindeki 1 + eksik.",
                "ln(e^z) is just z. The 1 + inside the logarithm is missing.",
            ),
        ),
        (
            "returns_relu",
            same(value, np.maximum(z, 0)),
            L(
                "Bu ReLU. Softplus onun yumuşatılmış hâlidir: z = 0'da 0 değil, ln 2 ≈ 0,69 verir.",
                "That is ReLU. Softplus is its softened form: at z = 0 it gives not 0 but ln 2 ≈ 0.69.",
            ),
        ),
        (
            "other_logarithm",
            same(value, np.log10(1 + powers)) or same(value, np.log2(1 + powers)),
            L(
                "Logaritmanın tabanı e olmalı: NumPy'de `np.log` (ya da `np.logaddexp`).",
                "The logarithm has the base e: `np.log` in NumPy (or `np.logaddexp`).",
            ),
        ),
        (
            "no_inner_derivative",
            same(value, f) and same(slope, 1 / (1 + powers)),
            L(
                "Fonksiyon doğru. Türevde iç fonksiyonun türevi eksik: ln u'nun türevi 1/u değil, u′/u; burada u′ = e^z.",
                "The function is right. The slope lacks the inner derivative: that of ln u is u′/u, not 1/u, and "
                "here u′ = e^z.",
            ),
        ),
        (
            "sigmoid_slope",
            same(value, f) and same(slope, derivative * (1 - derivative)),
            L(
                "Fonksiyon doğru. Türev diye sigmoid'in türevini vermişsiniz; softplus'ın türevi sigmoid'in kendisidir.",
                "The function is right. For its slope you gave the derivative of the sigmoid; the slope of softplus is "
                "the sigmoid itself.",
            ),
        ),
    ]
    for name, seen, why in beliefs:
        if seen:
            wrong(why, name)


def _like(part, shape):
    """Return ``part`` as a float array of ``shape``, or end the check."""
    array = as_array(part)
    if array is None or array.shape != shape or array.dtype.kind == "c":
        wrong(
            L(
                f"Girdi {shape} şeklindeydi; {shape} şeklinde bir sayı dizisi bekleniyordu.",
                f"The input had the shape {shape}; an array of numbers of shape {shape} was expected.",
            ),
            "shape",
            given=part,
        )
    return array.astype(float)


def _refuse_other(given, expected, name, points):
    """End the check at the first point where ``given`` is not ``expected``."""
    off = ~np.isclose(given, expected, rtol=1e-5, atol=1e-7)
    if off.any():
        i = int(np.argmax(off))
        wrong(
            L(
                f"z = {shown(points[i])} için {name} = {shown(expected[i])} bekleniyordu, {shown(given[i])} geldi.",
                f"At z = {shown(points[i])}, {name} = {shown(expected[i])} was expected and {shown(given[i])} came.",
            ),
            "wrong_value",
        )


KNOTS = np.array([0.0, 1.0, 3.0])
ROOF = np.array([2.0, -3.0, 1.0])


@exercise(LESSON, "roof", tr="Bir çatı kurun", en="Build a roof")
def roof(weights):
    """The weights of ReLU(x), ReLU(x − 1), ReLU(x − 3) that make a roof of height 2 over 0 ... 3."""
    weights = _like(weights, (3,))
    if np.allclose(weights, ROOF):
        return L("Üç kırık, bir çatı: yanına bir tane daha koyarak her eğriyi kurabilirsiniz.",
                 "Three bends, one roof: with more of them side by side you can build any curve.")  # fmt: skip
    x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    heights = np.maximum(x[:, None] - KNOTS, 0) @ weights
    expected = np.maximum(x[:, None] - KNOTS, 0) @ ROOF
    beliefs = [
        (
            "slopes_not_changes",
            np.allclose(weights, [2, -1, 0]),
            L(
                "Bunlar parçaların eğimleri. Birinci ReLU 1'den sonra da tırmanır; ağırlık, eğimin **değişmesi** olmalı.",
                "Those are the slopes of the parts. The first ReLU goes on climbing after 1; a weight has to be the "
                "**change** of slope.",
            ),
        ),
        (
            "heights_not_slopes",
            np.allclose(weights, [0, 2, 0]),
            L(
                "Bunlar üç noktadaki yükseklikler. Ağırlıklar yükseklik değil, eğim değişmesidir.",
                "Those are the heights at the three points. Weights are no heights but changes of slope.",
            ),
        ),
        (
            "never_levels_off",
            np.allclose(weights[:2], ROOF[:2]),
            L(
                "Çatının iki yanı doğru, ama 3'ten sonra çizgi yatay gitmiyor. Üçüncü ReLU eğimi tam sıfıra getirmeli.",
                "Both sides of the roof are right, but after 3 the line is not level. The third ReLU has to bring the "
                "slope to zero.",
            ),
        ),
        (
            "only_cancels",
            np.allclose(weights[:2], [2, -2]),
            L(
                "İkinci ağırlık çıkışı durdurur, ama inişi başlatmaz: 1'den sonra eğim 0 oluyor, −1 olmalı.",
                "The second weight stops the climb but does not start the descent: after 1 the slope is 0, not −1.",
            ),
        ),
        (
            "upside_down",
            np.allclose(weights, -ROOF),
            L("Çatı baş aşağı: bütün işaretleri çevirin.", "The roof is upside down: flip all signs."),
        ),
        (
            "wrong_height",
            abs(weights[0]) > 0 and np.allclose(weights, weights[0] / 2 * ROOF),
            L(
                f"Biçim doğru, yükseklik değil: x = 1'de {shown(float(heights[2]))} oldu, 2 bekleniyordu.",
                f"The shape is right, the height is not: at x = 1 it is {shown(float(heights[2]))}, expected 2.",
            ),
        ),
    ]
    for name, seen, why in beliefs:
        if seen:
            wrong(why, name)
    off = ~np.isclose(heights, expected)
    i = int(np.argmax(off))
    wrong(
        L(
            f"x = {x[i]:.0f} için sonuç {shown(float(heights[i]))}; {expected[i]:.0f} bekleniyordu.",
            f"At x = {x[i]:.0f} the result is {shown(float(heights[i]))}; expected {expected[i]:.0f}.",
        ),
        "wrong_value",
    )


SCORES = [
    np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
    np.array([[1.0, -1.0], [0.5, 3.0], [-2.0, 0.0]]),
    np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -1001.0]]),
]


def _divide(above, below):
    with np.errstate(all="ignore"):
        return above / below


def _exp(values):
    with np.errstate(all="ignore"):
        return np.exp(values)


# What follows from each usual misconception: name -> scores (n, k) -> what it gives.
SOFTMAX_BELIEFS = {
    "columns": lambda s: trusted_softmax(s, axis=0),
    "whole_array": lambda s: trusted_softmax(s),
    "whole_array_overflow": lambda s: _divide(_exp(s), _exp(s).sum()),
    "sum_of_all": lambda s: _divide(
        np.exp(s - s.max(axis=1, keepdims=True)), np.exp(s - s.max(axis=1, keepdims=True)).sum()
    ),
    "no_exponential": lambda s: _divide(s, s.sum(axis=1, keepdims=True)),
    "not_normalized": lambda s: _exp(s - s.max(axis=1, keepdims=True)),
    "one_largest_for_all": lambda s: _divide(_exp(s - s.max()), _exp(s - s.max()).sum(axis=1, keepdims=True)),
    "overflow": lambda s: _divide(_exp(s), _exp(s).sum(axis=1, keepdims=True)),
    "sigmoid": lambda s: expit(s),
}


def _softmax_why(name):
    return {
        "columns": L(
            "Her **sütunun** toplamı 1 oluyor. Bir satır bir örnektir: `axis=1` boyunca toplayın.",
            "Each **column** sums to 1. A row is a sample: sum along `axis=1`.",
        ),
        "whole_array": L(
            "Bütün dizinin toplamı 1 oluyor. Her satırın kendi toplamı 1 olmalı: `axis=1`, `keepdims=True`.",
            "The whole array sums to 1. Each row has to: `axis=1`, `keepdims=True`.",
        ),
        "whole_array_overflow": L(
            "İki düzeltme gerekiyor: her satırın kendi toplamı 1 olmalı (`axis=1`, `keepdims=True`) ve e^1000 taşmamalı; "
            "önce her satırın en büyük puanını çıkarın.",
            "Two things to mend: each row has to sum to 1 (`axis=1`, `keepdims=True`), and e^1000 must not overflow; "
            "subtract each row's largest score first.",
        ),
        "sum_of_all": L(
            "Her satırın en büyüğü doğru, ama bölen bütün dizinin toplamı. Toplamda da `axis=1`, `keepdims=True` gerekir.",
            "The largest of each row is right, but the divisor is the sum of the whole array. The sum needs `axis=1`, "
            "`keepdims=True` too.",
        ),
        "no_exponential": L(
            "Puanları doğrudan toplamlarına bölmüşsünüz. Önce `np.exp`: yoksa eksi puan eksi olasılık verir.",
            "You divided the scores by their sum as they are. `np.exp` comes first: else a negative score gives a "
            "negative probability.",
        ),
        "not_normalized": L(
            "Üsleri aldınız, ama toplamlarına bölmediniz: satırların toplamı 1 değil.",
            "You took the powers but did not divide by their sum: the rows do not sum to 1.",
        ),
        "one_largest_for_all": L(
            "Bütün dizinin tek bir en büyüğünü çıkarıyorsunuz. Ondan çok uzak satırlarda bütün üsler 0 olur ve 0/0 çıkar: "
            "her satırdan kendi en büyüğünü çıkarın.",
            "You subtract one largest score of the whole array. In rows far below it all powers become 0, and 0/0 "
            "follows: subtract each row's own largest.",
        ),
        "overflow": L(
            "Küçük puanlarda doğru, ama e^1000 taşıyor ve ∞/∞ çıkıyor. Önce her satırın en büyük puanını çıkarın.",
            "Right for small scores, but e^1000 overflows and gives ∞/∞. Subtract each row's largest score first.",
        ),
        "sigmoid": L(
            "Her puana ayrı ayrı sigmoid uygulamışsınız; satırların toplamı 1 değil.",
            "You applied a sigmoid to each score by itself; the rows do not sum to 1.",
        ),
    }[name]


@exercise(LESSON, "softmax", tr="Bir yığın için softmax", en="Softmax for a batch")
def softmax(answer):
    """``answer(scores) -> probabilities``, (n, k) -> (n, k), each row by itself, without overflow."""
    given = [call(answer, scores, may_change=False) for scores in SCORES]
    require_return(*given)
    given = [_like(one, scores.shape) for one, scores in zip(given, SCORES, strict=True)]
    expected = [trusted_softmax(scores, axis=1) for scores in SCORES]
    if all(same(one, other) for one, other in zip(given, expected, strict=True)):
        return L("Her satırın toplamı 1 ve hiçbir puan taşmıyor.", "Each row sums to 1, and no score overflows.")
    for name, belief in SOFTMAX_BELIEFS.items():
        believed = [belief(scores) for scores in SCORES]
        if all(same(one, other) for one, other in zip(given, believed, strict=True)):
            wrong(_softmax_why(name), name)
    i = next(i for i in range(len(given)) if not same(given[i], expected[i]))
    wrong(
        L(
            f"{SCORES[i].tolist()} puanları için beklenen: {expected[i].round(3).tolist()}.",
            f"For the scores {SCORES[i].tolist()} this was expected: {expected[i].round(3).tolist()}.",
        ),
        "wrong_value",
        given=given[i].round(3),
    )


SUMS = [
    np.array(
        [
            [1.0, -1.0, -2.0, 0.0, -0.5],
            [2.0, -3.0, 0.5, -1.0, -0.1],
            [0.3, -0.2, -1.0, 0.0, -4.0],
            [1.0, -2.0, 1.0, -2.0, -1.0],
        ]
    ),
    np.array([[-1.0, 2.0], [3.0, -1.0], [0.0, 0.0]]),
    np.array([[0.0, -1.0, 4.0], [0.0, -1.0, 4.0]]),
]
DEAD_BELIEFS = {
    "counts_pairs": lambda s: (s <= 0).sum(),
    "silent_once": lambda s: (s <= 0).any(axis=0).sum(),
    "rows": lambda s: (s <= 0).all(axis=1).sum(),
    "strict": lambda s: (s < 0).all(axis=0).sum(),
    "counts_living": lambda s: (s > 0).any(axis=0).sum(),
    "share": lambda s: (s <= 0).all(axis=0).mean(),
    "mask": lambda s: (s <= 0).all(axis=0),
    "mean_sum": lambda s: (s.mean(axis=0) <= 0).sum(),
    "never_silent": lambda s: (s > 0).all(axis=0).sum(),
}


def _dead_why(name):
    return {
        "counts_pairs": L(
            "Sıfır ya da eksi olan bütün sayıları saymışsınız. Bir örnekte susmak ölmek değildir; nöron **her** örnekte "
            "susmalı.",
            "You counted every number that is zero or negative. Being silent once is not death; a neuron has to be "
            "silent on **every** sample.",
        ),
        "silent_once": L(
            "En az bir örnekte susan nöronları saymışsınız. `any` yerine `all`: her örnekte susmalı.",
            "You counted neurons that are silent on at least one sample. `all`, not `any`: on every sample.",
        ),
        "rows": L(
            "Satırları saymışsınız: bunlar örnekler. Nöronlar sütunlardadır; `axis=0` boyunca bakın.",
            "You counted rows, which are samples. Neurons stand in columns; look along `axis=0`.",
        ),
        "strict": L(
            "z tam 0 iken de türev 0 sayılır: karşılaştırma `<= 0` olmalı.",
            "At exactly z = 0 the derivative counts as 0, too: compare with `<= 0`.",
        ),
        "counts_living": L("Bunlar yaşayan nöronlar; ölüleri sayın.", "Those are the living neurons; count the dead."),
        "share": L(
            "Bu, ölülerin oranı; sayısı isteniyordu. `mean` yerine `sum`.",
            "That is the share of the dead; their number was asked. `sum`, not `mean`.",
        ),
        "mask": L(
            "Hangilerinin öldüğünü doğru buldunuz; şimdi sayın: `.sum()`.",
            "You rightly found which are dead; now count them: `.sum()`.",
        ),
        "mean_sum": L(
            "Ortalaması eksi olan nöronları saymışsınız. Ortalama eksi olsa da tek bir artı örnek nöronu yaşatır.",
            "You counted neurons with a negative mean. One positive sample keeps a neuron alive, whatever the mean.",
        ),
        "never_silent": L(
            "Bunlar hiç susmayan nöronlar. Hiç **ateşlemeyenleri** sayın.",
            "Those are the neurons that are never silent. Count those that never **fire**.",
        ),
    }[name]


@exercise(LESSON, "count_dead", tr="Ölüleri sayın", en="Count the dead")
def count_dead(answer):
    """``answer(sums) -> number`` of ReLU neurons (columns) that are silent on every sample (row)."""
    given = [call(answer, sums, may_change=False) for sums in SUMS]
    require_return(*given)
    expected = [int((sums <= 0).all(axis=0).sum()) for sums in SUMS]
    if all(same(one, other, squeeze=True) for one, other in zip(given, expected, strict=True)):
        return L("Aynı sayımı her ReLU'lu ağda yapabilirsiniz.", "You can count like this in any ReLU network.")
    for name, belief in DEAD_BELIEFS.items():
        believed = [belief(sums) for sums in SUMS]
        if all(same(one, other) for one, other in zip(given, believed, strict=True)):
            wrong(_dead_why(name), name, given=given[0], expected=expected[0], called=None)
    i = next(i for i in range(len(given)) if not same(given[i], expected[i], squeeze=True))
    wrong(
        L(
            f"{SUMS[i].tolist()} dizisinde {expected[i]} ölü nöron var.",
            f"There are {expected[i]} dead neurons in {SUMS[i].tolist()}.",
        ),
        "wrong_count",
        given=given[i],
    )


OUTPUTS = ("identity", "sigmoid", "softmax", "softplus")


@exercise(LESSON, "outputs", tr="Çıktıyı seçin", en="Choose the output")
def outputs(bus_passengers, bank_balance, film_genres, blood_group):
    """One of identity, sigmoid, softmax and softplus for each of four problems."""
    chosen = {
        "bus_passengers": bus_passengers,
        "bank_balance": bank_balance,
        "film_genres": film_genres,
        "blood_group": blood_group,
    }
    for name, choice in chosen.items():
        if not isinstance(choice, str) or choice.strip().lower() not in OUTPUTS:
            wrong(
                L(
                    f"`{name}` şu dört addan biri olmalı: {', '.join(OUTPUTS)}.",
                    f"`{name}` has to be one of four names: {', '.join(OUTPUTS)}.",
                ),
                "unknown_name",
                given=choice,
            )
    chosen = {name: choice.strip().lower() for name, choice in chosen.items()}
    for name, choice in chosen.items():
        why = _output_why(name, choice)
        if why:
            right = sum(not _output_why(key, value) for key, value in chosen.items())
            wrong(
                L(
                    f"`{name}`: {why[1]} (Dört yanıttan {right} doğru.)",
                    f"`{name}`: {why[1]} ({right} of 4 are right.)",
                ),
                why[0],
            )
    return L(
        "Dördü de doğru: yanıtın biçimi fonksiyonu seçer.",
        "All four are right: the form of the answer chooses the function.",
    )


def _output_why(name, choice):
    """Return None for a right choice, else (the misconception's name, what to say)."""
    bounded = L("0 ile 1 arasında kalır", "stays between 0 and 1")
    if name == "bus_passengers":
        return {
            "identity": (
                "negative_count",
                L("birim fonksiyon −3 yolcu diyebilir; sayım eksi olamaz.",
                  "the identity may say −3 passengers; a count cannot be negative."),
            ),
            "sigmoid": ("bounded_count", L(f"sigmoid {bounded}; yolcu sayısı 1'i aşar.",
                                           f"the sigmoid {bounded}; there may be more than 1 passenger.")),
            "softmax": ("softmax_for_number", L("softmax sınıflar içindir; burada tek bir sayı aranıyor.",
                                                "softmax is for classes; here one number is wanted.")),
        }.get(choice)  # fmt: skip
    if name == "bank_balance":
        return {
            "softplus": (
                "no_negative_balance",
                L("softplus hep artıdır; borçlu bir hesabı anlatamaz.",
                  "softplus is always positive; it cannot tell of an account in debt."),
            ),
            "sigmoid": ("bounded_balance", L(f"sigmoid {bounded}; bakiye 1'i de 0'ı da aşar.",
                                             f"the sigmoid {bounded}; a balance leaves that range.")),
            "softmax": ("softmax_for_number", L("softmax sınıflar içindir; burada tek bir sayı aranıyor.",
                                                "softmax is for classes; here one number is wanted.")),
        }.get(choice)  # fmt: skip
    if name == "film_genres":
        if choice == "softmax":
            return (
                "labels_compete",
                L("softmax'ta türler yarışır ve toplamları 1 olur; bir film ise birkaç türden olabilir.",
                  "with softmax the genres compete and sum to 1; yet a film may belong to several."),
            )  # fmt: skip
        return None if choice == "sigmoid" else ("no_probability", _no_probability())
    if choice == "sigmoid":
        return (
            "classes_do_not_compete",
            L("ayrı sigmoid'ler aynı kişiye iki kan grubu verebilir; olasılıkların toplamı 1 olmalı.",
              "separate sigmoids may give a person two blood groups; the probabilities have to sum to 1."),
        )  # fmt: skip
    return None if choice == "softmax" else ("no_probability", _no_probability())


def _no_probability():
    return L(
        "burada bir olasılık aranıyor; bu fonksiyonun çıktısı 1'i aşabilir.",
        "a probability is wanted here; the output of this function may exceed 1.",
    )


REQUIRED = 0.95


@exercise(LESSON, "design", tr="Kendi fonksiyonunuzu tasarlayın", en="Design your own function", seconds=60)
def design(activation, derivative):
    """Any non-linear, elementwise pair f, f′ that keeps neurons alive and separates the two moons."""
    z = np.linspace(-3, 3, 240)
    f = _like(call(activation, z, may_change=False), z.shape)
    slope = _like(call(derivative, z, may_change=False), z.shape)
    if not (np.isfinite(f).all() and np.isfinite(slope).all()):
        wrong(
            L(
                "−3 ile 3 arasında sonlu olmayan bir değer çıktı (sıfıra bölme ya da eksinin logaritması olabilir).",
                "Between −3 and 3 a value is not finite (a division by zero or a logarithm of a negative, perhaps).",
            ),
            "not_finite",
        )
    alone = _like(call(activation, z[::40]), (6,))
    if not np.allclose(alone, f[::40]):
        wrong(
            L(
                "Aynı sayı, dizideki komşularına göre başka sonuç veriyor. Fonksiyon her sayıya ayrı uygulanmalı.",
                "The same number gives another result with other neighbours in the array. The function has to work on "
                "each number by itself.",
            ),
            "not_elementwise",
        )
    if np.abs(np.diff(f, 2)).max() < 1e-9:
        wrong(
            L(
                "Bu fonksiyon bir doğru: katmanlar yine tek katmana iner.",
                "This function is a straight line: the layers collapse into one again.",
            ),
            "linear",
        )
    _check_slope(activation, slope, z)
    flat = np.abs(slope) < 1e-3
    if (flat[1:] & flat[:-1] & np.roll(flat, 1)[1:]).mean() > 0.05:
        place = z[flat][len(z[flat]) // 2]
        wrong(
            L(
                f"Türev bir aralık boyunca sıfır (örneğin z = {number(place, 1)} dolayında): orada kalan nöron ölür.",
                f"The slope is zero over a stretch (around z = {number(place, 1)}, for one): a neuron that ends up there "
                f"dies.",
            ),
            "dies",
        )
    reached = _accuracy_on_moons(activation, derivative)
    if reached < REQUIRED:
        wrong(
            L(
                f"Koşullar tamam, ama test doğruluğu {number(reached, 3)}; en az {number(REQUIRED)} gerekiyor. Eğriyi "
                f"−2 ile 2 arasında daha belirgin bükün.",
                f"The conditions hold, but the test accuracy is {number(reached, 3)}; {number(REQUIRED)} is needed. Bend "
                f"the curve more clearly between −2 and 2.",
            ),
            "too_low",
        )
    return L(
        f"Fonksiyonunuzla eğitilen ağ iki yarım ayı {number(reached, 3)} doğrulukla ayırdı.",
        f"Trained with your function, the network separates the half-moons with accuracy {number(reached, 3)}.",
    )


def _check_slope(activation, slope, z):
    """End the check where ``slope`` is not the derivative; at single kinks and jumps it may be anything."""
    epsilon = 1e-5
    above, below = (_like(call(activation, z + move), z.shape) for move in (epsilon, -epsilon))
    numeric = (above - below) / (2 * epsilon)
    off = np.abs(numeric - slope) > 1e-3 * (1 + np.abs(numeric))
    if off.mean() <= 0.05:
        return
    values = _like(call(activation, z), z.shape)
    if same(slope, values):
        wrong(
            L(
                "`my_derivative` fonksiyonun kendisini döndürüyor, türevini değil.",
                "`my_derivative` returns the function itself, not its derivative.",
            ),
            "derivative_is_function",
        )
    if np.allclose(slope, -numeric, atol=1e-3):
        wrong(
            L("Türevin işareti ters.", "The derivative has the wrong sign."),
            "wrong_sign",
        )
    i = int(np.argmax(off))
    wrong(
        L(
            f"z = {number(z[i])} için sayısal türev {number(numeric[i], 3)}, `my_derivative` ise {number(slope[i], 3)} "
            f"diyor.",
            f"At z = {number(z[i])} the numeric derivative is {number(numeric[i], 3)}, but `my_derivative` says "
            f"{number(slope[i], 3)}.",
        ),
        "wrong_derivative",
    )


@lru_cache(maxsize=1)
def _moons():
    from sklearn.datasets import make_moons

    return (*make_moons(400, noise=0.15, random_state=0), *make_moons(400, noise=0.15, random_state=100))


def _accuracy_on_moons(activation, derivative):
    """Train the lesson's network (32 hidden neurons, learning rate 1, 800 steps) and return its test accuracy."""
    x, y, test_x, test_y = _moons()
    random = np.random.default_rng(0)
    hidden_weights, hidden_bias = random.normal(size=(2, 32)), np.zeros(32)
    weights, bias = random.normal(size=32) * np.sqrt(1 / 32), 0.0

    def train(f, slope):
        nonlocal hidden_weights, hidden_bias, weights, bias
        for _ in range(800):
            sums = x @ hidden_weights + hidden_bias
            hidden = np.asarray(f(sums), dtype=float)
            error = (expit(hidden @ weights + bias) - y) / len(y)
            error_hidden = np.outer(error, weights) * np.asarray(slope(sums), dtype=float)
            hidden_weights = hidden_weights - x.T @ error_hidden
            hidden_bias = hidden_bias - error_hidden.sum(axis=0)
            weights, bias = weights - hidden.T @ error, bias - error.sum()
        return np.asarray(f(test_x @ hidden_weights + hidden_bias), dtype=float)

    with np.errstate(all="ignore"):
        hidden = call(train, activation, derivative, seconds=20)
        return float(np.mean((hidden @ weights + bias >= 0) == test_y))

"""Checks of lesson 05_activation_functions."""

from functools import cache, partial
from itertools import groupby

import numpy as np
from scipy.special import expit
from scipy.special import softmax as trusted_softmax

from utils.checks.engine import alike, as_array, call, exercise, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge, sign
from utils.checks.show import said
from utils.checks.slope import measured_slope
from utils.language import L, number

LESSON = "05_activation_functions"


def overflowed(value) -> bool:
    return not np.isfinite(as_array(value)).all()


BOUNDS = (10, 20, 30, 50, 100, 200, 300, 400, 500, 600, 700, 709)  # at which an answer may clip what it is given
SUMS = [  # for softplus: ordinary numbers, and those at which powers overflow
    np.array([1.0, -2.0, 5.0, -0.5, 3.0, 0.0]),
    np.array([-1000.0, 40.0, 1000.0, -30.0, 750.0]),
]


@exercise(LESSON, "softplus", tr="Softplus ve türevi", en="Softplus and its derivative")
def softplus(answer):
    """``answer(z) -> (f, f′)``, arrays of z's shape, without overflow."""

    def function_is(other):
        return sign(lambda given, z: overflowed(given[0]) or alike(given[0], other(z)))

    logarithm = ("Logaritmanın tabanı e olmalı: NumPy'da `np.log` (ya da `np.logaddexp`).",
                 "The logarithm has the base e: `np.log` in NumPy (or `np.logaddexp`).")  # fmt: skip
    beliefs = [
        ("swapped", lambda z: (expit(z), np.logaddexp(0, z)),
         "Sonuçların sırası ters: önce fonksiyon, sonra türevi gelmeli.",
         "The order is reversed: first the function, then its derivative."),
        ("no_inner_derivative", lambda z: (np.logaddexp(0, z), expit(-z)),
         "Fonksiyon doğru, ama türevinde iç fonksiyonun türevi eksik. ln u'nun türevi 1/u değil u′/u'dur, burada da u′ = e^z.",
         "The function is right, but its derivative lacks the inner one. That of ln u is u′/u, not 1/u, and here u′ = e^z."),
        ("sigmoid_slope", lambda z: (np.logaddexp(0, z), expit(z) * expit(-z)),
         "Fonksiyon doğru. Türev olarak sigmoid'in türevini vermişsiniz, oysa softplus'ın türevi sigmoid'in kendisidir.",
         "The function is right. For its derivative you gave that of the sigmoid, but the derivative of softplus is the sigmoid "
         "itself."),
        ("overflow", sign(lambda given, z: overflowed(given[0])),
         "Küçük sayılarda sonuç doğru, ama z = 1000'de e^z taşıyor. `np.logaddexp(0, z)` aynı şeyi taşmadan hesaplar.",
         "This is right for small numbers, but at z = 1000 e^z overflows. `np.logaddexp(0, z)` computes the same without "
         "overflow."),
        ("overflow", sign(lambda given, z: overflowed(given[1])),
         "Küçük sayılarda türev doğru, ama z = 1000'de ∞/∞ oluyor. Dersteki `sigmoid` taşmaz.",
         "For small numbers the derivative is right, but at z = 1000 it is ∞/∞. The lesson's `sigmoid` does not overflow."),
        ("clipped", sign(lambda given, z: any(alike(given[0], np.logaddexp(0, np.clip(z, -most, most))) for most in BOUNDS)),
         "Büyük sayıları kırpmışsınız. Taşma bitti, ama kırpılan sayılarda sonuç artık ln(1 + e^z) değil; örneğin z = 1000 için "
         "1000 olmalı. `np.logaddexp(0, z)` kırpmadan hesaplar.",
         "You clipped the large numbers. That ends the overflow, but where a number is clipped the result is no longer "
         "ln(1 + e^z); at z = 1000, for example, it has to be 1000. `np.logaddexp(0, z)` needs no clipping."),
        ("identity", function_is(lambda z: z),
         "ln(e^z), z'nin kendisidir. Logaritmanın içindeki 1 eksik.",
         "ln(e^z) is just z. The 1 inside the logarithm is missing."),
        ("returns_relu", function_is(lambda z: np.maximum(z, 0)),
         "Bu, ReLU'dur. Softplus onun yumuşatılmış hâlidir ve z = 0'da 0 değil, ln 2 ≈ 0,69 verir.",
         "That is ReLU. Softplus is a smooth version of it, which gives ln 2 ≈ 0.69 at z = 0 and not 0."),
        ("other_logarithm", function_is(lambda z: np.logaddexp(0, z) / np.log(10)), *logarithm),
        ("other_logarithm", function_is(lambda z: np.logaddexp(0, z) / np.log(2)), *logarithm),
    ]  # fmt: skip
    return judge(
        answer,
        [(z,) for z in SUMS],
        lambda z: (np.logaddexp(0, z), expit(z)),
        beliefs,
        results=("f", "derivative"),
        otherwise=(
            "wrong_value",
            "Fonksiyon ln(1 + e^z) olmalıdır. Türevi için zincir kuralını uygulayın: (1 + e^z)′ / (1 + e^z).",
            "The function should be ln(1 + e^z). For its derivative use the chain rule: (1 + e^z)′ / (1 + e^z).",
        ),
        remark=(
            "Softplus'ın türevi sigmoid'dir. Softplus ReLU'nun, sigmoid de ReLU'nun türevi olan basamağın yumuşatılmış hâlidir.",
            "The derivative of softplus is the sigmoid. Softplus is a smooth ReLU, and the sigmoid a smooth step, which is the "
            "slope of ReLU.",
        ),
    )


KNOTS = np.array([0.0, 1.0, 3.0])
ROOF = np.array([2.0, -3.0, 1.0])


@exercise(LESSON, "roof", tr="Bir çatı kurun", en="Build a roof")
def roof(weights):
    """The weights of ReLU(x), ReLU(x − 1), ReLU(x − 3) that make a roof of height 2 over 0 ... 3."""
    weights = require_array(weights, "roof_weights", (3,), any_layout=True)
    x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    heights, expected = (np.maximum(x[:, None] - KNOTS, 0) @ one for one in (weights, ROOF))
    i = int(np.argmax(~np.isclose(heights, expected)))
    top = said(float(heights[2]))
    refuse(
        ("slopes_not_changes", np.allclose(weights, [2, -1, 0]),
         "Bunlar parçaların eğimleri. Birinci ReLU 1'den sonra da tırmandığı için ağırlık, eğimin **değişmesi** olmalı.",
         "Those are the slopes of the parts. Because the first ReLU goes on rising after 1, a weight has to be the **change** of "
         "slope."),
        ("heights_not_slopes", np.allclose(weights, [0, 2, 0]),
         "Bunlar üç noktadaki yükseklikler. Ağırlıklar yükseklik değil, eğim değişmesidir.",
         "Those are the heights at the three points, but the weights are changes of slope."),
        ("never_levels_off", np.allclose(weights[:2], ROOF[:2]) and not np.allclose(weights, ROOF),
         "Çatının iki yanı doğru, ama 3'ten sonra çizgi yatay gitmiyor. Üçüncü ReLU eğimi tam sıfıra getirmeli.",
         "Both sides of the roof are right, but after 3 the line is not level. The third ReLU has to bring the slope to zero."),
        ("only_cancels", np.allclose(weights[:2], [2, -2]),
         "İkinci ağırlık çıkışı durduruyor, ama inişi başlatmıyor. 1'den sonra eğim 0 oluyor, oysa −1 olmalı.",
         "The second weight stops the rise but does not start the fall. After 1 the slope is 0, but it should be −1."),
        ("upside_down", np.allclose(weights, -ROOF),
         "Çatı baş aşağı duruyor, bütün işaretleri çevirin.", "The roof is upside down; change all the signs."),
        ("wrong_height", weights[0] > 0 and not np.isclose(weights[0], 2) and np.allclose(weights, weights[0] / 2 * ROOF),
         f"Biçim doğru, yükseklik değil: x = 1'de {top} oluyor, 2 olmalı.",
         f"The shape is right, the height is not: at x = 1 it is {top} and should be 2."),
        ("wrong_value", not np.allclose(weights, ROOF),
         f"x = {said(x[i])} için sonuç {said(float(heights[i]))}; {said(expected[i])} olmalı.",
         f"At x = {said(x[i])} the result is {said(float(heights[i]))} and should be {said(expected[i])}."),
    )  # fmt: skip
    return L(
        "Üç kırılmayla bir çatı kurdunuz. Yeterince kırılmayla her sürekli eğriye istediğiniz kadar yaklaşabilirsiniz.",
        "You built a roof from three bends. With enough of them you can get as close as you like to any continuous curve.",
    )


SCORES = [  # the largest stands first, in the middle, last; rows lie far apart, and numbers in a row
    np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
    np.array([[1.0, -1.0], [0.5, 3.0], [-2.0, 0.0]]),
    np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1002.0, -1001.0]]),
    np.array([[-900.0, 5.0, 900.0, 899.0, -20.0], [800.0, 2.0, -3.0, 1.0, 799.5]]),
]


@exercise(LESSON, "softmax", tr="Bir yığın için softmax", en="Softmax for a batch")
def softmax(answer):
    """``answer(scores) -> probabilities``, (n, k) -> (n, k), each row by itself, without overflow."""

    def powers(s, axis: int | None = 1):
        return np.exp(s - s.max(axis=axis, keepdims=True))

    def clipped(given, s):
        return any(alike(given, trusted_softmax(np.clip(s, -most, most), axis=1)) for most in BOUNDS)

    beliefs = [
        ("columns", partial(trusted_softmax, axis=0),
         "Her **sütunun** toplamı 1 oluyor. Oysa bir satır bir örnektir, bu yüzden `axis=1` boyunca toplayın.",
         "Each **column** sums to 1. But a row is a sample, so sum along `axis=1`."),
        ("whole_array", trusted_softmax,
         "Bütün dizinin toplamı 1 oluyor. Oysa her satırın kendi toplamı 1 olmalı: `axis=1`, `keepdims=True`.",
         "The whole array sums to 1, but each row has to: `axis=1`, `keepdims=True`."),
        ("sum_of_all", lambda s: powers(s) / powers(s).sum(),
         "Her satırın en büyüğü doğru, ama bölen bütün dizinin toplamı. Toplamda da `axis=1`, `keepdims=True` gerekir.",
         "The largest of each row is right, but the divisor is the sum of the whole array. The sum needs `axis=1`, "
         "`keepdims=True` too."),
        ("no_exponential", lambda s: s / s.sum(axis=1, keepdims=True),
         "Puanları doğrudan toplamlarına bölmüşsünüz. Önce `np.exp` gerekir, yoksa eksi bir puan eksi bir olasılık verir.",
         "You divided the scores by their sum as they are. Apply `np.exp` first, or a negative score gives a negative "
         "probability."),
        ("not_normalized", powers,
         "`np.exp` ile kuvvetleri aldınız, ama toplamlarına bölmediniz. Bu yüzden satırların toplamı 1 değil.",
         "You took the powers with `np.exp` but did not divide by their sum, so the rows do not sum to 1."),
        ("sigmoid", expit,
         "Her puana ayrı ayrı sigmoid uygulamışsınız, bu yüzden satırların toplamı 1 değil.",
         "You applied a sigmoid to each score by itself, so the rows do not sum to 1."),
        ("one_largest_for_all", lambda s: powers(s, None) / powers(s, None).sum(axis=1, keepdims=True),
         "Bütün dizinin tek bir en büyüğünü çıkarıyorsunuz. Ondan çok küçük satırlarda bütün kuvvetler 0 olur ve 0/0 çıkar. Her "
         "satırdan kendi en büyüğünü çıkarın.",
         "You subtract the one largest score of the whole array. In rows far below it all powers become 0, which gives 0/0. "
         "Subtract each row's own largest."),
        ("clipped", sign(clipped),
         "Büyük puanları kırpmışsınız. Taşma bitti, ama puanların arasındaki fark da kayboldu. Kırpmak yerine her satırın en "
         "büyüğünü çıkarın.",
         "You clipped the large scores. That ends the overflow, but their differences are lost as well. Subtract each row's "
         "largest instead of clipping."),
        ("overflow", sign(lambda given, s: overflowed(given)),
         "Küçük puanlarda sonuç doğru, ama büyüklerde `np.exp` taşıyor ve ∞/∞ çıkıyor. Kuvvetleri almadan önce her satırdan "
         "kendi **en büyük** puanını çıkarın.",
         "This is right for small scores, but with large ones `np.exp` overflows, which gives ∞/∞. Before you take powers, "
         "subtract the **largest** score of each row."),
    ]  # fmt: skip
    return judge(
        answer,
        [(scores,) for scores in SCORES],
        partial(trusted_softmax, axis=1),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her satırda önce en büyük puanı çıkarın, sonra kuvvetleri alın ve o satırın toplamına bölün.",
            "In each row, subtract the largest score, take the powers and divide them by the sum of that row.",
        ),
        remark=(
            "Her satırın toplamı 1 ve hiçbir puan taşmıyor.",
            "Each row sums to 1, and no score overflows.",
        ),
    )


LAYERS = [  # weighted sums: a row per sample, a column per neuron
    np.array([[1, -1, -2, 0, -0.5], [2, -3, 0.5, -1, -0.1], [0.3, -0.2, -1, 0, -4], [1, -2, 1, -2, -1]]),
    np.array([[-1.0, 2.0], [3.0, -1.0], [0.0, 0.0]]),
    np.array([[0.0, -1.0, 4.0], [0.0, -1.0, 4.0]]),
    np.array([[-20.0, 0.01, -0.3, 5.0], [-1.0, -90.0, -0.2, -7.0], [0.0, -3.0, 0.4, -2.0]]),
]


@exercise(LESSON, "count_dead", tr="Ölüleri sayın", en="Count the dead")
def count_dead(answer):
    """``answer(sums) -> number`` of ReLU neurons (columns) that are silent on every sample (row)."""
    beliefs = [
        ("mask", lambda s: (s <= 0).all(axis=0),
         "Hangi nöronların öldüğünü doğru buldunuz. Şimdi onları `.sum()` ile sayın.",
         "You found correctly which neurons are dead. Now count them with `.sum()`."),
        ("counts_pairs", lambda s: (s <= 0).sum(),
         "Sıfır ya da eksi olan bütün sayıları saymışsınız. Bir örnekte susmak ölmek değildir. Ölü nöron **her** örnekte susar.",
         "You counted every number that is zero or negative. But a neuron that is silent once is not dead; a dead one is silent "
         "on **every** sample."),
        ("silent_once", lambda s: (s <= 0).any(axis=0).sum(),
         "En az bir örnekte susan nöronları saymışsınız. Ölü nöron her örnekte sustuğu için `any` yerine `all` gerekir.",
         "You counted the neurons that are silent on at least one sample. A dead neuron is silent on all of them, so use `all`, "
         "not `any`."),
        ("rows", lambda s: (s <= 0).all(axis=1).sum(),
         "Satırları, yani örnekleri saymışsınız. Nöronlar sütunlarda olduğu için `axis=0` boyunca bakın.",
         "You counted rows, which are samples. The neurons are the columns, so look along `axis=0`."),
        ("strict", lambda s: (s < 0).all(axis=0).sum(),
         "z tam 0 iken de türev 0 sayıldığı için karşılaştırma `<= 0` olmalı.",
         "At exactly z = 0 the derivative counts as 0 too, so compare with `<= 0`."),
        ("counts_living", lambda s: (s > 0).any(axis=0).sum(),
         "Bunlar yaşayan nöronlar. Ölüleri saymanız isteniyor.", "Those are the living neurons. Count the dead ones."),
        ("share", lambda s: (s <= 0).all(axis=0).mean(),
         "Bu, ölülerin oranıdır. Sayısı isteniyordu, yani `mean` yerine `sum` gerekir.",
         "That is the share of the dead. Their number was asked for, so use `sum`, not `mean`."),
        ("mean_sum", lambda s: (s.mean(axis=0) <= 0).sum(),
         "Ortalaması eksi olan nöronları saymışsınız. Ortalama eksi olsa da tek bir artı örnek nöronu yaşatır.",
         "You counted neurons with a negative mean. One positive sample keeps a neuron alive, whatever the mean."),
        ("never_silent", lambda s: (s > 0).all(axis=0).sum(),
         "Bunlar hiç susmayan nöronlar. Hiç **ateşlemeyenleri** sayın.",
         "Those are the neurons that are never silent. Count those that never **fire**."),
    ]  # fmt: skip
    return judge(
        answer,
        [(sums,) for sums in LAYERS],
        lambda s: int((s <= 0).all(axis=0).sum()),
        beliefs,
        otherwise=(
            "wrong_count",
            "Bütün sayıları sıfır ya da eksi olan sütunları sayın.",
            "Count the columns in which every number is zero or negative.",
        ),
        remark=(
            "Bu sayımı ReLU'lu her ağda yapabilirsiniz.",
            "You can count the dead neurons of any ReLU network in this way.",
        ),
    )


RIGHT_OUTPUTS = {
    "bus_passengers": "softplus",
    "bank_balance": "identity",
    "film_genres": "sigmoid",
    "blood_group": "softmax",
}
NAMES = ("identity", "sigmoid", "softmax", "softplus")


@exercise(LESSON, "outputs", tr="Çıktıyı seçin", en="Choose the output")
def outputs(bus_passengers, bank_balance, film_genres, blood_group):
    """One of identity, sigmoid, softmax and softplus for each of four problems."""
    chosen = dict(zip(RIGHT_OUTPUTS, (bus_passengers, bank_balance, film_genres, blood_group), strict=True))
    for name, choice in chosen.items():
        chosen[name] = choice.strip().lower() if isinstance(choice, str) else ""
        refuse(
            ("unknown_name", chosen[name] not in NAMES,
             f"`{name}` şu dört addan biri olmalı: {', '.join(NAMES)}.",
             f"`{name}` has to be one of four names: {', '.join(NAMES)}."),
            given=choice,
        )  # fmt: skip
    right = sum(chosen[name] == RIGHT_OUTPUTS[name] for name in chosen)
    one_number = ("softmax sınıflar içindir, burada ise tek bir sayı aranıyor",
                  "softmax is for classes, but here a single number is wanted")  # fmt: skip
    rows = [
        ("negative_count", "bus_passengers", "identity", "birim fonksiyon −3 yolcu diyebilir, oysa bir sayım eksi olamaz",
         "the identity may say −3 passengers, but a count cannot be negative"),
        ("bounded_count", "bus_passengers", "sigmoid", "sigmoid 0 ile 1 arasında kalır, yolcu sayısı ise 1'i aşabilir",
         "the sigmoid stays between 0 and 1, but there may be more than 1 passenger"),
        ("softmax_for_number", "bus_passengers", "softmax", *one_number),
        ("no_negative_balance", "bank_balance", "softplus", "softplus hep artıdır, bu yüzden borçlu bir hesabı anlatamaz",
         "softplus is always positive, so it cannot express an account in debt"),
        ("bounded_balance", "bank_balance", "sigmoid", "sigmoid 0 ile 1 arasında kalır, bakiye ise bu aralığın dışına çıkar",
         "the sigmoid stays between 0 and 1, but a balance leaves that range"),
        ("softmax_for_number", "bank_balance", "softmax", *one_number),
        ("labels_compete", "film_genres", "softmax",
         "softmax'ta türler yarışır ve olasılıkları toplam 1 eder, bir film ise birkaç türden olabilir",
         "with softmax the genres compete and sum to 1, but a film may belong to several of them"),
        ("classes_do_not_compete", "blood_group", "sigmoid",
         "ayrı sigmoid'ler aynı kişiye iki kan grubu verebilir, oysa olasılıkların toplamı 1 olmalı",
         "separate sigmoids may give a person two blood groups, but the probabilities have to sum to 1"),
        *[("no_probability", name, choice, "burada bir olasılık aranıyor, bu fonksiyonun çıktısı ise 1'i aşabilir",
           "a probability is wanted here, but the output of this function may exceed 1")
          for name in ("film_genres", "blood_group") for choice in ("identity", "softplus")],
    ]  # fmt: skip
    for mistake, name, choice, tr, en in rows:
        said_tr, said_en = (
            f"`{name}`: {tr}. (Dört yanıttan {right} doğru.)",
            f"`{name}`: {en}. (Right so far: {right} of 4.)",
        )
        refuse((mistake, chosen[name] == choice, said_tr, said_en))
    return L(
        "Dördü de doğru. Çıktı fonksiyonunu, yanıtın hangi sayılardan oluştuğu belirler.",
        "All four are right. What numbers the answer is made of decides which function fits.",
    )


FOLDS = [  # two layers of unequal widths, with numbers that do not cancel
    (np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([1.0, 3.0]), np.array([[2.0], [-1.0]]), np.array([0.5]), 2.0, 3.0),
    (np.array([[1.0, -2.125, 0.5]]), np.array([0.0, 1.375, -3.0]), np.array([[1.0, 0.25], [2.5, -1.0], [4.0, 3.0]]),
     np.array([2.0, -1.5]), -0.5, 1.625),
    (np.array([[3.0], [-1.0], [2.0]]), np.array([-2.0]), np.array([[1.5, -4.0]]), np.array([0.0, 1.0]), 0.1, -2.0),
]  # fmt: skip


@exercise(LESSON, "collapse", tr="İki katmanı tek katmana indirin", en="Collapse two layers into one")
def collapse(answer):
    """``answer(W1, b1, W2, b2, slope, shift) -> (W, b)`` of the one layer that f(z) = slope · z + shift leaves of two."""

    def layer(w1, b1, w2, b2, slope, shift):
        return slope * w1 @ w2, (slope * b1 + shift) @ w2 + b2

    beliefs = [
        ("no_activation", lambda w1, b1, w2, b2, slope, shift: (w1 @ w2, b1 @ w2 + b2),
         "Bu, aktivasyonu birim fonksiyon olan ağın yanıtı. Burada gizli katman f(z) = slope · z + shift verir.",
         "This is the answer for a network with the identity. Here the hidden layer gives f(z) = slope · z + shift."),
        ("no_slope", lambda w1, b1, w2, b2, slope, shift: (w1 @ w2, (b1 + shift) @ w2 + b2),
         "Aktivasyonun eğimi `slope` hiç kullanılmamış. f(z) = slope · z + shift ilk katmanın bütün toplamını çarpar.",
         "The slope of the activation is not used at all. f(z) = slope · z + shift multiplies the whole sum of the first "
         "layer."),
        ("slope_missing_in_bias", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, (b1 + shift) @ w2 + b2),
         "Ağırlıklar doğru. f toplamın tamamını, yani b₁'i de `slope` ile çarpar.",
         "The weights are right. But f multiplies the whole sum by `slope`, and b₁ is part of it."),
        ("slope_missing_in_weights", lambda w1, b1, w2, b2, slope, shift: (w1 @ w2, (slope * b1 + shift) @ w2 + b2),
         "Bias doğru. f toplamın tamamını çarptığı için x W₁ de `slope` ile çarpılır.",
         "The bias is right. But f multiplies the whole sum by `slope`, so x W₁ is multiplied as well."),
        ("shift_scaled", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, slope * (b1 + shift) @ w2 + b2),
         "Ağırlıklar doğru. `shift` çarpmadan sonra eklenir, bu yüzden `slope` ile çarpılmamalıdır.",
         "The weights are right. `shift` is added after the multiplication, so it must not be multiplied by `slope`."),
        ("no_shift", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, slope * b1 @ w2 + b2),
         "Ağırlıklar doğru, ama `shift` kaybolmuş. f onu her gizli nöronun toplamına ekler ve W₂ onu çıktıya taşır.",
         "The weights are right, but `shift` is lost. f adds it to the sum of every hidden neuron, and W₂ carries it on."),
        ("shift_past_weights", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, slope * b1 @ w2 + shift + b2),
         "Ağırlıklar doğru. `shift` ise gizli katmanda eklenir, bu yüzden çıktıya W₂ ile çarpılarak varır.",
         "The weights are right. But `shift` is added in the hidden layer and has to be multiplied by W₂ on its way to the "
         "output."),
        ("no_second_bias", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, (slope * b1 + shift) @ w2),
         "Ağırlıklar doğru, ama ikinci katmanın bias'ı b₂ eksik.",
         "The weights are right, but the bias b₂ of the second layer is missing."),
        ("no_first_bias", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, np.full(len(b1), shift) @ w2 + b2),
         "Ağırlıklar doğru, ama ilk katmanın bias'ı b₁ eksik.",
         "The weights are right, but the bias b₁ of the first layer is missing."),
        ("biases_added", lambda w1, b1, w2, b2, slope, shift: (slope * w1 @ w2, slope * b1.sum() + shift + b2),
         "Ağırlıklar doğru. b₁ yalnızca toplanmamalı, ikinci katmanın ağırlıklarıyla çarpılmalıdır: b₁ @ W₂.",
         "The weights are right. b₁ must not just be summed, but multiplied by the weights of the second layer: b₁ @ W₂."),
        ("swapped", lambda *case: layer(*case)[::-1],
         "Sıra ters: önce ağırlıklar, sonra bias.", "The order is reversed: first the weights, then the bias."),
    ]  # fmt: skip
    return judge(
        answer,
        FOLDS,
        layer,
        beliefs,
        results=("weights", "bias"),
        otherwise=(
            "wrong_value",
            "y = f(x W₁ + b₁) W₂ + b₂ ifadesinde f'yi yerine koyun, parantezi açın ve x'li terimi ötekilerden ayırın.",
            "Substitute f in y = f(x W₁ + b₁) W₂ + b₂, multiply out, and separate the term with x from the others.",
        ),
        remark=(
            "Doğrusal bir f, iki katmanı tek katman olmaktan kurtaramıyor. Bunu şimdi siz kanıtladınız.",
            "With a linear f, two layers are still one layer, and you have just proved it.",
        ),
    )


SATURATED = 0.01  # a slope of the sigmoid below this counts as saturated
CHAINS = [  # weighted sums: a row per sample, a column per layer; some just above and just below the bound
    np.array([[0.0, 2.0, -4.0], [5.0, -1.0, 0.5]]),
    np.array([[1.0, -6.0], [0.0, 4.7], [-2.0, 4.5], [8.0, -5.0]]),
    np.array([[-3.0, 0.2, 6.0, -5.5, 1.0]]),
    np.array([[0.3], [-4.8], [4.6]]),
    np.array([[11.0, -0.5, 12.5]]),  # hardly anything left, but not nothing
    np.array([[-7.0, 1.0, 2.0, 0.0], [-4.5, -0.3, 5.0, -1.0], [-6.0, 4.0, -9.0, 3.0]]),
]


@exercise(LESSON, "follow_gradient", tr="Gradyanı geriye doğru izleyin", en="Follow a gradient backward")
def follow_gradient(answer):
    """``answer(sums) -> (saturated, left)`` of a chain of sigmoid neurons, (n, k) -> (k,), (k,)."""

    def slopes(z):
        return expit(z) * expit(-z)

    def backward(factors):
        return np.cumprod(factors[:, ::-1], axis=1)[:, ::-1]

    def saturated(z):
        return (slopes(z) < SATURATED).mean(axis=0)

    def left(z):
        return backward(slopes(z)).mean(axis=0)

    beliefs = [
        ("not_averaged", lambda z: (saturated(z), backward(slopes(z))),
         "Gradyan her örnek için doğru, ama örneklerin ortalaması alınmamış: `.mean(axis=0)`.",
         "The gradient is right for each sample, but it is not averaged over the samples: `.mean(axis=0)`."),
        ("counted", lambda z: ((slopes(z) < SATURATED).sum(axis=0), left(z)),
         "Doygun örnekleri saymışsınız. Oranları isteniyordu: `sum` yerine `mean`.",
         "You counted the saturated samples. Their share was asked for: `mean`, not `sum`."),
        ("rows", lambda z: ((slopes(z) < SATURATED).mean(axis=1), backward(slopes(z)).mean(axis=1)),
         "Ortalamayı katmanlar boyunca almışsınız. Satırlar örnek olduğu için örneklerin ortalaması `axis=0` ile alınır.",
         "You averaged over the layers. Rows are samples, and the mean over samples is taken with `axis=0`."),
        ("forward", lambda z: (saturated(z), np.cumprod(slopes(z), axis=1).mean(axis=0)),
         "Eğimleri ilk katmandan başlayarak çarpmışsınız. Gradyan çıktıdan geldiği için çarpmaya son katmandan başlayın.",
         "You multiplied the slopes beginning with the first layer. The gradient comes from the output, so begin with the "
         "last layer."),
        ("mean_before_product", lambda z: (saturated(z), backward(slopes(z).mean(axis=0, keepdims=True))[0]),
         "Önce ortalama alıp sonra çarpmışsınız. Gradyan her örnekte kendi eğimleriyle çarpılır, ortalama en sonda alınır.",
         "You averaged first and multiplied afterwards. Each sample's gradient is multiplied by its own slopes, and the mean "
         "comes last."),
        ("own_slope_only", lambda z: (saturated(z), slopes(z).mean(axis=0)),
         "Her katmanın yalnızca kendi eğimini almışsınız. Gradyan oraya sonraki bütün katmanlardan geçerek gelir.",
         "You took only the slope of each layer itself. The gradient gets there through all the layers after it."),
        ("own_slope_missing",
         lambda z: (saturated(z), backward(np.column_stack([slopes(z)[:, 1:], np.ones(len(z))])).mean(axis=0)),
         "Katmanın kendi eğimi eksik. Gradyanın o katmandan geçtikten **sonraki** değeri isteniyor.",
         "The slope of the layer itself is missing. The gradient is wanted **after** it has passed through that layer."),
        ("slopes_added", lambda z: (saturated(z), np.cumsum(slopes(z)[:, ::-1], axis=1)[:, ::-1].mean(axis=0)),
         "Eğimleri toplamışsınız. Gradyan her katmanda eğimle çarpılır.",
         "You added the slopes. In each layer the gradient is multiplied by the slope."),
        ("no_derivative",
         lambda z: ((expit(z) < SATURATED).mean(axis=0), backward(expit(z)).mean(axis=0)),
         "Sigmoid'in kendisini kullanmışsınız, oysa gradyan onun türeviyle, σ(z)(1 − σ(z)) ile çarpılır.",
         "You used the sigmoid itself, but the gradient is multiplied by its derivative, σ(z)(1 − σ(z))."),
        ("one_end_only", lambda z: ((expit(z) < SATURATED).mean(axis=0), left(z)),
         "Gradyan doğru. Doygunluk için türeve bakın: sigmoid yalnızca 0'a yakınken değil, 1'e yakınken de doyar.",
         "The gradient is right. For saturation look at the derivative: a sigmoid saturates near 1 as well as near 0."),
        ("awake", lambda z: (1 - saturated(z), left(z)),
         "Doygun olmayan örneklerin oranını bulmuşsunuz. Karşılaştırmayı ters çevirin.",
         "You found the share of samples that are not saturated. Turn the comparison round."),
        ("swapped", lambda z: (left(z), saturated(z)),
         "Sıra ters: önce `saturated`, sonra `left`.", "The order is reversed: first `saturated`, then `left`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(sums,) for sums in CHAINS],
        lambda z: (saturated(z), left(z)),
        beliefs,
        results=("saturated", "left"),
        otherwise=(
            "wrong_value",
            "Önce her sayının türevini bulun. Oran için onu 0,01 ile karşılaştırın, gradyan için son katmandan geriye çarpın.",
            "First find the derivative at each number. Compare it with 0.01 for the share, and for the gradient multiply "
            "backward from the last layer.",
        ),
        remark=(
            "Her katman gradyanın en çok dörtte birini geçiriyor, doygun bir nöron ise neredeyse hiç geçirmiyor.",
            "Each layer lets at most a quarter of the gradient through, and a saturated neuron hardly any.",
        ),
    )


REQUIRED = 0.95
FLAT = 1e-6  # a slope that counts as zero
Z = np.linspace(-3, 3, 240)


@exercise(LESSON, "design", tr="Kendi fonksiyonunuzu tasarlayın", en="Design your own function", seconds=60)
def design(activation, derivative):
    """Any non-linear, elementwise pair f, f′ that keeps neurons alive and separates the two moons."""

    def values_of(function, name, z):
        return require_array(call(function, z, may_change=False), f"{name}(z)", z.shape)

    f, slope = values_of(activation, "my_activation", Z), values_of(derivative, "my_derivative", Z)
    few = Z[::40].reshape(2, 3)
    alone = values_of(activation, "my_activation", few), values_of(derivative, "my_derivative", few)
    numeric, doubt = measured_slope(lambda z: values_of(activation, "my_activation", z), Z)
    off = np.abs(numeric - slope) - 1e-3 * (1 + np.abs(numeric)) - doubt
    i = int(np.argmax(off))
    flat = [list(run) for zero, run in groupby(range(len(Z)), lambda k: abs(slope[k]) < FLAT) if zero]
    longest = max(flat, key=len, default=[0])
    refuse(
        ("not_elementwise", not alike(alone, (f[::40].reshape(2, 3), slope[::40].reshape(2, 3))),
         "Aynı sayı, dizideki komşularına göre başka sonuç veriyor. Fonksiyon her sayıya ayrı ayrı uygulanmalı.",
         "The same number gives another result with other neighbours in the array. The function has to act on each number by "
         "itself."),
        ("linear", np.abs(np.diff(f, 2)).max() < 1e-9 + 1e-6 * np.ptp(f),
         "Bu fonksiyon bir doğrudur, bu yüzden katmanlar yine tek katmana iner.",
         "This function is a straight line, so the layers collapse into one again."),
        ("derivative_is_function", off.max() > 0 and alike(slope, f),
         "`my_derivative` fonksiyonun kendisini döndürüyor, türevini değil.",
         "`my_derivative` returns the function itself, not its derivative."),
        ("wrong_sign", off.max() > 0 and np.allclose(slope, -numeric, atol=1e-3),
         "Türevin işareti ters.", "The derivative has the wrong sign."),
        ("wrong_derivative", off.max() > 0,
         f"z = {said(Z[i])} için sayısal türev {said(numeric[i])}, `my_derivative` ise {said(slope[i])} diyor.",
         f"At z = {said(Z[i])} the numeric derivative is {said(numeric[i])}, but `my_derivative` says {said(slope[i])}."),
        ("dies", len(longest) > 0.05 * len(Z),
         f"Türev z = {said(Z[longest[0]])} ile z = {said(Z[longest[-1]])} arasında sıfır. Toplamı orada kalan bir nöron ölür.",
         f"The derivative is zero from z = {said(Z[longest[0]])} to z = {said(Z[longest[-1]])}. A neuron whose sums end up there "
         "dies."),
    )  # fmt: skip
    reached, first, last = _trained_on_moons(activation, derivative)
    line, parabola = (f - np.polyval(np.polyfit(Z, f, degree), Z) for degree in (1, 2))
    accuracy = number(reached, 3)
    tallest, steepest = said(float(np.abs(f).max())), said(float(np.abs(slope).max()))
    refuse(
        ("blows_up", reached < REQUIRED and not last < first,
         f"Eğitim dağıldı, çünkü adımlar kaybı küçültmek yerine büyüttü. −3 ile 3 arasında fonksiyonunuz en çok {tallest}, "
         f"türevi en çok {steepest} oluyor. Daha yavaş büyüyen bir fonksiyon deneyin.",
         f"The training blew up; its steps made the loss larger instead of smaller. Between −3 and 3 your function gets as large "
         f"as {tallest} and its derivative as large as {steepest}. Try one that grows more slowly."),
        ("almost_linear", reached < REQUIRED and np.abs(line).max() < 0.05 * np.ptp(f),
         "Eğri neredeyse düz. Onu −3 ile 3 arasında daha belirgin bükün.",
         "The curve is almost straight. Bend it more clearly between −3 and 3."),
        ("parabola", reached < REQUIRED and np.abs(parabola).max() < 0.01 * np.ptp(f),
         "Fonksiyonunuz bir parabol. Parabollerin toplamı da parabol olduğu için sınır yeterince kıvrılamıyor. Eğriyi başka "
         "türlü bükün.",
         "Your function is a parabola, and a sum of parabolas is a parabola too, so the boundary cannot bend enough. Bend it in "
         "another way."),
        ("too_low", reached < REQUIRED,
         f"Eğitimde kayıp {said(first)} iken {said(last)} oldu. Eğriyi −2 ile 2 arasında daha belirgin ama sakin bükün.",
         f"In training the loss went from {said(first)} to {said(last)}. Bend the curve more clearly between −2 and 2, but "
         "gently."),
        before=L(f"Koşullar sağlanıyor, ama test doğruluğu {accuracy} oldu. En az {number(REQUIRED)} gerekiyor. ",
                 f"The conditions hold, but the test accuracy is {accuracy}, and at least {number(REQUIRED)} is needed. "),
    )  # fmt: skip
    return L(
        f"Fonksiyonunuzla eğitilen ağ iki yarım ayı {accuracy} doğrulukla ayırdı.",
        f"Trained with your function, the network separates the half-moons with accuracy {accuracy}.",
    )


@cache
def _moons():
    from sklearn.datasets import make_moons

    return (*make_moons(400, noise=0.15, random_state=0), *make_moons(400, noise=0.15, random_state=100))


def _trained_on_moons(activation, derivative) -> tuple[float, float, float]:
    """Train the lesson's network (32 hidden neurons, learning rate 1, 800 steps) and return its test accuracy and the
    training loss at the start and at the end."""
    x, y, test_x, test_y = _moons()
    random = np.random.default_rng(0)
    hidden_weights, hidden_bias = random.normal(size=(2, 32)), np.zeros(32)
    weights, bias, losses = random.normal(size=32) * np.sqrt(1 / 32), 0.0, []

    def train(f, slope):
        nonlocal hidden_weights, hidden_bias, weights, bias
        for _ in range(800):
            sums = x @ hidden_weights + hidden_bias
            hidden = np.asarray(f(sums), dtype=float)
            z = hidden @ weights + bias
            losses.append(float(np.mean(np.logaddexp(0, z) - y * z)))
            error = (expit(z) - y) / len(y)
            error_hidden = np.outer(error, weights) * np.asarray(slope(sums), dtype=float)
            hidden_weights = hidden_weights - x.T @ error_hidden
            hidden_bias = hidden_bias - error_hidden.sum(axis=0)
            weights, bias = weights - hidden.T @ error, bias - error.sum()
        return np.asarray(f(test_x @ hidden_weights + hidden_bias), dtype=float)

    with np.errstate(all="ignore"):
        hidden = call(train, activation, derivative, seconds=20)
        return float(np.mean((hidden @ weights + bias >= 0) == test_y)), losses[0], losses[-1]

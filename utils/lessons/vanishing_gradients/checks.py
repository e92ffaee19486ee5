"""Checks of lesson 11_vanishing_gradients: one for each exercise, with the misconceptions that it can name."""

from functools import lru_cache, partial

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, refuse
from utils.checks.forms import require_number
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, expect_model, outputs_of
from utils.checks.show import apart, said
from utils.language import L

LESSON = "11_vanishing_gradients"
EPSILON = 1e-3  # of batch normalization, as the exercise gives it
GOAL, LEAST_LAYERS, EPOCHS = 0.8, 20, 3  # of the open exercise
TRAINING = 24  # so many times the seconds of a call: a training takes ten seconds on a quiet machine


@exercise(LESSON, "by_hand", tr="Üç sayıyı elle bulun", en="Three numbers by hand")
def by_hand(sigmoid_layers, relu_std, classes):
    """Layers until less than a thousandth is left at ¼ each, He's deviation for 200 inputs, classes of a dead start at 4.605."""
    layers = require_number(sigmoid_layers, "sigmoid_layers")
    deviation, count = require_number(relu_std, "relu_std"), require_number(classes, "classes")
    refuse(
        ("one_layer_short", layers == 4,
         "(1/4)⁴ = 1/256 ≈ 0,004: henüz binde birin üstünde.", "(1/4)⁴ = 1/256 ≈ 0.004, which is still above a thousandth."),
        ("one_layer_long", layers == 6,
         "(1/4)⁵ = 1/1024, bir katman önce de binde birin altında.",
         "(1/4)⁵ = 1/1024 is below a thousandth as well, one layer earlier."),
        ("halves", layers in (9, 10),
         "Bu, çarpan 1/2 olsaydı doğru olurdu. Sigmoid'in türevi en çok 1/4'tür.",
         "That would be right for a factor of 1/2. The derivative of the sigmoid is at most 1/4."),
        ("not_whole", 4 < layers < 5,
         "Katman sayısı tam sayıdır ve 4 katman yetmez: yukarı yuvarlayın.",
         "The number of layers is a whole number, and 4 are not enough: round up."),
        ("wrong_layers", layers != 5,
         "1'i art arda 4'e bölün: kaçıncı bölmede 0,001'in altına iniyor?",
         "Divide 1 by 4 again and again: which division takes it below 0.001?"),
        before=L(f"`sigmoid_layers` {said(layers)} değil. ", f"`sigmoid_layers` is not {said(layers)}. "),
    )  # fmt: skip
    refuse(
        ("variance", np.isclose(deviation, 0.01, rtol=1e-3),
         "Bu, varyans: 2/200 = 0,01. Standart sapma onun kareköküdür.",
         "That is the variance, 2/200 = 0.01. The standard deviation is its square root."),
        ("xavier", np.isclose(deviation, 200**-0.5, rtol=2e-3),
         "√(1/200), yarısı susmayan nöronlar içindir. ReLU'nun susan yarısı için 2 gerekir.",
         "√(1/200) is for neurons of which no half is silent. For ReLU's silent half you need the 2."),
        ("wrong_deviation", not np.isclose(deviation, 0.1, rtol=1e-3),
         "He: σ² = 2 / girdi sayısı, σ onun karekökü.", "He: σ² = 2 / number of inputs, and σ is its square root."),
        before=L(f"`relu_std` {said(deviation)} değil. ", f"`relu_std` is not {said(deviation)}. "),
    )  # fmt: skip
    refuse(
        ("common_logarithm", 40_000 < count < 41_000,
         "10 tabanında logaritma almışsınız; çapraz entropideki ln, e tabanındadır.",
         "You took the logarithm to the base 10; the ln of the cross-entropy is to the base e."),
        ("base_two", 24 <= count <= 25,
         "2 tabanında logaritma almışsınız; çapraz entropideki ln, e tabanındadır.",
         "You took the logarithm to the base 2; the ln of the cross-entropy is to the base e."),
        ("wrong_classes", not np.isclose(count, 100, atol=0.1),
         "Her sınıfa eşit olasılık veren bir ağın kaybı ln(sınıf sayısı)'dır: e üzeri 4,605 kaçtır?",
         "The loss of a network that gives every class the same probability is ln(number of classes): what is e to the "
         "power of 4.605?"),
        before=L(f"`classes` {said(count)} değil. ", f"`classes` is not {said(count)}. "),
    )  # fmt: skip
    return L("Üçü de kafadan yapılabilecek hesaplardır.", "All three can be done in your head.")


LAYERS = [
    (200, 50, "relu"),
    (50, 200, "relu"),
    (784, 64, "tanh"),
    (3, 125, "sigmoid"),
    (10, 90, "tanh"),
    (18, 7, "relu"),
]


def _initial_std(n_in, n_out, activation, *, relu=lambda i, o: 2 / i, other=lambda i, o: 2 / (i + o), power=0.5):
    return (relu if activation == "relu" else other)(n_in, n_out) ** power


@exercise(LESSON, "initial_std", tr="İlk ağırlıkların standart sapması", en="The deviation of the first weights")
def initial_std(answer):
    """``answer(n_in, n_out, activation) -> standard deviation``: He for "relu", Xavier otherwise."""
    he, xavier = (lambda i, o: 2 / i), (lambda i, o: 2 / (i + o))
    beliefs = [
        ("variance", partial(_initial_std, power=1),
         "Bu, varyans. Standart sapma onun kareköküdür.", "That is the variance. The standard deviation is its square root."),
        ("xavier_for_all", partial(_initial_std, relu=xavier),
         "ReLU için He'nin formülü gerekir: `activation`'a bakın.",
         "ReLU needs He's formula: look at `activation`."),
        ("he_for_all", partial(_initial_std, other=he),
         "He'nin formülü yalnızca ReLU içindir; sigmoid ve tanh için Xavier'ninkini kullanın.",
         "He's formula is for ReLU only; use Xavier's for sigmoid and tanh."),
        ("he_counts_outputs", partial(_initial_std, relu=lambda i, o: 2 / o),
         "He'nin formülünde katmanın girdileri sayılır, çıktıları değil.",
         "He's formula counts the inputs of the layer, not its outputs."),
        ("he_without_two", partial(_initial_std, relu=lambda i, o: 1 / i),
         "ReLU'nun susan yarısını karşılayan 2 eksik.", "The 2 that makes up for ReLU's silent half is missing."),
        ("xavier_inputs_only", partial(_initial_std, other=lambda i, o: 1 / i),
         "1/n_in yalnızca ileri geçişin koşuludur. Xavier onu geri geçişinkiyle birleştirir: 2/(n_in + n_out).",
         "1/n_in is the condition of the forward pass alone. Xavier combines it with that of the backward pass: "
         "2/(n_in + n_out)."),
        ("xavier_without_two", partial(_initial_std, other=lambda i, o: 1 / (i + o)),
         "Xavier iki koşulun ortalamasını alır: paydaki 2 eksik.",
         "Xavier takes the mean of two conditions: the 2 in the numerator is missing."),
        ("uniform_limit", partial(_initial_std, relu=lambda i, o: 6 / i, other=lambda i, o: 6 / (i + o)),
         "Paydaki 6, düzgün dağılımın sınırını verir; standart sapma isteniyor.",
         "With a 6 in the numerator you get the limit of the uniform distribution; the standard deviation is asked for."),
    ]  # fmt: skip
    return judge(
        answer,
        LAYERS,
        _initial_std,
        beliefs,
        remark=("Keras'ın `HeNormal` ve `GlorotNormal` ilkleyicileri de bu sayıları kullanır.",
                "The initializers `HeNormal` and `GlorotNormal` of Keras use these numbers, too."),
    )  # fmt: skip


SIGNALS = [  # (layers + 1,): the input, then the output of each layer
    np.array([1.0, 0.9, 0.8, 0.004, 0.0041, 0.005]),  # layer 3 shrinks; later ones are as small
    np.array([1.0, 1.2, 1.1, 1.3, 90.0, 70.0, 80.0]),  # layer 4 blows up
    np.array([0.5, 0.001, 0.3, 0.28, 0.2]),  # layer 2 grows by 300, layer 1 shrinks by 500
    np.array([1.0, 0.5, 0.25, 0.125, 0.002, 0.001, 0.0005]),  # all shrink, layer 4 most
    np.array([2.0, 0.02, 30.0, 31.0]),  # layer 2 grows more than layer 1 shrinks
    np.array([1e-6, 2e-6, 1e-6, 1e-6, 1e-3, 2e-3, 0.9e-3]),  # small numbers throughout
    np.array([1.0, 1.1, 1.0, 0.9, 1.0, 0.02]),  # the last one
    np.array([40.0, 60.0, 50.0, 2000.0, 1500.0]),  # large numbers throughout
]


def _to_blame(signal):
    return int(np.argmax(np.abs(np.log(signal[1:] / signal[:-1])))) + 1


@exercise(LESSON, "to_blame", tr="Suçlu katmanı bulun", en="Find the layer that is to blame")
def to_blame(answer):
    """``answer(signal (layers + 1,)) -> the number of the layer, from 1, that changes the size by the greatest factor``."""

    def changes(signal):
        return signal[1:] / signal[:-1]

    beliefs = [
        ("counts_from_zero", lambda s: _to_blame(s) - 1,
         "`np.argmax` 0'dan sayar: ilk oran 1. katmanınkidir.", "`np.argmax` counts from 0: the first ratio is that of layer 1."),
        ("layer_after", lambda s: _to_blame(s) + 1,
         "Bir katman sonrasını göstermişsiniz: `signal[0]` girdidir, `signal[1]` 1. katmanın çıktısı.",
         "You named the layer after it: `signal[0]` is the input, `signal[1]` the output of layer 1."),
        ("only_shrinking", lambda s: int(np.argmin(changes(s))) + 1,
         "Bir katman sinyali çok büyüttüğü için de suçlu olabilir: 1/100 kat ile 100 kat aynı ölçüde kötüdür.",
         "A layer may also be to blame because it makes the signal far too large: a factor of 1/100 and one of 100 are equally "
         "bad."),
        ("only_growing", lambda s: int(np.argmax(changes(s))) + 1,
         "Bir katman sinyali çok küçülttüğü için de suçlu olabilir: 1/100 kat ile 100 kat aynı ölçüde kötüdür.",
         "A layer may also be to blame because it makes the signal far too small: a factor of 1/100 and one of 100 are equally "
         "bad."),
        ("difference", lambda s: int(np.argmax(np.abs(np.diff(s)))) + 1,
         "Farklara bakmışsınız; sinyal küçükken yüz katlık bir değişme bile küçük bir fark verir. Oranlara bakın.",
         "You looked at differences; where the signal is small, even a change by a factor of a hundred gives a small one. Look "
         "at ratios."),
        ("ratio_minus_one", lambda s: int(np.argmax(np.abs(changes(s) - 1))) + 1,
         "|oran − 1| küçülmeyi büyümeyle eşit tartmaz: 1/100 kat için 0,99, 100 kat için 99 verir. Oranın logaritmasını alın.",
         "|ratio − 1| does not weigh shrinking and growing alike: it is 0.99 for a factor of 1/100 and 99 for 100. Take the "
         "logarithm of the ratio."),
        ("smallest", lambda s: int(np.argmin(s)),
         "Sinyalin en küçük olduğu katmanı göstermişsiniz. Suçlu, onu küçülten katmandır; sonrakiler sinyali öyle devralır.",
         "You named the layer where the signal is smallest. To blame is the layer that made it small; those after it only take "
         "it over."),
        ("largest", lambda s: int(np.argmax(s)),
         "Sinyalin en büyük olduğu katmanı göstermişsiniz. Suçlu, onu büyüten katmandır; sonrakiler sinyali öyle devralır.",
         "You named the layer where the signal is largest. To blame is the layer that made it large; those after it only take "
         "it over."),
    ]  # fmt: skip
    return judge(
        answer,
        [(signal,) for signal in SIGNALS],
        _to_blame,
        beliefs,
        otherwise=("wrong_layer",
                   "Her katmanın çıktısını girdisine bölün; 1'den en uzak oranı logaritmayla arayın.",
                   "Divide the output of each layer by its input, and look for the ratio that is farthest from 1 on a "
                   "logarithmic scale."),
        remark=("Büyüten katmanı da küçülten katmanı da buluyorsunuz.", "You find layers that enlarge and layers that shrink."),
    )  # fmt: skip


def _fold(weights, bias, gamma, beta, mean, variance, *, scale=lambda g, v: g / np.sqrt(v + EPSILON),
          shift=lambda b, beta, mean, s: (b - mean) * s + beta):  # fmt: skip
    """Return the weights and the bias of one layer in place of two, or what one of the misconceptions gives."""
    s = scale(gamma, variance)
    return weights * s, shift(bias, beta, mean, s)


def _normalized_layers():
    """Return cases: weights (n, k) with more inputs than neurons, fewer and as many, and the arrays of a normalization."""
    random = np.random.default_rng(11)
    for n, k, size in ((3, 2, 1), (2, 4, 1), (3, 3, 20), (1, 1, 1)):
        signs = (-1.0) ** np.arange(k)  # gamma may be negative
        yield (size * random.normal(size=(n, k)), size * random.normal(size=k), size * signs * random.uniform(0.4, 2.5, k),
               size * random.normal(size=k), size * random.normal(size=k),
               np.append(size**2 * random.uniform(0.3, 3, k - 1), 0.004))  # fmt: skip


@exercise(LESSON, "fold", tr="Normalleştirmeyi katmanın içine katın", en="Fold the normalization into the layer")
def fold(answer):
    """``answer(weights (n, k), bias, gamma, beta, mean, variance (k,)) -> (weights (n, k), bias (k,))``."""

    def but(**options):
        return partial(_fold, **options)

    beliefs = [
        ("no_epsilon", but(scale=lambda g, v: g / np.sqrt(v)),
         "Karekökün içindeki 0,001 eksik.", "The 0.001 inside the root is missing."),
        ("epsilon_outside", but(scale=lambda g, v: g / (np.sqrt(v) + EPSILON)),
         "0,001 karekökün dışında kalmış; varyansa eklenir.", "The 0.001 is outside the root; it is added to the variance."),
        ("no_root", but(scale=lambda g, v: g / (v + EPSILON)),
         "Varyansa bölmüşsünüz; kareköküne bölünür.", "You divided by the variance; divide by its root."),
        ("multiplied_by_deviation", but(scale=lambda g, v: g * np.sqrt(v + EPSILON)),
         "Standart sapmayla çarpmışsınız; ona bölünür.", "You multiplied by the standard deviation; divide by it."),
        ("no_gamma", but(scale=lambda g, v: 1 / np.sqrt(v + EPSILON)),
         "`gamma` kullanılmamış.", "`gamma` is not used."),
        ("weights_unchanged", lambda *case: (case[0], _fold(*case)[1]),
         "Ağırlıklar da ölçeklenmeli: x'in çarpanı artık W değil.",
         "The weights have to be scaled as well: the factor of x is no longer W."),
        ("bias_unchanged", but(shift=lambda b, beta, mean, s: b),
         "Bias da değişmeli: ortalama çıkarılır, ölçeklenir, `beta` eklenir.",
         "The bias has to change as well: subtract the mean, scale it, add `beta`."),
        ("bias_not_scaled", but(shift=lambda b, beta, mean, s: b - mean + beta),
         "Bias'tan ortalamayı çıkarmışsınız, ama fark ölçekle çarpılmamış.",
         "You subtracted the mean from the bias, but the difference has not been multiplied by the scale."),
        ("bias_not_scaled", but(shift=lambda b, beta, mean, s: b - mean * s + beta),
         "Ortalamayı ölçeklemişsiniz, `bias`'ı ölçeklememişsiniz; ikisinin farkı ölçekle çarpılır.",
         "You scaled the mean but not `bias`; it is the difference of the two that is multiplied by the scale."),
        ("mean_not_scaled", but(shift=lambda b, beta, mean, s: b * s - mean + beta),
         "`bias`'ı ölçeklemişsiniz, ortalamayı ölçeklememişsiniz; ikisinin farkı ölçekle çarpılır.",
         "You scaled `bias` but not the mean; it is the difference of the two that is multiplied by the scale."),
        ("bias_forgotten", but(shift=lambda b, beta, mean, s: beta - mean * s),
         "Eski `bias` kaybolmuş: o da ortalamayla birlikte ölçeklenir.",
         "The old `bias` is lost: it is scaled together with the mean."),
        ("no_mean", but(shift=lambda b, beta, mean, s: b * s + beta),
         "`mean` çıkarılmamış.", "`mean` has not been subtracted."),
        ("mean_added", but(shift=lambda b, beta, mean, s: (b + mean) * s + beta),
         "`mean` eklenmez, çıkarılır.", "`mean` is subtracted, not added."),
        ("no_beta", but(shift=lambda b, beta, mean, s: (b - mean) * s), "`beta` eklenmemiş.", "`beta` has not been added."),
        ("beta_scaled", but(shift=lambda b, beta, mean, s: (b - mean + beta) * s),
         "`beta` ölçekle çarpılmaz; en sonda, olduğu gibi eklenir.",
         "`beta` is not multiplied by the scale; it is added at the end, as it is."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_normalized_layers()),
        _fold,
        beliefs,
        results=("weights", "bias"),
        otherwise=("wrong_layer",
                   "γ (xW + b − μ)/√(v + ε) + β ifadesinde x'in çarpanını x içermeyen kısımdan ayırın.",
                   "In γ (xW + b − μ)/√(v + ε) + β, separate the factor of x from the part that does not contain x."),
        remark=("İki katman tek katman oldu; bu yalnızca tahminde olur, eğitimde ortalama yığınla değişir.",
                "Two layers have become one. It works in prediction only: in training the mean changes with the batch."),
    )  # fmt: skip


def _residual(a, weights, gradient, *, skips=(True, True), slope=lambda z: z > 0, turned=True, at=None, f=None):
    """Return the output of a residual layer and the gradient at its input, or what one of the misconceptions gives."""
    z = a @ weights
    f = f or (lambda z: np.maximum(z, 0))
    output = (a if skips[0] else 0) + f(z)
    inner = (gradient * slope(z if at is None else at(a, z))) @ (weights.T if turned else weights)
    return output, (gradient if skips[1] else 0) + inner


def _residual_layers():
    random = np.random.default_rng(12)
    for n, d in ((1, 2), (4, 3), (5, 6)):
        yield random.normal(size=(n, d)), random.normal(size=(d, d)), random.normal(size=(n, d))
    yield (
        np.array([[1.0, 1.0], [2.0, -1.0]]),
        np.array([[1.0, 2.0], [-1.0, 1.0]]),
        random.normal(size=(2, 2)),
    )  # z is 0 once


@exercise(LESSON, "residual", tr="Artık katman, ileri ve geri", en="A residual layer, forward and backward")
def residual(answer):
    """``answer(a (n, d), weights (d, d), gradient (n, d)) -> (output (n, d), back (n, d))`` of a + ReLU(a W)."""

    def but(**options):
        return partial(_residual, **options)

    def product(a, weights, gradient):
        output, back = _residual(a, weights, gradient, skips=(True, False))
        return output, gradient * back

    beliefs = [
        ("no_skip", but(skips=(False, False)),
         "Atlama bağlantısı iki yönde de eksik: ileride `a`, geride `gradient` eklenir.",
         "The skip connection is missing in both directions: forward you add `a`, backward `gradient`."),
        ("no_skip_forward", but(skips=(False, True)),
         "İleride atlama bağlantısı eksik: ReLU'nun sonucuna `a` eklenir.",
         "The skip connection is missing on the way forward: add `a` to the result of ReLU."),
        ("no_skip_backward", but(skips=(True, False)),
         "Geride atlama bağlantısı eksik: `gradient`, toplamanın öbür kolundan olduğu gibi de gelir, ekleyin.",
         "The skip connection is missing on the way back: `gradient` also arrives unchanged along the other branch of the sum; "
         "add it."),
        ("multiplied", product,
         "İki yoldan gelen gradyanlar çarpılmaz, toplanır.", "Gradients that arrive along two ways are added, not multiplied."),
        ("no_slope", but(slope=np.ones_like),
         "Geride ReLU'nun türevi eksik: z ≤ 0 olan yerlerden gradyan geçmez.",
         "The derivative of ReLU is missing on the way back: no gradient passes where z ≤ 0."),
        ("slope_at_zero", but(slope=lambda z: z >= 0),
         "z = 0 iken türev 0 sayılır: `z > 0` yazın.", "At z = 0 the derivative counts as 0: write `z > 0`."),
        ("slope_of_input", but(at=lambda a, z: a),
         "ReLU'nun türevi `a`'nın değil, `z = a @ weights`'in işaretine bağlıdır.",
         "The derivative of ReLU depends on the sign of `z = a @ weights`, not on that of `a`."),
        ("slope_of_output", but(at=lambda a, z: a + np.maximum(z, 0)),
         "ReLU'nun türevi toplamın değil, `z = a @ weights`'in işaretine bağlıdır.",
         "The derivative of ReLU depends on the sign of `z = a @ weights`, not on that of the sum."),
        ("not_transposed", but(turned=False),
         "Geriye giderken ağırlık matrisinin transpozu alınır: `weights.T`.",
         "On the way back the weight matrix is transposed: `weights.T`."),
        ("no_relu", but(f=lambda z: z),
         "İleride ReLU eksik.", "The ReLU is missing on the way forward."),
        ("no_relu", but(f=lambda z: z, slope=np.ones_like),
         "ReLU iki yönde de eksik.", "The ReLU is missing in both directions."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_residual_layers()),
        _residual,
        beliefs,
        results=("output", "back"),
        otherwise=("wrong_layer",
                   "İleride a + ReLU(z), z = a W. Geride: `gradient` olduğu gibi, artı ReLU'dan ve W'den geçen payı.",
                   "Forward a + ReLU(z) with z = a W. Backward: `gradient` as it is, plus its share that passes through ReLU "
                   "and W."),
        remark=("W sıfır olsa bile gradyan katmandan olduğu gibi geçer.",
                "Even if W is zero, the gradient passes through the layer unchanged."),
    )  # fmt: skip


GRADIENTS = [
    ([np.array([3.0, 0.0]), np.array([[0.0, 4.0]])], 1.0),  # norm 5
    ([np.array([3.0, -4.0]), np.array([12.0])], 6.5),  # norm 13; 12 alone is above the limit, (3, -4) below
    ([np.array([0.3, -0.4]), np.array([[1.2, 0.0], [0.0, 0.0]])], 2.0),  # norm 1.3: left alone
    ([np.array([1.0, 2.0]), np.array([-2.0])], 3.0),  # the norm is the limit
    ([np.array([-6.0]), np.array([[2.0], [3.0]]), np.array([0.1, 0.2, 0.2])], 0.5),
    ([np.array([[30.0, -40.0]]), np.array([120.0, 0.0])], 65.0),  # norm 130
]


def _clip(gradients, most, *, norm=lambda parts: np.sqrt(sum(np.sum(part**2) for part in parts)), always=False, own=False,
          scale=lambda most, size: most / size):  # fmt: skip
    def clipped(parts):
        size = norm(parts)
        return tuple(part * (scale(most, size) if always or size > most else 1) for part in parts)

    return sum((clipped([part]) for part in gradients), ()) if own else clipped(gradients)


@exercise(LESSON, "clip", tr="Gradyanı normuyla kırpın", en="Clip by the norm")
def clip(answer):
    """``answer(gradients: list of arrays, most) -> list of arrays`` whose common norm is at most ``most``."""

    def but(**options):
        return partial(_clip, **options)

    beliefs = [
        ("by_value", lambda gradients, most: tuple(np.clip(part, -most, most) for part in gradients),
         "Her sayıyı ayrı kırpmışsınız; bu, gradyanın yönünü değiştirir. Hepsini aynı çarpanla çarpın.",
         "You clipped each number separately, which changes the direction of the gradient. Multiply all of them by one factor."),
        ("each_array", but(own=True),
         "Her diziyi kendi normuyla kırpmışsınız. Norm bütün dizilerin sayılarından birlikte hesaplanır.",
         "You clipped each array by its own norm. The norm is computed from the numbers of all arrays together."),
        ("each_array", but(own=True, always=True),
         "Her diziyi kendi normuyla ölçeklemişsiniz. Norm bütün dizilerin sayılarından birlikte hesaplanır.",
         "You scaled each array by its own norm. The norm is computed from the numbers of all arrays together."),
        ("always_scaled", but(always=True),
         "Normu sınırın altında olan gradyanı büyütmüşsünüz; ona dokunulmaz.",
         "You enlarged a gradient whose norm is below the limit; such a gradient is left alone."),
        ("never", lambda gradients, most: tuple(gradients),
         "Gradyan hiç değişmemiş: normu sınırı aşınca kısaltılmalı.",
         "The gradient has not changed: it has to be shortened when its norm exceeds the limit."),
        ("no_root", but(norm=lambda parts: sum(np.sum(part**2) for part in parts)),
         "Norm, kareler toplamının kareköküdür.", "The norm is the square root of the sum of squares."),
        ("sum_of_norms", but(norm=lambda parts: sum(np.sqrt(np.sum(part**2)) for part in parts)),
         "Dizilerin normlarını toplamışsınız; kareler toplanır, karekök en son alınır.",
         "You added the norms of the arrays; add the squares, and take the root at the end."),
        ("sum_of_sizes", but(norm=lambda parts: sum(np.sum(np.abs(part)) for part in parts)),
         "Mutlak değerleri toplamışsınız; norm, kareler toplamının kareköküdür.",
         "You added absolute values; the norm is the square root of the sum of squares."),
        ("largest_number", but(norm=lambda parts: max(np.abs(part).max() for part in parts)),
         "En büyük sayıya bakmışsınız; norm, kareler toplamının kareköküdür.",
         "You looked at the largest number; the norm is the square root of the sum of squares."),
        ("becomes_unit", but(scale=lambda most, size: 1 / size),
         "Kısaltılan gradyanın normu 1 olmuş; `most` olmalı.", "The shortened gradient has norm 1; it should be `most`."),
        ("upside_down", but(scale=lambda most, size: size / most),
         "Çarpan ters: `most / norm` olmalı.", "The factor is upside down: it should be `most / norm`."),
        ("not_a_list", sign(lambda given, gradients, most: not isinstance(given, (list, tuple)) and np.ndim(given) < 2),
         "Gelen kadar dizi döndürün, bir liste içinde.", "Return as many arrays as you were given, in a list."),
    ]  # fmt: skip
    return judge(
        answer,
        GRADIENTS,
        _clip,
        beliefs,
        remark=("Keras'ta bunu `global_clipnorm` yapar.", "In Keras this is what `global_clipnorm` does."),
    )


@lru_cache(maxsize=1)
def _digits():
    """Return the lesson's digits, standardized as there: x (4000, 784), y, x_test (1000, 784), y_test."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    pixels, unseen = digits.x_train / 255, digits.x_test / 255
    mean, deviation = pixels.mean(), pixels.std()
    rows = [((part - mean) / deviation).reshape(-1, 784).astype("float32") for part in (pixels, unseen)]
    return rows[0], digits.y_train, rows[1], digits.y_test


def _dense_layers(model) -> int:
    """Return how many dense layers a model has, those of models inside it among them."""
    import keras

    return sum(
        _dense_layers(layer) if isinstance(layer, keras.Model) else isinstance(layer, keras.layers.Dense)
        for layer in model.layers
    )


@exercise(
    LESSON, "rescue", tr="Derin ağı kurtarın", en="Rescue the deep network", seconds=TRAINING * limits.CALL_SECONDS
)
def rescue(answer):
    """``answer() -> compiled model`` with LEAST_LAYERS hidden dense layers that learns the digits in EPOCHS epochs."""
    import keras

    from utils.training import seed_everything

    x, y, x_test, y_test = _digits()
    seed_everything(0)
    model = call_trainer(answer, unseen=x_test, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, isinstance(model, keras.Model) and model.built, given=model)
    hidden = _dense_layers(model) - 1
    refuse(
        ("not_compiled", not model.compiled,
         "Model derlenmemiş: `compile` çağırın; eniyileyiciyi de siz seçiyorsunuz.",
         "The model has not been compiled: call `compile`; the optimizer is your choice, too."),
        ("wrong_input", tuple(model.input_shape) != (None, 784),
         f"Girdi `keras.Input((784,))` olmalı; sizinki {tuple(model.input_shape)}.",
         f"The input should be `keras.Input((784,))`, but it is {tuple(model.input_shape)}."),
        ("too_shallow", hidden < LEAST_LAYERS,
         f"Çıktıdan önce {hidden} `Dense` katmanı var; en az {LEAST_LAYERS} olmalı.",
         f"There are {hidden} `Dense` layers before the output; there have to be at least {LEAST_LAYERS}."),
    )  # fmt: skip
    outputs_of(model, x_test[:4], (4, 10), L("Çıktıda 10 nöron olmalı.", "There have to be 10 output neurons."))
    first = np.asarray(model(x_test, training=False))
    call(partial(model.fit, batch_size=64, epochs=EPOCHS, verbose=0), x, y, seconds=TRAINING * limits.CALL_SECONDS)
    after = outputs_of(model, x_test, (1000, 10))
    accuracy = float(np.mean(after.argmax(axis=1) == y_test))
    if accuracy >= GOAL:
        return L(
            f"{hidden} gizli katmanla test doğruluğu {said(accuracy)}.",
            f"With {hidden} hidden layers the test accuracy is {said(accuracy)}.",
        )
    came, wanted = apart(accuracy, GOAL)
    in_training = float(np.mean(np.asarray(model(x_test, training=True)).argmax(axis=1) == y_test))
    one_answer = len(np.unique(after.argmax(axis=1))) == 1
    refuse(
        ("not_trainable", np.array_equal(first, after),
         "Eğitim ağı hiç değiştirmedi.", "The training has not changed the network at all."),
        ("running_average_lags", in_training > accuracy + 0.1,
         f"Ağın doğruluğu eğitim ayarıyla {said(in_training)}: öğrenmiş, ama yığın normalleştirmenin yürüyen "
         "ortalamaları geride kalmış. `momentum`'u küçültün.",
         f"In training mode the accuracy of the network is {said(in_training)}: it has learned, but the running means of batch "
         "normalization lag behind. Use a smaller `momentum`."),
        ("dead_start", one_answer,
         "Ağ bütün rakamlara aynı yanıtı veriyor: hiç öğrenmemiş. Derste tek başına en çok işe yarayan çareye bakın.",
         "The network gives the same answer for all digits: it has learned nothing. See which remedy helped most on its own in "
         "the lesson."),
        ("not_enough", True,
         "Ağ öğrenmeye başlamış, ama yavaş. Tabloda birlikte en iyi sonucu veren çarelere bakın.",
         "The network has begun to learn, but slowly. See which remedies did best together in the table."),
        before=L(f"{EPOCHS} epok sonunda test doğruluğu {came}; en az {wanted} olmalı. ",
                 f"After {EPOCHS} epochs the test accuracy is {came}; it has to be at least {wanted}. "),
    )  # fmt: skip

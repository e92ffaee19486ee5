"""Checks of lesson 07_backpropagation."""

from functools import partial

import numpy as np
from scipy.special import expit

from utils.checks import limits
from utils.checks.engine import alike, as_array, as_parts, call, exercise, refuse, require_return
from utils.checks.forms import require_array, require_number
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L, percent

LESSON = "07_backpropagation"


def _relu_pass(*, slope=True, factor=2.0, relu=True, own_input=True):
    """Return the gradients of w₁, w₂, v₁, v₂ at x = 2, y = −1, with the steps that a reader may leave out."""
    x, y, w, v = 2.0, -1.0, np.array([1.0, -1.0]), np.array([0.5, 3.0])
    z = w * x
    h = np.maximum(z, 0) if relu else z
    above = factor * (v @ h - y)
    by_w = above * v * ((z > 0) if slope and relu else 1) * (x if own_input else 1)
    return np.concatenate([by_w, above * h])


@exercise(LESSON, "relu_by_hand", tr="Geri geçişi elle yapın", en="A backward pass by hand")
def relu_by_hand(w1, w2, v1, v2):
    """The four gradients of the small network with ReLU: 4, 0, 8, 0."""
    names = ("relu_w1", "relu_w2", "relu_v1", "relu_v2")
    given = np.array([require_number(value, name) for value, name in zip((w1, w2, v1, v2), names, strict=True)], float)
    off = ~np.isclose(given, _relu_pass(), atol=1e-3)
    first = int(np.argmax(off))

    def follows(**mistake):
        return np.allclose(given, _relu_pass(**mistake), atol=1e-3)

    refuse(
        ("no_activation_derivative", follows(slope=False),
         "z₂ = −2 eksi olduğu için ReLU orada düzdür ve türevi 0'dır. f′(z) de çarpanlardan biri olmalı; bu yolu o kapatır.",
         "z₂ = −2 is negative, where ReLU is flat and its derivative is 0. f′(z) has to be one of the factors; it closes this "
         "path."),
        ("no_activation", follows(relu=False),
         "ReLU'yu hiç uygulamamışsınız; z eksi olunca h = 0 olur.",
         "You did not apply ReLU at all; when z is negative, h is 0."),
        ("forgot_two", follows(factor=1.0),
         "Hepsi olması gerekenin yarısı, çünkü (ŷ − y)²'nin türevi 2(ŷ − y)'dir.",
         "All are half of what they should be, because the derivative of (ŷ − y)² is 2(ŷ − y)."),
        ("wrong_sign", follows(factor=-2.0),
         "Bütün işaretler ters. Farkı y − ŷ değil, ŷ − y olarak alın.",
         "All signs are reversed. Take the difference as ŷ − y, not as y − ŷ."),
        ("forgot_input", follows(own_input=False),
         "z = w · x olduğu için w'nin yerel türevi x = 2'dir; onunla çarpmayı unutmuşsunuz.",
         "Because z = w · x, the local derivative for w is x = 2; you left out that factor."),
        ("wrong_number", off[:2].any(),
         "w'ye giden yolda dört çarpan vardır: yukarıdan gelen 2(ŷ − y), sonra v, f′(z) ve x. Önce her birini ayrı ayrı yazın.",
         "There are four factors on the way to a w: 2(ŷ − y) from above, then v, f′(z) and x. Write each of them down first."),
        ("wrong_number", off.any(),
         "v'ye giden yolda iki çarpan vardır: yukarıdan gelen 2(ŷ − y) ve nöronun çıktısı h.",
         "There are two factors on the way to a v: 2(ŷ − y) from above and the output h of the neuron."),
        before=L(f"`{names[first]}` için {said(given[first])} yazdınız; bu doğru değil. ",
                 f"For `{names[first]}` you entered {said(given[first])}; that is not right. "),
    )  # fmt: skip
    return L(
        "İkinci nöronun çıktısı da türevi de 0 olduğu için w₂ de v₂ de bu örnekten bir şey öğrenmez.",
        "The second neuron has output 0 and derivative 0, so neither w₂ nor v₂ learns anything from this example.",
    )


NEURONS = [(2.0, 1.0, 0.5, -0.5), (-1.0, 0.0, 1.0, 0.25), (3.0, 0.5, -0.4, 0.1), (1.1, 1.0, -11.0, 13.0)]  # x, y, w, b


def _neuron(x, y, w, b, *, error=lambda p, y: 2 * (p - y), slope=lambda z, p: p * (1 - p), bias=1):
    z = w * x + bias * b
    p = expit(z)
    d = error(p, y) * slope(z, p)
    return d * x, d


@exercise(LESSON, "neuron_gradients", tr="Bir nöronun gradyanı", en="The gradient of one neuron")
def neuron_gradients(answer):
    """``answer(x, y, weight, bias) -> (dL/dw, dL/db)`` of L = (σ(w x + b) − y)²."""

    def unlike(**options):
        return partial(_neuron, **options)

    def here(x, y, w, b):
        p = float(expit(w * x + b))
        return L(
            f"Burada p = {said(p)}. Üç çarpanı ayrı ayrı yazdırıp karşılaştırın: ∂L/∂p = {said(2 * (p - y))}, "
            f"∂p/∂z = {said(p * (1 - p))}, ∂z/∂w = {said(x)}.",
            f"Here p = {said(p)}. Print your three factors and compare: ∂L/∂p = {said(2 * (p - y))}, "
            f"∂p/∂z = {said(p * (1 - p))}, ∂z/∂w = {said(x)}.",
        )

    beliefs = [
        ("swapped", lambda *case: _neuron(*case)[::-1],
         "İki sayının yeri değişmiş. Önce w'ninkini, sonra b'ninkini döndürün.",
         "The two numbers are swapped. Return that of w first and that of b second."),
        ("cross_entropy", unlike(error=lambda p, y: p - y, slope=lambda z, p: 1),
         "p − y, çapraz entropinin gradyanıdır (geçen ders). Burada kayıp (p − y)²: yolda 2 ve p(1 − p) çarpanları da var.",
         "p − y is the gradient of the cross-entropy (last lesson). Here the loss is (p − y)²: 2 and p(1 − p) are factors on "
         "the way, too."),
        ("no_activation_derivative", unlike(slope=lambda z, p: 1),
         "Sigmoid'in türevi eksik; yolda p(1 − p) çarpanı da var.",
         "The derivative of the sigmoid is missing; p(1 − p) is a factor on the way, too."),
        ("forgot_two", unlike(error=lambda p, y: p - y),
         "Sonuç olması gerekenin yarısı, çünkü (p − y)²'nin türevi 2(p − y)'dir.",
         "The result is half of what it should be, because the derivative of (p − y)² is 2(p − y)."),
        ("wrong_sign", unlike(error=lambda p, y: 2 * (y - p)),
         "İşaret ters. Farkı p − y olarak alın, y − p değil.", "The sign is reversed. Take p − y, not y − p."),
        ("no_bias_in_z", unlike(bias=0), "z'yi hesaplarken bias'ı eklememişsiniz.", "You left the bias out of z."),
        ("input_missing", lambda *case: _neuron(*case)[1:] * 2,
         "∂z/∂w = x olduğu için w'ninkini x ile de çarpmak gerekir.",
         "Because ∂z/∂w = x, that of w has to be multiplied by x as well."),
        ("input_in_bias", lambda *case: _neuron(*case)[:1] * 2,
         "∂z/∂b = 1 olduğu için b'ninkinde x çarpanı olmamalı.",
         "Because ∂z/∂b = 1, that of b must not contain the factor x."),
        ("derivative_of_output", unlike(slope=lambda z, p: expit(p) * expit(-p)),
         "Sigmoid'i iki kez uygulamışsınız. p zaten sigmoid'in çıktısıdır, türev de doğrudan p(1 − p)'dir.",
         "You applied the sigmoid twice. p is already its output, and the derivative is simply p(1 − p)."),
        ("derivative_of_sum", unlike(slope=lambda z, p: z * (1 - z)),
         "Çarpan z(1 − z) değil, p(1 − p)'dir.", "The factor is p(1 − p), not z(1 − z)."),
    ]  # fmt: skip
    return judge(
        answer,
        NEURONS,
        _neuron,
        beliefs,
        results=("dw", "db"),
        otherwise=("wrong_number", here),
        remark=(
            "Bir ağın geri geçişi, bu hesabı her nöronda yineler.",
            "The backward pass of a network repeats this calculation in every neuron.",
        ),
    )


def _regression(seed, samples, inputs, hidden):
    """Return x (n, d), y (n, 1) and a network; a sum of its first neuron is exactly 0, where ReLU has its kink."""
    random = np.random.default_rng(seed)
    network = [random.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, 1), (1,))]
    x, y = random.normal(size=(samples, inputs)), random.normal(size=(samples, 1))
    x[0] = np.round(2 * x[0]) / 2
    network[0][:, 0], network[1][0] = 1.0, -x[0].sum()
    return x, y, network


NETWORKS = [_regression(24, 2, 1, 2), _regression(3, 6, 3, 4), _regression(5, 1, 2, 3)]


def _relu_gradients(x, y, network, *, factor=2.0, slope=lambda h: h > 0, at_output=lambda p: 1, by_bias=np.sum):
    """Return the four gradients, with the mistakes that a reader may make."""
    hidden = np.maximum(0, x @ network[0] + network[1])
    prediction = hidden @ network[2] + network[3]
    d2 = factor * (prediction - y) / len(x) * at_output(prediction)
    d1 = d2 @ network[2].T * slope(hidden)
    return x.T @ d1, by_bias(d1, axis=0), hidden.T @ d2, by_bias(d2, axis=0)


def _fits(given, expected) -> bool:
    """Return whether gradients are the expected ones; that of a bias may be a row, (1, m)."""
    if isinstance(expected, tuple):
        parts = as_parts(given, len(expected))
        return parts is not None and all(map(_fits, parts, expected))
    array = as_array(given)
    if array is not None and expected.ndim == 1 and array.size == expected.size:
        array = array.reshape(expected.shape)
    return array is not None and alike(array, expected, rtol=1e-4, atol=1e-6)


@exercise(LESSON, "relu_backward", tr="ReLU'lu bir ağın geri geçişi", en="Backward through ReLU")
def relu_backward(answer):
    """``answer(x, y, network) -> [weights 1, bias 1, weights 2, bias 2]`` for ReLU, identity output, mean squared error."""

    def unlike(**options):
        return partial(_relu_gradients, **options)

    beliefs = [
        ("no_activation_derivative", unlike(slope=lambda h: 1),
         "ReLU'nun türevi sonuca hiç karışmamış. Çıktısı 0 olan nöronlara gradyan gitmemeli; `(hidden > 0)` ile çarpın.",
         "The derivative of ReLU plays no part in your result. Neurons whose output is 0 must not get a gradient; multiply by "
         "`(hidden > 0)`."),
        ("tanh_derivative", unlike(slope=lambda h: 1 - h**2),
         "`1 - hidden**2` tanh'ın türevidir; burada ReLU var.",
         "`1 - hidden**2` is the derivative of tanh; this network has ReLU."),
        ("relu_for_derivative", unlike(slope=lambda h: h),
         "ReLU'nun kendisiyle çarpmışsınız. Türevi ise z > 0 iken 1, değilse 0'dır.",
         "You multiplied by ReLU itself, but its derivative is 1 if z > 0 and 0 otherwise."),
        ("plain_difference", lambda x, y, network: _relu_gradients(x, y, network, factor=len(x)),
         "`output - y` yetmez, çünkü karenin türevinden 2, ortalamadan da 1/n çarpanı gelir.",
         "`output - y` is not enough, because the square brings a factor 2 and the mean a factor 1/n."),
        ("no_mean", lambda x, y, network: _relu_gradients(x, y, network, factor=2 * len(x)),
         "Kayıp bir ortalamadır; 1/n çarpanı eksik.", "The loss is a mean; the factor 1/n is missing."),
        ("forgot_two", unlike(factor=1.0),
         "Hepsi olması gerekenin yarısı; karenin türevinden gelen 2 eksik.",
         "All are half of what they should be; the 2 from the derivative of the square is missing."),
        ("wrong_sign", unlike(factor=-2.0),
         "Bütün işaretler ters; fark `output - y` olmalı.", "All signs are reversed; the difference has to be `output - y`."),
        ("sigmoid_output", unlike(at_output=lambda p: p * (1 - p)),
         "Bu ağın çıkışında sigmoid yok, bu yüzden `output * (1 - output)` çarpanını kaldırın.",
         "This network has no sigmoid at its output, so remove the factor `output * (1 - output)`."),
        ("mean_for_bias", unlike(by_bias=np.mean),
         "Bias'larda ortalama almışsınız. 1/n zaten `d2` içinde olduğu için burada toplam gerekir.",
         "You took the mean for the biases. The 1/n is already in `d2`, so here you need the sum."),
        ("first_bias", sign(lambda given, *case: all(_fits(given[i], _relu_gradients(*case)[i]) for i in (0, 2, 3))),
         "Yalnızca bias 1'in gradyanı yanlış. `d1`'i örnekler üzerinden toplayın: `d1.sum(axis=0)`; geriye nöron başına bir sayı "
         "kalır.",
         "Only the gradient of bias 1 is wrong. Sum `d1` over the examples, `d1.sum(axis=0)`; one number for each neuron is "
         "left."),
        ("first_layer", sign(lambda given, *case: _fits(tuple(given)[2:], _relu_gradients(*case)[2:])),
         "İkinci katmanın gradyanları doğru. Hata oradan birinci katmana giden yolda: "
         "`d2 @ weights_2.T` ve `(hidden > 0)` çarpanlarına bakın.",
         "The gradients of the second layer are right. The mistake is on the way to the first layer: look at "
         "`d2 @ weights_2.T` and `(hidden > 0)`."),
    ]  # fmt: skip

    def called(x, y, network):
        inputs, hidden = network[0].shape
        return L(
            f"{len(x)} örnek, {inputs} girdi ve {hidden} gizli nöron",
            f"{len(x)} example{'s' * (len(x) > 1)}, {inputs} input{'s' * (inputs > 1)} and {hidden} hidden neurons",
        )

    return judge(
        answer,
        NETWORKS,
        _relu_gradients,
        beliefs,
        results=("dw1", "db1", "dw2", "db2"),
        called=called,
        equal=_fits,
        otherwise=(
            "wrong_gradients",
            "Çıkıştan başlayın ve önce `d2 = 2 * (output - y) / len(x)` satırını yazın.",
            "Start at the output, with the line `d2 = 2 * (output - y) / len(x)`.",
        ),
        remark=(
            "Gradyanlarınız sayısal türevle de aynı çıkıyor.",
            "Your gradients also agree with the numeric ones.",
        ),
    )


class Polynomial:
    """A function of a vector, the sum of factor · p[0]**a · p[1]**b …; it is shown as code that a student can copy."""

    def __init__(self, *terms):
        self.terms = [(factor, np.array(powers)) for factor, powers in terms]

    def __call__(self, p):
        return float(sum(factor * np.prod(np.asarray(p, float) ** powers) for factor, powers in self.terms))

    def gradient(self, p):
        """Return the derivatives (d,) of the function at ``p`` (d,)."""
        p, result = np.asarray(p, float), np.zeros(len(p))
        for factor, powers in self.terms:
            for k in np.flatnonzero(powers):
                result[k] += factor * powers[k] * np.prod(p ** (powers - (np.arange(len(p)) == k)))
        return result

    def __repr__(self):
        def term(factor, powers):
            names = [f"p[{k}]" + (f"**{power}" if power > 1 else "") for k, power in enumerate(powers) if power]
            return " * ".join([str(factor), *names])

        return "lambda p: " + " + ".join(term(*one) for one in self.terms)


CUBIC = Polynomial((2, (3, 0)), (1, (0, 2)), (3, (1, 1)))
STEEP = Polynomial((50, (2, 0, 0)), (-4, (1, 1, 0)), (7, (0, 2, 1)), (1, (0, 0, 4)))
TINY = Polynomial((0.0001, (2,)), (0.0002, (3,)))
CHECKED = [  # f, the gradient that somebody claims, the point, epsilon
    (CUBIC, np.array([9.0, 1.0]), np.array([1.0, 2.0]), 0.5),
    (CUBIC, CUBIC.gradient(np.array([0.5, -1.0])), np.array([0.5, -1.0]), 1e-5),
    (STEEP, STEEP.gradient(np.array([0.1, 1.0, -2.0])) * [1, -1, 1], np.array([0.1, 1.0, -2.0]), 1e-5),
    (STEEP, STEEP.gradient(np.array([-1.0, 0.5, 1.5])) + np.array([0, 0, 0.1]), np.array([-1.0, 0.5, 1.5]), 0.2),
    (TINY, np.array([0.0009]), np.array([1.0]), 1e-4),
]


def _gradient_error(f, gradient, point, epsilon, *, numeric=None, scale=lambda a, b: a + b, size=np.linalg.norm):
    """Return the relative error; numeric(f, point, epsilon, k): an own difference in place of the central one."""
    own = numeric or (lambda f, p, e, k: (f(p + e * _unit(p, k)) - f(p - e * _unit(p, k))) / (2 * e))
    found = np.array([own(f, point, epsilon, k) for k in range(len(point))])
    return float(size(gradient - found) / scale(size(gradient), size(found)))


def _unit(point, k):
    return (np.arange(len(point)) == k).astype(float)


def _fits_closely(given, expected) -> bool:
    return alike(given, expected, rtol=1e-4, atol=1e-7)


@exercise(LESSON, "gradient_error", tr="Gradyanı denetleyin", en="Check a gradient")
def gradient_error(answer):
    """``answer(f, gradient, point, epsilon)`` -> the relative error of ``gradient`` (d,) against central differences."""

    def unlike(**options):
        return partial(_gradient_error, **options)

    def difference(there, back, width):
        """Return a difference from ``there`` to ``back`` steps of epsilon, divided by ``width(epsilon)``."""
        return lambda f, p, e, k: (f(p + there * e * _unit(p, k)) - f(p + back * e * _unit(p, k))) / width(e)

    def not_put_back(f, p, e, k):
        moved = p - e * (np.arange(len(p)) < k)
        return (f(moved + e * _unit(p, k)) - f(moved - e * _unit(p, k))) / (2 * e)

    def here(f, gradient, point, epsilon):
        steps = [epsilon * _unit(point, k) for k in range(len(point))]
        numeric = [(f(point + step) - f(point - step)) / (2 * epsilon) for step in steps]
        numbers = "; ".join(map(said, numeric))
        return L(
            f"Burada merkezî farklar şunlardır: {numbers}. Önce onları yazdırıp karşılaştırın, sonra bağıl hataya geçin.",
            f"Here the central differences are {numbers}. Print yours and compare them first, then go on to the relative error.",
        )

    beliefs = [
        ("verdict", sign(lambda given, *case: isinstance(given, (bool, np.bool_))),
         "Gradyanın doğru olup olmadığını değil, bağıl hatanın kendisini döndürün.",
         "Return the relative error itself, not whether the gradient is right."),
        ("forward_difference", unlike(numeric=difference(1, 0, lambda e: e)),
         "Yalnızca ileri gitmişsiniz. Merkezî fark noktanın iki yanına da bakar ve `2 * epsilon`'a böler.",
         "You only stepped forward. A central difference looks at both sides of the point and divides by `2 * epsilon`."),
        ("backward_difference", unlike(numeric=difference(0, -1, lambda e: e)),
         "Yalnızca geri gitmişsiniz. Merkezî fark noktanın iki yanına da bakar ve `2 * epsilon`'a böler.",
         "You only stepped backward. A central difference looks at both sides of the point and divides by `2 * epsilon`."),
        ("divided_by_epsilon", unlike(numeric=difference(1, -1, lambda e: e)),
         "İki nokta arasındaki uzaklık `2 * epsilon`'dur, siz `epsilon`'a bölmüşsünüz.",
         "The two points are `2 * epsilon` apart, but you divided by `epsilon`."),
        ("not_divided", unlike(numeric=difference(1, -1, lambda e: 1)),
         "Farkı `2 * epsilon`'a bölmeyi unutmuşsunuz.", "You did not divide the difference by `2 * epsilon`."),
        ("divided_by_half", unlike(numeric=difference(1, -1, lambda e: 2 / e)),
         "`/ 2 * epsilon` önce 2'ye böler, sonra `epsilon` ile çarpar; paydayı parantez içine alın.",
         "`/ 2 * epsilon` divides by 2 and then multiplies by `epsilon`; put the denominator in brackets."),
        ("wrong_sign", unlike(numeric=difference(-1, 1, lambda e: 2 * e)),
         "Farkın işareti ters; `f(point + step) - f(point - step)` olmalı.",
         "The sign of the difference is reversed; it has to be `f(point + step) - f(point - step)`."),
        ("all_at_once", unlike(numeric=lambda f, p, e, k: (f(p + e) - f(p - e)) / (2 * e)),
         "Bütün bileşenleri birden oynatmışsınız. Her seferinde yalnızca biri değişmeli.",
         "You moved all components at once. Only one of them may change at a time."),
        ("not_put_back", unlike(numeric=not_put_back),
         "Oynattığınız bileşeni eski değerine döndürmemişsiniz; sıradaki bileşen kaymış bir noktada denetleniyor.",
         "You did not put a moved component back, so the next one is checked at a shifted point."),
        ("not_relative", unlike(scale=lambda a, b: 1.0),
         "Bu, farkın boyu. Bağıl hata için onu iki gradyanın boylarının toplamına bölün.",
         "This is the length of the difference. For the relative error, divide it by the sum of the two lengths."),
        ("one_length", unlike(scale=lambda a, b: a),
         "Paydada yalnızca verilen gradyanın boyu var; sayısal gradyanınki de eklenmeli.",
         "The denominator contains only the length of the given gradient; add that of the numeric one."),
        ("one_length", unlike(scale=lambda a, b: b),
         "Paydada yalnızca sayısal gradyanın boyu var; verilen gradyanınki de eklenmeli.",
         "The denominator contains only the length of the numeric gradient; add that of the given one."),
        ("larger_length", unlike(scale=max),
         "Paydada iki boydan yalnızca büyüğü var, oysa ikisinin toplamı olmalı.",
         "The denominator is the larger of the two lengths; it has to be their sum."),
        ("squares", unlike(size=lambda v: np.sum(v**2)),
         "Kareleri toplamışsınız; bir vektörün boyu bu toplamın kareköküdür (`np.linalg.norm`).",
         "You added up the squares; the length of a vector is the square root of that sum (`np.linalg.norm`)."),
        ("other_norm", unlike(size=lambda v: np.sum(np.abs(v))),
         "Mutlak değerleri toplamışsınız; bir vektörün boyu `np.linalg.norm` ile bulunur.",
         "You added up the absolute values; the length of a vector is `np.linalg.norm`."),
    ]  # fmt: skip
    return judge(
        answer,
        CHECKED,
        _gradient_error,
        beliefs,
        equal=_fits_closely,
        otherwise=("wrong_error", here),
        remark=(
            "Artık türettiğiniz her gradyanı, nasıl türettiğinizden bağımsız olarak denetleyebilirsiniz.",
            "You can now check any gradient, no matter how it was derived.",
        ),
    )


def _zero_start(*, factor=2.0, slope=True, mean=True):
    """Return the gradient of bias 2 when all parameters are 0, for labels 1, 1, 1, 1, 0."""
    y = np.array([1.0, 1, 1, 1, 0])
    p = 0.5
    return float(np.sum(factor * (p - y)) * (p * (1 - p) if slope else 1) / (len(y) if mean else 1))


@exercise(LESSON, "zero_start", tr="Sıfırdan başlayan ağ", en="A network that starts at zero")
def zero_start(w1, w2, b2, answer):
    """The gradients of a network whose parameters are all 0, and what it answers in the end: 0, 0, −0.15, 0.8."""
    names = ("zero_w1", "zero_w2", "zero_b2", "zero_answer")
    one, two, three, last = (
        require_number(value, name) for value, name in zip((w1, w2, b2, answer), names, strict=True)
    )

    def gives(**mistake):
        return np.isclose(three, _zero_start(**mistake), atol=1e-3)

    refuse(
        ("path_open", abs(one) > 1e-3,
         "`zero_w1` doğru değil. W₁'e giden her yol W₂'nin bir ağırlığından geçer ve bu ağırlıkların hepsi 0'dır.",
         "`zero_w1` is not right. Every path to W₁ goes through a weight of W₂, and all of these are 0."),
        ("silent_neurons", abs(two) > 1e-3,
         "`zero_w2` doğru değil. W₂'nin yerel türevi H'dir ve H = tanh(0) = 0.",
         "`zero_w2` is not right. The local derivative for W₂ is H, and H = tanh(0) = 0."),
        ("nothing_moves", np.isclose(three, 0, atol=1e-3),
         "`zero_b2` 0 değil. b₂'nin yerel türevi 1'dir, yolunda sıfır olan bir ağırlık da yoktur. Beş örneğin P − Y "
         "farklarını toplayın.",
         "`zero_b2` is not 0. The local derivative for b₂ is 1, and there is no zero weight on its path. Add up P − Y over "
         "the five examples."),
        ("wrong_sign", gives(factor=-2.0),
         "`zero_b2` değerinin işareti ters; fark P − Y'dir.", "The sign of `zero_b2` is reversed; the difference is P − Y."),
        ("forgot_two", gives(factor=1.0),
         "`zero_b2` olması gerekenin yarısı; karenin türevinden 2 gelir.",
         "`zero_b2` is half of what it should be; the derivative of the square brings a 2."),
        ("cross_entropy", gives(factor=1.0, slope=False),
         "`zero_b2` için çapraz entropinin gradyanını yazmışsınız. Bu ağın kaybı MSE'dir; yolda 2 ve P(1 − P) çarpanları da var.",
         "For `zero_b2` you gave the gradient of the cross-entropy. This network's loss is the MSE, so 2 and P(1 − P) are "
         "factors, too."),
        ("no_activation_derivative", gives(slope=False),
         "`zero_b2` için sigmoid'in türevi eksik; P = 0,5 iken P(1 − P) = 0,25'tir.",
         "In `zero_b2` the derivative of the sigmoid is missing; at P = 0.5 it is P(1 − P) = 0.25."),
        ("no_mean", gives(mean=False),
         "`zero_b2` için ortalama alınmamış; kayıpta 1/5 çarpanı var.",
         "In `zero_b2` the mean is missing; the loss has a factor 1/5."),
        ("wrong_number", not gives(),
         "`zero_b2` doğru değil. Her örnekte P = 0,5'tir; D₂'yi bu değerle yazın ve beş örnek üzerinden toplayın.",
         "`zero_b2` is not right. P is 0.5 for every example; write D₂ with this value and sum it over the five examples."),
        ("stays_at_half", np.isclose(last, 0.5, atol=1e-3),
         "`zero_answer` başlangıçtaki yanıt. b₂'nin gradyanı sıfır olmadığı için ağ orada kalmaz.",
         "`zero_answer` is the answer at the start. The gradient of b₂ is not zero, so the network does not stay there."),
        ("majority", np.isclose(last, 1, atol=1e-3),
         "`zero_answer` çoğunluğun etiketi. Ağ bir etiket değil, bir olasılık söyler; kare hata hangi değerde en küçüktür?",
         "`zero_answer` is the label of the majority. The network answers a probability, not a label; for which value is the "
         "squared error smallest?"),
        ("wrong_answer", not np.isclose(last, 0.8, atol=1e-3),
         "`zero_answer` doğru değil. Yalnızca b₂ öğrenebildiği için ağ beş örneğe de aynı yanıtı verir; kare hatayı en küçük "
         "yapan yanıtı arayın.",
         "`zero_answer` is not right. Only b₂ can learn, so the network gives the same answer to all five examples; look for "
         "the answer whose squared error is smallest."),
    )  # fmt: skip
    return L(
        "İki ağırlık matrisi yerinden kıpırdamaz; ağ girdiye hiç bakmadan etiketlerin ortalamasını söyler.",
        "The two weight matrices never move; the network answers the mean of the labels without looking at its input.",
    )


TANH_AT = np.array([0.5, -1.2, 0.0, 3.0])


@exercise(LESSON, "tanh_node", tr="Value sınıfına tanh öğretin", en="Teach tanh to Value")
def tanh_node(answer, value_class):
    """``answer(Value) -> Value`` that knows tanh and its local derivative; ``value_class`` is the lesson's."""
    given = np.array([_gradient_of_three_tanh(answer, value_class, at) for at in TANH_AT.tolist()])
    tanh = np.tanh(TANH_AT)
    right = 3 * (1 - tanh**2)
    first = int(np.argmax(~np.isclose(given, right)))
    came, wanted = apart(float(given[first]), float(right[first]))
    refuse(
        ("no_parents", np.allclose(given, 0),
         "`value`'ya hiç gradyan gitmiyor; `value` atalar arasında olmalı.",
         "No gradient reaches `value`: it has to be among the parents."),
        ("no_derivative", np.allclose(given, 3),
         "Yerel türev 1 kalmış, oysa tanh'ınki 1 − tanh²'dir.",
         "The local derivative is still 1, but that of tanh is 1 − tanh²."),
        ("input_squared", np.allclose(given, 3 * (1 - TANH_AT**2)),
         "Girdinin karesini almışsınız. 1 − tanh² formülünde ise karesi alınan çıktıdır.",
         "You squared the input, but in 1 − tanh² it is the output that is squared."),
        ("sigmoid_derivative", np.allclose(given, 3 * tanh * (1 - tanh)),
         "t(1 − t) sigmoid'in türevidir; tanh'ınki 1 − t²'dir.",
         "t(1 − t) is the derivative of the sigmoid; that of tanh is 1 − t²."),
        ("value_for_derivative", np.allclose(given, 3 * tanh),
         "Yerel türev olarak tanh'ın kendisini vermişsiniz.", "You gave tanh itself as the local derivative."),
        ("wrong_number", not np.allclose(given, right),
         "Yerel türev 1 − tanh² olmalı.", "The local derivative has to be 1 − tanh²."),
        before=L(f"3 · tanh(x) için x = {said(TANH_AT[first])} noktasında gradyan {wanted} olmalıydı, {came} çıktı. ",
                 f"At x = {said(TANH_AT[first])} the gradient of 3 · tanh(x) should be {wanted}; it came out as {came}. "),
    )  # fmt: skip
    return L(
        "Artık `Value` sınıfıyla tanh kullanan ağlar da kurabilirsiniz.",
        "With `Value` you can now build networks that use tanh, too.",
    )


def _gradient_of_three_tanh(answer, value_class, at) -> float:
    """Return the gradient of 3 · tanh(x) that goes back to x, or say what is wrong with the node."""
    value = call(value_class, at)
    node = call(answer, value)
    require_return(node)
    refuse(
        ("not_a_value", not isinstance(node, type(value)) or not hasattr(node, "number"),
         f"Bir `Value` döndürün; {said(node)} geldi. Sayıyı `Value(sayı, atalar)` içine koyun.",
         f"Return a `Value`, not {said(node)}. Put the number into `Value(number, parents)`."),
    )  # fmt: skip
    number = require_number(node.number, "number")
    came, wanted = apart(number, float(np.tanh(at)))
    parents = getattr(node, "parents", None)
    pairs = parents if isinstance(parents, (list, tuple)) else [None]
    refuse(
        ("wrong_value", not alike(number, np.tanh(at)),
         f"x = {said(at)} için tanh {wanted} olmalı; düğümünüzün sayısı {came}.",
         f"At x = {said(at)} tanh is {wanted}; the number of your node is {came}."),
        ("parents_not_pairs",
         not all(isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], type(value)) for pair in pairs),
         "Atalar, çiftlerden oluşan bir liste olmalı: `[(value, yerel türev)]`.",
         "The parents have to be a list of pairs: `[(value, local derivative)]`."),
    )  # fmt: skip
    call((node * call(value_class, 3.0)).backward)
    return require_number(value.gradient, "gradient")


SPIRAL_GOAL = 0.90
TRAINING = 8  # times the usual limit of a call: it trains a network


@exercise(LESSON, "train_spiral", tr="Sarmalı çözen ağ", en="A network for the spiral", seconds=60)
def train_spiral(answer):
    """``answer(x, y)`` trains and returns a function from points (k, 2) to classes (k,); 0.90 on points never seen."""
    from utils.datasets import make_plane

    spiral = make_plane("spiral", noise=0.05, test_share=0.3)
    fresh = make_plane("spiral", noise=0.05, test_share=0.0, seed=1)  # not even the test set that the lesson hands out
    x, y = spiral.x_train, spiral.y_train
    predict = call(answer, x, y, seconds=TRAINING * limits.CALL_SECONDS)
    require_return(predict)
    refuse(
        ("not_a_function", not callable(predict),
         "`train_spiral` tahminlerin kendisini değil, tahmin eden bir **fonksiyon** döndürmeli.",
         "`train_spiral` has to return a **function** that predicts, not the predictions themselves."),
        given=predict,
    )  # fmt: skip
    known = _classes(call(predict, x), len(x))
    reached, learned = np.mean(_classes(call(predict, fresh.x_train), 300) == fresh.y_train), np.mean(known == y)
    scaled = [x / 2, x / 3, x / 4, x / 5, x / 6, x / 10, x / x.max(), (x - x.mean(axis=0)) / x.std(axis=0)]
    poor = reached < SPIRAL_GOAL
    refuse(
        ("one_class", poor and len(np.unique(known)) == 1,
         "Ağ hep aynı sınıfı söylüyor, yani öğrenme başlamamış. Ağırlıklarınız rastgele mi başlıyor?",
         "The network always predicts the same class, so it has not begun to learn. Do your weights start at random?"),
        ("flipped", poor and 1 - learned >= SPIRAL_GOAL,
         "İki sınıfın yerini değiştirmişsiniz; 1 yerine 0, 0 yerine 1 dönüyor.",
         "The two classes are swapped: you return 0 for 1 and 1 for 0."),
        ("not_scaled_in_predict",
         poor and any(np.mean(_classes(call(predict, points), len(points)) == y) >= SPIRAL_GOAL for points in scaled),
         "Ağ, ölçeklenmiş noktalarda başarılı; demek ki girdileri yalnızca eğitimde ölçeklemişsiniz. Döndürdüğünüz fonksiyon da "
         "onları aynı biçimde ölçeklemeli.",
         "The network does well on scaled points, so you scaled the inputs in training only. The function that you return has "
         "to scale them in the same way."),
        ("memorized", poor and learned - reached > 0.15,
         "Ağ, öğrendiği noktaları ezberlemiş.", "The network has memorized the points that it learned from."),
        ("too_simple", poor,
         "Ağın sınırı sarmalı izleyecek kadar kıvrılmıyor. Girdiyi küçültün, gizli katmanı genişletin, ilk ağırlıkları büyütün "
         "ya da daha uzun eğitin.",
         "The boundary does not bend enough to follow the spiral. Scale the inputs down, widen the hidden layer, enlarge the "
         "first weights, or train longer."),
        before=L(f"Doğruluk: öğrenilen noktalarda {percent(learned, 1)}, yenilerde {percent(reached, 1)}; yenilerde en az "
                 f"{percent(SPIRAL_GOAL)} gerekiyor. ",
                 f"Accuracy: {percent(learned, 1)} on the points learned, {percent(reached, 1)} on new ones; at least "
                 f"{percent(SPIRAL_GOAL)} is needed on the new ones. "),
    )  # fmt: skip
    return L(
        f"Hiç görülmemiş noktalarda {percent(reached)} doğruluk.",
        f"An accuracy of {percent(reached)} on points never seen.",
    )


def _classes(given, count):
    """Return predictions as ints (count,); a column is fine, probabilities are not."""
    array = require_array(given, "predict(points)")
    refuse(
        ("shape", array.size != count,
         f"{count} nokta var, ama {array.size} yanıt geldi; her nokta için bir yanıt gerekir.",
         f"There are {count} points but {array.size} answer{'s' * (array.size != 1)}; each point needs one."),
        ("probabilities", not np.isin(array, (0, 1)).all(),
         "Olasılık değil, sınıf döndürün; olasılık 0,5'ten büyükse 1, değilse 0.",
         "Return classes, not probabilities: 1 if the probability is above 0.5, else 0."),
    )  # fmt: skip
    return array.reshape(count).astype(int)

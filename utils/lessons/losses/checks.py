"""Checks of lesson 06_losses."""

from functools import cache, partial

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax

from utils.checks.engine import alike, as_array, call, exercise, refuse
from utils.checks.forms import require_number
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L, number

LESSON = "06_losses"


def overflowed(given, *case):
    return not np.isfinite(as_array(given)).all()


@exercise(LESSON, "by_hand", tr="Dört adımı elle yapın", en="The four steps by hand")
def by_hand(likelihood, log_likelihood, loss):
    """The likelihood, its logarithm and the log-loss of p = 0.5, 0.2, 0.8 where 1, 0, 1 happened."""
    product = require_number(likelihood, "mail_likelihood")
    total = require_number(log_likelihood, "mail_log_likelihood")
    mean = require_number(loss, "mail_log_loss")
    log = float(np.log(0.32))

    def near(value, expected):
        return abs(value - expected) < 2e-3

    def not_so(name, value):
        return L(f"`{name}` {said(value)} değil. ", f"`{name}` is not {said(value)}. ")

    refuse(
        ("ignores_label", near(product, 0.5 * 0.2 * 0.8),
         "İkinci e-posta istenmeyen değildi, bu yüzden model olana 0,2 değil, 1 − 0,2 olasılığını vermiş oldu.",
         "The second e-mail was not spam, so the probability that the model gave to what happened is 1 − 0.2, not 0.2."),
        ("mean_not_product", near(product, 0.7),
         "Bu, olasılıkların ortalamasıdır. Bağımsız olayların birlikte olma olasılığı ise çarpımlarıdır.",
         "That is the mean of the probabilities. The probability that independent events happen together is their product."),
        ("sum_not_product", near(product, 2.1),
         "Olasılıkları toplamışsınız, ama bir olasılık 1'i geçemez. Bağımsız olayların olasılıklarını çarpın.",
         "You added the probabilities, but a probability cannot exceed 1. For independent events, multiply them."),
        ("wrong_likelihood", not near(product, 0.32),
         "Her e-posta için, gerçekte olana verilen olasılığı bulun ve üçünü çarpın.",
         "For each e-mail, find the probability given to what really happened, and multiply the three of them."),
        before=not_so("mail_likelihood", product),
    )  # fmt: skip
    refuse(
        ("log10", near(total, log / np.log(10)),
         "Bu, 10 tabanında bir logaritmadır. Doğal logaritma kullanın: `np.log`.",
         "That is a logarithm to base 10. Use the natural logarithm: `np.log`."),
        ("log2", near(total, log / np.log(2)),
         "Bu, 2 tabanında bir logaritmadır. Doğal logaritma kullanın: `np.log`.",
         "That is a logarithm to base 2. Use the natural logarithm: `np.log`."),
        ("sign_too_early", near(total, -log),
         "İşareti ters, çünkü 1'den küçük sayıların logaritması eksidir. İşaret ancak dördüncü adımda değişir.",
         "Its sign is wrong, because the logarithms of numbers below 1 are negative. The sign changes only in step four."),
        ("mean_too_early", near(total, log / 3),
         "Burada toplam isteniyor, ortalama ise bir sonraki adımdır.", "Here we want the sum; the mean is the next step."),
        ("wrong_log_likelihood", not near(total, log),
         "Üç olasılığın doğal logaritmalarını toplayın.", "Add up the natural logarithms of the three probabilities."),
        before=not_so("mail_log_likelihood", total),
    )  # fmt: skip
    refuse(
        ("missing_minus", near(mean, log / 3),
         "Eksi işareti unutulmuş. Kayıp, küçültmek istediğimiz artı bir sayıdır.",
         "The minus sign is missing. A loss is a positive number that we want to make small."),
        ("sum_not_mean", near(mean, -log),
         "Toplamı örnek sayısına, yani 3'e bölmeyi unutmuşsunuz.",
         "You forgot to divide the sum by the number of examples, 3."),
        ("absolute_error", near(mean, 0.3),
         "Bu, olana verilen olasılıkların 1'den uzaklığının ortalaması, yani MAE'dir. Log kaybında logaritma alınır.",
         "That is the MAE, the mean distance from 1 of the probabilities given to what happened. The log-loss takes logarithms."),
        ("wrong_loss", not near(mean, -log / 3),
         "Log olabilirliği 3'e bölüp işaretini çevirin.", "Divide the log-likelihood by 3 and change its sign."),
        before=not_so("mail_log_loss", mean),
    )  # fmt: skip
    average = number(float(np.exp(-mean)))
    return L(
        f"Model, olana geometrik ortalamayla {average} olasılık vermiş.",
        f"The geometric mean of the probabilities that the model gave to what happened is {average}.",
    )


SCORES = [  # logits, temperature
    (np.array([2.0, 1.0, 0.0]), 0.5),
    (np.array([-1.0, 0.5, 3.0, 0.5]), 4.0),
    (np.array([0.25, -0.5]), 1.0),
    (np.array([30.0, -20.0, 5.0]), 40.0),
    (np.array([-1000.0, 1000.0, 999.0, -500.0]), 2.0),
    (np.array([299.9, 0.0, -700.0, 300.0]), 0.1),
]
BOUNDS = (10, 20, 30, 50, 100, 200, 250, 300, 400, 500, 600, 700, 709)  # at which logits are clipped


@exercise(LESSON, "softmax_at", tr="Sıcaklıklı softmax", en="Softmax with a temperature")
def softmax_at(answer):
    """``answer(logits (k,), temperature) -> probabilities (k,)``, also for huge logits."""

    def clipped(given, z, t):
        return any(alike(given, softmax(np.clip(z / t, -most, most))) for most in BOUNDS)

    no_sum = ("Üsleri toplamlarına bölmeyi unutmuşsunuz.", "You forgot to divide the powers by their sum.")
    beliefs = [
        ("ignores_temperature", lambda z, t: softmax(z),
         "Sıcaklığın sonuca etkisi yok, her sıcaklıkta T = 1'deki sonuç çıkıyor. Üs almadan önce logitleri sıcaklığa bölün.",
         "The temperature has no effect; the result is that of T = 1 at every temperature. Divide the logits by it before "
         "you exponentiate."),
        ("multiplies", lambda z, t: softmax(z * t),
         "Logitleri sıcaklıkla çarpmışsınız. Yüksek sıcaklık olasılıkları sivriltmeli değil, yaymalıdır; bunun için bölün.",
         "You multiplied the logits by the temperature. A high temperature has to spread the probabilities and not sharpen "
         "them, so divide."),
        ("divides_probabilities", lambda z, t: softmax(z) / t,
         "Olasılıkları sıcaklığa bölmüşsünüz, bu yüzden toplamları artık 1 değil. Softmax'tan önce logitleri bölün.",
         "You divided the probabilities by the temperature, so they no longer sum to 1. Divide the logits, before softmax."),
        ("not_normalized", lambda z, t: np.exp((z - z.max()) / t), *no_sum),
        ("not_normalized", lambda z, t: np.exp(z / t), *no_sum),
        ("no_power", lambda z, t: z / t / np.sum(z / t),
         "Üs almamışsınız. Önce `np.exp` uygulayın, sonra toplama bölün.",
         "You did not exponentiate. Apply `np.exp` first, then divide by the sum."),
        ("logarithms", lambda z, t: log_softmax(z / t),
         "Bunlar olasılıkların logaritmalarıdır, oysa olasılıkların kendisi isteniyor.",
         "Those are the logarithms of the probabilities, but the exercise asks for the probabilities themselves."),
        ("clipped", sign(clipped),
         "Büyük logitleri kırpmışsınız. Bu taşmayı önler, ama aralarındaki farkı da yok eder. Kırpmak yerine hepsinden en "
         "büyüğünü çıkarın.",
         "You clipped the large logits. This prevents the overflow, but their differences are lost as well. Instead of "
         "clipping, subtract the largest logit from all of them."),
        ("overflows", sign(overflowed),
         "Kâğıt üzerinde doğru, ama bilgisayarda taşıyor. Logitleri sıcaklığa bölün, hepsinden en büyüğünü çıkarın ve üssü "
         "ancak sonra alın.",
         "Right on paper, but it overflows in the computer. After dividing by the temperature, subtract the largest logit "
         "from all of them, and exponentiate only then."),
    ]  # fmt: skip
    return judge(
        answer,
        SCORES,
        lambda z, t: softmax(z / t),
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Önce logitleri sıcaklığa bölün, sonra üslerini alın, en sonunda üsleri toplamlarına bölün.",
            "Divide the logits by the temperature first, then exponentiate, and finally divide the powers by their sum.",
        ),
        remark=(
            "Dil modellerindeki sıcaklık da budur.",
            "The temperature of a language model is the same thing.",
        ),
    )


BATCHES = [  # logits, labels
    (np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]]), np.array([0, 2])),
    (np.array([[0.5, 0.5], [1.0, -1.0], [0.0, 2.0]]), np.array([1, 0, 0])),
    (np.array([[0.1, -0.4, 1.5, 0.3]]), np.array([3])),
    (np.array([[1000.0, 0.0, -1000.0], [0.0, 1.0, 2.0]]), np.array([1, 2])),
    (np.array([[998.0, 1000.0], [-1000.0, -999.0], [-1000.0, -997.5]]), np.array([0, 0, 1])),
]
FLOORS = [*10.0 ** -np.arange(2, 17), np.finfo(float).eps, np.finfo("float32").eps]  # what keeps a logarithm from 0


def log_of_right(z, labels, axis: int | None = 1):
    return log_softmax(z, axis=axis)[np.arange(len(labels)), labels]


@exercise(
    LESSON,
    "cross_entropy",
    tr="Logitlerden kategorik çapraz entropi",
    en="Categorical cross-entropy from logits",
)
def cross_entropy(answer):
    """``answer(logits (n, k), labels (n,)) -> mean cross-entropy``."""

    def bounded(given, z, labels):
        p = np.exp(log_of_right(z, labels))
        floors = (
            -np.log(low).mean()
            for floor in FLOORS
            for low in (p + floor, np.clip(p, floor, 1 - floor), np.maximum(p, floor))
        )
        return any(alike(given, one) for one in floors)

    beliefs = [
        ("no_mean", lambda z, labels: -log_of_right(z, labels),
         "Her örneğin kaybını ayrı ayrı döndürmüşsünüz. Bunların ortalamasını alın.",
         "You returned the loss of each example separately. Take the mean of them."),
        ("sum_not_mean", lambda z, labels: -log_of_right(z, labels).sum(),
         "Bu, örneklerin kayıplarının toplamıdır, oysa ortalaması isteniyor.",
         "That is the sum of the losses over the examples, but the exercise asks for their mean."),
        ("missing_minus", lambda z, labels: log_of_right(z, labels).mean(),
         "Eksi işareti unutulmuş, çünkü çapraz entropi sıfırdan küçük olamaz.",
         "The minus sign is missing, because cross-entropy cannot be negative."),
        ("mean_over_classes", lambda z, labels: -log_of_right(z, labels).sum() / z.size,
         "Sınıf sayısına da bölmüşsünüz (bütün one-hot dizisinin `.mean()`'i bunu yapar). Yalnızca örnek sayısına bölün.",
         "You divided by the number of classes as well, as `.mean()` of the whole one-hot array does. Divide by the number of "
         "examples only."),
        ("logits_as_probabilities", lambda z, labels: -z[np.arange(len(labels)), labels].mean(),
         "Logitlerin kendi ortalamasını almışsınız. Önce onlara log-softmax uygulamak gerekir.",
         "You took the mean of the logits themselves. Apply a log-softmax to them first."),
        ("log_of_logits", lambda z, labels: -np.log(z[np.arange(len(labels)), labels]).mean(),
         "Logitlerin logaritmasını almışsınız. Logit bir olasılık değildir, önce softmax'tan geçmesi gerekir.",
         "You took the logarithm of the logits. A logit is not a probability; it has to pass through softmax first."),
        ("no_axis", lambda z, labels: -log_of_right(z, labels, axis=None).mean(),
         "Toplamı bütün dizi üzerinden almışsınız. Her **satırın** ayrı bir softmax'ı olmalı: `axis=1`.",
         "You summed over the whole array. Each **row** needs its own softmax: `axis=1`."),
        ("wrong_axis", lambda z, labels: -log_of_right(z, labels, axis=0).mean(),
         "Softmax'ı sütunlar boyunca almışsınız, oysa her **satır** bir örnektir: `axis=1`.",
         "You took the softmax down the columns, but each **row** is an example: `axis=1`."),
        ("every_row_every_label", lambda z, labels: -log_softmax(z, axis=1)[:, labels].mean(),
         "`log_p[:, labels]` her satırdan bütün etiketlerin sütunlarını alır. Her satırdan yalnızca kendi etiketini alın: "
         "`log_p[np.arange(n), labels]`.",
         "`log_p[:, labels]` takes the columns of all labels from each row. From each row take only its own label: "
         "`log_p[np.arange(n), labels]`."),
        ("probability_not_log", lambda z, labels: -np.exp(log_of_right(z, labels)).mean(),
         "Doğru sınıfın olasılığının logaritmasını almamışsınız.",
         "You did not take the logarithm of the right class's probability."),
        ("bounded", sign(bounded),
         "Olasılık 0'a yuvarlanınca kaybı logitler değil, bir alt sınır belirliyor (`np.clip` ya da `log(p + ...)`). Böylece "
         "yanlış yanıttan ne kadar emin olunduğu kayboluyor. Olasılığı hesaplamadan doğrudan logaritmasını bulun.",
         "Where the probability rounds to 0, the loss is set by a lower bound (`np.clip` or `log(p + ...)`) and not by the "
         "logits. How confident the wrong answer was is then lost. Compute the logarithm directly, without the probability."),
        ("overflows", sign(overflowed),
         "Kâğıt üzerinde doğru, ama bilgisayarda taşıyor. Her satırdan en büyük logitini çıkarın ve olasılığı hesaplamadan "
         "doğrudan logaritmasını bulun.",
         "Right on paper, but it overflows in the computer. Subtract the largest logit from each row, and compute the "
         "logarithm directly, without the probability."),
    ]  # fmt: skip
    return judge(
        answer,
        BATCHES,
        lambda z, labels: float(-log_of_right(z, labels).mean()),
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Her satırda doğru sınıfın log-softmax'ını alın, bunların ortalamasını bulun ve işaretini değiştirin.",
            "Take the log-softmax of the right class in each row, compute the mean of these, and change its sign.",
        ),
        remark=(
            "Keras'ta bu kaybın adı `SparseCategoricalCrossentropy(from_logits=True)`'dur.",
            "In Keras this loss is called `SparseCategoricalCrossentropy(from_logits=True)`.",
        ),
    )


LOGITS = [
    (2.0, 0),
    (-1.0, 1),
    (0.5, 1),
    (-2.5, 0),
    (4.0, 0),
    (-6.0, 1),
    (1.5, 1),
    (-12.5, 1),
    (12.0, 1),
    (14.0, 0),
]  # logit, label


def _slopes(z, y, *, squash=expit, entropy_by=0, others_by=1, two=2.0, absolute=np.sign):
    """Return the slopes of cross-entropy, squared and absolute error, or those of one of the misconceptions.

    entropy_by, others_by: the powers of p(1 - p) in the first slope and in the other two. absolute: of p - y.
    """
    p = squash(z)
    error, factor = p - y, p * (1 - p)
    return error * factor**entropy_by, two * error * factor**others_by, absolute(error) * factor**others_by


@exercise(LESSON, "slopes", tr="Emin ama yanlışken hangi kayıp iter?", en="Which loss pushes a confident mistake?")
def slopes(answer):
    """``answer(z, y) -> (entropy, squared, absolute)``: three derivatives with respect to the logit z."""

    def unlike(**options):
        return partial(_slopes, **options)

    def losses(z, y):
        p = expit(z)
        return -np.log(p if y == 1 else 1 - p), (p - y) ** 2, abs(p - y)

    one_or_minus_one = (
        "Mutlak hatanın p'ye göre türevi hatanın büyüklüğüne bağlı değildir, +1 ya da −1'dir.",
        "The derivative of the absolute error with respect to p does not depend on the size of the error; it is +1 or −1.",
    )
    beliefs = [
        ("by_probability", unlike(entropy_by=-1, others_by=0),
         "Bunlar p'ye göre türevler. z'ye göre türev için üçünü de p(1 − p) ile çarpın.",
         "These are the derivatives with respect to p. For those with respect to z, multiply all three by p(1 − p)."),
        ("no_sigmoid_slope", unlike(others_by=0),
         "Çapraz entropininki doğru. Öteki ikisi ise p'ye göre türev, onları da p(1 − p) ile çarpın.",
         "The one of cross-entropy is right. The other two are derivatives with respect to p; multiply them by p(1 − p)."),
        ("no_sigmoid_slope", lambda z, y: (*_slopes(z, y)[:2], _slopes(z, y, others_by=0)[2]),
         "İlk ikisi doğru. Mutlak hatanınki p'ye göre türev, onu da p(1 − p) ile çarpın.",
         "The first two are right. That of the absolute error is with respect to p; multiply it by p(1 − p) as well."),
        ("entropy_fades", unlike(entropy_by=1),
         "Çapraz entropide p(1 − p) çarpanı sadeleşir, türev yalnızca p − y olur.",
         "In cross-entropy the factor p(1 − p) cancels, and the derivative is just p − y."),
        ("no_two", unlike(two=1.0),
         "(p − y)²'nin p'ye göre türevi 2(p − y)'dir; kare hatada 2 çarpanı eksik.",
         "The derivative of (p − y)² with respect to p is 2(p − y); the factor 2 is missing in the squared error."),
        ("always_positive", unlike(absolute=lambda error: 1.0),
         "Mutlak hatanın türevini hep artı almışsınız. p < y iken |p − y| = y − p olduğundan p'ye göre türev −1'dir.",
         "You took the derivative of the absolute error to be positive every time. If p < y, then |p − y| = y − p, and its "
         "derivative with respect to p is −1."),
        ("still_error", unlike(absolute=lambda error: error), *one_or_minus_one),
        ("still_error", unlike(absolute=abs), *one_or_minus_one),
        ("wrong_sign", lambda z, y: tuple(-slope for slope in _slopes(z, y)),
         "Üç işaret de ters. Farkı y − p değil, p − y olarak alın.",
         "All three signs are reversed. Take the difference as p − y, not as y − p."),
        ("no_sigmoid", unlike(squash=lambda z: z),
         "p yerine z kullanmışsınız. Önce z'yi sigmoid'den geçirin.",
         "You used z in place of p. Pass z through the sigmoid first."),
        ("losses_not_slopes", losses,
         "Bunlar kayıpların kendisi, oysa z'ye göre türevleri isteniyor.",
         "Those are the losses themselves, but the exercise asks for their derivatives with respect to z."),
        ("another_order", lambda z, y: (_slopes(z, y)[1], _slopes(z, y)[0], _slopes(z, y)[2]),
         "Değerler doğru, sıra değil. Önce çapraz entropi, sonra kare hata, en son mutlak hata gelmeli.",
         "The values are right, but the order is not: cross-entropy first, then the squared error, then the absolute error."),
        ("another_order", lambda z, y: _slopes(z, y)[::-1],
         "Değerler doğru, sıra ters. Önce çapraz entropi, sonra kare hata, en son mutlak hata gelmeli.",
         "The values are right, but in reverse order: cross-entropy first, then the squared error, then the absolute error."),
    ]  # fmt: skip
    judge(
        answer,
        LOGITS,
        _slopes,
        beliefs,
        results=("cross_entropy", "squared", "absolute"),
        otherwise=(
            "wrong_numbers",
            "Üç kayıpta da önce p'ye göre türevi bulun, sonra p(1 − p) ile çarpıp sadeleştirin.",
            "For each of the three losses, find the derivative with respect to p first, then multiply it by p(1 − p) and "
            "simplify.",
        ),
    )
    entropy, squared, absolute = (number(slope, 4) for slope in _slopes(8.0, 0))
    return L(
        f"z = 8 ve y = 0 için türevler {entropy}, {squared} ve {absolute} olur. Model emin ama yanlışken mutlak hata da kare "
        "hata gibi neredeyse hiç itmez, bu yüzden modeli yalnızca çapraz entropi çabuk düzeltir.",
        f"For z = 8 and y = 0 the derivatives are {entropy}, {squared} and {absolute}. When the model is confident and wrong, "
        "the absolute error hardly pushes it, just like the squared error; only cross-entropy corrects it quickly.",
    )


POINTS = [  # x, y, weights, bias
    (np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]]), np.array([1, 0, 0]), np.array([0.5, -0.5]), 0.25),
    (np.array([[3.0], [-1.0]]), np.array([0, 1]), np.array([1.0]), -0.5),
    (np.array([[-1.0, 0.05], [-0.9, 0.1]]), np.array([1, 0]), np.array([12.0, -15.0]), 11.0),
    (
        np.array([[1, 0, -2.0], [0.5, 1.5, 1], [0, 2, 0], [1, 1, 1]]),
        np.array([1, 1, 0, 0]),
        np.array([4, -3, 2.0]),
        2.0,
    ),
]


def _gradient(x, y, w, b, *, error=lambda p, y: p - y, bias_in_z=1, squash=expit, weights_by=1, bias_by=1):
    """Return the gradient and the slope of the bias, or those of one of the misconceptions.

    weights_by, bias_by: the powers of n by which the sums are divided.
    """
    pull = error(squash(x @ w + bias_in_z * b), y)
    return x.T @ pull / len(y) ** weights_by, float(pull.sum() / len(y) ** bias_by)


@exercise(LESSON, "gradient", tr="Lojistik regresyonun gradyanı", en="The gradient of logistic regression")
def gradient(answer):
    """``answer(x, y, weights, bias) -> (gradient (d,), derivative for the bias)`` of the mean cross-entropy."""

    def unlike(**options):
        return partial(_gradient, **options)

    slow = ("p(1 − p) çarpanı fazla, çünkü o MSE'nin gradyanındadır. Çapraz entropide sadeleşir ve geriye p − y kalır.",
            "The factor p(1 − p) should not be there; it belongs to the gradient of the MSE. In cross-entropy it cancels, and "
            "p − y remains.")  # fmt: skip
    beliefs = [
        ("swapped", lambda *case: _gradient(*case)[::-1],
         "Sıra ters. Önce ağırlıkların gradyanını, sonra bias'ınkini döndürün.",
         "The order is reversed. Return the gradient of the weights first, then that of the bias."),
        ("bias_not_averaged", lambda x, y, w, b: (_gradient(x, y, w, b)[0], expit(x @ w + b) - y),
         "Bias'a göre türev tek bir sayıdır. Hataların ortalamasını alın.",
         "The derivative with respect to the bias is a single number. Take the mean of the errors."),
        ("wrong_sign", unlike(error=lambda p, y: y - p),
         "İşaret ters; bulduğunuz, iniş yönüdür. Gradyan kaybın arttığı yönü gösterir, bu yüzden hata p − y'dir.",
         "The sign is wrong; this is the direction of descent. A gradient points to where the loss increases, so the error is "
         "p − y."),
        ("sum_not_mean", unlike(weights_by=0, bias_by=0),
         "Kayıp bir ortalama olduğu için gradyan da örnek sayısına bölünür.",
         "The loss is a mean, so the gradient is divided by the number of examples too."),
        ("weights_not_divided", unlike(weights_by=0),
         "Bias'ınki bir ortalama, ağırlıklarınki ise hâlâ bir toplam. Onu da örnek sayısına bölün.",
         "The gradient of the bias is a mean, but that of the weights is still a sum. Divide it by the number of examples too."),
        ("bias_not_divided", unlike(bias_by=0),
         "Ağırlıklarınki bir ortalama, bias'ınki ise hâlâ bir toplam. Onu da örnek sayısına bölün.",
         "The gradient of the weights is a mean, but that of the bias is still a sum. Divide it by the number of examples too."),
        ("squared_error", unlike(error=lambda p, y: (p - y) * p * (1 - p)), *slow),
        ("squared_error", unlike(error=lambda p, y: 2 * (p - y) * p * (1 - p)), *slow),
        ("no_bias_in_z", unlike(bias_in_z=0),
         "z'yi hesaplarken bias'ı eklememişsiniz.", "You did not add the bias when you computed z."),
        ("no_sigmoid", unlike(squash=lambda z: z),
         "z'yi sigmoid'den geçirmemişsiniz. Hata z − y değil, p − y'dir.",
         "You did not pass z through the sigmoid. The error is p − y, not z − y."),
        ("step_not_sigmoid", unlike(squash=lambda z: z >= 0, error=lambda p, y: 1.0 * p - y),
         "Çıktıyı 0'a ya da 1'e yuvarlamışsınız, bu perceptron'un hatasıdır. Burada p bir olasılıktır ve yuvarlanmaz.",
         "You rounded the output to 0 or 1, which gives the perceptron's error. Here p is a probability and is not rounded."),
    ]  # fmt: skip
    judge(
        answer,
        POINTS,
        _gradient,
        beliefs,
        results=("weight_gradient", "bias_gradient"),
        otherwise=(
            "wrong_numbers",
            "Hata p − y'dir. Ağırlıkların gradyanında girdilerle çarpılır, bias'ınkinde olduğu gibi kalır ve ikisinde de "
            "örneklerin ortalaması alınır.",
            "The error is p − y. For the weights it is multiplied by the inputs, for the bias it stays as it is, and for both "
            "the mean over the examples is taken.",
        ),
    )
    ours, theirs = _written(_descended(answer)), _written(_fitted())
    return L(
        f"Gradyanınızla sıfırdan eğittiğimiz lojistik regresyon {ours} değerlerini buldu, scikit-learn ise {theirs} "
        "değerlerini.",
        f"The logistic regression that we trained from zero with your gradient found {ours}; scikit-learn found {theirs}.",
    )


def _written(found) -> str:
    """Write two weights and a bias in the reader's language."""
    first, second, bias = (number(value, 3) for value in found)
    return L(f"w = ({first}; {second}), b = {bias}", f"w = ({first}, {second}), b = {bias}")


@cache
def _cloud():
    """Return 60 overlapping points (60, 2) and their labels (60,)."""
    random = np.random.default_rng(0)
    x = random.normal(size=(60, 2))
    return x, (random.random(60) < expit(x @ np.array([2.0, -1.0]) + 0.5)).astype(int)


def _descended(gradient_of) -> list[float]:
    """Return the two weights and the bias that 300 steps against ``gradient_of`` reach from zero."""
    x, y = _cloud()
    weights, bias = np.zeros(2), 0.0
    for _ in range(300):
        by_weights, by_bias = call(gradient_of, x, y, weights, bias)
        weights = weights - 2.0 * as_array(by_weights)
        bias = bias - 2.0 * float(as_array(by_bias).item())
    return [*map(float, weights), bias]


@cache
def _fitted() -> list[float]:
    """Return what scikit-learn finds on the same points without a penalty."""
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(*_cloud())
    return [*map(float, found.coef_[0]), float(found.intercept_[0])]


def _loss_at(logits, labels, temperature):
    z = logits / temperature
    return float(np.mean(np.logaddexp(0, z) - labels * z))


@cache
def _trained_models():
    """Return {name: (logits, labels, the best temperature)} of models that are too sure of themselves, or not enough."""
    random = np.random.default_rng(6)
    honest = random.normal(0, 2, size=400)
    labels = (random.random(400) < expit(honest)).astype(int)
    extreme = random.normal(0, 120, size=200)
    rare = (random.random(200) < expit(extreme / 60)).astype(int)
    models = {
        "sure": (4 * honest, labels),
        "timid": (0.4 * honest, labels),
        "tumours": (extreme, rare),
        "shy": (0.13 * honest, labels),
        "huge": (350 * honest, labels),
    }
    return {name: (z, y, _best_temperature(z, y)) for name, (z, y) in models.items()}


def _best_temperature(logits, labels) -> float:
    found = minimize_scalar(lambda power: _loss_at(logits, labels, np.exp(power)), (np.log(0.1), np.log(500)))
    return float(np.exp(found.x))


@exercise(LESSON, "choose_temperature", tr="Aşırı emin bir modeli sakinleştirin", en="Calm an overconfident model")
def choose_temperature(answer):
    """``answer(logits, labels) -> T`` with the least log-loss, to within half a percent of the best one."""
    models = _trained_models()
    given = {name: require_number(call(answer, z, y, may_change=False), "T") for name, (z, y, _) in models.items()}
    least_of_all, most_of_all = min(given.values()), max(given.values())
    refuse(
        ("not_positive", least_of_all <= 0, "Sıcaklık sıfırdan büyük olmalıdır.", "A temperature has to be greater than zero."),
        ("out_of_range", least_of_all < 1e-3 or most_of_all > 1e5,
         f"En iyi sıcaklık 0,1 ile 500 arasındadır, sizinkiler ise {said(least_of_all)} ile {said(most_of_all)} arasında.",
         f"The best temperature is between 0.1 and 500, but yours are between {said(least_of_all)} and {said(most_of_all)}."),
    )  # fmt: skip
    losses = {name: _loss_at(z, y, given[name]) for name, (z, y, _) in models.items()}
    least = {name: _loss_at(*model) for name, model in models.items()}
    failed = [name for name in models if losses[name] > 1.005 * least[name] + 1e-4]
    if failed:
        _explain_temperature(failed, given, losses, least)
    before, after = _loss_at(*models["sure"][:2], 1), losses["sure"]
    return L(
        f"Aşırı emin modelin log kaybı {number(before)} iken {number(after)} oldu, doğruluğu ise hiç değişmedi.",
        f"The log-loss of the overconfident model went from {number(before)} to {number(after)}, while its "
        "accuracy did not change.",
    )


def _explain_temperature(failed, given, losses, least):
    """End the check: on the first of the models ``failed`` the temperature is not the best one."""
    best = {name: model[2] for name, model in _trained_models().items()}
    name = failed[0]
    words = {
        "sure": L("Aşırı emin model", "The overconfident model"),
        "timid": L("Çekingen model", "The timid model"),
        "tumours": L("Tümör modeline benzeyen model", "The model that resembles the tumour model"),
        "shy": L("Çok çekingen model", "The very timid model"),
        "huge": L("Logitleri çok büyük olan model", "The model with huge logits"),
    }
    loss, possible = apart(losses[name], least[name])
    too_low = {one: given[one] < best[one] for one in failed}
    refuse(
        ("inverted", all(abs(np.log(given[one] * best[one])) < 0.1 for one in given),
         "Bu, aradığınız sıcaklığın tersidir (1/T). Logitleri sıcaklıkla çarpmayın, sıcaklığa bölün.",
         "That is the inverse (1/T) of the temperature you are looking for. Divide the logits by the temperature instead of "
         "multiplying."),
        ("same_for_all", len(set(given.values())) == 1,
         "Her modele aynı sıcaklığı veriyorsunuz. Sıcaklığı, verilen logit ve etiketlerle arayın. Doğruluk yol göstermez, "
         "çünkü her sıcaklıkta aynıdır.",
         "You give every model the same temperature. Search for it with the given logits and labels. The accuracy cannot "
         "guide you, because it is the same at every temperature."),
        ("only_above_one", min(given.values()) >= 0.99 and all(best[one] < 1 for one in failed),
         "Çekingen bir modelin olasılıkları 0'a ve 1'e yaklaşmalıdır, bu yüzden 1'den küçük sıcaklıkları da deneyin.",
         "The probabilities of a timid model have to move towards 0 and 1, so try temperatures below 1 as well."),
        ("range_too_narrow", all(given[one] == (max if low else min)(given.values()) for one, low in too_low.items()),
         f"Arama aralığınız dar, çünkü en küçük kayıp daha {'yüksek' if too_low[name] else 'düşük'} bir sıcaklıkta.",
         "The range of your search is too narrow; the loss is smallest at a "
         f"{'higher' if too_low[name] else 'lower'} temperature."),
        ("not_the_least", True,
         f"Daha {'yüksek' if too_low[name] else 'düşük'} bir sıcaklık gerekiyor.",
         f"A {'higher' if too_low[name] else 'lower'} temperature is needed."),
        before=L(f"{words[name]}: T = {said(given[name])} ile log kaybı {loss} oldu, {possible} olabilirdi. ",
                 f"{words[name]}: T = {said(given[name])} gives a log-loss of {loss}; it could be {possible}. "),
    )  # fmt: skip

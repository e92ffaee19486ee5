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
         "İkinci e-posta istenmeyen değildi; model bu sonuca 0,2 değil, 1 − 0,2 olasılığını verdi.",
         "The second e-mail was not spam; the probability that the model gave to that outcome is 1 − 0.2, not 0.2."),
        ("mean_not_product", near(product, 0.7),
         "Bu, olasılıkların ortalaması. Bağımsız olayların birlikte olma olasılığı çarpımdır.",
         "That is the mean of the probabilities. For independent events to happen together, multiply them."),
        ("sum_not_product", near(product, 2.1),
         "Toplamışsınız: olasılık 1'i geçemez. Bağımsız olaylarda çarpın.",
         "You added: a probability cannot exceed 1. For independent events, multiply."),
        ("wrong_likelihood", not near(product, 0.32),
         "Her e-postada gerçekte olana verilen olasılığı bulun, üçünü çarpın.",
         "Find for each e-mail the probability given to what really happened, and multiply the three."),
        before=not_so("mail_likelihood", product),
    )  # fmt: skip
    refuse(
        ("log10", near(total, log / np.log(10)),
         "Bu 10 tabanında. Doğal logaritma kullanın: `np.log`.", "That is to base 10. Use the natural logarithm: `np.log`."),
        ("log2", near(total, log / np.log(2)),
         "Bu 2 tabanında. Doğal logaritma kullanın: `np.log`.", "That is to base 2. Use the natural logarithm: `np.log`."),
        ("sign_too_early", near(total, -log),
         "İşareti ters: 1'den küçük sayıların logaritması eksidir. Eksi, dördüncü adımda gelir.",
         "Its sign is wrong: logarithms of numbers below 1 are negative. The minus comes in step four."),
        ("mean_too_early", near(total, log / 3),
         "Burada toplam isteniyor; ortalama sonraki adım.", "The sum is wanted here; the mean is the next step."),
        ("wrong_log_likelihood", not near(total, log),
         "Üç olasılığın doğal logaritmalarını toplayın.", "Add up the natural logarithms of the three probabilities."),
        before=not_so("mail_log_likelihood", total),
    )  # fmt: skip
    refuse(
        ("missing_minus", near(mean, log / 3),
         "Eksi işareti eksik: kayıp küçültülecek, artı bir sayıdır.",
         "The minus is missing: a loss is a positive number to make small."),
        ("sum_not_mean", near(mean, -log),
         "Üç örneğe bölmeyi unutmuşsunuz.", "You forgot to divide by the three examples."),
        ("absolute_error", near(mean, 0.3),
         "Bu MAE: 1'den uzaklıkların ortalaması.", "That is the MAE: the mean distance from 1."),
        ("wrong_loss", not near(mean, -log / 3),
         "Log olabilirliği 3'e bölüp işaretini çevirin.", "Divide the log-likelihood by 3 and change its sign."),
        before=not_so("mail_log_loss", mean),
    )  # fmt: skip
    average = number(float(np.exp(-mean)))
    return L(
        f"Model, olana (geometrik) ortalamayla {average} olasılık vermiş.",
        f"On (geometric) average the model gave {average} to what happened.",
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

    no_sum = ("Toplamlarına bölmeyi unutmuşsunuz.", "You forgot to divide by their sum.")
    beliefs = [
        ("ignores_temperature", lambda z, t: softmax(z),
         "Sıcaklığın sonuca etkisi yok: her sıcaklıkta T = 1'deki sonuç çıkıyor. Üs almadan önce logitleri sıcaklığa bölün.",
         "The temperature has no effect: you get the result for T = 1 at every one. Divide the logits by it before you take "
         "powers."),
        ("multiplies", lambda z, t: softmax(z * t),
         "Logitleri sıcaklıkla çarpmışsınız: yüksek sıcaklık olasılıkları yaymalı, sivriltmemeli.",
         "You multiplied the logits by the temperature: a high one has to spread the probabilities, not sharpen them."),
        ("divides_probabilities", lambda z, t: softmax(z) / t,
         "Olasılıkları bölmüşsünüz; toplamları artık 1 değil. Softmax'tan önce logitleri bölün.",
         "You divided the probabilities; they no longer sum to 1. Divide the logits, before the softmax."),
        ("not_normalized", lambda z, t: np.exp((z - z.max()) / t), *no_sum),
        ("not_normalized", lambda z, t: np.exp(z / t), *no_sum),
        ("no_power", lambda z, t: z / t / np.sum(z / t),
         "Üs almamışsınız: önce `np.exp`, sonra toplama bölme.", "You took no powers: first `np.exp`, then divide by the sum."),
        ("logarithms", lambda z, t: log_softmax(z / t),
         "Bunlar olasılıkların logaritması; olasılıkların kendisi isteniyor.",
         "Those are the logarithms of the probabilities; the probabilities themselves are wanted."),
        ("clipped", sign(clipped),
         "Büyük logitleri kırpmışsınız: taşma bitti, ama aralarındaki fark da kayboldu. Kırpmak yerine en büyüğünü çıkarın.",
         "You clipped the large logits: that ends the overflow, but their differences are lost too. Subtract the largest "
         "instead of clipping."),
        ("overflows", sign(overflowed),
         "Kâğıtta doğru, bilgisayarda taşıyor: logitleri sıcaklığa böldükten sonra en büyüğünü çıkarın, üssü sonra alın.",
         "Right on paper, but it overflows in the computer: after dividing by the temperature subtract the largest, then take "
         "powers."),
    ]  # fmt: skip
    return judge(
        answer,
        SCORES,
        lambda z, t: softmax(z / t),
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Sırayla: logitleri sıcaklığa bölün, üslerini alın, toplamlarına bölün.",
            "In this order: divide the logits by the temperature, take powers, divide by their sum.",
        ),
        remark=(
            "Bu, bir dil modelinin kullandığı sıcaklığın ta kendisi.",
            "This is the very temperature that a language model uses.",
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
         "Her örneğin kaybını ayrı döndürmüşsünüz; ortalamalarını alın.",
         "You returned the loss of each example; take their mean."),
        ("sum_not_mean", lambda z, labels: -log_of_right(z, labels).sum(),
         "Bu, örneklerin toplamı; ortalaması isteniyor.", "That is the sum over the examples; take the mean."),
        ("missing_minus", lambda z, labels: log_of_right(z, labels).mean(),
         "Eksi işareti eksik: kayıp sıfırdan küçük olamaz.", "The minus is missing: a loss is not negative."),
        ("mean_over_classes", lambda z, labels: -log_of_right(z, labels).sum() / z.size,
         "Sınıf sayısına da bölmüşsünüz (one-hot dizisinde `.mean()`); yalnızca örnek sayısına bölün.",
         "You divided by the number of classes as well (`.mean()` of the one-hot array); divide by the number of examples only."),
        ("logits_as_probabilities", lambda z, labels: -z[np.arange(len(labels)), labels].mean(),
         "Logitlerin ortalamasını almışsınız. Önce log-softmax gerekir.",
         "You averaged the logits themselves. They need a log-softmax first."),
        ("log_of_logits", lambda z, labels: -np.log(z[np.arange(len(labels)), labels]).mean(),
         "Logitlerin logaritmasını almışsınız. Logit bir olasılık değildir: önce softmax'tan geçer.",
         "You took the logarithm of the logits. A logit is not a probability: it has to pass through softmax first."),
        ("no_axis", lambda z, labels: -log_of_right(z, labels, axis=None).mean(),
         "Toplamı bütün dizi üzerinden almışsınız. Her **satır** kendi softmax'ını ister: `axis=1`.",
         "You summed over the whole array. Each **row** needs a softmax of its own: `axis=1`."),
        ("wrong_axis", lambda z, labels: -log_of_right(z, labels, axis=0).mean(),
         "Softmax'ı sütunlar boyunca almışsınız. Her **satır** bir örnektir: `axis=1`.",
         "You took the softmax down the columns. Each **row** is an example: `axis=1`."),
        ("every_row_every_label", lambda z, labels: -log_softmax(z, axis=1)[:, labels].mean(),
         "`log_p[:, labels]` her satırdan bütün etiketleri alır. Her satırdan yalnızca kendi etiketini alın: "
         "`log_p[np.arange(n), labels]`.",
         "`log_p[:, labels]` takes all labels from each row. Take from each row its own label only: "
         "`log_p[np.arange(n), labels]`."),
        ("probability_not_log", lambda z, labels: -np.exp(log_of_right(z, labels)).mean(),
         "Logaritma almamışsınız.", "You did not take the logarithm."),
        ("bounded", sign(bounded),
         "Olasılık 0'a yuvarlanınca kaybı bir alt sınır belirliyor (`np.clip` ya da `log(p + ...)`), logitler değil: yanlıştan "
         "ne kadar emin olunduğu kayboluyor. Olasılığa uğramadan doğrudan logaritmaya geçin.",
         "Where the probability rounds to 0, a lower bound sets the loss (`np.clip` or `log(p + ...)`), not the logits: how "
         "sure the wrong answer was is lost. Go straight to the logarithm, without computing the probability."),
        ("overflows", sign(overflowed),
         "Kâğıtta doğru, bilgisayarda taşıyor: her satırın en büyük logitini çıkarın ve olasılığa uğramadan logaritmaya geçin.",
         "Right on paper, but it overflows in the computer: subtract the largest logit of each row, and go to the logarithm "
         "without computing the probability."),
    ]  # fmt: skip
    return judge(
        answer,
        BATCHES,
        lambda z, labels: float(-log_of_right(z, labels).mean()),
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Her satırda doğru sınıfın log-softmax'ını alın, ortalayın, işaretini çevirin.",
            "Take the log-softmax of the right class in each row, average, and change the sign.",
        ),
        remark=(
            "Keras buna `SparseCategoricalCrossentropy(from_logits=True)` der.",
            "Keras calls this `SparseCategoricalCrossentropy(from_logits=True)`.",
        ),
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

    slow = ("p(1 − p) çarpanı fazla: o, MSE'nin gradyanındadır. Çapraz entropide sadeleşir, geriye p − y kalır.",
            "There is a factor p(1 − p) too many: it belongs to the gradient of the MSE. In cross-entropy it cancels, and "
            "p − y remains.")  # fmt: skip
    beliefs = [
        ("swapped", lambda *case: _gradient(*case)[::-1],
         "Sıra ters: önce ağırlıkların gradyanı, sonra bias'ınki.",
         "The order is reversed: first the gradient of the weights, then that of the bias."),
        ("bias_not_averaged", lambda x, y, w, b: (_gradient(x, y, w, b)[0], expit(x @ w + b) - y),
         "Bias'ın türevi tek bir sayıdır: hataların ortalamasını alın.",
         "The derivative for the bias is a single number: take the mean of the errors."),
        ("wrong_sign", unlike(error=lambda p, y: y - p),
         "İşaret ters: bu, inişin yönü. Gradyan kaybın arttığı yönü gösterir: p − y.",
         "The sign is wrong: that is the way down. A gradient points to where the loss grows: p − y."),
        ("sum_not_mean", unlike(weights_by=0, bias_by=0),
         "Kayıp bir ortalama; örnek sayısına bölün.", "The loss is a mean; divide by the number of examples."),
        ("weights_not_divided", unlike(weights_by=0),
         "Bias'ınki ortalama, ağırlıklarınki toplam: onu da örnek sayısına bölün.",
         "That of the bias is a mean, that of the weights a sum: divide it by the number of examples too."),
        ("bias_not_divided", unlike(bias_by=0),
         "Ağırlıklarınki ortalama, bias'ınki toplam: onu da örnek sayısına bölün.",
         "That of the weights is a mean, that of the bias a sum: divide it by the number of examples too."),
        ("squared_error", unlike(error=lambda p, y: (p - y) * p * (1 - p)), *slow),
        ("squared_error", unlike(error=lambda p, y: 2 * (p - y) * p * (1 - p)), *slow),
        ("no_bias_in_z", unlike(bias_in_z=0),
         "z'yi hesaplarken bias'ı eklememişsiniz.", "You left the bias out of z."),
        ("no_sigmoid", unlike(squash=lambda z: z),
         "z'yi sigmoid'den geçirmemişsiniz: hata p − y'dir, z − y değil.",
         "z did not pass through the sigmoid: the error is p − y, not z − y."),
        ("step_not_sigmoid", unlike(squash=lambda z: z >= 0, error=lambda p, y: 1.0 * p - y),
         "0 ve 1'e yuvarlamışsınız; bu perceptron'un hatası. p bir olasılıktır.",
         "You rounded to 0 and 1; that is the perceptron's error. p is a probability."),
    ]  # fmt: skip
    return judge(
        answer,
        POINTS,
        _gradient,
        beliefs,
        results=("weight_gradient", "bias_gradient"),
        otherwise=(
            "wrong_numbers",
            "Hata p − y'dir; ağırlıklara girdilerle çarpılıp, bias'a olduğu gibi gider; ikisinde de ortalaması alınır.",
            "The error is p − y; it goes to the weights times the inputs, to the bias as it is, and is averaged in both.",
        ),
        remark=(
            "Sayısal türevle karşılaştırdık: aynı.",
            "We compared it with a numeric derivative: it is the same.",
        ),
    )


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
        ("not_positive", least_of_all <= 0, "Sıcaklık sıfırdan büyük olmalı.", "A temperature has to be above zero."),
        ("out_of_range", least_of_all < 1e-3 or most_of_all > 1e5,
         f"En iyi sıcaklık 0,1 ile 500 arasında; sizinkiler {said(least_of_all)} ile {said(most_of_all)} arasında.",
         f"The best temperature lies between 0.1 and 500; yours lie between {said(least_of_all)} and {said(most_of_all)}."),
    )  # fmt: skip
    losses = {name: _loss_at(z, y, given[name]) for name, (z, y, _) in models.items()}
    least = {name: _loss_at(*model) for name, model in models.items()}
    failed = [name for name in models if losses[name] > 1.005 * least[name] + 1e-4]
    if failed:
        _explain_temperature(failed, given, losses, least)
    before, after = _loss_at(*models["sure"][:2], 1), losses["sure"]
    return L(
        f"Aşırı emin modelin log kaybı {number(before)} iken {number(after)} oldu; doğruluğu hiç değişmedi.",
        f"The log-loss of the overconfident model went from {number(before)} to {number(after)}; its accuracy did "
        "not change.",
    )


def _explain_temperature(failed, given, losses, least):
    """End the check: on the first of the models ``failed`` the temperature is not the best one."""
    best = {name: model[2] for name, model in _trained_models().items()}
    name = failed[0]
    words = {
        "sure": L("Aşırı emin model", "The overconfident model"),
        "timid": L("Çekingen model", "The timid model"),
        "tumours": L("Tümör modeline benzeyen model", "The model like that of the tumours"),
        "shy": L("Çok çekingen model", "The very timid model"),
        "huge": L("Logitleri çok büyük olan model", "The model with huge logits"),
    }
    loss, possible = apart(losses[name], least[name])
    too_low = {one: given[one] < best[one] for one in failed}
    refuse(
        ("inverted", all(abs(np.log(given[one] * best[one])) < 0.1 for one in given),
         "Bu, aradığınızın tersi (1/T): logitleri çarpmayıp bölün.",
         "That is the inverse (1/T) of what you want: divide the logits, do not multiply."),
        ("same_for_all", len(set(given.values())) == 1,
         "Her modele aynı sıcaklığı veriyorsunuz. Onu verilen logit ve etiketlerden arayın; doğruluk yol göstermez, çünkü her "
         "sıcaklıkta aynıdır.",
         "You give every model the same temperature. Search for it with the given logits and labels; the accuracy is no "
         "guide, as it is the same at every temperature."),
        ("only_above_one", min(given.values()) >= 0.99 and all(best[one] < 1 for one in failed),
         "Çekingen model sakinleşmek değil, cesaret ister: 1'den küçük sıcaklıkları da deneyin.",
         "A timid model needs courage, not calm: try temperatures below 1 as well."),
        ("range_too_narrow", all(given[one] == (max if low else min)(given.values()) for one, low in too_low.items()),
         f"Arama aralığınız dar: en küçük kayıp daha {'yüksek' if too_low[name] else 'düşük'} bir sıcaklıkta.",
         f"Your range is too narrow: the least loss is at a {'higher' if too_low[name] else 'lower'} temperature."),
        ("not_the_least", True,
         f"Daha {'yüksek' if too_low[name] else 'düşük'} bir sıcaklık gerekiyor.",
         f"It takes a {'higher' if too_low[name] else 'lower'} temperature."),
        before=L(f"{words[name]}: T = {said(given[name])} ile log kaybı {loss}; {possible} olabilirdi. ",
                 f"{words[name]}: T = {said(given[name])} gives a log-loss of {loss}; it could be {possible}. "),
    )  # fmt: skip

"""Checks of lesson 06_losses."""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number

LESSON = "06_losses"


def _single(value, name):
    """Return ``value`` as a finite float, or say that ``name`` has to be one."""
    array = as_array(value)
    if array is None or array.size != 1 or array.dtype.kind == "c" or not np.isfinite(array).all():
        require_return(value)
        wrong(
            L(f"`{name}` tek ve sonlu bir sayı olmalı.", f"`{name}` has to be a single finite number."),
            "not_a_number",
            given=value,
        )
    return float(array.reshape(()))


def _name(given, expected, beliefs, report, otherwise):
    """End the check where an answer is wrong; name the first belief that explains every finite answer.

    report(i): what was given and expected in case i. beliefs: (name, answers, why) tuples. An answer that
    overflowed speaks neither for a belief nor against it. otherwise: what to say where none fits.
    """
    first = next((i for i in range(len(given)) if not same(given[i], expected[i])), None)
    if first is None:
        return
    finite = [i for i in range(len(given)) if not _overflowed(given[i])]
    for name, believed, why in beliefs:
        if finite and all(same(given[i], believed[i]) for i in finite):
            wrong(report(first) + why, name)
    wrong(report(first) + otherwise, "wrong_numbers")


def _overflowed(value):
    array = as_array(value)
    return array is not None and array.dtype.kind == "f" and not np.isfinite(array).all()


@exercise(LESSON, "by_hand", tr="Dört adımı elle yapın", en="The four steps by hand")
def by_hand(likelihood, log_likelihood, loss):
    """The likelihood, its logarithm and the log-loss of p = 0.5, 0.2, 0.8 where 1, 0, 1 happened."""
    names = ("mail_likelihood", "mail_log_likelihood", "mail_log_loss")
    given = [_single(v, name) for v, name in zip((likelihood, log_likelihood, loss), names, strict=True)]
    right = 0.32
    _judge_product(given[0], right)
    _judge_sum(given[1], right)
    _judge_loss(given[2], right)
    average = number(float(np.exp(-given[2])))
    return L(
        f"Model, olana (geometrik) ortalamayla {average} olasılık vermiş.",
        f"On (geometric) average the model gave {average} to what happened.",
    )


def _near(value, expected):
    return abs(value - expected) < 2e-3


def _judge_product(given, right):
    report = L(f"`mail_likelihood`: {number(given, 3)} geldi. ", f"`mail_likelihood`: {number(given, 3)} came. ")
    if _near(given, right):
        return
    if _near(given, 0.5 * 0.2 * 0.8):
        why = L(
            "İkinci e-posta istenmeyen değildi; model bu sonuca 0,2 değil, 1 − 0,2 olasılığını verdi.",
            "The second e-mail was no spam; the model gave that outcome not 0.2 but 1 − 0.2.",
        )
        wrong(report + why, "ignores_label")
    if _near(given, 0.7):
        why = L(
            "Bu, olasılıkların ortalaması. Bağımsız olayların birlikte olma olasılığı çarpımdır.",
            "That is the mean of the probabilities. Independent events happen together with the product.",
        )
        wrong(report + why, "mean_not_product")
    if _near(given, 2.1):
        why = L(
            "Toplamışsınız: olasılık 1'i geçemez. Bağımsız olaylarda çarpın.",
            "You added: a probability cannot exceed 1. For independent events, multiply.",
        )
        wrong(report + why, "sum_not_product")
    why = L(
        "Her e-postada gerçekte olana verilen olasılığı bulun, üçünü çarpın.",
        "Find for each e-mail the probability given to what really happened, and multiply the three.",
    )
    wrong(report + why, "wrong_likelihood")


def _judge_sum(given, right):
    expected = float(np.log(right))
    if _near(given, expected):
        return
    report = L(
        f"`mail_log_likelihood`: {number(given, 3)} geldi. ",
        f"`mail_log_likelihood`: {number(given, 3)} came. ",
    )
    for base, name in ((10, "log10"), (2, "log2")):
        if _near(given, expected / np.log(base)):
            why = L(
                f"Bu {base} tabanında. Doğal logaritma kullanın: `np.log`.",
                f"That is to base {base}. Use the natural logarithm: `np.log`.",
            )
            wrong(report + why, name)
    if _near(given, -expected):
        why = L(
            "İşareti ters: 1'den küçük sayıların logaritması eksidir. Eksi, dördüncü adımda gelir.",
            "Its sign is wrong: logarithms of numbers below 1 are negative. The minus comes in step four.",
        )
        wrong(report + why, "sign_too_early")
    if _near(given, expected / 3):
        why = L("Burada toplam isteniyor; ortalama sonraki adım.", "The sum is wanted; the mean comes next.")
        wrong(report + why, "mean_too_early")
    why = L("Üç logaritmayı toplayın.", "Add up the three logarithms.")
    wrong(report + why, "wrong_log_likelihood")


def _judge_loss(given, right):
    expected = float(-np.log(right) / 3)
    if _near(given, expected):
        return
    report = L(f"`mail_log_loss`: {number(given, 3)} geldi. ", f"`mail_log_loss`: {number(given, 3)} came. ")
    if _near(given, -expected):
        why = L(
            "Eksi işareti eksik: kayıp küçültülecek, artı bir sayıdır.",
            "The minus is missing: a loss is a positive number to make small.",
        )
        wrong(report + why, "missing_minus")
    if _near(given, 3 * expected):
        why = L("Üç örneğe bölmeyi unutmuşsunuz.", "You forgot to divide by the three examples.")
        wrong(report + why, "sum_not_mean")
    if _near(given, 0.3):
        why = L("Bu MAE: 1'den uzaklıkların ortalaması.", "That is the MAE: the mean distance from 1.")
        wrong(report + why, "absolute_error")
    why = L("Log olabilirliği 3'e bölüp işaretini çevirin.", "Divide the log-likelihood by 3 and turn its sign.")
    wrong(report + why, "wrong_loss")


SCORES = [  # logits, temperature
    ([2.0, 1.0, 0.0], 1.0),
    ([2.0, 1.0, 0.0], 0.5),
    ([-1.0, 0.5, 3.0, 0.5], 4.0),
    ([1000.0, 0.0, -1000.0], 0.5),
]


@exercise(LESSON, "softmax_at", tr="Sıcaklıklı softmax", en="Softmax with a temperature")
def softmax_at(answer):
    """``answer(logits, temperature) -> probabilities (k,)``, also for huge logits."""
    given = [call(answer, np.array(z), t, may_change=False) for z, t in SCORES]
    require_return(*given)
    expected = [softmax(np.array(z) / t) for z, t in SCORES]
    calls = [f"softmax_at({z}, {t})" for z, t in SCORES]
    why = L(
        "Kâğıtta doğru, bilgisayarda taşıyor: logitleri sıcaklığa böldükten sonra en büyüğünü çıkarın, üssü sonra alın.",
        "Right on paper, but it overflows in the computer: after dividing by the temperature subtract the largest, "
        "then take powers.",
    )
    _overflow(given, expected, calls, why)

    def beliefs():
        z = [np.array(one) for one, _ in SCORES]
        t = [one for _, one in SCORES]
        after = [softmax(a) / b for a, b in zip(z, t, strict=True)]
        yield (
            "ignores_temperature",
            [softmax(a) for a in z],
            L(
                "Sıcaklık hiç kullanılmamış: T = 1 gibi hesaplıyorsunuz.",
                "The temperature is not used: you compute as if T were 1.",
            ),
        )
        yield (
            "multiplies",
            [softmax(a * b) for a, b in zip(z, t, strict=True)],
            L(
                "Logitleri sıcaklıkla çarpmışsınız: yüksek sıcaklık olasılıkları yaymalı, sivriltmemeli.",
                "You multiplied the logits by the temperature: a high one has to spread, not sharpen.",
            ),
        )
        yield (
            "divides_probabilities",
            after,
            L(
                "Olasılıkları bölmüşsünüz; toplamları artık 1 değil. Softmax'tan önce logitleri bölün.",
                "You divided the probabilities; they no longer sum to 1. Divide the logits, before softmax.",
            ),
        )
        no_sum = L("Toplamlarına bölmeyi unutmuşsunuz.", "You forgot to divide by their sum.")
        yield "not_normalized", [np.exp((a - a.max()) / b) for a, b in zip(z, t, strict=True)], no_sum
        with np.errstate(over="ignore"):
            yield "not_normalized", [np.exp(a / b) for a, b in zip(z, t, strict=True)], no_sum

    _name(
        given,
        expected,
        beliefs(),
        lambda i: _report(calls[i], given[i], expected[i]),
        L(
            "Sırayla: bölün, üssünü alın, toplama bölün.",
            "In this order: divide, take powers, divide by the sum.",
        ),
    )
    return L("Bu, bir dil modelinin kullandığı sıcaklığın ta kendisi.", "It is the temperature of language models.")


def _report(called, given, expected):
    given, expected = _tidy(given), _tidy(expected)
    return L(
        f"{called} için {expected} bekleniyordu, {given} geldi. ",
        f"For {called}, {expected} was expected and {given} came. ",
    )


def _tidy(value):
    """Write numbers with four decimals, anything else as ``shown`` does."""
    array = as_array(value)
    if array is None or array.dtype.kind != "f" or array.size > 20:
        return shown(value)
    return shown(np.round(array, 4).tolist())


def _overflow(given, expected, calls, why):
    """End the check where all answers are right but for a NaN or an infinity with huge logits."""
    for one, right, called in zip(given, expected, calls, strict=True):
        if same(one, right):
            continue
        if not _overflowed(one):
            return
        wrong(_report(called, one, right) + why, "overflows")


BATCHES = [  # logits, labels
    ([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]], [0, 2]),
    ([[0.5, 0.5], [1.0, -1.0], [0.0, 2.0]], [1, 0, 0]),
    ([[1000.0, 0.0, -1000.0], [0.0, 1.0, 2.0]], [1, 2]),
]


@exercise(
    LESSON,
    "cross_entropy",
    tr="Logitlerden kategorik çapraz entropi",
    en="Categorical cross-entropy from logits",
)
def cross_entropy(answer):
    """``answer(logits (n, k), labels (n,)) -> mean cross-entropy``."""
    batches = [(np.array(z), np.array(labels)) for z, labels in BATCHES]
    given = [call(answer, z, labels, may_change=False) for z, labels in batches]
    require_return(*given)
    picked = [log_softmax(z, axis=1)[np.arange(len(c)), c] for z, c in batches]
    expected = [-one.mean() for one in picked]
    given = [np.reshape(one, ()) if getattr(as_array(one), "size", 0) == 1 else one for one in given]
    calls = [f"cross_entropy({z}, {labels})" for z, labels in BATCHES]
    why = L(
        "Kâğıtta doğru, bilgisayarda taşıyor: en büyük logiti çıkarın ve olasılığa uğramadan logaritmaya geçin.",
        "Right on paper, but it overflows in the computer: subtract the largest logit, and go to the logarithm "
        "without visiting the probability.",
    )
    _overflow(given, expected, calls, why)

    def beliefs():
        yield (
            "sum_not_mean",
            [-one.sum() for one in picked],
            L(
                "Bu, örneklerin toplamı; ortalaması isteniyor.",
                "That is the sum over the examples; take the mean.",
            ),
        )
        yield (
            "missing_minus",
            [one.mean() for one in picked],
            L(
                "Eksi işareti eksik: kayıp sıfırdan küçük olamaz.",
                "The minus is missing: a loss is not negative.",
            ),
        )
        yield (
            "no_mean",
            [-one for one in picked],
            L("Her örneğin kaybını ayrı döndürmüşsünüz; ortalamalarını alın.",
              "You returned the loss of each example; take their mean."),
        )  # fmt: skip
        yield (
            "mean_over_classes",
            [-one.sum() / z.size for one, (z, _) in zip(picked, batches, strict=True)],
            L(
                "Sınıf sayısına da bölmüşsünüz (one-hot dizisinde `.mean()`); yalnızca örnek sayısına bölün.",
                "You divided by the number of classes as well (`.mean()` of the one-hot array); divide by the "
                "number of examples only.",
            ),
        )
        yield (
            "logits_as_probabilities",
            [-z[np.arange(len(c)), c].mean() for z, c in batches],
            L(
                "Logitlerin ortalamasını almışsınız. Önce log-softmax gerekir.",
                "You averaged the logits themselves. They need a log-softmax first.",
            ),
        )
        with np.errstate(all="ignore"):
            logs = [-np.log(z[np.arange(len(c)), c]).mean() for z, c in batches]
        yield (
            "log_of_logits",
            logs,
            L(
                "Logitlerin logaritmasını almışsınız. Logit bir olasılık değildir: önce softmax'tan geçer.",
                "You took the logarithm of the logits. A logit is no probability: it passes through softmax first.",
            ),
        )
        whole = [log_softmax(z, axis=None)[np.arange(len(c)), c] for z, c in batches]
        yield (
            "no_axis",
            [-one.mean() for one in whole],
            L(
                "Toplamı bütün dizi üzerinden almışsınız. Her **satır** kendi softmax'ını ister: `axis=1`.",
                "You summed over the whole array. Each **row** wants a softmax of its own: `axis=1`.",
            ),
        )
        yield (
            "wrong_axis",
            [-log_softmax(z, axis=0)[np.arange(len(c)), c].mean() for z, c in batches],
            L(
                "Softmax'ı sütunlar boyunca almışsınız. Her **satır** bir örnektir: `axis=1`.",
                "You took the softmax down the columns. Each **row** is an example: `axis=1`.",
            ),
        )
        yield (
            "every_row_every_label",
            [-log_softmax(z, axis=1)[:, c].mean() for z, c in batches],
            L(
                "`log_p[:, labels]` her satırdan bütün etiketleri alır. Her satırdan yalnızca kendi etiketini "
                "alın: `log_p[np.arange(n), labels]`.",
                "`log_p[:, labels]` takes all labels from each row. Take from each row its own label only: "
                "`log_p[np.arange(n), labels]`.",
            ),
        )
        yield (
            "probability_not_log",
            [-np.exp(one).mean() for one in picked],
            L("Logaritma almamışsınız.", "You took no logarithm."),
        )

    _name(given, expected, beliefs(), lambda i: _report(calls[i], given[i], expected[i]), L(
        "Her satırda doğru sınıfın log-softmax'ını alın, ortalayın, işaretini çevirin.",
        "Take the log-softmax of the right class in each row, average, turn the sign."))  # fmt: skip
    return L(
        "Keras buna `SparseCategoricalCrossentropy(from_logits=True)` der.",
        "Keras calls this `SparseCategoricalCrossentropy(from_logits=True)`.",
    )


POINTS = [  # x, y, weights, bias
    ([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]], [1, 0, 0], [0.5, -0.5], 0.25),
    ([[3.0], [-1.0]], [0, 1], [1.0], -0.5),
    (
        [[1.0, 0.0, -2.0], [0.5, 1.5, 1.0], [0.0, 2.0, 0.0], [1.0, 1.0, 1.0]],
        [1, 1, 0, 0],
        [0.1, -0.3, 0.2],
        0.0,
    ),
]


@exercise(LESSON, "gradient", tr="Lojistik regresyonun gradyanı", en="The gradient of logistic regression")
def gradient(answer):
    """``answer(x, y, weights, bias) -> (gradient (d,), slope by the bias)`` of the mean cross-entropy."""
    cases = [(np.array(x), np.array(y), np.array(w), b) for x, y, w, b in POINTS]
    given = [_gradient_pair(call(answer, *case, may_change=False), len(case[2])) for case in cases]
    expected = [_gradient(*case) for case in cases]

    def variant(change):
        return [change(*case) for case in cases]

    def turned(x, y, w, b):
        right = _gradient(x, y, w, b)
        return -right[0], -right[1]

    def summed(x, y, w, b):
        right = _gradient(x, y, w, b)
        return right[0] * len(y), right[1] * len(y)

    def squared(factor):
        def change(x, y, w, b):
            p = expit(x @ w + b)
            return _pull(x, factor * (p - y) * p * (1 - p))

        return change

    def half_summed(x, y, w, b):
        right = _gradient(x, y, w, b)
        return right[0] * len(y), right[1]

    def bias_summed(x, y, w, b):
        right = _gradient(x, y, w, b)
        return right[0], right[1] * len(y)

    slow = L(
        "p(1 − p) çarpanı fazla: o, MSE'nin gradyanıdır. Çapraz entropide sadeleşir, geriye p − y kalır.",
        "The factor p(1 − p) is too many: it belongs to the MSE. In cross-entropy it cancels; p − y remains.",
    )
    only_one = L(
        "Ağırlıklarınki ile bias'ınki ayrı ölçekte: ikisini de örnek sayısına bölün.",
        "The two parts are on different scales: divide both by the number of examples.",
    )
    beliefs = [
        ("wrong_sign", variant(turned),
         L("İşaret ters: bu, inişin yönü. Gradyan kaybın arttığı yönü gösterir: p − y.",
           "The sign is turned: that is the way down. A gradient points to where the loss grows: p − y.")),
        ("sum_not_mean", variant(summed),
         L("Kayıp bir ortalama; örnek sayısına bölün.", "The loss is a mean; divide by the number of examples.")),
        ("squared_error", variant(squared(1)), slow),
        ("squared_error", variant(squared(2)), slow),
        ("weights_not_divided", variant(half_summed), only_one),
        ("bias_not_divided", variant(bias_summed), only_one),
        ("no_bias_in_z", variant(lambda x, y, w, b: _pull(x, expit(x @ w) - y)),
         L("z'yi hesaplarken bias'ı eklememişsiniz.", "You left the bias out of z.")),
        ("no_sigmoid", variant(lambda x, y, w, b: _pull(x, x @ w + b - y)),
         L("z'yi sigmoid'den geçirmemişsiniz: hata p − y'dir, z − y değil.",
           "z did not pass through the sigmoid: the error is p − y, not z − y.")),
        ("step_not_sigmoid", variant(lambda x, y, w, b: _pull(x, (x @ w + b >= 0) - y)),
         L("0 ve 1'e yuvarlamışsınız; bu perceptron'un hatası. p bir olasılıktır.",
           "You rounded to 0 and 1; that is the perceptron's error. p is a probability.")),
    ]  # fmt: skip
    _name(given, expected, beliefs, lambda i: _report(
        f"gradient({POINTS[i][0]}, {POINTS[i][1]}, {POINTS[i][2]}, {POINTS[i][3]})",
        (given[i][0].round(4).tolist(), round(given[i][1], 4)),
        (expected[i][0].round(4).tolist(), round(expected[i][1], 4))), L(
        "Hata p − y'dir; ağırlıklara girdilerle çarpılıp, bias'a olduğu gibi gider.",
        "The error is p − y; it goes to the weights times the inputs, to the bias as it is."))  # fmt: skip
    return L("Sayısal türevle karşılaştırdık: aynı.", "We compared it with a numeric derivative: it is the same.")


def _pull(x, error):
    return x.T @ error / len(x), float(error.mean())


def _gradient(x, y, w, b):
    return _pull(x, expit(x @ w + b) - y)


def _gradient_pair(given, d):
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != 2:
        wrong(
            L(
                "İki şey döndürün: ağırlıkların gradyanı ve bias'ınki.",
                "Return two things: the gradient of the weights and that of the bias.",
            ),
            "not_a_pair",
            given=given,
        )
    weights, bias = as_array(given[0]), as_array(given[1])
    fits = weights is not None and weights.shape == (d,) and weights.dtype.kind in "fiub"
    if not fits:
        wrong(
            L(
                f"İlk sonuç, her ağırlık için bir sayı taşıyan ({d},) şeklinde bir dizi olmalı.",
                f"The first result has to be an array of shape ({d},), one number for each weight.",
            ),
            "shape",
            given=given[0],
        )
    if bias is None or bias.size != 1 or bias.dtype.kind not in "fiub":
        wrong(
            L(
                "İkinci sonuç tek sayı olmalı: bias için örneklerin ortalamasını alın.",
                "The second result has to be one number: for the bias take the mean over the examples.",
            ),
            "bias_shape",
            given=given[1],
        )
    return weights.astype(float), float(bias.reshape(()))


def _loss_at(logits, labels, temperature):
    z = logits / temperature
    return float(np.mean(np.logaddexp(0, z) - labels * z))


def _trained_models():
    """Return {name: (logits, labels)}: an overconfident model, a timid one, and tumours without a penalty."""
    random = np.random.default_rng(6)
    honest = random.normal(0, 2, size=400)
    labels = (random.random(400) < expit(honest)).astype(int)
    extreme = random.normal(0, 120, size=200)
    rare = (random.random(200) < expit(extreme / 60)).astype(int)
    return {"sure": (4 * honest, labels), "timid": (0.4 * honest, labels), "tumours": (extreme, rare)}


@exercise(LESSON, "choose_temperature", tr="Aşırı emin bir modeli sakinleştirin", en="Calm an overconfident model")
def choose_temperature(answer):
    """``answer(logits, labels) -> T`` with the least log-loss, to within half a percent of the best one."""
    models = _trained_models()
    names = {
        "sure": L("aşırı emin model", "the overconfident model"),
        "timid": L("çekingen model", "the timid model"),
        "tumours": L("tümör modeline benzeyen model", "the model like that of the tumours"),
    }
    given, best = {}, {}
    for name, (logits, labels) in models.items():
        given[name] = _single(call(answer, logits, labels, may_change=False), "T")
        found = minimize_scalar(
            lambda power, z=logits, y=labels: _loss_at(z, y, np.exp(power)), (np.log(0.1), np.log(500))
        )
        best[name] = float(np.exp(found.x))
    _judge_temperatures(given, best, models, names)
    sure, labels = models["sure"]
    before, after = _loss_at(sure, labels, 1), _loss_at(sure, labels, given["sure"])
    return L(
        f"Aşırı emin modelin log kaybı {number(before)} iken {number(after)} oldu; doğruluğu hiç değişmedi.",
        f"The log-loss of the overconfident model went from {number(before)} to {number(after)}; its accuracy did "
        "not change.",
    )


def _judge_temperatures(given, best, models, names):
    if min(given.values()) <= 0:
        wrong(L("Sıcaklık sıfırdan büyük olmalı.", "A temperature has to be above zero."), "not_positive")
    losses = {name: _loss_at(*models[name], given[name]) for name in models}
    least = {name: _loss_at(*models[name], best[name]) for name in models}
    failed = next((name for name in models if losses[name] > 1.005 * least[name] + 1e-4), None)
    if failed is None:
        return
    report = L(
        f"{names[failed].capitalize()}: T = {number(given[failed])} ile log kaybı {number(losses[failed], 3)}; "
        f"{number(least[failed], 3)} olabilirdi. ",
        f"{names[failed].capitalize()}: T = {number(given[failed])} gives a log-loss of "
        f"{number(losses[failed], 3)}; it could be {number(least[failed], 3)}. ",
    )
    if all(abs(np.log(given[name] * best[name])) < 0.1 for name in models):
        why = L(
            "Bu, aradığınızın tersi (1/T): logitleri çarpmayıp bölün.",
            "That is the inverse (1/T) of what you want: divide the logits, do not multiply.",
        )
        wrong(report + why, "inverted")
    if len(set(given.values())) == 1:
        why = L(
            "Her modele aynı sıcaklığı veriyorsunuz. Onu verilen logit ve etiketlerden arayın; doğruluk yol "
            "göstermez, çünkü her sıcaklıkta aynıdır.",
            "You give every model the same temperature. Search for it with the given logits and labels; the "
            "accuracy is no guide, as it is the same at every temperature.",
        )
        wrong(report + why, "same_for_all")
    if failed == "timid" and given["timid"] >= 0.99:
        why = L(
            "Çekingen model sakinleşmek değil, cesaret ister: 1'den küçük sıcaklıkları da deneyin.",
            "A timid model needs courage, not calm: try temperatures below 1 as well.",
        )
        wrong(report + why, "only_above_one")
    if given[failed] < best[failed] and all(losses[n] <= 1.005 * least[n] + 1e-4 for n in models if n != failed):
        why = L(
            "Arama aralığınız dar: en küçük kayıp daha yüksek bir sıcaklıkta.",
            "Your range is too narrow: the least loss is at a higher temperature.",
        )
        wrong(report + why, "range_too_narrow")
    direction = given[failed] < best[failed]
    why = (
        L("Daha yüksek bir sıcaklık gerekiyor.", "It takes a higher temperature.")
        if direction
        else L("Daha düşük bir sıcaklık gerekiyor.", "It takes a lower temperature.")
    )
    wrong(report + why, "not_the_least")

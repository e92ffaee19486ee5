"""Checks of lesson 30_gan."""

from functools import partial

import numpy as np

from utils.checks import limits
from utils.checks.compare import same
from utils.checks.engine import StudentError, call, exercise, expect, refuse, require_return, wrong
from utils.checks.forms import require_number
from utils.checks.judge import judge
from utils.checks.models import count_parameters, outputs_of, refuse_history
from utils.checks.show import apart, short_call
from utils.language import L, number, percent

LESSON = "30_gan"
MOST_PARAMETERS, LEAST_MODES, LEAST_CLOSE = 1000, 7, 0.70
TRAINING = 24  # times as long as another answer may small_generator take: it trains two networks, two minutes at most
SAMPLES = 2000


@exercise(LESSON, "best_discriminator", tr="En iyi ayırt edici", en="The best discriminator")
def best_discriminator(answer):
    """``answer(p, q) -> p / (p + q)``, numbers or arrays."""
    beliefs = [
        ("summed", lambda p, q: np.sum(p) / (np.sum(p) + np.sum(q)),
         "Bütün noktaları toplamışsınız; her noktanın kendi yanıtı var.",
         "You added up all points; each point has an answer of its own."),
        ("half", lambda p, q: 0.5,
         "0,5 yalnızca `p` ile `q` eşit olan noktalarda doğrudur, çünkü yanıt noktadan noktaya değişir.",
         "0.5 is right only at points where `p` equals `q`, because the answer changes from point to point."),
        ("fake_share", lambda p, q: q / (p + q),
         "Bu, örneğin sahte olma olasılığıdır. Paya `p` yazın.",
         "That is the probability that the example is fake. The numerator should be `p`."),
        ("ratio", lambda p, q: np.divide(p, q),
         "Bu, yoğunlukların oranıdır ve 1'den büyük çıkabilir. Paydaya `p + q` yazın.",
         "That is the ratio of the densities, which may be greater than 1. Divide by `p + q` instead."),
        ("density", lambda p, q: p + 0 * q,
         "Bu yalnızca `p`'dir. Sahtelerle karşılaştırmak için `p + q` toplamına bölün.",
         "That is just `p`. To compare it with the fakes, divide it by `p + q`."),
        ("no_brackets", lambda p, q: p / p + q,
         "Bölme toplamadan önce yapıldığı için paydayı paranteze alın.",
         "Division comes before addition, so put the denominator in brackets."),
        ("difference", lambda p, q: p - q,
         "Fark eksi çıkabilir, bu yüzden bir olasılık değildir. Gerçeklerin payı isteniyor.",
         "A difference may be negative, so it is not a probability. The share of the real examples is wanted."),
        ("winner", lambda p, q: (np.asarray(p) > q) * 1.0,
         "Hangi yoğunluğun büyük olduğunu döndürmüşsünüz; gerçeklerin payı isteniyor.",
         "You returned which density is larger; the share of the real examples is wanted."),
        ("rounded", lambda p, q: np.round(p / (p + q), 2),
         "Pay doğru, ama yuvarlanmış. Yuvarlamadan döndürün.",
         "The share is right, but it has been rounded. Return it unrounded."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (0.3, 0.4),
            (0.25, 0.15),
            (2.5, 11.0),
            (np.array([0.4, 0.1, 0.5, 0.0, 13.0]), np.array([0.4, 0.35, 0.0, 0.2, 2.0])),
            (np.array([[0.2, 0.7], [1.5, 0.3]]), np.array([[0.6, 0.1], [0.4, 0.9]])),
        ],
        lambda p, q: p / (p + q),
        beliefs,
        otherwise=(
            "wrong_value",
            "O noktadaki örneklerin `p / (p + q)` kadarı gerçektir.",
            "At that point, a share of `p / (p + q)` of the examples is real.",
        ),
        remark=(
            "`p` ile `q` her yerde eşitse yanıt her noktada 0,5 olur ve oyun biter.",
            "If `p` and `q` are equal everywhere, the answer is 0.5 at every point, and the game is over.",
        ),
    )


def _other_logarithms(loss):
    """Return the beliefs that take a loss, ``loss(log, *arrays)``, with another logarithm than the natural one."""
    why = (
        "Doğal logaritma isteniyor; NumPy'da adı `np.log`.",
        "The natural logarithm is wanted; in NumPy it is `np.log`.",
    )
    return [(name, partial(loss, getattr(np, name)), *why) for name in ("log2", "log10")]


@exercise(LESSON, "loss_of_discriminator", tr="Ayırt edicinin kaybı", en="The discriminator's loss")
def loss_of_discriminator(answer):
    """``answer(real (n,), fake (m,)) -> float``: - mean ln real - mean ln(1 - fake)."""
    log, mean = np.log, np.mean
    beliefs = [
        ("wrong_sign", lambda r, f: mean(log(r)) + mean(log(1 - f)),
         "İşaret ters: ayırt edici iyileştikçe kaybın küçülmesi gerekir.",
         "The sign is reversed: the loss has to fall as the discriminator gets better."),
        ("fake_not_turned", lambda r, f: -mean(log(r)) - mean(log(f)),
         "Sahte örneklerde `1 - fake` büyük olmalıdır; sizin kaybınız ise `fake` büyüyünce küçülüyor.",
         "For fake examples `1 - fake` should be large, whereas your loss falls as `fake` grows."),
        ("roles_swapped", lambda r, f: -mean(log(1 - r)) - mean(log(f)),
         "`real` ile `fake` yer değiştirmiş. Gerçek örneklerde `real`, sahte örneklerde `1 - fake` büyük olmalıdır.",
         "`real` and `fake` are swapped. For real examples `real` should be large, and for fake ones `1 - fake`."),
        ("second_sign", lambda r, f: -mean(log(r)) + mean(log(1 - f)),
         "İkinci parçanın işareti ters: kayba iki parça da eksi işaretiyle girer.",
         "The second part has the wrong sign: both parts have a minus."),
        *_other_logarithms(lambda log, r, f: -mean(log(r)) - mean(log(1 - f))),
        ("sum", lambda r, f: -log(r).sum() - log(1 - f).sum(),
         "Toplam almışsınız; her parçanın ortalaması isteniyor.", "You took the sums; the mean of each part is wanted."),
        ("one_mean", lambda r, f: -mean(log(np.concatenate([r, 1 - f]))),
         "Hepsinin tek bir ortalamasını almışsınız. Önce her parçanın kendi ortalaması alınır, sonra ikisi toplanır.",
         "You took a single mean over everything. Take the mean of each part first, then add the two."),
        ("real_only", lambda r, f: -mean(log(r)),
         "Bu yalnızca gerçek örneklerin parçasıdır. Sahte örneklerinkini de ekleyin.",
         "That is only the part of the real examples. Add the part of the fake ones."),
        ("halved", lambda r, f: -(mean(log(r)) + mean(log(1 - f))) / 2,
         "Sonucu ikiye bölmüşsünüz, oysa formülde bölme yoktur.", "You divided the result by 2, but the formula does not."),
        ("no_real", lambda r, f: -mean(log(1 - f)),
         "Gerçek örneklerin parçası eksik.",
         "The part of the real examples is missing."),
        ("no_fake", lambda r, f: -mean(log(r)) - mean(log(1 - r)),
         "İkinci parçada da `real` kullanılmış; orada `fake` olmalıdır.",
         "The second part uses `real` as well; it should use `fake`."),
        ("no_log", lambda r, f: -mean(r) - mean(1 - f), "Logaritma eksik.", "The logarithm is missing."),
        ("log_of_mean", lambda r, f: -log(mean(r)) - log(mean(1 - f)),
         "Ortalamanın logaritmasını almışsınız; önce logaritma, sonra ortalama alınır.",
         "You took the logarithm of the mean; take the logarithms first, then their mean."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.9]), np.array([0.2])),
            (np.array([0.5, 0.8, 0.6]), np.array([0.1, 0.7])),
            (np.array([0.99, 0.3]), np.array([0.4, 0.25, 0.05, 0.6])),
            (np.array([0.004, 0.7]), np.array([0.996, 0.3, 0.15])),
        ],
        lambda r, f: -mean(log(r)) - mean(log(1 - f)),
        beliefs,
        otherwise=(
            "wrong_value",
            "Kayıp, `-np.log(real)` ortalaması ile `-np.log(1 - fake)` ortalamasının toplamıdır.",
            "The loss is the mean of `-np.log(real)` plus the mean of `-np.log(1 - fake)`.",
        ),
        remark=("0,9 ve 0,2 için dersteki 0,3285 çıkıyor.", "For 0.9 and 0.2 it gives 0.3285, as in the lesson."),
    )


@exercise(LESSON, "loss_of_generator", tr="Üreticinin kaybı", en="The generator's loss")
def loss_of_generator(answer):
    """``answer(fake (n,)) -> float``: - mean ln fake."""
    log, mean = np.log, np.mean
    beliefs = [
        ("no_mean", lambda f: -log(f),
         "Her örneğin kaybını döndürmüşsünüz; bunların ortalaması isteniyor.",
         "You returned the loss of each example; their mean is wanted."),
        ("minimax", lambda f: mean(log(1 - f)),
         "Bu, minimax kaybıdır; ayırt edici emin olduğunda gradyanı sıfıra yaklaşır. Doymayan kayıp isteniyor.",
         "That is the minimax loss, whose gradient vanishes when the discriminator is sure. The non-saturating loss is wanted."),
        ("discriminators_part", lambda f: -mean(log(1 - f)),
         "Bu, ayırt edicinin kaybındaki parçadır. Üretici yakalanmak istemez, bu yüzden `fake` büyüyünce kaybı küçülmelidir.",
         "That is a part of the discriminator's loss. For the generator, a large `fake` should mean a small loss."),
        ("wrong_sign", lambda f: mean(log(f)),
         "İşaret ters: `fake` büyüdükçe kaybın küçülmesi gerekir.",
         "The sign is reversed: the loss has to fall as `fake` grows."),
        ("both_parts", lambda f: -mean(log(f)) - mean(log(1 - f)),
         "`1 - fake` içeren parça ayırt edicinindir; üreticinin kaybında yalnızca öbür parça vardır.",
         "The part with `1 - fake` belongs to the discriminator; the generator's loss has only the other part."),
        *_other_logarithms(lambda log, f: -mean(log(f))),
        ("sum", lambda f: -log(f).sum(), "Toplam almışsınız; ortalama isteniyor.", "You took the sum; the mean is wanted."),
        ("no_log", lambda f: -mean(f), "Logaritma eksik.", "The logarithm is missing."),
        ("log_of_mean", lambda f: -log(mean(f)),
         "Ortalamanın logaritmasını almışsınız; önce logaritma, sonra ortalama alınır.",
         "You took the logarithm of the mean; take the logarithms first, then their mean."),
    ]  # fmt: skip
    return judge(
        answer,
        # A usual 1e-7 inside the logarithm, which keeps it from infinity, makes no difference here.
        [(np.array([0.2]),), (np.array([0.004, 0.5, 0.7]),), (np.array([0.1, 0.7, 0.4, 0.996]),)],
        lambda f: -mean(log(f)),
        beliefs,
        otherwise=(
            "wrong_value",
            "Kayıp, `-np.log(fake)` değerlerinin ortalamasıdır.",
            "The loss is the mean of `-np.log(fake)`.",
        ),
        remark=(
            "Ayırt edici sahteden emin olduğunda bile bu kaybın gradyanı güçlüdür.",
            "The gradient of this loss is strong even when the discriminator is sure of a fake.",
        ),
    )


@exercise(LESSON, "generator_gradients", tr="Üreticinin iki gradyanı", en="The generator's two gradients")
def generator_gradients(answer):
    """``answer(score) -> minimax, non_saturating``: -D and -(1 - D), D = sigmoid(score), numbers or arrays."""

    def d(s):
        return 1 / (1 + np.exp(-np.asarray(s, float)))

    beliefs = [
        ("means", lambda s: (np.mean(-d(s)), np.mean(d(s) - 1)),
         "Ortalamaları döndürmüşsünüz; her puanın kendi gradyanı isteniyor.",
         "You returned the means; each score has gradients of its own."),
        ("swapped", lambda s: (d(s) - 1, -d(s)),
         "İki gradyan yer değiştirmiş: önce minimax kaybınınki, sonra doymayan kaybınki döndürülür. Sıranız böyleyse "
         "sigmoid'deki eksi işaretine bakın: `1 / (1 + np.exp(-score))`.",
         "The two gradients are swapped: return that of the minimax loss first, then that of the non-saturating loss. If "
         "yours are in this order already, look at the minus sign in the sigmoid: `1 / (1 + np.exp(-score))`."),
        ("without_sign", lambda s: (d(s), 1 - d(s)),
         "Büyüklükler doğru, ama ikisinin de işareti eksi olmalı: puan arttıkça iki kayıp da azalır.",
         "The magnitudes are right, but both signs have to be negative: both losses fall as the score rises."),
        ("score_taken_for_probability", lambda s: (-np.asarray(s), np.asarray(s) - 1),
         "`score` olasılık değil, puandır. Önce sigmoid ile olasılığa çevirin: `1 / (1 + np.exp(-score))`.",
         "`score` is not a probability but a logit. First turn it into one with the sigmoid: `1 / (1 + np.exp(-score))`."),
        ("losses", lambda s: (np.log(1 - d(s)), -np.log(d(s))),
         "Kayıpların kendisini döndürmüşsünüz; puana göre türevleri isteniyor.",
         "You returned the losses themselves; their derivatives with respect to the score are wanted."),
        ("by_probability", lambda s: (-1 / (1 - d(s)), -1 / d(s)),
         "Bunlar D'ye göre türevler. Puana göre türev için sigmoid'in türevi olan `D * (1 - D)` ile çarpın.",
         "These are the derivatives with respect to D. Multiply them by the derivative of the sigmoid, `D * (1 - D)`."),
        ("sigmoid_only", lambda s: (d(s) * (1 - d(s)), d(s) * (1 - d(s))),
         "Bu, sigmoid'in türevidir. Onu kaybın D'ye göre türeviyle çarpın.",
         "That is the derivative of the sigmoid. Multiply it by the derivative of the loss with respect to D."),
        ("minimax_twice", lambda s: (-d(s), -d(s)),
         "İkisi de minimax kaybının gradyanıdır. Doymayan kaybınki `D - 1`'dir.",
         "Both of them are the gradient of the minimax loss. That of the non-saturating loss is `D - 1`."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (-6.906755,),
            (0.75,),
            (np.array([-13.5, -3.0, -0.4, 0.0, 1.2, 4.0, 14.0]),),
            (np.array([[2.5, -1.5], [0.3, -5.0], [-0.9, 6.0]]),),
        ],
        lambda s: (-d(s), d(s) - 1),
        beliefs,
        otherwise=(
            "wrong_value",
            "D, puanın sigmoid'idir. Gradyanlar sırayla `-D` ve `D - 1`'dir.",
            "D is the sigmoid of the score. The gradients are `-D` and `D - 1`, in this order.",
        ),
        results=("minimax", "non_saturating"),
        remark=(
            "D = 0,001 olan puanda doymayan kaybın gradyanı 999 kat büyük çıkıyor.",
            "At the score for which D = 0.001, the gradient of the non-saturating loss is 999 times as large.",
        ),
    )


STEP_CASES = [  # noise (n, 2), the generator's weights and biases, the discriminator's, the optimizer's rate
    ([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8]], [[0.6, -0.4], [0.3, 0.9]], [0.1, -0.2], [[0.7], [-1.1]], [0.4], 0.5),
    ([[1.2, 0.4], [-0.3, -1.6]], [[-0.5, 0.8], [1.1, 0.2]], [0.3, 0.5], [[1.3], [0.6]], [-0.9], 0.2),
]


def _networks(case):
    """Return a generator and a discriminator of one dense layer each, with the weights of the case, and an optimizer."""
    from utils.training import keras

    networks = []
    for weights, biases in (case[1:3], case[3:5]):
        network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(len(biases))])
        network.set_weights([np.array(weights), np.array(biases)])
        networks.append(network)
    return *networks, keras.optimizers.SGD(case[5])


def _steps(case):
    """Return the loss, and {what is descended: the generator's new (weights, biases)}, for a case."""
    noise, w, b, v, c = (np.array(part) for part in case[:5])
    score = (noise @ w + b) @ v + c
    d, n = 1 / (1 + np.exp(-score)), len(noise)
    slopes = {
        "right": (d - 1) / n,
        "minimax": -d / n,
        "ascends": (1 - d) / n,
        "discriminators_part": d / n,
        "sum": d - 1,
    }
    moved = {}
    for name, slope in slopes.items():
        towards = slope @ v.T
        moved[name] = (w - case[5] * noise.T @ towards, b - case[5] * towards.sum(axis=0))
    return -np.log(d).mean(), moved


@exercise(LESSON, "generator_step", tr="Üreticinin adımı", en="The generator's step")
def generator_step(answer):
    """``answer(generator, discriminator, optimizer, noise) -> loss``: one update of the generator, on the non-saturating loss."""

    def moved_like(after, expected):
        return all(same(*pair, rtol=1e-3, atol=1e-5) for pair in zip(after, expected, strict=True))

    for case in STEP_CASES:
        generator, discriminator, optimizer = _networks(case)
        start = generator.get_weights(), discriminator.get_weights()
        try:
            given = call(answer, generator, discriminator, optimizer, np.array(case[0], "float32"))
        except StudentError as problem:
            expect(
                "No gradients provided" not in str(problem.error),
                L(
                    "Gradyan kaydı üreticiye giden yolu görmemiş. Sahte örnekleri ve kaybı `with tf.GradientTape() as tape:` "
                    "bloğunun içinde, TensorFlow ile hesaplayın.",
                    "The gradient tape has not seen the path to the generator. Compute the fakes and the loss inside the block "
                    "`with tf.GradientTape() as tape:`, with TensorFlow.",
                ),
                "outside_the_tape",
            )
            raise
        after, judged = generator.get_weights(), discriminator.get_weights()
        loss, moved = _steps(case)
        refuse(
            ("discriminator_changed", not moved_like(judged, start[1]),
             "Ayırt edicinin ağırlıkları değişmiş. Bu adımda yalnızca üretici öğrenir: `update` fonksiyonuna `generator` verin.",
             "The discriminator's weights have changed. Only the generator learns in this step: give `generator` to `update`."),
            ("nothing_changed", moved_like(after, start[0]),
             "Üreticinin ağırlıkları değişmedi. Kaybı gradyan kaydının içinde hesaplayın, sonra `update` çağırın.",
             "The generator's weights did not change. Compute the loss inside the gradient tape, then call `update`."),
            ("minimax", moved_like(after, moved["minimax"]),
             "Bu, minimax kaybıyla atılan adım; doymayan kayıp isteniyor: `generator_loss`.",
             "That is a step on the minimax loss; the non-saturating loss is wanted: `generator_loss`."),
            ("discriminators_part", moved_like(after, moved["discriminators_part"]),
             "Üretici, sahte olduğu anlaşılsın diye öğrendi: bu, ayırt edicinin kaybıdır. `generator_loss` kullanın.",
             "The generator has learned to be recognized as fake: that is the discriminator's loss. Use `generator_loss`."),
            ("ascends", moved_like(after, moved["ascends"]),
             "Adım ters yöne atılmış: kayıp büyüdü. Gradyanın işaretini değiştirmeyin.",
             "The step went the wrong way and the loss grew. Leave the sign of the gradient as it is."),
            ("sum", moved_like(after, moved["sum"]),
             "Kayıplar toplanmış; yığının ortalaması alınmalı.", "The losses were summed; take their mean over the batch."),
            ("wrong_step", not moved_like(after, moved["right"]),
             "Üreticinin ağırlıkları değişti, ama doymayan kaybın tek bir adımıyla değil. `generator(noise)` ayırt ediciye "
             "verilir, kayıp `generator_loss` ile bulunur ve verilen `optimizer` bir kez kullanılır.",
             "The generator's weights changed, but not by a single step on the non-saturating loss. Pass `generator(noise)` to "
             "the discriminator, compute `generator_loss`, and use the given `optimizer` once."),
        )  # fmt: skip
        value = require_number(given, "loss")
        expected, came = apart(loss, value)
        expect(
            same(value, loss, rtol=1e-3, atol=1e-5),
            L(
                f"Adım doğru, ama döndürülen sayı adımdan önceki kayıp değil: {expected} bekleniyordu, {came} geldi.",
                f"The step is right, but the number returned is not the loss before it: expected {expected}, but got {came}.",
            ),
            "not_the_loss",
        )
    return L(
        "Gradyan ayırt edicinin içinden geçti, ama yalnızca üretici değişti.",
        "The gradient passed through the discriminator, but only the generator changed.",
    )


@exercise(LESSON, "inception_score", tr="Inception puanı", en="The Inception score")
def inception_score(answer):
    """``answer(probabilities (n, k)) -> float``: exp of the mean KL divergence of the rows from their mean."""
    log, exp = np.log, np.exp

    def kl(p, of=None):
        of = p.mean(axis=0) if of is None else of
        return (p * log(p / of)).sum(axis=1)

    beliefs = [
        ("each_picture", kl,
         "Her resmin ıraksamasını döndürmüşsünüz; ortalamasının `np.exp` değeri isteniyor.",
         "You returned the divergence of each picture; `np.exp` of their mean is wanted."),
        ("exp_each", lambda p: exp(kl(p)),
         "Her resim için bir değer döndürmüşsünüz; önce ortalama, sonra `np.exp` alınır.",
         "You returned a value for each picture; take the mean first, then `np.exp`."),
        ("no_exp", lambda p: kl(p).mean(),
         "Ortalama ıraksama doğru; son olarak `np.exp` alın.", "The mean divergence is right; finally take `np.exp`."),
        ("exp_first", lambda p: exp(kl(p)).mean(),
         "Önce `np.exp`, sonra ortalama almışsınız; önce ortalama alınır.",
         "You took `np.exp` first and then the mean; take the mean first."),
        ("sum", lambda p: exp(kl(p).sum()),
         "Resimler üzerinden toplam almışsınız; ortalama alınır.", "You took the sum over the pictures; their mean is wanted."),
        ("mean_of_all", lambda p: exp((p * log(p / p.mean(axis=0))).mean()),
         "Sınıflar üzerinden de ortalama almışsınız: `axis=1` boyunca toplam alınır.",
         "You took the mean over the classes too: over `axis=1` take the sum."),
        ("log2", lambda p: exp(kl(p).mean() / log(2)), "Doğal logaritma isteniyor; NumPy'da adı `np.log`.",
         "The natural logarithm is wanted; in NumPy it is `np.log`."),
        ("reversed", lambda p: exp((p.mean(axis=0) * log(p.mean(axis=0) / p)).sum(axis=1).mean()),
         "KL terslenmiş: ağırlık `p`, oran `p / ortalama` olmalı.",
         "The KL divergence is reversed: weight by `p`, and divide `p` by the mean."),
        ("even_mean", lambda p: exp(kl(p, 1 / p.shape[1]).mean()),
         "Olasılıkları 1/k'ye, yani bütün sayıların ortalamasına bölmüşsünüz. Her sınıfın kendi ortalamasına bölün: `axis=0`.",
         "You divided by 1/k, the mean of all numbers. Divide by the mean of each class instead: `axis=0`."),
        ("variety_only", lambda p: exp(-(p.mean(axis=0) * log(p.mean(axis=0))).sum()),
         "Bu yalnızca ortalama olasılıkların çeşitliliği; resimlerin tek tek ne kadar emin tanındığı eksik.",
         "That is the variety of the mean probabilities alone; how confidently each picture is recognized is missing."),
        ("confidence_only", lambda p: exp((p * log(p)).sum(axis=1).mean()),
         "Ortalama olasılıklarla karşılaştırma eksik: `p` değerlerini `axis=0` ortalamasına bölün.",
         "The comparison with the mean probabilities is missing: divide `p` by its mean over `axis=0`."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([[0.9, 0.1], [0.2, 0.8]]),),
            (np.array([[0.7, 0.2, 0.1], [0.7, 0.2, 0.1]]),),
            (np.array([[0.6, 0.3, 0.1], [0.05, 0.9, 0.05], [0.2, 0.7, 0.1], [0.15, 0.8, 0.05]]),),
            (np.array([[0.97, 0.01, 0.01, 0.01], [0.02, 0.94, 0.03, 0.01], [0.3, 0.1, 0.2, 0.4]]),),
        ],
        lambda p: exp(kl(p).mean()),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her satırın, satırların ortalamasından KL ıraksaması alınır; puan, bunların ortalamasının `np.exp` değeridir.",
            "Take the KL divergence of each row from the mean of the rows; the score is `np.exp` of their mean.",
        ),
        remark=(
            "Resimlerin hepsi aynıysa puan 1'dir. Resimler kesin tanınıyor ve k sınıfa eşit dağılıyorsa puan k'ye yaklaşır.",
            "The score is 1 if all pictures are the same, and approaches k if each is recognized with confidence and the k "
            "classes are equally frequent.",
        ),
    )


def _near(points, centres, radius, order=2):
    return np.linalg.norm(points[:, None] - centres, ord=order, axis=2) <= radius


def _shares(points, centres, radius, least):
    return _near(points, centres, radius).mean(axis=0)


def _covered(points, centres, radius, least, order=2):
    return int((_near(points, centres, radius, order).mean(axis=0) >= least).sum())


def _nearest_share(points, centres):
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    return np.bincount(nearest, minlength=len(centres)) / len(points)


def _mode_cases():
    """Return cases in which each misconception gives another number than the right one, the smallest first.

    Where a share is just ``least`` it is a multiple of 1/64, so that it is met in float32, too.
    """
    square = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 4.0]])
    pair = np.array([[1.0, 2.0], [5.0, -1.0]])
    five = np.array([[1.5, 2.0], [1.0, 2.5], [4.5, -1.0], [1.0, 5.0], [3.0, 0.5]])
    few = np.concatenate([np.repeat(square[:2], [4, 2], axis=0), square[2:3] + 0.1, [[3.0, 2.9]]])
    many = np.concatenate([np.repeat(square + 0.2, [24, 20, 4, 1], axis=0), np.full((15, 2), 3.2)])
    edge = np.array([[2.0, 0.0], [0.0, 0.0], [4.0, 4.0], [4.0, 2.0]])  # the first and the last exactly 2 from centres
    aslant = np.repeat(square[::3] + 0.4, 5, axis=0)  # 0.57 from a centre
    far = np.array([[15.0, -2.0], [-3.0, 14.0]])
    return [
        (five, pair, 1.0, 0.3),
        (five, pair, 1.0, 0.15),
        (few, square, 0.5, 0.25),
        (many, square, 0.5, 0.1),
        (many, square[:3], 0.5, 0.0625),
        (few, square, 2.0, 0.5),
        (edge, square, 2.0, 0.5),
        (aslant, square, 0.6, 0.2),
        (aslant, square, 0.5, 0.2),
        (np.concatenate([far + 0.5, [[30.0, 1.0]]]), far, 1.0, 0.3),
        (np.full((2, 2), 0.3), np.zeros((3, 2)), 0.5, 1.0),
    ]


MODE_CASES = _mode_cases()


@exercise(LESSON, "count_modes", tr="Modları sayın", en="Count the modes")
def count_modes(answer):
    """``answer(points (n, 2), centres (k, 2), radius, least) -> int``."""
    beliefs = [
        ("one_answer_each", lambda *case: _shares(*case) >= case[3],
         "Her mod için tutulup tutulmadığını döndürmüşsünüz; tutulanların sayısı isteniyor.",
         "You returned whether each mode is covered; count the modes that are."),
        ("shares", _shares,
         "Payları döndürmüşsünüz; onları `least` ile karşılaştırıp tutulan modları sayın.",
         "You returned the shares; compare them with `least` and count the modes that reach it."),
        ("squared_distance", lambda p, c, r, least: _covered(p, c, np.sqrt(r), least),
         "`radius` ile uzaklığın karesini karşılaştırmışsınız; karekökünü alın.",
         "You compared the square of the distance with `radius`; take its square root."),
        ("sum_of_sides", lambda *case: _covered(*case, order=1),
         "Eksenler boyunca farkları toplamışsınız; uzaklık ise kareler toplamının kareköküdür.",
         "You added the differences along the axes; the distance is the square root of the sum of their squares."),
        ("longer_side", lambda *case: _covered(*case, order=np.inf),
         "Eksenler boyunca farkların büyüğünü almışsınız; uzaklık ise kareler toplamının kareköküdür.",
         "You took the larger of the differences along the axes; the distance is the square root of the sum of their squares."),
        ("any_point", lambda *case: int((_shares(*case) > 0).sum()),
         "Bir modu tutmak için tek bir nokta yetmez; modun payını `least` ile karşılaştırın.",
         "A single point is not enough to cover a mode; compare the share of the mode with `least`."),
        ("counts_points", lambda p, c, r, least: int(_near(p, c, r).any(axis=1).sum()),
         "Bir moda yakın olan noktaları saymışsınız; modların sayısı isteniyor.",
         "You counted the points that are close to a mode; count the modes."),
        ("no_radius", lambda p, c, r, least: int((_nearest_share(p, c) >= least).sum()),
         "Her noktayı en yakın moda saymışsınız, oysa arada kalan noktalar hiçbir modun değildir. Uzaklığı `radius` ile "
         "karşılaştırın.",
         "You gave each point to its nearest mode, but points in between belong to none. Compare the distance with `radius`."),
        ("strictly_more", lambda *case: int((_shares(*case) > case[3]).sum()),
         "Pay tam `least` olduğunda da mod tutulmuş sayılır; `>=` kullanın.",
         "A share of exactly `least` also covers the mode; use `>=`."),
        ("strictly_closer", lambda p, c, r, least: _covered(p, c, np.nextafter(r, 0), least),
         "Uzaklığı tam `radius` olan nokta da moda yakın sayılır; `<=` kullanın.",
         "A point at a distance of exactly `radius` also counts as close; use `<=`."),
        ("mean_over_modes", lambda p, c, r, least: int((_near(p, c, r).mean(axis=1) >= least).sum()),
         "Ortalamayı her nokta için modlar üzerinden almışsınız. Her mod için noktalar üzerinden, yani `axis=0` boyunca alın.",
         "You took the mean over the modes for each point. Take it over the points for each mode, along `axis=0`."),
        ("first_mode_only", lambda p, c, r, least: _covered(p, c[:1], r, least),
         "Yalnızca ilk moda bakmışsınız; bütün merkezlere bakın.", "You looked only at the first mode; look at all centres."),
        ("all_modes", lambda p, c, r, least: len(c),
         "Bütün modları saymışsınız; yalnızca tutulanları sayın.", "You counted all modes; count only those that are covered."),
        ("missing_modes", lambda *case: int((_shares(*case) < case[3]).sum()),
         "Tutulmayan modları saymışsınız.", "You counted the modes that are not covered."),
        ("share_of_modes", lambda *case: float((_shares(*case) >= case[3]).mean()),
         "Tutulan modların payını döndürmüşsünüz; sayıları isteniyor.",
         "You returned the share of covered modes; their number is wanted."),
    ]  # fmt: skip

    def called(points, centres, radius, least):
        if len(points) <= 20:
            return f"`{short_call('count_modes', (points, centres, radius, least))}`"
        return L(
            f"{len(points)} nokta, {len(centres)} merkez, `radius={radius}` ve `least={least}`",
            f"{len(points)} points, {len(centres)} centres, `radius={radius}` and `least={least}`",
        )

    def shares(points, centres, radius, least):
        share = L("; ", ", ").join(number(value, 2) for value in _shares(points, centres, radius, least))
        return L(
            f"Merkezlere en çok `radius` kadar uzak olan noktaların payları sırayla {share}. Bunları `least` ile karşılaştırın.",
            f"The shares of the points within `radius` of the centres are {share}; compare them with `least`.",
        )

    return judge(
        answer,
        MODE_CASES,
        _covered,
        beliefs,
        called=called,
        otherwise=("wrong_number", shares),
        remark=(
            "Mod çökmesini artık tek bir sayıyla görebilirsiniz.",
            "A single number now tells you whether modes have collapsed.",
        ),
    )


@exercise(
    LESSON,
    "small_generator",
    tr="Sekiz modu birden tutun",
    en="All eight modes at once",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def small_generator(answer):
    """``answer() -> generator``: any Keras model from noise to the plane, of fewer than 1000 parameters, that covers seven
    modes of the ring with 70 % of its points."""
    from utils.datasets.modes import LEAST_SHARE, MODES, shares

    model = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    require_return(model)
    refuse_history(model)
    expect(
        not (hasattr(model, "generator") and hasattr(model, "discriminator")),
        L(
            "Bütün GAN'ı döndürmüşsünüz; yalnızca üreticisini döndürün: `return model.generator`.",
            "You returned the whole GAN; return its generator only: `return model.generator`.",
        ),
        "whole_gan",
    )
    shape = getattr(model, "input_shape", None)
    expect(
        hasattr(model, "count_params") and callable(model) and isinstance(shape, tuple) and len(shape) == 2,
        L("Gürültüden nokta üreten bir Keras modeli bekleniyordu.", "A Keras model from noise to points was expected."),
        "not_a_model",
    )
    count = count_parameters(model, MOST_PARAMETERS)
    z = np.random.default_rng(7).normal(size=(SAMPLES, shape[-1])).astype("float32")
    points = outputs_of(model, z, (SAMPLES, 2))
    at = shares(points, "ring")
    covered, close = int((at >= LEAST_SHARE).sum()), float(at.sum())
    report = L(
        f"{MODES} modun {covered} tanesi tutuldu, noktaların {percent(close, 1)} kadarı bir modun yanında. ",
        f"{covered} of {MODES} modes {'is' if covered == 1 else 'are'} covered, and {percent(close, 1)} of the points lie at a "
        "mode. ",
    )
    if covered >= LEAST_MODES and close >= LEAST_CLOSE:
        return report + L(f"Parametre sayısı {count}.", f"The number of parameters is {count}.")
    rows = [
        ("not_trained", np.linalg.norm(points, axis=1).mean() < 1.0,
         "Noktalar ortada duruyor. Üretici hiç eğitilmemiş ya da çok az eğitilmiş.",
         "The points are still in the middle. The generator has not been trained, or hardly at all."),
        ("between", covered >= LEAST_MODES,
         "Modlar tutuldu, ama birçok nokta modların arasında kaldı. Daha uzun eğitin.",
         "The modes are covered, but many points lie between them. Train for longer."),
        ("off_the_modes", close < 0.5,
         "Noktaların çoğu hiçbir modun yanında değil; demek ki üretici verinin nerede olduğunu öğrenmemiş. `ring` üzerinde mi "
         "eğittiniz? Daha uzun ya da daha küçük bir öğrenme oranıyla eğitin.",
         "Most of the points are not at any mode, so the generator has not learned where the data are. Did you train it on "
         "`ring`? Train for longer, or with a lower learning rate."),
        ("collapsed", covered <= LEAST_MODES // 2,
         "Bu, mod çökmesidir. Ayırt ediciye daha çok adım attırın ya da `BatchSpread()` ekleyin.",
         "This is mode collapse. Give the discriminator more steps, or add `BatchSpread()`."),
        ("modes_missing", True,
         "Birkaç mod eksik. Daha uzun ya da başka bir öğrenme oranıyla eğitin.",
         "A few modes are missing. Train for longer, or with another learning rate."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1])
    wrong(report + L(*why), name)

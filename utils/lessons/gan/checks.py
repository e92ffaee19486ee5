"""Checks of lesson 30_gan."""

from functools import partial

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, shown, wrong
from utils.checks.models import refuse_history
from utils.language import L, number, percent

LESSON = "30_gan"
MOST_PARAMETERS, LEAST_MODES, LEAST_CLOSE = 1000, 7, 0.70
TRAINING = 24  # times as long as another answer may small_generator take: it trains two networks, two minutes at most
SAMPLES = 2000


@exercise(LESSON, "best_discriminator", tr="En iyi ayırt edici", en="The best discriminator")
def best_discriminator(answer):
    """``answer(p, q) -> p / (p + q)``, numbers or arrays."""
    cases = [(0.3, 0.1), (0.2, 0.6), (np.array([0.4, 0.1, 0.5]), np.array([0.4, 0.3, 0.0]))]
    given = [call(answer, *case, may_change=False) for case in cases]
    beliefs = {
        "fake_share": (
            lambda p, q: q / (p + q),
            L(
                "Bu, sahte olma olasılığıdır: paya `p` yazın.",
                "That is the probability of fake: put `p` on top.",
            ),
        ),
        "ratio": (
            np.errstate(divide="ignore")(np.divide),
            L(
                "Bu, yoğunlukların oranıdır; 1'i aşabilir. Paydaya `p + q` yazın.",
                "That is the ratio of the densities, which may exceed 1. Divide by `p + q`.",
            ),
        ),
        "density": (
            lambda p, q: p + 0 * q,
            L(
                "Bu yalnızca `p`. Sahtelerle karşılaştırın: `p + q` ile bölün.",
                "That is `p` alone. Compare it with the fakes: divide by `p + q`.",
            ),
        ),
        "no_brackets": (
            lambda p, q: p / p + q,
            L(
                "Bölme toplamadan önce yapılır: paydayı paranteze alın.",
                "Division comes before addition: put the denominator in brackets.",
            ),
        ),
        "difference": (
            lambda p, q: p - q,
            L(
                "Fark bir olasılık değildir; eksi çıkabilir. Pay istenir.",
                "A difference is no probability; it may be negative. A share is wanted.",
            ),
        ),
        "half": (
            lambda p, q: 0.5,
            L(
                "0,5 ancak `p` ile `q` eşitken doğrudur; yanıt noktadan noktaya değişir.",
                "0.5 is right only where `p` equals `q`; the answer differs from point to point.",
            ),
        ),
        "summed": (
            lambda p, q: np.sum(p) / (np.sum(p) + np.sum(q)),
            L(
                "Bütün noktaları toplamışsınız; her noktanın kendi yanıtı var.",
                "You added up all points; each point has an answer of its own.",
            ),
        ),
        "winner": (
            lambda p, q: (np.asarray(p) > q) * 1.0,
            L(
                "Kimin büyük olduğu değil, ne kadar büyük olduğu istenir.",
                "Not which is larger is asked, but by what share.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda p, q: p / (p + q),
        beliefs,
        lambda p, q: f"best_discriminator({shown(p)}, {shown(q)})",
    )
    return L(
        "`p` ile `q` eşitse yanıt 0,5: oyun biter.",
        "Where `p` equals `q` the answer is 0.5: the game is over.",
    )


@exercise(LESSON, "loss_of_discriminator", tr="Ayırt edicinin kaybı", en="The discriminator's loss")
def loss_of_discriminator(answer):
    """``answer(real (n,), fake (m,)) -> float``: - mean ln real - mean ln(1 - fake)."""
    cases = [
        (np.array([0.9]), np.array([0.2])),
        (np.array([0.5, 0.8, 0.6]), np.array([0.1, 0.7])),
        (np.array([0.99, 0.3]), np.array([0.4, 0.25, 0.05, 0.6])),
    ]
    given = [call(answer, *case, may_change=False) for case in cases]
    log, mean = np.log, np.mean
    beliefs = {
        "wrong_sign": (
            lambda r, f: mean(log(r)) + mean(log(1 - f)),
            L(
                "İşaret ters: kayıp küçüldükçe ayırt edici iyileşmeli.",
                "The sign is reversed: the loss has to fall as it gets better.",
            ),
        ),
        "fake_not_turned": (
            lambda r, f: -mean(log(r)) - mean(log(f)),
            L(
                "Sahtelerde `1 - fake` büyük olmalı; siz `fake` büyük olsun istemişsiniz.",
                "For fakes `1 - fake` should be large; you ask for a large `fake`.",
            ),
        ),
        "roles_swapped": (
            lambda r, f: -mean(log(1 - r)) - mean(log(f)),
            L(
                "`real` ile `fake` yer değiştirmiş: gerçeklerde `real`, sahtelerde `1 - fake` büyük olmalı.",
                "`real` and `fake` are swapped: for the real ones `real` should be large, for the fakes `1 - fake`.",
            ),
        ),
        "second_sign": (
            lambda r, f: -mean(log(r)) + mean(log(1 - f)),
            L(
                "İkinci parçanın işareti ters: iki parça da eksiyle girer.",
                "The second part has the wrong sign: both parts enter with a minus.",
            ),
        ),
        **_other_logarithms(lambda log, r, f: -mean(log(r)) - mean(log(1 - f))),
        "sum": (
            lambda r, f: -log(r).sum() - log(1 - f).sum(),
            L(
                "Toplam aldınız; her parçanın ortalaması istenir.",
                "You took sums; the mean of each part is wanted.",
            ),
        ),
        "one_mean": (
            lambda r, f: -mean(log(np.concatenate([r, 1 - f]))),
            L(
                "Hepsinin tek bir ortalamasını aldınız. Her parçanın kendi ortalaması vardır, sonra toplanırlar.",
                "You took one mean of all. Each part has a mean of its own, and the two are added.",
            ),
        ),
        "real_only": (
            lambda r, f: -mean(log(r)),
            L(
                "Bu yalnızca gerçeklerin parçası; sahtelerinkini de ekleyin.",
                "That is the part of the real ones alone; add that of the fakes.",
            ),
        ),
        "halved": (
            lambda r, f: -(mean(log(r)) + mean(log(1 - f))) / 2,
            L("Yarıya böldünüz; formülde bölme yok.", "You halved it; the formula does not."),
        ),
        "no_real": (
            lambda r, f: -mean(log(1 - f)),
            L("Gerçeklerin payı eksik.", "The part of the real examples is missing."),
        ),
        "no_fake": (
            lambda r, f: -mean(log(r)) - mean(log(1 - r)),
            L(
                "İkinci parçada da `real` var; orada `fake` olmalı.",
                "The second part has `real` in it too; it has to be `fake`.",
            ),
        ),
        "no_log": (
            lambda r, f: -mean(r) - mean(1 - f),
            L("Logaritma eksik.", "The logarithm is missing."),
        ),
        "log_of_mean": (
            lambda r, f: -log(mean(r)) - log(mean(1 - f)),
            L("Önce logaritma, sonra ortalama alınır.", "First the logarithm, then the mean."),
        ),
    }
    name_belief(
        cases,
        given,
        lambda r, f: -mean(log(r)) - mean(log(1 - f)),
        beliefs,
        lambda r, f: f"loss_of_discriminator({shown(r)}, {shown(f)})",
    )
    return L("0,9 ve 0,2 için dersteki 0,3285 çıkıyor.", "For 0.9 and 0.2 it gives the lesson's 0.3285.")


def _other_logarithms(loss):
    """Return the beliefs that take a loss, ``loss(log, *arrays)``, with another logarithm than the natural one."""
    why = L("Doğal logaritma istenir: `np.log`.", "The natural logarithm is wanted: `np.log`.")
    return {name: (partial(loss, getattr(np, name)), why) for name in ("log2", "log10")}


@exercise(LESSON, "loss_of_generator", tr="Üreticinin kaybı", en="The generator's loss")
def loss_of_generator(answer):
    """``answer(fake (n,)) -> float``: - mean ln fake."""
    cases = [(np.array([0.2]),), (np.array([0.001, 0.5]),), (np.array([0.1, 0.7, 0.4]),)]
    given = [call(answer, *case, may_change=False) for case in cases]
    log, mean = np.log, np.mean
    beliefs = {
        "minimax": (
            lambda f: mean(log(1 - f)),
            L(
                "Bu, minimax kaybı: ayırt edici eminken gradyanı sıfıra yaklaşır. Doymayan kayıp istenir.",
                "That is the minimax loss, whose gradient vanishes when the discriminator is sure. Take the other one.",
            ),
        ),
        "discriminators_part": (
            lambda f: -mean(log(1 - f)),
            L(
                "Bu, ayırt edicinin payı: üretici yakalanmak istemez. `fake` büyük olunca kayıp küçülmeli.",
                "That is the discriminator's part. To the generator a large `fake` should mean a small loss.",
            ),
        ),
        "wrong_sign": (
            lambda f: mean(log(f)),
            L(
                "İşaret ters: `fake` büyüdükçe kayıp küçülmeli.",
                "The sign is reversed: the loss has to fall as `fake` grows.",
            ),
        ),
        "both_parts": (
            lambda f: -mean(log(f)) - mean(log(1 - f)),
            L(
                "`1 - fake` parçası ayırt edicinindir; üretici yalnızca kendi parçasını küçültür.",
                "The part with `1 - fake` is the discriminator's; the generator lowers its own part only.",
            ),
        ),
        **_other_logarithms(lambda log, f: -mean(log(f))),
        "sum": (
            lambda f: -log(f).sum(),
            L("Toplam aldınız; ortalama istenir.", "You took the sum; the mean is wanted."),
        ),
        "no_mean": (
            lambda f: -log(f),
            L(
                "Her örneğin kaybını döndürmüşsünüz; ortalaması istenir.",
                "You returned the loss of each example; the mean is wanted.",
            ),
        ),
        "no_log": (
            lambda f: -mean(f),
            L("Logaritma eksik.", "The logarithm is missing."),
        ),
        "log_of_mean": (
            lambda f: -log(mean(f)),
            L("Önce logaritma, sonra ortalama alınır.", "First the logarithm, then the mean."),
        ),
    }
    name_belief(cases, given, lambda f: -mean(log(f)), beliefs, lambda f: f"loss_of_generator({shown(f)})")
    return L(
        "Ayırt edici eminken bile gradyanı güçlüdür.",
        "Its gradient is strong even when the discriminator is sure.",
    )


@exercise(LESSON, "count_modes", tr="Kipleri sayın", en="Count the modes")
def count_modes(answer):
    """``answer(points (n, 2), centres (k, 2), radius, least) -> int``."""
    given = [call(answer, *case, may_change=False) for case in MODE_CASES]
    beliefs = {
        "squared_distance": (
            lambda p, c, r, least: _covered(p, c, np.sqrt(r), least),
            L(
                "Uzaklığın karesini `radius` ile karşılaştırmışsınız: karekök eksik.",
                "You compared the square of the distance with `radius`: the root is missing.",
            ),
        ),
        "sum_of_sides": (
            lambda p, c, r, least: _covered(p, c, r, least, order=1),
            L(
                "Eksenler boyunca farkları toplamışsınız; uzaklık, kareler toplamının kareköküdür.",
                "You added the differences along the axes; the distance is the root of the sum of their squares.",
            ),
        ),
        "longer_side": (
            lambda p, c, r, least: _covered(p, c, r, least, order=np.inf),
            L(
                "Eksenler boyunca farkların büyüğünü almışsınız; uzaklık, kareler toplamının kareköküdür.",
                "You took the larger difference along an axis; the distance is the root of the sum of their squares.",
            ),
        ),
        "any_point": (
            lambda p, c, r, least: int((_near(p, c, r).sum(axis=0) > 0).sum()),
            L(
                "Tek bir nokta bir kipi tutmaya yetmez: payı `least` ile karşılaştırın.",
                "A single point does not cover a mode: compare its share with `least`.",
            ),
        ),
        "counts_points": (
            lambda p, c, r, least: int(_near(p, c, r).any(axis=1).sum()),
            L(
                "Kipleri değil, bir kipe yakın noktaları saymışsınız.",
                "You counted the points at a mode, not the modes.",
            ),
        ),
        "no_radius": (
            lambda p, c, r, least: int((_nearest_share(p, c) >= least).sum()),
            L(
                "Her noktayı en yakın kipe vermişsiniz. Aradaki noktalar hiçbir kipe sayılmaz: `radius` ile karşılaştırın.",
                "You gave each point to its nearest mode. Points in between count for none: compare with `radius`.",
            ),
        ),
        "strictly_more": (
            lambda p, c, r, least: int((_near(p, c, r).mean(axis=0) > least).sum()),
            L(
                "Pay tam `least` olduğunda da kip tutulmuştur: `>=`.",
                "A share of exactly `least` covers the mode too: `>=`.",
            ),
        ),
        "strictly_closer": (
            lambda p, c, r, least: _covered(p, c, np.nextafter(r, 0), least),
            L(
                "Uzaklığı tam `radius` olan nokta da kipe yakındır: `<=`.",
                "A point at a distance of exactly `radius` is close too: `<=`.",
            ),
        ),
        "mean_over_modes": (
            lambda p, c, r, least: int((_near(p, c, r).mean(axis=1) >= least).sum()),
            L(
                "Ortalamayı her nokta için kipler üzerinden almışsınız; her kip için noktalar üzerinden alın: `axis=0`.",
                "You took each point's mean over the modes; take each mode's mean over the points: `axis=0`.",
            ),
        ),
        "one_answer_each": (
            lambda p, c, r, least: _near(p, c, r).mean(axis=0) >= least,
            L(
                "Her kip için tutuldu mu diye yanıtlamışsınız; tutulanları sayın.",
                "You answered for each mode whether it is covered; count those that are.",
            ),
        ),
        "shares": (
            lambda p, c, r, least: _near(p, c, r).mean(axis=0),
            L(
                "Payları döndürmüşsünüz; `least` ile karşılaştırıp sayın.",
                "You returned the shares; compare them with `least` and count.",
            ),
        ),
        "first_mode_only": (
            lambda p, c, r, least: _covered(p, c[:1], r, least),
            L(
                "Yalnızca ilk kipe bakılmış: `return` satırı döngünün içinde kalmış olabilir.",
                "Only the first mode was looked at: the `return` may stand inside the loop.",
            ),
        ),
        "all_modes": (
            lambda p, c, r, least: len(c),
            L("Bütün kipleri saymışsınız; yalnızca tutulanları sayın.", "You counted all modes; count those covered."),
        ),
        "missing_modes": (
            lambda p, c, r, least: int((_near(p, c, r).mean(axis=0) < least).sum()),
            L("Tutulmayan kipleri saymışsınız.", "You counted the modes that are not covered."),
        ),
        "share_of_modes": (
            lambda p, c, r, least: float((_near(p, c, r).mean(axis=0) >= least).mean()),
            L(
                "Kiplerin payını döndürmüşsünüz; sayısı istenir.",
                "You returned the share of modes; their number is wanted.",
            ),
        ),
    }
    name_belief(MODE_CASES, given, _covered, beliefs, _mode_case)
    return L("Kip çökmesini artık bir sayı gösterir.", "A single number now shows mode collapse.")


def _near(points, centres, radius, order=2):
    return np.linalg.norm(points[:, None] - centres, ord=order, axis=2) <= radius


def _covered(points, centres, radius, least, order=2):
    return int((_near(points, centres, radius, order).mean(axis=0) >= least).sum())


def _nearest_share(points, centres):
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    return np.bincount(nearest, minlength=len(centres)) / len(points)


def _mode_cases():
    """Return cases in which each misconception gives another number than the right one."""
    square = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 4.0]])
    few = np.concatenate(
        [np.repeat(square[:1], 6, axis=0), np.repeat(square[1:2], 2, axis=0), square[2:3] + 0.1, [[3.0, 2.9]]]
    )
    many = np.concatenate([np.repeat(square[k : k + 1] + 0.2, n, axis=0) for k, n in enumerate((40, 35, 4, 1))])
    many = np.concatenate([many, np.full((20, 2), 3.2)])
    edge = np.array([[2.0, 0.0], [0.0, 0.0], [4.0, 4.0], [4.0, 2.0]])  # the first and the last exactly 2 from centres
    aslant = np.repeat(square[::3] + 0.4, 5, axis=0)  # 0.57 from a centre
    return [
        (few, square, 0.5, 0.2),
        (many, square, 0.5, 0.05),
        (many, square[:3], 0.5, 0.04),
        (few, square, 2.0, 0.5),
        (edge, square, 2.0, 0.5),
        (aslant, square, 0.6, 0.2),
        (aslant, square, 0.5, 0.2),
    ]


MODE_CASES = _mode_cases()


def _mode_case(points, centres, radius, least):
    share = "; ".join(number(value, 2) for value in _near(points, centres, radius).mean(axis=0))
    return L(
        f"`radius={radius}`, `least={least}` ve kiplerdeki payları ({share}) olan {len(points)} nokta",
        f"`radius={radius}`, `least={least}` and {len(points)} points with the shares ({share}) at the modes",
    )


@exercise(
    LESSON,
    "small_generator",
    tr="Sekiz kipi birden tutun",
    en="All eight modes at once",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def small_generator(answer):
    """``answer() -> generator``: any Keras model from noise to the plane, of fewer than 1000 parameters, that covers seven
    modes of the ring with 70 % of its points."""
    from utils.datasets.modes import LEAST_SHARE, MODES, shares

    model = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    if model is None:
        wrong(
            L("Fonksiyonun sonunda `return generator` eksik.", "The function lacks a `return generator`."),
            "no_return",
        )
    refuse_history(model)
    if hasattr(model, "generator") and hasattr(model, "discriminator"):
        wrong(
            L(
                "Bütün GAN'ı döndürmüşsünüz; yalnızca üreticisini döndürün: `return model.generator`.",
                "You returned the whole GAN; return its generator only: `return model.generator`.",
            ),
            "whole_gan",
        )
    shape = getattr(model, "input_shape", None)
    if not hasattr(model, "count_params") or not callable(model) or not isinstance(shape, tuple) or len(shape) != 2:
        wrong(
            L(
                "Gürültüden nokta üreten bir Keras modeli bekleniyordu.",
                "A Keras model from noise to points was expected.",
            ),
            "not_a_model",
        )
    count = int(model.count_params())
    if count >= MOST_PARAMETERS:
        wrong(
            L(
                f"Üreticinin {count} parametresi var; {MOST_PARAMETERS} sayısının altında olmalı.",
                f"The generator has {count} parameters; there have to be fewer than {MOST_PARAMETERS}.",
            ),
            "too_many_parameters",
        )
    z = np.random.default_rng(7).normal(size=(SAMPLES, shape[-1])).astype("float32")
    points = as_array(np.asarray(model(z)))
    if points is None or points.shape != (SAMPLES, 2) or not np.isfinite(points).all():
        found = None if points is None else points.shape
        wrong(
            L(
                f"{SAMPLES} gürültüden {(SAMPLES, 2)} şeklinde sonlu sayılar bekleniyordu, {found} geldi.",
                f"From {SAMPLES} noises, finite numbers of shape {(SAMPLES, 2)} were expected; {found} came.",
            ),
            "shape",
        )
    at = shares(points, "ring")
    covered, close = int((at >= LEAST_SHARE).sum()), float(at.sum())
    report = L(
        f"{MODES} kipin {covered} tanesi tutuldu, noktaların {percent(close, 1)} kadarı bir kipin yanında. ",
        f"{covered} of {MODES} modes are covered, {percent(close, 1)} of the points lie at a mode. ",
    )
    if covered >= LEAST_MODES and close >= LEAST_CLOSE:
        return report + L(f"Parametre sayısı {count}.", f"The number of parameters is {count}.")
    if np.linalg.norm(points, axis=1).mean() < 1.0:
        wrong(
            report
            + L(
                "Noktalar ortada duruyor: üretici eğitilmemiş ya da çok az eğitilmiş.",
                "The points sit in the middle: the generator is untrained, or hardly trained.",
            ),
            "not_trained",
        )
    if covered <= LEAST_MODES // 2:
        wrong(
            report
            + L(
                "Bu kip çökmesi: ayırt ediciye adım verin ya da `BatchSpread()` ekleyin.",
                "That is mode collapse: give the discriminator steps, or add `BatchSpread()`.",
            ),
            "collapsed",
        )
    if covered >= LEAST_MODES:
        wrong(
            report
            + L(
                "Kipler tutuldu, ama çok nokta arada kaldı: daha uzun eğitin.",
                "The modes are covered, but many points lie between them: train longer.",
            ),
            "between",
        )
    wrong(
        report
        + L(
            "Birkaç kip eksik: daha uzun ya da başka bir oranla eğitin.",
            "A few modes are missing: train longer, or with another rate.",
        ),
        "modes_missing",
    )

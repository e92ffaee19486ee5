"""Checks of lesson 30_gan."""

from functools import partial

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, expect, require_return, wrong
from utils.checks.judge import judge
from utils.checks.models import count_parameters, outputs_of, refuse_history
from utils.checks.show import short_call
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
         "0,5 ancak `p` ile `q` eşitken doğrudur; yanıt noktadan noktaya değişir.",
         "0.5 is right only where `p` equals `q`; the answer differs from point to point."),
        ("fake_share", lambda p, q: q / (p + q),
         "Bu, sahte olma olasılığıdır: paya `p` yazın.", "That is the probability of fake: put `p` on top."),
        ("ratio", lambda p, q: np.divide(p, q),
         "Bu, yoğunlukların oranıdır; 1'i aşabilir. Paydaya `p + q` yazın.",
         "That is the ratio of the densities, which may exceed 1. Divide by `p + q`."),
        ("density", lambda p, q: p + 0 * q,
         "Bu yalnızca `p`. Sahtelerle karşılaştırın: `p + q` ile bölün.",
         "That is `p` alone. Compare it with the fakes: divide by `p + q`."),
        ("no_brackets", lambda p, q: p / p + q,
         "Bölme toplamadan önce yapılır: paydayı paranteze alın.",
         "Division comes before addition: put the denominator in brackets."),
        ("difference", lambda p, q: p - q,
         "Fark bir olasılık değildir; eksi çıkabilir. Pay istenir.",
         "A difference is not a probability; it may be negative. A share is wanted."),
        ("winner", lambda p, q: (np.asarray(p) > q) * 1.0,
         "Hangisinin büyük olduğu değil, payı istenir.", "Not which of them is larger is asked, but the share."),
        ("rounded", lambda p, q: np.round(p / (p + q), 2),
         "Pay doğru, ama yuvarlanmış; olduğu gibi döndürün.", "The share is right, but rounded; return it as it is."),
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
            "Of the examples at that point, the share `p / (p + q)` is real.",
        ),
        remark=(
            "`p` ile `q` her yerde eşitse yanıt her noktada 0,5 olur ve oyun biter.",
            "If `p` and `q` are equal everywhere, the answer is 0.5 at every point, and the game is over.",
        ),
    )


def _other_logarithms(loss):
    """Return the beliefs that take a loss, ``loss(log, *arrays)``, with another logarithm than the natural one."""
    why = "Doğal logaritma istenir: `np.log`.", "The natural logarithm is wanted: `np.log`."
    return [(name, partial(loss, getattr(np, name)), *why) for name in ("log2", "log10")]


@exercise(LESSON, "loss_of_discriminator", tr="Ayırt edicinin kaybı", en="The discriminator's loss")
def loss_of_discriminator(answer):
    """``answer(real (n,), fake (m,)) -> float``: - mean ln real - mean ln(1 - fake)."""
    log, mean = np.log, np.mean
    beliefs = [
        ("wrong_sign", lambda r, f: mean(log(r)) + mean(log(1 - f)),
         "İşaret ters: kayıp küçüldükçe ayırt edici iyileşmeli.",
         "The sign is reversed: the loss has to fall as the discriminator gets better."),
        ("fake_not_turned", lambda r, f: -mean(log(r)) - mean(log(f)),
         "Sahtelerde `1 - fake` büyük olmalı; siz `fake` büyük olsun istemişsiniz.",
         "For fakes `1 - fake` should be large; you ask for a large `fake`."),
        ("roles_swapped", lambda r, f: -mean(log(1 - r)) - mean(log(f)),
         "`real` ile `fake` yer değiştirmiş: gerçeklerde `real`, sahtelerde `1 - fake` büyük olmalı.",
         "`real` and `fake` are swapped: for the real ones `real` should be large, for the fakes `1 - fake`."),
        ("second_sign", lambda r, f: -mean(log(r)) + mean(log(1 - f)),
         "İkinci parçanın işareti ters: iki parça da eksiyle girer.",
         "The second part has the wrong sign: both parts enter with a minus."),
        *_other_logarithms(lambda log, r, f: -mean(log(r)) - mean(log(1 - f))),
        ("sum", lambda r, f: -log(r).sum() - log(1 - f).sum(),
         "Toplam aldınız; her parçanın ortalaması istenir.", "You took sums; the mean of each part is wanted."),
        ("one_mean", lambda r, f: -mean(log(np.concatenate([r, 1 - f]))),
         "Hepsinin tek bir ortalamasını aldınız. Her parçanın kendi ortalaması vardır, sonra toplanırlar.",
         "You took one mean of all. Each part has a mean of its own, and the two are added."),
        ("real_only", lambda r, f: -mean(log(r)),
         "Bu yalnızca gerçeklerin parçası; sahtelerinkini de ekleyin.",
         "That is the part of the real ones alone; add that of the fakes."),
        ("halved", lambda r, f: -(mean(log(r)) + mean(log(1 - f))) / 2,
         "Yarıya böldünüz; formülde bölme yok.", "You halved it; the formula does not."),
        ("no_real", lambda r, f: -mean(log(1 - f)), "Gerçeklerin payı eksik.", "The part of the real examples is missing."),
        ("no_fake", lambda r, f: -mean(log(r)) - mean(log(1 - r)),
         "İkinci parçada da `real` var; orada `fake` olmalı.", "The second part has `real` in it, too; it has to be `fake`."),
        ("no_log", lambda r, f: -mean(r) - mean(1 - f), "Logaritma eksik.", "The logarithm is missing."),
        ("log_of_mean", lambda r, f: -log(mean(r)) - log(mean(1 - f)),
         "Önce logaritma, sonra ortalama alınır.", "First the logarithm, then the mean."),
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
        remark=("0,9 ve 0,2 için dersteki 0,3285 çıkıyor.", "For 0.9 and 0.2 it gives the 0.3285 of the lesson."),
    )


@exercise(LESSON, "loss_of_generator", tr="Üreticinin kaybı", en="The generator's loss")
def loss_of_generator(answer):
    """``answer(fake (n,)) -> float``: - mean ln fake."""
    log, mean = np.log, np.mean
    beliefs = [
        ("no_mean", lambda f: -log(f),
         "Her örneğin kaybını döndürmüşsünüz; ortalaması istenir.",
         "You returned the loss of each example; the mean is wanted."),
        ("minimax", lambda f: mean(log(1 - f)),
         "Bu, minimax kaybı: ayırt edici eminken gradyanı sıfıra yaklaşır. Doymayan kayıp istenir.",
         "That is the minimax loss, whose gradient vanishes when the discriminator is sure. The non-saturating loss is wanted."),
        ("discriminators_part", lambda f: -mean(log(1 - f)),
         "Bu, ayırt edicinin payı: üretici yakalanmak istemez. `fake` büyük olunca kayıp küçülmeli.",
         "That is the discriminator's part. To the generator a large `fake` should mean a small loss."),
        ("wrong_sign", lambda f: mean(log(f)),
         "İşaret ters: `fake` büyüdükçe kayıp küçülmeli.", "The sign is reversed: the loss has to fall as `fake` grows."),
        ("both_parts", lambda f: -mean(log(f)) - mean(log(1 - f)),
         "`1 - fake` parçası ayırt edicinindir; üretici yalnızca kendi parçasını küçültür.",
         "The part with `1 - fake` is the discriminator's; the generator lowers its own part only."),
        *_other_logarithms(lambda log, f: -mean(log(f))),
        ("sum", lambda f: -log(f).sum(), "Toplam aldınız; ortalama istenir.", "You took the sum; the mean is wanted."),
        ("no_log", lambda f: -mean(f), "Logaritma eksik.", "The logarithm is missing."),
        ("log_of_mean", lambda f: -log(mean(f)),
         "Önce logaritma, sonra ortalama alınır.", "First the logarithm, then the mean."),
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
            "Ayırt edici eminken bile gradyanı güçlüdür.",
            "Its gradient is strong even when the discriminator is sure.",
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
         "Her mod için tutuldu mu diye yanıtlamışsınız; tutulanları sayın.",
         "You answered for each mode whether it is covered; count those that are."),
        ("shares", _shares,
         "Payları döndürmüşsünüz; `least` ile karşılaştırıp sayın.",
         "You returned the shares; compare them with `least` and count."),
        ("squared_distance", lambda p, c, r, least: _covered(p, c, np.sqrt(r), least),
         "Uzaklığın karesini `radius` ile karşılaştırmışsınız: karekök eksik.",
         "You compared the square of the distance with `radius`: the root is missing."),
        ("sum_of_sides", lambda *case: _covered(*case, order=1),
         "Eksenler boyunca farkları toplamışsınız; uzaklık, kareler toplamının kareköküdür.",
         "You added the differences along the axes; the distance is the root of the sum of their squares."),
        ("longer_side", lambda *case: _covered(*case, order=np.inf),
         "Eksenler boyunca farkların büyüğünü almışsınız; uzaklık, kareler toplamının kareköküdür.",
         "You took the larger difference along an axis; the distance is the root of the sum of their squares."),
        ("any_point", lambda *case: int((_shares(*case) > 0).sum()),
         "Tek bir nokta bir modu tutmaya yetmez: payı `least` ile karşılaştırın.",
         "A single point does not cover a mode: compare its share with `least`."),
        ("counts_points", lambda p, c, r, least: int(_near(p, c, r).any(axis=1).sum()),
         "Modları değil, bir moda yakın noktaları saymışsınız.", "You counted the points at a mode, not the modes."),
        ("no_radius", lambda p, c, r, least: int((_nearest_share(p, c) >= least).sum()),
         "Her noktayı en yakın moda vermişsiniz. Aradaki noktalar hiçbir moda sayılmaz: `radius` ile karşılaştırın.",
         "You gave each point to its nearest mode. Points in between count for none: compare with `radius`."),
        ("strictly_more", lambda *case: int((_shares(*case) > case[3]).sum()),
         "Pay tam `least` olduğunda da mod tutulmuştur: `>=`.", "A share of exactly `least` covers the mode, too: `>=`."),
        ("strictly_closer", lambda p, c, r, least: _covered(p, c, np.nextafter(r, 0), least),
         "Uzaklığı tam `radius` olan nokta da moda yakındır: `<=`.",
         "A point at a distance of exactly `radius` is close, too: `<=`."),
        ("mean_over_modes", lambda p, c, r, least: int((_near(p, c, r).mean(axis=1) >= least).sum()),
         "Ortalamayı her nokta için modlar üzerinden almışsınız; her mod için noktalar üzerinden alın: `axis=0`.",
         "You took each point's mean over the modes; take each mode's mean over the points: `axis=0`."),
        ("first_mode_only", lambda p, c, r, least: _covered(p, c[:1], r, least),
         "Yalnızca ilk moda bakılmış; bütün merkezlere bakın.", "Only the first mode was looked at; look at all centres."),
        ("all_modes", lambda p, c, r, least: len(c),
         "Bütün modları saymışsınız; yalnızca tutulanları sayın.", "You counted all modes; count those covered."),
        ("missing_modes", lambda *case: int((_shares(*case) < case[3]).sum()),
         "Tutulmayan modları saymışsınız.", "You counted the modes that are not covered."),
        ("share_of_modes", lambda *case: float((_shares(*case) >= case[3]).mean()),
         "Modların payını döndürmüşsünüz; sayısı istenir.", "You returned the share of modes; their number is wanted."),
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
            f"Merkezlere en çok `radius` uzaklıktaki noktaların payı sırayla {share}; `least` bununla karşılaştırılır.",
            f"The shares of the points within `radius` of the centres are {share}; compare them with `least`.",
        )

    return judge(
        answer,
        MODE_CASES,
        _covered,
        beliefs,
        called=called,
        otherwise=("wrong_number", shares),
        remark=("Mod çökmesini artık bir sayı gösterir.", "A single number now shows mode collapse."),
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
        f"{covered} of {MODES} modes {'is' if covered == 1 else 'are'} covered, {percent(close, 1)} of the points lie at a "
        "mode. ",
    )
    if covered >= LEAST_MODES and close >= LEAST_CLOSE:
        return report + L(f"Parametre sayısı {count}.", f"The number of parameters is {count}.")
    rows = [
        ("not_trained", np.linalg.norm(points, axis=1).mean() < 1.0,
         "Noktalar ortada duruyor: üretici eğitilmemiş ya da çok az eğitilmiş.",
         "The points sit in the middle: the generator is untrained, or hardly trained."),
        ("between", covered >= LEAST_MODES,
         "Modlar tutuldu, ama çok nokta arada kaldı: daha uzun eğitin.",
         "The modes are covered, but many points lie between them: train longer."),
        ("off_the_modes", close < 0.5,
         "Noktaların çoğu hiçbir modun yanında değil: üretici verinin nerede olduğunu öğrenmemiş. `ring` üzerinde mi eğitildi? "
         "Daha uzun ya da daha küçük bir oranla eğitin.",
         "Most of the points lie at no mode: the generator has not learned where the data are. Was it trained on `ring`? Train "
         "longer, or at a lower rate."),
        ("collapsed", covered <= LEAST_MODES // 2,
         "Bu mod çökmesi: ayırt ediciye adım verin ya da `BatchSpread()` ekleyin.",
         "That is mode collapse: give the discriminator more steps, or add `BatchSpread()`."),
        ("modes_missing", True,
         "Birkaç mod eksik: daha uzun ya da başka bir oranla eğitin.",
         "A few modes are missing: train longer, or at another rate."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1])
    wrong(report + L(*why), name)

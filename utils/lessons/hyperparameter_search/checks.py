"""Checks of lesson 12_hyperparameter_search: one for each exercise, with the misconceptions that it can name."""

from math import ceil, erf, log

import numpy as np

from utils.checks.engine import call, exercise, expect, refuse
from utils.checks.forms import require_pair
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L

LESSON = "12_hyperparameter_search"


@exercise(LESSON, "log_scale", tr="Logaritmik ölçek", en="A logarithmic scale")
def log_scale(answer):
    """``answer(u (n,), low, high) -> (n,)``: 0 becomes low, 1 high, and equal steps of u become equal factors."""
    cases = [
        (np.array([0.0, 0.25, 0.5, 1.0]), 0.0001, 1.0),
        (np.array([0.1, 0.9, 0.35]), 0.02, 50.0),
        (np.array([0.75]), 16.0, 256.0),
        (np.array([1.0, 0.0, 0.6, 0.2, 0.45]), 1e-6, 0.1),
    ]

    def here(u, low, high):
        place = float(u[len(u) // 2])
        start, end = np.log10(low), np.log10(high)
        middle = said(float(start + place * (end - start)))
        return L(
            f"Sınırların 10 tabanında logaritmaları {said(float(start))} ve {said(float(end))}; `u` {said(place)} iken üs "
            f"{middle} olur.",
            f"The logarithms of the bounds to base 10 are {said(float(start))} and {said(float(end))}; where `u` is "
            f"{said(place)}, the exponent is {middle}.",
        )

    turned = ("Sıra ters: u = 0 iken `low`, u = 1 iken `high` çıkmalı.",
              "The direction is reversed: u = 0 has to give `low` and u = 1 `high`.")  # fmt: skip
    beliefs = [
        ("linear", lambda u, low, high: low + (high - low) * u,
         "Bu, doğrusal ölçektir: eşit adımlar eşit farklar veriyor. Eşit katlar gerekiyor; logaritmalar arasında ilerleyin.",
         "This is a linear scale: equal steps give equal differences. Equal factors are needed; move between the logarithms."),
        ("exponent", lambda u, low, high: np.log10(low) + u * np.log10(high / low),
         "Üssü döndürdünüz; değer 10 üzeri bu sayıdır.", "You returned the exponent; the value is 10 to this power."),
        ("exponent", lambda u, low, high: np.log(low) + u * np.log(high / low),
         "Logaritmayı döndürdünüz; `np.exp` ile geri dönün.", "You returned the logarithm; go back with `np.exp`."),
        ("mixed_bases", lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)),
         "`np.log10`'un tersi `np.exp` değildir: `10 ** ...` yazın.",
         "The inverse of `np.log10` is not `np.exp`: write `10 ** ...`."),
        ("mixed_bases", lambda u, low, high: 10 ** (np.log(low) + u * np.log(high / low)),
         "`np.log`'un tersi `10 ** ...` değildir: `np.exp` ya da `np.log10` kullanın.",
         "The inverse of `np.log` is not `10 ** ...`: use `np.exp` or `np.log10`."),
        ("bounds_as_exponents", lambda u, low, high: 10 ** (low + (high - low) * u),
         "Sınırların kendisini üs olarak kullandınız; üsler sınırların logaritmalarıdır.",
         "You used the bounds themselves as exponents; the exponents are their logarithms."),
        ("turned", lambda u, low, high: high * (low / high) ** u, *turned),
        ("without_low", lambda u, low, high: (high / low) ** u,
         "Oranın kuvvetini aldınız, ama `low` ile çarpmadınız: u = 0 iken 1 çıkıyor.",
         "You took the power of the ratio but did not multiply by `low`: u = 0 gives 1."),
        ("from_zero", lambda u, low, high: high**u,
         "`low` kullanılmamış: u = 0 iken 1 çıkıyor.", "`low` is not used: u = 0 gives 1."),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        lambda u, low, high: low * (high / low) ** u,
        beliefs,
        otherwise=("wrong_value", here),
        remark=(
            "u = 0,5 iki sınırın geometrik ortalamasını verir: 0,0001 ile 1 arasında 0,01.",
            "u = 0.5 gives the geometric mean of the bounds: 0.01 between 0.0001 and 1.",
        ),
    )


def _needed(share, certainty):
    return ceil(log(1 - certainty) / log(1 - share))


@exercise(LESSON, "trials_needed", tr="Kaç deneme gerekir?", en="How many trials are needed?")
def trials_needed(answer):
    """``answer(share, certainty) -> int``: how many random trials it takes, with this certainty, to hit a good share once."""
    cases = [  # two trials reach the last certainty exactly, in floating point as well
        (0.05, 0.95), (0.1, 0.9), (0.01, 0.99), (0.25, 0.6), (0.3, 0.2), (0.7, 0.97), (0.02, 0.5), (0.5, 0.75),
    ]  # fmt: skip

    def here(share, certainty):
        missing = (1 - share) ** _needed(share, certainty)
        return L(
            f"n denemenin hepsinin iyi bölgeyi kaçırma olasılığı {said(1 - share)} üzeri n'dir; bu olasılık en çok "
            f"{said(1 - certainty)} olmalı ve doğru n'de {said(missing)} olur.",
            f"The probability that all n trials miss the good region is {said(1 - share)} to the power of n; it may be "
            f"{said(1 - certainty)} at most, and at the right n it is {said(missing)}.",
        )

    beliefs = [
        ("not_whole", lambda share, certainty: log(1 - certainty) / log(1 - share),
         "Deneme sayısı tam sayıdır ve kesinliğe ulaşmalıdır: yukarı yuvarlayın.",
         "The number of trials is whole, and it has to reach the certainty: round up."),
        ("rounded_down", lambda share, certainty: int(log(1 - certainty) / log(1 - share)),
         "Aşağı yuvarladınız: bu kadar denemeyle istenen kesinliğe ulaşılmıyor.",
         "You rounded down: this many trials do not reach the certainty."),
        ("rounded", lambda share, certainty: round(log(1 - certainty) / log(1 - share)),
         "En yakın tam sayıya yuvarladınız; kesinliğe ulaşmak için hep yukarı yuvarlanır.",
         "You rounded to the nearest whole number; to reach the certainty you always have to round up."),
        ("one_over", lambda share, certainty: ceil(1 / share),
         "1/pay, ortalama bekleme süresidir; verilen kesinlik hesaba katılmamış.",
         "1/share is the mean waiting time; the certainty that is asked for plays no part in it."),
        ("adds_up", lambda share, certainty: ceil(certainty / share),
         "Olasılıklar toplanmaz: iki denemenin en az birinin isabet olasılığı 2·pay değildir.",
         "The probabilities do not add up: that at least one of two trials hits is not 2·share."),
        ("all_hit", lambda share, certainty: ceil(log(certainty) / log(share)),
         "Payın kuvveti, denemelerin hepsinin isabet etmesinin olasılığıdır; en az birininki istendi.",
         "A power of the share is the probability that all trials hit; at least one was asked for."),
        ("certainty_for_its_rest", lambda share, certainty: ceil(log(certainty) / log(1 - share)),
         "Kaçırma olasılığını kesinlikle karşılaştırmışsınız; en çok 1 − kesinlik olmalı.",
         "You compared the probability of missing with the certainty; it may be 1 − certainty at most."),
        ("reached_exactly", lambda share, certainty: int(log(1 - certainty) / log(1 - share)) + 1,
         "Olasılık tam `certainty` olunca da yeter: en az o kadar olması istendi.",
         "A probability of exactly `certainty` is enough: it has to be that or more."),
        ("one_more", lambda share, certainty: _needed(share, certainty) + 1,
         "Bir deneme daha azı da yetiyor.", "One trial fewer is enough."),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _needed,
        beliefs,
        otherwise=("wrong_count", here),
        remark=(
            "Bu sayı, hiperparametrelerin kaç tane olduğuna bağlı değildir.",
            "This number does not depend on how many hyperparameters there are.",
        ),
    )


def _cdf(z):
    return (1 + np.vectorize(erf)(z / np.sqrt(2))) / 2


def _pdf(z):
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def _improvement(mean, deviation, best, *, first=1.0, second=1.0, scale=lambda deviation: deviation):
    z = (best - mean) / scale(deviation)
    return first * (best - mean) * _cdf(z) + second * scale(deviation) * _pdf(z)


@exercise(LESSON, "expected_improvement", tr="Beklenen iyileşme", en="Expected improvement")
def expected_improvement(answer):
    """``answer(mean (n,), deviation (n,), best) -> (n,)``: the expected improvement where small errors are good."""
    cases = [
        (np.array([0.3, 0.1, 0.25]), np.array([0.05, 0.2, 0.01]), 0.2),
        (np.array([2.0, 1.2, 0.4, 1.5]), np.array([1.0, 0.3, 2.5, 0.8]), 1.0),
        (np.array([0.11]), np.array([0.04]), 0.12),
        (np.array([0.5, 0.5]), np.array([0.1, 0.4]), 0.5),
        (np.array([-14.0, 25.0, 3.0]), np.array([4.0, 12.0, 11.0]), -11.5),  # losses may be negative, and large
        (np.array([16.0, 13.0]), np.array([3.0, 0.5]), 14.0),
    ]

    def here(mean, deviation, best):
        z = (best - mean[0]) / deviation[0]
        return L(
            f"İlk yerde z = {said(float(z))}, Φ(z) = {said(float(_cdf(z)))}, φ(z) = {said(float(_pdf(z)))}. Bunları formülde "
            "yerine koyun.",
            f"At the first place z = {said(float(z))}, Φ(z) = {said(float(_cdf(z)))} and φ(z) = {said(float(_pdf(z)))}. Insert "
            "them into the formula.",
        )

    beliefs = [
        ("maximizes", lambda m, s, b: _improvement(-m, s, -b),
         "Burada büyük değil küçük hata iyidir: iyileşme `best - mean`'dir, `mean - best` değil.",
         "Here small errors are good, not large ones: the improvement is `best - mean`, not `mean - best`."),
        ("probability_only", lambda m, s, b: _cdf((b - m) / s),
         "Bu, iyileşmenin olasılığıdır; ne kadar iyileşeceği hesaba katılmamış.",
         "This is the probability of an improvement; by how much it improves plays no part in it."),
        ("second_term_missing", lambda m, s, b: _improvement(m, s, b, second=0),
         "İkinci terim, yani belirsizliğin payı eksik.", "The second term, the share of the uncertainty, is missing."),
        ("first_term_missing", lambda m, s, b: _improvement(m, s, b, first=0),
         "İlk terim eksik: ortalamanın `best`'in ne kadar altında olduğu da sayılır.",
         "The first term is missing: how far the mean is below `best` counts as well."),
        ("deviation_forgotten", lambda m, s, b: (b - m) * _cdf((b - m) / s) + _pdf((b - m) / s),
         "İkinci terimde yoğunluk `deviation` ile çarpılır.", "In the second term the density is multiplied by `deviation`."),
        ("z_not_divided", lambda m, s, b: (b - m) * _cdf(b - m) + s * _pdf(b - m),
         "z için farkı `deviation`'a bölün.", "For z, divide the difference by `deviation`."),
        ("variance", lambda m, s, b: _improvement(m, s, b, scale=lambda s: s**2),
         "`deviation` zaten standart sapmadır, karesini almayın.",
         "`deviation` already is the standard deviation; do not square it."),
        ("root", lambda m, s, b: _improvement(m, s, b, scale=np.sqrt),
         "`deviation` varyans değil standart sapmadır, karekökünü almayın.",
         "`deviation` is the standard deviation and not the variance; do not take its square root."),
        ("terms_subtracted", lambda m, s, b: _improvement(m, s, b, second=-1),
         "İki terim toplanır.", "The two terms are added."),
        ("certain_improvement", lambda m, s, b: np.maximum(b - m, 0),
         "Belirsizlik hiç kullanılmamış: ortalaması `best`'ten kötü olan bir yer de iyi çıkabilir.",
         "The uncertainty is not used: a place whose mean is worse than `best` may turn out well, too."),
        ("confidence_bound", lambda m, s, b: m - 2 * s,
         "Bu, derste kullanılan alt sınırdır; beklenen iyileşme başka bir ölçüttür.",
         "This is the lower bound that the lesson uses; expected improvement is another criterion."),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _improvement,
        beliefs,
        otherwise=("wrong_value", here),
        remark=(
            "Ortalaması `best`'ten kötü olan bir yerin beklenen iyileşmesi de sıfırdan büyüktür; belirsizlik büyükse denemeye "
            "değer.",
            "The expected improvement is positive even where the mean is worse than `best`; if the uncertainty is large, a trial "
            "is worthwhile.",
        ),
    )


CURVES = np.array([[0.9, 0.5, 0.2, 0.15], [0.6, 0.4, 0.38, 0.37], [0.7, 0.62, 0.5, 0.1]])
MORE_CURVES = np.array([[0.8, 0.7, 0.3], [0.5, 0.45, 0.44], [0.65, 0.3, 0.6], [0.95, 0.2, 0.1]])


def _stop(others, errors):
    return bool(np.min(errors) > np.median(others[:, len(errors) - 1]))


@exercise(LESSON, "should_stop", tr="Ortancadan kötüyse durdur", en="Stop what is worse than the median")
def should_stop(answer):
    """``answer(others (n, T), errors (t,)) -> bool``: whether min(errors) is above the others' median at epoch t."""
    cases = [
        (CURVES, np.array([0.95])),
        (CURVES, np.array([0.65])),
        (CURVES, np.array([0.45])),
        (CURVES, np.array([0.7])),  # equal to the median
        (CURVES, np.array([0.45, 0.9])),  # the last one is bad, the best is not
        (CURVES, np.array([0.52, 0.51])),
        (CURVES, np.array([0.55, 0.48])),
        (CURVES, np.array([0.7, 0.5, 0.39])),
        (CURVES, np.array([0.7, 0.3, 0.12, 0.14])),
        (CURVES, np.array([0.7, 0.6, 0.5, 0.3])),
        (MORE_CURVES, np.array([0.72])),  # between median and mean: 0.725
        (MORE_CURVES, np.array([0.728])),
        (MORE_CURVES, np.array([0.9, 0.38])),  # the median of four is the mean of the two in the middle
        (MORE_CURVES, np.array([0.9, 0.4])),
        (MORE_CURVES, np.array([0.41, 0.9, 0.9])),
        (MORE_CURVES, np.array([0.31, 0.9, 0.9])),
        (MORE_CURVES[:1], np.array([0.9, 0.69])),
        (MORE_CURVES[:1], np.array([0.9, 0.71])),
    ]

    def here(others, errors):
        best, median = said(float(np.min(errors))), said(float(np.median(others[:, len(errors) - 1])))
        return L(
            f"Denemenin o ana kadarki en küçük hatası {best}, ötekilerin {len(errors)}. epoktaki hatalarının ortancası {median}.",
            f"The smallest error of the trial so far is {best}; the median of the others' errors in epoch {len(errors)} is "
            f"{median}.",
        )

    beliefs = [
        ("turned", lambda others, errors: not _stop(others, errors),
         "Karar tersine dönmüş: `True`, denemenin durdurulacağını söyler.",
         "The decision is reversed: `True` says that the trial is stopped."),
        ("last_error", lambda others, errors: bool(errors[-1] > np.median(others[:, len(errors) - 1])),
         "Denemenin son hatasını değil, o ana kadarki en küçük hatasını karşılaştırın.",
         "Compare the smallest error so far of the trial, not its last one."),
        ("mean", lambda others, errors: bool(np.min(errors) > np.mean(others[:, len(errors) - 1])),
         "Ortalama ile karşılaştırdınız; ortanca istendi.", "You compared with the mean; the median was asked for."),
        ("final_errors", lambda others, errors: bool(np.min(errors) > np.median(others[:, -1])),
         "Ötekilerin son epoktaki hatalarıyla karşılaştırdınız: yarım kalan deneme, bitmiş olanlarla karşılaştırılmaz. "
         "`len(errors)`. epoku alın.",
         "You compared with the others' errors in the last epoch: a trial that is halfway must not be compared with finished "
         "ones. Take epoch number `len(errors)`."),
        ("others_best", lambda others, errors: bool(np.min(errors) > np.median(others[:, : len(errors)].min(axis=1))),
         "Ötekilerin o epoktaki hataları istendi, o ana kadarki en küçükleri değil.",
         "The others' errors in this epoch were asked for, not their smallest ones so far."),
        ("all_epochs", lambda others, errors: bool(np.min(errors) > np.median(others[:, : len(errors)])),
         "Ortancayı bütün epoklar üzerinden aldınız; yalnızca `len(errors)`. epok sayılır.",
         "You took the median over all epochs; only epoch number `len(errors)` counts."),
        ("one_epoch_late", lambda others, errors: bool(np.min(errors) > np.median(others[:, : len(errors) + 1][:, -1])),
         "Sıra bir kaymış: 1. epokun hatası 0 numaralı sütundadır, `len(errors)`. epokunki `len(errors) - 1` numaralı sütunda.",
         "The column is off by one: epoch 1 is in column 0, epoch `len(errors)` in column `len(errors) - 1`."),
        ("equal_stops", lambda others, errors: bool(np.min(errors) >= np.median(others[:, len(errors) - 1])),
         "Ortancaya eşit olan durdurulmaz: karşılaştırma `>` olmalı.",
         "A trial that is equal to the median is not stopped: the comparison has to be `>`."),
        ("worse_than_the_best", lambda others, errors: bool(np.min(errors) > others[:, len(errors) - 1].min()),
         "Ötekilerin en iyisiyle karşılaştırdınız; ortancaları istendi.",
         "You compared with the best of the others; their median was asked for."),
        ("worse_than_all", lambda others, errors: bool(np.min(errors) > others[:, len(errors) - 1].max()),
         "Ötekilerin en kötüsüyle karşılaştırdınız; ortancaları istendi.",
         "You compared with the worst of the others; their median was asked for."),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _stop,
        beliefs,
        otherwise=("wrong_decision", here),
        remark=(
            "Optuna'nın `MedianPruner` sınıfı da bu kurala göre karar verir.",
            "The class `MedianPruner` of Optuna decides by this rule, too.",
        ),
    )


def _nested_cases():
    """Yield cases in which the parts choose different settings, and every mistake has its price."""
    yield (
        np.array([[0.1, 0.2, 0.3], [0.4, 0.15, 0.2], [0.25, 0.3, 0.35], [0.2, 0.4, 0.1]]),
        np.array([[0.3, 0.1, 0.6], [0.2, 0.35, 0.05], [0.5, 0.15, 0.2], [0.1, 0.2, 0.45]]),
    )
    rng = np.random.default_rng(4)
    for k, m in ((5, 3), (3, 6), (2, 2), (6, 4), (10, 5)):
        yield rng.uniform(0.1, 0.6, (k, m)).round(3), rng.uniform(0.1, 0.7, (k, m)).round(3)


def _honest(inner, outer):
    return np.mean(outer[np.arange(len(outer)), inner.argmin(axis=1)])


@exercise(LESSON, "honest_error", tr="İç içe doğrulama", en="Nested validation")
def honest_error(answer):
    """``answer(inner (k, m), outer (k, m)) -> float``: the mean outer error of what each part's inner errors choose."""

    def here(inner, outer):
        chosen = inner.argmin(axis=1)
        return L(
            f"İç hatalara göre parçaların seçtiği ayarlar sırayla {said(chosen.tolist())}; bu ayarların dış hatalarının "
            "ortalaması istendi.",
            f"By the inner errors the parts choose the settings {said(chosen.tolist())}, in this order; the mean of the outer "
            "errors of these settings was asked for.",
        )

    beliefs = [
        ("per_part", lambda inner, outer: outer[np.arange(len(outer)), inner.argmin(axis=1)],
         "Parçaların hatalarını döndürdünüz; ortalamaları istendi.",
         "You returned the errors of the parts; their mean was asked for."),
        ("best_validation_error", lambda inner, outer: inner.mean(axis=0).min(),
         "Bu, seçimde kullanılan hatanın en küçüğüdür: iyimserdir. Dış hataları kullanın.",
         "This is the smallest of the errors that were used for choosing: it is optimistic. Use the outer errors."),
        ("inner_minimum", lambda inner, outer: inner.min(axis=1).mean(),
         "Seçilen ayarların iç hatalarını aldınız; onlarla seçim yapıldı. Dış hatalarını alın.",
         "You took the inner errors of the chosen settings, but they were used for choosing. Take their outer errors."),
        ("chosen_on_outer", lambda inner, outer: outer.min(axis=1).mean(),
         "Ayarı dış hataya bakarak seçmişsiniz: dış parça yalnızca ölçmek içindir.",
         "You chose the setting by the outer error: the outer part is for measuring only."),
        ("best_outer_mean", lambda inner, outer: outer.mean(axis=0).min(),
         "Bütün ayarların dış hatalarına bakıp en küçüğünü bildirdiniz: bu da dış parçalarla seçmektir.",
         "You looked at the outer errors of all settings and reported the smallest: that is choosing by the outer parts, too."),
        ("one_setting_for_all", lambda inner, outer: outer.mean(axis=0)[inner.mean(axis=0).argmin()],
         "Bütün parçalar için tek ayar seçtiniz. Her parçanın ayarı yalnız kendi iç hatalarıyla (satırıyla) seçilir, çünkü "
         "öteki satırların iç hataları o parçanın örneklerini de kullanmıştır.",
         "You chose one setting for all parts. Each part chooses by its own inner errors (its row), because the inner errors of "
         "the other rows have also used the samples of this part."),
        ("largest", lambda inner, outer: outer[np.arange(len(outer)), inner.argmax(axis=1)].mean(),
         "En büyük iç hatayı seçtiniz; hata küçük olmalı.", "You chose the largest inner error; errors should be small."),
        ("averaged_over_settings", lambda inner, outer: outer.mean(),
         "Bütün ayarların dış hatalarını ortaladınız; yalnız seçilenler sayılır.",
         "You averaged the outer errors of all settings; only the chosen ones count."),
        ("roles_swapped", lambda inner, outer: inner[np.arange(len(outer)), outer.argmin(axis=1)].mean(),
         "Rolleri değiştirmişsiniz: iç hatayla seçilir, dış hatayla ölçülür.",
         "The roles are swapped: choose by the inner error and measure by the outer one."),
        ("summed", lambda inner, outer: _honest(inner, outer) * len(outer),
         "Hataları topladınız; ortalamaları istendi.", "You added up the errors; their mean was asked for."),
        ("summed_indices", sign(lambda given, inner, outer: np.isclose(float(given), inner.argmin(axis=1).mean())),
         "Seçilen ayarların numaralarını ortaladınız; dış hatalarının ortalaması istendi.",
         "You averaged the numbers of the chosen settings; the mean of their outer errors was asked for."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_nested_cases()),
        _honest,
        beliefs,
        called=lambda inner, outer: L(
            f"{len(inner)} parça ve {inner.shape[1]} ayar", f"{len(inner)} parts and {inner.shape[1]} settings"
        ),
        otherwise=("wrong_error", here),
        remark=(
            "Hiçbir parçada, ölçüldüğü örneklerle seçilmiş bir ayar yok.",
            "In no part has a setting been chosen with the samples on which it is measured.",
        ),
    )


BUDGET, LANDSCAPES = 20, 40
MOST = 0.018  # mean distance from the least error; random search has about 0.035


def _landscapes():
    """Yield the hidden landscapes: functions of (u, v) with a valley at a random place, whose least error is 0.05."""
    rng = np.random.default_rng(2012)
    for _ in range(LANDSCAPES):
        (u0, v0), (wide, high) = rng.random(2), rng.uniform(0.15, 0.5, 2)
        yield (
            lambda u, v, u0=u0, v0=v0, wide=wide, high=high: (
                0.5 - 0.45 * np.exp(-(((u - u0) / wide) ** 2) / 2 - (((v - v0) / high) ** 2) / 2)
            )
        )


class _Objective:
    """An error that counts how often it is asked, and remembers if it was asked outside the square."""

    def __init__(self, error):
        self.error, self.calls, self.outside = error, 0, None

    def __call__(self, u, v):
        u, v = float(u), float(v)
        self.calls += 1
        if not (0 <= u <= 1 and 0 <= v <= 1):
            self.outside = self.outside or (u, v)
        return float(self.error(u, v))


@exercise(LESSON, "my_search", tr="Kendi aramanız", en="Your own search")
def my_search(answer):
    """``answer(objective, budget) -> (u, v)``: a place whose error is near the least one, over LANDSCAPES landscapes."""
    distances = []
    for error in _landscapes():
        objective = _Objective(error)
        given = call(answer, objective, BUDGET)
        u, v = require_pair(given, "u", "v")
        asked, outside = objective.calls, objective.outside
        refuse(
            ("over_budget", asked > BUDGET,
             f"`objective` {asked} kez çağrıldı; bütçe {BUDGET} çağrıydı.",
             f"`objective` was called {asked} times; the budget was {BUDGET} calls."),
            ("not_asked", asked == 0,
             "`objective` hiç çağrılmadı: en iyi yer denemeden bilinemez.",
             "`objective` was never called: the best place cannot be known without a trial."),
            ("outside", outside is not None,
             f"`objective` karenin dışında çağrıldı: {said(outside)}. İki koordinat da 0 ile 1 arasında olmalı.",
             f"`objective` was called outside the square: {said(outside)}. Both coordinates have to be between 0 and 1."),
            ("answer_outside", not (0 <= u <= 1 and 0 <= v <= 1),
             f"Dönen yer karenin dışında: {said((u, v))}.", f"The place returned is outside the square: {said((u, v))}."),
        )  # fmt: skip
        distances.append(float(error(u, v)) - 0.05)
    mean = float(np.mean(distances))
    came, most = apart(mean, MOST)
    expect(
        mean <= MOST,
        L(
            f"{LANDSCAPES} yüzeyde, dönen yerin hatası en küçük hatadan ortalama {came} büyük; en çok {most} olmalı. Rastgele "
            "aramada bu fark 0,035 dolayındadır. Denemelerin bir kısmını o ana kadarki en iyi yerin çevresine ayırın ya da bir "
            "vekil modele seçtirin.",
            f"On {LANDSCAPES} landscapes, the error of the place returned is on average {came} above the least one; it may be "
            f"{most} at most. With random search it is about 0.035. Spend some of the trials near the best place so far, or let "
            "a surrogate model choose.",
        ),
        "not_better_than_random",
    )
    return L(
        f"{LANDSCAPES} yüzeyde en küçük hatadan ortalama uzaklığınız {said(mean)}.",
        f"On {LANDSCAPES} landscapes your mean distance from the least error is {said(mean)}.",
    )

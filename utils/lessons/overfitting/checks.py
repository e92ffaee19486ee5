"""Checks of lesson 10_overfitting."""

import operator
from functools import cache, partial

import numpy as np

from utils.checks import limits, slips
from utils.checks.engine import alike, as_array, as_parts, call, exercise, refuse, require_return
from utils.checks.forms import require_array
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of
from utils.checks.show import apart, said
from utils.language import L

LESSON = "10_overfitting"
TRAINING = 24  # times as long as another answer: it trains a network
MOST_ERROR = 0.25
SAMPLES, WRONG_SHARE = 200, 0.2


@exercise(LESSON, "bias_variance", tr="Yanlılık ve varyans", en="Bias and variance")
def bias_variance(answer):
    """``answer(predictions (fits, points), truth (points,)) -> (squared bias, variance)``, averaged over the points.

    A variance whose sum is divided by one less than the fits (``ddof=1``) is as good an estimate of it.
    """

    def bias2(p, f):
        return np.mean((p.mean(axis=0) - f) ** 2)

    def spread(p, f):
        return np.mean(p.var(axis=0))

    def asked(answer, p, f):
        given = call(answer, p, f, may_change=False)
        parts = as_parts(given, 2)
        unbiased = parts is not None and alike(parts[1], np.mean(p.var(axis=0, ddof=1)))
        return (parts[0], spread(p, f)) if unbiased else given

    def here(p, f):
        bias, variance = said(p.mean(axis=0) - f), said(p.var(axis=0))
        return L(
            f"Noktaların yanlılığı burada {bias}, varyansı {variance}: ilkinin karelerini, ikincisinin kendisini ortalayın.",
            f"Here the bias at the points is {bias} and the variance {variance}: average the squares of the first, and the "
            "second as it is.",
        )

    deviation = ("Bu standart sapma; varyans onun karesidir.",
                 "That is the standard deviation; the variance is its square.")  # fmt: skip
    beliefs = [
        ("not_averaged", sign(lambda given, p, f: len(f) in map(np.size, given)),
         "Her noktanın değerini ayrı ayrı döndürdünüz; noktalar üzerinden ortalayın.",
         "You returned the values at each point; average them over the points."),
        ("swapped", lambda p, f: (spread(p, f), bias2(p, f)),
         "İkisinin sırası ters: önce yanlılığın karesi, sonra varyans.",
         "The two are in the wrong order: first the squared bias, then the variance."),
        ("bias_not_squared", lambda p, f: (np.mean(p.mean(axis=0) - f), spread(p, f)),
         "Yanlılığın karesini almadınız: pozitif ve negatif yanlılıklar birbirini götürür.",
         "You did not square the bias: positive and negative ones cancel."),
        ("squared_last", lambda p, f: (np.mean(p.mean(axis=0) - f) ** 2, spread(p, f)),
         "Kareyi noktaların ortalamasından sonra aldınız; önce her noktada kare alın, sonra ortalayın.",
         "You squared after averaging over the points; square at each point first, then average."),
        ("squared_before_mean", lambda p, f: (np.mean((p - f) ** 2), spread(p, f)),
         "Bu, tek tek eğrilerin hatası: varyansı da içerir. Önce eğrilerin ortalamasını alın.",
         "That is the error of single curves, which contains the variance as well. Average the curves first."),
        ("absolute_bias", lambda p, f: (np.mean(np.abs(p.mean(axis=0) - f)), spread(p, f)),
         "Yanlılığın mutlak değerini aldınız; karesi istendi.",
         "You took the absolute value of the bias; its square was asked for."),
        ("root_of_bias", lambda p, f: (np.sqrt(bias2(p, f)), spread(p, f)),
         "Karelerin ortalamasının kökünü almışsınız; kök istenmedi.",
         "You took the root of the mean square; no root was asked for."),
        ("wrong_axis", lambda p, f: (bias2(p, f), np.mean(p.var(axis=1))),
         "Varyansı noktalar boyunca aldınız: bu, bir eğrinin ne kadar kıvrıldığıdır. Eğriler arasında alın: `axis=0`.",
         "You took the variance along the points: that is how much a curve bends. Take it over the curves: `axis=0`."),
        ("variance_of_all", lambda p, f: (bias2(p, f), np.var(p)),
         "Bütün sayıların varyansını birden aldınız; her noktanın kendi varyansı gerekir: `axis=0`.",
         "You took the variance of all numbers at once; each point has its own: `axis=0`."),
        ("variance_about_truth", lambda p, f: (bias2(p, f), np.mean((p - f) ** 2)),
         "Varyans, eğrilerin gerçeğe değil, kendi ortalamalarına uzaklığıdır.",
         "The variance is how far the curves are from their own mean, not from the truth."),
        ("deviation", lambda p, f: (bias2(p, f), np.mean(p.std(axis=0))), *deviation),
        ("deviation", lambda p, f: (bias2(p, f), np.sqrt(spread(p, f))), *deviation),
        ("summed", lambda p, f: (bias2(p, f) * len(f), spread(p, f) * len(f)),
         "Noktalar üzerinden topladınız; ortalama istendi.", "You summed over the points; the mean was asked for."),
    ]  # fmt: skip
    rng = np.random.default_rng(3)
    return judge(
        answer,
        [
            (np.array([[1.0, 4.0, 2.0], [3.0, 4.0, 6.0]]), np.array([1.0, 2.0, 5.0])),
            (rng.normal(2, 1, (5, 4)), np.array([0.0, 1.0, -4.0, 2.5])),
            (rng.normal(0, 20, (4, 6)), rng.normal(0, 20, 6)),
        ],
        lambda p, f: (bias2(p, f), spread(p, f)),
        beliefs,
        ask=asked,
        results=("squared_bias", "variance"),
        otherwise=("wrong_number", here),
        remark=(
            "Bunlara gürültünün varyansını eklerseniz beklenen test hatasını bulursunuz.",
            "If you add the variance of the noise to them, you get the expected test error.",
        ),
    )


@exercise(LESSON, "decay_step", tr="Ağırlık sönümü", en="Weight decay")
def decay_step(answer):
    """``answer(weights, gradient, learning_rate, strength)``: weights - learning_rate (gradient + 2 strength weights)."""

    def with_penalty(gradient):
        return lambda w, g, r, s: w - r * (g + gradient(w, s))

    def here(w, g, r, s):
        numbers = [said(value.item() if isinstance(value, np.ndarray) else value) for value in (w[:1], r, g[:1], s)]
        one, rate, slope, strength = numbers
        text = f"{one} − {rate} · ({slope} + 2 · {strength} · {one})"
        return L(f"İlk ağırlık burada {text} olmalı.", f"Here the first weight should become {text}.")

    penalty_itself = ("Cezanın kendisini çıkardınız; gradyanını çıkarın: 2λw.",
                      "You subtracted the penalty itself; subtract its gradient: 2λw.")  # fmt: skip
    l1 = ("Bu L1'in adımı: yalnızca işarete bakıyor. L2'nin gradyanı 2λw'dir.",
          "That is the step of L1, which looks only at the sign. The gradient of L2 is 2λw.")  # fmt: skip
    beliefs = [
        ("no_penalty", with_penalty(lambda w, s: 0),
         "Ceza hiç karışmamış: ağırlıklar sönmüyor.", "The penalty is missing: nothing decays."),
        ("no_gradient", lambda w, g, r, s: w - r * 2 * s * w,
         "Yalnızca ceza var: `gradient` hiç kullanılmamış.", "Only the penalty is there: `gradient` is not used."),
        ("factor_two", with_penalty(lambda w, s: s * w),
         "w²'nin türevi 2w'dir: 2 çarpanı eksik.", "The derivative of w² is 2w: the factor 2 is missing."),
        ("wrong_sign", with_penalty(lambda w, s: -2 * s * w),
         "Cezanın işareti ters: ağırlıklar büyüyor.", "The penalty has the wrong sign: the weights grow."),
        ("no_learning_rate", lambda w, g, r, s: w - r * g - 2 * s * w,
         "Ceza da öğrenme oranıyla çarpılır.", "The penalty is multiplied by the learning rate as well."),
        ("only_penalty_scaled", lambda w, g, r, s: w - g - r * 2 * s * w,
         "`gradient` de öğrenme oranıyla çarpılır.", "`gradient` is multiplied by the learning rate as well."),
        ("learning_rate_ignored", lambda w, g, r, s: w - (g + 2 * s * w),
         "Toplam, öğrenme oranıyla çarpılır.", "The sum is multiplied by the learning rate."),
        ("l1", with_penalty(lambda w, s: s * np.sign(w)), *l1),
        ("l1", with_penalty(lambda w, s: 2 * s * np.sign(w)), *l1),
        ("absolute", with_penalty(lambda w, s: 2 * s * np.abs(w)),
         "Ağırlığın mutlak değerini aldınız: negatif ağırlıklar sıfıra yaklaşmıyor, uzaklaşıyor.",
         "You took the absolute value of the weight: negative weights move away from zero instead of towards it."),
        ("penalty_itself", with_penalty(lambda w, s: s * w**2), *penalty_itself),
        ("penalty_itself", with_penalty(lambda w, s: s * np.sum(w**2)), *penalty_itself),
        ("without_weight", with_penalty(lambda w, s: 2 * s),
         "λw²'nin türevi 2λ değil, 2λw'dir: ağırlıkla çarpın.",
         "The derivative of λw² is 2λw, not 2λ: multiply by the weight."),
        ("decays_last", lambda w, g, r, s: (w - r * g) * (1 - 2 * r * s),
         "Cezayı, gradyan adımından sonraki ağırlıklarda hesapladınız; iki gradyan da eski ağırlıklarda alınır.",
         "You computed the penalty at the weights after the gradient step; both gradients are taken at the old weights."),
        ("step_only", lambda w, g, r, s: r * (g + 2 * s * w),
         "Yalnızca adımı döndürdünüz; onu ağırlıklardan çıkarın.",
         "You returned only the step; subtract it from the weights."),
        ("grows_without_rate", lambda w, g, r, s: w - r * g + 2 * s * w,
         "Ceza ağırlıkları büyütüyor: gradyanla aynı parantezde durur, öğrenme oranıyla çarpılıp çıkarılır.",
         "The penalty makes the weights grow: it belongs in one bracket with the gradient, is multiplied by the learning "
         "rate and subtracted."),
        ("ascent", lambda w, g, r, s: w + r * (g + 2 * s * w),
         "Gradyan yönünde değil, tersine gidilir.", "The step goes against the gradient, not along it."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([2.0, -3.0]), np.array([0.0, 0.0]), 0.1, 0.5),
            (np.array([1.0, -1.0, 0.5]), np.array([0.3, 0.2, -0.4]), 0.2, 0.13),
            (np.array([40.0, 0.0, -12.5, 3.0]), np.array([1.0, -25.0, 14.0, 0.0]), 0.05, 2.0),
            (np.array([4.0]), np.array([1.0]), 1.5, 0.3),
        ],
        with_penalty(lambda w, s: 2 * s * w),
        beliefs,
        otherwise=("wrong_number", here),
        remark=(
            "Gradyan sıfırken bile ağırlıklar küçülüyor.",
            "Even with a gradient of zero the weights shrink.",
        ),
    )


def _stopped(losses, patience, better=operator.lt, reset=True):
    """Return (epochs run, best epoch), counted from 1."""
    best, best_epoch, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if better(loss, best):
            best, best_epoch, waited = loss, epoch, 0 if reset else waited
        else:
            waited += 1
        if waited >= patience:
            break
    return epoch, best_epoch


def _against_previous(losses, patience, worse=operator.ge, best_so_far=False):
    """Return (epochs run, best epoch) where each loss is compared with the one before it."""
    better_epoch = 1
    for epoch in range(1, len(losses) + 1):
        if epoch > 1 and not worse(losses[epoch - 1], losses[epoch - 2]):
            better_epoch = epoch
        if epoch - better_epoch >= patience:
            break
    return epoch, _best(losses[:epoch]) if best_so_far else better_epoch


def _best(losses):
    return int(np.argmin(losses)) + 1


@exercise(LESSON, "early_stop", tr="Erken durdurma", en="Early stopping")
def early_stop(answer):
    """``answer(losses, patience) -> (epochs run, best epoch)``, counted from 1; an equal loss is no improvement."""

    def of(rule):
        """Return the belief that gives ``rule(patience, epochs, best)`` of what is right."""
        return lambda losses, p: rule(p, *_stopped(losses, p))

    def here(losses, p):
        epochs, best = _stopped(losses, p)
        tr, en = f"eğitim {epochs} epokun sonuna kadar sürüyor", f"all {epochs} epochs are run"
        if epochs - best >= p:
            tr, en = f"sabır {epochs}. epokta tükeniyor", f"patience runs out in epoch {epochs}"
        loss = said(losses[best - 1])
        return L(f"En iyi kayıp {loss}, {best}. epokta; {tr}.", f"The best loss, {loss}, is in epoch {best}; {en}.")

    whole = ("En iyiyi bütün kayıplar arasında aradınız: eğitim ondan önce durmuş olabilir.",
             "You looked for the best among all losses: the training may have stopped before it.")  # fmt: skip
    previous = ("Bir önceki epokla değil, o zamana kadarki en iyi kayıpla karşılaştırın.",
                "Compare with the best loss so far, not with the epoch before.")  # fmt: skip
    too_early = ("Bir epok erken durdunuz: en iyiden sonra `patience` epok beklenir.",
                 "You stopped an epoch early: wait `patience` epochs after the best.")  # fmt: skip
    beliefs = [
        ("swapped", of(lambda p, epochs, best: (best, epochs)),
         "İkisinin sırası ters: önce eğitimin kaç epok sürdüğü, sonra en iyi epok.",
         "The two are in the wrong order: first the epochs run, then the best epoch."),
        ("counted_from_zero", of(lambda p, epochs, best: (epochs - 1, best - 1)),
         "Epoklar 1'den sayılır.", "Epochs are counted from 1."),
        ("best_from_zero", of(lambda p, epochs, best: (epochs, best - 1)),
         "En iyi epok da 1'den sayılır.", "The best epoch is counted from 1 as well."),
        ("epochs_from_zero", of(lambda p, epochs, best: (epochs - 1, best)),
         "İlk sayı bir eksik: eğitimin durduğu epok da sayılır, epoklar 1'den başlar.",
         "The first number is one too small: the epoch in which the training stops counts, too, and epochs start at 1."),
        ("one_epoch_more", of(lambda p, epochs, best: (epochs + 1, best)),
         "İlk sayı bir fazla: durulan epoktan sonra epok yoktur.",
         "The first number is one too large: no epoch follows the one in which the training stops."),
        ("waits_one_more", lambda losses, p: _stopped(losses, p + 1),
         "Bir epok geç durdunuz: sabrın tükendiği epokta durulur.",
         "You stopped an epoch late: stop in the epoch in which patience runs out."),
        ("stops_early", lambda losses, p: _stopped(losses, max(p - 1, 1)), *too_early),
        ("stops_early", lambda losses, p: _stopped(losses, p - 1), *too_early),
        ("loss_not_epoch", lambda losses, p: (_stopped(losses, p)[0], losses[_stopped(losses, p)[1] - 1]),
         "İkinci sayı en iyi kaybın kendisi; o kaybın epoku istendi.",
         "The second number is the best loss itself; its epoch was asked for."),
        ("best_plus_patience", of(lambda p, epochs, best: (best + p, best)),
         "Kayıplar, sabır tükenmeden bitebilir: o zaman eğitim son epoka kadar sürer.",
         "The losses may end before patience runs out: then all epochs are run."),
        ("epochs_minus_patience", of(lambda p, epochs, best: (epochs, epochs - p)),
         "En iyi epok, sonuncudan hep `patience` önce değildir: eğitim sabır tükenmeden bitmiş olabilir.",
         "The best epoch is not always `patience` before the last: the training may end before patience runs out."),
        ("best_of_all_first", lambda losses, p: (_best(losses) + p, _best(losses)), *whole),
        ("best_of_all_first", lambda losses, p: (min(_best(losses) + p, len(losses)), _best(losses)), *whole),
        ("best_of_all", lambda losses, p: (_stopped(losses, p)[0], _best(losses)), *whole),
        ("never_stops", lambda losses, p: (len(losses), _best(losses)),
         "Bütün kayıplara baktınız: durduktan sonraki epoklar hiç yaşanmadı.",
         "You looked at all losses: the epochs after the stop never took place."),
        ("no_reset", lambda losses, p: _stopped(losses, p, reset=False),
         "Yeni bir en iyi kayıp bekleme sayacını sıfırlar.", "A new best loss sets the waiting count back to zero."),
        ("equal_is_better", lambda losses, p: _stopped(losses, p, operator.le),
         "Eşit kayıp iyileşme değildir: `<` kullanın.", "An equal loss is not an improvement: use `<`."),
        *[("compares_with_last", partial(_against_previous, worse=worse, best_so_far=so_far), *previous)
          for worse in (operator.ge, operator.gt) for so_far in (False, True)],
    ]  # fmt: skip
    return judge(
        answer,
        [
            ([0.9, 0.7, 0.8, 0.75, 0.72, 0.71, 0.3], 3),
            ([0.9, 0.5, 0.6, 0.55, 0.4, 0.45, 0.43, 0.42], 3),
            ([0.5, 0.4, 0.4, 0.4, 0.3], 2),
            ([1.0, 0.8, 0.6, 0.5], 2),
            ([0.4, 0.5, 0.6], 1),
            ([30.0, 12.0, 25.0, 11.0, 10.5, 11.5, 14.0, 2.0], 2),
            ([0.6], 2),
        ],
        _stopped,
        beliefs,
        results=("epoch", "best_epoch"),
        otherwise=("wrong_number", here),
        remark=("Keras'ın `EarlyStopping`'i de böyle sayar.", "`EarlyStopping` of Keras counts the same way."),
    )


def _errors_by_strength(x, y, strengths, folds, ridge, fitted=None, tested=None, measure=lambda e: np.mean(e**2)):
    """Return the measure of each strength on each fold: float (strengths, folds).

    fitted, tested: which indices the weights are fitted to and tested on, of (training, held_out); None: as is right.
    """
    fitted, tested = fitted or (lambda training, held_out: training), tested or (lambda training, held_out: held_out)
    rows = []
    for strength in strengths:
        weights = [ridge(x[fitted(*fold)], y[fitted(*fold)], strength) for fold in folds]
        rows.append([measure(x[tested(*fold)] @ w - y[tested(*fold)]) for fold, w in zip(folds, weights, strict=True)])
    return np.array(rows)


@exercise(LESSON, "choose_strength", tr="Cezayı çapraz doğrulamayla seçin", en="Choose the penalty by cross-validation")
def choose_strength(answer):
    """``answer(x (n, d), y (n,), strengths (s,), folds, ridge) -> (strength, errors (s,))``: the best, and each one's MSE.

    folds: pairs of indices (training, held_out), all of one size; ridge(x, y, strength) -> w (d,).
    """

    def chosen(choose=np.argmin, over=lambda errors: errors.mean(axis=1), **how):
        def of(x, y, strengths, folds, ridge):
            errors = over(_errors_by_strength(x, y, strengths, folds, ridge, **how))
            return strengths[choose(errors)], errors

        return of

    def index(x, y, strengths, folds, ridge):
        errors = chosen()(x, y, strengths, folds, ridge)[1]
        return np.argmin(errors), errors

    def smallest(x, y, strengths, folds, ridge):
        errors = chosen()(x, y, strengths, folds, ridge)[1]
        return errors.min(), errors

    def here(x, y, strengths, folds, ridge):
        errors = _errors_by_strength(x, y, strengths, folds, ridge)
        first = said(errors[0])
        return L(
            f"İlk gücün hataları ayrılmış parçalarda {first} ve çapraz doğrulama hatası bunların ortalamasıdır. "
            "Ortalaması en küçük olan güç seçilir.",
            f"The errors of the first strength on the held-out folds are {first}, and its cross-validation error is their mean. "
            "The strength for which this mean is smallest is chosen.",
        )

    def everything(training, held_out):
        return np.concatenate([training, held_out])

    def each_fold(given, x, y, strengths, folds, ridge):
        return np.size(given[1]) == len(strengths) * len(folds) > len(strengths)

    rooted = ("Ortalama karenin kökünü almışsınız; MSE'de kök yoktur.",
              "You took the root of the mean square; the MSE has no root.")  # fmt: skip
    beliefs = [
        ("not_averaged", sign(each_fold),
         "Her parçanın hatasını ayrı ayrı döndürdünüz; her güç için parçaların hatalarını ortalayın.",
         "You returned the error of each fold; for each strength, average the errors of the folds."),
        ("swapped", lambda *case: chosen()(*case)[::-1],
         "İkisinin sırası ters: önce seçilen güç, sonra hatalar.",
         "The two are in the wrong order: first the strength that you chose, then the errors."),
        ("training_error", chosen(tested=lambda training, held_out: training),
         "Hatayı eğitildiği okumalarda ölçtünüz; ayrılmış parçada ölçün: `held_out`.",
         "You measured the error on the readings used for training; measure it on the held-out fold: `held_out`."),
        ("leaks", chosen(fitted=everything),
         "Ağırlıkları bütün veriyle buldunuz: ayrılmış parça eğitime sızdı. Yalnızca `training` satırlarıyla eğitin.",
         "You fitted the weights to all the data, so the held-out fold has leaked into training. Train on the rows of "
         "`training` only."),
        ("roles_swapped", chosen(fitted=lambda training, held_out: held_out, tested=lambda training, held_out: training),
         "`training` ile `held_out` yer değiştirmiş: ayrılmış parçada eğitip ötekilerde sınadınız.",
         "`training` and `held_out` have changed places: you trained on the held-out fold and tested on the others."),
        ("largest", chosen(choose=np.argmax),
         "Hatası en büyük olan gücü seçtiniz; en küçük hata aranıyor.",
         "You chose the strength with the largest error; the smallest error is wanted."),
        ("index", index,
         "Gücün kendisi yerine sırasını döndürdünüz: `strengths[...]` içine koyun.",
         "You returned the position of the strength and not the strength itself: put it into `strengths[...]`."),
        ("smallest_error", smallest,
         "İlk sonuç en küçük hatanın kendisi; o hatayı veren güç istendi.",
         "Your first result is the smallest error itself; the strength that gives it was asked for."),
        ("first_fold_only", chosen(over=lambda errors: errors[:, 0]),
         "Yalnızca ilk parçayla sınadınız; her parça bir kez ayrılır.",
         "You tested on the first fold only; each fold is held out once."),
        ("last_fold_only", chosen(over=lambda errors: errors[:, -1]),
         "Her güç için yalnızca son parçanın hatası kaldı; parçaların hatalarını bir listede toplayıp ortalayın.",
         "Of each strength only the error of the last fold is left; collect the errors of the folds in a list and average them."),
        ("summed", chosen(over=lambda errors: errors.sum(axis=1)),
         "Parçaların hatalarını topladınız; ortalamaları istendi.",
         "You added up the errors of the folds; their mean was asked for."),
        ("absolute", chosen(measure=lambda e: np.mean(np.abs(e))),
         "Farkların mutlak değerini aldınız; MSE karelerinin ortalamasıdır.",
         "You took the absolute values of the differences; the MSE is the mean of their squares."),
        ("rooted", chosen(measure=lambda e: np.sqrt(np.mean(e**2))), *rooted),
        ("rooted", chosen(over=lambda errors: np.sqrt(errors.mean(axis=1))), *rooted),
        ("list_not_emptied", chosen(over=lambda errors: errors.mean(axis=1).cumsum() / np.arange(1, len(errors) + 1)),
         "Parçaların hatalarını biriktirdiğiniz liste önceki güçlerin hatalarını da tutuyor; her güce boş bir listeyle başlayın.",
         "The list with the errors of the folds still holds those of the strengths before; start each strength with an empty "
         "list."),
        ("sorted", lambda *case: (chosen()(*case)[0], np.sort(chosen()(*case)[1])),
         "Hataları büyüklüklerine göre sıralamışsınız; `strengths` içindeki sırayla kalmalılar.",
         "You sorted the errors; they have to stay in the order of `strengths`."),
        ("not_squared", chosen(measure=np.mean),
         "Farkların karesini almadınız: pozitif ve negatif farklar birbirini götürür.",
         "You did not square the differences: positive and negative ones cancel."),
        ("squares_summed", chosen(measure=lambda e: np.sum(e**2)),
         "Parçadaki kareleri topladınız; ortalamaları istendi.",
         "You added up the squares within a fold; their mean was asked for."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_choices()),
        chosen(),
        beliefs,
        results=("strength", "errors"),
        called=lambda x, y, strengths, folds, ridge: L(
            f"{len(y)} okuma, {len(folds)} parça ve {said(strengths)} güçleri",
            f"{len(y)} readings, {len(folds)} folds and the strengths {said(strengths)}",
        ),
        otherwise=("wrong_number", here),
        remark=(
            "Seçerken test kümesine hiç bakılmadı.",
            "The test set played no part in the choice.",
        ),
    )


def _ridge(x, y, strength):
    return np.linalg.solve(x.T @ x + strength * len(x) * np.eye(x.shape[1]), x.T @ y)


def _choices():
    """Yield cases in which no strength is in its own place, and in which each mistake has its price."""
    for seed, (n, d, k), strengths in (
        (0, (6, 2, 3), [3.0, 0.2, 0.01]),
        (1, (12, 5, 4), [0.001, 10.0, 0.1, 1.0]),
        (2, (10, 6, 5), [0.5, 0.05, 5.0]),
        (3, (8, 3, 2), [0.3]),
    ):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(n, d))
        y = (x @ rng.normal(1, 1, d) + rng.normal(0, 1.5, n)) * (20 if seed == 1 else 1)
        held = rng.permutation(n).reshape(k, -1)
        yield x, y, strengths, [(np.setdiff1d(np.arange(n), one), one) for one in held], _ridge


@exercise(LESSON, "patient_folds", tr="Hastaları bölmeyin", en="Do not split a patient")
def patient_folds(answer):
    """``answer(patients (n,), k) -> (n,)``: a fold from 0 to k - 1 for each record, all records of a patient in one."""
    cases = [  # both the patients and their records can be dealt out evenly
        (np.array([7, 7, 7, 2, 2, 9, 9, 9, 9, 4, 4, 4]), 2),
        (np.random.default_rng(1).permutation(np.repeat(np.arange(10, 22), 5)), 4),
        (np.array([3, 9, 3, 15, 9, 21, 15, 21, 3, 6, 6, 0]), 3),
        (np.array([80, 11, 80, 52, 35, 40, 52, 61, 11, 76, 40, 35, 76, 61]), 3),
        (np.arange(310, 40, -10), 12),
    ]
    for patients, k in cases:
        given = call(answer, patients, k, may_change=False)
        _refuse_folds(given, _one_per_record(given, patients, slips.return_in_loop(answer)), patients, k)
    return L(
        "Artık hiçbir hasta hem eğitimde hem sınamada bulunmuyor.",
        "No patient is used for both training and testing any more.",
    )


def _one_per_record(given, patients, in_loop):
    """Return the answer as an array (n,), or say that a fold of each record was wanted; in_loop: of a `return` in the loop."""
    require_return(given)
    array, count = as_array(given), len(patients)
    each_patient = array is not None and array.shape == np.unique(patients).shape != patients.shape
    refuse(
        ("return_in_loop", in_loop and (array is None or array.size != count), in_loop, in_loop),
        ("fold_of_each_patient", isinstance(given, dict) or each_patient,
         "Her hastanın parçasını döndürdünüz; her kaydınki istendi: kayıt, hastasının parçasını alır.",
         "You returned the fold of each patient; that of each record was asked for: a record takes its patient's fold."),
        ("lists_of_records", array is None and isinstance(given, (list, tuple)) and any(map(np.ndim, given)),
         "Parçaların listelerini döndürdünüz; her kayıt için tek bir parça numarası istendi.",
         "You returned lists of what is in the folds; a single fold number for each record was asked for."),
        ("not_one_per_record", array is not None and array.size != count,
         f"{count} kaydın her biri için bir parça numarası bekleniyordu.",
         f"A fold number for each of the {count} records was expected."),
        given=given,
    )  # fmt: skip
    return require_array(given, "patient_folds", patients.shape, any_layout=True)


def _refuse_folds(given, folds, patients, k):
    """End the check where folds (n,) tear a patient, are not those from 0 to k - 1, or hold unequal numbers of patients."""
    names, used = np.unique(patients), np.unique(folds)
    torn = next((name for name in names if len(np.unique(folds[patients == name])) > 1), None)
    counts = [len(np.unique(patients[folds == fold])) for fold in range(k)]
    listed, numbers = ", ".join(map(str, names)), said(used.tolist())
    left = ("", "") if len(names) % k == 0 else (
        f" {len(names)} hasta {k} parçaya tam bölünmez: artanlar da bu parçalara dağıtılmalı.",
        f" {len(names)} patients do not divide evenly into {k} folds: those left over go into these folds, too.",
    )  # fmt: skip
    refuse(
        ("patient_torn", torn is not None,
         f"{torn} numaralı hastanın kayıtları birden çok parçada: model o hastayı eğitimde görüp sınamada tanır.",
         f"The records of patient {torn} are in more than one fold: the model sees this patient in training and in the test."),
        ("counted_from_one", np.array_equal(used, np.arange(1, k + 1)),
         "Parçalar 0'dan sayılır.", "Folds are counted from 0."),
        ("remainder_of_number", np.array_equal(folds, patients % k) and max(counts) - min(counts) > 1,
         f"Hasta numaraları {listed} iken `patients % {k}` parçaları eşit doldurmaz. Numaraya değil, hastanın sırasına bakın.",
         f"With the patient numbers {listed}, `patients % {k}` does not fill the folds evenly. Go by the patient's place, not "
         "by the number."),
        ("one_fold", len(used) == 1,
         "Bütün kayıtlar tek parçada: eğitecek kimse kalmaz.", "All records are in one fold: nobody is left to train on."),
        ("fold_of_their_own", len(used) == len(names) > k,
         f"Her hastaya ayrı bir parça verdiniz; {k} parça istenmişti. Hastaları parçalara sırayla dağıtın: `place % k`.",
         f"You gave each patient a fold of their own; {k} folds were asked for. Deal the patients out in turn: `place % k`."),
        ("outside", not np.isin(used, np.arange(k)).all(),
         f"Parça numaraları 0 ile {k - 1} arasında olmalı; sizinkiler {numbers}.{left[0]}",
         f"Fold numbers run from 0 to {k - 1}; yours are {numbers}.{left[1]}"),
        ("empty_fold", len(used) < k,
         f"{k} parçadan yalnızca şunlarda hasta var: {numbers}.", f"Of {k} folds only these have patients: {numbers}."),
        ("uneven", max(counts) - min(counts) > 1,
         f"Parçalardaki hasta sayıları {said(counts)}: aralarındaki fark en çok 1 olmalı. Sırayla dağıtınca öyle olur.",
         f"The numbers of patients in the folds are {said(counts)}; they may differ by at most 1, as they do when patients are "
         "dealt out in turn."),
        given=given,
    )  # fmt: skip


def _halved(pictures):
    n, h, w = pictures.shape
    return (pictures / 255).reshape(n, h // 2, 2, w // 2, 2).mean(axis=(2, 4))


@cache
def _few_digits():
    """Return of the lesson's training set number 0 the pictures x (200, 14, 14), the labels and which of them are wrong (200,),
    its test digits x_test and y_test, and the training pictures that are not in that set."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    rng = np.random.default_rng(0)
    order = rng.permutation(len(digits.x_train))
    chosen, others = order[:SAMPLES], order[SAMPLES:]
    labels = digits.y_train[chosen].copy()
    changed = rng.random(SAMPLES) < WRONG_SHARE
    labels[changed] = rng.integers(0, 10, changed.sum())
    is_wrong = labels != digits.y_train[chosen]
    return (
        _halved(digits.x_train[chosen]), labels, is_wrong,
        _halved(digits.x_test), digits.y_test, _halved(digits.x_train[others]),
    )  # fmt: skip


@exercise(
    LESSON,
    "my_network",
    tr="Ezberlemeyen ağ",
    en="A network that does not memorize",
    seconds=TRAINING * limits.CALL_SECONDS,
)
def my_network(answer):
    """``answer(x (200, 14, 14), labels (200,)) -> model``: a test error of at most MOST_ERROR."""
    x, labels, is_wrong, x_test, y_test, others = _few_digits()
    other_pictures = (
        others, "other_pictures",
        "Ağı başka resimlerle de eğitmişsiniz (`all_x` ya da başka bir eğitim kümesi). Soru, bu 200 resimden ne kadarının "
        "öğrenilebileceği.",
        "You trained the network on other pictures as well (`all_x` or another training set). The question is how much can be "
        "learned from these 200.",
    )  # fmt: skip
    seconds = TRAINING * limits.CALL_SECONDS
    model = call_trainer(answer, x, labels, unseen=x_test, others=[other_pictures], taught=(x, labels), seconds=seconds)
    expect_model(model, all(hasattr(model, name) for name in ("layers", "count_params", "input_shape")), given=model)
    shape = tuple(model.input_shape)[1:]
    sides = [side or 14 for side in shape]
    refuse(
        ("wrong_input", np.prod(sides) != x[0].size,
         f"Ağ 14×14'lük resim almalı, sizinki {shape} bekliyor. Küçültmeyi ağın içinde bir katmanla yapın.",
         f"The network has to take pictures of 14×14; yours takes {shape}. To shrink them, use a layer inside the network."),
    )  # fmt: skip

    def named(pictures):
        hint = L("Çıktıda sınıf başına bir nöron olmalı.", "It takes an output neuron for each class.")
        return outputs_of(model, pictures.reshape(-1, *sides), (len(pictures), 10), hint).argmax(axis=1)

    def error(pictures):
        return float(np.mean(named(pictures) != y_test))

    learned, test = named(x), error(x_test)
    training, by_heart = float(np.mean(learned != labels)), int(np.sum((learned == labels) & is_wrong))
    mistaken = int(is_wrong.sum())
    if test <= MOST_ERROR:
        return L(
            f"Test hatası {said(test)}, eğitim hatası {said(training)}: yanlış etiketli {mistaken} resmin {by_heart} tanesi "
            "ezberlenmiş.",
            f"The test error is {said(test)}, the training error {said(training)}. The network has learned {by_heart} of the "
            f"{mistaken} wrong labels by heart.",
        )
    came, most = apart(test, MOST_ERROR)
    report = L(
        f"Test hatası {came}; en çok {most} olmalı. Eğitim hatası {said(training)}. ",
        f"The test error is {came}; it may be {most} at most. The training error is {said(training)}. ",
    )
    changes = (lambda x: 255 * x, lambda x: 2 * x - 1, lambda x: 1 - x, lambda x: (x - x.mean()) / x.std())
    refuse(
        ("prepared_outside", min(error(change(x_test)) for change in changes) < test - 0.15,
         "Resimleri eğitimden önce dönüştürmüşsünüz; ağa ise verildikleri gibi gelecekler. Dönüşümü ağın içinde bir katmanla "
         "yapın (`layers.Rescaling` gibi).",
         "You transformed the pictures before training, but the network will be given them as they are. Transform them by a "
         "layer inside the network (such as `layers.Rescaling`)."),
        before=report,
    )  # fmt: skip
    if test > 0.8:
        call_untrained(report, "train")
    refuse(
        ("memorized", by_heart > mistaken / 2,
         f"Yanlış etiketli {mistaken} resmin {by_heart} tanesinde ağ yanlış etiketi tahmin ediyor: ezberlemiş. Tabloda test "
         "hatasını en çok düşüren çareyi ekleyin.",
         f"For {by_heart} of the {mistaken} wrong labels the network gives that label: it has learned them by heart. Add the "
         "remedy that lowered the test error most in the table."),
        ("underfitted", training > is_wrong.mean() + 0.1,
         "Eğitim hatası da büyük: kapasiteyi ya da geçiş sayısını artırın, cezayı azaltın.",
         "The training error is large as well: raise the capacity or the number of passes, or lower the penalty."),
        ("not_enough", True,
         "Ağ yanlış etiketlerin çoğunu ezberlememiş, ama bu yetmemiş: tabloda test hatasını en çok düşüren çareyi de ekleyin.",
         "The network has not learned most of the wrong labels by heart, but that is not enough: add the remedy that lowered "
         "the test error most in the table."),
        before=report,
    )  # fmt: skip

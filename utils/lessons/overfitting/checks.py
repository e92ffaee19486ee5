"""Checks of lesson 10_overfitting."""

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, expect, require_return, same, shown, wrong
from utils.checks.models import call_untrained, expect_model
from utils.language import L, percent

LESSON = "10_overfitting"
TRAINING = 24  # times as long as another answer: it trains a network
MOST_ERROR = 0.25
SAMPLES, WRONG_SHARE = 200, 0.2


def _pair(given, first, second):
    """Return two numbers out of an answer; end the check where it is something else."""
    require_return(given)
    values = as_array(given)
    expect(
        values is not None and values.shape == (2,) and values.dtype.kind in "fiu",
        L(f"İki sayı bekleniyordu: {first}, {second}.", f"Two numbers were expected: {first}, {second}."),
        "not_a_pair",
        given=given,
    )
    return tuple(value.item() for value in values)


def _pair_of_means(given, first, second):
    """Return two numbers as ``_pair`` does, with a word on two arrays that still have to be averaged."""
    values = as_array(given)
    expect(
        values is None or values.ndim != 2,
        L(
            "Her noktanın değerlerini döndürdünüz; iki sayı bekleniyordu: noktalar üzerinden ortalayın.",
            "You returned the values at each point; two numbers were expected: average over the points.",
        ),
        "not_averaged",
        given=given,
    )
    return _pair(given, first, second)


@exercise(LESSON, "bias_variance", tr="Yanlılık ve varyans", en="Bias and variance")
def bias_variance(answer):
    """``answer(predictions (fits, points), truth (points,)) -> (squared bias, variance)``, averaged over the points."""
    rng = np.random.default_rng(3)
    cases = [
        (np.array([[1.0, 4.0], [3.0, 4.0]]), np.array([1.0, 2.0])),
        (rng.normal(2, 1, (5, 3)), np.array([0.0, 1.0, 4.0])),
        (rng.normal(0, 3, (4, 6)), rng.normal(size=6)),
    ]
    words = L("yanlılık karesi", "squared bias"), L("varyans", "variance")
    given = [_pair_of_means(call(answer, *case), *words) for case in cases]

    def spread(p, f):
        return np.mean(p.var(axis=0))

    def bias2(p, f):
        return np.mean((p.mean(axis=0) - f) ** 2)

    beliefs = {
        "swapped": (
            lambda p, f: (spread(p, f), bias2(p, f)),
            L(
                "İkisinin sırası ters: önce yanlılık karesi, sonra varyans.",
                "The two are swapped: first the squared bias, then the variance.",
            ),
        ),
        "bias_not_squared": (
            lambda p, f: (np.mean(p.mean(axis=0) - f), spread(p, f)),
            L(
                "Yanlılığın karesini almadınız: artılar ve eksiler birbirini götürür.",
                "The bias is not squared: plus and minus cancel.",
            ),
        ),
        "squared_last": (
            lambda p, f: (np.mean(p.mean(axis=0) - f) ** 2, spread(p, f)),
            L(
                "Kareyi noktaların ortalamasından sonra aldınız; önce her noktada kare alın, sonra ortalayın.",
                "You squared after averaging over the points; square at each point first, then average.",
            ),
        ),
        "squared_before_mean": (
            lambda p, f: (np.mean((p - f) ** 2), spread(p, f)),
            L(
                "Bu, her uydurmanın hatasıdır: varyansı da içerir. Önce uydurmaların ortalamasını alın.",
                "That is the error of each fit and holds the variance as well. Average the fits first.",
            ),
        ),
        "wrong_axis": (
            lambda p, f: (bias2(p, f), np.mean(p.var(axis=1))),
            L(
                "Varyansı noktalar boyunca aldınız: bu, eğrinin kıvrımıdır. Uydurmalar arasında alın: `axis=0`.",
                "You took the variance along the points: that is how much a curve bends. Take it over the fits: `axis=0`.",
            ),
        ),
        "variance_of_all": (
            lambda p, f: (bias2(p, f), np.var(p)),
            L(
                "Bütün sayıların varyansını birden aldınız; her noktanın kendi varyansı gerekir: `axis=0`.",
                "You took the variance of all numbers at once; each point has its own: `axis=0`.",
            ),
        ),
        "absolute_bias": (
            lambda p, f: (np.mean(np.abs(p.mean(axis=0) - f)), spread(p, f)),
            L(
                "Yanlılığın mutlak değerini aldınız; karesi istendi.",
                "You took the absolute value of the bias; its square was asked for.",
            ),
        ),
        "summed": (
            lambda p, f: (bias2(p, f) * len(f), spread(p, f) * len(f)),
            L(
                "Noktalar üzerinden topladınız; ortalama istendi.",
                "You summed over the points; the mean was asked for.",
            ),
        ),
        "deviation": (
            lambda p, f: (bias2(p, f), np.mean(p.std(axis=0))),
            L(
                "Bu standart sapma; varyans onun karesidir.",
                "That is the standard deviation; the variance is its square.",
            ),
        ),
    }
    # ddof=1 divides by one less: as good an estimate of the variance.
    if all(same(one[1], np.mean(p.var(axis=0, ddof=1))) for one, (p, _) in zip(given, cases, strict=True)):
        given = [(one[0], spread(*case)) for one, case in zip(given, cases, strict=True)]
    name_belief(
        cases,
        given,
        lambda p, f: (bias2(p, f), spread(p, f)),
        beliefs,
        lambda p, f: f"bias_variance({shown(p)}, {shown(f)})",
    )
    return L("Üstüne gürültüyü ekleyin: beklenen test hatası.", "Add the noise to them: the expected test error.")


@exercise(LESSON, "decay_step", tr="Ağırlık sönümü", en="Weight decay")
def decay_step(answer):
    """``answer(weights, gradient, learning_rate, strength)``: weights - learning_rate (gradient + 2 strength weights)."""
    cases = [
        (np.array([2.0, -3.0]), np.array([0.0, 0.0]), 0.1, 0.5),
        (np.array([1.0, -1.0, 0.5]), np.array([0.3, 0.2, -0.4]), 0.2, 0.1),
        (np.array([4.0]), np.array([1.0]), 0.05, 2.0),
    ]
    given = [call(answer, *case, may_change=False) for case in cases]
    require_return(given[0])
    beliefs = {
        "no_penalty": (
            lambda w, g, r, s: w - r * g,
            L("Ceza hiç karışmamış: ağırlıklar sönmüyor.", "The penalty is missing: nothing decays."),
        ),
        "factor_two": (
            lambda w, g, r, s: w - r * (g + s * w),
            L(
                "w²'nin türevi 2w'dir: 2 çarpanı eksik.",
                "The derivative of w² is 2w: the factor 2 is missing.",
            ),
        ),
        "wrong_sign": (
            lambda w, g, r, s: w - r * (g - 2 * s * w),
            L(
                "Cezanın işareti ters: ağırlıklar büyüyor.",
                "The penalty has the wrong sign: the weights grow.",
            ),
        ),
        "no_learning_rate": (
            lambda w, g, r, s: w - r * g - 2 * s * w,
            L(
                "Ceza da öğrenme oranıyla çarpılır.",
                "The penalty is multiplied by the learning rate as well.",
            ),
        ),
        "l1": (
            lambda w, g, r, s: w - r * (g + s * np.sign(w)),
            L(
                "Bu L1'in adımı: yalnızca işarete bakıyor. L2'nin gradyanı 2λw.",
                "That is L1's step: it only looks at the sign. L2 has the gradient 2λw.",
            ),
        ),
        "penalty_itself": (
            lambda w, g, r, s: w - r * (g + s * w**2),
            L(
                "Cezanın kendisini çıkardınız; gradyanını çıkarın: 2λw.",
                "You subtracted the penalty itself; subtract its gradient: 2λw.",
            ),
        ),
        "step_only": (
            lambda w, g, r, s: r * (g + 2 * s * w),
            L(
                "Yalnızca adımı döndürdünüz; onu ağırlıklardan çıkarın.",
                "You returned only the step; subtract it from the weights.",
            ),
        ),
        "grows_without_rate": (
            lambda w, g, r, s: w - r * g + 2 * s * w,
            L(
                "Ceza ağırlıkları büyütüyor: gradyanla aynı ayraçta durur, öğrenme oranıyla çarpılıp çıkarılır.",
                "The penalty makes the weights grow: it stands in one bracket with the gradient, is multiplied by the "
                "learning rate and subtracted.",
            ),
        ),
        "ascent": (
            lambda w, g, r, s: w + r * (g + 2 * s * w),
            L("Gradyan yönünde değil, tersine gidilir.", "The step goes against the gradient, not along it."),
        ),
    }
    name_belief(
        cases,
        given,
        lambda w, g, r, s: w - r * (g + 2 * s * w),
        beliefs,
        lambda w, g, r, s: f"decay_step({shown(w)}, {shown(g)}, {r}, {s})",
    )
    return L("Gradyan sıfırken bile ağırlıklar küçülüyor.", "Even with a gradient of zero the weights shrink.")


def _stopped(losses, patience, better=lambda now, best: now < best, reset=True):
    """Return (epochs run, best epoch), counted from 1."""
    best, best_epoch, waited = losses[0], 1, 0
    for epoch, loss in enumerate(losses[1:], start=2):
        if better(loss, best):
            best, best_epoch, waited = loss, epoch, 0 if reset else waited
        else:
            waited += 1
        if waited >= patience:
            return epoch, best_epoch
    return len(losses), best_epoch


def _up_in_a_row(losses, patience):
    """Stop after ``patience`` rises in a row, each against the epoch before."""
    rises = 0
    for epoch in range(2, len(losses) + 1):
        rises = rises + 1 if losses[epoch - 1] >= losses[epoch - 2] else 0
        if rises >= patience:
            return epoch, int(np.argmin(losses[:epoch])) + 1
    return len(losses), int(np.argmin(losses)) + 1


@exercise(LESSON, "early_stop", tr="Erken durdurma", en="Early stopping")
def early_stop(answer):
    """``answer(losses, patience) -> (epochs run, best epoch)``, counted from 1; an equal loss is no improvement."""
    cases = [
        ([0.9, 0.7, 0.8, 0.75, 0.72, 0.71, 0.3], 3),
        ([0.9, 0.5, 0.6, 0.55, 0.4, 0.45, 0.43, 0.42], 3),
        ([0.5, 0.4, 0.4, 0.4, 0.3], 2),
        ([1.0, 0.8, 0.6, 0.5], 2),
        ([0.4, 0.5, 0.6], 1),
    ]
    words = L("koşulan epok sayısı", "epochs run"), L("en iyi epok", "best epoch")
    given = [_pair(call(answer, *case), *words) for case in cases]

    beliefs = {
        "swapped": (
            lambda losses, p: _stopped(losses, p)[::-1],
            L(
                "İkisinin sırası ters: önce kaç epok koştuğu, sonra en iyisi.",
                "The two are swapped: first the epochs run, then the best.",
            ),
        ),
        "counted_from_zero": (
            lambda losses, p: tuple(value - 1 for value in _stopped(losses, p)),
            L("Epoklar 1'den sayılır.", "Epochs are counted from 1."),
        ),
        "best_from_zero": (
            lambda losses, p: (_stopped(losses, p)[0], _stopped(losses, p)[1] - 1),
            L("En iyi epok da 1'den sayılır.", "The best epoch is counted from 1 as well."),
        ),
        "waits_one_more": (
            lambda losses, p: _stopped(losses, p + 1),
            L(
                "Bir epok geç durdunuz: sabır dolduğu epokta durulur.",
                "You stopped an epoch late: stop in the epoch in which patience runs out.",
            ),
        ),
        "stops_early": (
            lambda losses, p: _stopped(losses, max(p - 1, 1)),
            L(
                "Bir epok erken durdunuz: en iyiden sonra `patience` epok beklenir.",
                "You stopped an epoch early: wait `patience` epochs after the best.",
            ),
        ),
        "loss_not_epoch": (
            lambda losses, p: (_stopped(losses, p)[0], losses[_stopped(losses, p)[1] - 1]),
            L(
                "İkinci sayı en iyi kaybın kendisi; o kaybın epoku istendi.",
                "The second number is the best loss itself; its epoch was asked for.",
            ),
        ),
        "best_of_all_first": (
            lambda losses, p: (int(np.argmin(losses)) + 1 + p, int(np.argmin(losses)) + 1),
            L(
                "En iyiyi bütün kayıplar arasında aradınız: eğitim ondan önce durmuş olabilir.",
                "You looked for the best among all losses: the training may have stopped before it.",
            ),
        ),
        "never_stops": (
            lambda losses, p: (len(losses), int(np.argmin(losses)) + 1),
            L(
                "Bütün kayıplara baktınız: durduktan sonrakiler hiç yaşanmadı.",
                "You looked at all losses: those after the stop never happened.",
            ),
        ),
        "no_reset": (
            lambda losses, p: _stopped(losses, p, reset=False),
            L(
                "Yeni bir en iyi gelince bekleme sayacı sıfırlanır.",
                "A new best sets the waiting count back to zero.",
            ),
        ),
        "equal_is_better": (
            lambda losses, p: _stopped(losses, p, better=lambda now, best: now <= best),
            L("Eşit kayıp iyileşme değildir: `<` kullanın.", "An equal loss is no improvement: use `<`."),
        ),
        "compares_with_last": (
            _up_in_a_row,
            L(
                "Bir önceki epokla değil, en iyi kayıpla karşılaştırın.",
                "Compare with the best loss, not with the epoch before.",
            ),
        ),
    }
    name_belief(cases, given, _stopped, beliefs, lambda losses, p: f"early_stop({losses}, {p})")
    return L("Keras'ın `EarlyStopping`'i de böyle sayar.", "Keras's `EarlyStopping` counts the same way.")


@exercise(LESSON, "patient_folds", tr="Hastaları bölmeyin", en="Do not split a patient")
def patient_folds(answer):
    """``answer(patients (n,), k) -> (n,)``: a fold from 0 to k - 1 for each record, all records of a patient in one."""
    cases = [
        (np.array([7, 7, 7, 2, 2, 9, 9, 9, 9, 4, 4, 4]), 2),
        (np.random.default_rng(1).permutation(np.repeat(np.arange(10, 22), 5)), 4),
        (np.array([3, 9, 3, 15, 9, 21, 15, 21, 3, 6, 6, 0]), 3),
    ]
    for patients, k in cases:
        given = call(answer, patients, k)
        require_return(given)
        folds = as_array(given)
        expect(
            folds is not None and folds.shape == patients.shape and folds.dtype.kind in "iuf",
            L(
                f"{len(patients)} kaydın her biri için bir parça numarası bekleniyordu.",
                f"A fold number for each of the {len(patients)} records was expected.",
            ),
            "not_one_per_record",
            given=given,
        )
        _judge_folds(folds, patients, k)
    return L("Artık hiçbir hasta kendi sınavının sorularını görmüyor.", "No patient sees their own exam any more.")


def _judge_folds(folds, patients, k):
    used = np.unique(folds)
    torn = next((one for one in np.unique(patients) if len(np.unique(folds[patients == one])) > 1), None)
    if torn is not None:
        wrong(
            L(
                f"{torn} numaralı hastanın kayıtları birden çok parçada: model o hastayı eğitimde görüp sınavda tanır.",
                f"The records of patient {torn} are in more than one fold: the model meets them in training, then in the exam.",
            ),
            "patient_torn",
        )
    if np.array_equal(used, np.arange(1, k + 1)):
        wrong(L("Parçalar 0'dan sayılır.", "Folds are counted from 0."), "counted_from_one")
    if np.array_equal(folds, patients % k) and len(used) < k:
        numbers = ", ".join(str(one) for one in np.unique(patients))
        wrong(
            L(
                f"Hasta numaraları {numbers} iken `patients % {k}` bütün parçaları doldurmaz. "
                "Numaraya değil, hastanın sırasına bakın.",
                f"With the patient numbers {numbers}, `patients % {k}` does not fill all folds. "
                "Go by the patient's place, not the number.",
            ),
            "remainder_of_number",
        )
    if len(used) == 1 and k > 1:
        wrong(
            L(
                "Bütün kayıtlar tek parçada: eğitecek kimse kalmaz.",
                "All records are in one fold: nobody is left to train on.",
            ),
            "one_fold",
        )
    if len(used) > k:
        wrong(
            L(
                f"{k} parça istenmişti, {len(used)} tane var: hasta numarası parça numarası değildir.",
                f"{k} folds were asked for, there are {len(used)}: a patient's number is not a fold's.",
            ),
            "too_many_folds",
        )
    expect(
        np.array_equal(used, np.arange(k)),
        L(
            f"Parça numaraları 0 ile {k - 1} arasında olmalı ve hiçbiri boş kalmamalı.",
            f"Fold numbers run from 0 to {k - 1}, and none stays empty.",
        ),
        "empty_fold",
        given=used,
    )
    counts = [len(np.unique(patients[folds == fold])) for fold in range(k)]
    expect(
        max(counts) - min(counts) <= max(1, len(np.unique(patients)) // k),
        L(
            f"Parçalardaki hasta sayıları {counts}: çok dengesiz.",
            f"The folds have {counts} patients: far from even.",
        ),
        "uneven",
    )


def _few_digits():
    """Return the lesson's sample number 0 and its test digits: x (200, 14, 14), labels (200,), x_test, y_test."""
    from utils.datasets import load_digits28

    digits = load_digits28()

    def halve(pictures):
        n, h, w = pictures.shape
        return (pictures / 255).reshape(n, h // 2, 2, w // 2, 2).mean(axis=(2, 4))

    rng = np.random.default_rng(0)
    chosen = rng.permutation(len(digits.x_train))[:SAMPLES]
    x, labels = halve(digits.x_train[chosen]), digits.y_train[chosen].copy()
    changed = rng.random(SAMPLES) < WRONG_SHARE
    labels[changed] = rng.integers(0, 10, changed.sum())
    return x, labels, halve(digits.x_test), digits.y_test


@exercise(
    LESSON,
    "my_network",
    tr="Ezberlemeyen ağ",
    en="A network that does not memorize",
    seconds=TRAINING * limits.CALL_SECONDS,
)
def my_network(answer):
    """``answer(x (200, 14, 14), labels (200,)) -> model``: a test error of at most MOST_ERROR."""
    x, labels, x_test, y_test = _few_digits()
    model = call(answer, x, labels, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(
        model,
        all(hasattr(model, name) for name in ("layers", "count_params", "input_shape")),
        given=model,
    )
    shape = tuple(model.input_shape)[1:]
    expect(
        shape in ((14, 14), (14, 14, 1)),
        L(
            f"Ağ 14×14'lük resim almalı, sizinki {shape} bekliyor. Küçültmeyi ağın içinde bir katmanla yapın.",
            f"The network is to take pictures of 14×14, yours takes {shape}. To shrink them, use a layer inside the network.",
        ),
        "wrong_input",
    )
    ends = [(0, x, labels), (1, x_test, y_test)]
    training, test = (_error(model, pictures.reshape(-1, *shape), right) for _, pictures, right in ends)
    if test <= MOST_ERROR:
        return L(
            f"Test hatası {percent(test, 1)}, eğitim hatası {percent(training, 1)}. Etiketlerin bir kısmı yanlışken "
            "eğitim hatasının büyük kalması iyiye işarettir.",
            f"Test error {percent(test, 1)}, training error {percent(training, 1)}. With some labels wrong, a training "
            "error that stays large is a good sign.",
        )
    report = L(
        f"Test hatası {percent(test, 1)}, en çok {percent(MOST_ERROR, 1)} olmalı. Eğitim hatası {percent(training, 1)}. ",
        f"The test error is {percent(test, 1)}, at most {percent(MOST_ERROR, 1)} is wanted. Training: {percent(training, 1)}. ",
    )
    if test > 0.8:
        call_untrained(report, "train")
    if training < 0.1:
        wrong(
            report
            + L(
                "Ağ yanlış etiketleri de ezberlemiş: tabloda test hatasını en çok düşüren çareyi ekleyin.",
                "The network has learned the wrong labels by heart too: add the remedy that lowered the test error most.",
            ),
            "memorized",
        )
    wrong(
        report
        + L(
            "Eğitim hatası da büyük: kapasiteyi ya da geçiş sayısını artırın, cezayı azaltın.",
            "The training error is large as well: raise the capacity or the number of passes, lower the penalty.",
        ),
        "underfitted",
    )


def _error(model, x, right):
    return float((np.asarray(model(x)).argmax(axis=-1) != right).mean())

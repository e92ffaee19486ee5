"""Checks of lesson 13_imbalanced_data."""

from functools import cache

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L, number

LESSON = "13_imbalanced_data"


def four_counts(y, alarm):
    """Return (true positive, false negative, false positive, true negative) of 0/1 arrays (n,)."""
    return tuple(int(np.sum((y == a) & (alarm == b))) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0)))


def _share(part, whole):
    return part / whole if whole else 0.0


def _measures(y, alarm):
    tp, fn, fp, _ = four_counts(y, alarm)
    return _share(tp, tp + fp), _share(tp, tp + fn), _share(2 * tp, 2 * tp + fp + fn)


DECISIONS = [  # y, alarm: every count another number; both kinds of mistakes more often than the other; no alarm; none true
    ([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 1, 1, 1, 0, 0, 0, 0]),
    ([1, 0, 1, 1, 1, 1, 0, 0, 0], [1, 0, 0, 0, 1, 0, 1, 0, 0]),
    ([0, 0, 1, 0, 1], [0, 0, 0, 0, 0]),
    ([0, 1, 0, 1, 0, 0], [1, 0, 1, 0, 0, 1]),
    ([1, 0, 0, 1], [1, 1, 1, 1]),
    ([1, 1, 0], [1, 1, 0]),
]


@exercise(LESSON, "three_measures", tr="Üç ölçü", en="Three measures")
def three_measures(answer):
    """``answer(y (n,), alarm (n,)) -> (precision, recall, f1)``; 0 for a precision without alarms."""

    def of(rule):
        return lambda y, alarm: rule(*four_counts(y, alarm))

    def mean_f1(y, alarm):
        precision, recall, _ = _measures(y, alarm)
        return precision, recall, (precision + recall) / 2

    no_zero = (
        "Hiç alarm yokken ya da hiçbir alarm doğru değilken sıfır sıfıra bölünüyor. Bu durumda kesinlik ve F1 0 olsun.",
        "If there is no alarm, or none that is true, zero is divided by zero. Let precision and F1 be 0 in this case.",
    )

    def zero_by_zero(given, y, alarm):
        return four_counts(y, alarm)[0] == 0 and np.isnan(np.asarray(given, dtype=float)).any()

    beliefs = [
        ("divides_by_zero", sign(zero_by_zero), *no_zero),
        ("swapped", lambda y, alarm: (_measures(y, alarm)[1], _measures(y, alarm)[0], _measures(y, alarm)[2]),
         "Kesinlik ile duyarlılık yer değiştirmiş. Kesinlikte alarm sayısına, duyarlılıkta nadir örneklerin sayısına bölünür.",
         "Precision and recall have changed places. Precision divides by the number of alarms, recall by the number of rare "
         "examples."),
        ("arithmetic_mean", mean_f1,
         "F1 iki ölçünün aritmetik değil, harmonik ortalamasıdır: `2 * precision * recall / (precision + recall)`.",
         "F1 is the harmonic mean of the two, not the arithmetic one: `2 * precision * recall / (precision + recall)`."),
        ("no_two", lambda y, alarm: (*_measures(y, alarm)[:2], _measures(y, alarm)[2] / 2),
         "F1'de 2 çarpanı eksik.", "The factor 2 is missing in F1."),
        ("of_zeros", lambda y, alarm: _measures(1 - y, 1 - alarm),
         "Ölçüleri olağan sınıf (0) için hesaplamışsınız. Pozitif olan, aranan sınıftır: 1.",
         "You computed the measures for the normal class (0). Positive is the class that is looked for: 1."),
        ("accuracy", lambda y, alarm: (float(np.mean(y == alarm)), *_measures(y, alarm)[1:]),
         "Kesinlik yerine doğruluğu hesaplamışsınız. Yalnızca alarm verilen örneklere bakın.",
         "You computed the accuracy in place of the precision. Look only at the examples that raised an alarm."),
        ("divided_by_all", of(lambda tp, fn, fp, tn: (
            tp / (tp + fn + fp + tn), tp / (tp + fn + fp + tn), _share(2 * tp, 2 * tp + fp + fn))),
         "Bütün örneklerin sayısına bölmüşsünüz. Kesinlikte alarmların, duyarlılıkta nadir örneklerin sayısına bölün.",
         "You divided by the number of all examples. Divide by the number of alarms for precision, and by the number of rare "
         "examples for recall."),
    ]  # fmt: skip
    return judge(
        answer,
        [(np.array(y), np.array(alarm)) for y, alarm in DECISIONS],
        _measures,
        beliefs,
        results=("precision", "recall", "f1"),
        raises=[(ZeroDivisionError, "divides_by_zero", *no_zero)],
        otherwise=(
            "wrong_numbers",
            "Önce TP, FP ve FN'yi sayın. Hiç alarm yoksa ya da hiçbir alarm doğru değilse kesinlik ve F1 0 olmalıdır.",
            "Count TP, FP and FN first. If there is no alarm, or none of the alarms is true, precision and F1 have to be 0.",
        ),
        remark=(
            "scikit-learn'ün `precision_score`, `recall_score` ve `f1_score` fonksiyonları da aynı sayıları verir.",
            "scikit-learn's functions `precision_score`, `recall_score` and `f1_score` give the same numbers.",
        ),
    )


def _allowed(recall, prevalence, precision):
    return min(1.0, prevalence * recall * (1 - precision) / ((1 - prevalence) * precision))


@exercise(LESSON, "allowed_rate", tr="Kaç boş alarm olabilir?", en="How many false alarms are allowed?")
def allowed_rate(answer):
    """``answer(recall, prevalence, precision) -> the largest false positive rate that leaves this precision``."""

    def uncapped(r, p, wanted):
        return p * r * (1 - wanted) / ((1 - p) * wanted)

    cases = [(0.9, 0.01, 0.5), (0.8, 0.3, 0.9), (0.5, 0.2, 0.75), (1.0, 0.002, 0.2), (0.6, 0.9, 0.4), (0.7, 0.1, 1.0)]
    beliefs = [
        ("above_one", uncapped,
         "Bir oran 1'i geçemez. Her örneğe alarm verilse bile kesinlik yetiyorsa yanıt 1'dir.",
         "A rate cannot exceed 1. If the precision is reached even with an alarm for every example, the answer is 1."),
        ("prevalence_ignored", lambda r, p, wanted: min(1.0, r * (1 - wanted) / wanted),
         "Yaygınlığın sonuca etkisi yok. Duyarlılık nadir sınıfın, yanlış pozitif oranı olağan sınıfın içindeki bir orandır. "
         "İkisini sınıflarının payıyla çarpın.",
         "The prevalence has no effect. Recall is a share of the rare class, the false positive rate a share of the normal "
         "class. Multiply each of them by the share of its class."),
        ("normal_not_weighted", lambda r, p, wanted: min(1.0, p * r * (1 - wanted) / wanted),
         "Yanlış pozitif oranını olağan sınıfın payıyla, yani `1 - prevalence` ile çarpmamışsınız.",
         "You did not multiply the false positive rate by the share of the normal class, `1 - prevalence`."),
        ("rare_not_weighted", lambda r, p, wanted: min(1.0, r * (1 - wanted) / ((1 - p) * wanted)),
         "Duyarlılığı nadir sınıfın payıyla, yani `prevalence` ile çarpmamışsınız.",
         "You did not multiply the recall by the share of the rare class, `prevalence`."),
        ("shares_swapped", lambda r, p, wanted: min(1.0, (1 - p) * r * (1 - wanted) / (p * wanted)),
         "İki sınıfın payları yer değiştirmiş. Duyarlılık `prevalence` ile, yanlış pozitif oranı `1 - prevalence` ile çarpılır.",
         "The shares of the two classes have changed places. Recall is multiplied by `prevalence`, the false positive rate by "
         "`1 - prevalence`."),
        ("forward", lambda r, p, wanted: p * r / (p * r + (1 - p) * wanted),
         "Bu, yanlış pozitif oranı `precision` kadar olsaydı çıkacak kesinliktir. Denklemi yanlış pozitif oranına göre çözün.",
         "This is the precision that would follow from a false positive rate of `precision`. Solve the equation for the false "
         "positive rate."),
        ("one_less_precision", lambda r, p, wanted: 1 - wanted,
         "`1 - precision` alarmların ne kadarının boş olduğunu söyler. Yanlış pozitif oranı ise olağan örneklerin bir oranıdır.",
         "`1 - precision` says what share of the alarms is false. The false positive rate is a share of the normal examples."),
    ]  # fmt: skip
    rate = number(100 * _allowed(0.9, 0.01, 0.5), 1)
    return judge(
        answer,
        cases,
        _allowed,
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Kesinliğin formülünü yanlış pozitif oranı için çözün. 10.000 örnek düşünmek yardım eder: kaç doğru alarm var ve "
            "bunların yanında kaç boş alarma izin var?",
            "Solve the formula of the precision for the false positive rate. It helps to think of 10,000 examples: how many true "
            "alarms are there, and how many false ones may stand beside them?",
        ),
        remark=(
            f"Yüz örnekten biri nadirse ve duyarlılık 0,9 ise, alarmların yarısının doğru olması için olağan örneklerin yalnızca "
            f"%{rate} kadarı boşuna alarm verebilir.",
            f"If one example in a hundred is rare and the recall is 0.9, only {rate}% of the normal examples may raise an alarm "
            "for half of the alarms to be true.",
        ),
    )


SCORES = [  # y, scores (some of them equal), the least precision
    ([1, 0, 1, 0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], 0.6),
    ([0, 1, 1, 0, 1, 0], [27.0, 24.0, 21.0, 18.0, 15.0, 12.0], 0.5),
    ([1, 1, 0, 1, 0, 0], [5.0, 4.0, 4.0, 3.0, 3.0, 1.0], 0.75),
    ([0, 0, 1, 1], [0.8, 0.7, 0.6, 0.1], 0.9),
    ([1, 1, 0, 1, 0, 0, 0, 1], [0.9, 0.5, 0.8, 0.7, 0.4, 0.3, 0.2, 0.1], 0.75),
    ([1, 0, 1, 1, 0], [2.0, 1.0, 1.0, 0.0, -1.0], 0.8),
    ([1, 1, 0, 1, 0], [2.0, 1.0, 1.0, 0.0, -1.0], 0.8),
    ([1, 1, 0, 0], [-11.0, -14.0, -15.0, -40.0], 0.9),
    ([1, 0, 1, 1], [0.9, 0.7, 0.5, 0.2], 0.75),
]


def _recall_at(y, scores, least, enough=np.greater_equal):
    reached = [0.0]
    for threshold in np.unique(scores):
        tp, fn, fp, _ = four_counts(y, (scores >= threshold).astype(int))
        if enough(tp / (tp + fp), least):
            reached.append(tp / (tp + fn))
    return max(reached)


@exercise(
    LESSON, "recall_at", tr="Yeterince kesin, olabildiğince duyarlı", en="Precise enough, as sensitive as possible"
)
def recall_at(answer):
    """``answer(y (n,), scores (n,), least) -> the largest recall with a precision of at least ``least``; 0 if none."""

    def ranked(y, order):
        ordered = y[order]
        return np.cumsum(ordered) / ordered.sum(), np.cumsum(ordered) / np.arange(1, len(y) + 1)

    def one_by_one(order_of):
        def of(y, scores, least):
            recall, precision = ranked(y, order_of(scores))
            return float(recall[precision >= least].max(initial=0))

        return of

    def until_it_falls(y, scores, least):
        last = 0.0
        for threshold in np.unique(scores)[::-1]:
            tp, fn, fp, _ = four_counts(y, (scores >= threshold).astype(int))
            if tp / (tp + fp) < least:
                return last
            last = tp / (tp + fn)
        return last

    def swapped(y, scores, least):
        reached = [0.0]
        for threshold in np.unique(scores):
            tp, fn, fp, _ = four_counts(y, (scores >= threshold).astype(int))
            if tp / (tp + fn) >= least:
                reached.append(tp / (tp + fp))
        return max(reached)

    def of_threshold(y, scores, least):
        alarm = (scores >= least).astype(int)
        return _measures(y, alarm)[1]

    def ascending(y, scores, least):
        return _recall_at(y, -scores, least)

    def without_the_edge(y, scores, least):
        reached = [0.0]
        for threshold in np.unique(scores):
            tp, fn, fp, _ = four_counts(y, (scores > threshold).astype(int))
            if tp + fp and tp / (tp + fp) >= least:
                reached.append(tp / (tp + fn))
        return max(reached)

    ties = (
        "Puanları eşit olan örnekleri birer birer eklemişsiniz. Bir eşik onların ya hepsine alarm verir ya hiçbirine.",
        "You added examples with equal scores one by one. A threshold raises an alarm for all of them or for none.",
    )
    beliefs = [
        ("strictly_more", lambda y, s, least: _recall_at(y, s, least, np.greater),
         "Kesinliği tam `least` olan eşikler de yeter: `>=`.", "Thresholds whose precision is exactly `least` are enough: `>=`."),
        ("until_it_falls", until_it_falls,
         "Kesinlik ilk kez yetmeyince durmuşsunuz. Eşik daha da inince kesinlik yeniden yükselebilir, bu yüzden bütün eşiklere "
         "bakın.",
         "You stopped where the precision was too low for the first time. It may rise again as the threshold goes on falling, so "
         "look at all thresholds."),
        *[("one_by_one", one_by_one(order_of), *ties) for order_of in (
            lambda scores: np.argsort(-scores, kind="stable"), lambda scores: np.argsort(scores, kind="stable")[::-1],
            lambda scores: np.argsort(-scores), lambda scores: np.argsort(scores)[::-1])],
        ("swapped", swapped,
         "Kesinlik ile duyarlılık yer değiştirmiş: en az `least` olması gereken kesinlik, döndürülen duyarlılıktır.",
         "Precision and recall have changed places: the precision has to be at least `least`, and the recall is returned."),
        ("least_as_threshold", of_threshold,
         "`least` bir eşik değil, istenen kesinliktir.", "`least` is not a threshold but the wanted precision."),
        ("ascending", ascending,
         "Düşük puanlara alarm vermişsiniz. Alarm, puanı eşikten az olmayanlara verilir.",
         "You raised the alarm for low scores. It is raised for scores that are not below the threshold."),
        ("without_the_edge", without_the_edge,
         "Alarm, puanı eşiğe eşit olan örneğe de verilir: `scores >= threshold`.",
         "An example whose score equals the threshold raises an alarm, too: `scores >= threshold`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(np.array(y), np.array(scores, dtype=float), least) for y, scores, least in SCORES],
        _recall_at,
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Her farklı puanı eşik olarak deneyin, kesinliği en az `least` olanların arasından en büyük duyarlılığı alın. "
            "Hiçbiri yetmiyorsa 0 döndürün.",
            "Try each different score as a threshold and take the largest recall among those with a precision of at least "
            "`least`. If none is enough, return 0.",
        ),
    )


PAYMENTS = [  # p, amounts, fee
    ([0.1, 0.1, 0.9, 0.5], [10.0, 100.0, 1.0, 4.0], 5.0),
    ([0.02, 0.3, 0.75, 0.04], [600.0, 20.0, 3.0, 90.0], 12.0),
    ([0.5, 0.2, 0.8], [3.0, 12.0, 0.75], 3.0),
    ([0.6, 0.05, 0.45, 0.3, 0.5], [2.0, 30.0, 8.0, 1.0, 2.25], 2.5),
    ([0.25, 0.3, 0.9], [100.0, 200.0, 2.0], 40.0),
    ([0.5, 0.5], [2.6, 0.3], 2.75),
]


def _decided(p, amounts, fee):
    return p * amounts >= (1 - p) * fee


@exercise(LESSON, "decide", tr="Her ödemenin kendi eşiği", en="A threshold for each payment")
def decide(answer):
    """``answer(p (n,), amounts (n,), fee) -> alarm (n,)``: where the expected cost of an alarm is not higher."""
    beliefs = [
        ("half", lambda p, a, fee: p >= 0.5,
         "Eşik her yerde 0,5. Maliyetlerin sonuca etkisi yok.", "The threshold is 0.5 everywhere. The costs have no effect."),
        ("fee_always_paid", lambda p, a, fee: p * a >= fee,
         "Ücreti her alarmda ödenir saymışsınız. Ücret yalnızca boşuna alarmda, yani `1 - p` olasılıkla ödenir.",
         "You took the fee to be paid for every alarm. It is paid only for a false one, that is, with probability `1 - p`."),
        ("one_threshold", lambda p, a, fee: p >= fee / (fee + a.mean()),
         "Bütün ödemeler için tek bir eşik kullanmışsınız. Kaçırmanın maliyeti her ödemede başkadır, eşik de öyle.",
         "You used one threshold for all payments. The cost of a miss differs from payment to payment, and so does the "
         "threshold."),
        ("costs_swapped", lambda p, a, fee: p * fee >= (1 - p) * a,
         "İki maliyet yer değiştirmiş. Kaçırılan dolandırıcılık `amounts` kadar, boşuna alarm `fee` kadardır.",
         "The two costs have changed places. A missed fraud costs `amounts`, a false alarm costs `fee`."),
        ("amounts_only", lambda p, a, fee: a >= fee,
         "Olasılığın sonuca etkisi yok.", "The probability has no effect."),
        ("inverted", lambda p, a, fee: ~_decided(p, a, fee),
         "Kararlar ters: alarmın beklenen maliyeti büyük olmadığında alarm verin.",
         "The decisions are inverted: raise an alarm if its expected cost is not higher."),
        ("strict", lambda p, a, fee: p * a > (1 - p) * fee,
         "Beklenen maliyetler eşitse de alarm verilir: `>=`.", "An alarm is also raised if the expected costs are equal: `>=`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(np.array(p), np.array(amounts), fee) for p, amounts, fee in PAYMENTS],
        _decided,
        beliefs,
        otherwise=(
            "wrong_decisions",
            "Alarm vermemenin beklenen maliyeti `p * amounts`, vermenin beklenen maliyeti `(1 - p) * fee`'dir. İkisini "
            "karşılaştırın.",
            "The expected cost of no alarm is `p * amounts`, that of an alarm `(1 - p) * fee`. Compare the two.",
        ),
        remark=(
            "Tek bir eşik yerine her ödemenin kendi eşiği oldu: `fee / (fee + amount)`.",
            "In place of a single threshold, each payment has its own: `fee / (fee + amount)`.",
        ),
    )


def _halves(x, y):
    return x[::2], x[1::2], y[::2], y[1::2]


def _last_third(x, y):
    cut = 2 * len(y) // 3
    return x[:cut], x[cut:], y[:cut], y[cut:]


def _rare_twice(x, y):
    kept = np.r_[np.arange(len(y)), np.flatnonzero(y == 1)]
    return x[kept], y[kept]


def _rare_doubled(x, y):
    return np.concatenate([x, 2 * x[y == 1]]), np.r_[y, y[y == 1]]


def _sums(x, y):
    return x.sum(axis=0) + 3 * y.sum()


def _weighted(model, x, y):
    return float(((1 + y) * (x @ model)).sum() / 100)


def _experiment(rng, n, split, resample):
    y = (rng.random(n) < 0.4).astype(int)
    y[[0, 1, n // 2, -1]] = 1
    return np.round(rng.normal(0, 2, (n, 2)), 1), y, split, resample, _sums, _weighted


def _honest(x, y, split, resample, fit, score):
    x_train, x_test, y_train, y_test = split(x, y)
    return score(fit(*resample(x_train, y_train)), x_test, y_test)


@exercise(LESSON, "honest_score", tr="Doğru sıra", en="The right order")
def honest_score(answer):
    """``answer(x, y, split, resample, fit, score) -> the score on an untouched test set``."""

    def resampled_first(x, y, split, resample, fit, score):
        x_train, x_test, y_train, y_test = split(*resample(x, y))
        return score(fit(x_train, y_train), x_test, y_test)

    def parts(rule):
        def of(x, y, split, resample, fit, score):
            x_train, x_test, y_train, y_test = split(x, y)
            return rule((x_train, y_train), (x_test, y_test), resample, fit, score)

        return of

    beliefs = [
        ("resampled_first", resampled_first,
         "Bölmeden önce yeniden örneklemişsiniz, bu yüzden test kümesinde eğitim örneklerinin kopyaları var ve sınıfların payı "
         "değişti. Önce bölün.",
         "You resampled before the split, so the test set holds copies of training examples, and the shares of the classes have "
         "changed. Split first."),
        ("test_resampled", parts(lambda train, test, resample, fit, score: score(fit(*resample(*train)), *resample(*test))),
         "Test kümesini de yeniden örneklemişsiniz. Test, gerçek dünyanın oranlarını korumalı.",
         "You resampled the test set as well. The test has to keep the proportions of the real world."),
        ("not_resampled", parts(lambda train, test, resample, fit, score: score(fit(*train), *test)),
         "Model, yeniden örneklenmemiş eğitim kümesiyle eğitilmiş.",
         "The model was trained on the training set as it was, without resampling."),
        ("scored_on_training", parts(lambda train, test, resample, fit, score: score(fit(*resample(*train)), *train)),
         "Puanı eğitim kümesinde ölçmüşsünüz.", "You measured the score on the training set."),
        ("scored_on_training",
         parts(lambda train, test, resample, fit, score: score(fit(*resample(*train)), *resample(*train))),
         "Puanı eğitim kümesinde ölçmüşsünüz.", "You measured the score on the training set."),
        ("trained_on_everything", lambda x, y, split, resample, fit, score: score(
            fit(*resample(x, y)), *split(x, y)[1::2]),
         "Model test kümesini de görmüş: yalnızca eğitim parçasıyla eğitin.",
         "The model has seen the test set as well: train it on the training part only."),
        ("parts_swapped", parts(lambda train, test, resample, fit, score: score(fit(*resample(*test)), *train)),
         "Eğitim ve test parçaları yer değiştirmiş. `split` sırayla `x_train, x_test, y_train, y_test` verir.",
         "The training and test parts have changed places. `split` gives `x_train, x_test, y_train, y_test`, in this order."),
    ]  # fmt: skip
    rng = np.random.default_rng(3)
    cases = [
        _experiment(rng, 12, _halves, _rare_twice),
        _experiment(rng, 15, _last_third, _rare_doubled),
        _experiment(rng, 18, _halves, _rare_doubled),
        _experiment(rng, 16, _halves, _rare_twice),
        _experiment(rng, 13, _last_third, _rare_twice),  # its score is negative
    ]
    return judge(
        answer,
        cases,
        _honest,
        beliefs,
        called=lambda x, *rest: L(f"{len(x)} örneklik deneme", f"an experiment with {len(x)} examples"),
        otherwise=(
            "wrong_order",
            "Sıra şudur: `split`, yalnızca eğitim parçasına `resample`, `fit`, sonra el değmemiş test parçasında `score`.",
            "The order is: `split`, then `resample` on the training part only, then `fit`, then `score` on the untouched test "
            "part.",
        ),
        remark=(
            "imbalanced-learn'ün `make_pipeline` fonksiyonu bu sırayı çapraz doğrulamada da kendiliğinden korur.",
            "`make_pipeline` of imbalanced-learn keeps this order by itself, also in cross-validation.",
        ),
    )


def _undone(p, prevalence, trained):
    odds = p / (1 - p) * prevalence / (1 - prevalence) * (1 - trained) / trained
    return odds / (1 + odds)


@exercise(LESSON, "undo_resampling", tr="Olasılıkları geri çevirmek", en="Turning probabilities back")
def undo_resampling(answer):
    """``answer(p (n,), prevalence, trained_prevalence) -> probabilities (n,)``."""
    cases = [
        (np.array([0.5, 0.9, 0.2]), 0.05, 0.5),
        (np.array([0.01, 0.6, 0.99, 0.4]), 0.1, 0.25),
        (np.array([0.3, 0.75]), 0.4, 0.2),
        (np.array([0.125]), 0.02, 0.6),
    ]
    beliefs = [
        ("wrong_way", lambda p, a, b: _undone(p, b, a),
         "Ters yönde çevirmişsiniz: gerçek veriden dengelenmiş veriye. Olasılık oranını gerçek verinin oranıyla çarpıp eğitim "
         "verisininkine bölün.",
         "You turned them the other way, from the real data to the balanced one. Multiply the odds by those of the real data and "
         "divide by those of the training data."),
        ("prevalences_not_odds", lambda p, a, b: (p / (1 - p) * a / b) / (1 + p / (1 - p) * a / b),
         "Yaygınlıkların kendisini oranlamışsınız. Yaygınlıkların da olasılık oranını alın: `prevalence / (1 - prevalence)`.",
         "You took the ratio of the prevalences themselves. Take their odds as well: `prevalence / (1 - prevalence)`."),
        ("scaled_probabilities", lambda p, a, b: p * a / b,
         "Olasılıkları doğrudan çarpmışsınız. Çarpılan olasılık değil, olasılık oranıdır: `p / (1 - p)`.",
         "You multiplied the probabilities themselves. It is the odds that are multiplied: `p / (1 - p)`."),
        ("odds_returned", lambda p, a, b: _undone(p, a, b) / (1 - _undone(p, a, b)),
         "Bunlar düzeltilmiş olasılık oranları. Onları olasılığa çevirin: `odds / (1 + odds)`.",
         "These are the corrected odds. Turn them back into probabilities: `odds / (1 + odds)`."),
        ("log_odds_returned", lambda p, a, b: np.log(_undone(p, a, b) / (1 - _undone(p, a, b))),
         "Bunlar logitler. Sonunda sigmoid uygulayın.", "These are logits. Apply the sigmoid in the end."),
        ("training_as_balanced", lambda p, a, b: _undone(p, a, 0.5),
         "Eğitim verisinin dengeli olduğunu varsaymışsınız. Oranını `trained_prevalence` söyler.",
         "You assumed that the training data was balanced. `trained_prevalence` says what it was."),
        ("real_as_balanced", lambda p, a, b: _undone(p, 0.5, b),
         "Gerçek verinin dengeli olduğunu varsaymışsınız. Oranını `prevalence` söyler.",
         "You assumed that the real data is balanced. `prevalence` says what it is."),
        ("unchanged", lambda p, a, b: p, "Olasılıklar değişmemiş.", "The probabilities have not changed."),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _undone,
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Olasılık oranına geçin, onu iki yaygınlığın olasılık oranlarının bölümüyle çarpın ve olasılığa geri dönün.",
            "Go over to odds, multiply them by the ratio of the odds of the two prevalences, and go back to probabilities.",
        ),
    )


MOST_COST = 80  # per 1000 moments, of the open exercise
MISS = 10  # the cost of a missed outlier; a false alarm costs 1


@cache
def _moments():
    """Return x (2000, 5), y (2000,), and 4000 unseen moments and their labels, prepared as in the lesson."""
    from sklearn.model_selection import train_test_split

    from utils.datasets import load_shuttle

    data = load_shuttle(seed=77)
    columns = slice(1, 6)
    x, _, y, _ = train_test_split(
        data.x_train[:, columns], data.y_train, train_size=2000, stratify=data.y_train, random_state=77
    )
    middle, (low, high) = np.median(x, axis=0), np.quantile(x, [0.02, 0.98], axis=0)
    scaled = [np.clip((part - middle) / (high - low), -3, 3) for part in (x, data.x_test[:, columns])]
    return scaled[0], y, scaled[1], data.y_test


@exercise(LESSON, "my_alarm", tr="Kendi alarmınız", en="An alarm of your own", seconds=8 * limits.CALL_SECONDS)
def my_alarm(answer):
    """``answer(x (2000, 5), y (2000,)) -> function: x (n, 5) -> alarms (n,)``; at most MOST_COST per 1000 moments."""
    x, y, x_new, y_new = _moments()
    seconds = 8 * limits.CALL_SECONDS
    alarm_of = call(answer, x, y, seconds=seconds, may_change=False)
    refuse(
        ("not_a_function", not callable(alarm_of) or hasattr(alarm_of, "fit"),
         "Bir fonksiyon döndürün: `x` alıp her satır için alarm verip vermeyeceğini (1 ya da 0) söyleyen bir fonksiyon.",
         "Return a function: one that takes `x` and says for each row whether to raise an alarm (1 or 0)."),
        given=alarm_of,
    )  # fmt: skip
    alarm = require_array(call(alarm_of, x_new, seconds=seconds), "alarm", (len(y_new),), any_layout=True)
    refuse(
        ("not_decisions", not np.isin(alarm, (0, 1)).all(),
         "Alarmlar 0 ya da 1 (ya da `True`, `False`) olmalı. Olasılıkları bir eşikle karşılaştırın.",
         "The alarms have to be 0 or 1 (or `True`, `False`). Compare the probabilities with a threshold."),
    )  # fmt: skip
    tp, fn, fp, tn = four_counts(y_new, alarm.astype(int))
    thousand = len(y_new) / 1000
    missed, false = MISS * fn / thousand, fp / thousand
    cost = missed + false
    come, most = apart(cost, MOST_COST)
    report = L(
        f"Görülmemiş 1000 an başına maliyet {come}; en çok {most} olmalı. Kaçırılan aykırı anlar {said(missed)}, yanlış alarmlar "
        f"{said(false)} tutuyor. ",
        f"The cost for 1000 unseen moments is {come}; it may be {most} at most. Missed outliers account for {said(missed)} of "
        f"it, false alarms for {said(false)}. ",
    )
    far = cost > MOST_COST
    refuse(
        ("never", far and tp + fp == 0,
         "Fonksiyonunuz hiç alarm vermiyor.", "Your function never raises an alarm."),
        ("always", far and fn + tn == 0,
         "Fonksiyonunuz her an için alarm veriyor.", "Your function raises an alarm at every moment."),
        ("threshold_too_high", far and missed > 4 * false,
         "Maliyetin çoğu kaçırılanlardan geliyor: eşiği düşürün. Yetmezse sınırı kıvrılabilen bir model seçin.",
         "Most of the cost comes from misses: lower the threshold. If that is not enough, choose a model whose boundary can "
         "bend."),
        ("threshold_too_low", far and false > 4 * missed,
         "Maliyetin çoğu yanlış alarmlardan geliyor: eşiği yükseltin. Yetmezse sınırı kıvrılabilen bir model seçin.",
         "Most of the cost comes from false alarms: raise the threshold. If that is not enough, choose a model whose boundary "
         "can bend."),
        ("too_expensive", far,
         "İkisi de pahalı, demek ki model iki sınıfı yeterince ayıramıyor: sınırı kıvrılabilen bir model (küçük bir ağ) deneyin.",
         "Both are expensive, so the model does not separate the classes well enough: try one whose boundary can bend (a small "
         "network)."),
        before=report,
    )  # fmt: skip
    return L(
        f"Görülmemiş 1000 an başına maliyet {said(cost)}: {fn} aykırı an kaçtı, {fp} alarm boşunaydı.",
        f"The cost for 1000 unseen moments is {said(cost)}: {fn} outliers were missed, and {fp} alarms were false.",
    )

"""Checks of lesson 04_linear_regression."""

from functools import partial
from itertools import combinations

import numpy as np

from utils.checks.engine import alike, apart, call, exercise, expect, refuse
from utils.checks.forms import require_number, require_pair
from utils.checks.judge import judge
from utils.language import L, number

LESSON = "04_linear_regression"


LOSS_CASES = [  # observed, predicted
    (np.array([3.0, 3.0, 5.0, 9.0]), np.array([3.0, 4.0, 6.0, 7.0])),
    (np.array([6.0, -12.5, 2.0]), np.array([2.0, -14.0, 4.25])),
    (np.array([0.5]), np.array([2.0])),
]


def _losses(y, predictions, *, square=lambda r: np.mean(r**2), absolute=lambda r: np.mean(np.abs(r))):
    """Return the MSE and the MAE, or what ``square`` and ``absolute`` make of the residuals instead."""
    residuals = y - predictions
    return square(residuals), absolute(residuals)


@exercise(LESSON, "losses_of", tr="İki kayıp", en="Two losses")
def losses_of(answer):
    """``answer(y, predictions) -> (mse, mae)``."""
    no_absolute_value = (
        "MAE'de mutlak değer unutulmuş, bu yüzden artı ve eksi kalıntılar birbirini götürüyor.",
        "The MAE lacks its absolute value, so positive and negative residuals cancel each other.",
    )
    beliefs = [
        ("no_mean", partial(_losses, square=np.square, absolute=np.abs),
         "Her örneğin kaybını ayrı ayrı döndürmüşsünüz. İkisinin de ortalamasını alın.",
         "You returned the losses of each sample. Take the mean of each of them."),
        ("swapped", lambda *case: _losses(*case)[::-1],
         "Sıra ters, önce MSE gelmeli, sonra MAE.", "The order is reversed. The MSE comes first, then the MAE."),
        ("sum_not_mean", partial(_losses, square=lambda r: np.sum(r**2), absolute=lambda r: np.sum(np.abs(r))),
         "Bunlar toplamlar. Az ve çok örnekli veriler karşılaştırılabilsin diye örnek sayısına bölün.",
         "These are sums. Divide them by the number of samples, so that small and large data sets can be compared."),
        ("no_absolute_value", partial(_losses, absolute=np.mean), *no_absolute_value),
        ("no_absolute_value", partial(_losses, absolute=lambda r: -np.mean(r)), *no_absolute_value),
        ("absolute_of_mean", partial(_losses, absolute=lambda r: abs(np.mean(r))),
         "MAE'de mutlak değeri ortalamadan sonra almışsınız. O zamana dek artı ve eksi kalıntılar birbirini götürdü.",
         "In the MAE you took the absolute value of the mean. By then, positive and negative residuals had cancelled."),
        ("square_of_mean", partial(_losses, square=lambda r: np.mean(r) ** 2, absolute=lambda r: abs(np.mean(r))),
         "Önce ortalamayı, sonra onun karesini ve mutlak değerini almışsınız. Sıra bunun tersi olmalı.",
         "You took the mean first, and then its square and its absolute value. It has to be the other way round."),
        ("root", partial(_losses, square=lambda r: np.sqrt(np.mean(r**2))),
         "İlk sayı MSE'nin karekökü, oysa burada MSE'nin kendisi isteniyor.",
         "The first number is the square root of the MSE, but the exercise asks for the MSE itself."),
    ]  # fmt: skip
    return judge(
        answer, LOSS_CASES, _losses, beliefs, results=("mse", "mae"),
        otherwise=("wrong_value",
                   "Her kalıntının karesini ve mutlak değerini alın, sonra ikisinin ortalamasını ayrı ayrı bulun.",
                   "Take the square and the absolute value of each residual, and then the mean of the squares and the mean of "
                   "the absolute values."),
        remark=("Dersteki dört öğrencide MAE 1, MSE ise 1,5'tir, çünkü büyük hata MSE'de daha ağır basar.",
                "For the four students of the lesson, the MAE is 1 and the MSE is 1.5, because a large error weighs more in "
                "the MSE."),
    )  # fmt: skip


LINE_CASES = [
    (np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0])),
    (np.array([2.0, 0.5, 1.0]), np.array([5.0, 3.25, 4.0])),
    (np.array([-3.0, 8.0, 1.0, 2.0, 14.0]), np.array([10.0, -7.0, 4.0, 5.0, -21.0])),
]


def _line(x, y, *, slope=lambda dx, dy: (dx @ dy) / (dx @ dx), intercept=lambda w, x, y: y.mean() - w * x.mean()):
    """Return the least squares line, or one by another ``slope`` of the deviations or another ``intercept``."""
    weight = slope(x - x.mean(), y - y.mean())
    return weight, intercept(weight, x, y)


def _through_origin(x, y):
    return (x @ y) / (x @ x)


@exercise(LESSON, "fit_line", tr="Ortalamalardan doğru", en="A line from means")
def fit_line(answer):
    """``answer(x, y) -> (slope, intercept)`` of the least squares line."""
    beliefs = [
        ("swapped", lambda x, y: _line(x, y)[::-1],
         "Sıra ters, önce eğim gelmeli, sonra kesme noktası.",
         "The order is reversed. The slope comes first, then the intercept."),
        ("through_origin", lambda x, y: (_through_origin(x, y), 0.0),
         "Bu doğru başlangıç noktasından geçmeye zorlanmış. Önce x'ten ve y'den kendi ortalamalarını çıkarın.",
         "This line is forced through the origin. First subtract the mean of x from x and the mean of y from y."),
        ("not_centred", lambda x, y: _line(x, y, slope=lambda dx, dy: _through_origin(x, y)),
         "Eğimde ortalamaları çıkarmamışsınız. Pay ve payda `x - x.mean()` ve `y - y.mean()` ile kurulur.",
         "You did not subtract the means in the slope. Both of its sums are made of `x - x.mean()` and `y - y.mean()`."),
        ("intercept_is_mean", partial(_line, intercept=lambda w, x, y: y.mean()),
         "Eğim doğru. Kesme noktasında y'nin ortalamasından w ile x'in ortalamasının çarpımını çıkarın.",
         "The slope is right. For the intercept, subtract w times the mean of x from the mean of y."),
        ("mean_of_x_missing", partial(_line, intercept=lambda w, x, y: y.mean() - w),
         "Eğim doğru. Kesme noktasında y'nin ortalamasından w'yi değil, w ile x'in ortalamasının çarpımını çıkarın.",
         "The slope is right. In the intercept, subtract w times the mean of x from the mean of y, not w alone."),
        ("intercept_added", partial(_line, intercept=lambda w, x, y: y.mean() + w * x.mean()),
         "Eğim doğru. Kesme noktasında w ile x'in ortalamasının çarpımı eklenmez, çıkarılır.",
         "The slope is right. In the intercept, w times the mean of x is subtracted, not added."),
        ("intercept_negated", partial(_line, intercept=lambda w, x, y: w * x.mean() - y.mean()),
         "Eğim doğru, ama kesme noktasının işareti ters. w ile x'in ortalamasının çarpımı, y'nin ortalamasından çıkarılır.",
         "The slope is right, but the sign of the intercept is not. Subtract w times the mean of x from the mean of y."),
        ("x_from_y", lambda x, y: _line(y, x),
         "x ile y yer değiştirmiş, bu yüzden doğrunuz y'den x'i tahmin ediyor.",
         "x and y have changed places, so this line predicts x from y."),
        ("wrong_denominator", partial(_line, slope=lambda dx, dy: (dx @ dy) / (dy @ dy)),
         "Paydaya y'nin sapmaları girmiş, oysa orada x'in sapmalarının kareleri olmalı.",
         "The denominator contains the squared deviations of y, but it has to contain those of x."),
        ("no_denominator", partial(_line, slope=lambda dx, dy: dx @ dy),
         "Eğimin paydası eksik.", "The denominator of the slope is missing."),
        ("two_divisors", partial(_line, slope=lambda dx, dy: (dx @ dy) / (dx @ dx) * len(dx) / (len(dx) - 1)),
         "Eğim n / (n − 1) kat büyük, çünkü pay n − 1'e, payda n'ye bölünmüş (`np.cov` ile `np.var` öyle böler). İkisini de "
         "aynı sayıya bölün.",
         "The slope is n / (n − 1) times too large, because its numerator is divided by n − 1 and its denominator by n, as "
         "`np.cov` and `np.var` do. Divide both by the same number."),
    ]  # fmt: skip
    return judge(
        answer, LINE_CASES, _line, beliefs, results=("weight", "bias"),
        otherwise=("wrong_value",
                   "Formülü adım adım yazın, önce eğimi, sonra kesme noktasını hesaplayın.",
                   "Follow the formula step by step, and compute the slope first and then the intercept."),
        remark=("`np.polyfit(x, y, 1)` de aynı iki sayıyı verir.", "`np.polyfit(x, y, 1)` gives the same two numbers."),
    )  # fmt: skip


GRADIENT_CASES = [  # x, y, weight, bias: no residual is zero
    (np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 3.0, 5.0, 9.0]), 1.75, 1.0),
    (np.array([12.5, -2.25, 4.0]), np.array([-14.5, 9.25, -3.0]), -1.25, 1.5),
    (np.array([2.5, -4.0, 6.0]), np.array([-10.0, -15.5, 8.0]), 0.5, -12.0),
]


def _pull(x, y, weight, bias, *, outer=np.sign, factor=-1.0, middle=np.mean, inner=lambda x: x):
    """Return the derivatives of the MAE with respect to the weight and the bias, or those of a misconception.

    outer: of the residuals. factor, middle: what becomes of the products. inner: of x, in the weight's derivative.
    """
    outside = outer(y - weight * x - bias)
    return factor * middle(outside * inner(x)), factor * middle(outside)


@exercise(LESSON, "mae_gradient", tr="MAE'nin türevi", en="The derivative of the MAE")
def mae_gradient(answer):
    """``answer(x, y, weight, bias) -> (derivative with respect to the weight, to the bias)`` of the MAE."""

    def unlike(**options):
        return partial(_pull, **options)

    beliefs = [
        ("no_mean", unlike(middle=lambda products: products),
         "Her örneğin türevini ayrı ayrı döndürmüşsünüz. MAE bir ortalama olduğu için türevi de ortalamadır, bu yüzden "
         "ortalamalarını alın.",
         "You returned the derivatives of each sample. The MAE is a mean, and so is its derivative: take the means."),
        ("swapped", lambda *case: _pull(*case)[::-1],
         "Sıra ters, önce w'ye, sonra b'ye göre türev gelmeli.",
         "The order is reversed. The derivative with respect to w comes first, then the one with respect to b."),
        ("mse_gradient", unlike(outer=lambda r: r, factor=-2.0),
         "Bu MSE'nin türevi. MAE'de kalıntının kendisi değil, işareti vardır.",
         "This is the derivative of the MSE. The derivative of the MAE contains the sign of the residual instead of the "
         "residual."),
        ("residual_not_sign", unlike(outer=lambda r: r),
         "Kalıntıların kendisini kullanmışsınız. `np.sign` ile işaretlerini alın.",
         "You used the residuals themselves. Take their signs with `np.sign`."),
        ("wrong_sign", unlike(factor=1.0),
         "İşaret ters, çünkü içteki türevler −x ve −1'dir. Bu hâliyle iniş yokuş yukarı giderdi.",
         "The sign is reversed, because the inner derivatives are −x and −1. With your signs the descent would go uphill."),
        ("factor_two", unlike(factor=-2.0),
         "2 çarpanı karenin türevinden gelir, mutlak değerin türevinde yoktur.",
         "The factor 2 comes from the derivative of a square. The derivative of an absolute value does not contain it."),
        ("sum_not_mean", unlike(middle=np.sum),
         "Bunlar toplamlar. MAE bir ortalama olduğu için türevi de ortalamadır.",
         "These are sums. Since the MAE is a mean, its derivative is a mean, too."),
        ("inner_derivative_missing", unlike(inner=np.ones_like),
         "w'ye göre türevde x eksik, çünkü orada içteki türev −1 değil, −x'tir.",
         "The derivative with respect to w lacks the factor x, because the inner derivative there is −x and not −1."),
        ("no_bias", lambda x, y, w, b: _pull(x, y, w, 0.0),
         "Kalıntıyı hesaplarken bias'ı unutmuşsunuz. Kalıntı r = y − (w x + b) olmalı.",
         "You left the bias out of the residual, which is r = y − (w x + b)."),
        ("bias_added", lambda x, y, w, b: _pull(x, y, w, -b),
         "Kalıntıda bias'ın işareti ters. r = y − (w x + b), yani y − w x − b olmalı.",
         "The bias has the wrong sign in the residual. It is r = y − (w x + b), which equals y − w x − b."),
    ]  # fmt: skip
    return judge(
        answer, GRADIENT_CASES, _pull, beliefs, results=("dw", "db"),
        otherwise=("wrong_value",
                   "Her kalıntının işaretini içteki türevle çarpın ve çarpımların ortalamasını alın.",
                   "Multiply the sign of each residual by the inner derivative, and take the mean of the products."),
        remark=("MAE'nin türevinde yalnızca işaretler bulunduğu için bir aykırı değer doğruyu kolay kolay çekemez.",
                "The derivative of the MAE contains nothing but signs, and that is why an outlier can hardly pull the line."),
    )  # fmt: skip


PRACTICE_X1 = np.column_stack([np.arange(5.0), np.ones(5)])
PRACTICE_Y = np.array([3.0, 1.0, 4.0, 3.0, 6.0])
PRACTICE_STEPS = 40
FLATTEST, MOST_CURVED = np.linalg.eigvalsh(2 * PRACTICE_X1.T @ PRACTICE_X1 / 5)
PRACTICE_LIMIT = 2 / MOST_CURVED
THREE_DECIMALS = 0.0005  # how far a limit may be off that is rounded to three decimals


def _practice_loss(line) -> float:
    return float(np.mean((PRACTICE_Y - PRACTICE_X1 @ line) ** 2))


@exercise(
    LESSON,
    "practice_rate",
    tr="Öğrenme oranının sınırını ve iyisini bulun",
    en="Find the limit of the learning rate, and a good rate",
)
def practice_rate(limit, rate):
    """The limit of the learning rate, and any rate with which 40 steps come within 1 percent of the least MSE."""
    limit, rate = require_number(limit, "practice_limit"), require_number(rate, "practice_rate")

    def is_limit(value):
        return abs(limit - value) <= max(THREE_DECIMALS, 0.002 * abs(value))

    refuse(
        ("limit_of_the_flattest", is_limit(2 / FLATTEST),
         "Bu, en düz yönün sınırı. İnişin ıraksamaması için en büyük eğriliğin sınırına da uyması gerekir.",
         "This is the limit of the flattest direction. To converge, the descent also has to obey the limit of the largest "
         "curvature."),
        ("curvature_not_limit", is_limit(MOST_CURVED),
         "Bu, en büyük eğriliğin kendisi. Sınır, 2'nin ona bölümüdür.",
         "This is the largest curvature itself. The limit is 2 divided by it."),
        ("one_over_curvature", is_limit(1 / MOST_CURVED),
         "Bu oranla en eğri yönde tek adımda dibe varılır. Iraksama ise bunun iki katında, 2/λ'da başlar.",
         "With this rate the bottom of the most curved direction is reached in one step. Divergence begins at twice this rate, "
         "2/λ."),
        ("condition_number", is_limit(MOST_CURVED / FLATTEST),
         "Bu, koşul sayısı. Sınır yalnızca en büyük eğriliğe bağlıdır.",
         "This is the condition number. The limit depends on the largest curvature only."),
        ("one_weight_only", is_limit(2 / 12) or is_limit(2 / 2),
         "Yalnızca w ya da yalnızca b yönündeki eğriliği kullanmışsınız. En eğri yön, ikisini birlikte değiştiren yönlerden "
         "biridir.",
         "You used the curvature in the direction of w alone, or of b alone. The most curved direction is one that changes "
         "both."),
        ("divided_by_n", is_limit(PRACTICE_LIMIT / 5),
         "Eğrilik hesabında toplam kalmış; MSE bir ortalama olduğu için toplamı örnek sayısına bölün.",
         "The curvature contains a sum. Since the MSE is a mean, divide the sum by the number of samples."),
        ("factor_two", is_limit(2 * PRACTICE_LIMIT),
         "Sınır iki kat büyük çıkmış. Eğriliğin başındaki 2 çarpanı, karenin türevinden gelir ve unutulmamalıdır.",
         "The limit is twice as large as it should be. The factor 2 in the curvature comes from the derivative of the square and "
         "must not be forgotten."),
        ("wrong_limit", abs(limit - PRACTICE_LIMIT) > THREE_DECIMALS,
         "`practice_limit` doğru değil. `curvatures(practice_x)` eğrilikleri verir; 2'yi bunların en büyüğüne bölün ve sonucu "
         "en az üç ondalıkla yazın.",
         "`practice_limit` is not right. `curvatures(practice_x)` returns the curvatures; divide 2 by the largest of them and "
         "write the result with at least three decimals."),
        ("not_positive", rate <= 0,
         "Öğrenme oranı sıfırdan büyük olmalıdır. Sıfırla yerinizde sayarsınız, eksi bir oranla yokuş yukarı gidersiniz.",
         "A learning rate has to be greater than zero. With zero you stay where you are, and with a negative rate you walk "
         "uphill."),
        ("diverges", rate >= PRACTICE_LIMIT,
         "İniş dibe yaklaşmıyor, çünkü adımlar vadinin iki yamacı arasında sıçrıyor. `practice_rate`, bulduğunuz sınırın altında "
         "olmalı.",
         "The descent does not approach the bottom, because its steps jump between the two slopes of the valley. `practice_rate` "
         "has to be below the limit that you found."),
    )  # fmt: skip
    line = np.zeros(2)
    for _ in range(PRACTICE_STEPS):
        line = line + rate * 2 * PRACTICE_X1.T @ (PRACTICE_Y - PRACTICE_X1 @ line) / 5
    loss, least = _practice_loss(line), _practice_loss(np.linalg.lstsq(PRACTICE_X1, PRACTICE_Y, rcond=None)[0])
    came, allowed = apart(loss, 1.01 * least)
    refuse(
        ("swings", loss > 1.01 * least and rate > 0.9 * PRACTICE_LIMIT,
         "Sınıra çok yakınsınız. İniş iki yamaç arasında gidip geliyor ve yavaş sönüyor, bu yüzden oranı biraz küçültün.",
         "You are too close to the limit. The descent swings between the two slopes and dies down slowly, so choose a slightly "
         "smaller rate."),
        ("too_small", loss > 1.01 * least,
         "Yön doğru, ama adımlar çok küçük olduğu için dibe varmadan bitiyor. Oranı büyütün.",
         "The direction is right, but the steps are so small that they end before the bottom is reached. Use a larger rate."),
        before=L(f"40 adım sonra MSE {came}; en çok {allowed} olmalıydı. ",
                 f"After 40 steps the MSE is {came}; it should be at most {allowed}. "),
    )  # fmt: skip
    return L(
        f"Sınırınız doğru. 40 adımda MSE {number(loss, 4)} oldu; olabilecek en küçüğü {number(least, 4)}.",
        f"Your limit is right. After 40 steps the MSE is {number(loss, 4)}; the least possible is {number(least, 4)}.",
    )


BASELINE_CASES = [  # y of the training set, y of the test set, predictions for the test set
    (np.array([3.0, 5.0, 10.0, 2.5]), np.array([4.0, 9.0, 6.5]), np.array([5.0, 7.5, 6.0])),
    (np.array([-12.5, 4.0]), np.array([1.0, -3.0, 8.0, 2.5, 30.0]), np.array([2.0, -9.0, 4.0, 0.0, -21.5])),
    (np.array([7.0]), np.array([6.0, 3.5]), np.array([5.25, 4.5])),
]


def _mae(y, predictions):
    return np.mean(np.abs(y - predictions))


def _r_squared(y, predictions, middle):
    return 1 - np.sum((y - predictions) ** 2) / np.sum((y - middle) ** 2)


def _compared(
    y_train,
    y_test,
    predictions,
    *,
    guess=lambda train, test: train.mean(),
    measure=_mae,
    r2=lambda train, test, p: _r_squared(test, p, test.mean()),
):
    """Return the MAE of the baseline, that of the model, and R², or what another guess, measure or ``r2`` gives."""
    baseline = measure(y_test, guess(y_train, y_test))
    return baseline, measure(y_test, predictions), r2(y_train, y_test, predictions)


@exercise(LESSON, "compare_with_baseline", tr="Taban çizgisiyle karşılaştırın", en="Compare with the baseline")
def compare_with_baseline(answer):
    """``answer(y_train, y_test, predictions) -> (baseline's MAE, model's MAE, R²)``, all on the test set."""
    beliefs = [
        ("models_swapped", lambda *case: tuple(np.array(_compared(*case))[[1, 0, 2]]),
         "İki MAE yer değiştirmiş; önce taban çizgisininki, sonra modelinki gelmeli.",
         "The two MAEs are interchanged: that of the baseline comes first, then that of the model."),
        ("r2_first", lambda *case: tuple(np.array(_compared(*case))[[2, 0, 1]]),
         "Sıra başka olmalı: taban çizgisinin MAE'si, modelin MAE'si, en sonda R².",
         "The order is different: the MAE of the baseline, the MAE of the model, and R² at the end."),
        ("baseline_saw_the_test_set", partial(_compared, guess=lambda train, test: test.mean()),
         "Taban çizgisi test kümesinin ortalamasını kullanmış. Tahmin yaparken test kümesi henüz bilinmez, bu yüzden eğitim "
         "kümesinin ortalamasını alın.",
         "Your baseline uses the mean of the test set. The test set is not known yet when the prediction is made, so take the "
         "mean of the training set."),
        ("baseline_on_the_training_set",
         lambda train, test, p: (_mae(train, train.mean()), *_compared(train, test, p)[1:]),
         "Taban çizgisinin hatasını eğitim kümesinde ölçmüşsünüz. Modelle karşılaştırılabilmesi için o da test kümesinde "
         "ölçülmeli.",
         "You measured the error of the baseline on the training set. To be comparable with the model, it has to be measured "
         "on the test set, too."),
        ("median_for_the_mean", partial(_compared, guess=lambda train, test: np.median(train)),
         "Taban çizginiz ortancayı tahmin ediyor. Bu da yapılabilirdi, ama burada eğitim kümesinin ortalaması isteniyor.",
         "Your baseline predicts the median. This would be possible as well, but here the mean of the training set is asked "
         "for."),
        ("squares", partial(_compared, measure=lambda y, p: np.mean((y - p) ** 2)),
         "İlk iki sayı MSE. İstenen MAE'dir; karelerin değil mutlak değerlerin ortalamasını alın.",
         "The first two numbers are MSEs. What is asked for is the MAE, so take the mean of the absolute values and not of "
         "the squares."),
        ("no_absolute_value", partial(_compared, measure=lambda y, p: np.mean(y - p)),
         "MAE'lerde mutlak değer unutulmuş; artı ve eksi kalıntılar birbirini götürüyor.",
         "The MAEs lack their absolute value, so positive and negative residuals cancel each other."),
        ("r2_against_the_training_mean",
         partial(_compared, r2=lambda train, test, p: _r_squared(test, p, train.mean())),
         "MAE'ler doğru. R²'nin paydasında eğitim kümesinin ortalaması var; orada, R²'nin ölçüldüğü test kümesinin ortalaması "
         "durur.",
         "The MAEs are right. The denominator of your R² contains the mean of the training set, but it has to contain the "
         "mean of the test set, on which R² is measured."),
        ("r2_not_subtracted", partial(_compared, r2=lambda train, test, p: 1 - _r_squared(test, p, test.mean())),
         "MAE'ler doğru. R²'de oranı 1'den çıkarmayı unutmuşsunuz.",
         "The MAEs are right. In R² you forgot to subtract the ratio from 1."),
        ("r2_upside_down",
         partial(_compared, r2=lambda train, test, p: 1 - np.sum((test - test.mean()) ** 2) / np.sum((test - p) ** 2)),
         "MAE'ler doğru. R²'de kesrin üstü ile altı yer değiştirmiş; modelin kare hatalarının toplamı üstte olmalı.",
         "The MAEs are right. In R² the numerator and the denominator are interchanged: the squared errors of the model "
         "belong on top."),
        ("r2_is_the_correlation", partial(_compared, r2=lambda train, test, p: np.corrcoef(test, p)[0, 1] ** 2),
         "MAE'ler doğru. R² yerine korelasyonun karesini almışsınız; ikisi yalnızca doğrunun oturtulduğu veride eşittir.",
         "The MAEs are right. Instead of R² you took the squared correlation. The two are equal only on the data to which the "
         "line was fitted."),
        ("r2_of_the_maes", lambda *case: (lambda one, two, _: (one, two, 1 - two / one))(*_compared(*case)),
         "MAE'ler doğru. R²'yi MAE'lerin oranından hesaplamışsınız; R² karelerin toplamlarından hesaplanır.",
         "The MAEs are right. You computed R² from the ratio of the MAEs, but it is computed from sums of squares."),
    ]  # fmt: skip
    return judge(
        answer, BASELINE_CASES, _compared, beliefs, results=("baseline_mae", "model_mae", "r2"),
        otherwise=("wrong_value",
                   "Üç sayıyı ayrı ayrı kurun ve hepsini test kümesinde ölçün; eğitim kümesinden yalnızca ortalama alınır.",
                   "Build the three numbers one by one and measure all of them on the test set; only the mean comes from the "
                   "training set."),
        remark=("İkinci durumda model taban çizgisinden kötüydü: MAE'si daha büyük, R²'si eksi. Karşılaştırma bunun için "
                "yapılır.",
                "In the second case the model was worse than the baseline: its MAE is larger and its R² is negative. That is "
                "what the comparison is for."),
    )  # fmt: skip


CURVED, WITH_OUTLIER = {"B", "D"}, {"A", "F"}


def residual_sets():
    """Return {letter: (x (24,), y (24,))} of six data sets: two with an outlier, two curved, two with neither.

    R² says nothing about which is which: of the two with neither, one has the lowest and the other one of the highest.
    """
    rng = np.random.default_rng(2063)  # no chance pattern in C and E
    x = np.linspace(0.5, 9.5, 24)
    y = {
        "A": 2 + 1.2 * x + rng.normal(0, 0.5, 24),
        "B": 1 + 0.6 * x + 0.12 * x**2 + rng.normal(0, 0.3, 24),
        "C": 5 + 0.5 * x + rng.normal(0, 2.5, 24),
        "D": 2 + 3 * x - 0.22 * x**2 + rng.normal(0, 0.5, 24),
        "E": 9 - 0.9 * x + rng.normal(0, 0.4, 24),
        "F": 1 + 0.9 * x + rng.normal(0, 0.5, 24),
    }
    y["A"][12] += 5.0
    y["F"][-1] -= 8.0  # at the end, where it turns the line
    return {letter: (x, values.round(2)) for letter, values in y.items()}


def _letters(value, name) -> set[str]:
    """Return the letters of a list, a tuple, a set, an array or a text; "bd", "B, D" and ["b", "d"] are the same."""
    parts = list(value) if isinstance(value, (str, list, tuple, set, frozenset, np.ndarray)) else None
    expect(
        parts is not None and all(isinstance(part, str) for part in parts),
        L(f'`{name}` harflerden oluşan bir liste olmalı, örneğin `["C", "E"]`.',
          f'`{name}` has to be a list of letters, for example `["C", "E"]`.'),
        "not_letters",
    )  # fmt: skip
    letters = {letter.upper() for part in parts for letter in part if letter not in " ,;"}
    expect(
        letters <= set("ABCDEF"),
        L(f"`{name}` listesinde veri kümelerinin harfleri, A'dan F'ye kadar, bulunabilir.",
          f"`{name}` may contain the letters of the data sets, from A to F."),
        "unknown_letter",
    )  # fmt: skip
    return letters


@exercise(LESSON, "read_residuals", tr="Kalıntıları okuyun", en="Read the residuals")
def read_residuals(curved, with_outlier):
    """The letters of the sets whose relation is curved, and of those with an outlier."""
    curved, with_outlier = _letters(curved, "curved"), _letters(with_outlier, "with_outlier")
    both = curved | with_outlier
    refuse(
        ("swapped", curved == WITH_OUTLIER and with_outlier == CURVED,
         "İki liste yer değiştirmiş. Tek bir kopuk nokta aykırı değerdir, düzenli bir yay ise eğri bir ilişkidir.",
         "The two lists are interchanged. A single detached point is an outlier, and a regular arc is a curved relation."),
        ("low_r2", "C" in both,
         "C'nin R²'si küçük, ama kalıntıları sıfırın iki yanına desensiz dağılıyor ve hiçbiri öbürlerinden kopuk değil. Küçük "
         "bir R² yalnızca dağılımın geniş olduğunu söyler.",
         "C has a low R², but its residuals scatter on both sides of zero without a pattern, and none of them is detached "
         "from the others. A low R² only says that the spread is wide."),
        ("nothing_there", "E" in both,
         "E'nin kalıntılarında ne bir yay ne de kopuk bir nokta var. Düşey eksene bakın: kalıntıların hepsi küçük.",
         "The residuals of E show neither an arc nor a detached point. Look at the vertical axis: all of them are small."),
        ("outlier_as_curve", curved & WITH_OUTLIER,
         "Eğri dediğiniz kümelerden birinde, tek bir nokta dışında kalıntılar bir doğru boyunca diziliyor. Bir yay görmek "
         "için tek bir nokta yetmez.",
         "In one of the sets that you call curved, all residuals but one lie along a straight line. A single point is not enough "
         "for an arc."),
        ("curve_as_outlier", with_outlier & CURVED,
         "Aykırı değerli dediğiniz kümelerden birinde uçtaki noktalar kopuk değil, düzenli bir yayın devamı.",
         "In one of the sets in which you see an outlier, the points at the ends are not detached; they continue a regular arc."),
        ("trusted_r2", "B" not in curved,
         "R²'si çok yüksek olan kümelerden birinin kalıntıları soldan sağa doğru artı, eksi, artı diye işaret değiştiriyor.",
         "One of the sets with a very high R² has residuals whose sign changes from plus to minus to plus from left to right."),
        ("missed_arch", "D" not in curved,
         "Bir kümede kalıntılar iki uçta eksi, ortada artı. Ters bir U da eğri bir ilişkidir.",
         "In one set the residuals are negative at both ends and positive in the middle. An upside-down U is a curved "
         "relation, too."),
        ("missed_outlier", "A" not in with_outlier,
         "Bir kümenin ortalarında, öbürlerinin bandından çok uzakta tek bir nokta var.",
         "Near the middle of one set there is a single point far outside the band of the others."),
        ("missed_at_the_end", "F" not in with_outlier,
         "Bir kümenin ucunda tek bir nokta öbürlerinden kopuk duruyor; doğruyu kendine çektiği için öbür kalıntılar eğik "
         "diziliyor.",
         "At the end of one set a single point is detached from the others. It has pulled the line, and therefore the other "
         "residuals lie along a slope."),
    )  # fmt: skip
    return L(
        "R²'nin büyüklüğü bu ayrımı yaptıramazdı: C'de R² en küçüktü ama sorun yoktu, B'de çok büyüktü ama ilişki eğriydi.",
        "R² could not have told you this: C had the lowest R² although nothing was wrong, and B had a very high one although the "
        "relation is curved.",
    )


BROKEN, POINTS = 6, 30
# Of five sets: broken points low and high, at both ends and amid the others. The usual remedies have room to spare.
SEEDS = range(13, 18)
ALLOWED = 0.3  # more than the MAE of the sound points' own line


def broken_sensor_data(seed=0):
    """Return x (30,), y (30,) and which points are sound, bool (30,): six sensors report far too much, or too little."""
    rng = np.random.default_rng(seed)
    x = rng.choice(1001, POINTS, replace=False) / 100  # in no order, and no two alike: every pair has a slope
    slope, intercept = rng.uniform(-2, 2), rng.uniform(5, 15)
    y = intercept + slope * x + rng.normal(0, 0.5, POINTS)
    # Four broken ones in a row turn a least squares line; two anywhere make it risky to rely on any single point.
    order, first = np.argsort(x), rng.integers(POINTS - 3)
    row, others = order[first : first + 4], np.delete(order, np.arange(first, first + 4))
    sound = np.ones(POINTS, dtype=bool)
    sound[[*row, *rng.choice(others, BROKEN - 4, replace=False)]] = False
    y[~sound] += rng.choice([-1, 1]) * rng.uniform(12, 20, BROKEN)
    return x, y.round(2), sound


def _theil_sen(x, y, middle=np.median, intercept=lambda w, x, y: np.median(y - w * x)):
    """Return the line whose slope is the median (``middle``) of the slopes of all pairs of points."""
    i, j = np.array(list(combinations(range(len(x)), 2))).T
    slope = middle((y[j] - y[i]) / (x[j] - x[i]))
    return slope, intercept(slope, x, y)


ROBUST_BELIEFS = [
    ("least_squares", _line,
     "Bu, bütün noktaların en küçük kareler doğrusu. Bozuk noktalar onu kendilerine çekiyor, çünkü büyük hataların kareleri çok "
     "ağır basar.",
     "This is the least squares line of all points. The broken points pull it towards themselves, because the squares of "
     "large errors weigh very heavily."),
    ("swapped", lambda x, y: _theil_sen(x, y)[::-1],
     "Sıra ters, önce eğim gelmeli, sonra kesme noktası.",
         "The order is reversed. The slope comes first, then the intercept."),
    ("flat", lambda x, y: (0.0, np.median(y)),
     "Eğiminiz sıfır, çünkü tek bir ortanca yatay bir doğru verir. Eğim için ayrı bir ortanca gerekir.",
     "Your slope is zero, because a single median gives a horizontal line. The slope needs a median of its own."),
    ("mean_of_slopes", partial(_theil_sen, middle=np.mean),
     "Eğimlerin ortalamasını almışsınız, ama birkaç bozuk çift onu sürükler. Ortancalarını alın.",
     "You took the mean of the slopes, but a few broken pairs are enough to drag it along. Take their median."),
    ("mean_intercept", partial(_theil_sen, intercept=lambda w, x, y: np.mean(y - w * x)),
     "Eğim dayanıklı, ama kesme noktası bir ortalama olduğu için bozuk noktalar doğruyu kaydırıyor. Orada da ortanca alın.",
     "The slope withstands the broken points, but the intercept is a mean, so they shift it. Take a median there, too."),
    ("medians_apart", partial(_theil_sen, intercept=lambda w, x, y: np.median(y) - w * np.median(x)),
     "Eğim dayanıklı, ama kesme noktası değil, çünkü x'in ortancası ile y'nin ortancası ayrı noktalardan gelir. "
     "`y - weight * x` değerlerinin ortancasını alın.",
     "The slope withstands the broken points but the intercept does not, because the medians of x and of y belong to different "
     "points. Take the median of `y - weight * x`."),
]  # fmt: skip


@exercise(LESSON, "fit_robust", tr="Aykırı değerlere dayanan bir doğru", en="A line that withstands outliers")
def fit_robust(answer):
    """``answer(x, y) -> (slope, intercept)`` close to the line of the sound points, on five data sets."""
    sets = [broken_sensor_data(seed) for seed in SEEDS]
    lines = [require_pair(call(answer, x, y, may_change=False), "weight", "bias") for x, y, _ in sets]
    sounds = [(x[sound], y[sound]) for x, y, sound in sets]
    errors = [_losses(y, np.polyval(line, x))[1] for line, (x, y) in zip(lines, sounds, strict=True)]
    most = [_losses(y, np.polyval(_line(x, y), x))[1] + ALLOWED for x, y in sounds]
    worst = int(np.argmax(np.subtract(errors, most)))
    failed = errors[worst] > most[worst]
    came, allowed = apart(errors[worst], most[worst])
    refuse(
        *((name, failed and all(alike(line, belief(x, y)) for line, (x, y, _) in zip(lines, sets, strict=True)), tr, en)
          for name, belief, tr, en in ROBUST_BELIEFS),
        ("pulled_away", failed,
         "Bu kümenin noktalarını doğrunuzla birlikte çizip bozuk noktaların doğruyu hangi yana çektiğine bakın.",
         "Plot the points of this set together with your line, and look in which direction the broken points pull it."),
        before=L(f"`check.broken_sensor_data({SEEDS[worst]})` kümesinde, sağlam noktalarda MAE {came}; en çok {allowed} "
                 "olmalıydı. ",
                 f"On the set `check.broken_sensor_data({SEEDS[worst]})` the MAE on the sound points is {came}; it should be at "
                 f"most {allowed}. "),
    )  # fmt: skip
    return L(
        f"Beş veri kümesinin en zorunda bile sağlam noktalardaki MAE yalnızca {number(errors[worst])} çıktı.",
        f"Even on the hardest of the five data sets, the MAE on the sound points is only {number(errors[worst])}.",
    )

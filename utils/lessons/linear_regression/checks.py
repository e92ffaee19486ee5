"""Checks of lesson 04_linear_regression."""

from functools import partial
from itertools import combinations

import numpy as np

from utils.checks.engine import alike, apart, call, exercise, refuse
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
        "MAE'de mutlak değer unutulmuş: artı ve eksi kalıntılar birbirini götürüyor.",
        "The MAE lacks its absolute value: positive and negative residuals cancel each other.",
    )
    beliefs = [
        ("no_mean", partial(_losses, square=np.square, absolute=np.abs),
         "Her örneğin kaybını ayrı döndürmüşsünüz; ikisinin de ortalamasını alın.",
         "You returned the losses of each sample; take the mean of both."),
        ("swapped", lambda *case: _losses(*case)[::-1],
         "Sıra ters: önce MSE, sonra MAE.", "The order is reversed: first the MSE, then the MAE."),
        ("sum_not_mean", partial(_losses, square=lambda r: np.sum(r**2), absolute=lambda r: np.sum(np.abs(r))),
         "Bunlar toplamlar. Örnek sayısına bölün ki az ve çok örnekli veriler karşılaştırılabilsin.",
         "These are sums. Divide by the number of samples, so that small and large data compare."),
        ("no_absolute_value", partial(_losses, absolute=np.mean), *no_absolute_value),
        ("no_absolute_value", partial(_losses, absolute=lambda r: -np.mean(r)), *no_absolute_value),
        ("absolute_of_mean", partial(_losses, absolute=lambda r: abs(np.mean(r))),
         "MAE'de mutlak değeri ortalamadan sonra almışsınız; artı ve eksi kalıntılar o zamana dek birbirini götürdü.",
         "In the MAE you took the absolute value of the mean; by then, positive and negative residuals had cancelled."),
        ("square_of_mean", partial(_losses, square=lambda r: np.mean(r) ** 2, absolute=lambda r: abs(np.mean(r))),
         "Önce ortalamayı alıp sonra karesini ve mutlak değerini almışsınız; sıra tersi olmalı.",
         "You took the mean first, then its square and absolute value; it has to be the other way round."),
        ("root", partial(_losses, square=lambda r: np.sqrt(np.mean(r**2))),
         "İlk sayı MSE'nin karekökü. Burada karekök alınmadan isteniyor.",
         "The first number is the square root of the MSE. Here the MSE itself is wanted."),
    ]  # fmt: skip
    return judge(
        answer, LOSS_CASES, _losses, beliefs, results=("mse", "mae"),
        otherwise=("wrong_value",
                   "Her kalıntının karesini ve mutlak değerini alın, sonra ayrı ayrı ortalayın.",
                   "Take the square and the absolute value of each residual, then the mean of each."),
        remark=("Dersteki dört öğrencide MAE 1, MSE ise 1,5: büyük hata MSE'de daha ağır basıyor.",
                "For the four students of the lesson the MAE is 1 and the MSE 1.5: a large error weighs more in the MSE."),
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
         "Sıra ters: önce eğim, sonra kesme noktası.", "The order is reversed: first the slope, then the intercept."),
        ("through_origin", lambda x, y: (_through_origin(x, y), 0.0),
         "Bu, başlangıç noktasından geçmeye zorlanmış doğru. Önce x'ten ve y'den ortalamalarını çıkarın.",
         "This line is forced through the origin. Subtract their means from x and y first."),
        ("not_centred", lambda x, y: _line(x, y, slope=lambda dx, dy: _through_origin(x, y)),
         "Eğimde ortalamaları çıkarmamışsınız: pay ve payda `x - x.mean()` ve `y - y.mean()` ile kurulur.",
         "The means are not subtracted in the slope: both of its sums are made of `x - x.mean()` and `y - y.mean()`."),
        ("intercept_is_mean", partial(_line, intercept=lambda w, x, y: y.mean()),
         "Eğim doğru. Kesme noktasında y'nin ortalamasından w ile x'in ortalamasının çarpımını çıkarın.",
         "The slope is right. For the intercept, subtract w times the mean of x from the mean of y."),
        ("intercept_added", partial(_line, intercept=lambda w, x, y: y.mean() + w * x.mean()),
         "Eğim doğru. Kesme noktasında w ile x'in ortalamasının çarpımı eklenmez, çıkarılır.",
         "The slope is right. In the intercept, w times the mean of x is subtracted, not added."),
        ("intercept_negated", partial(_line, intercept=lambda w, x, y: w * x.mean() - y.mean()),
         "Eğim doğru, kesme noktasının işareti ters: y'nin ortalaması başta durur.",
         "The slope is right, the sign of the intercept is not: the mean of y comes first."),
        ("x_from_y", lambda x, y: _line(y, x),
         "Bu doğru y'den x'i tahmin ediyor: x ile y yer değiştirmiş.",
         "This line predicts x from y: x and y have changed places."),
        ("wrong_denominator", partial(_line, slope=lambda dx, dy: (dx @ dy) / (dy @ dy)),
         "Paydaya y'nin sapmaları girmiş; orada x'in sapmalarının kareleri olmalı.",
         "The denominator holds the deviations of y; it has to hold the squared ones of x."),
        ("no_denominator", partial(_line, slope=lambda dx, dy: dx @ dy),
         "Eğimin paydası eksik.", "The slope lacks its denominator."),
        ("two_divisors", partial(_line, slope=lambda dx, dy: (dx @ dy) / (dx @ dx) * len(dx) / (len(dx) - 1)),
         "Eğim n / (n − 1) kat büyük: pay n − 1'e, payda n'ye bölünmüş (`np.cov` ile `np.var` öyle böler). İkisini de aynı "
         "sayıya bölün.",
         "The slope is n / (n − 1) times too large: its numerator is divided by n − 1 and its denominator by n, as `np.cov` and "
         "`np.var` do. Divide both by the same number."),
    ]  # fmt: skip
    return judge(
        answer, LINE_CASES, _line, beliefs, results=("weight", "bias"),
        otherwise=("wrong_value",
                   "Önce eğimi, sonra kesme noktasını formülden adım adım kurun.",
                   "Build the slope first, then the intercept, step by step from the formula."),
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
         "Her örneğin türevini ayrı döndürmüşsünüz; MAE bir ortalama, türevi de öyle: ortalamalarını alın.",
         "You returned the derivatives of each sample. The MAE is a mean, and so is its derivative: take the means."),
        ("swapped", lambda *case: _pull(*case)[::-1],
         "Sıra ters: önce w'ye, sonra b'ye göre.",
         "The order is reversed: first with respect to w, then with respect to b."),
        ("mse_gradient", unlike(outer=lambda r: r, factor=-2.0),
         "Bu MSE'nin türevi. MAE'de kalıntının kendisi değil, işareti vardır.",
         "That is the derivative of the MSE. That of the MAE has the sign of the residual in place of the residual."),
        ("residual_not_sign", unlike(outer=lambda r: r),
         "Kalıntıların kendisini kullanmışsınız; `np.sign` ile işaretlerini alın.",
         "You used the residuals themselves; take their signs with `np.sign`."),
        ("wrong_sign", unlike(factor=1.0),
         "İşaret ters: içteki türevler −x ve −1. Bu hâliyle iniş yokuş yukarı giderdi.",
         "The sign is reversed: the inner derivatives are −x and −1. This way the descent would climb."),
        ("factor_two", unlike(factor=-2.0),
         "2 çarpanı karenin türevinden gelir; mutlak değerde yoktur.",
         "The factor 2 comes from the derivative of a square; an absolute value has none."),
        ("sum_not_mean", unlike(middle=np.sum),
         "Bunlar toplamlar. MAE bir ortalamaydı, türevi de ortalamadır.",
         "These are sums. The MAE is a mean, and so is its derivative."),
        ("inner_derivative_missing", unlike(inner=np.ones_like),
         "w'ye göre türevde x eksik: içteki türev −1 değil, −x.",
         "The derivative with respect to w lacks x: the inner derivative is −x, not −1."),
        ("no_bias", lambda x, y, w, b: _pull(x, y, w, 0.0),
         "Kalıntıyı hesaplarken bias'ı unutmuşsunuz: r = y − (w x + b).",
         "You left the bias out of the residual: r = y − (w x + b)."),
        ("bias_added", lambda x, y, w, b: _pull(x, y, w, -b),
         "Kalıntıda bias'ın işareti ters: r = y − (w x + b), yani y − w x − b.",
         "The bias has the wrong sign in the residual: r = y − (w x + b), which is y − w x − b."),
    ]  # fmt: skip
    return judge(
        answer, GRADIENT_CASES, _pull, beliefs, results=("dw", "db"),
        otherwise=("wrong_value",
                   "Her kalıntının işaretini içteki türevle çarpıp ortalayın.",
                   "Multiply the sign of each residual by the inner derivative and take the mean."),
        remark=("MAE'nin türevi yalnızca işaretlere bakar; bu yüzden aykırı değer onu kolay kolay çekemez.",
                "The derivative of the MAE looks at signs only; that is why an outlier can hardly pull it."),
    )  # fmt: skip


PRACTICE_X1 = np.column_stack([np.arange(5.0), np.ones(5)])
PRACTICE_Y = np.array([3.0, 1.0, 4.0, 3.0, 6.0])
PRACTICE_STEPS = 40


def _practice_loss(line) -> float:
    return float(np.mean((PRACTICE_Y - PRACTICE_X1 @ line) ** 2))


@exercise(LESSON, "practice_rate", tr="Öğrenme oranını bulun", en="Find the learning rate")
def practice_rate(rate):
    """Any rate with which 40 steps come within 1 percent of the least MSE."""
    rate = require_number(rate, "practice_rate")
    limit = 2 / np.linalg.eigvalsh(2 * PRACTICE_X1.T @ PRACTICE_X1 / 5)[-1]
    refuse(
        ("not_positive", rate <= 0,
         "Öğrenme oranı sıfırdan büyük olmalı: sıfırla yerinizde sayarsınız, eksi bir oranla yokuş yukarı gidersiniz.",
         "A learning rate has to be above zero: with zero you stay where you are, with a negative one you walk uphill."),
        ("diverges", rate >= limit,
         "İniş dibe yaklaşmıyor: adımlar vadinin iki yamacı arasında sıçrıyor. Oran, sınırın (2/λ) altında olmalı; λ en büyük "
         "eğrilik.",
         "The descent comes no nearer to the bottom: its steps leap between the two slopes of the valley. The rate has to be "
         "below the limit, 2/λ with the largest curvature λ."),
    )  # fmt: skip
    line = np.zeros(2)
    for _ in range(PRACTICE_STEPS):
        line = line + rate * 2 * PRACTICE_X1.T @ (PRACTICE_Y - PRACTICE_X1 @ line) / 5
    loss, least = _practice_loss(line), _practice_loss(np.linalg.lstsq(PRACTICE_X1, PRACTICE_Y, rcond=None)[0])
    came, allowed = apart(loss, 1.01 * least)
    refuse(
        ("swings", loss > 1.01 * least and rate > 0.9 * limit,
         "Sınıra çok yakınsınız: iniş iki yamaç arasında gidip geliyor ve yavaş sönüyor. Biraz küçültün.",
         "You are too close to the limit: the descent swings between two slopes and dies down slowly. Go a little lower."),
        ("too_small", loss > 1.01 * least,
         "Yön doğru, adımlar çok küçük: dibe varmadan adımlar bitiyor. Oranı büyütün.",
         "The direction is right but the steps are too small: they end before the bottom. Use a larger rate."),
        before=L(f"40 adım sonra MSE {came}; en çok {allowed} olmalıydı. ",
                 f"After 40 steps the MSE is {came}; {allowed} was allowed. "),
    )  # fmt: skip
    return L(
        f"40 adımda MSE {number(loss, 4)}; olabilecek en küçüğü {number(least, 4)}.",
        f"After 40 steps the MSE is {number(loss, 4)}; the least possible is {number(least, 4)}.",
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
     "Bu, bütün noktaların en küçük kareler doğrusu: bozuk noktalar kareleriyle çekiyor.",
     "This is the least squares line of all points: the broken ones pull with their squares."),
    ("swapped", lambda x, y: _theil_sen(x, y)[::-1],
     "Sıra ters: önce eğim, sonra kesme noktası.", "The order is reversed: first the slope, then the intercept."),
    ("flat", lambda x, y: (0.0, np.median(y)),
     "Eğim sıfır: ortanca tek başına bir doğru değil, bir düzeydir. Eğim için de bir ortanca gerekir.",
     "The slope is zero: a median alone is a level, not a line. The slope needs a median of its own."),
    ("mean_of_slopes", partial(_theil_sen, middle=np.mean),
     "Eğimlerin ortalamasını almışsınız; birkaç bozuk çift onu sürükler. Ortancalarını alın.",
     "You took the mean of the slopes; a few broken pairs drag it along. Take their median."),
    ("mean_intercept", partial(_theil_sen, intercept=lambda w, x, y: np.mean(y - w * x)),
     "Eğim dayanıklı, ama kesme noktası bir ortalama: bozuk noktalar doğruyu kaydırıyor. Orada da ortanca alın.",
     "The slope withstands the broken points, but the intercept is a mean, and they shift it. Take a median there, too."),
    ("medians_apart", partial(_theil_sen, intercept=lambda w, x, y: np.median(y) - w * np.median(x)),
     "Eğim dayanıklı, kesme noktası değil: x'in ve y'nin ortancaları ayrı ayrı noktalardandır. `y - weight * x` değerlerinin "
     "ortancasını alın.",
     "The slope withstands the broken points, the intercept does not: the medians of x and of y belong to different points. "
     "Take the median of `y - weight * x`."),
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
         "Bu kümenin noktalarını doğrunuzla birlikte çizin: bozuk noktalar doğruyu hangi yana çekiyor?",
         "Draw the points of this set with your line: which way do the broken ones pull it?"),
        before=L(f"`check.broken_sensor_data({SEEDS[worst]})` kümesinde, sağlam noktalarda MAE {came}; en çok {allowed} "
                 "olmalıydı. ",
                 f"On the set `check.broken_sensor_data({SEEDS[worst]})` the MAE of the sound points is {came}; {allowed} was "
                 "allowed. "),
    )  # fmt: skip
    return L(
        f"Beş veri kümesinin en kötüsünde bile sağlam noktalarda MAE {number(errors[worst])}.",
        f"Even in the worst of five data sets the MAE on the sound points is {number(errors[worst])}.",
    )

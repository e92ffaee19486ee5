"""Checks of lesson 04_linear_regression."""

from itertools import combinations

import numpy as np

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number

LESSON = "04_linear_regression"


def _pair(given, first, second):
    """Return what the answer returned as two floats, or say what it should have returned."""
    require_return(given)
    array = as_array(given)
    if array is None or array.size != 2 or array.dtype.kind not in "biuf":
        wrong(
            L(
                f"İki sayı döndürün: `return {first}, {second}`. Gelen: {shown(given)}.",
                f"Return two numbers: `return {first}, {second}`. What came: {shown(given)}.",
            ),
            "not_a_pair",
        )
    values = np.ravel(array).astype(float)
    if not np.isfinite(values).all():
        wrong(
            L(
                f"Sonlu olmayan bir sayı geldi: {shown(given)}.",
                f"A number that is not finite came: {shown(given)}.",
            ),
            "not_finite",
        )
    return float(values[0]), float(values[1])


def _named(beliefs, given):
    """Return (name, what to say) of the misconception that explains every answer given; None without one.

    beliefs: (name, the answers that follow from it, what to say); given: the answers, pairs of numbers.
    """
    for name, believed, why in beliefs:
        if all(same(one, other) for one, other in zip(given, believed, strict=True)):
            return name, why
    return None


def _judge(given, expected, beliefs, report, otherwise):
    """End the check where an answer differs from what was expected; ``report(i)`` tells where."""
    i = next((i for i, pair in enumerate(given) if not same(pair, expected[i])), None)
    if i is None:
        return
    name, why = _named(beliefs, given) or ("wrong_value", otherwise)
    wrong(f"{report(i)} {why}", name)


def _text(pair):
    return L(f"({number(pair[0], 3)}; {number(pair[1], 3)})", f"({number(pair[0], 3)}, {number(pair[1], 3)})")


LOSS_CASES = [  # observed, predicted
    ([3.0, 3.0, 5.0, 9.0], [3.0, 4.0, 6.0, 7.0]),
    ([1.0, 2.0, 6.0], [2.0, 4.0, 2.0]),
    ([0.5], [-1.0]),
]


@exercise(LESSON, "losses_of", tr="İki kayıp", en="Two losses")
def losses_of(answer):
    """``answer(y, predictions) -> (mse, mae)``."""
    given = [_pair(call(answer, np.array(y), np.array(p), may_change=False), "mse", "mae") for y, p in LOSS_CASES]
    residuals = [np.subtract(y, p) for y, p in LOSS_CASES]
    expected = [(np.mean(r**2), np.mean(np.abs(r))) for r in residuals]

    def report(i):
        return L(
            f"Kalıntılar {residuals[i].tolist()} iken {_text(expected[i])} bekleniyordu, {_text(given[i])} geldi.",
            f"With the residuals {residuals[i].tolist()}, {_text(expected[i])} was expected and "
            f"{_text(given[i])} came.",
        )

    otherwise = L(
        "Her kalıntının karesini ve mutlak değerini alın, sonra ayrı ayrı ortalayın.",
        "Take the square and the absolute value of each residual, then the mean of each.",
    )
    _judge(given, expected, _loss_beliefs(residuals), report, otherwise)
    return L(
        "Kayıplar doğru. İlk örnekte MAE 1, MSE ise 1,5: büyük hata MSE'de daha ağır basıyor.",
        "The losses are right. In the first case the MAE is 1 and the MSE 1.5: a large error weighs more in the MSE.",
    )


def _loss_beliefs(residuals):
    """Yield (name, the answers that follow from it, what to say) for each usual misconception."""
    yield (
        "swapped",
        [(np.mean(np.abs(r)), np.mean(r**2)) for r in residuals],
        L("Sıra ters: önce MSE, sonra MAE.", "The order is reversed: first the MSE, then the MAE."),
    )
    yield (
        "sum_not_mean",
        [(np.sum(r**2), np.sum(np.abs(r))) for r in residuals],
        L(
            "Bunlar toplamlar. Örnek sayısına bölün ki az ve çok örnekli veriler karşılaştırılabilsin.",
            "These are sums. Divide by the number of samples, so that small and large data compare.",
        ),
    )
    yield (
        "no_absolute_value",
        [(np.mean(r**2), np.mean(r)) for r in residuals],
        L(
            "MAE'de mutlak değer unutulmuş: artı ve eksi kalıntılar birbirini götürüyor.",
            "The MAE lacks its absolute value: positive and negative residuals cancel each other.",
        ),
    )
    yield (
        "square_of_mean",
        [(np.mean(r) ** 2, np.abs(np.mean(r))) for r in residuals],
        L(
            "Önce ortalamayı alıp sonra karesini ve mutlak değerini almışsınız; sıra tersi olmalı.",
            "You took the mean first, then its square and absolute value; it has to be the other way round.",
        ),
    )
    yield (
        "root",
        [(np.sqrt(np.mean(r**2)), np.mean(np.abs(r))) for r in residuals],
        L(
            "İlk sayı MSE'nin karekökü. Burada karekök alınmadan isteniyor.",
            "The first number is the square root of the MSE. Here it is asked for without the root.",
        ),
    )


LINE_CASES = [
    ([1.0, 2.0, 4.0, 5.0], [3.0, 3.0, 5.0, 9.0]),
    ([0.0, 1.0, 2.0], [5.0, 3.0, 4.0]),
    ([-3.0, 1.0, 2.0, 8.0], [10.0, 4.0, 5.0, -7.0]),
]


def _deviations(x, y):
    x, y = np.asarray(x), np.asarray(y)
    return x, y, x - x.mean(), y - y.mean()


def _least_squares(x, y):
    x, y, dx, dy = _deviations(x, y)
    slope = (dx * dy).sum() / (dx**2).sum()
    return slope, y.mean() - slope * x.mean()


@exercise(LESSON, "fit_line", tr="Ortalamalardan doğru", en="A line from means")
def fit_line(answer):
    """``answer(x, y) -> (slope, intercept)`` of the least squares line."""
    given = [_pair(call(answer, np.array(x), np.array(y), may_change=False), "weight", "bias") for x, y in LINE_CASES]
    expected = [_least_squares(x, y) for x, y in LINE_CASES]

    def report(i):
        x, y = LINE_CASES[i]
        return L(
            f"x = {x}, y = {y} için {_text(expected[i])} bekleniyordu, {_text(given[i])} geldi.",
            f"For x = {x}, y = {y}, {_text(expected[i])} was expected and {_text(given[i])} came.",
        )

    otherwise = L(
        "Önce eğimi, sonra kesme noktasını formülden adım adım kurun.",
        "Build the slope first, then the intercept, step by step from the formula.",
    )
    _judge(given, expected, _line_beliefs(), report, otherwise)
    return L("`np.polyfit(x, y, 1)` de aynı iki sayıyı verir.", "`np.polyfit(x, y, 1)` gives the same two numbers.")


def _line_beliefs():
    fits = [_least_squares(x, y) for x, y in LINE_CASES]
    moved = [_deviations(x, y) for x, y in LINE_CASES]
    yield (
        "swapped",
        [(b, w) for w, b in fits],
        L(
            "Sıra ters: önce eğim, sonra kesme noktası.",
            "The order is reversed: first the slope, then the intercept.",
        ),
    )
    yield (
        "through_origin",
        [((x * y).sum() / (x * x).sum(), 0.0) for x, y, _, _ in moved],
        L(
            "Bu, başlangıç noktasından geçmeye zorlanmış doğru. Önce x'ten ve y'den ortalamalarını çıkarın.",
            "This line is forced through the origin. Subtract their means from x and y first.",
        ),
    )
    yield (
        "intercept_is_mean",
        [(w, y.mean()) for (w, _), (_, y, _, _) in zip(fits, moved, strict=True)],
        L(
            "Eğim doğru. Kesme noktasında y'nin ortalamasından w ile x'in ortalamasının çarpımını çıkarın.",
            "The slope is right. For the intercept, subtract w times the mean of x from the mean of y.",
        ),
    )
    yield (
        "x_from_y",
        [_least_squares(y, x) for x, y in LINE_CASES],
        L(
            "Bu doğru y'den x'i tahmin ediyor. Paydada x'in sapmalarının kareleri olmalı.",
            "This line predicts x from y. The denominator has to hold the squared deviations of x.",
        ),
    )
    slopes = [(dx * dy).sum() / (dy**2).sum() for _, _, dx, dy in moved]
    yield (
        "wrong_denominator",
        [(w, y.mean() - w * x.mean()) for w, (x, y, _, _) in zip(slopes, moved, strict=True)],
        L(
            "Paydaya y'nin sapmaları girmiş; orada x'in sapmalarının kareleri olmalı.",
            "The denominator holds the deviations of y; it has to hold the squared ones of x.",
        ),
    )
    slopes = [dx @ dy for _, _, dx, dy in moved]
    yield (
        "no_denominator",
        [(w, y.mean() - w * x.mean()) for w, (x, y, _, _) in zip(slopes, moved, strict=True)],
        L("Eğimin paydası eksik.", "The slope lacks its denominator."),
    )


GRADIENT_CASES = [  # x, y, weight, bias: no residual is zero
    ([1.0, 2.0, 4.0, 5.0], [3.0, 3.0, 5.0, 9.0], 1.0, 2.5),
    ([0.0, 3.0, 4.0], [1.0, 1.0, 8.0], 0.5, 0.0),
    ([-2.0, 1.0, 6.0], [0.0, 5.0, 1.0], -1.0, 1.0),
]


@exercise(LESSON, "mae_gradient", tr="MAE'nin türevi", en="The derivative of the MAE")
def mae_gradient(answer):
    """``answer(x, y, weight, bias) -> (derivative by the weight, by the bias)`` of the MAE."""
    given = [
        _pair(call(answer, np.array(x), np.array(y), w, b, may_change=False), "dw", "db")
        for x, y, w, b in GRADIENT_CASES
    ]
    parts = [(np.array(x), np.array(y) - w * np.array(x) - b) for x, y, w, b in GRADIENT_CASES]
    expected = [(-np.mean(np.sign(r) * x), -np.mean(np.sign(r))) for x, r in parts]

    def report(i):
        x, r = parts[i]
        return L(
            f"x = {x.tolist()}, kalıntılar {r.tolist()} iken {_text(expected[i])} bekleniyordu, {_text(given[i])} geldi.",
            f"With x = {x.tolist()} and the residuals {r.tolist()}, {_text(expected[i])} was expected and "
            f"{_text(given[i])} came.",
        )

    otherwise = L(
        "Her kalıntının işaretini, içteki türevle çarpıp ortalayın.",
        "Multiply the sign of each residual by the inner derivative and take the mean.",
    )
    _judge(given, expected, _gradient_beliefs(parts), report, otherwise)
    return L(
        "MAE'nin türevi yalnızca işaretlere bakar; bu yüzden aykırı değer onu kolay kolay çekemez.",
        "The derivative of the MAE looks at signs only; that is why an outlier can hardly pull it.",
    )


def _gradient_beliefs(parts):
    signs = [(x, np.sign(r)) for x, r in parts]
    yield (
        "mse_gradient",
        [(-2 * np.mean(r * x), -2 * np.mean(r)) for x, r in parts],
        L(
            "Bu MSE'nin türevi. MAE'de kalıntının kendisi değil, işareti vardır.",
            "That is the derivative of the MSE. The MAE has not the residual itself, but its sign.",
        ),
    )
    yield (
        "residual_not_sign",
        [(-np.mean(r * x), -np.mean(r)) for x, r in parts],
        L(
            "Kalıntıların kendisini kullanmışsınız; `np.sign` ile işaretlerini alın.",
            "You used the residuals themselves; take their signs with `np.sign`.",
        ),
    )
    yield (
        "wrong_sign",
        [(np.mean(s * x), np.mean(s)) for x, s in signs],
        L(
            "İşaret ters: içteki türevler −x ve −1. Bu hâliyle iniş yokuş yukarı giderdi.",
            "The sign is reversed: the inner derivatives are −x and −1. This way the descent would climb.",
        ),
    )
    yield (
        "factor_two",
        [(-2 * np.mean(s * x), -2 * np.mean(s)) for x, s in signs],
        L(
            "2 çarpanı karenin türevinden gelir; mutlak değerde yoktur.",
            "The factor 2 comes from the derivative of a square; an absolute value has none.",
        ),
    )
    yield (
        "sum_not_mean",
        [(-np.sum(s * x), -np.sum(s)) for x, s in signs],
        L(
            "Bunlar toplamlar. MAE bir ortalamaydı, türevi de ortalamadır.",
            "These are sums. The MAE is a mean, and so is its derivative.",
        ),
    )
    yield (
        "inner_derivative_missing",
        [(-np.mean(s), -np.mean(s)) for _, s in signs],
        L(
            "w'ye göre türevde x eksik: içteki türev −1 değil, −x.",
            "The derivative by w lacks x: the inner derivative is −x, not −1.",
        ),
    )
    yield (
        "swapped",
        [(-np.mean(s), -np.mean(s * x)) for x, s in signs],
        L("Sıra ters: önce w'ye, sonra b'ye göre.", "The order is reversed: first by w, then by b."),
    )


PRACTICE_X = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
PRACTICE_Y = np.array([3.0, 1.0, 4.0, 3.0, 6.0])
PRACTICE_STEPS = 40


def _practice_losses(rate):
    """Return the MSE after gradient descent from zero, and the least possible one."""
    x1 = np.column_stack([PRACTICE_X, np.ones(len(PRACTICE_X))])
    theta = np.zeros(2)
    for _ in range(PRACTICE_STEPS):
        theta = np.clip(theta + rate * 2 * x1.T @ (PRACTICE_Y - x1 @ theta) / len(PRACTICE_Y), -1e9, 1e9)
    slope, intercept = _least_squares(PRACTICE_X, PRACTICE_Y)
    least = np.mean((PRACTICE_Y - slope * PRACTICE_X - intercept) ** 2)
    return float(np.mean((PRACTICE_Y - x1 @ theta) ** 2)), float(least)


def _practice_limit():
    x1 = np.column_stack([PRACTICE_X, np.ones(len(PRACTICE_X))])
    return float(2 / np.linalg.eigvalsh(2 * x1.T @ x1 / len(x1))[-1])


@exercise(LESSON, "practice_rate", tr="Öğrenme oranını bulun", en="Find the learning rate")
def practice_rate(rate):
    """Any rate with which 40 steps come within 1 percent of the least MSE."""
    array = as_array(rate)
    if array is None or array.size != 1 or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        wrong(
            L(f"Tek bir sayı verin; gelen: {shown(rate)}.", f"Give one number; what came: {shown(rate)}."),
            "not_a_number",
        )
    rate = float(np.ravel(array)[0])
    if rate <= 0:
        wrong(
            L(
                f"Öğrenme oranı {number(rate)}: sıfır ya da eksi. Sıfırla yerinizde sayarsınız, eksiyle yokuş "
                f"yukarı gidersiniz.",
                f"The learning rate is {number(rate)}, zero or negative. With zero you stay where you are, below it "
                f"you walk uphill.",
            ),
            "not_positive",
        )
    loss, least = _practice_losses(rate)
    if loss <= 1.01 * least:
        return L(
            f"40 adımda MSE {number(loss, 4)}; olabilecek en küçüğü {number(least, 4)}.",
            f"After 40 steps the MSE is {number(loss, 4)}; the least possible is {number(least, 4)}.",
        )
    if rate >= _practice_limit():
        wrong(
            L(
                "İniş ıraksadı: her adım vadinin karşı yamacında daha yükseğe çıkıyor. Oran, sınırın (2/λ) "
                "altında olmalı.",
                "The descent diverged: each step lands higher on the other slope of the valley. The rate has to be "
                "below the limit (2/λ).",
            ),
            "diverges",
        )
    report = L(
        f"40 adım sonra MSE {number(loss, 3)}; en çok {number(1.01 * least, 3)} olmalıydı. ",
        f"After 40 steps the MSE is {number(loss, 3)}; {number(1.01 * least, 3)} was allowed. ",
    )
    if rate > 0.95 * _practice_limit():
        wrong(
            report
            + L(
                "Sınıra çok yakınsınız: iniş iki yamaç arasında gidip geliyor ve yavaş sönüyor. Biraz küçültün.",
                "You are too close to the limit: the descent swings between two slopes and dies down slowly. Go a "
                "little lower.",
            ),
            "swings",
        )
    wrong(
        report
        + L(
            "Yön doğru, adımlar çok küçük: dibe varmadan adımlar bitiyor. Oranı büyütün.",
            "The direction is right but the steps are too small: they end before the bottom. Use a larger rate.",
        ),
        "too_small",
    )


BROKEN, POINTS = 6, 30


def broken_sensor_data(seed=0):
    """Return x (30,), y (30,) and which points are sound, bool (30,): six sensors report far too much."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.choice(1001, POINTS, replace=False)) / 100  # no two alike: every pair has a slope
    slope, intercept = rng.uniform(-2, 2), rng.uniform(5, 15)
    y = intercept + slope * x + rng.normal(0, 0.5, POINTS)
    sound = np.ones(POINTS, dtype=bool)
    # The broken ones stand at the end of x where they turn a least squares line the most.
    sound[-BROKEN - 2 : -2] = False
    y[~sound] += rng.uniform(12, 20, BROKEN)
    return x, y.round(2), sound


def _mae(x, y, line):
    return float(np.abs(y - line[0] * x - line[1]).mean())


@exercise(LESSON, "fit_robust", tr="Aykırı değerlere dayanan bir doğru", en="A line that withstands outliers")
def fit_robust(answer):
    """``answer(x, y) -> (slope, intercept)`` close to the line of the sound points, on five data sets."""
    sets = [broken_sensor_data(seed) for seed in (11, 12, 13, 14, 15)]
    lines = [_pair(call(answer, x, y, may_change=False), "weight", "bias") for x, y, _ in sets]
    errors = [_mae(x[sound], y[sound], line) for (x, y, sound), line in zip(sets, lines, strict=True)]
    bests = [_mae(x[sound], y[sound], _least_squares(x[sound], y[sound])) for x, y, sound in sets]
    worst = int(np.argmax(np.subtract(errors, bests)))
    if errors[worst] <= bests[worst] + 0.3:
        return L(
            f"Beş veri kümesinin en kötüsünde bile sağlam noktalarda MAE {number(errors[worst])}.",
            f"Even in the worst of five data sets the MAE on the sound points is {number(errors[worst])}.",
        )
    report = L(
        f"Sağlam noktalarda MAE {number(errors[worst])}; en çok {number(bests[worst] + 0.3)} olmalıydı. ",
        f"The MAE on the sound points is {number(errors[worst])}; {number(bests[worst] + 0.3)} was allowed. ",
    )
    named = _named(_robust_beliefs(sets), lines)
    if named:
        wrong(report + named[1], named[0])
    wrong(
        report
        + L(
            "Doğrunuzu noktalarla birlikte çizin: bozuk noktalar onu hangi yana çekiyor?",
            "Draw your line with the points: which way do the broken ones pull it?",
        ),
        "pulled_away",
    )


def _robust_beliefs(sets):
    fits = [_least_squares(x, y) for x, y, _ in sets]
    yield (
        "least_squares",
        fits,
        L(
            "Bu, bütün noktaların en küçük kareler doğrusu: bozuk noktalar kareleriyle çekiyor.",
            "This is the least squares line of all points: the broken ones pull with their squares.",
        ),
    )
    yield (
        "swapped",
        [_theil_sen(x, y)[::-1] for x, y, _ in sets],
        L(
            "Sıra ters: önce eğim, sonra kesme noktası.",
            "The order is reversed: first the slope, then the intercept.",
        ),
    )
    yield (
        "flat",
        [(0.0, np.median(y)) for _, y, _ in sets],
        L(
            "Eğim sıfır: ortanca tek başına bir doğru değil, bir düzeydir. Eğim için de bir ortanca gerekir.",
            "The slope is zero: a median alone is a level, not a line. The slope needs a median of its own.",
        ),
    )
    yield (
        "mean_of_slopes",
        [_theil_sen(x, y, np.mean) for x, y, _ in sets],
        L(
            "Eğimlerin ortalamasını almışsınız; birkaç bozuk çift onu sürükler. Ortancalarını alın.",
            "You took the mean of the slopes; a few broken pairs drag it along. Take their median.",
        ),
    )


def _theil_sen(x, y, middle=np.median):
    i, j = np.array(list(combinations(range(len(x)), 2))).T
    slope = middle((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)

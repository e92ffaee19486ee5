"""Checks of lesson 08_gradient_descent."""

from functools import lru_cache

import numpy as np

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number

LESSON = "08_gradient_descent"


def _answer_of(given, length, what):
    """Return ``given`` as a sequence of ``length`` parts, or say what should have been returned."""
    require_return(given)
    if not isinstance(given, (tuple, list)) or len(given) != length:
        message = L(f"{length} şey döndürün: `return {what}`.", f"Return {length} things: `return {what}`.")
        wrong(message, "wrong_return", given=given)
    return given


def _number(value, name):
    """Return ``value`` as a finite float, or say that ``name`` has to be one."""
    array = as_array(value)
    if array is None or array.size != 1 or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        message = L(f"`{name}` sonlu bir sayı olmalı.", f"`{name}` has to be a finite number.")
        wrong(message, "not_a_number", given=value, called=None)
    return float(array.reshape(()))


# Exercise 1: the derivative is slope * (w - bottom).
DESCENTS = [  # slope, bottom, start, learning rate, tolerance, limit
    (2.0, 3.0, 5.0, 0.3, 0.01, 100),
    (2.0, 3.0, 0.0, 0.1, 0.5, 100),
    (1.0, -2.0, -6.0, 1.5, 1e-3, 100),
    (1.0, 0.0, 0.0, 0.1, 1e-3, 100),
    (2.0, 1.0, 4.0, 0.01, 1e-6, 7),
    (2.0, 1.0, 2.0, 1.0, 1e-3, 6),
]


class _Derivative:
    """The derivative slope * (w - bottom); it prints as a name, without an address."""

    def __init__(self, slope, bottom):
        self.slope, self.bottom = slope, bottom

    def __call__(self, w):
        return self.slope * (w - self.bottom)

    def __repr__(self):
        return "derivative"


def _descent(slope, bottom, w, rate, tolerance, limit, sign=-1, absolute=True, extra=0, stale=False):
    """Return (w, steps) of the exercise, or of one of the misconceptions."""
    steps, first = 0, slope * (w - bottom)
    while steps < limit:
        derivative = slope * (w - bottom)
        if (abs(derivative) if absolute else derivative) <= tolerance or abs(w) > 1e100:
            break
        w = w + sign * rate * (first if stale else derivative)
        steps += 1
    return w, steps + extra


@exercise(LESSON, "descend_until", tr="Yakınsayınca dur", en="Stop at convergence")
def descend_until(answer):
    """``answer(derivative, w, learning_rate, tolerance, limit) -> (w, steps)``."""
    given = []
    for slope, bottom, w, rate, tolerance, limit in DESCENTS:
        parts = _answer_of(call(answer, _Derivative(slope, bottom), w, rate, tolerance, limit), 2, "w, steps")
        given.append((_number(parts[0], "w"), _number(parts[1], "steps")))
    expected = [_descent(*case) for case in DESCENTS]
    first = next((i for i in range(len(given)) if not _close(given[i], expected[i])), None)
    if first is None:
        return L(
            "Fonksiyonunuz yakınsayınca da sınıra gelince de duruyor.",
            "Your function stops at convergence and at the limit.",
        )
    slope, bottom, w, rate, tolerance, limit = DESCENTS[first]
    bottom_text = f"- {bottom:g}" if bottom >= 0 else f"+ {-bottom:g}"
    report = L(
        f"Türev {slope:g}·(w {bottom_text}), başlangıç {w:g}, öğrenme oranı {rate:g}, `tolerance` {tolerance:g}, "
        f"`limit` {limit} için {_pair(expected[first])} bekleniyordu, {_pair(given[first])} geldi. ",
        f"For the derivative {slope:g}·(w {bottom_text}), start {w:g}, learning rate {rate:g}, `tolerance` "
        f"{tolerance:g}, `limit` {limit}, {_pair(expected[first])} was expected and {_pair(given[first])} came. ",
    )
    for name, options, why in _descent_beliefs():
        if all(_close(one, _descent(*case, **options)) for one, case in zip(given, DESCENTS, strict=True)):
            wrong(report + why, name)
    if all(_close(one[::-1], two) for one, two in zip(given, expected, strict=True)):
        wrong(report + L("Sıra ters: önce `w`, sonra adım sayısı.", "The order is reversed: first `w`, then the steps."),
              "swapped")  # fmt: skip
    if given[4][1] > 7 or given[5][1] > 6:
        why = L(
            "`limit` adımdan sonra durmalısınız; yoksa yakınsamayan bir iniş hiç bitmez.",
            "You have to stop after `limit` steps; else a descent that does not converge never ends.",
        )
        wrong(report + why, "no_limit")
    wrong(report + L("Koşulu ve adımın formülünü gözden geçirin.", "Look at the condition and at the step again."),
          "wrong_descent")  # fmt: skip


def _close(one, two):
    return np.allclose(one, two, rtol=1e-6, atol=1e-9)


def _pair(pair):
    return f"w = {number(pair[0], 4)}, " + L(f"{pair[1]:g} adım", f"{pair[1]:g} steps")


def _descent_beliefs():
    yield (
        "signed_derivative",
        {"absolute": False},
        L(
            "Türev eksi olunca da adım atılmalı: `abs(...)` ile karşılaştırın.",
            "Where the derivative is negative a step is due as well: compare `abs(...)`.",
        ),
    )
    yield (
        "climbs",
        {"sign": 1},
        L(
            "Yokuş yukarı gidiyorsunuz: türevin tersine adım atın.",
            "You go uphill: step against the derivative.",
        ),
    )
    yield (
        "stale_derivative",
        {"stale": True},
        L(
            "Türevi yalnızca başta hesaplamışsınız; her adımda yeni `w` için yeniden hesaplayın.",
            "You computed the derivative only once; compute it anew at each `w`.",
        ),
    )
    yield (
        "counts_one_too_many",
        {"extra": 1},
        L(
            "Adımlardan bir fazla saymışsınız: sayaç ancak adım atılınca artmalı.",
            "You counted one step too many: the counter may rise only when a step is taken.",
        ),
    )


@exercise(LESSON, "limits", tr="Sınırı ve bekleyişi hesaplayın", en="Compute the limit and the wait")
def limits(rate_limit, steps_needed):
    """The greatest learning rate for curvatures 0.5, 4, 10, and the steps to 1% of the distance at rate 0.1."""
    rate_limit, steps_needed = _number(rate_limit, "rate_limit"), _number(steps_needed, "steps_needed")
    if not np.isclose(rate_limit, 0.2, rtol=1e-3):
        _explain_limit(rate_limit)
    if steps_needed != 90:
        _explain_wait(steps_needed)
    return L(
        "En dik yön sınırı koydu, en yatık yön bekletti.",
        "The steepest direction set the limit, the flattest made you wait.",
    )


def _explain_limit(given):
    report = L(f"`rate_limit` {number(given, 3)} olamaz. ", f"`rate_limit` cannot be {number(given, 3)}. ")
    beliefs = [
        (
            "flattest_sets_limit",
            4.0,
            L(
                "Sınırı en yatık yön değil, en dik yön koyar: bu oranla w₃'ün çarpanı 1 − 4·10 = −39 olur.",
                "The steepest direction sets the limit, not the flattest: with this rate the factor of w₃ is "
                "1 − 4·10 = −39.",
            ),
        ),
        (
            "inverse_curvature",
            0.1,
            L(
                "1/a dibe tek adımda iner; bundan büyük oranlar da 2/a'ya dek yakınsar.",
                "1/a reaches the bottom in one step; larger rates converge too, up to 2/a.",
            ),
        ),
        (
            "adds_curvatures",
            2 / 14.5,
            L(
                "Eğrilikler toplanmaz: her yönün çarpanı kendi eğriliğiyle hesaplanır.",
                "Curvatures do not add up: each direction has its own factor.",
            ),
        ),
        (
            "mean_curvature",
            2 / (14.5 / 3),
            L(
                "Ortalama eğrilik yetmez: bu oranla en dik yön ıraksar.",
                "The mean curvature is not enough: with this rate the steepest direction diverges.",
            ),
        ),
    ]
    for name, believed, why in beliefs:
        if np.isclose(given, believed, rtol=5e-3):
            wrong(report + why, name)
    if given > 0.2:
        why = L(
            f"Bu oranla en dik yönün çarpanı {number(1 - 10 * given)}: büyüklüğü 1'i geçiyor.",
            f"With this rate the steepest direction has the factor {number(1 - 10 * given)}: more than 1 in size.",
        )
        wrong(report + why, "too_large")
    why = L(
        "Bu oran yakınsar, ama daha büyükleri de yakınsar. |1 − ηa| < 1 koşulunu en dik yön için çözün.",
        "This rate converges, but larger ones do too. Solve |1 − ηa| < 1 for the steepest direction.",
    )
    wrong(report + why, "not_the_limit")


def _explain_wait(given):
    report = L(
        f"`rate_limit` doğru, ama `steps_needed` {number(given, 0)} değil. ",
        f"`rate_limit` is right, but `steps_needed` is not {number(given, 0)}. ",
    )
    beliefs = [
        (
            "steepest_only",
            (1.0,),
            L(
                "1 adımda yalnızca en dik yön (çarpanı 0) dibe iner; öbürleri bekler.",
                "In 1 step only the steepest direction (factor 0) gets there; the others have to wait.",
            ),
        ),
        (
            "middle_direction",
            (9.0, 10.0),
            L(
                "Bu, w₂'nin süresi; w₁ daha yatık.",
                "That is the wait of w₂; w₁ is flatter.",
            ),
        ),
        (
            "one_step_short",
            (89.0,),
            L("0,95⁸⁹ ≈ 0,0104: henüz %1'in üstünde.", "0.95⁸⁹ ≈ 0.0104: still above 1%."),
        ),
        (
            "loss_not_distance",
            (44.0, 45.0),
            L(
                "Bu, kaybın %1'e inme süresi gibi görünüyor; soru ağırlığın uzaklığını soruyor.",
                "That looks like the wait of the loss; the question is about the distance of the weight.",
            ),
        ),
    ]
    for name, believed, why in beliefs:
        if given in believed:
            wrong(report + why, name)
    if not float(given).is_integer():
        wrong(report + L("Adım sayısı tam sayıdır; yukarı yuvarlayın.", "Steps are whole numbers; round up."),
              "not_whole")  # fmt: skip
    why = L(
        "En yatık yönün çarpanı 1 − 0,1·0,5 = 0,95; bu çarpanla %1'e inmeyi hesaplayın.",
        "The flattest direction has the factor 1 − 0.1·0.5 = 0.95; compute its way to 1%.",
    )
    wrong(report + why, "wrong_wait")


BATCHES = [(10, 3), (12, 4), (50, 8), (5, 5), (3, 8)]  # n, batch size


@exercise(LESSON, "make_batches", tr="Epoku yığınlara bölün", en="Split an epoch into batches")
def make_batches(answer):
    """``answer(n, batch_size, rng) -> list of index arrays``: each number once, shuffled, a short one last."""
    shuffled = False
    for n, size in BATCHES:
        orders = []
        for seed in (0, 1):
            given = call(answer, n, size, np.random.default_rng(seed))
            orders.append(_one_epoch(given, n, size))
        shuffled = shuffled or any(not np.array_equal(order, np.arange(n)) for order in orders)
        if n == 50 and np.array_equal(*orders) and shuffled:
            wrong(
                L(
                    "İki ayrı `rng` aynı sırayı verdi: size verilen `rng`'yi kullanın, kendi tohumunuzu değil.",
                    "Two different `rng` gave the same order: use the `rng` you are given, not a seed of your own.",
                ),
                "own_generator",
                called=None,
            )
    if not shuffled:
        wrong(
            L(
                "Yığınlar doğru bölünmüş, ama sıra hep 0, 1, 2, …: `rng.permutation(n)` ile karıştırın.",
                "The batches are split rightly, but the order is always 0, 1, 2, …: shuffle with `rng.permutation(n)`.",
            ),
            "not_shuffled",
            called=None,
        )
    return L("Her örnek her epokta tam bir kez geçiyor.", "Each example comes exactly once in an epoch.")


def _one_epoch(given, n, size):
    """Return the order of the examples, or say what is wrong with the batches."""
    require_return(given)
    batches = _batches(given)
    sizes = [len(batch) for batch in batches]
    expected = [size] * (n // size) + [n % size] * (n % size > 0)
    order = np.concatenate(batches) if batches else np.zeros(0)
    report = L(
        f"{n} örnek, `batch_size` {size}: uzunluklar {shown(sizes)}. ",
        f"{n} examples, `batch_size` {size}: lengths {shown(sizes)}. ",
    )
    if sizes == expected[:-1] and n % size:
        why = L(
            f"Son {n % size} örnek atılmış; onlar daha kısa bir yığın oluşturur.",
            f"The last {n % size} examples were dropped; they make a shorter batch.",
        )
        wrong(report + why, "drops_the_rest", called=None)
    if sizes == expected and len(set(order.tolist())) < n and set(order.tolist()) <= set(range(n)):
        why = L(
            "Bazı örnekler iki kez geçiyor, bazıları hiç geçmiyor: yerine koyarak seçmeyin, bir permütasyonu "
            "dilimleyin.",
            "Some examples come twice and others never: do not draw with replacement, slice a permutation.",
        )
        wrong(report + why, "with_replacement", called=None)
    if len(batches) == size and size != len(expected):
        why = L(
            "`batch_size` yığın sayısı değil, bir yığının uzunluğudur.",
            "`batch_size` is the length of a batch, not the number of batches.",
        )
        wrong(report + why, "number_of_batches", called=None)
    if sizes != expected:
        wrong(report + L(f"{expected} bekleniyordu.", f"Expected {expected}."), "wrong_lengths", called=None)
    if sorted(order.tolist()) != list(range(n)):
        why = L(
            f"Numaralar 0'dan {n - 1}'e kadar birer kez geçmeli.",
            f"The numbers 0 to {n - 1} have to come once each.",
        )
        wrong(report + why, "wrong_numbers", called=None)
    return order


def _batches(given):
    try:
        batches = [as_array(batch) for batch in given]
    except Exception:
        batches = [None]
    if any(batch is None or batch.ndim != 1 for batch in batches):
        wrong(
            L("Bir liste döndürün; her öğesi bir yığının numaraları olsun.",
              "Return a list; each item holds the numbers of one batch."),
            "not_batches",
        )  # fmt: skip
    return batches


ADAM_STEPS = [  # w, gradient, m, s, t, learning rate
    ([1.0, -2.0], [0.5, -3.0], [0.0, 0.0], [0.0, 0.0], 1, 0.1),
    ([1.0, -2.0], [0.5, 2.0], [0.2, -0.3], [0.04, 0.25], 3, 0.1),
    ([0.0, 0.3], [1e-6, -2e-7], [1e-7, -1e-7], [1e-14, 4e-14], 20, 0.01),
]


def _adam(w, g, m, s, t, rate, correct=True, keep=False, inside=False, square=True, delay=0, root=True, sign=-1):
    """Return (w, m, s) after one step of Adam, or of one of the misconceptions."""
    w, g, m, s = (np.array(value, dtype=float) for value in (w, g, m, s))
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * (g**2 if square else np.abs(g))
    t = t + delay
    m_hat, s_hat = (m / (1 - 0.9**t), s / (1 - 0.999**t)) if correct else (m, s)
    below = s_hat + 1e-7
    if root:
        below = np.sqrt(s_hat + 1e-7) if inside else np.sqrt(s_hat) + 1e-7
    w = w + sign * rate * m_hat / below
    return (w, m_hat, s_hat) if keep else (w, m, s)


@exercise(LESSON, "adam_step", tr="Adam'ın bir adımı", en="One step of Adam")
def adam_step(answer):
    """``answer(w, gradient, m, s, t, learning_rate) -> (w, m, s)``."""
    given = []
    for w, g, m, s, t, rate in ADAM_STEPS:
        arrays = [np.array(value) for value in (w, g, m, s)]
        parts = _answer_of(call(answer, *arrays, t, rate, may_change=False), 3, "w, m, s")
        given.append([_two(part, name) for part, name in zip(parts, ("w", "m", "s"), strict=True)])
    if _agree(given, {}):
        return L("Keras'ın Adam'ı da aynı adımı atar.", "Keras's Adam takes the same step.")
    expected = [_adam(*case) for case in ADAM_STEPS]
    first = next(i for i in range(len(given)) if not _same_step(given[i], expected[i]))
    w, g, m, s, t, rate = ADAM_STEPS[first]
    case = f"w = {w}, gradient = {g}, m = {m}, s = {s}, t = {t}, learning_rate = {rate}"
    report = L(f"{case} için:\n", f"For {case}:\n")
    for name, options, why in _adam_beliefs():
        if _agree(given, options):
            wrong(report + why, name)
    part = next(k for k in (1, 2, 0) if not _same_part(given[first][k], expected[first][k]))
    name = ("w", "m", "s")[part]
    why = L(
        f"`{name}` {given[first][part].tolist()} oldu; {expected[first][part].tolist()} bekleniyordu.",
        f"`{name}` is {given[first][part].tolist()}; expected {expected[first][part].tolist()}.",
    )
    wrong(report + why, f"wrong_{name}")


def _two(value, name):
    array = as_array(value)
    if array is None or array.shape != (2,) or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        message = L(
            f"Dönen `{name}` iki sonlu sayı olmalıydı; gradyanın şeklinde.",
            f"The `{name}` you return should have been two finite numbers, in the gradient's shape.",
        )
        wrong(message, "shape", given=value)
    return array.astype(float)


def _same_part(one, two):
    return same(one, two, rtol=1e-5, atol=1e-20)


def _same_step(one, two):
    return all(_same_part(a, b) for a, b in zip(one, two, strict=True))


def _agree(given, options):
    pairs = zip(given, ADAM_STEPS, strict=True)
    return all(_same_step(one, _adam(*case, **options)) for one, case in pairs)


def _adam_beliefs():
    yield (
        "no_correction",
        {"correct": False},
        L(
            "Düzeltme eksik: `m`'yi `1 - 0.9**t`'ye, `s`'yi `1 - 0.999**t`'ye bölün. Onsuz ilk adım yaklaşık 3 kat büyük.",
            "The correction is missing: divide `m` by `1 - 0.9**t` and `s` by `1 - 0.999**t`. Without it the first "
            "step is about 3 times too large.",
        ),
    )
    yield (
        "returns_corrected",
        {"keep": True},
        L(
            "`w` doğru, ama düzeltilmiş `m_hat` ve `s_hat`'i döndürüyorsunuz; sonraki adım onları ikinci kez düzeltirdi.",
            "`w` is right, but you return the corrected `m_hat` and `s_hat`; the next step would correct them again.",
        ),
    )
    yield (
        "epsilon_in_root",
        {"inside": True},
        L(
            "ε karekökün içinde kalmış. Adam'da dışındadır; çok küçük gradyanlarda fark büyüktür.",
            "ε is inside the root. In Adam it stands outside; for tiny gradients that makes a large difference.",
        ),
    )
    yield (
        "gradient_not_squared",
        {"square": False},
        L("`s` gradyanın karesini biriktirir.", "`s` collects the square of the gradient."),
    )
    yield (
        "counts_from_zero",
        {"delay": 1},
        L("`t` zaten 1'den başlıyor; bir daha artırmayın.", "`t` begins at 1 already; do not add to it."),
    )
    yield (
        "no_root",
        {"root": False},
        L("Karekök eksik: `np.sqrt(s_hat)`'e bölün.", "The root is missing: divide by `np.sqrt(s_hat)`."),
    )
    yield (
        "climbs",
        {"sign": 1},
        L("Adımın yönü ters: çıkarın, eklemeyin.", "The step goes the wrong way: subtract, do not add."),
    )


EPOCHS, SEEDS, PARTS, GOAL = 10, 3, 400, 0.0075


@lru_cache
def _problem():
    """Return x (400, 11) with a leading 1, y (400,) and the least loss, as in the lesson."""
    from scipy.optimize import minimize

    from utils.datasets import load_breast_cancer

    data = load_breast_cancer()
    raw = data.x_train[:, :10]
    x = np.column_stack([np.ones(len(raw)), (raw - raw.mean(axis=0)) / raw.std(axis=0)])
    y = data.y_train

    def slope(w):
        return x.T @ (1 / (1 + np.exp(-x @ w)) - y) / len(y)

    return x, y, minimize(lambda w: _loss(w, x, y), np.zeros(x.shape[1]), jac=slope, method="BFGS").fun


def _loss(w, x, y):
    z = x @ w
    return float(np.mean(np.logaddexp(0, z) - y * z))


@lru_cache(maxsize=32)
def _excess(rates):
    """Return the mean excess loss of SGD over SEEDS shufflings, side by side.

    rates: one learning rate for each of equally long parts of the training.
    """
    x, y, least = _problem()
    rates = np.repeat(rates, EPOCHS * len(x) // len(rates))
    orders = np.stack(
        [
            np.concatenate([rng.permutation(len(x)) for _ in range(EPOCHS)])
            for rng in map(np.random.default_rng, range(SEEDS))
        ],
        axis=1,
    )
    w = np.zeros((SEEDS, x.shape[1]))
    for rate, batch in zip(rates, orders, strict=True):
        sample, target = x[batch], y[batch]  # (SEEDS, d), (SEEDS,)
        z = np.clip((sample * w).sum(axis=1), -500, 500)
        w = w - rate * (1 / (1 + np.exp(-z)) - target)[:, None] * sample
    return float(np.mean([_loss(one, x, y) for one in w]) - least)


@exercise(LESSON, "my_schedule", tr="Kendi çizelgeniz", en="A schedule of your own", seconds=20)
def my_schedule(answer):
    """``answer(p) -> learning rate``: a mean excess loss below 0.0075 after 10 epochs of SGD."""
    probes = np.array([_number(call(answer, float(p)), "my_schedule(p)") for p in (0.0, 0.5, 1.0)])

    def over_the_training():
        return [answer(part / PARTS) for part in range(PARTS)]

    rates = np.array([_number(rate, "my_schedule(p)") for rate in call(over_the_training)])
    if (rates < 0).any() or not rates.any():
        wrong(
            L(
                "Öğrenme oranı eksi ya da hep sıfır olamaz.",
                "A learning rate cannot be negative, nor always zero.",
            ),
            "not_positive",
            called=None,
        )
    excess = _excess(tuple(np.minimum(rates, 1e3).tolist()))
    if excess < GOAL:
        return L(
            f"Fazlalık {number(excess, 4)}. Kosinüs 0,3'ten başlayınca 0,0067'ye iniyordu.",
            f"The excess is {number(excess, 4)}. The cosine from 0.3 came down to 0.0067.",
        )
    report = L(
        f"Fazlalık {number(excess, 4)}; {number(GOAL, 4)} altı gerekiyor. Oranlar: başta {number(probes[0], 3)}, "
        f"ortada {number(probes[1], 3)}, sonda {number(probes[2], 3)}. ",
        f"The excess is {number(excess, 4)}; it has to be below {number(GOAL, 4)}. Rates: {number(probes[0], 3)} at "
        f"the start, {number(probes[1], 3)} in the middle, {number(probes[2], 3)} at the end. ",
    )
    _explain_schedule(report, rates)


def _explain_schedule(report, rates):
    first, last = rates[: len(rates) // 10].mean(), rates[-len(rates) // 10 :].mean()
    if np.ptp(rates) <= 1e-3 * rates.max():
        why = L(
            "Bu, sabit bir oran: hiçbiri yetmez. `p` büyüdükçe oranı küçültün.",
            "That is a constant rate, and none is enough. Make the rate smaller as `p` grows.",
        )
        wrong(report + why, "constant", called=None)
    if last > first and rates.argmax() > len(rates) // 2:
        why = L(
            "Oran sonda büyüyor; gürültü dipte titretir. Ters çevirin: büyük başlayıp küçük bitirin.",
            "The rate grows to the end, and noise makes it tremble at the bottom. Turn it round: large first.",
        )
        wrong(report + why, "grows", called=None)
    if last > 0.05:
        why = L(
            "Sonda hâlâ büyük: dipte titriyor. Sıfıra yaklaştırın.",
            "Still large at the end: it trembles at the bottom. Bring it near zero.",
        )
        wrong(report + why, "ends_too_large", called=None)
    if rates.max() > 0.7:
        why = L("Başta fazla büyük: ağırlıklar savruluyor.", "Too large at first: the weights are thrown about.")
        wrong(report + why, "starts_too_large", called=None)
    why = L(
        "Adımların toplamı az: dibe varmadan durdu. Daha büyük başlayın ya da oranı daha geç küçültün.",
        "The steps add up to too little: it stopped before the bottom. Begin larger, or lower the rate later.",
    )
    wrong(report + why, "stops_too_early", called=None)

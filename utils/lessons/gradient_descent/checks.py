"""Checks of lesson 08_gradient_descent."""

from functools import lru_cache, partial

import numpy as np

from utils.checks import slips
from utils.checks.engine import alike, as_array, call, exercise, refuse, require_return
from utils.checks.forms import require_number, what_came
from utils.checks.judge import judge, sign
from utils.checks.show import said, shown
from utils.language import L, number

LESSON = "08_gradient_descent"


class Derivative:
    """The derivative factor · (w - bottom) ** power; it is shown as code that a student can copy."""

    def __init__(self, factor, bottom, power=1):
        self.factor, self.bottom, self.power = factor, bottom, power

    def __call__(self, w):
        return self.factor * (w - self.bottom) ** self.power

    def __repr__(self):
        distance = f"(w {'+' if self.bottom < 0 else '-'} {abs(self.bottom)})" if self.bottom else "w"
        return f"lambda w: {self.factor} * {distance}" + f" ** {self.power}" * (self.power > 1)


DESCENTS = [  # derivative, w, learning rate, tolerance, limit
    (Derivative(2, 3), 14.5, 0.3, 0.01, 100),
    (Derivative(2, 3), 0.0, 0.1, 0.5, 100),  # left of the bottom the derivative is negative
    (Derivative(1, -2), -6.0, 1.5, 0.001, 100),  # each step leaps over the bottom
    (Derivative(4, 0, power=3), 1.0, 0.1, 0.5, 7),
    (Derivative(1, 0), 8.0, 0.5, 1.0, 20),  # it ends where the derivative is exactly the tolerance
    (Derivative(1, 0), 0.0, 0.1, 0.001, 100),  # no step is due
    (Derivative(2, 1), 4.0, 0.01, 1e-6, 7),  # the limit ends it
    (Derivative(2, 1), 2.0, 1.5, 0.001, 6),  # it diverges
]


def _descent(derivative, w, rate, tolerance, limit, *, size=lambda slope, w, rate: abs(slope), sign=-1, count=0,
             stale=False, looks_first=True, strict=True):  # fmt: skip
    """Return (w, steps) of the exercise, or of one of the misconceptions.

    size(slope, w, rate): what is compared with the tolerance. count: where the counter starts. stale: the slope is that
    of the start, in the "step" or in "both". looks_first: the slope is looked at before the first step too.
    """
    first, steps = derivative(w), 0
    while steps + count < limit:
        slope = first if stale == "both" else derivative(w)
        far = size(slope, w, rate)
        if (looks_first or steps) and (far <= tolerance if strict else far < tolerance):
            break
        w, steps = w + sign * rate * (first if stale else slope), steps + 1
    return w, steps + count


@exercise(LESSON, "descend_until", tr="Yakınsayınca dur", en="Stop at convergence")
def descend_until(answer):
    """``answer(derivative, w, learning_rate, tolerance, limit) -> (w, steps)``."""

    def unlike(**options):
        return partial(_descent, **options)

    def last_index(*case):
        w, steps = _descent(*case)
        return w, steps - (steps == case[-1])

    def here(derivative, w, rate, tolerance, limit):
        slope = derivative(w)
        head = L(f"Başlangıçta türev {said(slope)}: ", f"At the start the derivative is {said(slope)}: ")
        if abs(slope) <= tolerance:
            return head + L("büyüklüğü `tolerance`'ı geçmiyor, hiç adım atılmaz.",
                            "its size is not greater than `tolerance`, so no step is taken.")  # fmt: skip
        w = said(w - rate * slope)
        return head + L(
            f"büyüklüğü `tolerance`'tan büyük, bu yüzden bir adım atılır ve `w` {w} olur. Oradaki türevle yeniden bakılır.",
            f"its size is greater than `tolerance`, so a step is taken and `w` becomes {w}. There you look at the "
            "derivative again.",
        )

    counted = ("Adımlardan bir fazla saymışsınız: sayaç 0'dan başlamalı ve ancak adım atılınca artmalı.",
               "You counted one step too many: the counter has to start at 0 and rise only when a step is taken.")  # fmt: skip
    stale = ("Türevi yalnızca başta hesaplamışsınız; her adımda yeni `w` için yeniden hesaplayın.",
             "You computed the derivative only once; compute it again at each new `w`.")  # fmt: skip
    beliefs = [
        ("swapped", lambda *case: _descent(*case)[::-1],
         "Sıra ters: önce `w`, sonra adım sayısı.", "The order is reversed: first `w`, then the number of steps."),
        ("signed_derivative", unlike(size=lambda slope, w, rate: slope),
         "Türev eksi olunca da adım atılmalı: `abs(...)` ile karşılaştırın.",
         "When the derivative is negative, a step is needed as well: compare `abs(...)`."),
        ("climbs", unlike(sign=1),
         "Yokuş yukarı gidiyorsunuz: türevin tersine adım atın.", "You are going uphill: step against the derivative."),
        ("stale_derivative", unlike(stale="step"), *stale),
        ("stale_derivative", unlike(stale="both"), *stale),
        ("no_limit", lambda *case: _descent(*case[:-1], 5000),
         "`limit` adımdan sonra durmalısınız; yoksa yakınsamayan bir iniş hiç bitmez.",
         "You have to stop after `limit` steps; otherwise a descent that does not converge never ends."),
        ("never_stops_early", unlike(size=lambda slope, w, rate: np.inf),
         "Hep `limit` adım atmışsınız: türevin büyüklüğü `tolerance`'a inince durun.",
         "You always took `limit` steps: stop as soon as the size of the derivative is down to `tolerance`."),
        ("one_over_the_limit", lambda *case: _descent(*case[:-1], case[-1] + 1),
         "Sınırı bir adım aşmışsınız: koşul `steps < limit` olmalı, `<=` değil.",
         "You went one step over the limit: the condition has to be `steps < limit`, not `<=`."),
        ("not_strict", unlike(strict=False),
         "Türevin büyüklüğü `tolerance`'a tam eşitse durulur: adım ancak `>` ise atılır.",
         "When the size of the derivative is exactly `tolerance`, you have to stop: take a step only if it is `>`."),
        ("steps_before_looking", unlike(looks_first=False),
         "Türeve bakmadan ilk adımı atmışsınız: belki zaten diptesiniz. Önce koşulu denetleyin.",
         "You took the first step without looking at the derivative, but you may already be at the bottom. Test first."),
        ("counts_one_too_many", lambda *case: np.add(_descent(*case), (0, 1)), *counted),
        ("counts_one_too_many", unlike(count=1), *counted),
        ("counts_the_stop", lambda *case: np.add(_descent(*case), (0, _descent(*case)[1] < case[-1])),
         "Durduğunuz turda adım atılmıyor, ama onu da saymışsınız: yalnızca atılan adımları sayın.",
         "No step is taken in the round in which you stop, but you counted it too: count only the steps that you take."),
        ("counter_stands", sign(lambda given, derivative, w, *rest: given[1] == 0 and given[0] != w),
         "`w` değişiyor, ama sayaç hep 0: her adımda 1 artırın; sınırın işlemesi de ona bağlıdır.",
         "`w` changes, but the counter stays at 0: add 1 at every step; the limit depends on it too."),
        ("last_index", last_index,
         "Sınıra gelince adım sayısı bir eksik: `range(limit)` 0'dan sayar, son turun numarası `limit - 1`'dir.",
         "At the limit the number of steps is one too small: `range(limit)` counts from 0, so the last round is `limit - 1`."),
        ("compares_step", unlike(size=lambda slope, w, rate: abs(rate * slope)),
         "`tolerance` ile adımın boyunu karşılaştırmışsınız; türevin kendisi karşılaştırılır.",
         "You compared `tolerance` with the length of the step; it is compared with the derivative itself."),
        ("compares_w", unlike(size=lambda slope, w, rate: abs(w)),
         "`tolerance` ile `w`'yi karşılaştırmışsınız; dip sıfırda olmayabilir. Türev karşılaştırılır.",
         "You compared `tolerance` with `w`; the bottom may not be at zero. Compare the derivative."),
    ]  # fmt: skip
    return judge(
        answer,
        DESCENTS,
        _descent,
        beliefs,
        results=("w", "steps"),
        otherwise=("wrong_descent", here),
        remark=(
            "Fonksiyonunuz yakınsayınca da sınıra gelince de duruyor.",
            "Your function stops at convergence and at the limit.",
        ),
    )


@exercise(LESSON, "limits", tr="Sınırı ve bekleme süresini hesaplayın", en="Compute the limit and the wait")
def limits(rate_limit, steps_needed):
    """The greatest learning rate for curvatures 0.5, 4, 10, and the steps to 1% of the distance at rate 0.1."""
    rate, wait = require_number(rate_limit, "rate_limit"), require_number(steps_needed, "steps_needed")
    factor = said(1 - 10 * rate)
    refuse(
        ("flattest_sets_limit", np.isclose(rate, 2 / 0.5),
         "Sınırı en düz yön değil, en eğri yön koyar: bu oranla w₃'ün çarpanı 1 − 4·10 = −39 olur.",
         "The most curved direction sets the limit, not the flattest: with this rate the factor of w₃ is 1 − 4·10 = −39."),
        ("inverse_curvature", np.isclose(rate, 1 / 10),
         "1/λ, en eğri yönde dibe tek adımda iner; bundan büyük oranlar da 2/λ'ya kadar yakınsar.",
         "1/λ reaches the bottom of the most curved direction in one step; larger rates converge too, up to 2/λ."),
        ("adds_curvatures", np.isclose(rate, 2 / 14.5, rtol=5e-3),
         "Eğrilikler toplanmaz: her yönün çarpanı kendi eğriliğiyle hesaplanır.",
         "Curvatures do not add up: each direction has its own factor."),
        ("mean_curvature", np.isclose(rate, 2 / (14.5 / 3), rtol=5e-3),
         "Ortalama eğrilik yetmez: bu oranla en eğri yön ıraksar.",
         "The mean curvature is not enough: with this rate the most curved direction diverges."),
        ("not_positive", rate <= 0, "Öğrenme oranı sıfırdan büyüktür.", "A learning rate is greater than zero."),
        ("too_large", rate > 0.2002,
         f"Bu oranla en eğri yönün çarpanı {factor}: büyüklüğü 1'i geçiyor.",
         f"With this rate the most curved direction has the factor {factor}: its size is greater than 1."),
        ("not_the_limit", rate < 0.1998,
         "Bu oran yakınsar, ama daha büyükleri de yakınsar. |1 − ηλ| < 1 koşulunu en eğri yön için çözün.",
         "This rate converges, but larger ones do too. Solve |1 − ηλ| < 1 for the most curved direction."),
        before=L(f"`rate_limit` {said(rate)} olamaz. ", f"`rate_limit` cannot be {said(rate)}. "),
    )  # fmt: skip
    refuse(
        ("most_curved_only", wait == 1,
         "1 adımda yalnızca en eğri yön (çarpanı 0) dibe iner; öbürleri bekler.",
         "In 1 step only the most curved direction (factor 0) arrives; the others have to wait."),
        ("middle_direction", 9 <= wait <= 10,
         "Bu, w₂'nin süresidir; w₁ daha düz.", "That is the waiting time of w₂; w₁ is flatter."),
        ("loss_not_distance", 44 <= wait <= 45,
         "Bu, kaybın %1'e inme süresi gibi görünüyor; soru ise ağırlığın uzaklığını soruyor.",
         "That looks like the time until the loss is down to 1%; the question is about the distance of the weight."),
        ("one_step_short", wait == 89, "0,95⁸⁹ ≈ 0,0104: henüz %1'in üstünde.", "0.95⁸⁹ ≈ 0.0104: still above 1%."),
        ("one_step_long", wait == 91,
         "0,95⁹⁰ ≈ 0,0099: bir adım önce de %1'in altında.", "0.95⁹⁰ ≈ 0.0099: one step earlier it is below 1% too."),
        ("not_whole", 89 < wait < 90,
         "Hesap doğru, ama adım sayısı tam sayıdır ve 89 adım yetmez: yukarı yuvarlayın.",
         "The calculation is right, but steps are whole numbers and 89 of them are not enough: round up."),
        ("continuous", 92 <= wait <= 93,
         "e^(−0,05·n) = 0,01 denklemini çözmüş olabilirsiniz; adım adım inişte çarpan tam 0,95'tir.",
         "You may have solved e^(−0.05·n) = 0.01; but the descent goes in steps, and each has the factor 0.95 exactly."),
        ("wrong_wait", wait != 90,
         "En düz yönün çarpanı 1 − 0,1·0,5 = 0,95; bu çarpanla %1'in altına kaç adımda inilir?",
         "The flattest direction has the factor 1 − 0.1·0.5 = 0.95: how many steps does it take to get below 1%?"),
        before=L(f"`rate_limit` doğru, ama `steps_needed` {said(wait)} değil. ",
                 f"`rate_limit` is right, but `steps_needed` is not {said(wait)}. "),
    )  # fmt: skip
    return L(
        "Sınırı en eğri yön koydu, en düz yön bekletti.",
        "The most curved direction set the limit, and the flattest one made you wait.",
    )


BATCHES = [(10, 3), (12, 4), (50, 12), (5, 5), (3, 8), (7, 1)]  # n, batch size
EPOCHS_TRIED = 80  # in as many epochs of 12 examples each pair meets in a batch of 4, but for a chance of 1e-9


@exercise(LESSON, "make_batches", tr="Epoku yığınlara bölün", en="Split an epoch into batches")
def make_batches(answer):
    """``answer(n, batch_size, rng) -> list of index arrays``: each number once, shuffled, a short one last."""

    def epoch(n, size, seed=0):
        return _one_epoch(call(answer, n, size, np.random.default_rng(seed)), n, size, slips.return_in_loop(answer))

    for n, size in BATCHES:
        epoch(n, size)
    first, again, other = (np.concatenate(epoch(50, 12, seed)).tolist() for seed in (0, 0, 1))
    refuse(
        ("not_shuffled", first == other == list(range(50)),
         "Yığınlar doğru bölünmüş, ama sıra hep 0, 1, 2, …: `rng.permutation(n)` ile karıştırın.",
         "The batches are split correctly, but the order is always 0, 1, 2, …: shuffle with `rng.permutation(n)`."),
        ("own_generator", first != again,
         "Aynı durumdaki iki `rng` ayrı sıralar verdi: rastgele sayıları size verilen `rng`'den alın, `np.random`'dan ya da "
         "kendi üretecinizden değil.",
         "Two `rng` in the same state gave different orders: take the random numbers from the `rng` that you are given, not "
         "from `np.random` or from a generator of your own."),
        ("own_seed", first == other,
         "İki ayrı `rng` aynı sırayı verdi: size verilen `rng`'yi kullanın, kendi tohumunuzu değil.",
         "Two different `rng` gave the same order: use the `rng` that you are given, not a seed of your own."),
    )  # fmt: skip
    places = np.array([_batch_of_each(epoch(12, 4, seed)) for seed in range(EPOCHS_TRIED)])  # (epochs, n)
    met = (places[:, :, np.newaxis] == places[:, np.newaxis]).any(axis=0)
    refuse(
        ("badly_mixed", not (met.all() and all((places == batch).any(axis=0).all() for batch in range(3))),
         "Sıra değişiyor, ama örnekler tam karışmıyor: bazıları hiç aynı yığına düşmüyor ya da yığınını hiç değiştirmiyor. "
         "Önce bütün numaraları `rng.permutation(n)` ile karıştırın, sonra dilimleyin.",
         "The order changes, but the examples are not fully mixed: some never meet in a batch, or never change it. First "
         "shuffle all the numbers with `rng.permutation(n)`, then slice."),
    )  # fmt: skip
    return L("Her örnek her epokta tam bir kez geçiyor.", "Each example appears exactly once in an epoch.")


def _batch_of_each(batches):
    """Return the number of the batch in which each example is, int (n,)."""
    return np.repeat(np.arange(len(batches)), list(map(len, batches)))[np.argsort(np.concatenate(batches))]


def _one_epoch(given, n, size, in_loop):
    """Return the batches as integer arrays, or say what is wrong with them; in_loop: what to say of a `return` in the loop."""
    batches = _batches(given)
    sizes, numbers = [len(batch) for batch in batches], {int(i) for batch in batches for i in batch}
    rest, expected = n % size, [min(size, n - start) for start in range(0, n, size)]
    foreign = min(numbers - set(range(n)), default="")
    refuse(
        ("return_in_loop", sizes != expected and in_loop, in_loop, in_loop),
        ("empty_batch", 0 in sizes,
         "Boş yığın olmamalı: başlangıçlar `range(0, n, batch_size)` ile 0'dan başlar, `n`'den önce biter.",
         "No batch may be empty: the starts, `range(0, n, batch_size)`, begin at 0 and end before `n`."),
        ("drops_the_rest", rest and sizes == expected[:-1],
         f"Artan {rest} örnek atılmış; bunlar sonda daha kısa bir yığın oluşturur.",
         f"What is left over ({rest} of {n}) was dropped; it has to form a last, shorter batch."),
        ("number_of_batches", len(sizes) == size != len(expected) and max(sizes) - min(sizes) <= 1,
         "`batch_size` yığın sayısı değil, bir yığının uzunluğudur.",
         "`batch_size` is the length of a batch, not the number of batches."),
        ("wrong_lengths", sizes != expected,
         f"{expected} olmalıydı: son yığın dışında her yığında `batch_size` örnek bulunur.",
         f"They should have been {expected}: every batch except the last holds `batch_size` examples."),
        ("wrong_numbers", foreign != "",
         f"Numaralar 0, 1, …, {n - 1} olmalı; sizde {foreign} da var.",
         f"The numbers have to be 0, 1, …, {n - 1}; yours include {foreign}."),
        ("with_replacement", len(numbers) < n,
         "Bazı örnekler iki kez geçiyor, bazıları hiç geçmiyor: bir kez `rng.permutation(n)` ile karıştırın, sonra dilimleyin.",
         "Some examples appear twice and others never: shuffle once with `rng.permutation(n)`, then slice that order."),
        before=L(f"{n} örnek, `batch_size` {size}: yığınların uzunlukları {shown(sizes)}. ",
                 f"{n} examples, `batch_size` {size}: the lengths of the batches are {shown(sizes)}. "),
    )  # fmt: skip
    return batches


def _batches(given):
    """Return the items of a list as integer arrays, or say that they should have been batches."""
    require_return(given)
    parts = [as_array(part) for part in given] if isinstance(given, (list, tuple, np.ndarray)) else [None]
    refuse(
        ("not_batches", any(part is None or part.ndim != 1 for part in parts),
         f"Bir liste döndürün; her öğesi bir yığının numaraları olsun. {what_came(given)}",
         f"Return a list; each item holds the numbers of one batch. {what_came(given)}"),
        ("not_integers", any(part.size and part.dtype.kind not in "iu" for part in parts if part is not None),
         "Numaralar tam sayı olmalı: `3.0` ile diziden öğe seçilemez.",
         "The numbers have to be integers: `3.0` cannot pick an element of an array."),
    )  # fmt: skip
    return parts


ADAM_STEPS = [  # w, gradient, m, s, t, learning rate
    (np.array([1.0, -2.0]), np.array([0.5, -3.0]), np.zeros(2), np.zeros(2), 1, 0.1),
    (np.array([1.0, -2.0]), np.array([0.5, 2.0]), np.array([0.2, -0.3]), np.array([0.04, 0.25]), 3, 0.1),
    (np.array([0.0, 0.3]), np.array([1e-6, -2e-7]), np.array([1e-7, -1e-7]), np.array([1e-14, 4e-14]), 20, 0.01),
    (np.array([0.5, 4, -1]), np.array([0.0, 20, 0]), np.array([0.0, -40, 2]), np.array([0.0, 900, 0.5]), 400, 2.0),
]


def _adam_step(m_hat, s_hat, **others):
    return m_hat / (np.sqrt(s_hat) + 1e-7)


def _adam(w, g, m, s, t, rate, *, keeps=(0.9, 0.999), takes=(0.1, 0.001), power=np.square, below=None, step=_adam_step):
    """Return (w, m, s) after one step of Adam, or of one of the misconceptions.

    keeps, takes: the shares of the old and of the new in ``m`` and ``s``. power(g): what ``s`` collects. below(beta, t):
    what the averages are divided by. step(m_hat, s_hat, m=, s=, g=, t=): the step, without the learning rate.
    """
    below = below or (lambda beta, t: 1 - beta**t)
    m, s = keeps[0] * m + takes[0] * g, keeps[1] * s + takes[1] * power(g)
    m_hat, s_hat = m / below(keeps[0], t), s / below(keeps[1], t)
    return w - rate * step(m_hat, s_hat, m=m, s=s, g=g, t=t), m, s


@exercise(LESSON, "adam_step", tr="Adam'ın bir adımı", en="One step of Adam")
def adam_step(answer):
    """``answer(w, gradient, m, s, t, learning_rate) -> (w, m, s)``."""

    def unlike(**options):
        return partial(_adam, **options)

    def corrected(w, g, m, s, t, rate):
        w, m, s = _adam(w, g, m, s, t, rate)
        return w, m / (1 - 0.9**t), s / (1 - 0.999**t)

    def before_the_update(w, g, m, s, t, rate):
        return w - rate * _adam_step(m / (1 - 0.9**t), s / (1 - 0.999**t)), *_adam(w, g, m, s, t, rate)[1:]

    def as_in_keras(m_hat, s_hat, t, **others):
        return m_hat / (np.sqrt(s_hat) + 1e-7 / np.sqrt(1 - 0.999**t))

    def here(w, g, m, s, t, rate):
        _, m, s = _adam(w, g, m, s, t, rate)
        m_hat, s_hat = said(m / (1 - 0.9**t)), said(s / (1 - 0.999**t))
        return L(
            f"Burada `m` {said(m)}, `s` {said(s)}; düzeltilince `m_hat` {m_hat}, `s_hat` {s_hat} olur. Adım `learning_rate "
            "* m_hat / (np.sqrt(s_hat) + 1e-7)`.",
            f"Here `m` is {said(m)} and `s` is {said(s)}; corrected, `m_hat` is {m_hat} and `s_hat` is {s_hat}. The step is "
            "`learning_rate * m_hat / (np.sqrt(s_hat) + 1e-7)`.",
        )

    order = ("Sıra `w, m, s` olmalı.", "The order has to be `w, m, s`.")
    squared = ("`s` gradyanın karesini biriktirir.", "`s` collects the square of the gradient.")
    beliefs = [
        ("swapped", lambda *case: tuple(_adam(*case)[i] for i in (0, 2, 1)), *order),
        ("swapped", lambda *case: tuple(_adam(*case)[i] for i in (1, 2, 0)), *order),
        ("no_correction", unlike(below=lambda beta, t: 1),
         "Düzeltme eksik: `m`'yi `1 - 0.9**t`'ye, `s`'yi `1 - 0.999**t`'ye bölün. Onsuz ilk adım yaklaşık 3 kat büyük olur.",
         "The correction is missing: divide `m` by `1 - 0.9**t` and `s` by `1 - 0.999**t`. Without it the first step is about "
         "3 times too large."),
        ("only_m_corrected", unlike(step=lambda m_hat, s_hat, s, **others: _adam_step(m_hat, s)),
         "`m` düzeltilmiş, `s` düzeltilmemiş: onu da `1 - 0.999**t`'ye bölün.",
         "`m` is corrected but `s` is not: divide it by `1 - 0.999**t`."),
        ("only_s_corrected", unlike(step=lambda m_hat, s_hat, m, **others: _adam_step(m, s_hat)),
         "`s` düzeltilmiş, `m` düzeltilmemiş: onu da `1 - 0.9**t`'ye bölün.",
         "`s` is corrected but `m` is not: divide it by `1 - 0.9**t`."),
        ("wrong_brackets", unlike(below=lambda beta, t: (1 - beta) ** t),
         "Parantez yanlış yerde: kuvveti alınan `0.9` ve `0.999`'dur, `1 - 0.9**t` gibi.",
         "The brackets are in the wrong place: it is `0.9` and `0.999` that are raised to a power, as in `1 - 0.9**t`."),
        ("multiplies", unlike(below=lambda beta, t: 1 / (1 - beta**t)),
         "Düzeltirken çarpmışsınız: `m`'yi `1 - 0.9**t`'ye, `s`'yi `1 - 0.999**t`'ye bölün.",
         "You multiplied in the correction: divide `m` by `1 - 0.9**t` and `s` by `1 - 0.999**t`."),
        ("t_ignored", unlike(below=lambda beta, t: 1 - beta),
         "Düzeltmede `t` yok: bölen `1 - 0.9**t` ve `1 - 0.999**t`'dir.",
         "The correction lacks `t`: divide by `1 - 0.9**t` and `1 - 0.999**t`."),
        ("counts_from_zero", unlike(below=lambda beta, t: 1 - beta ** (t + 1)),
         "`t` zaten 1'den başlıyor; bir daha artırmayın.", "`t` already starts at 1; do not add to it."),
        ("returns_corrected", corrected,
         "`w` doğru, ama düzeltilmiş `m_hat` ve `s_hat`'i döndürüyorsunuz; sonraki adım onları ikinci kez düzeltirdi.",
         "`w` is right, but you return the corrected `m_hat` and `s_hat`; the next step would correct them again."),
        ("epsilon_in_root", unlike(step=lambda m_hat, s_hat, **others: m_hat / np.sqrt(s_hat + 1e-7)),
         "ε karekökün içinde kalmış. Adam'da dışındadır; çok küçük gradyanlarda fark büyüktür.",
         "ε is inside the root. In Adam it stands outside; for tiny gradients that makes a large difference."),
        ("no_epsilon", unlike(step=lambda m_hat, s_hat, **others: m_hat / np.sqrt(s_hat)),
         "ε eksik: paydaya `1e-7` ekleyin. Gradyanı hep sıfır olan bir ağırlıkta onsuz 0/0 çıkar.",
         "ε is missing: add `1e-7` to the denominator. Without it a weight whose gradient is always zero gives 0/0."),
        ("other_epsilon", unlike(step=lambda m_hat, s_hat, **others: m_hat / (np.sqrt(s_hat) + 1e-8)),
         "Bu alıştırmada ε `1e-7`'dir (Keras'ınki); siz makaledeki `1e-8`'i almışsınız.",
         "In this exercise ε is `1e-7` (that of Keras); you took the `1e-8` of the paper."),
        ("epsilon_of_keras", unlike(step=as_in_keras),
         "ε'u düzeltilmemiş `s`'nin köküne eklemişsiniz. Keras böyle yapar; burada, makaledeki gibi, `np.sqrt(s_hat)`'e eklenir.",
         "You added ε to the uncorrected root of `s`. Keras does that; here, as in the paper, it is added to `np.sqrt(s_hat)`."),
        ("gradient_not_squared", unlike(power=lambda g: g), *squared),
        ("gradient_not_squared", unlike(power=np.abs), *squared),
        ("no_root", unlike(step=lambda m_hat, s_hat, **others: m_hat / (s_hat + 1e-7)),
         "Karekök eksik: `np.sqrt(s_hat)`'e bölün.", "The root is missing: divide by `np.sqrt(s_hat)`."),
        ("raw_gradient", unlike(step=lambda m_hat, s_hat, g, **others: _adam_step(g, s_hat)),
         "Adım `m_hat` ile atılır, gradyanın kendisiyle değil.", "The step uses `m_hat`, not the gradient itself."),
        ("climbs", unlike(step=lambda m_hat, s_hat, **others: -_adam_step(m_hat, s_hat)),
         "Adımın yönü ters: çıkarın, eklemeyin.", "The step goes the wrong way: subtract, do not add."),
        ("shares_swapped", unlike(keeps=(0.1, 0.001), takes=(0.9, 0.999), below=lambda beta, t: 1 - (1 - beta) ** t),
         "Paylar yer değiştirmiş: eskinin `0.9`'u (`s`'de `0.999`'u) kalır, yeniden `0.1`'i (`s`'de `0.001`'i) eklenir.",
         "The shares are swapped: `0.9` of the old value stays (`0.999` in `s`) and `0.1` of the new one is added (`0.001`)."),
        ("share_missing", unlike(takes=(1, 1)),
         "Yeni gradyanın payı eksik: `m`'ye `0.1 * gradient`, `s`'ye `0.001 * gradient**2` eklenir.",
         "The share of the new gradient is missing: add `0.1 * gradient` to `m` and `0.001 * gradient**2` to `s`."),
        ("old_averages", before_the_update,
         "Adımı, `m` ve `s` yenilenmeden önceki değerlerle atmışsınız: önce onları yenileyin, sonra düzeltin.",
         "You took the step with `m` and `s` from before they were updated: update them first, then correct them."),
        ("betas_swapped", unlike(keeps=(0.999, 0.9), takes=(0.001, 0.1)),
         "β₁ ile β₂ yer değiştirmiş: `m` için `0.9`, `s` için `0.999`.",
         "β₁ and β₂ are swapped: `0.9` belongs to `m`, `0.999` to `s`."),
    ]  # fmt: skip
    return judge(
        answer,
        ADAM_STEPS,
        _adam,
        beliefs,
        results=("w", "m", "s"),
        otherwise=("wrong_step", here),
        equal=partial(alike, atol=1e-20),
        remark=(
            "Bu, Adam'ı öneren makalenin adımı. Keras yalnızca ε'u başka yere koyar; fark ancak çok küçük gradyanlarda belirir.",
            "This is the step of the paper that proposed Adam. Keras only puts ε in another place, and the difference shows only "
            "when gradients are tiny.",
        ),
    )


EPOCHS, SEEDS, PARTS, GOAL = 10, 5, 400, 0.0075


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

    def rate_at(p):
        return require_number(call(answer, p), "my_schedule(p)")

    progress = np.arange(PARTS) / PARTS
    rates = np.array([rate_at(p) for p in progress.tolist()], dtype=float)
    end, lowest = rate_at(1.0), said(float(rates.min()))
    where = said(float(progress[rates.argmin()]))
    refuse(
        ("negative", rates.min() < 0,
         f"Öğrenme oranı eksi olamaz: p = {where} iken {lowest}.",
         f"A learning rate cannot be negative: at p = {where} it is {lowest}."),
        ("always_zero", not rates.any(),
         "Öğrenme oranı hep 0: ağırlıklar hiç değişmez.", "The learning rate is always 0: the weights never change."),
    )  # fmt: skip
    excess = _excess_of(rates)
    if excess < GOAL:
        return L(
            f"Fazlalık {number(excess, 4)}. Kosinüs 0,3'ten başlayınca 0,0066'ya iniyordu.",
            f"The excess is {number(excess, 4)}. The cosine that starts at 0.3 came down to 0.0066.",
        )
    report = L(
        f"Kaybınız en küçük kayıptan {number(excess, 4)} fazla; {number(GOAL, 4)} altı gerekiyor. Oranlar: başta "
        f"{said(rates[0])}, ortada {said(rates[PARTS // 2])}, sonda {said(end)}. ",
        f"Your loss exceeds the least one by {number(excess, 4)}; it has to be below {number(GOAL, 4)}. Rates: "
        f"{said(rates[0])} at the start, {said(rates[PARTS // 2])} in the middle, {said(end)} at the end. ",
    )
    helps = "" if np.ptp(rates) <= 1e-3 * rates.max() else _what_helps(rates, progress)
    most, when = said(float(rates.max())), said(float(progress[rates.argmax()]))
    refuse(
        ("constant", not helps,
         "Bu sabit bir orandır ve hiçbir sabit oran yetmez. `p` büyüdükçe oranı küçültün.",
         "This is a constant rate, and no constant rate is enough. Make the rate smaller as `p` grows."),
        ("too_large", helps == "a limit",
         f"Fazla büyük: p = {when} iken oran {most} ve ağırlıklar savruluyor.",
         f"Too large: at p = {when} the rate is {most}, and the weights are thrown far away."),
        ("ends_too_large", helps == "an end near zero",
         "Oran sonda hâlâ büyük, bu yüzden ağırlıklar dipte titriyor. Sıfıra yaklaştırın.",
         "The rate is still large at the end, so the weights tremble at the bottom. Bring it closer to zero."),
        ("grows", helps == "the other way round",
         "Oran sona doğru büyüyor, bu yüzden gürültü ağırlıkları dipte titretiyor. Ters çevirin: büyük başlayıp küçük bitirin.",
         "The rate grows towards the end, so noise makes the weights tremble at the bottom. Start large and end small."),
        ("stops_too_early", True,
         "Adımların toplamı az olduğu için iniş dibe varmadan durdu. Daha büyük başlayın ya da oranı daha geç küçültün.",
         "The steps add up to too little, so the descent stopped before the bottom. Start larger, or lower the rate later."),
        before=report,
    )  # fmt: skip


def _excess_of(rates) -> float:
    return _excess(tuple(np.minimum(rates, 1e3).tolist()))


def _what_helps(rates, progress) -> str:
    """Return which change to a schedule brings it nearest to the least loss."""
    changes = {
        "a limit": np.minimum(rates, 0.4),
        "an end near zero": rates * (1 - progress),
        "the other way round": rates[::-1],
        "more": np.maximum(rates, 0.1 * (1 - progress)),
    }
    return min(changes, key=lambda name: _excess_of(changes[name]))

"""Checks of lesson 29_autoencoder_vae."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, expect, same, wrong
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, expect_model, outputs_of
from utils.checks.show import apart
from utils.language import L, number

LESSON = "29_autoencoder_vae"
SIDE, HALF = 28, 14
MOST_ERROR = 0.036  # on the erased half: linear regression reaches 0.038, the nearest neighbour 0.058
TRAINING = 24  # times as long as another answer may complete_left take: it trains a network, two minutes at most

CLOUDS = [  # mean, log variance and noise, (n, 2) each
    (np.array([[1.0, -2.0]]), np.array([[0.25, 1.5]]), np.array([[0.5, -1.0]])),
    (
        np.array([[-1.0, 2.0], [0.0, 0.5], [3.0, 0.25]]),
        np.array([[0.0, -1.0], [0.6, -2.0], [-0.5, 1.0]]),
        np.array([[0.5, -1.0], [2.0, 1.5], [-0.75, 0.25]]),
    ),
    (np.array([[0.0, 0.0], [12.0, 1.5]]), np.array([[0.0, 0.0], [-11.0, 3.0]]), np.array([[11.0, -0.5], [1.0, -12.0]])),
]


def _kl(mean, log_var):
    return 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var)


@exercise(LESSON, "kl", tr="KL formülü", en="The KL formula")
def kl(answer):
    """``answer(mean (n, 2), log_var (n, 2)) -> (n,)``: one divergence for each row."""

    def terms(function):
        return lambda m, v: 0.5 * function(m, v).sum(axis=1)

    beliefs = [
        ("kept_axis", lambda m, v: _kl(m, v).sum(axis=1, keepdims=True),
         "Sayılar doğru, şekil `(n, 1)`; `(n,)` olmalı: `keepdims=True` olmadan toplayın.",
         "The numbers are right, the shape is `(n, 1)`; it should be `(n,)`: sum without `keepdims=True`."),
        ("summed_over_rows", lambda m, v: _kl(m, v).sum(axis=0),
         "Satırları toplamışsınız: her resim için bir sayı gerekir, `axis=1`.",
         "You summed over the rows: each picture needs a number of its own, `axis=1`."),
        ("not_summed", _kl,
         "Bileşenler ayrı kalmış: her satırı toplayın, `axis=1`.", "The components are still apart: sum each row, `axis=1`."),
        ("one_number", sign(lambda given, m, v: np.size(given) == 1),
         "Tek bir sayı döndürdünüz. Her satır, yani her resim için bir sayı gerekir: `axis=1`.",
         "You returned a single number. Each row, that is each picture, needs its own: `axis=1`."),
        ("no_half", lambda m, v: 2 * _kl(m, v).sum(axis=1),
         "Toplamın başındaki ½ unutulmuş.", "The ½ in front of the sum is missing."),
        ("no_exp", terms(lambda m, v: m**2 + v - 1 - v),
         "σ² yerine `log_var` yazılmış: varyans `np.exp(log_var)`.",
         "`log_var` stands in place of σ²: the variance is `np.exp(log_var)`."),
        ("half_log_var", lambda m, v: _kl(m, v / 2).sum(axis=1),
         "`log_var / 2`, ln σ'dır. Formül σ² ile ln σ² ister: 2'ye bölmeyin.",
         "`log_var / 2` is ln σ. The formula asks for σ² and ln σ²: do not divide by 2."),
        ("log_var_as_std", terms(lambda m, v: m**2 + np.exp(2 * v) - 1 - 2 * v),
         "`log_var`, ln σ değil ln σ²: karesini bir daha almayın.", "`log_var` is ln σ², not ln σ: do not square it again."),
        ("log_var_as_std_itself", terms(lambda m, v: m**2 + v**2 - 1 - np.log(v**2)),
         "`log_var`'ı σ yerine koymuşsunuz. O ln σ²'dir: varyans `np.exp(log_var)`, logaritması `log_var`.",
         "`log_var` stands in place of σ. It is ln σ²: the variance is `np.exp(log_var)`, its logarithm `log_var`."),
        ("log_of_log_var", terms(lambda m, v: m**2 + v - 1 - np.log(v)),
         "`log_var`'ı σ² yerine koymuşsunuz. O zaten ln σ²'dir: varyans `np.exp(log_var)`, yeniden `np.log` almayın.",
         "`log_var` stands in place of σ². It is ln σ² already: the variance is `np.exp(log_var)`; do not take `np.log` again."),
        ("second_logarithm", terms(lambda m, v: m**2 + np.exp(v) - 1 - np.log(v)),
         "`log_var` zaten ln σ²'dir: yeniden `np.log` almayın, eksi sayıda NaN çıkar.",
         "`log_var` is ln σ² already: do not take `np.log` again; of a negative number it is NaN."),
        ("wrong_sign", lambda m, v: -_kl(m, v).sum(axis=1),
         "İşaret ters: KL hiç eksi olmaz.", "The sign is reversed: a KL is never negative."),
        ("log_added", terms(lambda m, v: m**2 + np.exp(v) - 1 + v),
         "ln σ² çıkarılır, eklenmez.", "ln σ² is subtracted, not added."),
        ("no_minus_one", terms(lambda m, v: m**2 + np.exp(v) - v),
         "−1 unutulmuş: μ = 0, σ = 1 iken sonuç 0 olmalı.", "The −1 is missing: for μ = 0 and σ = 1 the result has to be 0."),
        ("one_in_all", lambda m, v: (m**2 + np.exp(v) - v).sum(axis=1) / 2 - 0.5,
         "−1 bileşen başınadır; toplamdan bir kez çıkarmışsınız.",
         "The −1 belongs to each component; you subtracted it once from the sum."),
        ("no_log", terms(lambda m, v: m**2 + np.exp(v) - 1), "− ln σ² unutulmuş.", "− ln σ² is missing."),
        ("no_mean", lambda m, v: _kl(0, v).sum(axis=1),
         "μ² unutulmuş: merkezden uzak bir bulut bedava olurdu.",
         "μ² is missing: a cloud far from the centre would cost nothing."),
        ("only_mean", terms(lambda m, v: m**2),
         "Yalnızca μ² var: σ²'li terimler ile −1 eksik.", "Only μ² is there: the terms with σ² and the −1 are missing."),
        ("mean_not_squared", terms(lambda m, v: m + np.exp(v) - 1 - v), "μ'nün karesi alınmamış.", "μ is not squared."),
        ("averaged", lambda m, v: _kl(m, v).mean(axis=1),
         "Bileşenlerin ortalamasını almışsınız; bağımsız bileşenlerin KL'leri toplanır.",
         "You averaged over the components; the KLs of independent components add up."),
    ]  # fmt: skip
    return judge(
        answer,
        [(mean, log_var) for mean, log_var, _ in CLOUDS],
        lambda m, v: _kl(m, v).sum(axis=1),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her satırda, bileşenlerin ½(μ² + σ² − 1 − ln σ²) değerleri toplanır; σ² = `np.exp(log_var)`.",
            "In each row ½(μ² + σ² − 1 − ln σ²) is summed over the components; σ² is `np.exp(log_var)`.",
        ),
        remark=(
            "Her bulutun, sıfırdaki birim buluttan ne kadar ayrıldığını artık siz hesaplıyorsunuz.",
            "You now compute how far each cloud is from the unit cloud at zero.",
        ),
    )


@exercise(LESSON, "sample", tr="Örnekleme adımı", en="The sampling step")
def sample(answer):
    """``answer(mean, log_var, noise) -> code``, all (n, 2): mean + exp(log_var / 2) * noise."""
    beliefs = [
        ("variance_for_std", lambda m, v, e: m + np.exp(v) * e,
         "Gürültüyü varyansla çarpmışsınız; standart sapma onun kareköküdür: `np.exp(log_var / 2)`.",
         "You multiplied the noise by the variance; the standard deviation is its root: `np.exp(log_var / 2)`."),
        ("log_var_itself", lambda m, v, e: m + v * e,
         "Gürültüyü logaritmayla çarpmışsınız; önce `np.exp`.",
         "You multiplied the noise by the logarithm; take `np.exp` first."),
        ("root_of_log_var", lambda m, v, e: m + np.sqrt(v) * e,
         "`log_var` eksi olabilir, o zaman karekökü NaN'dır. σ için önce `np.exp` gerekir: `np.exp(log_var / 2)`.",
         "`log_var` may be negative, and then its root is NaN. σ needs `np.exp` first: `np.exp(log_var / 2)`."),
        ("half_log_var", lambda m, v, e: m + v / 2 * e,
         "`log_var / 2` ln σ'dır; σ için `np.exp` gerekir.", "`log_var / 2` is ln σ; σ needs `np.exp`."),
        ("root_outside", lambda m, v, e: m + np.exp(v) / 2 * e,
         "2'ye bölme üssün içinde olmalı: `np.exp(log_var / 2)`.",
         "The division by 2 belongs in the exponent: `np.exp(log_var / 2)`."),
        ("no_spread", lambda m, v, e: m + e,
         "Gürültü σ ile çarpılmamış: her bulut aynı genişlikte olurdu.",
         "The noise is not multiplied by σ: all clouds would be equally wide."),
        ("no_mean", lambda m, v, e: np.exp(v / 2) * e,
         "Ortalama eklenmemiş: bütün bulutlar sıfırda olurdu.", "The mean is not added: all clouds would sit at zero."),
        ("mean_times_noise", lambda m, v, e: (m + np.exp(v / 2)) * e,
         "Ortalamayı da gürültüyle çarpmışsınız: önce σ ile gürültüyü çarpın, sonra ortalamayı ekleyin.",
         "You multiplied the mean by the noise, too: multiply σ by the noise first, then add the mean."),
        ("no_noise", lambda m, v, e: m + np.exp(v / 2),
         "Gürültü kullanılmamış: sonuç rastgele değil.", "The noise is not used: the result is not random."),
        ("variance_squared", lambda m, v, e: m + np.exp(2 * v) * e,
         "Üs 2 ile çarpılmaz, 2'ye bölünür: σ = `np.exp(log_var / 2)`.",
         "The exponent is divided by 2, not multiplied: σ is `np.exp(log_var / 2)`."),
        ("noise_subtracted", lambda m, v, e: m - np.exp(v / 2) * e,
         "Gürültüyü çıkarmışsınız. Dağılım aynı kalır, ama formül ekler: verilen `noise` için sonuç bu değil.",
         "You subtracted the noise. The distribution stays the same, but the formula adds: this `noise` gives another code."),
        ("roles_swapped", lambda m, v, e: m * e + np.exp(v / 2),
         "Rolleri değiştirmişsiniz: gürültü ortalamayla değil σ ile çarpılır; eklenen, ortalamadır.",
         "The roles are swapped: σ multiplies the noise, not the mean, and what is added is the mean."),
        ("only_mean", lambda m, v, e: m,
         "Bu yalnızca ortalama: bulut bir noktaya çökmüş. σ ile çarpılmış gürültüyü ekleyin.",
         "That is the mean only: the cloud has shrunk to a point. Add the noise times σ."),
        ("wrong_sign", lambda m, v, e: m + np.exp(-v / 2) * e, "Üssün işareti ters.", "The sign of the exponent is reversed."),
    ]  # fmt: skip
    once, again = (call(answer, *CLOUDS[1]) for _ in range(2))
    expect(
        same(again, once),
        L(
            "Aynı girdiyle iki kez çağırınca iki ayrı sonuç geldi. Rastgelelik içeride çekilmemeli: verilen `noise` dizisini "
            "kullanın.",
            "Two calls with the same input gave two results. Do not draw inside: use the `noise` that is given.",
        ),
        "draws_inside",
    )
    return judge(
        answer,
        CLOUDS,
        lambda m, v, e: m + np.exp(v / 2) * e,
        beliefs,
        otherwise=(
            "wrong_value",
            "Kod μ + σ·ε'dur ve σ = `np.exp(log_var / 2)`.",
            "The code is μ + σ·ε, with σ = `np.exp(log_var / 2)`.",
        ),
        remark=(
            "Rastgelelik dışarıda, türev içeride: hile budur.",
            "The randomness is outside, the derivative inside: that is the trick.",
        ),
    )


def _share(x, rebuilt, mean):
    return 1 - ((x - rebuilt) ** 2).sum() / ((x - mean) ** 2).sum()


def _kept(x, rebuilt):
    return _share(x, rebuilt, x.mean(axis=0))


def _kept_per_pixel(x, rebuilt):
    return 1 - ((x - rebuilt) ** 2).sum(axis=0) / ((x - x.mean(axis=0)) ** 2).sum(axis=0)


@exercise(LESSON, "kept", tr="Darboğazdan ne geçer?", en="What gets through the bottleneck?")
def kept(answer):
    """``answer(x (n, d), rebuilt (n, d)) -> share``: 1 - squared error / squared distance from the mean picture."""
    beliefs = [
        ("each_pixel", _kept_per_pixel,
         "Her piksel için ayrı bir pay çıkmış; tek pay gerekir: önce bütün kareleri toplayın, sonra bölün.",
         "Each pixel has got a share of its own; one is asked for: add up all the squares first, then divide."),
        ("lost_share", lambda x, r: 1 - _kept(x, r),
         "Bu, kaybolan pay; kalan pay 1 eksi odur.", "That is the share lost; what is kept is 1 minus it."),
        ("error_itself", lambda x, r: ((x - r) ** 2).mean(),
         "Bu yalnızca ortalama hata. Ortalama resmin hatasına bölün ve 1'den çıkarın.",
         "That is the mean error only. Divide it by the error of the mean picture and subtract from 1."),
        ("error_sum", lambda x, r: ((x - r) ** 2).sum(),
         "Bu yalnızca toplam hata. Ortalama resmin toplam hatasına bölün ve 1'den çıkarın.",
         "That is the total error only. Divide it by the total error of the mean picture and subtract from 1."),
        ("one_minus_error", lambda x, r: 1 - ((x - r) ** 2).mean(),
         "Hata bir pay değil: önce ortalama resmin hatasına bölün.",
         "The error is not a share: divide it by the error of the mean picture first."),
        ("black_baseline", lambda x, r: _share(x, r, 0),
         "Siyah resimle karşılaştırmışsınız; ölçü, ortalama resmin hatasıdır.",
         "You compared with a black picture; the measure is the error of the mean picture."),
        ("one_mean", lambda x, r: _share(x, r, x.mean()),
         "Bütün piksellere tek bir ortalama almışsınız; her pikselin kendi ortalaması olmalı: `axis=0`.",
         "You took one mean for all pixels; each pixel has its own: `axis=0`."),
        ("mean_of_rebuilt", lambda x, r: _share(x, r, r.mean(axis=0)),
         "Ortalama resmi yeniden oluşturulan resimlerden almışsınız; ölçü, `x`'in ortalamasıdır.",
         "You took the mean picture of the rebuilt ones; the measure is the mean of `x`."),
        ("mean_per_picture", lambda x, r: _share(x, r, x.mean(axis=1, keepdims=True)),
         "Her resmin kendi ortalamasını almışsınız; ortalama resim, resimlerin ortalamasıdır: `axis=0`.",
         "You took each picture's own mean; the mean picture is the mean over the pictures: `axis=0`."),
        ("mean_of_shares", lambda x, r: _kept_per_pixel(x, r).mean(),
         "Piksellerin paylarını ortalamışsınız; o zaman hemen hiç değişmeyen bir piksel de ötekiler kadar söz sahibi olur. Önce "
         "bütün kareleri toplayın, sonra bölün.",
         "You averaged the shares of the pixels; then a pixel that hardly varies counts as much as any. Add up all the squares "
         "first, then divide."),
        ("spread_of_rebuilt", lambda x, r: ((r - x.mean(axis=0)) ** 2).sum() / ((x - x.mean(axis=0)) ** 2).sum(),
         "Yeniden oluşturulan resimlerin yayılımını ölçmüşsünüz; onlar yanlış yere de yayılabilir. Hatayı ölçün: `x - rebuilt`.",
         "You measured how far the rebuilt pictures spread; they may spread to the wrong places. Measure the error, "
         "`x - rebuilt`."),
        ("root", lambda x, r: 1 - np.sqrt(1 - _kept(x, r)),
         "Karekök alınmaz: pay, karelerin oranıdır.", "No root is taken: the share is one of squares."),
        ("percent", lambda x, r: 100 * _kept(x, r),
         "Yüzde değil pay gerekir: 100 ile çarpmayın.", "A share is asked for, not a percentage: do not multiply by 100."),
        ("no_square", lambda x, r: 1 - np.abs(x - r).sum() / np.abs(x - x.mean(axis=0)).sum(),
         "Farkların mutlak değeri değil, karesi alınır.", "Take the squares of the differences, not their absolute values."),
        ("clipped", lambda x, r: max(0.0, _kept(x, r)),
         "Ortalama resimden kötü bir resim için pay eksidir; 0'a çekmeyin.",
         "For a picture that is worse than the mean picture the share is negative; do not raise it to 0."),
    ]  # fmt: skip
    few = np.array([[1.0, 0.0], [3.0, 1.0], [2.0, 8.0]])
    rng = np.random.default_rng(0)
    x = rng.random((6, 4)) + np.array([0.0, 1, 2, 4])
    return judge(
        answer,
        [
            (few, np.array([[1.0, 1.0], [2.0, 1.0], [2.0, 6.0]])),
            (few, few[[1, 2, 0]]),
            (x, x + rng.normal(0, 0.1, x.shape)),
            (20 * x[:4] - 50, 10 * x[:4] + 10 * x[:4].mean(axis=0) - 50),
        ],
        _kept,
        beliefs,
        otherwise=(
            "wrong_value",
            "Pay = 1 − (`x - rebuilt` farklarının kareleri toplamı) / (`x - x.mean(axis=0)` farklarının kareleri toplamı).",
            "The share is 1 − (sum of the squares of `x - rebuilt`) / (sum of the squares of `x - x.mean(axis=0)`).",
        ),
        remark=(
            "Bu sayı 1 ise hiçbir şey kaybolmamıştır; 0 ise resmi resim yapan her şey kaybolmuştur.",
            "At 1 nothing is lost; at 0 everything is lost that tells one picture from another.",
        ),
    )


def _path(start, end, count):
    return start + np.linspace(0, 1, count)[:, None] * (end - start)


@exercise(LESSON, "path", tr="İki kod arasında yürüyün", en="Walk between two codes")
def path(answer):
    """``answer(start (2,), end (2,), count) -> (count, 2)``: evenly spaced, both ends included."""
    beliefs = [
        ("turned", lambda a, b, n: _path(a, b, n).T,
         "Satırlar noktalar olmalı: şekil `(count, 2)`.", "The rows should be the points: the shape is `(count, 2)`."),
        ("one_too_many", lambda a, b, n: _path(a, b, n + 1),
         "Bir nokta fazla: toplam `count` nokta olmalı.", "One point too many: there should be `count` in all."),
        ("one_too_few", lambda a, b, n: _path(a, b, n - 1),
         "Bir nokta eksik: toplam `count` nokta olmalı.", "One point is missing: there should be `count` in all."),
        ("start_missing", lambda a, b, n: _path(a, b, n)[1:],
         "İlk nokta `start` olmalı: yolunuz bir adım sonra başlıyor.",
         "The first point has to be `start`: your path begins one step later."),
        ("only_first", lambda a, b, n: a[None],
         "Yalnızca ilk nokta geldi: her turda listeye bir nokta ekleyin, `return` döngüden sonra gelsin.",
         "Only the first point came back: add a point to the list in each round; `return` comes after the loop."),
        ("only_middle", lambda a, b, n: (a + b) / 2,
         "Bu yalnızca orta nokta; yolda `count` nokta var.", "That is the middle only; the path has `count` points."),
        ("only_ends", lambda a, b, n: np.stack([a, b]),
         "Bunlar yalnızca iki uç; arası boş.", "These are the two ends only; nothing lies between."),
        ("count_not_used", lambda a, b, n: _path(a, b, 50),
         "`count` kullanılmamış: `np.linspace` sayı verilmezse 50 nokta üretir.",
         "`count` is not used: without a number `np.linspace` makes 50 points."),
        ("only_shares", lambda a, b, n: np.linspace(0, 1, n),
         "Bunlar yalnızca paylar. Nokta, payı `end - start` ile çarpıp `start`'a ekleyince bulunur.",
         "These are the shares only. A point is `start` plus its share of `end - start`."),
        ("last_missing", lambda a, b, n: a + (np.arange(n) / n)[:, None] * (b - a),
         "Son nokta `end` olmalı: `count` nokta arasında `count - 1` adım vardır.",
         "The last point has to be `end`: between `count` points there are `count - 1` steps."),
        ("ends_missing", lambda a, b, n: a + (np.arange(1, n + 1) / (n + 1))[:, None] * (b - a),
         "Uçlar da yola dahildir.", "The ends belong to the path."),
        ("reversed", lambda a, b, n: _path(b, a, n),
         "Yol ters: `start` ile başlamalı.", "The path is reversed: it has to begin with `start`."),
        ("end_not_difference", lambda a, b, n: a + np.linspace(0, 1, n)[:, None] * b,
         "Adım `end` değil, `end - start` yönündedir; yolunuz `start + end` noktasında bitiyor.",
         "The step goes along `end - start`, not `end`; your path ends at `start + end`."),
        ("no_start", lambda a, b, n: np.linspace(0, 1, n)[:, None] * (b - a),
         "Yol `start` ile başlamalı: her noktaya `start`'ı ekleyin.",
         "The path has to begin with `start`: add it to each point."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.5, 1.0]), np.array([4.0, -1.0]), 5),
            (np.array([-1.0, 2.0]), np.array([1.0, 5.0]), 3),
            (np.array([-14.0, 2.0]), np.array([1.0, 15.0]), 2),
            (np.array([3.0, -2.0]), np.array([-0.5, 1.5]), 12),
        ],
        _path,
        beliefs,
        otherwise=(
            "wrong_value",
            "`t`, 0'dan 1'e eşit aralıklı `count` değer alır; nokta `start + t * (end - start)`.",
            "With `count` evenly spaced values of `t` from 0 to 1, a point is `start + t * (end - start)`.",
        ),
        remark=(
            "Bu noktaları kod çözücüye verirseniz etkileşimli çizimdeki alt sırayı elde edersiniz.",
            "Hand these points to the decoder and you have the bottom row of the explorer.",
        ),
    )


@exercise(
    LESSON,
    "complete_left",
    tr="Sol yarıyı tamamlayın",
    en="Complete the left half",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def complete_left(answer):
    """``answer() -> model``: pictures (n, 784) with the left half black to pictures (n, 784), error on that half at
    most MOST_ERROR on the test digits."""
    whole = _test_pictures()
    no_left, no_right = whole.copy(), whole.copy()
    no_left[:, :, :HALF], no_right[:, :, HALF:] = 0, 0
    unseen = np.concatenate([whole, no_left])
    model = call_trainer(answer, unseen=unseen, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "layers"))

    def error(given, half):
        rebuilt = outputs_of(model, given.reshape(-1, SIDE * SIDE), (len(given), SIDE * SIDE))
        return float(np.mean((whole - rebuilt.reshape(whole.shape))[half] ** 2)), rebuilt.reshape(whole.shape)[half]

    left, right = np.s_[:, :, :HALF], np.s_[:, :, HALF:]
    found, drawn = error(no_left, left)
    if found <= MOST_ERROR:
        return L(
            f"Silinen yarıda hata {number(found, 4)}: en yakın komşudan ve doğrusal regresyondan az.",
            f"Error {number(found, 4)} on the erased half: less than the nearest neighbour and linear regression.",
        )
    came, most = apart(found, MOST_ERROR)
    report = L(
        f"Silinen yarıda hata {came}; en çok {most} olmalı. ",
        f"The error on the erased half is {came}; it may be {most} at most. ",
    )
    rows = [
        ("other_half", lambda: error(no_right, right)[0] < 0.6 * found,
         "Sağ yarısı silinmiş resimleri çok daha iyi tamamlıyor: eğitimde öbür yarıyı silmişsiniz. Sol yarı `[:, :, :14]`.",
         "It completes pictures without their right half far better: you erased the other half in training. The left one is "
         "`[:, :, :14]`."),
        ("target_erased", lambda: np.abs(drawn).mean() < 0.02,
         "Ağ sol yarıyı siyah bırakıyor: hedefler silinmiş resimlerse öyle olur. Hedef, tam resim olmalı.",
         "The network leaves the left half black, as it does if its targets are the erased pictures. They have to be the whole "
         "ones."),
        ("not_trained", lambda: error(no_left, right)[0] > 0.06,
         "Ağ gördüğü yarıyı bile yeniden oluşturamıyor: eğitilmemiş görünüyor.",
         "The network cannot even rebuild the half that it sees: it seems untrained."),
        ("trained_on_whole", lambda: error(whole, left)[0] < 0.6 * found,
         "Tam resim verince sol yarıyı çok daha iyi oluşturuyor: ağ, eğitimde sol yarıyı görmüş. Girdide sol yarıyı silin.",
         "Given whole pictures it rebuilds the left half far better: it saw that half in training. Erase it in the input."),
        ("not_good_enough", lambda: True,
         "Daha çok epok ya da daha geniş bir kod deneyin.", "Try more epochs or a wider code."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1]())
    wrong(report + L(*why), name)


def _test_pictures():
    """Return the test pictures (1000, 28, 28), from 0 to 1."""
    from utils.datasets import load_digits28

    return load_digits28().x_test.astype("float32") / 255

"""Checks of lesson 29_autoencoder_vae."""

import numpy as np
from scipy.stats import norm

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
         "Sayılar doğru, ama şekil `(n, 1)` olmuş. `(n,)` olması için `keepdims=True` yazmadan toplayın.",
         "The numbers are right, but their shape is `(n, 1)` instead of `(n,)`: sum without `keepdims=True`."),
        ("summed_over_rows", lambda m, v: _kl(m, v).sum(axis=0),
         "Satırlar boyunca toplamışsınız. Her resmin kendi sayısı olmalı, bu yüzden `axis=1` gerekir.",
         "You summed over the rows. Each picture needs a number of its own, so use `axis=1`."),
        ("not_summed", _kl,
         "Bileşenler ayrı kalmış. Her satırı kendi içinde toplayın: `axis=1`.",
         "The components are still separate. Sum each row: `axis=1`."),
        ("one_number", sign(lambda given, m, v: np.size(given) == 1),
         "Tek bir sayı döndürdünüz. Her satır, yani her resim için bir sayı gerekir: `axis=1`.",
         "You returned a single number. Each row, that is, each picture, needs a number of its own: `axis=1`."),
        ("no_half", lambda m, v: 2 * _kl(m, v).sum(axis=1),
         "Toplamın başındaki ½ unutulmuş.", "The ½ in front of the sum is missing."),
        ("no_exp", terms(lambda m, v: m**2 + v - 1 - v),
         "σ² yerine `log_var` yazılmış: varyans `np.exp(log_var)`.",
         "You used `log_var` in place of σ²: the variance is `np.exp(log_var)`."),
        ("half_log_var", lambda m, v: _kl(m, v / 2).sum(axis=1),
         "`log_var / 2`, ln σ'dır. Formülde ise σ² ile ln σ² geçer, bu yüzden 2'ye bölmeyin.",
         "`log_var / 2` is ln σ, whereas the formula contains σ² and ln σ²: do not divide by 2."),
        ("log_var_as_std", terms(lambda m, v: m**2 + np.exp(2 * v) - 1 - 2 * v),
         "`log_var`, ln σ değil ln σ²'dir. Varyansın bir daha karesini almayın.",
         "`log_var` is ln σ², not ln σ: do not square the variance once more."),
        ("log_var_as_std_itself", terms(lambda m, v: m**2 + v**2 - 1 - np.log(v**2)),
         "`log_var`'ı σ yerine koymuşsunuz. O ln σ²'dir: varyans `np.exp(log_var)`, varyansın logaritması `log_var` olur.",
         "You used `log_var` in place of σ, but it is ln σ²: the variance is `np.exp(log_var)`, and its logarithm is `log_var`."),
        ("log_of_log_var", terms(lambda m, v: m**2 + v - 1 - np.log(v)),
         "`log_var`'ı σ² yerine koymuşsunuz. O zaten ln σ²'dir: varyans için `np.exp(log_var)` yazın, yeniden `np.log` almayın.",
         "You used `log_var` in place of σ², but it is ln σ² already: the variance is `np.exp(log_var)`, and no further `np.log` "
         "is needed."),
        ("second_logarithm", terms(lambda m, v: m**2 + np.exp(v) - 1 - np.log(v)),
         "`log_var` zaten ln σ²'dir, yeniden `np.log` almayın. Eksi bir sayının logaritması NaN'dır.",
         "`log_var` is ln σ² already, so do not take `np.log` again. The logarithm of a negative number is NaN."),
        ("wrong_sign", lambda m, v: -_kl(m, v).sum(axis=1),
         "İşaret ters, çünkü KL hiçbir zaman eksi olmaz.", "The sign is reversed: a KL divergence is never negative."),
        ("log_added", terms(lambda m, v: m**2 + np.exp(v) - 1 + v),
         "ln σ² çıkarılır, eklenmez.", "ln σ² is subtracted, not added."),
        ("no_minus_one", terms(lambda m, v: m**2 + np.exp(v) - v),
         "−1 unutulmuş. μ = 0 ve σ = 1 iken sonuç 0 olmalı.", "The −1 is missing. For μ = 0 and σ = 1 the result has to be 0."),
        ("one_in_all", lambda m, v: (m**2 + np.exp(v) - v).sum(axis=1) / 2 - 0.5,
         "−1 her bileşende vardır, siz ise onu toplamdan bir kez çıkarmışsınız.",
         "The −1 belongs to every component, but you subtracted it only once, from the sum."),
        ("no_log", terms(lambda m, v: m**2 + np.exp(v) - 1), "− ln σ² terimi unutulmuş.", "The term − ln σ² is missing."),
        ("no_mean", lambda m, v: _kl(0, v).sum(axis=1),
         "μ² unutulmuş. O zaman merkezden uzak bir bulutun bedeli olmazdı.",
         "The term μ² is missing. Without it, a cloud far from the centre would cost nothing."),
        ("only_mean", terms(lambda m, v: m**2),
         "Yalnızca μ² var, σ²'li terimler ile −1 eksik.", "Only μ² is there; the terms with σ² and the −1 are missing."),
        ("mean_not_squared", terms(lambda m, v: m + np.exp(v) - 1 - v), "μ'nün karesi alınmamış.", "μ is not squared."),
        ("averaged", lambda m, v: _kl(m, v).mean(axis=1),
         "Bileşenlerin ortalamasını almışsınız, oysa bağımsız bileşenlerin KL'leri toplanır.",
         "You averaged over the components, but the KLs of independent components add up."),
    ]  # fmt: skip
    return judge(
        answer,
        [(mean, log_var) for mean, log_var, _ in CLOUDS],
        lambda m, v: _kl(m, v).sum(axis=1),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her satırda, bileşenlerin ½(μ² + σ² − 1 − ln σ²) değerleri toplanır ve σ² = `np.exp(log_var)` olur.",
            "In each row, ½(μ² + σ² − 1 − ln σ²) is summed over the components, where σ² is `np.exp(log_var)`.",
        ),
        remark=(
            "Artık her bulutun önsel dağılımdan ne kadar ayrıldığını kendiniz hesaplıyorsunuz.",
            "You can now compute how far each cloud is from the prior.",
        ),
    )


@exercise(LESSON, "sample", tr="Örnekleme adımı", en="The sampling step")
def sample(answer):
    """``answer(mean, log_var, noise) -> code``, all (n, 2): mean + exp(log_var / 2) * noise."""
    beliefs = [
        ("variance_for_std", lambda m, v, e: m + np.exp(v) * e,
         "Gürültüyü varyansla çarpmışsınız. Standart sapma onun kareköküdür: `np.exp(log_var / 2)`.",
         "You multiplied the noise by the variance. The standard deviation is its square root: `np.exp(log_var / 2)`."),
        ("log_var_itself", lambda m, v, e: m + v * e,
         "Gürültüyü logaritmayla çarpmışsınız. Önce `np.exp` ile σ'yı bulun: `np.exp(log_var / 2)`.",
         "You multiplied the noise by the logarithm. Use `np.exp` to find σ first: `np.exp(log_var / 2)`."),
        ("root_of_log_var", lambda m, v, e: m + np.sqrt(v) * e,
         "`log_var` eksi olabilir, o zaman da karekökü NaN olur. σ'yı bulmak için `np.exp` gerekir: `np.exp(log_var / 2)`.",
         "`log_var` may be negative, and then its square root is NaN. To find σ you need `np.exp`: `np.exp(log_var / 2)`."),
        ("half_log_var", lambda m, v, e: m + v / 2 * e,
         "`log_var / 2`, ln σ'dır. σ'yı bulmak için bunun `np.exp`'ini alın.",
         "`log_var / 2` is ln σ. To find σ, take `np.exp` of it."),
        ("root_outside", lambda m, v, e: m + np.exp(v) / 2 * e,
         "2'ye bölme, üssün içinde olmalı: `np.exp(log_var / 2)`.",
         "The division by 2 belongs in the exponent: `np.exp(log_var / 2)`."),
        ("no_spread", lambda m, v, e: m + e,
         "Gürültü σ ile çarpılmamış. Böyle olsa bütün bulutlar aynı genişlikte olurdu.",
         "The noise is not multiplied by σ, so all clouds would be equally wide."),
        ("no_mean", lambda m, v, e: np.exp(v / 2) * e,
         "Ortalama eklenmemiş. Böyle olsa bütün bulutların ortası sıfırda olurdu.",
         "The mean is not added, so all clouds would be centred at zero."),
        ("mean_times_noise", lambda m, v, e: (m + np.exp(v / 2)) * e,
         "Ortalamayı da gürültüyle çarpmışsınız. Önce σ ile gürültüyü çarpın, sonra ortalamayı ekleyin.",
         "You multiplied the mean by the noise as well. Multiply σ by the noise first, then add the mean."),
        ("no_noise", lambda m, v, e: m + np.exp(v / 2),
         "Gürültü kullanılmamış, bu yüzden sonuç rastgele değil.", "The noise is not used, so the result is not random."),
        ("variance_squared", lambda m, v, e: m + np.exp(2 * v) * e,
         "Üs 2 ile çarpılmaz, 2'ye bölünür: σ = `np.exp(log_var / 2)`.",
         "The exponent has to be divided by 2, not multiplied by 2: σ is `np.exp(log_var / 2)`."),
        ("noise_subtracted", lambda m, v, e: m - np.exp(v / 2) * e,
         "Gürültüyü çıkarmışsınız. Dağılım aynı kalır, ama formülde gürültü eklenir; verilen `noise` ile kod bu olmaz.",
         "You subtracted the noise. The distribution stays the same, but the formula adds the noise, and with this `noise` the "
         "code is another one."),
        ("roles_swapped", lambda m, v, e: m * e + np.exp(v / 2),
         "Ortalama ile σ yer değiştirmiş. Gürültü σ ile çarpılır, ortalama ise sonuca eklenir.",
         "The mean and σ are swapped. The noise is multiplied by σ, and the mean is added."),
        ("only_mean", lambda m, v, e: m,
         "Bu yalnızca ortalama, yani bulut bir noktaya küçülmüş. σ ile çarpılmış gürültüyü ekleyin.",
         "That is the mean only, so the cloud has shrunk to a point. Add the noise multiplied by σ."),
        ("wrong_sign", lambda m, v, e: m + np.exp(-v / 2) * e, "Üssün işareti ters.", "The sign of the exponent is reversed."),
    ]  # fmt: skip
    _refuse_drawing(answer, *CLOUDS[1])
    return judge(
        answer,
        CLOUDS,
        lambda m, v, e: m + np.exp(v / 2) * e,
        beliefs,
        otherwise=(
            "wrong_value",
            "Kod μ + σ·ε ile bulunur ve σ = `np.exp(log_var / 2)` olur.",
            "The code is μ + σ·ε, where σ is `np.exp(log_var / 2)`.",
        ),
        remark=(
            "Rastgelelik dışarıdan geldiği için kodun μ ile σ'ya göre türevi alınabilir; hile budur.",
            "Because the randomness comes from outside, the code has derivatives with respect to μ and σ; this is the trick.",
        ),
    )


def _refuse_drawing(answer, *case):
    """End the check where two calls with the same noise give two results."""
    once, again = (call(answer, *case) for _ in range(2))
    expect(
        same(again, once),
        L(
            "Aynı girdiyle iki kez çağırınca iki ayrı sonuç geldi. Gürültüyü fonksiyonun içinde çekmeyin, size verilen `noise` "
            "dizisini kullanın.",
            "Two calls with the same input gave two different results. Do not draw noise inside the function; use the `noise` "
            "that you are given.",
        ),
        "draws_inside",
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
         "Her piksel için ayrı bir pay çıkmış, oysa tek bir pay gerekir. Önce bütün kareleri toplayın, sonra bölün.",
         "You computed a share for each pixel, but a single one is needed. Add up all the squares first, then divide."),
        ("lost_share", lambda x, r: 1 - _kept(x, r),
         "Bu, kaybolan paydır. Kalan payı bulmak için onu 1'den çıkarın.",
         "That is the share that is lost. Subtract it from 1 to get the share that is kept."),
        ("error_itself", lambda x, r: ((x - r) ** 2).mean(),
         "Bu yalnızca ortalama hata. Onu ortalama resmin hatasına bölün ve sonucu 1'den çıkarın.",
         "That is only the mean error. Divide it by the error of the mean picture and subtract the result from 1."),
        ("error_sum", lambda x, r: ((x - r) ** 2).sum(),
         "Bu yalnızca toplam hata. Onu ortalama resmin toplam hatasına bölün ve sonucu 1'den çıkarın.",
         "That is only the total error. Divide it by the total error of the mean picture and subtract the result from 1."),
        ("one_minus_error", lambda x, r: 1 - ((x - r) ** 2).mean(),
         "Hata bir pay değildir, onu önce ortalama resmin hatasına bölün.",
         "The error is not a share. Divide it by the error of the mean picture first."),
        ("black_baseline", lambda x, r: _share(x, r, 0),
         "Siyah bir resmin hatasına bölmüşsünüz, oysa karşılaştırılacak olan ortalama resmin hatasıdır.",
         "You divided by the error of a black picture, but the comparison is with the mean picture."),
        ("one_mean", lambda x, r: _share(x, r, x.mean()),
         "Bütün pikseller için tek bir ortalama almışsınız. Her pikselin kendi ortalaması olmalı: `axis=0`.",
         "You took one mean for all pixels. Each pixel needs a mean of its own: `axis=0`."),
        ("mean_of_rebuilt", lambda x, r: _share(x, r, r.mean(axis=0)),
         "Ortalama resmi yeniden oluşturulan resimlerden bulmuşsunuz, oysa o `x`'in ortalamasıdır.",
         "You took the mean of the rebuilt pictures, but the mean picture is the mean of `x`."),
        ("mean_per_picture", lambda x, r: _share(x, r, x.mean(axis=1, keepdims=True)),
         "Her resmin kendi piksellerinin ortalamasını almışsınız, oysa ortalama resim, resimlerin ortalamasıdır: `axis=0`.",
         "You averaged the pixels within each picture, but the mean picture is the mean over the pictures: `axis=0`."),
        ("mean_of_shares", lambda x, r: _kept_per_pixel(x, r).mean(),
         "Piksellerin paylarının ortalamasını almışsınız. O zaman hemen hiç değişmeyen bir piksel de ötekiler kadar söz sahibi "
         "olur. Önce bütün kareleri toplayın, sonra bölün.",
         "You averaged the shares of the pixels, so that a pixel that hardly varies counts as much as any other. Add up all the "
         "squares first, then divide."),
        ("spread_of_rebuilt", lambda x, r: ((r - x.mean(axis=0)) ** 2).sum() / ((x - x.mean(axis=0)) ** 2).sum(),
         "Yeniden oluşturulan resimlerin ortalama resimden ne kadar ayrıldığını ölçmüşsünüz; ondan yanlış yöne de "
         "ayrılabilirler. Hatayı ölçün: `x - rebuilt`.",
         "You measured how far the rebuilt pictures are from the mean picture, but they may differ from it in the wrong "
         "direction. Measure the error, `x - rebuilt`."),
        ("root", lambda x, r: 1 - np.sqrt(1 - _kept(x, r)),
         "Karekök almayın, çünkü pay karelerin oranıdır.", "Do not take the square root: the share is a ratio of squares."),
        ("percent", lambda x, r: 100 * _kept(x, r),
         "Yüzde değil, pay isteniyor. 100 ile çarpmayın.",
         "The exercise asks for a share, not for a percentage: do not multiply by 100."),
        ("no_square", lambda x, r: 1 - np.abs(x - r).sum() / np.abs(x - x.mean(axis=0)).sum(),
         "Farkların mutlak değeri değil, karesi alınır.", "Take the squares of the differences, not their absolute values."),
        ("clipped", lambda x, r: max(0.0, _kept(x, r)),
         "Yeniden oluşturulan resimler ortalama resimden kötüyse pay eksi olur. Onu 0'a yükseltmeyin.",
         "If the rebuilt pictures are worse than the mean picture, the share is negative. Do not raise it to 0."),
    ]  # fmt: skip
    few = np.array([[1.0, 0.0], [3.0, 1.0], [2.0, 8.0]])
    rng = np.random.default_rng(0)
    x = np.round(rng.random((4, 3)) + np.array([0.0, 1, 3]), 2)
    return judge(
        answer,
        [
            (few, np.array([[1.0, 1.0], [2.0, 1.0], [2.0, 6.0]])),
            (few, few[[1, 2, 0]]),
            (x, np.round(x + rng.normal(0, 0.1, x.shape), 2)),
            (20 * x - 50, 10 * x + 10 * x.mean(axis=0) - 50),
        ],
        _kept,
        beliefs,
        otherwise=(
            "wrong_value",
            "Pay = 1 − (`x - rebuilt` farklarının kareleri toplamı) / (`x - x.mean(axis=0)` farklarının kareleri toplamı).",
            "The share is 1 − (sum of the squares of `x - rebuilt`) / (sum of the squares of `x - x.mean(axis=0)`).",
        ),
        remark=(
            "Sonuç 1 ise hiçbir şey kaybolmamıştır. 0 ise ağ, her resim için ortalama resmi çizen bir ağdan daha iyi değildir.",
            "At 1 nothing is lost. At 0 the network is no better than one that draws the mean picture for every digit.",
        ),
    )


def _path(start, end, count):
    return start + np.linspace(0, 1, count)[:, None] * (end - start)


@exercise(LESSON, "path", tr="İki kod arasında yürüyün", en="Walk between two codes")
def path(answer):
    """``answer(start (2,), end (2,), count) -> (count, 2)``: evenly spaced, both ends included."""
    beliefs = [
        ("turned", lambda a, b, n: _path(a, b, n).T,
         "Her satır bir nokta olmalı, yani şekil `(count, 2)` olmalı.",
         "Each row should be a point, so that the shape is `(count, 2)`."),
        ("one_too_many", lambda a, b, n: _path(a, b, n + 1),
         "Bir nokta fazla. Toplam `count` nokta olmalı.", "There is one point too many: there should be `count` in all."),
        ("one_too_few", lambda a, b, n: _path(a, b, n - 1),
         "Bir nokta eksik. Toplam `count` nokta olmalı.", "One point is missing: there should be `count` in all."),
        ("start_missing", lambda a, b, n: _path(a, b, n)[1:],
         "İlk nokta `start` olmalı, sizin yolunuz ise bir adım sonra başlıyor.",
         "The first point has to be `start`, but your path begins one step later."),
        ("only_first", lambda a, b, n: a[None],
         "Yalnızca ilk noktayı döndürdünüz. Her turda listeye bir nokta ekleyin ve `return`'ü döngüden sonraya yazın.",
         "You returned only the first point. Add a point to the list in each round, and put `return` after the loop."),
        ("only_middle", lambda a, b, n: (a + b) / 2,
         "Bu yalnızca orta nokta, oysa yolda `count` nokta var.", "That is only the middle; the path has `count` points."),
        ("only_ends", lambda a, b, n: np.stack([a, b]),
         "Bunlar yalnızca iki uç; aradaki noktalar eksik.", "These are only the two ends; the points between them are missing."),
        ("count_not_used", lambda a, b, n: _path(a, b, 50),
         "`count` kullanılmamış. `np.linspace`, kaç nokta istendiği yazılmazsa 50 nokta üretir.",
         "`count` is not used. If you do not say how many points you want, `np.linspace` gives 50."),
        ("only_shares", lambda a, b, n: np.linspace(0, 1, n),
         "Bunlar yalnızca paylar. Noktayı bulmak için payı `end - start` ile çarpıp `start`'a ekleyin.",
         "These are only the shares. To get a point, multiply its share by `end - start` and add `start`."),
        ("last_missing", lambda a, b, n: a + (np.arange(n) / n)[:, None] * (b - a),
         "Son nokta `end` olmalı. `count` nokta arasında `count - 1` adım vardır.",
         "The last point has to be `end`. Between `count` points there are `count - 1` steps."),
        ("ends_missing", lambda a, b, n: a + (np.arange(1, n + 1) / (n + 1))[:, None] * (b - a),
         "Uçlar da yola dahildir; ilk nokta `start`, son nokta `end` olmalı.",
         "The ends belong to the path: the first point has to be `start` and the last one `end`."),
        ("reversed", lambda a, b, n: _path(b, a, n),
         "Yol ters yönde. `start` ile başlamalı.", "The path is reversed: it has to begin with `start`."),
        ("end_not_difference", lambda a, b, n: a + np.linspace(0, 1, n)[:, None] * b,
         "Yol `end - start` boyunca ilerlemeli. `end` ile çarptığınız için yolunuz `start + end` noktasında bitiyor.",
         "The path has to go along `end - start`. Because you multiplied by `end`, it ends at `start + end`."),
        ("no_start", lambda a, b, n: np.linspace(0, 1, n)[:, None] * (b - a),
         "Yol `start` ile başlamalı. Her noktaya `start`'ı ekleyin.",
         "The path has to begin with `start`. Add it to each point."),
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
            "`t`, 0'dan 1'e eşit aralıklı `count` değer alır ve her nokta `start + t * (end - start)` olur.",
            "With `count` evenly spaced values of `t` from 0 to 1, each point is `start + t * (end - start)`.",
        ),
        remark=(
            "Bu noktaları kod çözücüye verirseniz etkileşimli çizimde yolun üstünde gördüğünüz resimleri elde edersiniz.",
            "If you pass these points to the decoder, you get the pictures along the path that the explorer shows.",
        ),
    )


def _sampled(mean, std, noise):
    z = mean + std * noise
    return norm.logpdf(z, mean, std) - norm.logpdf(z)


@exercise(LESSON, "sampled_kl", tr="KL'yi örnekleyerek bulun", en="Estimate a KL by sampling")
def sampled_kl(answer):
    """``answer(mean, std, noise (n,)) -> float``: the mean of ln q(z) - ln p(z) over z = mean + std * noise."""
    beliefs = [
        ("not_averaged", _sampled,
         "Her örnek için ayrı bir sayı döndürdünüz. KL bu sayıların ortalamasıdır.",
         "You returned a number for each sample. The KL is the mean of these numbers."),
        ("summed", lambda m, s, e: _sampled(m, s, e).sum(),
         "Terimleri toplamışsınız, oysa KL onların ortalamasıdır.", "You added up the terms, but the KL is their mean."),
        ("reversed", lambda m, s, e: -_sampled(m, s, e).mean(),
         "Fark ters: `ln q(z) - ln p(z)` gerekir.", "The difference is reversed: it has to be `ln q(z) - ln p(z)`."),
        ("formula", lambda m, s, e: (m**2 + s**2 - 1 - np.log(s**2)) / 2,
         "Bu, formülün verdiği değer. Burada formülü sınamak için örnekleri kullanın: `noise` ile `z`'leri hesaplayın ve "
         "`ln q(z) - ln p(z)` farklarının ortalamasını alın.",
         "That is the value of the formula. Here the samples should test it: compute the `z` from `noise` and average "
         "`ln q(z) - ln p(z)`."),
        ("noise_as_code", lambda m, s, e: (norm.logpdf(e, m, s) - norm.logpdf(e)).mean(),
         "`noise`, kodun kendisi değil. Ortalama q altında alınır, bu yüzden önce `z = mean + std * noise` hesaplayın.",
         "`noise` is not the code itself. The mean is taken under q, so compute `z = mean + std * noise` first."),
        ("noise_under_prior", lambda m, s, e: (norm.logpdf(m + s * e, m, s) - norm.logpdf(e)).mean(),
         "`ln p` de aynı kodda, yani `z`'de hesaplanmalı; siz onu `noise`'ta hesaplamışsınız.",
         "`ln p` has to be evaluated at the same code `z`; you evaluated it at `noise`."),
        ("noise_under_q", lambda m, s, e: (norm.logpdf(e, m, s) - norm.logpdf(m + s * e)).mean(),
         "`ln q` da aynı kodda, yani `z`'de hesaplanmalı; siz onu `noise`'ta hesaplamışsınız.",
         "`ln q` has to be evaluated at the same code `z`; you evaluated it at `noise`."),
        ("only_q", lambda m, s, e: norm.logpdf(m + s * e, m, s).mean(),
         "Bu yalnızca `ln q(z)`'nin ortalaması. Her terimden `ln p(z)`'yi de çıkarın.",
         "That is only the mean of `ln q(z)`. Subtract `ln p(z)` from each term."),
        ("only_p", lambda m, s, e: norm.logpdf(m + s * e).mean(),
         "Bu yalnızca `ln p(z)`'nin ortalaması. Onu `ln q(z)`'den çıkarmanız gerekir.",
         "That is only the mean of `ln p(z)`. It has to be subtracted from that of `ln q(z)`."),
        ("added", lambda m, s, e: (norm.logpdf(m + s * e, m, s) + norm.logpdf(m + s * e)).mean(),
         "İki logaritmayı toplamışsınız, oysa farkları alınır.", "You added the two logarithms; take their difference."),
        ("no_logarithm", lambda m, s, e: (norm.pdf(m + s * e, m, s) - norm.pdf(m + s * e)).mean(),
         "Yoğunlukların farkını almışsınız, oysa logaritmalarının farkı gerekir: `norm.pdf` yerine `norm.logpdf`.",
         "You took the difference of the densities; it has to be that of their logarithms: use `norm.logpdf`, not `norm.pdf`."),
        ("log_of_mean", lambda m, s, e: np.log(np.mean(np.exp(_sampled(m, s, e)))),
         "Oranların ortalamasının logaritmasını almışsınız. Jensen eşitsizliğine göre bu sayı, logaritmaların ortalamasından "
         "büyüktür.",
         "You took the logarithm of the mean ratio. By Jensen's inequality this is larger than the mean of the logarithms."),
        ("variance_in_q", lambda m, s, e: (norm.logpdf(m + s * e, m, s**2) - norm.logpdf(m + s * e)).mean(),
         "`norm.logpdf` varyansı değil standart sapmayı alır: `std`'nin karesini almayın.",
         "`norm.logpdf` takes the standard deviation, not the variance: do not square `std`."),
        ("variance_everywhere", lambda m, s, e: _sampled(m, s**2, e).mean(),
         "`std` zaten standart sapmadır, karesini almayın.", "`std` already is the standard deviation: do not square it."),
        ("no_std", lambda m, s, e: (norm.logpdf(m + e, m, s) - norm.logpdf(m + e)).mean(),
         "Kodu bulurken gürültü `std` ile çarpılmamış: `z = mean + std * noise`.",
         "The noise is not multiplied by `std`: the code is `z = mean + std * noise`."),
        ("no_mean", lambda m, s, e: (norm.logpdf(s * e, m, s) - norm.logpdf(s * e)).mean(),
         "Kodu bulurken ortalama eklenmemiş: `z = mean + std * noise`.",
         "The mean is not added: the code is `z = mean + std * noise`."),
        ("prior_moved", lambda m, s, e: (norm.logpdf(m + s * e, m, s) - norm.logpdf(m + s * e, m)).mean(),
         "Önsel dağılımın ortalamasını da `mean` almışsınız, oysa p = N(0, 1)'dir.",
         "You gave the prior the mean `mean`, too, but p is N(0, 1)."),
        ("prior_widened", lambda m, s, e: (norm.logpdf(m + s * e, m, s) - norm.logpdf(m + s * e, 0, s)).mean(),
         "Önsel dağılımın standart sapmasını da `std` almışsınız, oysa p = N(0, 1)'dir.",
         "You gave the prior the standard deviation `std`, too, but p is N(0, 1)."),
    ]  # fmt: skip
    cases = [
        (1.0, 0.5, np.array([0.5, -1.0, 2.0])),
        (-2.0, 0.25, np.array([1.0, 0.0, -0.5, 0.25])),
        (0.5, 3.0, np.array([-1.5, 0.75, 1.0, -0.25, 0.5])),
        (0.0, 1.5, np.array([2.0, -0.5])),
        (-1.0, 2.5, np.array([0.75, 0.5])),
        (-14.0, 0.02, np.array([-12.0])),
    ]
    _refuse_drawing(answer, *cases[0])
    return judge(
        answer,
        cases,
        lambda m, s, e: _sampled(m, s, e).mean(),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her `noise` değerinden `z = mean + std * noise` bulunur; KL, `norm.logpdf(z, mean, std) - norm.logpdf(z, 0, 1)` "
            "farklarının ortalamasıdır.",
            "Each value of `noise` gives a `z = mean + std * noise`, and the KL is the mean of "
            "`norm.logpdf(z, mean, std) - norm.logpdf(z, 0, 1)`.",
        ),
        remark=(
            "Bu yol, formülü olmayan dağılımlar için de işe yarar; bedeli, örneklerin getirdiği belirsizliktir.",
            "This also works for distributions without a formula; the price is the uncertainty that samples bring.",
        ),
    )


def _gaps(codes, places):
    """Return the distances (m, n) of m places from n codes."""
    return np.linalg.norm(places[:, None] - codes, axis=2)


@exercise(LESSON, "holes", tr="Boşluğa düşenler", en="Fallen into a hole")
def holes(answer):
    """``answer(codes (n, 2), places (m, 2), limit) -> share`` of the places whose nearest code is further than limit."""
    beliefs = [
        ("not_averaged", lambda c, p, d: _gaps(c, p).min(axis=1) > d,
         "Her yer için ayrı bir yanıt döndürdünüz. Bunların ortalaması, boşluğa düşenlerin payıdır.",
         "You returned an answer for each place. Their mean is the share of places in a hole."),
        ("distances", lambda c, p, d: _gaps(c, p).min(axis=1),
         "Bunlar en yakın kodlara uzaklıklar. Kaçının `limit`'ten büyük olduğunu sayın ve yerlerin sayısına bölün.",
         "These are the distances to the nearest codes. Count how many exceed `limit`, and divide by the number of places."),
        ("count", lambda c, p, d: (_gaps(c, p).min(axis=1) > d).sum(),
         "Bu, boşluğa düşen yerlerin sayısı. Payı bulmak için yerlerin sayısına bölün.",
         "That is the number of places in a hole. Divide it by the number of places to get the share."),
        ("divided_by_codes", lambda c, p, d: (_gaps(c, p).min(axis=1) > d).sum() / len(c),
         "Kodların sayısına bölmüşsünüz, oysa pay, yerlerin payıdır.",
         "You divided by the number of codes, but the share is one of the places."),
        ("percent", lambda c, p, d: 100 * np.mean(_gaps(c, p).min(axis=1) > d),
         "Yüzde değil, pay isteniyor. 100 ile çarpmayın.",
         "The exercise asks for a share, not for a percentage: do not multiply by 100."),
        ("outside_holes", lambda c, p, d: np.mean(_gaps(c, p).min(axis=1) <= d),
         "Bu, boşluğa düşmeyenlerin payı. En yakın kodu `limit`'ten **uzak** olan yerleri sayın.",
         "That is the share of places outside the holes. Count those whose nearest code is **further** than `limit`."),
        ("farthest_code", lambda c, p, d: np.mean(_gaps(c, p).max(axis=1) > d),
         "En uzak koda bakmışsınız. Bir yer, ancak en yakın kod da uzaktaysa boşluktadır.",
         "You looked at the farthest code. A place is in a hole only if even the nearest code is far away."),
        ("mean_distance", lambda c, p, d: np.mean(_gaps(c, p).mean(axis=1) > d),
         "Kodlara olan ortalama uzaklığa bakmışsınız. Bir yerin yakınında tek bir kod bile varsa orası boşluk değildir.",
         "You looked at the mean distance to the codes. A place with a single code nearby is not in a hole."),
        ("all_pairs", lambda c, p, d: np.mean(_gaps(c, p) > d),
         "Bütün çiftleri saymışsınız. Önce her yerin en yakın kodunu bulun: `min(axis=1)`.",
         "You counted all pairs. Find the nearest code of each place first: `min(axis=1)`."),
        ("centre", lambda c, p, d: np.mean(np.linalg.norm(p - c.mean(axis=0), axis=1) > d),
         "Kodların ortalamasına uzaklığı ölçmüşsünüz, oysa en yakın kod gerekir.",
         "You measured the distance to the mean of the codes, but the nearest code is needed."),
        ("codes_far_from_places", lambda c, p, d: np.mean(_gaps(p, c).min(axis=1) > d),
         "Yerlerden uzak olan kodları saymışsınız. Kodlardan uzak olan yerleri sayın.",
         "You counted codes that are far from the places. Count places that are far from the codes."),
        ("squared", lambda c, p, d: np.mean((_gaps(c, p) ** 2).min(axis=1) > d),
         "Uzaklığın karesini `limit` ile karşılaştırmışsınız; önce karekök alın.",
         "You compared the squared distance with `limit`; take the square root first."),
        ("sum_of_differences", lambda c, p, d: np.mean(np.abs(p[:, None] - c).sum(axis=2).min(axis=1) > d),
         "Koordinat farklarını toplamışsınız. Uzaklık, farkların karelerinin toplamının kareköküdür.",
         "You added up the differences of the coordinates. The distance is the square root of the sum of their squares."),
        ("greatest_difference", lambda c, p, d: np.mean(np.abs(p[:, None] - c).max(axis=2).min(axis=1) > d),
         "Yalnızca büyük olan koordinat farkına bakmışsınız. Uzaklık, farkların karelerinin toplamının kareköküdür.",
         "You used only the larger difference of coordinates. The distance is the square root of the sum of their squares."),
        ("at_the_limit", lambda c, p, d: np.mean(_gaps(c, p).min(axis=1) >= d),
         "Uzaklığı tam `limit` olan bir yer boşlukta sayılmaz: `>=` yerine `>` gerekir.",
         "A place exactly at the distance `limit` is not in a hole: use `>`, not `>=`."),
    ]  # fmt: skip
    codes = np.array([[0.0, 0.0], [4.0, 0.5], [-3.0, 2.0], [0.5, -1.0]])
    # rounded to whole numbers or cut off at 10, either of these gives another share
    crowd = np.array([[14.32, -2.79], [-7.45, -2.09], [-3.14, -16.88], [16.76, 3.58]])
    far = np.array([[15.38, 2.14], [-7.54, 0.41], [14.55, 6.08], [11.74, -1.62], [-9.45, -4.67]])
    places = np.array([[0.5, 0.5], [3.0, 4.0], [-3.0, -2.0], [8.0, 0.0], [-2.0, 2.0], [1.0, 6.0], [-6.5, 1.0]])
    return judge(
        answer,
        [
            (codes[:2], places[:3], 2.5),
            (codes, places, 3.0),
            (codes, places, 0.5),
            (codes[:1], places[:2], 5.0),
            (codes[1:], places[3:], 4.25),
            (10 * codes, places[[6, 0, 3]], 8.0),
            (crowd, far, 2.0),
        ],
        lambda c, p, d: np.mean(_gaps(c, p).min(axis=1) > d),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her yer için bütün kodlara uzaklığı bulun, en küçüğünü alın, `limit`'ten büyük olanların payını döndürün.",
            "For each place find the distances to all codes and take the smallest; return the share of those above `limit`.",
        ),
        remark=(
            "Dersteki ölçü de böyle çalışır; yalnızca sınırı kodların kendisinden alır.",
            "The measure of the lesson works in the same way; it only takes its limit from the codes themselves.",
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
    left, right = np.s_[:, :, :HALF], np.s_[:, :, HALF:]
    top, bottom = np.s_[:, :HALF], np.s_[:, HALF:]
    no_left, no_right, no_top, no_bottom = (_without(half, whole) for half in (left, right, top, bottom))
    unseen = np.concatenate([whole, no_left])
    model = call_trainer(answer, unseen=unseen, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "layers"))

    def error(given, half, scale=1):
        rebuilt = outputs_of(model, scale * given.reshape(-1, SIDE * SIDE), (len(given), SIDE * SIDE))
        return float(np.mean((whole - rebuilt.reshape(whole.shape))[half] ** 2)), rebuilt.reshape(whole.shape)[half]

    found, drawn = error(no_left, left)
    if found <= MOST_ERROR:
        return L(
            f"Silinen yarıda hata {number(found, 4)} çıktı. Ağınız en yakın komşuyu da doğrusal regresyonu da geçti.",
            f"The error on the erased half is {number(found, 4)}. Your network beats both the nearest neighbour and linear "
            "regression.",
        )
    came, most = apart(found, MOST_ERROR)
    report = L(
        f"Silinen yarıda hata {came} çıktı, oysa en çok {most} olmalı. ",
        f"The error on the erased half is {came}, but it may be at most {most}. ",
    )
    rows = [
        ("other_half", lambda: error(no_right, right)[0] < 0.6 * found,
         "Ağ, sağ yarısı silinmiş resimleri çok daha iyi tamamlıyor, demek ki eğitimde öbür yarıyı silmişsiniz. Sol yarı "
         "`[:, :, :14]`'tür.",
         "Your network is far better at completing pictures without their right half, so you erased the other half in training. "
         "The left half is `[:, :, :14]`."),
        ("rows_erased", lambda: min(error(no_top, top)[0], error(no_bottom, bottom)[0]) < 0.8 * found,
         "Ağ, üst ya da alt yarısı silinmiş resimleri çok daha iyi tamamlıyor, demek ki eğitimde sütunları değil satırları "
         "silmişsiniz. Sol yarı `[:, :, :14]`'tür.",
         "Your network is far better at completing pictures without their upper or lower half, so you erased rows instead of "
         "columns in training. The left half is `[:, :, :14]`."),
        ("target_erased", lambda: np.abs(drawn).mean() < 0.02,
         "Ağ sol yarıyı siyah bırakıyor; hedefler silinmiş resimlerse böyle olur. Hedef, resmin tamamı olmalı. `x_train`'i "
         "`.copy()` yazmadan sildiyseniz asıl resimler de silinmiştir, onları yükleyen hücreyi yeniden çalıştırın.",
         "The network leaves the left half black, as it does if its targets are the erased pictures. The targets have to be the "
         "whole pictures. If you erased `x_train` without `.copy()`, the originals are erased as well: run the cell that loads "
         "them again."),
        ("other_scale", lambda: error(no_left, left, 255)[0] < 0.6 * found,
         "Ağ, pikselleri 0 ile 255 arasında olan resimleri çok daha iyi tamamlıyor. Girdileri 0 ile 1 arasında bırakın.",
         "Your network is far better at completing pictures with pixels between 0 and 255. Leave the inputs between 0 and 1."),
        ("not_trained", lambda: error(no_left, right)[0] > 0.06,
         "Ağ, gördüğü yarıyı bile yeniden oluşturamıyor; ya hiç eğitilmemiş ya da çok az eğitilmiş görünüyor.",
         "The network cannot even rebuild the half that it sees; it seems untrained, or trained far too little."),
        ("trained_on_whole", lambda: error(whole, left)[0] < 0.6 * found,
         "Ağ, resmin tamamını görünce sol yarıyı çok daha iyi oluşturuyor, demek ki eğitimde o yarıyı görmüş. Girdide sol yarıyı "
         "silin.",
         "Given whole pictures, the network rebuilds the left half far better, so it saw that half in training. Erase it in the "
         "input."),
        ("not_good_enough", lambda: True,
         "Ağı daha çok epok eğitmeyi ya da daha geniş bir kodu deneyin.",
         "Try training for more epochs, or a wider code."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1]())
    wrong(report + L(*why), name)


def _without(half, pictures):
    """Return the pictures with one half black."""
    rest = pictures.copy()
    rest[half] = 0
    return rest


def _test_pictures():
    """Return the test pictures (1000, 28, 28), from 0 to 1."""
    from utils.datasets import load_digits28

    return load_digits28().x_test.astype("float32") / 255

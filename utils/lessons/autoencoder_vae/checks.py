"""Checks of lesson 29_autoencoder_vae."""

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, same, shown, wrong
from utils.checks.models import expect_model
from utils.language import L, number

LESSON = "29_autoencoder_vae"
SIDE, HALF = 28, 14
MOST_ERROR = 0.036  # on the erased half: linear regression reaches 0.038, the nearest neighbour 0.058
TRAINING = 24  # times as long as another answer may complete_left take: it trains a network, two minutes at most


def _cases():
    """Return means, log variances and noise, (3, 2) each, that tell the usual mistakes apart."""
    mean = np.array([[1.0, -2.0], [0.0, 0.5], [3.0, 0.25]])
    log_var = np.array([[0.0, -1.0], [0.6, -2.0], [-0.5, 1.0]])
    noise = np.array([[0.5, -1.0], [2.0, 1.5], [-0.75, 0.25]])
    return mean, log_var, noise


def _kl(mean, log_var):
    return 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var)


def _kl_of_std(mean, std):
    """Return what comes of taking ``log_var`` for the standard deviation: infinity where it is 0."""
    with np.errstate(divide="ignore"):
        return 0.5 * (mean**2 + std**2 - 1 - np.log(std**2)).sum(axis=1)


@exercise(LESSON, "kl", tr="KL formülü", en="The KL formula")
def kl(answer):
    """``answer(mean (n, 2), log_var (n, 2)) -> (n,)``: one divergence for each row."""
    mean, log_var, _ = _cases()
    cases = [(mean[:1], log_var[:1]), (mean, log_var)]
    given = [call(answer, *case, may_change=False) for case in cases]
    _refuse_one_number(given[1], _kl(mean, log_var).sum(axis=1))
    second_logarithm = L(
        "Sonuçta NaN var: eksi bir sayının logaritmasını almışsınız. `log_var` zaten log σ², yeniden `np.log` almayın.",
        "There is a NaN: you took the logarithm of a negative number. `log_var` is log σ² already, take no `np.log`.",
    )
    _refuse_nan(given[1], second_logarithm, "log_of_log_var")
    beliefs = {
        "no_half": (
            lambda m, v: 2 * _kl(m, v).sum(axis=1),
            L("Toplamın başındaki ½ unutulmuş.", "The ½ in front of the sum is missing."),
        ),
        "no_exp": (
            lambda m, v: 0.5 * (m**2 + v - 1 - v).sum(axis=1),
            L(
                "σ² yerine `log_var` yazılmış: varyans `np.exp(log_var)`.",
                "`log_var` stands in place of σ²: the variance is `np.exp(log_var)`.",
            ),
        ),
        "half_log_var": (
            lambda m, v: _kl(m, v / 2).sum(axis=1),
            L(
                "`log_var / 2`, log σ'dır. Formül σ² ile log σ² ister: 2'ye bölmeyin.",
                "`log_var / 2` is log σ. The formula asks for σ² and log σ²: do not divide by 2.",
            ),
        ),
        "log_var_as_std": (
            lambda m, v: 0.5 * (m**2 + np.exp(2 * v) - 1 - 2 * v).sum(axis=1),
            L(
                "`log_var`, log σ değil log σ²: karesini bir daha almayın.",
                "`log_var` is log σ², not log σ: do not square it again.",
            ),
        ),
        "wrong_sign": (
            lambda m, v: -_kl(m, v).sum(axis=1),
            L("İşaret ters: KL hiç eksi olmaz.", "The sign is reversed: a KL is never negative."),
        ),
        "log_added": (
            lambda m, v: 0.5 * (m**2 + np.exp(v) - 1 + v).sum(axis=1),
            L("log σ² çıkarılır, eklenmez.", "log σ² is subtracted, not added."),
        ),
        "no_minus_one": (
            lambda m, v: 0.5 * (m**2 + np.exp(v) - v).sum(axis=1),
            L(
                "−1 unutulmuş: μ = 0, σ = 1 iken sonuç 0 olmalı.",
                "The −1 is missing: for μ = 0 and σ = 1 the result has to be 0.",
            ),
        ),
        "log_var_as_std_itself": (
            _kl_of_std,
            L(
                "`log_var`'ı σ yerine koymuşsunuz. O log σ²'dir: varyans `np.exp(log_var)`, logaritması `log_var`.",
                "`log_var` stands in place of σ. It is log σ²: the variance is `np.exp(log_var)`, its logarithm `log_var`.",
            ),
        ),
        "no_log": (
            lambda m, v: 0.5 * (m**2 + np.exp(v) - 1).sum(axis=1),
            L("− log σ² unutulmuş.", "− log σ² is missing."),
        ),
        "no_mean": (
            lambda m, v: _kl(0, v).sum(axis=1),
            L(
                "μ² unutulmuş: merkezden uzak bir bulut bedava olurdu.",
                "μ² is missing: a cloud far from the centre would cost nothing.",
            ),
        ),
        "only_mean": (
            lambda m, v: 0.5 * (m**2).sum(axis=1),
            L(
                "Yalnızca μ² var: σ²'li terimler ile −1 eksik.",
                "Only μ² is there: the terms with σ² and the −1 are missing.",
            ),
        ),
        "kept_axis": (
            lambda m, v: _kl(m, v).sum(axis=1, keepdims=True),
            L(
                "Sayılar doğru, şekil `(n, 1)`; `(n,)` olmalı: `keepdims=True` olmadan toplayın.",
                "The numbers are right, the shape is `(n, 1)`; it should be `(n,)`: sum without `keepdims=True`.",
            ),
        ),
        "mean_not_squared": (
            lambda m, v: _kl(m, v).sum(axis=1) + 0.5 * (m - m**2).sum(axis=1),
            L("μ'nün karesi alınmamış.", "μ is not squared."),
        ),
        "averaged": (
            lambda m, v: _kl(m, v).mean(axis=1),
            L(
                "Bileşenlerin ortalamasını almışsınız; bağımsız bileşenlerin KL'leri toplanır.",
                "You averaged over the components; the KLs of independent components add up.",
            ),
        ),
        "summed_over_rows": (
            lambda m, v: _kl(m, v).sum(axis=0),
            L(
                "Satırları toplamışsınız: her resim için bir sayı gerekir, `axis=1`.",
                "You summed over the rows: each picture needs its own number, `axis=1`.",
            ),
        ),
        "not_summed": (
            lambda m, v: _kl(m, v),
            L(
                "Bileşenler ayrı kalmış: her satırı toplayın, `axis=1`.",
                "The components are still apart: sum each row, `axis=1`.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda m, v: _kl(m, v).sum(axis=1),
        beliefs,
        lambda m, v: f"kl({m.tolist()}, {v.tolist()})",
    )
    return L(
        "Her bulutun, sıfırdaki birim buluttan ne kadar ayrıldığını artık siz hesaplıyorsunuz.",
        "You now compute how far each cloud is from the unit cloud at zero.",
    )


def _refuse_one_number(given, right):
    array = as_array(given)
    if array is not None and array.dtype.kind in "fiu" and array.size == 1:
        wrong(
            L(
                "Tek bir sayı döndürdünüz. Her satır, yani her resim için bir sayı gerekir: `axis=1`.",
                "You returned a single number. Each row, that is each picture, needs its own: `axis=1`.",
            ),
            "one_number",
            given=given,
            expected=right,
        )


def _refuse_nan(given, why, name):
    """End the check where the answer holds a NaN, which tells the function that was taken of a negative number."""
    array = as_array(given)
    if array is not None and array.dtype.kind == "f" and np.isnan(array).any():
        wrong(why, name)


@exercise(LESSON, "sample", tr="Örnekleme adımı", en="The sampling step")
def sample(answer):
    """``answer(mean, log_var, noise) -> code``, all (n, 2): mean + exp(log_var / 2) * noise."""
    mean, log_var, noise = _cases()
    cases = [(mean[1:2], log_var[1:2], noise[1:2]), (mean, log_var, noise)]
    given = [call(answer, *case, may_change=False) for case in cases]
    root_of_logarithm = L(
        "Sonuçta NaN var. `log_var` eksi olabilir, karekökü alınmaz; σ için önce `np.exp` gerekir.",
        "There is a NaN. `log_var` may be negative and has no root; σ needs `np.exp` first.",
    )
    _refuse_nan(given[1], root_of_logarithm, "root_of_log_var")
    if not all(same(one, two) for one, two in zip(given, [call(answer, *c) for c in cases], strict=True)):
        wrong(
            L(
                "Aynı girdiyle iki kez çağırınca iki ayrı sonuç geldi. Rastgelelik içeride çekilmemeli: verilen `noise` "
                "dizisini kullanın.",
                "Two calls with the same input gave two results. Do not draw inside: use the `noise` that is given.",
            ),
            "draws_inside",
        )
    beliefs = {
        "variance_for_std": (
            lambda m, v, e: m + np.exp(v) * e,
            L(
                "Gürültüyü varyansla çarpmışsınız; standart sapma onun kareköküdür: `np.exp(log_var / 2)`.",
                "You multiplied the noise by the variance; the standard deviation is its root: `np.exp(log_var / 2)`.",
            ),
        ),
        "log_var_itself": (
            lambda m, v, e: m + v * e,
            L(
                "Gürültüyü logaritmayla çarpmışsınız; önce `np.exp`.",
                "You multiplied the noise by the logarithm; take `np.exp` first.",
            ),
        ),
        "half_log_var": (
            lambda m, v, e: m + v / 2 * e,
            L(
                "`log_var / 2` log σ'dır; σ için `np.exp` gerekir.",
                "`log_var / 2` is log σ; σ needs `np.exp`.",
            ),
        ),
        "root_outside": (
            lambda m, v, e: m + np.exp(v) / 2 * e,
            L(
                "2'ye bölme üssün içinde olmalı: `np.exp(log_var / 2)`.",
                "The division by 2 belongs into the exponent: `np.exp(log_var / 2)`.",
            ),
        ),
        "no_spread": (
            lambda m, v, e: m + e,
            L(
                "Gürültü σ ile çarpılmamış: her bulut aynı genişlikte olurdu.",
                "The noise is not multiplied by σ: all clouds would be equally wide.",
            ),
        ),
        "no_mean": (
            lambda m, v, e: np.exp(v / 2) * e,
            L(
                "Ortalama eklenmemiş: bütün bulutlar sıfırda olurdu.",
                "The mean is not added: all clouds would sit at zero.",
            ),
        ),
        "mean_times_noise": (
            lambda m, v, e: (m + np.exp(v / 2)) * e,
            L(
                "Ortalamayı da gürültüyle çarpmışsınız: önce σ ile gürültüyü çarpın, sonra ortalamayı ekleyin.",
                "You multiplied the mean by the noise too: multiply σ by the noise first, then add the mean.",
            ),
        ),
        "no_noise": (
            lambda m, v, e: m + np.exp(v / 2),
            L(
                "Gürültü kullanılmamış: sonuç rastgele değil.",
                "The noise is not used: the result is not random.",
            ),
        ),
        "variance_squared": (
            lambda m, v, e: m + np.exp(2 * v) * e,
            L(
                "Üs 2 ile çarpılmaz, 2'ye bölünür: σ = `np.exp(log_var / 2)`.",
                "The exponent is divided by 2, not multiplied: σ is `np.exp(log_var / 2)`.",
            ),
        ),
        "noise_subtracted": (
            lambda m, v, e: m - np.exp(v / 2) * e,
            L(
                "Gürültüyü çıkarmışsınız. Dağılım aynı kalır, ama formül ekler: verilen `noise` için sonuç bu değil.",
                "You subtracted the noise. The distribution stays, but the formula adds: this `noise` gives another code.",
            ),
        ),
        "roles_swapped": (
            lambda m, v, e: m * e + np.exp(v / 2),
            L(
                "Rolleri değiştirmişsiniz: gürültü ortalamayla değil σ ile çarpılır; eklenen, ortalamadır.",
                "The roles are swapped: σ multiplies the noise, not the mean, and what is added is the mean.",
            ),
        ),
        "only_mean": (
            lambda m, v, e: m,
            L(
                "Bu yalnızca ortalama: bulut bir noktaya çökmüş. σ ile çarpılmış gürültüyü ekleyin.",
                "That is the mean only: the cloud has shrunk to a point. Add the noise times σ.",
            ),
        ),
        "wrong_sign": (
            lambda m, v, e: m + np.exp(-v / 2) * e,
            L("Üssün işareti ters.", "The sign of the exponent is reversed."),
        ),
    }
    name_belief(
        cases,
        given,
        lambda m, v, e: m + np.exp(v / 2) * e,
        beliefs,
        lambda m, v, e: f"sample({m.tolist()}, {v.tolist()}, {e.tolist()})",
    )
    return L(
        "Rastgelelik dışarıda, türev içeride: hile budur.",
        "The randomness is outside, the derivative inside: that is the trick.",
    )


def _kept(x, rebuilt):
    return 1 - ((x - rebuilt) ** 2).sum() / ((x - x.mean(axis=0)) ** 2).sum()


@exercise(LESSON, "kept", tr="Darboğazdan ne geçer?", en="What gets through the bottleneck?")
def kept(answer):
    """``answer(x (n, d), rebuilt (n, d)) -> share``: 1 - squared error / squared distance from the mean picture."""
    rng = np.random.default_rng(0)
    x = rng.random((6, 4)) + np.array([0.0, 1, 2, 4])
    cases = [(x, x + rng.normal(0, 0.1, x.shape)), (x[:4], 0.5 * x[:4] + 0.5 * x[:4].mean(axis=0))]
    given = [call(answer, *case, may_change=False) for case in cases]
    beliefs = {
        "lost_share": (
            lambda x, r: 1 - _kept(x, r),
            L(
                "Bu, kaybolan pay; kalan pay 1 eksi odur.",
                "That is the share lost; what is kept is 1 minus it.",
            ),
        ),
        "error_itself": (
            lambda x, r: ((x - r) ** 2).mean(),
            L(
                "Bu yalnızca ortalama hata. Ortalama resmin hatasına bölün ve 1'den çıkarın.",
                "That is the mean error only. Divide it by the error of the mean picture and subtract from 1.",
            ),
        ),
        "error_sum": (
            lambda x, r: ((x - r) ** 2).sum(),
            L(
                "Bu yalnızca toplam hata. Ortalama resmin toplam hatasına bölün ve 1'den çıkarın.",
                "That is the total error only. Divide it by the total error of the mean picture and subtract from 1.",
            ),
        ),
        "one_minus_error": (
            lambda x, r: 1 - ((x - r) ** 2).mean(),
            L(
                "Hata bir pay değil: önce ortalama resmin hatasına bölün.",
                "The error is no share: divide it by the error of the mean picture first.",
            ),
        ),
        "black_baseline": (
            lambda x, r: 1 - ((x - r) ** 2).sum() / (x**2).sum(),
            L(
                "Siyah resimle karşılaştırmışsınız; ölçü, ortalama resmin hatasıdır.",
                "You compared with a black picture; the measure is the error of the mean picture.",
            ),
        ),
        "one_mean": (
            lambda x, r: 1 - ((x - r) ** 2).sum() / ((x - x.mean()) ** 2).sum(),
            L(
                "Bütün piksellere tek bir ortalama almışsınız; her pikselin kendi ortalaması olmalı: `axis=0`.",
                "You took one mean for all pixels; each pixel has its own: `axis=0`.",
            ),
        ),
        "mean_of_rebuilt": (
            lambda x, r: 1 - ((x - r) ** 2).sum() / ((x - r.mean(axis=0)) ** 2).sum(),
            L(
                "Ortalama resmi kurulan resimlerden almışsınız; ölçü, `x`'in ortalamasıdır.",
                "You took the mean picture of the rebuilt ones; the measure is the mean of `x`.",
            ),
        ),
        "mean_per_picture": (
            lambda x, r: 1 - ((x - r) ** 2).sum() / ((x - x.mean(axis=1, keepdims=True)) ** 2).sum(),
            L(
                "Her resmin kendi ortalamasını almışsınız; ortalama resim, resimlerin ortalamasıdır: `axis=0`.",
                "You took each picture's own mean; the mean picture is the mean over the pictures: `axis=0`.",
            ),
        ),
        "each_pixel": (
            lambda x, r: 1 - ((x - r) ** 2).sum(axis=0) / ((x - x.mean(axis=0)) ** 2).sum(axis=0),
            L(
                "Her piksel için ayrı bir pay çıkmış; tek pay gerekir: önce bütün kareleri toplayın, sonra bölün.",
                "Each pixel has got a share of its own; one is asked for: add up all the squares first, then divide.",
            ),
        ),
        "mean_of_shares": (
            lambda x, r: np.mean(1 - ((x - r) ** 2).sum(axis=0) / ((x - x.mean(axis=0)) ** 2).sum(axis=0)),
            L(
                "Piksellerin paylarını ortalamışsınız; o zaman hemen hiç değişmeyen bir piksel de ötekiler kadar söz sahibi "
                "olur. Önce bütün kareleri toplayın, sonra bölün.",
                "You averaged the shares of the pixels; then a pixel that hardly varies counts as much as any. Add up all the "
                "squares first, then divide.",
            ),
        ),
        "spread_of_rebuilt": (
            lambda x, r: ((r - x.mean(axis=0)) ** 2).sum() / ((x - x.mean(axis=0)) ** 2).sum(),
            L(
                "Kurulan resimlerin yayılımını ölçmüşsünüz; onlar yanlış yere de yayılabilir. Hatayı ölçün: "
                "`x - rebuilt`.",
                "You measured how far the rebuilt pictures spread; they may spread to the wrong places. Measure the error, "
                "`x - rebuilt`.",
            ),
        ),
        "root": (
            lambda x, r: 1 - np.sqrt(1 - _kept(x, r)),
            L("Karekök alınmaz: pay, karelerin oranıdır.", "No root is taken: the share is one of squares."),
        ),
        "percent": (
            lambda x, r: 100 * _kept(x, r),
            L(
                "Yüzde değil pay gerekir: 100 ile çarpmayın.",
                "A share is asked for, no percentage: do not multiply by 100.",
            ),
        ),
        "no_square": (
            lambda x, r: 1 - np.abs(x - r).sum() / np.abs(x - x.mean(axis=0)).sum(),
            L(
                "Farkların mutlak değeri değil, karesi alınır.",
                "The differences are squared, not made absolute.",
            ),
        ),
    }
    name_belief(cases, given, _kept, beliefs, lambda x, r: L(f"{len(x)} resim", f"{len(x)} pictures"))
    return L(
        "Bu sayı 1 ise hiçbir şey, 0 ise resmi resim yapan her şey kaybolmuştur.",
        "At 1 nothing is lost, at 0 everything that tells one picture from another.",
    )


def _path(start, end, count):
    return start + np.linspace(0, 1, count)[:, None] * (end - start)


@exercise(LESSON, "path", tr="İki kod arasında yürüyün", en="Walk between two codes")
def path(answer):
    """``answer(start (2,), end (2,), count) -> (count, 2)``: evenly spaced, both ends included."""
    cases = [
        (np.array([0.0, 1.0]), np.array([4.0, -1.0]), 5),
        (np.array([-1.0, 2.0]), np.array([1.0, 5.0]), 3),
    ]
    given = [call(answer, *case, may_change=False) for case in cases]
    beliefs = {
        "last_missing": (
            lambda a, b, n: a + (np.arange(n) / n)[:, None] * (b - a),
            L(
                "Son nokta `end` olmalı: `count` nokta arasında `count - 1` adım vardır.",
                "The last point has to be `end`: between `count` points there are `count - 1` steps.",
            ),
        ),
        "ends_missing": (
            lambda a, b, n: a + (np.arange(1, n + 1) / (n + 1))[:, None] * (b - a),
            L("Uçlar da yola dahildir.", "The ends belong to the path."),
        ),
        "one_too_many": (
            lambda a, b, n: _path(a, b, n + 1),
            L(
                "Bir nokta fazla: toplam `count` nokta olmalı.",
                "One point too many: there should be `count` in all.",
            ),
        ),
        "one_too_few": (
            lambda a, b, n: _path(a, b, n - 1),
            L(
                "Bir nokta eksik: toplam `count` nokta olmalı.",
                "One point is missing: there should be `count` in all.",
            ),
        ),
        "start_missing": (
            lambda a, b, n: _path(a, b, n)[1:],
            L(
                "İlk nokta `start` olmalı: yolunuz bir adım sonra başlıyor.",
                "The first point has to be `start`: your path begins one step later.",
            ),
        ),
        "only_first": (
            lambda a, b, n: a[None],
            L(
                "Yalnızca ilk nokta geldi: `return`, döngünün içinde kalmış olmalı.",
                "Only the first point came: `return` must have stayed inside the loop.",
            ),
        ),
        "only_middle": (
            lambda a, b, n: (a + b) / 2,
            L(
                "Bu yalnızca orta nokta; yolda `count` nokta var.",
                "That is the middle only; the path has `count` points.",
            ),
        ),
        "only_ends": (
            lambda a, b, n: np.stack([a, b]),
            L("Bunlar yalnızca iki uç; arası boş.", "These are the two ends only; nothing lies between."),
        ),
        "count_not_used": (
            lambda a, b, n: _path(a, b, 50),
            L(
                "`count` kullanılmamış: `np.linspace` sayı verilmezse 50 nokta üretir.",
                "`count` is not used: without a number `np.linspace` makes 50 points.",
            ),
        ),
        "only_shares": (
            lambda a, b, n: np.linspace(0, 1, n),
            L(
                "Bunlar yalnızca paylar. Nokta, payı `end - start` ile çarpıp `start`'a ekleyince bulunur.",
                "These are the shares only. A point is `start` plus its share of `end - start`.",
            ),
        ),
        "reversed": (
            lambda a, b, n: _path(b, a, n),
            L("Yol ters: `start` ile başlamalı.", "The path is reversed: it has to begin with `start`."),
        ),
        "end_not_difference": (
            lambda a, b, n: a + np.linspace(0, 1, n)[:, None] * b,
            L(
                "Adım `end` değil, `end - start` yönündedir; yolunuz `start + end` noktasında bitiyor.",
                "The step goes along `end - start`, not `end`; your path ends at `start + end`.",
            ),
        ),
        "turned": (
            lambda a, b, n: _path(a, b, n).T,
            L(
                "Satırlar noktalar olmalı: şekil `(count, 2)`.",
                "Rows should be points: the shape is `(count, 2)`.",
            ),
        ),
    }
    name_belief(cases, given, _path, beliefs, lambda a, b, n: f"path({shown(a)}, {shown(b)}, {n})")
    return L(
        "Bu noktaları kod çözücüye verirseniz gezgindeki alt sırayı elde edersiniz.",
        "Hand these points to the decoder and you have the bottom row of the explorer.",
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
    model = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "layers"))
    whole, half = _left_task()
    rebuilt = _pictures(model, half)
    if rebuilt is None:
        wrong(
            L(
                "Model `(n, 784)` şeklinde resimler alıp aynı şekilde resimler vermeli.",
                "The model has to take pictures of shape `(n, 784)` and give pictures of that shape.",
            ),
            "shape",
        )
    left = np.s_[:, :, :HALF]
    found = float(np.mean((whole[left] - rebuilt[left]) ** 2))
    if found <= MOST_ERROR:
        return L(
            f"Silinen yarıda hata {number(found, 4)}: en yakın komşudan ve doğrusal regresyondan az.",
            f"Error {number(found, 4)} on the erased half: less than the nearest neighbour and linear regression.",
        )
    report = L(
        f"Silinen yarıda hata {number(found, 4)}; en çok {number(MOST_ERROR, 3)} olmalı. ",
        f"The error on the erased half is {number(found, 4)}; it may be {number(MOST_ERROR, 3)} at most. ",
    )
    _explain_completion(report, whole, half, rebuilt, model)


def _left_task():
    """Return test pictures (1000, 28, 28) from 0 to 1, whole and with their left half black."""
    from utils.datasets import load_digits28

    whole = load_digits28().x_test.astype("float32") / 255
    half = whole.copy()
    half[:, :, :HALF] = 0
    return whole, half


def _pictures(model, given):
    try:
        rebuilt = np.asarray(model(given.reshape(-1, SIDE * SIDE)), dtype=float)
    except (TypeError, ValueError):
        return None
    fits = rebuilt.shape == (len(given), SIDE * SIDE) and np.isfinite(rebuilt).all()
    return rebuilt.reshape(-1, SIDE, SIDE) if fits else None


def _explain_completion(report, whole, half, rebuilt, model):
    left, right = np.s_[:, :, :HALF], np.s_[:, :, HALF:]
    if np.abs(rebuilt[left]).mean() < 0.02:
        wrong(
            report
            + L(
                "Ağ sol yarıyı siyah bırakıyor: hedef olarak silinmiş resimleri vermişsiniz. Hedef, tam resim olmalı.",
                "The network leaves the left half black: its target were the erased pictures. It has to be the whole ones.",
            ),
            "target_erased",
        )
    if float(np.mean((whole[right] - rebuilt[right]) ** 2)) > 0.06:
        wrong(
            report
            + L(
                "Ağ gördüğü yarıyı bile kuramıyor: eğitilmemiş görünüyor.",
                "The network cannot even rebuild the half that it sees: it seems untrained.",
            ),
            "not_trained",
        )
    complete = _pictures(model, whole)
    if complete is not None and float(np.mean((whole[left] - complete[left]) ** 2)) < 0.6 * float(
        np.mean((whole[left] - rebuilt[left]) ** 2)
    ):
        wrong(
            report
            + L(
                "Tam resim verince sol yarıyı çok daha iyi kuruyor: ağ, eğitimde sol yarıyı görmüş. Girdide sol yarıyı silin.",
                "Given whole pictures it rebuilds the left half far better: it saw that half in training. Erase it in the input.",
            ),
            "trained_on_whole",
        )
    wrong(
        report + L("Daha çok epok ya da daha geniş bir kod deneyin.", "Try more epochs or a wider code."),
        "not_good_enough",
    )

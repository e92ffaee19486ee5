"""Checks of lesson 31_generative_models: one for each exercise, with the misconceptions that it can name."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, expect, require_return, wrong
from utils.checks.forms import require_array
from utils.checks.judge import judge
from utils.datasets.modes import real_points
from utils.language import L, number

LESSON = "31_generative_models"
LEAST_LIKELIHOOD = -1.05  # nats a point on fresh moons; the true density reaches -0.96
AREA = 4.0  # the plane that a density is summed over, from -4 to 4
TRAINING = 12  # times as long as another answer may my_density take


def _chosen(p, x):
    return np.take_along_axis(p, x[..., None], axis=-1)[..., 0]


def _pixel_cases():
    rng = np.random.default_rng(31)
    yield np.array([[[[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]]]]), np.array([[[1, 0]]])
    for shape, levels in (((2, 3, 2), 4), ((3, 1, 4), 2), ((1, 2, 5), 5)):
        p = rng.uniform(0.05, 1, (*shape, levels))
        yield (p / p.sum(axis=-1, keepdims=True)).round(3), rng.integers(0, levels, shape)


@exercise(LESSON, "bits_per_pixel", tr="Piksel başına bit", en="Bits per pixel")
def bits_per_pixel(answer):
    """``answer(probabilities (n, h, w, k), pixels (n, h, w)) -> float``: the mean of -log2 of the real level's probability."""
    beliefs = [
        ("a_sum", lambda p, x: -np.log2(_chosen(p, x)).sum(),
         "Bütün piksellerin toplamını aldınız; piksel başına ortalama isteniyor.",
         "You summed over all pixels; the mean per pixel is wanted."),
        ("per_picture", lambda p, x: -np.log2(_chosen(p, x)).sum(axis=(1, 2)).mean(),
         "Bu, resim başına bittir. Piksel sayısına da bölün.", "That is bits per picture. Divide by the number of pixels, too."),
        ("nats", lambda p, x: -np.log(_chosen(p, x)).mean(),
         "Doğal logaritma nat verir; bit için `np.log2` gerekir.", "The natural logarithm gives nats; for bits use `np.log2`."),
        ("sign", lambda p, x: np.log2(_chosen(p, x)).mean(),
         "İşaret ters: olasılığın logaritması eksidir, bit sayısı artı olmalı.",
         "The sign is reversed: the logarithm of a probability is negative, but bits are positive."),
        ("log_of_mean", lambda p, x: -np.log2(_chosen(p, x).mean()),
         "Önce logaritma, sonra ortalama alınır; siz ortalamanın logaritmasını aldınız.",
         "Take the logarithms first, then their mean; you took the logarithm of the mean."),
        ("entropy", lambda p, x: -(p * np.log2(p)).sum(axis=-1).mean(),
         "Bu, modelin kendi belirsizliğidir. Resimde gerçekte bulunan düzeyin olasılığı gerekir.",
         "That is the model's own uncertainty. What counts is the probability of the level that the picture really has."),
        ("surest", lambda p, x: -np.log2(p.max(axis=-1)).mean(),
         "En olası düzeyin olasılığını aldınız; gerçek düzeyinki gerekir.",
         "You took the probability of the likeliest level; take that of the real one."),
        ("all_levels", lambda p, x: -np.log2(p).mean(),
         "Bütün düzeylerin ortalamasını aldınız; her pikselde yalnızca gerçek düzeyinki sayılır.",
         "You averaged over all levels; in each pixel only the real level counts."),
        ("per_pixel", lambda p, x: -np.log2(_chosen(p, x)),
         "Her pikselin kendi bitini döndürdünüz; ortalamaları isteniyor.",
         "You returned the bits of each pixel; their mean is wanted."),
        ("probability", lambda p, x: _chosen(p, x).mean(),
         "Olasılıkların ortalamasını döndürdünüz; logaritma eksik.",
         "You returned the mean of the probabilities; the logarithm is missing."),
    ]  # fmt: skip
    return judge(
        answer,
        _pixel_cases(),
        lambda p, x: -np.log2(_chosen(p, x)).mean(),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her pikselde gerçek düzeyin olasılığının −log2'sini alın, sonra bütün piksellerin ortalamasını bulun.",
            "Take −log2 of the probability of the real level in each pixel, then the mean over all pixels.",
        ),
        remark=(
            "Dört düzeye eşit olasılık veren bir model piksel başına tam 2 bit öder.",
            "A model that gives four levels equal probabilities pays exactly 2 bits per pixel.",
        ),
    )


def _mask(size, own, *, upper=True, left=True, centre=None):
    mask = np.zeros((size, size), int)
    if upper:
        mask[: size // 2] = 1
    if left:
        mask[size // 2, : size // 2] = 1
    mask[size // 2, size // 2] = own if centre is None else centre
    return mask


@exercise(LESSON, "causal_mask", tr="Gelecek pikseller kapalı", en="No future pixels")
def causal_mask(answer):
    """``answer(size, own) -> (size, size)``: 1 above the middle and to its left, 0 after it; the middle is 1 if ``own``."""
    beliefs = [
        ("always_own", lambda s, own: _mask(s, own, centre=1),
         "Ortadaki piksel hep açık kalmış; `own` yanlışken kapalı olmalı.",
         "The middle pixel is always open; it has to be closed when `own` is false."),
        ("never_own", lambda s, own: _mask(s, own, centre=0),
         "Ortadaki piksel hep kapalı; `own` doğruyken açık olmalı.",
         "The middle pixel is always closed; it has to be open when `own` is true."),
        ("own_reversed", lambda s, own: _mask(s, not own),
         "`own` ters kullanılmış: doğruyken ortadaki piksel açılır.",
         "`own` is used the wrong way round: when it is true, the middle pixel is open."),
        ("triangle", lambda s, own: np.tril(np.ones((s, s), int), 0 if own else -1),
         "Bu, köşegenin altıdır. Üstteki satırların tamamı açıktır, ortadaki satırın yalnızca solu.",
         "That is the part below the diagonal. The rows above are open as a whole, of the middle row only the left part."),
        ("no_rows_above", lambda s, own: _mask(s, own, upper=False),
         "Üstteki satırlar da daha önce çizilmiştir; onlar da açık olmalı.",
         "The rows above have been drawn before, too; they have to be open."),
        ("no_left", lambda s, own: _mask(s, own, left=False),
         "Ortadaki satırda, soldaki pikseller açık olmalı.", "In the middle row, the pixels on the left have to be open."),
        ("mirrored", lambda s, own: _mask(s, own)[:, ::-1],
         "Sağ ile sol yer değiştirmiş: pikseller soldan sağa çizilir.",
         "Left and right are swapped: pixels are drawn from left to right."),
        ("whole_row", lambda s, own: np.where(np.arange(s)[:, None] == s // 2, 1, _mask(s, own)) - (
            (np.arange(s)[:, None] == s // 2) & (np.arange(s) == s // 2) & (not own)),
         "Ortadaki satırda pikselin sağındakiler daha çizilmemiştir; onlar kapalı olmalı.",
         "In the middle row, what is to the right of the pixel has not been drawn yet; it has to be closed."),
        ("below_left", lambda s, own: np.where(
            (np.arange(s)[:, None] > s // 2) & (np.arange(s) < s // 2), 1, _mask(s, own)),
         "Alttaki satırlar daha çizilmemiştir; onlar bütünüyle kapalı olmalı.",
         "The rows below have not been drawn yet; all of them have to be closed."),
        ("upside_down", lambda s, own: _mask(s, own)[::-1],
         "Alt ile üst yer değiştirmiş: satırlar yukarıdan aşağıya çizilir.",
         "Top and bottom are swapped: rows are drawn from top to bottom."),
        ("future", lambda s, own: np.where(_mask(s, False) + _mask(s, True, upper=False, left=False), own * _mask(
            s, True, upper=False, left=False), 1),
         "Maskeniz geleceği açıp geçmişi kapatıyor.", "Your mask opens the future and closes the past."),
        ("quadrant", lambda s, own: np.where(np.arange(s)[None, :] <= s // 2, _mask(s, own), 0),
         "Üstteki satırların sağ yarısı da önceden çizilmiştir; onlar da açıktır.",
         "The right half of the rows above has been drawn before as well; it is open."),
    ]  # fmt: skip
    return judge(
        answer,
        [(5, False), (3, True), (7, False), (3, False), (5, True), (1, True), (1, False), (9, True), (13, False)],
        lambda size, own: _mask(size, bool(own)),
        beliefs,
        otherwise=(
            "wrong_value",
            "Üstteki satırların tamamı ile ortadaki satırda pikselin solu 1'dir, gerisi 0; pikselin kendisini `own` belirler.",
            "All of the rows above and the left part of the middle row are 1, the rest is 0; `own` decides on the pixel itself.",
        ),
        remark=(
            "Ortası kapalı maske yalnızca ilk katmanda gerekir: sonraki katmanların ortası artık yalnızca geçmişi bilir.",
            "Only the first layer needs the mask with a closed middle: in later layers the middle knows the past only.",
        ),
    )


def _log_normal(z):
    return -(z**2) / 2 - np.log(2 * np.pi) / 2


def _flow_cases():
    yield np.array([3.0]), 2.0, 1.0
    yield np.array([0.4, -1.3, 2.2]), 0.5, 0.7
    yield np.array([[1.5, -0.2], [0.3, 4.0]]), 3.0, -1.2
    yield np.array([0.9, -2.4]), -1.6, 0.3
    yield np.array([9.0, -0.6]), 0.9, 0.2


@exercise(LESSON, "log_density_of", tr="Dönüşen değişkenin yoğunluğu", en="The density of a transformed variable")
def log_density_of(answer):
    """``answer(x, scale, shift)``: ln p(x) for x = scale z + shift and z standard normal; scale may be negative."""
    beliefs = [
        ("no_volume", lambda x, a, b: _log_normal((x - b) / a),
         "Değişen hacim hesaba katılmamış: sayı doğrusu |scale| kat gerilince yoğunluk o kadar düşer.",
         "The change of volume is missing: if the line is stretched by |scale|, the density falls by as much."),
        ("volume_added", lambda x, a, b: _log_normal((x - b) / a) + np.log(abs(a)),
         "İşaret ters: gerilme yoğunluğu azaltır, ln|scale| çıkarılır.",
         "The sign is reversed: stretching lowers the density, so ln|scale| is subtracted."),
        ("no_absolute", lambda x, a, b: _log_normal((x - b) / a) - np.log(a),
         "scale eksi olunca logaritma tanımsız kalır; mutlak değeri gerekir.",
         "With a negative scale the logarithm is undefined; take the absolute value."),
        ("forwards", lambda x, a, b: _log_normal(a * x + b) - np.log(abs(a)),
         "x'i yeniden dönüştürdünüz. Önce x'in geldiği z bulunur: z = (x − shift) / scale.",
         "You transformed x once more. First find the z that x came from: z = (x − shift) / scale."),
        ("no_shift", lambda x, a, b: _log_normal(x / a) - np.log(abs(a)),
         "Kayma kullanılmamış: z = (x − shift) / scale.", "The shift is not used: z = (x − shift) / scale."),
        ("shift_last", lambda x, a, b: _log_normal(x / a - b) - np.log(abs(a)),
         "Ters işlemde önce kayma çıkarılır, sonra bölünür.", "The inverse first subtracts the shift, then divides."),
        ("shift_added", lambda x, a, b: _log_normal((x + b) / a) - np.log(abs(a)),
         "Ters işlemde kayma toplanmaz, çıkarılır.", "The inverse subtracts the shift instead of adding it."),
        ("density", lambda x, a, b: np.exp(_log_normal((x - b) / a)) / abs(a),
         "Yoğunluğun kendisini döndürdünüz; logaritması isteniyor.",
         "You returned the density itself; its logarithm is wanted."),
        ("no_constant", lambda x, a, b: -(((x - b) / a) ** 2) / 2 - np.log(abs(a)),
         "Normal dağılımın sabiti eksik: −ln(2π)/2.", "The constant of the normal distribution is missing: −ln(2π)/2."),
        ("no_square_root", lambda x, a, b: -(((x - b) / a) ** 2) / 2 - np.log(2 * np.pi) - np.log(abs(a)),
         "Tek boyutta sabit −ln(2π)/2'dir; −ln(2π) iki boyutundur.",
         "In one dimension the constant is −ln(2π)/2; −ln(2π) belongs to two dimensions."),
        ("variance", lambda x, a, b: _log_normal((x - b) / a) - np.log(a**2),
         "ln(scale²) çıkardınız; hacim scale² değil |scale| kat değişir.",
         "You subtracted ln(scale²); the volume changes by |scale|, not by scale²."),
        ("sum", lambda x, a, b: (_log_normal((x - b) / a) - np.log(abs(a))).sum(),
         "Topladınız; her x'in kendi değeri isteniyor.", "You added them up; each x has a value of its own."),
    ]  # fmt: skip
    return judge(
        answer,
        _flow_cases(),
        lambda x, scale, shift: _log_normal((x - shift) / scale) - np.log(abs(scale)),
        beliefs,
        otherwise=(
            "wrong_value",
            "Üç parçayı ayrı ayrı yazdırın: z, z'nin log-yoğunluğu ve ln|scale|.",
            "Print the three parts one by one: z, the log-density of z, and ln|scale|.",
        ),
        remark=(
            "x = 2z + 1 ve x = 3 için sonuç, metindeki −2,112'dir.",
            "For x = 2z + 1 and x = 3 it gives the −2.112 of the text.",
        ),
    )


def _softmax(s):
    s = np.exp(s - s.max())
    return s / s.sum()


@exercise(LESSON, "probabilities_of", tr="Enerjiden olasılığa", en="From energies to probabilities")
def probabilities_of(answer):
    """``answer(energies (n,), temperature) -> (n,)``: softmax of - E / T, finite for large energies."""
    beliefs = [
        ("sign", lambda e, t: _softmax(e / t),
         "İşaret ters: düşük enerjili durum daha olası olmalıdır.", 
         "The sign is reversed: low energy has to mean high probability."),
        ("no_temperature", lambda e, t: _softmax(-e),
         "Sıcaklık kullanılmamış.", "The temperature is not used."),
        ("times_temperature", lambda e, t: _softmax(-e * t),
         "Enerji sıcaklıkla çarpılmaz, ona bölünür.", "The energy is divided by the temperature, not multiplied."),
        ("not_normalized", lambda e, t: np.exp(-e / t),
         "Toplamları 1 değil: bölüşüm fonksiyonu Z'ye bölün.", "They do not sum to 1: divide by the partition function Z."),
        ("z_without_temperature", lambda e, t: np.exp(-e / t) / np.exp(-e).sum(),
         "Z'yi sıcaklıksız hesapladınız; o da aynı terimlerin toplamıdır.",
         "You computed Z without the temperature; it is the sum of the very same terms."),
        ("by_the_largest", lambda e, t: np.exp(-(e - e.min()) / t),
         "En olası durumun değeri 1 olmuş; toplamın 1 olması gerekir.",
         "The likeliest state got the value 1; it is the sum that has to be 1."),
        ("linear", lambda e, t: (e.max() - e) / (e.max() - e).sum(),
         "Enerji doğrusal çevrilmiş; `np.exp(-energies / temperature)` gerekir.",
         "The energies were turned linearly; `np.exp(-energies / temperature)` is needed."),
        ("overflow", lambda e, t: np.exp(-e / t) / np.exp(-e / t).sum(),
         "Enerjiler büyük olunca `np.exp` 0 ya da sonsuz verir. Önce bütün enerjilerden en küçüğünü çıkarın; oranlar değişmez.",
         "With large energies `np.exp` gives 0 or infinity. Subtract the smallest energy from all of them first; the ratios "
         "stay the same."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.0, np.log(2), np.log(4)]), 1.0),
            (np.array([0.3, 1.7, -0.4, 2.2]), 0.5),
            (np.array([2.0, -1.5, 0.5]), 3.0),
            (np.array([2000.0, 2001.5, 2003.0]), 2.0),
            (np.array([-1600.0, -1601.0]), 0.8),
        ],
        lambda energies, temperature: _softmax(-np.asarray(energies, float) / temperature),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her enerjinin ağırlığı `np.exp(-energies / temperature)`'dır; olasılık, ağırlığın toplama oranıdır.",
            "The weight of each energy is `np.exp(-energies / temperature)`; its probability is its share of their sum.",
        ),
        remark=(
            "Sıcaklık düştükçe olasılık en düşük enerjide toplanır.",
            "As the temperature falls, the probability gathers at the lowest energy.",
        ),
    )


def _noised_cases():
    yield np.array([2.0]), np.array([0.19]), np.array([1.0])
    yield np.array([2.0, -1.0]), np.array([0.19, 0.36]), np.array([0.5, -0.7])
    yield np.array([[0.3, 1.4], [-2.2, 0.6]]), np.array([0.05, 0.1, 0.3]), np.array([[1.1, -0.4], [0.2, 0.9]])
    yield np.array([1.5, 0.0, -0.8]), np.array([0.02, 0.5, 0.1, 0.4]), np.array([-0.3, 1.2, 0.6])


@exercise(LESSON, "noised", tr="Tek adımda gürültü", en="Noise in one step")
def noised(answer):
    """``answer(x0, betas (t,), noise)``: x_t = sqrt(alpha bar) x0 + sqrt(1 - alpha bar) noise."""

    def kept(b):
        return np.prod(1 - b)

    beliefs = [
        ("last_beta", lambda x, b, n: np.sqrt(1 - b[-1]) * x + np.sqrt(b[-1]) * n,
         "Yalnızca son adımın β'sını kullandınız. t adımın hepsi birikir: 1 − β'ların çarpımı alınır.",
         "You used the β of the last step only. All t steps add up: take the product of the 1 − β."),
        ("first_beta", lambda x, b, n: np.sqrt(1 - b[0]) * x + np.sqrt(b[0]) * n,
         "Yalnızca ilk adımın β'sını kullandınız. 1 − β'ların çarpımı gerekir.",
         "You used the β of the first step only. The product of the 1 − β is needed."),
        ("product_of_betas", lambda x, b, n: np.sqrt(np.prod(b)) * x + np.sqrt(1 - np.prod(b)) * n,
         "β'ları çarptınız; kalan pay 1 − β'ların çarpımıdır.",
         "You multiplied the β; the share that is kept is the product of the 1 − β."),
        ("sum_of_betas", lambda x, b, n: np.sqrt(np.abs(1 - b.sum())) * x + np.sqrt(b.sum()) * n,
         "β'ları topladınız. Her adım kalanın bir bölümünü alır, bu yüzden 1 − β'lar çarpılır.",
         "You added the β. Each step takes a part of what is left, so the 1 − β are multiplied."),
        ("no_roots", lambda x, b, n: kept(b) * x + (1 - kept(b)) * n,
         "Karekökler eksik: ᾱ ve 1 − ᾱ varyans paylarıdır, çarpanlar onların kareköküdür.",
         "The square roots are missing: ᾱ and 1 − ᾱ are shares of the variance, the factors are their roots."),
        ("noise_without_root", lambda x, b, n: np.sqrt(kept(b)) * x + (1 - kept(b)) * n,
         "Gürültünün çarpanında karekök eksik.", "The factor of the noise lacks its square root."),
        ("data_without_root", lambda x, b, n: kept(b) * x + np.sqrt(1 - kept(b)) * n,
         "x0'ın çarpanında karekök eksik.", "The factor of x0 lacks its square root."),
        ("swapped", lambda x, b, n: np.sqrt(1 - kept(b)) * x + np.sqrt(kept(b)) * n,
         "İki çarpan yer değiştirmiş: adım arttıkça verinin payı azalmalı.",
         "The two factors are swapped: with more steps the share of the data has to fall."),
        ("not_scaled", lambda x, b, n: x + np.sqrt(1 - kept(b)) * n,
         "x0 küçültülmemiş; o zaman varyans her adımda büyür.", "x0 was not scaled down; then the variance grows in each step."),
        ("noise_in_each_step", lambda x, b, n: np.sqrt(kept(b)) * x + sum(
            np.sqrt(b[k] * np.prod(1 - b[k + 1:])) for k in range(len(b))) * n,
         "Her adımda aynı gürültüyü eklediniz. Adımların gürültüleri bağımsızdır; bu yüzden standart sapmaları değil, "
         "varyansları toplanır.",
         "You added the same noise in each step. The noises of the steps are independent: their variances add up, not their "
         "standard deviations."),
        ("mean_only", lambda x, b, n: np.sqrt(kept(b)) * x,
         "Gürültü eklenmemiş.", "The noise was not added."),
    ]  # fmt: skip
    return judge(
        answer,
        _noised_cases(),
        lambda x, b, n: np.sqrt(kept(b)) * x + np.sqrt(1 - kept(b)) * n,
        beliefs,
        otherwise=(
            "wrong_value",
            "ᾱ, `betas`'ın bütün öğeleri için 1 − β'ların çarpımıdır; verinin çarpanı √ᾱ, gürültününki √(1 − ᾱ).",
            "ᾱ is the product of 1 − β over all entries of `betas`; the factor of the data is √ᾱ and that of the noise √(1 − ᾱ).",
        ),
        remark=(
            "Eğitimde t adımı tek tek yürümek gerekmez; bu yüzden her yığın rastgele bir t ile öğrenebilir.",
            "Training need not walk the t steps one by one, which is why each batch can learn from random t.",
        ),
    )


def _clean(x, wanted, either, w, kept):
    return (x - np.sqrt(1 - kept) * ((1 + w) * wanted - w * either)) / np.sqrt(kept)


def _clean_cases():
    yield np.array([1.2]), np.array([0.5]), np.array([0.1]), 1.0, 0.64
    yield (
        np.array([[0.4, -1.1], [2.0, 0.3]]),
        np.array([[0.6, -0.2], [1.4, 0.8]]),
        np.array([[0.1, 0.3], [0.9, -0.5]]),
        2.5,
        0.36,
    )
    yield np.array([0.7, -0.9, 1.6]), np.array([-0.4, 1.3, 0.2]), np.array([0.5, 0.6, -1.0]), 0.0, 0.81
    yield np.array([-1.4, 0.2]), np.array([0.3, -0.8]), np.array([-0.7, 0.4]), 4.0, 0.1


@exercise(LESSON, "clean_guess", tr="Yönlendirilmiş temiz tahmin", en="A guided guess of the clean example")
def clean_guess(answer):
    """``answer(x, wanted, either, w, kept)``: the clean example that the guided noise implies."""
    beliefs = [
        ("mixed", lambda x, c, u, w, k: _clean(x, c, u, w - 1, k),
         "w × wanted + (1 − w) × either kullandınız; bu derste w = 0 yönlendirme yok demektir: çarpanlar 1 + w ve −w'dir.",
         "You used w × wanted + (1 − w) × either; in this lesson w = 0 means no guidance: the factors are 1 + w and −w."),
        ("roles_swapped", lambda x, c, u, w, k: _clean(x, u, c, w, k),
         "wanted ile either yer değiştirmiş: istenen rakama doğru gidilir, ötekinden uzaklaşılır.",
         "wanted and either are swapped: one moves towards the wanted digit and away from the other guess."),
        ("either_added", lambda x, c, u, w, k: (x - np.sqrt(1 - k) * ((1 + w) * c + w * u)) / np.sqrt(k),
         "either'ın işareti eksi olmalı; yoksa çarpanların toplamı 1 etmez.",
         "either needs a minus; else the factors do not sum to 1."),
        ("no_guidance", lambda x, c, u, w, k: _clean(x, c, u, 0, k),
         "Yönlendirme kullanılmamış: either ve w işe karışmıyor.", "The guidance is not used: either and w play no part."),
        ("not_scaled_back", lambda x, c, u, w, k: x - np.sqrt(1 - k) * ((1 + w) * c - w * u),
         "Gürültüyü çıkardınız, ama kalan hâlâ √kept ile küçültülmüş durumda; ona bölün.",
         "You removed the noise, but what remains is still scaled by √kept; divide by it."),
        ("divided_by_kept", lambda x, c, u, w, k: (x - np.sqrt(1 - k) * ((1 + w) * c - w * u)) / k,
         "kept'e değil, kareköküne bölünür.", "Divide by the square root of kept, not by kept."),
        ("noise_without_root", lambda x, c, u, w, k: (x - (1 - k) * ((1 + w) * c - w * u)) / np.sqrt(k),
         "Gürültünün çarpanında karekök eksik.", "The factor of the noise lacks its square root."),
        ("noise_whole", lambda x, c, u, w, k: (x - ((1 + w) * c - w * u)) / np.sqrt(k),
         "Gürültü x'in içinde √(1 − kept) ile çarpılmış durumda; çıkarırken de öyle çıkarılır.",
         "In x the noise is multiplied by √(1 − kept); it has to be subtracted in the same way."),
        ("roots_swapped", lambda x, c, u, w, k: (x - np.sqrt(k) * ((1 + w) * c - w * u)) / np.sqrt(1 - k),
         "√kept ile √(1 − kept) yer değiştirmiş.", "√kept and √(1 − kept) are swapped."),
        ("noise_added", lambda x, c, u, w, k: (x + np.sqrt(1 - k) * ((1 + w) * c - w * u)) / np.sqrt(k),
         "Gürültü eklenmez, çıkarılır.", "The noise is subtracted, not added."),
        ("noise_only", lambda x, c, u, w, k: (1 + w) * c - w * u,
         "Bu, yönlendirilmiş gürültüdür. Ondan temiz örneği de bulun.",
         "That is the guided noise. Use it to find the clean example, too."),
    ]  # fmt: skip
    return judge(
        answer,
        _clean_cases(),
        _clean,
        beliefs,
        otherwise=(
            "wrong_value",
            "Önce yönlendirilmiş gürültüyü yazdırın, sonra x'ten √(1 − kept) katını çıkarıp √kept'e bölün.",
            "Print the guided noise first, then subtract √(1 − kept) times the noise from x and divide by √kept.",
        ),
        remark=(
            "w = 0 iken either'ın hiçbir etkisi yoktur; w büyüdükçe iki tahminin farkı abartılır.",
            "With w = 0, either has no effect; the larger w is, the more the difference of the two guesses is exaggerated.",
        ),
    )


def _shares(points, data, radius, *, order=2, strict=False):
    distance = np.linalg.norm(points[:, None] - data, ord=order, axis=2)
    near = distance < radius if strict else distance <= radius
    return near.any(axis=1).mean(), near.any(axis=0).mean()


def _share_cases():
    yield np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [9.0, 9.0], [8.0, 8.0], [0.0, -1.0]]), 1.0
    rng = np.random.default_rng(13)
    for n, m, radius in ((6, 9, 0.8), (12, 5, 0.6), (3, 8, 1.3)):
        yield rng.normal(0, 1.2, (n, 2)).round(1), rng.normal(0.4, 1, (m, 2)).round(1), radius
    yield np.array([[0.0, 0.0], [0.2, 0.1], [0.1, 0.2]]), np.array([[0.0, 0.1], [5.0, 5.0]]), 0.5
    yield np.array([[1.0, 1.0]]), np.array([[0.0, 0.0], [1.5, 1.5], [0.9, 1.7]]), 1.0
    yield (
        np.array([[0.2, 0.1, 3.0], [1.0, 1.0, 0.5]]),
        np.array([[0.1, 0.2, 0.0], [1.2, 0.9, 0.4], [2.0, 0.0, 1.0]]),
        1.0,
    )


@exercise(LESSON, "near_and_covered", tr="Yakın ve kapsanan", en="Near and covered")
def near_and_covered(answer):
    """``answer(points (n, d), data (m, d), radius) -> near, covered``: shares of points and of data with a neighbour."""
    beliefs = [
        ("swapped", lambda p, d, r: _shares(p, d, r)[::-1],
         "İki pay yer değiştirmiş: önce üretilen noktaların, sonra gerçek noktaların payı döndürülür.",
         "The two shares are swapped: return that of the generated points first, then that of the real ones."),
        ("near_twice", lambda p, d, r: (_shares(p, d, r)[0],) * 2,
         "İkinci sayı da üretilen noktaların payı; kapsama, gerçek noktalar üzerinden sayılır.",
         "The second number is again the share of the generated points; coverage counts real points."),
        ("covered_twice", lambda p, d, r: (_shares(p, d, r)[1],) * 2,
         "İlk sayı da gerçek noktaların payı; yakınlık, üretilen noktalar üzerinden sayılır.",
         "The first number is again the share of the real points; nearness counts generated points."),
        ("pairs", lambda p, d, r: ((np.linalg.norm(p[:, None] - d, axis=2) <= r).mean(),) * 2,
         "Çiftlerin payını aldınız; bir noktanın tek bir yakın komşusu olması yeter.",
         "You took the share of pairs; one near neighbour is enough for a point."),
        ("counts", lambda p, d, r: (_shares(p, d, r)[0] * len(p), _shares(p, d, r)[1] * len(d)),
         "Sayıları döndürdünüz; paylar isteniyor.", "You returned counts; shares are wanted."),
        ("all_neighbours", lambda p, d, r: (
            (np.linalg.norm(p[:, None] - d, axis=2) <= r).all(axis=1).mean(),
            (np.linalg.norm(p[:, None] - d, axis=2) <= r).all(axis=0).mean()),
         "Bütün komşuların yakın olmasını istediniz; biri yeter.", "You asked all neighbours to be near; one is enough."),
        ("squared", lambda p, d, r: _shares(p, d, np.sqrt(r)),
         "Uzaklığın karesini yarıçapla karşılaştırdınız.", "You compared the squared distance with the radius."),
        ("city_block", lambda p, d, r: _shares(p, d, r, order=1),
         "Koordinat farklarını topladınız; Öklid uzaklığı gerekir.",
         "You added the differences of the coordinates; the Euclidean distance is wanted."),
        ("square", lambda p, d, r: _shares(p, d, r, order=np.inf),
         "Yalnızca en büyük koordinat farkına baktınız; Öklid uzaklığı gerekir.",
         "You looked at the largest difference of coordinates only; the Euclidean distance is wanted."),
        ("strict", lambda p, d, r: _shares(p, d, r, strict=True),
         "Tam `radius` uzaklıktaki komşu da yakın sayılır: `<=` kullanın.",
         "A neighbour at a distance of exactly `radius` counts as near: use `<=`."),
    ]  # fmt: skip
    return judge(
        answer,
        _share_cases(),
        _shares,
        beliefs,
        otherwise=(
            "wrong_value",
            "İlk pay üretilen noktaların sayısına, ikincisi gerçek noktaların sayısına bölünür.",
            "The first share is divided by the number of generated points, the second by that of the real points.",
        ),
        results=("near", "covered"),
        remark=(
            "Hep aynı iyi noktayı veren bir modelin ilk sayısı 1'dir, onu ikincisi ele verir.",
            "A model that repeats one good point has a first number of 1; the second gives it away.",
        ),
    )


def _grid():
    places = np.linspace(-AREA, AREA, 201)
    return np.stack([axis.ravel() for axis in np.meshgrid(places, places)], axis=1), (places[1] - places[0]) ** 2


@exercise(
    LESSON, "my_density", tr="Kendi yoğunluğunuz", en="A density of your own", seconds=TRAINING * limits.CHECK_SECONDS
)
def my_density(answer):
    """``answer() -> log_density``: a function (n, 2) -> (n,) that is a density and gives fresh moons a high likelihood."""
    log_density = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    require_return(log_density)
    expect(
        callable(log_density),
        L(
            "Bir fonksiyon bekleniyordu: noktaları alıp ln p döndürmeli. `return log_density` yazın, çağırmadan.",
            "A function was expected, one that takes points and returns ln p. Write `return log_density` without calling it.",
        ),
        "not_a_function",
    )
    fresh = real_points("moons", 2000, np.random.default_rng(2031))
    grid, cell = _grid()
    values = [
        require_array(
            call(log_density, x, seconds=TRAINING * limits.CALL_SECONDS), "log_density(x)", (len(x),), finite=False
        )
        for x in (fresh, grid)
    ]
    expect(
        not any(np.isnan(v).any() or (v == np.inf).any() for v in values),
        L("Sonuçların arasında NaN ya da artı sonsuz var.", "There is a NaN or plus infinity among the results."),
        "not_finite",
    )
    likelihood, total = float(values[0].mean()), float(np.exp(np.minimum(values[1], 50)).sum() * cell)
    report = L(
        f"Taze noktalarda ortalama ln p {number(likelihood, 3)}, düzlemde toplanan olasılık {number(total, 3)}. ",
        f"The mean ln p of fresh points is {number(likelihood, 3)}, the probability summed over the plane {number(total, 3)}. ",
    )
    rows = [
        ("not_logarithm", bool((values[1] >= 0).all()),
         "Hiçbir değer eksi değil: yoğunluğun logaritmasını döndürün.",
         "No value is negative: return the logarithm of the density."),
        ("too_much", total > 1.03,
         "Toplam 1'i aşıyor; bu bir yoğunluk değil. Normalleştirme sabitine bakın.",
         "The total exceeds 1, so this is not a density. Look at the normalizing constant."),
        ("too_little", total < 0.97,
         "Toplam 1'e ulaşmıyor; olasılığın bir bölümü kayıp ya da düzlemin dışında.",
         "The total does not reach 1; a part of the probability is missing or outside the plane."),
        ("not_likely", not likelihood >= LEAST_LIKELIHOOD,
         f"Yeterli değil: en az {number(LEAST_LIKELIHOOD, 2)} isteniyor. Daha ince ayrıntı gösterebilen bir model seçin.",
         f"That is not enough: at least {number(LEAST_LIKELIHOOD, 2)} is wanted. Choose a model that can show finer detail."),
    ]  # fmt: skip
    for name, found, *words in rows:
        if found:
            wrong(report + L(*words), name)
    return report + L("Gerçek yoğunluğun değeri −0,96'dır.", "The true density reaches −0.96.")

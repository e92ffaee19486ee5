"""Checks of lesson 16_seeing_inside."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import exercise, refuse, wrong
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart, said
from utils.language import L, percent
from utils.lessons.seeing_inside.inside import rank_correlation
from utils.lessons.seeing_inside.shortcut import signed_pictures

LESSON = "16_seeing_inside"
LEAST_FAIR = 0.80  # accuracy on pictures whose sign and animal disagree
TRAINING = 24  # times as long as another answer may robust_network take: it trains a network, two minutes at most


class Slope:
    """Stands for the gradient of a channel's activation by its input: w - k x, which turns as x moves, or all zeros.

    scale: of the whole gradient; 0 for a channel that is never active. It takes an array of the shape of its weights.
    """

    def __init__(self, seed, shape, scale=1.0):
        rng = np.random.default_rng(seed)
        self.weights, self.bend = rng.normal(0, 2, shape), rng.uniform(0.1, 0.9, shape)
        self.scale = scale

    @property
    def dead(self):
        return self.scale == 0

    def __repr__(self):
        return "slope"

    def __call__(self, x):
        x = np.asarray(x, dtype=float)
        if x.shape != self.weights.shape:
            raise ValueError(f"slope: an array of shape {self.weights.shape}, not {x.shape}")
        return self.scale * (self.weights - self.bend * x)


def climbing_case(seed, shape, rate, steps, scale=1.0):
    """Return (x, slope, rate, steps)."""
    return np.random.default_rng(seed + 1).normal(0, 1, shape), Slope(seed, shape, scale), rate, steps


@exercise(LESSON, "climb", tr="Gradyan yönünde tırmanın", en="Climb along the gradient")
def climb(answer):
    """``answer(x, slope, rate, steps) -> x``: each step adds rate times the gradient divided by its root mean square."""

    def root(g):
        return np.sqrt(np.mean(g**2))

    def climbed(x, slope, rate, steps, *, size=root, towards=1, again=True, count=lambda steps: steps):
        direction = slope(x)
        for _ in range(count(steps)):
            g = slope(x) if again else direction
            if np.any(g):
                x = x + towards * rate * g / size(g)
        return x

    def belief(name, tr, en, **wrong):
        return name, lambda *case: climbed(*case, **wrong), tr, en

    beliefs = [
        belief("descends", "Gradyanın tersine gitmişsiniz; bu, aktivasyonu azaltır. Adımı `x`'e ekleyin.",
               "You went against the gradient, which lowers the activation. Add the step to `x`.", towards=-1),
        belief("not_scaled", "Gradyanı olduğu gibi eklemişsiniz; önce kareler ortalamasının köküne bölün.",
               "You added the gradient as it is; first divide it by the root of the mean of its squares.", size=lambda g: 1),
        belief("norm", "Uzunluğa (karelerin toplamının köküne) bölmüşsünüz; karelerin ortalamasının kökü isteniyor.",
               "You divided by the length, the root of the sum of the squares; the root of their mean is wanted.",
               size=np.linalg.norm),
        belief("deviation", "Standart sapmaya bölmüşsünüz; ondan farklı olarak burada ortalama çıkarılmaz.",
               "You divided by the standard deviation; here the mean is not subtracted.", size=np.std),
        belief("no_root", "Kareler ortalamasının kökünü almamışsınız: `np.sqrt(np.mean(g**2))`.",
               "You did not take the root of the mean square: `np.sqrt(np.mean(g**2))`.", size=lambda g: np.mean(g**2)),
        belief("largest", "En büyük değere bölmüşsünüz; kareler ortalamasının köküne bölün.",
               "You divided by the largest value; divide by the root of the mean square.", size=lambda g: np.abs(g).max()),
        belief("absolute", "Mutlak değerlerin ortalamasına bölmüşsünüz; kareler ortalamasının köküne bölün.",
               "You divided by the mean of the absolute values; divide by the root of the mean square.",
               size=lambda g: np.abs(g).mean()),
        belief("signs", "Gradyanın yalnızca işaretini kullanmışsınız; büyüklükler arasındaki oran da korunmalı.",
               "You used only the signs of the gradient; the proportions between its values have to be kept.",
               size=lambda g: np.where(g == 0, 1, np.abs(g))),
        belief("one_gradient", "Gradyanı bir kez hesaplayıp hep onu kullanmışsınız; her adımda `slope(x)` yeniden çağrılmalı.",
               "You computed the gradient once and kept using it; call `slope(x)` again in every step.", again=False),
        belief("one_step", "Tek bir adım atmışsınız; `steps` adım isteniyor.", "You took a single step; `steps` are wanted.",
               count=lambda steps: min(steps, 1)),
        belief("one_too_few", "Bir adım eksik: `range(steps)` tam `steps` kez döner.",
               "One step is missing: `range(steps)` runs exactly `steps` times.", count=lambda steps: max(steps - 1, 0)),
        belief("one_too_many", "Bir adım fazla: `range(steps)` tam `steps` kez döner.",
               "There is one step too many: `range(steps)` runs exactly `steps` times.", count=lambda steps: steps + 1),
        ("zero_gradient", sign(lambda given, x, slope, rate, steps: slope.dead),
         "Gradyanın bütün değerleri sıfırsa bölme yapılamaz; o durumda `x` olduğu gibi kalmalı.",
         "If all values of the gradient are zero, you cannot divide by its size; `x` then has to stay as it is."),
    ]  # fmt: skip

    def called(x, slope, rate, steps):
        dead = (
            L(", gradyanı hep sıfır olan bir kanal", ", a channel whose gradient is always zero") if slope.dead else ""
        )
        return L(f"`steps` = {steps}, `rate` = {said(rate)}{dead}", f"`steps` = {steps}, `rate` = {said(rate)}{dead}")

    return judge(
        answer,
        [
            climbing_case(1, (4,), 0.5, 1),
            climbing_case(2, (4,), 0.5, 5, scale=0.01),
            climbing_case(3, (3, 2, 3), 1.5, 3),
            climbing_case(4, (5,), 2.0, 0),
            climbing_case(5, (3,), 1.0, 4, scale=0),
        ],
        climbed,
        beliefs,
        called=called,
        otherwise=(
            "wrong_place",
            "Her adımda `g = slope(x)` hesaplayın ve `x`'e `rate * g / np.sqrt(np.mean(g**2))` ekleyin.",
            "In each step compute `g = slope(x)`, and add `rate * g / np.sqrt(np.mean(g**2))` to `x`.",
        ),
        remark=(
            "Ağdaki bir kanalın resmi de tam olarak böyle aranır; yalnızca `x` daha büyüktür.",
            "The picture of a channel is searched in exactly this way; only `x` is larger.",
        ),
    )


RELU_Z = np.array([[2.0, -1.5, 0.0, 0.4], [-2.5, 1.0, 0.0, -0.4]])
RELU_G = np.array([[-3.0, 4.0, 5.0, 1.5], [-1.0, 2.5, -2.0, 0.5]])


@exercise(LESSON, "relu_back", tr="ReLU'dan geriye", en="Back through a ReLU")
def relu_back(answer):
    """``answer(z, gradient, rule) -> array``: what passes a ReLU on the way back by "gradient", "deconvolution", "guided"."""

    def right(z, g, rule):
        g = np.asarray(g, dtype=float)
        if rule != "gradient":
            g = np.maximum(g, 0)
        return g if rule == "deconvolution" else np.where(np.asarray(z) > 0, g, 0.0)

    def by(gradient, deconvolution, guided):
        rules = {"gradient": gradient, "deconvolution": deconvolution, "guided": guided}
        return lambda z, g, rule: rules[rule](np.asarray(z, dtype=float), np.asarray(g, dtype=float))

    def plain(z, g):
        return g * (z > 0)

    def deconv(z, g):
        return np.maximum(g, 0)

    def both(z, g):
        return np.maximum(g, 0) * (z > 0)

    beliefs = [
        ("swapped", by(deconv, plain, both),
         "`gradient` ile `deconvolution` yer değiştirmiş: gradyan girdinin (`z`), dekonvolüsyon gelenin (`gradient`) işaretine "
         "bakar.",
         "`gradient` and `deconvolution` are swapped: the gradient looks at the sign of the input `z`, deconvolution at that of "
         "what arrives, `gradient`."),
        ("always_plain", by(plain, plain, plain),
         "Üç kural için de gradyanı hesaplamışsınız; `rule` değerine bakın.",
         "You computed the plain gradient for all three rules; look at `rule`."),
        ("always_guided", by(both, both, both),
         "Üç kural için de iki koşulu birden uygulamışsınız; `rule` değerine bakın.",
         "You applied both conditions for all three rules; look at `rule`."),
        ("guided_is_deconvolution", by(plain, deconv, deconv),
         "Güdümlü geri yayılımda ileri geçişte kapalı kalan yerden de (`z` ≤ 0) bir şey geçmez.",
         "In guided backpropagation nothing passes where the forward pass was blocked (`z` ≤ 0), either."),
        ("guided_is_gradient", by(plain, deconv, plain),
         "Güdümlü geri yayılım eksi gradyanları da durdurur.", "Guided backpropagation stops negative gradients as well."),
        ("zero_is_open", by(lambda z, g: g * (z >= 0), deconv, lambda z, g: np.maximum(g, 0) * (z >= 0)),
         "`z` tam 0 iken ReLU kapalıdır: karşılaştırma `z > 0` olmalı.",
         "Where `z` is exactly 0, the ReLU is closed: the comparison has to be `z > 0`."),
        ("relu_of_gradient", by(deconv, deconv, deconv),
         "Üç kural için de yalnızca eksi gradyanları silmişsiniz; `gradient` ve `guided` ayrıca `z`'ye bakar.",
         "For all three rules you only removed negative gradients; `gradient` and `guided` look at `z` as well."),
        ("absolute", by(plain, lambda z, g: np.abs(g), lambda z, g: np.abs(g) * (z > 0)),
         "Eksi gradyanların mutlak değerini almışsınız; onlar sıfır olmalı.",
         "You took the absolute value of negative gradients; they have to become zero."),
        ("multiplied_by_z", by(lambda z, g: g * np.maximum(z, 0), deconv, lambda z, g: np.maximum(g, 0) * np.maximum(z, 0)),
         "Gradyanı `z`'nin kendisiyle çarpmışsınız; `z`'nin yalnızca işareti önemlidir.",
         "You multiplied the gradient by `z` itself; only the sign of `z` matters."),
        ("closed_where_open", by(lambda z, g: g * (z <= 0), deconv, lambda z, g: np.maximum(g, 0) * (z <= 0)),
         "Tersini yapmışsınız: gradyan `z` artı olan yerden geçer.",
         "It is the wrong way round: the gradient passes where `z` is positive."),
    ]  # fmt: skip
    cases = [(RELU_Z, RELU_G, rule) for rule in ("gradient", "deconvolution", "guided")]
    cases += [(-RELU_Z[0], RELU_G[0], rule) for rule in ("gradient", "deconvolution", "guided")]
    return judge(
        answer,
        cases,
        right,
        beliefs,
        otherwise=(
            "wrong_value",
            "Gradyan yalnızca `z > 0` olan yerden geçer, dekonvolüsyon yalnızca artı gelenleri geçirir; güdümlü kural ikisini "
            "birden ister.",
            "The gradient passes only where `z > 0`, deconvolution lets only positive values pass, and the guided rule asks for "
            "both.",
        ),
        remark=(
            "Üç yöntemin bütün farkı bu bir satırdadır.",
            "This one line is all that sets the three methods apart.",
        ),
    )


def maps_case(seed, height, width, channels):
    """Return (maps, gradients), (height, width, channels) each; maps have passed a ReLU, gradients have both signs."""
    rng = np.random.default_rng(seed)
    maps = np.maximum(rng.integers(-4, 9, (height, width, channels)), 0) / 2
    return maps, rng.integers(-6, 7, (height, width, channels)) / 4


@exercise(LESSON, "grad_cam", tr="Grad-CAM'i yazın", en="Write Grad-CAM")
def grad_cam(answer):
    """``answer(maps (h, w, k), gradients (h, w, k)) -> (h, w)``: ReLU of the maps' sum, weighed by their mean gradients."""

    def relu(values):
        return np.maximum(values, 0)

    def weights(g):
        return g.mean(axis=(0, 1))

    def scaled(a, g):
        cam = relu(a @ weights(g))
        return cam / cam.max() if cam.max() > 0 else cam

    beliefs = [
        ("weights_only", lambda a, g: weights(g),
         "Bunlar haritaların ağırlıkları; haritaları onlarla çarpıp toplayın.",
         "Those are the weights of the maps; multiply the maps by them and add up."),
        ("not_summed", lambda a, g: relu(a * weights(g)),
         "Kanallar toplanmamış: geriye (h, w) şeklinde tek bir harita kalmalı.",
         "The channels were not added up: a single map of shape (h, w) should remain."),
        ("no_relu", lambda a, g: a @ weights(g),
         "Eksi değerler kalmış; toplamdan sonra ReLU gelir.", "Negative values are left; the sum is followed by a ReLU."),
        ("place_by_place", lambda a, g: relu((a * g).sum(axis=-1)),
         "Bu HiResCAM: gradyanları yer yer kullanmışsınız. Grad-CAM önce her haritanın gradyanlarının ortalamasını alır.",
         "That is HiResCAM: you used the gradients place by place. Grad-CAM first takes the mean of each map's gradients."),
        ("sum", lambda a, g: relu(a @ g.sum(axis=(0, 1))),
         "Gradyanları toplamışsınız; ağırlık, ortalamalarıdır.", "You summed the gradients; a weight is their mean."),
        ("relu_weights", lambda a, g: a @ relu(weights(g)),
         "ReLU'yu ağırlıklara uygulamışsınız; o, toplamdan sonra gelir.",
         "You applied the ReLU to the weights; it belongs after the sum."),
        ("relu_gradients", lambda a, g: relu(a @ weights(relu(g))),
         "Eksi gradyanları ortalamadan önce silmişsiniz; onlar da sayılır.",
         "You removed negative gradients before the mean; they count, too."),
        ("absolute", lambda a, g: np.abs(a @ weights(g)),
         "Mutlak değer almışsınız; eksi değerler sıfır olmalı: `np.maximum(..., 0)`.",
         "You took the absolute value; negative values have to become zero: `np.maximum(..., 0)`."),
        ("mean_of_channels", lambda a, g: relu((a * weights(g)).mean(axis=-1)),
         "Kanalların ortalamasını almışsınız; ağırlıklı haritalar toplanır.",
         "You took the mean over the channels; the weighted maps are added up."),
        ("swapped", lambda a, g: relu(g @ a.mean(axis=(0, 1))),
         "Haritalarla gradyanlar yer değiştirmiş: ağırlıklar gradyanların ortalamasıdır.",
         "Maps and gradients are swapped: the weights are the means of the gradients."),
        ("maps_only", lambda a, g: a.sum(axis=-1),
         "Haritaları ağırlıksız toplamışsınız; sınıf yalnızca gradyanlardan bilinir.",
         "You added the maps without weights; only the gradients know the class."),
        ("gradients_only", lambda a, g: relu(g.sum(axis=-1)),
         "Yalnızca gradyanları toplamışsınız; haritalar hiç kullanılmamış.",
         "You added up the gradients alone; the maps were not used."),
        ("scaled", scaled,
         "En büyük değere bölmüşsünüz; bu alıştırmada harita ölçeklenmeden isteniyor.",
         "You divided by the largest value; in this exercise the map is wanted as it is."),
    ]  # fmt: skip
    return judge(
        answer,
        [maps_case(2, 3, 4, 5), maps_case(5, 2, 3, 4), maps_case(7, 4, 2, 3)],
        lambda a, g: relu(a @ weights(g)),
        beliefs,
        otherwise=(
            "wrong_map",
            "Ağırlıklar: `gradients.mean(axis=(0, 1))`. Sonra ağırlıklı toplam, en son ReLU.",
            "The weights are `gradients.mean(axis=(0, 1))`. Then comes the weighted sum, and the ReLU last.",
        ),
        called=lambda a, g: L(f"{a.shape} şeklinde haritalar", f"maps of shape {a.shape}"),
        remark=(
            "Bu iki satır her katmanda ve her ağda çalışır.",
            "These two lines work at any layer of any network.",
        ),
    )


class Score:
    """Stands for a network's score of one class: it depends on every pixel of a picture (h, w, channels) and on its place."""

    def __init__(self, seed):
        self.seed = seed

    def __repr__(self):
        return "score"

    def __call__(self, picture):
        picture = np.asarray(picture, dtype=float)
        if picture.ndim != 3:
            raise ValueError(f"score: (h, w, channels), not {picture.shape}")
        weights = np.random.default_rng(self.seed).integers(-15, 16, size=picture.shape)
        return float((picture * weights).sum() + 0.0137 * (picture**2).sum())


def covering_case(seed, height, width, size, stride, grey, channels=2):
    """Return (score, picture, size, stride, grey)."""
    picture = np.random.default_rng(seed).integers(0, 10, (height, width, channels)).astype(float)
    return Score(seed), picture, size, stride, grey


@exercise(LESSON, "occlusion_map", tr="Örtme haritası", en="A map by occlusion")
def occlusion_map(answer):
    """``answer(score, picture (h, w, c), size, stride, grey) -> (rows, columns)``: how much the score falls at each place."""

    def falls(
        score, picture, size, stride, grey, *, value=lambda before, after: before - after, beyond=1, fill=None,
        pile=False, height=None, turned=False, places=None,
    ):  # fmt: skip
        before, work = score(picture), picture.copy()
        high = size if height is None else height
        tops = range(0, picture.shape[0] - size + beyond, stride if places is None else places(size, stride))
        lefts = range(0, picture.shape[1] - size + beyond, stride if places is None else places(size, stride))
        found = np.zeros((len(tops), len(lefts)))
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                covered = work if pile else picture.copy()
                covered[top : top + high, left : left + size] = grey if fill is None else fill
                found[i, j] = value(before, score(covered))
        return found.T if turned else found

    def belief(name, tr, en, **wrong):
        return name, lambda *case: falls(*case, **wrong), tr, en

    def outside(score, picture, size, stride, grey):
        found = falls(score, picture, size, stride, grey)
        for i in range(found.shape[0]):
            for j in range(found.shape[1]):
                covered = np.full_like(picture, grey)
                place = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
                covered[place] = picture[place]
                found[i, j] = score(picture) - score(covered)
        return found

    beliefs = [
        belief("stops_early", "Son yer eksik: kare kenara dayandığında da ölçülmeli, `range(0, h - size + 1, stride)`.",
               "The last place is missing: measure with the square at the edge, too, `range(0, h - size + 1, stride)`.",
               beyond=0),
        belief("over_the_edge", "Kare resmin dışına taşıyor; son yer, karenin kenara dayandığı yerdir: "
               "`range(0, h - size + 1, stride)`.",
               "The square leaves the picture; its last place is at the edge: `range(0, h - size + 1, stride)`.",
               beyond=2),
        belief("turned", "Satırlarla sütunlar yer değiştirmiş.", "Rows and columns are swapped.", turned=True),
        belief("scores", "Bunlar örtülü resimlerin puanları; puanın ne kadar düştüğü isteniyor.",
               "Those are the scores of the covered pictures; how far the score falls is wanted.",
               value=lambda before, after: after),
        belief("reversed", "Çıkarmanın yönü ters: puan düştüğünde değer artı olmalı.",
               "The subtraction is the wrong way round: where the score falls, the value has to be positive.",
               value=lambda before, after: after - before),
        belief("absolute", "Mutlak değer almışsınız; puanı artıran yerler eksi kalmalı.",
               "You took the absolute value; places that raise the score have to stay negative.",
               value=lambda before, after: abs(before - after)),
        belief("only_falls", "Eksi değerleri silmişsiniz; örtmek puanı artırabilir ve bu da görülmeli.",
               "You removed negative values; covering may raise the score, and that should be seen as well.",
               value=lambda before, after: max(before - after, 0)),
        belief("share", "Puana bölmüşsünüz; fark olduğu gibi isteniyor.",
               "You divided by the score; the difference itself is wanted.",
               value=lambda before, after: (before - after) / before),
        belief("piled_up", "Kareler birikiyor: her yer için resmin yeni bir kopyasını örtün.",
               "The squares pile up: cover a new copy of the picture for each place.", pile=True),
        belief("black", "Kareyi 0 ile doldurmuşsunuz; `grey` kullanın.", "You filled the square with 0; use `grey`.", fill=0),
        belief("one_row", "Yalnızca bir satır örtülmüş; kare `size` satır yüksekliğindedir.",
               "Only one row was covered; the square is `size` rows high.", height=1),
        belief("to_the_bottom", "Karenin altındaki her şey de örtülmüş; `top + size` satırında durun.",
               "Everything below the square was covered, too; stop at row `top + size`.", height=10**6),
        belief("every_pixel", "Her pikselde ölçmüşsünüz; iki yer arasında `stride` piksel olmalı.",
               "You measured at every pixel; there should be `stride` pixels between two places.",
               places=lambda size, stride: 1),
        belief("side_by_side", "Kareleri yan yana dizmişsiniz; iki yer arasında `size` değil, `stride` piksel olmalı.",
               "You put the squares side by side; between two places there should be `stride` pixels, not `size`.",
               places=lambda size, stride: size),
        ("kept", outside, "Karenin dışını örtmüşsünüz; karenin içini örtün.",
         "You covered what lies outside the square; cover what lies inside it."),
    ]  # fmt: skip

    def called(score, picture, size, stride, grey):
        return L(
            f"{picture.shape} şeklinde bir resim, `size` = {size}, `stride` = {stride}, `grey` = {said(grey)}",
            f"a picture of shape {picture.shape}, `size` = {size}, `stride` = {stride}, `grey` = {said(grey)}",
        )

    return judge(
        answer,
        [
            covering_case(1, 7, 9, 3, 2, 4.5),
            covering_case(2, 5, 8, 2, 3, 1.5),
            covering_case(3, 6, 4, 1, 1, 2.5),
            covering_case(4, 5, 6, 4, 1, -1.5),
        ],
        falls,
        beliefs,
        called=called,
        otherwise=(
            "wrong_map",
            "Her yerde `copy = picture.copy()`, sonra `copy[top:top + size, left:left + size] = grey`, en son "
            "`score(picture) - score(copy)`.",
            "At each place `copy = picture.copy()`, then `copy[top:top + size, left:left + size] = grey`, and last "
            "`score(picture) - score(copy)`.",
        ),
        remark=(
            "Bu haritayı çizmek için ağın içini bilmek gerekmez; yalnızca puanı sorulur.",
            "To draw this map you need not know the inside of the network; you only ask for its score.",
        ),
    )


def ranking_case(seed, shape, noise):
    """Return two arrays of one shape in which no value occurs twice; the more ``noise``, the less they have in common."""
    rng = np.random.default_rng(seed)
    first = rng.permutation(np.arange(np.prod(shape)) ** 2 / 7 - 3).reshape(shape)
    second = np.exp(0.1 * rng.normal(first / 10, noise))
    return first, second + 1e-3 * rng.permutation(first.size).reshape(shape)


@exercise(LESSON, "rank_agreement", tr="Sıra korelasyonu", en="Rank correlation")
def rank_agreement(answer):
    """``answer(first, second) -> float``: the correlation of the ranks of two arrays of one shape without equal values."""

    def correlation(a, b):
        a, b = np.ravel(a) - np.mean(a), np.ravel(b) - np.mean(b)
        return float(a @ b / np.sqrt((a @ a) * (b @ b)))

    def ranked(values):
        return np.argsort(np.argsort(np.ravel(values)))

    def order(values):
        return np.argsort(np.ravel(values))

    beliefs = [
        ("values", correlation,
         "Değerlerin kendi korelasyonunu hesaplamışsınız; önce her değeri sırasıyla değiştirin.",
         "You correlated the values themselves; first replace each value by its rank."),
        ("argsort_once", lambda a, b: correlation(order(a), order(b)),
         "`argsort` bir kez uygulanınca sıraları değil, sıralayan indisleri verir. Bir kez daha uygulayın: "
         "`np.argsort(np.argsort(x))`.",
         "Applied once, `argsort` gives the indices that sort, not the ranks. Apply it again: `np.argsort(np.argsort(x))`."),
        ("one_ranked", lambda a, b: correlation(ranked(a), b),
         "Yalnızca birinci dizinin sıralarını almışsınız; ikincininki de gerekir.",
         "You took the ranks of the first array alone; those of the second are needed as well."),
        ("one_ranked", lambda a, b: correlation(a, ranked(b)),
         "Yalnızca ikinci dizinin sıralarını almışsınız; birincininki de gerekir.",
         "You took the ranks of the second array alone; those of the first are needed as well."),
        ("absolute", lambda a, b: abs(correlation(ranked(a), ranked(b))),
         "Mutlak değer almışsınız; ters sıralanmış iki resmin korelasyonu eksidir.",
         "You took the absolute value; two pictures in opposite order have a negative correlation."),
        ("covariance", lambda a, b: float(np.mean((ranked(a) - ranked(a).mean()) * (ranked(b) - ranked(b).mean()))),
         "Bu kovaryans; standart sapmaların çarpımına bölün ki sonuç −1 ile 1 arasında olsun.",
         "That is the covariance; divide it by the product of the standard deviations, so that it lies between −1 and 1."),
        ("squared", lambda a, b: correlation(ranked(a), ranked(b)) ** 2,
         "Korelasyonun karesini döndürmüşsünüz.", "You returned the square of the correlation."),
        ("cosine", lambda a, b: float(ranked(a) @ ranked(b) / np.linalg.norm(ranked(a)) / np.linalg.norm(ranked(b))),
         "Sıraların ortalamasını çıkarmamışsınız; bu, korelasyon değil kosinüs benzerliğidir.",
         "You did not subtract the mean of the ranks; that is the cosine similarity, not the correlation."),
        ("same_share", lambda a, b: float(np.mean(ranked(a) == ranked(b))),
         "Sırası tam tutan öğelerin payını döndürmüşsünüz; korelasyon, sıraların ne kadar yakın olduğunu da sayar.",
         "You returned the share of elements with exactly the same rank; the correlation also counts how close the ranks are."),
        ("matrix", lambda a, b: np.corrcoef(ranked(a), ranked(b)),
         "`np.corrcoef` 2×2'lik bir matris verir; köşegenin dışındaki değeri, `[0, 1]`'i döndürün.",
         "`np.corrcoef` gives a 2×2 matrix; return the value off its diagonal, `[0, 1]`."),
        ("along_an_axis", lambda a, b: correlation(np.argsort(np.argsort(a)), np.argsort(np.argsort(b))),
         "Sıraları her satırda ayrı almışsınız; bütün piksellerin tek bir sırası olmalı, önce `ravel()` ile düzleştirin.",
         "You ranked each row by itself; all pixels have one common order, so flatten them first with `ravel()`."),
        ("reversed", lambda a, b: -correlation(ranked(a), ranked(b)),
         "İşareti ters: aynı sıradaki iki resmin korelasyonu +1'dir.",
         "The sign is wrong: two pictures in the same order have a correlation of +1."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            ranking_case(1, (3, 4), 2),
            ranking_case(2, (5,), 40),
            ranking_case(3, (4, 2), 30),
            (np.arange(6.0), -(np.arange(6.0) ** 3)),
            (np.array([[0.1, 5.0, -2.0], [3.0, 0.4, 7.0]]), np.array([[9.0, -1.0, 4.0], [0.0, 2.5, -8.0]])),
        ],
        rank_correlation,
        beliefs,
        called=lambda a, b: L(f"{a.shape} şeklinde iki dizi", f"two arrays of shape {a.shape}"),
        otherwise=(
            "wrong_number",
            "Her diziyi `ravel()` ile düzleştirin, değerlerin yerine sıralarını yazın, sonra iki sıranın korelasyonunu alın.",
            "Flatten each array with `ravel()`, replace its values by their ranks, then take the correlation of the ranks.",
        ),
        remark=(
            "Sıralar, bir resmin ne kadar parlak çizildiğinden etkilenmez; yalnızca neresinin daha önemli gösterildiğini "
            "karşılaştırır.",
            "Ranks do not depend on how brightly a picture is drawn; they only compare which places it shows as more important.",
        ),
    )


@exercise(LESSON, "robust_network", tr="Kestirmesiz bir ağ (açık uçlu)", en="A network without the shortcut (open)")
def robust_network(answer):
    """``answer() -> model``: any Keras model, trained on the biased pictures or on changed copies of them, at least 0.80 right
    on test pictures whose sign and animal disagree."""
    _, _, had_sign = signed_pictures(1500, 0.98, 0)
    fair, _, has_sign = signed_pictures(1500, 0.5, 0)
    others = fair[(had_sign == 1) & (has_sign == 0)]  # nobody can take a sign away and know what was behind it
    x, y, signs = signed_pictures(600, 0.5, 0, test=True)
    balanced = (
        others,
        "trained_on_balanced",
        "Ağı dengeli resimlerle eğitmişsiniz; onlar bu alıştırmada yok. Yalnızca `x_biased` resimlerini ve onlardan "
        "değiştirerek elde ettiklerinizi kullanın.",
        "You trained the network on the balanced pictures; in this exercise you do not have them. Use only `x_biased` and "
        "pictures that you make by changing those.",
    )
    model = call_trainer(answer, unseen=x, seconds=TRAINING * limits.CALL_SECONDS, others=(balanced,))
    refuse_seconds(model)
    expect_model(model, all(hasattr(model, name) for name in ("layers", "weights")) and getattr(model, "built", True))
    hint = L("Son katmanda 2 nöron olmalı.", "The last layer has to have 2 neurons.")
    right = outputs_of(model, x, (len(x), 2), hint).argmax(axis=1) == y
    agree, disagree = float(right[signs == y].mean()), float(right[signs != y].mean())
    if disagree >= LEAST_FAIR:
        return L(
            f"İşaretle hayvanın çeliştiği resimlerde doğruluk {percent(disagree, 1)}, uyuştuğu resimlerde {percent(agree, 1)}.",
            f"The accuracy is {percent(disagree, 1)} where sign and animal disagree, and {percent(agree, 1)} where they agree.",
        )
    came, least = apart(disagree, LEAST_FAIR)
    report = L(
        f"İşaretle hayvanın çeliştiği test resimlerinde doğruluk {came}; en az {least} gerekiyor. ",
        f"The accuracy on the test pictures whose sign and animal disagree is {came}; at least {least} is needed. ",
    )
    one_answer = float(np.mean(y[signs == y] == 0)), float(np.mean(y[signs == y] == 1))
    if min(abs(agree - share) for share in one_answer) < 0.02 and abs(agree + disagree - 1) < 0.1:
        call_untrained(report, "train")
    refuse(
        ("shortcut", agree - disagree > 0.3,
         f"Uyuştukları resimlerde ise doğruluk {percent(agree, 1)}: ağ hâlâ işarete bakıyor. Eğitim resimlerinde işaretin "
         "hayvanı ele vermesini önleyin.",
         f"Where they agree, it is {percent(agree, 1)}: the network still looks at the sign. Make sure that the sign in the "
         "training pictures does not give the animal away."),
        ("reversed", disagree - agree > 0.3,
         f"Uyuştukları resimlerde doğruluk yalnızca {percent(agree, 1)}: ağ işarete bakıp tersini söylüyor.",
         f"Where they agree, it is only {percent(agree, 1)}: the network looks at the sign and says the opposite."),
        before=report,
    )  # fmt: skip
    wrong(
        report
        + L(
            f"Uyuştukları resimlerde doğruluk {percent(agree, 1)}; ağ artık işarete bakmıyor, ama hayvanları da yeterince "
            "öğrenmemiş. Daha çok epok deneyin.",
            f"Where they agree, it is {percent(agree, 1)}; the network no longer looks at the sign, but it has not learned the "
            "animals well enough. Try more epochs.",
        ),
        "not_accurate_enough",
    )

"""Checks of lesson 19_multi_output."""

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import exercise, expect, refuse, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart, said
from utils.language import L, number, percent

LESSON = "19_multi_output"
MOST_PARAMETERS, LEAST_ACCURACY, MOST_DEGREES = 20_000, 0.935, 2.2
TRAINING = 24  # times as long as another answer may two_tasks take: it trains a network, two minutes at most


def _edges(picture, *, pad=1, across=1, down=1):
    """Return how many sides of ink pixels border on paper; outside the picture there is paper where it is padded."""
    framed = np.pad(picture, pad)
    return across * np.sum(framed[:, 1:] != framed[:, :-1]) + down * np.sum(framed[1:] != framed[:-1])


STROKES = [  # ink at the border, a hole, two parts, not square
    (np.array([[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]]),),
    (np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1], [0, 0, 1]]),),
    (np.array([[1, 0], [1, 0], [1, 0], [0, 0], [0, 1]]),),
    (np.array([[0, 1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 1, 0], [0, 1, 1, 1, 0, 0, 0]]),),
    (np.array([[1, 0]]),),
]


@exercise(LESSON, "thickness", tr="Kalınlığı ölçün", en="Measure the thickness")
def thickness(answer):
    """``answer(picture (h, w) of 0 and 1) -> float``: twice the ink pixels over the sides that border on paper."""

    def with_edges(**wrong):
        return lambda picture: 2 * picture.sum() / _edges(picture, **wrong)

    beliefs = [
        ("no_frame", with_edges(pad=0),
         "Resmin dışı da kâğıttır: kenardaki mürekkebin dışa bakan yanlarını saymamışsınız. Önce `np.pad(picture, 1)`.",
         "Outside the picture there is paper, too: you did not count the outer sides of ink at the border. Begin with "
         "`np.pad(picture, 1)`."),
        ("across_only", with_edges(down=0),
         "Yalnızca yan yana pikselleri karşılaştırmışsınız; üst üste olanlar da gerekir.",
         "You compared only pixels side by side; those on top of each other are needed, too."),
        ("down_only", with_edges(across=0),
         "Yalnızca üst üste pikselleri karşılaştırmışsınız; yan yana olanlar da gerekir.",
         "You compared only pixels on top of each other; those side by side are needed, too."),
        ("not_doubled", lambda picture: picture.sum() / _edges(picture),
         "Çizginin iki kenarı var: alanın iki katını çevreye bölün.",
         "A stroke has two edges: divide twice the area by the perimeter."),
        ("upside_down", lambda picture: _edges(picture) / (2 * picture.sum()),
         "Bölme ters: iki kat alan çevreye bölünür.", "The division is upside down: twice the area over the perimeter."),
        ("perimeter", _edges,
         "Bu, çevrenin kendisi; iki kat alanı ona bölün.", "That is the perimeter; divide twice the area by it."),
        ("area", lambda picture: picture.sum(),
         "Bu, mürekkebin alanı; iki katını çevreye bölün.",
         "That is the area of the ink; divide twice the area by the perimeter."),
        ("border_pixels", lambda picture: 2 * picture.sum() / _border_pixels(picture),
         "Kâğıda komşu pikselleri saymışsınız; sayılacak olan, kâğıda bakan yanlardır. Bir pikselin birden çok yanı olabilir. "
         "(Karşılaştırmaları topladıysanız: NumPy'da iki `True`'nun toplamı yine `True`'dur, önce `int(...)` gerekir.)",
         "You counted the pixels next to paper; count the sides that border on it. One pixel may have several. (If you added "
         "comparisons: in NumPy the sum of two `True` is again `True`, so use `int(...)` first.)"),
        ("mean_of_picture", lambda picture: picture.mean(),
         "Bu, mürekkebin resimdeki payı.", "That is the share of ink in the picture."),
    ]  # fmt: skip

    def by_hand(picture):
        return L(
            f"Bu resimde {int(picture.sum())} mürekkep pikseli var ve {int(_edges(picture))} yan kâğıda bakıyor.",
            f"In this picture there are {int(picture.sum())} ink pixels, and {int(_edges(picture))} sides border on paper.",
        )

    return judge(
        answer,
        STROKES,
        with_edges(),
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Aynı ölçü eğitim resimlerinin hepsi için bedava bir etiket verir.",
            "The same measure gives a free label for every training picture.",
        ),
    )


def _border_pixels(picture):
    framed = np.pad(picture, 1)
    inside = framed[:-2, 1:-1] * framed[2:, 1:-1] * framed[1:-1, :-2] * framed[1:-1, 2:]
    return np.sum(picture * (1 - inside))


def loss_case(seed, count, classes, weight):
    """Return (probabilities (n, classes), labels (n,), slants (n,), targets (n,), weight)."""
    rng = np.random.default_rng(seed)
    powers = np.exp(rng.normal(0, 1.5, (count, classes)))
    labels = rng.integers(0, classes, size=count)
    return powers / powers.sum(axis=1, keepdims=True), labels, *rng.normal(0, 1.3, (2, count)).round(2), weight


@exercise(LESSON, "total_loss", tr="Toplam kaybı hesaplayın", en="Compute the total loss")
def total_loss(answer):
    """``answer(probabilities (n, classes), labels (n,), slants (n,), targets (n,), weight) -> float``."""

    def crossed(p, y, mean=np.mean, log=np.log):
        return -mean(log(p[np.arange(len(y)), y]))

    def squared(s, t, mean=np.mean):
        return mean((s - t) ** 2)

    def with_mean(mean):
        return lambda p, y, s, t, w: crossed(p, y, mean) + w * squared(s, t, mean)

    beliefs = [
        ("both_terms", lambda p, y, s, t, w: (crossed(p, y), squared(s, t)),
         "Bunlar iki kayıp; toplam kayıp tek bir sayıdır.", "Those are two losses; the total loss is a single number."),
        ("not_reduced", lambda p, y, s, t, w: -np.log(p[np.arange(len(y)), y]) + w * (s - t) ** 2,
         "Bunlar örneklerin kayıpları; ortalamalarını alın.", "Those are the losses of the examples; take their mean."),
        ("weight_ignored", lambda p, y, s, t, w: crossed(p, y) + squared(s, t),
         "`weight` kullanılmamış: karesel hatayla çarpılmalı.", "`weight` was not used: it multiplies the squared error."),
        ("weight_on_class", lambda p, y, s, t, w: w * crossed(p, y) + squared(s, t),
         "Ağırlık çapraz entropiyi çarpmış; eğimin kaybını çarpmalıydı.",
         "The weight multiplies the cross-entropy; it should multiply the loss of the slant."),
        ("weight_on_both", lambda p, y, s, t, w: w * (crossed(p, y) + squared(s, t)),
         "Ağırlık iki kaybı da çarpmış; yalnızca eğimin kaybını çarpmalıydı.",
         "The weight multiplies both losses; it should multiply that of the slant only."),
        ("shares", lambda p, y, s, t, w: (1 - w) * crossed(p, y) + w * squared(s, t),
         "Keras ağırlıkları paylara bölmez: çapraz entropinin çarpanı 1 olarak kalır.",
         "Keras does not split the weights into shares: the cross-entropy keeps the factor 1."),
        ("averaged", lambda p, y, s, t, w: (crossed(p, y) + w * squared(s, t)) / 2,
         "İki kaybın ortalamasını almışsınız; toplam kayıp bir toplamdır.",
         "You took the mean of the two losses; the total loss is a sum."),
        ("class_only", lambda p, y, s, t, w: crossed(p, y),
         "Bu yalnızca çapraz entropi; eğimin kaybı eksik.", "That is the cross-entropy alone; the loss of the slant is missing."),
        ("slant_only", lambda p, y, s, t, w: w * squared(s, t),
         "Bu yalnızca eğimin kaybı; çapraz entropi eksik.", "That is the loss of the slant alone; the cross-entropy is missing."),
        ("sums", with_mean(np.sum),
         "Örnekler üzerinden toplam almışsınız; iki kayıp da ortalamadır.",
         "You summed over the examples; both losses are means."),
        ("sign", lambda p, y, s, t, w: -crossed(p, y) + w * squared(s, t),
         "Çapraz entropinin önünde eksi olmalı: logaritmalar eksidir.",
         "The cross-entropy needs a minus sign: the logarithms are negative."),
        ("log_of_mean", lambda p, y, s, t, w: -np.log(p[np.arange(len(y)), y].mean()) + w * squared(s, t),
         "Önce olasılıkların ortalamasını almışsınız; önce logaritma, sonra ortalama.",
         "You averaged the probabilities first; the logarithm comes first, then the mean."),
        ("log2", lambda p, y, s, t, w: crossed(p, y, log=np.log2) + w * squared(s, t),
         "Logaritma doğal logaritma olmalı: `np.log`.", "The logarithm has to be the natural one: `np.log`."),
        ("likeliest", lambda p, y, s, t, w: -np.mean(np.log(p.max(axis=1))) + w * squared(s, t),
         "En büyük olasılığı kullanmışsınız; doğru sınıfın olasılığı gerekir.",
         "You used the largest probability; that of the right class is needed."),
        ("all_classes", lambda p, y, s, t, w: -np.mean(np.log(p)) + w * squared(s, t),
         "Bütün sınıfların olasılıklarını kullanmışsınız; yalnızca doğru sınıfınki gerekir.",
         "You used the probabilities of all classes; only that of the right class is needed."),
        ("absolute", lambda p, y, s, t, w: crossed(p, y) + w * np.mean(np.abs(s - t)),
         "Eğimin hatasının mutlak değerini almışsınız; karesi gerekir.",
         "You took the absolute error of the slant; its square is needed."),
        ("root", lambda p, y, s, t, w: crossed(p, y) + w * np.sqrt(squared(s, t)),
         "Karesel hatanın karekökünü almışsınız; kökü alınmaz.", "You took the root of the squared error; leave it out."),
    ]  # fmt: skip

    def by_hand(p, y, s, t, w):
        one, two = said(float(crossed(p, y))), said(float(squared(s, t)))
        return L(
            f"Burada çapraz entropi {one}, ortalama kare hata {two}; ikincisi `weight` ile çarpılıp birincisine eklenir.",
            f"Here the cross-entropy is {one} and the mean squared error {two}; the second is multiplied by `weight` and added "
            "to the first.",
        )

    def called(p, y, s, t, w):
        return L(f"{len(y)} örnek ve `weight={w}`", f"{len(y)} examples and `weight={w}`")

    return judge(
        answer,
        [loss_case(1, 4, 3, 0.5), loss_case(2, 7, 10, 3.0), loss_case(3, 1, 2, 0.25), loss_case(4, 5, 4, 0.0)],
        with_mean(np.mean),
        beliefs,
        called=called,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Keras'ın `loss` diye yazdığı sayı tam olarak budur.",
            "This is exactly the number that Keras prints as `loss`.",
        ),
    )


@exercise(LESSON, "count_both", tr="Parametreleri karşılaştırın", en="Compare the parameters")
def count_both(answer):
    """``answer(trunk, features, outputs) -> (shared, separate)``: parameters of one network with all heads, and of one each."""

    def counted(trunk, features, outputs, *, bias=1, copies=len, head=1):
        heads = head * sum((features + bias) * size for size in outputs)
        return trunk + heads, copies(outputs) * trunk + heads

    beliefs = [
        ("no_bias", lambda *case: counted(*case, bias=0),
         "Başlıklardaki her nöronun bir bias'ı da var.", "Every neuron of a head has a bias as well."),
        ("no_heads", lambda *case: counted(*case, head=0),
         "Başlıkların parametrelerini de ekleyin.", "Add the parameters of the heads, too."),
        ("swapped", lambda *case: counted(*case)[::-1],
         "İki sonucun yeri değişmiş: önce ortak gövdeli ağ.", "The two results are swapped: the shared network comes first."),
        ("two_copies", lambda *case: counted(*case, copies=lambda outputs: 2),
         "Ayrı ağların kaç tane olduğunu `outputs` söyler; hep iki değildir.",
         "`outputs` tells how many separate networks there are; there are not always two."),
        ("copies_of_outputs", lambda *case: counted(*case, copies=sum),
         "Gövde çıktı nöronu başına değil, görev başına bir kez kopyalanır: `len(outputs)`.",
         "The trunk is copied once per task, not once per output neuron: `len(outputs)`."),
        ("trunk_once", lambda *case: counted(*case, copies=lambda outputs: 1),
         "Ayrı ağların her birinin kendi gövdesi var.", "Each of the separate networks has a trunk of its own."),
    ]  # fmt: skip

    def by_hand(trunk, features, outputs):
        heads = " + ".join(f"({features} + 1) · {size}" for size in outputs)
        return L(
            f"Başlıkların parametreleri {heads}; gövde ortak ağda bir kez, ayrı ağlarda {len(outputs)} kez sayılır.",
            f"The heads have {heads} parameters; the trunk counts once in the shared network and {len(outputs)} times in the "
            "separate ones.",
        )

    return judge(
        answer,
        [(14080, 32, [10, 1]), (500, 7, [3, 4, 2]), (120, 5, [6]), (90, 11, [1, 1, 13, 5])],
        counted,
        beliefs,
        results=("shared", "separate"),
        otherwise=("wrong_number", by_hand),
        remark=(
            "Başlıklar küçük olduğu sürece yeni bir görev neredeyse bedavadır.",
            "As long as the heads are small, another task costs next to nothing.",
        ),
    )


def masked_case(seed, count, known):
    """Return (predicted (n,), target (n,)) with NaN for all but ``known`` targets."""
    rng = np.random.default_rng(seed)
    predicted, target = rng.normal(0, 2, (2, count)).round(2)
    target[rng.permutation(count)[known:]] = np.nan
    return predicted, target


@exercise(LESSON, "masked_error", tr="Eksik etiketli kayıp", en="A loss with missing labels")
def masked_error(answer):
    """``answer(predicted (n,), target (n,) with NaN where unknown) -> float``: the mean squared error of the known ones, 0
    where nothing is known."""

    def known_only(predicted, target, *, of=np.mean, size=lambda error: error**2):
        known = ~np.isnan(target)
        return of(size((predicted - target)[known])) if known.any() else 0.0

    def over_all(predicted, target):
        return np.nansum((predicted - target) ** 2) / len(target)

    beliefs = [
        ("over_all", over_all,
         "Bilinenlerin karelerini toplamışsınız, ama bütün örneklerin sayısına bölmüşsünüz; yalnızca etiketi bilinenlerin "
         "sayısına bölün.",
         "You summed the squares of the known ones but divided by the number of all examples; divide by the number of those "
         "whose label is known."),
        ("zero_for_missing", lambda predicted, target: np.mean((predicted - np.nan_to_num(target)) ** 2),
         "Eksik etiketi 0 saymışsınız; böylece ağ bu örneklerde 0 demeyi öğrenir. Onları dışarıda bırakın.",
         "You took a missing label for 0, so the network would learn to answer 0 there. Leave these examples out."),
        ("nan", lambda predicted, target: np.mean((predicted - target) ** 2),
         "NaN içeren bir ortalama NaN olur: önce etiketi bilinen örnekleri seçin, `~np.isnan(target)`.",
         "A mean with a NaN in it is NaN: first choose the examples whose label is known, `~np.isnan(target)`."),
        ("nan_of_none", lambda predicted, target: (
            known_only(predicted, target) if not np.isnan(target).all() else np.nan),
         "Hiçbir etiket bilinmiyorsa sonuç 0 olmalı; sizinki NaN.",
         "If no label is known, the result has to be 0; yours is NaN."),
        ("missing_ones", lambda predicted, target: np.sum(predicted[np.isnan(target)] ** 2) / max(np.isnan(target).sum(), 1),
         "Etiketi eksik olanları seçmişsiniz; bilinenler gerekir.", "You chose the examples without a label; those with one are "
         "needed."),
        ("sum", lambda *case: known_only(*case, of=np.sum),
         "Kareleri toplamışsınız; ortalamalarını alın.", "You summed the squares; take their mean."),
        ("absolute", lambda *case: known_only(*case, size=np.abs),
         "Hatanın mutlak değerini almışsınız; karesi gerekir.", "You took the absolute error; its square is needed."),
        ("root", lambda *case: np.sqrt(known_only(*case)),
         "Karekök almışsınız; ortalama kare hatada kök yoktur.", "You took the root; the mean squared error has none."),
    ]  # fmt: skip

    def by_hand(predicted, target):
        known = int((~np.isnan(target)).sum())
        return L(
            f"Burada {len(target)} örnekten {known} tanesinin etiketi biliniyor; ortalama yalnızca onların üzerinden alınır.",
            f"Here {known} of {len(target)} examples have a known label; the mean is over these alone.",
        )

    return judge(
        answer,
        [masked_case(1, 6, 4), masked_case(2, 5, 5), masked_case(3, 7, 2), masked_case(4, 4, 0), masked_case(5, 1, 1)],
        known_only,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Etiketi bilinmeyen örnekler kaybı da gradyanı da değiştirmez.",
            "Examples without a label change neither the loss nor its gradient.",
        ),
    )


def answers_case(seed, count, classes, threshold):
    """Return (probabilities (n, classes), labels (n, classes) of 0 and 1, threshold), many rows right, some by a hair."""
    rng = np.random.default_rng(seed)
    labels = (rng.random((count, classes)) < 0.3).astype(int)
    steps = np.clip(np.round(threshold * 20), 1, 19) + np.where(labels, 1, -1) * rng.integers(0, 4, labels.shape)
    flips = rng.random(labels.shape) < 0.08
    probabilities = np.clip(np.where(flips, 20 - steps, steps), 0, 20) / 20
    return probabilities, labels, threshold


ONE_COLUMN_RIGHT = (  # every answer for the first label is right, and so are the first row and the last
    np.array([[0.9, 0.2, 0.6], [0.8, 0.7, 0.1], [0.3, 0.4, 0.9], [0.7, 0.1, 0.2]]),
    np.array([[1, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 0]]),
    0.5,
)
ALL_RIGHT = (np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.3]]), np.array([[1, 0], [0, 1], [0, 0]]), 0.5)


@exercise(LESSON, "exact_share", tr="Bütün etiketleri doğru", en="All labels right")
def exact_share(answer):
    """``answer(probabilities (n, classes), labels (n, classes), threshold) -> float``: the share of the rows in which every
    label is right; a probability of the threshold or more means 1."""

    def hits(p, y, t):
        return (p >= t) == (y == 1)

    beliefs = [
        ("each_row", lambda p, y, t: hits(p, y, t).all(axis=1),
         "Her resim için doğru ya da yanlış döndürmüşsünüz; bunların ortalaması isteniyor.",
         "You returned right or wrong for each picture; the mean of these is wanted."),
        ("each_label", lambda p, y, t: hits(p, y, t).mean(),
         "Bu, tek tek etiketlerin doğru olanlarının payı; bir resim ancak bütün etiketleri doğruysa sayılır: `all(axis=1)`.",
         "That is the share of single labels that are right; a picture counts only if all of its labels are: `all(axis=1)`."),
        ("any_label", lambda p, y, t: hits(p, y, t).any(axis=1).mean(),
         "En az bir etiketi doğru olan resimleri saymışsınız; hepsi doğru olmalı.",
         "You counted pictures with at least one right label; all of them have to be right."),
        ("all_together", lambda p, y, t: float(hits(p, y, t).all()),
         "`axis` verilmeyen `all()` bütün resimlerin etiketlerine birden bakar; her satıra ayrı bakın: `all(axis=1)`.",
         "Without an `axis`, `all()` looks at the labels of all pictures at once; look at each row by itself: `all(axis=1)`."),
        ("along_pictures", lambda p, y, t: hits(p, y, t).all(axis=0).mean(),
         "Sütunlar boyunca bakmışsınız; her satır bir resimdir: `axis=1`.",
         "You looked along the columns; each row is a picture: `axis=1`."),
        ("likeliest", lambda p, y, t: (p.argmax(axis=1) == y.argmax(axis=1)).mean(),
         "`argmax` tek bir etiket seçer; burada bir resmin hiç etiketi olmayabilir ya da birkaç etiketi olabilir.",
         "`argmax` chooses a single label; here a picture may have none or several."),
        ("strictly_above", lambda p, y, t: ((p > t) == (y == 1)).all(axis=1).mean(),
         "Tam eşikteki olasılık da 1 demektir: `>=`.", "A probability that equals the threshold means 1, too: `>=`."),
        ("always_half", lambda p, y, t: hits(p, y, 0.5).all(axis=1).mean(),
         "Eşik hep 0,5 değil; `threshold` kullanılmalı.", "The threshold is not always 0.5; use `threshold`."),
        ("misses_allowed", lambda p, y, t: ((p >= t) <= (y == 1)).all(axis=1).mean(),
         "Atlanan etiketler de yanlıştır; siz yalnızca fazladan söylenenlere bakmışsınız.",
         "Missed labels are wrong, too; you looked only at those that were said without being there."),
        ("extras_allowed", lambda p, y, t: ((p >= t) >= (y == 1)).all(axis=1).mean(),
         "Fazladan söylenen etiketler de yanlıştır; siz yalnızca atlananlara bakmışsınız.",
         "Labels that were said without being there are wrong, too; you looked only at the missed ones."),
        ("right_number", lambda p, y, t: ((p >= t).sum(axis=1) == y.sum(axis=1)).mean(),
         "Etiketlerin sayısını karşılaştırmışsınız; hangileri oldukları da tutmalı.",
         "You compared the numbers of labels; they have to be the same labels as well."),
        ("count", lambda p, y, t: hits(p, y, t).all(axis=1).sum(),
         "Bu, doğru resimlerin adedi; payı isteniyor.", "That is the number of right pictures; their share is wanted."),
        ("errors", lambda p, y, t: 1 - hits(p, y, t).all(axis=1).mean(),
         "Bu, yanlış resimlerin payı.", "That is the share of wrong pictures."),
    ]  # fmt: skip

    def by_hand(p, y, t):
        right = hits(p, y, t).all(axis=1)
        return L(
            f"Burada {len(y)} resmin {int(right.sum())} tanesinde bütün etiketler doğru.",
            f"Here all labels are right in {int(right.sum())} of {len(y)} pictures.",
        )

    def called(p, y, t):
        return L(
            f"{p.shape} şeklinde olasılıklar ve `threshold={t}`",
            f"probabilities of shape {p.shape} and `threshold={t}`",
        )

    return judge(
        answer,
        [
            answers_case(1, 30, 4, 0.5),
            answers_case(2, 25, 3, 0.3),
            answers_case(3, 40, 2, 0.7),
            answers_case(4, 9, 6, 0.4),
            ONE_COLUMN_RIGHT,
            ALL_RIGHT,
        ],
        lambda p, y, t: hits(p, y, t).all(axis=1).mean(),
        beliefs,
        called=called,
        otherwise=("wrong_share", by_hand),
        remark=(
            "Bu ölçü, hep sıfır diyen bir ağa kanmaz.",
            "This measure is not fooled by a network that always says zero.",
        ),
    )


@exercise(LESSON, "two_tasks", tr="Tek ağ, iki iyi yanıt", en="One network, two good answers",
          seconds=TRAINING * limits.CHECK_SECONDS)  # fmt: skip
def two_tasks(answer):
    """``answer() -> model``: a Keras model with the outputs "digit" (n, 10) and "slant" (n, 1), standardized as in the lesson,
    fewer than 20,000 parameters, at least 0.935 of the test digits right and at most 2.2 degrees of mean error."""
    from utils.datasets import load_digits28
    from utils.lessons.multi_output.slants import MEAN, SPREAD, slants

    digits = load_digits28()
    pictures, truth = digits.x_test[..., None], slants(digits.x_test)
    model = call_trainer(answer, unseen=pictures, seconds=TRAINING * limits.CALL_SECONDS)
    refuse_seconds(model)
    known = all(hasattr(model, name) for name in ("layers", "weights", "count_params")) and callable(model)
    expect_model(model, known and getattr(model, "built", True))
    count = models.count_parameters(model, MOST_PARAMETERS)
    given = _two_outputs(model, pictures / 255)
    hint = L("`digit` başlığında 10 nöron olmalı.", "The head `digit` has to have 10 neurons.")
    classes = outputs_of(lambda x: given["digit"], pictures / 255, (len(pictures), 10), hint)
    hint = L("`slant` başlığında tek bir nöron olmalı.", "The head `slant` has to have a single neuron.")
    angles = outputs_of(lambda x: given["slant"], pictures / 255, (len(pictures), 1), hint)[:, 0]
    accuracy = float((classes.argmax(axis=1) == digits.y_test).mean())
    error = float(np.abs(angles * SPREAD + MEAN - truth).mean())
    if accuracy >= LEAST_ACCURACY and error <= MOST_DEGREES:
        return L(
            f"{count} parametreyle doğruluk {percent(accuracy, 1)}, eğimin ortalama hatası {number(error, 2)} derece.",
            f"With {count} parameters the accuracy is {percent(accuracy, 1)} and the mean error of the slant {number(error, 2)} "
            "degrees.",
        )
    came, least = apart(accuracy, LEAST_ACCURACY)
    degrees, most = apart(error, MOST_DEGREES)
    report = L(
        f"Test kümesinde doğruluk {came} (en az {least} gerekiyor), eğimin ortalama hatası {degrees} derece (en çok {most}). ",
        f"On the test set the accuracy is {came} (at least {least} is needed) and the mean error of the slant {degrees} degrees "
        f"(at most {most}). ",
    )
    if accuracy < 0.3 and error > 9:
        call_untrained(report, "train")
    in_degrees = float(np.abs(angles - truth).mean()) <= max(MOST_DEGREES, error / 3)
    refuse(
        ("in_degrees", error > MOST_DEGREES and in_degrees,
         "`slant` çıktısı derece cinsinden; standartlaştırılmış eğim bekleniyor.",
         "The output `slant` is in degrees; the standardized slant is expected."),
        ("digit_behind", accuracy < LEAST_ACCURACY and error <= MOST_DEGREES,
         "Eğim iyi, rakam geride kalmış: eğimin ağırlığını azaltın, gövdeyi büyütün ya da daha uzun eğitin.",
         "The slant is good, but the digit is behind: lower the weight of the slant, enlarge the trunk or train longer."),
        ("slant_behind", error > MOST_DEGREES and accuracy >= LEAST_ACCURACY,
         "Rakam iyi, eğim geride kalmış: eğimin ağırlığını artırın, gövdeyi büyütün ya da daha uzun eğitin.",
         "The digit is good, but the slant is behind: raise the weight of the slant, enlarge the trunk or train longer."),
        before=report,
    )  # fmt: skip
    words = L("Daha uzun eğitin, gövdeye bir evrişim katmanı daha ekleyin ya da dallanmayı öne alın.",
              "Train longer, add one more convolution to the trunk, or let the branches begin earlier.")  # fmt: skip
    wrong(report + words, "both_behind")


def _two_outputs(model, pictures):
    """Return what the model gives for pictures, {"digit": ..., "slant": ...}; end the check where it gives something else."""
    from utils.checks.errors import python_message

    try:
        given = model(pictures)
    except Exception as error:
        message = L(
            f"Model {pictures.shape} şeklindeki girdiyi almıyor: `{python_message(error)}`.",
            f"The model does not take an input of shape {pictures.shape}: `{python_message(error)}`.",
        )
        wrong(message, "refuses_input")
    expect(
        isinstance(given, dict) and {"digit", "slant"} <= set(given),
        L(
            "Modelin çıktısı bir sözlük olmalı: `keras.Model(inputs, dict(digit=..., slant=...))`.",
            "The output of the model has to be a dictionary: `keras.Model(inputs, dict(digit=..., slant=...))`.",
        ),
        "not_two_outputs",
    )
    return given

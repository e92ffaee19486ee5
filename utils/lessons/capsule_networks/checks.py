"""Checks of lesson 21_capsule_networks: one for each exercise, with the misconceptions that it can name."""

import numpy as np

from utils.checks.engine import call, exercise, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge
from utils.checks.show import apart, said
from utils.language import L
from utils.lessons.capsule_networks.runs import trained_longer

LESSON = "21_capsule_networks"


def _maps():
    """Yield maps of even sides, whose values are all different: square ones, wide ones and a single window."""
    yield np.array([[3.0, 0, 1, 5], [2, 4, -1, 7], [8, 6, 9, -2], [10, 11, 13, 12]])
    for seed, shape in enumerate([(2, 2), (4, 6), (6, 2), (8, 4)]):
        yield np.random.default_rng(seed).permutation(np.prod(shape)).reshape(shape) / 2 - 3


def pooled(x):
    """Return the largest value of each 2 x 2 window of a map (h, w), (h / 2, w / 2)."""
    h, w = x.shape
    return x.reshape(h // 2, 2, w // 2, 2).max(axis=(1, 3))


@exercise(LESSON, "same_pooling", tr="Havuzlamanın görmediği değişiklik", en="A change that pooling does not see")
def same_pooling(answer):
    """``answer(x (h, w)) -> (h, w)``: the same values in another order, with the same 2 x 2 max pooling."""
    for x in _maps():
        given = call(answer, x.copy(), may_change=True)
        y = require_array(given, "same_pooling(x)", x.shape)
        before, after = pooled(x), pooled(y)
        place = tuple(int(index) for index in np.unravel_index(np.abs(before - after).argmax(), before.shape))
        came, wanted = apart(float(after[place]), float(before[place]))
        refuse(
            ("unchanged", np.array_equal(x, y),
             "Harita hiç değişmedi; en az iki değer yer değiştirmeli.",
             "The map was not changed at all; at least two values have to change places."),
            ("other_values", not np.allclose(np.sort(x, axis=None), np.sort(y, axis=None)),
             "Haritadaki değerlerin kendisi değişti. Yalnızca yerleri değişmeli, her değer bir kez bulunmalı.",
             "The values themselves changed. Only their places may change, and each value has to occur once."),
            ("other_pooling", not np.allclose(before, after),
             f"{place} numaralı pencerenin en büyüğü {wanted} iken {came} oldu. Değerler kendi 2×2'lik pencerelerinin içinde "
             "yer değiştirmeli.",
             f"The maximum of window {place} was {wanted} and became {came}. Values have to change places within their own "
             "2×2 window."),
            given=given,
        )  # fmt: skip
    return L(
        "Havuzlanmış harita aynı kaldı: sonraki katman bu değişikliği göremez.",
        "The pooled map stayed the same: the next layer cannot see this change.",
    )


def _squash(s, power=2, one=1.0, axis=-1):
    length = np.sqrt((s**2).sum(axis=axis, keepdims=True) + 1e-12)
    return length**power / (one + length**power) * s / length


SQUASHED = [
    (np.array([[3.0, 4.0], [0.3, -0.4]]),),
    (np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 2.0], [0.1, 0.0, 0.0]]),),
    (np.array([[-0.05, 0.02, 0.01, 0.2]]),),
    (np.array([[7.0], [-0.5], [0.0]]),),
    (np.array([[12.0, -5.0], [0.02, 0.01], [1.0, 1.0], [0.0, 0.0]]),),
]


@exercise(LESSON, "squash_vectors", tr="Sıkıştırma", en="Squash")
def squash_vectors(answer):
    """``answer(s (n, d)) -> (n, d)``: each row with its direction and the length |s|² / (1 + |s|²); zeros stay zeros."""

    def naive(s):
        length = np.linalg.norm(s, axis=1, keepdims=True)
        return length**2 / (1 + length**2) * s / length

    beliefs = [
        ("lengths_only", lambda s: (s**2).sum(axis=1) / (1 + (s**2).sum(axis=1)),
         "Bunlar yeni boylar; her satırın yönünü koruyan vektörleri döndürün.",
         "Those are the new lengths; return the vectors, which keep the direction of each row."),
        ("lengths_only", lambda s: (s**2).sum(axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)),
         "Bunlar yeni boylar; her satırın yönünü koruyan vektörleri döndürün.",
         "Those are the new lengths; return the vectors, which keep the direction of each row."),
        ("zero_divided", naive,
         "Sıfır vektörde sıfır sıfıra bölünüyor ve NaN çıkıyor; karekökün içine küçük bir sayı ekleyin.",
         "A zero vector divides zero by zero and gives NaN; add a small number inside the root."),
        ("not_unit", lambda s: (s**2).sum(axis=1, keepdims=True) / (1 + (s**2).sum(axis=1, keepdims=True)) * s,
         "`s` kendi boyuna bölünmemiş: yönü veren birim vektör `s / |s|`'dir.",
         "`s` was not divided by its length: the unit vector of the direction is `s / |s|`."),
        ("unit", lambda s: s / np.sqrt((s**2).sum(axis=1, keepdims=True) + 1e-12),
         "Bütün vektörlerin boyu 1 oldu; boy |s|²/(1 + |s|²) olmalı.",
         "All vectors got length 1; the length has to be |s|²/(1 + |s|²)."),
        ("length_not_squared", lambda s: _squash(s, power=1),
         "Boyun karesi yerine kendisini kullandınız: kısa vektörler yeterince kısalmıyor.",
         "You used the length in place of its square: short vectors are not shortened enough."),
        ("axis", lambda s: _squash(s, axis=0),
         "Boyu sütun boyunca hesaplamışsınız; her satır bir vektördür: `axis=1`.",
         "You computed lengths along the columns; each row is a vector: `axis=1`."),
        ("one_length", lambda s: _squash(s, axis=(0, 1)),
         "Bütün satırlar için tek bir boy hesaplamışsınız; her satırın kendi boyu olmalı.",
         "You computed a single length for all rows; each row has its own."),
        ("each_value", lambda s: np.sign(s) * s**2 / (1 + s**2),
         "Her sayıyı ayrı sıkıştırmışsınız; o zaman vektörün yönü değişir. Satırın boyu sıkıştırılır.",
         "You squashed each number by itself, which changes the direction of the vector. The length of the row is squashed."),
        ("tanh", np.tanh,
         "Bu tanh; o da sayıları ayrı ayrı sıkıştırır ve yönü değiştirir.",
         "That is tanh, which also squashes the numbers one by one and changes the direction."),
    ]  # fmt: skip
    return judge(
        answer,
        SQUASHED,
        _squash,
        beliefs,
        equal=_close,
        otherwise=(
            "wrong_vectors",
            "İlk satırla deneyin: (3, 4)'ün boyu 5'tir, sıkışınca boyu 25/26, yönü yine (0,6; 0,8) olmalı.",
            "Try (3, 4): its length is 5, so after squashing its length has to be 25/26 and its direction (0.6, 0.8).",
        ),
        remark=(
            "Boy artık bir olasılık gibi okunabilir, yön ise olduğu gibi kaldı.",
            "The length can now be read like a probability, and the direction is what it was.",
        ),
    )


def _close(given, expected):
    """Small numbers inside the root differ from one answer to the next: 1e-7 is taken, 1e-3 is not."""
    from utils.checks.compare import alike

    return alike(given, expected, rtol=2e-3, atol=2e-5)


def _softmax(b, axis):
    powers = np.exp(b - b.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _round(votes, logits, *, axis=1, squash=_squash, couple=True, start=None, agreement=None, mean=False):
    c = _softmax(logits, axis) if couple else np.ones_like(logits)
    s = (c[..., None] * votes).sum(axis=0)
    v = squash(s / len(votes) if mean else s)
    added = agreement(votes, v) if agreement else (votes * v).sum(axis=-1)
    return (logits if start is None else start) + added


def _unit(x):
    return x / np.sqrt((x**2).sum(axis=-1, keepdims=True) + 1e-12)


def _rounds():
    """Yield votes (i, j, d) and logits (i, j): the lesson's, and others of unlike sizes."""
    yield np.array([[[2.0, 0], [1, 2]], [[2, 0], [1, -2]]]), np.zeros((2, 2))
    yield np.array([[[2.0, 0], [1, 2]], [[2, 0], [1, -2]]]), np.array([[1.6, 0.5], [1.6, 0.5]])
    for seed, (i, j, d) in enumerate([(3, 2, 4), (2, 4, 3), (5, 3, 2), (1, 3, 2), (4, 1, 2)]):
        rng = np.random.default_rng(seed)
        yield rng.normal(0, 1, (i, j, d)), rng.normal(0, 1, (i, j))


@exercise(LESSON, "routing_round", tr="Bir tur yönlendirme", en="One round of routing")
def routing_round(answer):
    """``answer(votes (i, j, d), logits (i, j)) -> (i, j)``: the logits after one round of routing by agreement."""
    beliefs = [
        ("capsules", lambda votes, b: _squash((_softmax(b, 1)[..., None] * votes).sum(axis=0)),
         "Bunlar bütünlerin kapsülleri; yeni logitleri döndürün.",
         "Those are the capsules of the wholes; return the new logits."),
        ("couplings", lambda votes, b: _softmax(_round(votes, b), 1),
         "Yeni logitlerden softmax almışsınız; bu, bir sonraki turun işidir.",
         "You took the softmax of the new logits, which belongs to the next round."),
        ("old_couplings", lambda votes, b: _softmax(b, 1),
         "Bunlar bu turun bağlanma katsayıları; uyum eklenmiş logitler istendi.",
         "Those are the couplings of this round; the logits with the agreement added were asked for."),
        ("softmax_over_parts", lambda votes, b: _round(votes, b, axis=0),
         "Softmax'ı parçalar boyunca almışsınız. Her parça kendi payını bütünler arasında dağıtır: `axis=1`.",
         "You took the softmax over the parts. Each part divides itself among the wholes: `axis=1`."),
        ("agreement_only", lambda votes, b: _round(votes, b, start=0.0),
         "Uyumu eski logitlerin üstüne eklemediniz.", "You did not add the agreement to the old logits."),
        ("not_squashed", lambda votes, b: _round(votes, b, squash=lambda s: s),
         "Toplamı sıkıştırmadan uyuma geçmişsiniz.", "You went on to the agreement without squashing the sum."),
        ("not_coupled", lambda votes, b: _round(votes, b, couple=False),
         "Oyları bağlanma katsayılarıyla çarpmadan toplamışsınız.",
         "You added up the votes without multiplying them by the couplings."),
        ("subtracted", lambda votes, b: _round(votes, b, agreement=lambda u, v: -(u * v).sum(axis=-1)),
         "Uyumu çıkarmışsınız: uyuşan parça daha çok bağlanmalı.",
         "You subtracted the agreement: a part that agrees has to couple more."),
        ("cosine", lambda votes, b: _round(votes, b, agreement=lambda u, v: (_unit(u) * _unit(v)).sum(axis=-1)),
         "Açının kosinüsünü eklemişsiniz; uyum iç çarpımdır, boylar da sayılır.",
         "You added the cosine of the angle; the agreement is the dot product, so lengths count as well."),
        ("mean", lambda votes, b: _round(votes, b, mean=True),
         "Oyların ağırlıklı ortalamasını almışsınız; toplamı istenir.",
         "You took the weighted mean of the votes; their sum is wanted."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_rounds()),
        _round,
        beliefs,
        equal=_close,
        called=lambda votes, logits: L(
            f"{len(votes)} parça ve {votes.shape[1]} bütünle `routing_round(votes, logits)`",
            f"`routing_round(votes, logits)` with {len(votes)} part(s) and {votes.shape[1]} whole(s)",
        ),
        otherwise=(
            "wrong_logits",
            "Dersteki örnekle karşılaştırın: sıfır logitlerle ilk turdan sonra her parça için (1,6; 0,5) çıkmalı.",
            "Compare with the example of the lesson: from zero logits, the first round has to give (1.6, 0.5) for each part.",
        ),
        remark=(
            "Bu fonksiyonu üst üste çağırmak, dinamik yönlendirmenin kendisidir.",
            "Calling this function again and again is dynamic routing itself.",
        ),
    )


def _margin(lengths, labels, *, high=0.9, low=0.1, share=0.5, square=True, clip=True, reduce=np.sum, only=None):
    t = np.eye(lengths.shape[1])[labels]
    cut = (lambda x: np.maximum(x, 0)) if clip else (lambda x: x)
    power = 2 if square else 1
    present, absent = t * cut(high - lengths) ** power, share * (1 - t) * cut(lengths - low) ** power
    return reduce({None: present + absent, "present": present, "absent": absent}[only], axis=1)


LENGTHS = [
    (np.array([[0.85, 0.3, 0.05]]), np.array([0])),
    (np.array([[0.2, 0.95, 0.6], [0.97, 0.02, 0.4], [0.1, 0.9, 0.15]]), np.array([0, 2, 1])),
    (np.array([[0.02, 0.99], [0.7, 0.7]]), np.array([1, 0])),
    (np.array([[0.5, 0.11, 0.3, 0.08, 0.92], [0.05, 0.05, 0.05, 0.05, 0.05]]), np.array([3, 4])),
]


@exercise(LESSON, "margin_losses", tr="Pay kaybı", en="Margin loss")
def margin_losses(answer):
    """``answer(lengths (n, classes), labels (n,)) -> (n,)``: the margin loss of each example."""

    def belief(name, tr, en, **wrong):
        return name, lambda lengths, labels: _margin(lengths, labels, **wrong), tr, en

    beliefs = [
        ("batch_mean", lambda lengths, labels: _margin(lengths, labels).mean(),
         "Bütün yığının ortalamasını almışsınız; her örnek için bir kayıp istenir.",
         "You took the mean of the batch; one loss is wanted for each example."),
        ("batch_sum", lambda lengths, labels: _margin(lengths, labels).sum(),
         "Bütün yığının toplamını almışsınız; her örnek için bir kayıp istenir.",
         "You took the sum over the batch; one loss is wanted for each example."),
        belief("not_clipped", "Payı aşan boylar da kayba katılmış: 0'dan küçük farkları 0 yapın, örneğin `np.maximum(0, ...)`.",
               "Lengths beyond the margin add to the loss: set negative differences to 0, for example by `np.maximum(0, ...)`.",
               clip=False),
        belief("not_squared", "Paylara olan uzaklıkların karesi alınmamış.", "The distances to the margins were not squared.",
               square=False),
        belief("present_only", "Yanlış sınıfların terimi eksik.", "The term of the wrong classes is missing.", only="present"),
        belief("absent_only", "Doğru sınıfın terimi eksik.", "The term of the right class is missing.", only="absent"),
        belief("no_half", "Yanlış sınıfların terimi 0,5 ile çarpılmamış.",
               "The term of the wrong classes was not multiplied by 0.5.", share=1.0),
        ("half_on_both", lambda lengths, labels: 0.5 * _margin(lengths, labels, share=1.0),
         "0,5 doğru sınıfın terimini de çarpmış; yalnızca yanlış sınıflarınkini çarpmalı.",
         "The factor 0.5 multiplies the term of the right class as well; it belongs to the wrong classes only."),
        belief("one_margin", "Doğru sınıf için 0,9, yanlış sınıflar için 0,1 payı kullanılır.",
               "The margin is 0.9 for the right class and 0.1 for the wrong ones.", low=0.9),
        belief("one_margin", "Doğru sınıf için 0,9, yanlış sınıflar için 0,1 payı kullanılır.",
               "The margin is 0.9 for the right class and 0.1 for the wrong ones.", high=0.1),
        belief("no_margins", "Paylar yok: doğru sınıftan 1, yanlışlardan 0 istemişsiniz.",
               "There are no margins: you asked for 1 from the right class and 0 from the wrong ones.", high=1.0, low=0.0),
        belief("mean_of_classes", "Sınıflar üzerinden ortalama almışsınız; toplam istenir.",
               "You took the mean over the classes; the sum is wanted.", reduce=np.mean),
        ("shifted", lambda lengths, labels: _margin(lengths, (labels + 1) % lengths.shape[1]),
         "Doğru sınıf bir kaymış: sınıflar 0'dan sayılır.", "The right class is off by one: classes are counted from 0."),
        ("cross_entropy", lambda lengths, labels: -np.log(lengths[np.arange(len(labels)), labels]),
         "Bu, çapraz entropi; pay kaybı boyları paylarla karşılaştırır.",
         "That is cross-entropy; the margin loss compares the lengths with the margins."),
    ]  # fmt: skip
    return judge(
        answer,
        LENGTHS,
        _margin,
        beliefs,
        otherwise=(
            "wrong_loss",
            "Elle karşılaştırın: boylar (0,85; 0,3; 0,05), doğru sınıf 0 iken kayıp 0,0025 + 0,02 = 0,0225'tir.",
            "Compare by hand: with lengths (0.85, 0.3, 0.05) and right class 0, the loss is 0.0025 + 0.02 = 0.0225.",
        ),
        remark=(
            "Payların içine giren bir örnek artık hiç kayıp vermez; çapraz entropi ise hep biraz verir.",
            "An example within the margins gives no loss at all any more, whereas cross-entropy always gives some.",
        ),
    )


def _pairs():
    """Yield answers of two networks to the same examples, with the labels: unlike, alike, and where one is always right."""
    yield np.array([1, 2, 3, 4, 0]), np.array([1, 2, 0, 4, 5]), np.array([1, 0, 3, 4, 5])
    for seed, n in enumerate([40, 25, 9, 60]):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, 4, n)
        first = np.where(rng.random(n) < 0.7, labels, rng.integers(0, 4, n))
        yield first, np.where(rng.random(n) < 0.5, labels, rng.integers(0, 4, n)), labels
    yield np.array([0, 1, 2]), np.array([0, 1, 2]), np.array([0, 1, 1])


def _alone(first, second, labels):
    a, b = first == labels, second == labels
    return int((a & ~b).sum()), int((~a & b).sum())


@exercise(LESSON, "right_alone", tr="Aynı örneklerde iki ağ", en="Two networks on the same examples")
def right_alone(answer):
    """``answer(first (n,), second (n,), labels (n,)) -> (int, int)``: examples that only the first, only the second gets."""
    beliefs = [
        ("right_counts", lambda first, second, labels: (int((first == labels).sum()), int((second == labels).sum())),
         "Bunlar iki ağın doğru yanıt sayıları; ikisinin de bildiği örnekler farkı etkilemez, onları saymayın.",
         "Those are the right answers of each network; examples that both get right do not matter to the difference, so leave "
         "them out."),
        ("wrong_alone", lambda first, second, labels: _alone(first, second, labels)[::-1],
         "Sıra ters: önce yalnız birincinin, sonra yalnız ikincinin bildikleri.",
         "The order is reversed: first those that only the first network gets right, then those of the second."),
        ("both", lambda first, second, labels: (int(((first == labels) & (second == labels)).sum()),
                                               int(((first != labels) & (second != labels)).sum())),
         "Bunlar ikisinin de bildiği ve ikisinin de bilemediği örnekler; farkı gösterenler ise yalnız birinin bildikleridir.",
         "Those are the examples that both get right and both get wrong; the difference is in those that only one gets right."),
        ("different_answers", lambda first, second, labels: (int((first != second).sum()),) * 2,
         "Farklı yanıt verilen örnekleri saydınız; doğru olup olmadıklarına da bakın.",
         "You counted the examples with different answers; look at which of them are right as well."),
        ("shares", lambda first, second, labels: tuple(np.array(_alone(first, second, labels)) / len(labels)),
         "Payları döndürdünüz; sayılar istendi.", "You returned shares; counts were asked for."),
        ("wrong_counts", lambda first, second, labels: (int((first != labels).sum()), int((second != labels).sum())),
         "Bunlar iki ağın yanlış yanıt sayıları.", "Those are the wrong answers of each network."),
    ]  # fmt: skip
    return judge(
        answer,
        list(_pairs()),
        _alone,
        beliefs,
        results=("only_first", "only_second"),
        called=lambda first, second, labels: L(
            f"{len(labels)} örnekle `right_alone(first, second, labels)`",
            f"`right_alone(first, second, labels)` with {len(labels)} examples",
        ),
        otherwise=(
            "wrong_number",
            "Örnek örnek bakın: biri doğru, öteki yanlışsa sayılır.",
            "Go example by example: it counts if one is right and the other one is wrong.",
        ),
        remark=(
            "İki sayının farkı doğru yanıtların farkıdır; toplamları ise farkın ne kadarının şans olabileceğini söyler.",
            "The difference of the two numbers is the difference in right answers; their sum tells how much of it may be luck.",
        ),
    )


MOST_TURNED, REACH, ENOUGH = 3, 0.4, 0.97


def _best_ink(digit):
    """Return the most ink that a greedy search finds: the best single turn, three times; and the ink at first."""
    decode, v = trained_longer(), trained_longer().capsules[digit].copy()
    first = float(decode(digit, v).sum())
    free = list(range(len(v)))
    for _ in range(MOST_TURNED):
        tries = np.array([v + turn * np.eye(len(v))[place] for place in free for turn in (-REACH, REACH)])
        inks = decode(digit, tries).sum(axis=(1, 2))
        best = int(inks.argmax())
        v = tries[best]
        free.pop(best // 2)
    return float(decode(digit, v).sum()), first


@exercise(LESSON, "most_ink", tr="En kalın rakam (açık uçlu)", en="The boldest digit (open)")
def most_ink(answer):
    """``answer(decode, capsule (12,)) -> (12,)``: at most three values changed by at most 0.4, for as much ink as possible."""
    decode = trained_longer()
    shares = []
    for digit in (0, 2, 3, 5, 8, 9):
        capsule = decode.capsules[digit]
        given = call(answer, lambda v, digit=digit: decode(digit, v), capsule.copy(), may_change=True)
        v = require_array(given, "capsule", capsule.shape)
        turns = np.abs(v - capsule)
        count, farthest = int((turns > 1e-6).sum()), float(turns.max())
        refuse(
            ("unchanged", count == 0,
             "Kapsül hiç değişmedi.", "The capsule was not changed."),
            ("too_many", count > MOST_TURNED,
             f"{count} değer değişti; en çok {MOST_TURNED} değer değişebilir.",
             f"{count} values changed; {MOST_TURNED} may change at most."),
            ("too_far", farthest > REACH + 1e-6,
             f"Bir değer {said(farthest)} kadar değişti; en çok {said(REACH)} değişebilir.",
             f"One value changed by {said(farthest)}; it may change by {said(REACH)} at most."),
        )  # fmt: skip
        most, first = _best_ink(digit)
        ink = float(decode(digit, v).sum())
        came, wanted = apart(ink, ENOUGH * most)
        refuse(
            ("thinner", ink <= first,
             f"{digit} rakamının mürekkebi {said(first)} iken {said(ink)} oldu; artması gerekiyordu.",
             f"The ink of the digit {digit} was {said(first)} and became {said(ink)}; it should increase."),
            ("not_enough", ink < ENOUGH * most,
             f"{digit} rakamının mürekkebi {came}; en az {wanted} gerekiyor. Bütün boyutları iki yöne de deneyip en iyisini "
             "seçin, sonra onun üstüne bir boyut daha ekleyin.",
             f"The ink of the digit {digit} is {came}; at least {wanted} is needed. Try all dimensions in both directions, keep "
             "the best one, then add another on top of it."),
        )  # fmt: skip
        shares.append(ink / first)
    low, high = said(min(shares)), said(max(shares))
    return L(
        f"Altı rakamda mürekkep başlangıçtakinin {low} ile {high} katı oldu.",
        f"For six digits the ink is {low} to {high} times what it was.",
    )

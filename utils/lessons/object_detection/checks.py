"""Checks of lesson 20_object_detection: one for each exercise, with the misconceptions that it can name."""

import operator

import numpy as np

from utils.checks.engine import call, exercise, expect, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge
from utils.checks.show import apart, said
from utils.language import L
from utils.lessons.object_detection.score import overlaps

LESSON = "20_object_detection"


def _parts(anchors):
    return (anchors[:, :2] + anchors[:, 2:]) / 2, anchors[:, 2:] - anchors[:, :2]


def _boxes(middle, size):
    return np.hstack([middle - size / 2, middle + size / 2])


def _decoded(deltas, anchors):
    middle, size = _parts(anchors)
    return _boxes(middle + deltas[:, :2] * size, size * np.exp(deltas[:, 2:]))


def _decode_cases():
    yield np.array([[0.5, -0.25, 0.0, 0.7]]), np.array([[10.4, 20.3, 30.9, 60.7]])
    yield (
        np.array([[0.1, 0.3, 0.4, -0.2], [-0.6, 0.2, -0.9, 0.1], [0.0, 0.0, 0.0, 0.0]]),
        np.array([[4.0, 2.0, 20.0, 12.0], [50.0, 8.0, 90.0, 28.0], [0.0, 30.0, 15.0, 70.0]]),
    )
    yield (
        np.array([[-0.3, 0.8, 1.1, 0.6], [0.2, -0.1, -0.4, -1.3]]),
        np.array([[-5.0, 60.0, 17.0, 75.0], [33.0, 41.0, 73.0, 61.0]]),
    )


@exercise(LESSON, "decode", tr="Deltalardan kutuya", en="From deltas to boxes")
def decode(answer):
    """``answer(deltas (n, 4), anchors (n, 4)) -> (n, 4)``: the boxes that the deltas make of the anchors."""
    beliefs = [
        ("middle_and_size", lambda d, a: np.hstack([_parts(a)[0] + d[:, :2] * _parts(a)[1], _parts(a)[1] * np.exp(d[:, 2:])]),
         "Orta nokta ile boyutu döndürdünüz; kutu, sol üst ve sağ alt köşesiyle istendi.",
         "You returned the middle and the size; the box was asked for by its top left and bottom right corners."),
        ("whole_size", lambda d, a: np.hstack([
            _parts(a)[0] + d[:, :2] * _parts(a)[1] - _parts(a)[1] * np.exp(d[:, 2:]),
            _parts(a)[0] + d[:, :2] * _parts(a)[1] + _parts(a)[1] * np.exp(d[:, 2:])]),
         "Kutular iki kat büyük: orta noktadan her yana boyutun yarısı kadar gidilir.",
         "The boxes are twice too large: from the middle one goes half of the size to each side."),
        ("place_not_scaled", lambda d, a: _boxes(_parts(a)[0] + d[:, :2], _parts(a)[1] * np.exp(d[:, 2:])),
         "Kayma piksel değildir: ilk iki delta çapanın boyutuyla çarpılır.",
         "The shift is not in pixels: the first two deltas are multiplied by the size of the anchor."),
        ("scaled_by_new_size", lambda d, a: _boxes(_parts(a)[0] + d[:, :2] * _parts(a)[1] * np.exp(d[:, 2:]),
                                                   _parts(a)[1] * np.exp(d[:, 2:])),
         "Kayma yeni kutunun değil, çapanın boyutuyla çarpılır.",
         "The shift is multiplied by the size of the anchor, not by that of the new box."),
        ("size_without_exp", lambda d, a: _boxes(_parts(a)[0] + d[:, :2] * _parts(a)[1], _parts(a)[1] * d[:, 2:]),
         "Son iki delta boyutların oranının logaritmasıdır: oran için `np.exp` gerekir.",
         "The last two deltas are the logarithm of the ratio of the sizes: `np.exp` gives the ratio."),
        ("size_one_plus", lambda d, a: _boxes(_parts(a)[0] + d[:, :2] * _parts(a)[1], _parts(a)[1] * (1 + d[:, 2:])),
         "1 + t, e üzeri t'nin yalnızca küçük t için yaklaşığıdır; `np.exp` kullanın.",
         "1 + t approximates e to the t for small t only; use `np.exp`."),
        ("size_added", lambda d, a: _boxes(_parts(a)[0] + d[:, :2] * _parts(a)[1], _parts(a)[1] + np.exp(d[:, 2:])),
         "Boyut, oranla toplanmaz, çarpılır.", "The ratio is not added to the size but multiplied by it."),
        ("size_kept", lambda d, a: _boxes(_parts(a)[0] + d[:, :2] * _parts(a)[1], _parts(a)[1]),
         "Boyut hiç değişmemiş: son iki delta kullanılmamış.", "The size has not changed: the last two deltas are not used."),
        ("place_kept", lambda d, a: _boxes(_parts(a)[0], _parts(a)[1] * np.exp(d[:, 2:])),
         "Kutu yerinden oynamamış: ilk iki delta kullanılmamış.",
         "The box has not moved: the first two deltas are not used."),
        ("corner_moved", lambda d, a: np.hstack([
            a[:, :2] + d[:, :2] * _parts(a)[1], a[:, :2] + d[:, :2] * _parts(a)[1] + _parts(a)[1] * np.exp(d[:, 2:])]),
         "Sol üst köşeyi kaydırıp boyutu oradan saydınız. Kayan orta noktadır; boyut onun iki yanına yarı yarıya dağılır.",
         "You moved the top left corner and counted the size from there. It is the middle that moves; half of the size lies on "
         "either side of it."),
        ("axes_swapped", lambda d, a: _decoded(d[:, [1, 0, 3, 2]], a),
         "Eksenler yer değiştirmiş: delta da kutu gibi önce y, sonra x ile yazılır.",
         "The axes are swapped: like the boxes, the deltas have y first, then x."),
    ]  # fmt: skip

    def by_hand(deltas, anchors):
        middle, size = (said(tuple(map(float, values[0]))) for values in _parts(_decoded(deltas, anchors)))
        return L(
            f"İlk kutunun ortası {middle}, boyutu {size} olmalı; köşeler ortadan boyutun yarısı kadar uzaktadır.",
            f"The first box should have its middle at {middle} and the size {size}; the corners are half of the size away from "
            "the middle.",
        )

    return judge(
        answer,
        _decode_cases(),
        _decoded,
        beliefs,
        otherwise=("wrong_value", by_hand),
        remark=(
            "Deltalar sıfırken kutu çapanın kendisidir.",
            "With deltas of zero the box is the anchor itself.",
        ),
    )


def _softened(boxes, scores, threshold, *, decay=lambda shared: 1 - shared, once=False, sure=True, exceeds=operator.gt):
    """Soft-NMS; ``once``: the order of the first scores, ``sure=False``: every box lowers every other one."""
    new, waiting = np.array(scores, float), list(range(len(scores)))
    while waiting:
        best = max(waiting, key=lambda i: scores[i] if once else new[i])
        waiting.remove(best)
        for i in waiting if sure else [i for i in range(len(scores)) if i != best]:
            shared = overlaps(boxes[[best]], boxes[[i]])[0, 0]
            if exceeds(shared, threshold):
                new[i] *= decay(shared)
    return new


def _soft_cases():
    boxes = np.array(
        [[10.0, 10, 30, 30], [10, 14, 30, 34], [12, 10, 34, 32], [50, 50, 80, 70], [52, 50, 80, 74], [0, 60, 20, 90]]
    )
    yield boxes[[0, 1, 3]], np.array([0.9, 0.8, 0.7]), 0.3
    yield boxes[[1, 5, 0, 4, 3]], np.array([0.55, 0.4, 0.9, 0.62, 0.85]), 0.5
    yield boxes[[0, 1, 2]], np.array([0.9, 0.85, 0.8]), 0.2  # the second falls behind the third
    yield boxes[[2, 0, 1]], np.array([0.95, 0.9, 0.89]), 0.65
    yield boxes, np.array([0.3, 0.95, 0.6, 0.5, 0.45, 0.2]), 0.4
    # an IoU of exactly 0.5 between neighbours does not exceed 0.5
    yield np.array([[0.0, 0, 30, 30], [0, 10, 30, 40], [0, 20, 30, 50]]), np.array([0.9, 0.8, 0.7]), 0.5
    # the second loses its turn to the third and to the fourth, which it would lower if it kept it
    chain = np.array([[0.0, 0, 20, 20], [0, 4, 20, 24], [0, 14, 20, 34], [12, 6, 32, 26]])
    yield chain, np.array([0.9, 0.85, 0.8, 0.25]), 0.2
    rng = np.random.default_rng(5)
    for n in (5, 6):
        corner = rng.uniform(0, 14, (n, 2)).round(1)
        yield np.hstack([corner, corner + rng.uniform(15, 30, (n, 2)).round(1)]), rng.permutation(n) / 10 + 0.35, 0.25


@exercise(LESSON, "soft_nms", tr="Atmak yerine puan kırmak", en="Lowering scores instead of removing")
def soft_nms(answer):
    """``answer(boxes (n, 4), scores (n,), threshold) -> (n,)``: Soft-NMS's scores, in the order of the boxes."""
    first_order = (
        "Sırayı ilk puanlara göre belirlemişsiniz. Puanı düşen bir kutu sırasını kaybedebilir; her turda güncel puanların en "
        "büyüğünü alın.",
        "You took the boxes in the order of the first scores. A box whose score falls may lose its turn; take the largest "
        "of the current scores in each round.",
    )
    beliefs = [
        ("hard", lambda b, s, t: _softened(b, s, t, decay=lambda shared: 0),
         "Örtüşen kutuların puanını sıfırladınız: bu, alışılmış NMS'dir. Puanı 1 − IoU ile çarpın.",
         "You set the scores of overlapping boxes to zero, which is ordinary NMS. Multiply the score by 1 − IoU."),
        ("by_iou", lambda b, s, t: _softened(b, s, t, decay=lambda shared: shared),
         "IoU ile çarpınca en çok örtüşen kutunun puanı en az düşer; 1 − IoU ile çarpın.",
         "Multiplying by the IoU lowers the box that overlaps most the least; multiply by 1 − IoU."),
        ("threshold_ignored", lambda b, s, t: _softened(b, s, 0),
         "Eşik kullanılmamış: IoU'su eşiğin üstünde olmayan kutulara dokunulmaz.",
         "The threshold is not used: boxes whose IoU is not above it are left alone."),
        ("from_threshold", lambda b, s, t: _softened(b, s, t, exceeds=operator.ge),
         "IoU'su tam eşikte olan kutunun da puanını kırmışsınız; yalnızca eşiği aşanlarınki düşer: `>`.",
         "You also lowered the score of a box whose IoU equals the threshold; only those that exceed it are lowered: `>`."),
        ("order_of_first_scores", lambda b, s, t: _softened(b, s, t, once=True), *first_order),
        ("order_of_first_scores", _lowered_in_first_order, *first_order),
        ("every_pair", lambda b, s, t: _softened(b, s, t, sure=False),
         "Daha az emin bir kutu, daha emin olanın puanını da düşürmüş. Sırası geçen kutunun puanına artık dokunulmaz.",
         "A less confident box lowered the score of a more confident one, too. Once a box has had its turn, its score is final."),
        ("subtracted", lambda b, s, t: _subtracted(b, s, t),
         "Puandan IoU'yu çıkardınız; puan 1 − IoU ile çarpılır.",
         "You subtracted the IoU from the score; the score is multiplied by 1 − IoU."),
        ("only_the_surest", lambda b, s, t: _first_only(b, s, t),
         "Yalnızca en emin kutunun komşuları işlenmiş; her kutunun sırası gelmeli.",
         "Only the neighbours of the most confident box were treated; every box has to have its turn."),
        ("unchanged", lambda b, s, t: s,
         "Puanlar hiç değişmemiş.", "The scores have not changed."),
        ("sorted", lambda b, s, t: -np.sort(-_softened(b, s, t)),
         "Puanları sıralamışsınız; kutuların sırasında döndürün.",
         "You sorted the scores; return them in the order of the boxes."),
    ]  # fmt: skip

    def by_hand(boxes, scores, threshold):
        after = [said(value) for value in _first_only(boxes, scores, threshold)]
        return L(
            f"İlk turda {int(np.argmax(scores))} numaralı kutunun sırası gelir; turun sonunda puanlar {'; '.join(after)} olmalı.",
            f"The first turn is that of box number {int(np.argmax(scores))}; after it the scores should be {', '.join(after)}.",
        )

    return judge(
        answer,
        _soft_cases(),
        _softened,
        beliefs,
        otherwise=("wrong_value", by_hand),
        remark=(
            "Hiçbir kutu kaybolmadı; yalnızca sıraları değişti. Hangilerinin kalacağına puan eşiği karar verir.",
            "No box is lost; only their order has changed. The score threshold decides which of them remain.",
        ),
    )


def _subtracted(boxes, scores, threshold):
    new, waiting = np.array(scores, float), list(range(len(scores)))
    while waiting:
        best = max(waiting, key=lambda i: new[i])
        waiting.remove(best)
        for i in waiting:
            shared = overlaps(boxes[[best]], boxes[[i]])[0, 0]
            new[i] -= shared * (shared > threshold)
    return new


def _lowered_in_first_order(boxes, scores, threshold):
    """Go through the boxes in the order of the first scores, and lower all whose score is smaller by then."""
    new = np.array(scores, float)
    for best in np.argsort(-new, kind="stable"):
        shared = overlaps(boxes[[best]], boxes)[0]
        new = np.where((new < new[best]) & (shared > threshold), new * (1 - shared), new)
    return new


def _first_only(boxes, scores, threshold):
    best = int(np.argmax(scores))
    shared = overlaps(boxes[[best]], boxes)[0]
    shared[best] = 0
    return np.where(shared > threshold, scores * (1 - shared), scores)


def _level(boxes, *, size=lambda sides: np.sqrt(sides.prod(axis=1)), whole=np.floor, first=4, log=np.log2):
    sides = boxes[:, 2:] - boxes[:, :2]
    return np.clip(whole(first + log(size(sides) / 224)), 2, 5).astype(int)


@exercise(LESSON, "pyramid_level", tr="Hangi düzeyden kesilir?", en="From which level is it cut?")
def pyramid_level(answer):
    """``answer(boxes (n, 4)) -> (n,)``: FPN's level of each box, from 2 to 5."""
    cases = [
        (np.array([[0.0, 0.0, 224.0, 224.0], [10.0, 20.0, 122.0, 132.0], [0.0, 0.0, 500.0, 460.0]]),),
        (
            np.array(
                [[0.0, 0.0, 400.0, 100.0], [50.0, 10.0, 90.0, 300.0], [3.0, 5.0, 23.0, 35.0], [0.0, 0.0, 900.0, 80.0]]
            ),
        ),
        (np.array([[5.0, 5.0, 305.0, 255.0]]),),
        (
            np.array(
                [[0.0, 0.0, 1800.0, 1500.0], [0.0, 0.0, 8.0, 9.0], [7.0, 0.0, 167.0, 210.0], [0.0, 0.0, 440.0, 430.0]]
            ),
        ),
        (
            np.array(
                [[0.0, 30.0, 90.0, 150.0], [20.0, 0.0, 420.0, 500.0], [0.0, 0.0, 600.0, 70.0], [0.0, 0.0, 70.0, 600.0]]
            ),
        ),
        (
            np.array(
                [[0.0, 0.0, 212.0, 230.0], [0.0, 0.0, 320.0, 335.0], [0.0, 0.0, 448.0, 448.0], [0.0, 0.0, 112.0, 112.0]]
            ),
        ),
    ]
    beliefs = [
        ("not_whole", lambda b: np.clip(4 + np.log2(np.sqrt((b[:, 2:] - b[:, :2]).prod(axis=1)) / 224), 2, 5),
         "Düzeyler tam sayıdır: aşağı yuvarlayın.", "The levels are whole numbers: round down."),
        ("not_clipped", lambda b: np.floor(4 + np.log2(np.sqrt((b[:, 2:] - b[:, :2]).prod(axis=1)) / 224)),
         "Piramidin 2'den küçük, 5'ten büyük düzeyi yok: sonucu `np.clip` ile sınırlayın.",
         "The pyramid has no level below 2 or above 5: limit the result with `np.clip`."),
        ("area", lambda b: _level(b, size=lambda sides: sides.prod(axis=1)),
         "Alanı 224 ile karşılaştırdınız; alanın karekökünü alın.",
         "You compared the area with 224; take the square root of the area."),
        ("rounded", lambda b: _level(b, whole=np.round),
         "En yakın tam sayıya yuvarladınız; formül aşağı yuvarlar.",
         "You rounded to the nearest whole number; the formula rounds down."),
        ("rounded_up", lambda b: _level(b, whole=np.ceil), "Yukarı yuvarladınız; formül aşağı yuvarlar.",
         "You rounded up; the formula rounds down."),
        ("natural_logarithm", lambda b: _level(b, log=np.log),
         "Düzeyden düzeye boyut iki katına çıkar: 2 tabanında logaritma (`np.log2`) gerekir.",
         "From level to level the size doubles: the logarithm to the base 2 (`np.log2`) is needed."),
        ("height_only", lambda b: _level(b, size=lambda sides: sides[:, 0]),
         "Yalnızca boyu kullanmışsınız; en de sayılır.", "You used the height only; the width counts as well."),
        ("width_only", lambda b: _level(b, size=lambda sides: sides[:, 1]),
         "Yalnızca eni kullanmışsınız; boy da sayılır.", "You used the width only; the height counts as well."),
        ("longest_side", lambda b: _level(b, size=lambda sides: sides.max(axis=1)),
         "En uzun kenarı aldınız; formüldeki boyut, alanın kareköküdür.",
         "You took the longest side; the size in the formula is the square root of the area."),
        ("mean_side", lambda b: _level(b, size=lambda sides: sides.mean(axis=1)),
         "Kenarların aritmetik ortalamasını aldınız; formüldeki boyut, alanın kareköküdür.",
         "You took the arithmetic mean of the sides; the size in the formula is the square root of the area."),
        ("far_corner", lambda b: np.clip(np.floor(4 + np.log2(np.sqrt(b[:, 2] * b[:, 3]) / 224)), 2, 5),
         "Sağ alt köşenin koordinatlarını boyut saydınız; boyut, iki köşenin farkıdır.",
         "You took the coordinates of the bottom right corner for the size; the size is the difference of the two corners."),
        ("zero_at_224", lambda b: _level(b, first=0),
         "224 piksellik kutu 4. düzeye düşmeli: 4 eklenmemiş.", "A box of 224 pixels belongs to level 4: the 4 was not added."),
        ("turned", lambda b: np.clip(np.floor(4 - np.log2(np.sqrt((b[:, 2:] - b[:, :2]).prod(axis=1)) / 224)), 2, 5),
         "Yön ters: büyük kutular kaba (numarası büyük) düzeylerden kesilir.",
         "The direction is reversed: large boxes are cut from the coarse levels, those with large numbers."),
    ]  # fmt: skip

    def by_hand(boxes):
        size = float(np.sqrt((boxes[0, 2:] - boxes[0, :2]).prod()))
        raw, level = said(float(4 + np.log2(size / 224))), int(_level(boxes)[0])
        return L(
            f"İlk kutuda alanın karekökü {said(size)}, formülün yuvarlanmamış değeri {raw}, düzey {level}.",
            f"For the first box the square root of the area is {said(size)}, the formula before rounding gives {raw}, and the "
            f"level is {level}.",
        )

    return judge(
        answer,
        cases,
        _level,
        beliefs,
        otherwise=("wrong_value", by_hand),
        remark=(
            "Kutu iki kat büyüyünce bir düzey yukarıdan kesilir; böylece 7×7 bölmenin her biri haritada aşağı yukarı aynı "
            "büyüklükte kalır.",
            "A box twice as large is cut one level higher, so that each of its 7×7 cells stays about equally large on the map.",
        ),
    )


def _plain(hits, objects):
    hits = np.asarray(hits, float)
    return float(np.sum(hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)) / objects)


def _precision(hits):
    return np.cumsum(hits) / np.arange(1, len(hits) + 1)


def _envelope(hits):
    return np.maximum.accumulate(_precision(hits)[::-1])[::-1]


@exercise(LESSON, "plain_ap", tr="Zarfsız ortalama kesinlik", en="Average precision without the envelope")
def plain_ap(answer):
    """``answer(hits (n,), objects) -> float``: the sum of the precision at each hit, over all objects."""
    cases = [
        (np.array([True, False, True]), 4),
        (np.array([False, True, True, False, True]), 3),
        (np.array([False, False, False]), 2),
        (np.array([True]), 5),
        (np.array([True, True, False, False, True, False, True]), 6),
        (np.array([False, True, False, True, True, True]), 9),
        (np.array([True, True]), 2),
        (np.array([True, False, True, True, False, True]), 14),
    ]
    beliefs = [
        ("precision_of_each_rank", lambda hits, objects: np.array([hits[: i + 1].mean() for i in range(len(hits))]),
         "Her sıradaki kesinliği döndürdünüz; tek bir sayı istendi.",
         "You returned the precision at each rank; a single number was asked for."),
        ("over_hits", lambda hits, objects: float(np.mean(_precision(hits)[hits])) if hits.any() else 0.0,
         "İsabet sayısına böldünüz; bulunamayan nesneler de sayılır, bütün nesnelerin sayısına bölün.",
         "You divided by the number of hits; objects that were not found count as well, so divide by the number of all objects."),
        ("over_boxes", lambda hits, objects: float(np.sum(_precision(hits) * hits) / len(hits)),
         "Kutu sayısına böldünüz; nesne sayısına bölün.",
         "You divided by the number of boxes; divide by the number of objects."),
        ("all_ranks", lambda hits, objects: float(np.sum(_precision(hits)) / objects),
         "Kesinliği her sırada topladınız; yalnızca isabet olan sıralar sayılır.",
         "You added up the precision at every rank; only the ranks with a hit count."),
        ("mean_of_ranks", lambda hits, objects: float(np.mean(_precision(hits))),
         "Bütün sıraların kesinliğini ortaladınız; yalnızca isabet olan sıralar toplanır ve nesne sayısına bölünür.",
         "You averaged the precision over all ranks; only the ranks with a hit are added up, and divided by the "
         "number of objects."),
        ("envelope", lambda hits, objects: float(np.sum(_envelope(hits)[hits]) / objects),
         "Bu, dersteki zarflı tanımdır; burada kesinliğin kendisi toplanır.",
         "This is the lesson's definition with the envelope; here the precision itself is added up."),
        ("recall", lambda hits, objects: float(np.sum(hits) / objects),
         "Bu, duyarlılıktır; sıralamanın bir etkisi olmuyor.", "This is the recall; the order plays no part in it."),
        ("precision", lambda hits, objects: float(np.mean(hits)),
         "Bu, bütün kutuların kesinliğidir; sıralamanın bir etkisi olmuyor.",
         "This is the precision of all boxes; the order plays no part in it."),
        ("rank_from_zero", lambda hits, objects: float(
             np.sum(hits * np.cumsum(hits) / np.maximum(np.arange(len(hits)), 1)) / objects),
         "Sıralar 1'den başlar: i. kutuya kadar i kutu vardır.", "Ranks begin at 1: up to the i-th box there are i boxes."),
    ]  # fmt: skip

    def by_hand(hits, objects):
        if not hits.any():
            return L("Burada hiç isabet yok, sonuç 0 olmalı.", "There is no hit here, so the result should be 0.")
        terms = " + ".join(said(float(value)) for value in _precision(hits)[hits])
        return L(
            f"Burada isabet olan sıralardaki kesinliklerin toplamı {terms}; bu toplam {objects} nesneye bölünür.",
            f"Here the precisions at the ranks with a hit add up to {terms}; this sum is divided by the {objects} objects.",
        )

    return judge(
        answer,
        cases,
        _plain,
        beliefs,
        otherwise=("wrong_value", by_hand),
        remark=(
            "scikit-learn'ün `average_precision_score` fonksiyonu da zarf kullanmaz.",
            "The function `average_precision_score` of scikit-learn does not use the envelope, either.",
        ),
    )


def _shape_iou(sizes, shapes):
    """Return the IoU (n, k) of sizes (n, 2) with shapes (k, 2) that have the same middle."""
    common = np.minimum(sizes[:, None], shapes[None]).prod(axis=-1)
    return common / (sizes.prod(axis=1)[:, None] + shapes.prod(axis=1)[None] - common)


def _sizes_of(kind, n, seed):
    """Return heights and widths (n, 2) of boxes: digits of scenes, people and cars, or signs far and near."""
    rng = np.random.default_rng(seed)
    if kind == "digits":
        height = rng.uniform(16, 44, n)
        return np.column_stack(
            [height, height * np.where(rng.random(n) < 0.2, rng.uniform(0.25, 0.45, n), rng.uniform(0.6, 1.0, n))]
        )
    if kind == "street":
        group = rng.choice(3, n, p=(0.4, 0.4, 0.2))
        height, width = np.array([90.0, 40.0, 12.0])[group], np.array([30.0, 85.0, 12.0])[group]
        return np.column_stack([height, width]) * rng.lognormal(0, 0.13, (n, 2))
    side = np.where(rng.random(n) < 0.7, rng.uniform(8, 14, n), rng.uniform(60, 110, n))
    return np.column_stack([side, side * rng.uniform(0.9, 1.1, n)])


LEAST = {"digits": 0.72, "street": 0.78, "signs": 0.76}  # the mean IoU of the best of three shapes


@exercise(LESSON, "my_anchors", tr="Kendi çapalarınız", en="Your own anchors")
def my_anchors(answer):
    """``answer(sizes (n, 2)) -> (3, 2)``: shapes whose best mean IoU with unseen sizes of the same kind reaches LEAST."""
    names = {"digits": L("rakamlar", "digits"), "street": L("yayalar ve arabalar", "people and cars"),
             "signs": L("yakın ve uzak levhalar", "signs near and far")}  # fmt: skip
    reached = {}
    for kind, least in LEAST.items():
        given = call(answer, _sizes_of(kind, 600, 1), may_change=False, seconds=10)
        shapes = require_array(given, "shapes", (3, 2))
        refuse(
            ("not_positive", bool((shapes <= 0).any()),
             "Bir çapanın boyu ve eni sıfırdan büyük olmalı.", "The height and the width of an anchor have to be above zero."),
        )  # fmt: skip
        mean = float(_shape_iou(_sizes_of(kind, 600, 2), shapes).max(axis=1).mean())
        came, wanted = apart(mean, least)
        turned = float(_shape_iou(_sizes_of(kind, 600, 2), shapes[:, ::-1]).max(axis=1).mean())
        refuse(
            ("turned", mean < least <= turned,
             f"{names[kind]}: ortalama IoU {came}. Boy ile en yer değiştirmiş; önce boy, sonra en yazılır.",
             f"{names[kind]}: mean IoU {came}. Height and width are swapped; the height comes first."),
        )  # fmt: skip
        expect(
            mean >= least,
            L(
                f"{names[kind]}: görülmemiş kutularla en iyi çapanın ortalama IoU'su {came}; en az {wanted} olmalı. "
                "Çapalar `sizes` içindeki kümeleri izlemeli.",
                f"{names[kind]}: the mean IoU of the best anchor with unseen boxes is {came}; it has to be at least {wanted}. "
                "The anchors have to follow the groups in `sizes`.",
            ),
            "too_far",
        )
        reached[kind] = mean
    return L(
        "Ortalama IoU: " + ", ".join(f"{names[kind]} {said(value)}" for kind, value in reached.items()) + ".",
        "Mean IoU: " + ", ".join(f"{names[kind]} {said(value)}" for kind, value in reached.items()) + ".",
    )

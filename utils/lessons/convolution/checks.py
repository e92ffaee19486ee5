"""Checks of lesson 14_convolution."""

from functools import cache

import numpy as np

from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, require_return, shown, wrong
from utils.language import L, number, percent

LESSON = "14_convolution"
LEAST_ACCURACY = 0.9

PICTURE = np.array([[1, 2, 0, 1, 0, 3], [0, 1, 3, 1, 2, 1], [2, 0, 1, 0, 1, 0], [1, 3, 2, 1, 0, 2], [0, 1, 0, 2, 1, 1]])
KERNEL = np.array([[1, 0, -1], [2, 1, 0], [0, 1, -1]])
SMALL = np.array([[1, 2], [-3, 4]])


@exercise(LESSON, "one_output", tr="Tek bir çıktı sayısı", en="One output number")
def one_output(answer):
    """``answer(picture, kernel, row, column, stride) -> number``: one window times the kernel, summed."""
    cases = [
        (PICTURE, KERNEL, 0, 1, 1),
        (PICTURE, KERNEL, 2, 0, 1),
        (PICTURE, KERNEL, 1, 0, 2),
        (PICTURE, KERNEL, 0, 1, 3),
        (PICTURE, SMALL, 1, 2, 2),
    ]
    given = [call(answer, *case, may_change=False) for case in cases]
    given = [_plain(one) for one in given]
    name_belief(cases, given, _one, _one_beliefs(), _one_called)
    return L(
        "Adım, çekirdeğin boyu ve yer ne olursa olsun doğru.",
        "Right for any stride, kernel size and place.",
    )


def _plain(value):
    """Return a number kept in an array of one entry as that number, anything else as it is."""
    array = as_array(value)
    return array.reshape(())[()] if array is not None and array.size == 1 else value


def _window(picture, kernel, row, column, stride):
    size, (top, left) = len(kernel), (row * stride, column * stride)
    return picture[top : top + size, left : left + size]


def _one(picture, kernel, row, column, stride):
    return int(np.sum(_window(picture, kernel, row, column, stride) * kernel))


def _one_called(picture, kernel, row, column, stride):
    size = len(kernel)
    return L(
        f"row={row}, column={column}, stride={stride} ve {size}×{size} çekirdek",
        f"row={row}, column={column}, stride={stride} and a kernel of {size}×{size}",
    )


def _one_beliefs():
    def no_stride(p, k, row, column, stride):
        return _one(p, k, row, column, 1)

    def flipped(p, k, row, column, stride):
        return _one(p, k[::-1, ::-1], row, column, stride)

    def swapped(p, k, row, column, stride):
        window = _window(p, k, column, row, stride)
        return int(np.sum(window * k)) if window.shape == k.shape else None

    def matrix_product(p, k, row, column, stride):
        return int(np.sum(_window(p, k, row, column, stride) @ k))

    def mean(p, k, row, column, stride):
        return float(np.mean(_window(p, k, row, column, stride) * k))

    def not_summed(p, k, row, column, stride):
        return _window(p, k, row, column, stride) * k

    return {
        "no_stride": (
            no_stride,
            L(
                "Pencere bir çıktıdan ötekine `stride` piksel kayar: sol üst köşesi `row * stride`, "
                "`column * stride` noktasındadır.",
                "From one output to the next the window moves by `stride` pixels: its top left corner is at "
                "`row * stride`, `column * stride`.",
            ),
        ),
        "flipped_kernel": (
            flipped,
            L(
                "Çekirdeği ters çevirmişsiniz. Bu, matematikteki evrişimdir; derin öğrenmede çekirdek olduğu gibi durur.",
                "You flipped the kernel. That is the convolution of mathematics; deep learning leaves it as it is.",
            ),
        ),
        "rows_and_columns_swapped": (
            swapped,
            L(
                "Satırla sütunu değiştirmişsiniz: ilk indis satırdır.",
                "You swapped row and column: the first index is the row.",
            ),
        ),
        "matrix_product": (
            matrix_product,
            L(
                "`@` matris çarpımıdır. Burada her piksel kendi üstündeki sayıyla çarpılır: `*`.",
                "`@` is the matrix product. Here each pixel is multiplied by the number that lies on it: `*`.",
            ),
        ),
        "mean_not_sum": (
            mean,
            L("Çarpımların ortalaması değil toplamı alınır.", "The products are summed, not averaged."),
        ),
        "not_summed": (
            not_summed,
            L("Bunlar çarpımlar; onları bir de toplayın.", "These are the products; now add them up."),
        ),
    }


@exercise(LESSON, "shift_kernel", tr="Resmi kaydıran çekirdek", en="A kernel that shifts")
def shift_kernel(answer):
    """The one 3 x 3 kernel that moves a picture one pixel to the right."""
    kernel = as_array(answer)
    if kernel is None or kernel.shape != (3, 3) or not np.isfinite(kernel).all():
        shape = "" if kernel is None else f" {kernel.shape}"
        wrong(
            L(
                f"(3, 3) şeklinde sayılardan oluşan bir dizi bekleniyordu, gelenin şekli{shape or ' yok'}.",
                f"An array of numbers of shape (3, 3) was expected; this one has {'the shape' + shape if shape else 'none'}.",
            ),
            "shape",
        )
    _explain_shift(np.asarray(kernel, dtype=float))
    return L(
        "Sol komşuya bakan pencere resmi sağa taşır.",
        "A window that looks at its left neighbour carries the picture to the right.",
    )


def _explain_shift(kernel):
    right = np.zeros((3, 3))
    right[1, 0] = 1
    if np.allclose(kernel, right):
        return
    names = {
        "moves_left": (
            np.fliplr(right),
            L(
                "Bu çekirdek resmi sola kaydırır: her çıktı kendi **sağ** komşusunu okuyor. Resim sağa gidecekse her "
                "çıktının **sol** komşusunu okuması gerekir.",
                "This kernel moves the picture to the left: each output reads its **right** neighbour. To move it to "
                "the right, each output has to read its **left** neighbour.",
            ),
        ),
        "moves_down": (
            right.T,
            L(
                "Bu çekirdek aşağı kaydırır. İlk indis satırdır.",
                "This moves it down. The first index is the row.",
            ),
        ),
        "moves_up": (
            right.T[::-1],
            L(
                "Bu çekirdek yukarı kaydırır. İlk indis satırdır.",
                "This moves it up. The first index is the row.",
            ),
        ),
        "does_not_move": (
            np.diag([0.0, 1, 0]),
            L("Bu çekirdek resmi olduğu gibi bırakır.", "This kernel leaves the picture as it is."),
        ),
        "finds_edges": (
            right - np.fliplr(right),
            L(
                "Bu bir fark: sol komşudan sağ komşuyu çıkarıyor, kenar buluyor. Tek bir komşu yeter.",
                "This is a difference: left neighbour minus right one, so it finds edges. One neighbour is enough.",
            ),
        ),
    }
    for name, (belief, why) in names.items():
        if np.allclose(kernel, belief) or (name == "finds_edges" and np.allclose(kernel, -belief)):
            wrong(why, name)
    total = float(kernel.sum())
    if kernel[1, 0] != 0 and np.count_nonzero(kernel) == 1:
        wrong(
            L(
                f"Yeri doğru, ama resmi {number(total)} katına çıkarıyor. Parlaklığın kalması için sayı 1 olmalı.",
                f"The place is right, but the picture becomes {number(total)} times as bright. To keep it, use 1.",
            ),
            "changes_brightness",
        )
    count = np.count_nonzero(kernel)
    wrong(
        L(
            f"Çekirdeğinizde sıfırdan farklı {count} sayı var; kaydıran çekirdekte tek bir 1 olur. Çıktının hangi "
            f"komşusunu okuması gerektiğini düşünün.",
            f"Your kernel has {count} numbers other than zero; one that shifts has a single 1. Think which neighbour "
            f"each output has to read.",
        ),
        "blends_pixels",
    )


STACKS = [
    [(3, 1)],
    [(3, 1), (3, 1)],
    [(5, 1), (3, 1)],
    [(3, 2), (3, 1)],
    [(3, 1), (2, 2), (3, 1), (3, 2), (5, 1)],
    [],
]


@exercise(LESSON, "receptive_field", tr="Alım alanını hesaplayın", en="Compute the receptive field")
def receptive_field(answer):
    """``answer([(kernel, stride), ...]) -> int``: how many input pixels one output sees, along one side."""
    cases = [(stack,) for stack in STACKS]
    given = [_plain(call(answer, stack, may_change=False)) for stack in STACKS]
    name_belief(cases, given, _field, _field_beliefs(), lambda stack: f"receptive_field({stack})")
    return L(
        "Adımlar büyüdükçe sonraki katmanların her pikseli daha geniş bir yeri görüyor.",
        "As the strides pile up, each pixel of a later layer sees more.",
    )


def _field(stack):
    field, jump = 1, 1
    for kernel, stride in stack:
        field += (kernel - 1) * jump
        jump *= stride
    return field


def _field_beliefs():
    def stride_too_early(stack):
        field, jump = 1, 1
        for kernel, stride in stack:
            jump *= stride
            field += (kernel - 1) * jump
        return field

    def last_stride_only(stack):
        field, before = 1, 1
        for kernel, stride in stack:
            field, before = field + (kernel - 1) * before, stride
        return field

    return {
        "sum_of_kernels": (
            lambda stack: sum(kernel for kernel, _ in stack),
            L(
                "Çekirdek boylarını toplamışsınız. Komşu pencereler üst üste biner: her katman yalnızca `kernel - 1` ekler.",
                "You added the kernel sizes. Neighbouring windows overlap: each layer adds only `kernel - 1`.",
            ),
        ),
        "no_start": (
            lambda stack: _field(stack) - 1,
            L("Başlangıç 1 pikseldir, 0 değil.", "The start is 1 pixel, not 0."),
        ),
        "no_stride": (
            lambda stack: 1 + sum(kernel - 1 for kernel, _ in stack),
            L(
                "Adımları hesaba katmadınız: önceki adımlar, sonraki katmanların komşularını birbirinden uzaklaştırır.",
                "You left the strides out: earlier strides set the neighbours of later layers further apart.",
            ),
        ),
        "stride_too_early": (
            stride_too_early,
            L(
                "Bir katmanın kendi adımı kendi penceresini büyütmez; yalnızca ondan sonrakileri. `jump` en sonda çarpılır.",
                "A layer's own stride does not widen its own window, only those after it. Multiply `jump` last.",
            ),
        ),
        "last_stride_only": (
            last_stride_only,
            L(
                "Yalnızca bir önceki adımı kullanmışsınız; bütün önceki adımlar çarpılır.",
                "You used only the stride just before; all earlier strides are multiplied.",
            ),
        ),
    }


LAYERS = [
    (28, 28, 3, 1, 8, 1),
    (5, 7, 3, 2, 4, 1),
    (32, 20, 5, 3, 6, 2),
    (10, 10, 1, 16, 4, 1),
    (9, 9, 3, 1, 1, 3),
]


@exercise(LESSON, "multiplications", tr="Çarpmaları sayın", en="Count the multiplications")
def multiplications(answer):
    """``answer(height, width, kernel, channels, filters, stride) -> int``, without padding."""
    given = [_plain(call(answer, *case)) for case in LAYERS]

    def called(h, w, k, c, f, s):
        return f"multiplications({h}, {w}, {k}, {c}, {f}, {s})"

    name_belief(LAYERS, given, _products, _product_beliefs(), called)
    return L(
        "Parametre az, çarpma çok: her ağırlık her yerde yeniden kullanılıyor.",
        "Few parameters, many multiplications: each weight is used again at every place.",
    )


def _places(h, w, k, s):
    return ((h - k) // s + 1) * ((w - k) // s + 1)


def _products(h, w, k, c, f, s):
    return _places(h, w, k, s) * k * k * c * f


def _product_beliefs():
    return {
        "counts_parameters": (
            lambda h, w, k, c, f, s: (k * k * c + 1) * f,
            L(
                "Bu, parametre sayısı. Aynı ağırlıklar her çıktı yerinde yeniden çarpılır.",
                "That is the number of parameters. The same weights are multiplied anew at every output place.",
            ),
        ),
        "counts_weights": (
            lambda h, w, k, c, f, s: k * k * c * f,
            L(
                "Bu, ağırlık sayısı. Onu çıktıdaki yer sayısıyla da çarpın.",
                "That is the number of weights. Multiply it by the number of places in the output, too.",
            ),
        ),
        "input_places": (
            lambda h, w, k, c, f, s: h * w * k * k * c * f,
            L(
                "Girdinin piksellerini saymışsınız. Pencere, çıktıdaki her yer için bir kez durur.",
                "You counted the pixels of the input. The window stops once for each place of the output.",
            ),
        ),
        "no_stride": (
            lambda h, w, k, c, f, s: _products(h, w, k, c, f, 1),
            L("Adımı hesaba katmadınız: çıktı küçülür.", "You left the stride out: the output gets smaller."),
        ),
        "no_channels": (
            lambda h, w, k, c, f, s: _products(h, w, k, 1, f, s),
            L(
                "Bir çıktı sayısı girdinin bütün kanallarına bakar: kanal sayısıyla çarpın.",
                "One output number looks at all channels of the input: multiply by them.",
            ),
        ),
        "no_filters": (
            lambda h, w, k, c, f, s: _products(h, w, k, c, 1, s),
            L("Bunlar tek bir filtrenin çarpmaları.", "These are the multiplications of a single filter."),
        ),
        "with_bias": (
            lambda h, w, k, c, f, s: _places(h, w, k, s) * (k * k * c + 1) * f,
            L("Bias çarpılmaz, yalnızca eklenir.", "The bias is not multiplied, it is only added."),
        ),
    }


@exercise(LESSON, "level_score", tr="Yatay çizgi puanı", en="A score for level strokes")
def level_score(answer):
    """``answer(pictures (n, 28, 28)) -> (n,)``: tells 1 from 7, wherever the digit stands."""
    x_train, y_train = _ones_and_sevens("train")
    x_test, y_test = _ones_and_sevens("test")
    train_scores = _scores(answer, x_train)
    test_scores, moved_scores = _scores(answer, x_test), _scores(answer, _moved(x_test))
    rule = _best_rule(train_scores, y_train)
    accuracy, moved = (_accuracy(rule, scores, y_test) for scores in (test_scores, moved_scores))
    if moved >= LEAST_ACCURACY:
        return L(
            f"Yerinde duran rakamlarda doğruluk {percent(accuracy, 1)}, kaydırılanlarda {percent(moved, 1)}.",
            f"Accuracy {percent(accuracy, 1)} on digits in their place, {percent(moved, 1)} on shifted ones.",
        )
    report = L(
        f"Test kümesinde doğruluk {number(accuracy)}, kaydırılmış rakamlarda {number(moved)}; "
        f"{number(LEAST_ACCURACY)} gerekiyor. ",
        f"Accuracy {number(accuracy)} on the test set and {number(moved)} on shifted digits; "
        f"{number(LEAST_ACCURACY)} is needed. ",
    )
    framed = _scores(answer, np.pad(x_train[:, 4:-4, 4:-4], ((0, 0), (4, 4), (4, 4))))
    _explain_score(report, train_scores, framed, x_train, accuracy, moved)


@cache
def _ones_and_sevens(part):
    """Return the ones and sevens, float (n, 28, 28) from 0 to 1, and whether each is a seven."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    x, y = (digits.x_train, digits.y_train) if part == "train" else (digits.x_test, digits.y_test)
    kept = (y == 1) | (y == 7)
    return x[kept] / 255, y[kept] == 7


def _moved(pictures):
    moves = np.random.default_rng(14).integers(-3, 4, size=(len(pictures), 2))
    return np.stack([np.roll(one, move, axis=(0, 1)) for one, move in zip(pictures, moves, strict=True)])


def _scores(answer, pictures):
    given = call(answer, pictures, may_change=False)
    require_return(given)
    scores = as_array(given)
    count = len(pictures)
    if scores is not None and scores.ndim > 1 and len(scores) == count and scores.size > count:
        wrong(
            L(
                f"Öznitelik haritalarını döndürdünüz, şekli {scores.shape}. Her haritayı tek sayıya indirin: "
                f"bütün yerlerin ortalaması ya da en büyüğü, `axis=(1, 2)`.",
                f"You returned the feature maps, of shape {scores.shape}. Bring each map down to one number: the mean "
                f"or the largest over all places, `axis=(1, 2)`.",
            ),
            "returns_maps",
        )
    if scores is None or scores.size != count:
        wrong(
            L(
                f"Her resim için bir puan bekleniyordu: {count} sayı. Gelen: {shown(given)}.",
                f"One score per picture was expected: {count} numbers. This came: {shown(given)}.",
            ),
            "shape",
        )
    if scores.dtype.kind == "c" or not np.isfinite(scores).all():
        wrong(L("Puanlar sonlu sayılar olmalı.", "The scores have to be finite numbers."), "not_numbers")
    return np.asarray(scores, dtype=float).reshape(count)


def _best_rule(scores, sevens):
    """Return (threshold, whether a seven lies above it) with the fewest mistakes on the training digits."""
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    wrong_above = np.concatenate([[np.sum(~sevens)], np.sum(~sevens) + np.cumsum(np.where(sevens[order], 1, -1))])
    gaps = np.concatenate([[True], np.diff(ranked) > 1e-9 * max(1.0, np.abs(ranked).max()), [True]])
    middles = np.concatenate([[ranked[0] - 1], (ranked[1:] + ranked[:-1]) / 2, [ranked[-1] + 1]])
    mistakes = np.where(gaps, np.minimum(wrong_above, len(scores) - wrong_above), len(scores))
    best = int(mistakes.argmin())
    return float(middles[best]), bool(wrong_above[best] <= len(scores) - wrong_above[best])


def _accuracy(rule, scores, sevens):
    threshold, above = rule
    return float(((scores > threshold) == (sevens == above)).mean())


def _explain_score(report, scores, framed, pictures, accuracy, moved):
    """``framed``: the scores of the same pictures with an empty frame, where a kernel that sums to zero cancels."""
    ink = pictures.mean(axis=(1, 2))
    if np.ptp(framed) < 1e-6:
        wrong(
            report
            + L(
                "Kenarı boş olan bütün resimler aynı puanı alıyor. Toplamı sıfır olan bir çekirdekte artılarla eksiler, "
                "harita boyunca toplanınca birbirini götürür; ortalamadan önce eksileri sıfırlayın: `np.maximum(maps, 0)`.",
                "All pictures with an empty border get the same score. With a kernel that sums to zero, the pluses and "
                "minuses of a map cancel when added up; set the negatives to zero before the mean: `np.maximum(maps, 0)`.",
            ),
            "cancels_out",
        )
    if abs(float(np.corrcoef(scores, ink)[0, 1])) > 0.995:
        wrong(
            report
            + L(
                "Puanınız yalnızca mürekkebi sayıyor: hangi rakam daha kalınsa o kazanıyor. Yatay çizgiye yanıt veren "
                "bir çekirdek kullanın.",
                "Your score only counts ink: the thicker digit wins. Use a kernel that answers to level strokes.",
            ),
            "counts_ink",
        )
    if accuracy - moved > 0.05:
        wrong(
            report
            + L(
                "Puanınız rakamın yerine bağlı: resmin belli bir köşesine bakıyor. Haritanın bütün yerlerini birlikte "
                "özetleyin.",
                "Your score depends on where the digit stands: it looks at one part of the picture. Sum the map up "
                "over all places.",
            ),
            "depends_on_place",
        )
    wrong(
        report
        + L(
            "7'yi 1'den ayıran, üstteki yatay çizgidir. Eksileri sıfırlanmış yatay kenar haritasının ortalamasını deneyin.",
            "What tells a 7 from a 1 is the level stroke on top. Try the mean of a level-edge map with its negatives "
            "set to zero.",
        ),
        "not_accurate_enough",
    )

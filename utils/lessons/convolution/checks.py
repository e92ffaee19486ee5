"""Checks of lesson 14_convolution."""

from functools import cache, partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.checks.engine import StudentError, call, exercise, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge, judge_value, sign
from utils.checks.show import said, short_call
from utils.language import L, number, percent

LESSON = "14_convolution"
LEAST_ACCURACY = 0.9

PICTURE = np.array(
    [[1, 2, 0, 1, 0, 3], [0, 1, 3, 1, 2, 1], [2, 0, 1, 0, -1, 0], [1, 3, 2, 1, 0, 2], [0, 1, 0, 2, 1, 1]]
)
KERNEL = np.array([[1, 0, -1], [2, 1, 0], [0, 1, -1]])
LARGE = np.random.default_rng(2).integers(-30, 200, size=(14, 14))
WINDOWS = [  # picture, kernel, row, column, stride
    (PICTURE, KERNEL, 1, 2, 1),
    (PICTURE, KERNEL, 0, 1, 2),
    (LARGE, np.array([[1, 2], [-3, 4]]), 3, 3, 4),  # down to the last row and column
    (LARGE, np.random.default_rng(3).integers(-15, 16, size=(4, 4)), 2, 3, 2),
    (LARGE, np.array([[-3]]), 11, 12, 1),
    (LARGE, np.array([[2, -1], [12, 5]]), 1, 1, 11),
    (LARGE / 255, KERNEL / 8, 1, 3, 3),
]


def _products(p, k, top, left, step=1):
    size = step * len(k)
    return p[top : top + size : step, left : left + size : step] * k


def _one(p, k, row, column, stride):
    return _products(p, k, row * stride, column * stride).sum().item()


@exercise(LESSON, "one_output", tr="Tek bir çıktı değeri", en="One output value")
def one_output(answer):
    """``answer(picture (h, w), kernel (k, k), row, column, stride) -> number``: one window times the kernel, summed."""

    def products(p, k, row, column, stride):
        return _products(p, k, row * stride, column * stride)

    def window(p, k, row, column, stride):
        return products(p, np.ones_like(k), row, column, stride)

    stride_once = (
        "Adımı yalnızca bir yönde kullanmışsınız; pencere iki yönde de `stride` piksel kayar.",
        "You used the stride in one direction only; the window moves by `stride` pixels in both.",
    )
    beliefs = [
        ("whole_output", lambda p, k, row, column, s: np.einsum("hwuv,uv->hw", sliding_window_view(p, k.shape)[::s, ::s], k),
         "Çıktının bütününü döndürmüşsünüz; yalnızca `row`, `column` yerindeki değer isteniyor.",
         "You returned the whole output; only the value at `row`, `column` is wanted."),
        ("not_summed", products, "Bunlar çarpımlar; onları bir de toplayın.", "These are the products; now add them up."),
        ("no_stride", lambda p, k, row, column, s: _one(p, k, row, column, 1),
         "Pencere bir çıktıdan ötekine `stride` piksel kayar: sol üst köşesi `row * stride`, `column * stride` noktasındadır.",
         "From one output to the next the window moves by `stride` pixels: its top left corner is at `row * stride`, "
         "`column * stride`."),
        ("stride_once", lambda p, k, row, column, s: _products(p, k, row * s, column).sum(), *stride_once),
        ("stride_once", lambda p, k, row, column, s: _products(p, k, row, column * s).sum(), *stride_once),
        ("stride_added", lambda p, k, row, column, s: _products(p, k, row + s, column + s).sum(),
         "Adım `row` ve `column` değerlerine eklenmez, onlarla çarpılır: `row * stride`, `column * stride`.",
         "The stride is not added to `row` and `column`; they are multiplied by it: `row * stride`, `column * stride`."),
        ("stride_inside", lambda p, k, row, column, s: _products(p, k, row, column, s).sum(),
         "Adım pencerenin piksellerinin arasını açmaz: pikseller yan yanadır, `stride` yalnızca sol üst köşeyi kaydırır.",
         "The stride does not spread the window: its pixels lie side by side, and `stride` moves only its top left corner."),
        ("flipped_kernel", lambda p, k, *place: _one(p, k[::-1, ::-1], *place),
         "Çekirdeği ters çevirmişsiniz. Bu, matematikteki evrişimdir; derin öğrenmede çekirdek olduğu gibi durur.",
         "You flipped the kernel. That is convolution in mathematics; in deep learning the kernel is used as it is."),
        ("transposed_kernel", lambda p, k, *place: _one(p, k.T, *place),
         "Çekirdeğin satırlarıyla sütunları yer değiştirmiş: `kernel[u, v]`, `picture[top + u, left + v]` ile çarpılır.",
         "The kernel's rows and columns are swapped: `kernel[u, v]` is multiplied by `picture[top + u, left + v]`."),
        ("rows_and_columns_swapped", lambda p, k, row, column, s: _one(p, k, column, row, s),
         "Satırla sütunun yerini değiştirmişsiniz: ilk indis satırdır.",
         "You swapped row and column: the first index is the row."),
        ("matrix_product", lambda p, k, *place: (window(p, k, *place) @ k).sum(),
         "`@` matris çarpımıdır. Burada her piksel kendi üstündeki sayıyla çarpılır: `*`.",
         "`@` is the matrix product. Here each pixel is multiplied by the number that lies on it: `*`."),
        ("added", lambda p, k, *place: (window(p, k, *place) + k).sum(),
         "Pikselleri çekirdeğin sayılarıyla toplamışsınız; önce üst üste gelenleri çarpın.",
         "You added the numbers of the kernel to the pixels; first multiply those that lie on each other."),
        ("no_kernel", lambda p, k, *place: window(p, k, *place).sum(),
         "Yalnızca pikselleri toplamışsınız; her birini önce çekirdeğin üstüne düşen sayısıyla çarpın.",
         "You added up only the pixels; first multiply each of them by the number of the kernel that lies on it."),
        ("mean_not_sum", lambda *case: products(*case).mean(),
         "Çarpımların ortalaması değil toplamı alınır.", "The products are summed, not averaged."),
        ("last_row_only", lambda *case: products(*case)[-1].sum(),
         "Yalnızca son satırın çarpımları toplanmış: toplam, döngünün her turunda yeniden sıfırlanıyor olabilir. "
         "`total = 0` iki döngüden de önce dursun.",
         "Only the products of the last row were added up: the total is probably set to zero in every round. Put `total = 0` "
         "before both loops."),
        ("last_product_only", lambda *case: products(*case)[-1, -1],
         "Bu, yalnızca son çarpım: her çarpımı önceki toplama ekleyin, `total = 0` iki döngüden de önce dursun.",
         "That is only the last product: add each product to the total so far, and put `total = 0` before both loops."),
    ]  # fmt: skip

    def called(p, k, row, column, stride):
        if p.size <= 40:
            return f"`{short_call('one_output', (p, k, row, column, stride))}`"
        size, (height, width) = len(k), p.shape
        return L(
            f"{height}×{width} bir resim, {size}×{size} bir çekirdek, `row={row}`, `column={column}` ve `stride={stride}`",
            f"a picture of {height}×{width}, a kernel of {size}×{size}, `row={row}`, `column={column}` and `stride={stride}`",
        )

    def by_hand(*case):
        seen, kernel = said(window(*case)), said(case[1])
        return L(
            f"Pencere orada {seen} sayılarının üstündedir; her birini {kernel} çekirdeğinin aynı yerdeki sayısıyla çarpın ve "
            "çarpımları toplayın.",
            f"There the window covers {seen}; multiply each number by the one in the same place in the kernel {kernel}, "
            "and add up the products.",
        )

    return judge(
        answer,
        WINDOWS,
        _one,
        beliefs,
        called=called,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Adım, çekirdeğin boyu ve yer ne olursa olsun doğru.",
            "Right for every stride, kernel size and place.",
        ),
    )


@exercise(LESSON, "shift_kernel", tr="Resmi kaydıran çekirdek", en="A kernel that shifts")
def shift_kernel(answer):
    """The one 3 x 3 kernel that moves a picture one pixel to the right."""
    kernel = require_array(answer, "right_kernel", (3, 3))
    right = np.zeros((3, 3))
    right[1, 0] = 1
    beliefs = [
        ("moves_left", np.fliplr(right),
         "Bu çekirdek resmi sola kaydırır: her çıktı kendi **sağ** komşusunu okuyor. Resim sağa gidecekse her çıktının **sol** "
         "komşusunu okuması gerekir.",
         "This kernel moves the picture to the left: each output reads its **right** neighbour. To move it to the right, each "
         "output has to read its **left** neighbour."),
        ("moves_down", right.T,
         "Bu çekirdek resmi aşağı kaydırır. İlk indis satırdır.",
         "This kernel moves the picture down. The first index is the row."),
        ("moves_up", np.flipud(right.T),
         "Bu çekirdek resmi yukarı kaydırır. İlk indis satırdır.",
         "This kernel moves the picture up. The first index is the row."),
        ("moves_diagonally", sign(lambda k: np.count_nonzero(k) == 1 and k[::2, ::2].sum() == 1),
         "Bu çekirdek resmi köşegen boyunca kaydırır. Yalnızca sağa kaymalı: her çıktı kendi satırındaki bir komşuyu okur.",
         "This kernel moves the picture along the diagonal. It should move to the right only: each output reads a neighbour in "
         "its own row."),
        ("does_not_move", np.diag([0.0, 1, 0]),
         "Bu çekirdek resmi olduğu gibi bırakır.", "This kernel leaves the picture as it is."),
        ("finds_edges", sign(lambda k: np.count_nonzero(k) == 2 and k[1, 0] == -k[1, 2] != 0),
         "Bu çekirdek iki komşuyu birbirinden çıkardığı için kenar bulur. Kaydırmak için tek bir komşu yeter.",
         "This kernel subtracts one neighbour from another, so it finds edges. To shift, one neighbour is enough."),
        ("changes_brightness", sign(lambda k: k[1, 0] != 0 and np.count_nonzero(k) == 1),
         lambda k: L(
             f"Yeri doğru, ama her pikseli {said(k[1, 0])} ile çarpıyor. Parlaklığın kalması için sayı 1 olmalı.",
             f"The place is right, but each pixel is multiplied by {said(k[1, 0])}. It has to be 1 to keep the brightness.")),
        ("all_zeros", np.zeros((3, 3)),
         "Bütün sayılar sıfır: çıktı kapkara olur. Okunacak komşunun yerine 1 yazın.",
         "All numbers are zero, so the output is black. Put a 1 in the place of the neighbour that is to be read."),
        ("blends_pixels", sign(lambda k: np.count_nonzero(k) > 1),
         lambda k: L(
             f"Çekirdeğinizde sıfırdan farklı {np.count_nonzero(k)} sayı var; kaydıran çekirdekte tek bir 1 olur. Çıktının "
             "hangi komşusunu okuması gerektiğini düşünün.",
             f"Your kernel has {np.count_nonzero(k)} numbers other than zero; one that shifts has a single 1. Think "
             "about which neighbour each output has to read.")),
    ]  # fmt: skip
    return judge_value(
        kernel,
        right,
        beliefs,
        remark=(
            "Her çıktı sol komşusunu okuyunca resim sağa kayar.",
            "When each output reads its left neighbour, the picture moves to the right.",
        ),
        otherwise=(
            "wrong_place",
            "Tek bir sayı var, ama ne yeri ne değeri doğru: her çıktının sol komşusunu okuması gerekir, sayı da 1 olmalı.",
            "There is a single number, but neither its place nor its value is right: each output has to read its left "
            "neighbour, and the number has to be 1.",
        ),
    )


STACKS = [
    [(3, 1)],
    [(3, 1), (3, 1)],
    [(5, 1), (3, 1)],
    [(3, 2), (3, 1)],
    [(3, 1), (2, 2), (3, 1), (3, 2), (5, 1)],
    [],
    [(11, 4), (5, 1), (3, 2), (1, 1), (2, 12), (4, 3)],
]


def _field(stack, start=1):
    field, jump = start, 1
    for kernel, stride in stack:
        field, jump = field + (kernel - 1) * jump, jump * stride
    return field


@exercise(LESSON, "receptive_field", tr="Alım alanını hesaplayın", en="Compute the receptive field")
def receptive_field(answer):
    """``answer([(kernel, stride), ...]) -> int``: how many input pixels one output sees, along one side."""

    def with_jump(after, before=lambda jump, stride: jump, add=lambda kernel, jump: (kernel - 1) * jump):
        def field(stack):
            field, jump = 1, 1
            for kernel, stride in stack:
                jump = before(jump, stride)
                field, jump = field + add(kernel, jump), after(jump, stride)
            return field

        return field

    def multiplied(jump, stride):
        return jump * stride

    beliefs = [
        ("sum_of_kernels", lambda stack: sum(kernel for kernel, _ in stack),
         "Çekirdek boylarını toplamışsınız. Komşu pencereler üst üste biner: her katman yalnızca `kernel - 1` ekler.",
         "You added the kernel sizes. Neighbouring windows overlap: each layer adds only `kernel - 1`."),
        ("no_overlap", with_jump(multiplied, add=multiplied),
         "Her katman çekirdeğin bütününü ekliyor. Komşu pencereler üst üste biner: `(kernel - 1) * jump` ekleyin.",
         "Each layer adds the whole kernel. Neighbouring windows overlap: add `(kernel - 1) * jump`."),
        ("no_start", lambda stack: _field(stack, start=0),
         "Başlangıç 1 pikseldir, 0 değil.", "The start is 1 pixel, not 0."),
        ("no_stride", with_jump(lambda jump, stride: 1),
         "Adımları hesaba katmadınız: önceki adımlar, sonraki katmanların komşularını birbirinden uzaklaştırır.",
         "You left out the strides: the strides of earlier layers move the neighbours of later layers further apart."),
        ("stride_too_early", with_jump(lambda jump, stride: jump, before=multiplied),
         "Bir katmanın kendi adımı kendi penceresini büyütmez; yalnızca ondan sonrakileri. `jump` en sonda çarpılır.",
         "A layer's own stride does not widen its own window, only those after it. Multiply `jump` last."),
        ("own_stride_only", with_jump(lambda jump, stride: 1, before=lambda jump, stride: stride),
         "Her katmanı kendi adımıyla çarpmışsınız; bir pencereyi kendinden **önceki** adımlar büyütür, hepsi birlikte.",
         "You multiplied each layer by its own stride; a window is widened by the strides **before** it, all together."),
        ("last_stride_only", with_jump(lambda jump, stride: stride),
         "Yalnızca bir önceki adımı kullanmışsınız; bütün önceki adımlar çarpılır.",
         "You used only the stride of the layer just before; the strides of all earlier layers are multiplied."),
        ("strides_added", with_jump(lambda jump, stride: jump + stride),
         "Adımlar toplanmaz, çarpılır: `jump * stride`.", "The strides are not added but multiplied: `jump * stride`."),
        ("from_the_end", lambda stack: _field(stack[::-1]),
         "Katmanları sondan başa gezmişsiniz: listede resme en yakın katman baştadır.",
         "You went through the layers from the end: the list begins with the layer nearest to the picture."),
        ("area", lambda stack: _field(stack) ** 2,
         "Bu, görülen bütün piksellerin sayısıdır; bir kenar boyunca kaç piksel görüldüğü isteniyor.",
         "That is the number of all pixels seen; the number along one side is wanted."),
        ("jump", lambda stack: np.prod([stride for _, stride in stack]),
         "Bu, adımların çarpımı, yani `jump`; alım alanının kendisini döndürün.",
         "That is the product of the strides, `jump`; return the receptive field itself."),
    ]  # fmt: skip

    def by_hand(stack):
        jumps = [int(np.prod([stride for _, stride in stack[:depth]])) for depth in range(len(stack))]
        terms = " + ".join(
            ["1", *(f"({kernel} - 1) * {jump}" for (kernel, _), jump in zip(stack, jumps, strict=True) if kernel > 1)]
        )
        return L(f"Elle: `{terms}`.", f"By hand: `{terms}`.")

    return judge(
        answer,
        [(stack,) for stack in STACKS],
        _field,
        beliefs,
        called=lambda stack: f"`receptive_field({stack})`",
        otherwise=("wrong_number", by_hand),
        remark=(
            "Adımlar büyüdükçe sonraki katmanların her değeri daha geniş bir yeri görür.",
            "The larger the strides, the more each value of a later layer sees.",
        ),
    )


LAYERS = [  # height, width, kernel, channels, filters, stride
    (28, 28, 3, 1, 8, 1),
    (5, 7, 3, 2, 4, 1),
    (32, 20, 5, 3, 6, 2),
    (10, 10, 1, 16, 4, 1),
    (9, 9, 3, 1, 1, 3),
    (41, 60, 11, 12, 13, 12),
]


@exercise(LESSON, "multiplications", tr="Çarpmaları sayın", en="Count the multiplications")
def multiplications(answer):
    """``answer(height, width, kernel, channels, filters, stride) -> int``, without padding."""

    def places(h, w, k, s):
        return ((h - k) // s + 1) * ((w - k) // s + 1)

    def right(h, w, k, c, f, s):
        return places(h, w, k, s) * k * k * c * f

    beliefs = [
        ("counts_parameters", lambda h, w, k, c, f, s: (k * k * c + 1) * f,
         "Bu, parametre sayısı. Aynı ağırlıklar her çıktı yerinde yeniden çarpılır.",
         "That is the number of parameters. The same weights are multiplied again at every place of the output."),
        ("counts_weights", lambda h, w, k, c, f, s: k * k * c * f,
         "Bu, ağırlık sayısı. Onu çıktıdaki yer sayısıyla da çarpın.",
         "That is the number of weights. Multiply it by the number of places in the output as well."),
        ("counts_outputs", lambda h, w, k, c, f, s: places(h, w, k, s) * f,
         "Bu, çıktıdaki değerlerin sayısıdır; her biri `kernel * kernel * channels` çarpma ister.",
         "That is the number of values in the output; each of them takes `kernel * kernel * channels` multiplications."),
        ("input_places", lambda h, w, k, c, f, s: h * w * k * k * c * f,
         "Girdinin piksellerini saymışsınız. Pencere, çıktıdaki her yer için bir kez durur.",
         "You counted the pixels of the input. The window stops once for each place of the output."),
        ("no_stride", lambda h, w, k, c, f, s: right(h, w, k, c, f, 1),
         "Adımı hesaba katmadınız: adım büyüdükçe çıktı küçülür.", "You left out the stride: it makes the output smaller."),
        ("first_place_missing", lambda h, w, k, c, f, s: ((h - k) // s) * ((w - k) // s) * k * k * c * f,
         "İlk yeri saymayı unuttunuz: yüksekliğe de genişliğe de 1 eklenir.",
         "You forgot the first place: add 1 to the height and to the width."),
        ("not_whole", lambda h, w, k, c, f, s: ((h - k) / s + 1) * ((w - k) / s + 1) * k * k * c * f,
         "Pencere yarım adım atmaz: `/` yerine tam sayı bölmesi `//` kullanın.",
         "The window takes no half steps: use whole-number division `//`, not `/`."),
        ("rounded_up", lambda h, w, k, c, f, s: (-(-(h - k) // s) + 1) * (-(-(w - k) // s) + 1) * k * k * c * f,
         "Sığmayan adım atılmaz: aşağı yuvarlayın.", "A step that does not fit is not taken: round down."),
        ("square_picture", lambda h, w, k, c, f, s: right(h, h, k, c, f, s),
         "Resmi kare saymışsınız; genişliği `width`, yüksekliğinden farklı olabilir.",
         "You treated the picture as a square; its `width` may differ from its height."),
        ("one_side_of_kernel", lambda h, w, k, c, f, s: places(h, w, k, s) * k * c * f,
         "Çekirdek iki boyutludur: `kernel * kernel`.", "The kernel has two dimensions: `kernel * kernel`."),
        ("no_channels", lambda h, w, k, c, f, s: right(h, w, k, 1, f, s),
         "Bir çıktı değeri girdinin bütün kanallarına bakar: kanal sayısıyla çarpın.",
         "Each output value looks at all channels of the input: multiply by their number."),
        ("no_filters", lambda h, w, k, c, f, s: right(h, w, k, c, 1, s),
         "Bunlar tek bir filtrenin çarpmaları; `filters` ile çarpın.",
         "These are the multiplications of a single filter; multiply by `filters`."),
        ("with_bias", lambda h, w, k, c, f, s: places(h, w, k, s) * (k * k * c + 1) * f,
         "Bias çarpılmaz, yalnızca eklenir.", "The bias is not multiplied, it is only added."),
    ]  # fmt: skip

    def by_hand(h, w, k, c, f, s):
        rows, columns = (h - k) // s + 1, (w - k) // s + 1
        return L(
            f"Çıktıda {rows} × {columns} × {f} değer var, her biri {k} × {k} × {c} çarpma ister.",
            f"The output has {rows} × {columns} × {f} values, and each takes {k} × {k} × {c} multiplications.",
        )

    return judge(
        answer,
        LAYERS,
        right,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Parametreler az, çarpmalar çok, çünkü her ağırlık her yerde yeniden kullanılıyor.",
            "There are few parameters but many multiplications, because each weight is used again at every place.",
        ),
    )


POOLED = [  # feature map, size, stride
    (np.array([[1.5, 3, 0, 2, -1], [5, 1, 2, 0, 4], [0, 4, -7, 1, 2], [-2, 2, 3, 1, 8]]), 2, 2),
    (np.array([[-4.5, -1, -3, -2], [-6, -2, -9, -7], [-3, -8, -5, -1.25]]), 2, 1),
    (LARGE, 3, 2),
    (LARGE[:9, :13] / 8, 3, 4),
    (LARGE[:5, :8] - 90.5, 5, 3),
    (LARGE[:7, :6], 1, 2),
    (LARGE[:11, :13], 4, 7),
]


@exercise(LESSON, "max_pool", tr="Kendi adımıyla maksimum havuzlama", en="Max pooling with a stride of its own")
def max_pool(answer):
    """``answer(feature_map (h, w), size, stride) -> (h', w')``: the largest value of each window that fits."""

    def windows(x, size, stride, down=None):
        return sliding_window_view(x, (size, size))[:: down or stride, ::stride]

    def largest(*case):
        return windows(*case).max(axis=(2, 3))

    def partial_ones(x, size, stride):
        padded = np.pad(x.astype(float), (0, size), constant_values=-np.inf)
        return sliding_window_view(padded, (size, size))[: len(x) : stride, : x.shape[1] : stride].max(axis=(2, 3))

    one_way = (
        "Adımı yalnızca bir yönde kullanmışsınız; pencere iki yönde de `stride` piksel kayar.",
        "You used the stride in one direction only; the window moves by `stride` pixels in both.",
    )
    beliefs = [
        ("whole_map", lambda x, size, stride: x.max(),
         "Bu, bütün haritanın en büyük değeridir; her pencereninki ayrı ayrı isteniyor.",
         "That is the largest value of the whole map; the largest value of each window is wanted."),
        ("stride_is_size", lambda x, size, stride: largest(x, size, size),
         "Pencereyi kendi boyu kadar kaydırmışsınız. Bu alıştırmada adım ayrıca verilir: pencere her seferinde `stride` piksel "
         "kayar.",
         "You moved the window by its own size. In this exercise the stride is given separately: the window moves by `stride` "
         "pixels each time."),
        ("size_is_stride", lambda x, size, stride: largest(x, stride, stride),
         "Pencerenin boyunu `stride` saymışsınız; pencere `size` × `size` pikseldir.",
         "You took `stride` for the size of the window; the window has `size` × `size` pixels."),
        ("swapped", lambda x, size, stride: largest(x, stride, size),
         "`size` ile `stride` yer değiştirmiş: pencere `size` × `size` pikseldir ve `stride` piksel kayar.",
         "`size` and `stride` are swapped: the window has `size` × `size` pixels and moves by `stride` pixels."),
        ("stride_one", lambda x, size, stride: largest(x, size, 1),
         "Pencere birer piksel kaymış. Adım `stride` pikseldir: köşe `i * stride`, `j * stride` noktasındadır.",
         "The window moved by one pixel each time. The stride is `stride` pixels: the corner is at `i * stride`, `j * stride`."),
        ("windows_that_stick_out", partial_ones,
         "Haritadan taşan pencereleri de saymışsınız; yalnızca bütünüyle sığan pencereler sayılır.",
         "You also counted windows that stick out of the map; only those that fit completely count."),
        ("one_way", lambda x, size, stride: windows(x, size, stride, down=1).max(axis=(2, 3)), *one_way),
        ("one_way", lambda x, size, stride: windows(x.T, size, stride, down=1).max(axis=(2, 3)).T, *one_way),
        ("average", lambda *case: windows(*case).mean(axis=(2, 3)),
         "Bu, ortalama havuzlamadır; ortalama yerine en büyük değeri alın.",
         "That is average pooling; take the largest value instead of the mean."),
        ("minimum", lambda *case: windows(*case).min(axis=(2, 3)),
         "En küçük değeri almışsınız; en büyüğü alın.", "You took the smallest value; take the largest."),
        ("sum", lambda *case: windows(*case).sum(axis=(2, 3)),
         "Penceredeki değerleri toplamışsınız; en büyüğünü alın.",
         "You added up the values of the window; take the largest one."),
        ("top_left", lambda *case: windows(*case)[:, :, 0, 0],
         "Her pencerenin yalnızca sol üst değerini almışsınız; en büyüğünü alın.",
         "You took only the top left value of each window; take the largest one."),
        ("largest_size", lambda *case: np.abs(windows(*case)).max(axis=(2, 3)),
         "İşaretleri atmışsınız: −4, −1'den büyük sayılmaz.", "You dropped the signs: −4 does not count as larger than −1."),
        ("not_below_zero", lambda *case: np.maximum(largest(*case), 0),
         "Bütün değerleri eksi olan pencerede 0 çıkıyor: aramaya 0'dan değil, pencerenin bir değerinden başlayın.",
         "A window with only negative values gives 0: start the search from one of its own values and not from 0."),
        ("whole_numbers", lambda *case: np.trunc(largest(*case)),
         "Ondalık kısımlar kaybolmuş: çıktı dizisi tam sayılardan oluşuyor. Diziyi `dtype=int` yazmadan oluşturun.",
         "The decimals are lost: the output is an array of whole numbers. Make the array without `dtype=int`."),
    ]  # fmt: skip

    def by_hand(x, size, stride):
        window = windows(x, size, stride)[-1, -1]
        return L(
            f"Son pencere {said(window)} değerlerinin üstündedir; onun en büyük değeri {said(window.max())}.",
            f"The last window covers {said(window)}; its largest value is {said(window.max())}.",
        )

    def called(x, size, stride):
        if x.size <= 40:
            return f"`{short_call('max_pool', (x, size, stride))}`"
        height, width = x.shape
        return L(
            f"{height}×{width} bir harita, `size={size}` ve `stride={stride}`",
            f"a map of {height}×{width}, `size={size}` and `stride={stride}`",
        )

    def ask(answer, *case):
        try:
            return call(answer, *case, may_change=False)
        except StudentError as problem:
            stopped = L(
                f"{called(*case)} için fonksiyonunuz bir `ValueError` ile durdu. ",
                f"For {called(*case)}, your function stopped with a `ValueError`. ",
            )
            said_by_python = str(problem.error) if isinstance(problem.error, ValueError) else ""
            refuse(
                ("stopped_by_a_shape", "cannot reshape" in said_by_python,
                 "Haritanın boyu `size` değerinin katı olmayabilir: haritayı `reshape` ile bölgelere ayırmak yerine pencereyi "
                 "gezdirin.",
                 "The size of the map need not be a multiple of `size`: move a window over the map instead of dividing it into "
                 "regions with `reshape`."),
                ("empty_window", "zero-size array" in said_by_python or "empty" in said_by_python,
                 "Pencerelerden birinin içinde hiç değer yok. Pencere `i * stride` satırından ve `j * stride` sütunundan başlar, "
                 "`size` satır ve `size` sütun sürer; `i` çıktının satırlarını, `j` sütunlarını sayar.",
                 "One of the windows contains no values. A window begins at row `i * stride` and column `j * stride` and is "
                 "`size` rows high and `size` columns wide; `i` counts the rows of the output and `j` its columns."),
                before=stopped,
            )  # fmt: skip
            raise

    return judge(
        answer,
        POOLED,
        largest,
        beliefs,
        called=called,
        ask=ask,
        otherwise=("wrong_value", by_hand),
        remark=(
            "Pencereler üst üste binse de aralarında boşluk kalsa da doğru.",
            "Right whether the windows overlap or leave gaps between them.",
        ),
    )


UPDATES = [  # x, target, kernel, bias, learning rate
    (PICTURE[:3, :4], np.array([[4, -1, 2], [0, 3, 5]]), np.array([[1.0, 2.0], [-1.0, 0.0]]), 0.5, 0.1),
    (PICTURE, np.arange(12).reshape(3, 4), KERNEL.astype(float), -2.0, 0.02),
    (LARGE[:6, :5] / 100, np.zeros((6, 5)), np.array([[1.5]]), 0.25, 0.5),
    (LARGE[:7, :9] / 50, LARGE[7:11, :6] / 40, np.random.default_rng(5).normal(size=(4, 4)), 1.0, 0.01),
]


def _filter_update(x, target, kernel, bias, rate, *, seen=None, weigh=None, share=None, factor=2.0, sign=-1):
    """Return (kernel, bias) after one update, or after one that holds a misconception.

    seen: the bias that the error is computed with. weigh(x, error): the kernel's gradient before it is divided by
    share(error, x, kernel), the number of values in the mean.
    """
    seen = bias if seen is None else seen
    size = len(kernel)
    error = np.einsum("hwuv,uv->hw", sliding_window_view(x, (size, size)), kernel) + seen - target
    count = share(error, x, kernel) if share else error.size
    pull = weigh(x, error) if weigh else np.einsum("uvhw,hw->uv", sliding_window_view(x, error.shape), error)
    return kernel + sign * rate * factor / count * pull, bias + sign * rate * factor / count * error.sum()


@exercise(LESSON, "update_filter", tr="Bias'ı da öğrenin", en="Learn the bias as well")
def update_filter(answer):
    """``answer(x (h, w), target, kernel (k, k), bias, learning_rate) -> (kernel, bias)`` after one update."""

    def unlike(**options):
        return partial(_filter_update, **options)

    def gradients(x, target, kernel, bias, rate):
        moved = _filter_update(x, target, kernel, bias, 1.0)
        return kernel - moved[0], bias - moved[1]

    def changes(x, target, kernel, bias, rate):
        moved = _filter_update(x, target, kernel, bias, rate)
        return moved[0] - kernel, moved[1] - bias

    def one_after_the_other(x, target, kernel, bias, rate):
        first = _filter_update(x, target, kernel, bias, rate)[0]
        return first, _filter_update(x, target, first, bias, rate)[1]

    def flipped(x, error):
        return np.einsum("uvhw,hw->uv", sliding_window_view(x, error.shape), error)[::-1, ::-1]

    beliefs = [
        ("swapped", lambda *case: _filter_update(*case)[::-1],
         "Sıra ters: önce çekirdeği, sonra bias'ı döndürün.", "The order is reversed: return the kernel first, then the bias."),
        ("gradients", gradients,
         "Gradyanların kendisini döndürmüşsünüz; onları öğrenme oranıyla çarpıp eski değerlerden çıkarın.",
         "You returned the gradients themselves; multiply them by the learning rate and subtract them from the old values."),
        ("changes", changes,
         "Yalnızca değişimi döndürmüşsünüz; onu eski çekirdeğe ve eski bias'a ekleyin.",
         "You returned only the change; add it to the old kernel and the old bias."),
        ("climbs", unlike(sign=1),
         "İşaret ters: gradyan eski değerlerden çıkarılır. Bu haliyle kayıp büyür.",
         "The sign is reversed: the gradient is subtracted from the old values. This way the loss grows."),
        ("no_bias_in_error", unlike(seen=0.0),
         "Hatayı hesaplarken bias'ı unutmuşsunuz: z, çapraz ilinti artı bias'tır.",
         "You left the bias out of the error: z is the cross-correlation plus the bias."),
        ("bias_stays", lambda x, target, kernel, bias, rate: (_filter_update(x, target, kernel, bias, rate)[0], bias),
         "Çekirdek doğru, ama bias eski değerinde kalmış: onu da kendi gradyanıyla güncelleyin.",
         "The kernel is right, but the bias has kept its old value: update it with its own gradient as well."),
        ("sum_not_mean", unlike(share=lambda error, x, kernel: 1),
         "Hataları toplamış ama N'ye bölmemişsiniz; kayıp bir ortalamadır.",
         "You added up the errors but did not divide by N; the loss is a mean."),
        ("no_factor_two", unlike(factor=1.0),
         "2 çarpanı eksik: karenin türevinden gelir.", "The factor 2 is missing: it comes from the derivative of the square."),
        ("divides_by_pixels", unlike(share=lambda error, x, kernel: x.size),
         "Girdideki piksel sayısına bölmüşsünüz; N, çıktıdaki değerlerin sayısıdır: `error.size`.",
         "You divided by the number of pixels of the input; N is the number of values in the output: `error.size`."),
        ("divides_by_weights", unlike(share=lambda error, x, kernel: kernel.size),
         "Çekirdekteki ağırlık sayısına bölmüşsünüz; N, çıktıdaki değerlerin sayısıdır: `error.size`.",
         "You divided by the number of weights in the kernel; N is the number of values in the output: `error.size`."),
        ("no_input", unlike(weigh=lambda x, error: error.sum()),
         "Çekirdeğin gradyanında girdi eksik: her ağırlık, hatanın çarptığı piksellerle toplamından sorumludur: "
         "`correlate(x, error)`.",
         "The gradient of the kernel lacks the input: the errors are multiplied by the pixels that each weight has met: "
         "`correlate(x, error)`."),
        ("flipped", unlike(weigh=flipped),
         "Çekirdeğin gradyanı ters çevrilmiş: hatayı girdinin üzerinde çevirmeden gezdirin, `correlate(x, error)`.",
         "The gradient of the kernel is flipped: slide the error over the input without flipping it, `correlate(x, error)`."),
        ("one_after_the_other", one_after_the_other,
         "Bias'ı, güncellenmiş çekirdeğin hatasıyla güncellemişsiniz. İki gradyan da aynı hatadan, eski değerlerle hesaplanır.",
         "You updated the bias with the error of the updated kernel. Both gradients come from the same error, that of the old "
         "values."),
    ]  # fmt: skip

    def by_hand(x, target, kernel, bias, rate):
        size = len(kernel)
        error = np.einsum("hwuv,uv->hw", sliding_window_view(x, (size, size)), kernel) + bias - target
        return L(
            f"Hata, z − t, orada {said(error)} olur; iki gradyan da ondan hesaplanır.",
            f"The error z − t is {said(error)} there; both gradients are computed from it.",
        )

    def called(x, target, kernel, bias, rate):
        if x.size <= 12:
            return f"`{short_call('update_filter', (x, target, kernel, bias, rate))}`"
        (height, width), size = x.shape, len(kernel)
        return L(
            f"{height}×{width} bir girdi, {size}×{size} bir çekirdek, `bias={bias}` ve `learning_rate={rate}`",
            f"an input of {height}×{width}, a kernel of {size}×{size}, `bias={bias}` and `learning_rate={rate}`",
        )

    return judge(
        answer,
        UPDATES,
        _filter_update,
        beliefs,
        results=("kernel", "bias"),
        called=called,
        otherwise=("wrong_update", by_hand),
        remark=(
            "Bu güncellemeyi yineleyen bir döngü, her boyda filtreyi bias'ıyla birlikte öğrenir.",
            "A loop that repeats this update learns a filter of any size, together with its bias.",
        ),
    )


@exercise(LESSON, "level_score", tr="Yatay çizgi puanı", en="A score for horizontal strokes")
def level_score(answer):
    """``answer(pictures (n, 28, 28)) -> (n,)``: tells 1 from 7, wherever the digit stands."""
    x_train, y_train = _ones_and_sevens("train")
    x_test, y_test = _ones_and_sevens("test")
    scores = _scores(answer, x_train)
    rule = _best_rule(scores, y_train)
    accuracy, moved = (_accuracy(rule, _scores(answer, x), y_test) for x in (x_test, _moved(x_test)))
    if moved >= LEAST_ACCURACY:
        return L(
            f"Yerinde duran rakamlarda doğruluk {percent(accuracy, 1)}, kaydırılanlarda {percent(moved, 1)}.",
            f"Accuracy {percent(accuracy, 1)} on digits in their place, {percent(moved, 1)} on shifted ones.",
        )
    framed = np.pad(x_train[:, 4:-4, 4:-4], ((0, 0), (4, 4), (4, 4)))  # where pluses and minuses of a map cancel
    refuse(
        ("same_score", np.ptp(scores) <= 1e-9 * np.abs(scores).max(),
         "Bütün resimler aynı puanı alıyor, oysa puan resme bağlı olmalı.",
         "All pictures get the same score, but the score has to depend on the picture."),
        ("cancels_out", np.ptp(_scores(answer, framed)) <= 1e-6 * np.ptp(scores),
         "Kenarı boş olan bütün resimler aynı puanı alıyor. Toplamı sıfır olan bir çekirdekte artılarla eksiler, harita boyunca "
         "toplanınca birbirini götürür; ortalamadan önce eksileri sıfırlayın: `np.maximum(maps, 0)`.",
         "All pictures with an empty border get the same score. If the numbers of a kernel sum to zero, the positive and "
         "negative values of a map cancel when they are added up; set the negative ones to zero before the mean: "
         "`np.maximum(maps, 0)`."),
        ("counts_ink", abs(_correlation(scores, x_train.mean(axis=(1, 2)))) > 0.995,
         "Puanınız neredeyse yalnızca mürekkebi ölçüyor: hangi rakam daha kalınsa o kazanıyor. Yatay çizgiye yanıt veren bir "
         "çekirdek kullanın.",
         "Your score measures hardly anything but the ink, so the thicker digit wins. Use a kernel that responds to horizontal "
         "strokes."),
        ("depends_on_place", accuracy - moved > 0.05,
         "Puanınız rakamın nerede durduğuna bağlı. Haritayı bütün yerler boyunca özetleyin: ortalamasını ya da en büyük "
         "değerini alın.",
         "Your score depends on the position of the digit. Summarize the map over all places: take its mean or its largest "
         "value."),
        ("not_accurate_enough", True,
         "7'yi 1'den ayıran, üstteki yatay çizgidir. Eksileri sıfırlanmış yatay kenar haritasının ortalamasını deneyin.",
         "What distinguishes a 7 from a 1 is the horizontal stroke at the top. Try the mean of a map of horizontal edges whose "
         "negative values are set to zero."),
        before=L(
            f"Test kümesinde doğruluk {number(accuracy, 3)}, kaydırılmış rakamlarda {number(moved, 3)}; orada en az "
            f"{number(LEAST_ACCURACY)} gerekiyor. ",
            f"The accuracy is {number(accuracy, 3)} on the test set and {number(moved, 3)} on shifted digits; there at least "
            f"{number(LEAST_ACCURACY)} is needed. ",
        ),
    )  # fmt: skip


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
    scores = require_array(call(answer, pictures, may_change=False), "level_score(pictures)")
    count = len(pictures)
    refuse(
        ("returns_maps", scores.ndim > 1 and len(scores) == count and scores.size > count,
         f"Öznitelik haritalarını döndürdünüz, şekli {scores.shape}. Her haritayı tek sayıya indirin: bütün yerlerin ortalaması "
         "ya da en büyüğü, `axis=(1, 2)`.",
         f"You returned the feature maps, of shape {scores.shape}. Reduce each map to one number: the mean or the largest "
         "value over all places, `axis=(1, 2)`."),
        ("shape", scores.size != count,
         f"Her resim için bir puan bekleniyordu, yani {(count,)} şekli; {scores.shape} geldi.",
         f"One score per picture was expected, the shape {(count,)}; yours is {scores.shape}."),
    )  # fmt: skip
    return scores.reshape(count).astype(float)


def _best_rule(scores, sevens):
    """Return (threshold, whether a seven lies above it) with the fewest mistakes on the training digits."""
    levels = np.unique(scores)
    cuts = np.append(levels[0] - 1, (levels[1:] + levels[:-1]) / 2)
    shares = ((scores > cuts[:, None]) == sevens).mean(axis=1)
    best = np.abs(shares - 0.5).argmax()
    return float(cuts[best]), bool(shares[best] >= 0.5)


def _accuracy(rule, scores, sevens):
    threshold, above = rule
    return float(((scores > threshold) == (sevens == above)).mean())


def _correlation(one, two):
    spread = np.std(one) * np.std(two)
    return float(np.mean((one - one.mean()) * (two - two.mean())) / spread) if spread else 0.0

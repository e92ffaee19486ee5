"""Checks of lesson 17_architectures."""

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import call, exercise, expect, refuse, require_return, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart
from utils.language import L, percent, thousands

LESSON = "17_architectures"
MOST_PARAMETERS, LEAST_ACCURACY = 20_000, 0.85
TRAINING = 24  # times as long as another answer may own_network take: it trains a network, two minutes at most


@exercise(LESSON, "stack_costs", tr="Üst üste evrişimleri sayın", en="Count stacked convolutions")
def stack_costs(answer):
    """``answer(kernel, depth, channels, side) -> (parameters, multiplications, field)`` of ``depth`` equal convolutions."""

    def counted(
        kernel, depth, channels, side, *, bias=1, layers=None, places=None, field=None, into=None, weights=None
    ):
        layers = depth if layers is None else layers
        own = kernel * kernel * channels * channels if weights is None else weights(kernel, channels)
        places = side * side if places is None else places(side, kernel, depth)
        seen = 1 + depth * (kernel - 1) if field is None else field(kernel, depth)
        return layers * (own + bias * channels if into is None else own + into), layers * own * places, seen

    def belief(name, tr, en, **wrong):
        return name, lambda *case: counted(*case, **wrong), tr, en

    def one_layer(kernel, depth, channels, side):
        return counted(kernel, depth, channels, side, layers=1)

    beliefs = [
        belief("no_bias", "Parametrelerde her filtrenin bir bias'ı da sayılır; çarpma sayısına ise bias girmez.",
               "Each filter has a bias as well, which counts as a parameter and not as a multiplication.", bias=0),
        belief("one_bias", "Bias katmanda bir tane değil, filtre başına bir tanedir.",
               "There is one bias for each filter, not one for each layer.", into=1),
        ("one_layer", one_layer,
         "Parametreler ve çarpmalar tek bir katmanın; bunlar katmandan katmana toplanır.",
         "The parameters and the multiplications are those of a single layer; they add up over the layers."),
        belief("one_place", "Çarpmalar tek bir yer için sayılmış. Her filtre haritanın `side * side` yerinde de çalışır.",
               "You counted the multiplications of a single place. Each filter works at all `side * side` places of the map.",
               places=lambda side, kernel, depth: 1),
        belief("one_row", "Haritanın `side * side` yeri var; siz tek bir satırını saymışsınız.",
               "A map has `side * side` places; you counted a single row.", places=lambda side, kernel, depth: side),
        belief("without_padding", "Dolgu kullanıldığı için harita küçülmez: her katmanda `side * side` yer vardır.",
               "Because of the padding the maps do not shrink: there are `side * side` places in every layer.",
               places=lambda side, kernel, depth: (side - kernel + 1) ** 2),
        belief("one_channel", "Her filtre girdinin `channels` kanalının hepsine bakar, filtre sayısı da `channels`'tır.",
               "Each filter looks at all `channels` channels of its input, and there are `channels` filters, too.",
               weights=lambda kernel, channels: kernel * kernel * channels),
        belief("flat_kernel", "Çekirdek iki boyutludur: `kernel * kernel`.", "The kernel has two dimensions: `kernel * kernel`.",
               weights=lambda kernel, channels: kernel * channels * channels),
        belief("field_times_depth", "Alım alanları toplanmaz: pencereler örtüştüğü için her katman `kernel - 1` piksel ekler.",
               "Receptive fields are not added up: because the windows overlap, each layer adds `kernel - 1` pixels.",
               field=lambda kernel, depth: kernel * depth),
        belief("field_of_one", "Alım alanı tek bir katmanınki; her katman onu `kernel - 1` piksel büyütür.",
               "That is the receptive field of a single layer; each layer makes it `kernel - 1` pixels larger.",
               field=lambda kernel, depth: kernel),
        belief("field_power", "Alım alanı katlanarak büyümez: adım 1 iken her katman `kernel - 1` piksel ekler.",
               "The receptive field does not multiply: with stride 1 each layer adds `kernel - 1` pixels.",
               field=lambda kernel, depth: kernel**depth),
        belief("field_without_one", "Alım alanı 1 pikselden başlar: `1 + depth * (kernel - 1)`.",
               "The receptive field starts from 1 pixel: `1 + depth * (kernel - 1)`.",
               field=lambda kernel, depth: depth * (kernel - 1)),
        belief("field_area", "Alım alanının kenarı istenmişti, piksellerinin sayısı değil.",
               "The side of the receptive field is wanted, not the number of its pixels.",
               field=lambda kernel, depth: (1 + depth * (kernel - 1)) ** 2),
    ]  # fmt: skip

    def by_hand(kernel, depth, channels, side):
        return L(
            f"Tek bir katmanda {channels} filtrenin her birinin {kernel} × {kernel} × {channels} ağırlığı ve bir bias'ı var; "
            f"her ağırlık {side} × {side} yerde bir kez çarpılır.",
            f"In a single layer each of the {channels} filters has {kernel} × {kernel} × {channels} weights and one bias; every "
            f"weight is multiplied once at each of {side} × {side} places.",
        )

    return judge(
        answer,
        [(3, 2, 16, 14), (5, 1, 16, 14), (7, 3, 2, 9), (1, 4, 5, 6), (3, 5, 1, 8)],
        counted,
        beliefs,
        results=("parameters", "multiplications", "field"),
        otherwise=("wrong_count", by_hand),
        remark=(
            "İki 3×3, bir 5×5'in gördüğü alanı onun ağırlıklarının 18/25'iyle görür.",
            "Two 3×3 see the field of one 5×5 with 18/25 of its weights.",
        ),
    )


def residual_case(seed, height, width, channels, inner):
    """Return (x, weights1, bias1, weights2, bias2) of a residual block; quarters, so that sums are exact."""
    rng = np.random.default_rng(seed)
    shapes = (height, width, channels), (channels, inner), (inner,), (inner, channels), (channels,)
    return tuple(rng.integers(-12, 13, size=shape) / 4 for shape in shapes)


@exercise(LESSON, "residual_block_numpy", tr="Atlamalı bloğu yazın", en="Write the residual block")
def residual_block_numpy(answer):
    """``answer(x (h, w, C), weights1 (C, D), bias1, weights2 (D, C), bias2) -> (h, w, C)``: relu(x + F(x)), 1 x 1 layers."""

    def relu(z):
        return np.maximum(z, 0)

    def same(z):
        return z

    def block(x, w1, b1, w2, b2, *, first=relu, inner=same, outer=relu, join=np.add, bias=1):
        branch = inner(first(x @ w1 + bias * b1) @ w2 + bias * b2)
        return outer(join(x, branch))

    def belief(name, tr, en, **wrong):
        return name, lambda *case: block(*case, **wrong), tr, en

    beliefs = [
        belief("no_skip", "Bloğun girdisi eklenmemiş: dalın sonucuna `x` eklenir.",
               "The input of the block is not added: `x` is added to the result of the branch.", join=lambda x, f: f),
        belief("branch_only", "Bu yalnızca dalın sonucu: ona `x` eklenir ve toplam ReLU'dan geçer.",
               "That is the result of the branch alone: `x` is added to it, and the sum goes through ReLU.",
               join=lambda x, f: f, outer=same),
        belief("no_last_relu", "Toplamdan sonraki ReLU eksik.", "The ReLU after the sum is missing.", outer=same),
        belief("no_first_relu", "İki katmanın arasındaki ReLU eksik: o olmadan ikisi tek bir doğrusal katmana iner.",
               "The ReLU between the two layers is missing: without it the two collapse into one linear layer.", first=same),
        belief("no_relu", "Bloğun iki ReLU'su var: biri iki katmanın arasında, öteki toplamdan sonra.",
               "The block has two ReLUs: one between the two layers, the other after the sum.", first=same, outer=same),
        belief("relu_before_sum", "Son ReLU toplamdan önce değil, sonra gelir; yoksa dal `x`'ten hiçbir şey eksiltemez.",
               "The last ReLU comes after the sum and not before it; otherwise the branch could never take anything from `x`.",
               inner=relu, outer=same),
        belief("relu_twice", "Dal, toplamdan önce ReLU'dan geçmemeli; ReLU toplamdan sonra gelir.",
               "The branch should not pass through ReLU before the sum; the ReLU comes after the sum.", inner=relu),
        belief("product", "`x` ile dal çarpılmaz, toplanır.", "`x` and the branch are added, not multiplied.", join=np.multiply),
        belief("difference", "Dal `x`'ten çıkarılmış; toplanmalı.", "The branch was subtracted from `x`; add it.",
               join=np.subtract),
        belief("no_bias", "`bias1` ve `bias2` eklenmemiş.", "`bias1` and `bias2` were not added.", bias=0),
        belief("mean", "`x` ile dalın ortalaması alınmış; toplamı istenir.",
               "You took the mean of `x` and the branch; their sum is wanted.", join=lambda x, f: (x + f) / 2),
        ("relu_on_x", lambda x, *rest: block(np.maximum(x, 0), *rest),
         "`x` ReLU'dan geçirilmiş; blok onu geldiği gibi kullanır.",
         "You passed `x` through ReLU; the block uses it as it comes."),
    ]  # fmt: skip

    def called(x, *rest):
        return L(
            f"`x` {x.shape} şeklindeyken `residual_block_numpy(x, weights1, bias1, weights2, bias2)`",
            f"`residual_block_numpy(x, weights1, bias1, weights2, bias2)` with `x` of shape {x.shape}",
        )

    sizes = [(2, 3, 4, 3), (3, 1, 2, 5), (1, 1, 3, 3), (4, 5, 3, 2)]
    return judge(
        answer,
        [residual_case(seed, *size) for seed, size in enumerate(sizes, 1)],
        block,
        beliefs,
        called=called,
        otherwise=(
            "wrong_block",
            "Sırayla yazın: birinci katman, ReLU, ikinci katman, `x` ile toplam, ReLU.",
            "Write it in order: first layer, ReLU, second layer, sum with `x`, ReLU.",
        ),
        remark=(
            "`weights2` ile `bias2` sıfırsa blok, eksi değeri olmayan bir girdiyi olduğu gibi geçirir.",
            "Where `weights2` and `bias2` are zero, the block passes on an input without negative values as it is.",
        ),
    )


def separable_case(seed, height, width, size, channels, filters):
    """Return (x, kernels, weights) of a depthwise separable convolution; halves, so that sums are exact."""
    rng = np.random.default_rng(seed)
    shapes = (height, width, channels), (size, size, channels), (channels, filters)
    return tuple(rng.integers(-8, 9, size=shape) / 2 for shape in shapes)


@exercise(LESSON, "separable_convolution", tr="Ayrılabilir evrişimi yazın", en="Write the separable convolution")
def separable_convolution(answer):
    """``answer(x (h, w, C), kernels (k, k, C), weights (C, F)) -> (h - k + 1, w - k + 1, F)``."""

    def windows(x, size):
        return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(0, 1))  # (h', w', C, k, k)

    def depthwise(x, kernels):
        return np.einsum("hwcij,ijc->hwc", windows(x, len(kernels)), kernels)

    def padded(x, kernels, weights):
        size = len(kernels)
        before = (size - 1) // 2
        edge = (before, size - 1 - before)
        return depthwise(np.pad(x, (edge, edge, (0, 0))), kernels) @ weights

    beliefs = [
        ("depthwise_only", lambda x, kernels, weights: depthwise(x, kernels),
         "Bu ilk adım, yani kanal başına süzgeç; kanalları karıştıran 1×1'lik adım eksik: `@ weights`.",
         "That is the first step, a filter for each channel; the 1×1 step that mixes the channels is missing: `@ weights`."),
        ("pointwise_only", lambda x, kernels, weights: x @ weights,
         "Bu yalnızca 1×1'lik adım; ondan önce her kanal kendi çekirdeğiyle süzülür.",
         "That is the 1×1 step alone; before it each channel is filtered by its own kernel."),
        ("channels_summed", lambda x, kernels, weights: depthwise(x, kernels).sum(axis=2),
         "Kanallar toplanmış. İlk adımda her kanal ayrı kalır: toplam yalnızca pencerenin satırları ve sütunları boyunca alınır.",
         "You summed over the channels. In the first step each channel stays by itself: sum along the rows and columns of the "
         "window only."),
        ("channels_mixed_early",
         lambda x, kernels, weights: depthwise(x, kernels).sum(axis=2, keepdims=True) * weights.sum(axis=0),
         "Kanallar, `weights` onları tartmadan önce toplanmış; ilk adımda her kanal ayrı kalmalı.",
         "The channels were summed before `weights` could weigh them; in the first step each channel stays by itself."),
        ("kernel_flipped", lambda x, kernels, weights: depthwise(x, kernels[::-1, ::-1]) @ weights,
         "Çekirdekler ters çevrilmiş. Derin öğrenmede evrişim, çekirdeği çevirmeden kaydırır (ders 14).",
         "The kernels were flipped. In deep learning a convolution slides the kernel without flipping it (lesson 14)."),
        ("kernel_transposed", lambda x, kernels, weights: depthwise(x, kernels.swapaxes(0, 1)) @ weights,
         "Çekirdeğin satırlarıyla sütunları yer değiştirmiş.", "The rows and the columns of the kernels changed places."),
        ("padded", padded,
         "Dolgu yok: çıktı `h - k + 1` satır ve `w - k + 1` sütundur.",
         "There is no padding: the output has `h - k + 1` rows and `w - k + 1` columns."),
        ("one_kernel", lambda x, kernels, weights: depthwise(x, np.repeat(kernels[..., :1], x.shape[2], axis=2)) @ weights,
         "Bütün kanallara ilk çekirdek uygulanmış; her kanalın kendi çekirdeği `kernels[:, :, c]`.",
         "The first kernel was applied to all channels; each channel has a kernel of its own, `kernels[:, :, c]`."),
        ("relu", lambda *case: np.maximum(depthwise(*case[:2]) @ case[2], 0),
         "Sonuca ReLU uygulanmış; burada aktivasyon istenmiyor.", "ReLU was applied; no activation is wanted here."),
        ("relu_between", lambda x, kernels, weights: np.maximum(depthwise(x, kernels), 0) @ weights,
         "İki adımın arasına ReLU konmuş; burada aktivasyon istenmiyor.",
         "There is a ReLU between the two steps; no activation is wanted here."),
    ]  # fmt: skip

    def called(x, kernels, weights):
        return L(
            f"`x` {x.shape}, `kernels` {kernels.shape}, `weights` {weights.shape} şeklindeyken "
            "`separable_convolution(x, kernels, weights)`",
            f"`separable_convolution(x, kernels, weights)` with `x` of shape {x.shape}, `kernels` {kernels.shape} and "
            f"`weights` {weights.shape}",
        )

    sizes = [(4, 5, 3, 2, 3), (5, 4, 2, 3, 2), (3, 3, 3, 1, 4), (2, 3, 1, 4, 1), (7, 6, 5, 2, 5)]
    return judge(
        answer,
        [separable_case(seed, *size) for seed, size in enumerate(sizes, 1)],
        lambda x, kernels, weights: depthwise(x, kernels) @ weights,
        beliefs,
        called=called,
        otherwise=(
            "wrong_maps",
            "Tek bir yerle başlayın: `x[i:i + k, j:j + k] * kernels` çarpımını satırlar ve sütunlar boyunca toplayınca kanal "
            "başına bir sayı kalır; `@ weights` bunları karıştırır.",
            "Begin with a single place: the product `x[i:i + k, j:j + k] * kernels`, summed along rows and columns, leaves one "
            "number for each channel; `@ weights` mixes these.",
        ),
        remark=(
            "Keras'taki adı `SeparableConv2D`; tek farkı, bir de bias eklemesidir.",
            "Keras calls it `SeparableConv2D`; the only difference is that it adds a bias.",
        ),
    )


SIDE, CHANNELS, REDUCED = 5, 12, 4  # of the bottleneck that the check has built


@exercise(LESSON, "bottleneck_block", tr="Darboğazlı bloğu kurun", en="Build the bottleneck block")
def bottleneck_block(answer):
    """``answer(x, reduced) -> y``, Keras tensors: 1 x 1, 3 x 3 and 1 x 1 convolution with ReLU between, the skip, ReLU.

    However it is built, the block is known by its kernels and by what it computes with them.
    """
    from utils.training import keras

    inputs = keras.Input((SIDE, SIDE, CHANNELS))
    output = call(answer, inputs, REDUCED)
    require_return(output)
    refuse(
        ("returns_model", isinstance(output, keras.Model),
         "Blok bir model değil, `x`'ten hesaplanan tensörü döndürür.",
         "The block returns the tensor that is computed from `x`, not a model."),
        ("returns_layer", isinstance(output, keras.layers.Layer),
         "Bir katman döndürdünüz; katmanı tensöre uygulayın: `layers.Add()([...])`.",
         "You returned a layer; apply the layer to a tensor: `layers.Add()([...])`."),
        ("not_a_tensor", not isinstance(output, keras.KerasTensor),
         "`x`'ten başlayarak katmanları art arda uygulayın ve son tensörü döndürün.",
         "Start from `x`, apply the layers one after another and return the last tensor."),
    )  # fmt: skip
    shape = tuple(output.shape)
    expect(
        shape == (None, SIDE, SIDE, CHANNELS),
        L(
            f"Bloğun çıktısı girdisiyle aynı şekilde, {(None, SIDE, SIDE, CHANNELS)} olmalı; sizinki {shape}.",
            f"The output of the block has to have the shape of its input, {(None, SIDE, SIDE, CHANNELS)}, but it is {shape}.",
        ),
        "shape",
    )
    try:
        model = keras.Model(inputs, output)
    except Exception:
        wrong(
            L("Döndürdüğünüz tensör `x`'ten hesaplanmıyor.", "The tensor that you returned is not computed from `x`."),
            "not_connected",
        )
    kernels = _kernels_in(model)
    shapes = [kernel.shape for kernel in kernels]
    c, r = CHANNELS, REDUCED
    refuse(
        ("no_convolution", not shapes,
         "Blokta evrişim yok.", "There is no convolution in the block."),
        ("no_bottleneck", shapes in ([(3, 3, c, c)] * 2, [(3, 3, c, c)] * 3),
         "Bu, dersteki iki 3×3'lük blok. Darboğazda 3×3'lük evrişim `reduced` kanalda çalışır; önünde ve ardında 1×1'lik birer "
         "evrişim vardır.",
         "That is the block of two 3×3 of the lesson. In a bottleneck the 3×3 convolution works on `reduced` channels, with a "
         "1×1 convolution before and after it."),
        ("not_expanded", shapes == [(1, 1, c, r), (3, 3, r, c)],
         "3×3'lük evrişim de `reduced` filtreli olmalı; kanalları eski sayısına ardındaki 1×1'lik evrişim çıkarır.",
         "The 3×3 convolution should have `reduced` filters, too; the 1×1 convolution after it brings the channels back."),
        ("wrong_kernels", shapes != [(1, 1, c, r), (3, 3, r, r), (1, 1, r, c)],
         f"{c} kanallı girdi ve `reduced = {r}` için çekirdekler sırayla (1, 1, {c}, {r}), (3, 3, {r}, {r}), (1, 1, {r}, {c}) "
         f"olmalı; sizinkiler {', '.join(map(str, shapes))}.",
         f"For an input of {c} channels and `reduced = {r}` the kernels should be (1, 1, {c}, {r}), (3, 3, {r}, {r}), "
         f"(1, 1, {r}, {c}) in this order; yours are {', '.join(map(str, shapes))}."),
    )  # fmt: skip
    return _judge_bottleneck(model)


def _layers_in(model):
    """Return a model's layers in order, those of models inside it too."""
    return [inner for layer in model.layers for inner in (_layers_in(layer) if hasattr(layer, "layers") else [layer])]


def _kernels_in(model):
    """Return the kernels of a model's convolutions, (k, k, in, out), from the input on."""
    return [weight for layer in _layers_in(model) for weight in layer.weights if len(weight.shape) == 4]


def _judge_bottleneck(model):
    """Give the block weights of our own and compare what it computes with what it should."""
    layers = [layer for layer in _layers_in(model) if layer.weights]
    sizes = sorted(len(layer.weights) for layer in layers)
    refuse(
        ("other_weights", sizes[-1] > 2 or len(layers) > 3,
         "Blokta üç evrişimden başka ağırlıklı katman olmasın.", "The block should have no layers with weights but the three "
         "convolutions."),
        ("no_bias", sizes[0] < 2,
         "Evrişimlerin bias'ı da olsun: `use_bias=False` yazmayın.", "Let the convolutions have a bias: do not set "
         "`use_bias=False`."),
    )  # fmt: skip
    rng = np.random.default_rng(17)
    for weight in model.weights:
        scale = 1 / np.sqrt(np.prod(weight.shape[:-1])) if len(weight.shape) == 4 else 0.4
        weight.assign(rng.normal(0, scale, weight.shape))
    x = rng.normal(size=(3, SIDE, SIDE, CHANNELS))
    given = outputs_of(model, x.astype(np.float32), x.shape)
    parts = [[np.asarray(weight) for weight in layer.weights] for layer in layers]
    right = _bottleneck(x, parts)
    for name, how, tr, en in _bottleneck_beliefs():
        expect(not np.allclose(given, _bottleneck(x, parts, **how), atol=1e-3), L(tr, en), name)
    expect(
        np.allclose(given, right, atol=1e-3),
        L(
            "Çekirdekler doğru, ama blok başka bir şey hesaplıyor. Sıra: 1×1, ReLU, 3×3, ReLU, 1×1, `x` ile toplam, ReLU.",
            "The kernels are right, but the block computes something else. The order is 1×1, ReLU, 3×3, ReLU, 1×1, sum with `x`, "
            "ReLU.",
        ),
        "wrong_block",
    )
    plain = 2 * (9 * 256 * 256 + 256)
    lean = (256 + 1) * 64 + (9 * 64 + 1) * 64 + (64 + 1) * 256
    return L(
        f"256 kanalda ve `reduced = 64` ile bu bloğun {thousands(lean)} parametresi olur; iki 3×3'lük bloğun "
        f"{thousands(plain)}.",
        f"With 256 channels and `reduced = 64` this block has {thousands(lean)} parameters; the block of two 3×3 has "
        f"{thousands(plain)}.",
    )


def _bottleneck(x, parts, *, relus=(True, True, True), inner=False, join=np.add):
    """Return what a bottleneck computes; relus: after the first and the second convolution, and after the sum."""
    h = x
    for (kernel, bias), active in zip(parts, (*relus[:2], inner), strict=True):
        size = len(kernel)
        edge = (size - 1) // 2
        padded = np.pad(h, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))  # (n, h, w, C, k, k)
        h = np.einsum("nhwcij,ijcf->nhwf", windows, kernel) + bias
        h = np.maximum(h, 0) if active else h
    h = join(x, h)
    return np.maximum(h, 0) if relus[2] else h


def _bottleneck_beliefs():
    """Return rows (name, what is different in ``_bottleneck``, tr, en)."""
    return [
        ("no_skip", {"join": lambda x, f: f},
         "Bloğun girdisi sonuca eklenmemiş: `layers.Add()([x, h])`.",
         "The input of the block is not added to the result: `layers.Add()([x, h])`."),
        ("branch_only", {"join": lambda x, f: f, "relus": (True, True, False)},
         "Bloğun girdisi sonuca eklenmemiş, toplamdan sonraki ReLU da yok.",
         "The input of the block is not added to the result, and there is no ReLU after the sum."),
        ("no_last_relu", {"relus": (True, True, False)},
         "Toplamdan sonraki ReLU eksik.", "The ReLU after the sum is missing."),
        ("no_relu", {"relus": (False, False, True)},
         "İlk iki evrişimden sonra ReLU olmalı.", "There should be a ReLU after each of the first two convolutions."),
        ("no_relu_at_all", {"relus": (False, False, False)},
         "Blokta hiç ReLU yok: ilk iki evrişimden ve toplamdan sonra olmalı.",
         "There is no ReLU in the block: it belongs after each of the first two convolutions and after the sum."),
        ("no_second_relu", {"relus": (True, False, True)},
         "3×3'lük evrişimden sonraki ReLU eksik.", "The ReLU after the 3×3 convolution is missing."),
        ("no_first_relu", {"relus": (False, True, True)},
         "İlk 1×1'lik evrişimden sonraki ReLU eksik.", "The ReLU after the first 1×1 convolution is missing."),
        ("relu_before_sum", {"inner": True, "relus": (True, True, False)},
         "Son ReLU toplamdan önce değil, sonra gelir.", "The last ReLU comes after the sum and not before it."),
        ("relu_twice", {"inner": True},
         "Son evrişimin çıktısı ReLU'dan geçmeden `x`'e eklenir.",
         "The output of the last convolution is added to `x` without passing through ReLU."),
        ("product", {"join": np.multiply}, "`x` ile dal çarpılmaz, toplanır.",
         "`x` and the branch are added, not multiplied."),
    ]  # fmt: skip


@exercise(
    LESSON, "own_network", tr="Kendi mimariniz", en="Your own architecture", seconds=TRAINING * limits.CHECK_SECONDS
)
def own_network(answer):
    """``answer() -> model``: a Keras model with convolutions and a skip connection or parallel paths, trained on the training
    silhouettes, with fewer than MOST_PARAMETERS parameters and at least LEAST_ACCURACY on the test set."""
    from utils.datasets import load_animals

    animals = load_animals()
    pictures, taught = animals.x_test[..., None], (animals.x_train, animals.y_train)
    model = call_trainer(answer, unseen=pictures, taught=taught, seconds=TRAINING * limits.CALL_SECONDS)
    refuse_seconds(model)
    known = all(hasattr(model, name) for name in ("layers", "weights", "count_params"))
    expect_model(model, known and getattr(model, "built", True))
    refuse(
        ("no_convolution", not any(len(weight.shape) == 4 for weight in model.weights),
         "Modelde evrişim katmanı yok.", "The model has no convolution layer."),
        ("one_path", not _joins(model),
         "Bu ağ tek bir yol. Bir atlama bağlantısı (`layers.Add`) ya da paralel filtreler (`layers.Concatenate`) ekleyin.",
         "This network is a single path. Add a skip connection (`layers.Add`) or parallel filters (`layers.Concatenate`)."),
    )  # fmt: skip
    count = models.count_parameters(model, MOST_PARAMETERS)
    hint = L("Son katmanda 10 nöron olmalı.", "The last layer has to have 10 neurons.")
    outputs = outputs_of(model, pictures / 255, (len(pictures), 10), hint)
    accuracy = float((outputs.argmax(axis=1) == animals.y_test).mean())
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{thousands(count)} parametreyle test silüetlerinde {percent(accuracy, 1)} doğruluk.",
            f"With {thousands(count)} parameters the accuracy on the test silhouettes is {percent(accuracy, 1)}.",
        )
    came, least = apart(accuracy, LEAST_ACCURACY)
    report = L(
        f"Test kümesinde doğruluk {came}; en az {least} gerekiyor. ",
        f"The accuracy on the test set is {came}; at least {least} is needed. ",
    )
    on_raw = np.asarray(model(pictures.astype(float))).argmax(axis=1)
    raw = float((on_raw == animals.y_test).mean())
    if max(accuracy, raw) < 0.2:
        call_untrained(report, "train")
    refuse(
        ("trained_on_raw_pixels", raw >= LEAST_ACCURACY,
         "Modeli 0-255 arası piksellerle eğitmişsiniz; 0-1 arası olanlarla eğitin.",
         "You trained it on pixels from 0 to 255; train it on those from 0 to 1."),
        before=report,
    )  # fmt: skip
    wrong(
        report
        + L(
            "Haritalar sona kadar çok küçülmesin, son katman yeri görsün, ya da daha çok epok eğitin.",
            "Keep the maps from becoming too small, let the last layer see the place, or train for more epochs.",
        ),
        "not_accurate_enough",
    )


def _joins(model):
    """Return whether somewhere in a model two tensors meet: an Add, a Concatenate, or ``h + x``."""
    steps = getattr(model, "operations", model.layers)
    return any((hasattr(step, "layers") and _joins(step)) or _inputs(step) > 1 for step in steps)


def _inputs(step):
    """Return how many tensors a layer or an operation takes."""
    taken = getattr(step, "input", None)
    return len(taken) if isinstance(taken, (list, tuple)) else 1

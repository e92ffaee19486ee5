"""Checks of lesson 23_conv1d: one for each exercise, with the misconceptions that it can name."""

import math

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import exercise, expect, refuse
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of, refuse_seconds
from utils.checks.show import apart, said
from utils.language import L, percent

LESSON = "23_conv1d"
MOST_PARAMETERS, LEAST_ACCURACY = 40_000, 0.93
TRAINING = 24  # times as long as another answer may beat_the_table take: it trains a network, two minutes at most

READINGS = [  # x, kernel, t, dilation
    ([4.0, 0.0, 2.0, 7.0, 5.0, -3.0, 1.0, 8.0, 6.0], [1.0, 3.0, -2.0], 6, 1),
    ([4.0, 0.0, 2.0, 7.0, 5.0, -3.0, 1.0, 8.0, 6.0], [1.0, 3.0, -2.0], 7, 3),
    ([4.0, 0.0, 2.0, 7.0, 5.0, -3.0, 1.0, 8.0, 6.0], [1.0, 3.0, -2.0], 3, 2),  # one place before the start
    ([4.0, 9.0, 2.0, 7.0, 5.0, -3.0, 1.0], [2.0, 1.5, -1.0, 4.0], 1, 2),  # two of them
    ([4.0, 9.0, 2.0, 7.0, 5.0], [2.0, -5.0], 0, 1),
    ([3.0, 9.0, 2.0, 7.0, 5.0], [2.5], 3, 4),
    ([0.5, -1.5, 2.5, 3.5, 4.5, 5.5], [1.0, 10.0, 100.0], 5, 2),
    ([0.5, -31.5, 12.25, 3.5, 4.5, 5.5, 1.0, 2.0, -27.75, 0.125, 6.0, 7.0, 40.5, 8.0], [0.375, -0.625, 0.875], 12, 2),
    ([0.5, -31.5, 12.25, 3.5, 4.5, 5.5, 1.0, 2.0, -27.75, 0.125, 6.0, 7.0, 40.5, 8.0], [-15.5, 20.125], 13, 12),
]


def _read(x, kernel, t, dilation, anchor=lambda size: size - 1):
    """Return the weighted sum whose kernel's number ``anchor`` stands at t; outside the signal there are zeros."""
    places = [t + (i - anchor(len(kernel))) * dilation for i in range(len(kernel))]
    return float(sum(w * x[p] for w, p in zip(kernel, places, strict=True) if 0 <= p < len(x)))


@exercise(LESSON, "causal_output", tr="Geleceği görmeyen çıktı", en="An output that sees no future")
def causal_output(answer):
    """``answer(x (n,), kernel (k,), t, dilation) -> number``: one output with causal padding."""

    def wrapped(x, kernel, t, dilation):
        return float(sum(w * x[t - (len(kernel) - 1 - i) * dilation] for i, w in enumerate(kernel)))

    def clamped(x, kernel, t, dilation):
        places = [max(t - (len(kernel) - 1 - i) * dilation, 0) for i in range(len(kernel))]
        return float(sum(w * x[p] for w, p in zip(kernel, places, strict=True)))

    beliefs = [
        ("negative_index", wrapped,
         "Baştan taşan yerlerde eksi indis sinyalin sonundan okur. `0`'dan küçük yerleri atlayın: orada dolgunun sıfırları var.",
         "Where the kernel sticks out at the start, a negative index reads from the end of the signal. Leave out places below "
         "`0`: there the padding has zeros."),
        ("first_repeated", clamped,
         "Baştan taşan yerlerde ilk değeri yinelemişsiniz; dolgu sıfırlardan oluşur.",
         "Where the kernel sticks out at the start you repeated the first value; the padding consists of zeros."),
        ("no_dilation", lambda x, k, t, d: _read(x, k, t, 1),
         "`dilation` hiç kullanılmamış: komşu iki ağırlık birbirinden `dilation` adım uzaktaki değerleri okur.",
         "`dilation` is not used: two neighbouring weights read values that are `dilation` steps apart."),
        ("newest_first", lambda x, k, t, d: _read(x, k[::-1], t, d),
         "Çekirdek ters sırada: en yeni değeri, yani `x[t]`'yi, çekirdeğin **son** sayısı çarpar.",
         "The kernel is in the reverse order: the newest value, `x[t]`, is multiplied by the **last** number of the kernel."),
        ("same_padding", lambda x, k, t, d: _read(x, k, t, d, anchor=lambda size: (size - 1) // 2),
         "Çekirdeği ortasından `t`'ye koymuşsunuz, böylece çıktı geleceği de görüyor. Nedensel dolguda `t`'ye son sayı gelir.",
         "You put the middle of the kernel at `t`, so the output also sees the future. With causal padding the last number "
         "stands at `t`."),
        ("from_t_on", lambda x, k, t, d: _read(x, k, t, d, anchor=lambda size: 0),
         "Çekirdek `t`'den **ileriye** okuyor. Nedensel bir çıktı yalnızca `t` ve öncesini görür.",
         "The kernel reads **forwards** from `t`. A causal output sees only `t` and what came before."),
        ("one_late", lambda x, k, t, d: _read(x, k, t - 1, d),
         "`x[t]`'nin kendisi eksik: her şey bir adım geriden okunuyor. Son sayı `x[t]` ile çarpılır.",
         "`x[t]` itself is missing: everything is read one step late. The last number is multiplied by `x[t]`."),
        ("zero_outside", lambda x, k, t, d: _read(x, k, t, d) if t >= (len(k) - 1) * d else 0.0,
         "Çekirdek baştan taşınca sonucu 0 saymışsınız; yalnızca taşan çarpımlar 0'dır, ötekiler toplanır.",
         "You took the result for 0 where the kernel sticks out; only those products are 0, and the others are added."),
        ("not_summed", lambda x, k, t, d: [w * x[p] if (p := t - (len(k) - 1 - i) * d) >= 0 else 0.0
                                          for i, w in enumerate(k)],
         "Bunlar çarpımlar; bir de toplayın.", "These are the products; now add them up."),
    ]  # fmt: skip

    def by_hand(x, kernel, t, dilation):
        places = [t - (len(kernel) - 1 - i) * dilation for i in range(len(kernel))]
        return L(
            f"Ağırlıklar sırasıyla {', '.join(map(said, places))} yerlerini okur; eksi yerlerde sıfır vardır.",
            f"The weights read the places {', '.join(map(said, places))} in this order; at negative places there is zero.",
        )

    return judge(
        answer,
        READINGS,
        _read,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Bütün `t`'lerde bu fonksiyonu çağırmak, Keras'ın `causal` katmanını verir.",
            "Called for every `t`, this function gives the `causal` layer of Keras.",
        ),
    )


def _length(length, kernel, stride, dilation, padding):
    if padding == "valid":
        return (length - (kernel - 1) * dilation - 1) // stride + 1
    return -(-length // stride)


LAYERS = [  # length, kernel_size, stride, dilation, padding
    (40, 5, 1, 1, "valid"),
    (40, 5, 2, 1, "same"),
    (41, 5, 2, 1, "same"),
    (41, 3, 3, 1, "causal"),
    (40, 3, 1, 8, "valid"),
    (40, 3, 1, 8, "causal"),
    (61, 4, 3, 1, "valid"),
    (10, 4, 1, 3, "valid"),
    (8000, 256, 128, 1, "valid"),
    (7, 1, 4, 1, "same"),
    (13, 4, 5, 1, "causal"),
    (30, 2, 3, 4, "valid"),
    (90, 3, 2, 16, "valid"),
]


@exercise(LESSON, "output_length", tr="Çıktının uzunluğu", en="The length of the output")
def output_length(answer):
    """``answer(length, kernel_size, stride, dilation, padding) -> int``, padding "valid", "same" or "causal"."""

    def with_causal_as_valid(n, k, s, d, p):
        return _length(n, k, s, d, "same" if p == "same" else "valid")

    beliefs = [
        ("no_dilation", lambda n, k, s, d, p: _length(n, k, s, 1, p),
         "Genişletme hesaba katılmamış: çekirdek `(kernel_size - 1) * dilation + 1` değere yayılır.",
         "The dilation is left out: the kernel spreads over `(kernel_size - 1) * dilation + 1` values."),
        ("kernel_times_dilation", lambda n, k, s, d, p: (n - k * d) // s + 1 if p == "valid" else -(-n // s),
         "Çekirdek `kernel_size * dilation` değere değil, `(kernel_size - 1) * dilation + 1` değere yayılır: son sayıdan sonra "
         "aralık yoktur.",
         "The kernel spreads over `(kernel_size - 1) * dilation + 1` values, not `kernel_size * dilation`: there is no gap after "
         "the last number."),
        ("no_stride", lambda n, k, s, d, p: _length(n, k, 1, d, p),
         "Adım kullanılmamış: pencere her durakta `stride` kadar ilerler.",
         "The stride is not used: the window moves on by `stride` at each stop."),
        ("same_keeps_length", lambda n, k, s, d, p: _length(n, k, s, d, p) if p == "valid" else n,
         '"same" ve "causal" yalnızca adım 1 iken uzunluğu korur; adım `stride` ise uzunluk `stride`\'a bölünür ve yukarı '
         "yuvarlanır.",
         '"same" and "causal" keep the length only with a stride of 1; otherwise it is divided by the stride and rounded up.'),
        ("rounded_down", lambda n, k, s, d, p: _length(n, k, s, d, p) if p == "valid" else n // s,
         'Dolgu varken bölüm yukarı yuvarlanır: son pencere de sayılır.',
         'With padding the quotient is rounded up: the last window counts, too.'),
        ("valid_rounded_up", lambda n, k, s, d, p: (-(-(n - (k - 1) * d - 1) // s) + 1) if p == "valid" else -(-n // s),
         '"valid" iken sinyale bütünüyle sığmayan pencere sayılmaz: bölüm aşağı yuvarlanır.',
         'With "valid" a window that does not fit into the signal does not count: the quotient is rounded down.'),
        ("no_plus_one", lambda n, k, s, d, p: _length(n, k, s, d, p) - (p == "valid"),
         "İlk durak unutulmuş: kaydırma sayısına 1 eklenir.", "The first stop is missing: add 1 to the number of moves."),
        ("causal_as_valid", with_causal_as_valid,
         '"causal" başa sıfır ekler, bu yüzden çıktı kısalmaz; uzunluğu "same" ile aynıdır.',
         '"causal" puts zeros at the start, so the output does not get shorter; its length is that of "same".'),
        ("same_as_valid", lambda n, k, s, d, p: _length(n, k, s, d, "valid"),
         "Dolgu hesaba katılmamış: `padding` yanıtı değiştirmeli.",
         "The padding is left out: `padding` has to change the answer."),
    ]  # fmt: skip

    def by_hand(n, k, s, d, p):
        if p == "valid":
            return L(
                f"Çekirdek {(k - 1) * d + 1} değere yayılır; ilk durağın yeri 0, son durağın yeri en çok {n - (k - 1) * d - 1}.",
                f"The kernel spreads over {(k - 1) * d + 1} values; the first stop is at 0, the last at {n - (k - 1) * d - 1} "
                "at most.",
            )
        return L(
            f"Dolgu varken her {s} değerde bir durak vardır, yarım kalan da sayılır.",
            f"With padding there is one stop for every {s} values, and the values left over at the end count as one more.",
        )

    return judge(
        answer,
        LAYERS,
        _length,
        beliefs,
        otherwise=("wrong_length", by_hand),
        remark=(
            "8000 örneklik bir saniye ve 128'lik adımla 61 pencere: spektrogramın boyu da bu formülden çıkar.",
            "A second of 8000 samples and a stride of 128 make 61 windows: the same formula gives the length of the spectrogram.",
        ),
    )


NETWORKS = [  # channels, layers as (filters, kernel_size), classes
    (1, [(25, 5)], 10),
    (32, [(48, 5), (64, 5), (64, 3)], 10),
    (29, [(64, 4)], 4),
    (3, [(7, 2), (15, 11)], 12),
    (6, [(1, 1)], 3),
]


def _parameters(channels, layers, classes, weight=lambda k, c, f: (k * c + 1) * f, end=lambda c, n: (c + 1) * n):
    total = 0
    for filters, size in layers:
        total += weight(size, channels, filters)
        channels = filters
    return total + end(channels, classes)


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(channels, layers, classes) -> int``: Conv1D layers, global max pooling, a Dense layer."""

    def other(**options):
        return lambda *case: _parameters(*case, **options)

    def never_updated(channels, layers, classes):
        return sum((k * channels + 1) * f for f, k in layers) + (layers[-1][0] + 1) * classes

    beliefs = [
        ("no_biases", other(weight=lambda k, c, f: k * c * f, end=lambda c, n: c * n),
         "Bias'lar sayılmamış: her filtrenin ve her sınıfın bir bias'ı var.",
         "The biases are not counted: every filter and every class has one."),
        ("no_bias_in_conv", other(weight=lambda k, c, f: k * c * f),
         "Evrişim katmanlarında her filtrenin bir de bias'ı var.", "In the convolutional layers every filter has a bias, too."),
        ("no_bias_in_dense", other(end=lambda c, n: c * n),
         "Son katmanda her sınıfın bir de bias'ı var.", "In the last layer every class has a bias, too."),
        ("no_dense", other(end=lambda c, n: 0),
         "Son `Dense` katmanı eksik.", "The last `Dense` layer is missing."),
        ("no_channels", other(weight=lambda k, c, f: (k + 1) * f),
         "Bir filtre girdisinin bütün kanallarını okur: `kernel_size * channels` ağırlığı vardır.",
         "A filter reads all channels of its input: it has `kernel_size * channels` weights."),
        ("channels_not_updated", never_updated,
         "Bir katmanın girdisinde kaç kanal olduğunu önceki katmanın filtre sayısı belirler; `channels` her katmandan sonra "
         "değişmeli.",
         "The number of channels that a layer reads is the number of filters of the layer before: `channels` has to change after "
         "each layer."),
        ("two_dimensions", other(weight=lambda k, c, f: (k * k * c + 1) * f),
         "Bu, iki boyutlu evrişimin sayısı; burada çekirdeğin tek bir boyu var.",
         "That is the number of a two-dimensional convolution; here the kernel has one size only."),
        ("input_channels_to_dense", lambda c, layers, n: _parameters(c, layers, 0) + (c + 1) * n,
         "`Dense` katmanı girdinin kanallarını değil, son evrişimin filtrelerini okur.",
         "The `Dense` layer reads the filters of the last convolution, not the channels of the input."),
        ("bias_per_channel", other(weight=lambda k, c, f: (k + 1) * c * f),
         "Bias kanal başına değil, filtre başına bir tanedir.", "There is one bias per filter, not one per channel."),
    ]  # fmt: skip

    def by_hand(channels, layers, classes):
        filters, size = layers[0]
        return L(
            f"İlk katmanda {filters} · ({size} · {channels} + 1) = {(size * channels + 1) * filters}, son katmanda "
            f"{classes} · ({layers[-1][0]} + 1) = {(layers[-1][0] + 1) * classes} parametre var.",
            f"The first layer has {filters} · ({size} · {channels} + 1) = {(size * channels + 1) * filters} parameters, the last "
            f"{classes} · ({layers[-1][0]} + 1) = {(layers[-1][0] + 1) * classes}.",
        )

    return judge(
        answer,
        NETWORKS,
        _parameters,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Havuzlamanın parametresi yok ve sinyalin uzunluğu hesaba hiç girmiyor.",
            "Pooling has no parameters, and the length of the signal plays no part.",
        ),
    )


DEPTHS = [  # kernel_size, length
    (2, 8),
    (2, 9),
    (3, 40),
    (3, 31),
    (3, 32),
    (5, 8000),
    (2, 1),
    (4, 2),
    (9, 9),
    (9, 10),
    (2, 1024),
    (3, 3),
]


def _layers(
    kernel, length, start=1, dilations=lambda n: 2**n, add=lambda k, d: (k - 1) * d, enough=lambda f, n: f >= n
):
    field, count = start, 0
    while field < length:
        field, count = field + add(kernel, dilations(count)), count + 1
    return count


@exercise(LESSON, "layers_needed", tr="Kaç katman yeter?", en="How many layers are enough?")
def layers_needed(answer):
    """``answer(kernel_size, length) -> int``: how many layers with dilations 1, 2, 4, ... see ``length`` values."""
    beliefs = [
        ("no_dilation", lambda k, n: _layers(k, n, dilations=lambda i: 1),
         "Genişletme hiç büyümemiş. Katmanların genişletmesi 1, 2, 4, 8, … diye ikiye katlanır.",
         "The dilation does not grow. The dilations of the layers double: 1, 2, 4, 8, …"),
        ("counted_up", lambda k, n: _layers(k, n, dilations=lambda i: i + 1),
         "Genişletme 1, 2, 3, 4 diye değil, 1, 2, 4, 8 diye ikiye katlanarak büyür.",
         "The dilation does not grow as 1, 2, 3, 4; it doubles: 1, 2, 4, 8."),
        ("begins_at_two", lambda k, n: _layers(k, n, dilations=lambda i: 2 ** (i + 1)),
         "İlk katmanın genişletmesi 1'dir.", "The dilation of the first layer is 1."),
        ("kernel_times_dilation", lambda k, n: _layers(k, n, add=lambda k, d: k * d),
         "Bir katman alana `kernel_size * dilation` değil, `(kernel_size - 1) * dilation` ekler, çünkü pencereler üst üste "
         "biner.",
         "A layer adds `(kernel_size - 1) * dilation` to the field, not `kernel_size * dilation`, because the windows overlap."),
        ("starts_at_zero", lambda k, n: _layers(k, n, start=0),
         "Alan bazen bir değer eksik sayılıyor. Katman yokken bile çıktı bir değer görür, yani alan 1'den başlar; tam `length` "
         "olması da yeter.",
         "Sometimes the field is counted one value too small. Even without a layer an output sees one value, so the field starts "
         "at 1; and a field of exactly `length` is enough."),
        ("one_too_few", lambda k, n: max(_layers(k, n) - 1, 0),
         "Bir katman eksik saymışsınız.", "You counted one layer too few."),
        ("one_too_many", lambda k, n: _layers(k, n) + 1,
         "Bir katman fazla saymışsınız.", "You counted one layer too many."),
    ]  # fmt: skip

    def by_hand(k, n):
        fields = [1 + (k - 1) * (2**depth - 1) for depth in range(1, 4)]
        return L(
            f"Çekirdek {k} iken bir, iki, üç katman {', '.join(map(str, fields))} değer görür.",
            f"With a kernel of {k}, one, two and three layers see {', '.join(map(str, fields))} values.",
        )

    return judge(
        answer,
        DEPTHS,
        _layers,
        beliefs,
        otherwise=("wrong_number", by_hand),
        remark=(
            "Alan her katmanda yaklaşık ikiye katlandığı için katman sayısı uzunluğun logaritması kadar artar.",
            "The field roughly doubles with each layer, so the number of layers grows like the logarithm of the length.",
        ),
    )


TONES = [  # frequency, sampling rate; Hz
    (440, 8000),
    (5000, 8000),
    (7000, 8000),
    (9000, 8000),
    (8000, 8000),
    (4000, 8000),
    (13000, 8000),
    (30000, 44100),
    (27500, 10000),
    (1250.5, 1000),
    (0, 500),
]


def _heard(frequency, rate):
    rest = frequency % rate
    return min(rest, rate - rest)


@exercise(LESSON, "heard_frequency", tr="Hangi ses duyulur?", en="Which tone is heard?")
def heard_frequency(answer):
    """``answer(frequency, rate) -> Hz``: what a tone looks like, sampled without a filter; from 0 to rate / 2."""
    beliefs = [
        ("unchanged", lambda f, r: f,
         "Örnekleme hızının yarısından yüksek sesler olduğu gibi kalmaz: aynı örnekleri veren daha alçak bir sese dönüşürler.",
         "Tones above half of the sampling rate do not stay as they are: they turn into a lower tone with the same samples."),
        ("clipped", lambda f, r: min(f, r / 2),
         "Yüksek sesler `rate / 2`'de durmaz, geri katlanır: 8000 Hz'te 5000 Hz'lik ses 3000 Hz olur.",
         "High tones do not stop at `rate / 2`; they fold back: at 8000 Hz a tone of 5000 Hz becomes 3000 Hz."),
        ("modulo", lambda f, r: f % r,
         "`frequency % rate` doğru bir başlangıç, ama `rate / 2`'den büyükse bir kez daha katlanır: `rate`'ten çıkarın.",
         "`frequency % rate` is a good start, but if it is above `rate / 2` it folds once more: subtract it from `rate`."),
        ("modulo_half", lambda f, r: f % (r / 2),
         "Ses `rate / 2`'de yeniden 0'dan başlamaz, geri katlanır: 5000 Hz 1000 Hz değil, 3000 Hz olur.",
         "The tone does not start at 0 again at `rate / 2`; it folds back: 5000 Hz becomes 3000 Hz, not 1000 Hz."),
        ("folded_once", lambda f, r: f if f <= r / 2 else abs(r - f),
         "Bu yalnızca `rate`'in bir buçuk katına kadar doğru; daha yüksek sesler birden çok kez katlanır. Önce `% rate` alın.",
         "That is right only up to one and a half times `rate`; higher tones fold more than once. Take `% rate` first."),
        ("negative", lambda f, r: f - r * round(f / r),
         "Frekans eksi çıkmış; duyulan, bunun mutlak değeridir.",
         "The frequency came out negative; what is heard is its absolute value."),
        ("silent", lambda f, r: f if f <= r / 2 else 0,
         "Süzgeç yoksa yüksek ses kaybolmaz; başka bir ses olarak duyulur.",
         "Without a filter a high tone does not vanish; it is heard as another tone."),
    ]  # fmt: skip

    def by_hand(f, r):
        return L(
            f"{said(f)} Hz ile {said(f % r)} Hz'in örnekleri aynıdır; {said(r)} Hz'in yarısından büyük olan geri katlanır.",
            f"{said(f)} Hz and {said(f % r)} Hz have the same samples; what is above half of {said(r)} Hz folds back.",
        )

    return judge(
        answer,
        TONES,
        _heard,
        beliefs,
        otherwise=("wrong_frequency", by_hand),
        remark=(
            "Bu yüzden ses, seyreltilmeden önce süzülür.",
            "This is why sound is filtered before it is sampled at a lower rate.",
        ),
    )


_SOUND = np.random.default_rng(23).normal(size=50).round(2)
SOUNDS = [(_SOUND, 16, 8), (_SOUND[:40], 8, 5), (_SOUND[:20], 20, 7), (_SOUND[:33] / 4, 12, 1), (_SOUND[:30], 6, 11)]


def _power(sound, window, hop, shape=np.hanning, measure=lambda z: np.abs(z) ** 2, transform=np.fft.rfft, count=None):
    count = (len(sound) - window) // hop + 1 if count is None else count(len(sound), window, hop)
    parts = [sound[i * hop : i * hop + window] for i in range(count)]
    parts = np.array([np.pad(part, (0, window - len(part))) for part in parts])
    return measure(transform(parts * shape(window), axis=1))


@exercise(LESSON, "power_spectrogram", tr="Spektrogram", en="A spectrogram")
def power_spectrogram(answer):
    """``answer(sound (n,), window, hop) -> (windows, window // 2 + 1)``: the power of each frequency in each window."""

    def other(**options):
        return lambda *case: _power(*case, **options)

    beliefs = [
        ("transposed", lambda *case: _power(*case).T,
         "Satırlarla sütunlar yer değiştirmiş: her satır bir pencere, her sütun bir frekans olmalı.",
         "Rows and columns are swapped: each row should be a window, each column a frequency."),
        ("full_fft", other(transform=np.fft.fft),
         "`np.fft.fft` eksi frekansları da verir; gerçek bir sinyalde onlar yineleme olduğu için `np.fft.rfft` kullanın.",
         "`np.fft.fft` also gives the negative frequencies; for a real signal they are repetitions, so use `np.fft.rfft`."),
        ("one_window_only", lambda *case: _power(*case)[:1],
         "Yalnızca ilk pencere var: pencereyi `hop` örneklik adımlarla sesin sonuna kadar kaydırın.",
         "There is only the first window: move it in steps of `hop` samples to the end of the sound."),
        ("incomplete_window", other(count=lambda n, w, h: -(-n // h)),
         "Sese bütünüyle sığmayan pencereler atlanmalı.",
         "Windows that do not fit completely into the sound have to be left out."),
        ("last_window_missing", lambda sound, w, h: _power(sound, w, h)[:-1],
         "Son pencere eksik: pencere sayısı `(len(sound) - window) // hop + 1`'dir.",
         "The last window is missing: there are `(len(sound) - window) // hop + 1` windows."),
        ("not_squared", other(measure=np.abs),
         "Bu, mutlak değerin kendisi; güç, onun karesidir.", "That is the magnitude; the power is its square."),
        ("real_part", other(measure=lambda z: z.real**2),
         "Yalnızca gerçek kısmı almışsınız: güç, karmaşık sayının mutlak değerinin karesidir.",
         "You took only the real part: the power is the square of the absolute value of the complex number."),
        ("logarithm", other(measure=lambda z: np.log(np.abs(z) ** 2 + 1e-30)),
         "Logaritma bu alıştırmada istenmiyor; gücün kendisini döndürün.",
         "The logarithm is not asked for in this exercise; return the power itself."),
        ("no_hann", other(shape=np.ones),
         "Parçalar pencere fonksiyonuyla çarpılmamış: her parçayı `np.hanning(window)` ile çarpın.",
         "The pieces are not multiplied by the window function: multiply each piece by `np.hanning(window)`."),
        ("hann_after", lambda sound, w, h: _power(sound, w, h, shape=np.ones) * np.hanning(w // 2 + 1),
         "`np.hanning` ses parçasıyla çarpılır, frekanslarla değil.",
         "`np.hanning` multiplies the piece of sound, not the frequencies."),
        ("hop_ignored", lambda sound, w, h: _power(sound, w, w),
         "Pencere kendi boyu kadar ilerliyor; `hop` örnek ilerlemeli.",
         "The window moves on by its own length; it should move by `hop` samples."),
        ("wrong_shape", sign(lambda given, sound, w, h: np.ndim(given) == 2 and np.shape(given) != _power(sound, w, h).shape),
         lambda sound, w, h: L(
             f"Çıktının şekli {_power(sound, w, h).shape} olmalıydı: pencere sayısı ve frekans sayısı.",
             f"The shape should be {_power(sound, w, h).shape}: the number of windows and the number of frequencies.")),
    ]  # fmt: skip

    def called(sound, window, hop):
        return L(
            f"{len(sound)} örneklik bir ses, `window={window}` ve `hop={hop}`",
            f"a sound of {len(sound)} samples, `window={window}` and `hop={hop}`",
        )

    return judge(
        answer,
        SOUNDS,
        _power,
        beliefs,
        called=called,
        otherwise=(
            "wrong_values",
            "Tek bir pencereyle başlayın: ilk `window` örneği `np.hanning(window)` ile çarpın, `np.fft.rfft` alın, mutlak "
            "değerin karesini bulun.",
            "Begin with a single window: multiply the first `window` samples by `np.hanning(window)`, take `np.fft.rfft`, and "
            "square the absolute value.",
        ),
        remark=(
            "Dersteki spektrogramın ilk yarısını siz yazdınız; geriye mel bantları ile logaritma kalıyor.",
            "You wrote the first half of the lesson's spectrogram; what is left are the mel bands and the logarithm.",
        ),
    )


@exercise(
    LESSON,
    "beat_the_table",
    tr="Tabloyu yakalayın",
    en="Catch up with the table",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def beat_the_table(answer):
    """``answer() -> model``: any Keras model for MNIST-1D with a convolution, fewer than 40,000 parameters, input (40, 1),
    ten outputs, trained on the training signals, at least 0.93 on the test signals."""
    from utils.datasets import load_mnist1d

    data = load_mnist1d()
    signals = data.x_test[..., None]
    taught = (data.x_train, data.y_train)
    model = call_trainer(answer, unseen=signals, taught=taught, seconds=TRAINING * limits.CALL_SECONDS)
    refuse_seconds(model)
    known = all(hasattr(model, name) for name in ("layers", "weights", "count_params"))
    expect_model(model, known and getattr(model, "built", True))
    expect(
        any(len(weight.shape) == 3 for weight in model.weights),
        L("Modelde evrişim yok; bir `Conv1D` ekleyin.", "The model has no convolution; add a `Conv1D`."),
        "no_convolution",
    )
    sizes = {layer.name: sum(math.prod(weight.shape) for weight in layer.weights) for layer in model.layers}
    largest = max(sizes, key=sizes.get, default="")
    hint = L(
        f"En çoğu `{largest}` katmanında ({sizes.get(largest)}).",
        f"Most are in the layer `{largest}` ({sizes.get(largest)}).",
    )
    count = models.count_parameters(model, MOST_PARAMETERS, hint if sizes else "")
    hint = L("Son katmanda 10 nöron olmalı.", "The last layer has to have 10 neurons.")
    outputs = outputs_of(model, signals, (len(signals), 10), hint)
    accuracy = float((outputs.argmax(axis=1) == data.y_test).mean())
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test sinyallerinde {percent(accuracy, 1)} doğruluk; yayımlanan CNN'inki %94, "
            "insanlarınki %96.",
            f"With {count} parameters the accuracy on the test signals is {percent(accuracy, 1)}; the published CNN has 94%, "
            "people 96%.",
        )
    came, least = apart(accuracy, LEAST_ACCURACY)
    report = L(
        f"Test sinyallerinde doğruluk {came}; en az {least} gerekiyor. ",
        f"The accuracy on the test signals is {came}; at least {least} is needed. ",
    )
    if accuracy < 0.25:
        call_untrained(report, "fit")
    flat = any(type(layer).__name__ == "Flatten" for layer in model.layers)
    refuse(
        ("flattened", flat,
         "`Flatten` her yere ayrı ağırlıklar verir. Şeklin nerede olduğunu unutturan `GlobalMaxPooling1D` katmanını deneyin.",
         "`Flatten` gives each place weights of its own. Try `GlobalMaxPooling1D`, which forgets where the shape is."),
        ("not_accurate_enough", True,
         "Daha çok epok, daha çok filtre ya da bir evrişim katmanı daha deneyin.",
         "Try more epochs, more filters or one more convolutional layer."),
        before=report,
    )  # fmt: skip

"""Checks of lesson 32_hardware_and_deployment: one for each exercise, with the misconceptions that it can name."""

import json
import math
import re

import numpy as np

from utils.checks import limits, models
from utils.checks.engine import exercise, refuse, wrong
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of
from utils.checks.show import apart
from utils.language import L, percent, thousands

LESSON = "32_hardware_and_deployment"
MOST_PARAMETERS, LEAST_ACCURACY = 12_000, 0.92
TRAINING = 24  # times as long as another answer may small_network take: it trains a network, two minutes at most


def _memory(parameters, activations, batch, mixed, *, each=(16, 18), kept=(4, 2), times=None):
    times = batch if times is None else times
    return each[bool(mixed)] * parameters + kept[bool(mixed)] * activations * times


@exercise(LESSON, "training_memory", tr="Eğitimin belleğini hesaplayın", en="Compute the memory of training")
def training_memory(answer):
    """``answer(parameters, activations, batch, mixed) -> bytes`` with Adam; mixed: 16-bit copies and activations."""
    cases = [
        (105_866, 24_378, 64, False), (105_866, 24_378, 64, True), (1_000, 70, 1, True), (30, 5_000, 256, False),
        (1_863_690, 2_842, 8, True), (12_345, 678, 90, False), (7, 11, 13, True),
    ]  # fmt: skip

    def row(name, tr, en, **other):
        return name, lambda *case: _memory(*case, **other), tr, en

    beliefs = [
        row("numbers", "Bu, bayt değil, sayıların adedidir: 32 bit 4 bayt, 16 bit 2 bayttır.",
            "These are counts of numbers, not bytes: 32 bits are 4 bytes and 16 bits are 2 bytes.", each=(4, 5), kept=(1, 1)),
        row("bits", "Sonuç bit olarak; bir bayt 8 bittir.", "The result is in bits; a byte has 8 bits.",
            each=(128, 144), kept=(32, 16)),
        ("megabytes", lambda *case: _memory(*case) / 1e6, "Sonucu megabayta çevirmişsiniz; bayt istendi.",
         "You converted the result to megabytes; bytes were asked for."),
        row("batch_ignored", "Aktivasyonlar yığındaki her örnek için ayrı saklanır: `batch` ile çarpın.",
            "The activations are kept for every example of the batch: multiply them by `batch`.", times=1),
        ("all_times_batch", lambda p, a, b, mixed: b * _memory(p, a, 1, mixed),
         "Yalnızca aktivasyonlar yığınla büyür. Ağırlıklar, gradyanlar ve momentler yığından bağımsızdır.",
         "Only the activations grow with the batch. Weights, gradients and moments do not depend on it."),
        row("weights_only", "Parametreler için yalnızca ağırlıkları saymışsınız; gradyanı ve Adam'ın iki momenti de var.",
            "For the parameters you counted the weights only; there are also their gradients and Adam's two moments.",
            each=(4, 6)),
        row("no_moments", "Adam her parametre için iki sayı daha saklar: gradyanın ve karesinin ortalamasını.",
            "Adam keeps two more numbers for each parameter: the averages of the gradient and of its square.", each=(8, 10)),
        row("three_numbers", "Parametre başına 32 bitlik dört sayı vardır: ağırlık, gradyan ve iki moment. Biri eksik.",
            "There are four 32-bit numbers for each parameter: weight, gradient and two moments. One is missing.", each=(12, 14)),
        row("mixed_ignored", "`mixed` doğruyken de her şeyi 32 bit saymışsınız.",
            "You counted everything with 32 bits when `mixed` is true, too.", each=(16, 16), kept=(4, 4)),
        row("no_copy", "Karma duyarlıkta 32 bitlik ağırlıkların yanında 16 bitlik bir kopyası da durur.",
            "In mixed precision there is a 16-bit copy beside the 32-bit weights.", each=(16, 16)),
        row("all_in_16_bits", "Karma duyarlıkta ağırlıklar, gradyanlar ve momentler 32 bit kalır; yalnızca kopya ve "
            "aktivasyonlar 16 bittir.", "In mixed precision weights, gradients and moments keep their 32 bits; only the "
            "copy and the activations have 16.", each=(16, 8)),
        row("activations_in_32_bits", "Karma duyarlıkta aktivasyonlar 16 bitle saklanır.",
            "In mixed precision the activations are kept in 16 bits.", kept=(4, 4)),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _memory,
        beliefs,
        otherwise=(
            "wrong_value",
            "Parametre ve aktivasyon başına kaç bayt gerektiğini ayrı ayrı yazdırın; yalnızca ikincisi `batch` ile çarpılır.",
            "Print the bytes for each parameter and for each activation separately; only the second is multiplied by `batch`.",
        ),
        remark=(
            "Karma duyarlık parametre başına iki bayt ekler, aktivasyonların ise yarısını kazandırır.",
            "Mixed precision adds two bytes for each parameter, and it saves half of the activations.",
        ),
    )


def _roofline(batch, inputs, outputs, size, peak, bandwidth, *, operations=2, moved=None, speed=None):
    numbers = inputs * outputs + batch * (inputs + outputs) if moved is None else moved(batch, inputs, outputs)
    intensity = operations * batch * inputs * outputs / (size * numbers)
    return intensity, min(peak, intensity * bandwidth) if speed is None else speed(intensity, peak, bandwidth)


@exercise(LESSON, "roofline", tr="Çatının altında bir katman", en="A layer under the roof")
def roofline(answer):
    """``answer(batch, inputs, outputs, size, peak, bandwidth) -> (intensity, speed)`` of a dense layer without bias."""
    cases = [
        (1, 1024, 1024, 4, 1.3e12, 51e9), (256, 1024, 1024, 4, 1.3e12, 51e9), (256, 1024, 1024, 2, 275e12, 1200e9),
        (64, 300, 70, 4, 1e12, 90e9), (16, 50, 900, 2, 2e12, 40e9), (2000, 640, 512, 2, 3e12, 60e9), (3, 20, 30, 1, 5e9, 7e9),
    ]  # fmt: skip

    def row(name, tr, en, **other):
        return name, lambda *case: _roofline(*case, **other), tr, en

    beliefs = [
        ("other_order", lambda *case: _roofline(*case)[::-1], "İki sonucun sırası ters: önce yoğunluk, sonra hız.",
         "The two results are in the wrong order: first the intensity, then the speed."),
        row("one_operation", "Her ağırlık bir çarpma ve bir toplama demektir: iki işlem sayılır.",
            "Every weight means a multiplication and an addition: two operations are counted.", operations=1),
        ("size_ignored", lambda b, n, m, size, *rest: _roofline(b, n, m, 1, *rest),
         "Taşınan sayıları saymışsınız; bayt için `size` ile çarpın.",
         "You counted the numbers that are moved; multiply them by `size` to get bytes."),
        ("always_four_bytes", lambda b, n, m, size, *rest: _roofline(b, n, m, 4, *rest),
         "Bir sayı burada `size` bayttır; her biçim 4 bayt değildir.",
         "A number has `size` bytes here; not every format has 4."),
        row("weights_only", "Girdilerle çıktılar da taşınır; yalnızca ağırlıkları saymışsınız.",
            "The inputs and the outputs are moved as well; you counted the weights only.", moved=lambda b, n, m: n * m),
        row("no_outputs", "Çıktılar da belleğe yazılır.", "The outputs are written to memory, too.",
            moved=lambda b, n, m: n * m + b * n),
        row("no_inputs", "Girdiler de bellekten okunur.", "The inputs are read from memory, too.",
            moved=lambda b, n, m: n * m + b * m),
        row("no_weights", "Ağırlıklar da bellekten okunur.", "The weights are read from memory, too.",
            moved=lambda b, n, m: b * (n + m)),
        row("weights_for_each_example", "Ağırlıklar yığın için bir kez okunur, her örnek için yeniden değil.",
            "The weights are read once for the batch and not again for each example.",
            moved=lambda b, n, m: b * (n * m + n + m)),
        row("one_example_moved", "Yığındaki her örneğin girdisi ve çıktısı taşınır: `batch` ile çarpın.",
            "The input and the output of every example of the batch are moved: multiply by `batch`.",
            moved=lambda b, n, m: n * m + n + m),
        ("bracket", lambda b, n, m, size, peak, bandwidth: (lambda i: (i, min(peak, i * bandwidth)))(
            2 * b * n * m / (size * n * m + b * (n + m))),
         "`size` yalnızca ağırlıkları çarpmış; girdilerle çıktılar da sayı başına `size` bayttır: parantez gerekir.",
         "`size` multiplies only the weights; the inputs and outputs have `size` bytes each, too: brackets are needed."),
        row("peak", "Her katman tavana ulaşamaz: bellek yetişemezse hız yoğunlukla bant genişliğinin çarpımıdır.",
            "Not every layer reaches the peak: where the memory cannot keep up, the speed is intensity times bandwidth.",
            speed=lambda i, peak, bandwidth: peak),
        row("no_roof", "Hız donanımın tavanını aşamaz: iki sınırın küçüğünü alın.",
            "The speed cannot be above the peak of the device: take the smaller of the two limits.",
            speed=lambda i, peak, bandwidth: i * bandwidth),
        row("larger_limit", "İki sınırın büyüğünü almışsınız; hızı küçüğü belirler.",
            "You took the larger of the two limits; the smaller one decides.",
            speed=lambda i, peak, bandwidth: max(peak, i * bandwidth)),
        row("divided", "Yoğunluk bayt başına işlemdir; saniyedeki baytla çarpılınca saniyedeki işlem çıkar.",
            "The intensity is operations per byte; multiplied by bytes per second it gives operations per second.",
            speed=lambda i, peak, bandwidth: min(peak, bandwidth / i)),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _roofline,
        beliefs,
        results=("intensity", "speed"),
        otherwise=(
            "wrong_value",
            "İşlemleri ve taşınan baytları ayrı ayrı yazdırın; ikisinde de `batch` geçer.",
            "Print the operations and the bytes that are moved separately; `batch` is in both of them.",
        ),
        remark=(
            "Aynı katmanı yığın büyüdükçe önce bellek, sonra işlemci sınırlar.",
            "As the batch grows, the same layer is first limited by the memory and then by the processor.",
        ),
    )


def _quantized(x, low, high, *, steps=255, least=-128, whole=np.round, clip=True, zero=None, numbers=None):
    x = np.asarray(x, float)
    scale = (high - low) / steps
    zero = int(np.round(least - low / scale)) if zero is None else zero(low, high, scale)
    q = whole(x / scale) + zero if numbers is None else numbers(x, low, scale, zero)
    return np.clip(q, least, least + 255) if clip else q, scale, zero


def quantize_case(seed, n=7):
    """Return (x (n,), low, high) with numbers inside and outside of the range, none of them halfway between two integers."""
    rng = np.random.default_rng(seed)
    low, high = -float(rng.uniform(0.05, 4)), float(rng.uniform(0.05, 4))
    if seed % 5 == 0:
        low = 0.0
    scale = (high - low) / 255
    x = rng.uniform(low - 0.3 * (high - low), high + 0.3 * (high - low), n)
    steps = x / scale
    steps = np.where(np.abs(steps - np.floor(steps) - 0.5) < 0.02, steps + 0.1, steps)
    if abs(low / scale - np.floor(low / scale) - 0.5) < 0.02:
        return quantize_case(seed + 1000, n)
    return np.round(steps, 3) * scale, low, high


@exercise(LESSON, "quantize", tr="Sekiz bite yuvarlayın", en="Round to eight bits")
def quantize(answer):
    """``answer(x (n,), low, high) -> (q, scale, zero)``: int8 numbers from -128 to 127 for the range low to high."""
    cases = [quantize_case(seed) for seed in (1, 2, 3, 5, 8, 10)]

    def row(name, tr, en, **other):
        return name, lambda *case: _quantized(*case, **other), tr, en

    beliefs = [
        row("unsigned", "Bunlar 0'dan 255'e kadar olan sayılar; int8'in sayıları −128'den 127'ye kadardır.",
            "These are numbers from 0 to 255; those of int8 go from −128 to 127.", least=0),
        row("steps_256", "−128 ile 127 arasında 256 sayı, ama yalnızca 255 aralık vardır.",
            "From −128 to 127 there are 256 numbers but only 255 steps.", steps=256),
        row("steps_127", "Bu ölçek aralığın yalnızca 127'de birini adım sayıyor; aralığın tamamına 255 adım sığar.",
            "This scale makes a step of one 127th of the range; 255 steps fit into the whole range.", steps=127),
        row("not_clipped", "Aralığın dışındaki sayılar −128 ile 127'de kesilmeli: `np.clip`.",
            "Numbers outside of the range have to be cut at −128 and 127: `np.clip`.", clip=False),
        row("overflown", "`astype(np.int8)` aralığın dışındaki sayıları kesmez, taşırır: önce −128 ve 127'de kesin.",
            "`astype(np.int8)` does not cut numbers outside of the range but overflows: first cut them at −128 and 127.",
            clip=False, numbers=lambda x, low, scale, zero: (np.round(x / scale) + zero + 128) % 256 - 128),
        row("clipped_first", "Sayılar sıfır noktası eklendikten sonra kesilir; siz daha önce kesmişsiniz.",
            "The numbers are cut after the zero point has been added; you cut them before.",
            clip=False, numbers=lambda x, low, scale, zero: np.clip(np.round(x / scale), -128, 127) + zero),
        row("from_low", "Yuvarlanan `(x - low) / scale` ise 0 başka bir tam sayıya düşebilir: `x / scale`'i yuvarlayıp sıfır "
            "noktasını ekleyin.", "If `(x - low) / scale` is rounded, 0 may fall on another whole number: round `x / scale` and "
            "add the zero point.", numbers=lambda x, low, scale, zero: np.round((x - low) / scale) - 128),
        row("rounded_down", "Aşağı yuvarlamışsınız; en yakın tam sayıya yuvarlayın: `np.round`.",
            "You rounded down; round to the nearest whole number: `np.round`.", whole=np.floor),
        row("cut_off", "Ondalıkları atmışsınız; en yakın tam sayıya yuvarlayın: `np.round`.",
            "You cut off the decimals; round to the nearest whole number: `np.round`.", whole=np.trunc),
        row("not_rounded", "Sonuçlar tam sayı değil: bölümü yuvarlayın.",
            "The results are not whole numbers: round the quotient.", whole=lambda z: z),
        row("zero_not_whole", "Sıfır noktası tam sayı olmalı, yoksa 0 tam olarak saklanamaz.",
            "The zero point has to be a whole number; otherwise 0 cannot be stored exactly.",
            zero=lambda low, high, scale: -128 - low / scale),
        row("zero_cut_off", "Sıfır noktasının ondalıklarını atmışsınız; onu da `np.round` ile yuvarlayın.",
            "You cut off the decimals of the zero point; round it with `np.round`, too.",
            zero=lambda low, high, scale: int(-128 - low / scale)),
        row("symmetric", "Sıfır noktasını 0 almışsınız; burada aralığın alt ucu −128'e düşmeli.",
            "You took 0 for the zero point; here the lower end of the range has to fall on −128.",
            zero=lambda low, high, scale: 0),
        row("always_lowest", "Sıfır noktası yalnızca `low = 0` iken −128'dir.",
            "The zero point is −128 only if `low = 0`.", zero=lambda low, high, scale: -128),
        row("sign_of_low", "`low / scale` toplanmaz, çıkarılır: alt uç negatifken sıfır noktası −128'in üstündedir.",
            "`low / scale` is subtracted, not added: with a negative lower end the zero point lies above −128.",
            zero=lambda low, high, scale: int(np.round(-128 + low / scale))),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _quantized,
        beliefs,
        results=("q", "scale", "zero"),
        otherwise=(
            "wrong_value",
            "Üç adımı sırayla deneyin: ölçek, tam sayı olan sıfır noktası, sonra yuvarlanıp kesilen sayılar.",
            "Try the three steps in order: the scale, the zero point as a whole number, then the numbers, rounded and cut.",
        ),
        remark=(
            "Sıfır noktası tam sayı olduğu için 0 hiç hata olmadan saklanır; dolgu ve ReLU bunu ister.",
            "Because the zero point is a whole number, 0 is stored without any error; padding and ReLU need this.",
        ),
    )


LEAST_SIZE, MOST_SIZE = 0, 30  # of a petal or a sepal, in cm


def _status(
    body,
    *,
    bad=400,
    refused=422,
    bools=True,
    kinds=(int, float),
    count=True,
    low=True,
    high=True,
    finite=True,
    key=True,
):
    """Return the status of a body; what is switched off is not looked at."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return bad
    if isinstance(value, dict) and "flower" in value:
        value = value["flower"]
    elif key or isinstance(value, dict):
        return refused
    if not isinstance(value, list) or (count and len(value) != 4):
        return refused
    for one in value:
        if (bools and isinstance(one, bool)) or not isinstance(one, kinds):
            return refused
        if not math.isfinite(one):
            if finite:
                return refused
        elif (low and one < LEAST_SIZE) or (high and one > MOST_SIZE):
            return refused
    return 200


BODIES = (
    b'{"flower": [5.1, 3.5, 1.4, 0.2]}', b'{"flower": [5.1, 3.5, 1.4]}', b'{"flower": [5.1, 3.5, 1.4, 0.2',
    b'{"flower": [NaN, 3.5, 1.4, 0.2]}', b'{"flower": [5.1, -3.5, 1.4, 0.2]}', b'{"flower": [51, 3.5, 14, 2]}',
    b'{"flower": ["5.1", 3.5, 1.4, 0.2]}', b'{"flower": [5, 3, 1, 0]}', b'{"petal": [5.1, 3.5, 1.4, 0.2]}',
    b"[5.1, 3.5, 1.4, 0.2]", b'{"flower": [[5.1, 3.5, 1.4, 0.2]]}', b'{"flower": [5.1, 3.5, 1.4, true]}', b"",
    b'{"flower": [5.1, 3.5, Infinity, 0.2]}', b'{"flower": [0, 30, 30.0, 0.0], "color": "blue"}', b"null",
    b'{"flower": 5.1}', b'{"flower": [5.1, 3.5, 1.4, null]}', b"\xff\xfe\x00", b'{"flower": "5135"}',
    b'{"flower": [5.1, 3.5, 1.4, 0.2, 0.1]}', b"5.1 3.5 1.4 0.2", b'{"flower": [5.1, 3.5, 1.4, 30.5]}',
    b'{"flower": [7.0, 3.2, -0.1, 1.4]}', b'{"flower": [6.3, 3.3, 6.0, -Infinity]}', b'{"flower": []}', b'{"flower": null}',
)  # fmt: skip


DEEP = b"[" * 100_000  # json.loads raises RecursionError and not ValueError


def _body(body):
    """Return a body in words; braces in a message would look like a forgotten f-string."""
    if body == DEEP:
        return L(f"{thousands(len(DEEP))} tane `[` içeren bir gövde", f"a body of {thousands(len(DEEP))} times `[`")
    found = re.fullmatch(r'\{"(\w+)": (.*)\}', body.decode("utf-8", "replace"))
    if found is None:
        return f"`status({body!r})`"
    key, value = found.groups()
    return L(f"`{key}` anahtarında `{value}` duran bir gövde", f"a body with `{value}` under the key `{key}`")


@exercise(LESSON, "status", tr="Kötü isteği geri çevirin", en="Refuse a bad request")
def status(answer):
    """``answer(body) -> 200, 400 or 422``: whether bytes are a request to a service for flowers."""

    def row(name, tr, en, **other):
        return name, lambda body: _status(body, **other), tr, en

    beliefs = [
        row("only_400", "JSON okunabildiyse ama içeriği yanlışsa kod 400 değil, 422'dir.",
            "If the JSON can be read but its content is wrong, the code is 422 and not 400.", refused=400),
        row("only_422", "Gövde JSON değilse kod 422 değil, 400'dür.",
            "If the body is not JSON, the code is 400 and not 422.", bad=422),
        row("swapped", "İki kod yer değiştirmiş: JSON değilse 400, JSON'ın içeriği yanlışsa 422.",
            "The two codes are swapped: 400 for what is not JSON, 422 for JSON whose content is wrong.", bad=422, refused=400),
        row("bools", "JSON'ın `true` değeri Python'da bir `int` sayılır (`isinstance(True, int)`); bir ölçü değildir.",
            "JSON's `true` counts as an `int` in Python (`isinstance(True, int)`); it is not a measurement.", bools=False),
        row("floats_only", "Tam sayılar da ölçüdür: `5` geri çevrilmemeli.",
            "Whole numbers are measurements, too: `5` must not be refused.", kinds=float),
        row("any_count", "Listede tam dört sayı olmalı.", "The list has to hold exactly four numbers.", count=False),
        row("nothing_below", "Negatif bir ölçü kabul edilmiş.", "A negative measurement was accepted.", low=False),
        row("nothing_above", "30 cm'den büyük bir ölçü kabul edilmiş.", "A measurement above 30 cm was accepted.", high=False),
        row("no_range", "Ölçülerin 0 ile 30 arasında olduğuna bakılmamış.",
            "It was not checked that the measurements are between 0 and 30.", low=False, high=False),
        row("no_range_at_all", "Ölçülerin 0 ile 30 arasında olduğuna bakılmamış; sonsuz ve NaN da geçmiş.",
            "It was not checked that the measurements are between 0 and 30; infinity and NaN passed, too.",
            low=False, high=False, finite=False),
        ("not_a_number", sign(lambda given, body: given == 200 and b"NaN" in body),
         "NaN kabul edilmiş. `value < 0` de `value > 30` da NaN için yanlıştır; koşulu `0 <= value <= 30` doğruysa kabul edecek "
         "biçimde yazın.",
         "NaN was accepted. Both `value < 0` and `value > 30` are false for NaN; write the condition so that it accepts only "
         "if `0 <= value <= 30` is true."),
        row("bare_list", "Gövde bir sözlük olmalı ve sayılar `flower` anahtarında durmalı; yalın liste geri çevrilir.",
            "The body has to be an object with the numbers under `flower`; a bare list is refused.", key=False),
    ]  # fmt: skip
    raises = [
        (KeyError, "crashes_without_key", "`flower` anahtarı olmayan bir istek servisi durdurdu; ona da 422 dönmeli.",
         "A request without the key `flower` stopped the service; it should get 422, too."),
        (ValueError, "crashes_without_json", "JSON olmayan bir gövde hataya yol açtı. `json.loads` satırını `try` ile koruyun; "
         "`json.JSONDecodeError` ve `UnicodeDecodeError`, `ValueError`'ın türleridir.",
         "A body that is not JSON raised an error. Guard `json.loads` with `try`; `json.JSONDecodeError` and "
         "`UnicodeDecodeError` are kinds of `ValueError`."),
        (TypeError, "crashes_on_kind", "Beklenmeyen türde bir değer (liste olmayan bir şey ya da sayı olmayan bir öğe) hataya "
         "yol açtı. Karşılaştırmadan ya da saymadan önce türüne bakın.",
         "A value of an unexpected kind (no list, or an entry that is no number) raised an error. Look at its kind before you "
         "compare or count."),
    ]  # fmt: skip
    remark = judge(
        answer,
        [(body,) for body in BODIES],
        _status,
        beliefs,
        raises=raises,
        called=_body,
        otherwise=(
            "wrong_status",
            "Sırayla bakın: JSON mı, sözlük mü, `flower` var mı, dört öğeli bir liste mi, her öğe 0 ile 30 arasında bir sayı mı?",
            "Look in this order: is it JSON, is it an object, is there a `flower`, is that a list of four, is each of them a "
            "number between 0 and 30?",
        ),
        remark=("Servis bu isteklerin hiçbirinde durmuyor.", "None of these requests stops the service."),
    )
    too_deep = (
        RecursionError, "crashes_on_depth", "`json.loads` çok derin iç içe bir gövdede `ValueError` değil, `RecursionError` "
        "verir. `read_pictures`'teki gibi onu da yakalayın ve 400 döndürün.",
        "For a body that is nested very deeply, `json.loads` raises not a `ValueError` but a `RecursionError`. Catch it as well, "
        "as in `read_pictures`, and return 400.",
    )  # fmt: skip
    deep = ("wrong_status", "JSON olarak okunamayan gövde 400 alır.", "A body that cannot be read as JSON gets 400.")
    judge(answer, [(DEEP,)], _status, raises=[too_deep], called=_body, otherwise=deep)
    return remark


def _stability(reference, recent, *, add=1.0, log=np.log, total=np.sum, term=None):
    p, q = (np.asarray(counts, float) + add for counts in (reference, recent))
    p, q = p / p.sum(), q / q.sum()
    return float(total((q - p) * log(q / p) if term is None else term(p, q)))


@exercise(LESSON, "stability", tr="Kaymayı tek sayıya indirin", en="Drift as a single number")
def stability(answer):
    """``answer(reference (k,), recent (k,)) -> PSI`` of two histograms given as counts; one is added to every count."""
    cases = [
        (np.array([10, 30, 60]), np.array([30, 40, 30])), (np.array([50, 50]), np.array([50, 50])),
        (np.array([5, 0, 45, 20, 30]), np.array([0, 12, 20, 8, 10])), (np.array([200, 100, 100]), np.array([9, 3, 2])),
        (np.array([3, 8, 1, 6]), np.array([40, 90, 10, 25])), (np.array([70, 20, 10, 0]), np.array([0, 0, 5, 60])),
    ]  # fmt: skip

    def row(name, tr, en, **other):
        return name, lambda *case: _stability(*case, **other), tr, en

    beliefs = [
        ("each_bin", lambda a, b: (lambda p, q: (q - p) * np.log(q / p))((a + 1) / (a + 1).sum(), (b + 1) / (b + 1).sum()),
         "Her aralığın terimini döndürdünüz; terimleri toplayın.",
         "You returned the term of each bin; add them up."),
        ("counts_plus_one", lambda a, b: float(np.sum(((b + 1) - (a + 1)) * np.log((b + 1) / (a + 1)))),
         "Sayımları paylara çevirmemişsiniz: her birini kendi toplamına bölün.",
         "You did not turn the counts into shares: divide each of them by its own sum."),
        ("nothing_added", lambda a, b: _stability(a, b, add=0),
         "Boş bir aralık logaritmayı sonsuz yapar: önce her sayıma 1 ekleyin.",
         "An empty bin makes the logarithm infinite: add 1 to every count first."),
        ("added_later", lambda a, b: float(np.sum((b / b.sum() - a / a.sum()) * np.log((b / b.sum() + 1) / (a / a.sum() + 1)))),
         "1'i paylara eklemişsiniz; sayımlara eklenir.", "You added 1 to the shares; it is added to the counts."),
        row("one_direction", "Bu, Kullback-Leibler ıraksamasıdır; PSI iki yönün toplamıdır: önünde q değil, q − p durur.",
            "This is the Kullback-Leibler divergence; the PSI is the sum of both directions, with q − p in place of q.",
            term=lambda p, q: q * np.log(q / p)),
        row("other_direction", "Bu, öteki yöndeki Kullback-Leibler ıraksamasıdır; PSI iki yönün toplamıdır.",
            "This is the Kullback-Leibler divergence in the other direction; the PSI is the sum of both.",
            term=lambda p, q: p * np.log(p / q)),
        row("base_two", "Doğal logaritma istendi (`np.log`).", "The natural logarithm was asked for (`np.log`).", log=np.log2),
        row("base_ten", "Doğal logaritma istendi (`np.log`).", "The natural logarithm was asked for (`np.log`).", log=np.log10),
        row("mean", "Terimlerin ortalamasını almışsınız; toplayın.", "You averaged the terms; add them up.", total=np.mean),
        row("turned", "İşaret ters: q − p ile ln(q / p)'nin yönü aynı olmalı.",
            "The sign is reversed: q − p and ln(q / p) have to have the same direction.",
            term=lambda p, q: (p - q) * np.log(q / p)),
        row("distance", "Payların farkının mutlak değerini toplamışsınız; her fark ln(q / p) ile çarpılır.",
            "You added up the absolute differences of the shares; each difference is multiplied by ln(q / p).",
            term=lambda p, q: np.abs(q - p)),
    ]  # fmt: skip
    return judge(
        answer,
        cases,
        _stability,
        beliefs,
        otherwise=(
            "wrong_value",
            "Paylar, 1 eklenmiş sayımların kendi toplamlarına bölünmesiyle bulunur ve toplamları 1 eder.",
            "The shares are the counts with 1 added, divided by the sum of these same numbers; they sum to 1.",
        ),
        remark=(
            "Sonuç, iki histogram yer değiştirince de aynıdır ve payları eşitken sıfırdır.",
            "The result is the same if the two histograms change places, and zero if their shares are equal.",
        ),
    )


def eight_bits(weights):
    """Return a network's weights as they are after int8: every kernel in 255 steps for each of its outputs, the rest as it is."""
    return [_in_steps(weight) if np.ndim(weight) > 1 else weight for weight in map(np.asarray, weights)]


def _in_steps(kernel):
    scale = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1))) / 127
    scale = np.where(scale > 0, scale, 1)
    return np.round(kernel / scale) * scale


@exercise(
    LESSON, "small_network", tr="12 kB'lık bir ağ", en="A network of 12 kB", seconds=TRAINING * limits.CHECK_SECONDS
)
def small_network(answer):
    """``answer() -> model``: a Keras network for the digits with fewer than MOST_PARAMETERS parameters that reaches
    LEAST_ACCURACY on the test digits with its kernels in 8 bits."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    pictures, taught = digits.x_test[..., None], (digits.x_train, digits.y_train)
    model = call_trainer(answer, unseen=pictures, taught=taught, seconds=TRAINING * limits.CALL_SECONDS)
    known = all(hasattr(model, name) for name in ("get_weights", "set_weights", "count_params"))
    expect_model(model, known and getattr(model, "built", True))
    count = models.count_parameters(
        model, MOST_PARAMETERS, L("Bir baytla saklanan her ağırlık bir bayttır.", "Each weight takes a byte.")
    )
    hint = L("Son katmanda 10 nöron olmalı.", "The last layer has to have 10 neurons.")
    scaled, exact = pictures / np.float32(255), model.get_weights()
    before = _accuracy(outputs_of(model, scaled, (len(pictures), 10), hint), digits.y_test)
    model.set_weights(eight_bits(exact))
    accuracy = _accuracy(outputs_of(model, scaled, (len(pictures), 10), hint), digits.y_test)
    model.set_weights(exact)
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{thousands(count)} parametreyle ve 8 bitlik ağırlıklarla test rakamlarında {percent(accuracy, 1)} doğruluk; "
            f"32 bitle {percent(before, 1)}.",
            f"With {thousands(count)} parameters and 8-bit weights the accuracy on the test digits is {percent(accuracy, 1)}; "
            f"with 32 bits it is {percent(before, 1)}.",
        )
    came, least = apart(accuracy, LEAST_ACCURACY)
    report = L(
        f"8 bitlik ağırlıklarla test kümesinde doğruluk {came}; en az {least} gerekiyor. ",
        f"With 8-bit weights the accuracy on the test set is {came}; at least {least} is needed. ",
    )
    raw = _accuracy(np.asarray(model(pictures.astype(np.float32))), digits.y_test)
    if max(accuracy, before, raw) < 0.2:
        call_untrained(report, "fit")
    refuse(
        ("trained_on_raw_pixels", raw >= LEAST_ACCURACY,
         "Modeli 0-255 arası piksellerle eğitmişsiniz; servis ona 0-1 arası olanları verir.",
         "You trained it on pixels from 0 to 255; the service gives it those from 0 to 1."),
        ("lost_in_eight_bits", before >= LEAST_ACCURACY,
         "32 bitle sınırın üstündeydi, 8 bitte düştü: bir çıktının ağırlıkları arasında çok büyük olan birkaçı var.",
         "With 32 bits it was above the limit and fell with 8: a few of the weights of an output are very large."),
        before=report,
    )  # fmt: skip
    wrong(
        report + L("Az filtreli bir evrişim daha ekleyin ya da daha çok epok eğitin.",
                   "Add another convolution with few filters, or train for more epochs."),
        "not_accurate_enough",
    )  # fmt: skip


def _accuracy(outputs, labels):
    return float((outputs.argmax(axis=1) == labels).mean())

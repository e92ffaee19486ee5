"""Checks of lesson 24_rnn."""

import numpy as np

from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, require_return, shown, wrong
from utils.language import L, number

LESSON = "24_rnn"


def _series(value, length):
    """Return ``value`` as (length,) floats, or say what should have been returned."""
    require_return(value)
    array = as_array(value)
    if array is None or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        wrong(L("Bir sayı dizisi bekleniyordu.", "A list of numbers was expected."), "not_numbers", given=value)
    if array.size != length and array.size == 1:
        why = L(
            "Tek bir sayı döndürdünüz; her adım için bir tane gerekiyor. ",
            "You returned a single number; one for each step is needed. ",
        )
        listed = L(
            "`return` satırı döngünün içinde kalmış olabilir: ilk adımda fonksiyondan çıkar.",
            "The `return` may stand inside the loop: it leaves the function at the first step.",
        )
        alone = L("Her adımda bir listeye ekleyin.", "Append to a list at each step.")
        wrong(why + (listed if array.ndim else alone), "only_one", given=value)
    if array.size != length:
        wrong(
            L(
                f"{length} adım için {length} sayı bekleniyordu, {array.size} geldi.",
                f"For {length} steps {length} numbers were expected, {array.size} came.",
            ),
            "wrong_length",
            given=value,
        )
    return array.reshape(length).astype(float)


# Exercise 1: x, w_x, w_h, b.
SEQUENCES = [
    ([1.0, 0.0, 0.0, 0.0], 1.0, 0.5, 0.0),
    ([0.5, -1.0, 2.0], 0.7, -0.8, 0.3),
    ([0.2, 0.4, 0.6, 0.8, 1.0], -1.1, 1.3, -0.2),
]


def states_of(x, w_x, w_h, b, step=lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h + b), start=0.0):
    """Return the states of one neuron, (T,); ``step`` makes a state of the input, the state and the sum before it."""
    h = z = start
    states = []
    for value in x:
        h, z = step(value, h, z, w_x, w_h, b), w_x * value + w_h * z + b
        states.append(h)
    return np.array(states)


def _state_beliefs():
    def belief(step, **options):
        return lambda x, w_x, w_h, b: states_of(x, w_x, w_h, b, step, **options)

    return {
        "no_recurrence": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + b)),
            L(
                "Önceki durum hiç hesaba katılmamış: toplama `w_h * h` de girer.",
                "The state before does not enter at all: add `w_h * h` to the sum.",
            ),
        ),
        "no_activation": (
            belief(lambda x, h, z, w_x, w_h, b: w_x * x + w_h * h + b),
            L("Toplamı tanh'tan geçirmeyi unuttunuz.", "You forgot to pass the sum through tanh."),
        ),
        "input_only": (
            belief(lambda x, h, z, w_x, w_h, b: w_x * x + b),
            L(
                "Yalnızca girdiyi tartmışsınız: toplama `w_h * h` de girer, sonra hepsi tanh'tan geçer.",
                "You weighed the input only: add `w_h * h`, then pass it all through tanh.",
            ),
        ),
        "sum_as_state": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * z + b)),
            L(
                "Bir sonraki adıma tanh'tan önceki toplamı taşımışsınız; taşınan, tanh'tan geçmiş durumdur.",
                "You carried the sum before tanh to the next step; what is carried is the state, after its tanh.",
            ),
        ),
        "swapped_weights": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_h * x + w_x * h + b)),
            L(
                "Ağırlıklar yer değiştirmiş: `w_x` girdiyle, `w_h` durumla çarpılır.",
                "The weights are swapped: `w_x` goes with the input, `w_h` with the state.",
            ),
        ),
        "no_bias": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h)),
            L("Bias'ı eklemeyi unuttunuz.", "You forgot to add the bias."),
        ),
        "whole_state_added": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + h + b)),
            L(
                "Önceki durumu olduğu gibi eklemişsiniz: önce `w_h` ile çarpılır.",
                "You added the state before as it is: it is multiplied by `w_h` first.",
            ),
        ),
        "bias_outside": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h) + b),
            L(
                "Bias'ı tanh'tan sonra eklemişsiniz; toplama tanh'tan önce girer.",
                "You added the bias after tanh; it belongs to the sum, before tanh.",
            ),
        ),
        "input_alone_in_tanh": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x) + w_h * h + b),
            L(
                "Yalnızca girdiyi tanh'tan geçirmişsiniz; tanh bütün toplamı alır.",
                "You passed the input alone through tanh; tanh takes the whole sum.",
            ),
        ),
        "sigmoid": (
            belief(lambda x, h, z, w_x, w_h, b: 1 / (1 + np.exp(-(w_x * x + w_h * h + b)))),
            L("Bu sigmoid; burada aktivasyon tanh'tır.", "That is the sigmoid; the activation here is tanh."),
        ),
        "starts_at_one": (
            belief(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h + b), start=1.0),
            L(
                "1'den başlamışsınız; ilk adımdan önce durum 0'dır.",
                "You began at 1; before the first step the state is 0.",
            ),
        ),
        "starts_at_input": (
            lambda x, w_x, w_h, b: states_of(x, w_x, w_h, b, start=x[0]),
            L(
                "İlk girdiden başlamışsınız; ilk adımdan önce durum 0'dır.",
                "You began at the first input; before the first step the state is 0.",
            ),
        ),
        "previous_input": (
            lambda x, w_x, w_h, b: np.tanh(w_x * np.array(x) + w_h * np.array([0.0, *x[:-1]]) + b),
            L(
                "Önceki durum yerine önceki girdiyi kullanmışsınız: böyle bir ağ yalnızca bir adım geriyi görür.",
                "You used the input before in place of the state before: such a network sees one step back only.",
            ),
        ),
    }


@exercise(LESSON, "scalar_states", tr="Durumları hesaplayın", en="Compute the states")
def scalar_states(answer):
    """``answer(x, w_x, w_h, b) -> T states`` of one neuron with tanh, from 0."""
    given = [_series(call(answer, *case), len(case[0])) for case in SEQUENCES]
    name_belief(SEQUENCES, given, states_of, _state_beliefs(), _states_call)
    return L(
        "Aynı üç sayı, dizinin her adımında yeniden kullanıldı.",
        "The same three numbers were used again at each step of the sequence.",
    )


def _states_call(x, w_x, w_h, b):
    return f"`scalar_states({x}, {w_x}, {w_h}, {b})`"


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(steps, features, units) -> int``: features units + units² + units."""
    cases = [(10, 3, 4), (100, 1, 16), (7, 5, 2), (24, 8, 32)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "new_weights_each_step": (
            lambda t, d, u: t * (d * u + u * u + u),
            L(
                "Adım sayısıyla çarpmışsınız; ağırlıklar bütün adımlarda aynıdır.",
                "You multiplied by the steps; the weights are the same at all steps.",
            ),
        ),
        "weighs_whole_sequence": (
            lambda t, d, u: t * d * u + u,
            L(
                "Bu, bütün diziyi birden tartan bir Dense katmanıdır. RNN adım adım okur.",
                "That is a Dense layer over the whole sequence. An RNN reads step by step.",
            ),
        ),
        "new_input_weights_each_step": (
            lambda t, d, u: t * d * u + u * u + u,
            L(
                "Girdi ağırlıklarını adım sayısıyla çarpmışsınız; onlar da bütün adımlarda aynıdır.",
                "You multiplied the input's weights by the steps; they, too, are the same at all steps.",
            ),
        ),
        "four_gates": (
            lambda t, d, u: 4 * (d * u + u * u + u),
            L(
                "Bu, bir LSTM katmanının sayısı: orada böyle dört toplam var, SimpleRNN'de bir.",
                "That is an LSTM layer's number: it has four such sums, a SimpleRNN has one.",
            ),
        ),
        "two_biases": (
            lambda t, d, u: d * u + u * u + 2 * u,
            L(
                "Bias'ı iki kez saymışsınız: girdi ile durum aynı toplamda buluşur, bias'ları tektir.",
                "You counted the bias twice: input and state meet in one sum, with one bias.",
            ),
        ),
        "no_recurrent_weights": (
            lambda t, d, u: d * u + u,
            L(
                "Durumdan duruma giden `units * units` ağırlık eksik.",
                "The `units * units` weights from state to state are missing.",
            ),
        ),
        "one_recurrent_weight_each": (
            lambda t, d, u: d * u + u + u,
            L(
                "Her nöron yalnız kendini değil, bütün nöronların durumunu okur: `units * units`.",
                "Each neuron reads the states of all neurons, not only its own: `units * units`.",
            ),
        ),
        "no_bias": (
            lambda t, d, u: d * u + u * u,
            L("Her nöronun bir de bias'ı var.", "Each neuron has a bias as well."),
        ),
        "one_bias": (
            lambda t, d, u: d * u + u * u + 1,
            L(
                "Bias bir tane değil, nöron başına bir tanedir.",
                "There is one bias per neuron, not one in all.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda t, d, u: d * u + u * u + u,
        beliefs,
        lambda t, d, u: f"`count_parameters(steps={t}, features={d}, units={u})`",
    )
    return L("Dizinin boyu hesaba hiç girmedi.", "The length of the sequence never entered.")


# Exercise 3: states, w_x, w_h.
BACKWARDS = [([0.5, -0.2, 0.8], 2.0, 0.5), ([0.9, 0.1], -1.5, 1.2), ([0.3, 0.6, -0.4, 0.7, 0.2], 0.8, -0.9)]


def gradients_of(states, w_x, w_h, slope=lambda h: 1 - h * h, extra=0, own=True):
    """Return ∂h_T / ∂x_t for each t, (T,); the options make the misconceptions."""
    result = []
    for t in range(len(states)):
        later = np.prod([w_h * slope(h) for h in states[t + 1 :]])
        result.append(w_x * (slope(states[t]) if own else 1.0) * later * w_h**extra)
    return np.array(result)


def _gradient_beliefs():
    return {
        "no_slope": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, slope=lambda h: 1.0),
            L(
                "tanh'ın türevi eksik: her adımda `1 - h ** 2` ile de çarpın.",
                "The derivative of tanh is missing: multiply by `1 - h ** 2` at each step, too.",
            ),
        ),
        "slope_without_square": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, slope=lambda h: 1 - h),
            L(
                "tanh'ın türevi `1 - h` değil, `1 - h ** 2`.",
                "The derivative of tanh is `1 - h ** 2`, not `1 - h`.",
            ),
        ),
        "slope_of_state": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, slope=lambda h: 1 - np.tanh(h) ** 2),
            L(
                "Durum zaten tanh'tan geçmiş: ikinci kez `np.tanh` almadan `1 - h ** 2` yazın.",
                "The state has already passed tanh: write `1 - h ** 2`, without a second `np.tanh`.",
            ),
        ),
        "reversed_order": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h)[::-1],
            L(
                "Sayılar doğru, sıra ters: önce ilk girdinin türevi gelmeli.",
                "Right numbers, wrong order: the derivative for the first input comes first.",
            ),
        ),
        "no_input_weight": (
            lambda s, w_x, w_h: gradients_of(s, 1.0, w_h),
            L(
                "Bu, toplama göre türev; girdiye göre olanı için `w_x` ile de çarpın.",
                "That is the derivative for the sum; for the input multiply by `w_x`, too.",
            ),
        ),
        "one_step_too_many": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, extra=1),
            L(
                "Bir kez fazla `w_h` ile çarpmışsınız: en yeni girdi hiç `w_h`'den geçmez.",
                "You multiplied by `w_h` once too often: the newest input never passes through `w_h`.",
            ),
        ),
        "read_forwards": (
            lambda s, w_x, w_h: gradients_of(s[::-1], w_x, w_h)[::-1],
            L(
                "Baştan sona yürümüşsünüz; türev son durumdan başlar ve geriye gider.",
                "You walked from the first to the last; the derivative begins at the last state and goes back.",
            ),
        ),
        "begins_at_state": (
            lambda s, w_x, w_h: s[-1] * gradients_of(s, w_x, w_h),
            L(
                "Son durumun kendisinden başlamışsınız. Bir kaybın değil, son durumun türevi isteniyor: "
                "kendisine göre türevi 1'dir.",
                "You began with the last state itself. The derivative of that state is asked for, not of a loss: with "
                "respect to itself it is 1.",
            ),
        ),
        "no_chain": (
            lambda s, w_x, w_h: [w_x * (1 - h * h) for h in s],
            L(
                "Her adımı tek başına almışsınız: son duruma varmak için sonraki adımların hepsinden geçilir.",
                "You took each step by itself: to reach the last state it passes through all steps that follow.",
            ),
        ),
        "later_slopes_missing": (
            lambda s, w_x, w_h: [w_x * (1 - h * h) * w_h ** (len(s) - 1 - t) for t, h in enumerate(s)],
            L(
                "Sonraki adımların `w_h`'si var, tanh türevi yok: geriye taşınan da `1 - h ** 2` ile çarpılır.",
                "Of the steps that follow `w_h` is there, the derivative of tanh is not: what is carried back is "
                "multiplied by `1 - h ** 2` as well.",
            ),
        ),
        "slope_of_sigmoid": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, slope=lambda h: h * (1 - h)),
            L(
                "Bu sigmoid'in türevi; tanh'ınki `1 - h ** 2`.",
                "That is the sigmoid's derivative; tanh has `1 - h ** 2`.",
            ),
        ),
        "own_slope_missing": (
            lambda s, w_x, w_h: gradients_of(s, w_x, w_h, own=False),
            L(
                "Girdinin kendi adımındaki türev eksik: `x_t` de tanh'tan geçer.",
                "The derivative at the input's own step is missing: `x_t` passes through tanh as well.",
            ),
        ),
    }


@exercise(LESSON, "input_gradients", tr="Geriye doğru", en="Backwards")
def input_gradients(answer):
    """``answer(states, w_x, w_h) -> T derivatives`` of the last state with respect to each input."""
    given = [_series(call(answer, *case), len(case[0])) for case in BACKWARDS]
    name_belief(
        BACKWARDS,
        given,
        gradients_of,
        _gradient_beliefs(),
        lambda s, w_x, w_h: f"`input_gradients({s}, {w_x}, {w_h})`",
    )
    return L(
        "Gezgindeki çubukları artık kendiniz hesaplıyorsunuz.",
        "You now compute the bars of the explorer yourself.",
    )


# Exercise 4: arrays, limit.
CLIPPED = [
    ([np.array([3.0, 4.0]), np.array([[12.0]])], 6.5),
    ([np.array([0.3, -0.4])], 1.0),
    ([np.array([[-6.0, 0.0], [0.0, 8.0]]), np.array([0.0])], 2.0),
    ([np.array([0.0, 0.0])], 1.0),
]


def _length(arrays):
    return float(np.sqrt(sum(np.sum(array**2) for array in arrays)))


def _by_factor(factor):
    return lambda arrays, limit: [array * factor(arrays, limit) for array in arrays]


def _each(function):
    return lambda arrays, limit: [function(array, limit) for array in arrays]


def _shortened(arrays, limit):
    length = _length(arrays)
    return min(1.0, limit / length) if length else 1.0


def _of(length):
    """Return the factor that makes ``length(arrays)`` at most the limit."""
    return lambda arrays, limit: min(1.0, limit / length(arrays)) if length(arrays) else 1.0


def _clip_beliefs():
    return {
        "clips_each_number": (
            _each(lambda array, limit: np.clip(array, -limit, limit)),
            L(
                "Her sayıyı ayrı ayrı sınırlamışsınız; bu, gradyanın yönünü değiştirir. Hepsini aynı çarpanla kısaltın.",
                "You limited each number by itself, which turns the gradient's direction. Shorten all by one factor.",
            ),
        ),
        "each_array_alone": (
            _each(lambda array, limit: array * _shortened([array], limit)),
            L(
                "Her diziyi kendi uzunluğuyla kısaltmışsınız; uzunluk bütün diziler için birliktedir.",
                "You shortened each array by its own length; the length is that of all arrays together.",
            ),
        ),
        "always_scales": (
            _by_factor(lambda arrays, limit: limit / _length(arrays) if _length(arrays) else 1.0),
            L(
                "Kısa gradyanı uzatmışsınız: `limit`'i aşmıyorsa olduğu gibi kalmalı.",
                "You lengthened a short gradient: where it does not exceed `limit` it has to stay.",
            ),
        ),
        "ignores_limit": (
            _by_factor(lambda arrays, limit: 1 / _length(arrays) if _length(arrays) > limit else 1.0),
            L(
                "Uzunluğu 1 yapmışsınız; `limit` olmalı: çarpan `limit / length`.",
                "You made the length 1; it should be `limit`: the factor is `limit / length`.",
            ),
        ),
        "no_root": (
            _by_factor(_of(lambda arrays: _length(arrays) ** 2)),
            L(
                "Uzunluk, kareler toplamının kareköküdür; karekök eksik.",
                "The length is the root of the sum of squares; the root is missing.",
            ),
        ),
        "sum_of_sizes": (
            _by_factor(_of(lambda arrays: sum(np.abs(array).sum() for array in arrays))),
            L(
                "Mutlak değerleri toplamışsınız; uzunluk, kareler toplamının kareköküdür.",
                "You added absolute values; the length is the root of the sum of squares.",
            ),
        ),
        "factor_upside_down": (
            _by_factor(lambda arrays, limit: max(1.0, _length(arrays) / limit)),
            L(
                "Çarpan ters: uzun gradyan daha da uzamış. `limit / length` ile çarpın.",
                "The factor is upside down: a long gradient became longer. Multiply by `limit / length`.",
            ),
        ),
        "longest_array": (
            _by_factor(_of(lambda arrays: max(_length([array]) for array in arrays))),
            L(
                "En uzun dizinin uzunluğunu almışsınız; uzunluk bütün diziler için birliktedir.",
                "You took the length of the longest array; the length is that of all arrays together.",
            ),
        ),
        "largest_number": (
            _by_factor(_of(lambda arrays: max(np.abs(array).max() for array in arrays))),
            L(
                "En büyük sayıyı sınırlamışsınız; sınırlanan, hepsinin birlikte uzunluğudur.",
                "You limited the largest number; what is limited is the length of all together.",
            ),
        ),
        "unchanged": (
            lambda arrays, limit: arrays,
            L("Hiçbir gradyan kısalmadı.", "No gradient was shortened."),
        ),
    }


@exercise(LESSON, "clip_gradients", tr="Gradyanı kırpın", en="Clip the gradient")
def clip_gradients(answer):
    """``answer(list of arrays, limit) -> list of arrays`` with a common length of at most limit, direction kept."""
    returned = [call(answer, *case, may_change=False) for case in CLIPPED]
    require_return(*returned)
    given = [_flat(each, arrays) for each, (arrays, _) in zip(returned, CLIPPED, strict=True)]

    def flat(clip):
        return lambda arrays, limit: np.concatenate([np.ravel(part) for part in clip(arrays, limit)])

    beliefs = {name: (flat(clip), why) for name, (clip, why) in _clip_beliefs().items()}
    name_belief(
        CLIPPED,
        given,
        flat(_by_factor(_shortened)),
        beliefs,
        lambda arrays, limit: f"`clip_gradients({[array.tolist() for array in arrays]}, {limit})`",
    )
    return L("Keras'ın `global_clipnorm` ayarı tam bunu yapar.", "That is just what Keras' `global_clipnorm` does.")


def _flat(returned, arrays):
    """Return all numbers of the returned arrays in one row, or say what is wrong with them."""
    if returned is None:
        message = L(
            "Bazı gradyanlar için hiçbir şey dönmüyor: `limit` aşılsa da aşılmasa da bir liste döndürün.",
            "For some gradients nothing is returned: return a list whether `limit` is exceeded or not.",
        )
        wrong(message, "returns_sometimes")
    if isinstance(returned, np.ndarray) and len(arrays) == 1:
        returned = [returned] if returned.shape == arrays[0].shape else list(returned)
    if not isinstance(returned, (list, tuple)) or len(returned) != len(arrays):
        message = L(f"{len(arrays)} dizilik bir liste bekleniyordu.", f"A list of {len(arrays)} arrays was expected.")
        wrong(message, "not_a_list", given=returned)
    parts = [as_array(part) for part in returned]
    for part, array in zip(parts, arrays, strict=True):
        if part is None or part.dtype.kind not in "biuf" or part.shape != array.shape:
            message = L("Her dizinin şekli aynı kalmalı.", "Each array has to keep its shape.")
            wrong(message, "changed_shape", given=returned)
        if not np.isfinite(part).all():
            message = L(
                "Sonlu olmayan bir sayı çıktı: bütün gradyanlar 0 ise uzunluk da 0'dır, ona bölmeyin.",
                "A number is not finite: where all gradients are 0 the length is 0, so do not divide by it.",
            )
            wrong(message, "divides_by_zero", given=returned)
    return np.concatenate([np.ravel(part) for part in parts]).astype(float)


# Exercise 5: now, horizon, period, on a series that grows so that every place has its own value.
SERIES = [round(10 + 0.1 * k + 0.01 * (k * k % 17), 2) for k in range(80)]
HOURS = [(30, 1, 24), (30, 24, 24), (30, 25, 24), (40, 30, 12), (35, 7, 7), (20, 3, 5)]


def _known_index(now, horizon, period):
    return now + horizon - period * -(-horizon // period)


def _seasonal_beliefs():
    def at(index):
        def belief(now, horizon, period):
            k = index(now, horizon, period)
            return SERIES[k] if 0 <= k < len(SERIES) else None

        return belief

    return {
        "looks_ahead": (
            at(lambda now, horizon, period: now + horizon - period),
            L(
                "Yalnızca bir kez geri gitmişsiniz: `horizon` `period`'dan büyükse orası hâlâ gelecektir.",
                "You went back only once: where `horizon` exceeds `period` that is still the future.",
            ),
        ),
        "twice_at_most": (
            at(lambda now, horizon, period: now + horizon - period * min(2, -(-horizon // period))),
            L(
                "En çok iki kez geri gitmişsiniz: `if` yerine `while` gerekir.",
                "You went back twice at most: `while` is needed in place of `if`.",
            ),
        ),
        "horizon_back": (
            at(lambda now, horizon, period: now - horizon),
            L(
                "`horizon` saat geri gitmişsiniz; öngörülen saatten `period` adımlarıyla geri gidin.",
                "You went `horizon` hours back; go back from the forecast hour in steps of `period`.",
            ),
        ),
        "stops_too_late": (
            at(lambda now, horizon, period: _known_index(now, horizon, period)
               - (period if horizon % period == 0 else 0)),
            L(
                "`series[now]` biliniyor: `index == now` olunca durun.",
                "`series[now]` is known: stop where `index == now`.",
            ),
        ),
        "persistence": (
            at(lambda now, horizon, period: now),
            L("Bu süreklilik; bir dönem öncesi isteniyor.", "That is persistence; one period back is asked for."),
        ),
        "ignores_horizon": (
            at(lambda now, horizon, period: now - period),
            L(
                "Şimdiden bir dönem geri gitmişsiniz; öngörülen saatten, `now + horizon`'dan geri gidin.",
                "You went one period back from now; go back from the forecast hour, `now + horizon`.",
            ),
        ),
        "future_itself": (
            at(lambda now, horizon, period: now + horizon),
            L(
                "Bu, öngörülen saatin kendisi: yanıtın ta kendisi ve bilinmiyor.",
                "That is the forecast hour itself: it is the answer, and not known.",
            ),
        ),
        "index_not_value": (
            lambda now, horizon, period: _known_index(now, horizon, period),
            L("Sırayı döndürdünüz; oradaki değeri döndürün.", "You returned the index; return the value there."),
        ),
    }  # fmt: skip


@exercise(LESSON, "seasonal_forecast", tr="Geleceğe bakmayan taban çizgisi", en="A baseline that does not peek")
def seasonal_forecast(answer):
    """``answer(series, now, horizon, period) -> float``: the newest known value a whole number of periods before."""
    given = [call(answer, SERIES, *case, may_change=False) for case in HOURS]
    name_belief(
        HOURS,
        given,
        lambda *case: SERIES[_known_index(*case)],
        _seasonal_beliefs(),
        lambda now, horizon, period: f"now={now}, horizon={horizon}, period={period}",
    )
    return L("Bu taban çizgisi hiçbir ufukta geleceğe bakmıyor.", "At no horizon does this baseline peek.")


# Exercise 6.
PULSES = np.array([[1.0, 0, 0, 0, 0, 0, 0], [0.5, -2.0, 3.0, 0.0, 1.5, -1.0, 4.0]])


def _late(x, steps):
    return np.concatenate([np.zeros(steps), x])[: len(x)]


@exercise(LESSON, "delay_network", tr="İki adım geciken ağ", en="A network two steps late")
def delay_network(answer):
    """``answer() -> (w_x (1, u), w_h (u, u), w_out (u,))``: any linear RNN whose output is the input two steps before."""
    returned = call(answer)
    require_return(returned)
    w_x, w_h, w_out = _weights(returned)
    outputs = np.array([_run(x, w_x, w_h, w_out) for x in PULSES])
    expected = np.array([_late(x, 2) for x in PULSES])
    if np.allclose(outputs, expected, atol=1e-6):
        count = len(w_out)
        return L(
            f"{count} nöronla iki adım gecikti. Üçten azı yetmez: durum son üç girdiyi birden taşımak zorunda.",
            f"Two steps late with {count} neurons. Fewer than three cannot do it: the state has to hold the last three "
            "inputs at once.",
        )
    report = L(
        f"{shown(PULSES[1])} dizisi için {shown(expected[1])} bekleniyordu, {shown(outputs[1].round(3))} geldi. ",
        f"For the sequence {shown(PULSES[1])}, {shown(expected[1])} was expected and {shown(outputs[1].round(3))} came. ",
    )
    _explain_delay(report, outputs, w_h)


def _weights(returned):
    """Return w_x (u,), w_h (u, u) and w_out (u,), or say which shape is wrong."""
    parts = [as_array(part) for part in returned] if isinstance(returned, (tuple, list)) else []
    if len(parts) != 3 or any(part is None or part.dtype.kind not in "biuf" for part in parts):
        message = L("Üç dizi döndürün: `return w_x, w_h, w_out`.", "Return three arrays: `return w_x, w_h, w_out`.")
        wrong(message, "not_three_arrays", given=returned)
    w_x, w_h, w_out = (part.astype(float) for part in parts)
    units = w_out.size
    fits = w_x.size == units and w_h.shape == (units, units) and 1 <= units <= 100
    if not fits:
        message = L(
            f"Şekiller birbirine uymuyor: `w_x` {w_x.shape}, `w_h` {w_h.shape}, `w_out` {w_out.shape}. "
            "u nöron için (1, u), (u, u) ve (u,) olmalı.",
            f"The shapes do not fit: `w_x` {w_x.shape}, `w_h` {w_h.shape}, `w_out` {w_out.shape}. "
            "For u neurons they have to be (1, u), (u, u) and (u,).",
        )
        wrong(message, "shapes")
    if not all(np.isfinite(part).all() and np.abs(part).max() < 1e6 for part in (w_x, w_h, w_out)):
        wrong(L("Ağırlıklar sonlu sayılar olmalı.", "The weights have to be finite numbers."), "not_finite")
    return w_x.reshape(units), w_h, w_out.reshape(units)


def _run(x, w_x, w_h, w_out):
    h, outputs = np.zeros(len(w_out)), []
    for value in x:
        h = value * w_x + h @ w_h
        outputs.append(float(h @ w_out))
    return np.array(outputs)


def _explain_delay(report, outputs, w_h):
    delays = {steps: np.allclose(outputs, [_late(x, steps) for x in PULSES], atol=1e-6) for steps in (0, 1, 3)}
    if delays[0]:
        why = L("Girdiyi hemen söylüyor: hiç gecikme yok.", "It says the input at once: there is no delay.")
        wrong(report + why, "no_delay")
    if delays[1]:
        why = L(
            "Bir adım gecikiyor: sıraya bir nöron daha ekleyin.",
            "It is one step late: add one more neuron to the queue.",
        )
        wrong(report + why, "one_step_late")
    if delays[3]:
        why = L(
            "Üç adım gecikiyor: sıra bir nöron uzun.",
            "It is three steps late: the queue is one neuron too long.",
        )
        wrong(report + why, "three_steps_late")
    if np.allclose(outputs, 0):
        why = L(
            "Çıktı hep sıfır: girdi, okunan nörona hiç varmıyor. `w_h[i, j]`, i'den j'ye taşır; satırla sütunu "
            "karıştırmış olabilirsiniz.",
            "The output is always zero: the input never reaches the neuron that is read. `w_h[i, j]` carries from i to "
            "j; rows and columns may be mixed up.",
        )
        wrong(report + why, "nothing_arrives")
    if abs(outputs[0, 2] - 1) < 1e-6 and np.abs(outputs[0, 3:]).max() > 1e-6:
        why = L(
            "İki adım sonra söylüyor, ama unutmuyor: son nöron değerini kendine geri veriyor (`w_h` köşegeni).",
            "It says it two steps later but does not forget: a neuron feeds its value back to itself (diagonal of `w_h`).",
        )
        wrong(report + why, "does_not_forget")
    if abs(outputs[0, 2]) > 1e-6 and np.allclose(np.delete(outputs[0], 2), 0):
        why = L(
            f"Gecikme doğru, boy değil: girdi {number(outputs[0, 2])} ile çarpılmış.",
            f"The delay is right, the size is not: the input comes out multiplied by {number(outputs[0, 2])}.",
        )
        wrong(report + why, "wrong_size")
    why = L(
        f"Tek bir 1'in yankısı: {shown(outputs[0].round(3))}. Yalnızca üçüncü sayı 1, gerisi 0 olmalı.",
        f"The echo of a single 1 is {shown(outputs[0].round(3))}. Only its third number may be 1, the rest 0.",
    )
    wrong(report + why, "wrong_echo")

"""Checks of lesson 24_rnn."""

from functools import partial

import numpy as np

from utils.checks.compare import as_number, as_parts
from utils.checks.engine import call, exercise, expect, same, wrong
from utils.checks.forms import require_array, require_parts
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L

LESSON = "24_rnn"

# The row of both exercises that ask for a number at each step.
ONLY_ONE = (
    "only_one", sign(lambda given, steps, *weights: as_number(given) is not None and len(steps) > 1),
    "Tek bir sayı döndürdünüz; her adım için bir tane gerekiyor. Her adımda bir listeye ekleyin.",
    "You returned a single number; one is needed for each step. Append to a list at each step.",
)  # fmt: skip

SEQUENCES = [  # x, w_x, w_h, b
    ([1.0, 0.0, 0.0, 0.0], 1.0, 0.5, 0.0),
    ([0.5, -1.0, 2.0], 0.7, -0.8, 0.3),
    ([0.2, 0.4, 0.6, 0.8, 1.0], -1.1, 1.3, -0.2),
    ([-0.4], 1.5, 0.6, 0.1),
    ([14.0, -0.75, -25.0], 0.05, 0.9, -0.4),
]


def states_of(x, w_x, w_h, b, step=lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h + b), start=0.0):
    """Return the states of one neuron, (T,); ``step`` makes a state of the input, the state and the sum before it."""
    h = z = start
    states = []
    for value in x:
        h, z = step(value, h, z, w_x, w_h, b), w_x * value + w_h * z + b
        states.append(h)
    return np.array(states)


@exercise(LESSON, "scalar_states", tr="Durumları hesaplayın", en="Compute the states")
def scalar_states(answer):
    """``answer(x, w_x, w_h, b) -> T states`` of one neuron with tanh, from 0."""

    def step(function, **options):
        return lambda x, w_x, w_h, b: states_of(x, w_x, w_h, b, function, **options)

    beliefs = [
        ONLY_ONE,
        ("start_included", lambda *case: [0.0, *states_of(*case)],
         "Başlangıç durumu h₀ da listede; liste h₁ ile başlar ve `x` kadar uzundur.",
         "The initial state h₀ is in the list, too; the list begins with h₁ and is as long as `x`."),
        ("stored_too_early", lambda *case: [0.0, *states_of(*case)[:-1]],
         "Durumu yenilemeden listeye eklemişsiniz: önce yeni `h`, sonra `append`.",
         "You appended the state before you updated it: first the new `h`, then `append`."),
        ("no_recurrence", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + b)),
         "Önceki durum sonuca hiç karışmıyor. Ya toplamda `w_h * h` eksik ya da `h` her adımda yeniden 0 oluyor: `h = 0.0` "
         "satırı döngünün üstünde durmalı.",
         "The previous state has no effect. Either `w_h * h` is missing in the sum, or `h` is set to 0 again at each step: "
         "the line `h = 0.0` belongs above the loop."),
        ("no_activation", step(lambda x, h, z, w_x, w_h, b: w_x * x + w_h * h + b),
         "Toplamı tanh'tan geçirmeyi unuttunuz.", "You forgot to pass the sum through tanh."),
        ("input_only", step(lambda x, h, z, w_x, w_h, b: w_x * x + b),
         "Yalnızca girdiyi tartmışsınız: toplama `w_h * h` de girer, sonra hepsi tanh'tan geçer.",
         "You weighed the input only: add `w_h * h`, then pass the whole sum through tanh."),
        ("sum_as_state", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * z + b)),
         "Bir sonraki adıma tanh'tan önceki toplamı taşımışsınız; taşınan, tanh'tan geçmiş durumdur.",
         "You carried the sum to the next step as it was before tanh; what is carried is the state, after tanh."),
        ("swapped_weights", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_h * x + w_x * h + b)),
         "Ağırlıklar yer değiştirmiş: `w_x` girdiyle, `w_h` durumla çarpılır.",
         "The weights are swapped: `w_x` goes with the input, `w_h` with the state."),
        ("no_bias", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h)),
         "Bias'ı eklemeyi unuttunuz.", "You forgot to add the bias."),
        ("whole_state_added", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + h + b)),
         "Önceki durumu olduğu gibi eklemişsiniz: önce `w_h` ile çarpılır.",
         "You added the previous state as it is: multiply it by `w_h` first."),
        ("bias_outside", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x + w_h * h) + b),
         "Bias'ı tanh'tan sonra eklemişsiniz; toplama tanh'tan önce girer.",
         "You added the bias after tanh; it belongs to the sum, before tanh."),
        ("input_alone_in_tanh", step(lambda x, h, z, w_x, w_h, b: np.tanh(w_x * x) + w_h * h + b),
         "Yalnızca girdiyi tanh'tan geçirmişsiniz; tanh bütün toplamı alır.",
         "You passed the input alone through tanh; tanh takes the whole sum."),
        ("sigmoid", step(lambda x, h, z, w_x, w_h, b: 1 / (1 + np.exp(-(w_x * x + w_h * h + b)))),
         "Bu sigmoid; burada aktivasyon tanh'tır.", "That is the sigmoid; the activation here is tanh."),
        ("starts_at_one", lambda *case: states_of(*case, start=1.0),
         "1'den başlamışsınız; ilk adımdan önce durum 0'dır.",
         "You began at 1; before the first step the state is 0."),
        ("starts_at_input", lambda x, *weights: states_of(x, *weights, start=x[0]),
         "İlk girdiden başlamışsınız; ilk adımdan önce durum 0'dır.",
         "You began at the first input; before the first step the state is 0."),
        ("previous_input", lambda x, w_x, w_h, b: np.tanh(w_x * np.array(x) + w_h * np.array([0.0, *x[:-1]]) + b),
         "Önceki durum yerine önceki girdiyi kullanmışsınız: böyle bir ağ yalnızca bir adım geriyi görür.",
         "You used the previous input in place of the previous state: such a network sees only one step back."),
        ("reversed_order", lambda *case: states_of(*case)[::-1],
         "Sayılar doğru, sıra ters: ilk adımın durumu önce gelir.",
         "The numbers are right, their order is reversed: the state of the first step comes first."),
    ]  # fmt: skip

    def first_states(x, w_x, w_h, b):
        h = said(float(np.tanh(w_x * x[0] + b)))
        return L(
            f"İlk adımda önceki durum 0'dır: `np.tanh({w_x} * {x[0]} + {w_h} * 0 + {b})` = {h}. İkinci adımda 0'ın yerini bu "
            "sayı alır.",
            f"At the first step the previous state is 0: `np.tanh({w_x} * {x[0]} + {w_h} * 0 + {b})` = {h}. At the second "
            "step this number takes the place of the 0.",
        )

    return judge(
        answer,
        SEQUENCES,
        states_of,
        beliefs,
        equal=partial(same, squeeze=True),
        otherwise=("wrong_value", first_states),
        remark=(
            "Aynı üç sayı, dizinin her adımında yeniden kullanıldı.",
            "The same three numbers were used again at each step of the sequence.",
        ),
    )


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(steps, features, units) -> int``: features units + units² + units."""
    beliefs = [
        ("new_weights_each_step", lambda t, d, u: t * (d * u + u * u + u),
         "Adım sayısıyla çarpmışsınız; ağırlıklar bütün adımlarda aynıdır.",
         "You multiplied by the number of steps; the weights are the same at all steps."),
        ("weighs_whole_sequence", lambda t, d, u: t * d * u + u,
         "Bu, bütün diziyi birden tartan bir Dense katmanıdır. RNN adım adım okur.",
         "That is a Dense layer over the whole sequence. An RNN reads step by step."),
        ("new_input_weights_each_step", lambda t, d, u: t * d * u + u * u + u,
         "Girdi ağırlıklarını adım sayısıyla çarpmışsınız; onlar da bütün adımlarda aynıdır.",
         "You multiplied the input weights by the number of steps; they, too, are the same at all steps."),
        ("steps_as_neurons", lambda t, d, u: d * u + t * u + u,
         "Tekrarlayan ağırlıkları `steps * units` saymışsınız; onlar nörondan nörona gider: `units * units`.",
         "You counted `steps * units` recurrent weights; they go from neuron to neuron: `units * units`."),
        ("four_gates", lambda t, d, u: 4 * (d * u + u * u + u),
         "Bu, bir LSTM katmanının sayısı: orada böyle dört toplam var, SimpleRNN'de bir.",
         "That is the number of an LSTM layer: it has four such sums, a SimpleRNN has one."),
        ("two_biases", lambda t, d, u: d * u + u * u + 2 * u,
         "Bias'ı iki kez saymışsınız: girdi ile durum aynı toplamda buluşur, bias'ları tektir.",
         "You counted the bias twice: input and state meet in one sum, with one bias."),
        ("no_recurrent_weights", lambda t, d, u: d * u + u,
         "Durumdan duruma giden `units * units` ağırlık eksik.",
         "The `units * units` weights from state to state are missing."),
        ("no_input_weights", lambda t, d, u: u * u + u,
         "Girdiden nöronlara giden `features * units` ağırlık eksik.",
         "The `features * units` weights from the input to the neurons are missing."),
        ("one_recurrent_weight_each", lambda t, d, u: d * u + u + u,
         "Her nöron yalnız kendini değil, bütün nöronların durumunu okur: `units * units`.",
         "Each neuron reads the states of all neurons, not only its own: `units * units`."),
        ("no_bias", lambda t, d, u: d * u + u * u,
         "Her nöronun bir de bias'ı var.", "Each neuron has a bias as well."),
        ("one_bias", lambda t, d, u: d * u + u * u + 1,
         "Bias bir tane değil, nöron başına bir tanedir.", "There is one bias per neuron, not one in all."),
        ("bias_for_features", lambda t, d, u: d * u + u * u + d,
         "Bias öznitelik başına değil, nöron başına bir tanedir.", "There is one bias per neuron, not one per feature."),
    ]  # fmt: skip
    return judge(
        answer,
        [(10, 3, 4), (100, 1, 16), (7, 5, 2), (24, 13, 32), (12, 6, 1)],
        lambda t, d, u: d * u + u * u + u,
        beliefs,
        called=lambda t, d, u: f"`count_parameters(steps={t}, features={d}, units={u})`",
        otherwise=(
            "wrong_number",
            "Üç diziyi ayrı ayrı sayıp toplayın: `W_x`, `W_h` ve `b`.",
            "Count three arrays one by one and add: `W_x`, `W_h` and `b`.",
        ),
        remark=("Dizinin boyu hesaba hiç girmedi.", "The length of the sequence does not enter at all."),
    )


BACKWARDS = [  # states, w_x, w_h
    ([0.5, -0.2, 0.8], 2.0, 0.5),
    ([0.9, 0.1], -1.5, 1.2),
    ([0.3, 0.6, -0.4, 0.7, 0.2], 0.8, -0.9),
    ([-0.6], 1.3, 0.7),
]


def gradients_of(states, w_x, w_h, slope=lambda h: 1 - h * h, extra=0, own=True):
    """Return ∂h_T / ∂x_t for each t, (T,); the options make the misconceptions."""
    result = []
    for t in range(len(states)):
        later = np.prod([w_h * slope(h) for h in states[t + 1 :]])
        result.append(w_x * (slope(states[t]) if own else 1.0) * later * w_h**extra)
    return np.array(result)


@exercise(LESSON, "input_gradients", tr="Geriye doğru", en="Backwards")
def input_gradients(answer):
    """``answer(states, w_x, w_h) -> T derivatives`` of the last state with respect to each input."""

    def with_slope(slope):
        return lambda *case: gradients_of(*case, slope=slope)

    beliefs = [
        ONLY_ONE,
        ("no_slope", with_slope(lambda h: 1.0),
         "tanh'ın türevi eksik: her adımda `1 - h ** 2` ile de çarpın.",
         "The derivative of tanh is missing: multiply by `1 - h ** 2` at each step, too."),
        ("slope_without_square", with_slope(lambda h: 1 - h),
         "tanh'ın türevi `1 - h` değil, `1 - h ** 2`.", "The derivative of tanh is `1 - h ** 2`, not `1 - h`."),
        ("slope_of_state", with_slope(lambda h: 1 - np.tanh(h) ** 2),
         "Durum zaten tanh'tan geçmiş: ikinci kez `np.tanh` almadan `1 - h ** 2` yazın.",
         "The state has already passed through tanh: write `1 - h ** 2`, without a second `np.tanh`."),
        ("slope_of_sigmoid", with_slope(lambda h: h * (1 - h)),
         "Bu sigmoid'in türevi; tanh'ınki `1 - h ** 2`.",
         "That is the derivative of the sigmoid; that of tanh is `1 - h ** 2`."),
        ("reversed_order", lambda *case: gradients_of(*case)[::-1],
         "Sayılar doğru, sıra ters: önce ilk girdinin türevi gelmeli.",
         "The numbers are right, their order is reversed: the derivative for the first input comes first."),
        ("no_input_weight", lambda s, w_x, w_h: gradients_of(s, 1.0, w_h),
         "Bu, toplama göre türev; girdiye göre olanı için `w_x` ile de çarpın.",
         "That is the derivative with respect to the sum; for the input, multiply by `w_x` as well."),
        ("swapped_weights", lambda s, w_x, w_h: gradients_of(s, w_h, w_x),
         "Ağırlıklar yer değiştirmiş: girdiye giden pay `w_x` ile, önceki duruma giden `w_h` ile çarpılır.",
         "The weights are swapped: what goes to the input is multiplied by `w_x`, what goes to the previous state by `w_h`."),
        ("one_step_too_many", lambda *case: gradients_of(*case, extra=1),
         "Bir kez fazla `w_h` ile çarpmışsınız: en yeni girdi hiç `w_h`'den geçmez.",
         "You multiplied by `w_h` once too often: the newest input never passes through `w_h`."),
        ("read_forwards", lambda s, w_x, w_h: gradients_of(s[::-1], w_x, w_h)[::-1],
         "Baştan sona doğru ilerlemişsiniz; türev son durumdan başlar ve geriye gider.",
         "You went from the first state to the last; the derivative starts at the last state and goes back."),
        ("begins_at_state", lambda s, w_x, w_h: s[-1] * gradients_of(s, w_x, w_h),
         "Son durumun kendisinden başlamışsınız. Bir kaybın değil, son durumun türevi isteniyor: kendisine göre türevi 1'dir.",
         "You began with the last state itself. It is the derivative of that state that is asked for, not of a loss: with "
         "respect to itself it is 1."),
        ("no_chain", lambda s, w_x, w_h: w_x * (1 - np.square(s)),
         "Her adımı tek başına almışsınız: eski bir girdi, son duruma ancak sonraki adımların hepsinden geçerek varır.",
         "You took each step by itself: an earlier input reaches the last state only through all the steps that follow."),
        ("later_slopes_missing",
         lambda s, w_x, w_h: [w_x * (1 - h * h) * w_h ** (len(s) - 1 - t) for t, h in enumerate(s)],
         "Sonraki adımların `w_h`'si var, tanh türevi yok: geriye taşınan da `1 - h ** 2` ile çarpılır.",
         "The factor `w_h` of the later steps is there, but the derivative of tanh is missing: what is carried back is "
         "multiplied by `1 - h ** 2` as well."),
        ("later_weights_missing",
         lambda s, w_x, w_h: gradients_of(s, w_x, 1.0),
         "Sonraki adımların tanh türevi var, `w_h`'si yok: durumdan duruma geçerken `w_h` ile de çarpılır.",
         "The derivative of tanh of the later steps is there, but the factor `w_h` is missing: from state to state, "
         "multiply by `w_h` as well."),
        ("own_slope_missing", lambda *case: gradients_of(*case, own=False),
         "Girdinin kendi adımındaki türev eksik: `x_t` de tanh'tan geçer.",
         "The derivative at the input's own step is missing: `x_t` passes through tanh as well."),
    ]  # fmt: skip

    def newest(states, w_x, w_h):
        value = said(w_x * (1 - states[-1] ** 2))
        return L(
            f"Sondan başlayın: en yeni girdinin türevi `w_x * (1 - h ** 2)` = {value}. Geriye doğru her adımda bir `w_h` ve bir "
            "`1 - h ** 2` çarpanı daha eklenir.",
            f"Begin at the end: the derivative for the newest input is `w_x * (1 - h ** 2)` = {value}. Each step back adds one "
            "more factor `w_h` and one more `1 - h ** 2`.",
        )

    return judge(
        answer,
        BACKWARDS,
        gradients_of,
        beliefs,
        equal=partial(same, squeeze=True),
        otherwise=("wrong_value", newest),
        remark=(
            "Etkileşimli çizimdeki çubukları artık kendiniz hesaplıyorsunuz.",
            "You now compute the bars of the explorer yourself.",
        ),
    )


CLIPPED = [  # arrays, limit
    ([np.array([3.0, 4.0]), np.array([[12.0]])], 6.5),
    ([np.array([0.3, -0.4])], 1.0),
    ([np.array([[-6.0, 1.0, 3.0], [4.0, 0.0, 8.0]]), np.array([0.0])], 2.0),
    ([np.array([0.48, 0.64])], 0.5),
    ([np.array([7.0, -24.0]), np.array([[0.0]])], 12.5),
    ([np.array([1.5, -2.0]), np.array([1.0, 0.5])], 2.6),
    ([np.array([0.0, 0.0])], 1.0),
]


def _length(arrays):
    return float(np.sqrt(sum(np.sum(np.square(array)) for array in arrays)))


def _by_factor(factor):
    return lambda arrays, limit: tuple(array * factor(arrays, limit) for array in arrays)


def _to_limit(length):
    """Return the answer that makes ``length(arrays)`` at most the limit."""
    return _by_factor(lambda arrays, limit: min(1.0, limit / length(arrays)) if length(arrays) else 1.0)


@exercise(LESSON, "clip_gradients", tr="Gradyanı kırpın", en="Clip the gradient")
def clip_gradients(answer):
    """``answer(list of arrays, limit) -> list of arrays`` with a common length of at most limit, direction kept."""
    clipped = _to_limit(_length)

    def other_shapes(given, arrays, limit):
        parts = as_parts(given, len(arrays))
        return given is not None and (parts is None or [*map(np.shape, parts)] != [*map(np.shape, arrays)])

    beliefs = [
        ("other_shapes", sign(other_shapes),
         lambda arrays, limit: L(f"Burada {len(arrays)} dizilik bir liste dönmeli, her dizi eski şekliyle.",
                                 f"Here a list of {len(arrays)} array{'s' * (len(arrays) > 1)} has to be returned, "
                                 "with the shapes that they had.")),
        ("divides_by_zero", sign(lambda given, arrays, limit: not _length(arrays) and not np.isfinite(given).all()),
         "Bütün gradyanlar 0 ise uzunluk da 0'dır, ona bölmeyin.",
         "When all gradients are 0, so is their length: do not divide by it."),
        ("clips_each_number", lambda arrays, limit: tuple(np.clip(array, -limit, limit) for array in arrays),
         "Her sayıyı ayrı ayrı sınırlamışsınız; bu, gradyanın yönünü değiştirir. Hepsini aynı çarpanla kısaltın.",
         "You limited each number by itself, which changes the direction of the gradient. Shorten all of them by one factor."),
        ("each_array_alone", lambda arrays, limit: tuple(clipped([array], limit)[0] for array in arrays),
         "Her diziyi kendi uzunluğuyla kısaltmışsınız; uzunluk bütün diziler için birliktedir.",
         "You shortened each array by its own length; the length is that of all arrays together."),
        ("always_scales", _by_factor(lambda arrays, limit: limit / (_length(arrays) or limit)),
         "Kısa gradyanı uzatmışsınız: uzunluğu `limit`'i aşmıyorsa olduğu gibi kalmalı.",
         "You lengthened a short gradient: as long as its length does not exceed `limit`, it has to stay as it is."),
        ("ignores_limit", _by_factor(lambda arrays, limit: 1 / _length(arrays) if _length(arrays) > limit else 1.0),
         "Uzunluğu 1 yapmışsınız; `limit` olmalı: çarpan `limit / length`.",
         "You made the length 1; it should be `limit`: the factor is `limit / length`."),
        ("no_root", _to_limit(lambda arrays: _length(arrays) ** 2),
         "Uzunluk, kareler toplamının kareköküdür; karekök eksik.",
         "The length is the root of the sum of squares; the root is missing."),
        ("root_mean_square", _to_limit(lambda arrays: _length(arrays) / np.sqrt(sum(map(np.size, arrays)))),
         "Karelerin ortalamasını almışsınız; uzunluk, kareler toplamının kareköküdür.",
         "You took the mean of the squares; the length is the root of their sum."),
        ("sum_of_sizes", _to_limit(lambda arrays: sum(np.abs(array).sum() for array in arrays)),
         "Mutlak değerleri toplamışsınız; uzunluk, kareler toplamının kareköküdür.",
         "You added absolute values; the length is the root of the sum of squares."),
        ("sum_of_lengths", _to_limit(lambda arrays: sum(_length([array]) for array in arrays)),
         "Dizilerin uzunluklarını toplamışsınız: önce bütün kareleri toplayın, karekökü en sonda bir kez alın.",
         "You added the lengths of the arrays: first add all squares, then take one root at the end."),
        ("factor_upside_down", _by_factor(lambda arrays, limit: max(1.0, _length(arrays) / limit)),
         "Çarpan ters: uzun gradyan daha da uzamış. `limit / length` ile çarpın.",
         "The factor is upside down: a long gradient became longer. Multiply by `limit / length`."),
        ("longest_array", _to_limit(lambda arrays: max(_length([array]) for array in arrays)),
         "En uzun dizinin uzunluğunu almışsınız; uzunluk bütün diziler için birliktedir.",
         "You took the length of the longest array; the length is that of all arrays together."),
        ("largest_number", _to_limit(lambda arrays: max(np.abs(array).max() for array in arrays)),
         "En büyük sayıyı sınırlamışsınız; sınırlanan, hepsinin birlikte uzunluğudur.",
         "You limited the largest number; what has to be limited is the length of all of them together."),
        ("unchanged", lambda arrays, limit: tuple(arrays),
         "Hiçbir gradyan kısalmadı.", "No gradient was shortened."),
    ]  # fmt: skip

    def lengths(arrays, limit):
        length = said(_length(arrays))
        return L(
            f"Burada birlikte uzunluk {length}, `limit` {said(limit)}.",
            f"Here the length of all together is {length} and `limit` is {said(limit)}.",
        )

    return judge(
        answer,
        CLIPPED,
        clipped,
        beliefs,
        called=lambda arrays, limit: f"`clip_gradients({[array.tolist() for array in arrays]}, {limit})`",
        otherwise=("wrong_value", lengths),
        remark=(
            "Keras'ın `global_clipnorm` ayarı tam bunu yapar.",
            "This is exactly what `global_clipnorm` in Keras does.",
        ),
    )


SERIES = [round(10 + 0.1 * (37 * k % 80), 2) for k in range(80)]  # up and down, each value once
HOURS = [
    (SERIES, *case)  # now, horizon, period
    for case in [(30, 1, 24), (30, 24, 24), (30, 25, 24), (40, 30, 12), (35, 7, 7), (20, 3, 5), (9, 8, 1), (79, 6, 6)]
]


def _known_index(now, horizon, period):
    return now + horizon - period * -(-horizon // period)


@exercise(LESSON, "seasonal_forecast", tr="Geleceğe bakmayan taban çizgisi", en="A baseline that does not peek")
def seasonal_forecast(answer):
    """``answer(series, now, horizon, period) -> float``: the newest known value a whole number of periods before."""

    def at(index):
        return lambda series, *case: series[index(*case)]

    beliefs = [
        ("looks_ahead", at(lambda now, horizon, period: now + horizon - period),
         "Yalnızca bir kez geri gitmişsiniz: `horizon` `period`'dan büyükse orası hâlâ gelecektir.",
         "You went back only once: if `horizon` exceeds `period`, that is still the future."),
        ("twice_at_most", at(lambda now, horizon, period: now + horizon - period * min(2, -(-horizon // period))),
         "En çok iki kez geri gitmişsiniz: `if` yerine `while` gerekir.",
         "You went back twice at most: `while` is needed in place of `if`."),
        ("horizon_back", at(lambda now, horizon, period: now - horizon),
         "`horizon` saat geri gitmişsiniz; öngörülen saatten `period` adımlarıyla geri gidin.",
         "You went `horizon` hours back; go back from the forecast hour in steps of `period`."),
        ("stops_too_late", at(lambda now, horizon, period: _known_index(now, horizon, period)
                              - (period if horizon % period == 0 else 0)),
         "`series[now]` biliniyor: `index == now` olunca durun.", "`series[now]` is known: stop when `index == now`."),
        ("persistence", at(lambda now, horizon, period: now),
         "Bu süreklilik, yani şimdiki değer; öngörülen saatten `period` adımlarıyla geri gidin.",
         "That is persistence, the present value; go back from the forecast hour in steps of `period`."),
        ("ignores_horizon", at(lambda now, horizon, period: now - period),
         "Şimdiden bir dönem geri gitmişsiniz; öngörülen saatten, `now + horizon`'dan geri gidin.",
         "You went one period back from now; go back from the forecast hour, `now + horizon`."),
        ("ignores_period", at(lambda now, horizon, period: _known_index(now, horizon, 24)),
         "24 saatlik adımlarla geri gitmişsiniz; adım `period` kadar olmalı.",
         "You went back in steps of 24 hours; a step has to be `period` long."),
        ("index_not_value", lambda series, *case: _known_index(*case),
         "İndisi döndürdünüz; oradaki değeri döndürün.", "You returned the index; return the value there."),
    ]  # fmt: skip

    def where(series, now, horizon, period):
        index = _known_index(now, horizon, period)
        return L(
            f"`now + horizon` = {now + horizon}. Oradan {period} saatlik adımlarla geriye gidin: {now} ya da daha küçük olan ilk "
            f"indis {index}, yani yanıt `series[{index}]`.",
            f"From the index `now + horizon` = {now + horizon} go back in steps of {period}: the first index that is at most "
            f"{now} is {index}, so `series[{index}]`.",
        )

    return judge(
        answer,
        HOURS,
        lambda series, *case: series[_known_index(*case)],
        beliefs,
        called=lambda series, now, horizon, period: (
            f"`seasonal_forecast(series, now={now}, horizon={horizon}, period={period})`"
        ),
        otherwise=("wrong_value", where),
        raises=[(IndexError, "after_the_end",
                 "Dizinin sonundan ötesini okuyorsunuz. `now`'dan sonrası bilinmez: `index > now` olduğu sürece geri gidin.",
                 "You read beyond the end of the series. What comes after `now` is not known: go back while `index > now`.")],
        remark=("Bu taban çizgisi hiçbir ufukta geleceğe bakmıyor.",
                "This baseline does not look into the future at any horizon."),
    )  # fmt: skip


MELODIES = [  # first, steps, w_x, w_h, w_out
    (1.0, 4, 0.5, 0.8, 1.5),
    (-0.6, 5, 1.2, -0.7, 2.0),
    (0.9, 3, -0.8, 1.1, -1.4),
    (0.4, 6, 1.6, 0.3, 0.7),
    (-1.5, 1, 0.7, 0.9, 1.3),
]


def outputs_of(
    first, steps, w_x, w_h, w_out,
    squash=np.tanh, fed=lambda h, y, first: y, kept=lambda z, h, y: h, out=lambda h, w_out: w_out * h,
):  # fmt: skip
    """Return the outputs of one neuron that is fed them back, (steps,); the options make the misconceptions."""
    x, h, outputs = first, 0.0, []
    for _ in range(steps):
        z = w_x * x + w_h * h
        h = squash(z)
        y = out(h, w_out)
        outputs.append(y)
        x, h = fed(h, y, first), kept(z, h, y)
    return np.array(outputs)


@exercise(LESSON, "generate", tr="Çıktıyı geri besleyin", en="Feed the output back")
def generate(answer):
    """``answer(first, steps, w_x, w_h, w_out) -> steps outputs`` of one neuron whose output is its next input."""

    def with_options(**options):
        return lambda *case: outputs_of(*case, **options)

    def states(first, steps, w_x, w_h, w_out):
        return outputs_of(first, steps, w_x, w_h, w_out) / w_out

    beliefs = [
        ("only_one", sign(lambda given, first, steps, *weights: as_number(given) is not None and steps > 1),
         "Tek bir sayı döndürdünüz; her adım için bir çıktı gerekiyor. Her adımda bir listeye ekleyin.",
         "You returned a single number, but one output is needed for each step. Append to a list at each step."),
        ("first_included", lambda first, *case: [first, *outputs_of(first, *case)],
         "İlk girdi de listede. Listede yalnızca çıktılar durur ve ilki, ilk girdiden hesaplanan `y`'dir.",
         "The first input is in the list, too. The list holds outputs only, and the first of them is the `y` computed from "
         "the first input."),
        ("inputs_collected", lambda first, *case: [first, *outputs_of(first, *case)[:-1]],
         "Çıktıları değil, girdileri toplamışsınız: listeye `x` değil `y` eklenir.",
         "You collected the inputs instead of the outputs: append `y` to the list, not `x`."),
        ("same_input", with_options(fed=lambda h, y, first: first),
         "Her adımda aynı girdiyi vermişsiniz: adımın sonunda `x` yerine `y` geçmeli.",
         "You gave the same input at each step: at the end of a step, `y` has to take the place of `x`."),
        ("no_input_later", with_options(fed=lambda h, y, first: 0.0),
         "İlk adımdan sonra girdi 0 kalmış; sonraki girdi, az önceki çıktı `y` olmalı.",
         "After the first step the input is 0; it should be the output `y` of the step before."),
        ("states_collected", states,
         "Durumları döndürmüşsünüz; çıktı `w_out * h`'dir.", "You returned the states; the output is `w_out * h`."),
        ("state_fed_back", with_options(fed=lambda h, y, first: h),
         "Geri beslenen, durum olmuş; geri beslenecek olan çıktıdır, yani `w_out * h`.",
         "You fed the state back; what has to be fed back is the output, `w_out * h`."),
        ("no_output_weight", lambda first, steps, w_x, w_h, w_out: outputs_of(first, steps, w_x, w_h, 1.0),
         "Çıktı ağırlığı `w_out` hiç kullanılmamış.", "The output weight `w_out` is not used at all."),
        ("no_memory", lambda first, steps, w_x, w_h, w_out: outputs_of(first, steps, w_x, 0.0, w_out),
         "Önceki durum sonuca hiç karışmıyor. Ya toplamda `w_h * h` eksik ya da `h` her adımda yeniden 0 oluyor.",
         "The previous state has no effect. Either `w_h * h` is missing in the sum, or `h` is set to 0 again at each step."),
        ("output_as_state", with_options(kept=lambda z, h, y: y),
         "Bir sonraki adıma durum olarak çıktıyı taşımışsınız: `w_h`, çıktıyla değil önceki `h` ile çarpılır.",
         "You carried the output to the next step as the state: `w_h` multiplies the previous `h`, not the output."),
        ("sum_as_state", with_options(kept=lambda z, h, y: z),
         "Bir sonraki adıma tanh'tan önceki toplamı taşımışsınız; taşınan, tanh'tan geçmiş durumdur.",
         "You carried the sum to the next step as it was before tanh; what is carried is the state, after tanh."),
        ("no_activation", with_options(squash=lambda z: z),
         "Toplamı tanh'tan geçirmeyi unuttunuz.", "You forgot to pass the sum through tanh."),
        ("squashed_output", with_options(out=lambda h, w_out: np.tanh(w_out * h)),
         "Çıktıyı da tanh'tan geçirmişsiniz; çıktı `w_out * h`'nin kendisidir.",
         "You passed the output through tanh as well; the output is `w_out * h` itself."),
        ("swapped_weights", lambda first, steps, w_x, w_h, w_out: outputs_of(first, steps, w_h, w_x, w_out),
         "Ağırlıklar yer değiştirmiş: `w_x` girdiyle, `w_h` durumla çarpılır.",
         "The weights are swapped: `w_x` goes with the input, `w_h` with the state."),
    ]  # fmt: skip

    def first_outputs(first, steps, w_x, w_h, w_out):
        y = said(float(w_out * np.tanh(w_x * first)))
        return L(
            f"İlk adımda önceki durum 0'dır: `{w_out} * np.tanh({w_x} * {first})` = {y}. İkinci adımın girdisi bu sayıdır.",
            f"At the first step the previous state is 0: `{w_out} * np.tanh({w_x} * {first})` = {y}. This number is the "
            "input of the second step.",
        )

    return judge(
        answer,
        MELODIES,
        outputs_of,
        beliefs,
        equal=partial(same, squeeze=True),
        otherwise=("wrong_value", first_outputs),
        remark=(
            "Ağ, ilk sayıdan sonra yalnızca kendi söylediklerini okudu.",
            "After the first number, the network read nothing but its own outputs.",
        ),
    )


MOST_UNITS = 100


@exercise(LESSON, "delay_network", tr="İki adım geciken ağ", en="A network two steps late")
def delay_network(answer):
    """``answer() -> (w_x (1, u), w_h (u, u), w_out (u,))``: any linear RNN whose output is the input two steps before."""
    w_x, w_h, w_out = require_parts(call(answer), "w_x", "w_h", "w_out")
    w_x, w_h, w_out = require_array(w_x, "w_x"), require_array(w_h, "w_h"), require_array(w_out, "w_out")
    units = w_out.size
    expect(
        w_x.size == units and w_h.shape == (units, units) and 1 <= units <= MOST_UNITS,
        L(
            f"Şekiller birbirine uymuyor: `w_x` {w_x.shape}, `w_h` {w_h.shape}, `w_out` {w_out.shape}. u nöron için (1, u), "
            f"(u, u) ve (u,) olmalı; u en çok {MOST_UNITS}.",
            f"The shapes do not fit: `w_x` {w_x.shape}, `w_h` {w_h.shape}, `w_out` {w_out.shape}. For u neurons they have to "
            f"be (1, u), (u, u) and (u,), with u at most {MOST_UNITS}.",
        ),
        "shapes",
    )
    # What a linear network says to a single 1 decides what it says to anything. The echo of u neurons and the one that is
    # wanted obey a recurrence of order u + 3: where their first u + 3 numbers agree, all do.
    echo = _echo(w_x.reshape(units), w_h, w_out.reshape(units), units + 8)
    if np.allclose(echo, _late(2, echo), atol=1e-6):
        return L(
            f"{units} nöronla iki adım gecikti. Üçten azı yetmez, çünkü durum son üç girdiyi birden taşımak zorunda.",
            f"Two steps late with {units} neurons. Fewer than three are not enough, because the state has to hold the last "
            "three inputs at once.",
        )
    _explain_delay(echo, w_h)


def _late(steps, echo):
    return np.eye(len(echo))[steps]


def _echo(w_x, w_h, w_out, length):
    """Return the outputs to 1, 0, 0, …, (length,)."""
    h, outputs = w_x.astype(float), []
    with np.errstate(all="ignore"):
        for _ in range(length):
            outputs.append(float(h @ w_out))
            h = h @ w_h
    return np.array(outputs)


def _explain_delay(echo, w_h):
    off = int(np.argmax(~np.isclose(echo, _late(2, echo), atol=1e-6)))
    first = echo[: max(7, off + 1)]
    came, wanted = apart(first.tolist(), _late(2, first).tolist())
    report = L(
        f"Girdi önce 1, sonra hep 0 olunca {wanted} bekleniyordu; ağınız {came} söyledi. ",
        f"When the input is first 1 and then always 0, {wanted} was expected; your network said {came}. ",
    )
    late = [np.allclose(echo, _late(steps, echo), atol=1e-6) for steps in range(4)]
    size, own_loop = said(float(echo[2])), bool(np.diagonal(w_h).any())
    rows = [
        ("no_delay", late[0], "Girdiyi hemen söylüyor: hiç gecikme yok.", "It says the input at once: there is no delay."),
        ("one_step_late", late[1],
         "Bir adım gecikiyor: kuyruğa bir nöron daha ekleyin.", "It is one step late: add one more neuron to the queue."),
        ("three_steps_late", late[3],
         "Üç adım gecikiyor: kuyruk bir nöron uzun.", "It is three steps late: the queue is one neuron too long."),
        ("nothing_arrives", np.allclose(echo, 0),
         "Çıktı hep sıfır: girdi, okunan nörona hiç varmıyor. `w_h[i, j]`, i'den j'ye taşır; satırla sütunu karıştırmış "
         "olabilirsiniz.",
         "The output is always zero: the input never reaches the neuron that is read. `w_h[i, j]` carries from i to j; you "
         "may have mixed up rows and columns."),
        ("does_not_forget", off > 2 and own_loop,
         "İki adım sonra söylüyor, ama unutmuyor: `w_h`'nin köşegeni sıfır değil, bir nöron değerini kendine geri veriyor.",
         "It says the input two steps later but does not forget it: the diagonal of `w_h` is not zero, so a neuron feeds its "
         "value back to itself."),
        ("does_not_forget", off > 2,
         "İki adım sonra söylüyor, ama unutmuyor: `w_h` değeri bir çevrimde geri taşıyor.",
         "It says the input two steps later but does not forget it: `w_h` carries the value back in a loop."),
        ("wrong_size", abs(echo[2]) > 1e-6 and np.allclose(np.delete(echo, 2), 0),
         f"Gecikme doğru, ama büyüklük yanlış: girdi {size} ile çarpılmış.",
         f"The delay is right, but the size is wrong: the input comes out multiplied by {size}."),
        ("wrong_echo", True,
         "Yalnızca üçüncü sayı 1, öbürleri 0 olmalı.", "Only the third number may be 1; all the others have to be 0."),
    ]  # fmt: skip
    name, _, *words = next(row for row in rows if row[1])
    wrong(report + L(*words), name)

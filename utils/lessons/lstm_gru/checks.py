"""Checks of lesson 25_lstm_gru."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import exercise, expect, same, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, count_parameters, expect_model, outputs_of
from utils.checks.show import apart
from utils.language import L, number

LESSON = "25_lstm_gru"
MOST_PARAMETERS, MOST_PERPLEXITY = 8_000, 9.0
TRAINING = 24  # times as long as another answer may small_speller take: it trains a network, two minutes at most
BACK, FRONT = "aıou", "eiöü"


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


@exercise(LESSON, "remaining", tr="Bellekten ne kalır?", en="What is left of the memory?")
def remaining(answer):
    """``answer(bias, steps) -> float``: sigmoid(bias) ** steps."""
    short = ("Bir çarpım eksik: ilk adım da siler.", "One multiplication is missing: the first step erases as well.")
    beliefs = [
        ("no_sigmoid", lambda b, n: b**n,
         "`bias` henüz kapı değildir: önce `sigmoid` uygulayın.", "`bias` is not the gate yet: apply `sigmoid` first."),
        ("forgotten_share", lambda b, n: (1 - _sigmoid(b)) ** n,
         "Unutma kapısı silinen payı değil, **kalan** payı söyler: `sigmoid(bias)` kullanın, `1 - sigmoid(bias)`, yani "
         "`sigmoid(-bias)` değil.",
         "The forget gate is the share that **stays**, not the share that is erased: use `sigmoid(bias)`, not "
         "`1 - sigmoid(bias)`, which is `sigmoid(-bias)`."),
        ("lost_share", lambda b, n: 1 - _sigmoid(b) ** n,
         "Bu, silinen pay; kalan soruluyor: `1 -` gerekmez.",
         "That is what is lost; the question is what is left: leave out the `1 -`."),
        ("multiplied_by_steps", lambda b, n: _sigmoid(b) * n,
         "Çarpım her adımda yinelenir: `*` yerine `**` gerekir.",
         "The multiplication is repeated at each step: use `**`, not `*`."),
        ("subtracted_at_each_step", lambda b, n: 1 - n * (1 - _sigmoid(b)),
         "Her adımda aynı miktar değil, o anda kalanın aynı payı silinir: çıkarmayın, çarpın.",
         "Each step erases the same share of what is left by then, not the same amount: multiply instead of subtracting."),
        ("one_step", lambda b, n: _sigmoid(b),
         "Bu, tek adımdan sonrasıdır.", "That is what is left after a single step."),
        ("sigmoid_of_all", lambda b, n: _sigmoid(b * n),
         "Sigmoid her adımda ayrı hesaplanır; adım sayısı onun içine girmez.",
         "The sigmoid is computed at each step; the number of steps does not go inside it."),
        ("one_step_short", lambda b, n: _sigmoid(b) ** (n - 1), *short),
        ("one_step_short", lambda b, n: _sigmoid(b) ** max(n - 1, 0), *short),
        ("one_step_too_many", lambda b, n: _sigmoid(b) ** (n + 1),
         "Bir çarpım fazla: `steps` adım, `steps` çarpım demektir.",
         "There is one multiplication too many: `steps` steps mean `steps` multiplications."),
    ]  # fmt: skip
    left = number(_sigmoid(4.0) ** 79)
    return judge(
        answer,
        [(2.0, 5), (1.0, 20), (-1.0, 3), (0.5, 1), (3.0, 0), (11.0, 30)],
        lambda b, n: _sigmoid(b) ** n,
        beliefs,
        otherwise=(
            "wrong_value",
            "Bellek her adımda `sigmoid(bias)` ile çarpılır; baştaki değeri 1'dir.",
            "At each step the memory, which is 1 at first, is multiplied by `sigmoid(bias)`.",
        ),
        remark=(
            f"Bias 4 iken 79 adım sonra {left} kalır; bias 1 iken neredeyse hiçbir şey kalmaz.",
            f"With a bias of 4, {left} is left after 79 steps; with a bias of 1, almost nothing.",
        ),
    )


@exercise(LESSON, "new_state", tr="GRU'nun son adımı", en="The last step of a GRU")
def new_state(answer):
    """``answer(h (u,), z (u,), g (u,)) -> (u,)``: z h + (1 - z) g."""
    beliefs = [
        ("swapped", lambda h, z, g: (1 - z) * h + z * g,
         "`z` ile `1 - z` yer değiştirmiş: burada `z = 1` eski durumu tutar.",
         "`z` and `1 - z` are swapped: here `z = 1` keeps the old state."),
        ("no_complement", lambda h, z, g: z * h + g,
         "Adayın ağırlığı eksik: `1 - z`.", "The candidate's weight is missing: `1 - z`."),
        ("old_state_whole", lambda h, z, g: h + (1 - z) * g,
         "Eski durumun ağırlığı eksik: `z`.", "The old state's weight is missing: `z`."),
        ("same_weight", lambda h, z, g: z * h + z * g,
         "İkisine de `z` verdiniz; ağırlıkların toplamı 1 olmalı.",
         "You gave both the weight `z`; the two weights have to sum to 1."),
        ("same_weight", lambda h, z, g: (1 - z) * h + (1 - z) * g,
         "İkisine de `1 - z` verdiniz; ağırlıkların toplamı 1 olmalı.",
         "You gave both the weight `1 - z`; the two weights have to sum to 1."),
        ("subtracted", lambda h, z, g: z * h - (1 - z) * g,
         "Adayın payı çıkarılmış: ağırlığı `z - 1` değil, `1 - z`'dir ve iki pay toplanır.",
         "The candidate's share is subtracted: its weight is `1 - z`, not `z - 1`, and the two shares are added."),
        ("no_brackets", lambda h, z, g: z * h + 1 - z * g,
         "`1 - z` paranteze alınmalı: `1 - z * g` önce çarpar, sonra çıkarır.",
         "Put `1 - z` in brackets: `1 - z * g` multiplies first and then subtracts."),
        ("old_state_only", lambda h, z, g: z * h, "Aday hiç yazılmadı.", "The candidate was never written."),
        ("candidate_only", lambda h, z, g: (1 - z) * g,
         "Eski durumdan hiçbir şey kalmadı.", "Nothing was kept of the old state."),
        ("gate_of_gate", lambda h, z, g: _sigmoid(z) * h + (1 - _sigmoid(z)) * g,
         "`z` zaten bir kapı, yani sigmoid'den geçmiş: ikinci kez uygulamayın.",
         "`z` is a gate already, so it has passed through the sigmoid: do not apply it again."),
        ("tanh_of_candidate", lambda h, z, g: z * h + (1 - z) * np.tanh(g),
         "`g` adayın kendisidir, yani `tanh`'tan geçmiş: ikinci kez uygulamayın.",
         "`g` is the candidate itself, so it has passed through `tanh`: do not apply it again."),
        ("tanh_again", lambda h, z, g: np.tanh(z * h + (1 - z) * g),
         "Sonuç bir daha `tanh`'tan geçmez; aday zaten geçmiştir.",
         "The result does not pass through `tanh` again; the candidate has done so."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.5, -0.2]), np.array([0.9, 0.25]), np.array([-1.0, 0.6])),
            (np.array([1.0, -0.4, 0.3]), np.array([1.0, 0.0, 0.5]), np.array([0.2, 0.8, -0.1])),
            (np.array([-0.7]), np.array([0.35]), np.array([-0.4])),
        ],
        lambda h, z, g: z * h + (1 - z) * g,
        beliefs,
        otherwise=(
            "wrong_value",
            "Her birimde eski durumun payı `z`, adayınki `1 - z`.",
            "In each unit the old state has the share `z`, the candidate `1 - z`.",
        ),
        remark=(
            "Bir birim, belleğinden ne kadar silerse yerine o kadar yazar.",
            "A unit writes exactly as much as it erases.",
        ),
    )


@exercise(LESSON, "gru_parameters", tr="GRU'nun parametreleri", en="The parameters of a GRU")
def gru_parameters(answer):
    """``answer(features, units) -> int``: 3 units (features + units + 2)."""
    beliefs = [
        ("one_bias", lambda d, u: 3 * u * (d + u + 1),
         "`reset_after=True` iken her takımda iki bias vardır.", "With `reset_after=True` each set has two biases."),
        ("no_bias", lambda d, u: 3 * u * (d + u), "Bias'lar eksik.", "The biases are missing."),
        ("two_biases_in_all", lambda d, u: 3 * u * (d + u) + 2 * u,
         "Bias'lar da üç takımın her birinde vardır.", "Each of the three sets has biases of its own."),
        ("bias_is_one_number", lambda d, u: 3 * u * (d + u) + 6,
         "Bir bias tek bir sayı değildir: her birim için bir sayıdan, yani `units` sayıdan oluşur.",
         "A bias is not a single number: it has one number for each unit, `units` in all."),
        ("no_brackets", lambda d, u: 3 * d * u + u * u + 2 * u,
         "`3 *` yalnızca ilk terimi çarpıyor: üç terimi paranteze alın.",
         "The `3 *` multiplies the first term only: put the three terms in brackets."),
        ("two_sets", lambda d, u: 2 * u * (d + u + 2),
         "İki kapının yanında adayın da kendi takımı var: üç takım.",
         "Besides the two gates the candidate has a set of its own: three sets."),
        ("lstm", lambda d, u: 4 * u * (d + u + 1),
         "Bu, LSTM'nin sayısı: dört takım.", "That is the number for an LSTM: four sets."),
        ("one_set", lambda d, u: u * (d + u + 2), "Bu tek takım; üç takım var.", "That is one set; there are three."),
        ("no_recurrent", lambda d, u: 3 * u * (d + 2),
         "W_h matrisleri eksik: `units * units`.", "The matrices W_h are missing: `units * units`."),
        ("no_input", lambda d, u: 3 * u * (u + 2),
         "W_x matrisleri eksik: `features * units`.", "The matrices W_x are missing: `features * units`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(16, 64), (1, 1), (40, 7), (4, 16)],
        lambda d, u: 3 * u * (d + u + 2),
        beliefs,
        otherwise=(
            "wrong_number",
            "Üç takımı sayın: her birinde `features * units` ile `units * units` parametreli iki matris, bir de her biri `units` "
            "parametreli iki bias var.",
            "Count three sets: each has two matrices, of `features * units` and `units * units` parameters, and two biases of "
            "`units` each.",
        ),
        remark=("Dizinin uzunluğu bu sayıyı hiç etkilemez.", "The length of the sequence does not affect this number."),
    )


def _scaled(powers):
    return powers / powers.sum()


@exercise(LESSON, "at_temperature", tr="Sıcaklığı uygulayın", en="Apply a temperature")
def at_temperature(answer):
    """``answer(probabilities (n,), temperature) -> (n,)``: p ** (1 / T), brought to the sum 1."""
    beliefs = [
        ("power_not_inverse", lambda p, t: _scaled(p**t),
         "Ters çalışıyor: kuvvet `temperature` değil, `1 / temperature`.",
         "It works in reverse: the exponent is `1 / temperature`, not `temperature`."),
        ("sum_not_one", lambda p, t: p ** (1 / t),
         "Toplam 1 değil: sonunda toplama bölün.", "They do not sum to 1: divide by the sum at the end."),
        ("largest_is_one", lambda p, t: (p / p.max()) ** (1 / t),
         "En büyüğe bölmüşsünüz; toplama bölünür ki olasılıkların toplamı 1 olsun.",
         "You divided by the largest; divide by the sum, so that the probabilities sum to 1."),
        ("divided", lambda p, t: p / t,
         "Bu yalnızca `temperature`'a bölmektir. `p ** 1 / T` de aynı şeydir, çünkü kuvvet bölmeden önce alınır: üssü paranteze "
         "alın, `p ** (1 / T)`, sonra toplama bölün.",
         "That is just a division by `temperature`. `p ** 1 / T` is the same, since the power comes before the division: put the "
         "exponent in brackets, `p ** (1 / T)`, then divide by the sum."),
        ("no_change", lambda p, t: p,
         "Sıcaklık hiçbir şeyi değiştirmedi. `temperature`'a bölmek toplama bölünce kaybolur; `p ** 1 / T` de yalnızca böler. "
         "Üssü paranteze alın: `p ** (1 / T)`.",
         "The temperature changed nothing. A division by `temperature` is lost when you divide by the sum, and `p ** 1 / T` only "
         "divides, too. Put the exponent in brackets: `p ** (1 / T)`."),
        ("softmax_of_probabilities", lambda p, t: _scaled(np.exp(p / t)),
         "Olasılıkları puan gibi softmax'a verdiniz. Puan olan, olasılığın logaritmasıdır: `np.log(probabilities)`.",
         "You gave probabilities to softmax as if they were scores. The score is the logarithm: `np.log(probabilities)`."),
        ("softmax_times_temperature", lambda p, t: _scaled(np.exp(p * t)),
         "Olasılıkları puan gibi softmax'a verdiniz. Puan, olasılığın logaritmasıdır; o da sıcaklığa bölünür.",
         "You gave probabilities to softmax as if they were scores. The score is the logarithm, divided by the temperature."),
        ("most_likely_only", lambda p, t: (np.arange(len(p)) == p.argmax()) * 1.0,
         "En olası seçeneğe her şeyi vermişsiniz; bu, sıcaklık 0'a giderken olur.",
         "You gave everything to the most likely choice; that happens as the temperature goes to 0."),
    ]  # fmt: skip
    p = np.array([0.3, 0.5, 0.2])
    return judge(
        answer,
        [(p, 0.5), (p, 2.0), (np.array([0.7, 0.1, 0.1, 0.1]), 1.0), (p, 0.8), (np.array([0.05, 0.95]), 20.0)],
        lambda p, t: _scaled(p ** (1 / t)),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her olasılığın `1 / temperature` kuvvetini alın, sonra hepsini toplamlarına bölün.",
            "Take each probability to the power `1 / temperature`, then divide them all by their sum.",
        ),
        remark=(
            "Sıra hiç değişmedi: sıcaklık yalnızca aradaki farkı açar ya da kapatır.",
            "The order never changed: the temperature only widens or narrows the gaps.",
        ),
    )


def _vowels(name):
    return [letter for letter in name if letter in BACK + FRONT]


def _harmonious(name):
    return not (set(name) & set(BACK) and set(name) & set(FRONT))


NAMES = ["ayla", "gülben", "ali", "zeynep", "can", "ışık", "irfan", "aysel", "fatma", "semiha", "ilkay", "aydın", "ebuzer",
         "ibrahim", "ferhunde", "muzaffer"]  # fmt: skip
# Every vowel beside every other one, in both orders, the odd one first or in the middle of three, vowels alone, and none.
MADE = [f"{one}l{two}" for one in BACK + FRONT for two in BACK + FRONT] + [
    "tarelav",
    "selanem",
    "erolan",
    "asilye",
    "kolıkü",
    "bilöna",
    "eü",
    "brk",
]


@exercise(LESSON, "harmonious", tr="Ünlü uyumu", en="Vowel harmony")
def harmonious(answer):
    """``answer(name) -> bool``: whether the vowels are all back or all front."""
    beliefs = [
        ("opposite", lambda name: not _harmonious(name),
         "Yanıtların hepsi ters: uyan ad için `True` dönmeli.",
         "All answers are reversed: return `True` for names that follow the rule."),
        ("dotless_as_front", lambda name: _harmonious(name.replace("ı", "i")),
         "“ı” kalın bir ünlüdür, “i” ise ince: ikisini ayırın.", "“ı” is a back vowel and “i” is a front one: keep them apart."),
        ("dotted_as_back", lambda name: _harmonious(name.replace("i", "ı")),
         "“i” ince bir ünlüdür, “ı” ise kalın: ikisini ayırın.", "“i” is a front vowel and “ı” is a back one: keep them apart."),
        ("first_two_only", lambda name: _harmonious(_vowels(name)[:2]),
         "Yalnızca ilk iki ünlüye baktınız; hepsine bakın.", "You looked only at the first two vowels; look at all of them."),
        ("last_two_only", lambda name: _harmonious(_vowels(name)[-2:]),
         "Yalnızca son iki ünlüye baktınız; hepsine bakın.", "You looked only at the last two vowels; look at all of them."),
        ("first_and_last_only", lambda name: _harmonious(_vowels(name)[:1] + _vowels(name)[-1:]),
         "Yalnızca ilk ve son ünlüye baktınız; hepsine bakın.",
         "You looked only at the first and the last vowel; look at all of them."),
        ("back_only", lambda name: not set(name) & set(FRONT),
         "Ünlüleri hep ince olan adlar da uyar.", "Names whose vowels are all front follow the rule as well."),
        ("front_only", lambda name: not set(name) & set(BACK),
         "Ünlüleri hep kalın olan adlar da uyar.", "Names whose vowels are all back follow the rule as well."),
        ("has_back", lambda name: bool(set(name) & set(BACK)),
         "Kalın bir ünlünün bulunması yetmez: yanında ince ünlü olmamalı. Hep ince olan adlar da uyar.",
         "A back vowel is not enough: there must not be a front vowel as well. All-front names follow the rule, too."),
        ("same_vowel", lambda name: len(set(_vowels(name))) == 1,
         "Ünlülerin aynı harf olması gerekmez: “a” ile “ı” da uyuşur, “e” ile “i” de.",
         "The vowels need not be the same letter: “a” goes with “ı”, and “e” with “i”."),
        ("no_vowel", lambda name: bool(set(name) & set(BACK)) != bool(set(name) & set(FRONT)),
         "Ünlüsüz bir ad kurala kendiliğinden uyar; fonksiyonunuz onun için de `True` döndürmeli.",
         "A name without a vowel follows the rule automatically; your function has to return `True` for it, too."),
        ("consonants_too", lambda name: set(name) <= set(BACK) or set(name) <= set(FRONT),
         "Ünsüzler kuralın dışındadır; oysa fonksiyonunuz adın bütün harflerinin aynı türden ünlü olmasını istiyor.",
         "Consonants do not count, but your function asks all letters of the name to be vowels of one kind."),
        ("always", lambda name: True,
         "Her ad uymaz: “ali” adında bir kalın, bir ince ünlü var.",
         "Not every name follows the rule: “ali” has a back and a front vowel."),
    ]  # fmt: skip

    def kinds(name):
        back, front = L("kalın", "back"), L("ince", "front")
        found = ", ".join(f"“{vowel}” {back if vowel in BACK else front}" for vowel in dict.fromkeys(_vowels(name)))
        if not found:
            return L(
                f"“{name}” kurala uyar, çünkü ünlüsü yoktur.", f"“{name}” follows the rule because it has no vowel."
            )
        if _harmonious(name):
            return L(
                f"“{name}” kurala uyar, çünkü ünlüleri tek türdendir: {found}.",
                f"“{name}” follows the rule because its vowels are of one kind: {found}.",
            )
        return L(
            f"“{name}” kurala uymaz, çünkü iki türden de ünlüsü vardır: {found}.",
            f"“{name}” does not follow the rule because it has vowels of both kinds: {found}.",
        )

    return judge(
        answer,
        [(name,) for name in NAMES + MADE],
        _harmonious,
        beliefs,
        otherwise=("wrong_value", kinds),
        remark=(
            "Aşağıdaki hücre şimdi gerçek ve üretilmiş adların ne kadarının uyumlu olduğunu ölçer.",
            "The cell below now measures how many of the real and of the generated names are in harmony.",
        ),
    )


def _step(x, h, c, w_x, w_h, b, order=(0, 1, 2, 3), squash=np.tanh):
    """Return what an LSTM step is made of: i, f, g, o and the new c; order: where i, f, g and o are looked for."""
    i, f, g, o = (x @ w_x[k] + h @ w_h[k] + b[k] for k in order)
    i, f, g, o = _sigmoid(i), _sigmoid(f), squash(g), _sigmoid(o)
    return i, f, g, o, f * c + i * g


def _states(*arguments, **changes):
    *_, o, new = _step(*arguments, **changes)
    return o * np.tanh(new), new


def _with(change):
    """Return a belief about ``lstm_step``: (h, c) by ``change(c, i, f, g, o)``, all else right."""

    def belief(x, h, c, w_x, w_h, b):
        i, f, g, o, _ = _step(x, h, c, w_x, w_h, b)
        return change(c, i, f, g, o)

    return belief


def _raw_gates(x, h, c, w_x, w_h, b):
    i, f, g, o = x @ w_x + h @ w_h + b
    new = f * c + i * np.tanh(g)
    return o * np.tanh(new), new


@exercise(LESSON, "lstm_step", tr="LSTM'nin bir adımı", en="One step of an LSTM")
def lstm_step(answer):
    """``answer(x (d,), h (u,), c (u,), w_x (4, d, u), w_h (4, u, u), b (4, u)) -> h (u,), c (u,)``, the order i, f, g, o."""
    beliefs = [
        ("c_before_h", lambda *a: _states(*a)[::-1],
         "Sıra ters: önce `h`, sonra `c` döndürün.", "The order is reversed: return `h` first, then `c`."),
        ("old_memory_shown", lambda *a: (_step(*a)[3] * np.tanh(a[2]), _states(*a)[1]),
         "`h` eski bellekten hesaplanmış: önce `c`'yi yenileyin, sonra yeni `c` ile `h`'yi bulun.",
         "`h` was computed from the old memory: update `c` first, then compute `h` from the new `c`."),
        ("memory_not_squashed", _with(lambda c, i, f, g, o: (o * (f * c + i * g), f * c + i * g)),
         "`h`'de `c` önce `np.tanh`'tan geçer.", "In `h`, the memory `c` first passes through `np.tanh`."),
        ("no_output_gate", _with(lambda c, i, f, g, o: (np.tanh(f * c + i * g), f * c + i * g)),
         "`h` hesaplanırken çıktı kapısı `o` unutulmuş.", "The output gate `o` is missing from `h`."),
        ("forgets_nothing", _with(lambda c, i, f, g, o: (o * np.tanh(c + i * g), c + i * g)),
         "Eski bellek unutma kapısıyla çarpılmalı: `f * c`.", "The old memory has to be multiplied by the forget gate: `f * c`."),
        ("writes_everything", _with(lambda c, i, f, g, o: (o * np.tanh(f * c + g), f * c + g)),
         "Aday girdi kapısıyla çarpılmalı: `i * g`.", "The candidate has to be multiplied by the input gate: `i * g`."),
        ("shared_like_a_gru", _with(lambda c, i, f, g, o: (o * np.tanh(f * c + (1 - f) * g), f * c + (1 - f) * g)),
         "Adayın payı `1 - f` değil, `i`'dir; `1 - f` GRU'nunkine benzer.",
         "The share of the candidate is `i`, not `1 - f`; `1 - f` would be like a GRU."),
        ("forget_first", lambda *a: _states(*a, order=(1, 0, 2, 3)),
         "`i` ile `f` yer değiştirmiş: 0 girdi kapısı, 1 unutma kapısıdır.",
         "`i` and `f` are swapped: 0 is the input gate and 1 is the forget gate."),
        ("output_before_candidate", lambda *a: _states(*a, order=(0, 1, 3, 2)),
         "`g` ile `o` yer değiştirmiş: 2 aday, 3 çıktı kapısıdır.",
         "`g` and `o` are swapped: 2 is the candidate and 3 is the output gate."),
        ("candidate_as_gate", lambda *a: _states(*a, squash=_sigmoid),
         "Aday bir kapı değildir: `sigmoid` yerine `np.tanh`'tan geçer.",
         "The candidate is not a gate: it passes through `np.tanh` instead of `sigmoid`."),
        ("candidate_not_squashed", lambda *a: _states(*a, squash=lambda g: g),
         "Aday `np.tanh`'tan geçmemiş.", "The candidate has not passed through `np.tanh`."),
        ("gates_not_squashed", _raw_gates,
         "Kapılar `sigmoid`'den geçmemiş.", "The gates have not passed through `sigmoid`."),
        ("no_past", lambda x, h, c, w_x, w_h, b: _states(x, 0 * h, c, w_x, w_h, b),
         "Önceki gizli durum kullanılmamış: her satırda `h @ w_h[...]` de var.",
         "The previous hidden state was not used: every line also contains `h @ w_h[...]`."),
        ("no_input", lambda x, h, c, w_x, w_h, b: _states(0 * x, h, c, w_x, w_h, b),
         "Girdi kullanılmamış: her satırda `x @ w_x[...]` de var.",
         "The input was not used: every line also contains `x @ w_x[...]`."),
        ("no_bias", lambda x, h, c, w_x, w_h, b: _states(x, h, c, w_x, w_h, 0 * b),
         "Bias'lar eksik.", "The biases are missing."),
    ]  # fmt: skip
    return judge(
        answer,
        [_step_case(*sizes) for sizes in [(0, 3, 2), (1, 2, 4), (2, 1, 1), (3, 4, 3)]],
        _states,
        beliefs,
        results=("h", "c"),
        called=lambda x, h, *_: L(
            f"{len(x)} öznitelikli, {len(h)} birimli bir adım", f"a step with {len(x)} features and {len(h)} units"
        ),
        otherwise=(
            "wrong_value",
            "Altı satırı formüllerle tek tek karşılaştırın.",
            "Compare your six lines with the formulas one by one.",
        ),
        remark=(
            "Bir LSTM budur: döngü, bu adımı dizinin her öğesi için yineler.",
            "This is an LSTM: a loop repeats this step for each item of the sequence.",
        ),
    )


def _step_case(seed, features, units):
    """Return the arguments of ``lstm_step``, with states, weights and biases that all matter."""
    rng = np.random.default_rng(seed)
    x, h, c = rng.normal(size=features), np.tanh(rng.normal(size=units)), rng.normal(0, 1.5, size=units)
    return x, h, c, *(rng.normal(size=(4, *shape)) for shape in [(features, units), (units, units), (units,)])


def _bias(share, steps):
    f = share ** (1 / steps)
    return np.log(f / (1 - f))


@exercise(LESSON, "needed_bias", tr="Kapı ne kadar açık başlamalı?", en="How far open should the gate start?")
def needed_bias(answer):
    """``answer(share, steps) -> float``: the bias whose sigmoid, to the power ``steps``, is ``share``."""
    beliefs = [
        ("gate_not_bias", lambda s, n: s ** (1 / n),
         "Bu, kapının açıklığı. Bias, sigmoid'i bu sayı olan değerdir: `np.log(f / (1 - f))`.",
         "That is the openness of the gate. The bias is the value whose sigmoid is this number: `np.log(f / (1 - f))`."),
        ("sigmoid_not_inverse", lambda s, n: _sigmoid(s ** (1 / n)),
         "Sigmoid'in kendisi değil, tersi gerekir: `np.log(f / (1 - f))`.",
         "What you need is not the sigmoid but its inverse: `np.log(f / (1 - f))`."),
        ("upside_down", lambda s, n: -_bias(s, n),
         "İşaret ters: pay `f`, payda `1 - f` olmalı.", "The sign is wrong: the fraction is `f` over `1 - f`."),
        ("power_not_root", lambda s, n: np.log(s**n / (1 - s**n)),
         "`share`, `steps` adımdan **sonra** kalandır: tek adım için `steps`'inci kökü alın, `share ** (1 / steps)`.",
         "`share` is what is left **after** `steps` steps: for a single step take the root, `share ** (1 / steps)`."),
        ("equal_steps", lambda s, n: np.log((1 - (1 - s) / n) / ((1 - s) / n)),
         "Her adımda aynı miktar değil, kalanın aynı payı silinir: `share ** (1 / steps)`.",
         "Each step does not erase the same amount but the same share of what is left: `share ** (1 / steps)`."),
        ("no_brackets", lambda s, n: np.log(s / n / (1 - s / n)),
         "`share`'i `steps`'e böldünüz (`share ** 1 / steps` de bunu yapar, çünkü kuvvet bölmeden önce alınır). Üssü paranteze "
         "alın: `share ** (1 / steps)`.",
         "You divided `share` by `steps` (`share ** 1 / steps` does the same, since the power comes before the division). Put "
         "the exponent in brackets: `share ** (1 / steps)`."),
        ("one_step", lambda s, n: np.log(s / (1 - s)),
         "Bu bias `share` kadarını tek adım sonra bırakır; adımların sayısı hesaba girmemiş.",
         "With this bias `share` is left after a single step; the number of steps does not enter your answer."),
        ("logarithm_only", lambda s, n: np.log(s) / n,
         "Bu, kapının logaritması. Sigmoid'in tersi `np.log(f / (1 - f))`'tir.",
         "That is the logarithm of the gate. The inverse of the sigmoid is `np.log(f / (1 - f))`."),
        ("decimal_logarithm", lambda s, n: _bias(s, n) / np.log(10),
         "Sigmoid'in tersinde doğal logaritma vardır: `np.log10` değil, `np.log`.",
         "The inverse of the sigmoid contains the natural logarithm: `np.log`, not `np.log10`."),
    ]  # fmt: skip
    short, long = number(_bias(0.5, 10), 1), number(_bias(0.5, 1000), 1)
    return judge(
        answer,
        [(0.5, 10), (0.24, 79), (0.9, 3), (0.1, 1), (0.02, 2), (0.6, 1000)],
        _bias,
        beliefs,
        otherwise=(
            "wrong_value",
            "`sigmoid(bias) ** steps`, `share` etmelidir.",
            "`sigmoid(bias) ** steps` has to equal `share`.",
        ),
        remark=(
            f"Bias dizinin boyunun yalnızca logaritması kadar büyür: belleğin yarısını 10 adım tutmak için {short}, 1000 adım "
            f"tutmak için {long} yeter (Tallec ve Ollivier, 2018).",
            f"The bias grows only with the logarithm of the length: to keep half of the memory for 10 steps takes {short}, for "
            f"1000 steps {long} (Tallec and Ollivier, 2018).",
        ),
    )


@exercise(LESSON, "compare", tr="İki ağı tohum tohum karşılaştırın", en="Compare two networks seed by seed")
def compare(answer):
    """``answer(errors (n,), others (n,)) -> int, float``: in how many pairs the first is smaller, and the mean difference."""

    def right(errors, others):
        return int((errors < others).sum()), (others - errors).mean()

    beliefs = [
        ("gain_before_count", lambda e, o: right(e, o)[::-1],
         "Sıra ters: önce tohumların sayısı, sonra ortalama fark.", "The order is reversed: first the count, then the mean."),
        ("other_way_round", lambda e, o: right(o, e),
         "Yön ters: hata küçükken iyidir, ikinci ağın değil birincinin kazancını bulun.",
         "The direction is reversed: a smaller error is better, and you want the gain of the first network, not of the second."),
        ("sign_of_gain", lambda e, o: (right(e, o)[0], -right(e, o)[1]),
         "Farkın işareti ters: birinci ağın hatası küçükse `others - errors` pozitiftir.",
         "The sign of the difference is wrong: `others - errors` is positive where the first network has the smaller error."),
        ("count_of_larger", lambda e, o: (right(o, e)[0], right(e, o)[1]),
         "Birinci ağın hatasının küçük olduğu tohumları sayın, büyük olduklarını değil.",
         "Count the seeds with which the error of the first network is smaller, not larger."),
        ("ties_counted", lambda e, o: (int((e <= o).sum()), right(e, o)[1]),
         "Eşit hatalar sayılmaz: birinci ağın hatası **daha küçük** olmalı.",
         "Equal errors do not count: the error of the first network has to be **smaller**."),
        ("share_not_count", lambda e, o: ((e < o).mean(), right(e, o)[1]),
         "Tohumların oranı değil, sayısı soruluyor.", "Return the number of seeds, not their share."),
        ("against_the_mean", lambda e, o: (int((e < o.mean()).sum()), right(e, o)[1]),
         "Her hatayı ortalamayla değil, aynı tohumun hatasıyla karşılaştırın.",
         "Compare each error with that of the same seed, not with the mean."),
        ("sorted_first", lambda e, o: (int((np.sort(e) < np.sort(o)).sum()), right(e, o)[1]),
         "Sıralamak çiftleri bozar: aynı tohumun iki hatasını karşılaştırın.",
         "Sorting breaks up the pairs: compare the two errors of the same seed."),
        ("sum_not_mean", lambda e, o: (right(e, o)[0], (o - e).sum()),
         "Farkların toplamı değil, ortalaması soruluyor.", "Return the mean of the differences, not their sum."),
        ("size_of_differences", lambda e, o: (right(e, o)[0], np.abs(o - e).mean()),
         "Farkların mutlak değerini almayın: kötü tohumlar kazancı azaltır.",
         "Do not take absolute values: the bad seeds reduce the gain."),
        ("winners_only", lambda e, o: (right(e, o)[0], (o - e)[o > e].sum() / max(1, (o > e).sum())),
         "Ortalamaya bütün tohumlar girer, yalnızca kazanılanlar değil.",
         "The mean is over all seeds, not only over those that were won."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.31, 0.29, 0.40, 0.33]), np.array([0.36, 0.28, 0.41, 0.33])),
            (np.array([0.50, 0.20, 0.38]), np.array([0.22, 0.45, 0.15])),
            (np.array([0.50, 0.20, 0.30]), np.array([0.22, 0.45, 0.25])),
            (np.array([0.1228, 0.1229, 0.1232, 0.1228, 0.1246]), np.array([0.1268, 0.1241, 0.1243, 0.1268, 0.1276])),
            (np.array([0.7]), np.array([0.4])),
        ],
        right,
        beliefs,
        results=(L("tohum_sayısı", "number_of_seeds"), L("ortalama_fark", "mean_difference")),
        otherwise=(
            "wrong_value",
            "Aynı tohumun iki hatasının farkını alın, pozitif olanları sayın ve hepsinin ortalamasını bulun.",
            "Take the differences of the two errors of each seed, count the positive ones and average all of them.",
        ),
        remark=(
            "Denizin sıcaklığında LSTM beş tohumun beşinde de RNN'den iyiydi, ama ortalama kazancı yalnızca 0,003 °C idi.",
            "On the temperature of the sea the LSTM was better than the RNN with all five seeds, but its mean gain was only "
            "0.003 °C.",
        ),
    )


@exercise(
    LESSON,
    "small_speller",
    tr="Küçük bir ad yazarı",
    en="A small writer of names",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def small_speller(answer):
    """``answer() -> model``: any trained Keras model from tokens (n, 13) to probabilities (n, 13, 31), with fewer than
    8000 parameters and a perplexity of at most 9.0 on the test names."""
    x, y = held_out_tokens()
    model = call_trainer(answer, unseen=x, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "count_params") and not isinstance(model, type))
    count = count_parameters(model, MOST_PARAMETERS)
    hint = L("`return_sequences=True` unutulmuş olabilir.", "Is `return_sequences=True` missing?")
    probabilities = outputs_of(model, x, (*x.shape, 31), hint)
    expect(
        same(probabilities.sum(axis=-1), np.ones(x.shape), atol=1e-3) and probabilities.min() >= 0,
        L(
            "Çıktılar olasılık değil: son katmana `softmax` koyun.",
            "The outputs are not probabilities: give the last layer a `softmax`.",
        ),
        "no_softmax",
    )
    expect(
        not _looks_ahead(model, x, probabilities),
        L(
            "Model sonraki harfleri görüyor: onlar değişince öncekilerin olasılıkları da değişti. Yazarken sonraki harf daha "
            "yoktur; diziyi yalnızca soldan sağa okutun (`Bidirectional` kullanmayın).",
            "The model sees later letters: when they changed, so did the probabilities before them. While a name is being "
            "written, the later letters do not exist yet, so read from left to right only (no `Bidirectional`).",
        ),
        "looks_ahead",
    )
    value = perplexity(probabilities, y)
    if value <= MOST_PERPLEXITY:
        return L(
            f"{count} parametreyle test adlarında {number(value)} şaşkınlık.",
            f"A perplexity of {number(value)} on the test names with {count} parameters.",
        )
    came, most = apart(value, MOST_PERPLEXITY)
    report = L(
        f"Test adlarında şaşkınlık {came}; en çok {most} olmalı. ",
        f"The perplexity on the test names is {came}; it has to be at most {most}. ",
    )
    if value > 20:
        call_untrained(report, "train")
    why = L(
        "Daha çok birim ya da epok deneyin. Dolguyu maskelediniz mi?",
        "Try more units or more epochs, and check that the padding is masked.",
    )
    wrong(report + why, "not_good_enough")


def _looks_ahead(model, x, probabilities):
    """Tell whether other letters in the second half of the names change what is said about the first half."""
    half = x.shape[1] // 2
    other = np.hstack([x[:, :half], x[::-1, half:]])
    return not same(np.asarray(model(other))[:, :half], probabilities[:, :half], atol=1e-3)


def held_out_tokens():
    """Return the test names as the lesson encodes them: tokens (1200, 13) and the next ones (1200, 13)."""
    from utils.datasets import load_turkish_names

    names = load_turkish_names()
    token_of = {letter: number for number, letter in enumerate("." + names.alphabet, start=1)}
    tokens = np.zeros((len(names.test), 14), dtype=int)
    for row, name in zip(tokens, names.test, strict=True):
        row[: len(name) + 2] = [token_of[letter] for letter in f".{name}."]
    x, y = tokens[:, :-1], tokens[:, 1:]
    return np.where(y > 0, x, 0), y


def perplexity(probabilities, y):
    """Return the perplexity of probabilities (n, T, tokens) for the tokens y (n, T); 0 is padding and does not count."""
    right = np.take_along_axis(probabilities, y[..., None], axis=2)[..., 0][y > 0]
    return float(np.exp(-np.log(np.maximum(right, 1e-12)).mean()))

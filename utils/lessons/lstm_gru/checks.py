"""Checks of lesson 25_lstm_gru."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import exercise, expect, same, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, count_parameters, expect_model, outputs_of, refuse_seconds
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
    beliefs = [
        ("no_sigmoid", lambda b, n: b**n,
         "`bias` henüz kapı değildir: önce `sigmoid` uygulayın.", "`bias` is not the gate yet: apply `sigmoid` first."),
        ("forgotten_share", lambda b, n: (1 - _sigmoid(b)) ** n,
         "Unutma kapısı silinen payı değil, **kalan** payı söyler: `1 -` gerekmez.",
         "The forget gate is the share that **stays**, not the share that goes: no `1 -`."),
        ("lost_share", lambda b, n: 1 - _sigmoid(b) ** n,
         "Bu, silinen pay; kalan soruluyor: `1 -` gerekmez.", "That is what is lost; the question is what is left: no `1 -`."),
        ("multiplied_by_steps", lambda b, n: _sigmoid(b) * n,
         "Çarpım her adımda yinelenir: `*` yerine `**`.", "The product is repeated at each step: `**`, not `*`."),
        ("subtracted_at_each_step", lambda b, n: 1 - n * (1 - _sigmoid(b)),
         "Her adımda aynı miktar değil, o anda kalanın aynı payı silinir: çıkarmayın, çarpın.",
         "Each step erases the same share of what is left by then, not the same amount: multiply instead of subtracting."),
        ("one_step", lambda b, n: _sigmoid(b),
         "Bu, tek adımdan sonrasıdır.", "That is what is left after a single step."),
        ("sigmoid_of_all", lambda b, n: _sigmoid(b * n),
         "Sigmoid her adımda ayrı hesaplanır; adım sayısı onun içine girmez.",
         "The sigmoid is computed at each step; the number of steps does not go inside it."),
        ("one_step_short", lambda b, n: _sigmoid(b) ** (n - 1),
         "Bir çarpım eksik: ilk adım da siler.", "One product is missing: the first step erases, too."),
        ("one_step_too_many", lambda b, n: _sigmoid(b) ** (n + 1),
         "Bir çarpım fazla: `steps` adım, `steps` çarpım demektir.", "One product too many: `steps` steps are `steps` products."),
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
            f"Bias 4 iken 79 adım sonra {left} kalır; bias 1 iken neredeyse hiçbir şey.",
            f"With a bias of 4, {left} is left after 79 steps; with a bias of 1, next to nothing.",
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
        ("old_state_only", lambda h, z, g: z * h, "Aday hiç yazılmadı.", "The candidate was never written."),
        ("candidate_only", lambda h, z, g: (1 - z) * g,
         "Eski durumdan hiçbir şey kalmadı.", "Nothing was kept of the old state."),
        ("gate_of_gate", lambda h, z, g: _sigmoid(z) * h + (1 - _sigmoid(z)) * g,
         "`z` zaten bir kapı, yani sigmoid'den geçmiş: ikinci kez uygulamayın.",
         "`z` is a gate already, so it has passed through the sigmoid: do not apply it again."),
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
            "Ne kadar unutulursa o kadar yazılır.",
            "The share that is forgotten is also the share that is written.",
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
        ("two_sets", lambda d, u: 2 * u * (d + u + 2),
         "İki kapının yanında adayın da kendi takımı var: üç takım.",
         "Besides the two gates the candidate has a set of its own: three sets."),
        ("lstm", lambda d, u: 4 * u * (d + u + 1),
         "Bu, LSTM'nin sayısı: dört takım.", "That is the number for an LSTM: four sets."),
        ("one_set", lambda d, u: u * (d + u + 2), "Bu tek takım; üç takım var.", "That is one set; there are three."),
        ("no_recurrent", lambda d, u: 3 * u * (d + 2),
         "U matrisleri eksik: `units * units`.", "The matrices U are missing: `units * units`."),
        ("no_input", lambda d, u: 3 * u * (u + 2),
         "W matrisleri eksik: `features * units`.", "The matrices W are missing: `features * units`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(16, 64), (1, 1), (40, 7), (4, 16)],
        lambda d, u: 3 * u * (d + u + 2),
        beliefs,
        otherwise=(
            "wrong_number",
            "Üç takımı sayın: her birinde `features * units` ile `units * units` boyunda iki matris ve iki bias var.",
            "Count three sets: each has two matrices, `features * units` and `units * units`, and two biases.",
        ),
        remark=("Sayıda dizinin uzunluğu hiç geçmedi.", "The length of the sequence does not occur in it."),
    )


def _scaled(powers):
    return powers / powers.sum()


@exercise(LESSON, "at_temperature", tr="Sıcaklığı uygulayın", en="Apply a temperature")
def at_temperature(answer):
    """``answer(probabilities (n,), temperature) -> (n,)``: p ** (1 / T), brought to the sum 1."""
    beliefs = [
        ("power_not_inverse", lambda p, t: _scaled(p**t),
         "Ters çalışıyor: kuvvet `temperature` değil, `1 / temperature`.",
         "It works the wrong way round: the power is `1 / temperature`, not `temperature`."),
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
# Every vowel beside every other one, in both orders, and the odd one first or in the middle of three.
MADE = [f"{one}l{two}" for one in BACK + FRONT for two in BACK + FRONT] + [
    "tarelav",
    "selanem",
    "erolan",
    "asilye",
    "kolıkü",
    "bilöna",
]


@exercise(LESSON, "harmonious", tr="Ünlü uyumu", en="Vowel harmony")
def harmonious(answer):
    """``answer(name) -> bool``: whether the vowels are all back or all front."""
    beliefs = [
        ("opposite", lambda name: not _harmonious(name),
         "Yanıtların hepsi ters: uyan ad için `True` dönmeli.",
         "All answers are the wrong way round: `True` is for names that follow the rule."),
        ("dotless_as_front", lambda name: _harmonious(name.replace("ı", "i")),
         "“ı” kalın bir ünlüdür, “i” ince: ikisini ayırın.", "“ı” is a back vowel, “i” a front one: keep them apart."),
        ("dotted_as_back", lambda name: _harmonious(name.replace("i", "ı")),
         "“i” ince bir ünlüdür, “ı” kalın: ikisini ayırın.", "“i” is a front vowel, “ı” a back one: keep them apart."),
        ("first_two_only", lambda name: _harmonious(_vowels(name)[:2]),
         "Yalnızca ilk iki ünlüye baktınız; hepsine bakın.", "You looked at the first two vowels only; look at all."),
        ("last_two_only", lambda name: _harmonious(_vowels(name)[-2:]),
         "Yalnızca son iki ünlüye baktınız; hepsine bakın.", "You looked at the last two vowels only; look at all."),
        ("first_and_last_only", lambda name: _harmonious(_vowels(name)[:1] + _vowels(name)[-1:]),
         "Yalnızca ilk ve son ünlüye baktınız; hepsine bakın.",
         "You looked at the first and the last vowel only; look at all."),
        ("back_only", lambda name: not set(name) & set(FRONT),
         "Ünlüleri hep ince olan adlar da uyar.", "Names whose vowels are all front follow the rule, too."),
        ("front_only", lambda name: not set(name) & set(BACK),
         "Ünlüleri hep kalın olan adlar da uyar.", "Names whose vowels are all back follow the rule, too."),
        ("has_back", lambda name: bool(set(name) & set(BACK)),
         "Kalın bir ünlünün bulunması yetmez: yanında ince ünlü olmamalı. Hep ince olan adlar da uyar.",
         "A back vowel is not enough: there must be no front one beside it. Names that are all front follow the rule, too."),
        ("same_vowel", lambda name: len(set(_vowels(name))) == 1,
         "Ünlülerin aynı harf olması gerekmez: “a” ile “ı” da uyuşur, “e” ile “i” de.",
         "The vowels need not be the same letter: “a” goes with “ı”, and “e” with “i”."),
        ("always", lambda name: True,
         "Her ad uymaz: “ali” adında bir kalın, bir ince ünlü var.", "Not every name does: “ali” has a back and a front vowel."),
    ]  # fmt: skip

    def kinds(name):
        back, front = L("kalın", "back"), L("ince", "front")
        found = ", ".join(f"“{vowel}” {back if vowel in BACK else front}" for vowel in dict.fromkeys(_vowels(name)))
        return L(f"“{name}” adının ünlüleri: {found}.", f"The vowels of “{name}”: {found}.")

    return judge(
        answer,
        [(name,) for name in NAMES + MADE],
        _harmonious,
        beliefs,
        otherwise=("wrong_value", kinds),
        remark=(
            'Şimdi `made[1.0]` ile `made["bigram"]` oranlarını en az iki ünlülü adlarda karşılaştırın. Ünlüsü daha az olan ad '
            "kendiliğinden uyar, bigram da böyle adlardan çok yazar.",
            'Now compare the shares for `made[1.0]` and `made["bigram"]` among the names with at least two vowels. A name with '
            "fewer follows the rule by itself, and the bigram writes many of them.",
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
    refuse_seconds(model)
    expect_model(model, callable(model) and hasattr(model, "count_params") and not isinstance(model, type))
    count = count_parameters(model, MOST_PARAMETERS)
    hint = L("`return_sequences=True` unutulmuş olabilir.", "Is `return_sequences=True` missing?")
    probabilities = outputs_of(model, x, (*x.shape, 31), hint)
    expect(
        same(probabilities.sum(axis=-1), np.ones(x.shape), atol=1e-3) and probabilities.min() >= 0,
        L(
            "Çıktılar olasılık değil: son katmana `softmax` koyun.",
            "The outputs are not probabilities: end with `softmax`.",
        ),
        "no_softmax",
    )
    expect(
        not _looks_ahead(model, x, probabilities),
        L(
            "Model sonraki harfleri görüyor: onlar değişince öncekilerin olasılıkları da değişti. Yazarken sonraki harf daha "
            "yoktur; diziyi yalnızca soldan sağa okutun (`Bidirectional` kullanmayın).",
            "The model sees the letters to come: when they changed, so did the probabilities before them. In writing there is no "
            "next letter yet: let it read from left to right only (no `Bidirectional`).",
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
        f"The perplexity on the test names is {came}; it may be {most} at most. ",
    )
    if value > 20:
        call_untrained(report, "train")
    why = L(
        "Daha çok birim ya da epok deneyin; dolguyu maskelediniz mi?",
        "Try more units or epochs; is the padding masked?",
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

"""Checks of lesson 25_lstm_gru."""

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, same, shown, wrong
from utils.checks.models import call_untrained, expect_model
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
    cases = [(2.0, 5), (1.0, 20), (-1.0, 3), (0.5, 1), (3.0, 0)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "no_sigmoid": (
            lambda b, n: b**n,
            L(
                "`bias` henüz kapı değildir: önce `sigmoid` uygulayın.",
                "`bias` is not the gate yet: apply `sigmoid` first.",
            ),
        ),
        "forgotten_share": (
            lambda b, n: (1 - _sigmoid(b)) ** n,
            L(
                "Unutma kapısı silinen payı değil, **kalan** payı söyler: `1 -` gerekmez.",
                "The forget gate is the share that **stays**, not the share that goes: no `1 -`.",
            ),
        ),
        "multiplied_by_steps": (
            lambda b, n: _sigmoid(b) * n,
            L(
                "Çarpım her adımda yinelenir: `*` yerine `**`.",
                "The product is repeated at each step: `**`, not `*`.",
            ),
        ),
        "one_step": (
            lambda b, n: _sigmoid(b),
            L("Bu, tek adımdan sonrasıdır.", "That is after a single step."),
        ),
        "sigmoid_of_all": (
            lambda b, n: _sigmoid(b * n),
            L(
                "Sigmoid her adımda ayrı hesaplanır; adım sayısı onun içine girmez.",
                "The sigmoid is computed at each step; the number of steps does not go inside it.",
            ),
        ),
        "one_step_short": (
            lambda b, n: _sigmoid(b) ** (n - 1),
            L("Bir çarpım eksik: ilk adım da siler.", "One product is missing: the first step erases too."),
        ),
    }
    name_belief(cases, given, lambda b, n: _sigmoid(b) ** n, beliefs, lambda b, n: f"remaining({b}, {n})")
    return L(
        f"Bias 4 iken 79 adım sonra {number(_sigmoid(4.0) ** 79)} kalır; bias 1 iken neredeyse hiçbir şey.",
        f"With a bias of 4, {number(_sigmoid(4.0) ** 79)} is left after 79 steps; with a bias of 1, next to nothing.",
    )


@exercise(LESSON, "new_state", tr="GRU'nun son adımı", en="The last step of a GRU")
def new_state(answer):
    """``answer(h, z, g) -> (u,)``: z h + (1 - z) g."""
    cases = [
        (np.array([0.5, -0.2]), np.array([0.9, 0.25]), np.array([-1.0, 0.6])),
        (np.array([1.0, -0.4, 0.3]), np.array([1.0, 0.0, 0.5]), np.array([0.2, 0.8, -0.1])),
    ]
    given = [call(answer, *case, may_change=False) for case in cases]
    beliefs = {
        "swapped": (
            lambda h, z, g: (1 - z) * h + z * g,
            L(
                "`z` ile `1 - z` yer değiştirmiş: burada `z = 1` eski durumu tutar.",
                "`z` and `1 - z` are swapped: here `z = 1` keeps the old state.",
            ),
        ),
        "no_complement": (
            lambda h, z, g: z * h + g,
            L("Adayın ağırlığı eksik: `1 - z`.", "The candidate's weight is missing: `1 - z`."),
        ),
        "same_weight": (
            lambda h, z, g: z * h + z * g,
            L(
                "İkisine de `z` verdiniz; ağırlıkların toplamı 1 olmalı.",
                "You gave both the weight `z`; the two weights have to sum to 1.",
            ),
        ),
        "old_state_only": (
            lambda h, z, g: z * h,
            L("Aday hiç yazılmadı.", "The candidate was never written."),
        ),
        "tanh_again": (
            lambda h, z, g: np.tanh(z * h + (1 - z) * g),
            L(
                "Sonuç bir daha `tanh`'tan geçmez; aday zaten geçmiştir.",
                "The result does not pass through `tanh` again; the candidate has done so.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda h, z, g: z * h + (1 - z) * g,
        beliefs,
        lambda h, z, g: f"new_state({shown(h)}, {shown(z)}, {shown(g)})",
    )
    return L("Ne kadar unutulursa o kadar yazılır.", "As much as is forgotten is written.")


@exercise(LESSON, "gru_parameters", tr="GRU'nun parametreleri", en="The parameters of a GRU")
def gru_parameters(answer):
    """``answer(features, units) -> int``: 3 units (features + units + 2)."""
    cases = [(16, 64), (1, 1), (8, 32), (4, 16)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "one_bias": (
            lambda d, u: 3 * u * (d + u + 1),
            L(
                "`reset_after=True` iken her takımda iki bias vardır.",
                "With `reset_after=True` each set has two biases.",
            ),
        ),
        "no_bias": (lambda d, u: 3 * u * (d + u), L("Bias'lar eksik.", "The biases are missing.")),
        "two_sets": (
            lambda d, u: 2 * u * (d + u + 2),
            L(
                "İki kapının yanında adayın da kendi takımı var: üç takım.",
                "Beside the two gates the candidate has a set of its own: three sets.",
            ),
        ),
        "lstm": (
            lambda d, u: 4 * u * (d + u + 1),
            L("Bu, LSTM'nin sayısı: dört takım.", "That is the number for an LSTM: four sets."),
        ),
        "one_set": (
            lambda d, u: u * (d + u + 2),
            L("Bu tek takım; üç takım var.", "That is one set; there are three."),
        ),
        "no_recurrent": (
            lambda d, u: 3 * u * (d + 2),
            L("$U$ matrisleri eksik: `units * units`.", "The matrices $U$ are missing: `units * units`."),
        ),
    }
    name_belief(cases, given, lambda d, u: 3 * u * (d + u + 2), beliefs, lambda d, u: f"gru_parameters({d}, {u})")
    return L("Sayıda dizinin uzunluğu hiç geçmedi.", "The length of the sequence never entered.")


@exercise(LESSON, "at_temperature", tr="Sıcaklığı uygulayın", en="Apply a temperature")
def at_temperature(answer):
    """``answer(probabilities (n,), temperature) -> (n,)``: p ** (1 / T), brought to the sum 1."""
    p = np.array([0.5, 0.3, 0.2])
    cases = [(p, 0.5), (p, 2.0), (np.array([0.7, 0.1, 0.1, 0.1]), 1.0), (p, 0.8)]
    given = [call(answer, *case, may_change=False) for case in cases]

    def scaled(powers):
        return powers / powers.sum()

    def softmax(z):
        return scaled(np.exp(z - z.max()))

    beliefs = {
        "power_not_inverse": (
            lambda p, t: scaled(p**t),
            L(
                "Ters çalışıyor: kuvvet `temperature` değil, `1 / temperature`.",
                "It works the wrong way round: the power is `1 / temperature`, not `temperature`.",
            ),
        ),
        "sum_not_one": (
            lambda p, t: p ** (1 / t),
            L(
                "Toplam 1 değil: sonunda toplama bölün.",
                "They do not sum to 1: divide by the sum at the end.",
            ),
        ),
        "divided": (
            lambda p, t: p / t,
            L(
                "Bölmek yetmez: kuvvet alın, sonra toplama bölün.",
                "Dividing is not enough: take a power, then divide by the sum.",
            ),
        ),
        "no_change": (
            lambda p, t: p,
            L(
                "Sıcaklık hiçbir şeyi değiştirmedi. Bölme, toplama bölünce kaybolur; kuvvet alın.",
                "The temperature changed nothing. Dividing is lost when you divide by the sum; take a power.",
            ),
        ),
        "softmax_of_probabilities": (
            lambda p, t: softmax(p / t),
            L(
                "Olasılıkları puan gibi softmax'a verdiniz. Puan olan, olasılığın logaritmasıdır: `np.log(probabilities)`.",
                "You gave probabilities to softmax as if they were scores. The score is the logarithm: `np.log(probabilities)`.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        lambda p, t: scaled(p ** (1 / t)),
        beliefs,
        lambda p, t: f"at_temperature({shown(p)}, {t})",
    )
    return L(
        "Sıra hiç değişmedi: sıcaklık yalnızca aradaki farkı açar ya da kapatır.",
        "The order never changed: the temperature only widens or narrows the gaps.",
    )


def _harmonious(name):
    return not (set(name) & set(BACK) and set(name) & set(FRONT))


@exercise(LESSON, "harmonious", tr="Ünlü uyumu", en="Vowel harmony")
def harmonious(answer):
    """``answer(name) -> bool``: whether the vowels are all back or all front."""
    cases = [
        (name,)
        for name in (
            "ayla",
            "gülben",
            "ali",
            "zeynep",
            "can",
            "ışık",
            "irfan",
            "aysel",
            "fatma",
            "semiha",
            "ilkay",
            "aydın",
            "ebuzer",
        )
    ]
    given = [call(answer, *case) for case in cases]
    given = [bool(one) if isinstance(one, (bool, np.bool_, int)) else one for one in given]

    def vowels(name):
        return [letter for letter in name if letter in BACK + FRONT]

    beliefs = {
        "opposite": (
            lambda name: not _harmonious(name),
            L(
                "Yanıtların hepsi ters: uyan ad için `True` dönmeli.",
                "All answers are the wrong way round: `True` is for names that keep the rule.",
            ),
        ),
        "dotless_as_front": (
            lambda name: _harmonious(name.replace("ı", "i")),
            L(
                "“ı” kalın bir ünlüdür, “i” ince: ikisini ayırın.",
                "“ı” is a back vowel, “i” a front one: keep them apart.",
            ),
        ),
        "dotted_as_back": (
            lambda name: _harmonious(name.replace("i", "ı")),
            L(
                "“i” ince bir ünlüdür, “ı” kalın: ikisini ayırın.",
                "“i” is a front vowel, “ı” a back one: keep them apart.",
            ),
        ),
        "first_two_only": (
            lambda name: _harmonious(vowels(name)[:2]),
            L(
                "Yalnızca ilk iki ünlüye baktınız; hepsine bakın.",
                "You looked at the first two vowels only; look at all.",
            ),
        ),
        "first_and_last_only": (
            lambda name: _harmonious(vowels(name)[:1] + vowels(name)[-1:]),
            L(
                "Yalnızca ilk ve son ünlüye baktınız; hepsine bakın.",
                "You looked at the first and the last vowel only; look at all.",
            ),
        ),
        "back_only": (
            lambda name: not set(name) & set(FRONT),
            L("Ünlüleri hep ince olan adlar da uyar.", "Names whose vowels are all front keep the rule too."),
        ),
        "front_only": (
            lambda name: not set(name) & set(BACK),
            L("Ünlüleri hep kalın olan adlar da uyar.", "Names whose vowels are all back keep the rule too."),
        ),
        "has_back": (
            lambda name: bool(set(name) & set(BACK)),
            L(
                "Kalın bir ünlünün bulunması yetmez: yanında ince ünlü olmamalı. Hep ince olan adlar da uyar.",
                "A back vowel is not enough: there must be no front one beside it. Names that are all front keep the rule too.",
            ),
        ),
        "same_vowel": (
            lambda name: len(set(vowels(name))) == 1,
            L(
                "Ünlülerin aynı harf olması gerekmez: “a” ile “ı” da uyuşur, “e” ile “i” de.",
                "The vowels need not be the same letter: “a” goes with “ı”, and “e” with “i”.",
            ),
        ),
        "always": (
            lambda name: True,
            L(
                "Her ad uymaz: “ali” adında bir kalın, bir ince ünlü var.",
                "Not every name does: “ali” has a back and a front vowel.",
            ),
        ),
    }
    name_belief(cases, given, _harmonious, beliefs, lambda name: f"harmonious('{name}')")
    return L(
        'Şimdi `made[1.0]` ile `made["bigram"]` oranlarını karşılaştırın: hangisi uyumu görmüş?',
        'Now compare the shares for `made[1.0]` and `made["bigram"]`: which of them has seen the harmony?',
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
    model = call(answer, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "count_params") and not isinstance(model, type))
    count = int(model.count_params())
    if count >= MOST_PARAMETERS:
        wrong(
            L(
                f"{count} parametre var; {MOST_PARAMETERS} sayısının altında olmalı.",
                f"There are {count} parameters; there have to be fewer than {MOST_PARAMETERS}.",
            ),
            "too_many_parameters",
        )
    x, y = held_out_tokens()
    probabilities = as_array(model(x))
    if probabilities is None or probabilities.shape != (*x.shape, 31):
        shape = (
            "" if probabilities is None else L(f" Sizinki {probabilities.shape}.", f" Yours is {probabilities.shape}.")
        )
        wrong(
            L(
                f"Çıktının şekli {(*x.shape, 31)} olmalı: `return_sequences=True` unutulmuş olabilir.",
                f"The output has to have the shape {(*x.shape, 31)}: is `return_sequences=True` missing?",
            )
            + shape,
            "shape",
        )
    if not same(probabilities.sum(axis=-1), np.ones(x.shape), atol=1e-3):
        wrong(
            L(
                "Çıktılar olasılık değil: son katmana `softmax` koyun.",
                "The outputs are no probabilities: end with `softmax`.",
            ),
            "no_softmax",
        )
    if _looks_ahead(model, x, probabilities):
        wrong(
            L(
                "Model sonraki harfleri görüyor: onlar değişince öncekilerin olasılıkları da değişti. Yazarken sonraki harf "
                "daha yoktur; diziyi yalnızca soldan sağa okutun (`Bidirectional` kullanmayın).",
                "The model sees the letters to come: when they changed, so did the probabilities before them. In writing "
                "there is no next letter yet: let it read from left to right only (no `Bidirectional`).",
            ),
            "looks_ahead",
        )
    value = perplexity(probabilities, y)
    if value <= MOST_PERPLEXITY:
        return L(
            f"{count} parametreyle test adlarında {number(value)} şaşkınlık.",
            f"A perplexity of {number(value)} on the test names with {count} parameters.",
        )
    report = L(
        f"Test adlarında şaşkınlık {number(value)}. ",
        f"The perplexity on the test names is {number(value)}. ",
    )
    if value > 20:
        call_untrained(report, "train")
    wrong(
        report
        + L(
            f"En çok {number(MOST_PERPLEXITY, 1)} olmalı: daha çok birim ya da epok deneyin; dolguyu maskelediniz mi?",
            f"It may be {number(MOST_PERPLEXITY, 1)} at most: try more units or epochs; is the padding masked?",
        ),
        "not_good_enough",
    )


def _looks_ahead(model, x, probabilities):
    """Tell whether other letters in the second half of the names change what is said about the first half."""
    half = x.shape[1] // 2
    other = np.hstack([x[:, :half], x[::-1, half:]])
    return not same(as_array(model(other))[:, :half], probabilities[:, :half], atol=1e-3)


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

"""Checks of lesson 27_transformer."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import exercise, expect, same, wrong
from utils.checks.judge import judge
from utils.checks.models import call_trainer, call_untrained, count_parameters, expect_model, outputs_of
from utils.checks.show import apart
from utils.language import L, language, number
from utils.lessons.transformer.lines import derived_lines, encode

LESSON = "27_transformer"
MOST_PARAMETERS, MOST_BITS = 40_000, {"tr": 1.95, "en": 2.0}
TRAINING = 24  # times as long as another answer may small_gpt take: it trains a network, two minutes at most


def _merged(tokens, pair, new):
    """Return tokens with each pair, from left to right, made into ``new``."""
    result, i = [], 0
    while i < len(tokens):
        together = tuple(tokens[i : i + 2]) == tuple(pair)
        result.append(new if together else tokens[i])
        i += 2 if together else 1
    return result


def _all_merges(tokens, merges, first, *, number_of=lambda first, k: first + k):
    for k, pair in enumerate(merges):
        tokens = _merged(tokens, pair, number_of(first, k))
    return np.array(tokens)


def _overlapping(tokens, merges, first):
    """Every pair becomes a new token, and the second of a pair may begin another one."""
    for k, pair in enumerate(merges):
        marks = [tuple(tokens[i : i + 2]) == tuple(pair) for i in range(len(tokens))]
        kept = zip(tokens, marks, [False, *marks], strict=False)
        tokens = [first + k if mark else token for token, mark, before in kept if mark or not before]
    return np.array(tokens)


def _first_only(tokens, merges, first):
    for k, pair in enumerate(merges):
        places = [i for i in range(len(tokens)) if tuple(tokens[i : i + 2]) == tuple(pair)][:1]
        for i in places:
            tokens = [*tokens[:i], first + k, *tokens[i + 2 :]]
    return np.array(tokens)


@exercise(LESSON, "apply_merges", tr="Yeni bir sözcüğü belirteçlere bölün", en="Split a new word into tokens")
def apply_merges(answer):
    """``answer(tokens, merges, first) -> list``: merge k turns its pair into first + k, in order, from left to right."""
    beliefs = [
        ("latest_first", lambda t, m, f: _all_merges(t, m[::-1], f, number_of=lambda first, k: first + len(m) - 1 - k),
         "Birleşmeler öğrenildikleri sırayla uygulanır: sondan değil, ilk birleşmeden başlayın.",
         "The merges are applied in the order in which they were learned: begin with the first one, not with the last."),
        ("same_number", lambda t, m, f: _all_merges(t, m, f, number_of=lambda first, k: first),
         "Her birleşmenin kendi belirteci vardır: `k`. birleşme `first + k` yazar.",
         "Each merge has a token of its own: merge number `k` writes `first + k`."),
        ("counted_from_one", lambda t, m, f: _all_merges(t, m, f + 1),
         "Birleşmeler 0'dan sayılır: ilk birleşme `first` yazar.",
         "The merges are counted from 0: the first one writes `first`."),
        ("first_merge_only", lambda t, m, f: _all_merges(t, m[:1], f),
         "Yalnızca ilk birleşme uygulanmış; hepsi sırayla uygulanmalı.",
         "Only the first merge was applied; all of them have to be, in order."),
        ("first_place_only", _first_only,
         "Her birleşme yalnızca ilk rastladığı çifti birleştirmiş; bütün çiftleri birleştirmeli.",
         "Each merge joined only the first pair that it met; it has to join all of them."),
        ("overlapping", _overlapping,
         "Birleşen bir çiftin ikinci belirteci yeniden kullanılmış: birleşince iki yer ilerleyin.",
         "The second token of a merged pair was used again: move on by two places after a merge."),
        ("order_ignored", lambda t, m, f: _unordered(t, m, f),
         "Çiftin sırası önemlidir: `(a, b)` yalnızca `a`'nın ardından `b` gelince birleşir.",
         "The order in a pair matters: `(a, b)` is merged only where `b` follows `a`."),
        ("nothing_merged", lambda t, m, f: np.array(t),
         "Liste değişmeden dönmüş: hiçbir çift birleşmemiş.", "The list came back unchanged: no pair was merged."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            ([1, 2, 3, 1, 2, 3], [(1, 2), (100, 3)], 100),
            ([5, 5, 5, 5, 5], [(5, 5), (50, 50)], 50),
            ([1, 2, 3, 2, 1, 3], [(2, 3), (1, 2), (9, 9)], 20),
            ([7, 8, 8, 7, 7, 8], [(8, 7), (7, 30)], 30),
            ([4], [(4, 4)], 10),
        ],
        lambda tokens, merges, first: _all_merges(tokens, merges, first),
        beliefs,
        otherwise=(
            "wrong_value",
            "Her birleşmede listeyi baştan sona gezin, çifti `first + k` ile değiştirin, sonra sıradaki birleşmeye geçin.",
            "For each merge go through the whole list, replace its pair by `first + k`, and then pass on to the next merge.",
        ),
        remark=(
            "Bir belirteçleyici budur: bilinmeyen sözcük yoktur, en kötü durumda harf harf yazılır.",
            "This is a tokenizer: no word is unknown to it; at worst it is spelled letter by letter.",
        ),
    )


def _unordered(tokens, merges, first):
    for k, (a, b) in enumerate(merges):
        result, i = [], 0
        while i < len(tokens):
            together = sorted(tokens[i : i + 2]) == sorted((a, b))
            result.append(first + k if together else tokens[i])
            i += 2 if together else 1
        tokens = result
    return np.array(tokens)


def _softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@exercise(LESSON, "attend", tr="Tek bir sorgunun dikkati", en="The attention of a single query")
def attend(answer):
    """``answer(query (s,), keys (n, s), values (n, t)) -> (t,)``: softmax(keys query / sqrt(s)) values."""
    beliefs = [
        ("weights_returned", lambda q, k, v: _softmax(k @ q / np.sqrt(len(q))),
         "Bunlar ağırlıklar; bir de değerlerle çarpılıp toplanmalı.",
         "These are the weights; they still have to be multiplied by the values and added up."),
        ("not_summed", lambda q, k, v: _softmax(k @ q / np.sqrt(len(q)))[:, None] * v,
         "Ağırlıklı değerler toplanmamış: sonuç tek bir `(t,)` vektörüdür.",
         "The weighted values were not added up: the result is a single vector of shape `(t,)`."),
        ("not_scaled", lambda q, k, v: _softmax(k @ q) @ v,
         "Puanlar `np.sqrt(s)` sayısına bölünmemiş.",
         "The scores were not divided by `np.sqrt(s)`."),
        ("scaled_by_size", lambda q, k, v: _softmax(k @ q / len(q)) @ v,
         "Puanlar `s`'ye değil, kareköküne bölünür.", "The scores are divided by the square root of `s`, not by `s`."),
        ("scaled_by_tokens", lambda q, k, v: _softmax(k @ q / np.sqrt(len(k))) @ v,
         "Karekök içinde belirteçlerin sayısı değil, sorgunun uzunluğu `s` vardır.",
         "The square root is taken of the length `s` of the query, not of the number of tokens."),
        ("no_softmax", lambda q, k, v: (k @ q / np.sqrt(len(q))) @ v,
         "Puanlar softmax'tan geçmemiş: ağırlıkların toplamı 1 olmalı.",
         "The scores did not pass through the softmax: the weights have to sum to 1."),
        ("no_sum", lambda q, k, v: np.exp(k @ q / np.sqrt(len(q))) @ v,
         "Üstel alınmış ama toplama bölünmemiş: ağırlıkların toplamı 1 olmalı.",
         "The exponentials were not divided by their sum: the weights have to sum to 1."),
        ("best_only", lambda q, k, v: v[np.argmax(k @ q)],
         "Yalnızca en uygun anahtarın değeri alınmış; softmax hepsinden pay alır.",
         "Only the value of the best key was taken; the softmax takes a share of all of them."),
        ("plain_mean", lambda q, k, v: v.mean(axis=0),
         "Değerlerin düz ortalaması alınmış; ağırlıkları sorgu ile anahtarlar belirler.",
         "This is the plain mean of the values; the query and the keys decide the weights."),
    ]  # fmt: skip
    return judge(
        answer,
        [_attend_case(*sizes) for sizes in [(0, 3, 4, 2), (1, 5, 2, 3), (2, 1, 3, 4), (3, 2, 2, 6), (4, 6, 5, 1)]],
        lambda q, k, v: _softmax(k @ q / np.sqrt(len(q))) @ v,
        beliefs,
        called=lambda q, k, v: L(
            f"{len(k)} belirteçli, s = {len(q)} olan bir dikkat", f"an attention over {len(k)} tokens with s = {len(q)}"
        ),
        otherwise=(
            "wrong_value",
            "Üç adımı ayrı ayrı deneyin: puanlar, softmax, ağırlıklı toplam.",
            "Try the three steps one by one: scores, softmax, weighted sum.",
        ),
        remark=(
            "Yazarken eski anahtarlarla değerler saklanır; her yeni belirteç yalnızca bunu hesaplar.",
            "While a model writes, the old keys and values are stored, and each new token costs only this.",
        ),
    )


def _attend_case(seed, tokens, size, out):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1.5, size), rng.normal(0, 1.5, (tokens, size)), rng.normal(size=(tokens, out))


def _block(d, hidden):
    return 4 * d * (d + 1) + 2 * d * hidden + hidden + d + 4 * d


@exercise(LESSON, "block_parameters", tr="Bir bloğun parametreleri", en="The parameters of a block")
def block_parameters(answer):
    """``answer(d, hidden) -> int``: four matrices with biases, two dense layers, two normalizations."""
    beliefs = [
        ("no_output_matrix", lambda d, h: _block(d, h) - d * (d + 1),
         "Dikkatin dördüncü matrisi eksik: başların çıktılarını birleştiren W_O.",
         "The fourth matrix of the attention is missing: W_O, which joins the outputs of the heads."),
        ("no_biases_in_attention", lambda d, h: _block(d, h) - 4 * d,
         "Dikkatin dört bias'ı ya da normalleştirmelerin dört vektörü eksik: toplamda 4 · d sayı.",
         "The four biases of the attention, or the four vectors of the normalizations, are missing: 4 · d numbers in all."),
        ("no_biases", lambda d, h: 4 * d * d + 2 * d * h + 4 * d,
         "Bias'lar eksik: dikkatte dört, yoğun katmanlarda iki bias vardır.",
         "The biases are missing: there are four in the attention and two in the dense layers."),
        ("no_dense_biases", lambda d, h: _block(d, h) - h - d,
         "Yoğun katmanların bias'ları eksik: `hidden` ve `d`.", "The biases of the dense layers are missing: `hidden` and `d`."),
        ("one_norm", lambda d, h: _block(d, h) - 2 * d,
         "Bir normalleştirme eksik ya da her birinde tek vektör sayılmış: iki normalleştirme, ikişer vektör.",
         "One normalization is missing, or each was counted with one vector: there are two, with two vectors each."),
        ("one_dense", lambda d, h: _block(d, h) - d * h - d,
         "İkinci yoğun katman eksik: `hidden`'dan `d`'ye döner.",
         "The second dense layer is missing: it leads back from `hidden` to `d`."),
        ("matrices_only", lambda d, h: 4 * d * d + 2 * d * h,
         "Yalnızca matrisler sayılmış: bias'lar ve normalleştirmeler de var.",
         "Only the matrices were counted: there are biases and normalizations, too."),
        ("attention_only", lambda d, h: 4 * d * (d + 1),
         "Bu yalnızca dikkatin sayısı.", "That is the attention alone."),
        ("normless", lambda d, h: 4 * d * d + 2 * d * h + h + d,
         "Dikkatin bias'ları ile normalleştirmelerin vektörleri eksik.",
         "The biases of the attention and the vectors of the normalizations are missing."),
    ]  # fmt: skip
    return judge(
        answer,
        [(48, 96), (1, 1), (7, 40), (12, 5)],
        _block,
        beliefs,
        otherwise=(
            "wrong_number",
            "Dikkati, yoğun katmanları ve normalleştirmeleri ayrı ayrı sayıp toplayın.",
            "Count the attention, the dense layers and the normalizations separately, and add them up.",
        ),
        remark=(
            "Ne başların sayısının ne de dizinin uzunluğunun etkisi var; büyük modellerde sonucu d² terimleri belirler.",
            "Neither the number of heads nor the length of the sequence matters; in large models the terms in d² dominate.",
        ),
    )


def _nucleus(probabilities, p, *, scaled=True, before=0, slack=1e-12):
    order = np.argsort(-probabilities, kind="stable")
    sums = np.cumsum(probabilities[order])
    count = int(np.argmax(sums >= p - slack)) + 1 if sums[-1] >= p - slack else len(order)
    chosen = order[: max(count - before, 0)]
    result = np.zeros(len(probabilities))
    result[chosen] = probabilities[chosen]
    return result / result.sum() if scaled and len(chosen) else result


@exercise(LESSON, "top_p", tr="top-p ile seçmek", en="Choosing by top-p")
def top_p(answer):
    """``answer(probabilities (n,), p) -> (n,)``: the smallest set of the likeliest that reaches p, scaled to the sum 1."""
    beliefs = [
        ("sorted_result", lambda x, p: -np.sort(-_nucleus(x, p)),
         "Olasılıklar doğru, ama sıralanmış biçimde dönmüş: her biri girdideki yerinde kalmalı.",
         "The probabilities are right, but they came back sorted: each has to stay at its place in the input."),
        ("not_scaled", lambda x, p: _nucleus(x, p, scaled=False),
         "Kalanların toplamı 1 değil: toplamlarına bölün.", "What is left does not sum to 1: divide by its sum."),
        ("last_left_out", lambda x, p: _nucleus(x, p, before=1),
         "Toplamı `p`'ye ulaştıran olasılık da tutulur; siz ondan önce durmuşsunuz.",
         "The probability that brings the sum to `p` is kept as well; you stopped before it."),
        ("one_too_many", lambda x, p: _nucleus(x, p, slack=-1e-12),
         "Toplam `p`'ye tam ulaşınca da durulur: `>` değil, `>=` gerekir.",
         "Stop also where the sum is exactly `p`: compare with `>=` and not with `>`."),
        ("threshold", lambda x, p: np.where(x >= p, x, 0) / max(np.where(x >= p, x, 0).sum(), 1e-12),
         "`p` tek bir olasılığın değil, toplamın eşiğidir.", "`p` is a threshold for the sum, not for each probability."),
        ("least_first", lambda x, p: _least_first(x, p),
         "En az olasıdan başlanmış; en olasıdan başlayarak ekleyin.",
         "You began with the least likely; begin with the likeliest."),
        ("given_order", lambda x, p: _given_order(x, p),
         "Olasılıklar girdinin sırasıyla toplanmış; önce en olasıdan başlayarak sıralayın.",
         "The probabilities were added up in the order of the input; sort them first, from the likeliest on."),
        ("share_of_tokens", lambda x, p: _share(x, p),
         "`p` belirteçlerin oranı değildir: tutulanların olasılıkları toplamıdır.",
         "`p` is not a share of the tokens: it is what the probabilities of those that are kept add up to."),
        ("nothing_cut", lambda x, p: x / x.sum(),
         "Hiçbir olasılık kesilmemiş.", "No probability was cut off."),
        ("best_only", lambda x, p: (np.arange(len(x)) == x.argmax()) * 1.0,
         "Yalnızca en olası belirteç kalmış.", "Only the likeliest token was kept."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([0.15, 0.5, 0.05, 0.3]), 0.9),
            (np.array([0.15, 0.5, 0.05, 0.3]), 0.45),
            (np.array([0.1, 0.2, 0.7]), 0.75),
            (np.array([0.05, 0.45, 0.1, 0.4]), 1.0),
            (np.array([0.02, 0.08, 0.4, 0.13, 0.37]), 0.6),
            (np.array([0.35, 0.05, 0.3, 0.2, 0.1]), 0.58),
            (np.array([0.1875, 0.5, 0.0625, 0.25]), 0.75),  # sums without rounding, so that 0.75 is reached exactly
        ],
        _nucleus,
        beliefs,
        otherwise=(
            "wrong_value",
            "En olasıdan başlayıp toplam `p`'ye ulaşana kadar ekleyin, sonra kalanları toplamlarına bölün.",
            "Add from the likeliest on until the sum reaches `p`, then divide what is left by its sum.",
        ),
        remark=(
            "Kalan belirteçlerin sayısı ağın ne kadar emin olduğuna göre değişir; top-k'da ise hep aynıdır.",
            "How many tokens are left depends on how sure the network is; with top-k it is always the same number.",
        ),
    )


def _least_first(x, p):
    order = np.argsort(x, kind="stable")
    count = int(np.argmax(np.cumsum(x[order]) >= p - 1e-12)) + 1
    kept = np.isin(np.arange(len(x)), order[:count])
    return np.where(kept, x, 0) / x[kept].sum()


def _given_order(x, p):
    count = int(np.argmax(np.cumsum(x) >= p - 1e-12)) + 1
    kept = np.arange(len(x)) < count
    return np.where(kept, x, 0) / x[kept].sum()


def _share(x, p):
    kept = np.isin(np.arange(len(x)), np.argsort(-x, kind="stable")[: int(np.ceil(p * len(x)))])
    return np.where(kept, x, 0) / x[kept].sum()


@exercise(LESSON, "bits_per_letter", tr="Ayrı belirteçli iki model", en="Two models with different tokens")
def bits_per_letter(answer):
    """``answer(perplexity, letters) -> float``: log2(perplexity) / letters."""
    beliefs = [
        ("natural_logarithm", lambda x, n: np.log(x) / n,
         "Bit için 2 tabanında logaritma gerekir: `np.log2`.", "For bits the logarithm has the base 2: `np.log2`."),
        ("decimal_logarithm", lambda x, n: np.log10(x) / n,
         "Bit için 2 tabanında logaritma gerekir: `np.log2`.", "For bits the logarithm has the base 2: `np.log2`."),
        ("per_token", lambda x, n: np.log2(x),
         "Bu, belirteç başına bit: harflerin sayısına bölün.", "These are the bits per token: divide by the number of letters."),
        ("divided_first", lambda x, n: np.log2(x / n),
         "Önce logaritma alınır, sonra bölünür.", "The logarithm comes first, then the division."),
        ("perplexity_divided", lambda x, n: x / n,
         "Şaşkınlık harflere bölünmez; önce bite çevirin.",
         "A perplexity cannot be divided among letters; turn it into bits first."),
        ("perplexity_per_letter", lambda x, n: x ** (1 / n),
         "Bu, harf başına şaşkınlık; bit onun 2 tabanında logaritmasıdır.",
         "That is the perplexity per letter; the bits are its logarithm to base 2."),
        ("multiplied", lambda x, n: np.log2(x) * n,
         "Bir belirtecin bitleri harflerine paylaştırılır: çarpmayın, bölün.",
         "The bits of a token are shared among its letters: divide instead of multiplying."),
    ]  # fmt: skip
    return judge(
        answer,
        [(8.0, 1.0), (20.0, 4.2), (3.1, 1.0), (150.0, 5.5), (1.0, 2.0)],
        lambda perplexity, letters: np.log2(perplexity) / letters,
        beliefs,
        otherwise=(
            "wrong_value",
            "Belirteç başına bit `np.log2(perplexity)`'dir; onu `letters`'a bölün.",
            "The bits per token are `np.log2(perplexity)`; divide them by `letters`.",
        ),
        remark=(
            f"Belirteci ortalama 4,2 harf, şaşkınlığı 20 olan bir model harf başına {number(np.log2(20) / 4.2)} bit kullanır; "
            f"harf harf okuyan ve şaşkınlığı 3,1 olan bir model ise {number(np.log2(3.1))} bit.",
            f"A model with a perplexity of 20 and 4.2 letters per token has {number(np.log2(20) / 4.2)} bits per letter; one "
            f"that reads letters with a perplexity of 3.1 has {number(np.log2(3.1))}.",
        ),
    )


def _cost(n, d, chips, speed, watts):
    seconds = 6 * n * d / (chips * speed)
    return seconds / 86400, chips * watts * seconds / 3.6e6


@exercise(LESSON, "training_cost", tr="Bir eğitimin bedeli", en="The cost of training")
def training_cost(answer):
    """``answer(parameters, tokens, chips, speed, watts) -> (days, kilowatt-hours)`` from 6 N D operations."""
    beliefs = [
        ("energy_first", lambda *a: _cost(*a)[::-1],
         "Sıra ters: önce gün, sonra kilowatt-saat.", "The order is reversed: days first, then kilowatt-hours."),
        ("writing_not_training", lambda n, d, c, s, w: tuple(x / 3 for x in _cost(n, d, c, s, w)),
         "`2 N D` yalnızca ileri geçiştir; eğitim `6 N D` işlemdir.",
         "`2 N D` is the forward pass alone; training takes `6 N D` operations."),
        ("no_factor", lambda n, d, c, s, w: tuple(x / 6 for x in _cost(n, d, c, s, w)),
         "6 çarpanı eksik: eğitim `6 N D` işlemdir.", "The factor 6 is missing: training takes `6 N D` operations."),
        ("one_chip", lambda n, d, c, s, w: (_cost(n, d, 1, s, w)[0], _cost(n, d, c, s, w)[1]),
         "Günler tek bir çiple bulunmuş: işi `chips` çip paylaşır.",
         "The days are those of a single chip: `chips` chips share the work."),
        ("energy_of_one_chip", lambda n, d, c, s, w: (_cost(n, d, c, s, w)[0], _cost(n, d, c, s, w)[1] / c),
         "Enerji tek bir çipinki: bütün çipler çalışır.", "The energy is that of a single chip: all chips are working."),
        ("energy_of_chips_twice", lambda n, d, c, s, w: (_cost(n, d, 1, s, w)[0], c * _cost(n, d, c, s, w)[1]),
         "Çip sayısı süreyi kısaltmamış: saniyeler `6 N D / (chips * speed)`'dir.",
         "The number of chips did not shorten the time: the seconds are `6 N D / (chips * speed)`."),
        ("watt_hours", lambda *a: (_cost(*a)[0], 1000 * _cost(*a)[1]),
         "Enerji watt-saat: kilowatt-saat için 1000'e bölün.",
         "The energy is in watt-hours: divide by 1000 for kilowatt-hours."),
        ("joules", lambda *a: (_cost(*a)[0], 3.6e6 * _cost(*a)[1]),
         "Enerji joule: kilowatt-saat için 3,6 milyona bölün.",
         "The energy is in joules: divide by 3.6 million for kilowatt-hours."),
        ("kilojoules", lambda *a: (_cost(*a)[0], 3600 * _cost(*a)[1]),
         "Saniyeler saate çevrilmemiş: enerji için 3600'e bölün.",
         "The seconds were not turned into hours: divide by 3600 for the energy."),
        ("hours_not_days", lambda *a: (24 * _cost(*a)[0], _cost(*a)[1]),
         "Süre saat olarak dönmüş: gün için 24'e bölün.", "The time came back in hours: divide by 24 for days."),
        ("seconds_not_days", lambda *a: (86400 * _cost(*a)[0], _cost(*a)[1]),
         "Süre saniye olarak dönmüş: gün için 86400'e bölün.", "The time came back in seconds: divide by 86400 for days."),
    ]  # fmt: skip
    days, energy = _cost(405e9, 15.6e12, 16000, 0.4 * 989e12, 700)
    return judge(
        answer,
        [
            (175e9, 300e9, 1000, 4e14, 700),
            (7e9, 2e12, 64, 1.5e14, 400),
            (44000, 1.5e6, 1, 2.1e11, 15),
            (1e9, 2e10, 8, 1e14, 500),
        ],
        _cost,
        beliefs,
        results=(L("gün", "days"), L("kilowatt_saat", "kilowatt_hours")),
        otherwise=(
            "wrong_value",
            "Saniyeleri `6 N D / (chips * speed)` ile bulun, sonra birimleri tek tek çevirin.",
            "Find the seconds with `6 N D / (chips * speed)`, then convert the units one by one.",
        ),
        remark=(
            f"Llama 3.1 405B için 16.000 çiple {number(days, 0)} gün ve {number(energy / 1e6, 1)} GWh.",
            f"For Llama 3.1 405B with 16,000 chips: {number(days, 0)} days and {number(energy / 1e6, 1)} GWh.",
        ),
    )


@exercise(LESSON, "small_gpt", tr="Küçük bir GPT", en="A small GPT", seconds=TRAINING * limits.CHECK_SECONDS)
def small_gpt(answer):
    """``answer() -> model``: any trained Keras model from tokens (n, 40) to scores (n, 40, letters), with fewer than 40,000
    parameters, that does not look ahead and has few bits a letter on the test lines."""
    x, y = held_out()
    model = call_trainer(answer, unseen=x, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "count_params") and not isinstance(model, type))
    count = count_parameters(model, MOST_PARAMETERS)
    letters = len(derived_lines(language()).vocabulary)
    hint = L("Son katman her harf için bir puan vermeli.", "The last layer has to give a score for each letter.")
    scores = outputs_of(model, x, (*x.shape, letters), hint)
    expect(
        not _looks_ahead(model, x, scores),
        L(
            "Model sonraki harfleri görüyor: onlar değişince öncekilerin puanları da değişti. Nedensel maske eksik olabilir: "
            "`causal=True`.",
            "The model sees later letters: when they changed, so did the scores before them. The causal mask may be missing: "
            "`causal=True`.",
        ),
        "looks_ahead",
    )
    value, most = bits(scores, y), MOST_BITS[language()]
    if value <= most:
        return L(
            f"{count} parametreyle görülmeyen sözcüklerde harf başına {number(value)} bit.",
            f"{number(value)} bits per letter on unseen words with {count} parameters.",
        )
    came, wanted = apart(value, most)
    report = L(
        f"Görülmeyen sözcüklerde harf başına {came} bit; en çok {wanted} olmalı. ",
        f"On unseen words there are {came} bits per letter; there may be at most {wanted}. ",
    )
    if value > 4:
        call_untrained(report, "train")
    why = L("Daha çok adım ya da daha büyük bir boyut deneyin.", "Try more steps or a larger size.")
    wrong(report + why, "not_good_enough")


def _looks_ahead(model, x, scores):
    """Tell whether other letters in the second half of the lines change what is said about the first half."""
    half = x.shape[1] // 2
    other = np.hstack([x[:, :half], x[::-1, half:]])
    return not same(np.asarray(model(other))[:, :half], scores[:, :half], atol=1e-2)


def held_out():
    """Return the inputs and the targets (200, 40) of test lines in the reader's language."""
    lines = derived_lines(language())
    return encode(lines.test[:200], lines.vocabulary)


def bits(scores, y):
    """Return the mean bits a letter of scores (n, 40, letters) for the targets y (n, 40); -1 is not asked."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    chances = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return float(-np.take_along_axis(chances, np.maximum(y, 0)[..., None], axis=-1)[..., 0][y >= 0].mean() / np.log(2))

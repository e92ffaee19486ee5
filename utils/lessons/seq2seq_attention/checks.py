"""Checks of lesson 26_seq2seq_attention."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import as_array, exercise, expect, wrong
from utils.checks.errors import python_message
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, count_parameters, expect_model
from utils.checks.show import apart
from utils.language import L, percent
from utils.lessons.seq2seq_attention.numbers import END, START, TARGET, TARGET_LENGTH, draw_numbers, encode
from utils.lessons.seq2seq_attention.translator import cut, softmax

LESSON = "26_seq2seq_attention"
MOST_PARAMETERS, LEAST_EXACT, TESTED = 15_000, 0.9, 500
TRAINING = 24  # times as long as another answer may small_translator take: it trains a network, two minutes at most


def attended(query, keys, values, mask):
    """Return the context (e,) and the weights (T,) of dot-product attention; masked places get the weight 0."""
    weights = softmax(np.where(mask, keys @ query, -np.inf))
    return weights @ values, weights


def _attention_case(seed, steps, size, width, hidden=()):
    """Return query (d,), keys (T, d), values (T, e) and a mask (T,); hidden: the places of the padding."""
    rng = np.random.default_rng(seed)
    mask = np.ones(steps, dtype=bool)
    mask[list(hidden)] = False
    return rng.normal(size=size), rng.normal(size=(steps, size)), rng.normal(0, 2, size=(steps, width)), mask


@exercise(LESSON, "attend_one", tr="Dikkati yazın", en="Write attention")
def attend_one(answer):
    """``answer(query (d,), keys (T, d), values (T, e), mask (T,)) -> context (e,), weights (T,)``."""

    def with_weights(make):
        def believed(query, keys, values, mask):
            weights = make(keys @ query, mask)
            return weights @ values, weights

        return believed

    def hard(scores, mask):
        return np.eye(len(scores))[np.where(mask, scores, -np.inf).argmax()]

    beliefs = [
        ("weights_first", lambda *case: attended(*case)[::-1],
         "Sıra ters: önce bağlam vektörü, sonra ağırlıklar.", "The order is reversed: first the context, then the weights."),
        ("mask_ignored", with_weights(lambda scores, mask: softmax(scores)),
         "Dolgu da ağırlık alıyor: `mask` dizisi `False` olan yerlerin puanı softmax'tan önce eksi sonsuz yapılmalı.",
         "The padding gets a weight, too: where `mask` is `False` the score has to become minus infinity before the softmax."),
        ("mask_inverted", with_weights(lambda scores, mask: softmax(np.where(mask, -1e9, scores))),
         "Maske ters: `True` gerçek kelime, `False` dolgu demektir.",
         "The mask is inverted: `True` is a real word and `False` is padding."),
        ("mask_as_zero_score", with_weights(lambda scores, mask: softmax(np.where(mask, scores, 0.0))),
         "Puanı 0 yapmak yetmez: softmax 0 puana da `exp(0) = 1` kadar pay verir. Puan eksi sonsuz olmalı.",
         "A score of 0 is not enough: the softmax still gives it a share of `exp(0) = 1`. It has to be minus infinity."),
        ("mask_after_softmax", with_weights(lambda scores, mask: softmax(scores) * mask),
         "Maskeyi softmax'tan sonra uyguladınız; kalan ağırlıkların toplamı artık 1 değil.",
         "You applied the mask after the softmax, so the remaining weights no longer add up to 1."),
        ("no_softmax", with_weights(lambda scores, mask: scores * mask),
         "Puanlar ağırlık değildir: softmax'tan geçirin.", "Scores are not weights: pass them through a softmax."),
        ("shares_of_the_sum", with_weights(lambda scores, mask: scores * mask / (scores * mask).sum()),
         "Puanları toplamlarına böldünüz; eksi puanlar eksi ağırlık olur. Softmax önce `np.exp` alır.",
         "You divided the scores by their sum, which makes negative weights of negative scores. A softmax takes `np.exp` first."),
        ("divided_by_root", lambda q, k, v, m: attended(q / np.sqrt(len(q)), k, v, m),
         "Puanları `d`'nin kareköküne böldünüz. Bu, dönüştürücünün dikkatidir; bu alıştırma ölçeksiz iç çarpımı soruyor.",
         "You divided the scores by the square root of `d`. That is the attention of a transformer; this exercise asks for the "
         "plain dot product."),
        ("hard", with_weights(hard),
         "Yalnızca en büyük puanlı yeri aldınız; dikkat bütün yerlerin ağırlıklı ortalamasıdır.",
         "You took only the place with the highest score; attention is a weighted average of all places."),
        ("equal_weights", with_weights(lambda scores, mask: mask / mask.sum()),
         "Bütün yerlere aynı ağırlığı verdiniz; ağırlıklar puanların softmax'ıdır.",
         "You gave all places the same weight; the weights are the softmax of the scores."),
        ("cosine", lambda q, k, v, m: attended(q / np.linalg.norm(q), k / np.linalg.norm(k, axis=1, keepdims=True), v, m),
         "Vektörleri boylarına böldünüz; puan, iç çarpımın kendisidir.",
         "You divided the vectors by their lengths; the score is the plain dot product."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            _attention_case(0, 3, 2, 4),
            _attention_case(1, 5, 3, 2, hidden=(3, 4)),
            _attention_case(2, 4, 4, 3, hidden=(0,)),
            _attention_case(3, 2, 5, 1, hidden=(1,)),
            (
                np.array([30.0, -20.0]),
                np.array([[40.0, 1.0], [39.9, 1.2], [0.0, 50.0]]),
                np.eye(3),
                np.array([True, True, False]),
            ),
        ],
        attended,
        beliefs,
        results=("context", "weights"),
        called=lambda q, k, v, m: L(
            f"{int(m.sum())} kelime ve {int((~m).sum())} dolgu, d = {len(q)}",
            f"{int(m.sum())} words and {int((~m).sum())} places of padding, d = {len(q)}",
        ),
        otherwise=(
            "wrong_value",
            "Puanlar `keys @ query`, ağırlıklar maskelenmiş puanların softmax'ı, bağlam `weights @ values`.",
            "The scores are `keys @ query`, the weights the softmax of the masked scores, the context `weights @ values`.",
        ),
        remark=(
            "Anahtarlarla değerler burada ayrı verilir; çeviricimizde ikisi de kodlayıcının durumlarıdır.",
            "Keys and values are given separately here; in our translator both are the states of the encoder.",
        ),
    )


def fed_and_asked(words, length):
    """Return the decoder's input and its target, each (length,), for the tokens of a sentence without marks."""
    fed, asked = np.zeros(length, dtype=int), np.zeros(length, dtype=int)
    fed[: len(words) + 1] = [START, *words]
    asked[: len(words) + 1] = [*words, END]
    return fed, asked


@exercise(LESSON, "decoder_pair", tr="Kod çözücünün girdisi ve hedefi", en="Input and target of the decoder")
def decoder_pair(answer):
    """``answer(words, length) -> input (length,), target (length,)``: shifted by one, with marks, padded with 0."""

    def padded(row, length):
        return np.array([*row, *[0] * length])[:length]

    beliefs = [
        ("swapped", lambda w, n: fed_and_asked(w, n)[::-1],
         "İkisi yer değiştirmiş: girdi `1` (`<s>`) ile başlar, hedef `2` (`</s>`) ile biter.",
         "The two are swapped: the input begins with `1` (`<s>`) and the target ends with `2` (`</s>`)."),
        ("not_shifted", lambda w, n: (padded([START, *w, END], n), padded([START, *w, END], n)),
         "Girdi ile hedef aynı; hedef, girdinin bir kelime sonrasıdır.",
         "Input and target are equal; the target is one word ahead of the input."),
        ("end_in_input", lambda w, n: (padded([START, *w, END], n), fed_and_asked(w, n)[1]),
         "Girdide `2` (`</s>`) var: bitişten sonra yazılacak bir şey kalmadığı için o girdiye konmaz.",
         "There is a `2` (`</s>`) in the input: nothing is to be written after the end, so it is never fed."),
        ("start_in_target", lambda w, n: (fed_and_asked(w, n)[0], padded([START, *w, END], n)),
         "Hedef `1` (`<s>`) ile başlıyor: ilk hedef, ilk kelimedir.",
         "The target begins with `1` (`<s>`): the first target is the first word."),
        ("no_end", lambda w, n: (fed_and_asked(w, n)[0], padded(w, n)),
         "Hedefin sonunda `2` (`</s>`) yok; ağ durmayı ancak ondan öğrenir.",
         "There is no `2` (`</s>`) at the end of the target; the network learns to stop from it."),
        ("no_start", lambda w, n: (padded(w, n), fed_and_asked(w, n)[1]),
         "Girdinin başında `1` (`<s>`) yok; ilk kelime yazılırken bilinen tek şey odur.",
         "There is no `1` (`<s>`) at the start of the input; it is all that is known when the first word is written."),
        ("not_padded", lambda w, n: (np.array([START, *w]), np.array([*w, END])),
         "Diziler `length` uzunluğunda olmalı: geri kalan yerlere `0` koyun.",
         "The arrays have to be `length` long: put `0` in the remaining places."),
        ("padded_in_front", lambda w, n: tuple(np.array([0] * (n - len(w) - 1) + row) for row in ([START, *w], [*w, END])),
         "Dolgu başa değil, sona konur.", "The padding goes at the end, not at the beginning."),
        ("padded_with_end", lambda w, n: (fed_and_asked(w, n)[0], np.array([*w, *[END] * (n - len(w))])),
         "Bitiş işareti bir kez gelir; ondan sonrası `0` olan dolgudur.",
         "The end mark comes once; after it there is padding, `0`."),
    ]  # fmt: skip
    return judge(
        answer,
        [([5, 9, 4], 7), ([12], 4), ([8, 8, 3, 20], 5), (list(range(3, 14)), 15)],
        fed_and_asked,
        beliefs,
        results=("fed", "asked"),
        otherwise=(
            "wrong_value",
            "Girdi `[1, *words]`, hedef `[*words, 2]`; ikisi de `length` uzunluğuna kadar `0` ile dolar.",
            "The input is `[1, *words]`, the target `[*words, 2]`; both are filled up to `length` with `0`.",
        ),
        remark=(
            "Öğretmen zorlaması budur: her adımda doğru kelime verilir, bir sonraki sorulur.",
            "This is teacher forcing: at each step the right word is given and the next one is asked.",
        ),
    )


def exact_share(said, target):
    """Return the share of rows (n, T) that agree up to the first end of ``target``."""
    return float((cut(said) == cut(target)).all(axis=1).mean())


def _sentences(*rows):
    return np.array(rows)


@exercise(LESSON, "exact_match", tr="Tam doğru çeviriler", en="Exact translations")
def exact_match(answer):
    """``answer(said (n, T), target (n, T)) -> float``: the share of rows that are right up to and including the end."""

    def before_end(said, target):
        real = np.cumsum(target == END, axis=1) == 0
        return float(((said == target) | ~real).all(axis=1).mean())

    beliefs = [
        ("after_the_end", lambda s, t: (s == t).all(axis=1).mean(),
         "`</s>` işaretinden sonra gelenleri de karşılaştırdınız; ağ orada ne yazarsa yazsın, okuyan görmez.",
         "You also compared what comes after `</s>`; whatever the network writes there is never read."),
        ("right_words", lambda s, t: (s == t)[t > 0].mean(),
         "Bu, doğru kelimelerin payı; soru, bütünüyle doğru cümlelerin payı.",
         "That is the share of right words; the question is the share of sentences that are right as a whole."),
        ("end_ignored", before_end,
         "`</s>` işareti de doğru yerde olmalı: durması gereken yerde sürdürülen bir çeviri yanlıştır.",
         "The mark `</s>` has to be in the right place as well: a translation that goes on where it should stop is wrong."),
        ("all_places", lambda s, t: (s == t).mean(),
         "Bu, doğru yerlerin payı, üstelik dolgu da sayılmış; önce her satırda `all` alın.",
         "That is the share of right places, with the padding counted; take `all` in each row first."),
        ("count", lambda s, t: exact_share(s, t) * len(s),
         "Sayı değil, pay soruluyor: satır sayısına bölün.", "Return the share, not the count: divide by the number of rows."),
        ("wrong_share", lambda s, t: 1 - exact_share(s, t),
         "Bu, yanlış çevirilerin payı.", "That is the share of wrong translations."),
        ("any_word", lambda s, t: (s == t).any(axis=1).mean(),
         "Bir kelimenin tutması yetmez: `any` değil `all`.", "One matching word is not enough: `all`, not `any`."),
        ("first_word", lambda s, t: (s[:, 0] == t[:, 0]).mean(),
         "Yalnızca ilk kelimeye baktınız.", "You looked at the first word only."),
        ("length_only", lambda s, t: ((s == END).argmax(axis=1) == (t == END).argmax(axis=1)).mean(),
         "Yalnızca uzunlukları karşılaştırdınız.", "You compared the lengths only."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (
                _sentences([5, 9, 2, 0, 0], [5, 9, 2, 7, 7], [5, 9, 4, 2, 0], [8, 2, 2, 2, 2], [5, 8, 2, 0, 0]),
                _sentences([5, 9, 2, 0, 0], [5, 9, 2, 0, 0], [5, 9, 2, 0, 0], [8, 2, 0, 0, 0], [5, 9, 2, 0, 0]),
            ),
            (
                _sentences([3, 4, 2, 0], [2, 4, 2, 0], [3, 2, 0, 0], [3, 4, 5, 2]),
                _sentences([3, 4, 2, 0], [3, 4, 2, 0], [3, 4, 2, 0], [3, 4, 5, 2]),
            ),
            (
                _sentences([9, 5, 2, 0], [5, 9, 9, 9], [4, 6, 2, 5]),
                _sentences([5, 9, 2, 0], [5, 9, 2, 0], [4, 6, 2, 0]),
            ),
            (_sentences([6, 2, 9], [6, 2, 2], [7, 2, 6]), _sentences([6, 2, 0], [6, 2, 0], [7, 2, 0])),
            (_sentences([6, 7, 2], [6, 2, 3], [2, 2, 3]), _sentences([7, 7, 2], [6, 7, 2], [6, 2, 0])),
        ],
        exact_share,
        beliefs,
        otherwise=(
            "wrong_value",
            "Bir satır, `target` satırının ilk `2`'sine kadar (o da içinde) bütün yerleri tutuyorsa doğrudur.",
            "A row is right if all its places agree up to the first `2` of the row of `target`, that `2` included.",
        ),
        remark=(
            "Dersteki bütün çeviri oranları bu ölçüyle bulundu.",
            "All shares of right translations in this lesson are measured in this way.",
        ),
    )


def additive(query, keys, w_q, w_k, v):
    """Return Bahdanau's scores (T,): v · tanh(query W_q + key W_k)."""
    return np.tanh(query @ w_q + keys @ w_k) @ v


def _additive_case(seed, steps, query, key, units):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=query), rng.normal(size=(steps, key)), rng.normal(size=(query, units)),
        rng.normal(size=(key, units)), rng.normal(size=units),
    )  # fmt: skip


@exercise(LESSON, "additive_scores", tr="Toplamalı puan", en="Additive scores")
def additive_scores(answer):
    """``answer(query (d,), keys (T, e), w_q (d, u), w_k (e, u), v (u,)) -> T scores``."""
    beliefs = [
        ("v_forgotten", lambda q, k, wq, wk, v: np.tanh(q @ wq + k @ wk),
         "Sonunda `v` ile çarpın: her yer için bir vektör değil, bir sayı gerekir.",
         "Multiply by `v` at the end: each place needs one number, not a vector."),
        ("weights_not_scores", lambda *case: softmax(additive(*case)),
         "Bunlar ağırlıklar; puanlar soruluyor, softmax'tan öncesi.",
         "Those are the weights; the scores are asked for, before the softmax."),
        ("no_tanh", lambda q, k, wq, wk, v: (q @ wq + k @ wk) @ v,
         "tanh eksik. O olmadan sorgunun katkısı bütün yerlerde aynı olur ve softmax'ta silinir.",
         "The tanh is missing. Without it the query adds the same number at every place, and the softmax removes it."),
        ("tanh_last", lambda q, k, wq, wk, v: np.tanh((q @ wq + k @ wk) @ v),
         "tanh, `v` ile çarpmadan önce uygulanır.", "The tanh is applied before the product with `v`."),
        ("query_ignored", lambda q, k, wq, wk, v: np.tanh(k @ wk) @ v,
         "Sorgu hiç kullanılmamış: toplamda `query @ w_q` da var.",
         "The query was not used: the sum also contains `query @ w_q`."),
        ("keys_ignored", lambda q, k, wq, wk, v: np.full(len(k), np.tanh(q @ wq) @ v),
         "Anahtarlar kullanılmamış: toplamda `keys @ w_k` da var.",
         "The keys were not used: the sum also contains `keys @ w_k`."),
        ("tanh_of_each", lambda q, k, wq, wk, v: (np.tanh(q @ wq) + np.tanh(k @ wk)) @ v,
         "Önce toplayın, sonra tanh alın; ayrı ayrı alınca sorgu bütün yerlere aynı sayıyı ekler.",
         "Add first, then take the tanh; taken separately, the query adds the same number at every place."),
        ("product", lambda q, k, wq, wk, v: np.tanh((q @ wq) * (k @ wk)) @ v,
         "Sorgu ile anahtar çarpılmaz, toplanır.", "Query and key are added, not multiplied."),
        ("difference", lambda q, k, wq, wk, v: np.tanh(k @ wk - q @ wq) @ v,
         "Sorgu çıkarılmaz, toplanır.", "The query is added, not subtracted."),
        ("sigmoid", lambda q, k, wq, wk, v: (1 / (1 + np.exp(-(q @ wq + k @ wk)))) @ v,
         "Bu sigmoid; Bahdanau tanh kullanır.", "That is the sigmoid; Bahdanau uses tanh."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            _additive_case(0, 3, 2, 4, 5),
            _additive_case(1, 6, 4, 3, 2),
            _additive_case(2, 1, 3, 3, 3),
            _additive_case(3, 4, 5, 5, 1),
        ],
        additive,
        beliefs,
        called=lambda q, k, wq, wk, v: L(
            f"{len(k)} yer, {len(q)} boyutlu sorgu, u = {len(v)}",
            f"{len(k)} places, a query of size {len(q)}, u = {len(v)}",
        ),
        otherwise=(
            "wrong_value",
            "Puan, `np.tanh(query @ w_q + keys @ w_k) @ v` olmalı.",
            "The scores are `np.tanh(query @ w_q + keys @ w_k) @ v`.",
        ),
        remark=(
            "İç çarpımdan farklı olarak sorgu ile anahtarın boyları burada ayrı olabilir.",
            "Unlike in the dot product, the query and the keys may have different sizes here.",
        ),
    )


def continued(totals, log_probabilities, beam):
    """Return rows, words and sums (beam,) of the best continuations, the best first."""
    sums = totals[:, None] + log_probabilities
    best = np.argsort(-sums, axis=None, kind="stable")[:beam]
    rows, words = np.unravel_index(best, sums.shape)
    return rows, words, sums[rows, words]


def _beam_case(seed, hypotheses, words, beam):
    rng = np.random.default_rng(seed)
    log_probabilities = np.log(softmax(rng.normal(0, 1.5, size=(hypotheses, words))))
    return -rng.uniform(0, 3, size=hypotheses), log_probabilities, beam


@exercise(LESSON, "beam_step", tr="Işın aramasının bir adımı", en="One step of beam search")
def beam_step(answer):
    """``answer(totals (k,), log_probabilities (k, V), beam) -> rows, words, sums``, each (beam,), the best first."""

    def ranked(make):
        def believed(totals, log_probabilities, beam):
            sums = make(totals, log_probabilities)
            best = np.argsort(-sums, axis=None, kind="stable")[:beam]
            rows, words = np.unravel_index(best, sums.shape)
            return rows, words, sums[rows, words]

        return believed

    def worst_first(*case):
        return tuple(part[::-1] for part in continued(*case))

    def one_of_each(totals, log_probabilities, beam):
        words = log_probabilities.argmax(axis=1)
        sums = totals + log_probabilities.max(axis=1)
        rows = np.argsort(-sums, kind="stable")[:beam]
        return rows, words[rows], sums[rows]

    def unordered(given, totals, log_probabilities, beam):
        rows, words, sums = map(np.asarray, given)
        chosen = {*zip(*map(np.ndarray.tolist, continued(totals, log_probabilities, beam)[:2]), strict=True)}
        own_sums = (totals[:, None] + log_probabilities)[rows, words]
        return {*zip(rows.tolist(), words.tolist(), strict=True)} == chosen and np.allclose(sums, own_sums)

    def right_places_own_sums(totals, log_probabilities, beam):
        rows, words, _ = continued(totals, log_probabilities, beam)
        return rows, words, log_probabilities[rows, words]

    beliefs = [
        ("old_totals_ignored", ranked(lambda totals, log_p: log_p),
         "Önceki toplamlar hesaba girmemiş: bir devamın değeri, yarım cümlenin toplamı ile kelimenin logaritmasının toplamıdır.",
         "The totals so far were left out: a continuation is worth the total of its hypothesis plus the logarithm of the word."),
        ("own_sums", right_places_own_sums,
         "Doğru devamları seçtiniz, ama `sums` bütün cümlenin toplamı olmalı, yalnızca son kelimenin değil.",
         "You picked the right continuations, but `sums` has to be the total of the whole sentence, not of the last word alone."),
        ("worst_first", worst_first,
         "Sıra ters: en iyi devam başa gelir.", "The order is reversed: the best continuation comes first."),
        ("unordered", sign(unordered),
         "Doğru devamları seçtiniz, ama sıraları karışmış: en iyi devam başa gelir. `np.argpartition` sıralamaz, `np.argsort` "
         "sıralar.",
         "You picked the right continuations, but they are out of order: the best one comes first. `np.argpartition` does not "
         "sort, `np.argsort` does."),
        ("lowest", ranked(lambda totals, log_p: -(totals[:, None] + log_p)),
         "En küçük toplamları seçtiniz; logaritmalar eksi olduğundan en iyisi sıfıra en yakın olandır.",
         "You picked the lowest sums; since logarithms are negative, the best one is the closest to zero."),
        ("multiplied", ranked(lambda totals, log_p: totals[:, None] * log_p),
         "Logaritmalar çarpılmaz, toplanır.", "Logarithms are added, not multiplied."),
        ("subtracted", ranked(lambda totals, log_p: log_p - totals[:, None]),
         "Önceki toplam çıkarılmaz, eklenir.", "The total so far is added, not subtracted."),
        ("probabilities", ranked(lambda totals, log_p: np.exp(totals[:, None] + log_p)),
         "Olasılıkları döndürdünüz; log olasılıklar soruluyor.",
         "You returned probabilities; the log-probabilities are asked for."),
        ("one_of_each_row", one_of_each,
         "Her yarım cümleden yalnızca bir devam aldınız; en iyi iki devam aynı cümleden gelebilir.",
         "You took only one continuation of each hypothesis; the two best may come from the same one."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([-0.2, -2.5]), np.log([[0.5, 0.3, 0.2], [0.9, 0.06, 0.04]]), 2),
            _beam_case(1, 3, 5, 4),
            _beam_case(2, 1, 4, 3),
            _beam_case(3, 4, 3, 1),
            _beam_case(4, 5, 6, 5),
            _beam_case(5, 4, 5, 17),
            _beam_case(6, 30, 60, 900),  # so many that what only parts the best from the others leaves them unsorted
        ],
        continued,
        beliefs,
        results=("rows", "words", "sums"),
        called=lambda totals, log_p, beam: L(
            f"{len(totals)} yarım cümle, {log_p.shape[1]} kelime, ışın {beam}",
            f"{len(totals)} hypotheses, {log_p.shape[1]} words, a beam of {beam}",
        ),
        otherwise=(
            "wrong_value",
            "`totals[:, None] + log_probabilities` tablosunun en büyük `beam` değerini bulun.",
            "Find the `beam` largest values of the table `totals[:, None] + log_probabilities`.",
        ),
        remark=(
            "Işın 1 olunca bu adım açgözlü çözmedir.",
            "With a beam of 1 this step is greedy decoding.",
        ),
    )


@exercise(LESSON, "best_hypothesis", tr="Uzunluğa göre düzeltin", en="Correct for the length")
def best_hypothesis(answer):
    """``answer(sums (n,), lengths (n,), alpha) -> int``: the place of the greatest ``sums / lengths ** alpha``."""
    beliefs = [
        ("alpha_ignored", lambda s, n, a: int((s / n).argmax()),
         "Hep uzunluğun kendisine böldünüz; üs `alpha` olmalı, `lengths ** alpha`.",
         "You always divided by the length itself; the exponent has to be `alpha`: `lengths ** alpha`."),
        ("no_normalization", lambda s, n, a: int(s.argmax()),
         "Uzunluk hesaba girmemiş: toplamı `lengths ** alpha` ile bölün.",
         "The length does not enter: divide the sum by `lengths ** alpha`."),
        ("multiplied", lambda s, n, a: int((s * n**a).argmax()),
         "Çarptınız; uzun cümleleri kayırmak için bölmek gerekir, çünkü toplamlar eksidir.",
         "You multiplied; dividing is what helps long sentences, because the sums are negative."),
        ("worst", lambda s, n, a: int((s / n**a).argmin()),
         "En kötüsünü seçtiniz: logaritmalar eksidir, en iyisi sıfıra en yakın olandır.",
         "You picked the worst one: logarithms are negative, so the best is the one closest to zero."),
        ("alpha_times_length", lambda s, n, a: int((s / (a * n) if a else s).argmax()),
         "`alpha` uzunluğun üssüdür, çarpanı değil.", "`alpha` is the exponent of the length, not a factor."),
        ("bonus", lambda s, n, a: int((s + a * n).argmax()),
         "Her kelime için `alpha` kadar ödül eklediniz; bu da kullanılan bir yoldur, ama burada bölme soruluyor.",
         "You added a bonus of `alpha` for each word. That is used, too, but here a division is asked for."),
        ("longest", lambda s, n, a: int(n.argmax()),
         "Yalnızca en uzununu seçtiniz.", "You just picked the longest."),
        ("value", lambda s, n, a: float((s / n**a).max()),
         "Değeri değil, yerini döndürün: `argmax`.", "Return the place, not the value: `argmax`."),
    ]  # fmt: skip
    rows = [
        ([-1.0, -1.8, -2.4], [2, 5, 4], [0.0, 0.4, 0.8, 1.0]),
        ([-3.0, -2.0, -4.5, -5.2], [4, 2, 7, 9], [0.0, 0.3, 0.6, 1.0, 1.5]),
        ([-6.0, -2.2], [12, 4], [0.5, 1.0, 1.2]),
        ([-0.9, -0.5, -1.1, -0.8], [3, 1, 6, 2], [0.0, 0.2, 0.45, 0.7, 1.0]),
        ([-5.0, -7.0, -6.1, -9.9], [5, 8, 3, 13], [0.0, 0.5, 0.8, 1.0, 2.0]),
        ([-2.0], [3], [0.7]),
        ([-1.0, -9.0], [2, 3], [0.5, 1.0]),
    ]
    return judge(
        answer,
        [(np.array(sums), np.array(lengths), alpha) for sums, lengths, alphas in rows for alpha in alphas],
        lambda sums, lengths, alpha: int((sums / lengths**alpha).argmax()),
        beliefs,
        otherwise=(
            "wrong_value",
            "`sums / lengths ** alpha` dizisinin en büyüğünün yeri soruluyor.",
            "The place of the largest value of `sums / lengths ** alpha` is asked for.",
        ),
        remark=(
            "`alpha` 0 iken toplam log olasılık, 1 iken kelime başına ortalaması karşılaştırılır; çeviride ikisinin arası "
            "kullanılmıştır (Wu ve ark., 2016).",
            "With `alpha` 0 the total log-probability is compared, with 1 its mean per word; in translation, values in between "
            "have been used (Wu et al., 2016).",
        ),
    )


def unseen_numbers():
    """Return source (500, 14) and target (500, 16) of numbers that the lesson tests its networks with."""
    return encode(draw_numbers(5000, np.random.default_rng(0))[4000 : 4000 + TESTED])


@exercise(
    LESSON,
    "small_translator",
    tr="Küçük bir çevirici",
    en="A small translator",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def small_translator(answer):
    """``answer() -> model``: any trained Keras model from [source (n, 14), words so far (n, 15)] to scores or probabilities
    (n, 15, 33), with fewer than 15,000 parameters and at least 0.9 of unseen numbers exactly right by greedy decoding."""
    x, y = unseen_numbers()
    model = call_trainer(answer, unseen=x, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, callable(model) and hasattr(model, "count_params") and not isinstance(model, type))
    count = count_parameters(model, MOST_PARAMETERS)
    share = exact_share(_greedy(model, x), y[:, 1:])
    if share >= LEAST_EXACT:
        return L(
            f"{count} parametreyle görülmemiş sayıların {percent(share)} kadarı bütünüyle doğru.",
            f"With {count} parameters, {percent(share)} of the unseen numbers are exactly right.",
        )
    came, least = apart(share, LEAST_EXACT)
    report = L(
        f"Görülmemiş sayıların {came} kadarı bütünüyle doğru; en az {least} olmalı. ",
        f"The share of unseen numbers that are exactly right is {came}; it has to be at least {least}. ",
    )
    if share == 0:
        call_untrained(report, "train")
    why = L(
        "Dikkat var mı, kodlayıcı çift yönlü mü? Daha çok epok ya da daha büyük bir öğrenme oranı deneyin.",
        "Is there attention, and does the encoder read both ways? Try more epochs or a larger learning rate.",
    )
    wrong(report + why, "not_good_enough")


def _greedy(model, x):
    """Return the words (n, 15) that a model writes one by one; end the check where its output cannot be used."""
    fed = np.zeros((len(x), TARGET_LENGTH), dtype=int)
    fed[:, 0] = START
    shape = (len(x), TARGET_LENGTH - 1, len(TARGET))
    for t in range(TARGET_LENGTH - 1):
        try:
            scores = as_array(np.asarray(model([x, fed[:, :-1]])))
        except Exception as error:
            message = L(
                f"Model `[x, fed]` girdisini almıyor: `{python_message(error)}`.",
                f"The model does not take the input `[x, fed]`: `{python_message(error)}`.",
            )
            wrong(message, "refuses_input")
        if scores is None or scores.shape != shape:
            came = "" if scores is None else f" {scores.shape}"
            wrong(
                L(f"Çıktının şekli {shape} olmalı;{came} değil." if came else f"Çıktının şekli {shape} olmalı.",
                  f"The output has to have the shape {shape}" + (f", not{came}." if came else ".")),
                "shape",
            )  # fmt: skip
        expect(
            np.isfinite(scores).all(),
            L(
                "Modelin çıktısında `nan` ya da `inf` var: eğitim ıraksamış. Daha küçük bir öğrenme oranı deneyin.",
                "The output of the model holds `nan` or `inf`: the training has diverged. Try a smaller learning rate.",
            ),
            "not_finite",
        )
        fed[:, t + 1] = scores[:, t].argmax(axis=-1)
    return fed[:, 1:]

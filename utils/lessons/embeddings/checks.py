"""Checks of lesson 22_embeddings."""

from collections import Counter

import numpy as np

from utils.checks.compare import as_array
from utils.checks.engine import call, exercise, expect, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge, sign
from utils.language import L, number

LESSON = "22_embeddings"

COUNTS = [  # documents in rows, words in columns; a word in all documents, one in none, a document without words
    [[2, 1, 0], [0, 1, 3]],
    [[1, 0, 0, 4], [1, 2, 0, 0], [3, 0, 1, 0]],
    [[0, 0], [5, 1], [1, 0], [2, 0]],
    [[1, 2, 0, 1, 0], [1, 0, 0, 2, 7]],
]


def _weights(counts, idf=lambda n, df: np.log((1 + n) / (1 + df)) + 1, norm=lambda x: np.linalg.norm(x, axis=1, keepdims=True),
             document_frequency=lambda counts: (counts > 0).sum(axis=0)):  # fmt: skip
    """Return TF-IDF weights of counts (documents, words); the options make the misconceptions."""
    weights = counts * idf(len(counts), document_frequency(counts))
    length = norm(weights)
    return weights / np.where(length > 0, length, 1)


@exercise(LESSON, "tf_idf", tr="TF-IDF'yi yazın", en="Write TF-IDF")
def tf_idf(answer):
    """``answer(counts (documents, words)) -> (documents, words)``: weights as scikit-learn has them, rows of length 1."""
    zero_row = (
        "Sözcüğü olmayan bir belgenin uzunluğu sıfırdır ve sıfıra bölünmüş. Onun satırı sıfır olarak kalsın.",
        "A document without words has length zero, and you divided by it. Leave its row at zero.",
    )
    beliefs = [
        ("divides_by_zero", sign(lambda given, counts: (counts.sum(axis=1) == 0).any() and np.isnan(
            np.asarray(given, dtype=float)).any()), *zero_row),
        ("no_length", lambda counts: _weights(counts, norm=lambda x: np.ones((len(x), 1))),
         "Satırları uzunluklarına bölmemişsiniz. Uzun bir belge, kısa olandan yalnızca uzun olduğu için ayrılmamalıdır.",
         "You did not divide the rows by their lengths. A long document should not differ from a short one only because it is "
         "long."),
        ("no_idf", lambda counts: _weights(counts, idf=lambda n, df: np.ones(len(df))),
         "Bunlar, uzunluğu 1 yapılmış sayımlar: ya `idf` ile çarpılmamışlar ya da bir belgenin bütün sözcükleri aynı sayıyla "
         "çarpılmış. `df` her sözcük için, yani her sütunda ayrı bulunur: `axis=0`.",
         "These are the counts scaled to length 1: either they are not multiplied by `idf`, or all words of a document are "
         "multiplied by the same number. `df` is found for each word, that is, in each column: `axis=0`."),
        ("no_one_added", lambda counts: _weights(counts, idf=lambda n, df: np.log((1 + n) / (1 + df))),
         "Logaritmaya 1 eklenmemiş. Bu yüzden her belgede geçen bir sözcüğün ağırlığı sıfır oluyor.",
         "The 1 is not added to the logarithm, so a word that is in every document gets the weight zero."),
        ("no_smoothing", lambda counts: _weights(counts, idf=lambda n, df: np.log(n / np.where(df > 0, df, 1)) + 1),
         "Oranın payına da paydasına da 1 eklenir: `(1 + n) / (1 + df)`.",
         "A 1 is added above and below in the ratio: `(1 + n) / (1 + df)`."),
        ("counts_words", lambda counts: _weights(counts, document_frequency=lambda c: c.sum(axis=0)),
         "`df`, sözcüğün kaç kez geçtiği değil, kaç **belgede** geçtiğidir: `(counts > 0).sum(axis=0)`.",
         "`df` is not how often the word occurs but in how many **documents** it occurs: `(counts > 0).sum(axis=0)`."),
        ("other_logarithm", lambda counts: _weights(counts, idf=lambda n, df: np.log10((1 + n) / (1 + df)) + 1),
         "10 tabanındaki logaritmayı kullanmışsınız. Burada doğal logaritma gerekiyor: `np.log`.",
         "You used the logarithm to base 10. The natural one is needed here: `np.log`."),
        ("sum_one", lambda counts: _weights(counts, norm=lambda x: x.sum(axis=1, keepdims=True)),
         "Satırların toplamını 1 yapmışsınız. Burada 1 olan, kareler toplamının kareköküdür: `np.linalg.norm`.",
         "You made the rows add up to 1. What has to be 1 is the root of the sum of squares: `np.linalg.norm`."),
        ("columns", lambda counts: _weights(counts, norm=lambda x: np.linalg.norm(x, axis=0, keepdims=True)),
         "Sütunları uzunluklarına bölmüşsünüz. Bir belge bir satırdır: `axis=1`.",
         "You divided the columns by their lengths. A document is a row: `axis=1`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(np.array(counts),) for counts in COUNTS],
        _weights,
        beliefs,
        otherwise=(
            "wrong_value",
            "Sırası şöyle: sözcük başına `df`, ondan `idf`, sayımlarla çarpım, en sonunda her satırı uzunluğuna bölme.",
            "The order is: `df` for each word, `idf` from it, the product with the counts, and in the end each row divided by "
            "its length.",
        ),
        remark=(
            "scikit-learn'ün `TfidfTransformer` sınıfı da bu sayıları verir.",
            "scikit-learn's `TfidfTransformer` gives these numbers as well.",
        ),
    )


SENTENCES = [
    ([3, 1, 4, 1, 5], 1),
    ([7, 2, 9, 6, 0, 8], 2),
    ([5, 5, 2], 2),
    ([4], 3),
    ([1, 2, 3, 4, 5, 6, 7], 3),
    ([8, 3], 5),
]


def pairs_within(words, window, left=True, right=True, own=False, reach=0):
    """Return (centre, context) pairs of the words at most ``window`` apart; the options make the misconceptions."""
    return [
        (centre, words[j])
        for i, centre in enumerate(words)
        for j in range(max(0, i - window), min(len(words), i + window + 1 + reach))
        if (left or j >= i) and (right or j <= i) and (own or j != i)
    ]


def same_pairs(given, expected):
    """Return whether both are the same pairs, each as often, in any order."""
    if not len(expected):
        return hasattr(given, "__len__") and len(given) == 0
    array = as_array(given)
    if array is None or array.shape != (len(expected), 2):
        return False
    return Counter(map(tuple, array.tolist())) == Counter(map(tuple, expected))


@exercise(LESSON, "skip_gram_pairs", tr="Pencerenin çiftleri", en="The pairs of a window")
def skip_gram_pairs(answer):
    """``answer(words, window) -> pairs (n, 2)`` of centre and context, in any order."""

    beliefs = [
        ("own_word", lambda w, n: pairs_within(w, n, own=True),
         "Her sözcük kendisiyle de eşleşmiş. Merkezdeki sözcük kendi bağlamı sayılmaz: `j != i`.",
         "Each word is paired with itself as well. The word in the centre is not part of its own context: `j != i`."),
        ("equal_words_left_out", lambda w, n: [pair for pair in pairs_within(w, n) if pair[0] != pair[1]],
         "Aynı sözcük pencerede ikinci kez geçince çift atılmış. Sözcükleri değil, yerlerini karşılaştırın: `j != i`.",
         "A pair is left out where the same word occurs a second time in the window. Compare the places, not the words: "
         "`j != i`."),
        ("each_once", lambda w, n: list(dict.fromkeys(pairs_within(w, n))),
         "Yinelenen çiftler bir kez alınmış. Sık görülen bir çift eğitime de sık girer.",
         "Repeated pairs are taken once. A pair that occurs often also enters the training often."),
        ("right_only", lambda w, n: pairs_within(w, n, left=False),
         "Yalnızca sağdaki komşular alınmış; soldakiler de bağlamdır.",
         "Only the neighbours on the right are taken; those on the left are context as well."),
        ("left_only", lambda w, n: pairs_within(w, n, right=False),
         "Yalnızca soldaki komşular alınmış; sağdakiler de bağlamdır.",
         "Only the neighbours on the left are taken; those on the right are context as well."),
        ("one_short", lambda w, n: [pair for i, c in enumerate(w) for j, pair in ((j, (c, w[j])) for j in range(
            max(0, i - n), min(len(w), i + n))) if j != i],
         "Sağdaki en uzak komşu eksik. `range(a, b)` b'yi almaz, bu yüzden `i + window + 1` gerekir.",
         "The farthest neighbour on the right is missing. `range(a, b)` does not include b, so `i + window + 1` is needed."),
        ("one_too_far", lambda w, n: pairs_within(w, n, reach=1),
         "Sağda pencere bir sözcük fazla uzun.", "On the right the window is one word too long."),
        ("only_distance", lambda w, n: [(w[i], w[j]) for i in range(len(w)) for j in (i - n, i + n) if 0 <= j < len(w)],
         "Yalnızca tam `window` uzaktaki sözcükler alınmış; daha yakındakiler de bağlamdır.",
         "Only the words at exactly `window` places are taken; those that are nearer are context as well."),
        ("wraps_around", lambda w, n: [(w[i], w[i + d]) for i in range(len(w)) for d in range(-n, n + 1)
                                       if d and i + d < len(w) and i + d >= -len(w)],
         "Eksi bir indis dizinin sonundan sayar. İlk sözcükler, cümlenin sonundaki sözcüklerle eşleşmiş.",
         "A negative index counts from the end. The first words are paired with words at the end of the sentence."),
        ("adjacent", lambda w, n: pairs_within(w, 1),
         "`window` kullanılmamış, yalnızca bitişik sözcükler eşleşmiş.",
         "`window` is not used; only adjacent words are paired."),
    ]  # fmt: skip
    return judge(
        answer,
        SENTENCES,
        pairs_within,
        beliefs,
        equal=same_pairs,
        otherwise=(
            "wrong_pairs",
            "Her `i` için `max(0, i - window)` ile `min(len(words), i + window + 1)` arasındaki `j`'leri gezin, `j == i` olanı "
            "atlayın.",
            "For each `i`, go through the `j` from `max(0, i - window)` to before `min(len(words), i + window + 1)` and skip "
            "`j == i`.",
        ),
        remark=(
            "Bir sözcük cümlenin ucuna yakınsa daha az çift verir.",
            "A word near the end of the sentence gives fewer pairs.",
        ),
    )


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def pair_loss(v, u, label):
    """Return loss and gradients of one pair of vectors (d,) with label 1 (real) or 0 (noise)."""
    p = _sigmoid(v @ u)
    return -np.log(p if label else 1 - p), (p - label) * u, (p - label) * v


PAIRS = [
    (np.array([1.0, -0.5]), np.array([0.4, 2.0]), 1),
    (np.array([0.3, 0.8, -1.0]), np.array([1.5, -0.2, 0.6]), 0),
    (np.array([0.7, 1.1]), np.array([0.9, -0.3]), 0),
    (np.array([-1.2, 0.4, 0.1, 0.9]), np.array([0.5, 0.5, -2.0, 1.0]), 1),
]


@exercise(LESSON, "pair_gradient", tr="Bir çiftin gradyanı", en="The gradient of a pair")
def pair_gradient(answer):
    """``answer(v (d,), u (d,), label) -> (loss, gradient_v (d,), gradient_u (d,))``."""

    def made(loss=lambda p, y: -np.log(p if y else 1 - p), error=lambda p, y: p - y, swapped=False):
        def belief(v, u, label):
            p = _sigmoid(v @ u)
            one, two = (v, u) if swapped else (u, v)
            return loss(p, label), error(p, label) * one, error(p, label) * two

        return belief

    beliefs = [
        ("swapped", made(swapped=True),
         "Gradyanlar yer değiştirmiş. `v` değişince iç çarpım `u` kadar değişir, bu yüzden `v`'nin gradyanında `u` vardır.",
         "The gradients have changed places. When `v` changes, the dot product changes by `u`, so the gradient of `v` contains "
         "`u`."),
        ("sign", made(error=lambda p, y: y - p),
         "Gradyanların işareti ters. Türev `p - label`'dır; eksi işareti güncellemede gelir.",
         "The gradients have the wrong sign. The derivative is `p - label`; the minus sign comes in the update."),
        ("always_real", made(lambda p, y: -np.log(p), lambda p, y: p - 1),
         "`label` kullanılmamış: her çifte gerçek bir çift gibi davranılmış.",
         "`label` is not used: every pair is treated like a real one."),
        ("loss_always_real", made(lambda p, y: -np.log(p)),
         "Gradyanlar doğru, ama gürültü çiftinin kaybı −ln(1 − p)'dir.",
         "The gradients are right, but the loss of a noise pair is −ln(1 − p)."),
        ("labels_swapped", made(lambda p, y: -np.log(1 - p if y else p), lambda p, y: p - (1 - y)),
         "Etiketler ters anlaşılmış: 1 gerçek çifttir ve `p`'nin büyük olması istenir.",
         "The labels are taken the wrong way round: 1 is a real pair, for which `p` should be large."),
        ("extra_slope", made(error=lambda p, y: (p - y) * p * (1 - p)),
         "Sigmoid'in türeviyle bir kez daha çarpmışsınız. Logaritmanın türeviyle birlikte sadeleşir ve `p - label` kalır.",
         "You multiplied by the derivative of the sigmoid once more. It cancels with the derivative of the logarithm, and "
         "`p - label` is left."),
        ("positive_loss", made(lambda p, y: np.log(p if y else 1 - p)),
         "Kaybın önündeki eksi unutulmuş: bir olasılığın logaritması negatiftir, kayıp pozitif olmalıdır.",
         "The minus sign of the loss is missing: the logarithm of a probability is negative, and the loss has to be positive."),
        ("no_sigmoid", lambda v, u, y: (made()(v, u, y)[0], (v @ u - y) * u, (v @ u - y) * v),
         "Gradyanda iç çarpımın kendisini kullanmışsınız; önce sigmoid'den geçirin.",
         "You used the dot product itself in the gradient; pass it through the sigmoid first."),
    ]  # fmt: skip
    return judge(
        answer,
        PAIRS,
        pair_loss,
        beliefs,
        results=("loss", "gradient_v", "gradient_u"),
        otherwise=(
            "wrong_value",
            "Önce `p = sigmoid(v @ u)`. Kayıp, gerçek çiftte −ln p, gürültüde −ln(1 − p)'dir; iki gradyanın da çarpanı "
            "`p - label`'dır.",
            "First `p = sigmoid(v @ u)`. The loss is −ln p for a real pair and −ln(1 − p) for noise; the factor of both "
            "gradients is `p - label`.",
        ),
        remark=(
            "Eğitim hücresi bu gradyanı binlerce çift için aynı anda hesaplıyor.",
            "The training cell computes this gradient for thousands of pairs at once.",
        ),
    )


def nearest_of(vectors, index, k, measure=None, own=False):
    """Return the k rows with the largest measure to a row, the nearest first; the options make the misconceptions."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = unit @ unit[index] if measure is None else measure(vectors, vectors[index])
    order = [int(row) for row in np.argsort(-scores, kind="stable") if own or row != index]
    return np.array(order[:k])


def _neighbour_cases():
    rng = np.random.default_rng(22)
    return [
        (np.array([[1.0, 0.0], [6.0, 6.2], [0.9, 0.1], [0.0, 2.0], [-3.0, 0.5]]), 0, 2),
        (np.array([[1.0, 0.0], [3.0, 2.0], [40.0, 12.0], [0.0, -25.0]]), 0, 2),
        (rng.normal(size=(8, 4)) * rng.uniform(0.2, 5, (8, 1)), 5, 3),
        (rng.normal(size=(6, 3)) * rng.uniform(0.2, 5, (6, 1)), 1, 5),
        (rng.normal(size=(7, 5)) * rng.uniform(0.2, 5, (7, 1)), 6, 1),
    ]


@exercise(LESSON, "nearest", tr="En yakın sözcükler", en="The nearest words")
def nearest(answer):
    """``answer(vectors (n, d), index, k) -> (k,)``: the rows with the largest cosine, without the row itself."""
    beliefs = [
        ("itself", lambda x, i, k: nearest_of(x, i, k, own=True),
         "İlk sırada sözcüğün kendisi var. Kendisiyle kosinüsü 1 olduğu için onu ayırmak gerekir.",
         "The word itself comes first. Its cosine with itself is 1, so it has to be left out."),
        ("dot_product", lambda x, i, k: nearest_of(x, i, k, lambda x, v: x @ v),
         "İç çarpıma göre sıralamışsınız; uzun vektörler öne geçiyor. Önce vektörleri uzunluklarına bölün.",
         "You ranked by the dot product, which favours long vectors. Divide the vectors by their lengths first."),
        ("distance", lambda x, i, k: nearest_of(x, i, k, lambda x, v: -np.linalg.norm(x - v, axis=1)),
         "Uzaklığa göre sıralamışsınız. Kosinüs yalnızca yöne bakar; önce vektörleri uzunluklarına bölün.",
         "You ranked by distance. The cosine only looks at the direction; divide the vectors by their lengths first."),
        ("farthest", lambda x, i, k: nearest_of(x, i, len(x))[::-1][:k],
         "Sıra ters: `np.argsort` küçükten büyüğe sıralar, en büyük kosinüs sondadır.",
         "The order is reversed: `np.argsort` sorts from small to large, so the largest cosine is at the end."),
        ("ascending", lambda x, i, k: nearest_of(x, i, k)[::-1],
         "Sözcükler doğru, sıraları ters: en yakın olan önce gelir.",
         "The words are right, their order is reversed: the nearest comes first."),
        ("absolute", lambda x, i, k: nearest_of(x, i, k, lambda x, v: np.abs(x @ v) / np.linalg.norm(x, axis=1)),
         "Kosinüsün mutlak değerini almışsınız. Zıt yöndeki bir vektör yakın değil, en uzaktır.",
         "You took the absolute value of the cosine. A vector in the opposite direction is not near but farthest away."),
        ("cosines", lambda x, i, k: np.sort((x @ x[i]) / np.linalg.norm(x, axis=1) / np.linalg.norm(x[i]))[::-1][1 : k + 1],
         "Bunlar kosinüslerin kendisi; satır numaraları isteniyor: `np.argsort`.",
         "These are the cosines themselves; what is asked for is the numbers of the rows: `np.argsort`."),
        ("first_dropped", lambda x, i, k: nearest_of(x, i, k, lambda x, v: x @ v, own=True)[1:],
         "Sonuç bir sözcük kısa ve iç çarpıma göre sıralı. Kosinüsle sıralayın, kendisini ayırdıktan sonra `k` tane alın.",
         "The result is one word short and ranked by the dot product. Rank by the cosine, and take `k` after leaving out the "
         "word itself."),
    ]  # fmt: skip
    return judge(
        answer,
        _neighbour_cases(),
        nearest_of,
        beliefs,
        otherwise=(
            "wrong_rows",
            "Kosinüs, uzunlukları 1 yapılmış vektörlerin iç çarpımıdır. Büyükten küçüğe sıralayın, `index`'i ayırın, ilk `k` "
            "satırı döndürün.",
            "The cosine is the dot product of vectors scaled to length 1. Sort from large to small, leave out `index`, and "
            "return the first `k` rows.",
        ),
        remark=("Uzun vektörlerin bir üstünlüğü kalmadı.", "Long vectors have no advantage any more."),
    )


def lowered(text):
    return text.replace("I", "ı").replace("İ", "i").lower()


def pieces_of(word, n, low=lowered, left="<", right=">", step=1, dropped=0, whole=True):
    """Return the pieces of n letters of a marked word, the word as a whole if it is shorter; options: misconceptions."""
    marked = left + low(word) + right
    found = [marked[i : i + n] for i in range(0, len(marked) - (n if step == 1 else 1) + 1 - dropped, step)]
    return found or ([marked] if whole else [])


SPELLED = [("IŞIK", 3), ("İzmir", 4), ("kediler", 3), ("ev", 5), ("at", 4), ("ILIK", 2), ("su", 6), ("mama", 2)]


@exercise(LESSON, "pieces", tr="Sözcüğün parçaları", en="The pieces of a word")
def pieces(answer):
    """``answer(word, n) -> list of str``: Turkish lower case, marked with < and >, its pieces of n letters in order."""
    beliefs = [
        ("python_lower", lambda w, n: pieces_of(w, n, str.lower),
         "Python'ın `lower()` metodu I'yı i'ye, İ'yi iki işarete çevirir. Önce I'yı ı ile, İ'yi i ile değiştirin.",
         "Python's `lower()` turns I into i, and İ into two characters. Replace I by ı and İ by i first."),
        ("only_dotless", lambda w, n: pieces_of(w, n, lambda text: text.replace("I", "ı").lower()),
         "İ hâlâ iki işarete çevriliyor; onu da `lower()`'dan önce i ile değiştirin.",
         "İ still turns into two characters; replace it by i before `lower()` as well."),
        ("only_dotted", lambda w, n: pieces_of(w, n, lambda text: text.replace("İ", "i").lower()),
         "I hâlâ i'ye çevriliyor; onu da `lower()`'dan önce ı ile değiştirin.",
         "I still turns into i; replace it by ı before `lower()` as well."),
        ("not_lowered", lambda w, n: pieces_of(w, n, lambda text: text),
         "Büyük harfler kalmış: “IŞIK” ile “ışık” aynı parçaları vermelidir.",
         "The capitals are still there: “IŞIK” and “ışık” should give the same pieces."),
        ("no_marks", lambda w, n: pieces_of(w, n, left="", right=""),
         "Sözcüğün başına `<`, sonuna `>` konmamış. Bu işaretler bir eki, sözcük içindeki aynı harflerden ayırır.",
         "The word is not marked with `<` and `>`. The marks tell an ending from the same letters within a word."),
        ("no_end_mark", lambda w, n: pieces_of(w, n, right=""),
         "Sözcüğün sonundaki `>` eksik.", "The `>` at the end of the word is missing."),
        ("no_start_mark", lambda w, n: pieces_of(w, n, left=""),
         "Sözcüğün başındaki `<` eksik.", "The `<` at the start of the word is missing."),
        ("last_missing", lambda w, n: pieces_of(w, n, dropped=1),
         "Son parça eksik: `len(marked) - n + 1` parça vardır.", "The last piece is missing: there are `len(marked) - n + 1`."),
        ("short_word_empty", lambda w, n: pieces_of(w, n, whole=False),
         "İşaretleriyle birlikte sözcük `n` harften kısaysa liste boş kalıyor. O zaman tek parça, işaretli sözcüğün kendisidir.",
         "If the word with its marks has fewer than `n` letters, the list is empty. Then the marked word itself is the only "
         "piece."),
        ("blocks", lambda w, n: pieces_of(w, n, step=n),
         "Sözcüğü art arda gelen bloklara bölmüşsünüz. Parçalar birer harf kayarak üst üste biner.",
         "You cut the word into blocks one after another. The pieces overlap: each starts one letter after the one before."),
    ]  # fmt: skip
    return judge(
        answer,
        SPELLED,
        pieces_of,
        beliefs,
        otherwise=(
            "wrong_pieces",
            'Önce Türkçe küçük harf, sonra `marked = "<" + word + ">"`, sonra `marked[i : i + n]`. Sözcük kısaysa `[marked]`.',
            'First the Turkish lower case, then `marked = "<" + word + ">"`, then `marked[i : i + n]`. If the word is '
            "short, `[marked]`.",
        ),
        remark=(
            "Hiç görülmemiş bir sözcüğün de bilinen parçaları vardır.",
            "Even a word that was never seen has pieces that are known.",
        ),
    )


def parameters(words, size, classes, frozen):
    """Return all and trainable parameters of Embedding (a row for padding), mean and Dense."""
    dense = size * classes + classes
    return (words + 1) * size + dense, dense + (0 if frozen else (words + 1) * size)


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(words, size, classes, frozen) -> (all parameters, trainable ones)``."""
    beliefs = [
        ("no_padding_row", lambda w, d, c, f: (w * d + d * c + c, d * c + c + (0 if f else w * d)),
         "Dolgunun satırı eksik: 0 numarası da bir satır tutar, toplam `words + 1` satır.",
         "The row of the padding is missing: number 0 takes a row as well, `words + 1` in all."),
        ("mean_has_weights", lambda w, d, c, f: tuple(n + d for n in parameters(w, d, c, f)),
         "Ortalama alan katmanın parametresi yoktur.", "The layer that takes the mean has no parameters."),
        ("frozen_ignored", lambda w, d, c, f: parameters(w, d, c, False),
         "`frozen` kullanılmamış. Donmuş bir katmanın parametreleri vardır, ama eğitilmez.",
         "`frozen` is not used. A frozen layer has its parameters, but they are not trained."),
        ("frozen_not_counted", lambda w, d, c, f: (parameters(w, d, c, f)[1],) * 2,
         "Donmuş parametreler toplama da girer; yalnızca eğitilenlere girmez.",
         "Frozen parameters belong to the total; they are only not among the trainable ones."),
        ("no_bias", lambda w, d, c, f: tuple(n - c for n in parameters(w, d, c, f)),
         "Yoğun katmanın sınıf başına bir bias'ı var.", "The dense layer has a bias for each class."),
        ("frozen_reversed", lambda w, d, c, f: parameters(w, d, c, not f),
         "`frozen` ters kullanılmış: doğruysa gömme katmanı eğitilmez.",
         "`frozen` is used the wrong way round: if it is true, the embedding is not trained."),
        ("order", lambda w, d, c, f: parameters(w, d, c, f)[::-1],
         "Sayılar ters sırada: önce bütün parametreler, sonra eğitilenler.",
         "The numbers are in the wrong order: first all parameters, then the trainable ones."),
    ]  # fmt: skip
    return judge(
        answer,
        [(100, 8, 3, True), (100, 8, 3, False), (2500, 64, 18, True), (7, 5, 2, False), (1, 3, 4, True)],
        parameters,
        beliefs,
        results=("total", "trainable"),
        otherwise=(
            "wrong_number",
            "Gömme tablosunda `(words + 1) * size`, yoğun katmanda `size * classes + classes` parametre vardır.",
            "The embedding table has `(words + 1) * size` parameters, the dense layer `size * classes + classes`.",
        ),
        remark=(
            "Donmuş ağda yalnızca yoğun katman öğrenir.",
            "In the frozen network only the dense layer learns.",
        ),
    )


NAMES = ("king", "queen", "man", "woman", "cat", "dog")
MARGIN, ALIKE = 0.01, 0.98


def design_holds(given):
    """Return whether vectors (6, d) in the order of NAMES fulfil all that the open exercise asks for."""
    x = as_array(given)
    if x is None or x.ndim != 2 or len(x) != 6 or not np.isfinite(x).all() or (np.linalg.norm(x, axis=1) < 1e-6).any():
        return False
    return _same_direction(x) is None and _analogy(x)[1] >= MARGIN and min(_friends(x)) >= MARGIN


def _unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)


def _same_direction(x):
    """Return two rows that are hardly told apart, or None."""
    cosines = _unit(x) @ _unit(x).T
    close = [(i, j) for i in range(6) for j in range(i) if cosines[i, j] > ALIKE]
    return close[0] if close else None


def _analogy(x):
    """Return the row nearest to king - man + woman, none left out, and by how much the queen leads the others."""
    cosines = _unit(x) @ _unit(x[0] - x[2] + x[3])
    return int(cosines.argmax()), float(cosines[1] - np.delete(cosines, 1).max())


def _friends(x):
    """Return by how much the dog is nearer to the cat than all others are, and the cat to the dog."""
    cosines = _unit(x) @ _unit(x).T
    return cosines[4, 5] - np.delete(cosines[4], [4, 5]).max(), cosines[5, 4] - np.delete(cosines[5], [4, 5]).max()


@exercise(LESSON, "design_vectors", tr="Anlamlı vektörler tasarlayın", en="Design vectors with a meaning")
def design_vectors(answer):
    """``answer() -> (6, d)``: king, queen, man, woman, cat, dog, such that the analogy and the friendship hold."""
    x = require_array(call(answer), "design_vectors()", (6, None))
    words = [
        L("kral", "king"),
        L("kraliçe", "queen"),
        L("erkek", "man"),
        L("kadın", "woman"),
        L("kedi", "cat"),
        L("köpek", "dog"),
    ]
    lengths = np.linalg.norm(x, axis=1)
    expect(
        (lengths >= 1e-6).all(),
        L(
            f"“{words[int(lengths.argmin())]}” sıfır vektörü: uzunluğu sıfır olanın yönü yoktur.",
            f"“{words[int(lengths.argmin())]}” is the zero vector: without a length it has no direction.",
        ),
        "zero_vector",
    )
    same = _same_direction(x)
    if same is not None:
        one, two = (words[row] for row in same)
        expect(
            False,
            L(
                f"“{one}” ile “{two}” neredeyse aynı yönde. Kosinüsleri en çok {number(ALIKE)} olsun.",
                f"“{one}” and “{two}” have almost the same direction. Let their cosine be {number(ALIKE)} at most.",
            ),
            "same_direction",
        )
    best, lead = _analogy(x)
    friends = _friends(x)
    refuse(
        ("analogy_fails", lead < MARGIN,
         f"kral − erkek + kadın toplamına en yakın sözcük “{words[best]}”. Kraliçe, soru sözcükleri ayrılmadan da en az "
         f"{number(MARGIN)} farkla birinci olsun; farkı {number(lead, 3)}.",
         f"The word nearest to king − man + woman is “{words[best]}”. Let the queen come first by at least {number(MARGIN)}, "
         f"with no word left out; her lead is {number(lead, 3)}."),
        ("cat_and_dog_apart", min(friends) < MARGIN,
         "Kedi ile köpek birbirinin en yakını değil. Aralarındaki kosinüs, ikisinin de başka her sözcükle kosinüsünden en az "
         f"{number(MARGIN)} büyük olsun.",
         "Cat and dog are not each other's nearest word. Let their cosine be larger than that of either with any other word, by "
         f"at least {number(MARGIN)}."),
    )  # fmt: skip
    return L(
        f"Kraliçe {number(lead)} farkla birinci; kedi ile köpek birbirinin en yakını. Vektörleri siz seçtiğiniz için analoji "
        "tutuyor. Bir derlemden öğrenilen vektörlerde bunu kimse güvence altına almaz.",
        f"The queen comes first by {number(lead)}, and cat and dog are each other's nearest. The analogy holds because you chose "
        "the vectors. Nobody guarantees this for vectors that are learned from a corpus.",
    )

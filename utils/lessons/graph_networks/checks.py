"""Checks of lesson 28_graph_networks."""

from functools import cache

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, refuse
from utils.checks.forms import require_array
from utils.checks.judge import judge, sign
from utils.checks.show import apart
from utils.language import L, percent

LESSON = "28_graph_networks"


def adjacency(count, *edges):
    """Return the adjacency matrix (count, count) of an undirected graph, whole numbers."""
    a = np.zeros((count, count), int)
    for u, v in edges:
        a[u, v] = a[v, u] = 1
    return a


PAW = adjacency(4, (0, 1), (0, 2), (1, 2), (2, 3))
GRAPHS = [  # unequal degrees, a node without neighbours, one edge, no edge
    PAW,
    adjacency(5, (0, 1), (1, 2), (1, 3)),
    adjacency(2, (0, 1)),
    adjacency(3),
    adjacency(6, (0, 5), (1, 5), (2, 5), (3, 5), (0, 1), (2, 3)),
]


def _normalized(a):
    a = a + np.eye(len(a))
    degree = a.sum(axis=1)
    return a / np.sqrt(np.outer(degree, degree))


@exercise(LESSON, "normalize", tr="Komşuluk matrisini normalleştirin", en="Normalize the adjacency matrix")
def normalize(answer):
    """``answer(a (n, n)) -> D^-1/2 (A + I) D^-1/2``, (n, n)."""

    def by(power_left, power_right, loops=1.0, degrees_of=None):
        def belief(a):
            full = a + loops * np.eye(len(a))
            degree = (full if degrees_of is None else degrees_of(a)).sum(axis=1)
            return degree[:, None] ** power_left * full * degree[None, :] ** power_right

        return belief

    beliefs = [
        ("no_self_loops", by(-0.5, -0.5, loops=0.0),
         "Öz döngüler eksik: önce `a`'ya birim matrisi (`np.eye`) ekleyin, yoksa düğüm kendi değerini unutur.",
         "The self-loops are missing: add the identity matrix (`np.eye`) to `a` first, or each node forgets its own value."),
        ("degrees_before_loops", by(-0.5, -0.5, degrees_of=lambda a: a),
         "Dereceleri öz döngüleri eklemeden saymışsınız. Komşusu olmayan düğümde sıfıra bölünür; öz döngü de bir "
         "kenar sayılmalı.",
         "You counted the degrees before adding the self-loops. A node without neighbours is divided by zero; a self-loop counts "
         "as an edge, too."),
        ("row_mean", by(-1.0, 0.0),
         "Yalnızca satırları derecelerine bölmüşsünüz; bu, ortalama kuralıdır. Simetrik kuralda her öğe "
         "`sqrt(degree[i] * degree[j])` ile bölünür.",
         "You only divided each row by its degree, which is the mean rule. In the symmetric rule each entry is divided by "
         "`sqrt(degree[i] * degree[j])`."),
        ("column_mean", by(0.0, -1.0),
         "Sütunları derecelerine bölmüşsünüz. Simetrik kuralda her öğe `sqrt(degree[i] * degree[j])` ile bölünür.",
         "You divided each column by its degree. In the symmetric rule each entry is divided by `sqrt(degree[i] * degree[j])`."),
        ("no_root", by(-1.0, -1.0),
         "Karekök eksik: öğeler iki derecenin çarpımına değil, çarpımın kareköküne bölünür.",
         "The square root is missing: entries are divided by the root of the product of the two degrees, not by the product."),
        ("one_side", by(-0.5, 0.0),
         "Kareköke yalnızca bir tarafın derecesi girmiş. Gönderenin derecesi de, alanınki de payda olmalı.",
         "Only the degree of one side is under the root. The sender's and the receiver's degree both belong there."),
        ("multiplied", by(0.5, 0.5),
         "Dereceyle çarpmışsınız; derecesi büyük düğümün mesajı küçülmeli, büyümemeli.",
         "You multiplied by the degrees; messages of nodes with a large degree have to become smaller, not larger."),
        ("not_normalized", lambda a: a + np.eye(len(a)),
         "Öz döngüler eklenmiş, ama derecelere bölünmemiş.", "The self-loops are there, but nothing is divided by degrees."),
    ]  # fmt: skip
    return judge(
        answer,
        [(a,) for a in GRAPHS],
        _normalized,
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Önce `a + np.eye(len(a))`, sonra satır toplamları, en son da her öğenin iki derecenin çarpımının kareköküne "
            "bölünmesi gerekir.",
            "First comes `a + np.eye(len(a))`, then the sums of its rows, and last each entry is divided by the root of the "
            "product of the two degrees.",
        ),
        remark=(
            "Matris simetrik kaldı; komşusu olmayan düğüm yalnızca kendini görüyor.",
            "The matrix stays symmetric, and a node without neighbours sees only itself.",
        ),
    )


MESSAGES = [  # h (n, d), edges (m, 2): several features, one, nodes without neighbours, no edge
    (np.array([[1.0, 2.0], [3.0, -1.0], [5.0, 0.5], [-4.0, 8.0]]), np.array([[0, 1], [0, 2], [1, 2], [2, 3]])),
    (np.array([[2.0], [7.0], [-3.0], [11.0], [1.0]]), np.array([[3, 0], [0, 1], [1, 3]])),
    (np.array([[1.0, 0.0, 4.0], [0.0, 6.0, 1.0]]), np.array([[1, 0]])),
    (np.array([[4.0, 1.0], [9.0, 2.0], [6.0, -3.0]]), np.zeros((0, 2), int)),
    (np.array([[1.0], [2.0], [4.0], [8.0], [16.0]]), np.array([[4, 0], [4, 1], [4, 2], [3, 4]])),
]


def _mean(h, edges, *, own=True, back=True, there=True, divide=True, in_turn=False):
    """Return the mean of each node and its neighbours, or what comes of leaving out a part of that."""
    new = h.copy()
    for v in range(len(h)):
        met = [v] if own else []
        for a, b in edges:
            met += [a] if b == v and there else []
            met += [b] if a == v and back else []
        values = (new if in_turn else h)[met]
        total = values.sum(axis=0)
        new[v] = total / max(len(met), 1) if divide else total
    return new


@exercise(LESSON, "collect", tr="Mesajları döngüyle toplayın", en="Collect the messages in a loop")
def collect(answer):
    """``answer(h (n, d), edges (m, 2)) -> (n, d)``: each node becomes the mean of itself and its neighbours."""

    def unlike(**options):
        return lambda h, edges: _mean(h, edges, **options)

    beliefs = [
        ("own_value_forgotten", unlike(own=False),
         "Düğümün kendi değeri ortalamaya girmemiş.", "The node's own value is not part of the mean."),
        ("in_turn", unlike(in_turn=True),
         "Bazı düğümler, aynı turda yenilenmiş komşu değerleriyle hesaplanmış. Herkes tur başlamadan önceki değerleri "
         "kullanmalı: sonucu ayrı bir diziye yazın.",
         "Some nodes were computed with neighbours that had already been updated in the same round. All have to use the values "
         "from before the round: write the result into an array of its own."),
        ("one_way", unlike(back=False),
         "Mesajlar yalnızca kenarın ilk ucundan ikinci ucuna gitmiş. Kenarlar yönsüzdür; öbür yöne de gitmeli.",
         "Messages only went from the first end of an edge to the second. Edges have no direction; they go the other way, too."),
        ("other_way", unlike(there=False),
         "Mesajlar yalnızca kenarın ikinci ucundan ilk ucuna gitmiş. Kenarlar yönsüzdür; öbür yöne de gitmeli.",
         "Messages only went from the second end of an edge to the first. Edges have no direction; they go the other way, too."),
        ("sum", unlike(divide=False),
         "Bu, toplamdır. Ortalama için toplanan değerlerin sayısına bölün.",
         "This is the sum. For the mean, divide by the number of values that were added."),
        ("mean_over_all", lambda h, edges: np.repeat(h.mean(axis=0)[None], len(h), axis=0),
         "Bütün düğümlerin ortalaması alınmış. Her düğüm yalnızca kendisinin ve komşularının ortalamasını alır.",
         "This is the mean over all nodes. Each node takes the mean of itself and its neighbours only."),
        ("unchanged", lambda h, edges: h, "Değerler değişmemiş.", "The values have not changed."),
    ]  # fmt: skip
    return judge(
        answer,
        MESSAGES,
        _mean,
        beliefs,
        otherwise=(
            "wrong_numbers",
            "Her düğüm için bir toplam ve bir sayaç tutun. İkisi de düğümün kendisiyle başlar; her `(u, v)` kenarı `u`'yu "
            "`v`'nin, `v`'yi `u`'nun toplamına ekler.",
            "Keep a sum and a count for each node. Both begin with the node itself; each edge `(u, v)` adds `u` to the sum of "
            "`v`, and `v` to the sum of `u`.",
        ),
        remark=(
            "Bu döngü, dersteki `mean_matrix(a) @ h` çarpımıyla aynı sayıları verir.",
            "This loop gives the same numbers as the product `mean_matrix(a) @ h` of the lesson.",
        ),
    )


CHAIN = adjacency(6, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5))
REACHES = [  # a, start, hops: no hop, one, several; a cycle; a part that is never reached; even and odd ways
    (CHAIN, 2, 2),
    (CHAIN, 0, 0),
    (PAW, 3, 1),
    (adjacency(5, (0, 1), (1, 2), (3, 4)), 1, 4),
    (adjacency(6, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)), 1, 2),
    (CHAIN, 5, 3),
    (adjacency(4, (0, 1), (2, 3)), 3, 7),
]


def _reached(a, start, hops):
    seen = np.arange(len(a)) == start
    for _ in range(hops):
        seen = seen | (a[seen].sum(axis=0) > 0)
    return seen


@exercise(LESSON, "reached", tr="Kaç sıçramada kime ulaşılır?", en="Who is reached in how many hops?")
def reached(answer):
    """``answer(a (n, n), start, hops) -> (n,) booleans``: the nodes at most ``hops`` edges away from ``start``."""

    def exactly(a, start, hops):
        return np.linalg.matrix_power(a, hops)[start] > 0

    def walks(a, start, hops):
        return np.linalg.matrix_power(a + np.eye(len(a), dtype=int), hops)[start]

    def numbers(a, start, hops):
        return np.flatnonzero(_reached(a, start, hops))

    def without_start(a, start, hops):
        return _reached(a, start, hops) & (np.arange(len(a)) != start)

    def newest(a, start, hops):
        before = _reached(a, start, hops - 1) if hops else np.zeros(len(a), bool)
        return _reached(a, start, hops) & ~before

    beliefs = [
        ("numbers", numbers,
         "Düğümlerin numaralarını döndürmüşsünüz. Her düğüm için bir `True` ya da `False` bekleniyor.",
         "You returned the numbers of the nodes. A `True` or `False` is expected for each node."),
        ("walks", walks,
         "Bunlar, düğümlere varan yürüyüşlerin sayılarıdır. Her düğüm için `True` ya da `False` bekleniyor: sonucu `> 0` ile "
         "karşılaştırın.",
         "These are the numbers of walks that arrive at each node. A `True` or `False` is expected for each node: compare the "
         "result with `> 0`."),
        ("exactly", exactly,
         "Bunlar tam `hops` kenarlık bir yürüyüşle varılan düğümlerdir. Daha yakın olanlar da, başlangıcın kendisi de sayılır: "
         "öz döngüleri ekleyin ya da her turda eskileri de tutun.",
         "These are the nodes at the end of walks of exactly `hops` edges. Nearer ones count as well, and so does the start: add "
         "self-loops, or keep the earlier ones in each round."),
        ("newest", newest,
         "Yalnızca tam bu uzaklıkta olanları döndürmüşsünüz; daha yakın olanlar da sayılır.",
         "You returned only those at exactly this distance; nearer ones count as well."),
        ("without_start", without_start,
         "Başlangıç düğümü eksik: öz döngüler sayesinde düğüm kendi değerini de görür.",
         "The starting node is missing: because of the self-loops a node sees its own value, too."),
        ("one_more", lambda a, start, hops: _reached(a, start, hops + 1),
         "Bir sıçrama fazla gitmişsiniz.", "You went one hop too far."),
        ("one_less", lambda a, start, hops: _reached(a, start, max(hops - 1, 0)),
         "Bir sıçrama eksik gitmişsiniz.", "You went one hop less than asked."),
        ("component", lambda a, start, hops: _reached(a, start, len(a)),
         "Sonunda ulaşılabilen bütün düğümleri döndürmüşsünüz; `hops` sıçramadan sonra durun.",
         "You returned all nodes that can be reached at all; stop after `hops` hops."),
        ("neighbours_only", lambda a, start, hops: _reached(a, start, min(hops, 1)),
         "Yalnızca doğrudan komşulara bakmışsınız; komşuların komşuları da var.",
         "You looked at direct neighbours only; there are neighbours of neighbours as well."),
    ]  # fmt: skip
    return judge(
        answer,
        REACHES,
        _reached,
        beliefs,
        otherwise=(
            "wrong_nodes",
            "Yalnızca `start`'ın `True` olduğu bir diziyle başlayın. Her sıçramada, `True` olan düğümlerin komşularını da "
            "`True` yapın.",
            "Begin with an array in which only `start` is `True`. In each hop, set the neighbours of the nodes that are `True`.",
        ),
        remark=(
            "Bir düğümün `hops` katman sonra görebildiği alan budur; evrişimli ağlardaki alım alanının (receptive field) "
            "karşılığıdır.",
            "This is what a node can see after `hops` layers, the counterpart of the receptive field in convolutional networks.",
        ),
    )


ORDERS = [  # a, h, order: no order is its own inverse in all of them
    (PAW, np.array([[1.528, -2.0], [-3.0, 4.25], [15.0, -6.137], [0.0, 8.0]]), np.array([2, 0, 3, 1])),
    (adjacency(3, (0, 1)), np.array([[1.0], [5.0], [9.0]]), np.array([1, 2, 0])),
    (adjacency(5, (0, 1), (1, 2), (3, 4)), np.arange(10.0).reshape(5, 2), np.array([4, 0, 1, 2, 3])),
    (adjacency(2, (0, 1)), np.array([[1.0], [2.0]]), np.array([1, 0])),
]


@exercise(LESSON, "shuffle_graph", tr="Düğümleri karıştırın", en="Shuffle the nodes")
def shuffle_graph(answer):
    """``answer(a (n, n), h (n, d), order (n,)) -> (a, h)``: the new node i is the old node order[i]."""

    def right(a, h, order):
        return a[order][:, order], h[order]

    beliefs = [
        ("rows_only", lambda a, h, order: (a[order], h[order]),
         "`a`'nın yalnızca satırları karışmış. Sütunlar da aynı düğümlere aittir, onlar da aynı sıraya girmeli.",
         "Only the rows of `a` are shuffled. Its columns belong to the same nodes and need the same order."),
        ("columns_only", lambda a, h, order: (a[:, order], h[order]),
         "`a`'nın yalnızca sütunları karışmış. Satırlar da aynı sıraya girmeli.",
         "Only the columns of `a` are shuffled. The rows need the same order."),
        ("graph_unchanged", lambda a, h, order: (a, h[order]),
         "Özellikler karışmış, ama kenarlar eski numaralarla kalmış.",
         "The features are shuffled, but the edges still have the old numbers."),
        ("features_unchanged", lambda a, h, order: (a[order][:, order], h),
         "Kenarlar karışmış, ama özellikler eski sırada kalmış.",
         "The edges are shuffled, but the features still have the old order."),
        ("inverse", lambda a, h, order: right(a, h, np.argsort(order)),
         "Ters sıralamayı uygulamışsınız: yeni `i` numaralı düğüm, eski `order[i]` numaralı düğümdür.",
         "You applied the inverse order: the new node `i` is the old node `order[i]`."),
        ("swapped", lambda a, h, order: right(a, h, order)[::-1],
         "İki sonucun yeri değişmiş: önce `a`, sonra `h`.", "The two results are swapped: `a` first, then `h`."),
    ]  # fmt: skip
    return judge(
        answer,
        ORDERS,
        right,
        beliefs,
        results=("a", "h"),
        otherwise=(
            "wrong_order",
            "Yeni `a[i, j]`, eski `a[order[i], order[j]]` olmalıdır; yeni `h[i]` ise eski `h[order[i]]`.",
            "The new `a[i, j]` has to be the old `a[order[i], order[j]]`, and the new `h[i]` the old `h[order[i]]`.",
        ),
        remark=(
            "Karıştırılmış çizge aynı çizgedir; yalnızca numaraları değişmiştir.",
            "The shuffled graph is the same graph with other numbers.",
        ),
    )


ATTENDING = [  # a, z (n, d), left (d,), right (d,): scores of both signs, small ones, large ones, a node without neighbours
    (PAW, np.array([[1.0, 0.0], [0.5, 2.0], [-1.0, 1.0], [3.0, -1.0]]), np.array([1.0, -0.5]), np.array([1.0, 0.4])),
    (adjacency(3, (0, 1)), np.array([[2.0], [-1.0], [1.0]]), np.array([0.7]), np.array([-1.2])),
    (adjacency(4, (0, 3), (1, 3), (2, 3)), np.array([[-3.0], [1.0], [2.0], [-2.0]]), np.array([-1.0]), np.array([1.5])),
    (PAW, np.array([[0.3, 0.1], [-0.2, 0.4], [0.1, -0.6], [-0.5, 0.2]]), np.array([0.8, -0.7]), np.array([0.9, -0.4])),
    (adjacency(3, (0, 1), (1, 2)), np.array([[800.0], [801.0], [799.5]]), np.array([0.0]), np.array([1.0])),
    (adjacency(2, (0, 1)), np.array([[400.0], [-500.0]]), np.array([1.0]), np.array([3.0])),
]


def _attention(a, h, left, right, *, loops=True, masked=True, leak=0.2, axis=1, swap=False, stable=True):
    e = (h @ left)[:, None] + (h @ right)[None, :]
    e = e.T if swap else e
    e = np.where(e > 0, e, leak * e)
    allowed = (a + np.eye(len(a)) if loops else a) > 0
    if masked:
        e = np.where(allowed, e, -np.inf)
    if stable:
        e = e - e.max(axis=axis, keepdims=True)
    weights = np.exp(e)
    return weights / weights.sum(axis=axis, keepdims=True)


@exercise(LESSON, "attention_weights", tr="Dikkat ağırlıkları", en="Attention weights")
def attention_weights(answer):
    """``answer(a (n, n), h (n, d), left (d,), right (d,)) -> (n, n)``: the weights of GAT, rows that add up to 1."""

    def unlike(**options):
        return lambda *case: _attention(*case, **options)

    def masked_later(a, h, left, right):
        return _attention(a, h, left, right, masked=False) * (a + np.eye(len(a)))

    def scores(a, h, left, right):
        e = (h @ left)[:, None] + (h @ right)[None, :]
        return np.where(e > 0, e, 0.2 * e) * (a + np.eye(len(a)))

    def overflowed(given, *case):
        return not np.isfinite(np.asarray(given, float)).all() and np.abs(case[1]).max() > 100

    beliefs = [
        ("all_nodes", unlike(masked=False),
         "Softmax bütün düğümler üzerinden alınmış; yalnızca düğümün kendisi ve komşuları pay almalı.",
         "The softmax runs over all nodes; only the node itself and its neighbours may get a share."),
        ("masked_after_softmax", masked_later,
         "Komşu olmayanları softmax'tan sonra silmişsiniz, bu yüzden satırların toplamı 1 etmiyor. Puanlarını softmax'tan önce "
         "`-np.inf` yapın.",
         "You removed the nodes that are not neighbours after the softmax, so the rows do not add up to 1. Set their scores to "
         "`-np.inf` before the softmax."),
        ("no_self", unlike(loops=False),
         "Düğümün kendisi eksik: öz döngü de bir komşu sayılır.",
         "The node itself is missing: its self-loop counts as a neighbour."),
        ("columns", unlike(axis=0),
         "Sütunların toplamı 1 ediyor. Alan düğüm satırdadır; softmax her satırda alınır.",
         "The columns add up to 1. The receiving node is the row, so the softmax is taken in each row."),
        ("sides_swapped", unlike(swap=True),
         "`left` alan düğümle (satır), `right` gönderen düğümle (sütun) çarpılır; sizde yer değiştirmişler.",
         "`left` goes with the receiving node (row) and `right` with the sending one (column); you swapped them."),
        ("no_leaky_relu", unlike(leak=1.0),
         "LeakyReLU uygulanmamış: eksi puanlar 0,2 ile çarpılmalı.",
         "LeakyReLU is missing: negative scores have to be multiplied by 0.2."),
        ("relu", unlike(leak=0.0),
         "ReLU uygulanmış; LeakyReLU eksi puanları sıfırlamaz, 0,2 ile çarpar.",
         "You applied ReLU; LeakyReLU does not set negative scores to zero but multiplies them by 0.2."),
        ("scores", scores,
         "Bunlar puanlardır; her satıra softmax uygulamak kaldı.",
         "These are the scores; what is left is a softmax in each row."),
        ("equal_shares", lambda a, h, left, right: _mean_matrix(a),
         "Bütün komşulara eşit ağırlık verilmiş.", "All neighbours get the same weight."),
        ("overflow", sign(overflowed),
         "Büyük puanlarda `np.exp` taşıyor. Softmax'tan önce her satırdan en büyük puanını çıkarın.",
         "`np.exp` overflows for large scores. Subtract the largest score of each row before the softmax."),
    ]  # fmt: skip
    return judge(
        answer,
        ATTENDING,
        _attention,
        beliefs,
        otherwise=(
            "wrong_weights",
            "Önce `e[i, j] = leaky(h[i] @ left + h[j] @ right)` puanlarını yazın, komşu olmayanlarınkini `-np.inf` yapın, sonra "
            "her satırda softmax alın.",
            "Write the scores `e[i, j] = leaky(h[i] @ left + h[j] @ right)` first, set those of nodes that are not neighbours to "
            "`-np.inf`, and then take the softmax of each row.",
        ),
        remark=(
            "`left` ile `right` sıfır olsaydı bütün puanlar eşit olur, GAT ortalama kuralına dönerdi.",
            "If `left` and `right` were zero, all scores would be equal, and GAT would reduce to the mean rule.",
        ),
    )


def _mean_matrix(a):
    a = a + np.eye(len(a))
    return a / a.sum(axis=1, keepdims=True)


SPLITS = [  # edges (m, 2), train (n,), test (n,): nodes of neither kind, several edges of one node, both directions
    (np.array([[0, 1], [1, 2], [2, 3], [3, 4]]), np.array([1, 0, 1, 0, 0], bool), np.array([0, 1, 0, 1, 1], bool)),
    (np.array([[0, 1], [0, 2], [0, 3], [4, 5]]), np.array([0, 1, 1, 1, 0, 0], bool), np.array([1, 0, 0, 0, 1, 1], bool)),
    (np.array([[2, 0], [1, 3]]), np.array([1, 1, 0, 0, 0], bool), np.array([0, 0, 1, 1, 1], bool)),
    (np.array([[0, 1], [1, 2], [3, 4]]), np.array([1, 0, 0, 1, 0], bool), np.array([0, 0, 1, 0, 1], bool)),
    (np.zeros((0, 2), int), np.array([1, 0], bool), np.array([0, 1], bool)),
]  # fmt: skip


def _touching(edges, train, test, *, there=True, back=True):
    """Return for each node whether it is a test node with an edge to a training node."""
    found = np.zeros(len(train), bool)
    for u, v in edges:
        found[v] |= there and train[u]
        found[u] |= back and train[v]
    return found & test


@exercise(LESSON, "exposed", tr="Bölme ne kadar sızdırıyor?", en="How much does a split leak?")
def exposed(answer):
    """``answer(edges (m, 2), train (n,), test (n,)) -> share of test nodes with a neighbour in the training set``."""

    def share(edges, train, test, **options):
        return float(_touching(edges, train, test, **options).sum() / test.sum())

    def crossing(edges, train, test):
        return int(sum(train[u] & test[v] | train[v] & test[u] for u, v in edges))

    beliefs = [
        ("one_way", lambda *case: share(*case, back=False),
         "Kenarlara yalnızca bir yönde bakmışsınız. `(u, v)` kenarında eğitim düğümü `v`, test düğümü `u` da olabilir.",
         "You looked at edges in one direction only. In the edge `(u, v)`, `v` may be the training node and `u` the test node."),
        ("other_way", lambda *case: share(*case, there=False),
         "Kenarlara yalnızca bir yönde bakmışsınız. `(u, v)` kenarında eğitim düğümü `u`, test düğümü `v` de olabilir.",
         "You looked at edges in one direction only. In the edge `(u, v)`, `u` may be the training node and `v` the test node."),
        ("share_of_edges", lambda edges, train, test: crossing(edges, train, test) / max(len(edges), 1),
         "Bu, iki kümeyi bağlayan kenarların payıdır. Test düğümlerinin payı isteniyor.",
         "This is the share of edges that join the two sets. What is asked for is the share of the test nodes."),
        ("edges_for_nodes", lambda edges, train, test: crossing(edges, train, test) / test.sum(),
         "Birkaç eğitim komşusu olan test düğümünü birkaç kez saymışsınız.",
         "You counted a test node with several training neighbours several times."),
        ("of_all", lambda edges, train, test: float(_touching(edges, train, test).sum() / len(test)),
         "Bütün düğümlerin sayısına bölmüşsünüz; test düğümlerinin sayısına bölün.",
         "You divided by the number of all nodes; divide by the number of test nodes."),
        ("count", lambda edges, train, test: int(_touching(edges, train, test).sum()),
         "Bu bir sayım; test düğümlerinin sayısına bölün.", "This is a count; divide it by the number of test nodes."),
        ("training_side", lambda edges, train, test: float(_touching(edges, test, train).sum() / train.sum()),
         "Test komşusu olan eğitim düğümlerini saymışsınız; tersi isteniyor.",
         "You counted training nodes with a test neighbour; the question asks for the opposite."),
    ]  # fmt: skip
    return judge(
        answer,
        SPLITS,
        share,
        beliefs,
        otherwise=(
            "wrong_share",
            "Her test düğümü için tek soru var: komşularından en az biri eğitim kümesinde mi? Sonra bu yanıtların ortalamasını "
            "alın.",
            "There is one question for each test node: is at least one of its neighbours in the training set? Then take the mean "
            "of these answers.",
        ),
        remark=(
            "Bu pay sıfırdan büyükse test, etiketli komşusu olmayacak yeni düğümler hakkında fazla iyimser olabilir.",
            "If this share is above zero, the test may be too optimistic about new nodes that will have no labelled neighbours.",
        ),
    )


LEAST = 0.85  # of the hidden nodes of the open exercise
NODES, CLASSES, FEATURES, KNOWN = 400, 4, 12, 4


@cache
def open_task(seed):
    """Return a, x, y with -1 where unknown, and the true classes, of a random graph in four groups with noisy features."""
    rng = np.random.default_rng(seed)
    truth = rng.permutation(np.arange(NODES) % CLASSES)
    chance = np.where(truth[:, None] == truth, 0.05, 0.004)
    a = np.triu(rng.random((NODES, NODES)) < chance, 1).astype(int)
    x = 0.75 * rng.normal(size=(CLASSES, FEATURES))[truth] + rng.normal(0, 1.6, (NODES, FEATURES))
    y = np.full(NODES, -1)
    for group in range(CLASSES):
        y[rng.permutation(np.flatnonzero(truth == group))[:KNOWN]] = group
    return a + a.T, x, y, truth


@exercise(LESSON, "classify", tr="Kendi çizge sınıflandırıcınız", en="A graph classifier of your own", seconds=60)
def classify(answer):
    """``answer(a (400, 400), x (400, 12), y (400,)) -> classes (400,)``; at least LEAST right where y is -1."""
    shares = []
    for seed in (1, 2):
        a, x, y, truth = open_task(seed)
        given = call(answer, a, x, y, seconds=4 * limits.CALL_SECONDS, may_change=False)
        given = require_array(given, "classes", (NODES,), any_layout=True)
        hidden = y < 0
        refuse(
            ("not_classes", not np.isin(given, range(CLASSES)).all(),
             "Her düğüm için 0, 1, 2 ya da 3 bekleniyor; −1 kalmasın, olasılık da olmasın.",
             "A class 0, 1, 2 or 3 is expected for each node; no −1 may be left, and no probabilities."),
        )  # fmt: skip
        shares.append(float(np.mean(given[hidden] == truth[hidden])))
    share = min(shares)
    come, least = apart(share, LEAST)
    report = L(
        f"İki çizgeden kötüsünde bilinmeyen düğümlerin {come} kadarını doğru buldunuz; en az {least} olmalı. ",
        f"On the worse of two graphs, {come} of the unknown nodes are right; it has to be {least} at least. ",
    )
    refuse(
        ("chance", share < 0.4,
         "Bu, rastgele tahminden pek farklı değil. `y`'si −1 olan düğümlerle eğitmediğinizden ve sınıfları karıştırmadığınızdan "
         "emin olun.",
         "This is hardly better than chance. Make sure that nodes whose `y` is −1 are not trained on, and that the classes are "
         "not mixed up."),
        ("too_few_hops", share < LEAST,
         "Özellikler çok gürültülü, etiketler çok az. Özellikleri kenarlar boyunca birkaç kez ortalayıp sınıflandırıcıyı ondan "
         "sonra eğitin.",
         "The features are noisy and the labels few. Average the features along the edges several times, and train the "
         "classifier after that."),
        before=report,
    )  # fmt: skip
    return L(
        f"Bilinmeyen düğümlerin {percent(shares[0], 1)} ve {percent(shares[1], 1)} kadarı doğru.",
        f"{percent(shares[0], 1)} and {percent(shares[1], 1)} of the unknown nodes are right.",
    )

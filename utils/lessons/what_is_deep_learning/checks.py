"""Checks of lesson 01_what_is_deep_learning."""

from functools import lru_cache, partial

import numpy as np

from utils.checks.engine import alike, apart, as_array, call, exercise, expect, refuse, same, shown, wrong
from utils.checks.forms import require_array, require_number, require_parts
from utils.checks.judge import judge
from utils.checks.show import said
from utils.language import L, percent

LESSON = "01_what_is_deep_learning"

KINDS = ("S", "U", "R", "S", "R", "U")


@exercise(LESSON, "kinds", tr="Hangi tür öğrenme?", en="Which kind of learning?")
def kinds(answer):
    """Six letters, in a list or in a text."""
    if isinstance(answer, str):
        answer = list(answer.replace(",", "").replace(" ", ""))
    if not isinstance(answer, list | tuple | np.ndarray) or len(answer) != len(KINDS):
        wrong(L('Altı harflik bir liste yazın: `["S", ...]`.', 'Write a list of six letters: `["S", ...]`.'), "not_six")
    letters = [one.strip().upper() if isinstance(one, str) else "" for one in answer]
    for task, (one, letter) in enumerate(zip(answer, letters, strict=True), 1):
        tr = f'{task}. yanıt `{shown(one)}`; `"S"`, `"U"` ya da `"R"` bekleniyordu.'
        en = f'Answer {task} is `{shown(one)}`; `"S"`, `"U"` or `"R"` was expected.'
        expect(letter in KINDS, L(tr, en), "unknown_letter")
    off = [task for task in range(1, 7) if letters[task - 1] != KINDS[task - 1]]
    supervised = {letters[task - 1] for task in off} == {"S"}
    first = next(iter(off), 1)
    tr, en = {
        "S": ("Burada her örneğin doğru yanıtı biliniyor.", "Here each example's right answer is known."),
        "U": ("Burada ne doğru yanıt var ne de ödül; yalnızca veri.",
              "Here there is neither a right answer nor a reward, only data."),
        "R": ("Burada eylemler ve sonunda gelen bir puan var.", "Here there are actions, and a score that follows them."),
    }[KINDS[first - 1]]  # fmt: skip
    refuse(
        ("reward_is_a_label", supervised and {*off} <= {3, 5},
         f"{' ve '.join(f'{task}.' for task in off)} işe yeniden bakın: puan etiket değildir. O anda hangi hareketin doğru "
         "olduğunu kimse söylemiyor, yalnızca sonucun iyi olup olmadığı bildiriliyor.",
         f"Look at task {' and task '.join(map(str, off))} again: a score is not a label. Nobody says which move was right, only "
         "whether the outcome was good."),
        ("number_is_no_label", off == [4],
         "4. işte her dairenin fiyatı biliniyor. Etiketin sınıf olması gerekmez; sayı da bir etikettir.",
         "In task 4 the price of each flat is known. A label does not have to be a class; a number can be a label too."),
        ("groups_are_labels", supervised and {*off} <= {2, 6},
         f"{' ve '.join(f'{task}.' for task in off)} işte gruplar önceden bilinmiyor: doğru yanıtı yazılmış tek bir örnek yok.",
         f"In task {' and task '.join(map(str, off))} the groups are not known in advance: no example comes with a right "
         "answer."),
        ("swapped", letters == [{"S": "U", "U": "S", "R": "R"}[kind] for kind in KINDS],
         "S ile U yer değiştirmiş: denetimli öğrenmede doğru yanıtlar verilir, denetimsiz öğrenmede verilmez.",
         "You swapped S and U: supervised learning has right answers to learn from, unsupervised learning has none."),
        ("mixed_up", off, f"{first}. işe yeniden bakın. {tr}", f"Look at task {first} again. {en}"),
        before=L(f"6 yanıtın {6 - len(off)} tanesi doğru. ", f"Right so far: {6 - len(off)} of 6. "),
    )  # fmt: skip
    return L(
        "Altısı da doğru. 1 sınıflandırma, 4 regresyon, 2 ve 6 kümelemedir.",
        "All six are right. 1 is classification, 4 regression, 2 and 6 are clustering.",
    )


ASSIGNMENTS = [  # points (n, d), centers (k, d)
    ([[1.0, 2.0], [9.0, 1.0], [2.0, 1.0], [8.0, 0.0]], [[0.0, 0.0], [10.0, 0.0]]),
    ([[0.0, 9.0], [-4.0, 0.0], [3.0, 3.0], [0.0, 1.0], [-5.0, 8.0]], [[0.0, 0.0], [0.0, 10.0], [-6.0, 0.0]]),
    ([[2.0], [7.0], [3.0]], [[6.0], [1.0]]),
    ([[0.0, 0.0], [10.4, 0.0], [30.5, 9.0]], [[3.0, 3.0], [0.0, 5.0], [30.0, 5.0], [30.7, 5.0]]),
    ([[0.0, 0.0, 0.0], [7.0, 7.0, 7.0]], [[3.0, 3.0, 0.0], [4.0, 0.0, 0.0], [8.0, 9.0, 7.0], [7.0, 7.0, 10.0]]),
]


def _apart(p, c):
    """Return what points and centres differ by, (n, k, d)."""
    return p[:, None] - c


@exercise(LESSON, "assign", tr="k-means'in birinci adımı", en="The first step of k-means")
def assign(answer):
    """``answer(points (n, d), centers (k, d)) -> n`` whole numbers."""

    def squares(p, c):
        return (_apart(p, c) ** 2).sum(axis=2)  # (n, k)

    def nearest(p, c):
        return squares(p, c).argmin(axis=1)

    def distances(p, c):
        return np.sqrt(squares(p, c))

    all_of_them = ("Bunlar bütün merkezlere uzaklıklar. Her nokta için en küçüğün yerini alın: `np.argmin(distances)`.",
                   "Those are the distances to all centres. For each point, take the place of the smallest: "
                   "`np.argmin(distances)`.")  # fmt: skip
    not_places = ("Bunlar uzaklıklar; en yakın merkezin numarası isteniyor: `min()` yerine `argmin()`.",
                  "Those are distances; return the number of the nearest centre: `argmin()` instead of `min()`.")  # fmt: skip
    not_squared = ("Farkları olduğu gibi toplamışsınız; pozitif farklar negatif farkları götürüyor. Önce karelerini alın.",
                   "You added the differences as they are, so positive and negative ones cancel. Square them first.")  # fmt: skip
    beliefs = [
        ("all_distances", distances, *all_of_them),
        ("all_distances", squares, *all_of_them),
        ("centers_not_places", lambda p, c: c[nearest(p, c)],
         "Bunlar merkezlerin kendisi; merkezlerin numaraları isteniyor.",
         "Those are the centres themselves; their numbers are asked for."),
        ("nearest_point_of_each_center", lambda p, c: squares(p, c).argmin(axis=0),
         "Bunlar her merkeze en yakın noktalar. Tersi isteniyor: her noktaya en yakın merkez.",
         "Those are the points nearest to each centre. The opposite is asked for: the centre nearest to each point."),
        ("farthest", lambda p, c: squares(p, c).argmax(axis=1),
         "Bu en **uzak** merkez: `argmax` yerine `argmin`.", "That is the **farthest** centre: `argmin`, not `argmax`."),
        ("not_squared", lambda p, c: (-_apart(p, c)).sum(axis=2).argmin(axis=1), *not_squared),
        ("not_squared", lambda p, c: _apart(p, c).sum(axis=2).argmin(axis=1), *not_squared),
        ("absolute_differences", lambda p, c: np.abs(_apart(p, c)).sum(axis=2).argmin(axis=1),
         "Farkların mutlak değerlerini toplamışsınız; derste karelerini topluyorduk. Burada ikisi ayrı merkezler seçiyor.",
         "You added the absolute differences; in the lesson we add their squares. Here the two choose different centres."),
        ("largest_difference", lambda p, c: np.abs(_apart(p, c)).max(axis=2).argmin(axis=1),
         "Yalnızca en büyük farka bakmışsınız; bütün ölçümlerin farkı, karesi alınıp toplanır.",
         "You looked only at the largest difference; the differences of all measurements are squared and added."),
        ("first_coordinate_only", lambda p, c: np.abs(_apart(p, c)[:, :, 0]).argmin(axis=1),
         "Yalnızca ilk ölçüme bakmışsınız; hepsi sayılır.",
         "You looked only at the first measurement; all of them count."),
        ("over_the_centers", lambda p, c: (_apart(p, c) ** 2).sum(axis=1).argmin(axis=1),
         "Farkların karelerini merkezler üzerinden toplamışsınız. Her merkez için, onun ölçümlerinin kareleri toplanır.",
         "You added the squared differences over the centres. For each centre, add those of its own measurements."),
        ("always_the_first", lambda p, c: np.zeros(len(p), int),
         "Her nokta için 0 döndürdünüz. Bütün merkezlerin farkları tek bir sayıda toplanırsa onun `argmin()` değeri hep 0 olur; "
         "her merkez için ayrı bir uzaklık bulun.",
         "You returned 0 for every point. If the differences of all centres are added up to a single number, its `argmin()` is "
         "always 0; compute a distance for each centre."),
        ("distances_not_places", lambda p, c: distances(p, c).min(axis=1), *not_places),
        ("distances_not_places", lambda p, c: squares(p, c).min(axis=1), *not_places),
        ("counts_from_one", lambda p, c: nearest(p, c) + 1,
         "Python saymaya 0'dan başlar: ilk merkez 0'dır.", "Python counts from 0: the first centre is 0."),
    ]  # fmt: skip
    return judge(
        answer,
        [(np.array(points), np.array(centers)) for points, centers in ASSIGNMENTS],
        nearest,
        beliefs,
        equal=partial(same, squeeze=True),
        otherwise=(
            "wrong_groups",
            "Her nokta için bütün merkezlere uzaklığı bulun ve en yakın merkezin numarasını döndürün.",
            "For each point, find the distance to every centre and return the number of the nearest one.",
        ),
        remark=(
            "Bu, k-means'in bir yarısıdır; öbür yarısı her grubun ortalamasını alır.",
            "This is one half of k-means; the other half takes the mean of each group.",
        ),
    )


Q_TABLE = np.array([[0.2, -0.4, 0.1], [0.6, 0.0, 0.8], [0.4, 1.0, -1.0], [2.0, 0.5, 3.0]])
Q_CASES = [  # q, state, action, reward, new state, over, learning rate, discount
    (Q_TABLE, 0, 1, 0.0, 1, False, 0.5, 0.9),
    (Q_TABLE, 1, 2, -0.2, 2, False, 0.25, 0.8),
    (Q_TABLE, 2, 0, 1.0, 3, True, 0.5, 0.9),
    (Q_TABLE, 3, 1, 0.3, 0, False, 1.0, 0.5),
    (np.array([[-0.5, -0.25], [-2.0, -1.0]]), 0, 1, -1.0, 1, False, 0.15, 0.775),
    (np.array([[-0.5, 12.0], [-20.0, 15.0]]), 1, 1, 20.0, 1, False, 0.75, 0.6),
]


@exercise(LESSON, "updated", tr="Q düzeltmesi", en="The Q update")
def updated(answer):
    """``answer(q, state, action, reward, new_state, over, learning_rate, discount) -> number``."""

    def by(mix=lambda old, target, rate: old + rate * (target - old), aim=lambda r, future, discount: r + discount * future,
           future=lambda q, s, a, new: q[new].max(), at_the_end=0.0):  # fmt: skip
        """Return the update whose parts are these; at_the_end: what the future counts once the game is over."""

        def answer(q, s, a, r, new, over, rate, discount):
            target = aim(r, future(q, s, a, new) * (at_the_end if over else 1.0), discount)
            return float(mix(q[s, a], target, rate))

        return answer

    def whole_table(q, s, a, *rest):
        q = q.copy()
        q[s, a] = by()(q, s, a, *rest)
        return q

    def called(q, s, a, r, new, over, rate, discount):
        old, row, r, rate, discount = (said(one) for one in (q[s, a], tuple(q[new]), r, rate, discount))
        return L(
            f"{'Oyun bittiğinde' if over else 'Oyun sürerken'} Q(s, a) = {old}; ödül {r}; varılan karede Q = {row}; α = {rate}; "
            f"γ = {discount}",
            f"Q(s, a) = {old}, reward {r}, Q = {row} in the new square, α = {rate} and γ = {discount}, with the game "
            f"{'over' if over else 'going on'}",
        )

    beliefs = [
        ("whole_table", whole_table,
         "Tablonun tamamını döndürmüşsünüz; yalnızca Q(s, a) için yeni sayı isteniyor.",
         "You returned the whole table; only the new number for Q(s, a) is asked for."),
        ("ignores_the_end", by(at_the_end=1.0),
         "Oyun bittiyse gelecek yoktur: `over` doğruyken γ'lı terimi atın.",
         "Once the game is over there is no future: drop the term with γ where `over` is true."),
        ("no_reward_at_the_end", lambda q, s, a, r, new, over, *rates: by()(q, s, a, 0.0 if over else r, new, over, *rates),
         "Oyun bitince de ödül sayılır; yalnızca γ'lı terim atılır.",
         "The reward counts even when the game is over; only the term with γ is dropped."),
        ("nothing_at_the_end", lambda q, s, a, r, new, over, *rates: q[s, a] if over else by()(q, s, a, r, new, over, *rates),
         "Oyun bitince eski tahmini olduğu gibi döndürüyorsunuz, oysa son adımın ödülü de tahmini düzeltir. O zaman hedef r'dir.",
         "When the game is over you return the old estimate as it is, but the reward of the last step corrects it too. The "
         "target is then r."),
        ("no_reward", by(aim=lambda r, future, discount: discount * future),
         "Hedefte ödül eksik: r + γ · max Q(s', a').", "The reward is missing in the target: r + γ · max Q(s', a')."),
        ("no_future", by(aim=lambda r, future, discount: r),
         "Hedefte gelecek eksik: r + γ · max Q(s', a').", "The future is missing in the target: r + γ · max Q(s', a')."),
        ("no_discount", by(aim=lambda r, future, discount: r + future),
         "Gelecekteki ödülü γ ile çarpmayı unuttunuz.", "You forgot to multiply the future by γ."),
        ("discounts_the_reward", by(aim=lambda r, future, discount: discount * (r + future)),
         "Ödülü de γ ile çarpmışsınız, oysa ödül hemen alındı. γ yalnızca geleceği çarpar.",
         "You multiplied the reward by γ as well, but the reward came at once. γ multiplies only the future."),
        ("replaces_the_estimate", by(mix=lambda old, target, rate: target),
         "Eski tahmini tümüyle silmişsiniz. Eski tahminden hedefe doğru yolun yalnızca α kadarını gidin.",
         "You threw the old estimate away. From there, go only the fraction α of the way towards the target."),
        ("adds_the_target", by(mix=lambda old, target, rate: old + rate * target),
         "Köşeli parantezde eski tahmin çıkarılmalı: α · (hedef − eski). Yoksa sayı durmadan büyür.",
         "Inside the brackets the old estimate is subtracted: α · (target − old). Otherwise the number grows for ever."),
        ("shares_swapped", by(mix=lambda old, target, rate: rate * old + (1 - rate) * target),
         "Paylar yer değiştirmiş: α yeni bilginin payıdır, eski tahmine 1 − α kalır.",
         "The shares are swapped: α is the share of the new information, and 1 − α is left for the old estimate."),
        ("wrong_way", by(mix=lambda old, target, rate: old - rate * (target - old)),
         "Hedefe yaklaşmak yerine uzaklaşıyorsunuz: farkı (hedef − eski) ekleyin.",
         "You move away from the target: add the difference (target − old)."),
        ("only_the_step", by(mix=lambda old, target, rate: rate * (target - old)),
         "Bu yalnızca düzeltmedir. Onu eski tahmine ekleyin.", "That is only the correction. Add it to the old estimate."),
        ("only_the_difference", by(mix=lambda old, target, rate: target - old),
         "Bu yalnızca hedefle eski tahminin farkıdır. Onu α ile çarpıp eski tahmine ekleyin.",
         "That is only the difference between the target and the old estimate. Multiply it by α and add it to the estimate."),
        ("old_estimate_forgotten", by(mix=lambda old, target, rate: rate * target),
         "Bu, hedefin α katıdır; eski tahmin hiç kullanılmamış. Eski tahminden hedefe doğru yolun α kadarını gidin.",
         "That is α times the target; the old estimate is not used. Go the fraction α of the way from it to the target."),
        ("end_turned_round", lambda q, s, a, r, new, over, *rates: by()(q, s, a, r, new, not over, *rates),
         "`over` ters kullanılmış: gelecek, oyun sürerken sayılır, oyun bitince atılır.",
         "`over` is used the wrong way round: the future counts while the game goes on and is dropped when it is over."),
        ("end_without_rate", lambda q, s, a, r, new, over, *rates: r if over else by()(q, s, a, r, new, over, *rates),
         "Oyun bitince ödülün kendisini döndürüyorsunuz; o zaman da eski tahminden hedefe doğru yolun α kadarı gidilir.",
         "When the game is over you return the reward itself; then too you go only the fraction α of the way to the target."),
        ("rates_swapped", lambda *case: by()(*case[:-2], case[-1], case[-2]),
         "α ile γ yer değiştirmiş: γ (`discount`) geleceği, α (`learning_rate`) düzeltmeyi çarpar.",
         "α and γ are swapped: γ (`discount`) multiplies the future, α (`learning_rate`) the correction."),
        ("worst_action", by(future=lambda q, s, a, new: q[new].min()),
         "Gelecek için eylemlerin en kötüsünü almışsınız; en iyisi alınır: `max()`.",
         "You took the worst action for the future; take the best one: `max()`."),
        ("mean_future", by(future=lambda q, s, a, new: q[new].mean()),
         "Gelecek için eylemlerin ortalaması değil, en iyisi alınır: `max()`.",
         "The future is that of the best action, not the mean over the actions: `max()`."),
        ("same_action_again", by(future=lambda q, s, a, new: q[new, a]),
         "Varılan karede de aynı eylemin tahminini almışsınız; oradaki eylemlerin en iyisini alın: `q[new_state].max()`.",
         "You took the estimate of the same action in the new square; take the best action there: `q[new_state].max()`."),
        ("place_not_value", by(future=lambda q, s, a, new: q[new].argmax()),
         "`argmax` en iyi eylemin sırasını verir; gelecek onun değeridir: `max()`.",
         "`argmax` says which action is best; the future is the value of that action: `max()`."),
        ("best_of_the_table", by(future=lambda q, s, a, new: q.max()),
         "Bütün tablonun en büyük sayısını almışsınız; yalnızca varılan karenin satırına bakın: `q[new_state].max()`.",
         "You took the largest number of the whole table; look only at the row of the new square: `q[new_state].max()`."),
        ("future_of_the_old_state", by(future=lambda q, s, a, new: q[s].max()),
         "Gelecek, **varılan** kareden başlar: `q[new_state]`.",
         "The future starts from the **new** square: `q[new_state]`."),
    ]  # fmt: skip
    return judge(
        answer,
        Q_CASES,
        by(),
        beliefs,
        called=called,
        otherwise=(
            "wrong_update",
            "Hedef r + γ · max Q(s', a'), oyun bittiyse yalnızca r olmalı; eski tahminden ona doğru yolun α kadarını gidin.",
            "The target is r + γ · max Q(s', a'), or just r if the game is over; go the fraction α of the way from the old "
            "estimate towards it.",
        ),
        remark=("Ajanınız artık ödülden öğreniyor.", "Your agent now learns from reward."),
    )


PARTS = ("x_train", "y_train", "x_test", "y_test")
SEEDS = 20


@exercise(LESSON, "split", tr="Dürüst bir ayrım", en="An honest split")
def split(answer):
    """``answer(x, y, test_count, seed) -> x_train, y_train, x_test, y_test``."""
    place = np.arange(60)
    x = np.column_stack([place * 7 % 60 + 0.25, (place - 20.0) ** 2])  # no column is sorted
    y = np.repeat([0, 1, 2], 20)  # sorted by class, as data often are
    rows = [_rows(call(answer, x, y, 15, seed, may_change=False), x, y, 15) for seed in (*range(SEEDS), 0)]
    tests = [np.sort(test) for _, test in rows]
    classes = [label for label in range(3) if np.mean(y[np.concatenate(tests)] == label) > 0.1]
    different = len({test.tobytes() for test in tests[:SEEDS]})
    side_by_side = np.mean([np.diff(test) == 1 for test in tests])  # a quarter of them, by chance
    refuse(
        ("not_shuffled", len(classes) < 3,
         f"Testteki sınıflar {classes}; veride 0, 1 ve 2 var. Veri sınıf sınıf dizili: ayırmadan önce karıştırın.",
         f"The classes in the test are {classes}; the data have 0, 1 and 2. They are sorted by class: shuffle before you "
         "split."),
        ("not_shuffled", different == 1 and all(np.all(np.diff(part) > 0) for part in rows[0]),
         "İki küme de verideki sırayla duruyor ve her `seed` ile aynı. Ayırmadan önce `seed` ile karıştırın: "
         "`np.random.default_rng(seed)`.",
         "Both sets are in the order of the data, and they are the same for every `seed`. Use it to shuffle before you split: "
         "`np.random.default_rng(seed)`."),
        ("not_repeatable", not np.array_equal(tests[0], tests[SEEDS]),
         "Aynı `seed` ile iki kez çağırınca iki ayrı ayrım çıktı. Üreteci fonksiyonun içinde ondan kurun: "
         "`np.random.default_rng(seed)`.",
         "Two calls with the same `seed` gave two splits. Make the generator from it, inside the function: "
         "`np.random.default_rng(seed)`."),
        ("not_shuffled", different > SEEDS // 2 and not 0.1 < side_by_side < 0.45,
         "Test kümesi verinin düzenini koruyor: komşu satırlar teste ya hep birlikte düşüyor ya da hiç birlikte düşmüyor. "
         "Bütün satır numaralarını karıştırın: `permutation`.",
         "The test set keeps the order of the data: neighbouring rows go into it together almost always, or never. Shuffle "
         "the numbers of all rows: `permutation`."),
        ("seed_ignored", different < SEEDS,
         "Farklı `seed` değerleri aynı ayrımı veriyor. Üreteci ondan kurun: `np.random.default_rng(seed)`.",
         "Different values of `seed` give the same split. Make the generator from it: `np.random.default_rng(seed)`."),
    )  # fmt: skip
    x = np.column_stack([place * 5 % 37 - 18.5, np.cos(place), place])[:37]
    for count in (1, 10, 36):
        _rows(call(answer, x, 15 * x[:, 1], count, 0, may_change=False), x, 15 * x[:, 1], count)
    return L(
        "Karışık, örtüşmeyen iki küme; her örnek kendi etiketiyle.",
        "Two shuffled sets that do not overlap, each example with its own label.",
    )


def _rows(given, x, y, count):
    """Return which rows of ``x`` are in training and which in the test; end the check where it is no split of all of them."""
    parts, n, shapes = require_parts(given, *PARTS), len(x), [(None, x.shape[1]), (None,)] * 2
    axes = [getattr(as_array(part), "ndim", 0) for part in parts]
    refuse(
        ("other_order", axes == [2, 2, 1, 1],
         "Sıra x_train, x_test, y_train, y_test olmuş; istenen x_train, y_train, x_test, y_test.",
         "The order is x_train, x_test, y_train, y_test; x_train, y_train, x_test, y_test is asked for."),
    )  # fmt: skip
    x_train, y_train, x_test, y_test = (require_array(*one) for one in zip(parts, PARTS, shapes, strict=True))
    sizes, wanted = tuple(map(len, (x_train, y_train, x_test, y_test))), (n - count, n - count, count, count)
    refuse(
        ("swapped", sizes == wanted[::-1] != wanted,
         f"Eğitimde {count}, testte {n - count} örnek var; tersi isteniyordu.",
         f"There are {count} examples for training and {n - count} for the test; it should be the other way round."),
        ("sizes", sizes != wanted,
         f"{n} örnek ve `test_count={count}` için boylar {sizes}; {wanted} bekleniyordu.",
         f"For {n} examples and `test_count={count}` the lengths are {sizes}; {wanted} was expected."),
    )  # fmt: skip
    # A row is known by its first value, of which there are no two.
    train, test = (np.abs(part[:, :1] - x[:, 0]).argmin(axis=1) for part in (x_train, x_test))
    rows, shared = np.concatenate([train, test]), len(np.intersect1d(train, test))
    refuse(
        ("changed_rows", not alike(np.concatenate([x_train, x_test]), x[rows]),
         "Bazı satırlar `x` içinde hiç yok. Satırlar olduğu gibi kalmalı: değerlerini değiştirmeyin, sütunları ayrı ayrı "
         "karıştırmayın.",
         "Some rows do not occur in `x`. Rows have to stay as they are: do not change their values, and do not shuffle the "
         "columns separately."),
        ("overlap", shared,
         f"{shared} örnek hem eğitimde hem testte. Böyle bir test, görülmemiş örnekteki başarıyı ölçmez, ezberi ödüllendirir. "
         "İki küme aynı karışık sıranın ayrı parçaları olmalı.",
         f"Examples that are in both sets: {shared}. Such a test no longer measures success on unseen examples; it rewards "
         "learning by heart. Take both sets from one shuffled order, without overlap."),
        ("lost_examples", len(np.unique(rows)) < n,
         "Bazı örnekler kayboldu ya da yinelendi. Her satır tam bir kez geçmeli: `permutation` kullanın.",
         "Some examples were lost or repeated. Each row must occur exactly once: use `permutation`."),
        ("pairs_broken", not alike(np.concatenate([y_train, y_test]), y[rows]),
         "Örnekler başkalarının etiketini almış. `x` ile `y` aynı sırayla karıştırılmalı.",
         "Some examples have the labels of others. `x` and `y` have to be shuffled in the same order."),
    )  # fmt: skip
    return train, test


LEAST_ACCURACY = 0.75


@lru_cache(maxsize=1)
def _fours_and_nines():
    """Return training and test pictures (200, 28, 28) from 0 to 1, and whether each is a 9."""
    from utils.datasets import load_digits28

    digits = load_digits28()
    train = np.flatnonzero(np.isin(digits.y_train, (4, 9)))[:200]
    test = np.flatnonzero(np.isin(digits.y_test, (4, 9)))
    return digits.x_train[train] / 255, digits.y_train[train] == 9, digits.x_test[test] / 255, digits.y_test[test] == 9


@lru_cache(maxsize=1)
def _holes():
    """Return the number of holes of each test picture, (18, 200): by nine thresholds of ink, with 4 and 8 neighbours."""
    from scipy import ndimage

    pictures = _fours_and_nines()[2]
    paper = [np.pad(pictures < cut, ((0, 0), (1, 1), (1, 1)), constant_values=True) for cut in np.arange(1, 10) / 10]
    return [[ndimage.label(one, np.ones((3, 3)) if corners else None)[1] - 1 for one in some]
            for some in paper for corners in (False, True)]  # fmt: skip


def _explained(values, groups) -> float:
    """Return which share of the spread of ``values`` is that of their means in the ``groups``, from 0 to 1."""
    _, place = np.unique(groups, return_inverse=True)
    means = np.bincount(place, values) / np.bincount(place)
    return float(np.var(means[place]) / max(np.var(values), 1e-300))


@exercise(LESSON, "my_feature", tr="Kendi özniteliğinizi tasarlayın", en="Design a feature of your own")
def my_feature(answer):
    """``answer(picture (28, 28)) -> number``: at least 0.75 on 200 unseen fours and nines."""
    x, y, x_test, y_test = _fours_and_nines()
    read = partial(require_number, name="my_feature(picture)")
    read(call(answer, x[0], may_change=False))

    def my_feature(pictures):  # all in one call: 400 guarded ones would take their time
        return [answer(picture) for picture in pictures]

    values, test_values = (np.array([read(one) for one in call(my_feature, some)], float) for some in (x, x_test))
    value = said(values[0])
    refuse(
        ("nothing_there", not values.any(),
         "Bütün resimler için 0 döndürdünüz: baktığınız parçada ya piksel yok ya da hiç mürekkep yok. Satırlar ile sütunlar "
         "tek bir köşeli parantezde yazılır: `picture[satırlar, sütunlar]`.",
         "You returned 0 for every picture: the part that you look at has no pixels, or no ink. Rows and columns are written "
         "in one pair of brackets: `picture[rows, columns]`."),
        ("constant", len(np.unique(values)) == 1,
         f"Bütün resimler için {value} döndürdünüz. Öznitelik resme bağlı olmalı.",
         f"You returned {value} for every picture. A feature has to depend on the picture."),
        ("holes_again", max(_explained(test_values, holes) for holes in _holes()) > 0.83,
         "Değerleriniz deliklerin sayısına bağlı; onu derste kullandık. Bu kez başka bir fikir arayın.",
         "Your values depend on the number of holes, which the lesson has already used. Look for another idea."),
    )  # fmt: skip
    cuts = np.unique(values)
    right = np.array([np.mean((values > cut) == y) for cut in cuts])
    best = np.argmax(np.maximum(right, 1 - right))
    accuracy = float(np.mean(((test_values > cuts[best]) == (right[best] >= 0.5)) == y_test))
    failed, (came, least) = accuracy < LEAST_ACCURACY, apart(accuracy, LEAST_ACCURACY)
    of_4, of_9 = apart(float(values[~y].mean()), float(values[y].mean()))
    spread = said(float(values.std()))
    refuse(
        ("all_the_ink", failed and abs(np.corrcoef(values, x.sum(axis=(1, 2)))[0, 1]) > 0.98,
         "Değerleriniz bütün resmin mürekkebiyle birlikte değişiyor; o da 4 ile 9'da birbirine çok yakın. Resmin bir "
         "**parçasına** bakın.",
         "Your values follow the ink of the whole picture, which is about the same for 4 and 9. Look at a **part** of it."),
        ("too_weak", failed,
         f"Özniteliğinizin ortalaması 4'lerde {of_4}, 9'larda {of_9}, bütün rakamlarda standart sapması ise {spread}. İki "
         "ortalamanın farkı standart sapmaya göre daha büyük olmalı.",
         f"The mean of your feature is {of_4} for 4s and {of_9} for 9s, and its standard deviation over all digits is "
         f"{spread}. Compared with that, the two means have to lie further apart."),
        before=L(f"Görülmemiş 200 rakamda doğruluk {came}; en az {least} gerekiyor. ",
                 f"The accuracy on 200 unseen digits is {came}; at least {least} is needed. "),
    )  # fmt: skip
    return L(
        f"Görülmemiş 200 rakamda {percent(accuracy, 1)} doğruluk. Delik sayısı %89,5 veriyordu.",
        f"An accuracy of {percent(accuracy, 1)} on 200 unseen digits. The number of holes gave 89.5%.",
    )


ANSWERS = [  # first (n,), second (n,), labels (n,): both right, one right, both wrong in the same way and in two ways
    ([3, 8, 1, 4, 9, 7, 0], [3, 5, 1, 9, 9, 7, 2], [3, 8, 1, 4, 4, 7, 6]),
    ([2, 2, 5, 6, 0, 1, 3, 3], [2, 7, 5, 8, 0, 1, 3, 8], [7, 7, 5, 8, 0, 4, 8, 8]),
    ([1, 0, 1, 1, 0, 1, 0, 0, 2], [0, 0, 1, 0, 1, 1, 0, 1, 1], [1, 0, 1, 1, 1, 1, 0, 0, 0]),
    ([5], [5], [5]),
    ([5, 6], [9, 4], [9, 4]),
]


@exercise(LESSON, "only_one", tr="İki yarışmacıyı karşılaştırın", en="Compare two contestants")
def only_one(answer):
    """``answer(first (n,), second (n,), labels (n,)) -> `` two counts: only the first is right, only the second is."""

    def right(first, second, labels):
        return int(np.sum((first == labels) & (second != labels))), int(np.sum((first != labels) & (second == labels)))

    def rights(first, second, labels):
        return int(np.sum(first == labels)), int(np.sum(second == labels))

    def mistakes(first, second, labels):
        return int(np.sum(first != labels)), int(np.sum(second != labels))

    beliefs = [
        ("not_counted", lambda a, b, y: ((a == y) & (b != y), (a != y) & (b == y)),
         "Her örnek için doğru ya da yanlış bilgisi döndürmüşsünüz; kaç örnek olduğu isteniyor.",
         "You returned true or false for each example; the number of examples is asked for."),
        ("difference_only", lambda a, b, y: right(a, b, y)[0] - right(a, b, y)[1],
         "Bu, iki sayının farkıdır. İkisini ayrı ayrı döndürün, çünkü farkın ne kadar güvenilir olduğunu toplamları gösterir.",
         "That is the difference of the two numbers. Return both of them, because their sum shows how far the difference can "
         "be trusted."),
        ("all_that_differ", lambda a, b, y: int(np.sum(a != b)),
         "Yanıtların ayrıldığı örnekleri saymışsınız. Hangisinin doğru bildiğine de bakın ve iki sayı döndürün.",
         "You counted the examples on which the answers differ. Look also at which one is right, and return two numbers."),
        ("swapped", lambda a, b, y: right(a, b, y)[::-1],
         "İki sayı yer değiştirmiş: önce yalnızca birincinin doğru bildikleri gelir.",
         "The two numbers are swapped: those that only the first got right come first."),
        ("all_right_answers", rights,
         "Bunlar bütün doğru yanıtların sayısı. İkisinin de doğru bildiği örnekleri saymayın.",
         "Those are the numbers of all right answers. Do not count the examples that both got right."),
        ("all_mistakes", mistakes,
         "Bunlar bütün yanlış yanıtların sayısı. Yalnızca birinin doğru bildiği örnekleri sayın.",
         "Those are the numbers of all wrong answers. Count the examples that only one of them got right."),
        ("first_twice", lambda a, b, y: (right(a, b, y)[0],) * 2,
         "İki sayıda da yalnızca birincinin doğru bildikleri var; ikincisi yalnızca ikincinin doğru bildikleridir.",
         "Both numbers count what only the first got right; the second number is for what only the second got right."),
        ("shares", lambda a, b, y: tuple(count / len(y) for count in right(a, b, y)),
         "Bunlar oranlardır; örneklerin sayısı isteniyor.", "Those are shares; the numbers of examples are asked for."),
        ("labels_ignored", lambda a, b, y: (int(np.sum(a != b)),) * 2,
         "Yanıtların ayrıldığı her örneği iki kez saymışsınız. Hangisinin etikete eşit olduğuna bakın; ikisi de yanlış olabilir.",
         "You counted all examples on which the answers differ, twice. Look at which one equals the label; both can be wrong."),
    ]  # fmt: skip
    return judge(
        answer,
        [tuple(np.array(part) for part in case) for case in ANSWERS],
        right,
        beliefs,
        results=("only_first", "only_second"),
        otherwise=(
            "wrong_counts",
            "Bir örnek, yalnızca yanıtlardan biri etikete eşit, öbürü ondan farklı olduğunda sayılır.",
            "An example counts only if one of the answers equals the label and the other one differs from it.",
        ),
        remark=(
            "Karşılaştırma aynı örneklerde, çift çift yapıldı; iki doğruluğun farkı da bu iki sayının farkından gelir.",
            "The two are compared on the same examples, in pairs; the difference of their accuracies comes from these numbers.",
        ),
    )


STORY = (2, 6, 4, 1, 3, 5)
AFTER = {  # (earlier, later) sentence: why this one comes first
    (2, 6): ("2. cümlede nöronun ağırlıklarını insan seçiyordu; 6. cümledeki makine bu eksiği giderdi.",
             "In sentence 2 a person chose the weights of the neuron; the machine of sentence 6 removed this shortcoming."),
    (6, 4): ("4. cümle, 6. cümledeki makinenin sınırını gösterdi.", "Sentence 4 showed the limit of the machine of sentence 6."),
    (4, 1): ("1. cümledeki yöntem, 4. cümlede gösterilen sınırı aştı.",
             "The method of sentence 1 overcame the limit that sentence 4 had shown."),
    (1, 3): ("3. cümledeki derin ağ, 1. cümledeki yöntemle eğitildi.",
             "The deep network of sentence 3 was trained by the method of sentence 1."),
    (3, 5): ("3. cümledeki yarışma 2012'de kazanıldı, 5. cümledeki ağ 2017'de yayımlandı.",
             "The contest of sentence 3 was won in 2012, and the network of sentence 5 was published in 2017."),
}  # fmt: skip


@exercise(LESSON, "story", tr="Hangisi önce oldu?", en="Which came first?")
def story(answer):
    """The numbers of six sentences in the order of time, in a list or in a text."""
    if isinstance(answer, list | tuple) and all(isinstance(one, str) for one in answer):
        answer = "".join(answer)
    if isinstance(answer, str):
        answer = [int(one) for one in answer if one.isdigit()]
    numbers = as_array(answer)
    order = tuple(numbers.ravel().tolist()) if numbers is not None else ()
    expect(
        sorted(order) == [1, 2, 3, 4, 5, 6],
        L("1'den 6'ya kadar olan sayıları birer kez içeren bir liste yazın: `[2, ...]`.",
          "Write a list with each of the numbers from 1 to 6 once: `[2, ...]`."),
        "not_six",
    )  # fmt: skip
    place = {sentence: at for at, sentence in enumerate(order)}
    broken = [pair for pair in AFTER if place[pair[0]] > place[pair[1]]]
    earlier, later = broken[0] if broken else (0, 0)
    tr, en = AFTER[earlier, later] if broken else ("", "")
    refuse(
        ("backwards", order == STORY[::-1],
         "Yeniden eskiye doğru sıralamışsınız; en eski cümle başta olmalı.",
         "You went from the most recent to the oldest; the oldest sentence has to come first."),
        ("places", tuple(STORY.index(sentence) + 1 for sentence in range(1, 7)) == order,
         "Her cümlenin kaçıncı olduğunu yazmışsınız. İstenen bunun tersi: listede cümlelerin numaraları zaman sırasıyla durmalı.",
         "You wrote down the place of each sentence. The list should hold the numbers of the sentences in the order of time."),
        ("wrong_order", broken, f"{earlier}. cümle {later}. cümleden önce gelir. {tr}",
         f"Sentence {earlier} comes before sentence {later}. {en}"),
    )  # fmt: skip
    return L(
        "Sıra doğru: 1943, 1958, 1969, 1986, 2012, 2017. Her adım, bir öncekinin bıraktığı eksiği ya da fırsatı ele aldı.",
        "The order is right: 1943, 1958, 1969, 1986, 2012, 2017. Each step took up what the one before had left open.",
    )

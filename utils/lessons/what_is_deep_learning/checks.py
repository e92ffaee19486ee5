"""Checks of lesson 01_what_is_deep_learning."""

from functools import lru_cache

import numpy as np

from utils.checks.engine import as_array, call, exercise, require_return, same, shown, wrong
from utils.language import L, number, percent

LESSON = "01_what_is_deep_learning"

KINDS = ("S", "U", "R", "S", "R", "U")


@exercise(LESSON, "kinds", tr="Hangi tür öğrenme?", en="Which kind of learning?")
def kinds(answer):
    """Six letters."""
    if isinstance(answer, str):
        answer = list(answer.replace(",", "").replace(" ", ""))
    if not isinstance(answer, list | tuple | np.ndarray) or len(answer) != 6:
        wrong(
            L(
                'Altı harflik bir liste yazın: `["S", ...]`.',
                'Write a list of six letters: `["S", ...]`.',
            ),
            "not_six",
        )
    letters = [one.strip().upper() if isinstance(one, str) else "" for one in answer]
    odd = next((i for i, letter in enumerate(letters) if letter not in ("S", "U", "R")), None)
    if odd is not None:
        wrong(
            L(
                f'{odd + 1}. yanıt {shown(answer[odd])}; `"S"`, `"U"` ya da `"R"` bekleniyordu.',
                f'Answer {odd + 1} is {shown(answer[odd])}; expected `"S"`, `"U"` or `"R"`.',
            ),
            "unknown_letter",
        )
    off = {i for i in range(6) if letters[i] != KINDS[i]}
    if not off:
        return L(
            "Altısı da doğru. 1 sınıflandırma, 4 regresyon, 2 ve 6 kümelemedir.",
            "All six are right. 1 is classification, 4 regression, 2 and 6 are clustering.",
        )
    right = L(f"{6 - len(off)} yanıt doğru. ", f"{6 - len(off)} are right. ")
    if off <= {2, 4} and all(letters[i] == "S" for i in off):
        wrong(
            right
            + L(
                "Puan etiket değildir: o anda hangi hareketin doğru olduğunu kimse söylemiyor, yalnızca sonucun "
                "iyi olup olmadığı bildiriliyor. 3. ve 5. işe yeniden bakın.",
                "Points are no labels: nobody says which move was right, only whether the outcome was good. Look "
                "at tasks 3 and 5 again.",
            ),
            "reward_is_a_label",
        )
    if off == {3}:
        wrong(
            right
            + L(
                "4. işte her dairenin fiyatı biliniyor. Etiketin sınıf olması gerekmez; sayı da bir etikettir.",
                "In task 4 the price of each flat is known. A label need not be a class; a number is one too.",
            ),
            "number_is_no_label",
        )
    if off <= {1, 5} and all(letters[i] == "S" for i in off):
        wrong(
            right
            + L(
                "2. ve 6. işte gruplar önceden bilinmiyor: doğru yanıtı yazılmış tek bir örnek yok.",
                "In tasks 2 and 6 the groups are not known beforehand: no example comes with a right answer.",
            ),
            "groups_are_labels",
        )
    if all(letters[i] == {"S": "U", "U": "S", "R": "R"}[KINDS[i]] for i in range(6)):
        wrong(
            right
            + L(
                "S ile U'yu değiştirmişsiniz: denetimlide doğru yanıtlar vardır, denetimsizde yoktur.",
                "You swapped S and U: supervised has right answers, unsupervised has none.",
            ),
            "swapped",
        )
    i = min(off)
    why = {
        "S": L("Burada her örneğin doğru yanıtı biliniyor.", "Here each example's right answer is known."),
        "U": L(
            "Burada ne doğru yanıt var ne de ödül; yalnızca veri.",
            "Here there is neither a right answer nor a reward, only data.",
        ),
        "R": L(
            "Burada eylemler ve sonunda gelen bir puan var.",
            "Here there are actions, and points that follow.",
        ),
    }[KINDS[i]]
    wrong(right + L(f"{i + 1}. işe yeniden bakın. ", f"Look at task {i + 1} again. ") + why, "mixed_up")


ASSIGNMENTS = [  # points, centres
    ([[1.0, 2.0], [9.0, 1.0], [2.0, 1.0], [8.0, 0.0]], [[0.0, 0.0], [10.0, 0.0]]),
    ([[0.0, 9.0], [-4.0, 0.0], [3.0, 3.0], [0.0, 1.0], [-5.0, 8.0]], [[0.0, 0.0], [0.0, 10.0], [-6.0, 0.0]]),
    ([[2.0], [7.0], [3.0]], [[6.0], [1.0]]),
]


@exercise(LESSON, "assign", tr="k-means'in birinci adımı", en="The first step of k-means")
def assign(answer):
    """``answer(points (n, d), centers (k, d)) -> n`` whole numbers."""
    cases = [(np.array(points), np.array(centers)) for points, centers in ASSIGNMENTS]
    given = [call(answer, points, centers, may_change=False) for points, centers in cases]
    require_return(*given)
    tables = [((p[:, None] - c) ** 2).sum(axis=2) for p, c in cases]  # (n, k)
    expected = [table.argmin(axis=1) for table in tables]
    if _all_same(given, expected):
        return L(
            "k-means'in yarısı bu; öbür yarısı her grubun ortalamasını almak.",
            "That is one half of k-means; the other takes the mean of each group.",
        )
    first = next(i for i in range(len(cases)) if not _equal(given[i], expected[i]))
    points, centers = ASSIGNMENTS[first]
    report = L(
        f"Noktalar {points}, merkezler {centers}: {expected[first].tolist()} bekleniyordu, "
        f"{shown(given[first])} geldi. ",
        f"Points {points}, centres {centers}: {expected[first].tolist()} was expected and {shown(given[first])} came. ",
    )
    for name, believed, why in _assign_beliefs(cases, tables):
        if _all_same(given, believed):
            wrong(report + why, name)
    wrong(
        report
        + L(
            "Her nokta için bütün merkezlere uzaklığı bulun ve en küçüğün sırasını yazın.",
            "For each point find the distance to every centre, and write down which is smallest.",
        ),
        "wrong_groups",
    )


def _assign_beliefs(cases, tables):
    expected = [table.argmin(axis=1) for table in tables]
    yield (
        "farthest",
        [table.argmax(axis=1) for table in tables],
        L(
            "Bu en **uzak** merkez: `argmax` yerine `argmin`.",
            "That is the **farthest** centre: `argmin`, not `argmax`.",
        ),
    )
    yield (
        "nearest_point_of_each_center",
        [table.argmin(axis=0) for table in tables],
        L(
            "Bu, her merkeze en yakın noktadır. Soru tersi: her noktaya en yakın merkez (`axis=1`).",
            "That is the point nearest to each centre. Asked is the opposite: the centre nearest to each point "
            "(`axis=1`).",
        ),
    )
    yield (
        "not_squared",
        [(c - p[:, None]).sum(axis=2).argmin(axis=1) for p, c in cases],
        L(
            "Farkları olduğu gibi toplamışsınız; artılar eksileri götürüyor. Önce karelerini alın.",
            "You added the differences as they are; plus and minus cancel. Square them first.",
        ),
    )
    yield (
        "not_squared",
        [(p[:, None] - c).sum(axis=2).argmin(axis=1) for p, c in cases],
        L(
            "Farkları olduğu gibi toplamışsınız; artılar eksileri götürüyor. Önce karelerini alın.",
            "You added the differences as they are; plus and minus cancel. Square them first.",
        ),
    )
    yield (
        "first_coordinate_only",
        [np.abs(p[:, None, 0] - c[:, 0]).argmin(axis=1) for p, c in cases],
        L(
            "Yalnızca ilk ölçüme bakmışsınız; hepsi sayılır.",
            "You looked at the first measurement only; all of them count.",
        ),
    )
    yield (
        "distances_not_places",
        [np.sqrt(table.min(axis=1)) for table in tables],
        L(
            "Bunlar uzaklıklar. Merkezin sırası isteniyor: `min()` yerine `argmin()`.",
            "Those are distances. Asked is which centre: `argmin()` instead of `min()`.",
        ),
    )
    yield (
        "centers_not_places",
        [c[places] for (_, c), places in zip(cases, expected, strict=True)],
        L(
            "Bunlar merkezlerin kendisi; satır numarası isteniyor.",
            "Those are the centres themselves; give their rows.",
        ),
    )
    yield (
        "counts_from_one",
        [places + 1 for places in expected],
        L("Python saymaya 0'dan başlar: ilk merkez 0'dır.", "Python counts from 0: the first centre is 0."),
    )


def _equal(given, expected):
    return (given is None) == (expected is None) and bool(same(given, expected))


def _all_same(given, expected):
    return all(_equal(one, other) for one, other in zip(given, expected, strict=True))


Q_CASES = [  # state, action, reward, new state, over, learning rate, discount
    (0, 1, 0.0, 1, False, 0.5, 0.9),
    (1, 2, -0.2, 2, False, 0.25, 0.8),
    (2, 0, 1.0, 3, True, 0.5, 0.9),
    (3, 1, 0.3, 0, False, 1.0, 0.5),
]
Q_TABLE = np.array([[0.2, -0.4, 0.1], [0.6, 0.0, 0.8], [0.4, 1.0, -1.0], [2.0, 0.5, 3.0]])


@exercise(LESSON, "updated", tr="Q düzeltmesi", en="The Q update")
def updated(answer):
    """``answer(q, state, action, reward, new_state, over, learning_rate, discount) -> number``."""
    given = [call(answer, Q_TABLE.copy(), *case, may_change=False) for case in Q_CASES]
    require_return(*given)
    expected = _q_answers(lambda old, target, rate: old + rate * (target - old))
    if _all_same(given, expected):
        return L("Ajanınız artık ödülden öğreniyor.", "Your agent now learns from reward.")
    first = next(i for i in range(len(Q_CASES)) if not _equal(given[i], expected[i]))
    state, action, reward, new_state, over, rate, discount = Q_CASES[first]
    report = L(
        f"Q(s, a) = {number(Q_TABLE[state, action])}, ödül {number(reward)}, varılan karenin Q satırı "
        f"{Q_TABLE[new_state].tolist()}, oyun {'bitti' if over else 'sürüyor'}, α = {number(rate)}, "
        f"γ = {number(discount)}: {number(expected[first], 4)} bekleniyordu, {shown(given[first])} geldi. ",
        f"Q(s, a) = {number(Q_TABLE[state, action])}, reward {number(reward)}, the Q row of the new square "
        f"{Q_TABLE[new_state].tolist()}, the game {'is over' if over else 'goes on'}, α = {number(rate)}, "
        f"γ = {number(discount)}: {number(expected[first], 4)} was expected and {shown(given[first])} came. ",
    )
    for name, believed, why in _q_beliefs():
        if _all_same(given, believed):
            wrong(report + why, name)
    wrong(
        report
        + L(
            "Hedef r + γ · max Q(s', a'); eski tahminden ona doğru α kadar gidin.",
            "Aim at r + γ · max Q(s', a'), and go α of the way there from the old estimate.",
        ),
        "wrong_update",
    )


def _q_answers(mix, best=np.max, minds_end=True, discounted=True, row=3):
    """Return the answers of a rule: ``mix(old, target, rate)``; ``row``: which of a case's states is the future."""
    answers = []
    for case in Q_CASES:
        state, action, reward, _, over, rate, discount = case
        future = 0.0 if over and minds_end else float(best(Q_TABLE[case[row]]))
        target = reward + (discount if discounted else 1.0) * future
        answers.append(float(mix(Q_TABLE[state, action], target, rate)))
    return answers


def _q_beliefs():
    def mix(old, target, rate):
        return old + rate * (target - old)

    yield (
        "ignores_the_end",
        _q_answers(mix, minds_end=False),
        L(
            "Oyun bittiyse gelecek yoktur: `over` doğruyken γ'lı terimi atın.",
            "Once the game is over there is no future: drop the term with γ where `over` is true.",
        ),
    )
    yield (
        "no_discount",
        _q_answers(mix, discounted=False),
        L("Gelecekteki ödülü γ ile çarpmayı unuttunuz.", "You forgot to multiply the future by γ."),
    )
    yield (
        "replaces_the_estimate",
        _q_answers(lambda old, target, rate: target),
        L(
            "Eski tahmini tümüyle silmişsiniz. Yeniye doğru yalnızca α kadar gidin.",
            "You threw the old estimate away. Go only α of the way to the new one.",
        ),
    )
    yield (
        "adds_the_target",
        _q_answers(lambda old, target, rate: old + rate * target),
        L(
            "Köşeli parantezde eski tahmin çıkarılmalı: α · (hedef − eski). Yoksa sayı durmadan büyür.",
            "Inside the brackets the old estimate is subtracted: α · (target − old). Otherwise the number grows for ever.",
        ),
    )
    yield (
        "only_the_step",
        _q_answers(lambda old, target, rate: rate * (target - old)),
        L(
            "Bu, düzeltmenin kendisi. Eski tahmine ekleyin.",
            "That is the correction alone. Add it to the old estimate.",
        ),
    )
    yield (
        "mean_future",
        _q_answers(mix, best=np.mean),
        L(
            "Gelecek, eylemlerin ortalaması değil en iyisidir: `max()`.",
            "The future is the best action, not the mean: `max()`.",
        ),
    )
    yield (
        "future_of_the_old_state",
        _q_answers(mix, row=0),
        L(
            "Geleceğe **varılan** kareden bakılır: `q[new_state]`.",
            "The future is seen from the **new** square: `q[new_state]`.",
        ),
    )


@exercise(LESSON, "split", tr="Dürüst bir ayrım", en="An honest split")
def split(answer):
    """``answer(x, y, test_count) -> x_train, y_train, x_test, y_test``."""
    x = np.column_stack([np.arange(60.0), np.arange(60.0) ** 2])
    y = np.repeat([0, 1, 2], 20)  # sorted by class, as data often are
    for count in (15, 20):
        given = call(answer, x.copy(), y.copy(), count)
        parts = _four_parts(given)
        _check_parts(*parts, x, y, count)
    return L(
        "Karışık, örtüşmeyen iki küme; her örnek kendi etiketiyle.",
        "Two shuffled sets that do not overlap, each example with its own label.",
    )


def _four_parts(given):
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != 4:
        wrong(
            L(
                "Dört şey döndürün: `return x_train, y_train, x_test, y_test`.",
                "Return four things: `return x_train, y_train, x_test, y_test`.",
            ),
            "not_four",
        )
    try:
        parts = [np.asarray(part, dtype=float) for part in given]
    except (TypeError, ValueError, OverflowError):
        wrong(L("Dört dizi bekleniyordu.", "Expected four arrays."), "not_arrays")
    if [part.ndim for part in parts] == [2, 2, 1, 1]:
        wrong(
            L(
                "Sıra x_train, x_test, y_train, y_test olmuş; istenen x_train, y_train, x_test, y_test.",
                "The order is x_train, x_test, y_train, y_test; asked is x_train, y_train, x_test, y_test.",
            ),
            "other_order",
        )
    if [part.ndim for part in parts] != [2, 1, 2, 1] or any(part.shape[1] != 2 for part in parts[::2]):
        shapes = ", ".join(str(part.shape) for part in parts)
        wrong(
            L(
                f"Şekiller {shapes}; (n, d), (n,), (m, d), (m,) bekleniyordu.",
                f"The shapes are {shapes}; expected (n, d), (n,), (m, d), (m,).",
            ),
            "shapes",
        )
    return parts


def _check_parts(x_train, y_train, x_test, y_test, x, y, count):
    sizes = (len(x_train), len(y_train), len(x_test), len(y_test))
    if sizes == (count, count, 60 - count, 60 - count) and count != 30:
        wrong(
            L(
                f"Eğitimde {count}, testte {60 - count} örnek var; tersi isteniyordu.",
                f"There are {count} examples for training and {60 - count} for the test; it should be the other way round.",
            ),
            "swapped",
        )
    if sizes != (60 - count, 60 - count, count, count):
        wrong(
            L(
                f"60 örnek ve `test_count={count}` için boylar {sizes}; "
                f"{(60 - count, 60 - count, count, count)} bekleniyordu.",
                f"For 60 examples and `test_count={count}` the lengths are {sizes}; expected "
                f"{(60 - count, 60 - count, count, count)}.",
            ),
            "sizes",
        )
    train, test = x_train[:, 0], x_test[:, 0]
    shared = len(np.intersect1d(train, test))
    if shared:
        wrong(
            L(
                f"{shared} örnek hem eğitimde hem testte. Test artık görülmemişi ölçmez, ezberi ödüllendirir. İki "
                "küme aynı karışık sıranın ayrı parçaları olmalı.",
                f"{shared} examples are in both sets. Such a test no longer measures the unseen; it rewards "
                "learning by heart. Cut both sets out of one shuffled order.",
            ),
            "overlap",
        )
    rows = np.concatenate([train, test])
    if not np.array_equal(np.sort(rows), np.arange(60)) or not np.array_equal(
        np.concatenate([x_train, x_test]), x[rows.astype(int)]
    ):
        wrong(
            L(
                "Bazı örnekler kayboldu ya da yinelendi. Her satır tam bir kez geçmeli: `permutation` kullanın.",
                "Some examples were lost or repeated. Each row must occur exactly once: use `permutation`.",
            ),
            "lost_examples",
        )
    labels = np.concatenate([y_train, y_test])
    if not np.array_equal(labels, y[rows.astype(int)]):
        wrong(
            L(
                "Örnekler başkalarının etiketini almış. `x` ile `y` aynı sırayla karıştırılmalı.",
                "Examples have got the labels of others. `x` and `y` must be shuffled in the same order.",
            ),
            "pairs_broken",
        )
    if len(np.unique(y_test)) < 3 or np.array_equal(np.sort(test), np.arange(test.min(), test.min() + count)):
        wrong(
            L(
                f"Testteki sınıflar {np.unique(y_test).astype(int).tolist()}; veride 0, 1 ve 2 var. Veri sınıf "
                "sınıf dizili: ayırmadan önce karıştırın.",
                f"The classes in the test are {np.unique(y_test).astype(int).tolist()}; the data have 0, 1 and 2. "
                "They are sorted by class: shuffle before you split.",
            ),
            "not_shuffled",
        )


@lru_cache(maxsize=1)
def _fours_and_nines():
    """Return training and test pictures (200, 28, 28) from 0 to 1, whether each is a 9, and the test's holes."""
    from scipy import ndimage

    from utils.datasets import load_digits28

    digits = load_digits28()
    train = np.flatnonzero(np.isin(digits.y_train, (4, 9)))[:200]
    test = np.flatnonzero(np.isin(digits.y_test, (4, 9)))
    paper = [np.pad(picture < 0.3 * 255, 1, constant_values=True) for picture in digits.x_test[test]]
    holes = np.array([ndimage.label(one)[1] - 1 for one in paper])
    x, x_test = digits.x_train[train] / 255, digits.x_test[test] / 255
    return x, digits.y_train[train] == 9, x_test, digits.y_test[test] == 9, holes


@exercise(LESSON, "my_feature", tr="Kendi özniteliğinizi tasarlayın", en="Design a feature of your own")
def my_feature(answer):
    """``answer(picture (28, 28)) -> number``: at least 0.75 on 200 unseen fours and nines."""
    x, y, x_test, y_test, holes = _fours_and_nines()
    _value(call(answer, x[0], may_change=False))

    def my_feature(pictures):  # all in one call: 400 guarded ones would take their time
        return [answer(picture) for picture in pictures]

    values, test_values = (np.array([_value(one) for one in call(my_feature, some)]) for some in (x, x_test))
    if len(np.unique(values)) == 1:
        wrong(
            L(
                f"Bütün resimlere {number(values[0])} dediniz. Öznitelik resme bağlı olmalı.",
                f"You said {number(values[0])} for every picture. A feature has to depend on the picture.",
            ),
            "constant",
        )
    if np.mean(test_values == holes) > 0.95:
        wrong(
            L(
                "Bu, delik sayısı; derste kullandık. Şimdi başka bir fikir arayın.",
                "That is the number of holes, which the lesson has used. Look for another idea.",
            ),
            "holes_again",
        )
    threshold, above = _best_threshold(values, y)
    accuracy = float(np.mean(((test_values > threshold) == above) == y_test))
    if accuracy >= 0.75:
        return L(
            f"Görülmemiş 200 rakamda {percent(accuracy, 1)} doğruluk. Delik sayısı %89,5 veriyordu.",
            f"An accuracy of {percent(accuracy, 1)} on 200 unseen digits. The number of holes gave 89.5%.",
        )
    report = L(
        f"Görülmemiş 200 rakamda doğruluk {number(accuracy)}; en az 0,75 gerekiyor. ",
        f"The accuracy on 200 unseen digits is {number(accuracy)}; it takes 0.75. ",
    )
    total = x.sum(axis=(1, 2))
    if abs(np.corrcoef(values, total)[0, 1]) > 0.98:
        wrong(
            report
            + L(
                "Bu, bütün resmin mürekkebi; 4 ile 9'da birbirine çok yakın. Resmin bir **parçasına** bakın.",
                "That is the ink of the whole picture; 4 and 9 have about the same. Look at a **part** of it.",
            ),
            "all_the_ink",
        )
    wrong(
        report
        + L(
            f"4'lerde ortalaması {number(values[~y].mean())}, 9'larda {number(values[y].mean())}, dağılımı "
            f"{number(values.std())}. İki ortalama dağılıma göre daha uzak olmalı.",
            f"Its mean is {number(values[~y].mean())} for 4s and {number(values[y].mean())} for 9s, with a spread "
            f"of {number(values.std())}. The two means have to lie further apart than that.",
        ),
        "too_weak",
    )


def _value(given):
    require_return(given)
    array = as_array(given)
    if array is None or array.size != 1 or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        wrong(
            L(
                f"Tek bir sonlu sayı bekleniyordu; {shown(given)} geldi.",
                f"Expected one finite number; {shown(given)} came.",
            ),
            "not_a_number",
        )
    return float(array.reshape(()) if array.ndim == 0 else array.ravel()[0])


def _best_threshold(values, y):
    """Return the threshold that parts the training digits best, and whether the nines lie above it."""
    cuts = np.unique(values)
    right = np.array([np.mean((values > cut) == y) for cut in cuts])
    best = int(np.argmax(np.maximum(right, 1 - right)))
    return cuts[best], bool(right[best] >= 0.5)

"""Checks of lesson 03_perceptron."""

import numpy as np

from utils.checks.engine import call, exercise, expect, wrong
from utils.checks.forms import require_array, require_number, require_parts
from utils.checks.judge import judge
from utils.checks.show import apart, said
from utils.language import L, percent

LESSON = "03_perceptron"
GATE_INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
NAND = np.array([1, 1, 1, 0])
XOR = np.array([0, 1, 1, 0])


def _fires(x, weights, bias):
    """Return the neuron's answers, int (n, ...), for x (n, d), weights (d, ...), bias (...)."""
    return np.where(x @ weights + bias >= 0, 1, 0)


DECISIONS = [  # sample, weights, bias: each input, its sign and the bias decide at least once
    (np.array([3, 30]), np.array([0.6, 0.1]), -4.0),
    (np.array([1, 25]), np.array([0.6, 0.1]), -4.0),
    (np.array([1, 1]), np.array([1.0, -1.0]), 0.0),
    (np.array([0, 0]), np.array([2.0, 1.0]), 0.5),
    (np.array([0, 0]), np.array([2.0, 1.0]), -0.5),
    (np.array([2, -1]), np.array([0.5, 1.5]), 0.25),
    (np.array([1, 2, 3]), np.array([1.0, -2.0, 1.5]), -1.0),
    (np.array([1, 2, -3]), np.array([1.0, -0.25, 0.5]), 0.5),
    (np.array([-1.5]), np.array([-2.0]), -2.5),
    (np.array([1.4, 0.6]), np.array([1.0, -2.0]), 0.5),
    (np.array([4, 0, 1, 0, -2]), np.array([0.5, 3.0, -1.0, 2.0, 1.0]), 0.5),
]


@exercise(LESSON, "predict_one", tr="Kararı döngüyle yazın", en="The decision as a loop")
def predict_one(answer):
    """``answer(sample (d,), weights (d,), bias) -> 0 or 1`` for any number of inputs."""
    beliefs = [
        ("returns_sum", lambda x, w, b: x @ w + b,
         "Bu, ağırlıklı toplamın kendisi. Onu basamak fonksiyonundan geçirin.",
         "That is the weighted sum itself. Pass it through the step function."),
        ("minus_one_output", lambda x, w, b: 1 if x @ w + b >= 0 else -1,
         "Bu nöronun çıktıları 0 ve 1'dir.", "The outputs of this neuron are 0 and 1."),
        ("strict_inequality", lambda x, w, b: int(x @ w + b > 0),
         "Toplam burada tam sıfır. Nöron eşikte de ateşler: karşılaştırma eşitliği de içermeli.",
         "The sum is exactly zero here. The neuron fires at the threshold too: include equality."),
        ("no_bias", lambda x, w, b: int(x @ w >= 0),
         "Bias'ı toplama eklemeyi unutmuşsunuz.", "You forgot to add the bias to the sum."),
        ("bias_subtracted", lambda x, w, b: int(x @ w - b >= 0),
         "Bias'ı çıkarmışsınız; toplama eklenir.", "You subtracted the bias; add it to the sum."),
        ("two_inputs_only", lambda x, w, b: int(x[:2] @ w[:2] + b >= 0),
         "Yalnızca ilk iki girdiye bakılmış; örnekte daha çok girdi olabilir.",
         "Only the first two inputs were looked at; a sample may have more."),
        ("last_input_only", lambda x, w, b: int(x[-1] * w[-1] + b >= 0),
         "Toplam, son girdininkinden ibaret: her turda `z = z + ...` diye biriktirin.",
         "The sum holds the last input alone: collect it with `z = z + ...` in each round."),
        ("no_weights", lambda x, w, b: int(x.sum() + b >= 0),
         "Girdileri ağırlıklarıyla çarpmamışsınız.", "You did not multiply the inputs by their weights."),
        ("reversed_outputs", lambda x, w, b: int(x @ w + b < 0),
         "0 ile 1 yer değiştirmiş.", "0 and 1 have changed places."),
    ]  # fmt: skip

    def here(x, w, b):
        z = said(float(x @ w + b))
        return L(
            f"Her girdiyi kendi ağırlığıyla çarpıp toplayın, sonra bias'ı ekleyin: burada z = {z}.",
            f"Multiply each input by its own weight, add up, then add the bias: here z = {z}.",
        )

    return judge(
        answer,
        DECISIONS,
        lambda x, w, b: int(x @ w + b >= 0),
        beliefs,
        otherwise=("wrong_sum", here),
        remark=("Nöronunuz her sayıda girdiyle çalışıyor.", "Your neuron works for any number of inputs."),
    )


@exercise(LESSON, "nand", tr="VE DEĞİL kapısını elle kurun", en="Build NAND by hand")
def nand(weights, bias):
    """Any two weights and bias that give NAND."""
    weights = require_array(weights, "nand_weights", (2,), any_layout=True)
    bias = require_number(bias, "nand_bias")
    answers = _fires(GATE_INPUTS, weights, bias)
    if np.array_equal(answers, NAND):
        return L("Sonsuz doğru yanıttan birini buldunuz.", "You found one of endlessly many right answers.")
    expect(
        not np.array_equal(answers, 1 - NAND),
        L(
            "Bu VE kapısı: tam tersi isteniyordu. Ağırlıkların ve bias'ın işaretlerini çevirin.",
            "This is AND, the exact opposite. Flip the signs of the weights and the bias.",
        ),
        "and_gate",
    )
    expect(
        bias >= 0,
        L(
            "(0, 0) noktasında z yalnızca bias'a eşittir. Çıktı 1 olmalı, bias'ınız ise eksi: orada 0 çıkıyor.",
            "At (0, 0), z is just the bias. The output has to be 1, but your bias is negative: it gives 0 there.",
        ),
        "negative_bias",
    )
    sums = GATE_INPUTS @ weights + bias
    expect(
        sums[3] != 0 or not np.array_equal(answers[:3], NAND[:3]),
        L(
            "(1, 1) noktasında z tam 0 oluyor ve nöron eşikte ateşliyor. z'nin orada sıfırın altına inmesi gerekir.",
            "At (1, 1), z is exactly 0, and the neuron fires at the threshold. There z has to be below zero.",
        ),
        "on_the_boundary",
    )
    i = int(np.argmax(answers != NAND))
    point, z = tuple(GATE_INPUTS[i].tolist()), said(float(sums[i]))
    wrong(
        L(
            f"{point} için z = {z}, çıktı {answers[i]}; {NAND[i]} bekleniyordu.",
            f"For {point}, z = {z} and the output is {answers[i]}; {NAND[i]} was expected.",
        ),
        "wrong_gate",
    )


def _updated(x, y, w, b, rate, *, is_right=lambda y, z: y * z > 0, step=None, on_bias=1.0, bias_in_sum=1.0):
    """Return (weights, bias) after one step of the exercise, or of one of the misconceptions."""
    if is_right(y, x @ w + bias_in_sum * b):
        return w, b
    step = rate * y if step is None else step
    return w + step * x, b + on_bias * step


UPDATES = [  # sample, target, weights, bias, learning rate
    (np.array([1.0, 2.0]), -1, np.array([0.5, 0.5]), 0.5, 0.1),  # wrong: move
    (np.array([1.0, 2.0]), 1, np.array([0.5, 0.5]), 0.5, 0.1),  # right: stay
    (np.array([2.0, -1.0]), 1, np.array([-1.0, 1.0]), 0.0, 0.5),  # wrong: move
    (np.array([2.0, -1.0]), -1, np.array([-1.0, 1.0]), 0.0, 0.5),  # right: stay
    (np.array([1.0, 1.0]), 1, np.array([1.0, -1.0]), 0.0, 2.0),  # on the boundary: counts as wrong
    (np.array([1.0, -0.5, 2.0]), -1, np.array([0.5, 1.0, 0.25]), -0.75, 0.3),  # right thanks to the bias, and narrowly
    (np.array([1.0, -0.5, 2.0]), -1, np.array([0.5, 1.0, 0.25]), -0.25, 0.3),  # wrong in spite of the bias
    (np.array([-1.0, 0.5]), 1, np.array([1.0, 0.5]), 1.5, 0.2),  # right thanks to the bias
    (np.array([0.5]), 1, np.array([3.0]), -2.0, 0.2),  # wrong because of the bias
    (np.array([1.0, 0.5]), 1, np.array([0.5, 1.0]), 2.0, 0.2),  # right with the bias and without it
    (np.array([1.5, -2.5]), -1, np.array([0.625, 0.125]), 0.375, 0.0375),  # wrong: move by little
]


@exercise(LESSON, "update", tr="Etiketler −1 ve +1 olunca", en="When labels are −1 and +1")
def update(answer):
    """``answer(sample (d,), target, weights (d,), bias, learning_rate) -> (weights (d,), bias)``, targets −1 and +1."""

    def misconception(**options):
        return lambda *case: _updated(*case, **options)

    beliefs = [
        ("swapped", lambda *case: _updated(*case)[::-1],
         "Sıra ters: önce ağırlıklar, sonra bias.", "The order is reversed: first the weights, then the bias."),
        ("never_updates", lambda x, y, w, b, rate: (w, b),
         "Hiçbir şey değişmedi, oysa örnek yanlış bilinmişti.", "Nothing has changed, though the neuron got this sample wrong."),
        ("updates_when_right", misconception(is_right=lambda y, z: False),
         "Örnek doğru bilinmişti; hiçbir şey değişmemeliydi.", "The neuron got this sample right; nothing should have changed."),
        ("updates_only_when_right", misconception(is_right=lambda y, z: y * z <= 0),
         "Koşul ters: düzeltme, örnek yanlış bilinince yapılır.",
         "The condition is the wrong way round: the correction is made where the sample is wrong."),
        ("strict_inequality", misconception(is_right=lambda y, z: y * z >= 0),
         "Sınırın tam üstündeki örnek doğru sayılmaz: koşul `<= 0` olmalı.",
         "A sample exactly on the boundary does not count as right: the condition has to be `<= 0`."),
        ("margin", misconception(is_right=lambda y, z: y * z > 1),
         "Doğru bilinen örnek de değişti: koşul `target * z <= 0`, 1 ile karşılaştırılmaz.",
         "A sample that was right moved too: the condition is `target * z <= 0`, it does not compare with 1."),
        ("no_label_in_condition", misconception(is_right=lambda y, z: z > 0),
         "Koşulda etiket yok: `target * z` sıfırla karşılaştırılır.",
         "The label is missing in the condition: `target * z` is compared with zero."),
        ("no_bias_in_sum", misconception(bias_in_sum=0.0),
         "z'yi hesaplarken bias'ı eklememişsiniz.", "You left the bias out of z."),
        ("bias_subtracted", misconception(bias_in_sum=-1.0),
         "z'yi hesaplarken bias'ı çıkarmışsınız; toplama eklenir.",
         "You subtracted the bias in z; add it to the sum."),
        ("no_bias", misconception(on_bias=0.0),
         "Ağırlıklar doğru, ama bias hiç değişmemiş.", "The weights are right, but the bias has not changed."),
        ("bias_without_rate", lambda x, y, w, b, rate: (_updated(x, y, w, b, rate)[0], _updated(x, y, w, b, 1.0)[1]),
         "Ağırlıklar doğru, ama bias'ın düzeltmesi öğrenme oranıyla çarpılmamış.",
         "The weights are right, but the correction of the bias was not multiplied by the learning rate."),
        ("bias_turned", misconception(on_bias=-1.0),
         "Ağırlıklar doğru, ama bias ters yönde düzeltilmiş.",
         "The weights are right, but the bias was corrected the wrong way."),
        ("wrong_direction", lambda x, y, w, b, rate: _updated(x, y, w, b, rate, step=-rate * y),
         "Düzeltme ters yönde: etiketin işaretiyle çarpın.", "The correction goes the wrong way: multiply by the label."),
        ("no_label", lambda x, y, w, b, rate: _updated(x, y, w, b, rate, step=rate),
         "Düzeltme etiketle çarpılmamış: etiket −1 iken ters yöne gider.",
         "The correction was not multiplied by the label: where that is −1 it goes the other way."),
        ("no_learning_rate", lambda x, y, w, b, rate: _updated(x, y, w, b, rate, step=y),
         "Öğrenme oranıyla çarpmayı unuttunuz.", "You forgot to multiply by the learning rate."),
        ("double_step", lambda x, y, w, b, rate: _updated(x, y, w, b, rate, step=2 * rate * y),
         "Adım iki kat büyük: −1 ve +1 ile y − ŷ farkı 2 ya da −2'dir. Burada fark değil, y'nin kendisi kullanılır.",
         "The step is twice as long: with −1 and +1 the difference y − ŷ is 2 or −2. Here y itself is used."),
        ("no_sample", lambda x, y, w, b, rate: (_updated(x, y, w, b, rate)[1] - b + w,
                                                _updated(x, y, w, b, rate)[1]),
         "Ağırlıkların düzeltmesi örnekle çarpılmamış: her ağırlık kendi girdisiyle düzeltilir.",
         "The correction of the weights was not multiplied by the sample: each weight moves by its own input."),
    ]  # fmt: skip

    def here(x, y, w, b, rate):
        z = float(x @ w + b)
        head = f"z = {said(z)}, y·z = {said(y * z)}: "
        if y * z > 0:
            return head + L(
                "örnek doğru bilinmiş, hiçbir şey değişmez.", "the neuron gets this sample right, so nothing changes."
            )
        return head + L(
            "örnek doğru sayılmaz; w ← w + η·y·x, b ← b + η·y yapılır.",
            "the sample does not count as right, so w ← w + η·y·x and b ← b + η·y.",
        )

    return judge(
        answer,
        UPDATES,
        _updated,
        beliefs,
        otherwise=("wrong_update", here),
        remark=(
            "scikit-learn'ün Perceptron sınıfı da tam bu adımı atar.",
            "scikit-learn's Perceptron takes exactly this step.",
        ),
    )


@exercise(LESSON, "xor_network", tr="XOR'u üç nöronla çözün", en="Solve XOR with three neurons")
def xor_network(hidden_weights, hidden_bias, output_weights, output_bias):
    """Any two hidden neurons (columns) and one output neuron that give XOR."""
    hidden_weights = require_array(hidden_weights, "hidden_weights", (2, 2))
    hidden_bias = require_array(hidden_bias, "hidden_bias", (2,), any_layout=True)
    output_weights = require_array(output_weights, "output_weights", (2,), any_layout=True)
    output_bias = require_number(output_bias, "output_bias")
    hidden = _fires(GATE_INPUTS, hidden_weights, hidden_bias)
    answers = _fires(hidden, output_weights, output_bias)
    if np.array_equal(answers, XOR):
        return L("İki katman, bir nöronun yapamadığını yaptı.", "Two layers did what one neuron cannot.")
    turned = _fires(_fires(GATE_INPUTS, hidden_weights.T, hidden_bias), output_weights, output_bias)
    expect(
        not np.array_equal(turned, XOR),
        L(
            "Ağırlıkları satırlara yazmışsınız. Her gizli nöron bir sütundur: diziyi `.T` ile çevirin.",
            "You wrote the weights in rows. Each hidden neuron is a column: turn the array with `.T`.",
        ),
        "rows_not_columns",
    )
    table = ", ".join(f"{tuple(x.tolist())} → {tuple(h.tolist())}" for x, h in zip(GATE_INPUTS, hidden, strict=True))
    expect(
        not np.array_equal(hidden[:, 0], hidden[:, 1]),
        L(
            f"İki gizli nöron hep aynı yanıtı veriyor ({table}); bu, tek bir nöron demektir. Birini değiştirin.",
            f"Both hidden neurons always answer the same ({table}); that is one neuron. Change one of them.",
        ),
        "same_hidden_neurons",
    )
    _explain_merged(hidden, table)
    ones, zeros = hidden[XOR == 1], hidden[XOR == 0]
    if np.all(ones[0] != ones[1]) and np.all(zeros[0] != zeros[1]):  # opposite corners, both pairs
        wrong(
            L(
                f"Gizli katman XOR'u olduğu gibi bırakıyor ({table}): XOR'u 1 olanlar yine çapraz köşelerde, hiçbir çıktı "
                "nöronu onları ayıramaz. Gizli nöronlardan birini değiştirin.",
                f"The hidden layer leaves XOR as it is ({table}): the points whose XOR is 1 still lie on opposite corners, "
                "and no output neuron can separate them. Change one of the hidden neurons.",
            ),
            "hidden_layer_keeps_xor",
        )
    wrong(
        L(
            f"Gizli katman iyi ({table}), ama çıktılar {answers.tolist()}; {XOR.tolist()} bekleniyordu. "
            f"Çıktı nöronunun ağırlıklarına ve eşiğine bakın.",
            f"The hidden layer is fine ({table}), but the outputs are {answers.tolist()}; {XOR.tolist()} was "
            f"expected. Look at the weights and the threshold of the output neuron.",
        ),
        "output_neuron",
    )


def _explain_merged(hidden, table):
    """End the check where two inputs that need other answers come out of the hidden layer as one."""
    pairs = ((i, j) for i in range(4) for j in range(i))
    for i, j in pairs:
        if XOR[i] != XOR[j] and np.array_equal(hidden[i], hidden[j]):
            one, two = tuple(GATE_INPUTS[j].tolist()), tuple(GATE_INPUTS[i].tolist())
            wrong(
                L(
                    f"Gizli katman {one} ile {two} için aynı çıktıyı veriyor ({table}). Çıktı nöronu onları artık "
                    "ayıramaz.",
                    f"The hidden layer gives the same for {one} and {two} ({table}). The output neuron can no longer tell "
                    "them apart.",
                ),
                "hidden_layer_merges",
            )


LEAST_ACCURACY = 0.93
# The examples come in the lesson's order and in three others: a pocket reaches LEAST_ACCURACY in each, the last weights
# of `learn` do so in all four after 4 of the first 200 epochs only.
ORDERS = (None, 9, 32, 39)
MOST_EPOCHS = 200


@exercise(LESSON, "learn_pocket", tr="En iyisini cebinize koyun", en="Keep the best in your pocket")
def learn_pocket(answer):
    """``answer(x (80, 2), y (80,)) -> (weights (2,), bias)``: at least 0.93 on the training set of two iris species."""
    from utils.datasets import load_iris_pair

    iris = load_iris_pair(("versicolor", "virginica"), ("petal_length", "petal_width"))
    results = []
    for seed in ORDERS:
        order = np.arange(len(iris.x_train)) if seed is None else np.random.default_rng(seed).permutation(80)
        x, y = iris.x_train[order], iris.y_train[order]
        weights, bias = require_parts(call(answer, x, y, may_change=False), "weights", "bias")
        weights = require_array(weights, "weights", (2,), any_layout=True)
        results.append((x, y, weights, require_number(bias, "bias")))
    accuracies = [float((_fires(x, weights, bias) == y).mean()) for x, y, weights, bias in results]
    if min(accuracies) < LEAST_ACCURACY:
        _explain_pocket(results, accuracies)
    _, _, weights, bias = results[0]
    test_accuracy = float((_fires(iris.x_test, weights, bias) == iris.y_test).mean())
    return L(
        f"Eğitim kümesinde {percent(accuracies[0])}, test kümesinde {percent(test_accuracy)} doğruluk; örneklerin sırası "
        "değişince de en az %93.",
        f"Accuracy {percent(accuracies[0])} on the training set, {percent(test_accuracy)} on the test set; at least 93% "
        "in other orders of the examples as well.",
    )


def _explain_pocket(results, accuracies):
    failed = next(i for i, accuracy in enumerate(accuracies) if accuracy < LEAST_ACCURACY)
    came, wanted = apart(accuracies[failed], LEAST_ACCURACY)
    report = L(
        f"Eğitim kümesinde doğruluk {came}, en az {wanted} gerekiyor. ",
        f"The accuracy on the training set is {came}; at least {wanted} is needed. ",
    )
    if failed:
        report = L("Örnekler başka bir sırada verildi. ", "The examples were given in another order. ") + report
    expect(
        any(weights.any() for _, _, weights, _ in results),
        report
        + L(
            "Ağırlıklar hâlâ sıfır: cebinizdekini düzeltmelerden sonra yenilemiyorsunuz.",
            "The weights are still zero: you do not renew your pocket after the corrections.",
        ),
        "pocket_never_filled",
    )
    epoch = _last_of_epoch(results)
    if epoch:
        wrong(
            report
            + L(
                f"Bunlar {epoch}. epokun son ağırlıkları. Yol boyunca en az yanlış yapanları döndürün; `best = weights` "
                "dedikten sonra `weights += ...` yapıyorsanız cebinizdekiler de değişir.",
                f"These are the last weights of epoch {epoch}. Return those that made the fewest mistakes along the way; if "
                "you write `best = weights` and then `weights += ...`, your pocket changes too.",
            ),
            "returns_last_weights",
        )
    wrong(
        report
        + L(
            "Cebinizdekini her düzeltmeden sonra bütün eğitim kümesinde sınayın; daha çok epok da verebilirsiniz.",
            "Try what is in your pocket on the whole training set after each correction; more epochs may help too.",
        ),
        "not_accurate_enough",
    )


def _last_of_epoch(results):
    """Return after which epoch of the lesson's rule its last weights point as all that were returned do; else 0."""
    epochs = set(range(1, MOST_EPOCHS + 1))
    for x, y, weights, _ in results:
        w, b, same_way = np.zeros(2), 0.0, set()
        for epoch in range(1, max(epochs, default=0) + 1):
            for sample, target in zip(x, y, strict=True):
                error = target - int(sample @ w + b >= 0)
                if error:
                    w, b = w + error * sample, b + error
            if np.allclose(w * np.linalg.norm(weights), weights * np.linalg.norm(w), rtol=1e-9, atol=1e-9):
                same_way.add(epoch)
        epochs &= same_way
    return min(epochs, default=0)

"""Checks of lesson 03_perceptron."""

import numpy as np

from utils.checks.engine import call, exercise, require_return, same, shown, wrong
from utils.language import L, number, percent

LESSON = "03_perceptron"
GATE_INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
NAND = np.array([1, 1, 1, 0])
XOR = np.array([0, 1, 1, 0])


def _fires(x, weights, bias):
    """Return the neuron's answers, int (n, ...), for x (n, d), weights (d, ...), bias (...)."""
    return np.where(x @ weights + bias >= 0, 1, 0)


def _numbers(value, shape, name):
    """Return ``value`` as a float array of ``shape``, or say what it should have been."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        wrong(L(f"`{name}` sayılardan oluşmalı.", f"`{name}` has to consist of numbers."), "not_numbers")
    if array.size != int(np.prod(shape)) or (len(shape) > 1 and array.shape != shape):
        wrong(
            L(
                f"`{name}` dizisinin şekli {array.shape}; {shape} bekleniyordu.",
                f"`{name}` has the shape {array.shape}; expected {shape}.",
            ),
            "shape",
        )
    if not np.isfinite(array).all():
        wrong(
            L(f"`{name}` içinde sonlu olmayan bir sayı var.", f"`{name}` holds a number that is not finite."),
            "not_numbers",
        )
    return array.reshape(shape)


DECISIONS = [  # sample, weights, bias
    ([3, 30], [0.6, 0.1], -4.0),
    ([1, 25], [0.6, 0.1], -4.0),
    ([1, 1], [1.0, -1.0], 0.0),
    ([0, 0], [2.0, 1.0], 0.5),
    ([0, 0], [2.0, 1.0], -0.5),
    ([1, 2, 3], [1.0, -2.0, 0.5], 1.0),
]


@exercise(LESSON, "predict_one", tr="Kararı döngüyle yazın", en="The decision as a loop")
def predict_one(answer):
    """``answer(sample, weights, bias) -> 0 or 1`` for any number of inputs."""
    given = [call(answer, np.array(x), np.array(w), b, may_change=False) for x, w, b in DECISIONS]
    require_return(*given)
    sums = [float(np.dot(x, w) + b) for x, w, b in DECISIONS]
    expected = [int(z >= 0) for z in sums]
    first = next((i for i in range(len(sums)) if not same(given[i], expected[i])), None)
    if first is None:
        return L("Nöronunuz her sayıda girdiyle çalışıyor.", "Your neuron works for any number of inputs.")
    x, w, b = DECISIONS[first]
    report = L(
        f"predict_one({x}, {w}, {b}) için {expected[first]} bekleniyordu, {shown(given[first])} geldi. ",
        f"For predict_one({x}, {w}, {b}), {expected[first]} was expected and {shown(given[first])} came. ",
    )
    # A misconception is named only where it explains every answer that was given.
    for name, believed, why in _beliefs(sums):
        if all(same(one, other) for one, other in zip(given, believed, strict=True)):
            wrong(report + why, name)
    z = number(sums[first])
    why = L(
        f"Her girdiyi kendi ağırlığıyla çarpıp toplayın, sonra bias'ı ekleyin: burada z = {z}.",
        f"Multiply each input by its own weight, add up, then add the bias: here z = {z}.",
    )
    wrong(report + why, "wrong_sum")


def _beliefs(sums):
    """Yield (name, the answers that follow from it, what to say) for each usual misconception."""
    without_bias = [z - b for z, (_, _, b) in zip(sums, DECISIONS, strict=True)]
    yield (
        "strict_inequality",
        [int(z > 0) for z in sums],
        L(
            "Toplam burada tam sıfır. Nöron eşikte de ateşler: karşılaştırma eşitliği de içermeli.",
            "The sum is exactly zero here. The neuron fires at the threshold too: include equality.",
        ),
    )
    yield (
        "no_bias",
        [int(z >= 0) for z in without_bias],
        L("Bias'ı toplama eklemeyi unutmuşsunuz.", "You forgot to add the bias to the sum."),
    )
    yield (
        "returns_sum",
        sums,
        L(
            "Bu, ağırlıklı toplamın kendisi. Onu basamak fonksiyonundan geçirin.",
            "That is the weighted sum itself. Pass it through the step function.",
        ),
    )
    yield (
        "minus_one_output",
        [1 if z >= 0 else -1 for z in sums],
        L("Bu nöronun çıktıları 0 ve 1'dir.", "The outputs of this neuron are 0 and 1."),
    )


@exercise(LESSON, "nand", tr="VE DEĞİL kapısını elle kurun", en="Build NAND by hand")
def nand(weights, bias):
    """Any two weights and bias that give NAND."""
    weights, bias = _numbers(weights, (2,), "nand_weights"), _numbers(bias, (), "nand_bias")
    answers = _fires(GATE_INPUTS, weights, bias)
    if np.array_equal(answers, NAND):
        return L("Sonsuz doğru yanıttan birini buldunuz.", "You found one of endlessly many right answers.")
    if np.array_equal(answers, 1 - NAND):
        wrong(
            L(
                "Bu VE kapısı: tam tersi isteniyordu. Ağırlıkların ve bias'ın işaretlerini çevirin.",
                "This is AND, the exact opposite. Flip the signs of the weights and the bias.",
            ),
            "and_gate",
        )
    if bias < 0:
        wrong(
            L(
                "(0, 0) noktasında z yalnızca bias'a eşittir. Çıktı 1 olmalı, bias'ınız ise eksi: orada 0 çıkıyor.",
                "At (0, 0), z is just the bias. The output has to be 1, but your bias is negative: it gives 0 there.",
            ),
            "negative_bias",
        )
    sums = GATE_INPUTS @ weights + bias
    if sums[3] == 0 and np.array_equal(answers[:3], NAND[:3]):
        wrong(
            L(
                "(1, 1) noktasında z tam 0 oluyor ve nöron eşikte ateşliyor. z'nin orada sıfırın altına "
                "inmesi gerekir.",
                "At (1, 1), z is exactly 0, and the neuron fires at the threshold. There z has to be below zero.",
            ),
            "on_the_boundary",
        )
    i = int(np.argmax(answers != NAND))
    wrong(
        L(
            f"{tuple(GATE_INPUTS[i].tolist())} için z = {number(sums[i])}, çıktı {answers[i]}; {NAND[i]} bekleniyordu.",
            f"For {tuple(GATE_INPUTS[i].tolist())}, z = {number(sums[i])} and the output is {answers[i]}; "
            f"expected {NAND[i]}.",
        ),
        "wrong_gate",
    )


@exercise(LESSON, "update", tr="Etiketler −1 ve +1 olunca", en="When labels are −1 and +1")
def update(answer):
    """``answer(sample, target, weights, bias, learning_rate) -> (weights, bias)`` with targets −1 and +1."""
    cases = [
        ([1.0, 2.0], -1, [0.5, 0.5], 0.5, 0.1),  # wrong: move
        ([1.0, 2.0], 1, [0.5, 0.5], 0.5, 0.1),  # right: stay
        ([2.0, -1.0], 1, [-1.0, 1.0], 0.0, 0.5),  # wrong: move
        ([2.0, -1.0], -1, [-1.0, 1.0], 0.0, 0.5),  # right: stay
        ([1.0, 1.0], 1, [1.0, -1.0], 0.0, 1.0),  # on the boundary: counts as wrong
    ]
    for sample, target, weights, bias, rate in cases:
        x, w = np.array(sample), np.array(weights)
        given = call(answer, x, target, w, bias, rate, may_change=False)
        new_weights, new_bias = _pair(given, (2,))
        _explain_update(new_weights, new_bias, x, target, w, bias, rate)
    return L(
        "scikit-learn'ün Perceptron sınıfı da tam bu adımı atar.",
        "scikit-learn's Perceptron takes exactly this step.",
    )


def _pair(given, shape):
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != 2:
        wrong(
            L("İki şey döndürün: `return weights, bias`.", "Return two things: `return weights, bias`."),
            "not_a_pair",
        )
    return _numbers(given[0], shape, "weights"), _numbers(given[1], (), "bias")


def _explain_update(new_weights, new_bias, x, target, w, bias, rate):
    z = float(x @ w + bias)
    move = rate * target if target * z <= 0 else 0.0
    if np.allclose(new_weights, w + move * x) and np.isclose(new_bias, bias + move):
        return
    where = L(
        f"x = {x.tolist()}, y = {target:+d}, w = {w.tolist()}, b = {bias}, η = {rate}: z = {number(z)}. ",
        f"x = {x.tolist()}, y = {target:+d}, w = {w.tolist()}, b = {bias}, η = {rate}: z = {number(z)}. ",
    )
    if move == 0.0:
        wrong(
            where
            + L(
                "Örnek doğru bilinmişti; hiçbir şey değişmemeliydi.",
                "The sample was right; nothing should have changed.",
            ),
            "updates_when_right",
        )
    if z == 0 and np.allclose(new_weights, w):
        wrong(
            where
            + L(
                "Sınırın tam üstündeki örnek doğru sayılmaz: koşul `<= 0` olmalı.",
                "A sample exactly on the boundary does not count as right: the condition has to be `<= 0`.",
            ),
            "strict_inequality",
        )
    if np.allclose(new_weights, w + move * x):
        wrong(
            where
            + L(
                "Ağırlıklar doğru, ama bias düzelmemiş.",
                "The weights are right, but the bias was not mended.",
            ),
            "no_bias",
        )
    if np.allclose(new_weights, w - move * x):
        wrong(
            where
            + L(
                "Düzeltme ters yönde: etiketin işaretiyle çarpın.",
                "The correction goes the wrong way: multiply by the label.",
            ),
            "wrong_direction",
        )
    if np.allclose(new_weights, w + target * x):
        wrong(
            where + L("Öğrenme oranıyla çarpmayı unuttunuz.", "You forgot to multiply by the learning rate."),
            "no_learning_rate",
        )
    wrong(
        where
        + L(
            f"Yeni ağırlıklar {new_weights.tolist()} oldu; {(w + move * x).tolist()} bekleniyordu.",
            f"The new weights are {new_weights.tolist()}; expected {(w + move * x).tolist()}.",
        ),
        "wrong_update",
    )


@exercise(LESSON, "xor_network", tr="XOR'u üç nöronla çözün", en="Solve XOR with three neurons")
def xor_network(hidden_weights, hidden_bias, output_weights, output_bias):
    """Any two hidden neurons (columns) and one output neuron that give XOR."""
    hidden_weights = _numbers(hidden_weights, (2, 2), "hidden_weights")
    hidden_bias = _numbers(hidden_bias, (2,), "hidden_bias")
    output_weights = _numbers(output_weights, (2,), "output_weights")
    output_bias = _numbers(output_bias, (), "output_bias")
    hidden = _fires(GATE_INPUTS, hidden_weights, hidden_bias)
    answers = _fires(hidden, output_weights, output_bias)
    if np.array_equal(answers, XOR):
        return L("İki katman, bir nöronun yapamadığını yaptı.", "Two layers did what one neuron cannot.")
    turned = _fires(_fires(GATE_INPUTS, hidden_weights.T, hidden_bias), output_weights, output_bias)
    if np.array_equal(turned, XOR):
        wrong(
            L(
                "Ağırlıkları satırlara yazmışsınız. Her gizli nöron bir **sütundur**: diziyi `.T` ile çevirin.",
                "You wrote the weights in rows. Each hidden neuron is a **column**: turn the array with `.T`.",
            ),
            "rows_not_columns",
        )
    table = ", ".join(f"{tuple(x.tolist())} → {tuple(h.tolist())}" for x, h in zip(GATE_INPUTS, hidden, strict=True))
    if np.array_equal(hidden[:, 0], hidden[:, 1]):
        wrong(
            L(
                f"İki gizli nöron hep aynı yanıtı veriyor ({table}); bu, tek bir nöron demektir. Birini değiştirin.",
                f"Both hidden neurons always answer the same ({table}); that is one neuron. Change one of them.",
            ),
            "same_hidden_neurons",
        )
    clash = next(
        ((i, j) for i in range(4) for j in range(i) if XOR[i] != XOR[j] and np.array_equal(hidden[i], hidden[j])),
        None,
    )
    if clash:
        i, j = clash
        wrong(
            L(
                f"Gizli katman {tuple(GATE_INPUTS[j].tolist())} ile {tuple(GATE_INPUTS[i].tolist())} için "
                f"aynı çıktıyı veriyor ({table}). Çıktı nöronu onları artık ayıramaz.",
                f"The hidden layer gives the same for {tuple(GATE_INPUTS[j].tolist())} and "
                f"{tuple(GATE_INPUTS[i].tolist())} ({table}). The output neuron can no longer tell them "
                f"apart.",
            ),
            "hidden_layer_merges",
        )
    wrong(
        L(
            f"Gizli katman iyi ({table}), ama çıktılar {answers.tolist()}; {XOR.tolist()} bekleniyordu. "
            f"Çıktı nöronunun eşiğine bakın.",
            f"The hidden layer is fine ({table}), but the outputs are {answers.tolist()}; expected "
            f"{XOR.tolist()}. Look at the threshold of the output neuron.",
        ),
        "output_neuron",
    )


@exercise(LESSON, "learn_pocket", tr="En iyisini cebinize koyun", en="Keep the best in your pocket")
def learn_pocket(answer):
    """``answer(x, y) -> (weights, bias)``: at least 0.93 on the training set of two iris species."""
    from utils.datasets import load_iris_pair

    iris = load_iris_pair(("versicolor", "virginica"), ("petal_length", "petal_width"))
    x, y = iris.x_train, iris.y_train
    weights, bias = _pair(call(answer, x.copy(), y.copy()), (2,))
    accuracy = float((_fires(x, weights, bias) == y).mean())
    test_accuracy = float((_fires(iris.x_test, weights, bias) == iris.y_test).mean())
    if accuracy >= 0.93:
        return L(
            f"Eğitim kümesinde {percent(accuracy)}, test kümesinde {percent(test_accuracy)} doğruluk.",
            f"Accuracy {percent(accuracy)} on the training set, {percent(test_accuracy)} on the test set.",
        )
    report = L(
        f"Eğitim kümesinde doğruluk {number(accuracy)}. ",
        f"The accuracy on the training set is {number(accuracy)}. ",
    )
    if not weights.any():
        wrong(
            report
            + L(
                "Ağırlıklar hâlâ sıfır: cebinizdekini düzeltmelerden sonra yenilemiyorsunuz.",
                "The weights are still zero: you do not renew your pocket after the corrections.",
            ),
            "pocket_never_filled",
        )
    wrong(
        report
        + L(
            "Son ağırlıkları değil, yol boyunca en az yanlış yapanları döndürün. `best = weights` dedikten "
            "sonra `weights += ...` yapıyorsanız cebinizdekiler de değişir.",
            "Return not the last weights but those that made the fewest mistakes along the way. If you "
            "write `best = weights` and then `weights += ...`, your pocket changes too.",
        ),
        "returns_last_weights",
    )

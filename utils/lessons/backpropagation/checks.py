"""Checks of lesson 07_backpropagation."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, require_return, same, shown, wrong
from utils.language import L, number, percent

LESSON = "07_backpropagation"


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _array(value, name):
    """Return ``value`` as finite floats, or say what it should have been."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        wrong(L(f"`{name}` sayılardan oluşmalı.", f"`{name}` has to consist of numbers."), "not_numbers")
    if not np.isfinite(array).all():
        wrong(
            L(f"`{name}` içinde sonlu olmayan bir sayı var.", f"`{name}` holds a number that is not finite."),
            "not_numbers",
        )
    return array


def _name(cases, given, right, beliefs, called, otherwise):
    """End the check at the first wrong case; name the belief that explains every answer, else say ``otherwise``.

    beliefs: {misconception: (belief(*case), why)}. called(*case): the call in words.
    """
    first = next((i for i, case in enumerate(cases) if not same(given[i], right(*case))), None)
    if first is None:
        return
    came, expected = (np.round(value, 4).tolist() for value in (given[first], right(*cases[first])))
    report = L(
        f"{called(*cases[first])} için {shown(expected)} bekleniyordu, {shown(came)} geldi. ",
        f"For {called(*cases[first])}, {shown(expected)} was expected and {shown(came)} came. ",
    )
    for name, (belief, why) in beliefs.items():
        if all(same(one, belief(*case)) for one, case in zip(given, cases, strict=True)):
            wrong(report + why, name)
    wrong(report + otherwise, "wrong_number")


# Exercise 1: x = 2, y = -1, w = (1, -1), v = (0.5, 3), ReLU


def _relu_pass(*, slope=True, factor=2.0, sign=1.0, relu=True, own_input=True):
    """Return the gradients of w₁, w₂, v₁, v₂, with the steps that a reader may leave out."""
    x, y, w, v = 2.0, -1.0, np.array([1.0, -1.0]), np.array([0.5, 3.0])
    z = w * x
    h = np.maximum(z, 0) if relu else z
    above = sign * factor * (v @ h - y)
    by_w = above * v * ((z > 0) if slope and relu else 1) * (x if own_input else 1)
    return np.concatenate([by_w, above * h])


@exercise(LESSON, "relu_by_hand", tr="Geri geçişi elle yapın", en="A backward pass by hand")
def relu_by_hand(w1, w2, v1, v2):
    """The four gradients of the small network with ReLU: 4, 0, 8, 0."""
    names = ("relu_w1", "relu_w2", "relu_v1", "relu_v2")
    given = [_array(value, name) for value, name in zip((w1, w2, v1, v2), names, strict=True)]
    for value, name in zip(given, names, strict=True):
        if value.size != 1:
            wrong(L(f"`{name}` tek bir sayı olmalı.", f"`{name}` has to be a single number."), "shape")
    answer = np.array([value.item() for value in given])
    expected = _relu_pass()
    if np.allclose(answer, expected, atol=1e-3):
        return L(
            "İkinci nöron susuyor: w₂ de v₂ de bu örnekten bir şey öğrenmez.",
            "The second neuron is silent: neither w₂ nor v₂ learns anything from this sample.",
        )
    first = int(np.argmax(~np.isclose(answer, expected, atol=1e-3)))
    report = L(
        f"`{names[first]}` için {number(answer[first])} yazdınız; bu doğru değil. ",
        f"For `{names[first]}` you entered {number(answer[first])}; that is not right. ",
    )
    for name, believed, why in _hand_beliefs():
        if np.allclose(answer, believed, atol=1e-3):
            wrong(report + why, name)
    why = {
        "w": L(
            "w'ye giden yolda dört çarpan var: yukarıdan gelen 2(ŷ − y), sonra v, f′(z) ve x. Her birini ayrı yazın.",
            "Four factors lie on the way to a w: 2(ŷ − y) from above, then v, f′(z) and x. Write each one down.",
        ),
        "v": L(
            "v'ye giden yolda iki çarpan var: yukarıdan gelen 2(ŷ − y) ve nöronun çıktısı h.",
            "Two factors lie on the way to a v: 2(ŷ − y) from above, and the neuron's output h.",
        ),
    }
    wrong(report + why[names[first][5]], "wrong_number")


def _hand_beliefs():
    """Yield (name, the four gradients that follow from it, what to say)."""
    yield (
        "no_activation_derivative",
        _relu_pass(slope=False),
        L(
            "z₂ = −2, ReLU orada düz: türevi 0. Yol kapanır; çarpanlara f′(z)'yi de katın.",
            "z₂ = −2, where ReLU is flat: its derivative is 0. The road is closed; f′(z) is one of the factors.",
        ),
    )
    yield (
        "no_activation",
        _relu_pass(relu=False),
        L(
            "ReLU'yu hiç uygulamamışsınız: eksi bir z'nin çıktısı h = 0'dır.",
            "You did not apply ReLU at all: a negative z gives h = 0.",
        ),
    )
    yield (
        "forgot_two",
        _relu_pass(factor=1.0),
        L(
            "Hepsi yarısı kadar: (ŷ − y)²'nin türevi 2(ŷ − y)'dir.",
            "All are half of what they should be: the derivative of (ŷ − y)² is 2(ŷ − y).",
        ),
    )
    yield (
        "wrong_sign",
        _relu_pass(sign=-1.0),
        L(
            "İşaretler ters: farkı y − ŷ değil, ŷ − y olarak alın.",
            "The signs are turned round: take ŷ − y, not y − ŷ.",
        ),
    )
    yield (
        "forgot_input",
        _relu_pass(own_input=False),
        L(
            "z = w · x: w'nin yerel türevi x = 2'dir; onunla çarpmayı unuttunuz.",
            "z = w · x: the local derivative of w is x = 2; you forgot that factor.",
        ),
    )


# Exercise 2

NEURONS = [(2.0, 1.0, 0.5, -0.5), (-1.0, 0.0, 1.0, 0.25), (3.0, 0.5, -0.4, 0.1)]  # x, y, weight, bias


def _neuron(x, y, weight, bias, *, factor=2.0, sign=1.0, slope="p"):
    z = weight * x + bias
    p = _sigmoid(z)
    slopes = {"p": p * (1 - p), "none": 1.0, "of_output": _sigmoid(p) * (1 - _sigmoid(p)), "z": z * (1 - z)}
    d = sign * factor * (p - y) * slopes[slope]
    return d * x, d


@exercise(LESSON, "neuron_gradients", tr="Bir nöronun gradyanı", en="The gradient of one neuron")
def neuron_gradients(answer):
    """``answer(x, y, weight, bias) -> (dL/dw, dL/db)`` of L = (σ(w x + b) − y)²."""
    given = [_two(call(answer, *case)) for case in NEURONS]
    beliefs = {
        "no_activation_derivative": (
            lambda *case: _neuron(*case, slope="none"),
            L(
                "Sigmoid'in türevi eksik: yolda p(1 − p) çarpanı da var.",
                "The derivative of the sigmoid is missing: p(1 − p) is a factor on the way, too.",
            ),
        ),
        "forgot_two": (
            lambda *case: _neuron(*case, factor=1.0),
            L(
                "Yarısı çıktı: (p − y)²'nin türevi 2(p − y)'dir.",
                "Half of it came out: the derivative of (p − y)² is 2(p − y).",
            ),
        ),
        "wrong_sign": (
            lambda *case: _neuron(*case, sign=-1.0),
            L("İşaret ters: p − y alın, y − p değil.", "The sign is turned round: take p − y, not y − p."),
        ),
        "swapped": (
            lambda *case: _neuron(*case)[::-1],
            L(
                "İki sayı yer değiştirmiş: önce w'ninki, sonra b'ninki.",
                "The two are swapped: first that of w, then that of b.",
            ),
        ),
        "input_missing": (
            lambda *case: (_neuron(*case)[1], _neuron(*case)[1]),
            L(
                "∂z/∂w = x'tir; w'ninkini x ile çarpmayı unuttunuz.",
                "∂z/∂w is x; you forgot to multiply that of w by x.",
            ),
        ),
        "input_in_bias": (
            lambda *case: (_neuron(*case)[0], _neuron(*case)[0]),
            L(
                "∂z/∂b = 1'dir; b'ninkinde x çarpanı olmamalı.",
                "∂z/∂b is 1; there must be no factor x in that of b.",
            ),
        ),
        "derivative_of_output": (
            lambda *case: _neuron(*case, slope="of_output"),
            L(
                "Sigmoid'i iki kez uygulamışsınız: türev p(1 − p)'dir, p zaten sigmoid'in çıktısıdır.",
                "You applied the sigmoid twice: the derivative is p(1 − p), and p is the sigmoid's output already.",
            ),
        ),
        "derivative_of_sum": (
            lambda *case: _neuron(*case, slope="z"),
            L("Çarpan z(1 − z) değil, p(1 − p)'dir.", "The factor is p(1 − p), not z(1 − z)."),
        ),
    }
    _name(
        NEURONS,
        given,
        _neuron,
        beliefs,
        lambda x, y, w, b: f"neuron_gradients({x}, {y}, {w}, {b})",
        L(
            "Üç çarpanı ayrı ayrı yazdırıp elle sınayın: ∂L/∂p, ∂p/∂z, ∂z/∂w.",
            "Print the three factors and test each by hand: ∂L/∂p, ∂p/∂z, ∂z/∂w.",
        ),
    )
    return L(
        "Bu iki satır, bir ağın her nöronunda yinelenir.",
        "These two lines recur in every neuron of a network.",
    )


def _two(given):
    require_return(given)
    if not isinstance(given, tuple | list | np.ndarray) or np.ndim(given) != 1 or len(given) != 2:
        wrong(
            L(
                "İki sayı döndürün: önce w'ninki, sonra b'ninki.",
                "Return two numbers: that of w, then that of b.",
            ),
            "not_a_pair",
            given=given,
        )
    pair = _array(given, "return")
    return float(pair[0]), float(pair[1])


# Exercise 3

NAMES = ("weights_1", "bias_1", "weights_2", "bias_2")


def _regression(seed=3, samples=6, inputs=3, hidden=4):
    random = np.random.default_rng(seed)
    network = [random.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, 1), (1,))]
    return random.normal(size=(samples, inputs)), random.normal(size=(samples, 1)), network


def _relu_gradients(x, y, network, *, mask="relu", mean=True, two=True, sign=1.0, output="identity", sums=True):
    """Return the four gradients, with the mistakes that a reader may make."""
    hidden = np.maximum(0, x @ network[0] + network[1])
    prediction = hidden @ network[2] + network[3]
    d2 = sign * (2 if two else 1) * (prediction - y) / (len(x) if mean else 1)
    if output == "sigmoid":
        d2 = d2 * prediction * (1 - prediction)
    masks = {"relu": hidden > 0, "none": 1.0, "tanh": 1 - hidden**2, "value": hidden}
    d1 = d2 @ network[2].T * masks[mask]
    add = (lambda d: d.sum(axis=0)) if sums else (lambda d: d.mean(axis=0))
    return [x.T @ d1, add(d1), hidden.T @ d2, add(d2)]


@exercise(LESSON, "relu_backward", tr="ReLU'lu bir ağın geri geçişi", en="Backward through ReLU")
def relu_backward(answer):
    """``answer(x, y, network) -> [weights 1, bias 1, weights 2, bias 2]`` for ReLU, identity output, mean squared error."""
    x, y, network = _regression()
    given = _four(call(answer, x, y, network, may_change=False), network)
    expected = _relu_gradients(x, y, network)
    if _agree(given, expected):
        return L("Gradyanlarınız sayısal türevle de aynı.", "Your gradients agree with the numeric ones, too.")
    off = [name for name, one, other in zip(NAMES, given, expected, strict=True) if not np.allclose(one, other)]
    report = L(f"Tutmayanlar: {', '.join(off)}. ", f"Off are: {', '.join(off)}. ")
    for name, believed, why in _relu_beliefs(x, y, network):
        if _agree(given, believed):
            wrong(report + why, name)
    if off[0].endswith("_1") and not any(name.endswith("_2") for name in off):
        why = L(
            "İkinci katman sağlam; yanlış, oradan birinci katmana giderken: `d2 @ weights_2.T` ve `(hidden > 0)`.",
            "The second layer is sound; the mistake is on the way to the first: `d2 @ weights_2.T` and `(hidden > 0)`.",
        )
        wrong(report + why, "first_layer")
    wrong(
        report
        + L(
            "Önce çıkıştan başlayın: `d2 = 2 * (output - y) / len(x)`.",
            "Begin at the output: `d2 = 2 * (output - y) / len(x)`.",
        ),
        "wrong_gradients",
    )


def _agree(one, other):
    return all(np.allclose(a, b, rtol=1e-4, atol=1e-6) for a, b in zip(one, other, strict=True))


def _four(given, network):
    require_return(given)
    if not isinstance(given, tuple | list) or len(given) != len(NAMES):
        wrong(
            L("Dört gradyanlık bir liste döndürün.", "Return a list of four gradients."),
            "not_four",
            given=given,
        )
    arrays = [_array(value, name) for value, name in zip(given, NAMES, strict=True)]
    for i, name in enumerate(NAMES):
        shape = network[i].shape
        if arrays[i].shape == shape:
            continue
        if arrays[i].size == network[i].size and name.startswith("bias"):  # (1, m) adds to the same
            arrays[i] = arrays[i].reshape(shape)
            continue
        wrong(
            L(
                f"`{name}` gradyanının şekli {arrays[i].shape}; parametreninki gibi {shape} olmalı.",
                f"The gradient of `{name}` has the shape {arrays[i].shape}; it has to be {shape}, as the parameter's.",
            ),
            "shape",
        )
    return arrays


def _relu_beliefs(x, y, network):
    """Yield (name, the gradients that follow from it, what to say)."""
    yield (
        "no_activation_derivative",
        _relu_gradients(x, y, network, mask="none"),
        L(
            "ReLU'nun türevi unutulmuş: susan nöronlara haber gitmemeli, `(hidden > 0)` ile çarpın.",
            "The derivative of ReLU is missing: silent neurons must get no message; multiply by `(hidden > 0)`.",
        ),
    )
    yield (
        "tanh_derivative",
        _relu_gradients(x, y, network, mask="tanh"),
        L(
            "`1 - hidden**2` tanh'ın türevidir; burada ReLU var.",
            "`1 - hidden**2` is the derivative of tanh; this network has ReLU.",
        ),
    )
    yield (
        "relu_for_derivative",
        _relu_gradients(x, y, network, mask="value"),
        L(
            "ReLU'nun kendisiyle çarpmışsınız; türevi z > 0 iken 1, değilse 0'dır.",
            "You multiplied by ReLU itself; its derivative is 1 where z > 0, else 0.",
        ),
    )
    yield (
        "no_mean",
        _relu_gradients(x, y, network, mean=False),
        L(
            f"Hepsi {len(x)} kat büyük: kayıp bir ortalama, 1/n eksik.",
            f"All are {len(x)} times too large: the loss is a mean, and the 1/n is missing.",
        ),
    )
    yield (
        "forgot_two",
        _relu_gradients(x, y, network, two=False),
        L(
            "Hepsi yarısı kadar: karenin türevindeki 2 eksik.",
            "All are half: the 2 of the square is missing.",
        ),
    )
    yield (
        "wrong_sign",
        _relu_gradients(x, y, network, sign=-1.0),
        L("İşaretler ters: `output - y` olmalı.", "The signs are turned round: it has to be `output - y`."),
    )
    yield (
        "sigmoid_output",
        _relu_gradients(x, y, network, output="sigmoid"),
        L(
            "Bu ağın çıkışında sigmoid yok: `output * (1 - output)` çarpanını çıkarın.",
            "This network has no sigmoid at its output: take out the factor `output * (1 - output)`.",
        ),
    )
    yield (
        "mean_for_bias",
        _relu_gradients(x, y, network, sums=False),
        L(
            "Bias'larda ortalama almışsınız; 1/n zaten `d2` içinde, geriye toplam kalır.",
            "You took the mean for the biases; the 1/n is in `d2` already, so what is left is the sum.",
        ),
    )


# Exercise 4

TANH_AT = (0.5, -1.2, 0.0)


@exercise(LESSON, "tanh_node", tr="Value sınıfına tanh öğretin", en="Teach tanh to Value")
def tanh_node(answer, value_class):
    """``answer(Value) -> Value`` that knows tanh and its local derivative; ``value_class`` is the lesson's."""
    for at in TANH_AT:
        value = call(value_class, at)
        node = call(answer, value)
        require_return(node)
        if not isinstance(node, type(value)) or not hasattr(node, "number"):
            wrong(
                L(
                    f"Bir `Value` döndürün; {shown(node)} geldi. Sayıyı `Value(sayı, atalar)` içine koyun.",
                    f"Return a `Value`; {shown(node)} came. Put the number into `Value(number, parents)`.",
                ),
                "not_a_value",
            )
        expected = float(np.tanh(at))
        if not same(node.number, expected):
            wrong(
                L(
                    f"tanh({number(at)}) için {shown(node.number)} geldi; {number(expected, 4)} bekleniyordu.",
                    f"For tanh({number(at)}) came {shown(node.number)}; expected {number(expected, 4)}.",
                ),
                "wrong_value",
            )
        _check_parents(node, type(value))
    _check_gradient(answer, value_class)
    return L(
        "Artık kendi sınıfınızla tanh'lı ağlar da kurabilirsiniz.",
        "Now your own class can build networks with tanh, too.",
    )


def _check_parents(node, value_type):
    """Say what the parents should look like where ``backward`` could not walk them."""
    parents = getattr(node, "parents", None)
    if not isinstance(parents, list | tuple) or not all(
        isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], value_type) for pair in parents
    ):
        wrong(
            L(
                "Atalar, çiftlerden oluşan bir liste olmalı: `[(value, yerel türev)]`.",
                "The parents have to be a list of pairs: `[(value, local derivative)]`.",
            ),
            "parents_not_pairs",
        )


def _check_gradient(answer, value_class):
    """Ask for the gradient of 3 · tanh(x)."""
    given = []
    for at in TANH_AT:
        value = call(value_class, at)
        node = call(answer, value)
        call((node * call(value_class, 3.0)).backward)
        given.append(value.gradient)
    slopes = {
        "right": lambda at: 3 * (1 - np.tanh(at) ** 2),
        "no_parents": lambda at: 0.0,
        "no_derivative": lambda at: 3.0,
        "input_squared": lambda at: 3 * (1 - at**2),
        "sigmoid_derivative": lambda at: 3 * np.tanh(at) * (1 - np.tanh(at)),
        "value_for_derivative": lambda at: 3 * np.tanh(at),
    }
    whys = {
        "no_parents": L(
            "Geriye hiçbir şey gitmiyor: ataları vermeyi unuttunuz.",
            "Nothing goes back: you forgot to name the parents.",
        ),
        "no_derivative": L(
            "Yerel türev 1 kalmış; tanh'ınki 1 − tanh²'dir.",
            "The local derivative is 1; that of tanh is 1 − tanh².",
        ),
        "input_squared": L(
            "Girdinin karesini almışsınız: 1 − tanh² içinde kare, çıktınındır.",
            "You squared the input: in 1 − tanh² the square is that of the output.",
        ),
        "sigmoid_derivative": L(
            "t(1 − t) sigmoid'in türevidir; tanh'ınki 1 − t².",
            "t(1 − t) is the derivative of the sigmoid; that of tanh is 1 − t².",
        ),
        "value_for_derivative": L(
            "Yerel türev olarak tanh'ın kendisini vermişsiniz.",
            "You gave tanh itself as its local derivative.",
        ),
    }
    cases = [(at,) for at in TANH_AT]
    beliefs = {name: (slopes[name], why) for name, why in whys.items()}
    _name(
        cases,
        given,
        slopes["right"],
        beliefs,
        lambda at: L(f"3 · tanh(x), x = {number(at)} gradyanı", f"the gradient of 3 · tanh(x) at x = {number(at)}"),
        L("Yerel türev 1 − tanh² olmalı.", "The local derivative has to be 1 − tanh²."),
    )


# Exercise 5

SPIRAL_GOAL = 0.90
TRAINING = 8  # times the usual limit of a call: it trains a network


@exercise(LESSON, "train_spiral", tr="Sarmalı çözen ağ", en="A network for the spiral", seconds=60)
def train_spiral(answer):
    """``answer(x, y)`` trains and returns a function from points (k, 2) to classes (k,); 0.90 on points never seen."""
    from utils.datasets import make_plane

    spiral = make_plane("spiral", noise=0.05, test_share=0.3)
    predict = call(answer, spiral.x_train, spiral.y_train, seconds=TRAINING * limits.CALL_SECONDS)
    require_return(predict)
    if not callable(predict):
        wrong(
            L(
                "`train_spiral` tahmin eden bir **fonksiyon** döndürmeli; tahminlerin kendisini değil.",
                "`train_spiral` has to return a **function** that predicts, not the predictions themselves.",
            ),
            "not_a_function",
            given=predict,
        )
    classes = _classes(call(predict, spiral.x_test), len(spiral.x_test))
    train_classes = _classes(call(predict, spiral.x_train), len(spiral.x_train))
    accuracy = float((classes == spiral.y_test).mean())
    train_accuracy = float((train_classes == spiral.y_train).mean())
    if accuracy >= SPIRAL_GOAL:
        return L(
            f"Hiç görülmemiş noktalarda {percent(accuracy)} doğruluk.",
            f"An accuracy of {percent(accuracy)} on points never seen.",
        )
    report = L(
        f"Doğruluk: öğrenilen noktalarda {percent(train_accuracy, 1)}, yenilerde {percent(accuracy, 1)}; yenilerde "
        f"{percent(SPIRAL_GOAL)} gerekiyor. ",
        f"Accuracy: {percent(train_accuracy, 1)} on the points learned, {percent(accuracy, 1)} on new ones; "
        f"{percent(SPIRAL_GOAL)} are needed on the new ones. ",
    )
    if len(np.unique(train_classes)) == 1:
        wrong(
            report
            + L(
                "Ağ hep aynı sınıfı söylüyor: öğrenme başlamamış. Ağırlıklar rastgele mi başlıyor?",
                "The network always says the same class: learning has not begun. Do the weights start at random?",
            ),
            "one_class",
        )
    if 1 - train_accuracy >= SPIRAL_GOAL:
        wrong(
            report + L("Sınıfları ters döndürmüşsünüz.", "You return the classes the wrong way round."),
            "flipped",
        )
    if train_accuracy - accuracy > 0.15:
        wrong(
            report
            + L(
                "Öğrendiklerini ezberlemiş, ya da yeni noktaları başka ölçekle görüyor: ölçekleme `predict` içinde de "
                "yapılmalı.",
                "It has learned its points by heart, or sees new ones on another scale: scale inside `predict`, too.",
            ),
            "memorized",
        )
    wrong(
        report
        + L(
            "Ağ sarmalı izleyecek kadar kıvrılamıyor. Girdiyi küçültün, gizli katmanı genişletin, ilk ağırlıkları "
            "büyütün ya da daha uzun öğretin.",
            "The network cannot bend as much as the spiral does. Shrink the inputs, widen the hidden layer, enlarge the "
            "first weights, or train longer.",
        ),
        "too_simple",
    )


def _classes(given, count):
    """Return predictions as ints (count,); a column is fine, probabilities are not."""
    require_return(given)
    array = _array(given, "predict(points)")
    if array.size != count:
        wrong(
            L(
                f"{count} noktaya {array.size} yanıt geldi; her noktaya bir tane gerekir.",
                f"{array.size} answers came for {count} points; each point needs one.",
            ),
            "shape",
        )
    array = array.reshape(count)
    if not np.isin(array, (0, 1)).all():
        wrong(
            L(
                "Olasılık değil, sınıf döndürün: 0,5'ten büyükse 1, değilse 0.",
                "Return classes, not probabilities: 1 above 0.5, else 0.",
            ),
            "probabilities",
        )
    return array.astype(int)

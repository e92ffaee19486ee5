"""Checks of lesson 07_backpropagation."""

from functools import partial

import numpy as np
from scipy.special import expit

from utils.checks import limits
from utils.checks.engine import alike, as_array, as_parts, call, exercise, refuse, require_return
from utils.checks.forms import require_array, require_number
from utils.checks.judge import judge, sign
from utils.checks.show import apart, said
from utils.language import L, percent

LESSON = "07_backpropagation"


def _relu_pass(*, slope=True, factor=2.0, relu=True, own_input=True):
    """Return the gradients of w₁, w₂, v₁, v₂ at x = 2, y = −1, with the steps that a reader may leave out."""
    x, y, w, v = 2.0, -1.0, np.array([1.0, -1.0]), np.array([0.5, 3.0])
    z = w * x
    h = np.maximum(z, 0) if relu else z
    above = factor * (v @ h - y)
    by_w = above * v * ((z > 0) if slope and relu else 1) * (x if own_input else 1)
    return np.concatenate([by_w, above * h])


@exercise(LESSON, "relu_by_hand", tr="Geri geçişi elle yapın", en="A backward pass by hand")
def relu_by_hand(w1, w2, v1, v2):
    """The four gradients of the small network with ReLU: 4, 0, 8, 0."""
    names = ("relu_w1", "relu_w2", "relu_v1", "relu_v2")
    given = np.array([require_number(value, name) for value, name in zip((w1, w2, v1, v2), names, strict=True)], float)
    off = ~np.isclose(given, _relu_pass(), atol=1e-3)
    first = int(np.argmax(off))

    def follows(**mistake):
        return np.allclose(given, _relu_pass(**mistake), atol=1e-3)

    refuse(
        ("no_activation_derivative", follows(slope=False),
         "z₂ = −2, ReLU orada düz: türevi 0. Yol kapanır; çarpanlara f′(z)'yi de katın.",
         "z₂ = −2, where ReLU is flat: its derivative is 0. The road is closed; f′(z) is one of the factors."),
        ("no_activation", follows(relu=False),
         "ReLU'yu hiç uygulamamışsınız: eksi bir z'nin çıktısı h = 0'dır.",
         "You did not apply ReLU at all: a negative z gives h = 0."),
        ("forgot_two", follows(factor=1.0),
         "Hepsi yarısı kadar: (ŷ − y)²'nin türevi 2(ŷ − y)'dir.",
         "All are half of what they should be: the derivative of (ŷ − y)² is 2(ŷ − y)."),
        ("wrong_sign", follows(factor=-2.0),
         "İşaretler ters: farkı y − ŷ değil, ŷ − y olarak alın.", "The signs are reversed: take ŷ − y, not y − ŷ."),
        ("forgot_input", follows(own_input=False),
         "z = w · x: w'nin yerel türevi x = 2'dir; onunla çarpmayı unuttunuz.",
         "z = w · x: the local derivative of w is x = 2; you forgot that factor."),
        ("wrong_number", off[:2].any(),
         "w'ye giden yolda dört çarpan var: yukarıdan gelen 2(ŷ − y), sonra v, f′(z) ve x. Her birini ayrı yazın.",
         "Four factors lie on the way to a w: 2(ŷ − y) from above, then v, f′(z) and x. Write each one down."),
        ("wrong_number", off.any(),
         "v'ye giden yolda iki çarpan var: yukarıdan gelen 2(ŷ − y) ve nöronun çıktısı h.",
         "Two factors lie on the way to a v: 2(ŷ − y) from above, and the neuron's output h."),
        before=L(f"`{names[first]}` için {said(given[first])} yazdınız; bu doğru değil. ",
                 f"For `{names[first]}` you entered {said(given[first])}; that is not right. "),
    )  # fmt: skip
    return L(
        "İkinci nöron susuyor: w₂ de v₂ de bu örnekten bir şey öğrenmez.",
        "The second neuron is silent: neither w₂ nor v₂ learns anything from this sample.",
    )


NEURONS = [(2.0, 1.0, 0.5, -0.5), (-1.0, 0.0, 1.0, 0.25), (3.0, 0.5, -0.4, 0.1), (1.1, 1.0, -11.0, 13.0)]  # x, y, w, b


def _neuron(x, y, w, b, *, error=lambda p, y: 2 * (p - y), slope=lambda z, p: p * (1 - p), bias=1):
    z = w * x + bias * b
    p = expit(z)
    d = error(p, y) * slope(z, p)
    return d * x, d


@exercise(LESSON, "neuron_gradients", tr="Bir nöronun gradyanı", en="The gradient of one neuron")
def neuron_gradients(answer):
    """``answer(x, y, weight, bias) -> (dL/dw, dL/db)`` of L = (σ(w x + b) − y)²."""

    def unlike(**options):
        return partial(_neuron, **options)

    def here(x, y, w, b):
        p = float(expit(w * x + b))
        return L(
            f"Burada p = {said(p)}. Üç çarpanı ayrı ayrı yazdırın: ∂L/∂p = {said(2 * (p - y))}, ∂p/∂z = {said(p * (1 - p))}, "
            f"∂z/∂w = {said(x)}.",
            f"Here p = {said(p)}. Print the three factors: ∂L/∂p = {said(2 * (p - y))}, ∂p/∂z = {said(p * (1 - p))}, "
            f"∂z/∂w = {said(x)}.",
        )

    beliefs = [
        ("swapped", lambda *case: _neuron(*case)[::-1],
         "İki sayı yer değiştirmiş: önce w'ninki, sonra b'ninki.", "The two are swapped: first that of w, then that of b."),
        ("cross_entropy", unlike(error=lambda p, y: p - y, slope=lambda z, p: 1),
         "p − y, çapraz entropinin gradyanıdır (geçen ders). Burada kayıp (p − y)²: yolda 2 ve p(1 − p) çarpanları da var.",
         "p − y is the gradient of the cross-entropy (last lesson). Here the loss is (p − y)²: 2 and p(1 − p) are factors on "
         "the way, too."),
        ("no_activation_derivative", unlike(slope=lambda z, p: 1),
         "Sigmoid'in türevi eksik: yolda p(1 − p) çarpanı da var.",
         "The derivative of the sigmoid is missing: p(1 − p) is a factor on the way, too."),
        ("forgot_two", unlike(error=lambda p, y: p - y),
         "Yarısı çıktı: (p − y)²'nin türevi 2(p − y)'dir.", "Half of it came out: the derivative of (p − y)² is 2(p − y)."),
        ("wrong_sign", unlike(error=lambda p, y: 2 * (y - p)),
         "İşaret ters: p − y alın, y − p değil.", "The sign is reversed: take p − y, not y − p."),
        ("no_bias_in_z", unlike(bias=0), "z'yi hesaplarken bias'ı eklememişsiniz.", "You left the bias out of z."),
        ("input_missing", lambda *case: _neuron(*case)[1:] * 2,
         "∂z/∂w = x'tir; w'ninkini x ile çarpmayı unuttunuz.", "∂z/∂w is x; you forgot to multiply that of w by x."),
        ("input_in_bias", lambda *case: _neuron(*case)[:1] * 2,
         "∂z/∂b = 1'dir; b'ninkinde x çarpanı olmamalı.", "∂z/∂b is 1; there must be no factor x in that of b."),
        ("derivative_of_output", unlike(slope=lambda z, p: expit(p) * expit(-p)),
         "Sigmoid'i iki kez uygulamışsınız: türev p(1 − p)'dir, p zaten sigmoid'in çıktısıdır.",
         "You applied the sigmoid twice: the derivative is p(1 − p), and p is the sigmoid's output already."),
        ("derivative_of_sum", unlike(slope=lambda z, p: z * (1 - z)),
         "Çarpan z(1 − z) değil, p(1 − p)'dir.", "The factor is p(1 − p), not z(1 − z)."),
    ]  # fmt: skip
    return judge(
        answer,
        NEURONS,
        _neuron,
        beliefs,
        results=("dw", "db"),
        otherwise=("wrong_number", here),
        remark=(
            "Bu iki satır, bir ağın her nöronunda yinelenir.",
            "These two lines recur in every neuron of a network.",
        ),
    )


def _regression(seed, samples, inputs, hidden):
    """Return x (n, d), y (n, 1) and a network; a sum of its first neuron is exactly 0, where ReLU has its kink."""
    random = np.random.default_rng(seed)
    network = [random.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, 1), (1,))]
    x, y = random.normal(size=(samples, inputs)), random.normal(size=(samples, 1))
    x[0] = np.round(2 * x[0]) / 2
    network[0][:, 0], network[1][0] = 1.0, -x[0].sum()
    return x, y, network


NETWORKS = [_regression(24, 2, 1, 2), _regression(3, 6, 3, 4), _regression(5, 1, 2, 3)]


def _relu_gradients(x, y, network, *, factor=2.0, slope=lambda h: h > 0, at_output=lambda p: 1, by_bias=np.sum):
    """Return the four gradients, with the mistakes that a reader may make."""
    hidden = np.maximum(0, x @ network[0] + network[1])
    prediction = hidden @ network[2] + network[3]
    d2 = factor * (prediction - y) / len(x) * at_output(prediction)
    d1 = d2 @ network[2].T * slope(hidden)
    return x.T @ d1, by_bias(d1, axis=0), hidden.T @ d2, by_bias(d2, axis=0)


def _fits(given, expected) -> bool:
    """Return whether gradients are the expected ones; that of a bias may be a row, (1, m)."""
    if isinstance(expected, tuple):
        parts = as_parts(given, len(expected))
        return parts is not None and all(map(_fits, parts, expected))
    array = as_array(given)
    if array is not None and expected.ndim == 1 and array.size == expected.size:
        array = array.reshape(expected.shape)
    return array is not None and alike(array, expected, rtol=1e-4, atol=1e-6)


@exercise(LESSON, "relu_backward", tr="ReLU'lu bir ağın geri geçişi", en="Backward through ReLU")
def relu_backward(answer):
    """``answer(x, y, network) -> [weights 1, bias 1, weights 2, bias 2]`` for ReLU, identity output, mean squared error."""

    def unlike(**options):
        return partial(_relu_gradients, **options)

    beliefs = [
        ("no_activation_derivative", unlike(slope=lambda h: 1),
         "ReLU'nun türevi unutulmuş: susan nöronlara haber gitmemeli, `(hidden > 0)` ile çarpın.",
         "The derivative of ReLU is missing: silent neurons must get no message; multiply by `(hidden > 0)`."),
        ("tanh_derivative", unlike(slope=lambda h: 1 - h**2),
         "`1 - hidden**2` tanh'ın türevidir; burada ReLU var.",
         "`1 - hidden**2` is the derivative of tanh; this network has ReLU."),
        ("relu_for_derivative", unlike(slope=lambda h: h),
         "ReLU'nun kendisiyle çarpmışsınız; türevi z > 0 iken 1, değilse 0'dır.",
         "You multiplied by ReLU itself; its derivative is 1 where z > 0, else 0."),
        ("plain_difference", lambda x, y, network: _relu_gradients(x, y, network, factor=len(x)),
         "`output - y` yetmez: karenin türevinden 2, ortalamadan 1/n gelir.",
         "`output - y` is not enough: the square brings a factor 2, the mean a factor 1/n."),
        ("no_mean", lambda x, y, network: _relu_gradients(x, y, network, factor=2 * len(x)),
         "Kayıp bir ortalama: 1/n çarpanı eksik.", "The loss is a mean: the factor 1/n is missing."),
        ("forgot_two", unlike(factor=1.0),
         "Hepsi yarısı kadar: karenin türevindeki 2 eksik.",
         "All are half of what they should be: the 2 of the square is missing."),
        ("wrong_sign", unlike(factor=-2.0),
         "İşaretler ters: `output - y` olmalı.", "The signs are reversed: it has to be `output - y`."),
        ("sigmoid_output", unlike(at_output=lambda p: p * (1 - p)),
         "Bu ağın çıkışında sigmoid yok: `output * (1 - output)` çarpanını kaldırın.",
         "This network has no sigmoid at its output: take out the factor `output * (1 - output)`."),
        ("mean_for_bias", unlike(by_bias=np.mean),
         "Bias'larda ortalama almışsınız; 1/n zaten `d2` içinde, geriye toplam kalır.",
         "You took the mean for the biases; the 1/n is in `d2` already, so what is left is the sum."),
        ("first_layer", sign(lambda given, *case: _fits(tuple(given)[2:], _relu_gradients(*case)[2:])),
         "İkinci katman doğru; hata, oradan birinci katmana giderken: `d2 @ weights_2.T` ve `(hidden > 0)`.",
         "The second layer is right; the mistake is on the way to the first: `d2 @ weights_2.T` and `(hidden > 0)`."),
    ]  # fmt: skip

    def called(x, y, network):
        inputs, hidden = network[0].shape
        return L(
            f"{len(x)} örnek, {inputs} girdi ve {hidden} gizli nöron",
            f"{len(x)} example{'s' * (len(x) > 1)}, {inputs} input{'s' * (inputs > 1)} and {hidden} hidden neurons",
        )

    return judge(
        answer,
        NETWORKS,
        _relu_gradients,
        beliefs,
        results=("dw1", "db1", "dw2", "db2"),
        called=called,
        equal=_fits,
        otherwise=(
            "wrong_gradients",
            "Çıkıştan başlayın: `d2 = 2 * (output - y) / len(x)`.",
            "Begin at the output: `d2 = 2 * (output - y) / len(x)`.",
        ),
        remark=(
            "Gradyanlarınız sayısal türevle de aynı.",
            "Your gradients agree with the numeric ones, too.",
        ),
    )


TANH_AT = np.array([0.5, -1.2, 0.0, 3.0])


@exercise(LESSON, "tanh_node", tr="Value sınıfına tanh öğretin", en="Teach tanh to Value")
def tanh_node(answer, value_class):
    """``answer(Value) -> Value`` that knows tanh and its local derivative; ``value_class`` is the lesson's."""
    given = np.array([_gradient_of_three_tanh(answer, value_class, at) for at in TANH_AT.tolist()])
    tanh = np.tanh(TANH_AT)
    right = 3 * (1 - tanh**2)
    first = int(np.argmax(~np.isclose(given, right)))
    came, wanted = apart(float(given[first]), float(right[first]))
    refuse(
        ("no_parents", np.allclose(given, 0),
         "`value`'ya geriye hiçbir şey gitmiyor: atalarda `value` olmalı.",
         "Nothing goes back to `value`: it has to be among the parents."),
        ("no_derivative", np.allclose(given, 3),
         "Yerel türev 1 kalmış; tanh'ınki 1 − tanh²'dir.", "The local derivative is 1; that of tanh is 1 − tanh²."),
        ("input_squared", np.allclose(given, 3 * (1 - TANH_AT**2)),
         "Girdinin karesini almışsınız: 1 − tanh² içinde kare, çıktınındır.",
         "You squared the input: in 1 − tanh² the square is that of the output."),
        ("sigmoid_derivative", np.allclose(given, 3 * tanh * (1 - tanh)),
         "t(1 − t) sigmoid'in türevidir; tanh'ınki 1 − t².",
         "t(1 − t) is the derivative of the sigmoid; that of tanh is 1 − t²."),
        ("value_for_derivative", np.allclose(given, 3 * tanh),
         "Yerel türev olarak tanh'ın kendisini vermişsiniz.", "You gave tanh itself as its local derivative."),
        ("wrong_number", not np.allclose(given, right),
         "Yerel türev 1 − tanh² olmalı.", "The local derivative has to be 1 − tanh²."),
        before=L(f"3 · tanh(x) için x = {said(TANH_AT[first])} noktasında gradyan {wanted} olmalıydı, {came} çıktı. ",
                 f"At x = {said(TANH_AT[first])} the gradient of 3 · tanh(x) should be {wanted}; it came out as {came}. "),
    )  # fmt: skip
    return L(
        "Artık kendi sınıfınızla tanh'lı ağlar da kurabilirsiniz.",
        "Now your own class can build networks with tanh, too.",
    )


def _gradient_of_three_tanh(answer, value_class, at) -> float:
    """Return the gradient of 3 · tanh(x) that goes back to x, or say what is wrong with the node."""
    value = call(value_class, at)
    node = call(answer, value)
    require_return(node)
    refuse(
        ("not_a_value", not isinstance(node, type(value)) or not hasattr(node, "number"),
         f"Bir `Value` döndürün; {said(node)} geldi. Sayıyı `Value(sayı, atalar)` içine koyun.",
         f"Return a `Value`, not {said(node)}. Put the number into `Value(number, parents)`."),
    )  # fmt: skip
    number = require_number(node.number, "number")
    came, wanted = apart(number, float(np.tanh(at)))
    parents = getattr(node, "parents", None)
    pairs = parents if isinstance(parents, (list, tuple)) else [None]
    refuse(
        ("wrong_value", not alike(number, np.tanh(at)),
         f"x = {said(at)} için tanh {wanted} olmalı; düğümünüzün sayısı {came}.",
         f"At x = {said(at)} tanh is {wanted}; the number of your node is {came}."),
        ("parents_not_pairs",
         not all(isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], type(value)) for pair in pairs),
         "Atalar, çiftlerden oluşan bir liste olmalı: `[(value, yerel türev)]`.",
         "The parents have to be a list of pairs: `[(value, local derivative)]`."),
    )  # fmt: skip
    call((node * call(value_class, 3.0)).backward)
    return require_number(value.gradient, "gradient")


SPIRAL_GOAL = 0.90
TRAINING = 8  # times the usual limit of a call: it trains a network


@exercise(LESSON, "train_spiral", tr="Sarmalı çözen ağ", en="A network for the spiral", seconds=60)
def train_spiral(answer):
    """``answer(x, y)`` trains and returns a function from points (k, 2) to classes (k,); 0.90 on points never seen."""
    from utils.datasets import make_plane

    spiral = make_plane("spiral", noise=0.05, test_share=0.3)
    fresh = make_plane("spiral", noise=0.05, test_share=0.0, seed=1)  # not even the test set that the lesson hands out
    x, y = spiral.x_train, spiral.y_train
    predict = call(answer, x, y, seconds=TRAINING * limits.CALL_SECONDS)
    require_return(predict)
    refuse(
        ("not_a_function", not callable(predict),
         "`train_spiral` tahmin eden bir **fonksiyon** döndürmeli; tahminlerin kendisini değil.",
         "`train_spiral` has to return a **function** that predicts, not the predictions themselves."),
        given=predict,
    )  # fmt: skip
    known = _classes(call(predict, x), len(x))
    reached, learned = np.mean(_classes(call(predict, fresh.x_train), 300) == fresh.y_train), np.mean(known == y)
    scaled = [x / 2, x / 3, x / 4, x / 5, x / 6, x / 10, x / x.max(), (x - x.mean(axis=0)) / x.std(axis=0)]
    poor = reached < SPIRAL_GOAL
    refuse(
        ("one_class", poor and len(np.unique(known)) == 1,
         "Ağ hep aynı sınıfı söylüyor: öğrenme başlamamış. Ağırlıklar rastgele mi başlıyor?",
         "The network always predicts the same class: learning has not begun. Do the weights start at random?"),
        ("flipped", poor and 1 - learned >= SPIRAL_GOAL,
         "Sınıfları ters döndürmüşsünüz.", "You return the classes the wrong way round."),
        ("not_scaled_in_predict",
         poor and any(np.mean(_classes(call(predict, points), len(points)) == y) >= SPIRAL_GOAL for points in scaled),
         "Ağ, küçültülmüş noktalarda başarılı: eğitimde girdileri ölçeklemişsiniz. Döndürdüğünüz fonksiyon da aynı biçimde "
         "ölçeklemeli.",
         "The network does well on scaled points: you scaled the inputs in training. The function that you return has to scale "
         "them in the same way."),
        ("memorized", poor and learned - reached > 0.15,
         "Öğrendiği noktaları ezberlemiş.", "It has memorized the points that it learned from."),
        ("too_simple", poor,
         "Ağ sarmalı izleyecek kadar kıvrılamıyor. Girdiyi küçültün, gizli katmanı genişletin, ilk ağırlıkları büyütün ya da "
         "daha uzun eğitin.",
         "The network does not bend as much as the spiral does. Scale the inputs down, widen the hidden layer, enlarge the "
         "first weights, or train longer."),
        before=L(f"Doğruluk: öğrenilen noktalarda {percent(learned, 1)}, yenilerde {percent(reached, 1)}; yenilerde en az "
                 f"{percent(SPIRAL_GOAL)} gerekiyor. ",
                 f"Accuracy: {percent(learned, 1)} on the points learned, {percent(reached, 1)} on new ones; at least "
                 f"{percent(SPIRAL_GOAL)} is needed on the new ones. "),
    )  # fmt: skip
    return L(
        f"Hiç görülmemiş noktalarda {percent(reached)} doğruluk.",
        f"An accuracy of {percent(reached)} on points never seen.",
    )


def _classes(given, count):
    """Return predictions as ints (count,); a column is fine, probabilities are not."""
    array = require_array(given, "predict(points)")
    refuse(
        ("shape", array.size != count,
         f"{count} nokta var, {array.size} yanıt geldi; her noktaya bir tane gerekir.",
         f"{count} points, but {array.size} answer{'s' * (array.size != 1)}: each point needs one."),
        ("probabilities", not np.isin(array, (0, 1)).all(),
         "Olasılık değil, sınıf döndürün: 0,5'ten büyükse 1, değilse 0.",
         "Return classes, not probabilities: 1 above 0.5, else 0."),
    )  # fmt: skip
    return array.reshape(count).astype(int)

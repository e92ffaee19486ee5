"""Checks of lesson 09_first_keras_network."""

import math
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.special import logit, softmax

from utils.checks import limits
from utils.checks.engine import as_array, call, exercise, refuse, wrong
from utils.checks.judge import judge, sign
from utils.checks.models import call_trainer, call_untrained, expect_model, outputs_of
from utils.language import L, percent

LESSON = "09_first_keras_network"
TRAINING = 24  # times as long as another answer: it trains a network
MOST_PARAMETERS, LEAST_ACCURACY = 500, 0.90


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(sizes) -> int``: the parameters of dense layers with these numbers of inputs and neurons."""

    def total(per_gap):
        return lambda sizes: sum(per_gap(before, after) for before, after in pairwise(sizes))

    def here(sizes):
        layers = " + ".join(f"({before} + 1)·{after}" for before, after in pairwise(sizes))
        return L(
            f"Her katmanda (girdi + 1)·nöron: burada {layers}.", f"Each layer has (inputs + 1)·neurons: here {layers}."
        )

    beliefs = [
        ("each_layer", lambda sizes: np.array([(before + 1) * after for before, after in pairwise(sizes)]),
         "Her katmanın parametre sayısını ayrı ayrı döndürdünüz, istenen ise toplamları.",
         "You returned the number of parameters of each layer, but the exercise asks for their sum."),
        ("no_bias", total(lambda before, after: before * after),
         "Her nöronun bir de bias'ı var.", "Each neuron has a bias as well."),
        ("bias_per_input", total(lambda before, after: before * after + before),
         "Bias girdi başına değil, nöron başına bir tanedir.", "There is one bias per neuron, not per input."),
        ("one_bias_per_layer", total(lambda before, after: before * after + 1),
         "Bias katmanda bir tane değil, nöron başına bir tanedir.", "There is one bias per neuron, not one per layer."),
        ("biases_of_inputs", lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
         "Girdiler nöron değildir, bu yüzden bias'ları yoktur.", "Inputs are not neurons, so they have no bias."),
        ("neurons_only", lambda sizes: sum(sizes[1:]),
         "Nöronları saydınız, oysa her nöronun her girdisi için bir ağırlığı var.",
         "You counted the neurons, but each of them has a weight for each of its inputs."),
        ("all_sizes", sum,
         "Katmanların boyutlarını topladınız, oysa her nöronun her girdisi için bir ağırlığı, bir de bias'ı var.",
         "You added up the sizes of the layers, but each neuron has a weight for each of its inputs, and a bias."),
        ("first_layer", lambda sizes: (sizes[0] + 1) * sizes[1],
         "Bu yalnızca ilk katman: bütün katmanları toplayın.", "That is only the first layer: add up all layers."),
        ("last_layer", lambda sizes: (sizes[-2] + 1) * sizes[-1],
         "Bu yalnızca son katman: her katmanınki toplama eklenmeli (`+=`).",
         "That is only the last layer: the number of each layer has to be added to the total (`+=`)."),
    ]  # fmt: skip
    return judge(
        answer,
        [([13, 16, 3],), ([2, 4, 1],), ([784, 64, 32, 10],), ([5, 1],), ([3, 5, 2, 7, 4],)],
        total(lambda before, after: (before + 1) * after),
        beliefs,
        otherwise=("wrong_number", here),
        remark=(
            "`summary()` çıktısındaki her sayıyı artık kendiniz denetleyebilirsiniz.",
            "From now on you can check every number in `summary()` yourself.",
        ),
    )


@exercise(LESSON, "updates", tr="Kaç güncelleme?", en="How many updates?")
def updates(answer):
    """``answer(samples, batch_size, epochs) -> int``: ceil(samples / batch_size) epochs."""

    def here(n, b, e):
        batches = math.ceil(n / b)
        last = n - (batches - 1) * b
        return L(
            f"Bir epokta {batches} yığın var (sonuncusu {last} örneklik), her yığın bir güncelleme yapar. {e} epokla çarpın.",
            f"An epoch has {batches} batches (the last one has {last} samples), and each batch makes one update. Multiply by "
            f"{e} epochs.",
        )

    beliefs = [
        ("last_batch_dropped", lambda n, b, e: n // b * e,
         "Sondaki eksik yığın da bir güncelleme yapar: yukarı yuvarlayın.",
         "The last, smaller batch makes an update too: round up."),
        ("not_rounded", lambda n, b, e: n / b * e,
         "Güncelleme sayısı bir tam sayıdır ve eksik yığın da sayılır: yukarı yuvarlayın.",
         "The number of updates is an integer, and the smaller batch counts too: round up."),
        ("rounded_once", lambda n, b, e: math.ceil(n * e / b),
         "Her epok kendi yığınlarına bölünür: önce bir epoku yukarı yuvarlayın, sonra çarpın.",
         "Each epoch is divided into its own batches: round up for one epoch, then multiply."),
        ("always_one_more", lambda n, b, e: (n // b + 1) * e,
         "Örnekler yığınlara tam bölününce sonda eksik yığın kalmaz, ama siz yine bir güncelleme eklemişsiniz.",
         "When the samples fill all batches, there is no smaller one at the end, but you added an update anyway."),
        ("rounded_to_nearest", lambda n, b, e: round(n / b) * e,
         "En yakın tam sayıya yuvarlamışsınız, oysa eksik yığın ne kadar küçük olursa olsun bir güncelleme yapar: yukarı "
         "yuvarlayın.",
         "You rounded to the nearest integer, but the last batch makes an update however small it is: round up."),
        ("one_per_epoch", lambda n, b, e: e,
         "Her epokta değil, her yığında bir güncelleme yapılır.", "There is one update per batch, not per epoch."),
        ("one_epoch", lambda n, b, e: math.ceil(n / b),
         "Bunlar bir epokun güncellemeleri: epok sayısıyla çarpın.",
         "These are the updates of one epoch: multiply them by the number of epochs."),
        ("samples", lambda n, b, e: n * e,
         "Her örnekte değil, her yığında bir güncelleme yapılır.", "There is one update per batch, not per sample."),
    ]  # fmt: skip
    return judge(
        answer,
        [(118, 16, 40), (1000, 32, 1), (60, 60, 5), (7, 10, 3), (96, 32, 2), (50, 7, 2)],
        lambda n, b, e: math.ceil(n / b) * e,
        beliefs,
        otherwise=("wrong_number", here),
        remark=(
            "Yığın küçüldükçe bir epoktaki güncelleme sayısı artar.",
            "The smaller the batch, the more updates an epoch makes.",
        ),
    )


def _network_output(weights, x, between=lambda z: np.maximum(z, 0), last=None, biased=1):
    """Return what dense layers with ``weights`` [W1, b1, W2, b2, ...] make of x (n, d): the probabilities (n, classes)."""
    *hidden, (w, b) = zip(weights[::2], weights[1::2], strict=True)
    for kernel, bias in hidden:
        x = between(x @ kernel + biased * bias)
    z = x @ w + biased * b
    return softmax(z, axis=1) if last is None else last(z)


def _first_hidden_only(weights, x):
    """Return the output where only the first hidden layer has its activation."""
    first = iter([lambda z: np.maximum(z, 0)])
    return _network_output(weights, x, between=lambda z: next(first, lambda z: z)(z))


def _layers_case(*sizes, seed, scale=1.0):
    """Return weights and inputs of a network of ``sizes``, with every number mattering; scale: of the inputs."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=shape) for before, after in pairwise(sizes) for shape in ((before, after), (after,))]
    return weights, scale * rng.normal(size=(3 + seed, sizes[0]))


@exercise(LESSON, "network_output", tr="Çıktıyı NumPy ile hesaplayın", en="Compute the output with NumPy")
def network_output(answer):
    """``answer(weights, x (n, d)) -> (n, classes)``: what Keras's dense layers with ``weights`` [W1, b1, W2, b2, ...] give."""
    beliefs = [
        ("classes", lambda w, x: _network_output(w, x).argmax(axis=1),
         "Sınıfları döndürdünüz; her sınıfın olasılığı istenir.",
         "You returned the classes, but the probability of each class is wanted."),
        ("scores", lambda w, x: _network_output(w, x, last=lambda z: z),
         "Bunlar çıktı katmanının puanları. Olasılığa çevirmek için `softmax` çağırın.",
         "These are the scores of the output layer. Call `softmax` to turn them into probabilities."),
        ("relu_on_output", lambda w, x: _network_output(w, x, last=lambda z: softmax(np.maximum(z, 0), axis=1)),
         "Çıktı katmanının puanları da ReLU'dan geçmiş. Döngü son katmana gelmeden bitmeli.",
         "The scores of the output layer have passed through ReLU as well. The loop has to end before the last layer."),
        ("no_relu", lambda w, x: _network_output(w, x, between=lambda z: z),
         "Gizli katmanlardan sonra ReLU yok: `np.maximum(..., 0)`.",
         "There is no ReLU after the hidden layers: `np.maximum(..., 0)`."),
        ("relu_once", _first_hidden_only,
         "Yalnızca ilk gizli katmanın ReLU'su var. Aktivasyon her gizli katmandan sonra gelir.",
         "Only the first hidden layer has its ReLU. The activation follows every hidden layer."),
        ("no_biases", lambda w, x: _network_output(w, x, biased=0),
         "Bias'lar eklenmemiş: her katmanda `x @ W + b` hesaplanır.",
         "The biases are missing: each layer computes `x @ W + b`."),
        ("softmax_over_samples", lambda w, x: _network_output(w, x, last=lambda z: softmax(z, axis=0)),
         "Softmax örnekler boyunca alınmış. Olasılıkların toplamı her satırda 1 olmalı.",
         "The softmax was taken over the samples. The probabilities have to sum to 1 in each row."),
        ("softmax_of_all", lambda w, x: _network_output(w, x, last=softmax),
         "Bütün örnekler birlikte bölünmüş. Olasılıkların toplamı her satırda 1 olmalı.",
         "All samples were divided by one sum. The probabilities have to sum to 1 in each row."),
        ("softmax_in_between", lambda w, x: _network_output(w, x, between=lambda z: softmax(z, axis=1)),
         "Gizli katmanlarda softmax var; onların aktivasyonu ReLU'dur.",
         "The hidden layers have a softmax, but their activation is ReLU."),
        ("overflows", sign(lambda given, *case: not np.isfinite(as_array(given)).all()),
         "Büyük puanlarda üs taşıyor: dersteki `softmax` önce her satırın en büyük puanını çıkarır.",
         "For large scores the power overflows: the `softmax` of the lesson first subtracts the largest score of each row."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            _layers_case(2, 2, 3, seed=0),
            _layers_case(4, 5, 3, 2, seed=1),
            _layers_case(3, 4, seed=2),
            _layers_case(5, 4, 3, 4, 3, seed=3),
            _layers_case(13, 16, 3, seed=4, scale=300.0),
        ],
        _network_output,
        beliefs,
        called=lambda weights, x: L(
            f"{len(weights) // 2} katmanlı bir ağ ve {len(x)} örnek",
            f"a network of {len(weights) // 2} layers and {len(x)} samples",
        ),
        otherwise=(
            "wrong_value",
            "Ağırlıklar `W1, b1, W2, b2, …` sırasında. Son katman dışında her katman bir `x @ W + b` ve bir ReLU'dur.",
            "The weights are in the order `W1, b1, W2, b2, …`. Every layer but the last is an `x @ W + b` and a ReLU.",
        ),
        remark=(
            "Bir yoğun ağın `predict` çağrısında hesapladığı budur.",
            "This is what a dense network computes when you call `predict`.",
        ),
    )


ACTIVATIONS = ("relu", "linear", "tanh", "sigmoid", "softmax", "elu", "leaky_relu", "relu6", "gelu", "silu", "selu",
               "softplus", "softsign", "mish", "exponential")  # fmt: skip
OUTPUTS = ("softmax", "linear", "sigmoid", "relu", "softmax softmax")


@exercise(LESSON, "build", tr="Ağı kurun", en="Build the network")
def build(answer):
    """``answer(features, classes) -> model``: one hidden layer of 8 ReLU neurons and a softmax over the classes.

    However it is built, the network is known by its weights and by what it computes with them.
    """
    model, network, kernels, x = _built(answer)
    hidden, last = (kernels[0].shape[1], kernels[1].shape[1]) if len(kernels) == 2 else (8, 4)
    refuse(
        ("wrong_number_of_layers", len(kernels) != 2,
         f"İki `Dense` katmanı bekleniyordu, {len(kernels)} var.",
         f"The network should have two `Dense` layers, but it has {len(kernels)}."),
        *_wrong_sizes(hidden, last),
    )  # fmt: skip
    _expect_activations(model, network, kernels, x, {"": lambda h, x: h})
    return L(
        f"Bu ağda {model.count_params()} parametre var.",
        f"This network has {model.count_params()} parameters.",
    )


@exercise(LESSON, "build_wide", tr="Yan yol ekleyin", en="Add a side path")
def build_wide(answer):
    """``answer(features, classes) -> model``: as in ``build``, but the output layer sees the inputs beside the hidden layer."""
    model, network, kernels, x = _built(answer)
    rows, hidden, last = (kernels[-1].shape[0], kernels[0].shape[1], kernels[-1].shape[1]) if kernels else (0, 8, 4)
    tails = [kernel.shape[0] for kernel in kernels[1:]]
    refuse(
        ("hidden_not_used", len(kernels) == 1,
         "Girdiden çıktıya giden yolda tek bir `Dense` katmanı var. Çıktı katmanını gizli katmanın çıktısıyla da besleyin.",
         "There is only one `Dense` layer on the way from the input to the output. Feed the output layer with the output "
         "of the hidden layer as well."),
        ("two_outputs", len(kernels) == 3 and sorted(tails) == sorted([6, hidden]),
         "Her yol için ayrı bir çıktı katmanı kurmuşsunuz. Önce iki yolu `layers.Concatenate()` ile birleştirin, sonra "
         "tek bir çıktı katmanı kurun.",
         "You built a separate output layer for each path. First join the two paths with `layers.Concatenate()`, then build "
         "a single output layer."),
        ("wrong_number_of_layers", len(kernels) != 2,
         f"İki `Dense` katmanı bekleniyordu, {len(kernels)} var.",
         f"The network should have two `Dense` layers, but it has {len(kernels)}."),
        *_wrong_sizes(hidden, last),
        ("not_joined", rows == hidden,
         "Çıktı katmanı yalnızca gizli katmanı görüyor. Girdileri de görmesi için ikisini `layers.Concatenate()` ile "
         "birleştirin.",
         "The output layer sees the hidden layer alone. Join it with the inputs by `layers.Concatenate()`."),
        ("joined_wrongly", rows != hidden + 6,
         f"Çıktı katmanının {hidden} + 6 = {hidden + 6} girdisi olmalı, {rows} var.",
         f"The output layer should have {hidden} + 6 = {hidden + 6} inputs, but it has {rows}."),
    )  # fmt: skip
    sides = {
        "": lambda h, x: np.hstack([h, x]),
        "first": lambda h, x: np.hstack([x, h]),
        "relu": lambda h, x: np.hstack([h, np.maximum(x, 0)]),
        "relu first": lambda h, x: np.hstack([np.maximum(x, 0), h]),
    }
    side = _expect_activations(model, network, kernels, x, sides)
    refuse(
        ("inputs_through_relu", side.startswith("relu"),
         "Yan yoldaki girdiler de ReLU'dan geçmiş: birleştirdikten sonra aktivasyon uygulamayın.",
         "The inputs on the side path pass through ReLU, too: do not apply an activation after joining."),
    )  # fmt: skip
    return L(
        f"Bu ağda {model.count_params()} parametre var; `Sequential` onu kuramazdı.",
        f"This network has {model.count_params()} parameters, and `Sequential` could not have built it.",
    )


def _wrong_sizes(hidden, last):
    """Return the rows on the sizes of a network with ``hidden`` neurons and ``last`` outputs, which should be 8 and 4."""
    return (
        ("one_output", last == 1,
         "Tek çıktı nöronu sınıfları sıralı sayılar gibi görür. Her sınıf için bir nöron gerekir.",
         "A single output neuron treats the classes as ordered numbers. Each class needs a neuron of its own."),
        ("wrong_output_size", last != 4,
         f"4 sınıf için çıktıda 4 nöron olmalı, {last} var.", f"4 classes need 4 output neurons, but there are {last}."),
        ("wrong_hidden_size", hidden != 8,
         f"Gizli katmanda 8 nöron istenmişti, {hidden} var.",
         f"The hidden layer should have 8 neurons, but it has {hidden}."),
    )  # fmt: skip


def _built(answer):
    """Return the model that ``answer(6, 4)`` builds, as a function of x too, its dense kernels, and inputs x (64, 6)."""
    import keras

    model = call(answer, 6, 4)
    known = isinstance(model, keras.Model)
    refuse(
        ("several_models", isinstance(model, (tuple, list)) and any(isinstance(one, keras.Model) for one in model),
         "Birden çok model döndürdünüz; yalnızca ağın kendisini döndürün.",
         "You returned more than one model: return only the network itself."),
        ("returns_output", isinstance(model, keras.KerasTensor),
         "Ağı değil, çıktı katmanının çıktısını döndürdünüz: `return keras.Model(inputs, outputs)`.",
         "You returned the output of the last layer and not the network: `return keras.Model(inputs, outputs)`."),
        given=model,
    )  # fmt: skip
    expect_model(model, known and (model.built or not isinstance(model, keras.Sequential)), given=model)
    inputs = tuple(getattr(model, "input_shape", None) or (None, 6)) if model.built else (None, 6)
    refuse(
        ("wrong_input", inputs != (None, 6),
         f"6 öznitelik için girdi `keras.Input((6,))` olmalı; sizinki {inputs}.",
         f"For 6 features the input should be `keras.Input((6,))`, but it is {inputs}."),
    )  # fmt: skip

    def network(x, training=False):
        return np.asarray(model(x, training=training))

    x = np.random.default_rng(0).normal(size=(64, 6))
    call(network, x)  # a model that is written as a class has its weights from now on
    kernels = [one for one in model.trainable_weights if len(one.shape) == 2]
    return model, network, sorted(kernels, key=lambda kernel: kernel.shape[0] != 6), x


def _expect_activations(model, network, kernels, x, joins) -> str:
    """End the check where the hidden layer is not a ReLU or the output no softmax; else return the name of the join.

    joins: {name: what the output layer sees, of the hidden layer's output (n, 8) and of x (n, 6)}.
    """
    weights = model.trainable_weights
    for one in weights:
        one.assign(np.random.default_rng(len(one.shape)).normal(size=one.shape))
    activation, output, join = _activations(kernels, weights, x, outputs_of(model, x, (64, 4)), joins)
    in_training = call(network, x, training=True).sum(axis=1)
    own = L("Katmanlarınız: ", "Your layers: ") + ", ".join(f"`{type(layer).__name__}`" for layer in model.layers)
    refuse(
        ("other_network", not activation,
         f"Bu ağ, iki `Dense` katmanıyla aktivasyonlarından başka bir şey de hesaplıyor. {own}.",
         f"This network computes something other than two `Dense` layers and their activations. {own}."),
        ("sigmoid_output", output == "sigmoid",
         "Sigmoid her sınıf için ayrı bir evet-hayır olasılığı verir ve bunların toplamı 1 olmaz. Softmax kullanın.",
         "Sigmoid answers yes or no for each class separately, and the probabilities do not sum to 1. Use softmax."),
        ("softmax_twice", output == "softmax softmax",
         "Softmax iki kez uygulanıyor: birini kaldırın.", "Softmax is applied twice: remove one of them."),
        ("no_softmax", output != "softmax",
         'Çıktı katmanı olasılık vermiyor: `activation="softmax"` ekleyin.',
         'The output layer does not give probabilities: add `activation="softmax"`.'),
        ("linear_hidden_layer", activation == "linear",
         "Gizli katmanın aktivasyonu yok; aktivasyonsuz iki katman tek bir doğrusal katmana eşittir.",
         "The hidden layer has no activation, and two layers without one are equal to a single linear layer."),
        ("wrong_hidden_activation", activation != "relu",
         f"Gizli katmanda ReLU istenmişti, `{activation}` var.",
         f"The hidden layer should use ReLU, but it uses `{activation}`."),
        ("output_not_last", not np.allclose(in_training, 1, atol=1e-4),
         f"Eğitim sırasında olasılıkların toplamı 1 olmuyor: en sonda çıktı katmanı durmalı. {own}.",
         f"During training the probabilities do not sum to 1: the output layer has to come last. {own}."),
    )  # fmt: skip
    return join


def _activations(kernels, weights, x, given, joins) -> tuple[str, str, str]:
    """Return the activations, and the join, with which two dense layers turn x (n, d) into ``given`` (n, k); else empty."""
    import keras

    def layer(x, kernel):
        bias = next((one for one in weights if one.shape == kernel.shape[1:]), 0)
        return x @ np.asarray(kernel, float) + np.asarray(bias, float)

    def through(names, z):
        for name in names.split():
            z = np.asarray(keras.activations.get(name)(z), float)
        return z

    for activation in ACTIVATIONS:
        hidden = through(activation, layer(x, kernels[0]))
        for name, join in joins.items():
            sums = layer(join(hidden, x), kernels[1])
            for output in OUTPUTS:
                if np.allclose(through(output, sums), given, rtol=1e-3, atol=1e-4):
                    return activation, output, name
    return "", "", ""


COURSES = [  # target, validation accuracy after each epoch
    (0.75, [0.4, 0.6, 0.75, 0.8]),
    (0.9, [0.5, 0.65, 0.72, 0.95, 0.9]),
    (0.99, [0.3, 0.5, 0.6]),
    (0.5, [0.6, 0.4]),
    (0.6, [0.1, 0.59, 0.45, 0.61, 0.7]),
]


def _logs(value):
    """Return what Keras tells a callback where the validation accuracy is ``value``: each number decides somewhere."""
    return {
        "loss": 1.3 - value,
        "accuracy": min(value + 0.2, 1.0),
        "val_loss": 1 - value / 2,
        "val_accuracy": value,
    }


@exercise(LESSON, "stop_at", tr="Hedefe varınca saklayın ve durun", en="Save and stop at the target")
def stop_at(answer):
    """``answer(target, path)``: a callback that saves the network to ``path`` and stops the training once ``val_accuracy``
    has reached ``target``."""

    def stopping(rule):
        """Return the epoch, from 1, in which ``rule(target, logs)`` stops each course; None where it does not."""
        return [next((i for i, value in enumerate(course, 1) if rule(target, _logs(value))), None)
                for target, course in COURSES]  # fmt: skip

    trainings = [_stopped_in(answer, target, course) for target, course in COURSES]
    stopped = [epoch for epoch, _, _ in trainings]
    right = stopping(lambda target, logs: logs["val_accuracy"] >= target)
    first = next((i for i in range(len(right)) if stopped[i] != right[i]), 0)
    target, course = COURSES[first]
    training = ("Eğitim doğruluğuna (`accuracy`) bakıyorsunuz; doğrulamanınki `val_accuracy`.",
                "You look at the training's `accuracy`; that of the validation set is `val_accuracy`.")  # fmt: skip
    loss = (
        "Kayba bakıyorsunuz; hedef ise doğruluk içindir.",
        "You look at a loss, but the target is for the accuracy.",
    )
    rows = [
        ("never_stops", lambda target, logs: False,
         "Eğitim hiçbir durumda durmadı: `self.model.stop_training = True` yazın.",
         "The training never stopped: set `self.model.stop_training = True`."),
        ("stops_at_once", lambda target, logs: True,
         "Her seferinde ilk epokta durdu: koşulu unutmuşsunuz.",
         "It stopped in the first epoch every time: the condition is missing."),
        ("strictly_above", lambda target, logs: logs["val_accuracy"] > target,
         "Hedefe tam varmak da yeter: `>=` kullanın.", "Reaching the target exactly is enough: use `>=`."),
        ("stops_below", lambda target, logs: logs["val_accuracy"] < target,
         "Karşılaştırma ters: hedefin altındayken duruyor.",
         "The comparison is the wrong way round: it stops while below the target."),
        ("looks_at_training", lambda target, logs: logs["accuracy"] >= target, *training),
        ("looks_at_training", lambda target, logs: logs["accuracy"] > target, *training),
        *[("looks_at_loss", lambda target, logs, name=name, way=way: way * (logs[name] - target) >= 0, *loss)
          for name in ("loss", "val_loss") for way in (1, -1)],
        ("wrong_epoch", None,
         "Koşul, o epokun `val_accuracy` değerini hedefle karşılaştırmalı.",
         "The condition has to compare the `val_accuracy` of that epoch with the target."),
    ]  # fmt: skip

    tr = ["durmadı" if stopped[first] is None else f"{stopped[first]}. epokta durdu",
          "durmamalı" if right[first] is None else f"{right[first]}. epokta durmalı"]  # fmt: skip
    en = ["did not stop" if stopped[first] is None else f"stopped in epoch {stopped[first]}",
          "must not stop" if right[first] is None else f"has to stop in epoch {right[first]}"]  # fmt: skip
    refuse(
        *[
            (name, stopped != right and (rule is None or stopped == stopping(rule)), *words)
            for name, rule, *words in rows
        ],
        before=L(
            f"Hedef `{target}`, doğrulama doğrulukları `{course}` iken eğitim {tr[1]}; sizinki {tr[0]}. ",
            f"With target `{target}` and validation accuracies `{course}` the training {en[1]}; yours {en[0]}. ",
        ),
    )
    early = [epochs[0] for epoch, epochs, _ in trainings if epochs and epochs[0] != epoch]
    refuse(
        ("saved_too_early", bool(early),
         "Eğitim doğru epokta duruyor, ama ağ hedefe varılmadan da saklanmış: `save` çağrısı koşulun içinde durmalı.",
         "The training stops in the right epoch, but the network was also saved before it reached the target: the call of "
         "`save` belongs under the condition."),
        ("not_saved", any(epoch and not epochs for epoch, epochs, _ in trainings),
         "Eğitim doğru epokta duruyor, ama `path` ile verilen yerde dosya yok: `self.model.save(self.path)` çağırın.",
         "The training stops in the right epoch, but there is no file at `path`: call `self.model.save(self.path)`."),
        ("another_network", any(epoch and not same for epoch, _, same in trainings),
         "Saklanan dosya geri yüklenince eğitilen ağ çıkmıyor: `self.model.save(self.path)` ağın bütününü saklar.",
         "The saved file does not load as the network that was trained: `self.model.save(self.path)` saves all of it."),
    )  # fmt: skip
    return L(
        "Eğitim hedefte duruyor ve ağ diskte: `keras.models.load_model` onu geri yükler.",
        "The training stops at the target and the network is on disk: `keras.models.load_model` loads it again.",
    )


def _stopped_in(answer, target, course):
    """Train as ``course`` says, with the student's callback. Return the epoch, from 1, in which it stopped (None where it
    did not), the epochs after which there was a file, and whether that file is the network."""
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        callback = call(answer, target, str(path))
        refuse(
            ("not_a_callback", not (hasattr(callback, "on_epoch_end") and hasattr(callback, "set_model")),
             "`keras.callbacks.Callback` sınıfından türeyen bir nesne bekleniyordu.",
             "An object of a class derived from `keras.callbacks.Callback` was expected."),
            given=callback,
        )  # fmt: skip
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        model.set_weights([np.array([[target]]), np.array([len(course)])])
        callback.set_model(model)
        saved = []
        for epoch, value in enumerate(course, 1):
            call(callback.on_epoch_end, epoch - 1, _logs(value))
            saved += [epoch] * path.exists()
            if getattr(model, "stop_training", False):
                return epoch, saved, path.exists() and _is_copy(path, model)
    return None, saved, False


def _is_copy(path, model) -> bool:
    """Return whether the file at ``path`` holds ``model``."""
    import keras

    try:
        copy = keras.models.load_model(path).get_weights()
    except Exception:  # whatever else an answer may have written there
        return False
    own = model.get_weights()
    return len(copy) == len(own) and all(np.array_equal(*pair) for pair in zip(copy, own, strict=True))


@exercise(LESSON, "my_network", tr="Sarmalı çözün", en="Solve the spiral", seconds=TRAINING * limits.CALL_SECONDS)
def my_network(answer):
    """``answer(data) -> model``: trained on data.x_train (210, 2); at most 500 parameters, 0.90 on the test points."""
    from utils.datasets import make_plane

    data = make_plane("spiral", test_share=0.3, seed=7)
    model = call_trainer(answer, data, unseen=data.x_test, seconds=TRAINING * limits.CALL_SECONDS)
    expect_model(model, all(hasattr(model, name) for name in ("layers", "count_params", "input_shape")), given=model)
    count, inputs = int(model.count_params()), tuple(model.input_shape)
    refuse(
        ("wrong_input", inputs != (None, 2),
         "Ağ noktaların iki koordinatını almalı: `keras.Input((2,))`.",
         "The network should take the two coordinates of the points: `keras.Input((2,))`."),
        ("too_many_parameters", count > MOST_PARAMETERS,
         f"{count} parametre var; en çok {MOST_PARAMETERS} olabilir.",
         f"There are {count} parameters; at most {MOST_PARAMETERS} are allowed."),
    )  # fmt: skip
    outputs = 2 if getattr(model, "output_shape", (None, 1))[-1] == 2 else 1
    hint = L(
        "Ağın tek bir çıktısı (ya da sınıf başına bir çıktısı) olmalı.",
        "The network needs one output (or one for each class).",
    )
    learned, unseen = (outputs_of(model, x, (len(x), outputs), hint) for x in (data.x_train, data.x_test))
    is_probability = outputs == 2 or (unseen.min() >= 0 and unseen.max() <= 1)
    classes = unseen.argmax(axis=1) if outputs == 2 else unseen[:, 0] > (0.5 if is_probability else 0)
    accuracy = float((classes == data.y_test).mean())
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test doğruluğu {percent(accuracy)}.",
            f"The test accuracy is {percent(accuracy)}, with {count} parameters.",
        )
    report = L(
        f"Test doğruluğu {percent(accuracy, 1)}, oysa en az {percent(LEAST_ACCURACY)} gerekiyor. ",
        f"The test accuracy is {percent(accuracy, 1)}, but it has to be at least {percent(LEAST_ACCURACY)}. ",
    )
    refuse(
        ("softmax_of_one", outputs == 1 and bool((unseen == 1).all()),
         "Tek çıktının softmax'ı hep 1'dir: `sigmoid` kullanın.", "The softmax of a single output is always 1: use `sigmoid`."),
        ("classes_swapped", 1 - accuracy >= LEAST_ACCURACY,
         "Sınıflar yer değiştirmiş: çıktı, 1 sınıfının olasılığı olmalı.",
         "The classes are swapped: the output should be the probability of class 1."),
        ("linear_network", _is_straight(learned, data.x_train, is_probability),
         "Ağ sınıfları yalnızca bir doğruyla ayırabiliyor: aktivasyonlu bir gizli katman gerekir.",
         "The network can only separate the classes by a straight line: it needs a hidden layer with an activation."),
        before=report,
    )  # fmt: skip
    if np.ptp(learned[:, -1]) == 0 or abs(np.corrcoef(learned[:, -1], data.y_train)[0, 1]) < 0.2:
        call_untrained(report, "fit")
    wrong(
        report
        + L(
            "Daha çok epok, ikinci bir gizli katman ya da Adam ile 0,01 öğrenme oranı deneyin.",
            "Try more epochs, a second hidden layer, or Adam with a learning rate of 0.01.",
        ),
        "not_accurate_enough",
    )


def _is_straight(outputs, x, is_probability) -> bool:
    """Return whether the logits of a network are a linear function of x (n, 2), as they are without activations."""
    if is_probability and not (outputs.min() > 1e-5 and outputs.max() < 1 - 1e-5):
        return False  # rounded to 0 or 1: nothing can be said
    z = logit(outputs[:, -1]) if is_probability else outputs[:, -1]
    columns = np.column_stack([x, np.ones(len(x))])
    rest = z - columns @ np.linalg.lstsq(columns, z, rcond=None)[0]
    return bool(np.abs(rest).max() < 1e-3 * max(np.ptp(z), 1e-3))

"""Checks of lesson 09_first_keras_network."""

import math
from itertools import pairwise

import numpy as np
from scipy.special import logit

from utils.checks import limits
from utils.checks.engine import call, exercise, refuse, wrong
from utils.checks.judge import judge
from utils.checks.models import StandIn, call_trainer, call_untrained, expect_model, outputs_of
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
         "Her katmanın parametre sayısını ayrı ayrı döndürdünüz; toplamları istenir.",
         "You returned each layer's number of parameters; their sum is wanted."),
        ("no_bias", total(lambda before, after: before * after),
         "Her nöronun bir de bias'ı var.", "Each neuron has a bias as well."),
        ("bias_per_input", total(lambda before, after: before * after + before),
         "Bias girdi başına değil, nöron başına bir tanedir.", "There is one bias per neuron, not per input."),
        ("one_bias_per_layer", total(lambda before, after: before * after + 1),
         "Bias katmanda bir tane değil, nöron başına bir tanedir.", "There is one bias per neuron, not one per layer."),
        ("biases_of_inputs", lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
         "Girdiler nöron değildir, bias'ları yoktur.", "Inputs are not neurons; they have no bias."),
        ("neurons_only", lambda sizes: sum(sizes[1:]),
         "Nöronları saydınız; her nöronun her girdisi için bir ağırlığı var.",
         "You counted neurons; each has a weight for each of its inputs."),
        ("all_sizes", sum,
         "Katmanların boyutlarını topladınız; her nöronun her girdisi için bir ağırlığı, bir de bias'ı var.",
         "You added up the sizes of the layers; each neuron has a weight for each of its inputs, and a bias."),
        ("first_layer", lambda sizes: (sizes[0] + 1) * sizes[1],
         "Bu yalnızca ilk katman: bütün katmanları toplayın.", "That is the first layer alone: add up all layers."),
        ("last_layer", lambda sizes: (sizes[-2] + 1) * sizes[-1],
         "Bu yalnızca son katman: her katmanınki toplama eklenmeli (`+=`).",
         "That is the last layer alone: each layer's number has to be added to the total (`+=`)."),
    ]  # fmt: skip
    return judge(
        answer,
        [([13, 16, 3],), ([2, 4, 1],), ([784, 64, 32, 10],), ([5, 1],), ([3, 5, 2, 7, 4],)],
        total(lambda before, after: (before + 1) * after),
        beliefs,
        otherwise=("wrong_number", here),
        remark=("`summary()` artık sizi şaşırtamaz.", "`summary()` holds no surprises for you any more."),
    )


@exercise(LESSON, "updates", tr="Kaç güncelleme?", en="How many updates?")
def updates(answer):
    """``answer(samples, batch_size, epochs) -> int``: ceil(samples / batch_size) epochs."""

    def here(n, b, e):
        batches = math.ceil(n / b)
        last = n - (batches - 1) * b
        return L(
            f"Bir epokta {batches} yığın var (sonuncusu {last} örnek); her yığın bir güncelleme, {e} epok.",
            f"An epoch has {batches} batches (the last of {last} samples); each batch makes an update, for {e} epochs.",
        )

    beliefs = [
        ("last_batch_dropped", lambda n, b, e: n // b * e,
         "Sondaki eksik yığın da bir güncelleme yapar: yukarı yuvarlayın.",
         "The last, smaller batch makes an update too: round up."),
        ("not_rounded", lambda n, b, e: n / b * e,
         "Güncelleme sayısı tam sayıdır; eksik yığın da sayılır: yukarı yuvarlayın.",
         "Updates are whole numbers; the smaller batch counts too: round up."),
        ("rounded_once", lambda n, b, e: math.ceil(n * e / b),
         "Her epok kendi yığınlarına bölünür: önce bir epoku yukarı yuvarlayın, sonra çarpın.",
         "Each epoch is cut into its own batches: round up one epoch, then multiply."),
        ("always_one_more", lambda n, b, e: (n // b + 1) * e,
         "Örnekler yığınlara tam bölününce sonda eksik yığın kalmaz; siz yine bir güncelleme eklemişsiniz.",
         "When the samples fill their batches no smaller one is left; you added an update all the same."),
        ("rounded_to_nearest", lambda n, b, e: round(n / b) * e,
         "En yakın tam sayıya yuvarlamışsınız; az da olsa eksik yığın bir güncelleme yapar: yukarı yuvarlayın.",
         "You rounded to the nearest; however small, the last batch makes an update: round up."),
        ("one_per_epoch", lambda n, b, e: e,
         "Her epokta değil, her yığında bir güncelleme yapılır.", "There is one update per batch, not per epoch."),
        ("one_epoch", lambda n, b, e: math.ceil(n / b),
         "Bu bir epokun güncellemeleri; epok sayısıyla çarpın.",
         "These are the updates of one epoch; multiply by the epochs."),
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
            "Yığın küçüldükçe bir epokta daha çok adım atılır.",
            "The smaller the batch, the more steps in an epoch.",
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
    import keras

    model = call(answer, 6, 4)
    known = isinstance(model, keras.Model)
    expect_model(model, known and (model.built or not isinstance(model, keras.Sequential)), given=model)
    inputs = tuple(getattr(model, "input_shape", None) or (None, 6)) if model.built else (None, 6)
    refuse(
        ("wrong_input", inputs != (None, 6),
         f"6 öznitelik için girdi `keras.Input((6,))` olmalı; sizinki {inputs}.",
         f"For 6 features the input is `keras.Input((6,))`; yours is {inputs}."),
    )  # fmt: skip

    def network(x, training=False):
        return np.asarray(model(x, training=training))

    x = np.random.default_rng(0).normal(size=(64, 6))
    call(network, x)  # a model that is written as a class has its weights from now on
    weights = model.trainable_weights
    kernels = sorted((one for one in weights if len(one.shape) == 2), key=lambda kernel: kernel.shape[0] != 6)
    hidden, last = (kernels[0].shape[1], kernels[1].shape[1]) if len(kernels) == 2 else (8, 4)
    refuse(
        ("wrong_number_of_layers", len(kernels) != 2,
         f"İki `Dense` katmanı bekleniyordu, {len(kernels)} var.",
         f"There should be two `Dense` layers, not {len(kernels)}."),
        ("one_output", last == 1,
         "Tek çıktı nöronu sınıfları sıralı sayılar sanar. Sınıf başına bir nöron gerekir.",
         "A single output neuron takes classes for ordered numbers. There has to be a neuron per class."),
        ("wrong_output_size", last != 4,
         f"4 sınıf için çıktıda 4 nöron olmalı, {last} var.", f"4 classes take 4 output neurons, not {last}."),
        ("wrong_hidden_size", hidden != 8,
         f"Gizli katmanda 8 nöron istenmişti, {hidden} var.", f"The hidden layer was to have 8 neurons, not {hidden}."),
    )  # fmt: skip
    for one in weights:
        one.assign(np.random.default_rng(len(one.shape)).normal(size=one.shape))
    activation, output = _activations(kernels, weights, x, outputs_of(model, x, (64, 4)))
    in_training = call(network, x, training=True).sum(axis=1)
    own = L("Katmanlarınız: ", "Your layers: ") + ", ".join(f"`{type(layer).__name__}`" for layer in model.layers)
    refuse(
        ("other_network", not activation,
         f"Bu ağ, iki `Dense` katmanıyla aktivasyonlarından başka bir şey hesaplıyor. {own}.",
         f"This network computes something other than two `Dense` layers and their activations. {own}."),
        ("sigmoid_output", output == "sigmoid",
         "Sigmoid her sınıfa ayrı ayrı evet ya da hayır der; olasılıkların toplamı 1 olmaz. Softmax kullanın.",
         "Sigmoid says yes or no to each class by itself, and the probabilities do not sum to 1. Use softmax."),
        ("softmax_twice", output == "softmax softmax",
         "Softmax iki kez uygulanıyor: birini kaldırın.", "Softmax is applied twice: remove one of them."),
        ("no_softmax", output != "softmax",
         'Çıktı katmanı olasılık vermiyor: `activation="softmax"` ekleyin.',
         'The output layer gives no probabilities: add `activation="softmax"`.'),
        ("linear_hidden_layer", activation == "linear",
         "Gizli katmanın aktivasyonu yok: iki doğrusal katman tek katmana çöker.",
         "The hidden layer has no activation: two linear layers collapse into one."),
        ("wrong_hidden_activation", activation != "relu",
         f"Gizli katmanda ReLU istenmişti, `{activation}` var.",
         f"ReLU was asked for in the hidden layer, not `{activation}`."),
        ("output_not_last", not np.allclose(in_training, 1, atol=1e-4),
         f"Eğitimde olasılıkların toplamı 1 olmuyor: en sonda çıktı katmanı durmalı. {own}.",
         f"In training the probabilities do not sum to 1: the output layer has to be the last. {own}."),
    )  # fmt: skip
    return L(
        f"Bu ağda {model.count_params()} parametre var.",
        f"This network has {model.count_params()} parameters.",
    )


def _activations(kernels, weights, x, given) -> tuple[str, str]:
    """Return the activations with which two dense layers turn x (n, d) into ``given`` (n, k); empty where none do."""
    import keras

    def layer(x, kernel):
        bias = next((one for one in weights if one.shape == kernel.shape[1:]), 0)
        return x @ np.asarray(kernel, float) + np.asarray(bias, float)

    def through(names, z):
        for name in names.split():
            z = np.asarray(keras.activations.get(name)(z), float)
        return z

    for activation in ACTIVATIONS:
        sums = layer(through(activation, layer(x, kernels[0])), kernels[1])
        for output in OUTPUTS:
            if np.allclose(through(output, sums), given, rtol=1e-3, atol=1e-4):
                return activation, output
    return "", ""


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


@exercise(LESSON, "stop_at", tr="Hedefe varınca durun", en="Stop at the target")
def stop_at(answer):
    """``answer(target)``: a callback that stops the training once ``val_accuracy`` has reached ``target``."""

    def stopping(rule):
        """Return the epoch, from 1, in which ``rule(target, logs)`` stops each course; None where it does not."""
        return [next((i for i, value in enumerate(course, 1) if rule(target, _logs(value))), None)
                for target, course in COURSES]  # fmt: skip

    stopped = [_stopped_in(answer, target, course) for target, course in COURSES]
    right = stopping(lambda target, logs: logs["val_accuracy"] >= target)
    first = next((i for i in range(len(right)) if stopped[i] != right[i]), 0)
    target, course = COURSES[first]
    training = ("Eğitim doğruluğuna (`accuracy`) bakıyorsunuz; doğrulamanınki `val_accuracy`.",
                "You look at the training's `accuracy`; that of the validation is `val_accuracy`.")  # fmt: skip
    loss = ("Kayba bakıyorsunuz; hedef, doğruluk için.", "You look at a loss; the target is for the accuracy.")
    rows = [
        ("never_stops", lambda target, logs: False,
         "Eğitim hiçbir durumda durmadı: `self.model.stop_training = True` yazın.",
         "The training did not stop in any case: set `self.model.stop_training = True`."),
        ("stops_at_once", lambda target, logs: True,
         "Her seferinde ilk epokta durdu: koşulu unutmuşsunuz.",
         "It stopped in the first epoch every time: you forgot the condition."),
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
    return L("Eğitimi artık siz yönetiyorsunuz.", "Now you are the one who runs the training.")


def _stopped_in(answer, target, course):
    """Return the epoch, from 1, in which the student's callback stopped a training; None where it did not."""
    import keras

    callback = call(answer, target)
    refuse(
        ("not_a_callback", not (hasattr(callback, "on_epoch_end") and hasattr(callback, "set_model")),
         "`keras.callbacks.Callback` sınıfından türeyen bir nesne bekleniyordu.",
         "An object of a class derived from `keras.callbacks.Callback` was expected."),
        given=callback,
    )  # fmt: skip
    training = StandIn(keras.Model, stop_training=False)
    callback.set_model(training)
    for epoch, value in enumerate(course):
        call(callback.on_epoch_end, epoch, _logs(value))
        if training.stop_training:
            return epoch + 1
    return None


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
         "The network is to take the points' two coordinates: `keras.Input((2,))`."),
        ("too_many_parameters", count > MOST_PARAMETERS,
         f"{count} parametre var; en çok {MOST_PARAMETERS} olabilir.",
         f"There are {count} parameters; at most {MOST_PARAMETERS} are allowed."),
    )  # fmt: skip
    outputs = 2 if getattr(model, "output_shape", (None, 1))[-1] == 2 else 1
    hint = L("Sınıf için tek çıktı (ya da sınıf başına bir) gerekir.", "It takes one output (or one for each class).")
    learned, unseen = (outputs_of(model, x, (len(x), outputs), hint) for x in (data.x_train, data.x_test))
    is_probability = outputs == 2 or (unseen.min() >= 0 and unseen.max() <= 1)
    classes = unseen.argmax(axis=1) if outputs == 2 else unseen[:, 0] > (0.5 if is_probability else 0)
    accuracy = float((classes == data.y_test).mean())
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test doğruluğu {percent(accuracy)}.",
            f"Test accuracy {percent(accuracy)} with {count} parameters.",
        )
    report = L(
        f"Test doğruluğu {percent(accuracy, 1)}, en az {percent(LEAST_ACCURACY)} gerekiyor. ",
        f"The test accuracy is {percent(accuracy, 1)}, at least {percent(LEAST_ACCURACY)} is needed. ",
    )
    refuse(
        ("softmax_of_one", outputs == 1 and bool((unseen == 1).all()),
         "Tek çıktıya softmax hep 1 verir: `sigmoid` kullanın.", "Softmax of a single output is always 1: use `sigmoid`."),
        ("classes_swapped", 1 - accuracy >= LEAST_ACCURACY,
         "Sınıflar yer değiştirmiş: 1'in olasılığı istenir.",
         "The classes have changed places: the probability of 1 is wanted."),
        ("linear_network", _is_straight(learned, data.x_train, is_probability),
         "Ağ yalnızca bir doğru çizebiliyor: aktivasyonlu bir gizli katman gerekir.",
         "The network can draw only a straight line: it takes a hidden layer with an activation."),
        before=report,
    )  # fmt: skip
    if np.ptp(learned[:, -1]) == 0 or abs(np.corrcoef(learned[:, -1], data.y_train)[0, 1]) < 0.2:
        call_untrained(report, "fit")
    wrong(
        report
        + L(
            "Daha çok epok, ikinci bir gizli katman ya da Adam ile 0,01 öğrenme oranı deneyin.",
            "Try more epochs, a second hidden layer, or Adam with learning rate 0.01.",
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

"""Checks of lesson 09_first_keras_network."""

import math
from itertools import pairwise

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import call, exercise, expect, wrong
from utils.checks.models import call_untrained, expect_model
from utils.language import L, percent

LESSON = "09_first_keras_network"
TRAINING = 24  # times as long as another answer: it trains a network
MOST_PARAMETERS, LEAST_ACCURACY = 500, 0.90


@exercise(LESSON, "count_parameters", tr="Parametreleri sayın", en="Count the parameters")
def count_parameters(answer):
    """``answer(sizes) -> int``: the parameters of dense layers with these numbers of inputs and neurons."""
    cases = [([13, 16, 3],), ([2, 4, 1],), ([784, 64, 32, 10],), ([5, 1],)]
    given = [call(answer, list(*case)) for case in cases]

    def total(per_gap):
        return lambda sizes: sum(per_gap(before, after) for before, after in pairwise(sizes))

    beliefs = {
        "no_bias": (
            total(lambda before, after: before * after),
            L("Her nöronun bir de bias'ı var.", "Each neuron has a bias as well."),
        ),
        "bias_per_input": (
            total(lambda before, after: before * after + before),
            L(
                "Bias girdi başına değil, nöron başına bir tanedir.",
                "There is one bias per neuron, not per input.",
            ),
        ),
        "one_bias_per_layer": (
            total(lambda before, after: before * after + 1),
            L(
                "Bias katmanda bir tane değil, nöron başına bir tanedir.",
                "There is one bias per neuron, not one per layer.",
            ),
        ),
        "biases_of_inputs": (
            lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
            L("Girdiler nöron değildir, bias'ları yoktur.", "Inputs are no neurons; they have no bias."),
        ),
        "neurons_only": (
            lambda sizes: sum(sizes[1:]),
            L(
                "Nöronları saydınız; her nöronun her girdisi için bir ağırlığı var.",
                "You counted neurons; each has a weight for each of its inputs.",
            ),
        ),
        "first_layer": (
            lambda sizes: (sizes[0] + 1) * sizes[1],
            L(
                "Bu yalnızca ilk katman: `return` satırı döngünün içinde kalmış olabilir.",
                "That is the first layer alone: the `return` may stand inside the loop.",
            ),
        ),
        "last_layer": (
            lambda sizes: (sizes[-2] + 1) * sizes[-1],
            L(
                "Bu yalnızca son katman: her katmanınki toplama eklenmeli (`+=`).",
                "That is the last layer alone: each layer's number has to be added to the total (`+=`).",
            ),
        ),
        "each_layer": (
            lambda sizes: [(before + 1) * after for before, after in pairwise(sizes)],
            L(
                "Her katmanın parametre sayısını ayrı ayrı döndürdünüz; toplamları istenir.",
                "You returned each layer's number of parameters; their sum is wanted.",
            ),
        ),
        "all_sizes": (
            sum,
            L(
                "Katmanların boyutlarını topladınız; her nöronun her girdisi için bir ağırlığı, bir de bias'ı var.",
                "You added up the sizes of the layers; each neuron has a weight for each of its inputs, and a bias.",
            ),
        ),
    }
    name_belief(
        cases,
        given,
        total(lambda before, after: (before + 1) * after),
        beliefs,
        lambda sizes: f"count_parameters({sizes})",
    )
    return L("`summary()` artık sizi şaşırtamaz.", "`summary()` holds no surprises for you any more.")


@exercise(LESSON, "updates", tr="Kaç güncelleme?", en="How many updates?")
def updates(answer):
    """``answer(samples, batch_size, epochs) -> int``: ceil(samples / batch_size) epochs."""
    cases = [(118, 16, 40), (1000, 32, 1), (60, 60, 5), (7, 10, 3), (96, 32, 2)]
    given = [call(answer, *case) for case in cases]
    beliefs = {
        "last_batch_dropped": (
            lambda n, b, e: n // b * e,
            L(
                "Sondaki eksik yığın da bir güncelleme yapar: yukarı yuvarlayın.",
                "The last, smaller batch makes an update too: round up.",
            ),
        ),
        "not_rounded": (
            lambda n, b, e: n / b * e,
            L(
                "Güncelleme sayısı tam sayıdır; eksik yığın da sayılır: yukarı yuvarlayın.",
                "Updates are whole; the smaller batch counts too: round up.",
            ),
        ),
        "rounded_once": (
            lambda n, b, e: math.ceil(n * e / b),
            L(
                "Her epok kendi yığınlarına bölünür: önce bir epoku yukarı yuvarlayın, sonra çarpın.",
                "Each epoch is cut into its own batches: round up one epoch, then multiply.",
            ),
        ),
        "always_one_more": (
            lambda n, b, e: (n // b + 1) * e,
            L(
                "Örnekler yığınlara tam bölününce sonda eksik yığın kalmaz; siz yine bir güncelleme eklemişsiniz.",
                "Where the samples fill their batches no smaller one is left; you added an update all the same.",
            ),
        ),
        "rounded_to_nearest": (
            lambda n, b, e: round(n / b) * e,
            L(
                "En yakın tam sayıya yuvarlamışsınız; az da olsa eksik yığın bir güncelleme yapar: yukarı yuvarlayın.",
                "You rounded to the nearest; however small, the last batch makes an update: round up.",
            ),
        ),
        "one_per_epoch": (
            lambda n, b, e: e,
            L("Her epokta değil, her yığında bir güncelleme yapılır.", "There is one update per batch, not per epoch."),
        ),
        "one_epoch": (
            lambda n, b, e: math.ceil(n / b),
            L(
                "Bu bir epokun güncellemeleri; epok sayısıyla çarpın.",
                "These are the updates of one epoch; multiply by the epochs.",
            ),
        ),
        "samples": (
            lambda n, b, e: n * e,
            L(
                "Her örnekte değil, her yığında bir güncelleme yapılır.",
                "There is one update per batch, not per sample.",
            ),
        ),
    }
    name_belief(cases, given, lambda n, b, e: math.ceil(n / b) * e, beliefs, lambda n, b, e: f"updates({n}, {b}, {e})")
    return L(
        "Yığın küçüldükçe bir epokta daha çok adım atılır.",
        "The smaller the batch, the more steps in an epoch.",
    )


@exercise(LESSON, "build", tr="Ağı kurun", en="Build the network")
def build(answer):
    """``answer(features, classes) -> model``: one hidden layer of 8 ReLU neurons and a softmax over the classes."""
    model = _model(call(answer, 6, 4))
    layers = [layer for layer in model.layers if type(layer).__name__ == "Dense"]
    expect(
        len(layers) == 2,
        L(
            f"İki `Dense` katmanı bekleniyordu, {len(layers)} var.",
            f"Two `Dense` layers were expected, there are {len(layers)}.",
        ),
        "wrong_number_of_layers",
    )
    expect(
        tuple(model.input_shape) == (None, 6),
        L(
            f"6 öznitelik için girdi `keras.Input((6,))` olmalı; sizinki {model.input_shape}.",
            f"For 6 features the input is `keras.Input((6,))`; yours is {model.input_shape}.",
        ),
        "wrong_input",
    )
    hidden, last = layers
    expect(
        model.layers[-1] is last,
        L(
            f"Çıktı katmanından sonra bir `{type(model.layers[-1]).__name__}` var; en sonda çıktı katmanı durmalı.",
            f"A `{type(model.layers[-1]).__name__}` follows the output layer, which has to be the last.",
        ),
        "output_not_last",
    )
    _check_output(last, 4)
    expect(
        hidden.units == 8,
        L(
            f"Gizli katmanda 8 nöron istenmişti, {hidden.units} var.",
            f"The hidden layer was to have 8 neurons, it has {hidden.units}.",
        ),
        "wrong_hidden_size",
    )
    expect(
        _activation(hidden) != "linear",
        L(
            "Gizli katmanın aktivasyonu yok: iki doğrusal katman tek katmana çöker.",
            "The hidden layer has no activation: two linear layers collapse into one.",
        ),
        "linear_hidden_layer",
    )
    expect(
        _activation(hidden) == "relu",
        L(
            f"Gizli katmanda ReLU istenmişti, `{_activation(hidden)}` var.",
            f"ReLU was asked for in the hidden layer, not `{_activation(hidden)}`.",
        ),
        "wrong_hidden_activation",
    )
    return L(
        f"Bu ağda {model.count_params()} parametre var.",
        f"This network has {model.count_params()} parameters.",
    )


def _model(model):
    known = all(hasattr(model, name) for name in ("layers", "count_params", "input_shape"))
    expect_model(model, known, given=model)
    return model


def _activation(layer):
    return getattr(layer.activation, "__name__", "")


def _check_output(last, classes):
    if last.units == 1:
        wrong(
            L(
                "Tek çıktı nöronu sınıfları sıralı sayılar sanar. Sınıf başına bir nöron gerekir.",
                "A single output neuron takes classes for ordered numbers. There has to be a neuron per class.",
            ),
            "one_output",
        )
    expect(
        last.units == classes,
        L(
            f"{classes} sınıf için çıktıda {classes} nöron olmalı, {last.units} var.",
            f"{classes} classes take {classes} output neurons, there are {last.units}.",
        ),
        "wrong_output_size",
    )
    if _activation(last) == "sigmoid":
        wrong(
            L(
                "Sigmoid her sınıfa ayrı ayrı evet ya da hayır der; olasılıkların toplamı 1 olmaz. Softmax kullanın.",
                "Sigmoid says yes or no to each class by itself, and the probabilities do not sum to 1. Use softmax.",
            ),
            "sigmoid_output",
        )
    expect(
        _activation(last) == "softmax",
        L(
            'Çıktı katmanı olasılık vermiyor: `activation="softmax"` ekleyin.',
            'The output layer gives no probabilities: add `activation="softmax"`.',
        ),
        "no_softmax",
    )


class _Training:
    """Stands in for a model in training: what a callback may read and stop."""

    def __init__(self):
        self.stop_training = False


@exercise(LESSON, "stop_at", tr="Hedefe varınca durun", en="Stop at the target")
def stop_at(answer):
    """``answer(target)``: a callback that stops the training once ``val_accuracy`` has reached ``target``."""
    stopped = [_stopped_after(answer, target, course) for target, course in COURSES]
    right = [next((i for i, value in enumerate(course) if value >= target), None) for target, course in COURSES]
    if stopped == right:
        return L("Eğitimi artık siz yönetiyorsunuz.", "Now you are the one who runs the training.")
    target, course = next(case for case, mine, want in zip(COURSES, stopped, right, strict=True) if mine != want)
    report = L(
        f"Hedef {target}, doğruluklar {course} iken durma epoku yanlış. ",
        f"With target {target} and the accuracies {course} it stopped at the wrong epoch. ",
    )
    beliefs = {
        "never_stops": (
            lambda target, value, loss: False,
            L(
                "Eğitim hiç durmadı: `self.model.stop_training = True` yazın.",
                "The training never stopped: set `self.model.stop_training = True`.",
            ),
        ),
        "stops_at_once": (
            lambda target, value, loss: True,
            L(
                "İlk epokta durdu: koşulu unutmuşsunuz.",
                "It stopped in the first epoch: you forgot the condition.",
            ),
        ),
        "strictly_above": (
            lambda target, value, loss: value > target,
            L(
                "Hedefe tam varmak da yeter: `>=` kullanın.",
                "Reaching the target exactly is enough: use `>=`.",
            ),
        ),
        "stops_below": (
            lambda target, value, loss: value < target,
            L(
                "Karşılaştırma ters: hedefin altındayken duruyor.",
                "The comparison is turned round: it stops while below the target.",
            ),
        ),
        "looks_at_training": (
            lambda target, value, loss: value + 0.2 >= target,
            L(
                "Eğitim doğruluğuna (`accuracy`) bakıyorsunuz; doğrulamanınki `val_accuracy`.",
                "You look at the training's `accuracy`; that of the validation is `val_accuracy`.",
            ),
        ),
        "looks_at_loss": (
            lambda target, value, loss: loss >= target,
            L(
                "Kayba bakıyorsunuz; hedef doğruluk için.",
                "You look at the loss; the target is for the accuracy.",
            ),
        ),
    }
    for name, (belief, why) in beliefs.items():
        if stopped == [_first(belief, target, course) for target, course in COURSES]:
            wrong(report + why, name)
    wrong(report, "wrong_epoch")


COURSES = [
    (0.75, [0.4, 0.6, 0.75, 0.8]),
    (0.9, [0.5, 0.65, 0.72, 0.95, 0.9]),
    (0.99, [0.3, 0.5, 0.6]),
    (0.5, [0.6, 0.4]),
]


def _logs(value):
    return {
        "loss": 1 - value / 2,
        "accuracy": min(value + 0.2, 1.0),
        "val_loss": 1 - value / 2,
        "val_accuracy": value,
    }


def _first(belief, target, course):
    return next((i for i, value in enumerate(course) if belief(target, value, _logs(value)["loss"])), None)


def _stopped_after(answer, target, course):
    """Return the epoch after which the student's callback stopped a training, None where it did not."""
    callback = call(answer, target)
    expect(
        hasattr(callback, "on_epoch_end") and hasattr(callback, "set_model"),
        L(
            "`keras.callbacks.Callback` sınıfından türeyen bir nesne bekleniyordu.",
            "An object of a class derived from `keras.callbacks.Callback` was expected.",
        ),
        "not_a_callback",
        given=callback,
    )
    training = _Training()
    callback.set_model(training)
    for epoch, value in enumerate(course):
        call(callback.on_epoch_end, epoch, _logs(value))
        if training.stop_training:
            return epoch
    return None


@exercise(LESSON, "my_network", tr="Sarmalı çözün", en="Solve the spiral", seconds=TRAINING * limits.CALL_SECONDS)
def my_network(answer):
    """``answer(data) -> model``: trained on data.x_train (210, 2); at most 500 parameters, 0.90 on the test points."""
    from utils.datasets import make_plane

    data = make_plane("spiral", test_share=0.3, seed=7)
    model = _model(call(answer, data, seconds=TRAINING * limits.CALL_SECONDS))
    expect(
        tuple(model.input_shape) == (None, 2),
        L(
            "Ağ noktaların iki koordinatını almalı: `keras.Input((2,))`.",
            "The network is to take the points' two coordinates: `keras.Input((2,))`.",
        ),
        "wrong_input",
    )
    count = int(model.count_params())
    expect(
        count <= MOST_PARAMETERS,
        L(
            f"{count} parametre var; en çok {MOST_PARAMETERS} olabilir.",
            f"There are {count} parameters; at most {MOST_PARAMETERS} are allowed.",
        ),
        "too_many_parameters",
    )
    accuracy = _binary_accuracy(model, data)
    if accuracy >= LEAST_ACCURACY:
        return L(
            f"{count} parametreyle test doğruluğu {percent(accuracy)}.",
            f"Test accuracy {percent(accuracy)} with {count} parameters.",
        )
    report = L(
        f"Test doğruluğu {percent(accuracy, 1)}, en az {percent(LEAST_ACCURACY)} gerekiyor. ",
        f"The test accuracy is {percent(accuracy, 1)}, at least {percent(LEAST_ACCURACY)} is needed. ",
    )
    bent = any(_activation(layer) not in ("linear", "") for layer in model.layers[:-1] if hasattr(layer, "activation"))
    if not bent:
        why = L(
            "Gizli katmanlarda aktivasyon yok; ağ yalnızca bir doğru çizebilir.",
            "No hidden layer has an activation; the network can draw a straight line only.",
        )
        wrong(report + why, "linear_network")
    if _loss_at_start(model, data):
        call_untrained(report, "fit")
    wrong(
        report
        + L(
            "Daha çok epok, ikinci bir gizli katman ya da Adam ile 0,01 öğrenme oranı deneyin.",
            "Try more epochs, a second hidden layer, or Adam with learning rate 0.01.",
        ),
        "not_accurate_enough",
    )


def _binary_accuracy(model, data):
    given = np.asarray(model(data.x_test))
    classes = (
        given.argmax(axis=1)
        if given.ndim == 2 and given.shape[1] == 2
        else given.reshape(len(data.y_test), -1)[:, 0] > 0.5
    )
    return float((classes == data.y_test).mean())


def _loss_at_start(model, data):
    """Return whether the model tells the training points apart no better than chance does."""
    given = np.asarray(model(data.x_train)).reshape(len(data.y_train), -1)[:, -1]
    return abs(float(np.corrcoef(given, data.y_train)[0, 1])) < 0.2

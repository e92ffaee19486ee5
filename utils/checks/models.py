"""What checks ask of every network that a student hands back."""

import contextlib
from unittest import mock

import numpy as np

from utils.checks.engine import as_array, as_number, call, expect, wrong
from utils.checks.errors import python_message
from utils.language import L, percent

TOLD_APART = 0.02  # share of the test examples that may occur in training by chance (equal pictures, small integers)


def expect_model(model, known: bool, **facts) -> None:
    """End the check where nothing came back, or something that is no Keras model (``known``: it has what is asked of it)."""
    expect(
        model is not None,
        L("Fonksiyonun sonunda `return model` eksik.", "The function lacks a `return model`."),
        "no_return",
    )
    refuse_history(model)
    if not known and not getattr(model, "built", True):
        message = L(
            "Modelin kaç girdi alacağı belli değil: ilk sıraya bir `keras.Input(...)` yazın.",
            "The model does not know how many inputs it takes: put a `keras.Input(...)` first.",
        )
        wrong(message, "no_input")
    expect(known, L("Bir Keras modeli bekleniyordu.", "A Keras model was expected."), "not_a_model", **facts)


def refuse_history(model) -> None:
    """End the check where the student returned what ``fit`` gave."""
    expect(
        type(model).__name__ != "History",
        L(
            "`fit` modeli değil, eğitimin geçmişini döndürür. `fit` ile eğitin, sonra modelin kendisini döndürün.",
            "`fit` returns the history of the training, not the model. Train with `fit`, then return the model itself.",
        ),
        "returns_history",
    )


def refuse_seconds(model) -> None:
    """End the check where the student returned what a lesson's own ``train`` gave: how many seconds it took."""
    expect(
        as_number(model) is None,
        L(
            "Bir model bekleniyordu, fonksiyonunuz bir sayı döndürdü. `train` modeli eğitir ve saniyeleri döndürür: önce "
            "`train(...)`, sonra ayrı bir satırda `return model`.",
            "A model was expected, but your function returned a number. `train` trains the model and returns the seconds: "
            "first `train(...)`, then `return model` on a line of its own.",
        ),
        "returns_seconds",
        given=model,
    )


def count_parameters(model, most: int, hint: str = "") -> int:
    """Return how many parameters a network has; end the check where there are ``most`` of them or more.

    hint: what to do about it, in the reader's language. The mistake is "too_many_parameters".
    """
    count = int(model.count_params())
    message = L(
        f"{count} parametre var; {most} sayısının altında olmalı. ",
        f"There are {count} parameters; there have to be fewer than {most}. ",
    )
    expect(count < most, (message + hint).strip(), "too_many_parameters")
    return count


def outputs_of(model, x: np.ndarray, shape: tuple[int, ...], hint: str = "") -> np.ndarray:
    """Return ``model(x)`` as an array of ``shape``, or end the check by saying what is wrong with it.

    hint: what to look at where the shape is another one. Mistakes: "refuses_input", "shape", "not_finite".
    """
    try:
        given = as_array(np.asarray(model(x)))
    except Exception as error:
        message = L(
            f"Model {x.shape} şeklindeki girdiyi almıyor: `{python_message(error)}`.",
            f"The model does not take an input of shape {x.shape}: `{python_message(error)}`.",
        )
        wrong(message, "refuses_input")
    if given is None or given.shape != shape:
        message = L(
            f"Modelin çıktısı {shape} şeklinde olmalı", f"The output of the model has to have the shape {shape}"
        )
        message += "." if given is None else L(f"; sizinki {given.shape}.", f"; its shape is {given.shape}.")
        wrong(f"{message} {hint}".strip(), "shape")
    expect(
        np.isfinite(given).all(),
        L(
            "Modelin çıktısında `nan` ya da `inf` var: eğitim ıraksamış. Daha küçük bir öğrenme oranı deneyin.",
            "The output of the model holds `nan` or `inf`: the training has diverged. Try a smaller learning rate.",
        ),
        "not_finite",
    )
    return given.astype(float)


def call_untrained(report: str, training: str) -> None:
    """End the check: after ``report`` say that nothing was learned and ask for the call that trains, "fit" or "train"."""
    why = L(
        f"Model eğitilmemiş görünüyor: `{training}` çağırdınız mı?",
        f"The model seems untrained: did you call `{training}`?",
    )
    wrong(report + why, "not_trained")


def call_trainer(answer, *args, unseen, seconds: float, taught=None, others=()):
    """Return ``call(answer, *args, seconds=seconds)``; end the check where it trains a Keras network on the wrong examples.

    unseen: the inputs (n, ...) of the test set, which the lesson hands out. They are recognised in ``fit`` and
    ``train_on_batch`` in any order, shape and scale; to pass them as ``validation_data`` is fine. The mistake is
    "trained_on_test_set". others: rows (inputs, name, tr, en) of further examples that are not to be trained on. taught:
    the inputs (n, ...) and the labels (n,) of the training set, whose order has to stay the same: "labels_out_of_step". Not
    for exercises in which labels may be renamed (0 and 1 to -1 and 1).
    """
    with _watched() as trainings:
        model = call(answer, *args, seconds=seconds)
    seen = {mark for x, _ in trainings for mark in _fingerprints(x)}
    test_set = (
        unseen,
        "trained_on_test_set",
        "Ağı test kümesiyle de eğitmişsiniz: gördüğü örneklerde ölçülen başarı hiçbir şey söylemez. Yalnızca eğitim "
        "kümesini kullanın.",
        "You trained the network on the test set as well: success on examples that it has seen says nothing. Use the "
        "training set alone.",
    )
    for inputs, name, *words in (test_set, *others):
        marks = set(_fingerprints(inputs))
        expect(len(marks & seen) <= TOLD_APART * len(marks), L(*words), name, called=None)
    if taught is not None:
        _require_own_labels(trainings, *taught)
    return model


def _require_own_labels(trainings, inputs, labels):
    """End the check where most examples of the training set were trained with the labels of others."""
    own = dict(zip(_fingerprints(inputs), _classes(labels), strict=True))
    pairs = [pair for x, y in trainings for pair in zip(_fingerprints(x), _classes(y), strict=False)]
    known = [own[mark] == label for mark, label in pairs if mark in own]
    share = known.count(False) / max(len(known), 1)
    expect(
        share < 0.5,
        L(
            f"Eğitimde örneklerin çoğuna ({percent(share)}) başka bir etiket verilmiş: girdilerle etiketlerin sırası tutmuyor. "
            "Örnekleri çoğaltırken ya da karıştırırken etiketleri de aynı sıraya koyun: `np.tile` bütün diziyi, `np.repeat` ise "
            "her öğeyi art arda yineler.",
            f"In training most of the examples ({percent(share)}) were given another label: the inputs and the labels are in "
            "different orders. Where you repeat or shuffle the examples, put the labels in the same order: `np.tile` repeats "
            "the whole array, but `np.repeat` each element in turn.",
        ),
        "labels_out_of_step",
        called=None,
    )


@contextlib.contextmanager
def _watched():
    """Give a list that holds (inputs, labels) of every training by Keras inside the block."""
    import keras

    trainings: list[tuple] = []

    def watching(train):
        def instead(model, x=None, y=None, *args, **kwargs):
            trainings.extend(_batches(x, y))
            return train(model, x, y, *args, **kwargs)

        return instead

    with contextlib.ExitStack() as patches:
        for name in ("fit", "train_on_batch"):
            watched = watching(getattr(keras.Model, name))
            patches.enter_context(mock.patch.object(keras.Model, name, watched))
        yield trainings


def _batches(x, y):
    """Return a training as pairs (inputs, labels): of an array, of several, or of a ``tf.data.Dataset``."""
    if hasattr(x, "element_spec"):
        return [(*batch, None)[:2] if isinstance(batch, tuple) else (batch, None) for batch in x.take(100)]
    if isinstance(x, dict):
        x = list(x.values())
    several = isinstance(x, (list, tuple)) and all(np.ndim(part) > 1 for part in x)
    return [(part, y) for part in x] if several else [(x, y)]


def _fingerprints(x) -> list[bytes]:
    """Return a short text of each example in ``x`` that does not depend on its scale and its shape."""
    array = as_array(x)
    if array is None or array.ndim == 0 or len(array) == 0:
        return []
    rows = array.reshape(len(array), -1).astype("float32")
    greatest = np.abs(rows).max(axis=1, keepdims=True)
    return [row.tobytes() for row in np.round(100 * rows / np.where(greatest > 0, greatest, 1)).astype("int16")]


def _classes(y) -> list:
    """Return the label of each example: of one-hot rows and of probabilities their largest place."""
    array = as_array(y)
    if array is None or array.ndim == 0:
        return []
    return (array.argmax(axis=-1) if array.ndim > 1 and array.shape[-1] > 1 else array).ravel().tolist()


class StandIn:
    """Stands for an object of the class ``real`` in an answer's hands, in what the exercise uses of it.

    It has the attributes that it is given, ``StandIn(keras.Model, layers=[...])``, and takes every other method of the real
    one, ``compile`` and ``summary`` for one: they do nothing, and their names are collected in ``called``. What an answer
    sets is found in ``vars``. What the real one lacks, this one lacks too.
    """

    def __init__(self, real: type, **has):
        self.__dict__.update(has, called=[], _real=real)

    def __getattr__(self, name):
        real = self.__dict__["_real"]
        if name.startswith("_") or not callable(getattr(real, name, None)):
            raise AttributeError(f"{real.__name__!r} object has no attribute {name!r}")
        return lambda *args, **kwargs: self.called.append(name)

    def __repr__(self):
        return self.__dict__["_real"].__name__.lower()

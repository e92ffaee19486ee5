"""What checks ask of trained networks, and the measured slope of a student's function."""

import numpy as np
import pytest

from utils.checks.engine import exercise
from utils.checks.models import StandIn, call_trainer, count_parameters, outputs_of
from utils.checks.slope import measured_slope

RNG = np.random.default_rng(0)
X_TRAIN, X_TEST = RNG.integers(0, 256, (60, 4, 4)), RNG.integers(0, 256, (40, 4, 4))


LABELS, OTHERS = np.arange(60), RNG.integers(0, 256, (50, 4, 4))


@exercise("15_cnn", "small", tr="Küçük", en="Small")
def small(answer):
    others = (OTHERS, "other_pictures", "Başka resimler.", "Other pictures.")
    call_trainer(answer, X_TRAIN, unseen=X_TEST, others=[others], taught=(X_TRAIN, LABELS), seconds=60)


def trained_on(pick, labels=lambda count: np.arange(count), **options):
    def answer(x):
        import keras

        model = keras.Sequential([keras.Input((16,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        pictures = pick(x).reshape(-1, 16) / 255
        model.fit(pictures, labels(len(pictures)), verbose=0, epochs=1, **options)
        return model

    return answer


@pytest.mark.parametrize(
    "pick",
    [
        lambda x: X_TEST,
        lambda x: X_TEST[::-1] * 2.0,
        lambda x: np.concatenate([x, X_TEST[:20]]).astype("float32"),
        lambda x: RNG.permutation(np.concatenate([x, X_TEST])),
    ],
)
def test_training_on_the_test_set_is_seen(pick, reader):
    assert small(trained_on(pick)).misconception == "trained_on_test_set"


def test_the_test_set_may_be_looked_at(reader):
    assert small(trained_on(lambda x: x)).outcome == "correct"
    watching = trained_on(lambda x: x, validation_data=(X_TEST.reshape(-1, 16) / 255, np.zeros(40)))
    assert small(watching).outcome == "correct"


def test_training_on_other_examples_is_seen(reader):
    result = small(trained_on(lambda x: np.concatenate([x, OTHERS[:9]])))
    assert (result.misconception, result.message) == (
        "other_pictures",
        {"tr": "Başka resimler.", "en": "Other pictures."}[reader],
    )


def one_hot(labels):
    return np.eye(60)[labels]


@pytest.mark.parametrize(
    ("pick", "labels", "name"),
    [
        (lambda x: np.tile(x, (3, 1, 1)), lambda count: np.tile(LABELS, 3), None),
        (lambda x: np.tile(x, (3, 1, 1)), lambda count: np.repeat(LABELS, 3), "labels_out_of_step"),
        (lambda x: np.repeat(x, 3, axis=0), lambda count: np.repeat(LABELS, 3), None),
        (lambda x: x[::-1], lambda count: LABELS, "labels_out_of_step"),
        (lambda x: x[::-1] / 9, lambda count: LABELS[::-1], None),
        (lambda x: np.roll(x, 1, axis=1), lambda count: LABELS[::-1], None),  # pictures that are not known
        (lambda x: x, lambda count: np.where(LABELS < 20, 0, LABELS), None),  # some labels corrected
    ],
)
def test_labels_that_are_not_the_examples_own_are_seen(pick, labels, name, reader):
    result = small(trained_on(pick, labels))
    assert result.misconception == name, result
    assert name is None or "np.tile" in result.message


def test_labels_in_other_forms_are_read_too():
    import keras
    import tensorflow as tf

    def taught(x, labels, name, by_batch=False):
        model = keras.Sequential([keras.Input((4, 4)), keras.layers.Flatten(), keras.layers.Dense(60)])
        model.compile("sgd", keras.losses.CategoricalCrossentropy(from_logits=True))
        x = x.astype("float32")
        if by_batch:
            assert small(lambda _: model.train_on_batch(x, labels)).misconception == name
            return
        data = tf.data.Dataset.from_tensor_slices((x, labels)).batch(8)
        assert small(lambda _: model.fit(data, verbose=0)).misconception == name

    for by_batch in (False, True):
        taught(X_TRAIN, one_hot(LABELS), None, by_batch)
        taught(X_TRAIN, one_hot(LABELS[::-1]), "labels_out_of_step", by_batch)


def test_training_by_hand_and_from_a_data_set_is_seen_too():
    import keras
    import tensorflow as tf

    def model():
        one = keras.Sequential([keras.Input((16,)), keras.layers.Dense(1)])
        one.compile("sgd", "mse")
        return one

    test = (X_TEST.reshape(-1, 16) / 255).astype("float32")
    data = tf.data.Dataset.from_tensor_slices((test, np.zeros(40))).batch(8)
    assert small(lambda x: model().fit(data, verbose=0)).misconception == "trained_on_test_set"
    assert small(lambda x: model().train_on_batch(test, np.zeros(40))).misconception == "trained_on_test_set"
    fit = keras.Model.fit
    small(lambda x: 1)
    assert keras.Model.fit is fit, "nothing is left behind"


@exercise("15_cnn", "outputs", tr="Çıktı", en="Outputs")
def outputs(model):
    assert outputs_of(model, np.zeros((5, 3)), (5, 2), "HINT").dtype == float


@pytest.mark.parametrize(
    ("model", "mistake", "said"),
    [
        (lambda x: x[:, :2].astype("float32"), None, ""),
        (lambda x: x[:, :2].tolist(), None, ""),
        (lambda x: x @ np.zeros((4, 2)), "refuses_input", "(5, 3)"),
        (lambda x: x, "shape", "(5, 3). HINT"),
        (lambda x: "x", "shape", "(5, 2)"),
        (lambda x: x[:, :2] + np.nan, "not_finite", "`nan`"),
        (lambda x: x[:, :2] - np.inf, "not_finite", "`inf`"),
    ],
)
def test_what_a_network_gives_is_looked_at(model, mistake, said, reader):
    """Once NaN was told "(2000, 2) were expected; (2000, 2) came"."""
    result = outputs(model)
    assert result.misconception == mistake and (mistake is None or said in result.message), repr(result)


@pytest.mark.parametrize(("count", "fine"), [(99, True), (100, False), (101, False)])
def test_parameters_are_counted(count, fine):
    @exercise("15_cnn", "counted", tr="Sayılan", en="Counted")
    def counted(answer):
        model = type("Model", (), {"count_params": lambda self: answer})()
        assert count_parameters(model, 100) == answer

    assert (counted(count).outcome == "correct") == fine


def silu(z):
    return z / (1 + np.exp(-z))


def slope_of_silu(z):
    s = 1 / (1 + np.exp(-z))
    return s + z * s * (1 - s)


@pytest.mark.parametrize("kind", ["float64", "float32"])
def test_a_slope_is_measured_as_well_as_its_floats_allow(kind):
    """Once a right derivative in float32 was told "numeric derivative -0.101, yours -0.098"."""
    z = np.linspace(-3, 3, 240)
    slope, off = measured_slope(lambda x: silu(x.astype(kind)), z)
    assert (np.abs(slope - slope_of_silu(z)) <= off).all()
    assert off.max() < (1e-5 if kind == "float64" else 1e-3)
    assert (np.abs(slope - 1.01 * slope_of_silu(z)) > off).mean() > 0.8


def test_a_kink_may_have_any_slope():
    slope, off = measured_slope(lambda x: np.maximum(x, 0), np.array([-1.0, 1e-7, 1.0]))
    assert np.allclose(slope[[0, 2]], [0, 1], atol=1e-6) and off[[0, 2]].max() < 1e-4


class Real:
    depth = 3

    def compile(self, loss): ...

    def summary(self): ...

    def get_layer(self, name):
        return name


def test_a_stand_in_does_what_the_real_one_does():
    model = StandIn(Real, layers=["a", "b"], get_layer=lambda name: name.upper())
    assert (model.layers, model.get_layer("a")) == (["a", "b"], "A")
    model.compile("mse")
    model.summary()
    model.trainable = False
    assert model.called == ["compile", "summary"]
    assert vars(model)["trainable"] is False
    assert repr(model) == "real"
    for name in ("fit", "depth", "_secret"):
        with pytest.raises(AttributeError, match=f"'Real' object has no attribute '{name}'"):
            getattr(model, name)

"""TrainingProgress on a tiny model: quiet, live, stopped; and seeds. The one module here that trains with Keras."""

import random
import signal
import time

import numpy as np
import pytest
from IPython import display as ipython_display

from utils.training import TrainingProgress, keras, progress, seed_everything

X, Y = np.linspace(0, 1, 64, dtype="float32")[:, None], np.linspace(1, 3, 64, dtype="float32")[:, None]


@pytest.fixture(scope="module")
def model():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
    return model


@pytest.fixture
def frames(monkeypatch):
    """Play a notebook: whatever is displayed is collected as (HTML, text)."""
    frames = []

    def show(bundle, raw, display_id=None):
        assert raw
        frames.append((bundle["text/html"], bundle["text/plain"]))
        return type("Handle", (), {"update": staticmethod(show)})

    monkeypatch.setattr(ipython_display, "display", show)
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setenv("COURSE_QUIET", "0")
    return frames


class At(keras.callbacks.Callback):
    """Do something when a batch (counted from 1 over all epochs) has ended."""

    def __init__(self, batch, do):
        super().__init__()
        self.left, self.do = batch, do

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if self.left == 0:
            self.do()


def fit(model, *callbacks, **options):
    options = {"epochs": 3, "batch_size": 16, "verbose": 0} | options
    return model.fit(X, Y, callbacks=list(callbacks), **options)


@pytest.mark.parametrize(
    ("environment", "notebook", "expected"),
    [
        ({}, True, False),
        ({}, False, True),
        ({"CI": "true"}, True, True),
        ({"CI": "false"}, True, False),
        ({"PYTEST_VERSION": "9"}, True, True),
        ({"PYTEST_VERSION": "9", "COURSE_QUIET": "0"}, True, False),
        ({"COURSE_QUIET": "1"}, True, True),
        ({"COURSE_QUIET": "0"}, False, False),
    ],
)
def test_when_it_is_quiet(monkeypatch, environment, notebook, expected):
    for name in ("CI", "PYTEST_VERSION", "COURSE_QUIET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(progress, "in_notebook", lambda: notebook)
    assert progress.quiet() is expected


def test_quiet_is_one_line_at_the_end(model, capsys, reader):
    history = fit(model, TrainingProgress("ilk"), validation_split=0.25)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.startswith({"tr": "ilk: 3 epok, ", "en": "ilk: 3 epochs, "}[reader])
    assert out.count(" · ") == 4  # loss, mae, and both on validation data
    last = progress.line(progress.Report("", 1, logs={"loss": history.history["loss"][-1]})).split("·")[1]
    assert last in out


def test_live_ends_with_the_whole_story(model, frames, capsys, reader):
    fit(model, TrainingProgress(), validation_split=0.25)
    html, text = frames[-1]
    assert text.startswith({"tr": "3 epok, ", "en": "3 epochs, "}[reader])
    assert '<progress value="1.000"' in html and html.count("<polyline") == 2
    assert len(html) < 4000
    assert capsys.readouterr().out == ""


def test_frames_come_at_most_five_times_a_second(model, frames):
    began = time.perf_counter()
    fit(model, TrainingProgress(), epochs=40, batch_size=64)
    seconds = time.perf_counter() - began
    assert 2 < len(frames) < 40
    assert len(frames) <= seconds / progress.SECONDS_BETWEEN_FRAMES + 2
    assert {text.split(",")[0][:5] for _, text in frames[1:-1]} <= {"epoch", "epok "}


def test_one_long_epoch_shows_its_own_curve(model, frames, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_FRAMES", 0)
    fit(model, TrainingProgress(), epochs=1)
    shares = [html.split('value="')[1][:5] for html, _ in frames]
    assert shares == ["0.000", "0.250", "0.500", "0.750", "1.000", "1.000", "1.000"]
    assert "<polyline" in frames[2][0] and "<polyline" in frames[-1][0]


def test_time_left_is_said_after_the_first_batch(model, frames, monkeypatch, reader):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_FRAMES", 0)
    fit(model, TrainingProgress())
    left = {"tr": "kaldı", "en": "left"}[reader]
    assert [left in text for _, text in frames[:4]] == [False, False, True, True]
    assert left not in frames[-1][1]


def test_the_stop_button_ends_the_training_and_keeps_the_model(model, frames, reader):
    usual = signal.getsignal(signal.SIGINT)
    history = fit(model, At(6, lambda: signal.raise_signal(signal.SIGINT)), TrainingProgress(), epochs=50)
    assert len(history.history["loss"]) == 2
    assert frames[-1][1].startswith("2/50") and {"tr": "durduruldu", "en": "stopped"}[reader] in frames[-1][1]
    assert np.isfinite(model.predict(X, verbose=0)).all()
    assert signal.getsignal(signal.SIGINT) is usual


def test_pressed_twice_it_interrupts_as_always(model, frames):
    usual = signal.getsignal(signal.SIGINT)

    def twice():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        fit(model, At(2, twice), TrainingProgress())
    assert signal.getsignal(signal.SIGINT) is usual


def test_outside_a_notebook_ctrl_c_stays_what_it_is(model):
    with pytest.raises(KeyboardInterrupt):
        fit(model, At(2, lambda: signal.raise_signal(signal.SIGINT)), TrainingProgress())


def test_one_callback_serves_several_trainings_and_later_epochs(model, capsys, reader):
    callback = TrainingProgress()
    fit(model, callback, epochs=2)
    fit(model, callback, epochs=7, initial_epoch=3)
    starts = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()]
    word = {"tr": "epok", "en": "epochs"}[reader]
    assert starts == [f"2 {word}", f"4 {word}"]


def test_early_stopping_says_how_far_it_came(model, capsys):
    class Enough(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    fit(model, TrainingProgress(), Enough(), epochs=9)
    assert capsys.readouterr().out.startswith("2/9")


def test_a_network_built_by_its_first_batch_trains():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    assert len(fit(model, TrainingProgress()).history["loss"]) == 3


def test_the_same_seed_gives_the_same_training(model):
    def numbers():
        seed_everything(7)
        layer = keras.layers.Dense(3)
        layer.build((None, 2))
        shuffled = keras.random.shuffle(np.arange(20))
        return [random.random(), np.random.rand(), *np.ravel(layer.kernel), *np.ravel(shuffled)]

    assert numbers() == numbers()

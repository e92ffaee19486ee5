"""Lesson 23: the explorers' mathematics, the sound player, the reader's recordings, the words, and the checks."""

import math
import wave
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets import load_mnist1d
from utils.language import L
from utils.lessons.conv1d import checks as check
from utils.lessons.conv1d import drawings, explorer, hearing, sound, words
from utils.lessons.conv1d.explorer import SignalExplorer, slide, stands_at, zeros_around
from utils.lessons.conv1d.hearing import HearingExplorer
from utils.lessons.conv1d.runs import runs
from utils.lessons.conv1d.sound import Player, log_mel, one_second, read_wav, wav_bytes
from utils.plots.alternative import describe


def spotter(seed=0):
    """Return what stands for the lesson's network for words: its layers' weights, untrained."""
    rng = np.random.default_rng(seed)
    shapes = [(5, 32, 6), (5, 6, 8), (3, 8, 8), (8, 10)]
    weights = [[rng.normal(0, 0.5, shape), rng.normal(0, 0.1, shape[-1])] for shape in shapes]
    return SimpleNamespace(layers=[SimpleNamespace(get_weights=lambda own=own: own) for own in weights])


def test_the_signal_explorer_keeps_its_promises():
    check_explorer(SignalExplorer)


def test_the_hearing_explorer_keeps_its_promises():
    check_explorer(HearingExplorer, model=spotter(), middle=-6.0, spread=3.0)


@pytest.mark.parametrize("padding", ["valid", "same", "causal"])
@pytest.mark.parametrize(
    ("size", "stride", "dilation"), [(3, 1, 1), (3, 1, 4), (4, 2, 1), (5, 3, 1), (2, 1, 3), (3, 4, 1)]
)
def test_the_explorer_slides_as_keras_does(padding, size, stride, dilation):
    from utils.training import keras

    rng = np.random.default_rng(size)
    signal, kernel = rng.normal(size=40), rng.normal(size=size)
    layer = keras.layers.Conv1D(1, size, strides=stride, padding=padding, dilation_rate=dilation, use_bias=False)
    layer.build((None, 40, 1))
    layer.set_weights([kernel[:, None, None]])
    output, places = slide(signal, kernel, stride, dilation, padding)
    np.testing.assert_allclose(output, np.array(layer(signal[None, :, None]))[0, :, 0], atol=1e-5)
    assert len(places) == len(output) and (np.diff(places[:, 0]) == stride).all()


def test_the_output_of_same_moves_before_the_jump_and_that_of_causal_does_not():
    for padding, first in (("same", 16), ("causal", 20), ("valid", 16)):
        output, places = slide(explorer.SIGNALS["jump"], [-1, 0, 1], 1, 4, padding)
        assert stands_at(places, padding)[np.flatnonzero(output)[0]] == first
    assert zeros_around(40, 3, 1, 4, "same") == (4, 4) and zeros_around(40, 4, 1, 1, "same") == (1, 2)


def test_stride_and_dilation_are_not_raised_together_and_the_window_follows():
    shown = SignalExplorer()
    shown.set(stride=3)
    assert shown.state["dilation"] == 1 and shown.state["step"] == 13  # the last of 14 stops
    shown.set(dilation=2)
    assert shown.state["stride"] == 1
    shown.set(padding="causal", step=20)
    assert shown.state["window"][0][0] == 20
    shown.set(window=[[5.2, 1.3]])
    assert shown.state["step"] == 5
    shown.set(kernel=[[1, 2, 3]])
    assert shown.state["effect"] == "own"
    shown.set(effect="mean")
    assert shown.state["kernel"].tolist() == explorer.KERNELS["mean"]


def test_the_network_hears_a_word_that_grows():
    heard = hearing.heard_so_far(np.ones(8000))
    assert heard.shape == (21, 8000) and heard.sum(axis=1).tolist() == [400 * step for step in range(21)]
    shown = HearingExplorer(spotter(), -6.0, 3.0, digit=7, step=20)
    before = shown.draw(shown._state).summary
    shown.set(step=2)
    assert shown.draw(shown._state).summary != before


def test_the_explorers_network_is_the_lessons():
    from utils.training import keras

    layers = keras.layers
    body = [layers.Conv1D(6, 5, padding="same", activation="relu"), layers.MaxPooling1D(2),
            layers.Conv1D(8, 4, padding="same", activation="relu"), layers.MaxPooling1D(2),
            layers.Conv1D(8, 3, padding="same", activation="relu"), layers.GlobalMaxPooling1D()]  # fmt: skip
    model = keras.Sequential([keras.Input((61, 32)), *body, layers.Dropout(0.3), layers.Dense(10)])
    sounds = np.random.default_rng(0).normal(0, 0.1, (3, 8000)).astype(np.float32)
    theirs = keras.ops.softmax(model((log_mel(sounds) + 6) / 3))
    np.testing.assert_allclose(hearing.Listener(model, -6.0, 3.0)(sounds), np.array(theirs), atol=1e-5)


def test_the_hearing_explorer_expects_the_lessons_network(reader):
    with pytest.raises(ValueError, match="spotter"):
        HearingExplorer(SimpleNamespace(layers=spotter().layers[1:]), 0.0, 1.0)


def test_the_spectrogram_finds_a_tone_in_its_band():
    at = np.arange(8000) / 8000
    picture = log_mel(np.array([np.sin(2 * np.pi * 1000 * at), np.sin(2 * np.pi * 3000 * at)]))
    assert picture.shape == (2, 61, 32) and picture.dtype == np.float32
    middles = hearing._middles()
    for tone, frequency in zip(picture, (1000, 3000), strict=True):
        assert abs(middles[tone.mean(axis=0).argmax()] - frequency) < 150
    assert (np.diff(middles) >= 0).all() and sound.mel_bands().min() == 0


def test_a_player_has_sound_picture_and_words_and_plays_nothing_by_itself(reader):
    player = Player({"yedi <b>": 0.5 * np.sin(np.arange(4000) / 3), "?": np.zeros(100)})
    page = player._repr_html_()
    assert page.count("<audio controls") == page.count("<svg") == 2
    assert "autoplay" not in page and "<b>" not in page
    assert L("saniye", "seconds") in page and L("saniye", "seconds") in repr(player)
    assert len(Player({"a": np.zeros(8000)})._repr_html_()) < 16_000
    assert len(wav_bytes(np.zeros(8000))) == 8044


def write(path, samples, width=2, channels=1, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", [1, 2])
def test_recordings_of_any_rate_channels_and_8_or_16_bits_are_read(tmp_path, rate, channels, width):
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    both = np.repeat(tone[:, None], channels, axis=1)
    samples = (128 + 127 * both).astype("u1") if width == 1 else (32767 * both).astype("<i2")
    heard = read_wav(write(tmp_path / "a.wav", samples, width, channels, rate))
    assert abs(len(heard) - 8000) <= 1 and abs(np.abs(heard[500:7500]).max() - 0.5) < 0.03
    assert np.abs(np.fft.rfft(heard[:8000])).argmax() in (439, 440, 441)


def test_what_is_said_of_files_that_cannot_be_read(tmp_path, reader):
    with pytest.raises(ValueError, match="no_such"):
        read_wav(tmp_path / "no_such.wav")
    (tmp_path / "song.wav").write_bytes(b"ID3 this is an mp3 with another name")
    with pytest.raises(ValueError, match=L("WAV dosyası değil", "not an uncompressed WAV")):
        read_wav(tmp_path / "song.wav")
    with pytest.raises(ValueError, match="24"):
        read_wav(write(tmp_path / "b.wav", np.zeros(300, "u1"), width=3))
    with pytest.raises(ValueError, match=L("boş", "empty")):
        read_wav(write(tmp_path / "c.wav", np.zeros(0, "<i2")))


def test_a_recording_is_brought_to_the_middle_of_a_second():
    word = np.r_[np.zeros(3000), 0.1 * np.sin(np.arange(2000) / 3), np.zeros(9000)]
    second = one_second(word)
    loud = np.flatnonzero(np.abs(second) > 0.05)
    assert second.shape == (8000,) and abs(np.abs(second).max() - 0.7) < 1e-9
    assert abs((loud[0] + loud[-1]) / 2 - 4000) < 20
    assert one_second(np.sin(np.arange(30_000.0))).shape == (8000,)
    assert not one_second(np.zeros(500)).any()


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_words_belong_to_one_part_and_are_not_shared(language):
    known, unseen = words.load_words(language)
    assert len(known.words) == 4400 and len(unseen.words) == 1200
    assert np.bincount(np.concatenate([known.parts, unseen.parts])).tolist() == [1400] * 4
    assert not set(known.words) & set(unseen.words)
    x = words.one_hot(known.words[:50], words.ALPHABETS[language])
    signs = words.ALPHABETS[language] + words.END
    for row, word in zip(x, known.words[:50], strict=True):
        assert row.sum() == len(word) + 1
        assert "".join(signs[place] for place in row[: len(word) + 1].argmax(axis=1)) == f"{word}."


def test_the_recorded_trainings_have_five_seeds():
    recorded = runs()
    assert {values.shape for values in recorded.values()} == {(5,), (5, 2)}
    for language in ("tr", "en"):
        assert (recorded[f"spotter_{language}"] > recorded[f"logistic_{language}"]).all()
        assert (recorded[f"spotter_{language}"][:, 0] > recorded[f"one_voice_{language}"][:, 0]).all()


@pytest.mark.parametrize(("draw", "said"), [
    (drawings.draw_filter, {"tr": ("kanallar", "pencere", "çıktı"), "en": ("channels", "window", "output")}),
    (drawings.draw_dilated, {"tr": ("girdi", "genişletme 4"), "en": ("input", "dilation 4")}),
    (drawings.draw_voice, {"tr": ("dalga", "mel"), "en": ("wave", "mel")}),
])  # fmt: skip
def test_the_drawings_name_their_parts(draw, said, reader):
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in [*axes.texts, axes.title])
    assert all(word in written for word in said[reader])
    assert len(describe(figure)) > 20
    plt.close(figure)


def causal(x, kernel, t, dilation):
    return sum(w * x[t - i * dilation] for i, w in enumerate(reversed(list(kernel))) if t >= i * dilation)


def test_causal_output():
    assert_check(
        check.causal_output,
        solution=causal,
        stub=lambda x, kernel, t, dilation: ...,
        also_correct=(lambda x, kernel, t, dilation: np.array([causal(x, kernel, t, dilation)]),),
        wrong={
            "negative_index": lambda x, kernel, t, dilation: sum(
                w * x[t - i * dilation] for i, w in enumerate(reversed(kernel))
            ),
            "no_dilation": lambda x, kernel, t, dilation: causal(x, kernel, t, 1),
            "newest_first": lambda x, kernel, t, dilation: causal(x, kernel[::-1], t, dilation),
            "no_return": lambda x, kernel, t, dilation: print(end=""),
        },
    )


def length(n, k, s, d, p):
    return len(range(0, n - (k - 1) * d if p == "valid" else n, s))


def test_output_length():
    assert_check(
        check.output_length,
        solution=length,
        stub=lambda length, kernel_size, stride, dilation, padding: ...,
        also_correct=(lambda n, k, s, d, p: np.float64(length(n, k, s, d, p)),),
        wrong={
            "no_dilation": lambda n, k, s, d, p: length(n, k, s, 1, p),
            "same_keeps_length": lambda n, k, s, d, p: length(n, k, s, d, p) if p == "valid" else n,
            "rounded_down": lambda n, k, s, d, p: length(n, k, s, d, p) if p == "valid" else n // s,
            "same_as_valid": lambda n, k, s, d, p: length(n, k, s, d, "valid"),
        },
    )


def parameters(channels, layers, classes, bias=1):
    total = 0
    for filters, size in layers:
        total += filters * (size * channels + bias)
        channels = filters
    return total + classes * (channels + bias)


def test_count_parameters():
    assert_check(
        check.count_parameters,
        solution=parameters,
        stub=lambda channels, layers, classes: ...,
        wrong={
            "no_biases": lambda c, layers, n: parameters(c, layers, n, bias=0),
            "no_dense": lambda c, layers, n: parameters(c, layers, 0),
            "channels_not_updated": lambda c, layers, n: (
                sum(f * (k * c + 1) for f, k in layers) + n * (layers[-1][0] + 1)
            ),
        },
    )


def test_layers_needed():
    assert_check(
        check.layers_needed,
        solution=lambda k, n: math.ceil((n - 1) / (k - 1)).bit_length(),
        stub=lambda kernel_size, length: ...,
        wrong={
            "no_dilation": lambda k, n: math.ceil((n - 1) / (k - 1)),
            "one_too_few": lambda k, n: max(math.ceil((n - 1) / (k - 1)).bit_length() - 1, 0),
            "starts_at_zero": lambda k, n: math.ceil(n / (k - 1)).bit_length(),
        },
    )


def test_heard_frequency():
    assert_check(
        check.heard_frequency,
        solution=lambda f, r: abs(f - r * round(f / r)),
        stub=lambda frequency, rate: ...,
        also_correct=(lambda f, r: [min(f % r, r - f % r)],),
        wrong={
            "unchanged": lambda f, r: f,
            "clipped": lambda f, r: min(f, r / 2),
            "modulo": lambda f, r: f % r,
            "folded_once": lambda f, r: f if f <= r / 2 else abs(r - f),
        },
    )


def spectrogram(s, w, h, shape=np.hanning, power=2):
    return [np.abs(np.fft.rfft(s[i : i + w] * shape(w))) ** power for i in range(0, len(s) - w + 1, h)]


def test_power_spectrogram():
    assert_check(
        check.power_spectrogram,
        solution=lambda s, w, h: np.array(spectrogram(s, w, h)),
        stub=lambda sound, window, hop: ...,
        also_correct=(spectrogram,),
        wrong={
            "no_hann": lambda s, w, h: spectrogram(s, w, h, shape=np.ones),
            "not_squared": lambda s, w, h: spectrogram(s, w, h, power=1),
            "transposed": lambda s, w, h: np.array(spectrogram(s, w, h)).T,
            "hop_ignored": lambda s, w, h: spectrogram(s, w, w),
        },
    )


def network(accuracy, kernel=(5, 1, 8), count=10_000, kind="first"):
    """Return what stands for a trained Keras model: right on a share of the test signals."""
    data = load_mnist1d()

    class Model:
        built, weights = True, [np.zeros(kernel)]
        layers = [type(kind, (), {"name": "first", "weights": weights})()]  # noqa: RUF012

        def count_params(self):
            return count

        def __call__(self, x):
            return np.eye(10)[np.where(np.arange(1000) < accuracy * 1000, data.y_test, (data.y_test + 1) % 10)]

    return Model


def test_beat_the_table():
    def stub(): ...

    assert_check(
        check.beat_the_table,
        solution=network(0.95),
        stub=stub,
        also_correct=(network(0.93), network(0.97, count=39_999)),
        wrong={
            "too_many_parameters": network(0.97, count=40_000),
            "no_convolution": network(0.97, kernel=(40, 10)),
            "not_trained": network(0.1),
            "not_accurate_enough": network(0.9),
            "flattened": network(0.92, kind="Flatten"),
            "not_a_model": lambda: "model",
            "returns_seconds": lambda: 3.25,
            "no_return": lambda: print(end=""),
        },
        examples=5,
    )

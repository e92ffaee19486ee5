"""Spoken digits: the same in every process, cut, placed and covered with noise; what is said where nothing can be spoken."""

import subprocess

import numpy as np
import pytest

from utils.datasets import DataError, load_spoken_digits, say, speech
from utils.datasets.speech import HEARD, UNHEARD, VOICES, cut, resample


def test_words_are_said_the_same_every_time_and_voices_differ():
    word = say("altı", "tr", "m3")
    assert word.dtype == np.float32 and 0.1 < np.abs(word).max() <= 1
    assert 0.2 * speech.RATE < len(word) < speech.RATE
    assert np.array_equal(word, say("altı", "tr", "m3"))
    assert not np.array_equal(word, say("altı", "tr", "f2"))
    assert len(say("altı", "tr", speed=110)) > len(say("altı", "tr", speed=250))


@pytest.mark.parametrize("language", ["tr", "en"])
def test_digits_stand_in_a_second_of_their_own(language):
    spoken = load_spoken_digits(language, 25, UNHEARD, seed=3, noise=0)
    assert spoken.sounds.shape == (25, speech.RATE) and spoken.sounds.dtype == np.float32
    assert spoken.digits.tolist() == [i % 10 for i in range(25)]
    assert set(spoken.voices) <= set(UNHEARD)
    loud = [np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max()) for sound in spoken.sounds]
    assert all(len(places) > 500 for places in loud) and len({places[0] for places in loud}) > 15  # at random places
    assert np.abs(spoken.sounds).max(axis=1).min() > 0.29 and np.abs(spoken.sounds).max() <= 1
    again = load_spoken_digits(language, 25, UNHEARD, seed=3, noise=0)
    assert np.array_equal(spoken.sounds, again.sounds)
    noisy = load_spoken_digits(language, 25, UNHEARD, seed=3, noise=0.1)
    assert 0.01 < (noisy.sounds - spoken.sounds).std() < 0.1
    assert "25" in repr(spoken) and len(repr(spoken)) < 100


def test_the_voices_for_testing_are_kept_apart():
    assert not set(HEARD) & set(UNHEARD) and set(HEARD) | set(UNHEARD) == set(VOICES) and len(UNHEARD) == 4


def test_the_ends_are_cut_off_and_silence_stays():
    sound = np.r_[np.zeros(5), 0.5, 0.0, -0.5, np.zeros(9)]
    assert cut(sound).tolist() == [0.5, 0.0, -0.5]
    assert len(cut(np.zeros(7))) == 7


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 6000])
def test_resampling_keeps_low_tones_and_takes_out_what_would_come_back_as_another(rate):
    t = np.arange(rate) / rate
    tone = resample(np.sin(2 * np.pi * 440 * t), rate)
    assert abs(len(tone) - speech.RATE) <= 1
    middle = np.abs(np.fft.rfft(tone[1000:7000] * np.hanning(6000)))
    assert abs(middle.argmax() * speech.RATE / 6000 - 440) < 2
    if rate >= 16000:
        high = resample(np.sin(2 * np.pi * 7000 * t), rate)  # would be heard as 1000 Hz
        assert np.abs(high[1000:7000]).max() < 0.02


def test_another_language_or_voice_is_refused(reader):
    for language, voice in (("de", "m1"), ("tr", "zz")):
        with pytest.raises(ValueError, match="m1, m2"):
            say("bir", language, voice)


def test_what_is_said_where_the_library_cannot_be_used(monkeypatch, reader):
    import espeakng_loader

    with monkeypatch.context() as patch:
        patch.setattr(espeakng_loader, "get_library_path", lambda: "no_such_library.so")
        with pytest.raises(DataError, match="no_such_library"):
            say("bir", "tr")
    with monkeypatch.context() as patch:
        patch.setattr(espeakng_loader, "get_data_path", lambda: "no_such_folder")
        with pytest.raises(DataError, match="no_such_folder"):  # and the kernel still lives
            say("bir", "tr")
    with monkeypatch.context() as patch:
        patch.setattr(speech, "MODULE", "no_such_package")
        with pytest.raises(DataError, match="espeakng-loader"):
            say("bir", "tr")
    assert len(say("bir", "tr")) > 1000


def test_an_interrupt_while_it_speaks_reaches_the_reader(monkeypatch):
    run = subprocess.run

    def interrupted(*arguments, **keywords):
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        say("bir", "tr")
    monkeypatch.setattr(subprocess, "run", run)
    assert len(say("bir", "tr")) > 1000

"""Spoken digits, and any other words, said by espeak-ng: many voices, speeds and pitches, made on this machine.

The library comes with the package espeakng-loader, and speaks in a process of its own (``speaker.py``).
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from utils.datasets import speaker
from utils.datasets.checked import DataError, package_folder
from utils.language import L

PACKAGE, MODULE = "espeakng-loader", "espeakng_loader"
RATE = 8000  # samples a second of all sounds here
WORDS = {
    "tr": ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
VOICES = ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5")
UNHEARD = ("m3", "m7", "f2", "f4")  # kept for testing
HEARD = tuple(voice for voice in VOICES if voice not in UNHEARD)
LOUD = 0.02  # what is quieter than this at the ends of a word is cut off
GAP = 400  # samples of a second that a word leaves free at least
NOISE = 0.02  # the largest deviation of the noise

SPEEDS, PITCHES = (110, 260), (20, 85)  # words a minute; espeak-ng's scale from 0 to 99


class NoSpeechError(DataError):
    """espeak-ng is installed but cannot speak on this machine."""

    def __init__(self, reason: str):
        RuntimeError.__init__(
            self,
            L(
                f"Ses üretilemedi: {reason} Sesli bölümler bu bilgisayarda çalışmaz; dersin geri kalanı çalışır.",
                f"No speech could be made: {reason} The parts with sound do not run on this machine; the rest of the "
                "lesson does.",
            ),
        )


@dataclass(frozen=True, eq=False, repr=False)
class SpokenDigits:
    """sounds (n, 8000) float32 in -1 to 1: a second each; digits (n,) 0 to 9; voices (n,) str; rate: 8000 a second."""

    sounds: np.ndarray
    digits: np.ndarray
    voices: np.ndarray
    rate: int = RATE

    def __repr__(self):
        return f"SpokenDigits(sounds {self.sounds.shape}, voices {len(set(self.voices))})"


def load_spoken_digits(
    language: str, count: int, voices: Sequence[str] = HEARD, seed: int = 0, noise: float = NOISE
) -> SpokenDigits:
    """Return ``count`` digits spoken in Turkish ("tr") or English ("en"), as many of each digit as can be.

    Each is said by one of ``voices`` at a random speed (110 to 260 words a minute) and pitch, cut to the word, made more or
    less loud, put at a random place in a second of silence, and covered with noise of a deviation up to ``noise``.
    Raises ``DataError`` where espeak-ng is missing or cannot be loaded on this machine, ``ValueError`` for another language
    or voice. espeak-ng: GPL-3, used where it is installed, never copied.
    """
    _require_voices(language, voices)
    rng = np.random.default_rng(seed)
    digits, said = np.arange(count) % 10, rng.choice(voices, size=count)
    speeds, pitches = rng.integers(*SPEEDS, size=count).tolist(), rng.integers(*PITCHES, size=count).tolist()
    texts = [WORDS[language][digit] for digit in digits]
    words, rate = _speak(list(zip(texts, [f"{language}+{voice}" for voice in said], speeds, pitches, strict=True)))
    sounds = np.zeros((count, RATE), dtype=np.float32)
    for sound, word in zip(sounds, words, strict=True):
        word = cut(resample(word / 32768, rate))[: RATE - GAP]
        start = rng.integers(0, RATE - len(word))
        sound[start : start + len(word)] = word * rng.uniform(0.3, 1) / np.abs(word).max()
        sound += noise * rng.random() * rng.normal(size=RATE)
    return SpokenDigits(sounds.clip(-1, 1), digits, said)


def say(text: str, language: str, voice: str = "m1", speed: int = 160, pitch: int = 50) -> np.ndarray:
    """Return ``text`` as sound, float32 (n,) in -1 to 1, 8000 samples a second.

    language: "tr" or "en"; voice: one of ``VOICES``; speed: words a minute; pitch: 0 to 99. Raises as
    ``load_spoken_digits`` does.
    """
    return say_all([(text, voice)], language, speed, pitch)[0]


def say_all(said: Sequence[tuple[str, str]], language: str, speed: int = 160, pitch: int = 50) -> list[np.ndarray]:
    """Return several (text, voice) as ``say`` returns one; thirty words take hardly longer than one."""
    _require_voices(language, [voice for _, voice in said])
    sounds, rate = _speak([(text, f"{language}+{voice}", speed, pitch) for text, voice in said])
    return [resample(sound / 32768, rate) for sound in sounds]


def cut(sound: np.ndarray) -> np.ndarray:
    """Return a sound without the silence before and after it; one that is silent throughout as it is."""
    loud = np.flatnonzero(np.abs(sound) > LOUD)
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def resample(sound: np.ndarray, rate: int) -> np.ndarray:
    """Return a sound (n,) of ``rate`` samples a second at 8000 a second, float32.

    What lies above 4000 Hz is taken out first: at 8000 samples a second it would come back as a wrong, lower tone.
    """
    from scipy.signal import resample_poly

    up, down = RATE // np.gcd(RATE, rate), rate // np.gcd(RATE, rate)
    return resample_poly(np.asarray(sound, float), up, down, window=_low_pass(max(up, down))).astype(np.float32)


@cache
def _low_pass(ratio):
    """Return the filter that ``resample_poly`` would design anew at each call."""
    from scipy.signal import firwin

    return firwin(20 * ratio + 1, 1 / ratio, window=("kaiser", 5.0)) if ratio > 1 else np.ones(1)


def _require_voices(language, voices):
    """Raise ``ValueError`` for what espeak-ng would silently replace by another language or voice."""
    if language not in WORDS or not set(voices) <= set(VOICES):
        raise ValueError(
            L(
                f"Dil {', '.join(WORDS)}; ses {', '.join(VOICES)} arasından seçilmeli.",
                f"The language has to be one of {', '.join(WORDS)}; the voice one of {', '.join(VOICES)}.",
            )
        )


def _speak(wanted):
    """Return a list of sounds, int16 (n,), one for each (text, voice, speed, pitch), and how many samples a second they have."""
    folder = package_folder(PACKAGE, MODULE)
    try:
        import espeakng_loader

        library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, OSError, RuntimeError) as error:
        raise DataError(PACKAGE, L(f"`{folder}` eksik ({error}).", f"`{folder}` is incomplete ({error}).")) from error
    done = subprocess.run(
        [sys.executable, "-I", speaker.__file__, library, data],
        input=json.dumps(wanted).encode(),
        capture_output=True,
    )
    if done.returncode == speaker.NOT_READY:
        raise NoSpeechError(
            L(f"espeak-ng verilerini `{data}` klasöründe açamadı.", f"espeak-ng could not open its data in `{data}`.")
        )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"{done.returncode}"]
        raise NoSpeechError(
            L(
                f"`{PACKAGE}` paketindeki kitaplık bu bilgisayarda çalışmadı ({why[0]}).",
                f"the library in the package `{PACKAGE}` did not work on this machine ({why[0]}).",
            )
        )
    rate, at, sounds = int(np.frombuffer(done.stdout, np.int32, 1)[0]), 4, []
    for _ in wanted:
        count = int(np.frombuffer(done.stdout, np.int32, 1, at)[0])
        sounds.append(np.frombuffer(done.stdout, np.int16, count, at + 4))
        at += 4 + 2 * count
    return sounds, rate

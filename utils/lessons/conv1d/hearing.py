"""The second explorer of lesson 23: a spoken digit as wave, spectrum and spectrogram, and what a network has heard so far."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.datasets.speech import RATE, WORDS, cut, say_all
from utils.language import L, language, number, percent
from utils.lessons.conv1d.sound import BANDS, WINDOW, envelope, log_mel, mel_bands
from utils.widgets.controls import Choice, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.luggage import packed
from utils.widgets.scene import Area, Bars, Box, HeatMap, Line, Panel, Scene

STEPS = 20  # of the player in the second
SPEAKERS = ("m1", "m3", "f2")  # the first is among the voices that the network has heard
START = RATE // 4  # where a word begins
COLUMNS = 160  # of the drawn wave
LOUDEST = 32767
SECONDS = [(0.0, "0"), (0.5, "½"), (1.0, "1")]


@packed
def spoken():
    """Return all digits of the reader's language said by each of SPEAKERS, as (n,) int16; what they are called: ``_called``."""
    said = {_called(k, voice): (word, voice) for k, word in enumerate(WORDS[language()]) for voice in SPEAKERS}
    words = map(cut, say_all(list(said.values()), language()))
    return {
        name: np.rint(LOUDEST * word / np.abs(word).max()).astype(np.int16)
        for name, word in zip(said, words, strict=True)
    }


def _called(digit, voice):
    return f"{digit}-{voice}"


def spoken_second(digit: int, voice: str, noise: float) -> np.ndarray:
    """Return a second with a digit of the reader's language in it, (8000,), and noise of a standard deviation ``noise``.

    voice: one of SPEAKERS.
    """
    word = spoken()[_called(digit, voice)][: RATE - START]
    sound = np.zeros(RATE)
    sound[START : START + len(word)] = 0.7 * word / np.abs(word).max()
    return np.clip(sound + noise * np.random.default_rng(digit).normal(size=RATE), -1, 1)


def heard_so_far(sound: np.ndarray) -> np.ndarray:
    """Return a sound (8000,) cut off after 0, 1, ... STEPS twentieths of a second, silent from there on: (STEPS + 1, 8000)."""
    until = np.arange(STEPS + 1)[:, None] * RATE // STEPS
    return np.where(np.arange(RATE) < until, sound, 0)


class Listener:
    """The lesson's network for spoken words in NumPy: sounds (n, 8000) to probabilities (n, 10).

    model: Keras, with three times Conv1D (padding "same", ReLU), MaxPooling1D(2) after the first two, GlobalMaxPooling1D, one
    Dense for the scores. middle, spread: of the spectrograms that it was trained on.
    """

    def __init__(self, model, middle, spread):
        weights = [layer.get_weights() for layer in model.layers if layer.get_weights()]
        if [pair[0].ndim for pair in weights] != [3, 3, 3, 2]:
            raise ValueError(
                L(
                    "Bu etkileşimli çizim üç evrişim ve bir yoğun katmanlı bir ağ bekler; dersteki `spotter` ağını verin.",
                    "This explorer expects three convolutional layers and a dense one: give it the lesson's `spotter`.",
                )
            )
        *self._convolutions, self._dense = weights
        self._middle, self._spread = middle, spread

    def __call__(self, sounds):
        x = ((log_mel(sounds) - self._middle) / self._spread).astype(np.float32)
        for place, (kernels, bias) in enumerate(self._convolutions):
            x = np.maximum(_convolved(x, kernels) + bias, 0)
            if place < len(self._convolutions) - 1:
                half = x.shape[1] // 2
                x = x[:, : 2 * half].reshape(len(x), half, 2, -1).max(axis=2)
        scores = x.max(axis=1) @ self._dense[0] + self._dense[1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


def _convolved(x, kernels):
    """Return what ``kernels`` (size, channels, filters) make of x (n, steps, channels): (n, steps, filters)."""
    size, channels, filters = kernels.shape
    before = (size - 1) // 2
    padded = np.pad(x, ((0, 0), (before, size - 1 - before), (0, 0)))
    windows = sliding_window_view(padded, size, axis=1).swapaxes(2, 3)  # (n, steps, size, channels)
    return windows.reshape(*x.shape[:2], -1) @ kernels.reshape(size * channels, filters)


class HearingExplorer(Explorer):
    """``HearingExplorer(model, middle, spread)``: what a network (see ``Listener``) hears in spoken digits."""

    name = "hearing"
    luggage = (spoken,)
    recorded = ("digit", "voice", "step")

    def __init__(self, model, middle, spread, **state):
        self._listen, self._known = Listener(model, float(middle), float(spread)), {}
        super().__init__(**state)

    def title(self):
        return L("Ağ ne duyuyor?", "What does the network hear?")

    def task(self):
        return L(
            "Ağ, rakamın sonunu beklemeden karar verebilir mi? Önce bir rakam için tahmin edin: sözcüğün yarısı yeter mi? "
            "Sonra oynatın ve çubukların ne zaman yerleştiğine bakın.",
            "Can the network decide before the digit is over? First guess for one digit: is half of the word enough? Then press "
            "play and watch when the bars settle.",
        )

    def controls(self):
        words = WORDS[language()]
        return [
            Choice("digit", L("Rakam", "Digit"), list(enumerate(words)), 7),
            Choice("voice", L("Ses", "Voice"), _voices(), SPEAKERS[1]),
            Slider("noise", L("Gürültü", "Noise"), 0.0, 0.4, step=0.05, value=0.0),
            Player("step", L("Duyulan süre (1/20 saniye)", "Heard so far (1/20 second)"), STEPS, value=10, fps=4),
        ]

    def presets(self):
        return {"noisy": {"noise": 0.3, "step": STEPS}, "whole": {"step": STEPS}}

    def _of(self, digit, voice, noise):
        """Return a sound, its spectrogram, and the probabilities after each step; each is worked out once."""
        key = language(), digit, voice, noise
        if key not in self._known:
            sound = spoken_second(digit, voice, noise)
            probabilities = self._listen(heard_so_far(sound).astype(np.float32))
            self._known[key] = sound, log_mel(sound[None])[0], probabilities
        return self._known[key]

    def scene(self, digit, voice, noise, step):
        sound, picture, probabilities = self._of(digit, voice, noise)
        until = step / STEPS
        start = min(max(step * RATE // STEPS - WINDOW, 0), RATE - WINDOW)
        left = [_wave(sound, until, start), _spectrogram(picture, until)]
        right = [_spectrum(sound[start : start + WINDOW]), _answer(probabilities[step], digit)]
        return Scene([[left, right]], _summary(probabilities[: step + 1], digit, step))


def _voices():
    return [
        ("m1", L("m1 (eğitimde)", "m1 (trained on)")),
        ("m3", L("m3 (duyulmamış)", "m3 (unheard)")),
        ("f2", L("f2 (duyulmamış)", "f2 (unheard)")),
    ]


def _wave(sound, until, start):
    low, high = envelope(sound, COLUMNS)
    at = (np.arange(COLUMNS) + 0.5) / COLUMNS
    heard = at <= until
    layers = [Area(at, low, high, color="muted", opacity=0.4)]
    if heard.any():
        layers.append(Area(at[heard], low[heard], high[heard], color="blue", opacity=0.8))
    if until:
        layers.append(Box(start / RATE, -1, (start + WINDOW) / RATE, 1, color="orange", width=2))
    return Panel(layers, (0, 1), (-1, 1), L("Dalga", "Wave"), L("saniye", "seconds"), xticks=SECONDS,
                 yticks=[(-1, "−1"), (0, "0"), (1, "1")], height=0.75)  # fmt: skip


def _spectrogram(picture, until):
    layers = [HeatMap(picture.T, (0, 1, 0, BANDS), "sequential", -9, 4, smooth=False)]
    if until < 1:
        layers.append(Box(until, 0, 1, BANDS, color="paper", width=0, fill=0.75))
    layers.append(Line([until, until], [0, BANDS], color="orange", width=2))
    ticks = [(band, _hertz(frequency)) for band, frequency in zip((0.5, 10.5, 20.5, 30.5), _middles()[[0, 10, 20, 30]],
                                                                   strict=True)]  # fmt: skip
    return Panel(layers, (0, 1), (0, BANDS), L("Ağın gördüğü: mel spektrogramı", "What the network sees: mel spectrogram"),
                 L("saniye", "seconds"), "Hz", xticks=SECONDS, yticks=ticks, grid=False)  # fmt: skip


def _middles():
    """Return the frequency that counts most in each band, (32,), in Hz."""
    return np.fft.rfftfreq(WINDOW, 1 / RATE)[mel_bands().argmax(axis=0)]


def _hertz(frequency):
    return number(frequency, 0)


def _spectrum(window):
    size = np.abs(np.fft.rfft(window * np.hanning(WINDOW)))[: WINDOW // 2]
    kilohertz = np.arange(WINDOW // 2) * RATE / WINDOW / 1000
    top = max(1.0, float(size.max()))
    return Panel([Line(kilohertz, size / top, color="orange", width=2)], (0, RATE / 2000), (0, 1.1),
                 L("Turuncu pencerenin frekansları", "Frequencies in the orange window"), "kHz", whole="x", height=0.75,
                 yticks=[(0, "0"), (1, "1")])  # fmt: skip


def _answer(probabilities, digit):
    colors = ["orange" if k == digit else "blue" for k in range(10)]
    bars = Bars(probabilities, labels=WORDS[language()], colors=colors, horizontal=True)
    return Panel([bars], x=(0, 1), title=L("Ağın yanıtı", "The network's answer"), xlabel=L("olasılık", "probability"))


def _summary(probabilities, digit, step):
    words = WORDS[language()]
    best = int(probabilities[-1].argmax())
    right = probabilities.argmax(axis=1) == digit
    since = next((k for k in range(len(right)) if right[k:].all()), None)
    answer = L(
        f"{number(step / STEPS)} saniye duyuldu. Ağın yanıtı: {words[best]} ({percent(probabilities[-1][best])}). ",
        f"{number(step / STEPS)} seconds heard. The network's answer: {words[best]} ({percent(probabilities[-1][best])}). ",
    )
    if since is None:
        return answer + L(f"Söylenen {words[digit]} idi.", f"The digit spoken was {words[digit]}.")
    return answer + L(
        f"Doğru yanıt {number(since / STEPS)}. saniyeden beri değişmedi."
        if since
        else "Doğru yanıt baştan beri değişmedi.",
        f"The right answer has not changed since {number(since / STEPS)} seconds into the recording."
        if since
        else "The right answer has not changed since the beginning.",
    )

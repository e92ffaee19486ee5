"""Sound in a notebook: players with a picture of the wave, the reader's own recordings, and the spectrogram of the explorer."""

import base64
import html
import io
import wave
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.datasets.speech import GAP, RATE, cut, resample
from utils.language import L, number
from utils.palette import COLORS, DARK_COLORS

WINDOW, HOP, BANDS = 256, 128, 32  # of the spectrogram: samples, samples, mel bands
LOWEST = 60  # Hz, where the first band begins
FLOOR = 1e-5  # what is added to a power before its logarithm
WIDTH, HEIGHT = 320, 56  # of a player's picture, in pixels


def mel_bands() -> np.ndarray:
    """Return the weights of the mel bands, (129, 32): how much each frequency of a spectrum counts in each band."""
    edges = 700 * (10 ** (np.linspace(_mel(LOWEST), _mel(RATE / 2), BANDS + 2) / 2595) - 1)
    frequencies = np.fft.rfftfreq(WINDOW, 1 / RATE)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (frequencies - low) / (middle - low), (high - frequencies) / (high - middle)
    return np.maximum(0, np.minimum(rising, falling))


def _mel(frequency):
    return 2595 * np.log10(1 + frequency / 700)


def log_mel(sounds: np.ndarray) -> np.ndarray:
    """Return the spectrograms of sounds (n, samples), float32 (n, windows, 32); for 8000 samples (n, 61, 32)."""
    windows = sliding_window_view(sounds, WINDOW, axis=1)[:, ::HOP] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(windows)) ** 2
    return np.log(power @ mel_bands() + FLOOR).astype(np.float32)


class Player:
    """A sound that can be heard: a button for each of one or more sounds, with a picture of its wave. Nothing plays by itself.

    sounds: {caption: samples (n,) in -1 to 1, 8000 a second}. Kept with 8 bits a sample, so that a notebook stays small: a
    second takes 11 kB.
    """

    def __init__(self, sounds: dict[str, np.ndarray]):
        self.sounds = {caption: np.asarray(sound, dtype=float) for caption, sound in sounds.items()}

    def _repr_html_(self):
        return f"<div class='course-sounds'><style>{_STYLE}</style>{''.join(map(_figure, self.sounds.items()))}</div>"

    def __repr__(self):
        return "\n".join(f"{caption}: {_length(sound)}" for caption, sound in self.sounds.items())


def wav_bytes(sound: np.ndarray) -> bytes:
    """Return a sound (n,) in -1 to 1 as a WAV file of 8000 samples a second, 8 bits each."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(np.clip(np.rint(127 * np.asarray(sound)) + 128, 0, 255).astype(np.uint8).tobytes())
    return file.getvalue()


_STYLE = (
    f".course-sounds{{--course-a:{COLORS['blue']};display:flex;flex-wrap:wrap;gap:12px 24px}}"
    ".course-sounds figure{margin:0;width:288px;max-width:100%}"
    ".course-sounds figcaption{font-weight:600;line-height:1.4}"
    ".course-sounds audio{display:block;width:100%;height:36px}"
    ".course-sounds svg{display:block;width:100%;height:56px}"
    f"body[data-jp-theme-light=false] .course-sounds{{--course-a:{DARK_COLORS['blue']}}}"
)


def _figure(item):
    """Return a sound's caption, wave and player as HTML."""
    caption, sound = item
    data = base64.b64encode(wav_bytes(sound)).decode("ascii")
    words = html.escape(caption)
    picture = L(f"{words} sesinin dalgası, {_length(sound)}", f"wave of the sound {words}, {_length(sound)}")
    play = L(f"Dinleyin: {words}", f"Listen: {words}")
    return (
        f"<figure><figcaption>{words}</figcaption>"
        f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none' role='img' aria-label='{picture}'>"
        f"<path d='{_wave(sound)}' fill='var(--course-a)' stroke='var(--course-a)' stroke-width='1'/></svg>"
        f"<audio controls preload='metadata' aria-label='{play}' src='data:audio/wav;base64,{data}'></audio></figure>"
    )


def _length(sound):
    return L(f"{number(len(sound) / RATE)} saniye", f"{number(len(sound) / RATE)} seconds")


def envelope(sound: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest value in each of so many equal stretches of a sound, (columns,) each."""
    stretches = np.array_split(sound, columns) if len(sound) >= columns else [[value] for value in [*sound, 0.0]]
    return np.array([min(part) for part in stretches]), np.array([max(part) for part in stretches])


def _wave(sound):
    """Return the outline of a wave as an SVG path: along its tops, and back along its bottoms."""
    low, high = envelope(sound, WIDTH // 2)
    at = np.linspace(0, WIDTH, len(low))
    points = [*zip(at, high, strict=True), *zip(at[::-1], low[::-1], strict=True)]
    return "M" + "L".join(f"{x:.0f},{HEIGHT / 2 * (1 - y):.1f}" for x, y in points) + "Z"


def read_wav(path: str | Path) -> np.ndarray:
    """Return a WAV file as float (n,) in -1 to 1, one channel, 8000 samples a second.

    Takes 8 or 16 bits, one or more channels and any sampling rate. Raises ``ValueError``, in the reader's language, where
    there is no such file, where it is no WAV file, or one that is compressed or has other bits.
    """
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except FileNotFoundError as error:
        raise ValueError(
            L(
                f"`{path}` dosyası bulunamadı. Dosyayı not defterinin klasörüne koyun ya da tam yolunu yazın.",
                f"There is no file `{path}`. Put it into the notebook's folder, or write its whole path.",
            )
        ) from error
    except (wave.Error, EOFError) as error:
        raise ValueError(
            L(
                f"`{path}` sıkıştırılmamış bir WAV dosyası değil ({error}). Kaydı 16 bitlik WAV (PCM) olarak kaydedin; bir "
                "dosyanın adını değiştirmek onu WAV yapmaz.",
                f"`{path}` is not an uncompressed WAV file ({error}). Save the recording as 16-bit WAV (PCM); renaming a file "
                "does not make it one.",
            )
        ) from error
    if width not in (1, 2):
        raise ValueError(
            L(
                f"`{path}` örnek başına {8 * width} bit kullanıyor; 8 ya da 16 bit olmalı. Kaydı 16 bitlik WAV olarak kaydedin.",
                f"`{path}` has {8 * width} bits a sample; it has to have 8 or 16. Save the recording as 16-bit WAV.",
            )
        )
    samples = np.frombuffer(data[: len(data) // (width * channels) * width * channels], "u1" if width == 1 else "<i2")
    values = (samples.astype(float) - 128) / 128 if width == 1 else samples / 32768
    if not len(values):
        raise ValueError(L(f"`{path}` boş: içinde ses yok.", f"`{path}` is empty: there is no sound in it."))
    return resample(values.reshape(-1, channels).mean(axis=1), rate).astype(float)


def one_second(sound: np.ndarray) -> np.ndarray:
    """Return a recording as the network knows sounds, (8000,): the word alone, made loud, in the middle of a second.

    What is quieter than a twentieth of its loudest sample at the ends is cut off; of a longer sound the first 0.95 s are kept.
    """
    loudest = np.abs(sound).max()
    word = cut(np.where(np.abs(sound) > loudest / 20, sound, 0) if loudest else sound)
    first = int(np.argmax(np.abs(sound) > loudest / 20)) if loudest else 0
    word = sound[first : first + min(len(word), RATE - GAP)]
    result = np.zeros(RATE)
    start = (RATE - len(word)) // 2
    result[start : start + len(word)] = 0.7 * word / loudest if loudest else word
    return result

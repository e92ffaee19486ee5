"""Data sets: each ``load_x()`` returns NumPy arrays in a small dataclass, offline, with a seeded split.

Every loader checks shape, type and checksum of what it read and raises ``DataError``, which says what to do.
Nothing is read before a loader is called. Sources and licences: ``assets/CREDITS.md``.
"""

from importlib import import_module

_MODULES = {
    "Animals": "utils.datasets.animals",
    "DataError": "utils.datasets.checked",
    "Digits": "utils.datasets.digits",
    "Emoji": "utils.datasets.emoji",
    "LabelledPoints": "utils.datasets.tables",
    "Mnist1D": "utils.datasets.mnist1d",
    "PlanePoints": "utils.datasets.plane",
    "SeaTemperature": "utils.datasets.sea_temperature",
    "SpokenDigits": "utils.datasets.speech",
    "Synset": "utils.datasets.wordnet",
    "TurkishNames": "utils.datasets.turkish_names",
    "load_animals": "utils.datasets.animals",
    "load_breast_cancer": "utils.datasets.tables",
    "load_digits28": "utils.datasets.digits",
    "load_eeg": "utils.datasets.signals",
    "load_emoji": "utils.datasets.emoji",
    "load_iris_pair": "utils.datasets.tables",
    "load_mnist1d": "utils.datasets.mnist1d",
    "load_sea_temperature": "utils.datasets.sea_temperature",
    "load_shuttle": "utils.datasets.shuttle",
    "load_spoken_digits": "utils.datasets.speech",
    "load_turkish_names": "utils.datasets.turkish_names",
    "load_wine": "utils.datasets.tables",
    "load_wordnet": "utils.datasets.wordnet",
    "make_plane": "utils.datasets.plane",
    "say": "utils.datasets.speech",
    "split_plane": "utils.datasets.plane",
}

__all__ = sorted(_MODULES)


def __getattr__(name):
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__():
    return __all__

"""What an explorer takes along into a page whose Python has NumPy alone: a trained network's weights, arrays, pictures.

An explorer needs no code for the networks and arrays that it is made of: they travel by the names of its arguments. What it
reads from installed packages it reads through a function under ``@packed``, named in its class's ``luggage``.
"""

import hashlib
import inspect
import io
import json
from collections.abc import Callable, Mapping
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any

import numpy as np

from utils.language import language
from utils.places import course_file

LARGE = 50_000  # numbers of a network: from here on they travel with 16 bits, which no picture shows
TOLD = "told"  # the one entry that is no array: JSON on the networks


class Packed:
    """A function without arguments that returns {name: array}. It is called once in each language; in a page, what came
    along takes its place.
    """

    __name__: str

    def __init__(self, load: Callable[[], dict[str, np.ndarray]]):
        self._load = load
        self._known: dict[str, dict[str, np.ndarray]] = {}
        self._given: dict[str, np.ndarray] | None = None
        update_wrapper(self, load)

    def __call__(self) -> dict[str, np.ndarray]:
        if self._given is not None:
            return self._given
        if language() not in self._known:
            self._known[language()] = self._brought() or self._load()
        return self._known[language()]

    def _brought(self):
        """Return what lies ready where notebooks run in a browser, which lacks the packages (``site/lite.py``)."""
        file = course_file(f"luggage/{self.__module__}.{self.__name__}.npz")
        if not file.is_file():
            return None
        with np.load(file, allow_pickle=False) as content:
            return dict(content)

    def give(self, arrays: dict[str, np.ndarray]) -> None:
        """Take what came along in place of what the function would load."""
        self._given = arrays


packed = Packed  # as a decorator


class Network:
    """A trained network as explorers ask a Keras model for it: ``layers``, each with ``get_weights()`` and the name of its
    ``activation``. Layers without weights are left out.
    """

    def __init__(self, layers: list[tuple[str, list[np.ndarray]]]):
        self.layers = [
            SimpleNamespace(activation=SimpleNamespace(__name__=name), get_weights=lambda own=weights: list(own))
            for name, weights in layers
        ]


def parted(kind: type, arguments: tuple, named: Mapping[str, Any]) -> tuple[dict, dict] | None:
    """Return what an explorer of the class ``kind`` was made of as (what JSON holds, what travels in a file), by the names
    of the arguments; None where something is neither.
    """
    bound = inspect.signature(kind).bind(*arguments, **named)
    plain, large = {}, {}
    for name, value in _flat(bound).items():
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, np.ndarray) or hasattr(value, "layers"):
            large[name] = value
        elif _is_json(value):
            plain[name] = value
        else:
            return None
    return plain, large


def _flat(bound):
    """Return {name: value} of bound arguments, those behind ``**`` by their own names."""
    flat: dict[str, Any] = {}
    for name, value in bound.arguments.items():
        rest = bound.signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD
        flat |= value if rest else {name: value}
    return flat


def _is_json(value):
    try:
        return bool(json.dumps(value))
    except TypeError:
        return False


def pack(kind: Any, large: Mapping[str, Any]) -> bytes:
    """Return an .npz file with ``large`` and what the class's ``luggage`` returns; b"" where there is nothing."""
    arrays: dict[str, np.ndarray] = {}
    networks = {}
    for name, value in large.items():
        if isinstance(value, np.ndarray):
            arrays[f"argument/{name}"] = value
        else:
            networks[name] = _layers(name, value, arrays)
    for load in kind.luggage:
        arrays |= {f"{load.__name__}/{name}": array for name, array in load().items()}
    if not arrays:
        return b""
    arrays[TOLD] = np.array(json.dumps(networks))
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def _layers(name, model, arrays):
    """Put a network's weights into ``arrays``; return of each layer its activation and how many arrays it has."""
    layers = [layer for layer in model.layers if layer.get_weights()]
    count = sum(weights.size for layer in layers for weights in layer.get_weights())
    kind = np.float16 if count >= LARGE else np.float32
    told = []
    for i, layer in enumerate(layers):
        weights = layer.get_weights()
        told.append([getattr(getattr(layer, "activation", None), "__name__", "linear"), len(weights)])
        arrays |= {f"argument/{name}/{i}/{j}": array.astype(kind) for j, array in enumerate(weights)}
    return told


def unpack(kind: Any, file: bytes) -> dict[str, Any]:
    """Give the class's ``luggage`` what lies in ``file`` for it; return the arguments that lie there, by name."""
    with np.load(io.BytesIO(file), allow_pickle=False) as content:
        arrays = {name: content[name] for name in content.files}
    networks = json.loads(str(arrays.pop(TOLD)))
    for load in kind.luggage:
        load.give(_under(f"{load.__name__}/", arrays))
    mine = _under("argument/", arrays)
    return {name: array for name, array in mine.items() if "/" not in name} | {
        name: Network(_restored(name, told, mine)) for name, told in networks.items()
    }


def _under(prefix, arrays):
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _restored(name, told, arrays):
    return [
        (activation, [arrays[f"{name}/{i}/{j}"].astype(np.float32) for j in range(count)])
        for i, (activation, count) in enumerate(told)
    ]


def name_of(file: bytes) -> str:
    """Return what a file of luggage is called on a site: it follows from its content."""
    return f"luggage-{hashlib.sha256(file).hexdigest()[:12]}.npz"

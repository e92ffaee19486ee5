"""Turn any object of a student into a short, harmless text: a hostile ``__repr__`` must not break a check."""

import inspect
import itertools
import re
import unicodedata

import numpy as np

from utils.language import L

LONGEST = 160  # characters of one shown value
MOST_ITEMS = 20  # items shown of a list, a tuple, a set or a dictionary


def shown(value, longest: int = LONGEST) -> str:
    """Return ``value`` as code would write it, in at most ``longest`` characters, without addresses.

    NumPy scalars are written as plain numbers; an array with two or more axes says its shape.
    """
    try:
        text = _text(value)
    except Exception:
        text = L(
            f"gösterilemeyen bir {type(value).__name__} nesnesi",
            f"a {type(value).__name__} object that cannot be shown",
        )
    text = " ".join(clean(text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def clean(text: str) -> str:
    """Remove addresses and whatever cannot be displayed (control characters, lone surrogates, direction
    marks)."""
    text = re.sub(r" at 0x[0-9A-Fa-f]+", "", text)
    kept = (letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Cf"))
    return "".join(kept)


def call_text(function, args, kwargs=None) -> str:
    """Return a call as a student would type it: ``step(0.0)``."""
    inside = [shown(value, 60) for value in args]
    inside += [f"{name}={shown(value, 60)}" for name, value in (kwargs or {}).items()]
    return f"{name_of(function)}({', '.join(inside)})"


def name_of(function) -> str:
    """Return the name of a function or a class, or the name of an object's class."""
    try:
        name = getattr(function, "__name__", None)
    except Exception:
        name = None
    return clean(name) if type(name) is str else type(function).__name__


def _text(value) -> str:
    kind = type(value)
    if kind is str:
        return repr(value[: 2 * LONGEST])
    if kind is int:
        return repr(value) if value.bit_length() < 2000 else L("çok büyük bir tam sayı", "a very large integer")
    if kind is float:
        return repr(float(f"{value:.8g}"))  # more digits than these hide what matters
    if kind in (list, tuple, set, dict):
        return _collection(value)
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _text(value.item())
    if inspect.isgenerator(value) or kind in (map, filter, zip):
        return L("bir üreteç (generator)", "a generator")
    if inspect.isroutine(value):
        return L(f"{name_of(value)} fonksiyonu", f"the function {name_of(value)}")
    if inspect.isclass(value):
        return L(f"{name_of(value)} sınıfı", f"the class {name_of(value)}")
    if inspect.ismodule(value):
        return L(f"{name_of(value)} modülü", f"the module {name_of(value)}")
    return repr(value)


def _collection(value) -> str:
    more = len(value) > MOST_ITEMS
    few = list(itertools.islice(value.items() if type(value) is dict else value, MOST_ITEMS))
    if type(value) is dict:
        items = [f"{shown(key, 40)}: {shown(item, 60)}" for key, item in few]
    else:
        items = [shown(item, 60) for item in few]
    if more:
        items.append("…")
    if type(value) is tuple:
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    opening, closing = ("[", "]") if type(value) is list else ("{", "}")
    return "set()" if type(value) is set and not value else opening + ", ".join(items) + closing


def _array(value: np.ndarray) -> str:
    numbers = np.asarray(value)
    if numbers.dtype.kind == "f" and numbers.size and np.abs(numbers).max() > 1e-3:
        numbers = numbers.copy()
        numbers[np.abs(numbers) < 5e-6] = 0  # a rounding error beside numbers of usual size reads as 0, and never as -0
    body = np.array2string(numbers, separator=", ", threshold=20, edgeitems=3, precision=5)
    text = f"array({body})"
    if value.ndim < 2 and value.size <= MOST_ITEMS:
        return text
    shape = str(value.shape)
    return L(f"{shape} şeklinde {text}", f"{text} of shape {shape}")

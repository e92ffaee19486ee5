"""Turn any object of a student into a short, harmless text: a hostile ``__repr__`` must not break a check."""

import inspect
import itertools
import math
import re
import unicodedata

import numpy as np

from utils.checks.compare import as_array, as_number, is_number
from utils.language import L, language

LONGEST = 160  # characters of one shown value
MOST_ITEMS = 20  # items shown of a list, a tuple, a set or a dictionary
EDGE = 3  # items shown at each end of an axis of a larger array
MOST_NUMBERS = 40  # numbers of an array that is written out in a message
LEAST_DIGITS = 4  # significant digits of a number in a message, where they are enough
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shown(value, longest: int = LONGEST) -> str:
    """Return ``value`` as code would write it, in at most ``longest`` characters, without addresses.

    NumPy scalars are written as plain numbers; an array with two or more axes says its shape.
    """
    try:
        text = _text(value)
    except Exception:
        text = L(
            f"görüntülenemeyen bir {type(value).__name__} nesnesi",
            f"an object of type {type(value).__name__} that cannot be displayed",
        )
    text = " ".join(clean(text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def apart(given, expected) -> tuple[str, str]:
    """Return two values as a sentence has them, with as many digits as it takes to tell them apart.

    A number, and a pair or more of numbers, stand in the reader's own format: 0,25 in Turkish. Anything else is code,
    between backticks.
    """
    for digits in range(LEAST_DIGITS, 18):
        texts = said(given, digits), said(expected, digits)
        if texts[0] != texts[1]:
            break
    return texts


def said(value, digits: int = LEAST_DIGITS) -> str:
    """Return ``value`` as a sentence has it, its numbers with ``digits`` significant digits (see ``apart``)."""
    try:
        if is_number(value):
            return _number(as_number(value), digits)
        if type(value) is tuple and 1 < len(value) <= MOST_ITEMS and all(map(is_number, value)):
            separator = "; " if language() == "tr" else ", "
            return f"({separator.join(_number(as_number(item), digits) for item in value)})"
        return f"`{_code(value, digits)}`".replace("\n", " ")
    except Exception:
        return f"`{shown(value)}`"


def _code(value, digits) -> str:
    """Return a value as code, small arrays as lists."""
    if isinstance(value, tuple):
        items = ", ".join(_code(item, digits) for item in value[:MOST_ITEMS])
        return f"({items},)" if len(value) == 1 else f"({items})"
    array = as_array(value)
    if array is None or array.size > MOST_NUMBERS or (array.size == 0 and not isinstance(value, list)):
        return shown(value)
    return _listed(array.tolist(), digits)


def _listed(value, digits) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_listed(item, digits) for item in value)}]"
    return repr(float(f"{value:.{digits}g}") + 0.0) if type(value) is float else shown(value)


def _number(value, digits: int) -> str:
    """Return a number in the reader's format: a decimal comma in Turkish, a true minus, powers of ten far from 1."""
    if type(value) is not float or not math.isfinite(value):
        return shown(value).replace("-", "\N{MINUS SIGN}")
    text = np.format_float_positional(value, precision=digits, unique=False, fractional=False, trim="-")
    if value != 0 and not 1e-4 <= abs(value) < 1e9:
        size, power = f"{value:.{digits - 1}e}".split("e")
        text = f"{size.rstrip('0').rstrip('.')}·10{str(int(power)).translate(_SUPERSCRIPTS)}"
    elif abs(value) >= 10**digits:
        text = f"{value:.0f}"
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language() == "tr" else text


def clean(text: str) -> str:
    """Remove addresses and whatever cannot be displayed (control characters, lone surrogates, direction
    marks)."""
    text = re.sub(r" at 0x[0-9A-Fa-f]+", "", text)
    kept = (letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Cf"))
    return "".join(kept)


def call_text(function, args, kwargs=None) -> str:
    """Return a call as a student would type it: ``step(0.0)``. function: the function, or its name."""
    inside = [shown(value, 60) for value in args]
    inside += [f"{name}={shown(value, 60)}" for name, value in (kwargs or {}).items()]
    return f"{function if type(function) is str else name_of(function)}({', '.join(inside)})"


def short_call(name: str, args) -> str:
    """Return a call in which small arrays stand as lists, all their numbers shown: ``step([0.0, -1.5])``."""
    return f"{name}({', '.join(_code(value, 8) for value in args)})"


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
    if numbers.size > MOST_ITEMS:  # its corners are all that is shown; a huge array is not copied
        numbers = numbers[np.ix_(*map(_edges, numbers.shape))]
    if numbers.dtype.kind == "f" and numbers.size and np.abs(numbers).max() > 1e-3:
        numbers = numbers.copy()
        numbers[np.abs(numbers) < 5e-6] = 0  # a rounding error beside numbers of usual size reads as 0, and never as -0
    most = MOST_ITEMS if value.size <= MOST_ITEMS else 0
    body = np.array2string(numbers, separator=", ", threshold=most, edgeitems=EDGE, precision=5)
    text = f"array({body})"
    if value.ndim < 2 and value.size <= MOST_ITEMS:
        return text
    shape = str(value.shape)
    return L(f"{shape} şeklinde {text}", f"{text} of shape {shape}")


def _edges(length: int) -> list[int]:
    """Return the places of an axis that a summary shows, and one that it leaves out."""
    return list(range(length)) if length <= 2 * EDGE else [*range(EDGE + 1), *range(length - EDGE, length)]

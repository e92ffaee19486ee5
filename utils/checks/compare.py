"""Is the given value the expected one? By what it says, not by how it is stored."""

import collections.abc

import numpy as np

NUMERIC = "biufc"


def same(given, expected, *, rtol: float = 1e-5, atol: float = 1e-7, squeeze: bool = False) -> bool:
    """Return whether ``given`` says the same as ``expected``.

    A number may be a Python or NumPy number, a Boolean or an array without axes; an array may be a list, a
    tuple, a tensor (anything with ``__array__``) or an array, of any dtype. Shapes must agree;
    ``squeeze=True`` ignores axes of length 1, so ``[[3.0]]`` is the same as ``3``. NaN is the same as NaN.
    Numbers may differ by ``atol + rtol * abs(expected)``; where ``given`` has few digits (float16) by what
    those digits can hold. A tuple, or a list whose items have different shapes, is compared item by item, a
    dictionary by its keys and values. A text is never the same as a number.
    """
    options = {"rtol": rtol, "atol": atol, "squeeze": squeeze}
    if expected is None or isinstance(expected, (str, bytes, set, frozenset)):
        return _same_plain(given, expected)
    if isinstance(expected, dict):
        return _same_dict(given, expected, options)
    array = _as_array(expected)
    if array is None or isinstance(expected, tuple):
        return _same_items(given, expected, options)
    return _same_array(given, array, **options)


def as_array(value) -> np.ndarray | None:
    """Return ``value`` as a numeric array (any shape), or ``None`` where it is not made of numbers."""
    return None if _is_text(value) else _as_array(value)


def _same_plain(given, expected) -> bool:
    if expected is None:
        return given is None
    base = next(kind for kind in (str, bytes, (set, frozenset)) if isinstance(expected, kind))
    try:
        return isinstance(given, base) and bool(given == expected)
    except Exception:
        return False


def _same_dict(given, expected, options) -> bool:
    if not isinstance(given, dict) or len(given) != len(expected):
        return False
    return all(key in given and same(given[key], value, **options) for key, value in expected.items())


def _same_items(given, expected, options) -> bool:
    if not isinstance(expected, (list, tuple)):
        return type(given) is type(expected) and bool(given == expected)
    if _length(given) != len(expected):
        return False
    return all(same(given[i], item, **options) for i, item in enumerate(expected))


def _same_array(given, expected, rtol, atol, squeeze) -> bool:
    if not squeeze and not _may_have_shape(given, expected.shape):
        return False
    array = as_array(given)
    if array is None:
        return False
    if squeeze:
        array, expected = np.squeeze(array), np.squeeze(expected)
    if array.shape != expected.shape:
        return False
    if array.dtype.kind in "biu" and expected.dtype.kind in "biu":
        return bool(np.all(array == expected))
    if array.dtype.kind == "f":
        rtol = max(rtol, 8 * float(np.finfo(array.dtype).eps))
    return bool(np.allclose(array, expected, rtol=rtol, atol=atol, equal_nan=True))


def _may_have_shape(given, shape) -> bool:
    """Compare lengths before a list is converted: a list of a hundred million numbers must not cost a
    minute."""
    if not isinstance(given, (list, tuple)):
        return True
    return len(shape) > 0 and len(given) == shape[0] and all(_may_have_shape(item, shape[1:]) for item in given)


def _length(value) -> int | None:
    try:
        return len(value) if isinstance(value, collections.abc.Sequence) or hasattr(value, "__array__") else None
    except Exception:
        return None


def _is_text(value) -> bool:
    return isinstance(value, (str, bytes, bytearray, dict, set, frozenset))


def _as_array(value) -> np.ndarray | None:
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and _holds_numbers(array):  # Fraction, Decimal, very long integers
            array = array.astype(float)
        elif array.dtype.kind == "V" and array.dtype.names is None:  # bfloat16 and its like
            array = array.astype(np.float32)
    except Exception:
        return None
    return array if array.dtype.kind in NUMERIC else None


def _holds_numbers(array) -> bool:
    return 0 < array.size <= 1_000_000 and all(
        hasattr(item, "__float__") and not isinstance(item, np.ndarray) for item in array.flat
    )

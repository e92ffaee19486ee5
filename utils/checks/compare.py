"""Is the given value the expected one? By what it says, not by how it is stored."""

import collections.abc

import numpy as np

NUMERIC = "biufc"
# What a computation in floats of so many bytes may lose: of a number's own size, and of the size of the largest number.
FEW_DIGITS = {4: (1e-4, 2e-6), 2: (1e-2, 2e-3)}


def same(given, expected, *, rtol: float = 1e-5, atol: float = 1e-7, squeeze: bool = False) -> bool:
    """Return whether ``given`` says the same as ``expected``.

    A number may be a Python or NumPy number, a Boolean or an array without axes; an array may be a list, a
    tuple, a tensor (anything with ``__array__``) or an array, of any dtype. Shapes must agree;
    ``squeeze=True`` ignores axes of length 1, so ``[[3.0]]`` is the same as ``3``. NaN is the same as NaN.
    Numbers may differ by ``atol + rtol * abs(expected)``, and by ``FEW_DIGITS`` where ``given`` was computed
    in float32 or float16; with both 0 they must be equal. A tuple, or a list whose items have different shapes,
    is compared item by item, a dictionary by its keys and values. A text is never the same as a number.
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


def alike(given, expected, **tolerances) -> bool:
    """Return whether ``given`` is ``expected`` in any form that an answer may take.

    A number may also come as one element of an array or a list (``[26]``), several results (a tuple is expected) as a
    tuple, a list or a stacked array; all else, ``rtol`` and ``atol`` too, is as in ``same``.
    """
    if isinstance(expected, tuple):
        parts = as_parts(given, len(expected))
        return parts is not None and all(alike(*pair, **tolerances) for pair in zip(parts, expected, strict=True))
    if is_number(expected):
        given = _one_element(given)
        return given is not None and same(given, expected, **tolerances)
    return same(given, expected, **tolerances)


def is_number(value) -> bool:
    """Return whether ``value`` is a number and no collection: of Python, of NumPy, or an array without axes."""
    return not isinstance(value, (list, tuple)) and getattr(as_array(value), "shape", None) == ()


def as_array(value) -> np.ndarray | None:
    """Return ``value`` as an array of real numbers (any shape), or ``None`` where it is not made of them.

    Texts are no numbers. Complex numbers are, where no imaginary part is left; it is never dropped in silence.
    """
    array = None if _is_text(value) else _as_array(value)
    if array is not None and array.dtype.kind == "c":
        return array.real if not np.any(array.imag) else None
    return array


def as_number(value) -> float | int | None:
    """Return a single number as Python's own, or ``None``; it may be NaN or infinite.

    It may come as a number, an array without axes, one element of an array, list or tuple, or a tensor.
    """
    array = _one_element(value)
    return None if array is None else array.item()


def as_pair(value) -> tuple | None:
    """Return two numbers, each in a form of ``as_number``, as a tuple; ``None`` where ``value`` is something else."""
    numbers = [as_number(part) for part in as_parts(value, 2) or (None,)]
    return None if None in numbers else tuple(numbers)


def as_parts(value, count: int) -> tuple | None:
    """Return ``count`` results as a tuple, or ``None``: from a tuple, a list or what is stacked along the first axis."""
    if isinstance(value, (tuple, list)):
        return tuple(value) if len(value) == count else None
    if not isinstance(value, np.ndarray):
        value = as_array(value)
    if value is None or value.ndim == 0 or len(value) != count:
        return None
    return tuple(value)


def precision(value) -> float:
    """Return the distance of 1 to the next number in the floats that ``value`` is made of (1.2e-7 for float32)."""
    array = as_array(value)
    kind = array.dtype if array is not None and array.dtype.kind == "f" else float
    return float(np.finfo(kind).eps)


def _one_element(value) -> np.ndarray | None:
    if isinstance(value, (list, tuple)) and not _may_have_one(value):
        return None
    array = as_array(value)
    return array.reshape(()) if array is not None and array.size == 1 else None


def _may_have_one(value) -> bool:
    """Compare lengths before a list is converted, as ``_may_have_shape`` does."""
    while isinstance(value, (list, tuple)):
        if len(value) != 1:
            return False
        value = value[0]
    return True


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
    """Return whether ``given`` has the values of the array ``expected``; squeeze: axes of length 1 do not count."""
    if not squeeze and not _may_have_shape(given, expected.shape):
        return False
    array = None if _is_text(given) else _as_array(given)
    if array is None:
        return False
    if squeeze:
        array, expected = np.squeeze(array), np.squeeze(expected)
    if array.shape != expected.shape:
        return False
    if array.dtype.kind in "biu" and expected.dtype.kind in "biu":
        return bool(np.all(array == expected))
    if np.array_equal(array, expected):  # ten times as fast as what follows
        return True
    if rtol == atol == 0:
        return bool(np.array_equal(array, expected, equal_nan=True))
    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        few_rtol, few_atol = FEW_DIGITS[array.dtype.itemsize]
        finite = np.abs(expected[np.isfinite(expected)])
        rtol, atol = max(rtol, few_rtol), max(atol, few_atol * max(1.0, float(finite.max(initial=0.0))))
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
        hasattr(item, "__float__") and not isinstance(item, (np.ndarray, str, bytes)) for item in array.flat
    )

"""Read a value that a student gives, in whatever form it came, or end the check by saying what was expected.

``name`` is what the student calls the value: the variable of the exercise, or what the function should return.
"""

import inspect
import math
from collections.abc import Sequence

import numpy as np

from utils.checks.compare import as_array, as_number, as_parts
from utils.checks.engine import expect, require_return, wrong
from utils.checks.show import LONGEST, name_of, said
from utils.language import L


def require_number(value, name: str, *, finite: bool = True) -> float | int:
    """Return a single number as Python's own: from a number, one element of an array or a list, or a tensor.

    Mistakes: "no_return", "not_a_number", "not_finite" (only with ``finite``).
    """
    require_return(value)
    number = as_number(value)
    if number is None:
        message = L(f"`{name}` tek bir sayı olmalı. ", f"`{name}` has to be a single number. ")
        wrong(message + what_came(value), "not_a_number")
    if finite:
        _require_finite(np.asarray(number), name)
    return number


def require_parts(value, *names: str) -> tuple:
    """Return as many results as there are ``names``: from a tuple, a list, or an array stacked along its first axis.

    Mistakes: "no_return", "wrong_number_of_results".
    """
    require_return(value)
    parts = as_parts(value, len(names))
    if parts is None:
        wrong(how_many(len(names), f"return {', '.join(names)}") + what_came(value), "wrong_number_of_results")
    return parts


def require_pair(value, first: str, second: str) -> tuple[float | int, float | int]:
    """Return two numbers, each in any form. Mistakes: those of ``require_parts`` and ``require_number``."""
    one, two = require_parts(value, first, second)
    return require_number(one, first), require_number(two, second)


def require_array(value, name: str, shape: Sequence[int | None] | None = None, *, finite=True, any_layout=False):
    """Return an array of real numbers: from an array, a list, a tuple or a tensor.

    shape: what it has to be, ``None`` standing for any length. any_layout: as many numbers in another shape, a row for
    a column, are taken too and brought into ``shape``. Mistakes: "no_return", "not_numbers", "shape", "not_finite".
    """
    require_return(value)
    array = as_array(value)
    if array is None:
        message = L(f"`{name}` gerçek sayılardan oluşmalı. ", f"`{name}` has to consist of real numbers. ")
        wrong(message + what_came(value), "not_numbers")
    lengths = [length for length in shape or () if length is not None]
    if any_layout and shape is not None and len(lengths) == len(shape) and array.size == math.prod(lengths):
        array = array.reshape(lengths)
    if shape is not None and not _fits(array.shape, shape):
        wrong(wrong_shape(name, array.shape, shape), "shape")
    if finite:
        _require_finite(array, name)
    return array


def how_many(count: int, code: str) -> str:
    """Return the sentence that asks for ``count`` results, in code that says how."""
    tr = ("", "Bir", "İki", "Üç", "Dört", "Beş")[count]
    en = ("", "one value", "two values", "three values", "four values", "five values")[count]
    return L(f"{tr} değer döndürün: `{code}`. ", f"Return {en}: `{code}`. ")


def wrong_shape(name: str, came, expected) -> str:
    """Return the sentence on an array of another shape."""
    wanted = str(tuple(expected)).replace("None", "n")
    if len(came) == 0:
        return L(
            f"`{name}` {wanted} şeklinde bir dizi olmalı, tek bir sayı değil.",
            f"`{name}` has to be an array of shape {wanted}, not a single number.",
        )
    return L(
        f"`{name}` dizisinin şekli {wanted} olmalı; sizinkinin şekli {tuple(came)}.",
        f"The shape of `{name}` has to be {wanted}, but it is {tuple(came)}.",
    )


def what_came(value) -> str:
    """Return what a value is that is not what was expected, as a sentence: its kind, where that explains it."""
    if value is None:
        return L(
            "Yanıtınız `None`, yani hiçbir değer yok: `print(...)` ekrana yazar ama değer vermez.",
            "Your answer is `None`, that is, no value: `print(...)` writes to the screen but returns nothing.",
        )
    if isinstance(value, str) and _is_number_in_quotes(value):
        return L(
            f"{said(value)} bir metin; sayıyı tırnaksız yazın.",
            f"{said(value)} is text; write the number without quotes.",
        )
    if isinstance(value, str):
        return L(f"{said(value)} bir metin, sayı değil.", f"{said(value)} is text, not a number.")
    if inspect.isgenerator(value):
        return L(
            "Yanıtınız bir üreteç (generator); `list(...)` onu listeye çevirir.",
            "Your answer is a generator; `list(...)` turns it into a list.",
        )
    if inspect.isroutine(value):
        return L(
            f"Yanıtınız `{name_of(value)}` fonksiyonunun kendisi: onu çağıran parantezleri unutmuş olabilirsiniz.",
            f"Your answer is the function `{name_of(value)}` itself: the brackets that call it may be missing.",
        )
    if isinstance(value, (tuple, list)) and _of_several_shapes(value):
        values = f": {said(value)}" if len(said(value)) <= LONGEST else ""
        return L(f"Yanıtınızda {len(value)} değer var{values}.", f"Your answer has {len(value)} values{values}.")
    if np.iscomplexobj(value):
        return L(
            f"Yanıtınızda karmaşık sayı var: {said(value)}.",
            f"There is a complex number in your answer: {said(value)}.",
        )
    array = as_array(value)
    if array is not None and array.ndim > 0 and str(array.shape) in said(value):
        return L(f"Yanıtınız bir dizi: {said(value)}.", f"Your answer is an array: {said(value)}.")
    if array is not None and array.ndim > 0:
        return L(
            f"Yanıtınız {array.shape} şeklinde bir dizi: {said(value)}.",
            f"Your answer is an array of shape {array.shape}: {said(value)}.",
        )
    return L(f"Yanıtınız: {said(value)}.", f"Your answer is {said(value)}.")


def _is_number_in_quotes(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _of_several_shapes(values) -> bool:
    try:
        np.asarray(values)
    except ValueError:  # NumPy makes no array of them
        return True
    return False


def not_finite(array: np.ndarray) -> str:
    """Return what to say of an array that holds NaN or infinity."""
    if np.isnan(array).any():
        return L(
            "Sonuçta `nan` var. Olası nedenler: 0/0, ∞ − ∞, negatif bir sayının karekökü ya da logaritması.",
            "The result contains `nan`. Possible causes: 0/0, ∞ − ∞, the square root or the logarithm of a negative number.",
        )
    return L(
        "Sonuçta sonsuz (`inf`) var. Olası nedenler: sıfıra bölme, sıfırın logaritması, taşan bir üs.",
        "The result contains infinity (`inf`). Possible causes: a division by zero, the logarithm of zero, a power that "
        "overflows.",
    )


def _require_finite(array, name: str) -> None:
    expect(np.isfinite(array).all(), f"`{name}`: {not_finite(array)}", "not_finite")


def _fits(came, expected) -> bool:
    return len(came) == len(expected) and all(two in (None, one) for one, two in zip(came, expected, strict=True))

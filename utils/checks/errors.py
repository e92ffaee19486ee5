"""Say in the reader's language what a Python error means, and on which of the student's own lines it
happened."""

import dis
import linecache
import site
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from utils.checks.limits import NoKeyboard, OutOfTime
from utils.checks.show import clean
from utils.language import L, number

MESSAGE_LIMIT = 300
LIBRARIES = tuple(
    {
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        *site.getsitepackages(),
    }
)
UTILS = str(Path(__file__).resolve().parents[1])


def explain(error: BaseException) -> str:
    """Return one or two sentences in the reader's language: what happened and what to look at first."""
    if isinstance(error, OutOfTime):
        return L(
            f"Kod {_seconds(error)} saniyede bitmedi ve durduruldu. Büyük olasılıkla hiç bitmeyen bir döngü "
            f"var: döngünün koşulu ne zaman yanlış olacak?",
            f"The code did not finish within {_seconds(error)} seconds and was stopped. Most likely a loop "
            f"never ends: when does its condition become false?",
        )
    for kind, words, _, sentence in _KNOWN_WORDS:
        if isinstance(error, kind) and words in python_message(error):
            return sentence()
    for kinds, sentence in _SENTENCES:
        if isinstance(error, kinds):
            return sentence()
    return L("Kodunuz çalışırken bir hata oluştu.", "Your code stopped with an error.")


def python_message(error: BaseException) -> str:
    """Return Python's own words, ``ZeroDivisionError: division by zero``, shortened and without addresses."""
    if isinstance(error, OutOfTime):
        return ""
    try:
        words = clean(str(error))
    except Exception:
        words = ""
    words = words if len(words) <= MESSAGE_LIMIT else words[: MESSAGE_LIMIT - 1] + "…"
    kind = clean(type(error).__name__)
    return f"{kind}: {words}" if words else kind


def students_line(error: BaseException) -> str:
    """Return ``line 3: return z / 0`` for the innermost line of the student's own code, or ``""``."""
    for frame, line in reversed(_lines(error.__traceback__)):
        file = frame.f_code.co_filename
        if file.startswith((UTILS, "<frozen", "<__array_function__")) or file.startswith(LIBRARIES):
            continue
        text = clean(linecache.getline(file, line)).strip()
        return L(f"{line}. satır: {text}", f"line {line}: {text}") if text else L(f"{line}. satır", f"line {line}")
    return ""


def mistake(error: BaseException) -> str:
    """Return the name under which an instructor finds this error: "endless_loop", a name of ``_KNOWN_WORDS``, else
    Python's own."""
    if isinstance(error, OutOfTime):
        return "endless_loop"
    for kind, words, name, _ in _KNOWN_WORDS:
        if isinstance(error, kind) and words in python_message(error):
            return name
    return next((kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"), "Exception")


def is_students_own_interrupt(error: KeyboardInterrupt) -> bool:
    """Tell ``raise KeyboardInterrupt`` in a student's code from the reader's own stop button.

    The button's exception appears between two instructions; the student's comes out of a ``raise``.
    """
    trace = error.__traceback__
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    if code.co_filename.startswith(LIBRARIES):  # an event loop hands the stop button's signal on by itself
        return False
    return dis.opname[code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"


def _lines(trace: TracebackType | None) -> list:
    lines = []
    while trace is not None:
        lines.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return lines[:50] + lines[-50:]  # a runaway recursion has a thousand


def _seconds(error: OutOfTime) -> str:
    return number(error.seconds, 0 if error.seconds == int(error.seconds) else 1)


def _if_on_array():
    return L(
        "`if`, `and`, `or` tek bir doğru ya da yanlış ister; bir dizide her öğe için ayrı yanıt var. Öğe öğe seçmek için "
        "`np.where(koşul, a, b)`, tek yanıt için `np.any(...)` ya da `np.all(...)` kullanın.",
        "`if`, `and`, `or` need a single true or false; an array has an answer for each element. Choose element by element "
        "with `np.where(condition, a, b)`, or make one answer with `np.any(...)` or `np.all(...)`.",
    )


def _shapes_do_not_fit():
    return L(
        "Bu şekiller birbirine yayılamıyor: sağdan hizalanınca alt alta gelen uzunluklar eşit olmalı, ya da biri 1.",
        "These shapes cannot be broadcast: aligned on the right, lengths below one another have to be equal, or one of them 1.",
    )


def _product_does_not_fit():
    return L(
        "Matris çarpımında soldakinin son uzunluğu, sağdakinin ilk uzunluğuna eşit olmalı. Şekilleri (`shape`) yazdırın.",
        "In a matrix product the last length on the left has to equal the first on the right. Print the shapes (`shape`).",
    )


def _uneven_rows():
    return L(
        "Uzunlukları farklı satırlardan bir dizi oluşturulamaz.",
        "Rows of different lengths cannot form an array.",
    )


def _unpacking():
    return L(
        "Eşittirin solundaki adların sayısı, sağdaki değerlerin sayısını tutmuyor.",
        "There are not as many names on the left of the equals sign as values on its right.",
    )


def _single_number():
    return L(
        "Tek bir sayı gereken yerde bir dizi var (`float(...)`, `int(...)` ya da `math` fonksiyonları diziyle çalışmaz).",
        "There is an array where a single number is needed (`float(...)`, `int(...)` and the functions of `math` take none).",
    )


def _none_used():
    return L(
        "`None` bir değer gibi kullanılmış: çağırdığınız bir fonksiyon değer döndürmüyor olabilir (`return` eksik, ya da "
        "`.sort()` gibi yerinde değiştiren bir metot).",
        "`None` was used like a value: something you call may return nothing (a `return` is missing, or it works in place, "
        "as `.sort()` does).",
    )


def _object_for_a_number():
    return L(
        "NumPy'ın bir fonksiyonuna sayı ya da dizi yerine başka türden bir nesne verilmiş: içindeki sayıyı verin "
        "(`value.number` gibi).",
        "A function of NumPy was given an object that is neither a number nor an array: give it the number inside (such as "
        "`value.number`).",
    )


# Errors known by Python's words: (kind, words, the mistake's name, what to say).
_KNOWN_WORDS: tuple[tuple[type[BaseException], str, str, Callable[[], str]], ...] = (
    (ValueError, "truth value of an array", "if_on_array", _if_on_array),
    (TypeError, "as a Python `bool`", "if_on_array", _if_on_array),
    (ValueError, "broadcast", "shapes_do_not_fit", _shapes_do_not_fit),
    (ValueError, "mismatch in its core dimension", "product_does_not_fit", _product_does_not_fit),
    (ValueError, "not aligned", "product_does_not_fit", _product_does_not_fit),
    (ValueError, "inhomogeneous", "uneven_rows", _uneven_rows),
    (ValueError, "values to unpack", "unpacking", _unpacking),
    (TypeError, "can be converted to Python scalars", "single_number", _single_number),
    (TypeError, "'NoneType'", "none_used", _none_used),
    (TypeError, "loop of ufunc does not support", "object_for_a_number", _object_for_a_number),
)

# The first kind that fits is used, so a subclass stands before its base.
_SENTENCES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[[], str]], ...] = (
    (
        NoKeyboard,
        lambda: L(
            "Denetim sırasında `input()` kullanılamaz: değerler fonksiyona argüman olarak gelir.",
            "`input()` cannot be used in a check: the values arrive as arguments.",
        ),
    ),
    (
        RecursionError,
        lambda: L(
            "Fonksiyon durmadan kendini çağırıyor: kendini çağırmadan döndüğü bir durum olmalı.",
            "The function keeps calling itself: there has to be a case where it returns without doing so.",
        ),
    ),
    (
        MemoryError,
        lambda: L(
            "Bellek yetmedi: oluşturduğunuz dizi beklenenden çok daha büyük olabilir.",
            "There was not enough memory: an array may be far larger than you meant.",
        ),
    ),
    (
        (SystemExit, GeneratorExit, KeyboardInterrupt),
        lambda: L(
            "Kodunuz programı kapatmak istedi (`exit()`, `quit()` gibi). Bunun yerine `return` ile bir değer döndürün.",
            "Your code tried to end the program (`exit()`, `quit()` or the like). Return a value with "
            "`return` instead.",
        ),
    ),
    (
        UnboundLocalError,
        lambda: L("Bir değişken, değer almadan önce kullanıldı.", "A variable is used before it has a value."),
    ),
    (
        NameError,
        lambda: L(
            "Bu ad tanımlı değil. Yazımı doğru mu? Adı tanımlayan hücreyi çalıştırdınız mı?",
            "This name is not defined. Is it spelled right? Did you run the cell that defines it?",
        ),
    ),
    (
        ZeroDivisionError,
        lambda: L(
            "Sıfıra bölme: bölen hangi durumda sıfır oluyor?",
            "Division by zero: when does the divisor become zero?",
        ),
    ),
    (
        IndexError,
        lambda: L(
            "İstenen sıra numarası dizide yok. Saymanın 0'dan başladığını unutmayın.",
            "That position does not exist. Remember that counting starts at 0.",
        ),
    ),
    (KeyError, lambda: L("Sözlükte böyle bir anahtar yok.", "The dictionary has no such key.")),
    (
        AttributeError,
        lambda: L(
            "Bu nesnenin böyle bir özelliği veya metodu yok. Nesne sandığınız türde mi?",
            "This object has no such attribute or method. Is it of the kind you think it is?",
        ),
    ),
    (
        ImportError,
        lambda: L(
            "Bu ad içe aktarılamadı: yazımını denetleyin.",
            "This name could not be imported: check its spelling.",
        ),
    ),
    (
        TypeError,
        lambda: L(
            "Bir işlem, beklemediği türde bir değerle karşılaştı (örneğin metinle sayı toplandı veya "
            "argüman sayısı tutmadı).",
            "An operation met a kind of value that it cannot use (text added to a number, for example, or "
            "the wrong number of arguments).",
        ),
    ),
    (
        ValueError,
        lambda: L(
            "Değerin türü uygun ama kendisi uygun değil. Dizilerle çalışıyorsanız önce şekillerini "
            "(`shape`) karşılaştırın.",
            "The kind of value is right but the value is not. With arrays, compare their shapes first.",
        ),
    ),
    (
        AssertionError,
        lambda: L("Kodunuzdaki bir `assert` sağlanmadı.", "An `assert` in your code did not hold."),
    ),
)

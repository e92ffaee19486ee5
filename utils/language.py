"""The one place that knows the reader's language.

A lesson says it once, in its first cell (``use_language("tr")``); everything that a reader sees is then
written as ``L("metin", "text")``. The same ``L`` in a lesson's *source* becomes a plain string when the
notebook is built (``utils.authoring``), so students never meet it.
"""

import locale
import os
import re

LANGUAGES = ("tr", "en")

_current: str | None = None


def use_language(language: str) -> None:
    """Choose the language, ``"tr"`` or ``"en"``, of all that the course shows from now on."""
    if language not in LANGUAGES:
        raise ValueError(
            f"Bilinmeyen dil {language!r}: 'tr' veya 'en' yazın. | Unknown language {language!r}: use 'tr' or 'en'."
        )
    global _current
    _current = language


def language() -> str:
    """Return ``"tr"`` or ``"en"``: what was chosen, else ``COURSE_LANGUAGE``, else the system's."""
    return _current or system_language()


def system_language() -> str:
    """Return ``"tr"`` where ``COURSE_LANGUAGE`` or the system's locale is Turkish, else ``"en"``."""
    names = [os.environ.get(name) for name in ("COURSE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in [*names, locale.getlocale()[0]] if name), "en").lower()
    return "tr" if name.startswith(("tr", "turk")) else "en"


def L(tr: str, en: str) -> str:
    """Return the side of the reader's language. Both are written side by side, so neither can be forgotten."""
    return tr if language() == "tr" else en


def number(value: float, digits: int = 2) -> str:
    """Write ``value`` with ``digits`` decimals as the reader's language does: 0,25 in Turkish, 0.25 in English.

    A true minus sign is used, and a value that rounds to zero carries none.
    """
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language() == "tr" else text


def percent(share: float, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: %95 in Turkish, 95% in English."""
    text = number(100 * share, digits)
    return f"%{text}" if language() == "tr" else f"{text}%"


def thousands(count: int) -> str:
    """Write a whole number with the mark between thousands: 8.490.560 in Turkish, 8,490,560 in English."""
    text = f"{count:,}".replace("-", "\N{MINUS SIGN}")
    return text.replace(",", ".") if language() == "tr" else text


_ONES = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_GREAT = {3: "bin", 6: "milyon", 9: "milyar", 12: "trilyon"}  # by the zeros at the end
_HARMONY = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def inflected(value: float | str, case: str) -> str:
    """Return a number with the Turkish suffix of ``case``: ``inflected(10, "dative")`` is "10'a", of 50 "50'ye".

    value: a number, or a text that ends in one, "%5" or "0,25" (without a separator of thousands). case: "accusative"
    (3'ü), "dative" (3'e), "locative" (3'te), "ablative" (3'ten) or "genitive" (3'ün).
    """
    word = _last_word(str(value))
    vowel = next(letter for letter in reversed(word) if letter in _HARMONY)
    narrow, wide = _HARMONY[vowel], "a" if vowel in "aıou" else "e"
    open_end, hard_end = word[-1] in _HARMONY, word[-1] in "çfhkpsşt"
    from_there = ("t" if hard_end else "d") + wide
    suffix = {
        "accusative": "y" * open_end + narrow,
        "dative": "y" * open_end + wide,
        "locative": from_there,
        "ablative": from_there + "n",
        "genitive": "n" * open_end + narrow + "n",
    }[case]
    return f"{value}'{suffix}"


def _last_word(text: str) -> str:
    """Return the last word of the last number in ``text``, read aloud; what follows a comma is a number of its own."""
    found = re.findall(r"\d+", text.translate(_SUPERSCRIPTS), re.ASCII)
    if not found:
        raise ValueError(f"no number in {text!r}")
    digits = found[-1]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0 or zeros == len(digits):
        return _ONES[int(digits[-1])]
    if zeros == 1:
        return _TENS[int(digits[-2])]
    return "yüz" if zeros == 2 else _GREAT[min(zeros // 3 * 3, 12)]

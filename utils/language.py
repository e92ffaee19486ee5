"""The one place that knows the reader's language.

A lesson says it once, in its first cell (``use_language("tr")``); everything that a reader sees is then
written as ``L("metin", "text")``. The same ``L`` in a lesson's *source* becomes a plain string when the
notebook is built (``utils.authoring``), so students never meet it.
"""

import locale
import os

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
    names = (os.environ.get("COURSE_LANGUAGE"), os.environ.get("LANG"), locale.getlocale()[0])
    name = next((name for name in names if name), "en").lower()
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

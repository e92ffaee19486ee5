"""Formulas as HTML and MathML, typeset by the KaTeX in ``assets/vendor`` while the site is built: a page needs no
script for them, and nothing moves when it opens.
"""

import html
import re
from functools import cache

from utils.places import course_file

KATEX = course_file("assets/vendor/katex")

TEXT = re.compile(r"\\text\{[^{}]*\}")  # where KaTeX takes letters, but no ≠

_open: list = []  # the one JavaScript engine of this process, once there is a formula


class FormulaError(Exception):
    """KaTeX cannot read a formula; the message has both."""


@cache
def typeset(formula: str, display: bool = False) -> str:
    """Return a formula as HTML in one line."""
    options = {"displayMode": display, "throwOnError": True, "strict": "ignore"}
    plain = TEXT.sub(lambda text: text[0].replace("≠", r"} \ne \text{"), html.unescape(formula))
    try:
        return _engine().call("katex.renderToString", plain, options).replace("\n", " ")
    except Exception as error:  # the engine wraps what KaTeX throws into one of its own, with all of its source
        raise FormulaError(f"{formula}\n{str(error).splitlines()[0]}") from None


def _engine():
    if not _open:
        from py_mini_racer import MiniRacer

        _open.append(MiniRacer())
        _open[0].eval((KATEX / "katex.min.js").read_text(encoding="utf-8"))
    return _open[0]


def close():
    """End the engine: its thread would keep the process alive."""
    while _open:
        _open.pop().close()
    typeset.cache_clear()

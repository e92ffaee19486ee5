"""Cells as HTML: markdown with formulas for KaTeX, code in colours, outputs as a kernel left them."""

import base64
import html
import re
from functools import cache

OUTPUTS = (
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/plain",
)  # the best first
FORMULA = re.compile(r"\$([^$\n]+)\$")
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@cache
def _reader():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": True, "highlight": _fence}).enable(["table", "strikethrough"])
    return reader.use(dollarmath_plugin, renderer=_formula, allow_space=False, double_inline=True)


def _fence(code, language, _attributes):
    return highlighted(code) if language == "python" else ""


def _formula(text, options):
    """Return a formula as KaTeX finds it on the page (``static/slides.js``)."""
    kind = "course-display" if options["display_mode"] else "course-inline"
    return f'<span class="{kind}">{html.escape(text, quote=False)}</span>'


def markdown(text: str) -> str:
    """Return markdown as HTML; formulas inside of raw HTML too, where no reader of markdown looks."""
    page = _reader().render(text)
    return re.sub(
        r"<summary>.*?</summary>",
        lambda summary: FORMULA.sub(lambda found: f'<span class="course-inline">{found[1]}</span>', summary[0]),
        page,
        flags=re.S,
    )


def highlighted(code: str) -> str:
    """Return Python code in colours (``code_style``)."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))


def code_style() -> str:
    """Return the colours of code, on light and on dark slides."""
    from pygments.formatters import HtmlFormatter

    light = HtmlFormatter(style="default").get_style_defs(".course-slides code")
    dark = HtmlFormatter(style="github-dark").get_style_defs("[data-theme=dark] .course-slides code")
    return "\n".join(line for line in f"{light}\n{dark}".splitlines() if "background" not in line)


def outputs(cell) -> str:
    """Return a cell's outputs, as a notebook shows them."""
    return "".join(_output(output) for output in cell.outputs)


def _output(output):
    if output.output_type == "stream":
        return f"<pre>{html.escape(ANSI.sub('', output.text))}</pre>"
    if output.output_type == "error":
        return f"<pre>{html.escape(ANSI.sub('', chr(10).join(output.traceback)))}</pre>"
    kind = next((kind for kind in OUTPUTS if kind in output.data), None)
    if kind is None:
        return ""
    data = output.data[kind]
    if kind.startswith("image/") and kind != "image/svg+xml":
        picture = f"data:{kind};base64,{data.strip()}"
        return f'<img alt="" style="--wide:{_width(data) if kind == "image/png" else 640}" src="{picture}">'
    if kind == "text/markdown":
        return markdown(data)
    return data if kind != "text/plain" else f"<pre>{html.escape(data)}</pre>"


def _width(data):
    """Return a PNG's width in pixels, which stands in its head."""
    return int.from_bytes(base64.b64decode(data[:64])[16:20], "big")

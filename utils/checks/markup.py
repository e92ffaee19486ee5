"""The little HTML that results and the map are made of. Colours are the theme's own, so both themes look
right."""

import html
import re

from utils.checks.show import clean

FONT = "font-family:var(--jp-content-font-family, sans-serif);line-height:1.5"
FRAME = "border:1px solid var(--jp-border-color2, #bdbdbd);border-radius:4px"
CODE = (
    "font-family:var(--jp-code-font-family, monospace);font-size:.95em;padding:.1em "
    ".3em;border-radius:3px;background:var(--jp-layout-color2, "
    "rgba(128,128,128,.15));overflow-wrap:anywhere;white-space:pre-wrap"
)
QUIET = "opacity:.8"

SUCCESS = "var(--jp-success-color1, #009E73)"
FAILURE = "var(--jp-error-color1, #D55E00)"
WARNING = "var(--jp-warn-color1, #E69F00)"
NEUTRAL = "var(--jp-info-color1, #56B4E9)"


def escaped(text: str) -> str:
    """Return ``text`` as HTML that shows it, without what cannot be displayed."""
    return html.escape(clean(text))


def tag(name: str, style: str, content: str, **attributes: str) -> str:
    """Return one element. ``content`` is HTML already; attributes are text (``aria_label`` for
    aria-label)."""
    if style:
        attributes = {"style": style, **attributes}
    words = [f' {key.replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items()]
    return f"<{name}{''.join(words)}>{content}</{name}>"


def paragraph(text: str, style: str = "") -> str:
    """Return ``text`` escaped, with `code` between backticks and **weight** between stars marked and its line breaks
    kept."""
    body = re.sub(r"`([^`\n]+)`|(?<!\w)\*\*(?=\S)([^*`\n]+)(?<=\S)\*\*(?!\w)", _marked, escaped(text))
    return tag("div", f"margin-top:.3em;{style}", body.replace("\n", "<br>"))


def _marked(found: re.Match) -> str:
    return tag("code", CODE, found[1]) if found[1] else tag("strong", "", found[2])

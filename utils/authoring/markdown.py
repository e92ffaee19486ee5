"""What a block of markdown says: its headings, and its words without code, formulas and addresses."""

import re

FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^`\n]*\n.*?^ {0,3}\1[`~]*[ \t]*$", re.M | re.S)
NO_WORDS = (
    r"\$\$.*?\$\$",
    r"\$[^$\n]*\$",
    r"`[^`\n]*`",
    r"^#+ [^\n]*$",
    r"<!--.*?-->",
    r"</?[a-z][^>]*>",
    r"\]\([^)\s]*\)",
    r"https?://[^\s)>]+",
    r"^- [^\n]*\(\d{4}\)\.[^\n]*$",  # an entry of the references
)
NOT_PROSE = re.compile("|".join(f"(?:{skipped})" for skipped in NO_WORDS), re.M | re.S)


def without_code(text: str) -> str:
    """Return markdown with its fenced code blanked out, line for line."""
    return FENCED.sub(lambda found: "\n" * found[0].count("\n"), text)


def headings(text: str) -> list[tuple[int, str]]:
    """Return (level, title) of each heading, in order."""
    found = re.findall(r"^(#{1,6}) +(.+)$", without_code(text), flags=re.M)
    return [(len(marks), title.strip()) for marks, title in found]


def prose(text: str) -> str:
    """Return the sentences of markdown: all else is blanked out, so that no word moves to another line or column."""
    blanked = FENCED.sub(_blank, text)
    return NOT_PROSE.sub(_blank, blanked)


def _blank(found):
    return re.sub(r"[^\n]", "\0", found[0])


def words(text: str) -> list[str]:
    """Return the words of two letters or more that a reader has to understand, headings included."""
    titles = " ".join(title for _, title in headings(text))
    return re.findall(r"[^\W\d_]{2,}", f"{prose(text)} {NOT_PROSE.sub(' ', titles)}")

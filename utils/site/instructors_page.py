"""The page for instructors: INSTRUCTORS.md in the page's language."""

import re
from pathlib import Path

from utils.authoring.front_cells import in_language
from utils.site.pages import LESSON_LINK

NAME = "instructors"
LANGUAGE_HEADING = re.compile(r"^## (?:Türkçe|English)\n", re.M)
HEADING = re.compile(r"^#(#+ )", re.M)
COMMENT = re.compile(r"<!--.*?-->\n*", re.S)
PAPER_LINK = re.compile(r"\[([^\]]+)\]\([A-Z]+\.md\)")  # what is in the repository alone


def title(language: str) -> str:
    return in_language(language, "Öğretmenler için", "For instructors")


def instructors_page(guide: Path, lessons, language: str) -> str:
    """Return the page as markdown; guide: INSTRUCTORS.md, lessons: the slugs that the site has."""
    _, turkish, english = LANGUAGE_HEADING.split(guide.read_text(encoding="utf-8"))
    text = HEADING.sub(r"\1", COMMENT.sub("", in_language(language, turkish, english)))
    text = PAPER_LINK.sub(r"`\1`", text.replace(f"({language}/", "("))
    text = LESSON_LINK.sub(lambda link: link[0] if link[2] in lessons else link[1], text)
    return f"# {title(language)}\n\n{text.strip()}\n"

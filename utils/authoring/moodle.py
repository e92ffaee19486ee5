"""The lessons' multiple-choice questions as Moodle XML, which Moodle takes in under "Question bank > Import".

The format: https://docs.moodle.org/en/Moodle_XML_format
"""

import html
import re
import textwrap
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from utils.authoring import question
from utils.authoring.build import TEACHING, sources
from utils.language import LANGUAGES

NAME = 60  # letters of a question that its name in the question bank shows
COURSE = {"tr": "Derin öğrenme", "en": "Deep learning"}


def write_questions(root: Path, lessons=None, languages=LANGUAGES) -> dict[Path, int]:
    """Write ``teaching/questions-<language>.xml`` with all questions of these lessons; return {path: how many}.

    SourceError, ValueError: as ``build``.
    """
    read = sources(root, lessons)
    (root / TEACHING).mkdir(exist_ok=True)
    written = {}
    for language in languages:
        quiz = quiz_of(read, language)
        path = root / TEACHING / f"questions-{language}.xml"
        ElementTree.ElementTree(quiz).write(path, encoding="utf-8", xml_declaration=True)
        written[path] = len(quiz.findall("question[@type='multichoice']"))
    return written


def quiz_of(lessons, language: str) -> ElementTree.Element:
    """Return ``<quiz>``: for each of ``lessons`` (``source.Lesson``) a category, and its questions in it."""
    quiz = ElementTree.Element("quiz")
    for lesson in lessons:
        texts = [unit.texts[language] for unit in lesson.units if unit.role == "question"]
        if not texts:
            continue
        title = f"{lesson.slug[:2]} {lesson.course['title'][language]}"
        places = (part.replace("/", "//") for part in (COURSE[language], title))  # one / parts a category from the next
        category = ElementTree.SubElement(quiz, "question", type="category")
        _text(category, "category", "/".join(("$course$", "top", *places)))
        for number, text in enumerate(texts, 1):
            quiz.append(_multichoice(text, lesson.slug, number, language))
    return quiz


def _multichoice(text, slug, number, language):
    """Return one question. Where several options are right, each gives its part of the point and a wrong one takes as much."""
    asked, options = question.parse(text)
    right = sum(option.right for option in options)
    element = ElementTree.Element("question", type="multichoice")
    name = textwrap.shorten(re.sub(r"\$[^$]*\$", "…", asked.replace("`", "").replace("*", "")), NAME, placeholder=" …")
    _text(element, "name", f"{slug[:2]}.{number} {name}")
    _text(element, "questiontext", _reader().render(asked).strip(), format="html")
    ElementTree.SubElement(element, "defaultgrade").text = "1"
    ElementTree.SubElement(
        element, "idnumber"
    ).text = f"{slug}-{number}"  # an import that is repeated can be told by it
    ElementTree.SubElement(element, "single").text = "true" if right == 1 else "false"
    ElementTree.SubElement(element, "shuffleanswers").text = "true"
    ElementTree.SubElement(element, "answernumbering").text = "ABCD"
    for option in options:
        wrong = 0 if right == 1 else -100 / right
        answer = _text(
            element,
            "answer",
            _line(option.text),
            format="html",
            fraction=f"{100 / right if option.right else wrong:.7g}",
        )
        _text(answer, "feedback", _line(option.reason), format="html")
    return element


def _text(parent, tag, text, **attributes):
    """Add ``<tag><text>…</text></tag>``; return it."""
    element = ElementTree.SubElement(parent, tag, attributes)
    ElementTree.SubElement(element, "text").text = text
    return element


@cache
def _reader():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark").enable("table")
    return reader.use(dollarmath_plugin, renderer=_formula, allow_space=False, double_inline=True)


def _formula(text, options):
    r"""Return a formula between the marks that Moodle's MathJax filter knows: \(…\), and \[…\] for one on a line of its own."""
    opened, closed = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return opened + html.escape(text, quote=False) + closed


def _line(text):
    """Return one line of markdown as HTML: "2. derste" begins no list in it."""
    return f"<p>{_reader().renderInline(text)}</p>"

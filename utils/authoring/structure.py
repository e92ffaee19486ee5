"""Holds a lesson to its form: the first cell, exercises, questions, expected outputs, the table of new words."""

import re

from utils.authoring import exercise, question
from utils.authoring.deck import own_slide
from utils.authoring.markdown import headings
from utils.language import LANGUAGES

OUTPUT_TAG = "nbval-check-output"
TITLE = {"tr": re.compile(r"Alıştırma (\d+): \S"), "en": re.compile(r"Exercise (\d+): \S")}
FENCED = re.compile(r"```\w*\n(.*?\n?)```", re.S)
FIRST = 'use_language(L("tr", "en"))'


def check_structure(lesson):
    """Report each break of a lesson's form to ``lesson.problems``."""
    _check_first_cell(lesson)
    _check_exercises(lesson)
    _check_hints(lesson)
    _check_questions(lesson)
    _check_terms(lesson)
    _check_slides(lesson)


def exercises(lesson) -> list:
    """Return the units that hold an exercise's code."""
    return [unit for unit in lesson.units if unit.kind == "code" and exercise.is_exercise(unit.texts["tr"])]


def _check_first_cell(lesson):
    first = next((unit for unit in lesson.units if unit.kind == "code"), None)
    if first is None or FIRST not in first.texts["tr"]:
        lesson.problems.add(first.line if first else 1, f"a lesson's first code cell says `{FIRST}`")


def _check_exercises(lesson):
    """An exercise has a numbered heading, then one code cell with its solution."""
    solved, opened, number = exercises(lesson), None, 0
    for unit in lesson.units:
        if unit in solved:
            if opened is None:
                lesson.problems.add(unit.line, _NO_HEADING)
            elif opened is False:
                lesson.problems.add(unit.line, "a second solution in one exercise; join the cells or number a new one")
            opened = False if opened else opened
        if unit.kind != "markdown" or unit.role:
            continue
        for tr, en in zip(headings(unit.texts["tr"]), headings(unit.texts["en"]), strict=False):
            if en[0] > 3:
                continue
            _check_solved(opened, lesson)
            opened = None
            if en[0] == 3 and (tr[1].startswith("Alıştırma") or en[1].startswith("Exercise")):
                opened, number = unit, number + 1
                _check_title({"tr": tr[1], "en": en[1]}, number, unit, lesson)
    _check_solved(opened, lesson)


_NO_HEADING = "a solution outside an exercise; write `### Alıştırma 1: …` and `### Exercise 1: …` before it"


def _check_title(titles, number, unit, lesson):
    """Report where the heading of exercise ``number`` does not say so; titles: ``{language: heading}``."""
    found = {language: TITLE[language].match(title) for language, title in titles.items()}
    if not all(match and int(match[1]) == number for match in found.values()):
        lesson.problems.add(
            unit.line,
            f"an exercise's heading is `### Alıştırma {number}: …`, its twin's `### Exercise {number}: …`",
        )


def _check_solved(opened, lesson):
    if opened:
        lesson.problems.add(
            opened.line, "this exercise has no solution: a code cell with # BEGIN SOLUTION … # END SOLUTION"
        )


def _check_hints(lesson):
    """Two hints follow an exercise's code, then a cell that checks it."""
    solved, units = exercises(lesson), lesson.units
    for before, unit in zip([None, *units], units, strict=False):
        if unit.role == "hint" and not (before and (before.role == "hint" or before in solved)):
            lesson.problems.add(unit.line, "a hint stands right after an exercise's code; move it there")
    for unit in solved:
        rest = units[units.index(unit) + 1 :]
        hints = next((i for i, other in enumerate(rest) if other.role != "hint"), len(rest))
        if hints != 2:
            lesson.problems.add(unit.line, "an exercise needs two hints right after its code, the weaker one first")
        after = rest[hints] if hints < len(rest) else None
        if not (after and after.kind == "code" and re.search(r"\bcheck\.\w+\(", after.texts["tr"])):
            lesson.problems.add(
                unit.line, "an exercise needs a code cell with its check after the hints: `check.name(...)`"
            )


def _check_questions(lesson):
    for unit in lesson.units:
        if unit.role != "question":
            continue
        try:
            (_, tr), (_, en) = (question.parse(unit.texts[language]) for language in LANGUAGES)
        except ValueError as error:
            lesson.problems.add(unit.line, str(error))
            continue
        if not question.twins_agree(tr, en):
            lesson.problems.add(unit.line, "the twins differ in the number of options or in the right one")


def _check_terms(lesson):
    tables = [unit for unit in lesson.units if unit.role == "terms"]
    for unit in tables[1:]:
        lesson.problems.add(unit.line, "a second table of new words; delete one")
    if tables and not lesson.course["terms"]:
        lesson.problems.add(tables[0].line, "a table of new words, but `terms:` in the front matter names none")
    if lesson.course["terms"] and not tables:
        lesson.problems.add_at(
            "terms", '`terms:` names new words; end the lesson with twins of `role` "terms" for their table'
        )


def _check_slides(lesson):
    """An option that asks for what happens anyway hides the few that say something."""
    for unit in lesson.units:
        wanted = unit.metadata.get("slide")
        if wanted and unit.kind == "markdown" and wanted == own_slide(unit.texts["tr"], (unit.role,)):
            lesson.problems.add(
                unit.line, f'this block begins a slide by itself; delete `"slide": "{wanted}"` here and in its twin'
            )


def expected_outputs(lesson) -> dict:
    """Return {id of a code unit: {language: what it prints}}."""
    outputs = {}
    for before, unit in zip([None, *lesson.units], lesson.units, strict=False):
        if unit.role != "output":
            continue
        if before is None or OUTPUT_TAG not in before.tags:
            lesson.problems.add(unit.line, f"an output block follows a code cell with `:tags: [{OUTPUT_TAG}]`")
            continue
        found = {language: FENCED.fullmatch(unit.texts[language].strip()) for language in LANGUAGES}
        printed = {language: match[1] for language, match in found.items() if match}
        if printed.keys() != found.keys():
            lesson.problems.add(unit.line, "an output block holds one fenced block with the text that the cell prints")
            continue
        outputs[before.id] = printed
    for unit in lesson.units:
        if OUTPUT_TAG in unit.tags and unit.id not in outputs:
            lesson.problems.add(
                unit.line, f"a cell tagged {OUTPUT_TAG} needs its expected text: an `output` block after it"
            )
    return outputs

"""Assembles a lesson's notebook in one language and one edition: student, solution or presenter."""

import json
import re

from utils.authoring import exercise, question
from utils.authoring.pages import folded, header, in_language, terms_table
from utils.authoring.translate import CodeFault, translate
from utils.language import LANGUAGES

EDITIONS = ("student", "solution", "presenter")
OUTPUT_TAG = "nbval-check-output"


def render(lesson, edition: str, titles: dict) -> dict:
    """Return ``{"tr": text, "en": text}`` of the built notebooks; faults go to ``lesson.problems``."""
    codes = _codes(lesson)
    _check_exercises(lesson)
    _check_questions(lesson)
    outputs = _outputs(lesson)
    if lesson.problems:
        return {}
    return {
        language: _text(
            _Assembly(lesson, language, edition, codes, outputs).cells(titles), lesson, language, edition
        )
        for language in LANGUAGES
    }


def _codes(lesson):
    codes = {}
    for unit in lesson.units:
        if unit.kind != "code":
            continue
        try:
            codes[unit.id] = translate(unit.texts["tr"])
            if exercise.is_exercise(unit.texts["tr"]):
                exercise.stub(unit.texts["tr"])
        except CodeFault as fault:
            lesson.problems.add(unit.line + fault.line - 1, fault.message)
        except SyntaxError as error:
            lesson.problems.add(unit.line + (error.lineno or 1) - 1, f"not Python: {error.msg}")
    return codes


def exercises(lesson) -> list:
    """Return the units that hold an exercise's code."""
    return [unit for unit in lesson.units if unit.kind == "code" and exercise.is_exercise(unit.texts["tr"])]


def _check_exercises(lesson):
    """An exercise has two hints right after it, then a cell that checks it."""
    units = lesson.units
    for i, unit in enumerate(units):
        before = units[i - 1] if i else None
        if unit.role == "hint" and not (before and (before.role == "hint" or before in exercises(lesson))):
            lesson.problems.add(unit.line, "a hint stands right after an exercise's code; move it there")
        if unit not in exercises(lesson):
            continue
        following = [other.role for other in units[i + 1 : i + 3]]
        if following != ["hint", "hint"]:
            lesson.problems.add(
                unit.line, "an exercise needs two hints right after its code, the weaker one first"
            )
        after = next((other for other in units[i + 1 :] if other.role != "hint"), None)
        if after is None or after.kind != "code" or "check." not in after.texts["tr"]:
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


def _outputs(lesson):
    """Return {id of a code unit: {language: its expected output}}."""
    outputs = {}
    for before, unit in zip([None, *lesson.units], lesson.units, strict=False):
        if unit.role != "output":
            continue
        if before is None or OUTPUT_TAG not in before.tags:
            lesson.problems.add(
                unit.line, f"an output block follows a code cell with `:tags: [{OUTPUT_TAG}]`"
            )
            continue
        found = {
            language: re.fullmatch(r"```\w*\n(.*?\n?)```", unit.texts[language].strip(), re.S)
            for language in LANGUAGES
        }
        if not all(found.values()):
            lesson.problems.add(
                unit.line, "an output block holds one fenced block with the text that the cell prints"
            )
            continue
        outputs[before.id] = {language: match[1] for language, match in found.items()}
    for unit in lesson.units:
        if OUTPUT_TAG in unit.tags and unit.id not in outputs:
            lesson.problems.add(
                unit.line, f"a cell tagged {OUTPUT_TAG} needs its expected text: an `output` block after it"
            )
    return outputs


class _Assembly:
    """The cells of one notebook, in order."""

    def __init__(self, lesson, language, edition, codes, outputs):
        self.lesson, self.language, self.edition = lesson, language, edition
        self.codes, self.outputs = codes, outputs
        self.hints = self.questions = 0

    def cells(self, titles):
        cells = [self._markdown("header", header(self.lesson, self.language, titles), slide="slide")]
        pending = []  # an exercise's folded solution waits until its hints are out
        for unit in self.lesson.units:
            if unit.role != "hint":
                cells += pending
                pending = []
            if unit.kind == "code":
                cells.append(self._code_unit(unit))
                pending = self._solution_cells(unit)
                self.hints = 0
            else:
                cells += self._markdown_unit(unit)
        return cells + pending

    def _markdown_unit(self, unit):
        text, slide = unit.texts[self.language], unit.metadata.get("slide")
        if unit.role == "output" or (unit.role == "notes" and self.edition != "presenter"):
            return []
        if unit.role == "notes":
            minutes = unit.metadata.get("minutes")
            return [
                self._markdown(
                    unit.id,
                    (f"**{minutes} dk.** " if self.language == "tr" else f"**{minutes} min.** ")
                    * bool(minutes)
                    + text,
                    slide="notes",
                )
            ]
        if unit.role == "hint":
            self.hints += 1
            text = folded(in_language(self.language, f"İpucu {self.hints}", f"Hint {self.hints}"), text)
        elif unit.role == "question":
            self.questions += 1
            text = question.render(text, self.questions, self.language)
        elif unit.role == "terms":
            text = f"{text}\n\n{terms_table(self.lesson.course['terms'], self.language)}"
        slide = slide or ("slide" if text.startswith("## ") else None)
        return [self._markdown(unit.id, text, slide)]

    def _code_unit(self, unit):
        code = self.codes[unit.id][self.language]
        if exercise.is_exercise(code):
            code = exercise.solution(code) if self.edition == "solution" else exercise.stub(code)
        outputs = []
        if unit.id in self.outputs:
            text = self.outputs[unit.id][self.language].splitlines(keepends=True)
            outputs = [{"name": "stdout", "output_type": "stream", "text": text}]
        return self._code(unit.id, code, unit.metadata, outputs)

    def _solution_cells(self, unit):
        code = self.codes[unit.id][self.language]
        if not exercise.is_exercise(code) or self.edition == "solution":
            return []
        name = f"{unit.id}-solution"
        if self.edition == "presenter":
            return [
                self._code(name, exercise.solution(code), {"tags": ["solution"], "slide": "fragment"}, [])
            ]
        summary = in_language(self.language, "Çözüm", "Solution")
        return [self._markdown(name, folded(summary, f"```python\n{exercise.solution(code)}\n```"))]

    def _metadata(self, tags, slide):
        metadata = {"tags": tags} if tags else {}
        if slide and self.edition == "presenter":
            metadata["slideshow"] = {"slide_type": slide}
        return metadata

    def _markdown(self, name, text, slide=None):
        return {
            "cell_type": "markdown",
            "id": name,
            "metadata": self._metadata([], slide),
            "source": text.splitlines(keepends=True),
        }

    def _code(self, name, code, metadata, outputs):
        return {
            "cell_type": "code",
            "execution_count": 1 if outputs else None,  # nbval refuses outputs of a cell that never ran
            "id": name,
            "metadata": self._metadata(metadata.get("tags", []), metadata.get("slide")),
            "outputs": outputs,
            "source": code.splitlines(keepends=True),
        }


def _text(cells, lesson, language, edition):
    course = lesson.course
    metadata = {
        "course": {
            "edition": edition,
            "exercises": len(exercises(lesson)),
            "language": language,
            "lesson": lesson.slug,
            "minutes": course["minutes"],
            "promise": course["promise"][language],
            "source": f"notebooks/{lesson.slug}.md",
            "title": course["title"][language],
        },
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"

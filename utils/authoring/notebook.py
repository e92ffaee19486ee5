"""Assembles a lesson's notebook in one language and one edition: student, solution, presenter or assignment (the student's
without hints, solutions and the questions' reasons)."""

import json

from utils.authoring import exercise, question
from utils.authoring.deck import cut, own_slide
from utils.authoring.front_cells import fenced, folded, header, in_language, terms_table
from utils.authoring.install_cell import ID, METADATA, install_code
from utils.authoring.repository import Repository
from utils.authoring.slide_words import LIVE_KEYS, key_list, words
from utils.authoring.structure import check_structure, exercises, expected_outputs
from utils.authoring.translate import CodeFault, translate
from utils.authoring.typed import digest
from utils.language import LANGUAGES

EDITIONS = ("student", "solution", "presenter", "assignment")


def render(lesson, edition: str, titles: dict, repository: Repository | None = None) -> dict:
    """Return ``{"tr": text, "en": text}`` of the built notebooks; faults go to ``lesson.problems``. Where the repository is
    known, the notebooks can install the course from it (``install_cell.py``).
    """
    codes = _codes(lesson)
    check_structure(lesson)
    outputs = expected_outputs(lesson)
    if lesson.problems:
        return {}
    return {
        language: _text(
            _Assembly(lesson, language, edition, codes, outputs).cells(titles, repository), lesson, language, edition
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
            exercise.check(unit.texts["tr"])
        except CodeFault as fault:
            lesson.problems.add(unit.line + fault.line - 1, fault.message)
    return codes


class _Assembly:
    """The cells of one notebook, in order."""

    def __init__(self, lesson, language, edition, codes, outputs):
        """codes: ``{unit's id: {language: code}}``; outputs: ``{unit's id: {language: what it prints}}``."""
        self.lesson, self.language, self.edition = lesson, language, edition
        self.codes, self.outputs = codes, outputs
        self.hints = self.questions = 0
        following = zip(lesson.units, lesson.units[1:], strict=False)
        self.above_questions = {unit.id for unit, after in following if after.role == "question" and not unit.role}

    def cells(self, titles, repository):
        cells = [self._markdown("header", header(self.lesson, self.language, titles), slide="slide")]
        if repository and self.edition != "presenter":
            cells.append(self._code(ID, install_code(repository, self.language), {}, []) | {"metadata": METADATA})
        pending: list[dict] = []  # an exercise's folded solution waits until its hints are out
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
        cells += pending
        return cut(cells) if self.edition == "presenter" else cells

    def _markdown_unit(self, unit):
        text, slide = unit.texts[self.language], unit.metadata.get("slide")
        if unit.role == "output" or (unit.role == "notes" and self.edition != "presenter"):
            return []
        if unit.role == "hint" and self.edition == "assignment":
            return []
        if unit.role == "notes":
            minutes = unit.metadata.get("minutes")
            if minutes:
                text = in_language(self.language, f"**{minutes} dk.** {text}", f"**{minutes} min.** {text}")
            cell = self._markdown(unit.id, text, "notes", "notes")
            cell["metadata"]["minutes"] = minutes or 0
            return [cell]
        if unit.role == "hint":
            self.hints += 1
            text = folded(in_language(self.language, f"İpucu {self.hints}", f"Hint {self.hints}"), text)
        elif unit.role == "question":
            self.questions += 1
            shown = question.asked if self.edition == "assignment" else question.render
            text = shown(text, self.questions, self.language)
        elif self.edition == "assignment" and unit.id in self.above_questions:
            text = text.split("\n")[0]  # the heading; what follows it speaks of the reasons
        elif unit.role == "terms":
            text = f"{text}\n\n{terms_table(self.lesson.course['terms'], self.language)}"
        slide = slide or ("slide" if own_slide(text, ()) == "slide" else None)
        return [self._markdown(unit.id, text, slide, unit.role), *self._explorer_again(unit)]

    def _explorer_again(self, unit):
        """Return the cell that shows an explorer in the state that a slide names; for presenting alone."""
        code = unit.metadata.get("explorer")
        if not code or self.edition != "presenter":
            return []
        return [self._code(f"{unit.id}-explorer", code, {}, [])]

    def _code_unit(self, unit):
        code, metadata = self.codes[unit.id][self.language], unit.metadata
        if exercise.is_exercise(code):
            if self.edition == "solution":
                code = exercise.solution(code)
                metadata = metadata | {"tags": [*metadata.get("tags", []), "solution"]}
            else:
                code = exercise.stub(code)
        outputs = []
        if unit.id in self.outputs:
            text = self.outputs[unit.id][self.language].splitlines(keepends=True)
            outputs = [{"name": "stdout", "output_type": "stream", "text": text}]
        return self._code(unit.id, code, metadata, outputs)

    def _solution_cells(self, unit):
        code = self.codes[unit.id][self.language]
        if not exercise.is_exercise(code) or self.edition in ("solution", "assignment"):
            return []
        name = f"{unit.id}-solution"
        if self.edition == "presenter":
            return [self._code(name, exercise.solution(code), {"tags": ["solution"]}, [])]
        summary = in_language(self.language, "Çözüm", "Solution")
        return [self._markdown(name, folded(summary, fenced(exercise.solution(code))))]

    def _metadata(self, tags, slide):
        metadata = {"tags": tags} if tags else {}
        if slide and self.edition == "presenter":
            metadata["slideshow"] = {"slide_type": slide}
        return metadata

    def _markdown(self, name, text, slide=None, role=None):
        """Return a cell with the id ``name``; ``slide`` (its slide type) and ``role`` (a tag) count for presenters alone."""
        tags = [role] if role and self.edition == "presenter" else []
        return {
            "cell_type": "markdown",
            "id": name,
            "metadata": self._metadata(tags, slide),
            "source": text.splitlines(keepends=True),
        }

    def _code(self, name, code, metadata, outputs):
        """Return a cell with the id ``name``; metadata: the unit's; outputs: as nbformat has them, ``[]`` for none."""
        return {
            "cell_type": "code",
            "execution_count": 1 if outputs else None,  # nbval refuses outputs of a cell that never ran
            "id": name,
            "metadata": self._metadata(metadata.get("tags", []), metadata.get("slide")),
            "outputs": outputs,
            "source": code.splitlines(keepends=True),
        }


def _text(cells, lesson, language, edition):
    """Return the notebook file that holds ``cells``, and what it says of itself to those who read it."""
    course = lesson.course
    metadata = {
        "course": {
            "built": digest(cells),
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
    if edition == "presenter":
        metadata["presenter"] = words(language) | {"list": key_list(LIVE_KEYS, language)}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"

"""The map of the course: every lesson that is here, its minutes, and how far the reader has come."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from utils.checks import store
from utils.checks.markup import FONT, FRAME, QUIET, SUCCESS, WARNING, escaped, paragraph, tag
from utils.checks.registry import Exercise, exercises
from utils.language import L, language
from utils.parts import PARTS, spans
from utils.places import FOLDER, INSTALLED

FILES = ("tr/*.ipynb", "en/*.ipynb")  # the map draws every lesson that is built
DONE, TRIED, OPEN = "✓", "◐", "○"
FEW = 9  # so many lessons and fewer are shown without their parts


@dataclass(frozen=True)
class Lesson:
    """One built lesson: slug, title in the reader's language, minutes to read and practise, path of its
    notebook."""

    slug: str
    title: str
    minutes: int
    path: Path

    @property
    def number(self) -> int:
        return int(self.slug.split("_")[0])


class CourseMap:
    """The map, shown as a page in Jupyter and as lines of text elsewhere. Links are relative to
    ``folder``."""

    def __init__(self, lessons: list[Lesson], folder: Path):
        self.lessons = lessons
        self._folder = folder
        self._progress, self._note = store.look()

    def __repr__(self) -> str:
        lines = [self._summary()]
        for part, lessons in self._parts():
            lines += ["", part] if part else [""]
            for lesson in lessons:
                marks = "".join(mark for mark, _ in self._marks(lesson))
                lines.append(f"  {lesson.number:02d} {lesson.title}  {marks}  {self._tail(lesson)}".rstrip())
        return "\n".join([*lines, self._note]).rstrip()

    def _repr_html_(self) -> str:
        parts = "".join(
            (tag("div", _PART, escaped(part)) if part else "") + "".join(map(self._card, lessons))
            for part, lessons in self._parts()
        )
        note = paragraph(self._note) if self._note else ""
        legend = tag("div", QUIET + ";margin-top:.6em", escaped(_legend()))
        return tag("div", _PAGE, self._head() + note + tag("div", _GRID, parts) + legend)

    def _parts(self):
        """Yield (part's title, its lessons) for the parts that have a lesson here."""
        if len(self.lessons) <= FEW:
            yield "", self.lessons
            return
        for numbers, tr, en in spans(PARTS):
            lessons = [lesson for lesson in self.lessons if lesson.number in numbers]
            if lessons:
                yield L(tr, en), lessons

    def _marks(self, lesson: Lesson) -> list[tuple[str, Exercise]]:
        done = self._progress.get(lesson.slug, {})
        return [(_mark(done.get(exercise.name)), exercise) for exercise in exercises().get(lesson.slug, ())]

    def _solved(self, lesson: Lesson) -> tuple[int, int]:
        marks = self._marks(lesson)
        return sum(mark == DONE for mark, _ in marks), len(marks)

    def _summary(self) -> str:
        counts = [self._solved(lesson) for lesson in self.lessons]
        solved, total = sum(count for count, _ in counts), sum(count for _, count in counts)
        finished = sum(0 < total == solved for solved, total in counts)
        return L(
            f"{total} alıştırmanın {solved} tanesi, {len(counts)} dersin {finished} tanesi tamamlandı",
            f"{solved} of {total} exercises and {finished} of {len(counts)} lessons finished",
        )

    def _tail(self, lesson: Lesson) -> str:
        solved, total = self._solved(lesson)
        done = f"{solved}/{total}" if total else ""
        minutes = L(f"{lesson.minutes} dk", f"{lesson.minutes} min")
        return " · ".join(text for text in (done, minutes) if text)

    def _head(self) -> str:
        counts = [self._solved(lesson) for lesson in self.lessons]
        solved, total = sum(count for count, _ in counts), sum(count for _, count in counts)
        filled = tag("div", f"height:100%;width:{100 * solved / max(total, 1):.1f}%;background:{SUCCESS}", "")
        bar = tag("div", _BAR, filled, aria_hidden="true")
        return tag("div", "", tag("strong", "", escaped(self._summary()))) + bar + self._next()

    def _next(self) -> str:
        """Name the first lesson that has an exercise left."""
        for lesson in self.lessons:
            solved, total = self._solved(lesson)
            if solved < total:
                return tag("div", "", L("Sıradaki ders: ", "Next lesson: ") + self._link(lesson))
        return ""

    def _link(self, lesson: Lesson) -> str:
        if not lesson.path.is_file():  # pip installed the course, and this notebook is not beside the reader's
            return tag("span", "", f"{lesson.number:02d} · {escaped(lesson.title)}")
        target = Path(os.path.relpath(lesson.path, self._folder)).as_posix()
        return tag("a", _LINK, f"{lesson.number:02d} · {escaped(lesson.title)}", href=target)

    def _card(self, lesson: Lesson) -> str:
        solved, total = self._solved(lesson)
        spoken = L(f"{total} alıştırmanın {solved} tanesi çözüldü", f"{solved} of {total} exercises solved")
        marks = "".join(
            tag("span", _MARKS[mark], mark, title=L(exercise.tr, exercise.en)) for mark, exercise in self._marks(lesson)
        )
        row = tag("span", "white-space:nowrap", marks, role="img", aria_label=spoken) if total else ""
        tail = tag("span", QUIET + ";white-space:nowrap", escaped(self._tail(lesson)))
        return tag("div", _CARD, tag("div", "", self._link(lesson)) + tag("div", _ROW, row + tail))


def progress_map(root: Path | None = None) -> CourseMap:
    """Return the map of the lessons that are built in the reader's language under ``root`` (the course's
    folder)."""
    lessons = built_lessons((root or FOLDER) / language())
    if INSTALLED:  # where only the notebooks' heads are: the links lead to the reader's own
        lessons = [replace(lesson, path=Path.cwd() / lesson.path.name) for lesson in lessons]
    return CourseMap(lessons, Path.cwd())


def built_lessons(folder: Path) -> list[Lesson]:
    """Return the lessons in ``folder`` (``tr/`` or ``en/``) in order; files that are no lesson are passed
    over."""
    lessons = []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            course = notebook["metadata"]["course"]
            minutes = sum(course["minutes"].values())
            lessons.append(Lesson(course["lesson"], course["title"], minutes, path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # a notebook of the reader's own
            continue
    return lessons


def _mark(entry: dict | None) -> str:
    if entry is None:
        return OPEN
    return DONE if entry["solved"] else TRIED


def _legend() -> str:
    return L(
        f"{DONE} çözüldü · {TRIED} denendi · {OPEN} henüz denenmedi",
        f"{DONE} solved · {TRIED} tried · {OPEN} not tried yet",
    )


# A slide, on which nobody scrolls, sets the variable.
_PAGE = FONT + ";max-width:var(--course-wide, 64em)"
_BAR = "height:.6em;border-radius:.3em;overflow:hidden;margin:.3em 0;background:var(--jp-layout-color3, #d0d0d0)"
_GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(17em,1fr));gap:.5em;margin-top:.6em"
_PART = "grid-column:1/-1;font-weight:700;margin-top:.5em"
_CARD = FRAME + ";padding:.4em .6em"
_ROW = "display:flex;justify-content:space-between;gap:.6em"
_LINK = "color:var(--jp-content-link-color, #0072B2)"
_MARK = "display:inline-block;width:1.3em;text-align:center;margin-right:.15em;border-radius:3px;font-weight:700"
_MARKS = {
    DONE: f"{_MARK};background:{SUCCESS};color:var(--jp-layout-color1, #fff)",
    TRIED: f"{_MARK};color:{WARNING}",
    OPEN: f"{_MARK};{QUIET}",
}

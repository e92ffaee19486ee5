"""Builds the notebooks of all lessons from their sources, and tells which of the built ones are stale."""

from pathlib import Path

from utils.authoring import glossary
from utils.authoring.errors import Problems, SourceError
from utils.authoring.notebook import render
from utils.authoring.source import Lesson, read_lesson
from utils.language import LANGUAGES


def build(root: Path, lessons=None) -> list[Path]:
    """Write ``tr/`` and ``en/`` from ``notebooks/``; return the paths that changed. SourceError: nothing is written."""
    return [path for path, text in _student(root, lessons).items() if _write(path, text)]


def stale(root: Path) -> list[str]:
    """Return what differs between the built notebooks and their sources, one sentence each."""
    wanted = _student(root)
    found = {path for language in LANGUAGES for path in (root / language).glob("*.ipynb")}
    sentences = [
        f"{p.relative_to(root)} has no source in notebooks/: delete it" for p in sorted(found - set(wanted))
    ]
    for path, text in wanted.items():
        if not path.exists():
            sentences.append(f"{path.relative_to(root)} is missing: run `python course.py build`")
        elif path.read_bytes() != text.encode():
            sentences.append(
                f"{path.relative_to(root)} is not what its source builds: run `python course.py build`"
            )
    return sentences


def build_edition(root: Path, edition: str, target: Path, languages=LANGUAGES, lessons=None) -> list[Path]:
    """Write an edition ("student", "solution" or "presenter") to ``target/<language>/``; return the paths."""
    texts = _render(root, edition, lessons)
    paths = {
        Path(target) / language / f"{slug}.ipynb": text
        for (slug, language), text in texts.items()
        if language in languages
    }
    for path, text in paths.items():
        _write(path, text)
    return list(paths)


def _student(root, lessons=None):
    texts = _render(root, "student", lessons)
    return {root / language / f"{slug}.ipynb": text for (slug, language), text in texts.items()}


def _render(root, edition, chosen=None):
    """Return {(slug, language): text} of the chosen lessons; all sources are read, for titles and terms."""
    lessons, problems = _read_all(root)
    titles = {slug: lesson.course["title"] for slug, lesson in lessons.items()}
    texts = {}
    for slug, lesson in lessons.items():
        if chosen is not None and slug not in chosen:
            continue
        unknown = [need for need in lesson.course["needs"] if need not in lessons]
        for need in unknown:
            lesson.problems.add(1, f"`needs:` names {need!r}, which is no file in notebooks/")
        if not unknown:
            glossary.check_lesson(lesson, _known_terms(lesson, lessons))
            for language, text in render(lesson, edition, titles).items():
                texts[slug, language] = text
        problems += lesson.problems
    if problems:
        raise SourceError(problems)
    return texts


def _read_all(root) -> tuple[dict[str, Lesson], list]:
    lessons, problems = {}, []
    for path in sorted((root / "notebooks").glob("*.md")):
        try:
            lessons[path.stem] = read_lesson(path, root)
        except SourceError as error:
            problems += error.problems
    if not lessons and not problems:
        nothing = Problems(root / "notebooks", root)
        nothing.add(1, "there is no lesson; start one with `python course.py new 01_slug`")
        problems += nothing
    return lessons, problems


def _known_terms(lesson, lessons):
    """Return the terms that the lessons it needs have introduced, however far back."""
    known, waiting, seen = set(), list(lesson.course["needs"]), set()
    while waiting:
        slug = waiting.pop()
        if slug in seen or slug not in lessons:
            continue
        seen.add(slug)
        known |= set(lessons[slug].course["terms"])
        waiting += lessons[slug].course["needs"]
    return known


def _write(path, text):
    """Write where the bytes differ; LF on every system. Return whether it was written."""
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True

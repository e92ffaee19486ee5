"""Builds from the sources the notebooks of all lessons and the tables of the guides; tells which of them are stale."""

import hashlib
import json
import os
import tarfile
from functools import cache, cached_property
from pathlib import Path
from typing import IO, cast

from utils.authoring import glossary
from utils.authoring.cache import keep, kept
from utils.authoring.dependencies import files_behind, installed
from utils.authoring.errors import Problem, Problems, SourceError
from utils.authoring.front_matter import read_front_matter
from utils.authoring.guides import guides
from utils.authoring.repository import named
from utils.authoring.source import LESSON_NAME, Lesson, read_lesson, read_text
from utils.authoring.typed import keep_typed, told
from utils.language import LANGUAGES

TEACHING = Path("teaching")  # what is written for those who teach
COPY = Path("assets") / "notebooks.tar.xz"  # in the student archive (utils.site.archive)


def build(root: Path, lessons=None) -> list[Path]:
    """Write from ``notebooks/`` what is built of it: ``tr/``, ``en/`` and the tables of the guides.

    Return the paths that changed. SourceError: nothing is written. What a reader typed into a notebook is kept before,
    and that is printed (``utils.authoring.typed``).
    """
    return [path for path, text in _built(root, lessons).items() if _put(root, path, text)]


def as_built(root: Path, lessons: list[str], languages=LANGUAGES) -> dict[Path, str]:
    """Return {path: text} of the notebooks of these lessons as a student gets them: from the sources or, in the student
    archive, which has none, from the copy in it.

    SourceError, ValueError: as ``build``; ValueError also where the copy lacks a lesson or cannot be read.
    """
    if not (root / COPY).is_file():
        texts = _render(_Library(root), "student", lessons, _kept)
        return {root / lang / f"{slug}.ipynb": text for (slug, lang), text in texts.items() if lang in languages}
    names = [f"{language}/{slug}.ipynb" for slug in lessons for language in languages]
    try:
        with tarfile.open(root / COPY) as packed:
            missing = set(names) - set(packed.getnames())
            if missing:
                raise ValueError(f"not in {COPY}: {', '.join(sorted(missing))}")
            return {root / name: cast(IO[bytes], packed.extractfile(name)).read().decode() for name in names}
    except tarfile.TarError as error:  # damaged, or a Python without lzma
        raise ValueError(f"{COPY}: {error}") from error


def reset(root: Path, lessons: list[str], languages=LANGUAGES) -> list[Path]:
    """Write the notebooks of these lessons as a student gets them, keeping what was typed as ``build`` does.

    Return their paths, changed or not. SourceError, ValueError, OSError: as ``as_built``.
    """
    texts = as_built(root, lessons, languages)
    for path, text in texts.items():
        _put(root, path, text)
    return list(texts)


def _put(root, path, text):
    """Write what was built, a copy of what a reader typed there kept before. Return whether it was written."""
    copy = keep_typed(root, path, text) if path.suffix == ".ipynb" else None
    if copy is not None:
        print(told(root, path, copy), flush=True)
    return _write(path, text)


def stale(root: Path, lessons=None) -> list[str]:
    """Return what differs between what is built and its sources, one sentence each."""
    wanted = _built(root, lessons)
    found = {path for language in LANGUAGES for path in (root / language).glob("*.ipynb")} if lessons is None else set()
    sentences = [f"{p.relative_to(root)} has no source in notebooks/: delete it" for p in sorted(found - set(wanted))]
    for path, text in wanted.items():
        if not path.exists():
            sentences.append(f"{path.relative_to(root)} is missing: run `python course.py build`")
        elif path.read_bytes() != text.encode():
            sentences.append(f"{path.relative_to(root)} is not what the sources build: run `python course.py build`")
    return sentences


def heads(root: Path) -> dict[str, dict]:
    """Return {slug: ``course:`` of its front matter} of all lessons whose front matter has no fault."""
    return {slug: course for slug, course in _Library(root).heads().items() if course}


def sources(root: Path, lessons=None) -> list[Lesson]:
    """Return these lessons, or all, as their authors wrote them. SourceError, ValueError: as ``build``."""
    library = _Library(root)
    _known(library, lessons)
    read = []
    for slug in library.paths if lessons is None else lessons:
        try:
            read.append(read_lesson(library.paths[slug], root))
            library.problems += read[-1].problems
        except SourceError as error:
            library.problems += error.problems
    if library.problems:
        raise SourceError(library.problems)
    return read


def build_edition(root: Path, edition: str, target: Path, languages=LANGUAGES, lessons=None) -> list[Path]:
    """Write an edition (one of ``notebook.EDITIONS``) to ``target/<language>/``; return the paths.

    A lesson is rendered only where something has changed that it is made of (``build/rendered`` keeps the others).
    """
    texts = _edition(root, edition, Path(target), languages, lessons)
    for path, text in texts.items():
        _write(path, text)
    return list(texts)


def assign(root: Path, lessons: list[str], languages=LANGUAGES) -> list[Path]:
    """Write these lessons as assignments to ``teaching/<language>/``, keeping what was typed there as ``build`` does.

    Return the paths. SourceError, ValueError: as ``build``.
    """
    texts = _edition(root, "assignment", root / TEACHING, languages, lessons)
    for path, text in texts.items():
        _put(root, path, text)
    return list(texts)


def _edition(root, edition, target, languages, lessons):
    """Return {path in ``target/<language>/``: text} of these lessons."""
    texts = _render(_Library(root), edition, lessons, _kept)
    return {target / lang / f"{slug}.ipynb": text for (slug, lang), text in texts.items() if lang in languages}


def _built(root, lessons=None):
    """Return {path: text} of the students' notebooks and of the guides."""
    library = _Library(root)
    texts = _render(library, "student", lessons, _one)
    notebooks = {root / language / f"{slug}.ipynb": text for (slug, language), text in texts.items()}
    courses = library.heads()
    return notebooks | (guides(root, courses) if all(courses.values()) else {})


def _render(library, edition, chosen, one):
    """Return {(slug, language): text} of the chosen lessons, each from ``one``. Of those that they need, only the head is
    read.
    """
    _known(library, chosen)
    texts: dict[tuple[str, str], str] = {}
    for slug in library.paths if chosen is None else chosen:
        texts |= one(slug, edition, library)
    if library.problems:
        raise SourceError(library.problems)
    return texts


def _known(library, chosen):
    unknown = sorted(set(chosen or ()) - set(library.paths))
    if unknown:
        raise ValueError(f"no lesson {', '.join(unknown)} in notebooks/; there are {', '.join(library.paths)}")


def _one(slug, edition, library):
    """Return {(slug, language): text} of one lesson; {} where it has faults, which go to the library's problems."""
    # Late, and with it what parses code and MyST: a second that kept lessons, and kernels, do without.
    from utils.authoring.notebook import render

    try:
        lesson = read_lesson(library.paths[slug], library.root)
    except SourceError as error:
        library.problems += error.problems
        return {}
    library.courses[slug] = lesson.course
    needed = library.needed(lesson)
    glossary.check_lesson(lesson, {term for course in needed.values() for term in course["terms"]})
    titles = {name: course["title"] for name, course in needed.items()}
    texts = render(lesson, edition, titles, library.repository)
    library.problems += lesson.problems
    return {(slug, language): text for language, text in texts.items()}


def _kept(slug, edition, library):
    """Return what ``_one`` does, from an earlier run where there is one of the same."""
    path = library.root / "build" / "rendered" / f"{slug}-{edition}-{library.key(slug)}.json"
    if text := kept(path):
        return {(slug, language): notebook for language, notebook in json.loads(text).items()}
    found = _one(slug, edition, library)
    if found:
        keep(path, json.dumps({language: text for (_, language), text in found.items()}, ensure_ascii=False))
    return found


@cache
def _machinery() -> bytes:
    """Return a digest of the code that builds notebooks, and of the glossary."""
    digest = hashlib.sha256(installed(("jupytext", "libcst", "nbformat")).encode())
    for file in sorted(files_behind("import utils.authoring.build")):
        digest.update(file.read_bytes())
    return digest.digest()


class _Library:
    """The sources: where they are, and the heads of those that were read."""

    def __init__(self, root):
        self.root = root
        self.problems: list[Problem] = []
        self.courses: dict[str, dict | None] = {}  # {slug: its head, None where that is faulty}
        self.repository = named(root)
        self.paths = {path.stem: path for path in sorted((root / "notebooks").glob("*.md"))}
        if not self.paths:
            nothing = Problems(root / "notebooks", root)
            nothing.add(1, "there is no lesson; start one with `python course.py new 01_slug`")
            self.problems += nothing

    def key(self, slug) -> str:
        """Return a short name for all that decides about a lesson's notebooks: its source, the heads of all, the code, the
        repository.
        """
        origin = repr(self.repository).encode()
        return hashlib.sha256(_machinery() + self._heads + origin + self.paths[slug].read_bytes()).hexdigest()[:16]

    @cached_property
    def _heads(self):
        return b"".join(path.name.encode() + path.read_bytes().split(b"\n---", 1)[0] for path in self.paths.values())

    def needed(self, lesson) -> dict:
        """Return {slug: course} of the lessons that this one builds on, however far back."""
        found, waiting = {}, list(lesson.course["needs"])
        while waiting:
            slug = waiting.pop()
            if slug == lesson.slug:
                lesson.problems.add_at(
                    "needs", f"`needs:` leads back to {slug!r} itself; take the lesson out that does"
                )
            elif slug not in self.paths:
                lesson.problems.add_at("needs", f"`needs:` leads to {slug!r}, which is no file in notebooks/")
            elif slug not in found and (course := self._course(slug, lesson)):
                found[slug] = course
                waiting += course["needs"]
        return found

    def _course(self, slug, lesson):
        """Return the head of a lesson; None where it is faulty, which is then a fault of the one that needs it."""
        course = self._head(slug)
        if course is None:
            lesson.problems.add_at("needs", f"`needs:` leads to {slug!r}, whose front matter has to be mended first")
        return course

    def heads(self) -> dict:
        """Return {slug: course} of all lessons; None for a faulty one, which is told where that lesson is built."""
        return {slug: self._head(slug) for slug in self.paths if LESSON_NAME.fullmatch(slug)}

    def _head(self, slug):
        if slug not in self.courses:
            problems = Problems(self.paths[slug], self.root)
            try:
                self.courses[slug] = read_front_matter(read_text(self.paths[slug], problems), problems)[0]
            except SourceError:
                self.courses[slug] = None
        return self.courses[slug]


def _write(path, text):
    """Write where the bytes differ; LF on every system. Return whether it was written."""
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")  # a disk that is full leaves the old one whole
    draft.write_bytes(data)
    os.replace(draft, path)
    return True

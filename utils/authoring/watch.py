"""Builds a lesson again whenever its source changes, and all of them when the glossary does."""

import contextlib
import sys
import time
from pathlib import Path

from utils.authoring import glossary
from utils.authoring.build import build
from utils.authoring.errors import SourceError

PAUSE = 0.3  # seconds between two looks


def stamps(root: Path) -> dict[Path, int]:
    """Return {file: when it was last changed} of the sources and the glossary."""
    found = {}
    for path in [*sorted((root / "notebooks").glob("*.md")), root / "assets" / "terms.csv"]:
        with contextlib.suppress(FileNotFoundError):  # many editors save by putting a new file in the old one's place
            found[path] = path.stat().st_mtime_ns
    return found


def lessons_to_build(before: dict, now: dict, lessons: list[str] | None) -> list[str]:
    """Return the slugs, of ``lessons`` or of all, that have to be built again."""
    changed = {path for path in now if now[path] != before.get(path)}
    everything = any(path.suffix == ".csv" for path in changed)
    slugs = [path.stem for path in now if path.suffix == ".md" and (everything or path in changed)]
    return [slug for slug in slugs if lessons is None or slug in lessons]


def build_each(root: Path, lessons: list[str]):
    """Build one lesson at a time, so that a fault in one does not hold the others up; print what was done."""
    for slug in lessons:
        started = time.perf_counter()
        try:
            written = build(root, [slug])
        except SourceError as error:
            print(error, file=sys.stderr, flush=True)
        else:
            seconds = time.perf_counter() - started
            print(f"{slug}: {len(written)} files written in {seconds:.1f} s", flush=True)


def watch(root: Path, lessons: list[str] | None = None):
    """Build until interrupted."""
    print("watching notebooks/ (stop with Ctrl+C)", flush=True)
    before: dict = {}
    while True:
        now = stamps(root)
        if now != before:
            glossary.forget()
            build_each(root, lessons_to_build(before, now, lessons))
            before = now
        time.sleep(PAUSE)

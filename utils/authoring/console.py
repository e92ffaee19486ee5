"""What the commands of the authoring side share: how a lesson is named, and how errors and Ctrl-C end a command."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

from utils.language import LANGUAGES


def run(work: Callable[[], int | None], *faults: type[Exception]) -> int:
    """Return the exit code of ``work()``: its own, 0 for None, 1 where it raises one of ``faults``, whose message is
    written to standard error, 130 where Ctrl-C ended it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a Turkish letter shows ? and goes on
    try:
        return work() or 0
    except faults as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def chosen(root: Path, words: list[str]) -> list[str] | None:
    """Return the slugs that ``words`` ("3", "03" or "03_perceptron") name; None for all. ValueError: no such lesson."""
    sources = sorted((root / "notebooks").glob("*.md")) or sorted((root / LANGUAGES[0]).glob("[0-9][0-9]_*.ipynb"))
    slugs = [path.stem for path in sources]  # the student archive has no sources
    found = []
    for word in words:
        number = f"{int(word):02d}_" if re.fullmatch(r"\d{1,2}", word) else None
        match = next((s for s in slugs if s == word or (number and s.startswith(number))), None)
        if match is None:
            raise ValueError(f"no lesson {word!r} in notebooks/; there are {', '.join(slugs)}")
        found.append(match)
    return found or None

"""Keeps texts that take long to make, each in a file whose name ends in a key for all that decides about it."""

import os
import tempfile
from pathlib import Path

MOST = 4  # texts under one name


def kept(path: Path) -> str | None:
    """Return the text at ``path``, and note that it was used; None where there is none."""
    try:
        os.utime(path)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def keep(path: Path, text: str) -> None:
    """Write ``<name>-<key>.<suffix>``, and delete all texts of that name but those used last: sources are worked on,
    and in several copies. A file is never seen half written, also by a second run beside this one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(part, path)
    same = path.parent.glob(f"{path.stem.rpartition('-')[0]}-*{path.suffix}")
    for old in sorted(same, key=lambda file: file.stat().st_mtime)[:-MOST]:
        old.unlink(missing_ok=True)

"""The notebooks of a course that a machine's users share, in each user's own home: brought, and kept up to date.

    python -m utils.authoring.home COURSE [FOLDER]

COURSE is the course's folder, which its readers may only read; FOLDER is the reader's own, ``~/deep-learning-course``
unless another is named. A notebook that is not there is copied; what the reader did in an older one is carried into the
newer. A server runs this whenever it starts (INSTRUCTORS.md): it changes nothing where nothing is new, goes on after
a notebook that failed, and tells what it did in ``saved/updates.txt`` of the reader's folder. Beside the notebooks,
``.built`` keeps each as it was brought, for the next time.
"""

import gzip
import io
import json
import os
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

from utils.authoring.brought import brought
from utils.authoring.typed import FOLDER as SAVED
from utils.language import LANGUAGES, L, use_language

OWN = "deep-learning-course"
BUILT = ".built"
TOLD = Path(SAVED) / "updates.txt"
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, EOFError)  # no notebook, or not packed


def bring(course: Path, own: Path) -> list[str]:
    """Bring the course's notebooks into a reader's folder; return a line for each that could not be brought."""
    failed = []
    for language in LANGUAGES:
        use_language(language)  # of the sentences about its notebooks
        notebooks = sorted((course / language).glob("[0-9][0-9]_*.ipynb"))
        if not notebooks:
            failed.append(L(f"{course / language}: defter yok", f"{course / language}: no notebooks"))
        for path in notebooks:
            name = f"{language}/{path.name}"
            try:
                _bring(path.read_text(encoding="utf-8"), own, name)
            except (OSError, *UNREADABLE) as error:
                failed.append(f"{name}: {error}")
    return failed


def _bring(newer, own, name):
    target, kept = own / name, own / BUILT / f"{name}.gz"
    build = _build(json.loads(newer))
    old = _read(kept)
    if not target.exists():
        text = newer
    elif _build(_read(target)) == build:
        text = None
    else:
        text = brought(own, name, newer, [] if old is None else [old])
    if text is not None:
        _write(target, text.encode())
    if _build(old) != build:  # after the notebook: one that says another build than what is kept is carried as unknown
        _write(kept, gzip.compress(newer.encode(), mtime=0))


def _read(path):
    """Return a notebook; None where there is none that can be read."""
    try:
        data = path.read_bytes()
        return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    except (OSError, *UNREADABLE):
        return None


def _build(notebook):
    """Return which build a notebook says it is; None where it says nothing."""
    try:
        return notebook["metadata"]["course"]["built"]
    except UNREADABLE:
        return None


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def main(course: str, folder: str = "") -> int:
    own = Path(folder) if folder else Path.home() / OWN
    with redirect_stdout(io.StringIO()) as told:
        failed = bring(Path(course), own)
    lines = [f"{time.strftime('%Y-%m-%d')} {line}" for line in (*told.getvalue().splitlines(), *failed)]
    print("\n".join(lines), end="\n" if lines else "", file=sys.stderr)
    if lines:
        try:
            _write(own / TOLD, ("\n".join([*_told_before(own), *lines]) + "\n").encode())
        except OSError as error:
            print(f"{own / TOLD}: {error}", file=sys.stderr)
    return 1 if failed else 0


def _told_before(own):
    return (own / TOLD).read_text(encoding="utf-8").splitlines() if (own / TOLD).exists() else []


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What a reader typed into a built notebook is kept before the notebook is built anew.

Every built notebook carries a digest of what it was built with (``metadata.course.built``), which JupyterLab saves
along with what a reader changes. So a notebook tells by itself, without git, whether anybody has typed in it; running
it, saving it and moving its explorers change outputs alone, which do not count.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from utils.language import L

FOLDER = "saved"


def typed_into(cell: dict) -> tuple[str, str, dict]:
    """Return what can be typed into a cell: its kind, its text and the pictures put into it."""
    return cell["cell_type"], "".join(cell["source"]).rstrip(), cell.get("attachments") or {}


def digest(cells: list[dict]) -> str:
    """Return a short name for what can be typed into cells."""
    every = map(typed_into, cells)
    typed = [one for one in every if any(one[1:])]  # JupyterLab adds an empty cell below the last
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


def keep_typed(root: Path, path: Path, text: str) -> Path | None:
    """Keep a copy of the notebook ``path`` where it is neither as it was built nor what ``text`` holds.

    Returns where the copy lies: ``saved/<date>/<language>/<lesson>.ipynb``, beside any other of that day; None where
    nothing was typed. Raises OSError where it cannot be kept; the notebook must not be written over then.
    """
    if not path.exists():
        return None
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        present = digest(notebook["cells"])
        built = notebook["metadata"].get("course", {}).get("built")
    except (ValueError, LookupError, TypeError, AttributeError):  # no notebook any more, but somebody's file
        present, built = "", None
    if present and present in (built, digest(json.loads(text)["cells"])):
        return None
    return _keep(path, root / FOLDER / time.strftime("%Y-%m-%d") / path.parent.name)


def told(root: Path, path: Path, copy: Path) -> str:
    """Return the sentence that tells where a copy lies."""
    notebook, place = path.relative_to(root), copy.relative_to(root)
    return L(
        f"{notebook} değiştirilmişti: yazılanlar {place} dosyasında saklandı",
        f"{notebook} had been changed: what was typed is kept in {place}",
    )


def _keep(path, folder):
    folder.mkdir(parents=True, exist_ok=True)
    data = path.read_bytes()
    for place in _places(folder, path):
        if place.exists() and place.read_bytes() == data:
            return place  # kept already
        if not place.exists():
            draft = place.with_suffix(".draft")
            shutil.copyfile(path, draft)
            os.replace(draft, place)
            return place


def _places(folder, path) -> Iterator[Path]:
    """Yield 03_perceptron.ipynb, 03_perceptron-2.ipynb, ..."""
    yield folder / path.name
    number = 2
    while True:
        yield folder / f"{path.stem}-{number}{path.suffix}"
        number += 1

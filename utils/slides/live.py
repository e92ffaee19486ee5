"""Makes ready what ``python course.py present`` opens: one lesson's presenter edition.

It lies with JupyterLab's settings for it (``course.presenting_pages``) in ``build/presenter/`` and is made anew each
time, so the lesson begins as it was written whatever a lecture left behind.
"""

import shutil
from pathlib import Path

from utils.authoring.build import build_edition

LABEXTENSIONS = Path(__file__).parent / "labextensions"


def prepare(root: Path, language: str, slug: str, folder: Path | None = None) -> Path:
    """Write a lesson's presenter edition and return its path; what JupyterLab kept of an earlier lecture goes."""
    folder = folder or root / "build" / "presenter"
    for leftover in (folder / language, folder / "lab"):
        shutil.rmtree(leftover, ignore_errors=True)
    (folder / "progress.json").unlink(missing_ok=True)
    return build_edition(root, "presenter", folder, (language,), [slug])[0]

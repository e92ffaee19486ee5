"""Makes ready what ``python course.py present`` opens: one lesson's presenter edition, and JupyterLab's settings for it.

All of it lies in ``build/presenter/`` and is made anew each time, so the lesson begins as it was written whatever a
lecture left behind.
"""

import json
import shutil
from pathlib import Path

from utils.authoring.build import build_edition

LABEXTENSIONS = Path(__file__).parent / "labextensions"


def prepare(root: Path, language: str, slug: str, folder: Path | None = None) -> Path:
    """Write a lesson's presenter edition and JupyterLab's settings (``course.presenting_pages``); return the lesson."""
    folder = folder or root / "build" / "presenter"
    for leftover in (folder / language, folder / "lab"):
        shutil.rmtree(leftover, ignore_errors=True)
    (folder / "progress.json").unlink(missing_ok=True)
    _write_settings(folder / "lab", language)
    return build_edition(root, "presenter", folder, (language,), [slug])[0]


def _write_settings(folder, language):
    settings = {
        "@jupyterlab/translation-extension:plugin": {"locale": {"tr": "tr_TR", "en": "en"}[language]},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/docmanager-extension:plugin": {
            "autosave": False
        },  # the file stays the way back to the start
        "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
    }
    folder.mkdir(parents=True)
    (folder / "overrides.json").write_text(json.dumps(settings, indent=2), encoding="utf-8")

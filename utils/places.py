"""Where the course's files lie: in the folder that was cloned or unpacked, or inside the package that pip installed."""

import os
from pathlib import Path

INSIDE = Path(__file__).resolve().with_name("course")  # where setup.py puts into a wheel what stands outside utils
INSTALLED = INSIDE.is_dir()
FOLDER = INSIDE if INSTALLED else INSIDE.parents[1]


def course_file(name: str) -> Path:
    """Return the path of one of the course's files, ``"assets/terms.csv"``, whichever way the course came here."""
    return FOLDER / name


def progress_folder() -> Path:
    """Return where the reader's progress is kept: the course's folder or, where pip installed the course, one in the
    reader's own folder. Several readers may share an installed package, and an upgrade empties it.
    """
    return Path(os.path.expanduser("~")) / ".deep-learning-course" if INSTALLED else FOLDER

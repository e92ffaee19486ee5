"""The course for those who learn, as one archive: the notebooks, what they import and read, ``course.py``, and what its
``reset`` and ``update`` take, with a copy of the notebooks as they are built. Sources and tests stay outside.
"""

import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

from utils.authoring.build import COPY, build_edition
from utils.authoring.dependencies import files_behind
from utils.language import LANGUAGES

FOLDER = "deep-learning-course"  # what the archive unpacks into
NAME = f"{FOLDER}.zip"
LARGEST = 6_000_000  # bytes; ``own_computer`` says so
BESIDES = (  # what no notebook imports or reads
    "README.md",
    "LICENSE",
    "CITATION.cff",
    "assets/CREDITS.md",
    "constraints.txt",
    "course.py",
    "deep_learning_course/__init__.py",
    "deep_learning_course/__main__.py",
    "deep_learning_course/ipython_kernel_config.json",
    "environment.yml",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
)
STARTED = "import utils.server\nimport utils.authoring.__main__"  # course.py names them to JupyterLab and to Python
WHOLE = re.compile(r"[ \n]*<!-- whole course -->.*?<!-- end of whole course -->", re.S)  # in texts
DATE = (2026, 1, 1, 0, 0, 0)  # of every file: the same tree has to give the same bytes


def archive(root: Path, work: Path) -> bytes:
    """Return the archive as a zip file; ``work`` is a folder for the notebooks, which are built anew: those in ``root``
    may hold what somebody typed. ValueError where it is larger than the pages say.
    """
    packed = zipped({f"{FOLDER}/{name}": content for name, content in _contents(root, work).items()})
    if len(packed) > LARGEST:
        raise ValueError(f"{NAME} has {len(packed)} bytes, more than {LARGEST}: see utils/site/archive.py")
    return packed


def zipped(contents: dict[str, bytes]) -> bytes:
    """Return {path: content} as a zip file; the same contents give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            file.writestr(entry, content)
    return packed.getvalue()


def _solid(notebooks):
    """Return the notebooks as a .tar.xz: what two languages and all lessons share is kept once, which halves their size."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=9) as file:
        for name, content in sorted(notebooks.items(), key=lambda item: (item[0].name, item[0])):
            entry = tarfile.TarInfo(name.as_posix())
            entry.size, entry.mode = len(content), 0o644
            file.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _contents(root, work):
    """Return {path in the archive: bytes}."""
    notebooks = {path.relative_to(work): path.read_bytes() for path in build_edition(root, "student", work)}
    used = files_behind("\n".join([STARTED, *map(_code, notebooks.values())]), root)
    names = {path.relative_to(root) for path in used} | {Path(name) for name in BESIDES}
    names = {name for name in names if name.parts[0] not in LANGUAGES}  # what the map of the course reads is built here
    contents = {name: _read(root / name) for name in names} | notebooks
    contents[COPY] = _solid(notebooks)
    return {name.as_posix(): content for name, content in contents.items()}


def _read(path):
    """Return a file's bytes; of a text, without what it says of the whole course alone."""
    if path.suffix != ".md":
        return path.read_bytes()
    return WHOLE.sub("", path.read_text(encoding="utf-8")).encode()


def _code(notebook):
    """Return the code of a notebook, given as its file's bytes."""
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")

"""What IPython loads into every kernel of an environment that has the course as a package: it tells a reader of a
``utils.py`` of their own beside the notebook, which Python finds in place of the course's package of that name.

Python's own words are "'utils' is not a package". This module is not in ``utils``, so it can be imported even then.
"""

import importlib.util
import re
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1] / "utils"


def load_ipython_extension(shell) -> None:
    """Look at each cell that has run; ``ipython_kernel_config.json`` names this module to IPython."""
    shell.events.register("post_run_cell", tell)


def tell(result) -> None:
    """Say which file hides the course, where a cell failed because of it; below the error, in the cell's language."""
    hiding = place_that_hides_the_course(result.error_in_exec)
    if hiding:
        print(words(hiding, result.info.raw_cell), file=sys.stderr)


def place_that_hides_the_course(error) -> Path | None:
    """Return the file, or the folder, that was imported as ``utils``, where it lacks the module that ``error`` is about
    and the course has that module; else None.
    """
    name = (isinstance(error, ModuleNotFoundError) and error.name) or ""
    if not name.startswith("utils."):
        return None
    wanted = COURSE.joinpath(*name.split(".")[1:])
    found = sys.modules.get("utils")
    places = [getattr(found, "__file__", None), *getattr(found, "__path__", ())]
    place = next((Path(place).resolve() for place in places if place), None)
    if place is None or COURSE in (place, place.parent) or not (wanted.is_dir() or wanted.with_suffix(".py").is_file()):
        return None
    return place.parent if place.name == "__init__.py" else place


def words(place: Path, cell: str) -> str:
    """Return what the reader is told, in the language that the cell chooses, else in the system's."""
    # By its path: the module's name is another's here.
    spec = importlib.util.spec_from_file_location("deep_learning_course.language", COURSE / "language.py")
    assert spec is not None and spec.loader is not None
    language = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(language)
    chosen = re.search(r"""use_language\(["'](tr|en)["']\)""", cell)
    if chosen:
        language.use_language(chosen[1])
    return language.L(
        f"Python, kursun utils paketi yerine sizin şu dosyanızı ya da klasörünüzü buldu: {place}\n"
        "Ona başka bir ad verin, sonra çekirdeği yeniden başlatıp bütün hücreleri çalıştırın (▶▶).",
        f"Python found this file or folder of yours in place of the course's package utils: {place}\n"
        "Give it another name, then restart the kernel and run all cells (▶▶).",
    )

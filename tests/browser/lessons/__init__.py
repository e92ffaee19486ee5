"""What the browser tests do in each lesson: ``LESSONS``, {lesson: the entry in ``<slug>.py``}, in the lessons' order."""

from importlib import import_module
from pathlib import Path

from tests.browser.lesson import Lesson

HERE = Path(__file__).parent
SOURCES = sorted((HERE.parents[2] / "notebooks").glob("[0-9][0-9]_*.md"))
LESSONS: dict[str, Lesson] = {
    source.stem: import_module(f"{__name__}.{source.stem[3:]}").LESSON
    for source in SOURCES
    if (HERE / f"{source.stem[3:]}.py").is_file()  # one that is missing is named by tests/completeness.py
}

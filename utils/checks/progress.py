"""The reader's progress: what was done (``load``, ``record``), what there is (``exercises``), and the map of
both."""

from utils.checks.course_map import progress_map
from utils.checks.registry import exercises
from utils.checks.store import load, record

__all__ = ["exercises", "load", "progress_map", "record"]

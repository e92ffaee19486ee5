"""One source, two notebooks: builds ``tr/`` and ``en/`` from ``notebooks/``. CONTRIBUTING.md shows how to write one."""

from utils.authoring.build import build, build_edition, stale
from utils.authoring.errors import SourceError

__all__ = ["SourceError", "build", "build_edition", "stale"]

"""Lesson 00, Start here: its explorer and its checks."""

from utils.lessons.start import checks as check
from utils.lessons.start.explorer import FirstStepsExplorer
from utils.lessons.start.glossary_search import GlossarySearch

__all__ = ["FirstStepsExplorer", "GlossarySearch", "check"]

"""Lesson 19, Networks with several outputs: its explorer and its checks."""

from utils.lessons.multi_output import checks as check
from utils.lessons.multi_output.explorer import MultiOutputExplorer

__all__ = ["MultiOutputExplorer", "check"]

"""Lesson 16, Seeing inside: its explorer and its checks."""

from utils.lessons.seeing_inside import checks as check
from utils.lessons.seeing_inside.explorer import SeeingInsideExplorer

__all__ = ["SeeingInsideExplorer", "check"]

"""Lesson 13, Imbalanced data: its explorer and its checks."""

from utils.lessons.imbalanced_data import checks as check
from utils.lessons.imbalanced_data.explorer import ThresholdExplorer

__all__ = ["ThresholdExplorer", "check"]

"""Lesson 04, Linear regression: its explorer and its checks."""

from utils.lessons.linear_regression import checks as check
from utils.lessons.linear_regression.explorer import LineFitExplorer

__all__ = ["LineFitExplorer", "check"]

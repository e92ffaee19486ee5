"""Lesson 10, Overfitting: its explorer and its checks."""

from utils.lessons.overfitting import checks as check
from utils.lessons.overfitting.explorer import OverfittingExplorer

__all__ = ["OverfittingExplorer", "check"]

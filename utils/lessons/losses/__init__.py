"""Lesson 06, Loss functions: its explorer and its checks."""

from utils.lessons.losses import checks as check
from utils.lessons.losses.explorer import LossExplorer

__all__ = ["LossExplorer", "check"]

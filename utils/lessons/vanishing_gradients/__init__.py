"""Lesson 11, Vanishing gradients: its explorer and its checks."""

from utils.lessons.vanishing_gradients import checks as check
from utils.lessons.vanishing_gradients.explorer import LayersExplorer

__all__ = ["LayersExplorer", "check"]

"""Lesson 07, Backpropagation: its explorer and its checks."""

from utils.lessons.backpropagation import checks as check
from utils.lessons.backpropagation.explorer import BackpropagationExplorer

__all__ = ["BackpropagationExplorer", "check"]

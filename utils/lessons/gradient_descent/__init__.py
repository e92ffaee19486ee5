"""Lesson 08, Gradient descent: its explorer and its checks."""

from utils.lessons.gradient_descent import checks as check
from utils.lessons.gradient_descent.explorer import OptimizerExplorer

__all__ = ["OptimizerExplorer", "check"]

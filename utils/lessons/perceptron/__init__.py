"""Lesson 03, The perceptron: its explorer, its checks and its drawing."""

from utils.lessons.perceptron import checks as check
from utils.lessons.perceptron.explorer import PerceptronExplorer

__all__ = ["PerceptronExplorer", "check"]

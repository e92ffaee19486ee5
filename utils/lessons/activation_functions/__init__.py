"""Lesson 05, Activation functions: its explorer and its checks."""

from utils.lessons.activation_functions import checks as check
from utils.lessons.activation_functions.explorer import ActivationExplorer

__all__ = ["ActivationExplorer", "check"]

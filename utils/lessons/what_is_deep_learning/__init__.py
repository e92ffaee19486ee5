"""Lesson 01, What is deep learning?: its explorer and its checks."""

from utils.lessons.what_is_deep_learning import checks as check
from utils.lessons.what_is_deep_learning.explorer import FeatureMakerExplorer

__all__ = ["FeatureMakerExplorer", "check"]

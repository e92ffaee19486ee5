"""Lesson 15, Convolutional neural networks: its explorer and its checks."""

from utils.lessons.cnn import checks as check
from utils.lessons.cnn.explorer import DrawDigitExplorer

__all__ = ["DrawDigitExplorer", "check"]

"""Lesson 14, Convolution: its explorer and its checks."""

from utils.lessons.convolution import checks as check
from utils.lessons.convolution.explorer import ConvolutionExplorer

__all__ = ["ConvolutionExplorer", "check"]

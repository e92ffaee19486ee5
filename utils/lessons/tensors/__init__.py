"""Lesson 02, Tensors: its explorer and its checks."""

from utils.lessons.tensors import checks as check
from utils.lessons.tensors.explorer import TensorSlicer

__all__ = ["TensorSlicer", "check"]

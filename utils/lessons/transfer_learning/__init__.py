"""Lesson 18, Transfer learning: its explorer and its checks."""

from utils.lessons.transfer_learning import checks as check
from utils.lessons.transfer_learning.explorer import TransferExplorer

__all__ = ["TransferExplorer", "check"]

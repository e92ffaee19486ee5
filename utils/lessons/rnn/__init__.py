"""Lesson 24, Recurrent neural networks: its explorer and its checks."""

from utils.lessons.rnn import checks as check
from utils.lessons.rnn.explorer import UnrollExplorer

__all__ = ["UnrollExplorer", "check"]

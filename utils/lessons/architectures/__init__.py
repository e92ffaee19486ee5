"""Lesson 17, Architectures: its explorer and its checks."""

from utils.lessons.architectures import checks as check
from utils.lessons.architectures.explorer import BlocksExplorer

__all__ = ["BlocksExplorer", "check"]

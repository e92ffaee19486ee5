"""Lesson 22, Embeddings: its explorer and its checks."""

from utils.lessons.embeddings import checks as check
from utils.lessons.embeddings.explorer import WordMapExplorer

__all__ = ["WordMapExplorer", "check"]

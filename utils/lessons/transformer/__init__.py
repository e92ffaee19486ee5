"""Lesson 27, Transformers and language models: its data, its network in NumPy, its explorer, its checks and its drawings."""

from utils.lessons.transformer import checks as check
from utils.lessons.transformer.explorer import AttentionExplorer
from utils.lessons.transformer.runs import runs

__all__ = ["AttentionExplorer", "check", "runs"]

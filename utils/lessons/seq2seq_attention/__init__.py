"""Lesson 26, Sequence to sequence with attention: its data, its explorer, its checks and its recorded trainings."""

from utils.lessons.seq2seq_attention import checks as check
from utils.lessons.seq2seq_attention.explorer import AttentionExplorer
from utils.lessons.seq2seq_attention.runs import runs

__all__ = ["AttentionExplorer", "check", "runs"]

"""Lesson 23, One-dimensional convolution: its explorers and its checks."""

from utils.lessons.conv1d import checks as check
from utils.lessons.conv1d.explorer import SignalExplorer
from utils.lessons.conv1d.hearing import HearingExplorer

__all__ = ["HearingExplorer", "SignalExplorer", "check"]

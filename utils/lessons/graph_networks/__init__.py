"""Lesson 28, Graph networks: its explorer and its checks."""

from utils.lessons.graph_networks import checks as check
from utils.lessons.graph_networks.explorer import MessageExplorer

__all__ = ["MessageExplorer", "check"]

"""Lesson 30, Generative adversarial networks: its explorer, its checks and its drawing."""

from utils.lessons.gan import checks as check
from utils.lessons.gan.explorer import GanExplorer

__all__ = ["GanExplorer", "check"]

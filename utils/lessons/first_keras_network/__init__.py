"""Lesson 09, Your first Keras network: its explorer and its checks."""

from utils.lessons.first_keras_network import checks as check
from utils.lessons.first_keras_network.explorer import PlaygroundExplorer

__all__ = ["PlaygroundExplorer", "check"]

"""Lesson 32, Hardware and deployment: its explorer, its checks, its measurements."""

from utils.lessons.hardware_and_deployment import checks as check
from utils.lessons.hardware_and_deployment.explorer import CostExplorer
from utils.lessons.hardware_and_deployment.runs import runs

__all__ = ["CostExplorer", "check", "runs"]

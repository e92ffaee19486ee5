"""Lesson 21, Capsule networks: its explorers, its checks and its recorded trainings."""

from utils.lessons.capsule_networks import checks as check
from utils.lessons.capsule_networks.explorer import CapsuleExplorer, RoutingExplorer
from utils.lessons.capsule_networks.runs import runs, trained_longer

__all__ = ["CapsuleExplorer", "RoutingExplorer", "check", "runs", "trained_longer"]

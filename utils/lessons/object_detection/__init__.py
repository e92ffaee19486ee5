"""Lesson 20, Object detection: its explorers, its checks, its scenes and its recorded trainings."""

from utils.lessons.object_detection import batches
from utils.lessons.object_detection import checks as check
from utils.lessons.object_detection.explorer import BoxExplorer, SuppressionExplorer
from utils.lessons.object_detection.runs import runs
from utils.lessons.object_detection.scenes import make_scenes

__all__ = ["BoxExplorer", "SuppressionExplorer", "batches", "check", "make_scenes", "runs"]

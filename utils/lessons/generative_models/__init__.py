"""Lesson 31, Generative models: its explorers, its checks and its recorded trainings."""

from utils.lessons.generative_models import checks as check
from utils.lessons.generative_models.explorer import DigitFilmExplorer, NoiseToDataExplorer
from utils.lessons.generative_models.runs import runs

__all__ = ["DigitFilmExplorer", "NoiseToDataExplorer", "check", "runs"]

"""Lesson 12, Searching for hyperparameters: its explorer, its checks and its recorded trainings."""

from utils.lessons.hyperparameter_search import checks as check
from utils.lessons.hyperparameter_search.explorer import SearchExplorer
from utils.lessons.hyperparameter_search.runs import runs

__all__ = ["SearchExplorer", "check", "runs"]

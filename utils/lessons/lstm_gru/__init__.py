"""Lesson 25, LSTM and GRU: its explorer, its checks and its drawings."""

from utils.lessons.lstm_gru import checks as check
from utils.lessons.lstm_gru.explorer import GateExplorer

__all__ = ["GateExplorer", "check"]

"""Lesson 25, LSTM and GRU: its explorer and its checks."""

from utils.lessons.lstm_gru import checks as check
from utils.lessons.lstm_gru.explorer import GateExplorer

__all__ = ["GateExplorer", "check"]

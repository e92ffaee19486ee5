"""The notebook's stop button as a gentle stop: the training ends, nothing is lost."""

import signal
import threading
from collections.abc import Callable


class StopButton:
    """While armed, the first interrupt of the process calls ``stop`` in place of raising KeyboardInterrupt.

    After it, and once disarmed, an interrupt does what it did before. Only a process' main thread may do
    this; arming it elsewhere does nothing. A kernel puts its own handling back after each cell, so a training
    that breaks off with an error leaves nothing behind.
    """

    def __init__(self):
        self._usual = None

    def arm(self, stop: Callable[[], None]) -> None:
        if threading.current_thread() is not threading.main_thread():
            return

        def interrupted(_signal, _frame):
            self.disarm()
            stop()

        self._usual = signal.signal(signal.SIGINT, interrupted)

    def disarm(self) -> None:
        if self._usual is not None:
            signal.signal(signal.SIGINT, self._usual)
            self._usual = None

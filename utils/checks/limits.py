"""Run a student's code so that nothing it does can hang, flood or end the kernel.

An endless loop is stopped by raising ``OutOfTime`` inside it. On the main thread of Linux and macOS a signal
does that, and also wakes a call that only waits (``time.sleep``, a lock). Elsewhere (Windows, another thread)
the interpreter's own asynchronous exception is used: it stops every loop written in Python. A single long
computation inside a C library cannot be interrupted from Python on any system; it is reported as soon as it
returns.
"""

import builtins
import contextlib
import ctypes
import io
import signal
import threading

CALL_SECONDS = 5.0  # one call of a student's function
CHECK_SECONDS = 30.0  # a whole check, with all its calls
REPEAT_SECONDS = 0.05  # a student's bare `except:` may swallow the first exception, so it is raised again
PRINTED_LIMIT = 1000  # characters kept of what a student's code prints


class OutOfTime(BaseException):
    """A student's code ran longer than it may. A ``BaseException``, so that ``except Exception`` lets it
    through."""

    def __init__(self, seconds: float = 0.0):
        super().__init__(f"longer than {seconds:g} s")
        self.seconds = seconds


class NoKeyboard(Exception):
    """A student's function asked for ``input()`` while it was being checked."""


def within(seconds: float, function, *args, **kwargs):
    """Return ``function(*args, **kwargs)``; raise ``OutOfTime`` where it needs more than ``seconds``.

    Calls may be nested: each has its own exception class, so an inner limit is never taken for an outer one.
    """
    mark: type[OutOfTime] = type("OutOfTime", (OutOfTime,), {})
    watch = _Watch(seconds, mark)
    try:
        with watch:
            return function(*args, **kwargs)
    except mark as error:
        watch.leave()  # it may have struck in the middle of leaving
        raise OutOfTime(seconds).with_traceback(error.__traceback__) from None


class _Watch:
    """Raise ``mark`` in the current thread once ``seconds`` have passed, and again until it has left the
    block."""

    def __init__(self, seconds: float, mark: type[OutOfTime]):
        self._seconds = seconds
        self._mark = mark
        self._thread = threading.get_ident()
        self._by_signal = hasattr(signal, "pthread_kill") and threading.current_thread() is threading.main_thread()
        self._struck = False
        self._left = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self):
        if self._by_signal:
            self._former = signal.signal(signal.SIGALRM, self._on_signal)
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.leave()

    def leave(self):
        """Interrupt no more. May be called again."""
        while not self._left.is_set():
            with contextlib.suppress(self._mark):  # the last one may arrive as late as here
                with self._lock:
                    self._left.set()
                self._forget_pending()

    def _forget_pending(self):
        if self._by_signal:
            signal.signal(signal.SIGALRM, self._former)
        else:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), None)

    def _watch(self):
        pause = self._seconds
        while not self._left.wait(pause):
            pause = REPEAT_SECONDS
            with self._lock:
                if not self._left.is_set():
                    self._interrupt()

    def _interrupt(self):
        self._struck = True
        if self._by_signal:
            signal.pthread_kill(self._thread, signal.SIGALRM)
        else:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(self._mark))

    def _on_signal(self, number, frame):
        if self._struck:
            raise self._mark
        if callable(self._former):  # an outer limit's
            self._former(number, frame)


class Printed(io.TextIOBase):
    """A text stream that keeps the first ``PRINTED_LIMIT`` characters written to it and drops the rest."""

    def __init__(self):
        self.text = ""
        self.cut = False

    def writable(self):
        return True

    def write(self, text):
        room = PRINTED_LIMIT - len(self.text)
        self.text += text[:room]
        self.cut = self.cut or len(text) > room
        return len(text)


@contextlib.contextmanager
def quiet(printed: Printed):
    """Catch what is printed into ``printed`` and let ``input()`` raise ``NoKeyboard`` instead of waiting."""

    def no_input(prompt=""):
        raise NoKeyboard("input()")

    former, builtins.input = builtins.input, no_input
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            yield
    finally:
        builtins.input = former

"""Run a student's code so that nothing it does can hang, flood or end the kernel.

Code that runs too long is stopped by raising ``OutOfTime`` inside it. On the main thread of Linux and macOS a timer of the
system does that: its signal wakes a call that only waits (``time.sleep``, a lock) and ends computations in C that look
for signals, a regular expression that tries all ways, for one. Elsewhere (Windows, another thread), and where the code
ignores the signal, the interpreter's own asynchronous exception is used: it stops every loop written in Python. A single
long computation in a C library that looks for no signals cannot be interrupted from Python; it is reported as soon as
it returns.

A module that is imported for the first time may take longer than any answer (scikit-learn does, on a busy machine): while
an import is under way nobody is stopped, and afterwards the code has its whole time again.
"""

import _thread
import builtins
import contextlib
import ctypes
import io
import math
import signal
import sys
import threading
import time
import types

from utils.in_browser import IN_BROWSER

CALL_SECONDS = 5.0  # one call of a student's function
CHECK_SECONDS = 30.0  # a whole check, with all its calls
REPEAT_SECONDS = 0.05  # a student's bare `except:` may swallow the first exception, so it is raised again
RESCUE_SECONDS = 1.0  # after which code that does not heed the signal is stopped in the other way
IMPORT_SECONDS = 60.0  # that first imports may add to a limit
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
        self.mark = mark
        self._seconds = seconds
        self._thread = threading.get_ident()
        main = threading.current_thread() is threading.main_thread()
        self._by_signal = not IN_BROWSER and hasattr(signal, "setitimer") and main
        self._outside: types.FrameType | None = None
        self._left = False  # nothing interrupts any more
        self._tidied = False  # and nothing is on its way
        # Locks of the interpreter's own, which no interrupt can strike half taken. A threading.Event is Python code: struck
        # while it is set, it would keep its inner lock, and leaving would wait for it for ever.
        self._lock = threading.RLock()
        self._gate = threading.Lock()
        self._gate.acquire()

    def __enter__(self):
        self._outside = sys._getframe(1)
        self._modules = len(sys.modules)
        self.due = time.monotonic() + self._seconds
        self._last = self.due + IMPORT_SECONDS
        if IN_BROWSER:
            _events.add(self)
            return self
        _thread.start_new_thread(self._watch, ())  # at once: Thread.start waits, and an outer limit may strike it there
        if self._by_signal:
            _alarm.add(self)
        return self

    def __exit__(self, *exception):
        self.leave()

    def leave(self):
        """Interrupt no more. May be called again; what strikes from elsewhere meanwhile is raised at the end."""
        struck = None
        while not self._tidied:
            try:
                with self._lock:
                    self._left = True
                    if self._gate.locked():
                        self._gate.release()
                self._forget_pending()
                self._tidied = True
            except BaseException as error:  # the last interrupt may arrive as late as here; so may an outer limit's
                struck = struck if isinstance(error, self.mark) else error
        self._outside = None  # a frame holds what it works on
        if struck is not None:
            raise struck

    def has_run_out(self, frame) -> bool:
        """Return whether it is time to interrupt the code that runs in ``frame``; a first import has time added."""
        now = time.monotonic()
        if self._left or now < self.due:
            return False
        if now < self._last and self._imports(frame):
            self.due = now + REPEAT_SECONDS
        elif now < self._last and len(sys.modules) > self._modules:
            self._modules = len(sys.modules)
            self.due = now + self._seconds
        return now >= self.due

    def _imports(self, frame) -> bool:
        while frame is not None and frame is not self._outside:
            if frame.f_code.co_filename.startswith("<frozen importlib"):
                return True
            frame = frame.f_back
        return False

    def _forget_pending(self):
        if IN_BROWSER:
            _events.remove(self)
            return
        if self._by_signal:
            _alarm.remove(self)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), None)

    def _watch(self):
        """In a thread of its own: interrupt by the interpreter's exception; where a signal does it, later than that."""
        patience = RESCUE_SECONDS if self._by_signal else 0.0
        pause = self._seconds + patience
        while not self._gate.acquire(timeout=pause) and not self._left:
            pause = max(REPEAT_SECONDS, self.due + patience - time.monotonic())
            if time.monotonic() < self.due + patience or not self.has_run_out(sys._current_frames().get(self._thread)):
                continue
            with self._lock:
                if not self._left:
                    mark = ctypes.py_object(self.mark)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), mark)


class _Alarm:
    """The system's one timer, shared by all limits of the main thread."""

    def __init__(self):
        self._watches: list[_Watch] = []  # the outermost first

    def add(self, watch: _Watch) -> None:
        if not self._watches:
            self._since, self._timer = time.monotonic(), signal.getitimer(signal.ITIMER_REAL)
            self._handler = signal.getsignal(signal.SIGALRM)
            self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        self._watches.append(watch)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        signal.signal(signal.SIGALRM, self._ring)
        self._wind()

    def remove(self, watch: _Watch) -> None:
        if watch in self._watches:
            del self._watches[self._watches.index(watch) :]  # with those inside it
        signal.signal(signal.SIGALRM, self._ring)
        self._wind()
        if self._watches:
            return
        for _ in range(3):  # a signal that came just now is handled here, by a handler that lets it pass
            time.monotonic()
        if self._handler is not None:  # one that was not set from Python cannot be set back
            signal.signal(signal.SIGALRM, self._handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
        left, interval = self._timer
        if left:  # somebody else's
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - self._since), 1e-3), interval)

    def _wind(self) -> None:
        if not self._watches:
            signal.setitimer(signal.ITIMER_REAL, 0)
            return
        first = min(watch.due for watch in self._watches) - time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, max(first, 1e-3), REPEAT_SECONDS)

    def _ring(self, number, frame) -> None:
        for watch in self._watches:
            if watch.has_run_out(frame):
                raise watch.mark
        self._wind()


_alarm = _Alarm()


class _Events:
    """The interpreter's events of Python 3.12 and later (PEP 669), shared by all limits where they are the only clock."""

    TOOL = 4  # of the numbers 0 to 5 one that no debugger, profiler or coverage takes
    WANTED = ("JUMP", "PY_START", "PY_RESUME")  # loops go round by a jump; recursion and generators begin something

    def __init__(self):
        self._watches: list[_Watch] = []  # the outermost first
        self._first = math.inf  # when the first of them is due

    def add(self, watch: _Watch) -> None:
        self._watches.append(watch)
        self._wind()

    def remove(self, watch: _Watch) -> None:
        if watch in self._watches:
            del self._watches[self._watches.index(watch) :]  # with those inside it
        self._wind()

    def _wind(self) -> None:
        monitoring = sys.monitoring  # type: ignore[attr-defined]  # the types are those of Python 3.11
        self._look_at_the_watches()
        if monitoring.get_tool(self.TOOL) is None:
            monitoring.use_tool_id(self.TOOL, "limits of time")
        events = [getattr(monitoring.events, name) for name in self.WANTED]
        for event in events:
            monitoring.register_callback(self.TOOL, event, self._happened)
        monitoring.set_events(self.TOOL, sum(events) if self._watches else 0)

    def _happened(self, *_) -> None:
        if time.monotonic() < self._first:
            return
        for watch in self._watches:
            if watch.has_run_out(sys._getframe(1)):
                watch.due = self._first = time.monotonic() + REPEAT_SECONDS  # until then the code can clear up
                raise watch.mark
        self._look_at_the_watches()

    def _look_at_the_watches(self) -> None:
        self._first = min((watch.due for watch in self._watches), default=math.inf)


_events = _Events()


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

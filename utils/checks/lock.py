"""A lock between processes, held on a file of its own."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from utils.in_browser import IN_BROWSER

STALE_SECONDS = 60.0  # a lock by presence that is older was left by a process that ended
BUSY = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class Busy(OSError):
    """Another process held the lock all the time."""


@contextlib.contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of ``path`` for the block; ``Busy`` where it is not to be had within ``seconds``.

    The system frees it when a process ends. Where the file system knows no locks (some network drives), a second file
    beside ``path`` is the lock by its presence. Any other trouble with the file is an ``OSError``.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o644)
    try:
        release = _patiently(lambda: _of_system(file, path), time.monotonic() + seconds, path)
        try:
            yield
        finally:
            release()
    finally:
        os.close(file)


def _patiently(take, end, path):
    while True:
        release = take()
        if release is not None:
            return release
        if time.monotonic() >= end:
            raise Busy(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        time.sleep(0.01)


def _of_system(file: int, path: Path):
    """Return what frees the lock that was taken, or ``None`` where another process holds it."""
    try:
        _take(file)
    except OSError as error:
        return None if error.errno in BUSY else _by_presence(path.with_name(path.name + ".held"))
    return lambda: _free(file)


def _by_presence(path: Path):
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()
        return None
    return lambda: path.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _free(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

elif IN_BROWSER:  # whose system knows no locks

    def _take(file: int) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    def _free(file: int) -> None:
        raise AssertionError("it was never taken")

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

"""Ends what the tests have started."""

import subprocess


def end(process: subprocess.Popen, seconds: float) -> None:
    """Ask a process to end, so that it ends its own, and kill it where it has not done so after ``seconds``."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

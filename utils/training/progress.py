"""``TrainingProgress``: a training that can be watched, and stopped without losing the model."""

import os
import sys
import time

import keras

from utils.training.report import Report, curve_names, line, page
from utils.training.stop import StopButton

SECONDS_BETWEEN_FRAMES = 0.2


def in_notebook() -> bool:
    """Return whether the code runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


def quiet() -> bool:
    """Return whether a training leaves one line of text in place of a live display.

    It does outside a notebook, in continuous integration (``CI`` is set) and under pytest and nbval
    (``PYTEST_VERSION`` is set). ``COURSE_QUIET`` set to 1 (quiet) or 0 (live) decides before all of these.
    """
    asked = os.environ.get("COURSE_QUIET", "")
    if asked:
        return asked != "0"
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return in_ci or "PYTEST_VERSION" in os.environ or not in_notebook()


class TrainingProgress(keras.callbacks.Callback):
    """Show a training as it goes: ``model.fit(..., verbose=0, callbacks=[TrainingProgress()])``.

    In a notebook one display is kept up to date, at most five times a second: a bar, epoch, time left, the
    latest numbers and the loss curve. Elsewhere (``quiet``) one line is printed at the end. ``name`` stands
    before it, to tell several trainings apart.

    The notebook's stop button (interrupt the kernel) ends the training after the running batch: ``fit``
    returns as usual, the model keeps what it has learned, and the next cells run. Pressed again it interrupts
    as always.
    """

    def __init__(self, name: str = ""):
        super().__init__()
        self._name = name
        self._stop_button = StopButton()

    def on_train_begin(self, logs=None):
        self._report = Report(self._name, self.params["epochs"])
        self._began = self._drawn = time.perf_counter()
        self._first_epoch = None
        self._first_batch = None  # when it ended, how far it was; being slow, it is left out of estimates
        self._ends = {}  # name of a loss: its points (epochs done, value), one at the end of each epoch
        self._running = {}  # the same within the first epoch, of which there is nothing else to see
        self._live = not quiet()
        self._display = None
        if in_notebook():
            self._stop_button.arm(self._stop)
        if self._live:
            self._show()

    def on_epoch_begin(self, epoch, logs=None):
        if self._first_epoch is None:  # other than 0 where fit() was given an initial_epoch
            self._first_epoch = epoch
            self._report.epochs -= epoch
        self._epoch = epoch - self._first_epoch

    def on_train_batch_end(self, batch, logs=None):
        now = time.perf_counter()
        steps = self.params["steps"]
        done = self._epoch + (min((batch + 1) / steps, 1) if steps else 0)
        self._report.done = done
        if self._first_batch is None:
            self._first_batch = now, done
        if self._due(now):
            self._report.logs.update(logs)
            if not self._ends:
                self._note(self._running, logs)
            self._show()

    def on_epoch_end(self, epoch, logs=None):
        if not self._report.stopped:
            self._report.done = self._epoch + 1
        self._report.logs.update(logs)
        self._note(self._ends, logs)
        if self._due(time.perf_counter()):
            self._show()

    def on_train_end(self, logs=None):
        self._stop_button.disarm()
        self._report.finished = True
        self._report.elapsed = time.perf_counter() - self._began
        if self._live:
            self._show()
        else:
            print(line(self._report))

    def _stop(self):
        self.model.stop_training = True
        self._report.stopped = True

    def _due(self, now):
        return self._live and now - self._drawn >= SECONDS_BETWEEN_FRAMES

    def _note(self, curves, logs):
        """Add the losses among the latest numbers to ``curves``."""
        for name in curve_names(logs):
            curves.setdefault(name, []).append((self._report.done, logs[name]))

    def _show(self):
        """Draw the report into the training's one display, making it the first time."""
        from IPython.display import display

        report = self._report
        self._drawn = time.perf_counter()
        if not report.finished:
            report.elapsed = self._drawn - self._began
            report.left = self._seconds_left()
        one_epoch = max(map(len, self._ends.values()), default=0) < 2
        report.curves = {
            name: (self._running.get(name, []) if one_epoch else []) + self._ends.get(name, [])
            for name in self._running | self._ends
        }
        bundle = {"text/html": page(report), "text/plain": line(report)}
        if self._display is None:
            self._display = display(bundle, raw=True, display_id=True)
        else:
            self._display.update(bundle, raw=True)

    def _seconds_left(self):
        if self._first_batch is None:
            return None
        then, done_then = self._first_batch
        progress = self._report.done - done_then
        if progress <= 0:
            return None
        return (self._drawn - then) / progress * (self._report.epochs - self._report.done)

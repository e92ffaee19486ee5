"""Live training inside an explorer: an asyncio task on the kernel's own loop, one frame under way at a time.

Each frame trains for a fixed time, sends one scene and waits until the browser has drawn it. While it waits
the loop is free, so controls are answered at once and frames never pile up.
"""

import asyncio
import contextlib
import time
import weakref
from collections.abc import Mapping

FRAME_SECONDS = 0.012  # of training per frame: with drawing it leaves 30 frames a second and more
LONGEST_WAIT = 1.0  # for a browser that is gone or hidden

_shown: dict[tuple, weakref.ref] = {}


class Training:
    """One explorer's training: ``start``, ``stop``, and ``latest``, the newest dict that ``train`` yielded."""

    def __init__(self, explorer):
        self._explorer = weakref.ref(explorer)
        self._task = None
        self._steps = None
        self._drawn = asyncio.Event()
        self.latest = None
        self._loop = _running_loop()

    def steps(self):
        """Return the generator under way, begun where there is none."""
        if self._steps is None:
            explorer = self._explorer()
            self._steps = explorer.train(_StateView(self._explorer))
        return self._steps

    def run_frame(self, seconds=FRAME_SECONDS) -> bool:
        """Train for ``seconds`` (one step at least); False when the training has come to its end."""
        end = time.perf_counter() + seconds
        for self.latest in self.steps():
            if time.perf_counter() >= end:
                return True
        return False

    def start(self):
        """Begin, or go on after a stop."""
        loop = self._loop or _running_loop()
        if loop is None:
            raise RuntimeError("live training needs a running event loop, as in a Jupyter kernel")
        loop.call_soon_threadsafe(self._begin, loop)

    def _begin(self, loop):
        if self._task is None or self._task.done():
            self._task = loop.create_task(_run(self._explorer, weakref.ref(self)))

    def stop(self):
        """End the task; what was learned stays."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.get_loop().call_soon_threadsafe(task.cancel)

    def forget(self):
        """Stop and throw away what was learned."""
        self.stop()
        self._steps = self.latest = None

    def drawn(self):
        """The browser has drawn the last frame."""
        self._drawn.set()

    async def wait_drawn(self):
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._drawn.wait(), LONGEST_WAIT)
        self._drawn.clear()


class _StateView(Mapping):
    """A read-only view of the explorer's present state, values as ``scene`` gets them."""

    def __init__(self, explorer_ref):
        self._explorer = explorer_ref

    def __getitem__(self, name):
        explorer = self._explorer()
        return explorer._controls[name].for_scene(explorer._state[name])

    def __iter__(self):
        return iter(self._explorer()._state)

    def __len__(self):
        return len(self._explorer()._state)


async def _run(explorer_ref, training_ref):
    # Weak references only: an explorer that is closed and forgotten must not be kept alive by its task.
    while True:
        explorer, training = explorer_ref(), training_ref()
        if explorer is None or training is None:
            return
        try:
            more = training.run_frame()
            if not more:
                _switch_off(explorer)
            explorer.show()
        except Exception as error:
            explorer.report(error)
            more = False
        if not more:
            return
        waiting = training.wait_drawn()
        del explorer, training
        await waiting


def _switch_off(explorer):
    for name, control in explorer._controls.items():
        if control.kind == "live":
            explorer._state[name] = False


def _running_loop():
    with contextlib.suppress(RuntimeError):
        return asyncio.get_running_loop()
    return None


def replace_older(explorer):
    """Close the explorer that an earlier run of the same cell made, so that re-running a cell frees it."""
    cell = _cell_id()
    if cell is None:
        return
    key = (cell, type(explorer).__qualname__)
    older = _shown.get(key, lambda: None)()
    _shown[key] = weakref.ref(explorer)
    if older is not None and older._run_count != _run_count():
        older.close()
    explorer._run_count = _run_count()


def _cell_id():
    """Return the id of the notebook cell that is running, None outside a notebook."""
    shell = _shell()
    return shell.get_parent().get("metadata", {}).get("cellId") if hasattr(shell, "get_parent") else None


def _run_count():
    return _shell().execution_count


def _shell():
    from IPython import get_ipython

    return get_ipython()

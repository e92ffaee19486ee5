"""Live training: an explorer's ``train`` as an asyncio task on the kernel's own loop, three pictures under way at
most.

A frame trains for a fixed time while the page still draws. Every second picture asks the page to say when it is drawn, and
is sent when the one that asked before is: pictures never pile up, one travels while another is drawn, and the page's
words, each of which costs JupyterLab as much as a small picture, are half as many. While the reader moves a control every
picture asks, so that the page is free for the answer. Controls are answered on the thread that JupyterLab's messages come
on.
"""

import asyncio
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

FRAME_SECONDS = 0.008  # training per frame: with the scene this leaves more than 30 frames a second
SWITCH_SECONDS = 0.0005  # Python's 5 ms would let a control's message wait at each thread that hands it on
PATIENCE = 1.0  # seconds to wait for a page that does not say that it has drawn
TOUCH_SECONDS = 0.5  # so long after a control was moved, every picture asks
GONE_AFTER = 20  # so many waits in vain, and nobody is looking: rest until somebody does


class Training:
    """The training of one explorer: ``start``, ``pause``, ``forget``; ``latest`` is what ``train`` yielded
    last.
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task | None = None
        self._steps: Iterator[dict] | None = None
        self._drawn: asyncio.Event | None = None
        self._running = False
        self._touched = 0.0
        self.latest: dict | None = None

    def use_running_loop(self):
        """Remember the loop of the kernel that shows the explorer; messages may come on other threads."""
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # plain Python or a terminal: scenes can be drawn there, training cannot run
            self._loop = None

    def start(self):
        """Begin, or go on after a pause."""
        if self._loop is None:
            raise RuntimeError("live training needs a notebook's kernel")
        self._running = True
        self._loop.call_soon_threadsafe(self._begin)

    def _begin(self):
        if self._running and (self._task is None or self._task.done()):
            self._drawn = asyncio.Event()
            self._drawn.set()
            self._task = asyncio.get_running_loop().create_task(self._run(self._drawn))

    def pause(self):
        """Stop after the present unit of work; what was learned stays."""
        self._running = False
        self.drawn()

    def forget(self):
        """Throw away what was learned; a training that runs begins anew with its next frame."""
        steps, self._steps, self.latest = self._steps, None, None
        if isinstance(steps, Generator) and not getattr(steps, "gi_running", False):
            steps.close()

    def drawn(self):
        """Hear that the page has drawn the picture that asked."""
        if self._drawn is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._drawn.set)

    def touched(self):
        """Hear that the reader moves a control: its answer comes first."""
        self._touched = time.perf_counter()

    def step(self) -> bool:
        """Do one unit of work; False when the training has come to its end."""
        if self._steps is None:
            self._steps = iter(self._explorer.train(StateView(self._explorer)))
        steps = self._steps
        latest = next(steps, None)
        if steps is not self._steps:  # a control has restarted it meanwhile
            return True
        if latest is None:
            self._steps = None  # the next start begins anew
            return False
        self.latest = latest
        return True

    def _frame(self) -> bool:
        """Work for the time of one frame, at least one unit; False when there is nothing more to do for now."""
        end = time.perf_counter() + FRAME_SECONDS
        while self.step() and not (self.latest or {}).get("pause"):  # None right after a restart
            if not self._running or time.perf_counter() >= end:
                return True
        return False

    async def _run(self, drawn):
        error = None
        try:
            while not await self._frames(drawn):
                await drawn.wait()  # as long as it takes: a page that is in front again says what it has drawn
        except Exception as found:  # the reader sees it in the explorer; the kernel and the controls live on
            self.forget()
            error = found
        if self._running:
            self._finish(error)

    async def _frames(self, drawn) -> bool:
        """Train and show until the end or a pause; False where the page has long been silent, which the last picture asks."""
        waits_in_vain, asks = 0, False
        with _room_for_others():
            while self._running and self._frame():
                await asyncio.sleep(0)  # other cells' tasks have their turn, even where the page was quicker
                asks = not asks or time.perf_counter() - self._touched < TOUCH_SECONDS
                if asks:
                    waits_in_vain = 0 if await _is_set(drawn) else waits_in_vain + 1
                self._explorer.show_frame(asks)
                if waits_in_vain >= GONE_AFTER:
                    return False
        return True

    def _finish(self, error=None):
        self._running = False
        self._explorer.training_ended(error)


async def _is_set(drawn: asyncio.Event) -> bool:
    """Wait until the picture that asked before is drawn; False where the page says nothing any more."""
    try:
        await asyncio.wait_for(drawn.wait(), PATIENCE)
    except TimeoutError:
        return False
    drawn.clear()
    return True


@contextmanager
def _room_for_others():
    """Keep a training from taking both cores and Python's lock for itself while the page needs them to draw."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        # The matrix products of a frame are small: a second thread only spins, and halves the pictures a second.
        with threadpool_limits(1):
            yield
    finally:
        sys.setswitchinterval(before)


class StateView(Mapping):
    """The explorer's present state, read only: a control that is moved during training is seen at the next
    look.
    """

    def __init__(self, explorer):
        self._explorer = explorer

    def __getitem__(self, name):
        return self._explorer.value(name)

    def __iter__(self):
        return iter(self._explorer.state)

    def __len__(self):
        return len(self._explorer.state)

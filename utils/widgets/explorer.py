"""The base of all explorers: a pure ``Model``, its present state, and the talk with the page.

The page sends the controls that changed; the kernel answers with the scene of the new state. The page keeps
at most one request under way and only the latest value of each control, so a drag never queues
(``static/explorer.js``).
"""

import base64
import threading
import traceback
from typing import TYPE_CHECKING

from utils.language import L
from utils.widgets.embed import embedded_html, recording_wanted
from utils.widgets.live import Training
from utils.widgets.model import Model
from utils.widgets.packing import pack
from utils.widgets.spec import picture_words

if TYPE_CHECKING:
    from utils.widgets.frontend import Frontend


class Explorer(Model):
    """An interactive picture. ``MyExplorer()`` as the last line of a cell shows it.

    A subclass writes (``utils.widgets`` has a complete example):

    * ``name``: a stable word, used in recordings and tests.
    * ``title()``, ``task()``: words above the picture; the task asks a question that moving the controls can
      refute.
    * ``controls()``: the list of controls, built anew for each explorer so that labels follow the language.
    * ``scene(**state) -> Scene``: pure and fast (8 ms at the median, with Keras 60). It may run on another
      thread while a cell is busy: no pyplot, nothing of the explorer changed, no random numbers without a
      seed.
    * ``presets()``: named states, ``{"xor": {"data": "xor"}}``, for slides (``MyExplorer(preset="xor")``) and
      recordings.
    * ``recorded``: where there are too many controls for a recording, the names of those that it visits; the others
      stand still in it.
    * ``luggage``: the functions under ``@packed`` (``utils.widgets.luggage``) by which it reads what comes with installed
      packages, so that it runs in a page too, whose Python has NumPy alone.
    * ``on_<control>(state) -> dict``: pure; what else changes when the reader uses that control, as
      ``{control: value}``. Every ``Button`` needs one.
    * ``train(state)``: a generator for live training, together with one ``Live`` control. It yields a dict
      after each small unit of work (10 ms at most); ``scene`` then gets the latest as ``live=`` (None before
      the first). ``state`` is a live, read-only mapping: a learning rate moved during training is seen at
      the next look; a control with ``restart=True`` begins the training anew. A dict with ``"pause": True``
      pauses as if the reader had. Seed it: a recording must come out the same each time.

    Keyword arguments set the first state: ``MyExplorer(w1=1.0, preset="xor", large=True)``. A mistake in
    ``scene`` at the first state raises here, where a test of the notebook sees it; later ones are told
    inside the explorer.
    """

    def __init__(self, *, preset: str | None = None, large: bool = False, **state):
        self._lock = threading.RLock()
        self._frontend: Frontend | None = None
        self._training = Training(self) if self.train is not None else None
        super().__init__(preset=preset, large=large, **state)
        self._state = dict(self.first)

    # State

    @property
    def state(self) -> dict:
        """The controls' present values, as ``scene`` gets them."""
        with self._lock:
            return self.for_scene(self._state)

    def value(self, name: str):
        """Return the present value of one control, as ``scene`` gets it."""
        return self.by_name[name].for_scene(self._state[name])

    def set(self, **changes) -> None:
        """Change controls from Python, as if the reader had; a shown explorer follows."""
        self._apply(self.changed(self._state, changes))

    def resume(self, state: dict) -> None:
        """Go on from a recording's ``state`` (JSON) as it is: nothing follows from its values, and no training runs."""
        self._apply({**self._state, **self.clean(state), **self.rest})

    # What the page gets

    def _packet(self, answer=None, frame=False, asks=False, error=None):
        """Return the bytes of the present scene and state; after an error, of the words that tell it."""
        message = {"answer": answer, "frame": frame, "asks": asks, "state": self._state}
        if error is None:
            try:
                return pack({**message, "scene": self.draw(self._state, self._latest())})
            except Exception as found:  # a lesson's scene may raise anything; it is told, and the explorer lives on
                error = found
        return pack({**message, "error": error_text(error)})

    def _latest(self):
        return self._training.latest if self._training is not None else None

    def _send(self, **message):
        if self._frontend is not None:
            self._frontend.packet = self._packet(**message)

    def _apply(self, state, answer=None, fresh=False):
        """Make ``state`` the present one, let the training follow, and show it."""
        with self._lock:
            before, self._state = self._state, state
            error = None
            if self._training is not None and self.live is not None:
                try:
                    self._follow(self._training, self.live.name, before, fresh)
                except RuntimeError as found:  # there is no kernel's loop to train on
                    self._state, error = {**self._state, **self.rest}, found
            self._send(answer=answer, error=error)

    def _follow(self, training, live, before, fresh):
        """Let a training do what the state says, whose control ``live`` is, after the state ``before``."""
        restarts = (name for name, control in self.by_name.items() if control.restart)
        if fresh or any(before[name] != self._state[name] for name in restarts):
            training.forget()
        wanted = self._state[live]
        if wanted != before[live]:
            if wanted:
                training.start()
            else:
                training.pause()

    def show_frame(self, asks: bool) -> None:
        """Send a picture of the live training; one that ``asks`` is answered when drawn (called by ``Training``)."""
        with self._lock:
            self._send(frame=True, asks=asks)

    def training_ended(self, error: Exception | None = None) -> None:
        """Turn the Live control off, and tell the error that ended the training, if any."""
        with self._lock:
            self._state = {**self._state, **self.rest}
            self._send(error=error)

    # What the page says

    def receive(self, message: dict) -> None:
        """Answer one message of the page: set, press, reset, drawn, or views."""
        kind, answer = message.get("type"), message.get("seq")
        if kind == "drawn" and self._training is not None:
            self._training.drawn()
        elif kind == "views":
            self._count_views(message["count"])
        elif kind in ("set", "press", "reset"):
            if self._training is not None:
                self._training.touched()
            with self._lock:
                try:
                    state = self._after(kind, message)
                except Exception as error:  # an on_<control> that raises is told like a scene that raises
                    self._send(answer=answer, error=error)
                else:
                    self._apply(state, answer, fresh=kind == "reset")

    def _on_message(self, _frontend, message, _buffers):
        self.receive(message)

    def _after(self, kind, message):
        if kind == "reset":
            return dict(self.first)
        changes = {message["name"]: None} if kind == "press" else message["changes"]
        return self.changed(self._state, changes)

    def _count_views(self, count):
        """Pause a training that nobody sees any more: its cell was deleted or its notebook closed."""
        if count == 0 and any(self._state[name] for name in self.rest):
            self._apply({**self._state, **self.rest})

    # Showing and closing

    def _repr_mimebundle_(self, **kwargs):
        words = f"{self.title()}\n{self.first_scene.summary}"
        if recording_wanted():
            from utils.widgets.still import png

            picture = base64.b64encode(png(self.first_scene)).decode("ascii")  # for the site's map of the course
            return {"text/plain": words, "text/html": embedded_html(self), "image/png": picture}, {}
        from utils.widgets.frontend import replace_earlier

        replace_earlier(self)
        view, metadata = self._open()._repr_mimebundle_() or ({}, {})  # metadata: Colab's, who draws the view there
        still = base64.b64encode(self.still()).decode("ascii")
        return {**view, "text/plain": words, "image/png": still}, metadata

    def _open(self):
        if self._frontend is None:
            from utils.widgets.frontend import Frontend

            frontend = Frontend(spec=self.spec, packet=self._packet())
            frontend.on_msg(self._on_message)
            self.attach(frontend)
        return self._frontend

    def attach(self, frontend) -> None:
        """Let ``frontend`` show the explorer: its ``packet`` gets each scene from now on."""
        if self._training is not None:
            self._training.use_running_loop()
        self._frontend = frontend

    def close(self) -> None:
        """End a training, take the picture off the page and free the explorer's memory. It can be shown
        again.
        """
        with self._lock:
            if self._training is not None:
                self._training.pause()
                self._training.forget()
                self._state = {**self._state, **self.rest}
            frontend, self._frontend = self._frontend, None
        if frontend is not None:
            frontend.on_msg(self._on_message, remove=True)
            frontend.close()

    # Where no widget can be shown

    def still(self) -> bytes:
        """Return the present scene as a PNG that says how to make it live."""
        from utils.widgets.still import png

        return png(self.draw(self._state, self._latest()), self.title(), picture_words())

    def record(self, max_scenes: int = 300) -> dict:
        """Return a recording that the same ES module replays without a kernel
        (``utils.widgets.recording``).
        """
        from utils.widgets.recording import record

        return record(self, max_scenes)

    def __repr__(self):
        return f"{type(self).__name__}()"


def error_text(error: Exception) -> str:
    """Return what the reader is told: the error and the line of the lesson's code that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].name}, {frames[-1].lineno})" if frames else ""
    what = f"{type(error).__name__}: {error}{place}"
    return L(
        f"Bu durum çizilemedi. {what}. Bir denetimi değiştirin ya da “Baştan al” düğmesine basın.",
        f"This state could not be drawn. {what}. Change a control, or press “Reset”.",
    )

"""The base of all explorers: state in one place, a pure ``scene``, and the talk with the browser.

The browser sends the controls that changed; the kernel answers with the scene of the new state. One request
is under way at a time (``static/explorer.js`` keeps the latest), so a drag never queues.
"""

import base64
import contextlib
import threading
import traceback
from functools import cache
from pathlib import Path

import anywidget
import traitlets

from utils.language import L, language
from utils.palette import COLORS, DARK_COLORS, SERIES
from utils.widgets import live
from utils.widgets.controls import Live
from utils.widgets.scene import Scene, encode

STATIC = Path(__file__).parent / "static"


@cache
def module_text() -> str:
    """Return the front end's ES module. It is handed over as text: a Path would never free an instance."""
    return (STATIC / "explorer.js").read_text(encoding="utf-8")


def frame_words() -> dict:
    """Return the words of the frame around every explorer."""
    return {
        "reset": L("Baştan al", "Reset"),
        "large": L("Büyük yazı", "Large type"),
        "play": L("Oynat", "Play"),
        "pause": L("Durdur", "Pause"),
        "back": L("Bir adım geri", "One step back"),
        "forward": L("Bir adım ileri", "One step forward"),
        "clear": L("Temizle", "Clear"),
        "picture": L("Etkileşimli resim", "Interactive picture"),
        "drag_help": L(
            "Sekme tuşuyla bir nokta seçin, ok tuşlarıyla oynatın.", "Choose a point with Tab, move it with the arrow keys."
        ),
        "add_help": L("Enter yeni nokta ekler, Delete siler.", "Enter adds a point, Delete removes one."),
        "draw_help": L(
            "Fareyle ya da parmakla çizin; klavyede ok tuşları gezdirir, boşluk tuşu boyar.",
            "Draw with mouse or finger; on the keyboard, the arrows move and Space paints.",
        ),
        "recording": L(
            "Bu bir kayıttır: çekirdek çalışmadan en yakın kayıtlı durum gösterilir.",
            "This is a recording: without a kernel, the nearest recorded state is shown.",
        ),
        "lost": L(
            "Çekirdek yanıt vermiyor. Bu hücreyi yeniden çalıştırın.", "The kernel does not answer. Run this cell again."
        ),
        "new_class": L("Yeni noktanın sınıfı", "Class of a new point"),
    }


class Explorer(anywidget.AnyWidget):
    """An interactive picture. A subclass names itself and says what to show:

    - ``name``: a stable word.
    - ``title()``, ``task()``: words above the picture; the task asks something that moving can refute.
    - ``controls()``: the controls, made anew for each instance, so labels follow the reader's language.
    - ``scene(**state) -> Scene``: pure and fast. It also runs on another thread while a cell is busy, so: no
      pyplot, no attribute changed. Where ``train`` is overridden it is given ``live`` as well: None, or the
      latest dict that training yielded.
    - ``presets()``: named states, {"name": {control: value}}.
    - ``on_<control>(state) -> dict``: pure; the changes that follow when the reader uses that control.
    - ``train(state) -> iterator of dicts``: a live training in small steps, run while the Live control is on.
      ``state`` is a live, read-only view: a control moved meanwhile is seen at the next step.

    ``PerceptronExplorer(preset="xor", step=3)`` starts from a preset and values of one's own; ``large=True``
    starts with large type.
    """

    name = "explorer"
    _esm = traitlets.Unicode().tag(sync=True)
    _spec = traitlets.Dict().tag(sync=True)
    _scene = traitlets.Dict().tag(sync=True)
    _blob = traitlets.Bytes().tag(sync=True)

    def title(self) -> str:
        raise NotImplementedError

    def task(self) -> str:
        return ""

    def controls(self) -> list:
        raise NotImplementedError

    def presets(self) -> dict:
        return {}

    def scene(self, **state) -> Scene:
        raise NotImplementedError

    train = None

    def __init__(self, preset: str | None = None, large: bool = False, **values):
        self._lock = threading.RLock()
        self._controls = {control.name: control for control in self.controls()}
        self._state = {name: control.value for name, control in self._controls.items()}
        self._first = {**self._state, **self._clean(self.presets()[preset] if preset else {}), **self._clean(values)}
        self._state = dict(self._first)
        self._live = live.Training(self) if self.train else None
        tree, blob = encode(self.draw(self._state))
        super().__init__(_esm=module_text(), _spec=self._describe(large), _scene=tree, _blob=blob)
        self.on_msg(self._receive)
        live.replace_older(self)

    # State and scene

    def _clean(self, values: dict) -> dict:
        unknown = set(values) - set(self._controls)
        if unknown:
            raise ValueError(
                L(
                    f"Bilinmeyen denetim: {', '.join(sorted(unknown))}. Olanlar: {', '.join(self._controls)}",
                    f"Unknown control: {', '.join(sorted(unknown))}. There are: {', '.join(self._controls)}",
                )
            )
        return {name: self._controls[name].clean(value) for name, value in values.items()}

    def changed(self, state: dict, changes: dict) -> dict:
        """Return ``state`` after the reader's ``changes`` (cleaned) and what the ``on_<control>`` make of them."""
        changes = self._clean(changes)
        state = {**state, **changes}
        for name in changes:
            handler = getattr(self, f"on_{name}", None)
            if handler:
                state |= self._clean(handler(dict(state)) or {})
        return state

    def draw(self, state: dict, latest=None) -> Scene:
        """Return the scene of a state."""
        values = {name: control.for_scene(state[name]) for name, control in self._controls.items() if control.kind != "button"}
        return self.scene(**values, live=latest) if self.train else self.scene(**values)

    def _describe(self, large: bool) -> dict:
        return {
            "name": self.name,
            "title": self.title(),
            "task": self.task(),
            "language": language(),
            "controls": [control.spec() for control in self._controls.values()],
            "state": self._first,
            "words": frame_words(),
            "palette": {"light": COLORS, "dark": DARK_COLORS, "series": SERIES},
            "large": large,
        }

    # Talk with the browser

    def _receive(self, _widget, message, _buffers):
        kind = message.get("type")
        if kind == "drawn" and self._live:
            self._live.drawn()
        elif kind == "set":
            self._answer(message)

    def _answer(self, message):
        with self._lock:
            try:
                before = dict(self._state)
                if message.get("reset"):
                    self._state = dict(self._first)
                    if self._live:
                        self._live.forget()
                else:
                    self._state = self.changed(before, message.get("changes", {}))
                self._follow_live(before)
                self.show(message.get("seq"))
            except Exception as error:  # whatever a lesson's scene raises is shown, and the explorer lives on
                self.report(error, message.get("seq"))

    def _follow_live(self, before):
        for name, control in self._controls.items():
            if isinstance(control, Live) and before[name] != self._state[name]:
                self._live.start() if self._state[name] else self._live.stop()

    def show(self, seq=None):
        """Send the scene of the present state; ``seq`` is the request that it answers, None in live training."""
        latest = self._live.latest if self._live else None
        tree, blob = encode(self.draw(self._state, latest))
        self.send({"type": "scene", "seq": seq, "scene": tree, "state": self._state}, [blob])

    def report(self, error: BaseException, seq=None):
        """Show ``error`` in the explorer, in the reader's language, with the place where it arose."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = L(
            f"Bu durum çizilemedi: {error} ({place.name}, satır {place.lineno}). Baştan al düğmesiyle sürdürebilirsiniz.",
            f"This state could not be drawn: {error} ({place.name}, line {place.lineno}). Reset to go on.",
        )
        self.send({"type": "error", "seq": seq, "text": text})

    def close(self):
        """Stop a live training, free the instance and its view."""
        if getattr(self, "_live", None):
            self._live.stop()
        with contextlib.suppress(AttributeError):  # closed before it was made
            self.on_msg(self._receive, remove=True)
        super().close()

    # Where no widget can be shown

    def summary(self) -> str:
        """Return the first scene's summary."""
        return self._scene["summary"]

    def still(self) -> bytes:
        """Return the first scene as a PNG."""
        from utils.widgets.still import png

        return png(self.draw(self._first))

    def record(self, max_scenes: int = 200) -> dict:
        """Return a recording that the same module replays without a kernel (``utils.widgets.recording``)."""
        from utils.widgets.recording import record

        return record(self, max_scenes)

    def __repr__(self):
        return f"{self.title()}. {self.summary()}"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/plain"] = repr(self)
        data["image/png"] = base64.b64encode(self.still()).decode()
        return data, metadata

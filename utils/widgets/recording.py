"""Recordings: an explorer's scenes over its controls, which ``static/replay.js`` plays without a kernel.

A recording holds numbers, not pictures: scenes that look the same are stored once, equal arrays once,
everything is deflated together. The reader's controls snap to the nearest recorded state, and the page says
so.
"""

import base64
import html
import itertools
import json
import zlib

from utils.language import L
from utils.widgets.controls import Button, Choice, Player, Slider, Toggle
from utils.widgets.model import Model
from utils.widgets.packing import Packer
from utils.widgets.scene import Scene

LIMIT = 300_000  # bytes of the finished text
PRESSES = 6  # of each button, one after the other
FINENESS = (61, 41, 25, 15, 9, 5, 3)  # values per control, tried in turn until the recording is small enough


def record(model: Model, max_scenes: int = 300) -> dict:
    """Return ``{"explorer", "title", "language", "data"}``; data is base64 of the deflated bytes.

    Recorded is the whole product of the controls where that is at most ``max_scenes`` scenes. Else each
    control is swept from the first state, from each preset and from each choice, as finely as ``max_scenes``
    and the limit of 300 kB allow. Controls without a row of values (dragged points, drawings, texts) stay as
    the presets set them. A training is kept as frames, from the first state and each preset. ValueError
    names what to make coarser.
    """
    scenes: dict[str, Scene] = {}
    for states in _plans(model, max_scenes):
        recording = _recording(model, states, scenes)
        if len(recording["data"]) <= LIMIT:
            return recording
    size, widest = len(recording["data"]), _widest_control(model)
    raise ValueError(
        L(
            f"Kayıt {size} bayt, en çok {LIMIT} olabilir. “{widest}” denetimini ya da resimlerin dizilerini kabalaştırın.",
            f"The recording has {size} bytes, {LIMIT} at most are allowed: make the control “{widest}” or the arrays in "
            "the scene coarser.",
        )
    )


def _plans(model, max_scenes):
    """Yield lists of states to record, the finest first."""
    starts = _unique(model.starts())
    swept = _swept(model)
    full = {name: control.samples(max_scenes + 1) for name, control in swept.items()}
    count = len(starts)
    for values in full.values():
        count *= len(values)
    if count <= max_scenes:
        yield _unique(starts + [_moved(model, start, dict(zip(full, values, strict=True)))
                                for start in starts for values in itertools.product(*full.values())])  # fmt: skip
    for most in FINENESS:
        states = _sweeps(model, starts, {name: control.samples(most) for name, control in swept.items()})
        if len(states) <= max_scenes or most == FINENESS[-1]:
            yield states


def _swept(model):
    """Return the controls whose values a recording visits."""
    return {name: control for name, control in model.by_name.items()
            if isinstance(control, Slider | Choice | Toggle | Player)
            and (model.recorded is None or name in model.recorded)}  # fmt: skip


def _sweeps(model, starts, values):
    """Return the starts, each of their choices and toggles, and from all of these each other control
    swept.
    """
    branching = [name for name in values if isinstance(model.by_name[name], Choice | Toggle)]
    bases = _unique(starts + [model.changed(start, {name: value})
                              for start in starts for name in branching for value in values[name]])  # fmt: skip
    rest = [name for name in values if name not in branching]
    moved = [model.changed(base, {name: value}) for base in bases for name in rest for value in values[name]]
    return _unique(bases + moved)


def _moved(model, state, values):
    """Set several controls; those from which others follow go first, so that they undo nothing."""
    for name in sorted(values, key=lambda name: not hasattr(model, f"on_{name}")):
        if state[name] != model.by_name[name].clean(values[name]):
            state = model.changed(state, {name: values[name]})
    return state


def _unique(states):
    return list({json.dumps(state, sort_keys=True): state for state in states}.values())


class _Film:
    """Scenes and states in the order of their numbers, each different one kept once."""

    def __init__(self, model, known):
        self._model, self._known = model, known
        self.packer = Packer(coarse=True)
        self.states: list[dict] = []
        self.scenes: list[dict] = []
        self._state_numbers: dict[str, int] = {}
        self._scene_numbers: dict[str, int] = {}

    def add(self, state) -> int:
        """Return the number of ``state``, drawn if it is new."""
        key = json.dumps(state, sort_keys=True)
        if key not in self._state_numbers:
            if key not in self._known:
                self._known[key] = self._model.draw(state)
            self._state_numbers[key] = len(self.states)
            self.states.append({"state": state, "scene": self.add_scene(self._known[key])})
        return self._state_numbers[key]

    def add_scene(self, scene) -> int:
        tree = self.packer.tree(scene)
        key = json.dumps(tree, sort_keys=True)
        if key not in self._scene_numbers:
            self._scene_numbers[key] = len(self.scenes)
            self.scenes.append(tree)
        return self._scene_numbers[key]


def _recording(model, states, known):
    film = _Film(model, known)
    for state in states:
        film.add(state)
    starts = _unique(model.starts())
    presses = _presses(model, film, starts)
    frames = {str(film.add(start)): _frames(model, film, start) for start in starts} if model.live else {}
    content = {"spec": model.spec, "states": film.states, "scenes": film.scenes, "presses": presses,
               "frames": frames}  # fmt: skip
    data = base64.b64encode(zlib.compress(film.packer.finish(content), 9)).decode("ascii")
    return {"explorer": model.name, "title": model.spec["title"], "language": model.spec["language"], "data": data}


def _presses(model, film, starts):
    """Return {button: {state number: number of the state after it}}, pressed a few times from each start."""
    buttons = [name for name, control in model.by_name.items()
               if isinstance(control, Button) and (model.recorded is None or name in model.recorded)]  # fmt: skip
    presses: dict[str, dict] = {name: {} for name in buttons}
    for name, start in itertools.product(buttons, starts):
        state = start
        for _ in range(PRESSES):
            following = model.changed(state, {name: None})
            presses[name][str(film.add(state))] = film.add(following)
            state = following
    return presses


def _frames(model, film, start):
    """Return the numbers of the scenes of a training from ``start``."""
    live = model.live
    state = {**start, live.name: True}
    frames = [film.add_scene(model.draw(state))]
    view = model.for_scene(state)
    for count, latest in enumerate(model.train(view), start=1):
        if count % live.units == 0:
            frames.append(film.add_scene(model.draw(state, latest)))
        if len(frames) > live.frames:
            break
    return frames


def _widest_control(model):
    """Return the label of the control with the most values."""
    return max(_swept(model).values(), key=lambda control: len(control.samples(1000))).label


def recording_html(recording: dict) -> str:
    """Return a page that replays ``recording`` from a file, with no network and no kernel."""
    from utils.widgets.frontend import replaying_text

    data = json.dumps(recording, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="{recording["language"]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(recording["title"])}</title>
</head>
<body>
<main id="explorer"></main>
<script type="module">
{replaying_text()}
replay(document.getElementById("explorer"), {data});
</script>
</body>
</html>
"""

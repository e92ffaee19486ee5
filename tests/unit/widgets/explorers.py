"""``check_explorer``: what every explorer must keep, checked over its controls' extremes in both languages.

    def test_the_explorer_keeps_its_promises():
        check_explorer(PerceptronExplorer)

Keyword arguments go to the explorer. Its speed is measured by ``benchmarks/explorers.py``: a slow or loaded machine
must not fail a test.
"""

import json
import re

import numpy as np

from utils.language import use_language
from utils.widgets.controls import Button
from utils.widgets.explorer import Explorer
from utils.widgets.packing import pack
from utils.widgets.recording import LIMIT

STATE_LIMIT = 100_000  # bytes of one explorer in a saved notebook


def check_explorer(explorer_class: type[Explorer], **keywords) -> None:
    """Fail where an explorer breaks a promise: pure scenes, words in both languages, sizes, a recording that
    replays.
    """
    words = {}
    for language in ("tr", "en"):
        use_language(language)
        explorer = explorer_class(**keywords)
        words[language] = _words(explorer)
        _check_scenes(explorer)
        _check_presets(explorer_class, keywords)
        _check_size(explorer)
        _check_still(explorer)
    _check_recording(explorer)  # hundreds of scenes, whose numbers are the same in both languages
    _check_languages(words)


def _words(explorer):
    """Return every text of the frame and the first scene's summary, by place."""
    texts = {"title": explorer.title(), "task": explorer.task()}
    texts["summary"] = explorer.draw(explorer._state).summary
    for control in explorer.by_name.values():
        texts[f"label of {control.name}"] = control.label
    for place, text in texts.items():
        assert text.strip(), f"{explorer!r}: {place} is empty"
    return texts


def _check_languages(words):
    """Title, task and summary must differ between the languages, or one of them was forgotten."""
    for place in ("title", "task", "summary"):
        assert words["tr"][place] != words["en"][place], (
            f"{place} is the same in both languages: {words['tr'][place]!r}"
        )


def states_to_try(explorer) -> list[dict]:
    """Return the first state, each control at its least, middle and greatest value, all of them together,
    and presses.
    """
    first = explorer._state
    holding = {name: control for name, control in explorer.by_name.items() if control.holds_state}
    extremes = {name: [control.clean(value) for value in control.extremes()] for name, control in holding.items()}
    states = [first]
    states += [explorer.changed(first, {name: value}) for name, values in extremes.items() for value in values]
    states += [{**first, name: value} for name, values in extremes.items() for value in values]
    for pick in (0, -1):
        states.append({**first, **{name: values[pick] for name, values in extremes.items()}})
    for name, control in explorer.by_name.items():
        if isinstance(control, Button):
            once = explorer.changed(first, {name: None})
            states += [once, explorer.changed(once, {name: None})]
    return states


def _check_scenes(explorer):
    for state in states_to_try(explorer):
        before = json.dumps(state, sort_keys=True)
        scene = explorer.draw(state)
        packet = pack(scene)
        assert packet == pack(explorer.draw(state)), f"{explorer!r}: scene is not a function of its state: {before}"
        assert json.dumps(state, sort_keys=True) == before, f"{explorer!r}: scene has changed its state"
        assert not re.search(rb'"#[0-9a-fA-F]{3,8}"', packet), f"{explorer!r}: colours are asked for by name"
        assert not re.search(r"\bnan\b|\binf\b", scene.summary), f"{explorer!r}: {scene.summary}"
    _check_training(explorer)


def _check_training(explorer):
    """Draw the first units of a training: each must be drawable."""
    if explorer.train is None:
        return
    for _, latest in zip(range(3), explorer.train(explorer.state), strict=False):
        assert isinstance(latest, dict)
        pack(explorer.draw(explorer._state, latest))


def _check_presets(explorer_class, keywords):
    for name in explorer_class(**keywords).presets():
        preset = explorer_class(**{**keywords, "preset": name})
        for control, value in preset.clean(preset.presets()[name]).items():
            if control not in keywords:
                assert preset._state[control] == value, f"{preset!r}: preset {name!r} does not set {control!r}"


def _check_size(explorer):
    frontend = explorer._open()
    try:
        state = frontend._get_embed_state()
        size = len(json.dumps(state))
    finally:
        explorer.close()
    assert size < STATE_LIMIT, f"{explorer!r} needs {size} bytes in a saved notebook"


def _check_recording(explorer):
    recording = explorer.record()
    assert len(recording["data"]) <= LIMIT
    film = unpack_recording(recording)
    assert film["spec"]["name"] == explorer.name and film["spec"]["title"] == explorer.title()
    assert film["states"][0]["state"] == {
        **explorer.first,
        **explorer.rest,
    }
    for recorded in film["states"]:
        assert explorer.clean(recorded["state"]) == recorded["state"], "a recorded state is none that the controls have"
        assert 0 <= recorded["scene"] < len(film["scenes"])
    frames = [frame for film_frames in film["frames"].values() for frame in film_frames]
    assert all(0 <= frame < len(film["scenes"]) for frame in frames)
    assert bool(frames) == (explorer.train is not None)


def unpack_recording(recording: dict) -> dict:
    """Return what a recording holds, arrays as NumPy arrays (``replay`` in the ES module does the same)."""
    import base64
    import zlib

    return unpack(zlib.decompress(base64.b64decode(recording["data"])))


def unpack(data: bytes) -> dict:
    """Return the value that ``utils.widgets.packing.pack`` has packed."""
    length = int.from_bytes(data[:4], "little")
    arrays = data[4 + length :]
    types = {"f4": np.float32, "u1": np.uint8}

    def array(value):
        if "@" not in value:
            return value
        offset, kind, shape = value["@"]
        return np.frombuffer(arrays, types[kind], int(np.prod(shape)), offset).reshape(shape)

    return json.loads(data[4 : 4 + length], object_hook=array)


def _check_still(explorer):
    assert explorer.still().startswith(b"\x89PNG")

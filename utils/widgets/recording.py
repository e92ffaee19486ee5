"""Recordings: an explorer's scenes over its controls, which the same ES module replays without a kernel.

Recordings are numbers, not pictures. A scene that looks like an earlier one is stored once; everything is
deflated together. The reader's controls snap to the nearest recorded state.
"""

import base64
import html
import itertools
import json
import zlib

from utils.language import L
from utils.widgets.controls import Button
from utils.widgets.scene import encode

LIMIT = 300_000  # bytes of a finished recording
FRAMES = 60  # of a live training


def recorded_states(explorer, max_scenes: int) -> list[dict]:
    """Return the states to record: the whole product of the controls' samples where it has at most
    ``max_scenes`` members, else each control swept from the first state and from every preset."""
    sweeps = {name: c.samples() for name, c in explorer._controls.items() if not isinstance(c, Button)}
    sweeps = {name: values for name, values in sweeps.items() if len(values) > 1}
    starts = [explorer._first, *(explorer.changed(explorer._first, preset) for preset in explorer.presets().values())]
    whole = 1
    for values in sweeps.values():
        whole *= len(values)
    if whole * len(starts) <= max_scenes:
        combinations = [dict(zip(sweeps, values, strict=True)) for values in itertools.product(*sweeps.values())]
        return starts + [explorer.changed(start, changes) for start in starts for changes in combinations]
    singles = [{name: value} for name, values in sweeps.items() for value in values]
    return starts + [explorer.changed(start, change) for start in starts for change in singles]


def _without_pixels(explorer, state):
    """Return the state without drawings: replaying needs them for the picture only, and the scene has that."""
    return {name: value for name, value in state.items() if explorer._controls[name].kind != "pad"}


class _Store:
    """Encoded scenes, each different one kept once."""

    def __init__(self):
        self.scenes, self._blobs, self._known, self._size = [], [], {}, 0

    def add(self, scene) -> int:
        tree, blob = encode(scene)
        key = (json.dumps(tree), blob)
        if key not in self._known:
            self._known[key] = len(self.scenes)
            self.scenes.append({"tree": tree, "from": self._size, "to": self._size + len(blob)})
            self._blobs.append(blob)
            self._size += len(blob)
        return self._known[key]

    def pack(self, **parts) -> str:
        text = json.dumps({"scenes": self.scenes, **parts}, ensure_ascii=False, separators=(",", ":")).encode()
        data = len(text).to_bytes(4, "little") + text + b"".join(self._blobs)
        return base64.b64encode(zlib.compress(data, 9)).decode()


def _live_frames(explorer, store) -> list[int]:
    """Train from the first state and return the scenes' numbers of at most FRAMES frames."""
    if not explorer.train:
        return []
    explorer._live.forget()
    frames = [store.add(explorer.draw(explorer._first, None))]
    for _ in range(FRAMES - 1):
        more = explorer._live.run_frame()
        frames.append(store.add(explorer.draw(explorer._first, explorer._live.latest)))
        if not more:
            break
    explorer._live.forget()
    return frames


def record(explorer, max_scenes: int = 200) -> dict:
    """Return ``{"spec", "packed"}`` of ``explorer``; ValueError where it would pass the limit of 300 kB."""
    store, states = _Store(), []
    for state in recorded_states(explorer, max_scenes):
        states.append({"state": _without_pixels(explorer, state), "scene": store.add(explorer.draw(state))})
    packed = store.pack(states=states, frames=_live_frames(explorer, store))
    if len(packed) > LIMIT:
        counts = {name: len(c.samples()) for name, c in explorer._controls.items()}
        worst = max(counts, key=counts.get)
        raise ValueError(
            L(
                f"Kayıt {len(packed):,} bayt; en çok {LIMIT:,} olabilir. En çok durum '{worst}' denetiminden geliyor "
                f"({counts[worst]}): adımını büyütün ya da haritaları küçültün.",
                f"The recording has {len(packed):,} bytes; at most {LIMIT:,} are allowed. Most states come from the "
                f"control '{worst}' ({counts[worst]}): make its step larger or the maps smaller.",
            )
        )
    return {"spec": explorer._spec, "packed": packed}


def recording_html(recording: dict) -> str:
    """Return a whole page that replays ``recording`` from a file, with no network and no kernel."""
    from utils.widgets.explorer import module_text

    spec = recording["spec"]
    data = json.dumps(recording, ensure_ascii=False).replace("<", "\\u003c")
    # A page opened from a file may not import a module from a file, so the module comes as a blob.
    module = json.dumps(module_text(), ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="{spec["language"]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(spec["title"])}</title></head>
<body><div id="explorer"></div>
<script type="module">
const source = new Blob([{module}], {{ type: "text/javascript" }});
const {{ replay }} = await import(URL.createObjectURL(source));
await replay(document.getElementById("explorer"), {data});
</script></body></html>
"""

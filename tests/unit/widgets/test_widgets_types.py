"""The JSDoc types of ``static/types.js``: what Python sends has them, and ``deno check`` holds the modules to them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.unit.widgets.explorers import states_to_try, unpack, unpack_recording
from tests.unit.widgets.sample_explorers import SAMPLES, LiveExplorer
from utils.widgets import controls
from utils.widgets.frontend import STATIC
from utils.widgets.marks import panel_marks
from utils.widgets.packing import TYPES as ARRAYS
from utils.widgets.recording import record
from utils.widgets.spec import describe, frame_words
from utils.widgets.still_plot import DRAW

SETTINGS = Path(__file__).resolve().parents[3] / "deno.json"
TYPES = (STATIC / "types.js").read_text(encoding="utf-8")
BLOCKS = re.findall(r"/\*\*(.*?)\*/", TYPES, flags=re.S)
HEAD = f"""
/** @import {{ Bytes, Film, Floats, Message, Spec }} from "{(STATIC / "types.js").as_uri()}" */
/** @type {{Floats}} */
const f4 = Object.assign(new Float32Array(), {{ shape: [] }});
/** @type {{Bytes}} */
const u1 = Object.assign(new Uint8Array(), {{ shape: [] }});
"""
CONTROLS = [
    controls.Slider("a", "A", 0, 1),
    controls.Choice("a", "A", [("x", "X")]),
    controls.Several("a", "A", [("x", "X")]),
    controls.Toggle("a", "A"),
    controls.Live("a", "A"),
    controls.Button("a", "A"),
    controls.Player("a", "A", 3),
    controls.TextInput("a", "A"),
    controls.DragPoints("a", "A", value=[[0, 1]], classes=["one"]),
    controls.DragBoxes("a", "A"),
    controls.Pad("a", "A"),
    controls.Kept("a"),
    controls.Cells("a", "A"),
]


def fields(name):
    """Return {property: its type} of a typedef."""
    [block] = [block for block in BLOCKS if re.search(rf"@typedef \{{object\}} {name}\b", block)]
    return {word.strip("[]"): kind for kind, word in re.findall(r"@property \{(.*)\} (\S+)", block)}


def members(name):
    """Return the names that a union or an intersection is made of."""
    return re.search(rf"@typedef \{{([^{{}}]*)\}} {name}\b", TYPES)[1].replace("&", "|").split(" | ")


def by_kind(names):
    """Return {kind: fields} of typedefs that have a kind."""
    return {json.loads(fields(name)["kind"]): set(fields(name)) for name in names}


def test_the_types_name_the_marks_that_python_draws_and_what_each_may_have():
    known = by_kind(members("Mark"))
    assert known.keys() == DRAW.keys()
    sent = {kind: set() for kind in known}
    for sample in SAMPLES:  # between them they use every layer
        explorer = sample()
        for panel in [panel for state in states_to_try(explorer)[:3] for panel in explorer.draw(state).panels()]:
            for mark in panel_marks(panel)["marks"]:
                sent[mark["kind"]] |= set(mark)
    assert sent == known


def test_the_types_name_the_controls_and_what_each_has():
    names = [name for member in members("Control") for name in (members(member) if member == "Input" else [member])]
    known = by_kind(members(name)[1] for name in names)
    sent = {control.kind: set(control.spec()) - set(fields("Shared")) for control in CONTROLS}
    assert known == sent
    kinds = {
        kind.kind for kind in vars(controls).values() if isinstance(kind, type) and issubclass(kind, controls.Control)
    }
    assert known.keys() == kinds - {""}


def test_the_types_name_what_the_page_is_told_once():
    assert fields("Spec").keys() == describe(SAMPLES[0](), large=False).keys()
    assert fields("Words").keys() == frame_words().keys()


def found_by_deno(folder, name, text):
    """Return the lines (from 0) of a module, written into ``folder``, that ``deno check`` has something to say about."""
    (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "deno", "check", "--config", str(SETTINGS), str(folder / name)]
    settings = {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=os.environ | settings)
    found = {int(line) - 1 for line in re.findall(rf"{name}:(\d+):\d+$", done.stderr, flags=re.M)}
    assert bool(done.returncode) == bool(found), done.stderr
    return [text.splitlines()[line] for line in sorted(found)]


def told(number, kind, value):
    """Return a constant in JavaScript that says that ``value`` is of a type; in place of arrays stand f4 and u1."""
    text = json.dumps(value, default=lambda array: f"@{ARRAYS[array.dtype]}")
    text = re.sub('"@(f4|u1)"', r"\1", text)
    return f"/** @type {{{kind}}} */\nexport const told{number} = {text};"


def test_what_python_sends_has_the_types(tmp_path):
    explorers = [sample() for sample in SAMPLES]
    failed = explorers[0]._packet(answer=1, error=ValueError("seven"))
    values = [
        *(("Spec", explorer.spec) for explorer in explorers),
        *(("Message", unpack(explorer._packet())) for explorer in explorers),
        ("Message", unpack(failed)),
        ("Film", unpack_recording(record(LiveExplorer()))),
    ]
    wrong = {"state": {}, "answer": 1, "frame": False, "asks": "no"}
    lines = [told(number, *value) for number, value in enumerate([*values, ("Message", wrong)])]
    found = found_by_deno(tmp_path, "told.js", "\n".join([HEAD, *lines]))
    assert found == [lines[-1].splitlines()[1]]


SLIPS = {
    "links(plot, { ends,": "links(plot, { end,",
    "mark.shape ??": "mark.marker ??",
    "panel.xlog": "panel.logx",
    "this.spec.words.lost": "this.spec.words.gone",
    "slider(view, { name, values,": "slider(view, { name, numbers: values,",
    'ask({ type: "press", name })': 'ask({ type: "press" })',
}


def test_a_slip_in_a_module_is_found(tmp_path):
    module = (STATIC / "explorer.js").read_text(encoding="utf-8")
    (tmp_path / "types.js").write_text(TYPES, encoding="utf-8")
    for right, wrong in SLIPS.items():
        assert module.count(right) == 1, right
        module = module.replace(right, wrong)
    found = "\n".join(found_by_deno(tmp_path, "explorer.js", module))
    assert [wrong for wrong in SLIPS.values() if wrong not in found] == []

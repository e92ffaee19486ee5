"""The explorers that sources name for slides exist, and so do the states that they are to be in."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r'"explorer": "([^"]+)"')
SLIDES = sorted(
    {(path, call) for path in (ROOT / "notebooks").glob("*.md") for call in NAMED.findall(path.read_text("utf-8"))}
)


@pytest.mark.parametrize(("path", "call"), SLIDES, ids=[f"{path.stem} {call}" for path, call in SLIDES])
def test_a_slides_explorer_has_the_state_that_is_asked_for(path, call):
    tree = ast.parse(call, mode="eval").body
    name = ast.unparse(tree.func)
    module = re.search(rf"^from (utils\.lessons\.\w+) import .*\b{name}\b", path.read_text("utf-8"), re.M)[1]
    explorer = getattr(importlib.import_module(module), name)
    preset = next(keyword.value.value for keyword in tree.keywords if keyword.arg == "preset")
    assert preset in explorer.presets(explorer.__new__(explorer))

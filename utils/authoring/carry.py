"""What a reader did in a built notebook is carried into a newer build of the same lesson, cell by cell.

Three notebooks meet, as in a merge of three sides: the build that the reader started from (``old``), what the reader
made of it (``mine``), and the newer build (``new``), which gives the frame: its cells, in its order. nbdime merges
notebooks too, in six times the time; but it leaves both sides of a conflict in the file, where a reader needs a lesson
that runs.
"""

import ast
import json
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count, pairwise

from utils.authoring.typed import typed_into

WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass
class Carried:
    """A newer notebook with a reader's work in it.

    left: the headings in the reader's notebook under which something stands that found no place in the newer one.
    guessed: the old build was not known, so nothing but the answers to exercises could be told from what was built.
    """

    notebook: dict
    left: list[str] = field(default_factory=list)
    guessed: bool = False


def carry(mine: dict, old: dict | None, new: dict) -> Carried:
    """Return ``new`` with what ``mine`` has beyond ``old``: answers, notes, own cells, outputs, metadata.

    All three as nbformat 4 has them; ``old`` is None where nobody knows it. A cell that both sides have changed, or
    whose place is gone, stays out and is named in ``left``. LookupError, TypeError, ValueError, AttributeError: ``mine``
    is no notebook.
    """
    guessed = old is None
    old = _guess(mine, new) if old is None else old
    origins, places = _origins(mine["cells"], old["cells"]), _places(old["cells"], new["cells"])
    cells = [dict(cell) for cell in new["cells"]]
    before: dict[int, list] = {}
    after: dict[int, list] = {}
    left, waiting, anchor = [], [], None  # waiting: cells of the reader's own, under a cell that has no place any more
    for index, (cell, origin) in enumerate(zip(mine["cells"], origins, strict=True)):
        if origin is None:
            if typed_into(cell) != typed_into({"cell_type": cell["cell_type"], "source": ""}):
                if anchor is None:
                    waiting.append((index, cell))
                else:
                    after.setdefault(anchor, []).append(cell)
            continue
        anchor = places.get(origin)
        if anchor is None:
            left += [at for at, _ in waiting]
            left += [index] * (typed_into(cell) != typed_into(old["cells"][origin]))
        else:
            before.setdefault(anchor, []).extend(own for _, own in waiting)
            merged = _merged(cell, old["cells"][origin], new["cells"][anchor])
            left += [index] * (merged is None)
            cells[anchor] = merged or cells[anchor]
        waiting = []
    left += [at for at, _ in waiting]
    taken = {cell["id"] for cell in cells}
    whole = []
    for place, cell in enumerate(cells):
        whole += [_named(own, taken) for own in before.get(place, ())]
        whole += [cell, *(_named(own, taken) for own in after.get(place, ()))]
    headings = list(dict.fromkeys(_heading(mine["cells"], index) for index in left))
    return Carried(_notebook(whole, mine, old, new), headings, guessed)


def _text(cell):
    return "".join(cell["source"])


def _meaning(cell):
    """Return what a cell says, comments and docstrings of code apart: an answer also fits a stub worded otherwise."""
    if cell["cell_type"] != "code" or not _parses(_text(cell)):
        return typed_into(cell)
    tree = ast.parse(_text(cell))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            del node.body[0]
    return "code", ast.dump(tree)


def _guess(mine, new):
    """Return what the old build may have been: the new one's stub of an exercise that was answered, of all else what the
    reader has.
    """
    names = {cell["id"] for cell in new["cells"]}
    stubs = {cell["id"]: cell for cell in new["cells"] if f"{cell['id']}-solution" in names}

    def before(cell):
        stub = stubs.get(cell.get("id"))
        answered = stub is not None and _bound(stub) <= _bound(cell) and "Ellipsis" not in str(_meaning(cell))
        return stub if answered else cell

    return {"cells": [before(cell) for cell in mine["cells"]], "metadata": {}}


def _bound(cell):
    """Return the names that a code cell gives to what it makes."""
    if cell["cell_type"] != "code" or not _parses(_text(cell)):
        return set()
    body = ast.parse(_text(cell)).body
    made = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return made | {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def _parses(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _origins(mine, old):
    """Return for each of the reader's cells the index of the old one that it was, None for the reader's own.

    By ids; where a program has left them out (Colab does), by the texts and their order.
    """
    free = {cell["id"]: index for index, cell in enumerate(old) if "id" in cell}
    if any("id" in cell for cell in mine) or not free:
        return [free.pop(cell.get("id"), None) for cell in mine]
    found: list[int | None] = [None] * len(mine)
    matcher = SequenceMatcher(None, [typed_into(c)[:2] for c in mine], [typed_into(c)[:2] for c in old], autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        if last - first == end - start:  # the same, or one for one in its place
            found[first:last] = range(start, end)
    return found


def _places(old, new):
    """Return {index in old: index in new} of cells that are the same: ids count on when a cell is put in before."""
    places: dict[int, int] = {}
    names = {cell["id"]: index for index, cell in enumerate(new)}
    meanings_old, meanings_new = [_meaning(cell) for cell in old], [_meaning(cell) for cell in new]

    def pair(one, other):
        if other is not None and one not in places and other not in places.values():
            places[one] = other

    for index, cell in enumerate(old):  # the same id and the same words
        other = names.get(cell.get("id"))
        if other is not None and meanings_old[index] == meanings_new[other]:
            pair(index, other)
    for index, meaning in enumerate(meanings_old):  # the same words under another id
        if meanings_old.count(meaning) == 1 == meanings_new.count(meaning):
            pair(index, meanings_new.index(meaning))
    for index, cell in enumerate(old):  # the same id with other words
        other = names.get(cell.get("id"))
        if other is not None and cell["cell_type"] == new[other]["cell_type"]:
            pair(index, other)
    return places


def _merged(mine, old, new):
    """Return the new cell with what the reader did to the old one; None where both sides changed the same."""
    cell = dict(new)
    if typed_into(mine) not in (typed_into(old), typed_into(new)):
        text = _text(mine) if typed_into(old) == typed_into(new) else _woven(mine, old, new)
        if text is None and _meaning(old) == _meaning(new):
            text = _text(mine)
        if text is None:
            return None
        cell = {name: value for name, value in mine.items() if name not in ("id", "metadata")}
        cell |= {"id": new["id"], "source": text.splitlines(keepends=True)}
    elif mine["cell_type"] == "code" and typed_into(mine) == typed_into(new) and _said(mine) != _said(old):
        cell |= {"outputs": mine["outputs"], "execution_count": mine["execution_count"]}
    cell["metadata"] = _three(mine["metadata"], old["metadata"], new["metadata"])
    return cell


def _woven(mine, old, new):
    """Return a text with the lines that either side changed; None where they meet, or where the exercise is another."""
    if mine["cell_type"] != new["cell_type"] or _bound(old) != _bound(new):
        return None
    lines = _text(old).splitlines()
    edits = set()
    for side in (_text(mine).splitlines(), _text(new).splitlines()):
        for kind, start, end, first, last in SequenceMatcher(None, lines, side, autojunk=False).get_opcodes():
            if kind != "equal":
                edits.add((start, end, tuple(side[first:last])))
    ordered = sorted(edits)
    if any(one[1] > two[0] or one[:2] == two[:2] for one, two in pairwise(ordered)):
        return None
    for start, end, text in reversed(ordered):
        lines[start:end] = text
    text = "\n".join(lines)
    return text if mine["cell_type"] != "code" or _parses(text) or not _parses(_text(mine)) else None


def _said(cell):
    """Return a cell's outputs, however their lines are stored."""
    return [
        {name: "".join(value) if name == "text" else value for name, value in output.items()}
        for output in cell.get("outputs", ())
    ]


def _three(mine, old, new):
    """Return the new metadata with the entries that the reader's side has changed."""
    return new | {name: value for name, value in mine.items() if name not in old or old[name] != value}


def _heading(cells, index):
    """Return the last heading at or above a cell."""
    for cell in reversed(cells[: index + 1]):
        found = re.findall(r"^#{1,6} +(.+?)\s*$", _text(cell), re.M) if cell["cell_type"] == "markdown" else []
        if found:
            return found[-1]
    return f"#{index + 1}"


def _named(cell, taken):
    """Return one of the reader's own cells under an id that no other has."""
    name = cell.get("id")
    if not isinstance(name, str) or name in taken:
        name = next(name for name in map("own-{}".format, count(1)) if name not in taken)
    taken.add(name)
    return cell | {"id": name}


def _notebook(cells, mine, old, new):
    metadata = _three(mine["metadata"], old["metadata"], new["metadata"]) | {"course": new["metadata"]["course"]}
    if WIDGET not in json.dumps([cell.get("outputs") for cell in cells]):
        metadata.pop("widgets", None)  # the states of explorers that are shown nowhere
    return new | {"cells": cells, "metadata": metadata}

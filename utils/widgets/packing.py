"""Scenes and messages as bytes: JSON with its arrays behind it, one format for live answers, saved pages,
recordings.

Layout: uint32 little-endian length of the JSON, the JSON (UTF-8), zeros up to a multiple of 8, then the
arrays, each at a multiple of 8. An array stands in the JSON as ``{"@": [offset, type, shape]}``; offsets
count from the first array, types are "f4", "i4", "u1", "u2". ``unpack`` in ``static/explorer.js`` reads it.
"""

import json
from dataclasses import fields

import numpy as np

from utils.language import number
from utils.widgets.scene import HeatMap, Network, Scene, Table, to_pixels

TYPES = {np.dtype("float32"): "f4", np.dtype("uint8"): "u1", np.dtype("uint16"): "u2", np.dtype("int32"): "i4"}


class Packer:
    """Collects arrays and turns trees into JSON; equal arrays are stored once.

    ``coarse=True`` zeroes bits that no eye can see (float32 keeps 13 bits, maps with contours 12), which
    halves a recording once it is deflated.
    """

    def __init__(self, coarse: bool = False):
        self._coarse = coarse
        self._parts, self._size, self._places = [], 0, {}

    def tree(self, value):
        """Return ``value`` (a Scene, dicts, lists, arrays, plain values) as JSON-ready objects."""
        if isinstance(value, np.ndarray):
            return {"@": [self._place(value), TYPES[value.dtype], list(value.shape)]}
        if isinstance(value, dict):
            return {key: self.tree(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        if hasattr(value, "__dataclass_fields__"):
            return self.tree(_description(value))
        return value.item() if isinstance(value, np.generic) else value

    def _place(self, array):
        data = self._rounded(array).tobytes()
        if data not in self._places:
            self._places[data] = self._size
            padded = data + bytes(-len(data) % 8)
            self._parts.append(padded)
            self._size += len(padded)
        return self._places[data]

    def _rounded(self, array):
        array = np.ascontiguousarray(array)
        if self._coarse and array.dtype == np.float32:
            bits = array.view(np.uint32)
            return ((bits + np.uint32(0x200)) & np.uint32(0xFFFFFC00)).view(np.float32)
        if self._coarse and array.dtype == np.uint16:
            return np.where(array == 65535, array, array & 0xFFF0).astype(np.uint16)
        return array

    def finish(self, tree) -> bytes:
        """Return the bytes of ``tree`` (made by ``tree``) and of all arrays collected so far."""
        text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        text += bytes(-(len(text) + 4) % 8)
        return b"".join([len(text).to_bytes(4, "little"), text, *self._parts])


def pack(value) -> bytes:
    """Return ``value`` (as for ``Packer.tree``) as one bytes object."""
    packer = Packer()
    return packer.finish(packer.tree(value))


def _description(item) -> dict:
    """Return a layer, panel or scene as a dict with its kind; what is None or empty is left out."""
    if isinstance(item, Table):
        return _table(item)
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    if isinstance(item, HeatMap):
        if item.digits is not None:
            values["values"] = item.z
        values["z"] = item.quantized()
    if isinstance(item, Network) and item.maps is not None:
        values["maps"] = [None if maps is None else to_pixels(maps, -1, 1) for maps in item.maps]
    kept = {name: value for name, value in values.items() if value is not None and value is not False}
    return kept if isinstance(item, Scene) else {"kind": type(item).__name__.lower(), **kept}


def _table(table):
    """Return a table with its cells as words, and which columns hold numbers (they stand on the right)."""
    numeric = [all(not isinstance(row[k], str) for row in table.rows) for k in range(len(table.header))]
    rows = [[_cell(value, table.digits) for value in row] for row in table.rows]
    return {"kind": "table", "header": table.header, "rows": rows, "numeric": numeric, "title": table.title,
            "highlight": table.highlight, "width": table.width, "height": table.height}  # fmt: skip


def _cell(value, digits):
    if isinstance(value, str):
        return value
    return number(float(value), 0 if float(value).is_integer() else digits)

"""Scenes and messages as bytes: JSON with its arrays behind it, one format for live answers, saved pages,
recordings.

Layout: uint32 little-endian length of the JSON, the JSON (UTF-8), spaces up to a multiple of 8, then the
arrays, each at a multiple of 8. An array stands in the JSON as ``{"@": [offset, type, shape]}``; offsets
count from the first array, types are "f4" and "u1". ``unpack`` in ``static/explorer.js`` reads it.
"""

import json

import numpy as np

from utils.widgets.marks import panel_marks
from utils.widgets.page import code_html, layout_html, legend_html, table_html
from utils.widgets.scene import Code, Panel, Scene, Table

TYPES = {np.dtype("float32"): "f4", np.dtype("uint8"): "u1"}


class Packer:
    """Collects arrays and turns trees into JSON; equal arrays are stored once.

    ``coarse=True`` zeroes bits that no eye can see (float32 keeps 13 bits), which halves a recording once it is deflated.
    """

    def __init__(self, coarse: bool = False):
        self._coarse = coarse
        self._parts: list[bytes] = []
        self._size = 0
        self._places: dict[bytes, int] = {}

    def tree(self, value):
        """Return ``value`` (a Scene, dicts, lists, arrays, plain values) as JSON-ready objects."""
        return json.loads(self._text(value))

    def _text(self, value):
        # Python's C encoder walks the tree, several times as quickly as Python code; it asks for what it does not know.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=self._plain)

    def _plain(self, value):
        if isinstance(value, np.ndarray):
            return {"@": [self._place(value), TYPES[value.dtype], list(value.shape)]}
        return value.item() if isinstance(value, np.generic) else _description(value)

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
        return array

    def finish(self, value) -> bytes:
        """Return the bytes of ``value`` (as for ``tree``, or made by it) and of all arrays collected so far."""
        text = self._text(value).encode(errors="replace")  # an error's words may hold half of a pair of UTF-16
        text += b" " * (-(len(text) + 4) % 8)
        return b"".join([len(text).to_bytes(4, "little"), text, *self._parts])


def pack(value) -> bytes:
    """Return ``value`` (as for ``Packer.tree``) as one bytes object."""
    return Packer().finish(value)


def _description(item) -> dict:
    """Return a scene, or what stands in its rows, as a dict."""
    if isinstance(item, Scene):
        behind = [item.behind] if item.behind else []
        return {"layout": layout_html(item), "items": item.items() + behind, "summary": item.summary}
    if isinstance(item, Panel):
        frame = panel_marks(item)
        return frame | {"legend": legend_html(frame["legend"])}
    if isinstance(item, Table):
        return {"html": table_html(item)}
    if isinstance(item, Code):
        return {"html": code_html(item)}
    raise TypeError(f"{type(item).__name__} cannot be packed")

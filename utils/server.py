"""What the course changes in the Jupyter server that ``course.py`` starts: how kernels talk to the page, and what a
saved notebook keeps of its explorers.
"""

import json
import re
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.utils import to_os_path
from traitlets import default

from utils.language import L

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
TEXT_RATE = 200_000  # bytes a second; jupyter_server's own limit, five times this, lets an endless print fill the page
PRINTED = ("stream", "clear_output")  # messages of what a cell prints
MOST_TEXT = 500_000  # characters that one run of a cell may print: a page is busy for minutes with megabytes of lines


class CourseConnection(ZMQChannelsWebsocketConnection):
    """A kernel's connection to the page: prompt, and never flooded.

    Jupyter's server leaves Nagle's algorithm on for its web sockets. A kernel answers in several small messages, so
    each answer would wait for the acknowledgement of the one before: about 40 ms, which is seen in every drag.

    A page that gets the lines of an endless ``print`` as fast as they come is busy with them for minutes, and its stop
    button with it. Only printed text counts, never figures and explorers; of one run of a cell so much is shown, then no
    more. What writes over its own line, as progress bars do, does not fill a page and goes on.
    """

    _printed = ("", 0)  # which request prints, and how many characters of it have been shown

    @default("iopub_data_rate_limit")
    def _text_rate(self):
        return TEXT_RATE

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()

    def handle_outgoing_message(self, stream, outgoing_msg):
        if self._is_shown(outgoing_msg):
            super().handle_outgoing_message(stream, outgoing_msg)

    def _is_shown(self, message):
        """Count what a cell prints; tell the reader once where it is too much."""
        _, (_, header, parent, _, content, *_) = self.session.feed_identities(message)
        kind = self.session.unpack(header)["msg_type"]
        if kind not in PRINTED:
            return True
        request = self.session.unpack(parent)
        name, before = self._printed
        if name != request.get("msg_id") or kind == "clear_output":
            before = 0
        text = self.session.unpack(content).get("text", "")
        after = before + (0 if "\r" in text else len(text))
        self._printed = request.get("msg_id"), after
        if before <= MOST_TEXT < after:
            super().write_stderr(
                L(
                    "Hücre çok uzun bir çıktı yazdı: bundan sonrası gösterilmiyor. Bitmeyen bir döngüyse ■ (Durdur) "
                    "düğmesine basın.",
                    "The cell has printed too much: the rest is not shown. If it is an endless loop, press ■ (stop).",
                ),
                request,
            )
        return after <= MOST_TEXT

    def _limit_rate(self, channel, msg, msg_list):
        """Leave out printed text alone where a cell prints too fast: jupyter_server does so with all that comes then, also
        with the error that ends the cell. Too many messages are too many whatever they hold, but an error is the last.
        """
        if not super()._limit_rate(channel, msg, msg_list):
            return False
        kind = msg["header"]["msg_type"]
        return kind in PRINTED or (self._iopub_msgs_exceeded and kind != "error")

    def write_stderr(self, error_message, parent_header):
        """Tell the reader, who finds jupyter_server's own words about its settings in the log, what is left out."""
        self.log.warning(error_message)
        super().write_stderr(
            L(
                "Hücre çok hızlı yazıyor: çıktının bir bölümü gösterilmiyor. Bitmeyen bir döngüyse ■ (Durdur) "
                "düğmesine basın.",
                "The cell prints too fast: part of its output is not shown. If it is an endless loop, press ■ (stop).",
            ),
            parent_header,
        )


def keep_pictures(model, path, contents_manager, **_):
    """Before a notebook is saved: make its stored explorers those that it shows.

    JupyterLab stores what is alive in the present kernel. An explorer whose cell has not run since the kernel started
    still stands in the notebook, so its state is taken over from the file as it was; one that is shown no more goes.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    notebook = model["content"]
    shown = _shown(notebook)
    alive = _states(notebook)
    earlier = {} if shown <= alive.keys() else _states(_read(to_os_path(path, contents_manager.root_dir)))
    kept = _with_parts(shown, {**earlier, **alive})
    metadata = notebook["metadata"]
    metadata.pop("widgets", None)
    if kept:
        metadata["widgets"] = {STATE: {"state": kept, "version_major": 2, "version_minor": 0}}


def _read(file):
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # saved for the first time, or the file is damaged
        return {}


def _states(notebook):
    return notebook.get("metadata", {}).get("widgets", {}).get(STATE, {}).get("state", {})


def _shown(notebook):
    """Return the ids of the widgets that stand in a notebook's outputs."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", ()))
    return {output["data"][VIEW]["model_id"] for output in outputs if VIEW in output.get("data", {})}


def _with_parts(ids, states):
    """Return the states of widgets and of all that they refer to (a layout, children)."""
    found, waiting = {}, sorted(ids)
    while waiting:
        name = waiting.pop()
        if name in states and name not in found:
            found[name] = states[name]
            waiting += re.findall(r'"IPY_MODEL_([^"]+)"', json.dumps(states[name]))
    return found

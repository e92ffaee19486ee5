"""What the course's Jupyter server makes of printed text and of a notebook that is saved."""

import json
from types import SimpleNamespace

import pytest
from jupyter_client.session import Session
from jupyter_server.services.contents.filemanager import FileContentsManager

from utils import server

TEXT = {"text/plain": "A map"}


def notebook(states, *shown, cells=()):
    """Return a notebook that shows the widgets ``shown`` and has ``states`` stored."""
    outputs = [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "metadata": {},
            "data": TEXT | {server.VIEW: {"model_id": name, "version_major": 2, "version_minor": 0}},
        }
        for name in shown
    ]
    cell = {"cell_type": "code", "id": "a", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": "Map()"}
    stored = {server.STATE: {"state": states, "version_major": 2, "version_minor": 0}}
    return {"cells": [cell], "metadata": {"widgets": stored}, "nbformat": 4, "nbformat_minor": 5}


def state(value, layout=None):
    return {
        "model_name": "AnyModel",
        "state": {"packet": value} | ({"layout": f"IPY_MODEL_{layout}"} if layout else {}),
    }


@pytest.fixture
def save(tmp_path):
    """Save a notebook as JupyterLab does; return the stored states as they are in the file, None without any."""
    manager = FileContentsManager(root_dir=str(tmp_path), pre_save_hook=server.keep_pictures)

    def save(content, name="ders 1.ipynb"):
        manager.save({"type": "notebook", "format": "json", "content": content}, name)
        metadata = json.loads((tmp_path / name).read_text(encoding="utf-8"))["metadata"]
        return metadata["widgets"][server.STATE]["state"] if "widgets" in metadata else None

    return save


def test_an_explorer_that_has_not_run_since_the_kernel_started_stays_stored(save):
    first = {"m": state("old", "l"), "l": state("layout"), "n": state("other")}
    assert save(notebook(first, "m", "n")) == first
    again = {"n": state("new")}  # JupyterLab stores what is alive, and this kernel has run one of the two cells
    assert save(notebook(again, "m", "n")) == {**first, **again}
    assert save(notebook({}, "m", "n")) == {**first, **again}


def test_what_is_shown_no_more_goes_and_without_any_nothing_is_stored(save):
    save(notebook({"m": state("old", "l"), "l": state("layout")}, "m"))
    assert save(notebook({"n": state("new"), "x": state("never shown")}, "n")) == {"n": state("new")}
    assert save(notebook({"n": state("new")})) is None


def test_a_damaged_file_a_first_save_and_other_files_are_no_obstacle(save, tmp_path):
    (tmp_path / "damaged.ipynb").write_text("{")
    assert save(notebook({}, "m"), "damaged.ipynb") is None
    assert save(notebook({}, "m"), "new.ipynb") is None
    manager = FileContentsManager(root_dir=str(tmp_path), pre_save_hook=server.keep_pictures)
    manager.save({"type": "file", "format": "text", "content": "word"}, "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "word"


class Page(server.CourseConnection):
    """A connection to a page that notes what it is told."""

    subprotocol = None

    def __init__(self):
        super().__init__(session=Session(key=b"key"))
        self.channels = {"iopub": SimpleNamespace(channel="iopub")}
        self.texts = []

    def write_message(self, message):
        self.texts.append(json.loads(message)["content"]["text"])

    def _on_zmq_reply(self, stream, message):
        self.texts.append(message["content"]["text"])

    def _on_error(self, *_):
        pass

    def prints(self, text, cell="a", kind="stream"):
        """Print as a kernel does; return what the page is told."""
        message = self.session.msg(kind, {"name": "stdout", "text": text}, parent={"header": {"msg_id": cell}})
        self.texts = []
        self.handle_outgoing_message("iopub", self.session.serialize(message))
        return self.texts


LINES = "1\n" * (server.MOST_TEXT // 20)


def test_what_a_cell_prints_ends_where_nobody_reads_it(reader):
    page = Page()
    page.iopub_data_rate_limit = 0  # here all comes at once
    shown = [page.prints(LINES) for _ in range(20)]
    told = [i for i, texts in enumerate(shown) if texts not in ([LINES], [])]
    assert len(told) == 1 and shown[: told[0]] == [[LINES]] * told[0] and shown[told[0] + 1 :] == [[]] * (19 - told[0])
    assert told[0] == 10 and {"tr": "çok uzun", "en": "too much"}[reader] in shown[told[0]][0]
    assert page.prints("KeyboardInterrupt", kind="error") == ["KeyboardInterrupt"]
    assert page.prints(LINES, cell="b") == [LINES]  # each run begins anew


def test_what_writes_over_itself_fills_no_page():
    page = Page()
    page.iopub_data_rate_limit = 0  # here all comes at once
    bar = "\r[=====>    ]" * (server.MOST_TEXT // 100)
    assert [page.prints(bar) for _ in range(40)] == [[bar]] * 40
    for _ in range(40):
        assert page.prints(LINES) == [LINES]
        page.prints("", kind="clear_output")


def test_text_that_comes_too_fast_is_left_out_and_the_reader_is_told(reader):
    page = Page()
    bar = "\r[=====>    ]" * (server.TEXT_RATE // 10)
    words = [text for _ in range(10) for text in page.prints(bar) if text != bar]
    assert len(words) == 1 and {"tr": "çok hızlı", "en": "too fast"}[reader] in words[0]


def test_what_a_cell_shows_besides_comes_however_fast_it_prints():
    page = Page()
    bar = "\r[=====>    ]" * (server.TEXT_RATE // 10)
    for _ in range(10):
        page.prints(bar)
    assert page.prints(bar) == []
    assert page.prints("ZeroDivisionError", kind="error") == ["ZeroDivisionError"]
    assert page.prints("a figure", kind="display_data") == ["a figure"]


def test_a_flood_of_figures_is_held_but_the_error_that_ends_it_comes():
    page = Page()
    page.iopub_msg_rate_limit = 1  # messages a second
    page.write_stderr = lambda *_: None
    shown = [page.prints("a figure", kind="display_data") for _ in range(10)]
    assert shown[0] == ["a figure"] and shown[-1] == []
    assert page.prints("ZeroDivisionError", kind="error") == ["ZeroDivisionError"]

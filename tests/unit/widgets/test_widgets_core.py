"""The explorers' core: controls, scenes, the talk with the page, live training, closing."""

import asyncio
import gc
import json
import re
import sys
import time
import weakref
from types import SimpleNamespace

import anywidget
import numpy as np
import pytest
from threadpoolctl import threadpool_info

from tests.unit.widgets.sample_explorers import LiveExplorer
from utils.language import L
from utils.widgets import frontend, live
from utils.widgets.controls import (
    Cells,
    Choice,
    DragBoxes,
    DragPoints,
    Pad,
    Player,
    Slider,
    TextInput,
    Toggle,
)
from utils.widgets.explorer import Explorer
from utils.widgets.live import StateView
from utils.widgets.model import Model
from utils.widgets.recording import record
from utils.widgets.scene import Area, Bars, HeatMap, Image, Line, Network, Panel, Points, Scene, Table

WIDGET = "application/vnd.jupyter.widget-view+json"


class Doubler(Explorer):
    """One number and its double; 7 cannot be drawn, and "set to three" is a choice that moves the slider."""

    name = "test_doubler"

    def title(self):
        return L("İki kat", "Double")

    def task(self):
        return L("Kaydırın.", "Slide.")

    def controls(self):
        words = [("free", L("serbest", "free")), ("three", L("üç", "three"))]
        return [Slider("x", "x", 0, 10, step=1, value=1), Choice("fixed", L("Seç", "Choose"), words)]

    def presets(self):
        return {"five": {"x": 5}}

    def on_fixed(self, state):
        return {"x": 3} if state["fixed"] == "three" else {}

    def scene(self, x, fixed):
        if x == 7:
            raise ZeroDivisionError("seven")
        panel = Panel([Line([0, 1], [0, 2 * x])], x=(0, 1), y=(0, 20))
        return Scene([[panel]], L(f"İki katı {2 * x}", f"The double is {2 * x}"))


def told(explorer):
    """Return what the page was told last, without its arrays."""
    data = explorer._frontend.packet
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


def say(explorer, kind="set", **message):
    explorer.receive({"type": kind, "seq": 1, **message})
    return told(explorer)


@pytest.fixture
def doubler(reader):
    explorer = Doubler()
    explorer._open()
    yield explorer
    explorer.close()


@pytest.mark.parametrize(
    ("control", "given", "kept"),
    [
        (Slider("s", "s", 0, 1, step=0.1, value=0.5), 7, 1),
        (Slider("s", "s", 0, 1, step=0.1, value=0.5), 0.34, 0.3),
        (Slider("s", "s", 0.001, 1, step=0.5, value=0.1, log=True), 0.012, 0.01),
        (Player("p", "p", 9), 40, 9),
        (Player("p", "p", 9), -3, 0),
        (TextInput("t", "t", "", 3), "abcdef", "abc"),
        (DragPoints("d", "d", "panel", [[0, 0]], bounds=(0, 1, 0, 1)), [[5, -1]], [[1, 0]]),
        (Toggle("b", "b", False), True, True),
    ],
)
def test_what_the_page_says_is_brought_into_range(control, given, kept):
    cleaned = control.clean(given)
    assert cleaned == (pytest.approx(kept) if isinstance(kept, float) else kept)


@pytest.mark.parametrize(
    ("control", "given"),
    [
        (Slider("s", "s", 0, 1, step=0.1, value=0.5), float("nan")),
        (Slider("s", "s", 0, 1, step=0.1, value=0.5), "much"),
        (Choice("c", "c", [("a", "A"), ("b", "B")]), "z"),
        (DragPoints("d", "d", "panel", [[0, 0]], bounds=(0, 1, 0, 1)), [[float("inf"), 0]]),
        (DragBoxes("d", "d", "panel", [[0, 0, 1, 1]], bounds=(0, 1, 0, 1)), [[0, 0, 1]]),
        (Pad("p", "p", (4, 4)), [1, 2, 3]),
        (Cells("k", "k", [[1, 2], [3, 4]]), [[1, 2, 3]]),
    ],
)
def test_what_makes_no_sense_is_refused(control, given):
    with pytest.raises((ValueError, TypeError)):
        control.clean(given)


@pytest.mark.parametrize(
    "layer",
    [
        lambda: Line([0, 1], [0]),
        lambda: Line([0, 1], [0, 1], color="#ff0000"),
        lambda: Points([0], [0], classes=[-1]),
        lambda: Area([0, 1], [0, 0], [1]),
        lambda: HeatMap(np.zeros(3), (0, 1, 0, 1)),
        lambda: Image(np.zeros((2, 2)), (0, 1, 0, 1)),
        lambda: Bars([1, 2], labels=["a"]),
        lambda: Network([2, 3], [np.zeros((3, 2))]),
        lambda: Panel([Line([0, 1], [0, 1])], x=(1, 1)),
        lambda: Table(["a", "b"], [["1"]]),
    ],
)
def test_a_faulty_layer_is_refused_where_it_is_made(layer):
    with pytest.raises(ValueError):
        layer()


def test_a_column_is_read_from_above_and_is_flat_in_plain_pictures():
    panels = [Panel([Line([0, 1], [0, 1])], title=title) for title in "abcd"]
    a, b, c, d = panels
    scene = Scene([[a, [b, c]], [d]], "Four.")
    assert scene.items() == scene.panels() == [a, b, c, d]
    assert scene.flat_rows() == [[a, b], [c], [d]]
    with pytest.raises(ValueError):
        Scene([[a, []]], "An empty column.")


def test_the_page_is_answered_with_the_scene_of_the_new_state(doubler, reader):
    answer = say(doubler, changes={"x": 4})
    assert answer["answer"] == 1
    assert answer["state"]["x"] == 4
    assert answer["scene"]["summary"] == {"tr": "İki katı 8", "en": "The double is 8"}[reader]


def test_a_control_may_move_another_and_reset_brings_the_first_state_back(doubler):
    assert say(doubler, changes={"fixed": "three"})["state"]["x"] == 3
    assert say(doubler, "reset")["state"] == {"x": 1, "fixed": "free"}


def test_a_state_that_cannot_be_drawn_is_told_and_the_explorer_lives_on(doubler, reader):
    answer = say(doubler, changes={"x": 7})
    assert {"tr": "çizilemedi", "en": "could not be drawn"}[reader] in answer["error"]
    assert "seven" in answer["error"]
    assert say(doubler, changes={"x": 8})["state"]["x"] == 8


def test_half_a_letter_of_utf_16_is_neither_kept_nor_deadly(doubler):
    text = TextInput("t", "t", "")
    assert text.clean("a\ud83d") == "a\ufffd" and text.clean("\ud83d\ude00") == "\U0001f600"
    answer = say(doubler, changes={"\ud83d": 1})
    assert "error" in answer

    def refused(state):
        raise ValueError("\ud83d")

    doubler.on_fixed = refused
    assert "ValueError: ?" in say(doubler, changes={"fixed": "three"})["error"]
    assert say(doubler, changes={"x": 8})["state"]["x"] == 8


def test_a_model_is_recorded_without_a_page():
    class Bare(Model):
        name, title, task, controls = "bare", Doubler.title, Doubler.task, Doubler.controls

        def scene(self, x, fixed):
            return Doubler.scene(self, min(x, 6), fixed)

    recording = record(Bare())
    assert recording["explorer"] == "bare" and recording["data"]


def test_a_first_state_that_cannot_be_drawn_is_raised():
    with pytest.raises(ZeroDivisionError):
        Doubler(x=7)


def test_presets_and_values_choose_the_first_state():
    assert Doubler(preset="five").state["x"] == 5
    assert Doubler(preset="five", x=2).state["x"] == 2
    with pytest.raises(ValueError, match="six"):
        Doubler(preset="six")
    with pytest.raises(ValueError, match="nothing"):
        Doubler(nothing=1)


def test_a_closed_explorer_is_freed():
    explorer = Doubler()
    explorer._open()
    view = weakref.ref(explorer._frontend)
    gone = weakref.ref(explorer)
    explorer.close()
    del explorer
    gc.collect()
    assert gone() is None
    assert view() is None


def test_running_a_cell_again_closes_what_its_last_run_has_shown(monkeypatch):
    runs = iter([("cell", "run 1"), ("cell", "run 1"), ("cell", "run 2"), ("other", "run 3")])
    monkeypatch.setattr(frontend, "_running_cell", lambda: next(runs))
    explorers = [Doubler() for _ in range(4)]
    for explorer in explorers:
        explorer._repr_mimebundle_()
    assert [explorer._frontend is None for explorer in explorers] == [True, True, False, False]
    for explorer in explorers:
        explorer.close()


def test_what_is_shown_and_stored_is_fixed_and_small():
    first, second = Doubler(), Doubler()
    assert repr(first) == repr(second)
    bundle, _ = first._repr_mimebundle_()
    assert {"text/plain", "image/png", WIDGET} <= set(bundle)
    assert bundle[WIDGET]["model_id"] == first._frontend.own_id
    assert "0x" not in bundle["text/plain"]
    assert len(frontend.module_text().encode()) < 30_000
    first.close()


def test_colab_is_told_who_draws_an_explorer(monkeypatch):
    """It shows the widget of a cell's last line only with what anywidget says of it."""
    asked = []
    url = "https://ssl.gstatic.com/colaboratory/manager.js"
    colab = SimpleNamespace(
        _widgets=SimpleNamespace(_installed_url=url), enable_custom_widget_manager=lambda: asked.append(url)
    )
    monkeypatch.setitem(sys.modules, "google.colab.output", colab)
    anywidget._util.enable_custom_widget_manager_once.cache_clear()
    explorer = Doubler()
    bundle, metadata = explorer._repr_mimebundle_()
    assert metadata == {WIDGET: {"colab": {"custom_widget_manager": {"url": url}}}}
    assert bundle[WIDGET]["model_id"] == explorer._frontend.own_id and asked
    explorer.close()
    monkeypatch.delitem(sys.modules, "google.colab.output")
    anywidget._util.enable_custom_widget_manager_once.cache_clear()
    assert explorer._repr_mimebundle_()[1] == {}
    explorer.close()


def test_live_training_draws_frame_by_frame_answers_meanwhile_and_stops():
    async def session():
        explorer = LiveExplorer()
        explorer._open()
        say(explorer, changes={"training": True})
        epochs, answered = [], []
        end = time.perf_counter() + 5
        while len(epochs) < 12 and time.perf_counter() < end:
            await asyncio.sleep(0.002)
            message = told(explorer)
            if message.get("frame"):
                epochs.append(explorer._training.latest["epoch"])
                if len(epochs) == 6:
                    answered.append(say(explorer, changes={"rate": 1.0})["state"]["rate"])
                say(explorer, "drawn")
        stopped = say(explorer, changes={"training": False})["state"]["training"]
        await asyncio.sleep(0.05)
        at_rest = explorer._training.latest["epoch"]
        await asyncio.sleep(0.05)
        still_at_rest = explorer._training.latest["epoch"]
        explorer.close()
        return epochs, answered, stopped, at_rest, still_at_rest

    epochs, answered, stopped, at_rest, still_at_rest = asyncio.run(session())
    assert len(epochs) == 12
    assert epochs == sorted(epochs)
    assert epochs[-1] > epochs[0]
    assert answered == [1.0]
    assert stopped is False
    assert at_rest == still_at_rest


def test_the_next_frame_is_learned_while_the_page_draws_but_pictures_do_not_pile_up():
    async def session():
        explorer = LiveExplorer()
        explorer._open()
        asking = []
        explorer._frontend.observe(lambda change: asking.append(told(explorer)["asks"]), "packet")
        say(explorer, changes={"training": True})
        await asyncio.sleep(0.3)  # the page does not answer
        at_a_touch = asking[1:]  # without the answer to the control
        explorer._training._touched = 0.0  # as if the reader had let go long ago
        for _ in range(2):
            asking.clear()
            say(explorer, "drawn")
            await asyncio.sleep(0.3)
        drawn = int(re.search(r"\d+", told(explorer)["scene"]["summary"])[0])
        learned = explorer._training.latest["epoch"]
        explorer.close()
        return at_a_touch, asking, drawn, learned

    at_a_touch, asking, drawn, learned = asyncio.run(session())
    assert at_a_touch == [True]
    assert asking == [True, False]  # the second one goes unasked; the third waits for the first to be drawn
    assert learned > drawn


def test_a_training_leaves_room_for_the_page_and_gives_it_back():
    def room():
        return sys.getswitchinterval(), {pool["num_threads"] for pool in threadpool_info()}

    async def session():
        explorer = LiveExplorer()
        explorer._open()
        say(explorer, changes={"training": True})
        await asyncio.sleep(0.05)
        during = room()
        say(explorer, changes={"training": False})
        await asyncio.sleep(0.05)
        return during

    before = room()
    switch, threads = asyncio.run(session())
    assert switch < before[0]
    assert threads == {1}
    assert room() == before


def test_a_training_that_nobody_looks_at_rests_until_somebody_does(monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.01)

    async def session():
        explorer = LiveExplorer()
        explorer._open()
        before = sys.getswitchinterval()
        say(explorer, changes={"training": True})
        learned, asked = [], []
        for seconds in (1, 0.3, 0):  # silent: it comes to rest, and stays so; the page is looked at again
            await asyncio.sleep(seconds)
            learned.append(explorer._training.latest["epoch"])
            asked.append(told(explorer)["asks"])
        at_rest = sys.getswitchinterval()
        say(explorer, "drawn")
        await asyncio.sleep(0.05)
        learned.append(explorer._training.latest["epoch"])
        running = told(explorer)["state"]["training"]
        await asyncio.sleep(1)
        stopped = say(explorer, changes={"training": False})["state"]["training"]
        await asyncio.sleep(0.05)
        task = explorer._training._task
        explorer.close()
        return learned, asked, at_rest == before, running, stopped, task.done()

    learned, asked, free, running, stopped, done = asyncio.run(session())
    assert learned[0] == learned[1] == learned[2] < learned[3]
    assert asked[0] and free and running and not stopped and done


class Restarted(LiveExplorer):
    """The reader begins the training anew while its first unit of work is under way, on another thread."""

    name = "test_restarted"

    def train(self, state):
        for latest in super().train(state):
            if state["seed"] == 0:
                say(self, changes={"seed": 3})
            yield latest


def test_a_training_that_is_restarted_amid_its_work_goes_on():
    async def session():
        explorer = Restarted()
        explorer._open()
        say(explorer, changes={"training": True})
        await asyncio.sleep(0.1)
        said, latest = told(explorer), explorer._training.latest
        explorer.close()
        return said, latest

    said, latest = asyncio.run(session())
    assert "error" not in said
    assert said["state"]["training"] is True and said["state"]["seed"] == 3
    assert latest["epoch"] > 0


def test_training_without_a_kernel_is_refused_and_leaves_the_toggle_off():
    explorer = LiveExplorer()
    explorer._open()
    answer = say(explorer, changes={"training": True})
    assert answer["state"]["training"] is False
    assert "error" in answer
    explorer.close()


def test_training_sees_the_state_but_cannot_change_it():
    state = StateView(Doubler(x=4))
    assert state["x"] == 4
    assert set(state) == {"x", "fixed"}
    with pytest.raises(TypeError):
        state["x"] = 5

"""A cell that needs Keras where there is none: one sentence in its place, and names that say the same later."""

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from utils import in_browser
from utils.in_browser import Missing, NoKeras, sentence


@pytest.fixture
def shell():
    """IPython as a browser has it, with the stand-in for Keras."""
    made = InteractiveShell()
    made.set_custom_exc((NoKeras, ModuleNotFoundError), in_browser.skip)
    made.user_ns["keras"] = Missing()
    return made


@pytest.fixture
def told(shell, capsys):
    """A function that runs a cell and returns what it has printed."""

    def run(cell):
        capsys.readouterr()
        shell.run_cell(cell)
        return capsys.readouterr().out.strip()

    return run


def test_the_cell_says_one_sentence_and_the_next_goes_on(shell, told, reader):
    assert told("model = keras.Sequential()\nmodel.fit()") == sentence()
    assert told("1 + 1").endswith("2")


def test_names_that_were_not_made_say_it_too(shell, told, reader):
    told(
        "before = 1\nmodel = keras.Model()\nfor epoch in range(3):\n    loss = epoch\ndef evaluate(): ...\nimport math as m"
    )
    assert shell.user_ns["before"] == 1
    for name in ("model", "epoch", "loss", "evaluate", "m"):
        assert told(f"{name}()") == sentence(), name


def test_a_name_from_before_is_not_taken_for_what_the_cell_would_have_made(shell, told, reader):
    told("accuracy = 0.5")
    told("accuracy = keras.evaluate()")
    assert told("f'{accuracy:.2f}'") == sentence()


def test_tensorflow_itself_is_as_missing_as_keras(shell, told, reader, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert told("import tensorflow as tf") == sentence() == told("tf.constant(1)")


def test_any_other_module_that_is_missing_is_an_error_as_ever(shell, told):
    assert "No module named 'nowhere_at_all'" in told("import nowhere_at_all")
    assert "nowhere_at_all" not in shell.user_ns


USES = {
    "attribute": lambda x: x.shape,
    "call": lambda x: x(1),
    "item": lambda x: x[0],
    "truth": bool,
    "number": float,
    "length": len,
    "loop": list,
    "array": np.asarray,
    "text": str,
    "format": lambda x: f"{x:.2f}",
    "sum": lambda x: x + 1,
    "sum from the right": lambda x: 1 + x,
    "comparison": lambda x: x > 1,
    "equality": lambda x: x == 1,
    "with": lambda x: x.__enter__(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_nothing_can_be_done_with_what_is_missing(use):
    with pytest.raises(NoKeras):
        use(Missing())


def test_here_keras_is_keras():
    assert not in_browser.IN_BROWSER

"""Checks inside a real Jupyter kernel: the time limit, the stop button, the student's own line."""

import pytest
from jupyter_client.manager import start_new_kernel

SETUP = """
from utils.checks import limits, start as check
from utils.language import use_language
use_language("en")
def endless(pixel):
    while True:
        pixel += 1
"""
DIVIDE = """def divide(pixel):
    return pixel / 0"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    run(client, SETUP)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client, code):
    """Run code and return (the content of the reply, the text that it showed)."""
    shown = []

    def keep(message):
        if message["msg_type"] == "execute_result":
            shown.append(message["content"]["data"]["text/plain"])

    reply = client.execute_interactive(code, output_hook=keep, timeout=30)
    return reply["content"], "\n".join(shown)


def test_an_endless_loop_is_stopped_and_the_kernel_lives_on(kernel):
    _, client = kernel
    reply, shown = run(client, "limits.CALL_SECONDS = 0.5\ncheck.scale(endless)")
    assert reply["status"] == "ok"
    assert "did not finish within 0.5 seconds" in shown
    assert run(client, "1 + 1")[1] == "2"


def test_the_stop_button_still_stops(kernel):
    manager, client = kernel
    code = "limits.CALL_SECONDS = 20\nprint('running', flush=True)\ncheck.scale(endless)"
    stopped = []

    def stop(message):
        if message["msg_type"] == "stream":
            stopped.append(manager.interrupt_kernel())

    reply = client.execute_interactive(code, output_hook=stop, timeout=30)["content"]
    assert stopped and reply["status"] == "error"
    assert reply["ename"] == "KeyboardInterrupt"


CLASS = """class StopAt:
    def __init__(self, target):
        self.target = target
    def on_epoch_end(self, epoch, logs=None):
        ..."""


def test_an_untouched_class_that_was_written_in_a_cell_is_not_attempted(kernel):
    _, client = kernel
    run(client, CLASS)
    code = "from utils.checks.answers import has_placeholder\nhas_placeholder(StopAt)"
    assert run(client, code)[1] == "True"


def test_the_students_line_is_that_of_the_cell(kernel):
    _, client = kernel
    run(client, DIVIDE)
    lines = run(client, "check.scale(divide)")[1].splitlines()
    assert "    where: line 2: return pixel / 0" in lines

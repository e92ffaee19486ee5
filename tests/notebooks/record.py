"""A pytest plugin: what every run of the tests records, and what is asked of a notebook beyond nbval.

``--record FILE`` writes the number of each outcome and, for each notebook, the seconds that it really took:
its kernel's start and end and every cell, added up from pytest's own measurements.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--record", type=Path, help="write outcomes and seconds per notebook here, as JSON")


def pytest_configure(config):
    path = config.getoption("record")
    if path and not hasattr(config, "workerinput"):  # of several processes, the one that hears from them all
        config.pluginmanager.register(Recorder(path))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail a notebook's cell that writes to stderr, where a reader would meet a warning, or 0.25 to a Turkish reader."""
    result = yield
    for output in getattr(item, "test_outputs", None) or ():
        if output.get("name") == "stderr":
            raise AssertionError(f"{item.nodeid} wrote to stderr:\n{output['text']}\nin\n{item.cell.source}")
        points = decimal_points(output.get("text", "")) if item.path.parent.name == "tr" else ()
        if points:
            raise AssertionError(f"{item.nodeid} wrote {', '.join(points)} with a point; use number(value, digits)")
    return result


ARRAY = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")  # Python's and NumPy's own notation, and the sizes in Keras's summary
THOUSANDS = r"[1-9]\d{0,2}(?:\.\d{3})+(?![\w.])"  # 56.714, as Turkish writes it; 1.234 may be either, and passes
POINT = re.compile(rf"(?<![\w.])(?!{THOUSANDS})\d+\.\d+(?![\w.])")  # neither 1e-07 nor a version


def decimal_points(text: str) -> list[str]:
    """Return the numbers that ``text`` writes with a decimal point, those within brackets aside."""
    while text != (text := ARRAY.sub("", text)):
        pass
    return POINT.findall(text)


class Recorder:
    """Adds up the reports of one run."""

    def __init__(self, path):
        self.path = path
        self.outcomes: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.outcome] += 1
        notebook = Path(report.nodeid.split("::")[0])
        if notebook.suffix == ".ipynb":
            self.seconds[f"{notebook.parent.name}/{notebook.stem}"] += report.duration

    def pytest_collectreport(self, report):
        if report.failed:
            self.outcomes["failed"] += 1

    def pytest_sessionfinish(self):
        recorded = {"outcomes": self.outcomes, "seconds": self.seconds}
        self.path.write_text(json.dumps(recorded), encoding="utf-8")

"""In a real kernel: what a reader has set for other courses, or has lying beside the notebook, changes nothing here."""

import json
import os

import pytest
from jupyter_client.manager import start_new_kernel

import course

KERAS = {"backend": "torch", "floatx": "float64", "image_data_format": "channels_first", "epsilon": 0.1}
FOREIGN = {"KERAS_BACKEND": "torch", "KERAS_MAX_EPOCHS": "1", "MPLBACKEND": "agg", "TF_USE_LEGACY_KERAS": "1"}
WHICH_KERAS = (
    "keras.backend.backend(), keras.config.floatx(), keras.config.image_data_format(), keras.config.epsilon(), "
    "keras.config.max_epochs()"
)
RIGHT_KERAS = "('tensorflow', 'float32', 'channels_last', 1e-07, None)"
FIGURE = """
from utils.plots import use_course_style
import matplotlib.pyplot as plt
use_course_style()
plt.plot([1, 2])
plt.show()
"""


@pytest.fixture
def start(tmp_path, monkeypatch):
    """A function that starts a kernel in an environment, its home and its folder full of what is not the course's."""
    home, beside = tmp_path / "home", tmp_path / "beside"
    files = {
        home / ".keras" / "keras.json": json.dumps(KERAS),
        home / ".config" / "matplotlib" / "matplotlibrc": "axes.facecolor: black\nbackend: agg\n",
        home / ".ipython" / "profile_default" / "startup" / "00.py": "foreign = 1",
        beside / "matplotlibrc": "axes.facecolor: black\n",
        beside / "utils.py": "raise ImportError('of the reader utils.py')",
        beside / "keras.py": "raise ImportError('of the reader keras.py')",
        beside / "own_helpers.py": "word = 'mine'",
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    started = []

    def start(environment):
        environment = environment | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        started.append(start_new_kernel(env=environment, cwd=str(beside)))
        return started[-1][1]

    monkeypatch.setenv("HOME", str(home))
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)
    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code):
    """Run code; return the value of its last line and the kinds of output."""
    outputs = []
    reply = client.execute_interactive(code, output_hook=outputs.append, timeout=120)
    assert reply["content"]["status"] == "ok", "\n".join(reply["content"]["traceback"])
    contents = [output["content"] for output in outputs]
    kinds = {kind for content in contents for kind in content.get("data", ())}
    values = [
        content["data"]["text/plain"] for content in contents if "execution_count" in content and "data" in content
    ]
    return (values or [None])[-1], kinds


def test_in_the_kernels_that_course_py_starts(start, monkeypatch, tmp_path):
    monkeypatch.setattr(course, "VENV", tmp_path)
    client = start(course.course_environment())
    assert run(client, "import utils.language, keras\n" + WHICH_KERAS)[0] == RIGHT_KERAS
    assert run(client, "import own_helpers\nown_helpers.word")[0] == "'mine'"
    assert (
        run(client, "'foreign' in dir(), 'sys' in dir()")[0] == "(False, False)"
    )  # a lesson that forgets an import is still found out
    assert "image/png" in run(client, FIGURE)[1]


def test_where_jupyter_was_started_without_course_py(start, tmp_path):
    (tmp_path / "beside" / "keras.py").unlink()  # there Python takes the folder's own first
    client = start({**os.environ, "PYTHONPATH": str(course.ROOT)})
    assert run(client, "from utils.training import keras\n" + WHICH_KERAS)[0] == RIGHT_KERAS
    assert "image/png" in run(client, FIGURE)[1]
    assert run(client, "plt.rcParams['axes.facecolor'], plt.gca().get_facecolor()[:3]")[0].startswith("('white'")

"""course.py in a folder of its own with a small stand-in for uv: what a killed installation, a damaged environment and
settings from elsewhere do to it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import course
from utils.training import quiet

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 30

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and the stand-in's script are POSIX's")


class Course:
    """A copy of course.py, its uv the stand-in, its system in the reader's language."""

    def __init__(self, folder):
        self.root, self.tools, self.temporary, self.home = (
            folder / name for name in ("kurs ağacı", "tools", "tmp", "h")
        )
        for place in (self.root / "notebooks", self.tools, self.temporary, self.home):
            place.mkdir(parents=True)
        for name in ("course.py", "requirements.txt", "constraints.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, self.root)
        uv = self.tools / "uv"
        uv.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).parent / "fake_uv.py"}" "$@"\n')
        uv.chmod(0o755)
        self.lab = self.root / "lab.json"

    def start(self, language="en", **environment):
        places = {"PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.home)}
        places |= {"TMPDIR": str(self.temporary)}
        return subprocess.Popen(
            [sys.executable, self.root / "course.py", language],
            env=os.environ | places | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def open(self, language="en", **environment):
        """Open the course to the end; return what was printed and what its JupyterLab noted."""
        self.lab.unlink(missing_ok=True)
        process = self.start(language, **environment)
        printed, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, printed
        return printed, json.loads(self.lab.read_text())

    @property
    def packages(self):
        return next((self.root / ".venv").glob("lib/*/site-packages"))


@pytest.fixture
def copy(tmp_path):
    return Course(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A course whose environment is ready; what a test damages the next one finds mended."""
    found = Course(tmp_path_factory.mktemp("installed"))
    found.open()
    return found


def wait_for(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


# --- Killed while it installs

MOMENTS = {
    "before the environment": lambda copy: (copy.root / "build" / "installer").exists(),
    "making the environment": lambda copy: (copy.root / ".venv").exists(),
    "unpacking": lambda copy: len([*copy.root.glob(".venv/lib/*/site-packages/*/part_*.py")]) > 3,
    "unpacking the second": lambda copy: len([*copy.root.glob(".venv/lib/*/site-packages/numpy/part_*.py")]) > 3,
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_same_command_mends_an_installation_killed_at_any_moment(copy, moment, number):
    killed = copy.start()
    wait_for(lambda: MOMENTS[moment](copy))
    killed.send_signal(number)
    if number != signal.SIGKILL:
        killed.communicate(timeout=SECONDS)
        assert killed.returncode == 128 + number
        assert not (copy.root / "build" / "installer").exists()
    copy.open()
    killed.communicate(timeout=SECONDS)
    assert course.inspect(copy.packages) == (2, [])
    assert not (copy.root / "build" / "installer").exists()
    assert [*copy.temporary.iterdir()] == []


def test_killed_while_it_clears_an_old_environment_it_leaves_no_half_of_it(copy, monkeypatch):
    copy.open()
    (copy.packages / "numpy" / "part_3.py").unlink()
    sitecustomize = copy.tools / "sitecustomize.py"  # course.py's own Python dies at the second file that it deletes
    sitecustomize.write_text(
        "import os, sys\nunlink, deleted = os.unlink, []\n"
        "def dying(*place, **how):\n"
        "    deleted.append(place)\n"
        "    return unlink(*place, **how) if len(deleted) < 3 else os.kill(os.getpid(), 9)\n"
        "if sys.argv[0].endswith('course.py'): os.unlink = dying\n"
    )
    killed = copy.start(PYTHONPATH=str(copy.tools))
    killed.communicate(timeout=SECONDS)
    assert killed.returncode == -signal.SIGKILL
    assert not (copy.root / ".venv").exists()
    copy.open()
    assert course.inspect(copy.packages) == (2, [])


def test_what_a_killed_one_left_running_is_waited_for_and_told(copy, reader):
    killed = copy.start()
    wait_for(lambda: MOMENTS["unpacking"](copy))
    killed.kill()
    printed, _ = copy.open(reader, COURSE_LANGUAGE=reader)
    waiting = {"tr": "bitmesi bekleniyor", "en": "waiting for its end"}
    assert waiting[reader] in printed


def test_of_two_at_once_the_second_finds_it_done(copy):
    first = copy.start()
    wait_for(lambda: MOMENTS["unpacking"](copy))
    printed, _ = copy.open()
    assert "waiting for its end" in printed and "looking up packages" not in printed
    first.communicate(timeout=SECONDS)
    assert first.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_ends_the_command_ends_jupyterlab(installed, number):
    installed.lab.unlink(missing_ok=True)
    running = installed.start(LAB_STAYS="1")
    wait_for(lambda: installed.lab.exists() and installed.lab.read_text().endswith("}"))
    running.send_signal(number)
    running.communicate(timeout=SECONDS)
    assert running.returncode == 128 + number
    assert not is_running(json.loads(installed.lab.read_text())["pid"])


# --- Damaged later


def cut(packages):
    (packages / "jupyterlab" / "part_3.py").write_text("num")


DAMAGES = {
    "a folder": lambda packages: shutil.rmtree(packages / "numpy"),
    "a file": lambda packages: (packages / "jupyterlab" / "__main__.py").unlink(),
    "a file's end": cut,
    "a package with its notes": lambda packages: [shutil.rmtree(each) for each in packages.glob("numpy*")],
    "the notes": lambda packages: (packages / "numpy-1.0.dist-info" / "RECORD").unlink(),
    "all packages": shutil.rmtree,
    "what makes it an environment": lambda packages: (packages.parents[2] / "pyvenv.cfg").unlink(),
    "its Python": lambda packages: (packages.parents[2] / "bin" / "python").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_environment_is_noticed_and_mended(installed, damage):
    DAMAGES[damage](installed.packages)
    assert "Removing a .venv that is unfinished or broken" in installed.open()[0]
    assert course.inspect(installed.packages) == (2, [])
    assert "Removing" not in installed.open()[0]


def test_what_the_reader_installed_beside_is_no_damage(installed):
    more = installed.packages / "own-2.0.dist-info"
    more.mkdir()
    (more / "RECORD").write_text(f"{more.name}/RECORD,,\n")
    assert "Removing" not in installed.open()[0]


# --- Settings from elsewhere

FOREIGN = {
    "PYTHONPATH": "/elsewhere",
    "PYTHONHOME": "/elsewhere",
    "PYTHONSTARTUP": "/elsewhere/start.py",
    "PYTHONWARNINGS": "error",
    "KERAS_BACKEND": "torch",
    "KERAS_MAX_EPOCHS": "1",
    "TF_USE_LEGACY_KERAS": "1",
    "MPLBACKEND": "agg",
    "MATPLOTLIBRC": "/elsewhere/matplotlibrc",
    "IPYTHONDIR": "/elsewhere/ipython",
    "PIP_USER": "1",
    "PIP_TARGET": "/elsewhere",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "UV_PYTHON": "3.9",
    "UV_SYSTEM_PYTHON": "1",
    "UV_NO_BINARY": "1",
}
WAYS = {
    "PIP_INDEX_URL": "https://a.example/simple",
    "PIP_CERT": "/etc/own.pem",
    "UV_DEFAULT_INDEX": "https://a.example/simple",
    "UV_CACHE_DIR": "/cache",
    "UV_NATIVE_TLS": "1",
    "UV_HTTP_TIMEOUT": "300",
    "HTTPS_PROXY": "http://a.example:3128",
    "SSL_CERT_FILE": "/etc/own.pem",
}


def test_settings_of_other_courses_do_not_reach_what_is_started(installed):
    readable = {
        name: value for name, value in FOREIGN.items() if name != "PYTHONHOME"
    }  # which stops course.py's Python
    _, lab = installed.open(**readable, **WAYS)
    found = lab["environment"]
    assert not {name for name, value in FOREIGN.items() if found.get(name) == value}
    assert WAYS.items() <= found.items()
    assert found["PYTHONPATH"] == str(installed.root)
    assert found["KERAS_BACKEND"] == "tensorflow"
    assert found["KERAS_HOME"] == str(installed.home / quiet.KERAS_HOME.removeprefix("~/"))


def test_they_do_not_reach_the_installer(monkeypatch, tmp_path):
    for name, value in (FOREIGN | WAYS).items():
        monkeypatch.setenv(name, value)
    script = "import json, os; print(json.dumps(dict(os.environ)))"
    with (tmp_path / "log").open("w") as log:
        course.step("deneniyor", "trying", [sys.executable, "-c", script], log)
    found = json.loads((tmp_path / "log").read_text())
    assert found["PIP_USER"] == "0"  # over a pip.conf that says otherwise
    assert found["UV_VENV_CLEAR"] == "1"  # Windows hands no lock on: an installer left running may have begun one
    assert not FOREIGN.items() & found.items()
    assert WAYS.items() <= found.items()


def test_a_venv_that_lies_read_only_is_used_as_it_is(installed, monkeypatch):
    monkeypatch.setattr(course, "VENV", installed.root / "course.py")  # no place to write, for root neither
    monkeypatch.setenv("HOME", str(installed.home))
    folder = course.lab_settings("tr")
    assert folder.is_relative_to(installed.home)
    assert "tr_TR" in (folder / "overrides.json").read_text()

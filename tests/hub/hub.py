"""A real JupyterHub on this machine's own address, as INSTRUCTORS.md tells an administrator to make one.

The course is installed once, as a package, and its folder is read-only; every user has a home and a server of their own,
a local process. JupyterHub comes from PyPI and its proxy from npm, into an environment that is kept under ``build/``;
Deno, which the tests have, runs the proxy.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import psutil
import websocket

from tests.processes import end

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT = CHECKOUT / "build" / "hub-of-the-tests"
PACKAGE, PROXY = "jupyterhub==6.1.1", "npm:configurable-http-proxy@5.3.0"
INSTALL_SECONDS, START_SECONDS, CELL_SECONDS, STOP_SECONDS = 300, 120, 180, 20
BLOCK = re.compile(r"```python\n(# /opt/tljh/user/etc/jupyter/jupyter_server_config\.py\n.*?)```", re.S)
FOLDER = "/srv/deep-learning-course"  # where INSTRUCTORS.md has the course
HUB_CONFIG = """
import ctypes
from jupyterhub.spawner import SimpleLocalProcessSpawner

class Spawner(SimpleLocalProcessSpawner):
    def make_preexec_fn(self, name):
        before = super().make_preexec_fn(name)

        def preexec():
            before()
            ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # root, too, may not write what is read-only (CAP_DAC_OVERRIDE)

        return preexec

c.JupyterHub.spawner_class = Spawner
c.Spawner.home_dir_template = {homes!r} + "/jupyter-{{username}}"
c.Spawner.cmd = [{singleuser!r}, "--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {seconds}
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.JupyterHub.services = [{{"name": "test", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""


class CannotBeHad(Exception):
    """JupyterHub or its proxy could not be installed here."""


def config_of_the_guide() -> str:
    """Return the server's configuration that INSTRUCTORS.md shows, which has to be the same in both languages."""
    one, other = BLOCK.findall((CHECKOUT / "INSTRUCTORS.md").read_text(encoding="utf-8"))
    assert one == other
    return one


def environment() -> Path:
    """Return the environment of hub and servers, kept from the last time or made now. CannotBeHad: neither."""
    done = KEPT / f"{PACKAGE}-{sys.version_info.major}.{sys.version_info.minor}"
    if not done.exists():
        shutil.rmtree(KEPT, ignore_errors=True)
        try:
            _run([sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, KEPT])
            _install("--quiet", PACKAGE)
            _run([*_proxy(), "--version"])
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotBeHad(error) from error
        # Jupyter and Keras are those of the environment that runs the tests; its own way to the course is not taken.
        (_packages() / "of_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        (KEPT / "share").mkdir(exist_ok=True)
        (KEPT / "share" / "jupyter").symlink_to(Path(sys.prefix) / "share" / "jupyter")
        done.touch()
    return KEPT


def _packages():
    return Path(sysconfig.get_path("purelib", vars={"base": str(KEPT), "platbase": str(KEPT)}))


def _run(command, **environment):
    own = {"DENO_DIR": str(KEPT / "deno"), "DENO_NO_UPDATE_CHECK": "1", **environment}
    subprocess.run(command, check=True, timeout=INSTALL_SECONDS, env=os.environ | own, stdout=subprocess.DEVNULL)


def _install(*words):
    _run([sys.executable, "-m", "uv", "pip", "install", "--python", KEPT / "bin" / "python", *words])


def _proxy():
    deno = Path(sysconfig.get_path("scripts")) / "deno"
    return [str(deno), "run", "--allow-all", "--no-config", "--quiet", "--no-lock", "--node-modules-dir=none", PROXY]


def _ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class Hub:
    """A hub under ``folder``: ``course`` is read by all, ``homes`` has a home for each user. It is up when the constructor
    returns; ``stop`` ends it with all servers and kernels. CannotBeHad: see ``environment``.
    """

    def __init__(self, folder: Path):
        self.folder, self.course, self.homes = folder, folder / "srv", folder / "homes"
        self.token = secrets.token_hex(32)
        environment()
        self._copy_course()
        self.install()
        self.homes.mkdir()
        self._start()

    def _copy_course(self):
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(
            listed, cwd=CHECKOUT, capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout
        folders = ("deep_learning_course/", "utils/", "assets/", "tr/", "en/")
        single = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
        for name in names.splitlines():
            if name.startswith(folders) or name in single:
                (self.course / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(CHECKOUT / name, self.course / name)

    def install(self) -> None:
        """Install the course for all users, and the servers' configuration; the course is read-only afterwards."""
        self.let_write(True)
        _install(
            "--quiet", "--no-deps", "--no-build-isolation", "--reinstall-package", "deep-learning-course", self.course
        )
        (KEPT / "etc" / "jupyter").mkdir(parents=True, exist_ok=True)
        config = config_of_the_guide().replace(FOLDER, str(self.course))
        (KEPT / "etc" / "jupyter" / "jupyter_server_config.py").write_text(config, encoding="utf-8")
        self.let_write(False)

    def let_write(self, allowed: bool) -> None:
        """Make the course's folder writable, as its administrator may, or read-only."""
        for path in [self.course, *self.course.rglob("*")]:
            path.chmod((0o755 if allowed else 0o555) if path.is_dir() else (0o644 if allowed else 0o444))

    def _start(self):
        self.ports = _ports(3)
        config = self.folder / "jupyterhub_config.py"
        singleuser = str(KEPT / "bin" / "jupyterhub-singleuser")
        own = {"homes": str(self.homes), "singleuser": singleuser, "seconds": START_SECONDS, "ports": self.ports}
        config.write_text(HUB_CONFIG.format(proxy=_proxy(), token=self.token, **own), encoding="utf-8")
        outside = ("COURSE_", "PYTHON", "JUPYTER", "IPYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
        kept |= {"DENO_DIR": str(KEPT / "deno"), "DENO_NO_UPDATE_CHECK": "1"}
        with (self.folder / "hub.log").open("ab") as log:
            self._process = subprocess.Popen(
                [KEPT / "bin" / "jupyterhub", "-f", config],
                cwd=self.folder,
                env=kept,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait(lambda: self.ask("/hub/api/"))

    def wait(self, condition) -> Any:
        """Return the first true value of ``condition``, which may also fail until then. RuntimeError: none in time."""
        latest = time.monotonic() + START_SECONDS
        while time.monotonic() < latest and self._process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                if value := condition():
                    return value
            time.sleep(0.2)
        raise RuntimeError(f"the hub has ended, or does not answer:\n{self.log()}")

    def process(self) -> psutil.Process:
        """Return the hub's process; proxy, servers and kernels are below it."""
        return psutil.Process(self._process.pid)

    def log(self) -> str:
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")[-6000:]

    def ask(self, path: str, method="GET", body: Any = None) -> Any:
        """Return what the hub, or a user's server behind it, answers: JSON, or None where it says nothing."""
        url = f"http://127.0.0.1:{self.ports[0]}{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Authorization": f"token {self.token}"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def open(self, user: str) -> "User":
        """Return a user whose server is up."""
        with contextlib.suppress(urllib.error.HTTPError):  # is there already
            self.ask(f"/hub/api/users/{user}", "POST")
        self.ask(f"/hub/api/users/{user}/server", "POST")
        self.wait(lambda: self.ask(f"/hub/api/users/{user}")["servers"].get("", {}).get("ready"))
        return User(self, user)

    def restart(self) -> None:
        """End the hub with all servers, and start it anew on the same files, as after a night."""
        end(self._process, STOP_SECONDS)
        self._start()

    def stop(self) -> None:
        end(self._process, STOP_SECONDS)
        self.let_write(True)


class User:
    """A user of the hub whose server is up: their home, their notebooks, their kernels."""

    def __init__(self, hub: Hub, name: str):
        self.hub, self.name = hub, name
        self.home = hub.homes / f"jupyter-{name}"

    def notebook(self, path: str) -> dict:
        """Return a notebook as JupyterLab opens it."""
        return self.hub.ask(f"/user/{self.name}/api/contents/{path}")["content"]

    def save(self, path: str, notebook: dict) -> None:
        body = {"type": "notebook", "format": "json", "content": notebook}
        self.hub.ask(f"/user/{self.name}/api/contents/{path}", "PUT", body)

    def kernel(self, path: str) -> "Kernel":
        """Start the kernel of a notebook."""
        body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        return Kernel(self, self.hub.ask(f"/user/{self.name}/api/sessions", "POST", body)["kernel"]["id"])


class Kernel:
    """A kernel of a user, over the web socket that JupyterLab uses."""

    def __init__(self, user: User, name: str):
        self.user, self.name = user, name
        url = f"ws://127.0.0.1:{user.hub.ports[0]}/user/{user.name}/api/kernels/{name}/channels"
        header = [f"Authorization: token {user.hub.token}"]
        self._socket = websocket.create_connection(url, timeout=CELL_SECONDS, header=header)

    def run(self, code: str) -> str:
        """Run code as a cell and return what it printed, an error's name and message too; notices apart."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "execute_request",
            "username": "",
            "session": "",
            "version": "5.4",
        }
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self._socket.send(json.dumps(message))
        printed, ends = [], 0
        while ends < 2:  # the reply, and "idle"
            text = self._socket.recv()
            if isinstance(text, bytes):  # an explorer's picture
                continue
            answer = json.loads(text)
            if answer["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            kind, said = answer["msg_type"], answer["content"]
            if kind == "stream" and said["name"] == "stdout":
                printed.append(said["text"])
            elif kind == "error":
                printed.append(f"{said['ename']}: {said['evalue']}")
            ends += kind == "execute_reply" or (kind == "status" and said["execution_state"] == "idle")
        return "".join(printed).strip()

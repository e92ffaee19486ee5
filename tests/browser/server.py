"""A JupyterLab of its own for the tests: a copy of the notebooks, no settings of the user's, a random token."""

import contextlib
import json
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import course
from tests.processes import end

START_SECONDS = 90  # a cold machine takes its time; a warm one needs two seconds
STOP_SECONDS = 10
CHECKOUT = Path(__file__).resolve().parents[2]


class LabServer:
    """JupyterLab in one language, with the settings that ``python course.py`` gives it.

    ``folder``: where all that it reads and writes lies. It is up when the constructor returns; ``stop`` ends
    it and its kernels.
    """

    def __init__(self, folder: Path, language: str):
        self.folder, self.language = folder, language
        self.token = secrets.token_hex(16)
        self.root = folder / "kurs ağacı"  # a space and Turkish letters, as on many a desktop
        self.log_file = folder / "jupyterlab.log"
        self.progress = folder / "progress.json"
        self._copy_notebooks()
        self._process = self._start()
        try:
            self.url = self._wait_until_up()
        except BaseException:
            self.stop()
            raise

    def _copy_notebooks(self):
        for language in ("tr", "en"):
            shutil.copytree(CHECKOUT / language, self.root / language, ignore=shutil.ignore_patterns(".*"))

    def _environment(self):
        """Return the environment that course.py gives, its folders exchanged for empty ones."""
        own = {
            name: str(self.folder / name.lower())
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        }
        with self._outside():
            return course.course_environment(COURSE_PROGRESS=str(self.progress), COURSE_LANGUAGE=self.language, **own)

    def _pages(self):
        """Return what course.py tells JupyterLab about pages and settings."""
        with self._outside():
            return [word for word in course.lab_pages(self.language) if "default_url" not in word]

    @contextlib.contextmanager
    def _outside(self):
        """Let course.py write what it writes into .venv outside the checkout."""
        place, course.VENV = course.VENV, self.folder
        try:
            yield
        finally:
            course.VENV = place

    def _start(self):
        arguments = [
            "--no-browser",
            *course.SERVER,
            "--ServerApp.port=0",
            f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}",
            *self._pages(),
            "--expose-app-in-browser",  # the tests wait for the kernel through the application itself
            "--allow-root",
        ]
        with self.log_file.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *arguments],
                cwd=self.root,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _wait_until_up(self):
        latest = time.monotonic() + START_SECONDS
        while time.monotonic() < latest:
            if self._process.poll() is not None:
                raise RuntimeError(f"JupyterLab ended at once:\n{self.log()}")
            url = self._told_address()
            if url and self._answers(url):
                return url
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not answer within {START_SECONDS} s:\n{self.log()}")

    def _told_address(self):
        """Return the address that the server has written down in its runtime folder, None before."""
        notes = [*(self.folder / "jupyter_runtime_dir").glob("jpserver-*.json")]
        try:
            return json.loads(notes[0].read_text(encoding="utf-8"))["url"] if notes else None
        except json.JSONDecodeError:  # written, but not yet to its end
            return None

    def _request(self, url, method="GET"):
        headers = {"Authorization": f"token {self.token}"}
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers, method=method), timeout=10)

    def _answers(self, url):
        try:
            with self._request(url + "api/status") as response:
                return response.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def log(self, lines: int = 60) -> str:
        """Return the last lines of the server's and its kernels' output."""
        return "\n".join(self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def restart(self) -> None:
        """End the server and its kernels and start it anew on the same files, as on the next day."""
        self.stop()
        shutil.rmtree(self.folder / "jupyter_runtime_dir", ignore_errors=True)
        self._process = self._start()
        self.url = self._wait_until_up()

    def stop(self):
        """End the server; it ends its kernels. By its own process, whatever happened."""
        end(self._process, STOP_SECONDS)

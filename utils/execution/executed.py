"""Runs built notebooks for pages without a kernel, and keeps the results as long as nothing changes that they show.

The kernel is told to record explorers and to keep trainings quiet.
"""

import hashlib
import os
import re
import tempfile
from copy import deepcopy
from pathlib import Path

from utils.authoring.cache import keep, kept
from utils.authoring.dependencies import ROOT, files_behind, installed

CACHE = ROOT / "build" / "executed"
FORM = 2  # of what is kept; one more where this module makes something else of the same notebook
SECONDS = 300  # that one cell may take


class ExecutionError(Exception):
    """A cell of a notebook failed: the message names the notebook and the cell."""


def executed(path: Path, cache: Path = CACHE, environment: dict[str, str] | None = None):
    """Return the notebook at ``path`` (``<language>/<lesson>.ipynb``, of any edition) with its outputs.

    Explorers are recordings (``utils.widgets.embed``), trainings their final line. It is run only where its code, or
    what that uses of the course, has changed since the last time: words may change freely, and editions with the same
    code share a run. ``environment``: variables for its kernel.
    """
    return Execution(path, cache).notebook(environment)


class Execution:
    """One notebook that is to be run, and the place of its result.

    It is made in the main thread and may be run in another: Python 3.11 cannot parse in two threads at once (CPython
    gh-106905: "AST constructor recursion depth mismatch"), and what a notebook depends on is found by parsing.
    """

    def __init__(self, path: Path, cache: Path = CACHE):
        from utils.authoring.fast_nbformat import nbformat

        self.path = Path(path)
        # As built: checking its form takes longer than all the rest.
        self._notebook = nbformat.v4.reads(self.path.read_text(encoding="utf-8"))
        language = self._notebook.metadata.course.language
        self._place = Path(cache) / f"{self.path.stem}-{language}-{key(self._notebook)}.ipynb"

    def notebook(self, environment: dict[str, str] | None = None):
        """Return the notebook with its outputs, kept ones where there are any."""
        from utils.authoring.fast_nbformat import nbformat

        text = kept(self._place)
        if text is None:
            ran = deepcopy(self._notebook)
            _run(ran, self.path, environment or {})
            text = nbformat.v4.writes(ran)
            keep(self._place, text)
        ran = nbformat.v4.reads(text)
        for cell, one in zip(_code_cells(self._notebook), _code_cells(ran), strict=True):
            cell.outputs, cell.execution_count = one.outputs, one.execution_count
        return self._notebook


def key(notebook, root: Path = ROOT) -> str:
    """Return a short name for all that decides about the notebook's outputs."""
    cells = _code_cells(notebook)
    files = sorted(files_behind("\n".join(cell.source for cell in cells), root))
    digest = hashlib.sha256(f"{FORM} {installed()}".encode())
    for cell in cells:
        digest.update(f"{cell.metadata.get('tags')} {cell.source}\0".encode())
    for file in files:
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _run(notebook, path, environment):
    """Put the outputs of its cells into ``notebook``."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    course = notebook.metadata.course
    folder = ROOT / course.language  # where students open it: links in outputs are relative to it
    with tempfile.TemporaryDirectory() as scratch:
        settings = {
            "COURSE_EXPLORERS": "recording",
            "COURSE_LANGUAGE": course.language,
            "COURSE_PROGRESS": str(Path(scratch) / "progress.json"),
            "COURSE_QUIET": "1",
        }
        os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")  # the kernel called python3 is this environment's
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            store_widget_state=False,
            coalesce_streams=True,
            record_timing=False,
            shutdown_kernel="immediate",  # nobody needs it any more; with TensorFlow a farewell takes two seconds
            extra_arguments=["--log-level=ERROR"],  # no word about the encryption of its own connection
        )
        try:
            client.execute(env=os.environ | environment | settings)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            words = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
            raise ExecutionError(f"{course.language}/{path.name}: {words}") from error
    for cell in _code_cells(notebook):  # what goes to standard error is for the author, not for a reader
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]

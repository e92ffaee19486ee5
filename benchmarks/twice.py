"""Runs every code cell of lessons twice in a row, then all of them once more from the top, as readers do: which fail?

    python benchmarks/twice.py [LESSON ...]

Every cell is to leave behind what it was given, or begin with making it. What runs is the solution edition, where an answer
stands in every exercise and every check is strict, in Turkish, whose code is the English one's. Each lesson takes three
times its time. Prints one line a lesson with what each failing cell said; the exit code says whether there was any.
"""

import os
import subprocess
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from utils.authoring.console import chosen  # noqa: E402


def failures(path: Path) -> list[str]:
    """Return a sentence for each run of a cell of the notebook that raised."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = [
        *(_named(cell, name) for cell in cells for name in ("", "-again")),
        *(_named(cell, "-later") for cell in cells),
    ]
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "COURSE_PROGRESS": f"{folder}/progress.json",
            "COURSE_QUIET": "1",
            "COURSE_STRICT_CHECKS": "1",
            "JUPYTER_PREFER_ENV_PATH": "1",
        }
        resources = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, timeout=600, kernel_name="python3", allow_errors=True, resources=resources)
        client.execute(env=os.environ | settings)
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.outputs
        if output.output_type == "error"
    ]


def _named(cell, name):
    cell = deepcopy(cell)
    cell.id += name
    return cell


def main(words: list[str]) -> int:
    lessons = chosen(ROOT, words) or [path.stem for path in sorted((ROOT / "tr").glob("*.ipynb"))]
    found = False
    with tempfile.TemporaryDirectory() as folder:
        edition = ["-m", "utils.authoring", "edition", "solution", folder, *lessons]
        subprocess.run([sys.executable, *edition], cwd=ROOT, check=True)
        for lesson in lessons:
            failed = failures(Path(folder) / "tr" / f"{lesson}.ipynb")
            print(lesson, "; ".join(failed) or "ok", flush=True)
            found = found or bool(failed)
    return int(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

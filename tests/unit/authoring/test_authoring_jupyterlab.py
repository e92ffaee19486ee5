"""A source that is opened in JupyterLab as a notebook and saved there says what it said before."""

import shutil
from pathlib import Path

import jupytext

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring.source import read_lesson

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"


def said(path, root):
    lesson = read_lesson(path, root)
    assert lesson.problems == []
    units = [(unit.kind, unit.texts, unit.metadata, unit.id) for unit in lesson.units]
    return lesson.course, units


def test_saving_in_jupyterlab_keeps_the_front_matter_and_the_blocks(tmp_path):
    body = twins("## Oyun\nMetin.", "## Play\nText.", slide="subslide", id="play") + EXERCISE
    body += code("print(1)", "nbval-check-output") + '+++ {"role": "output"}\n```\n1\n```\n\n+++\n$$x^2$$\n\n'
    body += twins("Sorun.", "Ask.", role="notes", minutes=3)
    root = course(tmp_path, body, "weight, bias (parameter)")
    shutil.copy(NOTEBOOKS / "jupytext.toml", root / "notebooks")
    path = root / "notebooks/01_try.md"
    before = said(path, root)

    files = jupytext.TextFileContentsManager()
    files.root_dir = str(root)
    model = files.get("notebooks/01_try.md", type="notebook")
    for cell in model["content"].cells:
        cell.metadata["editable"] = True  # as JupyterLab's property inspector adds
    model["content"].metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    files.save(model, "notebooks/01_try.md")

    assert "{code-cell} ipython3" in path.read_text(encoding="utf-8")
    assert said(path, root) == before

"""Runs a notebook with the Python of Colab's versions, and looks at what its first cell said and its explorers show."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"


def main(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[1].id == "install", "the first code cell installs the course"
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    bundles = [
        output for cell in notebook.cells for output in cell.get("outputs", ()) if WIDGET in output.get("data", {})
    ]
    for bundle in bundles:
        assert "custom_widget_manager" in bundle.metadata[WIDGET]["colab"], "Colab would not show this explorer"
    said = "".join(output.get("text", "") for output in notebook.cells[1].outputs).splitlines()
    print(f"       explorers: {len(bundles)}, first cell: {' '.join(said) or 'silent'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

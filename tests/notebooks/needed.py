"""``python -m tests.notebooks.needed FOLDER`` cuts the solution notebooks in a folder's ``tr/`` and ``en/`` to their
exercises: the cells that solve and check them, and what these need from above.

The student notebooks have run every cell already; without its trainings a solution notebook is tried in a quarter of
the time. A cell is needed where it binds a name that a later needed cell uses. What this overlooks (a cell that
only changes an object) is no silent loss: the check then answers something else than "correct".
"""

import ast
import symtable
import sys
from pathlib import Path

import nbformat


def cut_to_exercises(path: Path) -> None:
    """Take out of the notebook at ``path``, of the solution edition, every code cell that no exercise needs."""
    notebook = nbformat.read(path, as_version=4)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    wanted = ["solution" in cell.metadata.get("tags", ()) or "check" in names(cell.source)[1] for cell in codes]
    keep = needed([cell.source for cell in codes], wanted)
    kept = {cell.id for cell, stays in zip(codes, keep, strict=True) if stays}
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code" or cell.id in kept]
    nbformat.write(notebook, path)


def needed(codes: list[str], wanted: list[bool]) -> list[bool]:
    """Return which of the cells the ``wanted`` ones need, these included; each code is one cell, in order."""
    keep: list[bool] = []
    missing: set[str] = set()
    for code, asked in reversed(list(zip(codes, wanted, strict=True))):
        bound, used = names(code)
        keep.append(asked or bool(bound & missing))
        if keep[-1]:
            missing = (missing - bound) | used
    return keep[::-1]


def names(code: str) -> tuple[set[str], set[str]]:
    """Return the global names that a cell binds and those that it uses, in its functions too."""
    top = symtable.symtable(code, "cell", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    changed = (node.target for node in ast.walk(ast.parse(code)) if isinstance(node, ast.AugAssign))
    used = {target.id for target in changed if isinstance(target, ast.Name)}  # the table says bound alone
    tables = [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is top or symbol.is_global())
        }
    return bound, used


if __name__ == "__main__":
    for built in Path(sys.argv[1]).glob("*/*.ipynb"):
        cut_to_exercises(built)

"""What a notebook's outputs depend on: the modules of ``utils`` that it imports, however far, and the files that
these declare in ``FILES``. Read from the source text: nothing is imported.
"""

import ast
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "keras",
    "matplotlib",
    "numpy",
    "scikit-learn",
)  # whose next version may change a number or a picture


def files_behind(code: str, root: Path = ROOT, without: frozenset[Path] = frozenset()) -> set[Path]:
    """Return the files of the course that ``code`` uses: modules, and what they read. ``without``: modules that are left
    out, with what only they use.

    A module that reads files of the course names them at its top: ``FILES = ("assets/terms.csv",)``, paths or patterns
    from the course's folder.
    """
    found, waiting = set(), modules_named(code, root) - without
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= _read(path, root)[0] - found - without
    return found | {file for path in found for pattern in files_declared(path, root) for file in root.glob(pattern)}


def files_declared(path: Path, root: Path = ROOT) -> tuple[str, ...]:
    """Return the ``FILES`` of the module at ``path``, none where it has none."""
    return _read(path, root)[1]


def modules_named(code: str, root: Path = ROOT) -> set[Path]:
    """Return the modules of ``utils`` that the imports in ``code`` name, their packages' ``__init__`` included.

    ``from utils.plots import plot_points`` names no module by itself: the package finds one, so all of it counts.
    """
    return _named(ast.parse(code), root)


def _named(tree, root):
    found = set()
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found |= _module(alias.name, root)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = _module(f"{node.module}.{alias.name}", root)
                found |= inner or _module(node.module, root) | _package(node.module, root)
    return found


def _statements(block):
    """Yield the statements in a block, however deep; expressions, the most of a tree, hold no import."""
    for node in ast.iter_child_nodes(block):
        if isinstance(node, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield node
            yield from _statements(node)


@cache
def installed(packages=PACKAGES) -> str:
    """Return the versions of packages, of those that compute and draw if not said otherwise."""
    return " ".join(f"{name} {_version(name)}" for name in packages)


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


@cache
def _read(path, root):
    """Return the modules that the one at ``path`` imports, and its ``FILES``: each module is parsed once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    declared = (node.value for node in assigned if ast.unparse(node.targets[0]) == "FILES")
    return frozenset(_named(tree, root)), ast.literal_eval(next(declared, ast.Tuple([], ast.Load())))


def _module(name, root):
    """Return the file of a module called ``utils.…`` with the packages around it; nothing for any other name."""
    parts = name.split(".")
    place = root.joinpath(*parts)
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if parts[0] != "utils" or not file.is_file():
        return set()
    around = [root.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts))]
    return {file, *around}


def _package(name, root):
    """Return all modules of a package."""
    folder = root.joinpath(*name.split("."))
    return set(folder.glob("*.py")) if name.startswith("utils.") and folder.is_dir() else set()

"""The words of all checks: what a reader sees of them stands in plain text."""

import ast
from pathlib import Path

import pytest

from utils.checks.registry import FILES

CHECKOUT = Path(__file__).parents[3]
SOURCES = [path for pattern in (*FILES, "utils/checks/*.py") for path in sorted(CHECKOUT.glob(pattern))]


def texts(source: str) -> list[str]:
    """Return every text of a module, parts of f-strings too, but its docstrings."""
    tree = ast.parse(source)
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in statements]
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_message_holds_no_formula_in_dollars(path):
    """Only JupyterLab typesets them: VS Code, the text of a result and a saved page show the dollars."""
    assert not [text for text in texts(path.read_text(encoding="utf-8")) if "$" in text]


def test_the_texts_of_a_module_are_all_seen():
    seen = texts('"""A $docstring$."""\nx = f"$w$ and {x}" + "b"\nrows = [("name", "$h_0$")]\n')
    assert [text for text in seen if "$" in text] == ["$w$ and ", "$h_0$"] and "b" in seen

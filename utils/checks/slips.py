"""Slips that an answer's own source shows for certain: a ``return`` inside a loop, the result of ``list.sort()``."""

import ast
import inspect
import textwrap

from utils.language import L

# Methods that change their object and return nothing; `print` is no method but is returned just as often.
RETURN_NOTHING = {
    "append",
    "clear",
    "extend",
    "fill",
    "insert",
    "print",
    "remove",
    "reverse",
    "shuffle",
    "sort",
    "update",
}


def source_tree(function) -> ast.Module | None:
    """Return the syntax tree of a function that was written in a file or a cell, or ``None``."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except Exception:  # no source (made by exec), or a lambda inside a call; a hostile object may raise anything
        return None


def return_in_loop(function) -> str:
    """Return what to say of a loop that ends in its first round, because a ``return`` stands in it; else ``""``."""
    if any(_leaves_at_once(loop) for loop in _own_nodes(function, (ast.For, ast.While))):
        return L(
            "`return` döngünün içinde duruyor: fonksiyon daha ilk turda bitiyor. Satırı döngüyle aynı hizaya çekin.",
            "The `return` is inside the loop, so the function ends in the first round. Unindent that line until it lines up "
            "with the loop.",
        )
    return ""


def result_of_nothing(function) -> str:
    """Return what to say of ``return numbers.reverse()``, which returns ``None``; ``""`` where nothing is like it."""
    empty: dict[str, str] = {}  # {variable: the method that emptied it}
    for node in _own_nodes(function, (ast.Assign, ast.Return)):
        name = _emptied_by(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            empty[node.targets[0].id] = name
        elif isinstance(node, ast.Return):
            name = name or empty.get(getattr(node.value, "id", ""), "")
            if name == "print":
                return L(
                    "`print` değeri yalnızca gösterir ve `None` döndürür. `return` ile değerin kendisini döndürün.",
                    "`print` only shows a value and returns `None`. Put the value itself after `return`.",
                )
            if name:
                return L(
                    f"`.{name}()` nesneyi yerinde değiştirir ve `None` döndürür. Önce onu çağırın, sonra ayrı bir satırda "
                    "nesneyi döndürün.",
                    f"`.{name}()` changes the object in place and returns `None`. Call it first, then return the object on "
                    "a line of its own.",
                )
    return ""


def _emptied_by(node) -> str:
    """Return "sort" for the expression ``numbers.sort()``, ``""`` for others."""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
    if isinstance(node.func, ast.Name) != (name == "print"):
        return ""
    module = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in ("np", "numpy")
    return name if name in RETURN_NOTHING and not module else ""


def _leaves_at_once(loop: ast.For | ast.While) -> bool:
    forever = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)  # left by a return on purpose
    return not forever and not _goes_on(loop.body) and _always_returns(loop.body)


def _always_returns(body) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, ast.Return)


def _goes_on(body) -> bool:
    """Return whether a ``continue`` of this loop, or one of a loop inside, may lead to a further round."""
    return any(isinstance(node, ast.Continue) for statement in body for node in ast.walk(statement))


def _own_nodes(function, kinds):
    """Yield the nodes of a function in their order, without those of the functions that it defines."""
    tree = source_tree(function)
    if tree is None or not isinstance(tree.body[0], ast.FunctionDef):
        return
    nodes: list[ast.AST] = list(tree.body[0].body)
    while nodes:
        node = nodes.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, kinds):
            yield node
        nodes[:0] = ast.iter_child_nodes(node)

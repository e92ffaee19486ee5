"""Tell an answer that has not been started from one that is wrong: the placeholder is ``...``."""

import ast
import dis
import inspect

from utils.checks.slips import source_tree

IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}


def not_started(answer) -> bool:
    """Return whether ``answer`` is ``...``, holds ``...``, or is a function or a class whose bodies are only
    ``...``."""
    if answer is ...:
        return True
    if type(answer) in (list, tuple):
        return any(item is ... for item in answer)
    if type(answer) is dict:
        return any(item is ... for item in answer.values())
    if inspect.isfunction(answer):
        return _is_idle(answer)
    if type(answer) is type:
        own = [item for name, item in vars(answer).items() if inspect.isfunction(item) or name[:2] != "__"]
        return all(item is ... or (inspect.isfunction(item) and _is_idle(item)) for item in own)
    return False


def has_placeholder(answer) -> bool:
    """Return whether the source of a function or a class still has a ``...`` where a statement or a value
    belongs."""
    if type(answer) is type:  # by its methods: Python finds no source of a class that was written in a notebook
        return any(item is ... or has_placeholder(item) for item in vars(answer).values())
    if not inspect.isfunction(answer):
        return False
    tree = source_tree(answer)
    return tree is not None and any(
        _is_ellipsis(getattr(node, "value", None))
        for node in ast.walk(tree)
        if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return))
    )


def _is_ellipsis(node) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _is_idle(function) -> bool:
    """A body of ``...``, ``pass`` or a docstring compiles to nothing but returning ``None``."""
    instructions = list(dis.get_instructions(function))
    if any(instruction.opname not in IDLE for instruction in instructions):
        return False
    constants = [step.argval for step in instructions if step.opname in ("LOAD_CONST", "RETURN_CONST")]
    return constants in ([None], [...])

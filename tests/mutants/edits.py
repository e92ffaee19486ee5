"""Mutants: a solution with one small edit on its syntax tree."""

import ast
import copy
from collections.abc import Iterator

SWAPS = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div, ast.Add), ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,), ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.And: (ast.Or,), ast.Or: (ast.And,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
RELATED = (  # a function or a method and others of its kind
    ("mean", "sum", "median", "max"), ("max", "min", "mean"), ("argmax", "argmin"), ("std", "var"), ("floor", "ceil"),
    ("log", "log2", "log10", "log1p"), ("exp", "exp2", "expm1"), ("sin", "cos"), ("zeros", "ones"), ("any", "all"),
    ("nanmedian", "nanmean", "median"), ("nanmean", "nanmedian", "mean"), ("maximum", "minimum"), ("cumsum", "cumprod"),
    ("zeros_like", "ones_like"), ("sqrt", "square", "abs"), ("unique", "sort"), ("argsort", "sort"), ("rows", "columns"),
    ("append", "extend"), ("hstack", "vstack"), ("permutation", "arange"), ("abs", "negative"), ("square", "abs"),
)  # fmt: skip


def mutants(code: str, inside: frozenset[int]) -> Iterator[tuple[str, ast.Module]]:
    """Yield (what was edited, the edited tree) for every single edit within the lines ``inside`` of a cell.

    The tree is one object that is put back after each step: compile it before the next.
    """
    tree = ast.parse(code)
    seen = {ast.unparse(tree)}
    for parent, field, place, node in list(_places(tree, inside)):
        for new in _edits(node, parent):
            old = _put(parent, field, place, new)
            text = ast.unparse(ast.fix_missing_locations(tree))
            if text not in seen:
                seen.add(text)
                yield f"line {node.lineno}: {_said(node)} -> {_said(new)}", tree
            _put(parent, field, place, old)
    for what, changed in _rearranged(tree, inside):
        text = ast.unparse(changed)
        if text not in seen:
            seen.add(text)
            yield what, changed


def _places(tree, inside):
    """Yield (parent, field, index or None, node) of every node in the lines ``inside``."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for place, node in items:
                if isinstance(node, (ast.expr, ast.stmt)) and node.lineno in inside:
                    yield parent, field, place, node


def _put(parent, field, place, new):
    if place is None:
        old = getattr(parent, field)
        setattr(parent, field, new)
    else:
        old = getattr(parent, field)[place]
        getattr(parent, field)[place] = new
    return old


def _said(node) -> str:
    if isinstance(node, ast.Pass):
        return "nothing"
    return ast.unparse(node).split("\n")[0]


def _edits(node, parent):
    """Yield what may stand in a node's place."""
    if isinstance(node, ast.stmt):
        yield from _statements(node)
        return
    if isinstance(node, (ast.BinOp, ast.BoolOp)):
        yield from _operations(node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for kind in SWAPS.get(type(node.ops[0]), ()):
            yield _with(node, ops=[kind()])
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Attribute) and not isinstance(parent, ast.Call) and isinstance(node.ctx, ast.Load):
        yield from (_with(node, attr=name) for name in _related(node.attr))
        if node.attr == "T":
            yield node.value
    elif isinstance(node, ast.Slice):
        yield from _slices(node)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp)) and any(part.ifs for part in node.generators):
        yield _with(node, generators=[_with(part, ifs=[]) for part in node.generators])
    elif isinstance(node, ast.Tuple) and isinstance(parent, ast.Return) and len(node.elts) > 1:
        yield _with(node, elts=node.elts[::-1])
        yield node.elts[0]


def _operations(node):
    for kind in SWAPS.get(type(node.op), ()):
        yield _with(node, op=kind())
    if isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield rest[0] if len(rest) == 1 else _with(node, values=rest)
    else:
        yield node.left
        yield node.right
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)):
            yield _with(node, left=node.right, right=node.left)


def _constants(value):
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(other) for other in dict.fromkeys((value + 1, value - 1, -value)) if other != value)
    elif isinstance(value, float):
        yield from (ast.Constant(other) for other in dict.fromkeys((2 * value, value / 2, value + 1)) if other != value)


def _calls(node):
    for i in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    for i in range(len(node.args)):
        yield _with(node, args=node.args[:i] + node.args[i + 1 :])
    for i in range(len(node.args) - 1):
        turned = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        yield _with(node, args=turned)
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]  # without the function
    if isinstance(node.func, ast.Attribute):
        yield from (_with(node, func=_with(node.func, attr=name)) for name in _related(node.func.attr))
        if not isinstance(node.func.value, ast.Name) or node.func.value.id not in (
            "np",
            "keras",
            "tf",
            "math",
            "layers",
        ):
            yield node.func.value  # without the method
    elif isinstance(node.func, ast.Name):
        yield from (_with(node, func=ast.Name(name, ast.Load())) for name in _related(node.func.id) if name in BUILTIN)
        if node.func.id == "range":
            yield from _ranges(node)


BUILTIN = {"max", "min", "sum", "any", "all", "abs"}


def _ranges(node):
    last = len(node.args) - 1 if len(node.args) < 3 else 1
    for other in (ast.Add(), ast.Sub()):
        end = ast.BinOp(node.args[last], other, ast.Constant(1))
        yield _with(node, args=[*node.args[:last], end, *node.args[last + 1 :]])
    if len(node.args) == 1:
        yield _with(node, args=[ast.Constant(1), node.args[0]])


def _slices(node):
    for side in ("lower", "upper"):
        bound = getattr(node, side)
        if bound is not None:
            yield _with(node, **{side: None})
            yield _with(node, **{side: ast.BinOp(bound, ast.Add(), ast.Constant(1))})
            yield _with(node, **{side: ast.BinOp(bound, ast.Sub(), ast.Constant(1))})
    if node.step is not None:
        yield _with(node, step=None)


def _statements(node):
    if isinstance(node, ast.AugAssign):
        for kind in SWAPS.get(type(node.op), ()):
            yield _with(node, op=kind())
        yield ast.Assign([node.target], node.value)
    if isinstance(node, ast.If):
        yield _with(node, test=ast.Constant(True))
        yield _with(node, test=ast.Constant(False))
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While, ast.Continue, ast.Break)):
        yield ast.Pass()


def _related(name: str):
    for group in RELATED:
        if group[0] == name:
            yield from group[1:]
        elif name in group[1:2]:
            yield group[0]


def _with(node, **changes):
    new = copy.copy(node)
    for field, value in changes.items():
        setattr(new, field, value)
    return new


def _rearranged(tree, inside):
    """Yield edits of more than one place: a ``return`` moved into the loop before it, one name for another."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for body in _bodies(function):
            for i in range(len(body) - 1):
                loop, last = body[i], body[-1]
                if isinstance(loop, (ast.For, ast.While)) and isinstance(last, ast.Return) and last.lineno in inside:
                    loop.body.append(last)
                    yield (
                        f"line {last.lineno}: {_said(last)} -> inside the loop {_said(loop)}",
                        ast.fix_missing_locations(tree),
                    )
                    loop.body.pop()
        parameters = [argument.arg for argument in function.args.args]
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.lineno in inside:
                own = node.id
                for other in parameters if own in parameters else ():
                    if other != own:
                        node.id = other
                        yield f"line {node.lineno}: {own} -> {other}", tree
                node.id = own


def _bodies(node):
    for child in ast.walk(node):
        for field in ("body", "orelse"):
            body = getattr(child, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield body

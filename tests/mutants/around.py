"""A solution dressed up: in ways that leave it right, and in ways that make it wrong on most inputs."""

import ast
import copy
import functools

import numpy as np

from utils.checks.compare import as_array, is_number


class Tensor:
    """Stands for a tensor of TensorFlow, Keras or PyTorch: no sequence, but convertible."""

    def __init__(self, values):
        self._values = np.asarray(values)

    def __array__(self, dtype=None, copy=None):
        return self._values

    def __float__(self):
        return float(self._values)

    def __int__(self):
        return int(self._values)

    def __repr__(self):
        return f"tensor({self._values.tolist()})"


def right_variants(function, code: str, name: str, compiled) -> dict:
    """Return {what was done: the dressed up function}; each is as right as ``function`` is.

    code, name: the cell and the function's name in it. compiled(tree): the function of another syntax tree of the cell.
    """
    results = {
        "result as lists": _each(lambda value: value.tolist() if isinstance(value, np.ndarray) else value, list),
        "result as tuples": _each(_tuple_of, tuple),
        "result as arrays without axes": _each(lambda value: np.array(value) if _plain(value) else value),
        "result as one element": _each(lambda value: np.array([value]) if _plain(value) else value),
        "result as NumPy's numbers": _each(lambda value: np.asarray(value)[()] if _plain(value) else value),
        "result as tensors": _each(lambda value: Tensor(value) if as_array(value) is not None else value),
        "result in float32": _each(_float32),
        "whole numbers as floats": _each(lambda value: float(value) if type(value) is int else value),
        "several results stacked": _stacked,
    }
    variants = {what: _after(function, change) for what, change in results.items()}
    variants["computed in float32"] = _after(_before(function, _float32), _each(_float32))
    variants["parameters renamed"] = compiled(_renamed(ast.parse(code), name))
    variants["a partial"] = functools.partial(function)
    variants["an object that can be called"] = _Callable(function)
    variants["any arguments"] = lambda *args: function(*args)
    return variants


def wrong_variants(function, first: tuple) -> dict:
    """Return {what was done: the dressed up function}; each is wrong on all inputs where it gives something else.

    first: the arguments of one call; they are what an answer knows that was tried on a single example.
    """
    answer = function(*copy.deepcopy(first))
    variants = {"the first example's result, always": lambda *args: answer}
    for i, value in enumerate(first):
        place = f"input {i + 1}"
        if as_array(value) is not None and not isinstance(value, (str, bool)):
            variants[f"{place} ignored: as first seen"] = _at(function, i, lambda given, value=value: value)
            variants[f"{place} ignored: zeros"] = _at(function, i, lambda given: _like(given, np.zeros_like(given)))
            variants[f"{place} ignored: ones"] = _at(function, i, lambda given: _like(given, np.ones_like(given)))
            variants[f"{place} without its sign"] = _at(function, i, lambda given: _like(given, np.abs(given)))
            variants[f"{place} clipped to ±10"] = _at(function, i, lambda given: _like(given, np.clip(given, -10, 10)))
            variants[f"{place} rounded"] = _at(function, i, lambda given: _like(given, np.round(given)))
        if isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim > 0):
            variants[f"{place} in another order"] = _at(function, i, lambda given: given[::-1])
            variants[f"{place} sorted"] = _at(function, i, lambda given: _like(given, np.sort(given, axis=0)))
            variants[f"{place} without its end"] = _at(function, i, lambda given: given[:-1])
            variants[f"{place}, first element only"] = _at(function, i, lambda given: given[:1])
            variants[f"{place} changed for the caller"] = _changing(function, i)
        for j in range(i + 1, len(first)):
            variants[f"inputs {i + 1} and {j + 1} swapped"] = _swapped(function, i, j)
    for what, change in {
        "rounded to two decimals": lambda value: np.round(value, 2),
        "rounded to whole numbers": np.round,
        "without its sign": np.abs,
        "negated": np.negative,
        "clipped to 0 and 1": lambda value: np.clip(value, 0, 1),
        "doubled": lambda value: 2 * np.asarray(value),
        "plus one": lambda value: np.asarray(value) + 1,
    }.items():
        variants[f"result {what}"] = _after(function, _each(_numbers(change)))
    for what, change in {
        "result sorted": lambda array: np.sort(array, axis=0),
        "result in reverse": lambda array: array[::-1],
        "result transposed": lambda array: array.T,
        "result without its end": lambda array: array[:-1],
        "result averaged": lambda array: array.mean(),
        "result with another axis": lambda array: array[np.newaxis],
    }.items():
        variants[what] = _after(
            function, _each(lambda value, f=change: f(value) if isinstance(value, np.ndarray) else value)
        )
    variants["results in reverse"] = _after(function, lambda value: value[::-1] if isinstance(value, tuple) else value)
    variants["the first result alone"] = _after(function, lambda value: value[0] if isinstance(value, tuple) else value)
    return variants


def _after(function, change):
    return lambda *args: change(function(*args))


def _before(function, change):
    return lambda *args: function(*map(change, args))


def _at(function, i, change):
    return lambda *args: function(*args[:i], change(args[i]), *args[i + 1 :])


def _swapped(function, i, j):
    def answer(*args):
        args = list(args)
        args[i], args[j] = args[j], args[i]
        return function(*args)

    return answer


def _changing(function, i):
    def answer(*args):
        result = function(*args)
        if len(args[i]):
            args[i][:] = args[i][::-1] * 0 if isinstance(args[i], np.ndarray) else [0] * len(args[i])
        return result

    return answer


def _each(change, collection=None):
    """Return a function that changes a result: each of several, or the only one."""

    def changed(result):
        if isinstance(result, (tuple, list)) and not isinstance(result, np.ndarray):
            parts = [change(part) for part in result]
            return (collection or type(result))(parts)
        return change(result)

    return changed


def _plain(value) -> bool:
    return isinstance(value, (int, float, np.generic)) and is_number(value)


def _tuple_of(value):
    if isinstance(value, (np.ndarray, list)):
        return tuple(_tuple_of(part) for part in value)
    return value


def _float32(value):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype("float32")
    return np.float32(value) if isinstance(value, (float, np.floating)) else value


def _stacked(result):
    if isinstance(result, tuple) and all(as_array(part) is not None for part in result):
        shapes = {np.shape(part) for part in result}
        return np.stack(result) if len(shapes) == 1 else result
    return result


def _numbers(change):
    return lambda value: change(value) if as_array(value) is not None else value


def _like(given, changed):
    """Return what NumPy made of an input in the form that the input had."""
    if isinstance(given, np.ndarray):
        return changed.astype(given.dtype)
    return type(given)(changed.tolist()) if isinstance(given, (list, tuple)) else type(given)(changed)


class _Callable:
    def __init__(self, function):
        self._function = function

    def __call__(self, *args):
        return self._function(*args)


def _renamed(tree, name):
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    new = {argument.arg: f"my_{argument.arg}" for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
        elif isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
    return tree

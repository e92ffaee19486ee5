"""Which exercises every lesson has, read from the checks' source: nothing is imported, so asking costs
nothing."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILES = ("utils/lessons/*/checks.py",)


@dataclass(frozen=True)
class Exercise:
    """One exercise: the lesson's slug, its own short name, and its title in both languages."""

    lesson: str
    name: str
    tr: str
    en: str


@cache
def exercises(folder: Path = Path(__file__).parents[1] / "lessons") -> dict[str, tuple[Exercise, ...]]:
    """Return {lesson: its exercises in the order of the source} for every room in ``folder``.

    The arguments of ``@exercise(LESSON, "step", tr="…", en="…")`` have to be texts, or the names of texts at
    the top of the same module; else ``ValueError``.
    """
    found: dict[str, list[Exercise]] = {}
    for path in sorted(folder.glob("*/checks.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named_texts(tree)
        for call in _decorators(tree):
            try:
                lesson, name = (_text(argument, named) for argument in call.args)
                titles = {word.arg: _text(word.value, named) for word in call.keywords if word.arg in ("tr", "en")}
                found.setdefault(lesson, []).append(Exercise(lesson, name, **titles))
            except (TypeError, ValueError) as error:
                form = '@exercise("lesson", "name", tr="…", en="…")'
                raise ValueError(
                    f"{path.parent.name}/{path.name}:{call.lineno}: write {form} with plain texts"
                ) from error
    return {lesson: tuple(items) for lesson, items in sorted(found.items())}


def _decorators(tree):
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "exercise":
                yield decorator


def _named_texts(tree) -> dict[str, str]:
    """Return the texts that the top of a module gives a name: ``LESSON = "03_perceptron"``."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _text(node, named: dict[str, str]) -> str:
    if isinstance(node, ast.Name) and node.id in named:
        return named[node.id]
    return ast.literal_eval(node)

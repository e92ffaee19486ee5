"""Which exercises every lesson has, read from the checks' source: nothing is imported, so asking costs
nothing."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Exercise:
    """One exercise: the lesson's slug, its own short name, and its title in both languages."""

    lesson: str
    name: str
    tr: str
    en: str


@cache
def exercises(folder: Path = Path(__file__).parent) -> dict[str, tuple[Exercise, ...]]:
    """Return {lesson: its exercises in the order of the source} for every check module in ``folder``.

    The arguments of ``@exercise("03_perceptron", "step", tr="…", en="…")`` have to be plain strings; else
    ``ValueError``.
    """
    found: dict[str, list[Exercise]] = {}
    for path in sorted(folder.glob("*.py")):
        for call in _decorators(ast.parse(path.read_text(encoding="utf-8"))):
            try:
                lesson, name = (ast.literal_eval(argument) for argument in call.args)
                titles = {
                    word.arg: ast.literal_eval(word.value)
                    for word in call.keywords
                    if word.arg in ("tr", "en")
                }
                found.setdefault(lesson, []).append(Exercise(lesson, name, **titles))
            except (TypeError, ValueError) as error:
                form = '@exercise("lesson", "name", tr="…", en="…")'
                raise ValueError(f"{path.name}:{call.lineno}: write {form} with plain strings") from error
    return {lesson: tuple(items) for lesson, items in sorted(found.items())}


def _decorators(tree):
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", ()):
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "exercise":
                yield decorator
